"""Pictures of 8 x 8 pixels, moved."""

import numpy as np

from lessons_lib.text import _

from . import checks

EDGE = 8
STEPS = ((-1, 0), (1, 0), (0, -1), (0, 1))  # rows and columns: up, down, left, right


def shifted(inputs, labels):
    """Copies of pictures, each moved by one pixel up, down, left and right: inputs (4 N, 64), labels (4 N,).

    inputs (N, 64), row by row from the top left, as `digits` gives them; labels (N,). First come all that moved up,
    in their order, then down, left and right; the pictures themselves are not among them. Zeros (paper) move in at
    one edge, and what stood at the other is lost. Copies belong to the *training* part, made after the split: a copy
    of a test picture would give the test away.
    Raises ValueError for inputs that are not (N, 64) and for labels of another length.

    >>> inputs, labels = shifted(np.eye(64)[[0]], [7])
    >>> inputs.argmax(axis=1), inputs.max(axis=1), labels       # a single inked pixel in the corner at the top left
    (array([0, 8, 0, 1]), array([0., 1., 0., 1.]), array([7, 7, 7, 7]))
    """
    inputs = checks.numbers("inputs", inputs, dimensions=2)
    labels = checks.numbers("labels", labels, dimensions=1)
    if inputs.shape[1] != EDGE**2:
        raise ValueError(_("inputs: {given} columns given, wanted {wanted}").format(
            given=inputs.shape[1], wanted=EDGE**2))
    if len(labels) != len(inputs):
        raise ValueError(_("labels: {given} given, wanted {wanted}, one for each picture").format(
            given=len(labels), wanted=len(inputs)))
    framed = np.pad(inputs.reshape(-1, EDGE, EDGE), ((0, 0), (1, 1), (1, 1)))
    copies = [framed[:, 1 - down:1 - down + EDGE, 1 - right:1 - right + EDGE] for down, right in STEPS]
    return np.concatenate(copies).reshape(-1, EDGE**2), np.tile(labels, len(STEPS))
