"""Lesson 02, the single-layer perceptron: units, probability, the learning rule, the threshold, a whole classifier."""
import functools
import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from lessons_lib import data, nn
from lessons_lib.exercises import compare
from lessons_lib.exercises.tasks import FunctionTask, JudgedTask, ValueTask, Wrong, array_fault, call
from lessons_lib.text import _, mark


@dataclass(frozen=True, kw_only=True)
class HintedTask(FunctionTask):
    """One whose mistakes do not all show in a result: some raise an error, some give NaN."""

    further: Callable  # from the function and what was found wrong with it: the hint, or ""

    def judge(self, function):
        try:
            super().judge(function)
        except Wrong as wrong:
            raise type(wrong)(*wrong.lines, hint=wrong.hint or self.further(function, wrong)) from None


# 2P: Adelie against Gentoo by flipper (mm) and mass (g), at the optimum: 0.804 per mm and 0.00602 per g
SAME_SUM = mark("The numbers became smaller: what must the weight do for the same sum?")
SAME_BIRD = mark("Take one bird: what was z = w·x + b with grams, and what is it with kilograms?")
KILOGRAMS = {  # of each part what is right, then what is wrong, with hints
    "w_mass": ((6.02, ""), (0.00602, SAME_SUM), (0.00000602, SAME_SUM)),
    "ranking flips": ((True, ""), (False, mark("Put your new weight beside the flipper's: which is larger now?"))),
    "boundary moves": ((False, ""), (True, SAME_BIRD)),
    "accuracy falls": ((False, ""), (True, SAME_BIRD)),
    "standardised w changes": ((False, ""), (True, "2.6"))}


def combined(choices):
    """All answers that can be put together, the right one first, each with the hint for its first wrong part."""
    for parts in itertools.product(*choices.values()):
        values, hints = zip(*parts, strict=True)
        yield dict(zip(choices, values, strict=True)), next(filter(None, hints), "")


(RIGHT, _none), *MISTAKEN = combined(KILOGRAMS)
UNITS = ValueTask(
    name="2P", wanted="prediction", section=mark("Is the larger weight the more important input?"), right=RIGHT,
    wrong=tuple(MISTAKEN),
    passed=mark("Measured: 269 of 274 birds are right, before and after. Often the weight too is divided by 1000: then "
                "the mass would hardly count any more."))


# 2F
def probability(x, w, b):
    z = x @ w + b
    power = np.exp(-np.abs(z))  # 1 at most, so that nothing overflows
    return np.where(z >= 0, 1, power) / (1 + power)


def draw_sums(generator):
    """Seven rows; the sums of the first two are 800 and -800."""
    x, w, b = generator.normal(size=(7, 3)), generator.normal(size=3), float(generator.uniform(0.5, 1.5))
    x[:2] *= ((np.array([800, -800]) - b) / (x[:2] @ w))[:, np.newaxis]
    return x, w, b


OVERFLOW = mark("Right for small sums, but not at z = ±800: how large is exp(800)? Could every exponent be negative?")


def further_of_probability(function, _wrong):
    """A product the wrong way round fits a square alone, and a power that overflows fails at extremes alone."""
    x, w, b = np.random.default_rng(1).normal(size=(3, 3)), np.array([0.5, -1.0, 2.0]), 0.7
    try:
        given = call(function, (x, w, b), probability)
    except Wrong:
        return ""
    return next((hint for inputs, hint in ((x.T, "5.5"), (x, OVERFLOW))
                 if not array_fault("", given, probability(inputs, w, b))), "")


WEIGHTED_SUM = mark("That is the weighted sum z. Squeeze it into 0 to 1.")
PROBABILITY = HintedTask(
    name="2F", wanted="probability", section=mark("The machine"), right=probability, draw=draw_sums,
    wrong=((lambda x, w, b: nn.sigmoid(-(x @ w + b)),
            mark("The larger z, the nearer to 1 should p be: try z = 2. Which sign stands in the exponent?")),
           (lambda x, w, b: nn.sigmoid(x @ w), mark("What is p where all inputs are 0? Something in z must say it.")),
           (lambda x, w, b: nn.step(x @ w + b), mark("That is a step, 0 or 1. What should p be a little above z = 0?")),
           (lambda x, w, b: x @ w + b, WEIGHTED_SUM),
           (lambda x, w, b: nn.sigmoid(x * w + b), mark("One p for each row: where are its products added up?"))),
    further=further_of_probability,
    passed=mark("On 5 times 7 rows, with sums from −800 to 800. Often exp(z) / (1 + exp(z)) is written: at z = 800 "
                "that is infinity over infinity, NaN."))


