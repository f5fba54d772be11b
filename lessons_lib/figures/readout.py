"""Words that change in every frame, drawn from kept pictures of their letters.

Matplotlib lays out and draws a text anew each time, a tenth of a millisecond a letter; a line of numbers would take
half of a frame.
"""
import functools

import numpy as np
from matplotlib.artist import Artist, allow_rasterization
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgb
from matplotlib.font_manager import FontProperties

from lessons_lib.figures.style import INK

COLOUR = np.round(255 * np.array(to_rgb(INK)))


class Readout(Artist):
    """One line of words, its foot at a place in the axes (fractions, from the lower left corner): beginning there, or
    ending with `align` 1, or centred with 0.5. `words` may change at will; on `paper` they have a white ground."""

    def __init__(self, axes, place, *, size=10, weight="normal", align=0, paper=False):
        super().__init__()
        self.words, self.place, self.align, self.paper = "", place, align, paper
        self.font = FontProperties(size=size, weight=weight)
        self.set_animated(True)
        self.set_zorder(6)
        axes.add_artist(self)

    @allow_rasterization
    def draw(self, renderer):
        """Lay the words onto the picture at whole pixels."""
        if not self.words.strip():
            return
        line, width = line_of(self.words, self.font, renderer.dpi, self.paper)
        x, y = self.axes.transAxes.transform(self.place)
        renderer.draw_image(renderer.new_gc(), round(x - self.align * width), round(y) - len(line) // 3, line)


@functools.lru_cache(maxsize=64)  # what a training says changes in every frame, but many words stay
def line_of(words, font, dpi, paper):
    """The picture of a line of words (height, pixels, 4), rows from the bottom, and the words' width in pixels."""
    letters = [letter_of(letter, font, dpi) for letter in words]
    ends = np.cumsum([advance for _mask, advance in letters])
    height = len(letters[0][0])
    line = np.zeros((height, int(ends[-1]) + height, 4), np.uint8)
    line[..., :3] = COLOUR
    for (mask, advance), end in zip(letters, ends, strict=True):
        start = round(end - advance)
        place = line[:, start:start + mask.shape[1], 3]
        np.maximum(place, mask, out=place)
    return (on_paper(line[:, :round(ends[-1])]) if paper else line)[::-1], ends[-1]


def on_paper(line):
    """The same letters on white, a little transparent."""
    ink = line[..., 3:] / 255
    colours = line[..., :3] * ink + 255 * (1 - ink)
    return np.dstack([colours, 255 * np.maximum(ink, 0.8)]).astype(np.uint8)


@functools.lru_cache(maxsize=4096)
def letter_of(letter, font, dpi):
    """How much ink each pixel of a letter holds (height, width), its foot a third above the bottom, and the distance to
    the next letter in pixels."""
    height = round(3 * font.get_size_in_points() * dpi / 72 / 2)
    renderer = RendererAgg(2 * height, height, dpi)
    advance, _height, _descent = renderer.get_text_width_height_descent(letter, font, ismath=False)
    foot = height - height // 3
    renderer.draw_text(renderer.new_gc(), 0, foot, letter, font, 0)
    mask = np.asarray(renderer.buffer_rgba())[..., 3]
    return mask[:, :int(np.ceil(advance)) + 2].copy(), advance
