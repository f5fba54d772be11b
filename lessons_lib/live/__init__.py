"""Live experiments: `live.Boundary()` as the last line of a cell shows a picture that follows its controls."""
from lessons_lib.live.back_propagation import BackPropagation
from lessons_lib.live.boundary import Boundary
from lessons_lib.live.broadcasting import Broadcasting
from lessons_lib.live.bug_hunt import BugHunt
from lessons_lib.live.cells import speak
from lessons_lib.live.chain_rule import ChainRule
from lessons_lib.live.clocks import Clocks
from lessons_lib.live.cost_meter import CostMeter
from lessons_lib.live.depth_sweep import DepthSweep
from lessons_lib.live.descent import Descent
from lessons_lib.live.digits_training import DigitsTraining
from lessons_lib.live.draw_digit import DrawDigit
from lessons_lib.live.gradient_cloud import GradientCloud
from lessons_lib.live.hebb import Hebb
from lessons_lib.live.hidden_space import HiddenSpace
from lessons_lib.live.layers import Layers
from lessons_lib.live.learning_rule import LearningRule
from lessons_lib.live.matrix_product import MatrixProduct
from lessons_lib.live.neuron import Neuron
from lessons_lib.live.partial_derivative import PartialDerivative
from lessons_lib.live.playground import Playground
from lessons_lib.live.progress import Progress
from lessons_lib.live.questions import ask, puzzle, recall
from lessons_lib.live.random_features import RandomFeatures
from lessons_lib.live.rate import Rate
from lessons_lib.live.schedules import Schedules
from lessons_lib.live.stable_rate import StableRate
from lessons_lib.live.steepness import Steepness
from lessons_lib.live.throughput import Throughput
from lessons_lib.live.trust import Trust
from lessons_lib.live.units import Units
from lessons_lib.live.valleys import Valleys
from lessons_lib.live.vanishing import Vanishing
from lessons_lib.live.xor_seeds import XorSeeds

__all__ = ["BackPropagation", "Boundary", "Broadcasting", "BugHunt", "ChainRule", "Clocks", "CostMeter", "DepthSweep",
           "Descent", "DigitsTraining", "DrawDigit", "GradientCloud", "Hebb", "HiddenSpace", "Layers", "LearningRule",
           "MatrixProduct", "Neuron", "PartialDerivative", "Playground", "Progress", "RandomFeatures", "Rate",
           "Schedules", "StableRate", "Steepness", "Throughput", "Trust", "Units", "Valleys", "Vanishing", "XorSeeds",
           "ask", "puzzle", "recall", "speak"]
