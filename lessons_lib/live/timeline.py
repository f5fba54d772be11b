"""The updates of a training that are kept, so that a learner can go back to them."""
import bisect
import operator
from typing import NamedTuple

KEPT = 500  # of a longer training every second update is kept, then every fourth, and so on
NUMBER = operator.attrgetter("number")


class Number(NamedTuple):
    """An update that is nothing but its number: the whole training is known beforehand."""

    number: int


class Timeline:
    """Updates in the order of their numbers, thinned evenly as they become many."""

    def __init__(self):
        self._kept, self._every = [], 1

    def keep(self, update):
        """Add an update, the newest; whoever asks for one that was thinned out gets the one before it."""
        if update.number % self._every == 0:
            self._kept.append(update)
        if len(self._kept) > KEPT:
            self._every *= 2
            self._kept = [one for one in self._kept if one.number % self._every == 0]

    def at(self, number):
        """The last update kept that is not after `number`; None before the first."""
        place = bisect.bisect_right(self._kept, number, key=NUMBER)
        return self._kept[place - 1] if place else None

    def after(self, number):
        """The updates kept that come after `number`."""
        return self._kept[bisect.bisect_right(self._kept, number, key=NUMBER):]

    def cut(self, number):
        """Forget the updates after `number`."""
        del self._kept[bisect.bisect_right(self._kept, number, key=NUMBER):]
