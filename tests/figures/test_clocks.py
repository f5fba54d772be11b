"""Lesson 03's clocks and throughput: what is counted is counted right, and what is measured stays out of the words."""
import re

import numpy as np
import pytest

from lessons_lib.figures.clocks import CLOCKS, HEIGHT, WIDTH, clear
from lessons_lib.live import clocks, throughput
from lessons_lib.live.clocks import CHECKPOINTS, UPDATES, Clocks, by_clock, examples_seen, needed, run
from lessons_lib.live.pointer import Pointer
from lessons_lib.live.throughput import SIZES, Throughput
from lessons_lib.nn import SGD, Network


@pytest.fixture
def take(monkeypatch):
    """A function that makes every update take so many seconds."""
    def take_seconds(seconds):
        monkeypatch.setattr(clocks, "measure", lambda updates, limit: seconds)
        clocks.seconds_per_update.cache_clear()

    yield take_seconds
    clocks.seconds_per_update.cache_clear()


def test_ten_examples_in_batches_counted_by_hand():
    assert examples_seen(np.arange(8), 4, 10).tolist() == [0, 4, 8, 10, 14, 18, 20, 24], "the last batch is 2"
    assert examples_seen(np.arange(4), 10, 10).tolist() == [0, 10, 20, 30]
    assert examples_seen(np.arange(4), 1, 10).tolist() == [0, 1, 2, 3]
    assert examples_seen(np.arange(4), 5, 10).tolist() == [0, 5, 10, 15]


def test_what_the_four_clocks_show_for_219_examples_in_batches_of_8(take):
    """27 batches of 8 and one of 3 are an epoch."""
    take(0.002)
    updates = np.array([0, 1, 27, 28, 29, 56])
    assert by_clock("updates", updates, 8).tolist() == [0, 1, 27, 28, 29, 56]
    assert by_clock("examples", updates, 8).tolist() == [0, 8, 216, 219, 227, 438]
    np.testing.assert_allclose(by_clock("epochs", updates, 8), [0, 8 / 219, 216 / 219, 1, 227 / 219, 2])
    np.testing.assert_allclose(by_clock("milliseconds", updates, 8), [0, 2, 54, 56, 58, 112])


def test_needed_until_first_below_the_target(take):
    take(0.002)
    losses = np.array([0.7, 0.5, 0.08, 0.07, 0.2, 0.06])
    assert needed(losses, 0.08, 128) == (3, 347, pytest.approx(347 / 219), pytest.approx(6)), "128 + 91 + 128"
    assert needed(losses, 0.08, 219) == (3, 657, 3, pytest.approx(6))
    assert needed(losses, 0.05, 1) is None


@pytest.mark.parametrize("batch_size, rate", [(1, 0.5), (8, 1.0), (128, 2.0)])
def test_every_run_is_the_network_of_its_seed(batch_size, rate):
    inputs, labels = clocks.examples()
    assert len(labels) == 219 and labels.sum() == 68
    losses, band = run(batch_size, rate, 4, 10)
    upto = CHECKPOINTS[CHECKPOINTS <= 40]
    plain = []
    for seed in range(4, 14):
        network = Network((2, 1), initialisation="zeros", seed=seed)
        updates = network.updates(inputs, labels, SGD(rate), batch_size=batch_size, epochs=40, seed=seed)
        plain.append([network.loss(inputs, labels)] + [network.loss(inputs, labels)
                                                       for _number, _update in zip(range(40), updates, strict=False)])
    plain = np.array(plain)
    np.testing.assert_allclose(losses[:41], plain[0], rtol=1e-9)
    np.testing.assert_allclose(band[:, :len(upto)], [plain[:, upto].min(axis=0), plain[:, upto].max(axis=0)], rtol=1e-9)
    assert losses[0] == pytest.approx(np.log(2)) and len(losses) == UPDATES + 1


def test_at_one_learning_rate_all_need_as_many_updates_and_very_different_epochs():
    """What lesson 03 says, for ten seeds: learning rate 1, loss under 0.08."""
    found = {size: np.array([needed(run(size, 1.0, seed, 1)[0], 0.08, size)[:3] for seed in range(10 if size < 219
                                                                                                  else 1)])
             for size in (1, 8, 32, 219)}
    for size in (8, 32, 219):
        assert found[size][:, 0].min() >= 80 and found[size][:, 0].max() <= 84
    assert 70 <= found[1][:, 0].min() < 83 < found[1][:, 0].max() <= 120, "one example at a time: by luck"
    for size, low, high in ((1, 0.3, 0.6), (8, 2.8, 3.1), (32, 11, 12), (219, 83, 83)):
        assert found[size][:, 2].min() >= low and found[size][:, 2].max() <= high


