"""Two valleys, and the error that falls twice: the numbers are those of the penguins and of the digits."""
import itertools
import math

import numpy as np
import pytest

from lessons_lib import data
from lessons_lib.figures.style import BLUE, INK
from lessons_lib.live import random_features, valleys
from lessons_lib.live.pointer import Pointer
from lessons_lib.live.random_features import FEATURES, MEASURED, SHARES, RandomFeatures, measure
from lessons_lib.live.valleys import BATCH_SIZES, RATES, RUNS, UPDATES, Valleys, batches, landscape, run

N = 342
BOTTOMS = (-0.660, 0.935)


@pytest.fixture(scope="module")
def birds():
    """The flipper lengths, standardised by hand, and how many millimetres a standard deviation has."""
    raw = data.penguins(data.PENGUIN_SPECIES, ("flipper_length",))[0][:, 0]
    return (raw - raw.mean()) / raw.std(), raw.mean(), raw.std()


@pytest.fixture
def show():
    """A function that gives a figure (one in each test) the values wanted, after the update `shown`, and draws it."""
    made = []

    def show_one(make, shown=0, **values):
        if not made:
            made.append(make())
        figure = made[0]
        figure.set(**figure.start | values)
        if figure.player:
            figure.player.seek(shown)
        figure._draw()
        figure.screen.frames.draw()
        return figure

    yield show_one
    made[0].close()


def assert_no_text_is_cut_off_or_lies_on_another(drawn):
    renderer = drawn.canvas.get_renderer()
    texts = [*drawn.texts, *(text for axes in drawn.axes for text in (
        *axes.texts, axes._left_title, axes.xaxis.label, axes.yaxis.label))]
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in texts if text.get_text()]
    assert len(boxes) >= 10
    assert [words for words, box in boxes if box.x0 < 0 or box.y0 < 0 or box.x1 > drawn.bbox.width
            or box.y1 > drawn.bbox.height] == []
    assert [(a, b) for k, (a, box) in enumerate(boxes) for b, other in boxes[k + 1:] if box.overlaps(other)] == []


def loss_of(w, examples):
    return sum(1 - math.exp(-((w - x) ** 2) / (2 * 0.4**2)) for x in examples) / len(examples)


def gradient_of(w, examples, step=1e-5):
    return (loss_of(w + step, examples) - loss_of(w - step, examples)) / (2 * step)


# Two valleys ----------------------------------------------------------------------------------------------------------

def test_the_gradient_is_that_of_the_loss(birds):
    """For one set of examples for all, and for each run's own."""
    x, weights = birds[0], np.array([-3.0, -1.1, -0.66, 0.2, 1.9])
    np.testing.assert_allclose(valleys.welsch_loss(weights, x), [loss_of(w, x) for w in weights], rtol=1e-12)
    np.testing.assert_allclose(valleys.welsch_gradient(weights, x), [gradient_of(w, x) for w in weights], atol=1e-8)
    own = x[:15].reshape(5, 3)
    np.testing.assert_allclose(valleys.welsch_gradient(weights, own),
                               [gradient_of(w, three) for w, three in zip(weights, own, strict=True)], atol=1e-8)


def test_there_are_two_valleys_and_a_barrier(birds):
    x, mean, deviation = birds
    deep, barrier, shallow = landscape().turns
    assert (deep, shallow) == pytest.approx(BOTTOMS, abs=1e-3)
    for turn, height in zip(landscape().turns, landscape().heights, strict=True):
        assert gradient_of(turn, x) == pytest.approx(0, abs=1e-5) and loss_of(turn, x) == pytest.approx(height)
    assert loss_of(deep, x) < loss_of(shallow, x) - 0.1 and loss_of(barrier, x) > loss_of(shallow, x) + 0.03
    np.testing.assert_allclose(landscape().millimetres, mean + deviation * landscape().turns)
    assert landscape().counts.sum() == N


