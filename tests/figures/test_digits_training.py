"""Lesson 06's training: what it shows is what the network says of the validation pictures, and of no test picture."""
import numpy as np
import pytest

from lessons_lib import data, nn
from lessons_lib.figures.digits_training import DIGITS, HEIGHT, LEFT, PICTURES, UNIT, UPDATES, WEIGHTS
from lessons_lib.figures.readout import line_of
from lessons_lib.live import digits_training
from lessons_lib.live.digits_training import ANY, BATCH_SIZES, EVERY, NETWORKS, DigitsTraining, parts, pictures_of
from lessons_lib.live.pointer import Pointer


@pytest.fixture
def figure():
    made = DigitsTraining()
    yield made
    made.close()


def show(figure, number=0, **values):
    """The state and the drawing after the update `number`."""
    figure.set(**figure.start | values)
    figure.player.seek(number)
    figure._draw()
    figure.screen.frames.draw()
    return figure._drawn_state, figure.drawing


@pytest.fixture(scope="module")
def split():
    """Training, validation and test part, as the lesson splits them."""
    return data.split(*data.digits(), (1 / 2, 1 / 6, 1 / 3), seed=0)


def as_bytes(pictures):
    return {picture.tobytes() for picture in pictures}


def test_no_test_picture_is_seen_and_copies_are_of_training_pictures_alone(split):
    seen = [as_bytes(inputs) for inputs, _labels in (parts().training, parts().with_copies, parts().validation)]
    assert [len(inputs) for inputs, _labels in parts()] == [898, 5 * 898, 300, 4 * 300]
    assert seen[0] == as_bytes(split[0][0]) and seen[2] == as_bytes(split[1][0])
    copies = as_bytes(data.shifted(*split[0])[0])
    assert seen[1] == seen[0] | copies
    hidden = as_bytes(split[2][0])
    assert not any(part & hidden for part in seen), "a test picture"
    assert not seen[1] & seen[2], "a validation picture among the training pictures"


@pytest.mark.parametrize("values, epochs", [({}, 2), ({"network": "SLP", "copies": True, "batch_size": 64}, 1),
                                            ({"network": "DNN", "learning_rate": 0.1, "batch_size": 256}, 5)])
