"""Lesson 03: mini-batch gradients scatter about the full gradient; how far, for every batch size."""
import functools
from typing import NamedTuple

import numpy as np

from lessons_lib import data
from lessons_lib.figures.gradient_cloud import GradientCloudDrawing, GradientCloudState
from lessons_lib.live.controls import choice, scale, slider
from lessons_lib.live.live_figure import LiveFigure
from lessons_lib.nn import (
    batch_means,
    drawn_orders,
    example_gradients,
    expected_spread,
    logistic_optimum,
    rms_distance,
)
from lessons_lib.text import _

SPECIES, FEATURES = ("Adelie", "Chinstrap"), ("bill_length", "body_mass")
BATCH_SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 219)
DRAWS = 500


class Cloud(NamedTuple):
    """At some parameters w1, w2, b: all examples' gradients (N, 2) by the two weights, their mean and their spread
    sigma; for each of BATCH_SIZES the means of the mini-batches drawn (DRAWS, sizes, 2) and their spread (sizes,); the
    spread to expect for every size from 1 to N (2, N), first without replacement, then with."""

    parameters: np.ndarray
    gradients: np.ndarray
    full: np.ndarray
    sigma: float
    means: np.ndarray
    measured: np.ndarray
    theory: np.ndarray


@functools.cache
def bills_and_masses():
    """Bill length and body mass of the two species, standardised, and a column of ones for the bias (N, 3); their
    labels (N,)."""
    raw, labels = data.penguins(SPECIES, FEATURES)
    return np.column_stack([data.Standardiser(raw).transform(raw), np.ones(len(raw))]), labels


@functools.cache
def best():
    """The weights and the bias (3,) of the smallest cross-entropy."""
    inputs, labels = bills_and_masses()
    return np.append(*logistic_optimum(inputs[:, :2], labels))


@functools.lru_cache(maxsize=8)
def orders(replacement, seed):
    """The random orders (DRAWS, N), the same whatever the weights and the batch size: each dot of the cloud keeps its
    order while the batch grows."""
    return drawn_orders(len(bills_and_masses()[1]), DRAWS, replacement=replacement, seed=seed)


@functools.lru_cache(maxsize=64)
def cloud(share, replacement, seed):
    """Everything but the batch size, at `share` percent of the best parameters."""
    inputs, labels = bills_and_masses()
    sizes, n = np.array(BATCH_SIZES), len(labels)
    parameters = share / 100 * best()
    gradients = example_gradients(inputs, labels, parameters, "binary_cross_entropy")[:, :2]
    full = gradients.mean(axis=0)
    sigma = float(rms_distance(gradients, full))
    means = batch_means(gradients, orders(replacement, seed))[:, sizes - 1]
    theory = np.array([expected_spread(sigma, np.arange(1, n + 1), n, replacement=either) for either in (False, True)])
    return Cloud(parameters, gradients, full, sigma, means, rms_distance(means, full), theory)


class GradientCloud(LiveFigure):
    """The gradients of all examples and of 500 mini-batches; drag the circle, or along the line of the spreads."""

    name = "gradient cloud"
    preview = {"batch_size": 8}
    answers = ("spread",)

    def build(self):
        return GradientCloudDrawing(bills_and_masses()[1], SPECIES, BATCH_SIZES, DRAWS), {
            "batch_size": scale(_("batch size"), BATCH_SIZES, 4),
            "replacement": choice(_("drawing"), {_("without replacement"): False, _("with replacement"): True}, False),
            "share": slider(_("weights (% of the best)"), 0, 100, 5, 0),
            "seed": slider(_("seed"), 0, 20, 1, 0),
        }

    def state(self, values, update):
        found, batch_size = self._cloud(values), values["batch_size"]
        place = BATCH_SIZES.index(batch_size)
        now = found.measured[place], found.theory[int(values["replacement"]), batch_size - 1]
        return GradientCloudState(batch_size, values["replacement"], values["share"], found.parameters, found.gradients,
                                  found.full, found.sigma, found.means[:, place], found.measured, found.theory, now)

    def _cloud(self, values):
        return cloud(values["share"], values["replacement"], values["seed"])

    def point(self, pointer, values):
        """The circle goes through the pointer; on the line of the spreads, the batch size is the one there."""
        if pointer.axes == "spread":
            return {"batch_size": pointer.x}
        if pointer.axes not in ("cloud", "close"):
            return None
        found = self._cloud(values)
        place = np.array([pointer.x, pointer.y])
        radius = np.hypot(*(place - found.full if pointer.axes == "cloud" else place * found.sigma))
        theory = found.theory[int(values["replacement"]), np.array(BATCH_SIZES) - 1]
        return {"batch_size": BATCH_SIZES[np.argmin(np.abs(theory - radius))]}

    def key(self, key, values):
        """Left and right halve and double the batch size, up and down move the weights towards the best ones and
        back."""
        if key in ("left", "right"):
            return {"batch_size": values["batch_size"] * (2 if key == "right" else 0.5)}
        return {"share": values["share"] + (5 if key == "up" else -5)}
