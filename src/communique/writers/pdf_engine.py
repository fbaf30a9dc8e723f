"""WeasyPrint, kept quick, quiet and offline: its import, its log as diagnostics, and what it may read."""

from __future__ import annotations

import gc
import logging
import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from communique.diagnostics import Report, Span
    from communique.theme import Theme

NO_GLYPH = ".notdef glyph rendered"
"""How WeasyPrint's message begins about a character that no typeface has, its first argument."""


PANGO_WITH_THREADS = 15100
"""From this version on, a view of typefaces has a thread of its own, which a forked process lacks."""


def prepare_engine(theme: Theme, languages: tuple[str, ...] = ("en",)) -> None:
    """Do all that can be done before a document is known, in a process that is then to write or to fork.

    It may run in a thread beside others that neither write PDFs nor change the environment. `languages` are
    those whose words will be hyphenated, as far as they can be told.
    """
    from communique.diagnostics import Report, Span
    from communique.typefaces import coverage, only_these_typefaces, typeface_files, typeface_folders
    from communique.writers.pdf_source import prepare_sheets

    folders = typeface_folders(theme)
    with only_these_typefaces(folders), journal_of(Report(), Span("templates")) as journal:
        load_engine()
        fonts = font_configuration(folders)
        prepare_sheets(theme, fonts, journal, closed_fetcher(journal, theme.layers))
    for file in typeface_files(theme)[:1]:
        coverage(file)
    _prepare_hyphenation(languages)


def _prepare_hyphenation(languages: tuple[str, ...]) -> None:
    import pyphen  # type: ignore[import-untyped]

    for each in languages:
        if language := pyphen.language_fallback(each):
            pyphen.Pyphen(lang=language)


@cache
def load_engine() -> None:
    """Import WeasyPrint, mend it, and take the shortcuts that are safe with it."""
    from communique.writers.engine_import import import_engine

    import_engine()
    from communique.writers import engine_shortcuts

    engine_shortcuts.mend()
    engine_shortcuts.shortcuts(True)


def shortcuts(on: bool) -> bool:
    """Take shortcuts in the engine from now on, or none; return whether they are taken."""
    from communique.writers import engine_shortcuts

    load_engine()
    return engine_shortcuts.shortcuts(on)


@cache
def font_configuration(folders: tuple[Path, ...]) -> Any:
    """Return WeasyPrint's view of the typefaces in these folders, made once in a process.

    Fontconfig has to see the same folders at that moment (`only_these_typefaces`). Threads may not share
    the view while they render.
    """
    _ = folders
    return new_font_configuration()


def new_font_configuration() -> Any:
    """Return a view of the typefaces to which fonts can be added without a trace in other documents."""
    from weasyprint.text.ffi import pango
    from weasyprint.text.fonts import FontConfiguration

    made = FontConfiguration()
    if pango.pango_version() >= PANGO_WITH_THREADS:
        _forget_when_forked()
    return made


def forget_typefaces() -> None:
    """Read the files of typefaces anew from now on."""
    from communique.typefaces import coverage

    coverage.cache_clear()
    font_configuration.cache_clear()


@cache
def _forget_when_forked() -> None:
    """Let a forked process make a view of its own."""
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=font_configuration.cache_clear)


@dataclass
class Journal(logging.Handler):
    """Turns what WeasyPrint logs into diagnostics about one document, and notes which files it reads."""

    report: Report
    span: Span
    reported: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__(logging.WARNING)

    __hash__ = logging.Handler.__hash__

    def emit(self, record: logging.LogRecord) -> None:
        """Add a diagnostic, unless the message only repeats one that is there."""
        message = record.getMessage()
        if message.startswith(NO_GLYPH) and isinstance(record.args, tuple):
            self.missing_glyph(str(record.args[0]))
        elif not any(url in message for url in self.refused):
            add = self.report.error if record.levelno >= logging.ERROR else self.report.warning
            add("pdf-engine", f"the PDF engine says: {message}", self.span)

    def missing_glyph(self, character: str, address: str = "", span: Span | None = None) -> None:
        """Report a character that no typeface has; once, unless places are named."""
        if address or character not in self.reported:
            self.report.warning(*missing_glyph(character), span or self.span, GLYPH_HINT, address)
        self.reported.add(character)

    def refuse(self, url: str) -> None:
        """Report an address that the document may not read."""
        self.refused.add(url)
        hint = "a document reads nothing but the theme; put the file there, or leave it out"
        self.report.error(
            "blocked-url", f"`{url[:200]}` is outside the theme and was not read", self.span, hint
        )


GLYPH_HINT = "use another character, or add a typeface that has it to the theme's `fonts` folder and tokens"


def missing_glyph(character: str) -> tuple[str, str]:
    """Return code and message for a character without a glyph."""
    import unicodedata

    name = unicodedata.name(character, "without a name")
    return "missing-glyph", f"no typeface has `{character}` (U+{ord(character):04X}, {name})"


@contextmanager
def without_collecting() -> Iterator[None]:
    """Put off the search for cycles of garbage: a layout makes many objects and few cycles."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@contextmanager
def journal_of(report: Report, span: Span) -> Iterator[Journal]:
    """Take over WeasyPrint's log for as long as the context lasts; nothing of it goes anywhere else."""
    logger = logging.getLogger("weasyprint")
    journal = Journal(report, span)
    level, propagate, handlers = logger.level, logger.propagate, logger.handlers
    logger.handlers, logger.propagate = [journal], False
    logger.setLevel(logging.WARNING)
    try:
        yield journal
    finally:
        logger.handlers, logger.propagate = handlers, propagate
        logger.setLevel(level)


def closed_fetcher(journal: Journal, folders: tuple[Path, ...], files: tuple[Path, ...] = ()) -> Any:
    """Return a URL fetcher that opens data URLs, files below these folders and these files, no other."""
    from weasyprint.urls import URLFetcher

    class ClosedFetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if not may_read(url, (*folders, *files)):
                journal.refuse(url)
                raise ValueError(f"{url} may not be read")
            if not url.startswith("data:"):
                journal.files.add(url)
            return super().fetch(url, headers)

    return ClosedFetcher(allowed_protocols={"data", "file"}, allow_redirects=False)


def may_read(url: str, places: tuple[Path, ...]) -> bool:
    """Whether a URL holds its own data, or is one of these places or below it, links resolved."""
    from pathlib import Path
    from urllib.parse import urlsplit
    from urllib.request import url2pathname

    parts = urlsplit(url)
    if parts.scheme == "data":
        return True
    if parts.scheme != "file" or parts.netloc not in {"", "localhost"}:
        return False
    path = Path(url2pathname(parts.path)).resolve()
    return any(path.is_relative_to(place.resolve()) for place in places)
