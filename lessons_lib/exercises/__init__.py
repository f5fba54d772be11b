"""What a right answer to a task is, and the hint for each known wrong one.

    exercises.check("3W")      in a notebook, below the answer
    exercises.speak("ko")      in which language the verdicts come
"""
from lessons_lib.exercises.checking import TASKS, NotYet, check
from lessons_lib.text import use as speak

__all__ = ["TASKS", "NotYet", "check", "speak"]
