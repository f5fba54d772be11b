"""Translations: from English sources to PO files for translators, and back into notebooks and gettext's catalogues.

Prose: lessons/ko/NAME.po, an entry for each Markdown cell, its id as context. Every other word that a learner sees:
lessons_lib/text/ko/LC_MESSAGES/lessons_lib.po, compiled beside it. Building renews both from the sources: what is new
comes without translation; where the English of a cell changed, its old translation stays as a fuzzy entry with the old
English as a comment, and the notebook shows English until somebody has looked at it and taken the word fuzzy away.
"""
import io
import re

from babel.messages import mofile, pofile
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir, extract_from_file

LANGUAGES = ("ko",)
KEYWORDS = {"_": None, "mark": None}
KEPT = {  # what a translation must have as often as its original, whatever the words between
    "formula": re.compile(r"\$\$.+?\$\$|\$.+?\$", re.DOTALL),
    "code": re.compile(r"`[^`]+`"),
    "placeholder": re.compile(r"{\w*(?:![rs])?(?::[^}]*)?}|%[ds]"),
    "link": re.compile(r"\]\([^)]*\)"),
    "key": re.compile(r"<kbd>.*?</kbd>"),
}


def prose_file(path, language):
    """lessons/02-x.py -> lessons/ko/02-x.po, lessons/exercises/02-x.py -> lessons/ko/exercises/02-x.po"""
    lessons = next(folder for folder in path.parents if folder.name == "lessons")
    return lessons / language / path.relative_to(lessons).with_suffix(".po")


def words_file(root, language):
    """The catalogue of everything but prose."""
    return root / "lessons_lib" / "text" / language / "LC_MESSAGES" / "lessons_lib.po"


def read(path, language):
    """The catalogue in a PO file; an empty one where there is none."""
    if not path.exists():
        return Catalog(language, fuzzy=False)
    with path.open("rb") as file:
        return pofile.read_po(file, language)


def translate(notebook, catalogue):
    """Put the translation into every Markdown cell that has one that is up to date."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            message = catalogue.get(cell.source, context=cell.id)
            if message and message.string and not message.fuzzy:
                cell.source = message.string


def renew_prose(notebook, path, language):
    """Bring the PO file of a lesson up to its source."""
    before = {message.context: message for message in read(path, language) if message.id}
    catalogue = Catalog(language, fuzzy=False)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            old = before.get(cell.id)
            catalogue.add(cell.source, old.string if old else "", context=cell.id)
            if old and old.string and (old.fuzzy or old.id != cell.source):
                was = old.user_comments if old.fuzzy else ["The English was:", *old.id.split("\n")]
                catalogue.get(cell.source, cell.id).flags.add("fuzzy")
                catalogue.get(cell.source, cell.id).user_comments = was
    _write(path, catalogue)


def renew_words(root, language):
    """Bring the library's PO file up to what `_` and `mark` stand around, and compile it."""
    path = words_file(root, language)
    before, catalogue = read(path, language), Catalog(language, fuzzy=False)
    for file, words in _extracted(root):
        old = before.get(words)
        catalogue.add(words, old.string if old else "", locations=[(file, None)])
    _write(path, catalogue)
    path.with_suffix(".mo").write_bytes(compiled(catalogue))


def compiled(catalogue):
    """The catalogue as gettext reads it: the same bytes for the same translations."""
    file, plain = io.BytesIO(), Timeless()
    for message in catalogue:
        if message.id and message.string and not message.fuzzy:
            plain.add(message.id, message.string)
    mofile.write_mo(file, plain)
    return file.getvalue()


class Timeless(Catalog):
    """A catalogue whose header tells of no day and no program."""

    mime_headers = [("Content-Type", "text/plain; charset=utf-8")]


def _extracted(root):
    """Every string that passes through gettext, with its file."""
    for found in extract_from_dir(root / "lessons_lib", [("**.py", "python")], keywords=KEYWORDS):
        yield f"lessons_lib/{found[0]}", found[2]
    for found in extract_from_file("python", root / "course.py", keywords=KEYWORDS):
        yield "course.py", found[1]


def _write(path, catalogue):
    file = io.BytesIO()
    pofile.write_po(file, catalogue, width=110, omit_header=True)
    header = f'msgid ""\nmsgstr ""\n"Language: {catalogue.locale}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(header.encode() + file.getvalue())


def faults(path, language):
    """What is wrong with a PO file: sentences."""
    for message in read(path, language):
        place = message.context or repr(message.id[:50])
        if not message.id:
            continue
        if not message.string:
            yield f"{path.name}, {place}: no translation"
        elif message.fuzzy:
            yield f"{path.name}, {place}: the English changed; look at the translation and take the word fuzzy away"
        else:
            yield from (f"{path.name}, {place}: {fault}" for fault in lost(message.id, message.string))


def lost(original, translated):
    """What a translation does not have as often as its original: phrases."""
    for kind, pattern in KEPT.items():
        here, there = sorted(pattern.findall(original)), sorted(pattern.findall(translated))
        if here != there:
            missing = next(iter([one for one in here if one not in there] or here or there))
            yield f"the {kind} {missing} is missing, or stands another number of times than in English"
