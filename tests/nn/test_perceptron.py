"""The perceptron rule: by hand, where it stops, and where it cannot."""
import numpy as np
import pytest

from lessons_lib import data
from lessons_lib.nn import perceptron_steps

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])


def last(inputs, labels, **settings):
    return list(perceptron_steps(inputs, labels, **settings))[-1]


def test_the_first_steps_by_hand():
    """From zero z = 0, so everything fires: a 0 is a mistake and moves w by -eta x and b by -eta."""
    inputs, labels = np.array([[2.0, -1.0], [0.5, 3.0]]), np.array([0, 0])
    first, second, *_ = perceptron_steps(inputs, labels, learning_rate=0.5, seed=0)
    x = inputs[first.example]
    assert (first.sum, first.output, first.error) == (0.0, 1, -1)
    np.testing.assert_allclose(first.weights, -0.5 * x)
    assert first.bias == -0.5
    assert second.sum == pytest.approx(-0.5 * x @ inputs[second.example] - 0.5)
    assert second.mistakes == (1 + (second.error != 0),)


@pytest.mark.parametrize("labels", [(0, 0, 0, 1), (0, 1, 1, 1), (1, 1, 1, 0)])
def test_gates_that_a_line_can_part_are_learned(labels):
    end = last(CORNERS, np.array(labels), epochs=100)
    assert end.mistakes[-1] == 0
    assert [int(z >= 0) for z in CORNERS @ end.weights + end.bias] == list(labels)


def test_xor_is_never_learned():
    for seed in range(10):
        end = last(CORNERS, np.array([0, 1, 1, 0]), epochs=100, seed=seed)
        assert end.epoch == 100 and min(end.mistakes) > 0


def test_every_example_once_an_epoch_in_a_new_order():
    inputs, labels = data.penguins(("Adelie", "Gentoo"), ("flipper_length", "body_mass"))
    steps = list(perceptron_steps(data.Standardiser(inputs).transform(inputs), labels, epochs=3))
    orders = [[step.example for step in steps if step.epoch == epoch] for epoch in (1, 2, 3)]
    assert all(sorted(order) == list(range(len(labels))) for order in orders)
    assert orders[0] != orders[1]
    assert [step.number for step in steps] == list(range(1, 3 * len(labels) + 1))


def test_the_weights_given_are_not_changed_later():
    steps = list(perceptron_steps(CORNERS, np.array([0, 1, 1, 0]), epochs=5))
    assert len({tuple(step.weights) for step in steps}) > 2


@pytest.mark.parametrize("change, words", [
    ({"labels": [0, 1, 2, 0]}, "labels: .*2"), ({"labels": [0, 1, 1]}, "labels: .*3"),
    ({"inputs": [[np.nan, 0]] * 4}, "inputs"), ({"learning_rate": -1}, "learning_rate: -1 given"),
    ({"epochs": 0}, "epochs: 0 given"), ({"seed": 0.5}, "seed: 0.5 given"),
])
def test_bad_input_is_one_sentence_at_once(change, words):
    arguments = {"inputs": CORNERS, "labels": [0, 1, 1, 0]} | change
    with pytest.raises(ValueError, match=words):
        perceptron_steps(arguments.pop("inputs"), arguments.pop("labels"), **arguments)
