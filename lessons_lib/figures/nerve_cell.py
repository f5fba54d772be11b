"""A nerve cell with three synapses, drawn from smooth curves; what is active in it is green."""
import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Circle, Ellipse, FancyBboxPatch, PathPatch
from matplotlib.path import Path

from lessons_lib.figures.style import BLUE, GREEN, GREY, ORANGE, moving
from lessons_lib.text import _

ACTIVITY = LinearSegmentedColormap.from_list("activity", ["#F6F9F8", "#B4E0D2", "#2FB28D"])  # from silent to strong
MEMBRANE, RESTING = "#4F7268", "#B9C8C3"

# All places are in CSS pixels from the lower left corner.
ROWS, MIDDLE = (283, 177, 71), 177  # heights of the three synapses and of the cell body
CELL = np.array([160, MIDDLE])
# Angle, height and breadth of what stands out from the round cell body: dendrites, axon, stubs.
LOBES = ((2.16, 15, 0.30), (3.14, 13, 0.26), (4.12, 15, 0.30), (0.0, 20, 0.26), (1.0, 21, 0.12), (5.3, 21, 0.12))
# Of each dendrite the trunk from the cell body to its synapse, then twigs: four points of a cubic Bezier curve each.
UPPER = (((148, 190), (112, 214), (136, 284), (78, 283)), ((120, 232), (128, 252), (142, 262), (143, 288)),
         ((122, 222), (104, 230), (100, 240), (88, 246)), ((133, 254), (140, 260), (158, 262), (164, 270)))
LEVEL = (((148, 177), (122, 190), (104, 166), (78, 177)), ((116, 180), (106, 190), (104, 196), (92, 204)),
         ((106, 176), (98, 166), (98, 158), (86, 150)))
LOWER = tuple(tuple((x, 2 * MIDDLE - y) for x, y in limb) for limb in UPPER)
DENDRITES = (UPPER, LEVEL, LOWER)
# The axon, then the branches in which it ends.
AXON = (((190, 177), (222, 177), (254, 177), (280, 177)), ((280, 177), (296, 178), (288, 226), (306, 233)),
        ((280, 177), (296, 178), (294, 197), (313, 199)), ((280, 177), (296, 176), (294, 157), (313, 155)),
        ((280, 177), (296, 176), (288, 128), (306, 121)))
SHEATHS = (214, 236, 258)  # left ends of the three pieces of myelin around the axon


