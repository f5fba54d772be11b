"""Lesson 05's bug hunt: six programs, and the pattern by which each bug is told."""
import numpy as np
import pytest

from lessons_lib.figures.bug_hunt import ERROR
from lessons_lib.figures.readout import line_of
from lessons_lib.live import bugs
from lessons_lib.live.bug_hunt import FOUND, HINTS, LETTERS, LINES, BugHunt
from lessons_lib.live.bugs import ARRAYS, RIGHT, backward, forward_differences, network
from lessons_lib.live.pointer import Pointer

BELOW = ["weights 1", "bias 1", "weights 2", "bias 2"]  # layer 3
WRONG = {"A": list(ARRAYS), "B": list(ARRAYS), "C": [], "D": ["bias 1"], "E": BELOW, "F": BELOW}
BUG = {"A": "kept", "B": "doubled", "C": "right", "D": "mean", "E": "point", "F": "early"}


def by_complex_step():
    """dJ/dw = Im J(w + ih) / h, which rounds nothing away (Squire and Trapp 1998), of the same network written anew."""
    x, t, parameters = network()
    parameters = [values.astype(complex) for values in parameters]

    def loss():
        a = x
        for weights, bias in zip(parameters[::2], parameters[1::2], strict=True):
            a = 1 / (1 + np.exp(-(a @ weights + bias)))
        return -(t * np.log(a) + (1 - t) * np.log(1 - a)).sum() / 7

    gradient = [np.empty(values.shape) for values in parameters]
    for values, slopes in zip(parameters, gradient, strict=True):
        for entry in np.ndindex(values.shape):
            values[entry] += 1e-30j
            slopes[entry] = loss().imag / 1e-30
            values[entry] -= 1e-30j
    return gradient


def ratios_of(figure):
    """Least and greatest ratio of each array."""
    return [figure.state(figure.values | {"array": array}, None).ratios for array in ARRAYS]


# The programs ---------------------------------------------------------------------------------------------------------

def test_no_two_sizes_are_equal():
    x, t, parameters = network()
    assert len({7, 3, 5, 4, 2}) == 5 and x.shape == (7, 3) and t.shape == (7, 2)
    assert [values.shape for values in parameters] == [(3, 5), (1, 5), (5, 4), (1, 4), (4, 2), (1, 2)]
    assert sum(values.size for values in parameters) == 54


def test_the_right_program_gives_the_gradient():
    for found, wanted in zip(bugs.second_call("right"), by_complex_step(), strict=True):
        np.testing.assert_allclose(found, wanted, rtol=1e-12)


def test_each_program_has_one_line_of_its_own():
    changed = [[name for name, line, right in zip(RIGHT._fields, lines, RIGHT, strict=True) if line is not right]
               for lines in bugs.PROGRAMS.values()]
    assert changed == [["start"], ["output_delta"], [], ["bias1"], ["slope2"], ["weights3"]]


def test_forward_differences_of_a_parabola():
    """(w + h)² − w² = (2w + h) h, and the array is as before."""
    values = np.array([[1.0, -2.0]])
    slopes = forward_differences(lambda: (values**2).sum(), values, 0.5)
    np.testing.assert_allclose(slopes, [[2.5, -3.5]])
    assert values.tolist() == [[1.0, -2.0]]


# What the check shows -------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("letter", WRONG)
def test_the_check_points_at_the_arrays_that_are_wrong(show, letter):
    """A bug is at least 0.004, rounding at most 1e-7: of each array, and of its entries."""
    state = show(BugHunt, program=letter)._drawn_state
    assert LETTERS[letter] == BUG[letter]
    for name, error, entries in zip(ARRAYS, state.errors, state.entries, strict=True):
        if name in WRONG[letter]:
            assert error > 4e-3 and np.median(entries) > 1e-3, name
        else:
            assert error < 1e-7 and entries.max() < 1e-7, name


