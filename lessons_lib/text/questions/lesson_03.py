"""Lesson 03: gradient descent."""
from lessons_lib.text import mark
from lessons_lib.text.questions.form import Option, Question

QUESTIONS = {
    "03-puzzle": Question(
        mark("1000 examples in groups of 100, each looked at once. How many epochs and how many updates is that?"),
        {"ten": Option(mark("10 epochs, 10 updates"), "3.7"),
         "one": Option(mark("1 epoch, 10 updates")),
         "thousand": Option(mark("1 epoch, 1000 updates"), "3.7", mark("How often were the weights corrected?"))},
        mark("1 epoch: every example was seen once. And 10 updates: the weights were corrected once for each group."),
    ),
    "03-recall-rule": Question(
        mark("The perceptron rule looks at an example that it judges rightly. What does it do?"),
        {"nothing": Option(mark("nothing")),
         "little": Option(mark("a small step, to be surer"), "2.3"),
         "away": Option(mark("a step back"), "3.1")},
        mark("Nothing: t − y is 0. It moves only on mistakes."),
    ),
    "03-recall-recall": Question(
        mark("Of 68 Chinstraps 61 were found, and 85 Adelie were called Chinstraps too. What is the recall?"),
        {"recall": Option(mark("61 of 68")),
         "precision": Option(mark("61 of 146"), "2.7", mark("That is the precision: of those called Chinstrap. Recall looks at those that are.")),
         "all": Option(mark("61 of 219"), "2.7", mark("Recall looks at the Chinstraps alone."))},
        mark("61 of 68: of those that are Chinstraps, how many were found."),
    ),
    "03-recall-units": Question(
        mark("A feature is given in kilograms instead of grams. What does the best weight do?"),
        {"grows": Option(mark("it becomes 1000 times larger")),
         "shrinks": Option(mark("it becomes 1000 times smaller"), "2.6", mark("The numbers became smaller: what must the weight do for the same sum?")),
         "stays": Option(mark("nothing: the feature is as important as before"), "2.6")},
        mark("It becomes 1000 times larger, and no prediction changes."),
    ),
    "03-predict-batch": Question(
        mark("With all 342 penguins in each update the loss is below 0.13 after 43 updates. And with 8 in each?"),
        {"same": Option(mark("about as many updates")),
         "many": Option(mark("about 43 times as many: each sees a 43rd of the data"), "3.8"),
         "one": Option(mark("one: then all data have been used once"), "3.7")},
        mark("About 44 updates (36 to 50 over 21 seeds). The mean of 8 points nearly the same way as the mean of 342. "
             "So it takes one epoch instead of 43."),
    ),
    "03-predict-spread": Question(
        mark("A batch of 4 becomes a batch of 16. How far do its gradients now scatter?"),
        {"half": Option(mark("half as far")),
         "quarter": Option(mark("a quarter as far"), "3.2", mark("That would be the variance, the square of the spread. Drag the batch size and read.")),
         "same": Option(mark("as far as before: the data are the same"), "3.9", mark("The examples are, but a mean of 16 varies less than a mean of 4. Drag and read.")),
         "none": Option(mark("hardly at all"), "3.9", mark("Drag and read: noise falls slowly."))},
        mark("About half as far: the spread falls as one over the root of the batch size."),
    ),
    "03-predict-valleys": Question(
        mark("Learning rate 0.3. With which batch size do most of the 200 runs end in the deeper valley?"),
        {"full": Option(mark("342: its gradient is exact"), "3.12"),
         "sixteen": Option(mark("16: exact enough, and a little noise"), "3.12"),
         "two": Option(mark("2: noise, but not the most")),
         "one": Option(mark("1: the more noise the better"), "3.12")},
        mark("2: about nine in ten. With 16 or more nobody crosses the barrier; with 1 nearly all cross it, and many cross back."),
    ),
    "03-predict-clocks": Question(
        mark("Learning rate 1. Full batch, batches of 32 and batches of 8 run until the loss is below 0.08. Which needs far fewer updates?"),
        {"none": Option(mark("none of them")),
         "small": Option(mark("8: it makes 28 updates in each epoch"), "3.7"),
         "full": Option(mark("the full batch: its gradient is exact"), "3.8")},
        mark("None: all need 80 to 84 updates. In epochs they differ: about 3, 12 and 83. Who wins depends on what is counted."),
    ),
    "03-predict-throughput": Question(
        mark("Network 64-32-10. A batch of 16 instead of 1: how much longer does one update take?"),
        {"sixteen": Option(mark("16 times as long: 16 times the arithmetic"), "3.8", mark("Arithmetic is not all that an update costs. Press Play and look at the right picture.")),
         "little": Option(mark("less than 3 times as long")),
         "shorter": Option(mark("a sixteenth: the work is shared"), "3.2", mark("The examples of a batch share one update; what does that update cost? Press Play."))},
        mark("Less than 3 times as long, mostly: Python and NumPy cost the same for one example as for many. So 16 examples at once come "
             "several times cheaper each."),
    ),
    "03-predict-rate": Question(
        mark("At 0.95 times the limit it comes to rest. At 1.05 times, after 200 updates?"),
        {"explodes": Option(mark("many million times farther away than at the start")),
         "little": Option(mark("a little farther away than with 0.95"), "3.10"),
         "bounces": Option(mark("it bounces to and fro at the same height"), "3.10")},
        mark("Each update multiplies the distance by −1.1: after 200 updates that is more than 10⁸, and 10¹⁶ in the loss."),
    ),
    "03-predict-schedule": Question(
        mark("Rate 0.01, halved every 10 updates, against a constant 0.01, batch size 1. Which is nearer to the lowest loss after 1000 updates?"),
        {"constant": Option(mark("the constant one")),
         "halved": Option(mark("the halved one: short steps settle better"), "3.11"),
         "same": Option(mark("both alike: 1000 updates are 1000 updates"), "3.8", mark("Equal updates are not equal ways: add up the rates."))},
        mark("The constant one: the halved rates add up to 0.2 in all, too short a way to get there. Falling too early is as bad as not falling."),
    ),
}
