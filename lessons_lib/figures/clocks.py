"""Full batch, mini-batch and SGD in one race, by four clocks: the loss of all examples, and what each needed."""
from typing import NamedTuple

import numpy as np

from lessons_lib.figures.style import BLUE, GREEN, GUIDE, HANDLE, INK, ORANGE, PALE, blank, moving, style
from lessons_lib.text import _, mark

NAMES = (mark("full batch"), mark("mini-batch"), mark("SGD"))
LOOKS = ({"color": INK, "linewidth": 2.2, "linestyle": (0, (2, 1.2))},
         {"color": BLUE, "linewidth": 2, "linestyle": (0, (7, 1.5))},
         {"color": ORANGE, "linewidth": 1.5, "linestyle": "-"})
MARKERS = ("s", "o", "^")
WAIT = {"linewidth": 0.9, "linestyle": (0, (1, 2))}  # before the first update is done
LOWEST, HIGHEST = 0.03, 2.0  # of the loss, on the one scale for all three
HIGH = 0.45  # a target above this has its words on the right, where no curve is as high
WIDTH, HEIGHT = 0.2, 1.28  # two names at the curves' ends stand clear: a share of the axis, and a ratio of two losses
FARTHEST = 0.82  # share of the axis at which a name may start: on a slow machine a curve ends beyond it
LINES = (0.70, 0.56, 0.42, 0.28)  # heights of the table's rows
PLACE = (0.068, 0.145, 0.545, 0.765)  # of the large picture, and of the three small ones together


class Clock(NamedTuple):
    """An axis: its words, its ends, its ticks, and the row of the table that it belongs to."""

    words: str
    ends: tuple
    ticks: tuple


CLOCKS = {
    "updates": Clock(mark("updates (log scale)"), (1, 7000), (1, 10, 100, 1000)),
    "examples": Clock(mark("examples seen (log scale)"), (1, 4e6), (1, 10, 100, 1000, 10_000, 100_000)),
    "epochs": Clock(mark("epochs (log scale)"), (1 / 250, 20_000), (0.01, 0.1, 1, 10, 100, 1000)),
    "milliseconds": Clock(mark("milliseconds, measured on this machine (log scale)"), (0.005, 3000),
                          (0.01, 0.1, 1, 10, 100, 1000)),
}
ROWS = (mark("updates"), mark("examples"), mark("epochs"), mark("milliseconds"))


class ClocksState(NamedTuple):
    """What is drawn, full batch, mini-batch and SGD in this order wherever there are three.

    `clock` names one of CLOCKS; `often` is whether the three are drawn apart. `losses` (3, U + 1) of all examples
    before the first and after each update of one run; `times` (3, U + 1) on the clock; `bands` (2, 2, C): the least and
    the greatest loss of the runs of mini-batch and of SGD, at `band_times` (2, C). `needed` has for each of the three
    its updates, examples, epochs and milliseconds until the loss was first below the target; None where it never was.
    `first` losses of each are drawn apart, in which it saw `seen` examples."""

    clock: str
    often: bool
    batch_size: int
    learning_rate: float
    target: float
    losses: np.ndarray
    times: np.ndarray
    bands: np.ndarray
    band_times: np.ndarray
    needed: tuple
    first: int
    seen: tuple