@pytest.mark.parametrize("batch_size, in_an_epoch, last", [(1, 342, 1), (8, 43, 6), (32, 11, 22)])
def test_in_an_epoch_every_run_sees_every_penguin_once(birds, batch_size, in_an_epoch, last):
    made = list(itertools.islice(batches(batch_size, 3), 2 * in_an_epoch))
    first, second = made[:in_an_epoch], made[in_an_epoch:]
    assert [batch.shape for batch in first] == [(RUNS, batch_size)] * (in_an_epoch - 1) + [(RUNS, last)]
    first = np.concatenate(first, axis=1)
    np.testing.assert_allclose(np.sort(first, axis=1), np.broadcast_to(np.sort(birds[0]), (RUNS, N)))
    assert len(np.unique(first, axis=0)) == RUNS, "runs share their batches"
    if in_an_epoch < UPDATES:
        assert (first != np.concatenate(second, axis=1)).any(), "the next epoch has the same order"


@pytest.mark.parametrize("batch_size", BATCH_SIZES)
def test_there_are_batches_enough_for_the_whole_run(batch_size):
    assert len(list(itertools.islice(batches(batch_size, 0), UPDATES))) == UPDATES


@pytest.mark.parametrize("batch_size", [4, N])
def test_a_run_goes_downhill_on_its_own_batches(batch_size):
    path = run(batch_size, 0.5, 0.95, 2).path
    assert path.shape == (UPDATES + 1, RUNS)
    for one in (0, 111):
        w = 0.95
        for number, batch in zip(range(1, 41), batches(batch_size, 2), strict=False):
            w -= 0.5 * gradient_of(w, batch[one % len(batch)])
            assert path[number, one] == pytest.approx(w, abs=1e-6)


@pytest.mark.parametrize("rate", RATES)
def test_the_full_batch_ends_in_the_valley_on_its_side(rate):
    """And never crosses the barrier, with any rate that can be chosen."""
    deep, barrier, shallow = landscape().turns
    for start in np.arange(-2, 2.41, 0.2):
        ends = run(N, rate, round(float(start), 2), 0)
        valley = deep if start < barrier else shallow
        assert set(ends.deeper) == {float(start < barrier)} and set(ends.left) == {0}
        assert rate < 0.1 or -1.6 > start or start > 1.8 or ends.path[-1, 0] == pytest.approx(valley, abs=0.01)


def test_the_shares_are_counted_run_by_run():
    runs = run(2, 0.3, 0.95, 5)
    barrier = landscape().turns[1]
    for number in (0, 1, 60, 300):
        inside = [[place < barrier for place in one[:number + 1]] for one in runs.path.T]
        assert runs.deeper[number] == pytest.approx(sum(one[-1] for one in inside) / RUNS)
        assert runs.left[number] == pytest.approx(
            sum(any(a and not b for a, b in itertools.pairwise(one)) for one in inside) / RUNS)


@pytest.mark.parametrize("seed", range(10))
def test_too_little_noise_the_right_noise_and_too_much(seed):
    """What the lesson says, for ten seeds: shares in the deeper valley, and the mean loss after 300 updates."""
    ends = {(size, rate): run(size, rate, 0.95, seed) for size, rate in
            ((32, 0.3), (16, 0.3), (8, 0.3), (2, 0.3), (1, 0.3), (1, 1.0), (8, 0.7))}
    deeper = {how: one.deeper[-1] for how, one in ends.items()}
    mean_loss = {how: valleys.welsch_loss(one.path[-1], valleys.flippers()[0]).mean() for how, one in ends.items()}
    assert deeper[32, 0.3] == deeper[16, 0.3] == 0 and deeper[8, 0.3] < 0.1
    assert deeper[2, 0.3] > 0.8 and deeper[8, 0.7] > 0.85
    assert deeper[1, 0.3] < deeper[2, 0.3] and ends[1, 0.3].left[-1] > 0.85
    assert 0.35 < deeper[1, 1.0] < 0.7 and ends[1, 1.0].left[-1] > 0.99
    assert mean_loss[2, 0.3] < 0.67 < 0.74 < mean_loss[32, 0.3] < 0.76 < 0.8 < mean_loss[1, 1.0]


