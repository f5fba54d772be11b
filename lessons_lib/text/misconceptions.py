"""What learners are known to get wrong, by number, and the hint that repairs it. A hint is shown, so it passes through `_`.

A number is the lesson in which the mistake is mostly met, then its place in the course's list.
"""
from lessons_lib.text import mark

HINTS = {
    "1.1": mark("Bring θ to the left side of w·x ≥ θ: which sign does it get? Then keep one of the two."),
    "1.3": mark("Without a bias, what is the sum when every input is 0?"),
    "1.4": mark("Say what happens at exactly the threshold: in this course it fires."),
    "1.5": mark("All or nothing: compare what comes just below θ with what comes just above it."),
    "1.7": mark("Put numbers in: with w = 1 the step is η·x·x, with w = 2 it is twice as large. What could ever make it smaller?"),
    "1.9": mark("Which lines carry weights? Count the layers into which they lead: the input layer only holds the numbers."),
    "2.3": mark("Put numbers in: what is t − y when the output is right?"),
    "2.4": mark("Mistakes on the way were made by earlier weights: count again with the final ones."),
    "2.6": mark("A weight is measured in its input's unit and beside the other inputs: multiply it by the spread first."),
    "2.7": mark("Rows are the truth here, columns what was said."),
    "2.8": mark("Print the shape of the difference: a column beside a row is stretched to a square."),
    "2.10": mark("0.5 is a habit. Which mistake costs more?"),
    "3.1": mark("A sign was lost: which way is down?"),
    "3.2": mark("A mean, not a sum: the 1/B stands there once."),
    "3.3": mark("A factor was lost: write the derivative down step by step."),
    "3.6": mark("Count the examples of all batches: the last batch may be a short one."),
    "3.7": mark("An epoch is a pass over all examples, an update is one step: count them apart."),
    "3.8": mark("Say what you count: updates, examples, epochs or seconds?"),
    "3.9": mark("Drawn without putting back, every example comes once in an epoch: list those that were seen."),
    "3.10": mark("The distance is multiplied again and again: what does a factor a little over 1 do in 200 updates?"),
    "3.11": mark("Short steps are safe, but is the way short enough for them? Add up the rates."),
    "3.12": mark("Noise both helps and harms: try the batch sizes at both ends."),
    "4.1": mark("Multiply w1 by w2: without an activation function in between, layers collapse into one."),
    "4.4": mark("One run proves little: report in how many of 50 it is solved."),
    "4.6": mark("Say what you count: the hidden layers alone, or all layers that compute."),
    "4.7": mark("Look at what a simpler machine reaches on the training data first."),
    "4.8": mark("Look at the training data first: is it good there?"),
    "4.9": mark("What was chosen by these data cannot be judged by them: a third set."),
    "4.10": mark("That a solution exists does not say that 8 units are enough, nor that training finds it."),
    "4.11": mark("Do not count lines or points: what would a single further input have to say?"),
    "4.12": mark("When many weights fit all the labels, which of them are taken? Move the number of features and see."),
    "5.1": mark("A slope belongs to a place: at which point was it taken?"),
    "5.5": mark("Rows of the first, columns of the second; the numbers in the middle must agree and vanish."),
    "6.4": mark("A number close to 1 is a claim, not knowledge: compare what is said with what is seen."),
}
