"""What a network computes and gives, with the worked numbers of lesson 05."""
import copy
import pickle

import numpy as np
import pytest

from lessons_lib.nn import SGD, Network

generator = np.random.default_rng(1)
INPUTS = generator.normal(size=(6, 2))
LABELS = np.array([0, 1, 1, 0, 1, 0])


def worked_network(loss):
    """The 2-2-1 network with sigmoids everywhere whose numbers lesson 05 works out by hand."""
    output_activation = "sigmoid" if loss == "squared_error" else "identity"
    network = Network((2, 2, 1), activation="sigmoid", loss=loss, output_activation=output_activation)
    network.parameters = [0.4, -0.6, 0.8, 0.2, 0.1, -0.1, 0.5, -0.7, 0.2]
    network.forward([[1.0, 0.5]])
    network.backward([1])
    return network


def test_worked_numbers_with_cross_entropy():
    network = worked_network("binary_cross_entropy")
    hidden, last = network.layers
    assert hidden.weights.tolist() == [[0.4, -0.6], [0.8, 0.2]] and hidden.bias.tolist() == [[0.1, -0.1]]
    close = dict(rtol=0, atol=5e-6)
    np.testing.assert_allclose(hidden.inputs @ hidden.weights + hidden.bias, [[0.9, -0.6]], **close)
    np.testing.assert_allclose(hidden.outputs, [[0.71095, 0.35434]], **close)
    np.testing.assert_allclose(last.outputs, [[0.30743]], **close)
    np.testing.assert_allclose(network.predict_proba([[1.0, 0.5]]), [0.57626], **close)
    np.testing.assert_allclose(network.loss([[1.0, 0.5]], [1]), 0.55120, **close)
    np.testing.assert_allclose(last.delta, [[-0.42374]], **close)
    np.testing.assert_allclose(last.weights_gradient, [[-0.30126], [-0.15015]], **close)
    np.testing.assert_allclose(last.bias_gradient, [[-0.42374]], **close)
    np.testing.assert_allclose(hidden.delta, [[-0.04354, 0.06786]], **close)
    np.testing.assert_allclose(hidden.weights_gradient, [[-0.04354, 0.06786], [-0.02177, 0.03393]], **close)
    np.testing.assert_allclose(hidden.bias_gradient, [[-0.04354, 0.06786]], **close)


def test_worked_numbers_with_squared_error():
    network = worked_network("squared_error")
    np.testing.assert_allclose(network.layers[1].delta, [[-0.10347]], rtol=0, atol=5e-6)
    np.testing.assert_allclose(network.predict([[1.0, 0.5]]), [0.57626], rtol=0, atol=5e-6)


def test_parameters_stand_layer_by_layer_weights_then_bias():
    network = Network((2, 3, 1))
    network.parameters = np.arange(13.0)
    first, last = network.layers
    assert first.weights.tolist() == [[0, 1, 2], [3, 4, 5]] and first.bias.tolist() == [[6, 7, 8]]
    assert last.weights.tolist() == [[9], [10], [11]] and last.bias.tolist() == [[12]]


@pytest.mark.parametrize("sizes, count", [((2, 1), 3), ((2, 8, 8, 1), 105), ((2, 8, 8, 8, 8, 1), 249), ((4, 2, 1), 13)])
def test_number_of_parameters(sizes, count):
    assert Network(sizes).parameters.shape == (count,)
    assert Network(sizes, runs=3).parameters.shape == (3, count)


def assert_views_hold(network):
    for layer in network.layers:
        for array, flat in (
            (layer.weights, network.parameters), (layer.bias, network.parameters),
            (layer.weights_gradient, network.gradient), (layer.bias_gradient, network.gradient),
        ):  # fmt: skip
            assert np.shares_memory(array, flat)


