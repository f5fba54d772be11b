"""A check survives whatever a learner writes, says what is wrong in words, and leaves nothing behind."""
import _thread
import contextlib
import json
import signal
import sys
import threading
import time

import numpy as np
import pytest

from lessons_lib import exercises, record
from lessons_lib.exercises import compare, tasks
from lessons_lib.exercises.checking import TASKS, NotYet
from lessons_lib.exercises.limits import TimeIsUp, TimeLimit, memory_limit, quiet

# Time that runs out in the callback of a weak reference is reported there, and raised again at the next line.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
MISCHIEF = {  # what a function may do, and a part of what is said
    "raises": ("return x @ theta", "your code stops: ValueError"),
    "endless loop": ("while True: pass", "stopped after"),
    "endless loop that catches everything": (
        "while True:\n        try:\n            x @ w\n        except:\n            pass", "stopped after"),
    "endless sleep": ("import time; time.sleep(1e6)", "stopped after"),
    "endless recursion": ("return fires(x, w, theta)", "RecursionError"),
    "wrong type": ("return 'yes'", "a str, not numbers"),
    "nothing": ("x @ w >= theta", "nothing (None): is there a `return`?"),
    "wrong shape": ("return (x @ w >= theta)[:, None]", "has shape (6, 1)"),
    "not a number": ("return np.full(len(x), np.nan)", "first difference at [0]: nan in place of"),
    "complex": ("return (x @ w >= theta) + 0j", "complex numbers"),
    "ragged": ("return [[1], [1, 2]]", "rows of different lengths"),
    "mutates its argument": ("x *= 0; return x @ w >= theta", "It changes its argument `x`"),
    "mutates a vector": ("w += 1; return x @ (w - 1) >= theta", "It changes its argument `w`"),
    "keeps what it was given": (
        "global calls; calls = globals().get('calls', 0) + 1; return (x @ w >= theta) ^ (calls > 5)",
        "Called once more"),
    "hard-coded": ("return [1, 0] * 3", "first difference"),
    "redefines np": ("global np; np = 3; return np.where(x @ w >= theta, 1, 0)", "AttributeError: 'int' object"),
    "exits": ("import sys; sys.exit()", "SystemExit"),
    "huge": ("return np.ones(10**11)", "MemoryError"),
    "stops by a keyboard's own exception": ("raise KeyboardInterrupt", None),
    "an exception without a text that can be shown": (
        "class Bad(Exception):\n        def __str__(self): raise ValueError\n    raise Bad", "exception str() failed"),
}


