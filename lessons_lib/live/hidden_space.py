"""Lesson 04: XOR by two hidden units: their lines, and the plane bent by them, in which one line parts the classes."""
import numpy as np

from lessons_lib.figures.hidden_space import CENTRE, LIMITS, HiddenSpaceDrawing, HiddenSpaceState, arrow
from lessons_lib.figures.plane import grid
from lessons_lib.live.controls import choice, scale, slider
from lessons_lib.live.live_figure import LiveFigure
from lessons_lib.live.pairs import gate_pair
from lessons_lib.nn import ACTIVATIONS, sigmoid
from lessons_lib.text import _

SOFT = ("sigmoid", "tanh")  # in these the steepness bends; a step has none, in the others the output undoes it
NARROWEST = 0.01  # of a street that counts: through a narrower one only weights over 400 would lead
EDGE = np.log(9)  # the output's sum at the street's edges: p = 0.1 and 0.9
NEAR = 0.12  # a grip this near to an arrow's head turns the line, elsewhere it shifts it

ALONG, ACROSS = np.linspace(-0.5, 1.5, 61), np.linspace(-0.5, 1.5, 9)
SHEET = np.array([[(t, line) for t in ALONG] for line in ACROSS] + [[(line, t) for t in ALONG] for line in ACROSS])
RIM = np.concatenate([a + np.linspace(0, 1, 31)[:, np.newaxis] * (b - a) for a, b in zip(
    np.array([[0, 0], [1, 0], [1, 1], [0, 1]]), np.array([[1, 0], [1, 1], [0, 1], [0, 0]]), strict=True)])


def unit(angle):
    """The direction (2,) of an angle in degrees."""
    return np.array([np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))])


def hidden_layer(angles, offsets, steepness):
    """Weights W (2 inputs, 2 units) and biases (2,) of units whose sums z = x W + b are the distance from their line
    times the steepness: the line lies at the offset from the centre of the corners, in the direction of the angle."""
    weights = steepness * np.column_stack([unit(angle) for angle in angles])
    return weights, -CENTRE @ weights - steepness * np.asarray(offsets)


def widest_street(points, labels):
    """The weights (2,) and the bias of the line in the middle of the widest street between two classes, and the width
    of the street: 0, and no weights, where it is narrower than NARROWEST or no line parts the classes.

    Each class has one or two points, so that the street lies between the two nearest points p, q of two segments; it is
    what a support vector machine finds (Bishop, PRML, 7.1). The weights 2 log 9 (p - q) / |p - q|^2 give the
    probabilities 0.9 and 0.1 at its edges.
    """
    ones, zeros = points[labels == 1], points[labels == 0]
    p, q = nearest(ones, zeros)
    width = np.hypot(*(p - q))
    if width < NARROWEST or crossing(ones, zeros):
        return np.zeros(2), 0.0, 0.0
    weights = 2 * EDGE * (p - q) / width**2
    return weights, -weights @ (p + q) / 2, width


def nearest(ones, zeros):
    """The nearest points of two segments that do not cross, each given by its ends (1 or 2, 2): one is an end."""
    pairs = [(end, onto(end, zeros)) for end in ones] + [(onto(end, ones), end) for end in zeros]
    return min(pairs, key=lambda pair: np.hypot(*(pair[0] - pair[1])))


def onto(point, segment):
    """The point of a segment that is nearest to a point."""
    start, along = segment[0], segment[-1] - segment[0]
    return start + np.clip((point - start) @ along / max(along @ along, 1e-300), 0, 1) * along


def crossing(one, other):
    """Whether two segments cross: the ends of each lie on both sides of the other."""
    def sides(segment, ends):
        (x, y), moved = segment[-1] - segment[0], ends - segment[0]
        return x * moved[:, 1] - y * moved[:, 0]
    return all(len(a) == 2 and np.prod(np.sign(sides(a, b))) < 0 for a, b in ((one, other), (other, one)))


def output_unit(hidden, labels):
    """The output's weights (2,), its bias, and the width of the street where one line parts the classes. Where none
    does, the line gets three corners right, whichever three have the widest street, and the width is 0."""
    weights, bias, width = widest_street(hidden, labels)
    if width:
        return weights, bias, width
    without = [widest_street(np.delete(hidden, k, axis=0), np.delete(labels, k)) for k in range(len(labels))]
    weights, bias, _width = max(without, key=lambda found: round(found[2], 9))  # of equal ones the first, everywhere
    return weights, bias, 0.0


