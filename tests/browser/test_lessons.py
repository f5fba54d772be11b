"""Every lesson in a real JupyterLab and a real browser: it runs, each control moves its picture, nothing complains."""
import pytest
from axe_playwright_python.sync_playwright import Axe
from lab import REPOSITORY, Notebook

pytestmark = pytest.mark.browser
LESSONS = sorted(path.name for path in (REPOSITORY / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module", params=LESSONS)
def lesson(request, lab, browser):
    """A lesson as it was before any cell ran (`pictures`, `broken`, `views`), and then run to its end."""
    notebook = Notebook(browser.new_page(viewport={"width": 1280, "height": 800}), lab, f"notebooks/{request.param}")
    page = notebook.page
    page.locator(".jp-Notebook .jp-RenderedImage img").first.wait_for()
    notebook.pictures = page.locator(".jp-Notebook .jp-RenderedImage img").count()
    notebook.broken = page.get_by_text("model not found").count()
    notebook.views = page.locator(".live-figure").count()
    notebook.run_all()
    yield notebook
    notebook.shut_down()
    page.close()


def test_without_a_kernel_there_is_a_picture_for_each_live_figure(lesson):
    assert lesson.pictures == len(lesson.figures()) >= 1
    assert (lesson.broken, lesson.views) == (0, 0)


def test_figures_and_their_controls_fit_a_small_screen(lesson):
    for figure in lesson.figures():
        figure.box.scroll_into_view_if_needed()
        figure.wait_for_rest()
        box = figure.box.bounding_box()
        assert box["height"] <= 640, "with JupyterLab's bars the figure is higher than a 1280 x 800 screen"
        assert figure.box.evaluate("element => element.scrollWidth <= element.clientWidth + 1"), "it scrolls sideways"


def test_axe_finds_no_violation_in_what_we_draw(lesson):
    for figure in lesson.figures():
        figure.box.scroll_into_view_if_needed()
        figure.wait_for_rest()
    result = Axe().run(lesson.page, context=".live-figure")
    assert result.response["passes"], "axe looked at nothing"
    assert [violation["id"] for violation in result.response["violations"]] == [], result.generate_report()


def test_every_control_moves_its_picture(lesson):
    for figure in lesson.figures():
        figure.box.scroll_into_view_if_needed()
        words = figure.wait_for_rest()
        for slider in figure.sliders().all():
            before = figure.state
            slider.focus()
            lesson.page.keyboard.press("ArrowRight")
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
        assert figure.wait_for_rest() != words, "the description does not follow the controls"
        before = figure.state
        figure.button("Reset").click()
        figure.wait_for_change(before)
        assert figure.wait_for_rest() == words, "Reset does not lead back to the start"


def test_nothing_complained(lesson):
    assert lesson.errors == []
