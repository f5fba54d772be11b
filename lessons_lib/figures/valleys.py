"""A loss with two valleys, many runs on it at once, and how many of them are in the deeper valley."""
from typing import NamedTuple

import numpy as np

from lessons_lib.figures.style import BLUE, CURVE, GREY, GUIDE, INK, PALE, blank, moving, style
from lessons_lib.text import _

EXTENT = (-3.3, 3.3)  # of w: no update leads farther than 1.2 beyond the last bird, see live/valleys.py
LOWEST, HIGHEST = 0.38, 1.14  # of the axis of losses: room for the birds below, for words above
BIRD = 0.0055  # height of a bird on it
LIFT = 0.018  # a run is drawn up to so far above the curve: runs near each other are seen, and no other loss is read
FULL = {"color": INK, "linestyle": (0, (5, 2)), "linewidth": 1.8}
LEFT = {"color": GREY, "linestyle": (0, (1, 1.2)), "linewidth": 2}
START = {"marker": "s", "color": "white", "markersize": 8, "markeredgecolor": INK, "markeredgewidth": 1.4}
ROWS = (1.43, 1.28, 1.13)


class Landscape(NamedTuple):
    """The loss (K,) over `places` (K,); `turns` (3,): the bottom of the deeper valley on the left, the barrier, the
    bottom of the shallower valley, with their losses and in millimetres; where examples stand, and how many there."""

    places: np.ndarray
    losses: np.ndarray
    turns: np.ndarray
    heights: np.ndarray
    millimetres: np.ndarray
    birds: np.ndarray
    counts: np.ndarray


class ValleysState(NamedTuple):
    """What is drawn after the update `shown`: `here` (1 + RUNS,) where the full batch and then all runs are, with their
    `losses` on all examples; `shares` (3, T + 1) after each update: the full batch in the deeper valley (0 or 1), the
    runs in it, and the runs that have left it at least once."""

    batch_size: int
    learning_rate: float
    start: float
    shown: int
    here: np.ndarray
    losses: np.ndarray
    shares: np.ndarray


