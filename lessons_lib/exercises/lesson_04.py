"""Lesson 04, the multilayer perceptron: its size, its bend, its depth, and what its seeds and its end depend on."""
import itertools
from collections import namedtuple

import numpy as np

from lessons_lib.exercises import compare
from lessons_lib.exercises.tasks import FunctionTask, JudgedTask, NotStarted, ValueTask, Wrong, call, named
from lessons_lib.text import _, mark

# 4P: the network 2-8-8-1. What may be said of each part, with its hint; the first is right.
PARAMETERS = {105: "", 88: "4.5", 106: "4.5", 107: "4.5"}
HIDDEN = {2: "", 3: "4.6", 4: "1.9", 1: "4.6", 16: mark("Those are the hidden units: in how many layers?")}
COMPUTING = {3: "", 4: "1.9", 2: "4.6", 1: "4.6"}
NAMES = ("SLP", "MLP", "ANN", "DNN")


def _name_hint(names):
    if "SLP" in names:
        return mark("A single-layer perceptron has no hidden layer: what stands between input and output here?")
    if "MLP" not in names:
        return mark("One of the four names asks only whether there are hidden layers, not how many.")
    return mark("In the study notes ANN and DNN exclude each other: count the hidden layers.")


def _answers():
    """Every combination of what may be said of the four parts: the answer, and the hint for its first wrong part."""
    subsets = [set(names) for size in (2, 1, 3, 4) for names in itertools.combinations(NAMES, size)]
    names = [(subset, "" if subset == {"MLP", "DNN"} else _name_hint(subset)) for subset in subsets]
    for said in itertools.product(PARAMETERS.items(), HIDDEN.items(), COMPUTING.items(), names):
        answer = dict(zip(("parameters", "hidden layers", "layers that compute", "names"),
                          (value for value, _hint in said), strict=True))
        yield answer, next((hint for _value, hint in said if hint), "")


FACTS = ValueTask(
    name="4P", wanted="facts", section=mark("What it is called"),
    right={"parameters": 105, "hidden layers": 2, "layers that compute": 3, "names": {"MLP", "DNN"}},
    wrong=tuple((answer, hint) for answer, hint in _answers() if hint),
    passed=mark("Often 88 is said: those are the weights alone, and each of the 17 units has a bias besides."))


# 4F
def one_hidden_layer(x, w1, b1, w2, b2):
    h = np.tanh(x @ w1 + b1)
    return h @ w2 + b2


def draw_one_hidden_layer(generator):
    return (generator.normal(size=(7, 3)), generator.normal(size=(3, 5)), generator.normal(size=5),
            generator.normal(size=(5, 2)), generator.normal(size=2))


def _sigmoid(z):
    return 1 / (1 + np.exp(-z))


