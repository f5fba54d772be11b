"""Whatever is wrong is said in one sentence, and nothing has changed."""
import re

import numpy as np
import pytest

from lessons_lib.nn import SGD, Network, gradient_check

INPUTS = np.random.default_rng(0).normal(size=(7, 2))
LABELS = np.array([0, 1, 1, 0, 1, 0, 1])
WITH_NAN = np.where(np.arange(14).reshape(7, 2) == 7, np.nan, INPUTS)


@pytest.mark.parametrize("settings, message", [
    (dict(sizes=(2,)), "sizes: (2,) given, wanted two or more whole numbers, such as (2, 8, 1)"),
    (dict(sizes=5), "sizes: 5 given, wanted two or more whole numbers"),
    (dict(sizes=(2, 0, 1)), "sizes[1]: 0 given, wanted a whole number, 1 or more"),
    (dict(sizes=(2, 8.0, 1)), "sizes[1]: 8.0 given, wanted a whole number"),
    (dict(sizes=(2, True)), "sizes[1]: True given, wanted a whole number"),
    (dict(sizes=(2, 3)), "sizes: 3 outputs given, wanted 1 output with binary_cross_entropy"),
    (dict(sizes=(2, 1), loss="categorical_cross_entropy"), "sizes: 1 output given, wanted an output for each class"),
    (dict(activation="swish"), "activation: 'swish' given, wanted one of step, identity, sigmoid, tanh, relu"),
    (dict(activation=np.tanh), "activation: <ufunc 'tanh'> given, wanted one of"),
    (dict(activation=["relu"]), "activation: ['relu'] given, wanted one of"),
    (dict(loss="mse"), "loss: 'mse' given, wanted one of binary_cross_entropy, categorical_cross_entropy, squared"),
    (dict(output_activation="tanh"), "output_activation: 'tanh' given, wanted one of identity, sigmoid"),
    (dict(output_activation="sigmoid"), "output_activation: 'sigmoid' with binary_cross_entropy given, wanted 'ident"),
    (dict(initialisation="xavier"), "initialisation: 'xavier' given, wanted one of zeros, normal, glorot, he"),
    (dict(scale=-1), "scale: -1 given, wanted a finite number, 0 or more"),
    (dict(scale=1e39, dtype="float32"), "scale times the weights drawn: "),
    (dict(l1=-0.1), "l1: -0.1 given, wanted a finite number, 0 or more"),
    (dict(l2=float("nan")), "l2: nan given, wanted a finite number, 0 or more"),
    (dict(l2="much"), "l2: 'much' given, wanted a finite number, 0 or more"),
    (dict(l2=10**400), "wanted a finite number, 0 or more"),
    (dict(runs=0), "runs: 0 given, wanted a whole number, 1 or more"),
    (dict(dtype="float16"), "dtype: 'float16' given, wanted one of float64, float32"),
    (dict(seed=-1), "seed: -1 given, wanted a whole number, 0 or more"),
    (dict(seed=None), "seed: None given, wanted a whole number, 0 or more"),
])  # fmt: skip
def test_bad_settings(settings, message):
    with pytest.raises(ValueError, match="^" + ".*" * message.startswith("wanted") + re.escape(message)):
        Network(settings.pop("sizes", (2, 3, 1)), **settings)


def train(network, inputs=INPUTS, targets=LABELS, optimiser=None, **options):
    network.updates(inputs, targets, optimiser or SGD(0.1), **{"batch_size": 3, "epochs": 2, **options})  # no next


