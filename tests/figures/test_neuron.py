"""Lesson 01's neuron: cell, diagram and bars show one sum; and a network whose layers light up one after another."""
import math

import numpy as np
import pytest
from matplotlib.colors import to_hex

from lessons_lib.figures.style import BLUE, GREEN, ORANGE, PALE
from lessons_lib.live.layers import Layers, collapsed, parameters
from lessons_lib.live.neuron import Neuron
from lessons_lib.live.pointer import Pointer


@pytest.fixture
def show():
    """A function that gives a figure (one in each test) the values wanted and takes so many steps, and draws it."""
    made = []

    def show_one(make, steps=0, **values):
        if not made:
            made.append(make())
        figure = made[0]
        figure.reset()
        figure.set(**figure.start | values)
        for _step in range(steps):
            figure.player.step()
        return draw(figure)

    yield show_one
    made[0].close()


def draw(figure):
    figure._draw()
    figure.screen.frames.draw()
    return figure


def six(x, w):
    """Values for the stimuli and the weights."""
    rows = {"x": x, "w": w}
    return {f"{letter}{k}": float(row[k - 1]) for letter, row in rows.items() for k in (1, 2, 3)}


SUMS = [  # stimuli, weights, threshold; products and sum worked out by hand, as they are to be written; the verdict
    ((1, 0.5, 0), (0.8, 0.6, -1), 1.2, ("0.80", "0.30", "0.00", "1.10"), "1.10 < 1.20: silent"),
    ((1, 0.8, 0.4), (1.3, 0.6, -1), 1.2, ("1.30", "0.48", "−0.40", "1.38"), "1.38 ≥ 1.20: fires"),
    ((0.85, 0.95, 0.65), (0.35, -1.35, -0.05), -0.95, ("0.2975", "−1.2825", "−0.0325", "−1.0175"),
     "−1.0175 < −0.95: silent"),
    ((1, 1, 1), (2, 2, 2), 3.0, ("2.00", "2.00", "2.00", "6.00"), "6.00 ≥ 3.00: fires"),
    ((1, 1, 1), (-2, -2, -2), -1.0, ("−2.00", "−2.00", "−2.00", "−6.00"), "−6.00 < −1.00: silent"),
]


@pytest.mark.parametrize("x, w, threshold, written, verdict", SUMS)
def test_bars_diagram_and_cell_show_the_sum_worked_out_by_hand(show, x, w, threshold, written, verdict):
    drawing = show(Neuron, **six(x, w), threshold=threshold).drawing
    fires = verdict.endswith("fires")
    assert [text.get_text() for text in drawing.heights] == list(written)
    assert drawing.verdict.get_text() == verdict
    numbers = [float(text.replace("−", "-")) for text in written]
    assert [bar.get_height() for bar in drawing.bars] == pytest.approx(numbers)
    ends = [bar.get_y() + bar.get_height() for bar in drawing.bars]
    assert [bar.get_y() for bar in drawing.bars] == pytest.approx([0, *ends[:2], 0]), "a block begins where one ended"
    assert ends[2] == pytest.approx(ends[3]) and set(drawing.total.get_ydata()) == {numbers[3]}
    assert set(drawing.threshold.get_ydata()) == {threshold}
    low, high = drawing.axes.get_ylim()
    assert low < min(ends) and max(ends) < high, "a bar leaves the picture"
    names = [f"x{k}\n{value:.2f}" for k, value in enumerate(x, start=1)]
    assert [text.get_text() for text in drawing.numbers] == [*names, f"Σ\n{written[3]}", f"y\n{int(fires)}"]
    assert [float(text.get_text().replace("−", "-")) for text in drawing.weights] == list(w)
    assert [glow.get_visible() for glow in drawing.cell.glow] == [fires] * 2
    assert (to_hex(drawing.cell.axon.get_edgecolor()).upper() == GREEN) == fires


def test_a_sum_of_exactly_the_threshold_fires_and_the_next_threshold_is_not_reached(show):
    """In steps of 0.05, counted in whole numbers: in binary 0.7 + 0.1 falls short of 0.8."""
    figure = show(Neuron)
    for first in range(-20, 41, 3):
        for second in range(-20, 20 - max(first, 0)):
            total = first + second
            if -20 <= total < 60:
                values = six((1, 1, 0), (first / 20, second / 20, 2)) | {"threshold": total / 20}
                assert figure.state(values, None).output == 1, values
                assert figure.state(values | {"threshold": (total + 1) / 20}, None).output == 0, values
    assert figure.state(six((0.3, 0, 0.1), (1, 0, 2)) | {"threshold": 0.5}, None).output == 1


