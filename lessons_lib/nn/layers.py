"""One layer of a network, forwards and backwards."""
from functools import lru_cache
from itertools import pairwise

import numpy as np

from lessons_lib.nn.activations import ACTIVATIONS
from lessons_lib.nn.checks import copy_into


class Dense:
    """A layer in which every unit is joined to every input: a = g(z) with z = x W + b.

    `weights` W (..., inputs, units) and `bias` b (..., 1, units) are views of the network's flat vector, and what is
    assigned to them is copied into it; `weights_gradient` and `bias_gradient` are views of the flat gradient. After a
    forward pass `outputs` holds a (..., examples, units), after a backward pass `delta` holds dJ/dz, of that shape.
    """

    def __init__(self, parameters, gradient, inputs, units, activation):
        self.activate, self.slope = ACTIVATIONS[activation]
        self._weights, self._bias = split(parameters, inputs, units)
        self.weights_gradient, self.bias_gradient = split(gradient, inputs, units)
        self.inputs = self.outputs = self.delta = None

    @property
    def weights(self):
        """W (..., inputs, units)."""
        return self._weights

    @weights.setter
    def weights(self, value):
        copy_into("weights", self._weights, value)

    @property
    def bias(self):
        """b (..., 1, units)."""
        return self._bias

    @bias.setter
    def bias(self, value):
        copy_into("bias", self._bias, value)

    def forward(self, inputs):
        """Give a = g(x W + b) for inputs x (..., examples, inputs)."""
        self.inputs = inputs
        self.outputs = self.activate(inputs @ self._weights + self._bias)
        return self.outputs

    def backward(self, outputs_gradient):
        """Fill delta and the gradients, given dJ/da (..., examples, units).

        delta = dJ/dz = dJ/da g'(z),  dJ/dW = x^T delta,  dJ/db = the sum of delta over the examples
        (Nielsen, Neural networks and deep learning, BP2 to BP4).
        """
        delta = self.delta = outputs_gradient * self.slope(self.outputs)
        np.matmul(self.inputs.mT, delta, out=self.weights_gradient)
        # A bias is the weight of an input that is always 1: 1^T delta is the sum, and faster than delta.sum.
        np.matmul(ones(delta.shape[-2], delta.dtype), delta, out=self.bias_gradient)

    def inputs_gradient(self):
        """Give dJ/dx = delta W^T (..., examples, inputs): what the layer below needs for its own backward pass."""
        return self.delta @ self._weights.mT


def pieces(vector, sizes):
    """Give each layer's piece (..., (inputs + 1) units) of a flat vector, as views."""
    return np.split(vector, np.cumsum([(inputs + 1) * units for inputs, units in pairwise(sizes)])[:-1], axis=-1)


def split(vector, inputs, units):
    """Give views of a layer's piece (..., (inputs + 1) units) of a flat vector: its weights and its bias."""
    weights, bias = vector[..., : inputs * units], vector[..., inputs * units :]
    runs = vector.shape[:-1]
    return weights.reshape(*runs, inputs, units), bias.reshape(*runs, 1, units)


@lru_cache(maxsize=16)
def ones(examples, dtype):
    """Give a row of ones (1, examples)."""
    return np.ones((1, examples), dtype)
