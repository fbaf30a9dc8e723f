"""Read a project's own Word reference document, which may come from anywhere.

It is refused when it is larger than such a file can be, before it is unpacked; when it holds what would
run, or be fetched, on the computer of whoever opens a document made from it; and when it lacks what the
writer needs. ECMA-376, part 2, says how the parts of a package find each other.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from typing import TYPE_CHECKING
from urllib.parse import unquote

from communique.diagnostics import Span
from communique.seals import UNREADABLE
from communique.source import read_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from communique.diagnostics import Report
    from communique.writers.ooxml import Element

FILE = "reference.docx"
LARGEST_FILE = 16 * 1024 * 1024
LARGEST_UNPACKED = 64 * 1024 * 1024
MOST_PARTS = 1000

RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SAVE_AGAIN = "open it in Word and save it as a Word document (.docx)"
# Parts that hold something to be run.
ACTIVE = re.compile(r"vbaProject|vbaData|/(embeddings|activeX|controls)/", re.IGNORECASE)


class _RefusedError(Exception):
    def __init__(self, message: str, hint: str = SAVE_AGAIN) -> None:
        super().__init__(message)
        self.hint = hint


def read_reference(path: Path, file: str, report: Report) -> bytes | None:
    """Return the bytes of a reference document that can be used; what is wrong with it goes to the report."""
    content = read_bytes(path, file, report, LARGEST_FILE)
    if content is None:
        return None
    try:
        parts = _unpacked(content)
        _check_active(parts)
        _check_document(parts, _check_relationships(parts))
    except _RefusedError as problem:
        report.error("bad-reference", str(problem), Span(file), problem.hint)
        return None
    return content


def _unpacked(content: bytes) -> dict[str, bytes]:
    """Return the parts of a package, having looked at their sizes first."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            infos = package.infolist()
            if len(infos) > MOST_PARTS or sum(each.file_size for each in infos) > LARGEST_UNPACKED:
                raise _RefusedError(f"unpacked it is larger than {LARGEST_UNPACKED >> 20} MiB")
            if len({each.filename.lower() for each in infos}) < len(infos):
                raise _RefusedError("it holds two parts of one name")
            return {each.filename: package.read(each) for each in infos}
    except UNREADABLE as error:
        raise _RefusedError(f"this is not a Word document: {error}") from None


def _check_active(parts: dict[str, bytes]) -> None:
    for name in parts:
        if ACTIVE.search(f"/{name}"):
            raise _RefusedError(f"`{name}` holds macros or an embedded object", "delete them; " + SAVE_AGAIN)
    if b"macroenabled" in parts.get("[Content_Types].xml", b"").lower():
        raise _RefusedError("it is a document with macros")


def _check_relationships(parts: dict[str, bytes]) -> str:
    """Look through all relationships and return the name of the document's part."""
    document = ""
    for name in parts:
        if name.lower().endswith(".rels"):
            base = posixpath.dirname(posixpath.dirname(name))
            for each in _parsed(parts, name).iter(f"{RELATIONSHIPS}Relationship"):
                target = _target(each, base, name, parts)
                if name == "_rels/.rels" and each.get("Type", "").endswith("/officeDocument"):
                    document = target
        elif name.lower().endswith(".xml"):
            _parsed(parts, name)
    if not document:
        raise _RefusedError("it has no document part")
    return document


def _target(relationship: Element, base: str, name: str, parts: dict[str, bytes]) -> str:
    """Return the part that a relationship leads to; only links in the text may lead out of the file."""
    target = relationship.get("Target", "")
    if relationship.get("TargetMode") == "External":
        if not relationship.get("Type", "").endswith("/hyperlink"):
            hint = "in Word, take away the attached template and whatever is linked, and save it again"
            raise _RefusedError(f"`{name}` makes Word fetch `{target}`", hint)
        return ""
    path = posixpath.normpath(posixpath.join("/", base, unquote(target.partition("#")[0]))).lstrip("/")
    if path not in parts:
        raise _RefusedError(f"`{name}` names the part `{target}`, which is missing")
    return path


def _parsed(parts: dict[str, bytes], name: str) -> Element:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(parts[name], parser)
    except etree.XMLSyntaxError as problem:
        raise _RefusedError(f"`{name}` is not well formed: {problem.msg}") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise _RefusedError(f"`{name}` declares entities")
    return root


def _check_document(parts: dict[str, bytes], document: str) -> None:
    root = _parsed(parts, document)
    section = root.find(f"{W}body/{W}sectPr")
    size, margins = (None, None) if section is None else (section.find(W + "pgSz"), section.find(W + "pgMar"))
    numbers = [] if size is None else [size.get(W + "w"), size.get(W + "h")]
    numbers += [None] if margins is None else [margins.get(W + side) for side in ("left", "right")]
    if root.tag != W + "document" or not all(re.fullmatch("[0-9]{1,5}", each or "") for each in numbers):
        raise _RefusedError(f"`{document}` has no page with a size and margins")
