"""How soon a picture follows its slider: prints two tables, all figures of one run side by side.

    python tests/benchmarks/latency.py

In the kernel: a slider event until the frame is encoded, against the same figure by `interact` and `plt.show()`.
In the browser: a key press on the slider until the new state is on the screen, against an empty round trip (the kernel
sends a ready-made picture), ipympl and `interact`. Needs what requirements.txt in this folder lists.
"""
import io
import statistics
import sys
import time
from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt
import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "browser")]
from lab import opened  # noqa: E402

from lessons_lib import live  # noqa: E402

matplotlib.use("agg")
REPEATS = 30

# The same figure, rebuilt at every event as a notebook does without a library of its own.
REBUILT = '''
import ipywidgets, numpy as np, matplotlib.pyplot as plt
from lessons_lib import nn
from lessons_lib.live.pairs import PAIRS
pair = PAIRS["bill depth and flipper"]()

def rebuilt(w1=1.0):
    weights = np.array([w1, 1.5])
    figure, (plane, curve, bars) = plt.subplots(1, 3, figsize=(10, 3.875), dpi=96)
    x, y = np.meshgrid(np.linspace(*pair.extent[:2], 48), np.linspace(*pair.extent[2:], 48))
    plane.imshow(nn.sigmoid(w1 * x + 1.5 * y), extent=pair.extent, origin="lower", aspect="auto",
                 interpolation="bilinear")
    sums = pair.inputs @ weights
    for k, marker in enumerate("o^"):
        plane.plot(*pair.inputs[pair.labels == k].T, marker)
        curve.plot(sums[pair.labels == k], nn.sigmoid(sums[pair.labels == k]), marker)
    plane.plot(pair.extent[:2], [-w1 * pair.extent[0] / 1.5, -w1 * pair.extent[1] / 1.5], "--")
    plane.set(xlabel="x1", ylabel="x2", title="The data", xlim=pair.extent[:2], ylim=pair.extent[2:])
    curve.set(xlabel="weighted sum z", ylabel="probability", title="Sum")
    matrix = nn.metrics.confusion_matrix(pair.labels, sums >= 0)
    bars.barh(["accuracy", "precision", "recall"],
              [nn.metrics.accuracy(matrix), nn.metrics.precision(matrix), nn.metrics.recall(matrix)])
    plt.tight_layout()
    return figure
'''
CELLS = {
    "empty round trip": '''
import io
from PIL import Image
from lessons_lib.live.picture import Picture
frame = io.BytesIO()
Image.effect_noise((960, 372), 30).convert("RGB").save(frame, "jpeg", quality=60)
picture, slider = Picture(width=960, height=372), ipywidgets.FloatSlider(min=-6, max=6, step=0.05)
def answer(change):
    answer.number += 1
    picture.send({"kind": "frame", "number": answer.number, "state": answer.number, "type": "image/jpeg", "text": None},
                 [frame.getvalue()])
answer.number = 0
slider.observe(answer, "value")
ipywidgets.VBox([picture, slider])''',
    "this course": "from lessons_lib import live\nfigure = live.Boundary()\nfigure",
    "ipympl": '''
%matplotlib widget
figure = rebuilt()
line = figure.axes[0].lines[-1]
image = figure.axes[0].images[0]
points = figure.axes[1].lines
slider = ipywidgets.FloatSlider(min=-6, max=6, step=0.05)
def follow(change):
    w1 = change.new
    sums = pair.inputs @ np.array([w1, 1.5])
    x, y = np.meshgrid(np.linspace(*pair.extent[:2], 48), np.linspace(*pair.extent[2:], 48))
    image.set_data(nn.sigmoid(w1 * x + 1.5 * y))
    line.set_ydata([-w1 * pair.extent[0] / 1.5, -w1 * pair.extent[1] / 1.5])
    for k in (0, 1):
        points[k].set_data(sums[pair.labels == k], nn.sigmoid(sums[pair.labels == k]))
    figure.canvas.draw_idle()
slider.observe(follow, "value")
display(slider, figure.canvas)''',
    "interact": '''
%matplotlib inline
def show(w1=1.0):
    rebuilt(w1)
    plt.show()
ipywidgets.interact(show, w1=ipywidgets.FloatSlider(min=-6, max=6, step=0.05, value=1.0));''',
}
# One key press after another on the cell's slider; what counts as shown is the last thing that the page does with it.
MEASURE = """async repeats => {
  const root = document.querySelectorAll('.jp-Notebook .jp-CodeCell')[1];
  root.scrollIntoView({block: 'end'});
  const handle = root.querySelector('.noUi-handle');
  let shown = () => {};
  if (!window.drawHook) {
    window.drawHook = true;
    const draw = CanvasRenderingContext2D.prototype.drawImage;
    CanvasRenderingContext2D.prototype.drawImage = function (...all) {
      draw.apply(this, all);
      window.dispatchEvent(new CustomEvent('drawn', {detail: this.canvas}));
    };
  }
  window.addEventListener('drawn', event => root.contains(event.detail) && shown());
  new MutationObserver(changes => {
    for (const change of changes) for (const node of change.addedNodes) {
      const image = node.querySelector?.('img') ?? (node.tagName === 'IMG' ? node : null);
      if (image) image.decode().then(() => shown());
    }
  }).observe(root, {childList: true, subtree: true});
  const times = [];
  for (let k = 0; k < repeats + 3; k++) {
    await new Promise(done => setTimeout(done, 700));
    const start = performance.now();
    const change = new Promise((done, fail) => { shown = done; setTimeout(() => fail('nothing shown'), 8000); });
    handle.dispatchEvent(new KeyboardEvent('keydown', {key: k % 2 ? 'ArrowRight' : 'ArrowLeft', bubbles: true}));
    await change;
    times.push(performance.now() - start);
  }
  return times.slice(3);
}"""
BURST = """async events => {
  const root = document.querySelectorAll('.jp-Notebook .jp-CodeCell')[1];
  const handle = root.querySelector('.noUi-handle'), canvas = root.querySelector('canvas');
  const before = Number(canvas.dataset.frames);
  const start = performance.now();
  for (let k = 0; k < events; k++) {
    handle.dispatchEvent(new KeyboardEvent('keydown', {key: k % 40 < 20 ? 'ArrowRight' : 'ArrowLeft', bubbles: true}));
    while (performance.now() - start < 1000 * (k + 1) / events) await new Promise(done => setTimeout(done, 0));
  }
  const last = performance.now();
  let seen = canvas.dataset.state, at = last, frames = Number(canvas.dataset.frames);
  while (performance.now() - last < 1000) {
    await new Promise(done => requestAnimationFrame(done));
    if (canvas.dataset.state !== seen) [seen, at] = [canvas.dataset.state, performance.now()];
  }
  return {took: last - start, behind: at - last, state: Number(seen), frames: frames - before,
          allFrames: Number(canvas.dataset.frames) - before};
}"""


