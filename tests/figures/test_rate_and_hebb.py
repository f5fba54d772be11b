"""Lesson 01's figures: every spike equally tall, three answers on their curves; Hebb explodes and Oja settles."""
import numpy as np
import pytest

from lessons_lib.figures.rate import SPIKE
from lessons_lib.live.hebb import START, Hebb, stimuli
from lessons_lib.live.pointer import Pointer
from lessons_lib.live.rate import Rate
from lessons_lib.nn import firing_rate, hebb_step, oja_step


@pytest.mark.parametrize("threshold", [0.5, 1.0])
def test_a_stronger_stimulus_gives_more_spikes_never_taller_ones(show, threshold):
    counts = []
    for share in (0.9, 1.1, 1.5, 2.0):
        figure = show(Rate, stimulus=share * threshold, threshold=threshold)
        places, heights = (np.reshape(numbers, (-1, 3)) for numbers in figure.drawing.spikes.get_data())
        assert (heights[:, :2] == [threshold, threshold + SPIKE]).all() and np.isnan(heights[:, 2]).all()
        np.testing.assert_array_equal(places[:, 0], figure._drawn_state.spikes)
        assert figure.drawing.count.get_text() == f"spikes in 200 ms: {len(places)}"
        counts.append(len(places))
    assert counts[0] == 0 and (np.diff(counts) > 0).all()


@pytest.mark.parametrize("stimulus, threshold", [(0.4, 0.9), (1.3, 1.0), (2.0, 1.5), (1.2, 1.2)])
def test_three_answers_stand_on_their_curves_over_the_stimulus(show, stimulus, threshold):
    drawing = show(Rate, stimulus=stimulus, threshold=threshold, time_constant=20, refractory=3).drawing
    cell = {"threshold": threshold, "time_constant": 20, "refractory": 3}
    wanted = [float(stimulus >= threshold), 1 / (1 + np.exp(-8 * (stimulus - threshold))),
              firing_rate(stimulus, **cell) / firing_rate(2.0, **cell)]
    for point, curve, height in zip(drawing.points, drawing.curves, wanted, strict=True):
        (x,), (y,) = point.get_data()
        assert x == stimulus and y == pytest.approx(height, abs=1e-12)
        before, after = np.searchsorted(curve.get_xdata(), [stimulus - 1e-9, stimulus + 1e-9])
        near = curve.get_ydata()[max(before - 1, 0):after + 1]
        assert near.min() - 1e-9 <= height <= near.max() + 1e-9
    assert drawing.curves[2].get_ydata()[-1] == pytest.approx(1)
    assert set(drawing.threshold.get_ydata()) == set(drawing.line.get_xdata()) == {threshold}


def test_the_names_of_threshold_and_stimulus_never_lie_on_each_other(show):
    for stimulus in np.arange(0.8, 1.25, 0.05).round(2):
        figure = show(Rate, stimulus=float(stimulus))
        renderer = figure.drawing.figure.canvas.get_renderer()
        boxes = [name.get_window_extent(renderer) for name in figure.drawing.names]
        assert not boxes[0].overlaps(boxes[1]), stimulus
        assert max(box.x1 for box in boxes) < figure.drawing.points[0].axes.yaxis.label.get_window_extent(renderer).x0


def test_the_point_is_dragged_along_the_stimulus_and_the_threshold_up_and_down(show):
    figure = show(Rate)
    assert figure.point(Pointer("move", "answers", 1.4, 0.2), figure.values) == {"stimulus": 1.4}
    assert figure.point(Pointer("move", "voltage", 120.0, 0.8), figure.values) == {"threshold": 0.8}
    assert figure.key("left", figure.values) == {"stimulus": pytest.approx(0.85)}
    assert figure.key("up", figure.values) == {"threshold": pytest.approx(1.05)}


@pytest.mark.parametrize("together", [0.0, 0.3, 0.5, 1.0])
def test_both_fire_half_of_the_time_and_together_as_often_as_wanted(together):
    many = np.concatenate([stimuli(together, seed) for seed in range(200)])
    assert set(np.unique(many)) == {0, 1}
    assert many.mean(axis=0) == pytest.approx([0.5, 0.5], abs=0.01)
    assert many.prod(axis=1).mean() == pytest.approx(together / 2, abs=0.01)


def test_every_seed_has_its_own_stimuli_and_the_same_ones_again():
    assert (stimuli(0.5, 3) == stimuli(0.5, 3)).all() and (stimuli(0.5, 3) != stimuli(0.5, 4)).any()


