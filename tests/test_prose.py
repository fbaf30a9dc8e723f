"""Prose: the subset of CommonMark, its refusals, its addresses."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.content import read_content
from communique.diagnostics import Report
from communique.exposed import ProseText
from communique.languages import read_language
from communique.project import open_project
from communique.prose import ProseReader
from communique.source import NO_CHARACTER, Source
from communique.tree import Link, Paragraph, walk, walk_inlines

if TYPE_CHECKING:
    from collections.abc import Callable

    from folders import Folder


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("One\ntwo", "One two"),
        ("One\n\ntwo", "One\ntwo"),
        ("*emphasis* and **strong**", "emphasis and strong"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        (r"\*no emphasis\*", "*no emphasis*"),
        (r"\{\{ event.title }\}", "{{ event.title }}"),
        ("AT&T &amp; &eacute;", "AT&T & é"),
        ("a < b > c", "a < b > c"),
        ("snake_case_name", "snake_case_name"),
        ("[Chair]: stays", "[Chair]: stays"),
        ("*{{ event.place }}*.", "Geneva."),
        ("_{{ event.place }}, {{ event.place }}_", "Geneva, Geneva"),
        ("[{{ event.place }}](https://example.org)", "Geneva"),
        ("“Quoted”", "“Quoted”"),
    ],
)
def test_prose_says(typed: str, text: str, said: Callable[[str], str]) -> None:
    assert said(typed) == text


def test_a_backslash_or_two_spaces_break_a_line(said: Callable[[str], str]) -> None:
    assert said("One\\\ntwo  \nthree") == "One\ntwo\nthree"


@pytest.mark.parametrize("scheme", ["https", "http", "mailto", "tel", "HTTPS"])
def test_links_lead_to_places_and_people(scheme: str, records: Folder) -> None:
    records.letter(f"[here]({scheme}:someone)")
    (block,) = (each for each in walk(records.compose("letter").blocks) if isinstance(each, Paragraph))
    assert block.children[0].target == f"{scheme}:someone" if isinstance(block.children[0], Link) else False


@pytest.mark.parametrize(
    "target",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "&#106;avascript:x", "data:text/html,x", "vbscript:x",
     "file:///etc/passwd", "//example.org", "example.org", "https", "", "x://["],
)  # fmt: skip
def test_links_elsewhere_are_refused(target: str, records: Folder) -> None:
    records.letter(f"See [here]({target}).")
    assert records.codes() == ["link"]


def test_a_line_takes_no_paragraphs(records: Folder) -> None:
    records.letter("Text")
    records.change("content/letter.yaml", "title: Letter", 'title: "One\\n\\ntwo"')
    assert [each.message for each in records.diagnostics()] == ["`title` takes a single line or paragraph"]


def test_a_title_may_hold_emphasis_expressions_and_a_mark_and_its_plain_form_none_of_them(
    records: Folder,
) -> None:
    records.letter("Text", footnotes="{a: Note}")
    records.change("content/letter.yaml", "title: Letter", 'title: "*On* {{ event.theme }}[^a]"')
    document = records.compose("letter")
    assert document.meta.running_title == "On What the meeting is about"
    assert document.meta.title == "On What the meeting is about – Name of the series"
    assert [note.number for note in document.notes] == [1]


def test_an_expression_in_a_plain_text_is_refused_rather_than_printed(records: Folder) -> None:
    records.change("content/sessions.yaml", "title: Opening", "title: Opening in {{ event.place }}")
    assert [each.message for each in records.diagnostics()] == [
        "`title` is plain text and takes no expression"
    ]


@pytest.mark.parametrize(
    "typed", ["{{ event.title }", "{ event.title }}", "{{ event.title\n\n}}", "{{", "}}"]
)
def test_braces_without_partner_never_reach_a_document(typed: str, records: Folder) -> None:
    records.letter(typed)
    assert set(records.codes()) == {"expression-syntax"}


def test_every_paragraph_of_a_scalar_has_an_address_of_its_own(records: Folder) -> None:
    records.letter("One\n\n- two\n- three\n\n> four")
    addresses = [
        each.address for each in walk(records.compose("letter").blocks) if isinstance(each, Paragraph)
    ]
    assert addresses == ["letter.yaml: body", *(f"letter.yaml: body#{number}" for number in (2, 3, 4))]


def test_what_a_record_says_carries_the_records_address(records: Folder) -> None:
    records.letter("{{ people.arbour.title }}")
    (paragraph,) = (each for each in walk(records.compose("letter").blocks) if isinstance(each, Paragraph))
    fields = [getattr(each, "source", "") for each in walk_inlines(paragraph.children)]
    assert "people.yaml: arbour.title" in fields


@cache
def reader() -> ProseReader:
    project = open_project(Path(__file__).resolve().parents[1])
    content = read_content(project)
    language = read_language("en", project.theme)
    scope = content.seen_in(language).scope()
    return ProseReader(scope, language, content.sources, Report(), frozenset({"a"}))


PIECES = [*list("*_`[]()!<>#-+=1.:{}|\\&;^~ \n\t\"'aeé"), "{{ ", " }}", "[^a]", "](", "event"]
CHARACTERS = st.characters(exclude_categories=["Cs"]).filter(lambda char: not NO_CHARACTER.search(char))
PROSE = st.lists(st.one_of(st.sampled_from(PIECES), CHARACTERS), max_size=60).map("".join)


@settings(max_examples=200, deadline=None)
@given(PROSE, st.booleans())
def test_any_prose_is_set_or_reported(text: str, inline: bool) -> None:
    file = "content/summary.yaml"
    found = reader()
    found.report.diagnostics.clear()
    prose = ProseText(text, file, ("title",), inline=inline)
    found.sources[file] = Source(file, text, found.sources[file].data, found.sources[file].places)
    html = found.blocks(prose)
    assert "<script" not in html
    assert all(each.code for each in found.report.diagnostics)
