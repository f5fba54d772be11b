"""The cost of all slopes against how many there are, for three methods, and the numbers of one count."""
from typing import NamedTuple

import numpy as np

from lessons_lib.figures.readout import Readout
from lessons_lib.figures.style import BLUE, GREEN, GREY, GUIDE, INK, ORANGE, PALE, blank, moving, style
from lessons_lib.text import _, mark

NAMES = (mark("finite differences"), mark("forward mode"), mark("reverse mode"))
NOTES = (mark("values only: one parameter moved at a time"), mark("values and slopes, both forwards"),
         mark("values forwards, slopes backwards"))
LOOKS = ({"color": ORANGE, "marker": "^", "linestyle": (0, (4, 1.5))}, {"color": GREEN, "marker": "s"},
         {"color": BLUE, "marker": "o"})
THEORY = {"linewidth": 7, "alpha": 0.25, "solid_capstyle": "butt"}
DOTS = {"markersize": 7, "markeredgewidth": 1.6, "linestyle": "none"}
ROWS = (0.655, 0.465, 0.275, 0.085)  # of the table, the last for the ratios
COLUMNS = (0.56, 0.79, 0.99)  # their right ends
TICKS = {False: {10.0**k: f"10{digits}" for k, digits in zip((1, 4, 7, 10, 13), ("¹", "⁴", "⁷", "¹⁰", "¹³"),
                                                             strict=True)},
         True: {1e-4: mark("0.1 ms"), 1e-2: mark("10 ms"), 1: mark("1 s"), 60: mark("1 min"), 3600: mark("1 h"),
                86400: mark("1 day")}}
PLACE = 0.075, 0.14, 0.385, 0.77
ENDS = {False: (3, 6e14), True: (5e-6, 2e6)}
UNITS = ((1e-6, mark("{time} µs")), (1e-3, mark("{time} ms")), (1, mark("{time} s")), (60, mark("{time} min")),
         (3600, mark("{time} h")), (86400, mark("{time} days")))


class CostMeterState(NamedTuple):
    """What is drawn, for the three methods and C counts: `many` says what is counted, parameters (of one loss) or
    outputs (by one parameter), and `chosen` which count the table is of. `passes`, `multiplications` and `seconds`
    (3, C), these not a number where not measured yet, `extrapolated` (3, C) where from a share of the passes. `timed`
    if the seconds are drawn; `theory` (3, C) in the same unit. `ratios` (3, C): how many times the passes, the
    multiplications and the seconds of the better of forward and reverse mode the other takes."""

    many: str
    batch_size: int
    chosen: int
    passes: np.ndarray
    multiplications: np.ndarray
    seconds: np.ndarray
    extrapolated: np.ndarray
    timed: bool
    theory: np.ndarray
    ratios: np.ndarray