def test_a_negative_weight_pulls_the_sum_down_below_the_threshold(show):
    drawing = show(Neuron, x3=0.0, x2=1.0).drawing
    assert drawing.verdict.get_text() == "1.40 ≥ 1.25: fires"
    drawing = show(Neuron, x3=0.5, x2=1.0).drawing
    assert drawing.verdict.get_text() == "0.90 < 1.25: silent"
    bar = drawing.bars[2]
    assert (bar.get_y(), bar.get_y() + bar.get_height()) == pytest.approx((1.4, 0.9))
    assert to_hex(bar.get_facecolor()).upper() == ORANGE


def test_cell_and_diagram_carry_each_weight_by_breadth_colour_and_sign(show):
    drawing = show(Neuron, w1=0.5, w2=-2.0, w3=0.0).drawing
    lines = [line.get_linewidth() for line in drawing.lines]
    trunks = [dendrite.get_path().vertices[[0, 95]] for dendrite in drawing.cell.dendrites]
    breadths = [np.hypot(*(one - other)) for one, other in trunks]
    for first, second, third in (lines, breadths):
        assert second > 2 * first > first > third > 0
    assert drawing.lines[0].get_color() == BLUE and drawing.lines[1].get_color() == ORANGE
    faces = [to_hex(dendrite.get_facecolor()).upper() for dendrite in drawing.cell.dendrites]
    assert faces[:2] == [BLUE, ORANGE] and faces[2] not in (BLUE, ORANGE)
    assert [sign.get_text() for sign in drawing.cell.signs] == ["+", "−", ""]


def test_the_cell_body_takes_on_colour_with_the_sum(show):
    greens = []
    for x1 in (0.0, 0.5, 1.0):
        drawing = show(Neuron, x1=x1, w1=2.0).drawing
        red, _green, blue, _alpha = drawing.cell.body.get_facecolor()
        greens.append(red)
        assert drawing.circles[3].get_facecolor() == drawing.cell.body.get_facecolor()
    assert greens == sorted(greens, reverse=True) and len(set(greens)) == 3


def test_the_parts_of_cell_and_diagram_stand_at_the_same_height(show):
    def height(patch):
        return patch.get_window_extent().y0 + patch.get_window_extent().y1

    drawing = show(Neuron).drawing
    for bouton, circle in zip(drawing.cell.boutons, drawing.circles[:3], strict=True):
        assert height(bouton) == pytest.approx(height(circle), abs=2)
    assert height(drawing.cell.sheaths[0]) == pytest.approx(height(drawing.circles[3]), abs=2)


def test_the_threshold_is_dragged_on_the_bars_and_the_first_stimulus_typed(show):
    figure = show(Neuron)
    assert figure.point(Pointer("move", "sum", 1.0, 0.7), figure.values) == {"threshold": 0.7}
    assert figure.point(Pointer("move", "", 1.0, 0.7), figure.values) is None
    assert figure.key("left", figure.values) == {"x1": pytest.approx(0.95)}
    assert figure.key("down", figure.values) == {"threshold": pytest.approx(1.2)}


def by_hand(hidden, seed, x, activation):
    """The values of every layer, with no array but that of the random numbers."""
    functions = {"step": lambda z: 1.0 if z >= 0 else 0.0, "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
                 "relu": lambda z: max(z, 0.0), "identity": lambda z: z}
    generator, sizes, layers = np.random.default_rng(seed), [3] + hidden * [4] + [2], [list(x)]
    for inputs, units in zip(sizes, sizes[1:], strict=False):
        w, b = generator.normal(size=inputs * units).tolist(), generator.normal(size=units).tolist()
        layers.append([functions[activation](b[unit] + sum(layers[-1][k] * w[k * units + unit] for k in range(inputs)))
                       for unit in range(units)])
    return layers


