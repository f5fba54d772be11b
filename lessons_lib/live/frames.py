"""From a Matplotlib figure to encoded frames, fast enough to follow a slider."""
import io

from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from lessons_lib.figures.style import DPI

SMALLEST, LARGEST = 0.5, 3.0  # device pixels per CSS pixel


class Frames:
    """Draws a figure again and again.

    Artists marked as animated move; all others are drawn once onto a background that is kept. Matplotlib marks the
    figure stale when, and only when, one of the others changes: then the background is drawn anew.
    """

    def __init__(self, figure):
        self.figure = figure
        self.canvas = FigureCanvasAgg(figure)
        self._background = None
        self._moving = []

    def resize(self, width):
        """Draw `width` device pixels wide from now on: sharp on a dense screen, no wasted pixels on a small one."""
        css_width = self.figure.get_figwidth() * DPI
        dpi = DPI * min(max(width / css_width, SMALLEST), LARGEST)
        if abs(dpi - self.figure.dpi) > 0.5:
            self.figure.set_dpi(dpi)
            self._background = None

    def draw(self):
        """Bring the picture in memory up to date: the kept background, then what moves, back to front."""
        if self._background is None or self.figure.stale:
            self.canvas.draw()
            self._background = self.canvas.copy_from_bbox(self.figure.bbox)
            self._moving = [artist for place in (*self.figure.axes, self.figure) if place.get_visible()
                            for artist in sorted(place.get_children(), key=lambda artist: artist.zorder)
                            if artist.get_animated()]
        self.canvas.restore_region(self._background)
        for artist in self._moving:
            artist.draw(self.canvas.renderer)

    def jpeg(self):
        """The picture for moving: small and quick. 4:4:4, since coarser colour makes thin lines and text dirty."""
        return self._encode(format="jpeg", quality=90, subsampling=0)

    def png(self):
        """The picture at rest, and for a notebook read without a kernel: every pixel as drawn. Stronger compression
        saves a tenth of the bytes for four times the time."""
        return self._encode(format="png", compress_level=1)

    def _encode(self, **how):
        width, height = self.canvas.get_width_height(physical=True)
        image = Image.frombuffer("RGBA", (width, height), self.canvas.buffer_rgba()).convert("RGB")
        data = io.BytesIO()
        image.save(data, **how)
        return data.getvalue()
