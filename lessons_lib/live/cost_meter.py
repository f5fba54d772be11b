"""Lesson 05: what the same slopes cost by finite differences, by forward mode and by reverse mode."""
from functools import lru_cache
from itertools import cycle
from typing import NamedTuple

import numpy as np

from lessons_lib.figures.cost_meter import CostMeterDrawing, CostMeterState
from lessons_lib.live.controls import choice, neighbour, scale
from lessons_lib.live.live_figure import LiveFigure
from lessons_lib.live.throughput import measure
from lessons_lib.nn import Network, directional_derivative, dual_forward, multiplications
from lessons_lib.text import _

SIZES = {10: (2, 1, 2, 1), 30: (2, 3, 4, 1), 100: (9, 5, 7, 1), 300: (12, 11, 12, 1), 1000: (17, 21, 27, 1),
         3000: (37, 39, 37, 1), 10_000: (62, 73, 72, 1), 30_000: (95, 131, 131, 1), 100_000: (211, 231, 219, 1)}
COUNTS = list(SIZES)  # of the parameters exactly, or of the outputs
BATCHES = [2**k for k in range(9)]
STEP = 1e-8  # of the differences, one-sided
REPEATS, SECONDS = 3, 0.03  # how often each is measured, and how long
LARGEST = 2**20  # numbers in the outputs measured: 8 megabytes


class Measurement(NamedTuple):
    """After measurement `number`: the least seconds so far (3, C), for the three methods and each of COUNTS, at first
    NaN; and where these are `extrapolated`, since only a share of the passes was run."""

    number: int
    seconds: np.ndarray
    extrapolated: np.ndarray


def sizes(many, count):
    """One loss of `count` parameters, or the slopes of `count` outputs by one weight."""
    return SIZES[count] if many == "parameters" else (8, 8, 8, count)


def passes_of(many, counts):
    """The passes of each method (3, C): one for each number differentiated by, in reverse mode for each number
    differentiated; differences take one more, with nothing moved."""
    counts, once = np.array(counts), np.ones(len(counts), int)
    return np.array([counts + 1, counts, once] if many == "parameters" else [once + 1, once, counts])


@lru_cache(maxsize=32)
def costs(many, batch):
    """The passes and the multiplications of the three methods, exactly, and the multiplications in theory, if every
    parameter took one for each example and value, and two for each slope: three times (3, C)."""
    passes = passes_of(many, COUNTS)
    values, slopes = np.array([multiplications(sizes(many, count), batch) for count in COUNTS]).T
    parameters = np.array([sum((n + 1) * m for n, m in zip(one, one[1:], strict=False))
                           for one in (sizes(many, count) for count in COUNTS)])
    exact = passes * np.array([values, values + slopes, values + slopes])
    return passes, exact, passes * batch * parameters * [[1.0], [3.0], [3.0]]


def by_differences(network, inputs, targets, many):
    """Move one parameter after the other a little up, and run forwards. (The pass with nothing moved takes as long.)"""
    parameters = network.parameters
    for place in cycle(range(len(parameters))):
        here = parameters[place]
        parameters[place] = here + STEP
        network.loss(inputs, targets) if many == "parameters" else network.forward(inputs)
        parameters[place] = here
        yield


def by_forward_mode(network, inputs, targets, many):
    """One pass with dual numbers for one parameter after the other."""
    direction = np.zeros_like(network.parameters)
    for place in cycle(range(len(direction))):
        direction[place] = 1
        if many == "parameters":
            directional_derivative(network, inputs, targets, direction)
        else:
            dual_forward(network, inputs, direction)
        direction[place] = 0
        yield


def by_reverse_mode(network, inputs, targets, many):
    """Forwards and back, from the loss; or from one output after the other: a target that is less by 1 than this
    output, and equal to all others, makes the slope of the squared error 1 at this output and 0 elsewhere."""
    if many == "outputs":
        targets = network.forward(inputs).copy()
    for output in cycle(range(targets.shape[1])):
        if many == "outputs":
            targets[:, output] -= 1
        network.forward(inputs)
        network.backward(targets)
        if many == "outputs":
            targets[:, output] += 1
        yield


