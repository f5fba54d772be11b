"""What a live figure promises, with a fake browser."""
import base64
import io
import threading

import ipywidgets
import numpy as np
import pytest
from PIL import Image

from lessons_lib import live, text
from lessons_lib.figures.plane import arrow_of, foot_of
from lessons_lib.live import cells, screen


def move(figure, *values, name="w1"):
    for value in values:
        figure.controls[name].value = value


def test_nothing_is_drawn_before_somebody_looks(open_figure):
    figure, browser = open_figure(seen=False)
    move(figure, 2.0)
    assert browser.frames == []
    browser.opens()
    assert [frame["state"] for frame in browser.frames] == [1]


def test_events_coalesce_and_the_newest_state_comes_last(open_figure):
    figure, browser = open_figure()
    move(figure, *np.arange(2, 5, 0.1))
    assert len(browser.frames) == screen.ON_THE_WAY
    browser.shows_all()
    assert len(browser.frames) == screen.ON_THE_WAY + 1
    assert browser.frames[-1]["state"] == 30
    browser.shows_all()
    assert len(browser.frames) == screen.ON_THE_WAY + 1, "the same state was sent twice"


def test_a_lost_frame_does_not_silence_the_figure(open_figure, monkeypatch):
    figure, browser = open_figure()
    move(figure, 2.0, 2.1, 2.2, 2.3)
    sent = len(browser.frames)
    later = screen.time.monotonic() + screen.LOST + 1
    monkeypatch.setattr(screen.time, "monotonic", lambda: later)
    move(figure, 2.4)
    assert len(browser.frames) == sent + 1


def test_several_controls_set_at_once_are_one_picture(open_figure):
    figure, browser = open_figure()
    figure.set(w1=2.0, w2=-1.0, bias=0.5)
    assert len(browser.frames) == 2
    assert figure.values == {"w1": 2.0, "w2": -1.0, "bias": 0.5, "threshold": 0.5}


def test_what_stands_still_is_drawn_once(open_figure, experiment, monkeypatch):
    figure, browser = open_figure(experiment)
    draws = []
    draw = figure.screen.frames.canvas.draw
    monkeypatch.setattr(figure.screen.frames.canvas, "draw", lambda: (draws.append(1), draw()))
    for control in figure.controls.values():
        if hasattr(control, "max"):
            for share in (0.3, 0.6):
                control.value = type(control.value)(control.min + share * (control.max - control.min))
                browser.shows_all()
    assert draws == [], "a control's move draws the axes anew"


def test_frames_have_the_width_that_the_browser_asks_for(open_figure):
    figure, browser = open_figure(seen=False)
    for width in (960, 1920, 700):
        browser.opens(width)
        assert abs(browser.picture().width - width) <= 1


def test_the_picture_shows_the_state(open_figure):
    """The field behind the points: blue where p is low, yellow where it is high, and upright."""
    figure, browser = open_figure()
    figure.set(w1=0.0, w2=6.0, bias=0.0)
    picture = np.asarray(browser.picture(), dtype=int)
    left, bottom, right, top = figure.drawing.plane.axes.bbox.extents
    column = int(left + 4)
    up, down = picture[int(372 - top + 6), column], picture[int(372 - bottom - 6), column]
    assert up[0] > up[2] + 40 and down[2] > down[0] + 40


def test_at_rest_the_picture_is_lossless_and_has_words(open_figure):
    figure, browser = open_figure()
    move(figure, 2.0)
    browser.shows_all()
    figure.screen._rest()
    assert (browser.frames[-2]["type"], browser.frames[-2]["text"]) == ("image/jpeg", None)
    assert browser.frames[-1]["type"] == "image/png"
    assert browser.frames[-1]["text"].startswith("Weights 2.00 and 1.50")
    drawn = np.asarray(figure.screen.frames.canvas.buffer_rgba())[:, :, :3]
    np.testing.assert_array_equal(np.asarray(browser.picture()), drawn)
    for frame in browser.frames:
        assert frame["state"] <= figure.screen._state


def test_rest_waits_for_the_newest_state(open_figure):
    figure, browser = open_figure()
    move(figure, 2.0, 2.1, 2.2, 2.3)
    sent = len(browser.frames)
    figure.screen._rest()
    assert len(browser.frames) == sent, "an overtaken state was sent at rest"


@pytest.mark.parametrize("start, end, fixed", [((-1.0, 0.5), (0.4, 0.2), ("w1", "w2", "threshold"))])
def test_the_line_follows_the_pointer(open_figure, start, end, fixed):
    figure, browser = open_figure()
    before = figure.values
    browser.points("down", "plane", *start)
    browser.points("move", "plane", *end)
    values = figure.values
    assert values["w1"] * end[0] + values["w2"] * end[1] + values["bias"] == pytest.approx(0, abs=0.03)
    assert all(values[name] == before[name] for name in fixed)


