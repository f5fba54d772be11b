"""Predict first: what is locked, what is told when, what goes on record, what happens with what does not fit."""
import json
import re
from pathlib import Path

import ipywidgets
import pytest

from lessons_lib import exercises, live, record, text
from lessons_lib.live import cells
from lessons_lib.live.prediction import SKIPPED
from lessons_lib.text.misconceptions import HINTS
from lessons_lib.text.questions import QUESTIONS, names_of, question


@pytest.fixture(autouse=True)
def mine(tmp_path, monkeypatch):
    """A record of this test's own: gives its path."""
    monkeypatch.setenv("COURSE_RECORD", str(tmp_path / "record.json"))
    record.of_the_learner.cache_clear()
    yield tmp_path / "record.json"
    record.of_the_learner.cache_clear()


def rule():
    return live.LearningRule(predict="02-predict-rule")


def puzzled():
    return live.Boundary(predict="02-puzzle")


def entries(path):
    return [(entry["kind"], entry["about"], entry.get("answer", entry.get("words")))
            for entry in json.loads(path.read_text())["entries"]]


def words(widget):
    """All that can be read in a widget, line by line."""
    name = "value" if isinstance(widget, ipywidgets.HTML) else "description"
    return "\n".join([*filter(None, [getattr(widget, name, "")]), *map(words, getattr(widget, "children", ()))])


def buttons(widget):
    found = [widget] if isinstance(widget, ipywidgets.Button) else []
    return found + [one for child in getattr(widget, "children", ()) for one in buttons(child)]


def press(figure, label):
    next(one for one in buttons(figure.widget) if one.description == label).click()


def test_nothing_moves_before_an_answer(open_figure, mine):
    figure, browser = open_figure(rule)
    assert all(control.disabled for control in figure.controls.values())
    assert [one.description for one in buttons(figure.widget) if one.disabled] == ["Play", "Step", "Next mistake"]
    frames = len(browser.frames)
    browser.says(kind="key", key="ArrowLeft", shift=False)
    assert len(browser.frames) == frames
    assert "First choose an answer, or skip" in figure.message.value
    assert not mine.exists()


def test_neither_pointer_nor_key_acts_on_a_locked_picture(open_figure):
    figure, browser = open_figure(puzzled)
    browser.points("down", "plane", 0.5, 0.5)
    assert figure.values == figure.start
    figure.prediction.choose("yes")
    browser.points("down", "plane", 0.5, 0.5)
    assert figure.values != figure.start


def test_an_answer_unlocks_and_is_told_after_the_move(open_figure, mine):
    figure, browser = open_figure(rule)
    press(figure, "the 270th or so: one penguin an epoch")
    assert not any(control.disabled for control in figure.controls.values())
    assert "You said: the 270th or so" in words(figure.prediction.widget)
    assert "The second to the fourth" not in words(figure.prediction.widget)
    tell = next(one for one in buttons(figure.widget) if one.description == "What did it do?")
    assert tell.disabled
    press(figure, "Step")
    press(figure, "What did it do?")
    told = words(figure.prediction.widget)
    assert "You said: the 270th or so" in told and "It did: The second to the fourth" in told
    assert "A hint: An epoch is a pass over all examples" in told
    assert entries(mine) == [("prediction", "02-predict-rule", "many")]


def test_a_right_answer_gets_no_hint_and_another_sign(open_figure):
    figure, _browser = open_figure(rule)
    signs = []
    for answer in ("few", "many", SKIPPED):
        figure.prediction.start_over()
        figure.prediction.choose(answer)
        figure.prediction.reveal()
        told = words(figure.prediction.widget)
        assert ("A hint:" in told) == (answer == "many")
        signs.append(("✓" in told, "✗" in told))
    assert signs == [(True, False), (False, True), (False, False)]


def test_a_skip_unlocks_too_and_is_noted(open_figure, mine):
    figure, _browser = open_figure(rule)
    press(figure, "Skip")
    assert not figure.locked and not any(control.disabled for control in figure.controls.values())
    assert entries(mine) == [("prediction", "02-predict-rule", "skipped")]


