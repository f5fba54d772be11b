"""Lesson 03: the path of the updates on the loss surface, for every batch size, learning rate, momentum and start."""
import functools

import numpy as np

from lessons_lib import data
from lessons_lib.figures.descent import EXTENT, TARGET, DescentDrawing, DescentState, Surface
from lessons_lib.live.controls import scale, slider
from lessons_lib.live.live_figure import LiveFigure
from lessons_lib.live.timeline import Number
from lessons_lib.nn import SGD, curvature, descent_path, example_gradients, linear_loss
from lessons_lib.text import _

UPDATES = 150
LOSS = "squared_error"
BATCH_SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 342)
RATES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 1.2, 1.3, 1.5)
GRID = 80  # places along each side of the surface


@functools.cache
def flippers_and_bills():
    """The body mass of all penguins (N,), and its inputs flipper length and bill depth (N, 2), all standardised."""
    raw, _species = data.penguins(data.PENGUIN_SPECIES, ("flipper_length", "bill_depth", "body_mass"))
    columns = data.Standardiser(raw).transform(raw)
    return columns[:, :2], columns[:, 2]


@functools.cache
def surface():
    """The loss over the plane of the two weights. The best weights solve H w = x^T t / N (Bishop, PRML, 3.15)."""
    x, t = flippers_and_bills()
    w1, w2 = np.linspace(*EXTENT[:2], GRID), np.linspace(*EXTENT[2:], GRID)
    best = np.linalg.solve(curvature(x, np.zeros(2), LOSS), x.T @ t / len(t))
    losses = linear_loss(x, t, np.stack(np.meshgrid(w1, w2), axis=-1), LOSS)
    return Surface(w1, w2, losses, best, float(linear_loss(x, t, best, LOSS)), len(t))


@functools.lru_cache(maxsize=64)
def run(batch_size, learning_rate, momentum, seed, start):
    """The weights before the first update and after each one (UPDATES + 1, 2), and their losses (UPDATES + 1,)."""
    x, t = flippers_and_bills()
    path = descent_path(x, t, start, SGD(learning_rate, momentum), loss=LOSS, batch_size=batch_size, updates=UPDATES,
                        seed=seed)
    with np.errstate(all="ignore"):
        return path, linear_loss(x, t, path, LOSS)


@functools.lru_cache(maxsize=64)
def orders(seed):
    """The order of the examples in each epoch (UPDATES + 1, N), as in descent_path."""
    rng = np.random.default_rng(seed)
    return np.array([rng.permutation(len(flippers_and_bills()[1])) for _epoch in range(UPDATES + 1)])


def next_batch(batch_size, seed, done):
    """The examples of the mini-batch that comes after so many updates."""
    examples = orders(seed)
    epoch, place = divmod(done, updates_an_epoch(batch_size))
    return examples[epoch, place * batch_size:(place + 1) * batch_size]


def updates_an_epoch(batch_size):
    """ceil(N / B): the last batch may be short."""
    return -(-len(flippers_and_bills()[1]) // batch_size)


class Descent(LiveFigure):
    """The whole run stands there at once; play it, scrub along it, and move what it depends on."""

    name = "descent"
    total = UPDATES
    rate = 30
    timeline = "whole"
    preview = {"batch_size": 8}
    preview_updates = 40

    def build(self):
        return DescentDrawing(surface(), UPDATES), {
            "batch_size": scale(_("batch size"), BATCH_SIZES, BATCH_SIZES[-1]),
            "learning_rate": scale(_("learning rate"), RATES, 0.1),
            "momentum": slider(_("momentum"), 0.0, 0.95, 0.05, 0.0, digits=2),
            "seed": slider(_("seed"), 0, 20, 1, 0),
            "w1": slider(_("start: w1"), -1.8, 3.7, 0.1, -1.5, digits=1),
            "w2": slider(_("start: w2"), -1.7, 1.8, 0.1, 0.5, digits=1),
        }

    def updates(self, values):
        return map(Number, range(1, UPDATES + 1))

    def state(self, values, update):
        """The run, and where it stands after this update."""
        x, t = flippers_and_bills()
        batch_size, seed, shown = values["batch_size"], values["seed"], update.number if update else 0
        how = batch_size, values["learning_rate"], values["momentum"]
        path, losses = run(*how, seed, (values["w1"], values["w2"]))
        batch, here = next_batch(batch_size, seed, shown), path[shown]
        with np.errstate(all="ignore"):
            downhill = -example_gradients(x, t, here, LOSS)
            batch_loss = linear_loss(x[batch], t[batch], here, LOSS)
            downhill = np.array([downhill[batch].mean(axis=0), downhill.mean(axis=0)])
        return DescentState(*how, path, losses, shown, -(-shown // updates_an_epoch(batch_size)), float(batch_loss),
                            downhill, _first(losses < TARGET), _first(~(losses <= losses[0])))

    def point(self, pointer, values):
        return {"w1": pointer.x, "w2": pointer.y} if pointer.axes == "surface" else None

    def key(self, key, values):
        """The arrow keys move the start."""
        name = "w1" if key in ("left", "right") else "w2"
        return {name: values[name] + (0.1 if key in ("right", "up") else -0.1)}


def _first(where):
    """The first place where it is so, None where there is none."""
    return int(where.argmax()) if where.any() else None
