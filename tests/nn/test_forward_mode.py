"""Forward mode against JAX's and against the backward pass, and its multiplications against those really done."""
import re

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from lessons_lib.nn import Network
from lessons_lib.nn.forward_mode import directional_derivative, dual_forward, forward_mode_gradient, multiplications

jax.config.update("jax_enable_x64", True)
jax.config.update("jax_platforms", "cpu")
IN_JAX = {"identity": lambda z: z, "sigmoid": jax.nn.sigmoid, "tanh": jnp.tanh, "relu": jax.nn.relu}
NETWORKS = [
    dict(sizes=(3, 1)),
    dict(sizes=(2, 4, 3, 1), activation="tanh", l1=0.2, l2=0.3),
    dict(sizes=(3, 5, 4, 3, 2), activation="relu", loss="categorical_cross_entropy"),
    dict(sizes=(1, 3, 4), activation="sigmoid", output_activation="sigmoid", loss="squared_error", l2=0.1),
]


def case(sizes, **settings):
    """A network with random weights and biases, inputs and targets for five examples, and a random direction."""
    network, rng = Network(sizes, **settings), np.random.default_rng(4)
    network.parameters = rng.normal(size=network.parameters.shape)
    inputs = rng.normal(size=(5, sizes[0]))
    if network.loss_name == "squared_error":
        targets = rng.normal(size=(5, sizes[-1]))
    else:
        targets = rng.integers(max(2, sizes[-1]), size=5)
    return network, inputs, targets, rng.normal(size=network.parameters.shape)


def outputs_in_jax(network, row, inputs):
    """The outputs and the penalty for a flat vector of parameters, written anew from the definitions."""
    a, penalty, start = inputs, 0.0, 0
    for k, (n, units) in enumerate(zip(network.sizes[:-1], network.sizes[1:], strict=True), start=2):
        weights, bias = row[start:start + n * units], row[start + n * units:start + (n + 1) * units]
        last = k == len(network.sizes)
        a = IN_JAX[network.output_activation if last else network.activation](a @ weights.reshape(n, units) + bias)
        penalty += network.l1 * jnp.abs(weights).sum() + network.l2 / 2 * (weights**2).sum()
        start += (n + 1) * units
    return a, penalty


def loss_in_jax(network, row, inputs, targets):
    a, penalty = outputs_in_jax(network, row, inputs)
    if network.loss_name == "binary_cross_entropy":
        return -jnp.where(targets == 1, jax.nn.log_sigmoid(a[:, 0]), jax.nn.log_sigmoid(-a[:, 0])).mean() + penalty
    if network.loss_name == "categorical_cross_entropy":
        return -jax.nn.log_softmax(a)[jnp.arange(5), targets].mean() + penalty
    return ((a - targets) ** 2).sum() / 10 + penalty


@pytest.mark.parametrize("settings", NETWORKS)
def test_one_pass_gives_what_jax_gives_by_its_forward_mode(settings):
    network, inputs, targets, direction = case(**settings)
    here, along = jnp.array(network.parameters), jnp.array(direction)
    _value, theirs = jax.jvp(lambda row: loss_in_jax(network, row, inputs, targets), [here], [along])
    assert isinstance(directional_derivative(network, inputs, targets, direction), float)
    assert directional_derivative(network, inputs, targets, direction) == pytest.approx(float(theirs), rel=1e-12)
    values, slopes = jax.jvp(lambda row: outputs_in_jax(network, row, inputs)[0], [here], [along])
    ours = dual_forward(network, inputs, direction)
    np.testing.assert_allclose(ours[0], values, rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(ours[1], slopes, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("settings", NETWORKS)
def test_one_pass_a_parameter_gives_the_gradient_of_back_propagation(settings):
    network, inputs, targets, direction = case(**settings)
    network.forward(inputs)
    backward = network.backward(targets).copy()
    np.testing.assert_allclose(forward_mode_gradient(network, inputs, targets), backward, rtol=1e-10, atol=1e-14)
    assert directional_derivative(network, inputs, targets, direction) == pytest.approx(backward @ direction)


def test_each_run_has_its_own_gradient():
    network, inputs, targets, _direction = case((2, 3, 1), runs=4, l2=0.1)
    network.forward(inputs)
    backward = network.backward(targets).copy()
    ours = forward_mode_gradient(network, inputs, targets)
    np.testing.assert_allclose(ours, backward, rtol=1e-10)
    assert np.abs(ours[0] - ours[1]).max() > 0.01


def test_the_network_is_left_as_it_was():
    network, inputs, targets, _direction = case((2, 3, 1))
    network.forward(inputs)
    network.backward(targets)
    before = network.parameters.copy(), network.gradient.copy(), network.layers[0].outputs, network.layers[0].delta
    forward_mode_gradient(network, inputs[::-1] + 1, targets)
    np.testing.assert_array_equal(network.parameters, before[0])
    np.testing.assert_array_equal(network.gradient, before[1])
    assert network.layers[0].outputs is before[2] and network.layers[0].delta is before[3]


@pytest.mark.parametrize("direction, message", [
    (np.zeros(12), "direction: shape (12,) given, wanted shape (13,)"),
    (np.full(13, np.nan), "direction: nan at [0] given, wanted finite numbers")])
def test_a_bad_direction(direction, message):
    network, inputs, targets, _direction = case((2, 3, 1))
    with pytest.raises(ValueError, match="^" + re.escape(message)):
        directional_derivative(network, inputs, targets, direction)


class Counted(np.ndarray):
    """An array that counts the multiplications of the products of matrices in which it takes part."""

    done = 0

    def __array_ufunc__(self, ufunc, method, *inputs, out=None, **settings):
        plain = [np.asarray(one) for one in inputs]
        into = None if out is None else tuple(np.asarray(one) for one in out)
        if ufunc is np.matmul and not (len(plain[0]) == 1 and (plain[0] == 1).all()):  # 1^T delta is a sum
            Counted.done += plain[0].shape[0] * plain[0].shape[1] * plain[1].shape[1]
        result = getattr(ufunc, method)(*plain, out=into, **settings)
        return result.view(Counted) if isinstance(result, np.ndarray) else result


@pytest.mark.parametrize("sizes", [(3, 1), (3, 4, 1), (2, 4, 3, 5, 1)])
def test_multiplications_are_those_really_done(sizes):
    network, inputs, targets, direction = case(sizes)
    checked = network._inputs
    network._inputs = lambda x: checked(x).view(Counted)
    forward, slopes = multiplications(sizes, 5)
    Counted.done = 0
    network.forward(inputs)
    assert Counted.done == forward
    network.backward(targets)
    assert Counted.done == forward + slopes
    Counted.done = 0
    directional_derivative(network, inputs, targets, direction)
    assert Counted.done == forward + slopes, "a pass with dual numbers costs as much as forwards and back"