def test_the_ratios_tell_the_bugs_apart_that_spoil_the_same_arrays(show):
    kept, doubled, point, early = (ratios_of(show(BugHunt, program=letter)) for letter in "ABEF")
    np.testing.assert_allclose(kept, 2, rtol=1e-6)
    assert all(0.1 < low < 0.25 and high > 1.05 * low for low, high in doubled), "p(1 - p) is at most 1/4"
    assert all(low < 0.95 and high > 2 for low, high in point[:4])
    assert 0.9 < np.min(early) and np.max(early) < 1.1
    np.testing.assert_allclose(point[4:] + early[4:], 1, rtol=1e-6)
    assert min(show(BugHunt, program="B")._drawn_state.errors) > 0.6
    assert min(show(BugHunt, program="E")._drawn_state.errors[:4]) > 0.1
    assert max(show(BugHunt, program="F")._drawn_state.errors) < 0.01


def test_a_mean_for_a_sum_is_a_seventh(show):
    ratios = ratios_of(show(BugHunt, program="D"))
    np.testing.assert_allclose(ratios[1], 1 / 7, rtol=1e-6)
    np.testing.assert_allclose(ratios[:1] + ratios[2:], 1, rtol=1e-6)


def test_one_number_for_all_hides_a_bias(show):
    """0.75 = (7 − 1) / (7 + 1) in one array. With forward differences the number for all is that of the right program.
    """
    assert show(BugHunt, program="D")._drawn_state.together == pytest.approx(9.0e-4, rel=0.01)
    assert show(BugHunt, program="F")._drawn_state.together < 4e-4
    coarse = {"difference": "forward", "exponent": -2}
    hidden, right = (show(BugHunt, program=letter, **coarse)._drawn_state for letter in "DC")
    assert hidden.together == pytest.approx(right.together, rel=0.1) and right.together > 2e-3
    assert hidden.errors[1] == pytest.approx(0.75, abs=0.005) and max(right.errors) < 0.005


def test_the_step_can_be_too_large_and_too_small(show):
    """A central difference errs by about h², a forward one by about h, rounding by about 1/h."""
    central, forward = ({k: show(BugHunt, program="C", difference=difference, exponent=k)._drawn_state.together
                         for k in (-1, -2, -3, -4, -8, -12)} for difference in ("central", "forward"))
    assert central[-1] / central[-2] == pytest.approx(100, rel=0.1)
    assert forward[-2] / forward[-3] == pytest.approx(10, rel=0.1)
    for errors in central, forward:
        assert errors[-12] > 100 * errors[-8] and errors[-12] > 1e-4
    assert central[-4] < 1e-8 < 1e-6 < forward[-4]


# The verdict ----------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("letter", BUG)
def test_a_verdict_is_judged_at_once(show, letter):
    for verdict in HINTS:
        figure = show(BugHunt, program=letter, verdict=verdict)
        state, right = figure._drawn_state, verdict == BUG[letter]
        assert state.right == right
        assert state.words == (FOUND if right else HINTS)[verdict]
        assert state.words.startswith("Found") == right
        assert "\n".join(line.words for line in figure.drawing.said) == state.words


@pytest.mark.parametrize(("verdict", "line", "ratio", "wrong", "words"), [
    ("whole", RIGHT._replace(output_delta=lambda p, t: p - t), 7, ARRAYS, "every ratio would be 7"),
    ("kept", bugs.PROGRAMS["kept"], 2, ARRAYS, "every ratio would be 2"),
    ("mean", bugs.PROGRAMS["mean"], 1 / 7, ["bias 1"], "every ratio there would be 1/7"),
])
def test_a_hint_says_what_its_line_would_do(verdict, line, ratio, wrong, words):
    x, t, parameters = network()
    gradient = [0 * values for values in parameters]
    for _call in range(2):
        gradient = backward(x, t, parameters, gradient, line)
    assert words in HINTS[verdict]
    for name, found, right in zip(ARRAYS, gradient, by_complex_step(), strict=True):
        np.testing.assert_allclose(found / right, ratio if name in wrong else 1, rtol=1e-9)


def test_only_known_sources_are_named():
    assert {name: words.rsplit("\n", 1)[1] for name, words in FOUND.items() if "Met in" in words} == {
        "early": "Met in: data-science-from-scratch, issue 31.", "kept": "Met in: micrograd, pull request 102."}


