"""The words of the course in the learner's language, by gettext.

Every string that a learner sees passes through `_` at the moment it is shown, never at import, so that a change of
language reaches figures and controls that already stand. Standard library only.
"""
import contextlib
import contextvars
import functools
import gettext
from pathlib import Path

LANGUAGES = {"en": "English", "ko": "한국어"}  # each by its own name
CATALOGUES = Path(__file__).parent
FONTS = CATALOGUES / "fonts"
_chosen = ["en"]
_for_now = contextvars.ContextVar("language for now", default=None)


def _(message):
    """The message in the language spoken now; English where the catalogue has no entry."""
    return catalogue(language()).gettext(message)


def mark(message):
    """The message as it stands: marks, for the catalogue, a string that passes through `_` only when it is shown."""
    return message


def use(language):
    """Speak this language from now on: "en" or "ko". Any other is a ValueError."""
    _chosen[0] = check(language)


def language():
    """The language spoken now."""
    return _for_now.get() or _chosen[0]


@contextlib.contextmanager
def speaking(language):
    """Speak this language inside the context alone: a figure may speak another than its notebook."""
    token = _for_now.set(check(language))
    try:
        yield
    finally:
        _for_now.reset(token)


def check(language):
    """The language, when there is such a one."""
    if language not in LANGUAGES:
        raise ValueError(_("language: {given!r} given, wanted {wanted}").format(
            given=language, wanted=" or ".join(f'"{code}" ({name})' for code, name in LANGUAGES.items())))
    return language


@functools.cache
def catalogue(language):
    """The translations of one language. English has none: every message comes back as it is."""
    return gettext.translation("lessons_lib", CATALOGUES, [language], fallback=True)
