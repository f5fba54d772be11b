"""Drawings: the artists show the numbers of the state, and nothing is cut off or lies on something else."""
import numpy as np
import pytest

from lessons_lib import live
from lessons_lib.figures import plane
from lessons_lib.live import learning_rule
from lessons_lib.nn import perceptron_steps

EXPERIMENTS = [getattr(live, name) for name in live.__all__ if name[0].isupper()]
EXPERIMENTS += [lambda: live.Boundary("XOR"), lambda: live.LearningRule("flipper and mass")]


@pytest.fixture
def figure(request):
    made = request.param()
    yield made
    made.close()


def texts(figure):
    """Every text that is drawn, with the rectangle that it covers."""
    renderer = figure.canvas.get_renderer()
    for axes in figure.axes:
        found = [*axes.texts, *(axes.get_legend().get_texts() if axes.get_legend() else []), axes._left_title]
        if axes.axison:
            found += [axes.xaxis.label, axes.yaxis.label]
            found += [tick.label1 for axis in (axes.xaxis, axes.yaxis) for tick in axis._update_ticks()]
        for text in found:
            if text.get_visible() and text.get_text().strip():
                yield text.get_text(), text.get_window_extent(renderer)


def assert_nothing_is_cut_off(drawn):
    found = list(texts(drawn))
    assert len(found) > 10
    assert [text for text, box in found if box.x0 < 0 or box.y0 < 0
            or box.x1 > drawn.bbox.width or box.y1 > drawn.bbox.height] == []


@pytest.mark.parametrize("figure", EXPERIMENTS, indirect=True)
def test_no_text_is_cut_off(figure):
    figure._repr_mimebundle_()
    assert_nothing_is_cut_off(figure.drawing.figure)


@pytest.mark.parametrize("figure", [live.Units], indirect=True)
def test_no_text_is_cut_off_whatever_the_units(figure):
    for values in ({"standardise": True, "twice": True}, {"mass": "kg", "twice": True}, {"length": "cm"}):
        figure.set(**figure.start | values)
        figure._draw()
        figure.screen.frames.draw()
        assert_nothing_is_cut_off(figure.drawing.figure)


@pytest.mark.parametrize("figure", [lambda: live.LearningRule("flipper and mass")], indirect=True)
def test_the_rule_fits_beside_the_mistakes_to_its_last_step(figure):
    while not figure.player.finished:
        figure.player.skip()
    figure._draw()
    figure.screen.frames.draw()
    drawn = figure.drawing.figure
    renderer = drawn.canvas.get_renderer()
    edge = figure.drawing.history.axes.get_tightbbox(renderer).x0
    assert [line.get_text() for line in figure.drawing.lines if line.get_window_extent(renderer).x1 > edge] == []
    assert_nothing_is_cut_off(drawn)


@pytest.mark.parametrize("figure", EXPERIMENTS, indirect=True)
def test_no_title_lies_on_another_or_on_a_legend(figure):
    figure._repr_mimebundle_()
    renderer = figure.drawing.figure.canvas.get_renderer()
    boxes = [(axes.get_title(loc="left"), axes._left_title.get_window_extent(renderer))
             for axes in figure.drawing.figure.axes if axes.get_title(loc="left")]
    boxes += [("legend", axes.get_legend().get_window_extent(renderer)) for axes in figure.drawing.figure.axes
              if axes.get_legend()]
    assert len(boxes) >= 2
    assert [(a, b) for k, (a, box) in enumerate(boxes) for b, other in boxes[k + 1:] if box.overlaps(other)] == []


@pytest.mark.parametrize("figure", [live.Boundary], indirect=True)
def test_the_boundary_is_where_the_probability_is_the_threshold(figure):
    figure.set(w1=2.0, w2=-1.5, bias=0.7, threshold=0.8)
    figure._draw()
    x, y = figure.drawing.plane.line.get_data()
    sums = 2.0 * np.asarray(x) - 1.5 * np.asarray(y) + 0.7
    np.testing.assert_allclose(1 / (1 + np.exp(-sums)), 0.8, rtol=1e-9)
    assert [[int(text.get_text()) for text in row] for row in figure.drawing.counts] == \
        figure._drawn_state.matrix.tolist()


@pytest.mark.parametrize("figure", [live.Boundary], indirect=True)
def test_the_rings_are_around_those_judged_wrongly(figure):
    """At threshold 0.9 the points with p between 0.5 and 0.9 are called negative."""
    figure.set(w1=-3.0, w2=3.0, bias=-0.6, threshold=0.9)
    figure._draw()
    state, data = figure._drawn_state, figure.data
    wrong = {tuple(point) for point, p, label in zip(data.inputs, state.probabilities, data.labels, strict=True)
             if (p >= 0.9) != label}
    assert {tuple(point) for point in np.transpose(figure.drawing.plane.wrong.get_data())} == wrong
    assert len(wrong) == state.matrix[0, 1] + state.matrix[1, 0]


def test_the_arrow_stands_at_a_right_angle_on_the_line():
    weights, offset = np.array([1.0, -2.0]), 0.5
    x, y = plane.boundary(weights, offset, (-3, 3, -3, 3))
    along = np.array([x[1] - x[0], y[1] - y[0]])
    assert abs(along @ plane.arrow_of(weights, (-3, 3, -3, 3))) < 1e-9
    assert weights @ plane.foot_of(weights, offset, np.zeros(2)) + offset == pytest.approx(0)
    assert np.hypot(*plane.arrow_of(weights, (-3, 3, -3, 3))) == pytest.approx(6 / 5)
    centre = np.array([0.5, 0.5])
    foot = plane.foot_of(weights, offset, centre)
    assert weights @ foot + offset == pytest.approx(0)
    assert along @ (foot - centre) == pytest.approx(0, abs=1e-9)


def test_no_line_without_weights():
    x, y = plane.boundary(np.zeros(2), 1.0, (-1, 1, -1, 1))
    assert len(x) == len(y) == 0


def test_the_grid_goes_row_by_row_from_the_bottom():
    cells = plane.grid((-1, 3, 10, 20))
    assert cells.shape == (plane.CELLS**2, 2)
    np.testing.assert_allclose(cells[1] - cells[0], [4 / plane.CELLS, 0])
    assert cells[0] == pytest.approx([-1 + 2 / plane.CELLS, 10 + 5 / plane.CELLS])


@pytest.mark.parametrize("figure", [live.LearningRule], indirect=True)
def test_the_rule_is_written_with_the_numbers_of_the_step(figure):
    steps = list(perceptron_steps(figure.data.inputs, figure.data.labels, epochs=learning_rule.EPOCHS))
    first_mistake = next(k for k, step in enumerate(steps) if step.error)
    figure.drawing.update(figure.state(figure.values, steps[first_mistake]))
    step, lines = steps[first_mistake], [line.get_text() for line in figure.drawing.lines]
    x, before = figure.data.inputs[step.example], steps[first_mistake - 1] if first_mistake else None
    old = before.weights if before else np.zeros(2)
    assert lines[5] == f"w1 ← {old[0]:.2f} + 1·({step.error})·({x[0]:.2f}) = {old[0] + step.error * x[0]:.2f}"
    assert f"= {step.sum:.2f}, so the output is y = {step.output}" in lines[3]
