"""How fast the playground trains while it shows and answers: prints one table, all of one run in one real browser.

    python tests/benchmarks/playground.py [seconds]

The playground with 500 training points, 4 hidden layers of 8 units (tanh, batch size 32), "as fast as it can", in a
JupyterLab of its own: updates and frames a second, and how soon a key press on a slider is answered by a picture that
shows it, while it trains on. Then where the kernel's time goes, by its own clock. Needs what
requirements.txt in this folder lists.
"""
import json
import statistics
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "browser")]
from lab import opened  # noqa: E402

SECONDS, PRESSES = 10, 20
SLIDER = "momentum"
CELL = """
from lessons_lib import live
f = live.Playground(first=("momentum", "learning_rate"), examples=1000, data="spirals", noise=0.05, depth=4, width=8,
                    learning_rate=0.03)
f"""
# From when a change of a control was heard: the number of the state that shows it. And where the time goes.
PROBE = """
import time
clock = dict.fromkeys(("training", "state", "update", "draw", "JPEG", "all"), 0.0)
def timed(name, owner, method):
    inner = getattr(owner, method)
    def outer(*all, **more):
        start = time.thread_time()
        try:
            return inner(*all, **more)
        finally:
            clock[name] += time.thread_time() - start
    setattr(owner, method, outer)
timed("training", f.player, "_advance")
timed("state", f, "state")
timed("update", f.drawing, "update")
timed("draw", f.screen.frames, "draw")
timed("JPEG", f.screen.frames, "jpeg")
heard = []
after = f._after_change
def follow(names):
    after(names)
    heard.append(f.screen._state)
f._after_change = follow
"""
NOW = "clock['all'] = time.thread_time(); print(json.dumps([time.perf_counter(), f.player.latest.number, clock]))"
WAIT = """async seconds => {
  const canvas = document.querySelector('.live-picture canvas');
  const frames = Number(canvas.dataset.frames), start = performance.now();
  await new Promise(done => setTimeout(done, 1000 * seconds));
  return 1000 * (Number(canvas.dataset.frames) - frames) / (performance.now() - start);
}"""
# Each shown state with its time; a press is answered by the first state that is not older than the one it made.
PRESS = """async ([label, presses]) => {
  const canvas = document.querySelector('.live-picture canvas');
  const handle = [...document.querySelectorAll('.noUi-handle')].find(one => one.ariaLabel === label);
  const shown = [], pressed = [];
  const observer = new MutationObserver(() => shown.push([Number(canvas.dataset.state), performance.now()]));
  observer.observe(canvas, {attributes: true, attributeFilter: ['data-state']});
  for (let k = 0; k < presses; k++) {
    await new Promise(done => setTimeout(done, 1000 + 200 * Math.random()));
    pressed.push(performance.now());
    handle.dispatchEvent(new KeyboardEvent('keydown', {key: k % 2 ? 'ArrowLeft' : 'ArrowRight', bubbles: true}));
  }
  await new Promise(done => setTimeout(done, 3000));
  observer.disconnect();
  return {shown, pressed};
}"""


def answers(page, kernel):
    """Milliseconds from each key press on the slider to the picture that shows it."""
    kernel("heard.clear()")
    seen = page.evaluate(PRESS, [SLIDER, PRESSES])
    states = json.loads(kernel("print(heard)"))
    assert len(states) == PRESSES, f"{PRESSES} key presses, {len(states)} heard"
    return [next(at for state, at in seen["shown"] if state >= wanted) - start
            for start, wanted in zip(seen["pressed"], states, strict=True)]


def measure(page, kernel, seconds):
    """Frames and updates a second, and the seconds of computing that a second of the kernel's thread had for what."""
    start = json.loads(kernel(f"import json; {NOW}"))
    frames = page.evaluate(WAIT, seconds)
    end = json.loads(kernel(NOW))
    took = end[0] - start[0]
    return frames, (end[1] - start[1]) / took, {name: (end[2][name] - start[2][name]) / took for name in end[2]}


def in_the_browser(seconds):
    """What `measure` gives, and the answers."""
    with opened({"playground": [CELL]}) as notebooks:
        notebook = notebooks["playground"]
        notebook.run_all()
        figure, = notebook.figures()
        figure.wait_for_rest()
        notebook.kernel(PROBE)
        figure.button("Play").click()
        figure.wait_for_change(figure.state + 30)
        measured = measure(notebook.page, notebook.kernel, seconds)
        times = answers(notebook.page, notebook.kernel)
    return *measured, times


def main():
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    frames, updates, shares, times = in_the_browser(seconds)
    print("the playground, 500 points, 2-8-8-8-8-1, tanh, batch size 32, as fast as it can      goal")
    print(f"  updates a second                                  {updates:8.0f}                      4000")
    print(f"  frames shown a second                             {frames:8.1f}                        25")
    print(f"  key press on a slider -> shown in ms              {statistics.median(times):8.0f}, "
          f"95th percentile {np.percentile(times, 95):4.0f}  100")
    computing = shares.pop("all")
    print(f"  the kernel computed in {computing:.0%} of the time, the machine gave it no more; of this")
    for name, share in (shares | {"other": computing - sum(shares.values())}).items():
        each = f"{1e6 * share / updates:8.0f} µs an update" if name == "training" else \
            f"{1000 * share / frames:8.1f} ms a frame"
        print(f"    {name:10s} {share / computing:4.0%} {each}")


if __name__ == "__main__":
    main()
