"""Lesson 03's rates: stable below 2/λ and not above it, save for the logistic loss; schedules that rest or stop early.
"""
import numpy as np
import pytest

from lessons_lib import data
from lessons_lib.figures.schedules import EVERY, UPDATES
from lessons_lib.figures.stable_rate import BOTTOM, TOP
from lessons_lib.live import schedules
from lessons_lib.live.pointer import Pointer
from lessons_lib.live.schedules import Schedules
from lessons_lib.live.stable_rate import MULTIPLES, StableRate, full_batch_paths, problem, verdict
from lessons_lib.nn import SGD, descent_path, linear_loss

LOSSES = ("squared_error", "binary_cross_entropy")


def assert_no_text_is_cut_off_or_lies_on_another(drawn):
    renderer = drawn.canvas.get_renderer()
    texts = [*drawn.texts, *(text for axes in drawn.axes for text in (
        *axes.texts, *(axes.get_legend().get_texts() if axes.get_legend() else ()), axes._left_title, axes.xaxis.label,
        axes.yaxis.label))]
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in texts if text.get_text()]
    assert len(boxes) >= 7
    assert [words for words, box in boxes if box.x0 < 0 or box.y0 < 0 or box.x1 > drawn.bbox.width
            or box.y1 > drawn.bbox.height] == []
    assert [(a, b) for k, (a, box) in enumerate(boxes) for b, other in boxes[k + 1:] if box.overlaps(other)] == []


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_many_rates_at_once_go_the_paths_of_one_after_another(loss, momentum):
    this = problem(loss, True)
    rates = np.array([0.2, 0.95, 1.05, 1.2]) * this.limit
    paths = full_batch_paths(this.inputs, this.targets, loss, rates, momentum)
    for run, rate in enumerate(rates):
        one = descent_path(this.inputs, this.targets, np.zeros(this.inputs.shape[1]), SGD(rate, momentum), loss=loss,
                           batch_size=len(this.inputs), updates=30)
        np.testing.assert_allclose(paths[:31, run], one, rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("standardised", [True, False])
def test_the_smallest_loss_is_the_smallest_and_the_line_has_its_lowest_point_at_one(loss, standardised):
    this = problem(loss, standardised)
    assert this.above > 0 and this.smallest > 0
    ends = descent_path(this.inputs, this.targets, np.zeros(len(this.line)), SGD(0.5 * this.limit), loss=loss,
                        batch_size=len(this.inputs), updates=300)
    assert linear_loss(this.inputs, this.targets, ends, loss).min() >= this.smallest * (1 - 1e-12)
    along = this.distances(np.outer([0.0, 0.98, 1.0, 1.02], this.line))
    assert along[0] == pytest.approx(1) and along[2] < along[1] and along[2] < along[3]


def test_the_problems_are_those_of_the_penguins():
    """342 lines of flipper length and body mass; the limit of raw inputs by the formula, in millimetres."""
    flipper = data.penguins(data.PENGUIN_SPECIES, ("flipper_length",))[0][:, 0]
    mean, square = flipper.mean(), (flipper**2).mean()
    largest = (square + 1) / 2 + np.sqrt(((square - 1) / 2) ** 2 + mean**2)  # of [[square, mean], [mean, 1]]
    raw, standardised = problem("squared_error", False), problem("squared_error", True)
    assert len(raw.inputs) == 342
    assert raw.limit == pytest.approx(2 / largest) and standardised.limit == pytest.approx(2)
    assert raw.curvatures[1] / raw.curvatures[0] == pytest.approx(largest**2 / (square - mean**2), rel=1e-6)


@pytest.mark.parametrize("standardised", ["standardised", "raw"])
@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.9])
def test_squared_error_is_stable_below_the_limit_and_nowhere_above_it(show, standardised, momentum):
    kinds = {multiple: show(StableRate, multiple=multiple, momentum=momentum, inputs=standardised)._drawn_state
             .verdict.kind for multiple in MULTIPLES}
    limit = 1 + momentum
    assert {kind for multiple, kind in kinds.items() if multiple < limit - 1e-9} == \
        {"rests" if standardised == "standardised" else "falls"}
    assert {kind for multiple, kind in kinds.items() if multiple > limit + 1e-9} == {"diverges", "not finite"}
    assert kinds[limit] == "neither"


