"""Lessons 00 and 02: one neuron between a step and a sigmoid, and what becomes of its slope."""
import numpy as np

from lessons_lib.figures.steepness import FAINT, HIGH, LOW, SteepnessDrawing, SteepnessState
from lessons_lib.live.controls import slider
from lessons_lib.live.live_figure import LiveFigure
from lessons_lib.nn import sigmoid
from lessons_lib.text import _

INPUTS = np.linspace(LOW, HIGH, 601)


class Steepness(LiveFigure):
    """Move the input, the threshold and the steepness; or drag the point."""

    name = "steepness"

    preview = {"steepness": 8}

    def build(self):
        return SteepnessDrawing(), {
            "input": slider(_("input x"), LOW, HIGH, 0.05, 0.8),
            "threshold": slider(_("threshold"), -2.0, 2.0, 0.05, 0.5),
            "steepness": slider(_("steepness"), 1, 50, 1, 3),
        }

    def state(self, values, update):
        """sigmoid(s (x - threshold)); its slope is s p (1 - p)."""
        steepness = values["steepness"]
        curve = sigmoid(steepness * (INPUTS - values["threshold"]))
        slopes = steepness * curve * (1 - curve)
        output = float(sigmoid(steepness * (values["input"] - values["threshold"])))
        slope = steepness * output * (1 - output)
        return SteepnessState(values["input"], values["threshold"], steepness, INPUTS, curve, slopes, output, slope,
                              np.mean(slopes < FAINT))

    def point(self, pointer, values):
        return {"input": pointer.x}

    def key(self, key, values):
        """Left and right move the point, up and down the threshold."""
        if key in ("left", "right"):
            return {"input": values["input"] + (0.1 if key == "right" else -0.1)}
        return {"threshold": values["threshold"] + (0.1 if key == "up" else -0.1)}
