"""A small network as a graph of boxes, each of which computes one number from the boxes before it.

Everything that back-propagation needs stands here: the value of each box, the local derivative along each arrow, and
the slope of J by each box and parameter, which is passed backwards. Every value is an array (examples,); a parameter is
one number, shared by all examples. A box's slope belongs to its example; a parameter's is added over the examples.
"""
from typing import NamedTuple

import numpy as np

from lessons_lib.nn.activations import sigmoid, sigmoid_slope

LOSS = "J"


class Box(NamedTuple):
    """A box: what it computes (a weighted `sum`, a `sigmoid` or the `loss`), from which boxes, and with which
    parameters: a sum's weights, one for each source, and its bias if it has one; a loss's targets."""

    name: str
    kind: str
    sources: tuple
    weights: tuple = ()
    bias: tuple = ()

    @property
    def parameters(self):
        return self.weights + self.bias if self.kind == "sum" else ()


class Step(NamedTuple):
    """One step through the graph: the boxes whose values are computed, or the boxes or parameters whose slopes are."""

    backward: bool
    names: tuple


class Network(NamedTuple):
    """A network to step through: its `columns` of boxes from left to right, the numbers `given` at the start (of
    inputs and targets one for each example), and whether a step is a whole array, as with `matrices`."""

    columns: tuple
    given: dict
    matrices: bool = False

    @property
    def boxes(self):
        return [box for column in self.columns for box in column]

    @property
    def parameters(self):
        return [name for box in self.boxes for name in box.parameters]

    def box(self, name):
        return next(box for box in self.boxes if box.name == name)

    def targets_of(self, name):
        """The boxes that a box or a parameter leads to."""
        return [box for box in self.boxes if name in box.sources + box.parameters]


class Pass(NamedTuple):
    """One way forwards and one backwards: `values` by name; `local`, the derivative of a box by each of its sources and
    parameters, by (source, box); `slopes` of J by the name of a box or parameter. `loss` names the loss."""

    loss: str
    values: dict
    local: dict
    slopes: dict


def computed(box, values, loss):
    """The value of a box (examples,), from what stands before it; that of J is the mean over the examples."""
    before = [values[name] for name in box.sources]
    if box.kind == "sum":
        shares = [values[weight] * a for weight, a in zip(box.weights, before, strict=True)]
        return sum(shares) + sum(values[bias] for bias in box.bias)
    if box.kind == "sigmoid":
        return sigmoid(before[0])
    return each_loss(box, values, loss).mean()


def each_loss(box, values, loss):
    """The loss of each example (examples,), added over the outputs: (y - a)^2 / 2, or the cross-entropy
    - y log a - (1 - y) log(1 - a)."""
    pairs = [(values[source], values[target]) for source, target in zip(box.sources, box.weights, strict=True)]
    if loss == "cross_entropy":
        return sum(-y * np.log(a) - (1 - y) * np.log(1 - a) for a, y in pairs)
    return sum((y - a)**2 / 2 for a, y in pairs)


def local_derivatives(box, values, loss):
    """The derivative of a box by each of its sources and parameters (examples,), by (source, box)."""
    if box.kind == "sum":
        local = {source: values[weight] for source, weight in zip(box.sources, box.weights, strict=True)}
        local |= {weight: values[source] for source, weight in zip(box.sources, box.weights, strict=True)}
        local |= dict.fromkeys(box.bias, 1.0)
    elif box.kind == "sigmoid":
        local = {box.sources[0]: sigmoid_slope(values[box.name])}
    else:
        local = {source: loss_slope(values[source], values[target], loss)
                 for source, target in zip(box.sources, box.weights, strict=True)}
    return {(source, box.name): slope for source, slope in local.items()}


def loss_slope(a, y, loss):
    """dJ/da of each example: a - y from (y - a)^2 / 2, and (a - y) / (a (1 - a)) from the cross-entropy (Bishop, PRML,
    4.3.2); divided by the number of examples, since J is their mean."""
    return (a - y) / len(a) / (a * (1 - a) if loss == "cross_entropy" else 1)


def passed(network, given, loss="squared_error"):
    """The whole way forwards and backwards, from the `given` numbers by name."""
    examples = len(next(value for value in given.values() if np.ndim(value)))
    values, local = dict(given), {}
    for box in network.boxes:
        values[box.name] = computed(box, values, loss)
        local |= local_derivatives(box, values, loss)
    slopes = {LOSS: np.ones(examples)}
    for box in reversed(network.boxes):
        for source in box.sources + box.parameters:  # several boxes may lead on from a source: their shares add
            share = slopes[box.name] * local[source, box.name]
            slopes[source] = slopes.get(source, 0) + (share.sum() if source in box.parameters else share)
    return Pass(loss, values, local, slopes)


