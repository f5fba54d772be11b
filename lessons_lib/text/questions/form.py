"""What a question is made of."""
from typing import NamedTuple


class Option(NamedTuple):
    """An answer to choose: its words, and the number of the misconception that it is, none where it is right; a hint of
    its own where that of the misconception would not help in this place."""

    words: str
    misconception: str = ""
    hint: str = ""


class Question(NamedTuple):
    """What is asked, the options by name, and what comes of it in truth."""

    words: str
    options: dict
    outcome: str

    @property
    def right(self):
        """The name of the right option."""
        return next(name for name, option in self.options.items() if not option.misconception)