@pytest.mark.parametrize("act, message", [
    (lambda n: n.forward(INPUTS[0]), "inputs: shape (2,) given, wanted shape (examples, 2)"),
    (lambda n: n.forward(INPUTS[:, :1]), "inputs: shape (7, 1) given, wanted shape (examples, 2)"),
    (lambda n: n.forward(INPUTS[:0]), "inputs: shape (0, 2) given, wanted shape (examples, 2)"),
    (lambda n: n.forward([INPUTS, INPUTS]), "inputs: shape (2, 7, 2) given, wanted shape (examples, 2)"),
    (lambda n: n.forward([[1, 2], [3]]), "inputs: rows of unequal length given, wanted an array of shape (exam"),
    (lambda n: n.forward([["a", "b"]]), "inputs: values of type <U1 given, wanted numbers"),
    (lambda n: n.forward(None), "inputs: values of type object given, wanted numbers"),
    (lambda n: n.forward(INPUTS * 1j), "inputs: values of type complex128 given, wanted numbers"),
    (lambda n: n.forward(WITH_NAN), "inputs: nan at [3, 1] given, wanted finite numbers"),
    (lambda n: n.predict([[np.inf, 0]]), "inputs: inf at [0, 0] given, wanted finite numbers"),
    (lambda n: n.predict_proba(WITH_NAN), "inputs: nan at [3, 1] given"),
    (lambda n: n.predict(INPUTS, threshold=1.5), "threshold: 1.5 given, wanted a number from 0 to 1"),
    (lambda n: n.score(INPUTS, LABELS[:5]), "targets: shape (5,) given, wanted shape (7,)"),
    (lambda n: n.score(INPUTS, LABELS[:, None]), "targets: shape (7, 1) given, wanted shape (7,)"),
    (lambda n: n.loss(INPUTS, [0, 1, 2, 0, 0, 0, 0]), "targets: 2 at [2] given, wanted 0 or 1"),
    (lambda n: n.loss(INPUTS, [0, 1, 0.5, 0, 0, 0, 0]), "targets: 0.5 at [2] given, wanted 0 or 1"),
    (lambda n: n.loss(INPUTS, [0, 1, -1, 0, 0, 0, 0]), "targets: -1 at [2] given, wanted 0 or 1"),
    (lambda n: n.loss(INPUTS, WITH_NAN[:, 1] * 0), "targets: nan at [3] given, wanted finite numbers"),
    (lambda n: n.backward(LABELS[:3]), "targets: shape (3,) given, wanted shape (7,)"),
    (lambda n: train(n, WITH_NAN), "inputs: nan at [3, 1] given, wanted finite numbers"),
    (lambda n: train(n, targets=LABELS + 1), "targets: 2 at [1] given, wanted 0 or 1"),
    (lambda n: train(n, batch_size=0), "batch_size: 0 given, wanted a whole number from 1 to 7 (the examples)"),
    (lambda n: train(n, batch_size=8), "batch_size: 8 given, wanted a whole number from 1 to 7 (the examples)"),
    (lambda n: train(n, batch_size=2.0), "batch_size: 2.0 given, wanted a whole number from 1 to 7 (the examples)"),
    (lambda n: train(n, epochs=0), "epochs: 0 given, wanted a whole number, 1 or more"),
    (lambda n: train(n, seed=1.5), "seed: 1.5 given, wanted a whole number, 0 or more"),
    (lambda n: train(n, optimiser=0.1), "optimiser: 0.1 given, wanted an SGD such as SGD(learning_rate=0.1)"),
    (lambda n: train(n, optimiser=SGD), "optimiser: <class 'lessons_lib.nn.optimisers.SGD'> given, wanted an SGD"),
    (lambda n: n.fit(INPUTS, LABELS, SGD(0.1), batch_size=0, epochs=1), "batch_size: 0 given"),
    (lambda n: setattr(n, "parameters", np.zeros(5)), "parameters: shape (5,) given, wanted shape (13,)"),
    (lambda n: setattr(n, "parameters", [np.nan] * 13), "parameters: nan at [0] given, wanted finite numbers"),
    (lambda n: setattr(n, "parameters", 0.0), "parameters: shape () given, wanted shape (13,)"),
    (lambda n: setattr(n.layers[0], "weights", np.ones((3, 2))), "weights: shape (3, 2) given, wanted shape (2, 3)"),
    (lambda n: setattr(n.layers[0], "bias", np.ones(3)), "bias: shape (3,) given, wanted shape (1, 3)"),
    (lambda n: setattr(n, "l1", -1), "l1: -1 given, wanted a finite number, 0 or more"),
    (lambda n: setattr(n, "l2", np.inf), "l2: inf given, wanted a finite number, 0 or more"),
    (lambda n: gradient_check(n, INPUTS, LABELS, step=0), "step: 0 given, wanted a finite number above 0"),
    (lambda n: gradient_check(n, INPUTS, LABELS + 1), "targets: 2 at [1] given, wanted 0 or 1"),
])  # fmt: skip
def test_bad_arguments_leave_the_network_untouched(act, message):
    network = Network((2, 3, 1))
    network.fit(INPUTS, LABELS, SGD(0.1, 0.9), batch_size=3, epochs=2)
    network.forward(INPUTS)
    before = network.parameters.copy(), network.gradient.copy(), network.l1, network.l2
    with pytest.raises(ValueError, match="^" + re.escape(message)):
        act(network)
    assert np.array_equal(network.parameters, before[0]) and np.array_equal(network.gradient, before[1])
    assert (network.l1, network.l2) == before[2:]


