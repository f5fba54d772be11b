"""Lesson 04: the playground. A network to build, to train, to take back and to send another way."""
import itertools

from lessons_lib.figures.playground import PlaygroundDrawing
from lessons_lib.live.live_figure import LiveFigure
from lessons_lib.live.playground_code import code_cell
from lessons_lib.live.playground_controls import folded, groups
from lessons_lib.live.playground_training import FOR_EVER, Training
from lessons_lib.live.playground_view import chosen_weight, seen
from lessons_lib.live.problems import EDGE, FEATURES, clicked, given, problem
from lessons_lib.text import _

FIRST = ("data", "depth", "width", "activation", "learning_rate", "batch_size")
LIVE = {"learning_rate", "batch_size", "momentum", "l1", "l2"}  # may change in the middle of a training
CHOICE = {"layer", "unit", "source"}  # of one weight
LOOKS = {"show_validation", "discretise", "show_values", "brush", "value"} | CHOICE  # change nothing in the training


class Playground(LiveFigure):
    """Build a network and train it; go back along the timeline, change a control there, and it goes another way.

    `first` names the controls that stand open, all others are folded away; `data` is the name of a data set, or your
    own arrays: inputs (N, 2), targets (N,); any other control can be given the value with which it starts. A name or a
    value that does not fit is a ValueError.
    """

    name = "playground"
    total = FOR_EVER
    timeline = "played"
    forks = True
    preview_updates = 100

    def __init__(self, *, first=FIRST, data="moons", predict=None, **start):
        self.first = first
        self.arrays = None if isinstance(data, str) else given(*data)
        self.training = None
        super().__init__(predict=predict)
        self.set(data=data if isinstance(data, str) else "given", **start)
        self.start = self.values

    @property
    def values(self):
        """The controls' values by name, without the value of the chosen weight: that is the training's."""
        return {name: value for name, value in super().values.items() if name != "value"}

    # What is shown ----------------------------------------------------------------------------------------------------

    def build(self):
        self.groups = groups(self.arrays is not None)
        controls = {name: control for group in self.groups.values() for name, control in group.items()}
        if self.training is None:
            self._good = {name: control.value for name, control in controls.items() if name != "value"}
            self.training = self._new_training(self._good)
        return PlaygroundDrawing(tuple(FEATURES), EDGE), controls

    def lay_out_controls(self):
        """The controls of this lesson; the others in groups behind buttons."""
        self._set_silently(value=self._chosen_value())
        return folded(self.groups, self.first)

    def updates(self, values):
        """From the update to which the learner went back, or from the start."""
        return self.training.updates(self.player.latest or self.training.start)

    def state(self, values, update):
        return seen(self.training, values, update or self.training.start)

    def preview_state(self, values):
        """A training of its own, which leaves the learner's as it is."""
        training = self._new_training(values)
        first = itertools.islice(training.updates(training.start), self.preview_updates)
        return seen(training, values, list(first)[-1] if len(training.train.points) else training.start)

    def code(self):
        """A cell of code that builds the network shown and trains it to the epoch shown."""
        epochs = self.player.shown.epochs_done if self.player.shown else 0
        return code_cell(self.training, self.values, epochs)

    def _new_training(self, values):
        if values["data"] == "given":
            made = self.arrays
        elif values["data"] == "clicked":
            made = clicked(values["points"])
        else:
            made = problem(values["data"], values["examples"], values["noise"], values["data_seed"])
        return Training(made, values)

    # What a move does -------------------------------------------------------------------------------------------------

    def point(self, pointer, values):
        """A click on the network chooses the weight there, a click on the plane adds a point."""
        if pointer.type != "down":
            return None
        if pointer.axes == "network":
            found = self.drawing.diagram.weight_at(pointer.x, pointer.y)
            return found and dict(zip(("layer", "unit", "source"), found, strict=True))
        if pointer.axes == "plane" and values["data"] == "clicked":
            place = f"{pointer.x:.2f} {pointer.y:.2f} {values['brush']}"
            return {"points": "; ".join(filter(None, [values["points"], place]))}
        return None

    def refresh(self):
        """The field with the chosen weight's value follows, but not in each frame of a training."""
        if not self.player.playing:
            self._set_silently(value=self._chosen_value())
        super().refresh()

    def _after_change(self, names):
        try:
            self._follow(set(names))
        except ValueError:
            self._set_silently(**self._good, value=self._chosen_value())
            raise
        self._good = self.values
        super()._after_change(names)
        self.say(self._note())

    def _follow(self, names):
        """The training follows: it begins anew, goes on with other settings, or with another weight."""
        if "width" in names and "units1" not in names:
            self._set_silently(**{name: self.values["width"] for name in self._unit_sliders()})
        if names - LIVE - LOOKS:
            self.training = self._new_training(self.values)
            self.player.reset()
        elif names & LIVE:
            self.training.follow(self.values)
            if self.player.shown is not self.player.latest:
                self.player.fork()
        elif names == {"value"}:
            self._edit()

    def _unit_sliders(self):
        """The names of the sliders for the units of each layer."""
        return [name for name in self.controls if name.startswith("units")]

    def _edit(self):
        """Give the chosen weight the value that was typed; the training goes on from there."""
        if not self.values["layer"]:
            raise ValueError(_("its value: no weight chosen, click on one or choose its layer"))
        moment = self.player.shown or self.training.start
        place = chosen_weight(self.training.network, self.values)
        edited = self.training.edit(moment, place, self.controls["value"].value)
        self.player.fork(edited if self.player.shown else None)

    def _chosen_value(self):
        if not self.values["layer"]:
            return 0.0
        moment = self.player.shown or self.training.start
        return round(self.training.weight(moment, chosen_weight(self.training.network, self.values)), 4)

    def _note(self):
        """What a learner should know about the setting; mostly nothing."""
        values, training = self.values, self.training
        size = len(training.train.points)
        if not size:
            return _("No points yet: click some into the plane. “Data” has the class of a click.")
        if values["batch_size"] > size:
            return _("The batch size {batch} is more than the {size} training examples: all of them are used.").format(
                batch=values["batch_size"], size=size)
        if training.problem.classes and len(set(training.problem.targets)) == 1:
            return _("All points are of one class: whoever always says that class is right.")
        return training.note
