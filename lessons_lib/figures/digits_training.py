"""A network on handwritten digits while it trains: its curves, its confusions, its mistakes and its first weights."""
from typing import NamedTuple

import numpy as np
from matplotlib.artist import Artist, allow_rasterization
from matplotlib.colors import to_rgb
from PIL import Image

from lessons_lib.figures.readout import Readout
from lessons_lib.figures.style import BLUE, INK, ORANGE, RED, blank, moving, style
from lessons_lib.text import _

WIDTH, HEIGHT = 960, 352
UPDATES = 3000  # the axis of the curves
LEGEND = {"loc": "lower right", "bbox_to_anchor": (1.09, 1.02), "ncols": 2, "handlelength": 1.7, "handletextpad": 0.3,
          "columnspacing": 0.7, "borderaxespad": 0}
LOWEST, HIGHEST = 1e-3, 10
DIGITS, EDGE = 10, 8
SHOWN = (2, 3)  # rows and columns of the pictures
UNITS = (2, 5)  # of the units whose weights are shown
UNIT = 6  # CSS pixels of a picture's pixel on the page
BETWEEN_PICTURES, BETWEEN_UNITS = (2, 12), (3, 3)  # rows and columns, in pixels of a picture
GROUND = 255 * np.array(to_rgb("#F1F1F1"))  # of all little pictures: paper, or the weight 0
RIGHT, WRONG = (255 * np.array(to_rgb(colour)) for colour in ("#7FCDB3", "#9A9A9A"))
LEFT, PICTURES, WEIGHTS = 596, 194, 32  # where the right part begins; the feet of the pictures and of the weights


class DigitsState(NamedTuple):
    """What is drawn. `curve` (rows, 3): update, training and validation loss; `accuracies`: training, validation,
    validation pictures moved by a pixel; `matrix` (10, 10), the truth in rows; `chosen`: (truth, read as), -1 for any;
    `pictures` (n, 64) of those chosen, the first few, `found` how many there are, `readings`: (read as, with which
    probability, truth) of each shown; `weights` (64, units) of the first layer; `sizes` of the network's layers."""

    number: int
    epoch: int
    sizes: tuple
    batch_size: int
    learning_rate: float
    momentum: float
    copies: bool
    curve: np.ndarray
    accuracies: tuple
    matrix: np.ndarray
    chosen: tuple
    found: int
    pictures: np.ndarray
    readings: list
    weights: np.ndarray


