"""The controls of the playground, in groups that are folded away until they are asked for."""
import ipywidgets

from lessons_lib.live.controls import STYLE, WIDE, choice, grid, scale, slider, switch
from lessons_lib.live.problems import FEATURES, MOST_CLASSES
from lessons_lib.text import _

MOST_HIDDEN, MOST_UNITS = 6, 16
RATES = (0.00001, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
PENALTIES = (0.0, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
EXAMPLES = (20, 50, 100, 200, 300, 500, 1000, 2000)
BATCHES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 2000)


def groups(arrays):
    """Each group's name and its controls by name; `arrays`: whether the learner gave arrays of their own."""
    return {
        _("Data"): _data(arrays),
        _("Features"): {name: switch(_(name), name in ("x1", "x2")) for name in FEATURES},
        _("Network"): _network(),
        _("Layers"): {f"units{layer}": slider(_("units of layer {layer}").format(layer=layer), 1, MOST_UNITS, 1, 4)
                      for layer in range(1, MOST_HIDDEN + 1)},
        _("Training"): _training(),
        _("View"): {"show_validation": switch(_("validation points (hollow)")),
                    "discretise": switch(_("only the class that is called")),
                    "show_values": switch(_("numbers on up to 24 weights"))},
        _("One weight"): _weight(),
    }


def _data(arrays):
    names = {_("two clouds"): "two_gaussians", _("circles"): "circles", "XOR": "xor", _("moons"): "moons",
             _("spirals"): "spirals", _("penguins, three species"): "penguins", _("numbers: a plane"): "plane",
             _("numbers: hills"): "hills", _("points clicked in"): "clicked"}
    if arrays:
        names[_("your arrays")] = "given"
    return {"data": choice(_("data"), names, "given" if arrays else "moons"),
            "examples": scale(_("examples"), EXAMPLES, 200),
            "noise": slider(_("noise"), 0.0, 0.6, 0.05, 0.1, digits=2),
            "training_share": slider(_("training share (%)"), 10, 90, 10, 50),
            "data_seed": slider(_("seed of the data"), 0, 20, 1, 0),
            "brush": choice(_("class of a click"), {str(k): k for k in range(MOST_CLASSES)}, 0),
            "points": ipywidgets.Text(description=_("points clicked in"), placeholder="0.5 -0.2 1; -0.3 0.4 0",
                                      continuous_update=False, style=STYLE, layout=WIDE)}


def _network():
    activations = {"tanh": "tanh", "ReLU": "relu", _("sigmoid"): "sigmoid", _("none (identity)"): "identity"}
    starts = {"Glorot": "glorot", "He": "he", _("normal"): "normal", _("zeros"): "zeros"}
    losses = {_("cross-entropy"): "cross_entropy", _("squared error"): "squared_error"}
    return {"depth": slider(_("depth (hidden layers)"), 0, MOST_HIDDEN, 1, 1),
            "width": slider(_("width (units a layer)"), 1, MOST_UNITS, 1, 4),
            "activation": choice(_("activation"), activations, "tanh"),
            "initialisation": choice(_("start weights"), starts, "glorot"),
            "weights_seed": slider(_("seed of the start weights"), 0, 20, 1, 0),
            "loss": choice(_("loss of classes"), losses, "cross_entropy")}


def _training():
    return {"learning_rate": scale(_("learning rate"), RATES, 0.1),
            "batch_size": scale(_("batch size"), BATCHES, 32),
            "momentum": slider(_("momentum"), 0.0, 0.95, 0.05, 0.0, digits=2),
            "l2": scale(_("weight decay (L2)"), PENALTIES, 0.0),
            "l1": scale(_("L1 penalty"), PENALTIES, 0.0)}


def _weight():
    value = ipywidgets.BoundedFloatText(value=0, min=-20, max=20, step=0.1, description=_("its value"), style=STYLE,
                                        layout=WIDE)
    return {"layer": slider(_("into layer (0: none)"), 0, MOST_HIDDEN + 1, 1, 0),
            "unit": slider(_("unit"), 1, MOST_UNITS, 1, 1),
            "source": slider(_("from unit (0: bias)"), 0, MOST_UNITS, 1, 1), "value": value}


def folded(parts, first):
    """The controls named in `first`, and a row of buttons that shows one of the other groups in their place."""
    everything = {name: control for controls in parts.values() for name, control in controls.items()}
    sets = {_("This lesson"): [everything[name] for name in first]}
    sets |= {title: [control for name, control in controls.items() if name not in first]
             for title, controls in parts.items()}
    grids = {title: grid(controls, 4 if all(isinstance(one, ipywidgets.Checkbox) for one in controls) else 2)
             for title, controls in sets.items() if controls}
    chooser = ipywidgets.ToggleButtons(options=list(grids), tooltips=list(grids))
    chooser.style.button_width, chooser.layout = "auto", {"margin": "2px 0"}
    chooser.add_class("live-folds")

    def show(title):
        for name, widget in grids.items():
            widget.layout.display = None if name == title else "none"

    chooser.observe(lambda change: show(change.new), "value")
    show(chooser.value)
    return ipywidgets.VBox([chooser, *grids.values()])
