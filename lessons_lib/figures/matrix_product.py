"""A matrix product as grids of numbers: one number of the result is one row times one column, added up."""
from typing import NamedTuple

import numpy as np
from matplotlib.offsetbox import AnchoredOffsetbox, HPacker, TextArea

from lessons_lib.figures.cells import FIRST, FIRST_WORDS, PLAIN, SECOND, SECOND_WORDS, Cells, sign, written
from lessons_lib.figures.style import GREY, INK, RED, blank, moving, style
from lessons_lib.text import _

SIZE = (62, 42)  # of a cell, in CSS pixels
TOP, SHAPES, SUM = 78, 234, 308  # of the grids, of the line of shapes and of the sum, in CSS pixels from above
SUM_COLOURS = (INK, INK, FIRST_WORDS, INK, SECOND_WORDS, INK, FIRST_WORDS, INK, SECOND_WORDS, INK, RED)
CHOSEN = {"facecolor": "white", "edgecolor": RED, "linewidth": 3}


class MatrixProductState(NamedTuple):
    """What is drawn: x (3, 2), w (2, 4), their product (3, 4), which of its numbers `changed` (3, 4) since the start,
    and the chosen row of x and column of w."""

    x: np.ndarray
    w: np.ndarray
    product: np.ndarray
    changed: np.ndarray
    row: int
    column: int


class MatrixProductDrawing:
    """Left x, in the middle w, right x @ w; below them the shapes, and the sum behind the chosen number."""

    def __init__(self):
        with style():
            self.figure = blank(960, 340)
            self.x, self.w, self.product = (
                Cells(self.figure, label, (left, TOP), shape, SIZE) for label, left, shape in (
                    ("x", 76, (3, 2)), ("w", 306, (2, 4)), ("product", 672, (3, 4))))
            for cells, title, rows, columns in ((self.x, _("Inputs x"), _("example"), _("input")),
                                                (self.w, _("Weights w"), _("input"), _("unit")),
                                                (self.product, _("Product x @ w"), _("example"), _("unit"))):
                cells.axes.set_title(title)
                cells.count(rows, columns)
            self._draw_words(self.figure.add_axes((0, 0, 1, 1), label="words"))  # last: the grids get the pointer

    def _draw_words(self, axes):
        """What stands between and below the grids, in CSS pixels from the figure's upper left corner."""
        axes.set_axis_off()
        axes.set_xlim(0, 960)
        axes.set_ylim(340, 0)
        for place, words in ((138, "(3, 2)"), (238, "@"), (430, "(2, 4)"), (596, "="), (796, "(3, 4)")):
            axes.text(place, SHAPES, words, ha="center", va="center", fontsize=13)
        sign(axes, 238, TOP + SIZE[1], "@")
        sign(axes, 596, TOP + SIZE[1], "=")
        axes.text(48, SHAPES, _("shape"), ha="center", va="center", color=GREY)
        axes.text(920, SUM, _("bold: changed"), ha="right", va="center", color=GREY)
        axes.plot([76, 920], [SUM - 40] * 2, color=GREY, linewidth=0.8)
        self.sum = [TextArea("", textprops={"color": colour, "fontsize": 16}) for colour in SUM_COLOURS]
        parts = HPacker(children=self.sum, sep=6, pad=0, align="baseline")
        line = AnchoredOffsetbox("center", child=parts, frameon=False, bbox_to_anchor=(480, SUM),
                                 bbox_transform=axes.transData)
        axes.add_artist(line)
        moving(*line.findobj())

    def update(self, state):
        """Show a state."""
        self.x.show(state.x, lambda i, j: FIRST if i == state.row else PLAIN)
        self.w.show(state.w, lambda i, j: SECOND if j == state.column else PLAIN)
        self.product.show(state.product, lambda i, j: CHOSEN if (i, j) == (state.row, state.column) else PLAIN)
        for number, changed in zip(self.product.numbers.flat, state.changed.flat, strict=True):
            number.set_fontweight("bold" if changed else "normal")
        for text, part in zip(self.sum, _sum(state), strict=True):
            text.set_text(part)

    def describe(self, state):
        """The state in words."""
        rows = "; ".join(", ".join(map(written, row)) for row in state.product)
        return _("Shapes (3, 2) @ (2, 4) = (3, 4). Row {row} of x times column {column} of w: {sum}. With x[0, 0] = "
                 "{first} the rows of x @ w are {rows}; {changed} of its 12 numbers differ from the start.").format(
            row=state.row, column=state.column, sum=" ".join(_sum(state)).replace(" · ", "·"),
            first=written(state.x[0, 0]), rows=rows, changed=state.changed.sum())


def _sum(state):
    """The sum behind the chosen number in eleven parts: (x @ w)[1, 2] = 2 · 1 + (−1) · 3 = −1."""
    factors = [f"({written(number)})" if number < 0 else written(number)
               for pair in zip(state.x[state.row], state.w[:, state.column], strict=True) for number in pair]
    result = written(state.product[state.row, state.column])
    return [f"(x @ w)[{state.row}, {state.column}]", "=", factors[0], "·", factors[1], "+", factors[2], "·", factors[3],
            "=", result]
