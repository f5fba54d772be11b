"""Back to any update of a training, and on from there."""
import asyncio
from types import SimpleNamespace

import pytest

from lessons_lib import live
from lessons_lib.live import timeline
from lessons_lib.live.timeline import Timeline


def updates(first, last):
    return [SimpleNamespace(number=number) for number in range(first, last + 1)]


def test_a_short_training_is_kept_whole():
    kept = Timeline()
    for update in updates(1, 20):
        kept.keep(update)
    assert kept.at(0) is None
    assert [kept.at(number).number for number in (1, 7, 20, 99)] == [1, 7, 20, 20]
    assert [update.number for update in kept.after(17)] == [18, 19, 20]
    kept.cut(5)
    assert kept.at(99).number == 5 and kept.after(5) == []


def test_a_long_training_is_thinned_evenly(monkeypatch):
    monkeypatch.setattr(timeline, "KEPT", 10)
    kept = Timeline()
    for update in updates(1, 100):
        kept.keep(update)
    numbers = [update.number for update in kept.after(0)]
    assert numbers == list(range(16, 97, 16))
    assert kept.at(50).number == 48


class Counting(live.LearningRule):
    """A training whose updates are counted, to see which are computed anew."""

    timeline = "played"
    computed = 0

    def updates(self, values):
        for update in super().updates(values):
            self.computed += 1
            yield update


@pytest.fixture
def figure(open_figure):
    return open_figure(Counting)[0]


def test_the_slider_shows_where_the_training_is_and_leads_back(figure):
    for _again in range(5):
        figure.player.step()
    assert (figure.player.back.value, figure.player.back.max) == (5, 5)
    figure.player.back.value = 2
    assert figure.player.shown.number == 2 and figure.player.latest.number == 5
    figure._draw()
    assert figure._drawn_state.place == 2


def test_what_was_computed_is_played_again_and_not_computed_again(figure):
    figure.player.seek(5)
    figure.player.seek(2)
    for number in (3, 4, 5, 6):
        figure.player.step()
        assert figure.player.shown.number == number
    assert figure.computed == 6


def test_the_end_of_a_thinned_training_is_reached_again(figure, monkeypatch):
    monkeypatch.setattr(timeline, "KEPT", 4)
    figure.player.seek(7)
    figure.player.seek(3)
    seen = []
    while len(seen) < 4:
        figure.player.step()
        seen.append(figure.player.shown.number)
    assert seen == [4, 6, 7, 8] or seen == [6, 7, 8, 9]
    assert figure.computed == seen[-1]


def test_a_reset_does_not_count_as_a_drag(figure):
    figure.player.seek(30)
    figure.reset()
    assert figure.player.shown is None and (figure.player.back.value, figure.player.back.max) == (0, 1)
    assert figure.computed == 30


def test_a_training_that_ended_can_be_seen_again(open_figure):
    async def scenario():
        figure, _ = open_figure(Counting)
        figure.player.seek(10**4)
        end = figure.player.shown.number
        assert figure.player.finished and figure.player.play_button.disabled
        figure.player.seek(end // 2)
        assert not figure.player.finished and not figure.player.play_button.disabled
        figure.player.rate = 0
        figure.player.play()
        for _turn in range(500):
            await asyncio.sleep(0.01)
            if not figure.player.playing:
                break
        assert figure.player.shown.number == end and figure.computed == end

    asyncio.run(scenario())


def test_a_fork_forgets_what_came_after(figure):
    figure.player.seek(20)
    figure.player.seek(8)
    figure.player.fork()
    assert (figure.player.back.value, figure.player.back.max) == (8, 8)
    assert figure.player.latest.number == 8
