"""From strokes to a picture: what the pen inks, where it lands, and what a wrong text says."""
import numpy as np
import pytest

from lessons_lib.data.strokes import MOST, PEN, bitmap, picture, placement, read_strokes, written

SEVEN = "5.1 12.6, 12 12.5, 6.8 2.8; 5.7 7.9, 10.7 7.8"


def rows(inputs):
    return inputs.reshape(8, 8)


def test_a_text_of_strokes():
    first, second = read_strokes(" 4 12, 9.5 12 ,6 3 ;; 4 8;")
    assert first.tolist() == [[4, 12], [9.5, 12], [6, 3]] and second.tolist() == [[4, 8]]
    assert read_strokes("") == read_strokes(" ; ") == ()
    assert read_strokes(f"{written((4, 12.0))}, {written((0.123, 15.96))}")[0].tolist() == [[4, 12], [0.123, 16]]


@pytest.mark.parametrize(("text", "point", "stroke"), [
    ("3", "3", 1), ("1 2; 3 4 5", "3 4 5", 2), ("3 16.1", "3 16.1", 1), ("-1 3", "-1 3", 1), ("1 2, a b", "a b", 1),
    ("nan 3", "nan 3", 1), ("1 2,, 3 4", "", 1), ("1 2,", "", 1)])
def test_a_wrong_text_names_its_point_and_its_stroke(text, point, stroke):
    with pytest.raises(ValueError, match=f"“{point}” given in stroke {stroke}, wanted x and y from 0 to 16"):
        read_strokes(text)


def test_a_drawing_without_end_is_refused():
    assert len(read_strokes(", ".join(["1 1"] * MOST))[0]) == MOST
    with pytest.raises(ValueError, match=f"{MOST + 1} points given, wanted {MOST} at most"):
        read_strokes(", ".join(["1 1"] * MOST) + "; 1 1")


def test_an_empty_drawing_is_a_sentence():
    with pytest.raises(ValueError, match="The pad is empty: draw a digit"):
        picture(())


def test_an_upright_line_in_the_middle_by_hand():
    """A pen of 4 along x = 16 from y = 2 to 30 inks the points at 14.5, 15.5, 16.5, 17.5 of every row, half of two
    blocks; its round ends miss the outer two in the first and the last row: (1.5, 1.5) is 2.12 from the end."""
    wanted = np.zeros((8, 8))
    wanted[:, 3:5] = 1 / 2
    wanted[[0, 0, 7, 7], [3, 4, 3, 4]] = 7 / 16
    np.testing.assert_array_equal(rows(picture(read_strokes("3 9, 3 14"), pen=4)), wanted)


def test_a_line_left_where_it_is_by_hand():
    """The pad's (2, 14) to (6, 14) is (4, 28) to (12, 28) of the bitmap. A pen of 2 inks the rows at 28.5 and 27.5, the
    lowest of the first blocks and the highest of the second, and one point beyond each end."""
    wanted = np.zeros((8, 8))
    wanted[:2, :4] = np.array([1, 4, 4, 1]) / 16
    inputs = picture(read_strokes("2 14, 6 14"), pen=2, centred=False, scaled=False)
    np.testing.assert_array_equal(rows(inputs), wanted)


@pytest.mark.parametrize("pen", [1.0, PEN, 10.0])
def test_every_inked_point_lies_within_half_a_pen_of_a_line(pen):
    """Against the distance from many places along the lines, on strokes that cross and one that is a dot."""
    strokes = [np.array([[3.0, 4.0], [28.0, 9.0], [5.0, 30.0]]), np.array([[20.0, 25.0]]),
               np.array([[9.0, 9.0], [9.0, 9.0]])]
    places = np.concatenate([a + np.linspace(0, 1, 2001)[:, None] * (b - a)
                             for stroke in strokes for a, b in zip(stroke, [*stroke[1:], stroke[-1]], strict=True)])
    inked = bitmap(strokes, pen)
    for row, column in np.ndindex(32, 32):
        distance = np.hypot(*(places - [column + 0.5, 31.5 - row]).T).min()
        assert inked[row, column] == (distance <= pen / 2) or abs(distance - pen / 2) < 0.01


def test_a_digit_drawn_small_and_high_up_comes_out_as_one_in_the_middle():
    strokes = read_strokes(SEVEN)
    high = [stroke / 4 + [11.0, 12.5] for stroke in strokes]
    np.testing.assert_array_equal(picture(high), picture(strokes))
    assert not np.array_equal(picture(high, centred=False), picture(strokes, centred=False))
    assert not np.array_equal(picture(high, scaled=False), picture(strokes, scaled=False))


def test_what_is_switched_off_is_left():
    strokes = read_strokes("9 12, 11 15")  # the middle is (10, 13.5), of the bitmap (20, 27)
    for centred, scaled, middle, factor in ((True, True, 16, 26.5 / 3), (True, False, 16, 2), (False, False, 20, 2),
                                            (False, True, 20, 26.5 / 3)):
        scale, shift = placement(strokes, PEN, centred=centred, scaled=scaled)
        assert scale == pytest.approx([factor, factor])
        assert (scale * [10, 13.5] + shift)[0] == pytest.approx(middle)
        assert (scale * [10, 13.5] + shift)[1] == pytest.approx(16 if centred else 27)


def test_the_ink_fills_the_height_and_24_points_of_the_width_at_most():
    ring = 8 + np.column_stack([6 * np.cos(np.linspace(0, 7, 60)), 4 * np.sin(np.linspace(0, 7, 60))])
    inputs = rows(picture([ring]))
    assert (inputs.max(axis=1) > 0).all(), "not to the first or the last row"
    assert inputs[:, [0, 7]].max() == 0 and inputs[:, [1, 6]].max(axis=0).min() > 0.5


def test_a_flat_line_is_not_blown_up_to_a_slope():
    """From (3, 8) to (13, 8.2): full height would make it as steep as high."""
    (across, upright), _shift = placement(read_strokes("3 8, 13 8.2"))
    assert across == pytest.approx((24 - PEN) / 10) and upright == pytest.approx((32 - PEN) / 5)


def test_a_dot_is_a_dot_of_the_pen():
    inputs = rows(picture(read_strokes("14 2"), pen=4))
    assert inputs.sum() * 16 == 12 and inputs[3:5, 3:5].sum() * 16 == 12  # 12 of the points lie within 2 of a corner


def test_a_thicker_pen_inks_more_and_keeps_what_a_thin_one_inks():
    strokes = read_strokes(SEVEN)
    pictures = [picture(strokes, pen=pen, scaled=False) for pen in (1.0, 3.0, PEN, 8.0, 10.0)]
    assert all((after >= before).all() and after.sum() > before.sum() + 1
               for before, after in zip(pictures, pictures[1:], strict=False))
    assert pictures[-1].max() == 1 and pictures[0].min() == 0
