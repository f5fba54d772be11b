"""Mini-batch noise: how far the mean gradient of a few examples lies from that of all.

The spread of mini-batch means is their root mean square distance from the mean of the whole population. For B of N
examples, whose own spread is σ, it is σ/√B when each is drawn anew from all of them, and σ/√B · √((N - B)/(N - 1))
when none is drawn twice (Cochran, Sampling Techniques, 3rd ed., theorem 2.2, there with N - 1 in σ).
"""
import numpy as np

from lessons_lib.nn import checks


def drawn_orders(examples, draws, *, replacement, seed=0):
    """Give so many random orders of the examples (draws, examples), by their numbers: the first B are a mini-batch.

    Without replacement an order is a permutation, as an epoch's shuffle; with it, each place is drawn from all.
    Fewer than one of the examples or draws: a ValueError.
    """
    examples, draws = checks.whole("examples", examples, 1), checks.whole("draws", draws, 1)
    rng = np.random.default_rng(seed)
    if replacement:
        return rng.integers(examples, size=(draws, examples))
    return rng.permuted(np.tile(np.arange(examples), (draws, 1)), axis=1)


def batch_means(values, orders):
    """Give the mean of the first 1, 2, 3 ... examples of each order (draws, places, columns), from the examples' values
    (examples, columns), such as their gradients, and orders (draws, places)."""
    return np.cumsum(values[orders], axis=1) / np.arange(1, orders.shape[1] + 1)[:, np.newaxis]


def rms_distance(points, centre):
    """Give the root mean square distance of points (points, ..., columns) from the centre (columns,): (...)."""
    return np.sqrt(((points - centre) ** 2).sum(axis=-1).mean(axis=0))


def expected_spread(sigma, batch_size, examples, *, replacement):
    """Give the spread to expect of the means of mini-batches, in the unit of sigma, the spread of single examples.

        σ/√B  with replacement,  σ/√B · √((N - B)/(N - 1))  without

    batch_size B: a whole number or an array of them, from 1 to the N examples; else a ValueError.

    >>> [round(float(expected_spread(1.0, 8, 9, replacement=replacement)), 3) for replacement in (True, False)]
    [0.354, 0.125]
    """
    b, n = np.asarray(batch_size), checks.whole("examples", examples, 1)
    for value in b[~((b >= 1) & (b <= n) & (b == np.floor(b)))].flat:
        checks.whole("batch_size", value.item(), 1, n, "examples")
    with_replacement = sigma / np.sqrt(b)
    return with_replacement if replacement else with_replacement * np.sqrt((n - b) / max(n - 1, 1))
