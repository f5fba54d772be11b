"""Gradient descent with nothing hidden: a model that is linear in its parameters, y = x·w or p = sigmoid(x·w).

Lesson 03 looks at single examples' gradients, at the path of the updates and at the curvature of the loss, which is
simplest here. Arrays everywhere: inputs x (examples, parameters), targets t (examples,), weights w (parameters,). A
bias is the weight of an input that is always 1. The loss is squared_error, (y - t)^2 / 2, or binary_cross_entropy, and
its mean over the examples is what is descended, as for a Network.
"""
import numpy as np

from lessons_lib.nn import checks
from lessons_lib.nn.activations import sigmoid
from lessons_lib.nn.batches import mini_batches
from lessons_lib.nn.losses import LOSSES

OUTPUTS = {"squared_error": lambda z: z, "binary_cross_entropy": sigmoid}


def example_gradients(inputs, targets, weights, loss):
    """Give each example's own gradient (examples, parameters): (y - t) x, with p for y where the loss is
    binary_cross_entropy (Bishop, PRML, 3.13 and 4.91). Their mean is the gradient of the loss."""
    return (OUTPUTS[loss](inputs @ weights) - targets)[:, np.newaxis] * inputs


def linear_loss(inputs, targets, weights, loss):
    """Give the mean loss for weights (..., parameters): a number for each, (...)."""
    outputs = (weights @ inputs.T)[..., np.newaxis]
    return LOSSES[loss].each(outputs, targets[:, np.newaxis]).mean(axis=-1)


def curvature(inputs, weights, loss):
    """Give the Hessian of the mean loss (parameters, parameters): x^T x / N for squared_error, the same everywhere;
    x^T diag(p (1 - p)) x / N for binary_cross_entropy (Bishop, PRML, 4.97)."""
    p = sigmoid(inputs @ weights)
    bend = p * (1 - p) if loss == "binary_cross_entropy" else np.ones(len(inputs))
    return (inputs.T * bend) @ inputs / len(inputs)


def largest_stable_rate(hessian, momentum=0.0):
    """Give the learning rate up to which full-batch descent on a quadratic loss comes to rest: 2 (1 + momentum) divided
    by the largest eigenvalue of the Hessian (Goh 2017, Why momentum really works, "Optimal parameters")."""
    return 2 * (1 + momentum) / np.linalg.eigvalsh(hessian)[-1]


def descent_path(inputs, targets, start, optimiser, *, loss, batch_size, updates, seed=0):
    """Give the weights before the first update and after each one (updates + 1, parameters).

    Each epoch shuffles the examples anew and splits them into mini-batches; `optimiser` is an SGD. A path that diverges
    goes on to values that are infinite or not numbers. A batch_size that is not from 1 to the examples: a ValueError.
    """
    batch_size = checks.whole("batch_size", batch_size, 1, len(inputs))
    rng, column = np.random.default_rng(seed), np.asarray(targets, dtype=float)[:, np.newaxis]
    batches = (batch for _epoch in range(updates) for batch in
               mini_batches(inputs, column, batch_size, rng.permutation(len(inputs))))
    path = np.empty((updates + 1, inputs.shape[1]))
    path[0], velocity = start, np.zeros(inputs.shape[1])
    with np.errstate(all="ignore"):
        for number, (x, t) in zip(range(updates), batches, strict=False):
            weights = path[number].copy()
            gradient = x.T @ (OUTPUTS[loss](x @ weights) - t[:, 0]) / len(x)
            optimiser.step(weights, gradient, velocity)
            path[number + 1] = weights
    return path