ON_OUTPUT = mark("What is wanted is the output's weighted sum z itself: does the last layer bend?")
TANH = mark("Which activation does the task ask for?")
BEND = FunctionTask(
    name="4F", wanted="network", section=mark("A layer in between"), right=one_hidden_layer, draw=draw_one_hidden_layer,
    wrong=((lambda x, w1, b1, w2, b2: (x @ w1 + b1) @ w2 + b2, "4.1"),
           (lambda x, w1, b1, w2, b2: x @ w1 @ w2 + b2, "4.1"),
           (lambda x, w1, b1, w2, b2: (np.tanh(x @ w1) + b1) @ w2 + b2,
            mark("A bias shifts the place where the unit bends: does yours come before the bend or after it?")),
           (lambda x, w1, b1, w2, b2: np.tanh(x @ w1) @ w2 + b2,
            mark("Where did b1 go? Without it every unit's line leads through the origin.")),
           (lambda x, w1, b1, w2, b2: np.tanh(x @ w1 + b1) @ w2, mark("The output is a unit too: what does it lack?")),
           (lambda x, w1, b1, w2, b2: np.tanh((x @ w1 + b1) @ w2 + b2), ON_OUTPUT),
           (lambda x, w1, b1, w2, b2: np.tanh(np.tanh(x @ w1 + b1) @ w2 + b2), ON_OUTPUT),
           (lambda x, w1, b1, w2, b2: _sigmoid(np.tanh(x @ w1 + b1) @ w2 + b2), ON_OUTPUT),
           (lambda x, w1, b1, w2, b2: np.tanh(np.tanh(x @ w1 + b1)) @ w2 + b2,
            mark("It bends twice: h already is what the units say. How often does g stand in the formula?")),
           (lambda x, w1, b1, w2, b2: (1 - np.tanh(x @ w1 + b1) ** 2) @ w2 + b2,
            mark("That is the slope of tanh, for the way back in lesson 05. Forwards the unit says tanh itself.")),
           (lambda x, w1, b1, w2, b2: np.maximum(x @ w1 + b1, 0) @ w2 + b2, TANH),
           (lambda x, w1, b1, w2, b2: _sigmoid(x @ w1 + b1) @ w2 + b2, TANH)),
    passed=mark("On 5 random networks 3-5-2. Often b1 is added after the bend: then every unit bends on a line through "
                "the origin."))


# 4W
class OfAnyDepth(FunctionTask):
    """Tried with 0 to 4 hidden layers: first all of one size, where transposed or shared arrays give numbers too."""

    def inputs(self):
        generator = np.random.default_rng(0)
        return [self.draw(generator, depth) for depth in range(5)]

    def judge(self, function):
        try:
            super().judge(function)
        except NotStarted:
            raise
        except Wrong as wrong:
            raise Wrong(*wrong.lines, hint=wrong.hint or self._depth_hint(function)) from None
        generator = np.random.default_rng(1)
        for depth in range(5):
            self._judge_uneven(function, self.draw(generator, depth, (3, 5, 4, 6, 8, 2)))

    def _judge_uneven(self, function, arguments):
        try:
            if fault := self.fault(call(function, arguments, self.right), self.right(*arguments)):
                raise Wrong(_("with {arguments}").format(arguments=named(self.right, arguments)), *fault)
        except Wrong as wrong:
            raise Wrong(*wrong.lines, hint=mark(
                "Where all layers have one size it is right: a matrix has a row for each input and a column for each "
                "unit. Which of them did you count?")) from None

    def _depth_hint(self, function):
        right = {depth for depth, arguments in enumerate(self.inputs()) if self._right(function, arguments)}
        if right == {1, 2, 3, 4}:
            return mark("Without a hidden layer the first layer is the last one too: what is done to x then?")
        return FIXED_DEPTH if right - {0} else ""

    def _right(self, function, arguments):
        try:
            return not self.fault(call(function, arguments, self.right), self.right(*arguments))
        except Wrong:
            return False


def logits(x, weights, biases):
    h = x
    for w, b in zip(weights[:-1], biases[:-1], strict=True):
        h = np.tanh(h @ w + b)
    return h @ weights[-1] + biases[-1]


def draw_layers(generator, depth=None, sizes=(3,) * 6):
    """Seven rows, and the weights and biases of so many hidden layers; sizes: input, four hidden ones, output."""
    depth = int(generator.integers(5)) if depth is None else depth
    sizes = (*sizes[:depth + 1], sizes[-1])
    weights = [generator.normal(size=shape) for shape in itertools.pairwise(sizes)]
    return generator.normal(size=(7, sizes[0])), weights, [generator.normal(size=size) for size in sizes[1:]]


def _first_and_last(x, weights, biases):
    return np.tanh(x @ weights[0] + biases[0]) @ weights[-1] + biases[-1]


def _with_activation(g, x, weights, biases):
    for w, b in zip(weights[:-1], biases[:-1], strict=True):
        x = g(x @ w + b)
    return x @ weights[-1] + biases[-1]