@pytest.mark.parametrize("activation", ["step", "sigmoid", "relu", "identity"])
@pytest.mark.parametrize("hidden", [0, 1, 2, 3])
def test_the_circles_hold_what_a_loop_over_the_layers_gives(show, hidden, activation):
    x, seed = (-0.7, 0.4, 1.0), 3 + hidden
    values = {"x1": x[0], "x2": x[1], "x3": x[2], "hidden": hidden, "activation": activation, "seed": seed}
    figure = show(Layers, steps=hidden + 1, **values)
    layers = by_hand(hidden, seed, x, activation)
    for shown, computed, wanted in zip(figure.drawing.numbers, figure._drawn_state.values, layers, strict=False):
        np.testing.assert_allclose(computed, wanted, rtol=1e-12, atol=1e-12)
        texts = [float(number.get_text().replace("−", "-")) for number in shown if number.get_text()]
        assert texts == pytest.approx(wanted, abs=0.0501 if max(map(abs, wanted)) > 9.99 else 0.00501)
    assert not any(number.get_text() for shown in figure.drawing.numbers[len(layers):] for number in shown)
    assert [len(circles.get_offsets()) for circles in figure.drawing.circles] == \
        [len(layer) for layer in layers] + [0] * (3 - hidden)


def test_the_input_layer_has_no_computation_and_stands_alone_at_the_start(show):
    drawing = show(Layers).drawing
    assert [bool(numbers[0].get_text()) for numbers in drawing.numbers] == [True, False, False, False, False]
    assert [formula.get_text() for formula in drawing.formulas] == ["x = [1.00, -0.50, 0.30]", "", "", "", ""]
    assert drawing.shapes[0].get_text() == "(3,)", "the figure answers its own question before it is asked"
    assert [to_hex(lines.get_color()[0]).upper() for lines in drawing.lines[:3]] == [PALE] * 3
    names = ["input layer", "hidden layer", "hidden layer", "output layer", ""]
    assert [name.get_text() for name in drawing.names] == names


@pytest.mark.parametrize("hidden", [0, 1, 2, 3])
def test_there_is_a_step_for_each_layer_that_carries_weights(show, hidden):
    figure = show(Layers, hidden=hidden)
    steps = [step.number for step in figure.updates(figure.values)]
    assert steps == list(range(1, hidden + 2)) and max(steps) <= figure.total
    assert [name.get_text() for name in figure.drawing.weights if name.get_text()] == [f"w{k}" for k in steps]


def test_each_step_lights_one_layer_and_writes_its_line_of_code(show):
    lines = ["h1 = step(x @ w1 + b1)", "h2 = step(h1 @ w2 + b2)", "y = step(h2 @ w3 + b3)"]
    shapes = ["(3,) @ (3, 4) + (4,) → (4,)", "(4,) @ (4, 4) + (4,) → (4,)", "(4,) @ (4, 2) + (2,) → (2,)"]
    figure = show(Layers)
    for step in (1, 2, 3):
        figure.player.step()
        drawing = draw(figure).drawing
        assert [text.get_text() for text in drawing.formulas[1:4]] == lines[:step] + [""] * (3 - step)
        assert [text.get_text() for text in drawing.shapes[1:4]] == shapes[:step] + [""] * (3 - step)
        assert [bool(numbers[0].get_text()) for numbers in drawing.numbers[:4]] == [True] * (step + 1) + [False] * (
            3 - step)
        w, _b = parameters(2, figure.values["seed"])[step - 1]
        colours = [to_hex(colour).upper() for colour in drawing.lines[step - 1].get_color()]
        assert colours == [BLUE if weight > 0 else ORANGE for weight in w.ravel()]
        assert np.argsort(drawing.lines[step - 1].get_linewidth()).tolist() == np.argsort(abs(w.ravel())).tolist()
        segments = drawing.lines[step - 1].get_segments()
        ends = [(tuple(a), tuple(b)) for a in drawing.circles[step - 1].get_offsets()
                for b in drawing.circles[step].get_offsets()]
        assert [tuple(map(tuple, segment)) for segment in segments] == ends


