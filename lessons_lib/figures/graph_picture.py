"""A small network drawn as boxes and arrows: in each box its value, below it the slope of the loss by it."""
import functools
from typing import NamedTuple

import numpy as np
from matplotlib import rcParams
from matplotlib.artist import allow_rasterization
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_rgb

from lessons_lib.figures.readout import Readout, line_of
from lessons_lib.figures.style import BLUE, GREY, INK, ORANGE, RED, moving

WIDTH, HEIGHT = 652, 242  # of the picture in pixels, which are its data units
COLUMNS = (36, 203, 288, 455, 540, 619)  # the middles of inputs, sums, outputs of units, and the loss
ROWS = {1: (114,), 2: (182, 46)}  # the middles of a column's boxes
HALF_WIDTH, HALF_HEIGHT = 31, 12  # of a box
NAME, SLOPE = 20, -21  # above and below the middle of a box
BIAS = (-14, 50)  # from the middle of a box to where a bias begins
LINE = 8  # between a weight and the middle of its arrow, where the slope is on the other side
FOOT = 4  # pixels from the middle of words down to their foot
WAITING, KNOWN, BACK = "#F4F4F4", "#FFFFFF", "#DDF1EA"  # a box before its value, with it, and with its slope too
PATHS = ({"colors": BLUE, "linestyles": "solid"}, {"colors": ORANGE, "linestyles": [(0, (1.6, 0.7))]})
APART = 3.5  # pixels between the middle of an arrow and each of two paths along it
TURN = "#00785A"  # the green of slopes, dark enough for small letters


def letters():
    """The fonts of formulas. That of Hangul comes last: its ∂ is as wide as a syllable."""
    return rcParams["font.family"][::-1]


class GraphForm(NamedTuple):
    """What a network looks like: `columns` of names from left to right; `arrows` (source, box, weight), the weight ""
    where there is none; `biases` (bias, box); `targets` (target, row), beside the loss."""

    columns: tuple
    arrows: tuple
    biases: tuple
    targets: tuple


def number(value):
    """A number in four digits."""
    if value == 0:
        return "0"
    return (f"{value:#.4g}" if 1e-4 <= abs(value) < 1e4 else f"{value:.1e}").replace("-", "−")


def written(value, given=False):
    """A number as it stands in the picture: as it was given, or in four digits; nothing where there is none yet."""
    if value is None:
        return ""
    return f"{value + 0:g}".replace("-", "−") if given else number(value)


