"""Training that does not block: play, pause, step, and what it leaves behind (nothing)."""
import asyncio
import itertools
import time
from types import SimpleNamespace

import pytest

from lessons_lib import live
from lessons_lib.live import player


def run(scenario):
    """Run an asynchronous scenario; at its end no task may be left."""
    async def around():
        await scenario()
        await asyncio.sleep(2 * player.NAP)
        assert [task for task in asyncio.all_tasks() if task is not asyncio.current_task()] == []

    asyncio.run(around())


async def until(condition, seconds=5):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to pass"
        await asyncio.sleep(0.005)


def test_step_is_exactly_one_update(open_figure):
    figure, browser = open_figure(live.LearningRule)
    for number in (1, 2, 3):
        figure.player.step()
        browser.shows_all()
        assert figure.player.latest.number == number
        assert figure._drawn_state.place == number
        assert figure.player.count.value == f"update {number}"


def test_play_runs_to_the_end_and_stops(open_figure):
    async def scenario():
        figure, browser = open_figure(live.LearningRule)
        figure.player.speed.value = 0
        figure.player.play()
        await until(lambda: figure.player.finished)
        assert not figure.player.playing and figure.player.play_button.disabled
        assert figure.player.latest.mistakes[-1] == 0
        browser.shows_all()
        assert "finished" in figure.drawing.verdict.get_text()
        figure.reset()
        assert figure.player.latest is None and not figure.player.play_button.disabled

    run(scenario)


def test_pause_stops_and_play_goes_on_from_there(open_figure):
    async def scenario():
        figure, _ = open_figure(lambda: live.LearningRule("flipper and mass"))
        figure.player.play()
        await until(lambda: figure.player.latest)
        figure.player.pause()
        number = figure.player.latest.number
        await asyncio.sleep(0.15)
        assert figure.player.latest.number == number
        figure.player.step()
        assert figure.player.latest.number == number + 1

    run(scenario)


def test_pause_and_play_in_quick_turn_leave_one_training(open_figure):
    async def scenario():
        figure, _ = open_figure(lambda: live.LearningRule("flipper and mass"))
        for _again in range(5):
            figure.player.play()
            figure.player.pause()
        figure.player.play()
        await asyncio.sleep(3 * player.NAP)
        running = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        assert len(running) == 1
        figure.close()

    run(scenario)


def test_the_speed_is_kept(open_figure, monkeypatch):
    async def scenario():
        figure, _ = open_figure(lambda: live.LearningRule("flipper and mass"))
        figure.player.speed.value = 100
        start = time.perf_counter()
        figure.player.play()
        await asyncio.sleep(0.4)
        figure.player.pause()
        due = 100 * (time.perf_counter() - start)
        assert 0.5 * due <= figure.player.latest.number <= due + 2

    run(scenario)


def test_a_long_update_does_not_pile_up(open_figure, monkeypatch):
    """A slice ends after its time, however many updates are due: other events get their turn."""
    async def scenario():
        figure, _ = open_figure(lambda: live.LearningRule("flipper and mass"))

        def slow(values):
            for number in itertools.count(1):
                time.sleep(0.002)
                yield SimpleNamespace(number=number, **dict.fromkeys(("weights",)))

        monkeypatch.setattr(figure, "updates", slow)
        monkeypatch.setattr(figure, "refresh", lambda: None)
        figure.player.speed.value = 0
        figure.player.play()
        turns = []
        for _turn in range(10):
            before = time.perf_counter()
            await asyncio.sleep(0)
            turns.append(time.perf_counter() - before)
        assert sorted(turns)[5] < 0.1
        figure.close()

    run(scenario)


def test_with_nobody_looking_it_pauses_and_goes_on_when_somebody_comes(open_figure, monkeypatch):
    async def scenario():
        figure, browser = open_figure(lambda: live.LearningRule("flipper and mass"))
        monkeypatch.setattr(player, "PATIENCE", 0.05)
        figure.player.play()
        await until(lambda: not figure.player.playing)
        assert figure.player.waiting_for_eyes
        monkeypatch.setattr(player, "PATIENCE", 10.0)
        browser.opens()
        assert figure.player.playing
        figure.player.pause()
        browser.opens()
        assert not figure.player.playing, "a pause of the learner's own must last"

    run(scenario)


def test_who_presses_play_after_long_reading_is_looking(open_figure, monkeypatch):
    """A figure at rest sends nothing, so nothing is acknowledged either, however long somebody reads."""
    async def scenario():
        figure, _ = open_figure(lambda: live.LearningRule("flipper and mass"))
        figure.screen.last_seen = time.monotonic() - 60
        figure.player.play()
        await until(lambda: figure.player.latest and figure.player.latest.number > 3)
        assert figure.player.playing
        figure.close()

    run(scenario)


def test_next_mistake_runs_to_the_next_mistake(open_figure):
    figure, browser = open_figure(live.LearningRule)
    for _again in range(2):
        before = figure.player.latest.number if figure.player.latest else 0
        figure.player.skip()
        browser.shows_all()
        assert figure.player.latest.error != 0 and figure.player.latest.number > before
    while not figure.player.finished:
        figure.player.skip()
    assert figure.player.latest.mistakes[-1] == 0


def test_a_training_that_gives_up_says_so(open_figure):
    figure, browser = open_figure(lambda: live.LearningRule("XOR"))
    while not figure.player.finished:
        figure.player.skip()
    browser.shows_all()
    assert figure.drawing.verdict.get_text() == "200 epochs:\nnot finished"


def test_an_exception_in_training_is_said_and_ends_the_play(open_figure, monkeypatch):
    async def scenario():
        figure, _ = open_figure(live.LearningRule)

        def breaks(values):
            yield from itertools.islice(type(figure).updates(figure, values), 3)
            raise FloatingPointError("update 4: the loss is no longer finite")

        monkeypatch.setattr(figure, "updates", breaks)
        figure.player.speed.value = 0
        figure.player.play()
        await until(lambda: not figure.player.playing)
        assert "update 4: the loss is no longer finite" in figure.message.value
        monkeypatch.undo()
        figure.player.reset()
        figure.player.step()
        assert figure.message.value == "" and figure.player.latest.number == 1

    run(scenario)


@pytest.mark.parametrize("name, value", [("learning_rate", 0.5), ("seed", 4)])
def test_controls_of_the_training_begin_it_anew(open_figure, name, value):
    figure, _ = open_figure(live.LearningRule)
    figure.player.step()
    figure.controls[name].value = value
    assert figure.player.latest is None
    assert not figure.player.playing


def test_closing_in_mid_training_ends_it(open_figure):
    async def scenario():
        figure, browser = open_figure(lambda: live.LearningRule("flipper and mass"))
        figure.player.speed.value = 0
        figure.player.play()
        await until(lambda: figure.player.latest)
        figure.close()
        number, sent = figure.player.latest.number, len(browser.frames)
        await asyncio.sleep(0.1)
        assert figure.player.latest.number == number and len(browser.frames) == sent

    run(scenario)
