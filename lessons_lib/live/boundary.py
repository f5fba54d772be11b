"""Lesson 02: a perceptron's weights, bias and threshold on two species of penguins."""
import numpy as np

from lessons_lib.figures.boundary import BoundaryDrawing, BoundaryState
from lessons_lib.figures.plane import arrow_of, foot_of, grid
from lessons_lib.live.controls import slider
from lessons_lib.live.live_figure import LiveFigure
from lessons_lib.live.pairs import pair
from lessons_lib.nn import Network, metrics
from lessons_lib.text import _

NEAR = 0.06  # of the plane: a grip this near to the arrow's head turns the line, elsewhere it shifts it
START = {"XOR": (1.0, -1.5, 0.3)}  # weights and bias; elsewhere START_ELSEWHERE
START_ELSEWHERE = (1.0, 1.5, 0.0)
BEST = {"XOR": {"w1": 2.0, "w2": 2.0, "bias": -1.0}}  # what a reader without a kernel sees: as good as a line can be
BEST_ELSEWHERE = {"w1": -3.0, "w2": 3.0, "bias": -0.6}


class Boundary(LiveFigure):
    """Move weights, bias and threshold; or drag the line itself, or turn it by the head of its arrow.

    Dragging elsewhere than at the head puts the line through the pointer: w . x + b = logit(threshold) gives the bias.
    """

    name = "boundary"

    def __init__(self, points="bill depth and flipper", *, predict=None):
        self.points = points
        self.preview = BEST.get(points, BEST_ELSEWHERE)
        self.network = Network((2, 1), loss="binary_cross_entropy")
        super().__init__(predict=predict)

    def build(self):
        self.data = pair(self.points)
        self.cells, self.centre = grid(self.data.extent), self.data.inputs.mean(axis=0)
        w1, w2, bias = START.get(self.points, START_ELSEWHERE)
        return BoundaryDrawing(self.data), {
            "w1": slider(_("weight w1"), -6, 6, 0.05, w1),
            "w2": slider(_("weight w2"), -6, 6, 0.05, w2),
            "bias": slider(_("bias b"), -8, 8, 0.05, bias),
            "threshold": slider(_("threshold"), 0.01, 0.99, 0.01, 0.5),
        }

    def state(self, values, update):
        weights, bias = np.array([values["w1"], values["w2"]]), values["bias"]
        self.network.parameters = [*weights, bias]
        sums = self.network.forward(self.data.inputs)[:, 0]
        probabilities = self.network.predict_proba(self.data.inputs)
        matrix = metrics.confusion_matrix(self.data.labels, probabilities >= values["threshold"])
        return BoundaryState(weights, bias, values["threshold"], sums, probabilities,
                             self.network.predict_proba(self.cells), matrix, metrics.accuracy(matrix),
                             metrics.precision(matrix), metrics.recall(matrix))

    def point(self, pointer, values):
        if pointer.axes == "sigmoid":
            return {"threshold": pointer.y}
        if pointer.axes != "plane":
            return None
        weights, position = np.array([values["w1"], values["w2"]]), np.array([pointer.x, pointer.y])
        offset = values["bias"] - np.log(values["threshold"] / (1 - values["threshold"]))
        if pointer.type == "down":
            head = foot_of(weights, offset, self.centre) + arrow_of(weights, self.data.extent)
            self.turning = np.hypot(*(position - head)) < NEAR * (self.data.extent[1] - self.data.extent[0])
            self.length = np.sqrt(weights @ weights) * (np.sign(weights @ (head - self.centre)) or 1.0)
        if not self.turning:
            return {"bias": values["bias"] - offset - weights @ position}
        ray = position - self.centre
        return self._turned(self.length * ray / max(np.hypot(*ray), 1e-6), values)

    def _turned(self, weights, values):
        """These weights, and the bias for which the sum at the centre of the points stays: the line turns about it."""
        before = np.array([values["w1"], values["w2"]])
        return {"w1": weights[0], "w2": weights[1], "bias": values["bias"] + (before - weights) @ self.centre}

    def key(self, key, values):
        """Left and right shift the line, up and down turn it about the centre."""
        weights = np.array([values["w1"], values["w2"]])
        if key in ("left", "right"):
            return {"bias": values["bias"] + (0.2 if key == "left" else -0.2)}
        angle = np.deg2rad(4 if key == "up" else -4)
        turned = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) @ weights
        return self._turned(turned, values)
