"""The chain rule: a plot for each function, each slope taken where its own input is, and the slopes multiplied."""
from typing import NamedTuple

import numpy as np
from matplotlib.ticker import MaxNLocator

from lessons_lib.figures.readout import Readout
from lessons_lib.figures.style import BLUE, CURRENT, GREEN, GREY, INK, ORANGE, blank, moving, style
from lessons_lib.text import _, mark

WIDTH, HEIGHT = 960, 380
BOTTOM, TALL = 154, 192  # of the plots, in pixels
COLUMNS = {2: ((104, 236), (408, 236), (712, 236)),  # left edge and width of the plots, for so many functions
           3: ((104, 158), (326, 158), (548, 158), (770, 180))}
QUANTITIES = {"x": (INK, "D"), "u": (BLUE, "s"), "v": (GREEN, "^"), "z": (ORANGE, "v")}
ROWS = (88, 62, 36)  # heights of the slopes, the quotients, and the slopes at x
NOTE = 10
REACH = 46  # pixels that a tangent goes to both sides
TANGENT = {"color": INK, "linewidth": 2.2}
SECANT = {"color": GREY, "linewidth": 1.8, "linestyle": (0, (4, 2))}
MISTAKE = {"color": GREY, "linewidth": 2.2, "linestyle": (0, (1, 1.2))}
KEYS = (TANGENT, mark("tangent")), (SECANT, "h = {h:g}"), (MISTAKE, mark("all at x"))


class Link(NamedTuple):
    """One function at work, or in the end all of them as one: from the value `start` to the value `end`, with the slope
    there; after the step from `start_after` to `end_after`, both NaN outside of the functions' domains; `quotient` is
    the change of the one by that of the other, NaN where there is none. `height_at_x` and `slope_at_x` are what the
    function has at x instead; for all as one, z and the product of these slopes."""

    formula: str
    start: float
    end: float
    slope: float
    start_after: float
    end_after: float
    quotient: float
    height_at_x: float
    slope_at_x: float


class ChainRuleState(NamedTuple):
    """What is drawn: the `links`, those of the two or three functions and that of the whole; the step `h`; the
    `windows` (low, high) of x, of what is between, and of z; `curves` (2, M), one for each link; whether a ReLU stands
    `at_kink`, and whether the slopes at x are shown: the `mistake`."""

    links: tuple
    h: float
    windows: tuple
    curves: tuple
    at_kink: bool
    mistake: bool

    @property
    def letters(self):
        """What each link leads from and to."""
        chain = "xuz" if len(self.links) == 3 else "xuvz"
        return [*zip(chain, chain[1:], strict=False), ("x", "z")]


