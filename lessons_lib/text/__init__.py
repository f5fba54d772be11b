"""The words of the course in the learner's language, by gettext.

Every string that a learner sees passes through `_` at the moment it is shown, never at import, so that a change of
language reaches figures and controls that already stand.
"""
import gettext
import os
from pathlib import Path

CATALOGUES = Path(__file__).parent
translation = gettext.translation("lessons_lib", CATALOGUES, [os.environ.get("COURSE_LANGUAGE", "en")], fallback=True)


def _(message):
    """The message in the language chosen; English where the catalogue has no entry."""
    return translation.gettext(message)
