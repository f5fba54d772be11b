"""Every lesson in a real JupyterLab and a real browser: it runs, each control moves its picture, nothing complains."""
import pytest
from axe_playwright_python.sync_playwright import Axe
from lab import REPOSITORY

pytestmark = pytest.mark.browser
LESSONS = sorted(path.name for path in (REPOSITORY / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_control_moves_its_picture(open_notebook, lesson):
    notebook = open_notebook(f"notebooks/{lesson}")
    notebook.run_all()
    for figure in notebook.figures():
        figure.box.scroll_into_view_if_needed()
        words = figure.wait_for_rest()
        for slider in figure.sliders().all():
            before = figure.state
            slider.focus()
            notebook.page.keyboard.press("ArrowRight")
            figure.wait_for_change(before)
        for choice in figure.box.locator("select").all():
            if choice.evaluate("element => element.closest('.live-player') === null"):
                before = figure.state
                choice.select_option(index=1)
                figure.wait_for_change(before)
        for switch in figure.box.locator("input[type=checkbox]").all():
            before = figure.state
            switch.click()
            figure.wait_for_change(before)
        if figure.button("Step").count():
            before = figure.state
            figure.button("Step").click()
            figure.wait_for_change(before)
        moved = figure.wait_for_rest()
        assert moved != words, "the description does not follow the controls"
        before = figure.state
        figure.button("Reset").click()
        figure.wait_for_change(before)
        assert figure.wait_for_rest() == words, "Reset does not lead back to the start"
    assert notebook.errors == []


@pytest.mark.parametrize("lesson", LESSONS)
def test_axe_finds_no_violation_in_what_we_draw(open_notebook, lesson):
    notebook = open_notebook(f"notebooks/{lesson}")
    notebook.run_all()
    for figure in notebook.figures():
        figure.box.scroll_into_view_if_needed()
        figure.wait_for_rest()
    result = Axe().run(notebook.page, context=".live-figure")
    assert result.response["passes"], "axe looked at nothing"
    assert [violation["id"] for violation in result.response["violations"]] == [], result.generate_report()


@pytest.mark.parametrize("lesson", LESSONS)
def test_without_a_kernel_pictures_and_words_stand(open_notebook, lesson):
    notebook = open_notebook(f"notebooks/{lesson}")
    page = notebook.page
    pictures = page.locator(".jp-Notebook .jp-OutputArea-output img")
    code = [cell for cell in page.locator(".jp-CodeCell").all() if "live." in (cell.text_content() or "")]
    assert pictures.count() >= 1
    assert pictures.count() == len([cell for cell in code if cell.locator("img").count()])
    assert page.get_by_text("model not found").count() == 0
    assert page.locator(".live-figure").count() == 0


@pytest.mark.parametrize("lesson", LESSONS)
def test_figures_and_their_controls_fit_a_small_screen(open_notebook, lesson):
    notebook = open_notebook(f"notebooks/{lesson}")
    notebook.run_all()
    for figure in notebook.figures():
        figure.box.scroll_into_view_if_needed()
        figure.wait_for_rest()
        box = figure.box.bounding_box()
        assert box["height"] <= 640, "with JupyterLab's bars the figure is higher than a 1280 x 800 screen"
        assert figure.box.evaluate("element => element.scrollWidth <= element.clientWidth + 1"), "it scrolls sideways"
