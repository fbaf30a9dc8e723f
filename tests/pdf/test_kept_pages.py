"""Pages that are kept from one writing of a document to the next change no byte of it, and are really kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.diagnostics import Report
from communique.tree import (
    BlockQuotation,
    Cell,
    Heading,
    Note,
    NoteReference,
    Paragraph,
    Row,
    RowGroup,
    Section,
    Styled,
    Table,
    Text,
)
from communique.writers import engine_pages, pdf_engine
from communique.writers.pdf import write_pdf
from pdf.sample import LONG_WORDS, document, paragraph, short_document, theme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from communique.theme import Theme
    from communique.tree import Block, Document

PARAGRAPHS = 40
WORDS = LONG_WORDS.split()
THEME = theme()


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    engine_pages._kept.clear()
    yield
    engine_pages._kept.clear()
    pdf_engine.shortcuts(True)


@pytest.fixture
def laid_out(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the pages that are laid out from now on, the first being 0."""
    pdf_engine.load_engine()
    from weasyprint.layout import page

    numbers: list[int] = []
    remake: Callable[..., Any] = page.remake_page

    def counting(index: int, *arguments: Any) -> Any:
        numbers.append(index)
        return remake(index, *arguments)

    monkeypatch.setattr(page, "remake_page", counting)
    return numbers


def lines(count: int, seed: int = 0) -> str:
    """Return words of a text, as many as fill about so many lines."""
    return " ".join(WORDS[(seed * 7 + at * (seed % 5 + 1)) % len(WORDS)] for at in range(count * 9))


def texts() -> dict[int, str]:
    """Return the paragraphs of a document of some pages."""
    return {number: lines(2 + number % 5, number) for number in range(PARAGRAPHS)}


def of(
    paragraphs: dict[int, str], title: str = "Overview", note: str = "A note.", strong: str = "Strong."
) -> Document:
    """Return a document with these paragraphs, a heading every ten, and a note in the twentieth.

    Strong words stand at the end of the twenty-fifth.
    """
    blocks: list[Block] = []
    for number, text in paragraphs.items():
        if number % 10 == 0:
            blocks.append(Heading(2, (Text(f"{title} {number}"),), identifier=f"part-{number}"))
        mark = (NoteReference("first", 1),) if number == 20 else ()
        more = (Styled("strong", (Text(strong),)),) if number == 25 else ()
        blocks.append(Paragraph((Text(text), *mark, *more)))
    whole = document()
    notes = (Note("first", (Paragraph((Text(note),), role="note"),), 1, "summary.yaml: notes.first"),)
    return replace(whole, blocks=(*whole.blocks[:2], Section(tuple(blocks))), notes=notes)


def written(one: Document, of_theme: Theme, *, again: bool = True) -> tuple[bytes, list[str]]:
    """Return a document as a PDF and what was said of it; pages may be kept from the last, or not."""
    report = Report()
    content = write_pdf(one, of_theme, report, again=again).content
    return content, [each.message for each in report.diagnostics]


def again(one: Document) -> bytes:
    """Return a document in the theme that ships, of which pages may be kept from the last."""
    content, said = written(one, THEME)
    assert said == []
    return content


def anew(one: Document) -> bytes:
    """Return a document in the theme that ships, from nothing."""
    return written(one, THEME, again=False)[0]


