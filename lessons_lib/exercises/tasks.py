"""The three forms of a task: a value that was asked for, a function, and whatever needs a judge of its own.

A task says under which name the learner's answer is found, what is right, and what is known to go wrong, each with its
hint: the number of a misconception, or words. `judge(answer)` gives nothing for a right answer and raises Wrong for
any other.
"""
import copy
import inspect
import linecache
import numbers
import re
import traceback
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from lessons_lib.exercises import compare
from lessons_lib.exercises.limits import TimeIsUp
from lessons_lib.text import _

DRAWS = 5  # inputs on which a function is tried
VALUE_TOLERANCE = 5e-3  # of a number that was predicted: three digits are enough


class Wrong(Exception):
    """What is wrong with an answer: lines of words, and a hint where the mistake was recognised."""

    def __init__(self, *lines, hint=""):
        super().__init__(*lines)
        self.lines, self.hint = lines, hint


class NotStarted(Wrong):
    """The cell still holds what the course put there."""


@dataclass(frozen=True, kw_only=True)
class Task:
    """What every task has. `passed` are the words for a right answer: a common wrong one, and why it is wrong."""

    name: str  # "3W": the lesson, and predict, fill, write, experiment or challenge
    wanted: str  # under this name the learner's answer is found
    section: str  # of the lesson, to read again
    passed: str
    seconds: float = 2.0

    def find(self, namespace):
        """The learner's answer among the names of a notebook."""
        if self.wanted not in namespace:
            raise Wrong(_("`{name}` is not defined: run the cell above, and see whether it ends with an error.")
                        .format(name=self.wanted))
        if namespace[self.wanted] is ...:
            raise NotStarted(_("Your turn: put your answer in the place of `...`."))
        return namespace[self.wanted]


@dataclass(frozen=True, kw_only=True)
class ValueTask(Task):
    """A number, a word, a set of words, or a dictionary of these. `wrong`: pairs of a value and its hint."""

    right: object
    wrong: tuple

    def judge(self, answer):
        if fits(answer, self.right):
            return
        hint = next((hint for value, hint in self.wrong if fits(answer, value)), "")
        raise Wrong(_("You say {answer}.").format(answer=compare.in_words(answer)), self._where(answer), hint=hint)

    def _where(self, answer):
        """In a dictionary: which parts are right already, but not what would be right."""
        if not isinstance(self.right, dict):
            return ""
        if not isinstance(answer, dict) or set(answer) != set(self.right):
            return _("Wanted: a dictionary with {keys}.").format(keys=", ".join(map(repr, self.right)))
        wrong = [repr(key) for key, right in self.right.items() if not fits(answer[key], right)]
        return _("Not right yet: {parts}.").format(parts=", ".join(wrong))


def fits(answer, right):
    """Whether an answer says what `right` says, in whatever type and spelling."""
    if isinstance(right, dict):
        return (isinstance(answer, dict) and set(answer) == set(right)
                and all(fits(answer[key], right[key]) for key in right))
    if isinstance(right, (set, frozenset)):
        together = isinstance(answer, str) and _as_set(list(answer)) == _as_set(right)  # "ACD"
        return together or _as_set(answer) == _as_set(right)
    if isinstance(right, str):
        return isinstance(answer, str) and answer.strip().lower() == right.lower()
    if isinstance(right, bool):
        return isinstance(answer, (bool, np.bool_)) and bool(answer) == right
    try:
        number = compare.read(answer)
    except compare.Unreadable:
        return False
    if number.size != 1:
        return False
    tolerance = 0 if isinstance(right, numbers.Integral) else VALUE_TOLERANCE
    return bool(abs(number.item() - right) <= tolerance * abs(right))


def _as_set(answer):
    try:
        words = re.split(r"[,\s]+", answer.strip()) if isinstance(answer, str) else list(answer)
        return {word.strip().lower() if isinstance(word, str) else word for word in words}
    except TypeError:
        return None


@dataclass(frozen=True, kw_only=True)
class FunctionTask(Task):
    """A function, compared with the `right` one on drawn inputs.

    draw: from a random generator, the arguments of one call, as a tuple. wrong: pairs of a function and its hint; the
    one that gives what the learner's gives on all inputs tells the mistake. parts: the names of several results.
    """

    right: Callable
    draw: Callable
    wrong: tuple
    parts: tuple = ()

    def inputs(self):
        """The arguments of every call, the same at each check."""
        generator = np.random.default_rng(0)
        return [self.draw(generator) for _number in range(DRAWS)]

    def judge(self, function):
        inputs = self.inputs()
        given = [call(function, arguments, self.right) for arguments in inputs]
        for arguments, result in zip(inputs, given, strict=True):
            if fault := self.fault(result, self.right(*copy.deepcopy(arguments))):
                hint = self._recognised(inputs, given)
                raise Wrong(_("with {arguments}").format(arguments=named(self.right, arguments)), *fault, hint=hint)
        again = call(function, inputs[0], self.right)
        if self.fault(again, self.right(*copy.deepcopy(inputs[0]))):
            raise Wrong(_("Called once more with the same input, it gives something else: what does it keep between "
                          "two calls?"), hint="5.8")

    def fault(self, result, right):
        """Lines on the first array that is wrong; nothing when all are right."""
        if not self.parts:
            return array_fault("", result, right)
        if not isinstance(result, (tuple, list)) or len(result) != len(self.parts):
            return [_("yours: {yours}").format(yours=compare.in_words(result)),
                    _("wanted: {parts}, in this order").format(parts=", ".join(self.parts))]
        faults = (array_fault(f"{part} ", one, other)
                  for part, one, other in zip(self.parts, result, right, strict=True))
        return next(filter(None, faults), None)

    def _recognised(self, inputs, given):
        """The hint for the known mistake that gives the same on all inputs."""
        for mistake, hint in self.wrong:
            if not any(self.fault(result, mistake(*copy.deepcopy(arguments)))
                       for arguments, result in zip(inputs, given, strict=True)):
                return hint
        return ""


