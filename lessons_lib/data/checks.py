"""What the data functions accept. Each check gives the value back or raises a ValueError of one sentence."""

import numpy as np

from lessons_lib.text import _


def whole_number(name, value, least):
    """`value` as an int, when it is a whole number of at least `least`."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, np.integer)) or value < least:
        raise ValueError(_("{name}: {value!r} given, wanted a whole number from {least}").format(
            name=name, value=value, least=least))
    return int(value)


def standard_deviation(name, value):
    """`value` as a float, when it is a finite number from 0."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, float, np.integer, np.floating)):
        raise ValueError(_("{name}: {value!r} given, wanted a number from 0 (a standard deviation)").format(
            name=name, value=value))
    if not 0 <= value < np.inf:
        raise ValueError(_("{name}: {value} given, wanted a finite number from 0 (a standard deviation)").format(
            name=name, value=value))
    return float(value)


def numbers(name, values, dimensions=None):
    """`values` as an array of finite numbers, with that many dimensions when `dimensions` is given, at least 1 else."""
    try:
        array = np.asarray(values)
    except ValueError:
        raise ValueError(_("{name}: rows of unequal length given, wanted one array").format(name=name)) from None
    if array.dtype.kind not in "biuf":
        raise ValueError(_("{name}: values of type {type} given, wanted numbers").format(name=name, type=array.dtype))
    if array.ndim != (dimensions or max(array.ndim, 1)):
        wanted = _("at least 1 dimension") if dimensions is None else _("{dimensions} dimensions")
        raise ValueError(_("{name}: an array of shape {shape} given, wanted {wanted}").format(
            name=name, shape=array.shape, wanted=wanted.format(dimensions=dimensions)))
    if not np.isfinite(array).all():
        first = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        raise ValueError(_("{name}: {value} at index {place} given, wanted finite numbers").format(
            name=name, value=array[first], place=first))
    return array


def names(name, given, known):
    """`given` as a tuple, when it holds at least one of the `known` names, none of them twice."""
    wanted = _("{name}: {given!r} given, wanted some of {known}, each once")
    if isinstance(given, str) or not hasattr(given, "__iter__"):
        raise ValueError(_("{name}: {given!r} given, wanted a list or tuple of names").format(name=name, given=given))
    given = tuple(given)
    for one in given:
        if one not in known:
            raise ValueError(wanted.format(name=name, given=one, known=", ".join(known)))
    if not given or len(set(given)) < len(given):
        raise ValueError(wanted.format(name=name, given=given, known=", ".join(known)))
    return given
