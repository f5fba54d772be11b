"""Two rules for growing connections: the length of the weights, the weights themselves, and what fired together."""
from typing import NamedTuple

import numpy as np

from lessons_lib.figures.style import (
    BLUE,
    CURRENT,
    CURVE,
    GREEN,
    GUIDE,
    HANDLE,
    INK,
    PALE,
    blank,
    moving,
    style,
)
from lessons_lib.text import _

STEPS = 200
LAST = 40  # stimuli in the raster
LOOKS = (CURVE | {"color": INK, "linestyle": (0, (4, 1.5))}, CURVE | {"color": GREEN, "linewidth": 2.6})
ROWS = ((2, BLUE), (1, BLUE))  # where A and B stand in the raster


class HebbState(NamedTuple):
    """What is drawn, plain Hebb first and Oja second wherever there are two. `bands` (2, 3, T): the least, the median
    and the greatest length over the seeds after each of the T - 1 steps; after the step `shown`: `weights` (2, seeds,
    2), `medians` (2, 2) of these over the seeds; `paths` (2, shown + 1, 2) of the first seed up to there; `fired`
    (n, 2) its last stimuli, n up to LAST."""

    together: float
    learning_rate: float
    shown: int
    bands: np.ndarray
    weights: np.ndarray
    medians: np.ndarray
    paths: np.ndarray
    fired: np.ndarray


