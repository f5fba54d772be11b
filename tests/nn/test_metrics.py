"""Counts and curves, against numbers worked out by hand."""
import math

import numpy as np
import pytest

from lessons_lib.nn import metrics

LABELS = np.array([0, 0, 0, 1, 1, 0, 1, 1])
SCORES = np.array([0.1, 0.2, 0.6, 0.4, 0.8, 0.6, 0.6, 0.9])


def test_rows_are_the_truth():
    matrix = metrics.confusion_matrix(LABELS, SCORES >= 0.5)
    np.testing.assert_array_equal(matrix, [[2, 2], [1, 3]])
    assert metrics.accuracy(matrix) == 5 / 8
    assert metrics.precision(matrix) == 3 / 5
    assert metrics.recall(matrix) == 3 / 4


def test_nothing_called_positive_has_no_precision():
    matrix = metrics.confusion_matrix(LABELS, SCORES > 2)
    assert math.isnan(metrics.precision(matrix)) and metrics.recall(matrix) == 0


def test_more_than_two_classes():
    matrix = metrics.confusion_matrix([0, 1, 2, 2], [0, 2, 2, 1], classes=3)
    np.testing.assert_array_equal(matrix, [[1, 0, 0], [0, 0, 1], [0, 1, 1]])


def test_the_roc_curve_by_hand():
    """Thresholds 0.9, 0.8, 0.6 (three of them at once), 0.4, 0.2, 0.1."""
    false_alarms, recalls = metrics.roc_curve(LABELS, SCORES)
    np.testing.assert_allclose(recalls, [0, 1 / 4, 2 / 4, 3 / 4, 1, 1, 1])
    np.testing.assert_allclose(false_alarms, [0, 0, 0, 2 / 4, 2 / 4, 3 / 4, 1])
    assert metrics.area_under(false_alarms, recalls) == pytest.approx(13 / 16)


def test_the_area_is_the_chance_of_the_right_order():
    pairs = [(SCORES[i] > SCORES[j]) + 0.5 * (SCORES[i] == SCORES[j])
             for i in np.flatnonzero(LABELS == 1) for j in np.flatnonzero(LABELS == 0)]
    assert metrics.area_under(*metrics.roc_curve(LABELS, SCORES)) == pytest.approx(np.mean(pairs))


def test_reliability_in_bins_of_equally_many():
    said, seen = metrics.reliability(LABELS, SCORES, bins=2)
    np.testing.assert_allclose(said, [(0.1 + 0.2 + 0.4 + 0.6) / 4, (0.6 + 0.6 + 0.8 + 0.9) / 4])
    np.testing.assert_allclose(seen, [1 / 4, 3 / 4])


def test_believable_probabilities_lie_on_the_diagonal():
    rng = np.random.default_rng(0)
    probabilities = rng.uniform(size=60_000)
    said, seen = metrics.reliability(rng.uniform(size=60_000) < probabilities, probabilities)
    np.testing.assert_allclose(said, seen, atol=0.02)
    said, seen = metrics.reliability(rng.uniform(size=60_000) < probabilities, probabilities**3)
    assert np.abs(said - seen).max() > 0.2


def test_bad_input_is_one_sentence():
    with pytest.raises(ValueError, match="predictions: .*3.*wanted"):
        metrics.confusion_matrix([0, 1], [0, 1, 1])
    with pytest.raises(ValueError, match="labels: .*2"):
        metrics.confusion_matrix([0, 2], [0, 1])
    with pytest.raises(ValueError, match="labels: only 1 given, wanted both 0 and 1"):
        metrics.roc_curve([1, 1], [0.2, 0.4])
    with pytest.raises(ValueError, match="bins: 9 given"):
        metrics.reliability([0, 1], [0.2, 0.4], bins=9)
