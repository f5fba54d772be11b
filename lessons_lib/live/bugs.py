"""Lesson 05: a backward pass written out line by line, and five programs that differ from it in one line each.

The network is 3-5-4-2, all sigmoids, its loss the cross-entropy summed over the two outputs, averaged over the seven
examples. No two of these numbers are equal: a transposed product would not even fit.
"""
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from lessons_lib.nn import sigmoid

SEED, EXAMPLES = 140, 7  # of this seed no slope is near 0, and bias 1 is small beside the rest
LAYERS = ((3, 5, 1.5), (5, 4, 0.7), (4, 2, 0.1))  # inputs, units, and the spread of the start weights
LEARNING_RATE = 0.01  # of the program that moves the weights too early
ARRAYS = ("weights 1", "bias 1", "weights 2", "bias 2", "weights 3", "bias 3")


class Lines(NamedTuple):
    """The lines in which the programs differ; as given here they are right."""

    output_delta: Callable = lambda p, t: (p - t) / len(t)
    slope2: Callable = lambda h2: h2 * (1 - h2)
    weights3: Callable = lambda W3, dW3: W3
    bias1: Callable = lambda delta1: total(delta1)
    start: Callable = np.zeros_like  # of each gradient, from what the last call left in it


RIGHT = Lines()
PROGRAMS = {
    "kept": RIGHT._replace(start=lambda gradient: gradient),
    "doubled": RIGHT._replace(output_delta=lambda p, t: (p - t) * p * (1 - p) / len(t)),
    "right": RIGHT,
    "mean": RIGHT._replace(bias1=lambda delta1: delta1.mean(axis=0, keepdims=True)),
    "point": RIGHT._replace(slope2=lambda h2: sigmoid(h2) * (1 - sigmoid(h2))),
    "early": RIGHT._replace(weights3=lambda W3, dW3: W3 - LEARNING_RATE * dW3),
}


def network():
    """Give inputs (7, 3), targets (7, 2), and the parameters W1 (3, 5), b1 (1, 5), W2, b2, W3, b3, each time the same.
    """
    random = np.random.default_rng(SEED)
    parameters = []
    for inputs, units, spread in LAYERS:
        parameters += [random.normal(0, spread, (inputs, units)), random.normal(0, 1, (1, units))]
    return random.normal(0, 1, (EXAMPLES, 3)), random.integers(0, 2, (EXAMPLES, 2)).astype(float), parameters


def forward(x, parameters):
    """Give the outputs of the two hidden layers, and the logits."""
    W1, b1, W2, b2, W3, b3 = parameters
    h1 = sigmoid(x @ W1 + b1)
    h2 = sigmoid(h1 @ W2 + b2)
    return h1, h2, h2 @ W3 + b3


def loss(x, t, parameters):
    """J = mean over the examples of the sum over the outputs of log(1 + exp(z)) - t z."""
    z = forward(x, parameters)[-1]
    return (np.logaddexp(0, z) - t * z).sum(axis=1).mean()


def backward(x, t, parameters, gradient, lines):
    """Give the gradient of `loss` by each parameter as the lines compute it, given what the last call left."""
    _W1, _b1, W2, _b2, W3, _b3 = parameters
    h1, h2, z = forward(x, parameters)
    delta3 = lines.output_delta(sigmoid(z), t)
    dW3 = h2.T @ delta3
    delta2 = delta3 @ lines.weights3(W3, dW3).T * lines.slope2(h2)
    delta1 = delta2 @ W2.T * h1 * (1 - h1)
    found = [x.T @ delta1, lines.bias1(delta1), h1.T @ delta2, total(delta2), dW3, total(delta3)]
    return [lines.start(before) + now for before, now in zip(gradient, found, strict=True)]


def total(delta):
    """The sum over the examples: all of them share the bias."""
    return delta.sum(axis=0, keepdims=True)


def second_call(program):
    """The gradient that a program gives when it is called a second time, as in any training."""
    x, t, parameters = network()
    gradient = [np.zeros_like(values) for values in parameters]
    for _call in range(2):
        gradient = backward(x, t, parameters, gradient, PROGRAMS[program])
    return gradient


def forward_differences(loss, values, step):
    """Give dJ/dw = (J(w + step) - J(w)) / step for each w of an array on which loss() depends."""
    here, gradient = loss(), np.empty_like(values)
    for entry in np.ndindex(values.shape):
        w = values[entry]
        values[entry] = w + step
        gradient[entry] = (loss() - here) / step
        values[entry] = w
    return gradient
