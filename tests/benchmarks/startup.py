"""How long a learner waits before the first figure: prints two ratios, each of runs taken in turn.

    python tests/benchmarks/startup.py

The first live figure against importing numpy, matplotlib and ipywidgets; and `python course.py`, when all is set up,
until JupyterLab answers, against `jupyter lab` alone in the same environment. Needs a finished `python course.py` here.
"""
import contextlib
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
PORT = 8951
KERNEL = "import ipykernel.ipkernel, time\nstart = time.perf_counter()\n"  # a kernel has this before its first cell
IMPORTS = KERNEL + "import numpy, matplotlib.pyplot, ipywidgets\n"
END = "print(time.perf_counter() - start)"
STAGES = {
    "numpy, matplotlib.pyplot, ipywidgets": IMPORTS + END,
    "and lessons_lib": IMPORTS + "from lessons_lib import live\n" + END,
    "and its first live figure made": f"{IMPORTS}from lessons_lib import live\nlive.Boundary()\n{END}",
    "and shown, with its picture": f"{IMPORTS}from lessons_lib import live\nlive.Boundary()._repr_mimebundle_()\n{END}",
}


def in_turn(measures, repeats):
    """The median of each measure by name, one run of each after the other."""
    times = {name: [] for name in measures}
    for _repeat in range(repeats):
        for name, measure in measures.items():
            times[name].append(measure())
    return {name: statistics.median(values) for name, values in times.items()}


def seconds_said_by(code):
    return float(subprocess.run([PYTHON, "-c", code], capture_output=True, text=True, check=True).stdout)


def seconds_until_it_answers(command):
    """From the start of the command until JupyterLab answers on PORT; it is ended afterwards."""
    environment = os.environ | {"JUPYTER_CONFIG_DIR": tempfile.mkdtemp(), "JUPYTER_RUNTIME_DIR": tempfile.mkdtemp()}
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while True:
        with contextlib.suppress(OSError):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{PORT}/api", timeout=5).close()
            except urllib.error.HTTPError:
                pass  # it wants a token: it answers
            break
        assert time.perf_counter() - start < 60 and process.poll() is None, command
        time.sleep(0.01)
    seconds = time.perf_counter() - start
    process.send_signal(signal.SIGTERM)
    process.wait(20)
    return seconds


def table(title, times, goal):
    base = next(iter(times.values()))
    print(title)
    for name, seconds in times.items():
        print(f"  {name:45s} {1000 * seconds:7.0f} ms   {seconds / base:.2f}")
    print(f"  goal: at most {goal}\n")


def main():
    table("imports, in a process that has what a kernel has", in_turn(
        {name: lambda code=code: seconds_said_by(code) for name, code in STAGES.items()}, 7), 1.15)
    alone = [PYTHON, "-m", "jupyterlab", "--no-browser", f"--ServerApp.port={PORT}", "--allow-root"]
    course = [sys.executable, "course.py", "--no-browser", "--port", str(PORT)]
    table("until JupyterLab answers", in_turn({
        "jupyter lab alone": lambda: seconds_until_it_answers(alone),
        "python course.py, all set up": lambda: seconds_until_it_answers(course)}, 5), 1.2)


if __name__ == "__main__":
    main()
