"""Every lesson in a real JupyterLab and a real browser: it runs, each control moves its picture, nothing complains."""
import pytest
from axe_playwright_python.sync_playwright import Axe
from lab import REPOSITORY, Notebook

from lessons_lib import text
from lessons_lib.text.questions import QUESTIONS

pytestmark = pytest.mark.browser
LESSONS = sorted(path.relative_to(REPOSITORY).as_posix() for folder in ("notebooks", "notebooks/ko")
                 for path in (REPOSITORY / folder).glob("*.ipynb"))


@pytest.fixture(scope="module", params=LESSONS)
def lesson(request, lab, browser):
    """A lesson as it was before any cell ran (`pictures`, `broken`, `views`), and then run to its end; `say` gives a
    word of ours in its language."""
    notebook = Notebook(browser.new_page(viewport={"width": 1280, "height": 800}), lab, request.param)
    notebook.say = text.catalogue("ko" if "/ko/" in request.param else "en").gettext
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
        assert box["height"] <= 660, "with JupyterLab's bars the figure is higher than a 1280 x 800 screen"
        assert figure.box.evaluate("element => element.scrollWidth <= element.clientWidth + 1"), "it scrolls sideways"


def test_axe_finds_no_violation_in_what_we_draw(lesson):
    for figure in lesson.figures():
        figure.box.scroll_into_view_if_needed()
        figure.wait_for_rest()
    result = Axe().run(lesson.page, context=".live-figure")
    assert result.response["passes"], "axe looked at nothing"
    assert [violation["id"] for violation in result.response["violations"]] == [], result.generate_report()


def test_questions_stand_alone_and_are_told_at_once(lesson):
    for asked in lesson.page.locator(".live-questions .live-prediction").all():
        asked.scroll_into_view_if_needed()
        asked.locator(".live-choices button").first.click()
        asked.locator(".live-reply").first.wait_for()
        assert asked.locator(".live-choices").count() == 0


def test_a_figure_with_a_question_unlocks_when_it_is_skipped(lesson):
    figures = [figure for figure in lesson.figures() if figure.prediction.count()]
    assert figures
    for figure in figures:
        figure.box.scroll_into_view_if_needed()
        if figure.prediction.locator(".live-choices").count():  # the puzzle was answered above
            figure.wait_for_lock(True)
            figure.button(lesson.say("Skip")).click()
            figure.prediction.locator(".live-reply").first.wait_for()
        figure.wait_for_lock(False)


def test_every_control_moves_its_picture(lesson):
    for figure in lesson.figures():
        figure.box.scroll_into_view_if_needed()
        words = figure.wait_for_rest()
        figure.move_every_control()
        if figure.button(lesson.say("Step")).count():
            before = figure.state
            figure.button(lesson.say("Step")).click()
            figure.wait_for_change(before)
        assert figure.wait_for_rest() != words, "the description does not follow the controls"
        before = figure.state
        figure.button(lesson.say("Reset")).click()
        figure.wait_for_change(before)
        assert figure.wait_for_rest() == words, "Reset does not lead back to the start"


def test_what_came_is_told_after_the_move(lesson):
    for figure in lesson.figures():
        if figure.prediction.count():
            figure.box.scroll_into_view_if_needed()
            figure.button(lesson.say("What did it do?")).click()
            figure.prediction.locator(".live-why").wait_for()
            words = figure.prediction.inner_text()
            asked = next(one for one in QUESTIONS.values() if lesson.say(one.words) in words)
            assert lesson.say(asked.outcome) in words


def test_nothing_complained(lesson):
    assert lesson.errors == []
