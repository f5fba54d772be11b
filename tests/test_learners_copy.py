"""The learner's copy: what a learner wrote survives every update, and everything else follows the course."""
import json
import os

import pytest

from lessons_lib import learners_copy
from lessons_lib.files import write
from lessons_lib.learners_copy import WIDGET_VIEW, fingerprint, lay_copy, strip_widget_views

NAME = "02-single-layer-perceptron.ipynb"
NEW = "02-single-layer-perceptron (new).ipynb"


def notebook(source, outputs=(), count=None, **metadata):
    cell = {"cell_type": "code", "id": "sum", "source": [source], "outputs": list(outputs), "execution_count": count,
            "metadata": {}}
    return json.dumps({"cells": [cell], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}, indent=1)


class Course:
    """A course of one lesson, and a learner who starts it."""

    def __init__(self, folder):
        self.notebooks, self.copy = folder / "notebooks", folder / "my-course"
        self.said = []
        self.publish("version 1")

    def publish(self, source, name=NAME):
        write(self.notebooks / name, notebook(source).encode())

    def start(self):
        self.said.clear()
        lay_copy(self.notebooks, self.copy, self.said.append)

    def save(self, text, name=NAME):
        (self.copy / name).write_text(text, encoding="utf-8")

    def sources(self):
        """What the learner sees: each file's name and the source of its first cell."""
        return {path.relative_to(self.copy).as_posix(): json.loads(path.read_bytes())["cells"][0]["source"][0]
                for path in self.copy.rglob("*.ipynb")}


@pytest.fixture
def course(tmp_path):
    course = Course(tmp_path)
    course.start()
    return course


def test_the_copy_holds_every_file_in_its_folder(course):
    course.publish("han", name="ko/02.ipynb")
    write(course.notebooks / "exercises" / "points.csv", b"1,2\n")
    write(course.notebooks / ".ipynb_checkpoints" / "02-checkpoint.ipynb", b"{}")
    course.start()
    assert course.sources() == {NAME: "version 1", "ko/02.ipynb": "han"}
    assert (course.copy / "exercises" / "points.csv").read_bytes() == b"1,2\n"
    assert course.said == []


def test_an_untouched_notebook_follows_the_course(course):
    course.publish("version 2")
    course.start()
    assert course.sources() == {NAME: "version 2"} and course.said == []


def test_running_a_notebook_is_no_change(course):
    course.save(notebook("version 1", [{"output_type": "stream", "name": "stdout", "text": ["7\n"]}], count=3,
                         kernelspec={"name": "python3"}))
    course.publish("version 2")
    course.start()
    assert course.sources() == {NAME: "version 2"}


def test_a_run_notebook_keeps_its_outputs_while_the_course_stays(course):
    run = notebook("version 1", [{"output_type": "stream", "name": "stdout", "text": ["7\n"]}], count=3)
    course.save(run)
    course.start()
    assert (course.copy / NAME).read_text() == run


def test_a_changed_notebook_survives_and_the_new_version_stands_beside_it(course):
    mine = notebook("my answer")
    course.save(mine)
    course.publish("version 2")
    course.start()
    assert (course.copy / NAME).read_text() == mine
    assert course.sources() == {NAME: "my answer", NEW: "version 2"}
    assert course.said == [f"{NAME} has changes of yours and stays; the course's new version is beside it: {NEW}"]


def test_each_new_version_is_offered_once(course):
    course.save(notebook("my answer"))
    course.publish("version 2")
    course.start()
    (course.copy / NEW).unlink()
    course.start()
    assert course.sources() == {NAME: "my answer"} and course.said == []
    course.publish("version 3")
    course.start()
    assert course.sources() == {NAME: "my answer", NEW: "version 3"} and len(course.said) == 1


def test_an_offer_left_untouched_is_replaced_by_the_next(course):
    course.save(notebook("my answer"))
    for source in ("version 2", "version 3"):
        course.publish(source)
        course.start()
    assert course.sources() == {NAME: "my answer", NEW: "version 3"}


def test_an_offer_that_was_changed_stays_too(course):
    course.save(notebook("my answer"))
    course.publish("version 2")
    course.start()
    course.save(notebook("my second answer"), NEW)
    course.publish("version 3")
    course.start()
    assert course.sources() == {NAME: "my answer", NEW: "my second answer",
                                "02-single-layer-perceptron (new 2).ipynb": "version 3"}


def test_an_offer_taken_over_follows_the_course_again(course):
    course.save(notebook("my answer"))
    course.publish("version 2")
    course.start()
    os.replace(course.copy / NEW, course.copy / NAME)
    course.publish("version 3")
    course.start()
    assert course.sources() == {NAME: "version 3"}


def test_a_deleted_notebook_is_laid_again(course):
    (course.copy / NAME).unlink()
    course.start()
    assert course.sources() == {NAME: "version 1"}


def test_a_notebook_deleted_in_favour_of_its_offer_is_laid_again(course):
    course.save(notebook("my answer"))
    course.publish("version 2")
    course.start()
    (course.copy / NAME).unlink()
    course.start()
    assert course.sources() == {NAME: "version 2", NEW: "version 2"}


def test_a_changed_notebook_that_was_deleted_is_laid_again_in_its_place(course):
    course.save(notebook("my answer"))
    course.publish("version 2")
    course.start()
    (course.copy / NAME).unlink()
    course.publish("version 3")
    course.start()
    assert course.sources() == {NAME: "version 3", NEW: "version 2"}


