"""Mini-batches: shuffle first, split then."""
import numpy as np


def mini_batches(inputs, targets, batch_size, order):
    """Yield the mini-batches (inputs, targets) of one epoch, in which every example occurs once.

    order: a permutation of the examples (examples,), the same for inputs and targets (examples, columns); for many
    runs at once (runs, examples), a permutation for each run, and batches (runs, batch size, columns). The last batch
    is short where batch_size does not divide the examples.

    >>> x, generator = np.arange(10).reshape(10, 1), np.random.default_rng(0)
    >>> [len(batch) for batch, _ in mini_batches(x, x, 4, generator.permutation(10))]
    [4, 4, 2]
    """
    inputs, targets = shuffled(inputs, order), shuffled(targets, order)
    for start in range(0, order.shape[-1], batch_size):
        yield inputs[..., start : start + batch_size, :], targets[..., start : start + batch_size, :]


def shuffled(array, order):
    """Give the rows of an array in the given order; an array (runs, examples, columns) has rows of each run's own."""
    return array[np.arange(len(order))[:, np.newaxis], order] if array.ndim == 3 else array[order]
