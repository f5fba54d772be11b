"""One question on the page: choose or skip, then "you said, it did", then a line for why. All goes on record."""
import html
import weakref

import ipywidgets

from lessons_lib import record, text
from lessons_lib.live.controls import button, close, row
from lessons_lib.live.screen import in_a_lecture
from lessons_lib.text import _
from lessons_lib.text.misconceptions import HINTS
from lessons_lib.text.questions import question

SKIPPED = "skipped"
AT_ONCE, AFTER_A_MOVE, LATER = "at once", "after a move", "later"  # when the outcome is told
_standing = weakref.WeakSet()  # every prediction on the page: the same question may stand in two places


class Prediction:
    """Asks the question of this name; `changed()` is called whenever something was answered or asked anew.

    An answer that is on record from another day counts as given. `open` says whether a figure may be moved.
    """

    def __init__(self, name, *, tell, changed=lambda: None):
        self.name, self.question, self.tell, self.changed = name, question(name), tell, changed
        self.record, self.language = record.of_the_learner(), text.language()
        self.answer, self.told, self.moved, self.trouble = self._recorded(), False, False, ""
        self.told = tell == AT_ONCE and self.answer is not None
        self.widget = ipywidgets.VBox()
        self.widget.add_class("live-prediction")
        if in_a_lecture():
            self.widget.add_class("live-large")
        self.lay_out()
        _standing.add(self)

    @property
    def open(self):
        """Whether the controls may be moved: after an answer or a skip, and in a lecture from the start."""
        return self.answer is not None or in_a_lecture()

    def choose(self, answer):
        """Commit to an option by its name, or to SKIPPED; any other is a ValueError."""
        if answer not in (SKIPPED, *self.question.options):
            raise ValueError(_("answer: {given!r} given, wanted one of {wanted}").format(
                given=answer, wanted=", ".join([*self.question.options, SKIPPED])))
        self.trouble = self.record.add("prediction", self.name, answer=answer)
        for other in [*_standing]:
            if other.name == self.name:
                other.take(answer)

    def take(self, answer):
        """Show this answer, given here or where the same question stands as well; None asks anew."""
        self.answer, self.moved, self.told = answer, False, answer is not None and self.tell == AT_ONCE
        self.lay_out()
        self.changed()

    def notice_move(self):
        """A control was moved: what it did may be told."""
        if self.answer is not None and not self.moved:
            self.moved = True
            self.lay_out()

    def reveal(self):
        """Tell what came of it."""
        self.told = True
        self.lay_out()

    def start_over(self):
        """Ask anew, whatever is on record: for the next class."""
        self.trouble = ""
        self.take(None)

    def explain(self, words):
        """Keep the learner's own line on why."""
        if words.strip():
            self.trouble = self.record.add("why", self.name, words=words.strip())
            self.lay_out()

    def speak(self, language):
        """Go on in another language."""
        self.language = text.check(language)
        self.lay_out()

    def as_text(self):
        """The question and its options, for readers without a kernel; nothing of what was answered."""
        with text.speaking(self.language):
            return "\n".join([_(self.question.words),
                              *(f"  ○ {_(option.words)}" for option in self.question.options.values())])

    def _recorded(self):
        """The newest answer on record, where it is one of today's options."""
        answer = (self.record.latest("prediction", self.name) or {}).get("answer")
        return answer if isinstance(answer, str) and answer in (SKIPPED, *self.question.options) else None

    # What stands on the page --------------------------------------------------------------------------------------

    def lay_out(self):
        """What belongs on the page now."""
        with text.speaking(self.language):
            before, parts = self.widget.children, [_words(_(self.question.words), "live-question")]
            if self.answer is None:
                parts.append(self._choices())
            else:
                parts.append(_words(*self._replies()))
                parts += self._what_follows()
            if self.trouble:
                parts.append(_words(self.trouble, "live-message", role="alert"))
            self.widget.children = parts
        close(*before)

    def _choices(self):
        buttons = [button(_(option.words), "", lambda name=name: self.choose(name))
                   for name, option in self.question.options.items()]
        skip = button(_("Skip"), _("without a prediction"), lambda: self.choose(SKIPPED))
        skip.add_class("live-skip")
        made = row([*buttons, skip])
        made.add_class("live-choices")
        return made

    def _replies(self):
        """What was said and what it did, as marked up lines."""
        option = self.question.options.get(self.answer)
        said = _("You said: {answer}").format(answer=_(option.words)) if option else _("Skipped.")
        if not self.told:
            return said, "live-reply"
        came = _("It is so: {outcome}") if self.tell == AT_ONCE else _("It did: {outcome}")
        lines = [said, came.format(outcome=_(self.question.outcome))]
        if option and option.misconception:
            lines.append(_("A hint: {hint}").format(hint=_(option.hint or HINTS[option.misconception])))
        if not option:
            return "\n".join(lines), "live-reply"
        lines[0] = f"{'✗' if option.misconception else '✓'} {said}"
        return "\n".join(lines), f"live-reply live-{'wrong' if option.misconception else 'right'}"

    def _what_follows(self):
        """The button that tells, the line for why, and the way to be asked again."""
        again = button(_("Ask me again"), _("the first answer stays on record"), self.start_over)
        again.add_class("live-skip")
        if self.tell == LATER:
            return [row([_words(_("The lesson will tell."), "live-reply"), again])]
        if not self.told:
            tell = button(_("What did it do?"), _("after your move"), self.reveal, "eye")
            tell.disabled = not self.moved
            now = _words("" if self.moved else _("Now move the controls."), "live-reply")
            return [row([tell, now, again])]
        return [row([self._why(), again])] if self.tell == AFTER_A_MOVE else [row([again])]

    def _why(self):
        earlier = self.record.latest("why", self.name) or {}
        line = ipywidgets.Text(value=str(earlier.get("words", "")), continuous_update=False,
                               placeholder=_("Why? One sentence in your own words, then Enter"),
                               layout={"flex": "1 1 auto", "width": "auto"})
        line.observe(lambda change: self.explain(change.new), "value")
        line.add_class("live-why")
        return line


def _words(words, kind, role="status"):
    """Words on the page, told to a screen reader when they come."""
    made = ipywidgets.HTML(f'<div role="{role}">{"<br>".join(map(html.escape, words.splitlines()))}</div>')
    for one in kind.split():
        made.add_class(one)
    return made
