"""The largest stable learning rate: the distance to the smallest loss, the first updates on a slice, and the cliff."""
from typing import NamedTuple

import numpy as np
from matplotlib.patches import Rectangle

from lessons_lib.figures.style import (
    BLUE,
    CURRENT,
    CURVE,
    GREEN,
    GREY,
    GUIDE,
    INK,
    RED,
    THRESHOLD,
    blank,
    moving,
    style,
)
from lessons_lib.text import _

UPDATES = 200
BOTTOM, TOP = 1e-12, 1e12  # distances beyond are drawn on the edge
BAND = 1e16  # the axes go on above TOP, for words
REACHES, HEIGHTS = (2.6, 5.2, 13, 52, 130, 520), (6.8, 13.6, 34, 136)  # of the slice: half its width, and its height
BOTH = 13  # up to this reach the start and the lowest point are far enough apart for a word each
ROOF = 0.876  # share of the slice's axes below the words
BEYOND = {"color": RED, "linestyle": "none", "markersize": 8, "clip_on": False}


class Verdict(NamedTuple):
    """How it ends: "rests", "falls", "neither", "diverges" or "not finite"; the last two with the first bad update."""

    kind: str
    since: int | None


class StableRateState(NamedTuple):
    """What is drawn. `multiple`: learning rate divided by `limit` = 2/λ; `curvatures`: eigenvalues of the Hessian at
    the start, smallest first. Distances are shares of the distance at the start: `distances` (UPDATES + 1,), and for
    every multiple `ends`. On the line of the first update, -1 the start and 0 its lowest point: `curves` (3, points)
    places, distances and the parabola with the curvature of the start; `steps` (2, n) places and distances; `frame`:
    one of the REACHES and one of the HEIGHTS, in which they are seen."""

    loss: str
    standardised: bool
    multiple: float
    momentum: float
    curvatures: np.ndarray
    limit: float
    distances: np.ndarray
    curves: np.ndarray
    steps: np.ndarray
    frame: tuple
    ends: np.ndarray
    verdict: Verdict


