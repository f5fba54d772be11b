"""Lesson 02: the perceptron's learning rule, one example at a time."""
import numpy as np

from lessons_lib.figures.learning_rule import LearningRuleDrawing, LearningRuleState
from lessons_lib.figures.plane import grid
from lessons_lib.live.controls import slider
from lessons_lib.live.live_figure import LiveFigure
from lessons_lib.live.pairs import pair
from lessons_lib.nn import perceptron_steps
from lessons_lib.text import _, mark

EPOCHS = 200


class LearningRule(LiveFigure):
    """Step through the examples, or let them run; `points` names one of the pairs."""

    name = "learning rule"
    rate = 30
    restarts = ("learning_rate", "seed")
    interactive = False
    landmark = mark("Next mistake")
    preview_updates = 40

    def __init__(self, points="bill depth and flipper", *, predict=None):
        self.points = points
        super().__init__(predict=predict)

    def build(self):
        self.data = pair(self.points)
        self.cells = grid(self.data.extent)
        self.total = EPOCHS * len(self.data.labels)
        return LearningRuleDrawing(self.data, EPOCHS), {
            "learning_rate": slider(_("learning rate"), 0.1, 2.0, 0.1, 1.0),
            "seed": slider(_("seed of the order"), 0, 20, 1, 9)}

    def updates(self, values):
        """The rule itself, with the weights before each step beside it."""
        return perceptron_steps(self.data.inputs, self.data.labels, learning_rate=values["learning_rate"],
                                epochs=EPOCHS, seed=values["seed"])

    def is_landmark(self, update):
        return update.error != 0

    def state(self, values, update):
        inputs, labels = self.data.inputs, self.data.labels
        if update is None:
            weights, bias, before, step = np.zeros(2), 0.0, (0, 0, 0), (None, 0.0, 0, 0, 0, 0)
            mistakes = ()
        else:
            weights, bias = update.weights, update.bias
            moved = values["learning_rate"] * update.error
            before = (*(weights - moved * inputs[update.example]), bias - moved)
            place = (update.number - 1) % len(labels) + 1
            step = (update.example, update.sum, update.output, update.error, update.epoch, place)
            mistakes = update.mistakes
        field = (self.cells @ weights + bias >= 0).astype(float)
        wrong = (inputs @ weights + bias >= 0) != labels
        return LearningRuleState(weights, bias, before, *step, values["learning_rate"], field, wrong, mistakes)
