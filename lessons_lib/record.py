"""The learner's record: what was predicted, what was said about it, what is done. Standard library only.

A JSON file in the learner's copy, one for both languages, and easy to read: `{"version": 1, "entries": [...]}`, each
entry with its time, its kind and what it is about. Entries are only ever added. Whoever writes reads the newest file
first, so that two notebooks never lose each other's entries, and puts the whole file in its place at once.
"""
import contextlib
import datetime
import functools
import json
import os
import time
from pathlib import Path

from lessons_lib.files import set_aside, write
from lessons_lib.text import _

VERSION = 1
LEFT_BEHIND = 5.0  # seconds after which a lock is one that a dying kernel left


class Record:
    """The record in the file at `path`; with None one in memory alone, which ends with the kernel."""

    def __init__(self, path):
        self.path = path and Path(path)
        self.listeners = []  # called without arguments after each new entry
        self._waiting = []  # entries that are not in the file yet

    @property
    def entries(self):
        """All entries, the oldest first: dictionaries with `when`, `kind`, `about`, and what belongs to the kind."""
        try:
            return self._read() + self._waiting
        except (OSError, ValueError):
            return list(self._waiting)

    def latest(self, kind, about):
        """The newest entry of this kind about this; None where there is none."""
        return next((entry for entry in reversed(self.entries)
                     if (entry["kind"], entry["about"]) == (kind, about)), None)

    def add(self, kind, about, **what):
        """Note something. Gives an empty string, or a sentence on what was wrong with the file. Nothing is lost: what
        cannot be written now is kept and written with the next entry."""
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        self._waiting.append({"when": now, "kind": kind, "about": about, **what})
        sentence = self._write() if self.path else ""
        for listener in self.listeners:
            listener()
        return sentence

    def _write(self):
        """All that waits into the file; the sentence that `add` gives."""
        try:
            with _locked(self.path):
                sentence = self._mend()
                content = {"version": VERSION, "entries": self._read() + self._waiting}
                write(self.path, json.dumps(content, indent=1, ensure_ascii=False).encode())
                self._waiting = []
                return sentence
        except OSError as error:
            return _("{file} cannot be written ({why}): your answers are kept while this notebook's kernel runs, and "
                     "written as soon as possible.").format(file=self.path.name, why=error.strerror or error)

    def _read(self):
        """The entries in the file; a ValueError with one word where it cannot be understood."""
        if not self.path or not self.path.exists():
            return []
        try:
            found = json.loads(self.path.read_bytes())
            version, entries = found["version"], found["entries"]
            if version == VERSION and all({"when", "kind", "about"} <= set(entry) for entry in entries):
                return list(entries)
        except (ValueError, KeyError, TypeError, RecursionError):
            raise ValueError("broken") from None
        raise ValueError("broken" if version == VERSION else f"version {version}")

    def _mend(self):
        """Set a file that cannot be understood aside; a sentence about it, or an empty string."""
        try:
            self._read()
            return ""
        except ValueError as error:
            aside = set_aside(self.path, str(error))
        return _("{file} was broken or of another version of the course: it was set aside as {aside}, and a new one "
                 "begins.").format(file=self.path.name, aside=aside.name)


@functools.cache
def of_the_learner():
    """The record of the learner whose notebook runs: the file that COURSE_RECORD names, or record.json in the learner's
    copy around the working directory; in memory alone where there is no such copy (a test, the committed notebooks)."""
    if named := os.environ.get("COURSE_RECORD"):
        return Record(named)
    here = Path.cwd()
    copies = (folder for folder in (here, *here.parents) if (folder / ".course").is_dir())
    copy = next(copies, None)
    return Record(copy and copy / "record.json")


@contextlib.contextmanager
def _locked(path):
    """Alone with the file: a lock file beside it, since what locks a file itself differs from system to system."""
    lock = path.with_name(f".{path.name}.lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    end = time.monotonic() + 2 * LEFT_BEHIND
    while not _made(lock):
        if time.monotonic() > end:
            raise TimeoutError(_("another notebook holds it"))
        time.sleep(0.01)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _made(lock):
    """Whether the lock file is ours now. One that was left behind is taken away first."""
    try:
        os.close(os.open(lock, os.O_CREAT | os.O_EXCL))
        return True
    except FileExistsError:
        with contextlib.suppress(OSError):
            if time.time() - lock.stat().st_mtime > LEFT_BEHIND:
                lock.unlink()
        return False
