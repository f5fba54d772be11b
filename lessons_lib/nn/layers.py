"""One layer of a network, forwards and backwards."""
from functools import lru_cache

import numpy as np

from lessons_lib.nn.activations import ACTIVATIONS
from lessons_lib.nn.checks import View


class Dense:
    """A layer in which every unit is joined to every input: a = g(z) with z = x W + b.

    Its arrays are views of the network's flat vectors, `weights` (..., inputs, units) and `bias` (..., 1, units), and
    the same for the gradients; assigning to one of them copies into it. After a forward pass `outputs` holds a
    (..., examples, units), after a backward pass `delta` holds dJ/dz, of the same shape.
    """

    weights, bias = View(), View()
    weights_gradient, bias_gradient = View(), View()

    def __init__(self, parameters, gradient, inputs, units, activation):
        self.activate, self.slope = ACTIVATIONS[activation]
        self.weights, self.bias = split(parameters, inputs, units)
        self.weights_gradient, self.bias_gradient = split(gradient, inputs, units)
        self.inputs = self.outputs = self.delta = None

    def forward(self, inputs):
        """Give a = g(x W + b) for inputs x (..., examples, inputs)."""
        self.inputs = inputs
        self.outputs = self.activate(inputs @ self.weights + self.bias)
        return self.outputs

    def backward(self, outputs_gradient):
        """Fill delta and the gradients, given dJ/da (..., examples, units).

        delta = dJ/dz = dJ/da g'(z),  dJ/dW = x^T delta,  dJ/db = the sum of delta over the examples
        (Nielsen, Neural networks and deep learning, BP2 to BP4).
        """
        self.delta = outputs_gradient * self.slope(self.outputs)
        np.matmul(self.inputs.mT, self.delta, out=self.weights_gradient)
        # A bias is a weight from an input that is always 1: 1^T delta is the sum, and faster than delta.sum.
        np.matmul(ones(self.delta.shape[-2], self.delta.dtype), self.delta, out=self.bias_gradient)

    def inputs_gradient(self):
        """Give dJ/dx = delta W^T (..., examples, inputs): what the layer below needs for its own backward pass."""
        return self.delta @ self.weights.mT


def split(vector, inputs, units):
    """Give views of a layer's piece (..., (inputs + 1) units) of a flat vector: its weights and its bias."""
    weights, bias = vector[..., : inputs * units], vector[..., inputs * units :]
    runs = vector.shape[:-1]
    return weights.reshape(*runs, inputs, units), bias.reshape(*runs, 1, units)


@lru_cache(maxsize=16)
def ones(examples, dtype):
    """Give a row of ones (1, examples)."""
    return np.ones((1, examples), dtype)
