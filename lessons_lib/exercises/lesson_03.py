"""Lesson 03, gradient descent: updates and epochs, the step downhill, mini-batches, their noise, momentum."""
import contextlib
import functools
import itertools

import numpy as np

from lessons_lib import data, nn
from lessons_lib.exercises import compare
from lessons_lib.exercises.tasks import FunctionTask, JudgedTask, ValueTask, Wrong, array_fault, call
from lessons_lib.text import _, mark

# 3P: 219 examples, batches of 32, 10 epochs
_ACROSS = mark("An epoch ends before the next one begins: can a batch hold examples of two epochs?")
UPDATES = ValueTask(
    name="3P", wanted="updates", section=mark("The same in NumPy"), right=70,
    wrong=((10, "3.7"), (60, "3.6"), (68, _ACROSS), (2190 / 32, _ACROSS), (69, _ACROSS),
           (320, mark("That is 32 times 10. How many updates does one batch give?")),
           (2190, mark("That many examples are looked at. How many of them does one update use?")),
           (7, mark("That is one epoch.")), ("70", mark("A number is wanted: leave out the quotation marks."))),
    passed=mark("7 batches an epoch, six of 32 and one of 27. Often 2190 / 32 is taken, which gives 68: but no batch "
                "reaches from one epoch into the next."))


# 3F
def update(w, x, t, eta):
    error = x @ w - t
    return w - eta * x.T @ error / len(x)


def _gradient(w, x, t):
    return x.T @ (x @ w - t) / len(x)


def draw_examples(generator):
    examples = int(generator.integers(5, 9))
    return (generator.normal(size=3), generator.normal(size=(examples, 3)), generator.normal(size=examples),
            float(generator.uniform(0.05, 0.5)))


_NO_RATE = mark("Once with η = 0.001, once with η = 0.1: does your step change?")
_ONLY_STEP = mark("That is how far it goes. From where does it start?")
_OWN_SLOPE = mark("Each weight has a slope of its own: where does its input come in?")
UPDATE = FunctionTask(
    name="3F", wanted="update", section=mark("A loss, and the way down"), right=update, draw=draw_examples,
    wrong=((lambda w, x, t, eta: w + eta * _gradient(w, x, t), "3.1"),
           (lambda w, x, t, eta: w - _gradient(w, x, t), _NO_RATE),
           (lambda w, x, t, eta: w - eta * _gradient(w, x, t) * w, mark("Could it ever move a weight that is 0?")),
           (lambda w, x, t, eta: w - eta * _gradient(w, x, t) * len(x), "3.2"),
           (lambda w, x, t, eta: w - eta * _gradient(w, x, t) / len(x), "3.2"),
           (lambda w, x, t, eta: w - eta * _gradient(w, x, t) * 2, "3.3"),
           (lambda w, x, t, eta: w - eta * _gradient(w, x, t) / x.shape[1],
            mark("The mean is over the examples alone: how many are there in x?")),
           (lambda w, x, t, eta: -eta * _gradient(w, x, t), _ONLY_STEP),
           (lambda w, x, t, eta: eta * _gradient(w, x, t), _ONLY_STEP),
           (lambda w, x, t, eta: _gradient(w, x, t), _ONLY_STEP),
           (lambda w, x, t, eta: w - eta * np.mean(x @ w - t), _OWN_SLOPE),
           (lambda w, x, t, eta: w - eta * np.mean(_gradient(w, x, t)), _OWN_SLOPE),
           (lambda w, x, t, eta: w - eta * np.mean((x @ w - t) ** 2) / 2, mark("Is that the loss, or its slope?"))),
    passed=mark("On 5 random batches of 5 to 8 examples. Often the sum is taken for the mean: then the step grows with "
                "the batch, and a rate that suits 8 examples may be too large for 32."))

# 3W
CASES = ((43, 8), (13, 4), (12, 3), (9, 9))  # examples, batch size; three epochs of the first


class Draws(np.random.Generator):
    """A generator that is not copied with the arguments: it goes on where it stopped, from one call to the next."""

    def __deepcopy__(self, memo):
        return self

    def __repr__(self):  # without the address, which is another in each run
        return "Generator"


def mini_batches(x, t, batch_size, rng):
    order = rng.permutation(len(x))
    batches = [order[start:start + batch_size] for start in range(0, len(x), batch_size)]
    return [(x[rows], t[rows]) for rows in batches]


