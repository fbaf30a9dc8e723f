"""Scripts of edits at the desk, drawn at random, and a second way to accept and to reject what they track.

`settled` does to the XML what Word's own buttons do, without the reader: what it leaves, read plainly, has to
be what the reader shows of the tracked file.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from lxml import etree

from communique.writers.docx_package import serialised, unzipped, zipped
from communique.writers.ooxml import W, w
from roundtrip.desk_runs import GONE, parent_of, shown

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from communique.writers.ooxml import Element
    from roundtrip.desk import Desk

WORDS = (
    "and so on",
    " three",
    "delegations ",
    "“so”",
    "–",
    "\u00a0km",
    "العدل ",
    "移徙",
    "e\u0301té",
    "👩\u200d👧",
    "x",
    ". Then",
    "’s",
)
STYLES = ("Body Text", "Quote", "Lead Statement", "heading 2", "List Bullet", "Aside")
AUTHORS = ("Rapporteur", "Reviewer")


def random_script(desk: Desk, chance: Random, steps: int) -> list[str]:
    """Take steps at a desk, each possible when its turn comes, and return what was done."""
    done: list[str] = []
    for _ in range(steps):
        step = chance.choice(STEPS)
        said = ""
        with suppress(NothingLeftError):
            said = step(desk, chance)
        if said:
            done.append(f"{step.__name__.lstrip('_')} {said}")
    return done


class NothingLeftError(Exception):
    """There is no paragraph to do a thing to."""


def _paragraph(desk: Desk, chance: Random, *, body: bool = False) -> Element:
    """Return a paragraph with something to read that nobody has deleted; outside of tables, if asked for."""
    stories = [desk.stories[0]] if body else list(desk.stories)
    found = [
        each
        for story in stories
        for each in story.iter(W + "p")
        if shown(each).strip() and not (body and parent_of(each).tag == W + "tc") and not _touched_mark(each)
    ]
    if not found:
        raise NothingLeftError
    return chance.choice(found)


def _touched_mark(paragraph: Element) -> bool:
    return any(
        True
        for each in paragraph.iterfind(f"{W}pPr/{W}rPr/*")
        if each.tag in (*GONE, W + "ins", W + "moveTo")
    )


def _stretch(paragraph: Element, chance: Random) -> tuple[int, int]:
    """Return a stretch of words in a paragraph."""
    text = shown(paragraph)
    start = chance.randrange(len(text))
    return start, min(len(text), start + chance.choice((1, 2, 5, 9, 20, len(text))))


def _type_over(desk: Desk, chance: Random) -> str:
    paragraph = _paragraph(desk, chance)
    start, end = _stretch(paragraph, chance)
    word = chance.choice(WORDS)
    desk.overtype(paragraph, start, end, word)
    return f"{start}-{end} {word!r}"


def _type(desk: Desk, chance: Random) -> str:
    paragraph = _paragraph(desk, chance)
    place = chance.choice((0, len(shown(paragraph)), chance.randrange(len(shown(paragraph)))))
    word = chance.choice(WORDS)
    desk.overtype(paragraph, place, place, word)
    return f"{place} {word!r}"


def _delete(desk: Desk, chance: Random) -> str:
    paragraph = _paragraph(desk, chance)
    start, end = _stretch(paragraph, chance)
    desk.overtype(paragraph, start, end, "")
    return f"{start}-{end}"


def _slant(desk: Desk, chance: Random) -> str:
    paragraph = _paragraph(desk, chance)
    start, end = _stretch(paragraph, chance)
    words = shown(paragraph)[start:end]
    chance.choice((desk.italic, desk.bold))(words, paragraph, chance.random() < 0.8)
    return repr(words)


def _split(desk: Desk, chance: Random) -> str:
    paragraph = _paragraph(desk, chance, body=True)
    place = chance.randrange(len(shown(paragraph)) + 1)
    desk.split(paragraph, at=place)
    return f"{place}"


def _join(desk: Desk, chance: Random) -> str:
    paragraph = _paragraph(desk, chance, body=True)
    following = paragraph.getnext()
    if following is None or following.tag != W + "p":
        return ""
    desk.join(paragraph)
    return repr(shown(paragraph)[:20])


def _insert(desk: Desk, chance: Random) -> str:
    paragraph = _paragraph(desk, chance, body=True)
    following = paragraph.getnext()
    typed = "after" if following is None or following.tag != W + "p" else chance.choice(("after", "before"))
    desk.insert_block(chance.choice(WORDS), paragraph, typed=typed)
    return typed


def _delete_block(desk: Desk, chance: Random) -> str:
    paragraph = _paragraph(desk, chance, body=True)
    following = paragraph.getnext()
    if following is None or following.tag != W + "p":
        return ""
    said = repr(shown(paragraph)[:20])
    desk.delete_block(paragraph)
    return said


def _move(desk: Desk, chance: Random) -> str:
    paragraph, target = _paragraph(desk, chance, body=True), _paragraph(desk, chance, body=True)
    following = paragraph.getnext()
    changed = any(True for each in paragraph.iter() if each.tag in (*GONE, W + "ins", W + "moveTo"))
    last = following is None or following.tag != W + "p"
    if paragraph is target or changed or last or parent_of(paragraph) is not parent_of(target):
        return ""
    if any(True for each in paragraph.iter() if each.tag in (W + "footnoteReference", W + "fldChar")):
        return ""
    desk.move(paragraph, target, bookmarks=chance.choice(("moved", "left")))
    return repr(shown(target)[:20])


def _restyle(desk: Desk, chance: Random) -> str:
    style = chance.choice(STYLES)
    paragraph = _paragraph(desk, chance, body=True)
    if paragraph.find(f"{W}pPr/{W}pPrChange") is not None:
        return ""
    desk.style(paragraph, style)
    return style


def _add_note(desk: Desk, chance: Random) -> str:
    paragraph = _paragraph(desk, chance, body=True)
    words = shown(paragraph)[: chance.randrange(1, len(shown(paragraph)) + 1)]
    desk.add_note(chance.choice(WORDS), paragraph, after=words)
    return f"{len(words)}"


def _rows(desk: Desk) -> list[Element]:
    rows = [each for each in desk.stories[0].iter(W + "tr") if len(each.findall(W + "tc")) > 1]
    return [
        each for each in rows if each.find(f"{W}trPr/{W}del") is None and each.find(f"{W}trPr/{W}ins") is None
    ]


def _add_row(desk: Desk, chance: Random) -> str:
    if not _rows(desk):
        return ""
    row = chance.choice(_rows(desk))
    desk.insert_row([chance.choice((*WORDS, "")) for _ in row.findall(W + "tc")], row)
    return "row"


def _delete_row(desk: Desk, chance: Random) -> str:
    rows = [each for each in _rows(desk)[1:] if not any(True for _ in each.iter(W + "ins"))]
    if not rows:
        return ""
    desk.delete_row(chance.choice(rows))
    return "row"


STEPS: tuple[Callable[[Desk, Random], str], ...] = (
    *[_type_over] * 3,
    *[_type] * 2,
    *[_delete] * 2,
    *[_slant] * 2,
    _split,
    _join,
    _insert,
    _delete_block,
    _move,
    _restyle,
    _add_note,
    _add_row,
    _delete_row,
)


# Settling


PUT, TAKEN = (W + "ins", W + "moveTo"), (W + "del", W + "moveFrom")


def settled(content: bytes, *, accepted: bool) -> bytes:
    """Return a DOCX with all its tracked changes accepted, or rejected."""
    parts = unzipped(content)
    for name in ("word/document.xml", "word/footnotes.xml"):
        root = etree.fromstring(parts[name])
        _settle(root, *((TAKEN, PUT) if accepted else (PUT, TAKEN)), accepted=accepted)
        parts[name] = serialised(root)
    return zipped(parts)


def _settle(root: Element, gone: tuple[str, str], kept: tuple[str, str], *, accepted: bool) -> None:
    for row in list(root.iter(W + "tr")):
        if any(row.find(f"{W}trPr/{tag}") is not None for tag in gone):
            parent_of(row).remove(row)
    for change in list(root.iter(W + "rPrChange", W + "pPrChange")):
        _settle_format(change, accepted=accepted)
    marked = [
        each
        for each in root.iter(W + "p")
        if any(each.find(f"{W}pPr/{W}rPr/{tag}") is not None for tag in gone)
    ]
    for element in [*root.iter(*gone)]:
        parent = element.getparent()
        if parent is not None and parent.tag not in (W + "rPr", W + "trPr"):
            parent.remove(element)
    for element in [*root.iter(*kept)]:
        parent = parent_of(element)
        place = parent.index(element)
        parent.remove(element)
        for offset, child in enumerate(list(element)):
            parent.insert(place + offset, child)
    for leaf in root.iter(W + "delText"):
        leaf.tag = W + "t"
    for paragraph in reversed(marked):
        _run_on(paragraph, accepted=accepted)


def _settle_format(change: Element, *, accepted: bool) -> None:
    properties = parent_of(change)
    properties.remove(change)
    if accepted:
        return
    kept = [each for each in properties if each.tag == W + "rPr"] if properties.tag == W + "pPr" else []
    for each in list(properties):
        properties.remove(each)
    properties.extend([*list(change[0]), *kept])


def _run_on(paragraph: Element, *, accepted: bool) -> None:
    """Let the next paragraph go on where one has lost its mark; of their properties the fuller one's stay."""
    following = paragraph.getnext()
    if following is None or following.tag != W + "p":
        return
    if not accepted or not shown(paragraph).strip():
        for each in paragraph.findall(W + "pPr"):
            paragraph.remove(each)
        own = following.find(W + "pPr")
        paragraph.insert(0, own if own is not None else w("pPr"))
    else:
        # The mark that stays is the next one's, and so is whether that one stays.
        for each in paragraph.findall(f"{W}pPr/{W}rPr"):
            parent_of(each).remove(each)
    paragraph.extend([each for each in following if each.tag != W + "pPr"])
    parent_of(following).remove(following)