FIXED_DEPTH = mark("How many layers there are is for the lists to say: does your function use every one, however many?")
ONE_ROW = mark("x holds many rows, an example each: all of them go through the layers together.")
DEPTH = OfAnyDepth(
    name="4W", wanted="logits", section=mark("What it is called"), right=logits, draw=draw_layers,
    wrong=((lambda x, weights, biases: x @ weights[0] + biases[0], FIXED_DEPTH),
           (_first_and_last, FIXED_DEPTH),
           (lambda x, weights, biases: logits(x, [w.T for w in weights], biases), "5.5"),
           (lambda x, weights, biases: np.tanh(logits(x, weights, biases)), ON_OUTPUT),
           (lambda x, weights, biases: _sigmoid(logits(x, weights, biases)), ON_OUTPUT),
           (lambda x, weights, biases: logits(x, weights, [biases[0]] * len(biases)),
            mark("Every layer has a bias of its own: which one does your third layer add?")),
           (lambda x, weights, biases: logits(x[:1], weights, biases), ONE_ROW),
           (lambda x, weights, biases: logits(x[0], weights, biases), ONE_ROW),
           (lambda x, weights, biases: _with_activation(lambda z: z, x, weights, biases), "4.1"),
           (lambda x, weights, biases: _with_activation(lambda z: np.maximum(z, 0), x, weights, biases), TANH)),
    passed=mark("With 0 to 4 hidden layers. Often the output is bent as well: then no logit can leave −1 to 1."))

# 4X: between what 400 groups of 50 seeds lay (seeds 0 to 19,999; ReLU, Glorot, rate 0.1, momentum 0.9, 300 updates),
# and a little more on either side: shares solved 0.06 to 0.36, 0.38 to 0.76, 0.74 to 1; and mean accuracies.
SOLVED = {2: (0.01, 0.41), 4: (0.3, 0.84), 8: (0.72, 1.0)}
ACCURACY = {2: (0.65, 0.85), 4: (0.8, 0.96), 8: (0.92, 1.0)}
SEEDS = 50
MEAN_ACCURACY = mark("Three corners of four are no XOR, but count as 0.75 here: in how many runs are all four right?")
A_LOSS = mark("A loss says how sure a network is, not whether its four answers are right: what does it predict?")
CORNERS = mark("Four values, one for each corner. Of one network? One run proves little. Of fifty? A row is a network: "
               "over which axis is `all` taken?")
NONE = mark("None of them at any width: are they trained, and do you compare what is predicted, 0 or 1, with the "
            "targets? Networks whose units all begin equal never solve it either.")
ALL = mark("All of them at every width: are all four corners asked for, or is one of them enough?")
SAME_SEED = mark("Fifty runs, all with one outcome: do their start weights differ? Print those of the first two.")


def _verdicts(width, given):
    """What was said of the networks of one width: 50 numbers; or one, the share or the number of those that solved."""
    try:
        numbers = compare.read(given).ravel()
    except compare.Unreadable as what:
        raise Wrong(_("width {width}: {what}").format(width=width, what=what)) from None
    if numbers.size not in (1, SEEDS) or not np.isfinite(numbers).all():
        hint = {4 * SEEDS: MEAN_ACCURACY, 4: CORNERS}.get(numbers.size, "4.4" if 0 < numbers.size < SEEDS else "")
        raise Wrong(_("width {width}: {given} given, wanted {seeds} times True or False, one a network.").format(
            width=width, given=compare.in_words(given), seeds=SEEDS), hint=hint)
    return numbers / SEEDS if numbers.size == 1 and numbers[0] > 1 else numbers