def judge_batches(function):
    rng, equal = Draws(np.random.PCG64(7)), Draws(np.random.PCG64(7))
    epochs = [_epoch(function, *CASES[0], draws) for draws in (rng, rng, equal)]
    for examples, size in CASES[1:]:
        _epoch(function, examples, size, rng)
    first, second, again = map(np.concatenate, epochs)
    meeting = [{frozenset(batch.tolist()) for batch in epoch} for epoch in epochs]
    for broken, line, hint in (
            ((first == np.arange(len(first))).all(), _("The examples come in the order in which they stand."),
             mark("Where data are sorted, each batch would be all of one kind: what comes before splitting?")),
            ((first == second).all(), _("Two epochs with the same `rng` come in the same order."),
             mark("Each epoch shuffles anew: does your order come from `rng`, which goes on, or does it begin again?")),
            (meeting[0] & meeting[1], _("In two epochs the same examples meet in a batch."),
             mark("What is split before it is shuffled stays together: shuffle first, split then.")),
            ((first != again).any(), _("Of two equal `rng` each gives other batches."),
             mark("So nobody can repeat your run: let `rng` alone draw, neither `random` nor `np.random`."))):
        if broken:
            raise Wrong(line, hint=hint)


def _epoch(function, examples, size, rng):
    """The numbers of the examples in each batch of an epoch, or Wrong."""
    generator = np.random.default_rng(examples)
    x, t = generator.normal(size=(examples, 3)), generator.permutation(examples) / 4 - 1.1
    batches = _pairs(call(function, (x, t, size, rng), mini_batches))
    rows, targets = ([_numbers(batch[part], array) for batch in batches] for part, array in enumerate((x, t)))
    _judge_rows(np.concatenate(rows), size, examples)
    wanted = [len(one) for one, _other in mini_batches(x, t, size, np.random.default_rng(0))]
    if [*map(len, rows)] != wanted:
        raise Wrong(_("{examples} examples in batches of {size}: yours have {sizes}, wanted {wanted}.").format(
            examples=examples, size=size, sizes=[*map(len, rows)], wanted=wanted),
            hint=mark("Every batch is full; only the last may be short, and it is never empty."))
    for one, other in zip(np.concatenate(rows), np.concatenate(targets), strict=True):
        if one != other:
            raise Wrong(_("The inputs of example {one} stand beside the target of example {other}.").format(
                one=one, other=other), hint="3.4")
    return rows


def _pairs(result):
    """The batches as pairs of arrays (examples, 3) and (examples,), or Wrong."""
    line, hint = _("yours: {yours}").format(yours=compare.in_words(result)), ""
    with contextlib.suppress(Exception):  # whatever a learner's own iterator raises
        pairs = [(compare.read(x), compare.read(t)) for x, t in itertools.islice(result, 1000)]
        odd = [(x.shape, t.shape) for x, t in pairs if x.shape != (len(t), 3) or t.ndim != 1]
        if pairs and not odd:
            return pairs
        line = _("yours: a batch with x of shape {x} and t of shape {t}").format(x=odd[0][0], t=odd[0][1])
        hint = "2.8" if odd[0][1][1:] == (1,) else ""
    raise Wrong(line, _("wanted: a list of pairs (x, t), of shapes (examples, 3) and (examples,)"), hint=hint)


def _numbers(batch, array):
    """For each row of a batch its number in the array, or Wrong."""
    far = np.abs(batch[:, np.newaxis] - array).reshape(len(batch), len(array), array[0].size).max(axis=-1)
    if not (found := far.min(axis=1) <= 1e-3).all():  # NaN is near to nothing
        raise Wrong(_("No example has these numbers: {row}.").format(row=compare.in_words(batch[~found][0])))
    return far.argmin(axis=1)


def _judge_rows(rows, size, examples):
    """Every example once. `random.shuffle` copies rows of an array upwards alone: at place i stands one up to i."""
    lost, twice = np.setdiff1d(np.arange(examples), rows).tolist(), np.flatnonzero(np.bincount(rows) > 1).tolist()
    upwards = len(rows) == examples and (rows <= np.arange(examples)).all()
    short = "3.6" if len(rows) == examples // size * size else ""
    if twice or lost:
        raise Wrong(_("{examples} examples in batches of {size}: these come more than once: {twice}; never: "
                      "{lost}.").format(examples=examples, size=size, twice=compare.in_words(twice),
                                        lost=compare.in_words(lost)),
                    hint=("3.5" if upwards else "3.9") if twice else short)