# 2W
def perceptron_path(x, t, w, b, eta):
    weights, biases = [], []
    for one, label in zip(x, t, strict=True):
        error = label - int(one @ w + b >= 0)
        w, b = w + eta * error * one, b + eta * error
        weights.append(w)
        biases.append(b)
    return np.array(weights), np.array(biases)


def draw_examples(generator):
    """Quarters, whose sums are exact: that of the first example is 0, a tie."""
    x, w = (generator.integers(1, 7, size) * generator.choice([-1, 1], size) / 4 for size in ((7, 3), 3))
    labels, eta = generator.permutation([0, 0, 0, 1, 1, 1, 1]), float(generator.choice([0.25, 0.5, 0.75]))
    return x, labels, w, -float(x[0] @ w), eta


def stepping(change):
    """The path on which each example moves w by a times x and b by c: change(t, z, eta) gives a and c."""
    def path(x, t, w, b, eta):
        passed = []
        for one, label in zip(x, t, strict=True):
            of_w, of_b = change(label, one @ w + b, eta)
            w, b = w + of_w * one, b + of_b
            passed.append((w, b))
        return tuple(map(np.array, zip(*passed, strict=True)))
    return path


def rule(of_w, of_b, output=lambda z: int(z >= 0)):
    """The path of the rule with its two steps multiplied by these factors, and with this output in the place of y."""
    return stepping(lambda t, z, eta: (of_w * eta * (t - output(z)), of_b * eta * (t - output(z))))


def moving_if(moves, label=lambda t: t):
    """The path on which the label itself is the step, where moves(t z) says so."""
    return stepping(lambda t, z, eta: (eta * label(t) * moves(label(t) * z),) * 2)


def kept(otherwise):
    """Other things kept of the right path: otherwise(first w, first b, weights, biases)."""
    return lambda x, t, w, b, eta: otherwise(w, b, *perceptron_path(x, t, w, b, eta))


SIGN = mark("Which way round? An example with t = 1 must raise its own sum.")
ZEROS_IGNORED = mark("Labels are 0 and 1 here, not −1 and 1: what is t·z where t = 0? When would it teach anything?")
EPOCH = FunctionTask(
    name="2W", wanted="perceptron_path", section=mark("Who finds the line?"), parts=("weights", "biases"),
    right=perceptron_path, draw=draw_examples,
    wrong=((rule(1, 3), "2.1"), (rule(1, 0), "2.2"),
           (moving_if(lambda tz: tz < 0), ZEROS_IGNORED), (moving_if(lambda tz: tz <= 0), ZEROS_IGNORED),
           (moving_if(lambda tz: True), "2.3"), (rule(-1, -1), SIGN), (rule(-1, 1), SIGN), (rule(1, -1), SIGN),
           (rule(1, 1, lambda z: int(z > 0)), "1.4"),
           (moving_if(lambda tz: tz <= 0, lambda t: 2 * t - 1), "1.4"),
           (moving_if(lambda tz: tz < 0, lambda t: 2 * t - 1), "1.4"),
           (rule(1, 1, nn.sigmoid), mark("Here y is the hard step, 0 or 1: an example that is right moves nothing.")),
           (stepping(lambda t, z, eta: (t - (z >= 0),) * 2), mark("Where is η? It scales every step.")),
           (kept(lambda w, b, weights, biases: (np.vstack([w, weights[:-1]]), np.append(b, biases[:-1]))),
            mark("Row i holds the weights after example i, not before it.")),
           (kept(lambda w, b, weights, biases: (0 * weights + weights[-1], biases)),
            mark("All rows are one array, which `w += ...` writes over: what must be kept of it?")),
           (kept(lambda w, b, weights, biases: (weights[-1], biases[-1])),
            mark("Only the last ones came back: keep those after every example, one row each."))),
    passed=mark("At every step of 5 random epochs, each with a sum of exactly 0. Often the bias moves inside a loop "
                "over the inputs: then one mistake moves it once for each input."))

