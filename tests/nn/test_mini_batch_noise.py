"""The spread of mini-batch means, against every mini-batch that there is of a small population."""
import itertools

import numpy as np
import pytest

from lessons_lib.nn import batch_means, drawn_orders, expected_spread, rms_distance

POPULATION = np.array([[0.3, -1.0], [2.0, 0.4], [-0.7, 0.1], [1.1, 3.0], [-2.5, 0.9]])
N = len(POPULATION)


def spread_by_hand(points, centre):
    return (sum((a - centre[0]) ** 2 + (b - centre[1]) ** 2 for a, b in points) / len(points)) ** 0.5


SIGMA = spread_by_hand(POPULATION, POPULATION.mean(axis=0))


@pytest.mark.parametrize("batch_size", range(1, N + 1))
@pytest.mark.parametrize("replacement, batches", [(False, itertools.combinations),
                                                  (True, lambda some, size: itertools.product(some, repeat=size))])
def test_theory_is_the_spread_over_all_batches(batch_size, replacement, batches):
    """Of two examples: all 10 pairs, and with replacement all 25 ordered ones."""
    means = [POPULATION[list(batch)].mean(axis=0) for batch in batches(range(N), batch_size)]
    assert batch_size != 2 or len(means) == (25 if replacement else 10)
    assert expected_spread(SIGMA, batch_size, N, replacement=replacement) == pytest.approx(
        spread_by_hand(means, POPULATION.mean(axis=0)), abs=1e-12)


def test_theory_takes_many_batch_sizes_at_once():
    many = expected_spread(SIGMA, np.array([1, 3, 5]), N, replacement=False)
    assert many.tolist() == [expected_spread(SIGMA, size, N, replacement=False) for size in (1, 3, 5)]
    assert many[0] == pytest.approx(SIGMA) and many[2] == 0


@pytest.mark.parametrize("replacement", [False, True])
def test_a_single_example_is_its_own_batch(replacement):
    assert expected_spread(0.0, 1, 1, replacement=replacement) == 0


def test_the_distance_is_the_root_of_the_mean_square_for_each_column_of_points():
    centre = np.array([0.5, -0.5])
    points = np.stack([POPULATION, 2 * POPULATION], axis=1)
    assert rms_distance(points, centre) == pytest.approx([spread_by_hand(some, centre)
                                                          for some in (POPULATION, 2 * POPULATION)])


def test_means_are_of_the_first_examples_of_each_order():
    orders = np.array([[4, 0, 2], [1, 1, 3]])
    wanted = [[[(POPULATION[order[:size], column]).sum() / size for column in (0, 1)] for size in (1, 2, 3)]
              for order in orders]
    np.testing.assert_allclose(batch_means(POPULATION, orders), wanted, atol=1e-15)


def test_without_replacement_every_order_has_each_example_once():
    orders = drawn_orders(7, 40, replacement=False, seed=2)
    assert orders.shape == (40, 7) and (np.sort(orders, axis=1) == np.arange(7)).all()
    assert len({tuple(order) for order in orders}) > 35, "the orders are one order"


def test_with_replacement_every_place_is_drawn_from_all():
    orders = drawn_orders(7, 4000, replacement=True, seed=2)
    shares = np.array([np.bincount(place, minlength=7) for place in orders.T]) / 4000
    assert np.abs(shares - 1 / 7).max() < 0.03
    assert np.mean(orders[:, 0] == orders[:, 1]) == pytest.approx(1 / 7, abs=0.03), "the places depend on each other"


@pytest.mark.parametrize("replacement", [False, True])
def test_a_seed_gives_the_same_orders_and_another_others(replacement):
    draw = [drawn_orders(30, 5, replacement=replacement, seed=seed).tolist() for seed in (4, 4, 5)]
    assert draw[0] == draw[1] != draw[2]


@pytest.mark.parametrize("replacement", [False, True])
def test_what_is_drawn_spreads_as_all_batches_do(replacement):
    means = batch_means(POPULATION, drawn_orders(N, 4000, replacement=replacement, seed=0))
    theory = expected_spread(SIGMA, np.arange(1, N + 1), N, replacement=replacement)
    np.testing.assert_allclose(rms_distance(means, POPULATION.mean(axis=0)), theory, rtol=0.04, atol=1e-12)


@pytest.mark.parametrize("call, words", [
    (lambda: drawn_orders(0, 3, replacement=True), "examples: 0 given, wanted a whole number, 1 or more"),
    (lambda: drawn_orders(3, 2.5, replacement=True), "draws: 2.5 given, wanted a whole number, 1 or more"),
    (lambda: expected_spread(1.0, 6, N, replacement=False), "batch_size: 6 given, wanted a whole number from 1 to 5"),
    (lambda: expected_spread(1.0, [2, 0], N, replacement=True), "batch_size: 0 given"),
    (lambda: expected_spread(1.0, [2, 2.5], N, replacement=True), "batch_size: 2.5 given"),
    (lambda: expected_spread(1.0, float("nan"), N, replacement=True), "batch_size: nan given"),
    (lambda: expected_spread(1.0, 1, 1.5, replacement=True), "examples: 1.5 given"),
])
def test_what_does_not_fit_is_one_sentence(call, words):
    with pytest.raises(ValueError, match=words):
        call()
