"""Lesson 02: the same fit in other units; which weight is the largest?"""
import numpy as np

from lessons_lib import data
from lessons_lib.figures.units import UnitsDrawing, UnitsState
from lessons_lib.live.controls import choice, switch
from lessons_lib.live.live_figure import LiveFigure
from lessons_lib.live.pairs import feature_name
from lessons_lib.nn import logistic_optimum, sigmoid
from lessons_lib.text import _

SPECIES, FEATURES = ("Adelie", "Chinstrap"), ("bill_length", "body_mass")
SCALE = {"mm": 1.0, "cm": 0.1, "g": 1.0, "kg": 0.001}  # one mm or g in this unit


class Units(LiveFigure):
    """Change a unit, standardise, or give one column twice: each time the best fit is computed anew."""

    name = "units"
    interactive = False
    preview = {"mass": "kg"}

    def __init__(self, *, predict=None):
        self.raw, self.labels = data.penguins(SPECIES, FEATURES)
        self.reference = self._fit(data.Standardiser(self.raw).transform(self.raw))[1]
        super().__init__(predict=predict)

    def build(self):
        return UnitsDrawing(self.labels, SPECIES), {
            "length": choice(_("unit of the bill length"), {"mm": "mm", "cm": "cm"}, "mm"),
            "mass": choice(_("unit of the body mass"), {"g": "g", "kg": "kg"}, "g"),
            "standardise": switch(_("standardise first")),
            "twice": switch(_("give the bill length twice")),
        }

    def state(self, values, update):
        inputs = self.raw * [SCALE[values["length"]], SCALE[values["mass"]]]
        units = [values["length"], values["mass"]]
        if values["standardise"]:
            inputs, units = data.Standardiser(inputs).transform(inputs), [_("in spreads")] * 2
        names = [f"{feature_name(feature)}\n({unit})" for feature, unit in zip(FEATURES, units, strict=True)]
        if values["twice"]:
            inputs, names = inputs[:, [0, 0, 1]], [names[0], _("the same again"), names[1]]
        weights, probabilities = self._fit(inputs)
        return UnitsState(tuple(names), weights, inputs.std(axis=0), probabilities, self.reference)

    def _fit(self, inputs):
        """The weights (K,) of the best fit, and its probabilities (N,)."""
        weights, bias = logistic_optimum(inputs, self.labels)
        return np.ravel(weights), sigmoid(inputs @ np.ravel(weights) + bias)
