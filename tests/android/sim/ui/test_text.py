"""Text is measured from the font's own tables, so these numbers hold on every machine."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osgenesis.envs.android.sim.ui import fonts, text
from osgenesis.envs.core.errors import UnknownNameError

ANY_TEXT = st.text(max_size=60)
WORDS = st.text(alphabet="abcXYZ -,.\u00e9\u4f60\U0001f600\n\t", max_size=80)
WEIGHTS = st.sampled_from(sorted(fonts.TEXT_FONTS))
SIZES = st.integers(8, 150)


def test_widths_are_those_of_roboto() -> None:
    assert text.width("The quick brown fox", 42) == 378
    assert text.width("The quick brown fox", 42, "medium") == 381
    assert text.width("The quick brown fox", 42, "bold") == 384
    assert text.width("The quick brown fox", 42, "light") == 372
    assert text.width("", 42) == 0


def test_the_line_box_is_that_of_the_font_files() -> None:
    for weight in fonts.TEXT_FONTS:
        metrics = fonts.metrics(weight)
        assert metrics[:3] == (2048, 1900, 500)
    assert (text.ascent(42), text.line_height(42)) == (39, 49)


def test_characters_without_a_glyph_have_a_fixed_width() -> None:
    assert text.width("\u4f60", 40) == 40
    assert text.width("\U0001f600", 40) == 40
    assert text.width("\t", 40) == text.width("    ", 40)


def test_control_and_joining_characters_take_no_room() -> None:
    assert text.width("\x00\x07\n\r\u200b\u200d\ufe0f\ud800", 40) == 0


def test_an_unknown_weight_names_those_that_exist() -> None:
    with pytest.raises(UnknownNameError, match="medium"):
        text.width("a", 40, "medum")


@given(ANY_TEXT, SIZES, WEIGHTS)
def test_caret_positions_rise_from_0_to_the_width(content: str, size: int, weight: str) -> None:
    places = text.offsets(content, size, weight)
    assert len(places) == len(content) + 1
    assert places[0] == 0
    assert places[-1] == text.width(content, size, weight)
    assert list(places) == sorted(places)


@given(WORDS, st.integers(12, 60), st.integers(1, 600))
def test_lines_fit_and_lose_only_blanks(content: str, size: int, max_width: int) -> None:
    lines = text.wrap(content, size, "regular", max_width)
    for line in lines:
        printed = [c for c in line if text.width(c, size) > 0]
        assert text.width(line, size) <= max_width or len(printed) == 1
    assert "".join("".join(lines).split()) == "".join(content.split())


@given(WORDS, st.integers(80, 600), st.integers(1, 4))
def test_no_more_lines_than_asked_for_and_an_ellipsis_where_cut(content: str, max_width: int, most: int) -> None:
    lines = text.wrap(content, 42, "regular", max_width, most)
    whole = text.wrap(content, 42, "regular", max_width)
    assert len(lines) == min(most, len(whole))
    if len(whole) > most:
        assert lines[-1].endswith(text.ELLIPSIS)
        assert text.width(lines[-1], 42) <= max_width
    else:
        assert lines == whole


@given(WORDS, st.integers(1, 600))
def test_spans_are_where_the_lines_are_in_the_text(content: str, max_width: int) -> None:
    spans = text.line_spans(content, 42, "regular", max_width)
    assert tuple(content[start:end] for start, end in spans) == text.wrap(content, 42, "regular", max_width)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))


def test_words_stay_whole_where_they_can() -> None:
    assert text.wrap("The quick brown fox jumps", 42, "regular", 300) == ("The quick", "brown fox", "jumps")
    assert text.wrap("a\n\nb", 42, "regular", 300) == ("a", "", "b")
    assert text.wrap("", 42, "regular", 300) == ("",)


def test_a_text_that_fits_its_own_width_stays_on_one_line() -> None:
    for size in range(10, 70):
        content = "Groceries & errands"
        assert text.wrap(content, size, "regular", text.width(content, size)) == (content,)
        assert text.ellipsize(content, size, "regular", text.width(content, size)) == content