def test_both_rules_learn_from_the_same_stimuli(show):
    state = show(Hebb, together=0.7, learning_rate=0.2, seed=4, shown=60)._drawn_state
    for rule, step in enumerate((hebb_step, oja_step)):
        for run in (0, 9):
            w, lengths = START, [np.linalg.norm(START)]
            for x in stimuli(0.7, 4 + run)[:60]:
                w = step(w, x, w @ x, 0.2)
                lengths.append(np.linalg.norm(w))
            np.testing.assert_allclose(state.weights[rule, run], w)
            least, _median, greatest = state.bands[rule, :, :61]
            assert (least <= np.array(lengths) * (1 + 1e-12)).all()
            assert (greatest >= np.array(lengths) * (1 - 1e-12)).all()
        np.testing.assert_allclose(state.paths[rule, [0, -1]], [START, state.weights[rule, 0]])
        assert len(state.paths[rule]) == 61
    np.testing.assert_array_equal(state.fired, stimuli(0.7, 4)[20:60])


@pytest.mark.parametrize("together", [0.0, 0.25, 0.5, 0.75, 1.0])
def test_hebb_explodes_and_oja_settles_at_length_one_whatever_fires_together(show, together):
    bands = show(Hebb, together=together)._drawn_state.bands
    assert (np.diff(bands[0, :, 50::50]) > 0).all() and bands[0, 0, -1] > 1000
    assert bands[1, :, -1] == pytest.approx([1, 1, 1], abs=0.02)


def test_firing_together_is_what_lets_the_weak_connection_grow(show):
    apart, joined = (show(Hebb, together=together, shown=200)._drawn_state for together in (0.0, 1.0))
    np.testing.assert_allclose(joined.weights[1], np.sqrt(0.5), atol=0.001)
    assert apart.medians[1, 1] < 0.1
    assert (apart.weights[1, :, 1] < START[1]).any(), "Oja's rule weakens what is silent while the neuron fires"
    assert (apart.weights[0] >= START).all(), "plain Hebb never weakens"


def test_the_drawing_shows_the_step_chosen(show):
    for shown in (0, 25, 200):
        figure = show(Hebb, shown=shown, together=0.8)
        state, drawing = figure._drawn_state, figure.drawing
        assert len(state.fired) == min(shown, 40), "the first steps have fewer before them"
        assert [point.get_data() for point in drawing.points] == [
            ([shown], [median]) for median in state.bands[:, 1, shown]]
        assert [len(line.get_xdata()) for line in drawing.lengths] == [shown + 1] * 2, "what comes is not shown yet"
        np.testing.assert_array_equal(np.ravel(drawing.current.get_data()), state.weights[1, 0])
        np.testing.assert_array_equal(np.transpose(drawing.others.get_data()), state.weights[1, 1:])
        for row, (line, column) in enumerate(zip(drawing.fired, state.fired.T, strict=True)):
            places, heights = (np.reshape(numbers, (-1, 3)) for numbers in line.get_data())
            np.testing.assert_array_equal(places[:, 0], np.flatnonzero(column))
            assert (np.round(heights[:, :2].mean(axis=1)) == 2 - row).all(), "A above B"
        together = int(state.fired.prod(axis=1).sum())
        assert drawing.count.get_text() == f"A fired: {int(state.fired[:, 0].sum())}\nB with it: {together}"
        assert len(drawing.joined.get_xdata()) == 3 * together


def test_the_step_is_dragged_and_typed(show):
    figure = show(Hebb, shown=100)
    assert figure.point(Pointer("move", "length", 42.4, 5.0), figure.values) == {"shown": 42.4}
    assert figure.point(Pointer("move", "weights", 0.4, 0.5), figure.values) is None
    assert figure.key("left", figure.values) == {"shown": 95}
    assert figure.key("up", figure.values) == {"together": pytest.approx(0.95)}


@pytest.mark.parametrize("make, settings", [
    (Rate, [{"stimulus": 0.0, "threshold": 1.5}, {"stimulus": 2.0, "threshold": 0.5, "time_constant": 5,
                                                  "refractory": 0}]),
    (Hebb, [{"shown": 0}, {"together": 1.0, "learning_rate": 0.5}]),
])
def test_no_text_is_cut_off_at_the_ends(show, make, settings):
    for values in settings:
        drawn = show(make, **values).drawing.figure
        renderer = drawn.canvas.get_renderer()
        texts = [text for axes in drawn.axes for text in (*axes.texts, axes.xaxis.label, axes.yaxis.label)
                 if text.get_text()]
        boxes = {text.get_text(): text.get_window_extent(renderer) for text in texts}
        assert len(boxes) >= 8
        assert [words for words, box in boxes.items() if box.x0 < 0 or box.y0 < 0 or box.x1 > drawn.bbox.width
                or box.y1 > drawn.bbox.height] == []
