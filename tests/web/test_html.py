"""What stands in a page for the screen."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html as lxml_html

from communique.theme import BlockStyle, StyleMap, Theme
from communique.tree import Document, Heading, Paragraph, Section, Styled, Text
from communique.writers.html import write_html, write_print_html
from communique.writers.html_labels import LABELS
from web.html_samples import document, paragraph, roster, select, summary

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def read(made: Document, theme: Theme, **options: Any) -> Any:
    """Return the page's root element."""
    return lxml_html.document_fromstring(write_html(made, theme, **options))


def with_styles(theme: Theme, **kinds: dict[str, BlockStyle]) -> Theme:
    """Return the theme with roles added to its style map."""
    styles = {kind: getattr(theme.styles, kind) | added for kind, added in kinds.items()}
    return replace(theme, styles=StyleMap.model_validate(theme.styles.model_copy(update=styles).model_dump()))


def test_the_page_names_its_language_direction_and_contents(theme: Theme) -> None:
    root = read(summary(), theme)
    assert (root.get("lang"), root.get("dir")) == ("en", "ltr")
    assert root.findtext("head/title") == "Summary of conclusions"
    described = {each.get("name"): each.get("content") for each in root.iterfind("head/meta[@name]")}
    assert (
        described["description"]
        == "Summary of conclusions of the second session of the Dialogues on Movement"
    )
    assert described["author"] == "Organisation for Safe Crossings"
    assert described["dcterms.modified"] == "2026-10-12T09:30:00+00:00"


def test_a_passage_in_another_language_says_so(theme: Theme) -> None:
    (passage,) = select(read(summary(), theme), "main span[lang]")
    assert (passage.get("lang"), passage.get("dir"), passage.text) == ("ar", "rtl", "حوار")


def test_signs_that_mean_something_in_html_are_shown_as_they_are(theme: Theme) -> None:
    root = read(document("note", 'A "title" <b>&amp;', (paragraph("1 < 2 & 3 > 2 “'\""),)), theme)
    assert root.findtext("head/title") == root.findtext(".//h1") == 'A "title" <b>&amp;'
    assert select(root, "main > p")[0].text_content() == "1 < 2 & 3 > 2 “'\""


@pytest.mark.parametrize("write", [lambda made, theme: write_html(made, theme).decode(), write_print_html])
def test_a_role_added_to_the_style_map_needs_no_code(write: Callable[..., str], theme: Theme) -> None:
    own = with_styles(
        theme,
        paragraphs={"motto": BlockStyle(css="p.motto")},
        inlines={"ship": BlockStyle(css="i.ship")},
        sections={"annex": BlockStyle(css="section.annex")},
    )
    text = Paragraph((Text("On the "), Styled("ship", (Text("Hope"),))), "motto")
    made = document("note", "Note", (Section((Heading(2, (Text("Annex"),)), text), "annex"),))
    assert '<p class="motto">On the <i class="ship">Hope</i></p>' in write(made, own)
    assert '<section class="annex">' in write(made, own)


def test_every_role_of_the_style_map_is_written_as_its_element_and_class(theme: Theme) -> None:
    for role, style in theme.styles.paragraphs.items():
        made = document("n", "N", (paragraph("x", role),))
        (written,) = select(read(made, theme), "main > :not(header)")
        assert (written.tag, written.get("class", "")) == (
            style.element,
            "" if style.contextual else style.css_class,
        )
    for role, style in theme.styles.inlines.items():
        made = document("n", "N", (Paragraph((Styled(role, (Text("x"),)),)),))
        (written,) = select(read(made, theme), "main > p > *")
        assert (written.tag, written.get("class", "")) == (style.element, style.css_class)


def test_the_marking_stands_above_and_below_the_text_and_not_in_it(theme: Theme) -> None:
    root = read(summary(), theme)
    assert len(select(root, "body > header .marking, body > footer .marking")) == 2
    assert not select(root, "main .marking")
    assert not select(read(document("n", "N", (), marking=""), theme), ".marking")


def test_the_other_formats_are_linked(theme: Theme) -> None:
    root = read(summary(), theme, alternates=("summary.pdf", "über uns.docx"))
    assert [each.get("href") for each in select(root, ".formats a")] == [
        "summary.pdf",
        "%C3%BCber%20uns.docx",
    ]
    assert next(each.get("type") for each in select(root, "link[rel=alternate]")) == "application/pdf"
    assert not select(read(summary(), theme), ".formats, link")


def test_headings_are_in_order_and_the_contents_lead_to_them(theme: Theme) -> None:
    root = read(summary(), theme)
    levels = [int(each.tag[1]) for each in select(root, "h1, h2, h3, h4")]
    assert levels == [1, 2, 2, 3, 2]
    links = {each.text_content(): each.get("href") for each in select(root, "nav a")}
    assert links == {"Opening": "#notes", "Conclusions": "#conclusions", "1. Routes": "#routes"}
    assert select(root, "nav li li a")[0].get("href") == "#routes"


def test_ids_are_unique_and_every_link_inside_the_page_has_its_place(theme: Theme) -> None:
    root = read(summary(), theme)
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = [each[1:] for each in root.xpath("//a/@href") if each.startswith("#")]
    assert set(targets) <= set(ids)


def test_a_note_cited_more_than_once_leads_back_to_each_place(theme: Theme) -> None:
    root = read(summary(), theme)
    marks = select(root, "a[role=doc-noteref]")
    assert [each.text for each in marks] == ["1", "1", "2", "1"]
    first, second = select(root, "[role=doc-endnotes] li")
    assert [each.get("href") for each in first.iterfind(".//a[@class='back']")] == [
        f"#{marks[at].get('id')}" for at in (0, 1, 3)
    ]
    assert [each.get("href") for each in second.iterfind(".//a[@class='back']")] == [f"#{marks[2].get('id')}"]


def test_a_table_has_a_caption_scopes_and_a_body_for_each_group(theme: Theme) -> None:
    (table,) = select(read(roster(), theme), "table")
    assert table.findtext("caption") == "Speakers by session"
    assert [each.get("scope") for each in select(table, "thead th")] == ["col"] * 3
    assert len(select(table, "tbody")) == len(select(table, "tbody th[scope=rowgroup][colspan='3']")) == 8
    assert len(select(table, "tbody th[scope=row]")) == 40


def test_the_words_that_the_page_adds_are_the_documents_own(theme: Theme) -> None:
    labels = {key: f"*{key}*" for key in LABELS}
    made = summary()
    page = write_html(
        replace(made, meta=replace(made.meta, labels=labels)), theme, alternates=("a.pdf",)
    ).decode()
    assert all(label in page for label in labels.values())
    assert not [word for word in LABELS.values() if f">{word}<" in page or f'"{word}"' in page]


def test_nothing_that_a_page_needs_lies_elsewhere(pages: dict[str, Path]) -> None:
    for file in pages.values():
        text = file.read_text()
        root = lxml_html.document_fromstring(text)
        assert not root.xpath("//*[@src or @srcset or @data or @poster]")
        assert {each.get("rel") for each in root.iter("link")} <= {"alternate"}
        assert not re.search(r"@import|url\(", "".join(each.text or "" for each in root.iter("style")))
        assert {each.get("type") for each in root.iter("script")} == {"application/ld+json"}


def test_no_address_of_the_content_leaves_with_the_page(theme: Theme) -> None:
    assert b"people.yaml" not in write_html(summary(), theme)


def test_the_same_document_gives_the_same_bytes(theme: Theme) -> None:
    assert write_html(roster(), theme) == write_html(roster(), theme)
