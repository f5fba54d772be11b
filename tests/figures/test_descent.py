"""Lesson 03's descent: the path, the arrows and the losses are those of the penguins, and nothing breaks far away."""
import numpy as np
import pytest

from lessons_lib import data
from lessons_lib.figures.descent import COLUMNS
from lessons_lib.live.descent import BATCH_SIZES, RATES, UPDATES, Descent, surface
from lessons_lib.live.pointer import Pointer

START = np.array([-1.5, 0.5])
N = 342


@pytest.fixture
def figure():
    made = Descent()
    yield made
    made.close()


@pytest.fixture(scope="module")
def penguins():
    """Flipper length and bill depth (N, 2), and body mass (N,), standardised here and by hand."""
    raw, _species = data.penguins(data.PENGUIN_SPECIES, ("flipper_length", "bill_depth", "body_mass"))
    z = (raw - raw.sum(axis=0) / N) / np.sqrt(((raw - raw.sum(axis=0) / N) ** 2).sum(axis=0) / N)
    return z[:, :2], z[:, 2]


def loss_of(x, t, w):
    return sum((w[0] * a + w[1] * b - mass) ** 2 / 2 for (a, b), mass in zip(x, t, strict=True)) / len(t)


def gradient_of(x, t, w):
    return sum((w[0] * a + w[1] * b - mass) * np.array([a, b]) for (a, b), mass in zip(x, t, strict=True)) / len(t)


def show(figure, shown=0, **values):
    """The state and the drawing after the update `shown`."""
    figure.set(**figure.start | values)
    figure.player.seek(shown)
    figure._draw()
    figure.screen.frames.draw()
    return figure._drawn_state, figure.drawing


def place(line):
    return np.transpose(line.get_data())


def numbers(drawing):
    return [text.get_text() for text in drawing.numbers]


def test_the_first_full_batch_step_is_the_rate_times_the_mean_gradient(figure, penguins):
    x, t = penguins
    after = START - 0.2 * gradient_of(x, t, START)
    state, drawing = show(figure, 1, learning_rate=0.2)
    np.testing.assert_allclose(state.path[:2], [START, after])
    assert numbers(drawing) == ["1", "1", f"{after[0]:.3f}", f"{after[1]:.3f}", *[f"{loss_of(x, t, after):.3f}"] * 2]


def test_momentum_adds_a_share_of_the_step_before(figure, penguins):
    path = show(figure, momentum=0.5)[0].path
    np.testing.assert_allclose(path[2] - path[1], 0.5 * (path[1] - START) - 0.1 * gradient_of(*penguins, path[1]))


@pytest.mark.parametrize("values", [{}, {"batch_size": 1, "learning_rate": 0.5}, {"batch_size": 64, "momentum": 0.9}])
def test_the_loss_curve_is_that_of_all_examples_along_the_path(figure, penguins, values):
    state, drawing = show(figure, 30, **values)
    wanted = [loss_of(*penguins, w) for w in state.path[::10]]
    assert place(drawing.run_losses)[::10] == pytest.approx(np.column_stack([np.arange(0, UPDATES + 1, 10), wanted]))
    assert len(drawing.losses.get_xdata()) == 31 and drawing.losses.get_ydata()[30] == pytest.approx(wanted[3])
    assert place(drawing.point)[0] == pytest.approx([30, wanted[3]])
    assert set(drawing.guide.get_xdata()) == {30}


def test_marks_are_at_the_start_the_update_shown_and_the_best_weights(figure, penguins):
    x, t = penguins
    best = np.linalg.lstsq(x, t, rcond=None)[0]
    state, drawing = show(figure, 25, batch_size=8, w1=2.0, w2=-1.0)
    np.testing.assert_array_equal(place(drawing.start), [[2.0, -1.0]])
    np.testing.assert_array_equal(place(drawing.current), [state.path[25]])
    np.testing.assert_array_equal(place(drawing.path), state.path[:26])
    np.testing.assert_array_equal(place(drawing.run), state.path)
    marks = [place(line) for line in drawing.start.axes.lines if line.get_label() == "best"]
    np.testing.assert_allclose(marks, [[best]])
    assert drawing.surface.smallest == pytest.approx(loss_of(x, t, best))
    target, lowest = (line for line in drawing.losses.axes.lines if not line.get_animated())
    assert list(target.get_ydata()) == [0.13] * 2 and list(lowest.get_ydata()) == [drawing.surface.smallest] * 2
    ticks = drawing.losses.axes.get_yticks(), [label.get_text() for label in drawing.losses.axes.get_yticklabels()]
    assert (0.13, "0.13") in zip(*ticks, strict=True)


def test_the_surface_lies_upright_and_its_valley_is_where_the_best_weights_are(penguins):
    made = surface()
    for row, column in ((3, 70), (60, 10)):
        at = made.w1[column], made.w2[row]
        assert made.losses[row, column] == pytest.approx(loss_of(*penguins, at))
    row, column = np.unravel_index(made.losses.argmin(), made.losses.shape)
    assert (made.w1[column], made.w2[row]) == pytest.approx(made.best, abs=0.1)


