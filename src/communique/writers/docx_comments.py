"""Comments: review notes in the margin of a DOCX, at the words that they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.writers import ooxml
from communique.writers.ooxml import W, w

if TYPE_CHECKING:
    from communique.tree import Comment
    from communique.writers.docx_base import BaseBlock
    from communique.writers.ooxml import Element

NOBODY = "–"  # the author of a comment without one, as Word shows none otherwise
HOLLOW = {W + "tab": "\t", W + "br": "\n", W + "noBreakHyphen": "\u2011", W + "softHyphen": "\u00ad"}


def add_comments(body: Element, blocks: list[BaseBlock], comments: tuple[Comment, ...]) -> Element:
    """Mark in the body what comments are about, and return the part that holds them (17.13.4).

    A comment whose place is not in the body, as in a footnote, is put at the document's title.
    """
    bookmarks = {block.address: block.bookmark for block in blocks if block.address}
    paragraphs = {start.get(W + "name", ""): start.getparent() for start in body.iter(W + "bookmarkStart")}
    title = next(body.iter(W + "p"))
    root = w("comments")
    for number, comment in enumerate(comments):
        paragraph = paragraphs.get(bookmarks.get(comment.place, comment.place))
        _mark(title if paragraph is None else paragraph, comment.quoted, number)
        root.append(_comment(comment, number))
    return root


def _comment(comment: Comment, number: int) -> Element:
    initials = "".join(word[0] for word in comment.author.split())[:9]
    values = {
        "id": str(number),
        "author": ooxml.legal(comment.author) or NOBODY,
        "initials": ooxml.legal(initials),
    }
    if comment.date:
        values["date"] = comment.date
    lines = comment.text.split("\n")
    paragraphs = [
        w("p", w("r", *([w("annotationRef")] if not at else []), *ooxml.text_pieces(line)))
        for at, line in enumerate(lines)
    ]
    return w("comment", *paragraphs, **values)


def _mark(paragraph: Element, quoted: str, number: int) -> None:
    """Put the ends of a comment's range around the quoted words, or around the whole paragraph."""
    runs = [each for each in paragraph.iter(W + "r") if each.find(W + "footnoteReference") is None]
    text = "".join(map(_text, runs))
    start = text.find(quoted) if quoted else -1
    first, last = (runs[0], runs[-1]) if runs else (None, None)
    if start >= 0:
        first = _run_from(runs, start)
        runs = [each for each in paragraph.iter(W + "r") if each.find(W + "footnoteReference") is None]
        last = _run_until(runs, start + len(quoted))
    opening, closing = w("commentRangeStart", id=number), w("commentRangeEnd", id=number)
    reference = w("r", w("commentReference", id=number))
    if first is None or last is None:
        paragraph.extend((opening, closing, reference))
        return
    first.addprevious(opening)
    last.addnext(closing)
    closing.addnext(reference)


def _run_from(runs: list[Element], offset: int) -> Element | None:
    """Return the run that begins at an offset, one that goes on over it divided there."""
    at = 0
    for run in runs:
        length = len(_text(run))
        if at <= offset < at + length:
            return run if at == offset else _divided(run, offset - at)
        at += length
    return None


def _run_until(runs: list[Element], offset: int) -> Element | None:
    """Return the run that ends at an offset, one that goes on over it divided there."""
    at = 0
    for run in runs:
        length = len(_text(run))
        if at < offset <= at + length:
            if at + length > offset:
                _divided(run, offset - at)
            return run
        at += length
    return None


def _divided(run: Element, offset: int) -> Element:
    """Divide a run so many characters after its beginning, and return the second half."""
    from copy import deepcopy

    text = _text(run)
    second = deepcopy(run)
    for half, kept in ((run, text[:offset]), (second, text[offset:])):
        for child in list(half):
            if child.tag != W + "rPr":
                half.remove(child)
        half.extend(_pieces(kept))
    run.addnext(second)
    return second


def _pieces(text: str) -> list[Element]:
    pieces: list[Element] = []
    for number, line in enumerate(text.split("\n")):
        if number:
            pieces.append(ooxml.line_break())
        pieces += ooxml.text_pieces(line) if line else ()
    return pieces


def _text(run: Element) -> str:
    return "".join(
        (child.text or "") if child.tag == W + "t" else HOLLOW.get(str(child.tag), "") for child in run
    )
