"""Accuracy and loss against the depth, with the spread over the runs, and how the loss of one depth came about."""
from typing import NamedTuple

import numpy as np

from lessons_lib.figures.style import BLUE, GREY, GUIDE, INK, ORANGE, RED, blank, moving, style
from lessons_lib.text import _, mark

DEPTHS = range(7)  # numbers of hidden layers
LOWEST, HIGHEST = 1e-3, 4.0  # of the loss axes; what is below lies on their lower end, whose tick says so
LOOKS = ({"color": BLUE, "linestyle": "-", "marker": "o"}, {"color": ORANGE, "linestyle": (0, (4, 1.5)), "marker": "s"})
VERDICTS = {
    "waiting": mark("Press Play: all depths are trained at once, {runs} networks of each."),
    "early": mark("Too early for a verdict: it comes after {first} updates of every depth."),
    "diverged": mark("Depth {depth}: all {runs} runs diverged. Take a smaller learning rate."),
    "fails": mark("Depth {depth}: not overfitting. The training itself fails: accuracy {training:.2f}, depth {other} "
                  "reaches {reached:.2f}."),
    "vanishes": mark("Depth {depth}: not overfitting. Training {training:.2f}: the gradient vanishes (first layer "
                     "{ratio:.1g} of the last)."),
    "underfits": mark("Depth {depth}: underfitting. Training accuracy {training:.2f}, where depth {other} has "
                   "{reached:.2f}; its {kind} is better too."),
    "overfits": mark("Depth {depth}: overfitting. Training accuracy {training:.2f}, but the validation loss rose from "
                     "{lowest:.2f} to {last:.2f}."),
    "stopped": mark("Depth {depth}: stopped at its lowest validation loss, {lowest:.2f} (at the end {last:.2f}). "
                    "Test accuracy {judged:.2f}."),
    "fine": mark("Depth {depth}: no failure seen. Training accuracy {training:.2f}, {kind} {judged:.2f}."),
}


class Verdict(NamedTuple):
    """Why a depth does as it does: a name of VERDICTS, after how many updates of every depth, and its numbers."""

    name: str
    updates: int
    numbers: dict


class DepthSweepState(NamedTuple):
    """What is drawn. `units` in each hidden layer, for each depth (0 at depth 0). `bands` (2, 2, 3, 7): accuracy and
    loss, of training and judging data, their 10th, 50th and 90th percentile over the runs, at each depth; nan where
    there is nothing. Of the `chosen` depth: `updates` (T,) done at each point of `curves` (2, 3, T), the losses on
    training and validation data; `best`, the median update of the lowest validation loss, where runs are stopped
    there (None otherwise): then what is judged are the test data; `diverged`, the number of runs left out, of `runs`.
    `left`: seconds, or None where it is not known."""

    units: tuple
    bands: np.ndarray
    chosen: int
    updates: np.ndarray
    curves: np.ndarray
    best: float | None
    diverged: int
    runs: int
    left: float | None
    verdict: Verdict