@pytest.mark.parametrize("batch_size, done", [(1, 0), (8, 43), (8, 50), (128, 2), (256, 100), (342, 5)])
def test_the_next_batch_is_the_one_that_the_next_update_uses(figure, penguins, batch_size, done):
    """Found again from the path alone, whose next step is minus the rate times the batch's gradient; 43 updates of 8
    are an epoch, of 128 three: its last batch is short."""
    state, _drawing = show(figure, done, batch_size=batch_size)
    np.testing.assert_allclose(state.downhill[0] * 0.1, state.path[done + 1] - state.path[done], atol=1e-12)
    np.testing.assert_allclose(state.downhill[1], -gradient_of(*penguins, state.path[done]), atol=1e-12)


def test_the_loss_of_the_next_batch_is_its_own(figure, penguins):
    """With batch size 1 the example is found from the step, which is in the direction of its inputs."""
    x, t = penguins
    state, drawing = show(figure, 7, batch_size=1)
    residuals = x @ state.path[7] - t
    mine = np.flatnonzero(np.abs(-residuals[:, np.newaxis] * x - state.downhill[0]).max(axis=1) < 1e-9)
    assert len(mine) >= 1
    assert state.batch_loss == pytest.approx(residuals[mine[0]] ** 2 / 2)
    assert numbers(drawing)[5] == f"{state.batch_loss:.3f}"


@pytest.mark.parametrize("batch_size, shown, epoch", [(8, 0, 0), (8, 43, 1), (8, 44, 2), (256, 3, 2), (342, 7, 7),
                                                      (1, 150, 1)])
def test_an_epoch_is_over_when_every_example_was_used(figure, batch_size, shown, epoch):
    _state, drawing = show(figure, shown, batch_size=batch_size)
    assert numbers(drawing)[:2] == [str(shown), str(epoch)]


def in_points(drawing, places):
    axes = drawing.current.axes
    return axes.transData.transform(places) * 72 / axes.figure.dpi


@pytest.mark.parametrize("values, shown", [({"batch_size": 4}, 0), ({"batch_size": 4}, 30), ({"w1": 3.6}, 0)])
def test_both_arrows_begin_at_the_balls_edge_and_share_one_scale(figure, values, shown):
    state, drawing = show(figure, shown, **values)
    ends = np.array([arrow._posA_posB for arrow in drawing.arrows])
    ways = ends[:, 1] - ends[:, 0]
    share = min(0.8, 1.2 / np.hypot(*state.downhill.T).max())  # a steep place has no arrow across the whole picture
    np.testing.assert_allclose(ways, share * state.downhill)
    out = in_points(drawing, ends[:, 0]) - in_points(drawing, state.path[shown])
    ball = drawing.current.get_markersize() + drawing.current.get_markeredgewidth()
    np.testing.assert_allclose(np.hypot(*out.T), [ball / 2] * 2, rtol=1e-6)
    np.testing.assert_allclose(out[:, 0] * ways[:, 1], out[:, 1] * ways[:, 0], atol=1e-6, err_msg="on another side")


@pytest.mark.parametrize("shown", [0, 20, 30, 35, 40, 50, 150])
def test_no_arrows_head_is_longer_than_the_arrow_and_what_is_too_short_is_not_drawn(figure, shown):
    state, drawing = show(figure, shown, batch_size=32)
    for arrow, way in zip(drawing.arrows, state.downhill, strict=True):
        long = np.hypot(*(in_points(drawing, 0.8 * way) - in_points(drawing, np.zeros(2))))
        assert arrow.get_visible() == (long > 4.5)
        if arrow.get_visible():
            half = np.arctan2(0.35, 0.6)  # of the angle at the tip, where the line's width makes the head longer
            head = 0.6 * arrow.get_mutation_scale() + arrow.get_linewidth() / 2 * (1 + 1 / np.sin(half))
            assert head <= 0.9 * long


@pytest.mark.parametrize("values", [{}, {"batch_size": 8}, {"momentum": 0.8}, {"learning_rate": 0.01}, {"w1": 0.9,
                                                                                                      "w2": 0.1}])
def test_it_says_when_the_loss_is_first_below_the_questions_target(figure, penguins, values):
    state, drawing = show(figure, **values)
    below = [number for number, w in enumerate(state.path) if loss_of(*penguins, w) < 0.13]
    wanted = {(): 43, ("momentum",): 12, ("learning_rate",): None, ("w1", "w2"): 0}
    first = below[0] if below else None
    assert first == wanted.get(tuple(values), first)
    assert drawing.reached.get_text() == ("" if first is None else f"first below 0.13: update {first}")
    assert place(drawing.below).tolist() == ([] if first is None else [[first, state.losses[first]]])
    assert (f"first below 0.13 at update {first}." in drawing.describe(state)) == (first is not None)


@pytest.mark.parametrize("values, first", [
    ({"learning_rate": 1.2}, None), ({"learning_rate": 1.3}, 1), ({"learning_rate": 1.0, "batch_size": 8}, 1),
    ({"learning_rate": 1.3, "w1": -0.9, "w2": -1.7}, 64), ({"learning_rate": 1.5, "momentum": 0.2}, 1)])
