"""A drawn digit on its way through a network: the pad, what is seen of it, every layer, the answer and its reasons."""
from typing import NamedTuple

import numpy as np
from matplotlib.artist import Artist, allow_rasterization
from matplotlib.colors import LinearSegmentedColormap, to_rgb

from lessons_lib.figures.readout import Readout
from lessons_lib.figures.style import BLUE, CURRENT, DPI, GREY, INK, ORANGE, PALE, VALUES, blank, moving, style
from lessons_lib.text import _

WIDTH, HEIGHT = 960, 366
PAD = (20, 68, 272)  # left, bottom and side in pixels
SEEN, HIDDEN, ANSWER = 314, 556, 642  # left edges
NUMBERS, BARS = 18, 52  # left edges within the answer
UPPER, LOWER = 212, 34  # feet of the two rows of little pictures
CELL, ROW, BAR = 16, 20, 164  # pixels: side of a cell, height of a row of the answer, a bar of probability 1
TOP = 340  # of what stands in the picture

TO_INK, TO_ORANGE = (1 - np.array(to_rgb(colour)) for colour in (INK, ORANGE))
EVIDENCE = LinearSegmentedColormap.from_list("evidence", [ORANGE, "#FFFFFF", BLUE])
LINE = np.array([0xD8, 0xD8, 0xD8], np.uint8)
MARKED = 0.2  # of the largest evidence: a cell with more has its sign


class DrawDigitState(NamedTuple):
    """What is drawn. `strokes` (points, 2) each, on a pad of `side`; `pen` (2,), `pen_down`; `thickness` of the ink on
    the pad. `inputs` (64,), drawn as shares of `full`; `mean` (64,) a mean digit from 0 to 1 and its `mean_of`, or
    None. `hidden`, of each layer its outputs (units,); `logits` and `probabilities` (10,); `evidence` (64,) of the
    pixels and the `constant`, together the largest logit. `nearest` training digit's distance, and the distance
    `usual` within which 19 of 20 validation digits have theirs. `network` its name, `sizes` its layers, `right` of
    `judged` validation digits; `how` the picture was prepared, in words."""

    strokes: tuple
    side: int
    pen: np.ndarray
    pen_down: bool
    thickness: float
    inputs: np.ndarray
    full: int
    mean: np.ndarray | None
    mean_of: int | None
    hidden: list
    logits: np.ndarray
    probabilities: np.ndarray
    evidence: np.ndarray
    constant: float
    nearest: float
    usual: float
    network: str
    sizes: tuple
    right: int
    judged: int
    how: str

    @property
    def winner(self):
        """The digit with the largest logit."""
        return int(self.logits.argmax())


