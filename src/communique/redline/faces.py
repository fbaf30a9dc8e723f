"""The faces of a list of changes: text for a terminal, Markdown, and data for JSON."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from communique.redline.differences import Change
    from communique.redline.listing import Entry, Kind, Listing

HEADS = {"inserted": "new", "deleted": "deleted", "moved": "moved"}
"""How an entry begins that has one text only."""

REMARKS = {"split": "one paragraph became several", "joined": "several paragraphs became one"}


def as_text(listings: Sequence[Listing], marked: Callable[[Change, str], str] = lambda _, text: text) -> str:
    """Return lists of changes for a terminal; `marked` may colour what went and what came."""
    return "\n".join(_listing_text(each, marked) for each in listings)


def _listing_text(listing: Listing, marked: Callable[[Change, str], str]) -> str:
    lines = [f"{listing.title} ({listing.name}), since {listing.since}"]
    if not listing.before:
        lines.append("  a new document")
    elif not listing.entries:
        lines.append("  no changes")
    for number, entry in enumerate(listing.entries, start=1):
        address = f"  ({entry.address})" if entry.address else ""
        lines.append(f"\n{number:3}. {_capital(entry.place)}{address}")
        lines += [f"     {line}" for line in _said(entry, marked)]
    return "\n".join(lines) + "\n"


COUNTED: dict[Kind, str] = {
    "changed": "reworded",
    "inserted": "new",
    "deleted": "deleted",
    "moved": "moved",
    "split": "divided",
    "joined": "joined",
    "format": "only looking different",
}
"""How many changes of a kind there are is told with these words, in this order."""


def as_count(listing: Listing) -> str:
    """Return how many changes there are in a document, and of which kinds, as one line."""
    if not listing.before:
        return f"{listing.name}: a new document"
    if not listing.entries:
        return f"{listing.name}: no changes"
    kinds = Counter(each.kind for each in listing.entries)
    told = ", ".join(f"{kinds[kind]} {words}" for kind, words in COUNTED.items() if kinds[kind])
    return f"{listing.name}: {len(listing.entries)} change{'s' * (len(listing.entries) > 1)}: {told}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _said(entry: Entry, marked: Callable[[Change, str], str]) -> Iterator[str]:
    if entry.kind in HEADS:
        text = entry.now or entry.was
        yield f"{HEADS[entry.kind] + ':':9}{marked('deleted' if entry.kind == 'deleted' else 'inserted', text)}"
        return
    remark = REMARKS.get(entry.kind, entry.remark)
    if remark:
        yield f"({remark})"
    if entry.was == entry.now:
        yield entry.now
        return
    for head, side in (("was:", "deleted"), ("is:", "inserted")):
        pieces = [
            text if change == "kept" else marked(change, text)
            for change, text in entry.pieces
            if change in ("kept", side)
        ]
        yield f"{head:9}{' '.join(''.join(pieces).split())}"


def as_markdown(listings: Sequence[Listing]) -> str:
    """Return lists of changes as Markdown: what went is struck through, what came is strong."""
    return "\n".join(_listing_markdown(each) for each in listings)


def _listing_markdown(listing: Listing) -> str:
    lines = [f"# {_escaped(listing.title)}", "", f"Changes since {_escaped(listing.since)}.", ""]
    if not listing.before:
        lines.append("A new document.")
    elif not listing.entries:
        lines.append("Nothing has changed.")
    for number, entry in enumerate(listing.entries, start=1):
        address = f" `{entry.address}`" if entry.address else ""
        lines.append(f"{number}. **{_escaped(_capital(entry.place))}**{address}")
        if entry.kind in HEADS:
            lines += ["", f"   {HEADS[entry.kind].capitalize()}: {_escaped(entry.now or entry.was)}", ""]
            continue
        lines += ["", *(f"   {line}  " for line in _markdown_lines(entry)), ""]
    return "\n".join(lines).rstrip() + "\n"


def _markdown_lines(entry: Entry) -> Iterator[str]:
    remark = REMARKS.get(entry.kind, entry.remark)
    if remark:
        yield f"{_escaped(_capital(remark))}.".replace("..", ".")
    if entry.was == entry.now:
        yield _escaped(entry.now)
        return
    for head, side, sign in (("Was", "deleted", "~~"), ("Is", "inserted", "**")):
        pieces = [
            _escaped(text) if change == "kept" else _signed_piece(text, sign)
            for change, text in entry.pieces
            if change in ("kept", side)
        ]
        yield f"{head}: {' '.join(''.join(pieces).split())}"


def _signed_piece(text: str, sign: str) -> str:
    """Return a piece inside signs, which may not stand beside a blank."""
    bare = text.strip()
    if not bare:
        return text
    start = text[: len(text) - len(text.lstrip())]
    return f"{start}{sign}{_escaped(bare)}{sign}{text[len(text.rstrip()) :]}"


def _escaped(text: str) -> str:
    return "".join(f"\\{char}" if char in "\\`*_[]<>~#|" else char for char in text)


def as_data(listings: Sequence[Listing]) -> list[dict[str, Any]]:
    """Return lists of changes for JSON."""
    return [
        {
            "document": listing.name,
            "title": listing.title,
            "since": listing.since,
            "new": not listing.before,
            "changes": [
                {
                    "place": entry.place,
                    "address": entry.address,
                    "kind": entry.kind,
                    "was": entry.was,
                    "is": entry.now,
                    **({"remark": entry.remark} if entry.remark else {}),
                }
                for entry in listing.entries
            ],
        }
        for listing in listings
    ]