def paths(network, name):
    """All ways from a box or a parameter to J, each as the names on it."""
    if name == LOSS:
        return [(LOSS,)]
    return [(name, *rest) for box in network.targets_of(name) for rest in paths(network, box.name)]


def steps(network):
    """All steps: forwards column by column; then backwards, after a column of sums its weights, then its biases."""
    forwards = [[box.name for box in column] for column in network.columns]
    backwards = [part for column in reversed(network.columns) for part in (
        [box.name for box in column if box.name != LOSS],
        [name for box in column if box.kind == "sum" for name in box.weights],
        [name for box in column for name in box.bias])]
    return [Step(way, names) for way, parts in ((False, forwards), (True, backwards)) for part in parts if part
            for names in ([tuple(part)] if network.matrices else [(name,) for name in part])]


CHAIN = Network(
    ((Box("z⁽²⁾", "sum", ("x",), ("θ1",)),),
     (Box("a⁽²⁾", "sigmoid", ("z⁽²⁾",)),),
     (Box("z⁽³⁾", "sum", ("a⁽²⁾",), ("θ2",)),),
     (Box("a⁽³⁾", "sigmoid", ("z⁽³⁾",)),),
     (Box(LOSS, "loss", ("a⁽³⁾",), ("y",)),)),
    {"x": (2.0,), "θ1": 0.25, "θ2": -0.8, "y": (1.0,)})

TWO_OUTPUTS = Network(
    (tuple(Box(f"z{i}⁽²⁾", "sum", ("x1", "x2"), (f"θ{i}1⁽¹⁾", f"θ{i}2⁽¹⁾")) for i in (1, 2)),
     tuple(Box(f"a{i}⁽²⁾", "sigmoid", (f"z{i}⁽²⁾",)) for i in (1, 2)),
     tuple(Box(f"z{i}⁽³⁾", "sum", ("a1⁽²⁾", "a2⁽²⁾"), (f"θ{i}1⁽²⁾", f"θ{i}2⁽²⁾")) for i in (1, 2)),
     tuple(Box(f"a{i}⁽³⁾", "sigmoid", (f"z{i}⁽³⁾",)) for i in (1, 2)),
     (Box(LOSS, "loss", ("a1⁽³⁾", "a2⁽³⁾"), ("y1", "y2")),)),
    {"x1": (1.5,), "x2": (-1.0,), "θ11⁽¹⁾": 0.4, "θ12⁽¹⁾": 0.8, "θ21⁽¹⁾": -0.6, "θ22⁽¹⁾": 0.2,
     "θ11⁽²⁾": 0.4, "θ12⁽²⁾": -0.1, "θ21⁽²⁾": 1.2, "θ22⁽²⁾": -1.4, "y1": (0.0,), "y2": (1.0,)})

BATCH = Network(
    (tuple(Box(f"z{j}⁽¹⁾", "sum", ("x1", "x2"), (f"w1{j}⁽¹⁾", f"w2{j}⁽¹⁾"), (f"b{j}⁽¹⁾",)) for j in (1, 2)),
     tuple(Box(f"h{j}", "sigmoid", (f"z{j}⁽¹⁾",)) for j in (1, 2)),
     (Box("z⁽²⁾", "sum", ("h1", "h2"), ("w1⁽²⁾", "w2⁽²⁾"), ("b⁽²⁾",)),),
     (Box("p", "sigmoid", ("z⁽²⁾",)),),
     (Box(LOSS, "loss", ("p",), ("t",)),)),
    {"x1": (1.0, -0.5, 0.5), "x2": (0.5, 1.0, -1.5), "w11⁽¹⁾": 0.4, "w12⁽¹⁾": -0.6, "w21⁽¹⁾": 0.8, "w22⁽¹⁾": 0.2,
     "b1⁽¹⁾": 0.1, "b2⁽¹⁾": -0.1, "w1⁽²⁾": 0.5, "w2⁽²⁾": -0.7, "b⁽²⁾": 0.2, "t": (1.0, 0.0, 1.0)}, matrices=True)

NETWORKS = {"1-1-1": CHAIN, "2-2-2": TWO_OUTPUTS, "2-2-1": BATCH}
