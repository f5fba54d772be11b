"""Lesson 05's networks, stepped: every number against JAX and the plan's literals, the order, the paths, the typing."""
from ast import literal_eval

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from lessons_lib.live.back_propagation import BackPropagation, control_of
from lessons_lib.live.graph_networks import BATCH, LOSS, NETWORKS, passed, paths, steps
from lessons_lib.live.pointer import Pointer
from lessons_lib.live.typed_slopes import number_in

jax.config.update("jax_enable_x64", True)
jax.config.update("jax_platforms", "cpu")


@pytest.fixture
def figure():
    made = BackPropagation()
    yield made
    made.close()


def show(figure, shown=0, **values):
    """The state and the drawing after so many steps."""
    figure.set(**values)
    figure.player.seek(shown)
    figure._draw()
    figure.screen.frames.draw()
    return figure._drawn_state, figure.drawing


def arrays(given, examples=None):
    return {name: np.array(value[:examples]) if isinstance(value, tuple) else np.float64(value)
            for name, value in given.items()}


# The three networks, written anew -------------------------------------------------------------------------------------

def g(z):
    return 1 / (1 + jnp.exp(-z))


def chain(q, _loss):
    return jnp.sum((q["y"] - g(q["θ2"] * g(q["θ1"] * q["x"])))**2) / 2


def two_outputs(q, _loss):
    """theta_ij(l) leads from unit j of layer l to unit i of the next."""
    first, second = (jnp.array([[q[f"θ{i}{j}{layer}"] for j in (1, 2)] for i in (1, 2)]) for layer in ("⁽¹⁾", "⁽²⁾"))
    output = g(second @ g(first @ jnp.concatenate([q["x1"], q["x2"]])))
    return jnp.sum((jnp.concatenate([q["y1"], q["y2"]]) - output)**2) / 2


def batch(q, loss):
    W1 = jnp.array([[q[f"w{i}{j}⁽¹⁾"] for j in (1, 2)] for i in (1, 2)])
    z1 = jnp.stack([q["x1"], q["x2"]], axis=1) @ W1 + jnp.array([q["b1⁽¹⁾"], q["b2⁽¹⁾"]])
    z2 = g(z1) @ jnp.array([q["w1⁽²⁾"], q["w2⁽²⁾"]]) + q["b⁽²⁾"]
    return jnp.mean(jnp.logaddexp(0, z2) - q["t"] * z2 if loss == "cross_entropy" else (g(z2) - q["t"])**2 / 2)


def cases():
    for name, function in (("1-1-1", chain), ("2-2-2", two_outputs)):
        yield name, function, "squared_error", None
    for loss in ("cross_entropy", "squared_error"):
        for examples in (1, 2, 3):
            yield "2-2-1", batch, loss, examples


@pytest.mark.parametrize("name, function, loss, examples", list(cases()))
@pytest.mark.parametrize("seed", [None, 0, 1])
def test_every_slope_is_that_of_jax(name, function, loss, examples, seed):
    network, given = NETWORKS[name], arrays(NETWORKS[name].given, examples)
    if seed is not None:
        rng = np.random.default_rng(seed)
        given = {quantity: rng.uniform(0.1, 0.9, np.shape(value)) if quantity[0] in "yt"
                 else rng.normal(size=np.shape(value)) for quantity, value in given.items()}
    made, wanted = passed(network, given, loss), jax.grad(function)(given, loss)
    assert made.values[LOSS] == pytest.approx(float(function(given, loss)), rel=1e-12)
    for quantity in [*network.parameters, *network.columns[0][0].sources]:
        assert wanted[quantity].dtype == np.float64
        np.testing.assert_allclose(made.slopes[quantity], wanted[quantity], rtol=1e-10, atol=1e-14, err_msg=quantity)
    for parameter in network.parameters:
        products = [np.prod([np.broadcast_to(made.local[pair], examples or 1) for pair in zip(
            path, path[1:], strict=False)], axis=0).sum() for path in paths(network, parameter)]
        assert len(products) == (2 if name == "2-2-2" and parameter.endswith("⁽¹⁾") else 1)
        assert sum(products) == pytest.approx(float(wanted[parameter]), rel=1e-10)


