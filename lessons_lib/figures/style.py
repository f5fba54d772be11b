"""The one look of the course: palette, line styles and a blank figure, each idea drawn the same way everywhere.

Colours are those of Okabe and Ito (2008), safe for colour-blind readers; a second sign (marker, dash, label) always
goes with them.
"""
import functools

import matplotlib
from matplotlib import font_manager
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from lessons_lib import text

DPI = 96  # CSS pixels per inch, so that a figure's size in inches times 96 is its size on the page

BLUE, ORANGE, GREEN = "#0072B2", "#E69F00", "#009E73"
RED = "#B5123E"  # darker than their vermilion, which stands too near to the orange
INK, GREY, PALE = "#222222", "#767676", "#E4E4E4"

CLASS_COLOURS = (BLUE, ORANGE, GREEN)
CLASS_MARKERS = ("o", "^", "s")
PROBABILITY = LinearSegmentedColormap.from_list("probability", ["#A9CFE8", "#FFFFFF", "#F8DDA0"])
VALUES = LinearSegmentedColormap.from_list("values", ["#B3B3B3", "#FFFFFF", "#2FB28D"])  # negative, zero, positive

THRESHOLD = {"color": RED, "linewidth": 2.2, "linestyle": (0, (5, 2))}
CURVE = {"color": INK, "linewidth": 2}
GUIDE = {"color": GREY, "linewidth": 1, "linestyle": ":"}
CURRENT = {"marker": "o", "color": RED, "markersize": 11, "markeredgecolor": "white", "markeredgewidth": 2}
LOOKED_AT = {"marker": "o", "markersize": 17, "markerfacecolor": "none", "markeredgecolor": RED, "markeredgewidth": 3.5,
             "linestyle": "none"}
WRONG = {"marker": "o", "markerfacecolor": "none", "markeredgecolor": INK, "markeredgewidth": 1.1,
         "linestyle": "none"}

ARROW = {"arrowstyle": "-|>,head_width=0.35,head_length=0.6", "color": INK, "linewidth": 2.2, "shrinkA": 0,
         "shrinkB": 0}
LEGEND_ABOVE = {"loc": "lower right", "bbox_to_anchor": (1.0, 1.0), "ncols": 2, "handletextpad": 0.1,
                "columnspacing": 1.2, "borderaxespad": 0.2}
HANDLE = {"boxstyle": "round,pad=0.25", "facecolor": "white", "edgecolor": "none", "alpha": 0.85}

RC = {
    "font.size": 11, "axes.titlesize": 12, "axes.titleweight": "bold", "axes.titlelocation": "left",
    "axes.titlepad": 8, "axes.labelsize": 11, "axes.labelcolor": INK, "text.color": INK,
    "axes.edgecolor": GREY, "axes.linewidth": 0.8, "axes.spines.top": False, "axes.spines.right": False,
    "xtick.color": GREY, "ytick.color": GREY, "xtick.labelcolor": INK, "ytick.labelcolor": INK,
    "xtick.labelsize": 10, "ytick.labelsize": 10, "legend.frameon": False, "legend.fontsize": 10,
    "lines.solid_capstyle": "round", "figure.facecolor": "white", "savefig.facecolor": "white",
}


def style():
    """The context in which every figure of the course is built, with the letters of the language spoken now."""
    return matplotlib.rc_context(RC | {"font.family": _letters(text.language())})


@functools.cache
def _letters(language):
    """The fonts of a language. Hangul stands first: of a string with a formula Matplotlib asks the first font alone."""
    if language != "ko":
        return ["DejaVu Sans"]
    for file in text.FONTS.glob("*.otf"):
        font_manager.fontManager.addfont(file)
    return ["Noto Sans CJK KR", "DejaVu Sans"]


def blank(width, height):
    """An empty figure of so many CSS pixels. Never pyplot: its state breaks when callbacks come on another thread."""
    return Figure(figsize=(width / DPI, height / DPI), dpi=DPI)


def moving(*artists):
    """Mark artists as those that change from frame to frame: everything else is drawn once and kept."""
    for artist in artists:
        artist.set_animated(True)
