"""What a live figure promises, seen in a real browser."""
import json
import time

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser
IMPORT = "from lessons_lib import live"
TRAINING = ("live.LearningRule('flipper and mass')", "live.Playground()")


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


@pytest.mark.parametrize("made", TRAINING)
def test_a_cell_run_again_in_training_leaves_one_figure_and_one_loop(small_notebook, made):
    notebook = small_notebook(f"{IMPORT}\nimport asyncio", f"f = {made}\nf")
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


@pytest.mark.parametrize("made", TRAINING)
def test_a_page_reloaded_in_mid_training_gets_its_figure_back(small_notebook, made):
    notebook = small_notebook(f"{IMPORT}\nf = {made}\nf")
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


@pytest.fixture
def opened(small_notebook):
    """A function that opens one figure, f, in a notebook: gives the notebook and the figure at rest."""
    def open_one(code, *cells):
        notebook = small_notebook(f"{IMPORT}\nf = {code}\nf", *cells)
        figure, = notebook.figures()
        figure.wait_for_rest()
        return notebook, figure

    return open_one


@pytest.fixture
def playground(opened):
    """A function that opens a playground, with an empty cell after it."""
    return lambda arguments="": opened(f"live.Playground({arguments})", "")


def numbers(notebook, *expressions):
    return json.loads(notebook.kernel(f"import json; print(json.dumps([{', '.join(expressions)}]))"))


def place(notebook, axes, point):
    """Where a point of one of f's axes, given as code, lies on the picture: fractions from the upper left corner."""
    x, y = numbers(notebook, f"*(next(axes for axes in f.drawing.figure.axes if axes.get_label() == {axes!r})"
                             f".transData.transform({point}) / f.drawing.figure.bbox.size)")
    return x, 1 - y


def press(figure, slider, key):
    """Press a key on a slider, until the picture shows it."""
    before = figure.state
    figure.slider(slider).press(key)
    figure.wait_for_change(before)


def train(figure):
    """Play for a moment, then pause."""
    figure.button("Play").click()
    figure.wait_for_change(figure.state + 5)
    figure.button("Pause").click()
    figure.button("Play").wait_for()
    figure.wait_for_rest()


def test_every_control_of_the_playground_moves_its_picture(playground):
    notebook, figure = playground()
    words = figure.words
    figure.move_every_control()
    assert figure.wait_for_rest() != words
    before = figure.state
    figure.button("Reset").click()
    figure.wait_for_change(before)
    assert figure.wait_for_rest() == words
    assert notebook.errors == []


def test_the_playground_with_any_group_open_fits_the_screen_and_axe_finds_no_violation(playground):
    notebook, figure = playground()
    heights = {}
    for group in figure.open_groups():
        figure.box.scroll_into_view_if_needed()
        heights[group] = figure.box.bounding_box()["height"]
        result = Axe().run(notebook.page, context=".live-figure")
        assert result.response["passes"] and not result.response["violations"], result.generate_report()
    assert len(heights) == 8 and max(heights.values()) <= 640, heights


def test_a_training_is_taken_back_and_sent_another_way(playground):
    notebook, figure = playground()
    train(figure)
    end, = numbers(notebook, "f.player.latest.number")
    for _again in range(3):
        press(figure, "update shown", "PageDown")
    shown, latest = numbers(notebook, "f.player.shown.number", "f.player.latest.number")
    assert 0 < shown < latest == end and f"update {shown}, epoch" in figure.wait_for_rest()
    press(figure, "learning rate", "ArrowLeft")
    assert numbers(notebook, "f.player.latest.number", "f.training.optimiser.learning_rate") == [shown, 0.03]
    train(figure)
    latest, ghost, curve = numbers(notebook, "f.player.latest.number", "f.training.ghost[-1].number",
                                   "f.training.curve[-1].number")
    assert latest > shown and ghost > shown and shown < curve <= latest


