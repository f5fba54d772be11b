"""The playground's drawing: what is seen is the state, down to the pixels, and nothing lies on something else."""
import itertools
from typing import NamedTuple

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from lessons_lib import text
from lessons_lib.figures.network_diagram import MOST_NUMBERS
from lessons_lib.figures.plane import CELLS
from lessons_lib.figures.playground import PlaygroundDrawing, PlaygroundState
from lessons_lib.figures.readout import Readout
from lessons_lib.figures.style import blank, style
from lessons_lib.live.frames import Frames
from lessons_lib.live.playground_training import Row

FEATURES = ("x1", "x2", "x1²", "x2²", "x1·x2", "sin πx1", "sin πx2")
EDGE = 1.6
GREEN, GREY, WHITE = (0x2F, 0xB2, 0x8D), (0xB3, 0xB3, 0xB3), (255, 255, 255)
BLUE, ORANGE = (0x00, 0x72, 0xB2), (0xE6, 0x9F, 0x00)
PALE = ((0xA9, 0xCF, 0xE8), (0xF8, 0xDD, 0xA0), (0xA6, 0xDD, 0xC9))
NOTHING = (np.empty((0, 2)), np.empty(0, int))


@pytest.fixture
def drawing():
    return PlaygroundDrawing(FEATURES, EDGE)


def a_state(sizes=(2, 2, 1), **changes):
    """A state of a network of these sizes in which nothing is to be seen: all weights and outputs are 0."""
    return PlaygroundState(
        features=list(FEATURES[:sizes[0]]), tiles=[np.zeros((units, 16, 16)) for units in sizes],
        weights=[np.zeros(shape) for shape in itertools.pairwise(sizes)], field=np.full((CELLS**2, 1), 0.5), classes=2,
        train=NOTHING, validation=NOTHING, show_validation=False, discretise=False, show_values=False, chosen=None,
        number=0, epoch=0, curve=[], ghost=[], best=None, deltas=np.full(len(sizes) - 1, np.nan),
        losses=(np.nan, np.nan), scores=(np.nan, np.nan), name="", diagnosis="")._replace(**changes)


class Shown(NamedTuple):
    """The pixels of a figure, rows from the bottom."""

    pixels: np.ndarray

    def at(self, axes, x, y):
        """The colour at a point of the axes."""
        column, row = axes.transData.transform((x, y))
        return tuple(int(part) for part in self.pixels[round(row - 0.5), round(column - 0.5)])


def show(drawing, state):
    drawing.update(state)
    frames = Frames(drawing.figure)
    frames.draw()
    return Shown(np.asarray(frames.canvas.buffer_rgba())[::-1, :, :3])


def near(colour, wanted, by=6):
    return np.abs(np.subtract(colour, wanted)).max() <= by


# The network ----------------------------------------------------------------------------------------------------------


def test_lines_are_as_broad_as_weights_are_large_and_their_colour_is_the_sign(drawing):
    """Full width is 5 points more than a hair, for the largest weight, here 2."""
    weights = [np.array([[1.0, -2.0], [0.0, 0.5]]), np.array([[-0.5], [2.0]])]
    shown = show(drawing, a_state(weights=weights))
    inputs, hidden, outputs = drawing.diagram.places
    for lines, wanted in ((drawing.diagram.positive, [(inputs[0], hidden[0], 2.7), (inputs[1], hidden[1], 1.45),
                                                      (hidden[1], outputs[0], 5.2)]),
                          (drawing.diagram.negative, [(inputs[0], hidden[1], 5.2), (hidden[0], outputs[0], 1.45)])):
        assert len(lines.get_segments()) == len(wanted)
        for segment, width, (start, end, broad) in zip(lines.get_segments(), lines.get_linewidths(), wanted,
                                                       strict=True):
            np.testing.assert_array_equal(segment, [start, end])
            assert width == pytest.approx(broad)
    along = [shown.at(drawing.diagram.axes, *(hidden[1] + share * (outputs[0] - hidden[1])))
             for share in np.linspace(0.3, 0.7, 40)]
    assert all(near(colour, BLUE) for colour in along), "a positive weight is one line"
    along = [shown.at(drawing.diagram.axes, *(inputs[0] + share * (hidden[1] - inputs[0])))
             for share in np.linspace(0.2, 0.8, 100)]
    assert any(near(colour, ORANGE) for colour in along) and any(near(colour, WHITE) for colour in along), "no dashes"


