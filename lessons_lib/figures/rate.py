"""A neuron that spikes: the voltage with its spikes in time, and three answers to the same stimulus."""
from typing import NamedTuple

import numpy as np

from lessons_lib.figures.style import (
    BLUE,
    CURRENT,
    CURVE,
    GREEN,
    GREY,
    GUIDE,
    HANDLE,
    INK,
    THRESHOLD,
    blank,
    moving,
    style,
)
from lessons_lib.text import _

STRONGEST = 2.0  # the right end of the stimulus axis
DURATION = 200.0  # ms
SPIKE = 0.5  # how far every spike stands above the threshold: it says when, never how much
APART = 0.17  # two labels nearer than this would lie on each other
STYLES = ({"color": GREY, "linewidth": 1.5}, CURVE | {"color": BLUE}, CURVE | {"color": GREEN, "linewidth": 2.6})


class RateState(NamedTuple):
    """What is drawn. `voltages` (T,) at `times` (T,) and the times `spikes` (K,), in ms; `curves` (3, M), of the step,
    the sigmoid and the rate, over `stimuli` (M,), the rate as a share of `top_rate`, which it has at the right end;
    `answers` (3,) are those to the stimulus, `rate` its spikes a second."""

    stimulus: float
    threshold: float
    time_constant: float
    refractory: float
    times: np.ndarray
    voltages: np.ndarray
    spikes: np.ndarray
    stimuli: np.ndarray
    curves: np.ndarray
    answers: np.ndarray
    rate: float
    top_rate: float


class RateDrawing:
    """Left the voltage over time, right what a step, a sigmoid and the rate answer to every stimulus."""

    def __init__(self):
        with style():
            self.figure = blank(960, 360)
            voltage = self.figure.add_axes((0.06, 0.15, 0.405, 0.755), label="voltage")
            answers = self.figure.add_axes((0.62, 0.15, 0.365, 0.755), label="answers")
            self._draw_voltage(voltage)
            self._draw_answers(answers)

    def _draw_voltage(self, axes):
        axes.set_title(_("Voltage and spikes"))
        axes.set_xlim(0, DURATION)
        axes.set_xlabel(_("time (ms)"))
        axes.set_ylim(-0.05, 2.6)
        axes.set_yticks([0, 0.5, 1, 1.5, 2])
        axes.set_ylabel(_("voltage"))
        self.level, = axes.plot([0, DURATION], [0, 0], **GUIDE)
        self.voltage, = axes.plot([], [], **CURVE | {"color": GREEN})
        self.spikes, = axes.plot([], [], color=INK, linewidth=1.3, solid_capstyle="butt")
        self.threshold, = axes.plot([0, DURATION], [0, 0], **THRESHOLD)
        self.names = [axes.text(1.015, 0, words, va="center", color=colour, transform=axes.get_yaxis_transform())
                      for words, colour in ((_("threshold"), THRESHOLD["color"]), (_("stimulus"), GREY))]
        self.count = axes.text(0.01, 0.975, "", va="top", transform=axes.transAxes, fontweight="bold")
        moving(self.level, self.voltage, self.spikes, self.threshold, self.count, *self.names)

    def _draw_answers(self, axes):
        axes.set_title(_("Three answers to a stimulus"))
        axes.set_xlim(0, STRONGEST)
        axes.set_xlabel(_("stimulus"))
        axes.set_ylim(-0.06, 1.62)
        axes.set_yticks([0, 0.5, 1])
        axes.set_ylabel(_("answer"), y=0.35)
        self.curves, self.numbers = [], []
        for height, look in zip((0.965, 0.875, 0.785), STYLES, strict=True):
            axes.plot([0.02, 0.09], [height] * 2, transform=axes.transAxes, **look)
            self.numbers.append(axes.text(0.115, height, "", va="center", transform=axes.transAxes, bbox=HANDLE))
            self.curves.append(axes.plot([], [], **look)[0])
        self.line, = axes.plot([], [], **THRESHOLD)
        self.guide, = axes.plot([], [], **GUIDE)
        self.points = [axes.plot([], [], **CURRENT, clip_on=False)[0] for _curve in STYLES]
        moving(*self.curves, self.line, self.guide, *self.points, *self.numbers)

    def update(self, state):
        """Show a state."""
        self._update_voltage(state)
        for curve, heights in zip(self.curves, state.curves, strict=True):
            curve.set_data(state.stimuli, heights)
        for point, height in zip(self.points, state.answers, strict=True):
            point.set_data([state.stimulus], [height])
        self.line.set_data([state.threshold] * 2, [-0.06, 1.06])
        self.guide.set_data([state.stimulus] * 2, [-0.06, 1.06])
        words = (_("step: {answer:.0f}").format(answer=state.answers[0]),
                 _("sigmoid: {answer:.2f}").format(answer=state.answers[1]),
                 _("spikes a second: {rate:.1f} (at the end {top:.0f})").format(rate=state.rate, top=state.top_rate))
        for number, text in zip(self.numbers, words, strict=True):
            number.set_text(text)

    def _update_voltage(self, state):
        self.voltage.set_data(state.times, state.voltages)
        stroke = [state.threshold, state.threshold + SPIKE, np.nan]
        self.spikes.set_data(np.repeat(state.spikes, 3), np.tile(stroke, len(state.spikes)))
        self.level.set_ydata([state.stimulus] * 2)
        self.threshold.set_ydata([state.threshold] * 2)
        below = state.stimulus < state.threshold
        away = min(state.stimulus, state.threshold - APART) if below else max(state.stimulus, state.threshold + APART)
        self.names[0].set_y(state.threshold)
        self.names[1].set_y(away)
        self.count.set_text(_("spikes in {duration:.0f} ms: {spikes}").format(
            duration=DURATION, spikes=len(state.spikes)))

    def describe(self, state):
        """The state in words."""
        words = _("Stimulus {stimulus:.2f}, threshold {threshold:.2f}, time constant {tau:.0f} ms, refractory time "
                  "{refractory:.0f} ms. Spikes in {duration:.0f} ms: {spikes}, a rate of {rate:.1f} a second. "
                  "{voltage} The step answers {step:.0f}, the sigmoid {sigmoid:.3f}.")
        voltage = _("Every spike is equally tall.") if len(state.spikes) else \
            _("The voltage only approaches {stimulus:.2f}.").format(stimulus=state.stimulus)
        return words.format(
            stimulus=state.stimulus, threshold=state.threshold, tau=state.time_constant, refractory=state.refractory,
            spikes=len(state.spikes), duration=DURATION, rate=state.rate, voltage=voltage, step=state.answers[0],
            sigmoid=state.answers[1])
