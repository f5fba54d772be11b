"""Updates, mini-batches, momentum, many runs at once, and what happens when training diverges."""
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons_lib.nn import SGD, Network, mini_batches

generator = np.random.default_rng(2)
INPUTS = generator.normal(size=(10, 2))
LABELS = (INPUTS[:, 0] > INPUTS[:, 1]).astype(int)


@given(examples=st.integers(1, 30), batch_size=st.integers(1, 30), seed=st.integers(0, 99))
@settings(max_examples=60, derandomize=True, deadline=None)
def test_mini_batches_are_a_partition_of_matching_rows(examples, batch_size, seed):
    inputs = np.arange(2 * examples).reshape(examples, 2)
    targets = inputs[:, :1] * 10
    order = np.random.default_rng(seed).permutation(examples)
    batches = list(mini_batches(inputs, targets, min(batch_size, examples), order))
    assert [len(x) for x, _ in batches[:-1]] == [min(batch_size, examples)] * (len(batches) - 1)
    rows = np.concatenate([x for x, _ in batches])
    np.testing.assert_array_equal(np.sort(rows[:, 0]), inputs[:, 0])
    np.testing.assert_array_equal(np.concatenate([t for _, t in batches]), rows[:, :1] * 10)


def test_the_last_short_batch_is_kept():
    assert [len(x) for x, _ in mini_batches(INPUTS, INPUTS, 4, np.arange(10))] == [4, 4, 2]


def test_mini_batches_of_many_runs():
    orders = np.array([np.random.default_rng(run).permutation(10) for run in range(3)])
    own = np.array([INPUTS, INPUTS + 10, INPUTS + 20])
    for (shared, each), start in zip(mini_batches(INPUTS, own, 4, orders), (0, 4, 8), strict=True):
        for run in range(3):
            rows = INPUTS[orders[run, start : start + 4]]
            np.testing.assert_array_equal(shared[run], rows)
            np.testing.assert_array_equal(each[run], rows + 10 * run)


def test_updates_are_counted_from_one_and_belong_to_epochs():
    updates = Network((2, 1)).updates(INPUTS, LABELS, SGD(0.1), batch_size=4, epochs=2)
    assert [(update.number, update.epoch) for update in updates] == [(1, 1), (2, 1), (3, 1), (4, 2), (5, 2), (6, 2)]


def test_each_epoch_sees_every_example_once_in_an_order_of_its_own():
    network = Network((2, 1))
    losses = [each.loss for each in network.updates(INPUTS, LABELS, SGD(0.0), batch_size=1, epochs=3, seed=1)]
    epochs = np.reshape(losses, (3, 10))
    alone = sorted(network.loss([x], [t]) for x, t in zip(INPUTS, LABELS, strict=True))
    for epoch in epochs:
        np.testing.assert_allclose(sorted(epoch), alone)
    assert len({tuple(epoch) for epoch in epochs}) == 3


def test_the_loss_of_an_update_is_right_whenever_it_is_read():
    def updates():
        return Network((2, 4, 1), l2=0.1).updates(INPUTS, LABELS, SGD(0.5, 0.9), batch_size=3, epochs=4)

    at_once = [update.loss for update in updates()]
    assert [update.loss for update in list(updates())] == at_once
    network = Network((2, 4, 1), l2=0.1)
    before = network.loss(INPUTS, LABELS)  # before the step, and without the penalty
    assert next(network.updates(INPUTS, LABELS, SGD(0.5), batch_size=10, epochs=1)).loss == pytest.approx(before)
    assert str(next(updates())) == f"Update(number=1, epoch=1, loss={at_once[0]})"


def descent_by_hand(rates, momentum):
    """Momentum on J = (w x - t)^2 / 2 for x = 2 and t = 6, w from 0, the bias held at 0 by doing the sum for both."""
    w, b, velocities, path = 0.0, 0.0, [0.0, 0.0], []
    for rate in rates:
        error = 2 * w + b - 6
        velocities = [momentum * v - rate * slope for v, slope in zip(velocities, (2 * error, error), strict=True)]
        w, b = w + velocities[0], b + velocities[1]
        path.append([w, b])
    return path


