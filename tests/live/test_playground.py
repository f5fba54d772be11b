"""The playground: what it trains is the library's network, and every way back and another way holds."""
import asyncio
import contextlib
import io
import json

import numpy as np
import pytest

from lessons_lib import data, live, nn
from lessons_lib.live import playground_training
from lessons_lib.live.diagnosis import best_row, diagnosis
from lessons_lib.live.playground_training import Row
from lessons_lib.live.problems import FEATURES, clicked, given


@pytest.fixture
def playground(open_figure):
    """A function that opens a playground with some of its controls set."""
    return lambda **start: open_figure(lambda: live.Playground(**start))[0]


def trained(figure, updates):
    figure.player.seek(updates)
    return figure.player.shown.parameters


def test_it_trains_the_librarys_network(playground):
    """200 moons, half of them for training in batches of 32: 4 updates an epoch."""
    figure = playground(data="moons", noise=0.2, depth=2, width=5, activation="relu", learning_rate=0.3, momentum=0.9,
                        l2=0.001, weights_seed=3, data_seed=4)
    (inputs, labels), _ = data.split(*data.moons(200, 0.2, 4), (0.5, 0.5), seed=4)
    network = nn.Network((2, 5, 5, 1), activation="relu", l2=0.001, seed=3)
    network.fit(inputs, labels, nn.SGD(0.3, 0.9), batch_size=32, epochs=5, seed=3)
    np.testing.assert_array_equal(trained(figure, 20), network.parameters)
    state = figure.state(figure.values, figure.player.shown)
    assert state.epoch == 5 and state.losses[0] == network.loss(inputs, labels)
    assert [row.epoch for row in figure.training.curve] == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize(("settings", "sizes", "loss"), [
    ({"data": "penguins"}, (2, 4, 3), "categorical_cross_entropy"),
    ({"data": "penguins", "loss": "squared_error"}, (2, 4, 3), "squared_error"),
    ({"data": "circles", "loss": "squared_error"}, (2, 4, 1), "squared_error"),
    ({"data": "hills"}, (2, 4, 1), "squared_error"),
    ({"data": "xor", "x1·x2": True, "depth": 0}, (3, 1), "binary_cross_entropy"),
])
def test_data_and_loss_make_the_network(playground, settings, sizes, loss):
    figure = playground(**settings)
    assert figure.training.network.sizes == sizes and figure.training.network.loss_name == loss
    before, after = (figure.state(figure.values, update).losses[0] for update in (None, [trained(figure, 100),
                                                                                        figure.player.shown][1]))
    assert after < before
    figure._draw()
    assert 0 <= figure._drawn_state.field.min() and figure._drawn_state.field.max() <= 1


def test_features_are_what_their_names_say():
    point = np.array([[0.5, -0.25]])
    assert [float(FEATURES[name](point)[0]) for name in ("x1", "x2", "x1²", "x2²", "x1·x2")] == \
        [0.5, -0.25, 0.25, 0.0625, -0.125]
    np.testing.assert_allclose([FEATURES[f"sin πx{k}"](point)[0] for k in (1, 2)], [1, -np.sqrt(0.5)])


def test_a_fork_with_nothing_changed_takes_the_same_way(playground):
    figure = playground(momentum=0.9)
    way = trained(figure, 40).copy()
    figure.player.seek(16)
    figure.player.fork()
    np.testing.assert_array_equal(trained(figure, 40), way)
    assert [row.epoch for row in figure.training.ghost][-1] == 10


def test_a_control_moved_in_the_past_forks(playground):
    """The weights of the moment shown, and from there the new learning rate; the old curve stays as a ghost."""
    figure = playground()
    trained(figure, 40)
    figure.player.seek(16)
    there = figure.player.shown.parameters.copy()
    figure.set(learning_rate=0.0001)
    assert figure.player.latest.number == 16
    assert np.abs(trained(figure, 17) - there).max() < 1e-3
    assert figure.training.ghost[-1].number == 40 and figure.training.curve[-1].number == 16


