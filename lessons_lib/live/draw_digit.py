"""Lesson 06: draw a digit, and every layer of a network answers each stroke."""
import functools
from typing import NamedTuple

import ipywidgets
import numpy as np

from lessons_lib.data.strokes import BITMAP, PEN, SIDE, picture, placement, read_strokes, written
from lessons_lib.figures.draw_digit import DrawDigitDrawing, DrawDigitState
from lessons_lib.live.controls import STYLE, WIDE, button, choice, grid, row, slider, switch
from lessons_lib.live.digits_training import parts
from lessons_lib.live.live_figure import LiveFigure
from lessons_lib.nn import SGD, Network, softmax
from lessons_lib.nn.neighbours import squared_distances
from lessons_lib.text import _

HIDDEN = {"SLP": (), "ANN": (32,), "DNN": (32, 32)}
EPOCHS = 20
NEAR = 0.3  # a move by less than this much of the pad's 16 is not written down
DRAWINGS = {  # the seven was searched for: all three read it as 7, and unprepared as 5 with more than 0.9
    "three": "5 12.2, 6.3 13.2, 8 13.5, 9.6 12.8, 10.5 11.4, 10.4 9.8, 9.3 8.6, 7.6 8.1, 7.6 8.3, 9.3 7.9, 10.5 6.8, "
             "11 5.4, 10.5 4, 9.3 2.9, 7.6 2.5, 5.9 2.9, 4.7 4",
    "seven": "2.7 14.5, 3.7 15.3, 7.3 16, 4.8 12, 4.5 8.3; 4.3 12, 6.9 12.2",
    "scribble": "6.3 5, 8.2 9.6, 12.8 8.9, 5.4 12.7, 7.9 9.9, 7.7 4.9, 10.1 11, 4.6 7.6, 6.5 4.4, 4.9 13.1, 12.2 6.7, "
                "10.6 3, 12.6 8.4, 11.5 5.5",
    "letter": "4 3, 8 13.5, 12 3; 5.5 7, 10.5 7",
}


class Trained(NamedTuple):
    """A network, and how many of the validation digits it gets right."""

    network: Network
    right: int


@functools.cache
def trained(name):
    """The network of that name, trained on the training digits."""
    (inputs, labels), (unseen, truth) = parts().training, parts().validation
    network = Network((64, *HIDDEN[name], 10), activation="relu", loss="categorical_cross_entropy",
                      initialisation="he", seed=0)
    network.fit(inputs, labels, SGD(learning_rate=0.1, momentum=0.9), batch_size=32, epochs=EPOCHS)
    return Trained(network, int((network.predict(unseen) == truth).sum()))


@functools.cache
def mean_digit(label):
    """The mean of the training digits of a class (64,)."""
    inputs, labels = parts().training
    return inputs[labels == label].mean(axis=0)


def distances(pictures):
    """From each picture (N, 64) to the nearest training digit (N,): the root of the summed squares of differences."""
    return np.sqrt(np.maximum(squared_distances(pictures, parts().training[0]).min(axis=1), 0))


@functools.cache
def usual_distance():
    """Within which 19 of 20 validation digits have their nearest training digit."""
    return float(np.quantile(distances(parts().validation[0]), 0.95))


def evidence(network):
    """What each input of the last `forward` (one example) adds to the largest logit, and the constant that is left.

    Input times slope, x dz/dx, with the slope from the library's backward pass. With ReLU a network is linear as far as
    no unit switches, z = sum of x dz/dx + constant: exact here, and true of no other picture. Without hidden layers
    dz/dx is the weight and the constant is the bias, for every picture.
    """
    inputs, logits = network.layers[0].inputs, network.layers[-1].outputs
    slope = np.zeros_like(logits)
    slope[0, logits.argmax()] = 1.0
    for layer in reversed(network.layers):
        layer.backward(slope)
        slope = layer.inputs_gradient()
    spoke = (inputs * slope)[0]
    return spoke, float(logits.max() - spoke.sum())


