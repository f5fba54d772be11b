"""Lesson 04's XOR: two hidden units bend the plane until one line does; how many of 200 seeds get there."""
import numpy as np
import pytest

from lessons_lib.figures.hidden_space import LENGTH, arrow
from lessons_lib.figures.plane import grid
from lessons_lib.live import hidden_space, xor_seeds
from lessons_lib.live.hidden_space import HiddenSpace, hidden_layer, output_unit, widest_street
from lessons_lib.live.pairs import CORNERS
from lessons_lib.live.pointer import Pointer
from lessons_lib.live.xor_seeds import XorSeeds, networks, shares, train
from lessons_lib.nn import SGD, Network

XOR = np.array([0, 1, 1, 0])
OR_AND_NAND = {"angle1": 45, "offset1": -0.35, "angle2": -135, "offset2": -0.35}
EQUAL = {"angle1": 45, "offset1": -0.35, "angle2": 45, "offset2": -0.35}


def assert_no_text_is_cut_off_or_lies_on_another(drawn):
    renderer = drawn.canvas.get_renderer()
    texts = [text for axes in drawn.axes for text in (
        *axes.texts, *(axes.get_legend().get_texts() if axes.get_legend() else ()), axes._left_title)]
    texts += [label for axes in drawn.axes if axes.axison for label in (
        axes.xaxis.label, axes.yaxis.label, *axes.get_xticklabels(), *axes.get_yticklabels())]
    texts += [text for legend in drawn.legends for text in legend.get_texts()]
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in texts if text.get_text()]
    assert len(boxes) >= 15
    assert [words for words, box in boxes if box.x0 < 0 or box.y0 < 0 or box.x1 > drawn.bbox.width
            or box.y1 > drawn.bbox.height] == []
    assert [(a, b) for k, (a, box) in enumerate(boxes) for b, other in boxes[k + 1:] if box.overlaps(other)] == []


# HiddenSpace ----------------------------------------------------------------------------------------------------------

def test_or_and_nand_solve_xor(show):
    """By hand: h1 = OR, h2 = NAND. The ones land on (1, 1), the zeros on (0, 1) and (1, 0), whose segment is nearest at
    (0.5, 0.5): the street is sqrt(1/2) wide, its middle is h1 + h2 = 1.5."""
    figure = show(HiddenSpace, activation="step", **OR_AND_NAND)
    state, drawing = figure._drawn_state, figure.drawing
    assert state.hidden.tolist() == [[0, 1], [1, 1], [1, 1], [1, 0]]
    for line, total in zip(drawing.lines, (1 - 0.35 * np.sqrt(2), 1 + 0.35 * np.sqrt(2)), strict=True):
        np.testing.assert_allclose(np.add(*line.get_data()), total)
    np.testing.assert_allclose(np.add(*drawing.output.get_data()), 1.5)
    assert state.street == pytest.approx(np.sqrt(0.5))
    np.testing.assert_allclose(state.probabilities, [0.1, 0.9, 0.9, 0.1])
    assert drawing.verdict.get_text() == "4 of 4 right"
    assert [name.words for name in drawing.corner_names] == ["00", "01, 10", "11", ""]
    assert drawing.wrong.get_xdata().size == 0


@pytest.mark.parametrize("activation", ["step", "sigmoid", "tanh", "relu"])
def test_every_bend_can_solve_xor_and_the_start_does_not(show, activation):
    assert show(HiddenSpace, activation=activation, **OR_AND_NAND)._drawn_state.wrong.sum() == 0
    assert show(HiddenSpace, activation=activation, **HiddenSpace.preview)._drawn_state.wrong.sum() == 0
    assert show(HiddenSpace, activation=activation)._drawn_state.wrong.sum() == 1


def test_a_relu_gives_the_distance_from_its_line(show):
    hidden = show(HiddenSpace, activation="relu", steepness=20, **OR_AND_NAND)._drawn_state.hidden
    far, near = np.sqrt(0.5) + 0.35, 0.35
    np.testing.assert_allclose(hidden, [[0, far], [near, near], [near, near], [far, 0]], atol=1e-12)