class Plot:
    """One function: its curve, the point, the tangent there, and the line through both ends of the step."""

    def __init__(self, figure, label, column):
        self.axes = axes = figure.add_axes(place_of(column), label=label)
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
            axis.set_major_formatter(lambda tick, _place: f"{tick:g}".replace("-", "−"))
        self.title = axes.set_title(" ")
        self.curve, = axes.plot([], [], linewidth=2.6)
        self.mistake, = axes.plot([], [], **MISTAKE, marker="D", markerfacecolor="white", markersize=7, markevery=[1])
        self.secant, = axes.plot([], [], **SECANT, marker="o", markersize=6)
        self.tangent, = axes.plot([], [], **TANGENT)
        self.guides = [axes.plot([], [], linewidth=1.4)[0] for _end in "ab"]
        self.marks = [axes.plot([], [], markersize=9, markeredgecolor="white", clip_on=False, zorder=5)[0]
                      for _end in "ab"]
        self.point, = axes.plot([], [], **CURRENT | {"markersize": 10}, clip_on=False, zorder=5)
        self.words = Readout(axes, (0.5, -0.22), align=0.5)
        moving(self.mistake, self.secant, self.tangent, *self.guides, *self.marks, self.point)

    def stand(self, column, title, letters, windows, curve):
        """Take a place and a function: what stays while x moves."""
        self.letters, (self.across, self.up) = letters, windows
        self.scale = np.array([column[1] / np.ptp(self.across), TALL / np.ptp(self.up)])
        self.axes.set_position(place_of(column))
        self.axes.set(xlim=self.across, ylim=self.up)
        self.title.set_text(title)
        self.curve.set(data=curve, color=QUANTITIES[letters[1]][0])
        for letter, guide, tick in zip(letters, self.guides, self.marks, strict=True):
            colour, shape = QUANTITIES[letter]
            guide.set_color(colour)
            tick.set(markerfacecolor=colour, marker=shape)

    def update(self, link, mistake):
        """Show where the function is."""
        here = np.array([link.start, link.end])
        x, y = np.clip(here[0], *self.across), np.clip(here[1], *self.up)
        left, bottom = self.across[0], self.up[0]
        self.point.set_data([x], [y])
        inside, white = (x, y) == tuple(here), ("white", CURRENT["color"])
        self.point.set(markerfacecolor=white[inside], markeredgecolor=white[not inside])  # hollow where off the scale
        self.tangent.set_data(*self._along(here, link.slope))
        self.secant.set_data([link.start, link.start_after], [link.end, link.end_after])
        self.mistake.set_data(*self._along(np.array([mistake, link.height_at_x]), link.slope_at_x))
        for line, ends in zip(self.guides, (([x, x], [bottom, y]), ([left, x], [y, y])), strict=True):
            line.set_data(*ends)
        for tick, place in zip(self.marks, (([x], [bottom]), ([left], [y])), strict=True):
            tick.set_data(*place)
        start, end = self.letters
        self.words.words = f"{start} = {number(link.start)} → {end} = {number(link.end)}"

    def _along(self, here, slope):
        """A piece of the line through a point, equally long on the page whatever its slope: its ends and the point."""
        direction = np.array([1.0, slope])
        direction *= REACH / np.hypot(*(direction * self.scale))
        return np.column_stack([here - direction, here, here + direction])


