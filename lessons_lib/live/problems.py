"""What the playground learns: toy data, real penguins, points that the learner clicked in or gave as an array."""
from typing import NamedTuple

import numpy as np

from lessons_lib import data
from lessons_lib.text import _, mark

TOYS = {"two_gaussians": data.two_gaussians, "circles": data.circles, "xor": data.xor, "moons": data.moons,
        "spirals": data.spirals, "plane": data.plane, "hills": data.hills}
NUMBERS = ("plane", "hills")  # regression: the targets are numbers, not classes
MOST_CLASSES = 3
EDGE = 1.6  # the plane shows -EDGE..EDGE

FEATURES = {
    "x1": lambda x: x[..., 0],
    "x2": lambda x: x[..., 1],
    "x1²": lambda x: x[..., 0] ** 2,
    "x2²": lambda x: x[..., 1] ** 2,
    "x1·x2": lambda x: x[..., 0] * x[..., 1],
    mark("sin πx1"): lambda x: np.sin(np.pi * x[..., 0]),
    mark("sin πx2"): lambda x: np.sin(np.pi * x[..., 1]),
}


class Problem(NamedTuple):
    """Points (N, 2) within -EDGE..EDGE, targets (N,); `classes` is their number, 0 where the targets are numbers."""

    points: np.ndarray
    targets: np.ndarray
    classes: int


def problem(name, examples, noise, seed):
    """One of the toy data sets, or the three species of penguins by the length and the depth of their bills."""
    if name == "penguins":
        raw, labels = data.penguins(data.PENGUIN_SPECIES, ("bill_length", "bill_depth"))
        rng = np.random.default_rng(seed)
        chosen = rng.permutation(len(raw))[:examples]
        points = data.Standardiser(raw).transform(raw)[chosen] / 2
        return Problem(points + rng.normal(0, noise, points.shape), labels[chosen], 3)
    points, targets = TOYS[name](examples=examples, noise=noise, seed=seed)
    return Problem(points, targets, 0 if name in NUMBERS else 2)


def clicked(text):
    """The problem in a text such as "0.5 -0.2 1; -0.3 0.4 0": x1, x2 and the class of each point.

    A text that says something else: a ValueError that names the point.
    """
    rows = [row.split() for row in text.split(";") if row.strip()]
    for number, row in enumerate(rows, start=1):
        if not _is_a_point(row):
            raise ValueError(_("points: “{given}” given as point {number}, wanted x1, x2 from -{edge} to {edge} and a "
                               "class from 0 to {last}, such as “0.5 -0.2 1”").format(
                given=" ".join(row), number=number, edge=EDGE, last=MOST_CLASSES - 1))
    table = np.array(rows, dtype=float).reshape(-1, 3)
    labels = table[:, 2].astype(int)
    return Problem(table[:, :2], labels, max(2, labels.max(initial=0) + 1))


def _is_a_point(row):
    try:
        x1, x2, label = (float(number) for number in row)
    except ValueError:
        return False
    return abs(x1) <= EDGE and abs(x2) <= EDGE and label in range(MOST_CLASSES)


def given(inputs, targets):
    """A learner's own arrays as a problem: inputs (N, 2) are moved and scaled into -1..1; whole numbers from 0 to 2 are
    classes, all other targets are numbers, scaled into -1..1. Arrays that do not fit: a ValueError."""
    points, targets = np.asarray(inputs, dtype=float), np.asarray(targets)
    if points.ndim != 2 or points.shape[1] != 2 or len(points) < 2:
        raise ValueError(_("data: inputs of shape {shape} given, wanted (examples, 2)").format(shape=points.shape))
    if targets.shape != (len(points),):
        raise ValueError(_("data: targets of shape {shape} given, wanted ({examples},)").format(
            shape=targets.shape, examples=len(points)))
    if not (np.isfinite(points).all() and np.isfinite(targets).all()):
        raise ValueError(_("data: values that are infinite or not numbers given, wanted finite numbers"))
    is_class = targets.dtype.kind in "biu" and targets.min() >= 0 and targets.max() < MOST_CLASSES
    if is_class:
        return Problem(_scaled(points), targets.astype(int), max(2, int(targets.max()) + 1))
    return Problem(_scaled(points), _scaled(targets.astype(float)), 0)


def _scaled(array):
    """Each column moved and scaled into -1..1; a column without spread becomes 0."""
    low, high = array.min(axis=0), array.max(axis=0)
    return (2 * array - low - high) / np.where(high > low, high - low, 1)