class Words(Readout):
    """A readout in a colour, which keeps its picture as long as the words stay."""

    def __init__(self, axes, place, colour=INK, **how):
        super().__init__(axes, (0, 0), **how)
        self.colour, self._kept = colour, (None, None)
        self.font.set_family(letters())
        self.move(*place)

    def move(self, x, y):
        """Stand at a place in pixels of the axes."""
        self.place = x / self.axes.get_xlim()[1], (y - FOOT) / self.axes.get_ylim()[1]

    @allow_rasterization
    def draw(self, renderer):
        """Lay the words onto the picture at whole pixels."""
        if not self.words.strip():
            return
        wanted = self.words, renderer.dpi, self.colour
        if self._kept[0] != wanted:
            self._kept = wanted, coloured(self.words, self.font, renderer.dpi, self.colour, self.paper)
        line, width = self._kept[1]
        x, y = self.axes.transAxes.transform(self.place)
        renderer.draw_image(renderer.new_gc(), round(x - self.align * width), round(y) - len(line) // 3, line)


@functools.lru_cache(maxsize=512)
def coloured(words, font, dpi, colour, paper):
    """The picture of a line of words in a colour (height, pixels, 4), rows from the bottom, and their width."""
    line, width = line_of(words, font, dpi, False)
    ink, line = line[..., 3:] / 255, line.copy()
    line[..., :3] = 255 * np.array(to_rgb(colour))
    if paper:
        foot, top = len(line) // 3 - round(4 * dpi / 96), len(line) // 3 + round(13 * dpi / 96)
        line[..., :3] = line[..., :3] * ink + 255 * (1 - ink)
        line[foot:top, :round(width), 3] = np.maximum(line[foot:top, :round(width), 3], 225)
    return line, width


class GraphPicture:
    """One network on its own axes, whose data units are pixels."""

    def __init__(self, axes, form):
        self.axes, self.form = axes, form
        axes.set_axis_off()
        axes.set_xlim(0, WIDTH)
        axes.set_ylim(0, HEIGHT)
        self.places = places_of(form)
        self._draw_arrows()
        self._draw_boxes()

    def _draw_arrows(self):
        ends = np.array([self._ends(source, box) for source, box, _weight in self.form.arrows])
        self.weighted = [(weight, *pair) for (_source, _box, weight), pair in zip(self.form.arrows, ends, strict=True)
                         if weight]
        bare = [pair for (_source, _box, weight), pair in zip(self.form.arrows, ends, strict=True) if not weight]
        for start, end in [*bare, *(pair for _weight, *pair in self.weighted)]:
            self.axes.annotate("", end, start, arrowprops={"arrowstyle": "-|>,head_width=0.22,head_length=0.4",
                                                           "color": GREY, "linewidth": 1.1, "shrinkA": 0, "shrinkB": 0})
        self.stubs = {bias: (np.add(self.places[box], [-20, BIAS[1] - 5]),
                             np.add(self.places[box], [-24, HALF_HEIGHT])) for bias, box in self.form.biases}
        stubs = [*self.stubs.values()] + [self._stub(name) for name, _row in self.form.targets]
        self.axes.add_collection(LineCollection(stubs, colors=GREY, linewidths=1.1, linestyles=(0, (1.5, 1.5))))
        self.lit = [LineCollection([], linewidths=7, alpha=0.5, zorder=1.5, capstyle="butt", **look) for look in PATHS]
        self.turn = LineCollection([], colors=RED, linewidths=2.6, zorder=1.8)
        for lines in (*self.lit, self.turn):
            self.axes.add_collection(lines)
        moving(*self.lit, self.turn)
        self.weights, self.gradients = {}, {}
        for weight, start, end in self.weighted:
            x, y = label_place(start, end)
            self.weights[weight] = Words(self.axes, (x, y + LINE), align=0.5, paper=True)
            self.gradients[weight] = Words(self.axes, (x, y - LINE), TURN, align=0.5, paper=True)
        for bias, box in self.form.biases:
            x, y = np.add(self.places[box], BIAS)
            self.weights[bias] = Words(self.axes, (x, y))
            self.gradients[bias] = Words(self.axes, (x, y - 14), TURN)

    def _draw_boxes(self):
        for name, (x, y) in self.places.items():
            self.axes.text(x, y + NAME, name, ha="center", va="center", fontsize=10, family=letters())
        corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * [HALF_WIDTH, HALF_HEIGHT]
        self.boxes = PolyCollection([place + corners for place in map(np.array, self.places.values())], zorder=3)
        self.axes.add_collection(self.boxes)
        moving(self.boxes)
        self.values = {name: Words(self.axes, place, align=0.5) for name, place in self.places.items()}
        self.slopes = {name: Words(self.axes, (x, y + SLOPE), TURN, align=0.5) for name, (x, y) in self.places.items()}

    def _ends(self, source, box):
        """Where an arrow begins and ends: at the sides of its boxes."""
        (x, y), (to_x, to_y) = self.places[source], self.places[box]
        if abs(to_y - y) > HALF_HEIGHT and to_x - x < 3 * HALF_WIDTH:  # to the loss, steeply: it ends at its corner
            to_y += np.sign(y - to_y) * HALF_HEIGHT / 2
        return (x + HALF_WIDTH, y), (to_x - HALF_WIDTH, to_y)

    def _stub(self, target):
        x, y = self.places[target]
        end = self.places[self.form.columns[-1][0]][1]
        return ((x, y - HALF_HEIGHT), (x, end + NAME + 13)) if y > end else ((x, y + NAME + 13), (x, end - HALF_HEIGHT))

    def update(self, state):
        """Show the numbers that are known, the step taken, and the paths of the weight chosen."""
        colours = [self._colour(name, state) for name in self.places]
        edges = [(RED, 2.4) if name in state.current else (INK, 2.4) if name == state.chosen else (GREY, 1)
                 for name in self.places]
        self.boxes.set_facecolor(colours)
        self.boxes.set_edgecolor([colour for colour, _width in edges])
        self.boxes.set_linewidth([width for _colour, width in edges])
        free = self._free()
        for name, words in self.values.items():
            words.words = written(state.values.get(name), name in free)
        for name, words in [*self.slopes.items(), *self.gradients.items()]:
            words.words = written(state.slopes.get(name))
        for name, words in self.weights.items():
            words.words = f"{name} = {written(state.values[name], True)}"
        self.turn.set_segments([self._line(name) for name in state.current if name in self.weights])
        self._light(state.paths)

    def _colour(self, name, state):
        if name in state.slopes:
            return BACK
        return KNOWN if name in state.values else WAITING

    def _light(self, paths):
        """Two paths run side by side, one alone in the middle."""
        for place, lines in enumerate(self.lit):
            apart = APART * (1 - 2 * place) if len(paths) > 1 else 0
            lines.set_segments([beside(line, apart) for path in paths[place:place + 1] for line in self._path(path)])

    def _path(self, path):
        """The arrows of a path from its weight to the loss."""
        return [self._line(path[0]), *(self._ends(*pair) for pair in zip(path[1:], path[2:], strict=False))]

    def _line(self, name):
        """The line of a weight or a bias."""
        return self.stubs[name] if name in self.stubs else next(
            (start, end) for weight, start, end in self.weighted if weight == name)

    def _free(self):
        """The inputs and targets, which are boxes that may be changed."""
        return [*self.form.columns[0], *(target for target, _row in self.form.targets)]

    def quantity_at(self, x, y):
        """The input, target, weight or bias at a point of the picture; None where there is none."""
        for name in self._free():
            if abs(x - self.places[name][0]) <= HALF_WIDTH and abs(y - self.places[name][1]) <= HALF_HEIGHT + 6:
                return name
        for bias, box in self.form.biases:
            if abs(x - self.places[box][0] - BIAS[0] - 35) <= 42 and abs(y - self.places[box][1] - BIAS[1]) <= 12:
                return bias
        far = {weight: far_from(start, end, x, y) for weight, start, end in self.weighted}
        nearest = min(far, key=far.get)
        return nearest if far[nearest] <= 16 else None


def places_of(form):
    """The middle of each box by name."""
    places = {name: (x, y) for x, column in zip(COLUMNS, form.columns, strict=True)
              for name, y in zip(column, ROWS[len(column)], strict=True)}
    return places | {target: (COLUMNS[-1], ROWS[2][row]) for target, row in form.targets}


def beside(line, apart):
    """A line moved to its left by so many pixels."""
    start, end = np.array(line, dtype=float)
    along = (end - start) / np.hypot(*(end - start))
    return np.array([start, end]) + apart * np.array([-along[1], along[0]])


def label_place(start, end):
    """Where the number of a weight stands on its arrow: nearer to the beginning where arrows cross."""
    (x, y), (to_x, to_y) = start, end
    share = 0.5 if y == to_y else 0.31 if abs(to_y - y) > 100 else 0.44
    return x + share * (to_x - x), y + share * (to_y - y)


def far_from(start, end, x, y):
    """The distance of a point from an arrow, or from the number on it where that is nearer."""
    start, along, point = np.array(start), np.subtract(end, start), np.array([x, y])
    share = np.clip((point - start) @ along / (along @ along), 0, 1)
    off = np.abs(point - label_place(start, end)) - [26, 0]
    return min(np.hypot(*(start + share * along - point)), np.hypot(*np.maximum(off, 0)))
