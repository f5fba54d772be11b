"""Lesson 01: a signal passes through the layers of a network, one layer a step."""
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from lessons_lib.figures.layers import LayersDrawing, LayersState
from lessons_lib.live.controls import choice, slider
from lessons_lib.live.live_figure import LiveFigure
from lessons_lib.nn import ACTIVATIONS
from lessons_lib.text import _

INPUTS, UNITS, OUTPUTS = 3, 4, 2
MOST_HIDDEN = 3


class Passed(NamedTuple):
    """The signal has passed on to layer `number`; the input layer is number 0."""

    number: int


class Layers(LiveFigure):
    """Press Step: the signal passes on by one layer. Inputs, activation and seed change what is lit at once."""

    name = "layers"
    rate = 1
    total = MOST_HIDDEN + 1
    restarts = ("hidden",)
    interactive = False
    preview = {"activation": "sigmoid"}
    preview_updates = total

    def build(self):
        inputs = {f"x{k}": slider(_("input x{number}").format(number=k), -1.0, 1.0, 0.1, value, digits=1)
                  for k, value in enumerate((1.0, -0.5, 0.3), start=1)}
        activations = {_("step function"): "step", _("sigmoid"): "sigmoid", _("ReLU"): "relu",
                       _("none (identity)"): "identity"}
        return LayersDrawing(), inputs | {
            "hidden": slider(_("hidden layers"), 0, MOST_HIDDEN, 1, 2),
            "activation": choice(_("activation function"), activations, "step"),
            "seed": slider(_("seed of the weights"), 0, 20, 1, 15)}

    def updates(self, values):
        """One for each layer that computes: the hidden layers and the output layer."""
        return (Passed(number) for number in range(1, values["hidden"] + 2))

    def state(self, values, update):
        """a = g(a_before W + b) in every layer but the first, which holds the inputs (Goodfellow et al., Deep Learning,
        6.1). With g(z) = z one layer with `collapsed` weights gives the same."""
        x = np.array([values[f"x{k}"] for k in range(1, INPUTS + 1)])
        layers = parameters(values["hidden"], values["seed"])
        activation = values["activation"]
        layer_values = [x]
        for w, b in layers:
            layer_values.append(ACTIVATIONS[activation].function(layer_values[-1] @ w + b))
        single = difference = None
        if activation == "identity":
            w, b = collapsed(layers)
            single = x @ w + b
            difference = np.abs(single - layer_values[-1]).max()
        return LayersState(tuple(layer_values), tuple(w for w, _b in layers), activation,
                           update.number if update else 0, single, difference)


def parameters(hidden, seed):
    """Weights (inputs, units) and biases (units,) of each layer, standard normal, drawn layer by layer."""
    generator = np.random.default_rng(seed)
    return [(generator.standard_normal((inputs, units)), generator.standard_normal(units))
            for inputs, units in pairwise((INPUTS, *[UNITS] * hidden, OUTPUTS))]


def collapsed(layers):
    """The weights W1 W2 ... and the bias of the one layer that gives what all of them give without an activation
    function: (x W1 + b1) W2 + b2 = x W1 W2 + b1 W2 + b2."""
    weights, bias = layers[0]
    for w, b in layers[1:]:
        weights, bias = weights @ w, bias @ w + b
    return weights, bias
