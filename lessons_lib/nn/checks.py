"""Checks of arguments: each gives the value in the form wanted, or raises a ValueError that says what is wanted."""
import sys
from numbers import Real

import numpy as np

from lessons_lib.text import _


def fail(name, given, wanted):
    """Raise a ValueError that names the argument, what was given and what is wanted."""
    raise ValueError(_("{name}: {given} given, wanted {wanted}").format(name=name, given=given, wanted=wanted))


def whole(name, value, low, high=None, meaning=""):
    """Give a whole number from low to high as an int; meaning says what high is, for the message."""
    is_whole = isinstance(value, (int, np.integer)) and not isinstance(value, bool)
    if not is_whole or value < low or (high is not None and value > high):
        wanted = _("a whole number, {low} or more") if high is None else _("a whole number from {low} to {high}")
        wanted = wanted.format(low=low, high=high)
        fail(name, repr(value), f"{wanted} ({meaning})" if meaning else wanted)
    return int(value)


def number(name, value, accept, wanted):
    """Give a finite number that `accept` accepts as a float."""
    is_number = isinstance(value, (Real, np.number)) and not isinstance(value, (bool, complex, np.complexfloating))
    if not is_number or not abs(value) <= sys.float_info.max or not accept(value):
        fail(name, repr(value), wanted)
    return float(value)


def non_negative(name, value):
    """Give a finite number, 0 or more."""
    return number(name, value, lambda x: x >= 0, _("a finite number, 0 or more"))


def positive(name, value):
    """Give a finite number above 0."""
    return number(name, value, lambda x: x > 0, _("a finite number above 0"))


def choice(name, value, options):
    """Give a name that is one of the options."""
    if not isinstance(value, str) or value not in options:
        fail(name, repr(value), _("one of {options}").format(options=", ".join(options)))
    return value


def sizes(name, value, loss):
    """Give the numbers of units of a network's layers, from its inputs to its outputs, as a tuple."""
    if not isinstance(value, (tuple, list)) or len(value) < 2:
        fail(name, repr(value), _("two or more whole numbers, such as (2, 8, 1)"))
    value = tuple(whole(f"{name}[{i}]", size, 1) for i, size in enumerate(value))
    if loss == "binary_cross_entropy" and value[-1] != 1:
        fail(name, _("{number} outputs").format(number=value[-1]), _("1 output with {loss}").format(loss=loss))
    if loss == "categorical_cross_entropy" and value[-1] == 1:
        fail(name, _("1 output"), _("an output for each class with {loss}").format(loss=loss))
    return value


def output_activation(name, value, loss):
    """Give the name of the output layer's activation: the cross-entropies have their own sigmoid or softmax."""
    choice(name, value, ("identity", "sigmoid"))
    if value == "sigmoid" and loss != "squared_error":
        fail(name, _("'sigmoid' with {loss}").format(loss=loss), _("'identity', for this loss takes logits"))
    return value


def instance(name, value, wanted, in_words):
    """Give a value that is of the wanted class."""
    if not isinstance(value, wanted):
        fail(name, repr(value), in_words)
    return value


def array(name, value, shapes, dtype=float):
    """Give a copy, in C order, of finite numbers whose shape is one of `shapes` (a name in them fits any length)."""
    try:
        given = np.asarray(value)
    except ValueError:  # rows of unequal length
        fail(name, _("rows of unequal length"), _("an array of shape {shape}").format(shape=shapes_in_words(shapes)))
    if given.dtype.kind not in "biuf":
        fail(name, _("values of type {type}").format(type=given.dtype), _("numbers"))
    if not any(fits(given.shape, shape) for shape in shapes):
        fail(name, _("shape {shape}").format(shape=given.shape),
             _("shape {shape}").format(shape=shapes_in_words(shapes)))
    with np.errstate(over="ignore"):  # what float32 cannot hold becomes infinite, and is named below
        given = np.array(given, dtype, order="C")
    where = np.argwhere(~np.isfinite(given))
    if len(where):
        fail(name, _("{value} at {place}").format(value=given[tuple(where[0])], place=where[0].tolist()),
             _("finite numbers"))
    return given


def fits(shape, wanted):
    """Say whether a shape is the wanted one, where a name stands for any length but 0."""
    return len(shape) == len(wanted) and all(
        length > 0 if isinstance(want, str) else length == want for length, want in zip(shape, wanted, strict=True)
    )


def shapes_in_words(shapes):
    """Write shapes as Python does, with "or" between them."""
    return _(" or ").join("(" + ", ".join(map(str, shape)) + ("," if len(shape) == 1 else "") + ")" for shape in shapes)


def labels(name, values, classes):
    """Give finite numbers as integer labels from 0 to classes - 1."""
    wrong = np.argwhere((values < 0) | (values >= classes) | (values != np.floor(values)))
    if len(wrong):
        wanted = _("0 or 1") if classes == 2 else _("whole numbers from 0 to {last} (the classes)")
        fail(name, _("{value} at {place}").format(value=f"{values[tuple(wrong[0])]:g}", place=wrong[0].tolist()),
             wanted.format(last=classes - 1))
    return values.astype(int)


def copy_into(name, array_, value):
    """Copy a value into an array of the same shape, which stays the view that it is."""
    array_[...] = array(name, value, [array_.shape], array_.dtype)


class Checked:
    """An attribute that is checked whenever it is set: `learning_rate = Checked(non_negative)`."""

    def __init__(self, check):
        self.check = check

    def __set_name__(self, owner, name):
        self.name = name

    def __set__(self, instance, value):  # without __get__, reading is as fast as for any attribute
        vars(instance)[self.name] = self.check(self.name, value)
