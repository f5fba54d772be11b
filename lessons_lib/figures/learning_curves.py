"""Training and validation loss by epoch, and how large the error signal is in each layer."""
import numpy as np
from matplotlib.ticker import MaxNLocator

from lessons_lib.figures.style import BLUE, GREEN, INK, ORANGE, PALE, RED, moving
from lessons_lib.text import _

LOWEST, HIGHEST = 3e-3, 3.0
LEGEND = {"loc": "lower right", "bbox_to_anchor": (1.17, 0.98), "ncols": 2, "handlelength": 1.6, "handletextpad": 0.3,
          "columnspacing": 0.6, "borderaxespad": 0}  # above the axes: any place within is some curve's
FIRST_EPOCHS = 40  # the axis of epochs grows from here, by factors of 4, so that it seldom changes
MOST_LAYERS = 7
FAINTEST = 1e-6


class LearningCurves:
    """The losses on one axis: training blue and solid, validation orange and dashed; thin and black what was before a
    fork."""

    def __init__(self, axes):
        self.axes = axes
        axes.set_title(_("Loss by epoch"), pad=22)
        axes.set_yscale("log")
        axes.set_ylim(LOWEST, HIGHEST)
        axes.set_yticks([0.01, 0.1, 1], ["0.01", "0.1", "1"])
        axes.minorticks_off()
        axes.set_xlim(0, FIRST_EPOCHS)
        axes.tick_params(labelsize=10)
        axes.xaxis.set_major_locator(MaxNLocator(4, integer=True))
        self.ghosts = [axes.plot([], [], color=INK, linewidth=0.9, linestyle=look, zorder=4)[0]
                       for look in ("-", (0, (3, 2)))]
        self.later = [axes.plot([], [], color=PALE, linewidth=2)[0] for _line in range(2)]
        self.training, = axes.plot([], [], color=BLUE, linewidth=2, label=_("training"))
        self.validation, = axes.plot([], [], color=ORANGE, linewidth=2, linestyle=(0, (4, 1.5)), label=_("validation"))
        self.now = axes.axvline(0, color=RED, linewidth=1.2)
        self.best, = axes.plot([], [], "v", color=INK, markersize=8, clip_on=False, zorder=6)
        axes.legend(**LEGEND)
        moving(*self.ghosts, *self.later, self.training, self.validation, self.now, self.best)

    def update(self, state):
        """Show the curves up to the moment shown, what comes after it pale, and the epoch where validation was best."""
        rows, ghost = np.array(state.curve, ndmin=2), np.array(state.ghost, ndmin=2)
        longest = max(part[-1, 0] if part.size else 0 for part in (rows, ghost))
        end = FIRST_EPOCHS * 4 ** max(0, int(np.ceil(np.log(max(longest, 1) / FIRST_EPOCHS) / np.log(4))))
        if self.axes.get_xlim()[1] != end:
            self.axes.set_xlim(0, end)
        for column, line, later, old in ((2, self.training, self.later[0], self.ghosts[0]),
                                         (3, self.validation, self.later[1], self.ghosts[1])):
            done = rows[:, 1] <= state.number if rows.size else np.empty(0, bool)
            line.set_data(*(within(rows[done], column) if rows.size else ([], [])))
            later.set_data(*(within(rows[~done], column) if rows.size else ([], [])))
            old.set_data(*(within(ghost, column) if ghost.size else ([], [])))
        self.now.set_xdata([state.epoch] * 2)
        self.best.set_data(*([], []) if state.best is None else ([state.best.epoch], [in_range(state.best.validation)]))


def within(rows, column):
    """Epochs and losses of some rows, where a loss beyond the axis lies on its edge."""
    return rows[:, 0], in_range(rows[:, column])


def in_range(losses):
    """Losses within the axis."""
    return np.clip(losses, LOWEST * 1.05, HIGHEST * 0.95)


class Deltas:
    """How large the error signal delta = dJ/dz is in each layer: its root mean square over the training data."""

    def __init__(self, axes):
        self.axes = axes
        axes.set_title(_("δ by layer"))
        axes.set_yscale("log")
        axes.set_ylim(FAINTEST, 10)
        axes.set_yticks([1e-6, 1e-3, 1])
        axes.set_xlim(0.5, MOST_LAYERS + 0.5)
        axes.set_xticks(range(1, MOST_LAYERS + 1))
        self.line, = axes.plot([], [], color=GREEN, marker="o", markersize=6, linewidth=1.5, clip_on=False)
        moving(self.line)

    def update(self, deltas):
        """Show the size of delta (layers,), the layer next to the inputs first."""
        self.line.set_data(range(1, len(deltas) + 1), np.clip(deltas, FAINTEST, 10))
