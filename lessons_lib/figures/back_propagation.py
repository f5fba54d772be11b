"""Back-propagation step by step: the graph, the ledger of a weight's paths, and the formula of this step."""
from typing import NamedTuple

from lessons_lib.figures import graph_picture
from lessons_lib.figures.graph_picture import GraphPicture, Words
from lessons_lib.figures.path_ledger import HEIGHT as LEDGER_HEIGHT
from lessons_lib.figures.path_ledger import WIDTH as LEDGER_WIDTH
from lessons_lib.figures.path_ledger import Ledger, PathLedger
from lessons_lib.figures.style import GREY, RED, blank, style
from lessons_lib.text import _

WIDTH, HEIGHT = 960, 352
STRIP = 84  # height of the words below
LINES = (69, 50, 31, 11)  # heights in the strip: the formula, its numbers, one entry, what is asked


class Formula(NamedTuple):
    """What is computed in a step: the formula; the same with numbers; and for arrays one of their entries by hand."""

    symbols: str
    numbers: str
    entry: str = ""


class BackPropagationState(NamedTuple):
    """What is drawn of a network: the `number` of the step out of `total`, and whether it goes `backward`; the names
    reached by it, `current`; the `values` and `slopes` known so far, by name; the quantity `chosen` ("" for none), its
    `paths` as tuples of names, and its `ledger`; the step's `formula`; `asked`, the local derivative that the learner
    is to give next ("" for none); with a batch, the `example` shown and their number."""

    network: str
    number: int
    total: int
    backward: bool
    current: tuple
    values: dict
    slopes: dict
    chosen: str
    paths: tuple
    ledger: Ledger | None
    formula: Formula
    asked: str
    example: tuple | None


class BackPropagationDrawing:
    """Left the graph, right the ledger, below them the formula; `forms` by the networks' names."""

    def __init__(self, forms):
        with style():
            self.figure = blank(WIDTH, HEIGHT)
            self.graphs = {name: GraphPicture(self._axes(4, STRIP + 22, graph_picture.WIDTH, graph_picture.HEIGHT,
                                                         "graph"), form) for name, form in forms.items()}
            self.ledger = PathLedger(self._axes(668, STRIP + 22, LEDGER_WIDTH, LEDGER_HEIGHT, "ledger"))
            self._draw_strip(self._axes(12, 0, WIDTH - 24, STRIP, "formula"))

    def _axes(self, left, bottom, width, height, label):
        return self.figure.add_axes((left / WIDTH, bottom / HEIGHT, width / WIDTH, height / HEIGHT), label=label)

    def _draw_strip(self, axes):
        axes.set_axis_off()
        axes.set_xlim(0, WIDTH - 24)
        axes.set_ylim(0, STRIP)
        axes.set_title(_("This step"), pad=2)
        self.phase = Words(axes, (WIDTH - 25, STRIP + 10), GREY, align=1)
        self.formula = Words(axes, (0, LINES[0]), size=12)
        self.numbers = Words(axes, (0, LINES[1]), size=12)
        self.entry = Words(axes, (0, LINES[2]))
        self.question = Words(axes, (0, LINES[3]), RED, size=12, weight="bold")

    def update(self, state):
        """Show a state."""
        for name, graph in self.graphs.items():
            if graph.axes.get_visible() != (name == state.network):
                graph.axes.set_visible(name == state.network)
        self.graphs[state.network].update(state)
        self.ledger.update(state.ledger)
        self.phase.words = self._phase(state)
        self.formula.words, self.numbers.words, self.entry.words = self._formula(state)
        self.question.words = self._question(state)

    @staticmethod
    def _formula(state):
        if state.number:
            return state.formula
        return _("Press Step: forwards box by box, then backwards."), _("Click on a number to choose it."), ""

    @staticmethod
    def _question(state):
        return _("Your turn: {asked} = ?   (Step shows it)").format(asked=state.asked) if state.asked else ""

    @staticmethod
    def _phase(state):
        if not state.number:
            return _("{total} steps").format(total=state.total)
        way = _("backwards, step {number} of {total}") if state.backward else _("forwards, step {number} of {total}")
        words = way.format(number=state.number, total=state.total)
        if state.example and state.example[1] > 1:
            return _("{step}; boxes: example {example} of {examples}").format(
                step=words, example=state.example[0], examples=state.example[1])
        return words

    def describe(self, state):
        """The state in words."""
        said = [_("Network {network}, {phase}.").format(network=state.network, phase=self._phase(state))]
        if state.number:
            said.append(f"{state.formula.symbols} {state.formula.numbers}.")
        if "J" in state.values:
            said.append(_("The loss is {loss:.3g}.").format(loss=state.values["J"]))
        if state.ledger and state.ledger.total is not None:
            products = ", ".join(f"{row.product:.3g}" for row in state.ledger.rows)
            words = _("{name}: products of the examples {products}; slope of the loss {total:.3g}.") \
                if state.ledger.by_example else _("{name}: products of its paths {products}; slope of the loss "
                                                  "{total:.3g}.")
            said.append(words.format(name=state.ledger.name, products=products, total=state.ledger.total))
        return " ".join(filter(None, [*said, self._question(state)]))
