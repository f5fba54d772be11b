"""Errors of a linear model on more and more random features, and the length of its weights."""
from typing import NamedTuple

import numpy as np

from lessons_lib.figures.style import BLUE, CURRENT, CURVE, GREY, GUIDE, HANDLE, INK, ORANGE, blank, moving, style
from lessons_lib.text import _

TICKS = (10, 30, 100, 300, 1000, 4000)
TRAIN = {"color": BLUE, "linewidth": 2}
TEST = {"color": ORANGE, "linewidth": 2.4, "linestyle": (0, (5, 2))}
BEST = {"color": GREY, "linewidth": 1.6, "linestyle": ":"}
ROWS = (104, 95, 86)
TOP = 110  # of the axis of errors, in %: room for words
LONGEST = 5000


class RandomFeaturesState(NamedTuple):
    """What is drawn: `share` of wrong training labels; `place` of the number of features shown and of the `best` below
    the number of examples, in `features` (F,). Of each number of features, in %: the median training error `train`
    (F,), and least, median and greatest test error, `test` (3, F); the median length of the weights `lengths` (F,)."""

    share: float
    place: int
    best: int
    features: np.ndarray
    train: np.ndarray
    test: np.ndarray
    lengths: np.ndarray


class RandomFeaturesDrawing:
    """Left both errors over the number of features, right the length of the weights."""

    def __init__(self, examples, seeds, ends):
        self.examples, self.seeds, self.ends = examples, seeds, ends
        with style():
            self.figure = blank(960, 384)
            self._draw_errors(self.figure.add_axes((0.07, 0.245, 0.555, 0.675), label="errors"))
            self._draw_lengths(self.figure.add_axes((0.71, 0.245, 0.275, 0.675), label="lengths"))
            self.figure.text(0.012, 0.02, self._bounds(), va="bottom", color=INK, linespacing=1.3)

    def _bounds(self):
        """What this is, and what it is not."""
        return _("A linear model on fixed random ReLU features, the shortest weights, no early stopping.\n"
                 "The trained moons networks of this lesson show no such second descent.")

    def _draw_errors(self, axes):
        axes.set_title(_("Errors: median of {seeds} seeds, and their range").format(seeds=self.seeds))
        self._number_axis(axes)
        axes.set_ylim(0, TOP)
        axes.set_yticks(range(0, 101, 20), [f"{error}%" for error in range(0, 101, 20)])
        axes.text(self.examples * 1.05, ROWS[0], _("{examples} training digits").format(examples=self.examples),
                  va="center", color=GREY)
        nothing = np.ones(2)
        self.band = axes.fill_between(nothing, nothing, nothing, color=ORANGE, alpha=0.25, linewidth=0)
        self.best, = axes.plot([], [], **BEST)
        self.train, = axes.plot([], [], **TRAIN, clip_on=False)
        self.test, = axes.plot([], [], **TEST)
        self.current, = axes.plot([], [], **CURRENT, clip_on=False)
        for height, look in zip(ROWS, (TEST, TRAIN, BEST), strict=True):
            axes.plot([10.5, 17], [height] * 2, **look)
        self.words = [axes.text(19, height, "", va="center", bbox=HANDLE) for height in ROWS]
        moving(self.band, self.best, self.train, self.test, self.current, *self.words)

    def _draw_lengths(self, axes):
        axes.set_title(_("Length of the weights"))
        self._number_axis(axes)
        axes.set_yscale("log")
        axes.set_ylim(1, LONGEST)
        axes.set_yticks([1, 10, 100, 1000], ["1", "10", "100", "1000"])
        axes.minorticks_off()
        self.lengths, = axes.plot([], [], **CURVE)
        self.now, = axes.plot([], [], **CURRENT, clip_on=False)
        self.length = axes.text(0.04, 0.95, "", va="center", transform=axes.transAxes, bbox=HANDLE)
        moving(self.lengths, self.now, self.length)

    def _number_axis(self, axes):
        """The numbers of features along the bottom, and where they are as many as the examples."""
        axes.set_xscale("log")
        axes.set_xlim(self.ends[0] * 0.93, self.ends[1] * 1.07)
        axes.set_xticks(TICKS, [str(tick) for tick in TICKS])
        axes.minorticks_off()
        axes.set_xlabel(_("random features (log scale)"))
        axes.axvline(self.examples, **GUIDE)

    def update(self, state):
        """Show a state."""
        here, number = state.place, [state.features[state.place]]
        self.band.set_data(state.features, state.test[0], state.test[2])
        self.train.set_data(state.features, state.train)
        self.test.set_data(state.features, state.test[1])
        self.best.set_data([state.features[state.best], self.ends[1]], [state.test[1, state.best]] * 2)
        self.current.set_data(number, [state.test[1, here]])
        self.lengths.set_data(state.features, state.lengths)
        self.now.set_data(number, [state.lengths[here]])
        self.length.set_text(_in_digits(state.lengths[here]))
        for text, words, error in zip(self.words, (_("test: {error:.1f}%"), _("training: {error:.1f}%"),
                                                   _("best test below {examples}: {error:.1f}%")),
                                      (state.test[1, here], state.train[here], state.test[1, state.best]),
                                      strict=True):
            text.set_text(words.format(error=error, examples=self.examples))

    def describe(self, state):
        """The state in words."""
        low, middle, high = state.test[:, state.place]
        words = _("{features} random features, {examples} training digits, {share:.0%} of their labels wrong; medians "
                  "of {seeds} seeds. Training error {train:.1f}%, test error {test:.1f}% (from {low:.1f}% to "
                  "{high:.1f}%), length of the weights {length}. The lowest test error below {examples} features "
                  "is {best:.1f}%, with {at} features; with {most} it is {last:.1f}%.")
        return words.format(features=state.features[state.place], examples=self.examples, share=state.share,
                            seeds=self.seeds, train=state.train[state.place], test=middle, low=low, high=high,
                            length=_in_digits(state.lengths[state.place]), best=state.test[1, state.best],
                            at=state.features[state.best], most=self.ends[1], last=state.test[1, -1]) \
            + " " + self._bounds().replace("\n", " ")


def _in_digits(length):
    """One decimal where it says something."""
    return f"{length:.1f}" if length < 100 else f"{length:.0f}"