def test_another_program_takes_the_verdict_back(show):
    figure = show(BugHunt, program="D", verdict="mean")
    figure.controls["program"].value = "E"
    assert figure.values["verdict"] == "open"
    assert figure.state(figure.values, None).right is None
    figure.set(program="F", verdict="early")
    assert figure.values["verdict"] == "early", "a setting has both"
    figure.controls["exponent"].value = -7
    assert figure.values["verdict"] == "early"


def test_every_line_can_be_named():
    assert set(LINES) == {"open", *HINTS} and set(FOUND) == set(BUG.values())
    assert len(set(LINES.values())) == len(LINES) == 8


# The picture ----------------------------------------------------------------------------------------------------------

def test_the_map_has_the_colours_of_the_errors(show):
    """Layer 2 of program E: the entry of row 2 and column 3 lies at its place, upright."""
    figure = show(BugHunt, program="E")
    drawing, state = figure.drawing, figure._drawn_state
    shown = np.asarray(figure.screen.frames.canvas.buffer_rgba())
    axes = drawing.images[2].axes
    left, _right, _low, high = drawing.boxes[2]
    for row, column in ((1, 2), (4, 0), (3, 2)):
        x, y = axes.transData.transform((left + column + 0.5, high - row - 0.5))
        wanted = np.array(ERROR((np.log10(state.entries[2][row, column]) + 10) / 10)[:3]) * 255
        np.testing.assert_allclose(shown[len(shown) - 1 - int(y), int(x), :3], wanted, atol=2)
    assert [number.words for number in drawing.numbers[:4]] == ["0.18", "0.21", "0.13", "0.11"]
    assert drawing.numbers[-1].words == f"{state.together:.2g}" == "0.0087"


def test_the_slopes_of_one_array_stand_by_those_measured(show):
    drawing = show(BugHunt, program="A", array="bias 3").drawing
    measured, computed = drawing.points.get_data()
    np.testing.assert_allclose(computed, 2 * np.array(measured), rtol=1e-6)
    assert np.abs(measured).max() == 1
    assert [about.words for about in drawing.about] == ["bias 3", "every ratio 2.000"]


def test_a_click_chooses_an_array(show):
    figure = show(BugHunt)
    for k, (left, right, low, high) in enumerate(figure.drawing.boxes):
        assert figure.point(Pointer("down", "map", left + 0.4, high - 0.3), figure.values) == {"array": ARRAYS[k]}
        assert figure.point(Pointer("down", "map", right + 0.1, low + 0.5), figure.values) is None
        assert figure.point(Pointer("down", "ratios", left + 0.4, high - 0.3), figure.values) is None
    left, right, low, high = figure.drawing.boxes[3]
    frame = show(BugHunt, array="bias 2").drawing.frame
    assert (set(frame.get_xdata()), set(frame.get_ydata())) == ({left, right}, {low, high})


def test_arrow_keys(show):
    figure = show(BugHunt)
    assert figure.key("right", figure.values) == {"array": "bias 1"}
    assert figure.key("left", figure.values) == {"array": "weights 1"}
    assert figure.key("up", figure.values) == {"exponent": -3}
    assert figure.key("down", figure.values | {"exponent": -12}) == {"exponent": -12}


def test_every_sentence_fits(show):
    drawing = show(BugHunt).drawing
    for words in (*FOUND.values(), *HINTS.values()):
        lines = words.split("\n")
        assert len(lines) == 2
        for line, readout in zip(lines, drawing.said, strict=True):
            assert 30 + line_of(line, readout.font, 96, False)[1] < 950, line


def test_the_description_has_no_number_that_differs_between_machines(show):
    """Errors of rounding are only said to be small."""
    figure = show(BugHunt, **BugHunt.preview)
    assert figure.drawing.describe(figure._drawn_state) == (
        "Program D, central differences with step 1e-04. Relative errors: weights 1 under 1e-06, bias 1 0.75, "
        "weights 2 under 1e-06, bias 2 under 1e-06, weights 3 under 1e-06, bias 3 under 1e-06; all as one 0.0009. "
        "By the program over measured, bias 1: every ratio 0.143. "
        "Which line would spoil these arrays, by these ratios? Choose it below.")