def test_small_weights_are_not_blown_up_and_many_lines_are_thinner(drawing):
    drawing.update(a_state(weights=[np.full((2, 2), 0.15), np.full((2, 1), 0.15)]))
    assert drawing.diagram.positive.get_linewidths() == pytest.approx([0.2 + 5 * 0.1] * 6)
    drawing.update(a_state((2, 16, 16, 1), weights=[np.ones((2, 16)), np.ones((16, 16)), np.ones((16, 1)) * 2]))
    assert max(drawing.diagram.positive.get_linewidths()) == pytest.approx(0.2 + 5 * (80 / 304) ** 0.5)


def test_each_tile_shows_its_own_unit_upright(drawing):
    """The first unit is positive where x1 < 0 < x2, the second negative everywhere."""
    hidden = np.zeros((2, 16, 16))
    hidden[0, 8:, :8], hidden[1] = 1, -1
    shown = show(drawing, a_state(tiles=[np.ones((2, 16, 16)), hidden, np.zeros((1, 16, 16))]))
    axes, quarter = drawing.diagram.axes, drawing.diagram.tiles.size / 4
    inputs, (first, second), outputs = drawing.diagram.places
    assert first[1] > second[1] and first[0] == second[0] > inputs[0][0]
    for place, wanted in ((first + [-quarter, quarter], GREEN), (first + [quarter, quarter], WHITE), (second, GREY),
                          (first + [-quarter, -quarter], WHITE), (inputs[1], GREEN), (outputs[0], WHITE)):
        assert near(shown.at(axes, *place), wanted), place


@pytest.mark.parametrize("dpi", [96, 192])
def test_whatever_the_network_its_tiles_stand_apart_within_the_axes(drawing, dpi):
    """From 1 to 6 hidden layers of 1 to 16 units, with one feature or seven and three outputs; the words above begin at
    354 pixels of the figure, the axes at 44."""
    drawing.figure.set_dpi(dpi)
    for depth, units, inputs in itertools.product(range(1, 7), (1, 2, 3, 5, 8, 11, 16), (1, 7)):
        drawing.update(a_state((inputs, *[units] * depth, 3)))
        places, half = drawing.diagram.places, drawing.diagram.tiles.size / 2
        assert [len(place) for place in places] == [inputs, *[units] * depth, 3]
        every = np.concatenate(places)
        assert every[:, 0].min() - half > 65 and every[:, 0].max() + half < 500, "over its names, or over the plane"
        assert every[:, 1].min() - half >= 0 and every[:, 1].max() + half <= 354 - 44
        apart = np.abs(every[:, np.newaxis] - every).max(axis=2)[np.triu_indices(len(every), 1)]
        assert apart.min() >= 2 * half + 2 and half >= 6, (depth, units, inputs)
        assert places[1][0, 0] - places[0][0, 0] - 2 * half >= 15, "no room for the lines"


def test_each_feature_has_its_name_beside_its_tile(drawing):
    shown = show(drawing, a_state((3, 2, 1), features=["x2", "x1·x2", "sin πx2"]))
    for k, word in enumerate(["x2", "x1·x2", "sin πx2"]):
        column, row = np.round(drawing.diagram.axes.transData.transform(drawing.diagram.places[0][k])).astype(int)
        rows = ink(shown.pixels[row - 20:row + 20, :column - 24])
        ends = np.flatnonzero(rows.any(axis=0))
        assert column - 24 - ends[-1] < 9 and rows[20 - 4:20 + 4].any(), f"{word} is not beside its tile"
        assert ends[-1] - ends[0] == pytest.approx({"x2": 15, "x1·x2": 36, "sin πx2": 46}[word], abs=4)
    assert sum(bool(name.words) for name in drawing.diagram.names.values()) == 3


