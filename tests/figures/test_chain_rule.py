"""Lesson 05's chain rule: each slope at its own function's input, their product, and the quotients beside them."""
import itertools
import math

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from lessons_lib.figures.chain_rule import number
from lessons_lib.figures.readout import Readout, line_of
from lessons_lib.live.chain_rule import FUNCTIONS, STEPS, ChainRule, checked
from lessons_lib.live.pointer import Hand, Pointer

BY_HAND = {
    "affine": lambda u: 5 * u + 2, "square": lambda u: u * u, "sin": math.sin, "exp": math.exp, "log": math.log,
    "sigmoid": lambda u: 1 / (1 + math.exp(-u)), "relu": lambda u: u if u > 0 else 0.0, "root": math.sqrt,
    "reciprocal": lambda u: 1 / u,
}
BOTH = {"inner": "square", "outer": "sin", "third": "exp"}  # no slope of these is the same everywhere


def row(drawing, k):
    """What stands in a row of numbers, with the signs between."""
    words = [cell.words for cell in drawing.cells[k]]
    signs = [sign.words for sign in drawing.signs[k]]
    return " ".join(filter(None, itertools.chain(*itertools.zip_longest(words, signs, fillvalue=""))))


def ends(line):
    """The first and the last point of a line."""
    return np.transpose(line.get_data())[[0, -1]]


def steepness(line):
    """The slope of a piece of line, in data units."""
    across, up = np.ptp(ends(line), axis=0) * np.sign(np.diff(ends(line), axis=0)[0])
    return up / across


# Slopes ---------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("x", [-2.0, -0.4, 0.0, 0.5, 1.35])
def test_the_notes_example_has_the_slope_50x_plus_20(show, x):
    figure = show(ChainRule, x=x)
    whole = figure._drawn_state.links[-1]
    assert whole.slope == pytest.approx(50 * x + 20, abs=1e-9)
    assert whole.end == pytest.approx(25 * x**2 + 20 * x + 4)
    assert steepness(figure.drawing.whole.tangent) == pytest.approx(50 * x + 20, abs=1e-9)


def test_the_outer_slope_is_taken_at_g_of_x(show):
    """z = sin(x²) at 1.5: cos(2.25) · 3, and not cos(1.5) · 3."""
    drawing = show(ChainRule, inner="square", outer="sin", x=1.5).drawing
    assert math.cos(2.25) * 3 == pytest.approx(-1.8845, abs=1e-4)
    assert row(drawing, 0) == "du/dx = 3.000 × dz/du = −0.628 = dz/dx = −1.885"
    second = drawing.plots[2][1]
    assert steepness(second.tangent) == pytest.approx(math.cos(2.25))
    np.testing.assert_allclose(ends(second.tangent).mean(axis=0), [2.25, math.sin(2.25)])


def composed(names, x):
    for name in names:
        x = BY_HAND[name](x)
    return x


@pytest.mark.parametrize("names", [*itertools.product(BY_HAND, repeat=2),
                                   *((inner, *rest) for inner, rest in zip(itertools.cycle(BY_HAND),
                                     itertools.product(BY_HAND, repeat=2), strict=False))], ids="-".join)
def test_the_product_is_the_slope_of_the_whole(names):
    """Against central differences of functions written with `math`; where these fail, so must `checked`."""
    seen = 0
    for x in (-1.55, -0.35, 0.15, 0.6, 1.25):
        try:
            wanted = (composed(names, x + 1e-6) - composed(names, x - 1e-6)) / 2e-6
            value = composed(names, x)
        except (ValueError, ZeroDivisionError, OverflowError):
            with pytest.raises(ValueError, match="given, wanted"):
                checked(names, x)
            continue
        try:
            values, slopes = checked(names, x)
        except ValueError as error:
            given = dict(zip(names, [composed(names[:k], x) for k in range(len(names))], strict=True))
            assert given["exp"] > 100 if "up to 100" in str(error) else given["root"] == 0
            continue
        assert values[-1] == pytest.approx(value, rel=1e-12)
        assert np.prod(slopes) == pytest.approx(wanted, rel=1e-5, abs=1e-6 * max(1, abs(value)))
        seen += 1
    assert seen or set(names) & {"log", "root", "exp"}