# 2X
RECALL, NEAR = 0.95, 1e-4  # wanted; by how much a threshold may be rounded


@functools.cache
def penguin_scores():
    """Probability and truth of the training, the validation and the test part, as the notebook makes them."""
    parts = data.split(*data.penguins(("Adelie", "Chinstrap")), fractions=(0.5, 0.3, 0.2), seed=97)
    scaler = data.Standardiser(parts[0][0])
    weights, bias = nn.logistic_optimum(scaler.transform(parts[0][0]), parts[0][1])
    return [(nn.sigmoid(scaler.transform(inputs) @ weights + bias), truth) for inputs, truth in parts]


def measured(part, threshold):
    """Precision (nan where nothing is called 1) and recall at this threshold."""
    matrix = nn.metrics.confusion_matrix(part[1], part[0] >= threshold)
    return nn.metrics.precision(matrix), nn.metrics.recall(matrix)


def chosen(part, enough=lambda _precision, recall: recall >= RECALL, score=lambda precision, _recall: precision):
    """The thresholds, above the first number and up to the second, with the best score of those that are enough."""
    candidates = np.unique(part[0])
    best = max((q for q in candidates if enough(*measured(part, q))), key=lambda q: score(*measured(part, q)))
    return max((q for q in candidates if q < best), default=-np.inf), best


@functools.cache
def known_thresholds():
    """(Above, up to, hint) for each known wrong way to choose."""
    train, validation, test = penguin_scores()
    below, lowest = chosen(validation)[0], validation[0].min()
    return (
        (np.nextafter(0.5, 0), 0.5, "2.10"),
        (*chosen(test), mark("For the test part it would be the best. But may the data that judge also choose?")),
        (*chosen(train), mark("For the training part it would be the best. But those birds have made the weights.")),
        (*chosen(validation, lambda precision, _recall: precision >= RECALL, lambda _precision, recall: recall), "2.7"),
        (*chosen(validation, lambda _precision, recall: recall > RECALL), mark("At least 0.95: would 0.95 do?")),
        (max(validation[0][validation[0] < below]), below, mark("In this course p ≥ θ says yes: what about p = θ?")),
        (-np.inf, lowest, mark("Call every bird a Chinstrap, and recall is 1. What does that cost?")))


def judge_threshold(answer):
    try:
        number = compare.read(answer)
    except compare.Unreadable:
        number = np.array([])
    if number.size != 1 or not np.isfinite(number).all():
        raise Wrong(_("{given} given, wanted one number.").format(given=compare.in_words(answer)))
    theta, validation = number.item(), penguin_scores()[1]
    below, best = chosen(validation)
    if below < theta <= best + NEAR:
        return
    precision, recall = measured(validation, theta)
    raise Wrong(
        _("Threshold {threshold:.4g}: on the validation part recall {recall:.2f}, precision {precision:.2f}.").format(
            threshold=theta, recall=recall, precision=precision),
        _("Recall is too low.") if recall < RECALL else _("Recall is enough, but precision can be higher."),
        hint=next((hint for above, up_to, hint in known_thresholds() if above < theta <= up_to + NEAR), ""))


THRESHOLD = JudgedTask(
    name="2X", wanted="threshold", section=mark("Which mistake costs more?"), judged=judge_threshold, seconds=10,
    passed=mark("It finds 19 of 20 Chinstraps on the validation part; 0.5, which is often kept, finds 10. On the test "
                "part it finds 12 of 14: what just reaches a goal where it was chosen often misses it elsewhere."))


# 2C
def columns(part):
    return part.mean(axis=0), part.std(axis=0)


def classifier(*, scales=lambda train, new: (columns(train),) * 2, error=lambda p, t: p - t, of_w=1, of_b=1,
               shrink=lambda eta, decay: (eta * decay, 0), said=lambda p: p):
    """Logistic regression, with some parts exchanged if wanted. scales: mean and spread for the training inputs and for
    the new ones; shrink: the shares that w and b lose in an update."""
    def classify(train_inputs, train_labels, new_inputs, eta, decay, updates):
        (mean, std), (new_mean, new_std) = scales(train_inputs, new_inputs)
        x, w, b, (share, share_of_b) = (train_inputs - mean) / std, 0 * train_inputs[0], 0.0, shrink(eta, decay)
        for _number in range(updates):
            e = eta * error(nn.sigmoid(x @ w + b), train_labels)
            w, b = (1 - share) * w - of_w * e @ x / len(x), (1 - share_of_b) * b - of_b * e.mean()
        return w, b, said(nn.sigmoid((new_inputs - new_mean) / new_std @ w + b))
    return classify


