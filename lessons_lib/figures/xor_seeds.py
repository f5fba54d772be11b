"""How many of many networks learn XOR: a bar for each width, split by how many corners are right."""
from typing import NamedTuple

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.patches import Patch

from lessons_lib.figures.readout import Readout
from lessons_lib.figures.style import GREEN, GREY, PALE, blank, moving, style
from lessons_lib.text import _, mark

KINDS = (  # from the bottom of a bar to its top: the corners that are right, from the darkest to the lightest
    ((4,), mark("4 right: solved"), {"facecolor": GREEN, "edgecolor": "white"}),
    ((3,), mark("3 right"), {"facecolor": "#9DC3DC", "edgecolor": "white"}),
    ((2,), mark("2 right"), {"facecolor": PALE, "edgecolor": "white"}),
    ((0, 1), mark("0 or 1 right"), {"facecolor": "white", "edgecolor": GREY}),
)
HALF = 0.37  # the width of a bar, halved


class XorSeedsState(NamedTuple):
    """What is drawn after `update`: `shares` (activations, widths, 5) of the seeds of which 0, 1, ... 4 corners are
    right; `first` is the first of the seeds, `initialisation` that of the start weights in words."""

    update: int
    shares: np.ndarray
    learning_rate: float
    momentum: float
    initialisation: str
    first: int


class XorSeedsDrawing:
    """A panel for each activation. `names` has their words, `widths` the numbers of hidden units."""

    def __init__(self, names, widths, seeds):
        self.names, self.widths, self.seeds = names, widths, seeds
        with style():
            self.figure = blank(960, 350)
            panels = [self.figure.add_axes((0.07 + 0.31 * k, 0.245, 0.295, 0.6), label=name)
                      for k, name in enumerate(names)]
            self.bars, self.numbers = [], []
            for axes, name in zip(panels, names, strict=True):
                axes.set_title(_("{activation}: share solved").format(activation=name), pad=24)
                self._draw_panel(axes)
            panels[0].set_yticks([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.50", "0.75", "1"])
            panels[0].set_ylabel(_("share of {seeds} seeds").format(seeds=seeds))
            self.figure.legend(handles=[Patch(label=_(words), **look) for _corners, words, look in KINDS], fontsize=11,
                               loc="lower center", bbox_to_anchor=(0.53, 0.0), ncols=4, handlelength=2.2)

    def _draw_panel(self, axes):
        count = len(self.widths)
        axes.set_xlim(-0.6, count - 0.4)
        axes.set_ylim(0, 1)
        axes.set_xticks(range(count), self.widths)
        axes.set_yticks([])
        axes.tick_params(axis="x", length=0, labelsize=11)
        axes.set_xlabel(_("hidden units"))
        self.bars.append([PolyCollection([], linewidth=1, **look) for _corners, _words, look in KINDS])
        for bars in self.bars[-1]:
            axes.add_collection(bars)
        self.numbers.append([Readout(axes, ((k + 0.6) / count, 1.05), size=11, weight="bold", align=0.5, paper=True)
                             for k in range(count)])
        moving(*self.bars[-1])

    def update(self, state):
        """Show a state."""
        for shares, bars, numbers in zip(state.shares, self.bars, self.numbers, strict=True):
            bottom = np.zeros(len(self.widths))
            for (corners, _words, _look), kind in zip(KINDS, bars, strict=True):
                heights = shares[:, corners].sum(axis=1)
                kind.set_verts(_rectangles(bottom, bottom + heights))
                bottom += heights
            for number, share in zip(numbers, shares[:, 4], strict=True):
                number.words = f"{share:.2f}"

    def describe(self, state):
        """The state in words."""
        words = _("XOR, {seeds} seeds from {first}, start weights {start}, learning rate {rate:g}, momentum "
                  "{momentum:g}, after {update} updates. Share solved with {widths} hidden units: {solved}.")
        solved = "; ".join(f"{name} {', '.join(f'{share:.2f}' for share in shares[:, 4])}"
                           for name, shares in zip(self.names, state.shares, strict=True))
        return words.format(seeds=self.seeds, first=state.first, start=state.initialisation, rate=state.learning_rate,
                            momentum=state.momentum, update=state.update, widths=", ".join(map(str, self.widths)),
                            solved=solved)


def _rectangles(bottom, top):
    """One rectangle (4, 2) for each bar that has a height, side by side."""
    return [[(k - HALF, low), (k - HALF, high), (k + HALF, high), (k + HALF, low)]
            for k, (low, high) in enumerate(zip(bottom, top, strict=True)) if high > low]
