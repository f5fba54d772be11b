"""The optimum of logistic regression, against the conditions that define it."""
import numpy as np
import pytest

from lessons_lib.nn import SGD, Network, logistic_optimum

generator = np.random.default_rng(3)
INPUTS = generator.normal(size=(219, 2))
P = 1 / (1 + np.exp(-(INPUTS @ [3.0, -2.0] + 0.5)))
LABELS = (generator.random(219) < P).astype(int)


def gradient(inputs, labels, weights, bias):
    """The gradient of the mean binary cross-entropy over weights and bias, written anew."""
    error = 1 / (1 + np.exp(-(inputs @ weights + bias))) - labels
    return np.append(inputs.T @ error, error.sum()) / len(labels)


@pytest.mark.parametrize("inputs", [
    INPUTS,
    INPUTS * [5, 800] + [40, 4200],  # millimetres and grams
    INPUTS[:, :1],
    np.column_stack([INPUTS, np.zeros(219), np.ones(219)]),
])  # fmt: skip
def test_gradient_is_zero(inputs):
    weights, bias = logistic_optimum(inputs, LABELS)
    assert weights.shape == inputs.shape[1:] and isinstance(bias, float)
    assert np.abs(gradient(inputs, LABELS, weights, bias)).max() < 1e-10


def test_units_change_the_weights_and_nothing_else():
    weights, bias = logistic_optimum(INPUTS, LABELS)
    scaled, shifted_bias = logistic_optimum(INPUTS * [1e-3, 1e5] + [1, 7e5], LABELS)
    np.testing.assert_allclose(scaled * [1e-3, 1e5], weights, rtol=1e-8)
    assert shifted_bias == pytest.approx(bias - scaled @ [1, 7e5], rel=1e-8)


def test_repeated_columns_share_the_weight():
    weights, bias = logistic_optimum(INPUTS, LABELS)
    shared, same_bias = logistic_optimum(INPUTS[:, [0, 1, 0]], LABELS)
    np.testing.assert_allclose(shared, [weights[0] / 2, weights[1], weights[0] / 2], rtol=1e-10)
    assert same_bias == pytest.approx(bias, rel=1e-10)


def test_gradient_descent_run_to_its_end_arrives_there():
    network = Network((2, 1)).fit(INPUTS, LABELS, SGD(1.0, 0.9), batch_size=219, epochs=2000)
    weights, bias = logistic_optimum(INPUTS, LABELS)
    np.testing.assert_allclose(network.parameters, [*weights, bias], rtol=1e-10)


def test_far_outliers_do_not_lead_astray():
    # plain Newton steps from zero fly off here and never come back
    inputs = np.array([[390.24, 5.11], [-26.36, -1604.58], [1.32, -0.14], [0.52, -17.42],
                       [-0.65, 0.55], [-7.82, 0.81], [9.09, -1991.07], [-0.26, 3.4]])  # fmt: skip
    labels = np.array([1, 0, 1, 1, 1, 0, 1, 0])
    weights, bias = logistic_optimum(inputs, labels)
    assert np.abs(gradient(inputs, labels, weights, bias)).max() < 1e-10


@pytest.mark.parametrize("inputs, labels", [
    ([[0.0], [1.0], [2.0], [3.0]], [0, 0, 1, 1]),
    ([[0.0], [1.0], [1.0], [2.0]], [0, 0, 1, 1]),  # separated but for a tie on the line
    ([[6.0], [7.0], [-1.0], [-1.0]], [1, 1, 0, 1]),
    ([[0.0], [1.0]], [1, 1]),
    (INPUTS, (P > 0.5).astype(int)),
])  # fmt: skip
def test_separable_classes_have_no_finite_optimum(inputs, labels):
    with pytest.raises(ValueError, match="^targets: classes that a line or plane separates given"):
        logistic_optimum(inputs, labels)


def test_nearly_separable_classes_still_have_one():
    labels = (P > 0.5).astype(int)
    labels[np.argsort(np.abs(P - 0.5))[:3]] ^= 1  # the three nearest to the line change sides
    weights, bias = logistic_optimum(INPUTS, labels)
    assert np.abs(gradient(INPUTS, labels, weights, bias)).max() < 1e-10 and np.abs(weights).max() > 20


@pytest.mark.parametrize("inputs, labels, message", [
    ([1.0, 2.0], [0, 1], r"inputs: shape \(2,\) given, wanted shape \(examples, inputs\)"),
    ([[1.0], [np.nan]], [0, 1], r"inputs: nan at \[1, 0\] given, wanted finite numbers"),
    ([[1.0], [2.0]], [0], r"targets: shape \(1,\) given, wanted shape \(2,\)"),
    ([[1.0], [2.0]], [0, 2], r"targets: 2 at \[1\] given, wanted 0 or 1"),
])  # fmt: skip
def test_bad_input(inputs, labels, message):
    with pytest.raises(ValueError, match="^" + message):
        logistic_optimum(inputs, labels)
