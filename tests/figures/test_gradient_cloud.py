"""Lesson 03's gradient cloud: examples, mini-batches, circle and spreads are those of the penguins."""
import math

import numpy as np
import pytest

from lessons_lib import data
from lessons_lib.live.gradient_cloud import BATCH_SIZES, DRAWS, GradientCloud
from lessons_lib.live.pointer import Pointer

N = 219
LABELS = data.penguins(("Adelie", "Chinstrap"), ("bill_length", "body_mass"))[1]


@pytest.fixture
def figure():
    made = GradientCloud()
    yield made
    made.close()


@pytest.fixture(scope="module")
def penguins():
    """Bill length and body mass (N, 2), standardised here and by hand."""
    raw, _labels = data.penguins(("Adelie", "Chinstrap"), ("bill_length", "body_mass"))
    deviations = raw - raw.sum(axis=0) / N
    return deviations / np.sqrt((deviations**2).sum(axis=0) / N)


def gradients_by_differences(x, w1, w2, b):
    """Central differences of each example's cross-entropy over w1 and w2."""
    signs = 2 * LABELS - 1

    def losses(w1, w2):
        return np.log1p(np.exp(-signs * (w1 * x[:, 0] + w2 * x[:, 1] + b)))

    h = 1e-5
    return np.column_stack([losses(w1 + h, w2) - losses(w1 - h, w2), losses(w1, w2 + h) - losses(w1, w2 - h)]) / (2 * h)


def show(figure, **values):
    figure.set(**figure.start | values)
    figure._draw()
    figure.screen.frames.draw()
    return figure._drawn_state, figure.drawing


def place(line):
    return np.transpose(line.get_data())


def numbers(drawing):
    return [text.get_text() for text in drawing.numbers]


@pytest.mark.parametrize("share", [0, 30, 100])
def test_every_examples_gradient_is_drawn_with_its_species(figure, penguins, share):
    state, drawing = show(figure, share=share)
    wanted = gradients_by_differences(penguins, *state.parameters)
    for k, name in enumerate(("Adelie", "Chinstrap")):
        np.testing.assert_allclose(place(drawing.examples[k]), wanted[LABELS == k], atol=1e-8)
        assert drawing.examples[k].get_label() == name
    assert place(drawing.cloud[2])[0] == pytest.approx(wanted.sum(axis=0) / N, abs=1e-8)
    assert numbers(drawing)[2] == ", ".join(f"{number:z.3f}" for number in wanted.sum(axis=0) / N)
    assert len(drawing.examples[0].get_xdata()) == 151


def test_the_weights_go_from_zero_to_where_the_full_gradient_is_zero(figure, penguins):
    assert show(figure)[0].parameters.tolist() == [0, 0, 0]
    state, drawing = show(figure, share=100)
    w1, w2, b = state.parameters
    error = 1 / (1 + np.exp(-(penguins @ [w1, w2] + b))) - LABELS
    assert np.abs([*(penguins.T @ error), error.sum()]).max() < 1e-8
    assert numbers(drawing)[1:3] == ["14.9, -6.0, -4.9", "0.000, 0.000"]
    assert state.sigma > 0.09, "the examples' gradients do not vanish with their mean"
    np.testing.assert_allclose(show(figure, share=50)[0].parameters, np.array([w1, w2, b]) / 2)


def test_single_examples_are_the_mini_batches_of_one(figure):
    state, drawing = show(figure, batch_size=1)
    dots = place(drawing.cloud[0])
    distances = np.hypot(*(dots[:, np.newaxis] - state.gradients).transpose(2, 0, 1)).min(axis=1)
    assert len(dots) == DRAWS and distances.max() < 1e-12


def test_the_cloud_of_all_examples_is_one_point_unless_some_are_drawn_twice(figure):
    state, drawing = show(figure, batch_size=N)
    assert np.abs(place(drawing.cloud[0]) - state.full).max() < 1e-12
    assert np.abs(place(drawing.cloud[1]) - state.full).max() == 0
    assert numbers(drawing)[4:] == ["0", "0"]
    means, _circle, full = drawing.close
    assert means.get_zorder() > full.get_zorder(), "the one point is hidden by the cross"
    state, drawing = show(figure, batch_size=N, replacement=True)
    assert np.hypot(*(place(drawing.cloud[0]) - state.full).T).mean() > 0.02
    assert numbers(drawing)[5] == f"{state.sigma / math.sqrt(N):.4f}"


