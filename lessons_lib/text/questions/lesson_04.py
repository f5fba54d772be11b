"""Lesson 04: from one layer to many."""
from lessons_lib.text import mark
from lessons_lib.text.questions.form import Option, Question

QUESTIONS = {
    "04-puzzle": Question(
        mark("How many more neurons does XOR take, at the least?"),
        {"none": Option(mark("no more: the right three numbers are enough"), "4.1", mark("Lesson 02 has the proof that no three numbers do it.")),
         "one": Option(mark("one more: it knows what the last one lacks")),
         "two": Option(mark("two more: there are two lines to draw"), "4.11"),
         "four": Option(mark("four more: one for each point"), "4.11")},
        mark("One: an AND of x1 and x2. The last neuron adds up x1 + x2 − 2·AND and fires from 0.5 on. In layers, where it sees the hidden "
             "units alone, it takes two."),
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
    "04-predict-xor": Question(
        mark("Two ReLU units can solve XOR. Of 200 such networks, how many find it in 3000 updates?"),
        {"all": Option(mark("all: it exists, so the gradient leads there"), "4.4", mark("That a solution exists does not say that the way down leads there. Press Play.")),
         "half": Option(mark("about half: it is a matter of luck"), "4.4", mark("Luck it is. But measure it: press Play.")),
         "fifth": Option(mark("about a fifth: most get stuck before"))},
        mark("About a fifth (0.15 to 0.25): most of the others end with three corners right. With 8 units it is nine in ten."),
    ),
    "04-predict-spirals": Question(
        mark("Hidden layers of 8 ReLU units each: which is the smallest number of them with which all training points can be right?"),
        {"one": Option(mark("1: one layer can come near any function"), "4.10"),
         "two": Option(mark("2: bent twice is enough")),
         "six": Option(mark("6: the deeper the better"), "4.7")},
        mark("2. One layer of 8 gets about three quarters; one layer can do it all when it is wide enough."),
    ),
    "04-predict-overfit": Question(
        mark("The training loss falls and falls. And the validation loss?"),
        {"falls": Option(mark("it falls with it"), "4.8", mark("At first it does. Go on playing and watch the two lines.")),
         "rises": Option(mark("it falls, then it rises")),
         "high": Option(mark("it stays where it began"), "4.9", mark("New, but of the same kind as the others. Press Play."))},
        mark("It falls as long as the network learns what all points have in common, and rises when it learns the 50 by heart."),
    ),
    "04-predict-depth": Question(
        mark("Spirals, 8 units a layer, rate 0.05. What happens from depth 2 to depth 6?"),
        {"better": Option(mark("training and validation stay at 1.00"), "4.7", mark("They could, if the further layers passed on what they get. Press Play: does gradient descent find that?")),
         "overfit": Option(mark("training stays at 1.00, validation falls"), "4.8"),
         "fails": Option(mark("training and validation both fall"))},
        mark("Training itself falls, to about 0.65 at depth 6 (runs from 0.50 to 0.85). That is not overfitting. With rate 0.01 the same "
             "depth reaches 1.00."),
    ),
    "04-predict-features": Question(
        mark("With 300 features, as many as there are digits, 86 % of the test digits are wrong. And with 4000?"),
        {"worse": Option(mark("95 %"), "4.12"),
         "same": Option(mark("86 %"), "4.12"),
         "few": Option(mark("12 %")),
         "none": Option(mark("1 %"), "4.7", mark("A tenth of the labels is wrong, and only 300 digits teach."))},
        mark("About 12 %, like the best small model: many weights fit all the labels, and the smallest are taken. With 20 % wrong labels the best small model stays "
             "better, 16 % against 20 %."),
    ),
}
