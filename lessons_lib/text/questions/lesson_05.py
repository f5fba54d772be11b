"""Lesson 05: back-propagation."""
from lessons_lib.text import mark
from lessons_lib.text.questions.form import Option, Question

QUESTIONS = {
    "05-puzzle": Question(
        mark("Forwards takes 10 milliseconds. How long does the gradient of all 100,000 weights take, with the best method?"),
        {"weeks": Option(mark("1000 seconds: one pass forwards for each weight"), "5.11"),
         "twice": Option(mark("2000 seconds: one pass forwards and one backwards for each weight"), "5.11"),
         "few": Option(mark("20 to 40 milliseconds: as much as a few passes, however many weights there are"))},
        mark("A few passes: backwards takes one to two times as many multiplications as forwards, and gives the slopes of all weights at once."),
    ),
    "05-recall-shape": Question(
        mark("x has 32 rows and 4 columns, W has 4 rows and 7 columns. What is the shape of x W?"),
        {"right": Option(mark("32 rows, 7 columns")),
         "turned": Option(mark("7 rows, 32 columns"), "5.5"),
         "inner": Option(mark("4 rows, 4 columns"), "5.5")},
        mark("32 rows and 7 columns: a row for each example, a column for each unit."),
    ),
    "05-recall-step": Question(
        mark("The slope of the loss by a weight is 0.3. Which way does gradient descent move that weight?"),
        {"up": Option(mark("up: the slope is positive"), "3.1"),
         "down": Option(mark("down, by the learning rate times 0.3")),
         "whole": Option(mark("down, by 0.3"), "3.3", mark("How long the step is, is chosen by somebody: by whom?"))},
        mark("Down, by the learning rate times 0.3: against the slope."),
    ),
    "05-recall-training": Question(
        mark("Two classes, equally many. With two hidden layers the training accuracy is 0.90; with six it is 0.50, and 0.50 in validation. What is the matter?"),
        {"overfits": Option(mark("it overfits: it is too deep"), "4.8"),
         "optimiser": Option(mark("the training does not get on: the rate, the start, or gradients that vanish")),
         "small": Option(mark("it has too few layers"), "4.7")},
        mark("What is bad on the training data itself has not learnt: a matter of the optimiser. Why gradients vanish is seen today."),
    ),
    "05-predict-chain": Question(
        mark("z = (5x + 2)². What is its slope at x = 1?"),
        {"here": Option(mark("2 · 1 · 5 = 10"), "5.1", mark("The slope of the square was taken at x = 1. But what does the square get?")),
         "there": Option(mark("2 · 7 · 5 = 70")),
         "outer": Option(mark("2 · 7 = 14"), "3.3", mark("The inner function moves five times as fast as x: where is that factor?")),
         "sum": Option(mark("2 · 7 + 5 = 19"), "5.12", mark("If u moves five times as fast as x, and z fourteen times as fast as u: how far does z move when x moves by 1?"))},
        mark("70: the square gets 5x + 2 = 7 there, where its slope is 14; and 5x + 2 moves five times as fast as x."),
    ),
    "05-predict-paths": Question(
        mark("The first weight acts on both outputs: on the loss along one path by 0.02, along the other by −0.05. What is the slope of the loss by it?"),
        {"product": Option(mark("0.02 · (−0.05) = −0.001"), "5.12", mark("Along one path slopes multiply. Both paths change the loss at the same time: what happens to two changes?")),
         "last": Option(mark("−0.05: the larger one counts"), "5.6"),
         "sum": Option(mark("0.02 − 0.05 = −0.03"))},
        mark("−0.03: both changes happen, so they add. Along a path slopes multiply, paths add."),
    ),
    "05-predict-vanishing": Question(
        mark("30 hidden layers of sigmoids, usual start weights. How large is δ in the first layer, compared with the last?"),
        {"same": Option(mark("about the same"), "5.13"),
         "thousandth": Option(mark("about a thousandth"), "5.13"),
         "nothing": Option(mark("about a billionth of a billionth, or less"))},
        mark("3 · 10 to the power −19 in the middle run: 29 times a factor of about 0.23, for no sigmoid is steeper than a quarter."),
    ),
    "05-predict-hunt": Question(
        mark("Relative error means |a − n| / (|a| + |n|): a from the program, n measured. Over all 54 slopes of program D together it is 0.0009. What is the worst that this number can hide?"),
        {"nothing": Option(mark("nothing worse than rounding"), "5.10"),
         "all": Option(mark("every slope wrong by a thousandth or two"), "5.10"),
         "one": Option(mark("one small array, entirely wrong"))},
        mark("One small array, entirely wrong: each slope of bias 1 is a seventh of what it should be. They are so small that one number for all hardly shows it."),
    ),
}
