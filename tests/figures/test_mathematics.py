"""The figures of the mathematics that is needed: the numbers drawn against numbers worked out by hand."""
import numpy as np
import pytest
from matplotlib.colors import to_rgba

from lessons_lib.figures.broadcasting import LEFT
from lessons_lib.figures.cells import FIRST, FIRST_COPY, SECOND, SECOND_COPY
from lessons_lib.live.broadcasting import SHAPES, Broadcasting
from lessons_lib.live.matrix_product import MatrixProduct
from lessons_lib.live.partial_derivative import STEPS, PartialDerivative
from lessons_lib.live.pointer import Hand, Pointer


@pytest.fixture
def shown():
    """A function that shows a figure with some values: gives the figure."""
    made = {}

    def show(make, **values):
        if make not in made:
            made[make] = make()
        figure = made[make]
        figure.set(**figure.start | values)
        figure._draw()
        figure.screen.frames.draw()
        return figure

    yield show
    for figure in made.values():
        figure.close()


def numbers(cells):
    """What stands in the cells that are seen, row by row."""
    rows = [[text.get_text() for text, box in zip(texts, boxes, strict=True) if box.get_visible()]
            for texts, boxes in zip(cells.numbers, cells.boxes, strict=True)]
    return [row for row in rows if row]


def coloured(cells, look):
    """The places of the cells that are filled so."""
    return {place for place in np.ndindex(*cells.boxes.shape) if cells.boxes[place].get_visible()
            and cells.boxes[place].get_facecolor() == to_rgba(look["facecolor"])}


# Matrix product -------------------------------------------------------------------------------------------------------

def test_the_product_is_that_worked_out_by_hand(shown):
    drawing = shown(MatrixProduct).drawing
    assert numbers(drawing.x) == [["1", "2"], ["2", "−1"], ["0", "3"]]
    assert numbers(drawing.w) == [["4", "−1", "1", "2"], ["1", "2", "3", "−2"]]
    assert numbers(drawing.product) == [["6", "3", "7", "−2"], ["7", "−4", "−1", "6"], ["3", "6", "9", "−6"]]


@pytest.mark.parametrize("values, words", [
    ({"row": 1, "column": 2}, "(x @ w)[1, 2] = 2 · 1 + (−1) · 3 = −1"),
    ({"row": 2, "column": 1}, "(x @ w)[2, 1] = 0 · (−1) + 3 · 2 = 6"),
    ({"row": 0, "column": 3, "x00": -2.5}, "(x @ w)[0, 3] = (−2.5) · 2 + 2 · (−2) = −9"),
])
def test_the_sum_has_the_numbers_of_the_row_and_the_column(shown, values, words):
    assert " ".join(part.get_text() for part in shown(MatrixProduct, **values).drawing.sum) == words


def test_the_row_and_the_column_are_coloured(shown):
    drawing = shown(MatrixProduct, row=1, column=2).drawing
    assert coloured(drawing.x, FIRST) == {(1, 0), (1, 1)}
    assert coloured(drawing.w, SECOND) == {(0, 2), (1, 2)}
    assert coloured(drawing.product, {"facecolor": "white"}) == {(1, 2)}


def test_one_number_of_x_changes_one_row_of_the_product_and_comes_back(shown):
    drawing = shown(MatrixProduct, x00=3.0).drawing
    assert numbers(drawing.product) == [["14", "1", "9", "2"], ["7", "−4", "−1", "6"], ["3", "6", "9", "−6"]]
    bold = {place for place in np.ndindex(3, 4) if drawing.product.numbers[place].get_fontweight() == "bold"}
    assert bold == {(0, 0), (0, 1), (0, 2), (0, 3)}
    assert numbers(shown(MatrixProduct).drawing.product)[0] == ["6", "3", "7", "−2"], "the start itself was changed"


@pytest.mark.parametrize("axes, x, y, chosen", [
    ("product", 2.4, 0.7, (1, 2)), ("x", 0.1, 2.2, (2, 0)), ("w", 3.3, 1.1, (0, 3)), ("product", 9.0, -4.0, (0, 3)),
])
def test_a_click_chooses(shown, axes, x, y, chosen):
    figure = shown(MatrixProduct)
    figure._take(figure.point(Pointer("down", axes, x, y), figure.values))
    assert (figure.values["row"], figure.values["column"]) == chosen


