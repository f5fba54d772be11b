"""Lesson 03: how large may the learning rate be? The full batch, a line through the penguins, and the limit 2/λ."""
import functools
from typing import NamedTuple

import numpy as np

from lessons_lib import data
from lessons_lib.figures.stable_rate import HEIGHTS, REACHES, UPDATES, StableRateDrawing, StableRateState, Verdict
from lessons_lib.live.controls import choice, neighbour, scale
from lessons_lib.live.live_figure import LiveFigure
from lessons_lib.nn import curvature, largest_stable_rate, linear_loss, logistic_optimum
from lessons_lib.nn.linear import OUTPUTS
from lessons_lib.text import _

MULTIPLES = (0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 1.0, 1.05, 1.1, 1.25, 1.5, 1.85, 1.9, 1.95, 2.0, 5.0, 10.0, 100.0,
             1000.0)
MOMENTA = (0.0, 0.5, 0.9)
STEPS = 12  # updates drawn on the slice
SLICE = np.linspace(-1, 1, 201)
SLICE = SLICE * np.abs(SLICE)  # shares of the reach, close together about the lowest point
LATE = 50  # updates at the end that decide how it ends


class Problem(NamedTuple):
    """What is descended, from zero weights: inputs (N, parameters) with a column of ones, targets (N,), the loss; the
    eigenvalues of the Hessian there, smallest first; the limit 2 / largest; the smallest loss, and how far above it
    the start is. And the line of the first update: u times `line` (parameters,) has its lowest loss at u = 1."""

    inputs: np.ndarray
    targets: np.ndarray
    loss: str
    curvatures: np.ndarray
    limit: float
    smallest: float
    above: float
    line: np.ndarray

    def distances(self, weights):
        """Loss minus smallest loss, as a share of that at the start; weights (..., parameters)."""
        with np.errstate(all="ignore"):
            losses = linear_loss(self.inputs, self.targets, weights, self.loss)
            return np.maximum((losses - self.smallest) / self.above, 0)


@functools.cache
def problem(loss, standardised):
    """Body mass from flipper length (squared_error), or Adelie against Chinstrap from bill length and body mass."""
    if loss == "squared_error":
        inputs, targets = np.split(data.penguins(data.PENGUIN_SPECIES, ("flipper_length", "body_mass"))[0], 2, axis=1)
        targets = data.Standardiser(targets).transform(targets) if standardised else targets
    else:
        inputs, targets = data.penguins(("Adelie", "Chinstrap"), ("bill_length", "body_mass"))
    targets = np.ravel(targets).astype(float)
    inputs = data.Standardiser(inputs).transform(inputs) if standardised else inputs
    best = best_weights(inputs, targets, loss)
    inputs = np.column_stack([inputs, np.ones(len(inputs))])
    start = np.zeros(inputs.shape[1])
    hessian = curvature(inputs, start, loss)
    first, smallest = linear_loss(inputs, targets, np.stack([start, best]), loss)
    return Problem(inputs, targets, loss, np.linalg.eigvalsh(hessian), largest_stable_rate(hessian), smallest,
                   first - smallest, lowest_point(inputs, targets, loss))


def best_weights(inputs, targets, loss):
    """The weights of the smallest loss, the bias last."""
    if loss == "binary_cross_entropy":
        weights, bias = logistic_optimum(inputs, targets.astype(int))
        return np.append(np.ravel(weights), bias)
    return np.linalg.lstsq(np.column_stack([inputs, np.ones(len(inputs))]), targets, rcond=None)[0]


def lowest_point(inputs, targets, loss):
    """The lowest point on the line from zero weights against the gradient there, by Newton's method along the line."""
    gradient, place = slope(inputs, targets, np.zeros(inputs.shape[1]), loss), 0.0
    for _step in range(50):
        here = -place * gradient
        place += slope(inputs, targets, here, loss) @ gradient / (gradient @ curvature(inputs, here, loss) @ gradient)
    return -place * gradient


def slope(inputs, targets, weights, loss):
    """The gradient of the mean loss for weights (..., parameters)."""
    return (OUTPUTS[loss](weights @ inputs.T) - targets) @ inputs / len(inputs)


