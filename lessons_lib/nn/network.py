"""A network of dense layers: what it computes, how its gradient comes back, how it is trained and judged."""
from contextvars import copy_context
from functools import partial
from itertools import islice, pairwise
from math import isfinite

import numpy as np

from lessons_lib.nn import checks
from lessons_lib.nn.activations import ACTIVATIONS
from lessons_lib.nn.batches import mini_batches
from lessons_lib.nn.initialisations import INITIALISATIONS, initial_parameters
from lessons_lib.nn.layers import Dense, pieces
from lessons_lib.nn.losses import LOSSES
from lessons_lib.nn.optimisers import SGD
from lessons_lib.text import _

# What a network that diverged gives is infinite or not a number, which says enough: no warnings besides.
quiet = np.errstate(all="ignore")


class Network:
    """A multilayer perceptron; sizes (2, 8, 8, 1) mean 2 inputs, two hidden layers of 8 units and 1 output.

    activation: of the hidden layers: step, identity, sigmoid, tanh or relu.
    output_activation: identity; sigmoid with squared_error only.
    loss: binary_cross_entropy (1 output, labels 0 and 1), categorical_cross_entropy (an output for each class, labels
        from 0) or squared_error. The cross-entropies take the outputs z as logits: p is sigmoid(z) or softmax(z).
    initialisation: zeros, normal, glorot or he; the weights drawn are multiplied by scale.
    l1, l2: training adds the penalty l1 sum |w| + l2/2 sum w^2 to the loss; never on biases.
    runs: None for one network; with a number, all arrays have a leading axis of runs, and run r is the network of
        seed + r, trained in the order of its own seed.
    dtype: float64 or float32.

    `parameters` is one flat vector (parameters,), layer by layer, weights then bias, and `gradient` another; the
    arrays of the `layers` are views of them. What is assigned to `parameters` or to a layer is copied in.
    Bad arguments, here and to every method, raise a ValueError and change nothing.

    >>> Network((2, 8, 8, 1), activation="tanh", loss="binary_cross_entropy", seed=0)
    Network(2-8-8-1, tanh, binary_cross_entropy, 105 parameters)
    """

    l1, l2 = checks.Checked(checks.non_negative), checks.Checked(checks.non_negative)

    def __init__(
        self, sizes, *, activation="tanh", output_activation="identity", loss="binary_cross_entropy",
        initialisation="glorot", scale=1.0, l1=0.0, l2=0.0, runs=None, dtype="float64", seed=0,
    ):  # fmt: skip
        self.loss_name = checks.choice("loss", loss, LOSSES)
        self.sizes = checks.sizes("sizes", sizes, loss)
        self.activation = checks.choice("activation", activation, ACTIVATIONS)
        self.output_activation = checks.output_activation("output_activation", output_activation, loss)
        self.l1, self.l2 = l1, l2
        self.runs = None if runs is None else checks.whole("runs", runs, 1)
        self.dtype = np.dtype(checks.choice("dtype", dtype, ("float64", "float32")))
        draw = INITIALISATIONS[checks.choice("initialisation", initialisation, INITIALISATIONS)]
        scale = checks.non_negative("scale", scale)

        start = self._for_runs([initial_parameters(self.sizes, draw, scale, each) for each in self._generators(seed)])
        self._parameters = checks.array("scale times the weights drawn", start, [start.shape], self.dtype)
        self.gradient = np.zeros_like(self._parameters)
        self._is_weight = np.concatenate([np.repeat([True, False], [i * u, u]) for i, u in pairwise(self.sizes)])
        self._loss = LOSSES[loss]
        self.layers = self._build_layers()

    @property
    def parameters(self):
        """All weights and biases (parameters,), layer by layer."""
        return self._parameters

    @parameters.setter
    def parameters(self, value):
        checks.copy_into("parameters", self._parameters, value)

    def _build_layers(self):
        shapes = list(pairwise(self.sizes))
        activations = [self.activation] * (len(shapes) - 1) + [self.output_activation]
        parts = zip(pieces(self.parameters, self.sizes), pieces(self.gradient, self.sizes), strict=True)
        return [Dense(*part, *shape, name) for part, shape, name in zip(parts, shapes, activations, strict=True)]

    def _generators(self, seed):
        """Give a random generator for each run."""
        seed = checks.whole("seed", seed, 0)
        return [np.random.default_rng(seed + run) for run in range(self.runs or 1)]

    def _for_runs(self, rows):
        """Give an array with a row for each run, or the one row by itself where there are no runs."""
        return np.array(rows[0] if self.runs is None else rows)

    def __repr__(self):
        sizes = "-".join(map(str, self.sizes))
        runs = "" if self.runs is None else f", {self.runs} runs"
        return f"Network({sizes}, {self.activation}, {self.loss_name}, {self.parameters.shape[-1]} parameters{runs})"

    def __reduce__(self):
        """Say how to copy and pickle: a copy's layers must be views of *its* vectors."""
        settings = {name: getattr(self, name) for name in ("activation", "output_activation", "l1", "l2", "runs")}
        settings.update(loss=self.loss_name, dtype=self.dtype.name)
        return restored, (type(self), self.sizes, settings, self.parameters)

    # Forwards and backwards

    @quiet
    def forward(self, inputs):
        """Give the outputs of the last layer (..., examples, outputs) for inputs (examples, inputs).

        With runs, inputs (runs, examples, inputs) give each run its own.
        """
        return self._forward(self._inputs(inputs))

    @quiet
    def backward(self, targets):
        """Fill and give the gradient of loss + penalty at the inputs of the last `forward`, by back-propagation.

        targets: labels (examples,) for the cross-entropies; for squared_error values (examples, outputs), or
        (examples,) with one output. With runs, a leading axis of runs gives each its own.
        """
        outputs = self.layers[-1].outputs
        if outputs is None:
            checks.fail("backward", _("no inputs"), _("forward(inputs) first"))
        return self._backward(self._targets(targets, outputs.shape[-2]))

    def _forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def _backward(self, targets):
        last = self.layers[-1]
        # The 1/B of the mean stands here and nowhere else: all that follows is made of this delta.
        last.backward(self._loss.slope(last.outputs, targets) / targets.shape[-2])
        for above, layer in pairwise(reversed(self.layers)):
            layer.backward(above.inputs_gradient())
        if self.l1 or self.l2:
            slope = self.l1 * np.sign(self._parameters) + self.l2 * self._parameters
            np.add(self.gradient, slope, out=self.gradient, where=self._is_weight)
        return self.gradient

    def _inputs(self, inputs):
        shapes = [(*lead, "examples", self.sizes[0]) for lead in self._leading_axes()]
        return checks.array("inputs", inputs, shapes, self.dtype)

    def _targets(self, targets, examples):
        """Give targets in the form of the outputs (..., examples, outputs)."""
        outputs = self.sizes[-1]
        flat = [(*lead, examples) for lead in self._leading_axes()]
        full = [(*lead, examples, outputs) for lead in self._leading_axes()]
        shapes = flat if self._loss.classifies else flat + full if outputs == 1 else full
        targets = checks.array("targets", targets, shapes)
        column = targets[..., np.newaxis] if targets.shape in flat else targets
        return self._loss.encode(column, outputs).astype(self.dtype)

    def _leading_axes(self):
        return [()] if self.runs is None else [(), (self.runs,)]

    # Training

    def updates(self, inputs, targets, optimiser, *, batch_size, epochs, seed=0, velocity=None, epochs_done=0):
        """Give an iterator that trains: each `next` is one update, whose number, epoch and loss it gives.

        inputs and targets as for `forward` and `backward`. Each epoch shuffles the examples anew (seed; run r takes
        seed + r) and splits them into mini-batches of batch_size. Stop whenever you like. To go on later as if never
        stopped at the end of an epoch, give the velocity (an array like `parameters`, changed in place; 0 by default)
        and how many epochs of this seed were done. When no run's gradient is finite any more: a FloatingPointError that
        names the update, and the network keeps its last finite parameters; a single diverged run keeps its own.
        """
        inputs = self._inputs(inputs)
        examples = inputs.shape[-2]
        targets = self._targets(targets, examples)
        checks.instance("optimiser", optimiser, SGD, _("an SGD such as SGD(learning_rate=0.1)"))
        batch_size = checks.whole("batch_size", batch_size, 1, examples, _("the examples"))
        epochs = checks.whole("epochs", epochs, 1)
        epochs_done = checks.whole("epochs_done", epochs_done, 0)
        velocity = np.zeros_like(self._parameters) if velocity is None else velocity
        generators = self._generators(seed)
        orders = (self._for_runs([generator.permutation(examples) for generator in generators])
                  for _ in range(epochs_done + epochs))
        batches = (
            (epoch, batch)
            for epoch, order in enumerate(islice(orders, epochs_done, None), start=epochs_done + 1)
            for batch in mini_batches(inputs, targets, batch_size, order)
        )
        return without_warnings(self._train(batches, optimiser, velocity))

    def _train(self, batches, optimiser, velocity):
        parameters, before = self._parameters, self._parameters.copy()
        flat = parameters.reshape(-1)  # a view: all runs in one row
        for number, (epoch, (inputs, targets)) in enumerate(batches, start=1):
            outputs = self._forward(inputs)
            gradient = self._backward(targets)
            before[...] = parameters
            optimiser.step(parameters, gradient, velocity)
            if not isfinite(flat @ flat):  # a quick look at all of them, then a close one
                self._take_back_diverged(before, number, epoch)
            yield Update(number, epoch, self._loss, outputs, targets)

    def _take_back_diverged(self, before, number, epoch):
        """Give diverged runs their last finite parameters; with a velocity not finite, none of them moves again."""
        diverged = ~np.isfinite(self._parameters).all(axis=-1)
        self._parameters[diverged] = before[diverged]
        if diverged.all():
            raise FloatingPointError(_("update {number} (epoch {epoch}): the gradient is no longer finite; try a "
                                       "smaller learning rate").format(number=number, epoch=epoch))

    def fit(self, inputs, targets, optimiser, *, batch_size, epochs, seed=0):
        """Train by all `updates` of the same arguments, and give the network itself."""
        for _update in self.updates(inputs, targets, optimiser, batch_size=batch_size, epochs=epochs, seed=seed):
            pass
        return self

    # Judging

    def predict(self, inputs, *, threshold=0.5):
        """Give labels (..., examples), or for squared_error the values, (..., examples, outputs) where several.

        The label of a binary network is 1 where its probability reaches the threshold.
        """
        threshold = checks.number("threshold", threshold, lambda x: 0 <= x <= 1, _("a number from 0 to 1"))
        if threshold != 0.5 and self.loss_name != "binary_cross_entropy":
            checks.fail("threshold", _("{threshold} with {loss}").format(threshold=threshold, loss=self.loss_name),
                        "binary_cross_entropy")
        return self._loss.predict(self.forward(inputs), threshold)

    @quiet
    def predict_proba(self, inputs):
        """Give the probability of label 1 (..., examples), or of each class (..., examples, classes)."""
        if not self._loss.classifies:
            checks.fail("predict_proba", _("a network with {loss}").format(loss=self.loss_name),
                        _("one with a cross-entropy"))
        return self._loss.probability(self.forward(inputs))

    @quiet
    def score(self, inputs, targets):
        """Give the accuracy, or for squared_error R^2 = 1 - sum (y - t)^2 / sum (t - mean t)^2 over all outputs.

        A number, or one for each run (runs,).
        """
        outputs = self.forward(inputs)
        encoded = self._targets(targets, outputs.shape[-2])
        if self._loss.classifies:
            return number((self._loss.predict(outputs, 0.5) == np.asarray(targets)).mean(axis=-1))
        spread = ((encoded - encoded.mean(axis=-2, keepdims=True)) ** 2).sum(axis=(-2, -1))
        if not np.all(spread):
            checks.fail("targets", _("equal values"), _("values that differ, for R^2 divides by their spread"))
        return number(1 - ((outputs - encoded) ** 2).sum(axis=(-2, -1)) / spread)

    def loss(self, inputs, targets):
        """Give the mean loss of the examples, without penalties: a number, or one for each run (runs,)."""
        outputs = self.forward(inputs)
        return mean_loss(self._loss, outputs, self._targets(targets, outputs.shape[-2]))

    @quiet
    def penalty(self):
        """Give l1 sum |w| + l2/2 sum w^2 over all weights w, without biases: a number, or one for each run."""
        weights = self.parameters[..., self._is_weight]
        return number(self.l1 * np.abs(weights).sum(axis=-1) + self.l2 / 2 * (weights**2).sum(axis=-1))


