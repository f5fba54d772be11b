"""A network as columns of little pictures, one for each unit, joined by its weights."""
import functools

import numpy as np
from matplotlib.artist import Artist, allow_rasterization
from matplotlib.collections import LineCollection

from lessons_lib.figures.readout import Readout
from lessons_lib.figures.style import BLUE, DPI, ORANGE, RED, VALUES, moving

TOP, BOTTOM = 306, 10  # between which the columns stand, in pixels of the axes
LEFT, RIGHT = 88, 462
LARGEST_TILE, GAP = 34, 5
WIDEST = 5.0  # points of the broadest line, less where there are more than MANY
MANY = 80
COLOURS = VALUES(np.linspace(0, 1, 256), bytes=True)
FRAME = np.array([0x55, 0x55, 0x55, 255], np.uint8)
MOST_NUMBERS = 24  # weights beyond so many are not written
NUMBER = (38, 15)  # width and height of such a number in pixels
PLACES = 24  # along a line, where it may stand
FOOT = 4  # pixels from the middle of words down to their foot


class NetworkDiagram:
    """Features, hidden layers and outputs. A weight is a line: blue and solid where positive, orange and dashed where
    negative, as broad as it is large. Each tile shows its unit's output over the plane: green where it is positive,
    grey where it is negative."""

    def __init__(self, axes, words):
        """`words` (features,) name the features, which stand beside the first column."""
        self.axes = axes
        axes.set_axis_off()
        axes.set_xlim(0, axes.bbox.width)
        axes.set_ylim(0, axes.bbox.height)
        self.places = []  # of each column's tiles (units, 2)
        self.features = self.written = self.signs = self.sizes = None
        self.positive = LineCollection([], colors=BLUE, zorder=1, capstyle="round")
        self.negative = LineCollection([], colors=ORANGE, zorder=1, linestyles=[(0, (3, 1.5))])
        self.chosen = LineCollection([], colors=RED, zorder=2, linewidths=2.5)
        for lines in (self.positive, self.negative, self.chosen):
            axes.add_collection(lines)
        self.tiles = Tiles(axes)
        self.frame, = axes.plot([], [], "s", markerfacecolor="none", markeredgecolor=RED, markeredgewidth=2.5, zorder=5)
        self.names = {word: Readout(axes, (0, 0), align=1) for word in words}
        self.numbers = [Readout(axes, (0, 0), size=9, align=0.5, paper=True) for _number in range(MOST_NUMBERS)]
        moving(self.positive, self.negative, self.chosen, self.tiles, self.frame)

    def update(self, state):
        """Show the features, the weights, the tiles and the weight that is chosen."""
        if [len(place) for place in self.places] != [len(tiles) for tiles in state.tiles]:
            self._arrange([len(tiles) for tiles in state.tiles])
        if self.features != state.features:
            self._name_features(state.features)
        self.tiles.values = state.tiles
        weights = np.concatenate([layer.ravel() for layer in state.weights])
        self._draw_lines(weights)
        self._choose(state)
        self._write(weights, state.show_values and len(weights) <= MOST_NUMBERS)

    def _draw_lines(self, weights):
        """The lines' widths follow in every frame; what takes long only when it changes: where a line runs when a sign
        does, and the dashes when a width has about doubled. (Dashes are measured in line widths: those of thin lines
        would be too many to see, and slow to draw.)"""
        widest = WIDEST * min(1, (MANY / len(weights)) ** 0.5)
        widths = 0.2 + widest * np.minimum(np.abs(weights) / max(1.5, np.abs(weights).max()), 1)
        positive, negative = weights > 0, weights < 0
        signs, sizes = positive.tobytes() + negative.tobytes(), np.round(np.log2(widths[negative])).tobytes()
        if self.signs != signs:
            segments = np.concatenate([between(*pair) for pair in zip(self.places[:-1], self.places[1:], strict=True)])
            self.positive.set_segments(segments[positive])
            self.negative.set_segments(segments[negative])
        changed, self.signs, self.sizes = (self.signs, self.sizes) != (signs, sizes), signs, sizes
        if changed:
            self.negative.set_linestyle("solid")  # else so many dashes would be paired with another number of widths
        self.positive.set_linewidth(widths[positive])
        self.negative.set_linewidth(widths[negative])
        if changed:
            self.negative.set_linestyle([(0, (max(3, 4 / width), max(1.5, 2.5 / width))) for width in widths[negative]])

    def _arrange(self, columns):
        """Give every tile its place."""
        xs = np.linspace(LEFT, RIGHT, len(columns))
        apart = min(LARGEST_TILE + GAP + 6, (TOP - BOTTOM) / max(columns), (xs[1] - xs[0]) * 0.8)
        middle = (TOP + BOTTOM) / 2
        self.places = [np.column_stack([np.full(units, x), middle + apart * ((units - 1) / 2 - np.arange(units))])
                       for x, units in zip(xs, columns, strict=True)]
        self.tiles.places, self.tiles.size = self.places, apart - GAP
        self.features = self.written = self.signs = None  # their names, the weights' numbers and lines move too
        self.frame.set_markersize((apart - GAP + 4) * 72 / self.axes.figure.dpi)

    def _name_features(self, features):
        """Put the features' names beside their tiles."""
        self.features = list(features)
        for word, name in self.names.items():
            name.words = word if word in features else ""
            if name.words:
                name.place = self._share(self.places[0][features.index(word)] - [self.tiles.size / 2 + 8, FOOT])

    def _choose(self, state):
        """A red frame around the unit whose weight is chosen, and a red line along that weight."""
        if state.chosen is None:
            self.frame.set_data([], [])
            self.chosen.set_segments([])
            return
        layer, unit, source = state.chosen
        self.frame.set_data(*self.places[layer][[unit - 1]].T)
        ends = [self.places[layer - 1][source - 1], self.places[layer][unit - 1]]
        self.chosen.set_segments([ends] if source else [])

    def _write(self, weights, wanted):
        """The weights as numbers, each on its line."""
        for number in self.numbers:
            number.words = ""
        if not wanted:
            return
        if self.written is None:
            self.written = apart_from_each_other(self.places, self.tiles.size)
        for number, weight, place in zip(self.numbers, weights, self.written, strict=False):
            number.words = f"{weight:.2f}".replace("-", "−")
            number.place = self._share(place - [0, FOOT])

    def _share(self, place):
        """A place in pixels of the axes as shares of their width and height."""
        return place / [self.axes.get_xlim()[1], self.axes.get_ylim()[1]]

    def weight_at(self, x, y):
        """The weight whose line is nearest to a point of the axes, or the bias of the unit whose tile lies there:
        (layer, unit, source), all counted from 1, source 0 for a bias; None where there is neither."""
        point, reach = np.array([x, y]), self.tiles.size / 2 + 2
        for layer, places in enumerate(self.places[1:], start=1):
            unit = int(np.abs(places - point).max(axis=1).argmin())
            if np.abs(places[unit] - point).max() <= reach:
                return layer, unit + 1, 0
            before = self.places[layer - 1]
            if before[0, 0] + reach < x < places[0, 0] - reach:
                share = (x - before[0, 0]) / (places[0, 0] - before[0, 0])
                heights = before[:, np.newaxis, 1] * (1 - share) + places[:, 1] * share
                source, unit = np.unravel_index(np.abs(heights - y).argmin(), heights.shape)
                return layer, int(unit) + 1, int(source) + 1
        return None


