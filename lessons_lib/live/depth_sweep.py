"""Lesson 04: does a deeper network classify better? Seven depths, twenty runs of each, and what goes wrong where."""
import collections
import functools
import itertools
import statistics
import time
from typing import NamedTuple

import numpy as np

from lessons_lib import data, nn
from lessons_lib.figures.depth_sweep import DEPTHS, DepthSweepDrawing, DepthSweepState, Verdict
from lessons_lib.live.controls import choice, scale, slider, switch
from lessons_lib.live.live_figure import LiveFigure
from lessons_lib.nn.losses import LOSSES
from lessons_lib.text import _

RUNS, BATCH, MOMENTUM, DECAY = 20, 20, 0.9, 0.01
UPDATES, EVERY, VERDICT_EVERY = 3000, 50, 500  # updates of each depth; until it is judged; until its words change
JUDGED = 300  # validation examples of each run, and as many test examples
PERCENTILES = (10, 50, 90)
ACCURACY, LOSS = TRAINING, VALIDATION = 0, 1  # places in the arrays
CLEAR = 0.04  # from here a difference between two median accuracies counts
RISE = 0.1  # from here a validation loss above its lowest counts
VANISHED = 0.01  # below this share of the last layer's gradient the first layer's counts as vanished


class Kind(NamedTuple):
    """A problem: its generator, training examples, noise, and the share of training labels that are flipped."""

    make: object
    examples: int
    noise: float
    flipped: float


KINDS = {"moons": Kind(data.moons, 100, 0.2, 0.0), "flipped": Kind(data.moons, 100, 0.2, 0.2),
         "spirals": Kind(data.spirals, 400, 0.0, 0.0)}


class Part(NamedTuple):
    """Inputs (runs, examples, 2) and labels (runs, examples): each run has its own."""

    inputs: np.ndarray
    labels: np.ndarray


@functools.lru_cache(maxsize=8)
def parts(kind, times=1):
    """Training, validation and test data; `times` as many training examples. Labels are flipped in training alone."""
    make, examples, noise, flipped = KINDS[kind]
    return (sample(make, examples * times, noise, flipped, seed=0), sample(make, JUDGED, noise, 0.0, seed=1000),
            sample(make, JUDGED, noise, 0.0, seed=2000))


def sample(make, examples, noise, flipped, seed):
    """Examples for each run from a seed of its own, a share of the labels flipped."""
    inputs, labels = zip(*(make(examples, noise, seed + run) for run in range(RUNS)), strict=True)
    order = np.random.default_rng(seed).random((RUNS, examples)).argsort(axis=1)
    return Part(np.array(inputs), np.array(labels) ^ (order < round(flipped * examples)))


def sizes(depth, units):
    """Two inputs, `depth` hidden layers, one output."""
    return (2, *[units] * depth, 1)


def parameter_count(network_sizes):
    """Weights and biases: (inputs + 1) x outputs of each layer."""
    return sum((inputs + 1) * outputs for inputs, outputs in itertools.pairwise(network_sizes))


def units_for(hold):
    """The units in each hidden layer for every depth: "8" or "16" of them, or ("parameters") so many that the network
    has as nearly as possible the parameters of depth 2 with 16."""
    if hold != "parameters":
        return (0, *[int(hold)] * (len(DEPTHS) - 1))
    wanted = parameter_count(sizes(2, 16))
    return (0, *(min(range(1, wanted), key=lambda units: abs(parameter_count(sizes(depth, units)) - wanted))
                 for depth in DEPTHS[1:]))