def test_the_distances_of_a_parabola_shrink_and_grow_by_a_fixed_factor(show):
    """With curvature 1 the distance of the weight is multiplied by 1 - η, that of the loss by its square."""
    for multiple in (0.75, 0.95, 1.0, 1.05):
        state = show(StableRate, multiple=multiple)._drawn_state
        np.testing.assert_allclose(state.distances[:51], (1 - 2 * multiple) ** (2 * np.arange(51)), rtol=1e-6,
                                   atol=1e-14)
        np.testing.assert_allclose(state.steps[0], -((1 - 2 * multiple) ** np.arange(13)), rtol=1e-6, atol=1e-9)


def test_raw_inputs_are_stable_and_still_far_from_the_smallest_loss(show):
    raw = show(StableRate, multiple=0.95, inputs="raw")._drawn_state
    assert 0.005 < raw.distances[-1] < 0.02 and raw.distances[-1] == pytest.approx(raw.distances[100], rel=1e-3)
    assert show(StableRate, multiple=0.95)._drawn_state.distances[-1] < 1e-12


def test_the_logistic_loss_breaks_the_rule(show):
    """Ten times the limit ends lower than 0.95 times, a thousand times stays finite: its curvature shrinks on the way.
    """
    ends = {multiple: show(StableRate, multiple=multiple, loss="binary_cross_entropy")._drawn_state.distances
            for multiple in (0.95, 10.0, 1000.0)}
    assert ends[10.0][-1] < ends[0.95][-1] < 1
    assert np.isfinite(ends[1000.0]).all() and ends[1000.0].max() < 1000


@pytest.mark.parametrize("distances, wanted", [
    (np.r_[1.0, 0.5 ** np.arange(1, 201)], ("rests", None)),
    (np.r_[1.0, np.full(200, 0.3)], ("falls", None)),
    (np.ones(201), ("neither", None)),
    (np.r_[1.0, np.full(200, 300.0)], ("neither", None)),
    (np.r_[1.0, 2.0, 0.8, 1.3 ** np.arange(1, 199)], ("diverges", 3)),
    (np.r_[1.0, 10.0 ** np.arange(1, 151), np.full(50, np.inf)], ("not finite", 151)),
    (np.r_[np.ones(190), np.full(11, np.nan)], ("not finite", 190)),
])
def test_the_verdict_names_the_first_bad_update(distances, wanted):
    assert verdict(distances) == wanted


@pytest.mark.parametrize("values, reach, height", [
    ({"multiple": 0.95}, 2.6, 6.8), ({"multiple": 1.05}, 5.2, 13.6), ({"multiple": 1.1}, 13, 136),
    ({"multiple": 1.25}, 2.6, 6.8), ({"multiple": 1000.0, "inputs": "raw"}, 2.6, 6.8),
    ({"multiple": 10.0, "loss": "binary_cross_entropy"}, 5.2, 6.8),
    ({"multiple": 1000.0, "loss": "binary_cross_entropy"}, 520, 136),
    ({"multiple": 10.0, "loss": "binary_cross_entropy", "inputs": "raw"}, 130, 34),
])
def test_the_slice_is_wide_enough_for_its_updates_unless_they_run_away(show, values, reach, height):
    """Twelve of them by hand: 1.05 times the limit leads from -1 to 1.1 to -1.21 and so on."""
    drawing = show(StableRate, **values).drawing
    axes = drawing.plane
    assert axes.get_xlim() == (-reach, reach)
    roof = axes.transData.inverted().transform(axes.transAxes.transform((0, 0.876)))[1]
    assert roof == pytest.approx(height) and axes.get_ylim()[1] > roof
    places, heights = drawing.steps.get_data()
    inside = (np.abs(places) <= reach) & (heights <= roof * (1 + 1e-9))
    assert inside.all() or np.abs(places).max() > 100, "a path leaves the picture that could be seen"
    curve = drawing.curve.get_data()[0]
    assert (curve[0], curve[-1]) == (-reach, reach) and np.diff(curve)[90:110].max() < reach / 400
    words = [label.get_text() for label in axes.get_xticklabels()]
    assert words == (["start", "lowest"] if reach <= 13 else ["lowest"])
    show(StableRate)
    assert axes.get_xlim() == (-2.6, 2.6)


def test_ticks_at_the_ends_of_the_axes_say_that_values_lie_beyond(show):
    drawing = show(StableRate).drawing
    for axes in (drawing.history.axes, drawing.ends.axes):
        labels = {tick: label.get_text() for tick, label in zip(axes.get_yticks(), axes.get_yticklabels(), strict=True)}
        assert (labels[BOTTOM], labels[1], labels[TOP]) == ("≤ 10⁻¹²", "1", "≥ 10¹²")
    key = drawing.ends.axes.get_legend()
    assert [text.get_text() for text in key.get_texts()] == ["beyond the axis", "not finite"]
    assert [handle.get_marker() for handle in key.get_lines()] == \
        [drawing.left.get_marker(), drawing.bad.get_marker()] == ["^", "x"]


