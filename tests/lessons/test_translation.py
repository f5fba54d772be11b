"""Translations: nothing of an original is lost, nothing is left untranslated, nothing out of date is shown."""
import ast
import itertools
import re

import build
import nbformat
import pytest
import translation
from babel.messages.catalog import Catalog

ROOT = build.ROOT
FILES = [(translation.words_file(ROOT, language), language) for language in translation.LANGUAGES] + [
    (translation.prose_file(path, language), language)
    for path, language in itertools.product(build.sources(), translation.LANGUAGES)]
SOURCE = '''\
# %% [markdown] id="words" slideshow={"slide_type": "slide"}
# # A title
# The weight $w$ and ![a picture](../images/x.png).

# %% id="imports" slideshow={"slide_type": "-"}
live.speak("en")
'''


def marked_strings(path):
    """Every literal in `_(...)` and `mark(...)`, wherever it stands: Babel does not look into f-strings."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in translation.KEYWORDS:
            if isinstance(node.args[0], ast.Constant):
                yield node.args[0].value


# What is committed

@pytest.mark.parametrize(("path", "language"), FILES, ids=lambda one: getattr(one, "stem", one))
def test_everything_is_translated_and_nothing_is_lost(path, language):
    assert path.exists()
    assert list(translation.faults(path, language)) == []


@pytest.mark.parametrize("language", translation.LANGUAGES)
def test_the_catalogue_holds_every_string_of_the_library_and_no_other(language):
    files = [ROOT / "course.py", *ROOT.glob("lessons_lib/**/*.py")]
    wanted = {words for file in files for words in marked_strings(file)}
    found = {message.id for message in translation.read(translation.words_file(ROOT, language), language)} - {""}
    assert found == wanted
    assert len(wanted) > 200


@pytest.mark.parametrize("language", translation.LANGUAGES)
def test_the_compiled_catalogue_is_that_of_the_po_file(language):
    path = translation.words_file(ROOT, language)
    assert path.with_suffix(".mo").read_bytes() == translation.compiled(translation.read(path, language))


@pytest.mark.parametrize(("path", "language"), FILES[1:], ids=lambda one: getattr(one, "stem", one))
def test_the_po_file_has_the_prose_of_its_source(path, language):
    source = ROOT / "lessons" / path.relative_to(ROOT / "lessons" / language).with_suffix(".py")
    wanted = {(cell.id, cell.source) for cell in build.read_source(source).cells if cell.cell_type == "markdown"}
    assert {(one.context, one.id) for one in translation.read(path, language) if one.id} == wanted


@pytest.mark.parametrize(("path", "language"), [*itertools.product(build.sources(), translation.LANGUAGES)],
                         ids=lambda one: getattr(one, "stem", one))
def test_the_twin_has_the_same_cells_and_code_but_for_the_language(path, language):
    ours, theirs = (build.read_notebook(build.target_of(path, spoken)) for spoken in ("en", language))
    assert [(cell.id, cell.cell_type, cell.metadata) for cell in ours.cells] == \
        [(cell.id, cell.cell_type, cell.metadata) for cell in theirs.cells]
    differences = [(cell.source, twin.source) for cell, twin in zip(ours.cells, theirs.cells, strict=True)
                   if cell.cell_type == "code" and cell.source != twin.source]
    assert [(one.replace('"en")', f'"{language}")', 1), other) for one, other in differences] == \
        [(other, other) for _one, other in differences] and len(differences) == 1
    assert all(re.search("[가-힣]", cell.source) for cell in theirs.cells if cell.cell_type == "markdown")


# How it is done

@pytest.fixture
def source(tmp_path):
    path = tmp_path / "lessons" / "01-tiny.py"
    path.parent.mkdir()
    path.write_text(SOURCE, encoding="utf-8")
    return path


def renew(source):
    path = translation.prose_file(source, "ko")
    translation.renew_prose(build.read_source(source), path, "ko")
    return path


def put_in(path, korean):
    """A translator's work."""
    catalogue = translation.read(path, "ko")
    message, = (one for one in catalogue if one.id)
    message.string = korean
    message.flags.discard("fuzzy")
    translation._write(path, catalogue)


