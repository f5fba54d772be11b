"""What keeps the kernel alive while a learner's code runs: an end to its time, to its memory and to what it prints.

No sandbox: code that wants to do harm can, and a long call inside a compiled library ends when it ends. `course.py
check` runs each task in a process of its own, which can be killed.
"""
import _thread
import contextlib
import io
import os
import signal
import sys
import threading
import warnings
from pathlib import Path

import numpy as np

try:
    import resource
except ImportError:  # Windows
    resource = None

MEMORY = 2_000_000_000  # bytes that an answer may take beyond what the kernel holds
OURS = str(Path(__file__).parent)
AGAIN = 0.05  # seconds between two interrupts of what goes on


class TimeIsUp(BaseException):
    """Not an Exception, so that `except Exception` in a learner's loop does not catch it."""


class TimeLimit:
    """End what runs inside after so many seconds with TimeIsUp, in the main thread; in another there is no limit.

    A thread waits and then interrupts the main thread, again and again until it has ended: by a signal, which also ends
    a sleep, where the system has signals for one thread; on Windows by a mark that Python looks at before its next
    instruction. Our own frames are never interrupted, so that nothing is left half undone.
    """

    def __init__(self, seconds, interrupt=None):
        self.seconds = seconds
        self.interrupt = interrupt or (_signal_main if hasattr(signal, "pthread_kill") else _thread.interrupt_main)
        self.over, self.ended = False, threading.Event()

    def __enter__(self):
        self.limited = threading.current_thread() is threading.main_thread()
        if self.limited:
            self.trace, self.handler = sys.gettrace(), signal.signal(signal.SIGINT, self._stop)
            self.thread = threading.Thread(target=self._ring, daemon=True)
            self.thread.start()

    def __exit__(self, *_error):
        self.limited, limited = False, self.limited
        if limited:
            self.ended.set()
            self.thread.join()
            sys.settrace(self.trace)
            signal.signal(signal.SIGINT, self.handler)

    def _ring(self):
        pause = self.seconds
        while not self.ended.wait(pause):
            self.over, pause = True, AGAIN
            self.interrupt()

    def _stop(self, number, frame):
        if not self.over:  # the learner has interrupted
            return self.handler(number, frame) if callable(self.handler) else None
        if not self.limited or _ours(frame):
            return
        # A bare `except:` may catch what is raised here. So the next line raises it too, be it that of its handler.
        sys.settrace(_raise)
        while frame and not _ours(frame):
            frame.f_trace = _raise
            frame = frame.f_back
        raise TimeIsUp


def _signal_main():
    signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)


def _raise(frame, _event, _argument):
    if not _ours(frame):
        raise TimeIsUp


def _ours(frame):
    return frame.f_code.co_filename.startswith(OURS)


@contextlib.contextmanager
def memory_limit(size=MEMORY):
    """A MemoryError for whoever takes more bytes than that; where the system cannot say what is held, no limit."""
    try:
        held = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        before = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (held + size, before[1]))
    except (OSError, ValueError, AttributeError):
        yield
        return
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


class _Nowhere(io.TextIOBase):
    def write(self, text):
        return len(text)


@contextlib.contextmanager
def quiet():
    """Nothing that is printed or warned of inside is seen: a check calls a function many times."""
    with (contextlib.redirect_stdout(_Nowhere()), contextlib.redirect_stderr(_Nowhere()), np.errstate(all="ignore"),
          warnings.catch_warnings(), np.printoptions()):
        warnings.simplefilter("ignore")
        yield
