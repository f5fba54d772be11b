"""The learner's record: nothing is lost, whatever happens to its file."""
import errno
import json
import multiprocessing
import os

import pytest

from lessons_lib import record
from lessons_lib.record import Record


@pytest.fixture
def path(tmp_path):
    return tmp_path / "record.json"


def abouts(entries):
    return [entry["about"] for entry in entries]


def test_what_was_noted_is_there_for_the_next_kernel(path):
    assert Record(path).entries == []
    assert Record(path).add("prediction", "01-puzzle", answer="weaker") == ""
    Record(path).add("why", "01-puzzle", words="한글도 된다")
    Record(path).add("prediction", "01-puzzle", answer="same")
    again = Record(path)
    assert [(entry["kind"], entry["about"]) for entry in again.entries] == \
        [("prediction", "01-puzzle"), ("why", "01-puzzle"), ("prediction", "01-puzzle")]
    assert again.latest("prediction", "01-puzzle")["answer"] == "same"
    assert again.latest("why", "01-puzzle")["words"] == "한글도 된다"
    assert again.latest("why", "02-puzzle") is None
    assert "한글도 된다" in path.read_text(encoding="utf-8"), "a learner cannot read it"
    assert os.listdir(path.parent) == ["record.json"], "a lock or half a file was left behind"


def _add_twenty(path, name):
    mine = Record(path)
    for number in range(20):
        mine.add("prediction", f"{name}{number}")


def test_kernels_that_write_at_once_lose_nothing_of_each_other(path):
    context = multiprocessing.get_context("spawn")
    kernels = [context.Process(target=_add_twenty, args=(path, name)) for name in "abc"]
    for kernel in kernels:
        kernel.start()
    for kernel in kernels:
        kernel.join()
    assert sorted(abouts(Record(path).entries)) == sorted(f"{name}{number}" for name in "abc" for number in range(20))


@pytest.mark.parametrize("content", ["{", "[]", '{"version": 1}', '{"version": 1, "entries": [{"about": "x"}]}',
                                     '{"version": 1, "entries": [7]}', "\x00" * 50, "[" * 100_000],
                         ids=["half", "list", "no entries", "half an entry", "a number", "zeros", "deep"])
def test_a_broken_record_is_set_aside_with_a_sentence(path, content):
    path.write_text(content)
    mine = Record(path)
    assert mine.entries == []
    sentence = mine.add("prediction", "01-puzzle")
    assert "set aside as record (broken).json" in sentence
    assert path.with_name("record (broken).json").read_text() == content
    assert abouts(Record(path).entries) == ["01-puzzle"]
    assert mine.add("prediction", "02-puzzle") == ""


def test_a_record_of_another_version_is_set_aside_and_not_changed(path):
    content = json.dumps({"version": 2, "entries": [], "more": True})
    path.write_text(content)
    assert "another version" in Record(path).add("prediction", "01-puzzle")
    assert path.with_name("record (version 2).json").read_text() == content


def test_on_a_disk_that_is_read_only_answers_are_kept_and_written_later(path, monkeypatch):
    Record(path).add("prediction", "before")
    before = path.read_bytes()
    mine = Record(path)
    with monkeypatch.context() as patched:
        patched.setattr(record.os, "open", _refuse)
        assert "record.json cannot be written (Read-only file system)" in mine.add("prediction", "a")
        mine.add("prediction", "b")
        assert abouts(mine.entries) == ["before", "a", "b"]
        assert path.read_bytes() == before
    assert mine.add("prediction", "c") == ""
    assert abouts(Record(path).entries) == ["before", "a", "b", "c"]


def _refuse(*_arguments):
    raise OSError(errno.EROFS, os.strerror(errno.EROFS))


def test_a_disk_that_becomes_full_in_writing_leaves_the_old_record(path, monkeypatch):
    Record(path).add("prediction", "before")
    mine = Record(path)
    with monkeypatch.context() as patched:
        patched.setattr(record, "write", _refuse)
        assert mine.add("prediction", "a")
    assert abouts(Record(path).entries) == ["before"] and abouts(mine.entries) == ["before", "a"]


def test_a_lock_that_a_dying_kernel_left_holds_nobody_up_for_long(path, monkeypatch):
    lock = path.with_name(".record.json.lock")
    lock.touch()
    os.utime(lock, (0, 0))
    assert Record(path).add("prediction", "a") == ""
    lock.touch()
    monkeypatch.setattr(record, "LEFT_BEHIND", 0.05)
    os.utime(lock, (2**31, 2**31))  # one that never grows old
    assert "another notebook holds it" in Record(path).add("prediction", "b")


def test_without_a_file_the_record_lives_as_long_as_the_kernel():
    mine = Record(None)
    assert mine.add("prediction", "a") == ""
    assert abouts(mine.entries) == ["a"]


def test_the_record_is_one_for_both_languages_and_never_lies_among_committed_notebooks(tmp_path, monkeypatch):
    (tmp_path / "my-course" / ".course").mkdir(parents=True)
    (tmp_path / "my-course" / "ko").mkdir()
    (tmp_path / "notebooks").mkdir()
    monkeypatch.delenv("COURSE_RECORD", raising=False)
    found = []
    for folder in ("my-course", "my-course/ko", "notebooks"):
        monkeypatch.chdir(tmp_path / folder)
        record.of_the_learner.cache_clear()
        found.append(record.of_the_learner().path)
    assert found == [tmp_path / "my-course" / "record.json"] * 2 + [None]
    monkeypatch.setenv("COURSE_RECORD", str(tmp_path / "elsewhere.json"))
    record.of_the_learner.cache_clear()
    assert record.of_the_learner().path == tmp_path / "elsewhere.json"
    record.of_the_learner.cache_clear()
