"""Typefaces come with the project, and what they lack is told."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import page
import pytest

from communique import typefaces
from communique.diagnostics import Report, Span
from communique.tree import Field, Paragraph, Text
from communique.writers.pdf import write_pdf
from pdf.reading import PdfReading
from pdf.sample import document, paragraph, short_document, theme

if TYPE_CHECKING:
    from pdf.conftest import Reader

NO_TYPEFACE_HAS_IT = "\N{EGYPTIAN HIEROGLYPH A001}"


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the machine have no typefaces."""
    monkeypatch.setattr(typefaces, "_machine_folders", list)


def test_the_files_of_the_theme_are_found_those_named_first_in_front() -> None:
    names = [path.name for path in typefaces.typeface_files(theme())]
    assert names[:2] == ["GentiumBookPlus-Regular.ttf", "NotoSansSC-Regular.ttf"]
    assert {"SourceSans3-Regular.ttf", "NotoSans-Regular.ttf"} <= set(names)


def test_a_character_without_a_glyph_is_a_warning_with_its_name_and_its_places(bare_machine: None) -> None:
    text = f"Birds {NO_TYPEFACE_HAS_IT}"
    title = Field("people.yaml: vitorino.title", (Text(f"Scribe {NO_TYPEFACE_HAS_IT}"),))
    report = Report()
    write_pdf(
        short_document(paragraph(text, "summary.yaml: overview[1]"), Paragraph((title,))), theme(), report
    )
    assert [(each.severity, each.code, each.span, each.address) for each in report.in_order()] == [
        ("warning", "missing-glyph", Span("content/people.yaml"), "people.yaml: vitorino.title"),
        ("warning", "missing-glyph", Span("content/summary.yaml"), "summary.yaml: overview[1]"),
    ]
    for each in report.diagnostics:
        assert "`𓀀` (U+13000, EGYPTIAN HIEROGLYPH A001)" in each.message


def test_a_character_without_an_address_is_reported_for_its_document(bare_machine: None) -> None:
    report = Report()
    write_pdf(short_document(paragraph(NO_TYPEFACE_HAS_IT)), theme(), report)
    assert [(each.code, each.span) for each in report.diagnostics] == [("missing-glyph", Span("summary"))]


def test_a_file_with_a_missing_glyph_conforms_and_keeps_the_character(
    bare_machine: None, tmp_path: Path
) -> None:
    text = f"Birds {NO_TYPEFACE_HAS_IT} fly"
    written = write_pdf(short_document(paragraph(text, "summary.yaml: a")), theme(), Report())
    for profile in ("ua1", "2a"):
        assert page.validate_pdf_bytes(written.content, profile=profile).is_compliant
    assert PdfReading(written.content, tmp_path / "missing.pdf").blocks()[1] == text


def test_invisible_and_composed_characters_need_no_glyph_of_their_own() -> None:
    files = typefaces.typeface_files(theme())
    assert (
        typefaces.uncovered("\N{ZERO WIDTH JOINER}\N{NARROW NO-BREAK SPACE}\N{NON-BREAKING HYPHEN}ḗ", files)
        == set()
    )


def test_only_files_that_are_needed_are_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def coverage(path: Path) -> frozenset[int]:
        opened.append(path.name)
        return frozenset({ord("é")})

    monkeypatch.setattr(typefaces, "coverage", coverage)
    files = typefaces.typeface_files(theme())
    assert typefaces.uncovered("plain text", files) == set()
    assert opened == []
    assert typefaces.uncovered("é", files) == set()
    assert len(opened) == 1


def test_a_script_that_the_theme_lacks_is_set_in_a_typeface_of_the_machine(
    read: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The neighbours of the foreign passage are set as if it were not there, down to the byte."""
    arabic = "مرحبا"
    stand_in = _font_with(arabic, monkeypatch)
    with_arabic = read(short_document(paragraph("Latin text, 中文."), paragraph(arabic)))
    without = read(short_document(paragraph("Latin text, 中文.")))
    assert stand_in in _fonts(with_arabic)
    assert _fonts(with_arabic) - {stand_in} == _fonts(without)


def _font_with(text: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the name in the PDF of the machine's font for a text, after making sure that there is one."""
    chosen = typefaces.fallback_files(text, theme())
    assert chosen, "no Arabic typeface is installed: ./scripts/test installs one"
    (path,) = chosen
    return path.stem


def _fonts(pdf: PdfReading) -> set[str]:
    return {
        str(font.BaseFont).partition("+")[2]
        for each in pdf.file.pages
        for font in each.Resources.Font.values()
    }


def test_the_environment_is_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FONTCONFIG_FILE", "/somewhere/fonts.conf")
    with typefaces.only_these_typefaces(typefaces.typeface_folders(theme())):
        assert Path(os.environ["FONTCONFIG_FILE"]).is_file()
    assert os.environ["FONTCONFIG_FILE"] == "/somewhere/fonts.conf"
    monkeypatch.delenv("FONTCONFIG_FILE")
    with typefaces.only_these_typefaces(typefaces.typeface_folders(theme())):
        pass
    assert "FONTCONFIG_FILE" not in os.environ


def test_a_cache_that_cannot_be_written_is_no_obstacle(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    occupied = tmp_path / "file"
    occupied.write_text("")
    monkeypatch.setattr(typefaces, "_cache_folder", lambda: occupied)
    monkeypatch.setattr("communique.typefaces.tempfile.gettempdir", lambda: str(tmp_path))
    path = typefaces.fontconfig_file(typefaces.typeface_folders(theme()))
    assert path.is_relative_to(tmp_path)
    assert "Gentium Book Plus" in path.read_text(encoding="utf-8")


def test_the_fontconfig_file_knows_no_other_folders(tmp_path: Path) -> None:
    folders = typefaces.typeface_folders(theme())
    text = typefaces.fontconfig_file(folders).read_text(encoding="utf-8")
    assert text.count("<dir") == len(folders)
    assert "<include" not in text


def test_typefaces_of_a_project_are_found_in_its_fonts_folder(tmp_path: Path) -> None:
    shipped = theme()
    (tmp_path / "fonts").mkdir()
    project = type(shipped)(shipped.tokens, shipped.styles, (tmp_path, *shipped.layers))
    assert typefaces.typeface_folders(project)[0] == tmp_path / "fonts"


def test_the_sample_needs_nothing_from_the_machine() -> None:
    from communique.writers.pdf_coverage import characters_of

    assert typefaces.uncovered(characters_of(document()), typefaces.typeface_files(theme())) == set()