@pytest.mark.parametrize("grid", ["x", "w", "product"])
def test_the_pointer_meets_the_grid_and_not_the_words_behind_it(shown, grid):
    figure = shown(MatrixProduct)
    drawn, axes = figure.drawing.figure, getattr(figure.drawing, grid).axes
    x, y = axes.transData.transform((1, 1)) / (drawn.bbox.width, drawn.bbox.height)
    assert Hand().read({"type": "down", "x": x, "y": 1 - y}, drawn).axes == axes.get_label()


def test_the_arrows_move_the_chosen_number_and_stop_at_the_edge(shown):
    figure = shown(MatrixProduct)
    for keys, chosen in (("Right Right Left Down Down Down", (2, 1)), ("Up Left Left", (1, 0))):
        for key in keys.split():
            figure._key(f"Arrow{key}")
        assert (figure.values["row"], figure.values["column"]) == chosen


# Partial derivative ---------------------------------------------------------------------------------------------------

def test_the_slopes_are_those_worked_out_by_hand(shown):
    """At (1, -1): 2 + (-1) = 1 and 1 - 4 = -3; a step of 0.1 gives x 2.11 - 2 and y 1.72 - 2."""
    (*_artists, in_x), (*_artists, in_y) = shown(PartialDerivative, x=1.0, y=-1.0, h=0.1).drawing.slices
    assert [words.get_text() for words in in_x] == ["∂f/∂x = 2x + y = 1.000", "(f(x + h, y) − f(x, y)) / h = 1.100"]
    assert [words.get_text() for words in in_y] == ["∂f/∂y = x + 4y = −3.000", "(f(x, y + h) − f(x, y)) / h = −2.800"]


def test_the_quotient_approaches_the_slope(shown):
    """(f(x + h, y) - f(x, y)) / h = 2x + y + h, and in y x + 4y + 2h: at (1, 0.5) 2.5 + h and 3 + 2h."""
    for h, quotients in ((1.0, (3.5, 5)), (0.1, (2.6, 3.2)), (0.01, (2.51, 3.02)), (0.001, (2.501, 3.002))):
        slices = shown(PartialDerivative, h=h).drawing.slices
        assert tuple(float(parts[-1][1].get_text().split("= ")[1]) for parts in slices) == quotients
    assert list(STEPS.values()) == [1, 0.1, 0.01, 0.001]


@pytest.mark.parametrize("x, y", [(1.2, -0.7), (-1.5, 0.4)])
def test_the_slices_are_cut_through_the_point(shown, x, y):
    figure = shown(PartialDerivative, x=x, y=y)
    for axis, (curve, secant, tangent, _guide, point, _words) in enumerate(figure.drawing.slices):
        places, heights = curve.get_data()
        fixed = (y, x)[axis]
        wanted = places**2 + places * y + 2 * y**2 if axis == 0 else x**2 + x * places + 2 * places**2
        np.testing.assert_allclose(heights, wanted, rtol=1e-12, err_msg=f"held still at {fixed}")
        here, height = point.get_data()
        assert here[0] == (x, y)[axis] and height[0] == pytest.approx(x**2 + x * y + 2 * y**2)
        slope = (2 * x + y, x + 4 * y)[axis]
        assert np.diff(tangent.get_ydata()) / np.diff(tangent.get_xdata()) == pytest.approx([slope])
        assert np.diff(secant.get_ydata())[0] == pytest.approx((slope + 1, slope + 2)[axis])


@pytest.mark.parametrize("x, y", [(1.5, 1.5), (-1.5, -1.5), (-1.5, 1.5), (1.0, 0.5)])
def test_the_arrow_points_steepest_upwards_and_stays_on_the_map(shown, x, y):
    arrow = shown(PartialDerivative, x=x, y=y).drawing.arrow
    along = np.subtract(arrow.xy, arrow.xyann)
    assert along[0] * (x + 4 * y) == pytest.approx(along[1] * (2 * x + y))
    assert x**2 + x * y + 2 * y**2 < np.dot([arrow.xy[0]**2, arrow.xy[0] * arrow.xy[1], arrow.xy[1]**2], [1, 1, 2])
    left, right = arrow.axes.get_xlim()
    bottom, top = arrow.axes.get_ylim()
    assert left < arrow.xy[0] < right and bottom < arrow.xy[1] < top


