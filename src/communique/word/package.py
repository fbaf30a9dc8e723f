"""Open the package of an edited DOCX, which may come from anybody.

Nothing is read before its size is known, and only what an import needs is read at all: a picture or an
embedded file is never unpacked. What could reach out of the file, or act, is refused by name.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import unquote

from lxml import etree

from communique.diagnostics import refusal, visible
from communique.seals import UNREADABLE
from communique.writers.docx_package import OFFICE, PACKAGE

if TYPE_CHECKING:
    from communique.writers.ooxml import Element

LARGEST_FILE = 64 * 1024 * 1024  # bytes, of the file as it comes
LARGEST_XML = 32 * 1024 * 1024  # bytes, of a part that is read
LARGEST_READING = 96 * 1024 * 1024  # bytes, of all XML that is read
LARGEST_PART = 256 * 1024 * 1024
LARGEST_TOTAL = 512 * 1024 * 1024
MOST_PARTS = 4000
MOST_RELATIONS = 20_000  # of one part: a link each, as a rule
LARGEST_RATIO = 400  # text of many like rows reaches 60; a bomb has a thousand and more
SMALLEST_BOMB = 8 * 1024 * 1024  # below it no ratio does harm

CONTENT_TYPES = "[Content_Types].xml"
STRICT = "http://purl.oclc.org/ooxml/"
TRANSITIONAL = {
    f"{STRICT}wordprocessingml/main": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    f"{STRICT}officeDocument/customXml": f"{OFFICE}/customXml",
    f"{STRICT}officeDocument/customProperties": f"{OFFICE}/custom-properties",
    f"{STRICT}officeDocument/docPropsVTypes": f"{OFFICE}/docPropsVTypes",
    f"{STRICT}officeDocument/math": f"{OFFICE}/math",
    f"{STRICT}officeDocument/relationships": f"{OFFICE}/relationships",
}
DECLARED = re.compile(rb"""(xmlns(?::[\w.-]+)?\s*=\s*["'])(http://purl\.oclc\.org/ooxml/[^"']*)""")
ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["']""")
PLAIN_ENCODINGS = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii", b"utf-16", b"utf16"})

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
AS_WORD = "save it as a Word document (.docx), and import that"
OF_OURS = (
    "make the edits in the DOCX that the build wrote; this file, saved as .docx, comes back only if it was made of"
    " that one, and the editor kept its bookmarks"
)
NOTHING_COMES_BACK = (
    "edits in {} can't be brought back: make them in the DOCX that the build wrote, and import that"
)
# What a file is that is none of ours, by how it begins, and what to do instead.
OTHER_FORMATS = (
    (b"{\\rtf", "a rich text file (.rtf)", OF_OURS),
    (b"%PDF", "a PDF", NOTHING_COMES_BACK.format("a PDF")),
    (b"<", "a page of HTML or XML", NOTHING_COMES_BACK.format("such a page")),
)
LIGHTER = "take out pictures and embedded files, which an import does not look at, and save it anew"
UNLOCKED = "open it in Word, take the password off under File, Info, Protect Document, and save it"
UNTRUSTED = "no editor writes such a file: ask who sent it before you open it"
AGAIN = "ask for the file again, or open it in Word and save it anew"

# Kinds of relationships, in lower case: a program may be less exact than another about them.
EXTERNAL_ALLOWED = frozenset({"hyperlink"})
ACTIVE = {
    "vbaproject": "macros",
    "wordvbadata": "macros",
    "control": "a control that runs a program",
    "activexcontrolbinary": "a control that runs a program",
}
EMBEDDED_TEXT = frozenset({"afchunk", "subdocument"})


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship: its kind is the last word of its type; an inner target is the name of a part."""

    kind: str
    target: str
    external: bool = False


@dataclass
class Gate:
    """Where a file comes in, or is refused."""

    file: str

    def refuse(self, code: str, message: str, hint: str) -> NoReturn:
        """Raise ContentError for the file."""
        raise refusal(code, message, self.file, hint)


@dataclass
class Package(Gate):
    """The parts of an open DOCX. Names are as `word/document.xml`, and differ not by case."""

    _zip: zipfile.ZipFile
    _infos: dict[str, zipfile.ZipInfo]
    main: str = ""
    _relations: dict[str, dict[str, Relation]] = field(default_factory=dict)
    _read: int = 0  # bytes

    def has(self, name: str) -> bool:
        """Return whether there is a part of a name."""
        return name.lower() in self._infos

    def names(self) -> list[str]:
        """Return the names of all parts, in their order."""
        return [info.filename for info in self._infos.values()]

    def read(self, name: str) -> bytes:
        """Return the bytes of a part. Raises ContentError when they are too many, or damaged."""
        info = self._infos.get(name.lower())
        if info is None:
            self.refuse("docx-damaged", f"the part `{name}` is missing", AGAIN)
        if info.file_size > LARGEST_XML:
            self.refuse(
                "docx-too-large", f"its part `{name}` is larger than {_megabytes(LARGEST_XML)}", LIGHTER
            )
        try:
            with self._zip.open(info) as stream:
                content = stream.read(LARGEST_XML + 1)
        except UNREADABLE as problem:
            self.refuse("docx-damaged", f"its part `{name}` can't be unpacked: {problem}", AGAIN)
        if len(content) > info.file_size:
            self.refuse("docx-hostile", f"its part `{name}` is larger than it says", UNTRUSTED)
        return content

    def root(self, name: str) -> Element:
        """Return the root of a part of XML, with the namespaces that Word usually writes."""
        content = self.read(name)
        self._read += len(content)
        if self._read > LARGEST_READING:
            message = f"its parts with text are larger than {_megabytes(LARGEST_READING)} together"
            self.refuse("docx-too-large", message, LIGHTER)
        self._look_over(name, content)
        content = DECLARED.sub(_transitional, content)
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            return etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError) as problem:
            self.refuse("docx-damaged", f"its part `{name}` is not well formed: {problem}", AGAIN)

    def _look_over(self, name: str, content: bytes) -> None:
        """Refuse XML that brings a grammar or entities along, in whatever encoding it hides them."""
        declared = ENCODING.match(content.lstrip(b"\xef\xbb\xbf"))
        wide = content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in content[:4]
        known = declared is None or declared[1].lower() in PLAIN_ENCODINGS
        if not known or content[:4] in (b"\xff\xfe\0\0", b"\0\0\xfe\xff"):
            self.refuse(
                "docx-hostile", f"its part `{name}` is in an encoding that no editor writes", UNTRUSTED
            )
        for word in ("<!DOCTYPE", "<!ENTITY"):
            hidden = (word.encode("utf-16-le"), word.encode("utf-16-be")) if wide else (word.encode(),)
            if any(each in content for each in hidden):
                self.refuse("docx-hostile", f"its part `{name}` defines entities of its own", UNTRUSTED)

    def relations(self, part: str) -> dict[str, Relation]:
        """Return the relationships of a part by their ids; of the package itself for an empty name."""
        if part not in self._relations:
            self._relations[part] = self._read_relations(part)
        return self._relations[part]

    def _read_relations(self, part: str) -> dict[str, Relation]:
        folder, _, name = part.rpartition("/")
        source = f"{folder}/_rels/{name}.rels".lstrip("/")
        if not self.has(source):
            return {}
        found: dict[str, Relation] = {}
        for each in self.root(source).iterfind(f"{{{PACKAGE}/relationships}}Relationship"):
            if len(found) == MOST_RELATIONS:
                message = f"its part `{source}` names more than {MOST_RELATIONS} files and links"
                self.refuse("docx-too-large", message, LIGHTER)
            if each.get("Id", "") in found:
                message = f"two relationships in `{source}` have one name, and programs follow different ones"
                self.refuse("docx-hostile", message, UNTRUSTED)
            kind = each.get("Type", "").rpartition("/")[2]
            external = each.get("TargetMode", "").lower() == "external"
            target = each.get("Target", "")
            if not external:
                target = posixpath.normpath(posixpath.join(f"/{folder}", unquote(target))).lstrip("/")
            found[each.get("Id", "")] = Relation(kind, target, external)
        return found

    def related(self, part: str, kind: str) -> list[str]:
        """Return the names of the parts to which a part has a relationship of a kind."""
        found = self.relations(part).values()
        return [
            each.target for each in found if each.kind == kind and not each.external and self.has(each.target)
        ]


def open_package(content: bytes, file: str) -> Package:
    """Open a DOCX and look it over. Raises ContentError for what is none, is damaged, or could do harm."""
    gate = Gate(file)
    if len(content) > LARGEST_FILE:
        message = f"the file is larger than {_megabytes(LARGEST_FILE)}"
        gate.refuse("docx-too-large", message, LIGHTER)
    _refuse_other_formats(content, gate)
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
        infos = package.infolist()
    except UNREADABLE as problem:
        gate.refuse("docx-damaged", f"the file is no whole Word document: {problem}", AGAIN)
    _check_sizes(infos, gate)
    _check_names(infos, gate)
    opened = Package(file, package, {info.filename.lower(): info for info in infos if not info.is_dir()})
    _check_format(opened)
    _check_relations(opened)
    opened.main = _main_part(opened)
    return opened


def _refuse_other_formats(content: bytes, gate: Gate) -> None:
    """Name what somebody took for a Word document."""
    start = content[:64].lstrip(b"\xef\xbb\xbf \r\n\t")
    if content.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            gate.refuse("docx-encrypted", "the file is protected with a password", UNLOCKED)
        gate.refuse("docx-format", "the file is in a format of Word before 2007 (.doc)", AS_WORD)
    for magic, name, hint in OTHER_FORMATS:
        if start.startswith(magic):
            gate.refuse("docx-format", f"the file is {name}", hint)
    if not content.startswith(b"PK"):
        what = "the file is empty" if not content else "the file is no Word document"
        gate.refuse("docx-format", what, AS_WORD)


def _check_sizes(infos: list[zipfile.ZipInfo], gate: Gate) -> None:
    if len(infos) > MOST_PARTS:
        gate.refuse("docx-too-large", f"the file has more than {MOST_PARTS} parts", LIGHTER)
    total = sum(info.file_size for info in infos)
    if total > LARGEST_TOTAL or any(info.file_size > LARGEST_PART for info in infos):
        message = f"the file unpacks to {_megabytes(total)}"
        gate.refuse("docx-too-large", message, LIGHTER)
    for info in infos:
        if info.file_size > SMALLEST_BOMB and info.file_size > LARGEST_RATIO * max(1, info.compress_size):
            gate.refuse("docx-hostile", f"its part `{info.filename}` unpacks to an absurd size", UNTRUSTED)


def _check_names(infos: list[zipfile.ZipInfo], gate: Gate) -> None:
    seen: set[str] = set()
    for info in infos:
        name = info.orig_filename
        steps = name.split("/")
        odd = (
            name.startswith("/") or "\\" in name or ":" in steps[0] or ".." in steps or not name.isprintable()
        )
        if odd:
            message = f"a part is named `{visible(name)}`, a place outside of the file"
            gate.refuse("docx-hostile", message, UNTRUSTED)
        if name.lower() in seen:
            message = f"it has two parts `{visible(name)}`, so that programs see different texts"
            gate.refuse("docx-hostile", message, UNTRUSTED)
        seen.add(name.lower())
        if info.flag_bits & 0x1:
            gate.refuse("docx-encrypted", "the parts of the file are encrypted", UNLOCKED)


def _check_format(package: Package) -> None:
    if package.has("mimetype") and b"opendocument" in package.read("mimetype"):
        package.refuse("docx-format", "the file is an OpenDocument file (.odt)", OF_OURS)
    if not package.has(CONTENT_TYPES) or not package.has("_rels/.rels"):
        package.refuse("docx-format", "the file is a zip archive and no Word document", AS_WORD)
    types = package.root(CONTENT_TYPES)
    if any("macroenabled" in each.get("ContentType", "").lower() for each in types):
        message = "the file is a Word document with macros (.docm)"
        package.refuse("docx-macros", message, AS_WORD)


def _check_relations(package: Package) -> None:
    """Refuse what acts, what brings text of another file in, and what is to be fetched from outside."""
    for name in package.names():
        folder, _, last = name.rpartition("/")
        if not last.lower().endswith(".rels") or posixpath.basename(folder).lower() != "_rels":
            continue
        part = posixpath.join(posixpath.dirname(folder), last[: -len(".rels")])
        for relation in package.relations(part).values():
            _check_relation(relation, package)


def _check_relation(relation: Relation, package: Package) -> None:
    kind, target = relation.kind.lower(), relation.target
    if kind in ACTIVE:
        package.refuse("docx-macros", f"the file contains {ACTIVE[kind]}", AS_WORD)
    if kind in EMBEDDED_TEXT:
        message = "another document is embedded in the text, and nobody can see what it says"
        package.refuse("docx-hostile", message, "open it in Word and save it anew")
    if not relation.external or kind in EXTERNAL_ALLOWED or _harmless_template(relation):
        return
    message = f"the file fetches `{visible(target, 120)}` ({relation.kind}) from outside when it is opened"
    package.refuse("docx-hostile", message, "break the link in Word, and save the file")


def _harmless_template(relation: Relation) -> bool:
    """Whether a relationship is to the template that Word notes in every file: one on its user's disk."""
    if relation.kind != "attachedTemplate":
        return False
    target = unquote(relation.target).replace("\\", "/")
    path = re.sub(r"^file:/*", "/", target, flags=re.IGNORECASE)
    remote = re.match(r"(?!file:)[A-Za-z][A-Za-z0-9+.-]+:|//", target, flags=re.IGNORECASE)
    host = re.match(r"file:(//[^/]|/{4,})", target, flags=re.IGNORECASE)
    return not remote and not host and bool(path)


def _main_part(package: Package) -> str:
    """Return the name of the part with the text, which editors call as they like."""
    found = package.related("", "officeDocument")
    if not found:
        package.refuse("docx-damaged", "the file names no part with the text", AGAIN)
    return found[0]


def _transitional(found: re.Match[bytes]) -> bytes:
    """Return a declaration of a namespace of the strict variant as one of the usual variant."""
    space = found[2].decode("ascii", "replace")
    return found[1] + TRANSITIONAL.get(space, space).encode()


def _megabytes(size: int) -> str:
    return f"{size // (1024 * 1024)} MB"
