"""Start weights, drawn so that signals neither die out nor grow from layer to layer.

Each function takes a random generator and the numbers of inputs and units of a layer, and gives weights
(inputs, units). Biases start at 0.
"""
import numpy as np


def zeros(generator, inputs, units):
    """Give 0 everywhere: all units of a hidden layer then stay alike (Goodfellow et al., Deep Learning, 8.4)."""
    return np.zeros((inputs, units))


def normal(generator, inputs, units):
    """Draw from the normal distribution with mean 0 and standard deviation 1."""
    return generator.normal(size=(inputs, units))


def glorot(generator, inputs, units):
    """Draw uniformly between -limit and limit, limit = sqrt(6 / (inputs + units)): for tanh and sigmoid.

    Glorot & Bengio 2010, Understanding the difficulty of training deep feedforward neural networks, equation 16.
    """
    limit = np.sqrt(6 / (inputs + units))
    return generator.uniform(-limit, limit, size=(inputs, units))


def he(generator, inputs, units):
    """Draw from the normal distribution with standard deviation sqrt(2 / inputs): for ReLU, which halves the signal.

    He et al. 2015, Delving deep into rectifiers, equation 10.
    """
    return generator.normal(scale=np.sqrt(2 / inputs), size=(inputs, units))


INITIALISATIONS = {"zeros": zeros, "normal": normal, "glorot": glorot, "he": he}


def initial_parameters(sizes, draw, scale, generator):
    """Draw the flat vector of a network's parameters: layer by layer, weights (times scale), then biases."""
    layers = [
        (scale * draw(generator, inputs, units), np.zeros(units))
        for inputs, units in zip(sizes[:-1], sizes[1:], strict=True)
    ]
    return np.concatenate([array.ravel() for layer in layers for array in layer])
