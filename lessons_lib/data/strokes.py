"""From the strokes of a pen to a picture prepared as the digits were: full height, in the middle, blocks counted."""
import functools

import numpy as np

from lessons_lib.text import _

SIDE = 16  # of the pad on which strokes are drawn: x and y from 0 to SIDE, from its lower left corner
BITMAP = 32  # points along a side of the bitmap whose blocks of 4 x 4 are counted
WIDEST = 24  # points: the first and last blocks of a row of the digits hold hardly any ink
PEN = 5.5  # points: then drawn digits hold as much ink as those of the data, see tests/figures/test_draw_digit.py
MOST = 1000  # points in a drawing

_MIDDLES = np.stack(np.meshgrid(np.arange(BITMAP) + 0.5, BITMAP - 0.5 - np.arange(BITMAP)), axis=-1).reshape(-1, 2)


@functools.lru_cache(maxsize=16)
def read_strokes(text):
    """The strokes, a tuple of arrays (points, 2), in a text such as "4 12, 9 12, 6 3; 4 8, 9 8": the x and y of each
    point, from 0 to 16 from the pad's lower left corner; a semicolon lifts the pen. An empty text has no strokes.

    A text that says something else: a ValueError that names the first wrong point.

    >>> [stroke.tolist() for stroke in read_strokes("4 12, 9 12; 6 3")]
    [[[4.0, 12.0], [9.0, 12.0]], [[6.0, 3.0]]]
    """
    strokes = [[_place(point, number) for point in stroke.split(",")]
               for number, stroke in enumerate(text.split(";"), start=1) if stroke.strip()]
    points = sum(map(len, strokes))
    if points > MOST:
        raise ValueError(_("strokes: {points} points given, wanted {most} at most; undo a stroke, or clear the pad")
                         .format(points=points, most=MOST))
    return tuple(np.array(stroke) for stroke in strokes)


def _place(point, number):
    """The x and y of one point of stroke `number`."""
    try:
        x, y = map(float, point.split())
    except ValueError:
        x = y = np.nan
    if not (0 <= x <= SIDE and 0 <= y <= SIDE):
        raise ValueError(_("strokes: “{given}” given in stroke {number}, wanted x and y from 0 to {side}, such as "
                           "“4 12, 9 12, 6 3”").format(given=point.strip(), number=number, side=SIDE))
    return x, y


def written(place):
    """A place on the pad as it stands in such a text."""
    return f"{place[0]:.3g} {place[1]:.3g}"


def picture(strokes, *, pen=PEN, centred=True, scaled=True):
    """The drawing (64,) from 0 (paper) to 1 (ink), row by row from the top left, as `digits()` gives them.

    strokes: arrays (points, 2) on the pad. The lines are moved and scaled (see `placement`), a pen `pen` points thick
    goes along them over a bitmap of 32 x 32, and the inked points of each block of 4 x 4 are counted and divided by 16
    (Alpaydin and Kaynak, 1998). No strokes: a ValueError.
    """
    if not strokes:
        raise ValueError(_("The pad is empty: draw a digit."))
    scale, shift = placement(strokes, pen, centred=centred, scaled=scaled)
    return blocks(bitmap([stroke * scale + shift for stroke in strokes], pen))


def placement(strokes, pen=PEN, *, centred=True, scaled=True):
    """The scale (2,) and shift (2,) that bring the pad's x and y to the bitmap's.

    Scaled: the ink is as high as the bitmap and at most WIDEST wide; both directions by one factor, unless it would be
    wider than that. (A drawing more than twice as wide as high does not reach the full height.) Centred: the middle of
    the ink is the middle of the bitmap. Neither: the whole pad is the bitmap.
    """
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    (width, height), middle = high - low, (low + high) / 2
    scale = np.full(2, BITMAP / SIDE)
    if scaled and max(width, height) > 0:
        upright = (BITMAP - pen) / max(height, width / 2)
        scale = np.array([min(upright, (WIDEST - pen) / max(width, 1e-9)), upright])
    target = np.full(2, BITMAP / 2) if centred else middle * BITMAP / SIDE
    return scale, target - middle * scale


def bitmap(strokes, pen):
    """Which points (32, 32) of the bitmap, rows from the top, lie within half the pen's width of a stroke's lines.

    The distance of q from the line a + t d, with t = (q - a) · d / |d|² held within 0..1, is
    |q - a|² - 2 t (q - a) · d + t² |d|².
    """
    starts = np.concatenate([stroke[:-1] if len(stroke) > 1 else stroke for stroke in strokes])
    along = np.concatenate([np.diff(stroke, axis=0) if len(stroke) > 1 else np.zeros((1, 2)) for stroke in strokes])
    projected = _MIDDLES @ along.T - (starts * along).sum(axis=1)
    lengths = (along**2).sum(axis=1)
    shares = np.clip(projected / np.maximum(lengths, 1e-12), 0, 1)
    from_starts = (_MIDDLES**2).sum(axis=1)[:, np.newaxis] - 2 * _MIDDLES @ starts.T + (starts**2).sum(axis=1)
    distances = from_starts + shares * (shares * lengths - 2 * projected)
    reach = (pen / 2) ** 2 + 1e-9  # a point on the rim is inked, however the line to it was cut into pieces
    return (distances.min(axis=1) <= reach).reshape(BITMAP, BITMAP)


def blocks(inked):
    """The share of inked points in each block of 4 x 4 (64,)."""
    return inked.reshape(8, 4, 8, 4).mean(axis=(1, 3)).reshape(-1)
