"""Lesson 02, appendix: which thresholds there are, and whether a probability can be believed."""
import numpy as np

from lessons_lib import data
from lessons_lib.figures.trust import BINS, TrustDrawing, TrustState
from lessons_lib.live.controls import slider
from lessons_lib.live.live_figure import LiveFigure
from lessons_lib.nn import logistic_optimum, metrics, sigmoid
from lessons_lib.text import _

SPECIES, FEATURES = ("Adelie", "Chinstrap"), ("bill_depth", "flipper_length")


class Trust(LiveFigure):
    """Fitted on one half of the penguins, judged on the other; `confidence` multiplies every weighted sum."""

    name = "trust"

    preview = {"confidence": 4.0}

    def __init__(self, *, predict=None):
        self.halves = {}
        super().__init__(predict=predict)

    def build(self):
        return TrustDrawing(SPECIES), {
            "threshold": slider(_("threshold"), 0.01, 0.99, 0.01, 0.5),
            "confidence": slider(_("confidence factor"), 0.2, 5.0, 0.1, 1.0),
            "seed": slider(_("seed of the split"), 0, 20, 1, 0)}

    def state(self, values, update):
        sums, labels = self._half(values["seed"])
        probabilities = sigmoid(values["confidence"] * sums)
        false_alarms, recalls = metrics.roc_curve(labels, probabilities)
        matrix = metrics.confusion_matrix(labels, probabilities >= values["threshold"])
        edges = np.linspace(0, 1, BINS + 1)
        histograms = np.array([np.histogram(probabilities[labels == k], edges)[0] for k in (0, 1)])
        return TrustState(values["threshold"], values["confidence"], false_alarms, recalls,
                          metrics.area_under(false_alarms, recalls),
                          (matrix[0, 1] / matrix[0].sum(), metrics.recall(matrix)),
                          *metrics.reliability(labels, probabilities), histograms)

    def _half(self, seed):
        """Weighted sums and labels of the half that was not fitted, for one split; each split is fitted once."""
        if seed not in self.halves:
            (train, train_labels), (held, held_labels) = data.split(
                *data.penguins(SPECIES, FEATURES), fractions=(0.5, 0.5), seed=seed)
            scaler = data.Standardiser(train)
            weights, bias = logistic_optimum(scaler.transform(train), train_labels)
            self.halves[seed] = np.ravel(scaler.transform(held) @ weights + bias), held_labels
        return self.halves[seed]

    def point(self, pointer, values):
        if pointer.axes == "said":
            return {"threshold": pointer.x}
        if pointer.axes != "roc":
            return None
        sums, labels = self._half(values["seed"])
        false_alarms, recalls = metrics.roc_curve(labels, sums)
        nearest = np.argmin(np.hypot(false_alarms - pointer.x, recalls - pointer.y))
        scores = np.append(np.inf, np.unique(sums)[::-1])
        return {"threshold": float(sigmoid(values["confidence"] * scores[nearest]))}

    def key(self, key, values):
        """Left and right move the threshold, up and down the confidence."""
        if key in ("left", "right"):
            return {"threshold": values["threshold"] + (0.01 if key == "right" else -0.01)}
        return {"confidence": values["confidence"] + (0.1 if key == "up" else -0.1)}