def test_a_word_that_changes_in_the_middle_leaves_the_other_pages_as_they_are(laid_out: list[int]) -> None:
    before = texts()
    again(of(before))
    pages = len(laid_out)
    assert pages >= 5
    laid_out.clear()
    after = of({**before, 25: f"Changed {before[25]}"})
    written = again(after)
    assert 0 < len(laid_out) <= 4
    assert written == anew(after)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(("word", "more", "less", "heading", "note", "several", "new", "gone", "nothing")),
            st.integers(0, PARAGRAPHS - 1),
            st.integers(1, 60),
        ),
        min_size=2,
        max_size=6,
    )
)
@settings(max_examples=12, deadline=None)
def test_the_bytes_are_those_of_a_document_written_from_nothing_whatever_changed_before(
    steps: list[tuple[str, int, int]],
) -> None:
    paragraphs, title, note = texts(), "Overview", "A note."
    again(of(paragraphs))
    for kind, number, size in steps:
        text = paragraphs.get(number, "Word")
        match kind:
            case "word":
                paragraphs[number] = f"{lines(1, size)} {text}"
            case "more":
                paragraphs[number] = f"{text} {lines(size, size)}"
            case "less":
                paragraphs[number] = text[: len(text) // 3] or text
            case "heading":
                title = lines(1, size)
            case "note":
                note = lines(1 + size // 4, size)
            case "several":
                paragraphs.update({each: lines(1 + size % 9, each) for each in (number, 3, 38)})
            case "new":
                paragraphs[PARAGRAPHS + size] = lines(size, size)
            case "gone":
                paragraphs.pop(number, None)
        one = of(dict(sorted(paragraphs.items())), title, note)
        assert again(one) == anew(one)


def rows(last: str) -> Table:
    """Return a table over pages, with a text in its last cell."""
    texts = [*(lines(2, number) for number in range(60)), last]
    return Table(
        (0.2, 0.8),
        (),
        (RowGroup(tuple(Row((Cell((paragraph("Row"),)), Cell((paragraph(each),)))) for each in texts)),),
    )


RULES = {
    "first letter": "section p::first-letter { color: red; margin-right: 3pt }",
    "running matter from all": "section { string-set: all content(text) } "
    "@page { @top-center { content: string(all, start) } }",
    "running matter from paragraphs": "p { string-set: each content(text) } "
    "@page { @top-center { content: string(each, last); font-size: 4pt } }",
    "running matter from before": "p::before { string-set: each content(text) } "
    "@page { @top-center { content: string(each) } }",
    "outline of paragraphs": "p { bookmark-level: 3; bookmark-label: content(text) }",
    "element that runs": "h2 { position: running(part) } @page { @top-center { content: element(part) } }",
    "fixed heading": "h2#part-0 { position: fixed; bottom: 0 }",
    "page in the text": "section p::after { content: ' [' counter(page) ' of ' counter(pages) ']' }",
    "page of another part": "section p::after { content: target-counter('#part-30', page) }",
    "numbers of paragraphs": "section p { counter-increment: number } "
    "section p::before { content: counter(number) '. ' }",
    "first page larger": "@page { size: A5 } @page :first { size: A3 } p { break-inside: avoid }",
    "page of its own": "h2#part-20 { page: wide } @page wide { size: A4 landscape }",
    "right pages": "h2 { break-before: right }",
    "columns": "section { columns: 2 }",
    "floating": "h2#part-20 { float: left; width: 30% }",
    "wide margins on the left": "@page :left { margin: 2cm 8cm }",
    "overflow": "body { overflow: hidden }",
    "wrong sum": "section p { margin-left: calc(1em * 1em) }",
}


@pytest.fixture
def layer(tmp_path: Path) -> Path:
    """A layer of a theme to which rules and files can be added."""
    (tmp_path / "print.css").write_text(THEME.read("print.css"), encoding="utf-8")
    return tmp_path


def with_rules(layer: Path, rules: str) -> Theme:
    (layer / "print.css").write_text(f"{THEME.read('print.css')}\n{rules}\n", encoding="utf-8")
    return replace(THEME, layers=(layer, *THEME.layers))


@pytest.mark.parametrize("rules", RULES.values(), ids=RULES)
def test_whatever_rules_a_theme_has_nothing_differs_from_a_document_written_from_nothing(
    layer: Path, rules: str
) -> None:
    of_theme, before = with_rules(layer, rules), texts()
    before[25] = lines(20, 3)
    written(of(before), of_theme)
    for change in ({27: f"Changed {before[27]}"}, {27: lines(25, 1)}, {27: "Shorter."}):
        one = of(before | change, strong=f"Stronger {len(change[27])}.")
        assert written(one, of_theme) == written(one, of_theme, again=False)


def test_what_was_tried_on_a_larger_page_long_before_goes_back_to_it_when_it_is_shorter(layer: Path) -> None:
    of_theme = with_rules(
        layer,
        "@page { size: A6; margin: 1cm } @page :first { size: A4; margin: 1cm } blockquote { break-inside: avoid }",
    )

    def ending_with(last: str) -> Document:
        quotation = tuple(paragraph(each) for each in (*(lines(4, number) for number in range(8)), last))
        before = tuple(paragraph(lines(6, number)) for number in range(2))
        behind = tuple(paragraph(lines(4, number)) for number in range(6))
        return short_document(*before, BlockQuotation(quotation), *behind)

    written(ending_with(lines(10, 1)), of_theme)
    one = ending_with(lines(2, 1))
    assert written(one, of_theme) == written(one, of_theme, again=False)


def test_a_picture_that_changed_is_shown_on_all_pages(layer: Path) -> None:
    square = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path fill="{}" d="M0 0h9v9z"/></svg>'
    )
    (layer / "seal.svg").write_text(square.format("red"), encoding="utf-8")
    of_theme = with_rules(layer, "h2::before { content: url(seal.svg) }")
    written(of(texts()), of_theme)
    (layer / "seal.svg").write_text(square.format("green"), encoding="utf-8")
    one = of({**texts(), 25: "Changed."})
    assert written(one, of_theme) == written(one, of_theme, again=False)


def test_rows_of_a_table_are_laid_out_with_all_that_the_table_has(laid_out: list[int]) -> None:
    again(short_document(rows("The last row.")))
    pages = len(laid_out)
    assert pages > 3
    laid_out.clear()
    one = short_document(rows("The last of all rows."))
    written = again(one)
    assert len(laid_out) == pages
    assert written == anew(one)


def test_a_document_whose_title_changed_is_laid_out_from_nothing(laid_out: list[int]) -> None:
    again(of(texts()))
    pages = len(laid_out)
    laid_out.clear()
    one = of(texts())
    one = replace(one, meta=replace(one.meta, running_title="Another summary", title="Another title"))
    written = again(one)
    assert len(laid_out) == pages
    assert written == anew(one)


def test_documents_keep_their_pages_apart_and_no_more_than_some(laid_out: list[int]) -> None:
    one = of(texts())
    named = [replace(one, meta=replace(one.meta, name=f"document-{number}")) for number in range(6)]
    for each in named:
        again(each)
    assert len(engine_pages._kept) == engine_pages.MOST_LAYOUTS
    laid_out.clear()
    again(named[-1])
    assert laid_out == []


def test_nothing_is_kept_in_an_engine_that_is_not_known() -> None:
    pdf_engine.shortcuts(False)
    one, other = of(texts()), of({**texts(), 5: "Other words."})
    assert again(one) == anew(one)
    assert again(other) == anew(other)
    assert not engine_pages._kept
    pdf_engine.shortcuts(True)
    assert again(other) == anew(other)
