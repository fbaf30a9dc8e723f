"""Word files that the peers begin with: pandoc's reference document, and docxtpl's templates.

Both are our own DOCX without its text, so that styles, page, running header and footer are the same.
"""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import docx
from docx.enum.style import WD_STYLE_TYPE

from communique.tree import Heading, Note, Paragraph, RowGroup, Table, child_blocks, plain_text, walk

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from communique.theme import Theme
    from communique.tree import Block, Cell, Document

PANDOCS_STYLES = {"First Paragraph": "Body Text", "Compact": "Normal", "Block Text": "Quote"}
"""Styles that pandoc writes whatever the source says, and those of ours that they look like."""


def write_pandoc_reference(ours: bytes, file: Path) -> None:
    """Write our DOCX with the styles that pandoc expects to be there."""
    word = docx.Document(io.BytesIO(ours))
    known = {style.name for style in word.styles}
    for name, base in PANDOCS_STYLES.items():
        if name not in known:
            style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = word.styles[base]
    word.save(str(file))


def write_template(document: Document, theme: Theme, ours: bytes, file: Path) -> None:
    """Write the template of a document, and its text beside it as JSON.

    A paragraph of the template stands for every style; Jinja chooses among them. docxtpl has no footnotes, so
    that their text follows as paragraphs.
    """
    word = docx.Document(io.BytesIO(ours))
    body = word.element.body
    for element in list(body)[:-1]:
        body.remove(element)
    styles = _Styles(theme)
    before, table, after = _parted(document)
    _loop(word, "before", styles.of(before))
    if table is not None:
        _table(word, table, styles)
    _loop(word, "after", styles.of(after))
    word.save(str(file))
    text = {
        "before": styles.texts(before),
        "after": styles.texts(after),
        "rows": _rows(table, styles) if table else [],
    }
    file.with_suffix(".json").write_text(json.dumps(text, ensure_ascii=False), encoding="utf-8")


class _Styles:
    """The Word styles of paragraphs and headings."""

    def __init__(self, theme: Theme) -> None:
        self._map = theme.styles

    def style(self, block: Paragraph | Heading) -> str:
        if isinstance(block, Heading):
            return self._map.headings[block.level].word
        return self._map.paragraphs[block.role].word

    def of(self, blocks: Iterable[Paragraph | Heading]) -> list[str]:
        """Return the styles that occur, each once."""
        return list(dict.fromkeys(self.style(block) for block in blocks))

    def texts(self, blocks: Iterable[Paragraph | Heading]) -> list[list[str]]:
        """Return style and text of each."""
        return [[self.style(block), _text(block)] for block in blocks]


def _text(block: Paragraph | Heading) -> str:
    number = f"{block.number} " if isinstance(block, Heading) and block.number else ""
    return number + plain_text(block.children)


def _lines(blocks: Iterable[Block | Note]) -> list[Paragraph | Heading]:
    found = (each for block in blocks for each in walk(child_blocks(block) or (block,)))  # type: ignore[arg-type]
    return [each for each in found if isinstance(each, Paragraph | Heading)]


def _parted(
    document: Document,
) -> tuple[list[Paragraph | Heading], Table | None, list[Paragraph | Heading]]:
    """Return what stands before the table, the table, and what stands behind it with the notes."""
    at = next((n for n, block in enumerate(document.blocks) if isinstance(block, Table)), None)
    if at is None:
        return _lines(document.blocks), None, _lines(document.notes)
    table = document.blocks[at]
    assert isinstance(table, Table)  # noqa: S101
    return _lines(document.blocks[:at]), table, _lines((*document.blocks[at + 1 :], *document.notes))


def _loop(place: Any, name: str, styles: list[str]) -> None:
    """Add a loop over paragraphs, with one paragraph of the template for each style."""
    place.add_paragraph(f"{{%p for style, text in {name} %}}")
    for style in styles:
        place.add_paragraph(f"{{%p if style == '{style}' %}}")
        place.add_paragraph("{{ text }}", style=style)
        place.add_paragraph("{%p endif %}")
    place.add_paragraph("{%p endfor %}")


def _table(word: Any, table: Table, styles: _Styles) -> None:
    """Add the table: its head, and a row each for the heading of a group and for a record."""
    count = len(table.columns)
    made = word.add_table(rows=0, cols=count)
    made.style = word.styles["Communique Table"]
    made.autofit = False
    for row in table.head:
        for cell, place in zip(row.cells, made.add_row().cells, strict=True):
            place.paragraphs[0].style = styles.of(_lines(cell.blocks))[0]
            place.paragraphs[0].add_run(" ".join(_text(each) for each in _lines(cell.blocks)))
    made.rows[0]._tr.get_or_add_trPr().append(made.rows[0]._tr.trPr.makeelement(_word("tblHeader"), {}))
    _row(made, ["{%tr for row in rows %}"])
    _row(made, ["{%tr if row.group %}"])
    cells = made.add_row().cells
    whole = cells[0].merge(cells[-1])
    whole.paragraphs[0].text = "{{ row.group }}"
    whole.paragraphs[0].style = "Table Group"
    _row(made, ["{%tr else %}"])
    records = [row for group in table.groups for row in group.rows]
    cells = made.add_row().cells
    for column, place in enumerate(cells):
        found = styles.of(line for row in records for line in _lines(row.cells[column].blocks))
        _loop(place, f"row.cells[{column}]", found)
        place._tc.remove(place.paragraphs[0]._p)
    _row(made, ["{%tr endif %}"])
    _row(made, ["{%tr endfor %}"])


def _row(table: Any, texts: list[str]) -> None:
    for cell, text in zip(table.add_row().cells, texts, strict=False):
        cell.paragraphs[0].text = text


def _word(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"


def _rows(table: Table, styles: _Styles) -> list[dict[str, Any]]:
    """Return the rows under the head."""
    found: list[dict[str, Any]] = []
    for group in table.groups:
        found += _heading(group)
        found += [{"cells": [_cell(cell, styles) for cell in row.cells]} for row in group.rows]
    return found


def _heading(group: RowGroup) -> list[dict[str, Any]]:
    lines = _lines(group.heading.cells[0].blocks) if group.heading else []
    return [{"group": " ".join(_text(each) for each in lines)}] if lines else []


def _cell(cell: Cell, styles: _Styles) -> list[list[str]]:
    return styles.texts(_lines(cell.blocks))
