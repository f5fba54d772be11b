"""Lesson 01: one neuron, as a cell and as a weighted sum beside a threshold."""
import numpy as np

from lessons_lib.figures.neuron import HIGHEST, LOWEST, NeuronDrawing, NeuronState
from lessons_lib.live.controls import slider
from lessons_lib.live.live_figure import LiveFigure
from lessons_lib.text import _

DIGITS = 9  # sums are rounded to so many: in binary 0.1 + 0.2 is not 0.3, and a sum of 0.3 would miss the threshold 0.3


class Neuron(LiveFigure):
    """Move stimuli, weights and threshold, or drag the threshold across the bars."""

    name = "neuron"
    preview = {"x2": 0.8, "x3": 0.4, "w1": 1.3}

    def build(self):
        starts = zip((1, 2, 3), (1.0, 0.5, 0.0), (0.8, 0.6, -1.0), strict=True)
        controls = {}
        for k, stimulus, weight in starts:
            controls[f"x{k}"] = slider(_("stimulus x{number}").format(number=k), 0.0, 1.0, 0.05, stimulus)
            controls[f"w{k}"] = slider(_("weight w{number}").format(number=k), -2.0, 2.0, 0.05, weight)
        return NeuronDrawing(), controls | {"threshold": slider(_("threshold θ"), LOWEST, HIGHEST, 0.05, 1.25)}

    def state(self, values, update):
        """y = 1 where w1·x1 + w2·x2 + w3·x3 >= θ, else 0; a sum of exactly θ fires (McCulloch & Pitts 1943, A logical
        calculus of the ideas immanent in nervous activity; with weights Rosenblatt 1958, The perceptron)."""
        inputs, weights = (np.array([values[f"{letter}{k}"] for k in (1, 2, 3)]) for letter in "xw")
        products = np.round(weights * inputs, DIGITS)
        total = round(float(products.sum()), DIGITS)
        return NeuronState(inputs, weights, products, total, values["threshold"], int(total >= values["threshold"]))

    def point(self, pointer, values):
        return {"threshold": pointer.y} if pointer.axes == "sum" else None

    def key(self, key, values):
        """Left and right move the first stimulus, up and down the threshold."""
        if key in ("left", "right"):
            return {"x1": values["x1"] + (0.05 if key == "right" else -0.05)}
        return {"threshold": values["threshold"] + (0.05 if key == "up" else -0.05)}
