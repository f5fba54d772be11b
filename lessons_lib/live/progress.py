"""Lesson 00: what was predicted, what came, what the learner wrote about it, and which tasks are passed, from the one
record."""
from collections import Counter

import numpy as np

from lessons_lib import record
from lessons_lib.figures.progress import ProgressDrawing, ProgressState
from lessons_lib.live.controls import slider
from lessons_lib.live.live_figure import LiveFigure
from lessons_lib.live.prediction import SKIPPED
from lessons_lib.text import _
from lessons_lib.text.questions import QUESTIONS

LESSONS = tuple(dict.fromkeys(name[:2] for name in QUESTIONS))
LETTERS = "PFWXC"  # predict, fill a line, write, experiment, challenge
TASKS = tuple(f"{lesson}{letter}" for lesson in range(1, 6) for letter in LETTERS)
NAMES = (*QUESTIONS, *TASKS)
FIRST = 1 + max(Counter(name[:2] for name in QUESTIONS).values())  # the column of the first task


class Progress(LiveFigure):
    """Click on a mark, or use the arrow keys, to read what was said there. The first answer counts."""

    name = "progress"

    def __init__(self):
        self.record = record.of_the_learner()
        questions = [([other for other in QUESTIONS if other[:2] == name[:2]].index(name), LESSONS.index(name[:2]))
                     for name in QUESTIONS]
        self.places = (*questions, *((FIRST + LETTERS.index(letter), int(lesson)) for lesson, letter in TASKS))
        super().__init__()
        self.record.listeners.append(self.refresh)

    def build(self):
        lessons = [_("lesson {number}").format(number=lesson) for lesson in LESSONS]
        drawing = ProgressDrawing(lessons, {FIRST + column: letter for column, letter in enumerate(LETTERS)})
        return drawing, {"question": slider(_("question or task"), 1, len(NAMES), 1, 1)}

    def state(self, values, update):
        return self._state(values, self.record.entries)

    def preview_state(self, values):
        """What is compared and committed never depends on somebody's record."""
        return self._state(values, [])

    def _state(self, values, entries):
        said = Said(entries)
        chosen = values["question"] - 1
        kinds = tuple(map(said.kind, NAMES))
        return ProgressState(self.places, kinds, chosen, tuple(said.words(NAMES[chosen])))

    def point(self, pointer, values):
        if pointer.axes == "marks":
            return {"question": 1 + np.argmin([np.hypot(x - pointer.x, y - pointer.y) for x, y in self.places])}

    def key(self, key, values):
        """The next question, or the one before."""
        return {"question": values["question"] + (1 if key in ("right", "down") else -1)}

    def close(self):
        if not self.closed:
            self.record.listeners.remove(self.refresh)
        super().close()


class Said:
    """What the entries of a record say of each question and task."""

    def __init__(self, entries):
        self.first, self.whys, self.tries = {}, {}, {}
        for entry in entries:
            if entry["kind"] == "prediction":
                self.first.setdefault(entry["about"], str(entry.get("answer")))
            if entry["kind"] == "why":
                self.whys[entry["about"]] = str(entry.get("words", ""))
            if entry["kind"] == "task":
                self.tries.setdefault(entry["about"], []).append(entry)

    def kind(self, name):
        """The kind of mark: a task once passed stays so."""
        if name in TASKS:
            tries = self.tries.get(name, ())
            return "passed" if any(entry.get("passed") for entry in tries) else "tried" if tries else "open"
        answer = self.first.get(name)
        if answer == SKIPPED:
            return "skipped"
        if answer not in QUESTIONS[name].options:
            return "open"
        return "right" if answer == QUESTIONS[name].right else "wrong"

    def words(self, name):
        """Pairs of a heading and the words under it."""
        return self._task(name) if name in TASKS else self._question(name)

    def _task(self, name):
        """A task: how often it was tried, and what the check said last."""
        tries = self.tries.get(name, ())
        yield _("Task {name}").format(name=name), _("tries: {number}").format(number=len(tries))
        if tries and tries[-1].get("said"):
            yield _("The check said"), str(tries[-1]["said"])

    def _question(self, name):
        """A question, and, once it was answered, what was said, what it did, and why."""
        question, answer = QUESTIONS[name], self.first.get(name)
        yield _("The question"), _(question.words)
        if answer in question.options:
            yield _("You said"), _(question.options[answer].words)
        if answer is not None:
            yield _("It did"), _(question.outcome)
        if self.whys.get(name):
            yield _("You wrote"), self.whys[name]