def test_switching_clocks_changes_the_times_and_nothing_else(show, take):
    take(5e-5)
    limits, heights = set(), []
    for clock in CLOCKS:
        figure = show(Clocks, clock=clock, learning_rate=0.5)
        drawing, state = figure.drawing, figure._drawn_state
        limits.add(drawing.race.get_ylim())
        heights.append(np.concatenate([curve.get_ydata() for curve in drawing.curves]))
        for curve, size in zip(drawing.curves, (219, 8, 1), strict=True):
            np.testing.assert_array_equal(curve.get_xdata(), by_clock(clock, np.arange(1, UPDATES + 1), size))
        for dot, times, spent in zip(drawing.dots, state.times, state.needed, strict=True):
            assert dot.get_xdata()[0] == pytest.approx(spent[list(CLOCKS).index(clock)]) == times[spent[0]]
        low, high = drawing.race.get_xlim()
        assert low <= state.times[:, 1].min() and state.times.max() < high / 5, "room for the names on the right"
    assert len(limits) == 1 and all((one == heights[0]).all() for one in heights)


def test_before_the_first_update_is_done_the_loss_is_level(show):
    """Dotted and thin, down to where the curve begins."""
    drawing = show(Clocks, clock="examples", batch_size=32).drawing
    wait, curve = drawing.waits[1], drawing.curves[1]
    places, heights = wait.get_data()
    assert list(places) == [1, 32, 32] and heights[0] == heights[1] == pytest.approx(np.log(2)) and heights[2] < 0.6
    assert (curve.get_xdata()[0], curve.get_ydata()[0]) == (32, heights[2]) and len(curve.get_xdata()) == UPDATES
    assert wait.get_linewidth() < curve.get_linewidth() / 2 and wait.get_linestyle() != "-"


@pytest.mark.parametrize("make, question, left", [
    (Clocks, "03-predict-clocks", {"race"}), (Throughput, "03-predict-throughput", {"rate"})])
def test_the_question_hides_what_answers_it(make, question, left):
    asked = make(predict=question)
    seen = {axes.get_label() for axes in asked.drawing.figure.axes if axes.get_visible()}
    asked.close()
    assert seen == left


def test_drawn_apart_each_fills_its_own_picture(show):
    figure = show(Clocks, often=True, batch_size=32, learning_rate=0.1)
    drawing, state = figure.drawing, figure._drawn_state
    for line, losses, axes in zip(drawing.alone, state.losses, drawing.apart, strict=True):
        drawn = np.asarray(line.get_ydata())
        assert drawn.min() == 0 and drawn.max() == 1 and len(drawn) == 201
        assert np.corrcoef(drawn, losses[:201])[0, 1] == pytest.approx(1)
        assert axes.get_visible() and line.get_visible()
    assert [seen.get_text() for seen in drawing.seen] == ["= 43,800 examples", "= 6,260 examples", "= 200 examples"]
    assert not drawing.race.get_visible() and not any(curve.get_visible() for curve in drawing.curves)
    assert figure.point(Pointer("move", "race", 10.0, 0.3), figure.values) is None
    drawing = show(Clocks).drawing
    assert drawing.race.get_visible() and all(curve.get_visible() for curve in drawing.curves)
    assert not any(one.get_visible() for one in (*drawing.apart, *drawing.alone, *drawing.scales))


def test_nothing_measured_stands_in_the_words(show, take):
    words = []
    for seconds in (3e-5, 0.7):
        take(seconds)
        figure = show(Clocks, clock="milliseconds")
        words.append((figure.drawing.describe(figure._drawn_state), figure._repr_mimebundle_()[0]["text/plain"]))
    assert words[0] == words[1] and "second" not in "".join(words[0])
    assert "mini-batch: 82 updates, 646 examples, 2.95 epochs." in words[0][0]


def test_the_table_says_what_was_needed_and_what_is_not_yet_reached(show, take):
    take(0.002)

    def columns():
        return [[cell.get_text() for cell in column] for column in show(Clocks, **values).drawing.cells]

    values = {"batch_size": 128}
    assert columns()[:2] == [["83", "18,177", "83", "166"], ["83", "9,107", "41.6", "166"]]
    values = {"learning_rate": 0.01}
    assert columns() == [["not yet", "–", "–", "–"]] * 3


def test_the_target_is_dragged_and_the_batch_size_typed(show):
    figure = show(Clocks, batch_size=16)
    assert figure.point(Pointer("move", "race", 10.0, 0.3), figure.values) == {"target": 0.3}
    assert figure.point(Pointer("move", "table", 0.5, 0.3), figure.values) is None
    for key, wanted in (("right", 32), ("left", 16)):
        figure._take(figure.key(key, figure.values))
        assert figure.values["batch_size"] == wanted
    assert figure.key("up", figure.values) == {"target": pytest.approx(0.09)}


@pytest.mark.parametrize("places, heights", [
    ([0.7, 0.7, 0.7], [0.045, 0.045, 0.06]), ([0.76, 0.72, 0.4], [0.2, 0.2, 0.2]),
    ([0.7, 0.6, 0.65], [0.05, 0.09, 0.07]),
])
def test_names_that_start_near_each_other_stand_clear(places, heights):
    moved = clear(np.array(places), np.array(heights))
    assert (moved >= np.array(heights) * 0.93 - 1e-12).all()
    for k in range(3):
        for other in range(k):
            near = abs(places[k] - places[other]) < WIDTH
            assert not near or max(moved[k] / moved[other], moved[other] / moved[k]) >= HEIGHT - 1e-9
    far = clear(np.array([0.1, 0.5, 0.9]), np.array([0.05] * 3))
    assert far == pytest.approx([0.0465] * 3), "far apart: none moves"


