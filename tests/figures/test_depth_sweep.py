"""Lesson 04's depth sweep: parameters counted, stopping judged on other data, bands of runs, causes told apart."""
import asyncio
import itertools

import numpy as np
import pytest

from lessons_lib import nn
from lessons_lib.figures.depth_sweep import VERDICTS, DepthSweepState, Verdict, words_of
from lessons_lib.live import depth_sweep as module
from lessons_lib.live.depth_sweep import (
    DepthSweep,
    Sweep,
    Training,
    bands,
    judge,
    parameter_count,
    parts,
    reported,
    sizes,
    units_for,
)
from lessons_lib.live.pointer import Pointer


@pytest.fixture(autouse=True)
def short(monkeypatch):
    """Trainings of 60 updates, judged after every 20, with a verdict each time."""
    for name, value in {"UPDATES": 60, "EVERY": 20, "VERDICT_EVERY": 20}.items():
        monkeypatch.setattr(module, name, value)


@pytest.fixture
def figure():
    made = DepthSweep()
    yield made
    made.close()


def train(figure, steps=21, **values):
    """The figure after so many steps, drawn."""
    figure.set(**values)
    for _step in range(steps):
        figure.player.step()
    assert figure.message.value == ""
    figure._draw()
    figure.screen.frames.draw()
    return figure._drawn_state


def curves(figure):
    return [np.array(training.rows) for training in figure.player.latest.sweep.trainings]


@pytest.mark.parametrize("depth, units, count", [
    (0, 16, 3), (1, 8, 3 * 8 + 9), (2, 16, 3 * 16 + 17 * 16 + 17), (3, 12, 3 * 12 + 2 * 13 * 12 + 13)])
def test_parameters_are_weights_and_biases(depth, units, count):
    assert parameter_count(sizes(depth, units)) == count == nn.Network(sizes(depth, units)).parameters.size


def test_units_that_keep_the_number_of_parameters_are_the_nearest():
    """337 at depth 2. With w units: 4w + 1, 2w^2 + 6w + 1 (12: 361, 11: 309), 3w^2 + 7w + 1 (9: 307, 10: 371),
    4w^2 + 8w + 1 (8: 321, 9: 397), 5w^2 + 9w + 1 (7: 309, 8: 393)."""
    assert units_for("parameters") == (0, 84, 16, 12, 9, 8, 7)
    assert units_for("8") == (0, 8, 8, 8, 8, 8, 8)


def test_labels_are_flipped_in_a_fifth_of_the_training_data_alone():
    clean, flipped = parts("moons"), parts("flipped")
    for part, other, wrong in zip(clean, flipped, (20, 0, 0), strict=True):
        np.testing.assert_array_equal(part.inputs, other.inputs)
        assert ((part.labels != other.labels).sum(axis=1) == wrong).all()
    changed = clean[0].labels != flipped[0].labels
    assert (changed[0] != changed[1]).any(), "each run has flips of its own"


@pytest.mark.parametrize("kind", ["moons", "spirals"])
def test_every_run_and_every_part_has_its_own_examples(kind):
    made = parts(kind, 2)
    assert [part.labels.shape[1] for part in made] == [2 * module.KINDS[kind].examples, 300, 300]
    points = np.concatenate([part.inputs.reshape(-1, 2) for part in made])
    assert len(np.unique(points, axis=0)) == len(points) == 20 * sum(part.labels.shape[1] for part in made)


def test_early_stopping_takes_the_lowest_validation_loss_and_reports_the_test_data():
    """Two runs, lowest validation loss at row 1 and at row 3; the test loss is lowest elsewhere, at row 2."""
    rows = np.arange(5 * 2 * 3 * 2, dtype=float).reshape(5, 2, 3, 2)
    rows[:, 1, 1] = [[9, 9], [1, 5], [2, 4], [3, 3], [4, 8]]
    rows[:, 1, 2] = [[9, 9], [8, 8], [0, 0], [7, 7], [6, 6]]
    stopped = reported(rows, early=True)
    assert stopped.shape == (2, 2, 2)
    assert stopped[1, 1].tolist() == [8, 7], "the test loss"
    assert stopped[1, 0].tolist() == [rows[1, 1, 0, 0], rows[3, 1, 0, 1]], "the training loss"
    assert stopped[0].tolist() == [[rows[1, 0, 0, 0], rows[3, 0, 0, 1]], [rows[1, 0, 2, 0], rows[3, 0, 2, 1]]]
    np.testing.assert_array_equal(reported(rows, early=False), rows[4, :, :2])


