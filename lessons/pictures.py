"""The pictures in images/ that are drawn by code: `python course.py build` draws them anew when the library changed."""
import io

import numpy as np
from PIL import Image

from lessons_lib import live

# Where the boundary comes from and goes to in the README's picture: (w1, w2, bias, threshold), visited one after another.
STATIONS = [(1.0, 1.5, 0.0, 0.5), (-1.2, 1.8, 0.0, 0.5), (-3.0, 3.0, -0.6, 0.5), (-3.0, 3.0, -0.6, 0.95),
            (-3.0, 3.0, -0.6, 0.05), (-3.0, 3.0, -0.6, 0.5)]
STEPS, REST = 12, 5  # frames from one station to the next, and at each


def draw_all(folder):
    """Every picture into the folder."""
    boundary_film(folder / "boundary.gif")


def boundary_film(path):
    """Lesson 02's live figure while its weights, bias and threshold move."""
    figure = live.Boundary()
    frames = []
    for station, following in zip(STATIONS, STATIONS[1:] + STATIONS[:1], strict=True):
        for share in [0] * REST + list(np.linspace(0, 1, STEPS, endpoint=False)):
            values = (1 - share) * np.array(station) + share * np.array(following)
            figure.set(**dict(zip(("w1", "w2", "bias", "threshold"), values.tolist(), strict=True)))
            frames.append(picture_of(figure))
    figure.close()
    palette = frames[-1].quantize(128)
    small = [frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in frames]
    small[0].save(path, save_all=True, append_images=small[1:], duration=70, loop=0, optimize=True)


def picture_of(figure):
    """The live figure as it is now, three quarters of its size."""
    figure._draw()
    figure.screen.frames.draw()
    image = Image.open(io.BytesIO(figure.screen.frames.png())).convert("RGB")
    return image.resize((720, 279), Image.Resampling.LANCZOS)
