"""What a live figure promises, seen in a real browser."""
import json
import time

import pytest

pytestmark = pytest.mark.browser
IMPORT = "from lessons_lib import live"
FRAMES = "f.screen._sent, f.screen._state, f.screen._drawn"


def test_the_line_is_dragged_on_the_picture(small_notebook):
    notebook = small_notebook(f"{IMPORT}\nf = live.Boundary()\nf")
    figure, = notebook.figures()
    figure.wait_for_rest()
    before = figure.state
    figure.drag((0.15, 0.75), (0.2, 0.3))
    figure.wait_for_change(before)
    figure.wait_for_rest()
    notebook.kernel("axes = f.drawing.figure.axes[0]\n"
                    "x, y = axes.transData.inverted().transform("
                    "(0.2 * f.drawing.figure.bbox.width, 0.7 * f.drawing.figure.bbox.height))")
    distance = notebook.kernel("print(f.values['w1'] * x + f.values['w2'] * y + f.values['bias'])")
    assert abs(float(distance)) < 0.05, "the line does not pass through the pointer"
    assert notebook.kernel("print(f.values['w1'], f.values['w2'])").split() == ["1.0", "1.5"]


def test_the_arrow_turns_the_line(small_notebook):
    notebook = small_notebook(f"{IMPORT}\nf = live.Boundary()\nf")
    figure, = notebook.figures()
    figure.wait_for_rest()
    place = notebook.kernel(
        "import numpy as np\nfrom lessons_lib.figures.plane import arrow_of\n"
        "pixel = f.drawing.figure.axes[0].transData.transform(arrow_of(np.array([1.0, 1.5]), f.data.extent))\n"
        "print(pixel[0] / f.drawing.figure.bbox.width, 1 - pixel[1] / f.drawing.figure.bbox.height)")
    head = tuple(map(float, place.split()))
    before = figure.state
    figure.drag(head, (head[0] - 0.2, head[1] - 0.02))
    figure.wait_for_change(before)
    figure.wait_for_rest()
    w1, w2, bias = map(float, notebook.kernel("print(*[f.values[k] for k in ('w1', 'w2', 'bias')])").split())
    assert w1 < 0 and w2 > 0 and bias == 0
    assert abs((w1**2 + w2**2) - (1 + 1.5**2)) < 0.2, "turning must not change the length of the weights"


def test_the_keyboard_acts_on_the_picture_and_not_on_the_notebook(small_notebook):
    notebook = small_notebook(f"{IMPORT}\nf = live.Boundary()\ng = live.Steepness()\nf", "g")
    figure, other = notebook.figures()
    figure.wait_for_rest()
    for key, name, wanted in (("ArrowLeft", "bias", "0.2"), ("ArrowRight", "bias", "0.0")):
        before = figure.state
        figure.canvas.focus()
        notebook.page.keyboard.press(key)
        figure.wait_for_change(before)
        assert notebook.kernel(f"print(round(f.values['{name}'], 6))").strip() == wanted
    notebook.kernel("g.set(input=2.0); f.set(w1=3.0)")
    before, others = figure.state, other.state
    figure.canvas.focus()
    notebook.page.keyboard.press("R")
    figure.wait_for_change(before)
    other.wait_for_change(others - 1)
    assert notebook.kernel("print(round(f.values['w1'], 6), round(g.values['input'], 6))").split() == ["1.0", "0.8"]


def test_play_pause_and_step(small_notebook):
    notebook = small_notebook(f"{IMPORT}\nf = live.LearningRule()\nf")
    figure, = notebook.figures()
    figure.wait_for_rest()
    figure.button("Play").click()
    before = figure.state
    figure.wait_for_change(before + 3)
    figure.button("Pause").click()
    figure.button("Play").wait_for()
    number = int(notebook.kernel("print(f.player.latest.number)"))
    time.sleep(0.3)
    assert int(notebook.kernel("print(f.player.latest.number)")) == number, "it goes on after Pause"
    figure.button("Step").click()
    figure.box.get_by_text(f"update {number + 1}").wait_for()


def test_a_cell_run_again_in_training_leaves_one_figure_and_one_loop(small_notebook):
    notebook = small_notebook(f"{IMPORT}\nimport asyncio", "f = live.LearningRule('flipper and mass')\nf")
    for _again in range(3):
        notebook.figures()[0].button("Play").click()
        notebook.figures()[0].button("Pause").wait_for()
        notebook.run_cell(1)
        notebook.figures()[0].button("Play").wait_for()
    time.sleep(0.1)
    assert notebook.page.locator(".live-figure").count() == 1
    counts = notebook.kernel("from lessons_lib.live import cells\n"
                             "print(len(cells.standing()), sum('Player' in repr(t) for t in asyncio.all_tasks()))")
    assert counts.split() == ["1", "0"]


def test_a_page_reloaded_in_mid_training_gets_its_figure_back(small_notebook):
    notebook = small_notebook(f"{IMPORT}\nf = live.LearningRule('flipper and mass')\nf")
    figure, = notebook.figures()
    figure.button("Play").click()
    figure.button("Pause").wait_for()
    notebook.save()
    notebook.page.reload()
    notebook.page.wait_for_function("window.jupyterapp !== undefined")
    notebook.page.evaluate("window.sidebarHidden = true")
    notebook.open()
    notebook.page.wait_for_function("document.querySelector('.live-picture canvas')?.dataset.state")
    figure, = notebook.figures()
    before = figure.state
    figure.wait_for_change(before)
    assert notebook.kernel("print(f.player.playing)").strip() == "True"


