"""Lesson 00: start here."""
from lessons_lib.text import mark
from lessons_lib.text.questions.form import Option, Question

FLUSH = mark("Write the shapes flush right, one above the other: the 1 meets the 3, and the 3 meets nothing.")

QUESTIONS = {
    "00-predict-half": Question(
        mark("Where must the input be for the blue curve to answer exactly 0.5?"),
        {"zero": Option(mark("at 0"), "1.3", mark("The threshold is not at 0 here: look where the dashed line stands.")),
         "threshold": Option(mark("at the threshold")),
         "nowhere": Option(mark("nowhere: it answers 0 or 1"), "1.4", mark("That is the grey line. The blue one passes through every value in between."))},
        mark("It answers 0.5 exactly at the threshold, whatever the steepness."),
    ),
    "00-predict-row": Question(
        mark("Only x[0, 0] changes. Which numbers of x @ w change?"),
        {"column": Option(mark("all three of column 0"), "5.5"),
         "one": Option(mark("only (x @ w)[0, 0]"), "5.5"),
         "all": Option(mark("all twelve"), "2.8", mark("Which row of x does a result use? Rows 1 and 2 did not change.")),
         "row": Option(mark("all four of row 0"))},
        mark("All four numbers of row 0 change, and no other: that row belongs to example 0, and each of the four units weighs its input 0."),
    ),
    "00-predict-slope": Question(
        mark("You drag the point straight up: y grows, x stays. What does ∂f/∂x = 2x + y do?"),
        {"grows": Option(mark("it grows just as y does")),
         "stays": Option(mark("nothing: it is the slope in x, and x did not move"), "5.1"),
         "falls": Option(mark("it falls as y grows"), "3.1"),
         "four": Option(mark("it grows four times as fast as y"), "3.3")},
        mark("It grows just as y does: at x = 1 from 2.5 (y = 0.5) to 3.5 (y = 1.5). A partial derivative is taken in one direction, but at a place."),
    ),
    "00-predict-shape": Question(
        mark("a has the shape (3, 1), b the shape (3,). Which shape has a + b?"),
        {"column": Option(mark("(3, 1), as a has it"), "2.8", FLUSH),
         "square": Option(mark("(3, 3)")),
         "list": Option(mark("(3,), three and three numbers"), "2.8", FLUSH),
         "error": Option(mark("none: NumPy complains"), "2.8", FLUSH)},
        mark("(3, 3): the column is repeated to the right, the list downwards: nine sums in place of three, and not a word of warning."),
    ),
}