class ChainRuleDrawing:
    """From left to right the functions in their order, at the end all of them as one; below each its slope."""

    def __init__(self):
        self.formulas = None
        with style():
            self.figure = blank(WIDTH, HEIGHT)
            first, second, self.whole = (Plot(self.figure, *parts) for parts in zip(
                ("g", "f", "whole"), COLUMNS[2], strict=True))
            self.third = Plot(self.figure, "k", COLUMNS[3][2])  # the last, so that hidden it does not meet the pointer
            self.plots = {2: (first, second, self.whole), 3: (first, second, self.third, self.whole)}
            self._draw_board(self.figure.add_axes((0, 0, 1, 1), label="board"))

    def _draw_board(self, board):
        """The chain of numbers below the plots."""
        board.set(xlim=(0, WIDTH), ylim=(0, HEIGHT))
        board.axis("off")
        self.keys = [board.plot([12, 40], [height + 4] * 2, **look)[0] for height, (look, _name) in
                     zip(ROWS, KEYS, strict=True)]
        self.names = [Readout(board, (47 / WIDTH, height / HEIGHT)) for height in ROWS]
        fonts = {"size": 12, "weight": "bold"}, {"size": 11}, {"size": 11}
        self.cells, self.signs = ([[Readout(board, (0, height / HEIGHT), align=0.5, **font) for _column in range(count)]
                                   for height, font in zip(ROWS, fonts, strict=True)] for count in (4, 3))
        self.note = Readout(board, (0.5, NOTE / HEIGHT), align=0.5)
        moving(*self.keys)

    def _stand(self, state):
        """Other functions: other axes."""
        count = len(state.links) - 1
        self.third.axes.set_visible(count == 3)
        self.third.title.set_text("")
        self.whole.title.set(x=count - 2, ha="left" if count == 2 else "right")  # nested three deep it is long
        windows = [*zip(state.windows, state.windows[1:], strict=False), (state.windows[0], state.windows[-1])]
        for plot, column, link, letters, *parts in zip(self.plots[count], COLUMNS[count], state.links, state.letters,
                                                       windows, state.curves, strict=True):
            plot.stand(column, f"{letters[1]} = {link.formula}", letters, *parts)
        middles = [(left + wide / 2) / WIDTH for left, wide in COLUMNS[count]]
        between = [(one + other) / 2 for one, other in zip(middles, middles[1:], strict=False)]
        for row in zip(self.cells, self.signs, strict=True):
            for words, places in zip(row, (middles, between), strict=True):
                for readout, place in zip(words, places, strict=False):
                    readout.place = (place, readout.place[1])

    def update(self, state):
        """Show a state."""
        formulas = [link.formula for link in state.links]
        if formulas != self.formulas:
            self.formulas = formulas
            self._stand(state)
        at_x = state.links[0].start if state.mistake else np.nan
        for k, (plot, link) in enumerate(zip(self.plots[len(formulas) - 1], state.links, strict=True)):
            plot.update(link, at_x if k else np.nan)
        pairs = [*zip(state.letters, state.links, strict=True)]
        self._update_row(0, _(KEYS[0][1]), [f"d{end}/d{start} = {number(link.slope)}" for (start, end), link in pairs])
        self._update_row(1, KEYS[1][1].format(h=state.h),
                         [f"Δ{end}/Δ{start} = {ratio(link)}" for (start, end), link in pairs])
        self._update_row(2, _(KEYS[2][1]), self._mistaken(state.links) if state.mistake else [])
        self.note.words = self._note(state)

    def _update_row(self, row, name, numbers):
        self.keys[row].set_visible(bool(numbers))
        self.names[row].words = name if numbers else ""
        for k, cell in enumerate(self.cells[row]):
            cell.words = numbers[k] if k < len(numbers) else ""
        for k, sign in enumerate(self.signs[row]):
            sign.words = ("×" if k < len(numbers) - 2 else "=") if k < len(numbers) - 1 else ""

    def _mistaken(self, links):
        """The slopes at x, and what their product is worth."""
        *slopes, product = (number(link.slope_at_x) for link in links)
        verdict = _("{number}: the same here") if product == number(links[-1].slope) else _("{number}: wrong")
        return [*slopes, verdict.format(number=product)]

    def _note(self, state):
        """What is to be said of this place, if anything."""
        if state.at_kink:
            return _("ReLU at 0 has a kink and no slope: 0 by convention.")
        for (letter, _end), link in zip(state.letters, state.links, strict=True):
            if np.isnan(link.quotient):
                no_step = np.isnan(state.links[-1].quotient)
                return (_("x + h lies outside: no quotient there.") if no_step else
                        _("Δ{letter} = 0: nothing to divide by, and yet the slopes multiply.").format(letter=letter))
        for (_start, letter), link, plot in zip(state.letters, state.links, self.plots[len(state.links) - 1],
                                                strict=True):
            if not plot.up[0] <= link.end <= plot.up[1]:
                return _("{letter} = {value} lies off the scale.").format(letter=letter, value=number(link.end))
        return ""

    def describe(self, state):
        """The state in words."""
        *links, whole = state.links
        parts = [_("x = {x}.").format(x=number(whole.start))]
        for (start, end), link in zip(state.letters, links, strict=False):
            parts.append(_("{end} = {formula} = {value}, its slope at {start} = {place} is {slope}.").format(
                end=end, formula=link.formula, value=number(link.end), start=start, place=number(link.start),
                slope=number(link.slope)))
        parts.append(_("The slope of z = {formula} is the product {slope}.").format(
            formula=whole.formula, slope=number(whole.slope)))
        parts.append(_("A step of h = {h:g} gives Δz/Δx = {quotients} = {quotient}.").format(
            h=state.h, quotients=" × ".join(map(ratio, links)), quotient=ratio(whole)))
        if state.mistake:
            parts.append(_("With every slope taken at x it would be {slope}.").format(slope=number(whole.slope_at_x)))
        return " ".join([*parts, self._note(state)]).strip()


def place_of(column):
    """A plot's place in the figure, from its left edge and its width in pixels."""
    left, wide = column
    return left / WIDTH, BOTTOM / HEIGHT, wide / WIDTH, TALL / HEIGHT


def number(value):
    """A number with three decimals, or in three or more digits where that would be too little or too much."""
    if not np.isfinite(value):
        return "?"
    size = abs(value)
    form = ".2e" if 0 < size < 0.0005 or size >= 1e6 else ".0f" if size >= 1000 else ".3f"
    return f"{value + 0.0:{form}}".replace("-", "−")


def ratio(link):
    """The quotient of a link's two changes, in words where it is none."""
    return "0/0" if np.isnan(link.quotient) and np.isfinite(link.end_after) else number(link.quotient)