def test_bands_are_percentiles_over_the_runs_kept():
    numbers = np.stack([np.arange(12.0), 100 - np.arange(12.0)])  # eleven runs and one that diverged
    numbers[:, 11] = np.nan
    kept = np.arange(12) < 11
    np.testing.assert_allclose(bands(numbers, kept), [[1, 91], [5, 95], [9, 99]])
    assert np.isnan(bands(numbers, ~kept & kept)).all()


@pytest.mark.parametrize("activation, start", [("relu", "he"), ("sigmoid", "glorot")])
def test_run_by_run_it_is_the_plain_network(activation, start):
    made = [part._replace(inputs=part.inputs[:3], labels=part.labels[:3]) for part in parts("flipped")]
    training = Training((2, 8, 8, 1), made, nn.SGD(0.05, 0.9), activation=activation, l2=0.01, updates=15, every=7,
                        dtype="float64")
    training.go_on()
    training.go_on()
    for run in range(3):
        plain = nn.Network((2, 8, 8, 1), activation=activation, initialisation=start, l2=0.01, seed=run)
        mine = [(part.inputs[run], part.labels[run]) for part in made]
        updates = plain.updates(*mine[0], nn.SGD(0.05, 0.9), batch_size=20, epochs=3, seed=run)
        for row, most in enumerate((0, 7, 7)):
            list(itertools.islice(updates, most))
            wanted = [[plain.score(*part) for part in mine], [plain.loss(*part) for part in mine]]
            np.testing.assert_allclose(training.rows[row][..., run], wanted, rtol=1e-9)


def test_a_run_that_diverges_is_left_out_and_counted(figure, monkeypatch):
    made = parts("moons")
    far = made[0].inputs.copy()
    far[4] *= 1e25
    monkeypatch.setattr(module, "parts", lambda kind, times: (made[0]._replace(inputs=far), *made[1:]))
    state = train(figure, depth=3)
    assert np.flatnonzero(figure.player.latest.sweep.trainings[3].diverged).tolist() == [4]
    assert state.diverged == 1 and "of 19 runs (1 diverged)" in figure.drawing.runs.get_text()
    assert "1 of 20 runs diverged and are left out" in figure.drawing.describe(state)
    np.testing.assert_allclose(state.bands[0, 1, 1, 3], np.median(np.delete(curves(figure)[3][-1, 0, 1], 4)))
    assert np.isfinite(state.bands).all() and np.isfinite(state.curves).all()


def test_a_run_that_was_taken_back_to_its_last_finite_parameters_has_diverged_too():
    training = Training((2, 8, 1), parts("moons"), nn.SGD(0.05, 0.9))
    training._velocity[2] = np.inf
    training.go_on()
    assert np.isfinite(training.rows).all() and np.flatnonzero(training.diverged).tolist() == [2]


def test_where_all_runs_diverge_there_is_a_gap_and_a_sentence(figure, monkeypatch):
    made = parts("moons")
    far = made[0]._replace(inputs=made[0].inputs * 1e25)
    monkeypatch.setattr(module, "parts", lambda kind, times: (far, *made[1:]))
    state = train(figure, depth=3, early=True)
    assert np.isnan(state.bands[..., 3]).all() and state.diverged == 20
    assert "all 20 runs diverged" in figure.drawing.describe(state)


