"""Lesson 06's drawn digit: by pointer, by keyboard, by text; what the network sees of it, says, and by which pixels."""
import numpy as np
import pytest

from lessons_lib import data
from lessons_lib.data.strokes import picture, read_strokes
from lessons_lib.figures.draw_digit import CELL, LOWER, SEEN, UPPER, parts_of_z
from lessons_lib.figures.readout import line_of
from lessons_lib.live import draw_digit
from lessons_lib.live.digits_training import parts
from lessons_lib.live.draw_digit import DRAWINGS, HIDDEN, DrawDigit, distances, trained, usual_distance

NETWORKS = tuple(HIDDEN)
DRAWN = (  # one for each digit, with the proportions of handwriting, such that all three networks know them
    "7.8 13.3, 5.7 12.5, 4.3 10.4, 4 7.5, 5 4.7, 6.8 2.8, 9 2.4, 11 3.6, 12.1 6.1, 12.1 9.1, 10.9 11.8, 8.8 13.4, "
    "7.6 13.6",
    "7.2 13.3, 9 2.6",
    "4.6 12.2, 5.8 13.3, 7.5 13.6, 9.2 13.1, 10.6 11.9, 11.1 10.4, 10.7 8.9, 5.6 3.4, 5.8 3.2, 6.8 2.7, 7.6 3.3, "
    "7.2 4.2, 12.3 2.6",
    "5.5 12.4, 6.8 13.4, 8.4 13.4, 9.7 12.7, 10.2 11.3, 9.8 9.7, 8.7 8.5, 8.2 8, 9.9 7.2, 10.8 5.6, 10.7 4, 9.5 2.8, "
    "7.8 2.3, 6 2.8, 5.3 3.4",
    "7.7 13.7, 4 6.9, 11.9 7.4; 10.2 10, 8.4 2.3",
    "6.2 13.2, 6.1 8.7, 8.4 9.2, 10.2 7.9, 10.5 5.6, 9.3 3.4, 7.1 2.6, 5 3.5, 4.4 4.5; 6.1 13.1, 12 13.5",
    "7.1 13.8, 4.1 5.2, 4.9 3.4, 7.1 2.4, 9.5 2.8, 10.9 4.3, 10.7 6.2, 9 7.5, 6.5 7.5, 4.6 6.2, 4.1 5.2",
    "5.1 12.6, 12 12.5, 6.8 2.8; 5.7 7.9, 10.7 7.8",
    "7.8 7.8, 9.3 8.5, 10.1 10.1, 9.9 11.8, 8.7 12.8, 7.2 12.5, 6.1 11.1, 6.2 9.3, 7.2 8, 7.9 7.8; 9.9 5.5, 9.5 7.3, "
    "8.1 8.1, 6.4 7.6, 5.5 5.9, 5.7 3.8, 6.9 2.6, 8.6 2.9, 9.9 4.6, 10.2 5.6",
    "9.8 10.3, 8.9 12, 7.2 12.8, 5.4 12.2, 4.7 10.7, 5.3 9.1, 7 8.2, 9 8.3, 10.2 9.5, 10.1 12.5, 10.9 2.6",
)
FIVE = [(10, 13), (5, 13), (5, 8), (10, 8), (10, 3), (5, 3)]  # in steps of the arrow keys


@pytest.fixture
def figure():
    made = DrawDigit()
    yield made
    made.close()


def state_of(figure):
    return figure.state(figure.values, None)


def draw(figure, points):
    """A stroke by the pointer, in the pixels of the browser."""
    drawn = figure.drawing.figure
    pad = next(axes for axes in drawn.axes if axes.get_label() == "pad")
    for number, place in enumerate([*points, points[-1]]):
        x, y = pad.transData.transform(place)
        kind = "down" if number == 0 else "move" if number < len(points) else "up"
        figure._heard(None, {"kind": "pointer", "type": kind, "x": x / drawn.bbox.width,
                             "y": 1 - y / drawn.bbox.height}, [])


def press(figure, *keys):
    for key in keys:
        figure._heard(None, {"kind": "key", "key": f"Arrow{key}"}, [])


def walk(figure, points):
    """The pen to the first point, then down, and along to the others: by keys alone."""
    figure.set(pen_down=False)
    for number, (x, y) in enumerate(points):
        figure.set(pen_down=number > 0)
        dx, dy = np.round(np.subtract((x, y), figure.pen)).astype(int)
        press(figure, *["Right" if dx > 0 else "Left"] * abs(dx), *["Up" if dy > 0 else "Down"] * abs(dy))


# The picture is like those of the data -------------------------------------------------------------------------------

