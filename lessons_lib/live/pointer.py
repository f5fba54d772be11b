"""The pointer on a picture, in the data units of the axes that it holds."""
from typing import NamedTuple


class Pointer(NamedTuple):
    """What the pointer does: `type` down, move or up; the axes by their label; `x`, `y` in their data units."""

    type: str
    axes: str
    x: float
    y: float


class Hand:
    """Knows which axes were grabbed: a drag belongs to the axes in which it began."""

    def __init__(self):
        self._grabbed = None

    def read(self, message, figure):
        """The browser's message about a figure as a Pointer; None where it holds no axes."""
        pixel = message["x"] * figure.bbox.width, (1 - message["y"]) * figure.bbox.height
        if message["type"] == "down":
            self._grabbed = next((axes for axes in figure.axes if axes.bbox.contains(*pixel)), None)
        if self._grabbed is None:
            return None
        x, y = self._grabbed.transData.inverted().transform(pixel)
        return Pointer(message["type"], self._grabbed.get_label(), float(x), float(y))
