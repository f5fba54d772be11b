"""One training in the playground: the network, its data and its curves, and the way back to any moment."""
import copy
from typing import NamedTuple

import numpy as np

from lessons_lib import data, nn
from lessons_lib.live.problems import FEATURES, Problem
from lessons_lib.text import _

MOST_ROWS = 160  # of the curves: in a longer training they are taken at every second epoch, every fourth, ...
FOR_EVER = 10**9


class Moment(NamedTuple):
    """Where a training stands after update `number`: what it takes to look at it and to go on from it."""

    number: int
    epochs_done: int
    parameters: np.ndarray
    velocity: np.ndarray


class Row(NamedTuple):
    """The losses at the end of an epoch; `validation` is nan where there are no validation data."""

    epoch: int
    number: int
    training: float
    validation: float


class Training:
    """A network and its parts of a problem. `values` are the playground's.

    `curve` holds a Row for the start and for each epoch, thinned evenly as they become many; `ghost` the curve of the
    training before it went back and took another way.
    """

    def __init__(self, problem: Problem, values):
        self.problem, self.seed = problem, values["weights_seed"]
        self.features = [name for name in FEATURES if values[name]]
        if not self.features:
            raise ValueError(_("input features: none given, wanted one or more"))
        self.network = network_for(problem, len(self.features), values)
        self.glass = copy.copy(self.network)  # another network of the same form, to look at any moment with
        self.drawn, self.note = parts(problem, values)
        self.train, self.validation = (
            problem._replace(points=points, targets=self._encoded(targets)) for points, targets in self.drawn)
        self.features_of_parts = [self.inputs(part.points) for part in (self.train, self.validation)]
        self.optimiser = nn.SGD(0.0)
        self.follow(values)
        self.curve, self.ghost, self._every = [], [], 1
        self._velocity = np.zeros_like(self.network.parameters)
        self.start = self._moment(0, 0)
        self._evaluate(self.start)

    def follow(self, values):
        """Take over what may change in the middle of a training."""
        self.optimiser.learning_rate, self.optimiser.momentum = values["learning_rate"], values["momentum"]
        self.network.l1, self.network.l2 = values["l1"], values["l2"]
        self.batch_size = min(values["batch_size"], max(len(self.train.points), 1))

    def inputs(self, points):
        """The features (..., features) of points (..., 2)."""
        return np.stack([FEATURES[name](points) for name in self.features], axis=-1)

    def updates(self, moment):
        """Go on from a moment: an iterator of the moments after it. What came after it becomes the ghost."""
        if not len(self.train.points):
            raise ValueError(_("no points yet: click some into the picture, or choose other data"))
        self._go_back(moment)
        inputs, number, done = self.features_of_parts[0], moment.number, moment.epochs_done
        while True:
            batch_size, steps = self.batch_size, -(-len(inputs) // self.batch_size)
            updates = self.network.updates(
                inputs, self.train.targets, self.optimiser, batch_size=batch_size, epochs=FOR_EVER, seed=self.seed,
                velocity=self._velocity, epochs_done=done)
            for step, _update in enumerate(updates, start=1):
                number += 1
                at_the_end = step % steps == 0
                done += at_the_end
                now = self._moment(number, done)
                if at_the_end:
                    self._evaluate(now)
                yield now
                if at_the_end and batch_size != self.batch_size:
                    break

    def weight(self, moment, place):
        """One weight at a moment. Its place: (layer, unit, source), all from 1, and source 0 for the bias."""
        return float(self._row(moment, place)[place[1] - 1])

    def edit(self, moment, place, value):
        """The moment with one weight changed."""
        self._row(moment, place)[place[1] - 1] = value
        edited = moment._replace(parameters=self.glass.parameters.copy())
        if moment is self.start:
            self.start, self.curve = edited, []
            self.network.parameters = edited.parameters
            self._evaluate(edited)
        return edited

    def _row(self, moment, place):
        """The weights that leave the source, or the biases, in the looking glass."""
        layer, _unit, source = place
        self.glass.parameters = moment.parameters
        layer = self.glass.layers[layer - 1]
        return layer.weights[source - 1] if source else layer.bias[0]

    def _encoded(self, targets):
        """Labels as the loss wants them: for squared error with an output for each class, rows of 0 and 1."""
        several = self.network.loss_name == "squared_error" and self.problem.classes > 2
        return np.eye(self.problem.classes)[targets] if several else targets

    def _moment(self, number, epochs_done):
        return Moment(number, epochs_done, self.network.parameters.copy(), self._velocity.copy())

    def _go_back(self, moment):
        kept = [row for row in self.curve if row.number <= moment.number]
        if len(kept) < len(self.curve):
            self.ghost, self.curve = self.curve, kept
        self.network.parameters, self._velocity[...] = moment.parameters, moment.velocity

    def _evaluate(self, moment):
        """A row of the curves, at the end of an epoch."""
        if moment.epochs_done % self._every or not len(self.train.points):
            return
        losses = [self.network.loss(inputs, part.targets) if len(inputs) else np.nan
                  for inputs, part in zip(self.features_of_parts, (self.train, self.validation), strict=True)]
        self.curve.append(Row(moment.epochs_done, moment.number, *losses))
        if len(self.curve) > MOST_ROWS:
            self._every *= 2
            self.curve = [row for row in self.curve if row.epoch % self._every == 0]


def network_for(problem, inputs, values):
    """The network that the controls describe: numbers have one output and squared error; two classes one output, more
    an output each, with the cross-entropy that fits, or with squared error on sigmoids."""
    outputs = problem.classes if problem.classes > 2 else 1
    widths = [values[f"units{layer}"] for layer in range(1, values["depth"] + 1)]
    squared = problem.classes == 0 or values["loss"] == "squared_error"
    crossed = "binary_cross_entropy" if outputs == 1 else "categorical_cross_entropy"
    return nn.Network(
        (inputs, *widths, outputs), activation=values["activation"],
        output_activation="sigmoid" if squared and problem.classes else "identity",
        loss="squared_error" if squared else crossed, initialisation=values["initialisation"],
        l1=values["l1"], l2=values["l2"], seed=values["weights_seed"])


def parts(problem, values):
    """Training and validation part (points, targets) of a problem, and a sentence where it could not be split as it was
    asked for."""
    share = values["training_share"] / 100
    try:
        return data.split(problem.points, problem.targets, (share, 1 - share), seed=values["data_seed"]), ""
    except ValueError as error:
        note = _("All points are training data, none are validation data ({why}).").format(why=error)
        return ((problem.points, problem.targets), (problem.points[:0], problem.targets[:0])), note