class DigitsDrawing:
    """Left the losses and the accuracies, in the middle the confusion matrix, right pictures and weights."""

    def __init__(self):
        with style():
            self.figure = blank(WIDTH, HEIGHT)
            page = self._axes("page", 0, 0, WIDTH, HEIGHT)
            page.set_axis_off()
            page.set_xlim(0, WIDTH)
            page.set_ylim(0, HEIGHT)
            self._draw_curves(self._axes("loss", 54, 150, 212, 152))
            self._draw_accuracies(page)
            self._draw_matrix(self._axes("matrix", 324, 52, 250, 250))
            self._draw_pictures(page)
            self._draw_weights(page)

    def _axes(self, label, left, bottom, width, height):
        box = (left / WIDTH, bottom / HEIGHT, width / WIDTH, height / HEIGHT)
        return self.figure.add_axes(box, label=label)

    def _draw_curves(self, axes):
        axes.set_title(_("Loss"))
        axes.set_yscale("log")
        axes.set_ylim(LOWEST, HIGHEST)
        axes.set_yticks([1e-3, 1e-2, 1e-1, 1, 10], ["0.001", "0.01", "0.1", "1", "10"])
        axes.minorticks_off()
        axes.set_xlim(0, UPDATES)
        axes.set_xticks([0, 1000, 2000, 3000])
        axes.set_xlabel(_("update"))
        self.training, = axes.plot([], [], color=BLUE, linewidth=2, label=_("training"))
        self.validation, = axes.plot([], [], color=ORANGE, linewidth=2, linestyle=(0, (4, 1.5)), label=_("validation"))
        axes.legend(**LEGEND)
        moving(self.training, self.validation)

    def _draw_accuracies(self, page):
        page.text(14, 86, _("Accuracy"), fontsize=12, weight="bold")
        feet = (62, 42, 22)
        self.learnt = Readout(page, (14 / WIDTH, feet[0] / HEIGHT))
        for foot, name in zip(feet[1:], (_("validation"), _("validation, moved by a pixel")), strict=True):
            page.text(14, foot, name, fontsize=10)
        self.accuracies = [Readout(page, (266 / WIDTH, foot / HEIGHT), weight="bold", align=1) for foot in feet]

    def _draw_matrix(self, axes):
        axes.set_title(_("Validation: confusion matrix"))
        axes.set_xlim(-0.5, DIGITS - 0.5)
        axes.set_ylim(DIGITS - 0.5, -0.5)
        axes.set_xticks(range(DIGITS))
        axes.set_yticks(range(DIGITS))
        axes.tick_params(length=0)
        axes.set_xlabel(_("read as"))
        axes.set_ylabel(_("the digit is"))
        axes.spines[["left", "bottom"]].set_visible(False)
        self.cells = Mosaic(axes)
        places = [((column + 0.5) / DIGITS, 1 - (row + 0.68) / DIGITS) for row in range(DIGITS)
                  for column in range(DIGITS)]
        self.counts = [Readout(axes, place, align=0.5) for place in places]
        self.chosen, = axes.plot([], [], color=RED, linewidth=2.5, clip_on=False, zorder=7, solid_joinstyle="miter")
        moving(self.chosen)

    def _draw_pictures(self, page):
        self.heading = Readout(page, (LEFT / WIDTH, (HEIGHT - 39) / HEIGHT), size=12, weight="bold")
        self.pictures = self._mosaic("pictures", PICTURES, SHOWN, BETWEEN_PICTURES)
        feet = places(SHOWN, BETWEEN_PICTURES, PICTURES)
        self.captions = [[Readout(page, ((left + EDGE * UNIT + 7) / WIDTH, (foot + line) / HEIGHT))
                          for line in (34, 18, 2)] for left, foot in feet]

    def _draw_weights(self, page):
        page.text(LEFT, WEIGHTS + 122, _("First weights: blue +, orange −"), fontsize=12, weight="bold")
        self.weights = self._mosaic("weights", WEIGHTS, UNITS, BETWEEN_UNITS)
        self.units = [Readout(page, ((left + EDGE * UNIT / 2) / WIDTH, (foot - 14) / HEIGHT), align=0.5)
                      for left, foot in places(UNITS, BETWEEN_UNITS, WEIGHTS)]

    def _mosaic(self, label, foot, shape, between):
        height, width = (n * (EDGE + gap) - gap for n, gap in zip(shape, between, strict=True))
        axes = self._axes(label, LEFT, foot, width * UNIT, height * UNIT)
        axes.set_axis_off()
        return Mosaic(axes)

    def update(self, state):
        """Show a state."""
        updates, training, validation = state.curve.T
        self.training.set_data(updates, np.clip(training, LOWEST * 1.05, HIGHEST * 0.95))
        self.validation.set_data(updates, np.clip(validation, LOWEST * 1.05, HIGHEST * 0.95))
        self.learnt.words = _("training, with copies") if state.copies else _("training")
        for words, share in zip(self.accuracies, state.accuracies, strict=True):
            words.words = f"{share:.3f}"
        self._update_matrix(state)
        self.heading.words = _heading(state)
        self.pictures.image = joined(inked(state.pictures), SHOWN, BETWEEN_PICTURES)
        for place, lines in enumerate(self.captions):
            said = _caption(*state.readings[place]) if place < len(state.readings) else ("",) * 3
            for line, words in zip(lines, said, strict=True):
                line.words = words
        self.weights.image = joined(signed(state.weights.T), UNITS, BETWEEN_UNITS)
        last = len(state.sizes) == 2  # a single layer has a unit for each digit
        for number, words in enumerate(self.units):
            words.words = f"{number}" if last else _("unit {number}").format(number=number + 1)

    def _update_matrix(self, state):
        share = np.sqrt(state.matrix / np.maximum(state.matrix.sum(axis=1, keepdims=True), 1))[..., np.newaxis]
        colour = np.where(np.eye(DIGITS, dtype=bool)[..., np.newaxis], RIGHT, WRONG)
        self.cells.image = opaque(255 + share * (colour - 255))
        for words, count in zip(self.counts, state.matrix.flat, strict=True):
            words.words = f"{count}" if count else ""
        self.chosen.set_data(*outline(*state.chosen))

    def describe(self, state):
        """The state in words."""
        words = _("Network {sizes}, batch size {batch}, learning rate {rate:g}, momentum {momentum:g}, {copies}. After "
                  "{number} updates (epoch {epoch}): loss {training} on training, {validation} on validation data; "
                  "accuracy {accuracy} on training, {judged} on validation data, {moved} on these moved by a pixel.")
        _update, training, validation = state.curve[-1]
        accuracy, judged, moved = (f"{share:.3f}" for share in state.accuracies)
        copies = _("shifted copies added") if state.copies else _("no shifted copies")
        said = words.format(
            sizes="-".join(map(str, state.sizes)), batch=state.batch_size, rate=state.learning_rate,
            momentum=state.momentum, copies=copies, number=state.number, epoch=state.epoch, training=f"{training:.3g}",
            validation=f"{validation:.3g}", accuracy=accuracy, judged=judged, moved=moved)
        shown = "; ".join([_heading(state), *(", ".join(_caption(*reading)) for reading in state.readings)])
        return f"{said} {shown}."


