"""Numbers, footnotes, links, contents and the revision: what all formats agree on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from communique.resolve import slug
from communique.tree import Heading, NoteReference, plain_text, walk, walk_inlines

if TYPE_CHECKING:
    from communique.tree import Document
    from folders import Folder


def headings(document: Document) -> list[str]:
    return [
        f"{each.number}{plain_text(each.children)} #{each.identifier}"
        for each in walk(document.blocks)
        if isinstance(each, Heading)
    ]


def marks(document: Document) -> list[int]:
    """Return the numbers of the marks in the order in which a reader meets them."""
    inlines = (getattr(block, "children", getattr(block, "caption", ())) for block in walk(document.blocks))
    return [
        each.number
        for children in inlines
        for each in walk_inlines(children)
        if isinstance(each, NoteReference)
    ]


def notes(document: Document) -> list[tuple[int, str]]:
    return [(each.number, each.identifier) for each in document.notes]


def test_numbered_headings_count_within_the_heading_above(records: Folder) -> None:
    records.letter(
        "Text",
        '<h2 class="numbered">A</h2><h3 class="numbered">B</h3><h3 class="numbered">C</h3>\n'
        '<h2>No number</h2><h3 class="numbered">D</h3><h2 class="numbered">E</h2>\n',
    )
    assert [each.split(" ")[0] for each in headings(records.compose("letter"))] == [
        "Letter", "1.A", "1.B", "2.C", "No", "1.D", "2.E",
    ]  # fmt: skip


def test_every_heading_has_an_identifier_of_its_own(records: Folder) -> None:
    records.letter(
        "Text", '<h2>Letter</h2><h2>Été 漢字</h2><h2 id="a-b">First</h2><h2>A b</h2><h2>…</h2><h2>…</h2>\n'
    )
    identifiers = [each.split("#")[1] for each in headings(records.compose("letter"))]
    assert identifiers == ["letter", "letter-2", "ete-漢字", "a-b", "a-b-2", "section", "section-2"]


@pytest.mark.parametrize(
    ("text", "name"), [("The “lead”, 2018!", "the-lead-2018"), ("--", "section"), ("x" * 99, "x" * 60)]
)
def test_a_slug_is_made_of_letters_and_digits(text: str, name: str) -> None:
    assert slug(text) == name


def test_footnotes_are_numbered_by_the_place_of_their_marks(records: Folder) -> None:
    records.letter("One[^z] two[^a].\n\nThree[^m].", footnotes="{a: A, m: M, z: Z}")
    document = records.compose("letter")
    assert marks(document) == [1, 2, 3]
    assert notes(document) == [(1, "z"), (2, "a"), (3, "m")]


def test_a_note_marked_twice_is_one_note(records: Folder) -> None:
    records.letter("One[^a] two[^b] three[^a].", footnotes="{a: A, b: B}")
    document = records.compose("letter")
    assert marks(document) == [1, 2, 1]
    assert notes(document) == [(1, "a"), (2, "b")]


def test_marks_count_wherever_they_stand(records: Folder) -> None:
    records.letter(
        "A[^e]",
        "<h2>H<a class='note-mark' href='#note-b'></a></h2>\n"
        "<table><caption>C<a class='note-mark' href='#note-d'></a></caption>\n"
        "<thead><tr><th>x<a class='note-mark' href='#note-c'></a></th></tr></thead>\n"
        "<tbody><tr><td><em>y<a class='note-mark' href='#note-a'></a></em></td></tr></tbody></table>\n"
        "<ul><li><blockquote>{{ document.body | prose }}</blockquote></li></ul>\n",
        footnotes="{a: A, b: B, c: C, d: D, e: E}",
    )
    document = records.compose("letter")
    assert marks(document) == [1, 2, 3, 4, 5]
    assert "".join(name for _, name in notes(document)) == "bdcae"


def test_a_mark_that_a_template_makes_up_is_reported(records: Folder) -> None:
    records.letter("Text", "<p>x<a class='note-mark' href='#note-nope'></a></p>\n")
    assert records.codes() == ["footnote-without-text"]


def test_a_note_whose_mark_is_not_printed_is_reported_where_its_text_stands(records: Folder) -> None:
    records.letter("Text[^1]", "<p>The body is left out.</p>", footnotes="{'1': One}")
    assert [(each.code, each.span.line, each.address) for each in records.diagnostics()] == [
        ("footnote-without-mark", 4, "letter.yaml: footnotes.1")
    ]


def test_links_lead_to_headings_only(records: Folder) -> None:
    records.letter(
        "[up](#letter), [down](#end), [nowhere](#nope)", '{{ document.body | prose }}<h2 id="end">X</h2>'
    )
    assert [each.message for each in records.diagnostics()] == ["`#nope` leads nowhere"]


@pytest.mark.parametrize(("count", "entries"), [(3, 0), (4, 4)])
def test_only_a_long_document_has_a_contents_list(count: int, entries: int, records: Folder) -> None:
    records.letter("Text", "".join(f"<h2>Part {number}</h2><p>x</p>\n" for number in range(count)))
    assert len(records.compose("letter").contents) == entries


def revision(folder: Folder) -> str:
    return folder.compose("summary").revision


def test_the_revision_does_not_notice_comments_order_or_quotes(project: Folder) -> None:
    before = revision(project)
    text = project.read("content/summary.yaml")
    project.write("content/summary.yaml", f"# A comment\n{text}# Another\n")
    project.change("content/summary.yaml", "subject: What the meeting concluded.\n", "")
    project.write(
        "content/summary.yaml",
        project.read("content/summary.yaml") + "subject: 'What the meeting concluded.'\n",
    )
    project.change("content/summary.yaml", "key_message: >-\n  One", "key_message: |\n  One")
    assert revision(project) == before
    assert len(before) == 12


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("summary", "One message", "A message"),
        ("summary", "was said", "*was* said"),
        ("summary", "title: Summary of", "title: The summary of"),
        ("people", "family: Vitorino", "family: Vitorinho"),
        ("event", "marking: draft ", "marking: final "),
        ("event", "place: Geneva", "place: Bern"),
    ],
)
def test_the_revision_notices_what_a_reader_would(file: str, old: str, new: str, project: Folder) -> None:
    before = revision(project)
    project.change(f"content/{file}.yaml", old, new)
    assert revision(project) != before


def test_a_document_keeps_its_identifier_through_its_revisions(project: Folder) -> None:
    before = project.compose("summary").identifier
    project.change("content/summary.yaml", "One message", "A message")
    assert project.compose("summary").identifier == before
    assert project.compose("roster").identifier != before


def test_the_example_is_composed_the_same_twice(
    example: dict[str, Document], example_project: Folder
) -> None:
    assert {name: example_project.compose(name).revision for name in example} == {
        name: document.revision for name, document in example.items()
    }