def test_the_plans_numbers_come_out():
    """x = (1, 0.5), t = 1: written in the plan of the course, worked by hand."""
    given = arrays(BATCH.given, 1)
    made = passed(BATCH, given, "cross_entropy")
    wanted = {"z1⁽¹⁾": 0.9, "z2⁽¹⁾": -0.6, "h1": 0.71095, "h2": 0.35434, "z⁽²⁾": 0.30743, "p": 0.57626, "J": 0.55120}
    for name, value in wanted.items():
        assert float(np.squeeze(made.values[name])) == pytest.approx(value, abs=5.1e-6), name
    slopes = {"z⁽²⁾": -0.42374, "w1⁽²⁾": -0.30126, "w2⁽²⁾": -0.15015, "z1⁽¹⁾": -0.04354, "z2⁽¹⁾": 0.06786,
              "w11⁽¹⁾": -0.04354, "w12⁽¹⁾": 0.06786, "w21⁽¹⁾": -0.02177, "w22⁽¹⁾": 0.03393, "b⁽²⁾": -0.42374,
              "b1⁽¹⁾": -0.04354, "b2⁽¹⁾": 0.06786}
    for name, value in slopes.items():
        assert float(np.squeeze(made.slopes[name])) == pytest.approx(value, abs=5.1e-6), name
    half = passed(BATCH, given, "squared_error")
    assert half.slopes["z⁽²⁾"].item() == pytest.approx(-0.10347, abs=5e-6)
    assert made.slopes["z⁽²⁾"].item() / half.slopes["z⁽²⁾"].item() == pytest.approx(4, abs=0.1)


# The order ------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("name", NETWORKS)
def test_each_box_comes_once_forwards_and_once_backwards_after_all_that_it_needs(name):
    network, way = NETWORKS[name], steps(NETWORKS[name])
    boxes = {box.name for box in network.boxes}
    forwards = [one for step in way if not step.backward for one in step.names]
    backwards = [one for step in way if step.backward for one in step.names]
    assert sorted(forwards) == sorted(boxes)
    assert sorted(backwards) == sorted(boxes - {LOSS} | set(network.parameters))
    assert [step.backward for step in way] == sorted(step.backward for step in way)
    for box in network.boxes:
        for source in box.sources:
            if source in boxes:
                assert forwards.index(source) < forwards.index(box.name)
                assert box.name == LOSS or backwards.index(box.name) < backwards.index(source)
        for parameter in box.parameters:
            assert backwards.index(box.name) < backwards.index(parameter)


@pytest.mark.parametrize("name, total", [("1-1-1", 11), ("2-2-2", 25), ("2-2-1", 13)])
def test_the_player_walks_to_the_networks_own_end(figure, name, total):
    figure.set(network="2-2-2")
    figure.player.seek(25)
    figure.set(network=name)
    if name != "2-2-2":
        assert figure.player.shown is None, "another network begins at its start"
    assert figure.player.back.max == total
    while not figure.player.finished:
        figure.player.step()
    assert figure.player.shown.number == total


def test_numbers_appear_when_the_way_has_reached_them(figure):
    """Steps of the chain: z, a, z, a, J; then a, z, θ2, a, z, θ1."""
    state, _drawing = show(figure, 2, network="1-1-1", chosen_chain="θ1")
    assert state.values.keys() == {"x", "y", "θ1", "θ2", "z⁽²⁾", "a⁽²⁾"} and state.slopes == {}
    state, _drawing = show(figure, 8)
    assert state.slopes.keys() == {"a⁽³⁾", "z⁽³⁾", "θ2"}
    row, = state.ledger.rows
    assert [factor is None for factor in row.factors] == [False, False, True, True, True]
    assert row.product is None and state.ledger.total is None