BATCHES = JudgedTask(
    name="3W", wanted="mini_batches", section=mark("The same in NumPy"), judged=judge_batches,
    passed=mark("Every example once, with its own target, and each epoch in an order of its own. Often x is shuffled "
                "and t is not: nothing fails, and nothing is learnt."))

# 3X
@functools.cache
def _gradients():
    """Of each penguin, where the lesson starts."""
    raw, _species = data.penguins(data.PENGUIN_SPECIES, ("flipper_length", "bill_depth", "body_mass"))
    *x, t = data.Standardiser(raw).transform(raw).T
    return nn.example_gradients(np.transpose(x), t, np.array([-1.5, 0.5]), "squared_error")


def judge_noise(answer):
    sizes, spreads = _measured(answer)
    slope, hint = _slope(sizes, spreads), _noise_hint(sizes, spreads)
    if abs(slope + 0.5) > 0.05:
        raise Wrong(_("Your points have the slope {slope:.3f}, wanted −0.5 ± 0.05.").format(slope=slope), hint=hint)
    if not _near(spreads, _theory(sizes)):
        raise Wrong(_("The slope is right, but the spreads are {yours}, in place of about {right}.").format(
            yours=compare.in_words(spreads), right=compare.in_words(_theory(sizes))), hint=hint)


def _measured(answer):
    """Batch sizes and spreads, or Wrong."""
    with contextlib.suppress(Exception):  # whatever is no such dictionary
        sizes, spreads = (compare.read(list(part)).reshape(len(answer)) for part in (answer.keys(), answer.values()))
        possible = np.isin(sizes, np.arange(1, len(_gradients()) + 1)) & (spreads >= 0) & (spreads < np.inf)
        if possible.all() and len(sizes) >= 5 and sizes.max() >= 16 * sizes.min():
            return sizes, spreads
    raise Wrong(_("You say {answer}.").format(answer=compare.in_words(answer)), _(
        "Wanted: a dictionary with the spread for each of five batch sizes or more, from 1 to {examples}, the largest "
        "at least 16 times the smallest.").format(examples=len(_gradients())))


def _theory(sizes):
    sigma = nn.rms_distance(_gradients(), _gradients().mean(axis=0))
    return nn.expected_spread(sigma, sizes, len(_gradients()), replacement=False)


def _slope(sizes, spreads):
    return np.polyfit(np.log(sizes), np.log(np.maximum(spreads, 1e-9)), 1)[0]


def _near(spreads, others):
    return (np.abs(spreads - others) <= 0.2 * others + 1e-9).all()  # a thousand draws come within a few per cent


def _noise_hint(sizes, spreads):
    """The hint for the known mistake that gives such spreads."""
    right = _theory(sizes)
    known = (
        (right, mark("Your batch sizes are well chosen: draw more batches of each.")
         if abs(_slope(sizes, right) + 0.5) < 0.05 else
         mark("The spreads are right, the line bends: what does the second root of the formula do where B is large?")),
        (right ** 2, mark("That is the square of a distance, as a variance is: which root is missing?")),
        (np.full_like(right, _theory(1)), mark("The same for every B: of how many examples do you take the mean?")),
        (right * sizes / len(_gradients()), "3.2"), (right * sizes, "3.2"), (right / sizes, "3.2"),
        (right / np.sqrt(2), mark("A distance in the plane adds the squares of both differences.")),
        (np.hypot(right, np.linalg.norm(_gradients().mean(axis=0))), mark("From which point do you measure?")),
        (np.where(2 * sizes.max() > len(_gradients()), _theory(1) / np.sqrt(sizes), 0),  # else it is near to right
         mark("Is nothing drawn twice? With all examples in the batch no noise is left.")))
    return next((hint for others, hint in known if _near(spreads, others)), "")


NOISE = JudgedTask(
    name="3X", wanted="noise", section=mark("How wrong is a small batch?"), judged=judge_noise, seconds=10.0,
    passed=mark("The slope and each spread, against theory. Often −1 is expected: that is the slope of the variance, "
                "the square of the spread. Four times as many examples halve the noise."))


# 3C
def momentum_step(w, v, gradient, eta, beta):
    v = beta * v - eta * gradient
    return w + v, v


