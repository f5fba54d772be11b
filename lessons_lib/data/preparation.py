"""From a data set to what training wants: separate parts, and inputs on one scale."""

import numpy as np

from lessons_lib.text import _

from . import checks


def split(inputs, targets, fractions=(0.6, 0.2, 0.2), seed=0):
    """Parts of a data set, an (inputs, targets) pair for each fraction: training, validation and test.

    inputs (N, ...), targets (N,) or (N, outputs). One permutation serves both arrays, so that each input keeps its
    target; every example lands in exactly one part. Whole-number labels are *stratified*: each class is shared out
    by the fractions, exact to one example. The same seed gives the same parts.
    Raises ValueError for arrays of unequal length, for fractions that are not positive or do not sum to 1, and when
    a part would be empty or lack a class.

    >>> train, test = split(np.arange(10), np.arange(10) % 2, fractions=(0.6, 0.4))
    >>> np.bincount(train[1]), np.bincount(test[1])
    (array([3, 3]), array([2, 2]))
    """
    inputs, targets = checks.numbers("inputs", inputs), checks.numbers("targets", targets)
    if len(inputs) != len(targets):
        raise ValueError(_("targets: {given} given, wanted {wanted}, one for each example of inputs").format(
            given=len(targets), wanted=len(inputs)))
    boundaries = np.cumsum(_checked_fractions(fractions))[:-1]
    order = np.random.default_rng(checks.whole_number("seed", seed, 0)).permutation(len(inputs))
    part = np.empty(len(inputs), dtype=int)
    for group, members in _groups(targets, order):
        cuts = np.rint(boundaries * len(members))
        part[members] = np.searchsorted(cuts, np.arange(len(members)), side="right")
        if len(np.unique(part[members])) < len(fractions):
            raise ValueError(_("targets: {number} {group} given, wanted enough for one in each of the {parts} parts")
                             .format(number=len(members), group=group, parts=len(fractions)))
    chosen = [order[part[order] == number] for number in range(len(fractions))]
    return tuple((inputs[rows], targets[rows]) for rows in chosen)


def _groups(targets, order):
    """(Name, rows in the given order) of each class; one group of all when the targets are not class labels."""
    if targets.ndim > 1 or targets.dtype.kind == "f":
        return [(_("examples"), order)]
    words = _("examples of class {label}")
    return [(words.format(label=label), order[targets[order] == label]) for label in np.unique(targets)]


def _checked_fractions(fractions):
    fractions = checks.numbers("fractions", fractions, dimensions=1)
    if len(fractions) < 2 or (fractions <= 0).any() or abs(fractions.sum() - 1) > 1e-9:
        raise ValueError(_("fractions: {given} given, wanted two or more positive numbers that sum to 1").format(
            given=fractions.tolist()))
    return fractions


class Standardiser:
    """Puts each column on one scale, x' = (x - mean) / std, with mean and std of the *training* inputs alone.

    train_inputs (N, features). `mean` and `std` (features,) keep the units of the inputs; what `transform` gives has
    no unit, and over the training inputs mean 0 and standard deviation 1 (Bishop, PRML, section 9.1).
    Raises ValueError for a column that never varies: nothing could be learnt from it, and its std is 0.

    >>> scaler = Standardiser([[1.0, 10.0], [3.0, 30.0]])
    >>> scaler.transform([[2.0, 40.0]])
    array([[0., 2.]])
    """

    def __init__(self, train_inputs):
        train_inputs = checks.numbers("train_inputs", train_inputs, dimensions=2)
        if len(train_inputs) < 2:
            raise ValueError(_("train_inputs: {given} examples given, wanted 2 or more").format(
                given=len(train_inputs)))
        constant = np.flatnonzero(train_inputs.max(axis=0) == train_inputs.min(axis=0))
        if len(constant):
            column = int(constant[0])
            raise ValueError(_("train_inputs: column {column} is {value} in every example, wanted columns that vary")
                             .format(column=column, value=train_inputs[0, column]))
        self.mean = train_inputs.mean(axis=0)
        self.std = train_inputs.std(axis=0)

    def transform(self, inputs):
        """`inputs` (..., features) in training units -> the same shape, standardised."""
        return (self._checked("inputs", inputs) - self.mean) / self.std

    def inverse(self, standardised):
        """`standardised` (..., features) -> the same shape, back in the units of the training inputs."""
        return self._checked("standardised", standardised) * self.std + self.mean

    def _checked(self, name, values):
        values = checks.numbers(name, values)
        if values.shape[-1] != len(self.mean):
            raise ValueError(_("{name}: {given} columns given, wanted {wanted} as in training").format(
                name=name, given=values.shape[-1], wanted=len(self.mean)))
        return values