@pytest.mark.parametrize("hidden", [0, 1, 2, 3])
@pytest.mark.parametrize("seed", [0, 7, 20])
def test_without_an_activation_function_one_layer_gives_the_same(show, hidden, seed):
    """The one layer's weights are how far the outputs move with each input, its bias what is left at 0."""
    weights, bias = collapsed(parameters(hidden, seed))
    left = np.array(by_hand(hidden, seed, (0, 0, 0), "identity")[-1])
    moved = np.array([by_hand(hidden, seed, unit, "identity")[-1] for unit in np.eye(3)]) - left
    np.testing.assert_allclose(weights, moved, atol=1e-12)
    np.testing.assert_allclose(bias, left, atol=1e-12)
    values = {"hidden": hidden, "seed": seed, "activation": "identity"}
    figure = show(Layers, steps=hidden + 1, **values)
    state, words = figure._drawn_state, [line.get_text() for line in figure.drawing.collapse]
    np.testing.assert_allclose(state.single, by_hand(hidden, seed, (1.0, -0.5, 0.3), "identity")[-1], atol=1e-12)
    assert state.difference <= 1e-12
    assert words[1] == f"w = {' @ '.join(f'w{k + 1}' for k in range(hidden + 1))}   (3, 2)"
    assert words[3].split(": ")[1] == words[4].split(": ")[1] and words[5].startswith("largest difference: ")


def test_the_bias_of_the_one_layer_is_written_as_it_is_computed(show):
    for hidden, wanted in enumerate(("b1", "b1 @ w2 + b2", "(b1 @ w2 + b2) @ w3 + b3",
                                     "((b1 @ w2 + b2) @ w3 + b3) @ w4 + b4")):
        figure = show(Layers, steps=hidden + 1, hidden=hidden, activation="identity")
        assert figure.drawing.collapse[2].get_text() == f"b = {wanted}"
        names = {f"{letter}{k}": array for k, pair in enumerate(parameters(hidden, 15), start=1)
                 for letter, array in zip("wb", pair, strict=True)}
        np.testing.assert_allclose(eval(wanted, {}, names), collapsed(parameters(hidden, 15))[1], atol=1e-12)


@pytest.mark.parametrize("values, steps", [({"activation": "identity"}, 2), ({"activation": "sigmoid"}, 3)])
def test_nothing_is_said_of_one_layer_before_the_end_or_with_an_activation(show, values, steps):
    drawing = show(Layers, steps=steps, **values).drawing
    assert not any(line.get_text() for line in drawing.collapse)


def test_another_input_passes_at_once_and_another_depth_begins_anew(show):
    figure = show(Layers, steps=3, activation="sigmoid")
    figure.set(x1=-1.0)
    np.testing.assert_allclose(draw(figure)._drawn_state.values[-1], by_hand(2, 15, (-1.0, -0.5, 0.3), "sigmoid")[-1])
    assert figure._drawn_state.passed == 3
    figure.set(hidden=3)
    assert draw(figure)._drawn_state.passed == 0


def test_a_lit_network_follows_a_slider_without_being_drawn_anew(show, monkeypatch):
    figure, draws = show(Layers, steps=4, hidden=3, activation="identity"), []
    monkeypatch.setattr(figure.screen.frames.canvas, "draw", lambda: draws.append(1))
    for name, value in (("x1", 0.2), ("x3", -0.9), ("seed", 4)):
        figure.set(**{name: value})
        draw(figure)
    assert draws == []


EXTREMES = [(Neuron, 0, six(x, w) | {"threshold": threshold}) for x, w, threshold, *_rest in SUMS[2:]]
EXTREMES += [(Neuron, 0, six((0.95, 0.95, 0.95), (-1.95, 1.85, -1.35))),
             (Layers, 4, {"hidden": 3, "activation": "identity", "seed": 13, "x1": -1.0, "x2": 1.0, "x3": 1.0}),
             (Layers, 1, {"hidden": 0, "activation": "identity"}), (Layers, 4, {"hidden": 3, "activation": "sigmoid"})]


@pytest.mark.parametrize("make, steps, values", EXTREMES)
def test_no_text_is_cut_off_or_lies_on_another_at_the_ends(show, make, steps, values):
    drawn = show(make, steps, **values).drawing.figure
    renderer = drawn.canvas.get_renderer()
    texts = [text for axes in drawn.axes for text in (*axes.texts, axes._left_title) if text.get_text()]
    boxes = [(text.get_text(), text.get_tightbbox(renderer)) for text in texts]
    assert len(boxes) > 12
    assert [words for words, box in boxes if box.x0 < 0 or box.y0 < 0 or box.x1 > drawn.bbox.width
            or box.y1 > drawn.bbox.height] == []
    assert [(a, b) for k, (a, box) in enumerate(boxes) for b, other in boxes[k + 1:] if box.overlaps(other)] == []