def test_the_field_is_that_of_the_network_with_these_weights(show):
    """In h1 = sigmoid(4 d), d is the distance from the line, which is on the line's other side negative."""
    figure = show(HiddenSpace, steepness=4, angle1=90, offset1=0.3, angle2=180, offset2=-0.2)
    state, network = figure._drawn_state, Network((2, 2, 1), activation="sigmoid")
    network.layers[0].weights = [[0, -4], [4, 0]]
    network.layers[0].bias = [[-4 * 0.8, 4 * 0.7]]  # the lines x2 = 0.8 and x1 = 0.7
    network.layers[1].weights, network.layers[1].bias = state.output[:, np.newaxis], [[state.bias]]
    np.testing.assert_allclose(network.predict_proba(grid((-0.5, 1.5, -0.5, 1.5))), figure.drawing.field.values)
    np.testing.assert_allclose(network.predict_proba(CORNERS), state.probabilities)
    np.testing.assert_allclose(figure.drawing.lines[0].get_ydata(), 0.8)
    np.testing.assert_allclose(figure.drawing.lines[1].get_xdata(), 0.7)
    assert figure.drawing.arrows[0].xyann[1] == pytest.approx(0.8), "it stands on its line"
    assert figure.drawing.arrows[1].xyann[0] == pytest.approx(0.7)
    first, second = (np.subtract(one.xy, one.xyann) for one in figure.drawing.arrows)
    np.testing.assert_allclose([first, second], [[0, LENGTH], [-LENGTH, 0]], atol=1e-12)


def test_no_setting_of_the_identity_solves_xor(show):
    rng, most = np.random.default_rng(0), 0
    for _trial in range(300):
        angles, offsets = rng.integers(-36, 37, 2) * 5, rng.integers(-16, 17, 2) / 20
        weights, biases = hidden_layer(angles, offsets, 1)
        output, bias, street = output_unit(CORNERS @ weights + biases, XOR)
        right = ((CORNERS @ weights + biases) @ output + bias >= 0) == XOR
        assert street == 0 and right.sum() < 4, (angles, offsets)
        most = max(most, right.sum())
    assert most == 3
    figure = show(HiddenSpace, activation="identity", **HiddenSpace.preview)
    assert figure.drawing.verdict.get_text() == "3 of 4 right" and "one layer" in figure.drawing.reason.get_text()
    assert [name.words for name in figure.drawing.corner_names] == ["00", "01", "10", "11"]
    np.testing.assert_allclose(np.diff(figure._drawn_state.sheet, n=2, axis=1), 0, atol=1e-12)


@pytest.mark.parametrize("activation", ["step", "sigmoid", "tanh", "relu", "identity"])
def test_equal_units_collapse_the_sheet(show, activation):
    figure = show(HiddenSpace, activation=activation, **EQUAL)
    h1, h2 = figure.drawing.sheet.get_data()
    np.testing.assert_array_equal(h1, h2)
    assert figure._drawn_state.flat and figure._drawn_state.wrong.sum() == 1
    assert not show(HiddenSpace, activation=activation)._drawn_state.flat


def test_where_nothing_can_be_told_apart_there_is_no_line(show):
    """Both units fire at every corner: all four land on (1, 1), and p = 0.5 calls everything 1."""
    figure = show(HiddenSpace, activation="step", angle1=0, offset1=-0.8, angle2=90, offset2=-0.8)
    assert figure._drawn_state.probabilities.tolist() == [0.5] * 4
    assert figure.drawing.verdict.get_text() == "2 of 4 right"
    assert list(figure.drawing.output.get_xdata()) == []


