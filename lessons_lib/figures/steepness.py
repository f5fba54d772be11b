"""One neuron's answer to one input: the step, the sigmoid, and the slope by which a neuron could learn."""
from typing import NamedTuple

import numpy as np

from lessons_lib.figures.style import BLUE, CURRENT, CURVE, GREY, GUIDE, HANDLE, INK, THRESHOLD, blank, moving, style
from lessons_lib.text import _

LOW, HIGH = -3.0, 3.0
FAINT = 0.01  # slopes below this are called dead: an update there is a hundredth of the distance or less


class SteepnessState(NamedTuple):
    """What is drawn: the input, the threshold, the steepness, and `curve` and `slopes` (M,) at `inputs` (M,); `output`
    and `slope` are those at the input; `dead` is the share of all inputs drawn whose slope is below FAINT."""

    input: float
    threshold: float
    steepness: float
    inputs: np.ndarray
    curve: np.ndarray
    slopes: np.ndarray
    output: float
    slope: float
    dead: float


class SteepnessDrawing:
    """Left the output over the input, right the slope of that curve."""

    def __init__(self):
        with style():
            self.figure = blank(960, 340)
            answer = self.figure.add_axes((0.065, 0.16, 0.42, 0.73), label="answer")
            slope = self.figure.add_axes((0.56, 0.16, 0.42, 0.73), label="slope")
            answer.set_title(_("What the neuron answers"))
            answer.set_ylim(-0.08, 1.15)
            answer.set_ylabel(_("output"))
            slope.set_title(_("Slope of the blue curve (grey: below {faint})").format(faint=FAINT))
            slope.set_ylim(1e-6, 40)
            slope.set_yscale("log")
            slope.set_ylabel(_("slope of the curve (log scale)"))
            for axes in (answer, slope):
                axes.set_xlim(LOW, HIGH)
                axes.set_xlabel(_("input x"))
            slope.axhspan(1e-6, FAINT, color="#F3F3F3")
            self._draw_moving(answer, slope)

    def _draw_moving(self, answer, slope):
        self.step, = answer.plot([], [], color=GREY, linewidth=1.5, linestyle="-")
        self.sigmoid, = answer.plot([], [], **CURVE | {"color": BLUE})
        self.thresholds = [axes.plot([], [], **THRESHOLD)[0] for axes in (answer, slope)]
        self.slopes, = slope.plot([], [], **CURVE | {"color": BLUE})
        self.guides = [axes.plot([], [], **GUIDE)[0] for axes in (answer, slope)]
        self.points = [axes.plot([], [], **CURRENT)[0] for axes in (answer, slope)]
        self.words = [answer.text(0, 0, "", va="center", bbox=HANDLE, color=INK),
                      slope.text(0, 0, "", va="center", bbox=HANDLE, color=INK),
                      answer.text(0, 1.09, _("threshold"), ha="center", color=THRESHOLD["color"], bbox=HANDLE)]
        moving(self.step, self.sigmoid, self.slopes, *self.thresholds, *self.guides, *self.words, *self.points)

    def update(self, state):
        """Show a state."""
        self.step.set_data([LOW, state.threshold, state.threshold, HIGH], [0, 0, 1, 1])
        self.sigmoid.set_data(state.inputs, state.curve)
        self.slopes.set_data(state.inputs, np.maximum(state.slopes, 1e-7))
        heights = (state.output, max(state.slope, 1.5e-6))
        for line, low, high in zip(self.thresholds, (-0.08, 1e-6), (1.05, 40), strict=True):
            line.set_data([state.threshold] * 2, [low, high])
        for guide, low, height in zip(self.guides, (-0.08, 1e-6), heights, strict=True):
            guide.set_data([state.input] * 2, [low, height])
        for point, height in zip(self.points, heights, strict=True):
            point.set_data([state.input], [height])
        for words, number, height in zip(self.words[:2], (f"{state.output:.3f}", f"{state.slope:.2g}"), heights,
                                         strict=True):
            right = state.input < HIGH - 1
            words.set_text(number)
            words.set_ha("left" if right else "right")
            words.set_position((state.input + (0.2 if right else -0.2), height))
        self.words[2].set_position((np.clip(state.threshold, -2.3, 2.3), 1.07))

    def describe(self, state):
        """The state in words."""
        fires = _("fires") if state.input >= state.threshold else _("stays silent")
        words = _("Input {input:.2f}, threshold {threshold:.2f}, steepness {steepness:.0f}: the step {fires}, the "
                  "sigmoid answers {output:.3f}, its slope there is {slope:.2g}. On {dead:.0%} of the inputs shown the "
                  "slope is below {faint}.")
        return words.format(input=state.input, threshold=state.threshold, steepness=state.steepness, fires=fires,
                            output=state.output, slope=state.slope, dead=state.dead, faint=FAINT)