class ValleysDrawing:
    """Left the loss with all runs on it, right the share of the runs in the deeper valley over the updates."""

    def __init__(self, landscape, runs, updates):
        self.landscape, self.updates = landscape, updates
        self.examples = int(landscape.counts.sum())
        self.lifts = LIFT * np.random.default_rng(0).random(runs)
        with style():
            self.figure = blank(960, 372)
            self._draw_loss(self.figure.add_axes((0.065, 0.14, 0.505, 0.77), label="loss"))
            self._draw_shares(self.figure.add_axes((0.645, 0.14, 0.34, 0.77), label="shares"))

    def _draw_loss(self, axes):
        this = self.landscape
        axes.set_title(_("The loss of {examples} penguins, and {runs} runs").format(examples=self.examples,
                                                                                 runs=len(self.lifts)))
        axes.set_xlim(*EXTENT)
        axes.set_xlabel(_("w: a flipper length, standardised"))
        axes.set_ylim(LOWEST, HIGHEST)
        axes.set_yticks([0.6, 0.7, 0.8, 0.9, 1.0])
        axes.set_ylabel(_("loss J(w)"))
        axes.bar(this.birds, BIRD * this.counts, width=0.055, bottom=LOWEST, color=PALE, edgecolor=GREY, linewidth=0.4)
        axes.text(EXTENT[1] - 0.05, LOWEST + 0.09, _("where the penguins stand"), ha="right", color=GREY)
        axes.axvline(this.turns[1], ymax=0.85, **GUIDE)
        axes.plot(this.places, this.losses, **CURVE)
        for words, side, gap, height, length in zip(
                (_("deeper: {loss:.3f} ({length:.0f} mm)"), _("shallower: {loss:.3f} ({length:.0f} mm)")),
                ("right", "left"), (-0.06, 0.06), this.heights[::2], this.millimetres[::2], strict=True):
            axes.text(this.turns[1] + gap, height - 0.025, words.format(loss=height, length=length), ha=side, va="top")
        self.start, = axes.plot([], [], **START)
        self.runs, = axes.plot([], [], "o", markersize=5, markeredgewidth=0, alpha=0.3)
        self.full, = axes.plot([], [], "D", color=INK, markersize=9, markeredgecolor="white", markeredgewidth=1.2)
        self.mean = axes.text(0.5, 0.965, "", ha="center", va="center", transform=axes.transAxes)
        moving(self.start, self.runs, self.full, self.mean)

    def _draw_shares(self, axes):
        axes.set_title(_("Share of the runs"))
        axes.set_xlim(-5, self.updates + 5)
        axes.set_xlabel(_("update"))
        axes.set_ylim(-0.03, 1.52)
        axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0", "25%", "50%", "75%", "100%"])
        self.guide, = axes.plot([], [], **GUIDE)
        self.lines = [axes.plot([], [], **look)[0] for look in (LEFT, FULL, {"linewidth": 2.4})]
        self.now, = axes.plot([], [], "o", markersize=8, markeredgecolor="white")
        self.keys = [axes.plot([5, 35], [height] * 2, **look)[0]
                     for height, look in zip(ROWS, ({"linewidth": 2.4}, LEFT, FULL), strict=True)]
        self.diamond, = axes.plot([20], [ROWS[2]], "D", color=INK, markersize=7, markeredgecolor="white")
        self.words = [axes.text(45, height, "", va="center") for height in ROWS]
        moving(self.guide, *self.lines, self.now, *self.keys, self.diamond, *self.words)

    def update(self, state):
        """Show a state."""
        colour = INK if state.batch_size == self.examples else BLUE
        for artist in (self.runs, self.lines[2], self.now, self.keys[0]):
            artist.set_color(colour)
        self.runs.set_data(state.here[1:], state.losses[1:] + self.lifts)
        self.full.set_data(state.here[:1], state.losses[:1])
        self.start.set_data([state.start], np.interp([state.start], self.landscape.places, self.landscape.losses))
        self.mean.set_text(_("mean loss of the runs: {loss:.3f}").format(loss=state.losses[1:].mean()))
        self._update_shares(state)

    def _update_shares(self, state):
        full, deeper, left = state.shares
        numbers = np.arange(self.updates + 1)
        for line, share in zip(self.lines, (left, full, deeper), strict=True):
            line.set_data(numbers, share)
        self.guide.set_data([state.shown] * 2, [0, 1])
        self.now.set_data([state.shown], deeper[[state.shown]])
        for text, words, share in zip(self.words, (_("in the deeper valley: {share:.0%}"),
                                                   _("have left it again: {share:.0%}"),
                                                   _("full batch in it: {share:.0%}")), (deeper, left, full),
                                      strict=True):
            text.set_text(words.format(share=share[state.shown]))

    def describe(self, state):
        """The state in words."""
        full, deeper, left = state.shares[:, state.shown]
        turns, heights = self.landscape.turns, self.landscape.heights
        words = _("{runs} runs from w = {start:.2f}, batch size {batch_size}, learning rate {rate:g}. The loss has a "
                  "deeper valley, {deep:.3f} at w = {left:.2f}, and a shallower one, {shallow:.3f} at w = {right:.2f}. "
                  "After {shown} updates {deeper:.0%} of the runs are in the deeper valley and {gone:.0%} have left it "
                  "at least once; their mean loss is {loss:.3f}. {full}")
        where = _("The full batch is in the deeper valley, at {place:.2f}.") if full else \
            _("The full batch is in the shallower valley, at {place:.2f}.")
        return words.format(runs=len(self.lifts), start=state.start, batch_size=state.batch_size,
                            rate=state.learning_rate, deep=heights[0], left=turns[0], shallow=heights[2],
                            right=turns[2], shown=state.shown, deeper=deeper, gone=left,
                            loss=state.losses[1:].mean(), full=where.format(place=state.here[0]))