def test_points_are_clicked_into_the_plane_with_the_mouse(playground):
    notebook, figure = playground("data='clicked'")
    figure.button("Data").click()
    for label, x, y in ((0, -0.5, -0.25), (1, 0.5, 0.75), (2, 1.0, -1.0)):
        figure.box.get_by_label("class of a click").select_option(str(label))
        before = figure.state
        figure.click(place(notebook, "plane", (x, y)))
        figure.wait_for_change(before)
    figure.wait_for_rest()
    points = [[float(number) for number in point.split()] for point in figure.box.get_by_label("points clicked in")
              .input_value().split(";")]
    assert points == [pytest.approx(point, abs=0.02) for point in ([-0.5, -0.25, 0], [0.5, 0.75, 1], [1, -1, 2])]
    train(figure)
    assert numbers(notebook, "f.training.network.sizes[-1]", "len(f.training.train.points)") == [3, 3]


def test_a_weight_is_chosen_by_a_click_and_its_value_typed(playground):
    """A third along the line from x2, the second input, to the fourth unit: no other line is near."""
    notebook, figure = playground()
    figure.button("One weight").click()
    before = figure.state
    sources, units = "f.drawing.diagram.places[0]", "f.drawing.diagram.places[1]"
    figure.click(place(notebook, "network", f"({sources}[1] + 2 * {units}[3]) / 3"))
    figure.wait_for_change(before)
    value = figure.box.get_by_label("its value")
    assert numbers(notebook, *(f"f.values['{name}']" for name in ("layer", "unit", "source"))) == [1, 4, 2]
    assert float(value.input_value()) == pytest.approx(numbers(notebook, "f.training.start.parameters[7]")[0], abs=1e-4)
    before = figure.state
    value.fill("-2.5")
    value.press("Enter")
    figure.wait_for_change(before)
    assert "to unit 4 of layer 1: -2.5." in figure.wait_for_rest()
    assert numbers(notebook, "f.training.start.parameters[7]", "f._drawn_state.weights[0][1, 3]") == [-2.5, -2.5]


def test_the_code_gives_the_same_losses_and_the_setting_the_same_figure(playground):
    """Full batch: every update ends an epoch, so that code of whole epochs comes to the same weights."""
    notebook, figure = playground("batch_size=512, data='circles', depth=2, weights_seed=3, momentum=0.5")
    train(figure)
    area = figure.box.locator("textarea")
    figure.button("Code").click()
    area.wait_for(state="visible")
    printed = notebook.write_and_run_cell(1, area.input_value())
    assert [float(line) for line in printed.split()] == numbers(notebook, "*f._drawn_state.losses")
    figure.button("Setting").click()
    setting, before = area.input_value(), numbers(notebook, "f.values")
    for slider in ("depth (hidden layers)", "width (units a layer)"):
        press(figure, slider, "ArrowRight")
    assert numbers(notebook, "f.values") != before
    state = figure.state
    area.fill(setting + " ")
    area.blur()
    figure.wait_for_change(state)
    assert numbers(notebook, "f.values") == before


def test_the_language_changes_in_mid_training(playground):
    notebook, figure = playground()
    figure.button("Play").click()
    figure.wait_for_change(figure.state + 5)
    before, = numbers(notebook, "f.player.latest.number")
    figure.button("한국어").click()
    figure.button("한 단계").wait_for()
    figure.wait_for_change(figure.state + 5)
    playing, number, row = numbers(notebook, "f.player.playing", "f.player.latest.number", "f.training.curve[1].epoch")
    assert playing and number > before and row <= before
    assert notebook.errors == []


def test_a_descent_starts_where_the_surface_is_clicked_and_its_timeline_leads_anywhere(opened):
    notebook, figure = opened("live.Descent()")
    before = figure.state
    figure.click(place(notebook, "surface", (2.5, -1.2)))
    figure.wait_for_change(before)
    assert numbers(notebook, "f.values['w1']", "f.values['w2']") == [2.5, -1.2]
    press(figure, "update shown", "End")
    words = figure.wait_for_rest()
    assert numbers(notebook, "f.player.shown.number", "f._drawn_state.shown") == [150, 150]
    press(figure, "update shown", "ArrowLeft")
    assert figure.wait_for_rest() != words
    assert numbers(notebook, "f.player.shown.number", "f._drawn_state.shown") == [149, 149]


