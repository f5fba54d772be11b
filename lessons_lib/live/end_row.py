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

    shown = None

    def show(kind, words):
        """Open the area with these words; close it when it shows that kind already."""
        nonlocal shown
        shown = None if shown == kind else kind
        area.layout.display = None if shown else "none"
        area.value = words()

    def use_setting(change):
        if shown == "setting" and change.new.strip() not in ("", figure.setting):
            with figure.acting():
                figure.use(change.new)

    area.observe(use_setting, "value")
    back = _("back to the start (r on the picture; R resets every figure)")
    buttons = [button(_("Reset"), back, figure.reset, "undo"),
               button(_("Setting"), _("this setting as text: copy it, or paste another"),
                      lambda: show("setting", lambda: figure.setting), "code")]
    if hasattr(figure, "code"):
        buttons.append(button(_("Code"), _("a cell of code that builds the same network"),
                              lambda: show("code", figure.code), "file-code-o"))
    buttons += [button(name, name, functools.partial(figure.speak, language), "globe")
                for language, name in text.LANGUAGES.items() if language != figure.language]
    return row(buttons), area
