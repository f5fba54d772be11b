"""Lesson 00: what was predicted, what came, what the learner wrote about it, from the one record."""
import numpy as np

from lessons_lib import record
from lessons_lib.figures.progress import ProgressDrawing, ProgressState
from lessons_lib.live.controls import slider
from lessons_lib.live.live_figure import LiveFigure
from lessons_lib.live.prediction import SKIPPED
from lessons_lib.text import _
from lessons_lib.text.questions import QUESTIONS

NAMES = tuple(QUESTIONS)
LESSONS = tuple(dict.fromkeys(name[:2] for name in NAMES))


class Progress(LiveFigure):
    """Click on a mark, or use the arrow keys, to read what was said there. The first answer counts."""

    name = "progress"

    def __init__(self):
        self.record = record.of_the_learner()
        self.places = tuple(([other for other in NAMES if other[:2] == name[:2]].index(name), LESSONS.index(name[:2]))
                            for name in NAMES)
        super().__init__()
        self.record.listeners.append(self.refresh)

    def build(self):
        lessons = [_("lesson {number}").format(number=lesson) for lesson in LESSONS]
        drawing = ProgressDrawing(lessons, 1 + max(column for column, _row in self.places))
        return drawing, {"question": slider(_("question"), 1, len(NAMES), 1, 1)}

    def state(self, values, update):
        return self._state(values, self.record.entries)

    def preview_state(self, values):
        """What is compared and committed never depends on somebody's record."""
        return self._state(values, [])

    def _state(self, values, entries):
        first, whys = {}, {}
        for entry in entries:
            if entry["kind"] == "prediction":
                first.setdefault(entry["about"], str(entry.get("answer")))
            if entry["kind"] == "why":
                whys[entry["about"]] = str(entry.get("words", ""))
        chosen = values["question"] - 1
        kinds = tuple(_kind(QUESTIONS[name], first.get(name)) for name in NAMES)
        return ProgressState(self.places, kinds, chosen, tuple(_words(NAMES[chosen], first, whys)))

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


def _kind(question, answer):
    if answer == SKIPPED:
        return "skipped"
    if answer not in question.options:
        return "open"
    return "right" if answer == question.right else "wrong"


def _words(name, first, whys):
    """Headings and words: the question, and, once it was answered, what was said, what it did, and why."""
    question, answer = QUESTIONS[name], first.get(name)
    yield _("The question"), _(question.words)
    if answer in question.options:
        yield _("You said"), _(question.options[answer].words)
    if answer is not None:
        yield _("It did"), _(question.outcome)
    if whys.get(name):
        yield _("You wrote"), whys[name]