@pytest.mark.parametrize("batch_size, colour", [(1, BLUE), (8, BLUE), (N, INK)])
def test_the_dots_lie_a_little_above_the_curve_where_the_runs_are(show, birds, batch_size, colour):
    drawing = show(Valleys, 120, batch_size=batch_size, learning_rate=0.7).drawing
    places, heights = drawing.runs.get_data()
    np.testing.assert_array_equal(places, run(batch_size, 0.7, 0.95, 0).path[120])
    above = heights - np.array([loss_of(w, birds[0]) for w in places])
    assert (above > -1e-12).all() and (above < 0.02).all() and drawing.runs.get_color() == colour
    assert drawing.now.get_data()[1][0] == pytest.approx(np.mean(places < landscape().turns[1]))
    assert drawing.full.get_data()[0][0] == pytest.approx(run(N, 0.7, 0.95, 0).path[120, 0])


def test_what_is_written_is_what_the_lines_show(show):
    drawing = show(Valleys, 200, batch_size=1, learning_rate=0.2, seed=4).drawing
    runs = run(1, 0.2, 0.95, 4)
    assert [text.get_text() for text in drawing.words] == [
        f"in the deeper valley: {runs.deeper[200]:.0%}", f"have left it again: {runs.left[200]:.0%}",
        "full batch in it: 0%"]
    for line, share in zip(drawing.lines, (runs.left, np.zeros(UPDATES + 1), runs.deeper), strict=True):
        np.testing.assert_array_equal(line.get_ydata(), share)
    assert 0 < runs.left[200] < runs.deeper[200] < 1
    assert show(Valleys, 300, start=-1.0).drawing.words[2].get_text() == "full batch in it: 100%"


@pytest.mark.parametrize("values", [{}, {"batch_size": 1, "learning_rate": 1.0}, {"start": -2.0}, {"start": 2.4},
                                    {"batch_size": 1, "learning_rate": 1.0, "start": 0.35, "seed": 20}])
def test_nobody_leaves_the_picture_of_the_valleys(show, values):
    figure = show(Valleys, 300, **values)
    low, high = figure.drawing.runs.axes.get_xlim()
    path = run(*(figure.values[name] for name in ("batch_size", "learning_rate", "start", "seed"))).path
    assert low < path.min() and path.max() < high
    assert figure.drawing.runs.get_ydata().max() < figure.drawing.mean.axes.get_ylim()[1] - 0.06
    assert_no_text_is_cut_off_or_lies_on_another(figure.drawing.figure)


def test_the_start_is_dragged_and_typed(show):
    figure = show(Valleys)
    assert figure.point(Pointer("move", "loss", -1.2, 0.7), figure.values) == {"start": -1.2}
    assert figure.point(Pointer("move", "shares", 100.0, 0.5), figure.values) is None
    assert figure.key("left", figure.values)["start"] == pytest.approx(0.9)
    assert figure.key("up", figure.values) == {"batch_size": N} and figure.key("down", figure.values) == \
        {"batch_size": 32}


# Random features ------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("features, share, errors, length", [(50, 0.1, 0.4, 0.1), (300, 0.0, 6, 120),
                                                             (700, 0.2, 0.4, 0.4)])
def test_the_table_holds_what_is_measured(features, share, errors, length):
    """At 300 features the solution hangs on the last digits, so that other processors may differ there."""
    stored, found = MEASURED[features][SHARES.index(share)], measure(features, share)
    assert found[:4] == pytest.approx(stored[:4], abs=errors) and found[4] == pytest.approx(stored[4], abs=length)


