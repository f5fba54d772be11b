"""What comes back to each layer, and what goes forwards: sizes on a log axis, a thin line for each seed."""
from typing import NamedTuple

import numpy as np

from lessons_lib.figures.readout import Readout
from lessons_lib.figures.style import BLUE, GREEN, GREY, GUIDE, INK, blank, moving, style
from lessons_lib.text import _

DEPTH = 30  # the most hidden layers
LOWEST, HIGHEST = 1e-24, 1e12  # of both axes; an arrow stands where the median is outside
TICKS = (1e-20, 1e-15, 1e-10, 1e-5, 1, 1e5, 1e10)
SEED = {"color": GREY, "linewidth": 0.8, "alpha": 0.6}
THEORY = {"color": BLUE, "linewidth": 2, "linestyle": (0, (4, 1.5))}


class Numbers(NamedTuple):
    """What is said of the seeds to which something comes back: medians of the first and the last hidden layer's size
    and of their quotient; its least and greatest; by what each layer multiplied (None with a single one); and to how
    many seeds nothing comes back."""

    first: float
    last: float
    quotient: float
    least: float
    greatest: float
    factor: float | None
    dead: int


class VanishingState(NamedTuple):
    """What is drawn: `back` (depth, seeds), of each hidden layer the size of delta or of its weights' gradient
    (`shown`: "delta" or "gradient"), 0 where nothing comes back, and `back_middle` (depth,) the median; `forwards`
    (depth + 1, seeds) the spread of the inputs and of each layer's activations, nan where it is lost in rounding, and
    its median. By `factor` a layer multiplies delta by theory (or `at_most` by so much), which gives `theory`
    (depth,). `activation` and `initialisation` are words."""

    activation: str
    initialisation: str
    times: float
    width: int
    shown: str
    back: np.ndarray
    back_middle: np.ndarray
    numbers: Numbers
    forwards: np.ndarray
    forwards_middle: np.ndarray
    factor: float
    theory: np.ndarray
    at_most: bool


class VanishingDrawing:
    """Left what comes back, right what goes forwards, layer by layer."""

    def __init__(self, seeds):
        with style():
            self.figure = blank(960, 352)
            back = self.figure.add_axes((0.065, 0.15, 0.535, 0.63), label="backwards")
            forwards = self.figure.add_axes((0.665, 0.15, 0.325, 0.63), label="forwards")
            self.back = self._draw_panel(back, 0.3)
            self.forwards = self._draw_panel(forwards, -0.7)
            self._draw_back(back, seeds)
            self._draw_forwards(forwards)

    @staticmethod
    def _draw_panel(axes, left):
        """The axes of a panel, with the seeds' lines, their median and the arrow where it leaves the axes."""
        axes.set_xlim(left, DEPTH + 0.7)
        axes.set_xticks([1, 5, 10, 15, 20, 25, 30] if left > 0 else [0, 5, 10, 15, 20, 25, 30])
        axes.set_yscale("log")
        axes.set_ylim(LOWEST, HIGHEST)
        axes.set_yticks(TICKS, [in_powers(tick) for tick in TICKS])
        axes.minorticks_off()
        axes.axhline(1, **GUIDE)
        seeds, = axes.plot([], [], **SEED)
        median, = axes.plot([], [], color=INK if left > 0 else GREEN, linewidth=2.6, marker="o", markersize=4)
        below, = axes.plot([], [], "v", color=INK, markersize=5)
        above, = axes.plot([], [], "^", color=INK, markersize=5)
        moving(seeds, median, below, above)
        return seeds, median, below, above

    def _draw_back(self, axes, seeds):
        axes.set_xlabel(_("hidden layer"), loc="left")
        self.title = axes.set_title("", pad=46)
        self.theory, = axes.plot([], [], **THEORY)
        self.quotient = Readout(axes, (0, 1.135), size=12, weight="bold")
        self.factor = Readout(axes, (0, 1.04), size=11)
        moving(self.theory)
        handles = [axes.plot([], [], **SEED)[0], self.back[1], self.theory]
        key = [_("each of {seeds} seeds").format(seeds=seeds), _("their median"), _("theory")]
        # The lines move; their samples in the key do not.
        self.figure.legend(handles, key, fontsize=10, loc="lower right", bbox_to_anchor=(0.605, 0.005), ncols=3,
                           columnspacing=1.2, borderaxespad=0.2, handlelength=1.8)

    def _draw_forwards(self, axes):
        axes.set_title(_("Forwards: spread of activations"), pad=46)
        axes.set_xlabel(_("hidden layer (0: the inputs)"), loc="left")
        self.spread = Readout(axes, (0, 1.135), size=11)
        self.lost = Readout(axes, (0, 1.04), size=11)

    def update(self, state):
        """Show a state."""
        layers = np.arange(len(state.back) + 1)
        alive = np.where(state.back > 0, state.back, np.nan)
        show(self.back, layers[1:], alive, state.back_middle)
        show(self.forwards, layers, state.forwards, state.forwards_middle)
        self.theory.set_data((layers[1:], state.theory) if state.shown == "delta" else ([], []))
        self.title.set_text(title_of(state))
        self.quotient.words, self.factor.words = quotient_words(state), factor_words(state)
        self.spread.words, self.lost.words = forwards_words(state)

    def describe(self, state):
        """The state in words."""
        setting = _("Hidden layers: {depth} of {width} units, {activation}, start weights {start} times {times:g}, "
                    "{seeds} seeds.").format(depth=len(state.back), width=state.width, activation=state.activation,
                                             start=state.initialisation, times=state.times, seeds=state.back.shape[1])
        span = _("Quotient from {least} to {greatest}.").format(least=in_powers(state.numbers.least),
                                                          greatest=in_powers(state.numbers.greatest))
        forwards = _("Forwards: {words}.").format(words=", ".join(filter(None, forwards_words(state))))
        return " ".join([setting, f"{title_of(state)}: {quotient_words(state)}.", span, f"{factor_words(state)}.",
                         forwards])


