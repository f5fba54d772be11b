"""Lesson 01: the neuron."""
from lessons_lib.text import mark
from lessons_lib.text.questions.form import Option, Question

QUESTIONS = {
    "01-puzzle": Question(
        mark("A stimulus a little above the threshold makes a nerve cell fire. What does the same cell do at one nearly twice as strong?"),
        {"higher": Option(mark("each spike is nearly twice as high"), "1.5"),
         "same": Option(mark("exactly the same: fired is fired"), "1.5"),
         "more": Option(mark("spikes as high as before, but more of them"))},
        mark("All spikes are equally high. At 1.1 θ there are 38.5 a second, at 2 θ 112: the rate carries the strength."),
    ),
    "01-recall-matrix": Question(
        mark("x has the shape (5, 3) and w the shape (3, 2). Which shape has x @ w?"),
        {"rows-columns": Option(mark("(5, 2)")),
         "inner": Option(mark("(3, 3)"), "5.5"),
         "turned": Option(mark("(2, 5)"), "5.5")},
        mark("(5, 3) @ (3, 2) is (5, 2): a row for each example, a column for each unit."),
    ),
    "01-recall-broadcast": Question(
        mark("prediction has the shape (4, 1), target the shape (4,). Which shape has prediction - target?"),
        {"column": Option(mark("(4, 1)"), "2.8"),
         "flat": Option(mark("(4,)"), "2.8"),
         "square": Option(mark("(4, 4)"))},
        mark("(4, 4): the column is repeated sideways, the row downwards. No error is raised."),
    ),
    "01-recall-partial": Question(
        mark("f(x, y) = x² + 3y. What is its partial derivative in x at x = 2, y = 5?"),
        {"right": Option(mark("4")),
         "factor": Option(mark("2"), "3.3"),
         "place": Option(mark("10"), "5.1"),
         "sign": Option(mark("−4"), "3.1")},
        mark("2x = 4: with y held still, 3y does not change and drops out."),
    ),
    "01-predict-neuron": Question(
        mark("The sum is 1.1, the threshold 1.25: silent. You raise x2 slowly from 0.5 to 1. What does the output y do?"),
        {"slides": Option(mark("it grows little by little"), "1.5"),
         "jumps": Option(mark("it jumps to 1 once the sum reaches 1.25")),
         "above": Option(mark("it jumps, but at exactly 1.25 it is still 0"), "1.4")},
        mark("y is 0 until the sum reaches 1.25, at x2 = 0.75, and 1 from there on, however large the sum becomes."),
    ),
    "01-predict-bias": Question(
        mark("The same cell is to be written as “fire if w·x + b ≥ 0”. Its threshold is 1.25. Which bias b?"),
        {"minus": Option(mark("b = −1.25, and no threshold any more")),
         "plus": Option(mark("b = 1.25"), "1.1"),
         "both": Option(mark("b = −1.25, and the threshold stays 1.25"), "1.1"),
         "none": Option(mark("none is needed: b = 0"), "1.3")},
        mark("w·x ≥ θ is the same as w·x − θ ≥ 0: the bias is −θ and takes the threshold's place."),
    ),
    "01-predict-hebb": Question(
        mark("A and B often fire together. Both weights follow Hebb's rule for 200 steps. What becomes of them?"),
        {"settle": Option(mark("they grow, then stop when it is learned"), "1.7"),
         "explode": Option(mark("they grow faster and faster, without end")),
         "balance": Option(mark("one grows, the other shrinks: the sum stays"), "1.7")},
        mark("Each step multiplies: the larger the weights, the larger the output, the larger the next step. "
             "Oja's rule takes back as much as is too long, and the length settles near 1."),
    ),
    "01-predict-layers": Question(
        mark("Three inputs, two hidden layers of four, two outputs. In how many layers is something computed?"),
        {"three": Option(mark("3")),
         "four": Option(mark("4"), "1.9"),
         "two": Option(mark("2"), "4.6")},
        mark("In 3: two hidden layers and the output layer. The input layer only holds the numbers."),
    ),
    "01-predict-identity": Question(
        mark("Three layers of weights without an activation function: each only multiplies. How many such layers could do the same?"),
        {"one": Option(mark("one")),
         "two": Option(mark("two: one for the input, one for the output"), "1.9"),
         "three": Option(mark("three: each of them adds something"), "4.1")},
        mark("One, with the weights w1 @ w2 @ w3: (x @ w1) @ w2 = x @ (w1 @ w2), so the stack is one layer in disguise."),
    ),
}