# What is written ------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("network, shown, symbols, numbers, entry", [
    ("1-1-1", 1, "z⁽²⁾ = θ1·x", "= 0.25·2 = 0.5000", ""),
    ("1-1-1", 2, "a⁽²⁾ = σ(z⁽²⁾) = 1 / (1 + exp(−z⁽²⁾))", "= 1 / (1 + exp(−0.5000)) = 0.6225", ""),
    ("1-1-1", 6, "∂J/∂a⁽³⁾ = (a⁽³⁾ − y)", "= (0.3780 − 1) = −0.6220", ""),
    ("1-1-1", 10, "∂J/∂z⁽²⁾ = ∂J/∂a⁽²⁾·a⁽²⁾·(1 − a⁽²⁾)", "= 0.1170·0.6225·(1 − 0.6225) = 0.02749", ""),
    ("2-2-2", 18, "∂J/∂a1⁽²⁾ = ∂J/∂z1⁽³⁾·θ11⁽²⁾ + ∂J/∂z2⁽³⁾·θ21⁽²⁾", "= 0.1339·0.4 + (−0.1121)·1.2 = −0.08098", ""),
    ("2-2-1", 1, "z₁ = x W₁ + b₁      (1×2) = (1×2)(2×2) + (1×2)", "z₁ = [[0.9000, −0.6000]]",
     "z1⁽¹⁾ = w11⁽¹⁾·x1 + w21⁽¹⁾·x2 + b1⁽¹⁾ = 0.4·1 + 0.8·0.5 + 0.1 = 0.9000"),
    ("2-2-1", 7, "δ₂ = ∂J/∂z₂ = ∂J/∂p ⊙ p ⊙ (1 − p)      (1×1) = (1×1) ⊙ (1×1) ⊙ (1×1)", "δ₂ = [[−0.4237]]",
     "∂J/∂z⁽²⁾ = ∂J/∂p·p·(1 − p) = p − t = −1.735·0.5763·(1 − 0.5763) = −0.4237"),
    ("2-2-1", 8, "∂J/∂W₂ = hᵀ δ₂      (2×1) = (2×1)(1×1)", "∂J/∂W₂ = [[−0.3013], [−0.1502]]",
     "∂J/∂w1⁽²⁾ = ∂J/∂z⁽²⁾·h1 = −0.4237·0.7109 = −0.3013"),
    ("2-2-1", 12, "∂J/∂W₁ = xᵀ δ₁      (2×2) = (2×1)(1×2)", "∂J/∂W₁ = [[−0.04354, 0.06786], [−0.02177, 0.03393]]",
     "∂J/∂w11⁽¹⁾ = ∂J/∂z1⁽¹⁾·x1 = −0.04354·1 = −0.04354"),
    ("2-2-1", 13, "∂J/∂b₁ = 1ᵀ δ₁      (1×2) = (1×1)(1×2)", "∂J/∂b₁ = [[−0.04354, 0.06786]]",
     "∂J/∂b1⁽¹⁾ = ∂J/∂z1⁽¹⁾·1 = −0.04354·1 = −0.04354"),
])
def test_each_step_has_its_formula_and_its_numbers(figure, network, shown, symbols, numbers, entry):
    _state, drawing = show(figure, shown, network=network)
    assert (drawing.formula.words, drawing.numbers.words, drawing.entry.words) == (symbols, numbers, entry)