def full_batch_paths(inputs, targets, loss, rates, momentum):
    """The weights before the first of UPDATES updates and after each, for all learning rates (R,) at once:
    (UPDATES + 1, R, parameters), from zero. One that diverges goes on to infinite values and to NaN."""
    paths = np.zeros((UPDATES + 1, len(rates), inputs.shape[1]))
    velocity = np.zeros_like(paths[0])
    with np.errstate(all="ignore"):
        for before, after in zip(paths[:-1], paths[1:], strict=True):
            velocity = momentum * velocity - rates[:, np.newaxis] * slope(inputs, targets, before, loss)
            after[:] = before + velocity
    return paths


@functools.cache
def descents(loss, standardised, momentum):
    """For every multiple of the limit: the distances (R, UPDATES + 1) and the places on the line, -1 at the start and
    0 at its lowest point (R, STEPS + 1)."""
    this = problem(loss, standardised)
    paths = full_batch_paths(this.inputs, this.targets, loss, np.array(MULTIPLES) * this.limit, momentum)
    with np.errstate(all="ignore"):
        places = paths[:STEPS + 1] @ this.line / (this.line @ this.line) - 1
    return this.distances(paths).T, places.T


def frame(steps):
    """The least of the REACHES and of the HEIGHTS that hold the places and distances of the steps (2, n); the first of
    both, which they leave, where none is large enough."""
    far, high = np.abs(steps).max(axis=1)
    if not (far <= REACHES[-1] and high <= HEIGHTS[-1]):
        return REACHES[0], HEIGHTS[0]
    return next(reach for reach in REACHES if far <= reach), next(height for height in HEIGHTS if high <= height)


def slice_along(this, reach):
    """Of a Problem, (3, points): places on its line so far to both sides of the lowest point, the distances there, and
    the parabola through the start that has its slope and its curvature."""
    start, places = np.zeros(len(this.line)), reach * SLICE
    away = places + 1
    downhill = slope(this.inputs, this.targets, start, this.loss) @ this.line / this.above
    bend = this.line @ curvature(this.inputs, start, this.loss) @ this.line / this.above
    return np.stack([places, this.distances(np.outer(away, this.line)), 1 + downhill * away + bend * away**2 / 2])


def verdict(distances):
    """How a descent ends, by the last LATE of its distances and the LATE before them."""
    bad = np.flatnonzero(~np.isfinite(distances))
    if len(bad):
        return Verdict("not finite", int(bad[0]))
    before, late = distances[-2 * LATE:-LATE].max(), distances[-LATE:].max()
    if late > 10 * before and late > 1:
        return Verdict("diverges", int(np.flatnonzero(distances <= 1)[-1]) + 1)
    if late < 1e-5:
        return Verdict("rests", None)
    return Verdict("falls" if late < 0.99 else "neither", None)


class StableRate(LiveFigure):
    """Choose the learning rate as a multiple of 2/λ, or drag along the limits on the right."""

    name = "stable rate"
    preview = {"multiple": 1.05}
    answers = ("ends",)

    def build(self):
        return StableRateDrawing(MULTIPLES), {
            "multiple": scale(_("learning rate, × 2/λ"), MULTIPLES, 0.5),
            "momentum": scale(_("momentum β"), MOMENTA, 0.0),
            "inputs": choice(_("inputs"), {_("standardised"): "standardised", _("raw (mm and g)"): "raw"},
                             "standardised"),
            "loss": choice(_("loss"), {_("squared error (body mass)"): "squared_error",
                                       _("logistic (Adelie or Chinstrap)"): "binary_cross_entropy"}, "squared_error"),
        }

    def state(self, values, update):
        loss, standardised, momentum = values["loss"], values["inputs"] == "standardised", values["momentum"]
        this, (distances, places) = problem(loss, standardised), descents(loss, standardised, momentum)
        chosen = MULTIPLES.index(values["multiple"])
        steps = np.stack([places[chosen], distances[chosen, :STEPS + 1]])
        seen = frame(steps)
        return StableRateState(loss, standardised, values["multiple"], momentum, this.curvatures, this.limit,
                               distances[chosen], slice_along(this, seen[0]), steps, seen, distances[:, -1],
                               verdict(distances[chosen]))

    def point(self, pointer, values):
        return {"multiple": pointer.x} if pointer.axes == "ends" else None

    def key(self, key, values):
        """Left and right go to the next multiple, up and down to the next momentum."""
        name, options = ("multiple", MULTIPLES) if key in ("left", "right") else ("momentum", MOMENTA)
        return {name: neighbour(options, values[name], 1 if key in ("right", "up") else -1)}