KOREAN = "# 제목\n가중치 $w$, ![그림](../images/x.png)."


def test_new_prose_comes_untranslated_and_shows_in_english(source):
    path = renew(source)
    assert list(translation.faults(path, "ko")) == ["01-tiny.po, words: no translation"]
    assert build.make_notebook(source, "ko").cells[0].source.startswith("# A title")


def test_a_translation_is_shown_kept_and_its_pictures_found(source):
    path = renew(source)
    put_in(path, KOREAN)
    assert renew(source).read_bytes() == path.read_bytes() and list(translation.faults(path, "ko")) == []
    cells = build.make_notebook(source, "ko").cells
    assert cells[0].source == KOREAN.replace("../images", "../../images")
    assert (cells[0].id, cells[1].source) == ("words", 'live.speak("ko")')
    assert build.make_notebook(source).cells[1].source == 'live.speak("en")'


def test_changed_english_is_shown_in_english_until_somebody_looks(source):
    path = renew(source)
    put_in(path, KOREAN)
    source.write_text(SOURCE.replace("A title", "Another title"), encoding="utf-8")
    for _again in range(2):
        renew(source)
        fault, = translation.faults(path, "ko")
        assert fault.startswith("01-tiny.po, words: the English changed")
        assert build.make_notebook(source, "ko").cells[0].source.startswith("# Another title")
        assert "가중치" in path.read_text() and "A title" in path.read_text(), "the old work is lost"
    put_in(path, KOREAN)
    assert list(translation.faults(path, "ko")) == []
    assert build.make_notebook(source, "ko").cells[0].source.startswith("# 제목")


@pytest.mark.parametrize(("original", "translated", "lost"), [
    ("so $w_1$ and $w_2$", "$w_1$", "the formula $w_2$"),
    ("$a$, then $a$ again", "$a$", "the formula $a$"),
    ("$$a$$", "$a$", "the formula $$a$$"),
    ("the code `x @ w`", "코드 `x@w`", "the code `x @ w`"),
    ("{name}: {given!r}", "{name}", "the placeholder {given!r}"),
    ("{sum:.2f}", "{sum}", "the placeholder {sum:.2f}"),
    ("[two](02.ipynb)", "[둘](03.ipynb)", "the link ](02.ipynb)"),
    ("press <kbd>r</kbd>", "r", "the key <kbd>r</kbd>"),
    ("%d of %s", "%s", "the placeholder %d")])
def test_what_a_translation_loses_is_named(original, translated, lost):
    found = list(translation.lost(original, translated))
    assert len(found) == 1 and found[0].startswith(f"{lost} is missing")
    assert list(translation.lost(original, original)) == []


def test_a_po_file_with_a_formula_missing_is_a_sentence_that_names_the_cell(source):
    path = renew(source)
    put_in(path, KOREAN.replace("$w$", "w"))
    assert list(translation.faults(path, "ko")) == [
        "01-tiny.po, words: the formula $w$ is missing, or stands another number of times than in English"]


def test_every_string_in_the_code_is_found_and_compiled(tmp_path):
    module = tmp_path / "lessons_lib" / "words.py"
    module.parent.mkdir()
    module.write_text('ONE = mark("one")\n\ndef two():\n    return _("two {x}")\n')
    (tmp_path / "course.py").write_text('_("three")\n')
    translation.renew_words(tmp_path, "ko")
    path = translation.words_file(tmp_path, "ko")
    assert {one.id for one in translation.read(path, "ko")} - {""} == {"one", "two {x}", "three"}
    assert path.with_suffix(".mo").exists()


def test_an_empty_catalogue_is_no_error(tmp_path):
    assert isinstance(translation.read(tmp_path / "none.po", "ko"), Catalog)
    translation.translate(nbformat.v4.new_notebook(), translation.read(tmp_path / "none.po", "ko"))
