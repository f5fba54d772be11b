"""Lesson 05: back-propagation through three small networks, one formula a step, and the paths of each weight."""
import functools

import ipywidgets
import numpy as np

from lessons_lib.figures.back_propagation import BackPropagationDrawing, BackPropagationState, Formula
from lessons_lib.figures.graph_picture import GraphForm
from lessons_lib.figures.path_ledger import Ledger, Row
from lessons_lib.live.controls import STYLE, WIDE, choice, grid, slider, switch
from lessons_lib.live.graph_networks import LOSS, NETWORKS, passed, paths, steps
from lessons_lib.live.graph_words import Writer
from lessons_lib.live.live_figure import LiveFigure
from lessons_lib.live.timeline import Number
from lessons_lib.live.typed_slopes import asked_of, judged
from lessons_lib.text import _

PREFIX = {"1-1-1": "chain", "2-2-2": "pair", "2-2-1": "batch"}  # of the names of a network's controls
PLAIN = str.maketrans({"θ": "theta", "⁽": "_", "⁾": "", "¹": "1", "²": "2", "³": "3"})
MOST, STRIDE = 3.0, 0.05  # of the inputs, weights and biases
EXAMPLES = 3


def control_of(network, quantity, example=0):
    """The name of the control of a quantity: "pair_theta11_1", "batch_w11_1", "batch_x1_of_2"."""
    name = f"{PREFIX[network]}_{quantity.translate(PLAIN)}"
    several = network == "2-2-1" and isinstance(NETWORKS[network].given[quantity], tuple)
    return f"{name}_of_{example + 1}" if several else name


def form_of(network):
    """What a network looks like."""
    inputs = network.columns[0][0].sources
    loss = network.columns[-1][0]
    arrows = [(source, box.name, weight if box.kind == "sum" else "") for box in network.boxes
              for source, weight in zip(box.sources, box.weights or ("",), strict=True)]
    return GraphForm((inputs, *(tuple(box.name for box in column) for column in network.columns)), tuple(arrows),
                     tuple((bias, box.name) for box in network.boxes for bias in box.bias),
                     tuple((target, row) for row, target in enumerate(loss.weights)))


@functools.lru_cache(maxsize=16)
def pass_of(name, given, loss):
    """The pass through a network of numbers given as pairs (name, number or tuple)."""
    return passed(NETWORKS[name], {quantity: np.array(number) if isinstance(number, tuple) else np.float64(number)
                                   for quantity, number in given}, loss)


def ledger_of(network, made, name, known):
    """The ledger of a weight or bias: a row for each path, of a batch for each example; `known` are the names whose
    slope was computed already, and with it the factor that begins there."""
    examples = len(made.slopes[LOSS])
    rows = []
    for path in paths(network, name):
        names = tuple(f"∂{box}/∂{source}" for source, box in zip(path, path[1:], strict=False))
        local = [np.broadcast_to(made.local[pair], examples) for pair in zip(path, path[1:], strict=False)]
        for example in range(examples):
            factors = [float(one[example]) if source in known else None
                       for source, one in zip(path, local, strict=False)]
            product = None if None in factors else float(np.prod(factors))
            rows.append(Row(names[::-1], tuple(factors[::-1]), product))
    total = float(made.slopes[name]) if name in known else None
    return Ledger(name, tuple(rows), total, network.matrices)


