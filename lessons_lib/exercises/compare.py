"""Numbers side by side: what a learner gave, read as an array, and the first place where it differs."""
import re

import numpy as np

from lessons_lib.text import _

TOLERANCE = 1e-4  # of the largest number: float32 and four digits pass
MOST = 20  # numbers of an array that are shown one by one
SMALLEST = 1e-3  # where all numbers are smaller than that, the tolerance is of this


class Unreadable(Exception):
    """In words, what was given in place of numbers."""


def read(value):
    """A copy of the value as an array of floats; Unreadable where it is none of real numbers."""
    if value is None:
        raise Unreadable(_("nothing (None): is there a `return`?"))
    try:
        array = np.array(value)
    except Exception:
        raise Unreadable(_("rows of different lengths, or what cannot be read as an array")) from None
    if array.dtype.kind == "c":
        raise Unreadable(_("complex numbers"))
    if array.dtype.kind not in "biuf":
        raise Unreadable(_("a {type}, not numbers").format(type=type(value).__name__))
    return array.astype(float)


def same(yours, right):
    """Whether two arrays agree, in their shape and in every number. NaN agrees with nothing."""
    return agreeing_shapes(yours, right) and bool(_close(yours.reshape(right.shape), right).all())


def agreeing_shapes(yours, right):
    """One number is one number, with brackets or without."""
    return yours.shape == right.shape or yours.size == right.size == 1


def first_difference(yours, right):
    """The index of the first number that differs: () for a single number."""
    return tuple(int(i) for i in np.argwhere(~_close(yours.reshape(right.shape), right))[0])


def _close(yours, right):
    largest = np.abs(right).max(initial=SMALLEST)
    return (yours == right) | (np.abs(yours - right) <= TOLERANCE * largest)


def in_words(value):
    """A value in a line: a large array by its shape and its first numbers, several arrays by their shapes."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {in_words(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (set, frozenset)):
        return "{" + ", ".join(sorted(map(repr, value))) + "}"
    if isinstance(value, (list, tuple)) and any(isinstance(item, np.ndarray) and item.ndim for item in value):
        return _("{number} arrays of the shapes {shapes}").format(
            number=len(value), shapes=", ".join(str(np.shape(item)) for item in value[:6]))
    try:
        array = np.asarray(value)
    except Exception:  # ragged, or an object of the learner's own
        array = np.array(None)
    if array.dtype.kind not in "biuf":
        words = repr(value)
        return words if len(words) <= 120 else words[:117] + "..."
    if array.size > MOST:
        beginning = np.array2string(array.ravel()[:4], precision=4, separator=", ")[1:-1]
        return _("shape {shape}, beginning {numbers}").format(shape=array.shape, numbers=beginning)
    if array.size == 1:
        return str(value) if array.dtype.kind in "bui" else f"{array.item():.6g}"
    with np.printoptions(precision=4, suppress=True):
        return re.sub(r"\s+", " ", np.array2string(array, separator=", ")).replace("[ ", "[")