def test_a_click_finds_the_weight_under_it(drawing):
    """At 0.37 of its length no line of this network crosses another."""
    drawing.update(a_state((2, 4, 3, 1)))
    places, found, wanted = drawing.diagram.places, [], []
    for layer, (before, after) in enumerate(itertools.pairwise(places), start=1):
        for (source, start), (unit, end) in itertools.product(enumerate(before, 1), enumerate(after, 1)):
            wanted.append((layer, unit, source))
            found.append(drawing.diagram.weight_at(*(start + 0.37 * (end - start))))
        wanted += [(layer, unit, 0) for unit in range(1, len(after) + 1)]
        found += [drawing.diagram.weight_at(*(place + [9, -9])) for place in after]
    assert found == wanted
    assert drawing.diagram.weight_at(*places[0][1]) is None and drawing.diagram.weight_at(20, 150) is None


def test_the_middle_of_a_line_is_the_weight(drawing):
    """Of 1-3-1 no two lines cross, so that the middles are told apart too."""
    drawing.update(a_state((1, 3, 1)))
    (start,), hidden, (end,) = drawing.diagram.places
    assert [drawing.diagram.weight_at(*((start + unit) / 2)) for unit in hidden] == [(1, 1, 1), (1, 2, 1), (1, 3, 1)]
    assert [drawing.diagram.weight_at(*((unit + end) / 2)) for unit in hidden] == [(2, 1, 1), (2, 1, 2), (2, 1, 3)]


def test_the_weight_chosen_is_marked(drawing):
    drawing.update(a_state((2, 4, 1), chosen=(1, 3, 2)))
    inputs, hidden, _ = drawing.diagram.places
    np.testing.assert_array_equal(drawing.diagram.chosen.get_segments(), [[inputs[1], hidden[2]]])
    np.testing.assert_array_equal(np.ravel(drawing.diagram.frame.get_data()), hidden[2])
    drawing.update(a_state((2, 4, 1), chosen=(2, 1, 0)))
    assert len(drawing.diagram.chosen.get_segments()) == 0, "a bias has no line"
    drawing.update(a_state((2, 4, 1)))
    assert len(drawing.diagram.frame.get_xdata()) == 0


@pytest.mark.parametrize("sizes", [(2, 6, 1), (2, 8, 1), (2, 3, 3, 1), (7, 2, 3), (2, 2, 2, 2, 1)])
def test_the_numbers_stand_on_their_lines_and_not_on_each_other(drawing, sizes):
    """Digits of 9 points are 9 pixels high and 7.6 wide: five signs of a number fill 38."""
    weights = [np.arange(np.prod(shape)).reshape(shape) / 10 - 0.7 for shape in itertools.pairwise(sizes)]
    drawing.update(a_state(sizes, weights=weights, show_values=True))
    written = [number for number in drawing.diagram.numbers if number.words]
    assert [float(number.words.replace("−", "-")) for number in written] == \
        pytest.approx(np.concatenate([layer.ravel() for layer in weights]))
    stand = [np.array(number.place) * (500, 334) + [0, 4] for number in written]
    ends = [pair for before, after in itertools.pairwise(drawing.diagram.places)
            for pair in itertools.product(before, after)]
    for place, (start, end) in zip(stand, ends, strict=True):
        share = (place[0] - start[0]) / (end - start)[0]
        assert 0.1 < share < 0.9 and place[1] == pytest.approx((start + share * (end - start))[1])
    assert all((np.abs(a - b) / (36, 10)).max() >= 1 for a, b in itertools.combinations(stand, 2))


def test_more_numbers_than_can_be_read_are_not_written(drawing):
    for sizes, there in (((2, 8, 1), 24), ((2, 9, 1), 0)):
        drawing.update(a_state(sizes, weights=[np.ones(pair) for pair in itertools.pairwise(sizes)], show_values=True))
        assert sum(bool(number.words) for number in drawing.diagram.numbers) == there <= MOST_NUMBERS


