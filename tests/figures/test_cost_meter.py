"""Lesson 05's cost meter: what is counted is counted right, each pass does what it says, and what is measured stays out
of the words that are compared."""
from itertools import islice

import numpy as np
import pytest

from lessons_lib.figures.cost_meter import in_count, in_time
from lessons_lib.live import cost_meter
from lessons_lib.live.cost_meter import (
    COUNTS,
    SIZES,
    CostMeter,
    by_differences,
    by_forward_mode,
    by_reverse_mode,
    time_of,
)
from lessons_lib.live.pointer import Pointer
from lessons_lib.nn import Network, dual_forward


@pytest.fixture
def take(monkeypatch):
    """A function that makes every pass take so many seconds, and lists what was measured."""
    seen = []

    def take_seconds(seconds):
        def measure(passes, limit):
            seen.append(passes.__name__)
            return seconds() if callable(seconds) else seconds

        monkeypatch.setattr(cost_meter, "measure", measure)
        return seen

    return take_seconds


def play(figure):
    while not figure.player.finished:
        figure.player.step()
    figure._draw()
    figure.screen.frames.draw()
    return figure._drawn_state


def heights(lines):
    return [line.get_ydata() for line in lines]


def test_every_network_has_exactly_as_many_parameters_as_its_count_says():
    assert [len(Network(sizes).parameters) for sizes in SIZES.values()] == COUNTS == list(SIZES)
    assert (COUNTS[0], COUNTS[-1]) == (10, 100_000)


@pytest.mark.parametrize("many, wanted", [("parameters", (11 * 6, 10 * 16, 16)), ("outputs", (2 * 208, 560, 10 * 560))])
@pytest.mark.parametrize("batch", [1, 8])
def test_multiplications_counted_by_hand(show, many, wanted, batch):
    """2-1-2-1: 2 + 2 + 2 for the values and 2 + 2·4 for the slopes; 8-8-8-10: 208, and 64 + 2·144."""
    drawing = show(CostMeter, many=many, batch_size=batch).drawing
    assert [line[0] for line in heights(drawing.lines)] == [batch * one for one in wanted]
    np.testing.assert_array_equal(drawing.lines[0].get_xdata(), COUNTS)


def test_ten_times_the_parameters_are_a_hundred_times_the_cost_or_ten_times(show):
    drawing = show(CostMeter).drawing
    ten = {count: k for k, count in enumerate(COUNTS)}
    differences, forward, reverse = (line[ten[100_000]] / line[ten[10_000]] for line in heights(drawing.roads))
    assert (differences, forward, reverse) == pytest.approx((100_001 * 10 / 10_001, 100, 10))
    for theory, exact in zip(heights(drawing.roads), heights(drawing.lines), strict=True):
        assert (exact < theory).all() and exact[-1] > 0.8 * theory[-1]


@pytest.mark.parametrize("many, sentence, row", [
    ("parameters", "Passes: forward mode takes 100,000, reverse mode 1.", "forward / reverse"),
    ("outputs", "Passes: forward mode takes 1, reverse mode 100,000.", "reverse / forward")])
def test_who_wins_depends_on_what_is_many(show, many, sentence, row):
    drawing = show(CostMeter, many=many).drawing
    assert (drawing.answer.words, drawing.ratio.words) == (sentence, row)
    assert [cell.words for cell in drawing.cells[3]] == ["100,000 ×", "100,000 ×", "–"]


def network_and_data(sizes):
    network, rng = Network(sizes, activation="tanh", loss="squared_error"), np.random.default_rng(2)
    return network, rng.normal(size=(4, sizes[0])), rng.normal(size=(4, sizes[-1]))


def test_a_pass_back_from_an_output_gives_its_slopes_by_all_parameters():
    network, inputs, targets = network_and_data((2, 3, 5))
    rows = [network.gradient.copy() for _done in islice(by_reverse_mode(network, inputs, targets, "outputs"), 6)]
    columns = [dual_forward(network, inputs, one)[1].mean(axis=0) for one in np.eye(len(network.parameters))]
    np.testing.assert_allclose(rows[:5], np.transpose(columns), atol=1e-12)
    np.testing.assert_allclose(rows[5], rows[0], atol=1e-12)


def test_a_pass_back_from_the_loss_gives_its_gradient():
    network, inputs, targets = network_and_data((2, 3, 1))
    next(by_reverse_mode(network, inputs, targets, "parameters"))
    found = network.gradient.copy()
    network.forward(inputs)
    np.testing.assert_array_equal(found, network.backward(targets))