def test_a_burst_of_events_ends_at_the_newest_state_and_draws_only_what_is_shown(small_notebook):
    notebook = small_notebook(f"{IMPORT}\nf = live.Boundary()\nf")
    figure, = notebook.figures()
    figure.wait_for_rest()
    frames = int(figure.canvas.get_attribute("data-frames"))
    sent = int(notebook.kernel("print(f.screen._sent)"))
    figure.sliders().first.evaluate("""async handle => {
      for (let k = 0; k < 500; k++) {
        const key = k % 40 < 20 ? 'ArrowRight' : 'ArrowLeft';
        handle.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}));
        await new Promise(done => setTimeout(done, 1));
      }
    }""")
    figure.wait_for_rest()
    time.sleep(0.5)
    state, sent_now = map(int, notebook.kernel("print(f.screen._state, f.screen._sent)").split())
    assert figure.state == state, "the newest state is not on the screen"
    shown = int(figure.canvas.get_attribute("data-frames")) - frames
    assert shown == sent_now - sent, "frames were drawn and not shown"
    assert sent_now - sent < 500, "events do not coalesce"


def test_a_setting_is_shown_and_taken_and_a_broken_one_is_one_sentence(small_notebook):
    notebook = small_notebook(f"{IMPORT}\nf = live.Boundary()\nf")
    figure, = notebook.figures()
    figure.wait_for_rest()
    figure.button("Setting").click()
    text = figure.box.locator("textarea")
    text.wait_for(state="visible")
    assert '"w1": 1.0' in text.input_value()
    text.fill(text.input_value().replace('"w1": 1.0', '"w1": 2.0'))
    text.blur()
    before = figure.state
    figure.wait_for_change(before - 1)
    figure.box.page.wait_for_timeout(300)
    assert notebook.kernel("print(f.values['w1'])").strip() == "2.0"
    text.fill("no json at all")
    text.blur()
    figure.box.get_by_role("alert").wait_for()
    assert notebook.kernel("print(f.values['w1'])").strip() == "2.0"
    before = figure.state
    figure.sliders().first.focus()
    notebook.page.keyboard.press("ArrowRight")
    figure.wait_for_change(before)
    assert figure.box.get_by_role("alert").count() == 0


PREDICTING = """import os, json
os.environ["COURSE_RECORD"] = "test-record.json"
from lessons_lib import live
f = live.LearningRule(predict="02-predict-rule")
g = live.Boundary(predict="02-puzzle")
asked = live.puzzle("02")
f"""


def test_predict_unlock_compare_explain_and_the_next_class(small_notebook, lab):
    notebook = small_notebook(PREDICTING, "asked", "g")
    figure, puzzled = notebook.figures()
    figure.wait_for_rest()
    figure.wait_for_lock(True)
    puzzled.wait_for_lock(True)
    figure.button("the second, or one soon after").click()
    figure.box.get_by_text("You said: the second, or one soon after").wait_for()
    figure.wait_for_lock(False)
    assert figure.button("What did it do?").is_disabled()
    figure.button("Step").click()
    figure.box.get_by_text("update 1", exact=True).wait_for()
    figure.button("What did it do?").click()
    figure.box.get_by_text("It did: The second to the fourth").wait_for()
    line = figure.box.locator(".live-why input")
    line.fill("only mistakes move it")
    line.press("Enter")
    notebook.page.get_by_role("button", name="yes: one that is slanted").first.click()
    puzzled.box.get_by_text("You said: yes").wait_for()
    puzzled.wait_for_lock(False)  # the puzzle's answer reaches its figure
    kept = json.loads((lab.folder / "test-record.json").read_text())["entries"]
    assert [(entry["kind"], entry["about"]) for entry in kept] == [
        ("prediction", "02-predict-rule"), ("why", "02-predict-rule"), ("prediction", "02-puzzle")]
    puzzled.canvas.focus()
    notebook.page.keyboard.press("R")
    figure.button("the second, or one soon after").wait_for()
    figure.wait_for_lock(True)
    puzzled.wait_for_lock(True)
    assert notebook.page.locator(".live-questions .live-choices").count() == 1
    assert json.loads((lab.folder / "test-record.json").read_text())["entries"] == kept


def test_one_figure_changes_its_language_without_running_its_cell_again(small_notebook):
    notebook = small_notebook(f"{IMPORT}\nf = live.LearningRule(predict='02-predict-rule')\ng = live.Units()\nf", "g")
    figure, other = notebook.figures()
    words, others = figure.wait_for_rest(), other.wait_for_rest()
    figure.button("Skip").click()
    figure.button("Step").click()
    figure.box.get_by_text("update 1", exact=True).wait_for()
    before = figure.state
    figure.button("한국어").click()
    figure.wait_for_change(before)
    korean = figure.wait_for_rest()
    assert "에포크" in korean and "Epoch" not in korean and korean != words
    assert figure.button("한 단계").count() == figure.button("English").count() == 1
    assert figure.slider("학습률").count() == 1, "a slider without an accessible name"
    assert other.wait_for_rest() == others
    before = figure.state
    figure.button("한 단계").click()
    figure.wait_for_change(before)
    before = figure.state
    figure.button("English").click()
    figure.wait_for_change(before)
    assert figure.wait_for_rest().startswith("Epoch 1, example 2")
    assert notebook.errors == []