def _heading(state):
    """What the pictures are, and how many of them there are."""
    truth, said = state.chosen
    words = _("Most confident of {count} mistakes")
    if truth >= 0 and said >= 0:
        words = _("{truth} read as {said}: {count}")
    elif truth >= 0:
        words = _("{truth} read wrongly: {count}")
    elif said >= 0:
        words = _("wrongly read as {said}: {count}")
    return words.format(truth=truth, said=said, count=state.found)


def _caption(said, probability, truth):
    """Three short lines beside a picture."""
    truly = _("it is an {digit}") if truth == 8 else _("it is a {digit}")
    return (_("read as {digit}").format(digit=said), _("with {probability:.2f}").format(probability=probability),
            truly.format(digit=truth))


def outline(truth, said):
    """The edge of a cell of the matrix, or of a row or a column of it; nothing where neither is chosen."""
    if truth < 0 and said < 0:
        return [], []
    top, bottom = (truth - 0.5, truth + 0.5) if truth >= 0 else (-0.5, DIGITS - 0.5)
    left, right = (said - 0.5, said + 0.5) if said >= 0 else (-0.5, DIGITS - 0.5)
    return [left, right, right, left, left], [top, top, bottom, bottom, top]


class Mosaic(Artist):
    """An image (rows, columns, 4) that fills its axes, each pixel a sharp square: the quickest way to draw many."""

    image = np.zeros((1, 1, 4), np.uint8)

    def __init__(self, axes):
        super().__init__()
        self.set_animated(True)
        self.set_zorder(1)
        axes.add_artist(self)

    @allow_rasterization
    def draw(self, renderer):
        """Draw onto the axes' own pixels, the first row at the top."""
        left, bottom, right, top = (round(edge) for edge in self.axes.bbox.extents)
        picture = Image.fromarray(self.image[::-1]).resize((right - left, top - bottom), Image.Resampling.NEAREST)
        renderer.draw_image(renderer.new_gc(), left, bottom, np.array(picture))


def opaque(colours):
    """Colours (..., 3) from 0 to 255 as pixels (..., 4)."""
    return np.concatenate([colours, np.full_like(colours[..., :1], 255)], axis=-1).astype(np.uint8)


def inked(pictures):
    """Pictures (n, 64), 0 for paper and 1 for ink, as pixels (n, 8, 8, 4)."""
    ink = pictures.reshape(-1, EDGE, EDGE, 1)
    return opaque(GROUND + ink * (255 * np.array(to_rgb(INK)) - GROUND))


def signed(weights):
    """Weights (n, 64) as pixels (n, 8, 8, 4): positive blue, negative orange, on one scale for all.

    The largest one in a hundred are all of the darkest colour: a single one would make the others pale.
    """
    darkest = max(np.quantile(np.abs(weights), 0.99), 1e-12)
    size = np.clip(weights / darkest, -1, 1).reshape(-1, EDGE, EDGE, 1)
    colour = np.where(size > 0, 255 * np.array(to_rgb(BLUE)), 255 * np.array(to_rgb(ORANGE)))
    return opaque(GROUND + np.abs(size) * (colour - GROUND))


def joined(pictures, shape, between):
    """Up to rows x columns pictures (n, 8, 8, 4) as one image, row by row, with nothing between and after them."""
    (rows, columns), (down, across) = shape, between
    page = np.zeros((rows * columns, EDGE + down, EDGE + across, 4), np.uint8)
    page[:len(pictures), :EDGE, :EDGE] = pictures
    page = page.reshape(rows, columns, EDGE + down, EDGE + across, 4).swapaxes(1, 2)
    return page.reshape(rows * (EDGE + down), columns * (EDGE + across), 4)[:-down, :-across]


def places(shape, between, foot):
    """The lower left corner (x, y) in CSS pixels of each picture of a mosaic, row by row from the top."""
    (rows, columns), (down, across) = shape, between
    return [(LEFT + column * (EDGE + across) * UNIT, foot + (rows - 1 - row) * (EDGE + down) * UNIT)
            for row in range(rows) for column in range(columns)]
