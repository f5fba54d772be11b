"""The playground: a network that trains, what it says about the plane, and how its losses go."""
from typing import NamedTuple

import numpy as np

from lessons_lib.figures.learning_curves import Deltas, LearningCurves
from lessons_lib.figures.network_diagram import NetworkDiagram
from lessons_lib.figures.plane import CELLS, COLOURS, Field
from lessons_lib.figures.readout import Readout
from lessons_lib.figures.style import CLASS_COLOURS, CLASS_MARKERS, blank, moving, style
from lessons_lib.text import _

WIDTH, HEIGHT = 1000, 378
LEVELS = 5  # of colour for targets that are numbers
LEVEL_COLOURS = ("#0072B2", "#79B3D9", "#A8A8A8", "#F0C96B", "#C98600")
TINTS = np.array([[0xA9, 0xCF, 0xE8], [0xF8, 0xDD, 0xA0], [0xA6, 0xDD, 0xC9]])  # pale CLASS_COLOURS


class PlaygroundState(NamedTuple):
    """What is drawn. `tiles`, of each column an array (units, cells, cells) from -1 to 1; `weights` of each layer
    (inputs, units); `field` (CELLS * CELLS, outputs), what the network says from 0 to 1; `classes`, 0 where the
    targets are numbers; `train` and `validation` (points, targets); `curve` and `ghost`, rows of epoch, update number,
    training and validation loss, and `best` such a row or None; `deltas` (layers,); `chosen` (layer, unit, source),
    the weight to edit, or None; `losses` and `scores` of training and validation data (nan where there are none);
    `name` and `diagnosis` in words."""

    features: list
    tiles: list
    weights: list
    field: np.ndarray
    classes: int
    train: tuple
    validation: tuple
    show_validation: bool
    discretise: bool
    show_values: bool
    chosen: tuple | None
    number: int
    epoch: int
    curve: list
    ghost: list
    best: tuple | None
    deltas: np.ndarray
    losses: tuple
    scores: tuple
    name: str
    diagnosis: str


class PlaygroundDrawing:
    """Left the network, in the middle the plane, right the curves; below, the numbers and a diagnosis."""

    def __init__(self, features, edge):
        with style():
            self.figure = blank(WIDTH, HEIGHT)
            diagram = self.figure.add_axes((0, 44 / HEIGHT, 0.5, 1 - 44 / HEIGHT), label="network")
            self.diagram = NetworkDiagram(diagram, features)
            plane = self.figure.add_axes((0.525, 84 / HEIGHT, 0.252, 252 / HEIGHT), label="plane")
            self._draw_plane(plane, edge)
            self.curves = LearningCurves(self.figure.add_axes((0.835, 196 / HEIGHT, 0.14, 126 / HEIGHT), label="loss"))
            self.deltas = Deltas(self.figure.add_axes((0.835, 84 / HEIGHT, 0.14, 58 / HEIGHT), label="delta"))
            foot = self.figure.add_axes((0, 0, 1, 1), label="words")
            foot.set_axis_off()
            self.name = Readout(foot, (0.015, 1 - 22 / HEIGHT), weight="bold")
            self.numbers = Readout(foot, (0.015, 30 / HEIGHT))
            self.diagnosis = Readout(foot, (0.015, 10 / HEIGHT), weight="bold")

    def _draw_plane(self, axes, edge):
        axes.set_title(_("What the network says"))
        axes.set_xlim(-edge, edge)
        axes.set_ylim(-edge, edge)
        axes.set_xticks([-1, 0, 1])
        axes.set_yticks([-1, 1])  # the label stands between them
        axes.set_xlabel("x1", labelpad=0)
        axes.set_ylabel("x2", labelpad=-8)
        self.field = Saying(axes)
        self.training = [axes.plot([], [], linestyle="none", markersize=5, markeredgecolor="white",
                                   markeredgewidth=0.5, zorder=3)[0] for _level in range(LEVELS)]
        self.validation = [axes.plot([], [], linestyle="none", markersize=5, markerfacecolor="white",
                                     markeredgewidth=1.3, zorder=2)[0] for _level in range(LEVELS)]
        moving(self.field, *self.validation, *self.training)

    def update(self, state):
        """Show a state."""
        self.name.words = state.name
        self.diagram.update(state)
        self.field.said, self.field.discretise = state.field, state.discretise
        self._show_points(self.training, state.train, state.classes)
        nothing = (state.validation[0][:0], state.validation[1][:0])
        self._show_points(self.validation, state.validation if state.show_validation else nothing, state.classes)
        self.curves.update(state)
        self.deltas.update(state.deltas)
        self.numbers.words = self._numbers(state)
        self.diagnosis.words = state.diagnosis

    def _show_points(self, lines, part, classes):
        """The points of one part: a colour and a marker for each class, or five colours for numbers from -1 to 1."""
        points, targets = part
        group = targets if classes else np.clip(np.floor((targets + 1) / 2 * LEVELS), 0, LEVELS - 1)
        for k, line in enumerate(lines):
            line.set_data(*points[group == k].T)
            if classes and k >= classes:
                continue
            colour, marker = (CLASS_COLOURS[k], CLASS_MARKERS[k]) if classes else (LEVEL_COLOURS[k], "o")
            line.set_marker(marker)
            (line.set_markeredgecolor if lines is self.validation else line.set_markerfacecolor)(colour)

    def _numbers(self, state):
        if not len(state.train[0]):
            return _("no data")
        score = _("accuracy") if state.classes else "R²"
        words = _("update {number}, epoch {epoch}   training: loss {loss}, {score} {training}").format(
            number=state.number, epoch=state.epoch, loss=_short(state.losses[0]), score=score,
            training=_short(state.scores[0]))
        if np.isnan(state.losses[1]):
            return words
        return words + "   " + _("validation: loss {loss}, {score} {validation}").format(
            loss=_short(state.losses[1]), score=score, validation=_short(state.scores[1]))

    def describe(self, state):
        """The state in words."""
        words = [state.name + ".", self._numbers(state).replace("   ", ". ") + "."]
        if state.best is not None:
            words.append(_("The validation loss was smallest in epoch {epoch}.").format(epoch=state.best.epoch))
        if state.chosen and state.chosen[2]:
            layer, unit, source = state.chosen
            weight = state.weights[layer - 1][source - 1, unit - 1]
            words.append(_("The weight chosen leads from unit {source} to unit {unit} of layer {layer}: {weight:.3g}.")
                         .format(source=source, unit=unit, layer=layer, weight=weight))
        return " ".join([*words, state.diagnosis]).strip()


def _short(number):
    """A loss or a score to three digits."""
    return f"{number:.3g}"


class Saying(Field):
    """What a network says of each cell: `said` (cells, outputs) from 0 to 1; with more outputs than one, the colours of
    the classes mixed by their probabilities. `discretise` shows the class that is called alone."""

    said, discretise = np.full((CELLS * CELLS, 1), 0.5), False

    def cells(self):
        """The colour of each cell (CELLS, CELLS, 4)."""
        said = self.said
        if said.shape[1] == 1:
            said = said[:, 0] >= 0.5 if self.discretise else said[:, 0]
            return COLOURS[np.round(said * 255).astype(np.uint8)].reshape(CELLS, CELLS, 4)
        shares = np.eye(said.shape[1])[said.argmax(axis=1)] if self.discretise else said / said.sum(axis=1)[:, None]
        mixed = shares @ TINTS[:said.shape[1]]
        return np.column_stack([mixed, np.full(len(mixed), 255)]).astype(np.uint8).reshape(CELLS, CELLS, 4)