class BackPropagation(LiveFigure):
    """Step forwards and backwards through a network; choose a number in the picture, change it, see its paths; or give
    the local derivatives yourself."""

    name = "back-propagation"
    timeline = "whole"
    rate = 1
    restarts = ("network",)
    answers = ("ledger",)
    preview = {"chosen_chain": "θ1", "chosen_pair": "θ11⁽¹⁾", "chosen_batch": "w11⁽¹⁾", "examples": 3}
    preview_updates = 100  # all steps

    def build(self):
        self._answered = (0, 0)  # after how many steps, how many of the next one's local derivatives were given
        sliders = {name: made for network in NETWORKS for name, made in self._sliders(network)}
        nothing = {_("none (click on one)"): ""}
        names = {_("1-1-1 (a chain)"): "1-1-1", "2-2-2": "2-2-2", _("2-2-1 with a batch"): "2-2-1"}
        losses = {_("cross-entropy"): "cross_entropy", _("half the squared error"): "squared_error"}
        controls = {"network": choice(_("network"), names, "2-2-2")}
        controls |= {f"chosen_{prefix}": choice(_("chosen"), nothing | {one: one for one in NETWORKS[network].given},
                                                "") for network, prefix in PREFIX.items()}
        controls |= {"loss": choice(_("loss"), losses, "cross_entropy"), **sliders,
                     "examples": slider(_("batch size"), 1, EXAMPLES, 1, 1),
                     "example": slider(_("example in the boxes"), 1, EXAMPLES, 1, 1),
                     "compute": switch(_("I compute the local derivatives")),
                     "answer": ipywidgets.Text(description=_("your local derivative"), placeholder="0.235, −0.42, 1/4",
                                               continuous_update=False, style=STYLE, layout=WIDE)}
        return BackPropagationDrawing({name: form_of(network) for name, network in NETWORKS.items()}), controls

    @staticmethod
    def _sliders(network):
        """A slider for each number given, by name."""
        for quantity, given in NETWORKS[network].given.items():
            for example, value in enumerate(given if isinstance(given, tuple) else (given,)):
                label = _("{name}, example {number}").format(name=quantity, number=example + 1) \
                    if network == "2-2-1" and isinstance(given, tuple) else quantity
                low, high = (0.0, 1.0) if quantity[0] in "yt" else (-MOST, MOST)
                yield control_of(network, quantity, example), slider(label, low, high, STRIDE, value, digits=2)

    def lay_out_controls(self):
        self._show_those_in_use()
        return grid(self.controls.values())

    def _show_those_in_use(self):
        """Only the controls of the network, and the slider of what is chosen."""
        values = self.values
        network, chosen = values["network"], values[f"chosen_{PREFIX[values['network']]}"]
        shown = {"network", f"chosen_{PREFIX[network]}", "compute"}
        shown |= {"loss", "examples"} if network == "2-2-1" else set()
        shown |= {"example"} if network == "2-2-1" and values["examples"] > 1 else set()
        shown |= {control_of(network, chosen, self._example(values))} if chosen else set()
        shown |= {"answer"} if values["compute"] else set()
        for name, control in self.controls.items():
            control.layout.display = None if name in shown else "none"

    @property
    def values(self):
        """The controls' values by name, without what was typed as an answer."""
        return {name: value for name, value in super().values.items() if name != "answer"}

    @property
    def total(self):
        return len(steps(NETWORKS[self.values["network"]]))

    def updates(self, values):
        return map(Number, range(1, len(steps(NETWORKS[values["network"]])) + 1))

    # What is shown ----------------------------------------------------------------------------------------------------

    @staticmethod
    def _example(values):
        """The example whose numbers stand in the boxes, from 0."""
        return min(values["example"], values["examples"]) - 1 if values["network"] == "2-2-1" else 0

    def _pass(self, values):
        """The whole way forwards and backwards with the controls as they are."""
        name, examples = values["network"], values["examples"]
        given = tuple((quantity, tuple(values[control_of(name, quantity, example)] for example in range(
            examples if name == "2-2-1" else 1)) if isinstance(number, tuple) else values[control_of(name, quantity)])
            for quantity, number in NETWORKS[name].given.items())
        return pass_of(name, given, values["loss"] if name == "2-2-1" else "squared_error")

    def state(self, values, update):
        name, number = values["network"], update.number if update else 0
        network, made, example = NETWORKS[name], self._pass(values), self._example(values)
        way = steps(network)
        done, chosen = way[:number], values[f"chosen_{PREFIX[name]}"]

        def known(backward):
            return {one for step in done if step.backward == backward for one in step.names}

        def numbers(part, names):
            return {one: float(np.broadcast_to(part[one], len(made.slopes[LOSS]))[example]) for one in names}

        step = done[-1] if done else None
        leads = chosen in network.parameters
        asked = self._asked(values, number)
        return BackPropagationState(
            name, number, len(way), bool(step and step.backward), step.names if step else (),
            numbers(made.values, known(False) | set(network.given)), numbers(made.slopes, known(True)), chosen,
            tuple(paths(network, chosen)) if leads else (),
            ledger_of(network, made, chosen, known(True)) if leads else None,
            Writer(network, made, example).formula(step) if step else Formula("", ""), asked.symbol if asked else "",
            (example + 1, values["examples"]) if name == "2-2-1" else None)

    # The learner's own local derivatives ------------------------------------------------------------------------------

    def _asked(self, values, number):
        """The local derivative asked for after so many steps; None where the next step is not backwards."""
        network = NETWORKS[values["network"]]
        coming = steps(network)[number:number + 1]
        if not values["compute"] or not coming or not coming[0].backward:
            return None
        name = coming[0].names[0]
        place = self._answered[1] if self._answered[0] == number else 0
        return asked_of(network, self._pass(values), name, network.targets_of(name)[place], self._example(values))

    def _judge(self):
        """Say at once whether the number typed is right; if it is, go on."""
        values, number = self.values, self.player.shown.number if self.player.shown else 0
        asked = self._asked(values, number)
        if asked is None:
            self.say(_("Nothing is asked yet: switch “I compute” on, and press Step until the way leads back."))
            return
        right, sentence = judged(asked, self.controls["answer"].value)
        if right:
            self._set_silently(answer="")
            network = NETWORKS[values["network"]]
            ways = network.targets_of(steps(network)[number].names[0])
            if len(ways) > 1 and self._answered[0] != number:
                self._answered = (number, 1)
                self.refresh()
                sentence = _("{right} But a second way leads from here to J.").format(right=sentence)
            else:
                self._answered = (0, 0)
                self.player.step()
        self.say(sentence)

    # What a move does -------------------------------------------------------------------------------------------------

    def point(self, pointer, values):
        """A click chooses the input, target, weight or bias there."""
        if pointer.type != "down" or pointer.axes != "graph":
            return None
        found = self.drawing.graphs[values["network"]].quantity_at(pointer.x, pointer.y)
        return found and {f"chosen_{PREFIX[values['network']]}": found}

    def key(self, key, values):
        """Left and right choose the quantity before or after, up and down change it."""
        network = values["network"]
        control, given = f"chosen_{PREFIX[network]}", ["", *NETWORKS[network].given]
        if key in ("left", "right"):
            return {control: given[(given.index(values[control]) + (1 if key == "right" else -1)) % len(given)]}
        if not values[control]:
            return None
        name = control_of(network, values[control], self._example(values))
        return {name: values[name] + (STRIDE if key == "up" else -STRIDE)}

    def _after_change(self, names):
        if self.player:
            self.player.total = self.total
        self._show_those_in_use()
        super()._after_change(names)
        if "answer" in names and self.controls["answer"].value.strip():
            self._judge()
        elif "network" in names:
            self._answered = (0, 0)
            self._set_silently(answer="")

    def reset(self):
        self._set_silently(answer="")
        super().reset()
