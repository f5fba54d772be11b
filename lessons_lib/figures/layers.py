"""A network whose layers light up one after another, and the line of NumPy that computes each of them."""
from typing import NamedTuple

import numpy as np
from matplotlib.collections import LineCollection

from lessons_lib.figures.nerve_cell import colour_of
from lessons_lib.figures.style import GREY, INK, PALE, VALUES, blank, moving, style
from lessons_lib.text import _

WIDTH, HEIGHT = 960, 400
MOST_LAYERS, MOST_UNITS = 5, 4  # columns, with the input layer, and circles in a column
LEFT, RIGHT, MIDDLE, APART = 52, 540, 160, 78  # of the circles: outermost columns, middle height, distance in a column
LARGEST = 2.0  # values beyond it have the colour of it


class LayersState(NamedTuple):
    """What is drawn: `values`, those of each layer, the inputs first; `weights` (inputs, units), of each layer but the
    first; the name of the activation; how many layers the signal has `passed`, 0 while only the inputs are there.
    `single` (2,), the outputs of the one layer with the product of all weights, and their largest `difference` from
    the network's, are given without an activation function, else None."""

    values: tuple
    weights: tuple
    activation: str
    passed: int
    single: np.ndarray | None
    difference: float | None


class LayersDrawing:
    """Left the network, right what was computed in each layer."""

    def __init__(self):
        with style():
            self.figure = blank(WIDTH, HEIGHT)
            self._draw_network(self._panel(_("The signal passes on"), 8, 592))
            self._draw_words(self._panel(_("What is computed"), 624, 330))

    def _panel(self, title, left, width):
        """Axes without an axis, in CSS pixels."""
        axes = self.figure.add_axes((left / WIDTH, 4 / HEIGHT, width / WIDTH, 356 / HEIGHT))
        axes.set_axis_off()
        axes.set_title(title)
        axes.set_xlim(0, width)
        axes.set_ylim(0, 356)
        return axes

    def _draw_network(self, axes):
        """Made once for the largest network; a smaller one leaves the last columns empty."""
        self.lines = [axes.add_collection(LineCollection([], zorder=1)) for _layer in range(MOST_LAYERS - 1)]
        self.circles = [axes.scatter([], [], s=34**2, zorder=2) for _layer in range(MOST_LAYERS)]
        self.numbers = [[axes.text(0, 0, "", ha="center", va="center", fontsize=10, zorder=3)
                         for _unit in range(MOST_UNITS)] for _layer in range(MOST_LAYERS)]
        self.names = [axes.text(0, 338, "", ha="center", va="center", fontsize=10.5) for _layer in range(MOST_LAYERS)]
        self.weights = [axes.text(0, 12, "", ha="center", va="center", fontsize=10) for _layer in self.lines]
        moving(*self.lines, *self.circles, *sum(self.numbers, []), *self.names, *self.weights)

    def _draw_words(self, axes):
        self.formulas, self.shapes = ([axes.text(0, 336 - offset - 44 * layer, "", va="center", **look)
                                       for layer in range(MOST_LAYERS)]
                                      for offset, look in ((0, {"fontsize": 11, "family": "monospace"}),
                                                           (18, {"fontsize": 10})))
        self.collapse = [axes.text(0, 110 - 20 * row, "", va="center", fontsize=10) for row in range(6)]
        self.collapse[0].set_fontweight("bold")
        # Letters are slow to draw: what changes with a step alone stands still while a control moves.
        moving(self.formulas[0], *self.collapse[3:])

    def update(self, state):
        """Show a state."""
        columns = np.linspace(LEFT, RIGHT, len(state.values))
        places = [np.column_stack([np.full(len(values), x), heights(len(values))])
                  for x, values in zip(columns, state.values, strict=True)]
        for layer in range(MOST_LAYERS):
            there = layer < len(places)
            self._update_layer(layer, state, places[layer] if there else np.empty((0, 2)))
        for layer, (lines, name) in enumerate(zip(self.lines, self.weights, strict=True), start=1):
            there = layer < len(places)
            lines.set_visible(there)
            name.set_text(f"w{layer}" if there else "")
            if there:
                self._update_lines(lines, state, layer, places)
                name.set_x(columns[layer - 1:layer + 1].mean())
                name.set_color(INK if layer <= state.passed else GREY)
        self._update_words(state)

    def _update_layer(self, layer, state, places):
        """The circles of a layer with their numbers and its name; all gone where the network has no such layer."""
        values = state.values[layer] if len(places) else []
        lit, newest = layer <= state.passed, layer == state.passed
        self.circles[layer].set_offsets(places)
        self.circles[layer].set_facecolor(VALUES(0.5 + np.array(values) / (2 * LARGEST)) if lit else "white")
        self.circles[layer].set_edgecolor(INK if lit else PALE)
        self.circles[layer].set_linewidth(2.4 if newest else 1.2)
        for unit, number in enumerate(self.numbers[layer]):
            number.set_text(written(values[unit]) if lit and unit < len(values) else "")
            number.set_position(places[unit] if unit < len(places) else (0, 0))
        self.names[layer].set_text(_name(layer, len(state.values)) if len(places) else "")
        self.names[layer].set_color(INK if lit else GREY)
        self.names[layer].set_fontweight("bold" if newest else "normal")
        self.names[layer].set_x(places[0][0] if len(places) else 0)

    def _update_lines(self, lines, state, layer, places):
        """The lines into a layer: pale until the signal takes them, then broad and coloured as their weights."""
        weights, lit = state.weights[layer - 1].ravel(), layer <= state.passed
        lines.set_segments([(a, b) for a in places[layer - 1] for b in places[layer]])
        lines.set_color([colour_of(w) for w in weights] if lit else PALE)
        lines.set_linewidth(0.6 + 1.7 * np.abs(weights) if lit else 1)
        lines.set_alpha(1.0 if layer == state.passed else 0.45 if lit else 0.9)

    def _update_words(self, state):
        for layer, (formula, shape) in enumerate(zip(self.formulas, self.shapes, strict=True)):
            reached, colour = layer <= state.passed, INK if layer == state.passed else GREY
            _write(formula, formula_of(layer, state) if reached else "", colour)
            _write(shape, _shapes(layer, state) if reached else "", colour)
        for line, words in zip(self.collapse, _collapse(state), strict=True):
            _write(line, words, INK)

    def describe(self, state):
        """The state in words."""
        sizes = "-".join(str(len(values)) for values in state.values)
        words = [_("A network {sizes}. The input layer holds {inputs}.").format(
            sizes=sizes, inputs=_row(state.values[0]))]
        words += [f"{formula_of(layer, state)} = {_row(state.values[layer])}." for layer in range(1, state.passed + 1)]
        if _finished(state) and state.single is not None:
            words.append(_("One layer with the product of all weights gives {outputs}.").format(
                outputs=_row(state.single)))
        return " ".join(words)


