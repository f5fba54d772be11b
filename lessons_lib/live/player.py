"""Play, pause and step: drives the updates of a training on the kernel's own loop, in slices that leave room for
everything else."""
import asyncio
import itertools
import time

import ipywidgets

from lessons_lib.live.controls import button, row, speed
from lessons_lib.text import _

SLICE = 0.005  # seconds of training before the loop may do something else
NAP = 0.02  # seconds between two looks at a slow training
REPORT = 0.1  # seconds between two reports of progress: each is a message to the browser
PATIENCE = 10.0  # seconds without a sign from the browser until the training pauses


class Player:
    """Takes one update after another from `figure.updates(values)` and tells the figure of each slice.

    `latest` is the newest update, None at the start. Each press on play is a turn; the task of an earlier turn ends at
    its next slice, so that at most one trains and none is left behind.
    """

    def __init__(self, figure, total, rate):
        self.figure = figure
        self.latest = None
        self.playing = self.finished = self.waiting_for_eyes = self.locked = False
        self._updates = None
        self._turn = 0
        self.total, self.rate = total, rate

    def lay_out(self):
        """Its widget, in the language spoken now; the speed stays as it was chosen."""
        figure = self.figure
        self.play_button = button(_("Play"), _("run the updates one after another"), self.toggle, "play")
        self.speed = speed(self.rate)
        self.speed.observe(lambda change: setattr(self, "rate", change.new), "value")
        self.bar = ipywidgets.IntProgress(max=self.total, layout={"width": "160px"})
        self.count = ipywidgets.Label()
        self.buttons = [self.play_button, button(_("Step"), _("one update"), self.step, "step-forward")]
        if figure.landmark:
            see = _("run until there is something to see")
            self.buttons.append(button(_(figure.landmark), see, self.skip, "fast-forward"))
        widget = row([*self.buttons, self.speed, self.bar, self.count])
        widget.add_class("live-player")
        self._report()
        return widget

    def toggle(self):
        """Play if paused, pause if playing."""
        if self.playing:
            self.pause()
        else:
            self.play()

    def play(self):
        """Start the updates."""
        if self.playing or self.finished or self.figure.closed or self.figure.loop is None:
            return
        self.playing, self.waiting_for_eyes = True, False
        self.figure.screen.last_seen = time.monotonic()  # who presses play is looking
        self._turn += 1
        turn = self._turn
        self.figure.say("")
        self.figure.screen.on_loop(lambda: self.figure.loop.create_task(self._run(turn)))
        self._report()

    def pause(self):
        """Stop after the update at hand; what was learned stays."""
        self.playing = self.waiting_for_eyes = False
        self._report()

    def step(self):
        """Exactly one update."""
        self.pause()
        with self.figure.acting():
            self.figure.say("")
            self._advance(1)
            self.figure.refresh()
        self._report()

    def skip(self):
        """As many updates as it takes until one is a landmark, or the training ends."""
        self.pause()
        with self.figure.acting():
            self.figure.say("")
            while self._advance(1) and not self.figure.is_landmark(self.latest):
                pass
            self.figure.refresh()
        self._report()

    def reset(self):
        """Back before the first update, paused."""
        self.latest, self.finished, self._updates = None, False, None
        self.pause()

    def lock(self, locked):
        """Let nobody press anything, or everybody again."""
        self.locked = locked
        self._report()

    def _advance(self, most, seconds=float("inf")):
        """Up to `most` updates within `seconds`; how many were done."""
        if self._updates is None:
            self._updates = iter(self.figure.updates(self.figure.values))
        end, done = time.perf_counter() + seconds, 0
        for update in itertools.islice(self._updates, most):
            self.latest = update
            done += 1
            if time.perf_counter() > end:
                return done
        self.finished = done < most
        return done

    async def _run(self, turn):
        """The training: slices of updates, each followed by a chance for the rest of the kernel."""
        reported, rate = 0.0, None
        while self.playing and turn == self._turn:
            now = time.perf_counter()
            if rate != self.rate:
                rate, began, done = self.rate, now, 0
            due = int((now - began) * rate) + 1 - done if rate else 10**9
            if due > 0:
                done += self._slice(due)
            if now - reported > REPORT:
                reported = now
                self._report()
            await asyncio.sleep(min(NAP, 1 / rate) if rate else 0)

    def _slice(self, due):
        """As many of the updates that are due as fit into a slice. The end, an exception, or nobody looking pauses."""
        failed, unseen, done = True, False, 0
        with self.figure.acting():
            done = self._advance(due, SLICE)
            self.figure.refresh()
            unseen = time.monotonic() - self.figure.screen.last_seen > PATIENCE
            failed = False
        if failed or unseen or self.finished:
            self.pause()
            self.waiting_for_eyes = unseen
        return done

    def _report(self):
        """The state of the player, on its own controls."""
        number = 0 if self.latest is None else self.latest.number
        self.bar.value = self.bar.max if self.finished else number  # some trainings end before their longest time
        self.count.value = _("update {number}").format(number=number)
        self.play_button.description = _("Pause") if self.playing else _("Play")
        self.play_button.icon = "pause" if self.playing else "play"
        for one in self.buttons:
            one.disabled = self.finished or self.locked
