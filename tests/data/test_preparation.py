"""Splitting and standardising: nothing lost, nothing doubled, nothing learnt from validation data."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons_lib import data

COUNTS = st.lists(st.integers(10, 60), min_size=1, max_size=5)
SHARES = st.sampled_from([(0.6, 0.2, 0.2), (0.5, 0.5), (0.7, 0.3), (0.4, 0.3, 0.2, 0.1)])


def numbered(counts):
    """Inputs that hold their own row number, and labels with that many examples of each class, in mixed order."""
    labels = np.random.default_rng(9).permutation(np.repeat(np.arange(len(counts)), counts))
    rows = np.arange(len(labels), dtype=float)
    return np.stack([rows, -rows], axis=1), labels


@given(COUNTS, SHARES, st.integers(0, 1000))
def test_every_example_lands_once_with_its_own_label(counts, fractions, seed):
    inputs, labels = numbered(counts)
    parts = data.split(inputs, labels, fractions, seed)
    assert len(parts) == len(fractions)
    rows = np.concatenate([part[0][:, 0] for part in parts]).astype(int)
    assert sorted(rows) == list(range(len(labels)))
    np.testing.assert_array_equal(np.concatenate([part[1] for part in parts]), labels[rows])


@given(COUNTS, SHARES, st.integers(0, 1000))
def test_each_class_is_shared_out_exact_to_one_example(counts, fractions, seed):
    for fraction, (_, labels) in zip(fractions, data.split(*numbered(counts), fractions, seed), strict=True):
        np.testing.assert_array_less(np.abs(np.bincount(labels, minlength=len(counts)) - fraction * np.array(counts)),
                                     1 + 1e-9)


def test_penguins_split_as_counted_by_hand():
    sizes = [np.bincount(labels).tolist() for _, labels in data.split(*data.penguins())]
    assert sizes == [[91, 74], [30, 24], [30, 25]]      # of 151 and 123: cut at 0.6 and 0.8, rounded


def test_parts_are_shuffled_and_the_seed_decides():
    inputs, labels = numbered([50, 50])
    (first, _), (again, _), (other, _) = (data.split(inputs, labels, seed=seed)[0] for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert first.tolist() != other.tolist() and set(first[:, 0]) != set(other[:, 0])
    assert (np.diff(first[:, 0]) < 0).sum() > 10        # no longer in the order of the file


def test_a_part_is_not_sorted_by_class():
    _, labels = data.split(*data.penguins())[0]
    assert (np.diff(labels) != 0).sum() > 30


def test_targets_that_are_numbers_are_split_by_count():
    inputs = np.arange(30.0).reshape(10, 3)
    for targets in (inputs.sum(axis=1), inputs[:, :2] * 2, inputs[:, :2].astype(int) * 2):    # one output, two outputs
        train, test = data.split(inputs, targets, fractions=(0.7, 0.3))
        assert len(train[0]) == 7 and len(test[0]) == 3
        expected = train[0].sum(axis=1) if targets.ndim == 1 else train[0][:, :2] * 2
        np.testing.assert_array_equal(train[1], expected)


def test_split_gives_copies():
    inputs, labels = data.two_gaussians()
    before = inputs.copy()
    for part, _ in data.split(inputs, labels):
        part[:] = 0
    np.testing.assert_array_equal(inputs, before)


@pytest.mark.parametrize(("arguments", "message"), [
    (dict(targets=[0, 1, 0]), "targets: 3 given, wanted 10, one for each example of inputs"),
    (dict(inputs=[[np.nan, 1.0]] * 10), "inputs: nan at index (0, 0) given, wanted finite numbers"),
    (dict(targets=[0.5] * 9 + [np.inf]), "targets: inf at index (9,) given, wanted finite numbers"),
    (dict(inputs=[[1.0]] * 9 + [[1.0, 2.0]]), "inputs: rows of unequal length given, wanted one array"),
    (dict(inputs=3.0), "inputs: an array of shape () given, wanted at least 1 dimension"),
    (dict(targets=["a"] * 10), "targets: values of type <U1 given, wanted numbers"),
    (dict(fractions=(0.6, 0.2)), "fractions: [0.6, 0.2] given, wanted two or more positive numbers that sum to 1"),
    (dict(fractions=(1.0, 0.0)), "fractions: [1.0, 0.0] given, wanted two or more positive numbers that sum to 1"),
    (dict(fractions=(1.0,)), "fractions: [1.0] given, wanted two or more positive numbers that sum to 1"),
    (dict(fractions=0.6), "fractions: an array of shape () given, wanted 1 dimensions"),
    (dict(targets=[0] * 8 + [1] * 2),
     "targets: 2 examples of class 1 given, wanted enough for one in each of the 3 parts"),
    (dict(inputs=[[1.0]], targets=[0.5]), "targets: 1 examples given, wanted enough for one in each of the 3 parts"),
    (dict(inputs=np.empty((0, 2)), targets=np.empty(0)),
     "targets: 0 examples given, wanted enough for one in each of the 3 parts"),
    (dict(seed=1.5), "seed: 1.5 given, wanted a whole number from 0"),
])
def test_bad_splits_are_named(arguments, message):
    good = dict(inputs=np.arange(20.0).reshape(10, 2), targets=[0, 1] * 5)
    with pytest.raises(ValueError) as caught:
        data.split(**{**good, **arguments})
    assert str(caught.value) == message


def test_standardised_training_inputs_have_mean_0_and_standard_deviation_1():
    inputs, _ = data.penguins()
    standardised = data.Standardiser(inputs).transform(inputs)
    np.testing.assert_allclose(standardised.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(standardised.std(axis=0), 1)


def test_validation_data_is_measured_with_the_training_ruler():
    scaler = data.Standardiser([[0.0, 10.0], [4.0, 30.0]])      # means 2 and 20, standard deviations 2 and 10
    assert scaler.mean.tolist() == [2, 20] and scaler.std.tolist() == [2, 10]
    validation = np.array([[100.0, 500.0], [102.0, 510.0]])
    assert scaler.transform(validation).tolist() == [[49, 48], [50, 49]]
    assert scaler.mean.tolist() == [2, 20] and scaler.std.tolist() == [2, 10]
    assert scaler.transform([4.0, 10.0]).tolist() == [1, -1]     # one example alone


def test_inverse_undoes_transform():
    inputs, _ = data.penguins()
    scaler = data.Standardiser(inputs)
    np.testing.assert_allclose(scaler.inverse(scaler.transform(inputs)), inputs)
    assert scaler.inverse([[0.0, 0.0]]).tolist() == [scaler.mean.tolist()]


@pytest.mark.parametrize(("act", "message"), [
    (lambda: data.Standardiser([[1.0, 3.0], [2.0, 3.0]]),
     "train_inputs: column 1 is 3.0 in every example, wanted columns that vary"),
    (lambda: data.Standardiser([[0.1, 1.0]] * 3),       # a mean of 0.1 + 0.1 + 0.1 over 3 is not exactly 0.1
     "train_inputs: column 0 is 0.1 in every example, wanted columns that vary"),
    (lambda: data.Standardiser([[1.0, 2.0]]), "train_inputs: 1 examples given, wanted 2 or more"),
    (lambda: data.Standardiser([1.0, 2.0]), "train_inputs: an array of shape (2,) given, wanted 2 dimensions"),
    (lambda: data.Standardiser([[np.nan], [1.0]]), "train_inputs: nan at index (0, 0) given, wanted finite numbers"),
    (lambda: data.Standardiser([[1.0], [2.0]]).transform([[1.0, 2.0]]),
     "inputs: 2 columns given, wanted 1 as in training"),
    (lambda: data.Standardiser([[1.0], [2.0]]).inverse([[1.0, 2.0]]),
     "standardised: 2 columns given, wanted 1 as in training"),
])
def test_bad_standardising_is_named(act, message):
    with pytest.raises(ValueError) as caught:
        act()
    assert str(caught.value) == message
