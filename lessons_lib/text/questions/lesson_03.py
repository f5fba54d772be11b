"""Lesson 03: gradient descent."""
from lessons_lib.text import mark
from lessons_lib.text.questions.form import Option, Question

QUESTIONS = {
    "03-puzzle": Question(
        mark("How many corrections does the second machine need to be as good?"),
        {"same": Option(mark("about 43 too: 8 penguins point nearly the same way as 342")),
         "many": Option(mark("about 1800: each sees a 43rd of the penguins, so it takes 43 times as many"), "3.8"),
         "never": Option(mark("it never gets there: 8 penguins are too few to know the way"), "3.12",
                         mark("Each correction is a little wrong, but wrong in another way each time. Move the batch size and see."))},
        mark("About 44 (36 to 50 over 21 seeds): the mean of 8 points nearly the same way as the mean of 342."),
    ),
    "03-recall-rule": Question(
        mark("The perceptron rule looks at an example that it judges rightly. What does it do?"),
        {"nothing": Option(mark("it leaves the weights as they are")),
         "little": Option(mark("it takes a small step, to be surer"), "2.3"),
         "away": Option(mark("it takes a small step back"), "2.3")},
        mark("It leaves them as they are: t − y is 0. It moves only on mistakes."),
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
         "stays": Option(mark("it stays: the feature is as important as before"), "2.6", mark("As important, yes. But what must the weight be for the same sum?"))},
        mark("It becomes 1000 times larger, and no prediction changes."),
    ),
    "03-predict-epochs": Question(
        mark("1000 examples in batches of 100, all of them once. How many epochs and how many updates are that?"),
        {"ten": Option(mark("10 epochs, 10 updates"), "3.7"),
         "one": Option(mark("1 epoch, 10 updates")),
         "thousand": Option(mark("1 epoch, 1000 updates"), "3.7", mark("How often were the weights corrected?"))},
        mark("1 epoch: every example was seen once. And 10 updates: one for each batch. The notes took one for the other."),
    ),
    "03-predict-spread": Question(
        mark("Batches of 4 become batches of 16. How far from the cross do their gradients scatter now?"),
        {"half": Option(mark("half as far")),
         "quarter": Option(mark("a quarter as far"), "3.2", mark("That would be the variance, the square of the spread. Move the batch size and read.")),
         "same": Option(mark("as far as before"), "3.9", mark("Does a mean of 16 vary as much as a mean of 4? Move the batch size and read."))},
        mark("About half as far: the spread falls as one over the root of the batch size."),
    ),
    "03-predict-valleys": Question(
        mark("Learning rate 0.3. Which of these brings the most of the 200 runs into the deeper valley?"),
        {"full": Option(mark("342: its gradient is exact"), "3.12"),
         "sixteen": Option(mark("16: exact enough, and a little noise"), "3.12"),
         "two": Option(mark("2: a batch of the other crowd now and then")),
         "one": Option(mark("1: the more noise the better"), "3.12")},
        mark("2: about nine in ten. With 16 or more nobody crosses the barrier; with 1 nearly all cross it, and many cross back."),
    ),
    "03-predict-clocks": Question(
        mark("Learning rate 1, until the loss is below 0.08. In time on your machine: full batch of 219 or batches of 8?"),
        {"small": Option(mark("8 by far: it needs 28 times fewer examples"), "3.8", mark("Do an update's examples make its price? Switch the clock and see.")),
         "near": Option(mark("neither by far: within a factor of three or so")),
         "full": Option(mark("219 by far: its gradient is exact"), "3.8", mark("Does it need fewer updates for that? Switch the clock and see."))},
        mark("Mostly within a factor of three: an update with 219 costs two or three times what one with 8 costs, not 28 times. By "
             "epochs 8 wins by far, by updates nobody does."),
    ),
    "03-predict-throughput": Question(
        mark("Network 64-32-10. Batches of 16 instead of 1: how much longer does one update take?"),
        {"sixteen": Option(mark("16 times as long"), "3.8", mark("Arithmetic is not all that an update costs. Press Play and look at the right picture.")),
         "four": Option(mark("4 times as long"), "3.2", mark("The root belongs to the noise, not to the time. Press Play and look at the right picture.")),
         "little": Option(mark("less than 3 times as long"))},
        mark("Mostly less than 3 times as long: Python and NumPy cost the same for one example as for many. So with 16 at once each "
             "example comes several times cheaper."),
    ),
    "03-predict-rate": Question(
        mark("At 0.95 times the limit it comes to rest. At 1.05 times, where is it after 200 updates?"),
        {"little": Option(mark("a little farther away than with 0.95"), "3.10"),
         "bounces": Option(mark("as far away as at the start, it bounces"), "3.10"),
         "explodes": Option(mark("millions of times farther away than at the start"))},
        mark("Each update multiplies the distance by −1.1: after 200 that makes over 100 million. Only exactly at the limit does it "
             "bounce for ever."),
    ),
    "03-predict-schedule": Question(
        mark("Batch size 1, rate 0.01: constant, or halved every 10 updates. Which is nearer to the lowest loss after 1000 updates?"),
        {"constant": Option(mark("the constant rate")),
         "halved": Option(mark("the halved rate"), "3.11"),
         "same": Option(mark("both are equally near"), "3.8", mark("Equal updates are not equal ways: add up the rates."))},
        mark("The constant rate: the halved rates add up to 0.2 in all, too short a way to get there. Here falling too early is far worse than not falling."),
    ),
}
