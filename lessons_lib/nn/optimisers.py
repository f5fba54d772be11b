"""Optimisers: how a gradient becomes a step of the parameters."""
from lessons_lib.nn.checks import Checked, non_negative, number
from lessons_lib.text import _


class SGD:
    """Gradient descent, plain or with momentum (Goodfellow et al., Deep Learning, 8.3.2):

        velocity = momentum velocity - learning_rate gradient
        parameters = parameters + velocity

    Whether it is stochastic is decided by the batches that the gradient comes from. Both settings may be changed
    between two updates. learning_rate: 0 or more; momentum: from 0 to under 1; otherwise a ValueError.

    >>> SGD(learning_rate=0.1, momentum=0.9)
    SGD(learning_rate=0.1, momentum=0.9)
    """

    learning_rate = Checked(non_negative)
    momentum = Checked(lambda name, value: number(name, value, lambda x: 0 <= x < 1, _("a number from 0 to under 1")))

    def __init__(self, learning_rate, momentum=0.0):
        self.learning_rate = learning_rate
        self.momentum = momentum

    def __repr__(self):
        return f"SGD(learning_rate={self.learning_rate}, momentum={self.momentum})"

    def step(self, parameters, gradient, velocity):
        """Change velocity and parameters in place; all three arrays have one shape."""
        velocity *= self.momentum
        velocity -= self.learning_rate * gradient
        parameters += velocity
