"""A PDF as a reader finds it: its structure through pikepdf, its text through poppler."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pikepdf

from communique.tree import Heading, NoteReference, Paragraph, Table, Text, walk, walk_inlines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from communique.tree import Block, Document, Inline


@dataclass
class Element:
    """A structure element, its entries, and the numbers of the marked content that it holds itself."""

    kind: str
    dictionary: Any
    parent: Element | None = None
    kids: list[Element] = field(default_factory=list)
    content: list[tuple[int, int]] = field(default_factory=list)
    links: list[Any] = field(default_factory=list)

    def find(self, *kinds: str) -> list[Element]:
        """Return the elements of these types here and below, in order."""
        found = [self] if self.kind in kinds else []
        return found + [each for kid in self.kids for each in kid.find(*kinds)]

    def entry(self, name: str) -> str:
        """Return an entry as text, empty when it is missing."""
        return str(self.dictionary.get(f"/{name}", ""))

    def attribute(self, name: str) -> str:
        """Return an attribute as text, empty when it is missing."""
        return str(self.dictionary.get("/A", {}).get(f"/{name}", ""))

    def all_content(self) -> list[tuple[int, int]]:
        """Return page and number of all marked content here and below."""
        return self.content + [each for kid in self.kids for each in kid.all_content()]


class PdfReading:
    """A PDF file, read."""

    def __init__(self, content: bytes, path: Path) -> None:
        self.content, self.path = content, path
        path.write_bytes(content)
        self.file = pikepdf.open(BytesIO(content))

    @cached_property
    def structure(self) -> Element:
        """The element `Document`."""
        pages = {page.objgen: at for at, page in enumerate(self.file.pages)}

        def read(dictionary: Any, parent: Element | None) -> Element:
            element = Element(str(dictionary.S)[1:], dictionary, parent)
            for kid in dictionary.get("/K", []):
                if isinstance(kid, int):
                    element.content.append((pages[dictionary.Pg.objgen], kid))
                elif kid.get("/Type") == "/MCR":
                    element.content.append((pages[kid.Pg.objgen], int(kid.MCID)))
                elif kid.get("/Type") == "/OBJR":
                    element.links.append(kid.Obj)
                else:
                    element.kids.append(read(kid, element))
            return element

        return read(self.file.Root.StructTreeRoot.K[0], None)

    @cached_property
    def marked(self) -> list[dict[str, list[Any]]]:
        """For each page the property lists of its marked content by tag, those without one as None."""
        found = []
        for page in self.file.pages:
            tags: dict[str, list[Any]] = {}
            for each in pikepdf.parse_content_stream(page):
                if str(each.operator) in {"BMC", "BDC"}:
                    name, *properties = each.operands
                    tags.setdefault(str(name)[1:], []).append(properties[0] if properties else None)
            found.append(tags)
        return found

    @property
    def links(self) -> list[Any]:
        """All annotations of all pages."""
        return [each for page in self.file.pages for each in page.get("/Annots", [])]

    @cached_property
    def metadata(self) -> str:
        """The XMP packet."""
        return bytes(self.file.Root.Metadata.read_raw_bytes()).decode()

    def text(self) -> str:
        """Return the text of all pages as `pdftotext` finds it."""
        return self._run("pdftotext", str(self.path), "-")

    def structure_lines(self) -> list[str]:
        """Return poppler's print of the structure with its text."""
        return self._run("pdfinfo", "-struct-text", str(self.path)).splitlines()

    def blocks(self) -> list[str]:
        """Return the text of each block in reading order, a mark as `[1]`, without labels and soft hyphens."""
        return list(_read_blocks(self.structure_lines()))

    def _run(self, *command: str) -> str:
        return subprocess.run(command, capture_output=True, check=True, text=True).stdout


LINE = re.compile(r'( *)(?:"(.*)"|(\w+)(?: <.*>)?(?: \(\w+\))?:?)$')
BLOCKS = {"P", "H1", "H2", "H3", "Caption", "Lbl"}


def _read_blocks(lines: list[str]) -> Iterator[str]:
    around: list[tuple[int, str]] = []
    pieces: list[str] = []
    for line in lines:
        match = LINE.match(line)
        if not match:
            continue
        depth, text, kind = len(match[1]), match[2], match[3]
        while around and around[-1][0] >= depth:
            around.pop()
        kinds = [each for _, each in around]
        if text is None:
            if kind in BLOCKS or kind in {"Note", "L", "Table"}:
                yield from _folded(pieces)
                pieces = []
            around.append((depth, kind))
        elif "Lbl" not in kinds:
            pieces.append(f"[{text}]" if "Reference" in kinds else text)
    yield from _folded(pieces)


def _folded(pieces: list[str]) -> list[str]:
    text = " ".join("".join(pieces).replace("\N{SOFT HYPHEN}", "").split())
    return [text] if text else []


def tree_blocks(document: Document) -> list[str]:
    """Return the text of each block of a tree, notes behind the block in which they are first cited."""
    notes = {note.identifier: note for note in document.notes}
    seen: set[str] = set()

    def texts(blocks: tuple[Block, ...]) -> Iterator[str]:
        for block in walk(blocks):
            match block:
                case Paragraph() | Heading():
                    number = f"{block.number} " if isinstance(block, Heading) and block.number else ""
                    yield from _folded([number + inline_text(block.children)])
                    for inline in walk_inlines(block.children):
                        if isinstance(inline, NoteReference) and inline.note not in seen:
                            seen.add(inline.note)
                            yield from texts(notes[inline.note].blocks)
                case Table() if block.caption:
                    yield inline_text(block.caption)

    return list(texts(document.blocks))


def inline_text(children: tuple[Inline, ...]) -> str:
    """Return what inlines say, a mark as `[1]`."""
    parts = []
    for child in walk_inlines(children):
        if isinstance(child, Text):
            parts.append(child.text)
        elif isinstance(child, NoteReference):
            parts.append(f"[{child.number}]")
    return "".join(parts)
