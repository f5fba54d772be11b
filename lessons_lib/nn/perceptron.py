"""The perceptron's learning rule, one example at a time (Rosenblatt 1958; Bishop, PRML, 4.1.7)."""
from typing import NamedTuple

import numpy as np

from lessons_lib.nn import checks


class PerceptronStep(NamedTuple):
    """One example looked at: `number` counts examples from 1, `epoch` rounds from 1, `example` is the row looked at.

    `sum` is z before the step, `output` 1 where z >= 0, `error` t - output; `weights` (d,) and `bias` are those after
    the step; `mistakes` counts them by epoch so far, the current epoch last.
    """

    number: int
    epoch: int
    example: int
    sum: float
    output: int
    error: int
    weights: np.ndarray
    bias: float
    mistakes: tuple


def perceptron_steps(inputs, labels, *, learning_rate=1.0, epochs=200, seed=0):
    """The rule w <- w + learning_rate (t - y) x and b <- b + learning_rate (t - y), from zero weights.

    `inputs` (N, d), `labels` (N,) of 0 and 1. Gives a PerceptronStep for every example, in a new order each epoch, and
    ends after the first epoch without a mistake: by the convergence theorem it comes when the classes are linearly
    separable, and never when they are not. Bad arguments raise a ValueError when this is called.

    >>> steps = list(perceptron_steps([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], [0, 0, 0, 1]))
    >>> steps[-1].epoch, steps[-1].mistakes[-1]
    (7, 0)
    """
    inputs = checks.array("inputs", inputs, [("examples", "inputs")])
    labels = checks.labels("labels", checks.array("labels", labels, [(len(inputs),)]), 2)
    learning_rate = checks.positive("learning_rate", learning_rate)
    epochs, seed = checks.whole("epochs", epochs, 1), checks.whole("seed", seed, 0)
    return _steps(inputs, labels, learning_rate, epochs, np.random.default_rng(seed))


def _steps(inputs, labels, learning_rate, epochs, rng):
    weights, bias = np.zeros(inputs.shape[1]), 0.0
    mistakes, number = [], 0
    for epoch in range(1, epochs + 1):
        mistakes.append(0)
        for example in rng.permutation(len(inputs)):
            x, t = inputs[example], int(labels[example])
            z = float(x @ weights + bias)
            y = int(z >= 0)
            weights = weights + learning_rate * (t - y) * x
            bias = bias + learning_rate * (t - y)
            mistakes[-1] += t != y
            number += 1
            yield PerceptronStep(number, epoch, int(example), z, y, t - y, weights, bias, tuple(mistakes))
        if mistakes[-1] == 0:
            return
