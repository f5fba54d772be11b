"""One neuron three times: the nerve cell, its diagram, and the weighted sum block by block beside the threshold."""
from typing import NamedTuple

import numpy as np
from matplotlib.patches import Circle, FancyBboxPatch, Rectangle

from lessons_lib.figures.nerve_cell import ACTIVITY, MIDDLE, ROWS, NerveCell, colour_of, thickness
from lessons_lib.figures.style import CURRENT, CURVE, GREEN, GREY, GUIDE, HANDLE, INK, THRESHOLD, blank, moving, style
from lessons_lib.text import _

WIDTH, HEIGHT = 960, 400
LOWEST, HIGHEST = -1.0, 3.0  # thresholds; between these sums the cell body fills
VIEWS = ((-2.2, 3.4), (-6.3, 6.3))  # of the bars: the second only while a bar would leave the first
FIRES = "#00714F"  # GREEN is too pale for letters
SUM, BOX, OUTPUT = 136, 203, 252  # places in the diagram, in CSS pixels from its left


class NeuronState(NamedTuple):
    """What is drawn: `inputs`, `weights` and their `products` (3,), the weighted `sum`, the threshold, and the output,
    1 or 0."""

    inputs: np.ndarray
    weights: np.ndarray
    products: np.ndarray
    sum: float
    threshold: float
    output: int


