"""Read documents back with other people's software: pandoc for DOCX and HTML, poppler for PDF.

A reading is the blocks of text in order, a footnote's mark as `[1]`, and the footnotes by themselves.
White space is folded, and no-break spaces count as spaces: readers differ about both.
"""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pypandoc

from communique.tree import (
    Heading,
    Inline,
    LineBreak,
    NoteReference,
    Paragraph,
    Table,
    Text,
    walk,
    walk_inlines,
)

if TYPE_CHECKING:
    from pathlib import Path

    from communique.tree import Block, Document


@dataclass
class Reading:
    """What a reader sees: blocks, cells of tables among them, and footnotes, in order."""

    blocks: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def words(self) -> list[str]:
        """Return the words of the blocks, without regard to where blocks begin."""
        return " ".join(self.blocks).split()


def folded(text: str) -> str:
    """Fold white space."""
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ")).strip()


def read_tree(document: Document) -> Reading:
    """Return the reading that every format has to give."""
    return Reading(
        _tree_blocks(document.blocks), [folded(" ".join(_tree_blocks(n.blocks))) for n in document.notes]
    )


def _tree_blocks(blocks: tuple[Block, ...]) -> list[str]:
    result = []
    for block in walk(blocks):
        match block:
            case Paragraph():
                result.append(_tree_text(block.children))
            case Heading():
                result.append(folded(f"{block.number} {_tree_text(block.children)}"))
            case Table() if block.caption:
                result.append(_tree_text(block.caption))
    return result


def _tree_text(children: tuple[Inline, ...]) -> str:
    parts = []
    for child in walk_inlines(children):
        match child:
            case Text():
                parts.append(child.text)
            case LineBreak():
                parts.append(" ")
            case NoteReference():
                parts.append(f"[{child.number}]")
    return folded("".join(parts))


def read_with_pandoc(path: Path) -> Reading:
    """Read a DOCX or an HTML file with pandoc."""
    source = "docx" if path.suffix == ".docx" else "html"
    command = [pypandoc.get_pandoc_path(), "-f", source, "-t", "json", str(path)]
    syntax = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    # Of a Word table pandoc takes the alternative text for a caption; a caption in Word is a paragraph.
    reader = _PandocReader(captions=source == "html")
    reader.read(syntax["blocks"])
    return reader.reading


class _PandocReader:
    """Walks pandoc's syntax tree. https://hackage.haskell.org/package/pandoc-types"""

    def __init__(self, *, captions: bool) -> None:
        self.captions = captions
        self.reading = Reading()
        self.target = self.reading.blocks

    def read(self, blocks: list[dict[str, Any]]) -> None:
        for block in blocks:
            self._block(block["t"], block.get("c"))

    def _block(self, kind: str, content: Any) -> None:
        match kind:
            case "Para" | "Plain":
                self._text(content)
            case "Header":
                self._text(content[2])
            case "BlockQuote":
                self.read(content)
            case "BulletList" | "OrderedList":
                for item in content if kind == "BulletList" else content[1]:
                    self.read(item)
            case "Table":
                self._table(content)
            case "Div":
                self._division(content)
            case _:
                assert kind == "HorizontalRule", kind

    def _division(self, content: Any) -> None:
        roles = dict(content[0][2])
        if roles.get("role") in {"navigation", "banner", "contentinfo", "note"} or "marking" in content[0][1]:
            return
        # Pandoc takes the notes out of their section and puts them at their marks.
        if roles.get("role") != "doc-endnotes":
            self.read(content[1])

    def _table(self, content: Any) -> None:
        _, (_, caption), _, (_, head), bodies, _ = content
        if self.captions:
            self.read(caption)
        for rows in (head, *(part for body in bodies for part in (body[2], body[3]))):
            for _, cells in rows:
                for cell in cells:
                    self.read(cell[4])

    def _text(self, inlines: list[dict[str, Any]]) -> None:
        text = folded(self._inlines(inlines))
        if text:
            self.target.append(text)

    def _inlines(self, inlines: list[dict[str, Any]]) -> str:
        return "".join(self._inline(each["t"], each.get("c")) for each in inlines)

    def _inline(self, kind: str, content: Any) -> str:
        match kind:
            case "Str":
                return str(content)
            case "Space" | "SoftBreak" | "LineBreak":
                return " "
            case "Note":
                before, self.target = self.target, []
                self.read(content)
                self.reading.notes.append(folded(" ".join(self.target)))
                self.target = before
                return f"[{len(self.reading.notes)}]"
            case "Link":
                backwards = dict(content[0][2]).get("role") == "doc-backlink"
                return "" if backwards else self._inlines(content[1])
            case "Span":
                return self._inlines(content[1])
            case "Quoted":
                return f"“{self._inlines(content[1])}”"
        return self._inlines(content)


BLOCK_ELEMENTS = {"P", "H1", "H2", "H3", "H4", "Caption", "LBody"}
STRUCTURE_ELEMENT = re.compile(r"( *)([A-Za-z0-9]+)(?: <[^>]*>)?(?: \(\w+\))?:?$")
STRUCTURE_TEXT = re.compile(r' *"(.*)"$')


def read_with_poppler(path: Path) -> Reading:
    """Read a PDF by its structure, as a screen reader does. Labels of list items and notes are left out."""
    command = ["pdfinfo", "-struct-text", str(path)]
    output = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    return _StructureReader().read(output.splitlines())


class _StructureReader:
    """Walks poppler's print of a structure tree, where indentation tells what is inside what."""

    def __init__(self) -> None:
        self.open: list[tuple[int, str]] = []
        self.reading = Reading()
        self.pieces: list[str] = []

    def read(self, lines: list[str]) -> Reading:
        for line in lines:
            text, element = STRUCTURE_TEXT.match(line), STRUCTURE_ELEMENT.match(line)
            depth = len(line) - len(line.lstrip(" "))
            if text or (element and not line.lstrip().startswith("/")):
                while self.open and self.open[-1][0] >= depth:
                    self.open.pop()
            if text:
                self._text(text[1])
            elif element and not line.lstrip().startswith("/"):
                self._element(depth, element[2])
        self._finish_block()
        self.reading.notes = [folded(note) for note in self.reading.notes]
        return self.reading

    def _element(self, depth: int, name: str) -> None:
        if name in BLOCK_ELEMENTS or name in {"Note", "Table", "L"}:
            self._finish_block()
        self.open.append((depth, name))
        if name == "Note":
            self.reading.notes.append("")

    def _text(self, text: str) -> None:
        names = [name for _, name in self.open]
        if "Lbl" in names:
            return
        if "Note" in names:
            self.reading.notes[-1] += text
        else:
            self.pieces.append(f"[{text.strip()}]" if "Reference" in names else text)

    def _finish_block(self) -> None:
        text = folded("".join(self.pieces).replace("\u00ad", ""))
        if text:
            self.reading.blocks.append(text)
        self.pieces = []