def largest_rate(x):
    return 2 / np.linalg.eigvalsh(x.T @ x / len(x))[-1]


def draw_step(generator):
    return (*generator.normal(size=(3, 3)), float(generator.uniform(0.05, 0.4)), float(generator.uniform(0.5, 0.9)))


def draw_inputs(generator):
    return (generator.normal(size=(int(generator.integers(7, 12)), 3)) * [1.5, 0.6, 1] + [0.8, -0.5, 1.1],)


_WHERE_ETA = mark("Compare with the formula: is η in v already, or does it come later?")
STEP = FunctionTask(
    name="3C", wanted="momentum_step", section="", passed="", right=momentum_step, draw=draw_step, parts=("w", "v"),
    wrong=((lambda w, v, g, eta, beta: (w + beta * v + eta * g, beta * v + eta * g), "3.1"),
           (lambda w, v, g, eta, beta: (w - beta * v + eta * g, beta * v - eta * g), "3.1"),
           (lambda w, v, g, eta, beta: (w - eta * (beta * v + g), beta * v + g), _WHERE_ETA),
           (lambda w, v, g, eta, beta: (w + eta * (beta * v - g), beta * v - g), _WHERE_ETA),
           (lambda w, v, g, eta, beta: (w + beta * v - g, beta * v - g), _NO_RATE),
           (lambda w, v, g, eta, beta: (w + v - eta * g, v - eta * g), mark("Is nothing of the last step ever lost?")),
           (lambda w, v, g, eta, beta: (w - eta * g, -eta * g), mark("Where does the last step come in?")),
           (lambda w, v, g, eta, beta: (w + v, beta * v - eta * g), mark("Which v moves w: the old or the new one?")),
           (lambda w, v, g, eta, beta: (w + beta * v - eta * g, v), mark("Which v will the next update begin with?")),
           (lambda w, v, g, eta, beta: (w + beta * v - (1 - beta) * eta * g, beta * v - (1 - beta) * eta * g),
            mark("β takes a share of the last step; does it take any of the gradient?")),
           (lambda w, v, g, eta, beta: (beta * v - eta * g, w + beta * v - eta * g), mark("First w, then v."))))


class RoughTask(FunctionTask):
    """One number, right to 1 %: it may have been found by trying."""

    def inputs(self):  # two are enough, and trying takes its time
        return super().inputs()[:2]

    def fault(self, result, right):
        with contextlib.suppress(compare.Unreadable, ValueError):  # several numbers are no item
            if abs(compare.read(result).item() / right - 1) <= 0.01:
                return None
        return array_fault("", result, right)


RATE = RoughTask(
    name="3C", wanted="largest_rate", section="", passed="", right=largest_rate, draw=draw_inputs,
    wrong=((lambda x: largest_rate(x) / 2,
            mark("There 1 − ηλ is 0: one direction arrives at once. Could a step be longer, and still lead nearer?")),
           (lambda x: 2 / np.linalg.eigvalsh(x.T @ x / len(x))[0], mark("Try it: which direction runs away first?")),
           (lambda x: 2 * len(x) / (x ** 2).sum(), mark("No direction has the curvatures of all: which one counts?")),
           (lambda x: largest_rate(x) / len(x), "3.2"), (lambda x: largest_rate(x) * len(x), "3.2"),
           (lambda x: largest_rate(x) * 2, "3.3"),
           (lambda x: 2 / largest_rate(x), mark("That is a curvature: how long may a step be where it is so large?")),
           *((lambda x, beta=beta: (1 + beta) * largest_rate(x), mark("That is a limit with momentum; and with β = 0?"))
             for beta in (0.5, 0.8, 0.9, 0.95))))


def judge_descent(answer):
    if not isinstance(answer, dict) or set(answer) != {"step", "rate"}:
        raise Wrong(_("Wanted: a dictionary with {keys}.").format(keys="'step', 'rate'"))
    STEP.judge(answer["step"])
    RATE.judge(answer["rate"])


DESCENT = JudgedTask(
    name="3C", wanted="descent", section=mark("How long may a step be?"), judged=judge_descent, seconds=20.0,
    passed=mark("On random steps, and on random inputs to 1 %. Often 1/λ is given, where one direction arrives in a "
                "single update: below twice that rate every update still leads nearer."))

TASKS = (UPDATES, UPDATE, BATCHES, NOISE, DESCENT)
