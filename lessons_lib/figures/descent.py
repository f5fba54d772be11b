"""Gradient descent on a loss surface: the path of the updates, the next step's direction, and the loss on the way."""
from typing import NamedTuple

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch

from lessons_lib.figures.partial_derivative import HEIGHT
from lessons_lib.figures.style import (
    ARROW,
    BLUE,
    CURRENT,
    CURVE,
    DPI,
    GREEN,
    GREY,
    GUIDE,
    HANDLE,
    INK,
    LEGEND_ABOVE,
    RED,
    blank,
    moving,
    style,
)
from lessons_lib.text import _

EXTENT = (-2.0, 3.9, -1.9, 2.0)  # of w1 and w2: about the best weights
LEVELS = 2.0 ** np.arange(-3, 4.5, 0.5)  # geometric, so that the bottom of the valley is seen as well as its walls
TICKS = (0.25, 0.5, 1, 2, 4, 8)
TARGET = 0.13  # the first update below is named
LOSSES = (0.07, 12.0)  # room for a word below the lowest
FAR, HUGE = 1e4, 1e150  # a path that diverges is drawn to FAR, well outside of the picture, and ends where it is HUGE
REACH, LONGEST = 0.8, 1.2  # an arrow's length: so much of its gradient, and at most
WHOLE, SHORTEST = 15, 0.3  # points: a shorter arrow is thinner, and one of less than this share of them is left out
HEAD = 11
STEP = ARROW | {"mutation_scale": HEAD, "joinstyle": "miter"}
LOOKS = (STEP | {"color": GREEN, "linewidth": 3.4}, STEP | {"linewidth": 1.4})
BALL = CURRENT | {"markersize": 9}
EDGE = (BALL["markersize"] + BALL["markeredgewidth"]) / 2  # points: where arrows begin
DOTS = {"marker": "o", "markeredgewidth": 0}
START = {"marker": "s", "color": "white", "markersize": 8, "markeredgecolor": INK, "markeredgewidth": 1.4,
         "linestyle": "none"}
BELOW = {"marker": "D", "color": GREEN, "markersize": 7, "markeredgecolor": "white", "linestyle": "none"}
BEST = {"marker": "P", "color": INK, "markersize": 10, "markeredgecolor": "white", "zorder": 1.9,
        "linestyle": "none"}
KEY = LEGEND_ABOVE | {"ncols": 4, "handlelength": 1.2, "handletextpad": 0.4, "columnspacing": 0.9}
COLUMNS = (0.09, 0.21, 0.36, 0.515, 0.68, 1)  # of the numbers, right ends


class Surface(NamedTuple):
    """The loss (K, M) over the places w1 (M,) and w2 (K,); the best weights (2,) and their loss; how many examples."""

    w1: np.ndarray
    w2: np.ndarray
    losses: np.ndarray
    best: np.ndarray
    smallest: float
    examples: int


class DescentState(NamedTuple):
    """What is drawn: the whole run's weights `path` (T + 1, 2) and their `losses` (T + 1,); the update `shown`, its
    epoch, the loss of its next batch, and minus the gradients there (2, 2), the next batch's first, then that of all
    examples; `below`: the first update after which the loss is below TARGET, `above`: after which it is above the
    start's or no number at all, each None if none."""

    batch_size: int
    learning_rate: float
    momentum: float
    path: np.ndarray
    losses: np.ndarray
    shown: int
    epoch: int
    batch_loss: float
    downhill: np.ndarray
    below: int | None
    above: int | None