class HebbDrawing:
    """Left the lengths over the steps, in the middle the plane of the two weights, right the last stimuli."""

    def __init__(self):
        with style():
            self.figure = blank(960, 368)
            length = self.figure.add_axes((0.075, 0.15, 0.305, 0.755), label="length")
            plane = self.figure.add_axes((0.45, 0.15, 0.29, 0.755), label="weights")
            raster = self.figure.add_axes((0.79, 0.15, 0.2, 0.755), label="stimuli")
            self._draw_length(length)
            self._draw_plane(plane)
            self._draw_raster(raster)

    def _draw_length(self, axes):
        axes.set_title(_("Length: median of ten runs"))
        axes.set_xlim(-4, STEPS + 6)
        axes.set_xlabel(_("step"))
        axes.set_yscale("log")
        axes.set_ylim(0.1, 1e12)
        axes.set_yticks([1, 1e3, 1e6, 1e9, 1e12])
        axes.minorticks_off()
        axes.set_ylabel(_("length (log scale)"))
        axes.axhline(1, **GUIDE)
        steps, nothing = np.arange(STEPS + 1), np.ones(STEPS + 1)
        self.bands = [axes.fill_between(steps, nothing, nothing, color=look["color"], alpha=0.2, linewidth=0)
                      for look in LOOKS]
        self.lengths = [axes.plot([], [], **look)[0] for look in LOOKS]
        self.guide, = axes.plot([], [], **GUIDE)
        self.points = [axes.plot([], [], **CURRENT)[0] for _look in LOOKS]
        self.numbers = [self._row(axes, height, look) for height, look in zip((0.95, 0.87), LOOKS, strict=True)]
        moving(*self.bands, *self.lengths, self.guide, *self.points)

    def _row(self, axes, height, look):
        """A line of the key, with a number that moves: the sample of the curve and its words."""
        sample, = axes.plot([0.03, 0.13], [height] * 2, transform=axes.transAxes, **look)
        words = axes.text(0.16, height, "", va="center", transform=axes.transAxes, bbox=HANDLE)
        moving(sample, words)
        return words

    def _draw_plane(self, axes):
        axes.set_title(_("The two weights: first run"))
        axes.set_aspect("equal")
        axes.set_xlim(-0.25, 1.65)
        axes.set_ylim(-0.25, 1.65)
        axes.set_xticks([0, 0.5, 1, 1.5])
        axes.set_yticks([0, 0.5, 1, 1.5])
        axes.set_xlabel(_("weight of A"))
        axes.set_ylabel(_("weight of B"))
        turn = np.linspace(0, 2 * np.pi, 200)
        axes.plot(np.cos(turn), np.sin(turn), **GUIDE)
        self.paths = [axes.plot([], [], **look | {"linewidth": 1.4})[0] for look in LOOKS]
        self.others, = axes.plot([], [], "o", color=GREEN, markersize=6, markeredgecolor="white", markeredgewidth=0.6)
        self.current, = axes.plot([], [], **CURRENT)
        self.pairs = [axes.text(0.03, height, "", va="center", color=look["color"], transform=axes.transAxes,
                                bbox=HANDLE) for height, look in zip((0.95, 0.87), LOOKS, strict=True)]
        moving(*self.paths, self.others, self.current, *self.pairs)

    def _draw_raster(self, axes):
        axes.set_title(_("Last {last} stimuli").format(last=LAST))
        axes.set_xlim(-0.5, LAST - 0.5)
        axes.set_xticks([])
        axes.set_xlabel(_("one step after another"))
        axes.set_ylim(0.1, 2.6)
        axes.set_yticks([2, 1], ["A", "B"])
        axes.tick_params(length=0, labelsize=12)
        axes.spines[["left", "bottom"]].set_visible(False)
        self.joined, = axes.plot([], [], color=PALE, linewidth=4.5, solid_capstyle="butt")
        self.fired = [axes.plot([], [], color=colour, linewidth=2.6, solid_capstyle="butt")[0]
                      for _row, colour in ROWS]
        self.count = axes.text(0.5, 0.02, "", ha="center", va="bottom", transform=axes.transAxes)
        moving(self.joined, *self.fired, self.count)

    def update(self, state):
        """Show a state."""
        steps, past = np.arange(state.shown + 1), slice(state.shown + 1)
        for band, line, point, (low, middle, high) in zip(self.bands, self.lengths, self.points, state.bands,
                                                          strict=True):
            band.set_data(steps, low[past], high[past])
            line.set_data(steps, middle[past])
            point.set_data([state.shown], [middle[state.shown]])
        self.guide.set_data([state.shown] * 2, [0.1, 1e12])
        for path, (right, up) in zip(self.paths, state.paths.transpose(0, 2, 1), strict=True):
            path.set_data(right, up)
        self.others.set_data(*state.weights[1, 1:].T)
        self.current.set_data(*state.weights[1, :1].T)
        for name, number, pair, length, weights in zip((_("Hebb"), _("Oja")), self.numbers, self.pairs,
                                                       state.bands[:, 1, state.shown], state.weights[:, 0],
                                                       strict=True):
            number.set_text(f"{name}: {_in_digits(length)}")
            pair.set_text(f"{name}: {_in_digits(weights[0])}, {_in_digits(weights[1])}")
        self._update_raster(state.fired)

    def _update_raster(self, fired):
        for line, (row, _colour), column in zip(self.fired, ROWS, fired.T, strict=True):
            line.set_data(*_strokes(np.flatnonzero(column), row - 0.3, row + 0.3))
        both = np.flatnonzero(fired.all(axis=1))
        self.joined.set_data(*_strokes(both, 0.7, 2.3))
        self.count.set_text(_("A fired: {a}\nB with it: {both}").format(a=int(fired[:, 0].sum()), both=len(both)))

    def describe(self, state):
        """The state in words."""
        words = _("B fires with A with probability {together:.2f}, learning rate {rate:.2f}. After {shown} steps, "
                  "medians of {seeds} seeds: plain Hebb has length {hebb} and weights {hebb_a}, {hebb_b}; Oja has "
                  "length {oja} and weights {oja_a}, {oja_b}.")
        (hebb_a, hebb_b), (oja_a, oja_b) = state.medians
        sizes = {"hebb": state.bands[0, 1, state.shown], "hebb_a": hebb_a, "hebb_b": hebb_b,
                 "oja": state.bands[1, 1, state.shown], "oja_a": oja_a, "oja_b": oja_b}
        return words.format(together=state.together, rate=state.learning_rate, shown=state.shown,
                            seeds=state.weights.shape[1], **{name: _in_digits(size) for name, size in sizes.items()})


def _in_digits(size):
    """A length or weight: three decimals, or three digits where it is large."""
    return f"{size:.3f}" if abs(size) < 100 else f"{size:.3g}"


def _strokes(places, low, high):
    """Upright strokes at these places, as one line with gaps."""
    return np.repeat(places, 3), np.tile([low, high, np.nan], len(places))