@pytest.mark.parametrize("values, words", [
    ({}, "largest curvature λ = 1, smallest 1"), ({"inputs": "raw"}, "largest curvature λ = 40,600, smallest 0.00486")])
def test_the_curvatures_at_the_start_are_named(show, values, words):
    assert show(StableRate, **values).drawing.facts.get_text() == words


def test_the_question_hides_the_ends():
    asked = StableRate(predict="03-predict-rate")
    seen = {axes.get_label() for axes in asked.drawing.figure.axes if axes.get_visible()}
    asked.close()
    assert seen == {"history", "slice"}


@pytest.mark.parametrize("values", [
    {"multiple": 1000.0}, {"multiple": 1000.0, "inputs": "raw", "momentum": 0.9}, {"multiple": 0.1, "inputs": "raw"},
    {"multiple": 1000.0, "loss": "binary_cross_entropy", "inputs": "raw"}, {"multiple": 1.05},
    {"multiple": 0.95, "inputs": "raw", "momentum": 0.5}, {"multiple": 10.0, "loss": "binary_cross_entropy"},
])
def test_the_picture_of_the_rate_stands_whatever_becomes_of_the_numbers(show, values):
    figure = show(StableRate, **values)
    drawing, state = figure.drawing, figure._drawn_state
    for line in (drawing.history, drawing.ends, drawing.ends_left, drawing.ends_bad, drawing.current):
        heights = np.asarray(line.get_ydata())
        assert ((heights >= BOTTOM) & (heights <= TOP)).all()
    assert sum(len(line.get_xdata()) for line in (drawing.ends, drawing.ends_left, drawing.ends_bad)) == len(MULTIPLES)
    if state.verdict.kind == "not finite":
        assert list(drawing.bad.get_xdata()) == [state.verdict.since]
        assert not np.isfinite(state.distances[state.verdict.since])
        assert f"from update {state.verdict.since}" in drawing.verdict.get_text()
    else:
        assert list(drawing.bad.get_xdata()) == []
    assert_no_text_is_cut_off_or_lies_on_another(drawing.figure)
    assert show(StableRate, multiple=0.5).drawing.verdict.get_text() == "comes to rest", "usable afterwards"


def test_both_limits_are_drawn_where_there_is_momentum(show):
    drawing = show(StableRate, momentum=0.9).drawing
    assert [line.get_xdata()[0] for line in drawing.limits] == pytest.approx([1, 1.9])
    assert drawing.limit.get_text() == "limit 2(1 + β)/λ = 3.8"
    drawing = show(StableRate).drawing
    assert drawing.limits[1].get_xdata()[0] == 1 and np.isnan(drawing.limits[0].get_xdata()).all()
    assert drawing.limit.get_text() == "limit 2/λ = 2"


def test_the_rate_is_dragged_along_the_ends_and_typed(show):
    figure = show(StableRate, multiple=0.95)
    assert figure.point(Pointer("move", "ends", 8.0, 1.0), figure.values) == {"multiple": 8.0}
    assert figure.point(Pointer("move", "history", 8.0, 1.0), figure.values) is None
    assert figure.key("right", figure.values) == {"multiple": 1.0}
    assert figure.key("up", figure.values) == {"momentum": 0.5} and figure.key("down", figure.values) == {"momentum": 0}
    assert figure.key("left", figure.values | {"multiple": 0.1}) == {"multiple": 0.1}


@pytest.mark.parametrize("schedule", schedules.SCHEDULES)
@pytest.mark.parametrize("k", [10, 200])
def test_every_schedule_begins_with_the_whole_rate_and_has_half_of_it_after_k(schedule, k):
    shares = schedules.SCHEDULES[schedule](np.arange(1000), k)
    assert shares[0] == 1 and shares[k] == pytest.approx(1.0 if schedule == "constant" else 0.5)
    assert (np.diff(shares) <= 0).all() and (shares >= 0).all()


def test_the_schedules_formulas_at_three_k():
    at = {name: float(share(np.array([30]), 10)[0]) for name, share in schedules.SCHEDULES.items()}
    assert at == pytest.approx({"constant": 1, "halved": 1 / 8, "1/t": 1 / 4, "cosine": 0})