def test_rewinding_keeps_controls_and_start_weights(playground):
    figure = playground(depth=3)
    first = trained(figure, 10).copy()
    figure.player.rewind()
    assert figure.player.shown is None and figure.values["depth"] == 3
    np.testing.assert_array_equal(trained(figure, 10), first)


def test_a_batch_size_changed_in_mid_training_counts_from_the_next_epoch(playground):
    figure = playground(batch_size=32)
    figure.player.step()
    figure.set(batch_size=8)
    numbers = []
    for _again in range(3 + 13):
        figure.player.step()
        numbers.append(figure.player.shown.epochs_done)
    assert numbers == [0, 0, 1] + [1] * 12 + [2]


def test_a_weight_edited_by_hand(playground):
    figure = playground(depth=1, width=4)
    trained(figure, 8)
    figure.set(layer=1, unit=3, source=2)
    assert figure.controls["value"].value == pytest.approx(figure.player.shown.parameters[4 + 2], abs=1e-4)
    figure.controls["value"].value = 2.5
    assert figure.player.shown.number == 8 and figure.player.shown.parameters[4 + 2] == 2.5
    figure._draw()
    assert figure._drawn_state.weights[0][1, 2] == 2.5
    figure.player.step()
    assert abs(figure.player.shown.parameters[4 + 2] - 2.5) < 0.1
    figure.reset()
    figure.set(layer=2, unit=1, source=0)
    figure.controls["value"].value = -1.0
    assert figure.training.start.parameters[-1] == -1.0 and figure.training.curve[0].number == 0


def test_a_click_on_the_network_chooses_the_weight_there(open_figure):
    figure, browser = open_figure(lambda: live.Playground(depth=1, width=4))
    figure._draw()
    places = figure.drawing.diagram.places
    middle = (places[0][1] + places[1][3]) / 2
    browser.points("down", "network", *(places[0][1] * 0.8 + places[1][3] * 0.2))
    assert [figure.values[name] for name in ("layer", "unit", "source")] == [1, 4, 2], middle
    browser.points("down", "network", *places[2][0])
    assert [figure.values[name] for name in ("layer", "unit", "source")] == [2, 1, 0]


def test_points_are_clicked_in(open_figure):
    figure, browser = open_figure(lambda: live.Playground(data="clicked"))
    assert "No points yet" in figure.message.value
    figure.player.step()
    assert "no points yet" in figure.message.value and figure.player.shown is None
    for k, (x, y) in enumerate([(0.5, 0.5), (-0.5, -0.25), (0.75, -1.0)]):
        figure.set(brush=k)
        browser.points("down", "plane", x, y)
    assert figure.training.problem.points.tolist() == [[0.5, 0.5], [-0.5, -0.25], [0.75, -1.0]]
    assert figure.training.problem.targets.tolist() == [0, 1, 2] and figure.training.network.sizes[-1] == 3
    figure.player.step()
    assert figure.player.shown.number == 1


def test_one_class_is_said(playground):
    figure = playground(data="clicked", points="0.1 0.2 1; 0.3 0.4 1; 0.5 0.5 1", batch_size=1)
    assert "one class" in figure.message.value
    figure.player.seek(5)


def test_more_batch_than_data_is_said(playground):
    figure = playground(examples=20, batch_size=64)
    assert "64" in figure.message.value and "10" in figure.message.value
    figure.player.seek(3)
    assert figure.player.shown.epochs_done == 3


@pytest.mark.parametrize(("text", "words"), [("1 2", "point 1"), ("0 0 0; 9 0 1", "point 2"), ("0 0 5", "class"),
                                             ("a b c", "a b c"), ("nan 0 0", "nan")])
def test_broken_points_are_named_and_the_last_good_ones_stay(playground, text, words):
    figure = playground(data="clicked", points="0.1 0.2 0; 0.3 0.4 1")
    figure.controls["points"].value = text
    assert words in figure.message.value and "role=\"alert\"" in figure.message.value
    assert figure.values["points"] == "0.1 0.2 0; 0.3 0.4 1" and len(figure.training.problem.points) == 2


