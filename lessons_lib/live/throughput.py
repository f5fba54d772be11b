"""Lesson 03: how many examples a second this machine trains on, for each batch size."""
from time import perf_counter
from typing import NamedTuple

import numpy as np

from lessons_lib.figures.throughput import ThroughputDrawing, ThroughputState
from lessons_lib.live.controls import choice
from lessons_lib.live.live_figure import LiveFigure
from lessons_lib.nn import SGD, Network
from lessons_lib.text import _

SIZES = 2 ** np.arange(11)  # batch sizes 1 to 1024
REPEATS = 4
SECONDS = 0.03  # of one measurement
NETWORKS = {"2-1": (2, 1), "64-32-10": (64, 32, 10), "64-128-128-10": (64, 128, 128, 10)}
ELSEWHERE = {  # microseconds an update, measured once in the same way on a server with two cores, one thread
    "2-1": (19.5, 21.1, 21.4, 21.6, 22.5, 23.7, 26.3, 30.2, 37.5, 53.3, 78.2),
    "64-32-10": (44.5, 49.1, 51.0, 57.1, 68.6, 88.5, 126, 200, 350, 640, 1220),
    "64-128-128-10": (136, 147, 152, 185, 252, 382, 639, 1140, 2180, 4230, 9070),
}


class Measurement(NamedTuple):
    """After measurement `number`: the least seconds an update took so far, for each of SIZES (B,); at first NaN."""

    number: int
    seconds: np.ndarray


def measure(updates, seconds):
    """The seconds that one of the updates takes: the mean over as many as fit into `seconds`. The first is left out:
    with it, memory is made ready."""
    next(updates)
    begin, done, passed = perf_counter(), 0, 0.0
    for _update in updates:
        done, passed = done + 1, perf_counter() - begin
        if passed >= seconds:
            break
    return passed / done


def training(network, batch_size):
    """The updates of a network on random examples, as many as the largest batch: the values do not change the time."""
    sizes, rng = NETWORKS[network], np.random.default_rng(0)
    inputs, labels = rng.random((SIZES[-1], sizes[0])), rng.integers(0, max(2, sizes[-1]), SIZES[-1])
    loss = "binary_cross_entropy" if sizes[-1] == 1 else "categorical_cross_entropy"
    return Network(sizes, loss=loss).updates(inputs, labels, SGD(0.01), batch_size=int(batch_size), epochs=10**6)


def rate_and_cost(seconds):
    """Examples a second, and microseconds an update, (2, B)."""
    return np.array([SIZES / seconds, 1e6 * seconds])


class Throughput(LiveFigure):
    """Press Play: each batch size is measured several times, and the quickest measurement counts."""

    name = "throughput"
    total = REPEATS * len(SIZES)
    restarts = ("network",)
    answers = ("cost",)
    interactive = False

    def build(self):
        return ThroughputDrawing(), {"network": choice(_("network"), {name: name for name in NETWORKS}, "64-32-10")}

    def updates(self, values):
        """All sizes one after the other, several times over: what disturbs for a moment meets none of them always."""
        best = np.full(len(SIZES), np.nan)
        for number in range(self.total):
            place = number % len(SIZES)
            best[place] = np.fmin(best[place], measure(training(values["network"], SIZES[place]), SECONDS))
            yield Measurement(number + 1, best.copy())

    def state(self, values, update):
        """Both computers' numbers; the verdict is this one's from the end of the first round on."""
        elsewhere = np.array(ELSEWHERE[values["network"]]) / 1e6
        here = update.seconds if update else np.full(len(SIZES), np.nan)
        measured = update.number // len(SIZES) if update else 0
        judged = rate_and_cost(here if measured else elsewhere)[0]
        alone = here[0] if update else elsewhere[0]
        return ThroughputState(
            values["network"], SIZES, rate_and_cost(elsewhere), rate_and_cost(here),
            rate_and_cost(np.full(len(SIZES), alone)), int(SIZES[judged.argmax()]), judged.max() / judged[0], measured)