def between(before, after):
    """The lines from every tile of a column to every tile of the next (sources * units, 2, 2), in the order of the
    weights' array."""
    starts = np.repeat(before, len(after), axis=0)
    return np.stack([starts, np.tile(after, (len(before), 1))], axis=1)


def apart_from_each_other(columns, tile):
    """A place for a number on each line between the columns' tiles (lines, 2), in the order of the weights: as far from
    the numbers before it as it takes, first clear of the tiles and where the lines are spread, at the longer column."""
    placed = []
    for before, after in zip(columns[:-1], columns[1:], strict=True):
        clear = (tile + NUMBER[0]) / 2 / (after[0, 0] - before[0, 0])  # the share of a line where the tile ends
        shares = np.concatenate([np.linspace(clear, 1 - clear, PLACES), np.linspace(0.25, 0.75, PLACES)])
        if len(before) < len(after):
            shares = 1 - shares
        for start, end in between(before, after):
            places = start + shares[:, np.newaxis] * (end - start)
            distances = np.abs(places[:, np.newaxis] - np.reshape(placed, (-1, 2))) / NUMBER
            room = distances.max(axis=2).min(axis=1, initial=1)
            placed.append(places[room.argmax()])  # the first with room enough, else with most
    return placed


class Tiles(Artist):
    """The little pictures: `values` holds for each column an array (units, cells, cells) from -1 to 1, rows from the
    bottom; `places` their middles and `size` their side in pixels of the axes."""

    def __init__(self, axes):
        super().__init__()
        self.values, self.places, self.size = [], [], 1.0
        self.set_zorder(3)
        axes.add_artist(self)

    @allow_rasterization
    def draw(self, renderer):
        """Lay the tiles onto the picture, a column at a time, each with a thin frame."""
        context, to_pixels = renderer.new_gc(), self.axes.transData.transform
        side = round(self.size * renderer.dpi / DPI)
        for tiles, places in zip(self.values, self.places, strict=True):
            blend = blending(tiles.shape[-1], side)
            pictures = COLOURS[np.round(127.5 * (blend @ tiles @ blend.T + 1)).astype(np.uint8)]
            pictures[:, [0, -1]] = pictures[:, :, [0, -1]] = FRAME
            corners = np.round(to_pixels(places) - side / 2).astype(int)
            left, bottom = corners.min(axis=0)
            column = np.zeros((corners[:, 1].max() - bottom + side, side, 4), np.uint8)
            for picture, (_left, foot) in zip(pictures, corners, strict=True):
                column[foot - bottom:foot - bottom + side] = picture
            renderer.draw_image(context, left, bottom, column)


@functools.lru_cache(maxsize=64)
def blending(cells, pixels):
    """The matrix (pixels, cells) that blends a row of cells into a row of pixels, linearly."""
    places = np.clip((np.arange(pixels) + 0.5) * cells / pixels - 0.5, 0, cells - 1)
    return np.clip(1 - np.abs(places[:, np.newaxis] - np.arange(cells)), 0, 1)