def test_all_depths_grow_together(figure):
    figure.set(hold="8")
    for step in range(1, 22):
        figure.player.step()
        assert [len(rows) for rows in curves(figure)] == [1 + (step + 6 - depth) // 7 for depth in range(7)]
        assert figure.player.latest.number == 20 * step
    figure.player.step()
    assert figure.player.finished


def test_interrupted_and_continued_is_as_good_as_uninterrupted():
    async def interrupted():
        figure = DepthSweep()
        for stop in (3, 9, 22):
            figure.player.play()
            while figure.player.playing:
                await asyncio.sleep(0)
                if figure.player.latest and figure.player.latest.number >= 20 * stop:
                    figure.player.pause()
            before = curves(figure)
            figure.set(depth=stop % 7, early=stop == 9)
            await asyncio.sleep(0.01)
            for kept, now in zip(before, curves(figure), strict=True):
                np.testing.assert_array_equal(kept, now)
        assert figure.player.finished
        figure.close()
        return curves(figure), figure.start

    found, values = asyncio.run(interrupted())
    whole = Sweep(values)
    assert len(list(whole.updates())) == 21
    for rows, training in zip(found, whole.trainings, strict=True):
        np.testing.assert_array_equal(rows, training.rows)


@pytest.mark.parametrize("values, anew", [
    ({"depth": 4}, False), ({"early": True}, False), ({"data": "spirals"}, True), ({"more": True}, True),
    ({"hold": "8"}, True), ({"activation": "tanh"}, True), ({"learning_rate": 0.01}, True), ({"decay": True}, True)])
def test_what_changes_the_training_begins_it_anew_and_nothing_else(figure, values, anew):
    figure.player.step()
    figure.set(**values)
    assert (figure.player.latest is None) == anew


@pytest.mark.parametrize("values", [{"more": True}, {"activation": "tanh"}, {"learning_rate": 0.01}, {"decay": True},
                                    {"hold": "8"}])
def test_every_control_of_the_training_reaches_it(figure, values):
    plain = train(figure, 7)
    other = train(figure, 7, **values)
    assert (plain.bands[1, 0, 1] != other.bands[1, 0, 1]).any()


# Median accuracies at depth 0 to 6, chosen depth, gradient ratio, lowest and last validation loss, early -> cause.
GOOD, BAD = [0.87, 0.93, 0.98, 0.98, 0.97, 0.97, 0.96], [0.63, 0.80, 1.0, 1.0, 1.0, 0.75, 0.58]


@pytest.mark.parametrize("training, judged, chosen, ratio, lowest, last, early, name, other", [
    (GOOD, [0.85, 0.90, 0.88, 0.87, 0.86, 0.87, 0.87], 6, 0.4, 0.30, 0.90, False, "overfits", None),
    (GOOD, [0.85, 0.90, 0.88, 0.87, 0.86, 0.87, 0.87], 6, 0.4, 0.30, 0.90, True, "stopped", None),
    (GOOD, [0.85, 0.90, 0.88, 0.87, 0.86, 0.87, 0.87], 1, 0.4, 0.30, 0.36, False, "fine", None),
    (GOOD, [0.85, 0.90, 0.88, 0.87, 0.86, 0.87, 0.87], 0, 1.0, 0.34, 0.35, False, "underfits", 1),
    (BAD, BAD, 6, 0.3, 0.60, 0.61, False, "fails", 2),
    (BAD, BAD, 6, 0.0001, 0.69, 0.69, False, "vanishes", 2),
    (BAD, BAD, 6, 0.3, 0.3, 0.69, True, "fails", 2),
    (BAD, BAD, 1, 0.3, 0.45, 0.47, False, "underfits", 2),
    (BAD, BAD, 2, 0.3, 0.01, 0.01, False, "fine", None),
    # flipped labels: fitting them is no merit, so a network that does not has not failed
    ([0.7, 0.8, 0.9, 0.9, 0.83, 0.8, 0.78], [0.83, 0.82, 0.76, 0.76, 0.77, 0.77, 0.78], 6, 0.4, 0.4, 0.6, False,
     "overfits", None),
    ([0.7, 0.8, 0.9, 0.9, 0.83, 0.8, np.nan], [0.8] * 6 + [np.nan], 6, 0.4, np.nan, np.nan, False, "diverged", None),
])
def test_causes_are_told_apart_by_the_training_data(training, judged, chosen, ratio, lowest, last, early, name, other):
    found, numbers = judge(np.array([training, judged]), chosen, ratio, lowest, last, early)
    assert (found, numbers.get("other")) == (name, other)
    if other is not None:
        assert numbers["reached"] == training[other]


def test_a_sigmoids_gradient_vanishes_with_the_depth_and_that_of_relu_does_not():
    ratios = {activation: [Training(sizes(depth, 16), parts("moons"), nn.SGD(0.05), activation=activation).ratio
                           for depth in (0, 1, 3, 6)] for activation in ("relu", "sigmoid")}
    assert ratios["relu"][0] == ratios["sigmoid"][0] == 1
    assert min(ratios["relu"]) > 0.1
    assert ratios["sigmoid"][2] < ratios["sigmoid"][1] / 4 and ratios["sigmoid"][3] < 0.001


def test_a_pause_does_not_count_in_the_time_left(monkeypatch, figure):
    monkeypatch.setattr(module, "UPDATES", 200)
    now = [0.0]
    monkeypatch.setattr(module.time, "perf_counter", lambda: now[0])
    sweep = Sweep(figure.values)
    for number, _step in enumerate(sweep.updates(), start=1):
        assert (sweep.left is None) == (number <= 7)
        if number in (42, 63):  # six rounds of seven seconds are done, then nine
            assert sweep.left == pytest.approx(7 * (10 - number // 7 + 1))
        now[0] += 1000 if number == 23 else 1


def test_time_left_stands_in_no_compared_text(figure):
    state = train(figure, 15)
    assert state.left > 0 and figure.drawing.left.get_text().endswith("left")
    assert figure.drawing.describe(state) == figure.drawing.describe(state._replace(left=77.0))
    assert figure.preview_state(figure.values).left is None


def planted(**changes):
    """A state whose every number is another one."""
    numbers = np.linspace(0.5, 1.0, 2 * 2 * 3 * 7).reshape(2, 2, 3, 7)
    made = DepthSweepState((0, 84, 16, 12, 9, 8, 7), numbers, 4, np.array([0, 20, 40]),
                           np.linspace(0.01, 0.9, 18).reshape(2, 3, 3), None, 0, 20, 12.4, Verdict("waiting", 0, {}))
    return made._replace(**changes)


def test_the_drawing_shows_the_state(figure):
    drawing, state = figure.drawing, planted(best=30.0)
    drawing.update(state)
    for measure in range(2):
        for part in range(2):
            low, middle, high = state.bands[measure, part]
            np.testing.assert_array_equal(drawing.lines[measure][part].get_data(), [range(7), middle])
            outline = drawing.bands[measure][part].get_paths()[0].vertices
            for depth in range(7):
                heights = outline[outline[:, 0] == depth, 1]
                assert (heights.min(), heights.max()) == (low[depth], high[depth])
    for part in range(2):
        np.testing.assert_array_equal(drawing.learning_lines[part].get_data(), [state.updates, state.curves[part, 1]])
    assert drawing.stop.get_xdata() == [30.0, 30.0]
    assert [set(guide.get_xdata()) for guide in drawing.guides] == [{4}, {4}]
    assert drawing.left.get_text() == "about 12 s left" and drawing.depth.get_text() == "depth 4"
    assert [tick.get_text() for tick in drawing.ticks.get_xticklabels()][:3] == ["0\n–", "1\n84", "2\n16"]
    assert drawing.judged.get_text().startswith("test")
    assert drawing.learning_lines[0].get_color() == drawing.lines[0][0].get_color() == "#0072B2"
    drawing.update(planted())
    assert drawing.judged.get_text() == "validation" and len(drawing.stop.get_xdata()) == 0


@pytest.mark.parametrize("name", VERDICTS)
def test_every_verdict_fits_in_one_line(figure, name):
    numbers = {"training": 0.5, "judged": 0.888, "lowest": 0.3, "last": 0.888, "ratio": 0.000123, "other": 2,
               "reached": 0.999, "first": 500}
    state = planted(verdict=Verdict(name, 3000, numbers), best=None if name == "overfits" else 30.0)
    figure.drawing.update(state)
    figure.screen.frames.draw()
    box = figure.drawing.verdict.get_window_extent(figure.drawing.figure.canvas.get_renderer())
    assert box.x1 < figure.drawing.figure.bbox.width - 4 and box.y0 > 0
    assert "{" not in words_of(state) and "depth 4" in words_of(state).lower() or name in ("waiting", "early")


def test_the_key_leaves_room_for_its_words(figure):
    figure.drawing.update(planted(best=30.0, left=88.0, diverged=11))
    figure.screen.frames.draw()
    renderer = figure.drawing.figure.canvas.get_renderer()
    boxes = [words.get_window_extent(renderer) for words in (figure.drawing.judged, figure.drawing.runs,
                                                             figure.drawing.left)]
    assert boxes[0].x1 < boxes[1].x0 and boxes[1].x1 < boxes[2].x0 and boxes[2].x1 < 960


def test_words_have_the_medians(figure):
    state = train(figure, 7, depth=2)
    rows = curves(figure)
    words = figure.drawing.describe(state)
    training, validation = (", ".join(f"{np.median(one[-1, 0, part]):.3f}" for one in rows) for part in (0, 1))
    assert f"training {training}; validation {validation}." in words
    assert f"Depth 2 after 20 updates: training loss {np.median(rows[2][-1, 1, 0]):.3f}, " in words
    figure.set(early=True)
    figure._draw()
    assert "; test " in figure.drawing.describe(figure._drawn_state)


def test_a_depth_is_chosen_by_pointer_and_keys(figure):
    assert figure.point(Pointer("down", "accuracy", 3.2, 0.8), figure.values) == {"depth": 3.2}
    assert figure.point(Pointer("down", "loss", 5.8, 0.8), figure.values) == {"depth": 5.8}
    assert figure.point(Pointer("down", "learning", 40.0, 0.8), figure.values) is None
    assert figure.key("right", figure.values) == {"depth": 2} and figure.key("up", figure.values) is None
