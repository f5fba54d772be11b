"""Mini-batch gradients around the full gradient: the cloud, the cloud seen closely, and its spread for every size."""
from typing import NamedTuple

import numpy as np
from matplotlib.patches import Rectangle

from lessons_lib.figures.style import (
    BLUE,
    CLASS_COLOURS,
    CLASS_MARKERS,
    CURRENT,
    GREY,
    GUIDE,
    INK,
    blank,
    moving,
    style,
)
from lessons_lib.text import _

EXTENT = (-1.55, 1.15, -1.35, 1.35)  # holds all gradients whatever the weights, and leaves room for the key
CLOSE = 0.6  # half the side of what is seen closely, in σ
TICKS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2)
SPREADS = (0.003, 2.0)
LEAST = 1e-6  # a smaller spread is none: the rounding of sums
EXAMPLE = {"markersize": 5.5, "alpha": 0.35, "markeredgewidth": 0, "linestyle": "none"}
MEAN = {"marker": "o", "color": BLUE, "markersize": 4, "markeredgecolor": "white", "markeredgewidth": 0.5,
        "linestyle": "none"}
FULL = {"marker": "x", "color": INK, "markersize": 12, "markeredgewidth": 2.2, "linestyle": "none"}
CIRCLE = {"color": INK, "linewidth": 1.6}
TURN = np.linspace(0, 2 * np.pi, 100)
LOOKS = ({"color": INK, "linewidth": 1.8, "label": "σ/√B · √((N − B)/(N − 1))"},
         {"color": GREY, "linewidth": 1.8, "linestyle": (0, (4, 1.5)), "label": "σ/√B"})


class GradientCloudState(NamedTuple):
    """What is drawn. `share` of the best parameters in percent, and these `parameters` w1, w2, b; there the examples'
    `gradients` (N, 2) by the two weights, their mean `full` and spread `sigma`; the `means` (draws, 2) of the
    mini-batches; `measured` (sizes,): the spread of those for each batch size; `theory` (2, N): the spread to expect
    for 1 to N examples without replacement, and with; `now`: measured and theory for the present batch size."""

    batch_size: int
    replacement: bool
    share: int
    parameters: np.ndarray
    gradients: np.ndarray
    full: np.ndarray
    sigma: float
    means: np.ndarray
    measured: np.ndarray
    theory: np.ndarray
    now: tuple


