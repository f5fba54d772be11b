"""The live figure: a drawing, its controls, and what makes the one follow the other at once."""
import base64
import contextlib
import html
import itertools
import threading
from pathlib import Path

import ipywidgets

from lessons_lib import text
from lessons_lib.files import set_aside, write
from lessons_lib.live import cells, setting
from lessons_lib.live.controls import close, grid, nearest
from lessons_lib.live.end_row import end_row
from lessons_lib.live.player import Player
from lessons_lib.live.pointer import Hand
from lessons_lib.live.prediction import AFTER_A_MOVE, Prediction
from lessons_lib.live.screen import Screen, in_a_lecture, running_loop
from lessons_lib.text import _


class LiveFigure:
    """A picture that follows its controls. An experiment is a subclass that says what its state is.

    A subclass gives `build()`: its drawing, with `figure`, `update(state)` and `describe(state)`, and its controls; and
    `state(values, update)`: what to draw, from the controls' values and the newest training update (None at the start).
    It may give `point(pointer, values)` and `key(key, values)`: new values for controls; and, with `total`,
    `updates(values)`: an iterator of training updates, which brings play, pause and step.

    With `predict`, the name of a question, the controls are locked until it is answered or skipped. Any control can be
    given the value with which it starts.
    """

    name = ""  # stands in a saved setting
    preview = {}  # values that differ from the start in what a reader without a kernel sees
    preview_updates = 0  # training updates there
    total = None  # the most updates of a training, where there is one
    rate = 0  # updates a second at the start; 0: as fast as it can
    timeline = None  # a slider leads back over the updates "played", or along the "whole" training, played or not
    forks = False  # whether the training can go on from an update shown, another way
    landmark = None  # the words of a button that runs to the next update worth seeing, see `is_landmark`
    restarts = ()  # names of the controls whose change begins the training anew
    answers = ()  # labels of the axes that would answer the question: hidden until it is answered or skipped
    interactive = True  # whether pointer and keyboard act on the picture

    def __init__(self, *, predict=None, **start):
        self.lock = threading.RLock()
        self.loop = running_loop()
        self.closed = self._held = False
        self._drawn_state = None
        self._hand = Hand()
        self.language = text.language()
        self.drawing, self.controls = self.build()
        setting.give(start, self.controls)
        self.start = self.values
        self.screen = Screen(self.drawing.figure, self._draw, lambda: self.drawing.describe(self._drawn_state),
                             interactive=self.interactive, loop=self.loop, guard=self.acting)
        self.screen.picture.on_msg(self._heard)
        self.player = Player(self, self.total, self.rate) if self.total else None
        self.message = ipywidgets.HTML()
        self.message.add_class("live-message")
        self.prediction = Prediction(predict, tell=AFTER_A_MOVE, changed=self._lock_or_unlock) if predict else None
        self.widget = ipywidgets.VBox(layout={"max_width": f"{self.screen.picture.width + 40}px"})
        self.widget.add_class("live-figure")
        if in_a_lecture():
            self.widget.add_class("live-large")
        self._lay_out()
        cells.enter(self)

    # What a subclass says ---------------------------------------------------------------------------------------------

    def build(self):
        """The drawing and the controls by name, in the language spoken now: called anew when that changes."""
        raise NotImplementedError

    def state(self, values, update):
        """What to draw."""
        raise NotImplementedError

    def point(self, pointer, values):
        """New values for controls, by name, when the pointer acts on the picture; None where it means nothing."""

    def key(self, key, values):
        """New values for controls when an arrow key is pressed on the picture; `key` is left, right, up or down."""

    def lay_out_controls(self):
        """The controls as they stand under the picture."""
        return grid(self.controls.values())

    def preview_state(self, values):
        """What to draw for a reader without a kernel."""
        updates = itertools.islice(self.updates(values), self.preview_updates) if self.preview_updates else ()
        return self.state(values, next(reversed(list(updates)), None))

    def is_landmark(self, update):
        """Whether there is something to see at this update."""
        return True

    # What a learner or a lesson may call ------------------------------------------------------------------------------

    @property
    def values(self):
        """The controls' values by name. (A slider in the browser says 0.7999999999999998 where it means 0.8.)"""
        return {name: round(control.value, 9) if isinstance(control.value, float) else control.value
                for name, control in self.controls.items()}

    def set(self, **values):
        """Set controls by name, all at once: one picture. A name or value that does not fit is a ValueError."""
        with self.lock:
            with self._holding():
                setting.give(values, self.controls)
            self._after_change(values)

    def reset(self):
        """Back to the lesson's start."""
        if self.player:
            self.player.reset()
        self.set(**self.start)

    def start_over(self):
        """Back to the lesson's start, the prediction asked anew: for the next class."""
        self.reset()
        if self.prediction:
            self.prediction.start_over()

    @property
    def setting(self):
        """The figure's setting as a JSON text."""
        return setting.to_text(self.name, self.values)

    def use(self, text):
        """Take over a setting given as JSON text; one that does not fit is a ValueError and changes nothing."""
        self.set(**setting.from_text(text, self.name, self.controls))

    def save(self, path):
        """Keep the setting in a file."""
        write(Path(path), self.setting.encode())

    def load(self, path):
        """Take over the setting of a file. A broken one is set aside and said; the figure stays as it is."""
        try:
            self.use(Path(path).read_text(encoding="utf-8"))
        except ValueError as error:
            self.say(_("{error}; the file was set aside as {aside}").format(
                error=error, aside=set_aside(Path(path)).name))

    def speak(self, language):
        """Go on in another language: the same values, the same training."""
        text.check(language)
        with self.lock:
            self.language, values, before = language, self.values, self.widget.children
            with self._holding():
                with text.speaking(language):
                    self.drawing, self.controls = self.build()
                    self._set_silently(**values)
                    self.screen.show(self.drawing.figure)
                    self._lay_out()
                if self.prediction:
                    self.prediction.speak(language)
            close(*(widget for widget in before if widget not in self.widget.children))
            self.screen.changed()

    def close(self):
        """Stop everything and take the figure off the page."""
        if self.closed:
            return
        self.closed = True
        if self.player:
            self.player.pause()
        self.screen.close()
        cells.leave(self)
        close(self.widget)

    def _repr_mimebundle_(self, include=None, exclude=None):
        """The live widget; beside it, for readers without a kernel, a picture and words of a telling state."""
        with self.lock, text.speaking(self.language):
            state = self.preview_state(self.values | self.preview)
            self.drawing.update(state)
            self._veil(False)
            self.screen.frames.draw()
            words, still = self.drawing.describe(state), base64.b64encode(self.screen.frames.png()).decode()
            self._veil(self.locked)
            self.screen.forget_picture()
        view = {"version_major": 2, "version_minor": 0, "model_id": self.widget.model_id}
        bundle = {"application/vnd.jupyter.widget-view+json": view, "image/png": still, "text/plain": words}
        return bundle, {"image/png": {"width": self.screen.picture.width, "height": self.screen.picture.height}}

    # From an event to a picture ---------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def acting(self):
        """Everything that happens, happens in here: one at a time, and a failure is one sentence in the cell, after
        which the next move works again."""
        with self.lock, text.speaking(self.language):
            try:
                yield
            except Exception as error:
                self.say(_("This did not work: {why}").format(why=error or type(error).__name__))

    def say(self, sentence):
        """Show a sentence under the picture; an empty one takes it away."""
        words = f'<div role="alert">{html.escape(sentence)}</div>' if sentence else ""
        if self.message.value != words:
            self.message.value = words

    def refresh(self):
        """Something was moved: the picture follows."""
        if not self._held and not self.closed:
            self.screen.changed()
            if self.prediction:
                self.prediction.notice_move()

    @contextlib.contextmanager
    def _holding(self):
        """Controls may change in here, and nothing follows them."""
        held, self._held = self._held, True
        try:
            yield
        finally:
            self._held = held

    def _set_silently(self, **values):
        """Set controls by name, and nothing follows."""
        with self._holding():
            for name, value in values.items():
                self.controls[name].value = value

    def _draw(self):
        self._drawn_state = self.state(self.values, self.player.shown if self.player else None)
        self.drawing.update(self._drawn_state)

    def _after_change(self, names):
        self.say("")
        if self.player and not set(names).isdisjoint(self.restarts):
            self.player.reset()
        self.refresh()

    def _control_changed(self, change):
        if not self._held:
            with self.acting():
                self._after_change([name for name, control in self.controls.items() if control is change.owner])

    def _heard(self, _picture, message, _buffers):
        """What the browser says."""
        if self.closed:
            return
        with self.acting():
            match message["kind"]:
                case "shown":
                    self.screen.seen(message["number"])
                case "hello":
                    self.screen.opened(message["width"])
                    if self.player and self.player.waiting_for_eyes:
                        self.player.play()
                case "pointer" | "key" if self.locked and message.get("key") not in ("r", "R"):
                    self.say(_("First choose an answer, or skip: then the controls move."))
                case "pointer":
                    pointer = self._hand.read(message, self.drawing.figure)
                    self._take(pointer and self.point(pointer, self.values))
                case "key":
                    self._key(message["key"])

    def _key(self, key):
        match key:
            case "r":
                self.reset()
            case "R":
                cells.start_over()
            case _:
                self._take(self.key(key.removeprefix("Arrow").lower(), self.values))

    def _take(self, values):
        """Set controls to what a drag or key asks for: the nearest value that each can show."""
        if values:
            self.set(**{name: nearest(self.controls[name], value) for name, value in values.items()})

    # The page ---------------------------------------------------------------------------------------------------------

    @property
    def locked(self):
        """Whether a prediction is still to be made."""
        return self.prediction is not None and not self.prediction.open

    def _lock_or_unlock(self):
        self.say("")
        for control in self.controls.values():
            control.disabled = self.locked
        if self.player:
            self.player.lock(self.locked)
        if self.answers:
            self._veil(self.locked)
            self.screen.changed()

    def _veil(self, veiled):
        for axes in (axes for axes in self.drawing.figure.axes if axes.get_label() in self.answers):
            axes.set_visible(not veiled)

    def _lay_out(self):
        """The question where there is one, the picture, the player, the controls, and at the end what puts all back."""
        for control in self.controls.values():
            control.observe(self._control_changed, "value")
        player = [self.player.lay_out()] if self.player else []
        asked = [self.prediction.widget] if self.prediction else []
        self.widget.children = [*asked, self.screen.picture, *player, self.lay_out_controls(), *end_row(self),
                                self.message]
        self._lock_or_unlock()

