"""A DOCX that lies open on the desk: its parts, and how blocks are found in it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

from lxml import etree

from communique.writers.docx import read_base
from communique.writers.docx_base import BLOCK, CELL, NOTE
from communique.writers.docx_package import PACKAGE, in_space, serialised, unzipped, zipped
from communique.writers.ooxml import W
from roundtrip.desk_runs import Author, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.writers.docx_base import Base
    from communique.writers.ooxml import Element

    Block = str | Element

DOCUMENT, FOOTNOTES, STYLES = "word/document.xml", "word/footnotes.xml", "word/styles.xml"
RELATIONS = f"{{{PACKAGE}/relationships}}"


class OpenFile:
    """An open DOCX.

    `edges` says whether what is typed at the edge of a bookmark is `inside` or `outside` of it. In Word it is
    inside at its start and outside at its end; other editors differ.
    """

    def __init__(self, content: bytes, author: str = "", *, edges: str = "word") -> None:
        self.parts = unzipped(content)
        self.roots = {
            name: etree.fromstring(part)
            for name, part in self.parts.items()
            if name.endswith((".xml", ".rels"))
        }
        base = read_base(content)
        assert base is not None, "the file has no base"
        self.base: Base = base
        self.author = Author(author) if author else None
        self.edges = edges

    @contextmanager
    def tracking(self, author: str, date: str = "2026-11-02T09:00:00Z") -> Iterator[Self]:
        """Track what is done inside, as an author."""
        before, self.author = self.author, Author(author, date)
        yield self
        self.author = before

    def saved(self) -> bytes:
        """Return the file."""
        written = {name: serialised(root) for name, root in self.roots.items()}
        return zipped(self.parts | written)

    # Finding

    @property
    def stories(self) -> tuple[Element, Element]:
        """The body and the footnotes."""
        return self.roots[DOCUMENT], self.roots[FOOTNOTES]

    def addresses(self) -> list[str]:
        """Return the addresses of the blocks that have one, in order."""
        return [each.address for each in self.base.blocks if each.address]

    def bookmark(self, name: str) -> Element | None:
        """Return the start of a bookmark."""
        for story in self.stories:
            for each in story.iter(W + "bookmarkStart"):
                if each.get(W + "name") == name:
                    return each
        return None

    def paragraph(self, block: Block, nth: int = 0) -> Element:
        """Return the paragraph in which a block begins."""
        if not isinstance(block, str):
            return block
        name = block
        if not block.startswith((BLOCK, CELL, NOTE)):
            name = [each.bookmark for each in self.base.blocks if each.address == block][nth]
        start = self.bookmark(name)
        assert start is not None, f"{block} has no bookmark any more"
        return next(start.iterancestors(W + "p"))

    def paragraphs(self) -> list[Element]:
        """Return all paragraphs of the body, those of tables included."""
        return list(self.stories[0].iter(W + "p"))

    def text(self, block: Block, nth: int = 0) -> str:
        """Return the text of a block as it shows."""
        return shown(self.paragraph(block, nth))

    def find(self, paragraph: Element, words: str, turn: int = 0) -> tuple[int, int]:
        text, start = shown(paragraph), -1
        for _ in range(turn + 1):
            start = text.find(words, start + 1)
            assert start >= 0, f"{words!r} does not stand in {text!r}"
        return start, start + len(words)

    def style_id(self, name: str) -> str:
        """Return the id of the style with a name."""
        for each in self.roots[STYLES].iter(W + "style"):
            named = each.find(W + "name")
            if named is not None and named.get(W + "val", "").lower() == name.lower():
                return each.get(W + "styleId", "")
        raise AssertionError(f"there is no style {name}")

    def relate(self, part: str, kind: str, target: str, *, external: bool = True) -> str:
        """Add a relationship to a part, and return its id."""
        folder, _, name = part.rpartition("/")
        relations = f"{folder}/_rels/{name}.rels"
        if relations not in self.roots:
            self.roots[relations] = in_space(RELATIONS[1:-1], "Relationships")
        identifier = f"rId{len(self.roots[relations]) + 100}"
        each = etree.SubElement(
            self.roots[relations], f"{RELATIONS}Relationship", Id=identifier, Type=kind, Target=target
        )
        if external:
            each.set("TargetMode", "External")
        return identifier

    def targets(self, part: str = DOCUMENT) -> dict[str, str]:
        """Return the targets of a part's relationships by their ids."""
        folder, _, name = part.rpartition("/")
        relations = self.roots[f"{folder}/_rels/{name}.rels"]
        return {each.get("Id", ""): each.get("Target", "") for each in relations}
