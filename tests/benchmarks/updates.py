"""Updates a second of a 2-8-8-8-8-1 network (tanh, batch size 32, 500 points), beside others doing the same work.

    python tests/benchmarks/updates.py

All contenders run in this one process on one thread, in turns, and the median of each is taken: trust the ratios, not
the figures. scikit-learn and PyTorch are optional: pip install -r tests/benchmarks/requirements.txt
"""
import os
import statistics
import time
import warnings

for library in ("OMP", "OPENBLAS", "MKL"):  # read when NumPy is imported
    os.environ[f"{library}_NUM_THREADS"] = "1"

import numpy as np  # noqa: E402

from lessons_lib.nn import SGD, Network  # noqa: E402

SIZES, POINTS, BATCH, RATE, MOMENTUM = (2, 8, 8, 8, 8, 1), 500, 32, 0.05, 0.9
UPDATES_PER_EPOCH = -(-POINTS // BATCH)
REPEATS, SECONDS = 9, 0.2

generator = np.random.default_rng(0)
INPUTS = generator.normal(size=(POINTS, 2))
TARGETS = (INPUTS[:, 0] * INPUTS[:, 1] > 0).astype(int)


def ours(runs=None, dtype="float64"):
    """Give a function that trains our networks for some epochs."""
    network = Network(SIZES, runs=runs, dtype=dtype)

    def train(epochs):
        network.fit(INPUTS, TARGETS, SGD(RATE, MOMENTUM), batch_size=BATCH, epochs=epochs)

    return train


def by_hand():
    """Give a function that does the same arithmetic without any library: arrays and a loop."""
    shapes = list(zip(SIZES[:-1], SIZES[1:], strict=True))
    parameters, gradient = Network(SIZES).parameters.copy(), np.zeros(sum((i + 1) * u for i, u in shapes))
    velocity = np.zeros_like(parameters)
    weights, biases, weight_slopes, bias_slopes, start = [], [], [], [], 0
    for i, u in shapes:
        for vector, ws, bs in ((parameters, weights, biases), (gradient, weight_slopes, bias_slopes)):
            ws.append(vector[start : start + i * u].reshape(i, u))
            bs.append(vector[start + i * u : start + (i + 1) * u].reshape(1, u))
        start += (i + 1) * u
    last, targets, shuffle = len(shapes) - 1, TARGETS.astype(float)[:, np.newaxis], np.random.default_rng(0)
    ones = np.ones((1, BATCH))

    def train(epochs):
        nonlocal parameters, velocity
        for _ in range(epochs):
            order = shuffle.permutation(POINTS)
            x_epoch, t_epoch = INPUTS[order], targets[order]
            for begin in range(0, POINTS, BATCH):
                x, t = x_epoch[begin : begin + BATCH], t_epoch[begin : begin + BATCH]
                a = [x]
                for layer in range(last):
                    a.append(np.tanh(a[-1] @ weights[layer] + biases[layer]))
                z = a[-1] @ weights[last] + biases[last]
                delta = (1 / (1 + np.exp(-z)) - t) / len(t)
                for layer in range(last, -1, -1):
                    np.matmul(a[layer].T, delta, out=weight_slopes[layer])
                    np.matmul(ones[:, : len(t)], delta, out=bias_slopes[layer])
                    if layer:
                        delta = (delta @ weights[layer].T) * (1 - a[layer] ** 2)
                velocity *= MOMENTUM
                velocity -= RATE * gradient
                parameters += velocity

    return train


def scikit_learn():
    """Give a function that trains scikit-learn's classifier with its constant SGD."""
    from sklearn.neural_network import MLPClassifier

    def train(epochs):
        classifier.max_iter = epochs
        classifier.fit(INPUTS, TARGETS)

    classifier = MLPClassifier(
        SIZES[1:-1], activation="tanh", solver="sgd", batch_size=BATCH, learning_rate_init=RATE, momentum=MOMENTUM,
        alpha=0, tol=0, n_iter_no_change=10**9, warm_start=True, random_state=0,
    )  # fmt: skip
    warnings.filterwarnings("ignore", module="sklearn")  # that the epochs asked for did not converge
    return train


def pytorch():
    """Give a function that trains a PyTorch model eagerly."""
    import torch
    from torch import nn

    torch.set_num_threads(1)
    layers = [nn.Linear(SIZES[0], SIZES[1])]
    for inputs, units in zip(SIZES[1:-1], SIZES[2:], strict=True):
        layers += [nn.Tanh(), nn.Linear(inputs, units)]
    model, loss = nn.Sequential(*layers), nn.BCEWithLogitsLoss()
    optimiser = torch.optim.SGD(model.parameters(), lr=RATE, momentum=MOMENTUM)
    inputs, targets = torch.tensor(INPUTS).float(), torch.tensor(TARGETS).float()[:, None]

    def train(epochs):
        for _ in range(epochs):
            order = torch.randperm(POINTS)
            x_epoch, t_epoch = inputs[order], targets[order]
            for begin in range(0, POINTS, BATCH):
                optimiser.zero_grad()
                loss(model(x_epoch[begin : begin + BATCH]), t_epoch[begin : begin + BATCH]).backward()
                optimiser.step()

    return train


def contenders():
    """Give {name: (networks at once, function that trains for some epochs)} of all that are installed."""
    found = {}
    for dtype in ("float64", "float32"):
        for runs in (None, 10, 50):
            found[f"ours, {runs or 'one network'}{' runs' if runs else ''}, {dtype}"] = (runs or 1, ours(runs, dtype))
    found["by hand, float64"] = (1, by_hand())
    for name, build in (("scikit-learn", scikit_learn), ("PyTorch", pytorch)):
        try:
            found[name] = (1, build())
        except ImportError:
            print(f"{name} is missing: pip install -r tests/benchmarks/requirements.txt")
    return found


def updates_a_second(contenders):
    """Measure {name: network-updates a second}: the median over repeats that are taken in turns."""
    epochs = {}
    for name, (_, train) in contenders.items():
        train(2)
        epochs[name] = max(1, round(SECONDS / seconds(train, 5) * 5))
    rates = {name: [] for name in contenders}
    for _ in range(REPEATS):
        for name, (networks, train) in contenders.items():
            updates = epochs[name] * UPDATES_PER_EPOCH * networks
            rates[name].append(updates / seconds(train, epochs[name]))
    return {name: statistics.median(values) for name, values in rates.items()}


def seconds(train, epochs):
    """Time so many epochs."""
    start = time.perf_counter()
    train(epochs)
    return time.perf_counter() - start


def main():
    """Print the table and the ratios beside their goals."""
    rates = updates_a_second(contenders())
    for name, rate in rates.items():
        print(f"{name:32} {rate:10,.0f} network-updates a second")
    one, ten = "ours, one network, float64", "ours, 10 runs, {}"
    goals = [
        (one, "by hand, float64", "at least 0.77 (at most 1.3 times the time)"),
        (one, "scikit-learn", "at least 4"),
        (one, "PyTorch", "at least 6"),
        (ten.format("float64"), one, "at least 3"),
        (ten.format("float32"), "ours, one network, float32", "at least 3"),
    ]
    print()
    for above, below, goal in goals:
        if below in rates:
            print(f"{rates[above] / rates[below]:6.2f} x  {above} / {below}: wanted {goal}")


if __name__ == "__main__":
    main()