def draw_birds(generator):
    """Seven birds, each column in a unit of its own, and four new ones from elsewhere."""
    middle, spread, labels = np.array([4.0, 20, 150]), np.array([0.5, 3, 40]), generator.permutation(7) // 5
    return (middle + spread * (generator.normal(size=(7, 3)) + 2 * labels[:, np.newaxis]), labels,
            middle + spread * generator.normal(2, 3, (4, 3)), float(generator.uniform(0.5, 1)),
            float(generator.uniform(0.05, 0.1)), int(generator.integers(8, 12)))


FORMULAS = HintedTask(
    name="2C", wanted="classify", section="", passed="", parts=("w", "b", "p"), right=classifier(), draw=draw_birds,
    wrong=((classifier(scales=lambda train, new: (columns(np.vstack([train, new])),) * 2), "2.9"),
           (classifier(scales=lambda train, new: (columns(train), columns(new))), "2.9"),
           (classifier(scales=lambda train, new: ((0, 1),) * 2), mark("Bring every column to one scale first.")),
           (classifier(scales=lambda train, new: (columns(train), (0, 1))),
            mark("The new birds are still in their units: on which scale did the weights learn?")),
           (classifier(of_w=7, of_b=7), "3.2"), (classifier(of_w=7), "3.2"), (classifier(of_b=7), "3.2"),
           (classifier(error=lambda p, t: (p - t) * p * (1 - p)),
            mark("That is the step of the squared error: it has a factor p(1 − p) that does not stand in the task.")),
           (classifier(error=lambda p, t: (p >= 0.5) - t), mark("Here p itself is compared with t, not 0 or 1.")),
           (classifier(error=lambda p, t: p - t.mean()), "2.8"), (classifier(error=lambda p, t: p.mean() - t), "2.8"),
           (classifier(shrink=lambda eta, decay: (eta * decay,) * 2), mark("λ shrinks w. Is b to shrink too?")),
           (classifier(shrink=lambda eta, decay: (0, 0)), mark("What became of λ?")),
           (classifier(shrink=lambda eta, decay: (decay, 0)), mark("η stands before the whole bracket, before λ too.")),
           (classifier(of_w=-1, of_b=-1), SIGN), (classifier(of_b=0), "2.2"),
           (classifier(said=lambda p: p >= 0.5), mark("The probabilities are wanted, not yes or no.")),
           (classifier(said=lambda p: np.log(p / (1 - p))), WEIGHTED_SUM)),
    # among the shapes that are named: a column, or as many columns as there are examples
    further=lambda _function, wrong: "2.8" if re.search(r"\(\d+, ?[17]\)", " ".join(map(str, wrong.lines))) else "")


def judge_classifier(function):
    """The formulas on small draws, then one training on the penguins, as the notebook does it."""
    FORMULAS.judge(function)
    birds = data.penguins(("Adelie", "Chinstrap"), tuple(data.PENGUIN_FEATURES))
    (inputs, labels), (held_out, truth) = data.split(*birds, fractions=(0.6, 0.4), seed=0)
    result = call(function, (inputs, labels, held_out, 1.0, 0.01, 1000), FORMULAS.right)
    try:
        p = compare.read(result[2])
    except (compare.Unreadable, TypeError, LookupError):
        p = np.array(None)
    share = float(p.shape == truth.shape and np.mean((p >= 0.5) == truth))
    if share < 0.95:
        raise Wrong(_("Of the held-out penguins {share:.3f} are right, wanted 0.95.").format(share=share))


CLASSIFIER = JudgedTask(
    name="2C", wanted="classify", section=mark("Who finds the line?"), judged=judge_classifier, seconds=10,
    passed=mark("All numbers on 5 small draws, and 86 of 87 held-out penguins. Accuracy alone shows little: if the "
                "bias shrinks too, a common mistake, it is still 0.97 on average over 50 splits."))

TASKS = (UNITS, PROBABILITY, EPOCH, THRESHOLD, CLASSIFIER)
