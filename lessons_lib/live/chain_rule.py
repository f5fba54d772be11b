"""Lesson 05: the chain rule as slopes that multiply, each taken where its own function stands."""
import functools
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from lessons_lib.figures.chain_rule import ChainRuleDrawing, ChainRuleState, Link, number
from lessons_lib.live.controls import choice, neighbour, scale, slider, switch
from lessons_lib.live.live_figure import LiveFigure
from lessons_lib.nn import ACTIVATIONS, sigmoid
from lessons_lib.text import _, mark

LOW, HIGH, STRIDE = -2.0, 2.0, 0.05
PLACES = np.round(np.arange(LOW, HIGH + STRIDE / 2, STRIDE), 9)  # where x can be
STEPS = (1.0, 0.5, 0.2, 0.1, 0.01, 0.001, 0.0001)
SAMPLES = 4001  # of a curve: it is drawn once, and a root begins steeply
HIGHEST = 10  # a scale ends at so many times the median size: beyond, an exp would leave nothing else to see
SPARE = 0.08  # of a scale, at both of its ends
NOTHING = 1e-12  # a change relatively this small is rounding: none


class Function(NamedTuple):
    """A function of u: its formula for a letter and for more than a letter, f(u), f'(u), where it is defined, and what
    it wants, in words. All take arrays."""

    formula: str
    nested: str
    value: Callable
    slope: Callable
    defined: Callable = np.isfinite
    wanted: str = ""


FUNCTIONS = {
    "affine": Function("5{} + 2", "5({}) + 2", lambda u: 5 * u + 2, lambda u: 5 * np.ones_like(u)),
    "square": Function("{}²", "({})²", lambda u: u**2, lambda u: 2 * u),
    "sin": Function("sin {}", "sin({})", np.sin, np.cos),
    "exp": Function("exp {}", "exp({})", np.exp, np.exp, lambda u: u <= 100, mark("a number up to 100")),
    "log": Function("log {}", "log({})", np.log, lambda u: 1 / u, lambda u: u > 0, mark("a number above 0")),
    "sigmoid": Function("σ({})", "σ({})", sigmoid, lambda u: sigmoid(u) * (1 - sigmoid(u))),
    "relu": Function("ReLU({})", "ReLU({})", ACTIVATIONS["relu"].function, lambda u: np.where(u > 0, 1.0, 0.0)),
    "root": Function("√{}", "√({})", np.sqrt, lambda u: 0.5 / np.sqrt(u), lambda u: u >= 0,
                     mark("a number above 0 (at 0 it has no slope)")),
    "reciprocal": Function("1/{}", "1/({})", lambda u: 1 / u, lambda u: -1 / u**2, lambda u: u != 0,
                           mark("a number other than 0")),
}


@np.errstate(divide="ignore")  # the slope of a root at 0
def applied(name, u):
    """f(u) and f'(u) of one of the functions; NaN where u is outside of its domain."""
    function = FUNCTIONS[name]
    inside = function.defined(u)
    safe = np.where(inside, u, 1.0)
    return np.where(inside, function.value(safe), np.nan), np.where(inside, function.slope(safe), np.nan)


def chain(names, x):
    """The values x, g(x), f(g(x)) ... (n + 1, ...) of the functions one after another, and the slopes (n, ...), each at
    the value that its function is given."""
    values, slopes = [np.asarray(x, float)], []
    for name in names:
        value, slope = applied(name, values[-1])
        values.append(value)
        slopes.append(slope)
    return np.array(values), np.array(slopes)


def checked(names, x):
    """`chain` at one x; where a function is given what it cannot take, a ValueError that says which and what."""
    values, slopes = chain(names, x)
    for name, letter, given, slope in zip(names, "xuv", values, slopes, strict=False):
        if not np.isfinite(slope):
            raise ValueError(_("{function}: {given} given, wanted {wanted}").format(
                function=FUNCTIONS[name].formula.format(letter), given=number(given),
                wanted=_(FUNCTIONS[name].wanted)))
    return values, slopes


@functools.lru_cache(maxsize=64)
def scene(names):
    """What stays while x moves: the windows (low, high) of x, of each value between, and of z; the curve (2, SAMPLES)
    of each function over its window, and that of the whole over x."""
    windows = [window(values) for values in chain(names, PLACES)[0]]
    curves = [curve(links, *ends) for links, *ends in (
        *(((name,), *windows[k:k + 2]) for k, name in enumerate(names)), (names, windows[0], windows[-1]))]
    return tuple(windows), tuple(curves)