def test_the_street_is_the_widest_of_all_directions():
    """Against a search over 20,000 directions: the street across a direction n is min(ones . n) - max(zeros . n)."""
    rng, seen = np.random.default_rng(3), {"none": 0, "parted": 0}
    turn = np.linspace(0, 2 * np.pi, 20000, endpoint=False)
    directions = np.array([np.cos(turn), np.sin(turn)])
    for _trial in range(60):
        points = rng.normal(size=(4, 2))
        wanted = ((points[XOR == 1] @ directions).min(axis=0) - (points[XOR == 0] @ directions).max(axis=0)).max()
        weights, bias, width = widest_street(points, XOR)
        if wanted < hidden_space.NARROWEST:
            assert width == 0 and not weights.any()
            seen["none"] += 1
            continue
        assert width == pytest.approx(wanted, abs=1e-3)
        sums = points @ weights + bias
        assert sums[XOR == 1].min() == pytest.approx(np.log(9)) and sums[XOR == 0].max() == pytest.approx(-np.log(9))
        seen["parted"] += 1
    assert min(seen.values()) > 10


def test_the_sheet_is_bent_from_the_input_plane_into_hidden_space(show):
    flat, half, whole = (show(HiddenSpace, bend=bend, activation="tanh", **OR_AND_NAND)._drawn_state
                         for bend in (0.0, 0.5, 1.0))
    np.testing.assert_allclose(flat.shown, [[-0.7, -0.7], [-0.7, 0.7], [0.7, -0.7], [0.7, 0.7]])  # of limits -1.4, 1.4
    np.testing.assert_allclose(whole.shown, whole.hidden)
    np.testing.assert_allclose(half.sheet, (flat.sheet + whole.sheet) / 2)
    np.testing.assert_allclose(half.hidden_field, 0.5)
    assert list(show(HiddenSpace, bend=0.5).drawing.output.get_xdata()) == []


def drag(figure, begin, end):
    for kind, (x, y) in (("down", begin), ("move", end)):
        values = figure.point(Pointer(kind, "input", x, y), figure.values)
    return values


def test_a_drag_shifts_the_nearer_line_and_turns_it_by_its_arrow(show):
    figure = show(HiddenSpace)  # the lines x1 = 0.5 and x2 = 0.5
    assert drag(figure, (0.55, -0.2), (0.8, 1.2)) == {"offset1": pytest.approx(0.3)}
    assert drag(figure, (-0.2, 0.55), (0.8, 0.1)) == {"offset2": pytest.approx(-0.4)}
    head = arrow(np.array([1.0, 0.0]), 0.0, 1)[1]
    turned = np.array([[0, -1], [1, 0]]) @ (head - 0.5) + 0.5
    assert drag(figure, head, turned) == {"angle1": pytest.approx(90)}
    assert figure.point(Pointer("down", "hidden", 0.5, 0.5), figure.values) is None


def test_keys_move_the_line_last_dragged(show):
    figure = show(HiddenSpace, angle2=180)
    assert figure.key("left", figure.values) == {"offset1": -0.05} and figure.key("up", figure.values) == {"angle1": 5}
    drag(figure, (0.5, 0.0), (0.5, 0.0))
    figure.set(angle1=90, angle2=180)
    drag(figure, (0.5, -0.2), (0.5, -0.2))
    assert figure.key("right", figure.values) == {"offset2": 0.05}
    assert figure.key("up", figure.values) == {"angle2": -175}, "the circle closes"
    assert figure.key("down", figure.values) == {"angle2": 175}


@pytest.mark.parametrize("values", [
    {}, HiddenSpace.preview, EQUAL | {"activation": "relu"}, {"activation": "identity", "offset1": -0.8},
    {"activation": "tanh", "steepness": 20, "angle1": -180}, OR_AND_NAND | {"activation": "step", "bend": 0.5},
])
def test_the_picture_of_hidden_space_stands_whatever_the_setting(show, values):
    assert_no_text_is_cut_off_or_lies_on_another(show(HiddenSpace, **values).drawing.figure)


# XorSeeds -------------------------------------------------------------------------------------------------------------

