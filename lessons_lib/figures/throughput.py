"""Examples a second against the batch size: why one row at a time is slow, and where larger batches stop helping."""
from typing import NamedTuple

import numpy as np

from lessons_lib.figures.style import BLUE, CURVE, GREY, HANDLE, INK, blank, moving, style
from lessons_lib.text import _

LEVEL = {"color": INK, "linewidth": 1.6, "linestyle": (0, (1, 1.6))}
ELSEWHERE = {"color": GREY, "linewidth": 1.2, "marker": "o", "markersize": 6, "markerfacecolor": "white"}
HERE = CURVE | {"color": BLUE, "marker": "o", "markersize": 7, "markeredgecolor": "white"}
TICKS = (1, 4, 16, 64, 256, 1024)


class ThroughputState(NamedTuple):
    """What is drawn: the `network` in words; for each of the `sizes` (B,) the examples a second and the microseconds of
    an update, `elsewhere` (2, B) on another computer, `here` (2, B) on this one, not a number where not measured yet,
    and `constant` (2, B) if every update took as long as the one with a single example. `fastest` is the batch size
    with the most examples a second and `factor` how many times those of batch size 1, of this computer if `measured`,
    which is how often each size was measured to the end; else of the other."""

    network: str
    sizes: np.ndarray
    elsewhere: np.ndarray
    here: np.ndarray
    constant: np.ndarray
    fastest: int
    factor: float
    measured: int


class ThroughputDrawing:
    """Left the examples a second, right the microseconds of an update."""

    def __init__(self):
        with style():
            self.figure = blank(960, 362)
            rate = self.figure.add_axes((0.085, 0.145, 0.5, 0.765), label="rate")
            cost = self.figure.add_axes((0.68, 0.145, 0.305, 0.765), label="cost")
            rate.set_title(_("Examples a second"))
            rate.set_ylim(100, 2e8)
            rate.set_ylabel(_("examples a second (log scale)"))
            cost.set_title(_("Microseconds an update"))
            cost.set_ylim(5, 2e5)
            cost.set_ylabel(_("microseconds (log scale)"))
            for axes in (rate, cost):
                axes.set_xscale("log")
                axes.set_yscale("log")
                axes.set_xlim(0.8, 1300)
                axes.set_xticks(TICKS, [f"{tick:,}" for tick in TICKS])
                axes.minorticks_off()
                axes.set_xlabel(_("batch size (log scale)"))
            self._draw_moving(rate, cost)

    def _draw_moving(self, rate, cost):
        both = rate, cost
        names = (_("if each update took as long as with one example"), _("measured once on another computer (2 cores)"),
                 _("measured here"))
        self.lines = [[axes.plot([], [], label=name, **look)[0] for axes in both]
                      for name, look in zip(names, (LEVEL, ELSEWHERE, HERE), strict=True)]
        rate.legend(loc="lower right", borderaxespad=0.2)
        self.words = rate.text(0.02, 0.98, "", va="top", transform=rate.transAxes, bbox=HANDLE)
        moving(*(line for pair in self.lines for line in pair), self.words)

    def update(self, state):
        """Show a state."""
        for pair, numbers in zip(self.lines, (state.constant, state.elsewhere, state.here), strict=True):
            for line, heights in zip(pair, numbers, strict=True):
                line.set_data(state.sizes, heights)
        self.words.set_text(self._verdict(state))

    def _verdict(self, state):
        """Which batch size is fastest, and where."""
        if state.measured:
            words = _("On this computer batch size {size} is fastest:\n"
                      "{factor:.0f} × the examples a second of batch size 1.")
        else:
            words = _("On another computer batch size {size} was fastest:\n"
                      "{factor:.0f} × the examples a second of batch size 1.\nPress Play to measure here.")
        return words.format(size=state.fastest, factor=state.factor)

    def describe(self, state):
        """The state in words."""
        words = _("Network {network}, batch sizes 1 to {most}. {verdict} An update with one example takes {one:.0f} "
                  "microseconds, one with {most} takes {all:.0f}.")
        one, *_between, most = (state.here if state.measured else state.elsewhere)[1]
        return words.format(network=state.network, most=state.sizes[-1], one=one, all=most,
                            verdict=self._verdict(state).replace("\n", " "))