def test_drawn_digits_are_like_those_of_the_data():
    """Ink, rows and columns used, and the distance to the nearest training digit, against validation digits' own."""
    pictures, (inputs, _labels) = np.array([picture(read_strokes(text)) for text in DRAWN]), parts().validation
    assert abs(pictures.mean() - inputs.mean()) < 0.02
    used = pictures.reshape(-1, 8, 8).max(axis=2), inputs.reshape(-1, 8, 8).max(axis=2)
    assert (used[0] > 0).all() and (used[1] > 0).mean() > 0.99
    columns = pictures.reshape(-1, 8, 8).mean(axis=(0, 1)), inputs.reshape(-1, 8, 8).mean(axis=(0, 1))
    assert np.abs(columns[0] - columns[1]).max() < 0.12
    assert np.median(distances(pictures)) < np.quantile(distances(inputs), 0.95)
    upside_down = pictures.reshape(-1, 8, 8)[:, ::-1].reshape(-1, 64)
    assert np.median(distances(upside_down)) > np.quantile(distances(inputs), 0.95)


@pytest.mark.parametrize("network", NETWORKS)
def test_every_network_knows_each_drawn_digit(figure, network):
    for digit, text in enumerate(DRAWN):
        figure.set(strokes=text, network=network)
        state = state_of(figure)
        assert state.winner == digit and state.probabilities[digit] > 0.9
        assert state.sizes == (64, *HIDDEN[network], 10)
    assert 0.95 * state.judged < state.right < state.judged == len(parts().validation[1])


def test_the_distance_to_the_nearest_training_digit_by_hand():
    (inputs, labels), (unseen, _truth) = parts().training, parts().validation
    wanted = [min(np.linalg.norm(one - other) for other in inputs) for one in unseen[:5]]
    assert distances(unseen[:5]) == pytest.approx(wanted)
    assert (distances(unseen) <= usual_distance()).mean() == pytest.approx(0.95, abs=0.003)
    np.testing.assert_allclose(draw_digit.mean_digit(7), sum(inputs[labels == 7]) / sum(labels == 7))


def test_the_parts_are_the_lessons_and_its_test_part_stays_shut():
    wanted = data.split(*data.digits(), (1 / 2, 1 / 6, 1 / 3), seed=0)[:2]
    for part, lesson in zip((parts().training, parts().validation), wanted, strict=True):
        np.testing.assert_array_equal(part[0], lesson[0])
        np.testing.assert_array_equal(part[1], lesson[1])


# By pointer, by keyboard, by text -------------------------------------------------------------------------------------

@pytest.mark.parametrize("network", NETWORKS)
def test_a_three_drawn_by_the_pointer_is_recognised(figure, network):
    figure.set(strokes="", network=network)
    stroke, = read_strokes(DRAWN[3])
    draw(figure, stroke)
    drawn, = read_strokes(figure.values["strokes"])
    np.testing.assert_allclose(drawn, stroke, atol=0.06)
    assert state_of(figure).winner == 3 and figure.message.value == ""


def test_the_keyboard_alone_draws_what_the_pointer_draws(figure):
    figure.set(strokes="")
    walk(figure, FIVE)
    by_keys = state_of(figure)
    assert by_keys.winner == 5 and len(by_keys.strokes) == 1
    draw(figure, [(1, 1), (2, 2)])
    figure.set(strokes="")
    draw(figure, FIVE)
    by_pointer = state_of(figure)
    np.testing.assert_array_equal(by_pointer.inputs, by_keys.inputs)
    assert by_pointer.pen == pytest.approx(by_keys.pen) and tuple(by_keys.pen) == (5, 3)


def test_the_pen_moves_without_a_line_where_it_is_up_and_stays_on_the_pad(figure):
    figure.set(strokes="")
    press(figure, "Left", "Up")
    assert figure.values["strokes"] == "" and tuple(state_of(figure).pen) == (7, 9)
    press(figure, *["Right"] * 20)
    assert tuple(figure.pen) == (16, 9)
    figure.set(pen_down=True)
    press(figure, "Down", "Left")
    assert figure.values["strokes"] == "16 9, 16 8, 15 8"
    figure.set(pen_down=False)
    press(figure, "Left")
    figure.set(pen_down=True)
    press(figure, "Left")
    assert figure.values["strokes"] == "16 9, 16 8, 15 8; 14 8, 13 8"


def test_keys_go_on_with_a_stroke_only_where_it_ends(figure):
    """The pen at (2, 3): "12 3" ends with those letters and is elsewhere."""
    figure.set(strokes="5 5, 12 3", pen_down=True)
    figure.pen = np.array([2.0, 3.0])
    press(figure, "Up")
    assert figure.values["strokes"] == "5 5, 12 3; 2 3, 2 4"