class NeuronDrawing:
    """Left the cell, in the middle its diagram with everything at the same height, right the weighted sum."""

    def __init__(self):
        with style():
            self.figure = blank(WIDTH, HEIGHT)
            self.cell = NerveCell(self._panel(_("A nerve cell"), 8, 322))
            self._draw_diagram(self._panel(_("Its diagram"), 350, 276))
            self._draw_sum(self.figure.add_axes((672 / WIDTH, 50 / HEIGHT, 262 / WIDTH, 280 / HEIGHT), label="sum"))

    def _panel(self, title, left, width):
        """Axes without an axis, in CSS pixels."""
        axes = self.figure.add_axes((left / WIDTH, 6 / HEIGHT, width / WIDTH, 354 / HEIGHT))
        axes.set_axis_off()
        axes.set_title(title)
        axes.set_xlim(0, width)
        axes.set_ylim(0, 354)
        return axes

    def _draw_diagram(self, axes):
        self.lines = [axes.plot([24, SUM], [y, MIDDLE], solid_capstyle="butt", zorder=1)[0] for y in ROWS]
        self.arrow = [axes.plot(ends, [MIDDLE] * 2, linewidth=2.5, zorder=1)[0] for ends in ((SUM, BOX), (BOX, OUTPUT))]
        places = [(24, y, 22) for y in ROWS] + [(SUM, MIDDLE, 34), (OUTPUT, MIDDLE, 22)]
        self.circles = [axes.add_patch(Circle((x, y), radius, edgecolor=INK, linewidth=1.4, zorder=2))
                        for x, y, radius in places]
        self.numbers = [axes.text(x, y, "", ha="center", va="center", fontsize=10, linespacing=1.15, zorder=3)
                        for x, y, _radius in places]
        self.weights = [axes.text(24 + share * (SUM - 24), y + share * (MIDDLE - y), "", ha="center", va="center",
                                  fontsize=10, bbox=HANDLE, zorder=3)
                        for y, share in zip(ROWS, (0.46, 0.45, 0.46), strict=True)]
        box = axes.add_patch(FancyBboxPatch((BOX - 18, MIDDLE - 22), 36, 44, boxstyle="round,pad=0,rounding_size=5",
                                            facecolor="white", edgecolor=INK, linewidth=1.4, zorder=2))
        line, = axes.plot([BOX] * 2, [MIDDLE - 26, MIDDLE + 26], **THRESHOLD, zorder=3)
        step, = axes.plot(np.array([-12, 0, 0, 12]) + BOX, np.array([-11, -11, 11, 11]) + MIDDLE, **CURVE, zorder=3)
        self.place, = axes.plot([], [], **CURRENT | {"markersize": 9, "markeredgewidth": 1.5}, zorder=4)
        self.limit = axes.text(BOX, MIDDLE - 54, "", ha="center", va="center", fontsize=10, color=THRESHOLD["color"])
        moving(*self.lines, *self.arrow, *self.circles, *self.numbers, *self.weights, box, line, step, self.place,
               self.limit)
        for x, y, words in ((24, ROWS[0] + 36, _("input")), (98, ROWS[0] - 12, _("weight")),
                            (SUM, MIDDLE + 46, _("sum")), (BOX, MIDDLE - 36, _("threshold")),
                            (OUTPUT, MIDDLE + 34, _("output"))):
            axes.text(x, y, words, fontsize=10, color=GREY, ha="center", va="center")

    def _draw_sum(self, axes):
        axes.set_title(_("The weighted sum"), pad=30)
        axes.set_xlim(-0.5, 3.5)
        axes.set_ylim(VIEWS[0])
        axes.set_xticks(range(4), ["w1·x1", "w2·x2", "w3·x3", "Σ"])
        axes.tick_params(axis="x", length=0)
        axes.spines["bottom"].set_visible(False)
        axes.axhline(0, color=GREY, linewidth=0.8)
        self.axes = axes
        self.bars = [axes.add_patch(Rectangle((k - 0.36, 0), 0.72, 0, linewidth=0)) for k in range(4)]
        self.steps = [axes.plot([], [], **GUIDE)[0] for _k in range(3)]
        self.threshold, = axes.plot([-0.5, 3.5], [0, 0], **THRESHOLD)
        self.name = axes.text(1.015, 0, "θ", va="center", color=THRESHOLD["color"], fontweight="bold", fontsize=13,
                              transform=axes.get_yaxis_transform())
        self.total, = axes.plot([], [], color=INK, linewidth=3, solid_capstyle="butt")
        self.heights = [axes.text(k, -0.085, "", ha="center", va="top", fontsize=10,
                                  transform=axes.get_xaxis_transform()) for k in range(4)]
        self.verdict = axes.text(0, 1.045, "", fontsize=14, fontweight="bold", transform=axes.transAxes)
        moving(*self.bars, *self.steps, self.total, self.threshold, self.name, *self.heights, self.verdict)

    def update(self, state):
        """Show a state."""
        filled = np.clip((state.sum - LOWEST) / (HIGHEST - LOWEST), 0, 1)
        self.cell.update(state.inputs, state.weights, filled, state.output == 1)
        self._update_diagram(state, filled)
        self._update_sum(state)
        self.verdict.set_text(self._verdict(state))
        self.verdict.set_color(FIRES if state.output else GREY)

    def _update_diagram(self, state, filled):
        for line, words, weight in zip(self.lines, self.weights, state.weights, strict=True):
            line.set(linewidth=0.75 * thickness(weight), color=colour_of(weight))
            words.set_text(written(weight))
        for circle, share in zip(self.circles, (*state.inputs, filled, state.output), strict=True):
            circle.set_facecolor(ACTIVITY(float(share)))
        names = [f"x{k}\n{x:.2f}" for k, x in enumerate(state.inputs, start=1)]
        for text, words in zip(self.numbers, (*names, f"Σ\n{written(state.sum)}", f"y\n{state.output}"), strict=True):
            text.set_text(words)
        for part in self.arrow:
            part.set_color(GREEN if state.output else GREY)
        self.place.set_data([BOX + (9 if state.output else -9)], [MIDDLE + (11 if state.output else -11)])
        self.limit.set_text(f"θ = {written(state.threshold)}")

    def _update_sum(self, state):
        ends = np.cumsum(state.products)
        starts = ends - state.products
        low, high = VIEWS[0] if VIEWS[0][0] < ends.min() and ends.max() < VIEWS[0][1] else VIEWS[1]
        if self.axes.get_ylim() != (low, high):
            self.axes.set_ylim(low, high)
        colours = [*map(colour_of, state.weights), GREEN]
        blocks = zip(self.bars, self.heights, (*starts, 0), (*state.products, state.sum), colours, strict=True)
        for bar, number, start, height, colour in blocks:
            bar.set(y=start, height=height, facecolor=colour)
            number.set_text(written(height))
        self.total.set_data([2.6, 3.4], [state.sum] * 2)
        for k, (line, end) in enumerate(zip(self.steps, ends, strict=True)):
            line.set_data([k + 0.36, k + 1.36], [end, end])
        self.threshold.set_ydata([state.threshold] * 2)
        self.name.set_y(state.threshold)

    def _verdict(self, state):
        sign, word = ("≥", _("fires")) if state.output else ("<", _("silent"))
        return f"{written(state.sum)} {sign} {written(state.threshold)}: {word}"

    def describe(self, state):
        """The state in words."""
        def row(numbers):
            return ", ".join(map(written, numbers))

        return _("Stimuli {inputs} with weights {weights} give the products {products}. Their sum, compared with the "
                 "threshold: {verdict}, y = {output}.").format(
            inputs=row(state.inputs), weights=row(state.weights), products=row(state.products),
            verdict=self._verdict(state), output=state.output)


def written(number):
    """A number with two digits behind the point, and up to four where it needs them: products of steps of 0.05 do."""
    return f"{number:z.4f}".removesuffix("0").removesuffix("0").replace("-", "−")
