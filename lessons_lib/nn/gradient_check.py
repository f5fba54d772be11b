"""The gradient of back-propagation compared with one that needs no chain rule: central differences."""
import numpy as np

from lessons_lib.nn import checks


def gradient_check(network, inputs, targets, *, step=None):
    """Give the relative error of each array's gradient, {"weights 1": 2e-10, "bias 1": 1e-10, ...}.

    Array by array, since one number for all would hide a bug in one small bias. The error is
    |backward - difference| / (|backward| + |difference|), where |.| is the Euclidean length over the array (and over
    all runs), and 0 where both are 0. inputs and targets as for `forward` and `backward`.
    The network is left as it was.
    step: by default the cube root of the rounding error of the network's numbers (6e-6 for float64), where the errors
    of step and rounding balance (Press et al., Numerical Recipes, 5.7).

    >>> from lessons_lib.nn import Network
    >>> errors = gradient_check(Network((2, 3, 1)), [[0.5, -1.0], [2.0, 0.1]], [0, 1])
    >>> [name for name, error in errors.items() if error < 1e-8]
    ['weights 1', 'bias 1', 'weights 2', 'bias 2']
    """
    step = checks.positive("step", np.cbrt(np.finfo(network.dtype).eps) if step is None else step)
    before = network.parameters.copy(), network.gradient.copy(), [dict(vars(layer)) for layer in network.layers]
    try:
        network.forward(inputs)
        network.backward(targets)
        return {
            f"{array} {number}": relative_error(
                getattr(layer, f"{array}_gradient"),
                central_differences(lambda: network.loss(inputs, targets) + network.penalty(), values, step),
            )
            for number, layer in enumerate(network.layers, start=1)
            for array, values in (("weights", layer.weights), ("bias", layer.bias))
        }
    finally:
        network.parameters[...], network.gradient[...], attributes = before
        for layer, names in zip(network.layers, attributes, strict=True):
            vars(layer).update(names)


def central_differences(loss, values, step):
    """Give dJ/dw = (J(w + step) - J(w - step)) / (2 step) for each w of an array of which loss() depends."""
    gradient = np.empty_like(values)
    for entry in np.ndindex(values.shape[-2:]):
        w = values[(..., *entry)]  # the entry of all runs, each of which has its own loss
        here = w.copy()
        w[...] = here + step
        above = loss()
        w[...] = here - step
        below = loss()
        w[...] = here
        gradient[(..., *entry)] = (above - below) / (2 * step)
    return gradient


def relative_error(a, b):
    """Give |a - b| / (|a| + |b|), or 0 where both are 0."""
    lengths = np.linalg.norm(a) + np.linalg.norm(b)
    return float(np.linalg.norm(a - b) / lengths) if lengths else 0.0