def test_a_stroke_leaves_the_pad_and_comes_back(figure):
    draw(figure, [(12, 12), (25, 14), (12, 4)])
    assert figure.values["strokes"] == "12 12, 16 14, 12 4"


def test_tiny_moves_are_not_written_down(figure):
    draw(figure, [(4, 4), (4.1, 4), (4.2, 4.1), (4.5, 4)])
    assert figure.values["strokes"] == "4 4, 4.5 4"


def test_an_example_makes_way_for_a_drawing_and_strokes_add_up(figure):
    figure.set(example="seven")
    assert figure.values["strokes"] == DRAWINGS["seven"]
    draw(figure, [(4, 4), (4, 12)])
    assert (figure.values["example"], figure.values["strokes"]) == ("own", "4 4, 4 12")
    draw(figure, [(8, 4), (8, 12)])
    assert figure.values["strokes"] == "4 4, 4 12; 8 4, 8 12"
    figure.undo()
    assert figure.values["strokes"] == "4 4, 4 12"
    figure.reset()
    assert (figure.values["example"], figure.values["strokes"]) == ("three", DRAWINGS["three"])
    assert tuple(figure.pen) == (8, 8)


def test_a_setting_is_saved_and_given_again(figure):
    figure.set(strokes=DRAWN[4], network="SLP", inverted=True)
    kept, before = figure.setting, state_of(figure)
    figure.reset()
    figure.use(kept)
    np.testing.assert_array_equal(state_of(figure).inputs, before.inputs)
    assert figure.values["example"] == "own"


def test_the_start_may_be_an_example():
    figure = DrawDigit(example="scribble", network="DNN")
    assert figure.values["strokes"] == DRAWINGS["scribble"] == figure.start["strokes"]
    figure.close()


# Bad input ------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("text", ["3 3, 99 3", "3 3 3", "three"])
def test_a_scribble_out_of_range_is_a_sentence_and_changes_nothing(figure, text):
    before = figure.values
    figure.controls["strokes"].value = text
    assert "strokes:" in figure.message.value and "wanted x and y from 0 to 16" in figure.message.value
    assert figure.values == before
    with pytest.raises(ValueError, match="wanted x and y"):
        figure.set(strokes=text, network="SLP")
    assert figure.values == before
    figure.set(network="SLP")
    assert figure.message.value == "" and state_of(figure).winner == 3


def test_an_empty_pad_is_a_sentence_and_the_biases_alone_answer(figure):
    figure.clear()
    assert "The pad is empty" in figure.message.value
    state = state_of(figure)
    assert not state.inputs.any() and not state.evidence.any() and state.strokes == ()
    assert state.constant == pytest.approx(state.logits.max())
    figure.undo()
    assert "The pad is empty" in figure.message.value
    draw(figure, [(5, 5), (9, 9)])
    assert figure.message.value == "" and figure.values["strokes"] == "5 5, 9 9"


# What the network says ------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("text", [DRAWN[9], DRAWINGS["scribble"], "3 3, 5 9"])
def test_probabilities_are_those_of_the_logits(figure, name, text):
    figure.set(strokes=text, network=name)
    state = state_of(figure)
    assert state.probabilities.sum() == pytest.approx(1)
    np.testing.assert_allclose(np.log(state.probabilities[3] / state.probabilities[8]),
                               state.logits[3] - state.logits[8])
    assert state.winner == state.probabilities.argmax()
    assert [len(layer) for layer in state.hidden] == list(HIDDEN[name])
    np.testing.assert_allclose(trained(name).network.predict_proba(state.inputs[np.newaxis])[0], state.probabilities)


@pytest.mark.parametrize("digit", [0, 4, 7])
def test_without_hidden_layers_the_evidence_is_weight_times_pixel_and_the_constant_is_the_bias(figure, digit):
    figure.set(strokes=DRAWN[digit], network="SLP")
    state, layer = state_of(figure), trained("SLP").network.layers[0]
    np.testing.assert_allclose(state.evidence, layer.weights[:, digit] * state.inputs, atol=1e-12)
    assert state.constant == pytest.approx(layer.bias[0, digit])
    assert state.evidence.sum() == pytest.approx(state.logits[digit] - layer.bias[0, digit])