def show(lines, layers, sizes, middle):
    """A panel's lines: sizes (layers, seeds), nan where there is nothing, and their median."""
    seeds, median, below, above = lines
    apart = np.full((1, sizes.shape[1]), np.nan)
    seeds.set_data(np.tile([*layers, np.nan], sizes.shape[1]), np.concatenate([sizes, apart]).T.ravel())
    median.set_data(layers, middle)
    for arrow, outside, place in ((below, middle < LOWEST, 10 * LOWEST), (above, middle > HIGHEST, HIGHEST / 10)):
        arrow.set_data(layers[outside], np.full(outside.sum(), place))


def title_of(state):
    """What the left panel shows."""
    return _("Backwards: size of δ") if state.shown == "delta" else _("Backwards: gradient of the weights")


def in_powers(size):
    """A size to one digit, such as 3e-19 or 0.2."""
    if 0.01 <= size < 10 or not np.isfinite(size):
        return f"{size:.1g}"
    digit, power = f"{size:.0e}".split("e")
    return f"{digit}e{int(power)}"


def quotient_words(state):
    """First layer, last layer, and the one by the other."""
    return _("first layer {first} / last {last} = {quotient}").format(
        first=in_powers(state.numbers.first), last=in_powers(state.numbers.last),
        quotient=in_powers(state.numbers.quotient))


def factor_words(state):
    """What each layer multiplies by, what theory says, and the seeds to which nothing comes back."""
    said = []
    if state.numbers.factor is not None:
        said.append(_("each layer: × {factor:.3g}").format(factor=state.numbers.factor))
    if state.shown == "delta":
        theory = _("theory: at most × {factor:.3g} on average") if state.at_most else _("theory: × {factor:.3g}")
        said.append(theory.format(factor=state.factor))
    if state.numbers.dead:
        said.append(_("nothing in {dead} of {seeds} seeds").format(dead=state.numbers.dead, seeds=state.back.shape[1]))
    return ", ".join(said)


def forwards_words(state):
    """The spread of the inputs and of the last hidden layer; and whether it is lost."""
    first, last = state.forwards_middle[[0, -1]]
    if np.isnan(last):
        return _("inputs {first}, last layer: all alike").format(first=in_powers(first)), _("(rounding swallows it)")
    return _("inputs {first}, last layer {last}").format(first=in_powers(first), last=in_powers(last)), ""