@pytest.mark.parametrize("examples", [2, 3])
@pytest.mark.parametrize("shown", range(1, 14))
def test_an_arrays_shape_is_the_one_written_and_its_numbers_are_numpys(figure, examples, shown):
    x, t = np.array([[1, 0.5], [-0.5, 1], [0.5, -1.5]])[:examples], np.array([[1], [0], [1]])[:examples]
    W1, b1, W2, b2 = np.array([[0.4, -0.6], [0.8, 0.2]]), np.array([[0.1, -0.1]]), np.array([[0.5], [-0.7]]), 0.2
    z1 = x @ W1 + b1
    h = 1 / (1 + np.exp(-z1))
    z2 = h @ W2 + b2
    p = 1 / (1 + np.exp(-z2))
    loss = np.array([[np.mean(-t * np.log(p) - (1 - t) * np.log(1 - p))]])
    delta2 = (p - t) / examples
    dh = delta2 @ W2.T
    delta1 = dh * h * (1 - h)
    wanted = [z1, h, z2, p, loss, delta2 / p / (1 - p), delta2, h.T @ delta2, delta2.sum(axis=0, keepdims=True), dh,
              delta1, x.T @ delta1, delta1.sum(axis=0, keepdims=True)][shown - 1]
    _state, drawing = show(figure, shown, network="2-2-1", examples=examples)
    found = np.array(literal_eval(drawing.numbers.words.split(" = ")[-1].replace("−", "-")))
    np.testing.assert_allclose(found, wanted, rtol=6e-4)
    if shown != 5:
        assert f"({len(found)}×{len(found[0])})" == drawing.formula.words.split("      ")[1].split(" = ")[0]


def test_by_hand_the_bias_adds_the_rows(figure):
    _state, drawing = show(figure, 9, network="2-2-1", examples=2)
    assert drawing.entry.words == "∂J/∂b⁽²⁾ = Σ ∂J/∂z⁽²⁾·1 = −0.2119·1 + 0.2644·1 = 0.05249"


# The ledger -----------------------------------------------------------------------------------------------------------

def test_two_paths_are_lit_before_any_step_and_their_products_add_at_the_end(figure):
    state, drawing = show(figure, 0, network="2-2-2", chosen_pair="θ11⁽¹⁾")
    assert [path[-2] for path in state.paths] == ["a1⁽³⁾", "a2⁽³⁾"]
    blue, orange = (np.array(lines.get_segments()) for lines in drawing.graphs["2-2-2"].lit)
    places = drawing.graphs["2-2-2"].places
    assert len(blue) == len(orange) == 5
    for ends, boxes in ((blue, ["x1", *state.paths[0][1:]]), (orange, ["x1", *state.paths[1][1:]])):
        for (start, end), pair in zip(ends, zip(boxes, boxes[1:], strict=False), strict=True):
            assert np.abs(start - places[pair[0]]).max() < 37 and np.abs(end - places[pair[1]]).max() < 37
    assert (blue[0, :, 1] - orange[0, :, 1] > 5).all(), "side by side where both run along the same arrow"
    assert drawing.ledger.sum.words == "∂J/∂θ11⁽¹⁾ = ? + ?"
    a1 = 1 / (1 + np.exp(0.2))
    a2 = 1 / (1 + np.exp(1.1))
    shares = []
    for weights, y in (((0.4, -0.1), 0), ((1.2, -1.4), 1)):
        a = 1 / (1 + np.exp(-weights[0] * a1 - weights[1] * a2))
        shares.append((a - y) * a * (1 - a) * weights[0] * a1 * (1 - a1) * 1.5)
    state, drawing = show(figure, 25)
    assert [row.product for row in state.ledger.rows] == pytest.approx(shares)
    assert state.ledger.total == pytest.approx(sum(shares))
    assert shares == pytest.approx([0.02, -0.05], abs=2e-4), "the numbers of the lesson's question"
    assert drawing.ledger.sum.words == "∂J/∂θ11⁽¹⁾ = 0.01988 + (−0.04995)"
    assert drawing.ledger.total.words == "= −0.03007"
    shown = [[words.words for words in column if words.words] for column in drawing.ledger.factors[:2]]
    assert shown == [["0.5387", "0.2485", "0.4000", "0.2475", "1.500"],
                     ["−0.4525", "0.2477", "1.200", "0.2475", "1.500"]]


@pytest.mark.parametrize("network, chosen", [("1-1-1", "θ2"), ("2-2-2", "θ22⁽²⁾"), ("2-2-1", "b⁽²⁾")])
def test_one_path_is_lit_where_one_leads_to_the_loss(figure, network, chosen):
    prefix = {"1-1-1": "chain", "2-2-2": "pair", "2-2-1": "batch"}[network]
    state, drawing = show(figure, 1, network=network, **{f"chosen_{prefix}": chosen})
    assert [len(lines.get_segments()) for lines in drawing.graphs[network].lit] == [3, 0]


