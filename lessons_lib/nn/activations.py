"""Activation functions g and their slopes.

A slope is written with the output a = g(z), which the forward pass has at hand: for the sigmoid, a (1 - a) *is*
g'(z) (Bishop, PRML, 5.3.1).
"""
from collections.abc import Callable
from typing import NamedTuple

import numpy as np


class Activation(NamedTuple):
    """A function a = g(z), and its slope g'(z) as a function of a."""

    function: Callable
    slope: Callable


def step(z):
    """Give 1 where the weighted sum z reaches 0 (a tie fires), else 0.

    >>> step(np.array([-0.1, 0.0, 2.0]))
    array([0., 1., 1.])
    """
    return np.heaviside(z, 1)


def step_slope(a):
    """Give 0 everywhere: a step is flat on both sides, so that gradient descent learns nothing through it."""
    return np.zeros_like(a)


def identity(z):
    """Give z itself."""
    return z


def identity_slope(a):
    """Give 1, the same everywhere."""
    return 1.0


@np.errstate(over="ignore")  # far below zero exp(-z) overflows to infinity, and 1 / infinity is the right answer
def sigmoid(z):
    """Give 1 / (1 + exp(-z)), between 0 and 1, for z of any size.

    >>> sigmoid(np.array([-800.0, 0.0, 800.0]))
    array([0. , 0.5, 1. ])
    """
    return 1 / (1 + np.exp(-z))


def sigmoid_slope(a):
    """Give g'(z) = a (1 - a)."""
    return a * (1 - a)


def tanh_slope(a):
    """Give g'(z) = 1 - a^2."""
    return 1 - a**2


def relu(z):
    """Give z where it is positive, else 0."""
    return np.maximum(z, 0)


def relu_slope(a):
    """Give 1 where a is positive, else 0; at the kink z = 0, where there is no slope, 0 by convention."""
    return (a > 0).astype(a.dtype)


def softmax(z):
    """Give exp(z_k) / sum_j exp(z_j) along the last axis: one positive number for each class, together 1.

    The row's largest z is subtracted first, which changes nothing and lets no exp overflow
    (Goodfellow et al., Deep Learning, 4.1).

    >>> softmax(np.array([1000.0, 1000.0]))
    array([0.5, 0.5])
    """
    powers = np.exp(z - z.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


ACTIVATIONS = {
    "step": Activation(step, step_slope),
    "identity": Activation(identity, identity_slope),
    "sigmoid": Activation(sigmoid, sigmoid_slope),
    "tanh": Activation(np.tanh, tanh_slope),
    "relu": Activation(relu, relu_slope),
}
