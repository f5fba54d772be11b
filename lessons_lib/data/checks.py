"""What the data functions accept. Each check gives the value back or raises a ValueError of one sentence."""

import numpy as np


def whole_number(name, value, least):
    """`value` as an int, when it is a whole number of at least `least`."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, np.integer)) or value < least:
        raise ValueError(f"{name}: {value!r} given, wanted a whole number from {least}")
    return int(value)


def standard_deviation(name, value):
    """`value` as a float, when it is a finite number from 0."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, float, np.integer, np.floating)):
        raise ValueError(f"{name}: {value!r} given, wanted a number from 0 (a standard deviation)")
    if not 0 <= value < np.inf:
        raise ValueError(f"{name}: {value} given, wanted a finite number from 0 (a standard deviation)")
    return float(value)


def numbers(name, values, dimensions=None):
    """`values` as an array of finite numbers, with that many dimensions when `dimensions` is given, at least 1 else."""
    try:
        array = np.asarray(values)
    except ValueError:
        raise ValueError(f"{name}: rows of unequal length given, wanted one array") from None
    if array.dtype.kind not in "biuf":
        raise ValueError(f"{name}: values of type {array.dtype} given, wanted numbers")
    if array.ndim != (dimensions or max(array.ndim, 1)):
        wanted = "at least 1 dimension" if dimensions is None else f"{dimensions} dimensions"
        raise ValueError(f"{name}: an array of shape {array.shape} given, wanted {wanted}")
    if not np.isfinite(array).all():
        first = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        raise ValueError(f"{name}: {array[first]} at index {first} given, wanted finite numbers")
    return array


def names(name, given, known):
    """`given` as a tuple, when it holds at least one of the `known` names, none of them twice."""
    wanted = f"wanted some of {', '.join(known)}, each once"
    if isinstance(given, str) or not hasattr(given, "__iter__"):
        raise ValueError(f"{name}: {given!r} given, wanted a list or tuple of names")
    given = tuple(given)
    for one in given:
        if one not in known:
            raise ValueError(f"{name}: {one!r} given, {wanted}")
    if not given or len(set(given)) < len(given):
        raise ValueError(f"{name}: {given!r} given, {wanted}")
    return given
