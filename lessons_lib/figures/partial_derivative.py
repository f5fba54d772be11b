"""Two partial derivatives at one point: the map, and the two slices in which the other variable is held still."""
from typing import NamedTuple

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from lessons_lib.figures.style import ARROW, BLUE, CURRENT, CURVE, GREEN, GREY, GUIDE, INK, blank, moving, style
from lessons_lib.text import _, mark

LOW, HIGH = -2.7, 2.7  # of x and y; the point stays so far inside that a step of 1 and its arrow still show
BOTTOM, TOP = -3.0, 21.0  # of f
HEIGHT = LinearSegmentedColormap.from_list("height", ["#FFFFFF", "#A79CC4"])
LEVELS = (0.25, 1, 2, 4, 6, 9, 12, 16, 20, 24, 28)
REACH = 0.8  # how far the tangent goes to both sides
CROSS = 0.4  # how far the two directions go to both sides
STRIDE = 0.15  # the arrow's length for a gradient of length 1
LABELLED = (2, 6, 12)
SLOPES = ("∂f/∂x = 2x + y = {:.3f}", "∂f/∂y = x + 4y = {:.3f}")
QUOTIENTS = ("(f(x + h, y) − f(x, y)) / h = {:.3f}", "(f(x, y + h) − f(x, y)) / h = {:.3f}")
TITLES = mark("y held still: only x moves"), mark("x held still: only y moves")


class PartialDerivativeState(NamedTuple):
    """What is drawn: the `point` (2,), f there, `slopes` (2,) = (∂f/∂x, ∂f/∂y); `stepped` (2,) is f after a step h of x
    alone and of y alone, `quotients` (2,) what the slopes seem to be by that step; `slices` (2, M) is f over the places
    (M,) of the map's sides, with y and with x held still."""

    point: np.ndarray
    h: float
    value: float
    slopes: np.ndarray
    stepped: np.ndarray
    quotients: np.ndarray
    slices: np.ndarray


class PartialDerivativeDrawing:
    """Left the map of f with the point, in the middle f over x, right f over y, each with its slope in numbers."""

    def __init__(self, places, heights):
        """`heights` (M, M) is f over `places` (M,), rows of equal y from the bottom."""
        self.places = places
        with style():
            self.figure = blank(960, 372)
            seen, *slices = (self.figure.add_axes((left / 960, 112 / 372, width / 960, 226 / 372), label=label)
                             for label, left, width in (("map", 58, 226), ("x", 352, 252), ("y", 668, 252)))
            self._draw_map(seen, heights)
            self.slices = [self._draw_slice(axes, *parts) for axes, *parts in zip(
                slices, TITLES, ("x", "y"), (BLUE, GREEN), strict=True)]

    def _draw_map(self, axes, heights):
        axes.set_title(_("f from above"))
        axes.set_xlabel("x")
        axes.set_ylabel("y", rotation=0, y=0.6)
        axes.contourf(self.places, self.places, heights, LEVELS, cmap=HEIGHT, extend="both")
        lines = axes.contour(self.places, self.places, heights, LEVELS, colors=GREY, linewidths=0.5)
        axes.clabel(lines, LABELLED, fontsize=10, colors=INK, fmt="%d")
        axes.set_xlim(LOW, HIGH)
        axes.set_ylim(LOW, HIGH)
        self.directions = [axes.plot([], [], color=colour, linewidth=3.5)[0] for colour in (BLUE, GREEN)]
        self.arrow = axes.annotate("", (0, 0), (0, 0), arrowprops=ARROW, annotation_clip=False)
        self.on_map, = axes.plot([], [], **CURRENT | {"markersize": 9}, zorder=6)
        self.words = [_below(axes, line) for line in range(2)]
        moving(*self.directions, self.arrow, self.on_map, *self.words)

    def _draw_slice(self, axes, title, variable, colour):
        """The curve, the tangent, the line through both ends of the step, those ends, the point, two lines of words."""
        axes.set_title(_(title))
        axes.set_xlabel(variable)
        axes.set_ylabel("f", rotation=0, y=0.66)
        axes.set_xlim(LOW, HIGH)
        axes.set_ylim(BOTTOM, TOP)
        curve, = axes.plot([], [], **CURVE | {"color": colour})
        secant, = axes.plot([], [], color=GREY, linewidth=1.8, linestyle=(0, (4, 2)), marker="o", markersize=6,
                            label=_("step of h"))
        tangent, = axes.plot([], [], color=INK, linewidth=2, label=_("tangent"))
        guide, = axes.plot([], [], **GUIDE)
        point, = axes.plot([], [], **CURRENT)
        axes.legend(loc="upper center", handlelength=2.4, borderaxespad=0.1)
        words = [_below(axes, line) for line in range(2)]
        moving(curve, secant, tangent, guide, point, *words)
        return curve, secant, tangent, guide, point, words

    def update(self, state):
        """Show a state."""
        x, y = state.point
        self.on_map.set_data([x], [y])
        self.directions[0].set_data([x - CROSS, x + CROSS], [y, y])
        self.directions[1].set_data([x, x], [y - CROSS, y + CROSS])
        self.arrow.xy, self.arrow.xyann = state.point + STRIDE * state.slopes, state.point
        self.arrow.set_visible(bool(np.any(np.abs(state.slopes) > 1e-9)))
        self.words[0].set_text(_("f = x² + x·y + 2y² = {value:.3f}").format(value=state.value))
        gradient = _("arrow: gradient ({x:.1f}, {y:.1f})").format(x=state.slopes[0], y=state.slopes[1])
        self.words[1].set_text(gradient.replace("-", "−"))
        for axis in (0, 1):
            self._update_slice(axis, state)

    def _update_slice(self, axis, state):
        curve, secant, tangent, guide, point, words = self.slices[axis]
        place, slope = state.point[axis], state.slopes[axis]
        curve.set_data(self.places, state.slices[axis])
        secant.set_data([place, place + state.h], [state.value, state.stepped[axis]])
        tangent.set_data([place - REACH, place + REACH], [state.value - REACH * slope, state.value + REACH * slope])
        guide.set_data([place, place], [BOTTOM, state.value])
        point.set_data([place], [state.value])
        words[0].set_text(SLOPES[axis].format(slope).replace("-", "−"))
        words[1].set_text(QUOTIENTS[axis].format(state.quotients[axis]).replace("-", "−"))

    def describe(self, state):
        """The state in words."""
        return _("At x = {x:.1f}, y = {y:.1f}: f = {value:.3f}. With y held still the slope ∂f/∂x is {slope_x:.3f}; a "
                 "step of h = {h:g} gives {quotient_x:.3f}. With x held still ∂f/∂y is {slope_y:.3f}; the step gives "
                 "{quotient_y:.3f}.").format(
            x=state.point[0], y=state.point[1], value=state.value, h=state.h, slope_x=state.slopes[0],
            slope_y=state.slopes[1], quotient_x=state.quotients[0], quotient_y=state.quotients[1])


def _below(axes, line):
    """Room for a line of words below the axes."""
    return axes.text(0.5, -0.31 - 0.1 * line, "", ha="center", va="center", transform=axes.transAxes)
