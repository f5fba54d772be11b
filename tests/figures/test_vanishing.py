"""Lesson 05's vanishing and exploding gradients: the sizes, the theory beside them, and what is said of them."""
import math

import numpy as np
import pytest

from lessons_lib.figures.vanishing import HIGHEST, LOWEST, in_powers
from lessons_lib.live.pointer import Pointer
from lessons_lib.live.vanishing import (
    CLASSES,
    DEPTH,
    EXAMPLES,
    INPUTS,
    SCALES,
    SEEDS,
    WIDTHS,
    Vanishing,
    examples,
    expected_factor,
    middle_of,
    numbers_of,
    sizes,
    spread,
    start_weights,
)
from lessons_lib.nn import Network

STARTS, ACTIVATIONS = ("glorot", "he", "normal"), ("sigmoid", "tanh", "relu")


def by_hand(activation, weights, inputs, label):
    """Delta of each hidden layer for one example, unit by unit, from the definitions: dJ/dz_i of a layer is the sum of
    dJ/dz_k w_ik over the units k above, times g'(z_i)."""
    function, slope = {
        "sigmoid": (lambda z: 1 / (1 + math.exp(-z)), lambda z: math.exp(-z) / (1 + math.exp(-z)) ** 2),
        "tanh": (math.tanh, lambda z: 1 / math.cosh(z) ** 2),
        "relu": (lambda z: max(z, 0.0), lambda z: float(z > 0)),
    }[activation]
    below, sums = list(inputs), []
    for one in weights:
        sums.append([sum(a * one[i][j] for i, a in enumerate(below)) for j in range(len(one[0]))])
        below = [function(z) for z in sums[-1]]
    total = sum(math.exp(z) for z in sums[-1])
    above = [math.exp(z) / total - (k == label) for k, z in enumerate(sums[-1])]
    deltas = []
    for one, zs in zip(weights[:0:-1], sums[-2::-1], strict=True):
        above = [sum(d * w for d, w in zip(above, row, strict=True)) * slope(z) for row, z in zip(one, zs, strict=True)]
        deltas.insert(0, above)
    return deltas


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("times", [0.5, 1.0])
def test_the_deltas_are_those_of_a_chain_written_by_hand(activation, times):
    depth, width, seed = 4, 8, 3
    drawn = start_weights("he", width)
    weights = [(times * one[seed]).tolist() for one in (*drawn[:depth], drawn[-1])]
    inputs, labels = examples()
    deltas = np.array([by_hand(activation, weights, x, t) for x, t in zip(inputs, labels, strict=True)]) / EXAMPLES
    expected = np.sqrt((deltas ** 2).mean(axis=(0, 2)))  # examples, layers, units
    assert expected.min() > 0
    np.testing.assert_allclose(sizes(activation, "he", times, depth, width)[1][0, :, seed], expected, rtol=1e-9)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("depth", [1, 2, 9])
def test_all_sizes_are_those_of_the_librarys_network(activation, depth):
    width, seed, times = 16, 7, 2.0
    network = Network((INPUTS, *[width] * depth, CLASSES), activation=activation, loss="categorical_cross_entropy")
    drawn = start_weights("glorot", width)
    for layer, weights in zip(network.layers, (*drawn[:depth], drawn[-1]), strict=True):
        layer.weights = times * weights[seed]
    inputs, labels = examples()
    network.forward(inputs)
    network.backward(labels)
    forwards, (delta, gradient) = sizes(activation, "glorot", times, depth, width)
    for k, layer in enumerate(network.layers[:-1]):
        assert delta[k, seed] == pytest.approx((layer.delta ** 2).mean() ** 0.5, rel=1e-9)
        assert gradient[k, seed] == pytest.approx((layer.weights_gradient ** 2).mean() ** 0.5, rel=1e-9)
        assert forwards[k + 1, seed] == pytest.approx((layer.outputs.std(axis=0) ** 2).mean() ** 0.5, rel=1e-9)
    assert delta.shape == gradient.shape == (depth, SEEDS) and forwards.shape == (depth + 1, SEEDS)


def test_more_depth_adds_layers_and_leaves_the_others():
    for activation in ACTIVATIONS:
        few, many = (sizes(activation, "he", 1.0, depth, 16)[0] for depth in (10, DEPTH))
        np.testing.assert_array_equal(few, many[:11])