def test_every_function_is_tested():
    assert list(BY_HAND) == list(FUNCTIONS)


def test_three_deep(show):
    """exp(sin(x²)) at 0.5: 1 · cos(0.25) · exp(sin(0.25))."""
    drawing = show(ChainRule, **BOTH).drawing
    outer, third = math.cos(0.25), math.exp(math.sin(0.25))
    assert row(drawing, 0) == (f"du/dx = 1.000 × dv/du = {outer:.3f} × dz/dv = {third:.3f} = "
                               f"dz/dx = {outer * third:.3f}")
    assert [plot.title.get_text() for plot in drawing.plots[3]] == ["u = x²", "v = sin u", "z = exp v",
                                                                    "z = exp(sin(x²))"]
    assert drawing.third.axes.get_visible()
    drawing = show(ChainRule).drawing
    assert not drawing.third.axes.get_visible() and drawing.third.title.get_text() == ""
    assert [plot.title.get_text() for plot in drawing.plots[2]] == ["u = 5x + 2", "z = u²", "z = (5x + 2)²"]


@pytest.mark.parametrize("values", [{}, BOTH, {"inner": "sin", "outer": "exp", "x": -1.3}])
def test_what_a_function_gives_the_next_one_takes(show, values):
    drawing = show(ChainRule, **values).drawing
    *plots, whole = drawing.plots[3 if "third" in values else 2]
    for plot, following in itertools.pairwise(plots):
        given, taken = plot.marks[1], following.marks[0]
        assert given.get_ydata() == taken.get_xdata()
        assert plot.axes.get_ylim() == following.axes.get_xlim()
        assert given.get_marker() == taken.get_marker()
        assert to_rgb(given.get_markerfacecolor()) == to_rgb(taken.get_markerfacecolor())
        assert plot.words.words.split(" → ")[1] == following.words.words.split(" → ")[0]
    assert whole.marks[0].get_xdata() == plots[0].marks[0].get_xdata()
    assert whole.marks[1].get_ydata() == plots[-1].marks[1].get_ydata()


def test_every_tangent_is_equally_long_on_the_page(show):
    for values in ({}, {"x": -0.4}, BOTH):
        figure = show(ChainRule, **values)
        for plot in figure.drawing.plots[3 if values is BOTH else 2]:
            start, end = plot.axes.transData.transform(ends(plot.tangent))
            assert np.hypot(*(end - start)) == pytest.approx(92)


# Quotients ------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("h", STEPS)
def test_the_quotient_of_the_notes_example_is_the_slope_and_25h(show, h):
    """((5(x + h) + 2)² - (5x + 2)²) / h = 50x + 20 + 25h; of the outer one 2u + 5h."""
    figure = show(ChainRule, x=0.5, h=h)
    inner, outer, whole = figure._drawn_state.links
    assert (inner.quotient, outer.quotient, whole.quotient) == pytest.approx((5, 9 + 5 * h, 45 + 25 * h), rel=1e-8)
    assert steepness(figure.drawing.whole.secant) == pytest.approx(45 + 25 * h, rel=1e-8)
    assert figure.drawing.names[1].words == f"h = {h:g}"


def test_the_quotients_stand_below_the_slopes(show):
    assert row(show(ChainRule, h=0.1).drawing, 1) == "Δu/Δx = 5.000 × Δz/Δu = 9.500 = Δz/Δx = 47.500"


