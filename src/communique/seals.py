"""Seals: a digest that an output carries of itself, which tells whether anybody changed it since.

A PDF has its seal in the XMP metadata, as `xmpMM:VersionID` beside the revision, an HTML page in a comment
at its end. There the digest is that of the file with zeros in the seal's place. A DOCX has it as the custom
property `communique.seal`, over all parts but the properties: programs that save a DOCX keep its properties
and write its parts anew.
"""

from __future__ import annotations

import hashlib
import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

try:
    from lzma import LZMAError
except ImportError:  # Python without it reads no package that needs it
    LZMAError = zipfile.BadZipFile  # type: ignore[assignment,misc]

if TYPE_CHECKING:
    from collections.abc import Mapping

    from communique.project import Format

BLANK = "0" * 64
CUSTOM = "docProps/custom.xml"
LARGEST_PROPERTIES = 1024 * 1024
LARGEST_PACKAGE = 256 * 1024 * 1024
DOCUMENT, REVISION = re.compile("[0-9a-f-]{36}"), re.compile("[0-9a-f]{12}")
PDF_SEAL = re.compile(rb"<xmpMM:VersionID>([0-9a-f]{12}) ([0-9a-f]{64})</xmpMM:VersionID>")
PDF_DOCUMENT = re.compile(rb"<xmpMM:DocumentID>uuid:([0-9a-f-]{36})</xmpMM:DocumentID>")
HTML_SEAL = re.compile(
    rb"<!-- communique(?P<redline> redline)? document=(?P<document>[0-9a-f-]{36}) "
    rb"revision=(?P<revision>[0-9a-f]{12}) seal=(?P<seal>[0-9a-f]{64}) -->"
)
HTML_GENERATOR = b'<meta name="generator" content="Communique '
END_OF_PDF, TAIL_OF_PDF = b"%%EOF", 1024  # the end mark, and how many bytes before the end it may stand
END_OF_PACKAGE = b"PK\x05\x06"
LENGTH_OF_END = 22  # bytes of the end record of a package, before its comment
UNREADABLE = (
    zipfile.BadZipFile,
    LZMAError,
    zlib.error,
    struct.error,
    EOFError,
    LookupError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
"""What reading a package raises that is damaged, or was made to do harm."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a file says of itself. `intact` tells that nothing in it was changed since it was written.

    A redline has the document and the revision that it leads to.
    """

    format: Format
    document: str
    revision: str
    intact: bool
    redline: bool = False


def html_seal(document: str, revision: str, *, redline: bool = False) -> str:
    """Return the comment with an open seal, for the end of a page."""
    what = "communique redline" if redline else "communique"
    return f"<!-- {what} document={document} revision={revision} seal={BLANK} -->\n"


def pdf_seal(revision: str) -> str:
    """Return the value of `xmpMM:VersionID` with an open seal."""
    return f"{revision} {BLANK}"


def sealed(content: bytes) -> bytes:
    """Return a PDF or an HTML page with its open seal filled in; one that has none as it is."""
    zeros = BLANK.encode()
    at = content.rfind(zeros)
    if at < 0:
        return content
    return content[:at] + hashlib.sha256(content).hexdigest().encode() + content[at + len(zeros) :]


def seal_of_parts(parts: Mapping[str, bytes]) -> str:
    """Return the seal of a DOCX with these parts, by name; the custom properties may be among them."""
    total = hashlib.sha256()
    for name in sorted(parts):
        if name != CUSTOM:
            total.update(f"{name}\0{len(parts[name])}\0".encode())
            total.update(parts[name])
    return total.hexdigest()


def read_identity(content: bytes) -> Identity | None:
    """Return what a file says of itself, or None for one that is not ours."""
    if content.startswith(b"%PDF-"):
        return _pdf_identity(content)
    if content.startswith(b"PK"):
        return _docx_identity(content)
    return _html_identity(content)


def is_damaged(content: bytes) -> bool:
    """Whether a file that says nothing of itself begins as ours do, and lacks what would tell whose it is.

    An empty one does, too. It may have been anybody's.
    """
    if content.startswith(b"%PDF-"):
        return END_OF_PDF not in content[-TAIL_OF_PDF:]
    if content.startswith(b"PK"):
        return _lacks_properties(content)
    return not content or HTML_GENERATOR in content


def _lacks_properties(content: bytes) -> bool:
    """Whether a package can't be opened, or has custom properties that can't be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if CUSTOM in package.namelist() and package.getinfo(CUSTOM).file_size <= LARGEST_PROPERTIES:
                package.read(CUSTOM)
    except UNREADABLE:
        return True
    return False


def _blanked(content: bytes, seal: re.Match[bytes], group: int | str) -> bool:
    start, end = seal.span(group)
    open_again = content[:start] + BLANK.encode() + content[end:]
    return hashlib.sha256(open_again).hexdigest().encode() == seal[group]


def _pdf_identity(content: bytes) -> Identity | None:
    seals, documents = list(PDF_SEAL.finditer(content)), PDF_DOCUMENT.findall(content)
    if not seals or not documents:
        return None
    seal = seals[-1]
    intact = len(seals) == 1 and _blanked(content, seal, 2)
    return Identity("pdf", documents[-1].decode(), seal[1].decode(), intact)


def _html_identity(content: bytes) -> Identity | None:
    """Read the last seal; one that is not the end of the page, or not the only one, is broken."""
    seals = list(HTML_SEAL.finditer(content))
    if not seals:
        return None
    seal = seals[-1]
    document, revision = seal["document"].decode(), seal["revision"].decode()
    whole = len(seals) == 1 and not content[seal.end() :].strip()
    intact = whole and _blanked(content, seal, "seal")
    return Identity("html", document, revision, intact, bool(seal["redline"]))


def _docx_identity(content: bytes) -> Identity | None:
    """Read the custom properties; the other parts are looked at in pieces, so that none can fill the memory.

    What stands behind the package is no part of it, and breaks the seal.
    """
    end = _end_of_package(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content[:end])) as package:
            if package.getinfo(CUSTOM).file_size > LARGEST_PROPERTIES:
                return None
            properties = package.read(CUSTOM).decode("utf-8", "replace")
            document, revision, seal = (
                _property(properties, name) for name in ("document", "revision", "seal")
            )
            if not DOCUMENT.fullmatch(document) or not REVISION.fullmatch(revision):
                return None
            intact = bool(seal) and end == len(content) and _parts_seal(package) == seal
            return Identity("docx", document, revision, intact, bool(_property(properties, "redline")))
    except UNREADABLE:
        return None


def _end_of_package(content: bytes) -> int:
    """Return where a package ends, by the length that its end record gives for its comment."""
    at = content.rfind(END_OF_PACKAGE)
    end = at + LENGTH_OF_END
    return end + int.from_bytes(content[end - 2 : end], "little") if at >= 0 else len(content)


def _property(properties: str, name: str) -> str:
    found = re.search(rf'name="communique\.{name}"[^>]*>\s*<[^>]*>([^<]*)<', properties)
    return found[1] if found else ""


def _parts_seal(package: zipfile.ZipFile) -> str:
    """Return the seal of the parts that are there.

    A package larger than any of ours has none, nor one with a part that can't be read.
    """
    infos = sorted(package.infolist(), key=lambda info: info.filename)
    if sum(info.file_size for info in infos) > LARGEST_PACKAGE:
        return ""
    try:
        return seal_of_parts({info.filename: package.read(info) for info in infos})
    except UNREADABLE:
        return ""