METHODS = (by_differences, by_forward_mode, by_reverse_mode)


def time_of(method, many, count, batch):
    """The seconds that a method takes here for all slopes, and whether they are extrapolated from a share of them."""
    network = Network(sizes(many, count), activation="relu", loss="squared_error")
    examples = min(batch, LARGEST // network.sizes[-1])
    inputs = np.random.default_rng(0).normal(size=(examples, network.sizes[0]))
    targets = np.zeros((examples, network.sizes[-1]))
    share = measure(METHODS[method](network, inputs, targets, many), SECONDS)
    passes = passes_of(many, [count])[method, 0]
    whole = examples == batch and (passes <= 2 or share * passes <= SECONDS)
    return share * passes * batch / examples, not whole


class CostMeter(LiveFigure):
    """Multiplications are counted; press Play, and seconds are measured. Drag along the counts."""

    name = "cost meter"
    preview = {"unit": "multiplications"}
    total = REPEATS * len(METHODS) * len(COUNTS)
    restarts = ("many", "batch_size")
    answers = ("curves", "numbers")

    def build(self):
        return CostMeterDrawing(COUNTS), {
            "many": choice(_("slopes wanted"), {_("of one loss, by many parameters"): "parameters",
                                                _("of many outputs, by one parameter"): "outputs"}, "parameters"),
            "count": scale(_("how many"), COUNTS, COUNTS[-1], "{:,}"),
            "unit": choice(_("upwards"), {_("multiplications, counted"): "multiplications",
                                          _("seconds, measured here"): "seconds"}, "multiplications"),
            "batch_size": scale(_("batch size"), BATCHES, 32)}

    def updates(self, values):
        """All methods and counts, several times over, the largest counts first: they give the speed for the theory."""
        best, extrapolated = np.full((len(METHODS), len(COUNTS)), np.nan), np.zeros((len(METHODS), len(COUNTS)), bool)
        for number in range(self.total):
            method, place = -1 - number % len(METHODS), -1 - number // len(METHODS) % len(COUNTS)
            seconds, share = time_of(method, values["many"], COUNTS[place], values["batch_size"])
            if not best[method, place] <= seconds:  # the first time it is not a number
                best[method, place], extrapolated[method, place] = seconds, share
            yield Measurement(number + 1, best.copy(), extrapolated.copy())

    def state(self, values, update):
        """The counts, and the seconds as far as they are measured; the theory of seconds takes its speed from the
        method with the fewest passes at the largest count."""
        passes, exact, theory = costs(values["many"], values["batch_size"])
        seconds = update.seconds if update else np.full(exact.shape, np.nan)
        few = passes[1:, -1].argmin() + 1
        timed = values["unit"] == "seconds"
        ratios = np.array([one[3 - few] / one[few] for one in (passes, exact, seconds)])
        return CostMeterState(
            values["many"], values["batch_size"], COUNTS.index(values["count"]), passes, exact, seconds,
            update.extrapolated if update else np.zeros(exact.shape, bool), timed,
            theory * seconds[few, -1] / theory[few, -1] if timed else theory, ratios)

    def point(self, pointer, values):
        """The count nearest to the pointer, by ratio."""
        if pointer.axes == "cost" and pointer.x > 0:
            return {"count": min(COUNTS, key=lambda count: abs(np.log(count / pointer.x)))}

    def key(self, key, values):
        """Left and right move along the counts, up and down the batch size."""
        if key in ("left", "right"):
            return {"count": neighbour(COUNTS, values["count"], 1 if key == "right" else -1)}
        return {"batch_size": neighbour(BATCHES, values["batch_size"], 1 if key == "up" else -1)}