class DepthSweepDrawing:
    """Left the accuracy, in the middle the loss against the depth, right the losses of one depth while it learns."""

    def __init__(self, updates):
        with style():
            self.figure = blank(960, 344)
            accuracy = self.figure.add_axes((0.058, 0.27, 0.28, 0.535), label="accuracy")
            loss = self.figure.add_axes((0.412, 0.27, 0.232, 0.535), label="loss")
            learning = self.figure.add_axes((0.718, 0.27, 0.265, 0.535), label="learning")
            self._draw_key(self.figure)
            self._draw_depths(accuracy, loss)
            self._draw_losses(loss)
            self._draw_losses(learning)
            self._draw_learning(learning, updates)
            self.verdict = self.figure.text(0.058, 0.025, "")

    def _draw_key(self, figure):
        axes = figure.add_axes((0, 0.91, 1, 0.09), label="key")
        axes.set_axis_off()
        axes.set_xlim(0, 960)
        axes.set_ylim(-1, 1)
        samples = ((56, LOOKS[0]), (170, LOOKS[1]))
        for left, look in samples:
            axes.fill_between([left, left + 34], [-0.45] * 2, [0.45] * 2, color=look["color"], alpha=0.2, linewidth=0)
            axes.plot([left, left + 17, left + 34], [0] * 3, markevery=[1], markersize=5, **look)
        axes.text(98, 0, _("training"), va="center")
        self.judged = axes.text(212, 0, "", va="center")
        self.runs = axes.text(486, 0, "", va="center")
        self.left = axes.text(948, 0, "", va="center", ha="right")
        moving(self.left)

    def _draw_depths(self, accuracy, loss):
        """Both panels over the depth; that of the loss gets its axis later."""
        accuracy.set_title(_("Accuracy"))
        accuracy.set_ylim(0.4, 1.02)
        accuracy.set_yticks([0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0])
        accuracy.axhline(0.5, **GUIDE)
        accuracy.text(-0.2, 0.505, _("guessing"), va="bottom", color=GREY, fontsize=10)
        accuracy.set_xlabel(_("hidden layers; below: units in each"))
        loss.set_title(_("Loss"))
        loss.set_xlabel(_("hidden layers"))
        self.guides, self.bands, self.lines = [], [], []
        for axes in (accuracy, loss):
            axes.set_xlim(-0.3, DEPTHS[-1] + 0.3)
            axes.set_xticks(DEPTHS)
            self.guides += axes.plot([], [], color=RED, alpha=0.25, linewidth=9, solid_capstyle="butt")
            moving(self.guides[-1])
            bands, lines = self._pair(axes, DEPTHS)
            self.bands.append(bands)
            self.lines.append(lines)
        self.ticks, self._units = accuracy, None

    @staticmethod
    def _pair(axes, places):
        """The two bands and their medians."""
        nothing = np.full(len(places), np.nan)
        bands = [axes.fill_between(places, nothing, nothing, color=look["color"], alpha=0.2, linewidth=0)
                 for look in LOOKS]
        lines = [axes.plot([], [], linewidth=2, markersize=5, **look)[0] for look in LOOKS]
        moving(*bands, *lines)
        return bands, lines

    @staticmethod
    def _draw_losses(axes):
        axes.set_yscale("log")
        axes.set_ylim(LOWEST, HIGHEST)
        axes.set_yticks([0.001, 0.01, 0.1, 1], ["≤ 0.001", "0.01", "0.1", "1"])
        axes.minorticks_off()
        axes.axhline(np.log(2), **GUIDE)

    def _draw_learning(self, axes, updates):
        axes.set_title(_("Loss while it learns"))
        axes.set_xlim(-0.02 * updates, 1.02 * updates)
        axes.set_xticks(np.linspace(0, updates, 4))
        axes.set_xlabel(_("updates"))
        self.learning_bands, self.learning_lines = self._pair(axes, [0])
        for line in self.learning_lines:
            line.set_marker("none")
        self.stop, = axes.plot([], [], color=INK, linewidth=1.4, linestyle=(0, (1, 1.5)))
        self.depth = axes.text(1, 1.03, "", ha="right", va="bottom", color=RED, transform=axes.transAxes)
        moving(self.stop, self.depth)

    def update(self, state):
        """Show a state."""
        for guide, (low, high) in zip(self.guides, ((0, 2), (LOWEST, HIGHEST)), strict=True):
            guide.set_data([state.chosen] * 2, [low, high])
        accuracy, loss = state.bands
        show(self.bands[0], self.lines[0], DEPTHS, accuracy)
        show(self.bands[1], self.lines[1], DEPTHS, np.maximum(loss, LOWEST))
        show(self.learning_bands, self.learning_lines, state.updates, np.maximum(state.curves, LOWEST))
        self.stop.set_data([] if state.best is None else [state.best] * 2,
                           [] if state.best is None else [LOWEST, HIGHEST])
        self.depth.set_text(_("depth {depth}").format(depth=state.chosen))
        self.left.set_text(time_left(state.left))
        self._update_words(state)

    def _update_words(self, state):
        """What changes rarely: it stands in the part of the picture that is kept."""
        if state.units != self._units:
            self._units = state.units
            self.ticks.set_xticks(DEPTHS, [f"{depth}\n{units or '–'}" for depth, units in enumerate(state.units)])
        self.judged.set_text(_("validation") if state.best is None else _("test, at the lowest validation loss"))
        runs = _("bands: middle 80 % of {runs} runs")
        if state.diverged:
            runs = _("bands: middle 80 % of {runs} runs ({diverged} diverged)")
        self.runs.set_text(runs.format(runs=state.runs - state.diverged, diverged=state.diverged))
        self.verdict.set_text(words_of(state))

    def describe(self, state):
        """The state in words."""
        units = ", ".join(str(units) for units in state.units[1:])
        start = _("Units in each hidden layer at depth 1 to 6: {units}.").format(units=units)
        if not len(state.updates):
            return f"{start} {words_of(state)}"
        kind, (training, judged) = judged_by(state), state.bands[0, :, 1]
        accuracies = _("Accuracy at depth 0 to 6, median of {runs} runs: training {training}; {kind} {judged}.").format(
            runs=state.runs, training=listed(training), kind=kind, judged=listed(judged))
        training, judged = state.bands[1, :, 1, state.chosen]
        losses = _("Depth {depth} after {updates} updates: training loss {training:.3f}, {kind} loss {judged:.3f}.")
        losses = losses.format(depth=state.chosen, updates=state.updates[-1], training=training, kind=kind,
                               judged=judged)
        if state.diverged:
            lost = _("{diverged} of {runs} runs diverged and are left out.")
            losses = f"{losses} {lost.format(diverged=state.diverged, runs=state.runs)}"
        return f"{start} {accuracies} {losses} {words_of(state)}"


def show(bands, lines, places, percentiles):
    """Two bands and their medians (2, 3, places)."""
    for band, line, (low, middle, high) in zip(bands, lines, percentiles, strict=True):
        band.set_data(places, low, high)
        line.set_data(places, middle)


def judged_by(state):
    """The name of the data beside the training data."""
    return _("validation") if state.best is None else _("test")


def words_of(state):
    """The verdict in one line."""
    name, updates, numbers = state.verdict
    words = _(VERDICTS[name]).format(depth=state.chosen, runs=state.runs, kind=judged_by(state), **numbers)
    if updates:
        words = _("After {updates} updates. {words}").format(updates=updates, words=words)
    return words


def time_left(seconds):
    """About how long it takes, in few words."""
    if not seconds:
        return ""
    if seconds > 90:
        return _("about {minutes} min left").format(minutes=round(seconds / 60))
    return _("about {seconds} s left").format(seconds=round(seconds))


def listed(numbers):
    """Numbers to three digits, in a row."""
    return ", ".join(f"{number:.3f}" for number in numbers)
