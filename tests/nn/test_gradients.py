"""The gradient of every array against two that owe nothing to the library: JAX, and central differences."""
import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lessons_lib.nn import SGD, Network, gradient_check

jax.config.update("jax_enable_x64", True)
jax.config.update("jax_platforms", "cpu")
JAX_ACTIVATIONS = {
    "step": lambda z: jnp.where(z >= 0, 1.0, 0.0),
    "identity": lambda z: z,
    "sigmoid": jax.nn.sigmoid,
    "tanh": jnp.tanh,
    "relu": jax.nn.relu,
}
ACTIVATION_NAMES = list(JAX_ACTIVATIONS)


def jax_loss(arrays, settings, inputs, targets):
    """Loss + penalty of one network, written anew from the definitions; arrays: weights, bias, weights, bias, ..."""
    a, penalty = inputs, 0.0
    for i in range(0, len(arrays), 2):
        weights, bias = arrays[i : i + 2]
        is_last = i == len(arrays) - 2
        a = JAX_ACTIVATIONS[settings["output_activation" if is_last else "activation"]](a @ weights + bias)
        penalty += settings["l1"] * jnp.abs(weights).sum() + settings["l2"] / 2 * (weights**2).sum()
    if settings["loss"] == "binary_cross_entropy":
        losses = -jnp.where(targets == 1, jax.nn.log_sigmoid(a[:, 0]), jax.nn.log_sigmoid(-a[:, 0]))
    elif settings["loss"] == "categorical_cross_entropy":
        losses = -jax.nn.log_softmax(a)[jnp.arange(len(targets)), targets]
    else:
        losses = ((a - targets.reshape(a.shape)) ** 2).sum(axis=1) / 2
    return losses.mean() + penalty


@st.composite
def cases(draw):
    """A network with random weights and biases, its settings, and inputs and targets for it."""
    loss = draw(st.sampled_from(["binary_cross_entropy", "categorical_cross_entropy", "squared_error"]))
    outputs = {"binary_cross_entropy": [1], "categorical_cross_entropy": [2, 3], "squared_error": [1, 3]}[loss]
    sizes = [draw(st.sampled_from([1, 3]))]
    sizes += draw(st.lists(st.sampled_from([1, 3]), max_size=6)) + [draw(st.sampled_from(outputs))]
    settings = dict(
        activation=draw(st.sampled_from(ACTIVATION_NAMES)),
        output_activation=draw(st.sampled_from(["identity", "sigmoid"])) if loss == "squared_error" else "identity",
        loss=loss,
        l1=draw(st.sampled_from([0.0, 0.3])),
        l2=draw(st.sampled_from([0.0, 0.2])),
    )
    runs = draw(st.sampled_from([None, 1, 3]))
    lead = (runs,) if runs and draw(st.booleans()) else ()
    examples = draw(st.sampled_from([1, 5]))
    generator = np.random.default_rng(draw(st.integers(0, 10**6)))
    network = Network(sizes, **settings, runs=runs)
    network.parameters = generator.normal(scale=0.8, size=network.parameters.shape)
    inputs = generator.normal(size=(*lead, examples, sizes[0]))
    if loss == "squared_error":
        targets = generator.normal(size=(*lead, examples, sizes[-1]))
    else:
        targets = generator.integers(max(2, sizes[-1]), size=(*lead, examples))
    return network, settings, inputs, targets


def arrays(network, row):
    """Cut the flat vector of one run into arrays: weights, bias, weights, bias, ..."""
    pieces, start = [], 0
    for n, units in zip(network.sizes[:-1], network.sizes[1:], strict=True):
        pieces += [row[start : start + n * units].reshape(n, units), row[start + n * units : start + (n + 1) * units]]
        start += (n + 1) * units
    return pieces


def of_run(array, run, dimensions):
    """Give the part of a run's own array, or the shared array."""
    return array[run] if array.ndim == dimensions else array


@settings(max_examples=60, derandomize=True, deadline=None)
@given(cases())
def test_gradients_agree_with_jax(case):
    network, settings, inputs, targets = case
    network.forward(inputs)
    ours = network.backward(targets)
    one = 3 if settings["loss"] == "squared_error" else 2
    for run, (row, gradient) in enumerate(zip(np.atleast_2d(network.parameters), np.atleast_2d(ours), strict=True)):
        data = of_run(inputs, run, 3), of_run(targets, run, one)
        theirs = jax.grad(jax_loss)(arrays(network, row), settings, *data)
        for i, (a, b) in enumerate(zip(arrays(network, gradient), theirs, strict=True)):
            assert b.dtype == np.float64
            assert np.linalg.norm(a - b) <= 1e-8 * np.linalg.norm(b), f"array {i} of run {run}"


