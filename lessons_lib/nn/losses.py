"""Losses: how wrong the outputs of a network are.

Each loss gives one number for each example, and the slope dJ/d(output) of *their sum*; whoever calls divides by the
number of examples. The cross-entropies take logits, the outputs before sigmoid or softmax: then no logarithm ever
meets a 0, and the slope is plainly p - t (Bishop, PRML, 4.3.2 and 4.3.4).

Shapes: outputs and targets (..., examples, outputs); losses (..., examples).
"""
import numpy as np

from lessons_lib.nn import checks
from lessons_lib.nn.activations import sigmoid, softmax


class BinaryCrossEntropy:
    """- t log p - (1 - t) log(1 - p) with p = sigmoid(z), which is log(1 + exp(z)) - t z."""

    classifies = True

    def each(self, logits, targets):
        return (np.logaddexp(0, logits) - targets * logits)[..., 0]

    def slope(self, logits, targets):
        return sigmoid(logits) - targets

    def probability(self, logits):
        return sigmoid(logits)[..., 0]

    def predict(self, logits, threshold):
        return (self.probability(logits) >= threshold).astype(int)

    def encode(self, labels, outputs):
        """Check that the labels (..., examples, 1) are 0 or 1."""
        checks.labels("targets", labels[..., 0], 2)
        return labels


class CategoricalCrossEntropy:
    """- log p_t with p = softmax(z), which is log(sum_k exp(z_k)) - z_t."""

    classifies = True

    def each(self, logits, targets):
        largest = logits.max(axis=-1, keepdims=True)  # subtracted and added again, so that no exp overflows
        log_sum_exp = largest[..., 0] + np.log(np.exp(logits - largest).sum(axis=-1))
        return log_sum_exp - (targets * logits).sum(axis=-1)

    def slope(self, logits, targets):
        return softmax(logits) - targets

    def probability(self, logits):
        return softmax(logits)

    def predict(self, logits, threshold):
        return logits.argmax(axis=-1)

    def encode(self, labels, outputs):
        """Give labels (..., examples, 1) as rows (..., examples, outputs) that are 1 at the label and 0 elsewhere."""
        return np.eye(outputs)[checks.labels("targets", labels[..., 0], outputs)]


class SquaredError:
    """(y - t)^2 / 2, summed over the outputs."""

    classifies = False

    def each(self, outputs, targets):
        return ((outputs - targets) ** 2).sum(axis=-1) / 2

    def slope(self, outputs, targets):
        return outputs - targets

    def predict(self, outputs, threshold):
        return outputs[..., 0] if outputs.shape[-1] == 1 else outputs

    def encode(self, values, outputs):
        """Give the values (..., examples, outputs) as they are."""
        return values


LOSSES = {
    "binary_cross_entropy": BinaryCrossEntropy(),
    "categorical_cross_entropy": CategoricalCrossEntropy(),
    "squared_error": SquaredError(),
}
