"""Lesson 05: six backward passes, five of them wrong in one line; a gradient check, array by array, leads to it."""
import functools

import numpy as np

from lessons_lib.figures.bug_hunt import BugHuntDrawing, BugHuntState
from lessons_lib.live.bugs import ARRAYS, PROGRAMS, forward_differences, loss, network, second_call
from lessons_lib.live.controls import choice, neighbour, scale
from lessons_lib.live.live_figure import LiveFigure
from lessons_lib.nn.gradient_check import central_differences, relative_error
from lessons_lib.text import _, mark

EXPONENTS = tuple(range(-1, -13, -1))  # of the step, a power of ten
LETTERS = dict(zip("ABCDEF", PROGRAMS, strict=True))
DIFFERENCES = {"central": central_differences, "forward": forward_differences}

LINES = {  # what a learner may hold to be the wrong line
    "open": mark("choose a line"),
    "doubled": mark("δ3 = (p − t) · p(1 − p) / B"),
    "whole": mark("δ3 = p − t, without / B"),
    "early": mark("W3 ← W3 − η dW3, before δ2 = …"),
    "point": mark("δ2 = (δ3 W3ᵀ) · σ′(h2)"),
    "mean": mark("db1 = mean of δ1 over the batch"),
    "kept": mark("dW += …, db += …, never zeroed"),
    "right": mark("none: this program is right"),
}
FOUND = {
    "doubled": mark("Found: the slope p(1 − p) of the sigmoid is in there twice.\n"
                    "With cross-entropy it has cancelled already: δ3 = (p − t) / B, done."),
    "early": mark("Found: W3 had moved before δ2 was computed with it. All gradients first, then all steps.\n"
                  "Met in: data-science-from-scratch, issue 31."),
    "point": mark("Found: the slope at the wrong point. h2 is σ(z2) already, so σ′(z2) = h2(1 − h2).\n"
                  "What is wrong in δ2 goes down with it, into every array below."),
    "mean": mark("Found: a mean where the sum belongs. All examples share the bias, and 1/B is in δ3 already.\n"
                 "Its 0.75 is 0.0009 in the number for all: forward differences with h = 0.01 err by more than that."),
    "kept": mark("Found: the second call added to what the first had left. Zero first.\n"
                 "Met in: micrograd, pull request 102."),
    "right": mark("Found: this program is right.\n"
                  "What error is left belongs to the differences: too large a step, or rounding."),
}
HINTS = {
    "doubled": mark("Not this line.\n"
                    "p(1 − p) is at most 1/4: all six arrays would shrink, their slopes by different factors."),
    "whole": mark("Not this line.\n"
                  "It would spoil all six arrays alike: every ratio would be 7, the batch size."),
    "early": mark("Not this line.\n"
                  "Weights 3 and bias 3 would be right, all below a little wrong: a step moves W3 by little."),
    "point": mark("Not this line.\n"
                  "Weights 3 and bias 3 would be right, all below far off, each slope by another factor."),
    "mean": mark("Not this line.\n"
                 "It would spoil bias 1 alone: every ratio there would be 1/7, one over the batch size."),
    "kept": mark("Not this line.\n"
                 "It would spoil all six arrays alike: in the second call every ratio would be 2."),
    "right": mark("Something is wrong here.\n"
                  "Take central differences with a step near 1e-04, and look at the arrays one by one."),
}


@functools.lru_cache(maxsize=len(EXPONENTS) * len(DIFFERENCES))
def measured(exponent, difference):
    """The gradient by differences, an array for each of ARRAYS."""
    x, t, parameters = network()
    return [DIFFERENCES[difference](lambda: loss(x, t, parameters), values, 10.0**exponent) for values in parameters]


class BugHunt(LiveFigure):
    """Choose a program, look where the check turns dark and at the ratios there, and name the wrong line."""

    name = "bug hunt"
    preview = {"program": "D", "array": "bias 1"}
    answers = ("map", "ratios")

    def build(self):
        return BugHuntDrawing(array_names(), [values.shape for values in network()[-1]]), {
            "program": choice(_("program"), {letter: letter for letter in LETTERS}, "A"),
            "array": choice(_("array shown"), dict(zip(array_names(), ARRAYS, strict=True)), "weights 1"),
            "difference": choice(_("difference"), {_("central"): "central", _("forward"): "forward"}, "central"),
            "exponent": scale(_("step h"), EXPONENTS, -4, "1e{:03d}"),
            "verdict": choice(_("which line is wrong?"), {_(line): name for name, line in LINES.items()}, "open"),
        }

    def state(self, values, update):
        """The error of each slope, of each array and of all as one, and the ratios of the array shown."""
        program, chosen = LETTERS[values["program"]], ARRAYS.index(values["array"])
        computed, differences = second_call(program), measured(values["exponent"], values["difference"])
        pairs = list(zip(computed, differences, strict=True))
        right = None if values["verdict"] == "open" else values["verdict"] == program
        return BugHuntState(
            values["program"], values["difference"], 10.0 ** values["exponent"], chosen,
            [entry_errors(a, n) for a, n in pairs], [relative_error(a, n) for a, n in pairs],
            relative_error(joined(computed), joined(differences)), computed[chosen], differences[chosen],
            ratios(*pairs[chosen]), right, words(program, values["verdict"]))

    def point(self, pointer, values):
        """A click on an array shows its ratios."""
        found = self.drawing.array_at(pointer.x, pointer.y) if pointer.axes == "map" else None
        return None if found is None else {"array": ARRAYS[found]}

    def key(self, key, values):
        """Left and right choose the array, up and down the step."""
        if key in ("left", "right"):
            return {"array": neighbour(ARRAYS, values["array"], 1 if key == "right" else -1)}
        return {"exponent": neighbour(EXPONENTS, values["exponent"], -1 if key == "up" else 1)}

    def _after_change(self, names):
        """What was said of one program is not said of another."""
        if "program" in names and "verdict" not in names:
            self._set_silently(verdict="open")
        super()._after_change(names)


def array_names():
    """The arrays' names as they are shown."""
    return [_("weights {layer}").format(layer=k // 2 + 1) if k % 2 == 0 else _("bias {layer}").format(layer=k // 2 + 1)
            for k in range(len(ARRAYS))]


def entry_errors(computed, differences):
    """|a - n| / (|a| + |n|) of each entry, 0 where both are 0."""
    sizes = np.abs(computed) + np.abs(differences)
    return np.abs(computed - differences) / np.where(sizes, sizes, 1)


def joined(arrays):
    """All arrays as one."""
    return np.concatenate([array.ravel() for array in arrays])


def ratios(computed, differences):
    """The smallest and the largest ratio of computed to measured, where rounding left anything to measure."""
    there = differences != 0
    found = computed[there] / differences[there]
    return found.min(), found.max()


def words(program, verdict):
    """What is said of a verdict, at most two lines."""
    if verdict == "open":
        return _("Which line would spoil these arrays, by these ratios? Choose it below.")
    return _(FOUND[program] if verdict == program else HINTS[verdict])
