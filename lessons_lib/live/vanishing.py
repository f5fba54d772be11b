"""Lesson 05: what comes back to the first of many layers, and what goes forwards to the last, over twenty seeds."""
import functools
from math import sqrt

import numpy as np

from lessons_lib import data
from lessons_lib.figures.vanishing import DEPTH, Numbers, VanishingDrawing, VanishingState
from lessons_lib.live.controls import choice, neighbour, scale, slider
from lessons_lib.live.live_figure import LiveFigure
from lessons_lib.nn import ACTIVATIONS, Network, softmax
from lessons_lib.text import _

SEEDS, EXAMPLES = 20, 16
INPUTS, CLASSES = len(data.PENGUIN_FEATURES), len(data.PENGUIN_SPECIES)
SCALES, WIDTHS = (0.25, 0.5, 1.0, 2.0, 4.0), (8, 16, 32)
# A slope of the activation: the largest that it has, or for ReLU, 0 or 1 equally often, the root of its mean square.
SLOPES = {"sigmoid": 1 / 4, "tanh": 1.0, "relu": sqrt(1 / 2)}
DEVIATIONS = {"glorot": lambda width: 1 / sqrt(width), "he": lambda width: sqrt(2 / width), "normal": lambda width: 1.0}
LOST = 16 * np.finfo(float).eps  # below this share of the activations their differences are rounding errors


@functools.cache
def examples():
    """Inputs (EXAMPLES, 4) of penguins, standardised, and their species (EXAMPLES,), 0 to 2."""
    inputs, species = data.penguins(data.PENGUIN_SPECIES, tuple(data.PENGUIN_FEATURES))
    chosen = np.random.default_rng(0).permutation(len(species))[:EXAMPLES]
    return data.Standardiser(inputs).transform(inputs)[chosen], species[chosen]


@functools.lru_cache(maxsize=8)
def start_weights(initialisation, width):
    """The weights (SEEDS, inputs, units) of the layers of the deepest networks. Fewer layers are the first of these and
    the last: so a move of the depth adds layers or takes some away, and the others stay."""
    network = Network((INPUTS, *[width] * DEPTH, CLASSES), initialisation=initialisation, runs=SEEDS,
                      loss="categorical_cross_entropy")
    return [layer.weights for layer in network.layers]


@functools.lru_cache(maxsize=256)
def sizes(activation, initialisation, times, depth, width):
    """One pass forwards and one back, of networks with `depth` hidden layers whose biases are 0 and whose start weights
    are multiplied by `times`: the spread of the inputs and of each hidden layer's activations (depth + 1, SEEDS), and
    of each hidden layer the size of delta and of its weights' gradient (2, depth, SEEDS)."""
    function, slope = ACTIVATIONS[activation]
    drawn = start_weights(initialisation, width)
    weights = [*drawn[:depth], drawn[-1]]
    inputs, species = examples()
    activations = [inputs]
    for one in weights[:-1]:
        activations.append(function(times * (activations[-1] @ one)))
    delta = (softmax(times * (activations[-1] @ weights[-1])) - np.eye(CLASSES)[species]) / EXAMPLES
    back = []
    for above, here, below in zip(weights[:0:-1], activations[:0:-1], activations[-2::-1], strict=True):
        delta = times * (delta @ above.mT) * slope(here)
        back.insert(0, (size(delta), size(below.mT @ delta)))
    forwards = [np.full(SEEDS, spread(inputs)), *map(spread, activations[1:])]
    return np.array(forwards), np.array(back).swapaxes(0, 1)


def size(arrays):
    """The root mean square of each matrix (..., rows, columns)."""
    rows, columns = arrays.shape[-2:]
    return np.sqrt(np.einsum("...ij,...ij", arrays, arrays) / (rows * columns))


def spread(activations):
    """How much units (..., examples, units) differ between the examples: the standard deviation, root mean square of
    the units; nan where that is no more than rounding."""
    deviation = np.sqrt(activations.var(axis=-2).mean(axis=-1))
    return np.where(deviation > LOST * size(activations), deviation, np.nan)


def expected_factor(activation, initialisation, times, width):
    """By what a layer multiplies the size of delta on its way back: sqrt(width) sigma g', sigma the weights' deviation.

    For random weights that are independent of delta, so that squares add: Glorot & Bengio 2010, equation 6, and
    He et al. 2015, section 2.2. An average over the weights: single networks lie around it. For sigmoid and tanh g' is
    their largest slope, and this what the average is at most.
    """
    return sqrt(width) * times * DEVIATIONS[initialisation](width) * SLOPES[activation]


def numbers_of(back):
    """The Numbers of sizes (depth, seeds) that come back, and their median for each layer (depth,)."""
    alive = back[:, (back > 0).all(axis=0)]
    steps, dead = len(back) - 1, back.shape[1] - alive.shape[1]
    if not alive.size:
        return Numbers(*[np.nan] * 6, dead), np.full(len(back), np.nan)
    middle, quotients = np.median(alive, axis=1), alive[0] / alive[-1]
    factor = float(np.median(quotients ** (1 / steps))) if steps else None
    return Numbers(middle[0], middle[-1], np.median(quotients), quotients.min(), quotients.max(), factor, dead), middle


def middle_of(spreads):
    """The median of spreads (layers, seeds), where what is lost counts as 0; nan where it is lost in most."""
    middle = np.median(np.nan_to_num(spreads), axis=1)
    return np.where(middle > 0, middle, np.nan)


class Vanishing(LiveFigure):
    """Up to 30 hidden layers, before any training: drag the depth, and see what is left of delta in the first."""

    name = "vanishing"
    preview = {"depth": DEPTH}
    answers = ("backwards",)

    def build(self):
        self.activations = {_("sigmoid"): "sigmoid", _("tanh"): "tanh", _("ReLU"): "relu"}
        self.starts = {_("Glorot (Xavier)"): "glorot", _("He"): "he", _("normal, deviation 1"): "normal"}
        return VanishingDrawing(SEEDS), {
            "depth": slider(_("hidden layers"), 1, DEPTH, 1, 5),
            "activation": choice(_("activation"), self.activations, "sigmoid"),
            "initialisation": choice(_("start weights"), self.starts, "glorot"),
            "times": scale(_("start weights times"), SCALES, 1.0),
            "width": scale(_("units in each layer"), WIDTHS, 16),
            "shown": choice(_("shown on the left"), {_("δ of each layer"): "delta",
                                                     _("gradient of the weights"): "gradient"}, "delta"),
        }

    def state(self, values, update):
        activation, initialisation, shown = values["activation"], values["initialisation"], values["shown"]
        forwards, (delta, gradient) = sizes(activation, initialisation, values["times"], values["depth"],
                                            values["width"])
        back = delta if shown == "delta" else gradient
        numbers, middle = numbers_of(back)
        factor = expected_factor(activation, initialisation, values["times"], values["width"])
        theory = numbers.last * factor ** np.arange(values["depth"])[::-1]
        words = (next(words for words, key in options.items() if key == chosen) for options, chosen in (
            (self.activations, activation), (self.starts, initialisation)))
        return VanishingState(*words, values["times"], values["width"], shown, back, middle, numbers, forwards,
                              middle_of(forwards), factor, theory, activation != "relu")

    def point(self, pointer, values):
        return {"depth": pointer.x}

    def key(self, key, values):
        """Left and right take a layer away or add one; up and down scale the weights."""
        if key in ("left", "right"):
            return {"depth": values["depth"] + (1 if key == "right" else -1)}
        return {"times": neighbour(SCALES, values["times"], 1 if key == "up" else -1)}
