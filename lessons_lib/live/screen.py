"""From a state to the learner's eyes: which frame is drawn when, sent as what, and what comes back."""
import asyncio
import os
import threading
import time

from lessons_lib.figures.style import DPI
from lessons_lib.live.frames import Frames
from lessons_lib.live.picture import Picture

ON_THE_WAY = 2  # frames sent before the first is acknowledged: more would only make the newest come later
LOST = 2.0  # seconds after which a frame without an answer counts as lost
LECTURE_SCALE = 1.35  # how much larger all pictures are where COURSE_LECTURE is set: legible from the back row
REST = 0.3  # seconds without a change until the picture is at rest


def in_a_lecture():
    """Whether the course was opened for a projector."""
    return bool(os.environ.get("COURSE_LECTURE"))


def running_loop():
    """The kernel's loop, on which timers and training run; None where no kernel runs."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


class Screen:
    """Keeps the page at the newest state of a figure.

    `draw()` brings the Matplotlib figure to that state, `describe()` says in words what was drawn; `guard()` is the
    context in which both are called. Nothing queues up:
    a state that was overtaken is never drawn. While things move, frames are JPEG; at rest comes a lossless PNG with the
    description.
    """

    def __init__(self, figure, draw, describe, *, interactive, loop, guard):
        self.frames = Frames(figure)
        self.last_seen = time.monotonic()
        scale = DPI * (LECTURE_SCALE if in_a_lecture() else 1)
        self.picture = Picture(width=round(figure.get_figwidth() * scale), height=round(figure.get_figheight() * scale),
                               interactive=interactive)
        self._draw, self._describe = draw, describe
        self._loop, self._thread, self._guard = loop, threading.get_ident(), guard
        self._state = self._drawn = 0  # number of the newest state; number of the state in the picture
        self._sent = self._shown = 0  # numbers of frames
        self._sent_at = self.drawn_at = 0.0  # when the last frame was sent, and the last state drawn
        self._open = False  # no frame before a view has said hello
        self._timer = self._soon = None

    def changed(self):
        """The state is new: show it as soon as there is room for a frame.

        On the kernel's own thread the event at hand is finished first: the browser sends the next one meanwhile.
        """
        self._state += 1
        if self._loop is None or threading.get_ident() != self._thread:
            self.send_newest()
        elif self._soon is None:
            self._soon = self._loop.call_soon(self._send_soon)

    def _send_soon(self):
        self._soon = None
        with self._guard():
            self.send_newest()

    def send_newest(self):
        """Draw and send the newest state, unless it is on its way already or there is no room."""
        if self._open and self._drawn != self._state and self._has_room():
            number = self._state
            self._draw()
            self.frames.draw()
            self._drawn, self.drawn_at = number, time.monotonic()
            self._send(self.frames.jpeg(), "image/jpeg", None)
            self.on_loop(self._rest_later)

    def opened(self, width):
        """A view stands on the page, `width` device pixels wide."""
        self.last_seen = time.monotonic()
        self._open, self._shown = True, self._sent
        self.frames.resize(width)
        self._drawn = None
        self.send_newest()

    def seen(self, number):
        """Frame `number` is on the page."""
        self.last_seen = time.monotonic()
        self._shown = max(self._shown, number)
        self.send_newest()

    def show(self, figure):
        """Go on with another figure of the same size."""
        width = self.frames.canvas.get_width_height(physical=True)[0]
        self.frames = Frames(figure)
        self.frames.resize(width)
        self.forget_picture()

    def forget_picture(self):
        """Something else was drawn onto the figure: the next frame starts afresh."""
        self._drawn = None

    def close(self):
        """Nothing is sent any more."""
        self._open = False
        if self._timer:
            self.on_loop(self._timer.cancel)

    def on_loop(self, call):
        """Run `call` on the kernel's own thread, where timers and tasks live: callbacks may come on others."""
        if self._loop is None:
            return
        if threading.get_ident() == self._thread:
            call()
        else:
            self._loop.call_soon_threadsafe(call)

    def _has_room(self):
        if time.monotonic() - self._sent_at > LOST:
            self._shown = self._sent
        return self._sent - self._shown < ON_THE_WAY

    def _send(self, data, kind, text):
        self._sent += 1
        self._sent_at = time.monotonic()
        self.picture.send({"kind": "frame", "number": self._sent, "state": self._drawn, "type": kind, "text": text},
                          [data])

    def _rest_later(self):
        if self._timer:
            self._timer.cancel()
        self._timer = self._loop.call_later(REST, self._rest)

    def _rest(self):
        """The same picture without loss, with its words; any newer state has started the wait again."""
        with self._guard():
            if self._open and self._drawn == self._state:
                self._send(self.frames.png(), "image/png", self._describe())
