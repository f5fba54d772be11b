"""The nearest neighbours, against counting by hand and a plain loop."""
import numpy as np
import pytest

from lessons_lib import data
from lessons_lib.nn import k_nearest

LINE, LABELS = np.array([[0.0], [1.0], [2.0], [5.0], [6.0]]), np.array([0, 1, 1, 2, 2])


@pytest.mark.parametrize("k, wanted", [(1, [0, 1, 2]), (3, [1, 1, 2]), (5, [1, 2, 2])])
def test_by_hand_on_a_line(k, wanted):
    """With all five examples labels 1 and 2 have two votes each: the nearest example decides."""
    np.testing.assert_array_equal(k_nearest(LINE, LABELS, [[0.1], [1.2 if k < 5 else 4.0], [7.0]], k=k), wanted)


def test_of_labels_with_equally_many_votes_that_of_the_nearest_wins():
    inputs, labels = [[0.0], [3.0], [7.0]], [2, 1, 0]
    assert k_nearest(inputs, labels, [[1.0], [2.9], [6.0]], k=3).tolist() == [2, 1, 0]


def test_of_equally_near_examples_the_earlier_is_nearer():
    assert k_nearest([[0.0], [2.0], [9.0]], [1, 0, 2], [[1.0]], k=1).tolist() == [1]
    assert k_nearest([[2.0], [0.0], [9.0]], [0, 1, 2], [[1.0]], k=2).tolist() == [0]
    many = np.tile([5.0, 1.0, 9.0, 1.0], 200)[:, np.newaxis]  # so many that an unstable sort would mix them
    assert k_nearest(many, np.arange(800), [[1.0]], k=3).tolist() == [1]


def test_distance_is_of_all_inputs_together():
    """(3, 4) is 5 away from the origin, (0, 6) is 6 away, though nearer in the first input."""
    assert k_nearest([[3.0, 4.0], [0.0, 6.0]], [0, 1], [[0.0, 0.0]], k=1).tolist() == [0]


def test_a_plain_loop_says_the_same_of_digits():
    inputs, labels = data.digits()
    train, asked = slice(0, 300), slice(300, 380)
    wanted = []
    for x in inputs[asked]:
        distances = [sum((a - b) ** 2 for a, b in zip(x, y, strict=True)) for y in inputs[train]]
        nearest = sorted(range(300), key=lambda row, d=distances: (d[row], row))[:3]
        votes = [int(labels[row]) for row in nearest]
        wanted.append(max(votes, key=lambda label, v=votes: (v.count(label), -v.index(label))))
    np.testing.assert_array_equal(k_nearest(inputs[train], labels[train], inputs[asked], k=3), wanted)


@pytest.mark.parametrize("change, message", [
    ({"k": 0}, "k: 0 given, wanted a whole number from 1 to 5 (the training examples)"),
    ({"k": 6}, "k: 6 given, wanted a whole number from 1 to 5 (the training examples)"),
    ({"train_labels": [0, 1]}, "train_labels: shape (2,) given, wanted shape (5,)"),
    ({"train_labels": [0, 1, 1, 2, -1]}, "train_labels: -1 at [4] given"),
    ({"train_labels": [0, 1, 1, 2, 0.5]}, "train_labels: 0.5 at [4] given"),
    ({"inputs": [[1.0, 2.0]]}, "inputs: shape (1, 2) given, wanted shape (examples, 1)"),
    ({"inputs": [[np.inf]]}, "inputs: inf at [0, 0] given, wanted finite numbers"),
])
def test_bad_input_is_one_sentence(change, message):
    with pytest.raises(ValueError) as caught:
        k_nearest(**{"train_inputs": LINE, "train_labels": LABELS, "inputs": [[1.0]], **change})
    assert str(caught.value).startswith(message)
