"""The exercise notebooks as a class uses them: nbval on the unsolved and on the solved ones, `course.py check`,
`course.py solution`."""
import itertools
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons"))
import build  # noqa: E402

from lessons_lib.exercises.checking import TASKS  # noqa: E402

ROOT = Path(__file__).parents[2]
SOURCES = sorted(ROOT.glob("lessons/exercises/[0-9]*.py"))
SLOW = 300  # seconds for any of these processes
every_notebook = pytest.mark.parametrize(("path", "language"), [*itertools.product(SOURCES, build.LANGUAGES)],
                                         ids=lambda one: getattr(one, "stem", one))


def nbval(notebook):
    """What pytest --nbval says of the cells of a notebook: their numbers and how each ended."""
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "-v", "--color=no", "-p",
               "no:cacheprovider", str(notebook)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    done = subprocess.run(command, capture_output=True, text=True, cwd=notebook.parent, timeout=SLOW, env=environment)
    cells = dict(re.findall(r"::Cell (\d+) (PASSED|FAILED)", done.stdout))
    assert cells, done.stdout + done.stderr
    return {int(number): state for number, state in cells.items()}, done.stdout


def names_of(path):
    return [name for name in TASKS if name[0] == path.stem[1]]


def test_there_is_one_for_each_lesson_with_tasks():
    assert {path.stem[:2] for path in SOURCES} == {f"0{name[0]}" for name in TASKS} and SOURCES


@every_notebook
def test_unsolved_it_fails_at_the_checks_and_nowhere_else(path, language):
    notebook = build.target_of(path, language)
    code = [cell for cell in nbformat.read(notebook, as_version=4).cells if cell.cell_type == "code"]
    states, said = nbval(notebook)
    assert {code[number].id for number, state in states.items() if state == "FAILED"} == {
        f"{name}-check" for name in names_of(path)}
    assert len(states) == len(code) and "lessons_lib/exercises" not in said


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_solved_it_passes_whatever_was_saved(path, tmp_path):
    notebook = build.make_notebook(path, solutions=True)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [nbformat.v4.new_output("stream", text="not yet\n")], 99
    target = tmp_path / path.with_suffix(".ipynb").name
    nbformat.write(notebook, target)
    states, said = nbval(target)
    assert set(states.values()) == {"PASSED"}, said


def course_check(folder, *names, record=""):
    command = [sys.executable, "-m", "lessons_lib.exercises", "check", *names, "--folder", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, timeout=SLOW,
                          env={**os.environ, "COURSE_RECORD": str(record)})


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_the_report_of_a_solved_notebook(path, tmp_path):
    nbformat.write(build.make_notebook(path, solutions=True), tmp_path / path.with_suffix(".ipynb").name)
    done = course_check(tmp_path, path.stem[:2], record=tmp_path / "record.json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines() == [*(f"{name}  passed" for name in names_of(path)), "5 of 5 tasks passed."]
    entries = json.loads((tmp_path / "record.json").read_text())["entries"]
    assert [(entry["about"], entry["passed"]) for entry in entries] == [(name, True) for name in names_of(path)]


def with_answers(folder, **codes):
    """The notebook of lesson 01 with these answers, the others unsolved."""
    notebook = build.make_notebook(SOURCES[0])
    for cell in notebook.cells:
        name = cell.id.removesuffix("-answer")
        cell.source = codes.get(f"task_{name}", cell.source) if cell.id != name else cell.source
    nbformat.write(notebook, folder / "01-neuron.ipynb")
    return folder


def test_the_report_tells_hints_and_kills_what_never_ends(tmp_path, monkeypatch):
    from lessons_lib.exercises import report
    folder = with_answers(tmp_path, task_1P='firing = {"D"}', task_1F="while True: pass",
                          task_1W="import os\nos._exit(0 + 7)", task_1X="1/0",
                          task_1C='units = {"first": (1, 1, 0.5), "second": (1, 1, 1.5), "output": (1, -1, 0.5)}')
    monkeypatch.setattr(report, "SLOWEST", 4)
    monkeypatch.setenv("COURSE_RECORD", str(tmp_path / "record.json"))
    ends = {name: report.run_apart(name, folder) for name in names_of(SOURCES[0])}
    assert {name: status for name, (status, _words) in ends.items()} == {
        "1P": report.NOT_YET, "1F": report.NOT_YET, "1W": report.NOT_YET, "1X": report.NOT_YET, "1C": report.PASSED}
    for name, said in (("1P", "Hint: A sum, not a mean"), ("1F", "stopped after 6 seconds"),
                       ("1W", "ended without a verdict"), ("1X", "ZeroDivisionError: division by zero")):
        assert said in ends[name][1]


def test_names_that_are_none_and_notebooks_that_are_missing(tmp_path):
    done = course_check(tmp_path, "9Z")
    assert done.returncode == 1 and "name: '9Z' given, wanted one of 01" in done.stderr
    done = course_check(tmp_path, "1P")
    assert done.returncode == 1 and "0 of 1 tasks passed" in done.stdout and "is not in" in done.stdout


def solution(name, record):
    return subprocess.run([sys.executable, "-m", "lessons_lib.exercises", "solution", name, "--folder",
                           str(ROOT / "lessons" / "exercises")], capture_output=True, text=True, timeout=SLOW,
                          env={**os.environ, "COURSE_RECORD": str(record)})


def test_a_solution_comes_after_three_tries(tmp_path):
    record = tmp_path / "record.json"
    for tries in range(3):
        done = solution("1W", record)
        assert done.returncode == 1 and f"{tries} of 3 tries" in done.stdout and "np.outer" not in done.stdout
        answer = f"def hebb_step(W, a, eta, decay):\n    return W + {tries}"
        course_check(with_answers(tmp_path, task_1W=answer), "1W", record=record)
    done = solution("1W", record)
    assert done.returncode == 0 and "np.fill_diagonal(new, 0)" in done.stdout and "# solution" not in done.stdout