@dataclass(frozen=True, kw_only=True)
class JudgedTask(Task):
    """What needs a judge of its own: a function of the answer that raises Wrong."""

    judged: Callable

    def judge(self, answer):
        self.judged(answer)


def array_fault(part, result, right):
    """Lines on how a result differs from the right one: its kind, its shape, or the first number that differs."""
    right = compare.read(right)
    try:
        yours = compare.read(result)
    except compare.Unreadable as what:
        return [_("yours: {part}gives {what}").format(part=part, what=what)]
    if not compare.agreeing_shapes(yours, right):
        return [_("yours: {part}has shape {yours}").format(part=part, yours=yours.shape),
                _("right: shape {right}").format(right=right.shape)]
    if compare.same(yours, right):
        return None
    lines = [_("yours: {part}{yours}").format(part=part, yours=compare.in_words(yours)),
             _("right: {part}{right}").format(part=part, right=compare.in_words(right))]
    index = compare.first_difference(yours, right)
    if index:
        lines.append(_("first difference at {index}: {yours} in place of {right}").format(
            index=list(index), yours=compare.in_words(yours.reshape(right.shape)[index]),
            right=compare.in_words(right[index])))
    return lines


def named(function, arguments):
    """Arguments with the names that the function gives them: 'x = [1, 2], theta = 0.5'."""
    names = inspect.signature(function).parameters
    return ", ".join(f"{name} = {compare.in_words(value)}"
                     for name, value in zip(names, arguments, strict=False))


def call(function, arguments, signature=None):
    """What a learner's function gives for these arguments; Wrong where it fails or changes them.

    signature: a function whose parameters name the arguments in what is said.
    """
    if not callable(function):
        raise Wrong(_("It is a {type}, wanted a function.").format(type=type(function).__name__))
    given = copy.deepcopy(arguments)
    try:
        result = function(*given)
        result = list(result) if inspect.isgenerator(result) else copy.deepcopy(result)
    except NotImplementedError:
        raise NotStarted(_("Your turn: write the function in the place of `raise NotImplementedError`.")) from None
    except (TimeIsUp, KeyboardInterrupt):
        raise
    except BaseException as error:
        told = [_("with {arguments}").format(arguments=named(signature or function, arguments))] if arguments else []
        raise Wrong(*told, *own_line(error, function), hint="5.5" if "matmul" in in_a_line(error) else "") from None
    for number, (before, after) in enumerate(zip(arguments, given, strict=True)):
        if not unchanged(before, after):
            name = list(inspect.signature(signature or function).parameters)[number]
            raise Wrong(_("It changes its argument `{name}`: whoever called it loses what was there. Work on a copy, "
                          "or make something new: `w = w + step` rather than `w += step`.").format(name=name))
    return result


def unchanged(before, after):
    """Whether nothing was written into an argument: arrays, lists or dictionaries of them, numbers."""
    if isinstance(before, dict):
        return before.keys() == after.keys() and all(unchanged(before[key], after[key]) for key in before)
    if isinstance(before, (list, tuple)):
        return len(before) == len(after) and all(map(unchanged, before, after))
    if isinstance(before, np.ndarray):
        return before.shape == after.shape and np.array_equal(before, after)
    return not isinstance(before, (int, float, str)) or before == after


def own_line(error, function):
    """What a learner's code raised, and the learner's own line where it came from."""
    own, trace, where = getattr(function, "__globals__", None), error.__traceback__, []
    while trace:
        if trace.tb_frame.f_globals is own:
            source = linecache.getline(trace.tb_frame.f_code.co_filename, trace.tb_lineno).strip()
            where = [_("at your line {number}: {source}").format(number=trace.tb_lineno, source=source)]
        trace = trace.tb_next
    return [_("your code stops: {error}").format(error=in_a_line(error)), *where]


def in_a_line(error):
    """An exception's name and text, even when it cannot be turned into text."""
    return traceback.format_exception_only(error)[-1].strip().removeprefix("__main__.")
