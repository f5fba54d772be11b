"""The setting of a live figure as a small JSON text: to keep, to share, to give again."""
import json
import math

from lessons_lib.text import _

VERSION = 1


def to_text(name, values):
    """The values of a figure's controls as JSON."""
    return json.dumps({"figure": name, "version": VERSION, "values": values})


def from_text(text, name, controls):
    """The values that such a text holds, checked against the figure's controls; else a ValueError of one sentence."""
    try:
        found = json.loads(text)
    except ValueError:
        raise ValueError(_("setting: no JSON text given, wanted what “Setting” shows")) from None
    if not isinstance(found, dict) or found.get("version") != VERSION or not isinstance(found.get("values"), dict):
        raise ValueError(_("setting: not written by this version of the course (wanted version {version})")
                         .format(version=VERSION))
    if found.get("figure") != name:
        raise ValueError(_("setting: for the figure “{other}” given, wanted one for “{name}”")
                         .format(other=found.get("figure"), name=name))
    check(found["values"], controls)
    return found["values"]


def give(values, controls):
    """Give each control named its value: all of them, or a ValueError and none."""
    check(values, controls)
    for name, value in values.items():
        controls[name].value = value


def check(values, controls):
    """A ValueError for the first name that no control has or value that its control cannot show."""
    for name, value in values.items():
        if name not in controls:
            raise ValueError(_("{name}: no such control, wanted one of {names}")
                             .format(name=name, names=", ".join(controls)))
        wanted = _wanted(controls[name], value)
        if wanted:
            raise ValueError(_("{name}: {value!r} given, wanted {wanted}")
                             .format(name=name, value=value, wanted=wanted))


def _wanted(control, value):
    """What the control takes, in words, where it does not take the value; else nothing."""
    if hasattr(control, "options"):
        options = [key for _text, key in control.options]
        return "" if value in options else _("one of {options}").format(options=", ".join(map(str, options)))
    if hasattr(control, "min"):
        number = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
        if isinstance(control.value, int):
            number = number and value == int(value)
        fits = number and control.min <= value <= control.max
        return "" if fits else _("a number from {low} to {high}").format(low=control.min, high=control.max)
    if isinstance(control.value, str):
        return "" if isinstance(value, str) else _("a text")
    return "" if isinstance(value, bool) else _("true or false")
