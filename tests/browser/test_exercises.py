"""An exercise notebook solved in a real JupyterLab, in each language: from unsolved, over a wrong answer, to passed."""
import runpy

import pytest
from lab import REPOSITORY

from lessons_lib import text
from lessons_lib.exercises import TASKS
from lessons_lib.text.misconceptions import HINTS

pytestmark = pytest.mark.browser
ANSWERS = runpy.run_path(str(REPOSITORY / "tests" / "exercises" / "answers_01.py"))


@pytest.mark.parametrize("language", text.LANGUAGES)
def test_an_exercise_is_solved_from_unsolved_to_all_passed(open_notebook, language):
    folder = "" if language == "en" else f"{language}/"
    notebook = open_notebook(f"notebooks/{folder}exercises/01-neuron.ipynb")
    notebook.output_of("imports")
    _ = text.catalogue(language).gettext
    for name in (name for name in TASKS if name[0] == "1"):
        unsolved = notebook.output_of(f"{name}-check")
        assert unsolved.startswith(f"{name}:") and "Traceback" not in unsolved
        hint, wrong = next((hint, code) for hint, code in ANSWERS["WRONG"][name] if hint)
        notebook.type_into_cell(f"{name}-answer", wrong)
        refused = notebook.output_of(f"{name}-check")
        assert refused.startswith(_("{name}: not yet.").format(name=name)) and "Traceback" not in refused
        if hint in HINTS:
            assert _(HINTS[hint]) in refused
        notebook.type_into_cell(f"{name}-answer", ANSWERS["RIGHT"][name][0])
        passed = notebook.output_of(f"{name}-check").strip()
        assert passed == _("{name}: right. {words}").format(name=name, words=_(TASKS[name].passed))
    assert notebook.errors == []