@pytest.mark.parametrize("many, name", [("parameters", "directional_derivative"), ("outputs", "dual_forward")])
def test_each_pass_of_forward_mode_is_for_one_parameter(monkeypatch, many, name):
    directions = []
    monkeypatch.setattr(cost_meter, name, lambda *arguments: directions.append(arguments[-1].copy()))
    network, inputs, targets = network_and_data((2, 3, 1))
    list(islice(by_forward_mode(network, inputs, targets, many), 14))
    np.testing.assert_array_equal(directions[:13], np.eye(13))
    np.testing.assert_array_equal(directions[13], directions[0])


@pytest.mark.parametrize("many, name", [("parameters", "loss"), ("outputs", "forward")])
def test_each_difference_is_one_pass_with_one_parameter_moved(monkeypatch, many, name):
    network, inputs, targets = network_and_data((2, 3, 1))
    start, places = network.parameters.copy(), []
    monkeypatch.setattr(network, name, lambda *data: places.append(network.parameters - start))
    for done, _pass in enumerate(islice(by_differences(network, inputs, targets, many), 13), start=1):
        assert len(places) == done
        np.testing.assert_array_equal(network.parameters, start)
    np.testing.assert_allclose(places, 1e-8 * np.eye(13), atol=1e-14)


@pytest.mark.parametrize("many, count, batch, wanted", [
    ("parameters", 10, 32, [(0.022, False), (0.02, False), (0.002, False)]),
    ("parameters", 100_000, 256, [(200.002, True), (200, True), (0.002, False)]),
    ("outputs", 100, 32, [(0.004, False), (0.002, False), (0.2, True)]),
    ("outputs", 100_000, 256, [(0.1024, True), (0.0512, True), (5120, True)])])
def test_a_share_of_the_passes_or_of_the_examples_is_multiplied_and_said(take, many, count, batch, wanted):
    """100,000 outputs of 10 examples are as many as are measured."""
    take(0.002)
    found = [time_of(method, many, count, batch) for method in range(3)]
    assert [seconds for seconds, _share in found] == pytest.approx([seconds for seconds, _share in wanted])
    assert [bool(share) for _seconds, share in found] == [share for _seconds, share in wanted]


def test_one_pass_that_takes_long_is_still_measured_whole(take):
    take(5.0)
    assert time_of(2, "parameters", 10, 1) == (5.0, False)


def test_play_measures_each_several_times_and_keeps_the_least(show, take):
    times = iter([0.001] * 27 + [0.0004] * 27 + [0.003] * 27)
    seen = take(lambda: next(times))
    figure = show(CostMeter, unit="seconds")
    assert figure.drawing.wait.words == "Press Play to measure on this computer."
    state = play(figure)
    assert figure.drawing.wait.words == "" and figure.player.latest.number == figure.total == len(seen) == 81
    assert seen[:4] == ["by_reverse_mode", "by_forward_mode", "by_differences", "by_reverse_mode"]
    np.testing.assert_allclose(state.seconds, 0.0004 * np.array([np.array(COUNTS) + 1, COUNTS, [1] * 9]))
    np.testing.assert_array_equal(state.extrapolated, [[False] * 2 + [True] * 7] * 2 + [[False] * 9])


def test_the_largest_counts_come_first_and_give_the_theory_its_speed(show, take):
    take(0.002)
    figure = show(CostMeter, unit="seconds")
    figure.player.step()
    figure._draw()
    state = figure._drawn_state
    assert np.isfinite(state.seconds).sum() == 1 and state.seconds[2, -1] == 0.002
    assert state.theory[:, -1] == pytest.approx([0.002 / 3 * 100_001, 0.002 * 100_000, 0.002])
    assert figure.drawing.wait.words == ""


def test_of_many_outputs_forward_mode_gives_the_theory_its_speed(show, take):
    take(0.002)
    figure = show(CostMeter, many="outputs", batch_size=1, unit="seconds")
    figure.player.step()
    figure._draw()
    assert np.isnan(figure._drawn_state.theory).all(), "only reverse mode is measured"
    figure.player.step()
    figure._draw()
    assert figure._drawn_state.theory[:, -1] == pytest.approx([0.002 / 3 * 2, 0.002, 0.002 * 100_000])


def test_what_is_drawn_fits_the_ticks(show):
    """The curves have axes of their own, over those with the ticks."""
    for unit in ("seconds", "multiplications"):
        drawing = show(CostMeter, unit=unit).drawing
        for limits in ("get_xlim", "get_ylim", "get_xscale", "get_yscale"):
            assert getattr(drawing.curves, limits)() == getattr(drawing.cost, limits)()
        assert drawing.curves.get_position().bounds == drawing.cost.get_position().bounds


