"""The other direction of the chain rule: slopes carried forwards, from the parameters to the loss.

Forward-mode differentiation computes with dual numbers: beside each value stands its tangent, how fast the value
changes when the parameters move in one direction. No long formula is written out, and there is no backward pass; but
each direction takes a pass of its own, where one pass of `Network.backward` gives the slopes by all parameters
(Baydin et al. 2018, Automatic differentiation in machine learning: a survey, JMLR 18, 3.1 and 3.2; Griewank and
Walther 2008, Evaluating derivatives, chapter 3).
"""
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from lessons_lib.nn import checks
from lessons_lib.nn.layers import pieces, split
from lessons_lib.nn.losses import LOSSES
from lessons_lib.nn.network import number, quiet


@quiet
def dual_forward(network, inputs, direction):
    """Give the outputs (..., examples, outputs) and their tangents, of the same shape, in one pass.

    direction: how fast each parameter moves, an array like `network.parameters`. In a layer, with z = x W + b,
    dz = dx W + x dW + db,  da = g'(z) dz. The inputs themselves stand still. The network is left as it was.
    """
    x, dx = network._inputs(inputs), None
    for layer, (dW, db) in zip(network.layers, by_layer(network, direction), strict=True):
        dz = x @ dW + db
        if dx is not None:
            dz += dx @ layer.weights
        x = layer.activate(x @ layer.weights + layer.bias)
        dx = layer.slope(x) * dz
    return x, dx


@quiet
def directional_derivative(network, inputs, targets, direction):
    """Give how fast loss + penalty change when the parameters move in a direction: the gradient times the direction.

    One pass with dual numbers, and no gradient is computed: dJ = the mean over the examples of the loss's own slope by
    the outputs times their tangents. A number, or one for each run (runs,). inputs and targets as for `forward` and
    `backward`, direction as for `dual_forward`; with the direction (0, ..., 1, ..., 0) it is one partial derivative.
    """
    outputs, tangents = dual_forward(network, inputs, direction)
    targets = network._targets(targets, outputs.shape[-2])
    slope = (LOSSES[network.loss_name].slope(outputs, targets) * tangents).sum(axis=-1).mean(axis=-1)
    if network.l1 or network.l2:
        weights, moves = network.parameters[..., network._is_weight], np.asarray(direction)[..., network._is_weight]
        slope = slope + ((network.l1 * np.sign(weights) + network.l2 * weights) * moves).sum(axis=-1)
    return number(slope)


def forward_mode_gradient(network, inputs, targets):
    """Give the gradient of loss + penalty, an array like `network.parameters`: one pass for each parameter.

    >>> from lessons_lib.nn import Network
    >>> network = Network((2, 3, 1))
    >>> outputs = network.forward([[0.5, -1.0]])
    >>> bool(np.allclose(forward_mode_gradient(network, [[0.5, -1.0]], [1]), network.backward([1])))
    True
    """
    gradient, direction = np.empty_like(network.parameters), np.zeros_like(network.parameters)
    for parameter in range(gradient.shape[-1]):
        direction[..., parameter] = 1
        gradient[..., parameter] = directional_derivative(network, inputs, targets, direction)
        direction[..., parameter] = 0
    return gradient


def by_layer(network, direction):
    """Cut a flat vector like `network.parameters` into pairs: what belongs to a layer's weights and to its bias."""
    direction = checks.array("direction", direction, [network.parameters.shape], network.dtype)
    return [split(piece, *shape)
            for piece, shape in zip(pieces(direction, network.sizes), pairwise(network.sizes), strict=True)]


class Multiplications(NamedTuple):
    """What one pass takes: for the values alone, and for the slopes beside them."""

    values: int
    slopes: int


def multiplications(sizes, examples):
    """Give the Multiplications of one pass through a network of these sizes, in its products of matrices.

    The values take one for each weight and example: B (n1 n2 + n2 n3 + ...). The slopes take two: backwards those of
    dJ/dW = x^T delta and dJ/dx = delta W^T, in forward mode those of x dW and dx W, and in both the second is not
    needed in the first layer. Activations and the loss take a few for each unit, not for each weight: not counted.

    >>> multiplications((2, 3, 1), examples=10)
    Multiplications(values=90, slopes=120)
    """
    first, *others = [inputs * units * examples for inputs, units in pairwise(sizes)]
    return Multiplications(first + sum(others), first + 2 * sum(others))