@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_steps_follow_the_formula_and_the_learning_rate_of_the_moment(momentum):
    network = Network((1, 1), loss="squared_error", initialisation="zeros")
    optimiser = SGD(0.1, momentum)
    path = []
    for _ in network.updates([[2.0]], [6.0], optimiser, batch_size=1, epochs=6):
        path.append(network.parameters.copy())
        optimiser.learning_rate = 0.02
    np.testing.assert_allclose(path, descent_by_hand([0.1] + [0.02] * 5, momentum), rtol=1e-13)


def test_one_optimiser_keeps_nothing_between_networks_or_calls():
    optimiser, options = SGD(0.2, 0.9), dict(batch_size=4, epochs=5)
    first, second = Network((2, 3, 1), seed=0), Network((2, 3, 1), seed=1)
    for _ in zip(first.updates(INPUTS, LABELS, optimiser, **options),
                 second.updates(INPUTS, LABELS, optimiser, **options), strict=True):  # fmt: skip
        pass
    for seed, network in enumerate((first, second)):
        alone = Network((2, 3, 1), seed=seed).fit(INPUTS, LABELS, SGD(0.2, 0.9), **options)
        np.testing.assert_array_equal(network.parameters, alone.parameters)


def test_stopping_anywhere_leaves_a_usable_network():
    network = Network((2, 3, 1))
    for update in network.updates(INPUTS, LABELS, SGD(0.1, 0.9), batch_size=4, epochs=100):
        if update.number == 5:
            break
    steps = network.updates(INPUTS, LABELS, SGD(0.1, 0.9), batch_size=4, epochs=2)
    part = Network((2, 3, 1)).updates(INPUTS, LABELS, SGD(0.1, 0.9), batch_size=4, epochs=2)
    other = [next(part) for _ in range(5)]
    assert other[-1].number == 5 and np.isfinite(network.loss(INPUTS, LABELS))
    before = network.loss(INPUTS, LABELS)
    for _ in steps:
        pass
    assert network.loss(INPUTS, LABELS) < before


def test_nothing_moves_before_the_first_update_is_asked_for():
    network = Network((2, 3, 1))
    start = network.parameters.copy()
    updates = network.updates(INPUTS, LABELS, SGD(0.1), batch_size=4, epochs=1)
    np.testing.assert_array_equal(network.parameters, start)
    next(updates)
    assert not np.array_equal(network.parameters, start)


def test_training_goes_on_with_the_data_it_was_given():
    inputs, labels = INPUTS.copy(), LABELS.copy()
    network, other = Network((2, 3, 1)), Network((2, 3, 1))
    updates = network.updates(inputs, labels, SGD(0.1), batch_size=4, epochs=3)
    inputs[...], labels[...] = np.nan, 7
    for _ in updates:
        pass
    np.testing.assert_array_equal(
        network.parameters, other.fit(INPUTS, LABELS, SGD(0.1), batch_size=4, epochs=3).parameters
    )


def test_the_seed_decides():
    def trained(**seeds):
        return Network((2, 3, 1), seed=seeds.pop("start", 0)).fit(
            INPUTS, LABELS, SGD(0.1), batch_size=4, epochs=2, **seeds
        )

    np.testing.assert_array_equal(trained(seed=3).parameters, trained(seed=3).parameters)
    for other in (dict(seed=4), dict(seed=3, start=1)):
        assert not np.allclose(trained(seed=3).parameters, trained(**other).parameters)