@pytest.mark.parametrize("share, batch_size, replacement", [(0, 8, False), (0, 128, True), (100, 32, False)])
def test_the_numbers_are_those_of_the_dots_and_of_the_formula(figure, share, batch_size, replacement):
    state, drawing = show(figure, share=share, batch_size=batch_size, replacement=replacement)
    centre = state.gradients.sum(axis=0) / N
    sigma = math.sqrt(((state.gradients - centre) ** 2).sum() / N)
    theory = sigma / math.sqrt(batch_size) * (1 if replacement else math.sqrt((N - batch_size) / (N - 1)))
    measured = math.sqrt(((place(drawing.cloud[0]) - centre) ** 2).sum() / DRAWS)
    assert numbers(drawing)[0] == str(batch_size)
    assert [float(number) for number in numbers(drawing)[3:]] == pytest.approx([sigma, measured, theory], rel=5e-3)
    assert measured == pytest.approx(theory, rel=0.1)
    radii = np.hypot(*(place(drawing.cloud[1]) - centre).T)
    assert radii == pytest.approx(np.full(len(radii), theory))


def test_seen_closely_is_the_cloud_around_the_full_gradient_in_sigma(figure):
    state, drawing = show(figure, batch_size=16, share=40)
    for piece, close in zip(drawing.cloud, drawing.close, strict=True):
        np.testing.assert_allclose(place(close) * state.sigma + state.full, place(piece), atol=1e-12)
    assert len(drawing.close) == 3
    corners = drawing.frame.get_bbox().get_points()
    left, right = drawing.close[0].axes.get_xlim()
    np.testing.assert_allclose((corners[:, 0] - state.full[0]) / state.sigma, [left, right])
    np.testing.assert_allclose((corners[:, 1] - state.full[1]) / state.sigma, drawing.close[0].axes.get_ylim())


@pytest.mark.parametrize("replacement", [False, True])
def test_the_spread_is_measured_at_every_batch_size_beside_both_formulas(figure, replacement):
    drawing = show(figure, replacement=replacement)[1]
    measured = []
    for batch_size in BATCH_SIZES:
        state = show(figure, replacement=replacement, batch_size=batch_size)[0]
        measured.append(math.sqrt(((state.means - state.full) ** 2).sum() / DRAWS))
        assert place(drawing.current)[0, 0] == batch_size
    seen = len(BATCH_SIZES) - (not replacement)
    assert place(drawing.measured) == pytest.approx(np.column_stack([BATCH_SIZES, measured])[:seen])
    without, plain = (dict(place(line)) for line in drawing.theory)
    for size in BATCH_SIZES[:-1]:
        assert plain[size] == pytest.approx(state.sigma / math.sqrt(size))
        assert without[size] == pytest.approx(plain[size] * math.sqrt((N - size) / (N - 1)))
    assert [line.get_label() for line in drawing.theory] == ["σ/√B · √((N − B)/(N − 1))", "σ/√B"]


def test_no_spread_stands_at_the_bottom_and_says_so(figure):
    drawing = show(figure, batch_size=N)[1]
    bottom = drawing.measured.axes.get_ylim()[0]
    assert place(drawing.none).tolist() == place(drawing.current).tolist() == [[N, bottom]]
    assert drawing.zero.get_visible() and drawing.zero.get_text() == "0 at B = N"
    drawing = show(figure, batch_size=N, replacement=True)[1]
    assert len(drawing.none.get_xdata()) == 0 and not drawing.zero.get_visible()


@pytest.mark.parametrize("replacement", [False, True])
@pytest.mark.parametrize("share", range(0, 101, 20))
def test_whatever_the_weights_every_mark_is_inside_and_no_number_too_long(figure, share, replacement):
    drawing = show(figure, share=share, replacement=replacement, batch_size=128)[1]
    for lines in (drawing.examples, [drawing.measured]):
        axes = lines[0].axes
        places = np.concatenate([place(line) for line in lines])
        assert (places >= [axes.get_xlim()[0], axes.get_ylim()[0]]).all()
        assert (places <= [axes.get_xlim()[1], axes.get_ylim()[1]]).all()
    assert len(place(drawing.measured)) == len(BATCH_SIZES) - (not replacement)
    renderer = drawing.figure.canvas.get_renderer()
    axes = drawing.numbers[0].axes
    heads = [text for text in axes.texts if text not in drawing.numbers]
    for head, number in zip(heads, drawing.numbers, strict=True):
        assert head.get_window_extent(renderer).x1 + 4 < number.get_window_extent(renderer).x0
    key = drawing.examples[0].axes.get_legend().get_window_extent(renderer)
    dots = np.concatenate([line.axes.transData.transform(place(line)) for line in drawing.examples])
    assert not any(key.contains(*dot) for dot in dots), "the key lies on examples"