class GradientCloudDrawing:
    """Left all gradients, in the middle those around the full one with the numbers, right the spread by batch size."""

    def __init__(self, labels, names, batch_sizes, draws):
        self.labels, self.names, self.batch_sizes, self.draws = labels, names, np.array(batch_sizes), draws
        with style():
            self.figure = blank(960, 376)
            self._draw_cloud(self.figure.add_axes((0.06, 0.125, 0.3, 0.766), label="cloud"))
            self._draw_close(self.figure.add_axes((0.425, 0.46, 0.169, 0.431), label="close"))
            self._draw_numbers(self.figure.add_axes((0.395, 0.015, 0.215, 0.36), label="numbers"))
            self._draw_spread(self.figure.add_axes((0.7, 0.125, 0.288, 0.766), label="spread"))

    def _draw_cloud(self, axes):
        axes.set_title(_("Gradients at these weights"))
        axes.set_aspect("equal")
        axes.axis(EXTENT)
        axes.set_xlabel(_("∂J/∂w1 (bill length)"))
        axes.set_ylabel(_("∂J/∂w2 (body mass)"), labelpad=0)
        axes.axhline(0, **GUIDE)
        axes.axvline(0, **GUIDE)
        self.examples = [axes.plot([], [], CLASS_MARKERS[k], color=CLASS_COLOURS[k], **EXAMPLE, label=name)[0]
                         for k, name in enumerate(self.names)]
        self.frame = axes.add_patch(Rectangle((0, 0), 1, 1, fill=False, edgecolor=GREY, linewidth=0.8))
        moving(*self.examples, self.frame)
        self.cloud = self._pieces(axes)
        axes.legend(loc="lower right", borderaxespad=0, handletextpad=0.1, labelspacing=0.3)

    def _pieces(self, axes):
        """The mini-batches' means, the circle of their expected spread, and the full gradient."""
        means, = axes.plot([], [], **MEAN, label=_("mini-batches"))
        circle, = axes.plot([], [], **CIRCLE)
        full, = axes.plot([], [], **FULL, label=_("all {examples}").format(examples=len(self.labels)))
        moving(means, circle, full)
        return means, circle, full

    def _draw_close(self, axes):
        axes.set_title(_("Seen closely, in σ"))
        axes.set_aspect("equal")
        axes.axis((-CLOSE, CLOSE, -CLOSE, CLOSE))
        axes.set_xticks([-0.5, 0, 0.5])
        axes.set_yticks([-0.5, 0, 0.5])
        axes.axhline(0, **GUIDE)
        axes.axvline(0, **GUIDE)
        self.close = self._pieces(axes)
        self.close[0].set_zorder(3)  # where all means are one point it is seen on the cross
        self.close[1].set_zorder(4)

    def _draw_numbers(self, axes):
        """A table whose heads stand still, so that few words move."""
        axes.set_axis_off()
        heads = (_("batch size B"), "w1, w2, b", _("full gradient"), _("σ (one example)"), _("measured spread"),
                 _("theory (circle)"))
        heights = np.linspace(0.95, 0.05, len(heads))
        for height, head in zip(heights, heads, strict=True):
            axes.text(0, height, head, va="center", fontsize=10, color=GREY)
        self.numbers = [axes.text(1, height, "", ha="right", va="center") for height in heights]
        moving(*self.numbers)

    def _draw_spread(self, axes):
        n = len(self.labels)
        axes.set_title(_("Spread by batch size"))
        axes.set_xscale("log", base=2)
        axes.set_xlim(0.85, n * 1.25)
        axes.set_xticks(self.batch_sizes, [str(size) if k % 2 == 0 else "" for k, size in enumerate(self.batch_sizes)])
        axes.set_xlabel(_("batch size B (log scale)"))
        axes.set_yscale("log")
        axes.set_ylim(*SPREADS)
        axes.set_yticks(TICKS, [f"{tick:g}" for tick in TICKS])
        axes.minorticks_off()
        axes.set_ylabel(_("spread (root mean square distance)"))
        self.guide, = axes.plot([], [], **GUIDE)
        self.theory = [axes.plot([], [], **look)[0] for look in LOOKS]
        measured = _("measured: {draws} draws").format(draws=self.draws)
        self.measured, = axes.plot([], [], **MEAN | {"markersize": 8}, label=measured)
        self.none, = axes.plot([], [], **MEAN | {"marker": "v", "markersize": 9}, clip_on=False)
        self.current, = axes.plot([], [], **CURRENT, clip_on=False)
        self.zero = axes.text(n * 0.45, SPREADS[0] * 1.07, _("0 at B = N"), ha="right", va="bottom")
        moving(self.guide, *self.theory, self.measured, self.none, self.current, self.zero)
        axes.legend(loc="upper right", borderaxespad=0.2)

    def update(self, state):
        """Show a state."""
        for k, dots in enumerate(self.examples):
            dots.set_data(*state.gradients[self.labels == k].T)
        self.frame.set_bounds(*(state.full - CLOSE * state.sigma), *[2 * CLOSE * state.sigma] * 2)
        circle = state.full + state.now[1] * np.column_stack([np.cos(TURN), np.sin(TURN)])
        for pieces, centre, unit in ((self.cloud, 0, 1), (self.close, state.full, state.sigma)):
            for piece, places in zip(pieces, (state.means, circle, state.full[np.newaxis]), strict=True):
                piece.set_data(*((places - centre) / unit).T)
        self._update_spread(state)
        for words, number in zip(self.numbers, self._row(state), strict=True):
            words.set_text(number)

    def _update_spread(self, state):
        sizes, seen = np.arange(1, state.theory.shape[1] + 1), state.measured > SPREADS[0]
        for line, heights in zip(self.theory, state.theory, strict=True):
            line.set_data(sizes, np.maximum(heights, LEAST))
        self.measured.set_data(self.batch_sizes[seen], state.measured[seen])
        self.none.set_data(self.batch_sizes[~seen], [SPREADS[0]] * np.count_nonzero(~seen))
        self.zero.set_visible(not seen.all())
        height = max(state.now[0], SPREADS[0])
        self.guide.set_data([state.batch_size] * 2, [SPREADS[0], height])
        self.current.set_data([state.batch_size], [height])

    def _row(self, state):
        """The numbers of the table."""
        parameters, full = (", ".join(f"{number:z.{digits}f}" for number in numbers)
                            for numbers, digits in ((state.parameters, 1), (state.full, 3)))
        return f"{state.batch_size}", parameters, full, *map(_in_digits, (state.sigma, *state.now))

    def describe(self, state):
        """The state in words."""
        batch_size, parameters, full, sigma, measured, theory = self._row(state)
        how = _("with replacement") if state.replacement else _("without replacement")
        words = _("Weights and bias {parameters}, {share} % of the best. The full gradient by the two weights is "
                  "{full}; single examples spread around it by σ = {sigma}. Mini-batches of {batch_size} of {examples} "
                  "examples, drawn {how}: {draws} of them spread by {measured}, theory {theory}.")
        return words.format(parameters=parameters, share=state.share, full=full, sigma=sigma, batch_size=batch_size,
                            examples=len(self.labels), how=how, draws=self.draws, measured=measured, theory=theory)


def _in_digits(spread):
    """A spread to three digits."""
    return "0" if spread < LEAST else f"{spread:#.3g}"