class CostMeterDrawing:
    """Left the cost over the counts, right what a pass of each method is, and its numbers."""

    def __init__(self, counts):
        self.counts = np.array(counts)
        with style():
            self.figure = blank(960, 366)
            self.cost = self.figure.add_axes(PLACE, label="cost")
            self.curves = self.figure.add_axes(PLACE, label="curves")  # by themselves: they answer the question
            self._draw_cost()
            self._draw_methods(self.figure.add_axes((0.505, 0.03, 0.485, 0.94), label="methods"))
            self._draw_numbers(self.figure.add_axes((0.505, 0.03, 0.485, 0.94), label="numbers"))
        self._shown = None  # what is many, and whether seconds are drawn, in the axes as they are
        self._show("parameters", timed=False)

    def _draw_cost(self):
        for axes in (self.cost, self.curves):
            axes.set_xscale("log")
            axes.set_yscale("log")
            axes.set_xlim(7, 150_000)
        self.cost.set_xticks(10 ** np.arange(1, 6), [f"{10**k:,}" for k in range(1, 6)])
        axes = self.curves
        axes.set_axis_off()
        grey = [axes.plot([], [], color=GREY, **THEORY)[0], axes.plot([], [], "o", color=GREY, **DOTS)[0],
                axes.plot([], [], "o", color=GREY, markerfacecolor="white", **DOTS)[0]]
        self.cost.legend(grey, [_("theory"), _("counted or measured"), _("extrapolated")], loc="upper left",
                         borderaxespad=0.1)
        self.guide, = axes.plot([], [], **GUIDE | {"color": INK, "linewidth": 1.4})
        self.roads = [axes.plot([], [], color=look["color"], **THEORY)[0] for look in LOOKS]
        self.lines = [axes.plot([], [], color=look["color"], linestyle=look.get("linestyle", "-"), linewidth=1.6)[0]
                      for look in LOOKS]
        self.full, self.hollow = ([axes.plot([], [], color=look["color"], marker=look["marker"], **DOTS, **fill)[0]
                                   for look in LOOKS] for fill in ({}, {"markerfacecolor": "white"}))
        self.wait = Readout(axes, (0.5, 0.45), align=0.5, paper=True)
        moving(self.guide, *self.roads, *self.lines, *self.full, *self.hollow)

    def _draw_methods(self, axes):
        axes.set_axis_off()
        axes.set_xlim(0, 1)
        axes.set_ylim(0, 1)
        for y, name, note, look in zip(ROWS[:3], NAMES, NOTES, LOOKS, strict=True):
            axes.plot([0, 0.035, 0.07], [y] * 3, linewidth=1.6, markersize=7, markevery=[1], **look)
            axes.text(0.085, y, _(name), va="center", fontweight="bold")
            axes.text(0.085, y - 0.077, _(note), va="center", fontsize=10)

    def _draw_numbers(self, axes):
        axes.set_axis_off()
        axes.set_xlim(0, 1)
        axes.set_ylim(0, 1)
        for x, head in zip(COLUMNS, (_("passes"), _("multiplications"), _("time here")), strict=True):
            axes.text(x, 0.755, head, ha="right", va="center", fontsize=10)
        axes.axhline(0.145, color=PALE, linewidth=1.2)
        self.asked = Readout(axes, (0, 0.94), size=12, weight="bold")
        self.answer = Readout(axes, (0, 0.865), size=12)
        self.cells = [[Readout(axes, (x, y - 0.013), size=11, align=1) for x in COLUMNS] for y in ROWS]
        self.ratio = Readout(axes, (0, ROWS[3] - 0.013), size=11)

    def _show(self, many, *, timed):
        """Bring the axes for what is counted and drawn: a new background."""
        if self._shown == (many, timed):
            return
        self._shown = many, timed
        with style():
            self.cost.set_title(_("Time for all slopes") if timed else _("Multiplications for all slopes"))
            self.cost.set_xlabel(_("parameters (log scale)") if many == "parameters" else _("outputs (log scale)"))
            self.curves.set_ylim(*ENDS[timed])
            self.cost.set_ylim(*ENDS[timed])
            self.cost.set_yticks(list(TICKS[timed]), [_(tick) for tick in TICKS[timed].values()])
            self.cost.minorticks_off()

    def update(self, state):
        """Show a state."""
        self._show(state.many, timed=state.timed)
        heights = state.seconds if state.timed else state.multiplications
        hollow = state.extrapolated & state.timed
        for k, (theory, values) in enumerate(zip(state.theory, heights, strict=True)):
            self.roads[k].set_data(self.counts, theory)
            self.lines[k].set_data(self.counts, values)
            self.full[k].set_data(self.counts[~hollow[k]], values[~hollow[k]])
            self.hollow[k].set_data(self.counts[hollow[k]], values[hollow[k]])
        highest = np.fmax.reduce(heights[:, state.chosen])
        self.guide.set_data([self.counts[state.chosen]] * 2, [ENDS[state.timed][0], highest])
        unmeasured = state.timed and np.isnan(state.seconds).all()
        self.wait.words = _("Press Play to measure on this computer.") if unmeasured else ""
        self._update_numbers(state)

    def _update_numbers(self, state):
        self.asked.words, self.answer.words = self._sentence(state)
        for row, numbers in zip(self.cells, [*self._numbers(state), self._times(state)], strict=True):
            for cell, words in zip(row, numbers, strict=True):
                cell.words = words
        self.ratio.words = _("forward / reverse") if state.many == "parameters" else _("reverse / forward")

    def _sentence(self, state):
        """What is asked, and what forward and reverse mode take for it."""
        asked = (_("{count:,} parameters, one loss") if state.many == "parameters"
                 else _("One parameter, {count:,} outputs"))
        _differences, forward, reverse = state.passes[:, state.chosen]
        answer = _("Passes: forward mode takes {forward:,}, reverse mode {reverse:,}.")
        return (asked.format(count=self.counts[state.chosen]), answer.format(forward=forward, reverse=reverse))

    def _numbers(self, state):
        """The three cells of each row."""
        for passes, exact, seconds, share in zip(state.passes, state.multiplications, state.seconds,
                                                 state.extrapolated, strict=True):
            k = state.chosen
            yield f"{passes[k]:,}", in_count(exact[k]), ("≈ " if share[k] else "") + in_time(seconds[k])

    def _times(self, state):
        """How many times as much the worse of forward and reverse mode takes, in the three columns."""
        return ["–" if np.isnan(ratio) else _("{ratio} ×").format(ratio=f"{float(f'{ratio:.2g}'):,.0f}")
                for ratio in state.ratios[:, state.chosen]]

    def describe(self, state):
        """The state in words; of the seconds those that are measured."""
        asked, answer = self._sentence(state)
        words = [_("{asked}, batch size {size}.").format(asked=asked, size=state.batch_size), answer]
        for name, (_passes, exact, time) in zip(NAMES, self._numbers(state), strict=True):
            row = (_("{name}: {exact} multiplications.") if time == "–" else
                   _("{name}: {exact} multiplications, {time} on this computer."))
            words.append(row.format(name=_(name).capitalize(), exact=exact, time=time))
        return " ".join(words)


def in_count(number):
    """A whole number up to a million, a power of ten with two digits beyond."""
    if number < 10**6:
        return f"{number:,}"
    digits, power = f"{number:.1e}".split("e+")
    return f"{digits} × 10" + str(int(power)).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))


def in_time(seconds):
    """Two digits of a time, in the largest unit that is not larger than it."""
    if np.isnan(seconds):
        return "–"
    size, unit = next((one for one in reversed(UNITS) if seconds >= one[0]), UNITS[0])
    return _(unit).format(time=f"{float(f'{seconds / size:.2g}'):,g}")