def test_no_feature_at_all_is_refused(playground):
    figure = playground()
    figure.controls["x1"].value = False
    trained(figure, 3)
    figure.controls["x2"].value = False
    assert "wanted one or more" in figure.message.value
    assert figure.values["x2"] is True and figure.player.shown.number == 3


@pytest.mark.parametrize("values", [{"width": 0}, {"depth": 7}, {"batch_size": 0}, {"data": "stars"}, {"points": 3}])
def test_values_that_no_control_has_are_refused(playground, values):
    figure = playground()
    before = figure.values
    with pytest.raises(ValueError, match=next(iter(values))):
        figure.set(**values)
    assert figure.values == before


def test_a_diverging_rate_is_named_with_its_update_and_the_figure_stays_usable(playground):
    figure = playground(data="hills", activation="relu", depth=3, width=8, learning_rate=10.0)
    with contextlib.suppress(ValueError):
        figure.player.seek(2000)
    assert "no longer finite" in figure.message.value and "update" in figure.message.value
    figure._draw()
    assert np.isfinite(figure._drawn_state.weights[0]).all()
    figure.set(learning_rate=0.01)
    figure.player.rewind()
    figure.player.seek(10)
    assert figure.player.shown.number == 10


def test_the_code_builds_the_same_network(playground, capsys):
    figure = playground(data="spirals", noise=0.05, depth=2, width=6, momentum=0.5, l1=0.0001, learning_rate=0.03,
                        **{"x1²": True})
    figure.player.seek(28)
    made = {}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(figure.code(), made)
    np.testing.assert_array_equal(made["network"].parameters, figure.player.shown.parameters)
    figure._draw()
    assert [float(line) for line in printed.getvalue().split()] == list(figure._drawn_state.losses)


@pytest.mark.parametrize("settings", [{"data": "penguins", "examples": 100, "loss": "squared_error"},
                                      {"data": "clicked", "points": "0.1 0.2 1; 0.3 0.4 0; 0.5 0.5 1; -1 1 0"},
                                      {"data": "plane", "training_share": 80}])