# The plane ------------------------------------------------------------------------------------------------------------


def halves(left, right):
    """What a network says: one thing where x1 < 0, another where x1 > 0."""
    said = np.empty((CELLS, CELLS, len(left)))
    said[:, :CELLS // 2], said[:, CELLS // 2:] = left, right
    return said.reshape(CELLS**2, -1)


@pytest.mark.parametrize(("left", "right", "discretise", "colours"), [
    ((0.0,), (1.0,), False, (PALE[0], PALE[1])),
    ((0.5,), (0.75,), False, (WHITE, np.mean([WHITE, PALE[1]], axis=0))),
    ((0.49,), (0.5,), True, (PALE[0], PALE[1])),
    ((1, 0, 0), (0, 0, 1), False, (PALE[0], PALE[2])),
    ((0.5, 0.5, 0), (0.2, 0.2, 0.6), False, (np.mean(PALE[:2], axis=0), np.average(PALE, axis=0, weights=(1, 1, 3)))),
    ((0.3, 0.4, 0.3), (0.2, 0.2, 0.6), True, (PALE[1], PALE[2])),
])
def test_the_plane_has_the_colours_of_what_is_said(drawing, left, right, discretise, colours):
    shown = show(drawing, a_state(field=halves(left, right), discretise=discretise, classes=max(2, len(left))))
    axes = next(axes for axes in drawing.figure.axes if axes.get_label() == "plane")
    for x, wanted in zip((-0.8, 0.8), colours, strict=True):
        assert near(shown.at(axes, x, 0.4), wanted, by=2)


def test_the_plane_is_upright(drawing):
    field = np.repeat([0.0, 1.0], CELLS**2 // 2)[:, np.newaxis]
    shown = show(drawing, a_state(field=field))
    axes = next(axes for axes in drawing.figure.axes if axes.get_label() == "plane")
    assert near(shown.at(axes, 0.5, 1.2), PALE[1], by=2) and near(shown.at(axes, 0.5, -1.2), PALE[0], by=2)


def test_points_have_the_colour_and_the_marker_of_their_class(drawing):
    points, labels = np.array([[0, 0], [1, 0], [0, 1], [1, 1.0]]), np.array([2, 0, 1, 1])
    state = a_state(classes=3, field=np.full((CELLS**2, 3), 1 / 3), train=(points, labels),
                    validation=(points - 1, labels[::-1]), show_validation=True)
    drawing.update(state)
    for lines, shift, truth in ((drawing.training, 0, labels), (drawing.validation, 1, labels[::-1])):
        for k, marker in enumerate("o^s"):
            assert lines[k].get_marker() == marker
            np.testing.assert_array_equal(np.transpose(lines[k].get_data()), (points - shift)[truth == k])
    assert [drawing.training[k].get_markerfacecolor() for k in range(3)] == ["#0072B2", "#E69F00", "#009E73"]
    assert [line.get_markerfacecolor() for line in drawing.validation[:3]] == ["white"] * 3, "not hollow"
    drawing.update(state._replace(show_validation=False))
    assert sum(len(line.get_xdata()) for line in drawing.validation) == 0


def test_numbers_are_five_colours_from_blue_to_orange(drawing):
    targets = np.array([-1, -0.61, -0.59, 0, 0.19, 0.21, 0.61, 1, 1.3])
    points = np.column_stack([targets, targets]) / 2
    drawing.update(a_state(classes=0, train=(points, targets)))
    assert [len(line.get_xdata()) for line in drawing.training] == [2, 1, 2, 1, 3]
    assert {line.get_marker() for line in drawing.training} == {"o"}
    assert len({line.get_markerfacecolor() for line in drawing.training}) == 5


# The curves -----------------------------------------------------------------------------------------------------------

CURVE = [Row(0, 0, 100.0, 0.9), Row(1, 4, 0.5, 0.8), Row(2, 8, 0.25, 0.7), Row(3, 12, 0.1, 0.75), Row(4, 16, 1e-9, 0.9)]


def test_the_curves_are_cut_at_the_moment_shown_and_stay_within_the_axis(drawing):
    """Update 11 is in the third epoch: two epochs are done."""
    drawing.update(a_state(curve=CURVE, ghost=[Row(0, 0, 2.0, 2.5), Row(1, 4, 1.0, 2.0)], number=11, epoch=2))
    curves = drawing.curves
    assert curves.training.get_xdata().tolist() == [0, 1, 2] and curves.later[0].get_xdata().tolist() == [3, 4]
    assert curves.training.get_ydata()[1:].tolist() == [0.5, 0.25] and 2.7 < curves.training.get_ydata()[0] < 3
    assert curves.later[0].get_ydata()[0] == 0.1 and 3e-3 < curves.later[0].get_ydata()[1] < 3.3e-3
    assert curves.validation.get_ydata().tolist() == [0.9, 0.8, 0.7]
    assert curves.later[1].get_ydata().tolist() == [0.75, 0.9]
    assert [ghost.get_ydata().tolist() for ghost in curves.ghosts] == [[2.0, 1.0], [2.5, 2.0]]
    assert curves.now.get_xdata() == [2, 2]
    drawing.update(a_state(curve=CURVE, number=12, epoch=3))
    assert curves.training.get_xdata().tolist() == [0, 1, 2, 3] and len(curves.ghosts[0].get_xdata()) == 0


def test_training_is_blue_and_solid_validation_orange_and_dashed(drawing):
    curves = drawing.curves
    assert (curves.training.get_color(), curves.training.get_linestyle()) == ("#0072B2", "-")
    assert (curves.validation.get_color(), curves.validation.get_linestyle()) == ("#E69F00", "--")


def test_the_mark_stands_where_the_validation_loss_was_best(drawing):
    drawing.update(a_state(curve=CURVE, number=16, epoch=4, best=CURVE[2]))
    assert np.ravel(drawing.curves.best.get_data()).tolist() == [2, 0.7]
    words = drawing.describe(a_state(curve=CURVE, best=CURVE[2]))
    assert "smallest in epoch 2." in words
    drawing.update(a_state(curve=CURVE, number=16, epoch=4))
    assert len(drawing.curves.best.get_xdata()) == 0


@pytest.mark.parametrize(("epoch", "end"), [(3, 40), (40, 40), (41, 160), (160, 160), (161, 640), (100_000, 163_840)])
def test_the_axis_of_epochs_grows_in_steps_and_its_numbers_are_not_cut_off(drawing, epoch, end):
    drawing.update(a_state(curve=[Row(0, 0, 1.0, 1.0), Row(epoch, 4, 0.5, 0.5)], number=4, epoch=epoch))
    assert drawing.curves.axes.get_xlim() == (0, end)
    FigureCanvasAgg(drawing.figure).draw()
    for tick in drawing.curves.axes.xaxis.get_major_ticks():
        if tick.get_loc() <= end:
            assert tick.label1.get_window_extent().x1 < 1000


def test_delta_is_drawn_by_layer_within_the_axis(drawing):
    drawing.update(a_state((2, 2, 2, 2, 1), deltas=np.array([0.0, 1e-3, 0.5, 99.0])))
    assert list(drawing.deltas.line.get_xdata()) == [1, 2, 3, 4]
    assert drawing.deltas.line.get_ydata().tolist() == [1e-6, 1e-3, 0.5, 10]


# Words ----------------------------------------------------------------------------------------------------------------


def ink(pixels):
    """Where there is something dark."""
    return pixels.min(axis=2) < 140


def box_of_ink(figure):
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    for artist in figure.axes[0].get_children():
        if artist.get_animated():
            artist.draw(canvas.renderer)
    rows, columns = np.nonzero(ink(np.asarray(canvas.buffer_rgba())[..., :3]))
    return np.array([columns.min(), columns.max(), rows.min(), rows.max()])


@pytest.mark.parametrize("dpi", [96, 150, 192])
@pytest.mark.parametrize(("words", "size", "weight", "align", "language"), [
    ("update 1234, epoch 56   training: loss 0.0721, R² −0.334", 10, "normal", 0, "en"),
    ("Overfits: since epoch 84 the validation loss rose", 10, "bold", 0, "en"),
    ("sin πx1", 10, "normal", 1, "en"),
    ("−1.37", 9, "normal", 0.5, "en"),
    ("업데이트 12, 에포크 3   training: 0.5", 10, "bold", 0, "ko"),
])
def test_a_readout_looks_like_a_text(words, size, weight, align, language, dpi):
    """Matplotlib's own text lies at the same place, and is as wide and as high. (It kerns; a readout does not.)"""
    text.use(language)
    boxes = []
    try:
        for own in (True, False):
            with style():
                figure = blank(600, 60)
                axes = figure.add_axes((0, 0, 1, 1))
                axes.set_axis_off()
                if own:
                    axes.text(0.5 if align else 0.1, 0.5, words, fontsize=size, fontweight=weight, va="baseline",
                              ha={0: "left", 0.5: "center", 1: "right"}[align])
                else:
                    Readout(axes, (0.5 if align else 0.1, 0.5), size=size, weight=weight, align=align).words = words
                figure.set_dpi(dpi)
                boxes.append(box_of_ink(figure))
    finally:
        text.use("en")
    assert boxes[0] == pytest.approx(boxes[1], abs=2.5 * dpi / 96)


def test_a_readout_on_paper_is_dark_on_white_whatever_lies_below():
    with style():
        figure = blank(200, 60)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.axhspan(0, 1, color="#0072B2")
        Readout(axes, (0.5, 0.5), align=0.5, paper=True).words = "0.25"
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    axes.artists[0].draw(canvas.renderer)
    pixels = np.asarray(canvas.buffer_rgba())[::-1, :, :3].astype(int)
    around = pixels[28:42, 88:112]
    assert around.min(axis=2).min() < 60 and around.min(axis=2).max() > 190, "neither ink nor paper"


def test_the_numbers_are_said_and_written(drawing):
    state = a_state(train=(np.zeros((3, 2)), np.array([0, 1, 1])), number=12, epoch=3, losses=(0.12345, 0.5),
                    scores=(0.912, 0.8), name="1 hidden layer", diagnosis="Overfits.")
    drawing.update(state)
    assert drawing.numbers.words == ("update 12, epoch 3   training: loss 0.123, accuracy 0.912   "
                                     "validation: loss 0.5, accuracy 0.8")
    assert drawing.describe(state) == ("1 hidden layer. update 12, epoch 3. training: loss 0.123, accuracy 0.912. "
                                       "validation: loss 0.5, accuracy 0.8. Overfits.")
    assert (drawing.name.words, drawing.diagnosis.words) == ("1 hidden layer", "Overfits.")
    drawing.update(state._replace(classes=0))
    assert "R² 0.912" in drawing.numbers.words and "accuracy" not in drawing.numbers.words
    drawing.update(a_state())
    assert drawing.numbers.words == "no data"


@pytest.mark.parametrize("language", ["en", "ko"])
def test_no_words_lie_on_others(language):
    """The longest name ends before the plane's title; the curves' legend is below their title, within the figure."""
    text.use(language)
    try:
        drawing = PlaygroundDrawing(FEATURES, EDGE)
        shown = show(drawing, a_state(name=text._("1 hidden layer: “ANN” in many notes, else a shallow network")))
    finally:
        text.use("en")
    ends = np.flatnonzero(ink(shown.pixels[350:, :520]).any(axis=0))
    assert 300 < ends[-1] < 510
    for words in drawing.curves.axes.get_legend().get_texts():
        box = words.get_window_extent()
        assert box.x1 < 1000 and box.y1 < drawing.curves.axes._left_title.get_window_extent().y0
        assert box.y0 >= drawing.curves.axes.get_window_extent().y1
    plane = next(axes for axes in drawing.figure.axes if axes.get_label() == "plane")
    label = plane.yaxis.label.get_window_extent()
    assert not any(label.overlaps(tick.label1.get_window_extent()) for tick in plane.yaxis.get_major_ticks())
