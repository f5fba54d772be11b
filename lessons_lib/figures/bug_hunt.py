"""A gradient check, array by array: how far each slope of a program is from the one measured by differences."""
from typing import NamedTuple

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from lessons_lib.figures.readout import Readout
from lessons_lib.figures.style import BLUE, GREY, GUIDE, INK, ORANGE, RED, blank, moving, style
from lessons_lib.text import _

WIDTH, HEIGHT = 960, 380
CELL = 28  # CSS pixels: a slope
LEFTS = (0.0, 6.3, 11.9)  # where the layers stand, in cells
FOOT, BIAS_FOOT, WHOLE = 3.5, 0.8, (15.2, 1.6)  # of the weights; of the biases; left edge and size of "all in one"
ACROSS, UP = (-0.3, 17.3), (0.0, 9.2)  # of the map, in cells
LOWEST = -10  # the exponent where the colours begin: below, errors are rounding
ERROR = LinearSegmentedColormap.from_list("error", ["#F1F6FA", "#D3E4F0", "#F8DDA0", ORANGE, RED])
SIDEWAYS, UPWARDS = 1.2, 2.3  # how far the scatter reaches, in units of the largest slope measured
ROUNDING = 1e-6  # errors below differ from machine to machine


class BugHuntState(NamedTuple):
    """What is drawn. `entries`, of each array an array of its entries' relative errors, from 0 to 1; `errors`, the
    relative error of each array, and `together` of all as one; `computed` by the program and `measured` by
    differences, both of the array `chosen`; `ratios`, the least and greatest of computed to measured; `right`, whether
    the verdict is, None where none was given; `words` about it."""

    program: str
    difference: str
    step: float
    chosen: int
    entries: list
    errors: list
    together: float
    computed: np.ndarray
    measured: np.ndarray
    ratios: tuple
    right: bool | None
    words: str