class DrawDigit(LiveFigure):
    """Draw a digit with mouse, finger or keyboard; prepare it as the data were, or otherwise, and see what is said."""

    name = "draw a digit"
    preview = {"network": "SLP"}
    answers = ("answer",)

    def __init__(self, *, predict=None, **start):
        self.pen = np.array([SIDE / 2, SIDE / 2])
        super().__init__(predict=predict)
        self._good = self.values
        self.set(**start)
        self.start = self.values

    def build(self):
        self.buttons = [button(_("Undo stroke"), _("takes the last stroke away"), self.undo, "undo"),
                        button(_("Clear"), _("empties the pad"), self.clear, "eraser")]
        drawings = {_("your own"): "own", _("a 3"): "three", _("a 7, high up"): "seven", _("a scribble"): "scribble",
                    _("the letter A"): "letter"}
        nets = {_("SLP: no hidden layer"): "SLP", _("ANN: 1 hidden layer"): "ANN", _("DNN: 2 hidden layers"): "DNN"}
        means = {_("nothing"): "none", _("the mean of the digit it says"): "said"}
        means |= {_("the mean {digit}").format(digit=digit): str(digit) for digit in range(10)}
        strokes = ipywidgets.Text(value=DRAWINGS["three"], description=_("strokes (x y, …; …)"), style=STYLE,
                                  layout=WIDE, continuous_update=False, placeholder="4 12, 9 12, 6 3; 4 8, 9 8")
        return DrawDigitDrawing(SIDE), {
            "example": choice(_("drawing on the pad"), drawings, "three"),
            "network": choice(_("network"), nets, "ANN"),
            "strokes": strokes,
            "mean": choice(_("laid over it"), means, "none"),
            "pen": slider(_("pen (of 32 points)"), 1.0, 10.0, 0.5, PEN, digits=1),
            "full": choice(_("full ink is"), {_("1, as in training"): 1, "16": 16}, 1),
            "pen_down": switch(_("pen down: arrow keys draw")),
            "centred": switch(_("moved to the middle"), True),
            "scaled": switch(_("scaled to full height"), True),
            "inverted": switch(_("white on black")),
        }

    def lay_out_controls(self):
        """Menus and sliders in two columns; below them what is on or off, and the buttons."""
        controls = list(self.controls.values())
        return ipywidgets.VBox([grid(controls[:6]), row([*controls[6:], *self.buttons])])

    def state(self, values, update):
        """What the network sees of the drawing, and what comes of it."""
        strokes = read_strokes(values["strokes"])
        placed = {"centred": values["centred"], "scaled": values["scaled"]}
        share = picture(strokes, pen=values["pen"], **placed) if strokes else np.zeros(64)
        scale = placement(strokes, values["pen"], **placed)[0][1] if strokes else BITMAP / SIDE
        inputs = values["full"] * (1 - share if values["inverted"] else share)
        network, right = trained(values["network"])
        logits = network.forward(inputs[np.newaxis])[0]
        mean = chosen_mean(values["mean"], int(logits.argmax()))
        return DrawDigitState(
            strokes, SIDE, self.pen, values["pen_down"], values["pen"] / scale, inputs, values["full"],
            None if mean is None else mean_digit(mean), mean, [layer.outputs[0] for layer in network.layers[:-1]],
            logits, softmax(logits), *evidence(network), float(distances(inputs[np.newaxis])[0]), usual_distance(),
            values["network"], network.sizes, right, len(parts().validation[1]), how(values))

    # What a move does -------------------------------------------------------------------------------------------------

    def point(self, pointer, values):
        """The pen goes down, along and up; an example makes way for a drawing of one's own."""
        if pointer.axes != "pad":
            return None
        place = np.clip([pointer.x, pointer.y], 0, SIDE)
        begins = pointer.type == "down" or not values["strokes"]
        if not begins and np.hypot(*(place - self.pen)) < NEAR:
            return None
        self.pen = place
        return {"strokes": self._begun(values, place) if begins else f"{values['strokes']}, {written(place)}"}

    def key(self, key, values):
        """The arrow keys move the pen by a step; where it is down, it draws a line."""
        step = {"left": (-1, 0), "right": (1, 0), "up": (0, 1), "down": (0, -1)}[key]
        before, self.pen = self.pen, np.clip(self.pen + step, 0, SIDE)
        if not values["pen_down"]:
            return {"strokes": values["strokes"]}
        own = values["strokes"] if values["example"] == "own" else ""
        last = own.replace(";", ",").rpartition(",")[2].strip()
        begun = own if last == written(before) else self._begun(values, before)
        return {"strokes": f"{begun}, {written(self.pen)}"}

    def reset(self):
        """Back to the lesson's start, the pen to the middle."""
        self.pen = np.array([SIDE / 2, SIDE / 2])
        super().reset()

    def undo(self):
        """Take the last stroke away."""
        with self.acting():
            self.set(strokes=self.values["strokes"].rpartition(";")[0].strip())

    def clear(self):
        """Empty the pad."""
        with self.acting():
            self.set(strokes="")

    def _begun(self, values, place):
        """The drawing with a new stroke that begins at a place."""
        own = values["strokes"] if values["example"] == "own" else ""
        return f"{own}; {written(place)}" if own else written(place)

    def _after_change(self, names):
        values = self.values
        if "example" in names and "strokes" not in names and values["example"] != "own":
            self._set_silently(strokes=DRAWINGS[values["example"]])
        elif values["strokes"] != DRAWINGS.get(values["example"]):
            self._set_silently(example="own")
        try:
            strokes = read_strokes(self.values["strokes"])
        except ValueError:
            self._set_silently(**self._good)
            raise
        self._good = self.values
        super()._after_change(names)
        if not strokes:
            self.say(_("The pad is empty: draw a digit. The network answers all the same, by its biases alone."))

    def _lock_or_unlock(self):
        super()._lock_or_unlock()
        for one in self.buttons:
            one.disabled = self.locked


def chosen_mean(chosen, said):
    """The digit whose mean is laid over the picture, None where none is."""
    return {"none": None, "said": said}[chosen] if chosen in ("none", "said") else int(chosen)


def how(values):
    """How the picture was prepared, in words."""
    return ", ".join([
        _("moved to the middle") if values["centred"] else _("left in its place"),
        _("scaled to full height") if values["scaled"] else _("left in its size"),
        *([_("white on black")] if values["inverted"] else [])])
