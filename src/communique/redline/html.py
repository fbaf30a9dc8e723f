"""The redline as HTML, for those without Word: the page of the document, with what went and what came in it.

What came is underlined and what went is struck through, in colours of the theme beside; a bar stands beside
each paragraph that changed. A screen reader is told where a change begins, and what kind it is, in words.
"""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from communique.redline.changes import (
    GONE,
    Change,
    ChangedRow,
    GoneNote,
    HeadingNumber,
    ParagraphMark,
    new_inlines,
)
from communique.redline.listing import BESIDE
from communique.redline.merged import merged
from communique.tree import Heading, Paragraph
from communique.writers.html import Manner, write_html
from communique.writers.html_blocks import BlockWriter, attribute_text, element

if TYPE_CHECKING:
    from communique.redline.compare import Comparison
    from communique.theme import Theme
    from communique.tree import Block, Inline, NoteReference, Row, Styled, Table

SHEET = "redline.css"
PILCROW = "¶"

LABELS = {
    "changes-since": "Changes since",
    "inserted": "inserted",
    "deleted": "deleted",
    "moved-away": "moved from here",
    "moved-here": "moved here",
    "paragraph-end": "end of paragraph",
    "now-otherwise": "set differently",
    "deleted-notes": "Deleted notes",
    "no-changes": "Nothing has changed.",
    "marking": "Marking",
    "symbol": "Symbol",
    "header": "Header",
}
"""Keys of `meta.labels`, with the English that stands in for a key which is missing there."""

KINDS = {
    "deleted": ("del", "deleted"),
    "inserted": ("ins", "inserted"),
    "moved-from": ("del", "moved-away"),
    "moved-to": ("ins", "moved-here"),
}
"""The element of a kind of change, and the key of its label."""


def write_redline_html(comparison: Comparison, theme: Theme, *, since: str) -> bytes:
    """Return the page of the new document with the changes in it; `since` names the old version in words."""
    document = merged(comparison)
    gone = tuple(each for each in document.notes if isinstance(each, GoneNote))
    labels = LABELS | {key: word for key, word in comparison.new.meta.labels.items() if key in LABELS}

    class Writer(RedlineWriter):
        words = labels

    manner = Manner(
        writer=Writer,
        legend=_legend(labels, since, comparison),
        after=lambda writer: _gone_notes(writer, gone, labels),
        sheet=theme.read(SHEET),
        redline=True,
    )
    kept = tuple(each for each in document.notes if not isinstance(each, GoneNote))
    return write_html(replace(document, notes=kept), theme, manner=manner)


class RedlineWriter(BlockWriter):
    """Writes blocks in which changes are marked."""

    words: dict[str, str] = LABELS

    def inline(self, inline: Inline) -> str:
        """Return one inline."""
        match inline:
            case ParagraphMark():
                return "" if inline.whole else self._paragraph_mark(inline)
            case HeadingNumber():
                return f'<span class="number">{self.inlines(inline.children)}</span> '
            case Change():
                return self._change(inline)
        return super().inline(inline)

    def _change(self, change: Change) -> str:
        name, key = KINDS[change.role]
        moved = "moved" if change.role.startswith("moved") else None
        attributes = {"class": moved, "data-label": self.words[key]}
        return element(name, attributes, self.inlines(change.children))

    def _paragraph_mark(self, mark: Styled) -> str:
        """Return the sign for a paragraph's end that came or went, or for one that is set otherwise now."""
        if mark.role not in KINDS:
            return f' <span class="otherwise">({escape(self.words["now-otherwise"])})</span>'
        name, key = KINDS[mark.role]
        words = f"{self.words[key]}, {self.words['paragraph-end']}"
        return element(name, {"class": "end", "data-label": words}, PILCROW) + (" " if name == "del" else "")

    def note_reference(self, reference: NoteReference) -> str:
        """Return the mark of a note; one that went has its note among those that went."""
        if reference.note in self.notes:
            return super().note_reference(reference)
        self.cited[reference.note] += 1
        attributes = {
            "href": f"#_gone-note-{reference.number}",
            "id": f"_gone-mark-{reference.number}" if self.cited[reference.note] == 1 else None,
            "role": "doc-noteref",
            "aria-label": f"{self.note_label} {reference.number}, {self.words['deleted']}",
        }
        return f'<sup class="mark">{element("a", attributes, str(reference.number))}</sup>'

    def row(self, row: Row, labels: tuple[str, ...]) -> str:
        """Return a row, with a class when it came or went."""
        text = super().row(row, labels)
        if isinstance(row, ChangedRow):
            return f"<tr{attribute_text({'class': row.change})}>{text.removeprefix('<tr>')}"
        return text

    def column_labels(self, table: Table) -> tuple[str, ...]:
        """Return the words over each column, as they are now."""
        heads = [row for row in table.head if not (isinstance(row, ChangedRow) and row.change in GONE)]
        cells = [
            replace(cell, blocks=tuple(_new_block(block) for block in cell.blocks))
            for row in heads[-1:]
            for cell in row.cells
        ]
        return (
            super().column_labels(replace(table, head=(replace(heads[-1], cells=tuple(cells)),)))
            if heads
            else ()
        )


def _new_block(block: Block) -> Block:
    if isinstance(block, Paragraph | Heading):
        return replace(block, children=new_inlines(block.children))
    return block


def _legend(words: dict[str, str], since: str, comparison: Comparison) -> str:
    """Return what stands over the text: since when changes are, how they look, and those beside the text."""
    lead = f"<strong>{escape(words['changes-since'])} {escape(since, quote=False)}.</strong>"
    if not comparison.changed:
        return f'<p class="legend">{lead} {escape(words["no-changes"])}</p>\n'
    samples = " ".join(
        f'<{name} class="sample">{escape(words[key])}</{name}>'
        for name, key in (("ins", "inserted"), ("del", "deleted"))
    )
    beside = [
        f'<p class="legend">{escape(words[BESIDE[key]])}: '
        + " ".join(
            element(name, {"data-label": words[label]}, escape(text, quote=False))
            for name, label, text in (("del", "deleted", was), ("ins", "inserted", now))
            if text
        )
        + "</p>\n"
        for key, (was, now) in comparison.beside.items()
    ]
    return f'<p class="legend">{lead} {samples}</p>\n' + "".join(beside)


def _gone_notes(writer: BlockWriter, notes: tuple[GoneNote, ...], words: dict[str, str]) -> str:
    """Return the notes whose marks went, each under the number that it had."""
    if not notes:
        return ""
    items = "\n".join(
        f'<li id="_gone-note-{note.number}" value="{note.number}">{writer.blocks(note.blocks)}</li>'
        for note in notes
    )
    title = f'<h2 id="_gone-notes">{escape(words["deleted-notes"], quote=False)}</h2>'
    attributes = {"class": "notes gone", "aria-labelledby": "_gone-notes"}
    return element("section", attributes, f"\n{title}\n<ol>\n{items}\n</ol>\n") + "\n"
