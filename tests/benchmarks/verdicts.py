"""How long a check takes: a verdict on a right answer and on the slowest known wrong one, and the learner's own run.

    python tests/benchmarks/verdicts.py
"""
import contextlib
import runpy
import statistics
import time
from pathlib import Path

from lessons_lib.exercises.checking import TASKS, NotYet, verdict

ANSWERS = Path(__file__).parents[1] / "exercises"
RUNS = 5


def measured(name, code, setup):
    """Seconds to run a learner's cells and to judge what they give, the median of some runs."""
    own, judging = [], []
    for _run in range(RUNS):
        namespace = {"__name__": "__main__"}
        exec("import numpy as np\nfrom lessons_lib import data, exercises, nn\n" + setup, namespace)
        began = time.perf_counter()
        exec(code, namespace)
        own.append(time.perf_counter() - began)
        began = time.perf_counter()
        with contextlib.suppress(NotYet):
            verdict(TASKS[name], namespace)
        judging.append(time.perf_counter() - began)
    return statistics.median(own), statistics.median(judging)


def main():
    print(f"{'task':6s}{'own run':>10s}{'right':>10s}{'slowest wrong':>16s}   (milliseconds, median of {RUNS})")
    for file in sorted(ANSWERS.glob("answers_*.py")):
        written = runpy.run_path(str(file))
        for name, codes in written["RIGHT"].items():
            own, right = measured(name, codes[0], written["SETUP"])
            slowest = max(measured(name, code, written["SETUP"])[1] for _hint, code in written["WRONG"][name])
            print(f"{name:6s}{1000 * own:10.1f}{1000 * right:10.1f}{1000 * slowest:16.1f}", flush=True)


if __name__ == "__main__":
    main()
