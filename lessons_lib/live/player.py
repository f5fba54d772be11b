"""Play, pause and step: drives the updates of a training on the kernel's own loop, in slices that leave room for
everything else."""
import asyncio
import itertools
import time

import ipywidgets

from lessons_lib.live.controls import button, row, slider, speed
from lessons_lib.live.timeline import Timeline
from lessons_lib.text import _

SLICE = 0.005  # seconds of training before the loop may do something else
NAP = 0.02  # seconds between two looks at a slow training
BETWEEN = 0.02  # seconds of training from one picture to the next: more pictures than the eye sees would only cost time
REPORT = 0.25  # seconds between two reports of progress: each is a message to the browser
PATIENCE = 10.0  # seconds without a sign from the browser until the training pauses


class Player:
    """Takes one update after another from `figure.updates(values)` and tells the figure of each slice.

    `latest` is the newest update, None at the start; `shown` is the one that the figure shows: the newest, unless the
    learner went back along the timeline. Each press on play is a turn; the task of an earlier turn ends at its next
    slice, so that at most one trains and none is left behind.
    """

    def __init__(self, figure, total, rate):
        self.figure = figure
        self.playing = self.waiting_for_eyes = self.locked = False
        self._turn = 0
        self.total, self.rate = total, rate
        self._forget()

    def _forget(self):
        """Back before the first update."""
        self.latest = self.shown = self._updates = None
        self.finished = False
        self._timeline = Timeline()

    def lay_out(self):
        """Its widget, in the language spoken now; the speed stays as it was chosen."""
        figure = self.figure
        self.play_button = button(_("Play"), _("run the updates one after another"), self.toggle, "play")
        self.speed = speed(self.rate)
        self.speed.observe(lambda change: setattr(self, "rate", change.new), "value")
        if figure.timeline:
            self.back = self._slider_back()
            progress = [self.back]
        else:
            self.bar = ipywidgets.IntProgress(max=self.total, layout={"width": "160px"})
            self.count = ipywidgets.Label()
            progress = [self.bar, self.count]
        self.buttons = [self.play_button, button(_("Step"), _("one update"), self.step, "step-forward")]
        if figure.landmark:
            see = _("run until there is something to see")
            self.buttons.append(button(_(figure.landmark), see, self.skip, "fast-forward"))
        if figure.forks:
            again = _("back to the same start weights, with the controls as they are")
            branch = _("forget what comes after the update shown: change a control and play another way from here")
            self.buttons += [button(_("Rewind"), again, self.rewind, "fast-backward"),
                             button(_("Fork"), branch, self.fork, "code-fork")]
        widget = row([*self.buttons, self.speed, *progress])
        widget.add_class("live-player")
        self._report()
        return widget

    def _slider_back(self):
        """The timeline's slider: it shows where the training is, and leads back."""
        made = slider(_("update shown"), 0, 1, 1, 0)
        made.layout, made.style.description_width = {"flex": "1 1 300px"}, "initial"
        made.observe(self._dragged, "value")
        return made

    def _dragged(self, change):
        if change.new != self._number:  # else it only shows where the training is
            self.seek(change.new)

    def _report_back(self, number):
        """Lengthen the slider before it moves up, and shorten it after it moved down: it never moves by itself."""
        end = self.total if self.figure.timeline == "whole" else max(self._done, 1)
        self.back.max = max(end, self.back.value)
        self.back.value, self.back.disabled = number, self.locked
        self.back.max = end

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
            while self._advance(1) and not self.figure.is_landmark(self.shown):
                pass
            self.figure.refresh()
        self._report()

    def seek(self, number):
        """Show the update of this number, as near as the timeline kept it; what was not done yet is done."""
        self.pause()
        with self.figure.acting():
            self.figure.say("")
            self.finished = False
            self.shown = self._timeline.at(number) if number < self._done else self.latest
            self._advance(number - self._done)
            self.figure.refresh()
        self._report()

    def fork(self, update=None):
        """Forget what came after the update shown, or after the one given in its place: the training goes on from
        there, by `figure.updates(values)`."""
        self.latest = self.shown = update or self.shown
        self._updates, self.finished = None, False
        self._timeline.cut(self._number - 1)
        if self.shown:
            self._timeline.keep(self.shown)
        self._report()

    def rewind(self):
        """Back before the first update, all controls as they are."""
        self.seek(0)
        self.fork()

    def reset(self):
        """Back before the first update, paused."""
        self._forget()
        self.pause()

    def lock(self, locked):
        """Let nobody press anything, or everybody again."""
        self.locked = locked
        self._report()

    @property
    def _number(self):
        """The number of the update shown, 0 before the first."""
        return self.shown.number if self.shown else 0

    @property
    def _done(self):
        """The number of the newest update, 0 before the first."""
        return self.latest.number if self.latest else 0

    def _advance(self, most, seconds=float("inf")):
        """Up to `most` updates within `seconds`; how many were done."""
        end, done = time.perf_counter() + seconds, 0
        for update in itertools.islice(self._coming(), max(most, 0)):
            self.shown = update
            done += 1
            if time.perf_counter() > end:
                return done
        self.finished = done < most
        return done

    def _coming(self):
        """What comes after the update shown: first what was kept of the training so far, then new updates."""
        yield from self._timeline.after(self._number)
        if self.shown is not self.latest:
            yield self.latest
        if self._updates is None:
            self._updates = iter(self.figure.updates(self.figure.values))
        for update in self._updates:
            self.latest = update
            if self.figure.timeline:
                self._timeline.keep(update)
            yield update

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
        with self.figure.acting():
            self.figure.refresh()  # the last updates, if no picture was due yet

    def _slice(self, due):
        """As many of the updates that are due as fit into a slice. The end, an exception, or nobody looking pauses."""
        failed, unseen, done = True, False, 0
        with self.figure.acting():
            done = self._advance(due, SLICE)
            if time.monotonic() - self.figure.screen.drawn_at > BETWEEN or self.finished:
                self.figure.refresh()
            unseen = time.monotonic() - self.figure.screen.last_seen > PATIENCE
            failed = False
        if failed or unseen or self.finished:
            self.pause()
            self.waiting_for_eyes = unseen
        return done

    def _report(self):
        """The state of the player, on its own controls."""
        number = self._number
        if self.figure.timeline:
            self._report_back(number)
        else:
            self.bar.value = self.bar.max if self.finished else number  # some trainings end before their longest time
            self.count.value = _("update {number}").format(number=number)
        self.play_button.description = _("Pause") if self.playing else _("Play")
        self.play_button.icon = "pause" if self.playing else "play"
        for one in self.buttons:
            one.disabled = self.finished or self.locked
