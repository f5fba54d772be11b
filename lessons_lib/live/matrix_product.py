"""Lesson 00: where each number of a matrix product comes from."""
import numpy as np

from lessons_lib.figures.matrix_product import MatrixProductDrawing, MatrixProductState
from lessons_lib.live.controls import slider
from lessons_lib.live.live_figure import LiveFigure
from lessons_lib.text import _

X = np.array([[1.0, 2.0], [2.0, -1.0], [0.0, 3.0]])  # 3 examples, 2 features
W = np.array([[4.0, -1.0, 1.0, 2.0], [1.0, 2.0, 3.0, -2.0]])  # 2 inputs, 4 units: no zero in row 0, which x[0, 0] meets


class MatrixProduct(LiveFigure):
    """Choose a row and a column, or click on a number of the result; change one number of x."""

    name = "matrix product"

    preview = {"row": 1, "column": 2}

    def build(self):
        return MatrixProductDrawing(), {
            "row": slider(_("row of x"), 0, 2, 1, 0),
            "column": slider(_("column of w"), 0, 3, 1, 0),
            "x00": slider(_("the number x[0, 0]"), -3.0, 3.0, 0.5, 1.0, digits=1),
        }

    def state(self, values, update):
        """(x @ w)[i, j] = x[i, 0] w[0, j] + x[i, 1] w[1, j]."""
        x = X.copy()
        x[0, 0] = values["x00"]
        product = x @ W
        return MatrixProductState(x, W, product, product != X @ W, values["row"], values["column"])

    def point(self, pointer, values):
        match pointer.axes:
            case "product":
                return {"row": pointer.y, "column": pointer.x}
            case "x":
                return {"row": pointer.y}
            case "w":
                return {"column": pointer.x}

    def key(self, key, values):
        """The arrows move the chosen number of the result."""
        if key in ("left", "right"):
            return {"column": values["column"] + (1 if key == "right" else -1)}
        return {"row": values["row"] + (1 if key == "down" else -1)}
