"""Activations, losses and start weights against their definitions in plain Python."""
import math

import numpy as np
import pytest

from lessons_lib.nn import ACTIVATIONS, Network, relu, sigmoid, softmax, step
from lessons_lib.nn.initialisations import INITIALISATIONS

Z = np.array([-3.0, -0.5, 0.0, 0.25, 2.0])
VALUES = {
    "step": lambda z: 1.0 if z >= 0 else 0.0,
    "identity": lambda z: z,
    "sigmoid": lambda z: math.exp(z) / (1 + math.exp(z)),
    "tanh": lambda z: (math.exp(z) - math.exp(-z)) / (math.exp(z) + math.exp(-z)),
    "relu": lambda z: z if z > 0 else 0.0,
}
SLOPES = {
    "step": lambda z: 0.0,
    "identity": lambda z: 1.0,
    "sigmoid": lambda z: math.exp(z) / (1 + math.exp(z)) ** 2,
    "tanh": lambda z: 4 / (math.exp(z) + math.exp(-z)) ** 2,
    "relu": lambda z: 1.0 if z > 0 else 0.0,  # at the kink 0
}


@pytest.mark.parametrize("name", VALUES)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_activations_and_their_slopes(name, dtype):
    function, slope = ACTIVATIONS[name]
    a = function(Z.astype(dtype))
    assert a.dtype == dtype and (a * slope(a)).dtype == dtype
    np.testing.assert_allclose(a, [VALUES[name](z) for z in Z], rtol=1e-6 if dtype == "float32" else 1e-14)
    np.testing.assert_allclose(slope(a) * np.ones(5), [SLOPES[name](z) for z in Z], rtol=1e-5, atol=0)


def test_every_activation_is_tested():
    assert list(ACTIVATIONS) == list(VALUES)
    assert step(np.array(0.0)) == 1 and relu(np.array(-0.0)) == 0


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_sigmoid_and_softmax_of_large_numbers(dtype):
    far = np.array([-1e5, -800.0, -20.0, 800.0, 1e5], dtype)
    np.testing.assert_allclose(sigmoid(far), [0, 0, math.exp(-20) / (1 + math.exp(-20)), 1, 1], rtol=1e-6)
    np.testing.assert_array_equal(softmax(far), [0, 0, 0, 0, 1])
    np.testing.assert_allclose(softmax(np.array([[1e4, 1e4 + 1]], dtype)), [[1 / (1 + math.e), math.e / (1 + math.e)]],
                               rtol=1e-6)


def network_with_outputs(outputs, **settings):
    """A network of one layer whose outputs are its bias, whatever its inputs are."""
    network = Network((1, len(outputs)), **settings)
    network.layers[0].weights = np.zeros((1, len(outputs)))
    network.layers[0].bias = [outputs]
    return network


def loss_and_delta(network, target):
    network.forward([[0.0]])
    network.backward([target])
    return network.loss([[0.0]], [target]), network.layers[-1].delta[0]


@pytest.mark.parametrize("z", [-2.0, 0.0, 0.7])
def test_binary_cross_entropy(z):
    p = 1 / (1 + math.exp(-z))
    for target, loss in ((1, -math.log(p)), (0, -math.log(1 - p))):
        got, delta = loss_and_delta(network_with_outputs([z], loss="binary_cross_entropy"), target)
        assert got == pytest.approx(loss, rel=1e-14) and delta == pytest.approx([p - target], rel=1e-14)


def test_categorical_cross_entropy():
    z = [0.5, -1.0, 2.0]
    p = [math.exp(each) / sum(map(math.exp, z)) for each in z]
    for target in range(3):
        got, delta = loss_and_delta(network_with_outputs(z, loss="categorical_cross_entropy"), target)
        assert got == pytest.approx(-math.log(p[target]), rel=1e-14)
        assert delta == pytest.approx([p[k] - (k == target) for k in range(3)], rel=1e-14)


def test_squared_error():
    got, delta = loss_and_delta(network_with_outputs([3.0, -1.0], loss="squared_error"), [1.0, 1.0])
    assert got == (2**2 + 2**2) / 2 and delta.tolist() == [2.0, -2.0]


@pytest.mark.parametrize("z", [-1e4, 1e4])
def test_cross_entropies_of_certain_networks_stay_finite(z):
    wrong, right = (0, 1) if z > 0 else (1, 0)
    for network in (
        network_with_outputs([z], loss="binary_cross_entropy"),
        network_with_outputs([0.0, z], loss="categorical_cross_entropy"),
    ):
        assert loss_and_delta(network, wrong)[0] == 1e4 and loss_and_delta(network, right)[0] == 0


def test_losses_are_averaged_over_examples_and_summed_over_outputs():
    network = network_with_outputs([0.0, 0.0], loss="squared_error")
    assert network.loss(np.zeros((4, 1)), [[1, 1], [1, 1], [0, 0], [0, 2]]) == (1 + 1 + 0 + 2) / 4


def weights_drawn(**settings):
    layer = Network((400, 100), loss="squared_error", **settings).layers[0]
    assert not layer.bias.any()
    return layer.weights.ravel()


def test_start_weights():
    assert not weights_drawn(initialisation="zeros").any()
    limit = math.sqrt(6 / 500)
    glorot = weights_drawn(initialisation="glorot")
    assert 0.99 * limit < np.abs(glorot).max() < limit and abs(glorot.std() / (limit / math.sqrt(3)) - 1) < 0.02
    for name, scale, deviation in (("normal", 1.0, 1.0), ("normal", 0.01, 0.01), ("he", 1.0, math.sqrt(2 / 400))):
        drawn = weights_drawn(initialisation=name, scale=scale)
        assert abs(drawn.std() / deviation - 1) < 0.02 and abs(drawn.mean()) < 0.02 * deviation
        assert np.abs(drawn).max() > 3.5 * deviation  # normal, not uniform
    np.testing.assert_array_equal(weights_drawn(scale=0.5), 0.5 * glorot)
    assert set(INITIALISATIONS) == {"zeros", "normal", "glorot", "he"}
