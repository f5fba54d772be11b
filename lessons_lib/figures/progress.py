"""The learner's own record as a picture: a mark for each question and each task, and the words of one of them."""
import unicodedata
from typing import NamedTuple

from lessons_lib.figures.style import GREEN, GREY, INK, LOOKED_AT, ORANGE, PALE, blank, moving, style
from lessons_lib.text import _, mark

KINDS = {  # a shape and a colour for each, so that neither is the only sign
    "right": (mark("came true"), {"marker": "o", "color": GREEN, "markersize": 12}),
    "passed": (mark("passed"), {"marker": "s", "color": GREEN, "markersize": 11}),
    "wrong": (mark("came otherwise"), {"marker": "^", "color": ORANGE, "markersize": 12}),
    "tried": (mark("not yet"), {"marker": "D", "color": ORANGE, "markersize": 9}),
    "skipped": (mark("skipped"), {"marker": "s", "color": GREY, "markersize": 9, "markerfacecolor": "none",
                                  "markeredgewidth": 1.5}),
    "open": (mark("still open"), {"marker": "o", "color": PALE, "markersize": 7}),
}
WIDTH = 58  # letters in a line of the words; a Hangul syllable takes two places


class ProgressState(NamedTuple):
    """What is drawn. `places` (column, row) and `kinds` of the questions and tasks, in their order; `chosen` is the
    number of the one whose `words` are shown: pairs of a small heading and what stands under it."""

    places: tuple
    kinds: tuple
    chosen: int
    words: tuple


class ProgressDrawing:
    """Left the marks, a row for each lesson, in it the questions and then the tasks, whose letters stand above their
    columns (letter by column); right the words of the one chosen."""

    def __init__(self, lessons, letters):
        with style():
            self.figure = blank(960, 330)
            marks = self.figure.add_axes((0.09, 0.18, 0.37, 0.64), label="marks")
            marks.set_title(_("Your predictions"), pad=22)
            marks.set_title(_("Your tasks"), pad=22, loc="right")
            marks.set_xlim(-0.6, max(letters) + 0.6)
            marks.set_ylim(len(lessons) - 0.5, -0.5)
            marks.xaxis.tick_top()
            marks.set_xticks(list(letters), list(letters.values()))
            marks.set_yticks(range(len(lessons)), lessons)
            marks.tick_params(length=0)
            marks.spines[:].set_visible(False)
            self.marks = {kind: marks.plot([], [], linestyle="none", label=_(words), **look)[0]
                          for kind, (words, look) in KINDS.items()}
            marks.legend(loc="upper center", bbox_to_anchor=(0.45, 0.0), ncols=3, handletextpad=0.1, columnspacing=1.0)
            self.ring, = marks.plot([], [], **LOOKED_AT)
            words = self.figure.add_axes((0.5, 0.05, 0.49, 0.86), label="words")
            words.set_axis_off()
            self.lines = [words.text(0, 1 - 0.083 * k, "", va="top", color=INK, transform=words.transAxes)
                          for k in range(12)]
            moving(*self.marks.values(), self.ring, *self.lines)

    def update(self, state):
        """Show a state."""
        for kind, artist in self.marks.items():
            mine = [place for place, found in zip(state.places, state.kinds, strict=True) if found == kind]
            artist.set_data([x for x, _y in mine], [y for _x, y in mine])
        x, y = state.places[state.chosen]
        self.ring.set_data([x], [y])
        lines = [(line, heading if number == 0 else "") for heading, words in state.words
                 for number, line in enumerate([heading, *wrapped(words)])]
        for k, artist in enumerate(self.lines):
            words, heading = lines[k] if k < len(lines) else ("", "")
            artist.set_text(words)
            artist.set_color(GREY if heading else INK)

    def describe(self, state):
        """The state in words."""
        counts = ", ".join(f"{_(words)}: {state.kinds.count(kind)}" for kind, (words, _look) in KINDS.items())
        chosen = " ".join(f"{heading}: {words}" for heading, words in state.words)
        return _("{number} questions and tasks. {counts}. The one chosen: {chosen}").format(
            number=len(state.kinds), counts=counts, chosen=chosen)


def wrapped(words):
    """The words in lines of at most WIDTH letters, broken at spaces and where they break themselves."""
    lines = []
    for part in words.splitlines():
        lines.append("")
        for word in part.split():
            line = f"{lines[-1]} {word}".strip()
            if lines[-1] and sum(1 + (unicodedata.east_asian_width(letter) in "WF") for letter in line) > WIDTH:
                lines.append(word)
            else:
                lines[-1] = line
    return lines
