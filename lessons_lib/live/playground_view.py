"""What the playground shows of a training at one moment."""
import numpy as np

from lessons_lib import nn
from lessons_lib.figures.plane import CELLS, grid
from lessons_lib.figures.playground import PlaygroundState
from lessons_lib.live.diagnosis import best_row, diagnosis
from lessons_lib.live.problems import EDGE
from lessons_lib.text import _

FINE = 3  # cells of the plane to one of a tile
PLANE = grid((-EDGE, EDGE, -EDGE, EDGE))


@np.errstate(all="ignore")  # a network that diverged gives what is infinite or not a number
def seen(training, values, moment):
    """The playground's state at a moment of a training, looked at through a copy of its network."""
    network = training.glass
    network.parameters = moment.parameters
    inputs = training.inputs(PLANE)
    said = between_0_and_1(network.forward(inputs), network, training.problem.classes)
    columns = [inputs, *(layer.outputs for layer in network.layers[:-1]), 2 * said - 1]
    rows = [row for row in training.curve if row.number <= moment.number]
    losses, scores, deltas = judged(training, network)
    return PlaygroundState(
        features=training.features, tiles=[tiles_of(outputs) for outputs in columns],
        weights=[layer.weights.copy() for layer in network.layers], field=said, classes=training.problem.classes,
        train=training.drawn[0], validation=training.drawn[1], show_validation=values["show_validation"],
        discretise=values["discretise"], show_values=values["show_values"], chosen=chosen_weight(network, values),
        number=moment.number, epoch=moment.epochs_done, curve=training.curve, ghost=training.ghost,
        best=best_row(rows), deltas=deltas, losses=losses, scores=scores, name=name_of(len(network.layers) - 1),
        diagnosis=diagnosis(rows, scores, deltas))


def between_0_and_1(outputs, network, classes):
    """The outputs (cells, outputs) as what the network says: probabilities; numbers from -1 to 1 as shares."""
    outputs = np.nan_to_num(outputs)
    if classes == 0:
        return np.clip((outputs + 1) / 2, 0, 1)
    if network.loss_name == "squared_error":
        return outputs  # of sigmoids
    return nn.sigmoid(outputs) if outputs.shape[1] == 1 else nn.softmax(outputs)


def tiles_of(outputs):
    """The outputs (cells, units) of a layer over the plane as tiles (units, cells, cells) from -1 to 1."""
    tiles = np.nan_to_num(outputs).T.reshape(-1, CELLS, CELLS)[:, ::FINE, ::FINE]
    return tiles / np.maximum(np.abs(tiles).max(axis=(1, 2), keepdims=True), 1e-9)


def judged(training, network):
    """Losses and scores of training and validation data, and the size of delta in each layer over the training data:
    the root mean square of each example's dJ/dz."""
    if not len(training.train.points):
        return (np.nan, np.nan), (np.nan, np.nan), np.full(len(network.layers), np.nan)
    losses, scores = [], []
    parts = zip(training.features_of_parts, (training.train, training.validation), strict=True)
    for inputs, part in reversed(list(parts)):  # training last: its outputs serve the backward pass
        losses.append(network.loss(inputs, part.targets) if len(inputs) else np.nan)
        scores.append(score(network, inputs, part.targets) if len(inputs) else np.nan)
    network.backward(training.train.targets)
    deltas = np.array([np.sqrt(np.mean((len(inputs) * layer.delta) ** 2)) for layer in network.layers])
    return tuple(losses[::-1]), tuple(scores[::-1]), deltas


def score(network, inputs, targets):
    """The accuracy, also of a network with squared error on classes; R² of numbers."""
    if network.output_activation == "sigmoid":
        outputs = network.forward(inputs)
        called, truth = (outputs[:, 0] >= 0.5, targets) if targets.ndim == 1 else (outputs.argmax(1), targets.argmax(1))
        return float(np.mean(called == truth))
    return network.score(inputs, targets) if network.loss_name != "squared_error" or np.ptp(targets) else np.nan


def chosen_weight(network, values):
    """The weight that the controls choose, (layer, unit, source) from 1, source 0 for the bias: within this network.
    None where they choose none."""
    if not values["layer"]:
        return None
    layer = min(values["layer"], len(network.layers))
    inputs, units = network.sizes[layer - 1:layer + 1]
    return layer, min(values["unit"], units), min(values["source"], inputs)


def name_of(depth):
    """What a network of so many hidden layers is called, here and elsewhere."""
    if depth == 0:
        return _("No hidden layer: SLP, a single-layer perceptron")
    if depth == 1:
        return _("1 hidden layer: “ANN” in many notes, else a shallow network")
    return _("{depth} hidden layers: DNN, a deep neural network").format(depth=depth)
