"""Lesson 03: why noise is not only bad. 200 runs of mini-batch descent on a loss with two valleys."""
import functools
import itertools
from typing import NamedTuple

import numpy as np

from lessons_lib import data
from lessons_lib.figures.valleys import EXTENT, Landscape, ValleysDrawing, ValleysState
from lessons_lib.live.controls import neighbour, scale, slider
from lessons_lib.live.live_figure import LiveFigure
from lessons_lib.live.timeline import Number
from lessons_lib.text import _

RUNS = 200
UPDATES = 300
WIDTH = 0.4  # of Welsch's loss, in standard deviations of the flipper length: 5.6 mm
BATCH_SIZES = (1, 2, 4, 8, 16, 32, 342)
RATES = (0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0)
BOTTOM = 0.95  # of the shallower valley, to the start's step


def welsch_loss(weights, examples):
    """Give the mean loss for weights (...): 1 - exp(-(w - x)^2 / (2 s^2)), averaged over examples (..., n), with s the
    WIDTH (Dennis and Welsch 1978, Techniques for nonlinear least squares and robust regression, but for a factor).

    An example far from w costs 1, however far: so the lowest places are where many examples stand close together.
    """
    away = weights[..., np.newaxis] - examples
    return 1 - np.exp(away * away * (-0.5 / WIDTH**2)).mean(axis=-1)


def welsch_gradient(weights, examples):
    """Give its derivative by w, (...): the mean of (w - x) / s^2 exp(-(w - x)^2 / (2 s^2))."""
    away = weights[..., np.newaxis] - examples
    return (away * np.exp(away * away * (-0.5 / WIDTH**2))).mean(axis=-1) / WIDTH**2


@functools.cache
def flippers():
    """The flipper length of all penguins (N,), standardised, with the scaler that leads back to millimetres."""
    raw, _species = data.penguins(data.PENGUIN_SPECIES, ("flipper_length",))
    scaler = data.Standardiser(raw)
    return scaler.transform(raw)[:, 0], scaler


@functools.cache
def landscape():
    """The loss of all penguins along w, and the places where it turns: deeper valley, barrier, shallower valley."""
    x, scaler = flippers()
    places = np.linspace(*EXTENT, 1321)
    slopes = welsch_gradient(places, x)
    before = np.flatnonzero(slopes[1:] * slopes[:-1] < 0)
    turns = places[before] - slopes[before] * np.diff(places)[before] / np.diff(slopes)[before]
    birds, counts = np.unique(x, return_counts=True)
    return Landscape(places, welsch_loss(places, x), turns, welsch_loss(turns, x),
                     scaler.inverse(turns[:, np.newaxis])[:, 0], birds, counts)


@functools.lru_cache(maxsize=12)
def orders(seed, epochs):
    """The shuffled examples of each epoch and run, (epochs, RUNS, N)."""
    examples = np.arange(len(flippers()[0]), dtype=np.int16)
    every = np.broadcast_to(examples, (epochs, RUNS, len(examples)))
    return np.random.default_rng(seed).permuted(every, axis=-1)


def batches(batch_size, seed):
    """The mini-batches (RUNS, up to batch_size) of UPDATES updates or more: every run shuffles first and splits then.
    With all examples in a batch there is nothing to draw, and one run, (1, N), stands for all."""
    x, _scaler = flippers()
    if batch_size == len(x):
        yield from itertools.repeat(x[np.newaxis])
    an_epoch = -(-len(x) // batch_size)  # updates in it, with a short last batch where there is one
    for epoch in orders(seed, -(-UPDATES // an_epoch)):
        for first in range(0, len(x), batch_size):
            yield x[epoch[:, first:first + batch_size]]


class Runs(NamedTuple):
    """All runs before the first update and after each: where they are, `path` (UPDATES + 1, RUNS); the share of them
    in the deeper valley, and of those that have left it at least once, (UPDATES + 1,) each."""

    path: np.ndarray
    deeper: np.ndarray
    left: np.ndarray


@functools.lru_cache(maxsize=16)
def run(batch_size, learning_rate, start, seed):
    """All runs, all from the same start."""
    made = batches(batch_size, seed)
    path = np.full((UPDATES + 1, RUNS), start, dtype=float)
    for number, batch in zip(range(UPDATES), made, strict=False):
        path[number + 1] = path[number] - learning_rate * welsch_gradient(path[number, :len(batch)], batch)
    deeper = path < landscape().turns[1]  # it is the left one
    left = np.zeros_like(deeper)
    left[1:] = np.logical_or.accumulate(deeper[:-1] & ~deeper[1:])
    return Runs(path, deeper.mean(axis=1), left.mean(axis=1))


class Valleys(LiveFigure):
    """The whole run stands there at once: play it, scrub along it, and drag the start along the curve."""

    name = "valleys"
    total = UPDATES
    rate = 30
    timeline = "whole"
    preview = {"batch_size": 2}
    preview_updates = 100

    def build(self):
        for batch_size in BATCH_SIZES:
            next(batches(batch_size, 0))  # shuffled beforehand, so that no move of a control has to wait
        return ValleysDrawing(landscape(), RUNS, UPDATES), {
            "batch_size": scale(_("batch size"), BATCH_SIZES, BATCH_SIZES[-1]),
            "learning_rate": scale(_("learning rate"), RATES, 0.3),
            "start": slider(_("start: w"), -2.0, 2.4, 0.05, BOTTOM, digits=2),
            "seed": slider(_("seed"), 0, 20, 1, 0),
        }

    def updates(self, values):
        return map(Number, range(1, UPDATES + 1))

    def state(self, values, update):
        """The runs, and the full batch from the same start, after this update."""
        x, _scaler = flippers()
        rate, start, seed = values["learning_rate"], values["start"], values["seed"]
        runs, full = run(values["batch_size"], rate, start, seed), run(len(x), rate, start, 0)
        shown = update.number if update else 0
        here = np.append(full.path[shown, 0], runs.path[shown])
        return ValleysState(values["batch_size"], rate, start, shown, here, welsch_loss(here, x),
                            np.stack([full.deeper, runs.deeper, runs.left]))

    def point(self, pointer, values):
        return {"start": pointer.x} if pointer.axes == "loss" else None

    def key(self, key, values):
        """Left and right move the start, up and down change the batch size."""
        if key in ("left", "right"):
            return {"start": values["start"] + (0.05 if key == "right" else -0.05)}
        return {"batch_size": neighbour(BATCH_SIZES, values["batch_size"], 1 if key == "up" else -1)}