def judge_solved(answer):
    if not isinstance(answer, dict) or set(answer) != set(SOLVED):
        raise Wrong(_("Wanted: a dictionary with {keys}.").format(keys=", ".join(map(repr, SOLVED))))
    verdicts = {width: _verdicts(width, answer[width]) for width in SOLVED}
    rates = {width: float(numbers.mean()) for width, numbers in verdicts.items()}
    said = _("Your shares: {rates}.").format(rates=", ".join(f"{width}: {rate:.2f}" for width, rate in rates.items()))
    if hint := _kind_hint(np.concatenate(list(verdicts.values())), rates):
        raise Wrong(said, hint=hint)
    if not _within(rates, SOLVED):
        width = next(width for width in SOLVED if not _within({width: rates[width]}, SOLVED))
        words = (_("With width {width} 50 seeds hardly ever solve so many.") if rates[width] > SOLVED[width][1] else
                 _("With width {width} 50 seeds hardly ever solve so few."))
        raise Wrong(said, words.format(width=width), hint=mark(
            "Compare width, activation, learning rate, momentum and number of epochs with those of the task."))


def _within(rates, bands):
    return all(bands[width][0] <= rate <= bands[width][1] for width, rate in rates.items())


def _kind_hint(values, rates):
    """What the numbers are, where they are no verdicts of 50 different runs."""
    if not np.isin(values, (0, 1)).all():
        if values.size > len(rates):
            return MEAN_ACCURACY if np.isin(4 * values, range(5)).all() else A_LOSS
        falling = rates[2] > rates[4] > rates[8]  # as the loss does; the share that solves it rises with the width
        return A_LOSS if falling else MEAN_ACCURACY if _within(rates, ACCURACY) else ""
    if not values.any():
        return NONE
    if values.all() and values.size > len(rates):
        return ALL
    if set(rates.values()) <= {0, 1}:
        return "4.4" if values.size == len(rates) else SAME_SEED
    return ""


XOR_SEEDS = JudgedTask(
    name="4X", wanted="solved", section=mark("Does it find such weights by itself?"), judged=judge_solved, seconds=10,
    passed=mark("Over 20,000 seeds the shares were 0.19, 0.57 and 0.90; groups of 50 scatter around that. Often the "
                "mean accuracy is told: 0.74 at width 2, for a stuck network mostly has two or three corners right."))


# 4C
def early_stopping(training, validation, test, weights, patience):
    best = 0
    for epoch, loss in enumerate(validation):
        if loss < validation[best]:
            best = epoch
        elif epoch - best >= patience:
            break
    return best + 1, weights[best], test[best]


def draw_run(generator):
    """Losses and weights of some 35 epochs: nine new lowest validation losses, and between them what tells all apart.

    After the fifth the wait is one epoch short of the patience, after the sixth it ends; who waits longer meets others.
    In every other run the training ends before that.
    """
    patience = int(generator.integers(3, 5))
    waits = (0, *3 * (patience - 2,), patience - 1, patience - 1, patience + 2, patience, 2)  # after each new lowest
    validation, low = [], 0.9
    for number, wait in enumerate(waits):
        low -= generator.uniform(0.03, 0.08)
        worse = np.sort(low + generator.uniform(0.01, 0.2, wait))
        validation += [low, *([low] if number in (5, 6) else []), *(worse if number == 7 else worse[::-1])]
    epochs = sum(waits[:5]) + 7 if generator.random() < 1 / 2 else len(validation)  # 7: six lowest, a tie
    training = np.sort(generator.uniform(0.1, 0.8, epochs))[::-1]
    test = np.array(validation[:epochs]) + generator.uniform(-0.15, 0.15, epochs)
    losses = [array.round(3).tolist() for array in (training, np.array(validation[:epochs]), test)]
    return *losses, [generator.normal(size=4) for _epoch in range(epochs)], patience


Run = namedtuple("Run", "training validation test weights patience")