def test_the_shares_of_three_networks_counted_by_hand():
    """One run has OR and NAND as hidden units, one says 1 everywhere, one is AND of the inputs negated (1 at 00, 01,
    10): 4, 2 and 3 corners right."""
    network = Network((2, 2, 1), activation="sigmoid", runs=3, initialisation="zeros")
    network.layers[0].weights = [[[20, -20], [20, -20]], [[0, 0], [0, 0]], [[-20, 0], [-20, 0]]]
    network.layers[0].bias = [[[-10, 30]], [[0, 0]], [[30, 0]]]
    network.layers[1].weights = [[[20], [20]], [[0], [0]], [[20], [0]]]
    network.layers[1].bias = [[[-30]], [[5]], [[-10]]]
    np.testing.assert_allclose(shares([[network]]), [[[0, 0, 1 / 3, 1 / 3, 1 / 3]]])


@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_the_training_is_that_of_the_network_with_a_full_batch(momentum):
    for row in networks("normal", 7, widths=(3,), seeds=4):
        (network,) = row
        train(network, SGD(0.5, momentum), np.zeros_like(network.parameters), 60)
        for run in (0, 3):
            one = Network((2, 3, 1), activation=network.activation, initialisation="normal", seed=7 + run)
            one.fit(CORNERS, XOR, SGD(0.5, momentum), batch_size=4, epochs=60)
            np.testing.assert_allclose(network.parameters[run], one.parameters, rtol=1e-8, atol=1e-10)


def test_units_that_start_alike_stay_alike_and_solve_nothing(show):
    figure = show(XorSeeds, initialisation="zeros")
    for _block in range(3):
        figure.player.step()
    figure._draw()
    assert figure.player.shown.number == 3 * xor_seeds.BLOCK
    assert (figure._drawn_state.shares[..., 2] == 1).all(), "two corners right, of every seed"
    assert {number.words for row in figure.drawing.numbers for number in row} == {"0.00"}


def test_the_bars_are_the_shares_and_fill_the_whole_height(show):
    figure = show(XorSeeds, learning_rate=1.0, momentum=0.9)
    for _block in range(8):
        figure.player.step()
    figure._draw()
    state, drawing = figure._drawn_state, figure.drawing
    for k, bars in enumerate(drawing.bars):
        below = np.zeros(5)
        for corners, kind in zip(((4,), (3,), (2,), (0, 1)), bars, strict=True):
            heights = np.zeros(5)
            for path in kind.get_paths():
                (left, low), (right, high) = path.vertices.min(axis=0), path.vertices.max(axis=0)
                bar = round((left + right) / 2)
                heights[bar] = high - low
                assert low == pytest.approx(below[bar]), "it stands on the one below"
            below += heights
            np.testing.assert_allclose(heights, sum(state.shares[k, :, c] for c in corners), atol=1e-12)
        assert [float(number.words) for number in drawing.numbers[k]] == pytest.approx(state.shares[k, :, 4], abs=0.006)
    np.testing.assert_allclose(state.shares.sum(axis=-1), 1)
    assert (state.shares[:, 0, 4] == 0).all(), "one hidden unit is one bend: it never parts XOR"
    assert (state.shares[1, 1:, 4] > 0.2).all()
    assert_no_text_is_cut_off_or_lies_on_another(drawing.figure)


def test_a_control_begins_the_training_anew_with_other_seeds(show):
    figure = show(XorSeeds)
    figure.player.step()
    assert figure.player.shown.number == xor_seeds.BLOCK
    figure.set(first=200)
    assert figure.player.shown is None
    figure._draw()
    np.testing.assert_array_equal(figure._drawn_state.shares, shares(networks("glorot", 200)))


def test_the_largest_rate_stays_finite_and_says_nothing():
    for row in networks("he", 0, widths=(8,), seeds=50):
        train(row[0], SGD(max(xor_seeds.RATES), 0.9), np.zeros_like(row[0].parameters), 400)
        assert np.isfinite(row[0].parameters).all()
