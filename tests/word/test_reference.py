"""The Word reference document, and who has the last word about it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from communique.docx_lint import lint
from communique.reference import FILE, build_reference, reference_bytes
from communique.theme import BlockStyle, shipped_layer
from communique.tree import Paragraph, Text
from communique.writers.docx_package import unzipped, zipped
from communique.writers.ooxml import W

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lxml import etree

    from communique.theme import Theme

    Write = Callable[..., dict[str, etree._Element]]


def style(parts: dict[str, etree._Element], name: str) -> etree._Element:
    for each in parts["word/styles.xml"].iter(W + "style"):
        label = each.find(W + "name")
        if label is not None and label.get(W + "val") == name:
            return each
    raise AssertionError(f"no style {name}")


def size(parts: dict[str, etree._Element], name: str) -> str | None:
    found = style(parts, name).find(f"{W}rPr/{W}sz")
    return None if found is None else found.get(W + "val")


@pytest.fixture
def larger(theme: Theme) -> Theme:
    """Return a theme whose project asks for larger titles, on Letter."""
    tokens = theme.tokens
    sizes = tokens.sizes.model_copy(update={"title": "30pt"})
    page = tokens.page.model_copy(update={"size": "Letter"})
    return replace(theme, tokens=tokens.model_copy(update={"sizes": sizes, "page": page}))


def test_the_file_in_the_repository_is_what_the_script_makes(theme: Theme) -> None:
    kept = unzipped((shipped_layer() / FILE).read_bytes())
    assert kept == unzipped(build_reference(theme)), "run ./scripts/make-reference"


def test_it_is_slim(theme: Theme) -> None:
    assert len(build_reference(theme)) < 10_000


def test_word_follows_the_tokens_of_a_project(larger: Theme, write: Write) -> None:
    parts = write(Paragraph((Text("Text"),)), theme=larger)
    assert size(parts, "Title") == "60"
    (paper,) = parts["word/document.xml"].iter(W + "pgSz")
    assert (paper.get(W + "w"), paper.get(W + "h")) == ("12240", "15840")


def test_a_reference_document_of_the_project_has_the_last_word(
    theme: Theme, larger: Theme, write: Write, tmp_path: Path
) -> None:
    (tmp_path / FILE).write_bytes(build_reference(larger))
    project = replace(theme, layers=(tmp_path, *theme.layers))
    assert reference_bytes(project) == build_reference(larger)
    assert size(write(Paragraph((Text("Text"),)), theme=project), "Title") == "60"


def test_a_role_that_a_project_adds_has_a_style_of_its_name(theme: Theme, write: Write) -> None:
    paragraphs = theme.styles.paragraphs | {"press": BlockStyle(css="p.press", word="Press Note")}
    project = replace(theme, styles=theme.styles.model_copy(update={"paragraphs": paragraphs}))
    parts = write(Paragraph((Text("Text"),), "press"), theme=project)
    based = style(parts, "Press Note").find(W + "basedOn")
    assert based is not None
    assert based.get(W + "val") == "BodyText"


def test_a_designer_may_save_it_with_libreoffice(
    theme: Theme, write: Write, office: Callable[[Path, str], Path], tmp_path: Path
) -> None:
    (tmp_path / "designed").mkdir()
    (tmp_path / FILE).write_bytes(build_reference(theme))
    saved = office(tmp_path / FILE, "docx:Office Open XML Text")
    saved.rename(tmp_path / "designed" / FILE)
    project = replace(theme, layers=(tmp_path / "designed", *theme.layers))
    parts = write(Paragraph((Text("Text"),), "lead"), theme=project)
    lead = style(parts, "Lead Statement").get(W + "styleId")
    (used,) = parts["word/document.xml"].iter(W + "pStyle")
    assert used.get(W + "val") == lead


def test_styles_and_parts_that_a_reference_document_lacks_are_added(
    theme: Theme, document: object, tmp_path: Path
) -> None:
    from communique.tree import Document
    from communique.writers.docx import write_docx

    assert isinstance(document, Document)
    parts = unzipped(build_reference(theme))
    styles = parts["word/styles.xml"].decode()
    for name in ("Family Name", "Communique Table", "List Bullet", "List Number", "Lead Statement"):
        start = styles.index("<w:style ", styles.index(f'<w:name w:val="{name}"/>') - 120)
        styles = styles[:start] + styles[styles.index("</w:style>", start) + len("</w:style>") :]
    relations = parts["word/_rels/document.xml.rels"].decode()
    for part in ("footnotes", "numbering"):
        start = relations.rindex("<Relationship ", 0, relations.index(f'Target="{part}.xml"'))
        relations = relations[:start] + relations[relations.index("/>", start) + 2 :]
        del parts[f"word/{part}.xml"]
    settings = parts["word/settings.xml"].decode()
    start = settings.index("<w:footnotePr>")
    settings = settings[:start] + settings[settings.index("</w:footnotePr>") + len("</w:footnotePr>") :]
    parts |= {
        "word/styles.xml": styles.encode(),
        "word/_rels/document.xml.rels": relations.encode(),
        "word/settings.xml": settings.encode(),
    }
    (tmp_path / FILE).write_bytes(zipped(parts))
    content = write_docx(document, replace(theme, layers=(tmp_path, *theme.layers)))
    assert lint(content) == []


def test_a_designer_may_save_it_with_headers_and_custom_xml_of_word(
    theme: Theme, content: bytes, document: object, tmp_path: Path
) -> None:
    from communique.tree import Document
    from communique.writers.docx import write_docx

    assert isinstance(document, Document)
    (tmp_path / FILE).write_bytes(content)  # a whole document of ours, with header, footnotes and base
    again = write_docx(document, replace(theme, layers=(tmp_path, *theme.layers)))
    assert lint(again) == []
    assert unzipped(again)["word/document.xml"].count(b"<w:headerReference") == 1