def test_a_line_for_why_is_kept(open_figure, mine):
    figure, _browser = open_figure(rule)
    figure.prediction.choose("few")
    figure.prediction.reveal()
    line = next(child for row in figure.prediction.widget.children for child in getattr(row, "children", ())
                if isinstance(child, ipywidgets.Text))
    line.value = "  only mistakes move the line "
    assert entries(mine)[-1] == ("why", "02-predict-rule", "only mistakes move the line")


def test_an_answer_of_yesterday_counts_and_can_be_given_anew(open_figure, mine):
    record.of_the_learner().add("prediction", "02-predict-rule", answer="many")
    figure, _browser = open_figure(rule)
    assert not figure.locked and "You said: the 270th or so" in words(figure.prediction.widget)
    press(figure, "Ask me again")
    assert figure.locked
    figure.prediction.choose("few")
    assert [answer for _kind, _about, answer in entries(mine)] == ["many", "few"]


@pytest.mark.parametrize("answer", ["elsewhere", None, 7, ["few"]])
def test_an_answer_on_record_that_is_no_option_asks_anew(open_figure, answer):
    record.of_the_learner().add("prediction", "02-predict-rule", answer=answer)
    figure, _browser = open_figure(rule)
    assert figure.locked


def test_an_answer_outside_the_options_is_a_sentence_and_changes_nothing(open_figure, mine):
    figure, _browser = open_figure(rule)
    with pytest.raises(ValueError, match="answer: 'elsewhere' given, wanted one of first, few, many, skipped"):
        figure.prediction.choose("elsewhere")
    assert figure.locked and not mine.exists()
    with pytest.raises(ValueError, match="question: '02-nothing' given, wanted one of 00-predict-half, "):
        live.ask("02-nothing")


def test_a_record_that_cannot_be_written_is_said_and_stops_nothing(open_figure, mine):
    mine.mkdir()
    figure, _browser = open_figure(rule)
    figure.prediction.choose("few")
    assert "record.json cannot be written" in words(figure.prediction.widget) and not figure.locked
    assert record.of_the_learner().latest("prediction", "02-predict-rule")["answer"] == "few"


def test_the_puzzle_is_answered_once_and_told_by_its_figure(open_figure, mine):
    asked = live.puzzle("02")
    figure, _browser = open_figure(puzzled)
    assert figure.locked
    press(asked, "no: the flipper is what counts, the bill adds nothing")
    assert not figure.locked and "The lesson will tell." in words(asked.widget)
    assert "slanted line is right for all 274" not in words(asked.widget)
    figure.set(w1=-3.0)
    press(figure, "What did it do?")
    assert "slanted line is right for all 274" in words(figure.prediction.widget)
    assert len(entries(mine)) == 1
    asked.close()


def test_recall_is_told_at_once():
    asked = live.recall("02")
    assert len(asked.predictions) == 3
    press(asked, "the second are higher")
    assert "It is so: Spikes are equally high" in words(asked.widget)
    assert words(asked.widget).count("It is so") == 1
    asked.close()


def test_in_a_lecture_everything_is_open_from_the_start(open_figure, monkeypatch):
    monkeypatch.setenv("COURSE_LECTURE", "1")
    figure, _browser = open_figure(rule)
    assert not figure.locked and "Skip" in words(figure.prediction.widget)
    press(figure, "Step")
    assert figure.player.latest.number == 1


def test_one_key_prepares_the_notebook_for_the_next_class(open_figure, mine):
    asked = live.recall("02")
    asked.predictions[0].choose("number")
    figure, browser = open_figure(rule)
    other, _other_browser = open_figure(puzzled)
    for one, answer in ((figure, "few"), (other, "yes")):
        one.prediction.choose(answer)
    other.set(w1=3.0)
    figure.player.step()
    browser.says(kind="key", key="R", shift=True)
    assert figure.locked and other.locked and "You said" not in words(asked.widget)
    assert other.values == other.start and figure.player.latest is None
    assert len(entries(mine)) == 3, "what was answered stays on record"
    asked.close()


def test_what_is_compared_depends_on_no_record(open_figure, mine):
    def compared():
        made = [rule(), live.Progress(), live.recall("02"), live.puzzle("02")]
        texts = []
        for one in made:
            bundle = one._repr_mimebundle_()
            texts.append((bundle[0] if isinstance(bundle, tuple) else bundle)["text/plain"])
            one.close()
        return texts

    before = compared()
    for name, one in QUESTIONS.items():
        record.of_the_learner().add("prediction", name, answer=one.right)
    assert compared() == before


