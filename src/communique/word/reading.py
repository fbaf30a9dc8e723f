"""Make a view of an edited DOCX: what Word shows when some tracked changes are accepted and others rejected.

The second of the two passes, from a story to an `EditedDocument`. The rules:

- A paragraph whose mark is gone in the view goes on in the next one.
- The number of a heading, the tab before text set flush right and the blanks behind the mark of a note are
  no part of the text. White space is as HTML shows it, but where the base has the same text.
- What stands under the bookmarks of ours and looks as it was written has the marks of the base.
- What no document of ours can have is listed with its words.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from communique.word.cleaning import cleaned
from communique.word.edited import (
    Comment,
    Credit,
    EditedBlock,
    EditedCell,
    EditedDocument,
    EditedNote,
    EditedRow,
    EditedTable,
    Removed,
    Touch,
    Unreadable,
)
from communique.word.lines import Line, Point, joined
from communique.word.marking import marks_of, regions
from communique.word.meanings import Meaning, Meanings
from communique.word.running import HEADER_OR_FOOTER, former_and_new
from communique.word.story import Chars, Edge, Foreign, NoteMark, WordParagraph, WordTable
from communique.writers.docx_base import BLOCK, CELL, NOTE, REFERENCE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from communique.theme import StyleMap
    from communique.word.story import (
        Keep,
        ParagraphLook,
        Piece,
        Story,
        Track,
        WordCell,
        WordComment,
        WordNote,
        WordRow,
    )
    from communique.writers.docx_base import Base, BaseBlock

COPY = "_Copy_"  # what LibreOffice writes behind the name of a bookmark that it has copied
NOWHERE = Comment("", Credit())


def view(story: Story, keep: Keep, base: Base, roles: StyleMap) -> EditedDocument:
    """Return what Word shows when the tracked changes whose credit `keep` names are accepted."""
    return _View(story, keep, base, Meanings(roles, story.styles)).document()


class _View:
    """A view while it is made."""

    def __init__(self, story: Story, keep: Keep, base: Base, meanings: Meanings) -> None:
        self._story = story
        self._keep = keep
        self._base = base
        self._meanings = meanings
        self._blocks = {each.bookmark: each for each in base.blocks}
        self._again = _repeated_marks(story, keep)
        self._renamed = _renamed(story)
        self._identifiers = {each.bookmark: each.identifier for each in base.blocks if each.identifier}
        self._open: dict[str, int] = {}  # bookmarks, and where each begins in the line
        self._containers: list[str] = []  # bookmarks of cells and notes that begin in the one being read
        self._credits: dict[str, Credit] = {}  # who took text away inside a bookmark
        self._filled: set[str] = set()  # bookmarks with text left
        self._note_begins = False
        self._before: BaseBlock | None = None  # the block of the base that was read last
        self._cited: dict[str, None] = {}
        self._removed: list[Removed] = []
        self._unreadable: list[Unreadable] = []
        self._comments: dict[str, Comment] = {}

    def document(self) -> EditedDocument:
        """Return the view."""
        body = self._content(self._story.body)
        known = {note.key: note for note in self._story.notes}
        notes = [self._note(known[key]) for key in list(self._cited)]
        lost = [
            Removed((name,), credit) for name, credit in self._credits.items() if name not in self._filled
        ]
        self._report_running()
        return EditedDocument(
            tuple(body),
            tuple(notes),
            tuple(self._comment(each) for each in self._story.comments),
            tuple(self._removed + lost),
            tuple(dict.fromkeys(self._unreadable)),
        )

    # Blocks

    def _content(self, content: Iterable[WordParagraph | WordTable]) -> list[EditedBlock | EditedTable]:
        found: list[EditedBlock | EditedTable] = []
        line: Line | None = None
        for element in content:
            if isinstance(element, WordTable):
                if line is not None:
                    found += self._finished(line)
                    line = None
                rows = [row for each in element.rows for row in self._row(each)]
                if rows:
                    found.append(EditedTable(tuple(rows)))
                continue
            line = self._taken_up(line, element)
            if element.mark.stands(self._keep):
                found += self._finished(line)
                line = None
        if line is not None:
            found += self._finished(line)
        return found

    def _taken_up(self, line: Line | None, element: WordParagraph) -> Line:
        """Begin a line with a paragraph, or let it go on with one."""
        look = element.look
        if element.was and not self._keep(element.was[1]):
            look = element.was[0]
        if line is None:
            line = Line([look], note=self._note_begins)
            self._note_begins = False
            self._open = dict.fromkeys(self._open, 0)
        elif line.empty:
            line.looks = [look]
        elif line.unmade:
            line.looks.insert(0, look)
        for piece in element.pieces:
            self._piece(piece, line)
        end = len(line.text)
        credit = element.mark.put_by(self._keep) or element.mark.taken_by(self._keep)
        if element.was and self._keep(element.was[1]):
            line.restyled.append(element.was[1])
        if credit:
            line.touches.append(Touch(end, end, credit))
        line.unmade = not all(self._keep(each) for each in element.mark.inserted)
        return line

    def _piece(self, piece: Piece, line: Line) -> None:
        place = len(line.text)
        match piece:
            case Edge():
                self._edge(piece, line)
            case Chars():
                if self._stands(piece.track, line):
                    self._characters(piece, line)
            case NoteMark():
                if self._stands(piece.track, line):
                    key = piece.key or self._again.get(piece.again, "")
                    if any(note.key == key for note in self._story.notes):
                        self._cited.setdefault(key)
                        line.points.append(Point(place, "note", key))
                        self._touched(line, place, piece.track)
            case Foreign():
                if self._stands(piece.track, line):
                    self._report(piece.what, piece.text)

    def _characters(self, piece: Chars, line: Line) -> None:
        start, look = len(line.text), piece.look
        if piece.was and not self._keep(piece.was[1]):
            look = piece.was[0]
        line.add(piece.text, look, self._link(piece))
        self._touched(line, start, piece.track)
        if piece.was and self._keep(piece.was[1]):
            line.touches.append(Touch(start, len(line.text), piece.was[1]))
        for what in look.outside:
            self._report(what, piece.text)
        if self._meanings.unbolded(look, line.looks[0]):
            self._report("not bold", piece.text)

    def _stands(self, track: Track, line: Line) -> bool:
        """Return whether something is in the view; note who took it away."""
        if track.stands(self._keep):
            return True
        credit = track.taken_by(self._keep)
        if credit:
            line.touches.append(Touch(len(line.text), len(line.text), credit))
            for name in self._open:
                self._credits.setdefault(name, credit)
        return False

    def _touched(self, line: Line, start: int, track: Track) -> None:
        self._filled.update(self._open)
        credit = track.put_by(self._keep)
        if credit:
            line.touches.append(Touch(start, len(line.text), credit))

    def _link(self, piece: Chars) -> str:
        """Return where a link leads: inside the document, the identifier of a heading."""
        if not piece.link.startswith("#"):
            return piece.link
        identifier = self._identifiers.get(piece.link[1:].partition(COPY)[0], "")
        if not identifier:
            self._report("link to a bookmark", piece.text)
        return f"#{identifier}" if identifier else ""

    def _edge(self, edge: Edge, line: Line) -> None:
        place, name = len(line.text), self._renamed.get(edge.name, edge.name)
        if edge.kind == "comment":
            line.points.append(Point(place, "opens" if edge.opens else "closes", name))
        elif name.startswith((CELL, NOTE)) and edge.opens:
            self._containers.append(name)
        elif name.startswith(BLOCK) and edge.opens:
            self._open[name] = place
            line.opened.setdefault(name, len(line.opened))
        elif name in self._open:
            line.close(name, self._open.pop(name))

    def _finished(self, line: Line) -> list[EditedBlock]:
        """Return the block that a line is, if it is any."""
        for name, start in self._open.items():
            line.close(name, start)
        ours = [each for each in line.anchors if each.name in self._blocks]
        filled = [each for each in ours if each.start < each.end]
        first = self._blocks[(filled or ours)[0].name] if ours else None
        line = cleaned(line, first, self._blocks, self._meanings)
        look, meaning = self._meaning(line, first)
        parts = regions(line, self._blocks, self._before)
        self._before = parts[-1].block
        self._place_comments(line)
        if line.empty and not line.anchors:
            return []
        block = EditedBlock(
            meaning.kind,
            meaning.role,
            line.text,
            marks_of(line, look, parts, self._meanings),
            tuple(line.anchors),
            self._meanings.style(look),
            meaning.level,
            meaning.ordered,
            tuple(joined(line.touches)),
            tuple(dict.fromkeys(line.restyled)),
        )
        return [block]

    def _meaning(self, line: Line, first: BaseBlock | None) -> tuple[ParagraphLook, Meaning]:
        """Return the look that a line has and what it means; of several looks one that the base has."""
        if first is not None:
            written = self._meanings.written(first)
            for look in line.looks:
                if self._meanings.block(look) == written:
                    return look, Meaning(first.kind, first.role, first.level, first.ordered)
        return line.looks[0], self._meanings.block(line.looks[0])

    # Tables and notes

    def _row(self, row: WordRow) -> list[EditedRow]:
        if not row.track.stands(self._keep):
            credit = row.track.taken_by(self._keep)
            names = tuple(_bookmarks(row))
            if credit and names:
                self._removed.append(Removed(names, credit))
            return []
        cells = [self._cell(each) for each in row.cells if each.track.stands(self._keep)]
        return [EditedRow(tuple(cells), row.track.put_by(self._keep))] if cells else []

    def _cell(self, cell: WordCell) -> EditedCell:
        outer, self._containers = self._containers, []
        blocks = tuple(_flat(self._content(cell.content)))
        anchors, self._containers = tuple(dict.fromkeys(self._containers)), outer
        return EditedCell(blocks, anchors, cell.span)

    def _note(self, note: WordNote) -> EditedNote:
        self._containers, self._open = [], {}
        self._note_begins = True
        blocks = tuple(_flat(self._content(note.content)))
        return EditedNote(note.key, blocks, tuple(dict.fromkeys(self._containers)))

    # Comments, and what can't be read

    def _place_comments(self, line: Line) -> None:
        """Note which words of a line a comment is about; the first line that it spans counts."""
        for point in line.points:
            if point.kind != "opens" or point.key in self._comments:
                continue
            closes = (each.place for each in line.points if (each.kind, each.key) == ("closes", point.key))
            end = next(closes, len(line.text))
            names = [each.name for each in line.anchors if each.start <= point.place]
            anchor = names[-1] if names else next((each.name for each in line.anchors), "")
            said = line.text[point.place : end]
            self._comments[point.key] = replace(
                NOWHERE, anchor=anchor, quoted=said, start=point.place, end=end
            )

    def _comment(self, comment: WordComment) -> Comment:
        place = self._comments.get(comment.key, NOWHERE)
        return replace(
            place,
            text=comment.text,
            credit=comment.credit,
            resolved=comment.resolved,
            key=comment.key,
            answers=comment.parent,
        )

    def _report(self, what: str, text: str) -> None:
        anchor = next(reversed(self._open), self._before.bookmark if self._before else "")
        self._unreadable.append(Unreadable(what, text, anchor))

    def _report_running(self) -> None:
        """Say which headers and footers are not as they were written."""
        known = set(self._base.running)
        for text in self._story.running:
            if known and text and text not in known:
                old, new = former_and_new(self._base, text, self._story.running)
                self._unreadable.append(Unreadable(HEADER_OR_FOOTER, new, before=old))


def _flat(content: Iterable[EditedBlock | EditedTable]) -> Iterable[EditedBlock]:
    """Yield the blocks of a cell or a note; of a table in it, the blocks of its cells."""
    for each in content:
        if isinstance(each, EditedBlock):
            yield each
        else:
            yield from (block for row in each.rows for cell in row.cells for block in cell.blocks)


def _paragraphs(content: Iterable[WordParagraph | WordTable]) -> Iterable[WordParagraph]:
    for each in content:
        if isinstance(each, WordParagraph):
            yield each
        else:
            for row in each.rows:
                yield from _paragraphs(element for cell in row.cells for element in cell.content)


def _bookmarks(row: WordRow) -> Iterable[str]:
    """Yield the bookmarks of ours that begin in a row."""
    for paragraph in _paragraphs(element for cell in row.cells for element in cell.content):
        for piece in paragraph.pieces:
            if isinstance(piece, Edge) and piece.opens and piece.name.startswith((BLOCK, CELL)):
                yield piece.name


def _renamed(story: Story) -> dict[str, str]:
    """Return the proper names of bookmarks that LibreOffice has renamed: a copy whose original is nowhere.

    It renames those in every footnote but the first, whether or not anybody has copied them.
    """
    names: dict[str, None] = {}
    for content in (story.body, *(note.content for note in story.notes)):
        for paragraph in _paragraphs(content):
            names |= {each.name: None for each in paragraph.pieces if isinstance(each, Edge) and each.opens}
    copies = [name for name in names if COPY in name and name.startswith((BLOCK, CELL, NOTE, REFERENCE))]
    found: dict[str, str] = {}
    for name in copies:
        original = name.partition(COPY)[0]
        if original not in names and original not in found.values():
            found[name] = original
    return found


def _repeated_marks(story: Story, keep: Keep) -> dict[str, str]:
    """Return the keys of the notes whose marks are repeated elsewhere, by the bookmarks round the marks."""
    found: dict[str, str] = {}
    opened: list[str] = []
    for content in (story.body, *(note.content for note in story.notes)):
        for paragraph in _paragraphs(content):
            for piece in paragraph.pieces:
                if isinstance(piece, Edge) and piece.kind == "bookmark":
                    if piece.opens:
                        opened.append(piece.name)
                    elif piece.name in opened:
                        opened.remove(piece.name)
                elif isinstance(piece, NoteMark) and piece.key and piece.track.stands(keep):
                    found |= {name: piece.key for name in opened if name not in found}
    return found