def test_the_code_runs_for_every_kind_of_data(playground, settings):
    figure = playground(**settings)
    figure.player.seek(3 * -(-len(figure.training.train.points) // figure.training.batch_size))
    made = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(figure.code(), made)
    assert made["network"].sizes == figure.training.network.sizes
    np.testing.assert_allclose(made["network"].parameters, figure.training.network.parameters, rtol=1e-3)


def test_the_setting_builds_the_same_figure(playground, open_figure):
    figure = playground(data="clicked", points="0.1 0.2 1; 0.3 0.4 0", depth=3, width=2)
    figure.set(units2=7)
    other, _ = open_figure(live.Playground)
    other.use(figure.setting)
    assert other.values == figure.values and other.training.network.sizes == (2, 2, 7, 2, 1)
    with pytest.raises(ValueError, match="version"):
        other.use(json.dumps(json.loads(figure.setting) | {"version": 99}))
    assert other.values == figure.values


def test_own_arrays(playground):
    inputs = np.array([[10.0, 100.0], [20.0, 300.0], [30.0, 200.0], [25.0, 150.0]])
    figure = playground(data=(inputs, np.array([0, 2, 1, 0])))
    assert figure.training.problem.classes == 3
    assert figure.training.problem.points[:3].tolist() == [[-1, -1], [0, 1], [1, 0]]
    assert given(inputs, np.array([0.5, 2.5, 1.5, 1.0])).targets.tolist() == [-1, 1, 0, -0.5]
    for bad in (([[1, 2]], [0]), (inputs, [0, 1]), (inputs, [0, 1, np.nan, 2]), (inputs[:, :1], [0, 1, 0, 1])):
        with pytest.raises(ValueError, match="data"):
            given(*bad)


def test_no_points_at_all_are_a_problem_too():
    assert clicked("").points.shape == (0, 2)


def test_curves_are_thinned_evenly(playground, monkeypatch):
    monkeypatch.setattr(playground_training, "MOST_ROWS", 8)
    figure = playground(examples=20, batch_size=256)
    figure.player.seek(40)
    assert [row.epoch for row in figure.training.curve] == [0, 8, 16, 24, 32, 40]


def rows(training, validation):
    return [Row(epoch, epoch, *losses) for epoch, losses in enumerate(zip(training, validation, strict=True))]


@pytest.mark.parametrize(("curve", "scores", "deltas", "word"), [
    (rows([7, 6, 5, 4, 3, 2], [7, 5, 4, 5, 6, 7]), (1.0, 0.8), [1, 1], "Overfits: since epoch 2"),
    (rows([0.7] * 8, [0.7] * 8), (0.5, 0.5), [1, 1], "Underfits"),
    (rows([0.7] * 8, [0.7] * 8), (0.5, 0.5), [1e-6, 1e-3, 1], "Vanishing"),
    (rows([0.7, 0.7, 9, 99, 1e9, 1e10], [1] * 6), (0.5, 0.5), [1, 1], "Diverged"),
    (rows([0.7, 0.6, 0.5, np.nan, np.nan], [1] * 5), (0.5, 0.5), [1, 1], "Diverged"),
    (rows([0.7, 0.6, 0.5, 0.4, 0.35, 0.3], [0.7, 0.6, 0.5, 0.4, 0.35, 0.3]), (0.8, 0.8), [1, 1], "Still learning"),
    (rows([0.7, 0.6, 0.5, 0.4, 0.2, 0.1], [0.7, 0.6, 0.5, 0.4, 0.2, 0.1]), (1.0, 1.0), [1, 1], "Fits"),
    (rows([0.7, 0.6], [0.7, 0.6]), (1.0, 1.0), [1, 1], ""),
])
def test_the_diagnosis(curve, scores, deltas, word, monkeypatch):
    monkeypatch.setattr("lessons_lib.live.diagnosis.EARLY", 5)
    said = diagnosis(curve, scores, deltas)
    assert said.startswith(word) and bool(said) == bool(word)


def test_overfitting_begins_where_the_validation_loss_was_smallest():
    assert best_row(rows([3, 2, 1], [3, 1, 2])).epoch == 1
    assert best_row(rows([3, 2, 1], [3, 2, 2.01])) is None
    assert best_row(rows([3, 2, 1], [np.nan] * 3)) is None


def test_delta_of_the_last_layer_is_p_minus_t(playground):
    """Of a network without hidden layers, over the training data."""
    figure = playground(depth=0, data="two_gaussians")
    figure._draw()
    part = figure.training.train
    p = figure.training.network.predict_proba(part.points)
    assert figure._drawn_state.deltas == pytest.approx([np.sqrt(np.mean((p - part.targets) ** 2))])


def test_it_runs_without_end_and_stays_calm(open_figure):
    async def scenario():
        figure, browser = open_figure(live.Playground)
        figure.player.play()
        for _turn in range(1000):
            await asyncio.sleep(0.01)
            if browser.frames:
                browser.shows_all()
            if figure.player.latest and figure.player.latest.number > 300:
                break
        figure.player.pause()
        await asyncio.sleep(0.05)
        assert figure._drawn_state.number == figure.player.latest.number == figure.player.back.value

    asyncio.run(scenario())


def test_groups_show_one_at_a_time_and_hold_every_control(playground):
    figure = playground(first=("depth", "noise"))
    chooser, *grids = figure.widget.children[2].children
    held = [control for grid in grids for control in grid.children]
    assert sorted(map(id, held)) == sorted(map(id, figure.controls.values()))
    assert grids[0].children == (figure.controls["depth"], figure.controls["noise"])
    for k, title in enumerate(chooser.options):
        chooser.value = title
        assert [grid.layout.display for grid in grids].index(None) == k
        assert sum(grid.layout.display is None for grid in grids) == 1
