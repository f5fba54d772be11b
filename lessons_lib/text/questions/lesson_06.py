"""Lesson 06: handwritten digits."""
from lessons_lib.text import mark
from lessons_lib.text.questions.form import Option, Question

QUESTIONS = {
    "06-puzzle": Question(
        mark("How many of 100 new handwritten digits does a single layer get right after training, ten sums and nothing else?"),
        {"chance": Option(mark("about 10: no better than guessing"), "4.7", mark("Look at what a simple machine reaches before you call for a deep one.")),
         "half": Option(mark("about 50"), "4.7", mark("Look at what a simple machine reaches before you call for a deep one.")),
         "most": Option(mark("about 95"))},
        mark("About 96 of 100. Depth adds one or two more."),
    ),
    "06-recall-paths": Question(
        mark("A weight acts on the loss along two paths. How are their slopes joined?"),
        {"add": Option(mark("they add")),
         "multiply": Option(mark("they multiply"), "5.12"),
         "last": Option(mark("the later one replaces the earlier"), "5.6")},
        mark("Along a path slopes multiply, paths add."),
    ),
    "06-recall-delta": Question(
        mark("A sigmoid says p = 0.9, the target is 1, the loss is the cross-entropy. How large is δ = dJ/dz?"),
        {"difference": Option(mark("p − t = −0.1")),
         "doubled": Option(mark("(p − t) · p(1 − p) = −0.009"), "5.3"),
         "turned": Option(mark("t − p = 0.1"), "3.1")},
        mark("−0.1: with the cross-entropy the slope of the sigmoid cancels."),
    ),
    "06-recall-sets": Question(
        mark("The best of twenty networks was chosen by its validation accuracy, 0.97. How good is it on new data?"),
        {"same": Option(mark("0.97"), "4.9"),
         "less": Option(mark("most likely a little less; a third set tells")),
         "more": Option(mark("more: it is the best one"), "4.9", mark("The best of twenty was also the luckiest of twenty."))},
        mark("A little less, most likely: what was chosen by these data cannot be judged by them."),
    ),
    "06-predict-copies": Question(
        mark("To the pictures from which the SLP learns, copies are added, each moved by one pixel (up, down, left or right). On pictures that were not moved, the SLP is then …"),
        {"better": Option(mark("better: more data always helps"), "6.7", mark("More of what? Four in five of the training pictures now show a digit in a place where the pictures asked about do not have it.")),
         "same": Option(mark("just as good: the pictures that were not moved are all still there"), "6.8"),
         "worse": Option(mark("worse: one set of weights must serve five places"))},
        mark("Worse: about 0.9 in place of 0.96. Even of its training pictures, copies among them, it reads only 0.8. A network with a hidden layer stays as good as it was, and reads moved digits too."),
    ),
    "06-predict-scribble": Question(
        mark("You scribble something that is no digit. What does the network say?"),
        {"tenth": Option(mark("a tenth for each digit: it cannot know"), "6.4", mark("A tenth each needs ten equal sums. Why should a scribble make ten sums equal?")),
         "nothing": Option(mark("that it is no digit"), "6.4", mark("Count its outputs: which of them says that?")),
         "sure": Option(mark("some digit, and often it is quite sure"))},
        mark("Some digit, often with a high probability: the ten probabilities add up to 1, and there is no output for “none of these”."),
    ),
}
