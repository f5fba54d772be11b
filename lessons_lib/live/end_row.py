"""The last row of a live figure: what puts all back, the setting as text, the other language."""
import functools

import ipywidgets

from lessons_lib import text
from lessons_lib.live.controls import button, row
from lessons_lib.text import _


def end_row(figure):
    """The buttons, and the text area that "Setting" opens."""
    area = ipywidgets.Textarea(layout={"display": "none", "width": "auto"})
    area.add_class("live-setting")

    def show_setting():
        area.layout.display = "none" if area.layout.display is None else None
        area.value = figure.setting

    def use_setting(change):
        if area.layout.display is None and change.new.strip() not in ("", figure.setting):
            with figure.acting():
                figure.use(change.new)

    area.observe(use_setting, "value")
    back = _("back to the start (r on the picture; R resets every figure)")
    buttons = [button(_("Reset"), back, figure.reset, "undo"),
               button(_("Setting"), _("this setting as text: copy it, or paste another"), show_setting, "code")]
    buttons += [button(name, name, functools.partial(figure.speak, language), "globe")
                for language, name in text.LANGUAGES.items() if language != figure.language]
    return row(buttons), area