@pytest.mark.parametrize("values, letter", [
    ({"inner": "relu", "x": -1.5, "h": 0.5}, "u"),
    ({"inner": "square", "outer": "affine", "x": -0.5, "h": 1.0}, "u"),
    ({"third": "exp", "x": -0.45, "h": 0.1}, "v"),  # u from -0.25 to 0.25
    ({"outer": "relu", "third": "exp", "x": -0.6, "h": 0.2}, "v"),  # u from -1 to 0, but for rounding
])
def test_a_change_of_nothing_divides_nothing(show, values, letter):
    figure = show(ChainRule, **values)
    assert "0/0" in row(figure.drawing, 1) and row(figure.drawing, 1).endswith("Δz/Δx = 0.000")
    assert figure.drawing.note.words.startswith(f"Δ{letter} = 0: nothing to divide by")
    assert "?" not in row(figure.drawing, 1)
    assert show(ChainRule).drawing.note.words == ""


def test_a_step_out_of_the_domain_has_no_quotient(show):
    figure = show(ChainRule, inner="reciprocal", x=-0.5, h=0.5)
    assert row(figure.drawing, 1) == "Δu/Δx = ? × Δz/Δu = ? = Δz/Δx = ?"
    assert figure.drawing.note.words == "x + h lies outside: no quotient there."
    assert row(figure.drawing, 0).endswith("dz/dx = 16.000")  # of 1/x²: -2/x³


# The mistake ----------------------------------------------------------------------------------------------------------

def test_every_slope_at_x_is_wrong(show):
    drawing = show(ChainRule, mistake=True).drawing
    assert row(drawing, 2) == "5.000 × 1.000 = 5.000: wrong"
    first, second, whole = drawing.plots[2]
    np.testing.assert_allclose(np.transpose(second.mistake.get_data())[1], [0.5, 0.25])
    np.testing.assert_allclose(np.transpose(whole.mistake.get_data())[1], [0.5, 20.25])
    assert (steepness(second.mistake), steepness(whole.mistake)) == pytest.approx((1, 5))
    assert np.isnan(first.mistake.get_xdata()).all()


@pytest.mark.parametrize("values", [{"x": -0.5}, {"inner": "square", "outer": "affine"}])
def test_the_mistake_is_not_seen_where_u_is_x_nor_where_the_outer_slope_is_the_same_everywhere(show, values):
    assert row(show(ChainRule, mistake=True, **values).drawing, 2).endswith(": the same here")


def test_a_mistake_without_a_slope_is_none(show):
    drawing = show(ChainRule, outer="log", x=-0.2, mistake=True).drawing
    assert row(drawing, 2) == "5.000 × ? = ?: wrong"
    assert row(drawing, 0).endswith("dz/dx = 5.000")


def test_without_the_switch_the_mistake_is_not_shown(show):
    show(ChainRule, mistake=True)
    drawing = show(ChainRule).drawing
    assert row(drawing, 2) == "" and not drawing.keys[2].get_visible() and drawing.names[2].words == ""
    assert all(np.isnan(plot.mistake.get_xdata()).all() for plot in drawing.plots[2])


# Domains, kinks, scales -----------------------------------------------------------------------------------------------

@pytest.mark.parametrize("values, words", [
    ({"outer": "log", "x": -0.65}, "log u: −1.250 given, wanted a number above 0"),
    ({"inner": "log", "x": 0.0}, "log x: 0.000 given, wanted a number above 0"),
    ({"outer": "root", "x": -0.5}, "√u: −0.500 given, wanted a number above 0"),
    ({"outer": "root", "x": -0.4}, "√u: 0.000 given, wanted a number above 0 .at 0 it has no slope"),
    ({"inner": "relu", "outer": "reciprocal", "x": -1.0}, "1/u: 0.000 given, wanted a number other than 0"),
    ({"inner": "affine", "outer": "exp", "third": "exp", "x": 1.0}, "exp v: 1097 given, wanted a number up to 100"),
])
def test_outside_of_a_domain_there_is_a_sentence_and_the_picture_stays(show, values, words):
    figure = show(ChainRule, x=0.75)
    before, shown = figure._drawn_state, figure.drawing.whole.words.words
    figure.set(**values)
    with pytest.raises(ValueError, match=words):
        figure._draw()
    assert figure._drawn_state is before and figure.drawing.whole.words.words == shown
    assert show(ChainRule, x=0.3)._drawn_state.links[-1].slope == pytest.approx(35)


