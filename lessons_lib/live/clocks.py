"""Lesson 03: full batch, mini-batch and SGD race from the same weights, by four clocks."""
import functools

import numpy as np

from lessons_lib.figures.clocks import CLOCKS, ClocksDrawing, ClocksState
from lessons_lib.live.controls import choice, scale, slider, switch
from lessons_lib.live.live_figure import LiveFigure
from lessons_lib.live.pairs import species_pair
from lessons_lib.live.throughput import measure
from lessons_lib.nn import SGD, Network, linear_loss
from lessons_lib.text import _

UPDATES = 1000  # of each of the three
RUNS = 10
CHECKPOINTS = np.unique(np.geomspace(1, UPDATES, 120).astype(int))  # updates at which all runs are looked at
APART = 200  # updates in the small pictures
BLOCKS, BLOCK = 5, 0.004  # of the stopwatch: how many, and the seconds of each


@functools.cache
def examples():
    """Adelie against Chinstrap by bill length and body mass, standardised: inputs (N, 2), labels (N,)."""
    pair = species_pair(("Adelie", "Chinstrap"), ("bill_length", "body_mass"))
    return pair.inputs, pair.labels


def training(batch_size, learning_rate, *, runs, seed):
    """A network with weights of zero, and the iterator that trains it."""
    inputs, labels = examples()
    network = Network((2, 1), loss="binary_cross_entropy", initialisation="zeros", runs=runs)
    return network, network.updates(inputs, labels, SGD(learning_rate), batch_size=batch_size, epochs=10**6, seed=seed)


@functools.lru_cache(maxsize=400)
def run(batch_size, learning_rate, seed, runs):
    """The loss of all examples: of the first run before the first and after each update (UPDATES + 1,), and the least
    and the greatest of all runs at the CHECKPOINTS (2, C)."""
    inputs, labels = examples()
    columns = np.column_stack([inputs, np.ones(len(inputs))])
    network, updates = training(batch_size, learning_rate, runs=runs, seed=seed)
    path = np.zeros((UPDATES + 1, runs, 3))
    for number, _update in zip(range(1, UPDATES + 1), updates, strict=False):
        path[number] = network.parameters
    all_runs = linear_loss(columns, labels, path[CHECKPOINTS], "binary_cross_entropy")
    first = linear_loss(columns, labels, path[:, 0], "binary_cross_entropy")
    return first, np.array([all_runs.min(axis=1), all_runs.max(axis=1)])


@functools.cache
def seconds_per_update(batch_size):
    """How long an update takes on this machine, measured while updates run and nothing else is done: in the block of
    updates that was disturbed least by other programs."""
    _network, updates = training(batch_size, 1.0, runs=None, seed=0)
    return min(measure(updates, BLOCK) for _block in range(BLOCKS))


def examples_seen(updates, batch_size, number):
    """How many examples so many updates have seen, of `number` in all. An epoch sees every example once, so that its
    last batch is short where batch_size does not divide them."""
    epochs, rest = np.divmod(updates, -(-number // batch_size))
    return epochs * number + rest * batch_size


def by_clock(clock, updates, batch_size):
    """What a clock shows after so many updates."""
    number = len(examples()[1])
    match clock:
        case "updates":
            return updates
        case "examples":
            return examples_seen(updates, batch_size, number)
        case "epochs":
            return examples_seen(updates, batch_size, number) / number
        case "milliseconds":
            return 1000 * seconds_per_update(batch_size) * updates


def needed(losses, target, batch_size):
    """Updates, examples, epochs and milliseconds until the loss is first below the target; None if it never is."""
    below = np.flatnonzero(losses < target)
    if not len(below):
        return None
    return tuple(by_clock(clock, int(below[0]), batch_size) for clock in CLOCKS)


class Clocks(LiveFigure):
    """Choose what counts: updates, examples, epochs or milliseconds; drag the target."""

    name = "clocks"
    preview = {"clock": "examples"}
    answers = ("table",)

    def build(self):
        rates = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
        return ClocksDrawing(len(examples()[1]), RUNS, APART), {
            "clock": choice(_("clock"), {_("updates"): "updates", _("examples seen"): "examples", _("epochs"): "epochs",
                                         _("milliseconds, measured here"): "milliseconds"}, "updates"),
            "batch_size": scale(_("batch size (mini-batch)"), [2**k for k in range(1, 8)], 8),
            "learning_rate": scale(_("learning rate"), rates, 1.0),
            "target": slider(_("target loss"), 0.04, 0.6, 0.01, 0.08, digits=2),
            "seed": slider(_("first of ten seeds"), 0, 20, 1, 4),
            "often": switch(_("as it is often drawn: each on its own scale")),
        }

    def state(self, values, update):
        """The three runs, on the clock chosen."""
        sizes = (len(examples()[1]), values["batch_size"], 1)
        runs = [run(size, values["learning_rate"], *(values["seed"], RUNS) if k else (0, 1))
                for k, size in enumerate(sizes)]
        numbers, clock = np.arange(UPDATES + 1), values["clock"]
        times = np.array([by_clock(clock, numbers, size) for size in sizes])
        return ClocksState(
            clock, values["often"], values["batch_size"], values["learning_rate"], values["target"],
            np.array([first for first, _band in runs]), times, np.array([band for _first, band in runs[1:]]),
            times[1:, CHECKPOINTS],
            tuple(needed(first, values["target"], size) for (first, _band), size in zip(runs, sizes, strict=True)),
            APART, tuple(int(by_clock("examples", APART, size)) for size in sizes))

    def point(self, pointer, values):
        return {"target": pointer.y} if pointer.axes == "race" and not values["often"] else None

    def key(self, key, values):
        """Left and right halve and double the batch size, up and down move the target."""
        if key in ("left", "right"):
            return {"batch_size": values["batch_size"] * (2 if key == "right" else 0.5)}
        return {"target": values["target"] + (0.01 if key == "up" else -0.01)}
