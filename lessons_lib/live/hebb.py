"""Lesson 01: what fires together grows together, without a brake and with one."""
import numpy as np

from lessons_lib.figures.hebb import LAST, STEPS, HebbDrawing, HebbState
from lessons_lib.live.controls import slider
from lessons_lib.live.live_figure import LiveFigure
from lessons_lib.nn import hebbian_path
from lessons_lib.text import _

SEEDS = 10
START = np.array([0.3, 0.03])  # from the beginning both connections are there, and the one from B is weak


def stimuli(together, seed):
    """Whether A and B fire (1) or not (0) in each step: (STEPS, 2).

    A fires with probability one half. When A fires, B fires with the co-firing probability `together`, and when A is
    silent with 1 - together: so B too fires half of the time, at 0 never with A, at 0.5 independently of it, at 1
    exactly when A does. The mean of x x^T is [[1, together], [together, 1]] / 2.
    """
    chance = np.random.default_rng(seed).random((STEPS, 2))
    a = chance[:, 0] < 0.5
    b = chance[:, 1] < np.where(a, together, 1 - together)
    return np.column_stack([a, b]).astype(float)


class Hebb(LiveFigure):
    """A linear neuron y = w x learns by Hebb's and by Oja's rule from the same stimuli; drag along the steps."""

    name = "hebb"
    preview = {"shown": STEPS}

    def build(self):
        return HebbDrawing(), {
            "together": slider(_("co-firing probability"), 0.0, 1.0, 0.05, 0.9, digits=2),
            "learning_rate": slider(_("learning rate"), 0.01, 0.5, 0.01, 0.1, digits=2),
            "shown": slider(_("step shown"), 0, STEPS, 1, 0),
            "seed": slider(_("first of ten seeds"), 0, 20, 1, 0),
        }

    def state(self, values, update):
        """Both rules over all steps, for ten seeds at once."""
        inputs = np.stack([stimuli(values["together"], values["seed"] + run) for run in range(SEEDS)], axis=1)
        start, shown = np.tile(START, (SEEDS, 1)), values["shown"]
        weights = np.stack([hebbian_path(start, inputs, rule=rule, learning_rate=values["learning_rate"])
                            for rule in ("hebb", "oja")])
        lengths = np.sort(np.linalg.norm(weights, axis=-1), axis=-1)  # rules, steps, seeds
        bands = np.stack([lengths[..., 0], np.median(lengths, axis=-1), lengths[..., -1]], axis=1)
        now = weights[:, shown]
        return HebbState(values["together"], values["learning_rate"], shown, bands, now, np.median(now, axis=1),
                         weights[:, :shown + 1, 0], inputs[max(0, shown - LAST):shown, 0])

    def point(self, pointer, values):
        return {"shown": pointer.x} if pointer.axes == "length" else None

    def key(self, key, values):
        """Left and right move the step shown, up and down the co-firing probability."""
        if key in ("left", "right"):
            return {"shown": values["shown"] + (5 if key == "right" else -5)}
        return {"together": values["together"] + (0.05 if key == "up" else -0.05)}
