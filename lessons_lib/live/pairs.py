"""Two classes in a plane, ready to be drawn: two species through two features, or the four corners of a logic gate."""
from typing import NamedTuple

import numpy as np

from lessons_lib import data
from lessons_lib.text import _

TICKS = {"bill_length": range(30, 65, 5), "bill_depth": range(12, 24, 2), "flipper_length": range(170, 240, 10),
         "body_mass": range(2500, 7000, 500)}
CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
GATES = {"AND": (0, 0, 0, 1), "OR": (0, 1, 1, 1), "XOR": (0, 1, 1, 0)}
MARGIN = 0.35  # standard deviations between the outermost points and the frame


class Pair(NamedTuple):
    """Inputs (N, 2), labels (N,) of 0 and 1, the names of the two classes, and for each axis its words and
    its ticks (places, words). `extent` holds all points with a margin."""

    inputs: np.ndarray
    labels: np.ndarray
    names: tuple
    axis_labels: tuple
    ticks: tuple
    extent: tuple


def species_pair(species, features):
    """Two species seen through two features, standardised; the ticks are round values in the feature's own unit."""
    raw, labels = data.penguins(species, features)
    scaler = data.Standardiser(raw)
    inputs = scaler.transform(raw)
    low, high = inputs.min(axis=0) - MARGIN, inputs.max(axis=0) + MARGIN
    words = tuple(f"x{k} = {feature_name(feature)} ({data.PENGUIN_FEATURES[feature]})"
                  for k, feature in enumerate(features, 1))
    ticks = tuple(_ticks(feature, *numbers) for feature, *numbers in zip(features, scaler.mean, scaler.std, low, high,
                                                                         strict=True))
    return Pair(inputs, labels, tuple(species), words, ticks, (low[0], high[0], low[1], high[1]))


def gate_pair(gate):
    """The four inputs of AND, OR or XOR."""
    names = tuple(_("{gate} is {value}").format(gate=gate, value=value) for value in (0, 1))
    ticks = ([0, 1], ["0", "1"])
    return Pair(CORNERS, np.array(GATES[gate]), names, ("x1", "x2"), (ticks, ticks), (-0.5, 1.5, -0.5, 1.5))


PAIRS = {
    "bill depth and flipper": lambda: species_pair(("Adelie", "Gentoo"), ("bill_depth", "flipper_length")),
    "flipper and mass": lambda: species_pair(("Adelie", "Gentoo"), ("flipper_length", "body_mass")),
    **{gate: lambda gate=gate: gate_pair(gate) for gate in GATES},
}


def pair(name):
    """The pair of this name; a ValueError names those there are."""
    if name not in PAIRS:
        raise ValueError(_("points: {name!r} given, wanted one of {names}").format(name=name, names=", ".join(PAIRS)))
    return PAIRS[name]()


def feature_name(feature):
    """A feature in words."""
    return {"bill_length": _("bill length"), "bill_depth": _("bill depth"), "flipper_length": _("flipper length"),
            "body_mass": _("body mass")}[feature]


def _ticks(feature, mean, std, low, high):
    """Round values in the feature's own unit: their standardised places, and their words."""
    values = [value for value in TICKS[feature] if low <= (value - mean) / std <= high]
    return [(value - mean) / std for value in values], [str(value) for value in values]
