"""Learning-rate schedules: the rate over the updates, and the distance to the smallest loss that comes of it."""
from typing import NamedTuple

import numpy as np

from lessons_lib.figures.style import BLUE, GREY, GUIDE, HANDLE, blank, moving, style
from lessons_lib.text import _

UPDATES = 1000
EVERY = 5  # updates between two points of a curve
LAST = 100  # updates over which the end is averaged: a single one depends on the last few examples
BOTTOM, TOP = 1e-8, 10.0  # distances beyond are drawn on the edge
LOOKS = ({"color": GREY, "linewidth": 1.6, "linestyle": (0, (4, 1.5))}, {"color": BLUE, "linewidth": 2})
MEAN = {"linewidth": 4, "linestyle": "-", "solid_capstyle": "butt"}


class SchedulesState(NamedTuple):
    """What is drawn; the constant rate first and the schedule second wherever there are two. `shares` (UPDATES,) of the
    start rate, and the `sum` of all the rates. Distances to the smallest loss: `start` at the start; `bands` (2, 3,
    points) their 10 %, 50 % and 90 % quantiles over the seeds, every EVERY updates; `ends` (2,) the median of their
    mean over the LAST updates."""

    schedule: str
    halving: int
    rate: float
    batch_size: int
    shares: np.ndarray
    bands: np.ndarray
    ends: np.ndarray
    start: float
    sum: float


class SchedulesDrawing:
    """Left the learning rate, right the distance: grey with a constant rate, blue with the schedule."""

    def __init__(self, seeds):
        self.seeds = seeds
        with style():
            self.figure = blank(960, 350)
            rates = self.figure.add_axes((0.065, 0.15, 0.33, 0.755), label="rates")
            history = self.figure.add_axes((0.475, 0.15, 0.505, 0.755), label="distance")
            self._draw_rates(rates)
            self._draw_history(history)

    def _draw_rates(self, axes):
        axes.set_title(_("Learning rate, share of the start"))
        axes.set_xlim(-10, UPDATES + 10)
        axes.set_xlabel(_("update"))
        axes.set_ylim(0, 1.3)
        axes.set_yticks([0, 0.5, 1])
        axes.plot([0, UPDATES], [1, 1], **LOOKS[0])
        axes.axhline(0.5, **GUIDE)
        self.rates, = axes.plot([], [], **LOOKS[1])
        self.sum = axes.text(0.98, 0.94, "", ha="right", va="center", transform=axes.transAxes)
        moving(self.rates, self.sum)

    def _draw_history(self, axes):
        axes.set_title(_("Distance to the smallest loss: median of {seeds} runs").format(seeds=self.seeds))
        axes.set_xlim(-10, UPDATES + 10)
        axes.set_xlabel(_("update"))
        axes.set_yscale("log")
        axes.set_ylim(BOTTOM / 2, TOP * 60)
        axes.set_yticks([1e-8, 1e-6, 1e-4, 1e-2, 1])
        axes.minorticks_off()
        self.updates = np.arange(0, UPDATES + 1, EVERY)
        nothing = np.ones(len(self.updates))
        self.bands = [axes.fill_between(self.updates, nothing, nothing, color=look["color"], alpha=0.22, linewidth=0)
                      for look in LOOKS]
        self.lines = [axes.plot([], [], **look)[0] for look in LOOKS]
        self.ends = [axes.text(place, 0.96, "", ha=side, va="center", color=look["color"], transform=axes.transAxes,
                               bbox=HANDLE)
                     for place, side, look in zip((0.98, 0.02), ("right", "left"), LOOKS, strict=True)]
        axes.text(0.98, 0.893, _("thick line and number: mean of the last {updates} updates").format(updates=LAST),
                  ha="right", va="center", fontsize=10, transform=axes.transAxes)
        self.means = [axes.plot([], [], **look | MEAN)[0] for look in LOOKS]
        moving(*self.bands, *self.lines, *self.means, *self.ends)

    def update(self, state):
        """Show a state."""
        self.rates.set_data(np.arange(len(state.shares)), state.shares)
        self.sum.set_text(_("sum of all rates: {sum:.4g}").format(sum=state.sum))
        inside = np.clip(np.nan_to_num(state.bands, nan=TOP), BOTTOM, TOP)
        for band, line, (low, middle, high) in zip(self.bands, self.lines, inside, strict=True):
            band.set_data(self.updates, low, high)
            line.set_data(self.updates, middle)
        for mean, end in zip(self.means, state.ends, strict=True):
            mean.set_data([UPDATES - LAST, UPDATES], [end if BOTTOM < end < TOP else np.nan] * 2)
        for words, name, end in zip(self.ends, (_("constant"), self._name(state)), state.ends, strict=True):
            words.set_text(_("{name}: {end}").format(name=name, end=_in_digits(end)))

    def _name(self, state):
        """The schedule in words."""
        return {"constant": _("constant"), "halved": _("halved every {k}"), "1/t": _("1/t, k = {k}"),
                "cosine": _("cosine, k = {k}")}[state.schedule].format(k=state.halving)

    def describe(self, state):
        """The state in words."""
        words = _("Batch size {batch_size}, learning rate {rate:g} at the start, schedule: {name}; the rates of "
                  "{updates} updates add up to {sum:.4g}. Distance to the smallest loss, median of {seeds} runs: "
                  "{start:.3g} at the start; over the last {last} updates {end} with this schedule, {constant} with a "
                  "constant rate.")
        return words.format(batch_size=state.batch_size, rate=state.rate, name=self._name(state), updates=UPDATES,
                            sum=state.sum, seeds=self.seeds, start=state.start, last=LAST,
                            end=_in_digits(state.ends[1]), constant=_in_digits(state.ends[0]))


def _in_digits(end):
    """A distance: three digits, or that there is none."""
    return f"{end:.3g}" if np.isfinite(end) else _("not finite")
