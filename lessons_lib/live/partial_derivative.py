"""Lesson 00: the slope in one variable while the other is held still."""
import numpy as np

from lessons_lib.figures.partial_derivative import HIGH, LOW, PartialDerivativeDrawing, PartialDerivativeState
from lessons_lib.live.controls import choice, slider
from lessons_lib.live.live_figure import LiveFigure
from lessons_lib.text import _

PLACES = np.linspace(LOW, HIGH, 121)
STEPS = {"1": 1.0, "0.1": 0.1, "0.01": 0.01, "0.001": 0.001}


class PartialDerivative(LiveFigure):
    """Move x, y and the step h; or drag the point on the map or on a slice."""

    name = "partial derivative"

    preview = {"x": 1.5, "y": -1.5}  # here f rises with x and falls with y

    def build(self):
        return PartialDerivativeDrawing(PLACES, _f(PLACES, PLACES[:, np.newaxis])), {
            "x": slider("x", -1.5, 1.5, 0.1, 1.0, digits=1),
            "y": slider("y", -1.5, 1.5, 0.1, 0.5, digits=1),
            "h": choice(_("step h"), STEPS, 1.0),
        }

    def state(self, values, update):
        """∂f/∂x = 2x + y and ∂f/∂y = x + 4y, beside (f(x + h, y) - f(x, y)) / h and (f(x, y + h) - f(x, y)) / h."""
        x, y, h = values["x"], values["y"], values["h"]
        stepped = np.array([_f(x + h, y), _f(x, y + h)])
        return PartialDerivativeState(np.array([x, y]), h, _f(x, y), np.array([2 * x + y, x + 4 * y]), stepped,
                                      (stepped - _f(x, y)) / h, np.array([_f(PLACES, y), _f(x, PLACES)]))

    def point(self, pointer, values):
        match pointer.axes:
            case "map":
                return {"x": pointer.x, "y": pointer.y}
            case "x" | "y" as variable:
                return {variable: pointer.x}

    def key(self, key, values):
        """The arrows move the point on the map."""
        if key in ("left", "right"):
            return {"x": values["x"] + (0.1 if key == "right" else -0.1)}
        return {"y": values["y"] + (0.1 if key == "up" else -0.1)}


def _f(x, y):
    return x**2 + x * y + 2 * y**2
