"""The playground's setting as a cell of code."""
from lessons_lib.live.problems import TOYS

COLUMNS = {"x1": "x[:, 0]", "x2": "x[:, 1]", "x1²": "x[:, 0]**2", "x2²": "x[:, 1]**2", "x1·x2": "x[:, 0] * x[:, 1]",
           "sin πx1": "np.sin(np.pi * x[:, 0])", "sin πx2": "np.sin(np.pi * x[:, 1])"}


def code_cell(training, values, epochs):
    """Code that builds the network of a training, trains it for so many epochs and prints its scores. What was changed
    in mid-training, and weights edited by hand, are not in it."""
    network, problem = training.network, training.problem
    share = values["training_share"] / 100
    targets = f"np.eye({problem.classes})[{{}}]" if network.sizes[-1] > 1 and network.loss_name == "squared_error" \
        else "{}"
    settings = {"activation": network.activation, "loss": network.loss_name,
                "output_activation": network.output_activation, "initialisation": values["initialisation"],
                "l1": network.l1, "l2": network.l2, "seed": values["weights_seed"]}
    parts = ("train, validation = data.split(points, targets, ({:g}, {:g}), seed={})".format(
        share, round(1 - share, 9), values["data_seed"]) if len(training.validation.points)
        else "train = validation = points, targets")
    lines = [
        "import numpy as np", "", "from lessons_lib import data, nn", "", *_points(problem, values), parts, "",
        "def features(x):", f"    return np.column_stack([{', '.join(COLUMNS[name] for name in training.features)}])",
        "", f"network = nn.Network({network.sizes}, "
        + ", ".join(f"{name}={value!r}" for name, value in settings.items()) + ")",
    ]
    if epochs:
        lines.append(f"network.fit(features(train[0]), {targets.format('train[1]')}, nn.SGD({values['learning_rate']}, "
                     f"momentum={values['momentum']}), batch_size={training.batch_size}, epochs={epochs}, "
                     f"seed={values['weights_seed']})")
    lines += [f"for x, t in (train, validation):\n    print(network.loss(features(x), {targets.format('t')}))"]
    return "\n".join(lines)


def _points(problem, values):
    """The lines that make points and targets."""
    if values["data"] in TOYS:
        return [f"points, targets = data.{values['data']}(examples={values['examples']}, noise={values['noise']}, "
                f"seed={values['data_seed']})"]
    if values["data"] == "penguins":
        return ["from lessons_lib.live.problems import problem",
                f"points, targets, _ = problem('penguins', {values['examples']}, {values['noise']}, "
                f"{values['data_seed']})"]
    return [f"points = np.array({problem.points.round(4).tolist()})",
            f"targets = np.array({problem.targets.round(4).tolist()})"]