def test_hollow_marks_are_where_a_share_was_measured_and_only_for_seconds(show, take):
    take(0.002)
    figure = show(CostMeter, unit="seconds")
    state, drawing = play(figure), figure.drawing
    for k in range(3):
        np.testing.assert_array_equal(drawing.hollow[k].get_xdata(), np.array(COUNTS)[state.extrapolated[k]])
        np.testing.assert_array_equal(drawing.full[k].get_xdata(), np.array(COUNTS)[~state.extrapolated[k]])
        np.testing.assert_array_equal(drawing.lines[k].get_ydata(), state.seconds[k])
    assert drawing.hollow[0].get_markerfacecolor() == "white" and len(drawing.hollow[0].get_xdata()) == 8
    assert [row[2].words for row in drawing.cells] == ["≈ 3.3 min", "≈ 3.3 min", "2 ms", "100,000 ×"]
    figure.set(unit="multiplications", count=10)
    figure._draw()
    assert not any(len(line.get_xdata()) for line in drawing.hollow)
    assert [row[2].words for row in drawing.cells] == ["22 ms", "20 ms", "2 ms", "10 ×"]


def test_another_batch_size_is_measured_anew(show, take):
    take(0.002)
    figure = show(CostMeter)
    play(figure)
    figure.set(count=300)
    assert figure.player.latest
    figure.set(batch_size=1)
    assert figure.player.latest is None


def test_nothing_measured_stands_in_the_words_that_are_compared(take):
    words = []
    for seconds in (0.002, 0.7):
        take(seconds)
        figure = CostMeter(unit="seconds")
        state = play(figure)
        assert "on this computer" in figure.drawing.describe(state)
        words.append(figure._repr_mimebundle_()[0]["text/plain"])
        figure.close()
    assert words[0] == words[1] and "computer" not in words[0]
    assert "Forward mode: 8.0 × 10¹¹ multiplications. Reverse mode: 8.0 × 10⁶ multiplications." in words[0]


def test_the_axes_say_what_they_show(show):
    for many, unit, wanted in (("parameters", "seconds", ("Time for all slopes", "parameters (log scale)")),
                               ("outputs", "seconds", ("Time for all slopes", "outputs (log scale)")),
                               ("outputs", "multiplications", ("Multiplications for all slopes",
                                                               "outputs (log scale)"))):
        axes = show(CostMeter, many=many, unit=unit).drawing.cost
        assert (axes.get_title(loc="left"), axes.get_xlabel()) == wanted
        ticks = dict(zip([label.get_text() for label in axes.get_yticklabels()], axes.get_yticks(), strict=True))
        assert ticks["1 h" if unit == "seconds" else "10⁴"] == (3600 if unit == "seconds" else 10_000)


@pytest.mark.parametrize("many", ["parameters", "outputs"])
@pytest.mark.parametrize("batch", [1, 256])
def test_all_that_is_counted_is_inside_the_axes(show, many, batch):
    drawing = show(CostMeter, many=many, batch_size=batch).drawing
    low, high = drawing.cost.get_ylim()
    assert low < min(line.min() for line in heights(drawing.lines)) < max(line.max() for line in
                                                                          heights(drawing.roads)) < high


def test_the_nearest_count_is_nearest_by_ratio(show):
    figure = show(CostMeter)
    for x, count in ((40.0, 30), (60.0, 100), (2.0, 10), (1e9, 100_000)):
        assert figure.point(Pointer("move", "cost", x, 1e6), figure.values) == {"count": count}
    assert figure.point(Pointer("move", "numbers", 0.5, 0.5), figure.values) is None
    assert figure.point(Pointer("move", "cost", -1.0, 1e6), figure.values) is None
    for key, name, wanted in (("left", "count", 30_000), ("right", "count", 100_000), ("right", "count", 100_000),
                              ("up", "batch_size", 64), ("down", "batch_size", 32)):
        figure._take(figure.key(key, figure.values))
        assert figure.values[name] == wanted
    drawing = show(CostMeter, count=300).drawing
    assert drawing.guide.get_xydata().tolist() == [[300, 3], [300, heights(drawing.lines)[1][3]]]


def test_the_question_hides_what_answers_it():
    asked = CostMeter(predict="05-puzzle")
    seen = {axes.get_label() for axes in asked.drawing.figure.axes if axes.get_visible()}
    asked.close()
    assert seen == {"cost", "methods"}


@pytest.mark.parametrize("number, words", [(16, "16"), (249_906, "249,906"), (7_996_992, "8.0 × 10⁶"),
                                           (61_000_000_000_000, "6.1 × 10¹³")])
def test_counts_in_words(number, words):
    assert in_count(number) == words


@pytest.mark.parametrize("seconds, words", [
    (3e-7, "0.3 µs"), (4.44e-5, "44 µs"), (0.00123, "1.2 ms"), (59.0, "59 s"), (90.0, "1.5 min"), (5400.0, "1.5 h"),
    (200_000.0, "2.3 days"), (np.nan, "–")])
def test_times_in_words(seconds, words):
    assert in_time(seconds) == words