def window(values):
    """The ends of a scale for values, those that are NaN left out."""
    values = values[np.isfinite(values)]
    typical = np.median(np.abs(values[values != 0])) if values.any() else 1.0
    low, high = np.clip([values.min(initial=np.inf), values.max(initial=-np.inf)],
                        -HIGHEST * typical, HIGHEST * typical)
    spare = max(SPARE * (high - low), 0.05 * typical)
    return float(low - spare), float(high + spare)


def curve(names, across, up):
    """The functions as one, over a window: (2, SAMPLES). It ends where they do, and at a pole it is broken."""
    x, tall = np.linspace(*across, SAMPLES), np.ptp(up)
    y = np.clip(chain(names, x)[0][-1], up[0] - tall, up[1] + tall)
    return x, np.where(np.abs(np.diff(y, prepend=y[0])) > tall, np.nan, y)


class ChainRule(LiveFigure):
    """Choose the functions, move x by its control, by the arrows or on any of the plots, and shrink the step."""

    name = "chain rule"
    preview = {"h": 1.0}
    answers = ("whole", "board")

    def build(self):
        def functions(letter):
            return {function.formula.format(letter): name for name, function in FUNCTIONS.items()}
        return ChainRuleDrawing(), {
            "inner": choice(_("inner function u = g(x)"), functions("x"), "affine"),
            "x": slider("x", LOW, HIGH, STRIDE, 0.5, digits=2),
            "outer": choice(_("outer function f(u)"), functions("u"), "square"),
            "h": scale(_("step h"), STEPS, 1.0),
            "third": choice(_("third function k(v)"), {_("none"): "none"} | functions("v"), "none"),
            "mistake": switch(_("all slopes taken at x (the mistake)")),
        }

    def state(self, values, update):
        """dz/dx = f'(u) g'(x) with u = g(x), beside Δz/Δx = Δz/Δu · Δu/Δx after a step h of x."""
        names, x, h = names_in(values), values["x"], values["h"]
        here, slopes = checked(names, x)
        after = chain(names, x + h)[0]
        at_x = [applied(name, np.float64(x)) for name in names]
        formula, links = "x", []
        for k, (name, letter) in enumerate(zip(names, "xuv", strict=False)):
            function = FUNCTIONS[name]
            formula = function.nested.format(formula) if k else function.formula.format(formula)
            links.append(Link(function.formula.format(letter), here[k], here[k + 1], slopes[k], after[k], after[k + 1],
                              quotient(here[k:k + 2], after[k:k + 2]), *at_x[k]))
        whole = Link(formula, x, here[-1], np.prod(slopes), after[0], after[-1],
                     quotient(here[[0, -1]], after[[0, -1]]), here[-1], np.prod([slope for _value, slope in at_x]))
        windows, curves = scene(names)
        at_kink = any(name == "relu" and given == 0 for name, given in zip(names, here, strict=False))
        return ChainRuleState((*links, whole), h, windows, curves, at_kink, values["mistake"])

    def point(self, pointer, values):
        """The value under the pointer is taken: x itself, or the x whose u or v is nearest (of two, the nearer one)."""
        names, place = names_in(values), ("g", "f", "k").index(pointer.axes) if pointer.axes in "gfk" else 0
        if pointer.axes == "board" or place >= len(names):
            return None
        far = np.abs(chain(names, PLACES)[0][place] - pointer.x)
        reachable = np.flatnonzero(far <= np.nanmin(far) + NOTHING)
        return {"x": min(PLACES[reachable], key=lambda x: abs(x - values["x"]))}

    def key(self, key, values):
        """Left and right move x, up and down the step h."""
        if key in ("left", "right"):
            return {"x": values["x"] + (STRIDE if key == "right" else -STRIDE)}
        return {"h": neighbour(STEPS, values["h"], -1 if key == "up" else 1)}


def names_in(values):
    """The functions chosen, the innermost first."""
    return tuple(values[control] for control in ("inner", "outer", "third") if values[control] != "none")


def quotient(here, after):
    """The second one's change by the first one's, from two values each; NaN where the first does not change."""
    change = after - here
    change[np.abs(change) <= NOTHING * np.maximum(1, np.abs(here))] = 0
    return change[1] / change[0] if np.all(np.isfinite(change)) and change[0] else np.nan