def test_a_graph_is_stepped_forwards_and_backwards_and_a_path_chosen(opened):
    notebook, figure = opened("live.BackPropagation(network='2-2-2')")
    for _step in range(25):
        before = figure.state
        figure.button("Step").click()
        figure.wait_for_change(before)
    assert "backwards, step 25 of 25" in figure.wait_for_rest()
    before = figure.state
    line, share = "f.drawing.graphs['2-2-2']._line('θ11⁽¹⁾')", 0.7
    figure.click(place(notebook, "graph", f"(lambda line: tuple(line[0][k] + {share} * (line[1][k] - line[0][k]) "
                                          f"for k in (0, 1)))({line})"))
    figure.wait_for_change(before)
    assert "products of its paths" in figure.wait_for_rest()
    chosen, total = numbers(notebook, "f.values['chosen_pair']", "f._drawn_state.ledger.total")
    products, = numbers(notebook, "[row.product for row in f._drawn_state.ledger.rows]")
    assert chosen == "θ11⁽¹⁾" and len(products) == 2 and total == pytest.approx(sum(products))
    press(figure, "update shown", "Home")
    assert numbers(notebook, "f._drawn_state.number") == [0]
    assert notebook.errors == []


def test_a_local_derivative_is_typed_and_told_at_once(opened):
    """A chain with x = 2, y = 1: backwards begins with a − y."""
    notebook, figure = opened("live.BackPropagation(network='1-1-1', compute=True)")
    for _step in range(5):
        before = figure.state
        figure.button("Step").click()
        figure.wait_for_change(before)
    right, = numbers(notebook, "f._drawn_state.values['a⁽³⁾'] - f.values['chain_y']")
    field = figure.box.get_by_label("your local derivative")
    for typed, step in (("soon", 5), (f"{-right:.4f}", 5), (f"{right:.4f}", 6)):
        before = figure.state
        field.fill(typed)
        field.press("Enter")
        figure.wait_for_change(before)
        assert figure.box.locator(".live-message").inner_text().strip()
        assert numbers(notebook, "f.player.shown.number") == [step]
    assert notebook.errors == []


THREE = ((5, 12.5), (8, 13.5), (10.3, 11), (8, 8.3), (11, 5.5), (8, 2.6), (4.8, 4))


def test_a_digit_drawn_with_the_pointer_is_read(opened):
    notebook, figure = opened("live.DrawDigit()")
    before = figure.state
    figure.button("Clear").click()
    figure.wait_for_change(before)
    places = [place(notebook, "pad", point) for point in THREE]
    box = figure.canvas.bounding_box()
    mouse = notebook.page.mouse
    for number, (x, y) in enumerate(places):
        mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"], steps=6)
        if number == 0:
            mouse.down()
    mouse.up()
    figure.wait_for_rest()
    assert numbers(notebook, "int(f._drawn_state.probabilities.argmax())", "f.values['example']") == [3, "own"]
    assert notebook.errors == []


def test_a_digit_drawn_by_keyboard_alone_is_read(opened):
    """A 1: from the middle up to the top, the pen comes down, and a line all the way down."""
    notebook, figure = opened("live.DrawDigit()")
    pen = figure.box.get_by_label("pen down")
    pad = figure.canvas

    def keys(key, times):
        for _press in range(times):
            before = figure.state
            pad.press(key)
            figure.wait_for_change(before)

    keys("ArrowUp", 6)
    before = figure.state
    pen.press("Space")
    figure.wait_for_change(before)
    keys("ArrowDown", 12)
    figure.wait_for_rest()
    assert numbers(notebook, "int(f._drawn_state.probabilities.argmax())") == [1]
    assert notebook.errors == []
