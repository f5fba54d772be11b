"""XOR by a hidden layer of two units: the input plane with their lines, the same plane bent into hidden space, a table.
"""
from typing import NamedTuple

import numpy as np

from lessons_lib.figures.plane import Field, boundary
from lessons_lib.figures.readout import Readout
from lessons_lib.figures.style import (
    ARROW,
    CLASS_COLOURS,
    CLASS_MARKERS,
    GREEN,
    GREY,
    INK,
    LEGEND_ABOVE,
    RED,
    THRESHOLD,
    WRONG,
    blank,
    moving,
    style,
)
from lessons_lib.text import _

LIMITS = {"step": (-0.2, 1.2), "sigmoid": (-0.2, 1.2), "tanh": (-1.4, 1.4), "relu": (-0.3, 1.7),
          "identity": (-1.7, 1.7)}  # of both axes of hidden space
TICKS = {"step": (0, 1), "sigmoid": (0, 0.5, 1), "tanh": (-1, 0, 1), "relu": (0, 0.5, 1, 1.5), "identity": (-1, 0, 1)}
CENTRE = np.array([0.5, 0.5])
LENGTH = 0.26  # of an arrow
ASIDE = {1: 0.4, 2: -0.4}  # how far along its line an arrow stands from the line's middle: equal lines show two arrows
LINES = ({"color": INK, "linewidth": 2.2}, {"color": INK, "linewidth": 2.2, "linestyle": (0, (6, 1.5, 1.2, 1.5))})
SIZES = (15, 12)  # of the classes' marks: where two corners land on one place, both are seen
CORNERS = ("00", "01", "10", "11")
TOGETHER = 0.02  # of the axes: corners nearer than this share their name


class HiddenSpaceState(NamedTuple):
    """What is drawn. Two hidden units, the lines w . x + b = 0 with `normals` (2, 2), one w a row, and `shifts` (2,);
    `output`, `bias` and `street` are the output's weights (2,), bias, and the width of the street between the classes,
    0 where no line parts them. `sheet` (lines, places, 2), `rim` (places, 2) and `shown` (4, 2) are the grid, the
    square and its corners as bent so far; `hidden` (4, 2) where the corners land at last; `field` and `hidden_field`
    (cells,) the output's probabilities; `flat` whether the sheet is but one line."""

    activation: str
    activation_words: str
    steepness: float
    angles: tuple
    offsets: tuple
    normals: np.ndarray
    shifts: np.ndarray
    bend: float
    sheet: np.ndarray
    rim: np.ndarray
    shown: np.ndarray
    hidden: np.ndarray
    output: np.ndarray
    bias: float
    street: float
    probabilities: np.ndarray
    wrong: np.ndarray
    field: np.ndarray
    hidden_field: np.ndarray
    flat: bool


