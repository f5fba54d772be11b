"""Drawings of classes in a plane of two features: the pieces that several figures share."""
import numpy as np
from matplotlib.artist import Artist, allow_rasterization
from PIL import Image

from lessons_lib.figures.style import (
    ARROW,
    CLASS_COLOURS,
    CLASS_MARKERS,
    LEGEND_ABOVE,
    PROBABILITY,
    THRESHOLD,
    WRONG,
    moving,
)
from lessons_lib.text import _

CELLS = 48  # the field of probabilities has so many cells a side: smooth enough when blended
COLOURS = PROBABILITY(np.linspace(0, 1, 256), bytes=True)


class Field(Artist):
    """The probabilities (CELLS * CELLS,) of a grid as colours that fill the axes, blended from cell to cell.

    `imshow` gives the same picture in about ten times the time: it resamples in floating point and colours each pixel.
    """

    def __init__(self, axes):
        super().__init__()
        self.values = np.full(CELLS * CELLS, 0.5)
        self.set_zorder(0)
        axes.add_artist(self)

    @allow_rasterization
    def draw(self, renderer):
        """Draw onto the axes' own pixels."""
        left, bottom, right, top = (round(edge) for edge in self.axes.bbox.extents)
        picture = Image.fromarray(self.cells()).resize((right - left, top - bottom), Image.Resampling.BILINEAR)
        renderer.draw_image(renderer.new_gc(), left, bottom, np.array(picture))

    def cells(self):
        """The colour of each cell (CELLS, CELLS, 4)."""
        return COLOURS[np.round(self.values * 255).astype(np.uint8)].reshape(CELLS, CELLS, 4)


class Plane:
    """Two classes of points, a field of probabilities behind them, its boundary, its weights as an arrow.

    `points` is (N, 2), `labels` (N,) of 0 and 1; `extent` is (left, right, bottom, top) in the units of the points.
    """

    def __init__(self, axes, points, labels, names, extent):
        self.axes, self.points, self.labels, self.extent = axes, points, labels, extent
        self.centre = points.mean(axis=0)
        left, right, bottom, top = extent
        axes.set_xlim(left, right)
        axes.set_ylim(bottom, top)
        self.field = Field(axes)
        size = 6 if len(points) > 20 else 14
        self.classes = [axes.plot(*points[labels == k].T, CLASS_MARKERS[k], color=CLASS_COLOURS[k], markersize=size,

                                  markeredgecolor="white", markeredgewidth=0.6, label=name, zorder=2)[0]
                        for k, name in enumerate(names)]
        self.wrong, = axes.plot([], [], **WRONG, markersize=size + 5, zorder=3)
        self.line, = axes.plot([], [], **THRESHOLD, zorder=4)
        self.arrow = axes.annotate("", (0, 0), (0, 0), arrowprops=ARROW, zorder=5, annotation_clip=False)
        self.arrow.arrow_patch.set_clip_path(axes.patch)
        moving(self.field, *self.classes, self.wrong, self.line, self.arrow)

    def update(self, weights, offset, field, wrong):
        """Show the boundary w1 x1 + w2 x2 + offset = 0, the field of probabilities and the points judged wrongly."""
        self.field.values = field
        self.wrong.set_data(*self.points[wrong].T)
        self.line.set_data(*boundary(weights, offset, self.extent))
        foot = foot_of(weights, offset, self.centre)
        self.arrow.xy, self.arrow.xyann = foot + arrow_of(weights, self.extent), foot
        self.arrow.set_visible(bool(np.any(weights)))


def plane_of(axes, data):
    """The plane of a pair of classes, with its title, the words and ticks of its axes, and its legend.

    `data` has `inputs`, `labels`, `names`, `extent`, and for each axis `axis_labels` and `ticks` (places, words).
    """
    axes.set_title(_("The data"))
    made = Plane(axes, data.inputs, data.labels, data.names, data.extent)
    axes.set_xlabel(data.axis_labels[0])
    axes.set_ylabel(data.axis_labels[1])
    axes.set_xticks(*data.ticks[0])
    axes.set_yticks(*data.ticks[1])
    axes.legend(**LEGEND_ABOVE)
    return made


def grid(extent):
    """The centres of a field's cells over an extent, (CELLS * CELLS, 2), row by row from the bottom."""
    left, right, bottom, top = extent
    x = left + (np.arange(CELLS) + 0.5) * (right - left) / CELLS
    y = bottom + (np.arange(CELLS) + 0.5) * (top - bottom) / CELLS
    return np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)


def foot_of(weights, offset, centre):
    """The point of the line w . x + offset = 0 nearest to the centre c: c - (w . c + offset) w / |w|^2; shape (2,)."""
    return centre - (weights @ centre + offset) * weights / max(weights @ weights, 1e-12)


def arrow_of(weights, extent):
    """The arrow of the weights: their direction, a fifth of the plane long."""
    return (extent[1] - extent[0]) / 5 * weights / max(np.sqrt(weights @ weights), 1e-6)


def boundary(weights, offset, extent):
    """Two ends of the line w1 x1 + w2 x2 + offset = 0, far outside the extent; nothing where both weights are zero."""
    if not np.any(weights):
        return [], []
    along = np.array([-weights[1], weights[0]]) / np.sqrt(weights @ weights)
    foot = foot_of(weights, offset, np.zeros(2))
    ends = foot + (np.abs(extent).max() * 3 + np.abs(foot).max()) * np.outer([-1, 1], along)
    return ends[:, 0], ends[:, 1]
