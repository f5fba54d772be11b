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
FRAME = (2.6, 6.8)  # half the width, and the height, of the slice
BEYOND = {"color": RED, "linestyle": "none", "markersize": 8, "clip_on": False}


class Verdict(NamedTuple):
    """How it ends: "rests", "falls", "neither", "diverges" or "not finite"; the last two with the first bad update."""

    kind: str
    since: int | None


class StableRateState(NamedTuple):
    """What is drawn. `multiple`: learning rate divided by `limit` = 2/λ; `curvatures`: eigenvalues of the Hessian at
    the start, smallest first. Distances are shares of the distance at the start: `distances` (UPDATES + 1,), and for
    every multiple `ends`. On the line of the first update, -1 the start and 0 its lowest point: `curves` (3, points)
    places, distances and the parabola with the curvature of the start; `steps` (2, n) places and distances."""

    loss: str
    standardised: bool
    multiple: float
    momentum: float
    curvatures: np.ndarray
    limit: float
    distances: np.ndarray
    curves: np.ndarray
    steps: np.ndarray
    ends: np.ndarray
    verdict: Verdict


class StableRateDrawing:
    """Left the distance over the updates, in the middle the slice with its zigzag, right the end for every rate."""

    def __init__(self, multiples):
        self.multiples = np.array(multiples)
        with style():
            self.figure = blank(960, 384)
            history = self.figure.add_axes((0.075, 0.135, 0.325, 0.695), label="history")
            plane = self.figure.add_axes((0.455, 0.135, 0.235, 0.695), label="slice")
            ends = self.figure.add_axes((0.75, 0.135, 0.235, 0.695), label="ends")
            self.facts, self.rate, self.limit = (
                self.figure.text(place, 0.965, "", va="center", color=colour)
                for place, colour in ((0.012, INK), (0.455, INK), (0.75, RED)))
            moving(self.rate, self.limit)
            self._draw_history(history)
            self._draw_slice(plane)
            self._draw_ends(ends)

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
        axes.set_xlim(-FRAME[0], FRAME[0])
        axes.set_xticks([-1, 0], [_("start"), _("lowest")])
        axes.set_xlabel(_("along the first update"))
        axes.set_ylim(-0.25, FRAME[1] + 1)
        axes.set_yticks(range(0, 7, 2))
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
            line.set_clip_path(Rectangle((-FRAME[0], -1), 2 * FRAME[0], FRAME[1] + 1, transform=axes.transData))

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
        self.ends_left, = axes.plot([], [], marker="^", **BEYOND | {"markersize": 5})
        self.ends_bad, = axes.plot([], [], marker="x", markeredgewidth=1.6, **BEYOND | {"markersize": 6})
        self.current, = axes.plot([], [], **CURRENT)
        moving(*self.limits, self.ends, self.ends_left, self.ends_bad, self.current)

    def update(self, state):
        """Show a state."""
        self._update_history(state)
        self._update_ends(state)
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
        largest = state.curvatures[-1]
        ratio = largest / state.curvatures[0]
        ratio = f"{ratio:.3g}" if ratio < 1000 or ratio > 1e9 else f"{float(f'{ratio:.3g}'):,.0f}"
        return _("curvature λ = {largest:.3g}, {ratio} × the smallest").format(largest=largest, ratio=ratio)

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
    axes.set_yticks([1e-12, 1e-6, 1, 1e6, 1e12])
    axes.minorticks_off()