@pytest.mark.parametrize("loss", ["binary_cross_entropy", "squared_error"])
def test_xor_is_learnt(loss):
    inputs, labels = [[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0]
    network = Network((2, 8, 1), activation="tanh", loss=loss, runs=10, seed=0)
    assert network.fit(inputs, labels, SGD(0.3, 0.9), batch_size=4, epochs=500) is network
    assert np.all(network.score(inputs, labels) > 0.99)
    single = Network((2, 1)).fit(inputs, labels, SGD(0.3, 0.9), batch_size=4, epochs=500)
    assert single.score(inputs, labels) <= 0.75  # no line separates them


def test_three_classes_are_learnt():
    spokes = np.repeat([[0, 1], [1, -1], [-1, -1]], 20, axis=0) + 0.3 * generator.normal(size=(60, 2))
    labels = np.repeat([0, 1, 2], 20)
    network = Network((2, 3), loss="categorical_cross_entropy").fit(spokes, labels, SGD(0.5), batch_size=8, epochs=20)
    assert network.score(spokes, labels) > 0.95


# Many runs at once: the same bits as one by one


@st.composite
def trainings(draw):
    loss = draw(st.sampled_from(["binary_cross_entropy", "categorical_cross_entropy", "squared_error"]))
    outputs = {"binary_cross_entropy": 1, "categorical_cross_entropy": 3, "squared_error": draw(st.integers(1, 2))}
    sizes = [draw(st.integers(1, 5)), *draw(st.lists(st.integers(1, 9), max_size=4)), outputs[loss]]
    examples = draw(st.integers(1, 40))
    network = dict(
        loss=loss,
        activation=draw(st.sampled_from(["step", "identity", "sigmoid", "tanh", "relu"])),
        initialisation=draw(st.sampled_from(["glorot", "he", "normal", "zeros"])),
        l1=draw(st.sampled_from([0.0, 0.01])),
        l2=draw(st.sampled_from([0.0, 0.01])),
        dtype=draw(st.sampled_from(["float64", "float32"])),
    )
    own = draw(st.booleans())
    data = np.random.default_rng(draw(st.integers(0, 10**6)))
    lead = (3,) if own else ()
    inputs = data.normal(size=(*lead, examples, sizes[0]))
    if draw(st.booleans()):
        inputs = np.asfortranarray(inputs)
    if loss == "squared_error":
        targets = data.normal(size=(*lead, examples, sizes[-1]))
    else:
        targets = data.integers(max(2, sizes[-1]), size=(*lead, examples))
    return sizes, network, inputs, targets, own, draw(st.integers(1, examples))


@given(trainings())
@settings(max_examples=100, derandomize=True, deadline=None)
def test_every_run_is_the_plain_network_to_the_last_bit(training):
    sizes, network, inputs, targets, own, batch_size = training

    def trained(seed, x, t, runs=None):
        net, losses = Network(sizes, **network, runs=runs, seed=seed), []
        try:
            for update in net.updates(x, t, SGD(0.05, 0.9), batch_size=batch_size, epochs=3, seed=seed):
                losses.append(update.loss)
        except FloatingPointError:  # a run that diverges keeps the same last parameters in company and alone
            pass
        return net.parameters, np.array(losses)

    together, losses = trained(5, inputs, targets, runs=3)
    for run in range(3):
        alone, own_losses = trained(5 + run, *((inputs[run], targets[run]) if own else (inputs, targets)))
        assert np.array_equal(together[run], alone) and np.isfinite(alone).all()
        close = 1e-5 if network["dtype"] == "float32" else 1e-12
        np.testing.assert_allclose(losses[: len(own_losses), run], own_losses, rtol=close)


def test_float32_stays_float32():
    network = Network((2, 3, 1), dtype="float32", l1=0.01, l2=0.01)
    for _ in network.updates(INPUTS, LABELS, SGD(np.float64(0.1), np.float64(0.5)), batch_size=4, epochs=2):
        arrays = [network.parameters, network.gradient]
        arrays += [array for layer in network.layers for array in (layer.outputs, layer.delta, layer.inputs)]
        assert {array.dtype for array in arrays} == {np.dtype("float32")}
    wide = Network((2, 3, 1), l1=0.01, l2=0.01).fit(INPUTS, LABELS, SGD(0.1, 0.5), batch_size=4, epochs=2)
    np.testing.assert_allclose(network.parameters, wide.parameters, rtol=1e-4)


# Divergence


def line(runs=None):
    """A network y = w x + b from w = b = 0, on which descent with too large a rate grows by a constant factor."""
    return Network((1, 1), loss="squared_error", initialisation="zeros", runs=runs)


def updates_until_not_finite(x, t, rate):
    """Gradient descent on (w x + b - t)^2 / 2 in Python's own numbers: the first bad update, the w and b before it."""
    w, b, number = 0.0, 0.0, 0
    while True:
        number += 1
        error = w * x + b - t
        new = w - rate * error * x, b - rate * error
        if not all(map(math.isfinite, (error * x, error, *new))):
            return number, (w, b)
        w, b = new


def test_divergence_names_the_first_bad_update_and_keeps_the_last_finite_parameters():
    number, last = updates_until_not_finite(3.0, 1.0, 1.0)
    network = line()
    message = rf"update {number} \(epoch {number}\): the gradient is no longer finite; try a smaller learning rate"
    updates = network.updates([[3.0]], [1.0], SGD(1.0), batch_size=1, epochs=10**6)
    seen = []
    with pytest.raises(FloatingPointError, match=message):
        for update in updates:
            seen.append(update)
    assert len(seen) == number - 1 and np.isfinite(seen[0].loss)
    np.testing.assert_allclose(network.parameters, last, rtol=1e-10)
    assert network.loss([[3.0]], [1.0]) == np.inf and network.score([[3.0], [4.0]], [1, 2]) == -np.inf
    assert seen[-1].loss == np.inf


def test_an_overflowing_step_is_taken_back_too():
    network = line()
    optimiser = SGD(1e-3)
    updates = network.updates([[1e154]], [1.0], optimiser, batch_size=1, epochs=5)
    optimiser.learning_rate = 1e300  # the gradient, 1e154, is finite; the step is not
    with pytest.raises(FloatingPointError, match="update 1 "):
        next(updates)
    assert network.parameters.tolist() == [0, 0]


def test_diverged_runs_stop_and_the_others_go_on_undisturbed():
    calm, wild = INPUTS[:, :1], 100 * INPUTS[:, :1]
    targets = INPUTS[:, 1]
    network, options = line(runs=3), dict(batch_size=4, epochs=300, seed=3)
    for update in network.updates([calm, wild, calm], [targets] * 3, SGD(0.1, 0.5), **options):
        assert update.loss.shape == (3,)
    assert np.isfinite(network.parameters).all()
    for run in (0, 2):
        alone = line().fit(calm, targets, SGD(0.1, 0.5), **{**options, "seed": 3 + run})
        np.testing.assert_array_equal(network.parameters[run], alone.parameters)
    alone = line()
    with pytest.raises(FloatingPointError):
        alone.fit(wild, targets, SGD(0.1, 0.5), **{**options, "seed": 4})
    np.testing.assert_array_equal(network.parameters[1], alone.parameters)


def test_divergence_of_all_runs_is_named_when_the_last_one_goes():
    numbers = [updates_until_not_finite(x, 1.0, 1.0)[0] for x in (3.0, 2.0)]
    assert numbers[0] < numbers[1]
    network = line(runs=2)
    with pytest.raises(FloatingPointError, match=rf"update {numbers[1]} \(epoch {numbers[1]}\)"):
        network.fit([[[3.0]], [[2.0]]], [[1.0], [1.0]], SGD(1.0), batch_size=1, epochs=10**6)
    assert np.isfinite(network.parameters).all()


def test_training_leaves_numpys_warnings_as_they_were():
    before = np.geterr()
    for _ in Network((2, 1)).updates(INPUTS, LABELS, SGD(0.1), batch_size=5, epochs=1):
        assert np.geterr() == before
        with pytest.raises(RuntimeWarning):
            np.array([1e308]) * 10
    assert np.geterr() == before


def test_a_training_goes_on_as_if_it_had_never_stopped():
    """With the velocity carried along, and the shuffles of epochs done passed over, three epochs and two are five."""
    through, resumed = Network((2, 4, 1), seed=1), Network((2, 4, 1), seed=1)
    optimiser, velocity = SGD(learning_rate=0.1, momentum=0.9), np.zeros(17)
    through.fit(INPUTS, LABELS, optimiser, batch_size=8, epochs=5, seed=3)
    list(resumed.updates(INPUTS, LABELS, optimiser, batch_size=8, epochs=3, seed=3, velocity=velocity))
    assert np.any(velocity)
    rest = list(resumed.updates(INPUTS, LABELS, optimiser, batch_size=8, epochs=2, seed=3, velocity=velocity,
                                epochs_done=3))
    np.testing.assert_array_equal(resumed.parameters, through.parameters)
    assert [update.epoch for update in rest] == [4, 4, 5, 5]