def test_a_question_speaks_the_language_of_its_figure(open_figure):
    figure, _browser = open_figure(rule)
    figure.speak("ko")
    shown = re.sub("<.*?>", "", words(figure.prediction.widget))
    assert "건너뛰기" in shown and not any(letter.isascii() and letter.isalpha() for letter in shown)
    assert figure.locked


def test_closed_questions_leave_nothing():
    asked = live.recall("02")
    asked.close()
    assert cells.standing() == []


# The questions themselves

@pytest.mark.parametrize("name", QUESTIONS)
def test_every_wrong_option_is_a_known_misconception(name):
    options = question(name).options
    assert 3 <= len(options) <= 4
    assert len([option for option in options.values() if not option.misconception]) == 1
    assert {option.misconception for option in options.values()} - {""} <= set(HINTS)
    assert len({option.words for option in options.values()}) == len(options)


def test_an_option_may_have_a_hint_of_its_own(open_figure):
    figure, _browser = open_figure(lambda: live.Steepness(predict="00-predict-half"))
    figure.prediction.choose("zero")
    figure.prediction.reveal()
    assert "A hint: The threshold is not at 0 here" in words(figure.prediction.widget)


TASKS = sorted((Path(exercises.__file__).parent).glob("lesson_*.py"))


def test_no_hint_is_left_over():
    asked = {option.misconception for one in QUESTIONS.values() for option in one.options.values()}
    checked = set(re.findall(r'"(\d\.\d+)"', "".join(path.read_text(encoding="utf-8") for path in TASKS)))
    assert set(HINTS) == (asked | checked) - {""}


@pytest.mark.parametrize("lesson", ["01", "02"])
def test_a_lesson_has_one_puzzle_and_three_recall_questions(lesson):
    assert (len(names_of(lesson, "puzzle")), len(names_of(lesson, "recall"))) == (1, 3)


def test_the_right_answer_does_not_stand_in_one_place():
    places = [list(one.options).index(one.right) for one in QUESTIONS.values()]
    assert max(places.count(place) for place in set(places)) <= len(places) * 0.6


def test_every_word_of_a_question_is_in_the_catalogue():
    with text.speaking("ko"):
        shown = [text._(words) for one in QUESTIONS.values()
                 for words in (one.words, one.outcome, *(option.words for option in one.options.values()))]
    long = [words for words in shown if sum(letter.isascii() and letter.isalpha() for letter in words) > 12]
    assert [words for words in long if not any("가" <= letter <= "힣" for letter in words)] == []


class Veiled(live.Boundary):
    answers = ("plane",)


def test_what_would_answer_the_question_is_hidden_until_it_is_answered(open_figure):
    """Not for readers without a kernel, who see the preview whole."""
    figure, browser = open_figure(lambda: Veiled(predict="02-puzzle"))
    axes = next(axes for axes in figure.drawing.figure.axes if axes.get_label() == "plane")
    hidden = browser.picture()
    figure._repr_mimebundle_()
    assert not axes.get_visible()
    figure.speak("ko")
    axes = next(axes for axes in figure.drawing.figure.axes if axes.get_label() == "plane")
    assert not axes.get_visible()
    press(figure, "건너뛰기")
    assert axes.get_visible() and browser.picture() != hidden


def test_without_a_question_nothing_is_hidden(open_figure):
    figure, _ = open_figure(Veiled)
    assert all(axes.get_visible() for axes in figure.drawing.figure.axes)


def test_what_a_drawing_hides_itself_stays_hidden(open_figure):
    figure, _ = open_figure(lambda: live.Clocks(predict="03-predict-clocks"))
    before = [axes.get_label() for axes in figure.drawing.figure.axes if axes.get_visible()]
    figure._repr_mimebundle_()
    press(figure, "Skip")
    after = [axes.get_label() for axes in figure.drawing.figure.axes if axes.get_visible()]
    assert set(after) == {*before, "table"} and len(after) < len(figure.drawing.figure.axes)


def test_progress_knows_every_task():
    assert live.progress.TASKS == tuple(exercises.TASKS)