@pytest.mark.parametrize("points", ["bill depth and flipper", "XOR"])
def test_the_line_turns_about_the_centre_of_the_points(open_figure, points):
    figure, browser = open_figure(lambda: live.Boundary(points))
    values, centre = figure.values, figure.data.inputs.mean(axis=0)
    weights, bias = np.array([values["w1"], values["w2"]]), values["bias"]
    head = foot_of(weights, bias, centre) + arrow_of(weights, figure.data.extent)
    browser.points("down", "plane", *head)
    browser.points("move", "plane", *(centre + [-0.3, 0.3]))
    after = np.array([figure.values["w1"], figure.values["w2"]])
    assert after[0] == pytest.approx(-after[1], abs=0.06) and after[1] > 0
    assert np.hypot(*after) == pytest.approx(np.hypot(*weights), abs=0.06)
    assert after @ centre + figure.values["bias"] == pytest.approx(weights @ centre + bias, abs=0.08)


def test_a_drag_belongs_to_the_axes_in_which_it_began(open_figure):
    figure, browser = open_figure()
    browser.points("down", "sigmoid", 0, 0.5)
    browser.points("move", "sigmoid", -20, 0.8)
    assert figure.values["threshold"] == pytest.approx(0.8)
    browser.points("move", "sigmoid", 0, 5.0)
    assert figure.values["threshold"] == 0.99, "a drag beyond the axes stops at the control's end"


def test_a_drag_gives_values_on_the_sliders_own_steps(open_figure):
    figure, browser = open_figure()
    browser.points("down", "plane", -1.0, 0.5)
    browser.points("move", "plane", 0.333, 0.217)
    steps = figure.values["bias"] / figure.controls["bias"].step
    assert steps == pytest.approx(round(steps), abs=1e-6)


def test_keys(open_figure):
    figure, browser = open_figure()
    browser.says(kind="key", key="ArrowLeft", shift=False)
    assert figure.values["bias"] == pytest.approx(0.2)
    browser.says(kind="key", key="r", shift=False)
    assert figure.values == figure.start


def test_one_key_resets_every_figure(open_figure):
    first, browser = open_figure()
    second, _ = open_figure(live.Steepness)
    first.set(w1=3.0)
    second.set(input=2.0)
    browser.says(kind="key", key="R", shift=True)
    assert first.values == first.start and second.values == second.start


def test_a_failure_is_one_sentence_and_the_next_move_works(open_figure, monkeypatch):
    figure, browser = open_figure()
    drawn = len(browser.frames)
    monkeypatch.setattr(figure, "state", lambda values, update: 1 / 0)
    move(figure, 2.0)
    assert "division by zero" in figure.message.value and len(browser.frames) == drawn
    assert figure.message.value.count("<div") == 1 and "Traceback" not in figure.message.value
    monkeypatch.undo()
    move(figure, 2.1)
    assert figure.message.value == "" and len(browser.frames) == drawn + 1


@pytest.mark.parametrize("values, words", [
    ({"w3": 1.0}, r"w3: no such control, wanted one of w1, w2, bias, threshold"),
    ({"threshold": 2.0}, r"threshold: 2.0 given, wanted a number from 0.01 to 0.99"),
    ({"threshold": float("nan")}, r"threshold: nan given"),
    ({"w1": "big"}, r"w1: 'big' given"),
    ({"w1": True}, r"w1: True given"),
    ({"w1": 1.0, "bias": 99}, r"bias: 99 given"),
])
def test_values_that_do_not_fit_are_refused_and_change_nothing(open_figure, values, words):
    figure, _ = open_figure()
    with pytest.raises(ValueError, match=words):
        figure.set(**values)
    assert figure.values == figure.start


def test_choices_and_switches_are_checked_too(open_figure):
    figure, _ = open_figure(live.Units)
    with pytest.raises(ValueError, match="mass: 'lb' given, wanted one of g, kg"):
        figure.set(mass="lb")
    with pytest.raises(ValueError, match="twice: 1 given, wanted true or false"):
        figure.set(twice=1)


def test_a_setting_can_be_given_again(open_figure, experiment):
    figure, _ = open_figure(experiment)
    for control in figure.controls.values():
        if hasattr(control, "max"):
            control.value = control.max
    other, _ = open_figure(experiment)
    other.use(figure.setting)
    assert other.values == figure.values


