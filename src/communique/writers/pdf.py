"""The tree as PDF: the print page, laid out by WeasyPrint, as PDF/A-2a and PDF/UA-1 in one file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from communique.diagnostics import Report, Span
from communique.seals import sealed
from communique.typefaces import (
    fallback_files,
    only_these_typefaces,
    typeface_files,
    typeface_folders,
    uncovered,
)
from communique.writers.css import print_properties
from communique.writers.html import write_print_html
from communique.writers.html_labels import label
from communique.writers.pdf_coverage import characters_of, report_missing_glyphs
from communique.writers.pdf_engine import (
    Journal,
    closed_fetcher,
    font_configuration,
    journal_of,
    load_engine,
    new_font_configuration,
    without_collecting,
)
from communique.writers.pdf_glyphs import Fonts, write_targets
from communique.writers.pdf_links import link_notes
from communique.writers.pdf_metadata import add_metadata, embed_colour_profile, file_identifier
from communique.writers.pdf_pages import DrawnPage, trace_pages
from communique.writers.pdf_source import parse_sheet, read_page, shows_text_of_targets, style_sheets
from communique.writers.pdf_streams import part_ends
from communique.writers.pdf_structure import Node, build_structure
from communique.writers.pdf_tags import LinkLabels, write_structure
from communique.writers.pdf_text import mend_text

if TYPE_CHECKING:
    from pathlib import Path

    from communique.theme import Theme
    from communique.tree import Document

VARIANT = "pdf/a-2a"


@dataclass(frozen=True, slots=True)
class Pdf:
    """A PDF file and the number of its pages."""

    content: bytes
    pages: int


def write_pdf(document: Document, theme: Theme, report: Report, *, again: bool = False) -> Pdf:
    """Return the document as a PDF that is both PDF/A-2a and PDF/UA-1.

    The same document and theme give the same bytes wherever and whenever it is written. What the engine
    complains of, a character that no typeface has, and anything that the document tried to read from
    outside the theme is added to the report. `again` keeps the pages for the next time that this process
    writes the document, which takes less time then if little has changed.
    """
    folders = typeface_folders(theme)
    lacking = uncovered(characters_of(document), typeface_files(theme))
    fallbacks = fallback_files(lacking, theme)
    quiet = journal_of(report, Span(document.meta.name))
    with only_these_typefaces(folders), without_collecting(), quiet as journal:
        load_engine()
        report_missing_glyphs(document, lacking.difference(*fallbacks.values()), journal)
        fonts = new_font_configuration() if fallbacks else font_configuration(folders)
        layout = _lay_out(document, theme, journal, fonts, fallbacks, again=again and not fallbacks)
        return Pdf(_write(layout, document), len(layout.pages))


def _lay_out(
    document: Document,
    theme: Theme,
    journal: Journal,
    fonts: Any,
    fallbacks: dict[Path, set[str]],
    *,
    again: bool,
) -> Any:
    """Return WeasyPrint's pages."""
    fetcher = closed_fetcher(journal, theme.layers, tuple(fallbacks))
    faces = [parse_sheet(_font_faces(fallbacks), theme, fonts, fetcher)] if fallbacks else []
    sheets = [*faces, *style_sheets(theme, document, fonts, journal, fetcher)]
    page = read_page(write_print_html(document, theme), fetcher)

    def render(page: Any) -> Any:
        return page.render(font_config=fonts, stylesheets=sheets, pdf_variant=VARIANT)

    if not again or shows_text_of_targets(theme):
        return render(page)
    from communique.writers.engine_pages import render_again

    same = print_properties(theme, document), sheets[-1], fonts
    complaints = len(journal.report.diagnostics)

    def may_keep() -> bool:
        return not journal.files and len(journal.report.diagnostics) == complaints

    return render_again(document.meta.name, page, same, render, may_keep)


def _write(layout: Any, document: Document) -> bytes:
    """Return the file: drawn by WeasyPrint, with our structure, text and metadata in it."""
    drawn: list[DrawnPage] = []
    tree: list[Node] = []
    fonts: list[Fonts] = []

    def when_drawn(pages: list[DrawnPage]) -> None:
        drawn.extend(pages)
        fonts.append(Fonts(pages))
        fonts[0].add_stand_ins()
        tree.append(build_structure(pages, document.language))
        mend_text(pages, tree[0], fonts[0])

    def finish(_: Any, pdf: Any) -> None:
        labels = LinkLabels(label(document, "note"), label(document, "back-to-text"))
        write_structure(pdf, drawn, tree[0], labels)
        write_targets(pdf, fonts[0])
        add_metadata(pdf, document)
        embed_colour_profile(pdf)
        part_ends(pdf)

    link_notes(layout)
    trace_pages(layout, when_drawn)
    content: bytes = layout.write_pdf(
        finisher=finish, pdf_variant=VARIANT, pdf_identifier=file_identifier(document)
    )
    return sealed(content)


def _font_faces(fallbacks: dict[Path, set[str]]) -> str:
    """Return `@font-face` rules that give the machine's fonts for the characters they are needed for."""
    return "\n".join(
        f'@font-face {{ font-family: "{path.stem}"; src: url("{path.as_uri()}"); '
        f"unicode-range: {', '.join(f'U+{ord(each):04X}' for each in sorted(characters))} }}"
        for path, characters in fallbacks.items()
    )
