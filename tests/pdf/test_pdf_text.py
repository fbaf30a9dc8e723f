"""The text that a reader extracts is the text that was written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from communique.tree import Field, LineBreak, Paragraph, Styled, Text
from pdf.sample import LONG_WORDS, NBSP, paragraph, short_document

if TYPE_CHECKING:
    from pdf.conftest import Reader
    from pdf.reading import PdfReading

SOFT_HYPHEN = "\N{SOFT HYPHEN}"


def test_a_hyphen_at_the_end_of_a_line_is_a_soft_one(pdf: PdfReading) -> None:
    text = pdf.text()
    assert f"{SOFT_HYPHEN}\n" in text
    assert "\N{HYPHEN}" not in text
    assert re.search(r"[a-z]-\n", text.replace("two-\n", "").replace("well-\n", "")) is None


def test_broken_words_are_whole_again_without_their_soft_hyphens(pdf: PdfReading) -> None:
    words = set(" ".join(pdf.blocks()).split())
    assert set(LONG_WORDS.split()) <= words


def test_a_hyphen_of_the_text_stays_one_where_its_glyph_also_breaks_words(read: Reader) -> None:
    """The sans has one glyph for both."""
    words = "representatives of well-considered interdependence in two-track internationalisation " * 12
    pdf = read(short_document(Paragraph((Text(words),), role="aside")))
    assert SOFT_HYPHEN in pdf.text()
    assert "well-considered" in pdf.text()
    assert pdf.blocks()[1] == words.strip()


def test_small_capitals_are_extracted_as_the_letters_that_were_written(pdf: PdfReading) -> None:
    text = pdf.text()
    assert "Mr. António Vitorino," in " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())
    assert "VITORINO" not in text
    assert "Ms. Ana Vitorino 1.1" in text


def test_words_at_the_ends_of_lines_are_kept_apart_by_a_space(pdf: PdfReading) -> None:
    lines = [
        line.strip() for line in pdf.structure_lines() if line.strip().startswith('"The representatives')
    ]
    assert lines
    for line in lines:
        assert line.endswith((' "', '-"', f'{SOFT_HYPHEN}"'))


def test_a_line_broken_after_a_hyphen_of_the_text_gets_no_space(read: Reader) -> None:
    text = "two-track, well-considered, far-reaching and long-standing approaches " * 20
    assert read(short_document(paragraph(text))).blocks()[1] == text.strip()


@pytest.mark.parametrize("between", [" ", "\N{NO-BREAK SPACE}"])
def test_a_space_between_two_passages_is_read_though_nothing_is_drawn_for_it(
    read: Reader, between: str
) -> None:
    passages = (Styled("emphasis", (Text("one"),)), Text(between), Styled("strong", (Text("two"),)))
    assert read(short_document(Paragraph(passages))).blocks()[1] == "one two"


def test_passages_without_a_space_stay_together(read: Reader) -> None:
    passages = (Styled("emphasis", (Text("inter"),)), Styled("strong", (Text("national"),)), Text("ly"))
    assert read(short_document(Paragraph(passages))).blocks()[1] == "internationally"


def test_words_on_both_sides_of_a_forced_break_are_two(read: Reader) -> None:
    broken = Paragraph((Text("above"), LineBreak(), Text("below")))
    assert read(short_document(broken)).blocks()[1] == "above below"


def test_a_long_address_that_is_broken_anywhere_stays_whole(read: Reader) -> None:
    address = "https://example.org/" + "capacity-development/" * 12 + "report.html"
    assert address in read(short_document(paragraph(f"See {address} for more."))).blocks()[1]


def test_other_scripts_are_read_as_they_were_written(read: Reader) -> None:
    text = "Ελληνικά, Кириллица, Tiếng Việt, Łódź, ﬁne, 国际移民组织的对话"
    assert read(short_document(paragraph(text))).blocks()[1] == text


@pytest.mark.parametrize(
    ("before", "name"),
    [
        (f"of the event in autumn, which began with Session{NBSP}", "3"),
        ("of the event in autumn, which began with those of ", "Arbour"),
    ],
)
def test_a_line_breaks_before_a_name_where_it_would_in_plain_text(
    before: str, name: str, read: Reader
) -> None:
    """The lines come to their ends by less than a space at a time."""
    firsts = [
        f"{'i' * (step // 4)}{'.' * (step % 4)} on the first of two days {before}" for step in range(90)
    ]
    named = [
        Paragraph((Text(each), Field("people.yaml: x", (Text(name),)), Text(" and so on"))) for each in firsts
    ]
    plain = [Paragraph((Text(f"{each}{name} and so on"),)) for each in firsts]
    assert read(short_document(*named)).text() == read(short_document(*plain)).text()
