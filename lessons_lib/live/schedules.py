"""Lesson 03: what becomes of SGD's dance when the learning rate gets smaller on the way, and when it does so too early.
"""
import functools
import itertools

import numpy as np

from lessons_lib.figures.schedules import EVERY, LAST, UPDATES, SchedulesDrawing, SchedulesState
from lessons_lib.live.controls import choice, neighbour, scale
from lessons_lib.live.descent import flippers_and_bills
from lessons_lib.live.live_figure import LiveFigure
from lessons_lib.nn import curvature, mini_batches
from lessons_lib.text import _

SEEDS = 20
RATES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
HALVINGS = (10, 25, 50, 100, 200, 500)
BATCH_SIZES = (1, 4, 16, 64)

# The share of the start rate that is left after t updates. In each, one half is left after k.
SCHEDULES = {
    "constant": lambda t, k: np.ones(len(t)),
    "halved": lambda t, k: 0.5 ** (t // k),
    "1/t": lambda t, k: 1 / (1 + t / k),
    "cosine": lambda t, k: (1 + np.cos(np.pi * np.minimum(t / (2 * k), 1))) / 2,
}


@functools.cache
def penguins():
    """Flipper length and bill depth (342, 2) and body mass (342,), all standardised: no bias is needed. With the
    Hessian (2, 2) and the best weights (2,)."""
    inputs, targets = flippers_and_bills()
    hessian = curvature(inputs, np.zeros(2), "squared_error")
    return inputs, targets, hessian, np.linalg.solve(hessian, inputs.T @ targets / len(inputs))


@functools.cache
def batch_gradients(batch_size):
    """The mini-batches of every update and seed as what their gradient A w - b is made of: A (UPDATES, SEEDS, 2, 2),
    the mean of x x^T, and b (UPDATES, SEEDS, 2, 1), the mean of x t. Each epoch is shuffled anew, each seed its own
    way."""
    inputs, targets, *_rest = penguins()
    rngs = [np.random.default_rng(seed) for seed in range(SEEDS)]
    x, t = (np.broadcast_to(array, (SEEDS, *array.shape)) for array in (inputs, targets[:, np.newaxis]))
    epochs = (mini_batches(x, t, batch_size, np.stack([rng.permutation(len(inputs)) for rng in rngs]))
              for _epoch in itertools.count())
    means = [(x.mT @ x / x.shape[1], x.mT @ t / x.shape[1])
             for x, t in itertools.islice(itertools.chain.from_iterable(epochs), UPDATES)]
    return tuple(np.stack(part) for part in zip(*means, strict=True))


@functools.lru_cache(maxsize=512)
def distances(schedule, halving, rate, batch_size):
    """Loss of all examples minus the smallest loss, before the first update and after each (UPDATES + 1, SEEDS), of SGD
    from zero weights. The loss is a parabola, so that this is d^T H d / 2 with d = weights - best weights."""
    _inputs, _targets, hessian, best = penguins()
    rates = rate * SCHEDULES[schedule](np.arange(UPDATES), halving)
    path = np.zeros((UPDATES + 1, SEEDS, 2, 1))
    with np.errstate(all="ignore"):
        for number, (now, a, b) in enumerate(zip(rates, *batch_gradients(batch_size), strict=True)):
            path[number + 1] = path[number] - now * (a @ path[number] - b)
        away = path[..., 0] - best
        return np.einsum("usi,ij,usj->us", away, hessian, away) / 2


class Schedules(LiveFigure):
    """Choose how the learning rate gets smaller; drag on the left to where half of it is left."""

    name = "schedules"
    preview = {"schedule": "halved"}

    def build(self):
        for batch_size in BATCH_SIZES:
            batch_gradients(batch_size)  # made beforehand, so that no move of a control has to wait
        return SchedulesDrawing(SEEDS), {
            "schedule": choice(_("schedule"), {_("constant"): "constant", _("halved every k updates"): "halved",
                                               _("1/t: rate / (1 + t/k)"): "1/t",
                                               _("cosine, zero after 2k"): "cosine"}, "constant"),
            "halving": scale(_("updates to half rate (k)"), HALVINGS, 100),
            "rate": scale(_("learning rate at the start"), RATES, 0.1),
            "batch_size": scale(_("batch size"), BATCH_SIZES, 1),
        }

    def state(self, values, update):
        schedule, halving, rate = values["schedule"], values["halving"], values["rate"]
        share = SCHEDULES[schedule](np.arange(UPDATES), halving)
        both = np.stack([distances("constant", HALVINGS[0], rate, values["batch_size"]),
                         distances(schedule, halving, rate, values["batch_size"])])
        bands = np.quantile(both[:, ::EVERY], (0.1, 0.5, 0.9), axis=-1).swapaxes(0, 1)
        ends = np.median(both[:, -LAST:].mean(axis=1), axis=-1)
        return SchedulesState(schedule, halving, rate, values["batch_size"], share, bands, ends, both[1, 0, 0],
                              rate * share.sum())

    def point(self, pointer, values):
        return {"halving": pointer.x} if pointer.axes == "rates" else None

    def key(self, key, values):
        """Left and right change the updates to one half, up and down the learning rate at the start."""
        name, options = ("halving", HALVINGS) if key in ("left", "right") else ("rate", RATES)
        return {name: neighbour(options, values[name], 1 if key in ("right", "up") else -1)}