class HiddenSpace(LiveFigure):
    """Turn and shift the lines of two hidden units, by the controls or on the picture, until one line parts XOR."""

    name = "hidden space"
    preview = {"angle1": 35, "offset1": -0.35, "angle2": -125, "offset2": -0.35}

    def build(self):
        self.data, self.held = gate_pair("XOR"), (1, None)
        self.cells = grid(self.data.extent)
        self.names = {_("step function"): "step", _("sigmoid"): "sigmoid", _("tanh"): "tanh", _("ReLU"): "relu",
                      _("none (identity)"): "identity"}
        return HiddenSpaceDrawing(self.data, SHEET), {
            "activation": choice(_("activation"), self.names, "sigmoid"),
            "steepness": scale(_("steepness (sigmoid, tanh)"), (1, 2, 4, 6, 8, 12, 20), 6),
            "angle1": slider(_("h1: angle (degrees)"), -180, 180, 5, 0),
            "offset1": slider(_("h1: offset from centre"), -0.8, 0.8, 0.05, 0.0, digits=2),
            "angle2": slider(_("h2: angle (degrees)"), -180, 180, 5, 90),
            "offset2": slider(_("h2: offset from centre"), -0.8, 0.8, 0.05, 0.0, digits=2),
            "bend": slider(_("bend the sheet"), 0.0, 1.0, 0.05, 1.0, digits=2),
        }

    def state(self, values, update):
        activation, labels, bend = values["activation"], self.data.labels, values["bend"]
        angles, offsets = (tuple(values[f"{name}{k}"] for k in (1, 2)) for name in ("angle", "offset"))
        steepness = values["steepness"] if activation in SOFT else 1
        weights, biases = hidden_layer(angles, offsets, steepness)

        def hidden(points):
            return ACTIVATIONS[activation].function(points @ weights + biases)

        corners, sheet = hidden(self.data.inputs), hidden(SHEET)
        output, bias, width = output_unit(corners, labels)
        probabilities = sigmoid(corners @ output + bias)
        there = grid(LIMITS[activation] * 2) @ output + bias if bend == 1 else np.zeros(len(self.cells))
        return HiddenSpaceState(
            activation, next(words for words, name in self.names.items() if name == activation), steepness,
            angles, offsets, weights.T / steepness, -CENTRE @ weights / steepness - offsets, bend,
            bent(SHEET, sheet, activation, bend), bent(RIM, hidden(RIM), activation, bend),
            bent(self.data.inputs, corners, activation, bend), corners, output, bias, width, probabilities,
            (probabilities >= 0.5) != labels, sigmoid(hidden(self.cells) @ output + bias), sigmoid(there),
            on_a_line(sheet))

    def point(self, pointer, values):
        """A drag shifts the line that is nearer, or turns it where it began at the head of the line's arrow."""
        if pointer.axes != "input":
            return None
        position = np.array([pointer.x, pointer.y]) - CENTRE
        if pointer.type == "down":
            self.held = self._grip(position, values)
        k, turned = self.held
        if turned is None:
            return {f"offset{k}": position @ unit(values[f"angle{k}"])}
        return {f"angle{k}": wrapped(degrees(position) + turned)}

    def _grip(self, position, values):
        """The unit whose line is taken hold of at a position from the centre; and, where its arrow's head is, by how
        many degrees the line's angle is ahead of the position's."""
        lines = {k: (unit(values[f"angle{k}"]), values[f"offset{k}"]) for k in (1, 2)}
        heads = {k: np.hypot(*(arrow(*line, k)[1] - CENTRE - position)) for k, line in lines.items()}
        k = min(heads, key=heads.get)
        if heads[k] < NEAR:
            return k, values[f"angle{k}"] - degrees(position)
        return min(lines, key=lambda k: abs(position @ lines[k][0] - lines[k][1])), None

    def key(self, key, values):
        """The line last dragged: left and right shift it, up and down turn it."""
        k = self.held[0]
        if key in ("left", "right"):
            return {f"offset{k}": values[f"offset{k}"] + (0.05 if key == "right" else -0.05)}
        return {f"angle{k}": wrapped(values[f"angle{k}"] + (5 if key == "up" else -5))}


def bent(points, hidden, activation, bend):
    """Where points of the input plane are shown in hidden space: at 0 as in the input plane, at 1 where they land."""
    low, high = LIMITS[activation]
    return (1 - bend) * (low + (points + 0.5) / 2 * (high - low)) + bend * hidden


def on_a_line(points):
    """Whether all points lie on one line, or on one point."""
    flat = points.reshape(-1, 2)
    lengths = np.linalg.svd(flat - flat.mean(axis=0), compute_uv=False)
    return bool(lengths[1] <= 1e-9 * lengths[0])


def degrees(direction):
    """The angle of a direction (2,) in degrees."""
    return float(np.rad2deg(np.arctan2(direction[1], direction[0])))


def wrapped(angle):
    """The same angle, from -180 up to 180."""
    return angle if abs(angle) <= 180 else (angle + 180) % 360 - 180
