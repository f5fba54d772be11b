"""How often XOR is learned, over three groups of 200 seeds, and how long 200 seeds take: what the lesson may state.

    python tests/benchmarks/xor_seeds.py                      # Glorot start, learning rate 0.5, momentum 0.9
    python tests/benchmarks/xor_seeds.py normal 0.5 0.0       # start weights, learning rate, momentum

Shares after 3,000 full-batch updates, for each group. Where p = 0.5 is touched to the last digit a share may differ by
a seed on another processor: state two digits, and the spread.
"""
import os
import sys
import time

for library in ("OMP", "OPENBLAS", "MKL"):  # read when NumPy is imported
    os.environ[f"{library}_NUM_THREADS"] = "1"

import numpy as np  # noqa: E402

from lessons_lib.live.xor_seeds import ACTIVATIONS, SEEDS, UPDATES, WIDTHS, networks, shares, train  # noqa: E402
from lessons_lib.nn import SGD  # noqa: E402


def group(initialisation, rate, momentum, first):
    """The shares (activations, widths, 5) of one group of seeds, and the seconds of each combination."""
    rows, seconds = networks(initialisation, first), []
    for network in (network for row in rows for network in row):
        begin = time.perf_counter()
        train(network, SGD(rate, momentum), np.zeros_like(network.parameters), UPDATES)
        seconds.append(time.perf_counter() - begin)
    return shares(rows), seconds


def main(initialisation="glorot", rate=0.5, momentum=0.9):
    """Print the share solved of each group, the mean distribution of the others, and the time."""
    found, seconds = zip(*(group(initialisation, float(rate), float(momentum), first)
                           for first in range(0, 3 * SEEDS, SEEDS)), strict=True)
    print(f"start weights {initialisation}, learning rate {rate}, momentum {momentum}, {UPDATES} updates")
    for name, by_width in zip(ACTIVATIONS, np.moveaxis(found, 0, 2), strict=True):
        for width, groups in zip(WIDTHS, by_width, strict=True):
            stuck = ", ".join(f"{corners} right {share:.2f}" for corners, share in enumerate(groups.mean(axis=0)[:4]))
            solved = " ".join(f"{share:.3f}" for share in groups[:, 4])
            print(f"{name:8} {width} hidden: solved {solved}, mean {groups[:, 4].mean():.2f}; {stuck}")
    print(f"{SEEDS} seeds x {UPDATES} updates: median {np.median(seconds):.1f} s, longest {np.max(seconds):.1f} s; "
          f"all {len(seconds[0])} combinations {np.sum(seconds[0]):.1f} s")


if __name__ == "__main__":
    main(*sys.argv[1:])
