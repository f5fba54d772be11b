"""The picture on the page: one small widget that shows frames and passes on what the learner does on them."""
from pathlib import Path

import anywidget
import traitlets


class Picture(anywidget.AnyWidget):
    """A canvas in the browser. It is a sheet of glass: it decides nothing and keeps nothing.

    Messages to it: `{"kind": "frame", "number", "state", "type", "text"}` with the encoded picture as buffer; `text`
    comes with the frames at rest and becomes the alternative text. Messages from it: `hello` (a view opened: its width
    in device pixels), `shown` (a frame is on the screen), `pointer` and `key`.
    """

    _esm = Path(__file__).parent / "picture.js"
    _css = Path(__file__).parent / "picture.css"
    width = traitlets.Int(960, help="CSS pixels at full size").tag(sync=True)
    height = traitlets.Int(400, help="CSS pixels at full size").tag(sync=True)
    interactive = traitlets.Bool(False, help="whether pointer and keyboard act on the picture").tag(sync=True)