@pytest.mark.parametrize("outer, least", [("log", 0.0), ("root", 0.0)])
def test_a_curve_ends_where_its_function_does(show, outer, least):
    drawing = show(ChainRule, outer=outer).drawing
    for plot, edge, spacing in zip(drawing.plots[2][1:], (least, -0.4), (0.01, 0.002), strict=True):
        x, y = plot.curve.get_data()
        assert np.isnan(y[x < edge - 1e-9]).all() and np.isfinite(y[x > edge + 1e-9]).all()
        assert x[np.isfinite(y)].min() < edge + spacing


def test_a_curve_is_broken_at_a_pole(show):
    plot = show(ChainRule, outer="reciprocal").drawing.whole
    x, y = plot.curve.get_data()
    left, right = np.flatnonzero(x < -0.4)[-1], np.flatnonzero(x > -0.4)[0]
    assert np.isnan(y[left:right + 1]).any(), "a line leads from one branch to the other"
    assert np.isnan(y).sum() <= 2


def test_at_the_kink_of_a_relu_a_convention_is_said(show):
    figure = show(ChainRule, outer="relu", x=-0.4)
    assert row(figure.drawing, 0) == "du/dx = 5.000 × dz/du = 0.000 = dz/dx = 0.000"
    assert "by convention" in figure.drawing.note.words
    assert "by convention" in figure.drawing.describe(figure._drawn_state)
    for x, slope in ((-0.35, 5), (-0.45, 0)):
        figure = show(ChainRule, outer="relu", x=x)
        assert figure.drawing.note.words == "" and figure._drawn_state.links[-1].slope == slope


def test_the_scales_stay_while_x_moves_and_hold_every_point_of_the_notes_example(show):
    def scales(drawing):
        return [(plot.axes.get_xlim(), plot.axes.get_ylim()) for plot in drawing.plots[2]]

    before = scales(show(ChainRule, x=0.0).drawing)
    for x in np.round(np.linspace(-2, 2, 21), 9):
        drawing = show(ChainRule, x=float(x)).drawing
        assert scales(drawing) == before and drawing.note.words == ""
        for plot in drawing.plots[2]:
            assert to_rgb(plot.point.get_markerfacecolor()) != (1, 1, 1)
    assert scales(show(ChainRule, outer="sin").drawing) != before


def test_off_the_scale_the_point_is_hollow_at_its_edge(show):
    drawing = show(ChainRule, outer="exp", x=1.2).drawing
    assert drawing.note.words == "z = 2981 lies off the scale."
    point = drawing.whole.point
    assert to_rgb(point.get_markerfacecolor()) == (1, 1, 1)
    assert (*point.get_xdata(), *point.get_ydata()) == (1.2, drawing.whole.axes.get_ylim()[1])


@pytest.mark.parametrize("value, words", [(45, "45.000"), (-0.5, "−0.500"), (-0.0, "0.000"), (2980.96, "2981"),
                                          (-6.14e-6, "−6.14e−06"), (2.7e43, "2.70e+43"), (math.nan, "?")])
def test_numbers(value, words):
    assert number(value) == words


# Hands ----------------------------------------------------------------------------------------------------------------

def taken(figure, axes, x):
    figure._take(figure.point(Pointer("move", axes, x, 0.0), figure.values))
    return figure.values["x"]


def test_x_is_dragged_on_the_plots_of_x_and_u_on_that_of_u(show):
    assert taken(show(ChainRule), "g", 1.23) == pytest.approx(1.25)
    assert taken(show(ChainRule), "whole", -0.71) == pytest.approx(-0.7)
    assert taken(show(ChainRule), "f", 7.1) == pytest.approx(1.0)  # 5x + 2 = 7
    assert taken(show(ChainRule, third="exp"), "k", 48.0) == pytest.approx(1.0)  # (5x + 2)² = 49
    assert taken(show(ChainRule), "f", 99.0) == 2.0
    assert taken(show(ChainRule), "k", 1.0) == taken(show(ChainRule), "board", 1.0) == 0.5


