"""The local derivative that a learner typed: right, one of the known wrong formulas, or no number at all."""
import math
from typing import NamedTuple

import numpy as np

from lessons_lib.figures.graph_picture import written
from lessons_lib.live.graph_networks import LOSS
from lessons_lib.nn.activations import sigmoid, sigmoid_slope
from lessons_lib.text import _, mark

NEAR = 0.01  # of the right number: three digits are enough

Z_FOR_A = mark("that is z(1 − z). The box's own output stands in the formula: a(1 − a) already is σ'(z).")
SLOPE_AT_A = mark("that is the sigmoid's slope at a. But the sigmoid was given z: a(1 − a) already is σ'(z).")
VALUE = mark("that is what the box gives, not how fast it changes.")
HALF = mark("a factor is missing: both a and 1 − a belong to the slope.")
OTHER = mark("that is the number by which we differentiate; the other factor of the product stays.")
BIAS = mark("the bias is added: if it moves by 1, how far does the sum move?")
TWO = mark("the 2 of the square and the one half of the loss cancel.")
LOSS_ITSELF = mark("that is the loss, not its slope.")
CANCELLED = mark("that is the slope by the weighted sum: the factor 1/(p(1 − p)) is still there, until the next box.")
MEAN = mark("J is the mean over the examples: where does 1/B live?")
SIGN = mark("the sign is turned.")
WHOLE = mark("that is the whole slope of J; asked is this box's own factor alone.")
BEFORE = mark("that is what came back to this box; asked is this box's own factor.")


class Asked(NamedTuple):
    """A local derivative: its `symbol`, the `right` number, and what is `wrong` with others: pairs (number, hint)."""

    symbol: str
    right: float
    wrong: tuple


def number_in(text):
    """The number in a text such as "0.235", "−0.42" or "1/4"; a ValueError where there is none."""
    plain = text.strip().replace("−", "-").replace(",", ".")
    try:
        over, under = (float(part) for part in (plain if "/" in plain else f"{plain}/1").split("/"))
        value = over / under
    except (ValueError, ZeroDivisionError):
        value = math.nan
    if not math.isfinite(value):
        words = _("your local derivative: “{given}” given, wanted a number such as 0.235, −0.42 or 1/4")
        raise ValueError(words.format(given=text.strip()))
    return value


def asked_of(network, made, name, box, example):
    """What is asked where the slope of J goes back from a box to one of its sources or parameters."""
    def of(number):
        return float(np.broadcast_to(number, len(made.slopes[LOSS]))[example])

    right, back = of(made.local[name, box.name]), of(made.slopes[box.name])
    values = {one: of(made.values[one]) for one in (name, box.name, *box.sources, *box.weights)}
    wrong = [*KNOWN[box.kind](name, box, values, right, made), (-right, SIGN)]
    if box.name != LOSS:
        wrong += [(right * back, WHOLE), (back, BEFORE)]
    return Asked(f"∂{box.name}/∂{name}", right, tuple((number, hint) for number, hint in wrong
                                                      if not near(number, right)))


def near(number, right):
    """Whether a number counts as another: within 1 %, and at 0 within half a hundredth."""
    return abs(number - right) <= (NEAR * abs(right) or NEAR / 2)


def _wrong_sigmoid(name, box, values, right, made):
    z, a = values[name], values[box.name]
    return (z * (1 - z), Z_FOR_A), (sigmoid_slope(sigmoid(a)), SLOPE_AT_A), (a, VALUE), (1 - a, HALF)


def _wrong_sum(name, box, values, right, made):
    if name in box.bias:
        return (values[name], BIAS), (0.0, BIAS)
    return (values[name], OTHER), (values[box.name], VALUE)


def _wrong_loss(name, box, values, right, made):
    a, examples = values[name], len(made.slopes[LOSS])
    known = [(right * examples, MEAN), (2 * right, TWO), (values[LOSS], LOSS_ITSELF)]
    return known[:1] + [(right * a * (1 - a), CANCELLED)] if made.loss == "cross_entropy" else known


KNOWN = {"sigmoid": _wrong_sigmoid, "sum": _wrong_sum, "loss": _wrong_loss}


def judged(asked, text):
    """Whether the number in a text is right, and one sentence; a ValueError where there is none. A known wrong formula
    is named when the number is its own within 1 %, the nearest where there are several."""
    given = number_in(text)
    if near(given, asked.right):
        return True, _("Right: {symbol} = {number}.").format(symbol=asked.symbol, number=written(asked.right))
    fitting = [(abs(given - number), hint) for number, hint in asked.wrong if near(given, number)]
    if fitting:
        return False, _("Not {given}: {hint}").format(given=text.strip(), hint=_(min(fitting)[1]))
    return False, _("Not {given}: it is {off} away from {symbol}.").format(
        given=text.strip(), off=written(abs(given - asked.right)), symbol=asked.symbol)