@pytest.mark.parametrize("name", ["ANN", "DNN"])
def test_with_hidden_layers_the_evidence_is_pixel_times_slope(figure, name):
    """The slope by central differences, at a pixel at a time."""
    figure.set(strokes=DRAWN[2], network=name)
    state, network = state_of(figure), trained(name).network
    slopes = [(network.forward((state.inputs + step)[np.newaxis])[0, 2]
               - network.forward((state.inputs - step)[np.newaxis])[0, 2]) / 2e-6 for step in 1e-6 * np.eye(64)]
    np.testing.assert_allclose(state.evidence, state.inputs * slopes, atol=1e-6)
    assert state.evidence.sum() + state.constant == pytest.approx(state.logits[2])


def test_an_answer_leaves_the_trained_network_as_it_was(figure):
    before = trained("DNN").network.parameters.copy()
    for text in DRAWN:
        figure.set(strokes=text, network="DNN")
        state_of(figure)
    np.testing.assert_array_equal(trained("DNN").network.parameters, before)


@pytest.mark.parametrize("network", NETWORKS)
def test_a_scribble_gets_a_confident_answer_and_is_like_no_training_digit(figure, network):
    figure.set(example="scribble", network=network)
    state = state_of(figure)
    assert state.probabilities.max() > 0.99 and state.nearest > 1.5 * state.usual
    warning = "Far from every training digit: no output says “none of these”."
    figure.drawing.update(state)
    assert " ".join(words.words for words in figure.drawing.verdict[3:5]) == warning
    assert warning in figure.drawing.describe(state)
    figure.set(example="three")
    assert "Far from" not in figure.drawing.describe(state_of(figure))
    figure.drawing.update(state_of(figure))
    assert [words.words for words in figure.drawing.verdict[3:5]] == ["", ""]


@pytest.mark.parametrize("network", NETWORKS)
def test_a_seven_high_up_is_known_only_when_it_is_prepared_as_the_data_were(figure, network):
    figure.set(example="seven", network=network)
    assert state_of(figure).winner == 7
    figure.set(centred=False, scaled=False)
    state = state_of(figure)
    assert state.winner == 5 and state.probabilities[5] > 0.9


def test_ink_inverted_and_on_another_range(figure):
    plain = state_of(figure).inputs
    figure.set(inverted=True)
    np.testing.assert_allclose(state_of(figure).inputs, 1 - plain)
    figure.set(full=16)
    np.testing.assert_allclose(state_of(figure).inputs, 16 - 16 * plain)
    figure.set(inverted=False)
    np.testing.assert_allclose(state_of(figure).inputs, 16 * plain)


def test_white_on_black_is_always_wrong_and_the_wrong_range_only_sure_of_itself(figure):
    for network in NETWORKS:
        figure.set(network=network)
        for digit, text in enumerate(DRAWN):
            figure.set(strokes=text, inverted=True, full=1)
            assert state_of(figure).winner != digit
            figure.set(inverted=False)
            before = state_of(figure)
            figure.set(full=16)
            assert state_of(figure).probabilities.max() >= max(before.probabilities.max(), 0.999)


# The drawing ----------------------------------------------------------------------------------------------------------

def pixel(figure, x, y):
    """The colour at pixels from the lower left corner."""
    pixels = np.asarray(figure.screen.frames.canvas.buffer_rgba())[..., :3].astype(int)
    return pixels[round(len(pixels) - 1 - y), round(x)]


def test_the_picture_is_upright_and_the_evidence_has_its_sign(show):
    figure = show(DrawDigit, strokes="2 14, 6 14", network="SLP", centred=False, scaled=False)
    state = figure._drawn_state
    for row, column in np.ndindex(8, 8):
        x, y = SEEN + (column + 0.25) * CELL, (7.75 - row) * CELL
        share = state.inputs[8 * row + column]
        assert abs(pixel(figure, x, UPPER + y)[0] - 255 * (1 - share * (1 - 0x22 / 255))) <= 2
        evidence = state.evidence[8 * row + column] / np.abs(state.evidence).max()
        red, _green, blue = pixel(figure, x, LOWER + y)
        assert abs(blue - red) <= 2 if abs(evidence) < 0.01 else np.sign(blue - red) == np.sign(evidence)


@pytest.mark.parametrize("pixels, constant, words", [
    (6.669, 0.157, "z = 6.67 + 0.16"), (71.37, -0.15, "z = 71.37 − 0.15"), (-2.5, 3.0, "z = −2.50 + 3.00"),
    (-1.0, -2.0, "z = −1.00 − 2.00")])
def test_the_logit_is_shown_as_its_two_parts(pixels, constant, words):
    assert parts_of_z(pixels, constant) == words


def test_the_parts_of_the_logit_stand_below_the_map(show):
    figure = show(DrawDigit, network="SLP")
    state = figure._drawn_state
    pixels, constant = map(float, figure.drawing.sum.words.removeprefix("z = ").split(" + "))
    assert [pixels, constant] == pytest.approx([state.evidence.sum(), state.constant], abs=0.005)
    assert pixels + constant == pytest.approx(state.logits.max(), abs=0.01)


