"""Arrays as grids of numbered cells: rows go down, columns to the right, both counted from 0 as Python counts them."""
import numpy as np
from matplotlib.patches import Rectangle

from lessons_lib.figures.style import BLUE, GREEN, GREY, INK, PALE, moving

GAP = 0.04  # between a cell's edge and the next cell, in cells

PLAIN = {"facecolor": PALE, "edgecolor": "none", "linestyle": "-"}
FIRST = PLAIN | {"facecolor": "#A9CFE8"}  # of the first array; its words are in BLUE
SECOND = PLAIN | {"facecolor": "#A6DCCB"}  # of the second; its words are in GREEN
FIRST_WORDS, SECOND_WORDS = BLUE, "#00714F"  # GREEN is too pale for letters
FIRST_COPY = {"facecolor": "#EDF5FA", "edgecolor": BLUE, "linestyle": (0, (2, 2))}
SECOND_COPY = {"facecolor": "#EAF7F3", "edgecolor": GREEN, "linestyle": (0, (2, 2))}


class Cells:
    """Axes of their own, called `label`, with room for `shape` (rows, columns) cells of `size` (width, height) CSS
    pixels; `corner` is the left and upper end, in CSS pixels from the figure's. Cell [i, j] has its middle at x = j,
    y = i in the axes' units."""

    def __init__(self, figure, label, corner, shape, size):
        (rows, columns), (left, top) = shape, corner
        width, height = figure.get_size_inches() * figure.dpi
        self.axes = figure.add_axes((left / width, 1 - (top + rows * size[1]) / height,
                                     columns * size[0] / width, rows * size[1] / height), label=label)
        self.axes.set_xlim(-0.5, columns - 0.5)
        self.axes.set_ylim(rows - 0.5, -0.5)
        self.axes.spines[:].set_visible(False)
        self.axes.tick_params(length=0, labelcolor=GREY)
        self.axes.set_xticks([])
        self.axes.set_yticks([])
        self.boxes, self.numbers = np.empty(shape, dtype=object), np.empty(shape, dtype=object)
        for i, j in np.ndindex(*shape):
            self.boxes[i, j] = self.axes.add_patch(
                Rectangle((j - 0.5 + GAP, i - 0.5 + GAP), 1 - 2 * GAP, 1 - 2 * GAP, linewidth=1.2))
            self.numbers[i, j] = self.axes.text(j, i, "", ha="center", va="center", fontsize=14)
        moving(*self.boxes.flat, *self.numbers.flat)

    def count(self, rows, columns):
        """Number the rows on the left and the columns on top, and say in one word what each of them is."""
        self.axes.xaxis.tick_top()
        self.axes.xaxis.set_label_position("top")
        self.axes.set_xticks(range(self.boxes.shape[1]))
        self.axes.set_yticks(range(self.boxes.shape[0]))
        self.axes.set_xlabel(columns)
        self.axes.set_ylabel(rows)

    def show(self, numbers, look):
        """Show an array: (rows, columns), or smaller from the upper left on; `look(i, j)` gives its box's properties.
        An array with one axis is drawn as a row, one without as a single cell."""
        numbers = np.atleast_2d(numbers)
        for i, j in np.ndindex(*self.boxes.shape):
            there = i < numbers.shape[0] and j < numbers.shape[1]
            self.boxes[i, j].set_visible(there)
            self.numbers[i, j].set_text(written(numbers[i, j]) if there else "")
            if there:
                self.boxes[i, j].set(**look(i, j))


def written(number):
    """A number with as few digits as it needs, and a minus sign that can be seen."""
    return f"{number:g}".replace("-", "−")


def sign(axes, x, y, character):
    """A large + or = between arrays, at a place given in the units of `axes`."""
    return axes.text(x, y, character, ha="center", va="center", fontsize=20, color=INK)
