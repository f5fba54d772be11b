"""Lesson 02: the single-layer perceptron."""
from lessons_lib.text import mark
from lessons_lib.text.questions.form import Option, Question

ORDER = mark("Of two birds, the same one still has the larger sum. Which picture uses nothing but that order?")

QUESTIONS = {
    "02-puzzle": Question(
        mark("Can one straight line in the plane of both numbers part all 274 penguins rightly?"),
        {"no": Option(mark("no: the flipper is what counts, the bill adds nothing"), "2.6"),
         "deep": Option(mark("no: it takes a bent line"), "4.7"),
         "yes": Option(mark("yes: one that is slanted"))},
        mark("A slanted line is right for all 274: each number helps where the other fails."),
    ),
    "02-recall-spikes": Question(
        mark("One stimulus is 1.1 times the threshold, another 1.8 times. How do the cell's spikes differ?"),
        {"height": Option(mark("the second are higher"), "1.5"),
         "number": Option(mark("the second are more")),
         "nothing": Option(mark("not at all"), "1.5")},
        mark("Spikes are equally high; the stronger stimulus brings more of them in the same time."),
    ),
    "02-recall-bias": Question(
        mark("A cell fires where w·x ≥ 2. Which bias does the same in w·x + b ≥ 0?"),
        {"plus": Option(mark("2"), "1.1"),
         "minus": Option(mark("−2")),
         "none": Option(mark("0: a bias is not needed"), "1.3")},
        mark("b = −θ = −2."),
    ),
    "02-recall-layers": Question(
        mark("Four inputs, one hidden layer of five, three outputs. How many layers compute?"),
        {"one": Option(mark("1"), "4.6"),
         "two": Option(mark("2")),
         "three": Option(mark("3"), "1.9")},
        mark("2: the hidden layer and the output layer."),
    ),
    "02-predict-threshold": Question(
        mark("If missing a Chinstrap is what hurts, which threshold would you choose?"),
        {"half": Option(mark("0.5: the more probable species"), "2.10"),
         "high": Option(mark("0.9: so that what is called Chinstrap is one"), "2.7", mark("That guards against false alarms. Here it is a miss that hurts.")),
         "low": Option(mark("0.1 or 0.2"))},
        mark("A low one: at 0.2 the machine finds 61 of the 68 Chinstraps, at 0.5 only 24. It pays with 85 false alarms."),
    ),
    "02-predict-steep": Question(
        mark("Steepness 3 becomes 50. What becomes of the slope at the red point?"),
        {"vanishes": Option(mark("nearly nothing is left of it")),
         "grows": Option(mark("it grows with the steepness"), "5.1"),
         "stays": Option(mark("it stays: a sigmoid's slope is p (1 − p)"), "3.3")},
        mark("The slope is s p (1 − p). At the threshold it grows to 12.5; at the red point p is nearly 1, and 0.000015 is left."),
    ),
    "02-predict-rule": Question(
        mark("Which is the first whole epoch without a mistake?"),
        {"first": Option(mark("the first: each mistake is mended at once"), "2.4"),
         "few": Option(mark("the second, or one soon after")),
         "many": Option(mark("the 270th or so: one penguin an epoch"), "3.7")},
        mark("The second to the fourth, in every order of this figure: 274 looks an epoch, and only a few of them move the line."),
    ),
    "02-predict-hard": Question(
        mark("A few birds of each kind stand among the others. When does the rule stop now?"),
        {"settles": Option(mark("when it has found the line with the fewest mistakes"), "2.4", mark("To stop, it would have to make no mistake in a whole epoch. Can it?")),
         "later": Option(mark("later: after some 270 epochs"), "3.7"),
         "never": Option(mark("never"))},
        mark("Never. To stop means to make no mistake, and no straight line makes none here."),
    ),
    "02-predict-xor": Question(
        mark("How many of the four points can you get right?"),
        {"four": Option(mark("4: with the right weights"), "4.1", mark("Turn the line any way you like: can it part the two diagonals?")),
         "three": Option(mark("3")),
         "two": Option(mark("2: no better than guessing"), "4.4", mark("Try more than one line: cut off a single corner."))},
        mark("Three, never four: one straight line cannot part the two diagonals."),
    ),
    "02-predict-units": Question(
        mark("The mass is given in kilograms instead of grams. What becomes of its weight, and of the predictions?"),
        {"larger": Option(mark("1000 times the weight, the same predictions")),
         "smaller": Option(mark("a thousandth of the weight, the same predictions"), "3.3", mark("The numbers became 1000 times smaller: what must the weight do for the same sum?")),
         "matters": Option(mark("the mass counts less, the predictions change"), "2.6")},
        mark("The weight becomes 1000 times larger, since the numbers became 1000 times smaller; no prediction changes."),
    ),
    "02-predict-roc": Question(
        mark("Every weighted sum is multiplied by 4. Which picture stays exactly as it is?"),
        {"roc": Option(mark("the ROC curve")),
         "reliability": Option(mark("said against seen"), "6.4", ORDER),
         "said": Option(mark("how often each was said"), "6.4", ORDER)},
        mark("The ROC curve: it knows only the order of the birds, and a factor keeps the order."),
    ),
}