class Hands:
    """A clock that moves only when an update is done: by 100 microseconds and one more for each example."""

    def __init__(self):
        self.now, self.slower, self.first = 0.0, 1, 0.0

    def __call__(self):
        return self.now

    def training(self, network, batch_size):
        self.now += self.first
        yield
        while True:
            self.now += self.slower * (100 + batch_size) / 1e6
            yield


@pytest.fixture
def hands(monkeypatch):
    made = Hands()
    monkeypatch.setattr(throughput, "perf_counter", made)
    monkeypatch.setattr(throughput, "training", made.training)
    return made


def test_one_measurement_leaves_the_first_update_out(hands):
    hands.first = 5.0
    assert throughput.measure(hands.training("", 28), 0.03) == pytest.approx(128e-6)


def test_the_rows_of_a_measurement(show, hands):
    figure = show(Throughput)
    elsewhere = figure._drawn_state
    assert np.isnan(elsewhere.here).all() and elsewhere.measured == 0
    hands.slower = 3  # something else disturbs the first round
    for _size in range(4):
        figure.player.step()
    figure._draw()
    state = figure._drawn_state
    assert np.isfinite(state.here).sum() == 8 and state.measured == 0, "no verdict before all are measured"
    assert (state.fastest, state.factor) == (elsewhere.fastest, elsewhere.factor)
    for _size in range(7):
        figure.player.step()
    np.testing.assert_allclose(figure.player.latest.seconds * 1e6, 3 * (100 + SIZES))
    hands.slower = 1
    while not figure.player.finished:
        figure.player.step()
    figure._draw()
    state = figure._drawn_state
    np.testing.assert_allclose(state.here, [SIZES / (100 + SIZES) * 1e6, 100 + SIZES], err_msg="the quickest counts")
    np.testing.assert_allclose(state.constant, [SIZES / 101 * 1e6, np.full(11, 101)])
    assert (state.fastest, state.factor) == (1024, pytest.approx(1024 / 1124 * 101))
    assert "batch size 1024 is fastest:\n92 × the examples" in figure.drawing.words.get_text()
    np.testing.assert_array_equal(figure.drawing.lines[2][1].get_ydata(), state.here[1])


def test_another_network_is_measured_anew(show, hands):
    figure = show(Throughput)
    for _size in range(11):
        figure.player.step()
    assert "On this computer" in figure.drawing.describe(figure.state(figure.values, figure.player.latest))
    show(Throughput, network="64-128-128-10")
    assert figure.player.latest is None and np.isnan(figure._drawn_state.here).all()


def test_the_preview_is_the_example_whatever_was_measured_here(show, hands):
    figure = show(Throughput)
    before = figure._repr_mimebundle_()[0]["text/plain"]
    for _size in range(11):
        figure.player.step()
    assert figure._repr_mimebundle_()[0]["text/plain"] == before
    assert re.match(r"Network 64-32-10.* On another computer batch size 1024 was fastest: 37 × ", before)


def test_every_network_trains_at_every_batch_size():
    for network, sizes in throughput.NETWORKS.items():
        assert len(throughput.ELSEWHERE[network]) == len(SIZES)
        for batch_size in SIZES:
            first = next(throughput.training(network, batch_size))
            assert first._outputs.shape == (batch_size, sizes[-1])


@pytest.mark.parametrize("make, settings", [
    (Clocks, [{"learning_rate": 5.0, "batch_size": 128, "clock": "milliseconds"},
              {"clock": "epochs", "batch_size": 128}, {"learning_rate": 0.01, "target": 0.6}, {"often": True}]),
    (Throughput, [{"network": "2-1"}]),
])
def test_no_text_is_cut_off_at_the_ends(show, take, make, settings):
    take(0.01)  # a very slow machine
    for values in settings:
        figure = show(make, **values)
        drawn = figure.drawing.figure
        renderer = drawn.canvas.get_renderer()
        ends = [end.get_window_extent(renderer).x1 for end in getattr(figure.drawing, "ends", []) if end.get_visible()]
        assert all(end < 0.64 * drawn.bbox.width for end in ends), "a name lies on the table"
        texts = [text for axes in drawn.axes if axes.get_visible() for text in
                 (*axes.texts, axes.xaxis.label, axes.yaxis.label) if text.get_text() and text.get_visible()]
        boxes = {text.get_text(): text.get_window_extent(renderer) for text in texts}
        assert len(boxes) >= 4
        assert [words for words, box in boxes.items() if box.x0 < 0 or box.y0 < 0 or box.x1 > drawn.bbox.width
                or box.y1 > drawn.bbox.height] == []