class HiddenSpaceDrawing:
    """Left the input plane, in the middle hidden space, right what becomes of each corner."""

    def __init__(self, data, sheet):
        self.data = data
        with style():
            self.figure = blank(960, 366)
            plane = self.figure.add_axes((0.055, 0.145, 0.287, 0.753), label="input")
            space = self.figure.add_axes((0.405, 0.145, 0.287, 0.753), label="hidden")
            table = self.figure.add_axes((0.72, 0.145, 0.275, 0.753), label="table")
            self._draw_plane(plane, sheet)
            self._draw_space(space)
            self._draw_table(table)

    def _draw_plane(self, axes, sheet):
        axes.set_title(_("Inputs"))
        left, right, bottom, top = self.data.extent
        axes.set_xlim(left, right)
        axes.set_ylim(bottom, top)
        axes.set_xticks([0, 1])
        axes.set_yticks([0, 1])
        axes.set_xlabel("x1")
        axes.set_ylabel("x2", labelpad=-4)
        self.field = Field(axes)
        grid, = axes.plot(*joined(sheet), color=GREY, linewidth=0.5, alpha=0.6)
        square, = axes.plot([0, 1, 1, 0, 0], [0, 0, 1, 1, 0], color=GREEN, linewidth=1.6)
        self.lines = [axes.plot([], [], **look)[0] for look in LINES]
        self.arrows = [axes.annotate("", (0, 0), (0, 0), arrowprops=ARROW, annotation_clip=False) for _look in LINES]
        for one in self.arrows:
            one.arrow_patch.set_clip_path(axes.patch)
        points = self._draw_corners(axes)
        for line, xy in zip(points, (self.data.inputs[self.data.labels == k].T for k in (0, 1)), strict=True):
            line.set_data(*xy)
        self.wrong, = axes.plot([], [], **WRONG, markersize=21)
        moving(self.field, grid, square, *self.lines, *self.arrows, *points, self.wrong)
        self.names = [Readout(axes, (0, 0), size=11, weight="bold", paper=True) for _look in LINES]
        axes.legend(handles=points, **LEGEND_ABOVE, markerscale=0.6)

    def _draw_corners(self, axes):
        return [axes.plot([], [], marker, color=colour, markersize=size, markeredgecolor="white", markeredgewidth=0.8,
                          label=name)[0]
                for marker, colour, size, name in zip(CLASS_MARKERS, CLASS_COLOURS, SIZES, self.data.names,
                                                      strict=False)]

    def _draw_space(self, axes):
        axes.set_title(_("Hidden space"))
        axes.set_xlabel("h1")
        axes.set_ylabel("h2", labelpad=1)
        self.hidden_field = Field(axes)
        self.sheet, = axes.plot([], [], color=GREY, linewidth=0.7, zorder=1)
        self.rim, = axes.plot([], [], color=GREEN, linewidth=1.6, zorder=1)
        self.output, = axes.plot([], [], **THRESHOLD, zorder=1.5)
        self.corners = self._draw_corners(axes)
        self.hidden_wrong, = axes.plot([], [], **WRONG, markersize=21)
        moving(self.hidden_field, self.sheet, self.rim, self.output, *self.corners, self.hidden_wrong)
        self.corner_names = [Readout(axes, (0, 0), size=10, paper=True) for _name in CORNERS]
        for name in self.corner_names:
            name.set_zorder(1.8)  # under the corners' marks: none is ever covered
        self.space, self.limits_of = axes, None

    def _draw_table(self, axes):
        axes.set_axis_off()
        axes.set_title(_("The four corners"))
        places = (0.02, 0.14, 0.27, 0.5, 0.73, 0.93)
        for place, words in zip(places, ("x1", "x2", "h1", "h2", "p", "t"), strict=True):
            axes.text(place, 0.91, words, color=GREY, transform=axes.transAxes)
        self.rows = []
        for k, (inputs, label) in enumerate(zip(self.data.inputs, self.data.labels, strict=True)):
            height = 0.8 - 0.115 * k
            for place, number in zip((*places[:2], places[-1]), (*inputs, label), strict=True):
                axes.text(place, height, f"{number:.0f}", transform=axes.transAxes)
            self.rows.append([Readout(axes, (place, height), size=11) for place in places[2:5]])
        self.verdict = axes.text(0.0, 0.25, "", fontsize="x-large", fontweight="bold", transform=axes.transAxes)
        self.reason = axes.text(0.0, 0.2, "", va="top", transform=axes.transAxes)
        moving(self.verdict, self.reason)

    def update(self, state):
        """Show a state."""
        self._fit_space(state.activation)
        self.field.values, self.hidden_field.values = state.field, state.hidden_field
        for k, normal, shift in zip((1, 2), state.normals, state.shifts, strict=True):
            self._show_line(k, normal, shift)
        self.wrong.set_data(*self.data.inputs[state.wrong].T)
        self.hidden_wrong.set_data(*state.shown[state.wrong].T)
        self.sheet.set_data(*joined(state.sheet))
        self.rim.set_data(*state.rim.T)
        limits = LIMITS[state.activation]
        weights = state.output if state.bend == 1 else np.zeros(2)  # on the way there is no line to show
        self.output.set_data(*boundary(weights, state.bias, limits * 2))
        for k, line in enumerate(self.corners):
            line.set_data(*state.shown[self.data.labels == k].T)
        self._name_corners((state.shown - limits[0]) / (limits[1] - limits[0]))
        self._fill_table(state)

    def _fit_space(self, activation):
        """The axes for this activation: they change when another one is chosen, and only then."""
        if activation != self.limits_of:
            self.space.set(xlim=LIMITS[activation], ylim=LIMITS[activation], xticks=TICKS[activation],
                           yticks=TICKS[activation])
            self.limits_of = activation

    def _show_line(self, k, normal, shift):
        self.lines[k - 1].set_data(*boundary(normal, shift, self.data.extent))
        foot, head = arrow(normal, -shift - CENTRE @ normal, k)
        self.arrows[k - 1].xy, self.arrows[k - 1].xyann = head, foot
        x, y = foot - 0.14 * normal
        self.names[k - 1].words = f"h{k}"
        self.names[k - 1].place = np.clip([(x + 0.5) / 2, (y + 0.48) / 2], 0.06, 0.94)

    def _name_corners(self, places):
        """The corners' names above them; those that land on one place share it."""
        left = list(range(len(CORNERS)))
        for readout in self.corner_names:
            here = [k for k in left if np.hypot(*(places[k] - places[left[0]])) < TOGETHER]
            left = [k for k in left if k not in here]
            readout.words = ", ".join(CORNERS[k] for k in here)
            if here:
                x, y = places[here[0]]
                readout.place = min(max(x, 0.1), 0.9), (y + 0.055 if y < 0.9 else y - 0.085)

    def _fill_table(self, state):
        for row, (h1, h2), p in zip(self.rows, state.hidden, state.probabilities, strict=True):
            for readout, number in zip(row, (h1, h2, p), strict=True):
                readout.words = f"{number + 0.0:.2f}".replace("-0.00", "0.00").replace("-", "−")
        self.verdict.set_text(_("{right} of 4 right").format(right=4 - state.wrong.sum()))
        self.verdict.set_color(RED if state.wrong.any() else GREEN)
        self.reason.set_text(self._reason(state))

    def _reason(self, state):
        """Why one line does, or does not."""
        if state.street:
            return _("street between the\nclasses: {street:.2f} wide").format(street=state.street)
        if state.activation == "identity":
            return _("the sheet stays flat:\none layer in all")
        if state.flat:
            return _("the sheet is one line")
        return _("no line parts\nthe classes")

    def describe(self, state):
        """The state in words."""
        words = _("Activation {activation}, steepness {steepness:g}. h1: angle {angle1} degrees, offset {offset1:.2f}; "
                  "h2: angle {angle2} degrees, offset {offset2:.2f}. In hidden space the corners 00, 01, 10, 11 lie at "
                  "{places}; {right} of 4 right, {reason}.")
        (angle1, angle2), (offset1, offset2) = state.angles, state.offsets
        places = ", ".join(f"({h1 + 0.0:.2f}, {h2 + 0.0:.2f})".replace("-0.00", "0.00") for h1, h2 in state.hidden)
        return words.format(activation=state.activation_words, steepness=state.steepness, angle1=angle1, angle2=angle2,
                            offset1=offset1, offset2=offset2, places=places, right=4 - state.wrong.sum(),
                            reason=self._reason(state).replace("\n", " "))


def arrow(normal, offset, k):
    """Foot and head of the arrow of unit k, which stands on its line at the offset from the centre."""
    foot = CENTRE + offset * normal + ASIDE[k] * np.array([-normal[1], normal[0]])
    return foot, foot + LENGTH * normal


def joined(lines):
    """Lines (lines, places, 2) as one, with gaps: x and y."""
    gaps = np.full((len(lines), 1, 2), np.nan)
    return np.concatenate([lines, gaps], axis=1).reshape(-1, 2).T