def test_new_outputs_alone_are_no_new_version_for_who_changed_a_notebook(course):
    course.save(notebook("my answer"))
    write(course.notebooks / NAME, notebook("version 1", count=7).encode())
    course.start()
    assert course.sources() == {NAME: "my answer"} and course.said == []


def test_a_notebook_that_is_no_json_counts_as_changed(course):
    course.save('{"cells": [my answer')
    course.publish("version 2")
    course.start()
    assert (course.copy / NAME).read_text() == '{"cells": [my answer'
    assert (course.copy / NEW).exists()


def test_files_of_the_learner_are_never_touched(course):
    own = notebook("mine", [picture_output()], widgets={"state": {}})
    course.save(own, "00-my-own.ipynb")
    course.save("1,2,3", "measured.csv")
    course.publish("version 2")
    course.start()
    assert (course.copy / "00-my-own.ipynb").read_text() == own
    assert (course.copy / "measured.csv").read_text() == "1,2,3"


def test_a_learners_own_file_is_not_overwritten_by_a_new_lesson(course):
    course.save(notebook("my own notes on lesson 03"), "03.ipynb")
    course.publish("lesson 03", name="03.ipynb")
    course.start()
    assert course.sources() == {NAME: "version 1", "03.ipynb": "my own notes on lesson 03",
                                "03 (new).ipynb": "lesson 03"}


@pytest.mark.parametrize("broken", [b"", b"{", b"[]", b"\xff\xfe", b'{"02.ipynb": 7}', b"[" * 100_000])
def test_a_broken_manifest_is_set_aside_and_everything_may_be_the_learners(course, broken):
    course.save(notebook("my answer"))
    (course.copy / ".course" / "manifest.json").write_bytes(broken)
    course.publish("version 2")
    course.start()
    assert course.sources() == {NAME: "my answer", NEW: "version 2"}
    assert (course.copy / ".course" / "manifest (broken).json").read_bytes() == broken
    assert len(course.said) == 2 and "manifest (broken).json" in course.said[0]
    course.start()
    assert course.said == []


def test_an_interrupted_start_is_made_good(tmp_path, monkeypatch):
    course = Course(tmp_path)
    course.publish("lesson 03", name="03.ipynb")

    def write_until_the_second(path, data):
        if path.name == "03.ipynb":
            raise KeyboardInterrupt
        write(path, data)

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(learners_copy, "write", write_until_the_second)
        course.start()
    course.start()
    assert course.sources() == {NAME: "version 1", "03.ipynb": "lesson 03"} and course.said == []
    course.publish("version 2")
    course.start()
    assert course.sources() == {NAME: "version 2", "03.ipynb": "lesson 03"}


def test_a_write_that_fails_leaves_the_file_as_it_was_and_nothing_beside_it(tmp_path, monkeypatch):
    path = tmp_path / "02.ipynb"
    write(path, b"before")

    def refuse(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OSError):
        write(path, b"after")
    assert path.read_bytes() == b"before" and list(tmp_path.iterdir()) == [path]


def test_nothing_is_written_when_nothing_changed(course):
    before = {path: path.stat().st_mtime_ns for path in course.copy.rglob("*")}
    course.start()
    assert {path: path.stat().st_mtime_ns for path in course.copy.rglob("*")} == before


def test_a_fingerprint_is_of_what_one_writes():
    plain = fingerprint(notebook("1 + 1"))
    assert fingerprint(notebook("1 + 1", count=7, kernelspec={"name": "python3"})) == plain
    assert fingerprint(notebook("1 + 2")) != plain
    assert fingerprint(notebook("1 + 1").replace('"code"', '"markdown"')) != plain
    lines = json.loads(notebook("a = 1\n"))
    lines["cells"][0]["source"] = "a = 1\n"
    assert fingerprint(json.dumps(lines)) == fingerprint(notebook("a = 1\n"))


def picture_output(**others):
    return {"output_type": "display_data", "metadata": {},
            "data": {WIDGET_VIEW: {"model_id": "7"}, "text/plain": ["a line"], **others}}


def test_stale_widget_views_leave_picture_and_words(course):
    course.save(notebook("my answer", [picture_output(**{"image/png": "iVBORw=="})], widgets={"state": {}}))
    course.start()
    saved = json.loads((course.copy / NAME).read_bytes())
    assert saved["cells"][0]["outputs"][0]["data"] == {"text/plain": ["a line"], "image/png": "iVBORw=="}
    assert saved["metadata"] == {} and course.sources() == {NAME: "my answer"}


def test_a_view_without_picture_or_words_stays(tmp_path):
    output = picture_output()
    del output["data"]["text/plain"]
    path = tmp_path / NAME
    path.write_text(notebook("1", [output]))
    strip_widget_views(path)
    assert json.loads(path.read_bytes())["cells"][0]["outputs"][0]["data"] == {WIDGET_VIEW: {"model_id": "7"}}


def test_views_in_an_offered_notebook_are_stripped_too(course):
    course.save(notebook("my answer"))
    course.publish("version 2")
    course.start()
    course.save(notebook("version 2", [picture_output()]), NEW)
    course.start()
    assert WIDGET_VIEW not in (course.copy / NEW).read_text()


@pytest.mark.parametrize("broken", ['"%s', '["%s"]', '{"%s": 1}', '{"cells": null, "metadata": {"a": "%s"}}'])
def test_what_is_no_notebook_is_left_as_it_is(tmp_path, broken):
    path = tmp_path / NAME
    path.write_text(broken % WIDGET_VIEW)
    strip_widget_views(path)
    assert path.read_text() == broken % WIDGET_VIEW
