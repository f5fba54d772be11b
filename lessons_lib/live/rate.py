"""Lesson 01: how strong a stimulus is, a spiking neuron tells by how often it fires."""
import numpy as np

from lessons_lib.figures.rate import DURATION, STRONGEST, RateDrawing, RateState
from lessons_lib.live.controls import slider
from lessons_lib.live.live_figure import LiveFigure
from lessons_lib.nn import firing_rate, leaky_integrator, sigmoid, step
from lessons_lib.text import _

STIMULI = np.linspace(0, STRONGEST, 801)
STEEPNESS = 8  # of the sigmoid drawn beside step and rate


class Rate(LiveFigure):
    """Move the stimulus, or drag the point on the right; drag the threshold up and down on the left."""

    name = "rate"
    preview = {"stimulus": 1.3}

    def build(self):
        return RateDrawing(), {
            "stimulus": slider(_("stimulus"), 0.0, STRONGEST, 0.05, 0.9, digits=2),
            "threshold": slider(_("threshold"), 0.5, 1.5, 0.05, 1.0, digits=2),
            "time_constant": slider(_("time constant τ (ms)"), 5, 40, 1, 10),
            "refractory": slider(_("refractory time (ms)"), 0, 10, 1, 2),
        }

    def state(self, values, update):
        """The same threshold for the step, the sigmoid and the leaky integrator."""
        stimulus, threshold = values["stimulus"], values["threshold"]
        cell = {name: values[name] for name in ("threshold", "time_constant", "refractory")}
        spiking = leaky_integrator(stimulus, duration=DURATION, **cell)
        rate, top_rate = float(firing_rate(stimulus, **cell)), float(firing_rate(STRONGEST, **cell))

        def answers(stimuli, rates):
            return np.array([step(stimuli - threshold), sigmoid(STEEPNESS * (stimuli - threshold)), rates / top_rate])

        return RateState(stimulus, threshold, values["time_constant"], values["refractory"], *spiking, STIMULI,
                         answers(STIMULI, firing_rate(STIMULI, **cell)), answers(stimulus, rate), rate, top_rate)

    def point(self, pointer, values):
        return {"threshold": pointer.y} if pointer.axes == "voltage" else {"stimulus": pointer.x}

    def key(self, key, values):
        """Left and right move the stimulus, up and down the threshold."""
        if key in ("left", "right"):
            return {"stimulus": values["stimulus"] + (0.05 if key == "right" else -0.05)}
        return {"threshold": values["threshold"] + (0.05 if key == "up" else -0.05)}