def _write(text, words, colour):
    """Touch a text only when it changes: one that is not moving has the whole figure drawn anew."""
    if (text.get_text(), text.get_color()) != (words, colour):
        text.set(text=words, color=colour)


def heights(units):
    """Where the circles of a layer stand, from above."""
    return MIDDLE + APART * ((units - 1) / 2 - np.arange(units))


def _name(layer, layers):
    if layer == 0:
        return _("input layer")
    return _("output layer") if layer == layers - 1 else _("hidden layer")


def _array(layer, layers):
    """What the values of a layer are called in the code."""
    return "x" if layer == 0 else "y" if layer == layers - 1 else f"h{layer}"


def formula_of(layer, state):
    """The line of code that computes a layer; of the inputs, what they are."""
    name = _array(layer, len(state.values))
    if layer == 0:
        return f"{name} = {_row(state.values[0])}".replace("−", "-")
    total = f"{_array(layer - 1, len(state.values))} @ w{layer} + b{layer}"
    return f"{name} = {total}" if state.activation == "identity" else f"{name} = {state.activation}({total})"


def _shapes(layer, state):
    if layer == 0:
        return _("(3,)   holds the numbers: nothing is computed") if state.passed else "(3,)"
    inputs, units = state.weights[layer - 1].shape
    return f"({inputs},) @ ({inputs}, {units}) + ({units},) → ({units},)"


def _finished(state):
    return state.passed == len(state.weights)


def _collapse(state):
    """Six lines: that one layer does the same where there is no activation function."""
    if not _finished(state) or state.single is None:
        return [""] * 6
    product, bias = "w1", "b1"
    for layer in range(2, len(state.weights) + 1):
        product = f"{product} @ w{layer}"
        bias = f"{bias} @ w{layer} + b{layer}" if layer == 2 else f"({bias}) @ w{layer} + b{layer}"
    shape = (len(state.values[0]), len(state.values[-1]))
    return [_("One single layer gives the same"), f"w = {product}   {shape}", f"b = {bias}",
            _("the network: {outputs}").format(outputs=_row(state.values[-1])),
            _("x @ w + b: {outputs}").format(outputs=_row(state.single)),
            _("largest difference: {difference:.2g}").format(difference=state.difference)]


def written(number):
    """A number with two digits behind the point, one where it would leave its circle, and a minus sign to be seen."""
    return (f"{number:z.2f}" if abs(number) < 9.995 else f"{number:.1f}").replace("-", "−")


def _row(numbers):
    return f"[{', '.join(map(written, numbers))}]"
