"""How soon a stroke is answered: prints two tables, all figures of one run side by side.

    python tests/benchmarks/stroke.py

In the kernel: what a frame costs while a digit is drawn, by the thread's own clock, the least of many.
In the browser: a move of the mouse with its button down until the picture with the answer is on the screen, against an
empty round trip (the kernel answers the same event by a ready-made picture). Needs what requirements.txt in this folder
lists.
"""
import statistics
import sys
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "browser")]
from lab import opened  # noqa: E402

from lessons_lib import live  # noqa: E402
from lessons_lib.figures.draw_digit import HEIGHT, PAD, WIDTH  # noqa: E402

MOVES, ROUNDS = 20, 3
GOAL = 1.6
CELLS = {
    "empty round trip": f'''
import io
from PIL import Image
from lessons_lib.live.picture import Picture
frame = io.BytesIO()
Image.effect_noise(({WIDTH}, {HEIGHT}), 30).convert("RGB").save(frame, "jpeg", quality=60)
picture = Picture(width={WIDTH}, height={HEIGHT}, interactive=True)
def answer(_picture, message, _buffers):
    if message["kind"] == "pointer":
        answer.number += 1
        picture.send({{"kind": "frame", "number": answer.number, "state": answer.number, "type": "image/jpeg",
                      "text": None}}, [frame.getvalue()])
answer.number = 0
picture.on_msg(answer)
picture''',
    "this course": "from lessons_lib import live\nfigure = live.DrawDigit(network='DNN')\nfigure",
}
# From each move of the mouse to the next picture that is drawn.
WATCH = """() => {
  const canvas = document.querySelector('.live-picture canvas');
  canvas.scrollIntoView({block: 'center'});
  window.times = [];
  let start = null;
  window.addEventListener('pointermove', event => { if (event.buttons) start = performance.now(); }, true);
  const draw = CanvasRenderingContext2D.prototype.drawImage;
  CanvasRenderingContext2D.prototype.drawImage = function (...all) {
    draw.apply(this, all);
    if (start !== null) window.times.push(performance.now() - start);
    start = null;
  };
}"""


def on_a_three(share):
    """A place on a 3, from its upper end (0) to its lower (1), in units of the pad."""
    angle = np.deg2rad(150 - 240 * 2 * share) if share < 0.5 else np.deg2rad(90 - 240 * (2 * share - 1))
    return 7.6 + 3.2 * np.cos(angle), (10.8 if share < 0.5 else 5.3) + 2.7 * np.sin(angle)


def in_the_kernel():
    """The least milliseconds of each part of a frame, towards the end of a stroke of 80 points."""
    figure = live.DrawDigit(network="DNN")
    figure.screen.opened(WIDTH)
    parts = {"state": lambda: figure.state(figure.values, None), "update": lambda: figure.drawing.update(state),
             "draw": figure.screen.frames.draw, "JPEG": figure.screen.frames.jpeg}
    least = dict.fromkeys(parts, float("inf"))
    text = "{:.1f} {:.1f}".format(*on_a_three(0))
    for move in range(1, 80):
        text += ", {:.1f} {:.1f}".format(*on_a_three(move / 80))
        figure.set(strokes=text)
        state = figure.state(figure.values, None)
        for name, part in parts.items():
            start = time.thread_time()
            part()
            if move > 40:
                least[name] = min(least[name], 1000 * (time.thread_time() - start))
    figure.close()
    return least


def a_stroke(notebook):
    """Draw a 3, one move after the other is answered: the times in milliseconds."""
    page, box = notebook.page, notebook.page.locator(".live-picture canvas").bounding_box()
    left, bottom, side = PAD

    def place(share):
        x, y = (side / 16 * coordinate for coordinate in on_a_three(share))
        return (box["x"] + (left + x) / WIDTH * box["width"], box["y"] + (1 - (bottom + y) / HEIGHT) * box["height"])

    before = page.evaluate("window.times.length")
    page.mouse.move(*place(0))
    page.mouse.down()
    for move in range(1, MOVES + 1):
        page.wait_for_timeout(700)
        page.mouse.move(*place(move / MOVES))
        page.wait_for_function(f"window.times.length === {before + move}", timeout=8000)
    page.mouse.up()
    page.wait_for_timeout(700)
    return page.evaluate("window.times")[before + 2:]


def in_the_browser():
    """Times in milliseconds by kind."""
    with opened({name: [cell] for name, cell in CELLS.items()}) as notebooks:
        for notebook in notebooks.values():
            notebook.page.bring_to_front()
            notebook.run_all()
            notebook.page.locator(".live-picture canvas").wait_for()
            notebook.page.wait_for_timeout(2000)
            notebook.page.evaluate(WATCH)
        times = {name: [] for name in CELLS}
        for _round in range(ROUNDS):
            for name, notebook in notebooks.items():
                notebook.page.bring_to_front()
                times[name] += a_stroke(notebook)
    return times


def main():
    print("a frame while a digit is drawn, in the kernel      least of 39")
    least = in_the_kernel()
    for name, milliseconds in least.items():
        print(f"  {name:48s} {milliseconds:6.1f} ms")
    print(f"  {'state, update and draw':48s} {sum(least.values()) - least['JPEG']:6.1f} ms   (goal: 12 ms)")
    times = in_the_browser()
    empty = statistics.median(times["empty round trip"])
    print("\nmove of the mouse -> answer shown, in the browser     median     95th")
    for name, values in times.items():
        print(f"  {name:48s} {statistics.median(values):6.0f} ms {np.percentile(values, 95):6.0f} ms")
    ratio = statistics.median(times["this course"]) / empty
    print(f"  a stroke is answered within {ratio:.2f} times an empty round trip (goal: at most {GOAL})")


if __name__ == "__main__":
    main()
