"""The real nbgrader takes the exercises as they are: released, handed in, collected and graded."""
import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons"))
import build  # noqa: E402

ROOT = Path(__file__).parents[2]
SOURCES = sorted(ROOT.glob("lessons/exercises/[0-9]*.py"))
CONFIG = """
c = get_config()
c.CourseDirectory.course_id = "course"
c.Exchange.root = {exchange!r}
c.ClearSolutions.enabled = False  # the notebooks are unsolved already
"""


class Course:
    """A course on this machine: a lecturer's folder, a student's, and the exchange between them."""

    def __init__(self, folder):
        self.lecturer, self.student, self.exchange = (folder / name for name in ("lecturer", "student", "exchange"))
        for place in (self.lecturer, self.student, self.exchange):
            place.mkdir()
        self.exchange.chmod(0o777)  # nbgrader wants an exchange that every student can write to
        path = os.pathsep.join([os.path.dirname(sys.executable), os.environ.get("PATH", os.defpath)])
        self.environment = {**os.environ, "HOME": str(folder), "PATH": path}  # where nbgrader finds its alembic
        for place in (self.lecturer, self.student):
            (place / "nbgrader_config.py").write_text(CONFIG.format(exchange=str(self.exchange)))

    def run(self, place, *command):
        done = subprocess.run([sys.executable, "-m", "nbgrader", *command], cwd=place, env=self.environment,
                              capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stdout + done.stderr

    def hand_in(self, solutions):
        for path in SOURCES:
            target = self.student / "exercises" / path.with_suffix(".ipynb").name
            nbformat.write(build.make_notebook(path, solutions=solutions), target)
        self.run(self.student, "submit", "exercises")
        self.run(self.lecturer, "collect", "exercises", "--update")
        self.run(self.lecturer, "autograde", "exercises", "--force")
        self.run(self.lecturer, "export", "--to", "grades.csv")
        with open(self.lecturer / "grades.csv", newline="") as file:
            grade, = csv.DictReader(file)
        return float(grade["score"]), float(grade["max_score"])


@pytest.mark.skipif(os.name == "nt", reason="nbgrader's exchange needs a system with Unix permissions")
def test_a_solved_notebook_gets_all_points_and_an_unsolved_one_none(tmp_path):
    course = Course(tmp_path)
    source = course.lecturer / "source" / "exercises"
    source.mkdir(parents=True)
    for path in SOURCES:
        shutil.copy(build.target_of(path), source)
    course.run(course.lecturer, "generate_assignment", "exercises", "--create")
    course.run(course.lecturer, "release_assignment", "exercises")
    course.run(course.student, "fetch_assignment", "exercises")
    points = float(9 * len(SOURCES))
    assert course.hand_in(solutions=False) == (0.0, points)
    assert course.hand_in(solutions=True) == (points, points)