def test_of_a_batch_the_ledger_adds_the_examples(figure):
    state, drawing = show(figure, 13, network="2-2-1", examples=3, chosen_batch="w21⁽¹⁾")
    assert len(state.ledger.rows) == 3
    assert sum(row.product for row in state.ledger.rows) == pytest.approx(state.ledger.total)
    x2 = [row.factors[-1] for row in state.ledger.rows]
    assert x2 == [0.5, 1.0, -1.5]


def test_an_input_has_no_ledger(figure):
    state, drawing = show(figure, 25, network="2-2-2", chosen_pair="x1")
    assert state.ledger is None and state.paths == () and drawing.ledger.advice[0].words


# What may be changed --------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("name", NETWORKS)
def test_a_click_on_each_quantity_chooses_it_and_shows_its_slider_alone(figure, name):
    figure.set(network=name)
    graph = figure.drawing.graphs[name]
    for quantity in NETWORKS[name].given:
        place = graph.weights.get(quantity) or graph.values[quantity]
        x, y = np.multiply(place.place, [graph.axes.get_xlim()[1], graph.axes.get_ylim()[1]])
        if place.align == 0:
            x += 30
        values = figure.point(Pointer("down", "graph", x, y + 4), figure.values)
        assert list(values.values()) == [quantity]
        figure.set(**values)
        sliders = [one for one, control in figure.controls.items()
                   if one.split("_")[0] in ("chain", "pair", "batch") and control.layout.display is None]
        assert sliders == [control_of(name, quantity)]
    assert figure.point(Pointer("down", "graph", 330, 240), figure.values) is None


def test_every_slider_moves_the_number_that_it_names(figure):
    for name, network in NETWORKS.items():
        figure.set(network=name, examples=3)
        for quantity, given in network.given.items():
            for example in range(len(given) if name == "2-2-1" and isinstance(given, tuple) else 1):
                figure.set(**{control_of(name, quantity, example): 0.35})
                values = figure._pass(figure.values).values[quantity]
                assert np.atleast_1d(values)[example] == 0.35


def test_the_arrow_keys_choose_and_change(figure):
    assert figure.key("up", figure.values) is None
    figure._take(figure.key("right", figure.values))
    assert figure.values["chosen_pair"] == "x1"
    figure._take(figure.key("up", figure.values))
    assert figure.values["pair_x1"] == pytest.approx(1.55)
    figure._take(figure.key("left", figure.values))
    assert figure.values["chosen_pair"] == ""


def test_the_example_shown_is_one_of_the_batch(figure):
    state, _drawing = show(figure, 1, network="2-2-1", examples=2, example=3)
    assert state.example == (2, 2) and state.values["x1"] == -0.5


# Typing ---------------------------------------------------------------------------------------------------------------

def asked_at(figure, shown, **values):
    show(figure, shown, compute=True, **values)
    return figure


def step_of(figure):
    return figure.player.shown.number


@pytest.mark.parametrize("typed", ["0.2350", "0.235", "0,235", "0.2369", " 47/200 "])
def test_a_right_number_is_told_and_the_step_taken(figure, typed):
    """σ'(0.5) = 0.2350: at a = 0.6225."""
    asked_at(figure, 9, network="1-1-1").set(answer=typed)
    assert "Right: ∂a⁽²⁾/∂z⁽²⁾ = 0.2350." in figure.message.value
    assert step_of(figure) == 10 and figure.controls["answer"].value == ""


@pytest.mark.parametrize("shown, network, typed, words", [
    (9, "1-1-1", "0.2500", "z(1 − z)"), (9, "1-1-1", "0.2273", "slope at a"), (9, "1-1-1", "-0.235", "sign"),
    (9, "1-1-1", "0.3775", "both a and 1 − a"), (9, "1-1-1", "0.6225", "what the box gives"),
    (9, "1-1-1", "0.0275", "whole slope"), (9, "1-1-1", "0.117", "came back"),
    (5, "1-1-1", "0.622", "sign"), (5, "1-1-1", "-1.244", "one half"), (5, "1-1-1", "0.1934", "not its slope"),
    (7, "1-1-1", "-0.8", "other factor"), (5, "2-2-1", "-0.4237", "1/(p(1 − p))"), (8, "2-2-1", "0.2", "added"),
    (9, "1-1-1", "0.3", "0.06500 away")])
