"""Pictures moved by one pixel, against pictures drawn by hand."""
import numpy as np
import pytest

from lessons_lib import data


def picture(*inked):
    """A picture (64,) with these (row, column) inked: 1, 2, ... sixteenths, so that they are told apart."""
    made = np.zeros((8, 8))
    for ink, place in enumerate(inked, start=1):
        made[place] = ink / 16
    return made.reshape(64)


def test_one_pixel_up_down_left_right_in_this_order():
    moved, _labels = data.shifted(picture((3, 2), (4, 6))[np.newaxis], [5])
    wanted = [picture((2, 2), (3, 6)), picture((4, 2), (5, 6)), picture((3, 1), (4, 5)), picture((3, 3), (4, 7))]
    np.testing.assert_array_equal(moved, wanted)


@pytest.mark.parametrize("edge, way", [((0, 4), 0), ((7, 4), 1), ((4, 0), 2), ((4, 7), 3)])
def test_what_leaves_at_one_edge_does_not_come_in_at_another(edge, way):
    moved, _labels = data.shifted([picture(edge)], [1])
    assert [int(ink.any()) for ink in moved] == [int(other != way) for other in range(4)]


def test_each_copy_keeps_its_label_and_the_pictures_stay_as_they_were():
    inputs, labels = data.digits()
    before = inputs.copy()
    moved, moved_labels = data.shifted(inputs, labels)
    assert moved.shape == (4 * 1797, 64) and moved_labels.shape == (4 * 1797,)
    np.testing.assert_array_equal(inputs, before)
    for way in range(4):
        np.testing.assert_array_equal(moved_labels[way * 1797:(way + 1) * 1797], labels)
    number = 1234
    grid = inputs[number].reshape(8, 8)
    np.testing.assert_array_equal(moved[2 * 1797 + number].reshape(8, 8)[:, :7], grid[:, 1:])


@pytest.mark.parametrize("inputs, labels, message", [
    (np.zeros((2, 63)), [0, 1], "inputs: 63 columns given, wanted 64"),
    (np.zeros(64), [0], "inputs: an array of shape (64,) given, wanted 2 dimensions"),
    (np.zeros((2, 64)), [0], "labels: 1 given, wanted 2, one for each picture"),
    (np.full((1, 64), np.nan), [0], "inputs: nan at index (0, 0) given, wanted finite numbers"),
])
def test_bad_pictures_are_named(inputs, labels, message):
    with pytest.raises(ValueError) as caught:
        data.shifted(inputs, labels)
    assert str(caught.value) == message
