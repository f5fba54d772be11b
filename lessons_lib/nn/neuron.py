"""A neuron before it was a weighted sum: a voltage that leaks and spikes, and two rules by which connections grow."""
from typing import NamedTuple

import numpy as np

from lessons_lib.nn import checks
from lessons_lib.text import _


class Spiking(NamedTuple):
    """What a neuron did: `voltages` (T,) at `times` (T,), and the times (K,) of its `spikes`, all times in ms."""

    times: np.ndarray
    voltages: np.ndarray
    spikes: np.ndarray


def leaky_integrator(stimulus, *, threshold, time_constant=10.0, refractory=0.0, duration=200.0, time_step=0.1):
    """The voltage and the spikes of a leaky integrate-and-fire neuron under a constant stimulus I.

    dv/dt = (I - v) / time_constant from v = 0; when v reaches the threshold there is a spike, and v is 0 for the
    refractory time and then rises anew (Lapicque 1907; Gerstner et al., Neuronal Dynamics, 1.3). Nothing is
    approximated: between spikes v = I (1 - exp(-t / time_constant)), and `time_step` only says how finely it is given.

    `stimulus` and `threshold` in the unit of the voltage, all times in ms. A time step that is too coarse to part two
    spikes is a ValueError, and so is what is not a finite number, or not positive where it must be.

    >>> leaky_integrator(1.3, threshold=1.0, duration=50.0).spikes.round(2)
    array([14.66, 29.33, 43.99])
    """
    stimulus = checks.number("stimulus", stimulus, lambda x: True, _("a finite number"))
    threshold, time_constant = checks.positive("threshold", threshold), checks.positive("time_constant", time_constant)
    refractory, duration = checks.non_negative("refractory", refractory), checks.positive("duration", duration)
    rise = _time_to_threshold(stimulus, threshold, time_constant)
    coarsest = min(duration, refractory + rise)
    time_step = checks.number("time_step", time_step, lambda x: 0 < x <= coarsest, _(
        "a time above 0 and up to {coarsest:.3g} ms, the duration or the time between two spikes").format(
        coarsest=coarsest))
    spikes = np.arange(rise, duration, refractory + rise) if rise < duration else np.empty(0)
    times = np.linspace(0, duration, round(duration / time_step) + 1)
    began = np.append(0.0, spikes + refractory)[np.searchsorted(spikes, times, side="right")]  # when it rose from 0
    voltages = -stimulus * np.expm1(-np.maximum(times - began, 0) / time_constant)
    return Spiking(times, voltages, spikes)


def firing_rate(stimulus, *, threshold, time_constant=10.0, refractory=0.0):
    """Spikes a second of a leaky integrator: 1 / (refractory + time_constant ln(I / (I - threshold))).

    The logarithm is the time that v = I (1 - exp(-t / time_constant)) takes to the threshold. A stimulus at or below
    the threshold is never answered: the rate is 0. `stimulus` a number or (stimuli,), and the rate likewise; times in
    ms. What is not finite, or not positive where it must be, is a ValueError.

    >>> firing_rate([0.9, 1.0, 1.3, 2.0], threshold=1.0, refractory=2.0).round(1)
    array([  0.,   0.,  60., 112.])
    """
    stimulus = checks.array("stimulus", stimulus, [(), ("stimuli",)])
    threshold, time_constant = checks.positive("threshold", threshold), checks.positive("time_constant", time_constant)
    refractory = checks.non_negative("refractory", refractory)
    return 1000 / (refractory + _time_to_threshold(stimulus, threshold, time_constant))  # 1000 ms are a second


@np.errstate(divide="ignore")  # up to the threshold the time is infinite: the voltage only approaches the stimulus
def _time_to_threshold(stimulus, threshold, time_constant):
    return -time_constant * np.log1p(-threshold / np.maximum(stimulus, threshold))


def hebb_step(w, x, y, learning_rate):
    """New weights after Hebb's rule: w + learning_rate y x.

    What is active together with the neuron grows (Hebb 1949, The Organization of Behavior, chapter 4, in words). For
    the linear neuron y = w x no step makes the weights shorter, whatever the input: |w|^2 grows by
    learning_rate y^2 (2 + learning_rate |x|^2). `w` and the input `x` (inputs,), the output `y` a number; or many
    neurons at once, (runs, inputs) and (runs,). Shapes that do not fit are a ValueError.

    >>> hebb_step([0.5, 0.1], [1, 0], 0.5, learning_rate=0.2)
    array([0.6, 0.1])
    """
    return _hebb(*_step_arguments(w, x, y, learning_rate))


def oja_step(w, x, y, learning_rate):
    """New weights after Oja's rule: w + learning_rate y (x - y w).

    Hebb's rule and a brake, -learning_rate y^2 w, that keeps the length of w near 1; for small rates w turns to the
    principal eigenvector of the mean of x x^T (Oja 1982, Journal of Mathematical Biology 15, 267-273). Arguments as in
    `hebb_step`.

    >>> oja_step([0.5, 0.1], [1, 0], 0.5, learning_rate=0.2)  # the connection that was silent has weakened
    array([0.575, 0.095])
    """
    return _oja(*_step_arguments(w, x, y, learning_rate))


def _hebb(w, x, y, learning_rate):
    return w + learning_rate * y * x


def _oja(w, x, y, learning_rate):
    return w + learning_rate * y * (x - y * w)


def _step_arguments(w, x, y, learning_rate):
    w = checks.array("w", w, [("inputs",), ("runs", "inputs")])
    x, y = checks.array("x", x, [w.shape]), checks.array("y", y, [w.shape[:-1]])
    return w, x, y[..., None], checks.positive("learning_rate", learning_rate)


RULES = {"hebb": _hebb, "oja": _oja}


def hebbian_path(start, inputs, *, rule, learning_rate):
    """The weights of a linear neuron y = w x before the first and after every step of the rule "hebb" or "oja".

    `start` (d,), `inputs` (steps, d) gives (steps + 1, d); many neurons at once: (runs, d), (steps, runs, d). The same
    as `hebb_step` or `oja_step` again and again. Bad arguments are a ValueError.

    >>> hebbian_path([0.5, 0.1], [[1, 0], [1, 1]], rule="hebb", learning_rate=0.2)
    array([[0.5 , 0.1 ],
           [0.6 , 0.1 ],
           [0.74, 0.24]])
    """
    step = RULES[checks.choice("rule", rule, RULES)]
    start = checks.array("start", start, [("inputs",), ("runs", "inputs")])
    inputs = checks.array("inputs", inputs, [("steps", *start.shape)])
    learning_rate = checks.positive("learning_rate", learning_rate)
    path = [start]
    for x in inputs:
        w = path[-1]
        path.append(step(w, x, (w * x).sum(axis=-1, keepdims=True), learning_rate))
    return np.array(path)