@pytest.fixture(autouse=True)
def fresh_record(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_RECORD", str(tmp_path / "record.json"))
    record.of_the_learner.cache_clear()
    yield tmp_path / "record.json"
    record.of_the_learner.cache_clear()


@pytest.mark.parametrize("case", MISCHIEF)
def test_a_check_survives(case, judged):
    (code, said), handler, threads = MISCHIEF[case], signal.getsignal(signal.SIGINT), threading.active_count()
    if said is None:
        with pytest.raises(KeyboardInterrupt):  # whoever interrupts a check wants it to end
            judged("1F", f"def fires(x, w, theta):\n    {code}")
    else:
        passed, words = judged("1F", f"def fires(x, w, theta):\n    {code}")
        assert not passed and said in words and len(words) < 1500
    right = "def fires(x, w, theta):\n    return x @ w >= theta"
    assert judged("1F", right)[0], "the next check works no more"
    assert sys.gettrace() is None and signal.getsignal(signal.SIGINT) is handler
    assert threading.active_count() == threads


def test_printing_is_not_seen(judged, capsys):
    assert judged("1F", "def fires(x, w, theta):\n    print(x); np.log(-1.0); return x @ w >= theta")[0]
    assert capsys.readouterr() == ("", "")


def test_an_answer_that_is_a_generator_is_read(judged):
    code = "def fires(x, w, theta):\n    for row in x:\n        yield row @ w >= theta"
    assert judged("1F", code)[0]


@pytest.mark.parametrize(("namespace", "said"), [
    ({}, "`fires` is not defined"), ({"fires": 3}, "wanted a function"), ({"fires": ...}, "Your turn"),
    ({"fires": None}, "wanted a function")])
def test_what_is_no_function_is_named(namespace, said):
    with pytest.raises(NotYet, match=said):
        exercises.checking.verdict(TASKS["1F"], namespace)


def test_an_answer_whose_own_methods_fail():
    class Bad:
        def __getattribute__(self, name):
            raise ValueError("no")
    with pytest.raises(NotYet, match="not yet"):
        exercises.checking.verdict(TASKS["1P"], {"firing": Bad()})


def test_the_learners_own_line_is_named(judged):
    words = judged("1F", "def fires(x, w, theta):\n    z = x @ w\n    return np.dot(z, x, 1, 2, 3)")[1]
    assert "at your line 3" in words


def test_a_notebook_shows_the_message_alone():
    assert NotYet("first\nsecond")._render_traceback_() == ["first", "second"]


def test_an_unknown_task_is_named():
    with pytest.raises(ValueError, match="name: '9Z' given, wanted one of 1P"):
        exercises.check("9Z")


def test_a_check_prints_and_notes(fresh_record, capsys):
    globals()["firing"] = {"D"}
    try:
        for _again in range(2):  # the same answer twice is one try
            with pytest.raises(NotYet):
                exercises.check("1P")
        globals()["firing"] = {"A", "C", "D"}
        exercises.check("1P")
        exercises.check("1P")
    finally:
        del globals()["firing"]
    assert capsys.readouterr().out.startswith("1P: right.")
    entries = json.loads(fresh_record.read_text())["entries"]
    assert [(entry["kind"], entry["about"], entry["passed"]) for entry in entries] == [
        ("task", "1P", False), ("task", "1P", True)]


def test_what_was_not_started_is_no_try(fresh_record):
    globals()["firing"] = ...
    try:
        with pytest.raises(NotYet):
            exercises.check("1P")
    finally:
        del globals()["firing"]
    assert not fresh_record.exists()


@pytest.mark.parametrize("interrupt", [None, _thread.interrupt_main], ids=["this system's way", "Windows' way"])
def test_a_time_limit_ends_a_loop_both_ways(interrupt):
    began = time.monotonic()
    with pytest.raises(TimeIsUp), TimeLimit(0.2, interrupt):
        _loop_that_catches_everything()
    assert 0.1 < time.monotonic() - began < 5 and sys.gettrace() is None


def _loop_that_catches_everything():
    while True:
        try:
            sum(range(100))
        except:  # noqa: E722 - as learners write it
            pass


@pytest.fixture(params=[signal.default_int_handler, signal.SIG_IGN], ids=["heard", "ignored"])
def handler(request):
    """Interrupts as a kernel hears them, and as a process in the background ignores them."""
    before = signal.signal(signal.SIGINT, request.param)
    yield request.param
    signal.signal(signal.SIGINT, before)


def test_a_learners_interrupt_is_not_taken_for_the_end_of_the_time(handler):
    expected = pytest.raises(KeyboardInterrupt) if callable(handler) else contextlib.nullcontext()
    with expected, TimeLimit(30):
        signal.raise_signal(signal.SIGINT)


def test_a_time_limit_holds_where_interrupts_are_ignored(handler):
    with pytest.raises(TimeIsUp), TimeLimit(0.2):
        _loop_that_catches_everything()
    assert signal.getsignal(signal.SIGINT) is handler


def test_elsewhere_than_in_the_main_thread_there_is_no_limit():
    done = []
    def work():
        with TimeLimit(0.01):
            time.sleep(0.05)
            done.append(True)
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done


def test_a_memory_limit_is_taken_back():
    with pytest.raises(MemoryError), memory_limit(100_000_000):
        np.ones(10**9)
    np.ones(10**8)


def test_quiet_gives_back_numpys_settings():
    with quiet():
        np.seterr(all="raise")
        np.set_printoptions(precision=1)
    assert np.geterr()["divide"] == "warn" and np.get_printoptions()["precision"] == 8


@pytest.mark.parametrize(("answer", "right", "fitting"), [
    (70, 70, True), (70.0, 70, True), (np.int64(70), 70, True), ([70], 70, True), ("70", 70, False), (69, 70, False),
    (-0.424, -0.42374, True), (0.42374, -0.42374, False), (True, 1.5, False), (None, 70, False), (70 + 0j, 70, False),
    (["a", "B"], {"a", "b"}, True), ({"b", "a"}, {"a", "b"}, True), ("a b", {"a", "b"}, True), (5, {"a"}, False),
    (" ANN ", "ann", True), (True, True, True), (1, True, False), ({"x": 1}, {"x": 1}, True),
    ({"y": 1}, {"x": 1}, False),
])
def test_values_in_whatever_type_and_spelling(answer, right, fitting):
    assert tasks.fits(answer, right) == fitting


def test_numbers_are_compared_by_the_largest():
    right = np.array([100.0, 1.0])
    assert compare.same(np.float32(right), right) and compare.same(right + 0.009, right)
    assert not compare.same(right + 0.02, right) and not compare.same(np.array([np.nan, 1]), right)
    assert compare.first_difference(np.array([[1.0, 2], [3, 5]]), np.array([[1.0, 2], [3, 4]])) == (1, 1)
