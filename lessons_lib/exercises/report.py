"""A learner's exercise notebooks, task by task: passed, not started, or what is wrong. Each task runs in a process of
its own that can be killed, with all cells that stand before its check; the verdict is that of the check cell.

    python course.py check             all notebooks
    python course.py check 03 5W       those of lesson 03, and one task of lesson 05
    python course.py solution 3W       a solution, after three tries that the record knows
"""
import json
import os
import re
import subprocess
import sys
from pathlib import Path

from lessons_lib.exercises.checking import TASKS, NotYet, note, verdict
from lessons_lib.exercises.limits import memory_limit, quiet
from lessons_lib.exercises.tasks import in_a_line
from lessons_lib.record import of_the_learner
from lessons_lib.text import _, language

TRIES = 3  # before a solution is shown
SLOWEST = 60  # seconds that the cells before a check may take
MEMORY = 4_000_000_000  # bytes of a task's process
PASSED, NOT_YET, NOT_STARTED = 0, 10, 11  # with what such a process ends; Python itself uses 1 and 2


def chosen(names):
    """The tasks that were asked for, by name (5W) or lesson (05); all without a name. A ValueError for any other."""
    lessons = sorted({f"0{name[0]}" for name in TASKS})
    for name in names:
        if name not in TASKS and name not in lessons:
            raise ValueError(_("name: {given!r} given, wanted one of {wanted}").format(
                given=name, wanted=", ".join([*lessons, *TASKS])))
    return [name for name in TASKS if not names or name in names or f"0{name[0]}" in names]


def report(names, folder):
    """Print a line for each task, more where something is wrong. Whether all passed."""
    results = []
    for name in chosen(names):
        status, words = run_apart(name, folder)
        state = {PASSED: _("passed"), NOT_STARTED: _("not started")}.get(status, _("not yet"))
        print(f"{name}  {state}")
        if state == _("not yet"):
            print("".join(f"    {line}\n" for line in words.splitlines()), end="")
        results.append(status == PASSED)
    print(_("{passed} of {all} tasks passed.").format(passed=sum(results), all=len(results)))
    return all(results)


def run_apart(name, folder):
    """How the process of a task ended, and its words."""
    command = [sys.executable, "-m", "lessons_lib.exercises", "run", name, "--folder", str(folder),
               "--language", language()]
    limit = SLOWEST + TASKS[name].seconds
    try:
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=limit,
                              env={**os.environ, "PYTHONIOENCODING": "utf-8"})
    except subprocess.TimeoutExpired:
        return NOT_YET, _("It was stopped after {seconds:g} seconds: does a loop never end?").format(seconds=limit)
    if done.returncode in (PASSED, NOT_YET, NOT_STARTED):
        return done.returncode, done.stdout
    return NOT_YET, _("Its process ended without a verdict: was its memory used up, or Python ended?")


def run(name, folder):
    """Run the cells of one task and judge its answer; PASSED, NOT_YET or NOT_STARTED. This is what runs apart."""
    notebooks = sorted(Path(folder).glob(f"0{name[0]}-*.ipynb"))
    if not notebooks:
        print(_("The notebook 0{number}-….ipynb is not in {folder}.").format(number=name[0], folder=folder))
        return NOT_YET
    os.chdir(folder)
    with memory_limit(MEMORY):
        return _judged(name, notebooks[0])


def _judged(name, notebook):
    from IPython.core.interactiveshell import InteractiveShell  # here alone: lessons need no shell of their own
    shell = InteractiveShell.instance()
    for source in cells_of(json.loads(notebook.read_bytes()), name):
        with quiet():
            result = shell.run_cell(source)
        if fault := result.error_before_exec or result.error_in_exec:
            print(_("A cell before the check stops: {error}").format(error=in_a_line(fault)))
            note(name, False, in_a_line(fault))
            return NOT_YET
    try:
        print(verdict(TASKS[name], shell.user_ns))
    except NotYet as error:
        print(error)
        if error.started:
            note(name, False, str(error))
        return NOT_YET if error.started else NOT_STARTED
    note(name, True, "")
    return PASSED


def cells_of(notebook, name):
    """The code cells that the answer to a task may need: those before the first task, and its own before its check."""
    at = None
    for cell in notebook["cells"]:
        cell_id = cell.get("id", "")
        at = cell_id if cell_id in TASKS else at
        if cell["cell_type"] == "code" and at in (None, name) and cell_id != f"{name}-check":
            yield "".join(cell["source"])


def solution(name, sources):
    """Print a solution, once the record knows of three tries or of a right one. Whether it was shown."""
    tries = [entry for entry in of_the_learner().entries if (entry["kind"], entry["about"]) == ("task", name)]
    if len(tries) < TRIES and not any(entry.get("passed") for entry in tries):
        print(_("{name}: {tries} of {wanted} tries. A hint comes with each check, and changes with your answer.")
              .format(name=name, tries=len(tries), wanted=TRIES))
        return False
    source = next(Path(sources).glob(f"0{name[0]}-*.py")).read_text(encoding="utf-8")
    for cell in re.findall(rf'^# %% id="{name}-answer.*\n((?:(?!# %%).*\n?)*)', source, re.MULTILINE):
        print(re.sub(r"^ *# solution\n", "", cell, flags=re.MULTILINE).strip() + "\n")
    return True
