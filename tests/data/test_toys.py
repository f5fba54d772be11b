"""The toy generators against what their docstrings say in words."""

import numpy as np
import pytest

from lessons_lib import data

CLASSES = [data.two_gaussians, data.circles, data.xor, data.moons, data.spirals]
NUMBERS = [data.plane, data.hills]
every_toy = pytest.mark.parametrize("toy", CLASSES + NUMBERS, ids=lambda toy: toy.__name__)
every_class_toy = pytest.mark.parametrize("toy", CLASSES, ids=lambda toy: toy.__name__)
every_number_toy = pytest.mark.parametrize("toy", NUMBERS, ids=lambda toy: toy.__name__)


@every_toy
@pytest.mark.parametrize("examples", [2, 7, 200])
def test_shapes_and_types(toy, examples):
    inputs, targets = toy(examples=examples)
    assert inputs.shape == (examples, 2) and inputs.dtype == np.float64
    assert targets.shape == (examples,) and targets.dtype.kind == ("i" if toy in CLASSES else "f")


@every_toy
def test_the_seed_alone_decides(toy):
    first, again, other = toy(seed=3), toy(seed=3), toy(seed=4)
    np.testing.assert_array_equal(first[0], again[0])
    np.testing.assert_array_equal(first[1], again[1])
    assert not np.isclose(first[0], other[0]).any()


@every_class_toy
@pytest.mark.parametrize("examples", [2, 7, 200])
def test_classes_are_balanced_to_one_example(toy, examples):
    zeros, ones = np.bincount(toy(examples=examples)[1])
    assert zeros + ones == examples and 0 <= zeros - ones <= 1


@every_class_toy
def test_noise_is_a_standard_deviation_of_the_inputs(toy):
    shift = toy(examples=4000, noise=0.3, seed=1)[0] - toy(examples=4000, noise=0, seed=1)[0]
    np.testing.assert_allclose(shift.std(axis=0), 0.3, rtol=0.05)
    np.testing.assert_allclose(shift.mean(axis=0), 0, atol=0.03)


@every_number_toy
def test_noise_is_a_standard_deviation_of_the_targets(toy):
    (inputs, noisy), (same, clean) = toy(examples=4000, noise=0.3, seed=1), toy(examples=4000, noise=0, seed=1)
    np.testing.assert_array_equal(inputs, same)
    assert (noisy - clean).std() == pytest.approx(0.3, rel=0.05)


@every_toy
def test_clean_inputs_fill_the_square(toy):
    inputs, _ = toy(examples=4000, noise=0)
    assert np.abs(inputs).max() <= 1
    assert np.ptp(inputs, axis=0).min() >= 0.99      # no axis is lost: the moons are the flattest


def test_two_gaussians_stand_in_opposite_quarters():
    inputs, labels = data.two_gaussians(examples=4000)
    np.testing.assert_allclose(inputs[labels == 0].mean(axis=0), [-0.5, -0.5], atol=0.02)
    np.testing.assert_allclose(inputs[labels == 1].mean(axis=0), [0.5, 0.5], atol=0.02)


def test_circles_are_a_disc_in_a_ring():
    inputs, labels = data.circles(examples=1000, noise=0)
    radius = np.hypot(*inputs.T)
    assert radius[labels == 1].max() <= 0.5
    assert 0.7 <= radius[labels == 0].min() and radius[labels == 0].max() <= 1
    assert set(zip(*np.sign(inputs).T.tolist(), labels, strict=True)) == {
        (x, y, label) for x in (-1, 1) for y in (-1, 1) for label in (0, 1)}     # both classes all the way round


def test_xor_without_noise_is_the_truth_table():
    inputs, labels = data.xor(examples=4, noise=0)
    table = {tuple(corner): int(label) for corner, label in zip(inputs.tolist(), labels, strict=True)}
    assert table == {(-1, -1): 0, (-1, 1): 1, (1, -1): 1, (1, 1): 0}


def test_xor_uses_its_corners_equally():
    inputs, _ = data.xor(examples=400, noise=0)
    assert np.unique(inputs, axis=0, return_counts=True)[1].tolist() == [100] * 4


def test_moons_are_half_circles_that_reach_into_each_other(separable):
    inputs, labels = data.moons(examples=2000, noise=0)
    for label, (x, y) in enumerate([(-1 / 3, -1 / 6), (1 / 3, 1 / 6)]):
        moon = inputs[labels == label] - (x, y)
        np.testing.assert_allclose(np.hypot(*moon.T), 2 / 3)
        assert (moon[:, 1] >= -1e-12).all() if label == 0 else (moon[:, 1] <= 1e-12).all()
    assert not separable(inputs, labels)


def test_spirals_wind_once_and_a_half():
    inputs, labels = data.spirals(examples=2000, noise=0)
    radius, angle = np.hypot(*inputs.T), np.arctan2(inputs[:, 1], inputs[:, 0])
    np.testing.assert_allclose(np.cos(angle - 3 * np.pi * radius), np.where(labels == 0, 1, -1))
    assert 0.1 <= radius.min() < 0.11 and 0.99 < radius.max() <= 1


@pytest.mark.parametrize("toy", [data.circles, data.xor, data.moons, data.spirals], ids=lambda toy: toy.__name__)
def test_no_line_parts_the_harder_toys(toy, separable):
    assert not separable(*toy(noise=0))


def test_a_line_parts_the_two_clouds_when_they_are_small(separable):
    assert separable(*data.two_gaussians(noise=0.1))
    assert not separable(*data.two_gaussians(noise=0.5))


def test_plane_is_half_the_sum():
    inputs, targets = data.plane(noise=0)
    np.testing.assert_allclose(targets, [(x + y) / 2 for x, y in inputs])


def test_hills_and_hollows_alternate():
    inputs, targets = data.hills(examples=8000, noise=0)
    for y, heights in [(0.4, (1, -1, 1)), (-0.4, (-1, 1, -1))]:
        for x, height in zip((-2 / 3, 0, 2 / 3), heights, strict=True):
            near = np.hypot(*(inputs - (x, y)).T) < 0.05
            np.testing.assert_allclose(targets[near], height, atol=0.05)
    from_the_top = np.hypot(*(inputs - (0, -0.4)).T)
    half_way_down = (np.abs(from_the_top - 0.2) < 0.01) & (inputs[:, 1] < -0.55)    # away from the other five
    np.testing.assert_allclose(targets[half_way_down], np.exp(-1 / 2), atol=0.05)


@every_toy
@pytest.mark.parametrize(("argument", "value", "message"), [
    ("examples", 1, "examples: 1 given, wanted a whole number from 2"),
    ("examples", 2.5, "examples: 2.5 given, wanted a whole number from 2"),
    ("seed", True, "seed: True given, wanted a whole number from 0"),
    ("noise", -0.1, "noise: -0.1 given, wanted a finite number from 0 (a standard deviation)"),
    ("noise", float("nan"), "noise: nan given, wanted a finite number from 0 (a standard deviation)"),
    ("noise", float("inf"), "noise: inf given, wanted a finite number from 0 (a standard deviation)"),
    ("noise", "much", "noise: 'much' given, wanted a number from 0 (a standard deviation)"),
    ("seed", -1, "seed: -1 given, wanted a whole number from 0"),
    ("seed", None, "seed: None given, wanted a whole number from 0"),
])
def test_bad_arguments_are_named(toy, argument, value, message):
    with pytest.raises(ValueError) as caught:
        toy(**{argument: value})
    assert str(caught.value) == message
