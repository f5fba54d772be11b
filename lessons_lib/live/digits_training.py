"""Lesson 06: a network learns to read handwritten digits. The test part is not opened here."""
import functools
from typing import NamedTuple

import numpy as np

from lessons_lib import data, nn
from lessons_lib.figures.digits_training import DIGITS, SHOWN, UNITS, UPDATES, DigitsDrawing, DigitsState
from lessons_lib.live.controls import choice, scale, switch
from lessons_lib.live.live_figure import LiveFigure
from lessons_lib.nn.losses import LOSSES
from lessons_lib.text import _

FRACTIONS = (1 / 2, 1 / 6, 1 / 3)  # training, validation, test
NETWORKS = {"SLP": (64, 10), "ANN": (64, 64, 10), "DNN": (64, 64, 32, 10)}
BATCH_SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
RATES = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
MOMENTUM = 0.9
EVERY = 20  # updates from one point of the curves to the next
ANY = -1


class Parts(NamedTuple):
    """(Inputs, labels) of the training pictures, with and without their shifted copies, and of the validation ones;
    `moved` are the validation pictures moved by a pixel each way."""

    training: tuple
    with_copies: tuple
    validation: tuple
    moved: tuple


@functools.cache
def parts():
    """The parts of the digits that a figure may see."""
    training, validation, _test = data.split(*data.digits(), FRACTIONS, seed=0)
    both = zip(training, data.shifted(*training), strict=True)
    return Parts(training, tuple(np.concatenate(pair) for pair in both), validation, data.shifted(*validation))


class Moment(NamedTuple):
    """An update of a training, which always stands at its newest."""

    number: int
    epoch: int
    training: "Training"


class Training:
    """A network of the form chosen, the pictures from which it learns, and the curve of its losses so far."""

    def __init__(self, values):
        self.examples = parts().with_copies if values["copies"] else parts().training
        self.network = nn.Network(NETWORKS[values["network"]], activation="relu", initialisation="he",
                                  loss="categorical_cross_entropy")
        self.optimiser, self.batch_size = nn.SGD(values["learning_rate"], MOMENTUM), values["batch_size"]
        self.curve = [self.judged(0)[0]]

    def updates(self):
        """Train: an iterator of moments."""
        epochs = -(-UPDATES * self.batch_size // len(self.examples[0]))
        for update in self.network.updates(*self.examples, self.optimiser, batch_size=self.batch_size, epochs=epochs):
            if update.number % EVERY == 0:
                self.curve.append(self.judged(update.number)[0])
            yield Moment(update.number, update.epoch, self)
            if update.number == UPDATES:
                return

    def judged(self, number):
        """A row of the curve, update, training and validation loss; and the accuracies, on `moved` too."""
        examined = self.examples, parts().validation, parts().moved
        losses, accuracies = zip(*(judged(self.network, *examples) for examples in examined), strict=True)
        return (number, *losses[:2]), accuracies


def judged(network, inputs, labels):
    """The cross-entropy and the accuracy of a network, from one pass forwards."""
    logits = network.forward(inputs)
    losses = LOSSES["categorical_cross_entropy"].each(logits, np.eye(DIGITS)[labels])
    return losses.mean(), (logits.argmax(axis=-1) == labels).mean()


class DigitsTraining(LiveFigure):
    """Train an SLP, an ANN or a DNN on digits, see how it does on validation pictures; click a cell of the matrix."""

    name = "digits training"
    total = UPDATES
    rate = 1000
    restarts = ("network", "batch_size", "learning_rate", "copies")
    preview_updates = 100

    def build(self):
        digits = {_("any"): ANY} | {f"{digit}": digit for digit in range(DIGITS)}
        return DigitsDrawing(), {
            "network": choice(_("network"), {f"{name}  {'-'.join(map(str, sizes))}": name
                                             for name, sizes in NETWORKS.items()}, "ANN"),
            "batch_size": scale(_("batch size"), BATCH_SIZES, 32),
            "learning_rate": scale(_("learning rate"), RATES, 0.05),
            "copies": switch(_("shifted copies in the training part")),
            "truth": choice(_("pictures: the digit is"), digits, ANY),
            "said": choice(_("pictures: read as"), digits, ANY),
        }

    def updates(self, values):
        return Training(values).updates()

    def state(self, values, update):
        """What the newest weights say of the validation pictures."""
        moment = update or Moment(0, 0, Training(values))
        training, (inputs, labels) = moment.training, parts().validation
        probabilities = training.network.predict_proba(inputs)
        said = probabilities.argmax(axis=-1)
        chosen = values["truth"], values["said"]
        rows = pictures_of(chosen, labels, said, probabilities.max(axis=-1))
        row_now, accuracies = training.judged(moment.number)
        shown = rows[:SHOWN[0] * SHOWN[1]]
        readings = [(int(said[row]), float(probabilities[row, said[row]]), int(labels[row])) for row in shown]
        return DigitsState(
            moment.number, moment.epoch, training.network.sizes, values["batch_size"], values["learning_rate"],
            MOMENTUM, values["copies"], np.array([*training.curve, row_now]), accuracies,
            nn.metrics.confusion_matrix(labels, said, DIGITS), chosen, len(rows), inputs[shown], readings,
            training.network.layers[0].weights[:, :UNITS[0] * UNITS[1]])

    def point(self, pointer, values):
        """A click on a cell of the matrix chooses it, another click on it lets it go."""
        if pointer.type != "down" or pointer.axes != "matrix":
            return None
        cell = {name: min(max(round(place), 0), DIGITS - 1)
                for name, place in (("truth", pointer.y), ("said", pointer.x))}
        again = all(values[name] == digit for name, digit in cell.items())
        return dict.fromkeys(cell, ANY) if again else cell

    def key(self, key, values):
        """Left and right choose what was read, up and down the digit."""
        name, step = {"left": ("said", -1), "right": ("said", 1), "up": ("truth", -1), "down": ("truth", 1)}[key]
        return {name: min(max(values[name] + step, ANY), DIGITS - 1)}


def pictures_of(chosen, labels, said, confidence):
    """The rows of the pictures in a cell (truth, read as); where one of them is any, of the mistakes alone.

    Mistakes come in the order of their confidence, the most confident first; pictures read rightly the other way round.
    """
    truth, read = chosen
    is_in = np.ones(len(labels), bool)
    if truth != ANY:
        is_in &= labels == truth
    if read != ANY:
        is_in &= said == read
    if ANY in chosen:
        is_in &= labels != said
    rows = np.flatnonzero(is_in)
    sign = 1 if truth == read != ANY else -1
    return rows[np.argsort(sign * confidence[rows], kind="stable")]