def test_the_batch_size_follows_the_pointer_on_the_circle_and_on_the_line(figure):
    state = show(figure, share=20)[0]
    for size in (2, 16, 128):
        theory = state.sigma / math.sqrt(size) * math.sqrt((N - size) / (N - 1))
        x, y = state.full + theory * np.array([0.6, -0.8])
        assert figure.point(Pointer("move", "cloud", x, y), figure.values) == {"batch_size": size}
        x, y = np.array([0.6, -0.8]) * theory / state.sigma
        assert figure.point(Pointer("move", "close", x, y), figure.values) == {"batch_size": size}
    assert figure.point(Pointer("move", "cloud", *state.full), figure.values) == {"batch_size": N}
    figure._take(figure.point(Pointer("move", "spread", 30.0, 0.1), figure.values))
    assert figure.values["batch_size"] == 32
    assert figure.point(Pointer("down", "numbers", 0.5, 0.5), figure.values) is None


def test_the_question_hides_the_spread_for_every_size_and_leaves_the_clouds():
    asked = GradientCloud(predict="03-predict-spread")
    seen = {axes.get_label() for axes in asked.drawing.figure.axes if axes.get_visible()}
    asked.close()
    assert seen == {"cloud", "close", "numbers"}


def test_keys_reach_every_batch_size_and_move_the_weights(figure):
    figure.set(batch_size=1)
    for key, sizes in (("ArrowRight", BATCH_SIZES[1:] + (N,)), ("ArrowLeft", BATCH_SIZES[-2::-1] + (1,))):
        for size in sizes:
            figure._key(key)
            assert figure.values["batch_size"] == size
    figure._key("ArrowUp")
    assert figure.values["share"] == 5
    figure._key("ArrowDown")
    figure._key("ArrowDown")
    assert figure.values["share"] == 0


def test_a_dot_keeps_its_examples_while_the_batch_grows_and_the_weights_move(figure):
    """The second of two is what the mean of one, doubled, leaves: so each dot moves on, and none jumps."""
    one, two = (show(figure, batch_size=size)[0] for size in (1, 2))
    second = 2 * two.means - one.means
    assert np.abs(second[:, np.newaxis] - one.gradients).max(axis=2).min(axis=1).max() < 1e-12
    which = np.abs(one.means[:, np.newaxis] - one.gradients).max(axis=2).argmin(axis=1)
    later = show(figure, batch_size=1, share=100)[0]
    same = np.abs(later.means - later.gradients[which]).max(axis=1) < 1e-12
    assert same.mean() > 0.95  # but for twins at the start, whose gradients are the same there


def test_another_seed_draws_others_around_the_same_gradient(figure):
    first, other = (show(figure, batch_size=8, seed=seed)[0] for seed in (0, 1))
    assert first.full.tolist() == other.full.tolist() and np.abs(first.means - other.means).max() > 0.1


def test_the_words(figure):
    figure.set(**figure.start | {"batch_size": 128, "share": 100, "replacement": True})
    figure._draw()
    state, words = figure._drawn_state, figure.drawing.describe(figure._drawn_state)
    assert words.startswith("Weights and bias 14.9, -6.0, -4.9, 100 % of the best. ")
    assert "the two weights is 0.000, 0.000; single examples spread around it by σ = 0.0994." in words
    assert f"Mini-batches of 128 of 219 examples, drawn with replacement: {DRAWS} of them spread by" in words
    assert words.endswith(f"theory {state.sigma / math.sqrt(128):.5f}.")
    figure.set(batch_size=N, replacement=False)
    figure._draw()
    assert "drawn without replacement: 500 of them spread by 0, theory 0." in \
        figure.drawing.describe(figure._drawn_state)