class BugHuntDrawing:
    """Left the map of errors, laid out as the network is; right the slopes of one array; below, what is said of it."""

    def __init__(self, names, shapes):
        self.names = names
        with style():
            self.figure = blank(WIDTH, HEIGHT)
            self.boxes = [box(k, shape) for k, shape in enumerate(shapes)]
            width, height = (CELL * np.ptp(span) for span in (ACROSS, UP))
            self._draw_map(self.figure.add_axes((0.02, 90 / HEIGHT, width / WIDTH, height / HEIGHT), label="map"))
            self._draw_scale(self.figure.add_axes((0.03, 73 / HEIGHT, 0.27, 9 / HEIGHT), label="scale"))
            self._draw_ratios(self.figure.add_axes((0.615, 104 / HEIGHT, 0.29, 244 / HEIGHT), label="ratios"))
            foot = self.figure.add_axes((0, 0, 1, 1), label="words")
            foot.set_axis_off()
            self.said = [Readout(foot, (0.03, height / HEIGHT), size=11, weight=weight)
                         for height, weight in ((31, "bold"), (11, "normal"))]

    def _draw_map(self, axes):
        axes.set_axis_off()
        axes.set_title(_("Relative error of each slope"), pad=4)
        side, size = WHOLE
        self.images, self.numbers, outlines = [], [], []
        for left, right, low, high in (*self.boxes, (side, side + size, FOOT, FOOT + size)):
            image = axes.imshow(np.zeros((1, 1)), cmap=ERROR, vmin=LOWEST, vmax=0, aspect="auto", zorder=1,
                                extent=(left, right, low, high))
            outlines.append(axes.add_patch(Rectangle((left, low), right - left, high - low, fill=False, edgecolor=GREY,
                                                     zorder=3)))
            self.images.append(image)
            self.numbers.append(Readout(axes, on_page((left + right) / 2, low - 0.6), align=0.5))
        axes.set(xlim=ACROSS, ylim=UP)
        lines, = axes.plot(*cell_edges(self.boxes), color="white", linewidth=1, zorder=2)
        self.frame, = axes.plot([], [], color=INK, linewidth=3, solid_joinstyle="miter", zorder=4)
        moving(*self.images, lines, *outlines, self.frame)
        for name, (left, right, _low, high) in zip(self.names, self.boxes, strict=True):
            axes.text((left + right) / 2, high + 0.2, name, ha="center", fontsize=10)
        axes.text(side + size / 2, FOOT + size + 0.2, _("all as one"), ha="center", fontsize=10)

    def _draw_scale(self, axes):
        axes.imshow(np.linspace(LOWEST, 0, 256)[np.newaxis], cmap=ERROR, aspect="auto", extent=(LOWEST, 0, 0, 1))
        axes.set_yticks([])
        axes.set_xticks(range(LOWEST, 1, 2), [f"1e{k}" if k else "1" for k in range(LOWEST, 1, 2)])
        axes.tick_params(length=2, pad=2)
        axes.text(1.06, 0.4, "= |a − n| / (|a| + |n|)", va="center", fontsize=10, transform=axes.transAxes)

    def _draw_ratios(self, axes):
        axes.set_title(_("The slopes of one array"))
        axes.set(xlim=(-SIDEWAYS, SIDEWAYS), ylim=(-UPWARDS, UPWARDS), xticks=[-1, 0, 1], yticks=[-2, -1, 0, 1, 2])
        axes.set_xlabel(_("n: measured (the largest is 1)"), labelpad=1)
        axes.set_ylabel(_("a: by the program"), labelpad=1)
        axes.axhline(0, **GUIDE)
        axes.axvline(0, **GUIDE)
        axes.plot([-SIDEWAYS, SIDEWAYS], [-SIDEWAYS, SIDEWAYS], color=INK, linewidth=1)
        axes.text(1.25, 1.18, _("ratio 1"), va="center", fontsize=10)
        self.points, = axes.plot([], [], "o", color=BLUE, markersize=7, markeredgecolor="white", alpha=0.85,
                                 clip_on=False)
        moving(self.points)
        self.about = [Readout(axes, (0.04, height), weight=weight)
                      for height, weight in ((0.93, "bold"), (0.85, "normal"))]

    def array_at(self, x, y):
        """The number of the array at a place of the map, None where there is none."""
        return next((k for k, (left, right, low, high) in enumerate(self.boxes)
                     if left <= x <= right and low <= y <= high), None)

    def update(self, state):
        """Show a state."""
        for image, errors in zip(self.images, (*state.entries, np.array([[state.together]])), strict=True):
            image.set_data(np.log10(np.maximum(errors, 10.0**LOWEST)))
        for number, error in zip(self.numbers, (*state.errors, state.together), strict=True):
            number.words = f"{error:.2g}"
        left, right, low, high = self.boxes[state.chosen]
        self.frame.set_data([left, right, right, left, left], [low, low, high, high, low])
        largest = np.abs(state.measured).max()
        self.points.set_data(np.ravel(state.measured) / largest,
                             np.clip(np.ravel(state.computed) / largest, -UPWARDS, UPWARDS))
        self.about[0].words, self.about[1].words = self.names[state.chosen], ratio_words(state.ratios)
        lines = state.words.split("\n")
        for readout, words in zip(self.said, (*lines, "")[:2], strict=True):
            readout.words = words

    def describe(self, state):
        """The state in words."""
        errors = ", ".join(f"{name} {said(error)}" for name, error in zip(self.names, state.errors, strict=True))
        form = (_("Program {program}, central differences with step {step}.") if state.difference == "central" else
                _("Program {program}, forward differences with step {step}."))
        return " ".join([
            form.format(program=state.program, step=f"{state.step:.0e}"),
            _("Relative errors: {errors}; all as one {together}.").format(errors=errors, together=said(state.together)),
            _("By the program over measured, {array}: {ratios}.").format(
                array=self.names[state.chosen], ratios=ratio_words(state.ratios)),
            state.words.replace("\n", " ")])


def box(k, shape):
    """Where array k stands on the map, in cells: left, right, low, high. Weights above, the bias below."""
    left, low = LEFTS[k // 2], BIAS_FOOT if k % 2 else FOOT
    return left, left + shape[1], low, low + shape[0]


def cell_edges(boxes):
    """The lines between the cells, as one line with gaps: x and y."""
    ends = [(x, x, low, high) for left, right, low, high in boxes for x in np.arange(left + 1, right - 0.5)]
    ends += [(left, right, y, y) for left, right, low, high in boxes for y in np.arange(low + 1, high - 0.5)]
    left, right, low, high = np.transpose(ends)
    gaps = np.full(len(ends), np.nan)
    return np.column_stack([left, right, gaps]).ravel(), np.column_stack([low, high, gaps]).ravel()


def on_page(x, y):
    """A place of the map as fractions of its axes."""
    return (x - ACROSS[0]) / np.ptp(ACROSS), (y - UP[0]) / np.ptp(UP)


def said(error):
    """An error to two digits; of rounding only that it is small."""
    return f"{error:.2g}" if error >= ROUNDING else _("under {limit}").format(limit=f"{ROUNDING:.0e}")


def ratio_words(ratios):
    """The ratios of an array in words."""
    low, high = (f"{ratio:.3f}".replace("-", "−") for ratio in ratios)
    if low == high:
        return _("every ratio {ratio}").format(ratio=low)
    return _("ratios {low} to {high}").format(low=low, high=high)