@pytest.mark.parametrize("runs", [None, 2])
def test_views_hold_after_assignment_and_training(runs):
    network = Network((2, 3, 1), runs=runs)
    vector, gradient = network.parameters, network.gradient
    given = np.arange(vector.size, dtype=float).reshape(vector.shape)
    network.parameters = given
    given[...] = -1  # copied in: what happens to it later is its owner's affair
    network.layers[1].weights = 100 + np.zeros_like(network.layers[1].weights)
    network.layers[0].bias[..., 0, 2] = 77
    network.parameters -= 1
    network.fit(INPUTS, LABELS, SGD(0.0), batch_size=4, epochs=2)
    assert network.parameters is vector and network.gradient is gradient
    assert_views_hold(network)
    expected = [*range(-1, 7), 76, 99, 99, 99, 11]
    np.testing.assert_array_equal(np.atleast_2d(vector)[0], expected)
    assert np.any(gradient)


@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy, lambda network: pickle.loads(pickle.dumps(network))])
def test_copies_are_whole_and_apart(duplicate):
    network = Network((2, 3, 2), activation="relu", loss="squared_error", output_activation="sigmoid", l1=0.1, l2=0.2,
                      runs=2, dtype="float32", seed=4)
    other = duplicate(network)
    assert repr(other) == repr(network) and other.dtype == np.float32
    np.testing.assert_array_equal(other.penalty(), network.penalty())
    np.testing.assert_array_equal(other.forward(INPUTS), network.forward(INPUTS))
    assert_views_hold(other)
    other.parameters = np.zeros_like(other.parameters)
    assert network.parameters.any()


def test_representation():
    assert repr(Network((2, 8, 8, 1))) == "Network(2-8-8-1, tanh, binary_cross_entropy, 105 parameters)"
    many = Network((4, 3), activation="relu", loss="categorical_cross_entropy", runs=10)
    assert repr(many) == "Network(4-3, relu, categorical_cross_entropy, 15 parameters, 10 runs)"


def test_gradient_is_that_of_the_mean():
    network = Network((2, 3, 1))
    network.forward(INPUTS)
    whole = network.backward(LABELS).copy()
    parts = []
    for x, t in zip(INPUTS, LABELS, strict=True):
        network.forward([x])
        parts.append(network.backward([t]).copy())
    np.testing.assert_allclose(whole, np.mean(parts, axis=0), rtol=1e-12, atol=1e-16)


def test_penalties_touch_weights_and_never_biases():
    network = Network((2, 2, 1), l1=0.5, l2=0.25)
    network.parameters = [1.0, -2, 0, 4, 50, -60, 3, -1, 70]
    assert isinstance(network.penalty(), float)
    assert network.penalty() == 0.5 * (1 + 2 + 4 + 3 + 1) + 0.125 * (1 + 4 + 16 + 9 + 1)
    network.forward(INPUTS)
    with_penalty = network.backward(LABELS).copy()
    loss = network.loss(INPUTS, LABELS)
    network.l1 = network.l2 = 0
    assert network.penalty() == 0 and network.loss(INPUTS, LABELS) == loss
    slope = with_penalty - network.backward(LABELS)
    np.testing.assert_allclose(slope, [0.75, -1.0, 0, 1.5, 0, 0, 1.25, -0.75, 0], rtol=0, atol=1e-12)


def test_weight_decay_shrinks_weights_and_leaves_biases():
    network = Network((2, 1), loss="squared_error", l2=0.5)
    network.parameters = [2.0, -4.0, 3.0]
    network.fit(np.zeros((4, 2)), [3.0] * 4, SGD(0.1), batch_size=4, epochs=3)  # the loss is 0 already
    np.testing.assert_allclose(network.parameters, [2 * 0.95**3, -4 * 0.95**3, 3], rtol=1e-14)


def linear(loss, weights, bias, **settings):
    network = Network((1, len(bias)), loss=loss, **settings)
    network.layers[0].weights, network.layers[0].bias = [weights], [bias]
    return network