def test_it_says_when_the_loss_is_first_above_its_start(figure, penguins, values, first):
    state, drawing = show(figure, **values)
    losses = [loss_of(*penguins, w) for w in state.path]
    assert [loss > losses[0] for loss in losses].index(True) == first if first else max(losses) <= losses[0]
    assert drawing.verdict.get_text() == (f"first above its start: update {first}" if first else "")
    assert (f"first above its start at update {first}." in drawing.describe(state)) == (first is not None)


def assert_all_is_finite(drawing):
    moved = [line for axes in drawing.figure.axes for line in axes.lines]
    assert [line for line in moved if not np.isfinite(line.get_xydata()).all()] == []
    assert not any(arrow.get_visible() for arrow in drawing.arrows)


@pytest.mark.parametrize("values", [{"learning_rate": 1.5}, {"learning_rate": 1.5, "batch_size": 1, "momentum": 0.95}])
def test_a_run_that_diverges_is_drawn_with_finite_numbers(figure, values):
    _state, drawing = show(figure, UPDATES, **values)
    assert_all_is_finite(drawing)
    assert np.abs(drawing.run.get_xydata()).max() <= 1e4 and drawing.run_losses.get_ydata().max() <= 1e4


@pytest.mark.parametrize("bad", [np.inf, -np.inf, np.nan, 1e308])
def test_what_is_no_number_ends_the_path_and_breaks_nothing(figure, bad):
    state, drawing = show(figure, 50)
    path, losses = state.path.copy(), state.losses.copy()
    path[40:], losses[40:] = bad, np.nan if np.isnan(bad) else np.inf
    drawing.update(state._replace(path=path, losses=losses, batch_loss=bad, downhill=np.full((2, 2), bad), above=40))
    figure.screen.frames.draw()
    assert_all_is_finite(drawing)
    np.testing.assert_array_equal(place(drawing.run), path[:40])
    np.testing.assert_array_equal(place(drawing.path), path[:40])
    assert len(drawing.current.get_xdata()) == 0


def test_a_path_that_leaves_the_picture_leaves_it_in_its_own_direction(figure):
    state, drawing = show(figure, 50)
    path = state.path.copy()
    path[30] = 3e7, -4e7
    drawing.update(state._replace(path=path))
    np.testing.assert_allclose(place(drawing.run)[30], [6e3, -8e3])


def test_a_click_on_the_surface_sets_the_start(figure):
    figure._take(figure.point(Pointer("down", "surface", 2.04, -0.77), figure.values))
    assert (figure.values["w1"], figure.values["w2"]) == (2.0, -0.8)
    figure._draw()
    np.testing.assert_array_equal(place(figure.drawing.start), [[2.0, -0.8]])
    assert figure.point(Pointer("down", "loss", 40.0, 1.0), figure.values) is None


def test_arrow_keys_move_the_start(figure):
    for key in ("right", "right", "up", "left", "down", "down"):
        figure._take(figure.key(key, figure.values))
    assert (figure.values["w1"], figure.values["w2"]) == (-1.4, 0.4)


def test_a_moved_control_keeps_the_update_shown(figure):
    figure.player.seek(60)
    figure.set(batch_size=16, seed=3)
    figure._draw()
    assert figure._drawn_state.shown == 60 and figure._drawn_state.batch_size == 16


def test_every_seed_has_its_own_batches_and_the_full_batch_none(figure):
    paths = {(size, seed): show(figure, batch_size=size, seed=seed)[0].path for size in (8, 342) for seed in (0, 1)}
    assert np.abs(paths[8, 0] - paths[8, 1]).max() > 0.05
    np.testing.assert_allclose(paths[342, 0], paths[342, 1], atol=1e-12)


def test_all_batch_sizes_and_rates_run(figure):
    assert BATCH_SIZES[-1] == N
    for size in BATCH_SIZES:
        for rate in RATES[::3]:
            figure.set(batch_size=size, learning_rate=rate)
            figure._draw()


@pytest.mark.parametrize("large", [-99.9994, -99999.4, -1e30, -np.inf])
def test_no_number_lies_on_another(figure, large):
    state, drawing = show(figure, UPDATES)
    path, losses = state.path.copy(), state.losses.copy()
    path[-1], losses[-1] = large, -large
    drawing.update(state._replace(path=path, losses=losses, batch_loss=-large))
    figure.screen.frames.draw()
    renderer = drawing.figure.canvas.get_renderer()
    boxes = [text.get_window_extent(renderer) for text in drawing.numbers]
    assert len(boxes) == len(COLUMNS)
    assert all(one.x1 < other.x0 for one, other in zip(boxes, boxes[1:], strict=False))
    heads = sorted(text.get_window_extent(renderer).extents[[0, 2]].tolist()
                   for text in drawing.numbers[0].axes.texts if text not in drawing.numbers)
    assert all(one[1] < other[0] for one, other in zip(heads, heads[1:], strict=False))