def test_of_two_places_with_the_same_u_the_nearer_is_taken(show):
    for x, nearer in ((-0.8, -1.0), (0.8, 1.0)):
        assert taken(show(ChainRule, inner="square", outer="exp", x=x), "f", 1.01) == nearer


def test_a_hidden_plot_is_not_in_the_way_of_the_pointer(show):
    drawing = show(ChainRule).drawing
    for plot in drawing.plots[2]:
        x, y = plot.axes.transAxes.transform((0.5, 0.5)) / (drawing.figure.bbox.width, drawing.figure.bbox.height)
        assert Hand().read({"type": "down", "x": x, "y": 1 - y}, drawing.figure).axes == plot.axes.get_label()


def test_the_arrows_move_x_and_shrink_the_step(show):
    figure = show(ChainRule)
    for key, x, h in (("Left", 0.45, 1), ("Right", 0.5, 1), ("Up", 0.5, 1), ("Down", 0.5, 0.5), ("Down", 0.5, 0.2),
                      ("Up", 0.5, 0.5)):
        figure._key(f"Arrow{key}")
        assert (figure.values["x"], figure.values["h"]) == (pytest.approx(x), h)


# The page -------------------------------------------------------------------------------------------------------------

def covered(drawing):
    """Every word that is seen with its rectangle: left, bottom, right, top."""
    renderer = drawing.figure.canvas.get_renderer()
    for axes in filter(lambda axes: axes.get_visible(), drawing.figure.axes):
        for readout in (one for one in axes.get_children() if isinstance(one, Readout) and one.words):
            x, y = axes.transAxes.transform(readout.place)
            wide = line_of(readout.words, readout.font, renderer.dpi, False)[1]
            yield readout.words, (x - readout.align * wide, y - 3, x + (1 - readout.align) * wide, y + 10)
        texts = [axes._left_title]
        if axes.axison:
            texts += [tick.label1 for axis in (axes.xaxis, axes.yaxis) for tick in axis._update_ticks()]
        yield from ((text.get_text(), text.get_window_extent(renderer).extents) for text in texts if text.get_text())


@pytest.mark.parametrize("values", [
    {}, {"x": -2.0}, {"x": -2.0, "third": "sigmoid"}, {"inner": "relu", "outer": "relu", "third": "relu", "x": -2.0},
    {"outer": "affine", "third": "affine", "x": -1.95}, {"outer": "affine", "third": "exp", "x": -1.95},
    {"outer": "square", "third": "square", "x": 2.0}, {"outer": "exp", "third": "affine", "x": 2.0},
    {"inner": "root", "outer": "reciprocal", "third": "sigmoid", "x": 0.05},
    {"inner": "sigmoid", "outer": "affine", "third": "relu", "x": -1.25},
], ids=str)
def test_no_word_is_cut_off_or_lies_on_another(show, values):
    found = list(covered(show(ChainRule, **values | {"mistake": True, "h": 0.0001}).drawing))
    assert len(found) > 25
    assert [words for words, box in found if min(box[:2]) < 0 or box[2] > 960 or box[3] > 380] == []
    assert [(words, others) for (words, box), (others, other) in itertools.combinations(found, 2)
            if box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]] == []


def test_a_question_hides_the_whole_though_other_functions_are_drawn(show):
    figure = show(ChainRule)
    figure._veil(True)
    figure.set(outer="sin", third="exp")
    figure._draw()
    seen = {axes.get_label() for axes in figure.drawing.figure.axes if axes.get_visible()}
    assert seen == {"g", "f", "k"}


def test_in_words(show):
    figure = show(ChainRule, h=0.1, mistake=True)
    assert figure.drawing.describe(figure._drawn_state) == (
        "x = 0.500. u = 5x + 2 = 4.500, its slope at x = 0.500 is 5.000. z = u² = 20.250, its slope at u = 4.500 is "
        "9.000. The slope of z = (5x + 2)² is the product 45.000. A step of h = 0.1 gives Δz/Δx = 5.000 × 9.500 = "
        "47.500. With every slope taken at x it would be 5.000.")