@pytest.mark.parametrize("batch_size", [1, 16])
def test_every_seed_goes_the_path_of_sgd_with_its_rate_changed_between_updates(batch_size):
    """An SGD whose learning rate is set anew before each update, with the same shuffles."""
    inputs, targets, _hessian, best = schedules.penguins()
    wanted = linear_loss(inputs, targets, best, "squared_error")
    found = schedules.distances("1/t", 50, 0.1, batch_size)
    for seed in (0, 7):
        rng, optimiser = np.random.default_rng(seed), SGD(0.1)
        weights, losses = np.zeros(2), [linear_loss(inputs, targets, np.zeros(2), "squared_error") - wanted]
        while len(losses) <= 400:
            order = rng.permutation(len(inputs))
            for start in range(0, len(order), batch_size):
                batch = order[start:start + batch_size]
                optimiser.learning_rate = 0.1 / (1 + (len(losses) - 1) / 50)
                gradient = ((inputs[batch] @ weights - targets[batch])[:, np.newaxis] * inputs[batch]).mean(axis=0)
                optimiser.step(weights, gradient, np.zeros(2))
                losses.append(linear_loss(inputs, targets, weights, "squared_error") - wanted)
        np.testing.assert_allclose(found[:401, seed], losses[:401], rtol=1e-6, atol=1e-12)


def test_a_constant_rate_dances_at_a_height_that_grows_with_it(show):
    ends = [show(Schedules, rate=rate)._drawn_state.ends[0] for rate in (0.05, 0.1, 0.2)]
    assert 1.5 < ends[1] / ends[0] < 3 and 1.5 < ends[2] / ends[1] < 3


def test_a_decay_comes_nearer_and_one_that_is_too_early_stops_far_away(show):
    for schedule in ("halved", "1/t", "cosine"):
        good = show(Schedules, schedule=schedule, halving=100, rate=0.1)._drawn_state
        early = show(Schedules, schedule=schedule, halving=10, rate=0.01)._drawn_state
        assert good.ends[1] < good.ends[0] / 10, schedule
        assert early.ends[1] > early.ends[0] * 50, schedule
        assert early.ends[1] < early.start
    constant = show(Schedules, halving=10)._drawn_state
    assert constant.ends[0] == constant.ends[1]


def test_the_curves_are_the_medians_every_few_updates(show):
    figure = show(Schedules, schedule="halved", halving=50, rate=0.2, batch_size=4)
    for line, name in zip(figure.drawing.lines, ("constant", "halved"), strict=True):
        wanted = np.median(schedules.distances(name, 50, 0.2, 4), axis=1)
        np.testing.assert_array_equal(line.get_xdata(), np.arange(0, UPDATES + 1, EVERY))
        np.testing.assert_allclose(line.get_ydata(), wanted[::EVERY])
    assert figure._drawn_state.sum == pytest.approx(0.2 * 50 * 2, rel=1e-3), "a geometric series"
    assert figure.drawing.sum.get_text() == "sum of all rates: 20"


def test_the_ends_named_are_means_drawn_over_the_updates_that_they_are_of(show):
    drawing = show(Schedules, schedule="halved", halving=50).drawing
    for mean, words, name in zip(drawing.means, drawing.ends, ("constant", "halved"), strict=True):
        wanted = np.median(schedules.distances(name, 50, 0.1, 1)[901:].mean(axis=0))
        assert list(mean.get_xdata()) == [900, 1000] and list(mean.get_ydata()) == pytest.approx([wanted] * 2)
        assert words.get_text().endswith(f": {wanted:.3g}")
    drawing = show(Schedules, rate=1.0).drawing
    assert np.isnan(drawing.means[0].get_ydata()).all(), "a run that diverged has its mean far above the picture"


@pytest.mark.parametrize("values", [{"rate": 1.0}, {"rate": 1.0, "schedule": "1/t", "halving": 500},
                                    {"rate": 0.01, "schedule": "cosine", "halving": 500, "batch_size": 64}])
def test_the_picture_of_the_schedule_stands_at_the_ends(show, values):
    drawing = show(Schedules, **values).drawing
    for line in drawing.lines:
        assert np.isfinite(line.get_ydata()).all()
    assert_no_text_is_cut_off_or_lies_on_another(drawing.figure)


def test_the_halving_is_dragged_and_typed(show):
    figure = show(Schedules)
    assert figure.point(Pointer("move", "rates", 230.0, 0.4), figure.values) == {"halving": 230.0}
    assert figure.point(Pointer("move", "distance", 230.0, 0.4), figure.values) is None
    assert figure.key("left", figure.values) == {"halving": 50} and figure.key("up", figure.values) == {"rate": 0.2}