class DrawDigitDrawing:
    """Left the pad; then the picture that is seen and which pixels spoke; the hidden layers; right the answer."""

    def __init__(self, side):
        with style():
            self.figure = blank(WIDTH, HEIGHT)
            self._draw_pad(self._place("pad", *PAD, PAD[2]), side)
            self.seen, self.range = self._draw_picture("seen", UPPER, _("What the network sees"))
            self.spoke, self.sum = self._draw_picture("spoke", LOWER, _("For (+) and against (−)"))
            self._draw_hidden(self._place("hidden", HIDDEN, LOWER, 4 * CELL, TOP - LOWER))
            self._draw_answer(self._place("answer", ANSWER, 0, WIDTH - ANSWER, TOP))
            moving(self.seen, self.spoke, *self.hidden, self.logits, self.bars)

    def _place(self, label, left, bottom, width, height):
        """Axes at these pixels of the figure, their units pixels too."""
        axes = self.figure.add_axes((left / WIDTH, bottom / HEIGHT, width / WIDTH, height / HEIGHT), label=label)
        axes.set(xlim=(0, width), ylim=(0, height), xticks=[], yticks=[])
        axes.spines[:].set_visible(True)
        return axes

    def _draw_pad(self, axes, side):
        axes.set(xlim=(0, side), ylim=(0, side), xticks=range(4, side, 4), yticks=range(4, side, 4))
        axes.set_title(_("Draw here"))
        axes.tick_params(length=0, labelbottom=False, labelleft=False)
        axes.grid(color=PALE, linewidth=0.8)
        axes.set_axisbelow(True)
        axes.text(0, -1.2, _("by mouse, finger or arrow keys"), fontsize=10, color=GREY)
        self.unit = PAD[2] / side * 72 / DPI  # points to one unit of the pad
        self.ink, = axes.plot([], [], color="#C9C9C9", solid_capstyle="round", solid_joinstyle="round")
        self.lines, = axes.plot([], [], color=INK, linewidth=2.5, solid_capstyle="round", solid_joinstyle="round")
        self.pen, = axes.plot([], [], **CURRENT)
        moving(self.ink, self.lines, self.pen)

    def _draw_picture(self, label, foot, title):
        """The cells of a picture of 8 x 8, and the words below it."""
        axes = self._place(label, SEEN, foot, 8 * CELL, 8 * CELL)
        axes.set_title(title)
        return Cells(axes, 0, 0, CELL), Readout(axes, (0, -15 / (8 * CELL)))

    def _draw_hidden(self, axes):
        axes.set_title(_("Hidden"))
        axes.set_axis_off()
        feet = (UPPER - LOWER, 0)
        self.hidden = [Cells(axes, 0, foot, CELL) for foot in feet]
        self.layers = [Readout(axes, (0, (foot - 15) / (TOP - LOWER))) for foot in feet]

    def _draw_answer(self, axes):
        axes.set_title(_("Answer: z, probability"))
        axes.set_axis_off()
        self.logits = Cells(axes, NUMBERS, TOP - 10 * ROW, ROW)
        self.bars = Bars(axes, BARS, TOP - 10 * ROW)

        def word(x, y, weight="normal"):
            return Readout(axes, (x / (WIDTH - ANSWER), y / TOP), weight=weight)

        middles = [TOP - (digit + 0.5) * ROW for digit in range(10)]
        for digit, middle in enumerate(middles):
            axes.text(0, middle, str(digit), va="center", fontsize=11)
        self.numbers = [word(BARS + BAR + 8, middle - 4) for middle in middles]
        self.arrow = word(BARS + BAR + 52, 0, "bold")
        self.verdict = [word(0, y, weight) for y, weight in (
            (116, "bold"), (94, "normal"), (75, "normal"), (56, "bold"), (38, "bold"), (19, "normal"))]

    def update(self, state):
        """Show a state."""
        points = with_gaps(state.strokes)
        self.ink.set_data(*points)
        self.ink.set_linewidth(state.thickness * self.unit)
        self.lines.set_data(*points)
        self.pen.set_data(state.pen[:1], state.pen[1:])
        self.pen.set_markerfacecolor(CURRENT["color"] if state.pen_down else "white")
        self.pen.set_markeredgecolor("white" if state.pen_down else CURRENT["color"])
        self._show_pictures(state)
        self._show_layers(state)
        self._show_answer(state)

    def _show_pictures(self, state):
        shares = np.clip(state.inputs / state.full, 0, 1)[:, np.newaxis]
        light = 1 - shares * TO_INK
        if state.mean is not None:
            light = light * (1 - 0.85 * state.mean[:, np.newaxis] * TO_ORANGE)
        self.seen.show(light.reshape(8, 8, 3))
        largest = max(np.abs(state.evidence).max(), 1e-12)
        shares = state.evidence.reshape(8, 8) / largest
        self.spoke.show(EVIDENCE((shares + 1) / 2)[..., :3], np.sign(shares) * (np.abs(shares) > MARKED))
        self.range.words = _("from {low:.3g} to {high:.3g}").format(low=state.inputs.min(), high=state.inputs.max())
        if state.mean is not None:
            self.range.words += _("; orange: the mean {digit}").format(digit=state.mean_of)
        self.sum.words = parts_of_z(state.evidence.sum(), state.constant)

    def _show_layers(self, state):
        for number, (cells, words) in enumerate(zip(self.hidden, self.layers, strict=True)):
            if number < len(state.hidden):
                outputs = state.hidden[number]
                cells.show(coloured(outputs.reshape(-1, 4)))
                words.words = _("h{number}: {units} units").format(number=number + 1, units=len(outputs))
            else:
                cells.hide()
                words.words = "" if number else _("none")
        self.logits.show(coloured(state.logits.reshape(-1, 1)))

    def _show_answer(self, state):
        self.bars.shares, self.bars.marked = state.probabilities, state.winner
        for word, probability in zip(self.numbers, state.probabilities, strict=True):
            word.words = f"{probability:.3f}"
        self.arrow.words, self.arrow.place = "←", (self.arrow.place[0], self.numbers[state.winner].place[1])
        lines = [says(state), nearest(state), usual(state), *doubt(state), record(state)]
        for word, words in zip(self.verdict, lines, strict=True):
            word.words = words

    def describe(self, state):
        """The state in words, with its numbers."""
        drawing = _("Strokes drawn: {strokes}.").format(strokes=len(state.strokes))
        second = int(state.probabilities.argsort()[-2])
        seen = _("The network sees the drawing {how}: numbers from {low:.3g} to {high:.3g}.").format(
            how=state.how, low=state.inputs.min(), high=state.inputs.max())
        runner = _("Next comes {digit}, with {probability:.3f}.").format(
            digit=second, probability=state.probabilities[second])
        reasons = _("Its logit is the pixels' sum {sum:.2f} and the constant {constant:.2f}.").format(
            sum=state.evidence.sum(), constant=state.constant)
        return " ".join(filter(None, [drawing, seen, says(state), runner, reasons, nearest(state), usual(state),
                                      *doubt(state)]))


