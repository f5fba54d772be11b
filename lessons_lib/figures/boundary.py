"""A single-layer perceptron with two inputs: its boundary, its sigmoid, its confusion matrix."""
from typing import NamedTuple

import numpy as np

from lessons_lib.figures.plane import plane_of
from lessons_lib.figures.style import (
    CLASS_COLOURS,
    CLASS_MARKERS,
    CURVE,
    GREEN,
    GREY,
    GUIDE,
    INK,
    PALE,
    THRESHOLD,
    blank,
    moving,
    style,
)
from lessons_lib.text import _

REACH = 8  # the sigmoid is drawn for weighted sums from -8 to 8
BARS = ("accuracy", "precision", "recall")


class BoundaryState(NamedTuple):
    """What is drawn. `sums` and `probabilities` are (N,), `field` has one probability a cell, `matrix` is (2, 2) with
    the truth in rows; precision is nan where nothing was called positive."""

    weights: np.ndarray
    bias: float
    threshold: float
    sums: np.ndarray
    probabilities: np.ndarray
    field: np.ndarray
    matrix: np.ndarray
    accuracy: float
    precision: float
    recall: float


class BoundaryDrawing:
    """Left the plane of two features, then every example on the sigmoid, right what the threshold makes of it."""

    def __init__(self, data):
        self.labels, self.names = data.labels, data.names
        with style():
            self.figure = blank(960, 372)
            plane, curve, table, bars = (self.figure.add_axes(box, label=label) for label, box in (
                ("plane", (0.07, 0.145, 0.35, 0.76)), ("sigmoid", (0.485, 0.145, 0.225, 0.76)),
                ("table", (0.81, 0.555, 0.175, 0.35)), ("bars", (0.81, 0.12, 0.175, 0.24))))
            self.plane = plane_of(plane, data)
            self._draw_sigmoid(curve)
            self._draw_table(table)
            self._draw_bars(bars)

    def _draw_sigmoid(self, axes):
        axes.set_title(_("Sum → probability"))
        z = np.linspace(-REACH, REACH, 200)
        axes.plot(z, 1 / (1 + np.exp(-z)), **CURVE | {"color": GREY, "linewidth": 1.2})
        axes.set_xlim(-REACH, REACH)
        axes.set_ylim(-0.06, 1.06)
        axes.set_xlabel(_("weighted sum z"))
        axes.set_ylabel(_("probability of {name}").format(name=self.names[1]))
        self.on_curve = [axes.plot([], [], CLASS_MARKERS[k], color=CLASS_COLOURS[k], markersize=5, alpha=0.75,
                                   markeredgecolor="white", markeredgewidth=0.4)[0] for k in (0, 1)]
        self.level, = axes.plot([], [], **THRESHOLD)
        self.foot, = axes.plot([], [], **GUIDE)
        moving(*self.on_curve, self.level, self.foot)

    def _draw_table(self, axes):
        axes.set_title(_("Confusion matrix"))
        axes.set_xlim(0, 2)
        axes.set_ylim(2, 0)
        axes.set_xticks([0.5, 1.5], self.names)
        axes.set_yticks([0.5, 1.5], self.names)
        axes.set_ylabel(_("truth"))
        axes.set_xlabel(_("said"))
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        for row in (0, 1):
            for column in (0, 1):
                axes.fill([column + 0.03, column + 0.97, column + 0.97, column + 0.03],
                          [row + 0.03, row + 0.03, row + 0.97, row + 0.97], color=PALE if row != column else "#D5EEE6")
        self.counts = [[axes.text(column + 0.5, row + 0.5, "", ha="center", va="center", fontsize="x-large",
                                  fontweight="bold") for column in (0, 1)] for row in (0, 1)]
        moving(*self.counts[0], *self.counts[1])

    def _draw_bars(self, axes):
        axes.set_xlim(0, 1.28)
        axes.set_ylim(2.6, -0.6)
        axes.set_yticks(range(3), [_("accuracy"), _("precision"), _("recall")])
        axes.set_xticks([])
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        axes.barh(range(3), [1] * 3, height=0.62, color=PALE)
        self.bars = axes.barh(range(3), [0] * 3, height=0.62, color=GREEN)
        self.numbers = [axes.text(1.04, row, "", va="center", color=INK) for row in range(3)]
        moving(*self.bars, *self.numbers)

    def update(self, state):
        """Show a state."""
        logit = np.log(state.threshold / (1 - state.threshold))
        called = state.probabilities >= state.threshold
        self.plane.update(state.weights, state.bias - logit, state.field, called != self.labels)
        for k, points in enumerate(self.on_curve):
            points.set_data(np.clip(state.sums[self.labels == k], -REACH, REACH), state.probabilities[self.labels == k])
        self.level.set_data([-REACH, REACH], [state.threshold] * 2)
        self.foot.set_data([logit, logit], [-0.06, state.threshold])
        for row in (0, 1):
            for column in (0, 1):
                self.counts[row][column].set_text(str(state.matrix[row, column]))
        for bar, number, name in zip(self.bars, self.numbers, BARS, strict=True):
            value = getattr(state, name)
            bar.set_width(0 if np.isnan(value) else value)
            number.set_text("–" if np.isnan(value) else f"{value:.2f}")

    def describe(self, state):
        """The state in words."""
        (true_negative, false_positive), (false_negative, true_positive) = state.matrix
        return _(
            "Weights {w1:.2f} and {w2:.2f}, bias {bias:.2f}, threshold {threshold:.2f}. Of {negatives} “{negative}”, "
            "{false_positive} are called “{positive}”; of {positives} “{positive}”, {true_positive} are recognised. "
            "Accuracy {accuracy:.2f}, precision {precision:.2f}, recall {recall:.2f}.").format(
            w1=state.weights[0], w2=state.weights[1], bias=state.bias, threshold=state.threshold,
            negative=self.names[0], positive=self.names[1], negatives=true_negative + false_positive,
            positives=false_negative + true_positive, false_positive=false_positive, true_positive=true_positive,
            accuracy=state.accuracy, precision=state.precision, recall=state.recall)