class DescentDrawing:
    """Left the surface with the path, right the numbers now and the loss over the updates."""

    def __init__(self, surface, updates):
        self.surface, self.updates = surface, updates
        with style():
            self.figure = blank(960, 376)
            self._draw_surface(self.figure.add_axes((0.06, 0.135, 0.475, 0.775), label="surface"))
            self._draw_losses(self.figure.add_axes((0.605, 0.135, 0.38, 0.6), label="loss"))
            self._draw_numbers(self.figure.add_axes((0.55, 0.86, 0.435, 0.12), label="numbers"))

    def _draw_surface(self, axes):
        axes.set_title(_("Loss surface"))
        axes.set_aspect("equal")
        axes.set_xlabel(_("w1 (flipper length)"))
        axes.set_ylabel(_("w2 (bill depth)"))
        where = self.surface.w1, self.surface.w2, self.surface.losses, LEVELS
        axes.contourf(*where, cmap=HEIGHT, norm="log", extend="both")
        lines = axes.contour(*where, colors="white", linewidths=0.8)
        axes.clabel(lines, TICKS, fmt="{:g}".format, fontsize=10, colors=INK)
        axes.axis(EXTENT)
        self.run, = axes.plot([], [], color=GREY, linewidth=0.8, markersize=2.6, **DOTS)
        self.path, = axes.plot([], [], color=BLUE, linewidth=2, markersize=4.5, **DOTS)
        self.start, = axes.plot([], [], **START, label=_("start"))
        best, = axes.plot(*self.surface.best, **BEST, label=_("best"))
        self.arrows = [axes.add_patch(FancyArrowPatch((0, 0), (1, 1), zorder=4, **look)) for look in LOOKS]
        self.current, = axes.plot([], [], **BALL, zorder=5)
        axes.apply_aspect()
        self.point_length = np.ptp(EXTENT[2:]) * DPI / 72 / axes.bbox.height  # of one point, on the axes
        moving(self.run, self.path, self.start, best, *self.arrows, self.current)
        keys = [Line2D([], [], color=look["color"], linewidth=look["linewidth"], label=label)
                for look, label in zip(LOOKS, (_("downhill: batch"), _("all")), strict=True)]
        axes.legend(handles=[*keys, self.start, best], **KEY)

    def _draw_losses(self, axes):
        axes.set_title(_("Loss of all {examples} examples (log scale)").format(examples=self.surface.examples))
        axes.set_xlabel(_("update"))
        axes.set_xlim(-2, self.updates + 2)
        axes.set_yscale("log")
        axes.set_ylim(*LOSSES)
        axes.set_yticks([TARGET, *TICKS], [f"{tick:g}" for tick in (TARGET, *TICKS)])
        axes.minorticks_off()
        axes.axhline(TARGET, color=GREEN, linewidth=1)
        axes.axhline(self.surface.smallest, **GUIDE | {"color": INK, "linewidth": 1.4})
        axes.text(1, LOSSES[0] * 1.02, _("lowest"), va="bottom", fontsize=10)
        self.run_losses, = axes.plot([], [], color=GREY, linewidth=0.8)
        self.losses, = axes.plot([], [], **CURVE | {"color": BLUE})
        self.guide, = axes.plot([], [], **GUIDE)
        self.below, = axes.plot([], [], **BELOW)
        self.point, = axes.plot([], [], **CURRENT)
        self.reached, self.verdict = (axes.text(0.98, height, "", ha="right", va="center", color=colour, bbox=HANDLE,
                                                transform=axes.transAxes)
                                      for height, colour in ((0.92, "#00664B"), (0.81, RED)))
        moving(self.run_losses, self.losses, self.guide, self.below, self.point, self.reached, self.verdict)

    def _draw_numbers(self, axes):
        """A table of one row: its heads stand still, so that few words move."""
        axes.set_axis_off()
        heads = _("update"), _("epoch"), "w1", "w2", _("loss (all)"), _("loss (next batch)")
        for place, head in zip(COLUMNS, heads, strict=True):
            axes.text(place, 0.95, head, ha="right", va="top", fontsize=10, color=GREY)
        self.numbers = [axes.text(place, 0, "", ha="right", va="bottom", fontsize=12) for place in COLUMNS]
        moving(*self.numbers)

    def update(self, state):
        """Show a state."""
        path, losses, past = _in_reach(state.path), _finite(state.losses), slice(state.shown + 1)
        self.run.set_data(*path.T)
        self.path.set_data(*path[past].T)
        self.start.set_data(*path[:1].T)
        here = path[state.shown:state.shown + 1]
        self.current.set_data(*here.T)
        self._update_arrows(here, state.downhill)
        self.run_losses.set_data(np.arange(len(losses)), losses)
        self.losses.set_data(np.arange(state.shown + 1), losses[past])
        self.guide.set_data([state.shown] * 2, LOSSES)
        self.point.set_data([state.shown], losses[state.shown:state.shown + 1])
        for words, number in zip(self.numbers, self._row(state), strict=True):
            words.set_text(number)
        self._update_verdicts(state, losses)

    def _update_arrows(self, here, downhill):
        """Both arrows on one scale, so that their lengths compare, from the ball's edge on; none where there is nothing
        to see."""
        seen = len(here) and np.isfinite(downhill).all() and _inside(here[0])
        lengths = np.hypot(*downhill.T) * REACH if seen else np.zeros(2)
        scale = REACH * LONGEST / max(lengths.max(), LONGEST)
        for arrow, look, length, way in zip(self.arrows, LOOKS, lengths, downhill, strict=True):
            share = min(scale / REACH * length / self.point_length / WHOLE, 1)
            arrow.set_visible(bool(share > SHORTEST))
            if share > SHORTEST:
                begin = here[0] + EDGE * self.point_length * way / np.hypot(*way)
                arrow.set_positions(begin, begin + scale * way)
                arrow.set_mutation_scale(HEAD * share)
                arrow.set_linewidth(look["linewidth"] * share)

    def _update_verdicts(self, state, losses):
        """When the loss was first below the target, and first worse than at the start; nothing where it never was."""
        below, above = state.below, state.above
        self.below.set_data(*([], []) if below is None else ([below], [losses[below]]))
        self.reached.set_text("" if below is None else _("first below {target:g}: update {number}").format(
            target=TARGET, number=below))
        self.verdict.set_text("" if above is None else _("first above its start: update {number}").format(number=above))

    def _row(self, state):
        """The numbers of the table."""
        numbers = *state.path[state.shown], state.losses[state.shown], state.batch_loss
        return f"{state.shown}", f"{state.epoch}", *map(_in_digits, numbers)

    def describe(self, state):
        """The state in words."""
        words = _("Batch size {batch_size} of {examples}, learning rate {rate:g}, momentum {momentum:g}, start at w1 = "
                  "{start_1:.1f}, w2 = {start_2:.1f}. After update {shown}, in epoch {epoch}: w1 = {w1}, w2 = {w2}, "
                  "loss of all examples {loss} (the smallest possible is {smallest:.3f}); the next batch alone says "
                  "{batch_loss}. {verdict}")
        shown, epoch, w1, w2, loss, batch_loss = self._row(state)
        return words.format(batch_size=state.batch_size, examples=self.surface.examples, rate=state.learning_rate,
                            momentum=state.momentum, start_1=state.path[0, 0], start_2=state.path[0, 1], shown=shown,
                            epoch=epoch, w1=w1, w2=w2, loss=loss, smallest=self.surface.smallest,
                            batch_loss=batch_loss, verdict=self._sentences(state)).strip()

    def _sentences(self, state):
        """The verdicts as sentences."""
        below = "" if state.below is None else _("The loss is first below {target:g} at update {number}.").format(
            target=TARGET, number=state.below)
        above = "" if state.above is None else _("The loss is first above its start at update {number}.").format(
            number=state.above)
        return f"{below} {above}".strip()


def _in_reach(path):
    """The path while it is not HUGE; what lies farther than FAR is brought there, in the same direction."""
    good = (np.abs(path) < HUGE).all(axis=1)
    path = path if good.all() else path[:good.argmin()]
    return path / np.maximum(np.hypot(*path.T) / FAR, 1)[:, np.newaxis]


def _finite(losses):
    """Losses that a log axis can draw."""
    return np.nan_to_num(losses, nan=FAR, posinf=FAR).clip(max=FAR)


def _inside(point):
    """Whether a point is in the picture of the surface."""
    left, right, bottom, top = EXTENT
    return left <= point[0] <= right and bottom <= point[1] <= top


def _in_digits(number):
    """A number in at most seven letters."""
    return f"{number:.3f}" if abs(number) < 100 else f"{number:.0f}" if abs(number) < 1e5 else f"{number:.0e}"