def test_strong_evidence_has_its_sign_written(show):
    figure = show(DrawDigit, strokes=DRAWN[4], network="SLP")
    state = figure._drawn_state
    strong = np.abs(state.evidence) > 0.2 * np.abs(state.evidence).max()
    assert (state.evidence[strong] > 0).any() and (state.evidence[strong] < 0).any()
    for place in range(64):
        row, column = divmod(place, 8)
        x, y = SEEN + (column + 0.5) * CELL, LOWER + (7.5 - row) * CELL
        dark = [pixel(figure, x + dx, y + dy).max() < 60 for dx, dy in ((-2, 0), (0, 2))]
        assert dark == [strong[place], strong[place] and state.evidence[place] > 0], place


def test_the_mean_digit_lies_over_the_picture(show):
    figure = show(DrawDigit, strokes=DRAWN[1], mean="said")
    assert figure._drawn_state.mean_of == 1 and "mean 1" in figure.drawing.range.words
    figure = show(DrawDigit, strokes="2 14, 6 14", mean="8", centred=False, scaled=False)
    state = figure._drawn_state
    np.testing.assert_array_equal(state.mean, draw_digit.mean_digit(8))
    place = int(np.where(state.inputs == 0, state.mean, 0).argmax())  # paper here, ink in the mean
    red, _green, blue = pixel(figure, SEEN + (place % 8 + 0.25) * CELL, UPPER + (7.75 - place // 8) * CELL)
    assert red > blue + 100
    assert show(DrawDigit)._drawn_state.mean is None


def test_the_bars_and_numbers_are_the_probabilities(show):
    figure = show(DrawDigit, example="letter", network="SLP")
    state, drawing = figure._drawn_state, figure.drawing
    assert [float(word.words) for word in drawing.numbers] == pytest.approx(state.probabilities.tolist(), abs=5e-4)
    assert drawing.arrow.place[1] == drawing.numbers[state.winner].place[1]
    left, foot = drawing.bars.axes.transData.transform(drawing.bars.corner)
    lengths = []
    for digit in range(10):
        y = foot + (9.5 - digit) * 20
        lengths.append(sum(pixel(figure, left + x, y).min() < 200 for x in range(164)))
    assert lengths == pytest.approx((164 * state.probabilities).tolist(), abs=1.5)
    assert pixel(figure, left + 3, foot + (9.5 - state.winner) * 20).tolist() == [0x00, 0x72, 0xB2]


def test_hidden_layers_come_and_go(show):
    for network, shown in (("SLP", [False, False]), ("ANN", [True, False]), ("DNN", [True, True])):
        drawing = show(DrawDigit, network=network).drawing
        assert [cells.colours is not None for cells in drawing.hidden] == shown


def test_the_pad_shows_the_strokes_apart_and_the_ink_as_thick_as_the_network_sees_it(show):
    figure = show(DrawDigit, strokes="4 4, 4 12; 8 4, 8 12", scaled=False, pen=4.0)
    x, y = figure.drawing.lines.get_data()
    assert np.isnan(x).sum() == 2 and np.nanmax(np.abs(np.diff(x[:3]))) == 0
    assert figure.drawing.ink.get_linewidth() == pytest.approx(2 * 272 / 16 * 72 / 96)  # 4 of 32 points: 2 of 16 units


def test_words_fit_beside_each_other(show):
    """The longest that can come, in the frame's own pixels."""
    figure = show(DrawDigit, strokes=DRAWN[8], network="DNN", inverted=True, full=16, mean="said")
    drawing = figure.drawing

    def right(word):
        return word.axes.transAxes.transform(word.place)[0] + line_of(word.words, word.font, 96, word.paper)[1]

    hidden = drawing.layers[0].axes.bbox.x0
    assert max(right(drawing.range), right(drawing.sum)) < hidden
    assert max(map(right, drawing.layers)) < drawing.logits.axes.bbox.x0
    assert max(map(right, [*drawing.verdict, *drawing.numbers, drawing.arrow])) < 960


def test_the_buttons_are_locked_with_the_controls_and_the_answer_hidden():
    figure = DrawDigit(predict="02-predict-units")
    answer = next(axes for axes in figure.drawing.figure.axes if axes.get_label() == "answer")
    assert all(button.disabled for button in figure.buttons) and not answer.get_visible()
    figure.prediction.choose("skipped")
    assert not any(button.disabled for button in figure.buttons) and answer.get_visible()
    figure.close()