def test_a_wrong_number_gets_the_hint_for_its_formula(figure, shown, network, typed, words):
    asked_at(figure, shown, network=network).set(answer=typed)
    assert words in figure.message.value
    assert step_of(figure) == shown and figure.controls["answer"].value == typed, "nothing is lost"


def test_the_mean_of_a_batch_is_asked_for(figure):
    p = 1 / (1 + np.exp(-0.30743))
    asked_at(figure, 5, network="2-2-1", examples=3).set(answer=f"{-1 / p:.4f}")
    assert "1/B" in figure.message.value
    figure.set(answer=f"{-1 / p / 3:.4f}")
    assert step_of(figure) == 6


@pytest.mark.parametrize("typed", ["abc", "1/0", "nan", "inf", "1/2/3", "0.2 3", "__import__('os')"])
def test_what_is_no_number_is_a_sentence_and_nothing_is_lost(figure, typed):
    asked_at(figure, 9, network="1-1-1")
    with pytest.raises(ValueError, match="your local derivative: .* given, wanted a number such as"):
        figure.set(answer=typed)
    figure.controls["answer"].value = f" {typed}"
    assert "wanted a number such as" in figure.message.value
    assert step_of(figure) == 9
    figure.set(answer="0.235")
    assert step_of(figure) == 10


@pytest.mark.parametrize("typed, wanted", [("0.25", 0.25), ("−1/4", -0.25), ("-.5", -0.5), ("1e-3", 0.001)])
def test_numbers_may_be_written_in_many_ways(typed, wanted):
    assert number_in(typed) == wanted


def test_a_box_with_two_ways_on_is_asked_for_both(figure):
    _state, drawing = show(figure, 17, network="2-2-2", compute=True)
    assert drawing.question.words == "Your turn: ∂z1⁽³⁾/∂a1⁽²⁾ = ?   (Step shows it)"
    figure.set(answer="0.4")
    assert step_of(figure) == 17 and "second way" in figure.message.value
    figure._draw()
    assert drawing.question.words == "Your turn: ∂z2⁽³⁾/∂a1⁽²⁾ = ?   (Step shows it)"
    figure.set(answer="1.2")
    assert step_of(figure) == 18
    figure.player.seek(17)
    figure._draw()
    assert drawing.question.words == "Your turn: ∂z1⁽³⁾/∂a1⁽²⁾ = ?   (Step shows it)", "asked again from the first"


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("loss", ["cross_entropy", "squared_error"])
def test_whoever_types_what_is_right_comes_to_the_end(figure, name, loss):
    network = NETWORKS[name]
    figure.set(network=name, loss=loss, compute=True, examples=3)
    figure.player.seek(sum(not step.backward for step in steps(network)))
    for _typed in range(60):
        if figure.player.shown.number == len(steps(network)):
            break
        figure.set(answer=f"{figure._asked(figure.values, figure.player.shown.number).right:.3g}")
        assert "Right" in figure.message.value
    assert figure.player.shown.number == len(steps(network))
    assert figure._asked(figure.values, len(steps(network))) is None


def test_forwards_nothing_is_asked(figure):
    _state, drawing = show(figure, 2, compute=True)
    assert drawing.question.words == ""
    figure.set(answer="0.4")
    assert "Nothing is asked yet" in figure.message.value and step_of(figure) == 2


def test_the_words_say_what_is_seen(figure):
    state, drawing = show(figure, 25, network="2-2-2", chosen_pair="θ11⁽¹⁾")
    said = drawing.describe(state)
    assert "products of its paths 0.0199, -0.0499; slope of the loss -0.0301" in said and "step 25 of 25" in said
