"""From an answer to a verdict: found in the notebook, judged under limits, put into words, noted in the record."""
import sys

from lessons_lib import record
from lessons_lib.exercises import lesson_01, lesson_02, lesson_03, lesson_04, lesson_05
from lessons_lib.exercises.limits import TimeIsUp, TimeLimit, memory_limit, quiet
from lessons_lib.exercises.tasks import NotStarted, Wrong, in_a_line
from lessons_lib.text import _
from lessons_lib.text.misconceptions import HINTS

TASKS = {task.name: task for lesson in (lesson_01, lesson_02, lesson_03, lesson_04, lesson_05) for task in lesson.TASKS}


class NotYet(Exception):
    """An answer that is not right yet. A notebook shows its message alone, without a traceback."""

    def __init__(self, message, started=True):
        super().__init__(message)
        self.started = started

    def _render_traceback_(self):
        return str(self).splitlines()


def check(name):
    """Judge the answer to a task, such as "3W": print the verdict on a right one, raise NotYet for any other.

    The answer is found by its name in the notebook that calls. A ValueError for a name that no task has.
    """
    if name not in TASKS:
        raise ValueError(_("name: {given!r} given, wanted one of {wanted}").format(given=name, wanted=", ".join(TASKS)))
    try:
        words = verdict(TASKS[name], sys._getframe(1).f_globals)
    except NotYet as error:
        if error.started:
            note(name, False, str(error))
        raise
    print("\n".join(filter(None, [words, note(name, True, "")])))


def verdict(task, namespace):
    """The words for a right answer; NotYet for any other, whatever the learner's code does."""
    try:
        with memory_limit(), quiet(), TimeLimit(task.seconds):
            task.judge(task.find(namespace))
    except Wrong as wrong:
        raise NotYet(_message(task, wrong), started=not isinstance(wrong, NotStarted)) from None
    except TimeIsUp:
        raise NotYet(_message(task, Wrong(_("It was stopped after {seconds:g} seconds: does a loop never end?").format(
            seconds=task.seconds)))) from None
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # an answer whose own methods fail
        raise NotYet(_message(task, Wrong(_("It cannot be read: {error}").format(error=in_a_line(error))))) from None
    return _("{name}: right. {words}").format(name=task.name, words=_(task.passed))


def _message(task, wrong):
    """The verdict, what was given, the hint, and where to read again."""
    started = not isinstance(wrong, NotStarted)
    lines = [_("{name}: not yet.").format(name=task.name) if started else f"{task.name}:", *wrong.lines]
    if wrong.hint:
        lines.append(_("Hint: {hint}").format(hint=_(HINTS.get(wrong.hint, wrong.hint))))
    if started:
        lines.append(_("Read again: lesson {number}, “{section}”.").format(
            number=f"0{task.name[0]}", section=_(task.section)))
    return "\n".join(filter(None, lines))


def note(name, passed, said):
    """Into the record, unless it says the same already: a try counts when something was changed."""
    mine = record.of_the_learner()
    last = mine.latest("task", name)
    if last and (last.get("passed"), last.get("said")) == (passed, said):
        return ""
    return mine.add("task", name, passed=passed, said=said)
