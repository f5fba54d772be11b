"""The perceptron's learning rule: the example looked at, the sum with its numbers, and the mistakes epoch by epoch."""
from typing import NamedTuple

import numpy as np
from matplotlib.ticker import MaxNLocator

from lessons_lib.figures.plane import plane_of
from lessons_lib.figures.style import BLUE, GREEN, GREY, INK, LOOKED_AT, RED, blank, moving, style
from lessons_lib.text import _

TOPS = (5, 10, 20, 40, 80, 160, 320)  # where the axis of mistakes may end: it grows rarely, and never flickers


class LearningRuleState(NamedTuple):
    """What is drawn. `example` is None before the first step; `before` holds w1, w2, b before it, `weights` and `bias`
    those after; `place` is the example's place in its epoch, from 1; `field` (cells,) is 0 or 1; `wrong` (N,) which
    points are on the wrong side after the step; `mistakes` by epoch."""

    weights: np.ndarray
    bias: float
    before: tuple
    example: int | None
    sum: float
    output: int
    error: int
    epoch: int
    place: int
    learning_rate: float
    field: np.ndarray
    wrong: np.ndarray
    mistakes: tuple


class LearningRuleDrawing:
    """Left the plane, in the middle the rule with its numbers, right the mistakes of each epoch."""

    def __init__(self, data, epochs):
        self.data, self.epochs = data, epochs
        with style():
            self.figure = blank(960, 372)
            plane = self.figure.add_axes((0.075, 0.145, 0.345, 0.76), label="plane")
            words = self.figure.add_axes((0.445, 0.145, 0.28, 0.76), label="rule")
            history = self.figure.add_axes((0.805, 0.145, 0.18, 0.76), label="mistakes")
            self._draw_plane(plane)
            self._draw_rule(words)
            self._draw_mistakes(history)

    def _draw_plane(self, axes):
        self.plane = plane_of(axes, self.data)
        self.current, = axes.plot([], [], **LOOKED_AT, zorder=6)
        moving(self.current)

    def _draw_rule(self, axes):
        axes.set_axis_off()
        axes.set_title(_("The rule, with its numbers"))
        self.lines = [axes.text(0, 0.97 - 0.118 * k, "", va="top", fontsize="medium", transform=axes.transAxes)
                      for k in range(8)]
        moving(*self.lines)

    def _draw_mistakes(self, axes):
        axes.set_title(_("Mistakes by epoch"))
        axes.set_xlabel(_("epoch"))
        axes.set_xlim(0.8, self.epochs)
        axes.set_xscale("log")
        axes.set_xticks([1, 10, 100], ["1", "10", "100"])
        axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
        self.history, = axes.plot([], [], color=BLUE, marker="o", markersize=4, linewidth=1.2, clip_on=False)
        self.verdict = axes.text(0.98, 0.97, "", ha="right", va="top", transform=axes.transAxes, fontweight="bold")
        self.wrong = axes.text(0.98, 0.79, "", ha="right", va="top", transform=axes.transAxes)
        moving(self.history, self.verdict, self.wrong)

    def update(self, state):
        """Show a state."""
        self.plane.update(state.weights, state.bias, state.field, state.wrong)
        self.current.set_data(*([], []) if state.example is None else self.data.inputs[[state.example]].T)
        for line, (words, colour) in zip(self.lines, self._rule(state), strict=True):
            line.set_text(words)
            line.set_color(colour)
        self.history.set_data(range(1, len(state.mistakes) + 1), state.mistakes)
        top = next(top for top in TOPS if top > max(state.mistakes, default=0))
        if self.history.axes.get_ylim()[1] != top:
            self.history.axes.set_ylim(0, top)
        verdict, colour = self._verdict(state)
        self.verdict.set_text(verdict)
        self.verdict.set_color(colour)
        self.wrong.set_text(_("now wrong: {wrong}").format(wrong=state.wrong.sum()))

    def _verdict(self, state):
        """How it ended, and its colour; nothing before the end."""
        if not state.mistakes or state.place < len(self.data.labels):
            return "", INK
        if state.mistakes[-1] == 0:
            return _("no mistake:\nfinished"), GREEN
        return (_("{epochs} epochs:\nnot finished").format(epochs=self.epochs), RED) \
            if state.epoch == self.epochs else ("", INK)

    def _rule(self, state):
        """Eight lines: words and colour."""
        if state.example is None:
            return [(_("All weights begin at zero."), INK), (_("Press Step: one example."), INK)] + [("", INK)] * 6
        x, label = self.data.inputs[state.example], self.data.labels[state.example]
        (w1, w2, b), rate, error = state.before, state.learning_rate, state.error
        colour = RED if error else GREY
        return [
            (_("epoch {epoch}, example {place} of {all}").format(
                epoch=state.epoch, place=state.place, all=len(self.data.labels)), INK),
            (_("{name}, so t = {label}").format(name=self.data.names[label], label=label), INK),
            (f"z = {w1:.2f}·({x[0]:.2f}) + {w2:.2f}·({x[1]:.2f}) {b:+.2f}", INK),
            (_("   = {sum:.2f}, so the output is y = {output}").format(sum=state.sum, output=state.output), INK),
            (_("error t − y = {error}: {verdict}").format(
                error=error, verdict=_("move") if error else _("right, nothing moves")), colour),
            (f"w1 ← {w1:.2f} + {rate:g}·({error})·({x[0]:.2f}) = {state.weights[0]:.2f}", colour),
            (f"w2 ← {w2:.2f} + {rate:g}·({error})·({x[1]:.2f}) = {state.weights[1]:.2f}", colour),
            (f"b  ← {b:.2f} + {rate:g}·({error}) = {state.bias:.2f}", colour),
        ]

    def describe(self, state):
        """The state in words."""
        if state.example is None:
            return _("Before the first example: all weights are zero, {wrong} of {all} points are on the wrong side.") \
                .format(wrong=state.wrong.sum(), all=len(state.wrong))
        ending = self._verdict(state)[0].replace("\n", " ")
        return _("Epoch {epoch}, example {place}: error {error}. Weights {w1:.2f} and {w2:.2f}, bias {bias:.2f}; "
                 "{wrong} of {all} points are on the wrong side. Mistakes by epoch: {mistakes}. {ending}").format(
            epoch=state.epoch, place=state.place, error=state.error, w1=state.weights[0], w2=state.weights[1],
            bias=state.bias, wrong=state.wrong.sum(), all=len(state.wrong),
            mistakes=", ".join(map(str, state.mistakes[-5:])), ending=ending).strip()
