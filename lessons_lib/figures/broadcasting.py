"""NumPy's rule for arrays of two shapes: both stretched to one shape, or a complaint."""
import textwrap
from typing import NamedTuple

import numpy as np

from lessons_lib.figures.cells import (
    FIRST,
    FIRST_COPY,
    FIRST_WORDS,
    PLAIN,
    SECOND,
    SECOND_COPY,
    SECOND_WORDS,
    Cells,
    sign,
)
from lessons_lib.figures.style import GREY, INK, RED, blank, moving, style
from lessons_lib.text import _

SIZE = (50, 44)  # of a cell, in CSS pixels
ROWS, COLUMNS = 3, 4  # the largest array that is drawn
TOP, LEFTS = 44, (30, 282, 534)  # of the grids, in CSS pixels
SHAPES, LAST = 204, 252  # of the line of shapes, and of the last line of words
LEFT, RIGHT = 776, 912  # of the shapes written one below the other


class BroadcastingState(NamedTuple):
    """What is drawn. `shapes`: those of a, b and a + b, the last None where they do not fit. `arrays`: a and b
    stretched to one shape, and a + b; where the shapes do not fit, a and b as they are, and None. `own`: for a and b,
    which of these numbers are the array's own, not copies. `complaint`: NumPy's words, empty where all is well."""

    shapes: tuple
    arrays: tuple
    own: tuple
    complaint: str


class BroadcastingDrawing:
    """Left a, in the middle b, each with its copies; then a + b or the complaint; right the shapes, compared."""

    def __init__(self):
        with style():
            self.figure = blank(960, 282)
            self.grids = [Cells(self.figure, label, (left, TOP), (ROWS, COLUMNS), SIZE)
                          for label, left in zip(("a", "b", "sum"), LEFTS, strict=True)]
            for grid, title in zip(self.grids, (_("Array a"), _("Array b"), _("Sum a + b")), strict=True):
                grid.axes.set_title(title)
            words = self.figure.add_axes((0, 0, 1, 1), label="words")
            self._draw_words(words)
            self._draw_shapes(words)

    def _draw_words(self, axes):
        """What stands between and below the grids, in CSS pixels from the figure's upper left corner."""
        axes.set_axis_off()
        axes.set_xlim(0, 960)
        axes.set_ylim(282, 0)
        sign(axes, 256, TOP + SIZE[1] / 2, "+")
        sign(axes, 508, TOP + SIZE[1] / 2, "=")
        self.shapes = [axes.text(left + 3, SHAPES, "", va="center", fontsize=13, color=colour)
                       for left, colour in zip(LEFTS, (FIRST_WORDS, SECOND_WORDS, INK), strict=True)]
        self.complaint = axes.text(LEFTS[2], TOP, "", va="top", color=RED, linespacing=1.4)
        axes.text(LEFTS[0] + 3, LAST, _("Dashed: the same number used again, stored once."), va="center", color=GREY)
        axes.text(LEFTS[2] + 3, LAST, _("Tens come from a, ones from b."), va="center", color=GREY)
        moving(*self.shapes, self.complaint)

    def _draw_shapes(self, axes):
        """The three shapes one below the other, flush right, as in adding on paper."""
        axes.text(LEFT, TOP - 11, _("Their shapes"), fontweight="bold", va="baseline", fontsize=12)
        rows = [TOP + 22, TOP + 60, TOP + 108]
        for name, row, colour in zip(("a", "b", "a + b"), rows, (FIRST_WORDS, SECOND_WORDS, INK), strict=True):
            axes.text(LEFT, row, name, va="center", color=colour)
        axes.plot([LEFT, RIGHT + 14], [TOP + 84] * 2, color=INK, linewidth=1)
        self.sizes = [[axes.text(RIGHT - 40 * k, row, "", ha="center", va="center", fontsize=15, color=colour)
                       for k in range(2)] for row, colour in zip(rows, (FIRST_WORDS, SECOND_WORDS, INK), strict=True)]
        axes.text(LEFT, SHAPES, _("Fits: equal sizes,\nor one is 1 or missing"), va="center", color=GREY)
        moving(*sum(self.sizes, []))

    def update(self, state):
        """Show a state."""
        for grid, numbers, own, (mine, copy) in zip(self.grids, state.arrays, (*state.own, None), (
                (FIRST, FIRST_COPY), (SECOND, SECOND_COPY), (PLAIN, PLAIN)), strict=True):
            self._update_grid(grid, numbers, own, mine, copy)
        for words, sizes, shape in zip(self.shapes, self.sizes, state.shapes, strict=True):
            words.set_text(_("does not fit") if shape is None else _("shape {shape}").format(shape=shape))
            for k, size in enumerate(sizes):
                size.set_text("–" if shape is None else str(shape[-1 - k]) if k < len(shape) else "")
        self.shapes[2].set_color(RED if state.complaint else INK)
        said = _("NumPy says: “{complaint}”").format(complaint=state.complaint)
        self.complaint.set_text(textwrap.fill(said, 27) if state.complaint else "")

    def _update_grid(self, grid, numbers, own, mine, copy):
        if numbers is None:
            grid.show(np.empty((0, 0)), None)
        else:
            own = np.atleast_2d(np.ones(np.shape(numbers), bool) if own is None else own)
            grid.show(numbers, lambda i, j: mine if own[i, j] else copy)

    def describe(self, state):
        """The state in words."""
        a, b, result = state.shapes
        if result is None:
            return _("a has the shape {a}, b the shape {b}: they do not fit. NumPy says: “{complaint}”").format(
                a=a, b=b, complaint=state.complaint)
        return _("a has the shape {a}, b the shape {b}, a + b the shape {result}. {numbers_a} + {numbers_b} = "
                 "{numbers}. Numbers used again: {copies_a} from a, {copies_b} from b.").format(
            a=a, b=b, result=result, numbers_a=_own(state, 0), numbers_b=_own(state, 1),
            numbers=state.arrays[2].tolist(), copies_a=(~state.own[0]).sum(), copies_b=(~state.own[1]).sum())


def _own(state, k):
    """The numbers of a or b without copies, in the array's own shape, as Python writes them."""
    return state.arrays[k][state.own[k]].reshape(state.shapes[k]).tolist()