@pytest.mark.parametrize("act, message", [
    (lambda: Network((2, 1)).backward(LABELS), "backward: no inputs given, wanted forward(inputs) first"),
    (lambda: SGD(-0.1), "learning_rate: -0.1 given, wanted a finite number, 0 or more"),
    (lambda: SGD(float("inf")), "learning_rate: inf given, wanted a finite number, 0 or more"),
    (lambda: SGD("fast"), "learning_rate: 'fast' given, wanted a finite number, 0 or more"),
    (lambda: SGD(True), "learning_rate: True given, wanted a finite number, 0 or more"),
    (lambda: SGD(0.1, momentum=1.0), "momentum: 1.0 given, wanted a number from 0 to under 1"),
    (lambda: SGD(0.1, momentum=-0.5), "momentum: -0.5 given, wanted a number from 0 to under 1"),
    (lambda: setattr(SGD(0.1), "learning_rate", -1), "learning_rate: -1 given, wanted a finite number, 0 or more"),
    (lambda: Network((2, 1), dtype="float32").forward([[1e39, 0]]),
     "inputs: inf at [0, 0] given, wanted finite numbers"),
    (lambda: Network((2, 3), loss="categorical_cross_entropy").loss(INPUTS[:2], [0, 3]),
     "targets: 3 at [1] given, wanted whole numbers from 0 to 2 (the classes)"),
    (lambda: Network((2, 3), loss="categorical_cross_entropy").predict(INPUTS, threshold=0.7),
     "threshold: 0.7 with categorical_cross_entropy given, wanted binary_cross_entropy"),
    (lambda: Network((2, 1), loss="squared_error").predict_proba(INPUTS),
     "predict_proba: a network with squared_error given, wanted one with a cross-entropy"),
    (lambda: Network((2, 1), loss="squared_error").score(INPUTS, [3] * 7),
     "targets: equal values given, wanted values"),
    (lambda: Network((2, 2), loss="squared_error").loss(INPUTS, LABELS),
     "targets: shape (7,) given, wanted shape (7, 2)"),
    (lambda: Network((2, 1), loss="squared_error").loss(INPUTS, [LABELS]),
     "targets: shape (1, 7) given, wanted shape (7,) or (7, 1)"),
    (lambda: Network((2, 1), runs=3).forward([INPUTS] * 4),
     "inputs: shape (4, 7, 2) given, wanted shape (examples, 2) or (3, examples, 2)"),
    (lambda: Network((2, 1), runs=3).loss(INPUTS, [LABELS] * 2),
     "targets: shape (2, 7) given, wanted shape (7,) or (3, 7)"),
    (lambda: setattr(Network((2, 1), runs=3), "parameters", np.zeros(3)),
     "parameters: shape (3,) given, wanted shape (3, 3)"),
])  # fmt: skip
def test_more_bad_arguments(act, message):
    with pytest.raises(ValueError, match="^" + re.escape(message)):
        act()
