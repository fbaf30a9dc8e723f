"""An edited DOCX as Word sees it: paragraphs, runs, and who put them in or took them out.

The first of two passes over the file. `parsing` makes it out of XML, and leaves nothing of the XML but what
an import asks for; `reading` makes views of it, with each tracked change accepted or rejected.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from communique.word.edited import Credit
    from communique.word.style_names import StyleNames

    Keep = Callable[[Credit], bool]


@dataclass(frozen=True, slots=True)
class Track:
    """Who put something in and who took it out, outermost first; nobody, where no change was tracked."""

    inserted: tuple[Credit, ...] = ()
    removed: tuple[Credit, ...] = ()

    def stands(self, keep: Keep) -> bool:
        """Return whether it is there when the changes that `keep` names are accepted, the others rejected."""
        return all(keep(each) for each in self.inserted) and not any(keep(each) for each in self.removed)

    def taken_by(self, keep: Keep) -> Credit | None:
        """Return who took it away, where it would stand otherwise."""
        if not all(keep(each) for each in self.inserted):
            return None
        return next((each for each in self.removed if keep(each)), None)

    def put_by(self, keep: Keep) -> Credit | None:
        """Return who put it in last, where that was accepted."""
        return next((each for each in reversed(self.inserted) if keep(each)), None)


UNTRACKED = Track()


@dataclass(frozen=True, slots=True)
class Look:
    """What a run says of its looks: its character style by its id, and what is set directly.

    None is not set.
    """

    style: str = ""
    bold: bool | None = None
    italic: bool | None = None
    language: str = ""
    outside: tuple[str, ...] = ()  # formatting that the vocabulary has no word for


PLAIN = Look()


@dataclass(frozen=True, slots=True)
class Chars:
    """Characters of one look. `was` is the look before a tracked change of it, and who changed it."""

    text: str
    look: Look = PLAIN
    link: str = ""  # a target; `#` and the name of a bookmark inside the document
    track: Track = UNTRACKED
    was: tuple[Look, Credit] | None = None


@dataclass(frozen=True, slots=True)
class NoteMark:
    """The mark of a footnote, by the key of the note; one that comes again, by a bookmark round the first."""

    key: str
    track: Track = UNTRACKED
    again: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a bookmark or the range of a comment begins or ends."""

    kind: Literal["bookmark", "comment"]
    name: str
    opens: bool


@dataclass(frozen=True, slots=True)
class Foreign:
    """Something that no document of ours has: what it is, and the words in it."""

    what: str
    text: str = ""
    track: Track = UNTRACKED


Piece = Chars | NoteMark | Edge | Foreign


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """The style of a paragraph by its id, and its place in a list; `ordered` is None where it is in none."""

    style: str = ""
    level: int = 0
    ordered: bool | None = None


@dataclass(frozen=True, slots=True)
class WordParagraph:
    """A paragraph. `mark` is who put its end there or took it away, which splits and joins paragraphs."""

    look: ParagraphLook
    pieces: tuple[Piece, ...] = ()
    mark: Track = UNTRACKED
    was: tuple[ParagraphLook, Credit] | None = None


@dataclass(frozen=True, slots=True)
class WordCell:
    """A table cell."""

    content: tuple[WordParagraph | WordTable, ...]
    span: int = 1
    track: Track = UNTRACKED
    continued: bool = False  # of the cell above


@dataclass(frozen=True, slots=True)
class WordRow:
    """A table row."""

    cells: tuple[WordCell, ...]
    track: Track = UNTRACKED


@dataclass(frozen=True, slots=True)
class WordTable:
    """A table."""

    rows: tuple[WordRow, ...]


@dataclass(frozen=True, slots=True)
class WordNote:
    """A footnote."""

    key: str
    content: tuple[WordParagraph | WordTable, ...]


@dataclass(frozen=True, slots=True)
class WordComment:
    """A comment. `parent` is the key of the comment that it answers."""

    key: str
    text: str
    credit: Credit
    resolved: bool = False
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """All text of an edited DOCX. `running` is what its headers and footers say."""

    styles: StyleNames
    body: tuple[WordParagraph | WordTable, ...]
    notes: tuple[WordNote, ...] = ()
    comments: tuple[WordComment, ...] = ()
    running: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()  # of tracked changes, in the order in which they come
