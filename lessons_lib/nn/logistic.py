"""Logistic regression at its optimum: where gradient descent on a single-layer perceptron is bound for."""
import numpy as np

from lessons_lib.nn import checks
from lessons_lib.nn.activations import sigmoid
from lessons_lib.nn.losses import LOSSES
from lessons_lib.text import _

NEWTON_STEPS = 50  # 5 to 20 are usual


def logistic_optimum(inputs, targets):
    """Give the weights (inputs,) and the bias that minimise the mean binary cross-entropy: the gradient is under 1e-10.

    inputs (examples, inputs) in any units; targets (examples,) of 0 and 1. Columns that repeat one another share their
    weight (the shortest of all optima, columns scaled to a largest value of 1). A ValueError where a line, or a plane,
    separates the classes: the loss then falls for ever as the weights grow.

    >>> weights, bias = logistic_optimum([[0.0], [1.0], [2.0], [3.0]], [0, 1, 0, 1])
    >>> round(float(weights[0]), 3), round(bias, 3)
    (0.908, -1.362)
    """
    inputs = checks.array("inputs", inputs, [("examples", "inputs")])
    targets = checks.array("targets", targets, [(len(inputs),)])
    checks.labels("targets", targets, 2)

    columns = np.column_stack([inputs, np.ones(len(inputs))])  # the bias is the weight of an input that is always 1
    scale = np.abs(columns).max(axis=0)
    scale[scale == 0] = 1
    q, lengths, directions = np.linalg.svd(columns / scale, full_matrices=False)
    kept = lengths > lengths[0] * len(columns) * np.finfo(float).eps  # repeated columns add nothing new
    logits = newton(q[:, kept], targets)
    weights = directions[kept].T @ (q[:, kept].T @ logits / lengths[kept]) / scale
    return weights[:-1], float(weights[-1])


def newton(q, targets):
    """Give the logits q g that minimise the loss over g, by Newton's method (Bishop, PRML, 4.3.3).

        g = g - H^-1 q^T (p - t)  with  H = q^T diag(p (1 - p)) q

    A step is halved while it makes the loss larger. Where a step moves no example towards the wrong side, to within
    rounding, the loss falls for ever in its direction. q: orthonormal columns, so that units do not matter.
    """
    logits, sides = np.zeros(len(q)), 2 * targets - 1
    for _step in range(NEWTON_STEPS):
        p = sigmoid(logits)
        change = -q @ np.linalg.solve(q.T * (p * (1 - p)) @ q, q.T @ (p - targets))
        size = np.abs(change).max()
        if size < 1e-8:
            return logits + change
        if (sides * change).min() > -1e-9 * size:
            break
        while mean_loss(logits + change, targets) > mean_loss(logits, targets) + 1e-12:
            change /= 2
        logits += change
    checks.fail("targets", _("classes that a line or plane separates"),
                _("classes that overlap: here no optimum is finite"))


def mean_loss(logits, targets):
    """Give the mean binary cross-entropy."""
    return LOSSES["binary_cross_entropy"].each(logits[:, np.newaxis], targets[:, np.newaxis]).mean()
