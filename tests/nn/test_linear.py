"""Gradient descent on linear models: gradients, curvature and the limit of the rate against central differences."""
import math

import numpy as np
import pytest

from lessons_lib.nn import SGD, curvature, descent_path, example_gradients, largest_stable_rate, linear_loss
from lessons_lib.nn.linear import OUTPUTS

LOSSES = ("squared_error", "binary_cross_entropy")
H = 1e-5


@pytest.fixture
def problem():
    """Twelve examples of three inputs, the last always 1, labels that fit either loss, and some weights."""
    rng = np.random.default_rng(3)
    inputs = np.column_stack([rng.normal(size=(12, 2)) * [1.0, 3.0], np.ones(12)])
    return inputs, (rng.random(12) < 0.5).astype(float), np.array([0.4, -0.2, 0.1])


def plain_loss(x, t, w, loss):
    """The loss of one example in plain Python."""
    z = sum(a * b for a, b in zip(x, w, strict=True))
    if loss == "squared_error":
        return (z - t) ** 2 / 2
    p = 1 / (1 + math.exp(-z))
    return -t * math.log(p) - (1 - t) * math.log(1 - p)


@pytest.mark.parametrize("loss", LOSSES)
def test_the_loss_is_the_mean_over_the_examples_whatever_the_shape_of_the_weights(problem, loss):
    inputs, targets, weights = problem
    wanted = [np.mean([plain_loss(x, t, w, loss) for x, t in zip(inputs, targets, strict=True)])
              for w in (weights, -weights)]
    many = np.stack([weights, -weights] * 2).reshape(2, 2, 3)
    np.testing.assert_allclose(linear_loss(inputs, targets, many, loss), [wanted, wanted], rtol=1e-12)
    assert linear_loss(inputs, targets, weights, loss) == pytest.approx(wanted[0])


@pytest.mark.parametrize("loss", LOSSES)
def test_each_examples_gradient_against_central_differences(problem, loss):
    inputs, targets, weights = problem
    wanted = [[(plain_loss(x, t, weights + step, loss) - plain_loss(x, t, weights - step, loss)) / (2 * H)
               for step in H * np.eye(3)] for x, t in zip(inputs, targets, strict=True)]
    np.testing.assert_allclose(example_gradients(inputs, targets, weights, loss), wanted, atol=1e-8)


@pytest.mark.parametrize("loss", LOSSES)
def test_the_curvature_against_central_differences_of_the_gradient(problem, loss):
    inputs, targets, weights = problem

    def gradient(w):
        return example_gradients(inputs, targets, w, loss).mean(axis=0)

    wanted = [(gradient(weights + step) - gradient(weights - step)) / (2 * H) for step in H * np.eye(3)]
    np.testing.assert_allclose(curvature(inputs, weights, loss), wanted, atol=1e-8)


def test_the_curvature_of_the_logistic_loss_is_a_quarter_at_zero_and_less_elsewhere(problem):
    inputs, _targets, weights = problem
    squared = inputs.T @ inputs / 12
    np.testing.assert_allclose(curvature(inputs, np.zeros(3), "binary_cross_entropy"), squared / 4, rtol=1e-12)
    assert np.linalg.eigvalsh(squared / 4 - curvature(inputs, 3 * weights, "binary_cross_entropy"))[0] > 0


def test_the_limit_is_two_through_the_largest_curvature():
    hessian = np.array([[3.0, 1.0], [1.0, 3.0]])  # curvatures 2 and 4
    assert largest_stable_rate(hessian) == pytest.approx(0.5)
    assert largest_stable_rate(hessian, 0.5) == pytest.approx(0.75)


