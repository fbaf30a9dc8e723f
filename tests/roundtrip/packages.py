"""What is done to the package of a file in a test, and what comes of reading it."""

from __future__ import annotations

import pytest

from communique.diagnostics import ContentError
from communique.word.edited_file import read_edited
from communique.writers.docx_package import OFFICE, PACKAGE, unzipped, zipped
from roundtrip.gathered import gathered
from roundtrip.matching import matches

DOCUMENT, RELATIONS = "word/document.xml", "word/_rels/document.xml.rels"
XML = b'<?xml version="1.0" encoding="UTF-8"?>'
RELATION_SPACE = f"{PACKAGE}/relationships"


def refused(content: bytes) -> str:
    """Return the code with which a file is refused; its message and its hint are sentences without a capital."""
    with pytest.raises(ContentError) as raised:
        read_edited(content, "reviewed.docx")
    (problem,) = raised.value.report.diagnostics
    assert problem.span.file == "reviewed.docx"
    assert problem.message[:1].islower()
    assert problem.hint
    return problem.code


def reads_as_sent(content: bytes) -> bool:
    """Return whether a file reads, and says what its base says."""
    written = gathered()["sample"]
    file = read_edited(content, "reviewed.docx")
    assert file.base is not None
    return matches(file.base, file.accepted(file.base, written.theme.styles)) == []


def changed(content: bytes, part: str, old: str, new: str) -> bytes:
    """Return a package with a text in one part replaced."""
    parts = unzipped(content)
    before = parts[part].decode()
    assert old in before, f"{part} has no {old!r}"
    return zipped(parts | {part: before.replace(old, new, 1).encode()})


def related(
    content: bytes, kind: str, target: str, *, external: bool = False, part: str = RELATIONS
) -> bytes:
    """Return a package with one relationship more."""
    mode = ' TargetMode="External"' if external else ""
    kind = kind if ":" in kind else f"{OFFICE}/relationships/{kind}"
    entry = f'<Relationship Id="rIdX" Type="{kind}" Target="{target}"{mode}/>'
    parts = unzipped(content)
    if part not in parts:
        parts[part] = f'<Relationships xmlns="{RELATION_SPACE}"></Relationships>'.encode()
    text = parts[part].decode().replace("</Relationships>", f"{entry}</Relationships>")
    return zipped(parts | {part: text.encode()})
