"""A live figure goes on in another language: the same values and training, other words, nothing left behind."""
import re
import warnings

import ipywidgets
import numpy as np
import pytest
from ipywidgets.widgets.widget import _instances  # every widget that was not closed
from matplotlib.text import Text

from lessons_lib import live, text
from lessons_lib.live import cells

HANGUL = re.compile("[가-힣]")


@pytest.fixture(autouse=True)
def english_again():
    yield
    text.use("en")


def labels(figure):
    return [control.description for control in figure.controls.values()]


def drawn_words(figure):
    found = [one.get_text() for one in figure.drawing.figure.findobj(Text)]
    return [words for words in found if words.strip() and "mathdefault" not in words]  # numbers on a log axis


def test_every_experiment_speaks_korean_without_a_box(open_figure, experiment):
    figure, browser = open_figure(experiment)
    english = drawn_words(figure)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a missing glyph is a warning
        figure.speak("ko")
        browser.shows_all()
        bundle, _metadata = figure._repr_mimebundle_()
    assert all(HANGUL.search(label) for label in labels(figure) if sum(letter.isalpha() for letter in label) > 5)
    assert HANGUL.search(bundle["text/plain"])
    wordy = [one for one in drawn_words(figure) if sum(letter.isascii() and letter.isalpha() for letter in one) > 9]
    assert [one for one in wordy if one in english and not set(one.split()) & {"Adelie", "Gentoo", "Chinstrap"}] == []


def test_values_training_and_start_stay(open_figure):
    figure, browser = open_figure(live.LearningRule)
    figure.set(seed=3)
    for _again in range(5):
        figure.player.step()
    figure.player.speed.value = 100
    browser.shows_all()
    before, weights = figure.values, figure.player.latest.weights
    figure.speak("ko")
    assert figure.values == before and figure.player.latest.number == 5
    assert (figure.player.speed.value, figure.player.count.value) == (100, text.catalogue("ko").gettext(
        "update {number}").format(number=5))
    np.testing.assert_array_equal(figure._drawn_state.weights, weights)
    figure.player.step()
    assert figure.player.latest.number == 6
    figure.reset()
    assert figure.values == figure.start and figure.player.latest is None


def test_the_new_controls_move_the_new_picture(open_figure):
    figure, browser = open_figure()
    figure.speak("ko")
    browser.shows_all()
    frames = len(browser.frames)
    figure.controls["w1"].value = 3.0
    assert len(browser.frames) == frames + 1 and figure._drawn_state.weights[0] == 3.0
    browser.points("down", "sigmoid", 0.0, 0.75)
    assert figure.values["threshold"] == 0.75


def test_a_picture_keeps_its_width_and_its_place(open_figure):
    figure, browser = open_figure(seen=False)
    browser.opens(1440)
    picture = figure.screen.picture
    figure.speak("ko")
    browser.shows_all()
    assert figure.screen.picture is picture and browser.picture().width == 1440
    assert browser.frames[-1]["state"] > browser.frames[0]["state"]


def test_nothing_is_left_of_the_old_language(open_figure):
    figure, _browser = open_figure(lambda: live.LearningRule(predict="02-predict-rule"))
    figure.speak("ko")
    figure.speak("en")
    standing = len(_instances)
    for _again in range(3):
        figure.speak("ko")
        figure.speak("en")
    assert len(_instances) == standing
    assert cells.standing() == [figure]


def test_the_button_below_the_figure_offers_the_other_language(open_figure):
    figure, _browser = open_figure()
    for wanted, offered in (("ko", "한국어"), ("en", "English")):
        next(one for one in _buttons(figure.widget) if one.description == offered).click()
        assert figure.language == wanted and text.language() == "en"


def _buttons(widget):
    found = [widget] if isinstance(widget, ipywidgets.Button) else []
    return found + [one for child in getattr(widget, "children", ()) for one in _buttons(child)]


def test_speak_changes_all_that_stands_and_all_that_comes(open_figure):
    figure, _browser = open_figure()
    asked = live.recall("02")
    live.speak("ko")
    assert figure.language == asked.predictions[0].language == "ko"
    other, _other_browser = open_figure(live.Units)
    assert HANGUL.search(labels(other)[0])
    asked.close()


def test_a_language_that_does_not_exist_changes_nothing(open_figure):
    figure, _browser = open_figure()
    before = figure.widget.children
    for call in (figure.speak, live.speak):
        with pytest.raises(ValueError, match="language: 'tlh' given"):
            call("tlh")
    assert figure.language == "en" and figure.widget.children == before


def test_what_went_wrong_is_said_in_the_figures_language(open_figure):
    figure, browser = open_figure()
    figure.speak("ko")
    browser.shows_all()
    figure.state = lambda values, update: 1 / 0
    figure.controls["w1"].value = 2.0
    assert HANGUL.search(figure.message.value) and "division by zero" in figure.message.value
