"""Shortcuts in the layout engine change no byte, and none is taken in an engine that is not known."""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from communique.diagnostics import Report
from communique.writers import engine_shortcuts, engine_types, pdf_engine
from communique.writers.engine_definitions import write_types
from communique.writers.pdf import write_pdf
from pdf.sample import document, paragraph, short_document, theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.tree import Document

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _shortcuts_as_before() -> Iterator[None]:
    yield
    pdf_engine.shortcuts(True)


def written(one: Document) -> bytes:
    """Return a document as a PDF that was written without complaint."""
    report = Report()
    content = write_pdf(one, theme(), report).content
    assert report.diagnostics == []
    return content


def output_of(script: str) -> str:
    """Return what a script prints that runs in a process of its own."""
    path = os.pathsep.join((str(ROOT / "src"), str(ROOT / "tests")))
    return subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@pytest.mark.parametrize(
    "one",
    [
        document(),
        short_document(paragraph("Text")),
        short_document(paragraph("Long words: Donaudampfschifffahrtsgesellschaft " * 40)),
        short_document(paragraph("نص عربي فيه كلمات كثيرة " * 40)),
        short_document(paragraph("会议的总结 " * 60 + "Ελληνικά " * 40)),
    ],
    ids=["sample", "short", "hyphens", "Arabic", "several typefaces"],
)
def test_the_bytes_are_the_same_with_shortcuts_and_without(one: Document) -> None:
    assert pdf_engine.shortcuts(True), "no shortcut is taken: has WeasyPrint changed?"
    short = written(one)
    assert not pdf_engine.shortcuts(False)
    assert written(one) == short


def test_no_shortcut_is_taken_when_a_source_of_the_engine_is_another_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    short = written(short_document(paragraph("Text")))
    pdf_engine.shortcuts(False)
    monkeypatch.setitem(engine_shortcuts.SOURCES, "weasyprint.text.line_break", "of another version")
    engine_shortcuts.engine_is_known.cache_clear()
    try:
        assert not pdf_engine.shortcuts(True)
        assert written(short_document(paragraph("Text"))) == short
    finally:
        monkeypatch.undo()
        engine_shortcuts.engine_is_known.cache_clear()


def test_the_definitions_that_ship_are_those_of_the_engine() -> None:
    shipped = Path(engine_types.__file__).read_text(encoding="utf-8")
    assert shipped == write_types(), "run scripts/make-engine-types"


IMPORT = """
import sys
from hashlib import sha256
from communique.diagnostics import Report
from communique.writers import engine_import, engine_types
{before}
from communique.writers.pdf import write_pdf
from communique.writers.pdf_engine import prepare_engine
from pdf.sample import document, theme
prepare_engine(theme())
print(engine_import.import_engine(), "pycparser" in sys.modules)
report = Report()
print(sha256(write_pdf(document(), theme(), report).content).hexdigest())
assert report.diagnostics == []
"""


@pytest.mark.parametrize(
    ("before", "taken"),
    [
        ("", "True False"),
        ("engine_types.DIGEST = 'of other definitions'", "False True"),
        ("import weasyprint", "False True"),
    ],
    ids=["as it is", "other definitions", "imported by somebody else"],
)
def test_the_engine_is_imported_lightly_or_as_always_with_the_same_bytes(before: str, taken: str) -> None:
    way, digest = output_of(IMPORT.format(before=before)).splitlines()
    assert way == taken
    assert digest == sha256(written(document())).hexdigest()


FORK = """
import os
from communique.diagnostics import Report
from communique.writers.pdf import write_pdf
from communique.writers.pdf_engine import prepare_engine
from pdf.sample import document, theme
prepare_engine(theme())
expected = write_pdf(document(), theme(), Report()).content
child = os.fork()
if child:
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
else:
    os._exit(0 if write_pdf(document(), theme(), Report()).content == expected else 3)
"""


def test_a_forked_process_writes_what_its_parent_would_have_written() -> None:
    assert output_of(FORK) == "0\n"


CLOSED = """
from communique.writers.pdf_engine import load_engine, new_font_configuration
load_engine()
from weasyprint.text.ffi import ffi, pangoft2
fonts = new_font_configuration()
ffi.dlclose(pangoft2)
del fonts
print("well")
"""


def test_what_a_library_has_made_can_be_freed_after_python_has_closed_it() -> None:
    """At the end of a process, what is freed first is a matter of chance."""
    assert output_of(CLOSED) == "well\n"
