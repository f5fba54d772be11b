"""Lesson 00: start here."""
from lessons_lib.text import mark
from lessons_lib.text.questions.form import Option, Question

QUESTIONS = {
    "00-predict-half": Question(
        mark("Where must the input be for the blue curve to answer exactly 0.5?"),
        {"zero": Option(mark("at 0"), "1.3"),
         "threshold": Option(mark("at the threshold")),
         "nowhere": Option(mark("nowhere: it answers 0 or 1"), "1.4")},
        mark("It answers 0.5 exactly at the threshold, whatever the steepness."),
    ),
}