def test_binary_predictions():
    network = linear("binary_cross_entropy", [1.0], [0.0])
    inputs = [[-1.0], [0.0], [2.0]]
    assert network.predict(inputs).tolist() == [0, 1, 1]  # a tie is a 1
    np.testing.assert_allclose(network.predict_proba(inputs), [0.26894142, 0.5, 0.88079708], rtol=1e-7)
    assert network.predict(inputs, threshold=0.6).tolist() == [0, 0, 1]
    assert network.predict(inputs, threshold=0.2).tolist() == [1, 1, 1]
    assert network.predict(inputs, threshold=network.predict_proba(inputs)[2]).tolist() == [0, 0, 1]
    assert network.score(inputs, [0, 0, 1]) == 2 / 3
    assert network.forward(inputs).tolist() == [[-1], [0], [2]]


def test_categorical_predictions():
    network = linear("categorical_cross_entropy", [0.0, 1.0, -1.0], [0.5, 0.0, 0.0])
    inputs = [[-1.0], [0.0], [2.0]]
    assert network.predict(inputs).tolist() == [2, 0, 1]
    probabilities = network.predict_proba(inputs)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1)
    assert probabilities[1, 0] == pytest.approx(np.exp(0.5) / (np.exp(0.5) + 2))
    assert network.score(inputs, [2, 1, 1]) == 2 / 3


def test_predicted_values_and_r_squared():
    network = linear("squared_error", [2.0], [1.0])
    inputs = [[0.0], [1.0], [2.0], [3.0]]
    assert network.predict(inputs).tolist() == [1, 3, 5, 7]
    assert network.score(inputs, [1, 3, 5, 7]) == 1
    assert network.score(inputs, [[1], [3], [5], [11]]) == 1 - 16 / (4**2 + 2**2 + 0 + 6**2)
    assert network.score([[0.0], [1.0]], [1, 3]) == network.score([[0.0], [1.0]], [[1], [3]])
    two = linear("squared_error", [1.0, -1.0], [0.0, 0.0])
    assert two.predict([[1.0], [3.0]]).tolist() == [[1, -1], [3, -3]]
    assert two.score([[1.0], [3.0]], [[1, -1], [3, -1]]) == 1 - 4 / 2


def test_judging_many_runs():
    network = Network((2, 3, 1), runs=4, seed=7)
    singles = [Network((2, 3, 1), seed=7 + run) for run in range(4)]
    for method in ("score", "loss"):
        together = getattr(network, method)(INPUTS, LABELS)
        assert together.shape == (4,)
        np.testing.assert_allclose(together, [getattr(single, method)(INPUTS, LABELS) for single in singles])
    assert isinstance(singles[0].score(INPUTS, LABELS), float) and isinstance(singles[0].loss(INPUTS, LABELS), float)
    assert network.predict(INPUTS).shape == network.predict_proba(INPUTS).shape == (4, 6)
    own = np.array([INPUTS, -INPUTS, 2 * INPUTS, INPUTS + 1])
    own_labels = np.array([LABELS, 1 - LABELS, LABELS, LABELS])
    expected = [single.loss(x, t) for single, x, t in zip(singles, own, own_labels, strict=True)]
    np.testing.assert_allclose(network.loss(own, own_labels), expected)


@pytest.mark.parametrize("examples", [1, 2, 3])
def test_targets_of_as_many_runs_as_examples_are_told_apart(examples):
    network = Network((2, 1), loss="squared_error", runs=examples)
    inputs, shared = INPUTS[:examples], np.arange(1.0, examples + 1)
    column = network.loss(inputs, shared[:, np.newaxis])
    np.testing.assert_array_equal(network.loss(inputs, shared), column)
    own = np.outer(np.arange(1, examples + 1), shared)
    np.testing.assert_allclose(
        network.loss(inputs, own),
        [np.mean((network.forward(inputs)[run, :, 0] - own[run]) ** 2) / 2 for run in range(examples)],
    )


def test_inputs_of_any_layout_and_type():
    network = Network((2, 3, 1))
    expected = network.forward(INPUTS)
    for same in (INPUTS.tolist(), np.asfortranarray(INPUTS), INPUTS[::-1][::-1]):
        np.testing.assert_array_equal(network.forward(same), expected)
    assert Network((2, 3, 1), dtype="float32").forward(INPUTS).dtype == np.float32