class ClocksDrawing:
    """Left the race on shared axes, or the three apart as they are often drawn; right what each needed."""

    def __init__(self, examples, runs, first):
        self.examples, self.runs = examples, runs
        with style():
            self.figure = blank(960, 362)
            self.race = self.figure.add_axes(PLACE, label="race")
            left, bottom, width, height = PLACE
            self.apart = [self.figure.add_axes((left + k * (width + 0.05) / 3, bottom + 0.055, width / 3 - 0.033,
                                                height - 0.055), label=f"apart{k}") for k in range(3)]
            table = self.figure.add_axes((0.64, 0.04, 0.355, 0.87), label="table")
            self._draw_race(self.race)
            self._draw_apart(first)
            self._draw_table(table)
        self._shown = None  # the clock, and whether the three are apart, of the axes drawn
        self._show("updates", often=False)

    def _draw_race(self, axes):
        axes.set_title(_("Loss of all {examples} examples").format(examples=self.examples))
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_ylim(LOWEST, HIGHEST)
        axes.set_yticks([0.05, 0.1, 0.2, 0.5, 1, 2], ["0.05", "0.1", "0.2", "0.5", "1", "2"])
        axes.set_ylabel(_("loss (log scale)"))
        nothing = np.ones(2)
        self.bands = [axes.fill_between(nothing, nothing, nothing, color=look["color"], alpha=0.22, linewidth=0)
                      for look in LOOKS[1:]]
        self.target, = axes.plot([], [], color=GREEN, linewidth=1.8)
        self.curves = [axes.plot([], [], zorder=4 - k, **look)[0] for k, look in enumerate(LOOKS)]
        self.waits = [axes.plot([], [], color=look["color"], **WAIT)[0] for look in LOOKS]
        self.falls = [axes.plot([], [], **GUIDE | {"color": look["color"], "linewidth": 1.4})[0] for look in LOOKS]
        self.dots = [axes.plot([], [], marker=marker, color=look["color"], markersize=9, markeredgecolor="white",
                               zorder=6)[0] for look, marker in zip(LOOKS, MARKERS, strict=True)]
        tight = HANDLE | {"boxstyle": "round,pad=0.05"}
        self.ends = [axes.text(1, 1, "", va="center", bbox=tight, zorder=7, fontsize=10) for _look in LOOKS]
        self.words = axes.text(0.012, 1, "", va="bottom", color="#00664B", transform=axes.get_yaxis_transform())
        moving(*self.bands, self.target, *self.waits, *self.curves, *self.falls, *self.dots, *self.ends, self.words)

    def _draw_apart(self, first):
        self.alone, self.scales, self.seen = [], [], []
        units = (_("epochs"), _("updates"), _("examples"))
        for axes, name, unit, look in zip(self.apart, NAMES, units, LOOKS, strict=True):
            axes.text(0.5, 1.06, _(name), ha="center", fontweight="bold", transform=axes.transAxes)
            axes.set_xlim(0, first)
            axes.set_xticks([0, first // 2, first])
            axes.set_ylim(0, 1)
            axes.set_yticks([])
            axes.text(0.5, -0.105, unit, ha="center", va="top", transform=axes.transAxes)
            self.alone += axes.plot([], [], **look, clip_on=False)
            self.scales += [axes.text(-0.05, y, "", ha="right", fontsize=10, transform=axes.transAxes)
                            for y in (0.97, 0)]
            self.seen.append(axes.text(0.5, -0.2, "", ha="center", va="top", transform=axes.transAxes))
        moving(*self.alone, *self.scales, *self.seen)

    def _draw_table(self, axes):
        axes.set_axis_off()
        axes.set_title(_("Needed until below the target"))
        axes.set_xlim(0, 1)
        axes.set_ylim(0, 1)
        self.row = axes.axhspan(0, 0.125, color=PALE, linewidth=0)
        columns = (0.49, 0.75, 0.98)
        for x, name, look, marker in zip(columns, NAMES, LOOKS, MARKERS, strict=True):
            axes.plot([x - 0.17, x], [0.95, 0.95], **look)
            axes.plot(x - 0.085, 0.95, marker=marker, color=look["color"], markersize=9, markeredgecolor="white")
            axes.text(x, 0.86, _(name), ha="right", va="center")
        for y, name in zip(LINES, ROWS, strict=True):
            axes.text(0.01, y, _(name), va="center")
        self.cells = [[axes.text(x, y, "", ha="right", va="center") for y in LINES] for x in columns]
        axes.text(0.01, 0.12, _("Line: first run. Band: {runs} runs.\nMilliseconds: measured here.").format(
            runs=self.runs), va="center", color=INK, fontsize=10)
        moving(*(cell for column in self.cells for cell in column))

    def _show(self, clock, *, often):
        """Bring the axes of a clock, or the three apart: a new background, and the same scale of the loss."""
        if self._shown == (clock, often):
            return
        self._shown = clock, often
        words, ends, ticks = CLOCKS[clock]
        self.race.set_xlim(*ends)
        self.race.set_xticks(ticks, [f"{tick:,g}" for tick in ticks])
        self.race.minorticks_off()
        self.race.set_xlabel(_(words))
        self.row.set_y(LINES[list(CLOCKS).index(clock)] - 0.0625)
        for axes, shown in ((self.race, not often), *((axes, often) for axes in self.apart)):
            axes.set_visible(shown)
            for artist in axes.get_children():
                if artist.get_animated():  # what moves is drawn whether its axes are seen or not
                    artist.set_visible(shown)

    def update(self, state):
        """Show a state."""
        self._show(state.clock, often=state.often)
        if state.often:
            self._update_apart(state)
        else:
            self._update_race(state)
        for column, needed in zip(self.cells, state.needed, strict=True):
            for cell, words in zip(column, self._in_words(needed), strict=True):
                cell.set_text(words)

    def _update_race(self, state):
        left, right = CLOCKS[state.clock].ends
        for wait, curve, times, losses in zip(self.waits, self.curves, state.times, state.losses, strict=True):
            # Nothing changes before the first update is done: a level line, then the fall to where the curve begins.
            wait.set_data([left, times[1], times[1]], [losses[0], losses[0], losses[1]])
            curve.set_data(times[1:], losses[1:])
        for band, times, (low, high) in zip(self.bands, state.band_times, state.bands, strict=True):
            band.set_data(times, low, high)
        self.target.set_data([left, right], [state.target] * 2)
        for dot, fall, times, losses, needed in zip(self.dots, self.falls, state.times, state.losses, state.needed,
                                                    strict=True):
            place = times[needed[0]] if needed else np.nan
            dot.set_data([place], [losses[needed[0]] if needed else np.nan])
            fall.set_data([place, place], [LOWEST, state.target])
        self._update_names(state)

    def _update_names(self, state):
        """The target's words on its line, and the names of the three at the ends of their curves."""
        high = state.target > HIGH
        self.words.set_text(_("target {target:.2f}").format(target=state.target))
        self.words.set_position((0.99 if high else 0.012, state.target * 1.02))
        self.words.set_ha("right" if high else "left")
        left, right = CLOCKS[state.clock].ends
        names = (_(NAMES[0]), f"{_(NAMES[1])} {state.batch_size}", _(NAMES[2]))
        places = np.minimum(np.log(state.times[:, -1] / left) / np.log(right / left), FARTHEST)
        for label, name, place, height in zip(self.ends, names, places, clear(places, state.losses[:, -1]),
                                              strict=True):
            label.set_text(name)
            label.set_position((left * (right / left) ** (place + 0.012), height))

    def _update_apart(self, state):
        for k, (line, losses, seen) in enumerate(zip(self.alone, state.losses[:, :state.first + 1], state.seen,
                                                     strict=True)):
            low, high = losses.min(), losses.max()
            line.set_data(range(len(losses)), (losses - low) / (high - low))
            self.scales[2 * k].set_text(f"{high:.3f}")
            self.scales[2 * k + 1].set_text(f"{low:.3f}")
            self.seen[k].set_text(_("= {seen:,} examples").format(seen=seen))

    def _in_words(self, needed):
        """The four cells of one column."""
        if needed is None:
            return _("not yet"), "–", "–", "–"
        updates, examples, epochs, milliseconds = needed
        time = f"{milliseconds:.2g}" if milliseconds < 10 else f"{milliseconds:,.0f}"
        return f"{updates:,}", f"{examples:,}", f"{epochs:.3g}", time

    def describe(self, state):
        """The state in words; nothing that was measured in time, for that differs from machine to machine."""
        words = [_("Batch size {size} for the mini-batch, learning rate {rate:g}, target loss {target:.2f}.").format(
            size=state.batch_size, rate=state.learning_rate, target=state.target)]
        for name, needed in zip(NAMES, state.needed, strict=True):
            if needed is None:
                words.append(_("{name}: not below the target after {updates} updates.").format(
                    name=_(name), updates=state.losses.shape[1] - 1))
            else:
                words.append(_("{name}: {updates} updates, {examples} examples, {epochs:.3g} epochs.").format(
                    name=_(name), updates=needed[0], examples=needed[1], epochs=needed[2]))
        if state.often:
            words.append(_("Drawn apart, each on its own scale of the loss and in its own unit."))
        return " ".join(words)


def clear(places, heights):
    """Heights (3,) for names that start at these places, shares of the axis: from the lowest on, and of equal ones from
    the left, each is moved up until it stands clear of those near it."""
    moved = np.array(heights, dtype=float) * 0.93  # a little below the end: there the curves on the right are higher
    order = np.lexsort([places, np.round(heights, 2)])
    for k, name in enumerate(order):
        for other in sorted(order[:k], key=moved.__getitem__):
            if abs(places[name] - places[other]) < WIDTH and moved[name] / moved[other] < HEIGHT:
                moved[name] = moved[other] * HEIGHT
    return moved
