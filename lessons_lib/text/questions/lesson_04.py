"""Lesson 04: from one layer to many."""
from lessons_lib.text import mark
from lessons_lib.text.questions.form import Option, Question

QUESTIONS = {
    "04-puzzle": Question(
        mark("How many further neurons does it take, at the least, for XOR?"),
        {"none": Option(mark("none: the right three numbers are enough"), "4.1", mark("Lesson 02 has the proof that no three numbers do it.")),
         "one": Option(mark("one")),
         "two": Option(mark("two: one for each line"), "4.11"),
         "four": Option(mark("four: one for each point"), "4.11")},
        mark("One: an AND of x1 and x2. The last neuron then adds up x1 + x2 − 2·AND and fires from 0.5 on. In layers, where the last neuron "
             "sees the hidden units alone, it takes two."),
    ),
    "04-recall-epoch": Question(
        mark("342 examples in batches of 50. How many updates has an epoch?"),
        {"six": Option(mark("6"), "3.6"),
         "seven": Option(mark("7")),
         "fifty": Option(mark("50"), "3.7")},
        mark("7: six full batches, and a last one of 42."),
    ),
    "04-recall-rate": Question(
        mark("Squared error, and the largest curvature is 4. Up to which learning rate does the full batch come to rest?"),
        {"quarter": Option(mark("0.25"), "3.3", mark("d − ηλd: at which η is the next distance as large as this one?")),
         "half": Option(mark("0.5")),
         "two": Option(mark("2"), "3.10", mark("At η = 2 the factor 1 − ηλ is −7: how far does that lead?"))},
        mark("2/λ = 0.5: there every update leads just as far to the other side."),
    ),
    "04-recall-step": Question(
        mark("Why can a neuron with a hard step not be trained by gradient descent?"),
        {"flat": Option(mark("the slope of the step is 0 nearly everywhere")),
         "output": Option(mark("its output is only 0 or 1, never a probability"), "2.10", mark("True, but that only makes it less useful. What does gradient descent need?")),
         "steep": Option(mark("the step is too steep, so it diverges"), "3.10", mark("Where is it steep? At a single point. What does it look like everywhere else?"))},
        mark("A step is flat on both sides: the gradient is 0, and nothing says which way to go."),
    ),
    "04-predict-space": Question(
        mark("Two hidden units without an activation function, any lines you like. How many corners can be right?"),
        {"three": Option(mark("3 at most")),
         "four": Option(mark("4, for there are two lines now"), "4.1"),
         "two": Option(mark("2, no better than guessing"), "4.4", mark("One straight line alone gets three. Try."))},
        mark("3 at most: without a bend the sheet stays flat, and the two layers are one. With a step, sigmoid, tanh or ReLU all four can be right."),
    ),
    "04-predict-xor": Question(
        mark("Two ReLU units can solve XOR. Of 200 such networks, how many find it in 3000 updates?"),
        {"all": Option(mark("all: it exists, so the gradient leads there"), "4.4"),
         "half": Option(mark("about half: it is a matter of luck"), "4.4", mark("Luck it is. But measure it: press Play.")),
         "fifth": Option(mark("about a fifth: most get stuck before"))},
        mark("About a fifth (0.15 to 0.25): most of the others end with three corners right. With 8 units it is nine in ten."),
    ),
    "04-predict-spirals": Question(
        mark("Layers of 8 ReLU units. From how many hidden layers on are all the training points right in most runs?"),
        {"one": Option(mark("1: one layer can come near any function"), "4.10"),
         "two": Option(mark("2: bent twice is enough")),
         "six": Option(mark("6: the deeper the better"), "4.7")},
        mark("2. One layer of 8 gets most of it; one layer can do it all when it is wide enough."),
    ),
    "04-predict-overfit": Question(
        mark("The training loss falls and falls. And the validation loss?"),
        {"falls": Option(mark("it falls with it: the network gets better"), "4.8", mark("At first it does. Go on playing and watch the two lines.")),
         "rises": Option(mark("it falls, then it rises")),
         "high": Option(mark("it stays where it began: these points are new to it"), "4.9", mark("New, but of the same kind as the others. Press Play."))},
        mark("It falls as long as the network learns what all points have in common, and rises when it learns the 50 by heart."),
    ),
    "04-predict-depth": Question(
        mark("Spirals, 8 units a layer, rate 0.05. What happens from depth 2 to depth 6?"),
        {"better": Option(mark("training and validation stay at 1.00: deeper is no worse"), "4.7"),
         "overfit": Option(mark("training stays at 1.00, validation falls: it overfits"), "4.8"),
         "fails": Option(mark("training falls together with validation"))},
        mark("Training itself falls, to about 0.65 at depth 6 (runs from 0.50 to 0.85). That is not overfitting. With rate 0.01 the same "
             "depth reaches 1.00."),
    ),
    "04-predict-features": Question(
        mark("With 300 features, as many as there are digits, 86 % of the test digits are wrong. And with 4000?"),
        {"worse": Option(mark("still more: more parameters overfit more"), "4.12"),
         "same": Option(mark("as many: the training digits are all right already"), "4.12"),
         "few": Option(mark("about 12 %, like the best small model")),
         "none": Option(mark("nearly none: bigger is always better"), "4.7")},
        mark("About 12 %: many weights fit all the labels, and the shortest are taken. With 20 % wrong labels the best small model stays "
             "better, 16 % against 20 %."),
    ),
}