@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.9])
def test_bisection_finds_the_limit_that_is_predicted(problem, momentum):
    """Halve the gap between a rate that comes to rest and one that does not, on the whole batch."""
    inputs, targets, _weights = problem
    best = np.linalg.lstsq(inputs, targets, rcond=None)[0]

    def rests(rate):
        path = descent_path(inputs, targets, np.ones(3), SGD(rate, momentum), loss="squared_error", batch_size=12,
                            updates=3000)
        return bool(np.abs(path[-1] - best).max() < np.abs(path[0] - best).max())

    low, high = 0.0, 10.0
    for _halving in range(14):
        middle = (low + high) / 2
        low, high = (middle, high) if rests(middle) else (low, middle)
    hessian = inputs.T @ inputs / 12
    assert low == pytest.approx(largest_stable_rate(hessian, momentum), rel=0.01)


@pytest.mark.parametrize("loss", LOSSES)
def test_the_path_is_that_of_the_formula(problem, loss):
    """velocity = 0.8 velocity - 0.05 gradient, with the gradient of the whole batch."""
    inputs, targets, weights = problem
    path = descent_path(inputs, targets, weights, SGD(0.05, 0.8), loss=loss, batch_size=12, updates=7)
    velocity = np.zeros(3)
    assert path.shape == (8, 3)
    for before, after in zip(path[:-1], path[1:], strict=True):
        gradient = inputs.T @ (OUTPUTS[loss](inputs @ before) - targets) / 12
        velocity = 0.8 * velocity - 0.05 * gradient
        np.testing.assert_allclose(after, before + velocity, rtol=1e-12)
    np.testing.assert_array_equal(path[0], weights)


@pytest.mark.parametrize("batch_size", [1, 5, 12])
def test_an_epoch_uses_every_example_once_with_its_own_target(batch_size):
    """Each example has an input of its own, always 1, so that its weight is moved by it alone: by 0.1 t / batch."""
    inputs, targets = np.eye(12), np.arange(1.0, 13.0)
    updates = math.ceil(12 / batch_size)
    path = descent_path(inputs, targets, np.zeros(12), SGD(0.1), loss="squared_error", batch_size=batch_size,
                        updates=2 * updates)
    sizes = [batch_size] * (12 // batch_size) + [12 % batch_size] * (12 % batch_size > 0)
    moves = np.diff(path, axis=0)
    assert [np.count_nonzero(move) for move in moves] == sizes * 2
    assert ((moves[:updates] != 0).sum(axis=0) == 1).all() and ((moves[updates:] != 0).sum(axis=0) == 1).all()
    for move, size in zip(moves[:updates], sizes, strict=True):
        moved = np.flatnonzero(move)
        np.testing.assert_allclose(move[moved], 0.1 * targets[moved] / size)


def test_every_epoch_and_every_seed_has_its_own_order():
    inputs, targets = np.eye(12), np.ones(12)

    def order(seed):
        path = descent_path(inputs, targets, np.zeros(12), SGD(0.1), loss="squared_error", batch_size=1, updates=24,
                            seed=seed)
        return np.abs(np.diff(path, axis=0)).argmax(axis=1).tolist()

    assert order(0) == order(0) != order(1)
    assert order(0)[:12] != order(0)[12:]


def test_a_path_that_diverges_goes_on_without_a_warning_and_leaves_the_start_alone(problem):
    inputs, targets, weights = problem
    kept = weights.copy()
    path = descent_path(inputs, targets, weights, SGD(1e6), loss="squared_error", batch_size=12, updates=100)
    assert path.shape == (101, 3) and not np.isfinite(path[-1]).any() and np.isfinite(path[1]).all()
    np.testing.assert_array_equal(weights, kept)


@pytest.mark.parametrize("batch_size", [0, 13, 2.0, True])
def test_a_batch_size_that_does_not_fit_is_one_sentence(problem, batch_size):
    inputs, targets, weights = problem
    with pytest.raises(ValueError, match=f"batch_size: {batch_size} given, wanted a whole number from 1 to 12"):
        descent_path(inputs, targets, weights, SGD(0.1), loss="squared_error", batch_size=batch_size, updates=3)
