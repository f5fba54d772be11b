"""Answers of learners to the tasks, and how one of them is judged."""
import runpy
from pathlib import Path

import pytest

from lessons_lib.exercises.checking import TASKS, NotYet, verdict

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def answers():
    """By the name of a task: its set-up, its right answers, and its wrong ones with their hints."""
    found = {}
    for file in sorted(HERE.glob("answers_*.py")):
        written = runpy.run_path(str(file))
        for name, right in written["RIGHT"].items():
            found[name] = written["SETUP"], right, written["WRONG"][name]
    return found


@pytest.fixture
def judged():
    """Whether an answer passes, and the words: judged(task's name, code)."""
    def judged(name, code, setup=""):
        namespace = {"__name__": "__main__"}
        start = "import numpy as np\nfrom lessons_lib import data, exercises, nn\n"
        exec(compile(start + setup, "<set-up>", "exec"), namespace)
        exec(compile(code, "<answer>", "exec"), namespace)
        try:
            return True, verdict(TASKS[name], namespace)
        except NotYet as error:
            return False, str(error)
    return judged