def says(state):
    """The answer in words."""
    return _("The {network} says {digit}, with probability {probability:.3f}.").format(
        network=state.network, digit=state.winner, probability=state.probabilities[state.winner])


def nearest(state):
    """How like the training digits the picture is, in words."""
    return _("The nearest training digit is {nearest:.2f} away;").format(nearest=state.nearest)


def usual(state):
    """How far from the nearest training digit a picture may well be, in words."""
    return _("19 of 20 validation digits: within {usual:.2f}.").format(usual=state.usual)


def doubt(state):
    """What no probability says, in two lines: the picture is unlike all that was learnt."""
    far = _("Far from every training digit:"), _("no output says “none of these”.")
    return far if state.nearest > state.usual else ("", "")


def parts_of_z(pixels, constant):
    """The largest logit as what the pixels add and what is left; their sum might not agree with theirs, rounded."""
    return f"z = {pixels:.2f} {'−' if constant < 0 else '+'} {abs(constant):.2f}".replace("-", "−")


def record(state):
    """What the network is and how well it does on validation digits, in words."""
    return _("{sizes}: {right} of {judged} validation digits right").format(
        sizes="-".join(map(str, state.sizes)), right=state.right, judged=state.judged)


def with_gaps(strokes):
    """The points of all strokes as one line (2, points): it is broken between two strokes, and a point is a dot."""
    gap = np.full((1, 2), np.nan)
    pieces = [piece for stroke in strokes for piece in (stroke, stroke[-1:], gap)]
    return np.concatenate(pieces).T if pieces else np.zeros((2, 0))


def coloured(values):
    """Values as colours from 0 to 1 (..., 3): green positive, grey negative, white 0, the largest deepest."""
    return VALUES((values / max(np.abs(values).max(), 1e-12) + 1) / 2)[..., :3]


class Cells(Artist):
    """A table of coloured squares, its lower left corner at a pixel of the axes."""

    def __init__(self, axes, left, bottom, side):
        super().__init__()
        self.corner, self.side, self.colours, self.signs = (left, bottom), side, None, None
        axes.add_artist(self)

    def show(self, colours, signs=None):
        """Colours (rows, columns, 3) from 0 to 1, rows from the top; signs (rows, columns) -1, 0 or 1 are drawn."""
        self.colours, self.signs = colours, signs

    def hide(self):
        """Show nothing."""
        self.colours = None

    @allow_rasterization
    def draw(self, renderer):
        """Lay the squares onto the picture."""
        if self.colours is None:
            return
        side = round(self.side * renderer.dpi / DPI)
        pixels = np.round(255 * self.colours).astype(np.uint8).repeat(side, axis=0).repeat(side, axis=1)
        pixels[::side] = pixels[:, ::side] = LINE
        if self.signs is not None:
            pixels[written(self.signs, side)] = np.round(255 * np.array(to_rgb(INK))).astype(np.uint8)
        lay(renderer, self.axes.transData.transform(self.corner), pixels)


class Bars(Artist):
    """The bars of ten probabilities, that of the answer blue."""

    def __init__(self, axes, left, bottom):
        super().__init__()
        self.corner, self.shares, self.marked = (left, bottom), np.zeros(10), 0
        axes.add_artist(self)

    @allow_rasterization
    def draw(self, renderer):
        """Lay the bars onto the picture."""
        scale = renderer.dpi / DPI
        row, width = round(ROW * scale), round(BAR * scale)
        colours = np.full((10, 3), to_rgb(GREY))
        colours[self.marked] = to_rgb(BLUE)
        inked = np.arange(width) < np.maximum(self.shares[:, np.newaxis] * width, 1)
        bars = np.where(inked[..., np.newaxis], colours[:, np.newaxis], 1.0)
        pixels = np.round(255 * bars).astype(np.uint8).repeat(row, axis=0).reshape(10, row, width, 3)
        pixels[:, :row // 6] = pixels[:, -(row // 6):] = 255
        lay(renderer, self.axes.transData.transform(self.corner), pixels.reshape(-1, width, 3))


def written(signs, side):
    """Where (rows * side, columns * side) the signs' strokes are: a plus for 1, a minus for -1."""
    middle = np.abs(np.arange(side) - (side - 1) / 2)
    short, thin = middle <= side / 5, middle <= max(side / 16, 0.5)
    across, upright = np.outer(thin, short), np.outer(short, thin)
    return np.kron(signs != 0, across) + np.kron(signs > 0, upright) > 0


def lay(renderer, corner, pixels):
    """Lay colours (height, width, 3), rows from the top, onto the picture, their lower left corner there."""
    opaque = np.full((*pixels.shape[:2], 4), 255, np.uint8)
    opaque[..., :3] = pixels[::-1]
    renderer.draw_image(renderer.new_gc(), *np.round(corner).astype(int), opaque)