@settings(max_examples=60, derandomize=True, deadline=None)
@given(cases())
def test_gradients_agree_with_central_differences(case):
    network, settings, inputs, targets = case
    network.forward(inputs)
    ours = network.backward(targets).copy()
    kinks = [layer.inputs @ layer.weights + layer.bias for layer in network.layers[:-1]]
    assume(settings["activation"] not in ("relu", "step") or all(np.abs(z).min() > 1e-3 for z in kinks))
    start, step = network.parameters.copy(), 1e-5
    assume(not settings["l1"] or np.abs(start).min() > 2 * step)
    theirs = np.empty_like(ours)
    for i in range(start.shape[-1]):
        here = []
        for sign in (1, -1):
            network.parameters[..., i] = start[..., i] + sign * step
            here.append(network.loss(inputs, targets) + network.penalty())
        network.parameters = start
        theirs[..., i] = (here[0] - here[1]) / (2 * step)
    # rounding: about 1e-16 J / step = 1e-11 J for each entry; the step: about step^2 = 1e-10 times a third derivative
    size = 1 + np.max(network.loss(inputs, targets))
    for run, rows in enumerate(zip(np.atleast_2d(ours), np.atleast_2d(theirs), strict=True)):
        for i, (a, b) in enumerate(zip(*(arrays(network, row) for row in rows), strict=True)):
            assert np.linalg.norm(a - b) <= 1e-7 * np.linalg.norm(b) + 1e-8 * size, f"array {i} of run {run}"


def small_network(**settings):
    network = Network((2, 3, 2), loss="categorical_cross_entropy", l2=0.1, **settings)
    generator = np.random.default_rng(5)
    network.parameters = generator.normal(size=network.parameters.shape)
    return network, generator.normal(size=(4, 2)), [0, 1, 1, 0]


@pytest.mark.parametrize("runs", [None, 2])
def test_gradient_check_names_every_array(runs):
    errors = gradient_check(*small_network(runs=runs))
    assert list(errors) == ["weights 1", "bias 1", "weights 2", "bias 2"]
    assert max(errors.values()) < 1e-8


def test_gradient_check_finds_a_bug_in_one_small_bias():
    network, inputs, targets = small_network()
    right = network.backward

    def wrong(targets):
        gradient = right(targets)
        network.layers[0].bias_gradient[0, 1] *= 1.001
        return gradient

    network.backward = wrong
    errors = gradient_check(network, inputs, targets)
    assert errors["bias 1"] > 1e-5 and max(errors["weights 1"], errors["weights 2"], errors["bias 2"]) < 1e-8


def test_gradient_check_of_a_flat_loss_is_zero():
    network, inputs, targets = small_network(activation="step")
    network.l2 = 0
    errors = gradient_check(network, inputs, targets)
    assert errors["weights 1"] == errors["bias 1"] == 0 and 0 < errors["weights 2"] < 1e-8


@pytest.mark.parametrize("labels", [[0, 1, 1, 0], [0, 1, 1, 9]])
def test_gradient_check_leaves_the_network_as_it_was(labels):
    network, inputs, targets = small_network()
    next(network.updates(inputs, targets, SGD(0.1), batch_size=3, epochs=1))
    before = network.parameters.copy(), network.gradient.copy(), network.layers[1].outputs, network.layers[0].delta
    try:
        gradient_check(network, inputs[::-1], labels)
    except ValueError:
        assert labels[-1] == 9
    assert np.array_equal(network.parameters, before[0]) and np.array_equal(network.gradient, before[1])
    assert network.layers[1].outputs is before[2] and network.layers[0].delta is before[3]


def test_gradient_check_interrupted_leaves_the_network_as_it_was():
    network, inputs, targets = small_network()
    before, right, calls = network.parameters.copy(), network.loss, []

    def interrupted(*arguments):
        calls.append(arguments)
        if len(calls) == 5:
            raise KeyboardInterrupt
        return right(*arguments)

    network.loss = interrupted
    with pytest.raises(KeyboardInterrupt):
        gradient_check(network, inputs, targets)
    assert np.array_equal(network.parameters, before)


def test_gradient_check_takes_a_step():
    # (J(w + h) - J(w - h)) / 2h of J = w^4-like losses is wrong by the order of h^2: ten times h, a hundred times wrong
    errors = [gradient_check(*small_network(), step=step)["weights 1"] for step in (1e-2, 1e-3)]
    assert 80 < errors[0] / errors[1] < 120