def test_the_error_peaks_where_features_are_as_many_as_examples():
    table = np.array(list(MEASURED.values()))
    assert list(FEATURES) == sorted(FEATURES) and table.shape == (len(FEATURES), len(SHARES), 5)
    for train, low, middle, high, length in table.transpose(1, 2, 0):
        assert FEATURES[middle.argmax()] == FEATURES[length.argmax()] == 300 and middle.max() > 80
        assert (low <= middle).all() and (middle <= high).all()
        assert (train[np.array(FEATURES) >= 300] == 0).all() and (np.diff(train) <= 0).all()
        assert (np.diff(middle[FEATURES.index(300):]) < 0).all()


def test_many_features_end_below_the_first_minimum_unless_many_labels_are_wrong():
    for share, below in zip(range(3), (True, True, False), strict=True):
        middle = np.array([row[share][2] for row in MEASURED.values()])
        assert (middle[-1] < middle[:FEATURES.index(300)].min()) == below


@pytest.mark.parametrize("features", [5, 20, 21, 60])
def test_the_weights_are_the_shortest_of_least_squares(features):
    rng = np.random.default_rng(features)
    hidden, targets = rng.standard_normal((20, features)), rng.standard_normal((20, 3))
    np.testing.assert_allclose(random_features.shortest_weights(hidden, targets), np.linalg.pinv(hidden) @ targets,
                               atol=1e-6)


def test_features_are_added_and_labels_made_wrong_in_the_training_part_alone(monkeypatch):
    seen = []
    solve = random_features.shortest_weights
    monkeypatch.setattr(random_features, "shortest_weights", lambda h, t: (seen.append((h, t)), solve(h, t))[1])
    for features, share in ((40, 0.0), (40, 0.1), (90, 0.1)):
        train, test, length = random_features.random_features_errors(features, 6, share)
        assert train * 300 == pytest.approx(round(train * 300)) and test * 1497 == pytest.approx(round(test * 1497))
        assert length == pytest.approx(np.linalg.norm(np.linalg.pinv(seen[-1][0]) @ seen[-1][1]), rel=1e-6)
    (few, right), (_same, wrong), (many, _wrong) = seen
    np.testing.assert_allclose(many[:, :40] * np.sqrt(90), few * np.sqrt(40))
    assert few.shape == (300, 40) and (few >= 0).all() and 0.3 < (few > 0).mean() < 0.7
    assert (wrong.argmax(axis=1) != right.argmax(axis=1)).sum() == 30 and (wrong.sum(axis=1) == 1).all()


def test_the_curves_are_the_table(show):
    drawing = show(RandomFeatures, features=400, share=0.2).drawing
    column = np.array([row[2] for row in MEASURED.values()])
    for line, part in ((drawing.train, 0), (drawing.test, 2), (drawing.lengths, 4)):
        np.testing.assert_array_equal(line.get_data(), [FEATURES, column[:, part]])
    edges = drawing.band.get_paths()[0].vertices[:, 1]
    assert {*column[:, 1], *column[:, 3]} <= set(edges)
    assert [text.get_text() for text in drawing.words] == \
        ["test: 46.7%", "training: 0.0%", "best test below 300: 16.0%"]
    assert np.ravel(drawing.current.get_data()).tolist() == [400, 46.7]
    assert show(RandomFeatures).drawing.words[2].get_text() == "best test below 300: 12.5%", "4,000 has 11.7%"


@pytest.mark.parametrize("features", [10, 300, 4000])
@pytest.mark.parametrize("share", SHARES)
def test_the_picture_of_the_features_stands_at_the_ends(show, features, share):
    assert_no_text_is_cut_off_or_lies_on_another(show(RandomFeatures, features=features, share=share).drawing.figure)


def test_the_features_are_dragged_by_their_ratio_and_typed(show):
    figure = show(RandomFeatures)
    assert figure.point(Pointer("move", "errors", 2400.0, 9.0), figure.values) == {"features": 2000}
    assert figure.point(Pointer("move", "lengths", 2500.0, 9.0), figure.values) == {"features": 3000}
    assert figure.point(Pointer("move", "errors", -5.0, 9.0), figure.values) == {"features": 10}
    assert figure.key("left", figure.values) == {"features": 30} and figure.key("up", figure.values) == {"share": 0.2}