class Update:
    """What one update did: its number, counted from 1, its epoch, and the loss of its mini-batch before the step."""

    __slots__ = ("number", "epoch", "_loss", "_outputs", "_targets")

    def __init__(self, number, epoch, loss, outputs, targets):
        self.number, self.epoch = number, epoch
        self._loss, self._outputs, self._targets = loss, outputs, targets

    @property
    def loss(self):
        """The mean loss, without penalties, computed when it is read: a number, or one for each run (runs,)."""
        return mean_loss(self._loss, self._outputs, self._targets)

    def __repr__(self):
        return f"Update(number={self.number}, epoch={self.epoch}, loss={self.loss})"


def without_warnings(iterator):
    """Give an iterator whose steps run with NumPy's warnings off, in a context of its own; elsewhere they stay on."""
    context = copy_context()
    context.run(np.seterr, all="ignore")  # once, where np.errstate would cost a little at every step
    return iter(partial(context.run, next, iterator), None)


@quiet
def mean_loss(loss, outputs, targets):
    """Give the loss averaged over the examples."""
    return number(loss.each(outputs, targets).mean(axis=-1))


def number(array):
    """Give an array without axes as a Python number, any other as it is."""
    return array.item() if array.ndim == 0 else array


def restored(network, sizes, settings, parameters):
    """Give a network of the class `network` with these parameters."""
    copy = network(sizes, **settings)
    copy.parameters = parameters
    return copy
