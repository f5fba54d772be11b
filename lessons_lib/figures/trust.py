"""The ROC curve and the reliability of a classifier's probabilities."""
from typing import NamedTuple

import numpy as np

from lessons_lib.figures.style import (
    BLUE,
    CLASS_COLOURS,
    CURRENT,
    CURVE,
    GREY,
    THRESHOLD,
    blank,
    moving,
    style,
)
from lessons_lib.text import _

BINS = 8


class TrustState(NamedTuple):
    """What is drawn. `false_alarms`, `recalls` (M,): the ROC curve; `point` where the threshold stands on it; `said`,
    `seen`: reliability; `histograms` (2, BINS): examples by class."""

    threshold: float
    confidence: float
    false_alarms: np.ndarray
    recalls: np.ndarray
    area: float
    point: tuple
    said: np.ndarray
    seen: np.ndarray
    histograms: np.ndarray


class TrustDrawing:
    """Left ROC, in the middle said against seen, right how often each probability was said."""

    def __init__(self, names):
        self.names = names
        with style():
            self.figure = blank(960, 340)
            roc, reliability, said = (self.figure.add_axes(box, label=label) for label, box in (
                ("roc", (0.065, 0.16, 0.255, 0.72)), ("reliability", (0.395, 0.16, 0.255, 0.72)),
                ("said", (0.725, 0.16, 0.255, 0.72))))
            self._draw_roc(roc)
            self._draw_reliability(reliability)
            self._draw_said(said)

    def _draw_roc(self, axes):
        axes.set_title(_("Every threshold: ROC"))
        axes.set_xlim(-0.02, 1.02)
        axes.set_ylim(-0.02, 1.04)
        axes.set_xlabel(_("false alarms among {name}").format(name=self.names[0]))
        axes.set_ylabel(_("recall of {name}").format(name=self.names[1]))
        axes.plot([0, 1], [0, 1], color=GREY, linewidth=1)
        axes.text(0.52, 0.44, _("guessing"), color=GREY, rotation=35, ha="left", va="top")
        self.roc, = axes.plot([], [], **CURVE | {"color": BLUE})
        self.point, = axes.plot([], [], **CURRENT)
        self.area = axes.text(0.98, 0.04, "", ha="right")
        moving(self.roc, self.point, self.area)

    def _draw_reliability(self, axes):
        axes.set_title(_("Said against seen"))
        axes.set_xlim(-0.02, 1.02)
        axes.set_ylim(-0.02, 1.04)
        axes.set_xlabel(_("probability said (six equal groups)"))
        axes.set_ylabel(_("share that are {name}").format(name=self.names[1]))
        axes.plot([0, 1], [0, 1], color=GREY, linewidth=1)
        self.reliability, = axes.plot([], [], color=BLUE, marker="o", markersize=7, linewidth=1.5)
        self.gap = axes.text(0.98, 0.04, "", ha="right")
        moving(self.reliability, self.gap)

    def _draw_said(self, axes):
        axes.set_title(_("How often each was said"))
        axes.set_xlim(0, 1)
        axes.set_xlabel(_("probability of {name}").format(name=self.names[1]))
        axes.set_ylabel(_("examples"))
        places, width = (np.arange(BINS) + 0.5) / BINS, 0.42 / BINS
        self.bars = [axes.bar(places + (k - 0.5) * width, np.zeros(BINS), width, color=CLASS_COLOURS[k], label=name,
                              hatch="///" if k else "", edgecolor="white", linewidth=0.3)
                     for k, name in enumerate(self.names)]
        axes.set_ylim(0, 80)
        self.line, = axes.plot([], [], **THRESHOLD)
        axes.legend(loc="upper right", borderaxespad=0)
        moving(*self.bars[0], *self.bars[1], self.line)

    def update(self, state):
        """Show a state."""
        self.roc.set_data(state.false_alarms, state.recalls)
        self.point.set_data([state.point[0]], [state.point[1]])
        self.area.set_text(_("area {area:.2f}").format(area=state.area))
        self.reliability.set_data(state.said, state.seen)
        self.gap.set_text(_("mean gap {gap:.2f}").format(gap=_gap(state)))
        for bars, heights in zip(self.bars, state.histograms, strict=True):
            for bar, height in zip(bars, heights, strict=True):
                bar.set_height(height)
        self.line.set_data([state.threshold] * 2, [0, 62])  # below the legend

    def describe(self, state):
        """The state in words."""
        return _("Threshold {threshold:.2f}, confidence {confidence:.1f}: recall {recall:.2f} at {alarms:.2f} false "
                 "alarms; area under the ROC curve {area:.2f}; mean gap between said and seen {gap:.2f}.").format(
            threshold=state.threshold, confidence=state.confidence, recall=state.point[1], alarms=state.point[0],
            area=state.area, gap=_gap(state))


def _gap(state):
    """The mean of |said - seen| over the bins: the expected calibration error (Naeini, Cooper and Hauskrecht 2015)."""
    return np.abs(state.said - state.seen).mean()
