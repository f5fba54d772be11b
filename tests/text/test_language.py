"""The language: chosen, for the moment, unknown; and every letter of it can be drawn."""
import re
import string
import threading
import warnings

import pytest
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg

from lessons_lib import text
from lessons_lib.figures.style import blank, style
from lessons_lib.text import _

CATALOGUE = text.catalogue("ko")._catalog
KOREAN = sorted(translated for original, translated in CATALOGUE.items() if original)
FONT_FILES = sorted(text.FONTS.glob("*.otf"))


@pytest.fixture(autouse=True)
def english_again():
    yield
    text.use("en")


def test_a_language_is_chosen_for_all_or_for_the_moment():
    assert (text.language(), _("threshold")) == ("en", "threshold")
    text.use("ko")
    assert (text.language(), _("threshold")) == ("ko", "임계값")
    with text.speaking("en"):
        assert _("threshold") == "threshold"
        with text.speaking("ko"):
            assert _("threshold") == "임계값"
        assert _("threshold") == "threshold"
    assert _("threshold") == "임계값"


def test_speaking_for_the_moment_ends_with_an_error_too():
    with pytest.raises(ZeroDivisionError), text.speaking("ko"):
        raise ZeroDivisionError
    assert text.language() == "en"


def test_what_one_thread_speaks_for_the_moment_no_other_hears():
    heard = []
    with text.speaking("ko"):
        thread = threading.Thread(target=lambda: heard.append(text.language()))
        thread.start()
        thread.join()
    assert heard == ["en"]


@pytest.mark.parametrize("call", [text.use, text.check, lambda language: text.speaking(language).__enter__()])
@pytest.mark.parametrize("language", ["tlh", "", None, "KO"])
def test_a_language_that_does_not_exist_is_a_sentence_and_changes_nothing(call, language):
    wanted = f'language: {language!r} given, wanted "en" (English) or "ko" (한국어)'
    with pytest.raises(ValueError, match=re.escape(wanted)):
        call(language)
    assert text.language() == "en"


def test_a_word_without_translation_stays_english():
    with text.speaking("ko"):
        assert _("a word that no catalogue has") == "a word that no catalogue has"


def test_the_catalogue_is_korean():
    assert len(KOREAN) > 250
    words = [one for one in KOREAN if sum(letter in string.ascii_letters for letter in one) > 20]
    assert [one for one in words if not re.search("[가-힣]", one)] == []


def letters_of(file):
    return set(map(chr, font_manager.get_font(file).get_charmap()))


def test_both_weights_have_the_syllables_of_everyday_korean_and_the_signs_of_formulas():
    for file in FONT_FILES:
        letters = letters_of(file)
        assert sum("가" <= letter <= "힣" for letter in letters) == 2350
        assert set("−·×→←≥≤≠∂∇√Σθητλμ“”…²³✓") <= letters
    assert len(FONT_FILES) == 2


@pytest.mark.parametrize("file", FONT_FILES, ids=lambda file: file.stem)
def test_no_letter_of_any_korean_string_is_missing_in_the_font(file):
    """Each of them may come into a figure, with a formula beside it, where Matplotlib asks the first font alone."""
    letters = letters_of(file)
    missing = {one: set(one) - letters - set("\n₁₂₃✗○") for one in KOREAN}
    assert {one: lost for one, lost in missing.items() if lost} == {}


@pytest.mark.parametrize("weight", ["normal", "bold"])
def test_matplotlib_draws_every_korean_string_without_a_box_beside_a_formula(weight):
    with text.speaking("ko"), style(), warnings.catch_warnings():
        warnings.simplefilter("error")  # "Glyph 54620 missing from font"
        figure = blank(300, 40)
        words = figure.text(0, 0.5, "", fontweight=weight)
        canvas = FigureCanvasAgg(figure)
        for one in KOREAN:
            words.set_text(one.replace("$", "") + r" $\theta - 1 \geq w_1 x_1$")
            canvas.draw()
        assert font_manager.findfont(words.get_fontproperties()) == str(
            next(file for file in FONT_FILES if file.stem.endswith("Bold") == (weight == "bold")))


def test_english_figures_keep_their_font():
    with text.speaking("ko"), style():
        blank(300, 40)
    with style():
        assert blank(300, 40).text(0, 0, "x").get_fontfamily() == ["DejaVu Sans"]