def test_the_map_is_as_wide_as_high_or_the_arrow_would_not_cross_the_contours_at_right_angles(shown):
    axes = shown(PartialDerivative).drawing.on_map.axes
    across, up = axes.transData.transform((1, 1)) - axes.transData.transform((0, 0))
    assert across == pytest.approx(up)


def test_at_the_lowest_point_there_is_no_arrow(shown):
    assert not shown(PartialDerivative, x=0.0, y=0.0).drawing.arrow.get_visible()
    assert shown(PartialDerivative, x=0.1, y=0.0).drawing.arrow.get_visible()


@pytest.mark.parametrize("axes, moved", [("map", (0.3, -0.8)), ("x", (0.3, 0.5)), ("y", (1.0, 0.3))])
def test_the_point_is_dragged(shown, axes, moved):
    figure = shown(PartialDerivative)
    figure._take(figure.point(Pointer("move", axes, 0.31, -0.82), figure.values))
    assert (figure.values["x"], figure.values["y"]) == moved


def test_the_arrow_keys_move_the_point_on_the_map(shown):
    figure = shown(PartialDerivative)
    for key, place in (("Left", (0.9, 0.5)), ("Up", (0.9, 0.6)), ("Right", (1.0, 0.6)), ("Down", (1.0, 0.5))):
        figure._key(f"Arrow{key}")
        assert (figure.values["x"], figure.values["y"]) == place


# Broadcasting ---------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("a, b, result", [
    ("(3,)", "(3,)", "(3,)"), ("(3, 1)", "(3,)", "(3, 3)"), ("(3, 1)", "(4,)", "(3, 4)"), ("(2, 3)", "(3,)", "(2, 3)"),
    ("(1, 3)", "(3, 1)", "(3, 3)"), ("()", "(4,)", "(4,)"), ("()", "()", "()"), ("(2, 3)", "(1, 3)", "(2, 3)"),
    ("(3,)", "(4,)", None), ("(2, 3)", "(3, 1)", None), ("(2, 3)", "(4,)", None), ("(1, 3)", "(4,)", None),
])
def test_the_shape_of_the_sum(shown, a, b, result):
    drawing = shown(Broadcasting, a=a, b=b).drawing
    words = "does not fit" if result is None else f"shape {result}"
    assert [text.get_text() for text in drawing.shapes] == [f"shape {a}", f"shape {b}", words]
    assert (numbers(drawing.grids[2]) == []) == (result is None) == bool(drawing.complaint.get_text())


def test_the_trap_of_a_column_and_a_row(shown):
    drawing = shown(Broadcasting, a="(3, 1)", b="(3,)").drawing
    a, b, result = drawing.grids
    assert numbers(a) == [["10"] * 3, ["20"] * 3, ["30"] * 3]
    assert numbers(b) == [["1", "2", "3"]] * 3
    assert numbers(result) == [["11", "12", "13"], ["21", "22", "23"], ["31", "32", "33"]]
    assert coloured(a, FIRST) == {(0, 0), (1, 0), (2, 0)} and len(coloured(a, FIRST_COPY)) == 6
    assert coloured(b, SECOND) == {(0, 0), (0, 1), (0, 2)} and len(coloured(b, SECOND_COPY)) == 6
    assert [[size.get_text() for size in sizes] for sizes in drawing.sizes] == [["1", "3"], ["3", ""], ["3", "3"]]


def test_numpys_own_words_stand_where_the_sum_would(shown):
    figure = shown(Broadcasting, a="(3,)", b="(4,)")
    with pytest.raises(ValueError) as caught:
        np.ones(3) + np.ones(4)
    said = figure.drawing.complaint.get_text().replace("\n", " ")
    assert said == f"NumPy says: “{str(caught.value).strip()}”" and "(3,) (4,)" in said
    assert numbers(figure.drawing.grids[0]) == [["10", "20", "30"]]
    shown(Broadcasting)
    assert figure.drawing.complaint.get_text() == "", "the complaint outlives the change"


def test_no_complaint_reaches_the_shapes_beside_it(shown):
    for a in SHAPES:
        for b in SHAPES:
            drawn = shown(Broadcasting, a=a, b=b).drawing
            box = drawn.complaint.get_window_extent(drawn.figure.canvas.get_renderer())
            assert box.x1 < LEFT - 5, (a, b)
