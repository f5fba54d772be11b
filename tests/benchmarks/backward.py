"""Backward against forward alone, for a network of 100,000 parameters and batches of 1, 32 and 256 examples.

    python tests/benchmarks/backward.py

Both run in this one process on one thread, in turns, many times, and the median of each is taken: trust the ratios, not
the times. Beside them the products of matrices alone, with nothing around them, and the ratio of multiplications. ReLU
is nearly free; tanh is dear, and only forwards: backwards its slope is made of its output.
"""
import os
import statistics
import time

for library in ("OMP", "OPENBLAS", "MKL"):  # read when NumPy is imported
    os.environ[f"{library}_NUM_THREADS"] = "1"

import numpy as np  # noqa: E402

from lessons_lib.nn import Network, multiplications  # noqa: E402

SIZES = (211, 231, 219, 1)  # exactly 100,000 weights and biases
ACTIVATIONS, BATCHES, GOAL = ("relu", "tanh"), (1, 32, 256), 3.0
REPEATS = 400


def contenders(activation, batch):
    """Give {name: function}: both passes of a network, and the bare products of matrices that they need."""
    network, rng = Network(SIZES, activation=activation), np.random.default_rng(0)
    inputs, labels = rng.normal(size=(batch, SIZES[0])), rng.integers(0, 2, batch)
    network.forward(inputs)
    network.backward(labels)  # from here on each layer has the delta that the bare products need
    layers = network.layers

    def products_forwards():
        for layer in layers:
            layer.inputs @ layer.weights

    def products_backwards():
        for layer in layers:
            np.matmul(layer.inputs.mT, layer.delta, out=layer.weights_gradient)
        for layer in layers[1:]:
            layer.delta @ layer.weights.mT

    return {"forward": lambda: network.forward(inputs), "backward": lambda: network.backward(labels),
            "products forwards": products_forwards, "products backwards": products_backwards}


def medians(contenders):
    """Measure {name: seconds}: the median over repeats that are taken in turns."""
    times = {name: [] for name in contenders}
    for _ in range(REPEATS):
        for name, run in contenders.items():
            start = time.perf_counter()
            run()
            times[name].append(time.perf_counter() - start)
    return {name: statistics.median(values) for name, values in times.items()}


def row(activation, batch):
    """Measure and print one row of the table, and give backward / forward."""
    times = medians(contenders(activation, batch))
    forward, backward, forwards, backwards = (1e6 * seconds for seconds in times.values())
    values, slopes = multiplications(SIZES, batch)
    print(f"{activation:10} {batch:5} {forward:9,.0f} {backward:9,.0f} {backward / forward:6.2f}"
          f"   {forwards:9,.0f} {backwards:9,.0f} {backwards / forwards:6.2f}   {slopes / values:15.2f}")
    return backward / forward


def main():
    """Print the table; the goal is for the largest batch."""
    print(f"network {'-'.join(map(str, SIZES))}: microseconds, and backward / forward\n")
    print(f"{'activation':10} {'batch':>5} {'forward':>9} {'backward':>9} {'ratio':>6}"
          f"   {'products alone':>19} {'ratio':>6}   {'multiplications':>15}")
    ratios = [[row(activation, batch) for batch in BATCHES] for activation in ACTIVATIONS]
    worst = max(each[-1] for each in ratios)
    print(f"\n{worst:.2f} at batch {BATCHES[-1]}: wanted at most {GOAL:g}")


if __name__ == "__main__":
    main()