def test_the_numbers_are_those_of_the_same_training_by_hand(figure, split, values, epochs):
    (inputs, labels), (validation, truths), _test = split
    if values.get("copies"):
        moved, again = data.shifted(inputs, labels)
        inputs, labels = np.concatenate([inputs, moved]), np.concatenate([labels, again])
    batch = values.get("batch_size", 32)
    network = nn.Network(NETWORKS[values.get("network", "ANN")], activation="relu", initialisation="he",
                         loss="categorical_cross_entropy")
    network.fit(inputs, labels, nn.SGD(values.get("learning_rate", 0.05), 0.9), batch_size=batch, epochs=epochs)
    state, drawing = show(figure, epochs * -(-len(inputs) // batch), **values)
    assert state.epoch == epochs
    shares = [network.score(inputs, labels), network.score(validation, truths),
              network.score(*data.shifted(validation, truths))]
    assert state.accuracies == pytest.approx(shares)
    assert [words.words for words in drawing.accuracies] == [f"{share:.3f}" for share in shares]
    assert state.curve[-1, 1:] == pytest.approx([network.loss(inputs, labels), network.loss(validation, truths)])
    said = network.predict(validation)
    matrix = [[sum((truths == truth) & (said == read)) for read in range(DIGITS)] for truth in range(DIGITS)]
    np.testing.assert_array_equal(state.matrix, matrix)
    assert [words.words for words in drawing.counts] == [str(n) if n else "" for row in matrix for n in row]
    wrong = np.flatnonzero(said != truths)
    sure = network.predict_proba(validation).max(axis=1)[wrong]
    assert state.found == len(wrong)
    first = wrong[np.argsort(-sure)][:6]
    np.testing.assert_array_equal(state.pictures, validation[first])
    assert [reading[0] for reading in state.readings] == said[first].tolist()
    assert [reading[2] for reading in state.readings] == truths[first].tolist()
    assert [reading[1] for reading in state.readings] == pytest.approx(sorted(sure, reverse=True)[:6])
    np.testing.assert_allclose(state.weights, network.layers[0].weights[:, :10])


def test_the_accuracy_on_training_pictures_says_whether_copies_are_among_them(figure):
    for copies, words in ((True, "training, with copies"), (False, "training")):
        _state, drawing = show(figure, copies=copies)
        assert drawing.learnt.words == words


def test_words_beside_pictures_and_numbers_fit(figure):
    """The longest that can come, in the frame's own pixels."""
    _state, drawing = show(figure, 20, truth=8, said=8, copies=True)

    def ends(word):
        x, width = word.axes.transAxes.transform(word.place)[0], line_of(word.words, word.font, 96, word.paper)[1]
        return x - word.align * width, x + (1 - word.align) * width

    assert ends(drawing.learnt)[1] < ends(drawing.accuracies[0])[0]
    for place, lines in enumerate(drawing.captions):
        assert all(ends(line)[1] <= LEFT + (place % 3 + 1) * 20 * UNIT for line in lines)


def test_curves_are_judged_now_and_then_and_at_the_update_shown(figure):
    state, drawing = show(figure, 3 * EVERY + 1)
    assert state.curve[:, 0].tolist() == [0, EVERY, 2 * EVERY, 3 * EVERY, 3 * EVERY + 1]
    np.testing.assert_array_equal(drawing.training.get_xydata(), state.curve[:, [0, 1]])
    np.testing.assert_array_equal(drawing.validation.get_xydata(), state.curve[:, [0, 2]])


def test_losses_beyond_the_axis_lie_on_its_edge(figure):
    state, drawing = show(figure)
    drawing.update(state._replace(curve=np.array([[0, 1e9, 0.0], [1, np.inf, 1e-9], [2, np.nan, 1.0]])))
    figure.screen.frames.draw()
    low, high = drawing.training.axes.get_ylim()
    assert all(high * 0.9 < loss < high for loss in drawing.training.get_ydata()[:2])
    assert all(low < loss < low * 1.1 for loss in drawing.validation.get_ydata()[:2])


@pytest.mark.parametrize("batch_size", [BATCH_SIZES[0], 32, BATCH_SIZES[-1]])
@pytest.mark.parametrize("copies", [False, True])
def test_every_training_ends_at_the_end_of_the_axis(figure, monkeypatch, batch_size, copies):
    monkeypatch.setattr(digits_training, "UPDATES", 60)
    moments = figure.updates(figure.values | {"batch_size": batch_size, "copies": copies})
    numbers = [moment.number for moment in moments]
    assert numbers == list(range(1, 61))
    assert figure.player.bar.max == UPDATES == figure.drawing.training.axes.get_xlim()[1]


LABELS, SAID = np.array([8, 8, 8, 8, 1, 3]), np.array([1, 8, 1, 8, 8, 3])
SURE = np.array([0.5, 0.9, 0.7, 0.6, 0.8, 0.4])


@pytest.mark.parametrize("chosen, rows", [((8, 1), [2, 0]), ((8, 8), [3, 1]), ((8, ANY), [2, 0]), ((ANY, 8), [4]),
                                          ((ANY, ANY), [4, 2, 0]), ((1, 1), []), ((3, ANY), [])])
def test_the_pictures_of_a_cell(chosen, rows):
    """Mistakes: the most confident first; in a cell of the diagonal: the least confident first."""
    assert pictures_of(chosen, LABELS, SAID, SURE).tolist() == rows


def captions(drawing):
    return [[line.words for line in lines] for lines in drawing.captions]


def test_a_cell_shows_its_pictures_and_says_how_many(figure):
    state, drawing = show(figure, 40, truth=8, said=8)
    assert drawing.heading.words == f"8 read as 8: {state.matrix[8, 8]}" and state.matrix[8, 8] > 6
    assert [lines[0] + ", " + lines[2] for lines in captions(drawing)] == ["read as 8, it is an 8"] * 6
    assert captions(drawing)[2][1] == f"with {state.readings[2][1]:.2f}"
    assert drawing.chosen.get_xydata().min() == 7.5 and drawing.chosen.get_xydata().max() == 8.5
    state, drawing = show(figure, 40, truth=4)
    assert drawing.heading.words == f"4 read wrongly: {state.matrix[4].sum() - state.matrix[4, 4]}"
    assert (np.ptp(drawing.chosen.get_xdata()), np.ptp(drawing.chosen.get_ydata())) == (10, 1)
    assert all(lines[2] in ("it is a 4", "") for lines in captions(drawing))
    state, drawing = show(figure, 40, said=9)
    assert drawing.heading.words == f"wrongly read as 9: {state.matrix[:, 9].sum() - state.matrix[9, 9]}"
    assert (np.ptp(drawing.chosen.get_xdata()), np.ptp(drawing.chosen.get_ydata())) == (1, 10)


def test_an_empty_cell_shows_no_picture_and_no_caption(figure):
    show(figure, 100)
    state, drawing = show(figure, 100, truth=0, said=1)
    assert state.matrix[0, 1] == 0 and drawing.heading.words == "0 read as 1: 0"
    assert captions(drawing) == [[""] * 3] * 6 and not drawing.pictures.image.any()


def test_a_click_chooses_a_cell_and_a_second_one_lets_it_go(figure):
    for wanted in ((3, 7), (ANY, ANY)):
        figure._take(figure.point(Pointer("down", "matrix", 6.8, 3.3), figure.values))
        assert (figure.values["truth"], figure.values["said"]) == wanted
    assert figure.point(Pointer("move", "matrix", 6.8, 3.3), figure.values) is None
    assert figure.point(Pointer("down", "pictures", 1.0, 1.0), figure.values) is None


def test_a_click_on_the_very_edge_is_a_cell_too(figure):
    figure._take(figure.point(Pointer("down", "matrix", -0.5, 9.5), figure.values))
    assert (figure.values["truth"], figure.values["said"]) == (9, 0)


def test_arrow_keys_lead_through_the_cells(figure):
    for key in ("down", "down", "right", "right", "right", "up", "left"):
        figure._take(figure.key(key, figure.values))
    assert (figure.values["truth"], figure.values["said"]) == (0, 1)
    for key in ("up", "up", "left", "left", "left"):
        figure._take(figure.key(key, figure.values))
    assert (figure.values["truth"], figure.values["said"]) == (ANY, ANY)


def test_choosing_pictures_keeps_the_training_and_another_network_begins_anew(figure):
    show(figure, 40)
    figure.set(truth=8)
    assert figure.player.shown.number == 40
    figure.set(copies=True)
    assert figure.player.shown is None


def pixel(figure, left, foot):
    """The colour in the middle of a picture's pixel whose lower left corner is there, in CSS pixels."""
    page = np.asarray(figure.screen.frames.canvas.buffer_rgba())
    return page[HEIGHT - 1 - (foot + UNIT // 2), left + UNIT // 2, :3].astype(int)


def test_pictures_stand_upright_row_by_row_each_at_its_caption(figure):
    """A single inked pixel in each: in the first row of the picture, at the place of its number."""
    state, drawing = show(figure)
    pictures = np.zeros((6, 64))
    pictures[range(6), range(6)] = 1
    drawing.update(state._replace(pictures=pictures, readings=[(k, 0.5, k) for k in range(6)]))
    figure.screen.frames.draw()
    for k, lines in enumerate(drawing.captions):
        left = LEFT + (k % 3) * 20 * UNIT
        foot = PICTURES + (1 - k // 3) * 10 * UNIT
        dark = [[pixel(figure, left + column * UNIT, foot + (7 - row) * UNIT).sum() < 200 for column in range(8)]
                for row in range(8)]
        assert np.argwhere(dark).tolist() == [[0, k]]
        x, y = lines[0].axes.transAxes.transform(lines[0].place)
        assert left + 8 * UNIT < x < left + 9.5 * UNIT and foot < y < foot + 8 * UNIT


def test_positive_weights_are_blue_and_negative_ones_orange_and_each_tile_is_a_unit(figure):
    state, drawing = show(figure)
    weights = np.zeros((64, 10))
    weights[8], weights[63] = 1, -1  # the second row's first pixel, and the last
    weights[:, 7] = 0
    drawing.update(state._replace(weights=weights))
    figure.screen.frames.draw()
    for unit in range(10):
        left, foot = LEFT + (unit % 5) * 11 * UNIT, WEIGHTS + (1 - unit // 5) * 11 * UNIT
        positive, negative = pixel(figure, left, foot + 6 * UNIT), pixel(figure, left + 7 * UNIT, foot)
        zero = pixel(figure, left, foot)
        assert np.ptp(zero) == 0 and zero.min() > 230
        if unit == 7:
            assert (positive == zero).all() and (negative == zero).all()
        else:
            assert positive.tolist() == [0x00, 0x72, 0xB2] and negative.tolist() == [0xE6, 0x9F, 0x00]


@pytest.mark.parametrize("network, words", [("SLP", ["0", "9"]), ("ANN", ["unit 1", "unit 10"])])
def test_the_units_of_a_single_layer_are_the_digits(figure, network, words):
    _state, drawing = show(figure, network=network)
    assert [drawing.units[0].words, drawing.units[-1].words] == words


def test_cells_are_darker_the_larger_their_share_and_green_on_the_diagonal_alone(figure):
    state, drawing = show(figure)
    matrix = np.zeros((DIGITS, DIGITS), int)
    matrix[2, 2], matrix[2, 5], matrix[2, 6], matrix[4, 5] = 20, 8, 2, 1
    drawing.update(state._replace(matrix=matrix))
    cells = drawing.cells.image[..., :3].astype(int)
    assert (cells[0] == 255).all()
    assert np.ptp(cells[2, 2]) > 20 and np.ptp(cells[2, 5]) == 0
    assert cells[4, 5].sum() < cells[2, 5].sum() < cells[2, 6].sum() < 3 * 255


def test_the_wildest_training_stays_usable(figure):
    for network in NETWORKS:
        state, _drawing = show(figure, 200, network=network, learning_rate=1.0, batch_size=1)
        assert state.number == 200 or figure.message.value
        assert state.matrix.sum() == 300 and np.isfinite(state.weights).all()