def _best(validation, patience, *, ties=False, before=False, again=True):
    """The best epoch, from 0, by the rule or a wrong one: ties count as better; each epoch is compared with the one
    before; the count of worse ones never begins again.
    """
    best = count = 0
    for epoch in range(1, len(validation)):
        worse = validation[epoch] >= validation[epoch - 1 if before else best]
        if validation[epoch] < validation[best] or (ties and validation[epoch] == validation[best]):
            best, worse = epoch, False
        count = count + 1 if worse else 0 if again else count
        if count >= patience:
            break
    return best


def _kept(choose):
    """Early stopping that chooses its epoch in another way."""
    def stopping(*run):
        best = choose(Run(*run))
        return best + 1, Run(*run).weights[best], Run(*run).test[best]
    return stopping


def _told(results):
    """Early stopping that gives other results for the best epoch."""
    return lambda *run: results(Run(*run), _best(run[1], run[4]))


def _end(run):
    return min(_best(run.validation, run.patience) + run.patience, len(run.validation) - 1)


LAST = mark("The weights have moved on since the best epoch: which of them belong to the epoch that you keep?")
ONE_OFF = mark("Count by hand: patience 2 and the losses 3, 4, 5, 2. After which epoch does the training end?")
FROM_0 = mark("A list begins at 0, epochs are counted from 1, as in the lesson: where does epoch 1 stand?")
REPORTED = mark("This loss has helped to choose, or was learnt from: which of the three has done neither?")
STOPPING = FunctionTask(
    name="4C", wanted="early_stopping", section=mark("Too long, or too large?"), right=early_stopping, draw=draw_run,
    parts=("epoch", "weights", "loss"), seconds=10,
    wrong=((_told(lambda run, best: (best, run.weights[best], run.test[best])), FROM_0),
           (_told(lambda run, best: (best + 1, run.weights[best + 1], run.test[best + 1])), FROM_0),
           (_kept(lambda run: _best(run.validation, run.patience - 1)), ONE_OFF),
           (_kept(lambda run: _best(run.validation, run.patience + 1)), ONE_OFF),
           (_kept(lambda run: _best(run.validation, 1)),
            mark("A loss goes up and down. What is the patience for, when the first rise ends it all?")),
           (_kept(lambda run: int(np.argmin(run.validation))),
            mark("Who has stopped never sees what would have come: where does your loop end?")),
           (_kept(lambda run: _best(run.validation, run.patience, ties=True)),
            mark("Just as good is not better: what do you do when the loss equals the lowest one so far?")),
           (_kept(lambda run: _best(run.validation, run.patience, before=True)),
            mark("Compare with the lowest loss so far, not with the epoch before: it rises and falls a little.")),
           (_kept(lambda run: _best(run.validation, run.patience, again=False)),
            mark("In a row: what happens to your count when a new lowest loss comes?")),
           (_kept(_end), mark("There it stops. Which epoch had the lowest validation loss until then?")),
           (_kept(lambda run: _best(run.training, run.patience)),
            mark("The training loss falls on while the network overfits: which loss shows that it does?")),
           (_kept(lambda run: _best(run.test, run.patience)), "4.9"),
           (_told(lambda run, best: (best + 1, run.weights[best], run.validation[best])), REPORTED),
           (_told(lambda run, best: (best + 1, run.weights[best], run.training[best])), REPORTED),
           (_told(lambda run, best: (best + 1, run.weights[best], min(run.test))), "4.9"),
           (_told(lambda run, best: (best + 1, run.weights[-1], run.test[best])), LAST),
           (_told(lambda run, best: (best + 1, run.weights[-1], run.test[-1])), LAST),
           (_told(lambda run, best: (best + 1, run.weights[_end(run)], run.test[best])), LAST),
           (_told(lambda run, best: (best + 1, run.weights[_end(run)], run.test[_end(run)])), LAST)),
    passed=mark("On 5 random runs; one ends before the patience does. Often the validation loss is reported: "
                "it chose the epoch, and flatters. In 20 runs on moons it was 0.38 on average, the test loss 0.42."))

TASKS = (FACTS, BEND, DEPTH, XOR_SEEDS, STOPPING)
