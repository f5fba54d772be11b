"""Lesson 04: how often XOR is learned, by the width and the activation of the hidden layer, over many seeds at once."""
import functools
from typing import NamedTuple

import numpy as np

from lessons_lib.figures.xor_seeds import XorSeedsDrawing, XorSeedsState
from lessons_lib.live.controls import choice, scale
from lessons_lib.live.live_figure import LiveFigure
from lessons_lib.live.pairs import CORNERS, GATES
from lessons_lib.nn import SGD, Network
from lessons_lib.text import _

LABELS = np.array(GATES["XOR"])
WIDTHS = (1, 2, 3, 4, 8)
ACTIVATIONS = ("sigmoid", "tanh", "relu")
SEEDS, UPDATES = 200, 3000
BLOCK = 10  # updates of each network between two looks at all of them
RATES = (0.02, 0.05, 0.1, 0.2, 0.5, 1.0)


class Block(NamedTuple):
    """After `number` updates: the shares (activations, widths, 5) of the networks with 0 to 4 corners right."""

    number: int
    shares: np.ndarray


def networks(initialisation, first, *, widths=WIDTHS, seeds=SEEDS):
    """For each activation and width a network 2-width-1 of as many runs as there are seeds, from seed `first` on."""
    return [[Network((2, width, 1), activation=activation, initialisation=initialisation, runs=seeds, seed=first)
             for width in widths] for activation in ACTIVATIONS]


def shares(all_networks):
    """The shares (activations, widths, 5) of the runs with 0, 1, 2, 3, 4 corners on the right side of p = 0.5."""
    right = np.array([[(network.predict(CORNERS) == LABELS).sum(axis=-1) for network in row] for row in all_networks])
    return (right[..., np.newaxis] == np.arange(5)).mean(axis=-2)


@functools.lru_cache(maxsize=32)
def shares_at_start(initialisation, first):
    """The shares before the first update."""
    return shares(networks(initialisation, first))


def train(network, optimiser, velocity, updates):
    """So many updates with all four corners. (`Network.updates` would shuffle them anew for each seed and update, which
    takes eight times as long and changes nothing: a full batch has no order.)"""
    for _number in range(updates):
        network.forward(CORNERS)
        optimiser.step(network.parameters, network.backward(LABELS), velocity)


class XorSeeds(LiveFigure):
    """Press Play: 200 seeds of 15 networks train at the same time, full batch."""

    name = "xor seeds"
    total = UPDATES
    restarts = ("initialisation", "learning_rate", "momentum", "first")
    preview_updates = 100 // BLOCK
    interactive = False

    def build(self):
        self.starts = {_("Glorot"): "glorot", _("He"): "he", _("normal, deviation 1"): "normal",
                       _("all zero"): "zeros"}
        return XorSeedsDrawing(("sigmoid", "tanh", "ReLU"), WIDTHS, SEEDS), {
            "initialisation": choice(_("start weights"), self.starts, "glorot"),
            "learning_rate": scale(_("learning rate"), RATES, 0.5),
            "first": scale(_("first of 200 seeds"), (0, 200, 400), 0),
            "momentum": scale(_("momentum"), (0.0, 0.5, 0.9), 0.9),
        }

    def updates(self, values):
        """Blocks of updates, in each of which every network has its turn, so that all bars grow together."""
        rows = networks(values["initialisation"], values["first"])
        optimiser = SGD(values["learning_rate"], values["momentum"])
        trained = [(network, np.zeros_like(network.parameters)) for row in rows for network in row]
        for number in range(BLOCK, UPDATES + 1, BLOCK):
            for network, velocity in trained:
                train(network, optimiser, velocity, BLOCK)
            yield Block(number, shares(rows))

    def state(self, values, update):
        start, first = values["initialisation"], values["first"]
        now = update or Block(0, shares_at_start(start, first))
        words = next(words for words, name in self.starts.items() if name == start)
        return XorSeedsState(now.number, now.shares, values["learning_rate"], values["momentum"], words, first)
