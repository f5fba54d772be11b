"""The questions that a learner answers before anything moves, by name: the lesson, its kind, what it is about.

Every wrong option is a misconception that learners are known to have; whoever chooses it gets the hint for it. All words
pass through `_` when they are shown.
"""
from lessons_lib.text import _
from lessons_lib.text.questions import lesson_00, lesson_01, lesson_02, lesson_03, lesson_04, lesson_05, lesson_06

QUESTIONS = {name: asked for lesson in (lesson_00, lesson_01, lesson_02, lesson_03, lesson_04, lesson_05, lesson_06)
             for name, asked in lesson.QUESTIONS.items()}


def question(name):
    """The question of this name; a ValueError names those there are."""
    if name not in QUESTIONS:
        raise ValueError(_("question: {name!r} given, wanted one of {names}").format(
            name=name, names=", ".join(QUESTIONS)))
    return QUESTIONS[name]


def names_of(lesson, kind):
    """The names of a lesson's questions of one kind: "puzzle", "recall" or "predict"."""
    return [name for name in QUESTIONS if name.startswith(f"{lesson}-{kind}")]
