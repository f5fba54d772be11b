"""What a unit does to a weight: the weights as they are, times their feature's spread, and what is predicted."""
from typing import NamedTuple

import numpy as np

from lessons_lib.figures.style import (
    BLUE,
    CLASS_COLOURS,
    CLASS_MARKERS,
    GREEN,
    GREY,
    INK,
    THRESHOLD,
    blank,
    moving,
    style,
)
from lessons_lib.text import _

ROOM = 1.3  # the longest bar fills 1/1.3 of the width: its number stands behind it


class UnitsState(NamedTuple):
    """What is drawn. `features` are words with units, `weights` (K,) in those units, `spreads` (K,) the features'
    standard deviations; `probabilities` (N,) now and `reference` (N,) for standardised features."""

    features: tuple
    weights: np.ndarray
    spreads: np.ndarray
    probabilities: np.ndarray
    reference: np.ndarray


class UnitsDrawing:
    """Two rows of bars and the predictions, with the units changed and without."""

    def __init__(self, labels, names):
        self.labels, self.names = labels, names
        with style():
            self.figure = blank(960, 330)
            raw, scaled, same = (self.figure.add_axes(box, label=label) for label, box in (
                ("weights", (0.145, 0.16, 0.2, 0.72)), ("scaled", (0.40, 0.16, 0.2, 0.72)),
                ("predictions", (0.70, 0.16, 0.28, 0.72))))
            raw.set_title(_("Weight"))
            scaled.set_title(_("Weight × spread"))
            same.set_title(_("What is predicted"))
            self.rows = [raw.text(-0.04, 0, "", ha="right", va="center", transform=raw.get_yaxis_transform())
                         for _row in range(3)]
            self.bars = [self._draw_bars(raw, BLUE), self._draw_bars(scaled, GREEN)]
            self._draw_predictions(same)
            moving(*self.rows)

    def _draw_bars(self, axes, colour):
        axes.set_xlim(0, ROOM)
        axes.set_ylim(2.6, -0.6)
        axes.set_xticks([])
        axes.set_yticks([])
        axes.spines[["bottom"]].set_visible(False)
        bars = list(axes.barh(range(3), [0] * 3, height=0.6, color=colour))
        numbers = [axes.text(0, row, "", va="center", color=INK) for row in range(3)]
        moving(*bars, *numbers)
        return bars, numbers

    def _draw_predictions(self, axes):
        axes.set_xlim(-0.03, 1.03)
        axes.set_ylim(-0.03, 1.03)
        axes.set_xlabel(_("probability of {name}, standardised").format(name=self.names[1]))
        axes.set_ylabel(_("with these units"))
        axes.plot([0, 1], [0, 1], color=GREY, linewidth=1)
        axes.axhline(0.5, **THRESHOLD)
        self.points = [axes.plot([], [], CLASS_MARKERS[k], color=CLASS_COLOURS[k], markersize=5, label=name,
                                 markeredgecolor="white", markeredgewidth=0.4)[0] for k, name in enumerate(self.names)]
        axes.legend(loc="lower right", handletextpad=0.1)
        self.difference = axes.text(0.03, 0.97, "", va="top")
        moving(*self.points, self.difference)

    def update(self, state):
        """Show a state."""
        for row in range(3):
            self.rows[row].set_text(state.features[row] if row < len(state.features) else "")
            self.rows[row].set_y(row)
        for (bars, numbers), signed in zip(self.bars, (state.weights, state.weights * state.spreads), strict=True):
            sizes = np.abs(signed)
            for row in range(3):
                there = row < len(sizes)
                bars[row].set_width(sizes[row] / sizes.max() if there else 0)
                numbers[row].set_text(f"{signed[row]:.3g}".replace("-", "−") if there else "")
                numbers[row].set_x(sizes[row] / sizes.max() + 0.03 if there else 0)
        for k, points in enumerate(self.points):
            mine = self.labels == k
            points.set_data(state.reference[mine], state.probabilities[mine])
        same = _("every dot on the line:\nno prediction changes")
        self.difference.set_text(same if _gap(state) < 1e-9 else _("largest change {gap:.0e}").format(gap=_gap(state)))

    def describe(self, state):
        """The state in words."""
        sizes = np.abs(state.weights)
        parts = ", ".join(f"{_flat(feature)} {size:.3g}" for feature, size in zip(state.features, sizes, strict=True))
        most = _flat(state.features[int(sizes.argmax())])
        same = _("the predictions are the same") if _gap(state) < 1e-6 else _("the predictions differ")
        words = _("Sizes of the weights: {parts}. The largest belongs to {most}; {same} as with standardised features.")
        return words.format(parts=parts, most=most, same=same)


def _flat(words):
    return words.replace("\n", " ")


def _gap(state):
    return np.abs(state.probabilities - state.reference).max()
