"""The path ledger: along each way from a weight to the loss the local derivatives, their product; then the sum."""
from typing import NamedTuple

from lessons_lib.figures.graph_picture import PATHS, TURN, Words, number
from lessons_lib.figures.style import GREY, moving
from lessons_lib.text import _

WIDTH, HEIGHT = 284, 212  # in pixels, which are its data units
HEADER, FIRST, APART, PRODUCT, SUM, TOTAL = 198, 174, 19, 72, 40, 20  # heights of the rows
ROWS = 5
PATHS_AT = (132, 283)  # where the numbers of two paths end; their names begin COLUMN before
COLUMN = 132
EXAMPLES_AT = (156, 220, 283)  # where the numbers of up to three examples end


class Row(NamedTuple):
    """One path, or one example's share of a path: what its factors are called, the factors (None: not known yet), and
    their product."""

    names: tuple
    factors: tuple
    product: float | None


class Ledger(NamedTuple):
    """The slope of J by a weight or bias, `name`: a row for each path or, `by_example`, for each example; their sum."""

    name: str
    rows: tuple
    total: float | None
    by_example: bool


class PathLedger:
    """Drawn on its own axes, a column for each row of the ledger."""

    def __init__(self, axes):
        axes.set_title(_("Path ledger"), pad=4)
        axes.set_axis_off()
        axes.set_xlim(0, WIDTH)
        axes.set_ylim(0, HEIGHT)
        self.heads = [Words(axes, (0, 0), weight="bold", align=1) for _column in EXAMPLES_AT]
        self.names = [[Words(axes, (0, FIRST - APART * row)) for row in range(ROWS)] for _column in PATHS_AT]
        self.factors = [[Words(axes, (0, FIRST - APART * row), align=1) for row in range(ROWS)]
                        for _column in EXAMPLES_AT]
        self.products = [Words(axes, (0, 0), TURN, align=1) for _column in EXAMPLES_AT]
        self.called = Words(axes, (0, PRODUCT))
        self.kind = Words(axes, (52, HEADER))
        self.sum = Words(axes, (0, SUM))
        self.total = Words(axes, (WIDTH - 1, TOTAL), TURN, align=1, size=12, weight="bold")
        self.advice = [Words(axes, (0, HEIGHT - 30 - APART * line), GREY) for line in range(2)]
        self.rules = [axes.plot([], [], color=GREY, linewidth=0.8)[0] for _column in EXAMPLES_AT]
        self.samples = [axes.plot([], [], linewidth=7, alpha=0.5, color=look["colors"], solid_capstyle="butt",
                                  linestyle=style, dash_capstyle="butt")[0]
                        for look, style in zip(PATHS, ("-", (0, (1.6, 0.7))), strict=True)]
        moving(*self.rules, *self.samples)

    def update(self, ledger):
        """Show a ledger; None where nothing is chosen that leads to J."""
        self._clear()
        if ledger is None:
            self.advice[0].words, self.advice[1].words = _("Choose a weight: click on one."), _("Its paths light up.")
            return
        ends = EXAMPLES_AT if ledger.by_example else PATHS_AT
        for column, (row, end) in enumerate(zip(ledger.rows, ends, strict=False)):
            self._column(column, row, end, ledger.by_example)
        shares = [_share(row.product, first=not k) for k, row in enumerate(ledger.rows)]
        several = len(shares) > 1
        self.sum.words = f"∂J/∂{ledger.name} = {' + '.join(shares)}" if several else ""
        total = "?" if ledger.total is None else number(ledger.total)
        self.total.words = f"= {total}" if several else f"∂J/∂{ledger.name} = {total}"

    def _column(self, column, row, end, by_example):
        left = end - 58 if by_example else end - COLUMN
        head = f"{column + 1}" if by_example else _("path {number}").format(number=column + 1)
        self._put(self.heads[column], head, end, HEADER)
        if not by_example or column == 0:
            start = 0 if by_example else left
            self.samples[column].set_data([start, start + 44], [HEADER, HEADER])
            for words, name in zip(self.names[column], row.names, strict=False):
                words.words = name
                words.move(start, FIRST - APART * self.names[column].index(words))
        for place, (words, factor) in enumerate(zip(self.factors[column], row.factors, strict=False)):
            self._put(words, "?" if factor is None else number(factor), end, FIRST - APART * place)
        self.rules[column].set_data([left, end], [PRODUCT + 12] * 2)
        if column == 0:
            self.called.words = _("product")
            self.kind.words = _("example") if by_example else ""
        self._put(self.products[column], _share(row.product), end, PRODUCT)

    @staticmethod
    def _put(words, said, x, y):
        words.words = said
        words.move(x, y)

    def _clear(self):
        for words in (*self.heads, *self.products, self.called, self.kind, self.sum, self.total, *self.advice,
                      *(one for part in (*self.names, *self.factors) for one in part)):
            words.words = ""
        for line in (*self.rules, *self.samples):
            line.set_data([], [])


def _share(product, first=True):
    """A product, in brackets where it is negative and not the first of a sum."""
    if product is None:
        return "?"
    return f"({number(product)})" if product < 0 and not first else number(product)
