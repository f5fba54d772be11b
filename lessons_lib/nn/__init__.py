"""A neural network in NumPy alone, written to be read beside the lessons.

Start with `network.py`, then `layers.py`; the formulas of lesson 05 are in `Dense.backward`.
"""
from lessons_lib.nn import metrics
from lessons_lib.nn.activations import ACTIVATIONS, relu, sigmoid, softmax, step
from lessons_lib.nn.batches import mini_batches
from lessons_lib.nn.forward_mode import directional_derivative, dual_forward, forward_mode_gradient, multiplications
from lessons_lib.nn.gradient_check import gradient_check
from lessons_lib.nn.layers import Dense
from lessons_lib.nn.linear import curvature, descent_path, example_gradients, largest_stable_rate, linear_loss
from lessons_lib.nn.logistic import logistic_optimum
from lessons_lib.nn.mini_batch_noise import batch_means, drawn_orders, expected_spread, rms_distance
from lessons_lib.nn.neighbours import k_nearest
from lessons_lib.nn.network import Network
from lessons_lib.nn.neuron import Spiking, firing_rate, hebb_step, hebbian_path, leaky_integrator, oja_step
from lessons_lib.nn.optimisers import SGD
from lessons_lib.nn.perceptron import PerceptronStep, perceptron_steps

__all__ = [
    "ACTIVATIONS", "Dense", "Network", "PerceptronStep", "SGD", "Spiking", "batch_means", "curvature",
    "descent_path", "directional_derivative", "drawn_orders", "dual_forward", "example_gradients",
    "expected_spread", "firing_rate", "forward_mode_gradient", "gradient_check", "hebb_step", "hebbian_path",
    "k_nearest", "largest_stable_rate", "leaky_integrator", "linear_loss", "logistic_optimum", "metrics",
    "mini_batches", "multiplications", "oja_step", "perceptron_steps", "relu", "rms_distance", "sigmoid", "softmax",
    "step",
]
