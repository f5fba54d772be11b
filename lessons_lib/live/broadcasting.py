"""Lesson 00: what NumPy makes of two arrays whose shapes differ."""
import numpy as np

from lessons_lib.figures.broadcasting import BroadcastingDrawing, BroadcastingState
from lessons_lib.live.controls import choice
from lessons_lib.live.live_figure import LiveFigure
from lessons_lib.text import _

SHAPES = {str(shape): shape for shape in ((), (3,), (4,), (1, 3), (3, 1), (2, 3))}


class Broadcasting(LiveFigure):
    """Choose two shapes. Tens come from a, ones from b: each number of the sum tells where it comes from."""

    name = "broadcasting"
    interactive = False
    preview = {"a": "(3, 1)"}  # with (3,): the trap of `prediction - target`

    def build(self):
        options = {shape: shape for shape in SHAPES}
        return BroadcastingDrawing(), {
            "a": choice(_("shape of a"), options, "(3,)"),
            "b": choice(_("shape of b"), options, "(3,)"),
        }

    def state(self, values, update):
        """NumPy itself says which shape comes out, or why there is none."""
        a, b = _numbers(SHAPES[values["a"]], 10), _numbers(SHAPES[values["b"]], 1)
        try:
            result = np.asarray(a + b)
        except ValueError as error:
            own = np.ones(a.shape, bool), np.ones(b.shape, bool)
            return BroadcastingState((a.shape, b.shape, None), (a, b, None), own, str(error).strip())
        stretched = tuple(np.broadcast_to(array, result.shape) for array in (a, b))
        return BroadcastingState((a.shape, b.shape, result.shape), (*stretched, result),
                                 (_own(a, result.shape), _own(b, result.shape)), "")


def _numbers(shape, unit):
    """1, 2, 3, ... times `unit`, in this shape."""
    return unit * np.arange(1, np.prod(shape, dtype=int) + 1).reshape(shape)


def _own(array, shape):
    """Where an array stretched to `shape` shows each of its numbers for the first time."""
    number = np.broadcast_to(np.arange(array.size).reshape(array.shape), shape)
    own = np.zeros(number.size, bool)
    own[np.unique(number, return_index=True)[1]] = True
    return own.reshape(shape)
