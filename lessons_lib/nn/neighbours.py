"""The k nearest neighbours: a classifier that learns nothing and looks everything up."""
import numpy as np

from lessons_lib.nn import checks
from lessons_lib.text import _


def k_nearest(train_inputs, train_labels, inputs, k=3):
    """Label each input as most of its k nearest training examples are labelled: labels (M,).

    train_inputs (N, d), train_labels (N,) whole numbers from 0, inputs (M, d). Near is a small squared distance,
    |x - y|^2 = |x|^2 - 2 x y + |y|^2 (Cover and Hart 1967; Bishop, PRML, 2.5.2).
    Ties: of equally near examples the earlier counts as nearer; of labels with equally many votes that of the nearest
    example wins. Bad arguments raise a ValueError.

    >>> k_nearest([[0.0], [1.0], [1.5], [9.0]], [0, 1, 1, 0], [[0.2], [8.0]], k=3)
    array([1, 1])
    """
    train_inputs = checks.array("train_inputs", train_inputs, [("examples", "inputs")])
    train_labels = checks.array("train_labels", train_labels, [(len(train_inputs),)])
    train_labels = checks.labels("train_labels", train_labels, 1 + max(0, int(train_labels.max())))
    inputs = checks.array("inputs", inputs, [("examples", train_inputs.shape[1])])
    k = checks.whole("k", k, 1, len(train_inputs), _("the training examples"))
    near = train_labels[squared_distances(inputs, train_inputs).argsort(axis=1, kind="stable")[:, :k]]
    votes = (near[:, :, np.newaxis] == near[:, np.newaxis]).sum(axis=2)  # how often each neighbour's label is among k
    return near[np.arange(len(near)), votes.argmax(axis=1)]  # argmax takes the first of equals: the nearest


def squared_distances(x, y):
    """From each row of x (M, d) to each of y (N, d), (M, N): |x - y|^2 = |x|^2 - 2 x y + |y|^2."""
    return (x**2).sum(axis=1)[:, np.newaxis] - 2 * x @ y.T + (y**2).sum(axis=1)