class Training:
    """All runs of one depth, trained at once: `every` updates at a time, judged after each time.

    rows: at the start and after each time (accuracy and loss, the three parts, runs).
    ratio: the first layer's gradient at the start over the last one's (root mean square of all weights; the median of
    the runs).
    """

    def __init__(self, network_sizes, data_parts, optimiser, *, activation="relu", l2=0.0, batch_size=BATCH,
                 updates=UPDATES, every=EVERY, dtype="float32"):  # fmt: skip
        self.every, self.rows = every, []
        self.network = nn.Network(network_sizes, activation=activation, l2=l2, dtype=dtype,
                                  initialisation="he" if activation == "relu" else "glorot",
                                  runs=len(data_parts[0].labels))
        self.ratio = gradient_ratio(self.network, data_parts[0])
        self._velocity = np.zeros_like(self.network.parameters)
        epochs = -(-updates * batch_size // data_parts[0].labels.shape[1])
        self._updates = self.network.updates(*data_parts[0], optimiser, batch_size=batch_size, epochs=epochs,
                                             velocity=self._velocity)
        self._inputs, self._labels = (np.concatenate(arrays, axis=1) for arrays in zip(*data_parts, strict=True))
        counts = [part.labels.shape[1] for part in data_parts]
        self._counts = np.array(counts)[:, np.newaxis]
        self._starts = np.cumsum([0, *counts[:-1]])
        self._judge()

    def go_on(self):
        """The next updates. Runs that diverged stand still; when all did, nothing moves any more."""
        try:
            collections.deque(itertools.islice(self._updates, self.every), maxlen=0)
        except FloatingPointError:
            pass  # `diverged` says so
        self._judge()

    @np.errstate(all="ignore")  # of a diverged run
    def _judge(self):
        """All three parts in one forward pass."""
        logits = self.network.forward(self._inputs)
        right = (logits[..., 0] >= 0) == self._labels
        losses = LOSSES["binary_cross_entropy"].each(logits, self._labels[..., np.newaxis])
        sums = np.add.reduceat(np.stack([right, losses]), self._starts, axis=-1)  # 2, runs, parts
        self.rows.append(sums.swapaxes(1, 2) / self._counts)

    @property
    def diverged(self):
        """Which runs (runs,) have left the finite numbers."""
        finite = np.isfinite(self._velocity).all(axis=-1) & np.isfinite(self.rows).all(axis=(0, 1, 2))
        return ~finite


@np.errstate(all="ignore")  # of inputs far too large
def gradient_ratio(network, part):
    """How much smaller or larger the first layer's gradient is than the last one's, before any training."""
    network.forward(part.inputs)
    network.backward(part.labels)
    first, last = (np.sqrt(np.mean(layer.weights_gradient**2, axis=(1, 2)))
                   for layer in (network.layers[0], network.layers[-1]))
    return float(np.median(first / last))


def bands(numbers, kept):
    """Percentiles (3, ...) over the runs kept, of numbers (..., runs); nan where none is."""
    if not kept.any():
        return np.full((len(PERCENTILES), *numbers.shape[:-1]), np.nan)
    return np.percentile(numbers[..., kept], PERCENTILES, axis=-1)


def best_rows(rows):
    """For each run (runs,) the row of its lowest validation loss; rows (T, 2, 3, runs)."""
    return np.argmin(rows[:, LOSS, VALIDATION], axis=0)


def reported(rows, early):
    """Accuracy and loss (2, 2, runs) on training and validation data at the end; with early stopping on training and
    *test* data, at each run's lowest validation loss: what chose the moment cannot judge it."""
    if not early:
        return rows[-1, :, :2]
    stopped = rows[best_rows(rows), :, :, np.arange(rows.shape[-1])]  # runs, 2, 3
    return stopped[:, :, ::2].transpose(1, 2, 0)


class Sweep:
    """The trainings of all depths, side by side. `left`: about how many seconds more, None where not known.

    A round of all depths is taken to last as long as the median of the last rounds, so that a pause does not count.
    """

    def __init__(self, values, dtype="float32"):
        optimiser = nn.SGD(values["learning_rate"], MOMENTUM)
        self.left, self._verdicts = None, {}
        self.trainings = [
            Training(sizes(depth, units), parts(values["data"], 10 if values["more"] else 1), optimiser,
                     activation=values["activation"], l2=DECAY if values["decay"] else 0.0, updates=UPDATES,
                     every=EVERY, dtype=dtype)
            for depth, units in enumerate(units_for(values["hold"]))]

    def updates(self):
        """Yield a Step after the next updates of each depth in turn."""
        number, lasted, before = 0, collections.deque(maxlen=9), time.perf_counter()
        for rounds_left in reversed(range(UPDATES // EVERY)):
            for training in self.trainings:
                training.go_on()
                number += EVERY
                yield Step(number, self)
            now = time.perf_counter()
            lasted.append(now - before)
            before, self.left = now, statistics.median(lasted) * rounds_left

    def verdict(self, chosen, early):
        """Why the chosen depth does as it does, by what all depths have reached: anew at every VERDICT_EVERY."""
        done = min(len(training.rows) for training in self.trainings) - 1
        key = chosen, early, done - done % (VERDICT_EVERY // EVERY)
        if key not in self._verdicts:
            self._verdicts[key] = self._new_verdict(*key)
        return self._verdicts[key]

    def _new_verdict(self, chosen, early, done):
        if not done:
            return Verdict("early", 0, {"first": VERDICT_EVERY})
        kept = [~training.diverged for training in self.trainings]
        rows = [np.array(training.rows[:done + 1]) for training in self.trainings]
        accuracy = [bands(reported(one, early)[ACCURACY], keep)[1] for one, keep in zip(rows, kept, strict=True)]
        losses = rows[chosen][:, LOSS, VALIDATION]
        lowest, last = (bands(some, kept[chosen])[1] for some in (losses.min(axis=0), losses[-1]))
        ratio = self.trainings[chosen].ratio
        name, numbers = judge(np.transpose(accuracy), chosen, ratio, lowest, last, early)
        return Verdict(name, done * EVERY, numbers)


class Step(NamedTuple):
    """How many updates were done, of all depths together, and where they lead."""

    number: int
    sweep: Sweep


def judge(accuracy, chosen, ratio, lowest, last, early):
    """A name of VERDICTS and its numbers, from medians: `accuracy` (2, 7) on training and judging data, the `lowest`
    and the `last` validation loss of the chosen depth. A deeper network can do what a shallower one does: where it
    fits its *training* data clearly worse, and is no better otherwise, the training failed (He et al. 2015, Deep
    residual learning for image recognition, section 1)."""
    training, judged = accuracy
    numbers = {"training": training[chosen], "judged": judged[chosen], "lowest": lowest, "last": last, "ratio": ratio}
    if np.isnan(training[chosen]):
        return "diverged", numbers
    training, judged = np.nan_to_num(accuracy)
    shallower, deeper = int(np.argmax(training[:chosen + 1])), chosen + int(np.argmax(judged[chosen:]))
    for name, other in (("vanishes" if ratio < VANISHED else "fails", shallower), ("underfits", deeper)):
        if (accuracy[:, other] - accuracy[:, chosen]).min() > CLEAR:
            return name, numbers | {"other": other, "reached": training[other]}
    if last - lowest > RISE:
        return "stopped" if early else "overfits", numbers
    return "fine", numbers


class DepthSweep(LiveFigure):
    """Seven depths train side by side, twenty runs of each; click on a depth to see how its loss came about."""

    name = "depth sweep"
    total = UPDATES * len(DEPTHS)
    restarts = ("data", "more", "hold", "activation", "learning_rate", "decay")
    preview = {"depth": 6}

    def build(self):
        kinds = {_("moons, noisy (100)"): "moons", _("moons, 20 % of labels flipped (100)"): "flipped",
                 _("spirals, clean (400)"): "spirals"}
        held = {_("16 units in each layer"): "16", _("8 units in each layer"): "8",
                _("the number of parameters"): "parameters"}
        activations = {_("ReLU"): "relu", _("tanh"): "tanh", _("sigmoid"): "sigmoid"}
        return DepthSweepDrawing(UPDATES), {
            "data": choice(_("data (training examples)"), kinds, "moons"),
            "more": switch(_("ten times as many training examples")),
            "hold": choice(_("the same at every depth"), held, "16"),
            "activation": choice(_("activation"), activations, "relu"),
            "learning_rate": scale(_("learning rate"), (0.01, 0.05), 0.05),
            "decay": switch(_("weight decay 0.01")),
            "depth": slider(_("depth looked at"), DEPTHS[0], DEPTHS[-1], 1, 1),
            "early": switch(_("early stopping, judged on test data")),
        }

    def updates(self, values):
        """All depths in turn, EVERY updates at a time."""
        return Sweep(values).updates()

    def preview_state(self, values):
        """After 100 updates of each depth, in float64, whose third digit is the same on every machine."""
        steps = list(itertools.islice(Sweep(values, "float64").updates(), len(DEPTHS) * 100 // EVERY))
        return self.state(values, steps[-1])._replace(left=None)

    def state(self, values, update):
        chosen, units = values["depth"], units_for(values["hold"])
        if update is None:
            return DepthSweepState(units, np.full((2, 2, 3, len(DEPTHS)), np.nan), chosen, np.zeros(0),
                                   np.zeros((2, 3, 0)), 0.0 if values["early"] else None, 0, RUNS, None,
                                   Verdict("waiting", 0, {}))
        sweep, early = update.sweep, values["early"]
        across = [bands(reported(np.array(one.rows), early), ~one.diverged) for one in sweep.trainings]
        this = sweep.trainings[chosen]
        rows, kept = np.array(this.rows), ~this.diverged
        best = bands(best_rows(rows) * EVERY, kept)[1] if early else None
        return DepthSweepState(
            units, np.stack(across, axis=-1).transpose(1, 2, 0, 3), chosen, np.arange(len(rows)) * EVERY,
            bands(rows[:, LOSS, :2], kept).transpose(2, 0, 1), best, int(this.diverged.sum()), RUNS, sweep.left,
            sweep.verdict(chosen, early))

    def point(self, pointer, values):
        return {"depth": pointer.x} if pointer.axes in ("accuracy", "loss") else None

    def key(self, key, values):
        """Left and right go to the next depth."""
        return {"depth": values["depth"] + (1 if key == "right" else -1)} if key in ("left", "right") else None
