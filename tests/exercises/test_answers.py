"""Every task against right answers in several styles and wrong ones, each with the hint that it must get.

`pytest -s tests/exercises/test_answers.py` prints the table."""
import copy
import itertools
import re
from pathlib import Path

import nbformat
import numpy as np
import pytest

from lessons_lib.exercises import tasks
from lessons_lib.exercises.checking import TASKS
from lessons_lib.text import LANGUAGES, catalogue
from lessons_lib.text.misconceptions import HINTS

ROOT = Path(__file__).parents[2]
FUNCTIONS = [name for name, task in TASKS.items() if isinstance(task, tasks.FunctionTask)]
every_task = pytest.mark.parametrize("name", TASKS)


@every_task
def test_right_answers_pass_however_they_are_written(name, answers, judged):
    setup, right, _wrong = answers[name]
    assert len(right) >= 3
    for number, code in enumerate(right, start=1):
        passed, words = judged(name, code, setup)
        print(f"{name}  right {number}  {'passes' if passed else 'is refused'}")
        assert passed, f"{code}\n{words}"


@every_task
def test_wrong_answers_get_their_hint(name, answers, judged):
    setup, _right, wrong = answers[name]
    for wanted, code in wrong:
        passed, words = judged(name, code, setup)
        hint = re.search(r"^Hint: (.*)", words, re.MULTILINE)
        print(f"{name}  wrong  {wanted or 'no hint':30.30s}  {'passes' if passed else hint[1] if hint else 'no hint'}")
        assert not passed, code
        assert "Traceback" not in words and "It cannot be read" not in words, words
        wanted = HINTS.get(wanted, wanted)
        assert hint[1].startswith(wanted) if hint and wanted else not hint and not wanted, f"{code}\n{words}"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_inputs_tell_all_known_mistakes_apart(name):
    """Otherwise somebody would get the hint for another's mistake."""
    task = TASKS[name]
    inputs = task.inputs()
    functions = [task.right, *(mistake for mistake, _hint in task.wrong)]
    for one, other in itertools.combinations(functions, 2):
        assert any(task.fault(one(*copy.deepcopy(arguments)), other(*copy.deepcopy(arguments))) for arguments in inputs)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_two_sizes_of_an_input_are_equal(name):
    """A transposed matrix must show. 1W has a square one by nature: it is drawn asymmetric."""
    for arguments in TASKS[name].inputs():
        for argument in arguments:
            shape = np.shape(argument)
            square = len(shape) == 2 and shape[0] == shape[1]
            assert not square or not np.allclose(argument, np.transpose(argument))


def test_hints_are_known():
    """A number that stands in no list would be shown as a number."""
    for task in TASKS.values():
        for _wrong, hint in getattr(task, "wrong", ()):
            assert hint in HINTS or not re.fullmatch(r"\d\.\d+", hint), hint


@every_task
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_section_to_read_again_is_a_heading_of_the_lesson(name, language):
    notebook, = ROOT.glob(f"notebooks/{'' if language == 'en' else language + '/'}0{name[0]}-*.ipynb")
    prose = "\n".join(cell.source for cell in nbformat.read(notebook, as_version=4).cells
                      if cell.cell_type == "markdown")
    headings = re.findall(r"^## (.*)$", prose, re.MULTILINE)
    assert catalogue(language).gettext(TASKS[name].section) in headings
