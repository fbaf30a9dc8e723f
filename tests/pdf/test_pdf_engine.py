"""The layout engine is quiet and offline, and fails loudly when it has changed."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from communique.diagnostics import Report, Span
from communique.writers.pdf import write_pdf
from communique.writers.pdf_engine import journal_of, may_read
from pdf.sample import paragraph, short_document, theme

if TYPE_CHECKING:
    from pathlib import Path

    from communique.theme import Theme


def theme_with(css: str, folder: Path) -> Theme:
    """Return the theme with rules added to its style sheet for paper."""
    shipped = theme()
    (folder / "print.css").write_text(f"{shipped.read('print.css')}\n{css}", encoding="utf-8")
    return replace(shipped, layers=(folder, *shipped.layers))


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/x.png",
        "https://example.org/x.png",
        "ftp://example.org/x.png",
        "file:///etc/hostname",
        "../../../../../../../../etc/hostname",
    ],
)
def test_nothing_outside_the_theme_is_read(
    url: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_connection(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr("socket.socket.connect", no_connection)
    report = Report()
    styled = theme_with(f'h1 {{ background: url("{url}") }}', tmp_path)
    write_pdf(short_document(paragraph("Text")), styled, report)
    assert [(each.severity, each.code, each.span) for each in report.diagnostics] == [
        ("error", "blocked-url", Span("summary"))
    ]
    assert url.rpartition("/")[2] in report.diagnostics[0].message
    assert capfd.readouterr() == ("", "")


def test_a_style_sheet_from_elsewhere_is_refused_too(tmp_path: Path) -> None:
    report = Report()
    shipped = theme()
    styled = replace(shipped, layers=(tmp_path, *shipped.layers))
    (tmp_path / "print.css").write_text('@import "https://example.org/x.css";', encoding="utf-8")
    (tmp_path / "base.css").write_text("", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("communique.writers.pdf_source.print_rules", lambda theme: theme.read("print.css"))
        write_pdf(short_document(), styled, report)
    assert [each.code for each in report.diagnostics] == ["blocked-url"]


def test_a_file_of_the_theme_is_read(tmp_path: Path) -> None:
    (tmp_path / "dot.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>')
    report = Report()
    write_pdf(short_document(), theme_with('h1 { background: url("dot.svg") }', tmp_path), report)
    assert report.diagnostics == []


def test_a_link_out_of_the_theme_does_not_lead_out(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (inside / "way-out.txt").symlink_to(tmp_path / "secret.txt")
    (inside / "own.txt").write_text("own")
    assert may_read((inside / "own.txt").as_uri(), (inside,))
    assert not may_read((inside / "way-out.txt").as_uri(), (inside,))
    assert not may_read(f"{inside.as_uri()}/../secret.txt", (inside,))
    assert not may_read("file://elsewhere/inside/own.txt", (inside,))
    assert may_read("data:text/plain,x", ())


def test_what_the_engine_complains_of_is_a_diagnostic_and_no_noise(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    report = Report()
    write_pdf(short_document(), theme_with("h1 { colour: red }", tmp_path), report)
    (diagnostic,) = report.diagnostics
    assert (diagnostic.severity, diagnostic.code, diagnostic.span) == (
        "warning",
        "pdf-engine",
        Span("summary"),
    )
    assert "colour" in diagnostic.message
    assert capfd.readouterr() == ("", "")


def test_the_log_of_the_host_is_as_it_was() -> None:
    logger = logging.getLogger("weasyprint")
    before = (logger.handlers, logger.level, logger.propagate)
    with journal_of(Report(), Span("x")):
        assert not logger.propagate
    assert (logger.handlers, logger.level, logger.propagate) == before


def test_an_engine_that_writes_a_structure_of_its_own_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our tree takes the place of the engine's, which must be empty; otherwise it has changed."""
    monkeypatch.setattr("communique.writers.pdf_pages._hollow", lambda box: box)
    with pytest.raises((RuntimeError, KeyError)):
        write_pdf(short_document(paragraph("Text")), theme(), Report())
