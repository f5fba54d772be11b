"""The controls of a live figure: ipywidgets, alike in every lesson. Each has a label, its unit, and a keyboard way."""
import ipywidgets

from lessons_lib.text import _

WIDE = {"width": "auto"}
STYLE = {"description_width": "170px"}


def slider(label, low, high, step, value, *, digits=None):
    """A slider from `low` to `high`. Whole steps give whole numbers, others `digits` decimals (one more than needed by
    default)."""
    kind = ipywidgets.IntSlider if isinstance(step, int) else ipywidgets.FloatSlider
    form = "d" if isinstance(step, int) else f".{2 if digits is None else digits}f"
    return kind(value=value, min=low, max=high, step=step, description=label, readout_format=form, style=STYLE,
                layout=WIDE, continuous_update=True)


def scale(label, values, value, form="{:g}"):
    """A slider over the given values, such as 1, 2, 4, 8: for what is felt by its ratio."""
    return ipywidgets.SelectionSlider(options=[(form.format(one), one) for one in values], value=value,
                                      description=label, style=STYLE, layout=WIDE, continuous_update=True)


def neighbour(values, value, steps):
    """The value so many places further on in a scale's values; at its ends it stays."""
    return values[min(max(values.index(value) + steps, 0), len(values) - 1)]


def nearest(control, value):
    """The value on the slider's own steps nearest to the one wanted. (A value between two steps would come back from
    the browser a moment later, moved onto a step.)"""
    if isinstance(control, ipywidgets.SelectionSlider):
        return min((one for _text, one in control.options), key=lambda one: abs(one - value))
    if not hasattr(control, "step"):
        return value
    steps = round((min(max(value, control.min), control.max) - control.min) / control.step)
    return type(control.value)(round(control.min + steps * control.step, 9))


def choice(label, options, value):
    """A drop-down list; `options` maps what is shown to what is meant."""
    return ipywidgets.Dropdown(options=[(text, key) for text, key in options.items()], value=value, description=label,
                               style=STYLE, layout=WIDE)


def switch(label, value=False):
    """Something that is on or off."""
    return ipywidgets.Checkbox(value=value, description=label, indent=False, layout=WIDE)


def button(label, tooltip, action, icon=""):
    """A button that calls `action()`."""
    made = ipywidgets.Button(description=label, tooltip=tooltip, icon=icon, layout={"width": "auto"})
    made.on_click(lambda _button: action())
    return made


def grid(controls, columns=2):
    """The controls side by side, in the order in which they are used."""
    return ipywidgets.GridBox(list(controls), layout={
        "grid_template_columns": f"repeat({columns}, minmax(0, 1fr))", "grid_gap": "0px 28px", "overflow": "hidden"})


def close(*widgets):
    """Close widgets and all that they hold, down to their layouts and styles, which ipywidgets would leave behind."""
    for widget in widgets:
        close(*getattr(widget, "children", ()), *(getattr(widget, part) for part in ("layout", "style")
                                                  if hasattr(widget, part)))
        widget.close()


def row(controls):
    """Small controls in one line."""
    return ipywidgets.HBox(list(controls), layout={"flex_flow": "row wrap", "align_items": "center"})


SPEEDS = (1, 3, 10, 30, 100, 1000)


def speed(value):
    """How many updates a second are shown."""
    options = {_("{number} a second").format(number=number): number for number in SPEEDS}
    made = choice(_("speed"), options | {_("as fast as it can"): 0}, value)
    made.style.description_width, made.layout.width = "initial", "200px"
    return made