def test_each_start_has_the_deviation_that_theory_takes():
    for initialisation in STARTS:
        for width in WIDTHS:
            drawn = np.stack(start_weights(initialisation, width)[1:-1]).std()
            factor = expected_factor("relu", initialisation, 1.0, width)
            assert factor == pytest.approx(math.sqrt(width / 2) * drawn, rel=0.02)
    assert expected_factor("sigmoid", "glorot", 1.0, 16) == pytest.approx(1 / 4)
    assert expected_factor("tanh", "he", 2.0, 32) == pytest.approx(2 * math.sqrt(2))
    assert expected_factor("relu", "he", 1.0, 8) == pytest.approx(1)


@pytest.mark.parametrize("initialisation", STARTS)
@pytest.mark.parametrize("times", SCALES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_theory_says_what_happens(activation, initialisation, times):
    """Close for wide layers of ReLUs; for the others a most, near where the weights are small."""
    factor = expected_factor(activation, initialisation, times, 32)
    measured = numbers_of(sizes(activation, initialisation, times, DEPTH, 32)[1][0])[0].factor
    if activation == "relu":
        assert measured == pytest.approx(factor, rel=0.06)
    else:
        assert measured < factor
    if times == 0.25 and initialisation == "glorot":
        assert measured == pytest.approx(factor, rel=0.06)


def test_the_weights_gradient_hides_what_delta_shows():
    """With ReLU the activations grow forwards as delta grows backwards, and the gradient is their product."""
    for times in SCALES:
        delta, gradient = (numbers_of(back)[0] for back in sizes("relu", "he", times, DEPTH, 32)[1])
        assert 1 / 3 < gradient.quotient < 3
        assert times == 1 or abs(math.log10(delta.quotient)) > 8
        assert 0.1 < delta.quotient / times ** (DEPTH - 1) < 10
    assert numbers_of(sizes("sigmoid", "glorot", 1.0, DEPTH, 32)[1][1])[0].quotient < 1e-15, "no sigmoid hides it"


def test_spread_of_units_by_hand():
    activations = np.array([[[1.0, 5.0], [3.0, 5.0]], [[2.0, 0.0], [2.0, 6.0]], [[4.0, 4.0], [4.0, 4.0 + 4e-15]]])
    np.testing.assert_allclose(spread(activations), [math.sqrt(1 / 2), math.sqrt(9 / 2), math.nan])


def test_what_is_lost_counts_as_least_in_the_median():
    nan = math.nan
    np.testing.assert_array_equal(middle_of(np.array([[3.0, 1.0, 2.0], [nan, 4.0, 5.0], [nan, 7.0, nan]])), [2, 4, nan])


def test_sigmoids_cannot_tell_examples_apart_after_30_layers_but_small_relus_can(show):
    state = show(Vanishing, depth=DEPTH)._drawn_state
    assert np.isnan(state.forwards_middle[-1]) and state.forwards_middle[15] > 1e-12
    assert "rounding" in show(Vanishing, depth=DEPTH).drawing.lost.words
    figure = show(Vanishing, depth=DEPTH, activation="relu", times=0.25)
    assert 0 < figure._drawn_state.forwards_middle[-1] < 1e-20 and figure.drawing.lost.words == ""


def test_numbers_by_hand():
    back = np.array([[1.0, 8.0, 0.0, 2.0], [5.0, 5.0, 0.0, 5.0], [4.0, 2.0, 1.0, 8.0]])  # quotients 1/4, 4, -, 1/4
    numbers, middle = numbers_of(back)
    assert numbers == (2.0, 4.0, 0.25, 0.25, 4.0, 0.5, 1) and middle.tolist() == [2, 5, 4]
    assert numbers_of(np.array([[3.0, 1.0]]))[0].factor is None
    none, middle = numbers_of(np.zeros((3, 4)))
    assert none.dead == 4 and math.isnan(none.first) and np.isnan(middle).all()


def test_dead_networks_are_counted_and_left_out(show):
    """Through a layer of eight ReLUs that are all 0 nothing comes back."""
    figure = show(Vanishing, depth=DEPTH, activation="relu", initialisation="he", width=8)
    drawn = start_weights("he", 8)
    activations = examples()[0]
    for weights in drawn[:-1]:
        activations = np.maximum(activations @ weights, 0)
    dead = (activations == 0).all(axis=(1, 2)).sum()
    assert 0 < dead == figure._drawn_state.numbers.dead < SEEDS
    assert f"nothing in {dead} of {SEEDS} seeds" in figure.drawing.factor.words
    lines = np.reshape(figure.drawing.back[0].get_ydata(), (SEEDS, DEPTH + 1))
    assert np.isnan(lines).all(axis=1).sum() == dead


def test_the_lines_are_the_sizes(show):
    figure = show(Vanishing, depth=12, activation="tanh", initialisation="he", times=2.0)
    state, drawing = figure._drawn_state, figure.drawing
    forwards, (delta, gradient) = sizes("tanh", "he", 2.0, 12, 16)
    seeds, median = drawing.back[:2]
    np.testing.assert_array_equal(np.reshape(seeds.get_ydata(), (SEEDS, 13))[:, :12], delta.T)
    np.testing.assert_array_equal(median.get_xdata(), np.arange(1, 13))
    np.testing.assert_allclose(median.get_ydata(), np.median(delta, axis=1))
    np.testing.assert_allclose(drawing.forwards[1].get_ydata(), np.median(forwards, axis=1))
    layers, theory = drawing.theory.get_data()
    assert layers[-1] == 12 and theory[-1] == median.get_ydata()[-1], "it begins at the last layer"
    np.testing.assert_allclose(theory[:-1] / theory[1:], 2 * math.sqrt(2))
    assert drawing.title.get_text().endswith("δ")
    show(Vanishing, depth=12, activation="tanh", initialisation="he", times=2.0, shown="gradient")
    np.testing.assert_array_equal(np.reshape(seeds.get_ydata(), (SEEDS, 13))[:, :12], gradient.T)
    assert len(drawing.theory.get_xdata()) == 0 and "theory" not in drawing.factor.words
    assert drawing.title.get_text().endswith("weights") and state.factor == pytest.approx(2 * math.sqrt(2))


@pytest.mark.parametrize("values, below, above", [
    ({"activation": "sigmoid", "times": 0.25}, True, False), ({"activation": "relu", "times": 4.0}, False, True),
    ({"activation": "tanh"}, False, False)])
def test_an_arrow_stands_wherever_the_median_is_outside(show, values, below, above):
    drawing = show(Vanishing, depth=DEPTH, width=32, initialisation="he", **values).drawing
    low, high = (set(arrow.get_xdata()) for arrow in drawing.back[2:])
    middle = drawing.back[1].get_ydata()
    assert (bool(low), bool(high)) == (below, above)
    assert low == {k + 1 for k, size in enumerate(middle) if size < LOWEST}
    assert high == {k + 1 for k, size in enumerate(middle) if size > HIGHEST}
    assert all(LOWEST < place < HIGHEST for arrow in drawing.back[2:] for place in arrow.get_ydata())


def test_the_headline_of_the_lesson(show):
    figure = show(Vanishing, depth=DEPTH)
    numbers = figure._drawn_state.numbers
    assert 1e-19 < numbers.quotient < 1e-18 and 1e-20 < numbers.least < numbers.greatest < 2e-18
    assert 0.22 < numbers.factor < 0.25
    assert f"= {in_powers(numbers.quotient)}" in figure.drawing.quotient.words
    assert "at most × 0.25" in figure.drawing.factor.words


def test_sizes_in_few_letters():
    assert [in_powers(size) for size in (3.2e-19, 1e10, 0.01, 0.0099, 9.4, 1.0, 12.0)] == [
        "3e-19", "1e10", "0.01", "1e-2", "9", "1", "1e1"]


def test_pointer_and_keys(show):
    figure = show(Vanishing, depth=7)
    figure._take(figure.point(Pointer("move", "forwards", 22.3, 1e-5), figure.values))
    assert figure.values["depth"] == 22
    for key, name, value in (("left", "depth", 21), ("right", "depth", 22), ("up", "times", 2.0), ("up", "times", 4.0),
                             ("up", "times", 4.0), ("down", "times", 2.0)):
        figure._key(f"Arrow{key.capitalize()}")
        assert figure.values[name] == value


@pytest.mark.parametrize("values", [
    {}, {"depth": 30}, {"depth": 1, "shown": "gradient"}, {"depth": 30, "times": 0.25},
    {"depth": 30, "activation": "relu", "initialisation": "normal", "width": 32, "times": 4.0},
    {"depth": 30, "activation": "relu", "initialisation": "he", "width": 8},
])
def test_no_words_are_cut_off_or_lie_on_others(show, values):
    drawing = show(Vanishing, **values).drawing
    renderer = drawing.figure.canvas.get_renderer()
    texts = [*drawing.figure.legends[0].get_texts()]
    for axes in drawing.figure.axes:
        texts += [axes._left_title, axes.title, axes.xaxis.label, *axes.get_xticklabels(), *axes.get_yticklabels()]
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in texts if text.get_text()]
    assert len(boxes) > 25
    width, height = drawing.figure.bbox.size
    assert [words for words, box in boxes if box.x0 < 0 or box.y0 < 0 or box.x1 > width or box.y1 > height] == []
    assert [(one, two) for k, (one, box) in enumerate(boxes) for two, other in boxes[k + 1:]
            if box.overlaps(other)] == []
