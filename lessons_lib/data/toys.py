"""Toy data in the plane, inputs (N, 2), drawn anew from a seed: the data sets on which networks are first understood.

Every generator takes `examples` (N, at least 2), `noise` (a standard deviation, added to each input coordinate, or to
the targets of plane and hills) and `seed`, and raises a ValueError that names the one it cannot use. Labels alternate
0, 1, 0, 1, ..., so that classes are balanced to one example. Without noise all inputs lie within -1..1.
"""

import numpy as np

from . import checks


def two_gaussians(examples=200, noise=0.2, seed=0):
    """Two round clouds around (-0.5, -0.5) and (0.5, 0.5), within about -1.2..1.2: inputs (N, 2), labels (N,).

    `noise` is the standard deviation of each cloud: a straight line parts them all but perfectly at 0.2, not at 0.5.
    """
    labels, rng = _start(examples, noise, seed)
    centres = np.array([[-0.5, -0.5], [0.5, 0.5]])
    return _blurred(centres[labels], noise, rng), labels


def circles(examples=200, noise=0.05, seed=0):
    """A disc of radius 0.5 (label 1) within a ring from 0.7 to 1 (label 0), within about -1.1..1.1."""
    labels, rng = _start(examples, noise, seed)
    radius = np.where(labels == 1, rng.uniform(0.0, 0.5, examples), rng.uniform(0.7, 1.0, examples))
    return _blurred(_polar(radius, rng.uniform(0, 2 * np.pi, examples)), noise, rng), labels


def xor(examples=200, noise=0.2, seed=0):
    """Clouds around the four corners (+-1, +-1), within about -1.6..1.6; label 1 where the two signs differ.

    No straight line parts the classes (Minsky and Papert, Perceptrons, 1969).

    >>> inputs, labels = xor(examples=4, noise=0)
    >>> inputs.tolist(), labels.tolist()
    ([[-1.0, -1.0], [-1.0, 1.0], [1.0, 1.0], [1.0, -1.0]], [0, 1, 0, 1])
    """
    labels, rng = _start(examples, noise, seed)
    corners = np.array([[-1.0, -1.0], [-1.0, 1.0], [1.0, 1.0], [1.0, -1.0]])
    return _blurred(corners[np.arange(examples) % 4], noise, rng), labels


def moons(examples=200, noise=0.1, seed=0):
    """Two half circles that reach into each other, of radius 2/3, within about -1.3..1.3."""
    labels, rng = _start(examples, noise, seed)
    upper = 2 / 3 * _polar(1.0, rng.uniform(0, np.pi, examples)) - [1 / 3, 1 / 6]
    return _blurred(np.where(labels == 0, 1, -1)[:, None] * upper, noise, rng), labels


def spirals(examples=200, noise=0.02, seed=0):
    """Two arms of one and a half turns wound round each other, radius 0.1 to 1, within about -1.1..1.1."""
    labels, rng = _start(examples, noise, seed)
    radius = rng.uniform(0.1, 1.0, examples)
    return _blurred(_polar(radius, 1.5 * 2 * np.pi * radius + np.pi * labels), noise, rng), labels


def plane(examples=200, noise=0.1, seed=0):
    """Inputs uniform in the square -1..1, targets (N,) of the tilted plane t = (x1 + x2) / 2 + noise."""
    inputs, rng = _square(examples, noise, seed)
    return inputs, inputs.sum(axis=1) / 2 + rng.normal(0, noise, examples)


def hills(examples=200, noise=0.1, seed=0):
    """Inputs uniform in the square -1..1, targets (N,) of six hills and hollows, heights about -1..1, plus noise.

    t = sum over k of s_k exp(-|x - c_k|^2 / (2 * 0.2^2)), the signs s_k alternating like the fields of a chess board.
    """
    inputs, rng = _square(examples, noise, seed)
    centres = np.array([[-2 / 3, -0.4], [0, -0.4], [2 / 3, -0.4], [-2 / 3, 0.4], [0, 0.4], [2 / 3, 0.4]])
    signs = np.array([-1, 1, -1, 1, -1, 1])
    squared_distance = ((inputs[:, None] - centres) ** 2).sum(axis=-1)
    return inputs, np.exp(-squared_distance / (2 * 0.2**2)) @ signs + rng.normal(0, noise, examples)


def _start(examples, noise, seed):
    """Alternating labels (N,) and the random generator, once the three arguments are known to be good."""
    rng = _rng(examples, noise, seed)
    return np.arange(examples) % 2, rng


def _square(examples, noise, seed):
    rng = _rng(examples, noise, seed)
    return rng.uniform(-1, 1, (examples, 2)), rng


def _rng(examples, noise, seed):
    checks.whole_number("examples", examples, 2)
    checks.standard_deviation("noise", noise)
    return np.random.default_rng(checks.whole_number("seed", seed, 0))


def _polar(radius, angle):
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=-1)


def _blurred(inputs, noise, rng):
    return inputs + rng.normal(0, noise, inputs.shape)