def test_a_setting_has_the_numbers_that_the_slider_means(open_figure):
    figure, _ = open_figure()
    figure.controls["w1"].value = 0.7999999999999998
    assert '"w1": 0.8,' in figure.setting


@pytest.mark.parametrize("broken", ["", "{", "[]", '{"figure": "boundary", "version": 99, "values": {}}',
                                    '{"figure": "units", "version": 1, "values": {}}',
                                    '{"figure": "boundary", "version": 1, "values": {"w1": 1e9}}'])
def test_a_broken_setting_file_is_set_aside_and_said(open_figure, tmp_path, broken):
    figure, _ = open_figure()
    figure.set(w1=3.0)
    path = tmp_path / "mine.json"
    path.write_text(broken)
    figure.load(path)
    assert figure.values["w1"] == 3.0
    assert "set aside as mine (broken).json" in figure.message.value
    assert not path.exists() and (tmp_path / "mine (broken).json").read_text() == broken


def test_a_saved_setting_is_loaded(open_figure, tmp_path):
    figure, _ = open_figure()
    figure.set(w1=3.0, threshold=0.25)
    figure.save(tmp_path / "mine.json")
    figure.reset()
    figure.load(tmp_path / "mine.json")
    assert (figure.values["w1"], figure.values["threshold"]) == (3.0, 0.25)


def test_a_closed_figure_leaves_nothing(open_figure):
    figure, browser = open_figure(live.LearningRule)
    widgets = [figure.widget, figure.screen.picture, *figure.controls.values()]
    sent = len(browser.frames)
    figure.close()
    figure.controls["seed"].value = 3
    browser.says(kind="hello", width=960)
    assert len(browser.frames) == sent and figure not in cells.standing()
    assert all(widget.comm is None for widget in widgets)


def test_without_a_kernel_there_are_a_picture_and_words(open_figure, experiment):
    figure, browser = open_figure(experiment)
    before = figure.values
    bundle, metadata = figure._repr_mimebundle_()
    assert set(bundle) == {"application/vnd.jupyter.widget-view+json", "image/png", "text/plain"}
    picture = Image.open(io.BytesIO(base64.b64decode(bundle["image/png"])))
    assert picture.size == (metadata["image/png"]["width"], metadata["image/png"]["height"])
    assert len(picture.convert("RGB").getcolors(1 << 20)) > 20, "the picture is empty"
    assert len(bundle["text/plain"]) > 60
    assert figure.values == before, "the preview moved the controls"
    browser.opens()
    assert figure.drawing.describe(figure._drawn_state) != "", "the live picture does not come back after the preview"


def test_a_callback_on_another_thread_is_safe(open_figure):
    """JupyterLab may deliver slider events on a subshell's thread."""
    figure, browser = open_figure()
    errors = []

    def drag(name):
        try:
            for value in np.linspace(-5, 5, 25):
                figure.controls[name].value = float(value)
                browser.shows_all()
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=drag, args=(name,)) for name in ("w1", "w2", "bias")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    browser.shows_all()
    assert errors == [] and figure.message.value == ""
    assert figure._drawn_state.weights == pytest.approx([5, 5])


class Marked:
    """A translation that can be seen."""

    def gettext(self, message):
        return f"⟦{message}⟧"


def test_every_string_that_a_learner_sees_passes_through_gettext(open_figure, experiment, monkeypatch):
    monkeypatch.setattr(text, "catalogue", lambda language: Marked())
    figure, browser = open_figure(experiment)
    shown = [figure.drawing.describe(figure._drawn_state)]
    for widget in _widgets(figure.widget):
        shown += [getattr(widget, name, "") for name in ("description", "tooltip") if name != "tooltip"
                  or isinstance(widget, ipywidgets.Button)]
    for axes in figure.drawing.figure.axes:
        shown += [axes.get_title(loc="left"), axes.get_xlabel(), axes.get_ylabel()]
    words = [one for one in shown if sum(letter.isalpha() for letter in one or "") > 2]
    assert len(words) >= 6
    assert [one for one in words if "⟦" not in one and one not in text.LANGUAGES.values()] == []


def _widgets(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from _widgets(child)


def test_an_unknown_pair_of_points_is_one_sentence():
    with pytest.raises(ValueError, match="points: 'XNOR' given, wanted one of bill depth and flipper, .*XOR"):
        live.Boundary("XNOR")


def test_for_a_lecture_pictures_are_larger(open_figure, monkeypatch):
    monkeypatch.setenv("COURSE_LECTURE", "1")
    figure, browser = open_figure()
    assert figure.screen.picture.width == round(960 * screen.LECTURE_SCALE)
    browser.opens(1296)
    assert browser.picture().width == 1296