class StableRateDrawing:
    """Left the distance over the updates, in the middle the slice with its zigzag, right the end for every rate."""

    def __init__(self, multiples):
        self.multiples = np.array(multiples)
        with style():
            self.figure = blank(960, 384)
            history = self.figure.add_axes((0.085, 0.135, 0.315, 0.695), label="history")
            self.plane = self.figure.add_axes((0.45, 0.135, 0.23, 0.695), label="slice")
            ends = self.figure.add_axes((0.75, 0.135, 0.235, 0.695), label="ends")
            self.facts, self.rate, self.limit = (
                self.figure.text(place, 0.965, "", va="center", color=colour)
                for place, colour in ((0.012, INK), (0.45, INK), (0.75, RED)))
            moving(self.rate, self.limit)
            self._draw_history(history)
            self._draw_slice(self.plane)
            self._draw_ends(ends)
        self._framed = None  # what the slice shows now

    def _draw_history(self, axes):
        axes.set_title(_("Distance to the smallest loss"))
        axes.set_xlim(-3, UPDATES + 3)
        axes.set_xlabel(_("update"))
        _logarithmic(axes)
        axes.set_ylabel(_("share of that at the start"), labelpad=1)
        axes.axhline(1, **GUIDE)
        self.history, = axes.plot([], [], color=BLUE, linewidth=2)
        self.left, = axes.plot([], [], marker="^", **BEYOND)
        self.bad, = axes.plot([], [], marker="x", markeredgewidth=2.5, **BEYOND)
        self.verdict = axes.text(0.02, 0.93, "", va="center", transform=axes.transAxes)
        moving(self.history, self.left, self.bad, self.verdict)

    def _draw_slice(self, axes):
        axes.set_title(_("The first {steps} updates").format(steps=12))
        axes.set_xlabel(_("along the first update"))
        self.turns = _("start"), _("lowest")
        self.parabola, = axes.plot([], [], color=GREY, linewidth=1.4, linestyle=(0, (2, 2)),
                                   label=_("parabola at start"))
        self.curve, = axes.plot([], [], **CURVE, label=_("loss"))
        self.steps, = axes.plot([], [], color=BLUE, linewidth=1.2, marker="o", markersize=6, markeredgecolor="white",
                                markeredgewidth=0.7)
        self.start, = axes.plot([], [], marker="s", color=INK, markersize=8, markeredgecolor="white")
        axes.legend(loc="upper center", ncols=2, borderaxespad=0, handlelength=1.6, handletextpad=0.4,
                    columnspacing=0.9)
        moves = (self.parabola, self.curve, self.steps, self.start)
        moving(*moves)
        for line in moves:  # nothing runs into the words above
            line.set_clip_path(Rectangle((0, 0), 1, ROOF, transform=axes.transAxes))

    def _show_frame(self, reach, height):
        """Bring the slice to a frame: a new background, so there are few of them."""
        if self._framed == (reach, height):
            return
        self._framed = reach, height
        self.plane.set_xlim(-reach, reach)
        first = 0 if reach <= BOTH else 1
        self.plane.set_xticks([-1, 0][first:], self.turns[first:])
        for word, side in zip(self.plane.get_xticklabels(), ("right", "left")[first:], strict=True):
            word.set_ha(side)
        low = -0.037 * height
        self.plane.set_ylim(low, low + (height - low) / ROOF)
        self.plane.set_yticks(np.arange(4) * round(height / 3.4))

    def _draw_ends(self, axes):
        axes.set_title(_("After {updates} updates").format(updates=UPDATES))
        axes.set_xscale("log")
        axes.set_xlim(0.07, 1500)
        axes.set_xticks([0.1, 1, 10, 100, 1000], ["0.1", "1", "10", "100", "1000"])
        axes.set_xlabel(_("learning rate, × 2/λ"))
        _logarithmic(axes)
        axes.axhline(1, **GUIDE)
        self.limits = [axes.plot([], [], **look)[0] for look in (GUIDE | {"linewidth": 1.6}, THRESHOLD)]
        self.ends, = axes.plot([], [], "o", color=BLUE, markersize=4.5)
        self.ends_left, = axes.plot([], [], marker="^", **BEYOND | {"markersize": 5}, label=_("beyond the axis"))
        self.ends_bad, = axes.plot([], [], marker="x", markeredgewidth=1.6, **BEYOND | {"markersize": 6},
                                   label=_("not finite"))
        self.current, = axes.plot([], [], **CURRENT)
        axes.legend(handles=[self.ends_left, self.ends_bad], loc="upper right", ncols=2, borderaxespad=0,
                    handlelength=1.2, handletextpad=0.2, columnspacing=0.9)
        moving(*self.limits, self.ends, self.ends_left, self.ends_bad, self.current)

    def update(self, state):
        """Show a state."""
        self._update_history(state)
        self._update_ends(state)
        self._show_frame(*state.frame)
        places, heights = np.clip(np.nan_to_num(state.steps, nan=1e6), -1e6, 1e6)  # far outside is far enough
        self.curve.set_data(*state.curves[:2])
        self.parabola.set_data(*state.curves[[0, 2]])
        self.steps.set_data(places, heights)
        self.start.set_data(places[:1], heights[:1])
        self.rate.set_text(f"η = {state.multiple:g} · 2/λ = {state.multiple * state.limit:.3g}")
        self.limit.set_text(_("limit {formula} = {limit:.3g}").format(formula=_limit_formula(state),
                                                                      limit=_limit(state)))
        facts = self._facts(state)
        if self.facts.get_text() != facts:
            self.facts.set_text(facts)

    def _update_history(self, state):
        """The curve up to where it leaves the frame, and what became of it."""
        distances, (kind, since) = state.distances, state.verdict
        above = np.flatnonzero(~(distances <= TOP))
        shown = distances[:above[0] + 1 if len(above) else None]
        self.history.set_data(np.arange(len(shown)), _inside(shown))
        self.left.set_data(above[:1], [TOP] * len(above[:1]))
        self.bad.set_data(*([since], [TOP]) if kind == "not finite" else ([], []))
        words, colour = self._verdict(state)
        self.verdict.set_text(words)
        self.verdict.set_color(colour)

    def _update_ends(self, state):
        """Every end, those above the frame and those that are no numbers on its edge."""
        finite, inside = np.isfinite(state.ends), state.ends <= TOP
        for line, chosen in ((self.ends, inside), (self.ends_left, finite & ~inside), (self.ends_bad, ~finite)):
            line.set_data(self.multiples[chosen], _inside(state.ends[chosen]))
        self.current.set_data([state.multiple], _inside(state.distances[-1:]))
        plain = 1 if state.momentum else np.nan  # without momentum both limits are one
        for line, place in zip(self.limits, (plain, 1 + state.momentum), strict=True):
            line.set_data([place] * 2, [BOTTOM / 10, TOP])

    def _facts(self, state):
        """The curvatures at the start."""
        smallest, largest = (f"{one:.3g}" if one < 1000 else f"{float(f'{one:.3g}'):,.0f}"
                             for one in state.curvatures[[0, -1]])
        return _("largest curvature λ = {largest}, smallest {smallest}").format(largest=largest, smallest=smallest)

    def _verdict(self, state):
        """How it ends, in words and a colour."""
        kind, since = state.verdict
        words = {"rests": _("comes to rest"),
                 "falls": _("falls: {share:.3g} left").format(share=state.distances[-1]),
                 "neither": _("neither rests nor diverges"),
                 "diverges": _("diverges: above the start from update {since}").format(since=since),
                 "not finite": _("not finite any more from update {since}").format(since=since)}
        colour = {"rests": GREEN, "falls": BLUE, "neither": INK}.get(kind, RED)
        return words[kind], colour

    def describe(self, state):
        """The state in words."""
        losses = {"squared_error": _("Squared error"), "binary_cross_entropy": _("Logistic loss")}
        inputs = _("standardised inputs") if state.standardised else _("raw inputs")
        end = state.distances[-1]
        end = _("not finite") if not np.isfinite(end) else _("under 1e-12") if end < BOTTOM else f"{end:.3g}"
        words = _("{loss}, {inputs}, momentum {momentum:g}. At the start: {facts}, so the limit is {formula} = "
                  "{limit:.3g}. Learning rate {rate:.3g}, which is {multiple:g} times 2/λ: {verdict}. Distance to the "
                  "smallest loss after {updates} updates, as a share of that at the start: {end}.")
        return words.format(loss=losses[state.loss], inputs=inputs, momentum=state.momentum, facts=self._facts(state),
                            formula=_limit_formula(state), limit=_limit(state), rate=state.multiple * state.limit,
                            multiple=state.multiple, verdict=self._verdict(state)[0], updates=UPDATES, end=end)


def _limit(state):
    return (1 + state.momentum) * state.limit


def _limit_formula(state):
    return "2(1 + β)/λ" if state.momentum else "2/λ"


def _inside(distances):
    """Distances within the frame; what is no number stands at its top."""
    return np.clip(np.nan_to_num(distances, nan=TOP), BOTTOM, TOP)


def _logarithmic(axes):
    """The axis of distances: fixed, with a band for words above."""
    axes.set_yscale("log")
    axes.set_ylim(BOTTOM / 10, BAND)
    axes.set_yticks([BOTTOM, 1e-6, 1, 1e6, TOP], ["≤ 10⁻¹²", "10⁻⁶", "1", "10⁶", "≥ 10¹²"])
    axes.minorticks_off()