class NerveCell:
    """The cell on `axes`, whose units are CSS pixels."""

    def __init__(self, axes):
        self._draw_synapses(axes)
        self.dendrites = [axes.add_patch(PathPatch(Path([(0, 0)]), edgecolor="none")) for _row in ROWS]
        glow = {"facecolor": "none", "edgecolor": GREEN, "alpha": 0.22, "capstyle": "round", "joinstyle": "round"}
        self.glow = [axes.add_patch(PathPatch(path, linewidth=10, **glow)) for path in (curves(AXON), body())]
        self.axon = axes.add_patch(PathPatch(curves(AXON), facecolor="none", linewidth=3.4, capstyle="round"))
        self.ends, = axes.plot(*np.transpose([branch[-1] for branch in AXON[1:]]), "o", markersize=8.5)
        rounded = "round,rounding_size=6,pad=0"
        self.sheaths = [axes.add_patch(FancyBboxPatch((left, MIDDLE - 6), 18, 12, boxstyle=rounded, linewidth=1.2,
                                                      edgecolor=MEMBRANE)) for left in SHEATHS]
        self.body = axes.add_patch(PathPatch(body(), edgecolor=MEMBRANE, linewidth=1.8, joinstyle="round"))
        nucleus = [axes.add_patch(Circle(CELL, 15, facecolor="#FFFFFFB8", edgecolor=MEMBRANE, linewidth=1.2)),
                   axes.add_patch(Circle(CELL + (3, 3), 4.5, facecolor=MEMBRANE, edgecolor="none"))]
        for x, y, words in ((50, 256, _("synapse")), (166, 300, _("dendrite")), (196, 112, _("cell body")),
                            (246, 204, _("axon"))):
            axes.text(x, y, words, fontsize=10, color=GREY, ha="center", va="center")
        moving(*self.dendrites, *self.glow, self.axon, self.ends, *self.sheaths, self.body, *nucleus)

    def _draw_synapses(self, axes):
        for k, y in enumerate(ROWS, start=1):
            axes.text(28, y + 16, f"x{k}", ha="center", va="center")
            arriving = curves([((0, y - 3), (16, y + 5), (30, y - 4), (46, y))])
            axes.add_patch(PathPatch(arriving, facecolor="none", edgecolor=MEMBRANE, linewidth=3))
        self.boutons = [axes.add_patch(Ellipse((53, y), 23, 27, edgecolor=MEMBRANE, linewidth=1.4)) for y in ROWS]
        self.signs = [axes.text(53, y, "", ha="center", va="center_baseline", fontsize=12, fontweight="bold")
                      for y in ROWS]
        self.messengers = [axes.plot([68, 71, 68, 71], np.array([-7, -3, 3, 7]) + y, "o", color=GREEN,
                                     markersize=2.8)[0] for y in ROWS]
        moving(*self.boutons, *self.signs, *self.messengers)

    def update(self, inputs, weights, filled, fires):
        """Show the inputs (3,) and weights (3,), how far the cell body is `filled`, 0 to 1, and whether it fires."""
        for k, (x, w) in enumerate(zip(inputs, weights, strict=True)):
            self.boutons[k].set_facecolor(ACTIVITY(x))
            self.messengers[k].set_alpha(x)
            self.signs[k].set_text(sign_of(w))
            self.dendrites[k].set_path(tree(DENDRITES[k], thickness(w)))
            self.dendrites[k].set_facecolor(colour_of(w))
        self.body.set_facecolor(ACTIVITY(filled))
        signal = GREEN if fires else RESTING
        self.axon.set_edgecolor(signal)
        self.ends.set_color(signal)
        for sheath in self.sheaths:
            sheath.set_facecolor(ACTIVITY(0.6 if fires else 0.0))
        for glow in self.glow:
            glow.set_visible(fires)


def colour_of(weight):
    """Blue for an exciting weight, orange for an inhibiting one, pale for none."""
    return BLUE if weight > 0 else ORANGE if weight < 0 else RESTING


def sign_of(weight):
    """The second sign beside the colour."""
    return "+" if weight > 0 else "−" if weight < 0 else ""


def thickness(weight):
    """How broad what carries a weight is drawn, in CSS pixels."""
    return 2 + 4 * abs(weight)


def curves(quadruples):
    """A path of cubic Bezier curves, four points each."""
    return Path(np.concatenate(quadruples), [Path.MOVETO, *[Path.CURVE4] * 3] * len(quadruples))


def body():
    """The outline of the cell body: a circle from which cones stand out where something leaves it."""
    angles = np.linspace(0, 2 * np.pi, 240)
    radii = np.full_like(angles, 33.0)
    for angle, height, breadth in LOBES:
        apart = np.angle(np.exp(1j * (angles - angle)))  # the shorter way round
        radii += height * np.exp(-(apart / breadth) ** 2)
    return Path(CELL + radii[:, None] * np.column_stack([np.cos(angles), np.sin(angles)]), closed=True)


def tree(limbs, broad):
    """The outline of a dendrite whose trunk is so `broad` where it begins: the trunk, and twigs that run thin."""
    trunk, *twigs = limbs
    shapes = [limb(trunk, 1.1 * broad, 0.7 * broad, 5)] + [limb(twig, 0.55 * broad, 1.0, 0) for twig in twigs]
    return Path.make_compound_path(*map(Path, shapes))


def limb(points, start, end, cup):
    """A polygon along a cubic Bezier curve, from breadth `start` to breadth `end`; the end is wider by a `cup`."""
    t = np.linspace(0, 1, 48)[:, None]
    p, q, r, s = np.array(points, dtype=float)
    line = (1 - t) ** 3 * p + 3 * (1 - t) ** 2 * t * q + 3 * (1 - t) * t**2 * r + t**3 * s
    along = np.gradient(line, axis=0)
    across = along[:, ::-1] * (-1, 1) / np.hypot(*along.T)[:, None]
    half = (start + (end - start) * np.sqrt(t) + cup * np.exp(-((1 - t) / 0.06) ** 2)) / 2
    return np.concatenate([line + across * half, (line - across * half)[::-1]])