def in_the_kernel():
    """Median milliseconds from a slider event to the encoded frame: ours, and rebuilt with `savefig`."""
    figure = live.Boundary()
    figure.screen.picture.send = lambda message, buffers: None
    figure.screen.opened(960)
    scope = {}
    exec(REBUILT, scope)
    ours, rebuilt = [], []
    for k in range(REPEATS):
        start = time.perf_counter()
        figure.controls["w1"].value = 1.0 + k / 20
        ours.append(time.perf_counter() - start)
        figure.screen.seen(figure.screen._sent)
        start = time.perf_counter()
        made = scope["rebuilt"](1.0 + k / 20)
        made.savefig(io.BytesIO(), format="png", bbox_inches="tight")
        plt.close(made)
        rebuilt.append(time.perf_counter() - start)
    figure.close()
    return 1000 * statistics.median(ours[3:]), 1000 * statistics.median(rebuilt[3:])


def in_the_browser():
    """Times in milliseconds by kind, and what came of three bursts of 500 events."""
    # a kernel each: the inline backend closes the figures of ipympl
    with opened({name: (REBUILT, cell) for name, cell in CELLS.items()}) as notebooks:
        for notebook in notebooks.values():
            notebook.run_all()
        times = {name: [] for name in CELLS}
        for _round in range(2):
            for name, notebook in notebooks.items():
                notebook.page.bring_to_front()
                times[name] += notebook.page.evaluate(MEASURE, REPEATS // 2)
        mine = notebooks.pop("this course").page
        mine.bring_to_front()
        for notebook in notebooks.values():
            notebook.page.close()
        bursts = [mine.evaluate(BURST, 500) for _repeat in range(3)]
    return times, bursts


def main():
    ours, rebuilt = in_the_kernel()
    print("slider event -> encoded frame, in the kernel         median")
    print(f"  this course                                     {ours:7.1f} ms")
    print(f"  rebuilt as by interact and plt.show()           {rebuilt:7.1f} ms   {rebuilt / ours:.1f} times (goal 8)")
    print()
    times, bursts = in_the_browser()
    middle = {name: statistics.median(values) for name, values in times.items()}
    mine = middle["this course"]
    goals = {"empty round trip": 1.6, "ipympl": 0.6, "interact": 0.4}
    print("key press -> new state shown, in the browser         median     95th   this course is")
    for name, values in times.items():
        goal = f"{mine / middle[name]:.2f} of it (goal: at most {goals[name]})" if name in goals else ""
        print(f"  {name:45s} {middle[name]:8.0f} ms {np.percentile(values, 95):6.0f} ms   {goal}")
    print("\n500 events within a second: how long after the last event the last state was shown (goal: 100 ms)")
    for burst in bursts:
        print(f"  {burst['behind']:6.0f} ms, with {burst['allFrames']} frames shown in {burst['took'] / 1000:.2f} s")


if __name__ == "__main__":
    main()
