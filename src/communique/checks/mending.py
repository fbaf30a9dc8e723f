"""Mending: put what the checks propose into the YAML, and change no other character of it.

A fix counts in a scalar's value; here it finds the characters that were written for it. Where these
aren't simply the characters of the value (an escape, a folded line) the fix is left out. What comes
back holds exactly the old data with the fixes applied, or the scalar stays as it was.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from typing import TYPE_CHECKING

from communique.diagnostics import Report
from communique.rewriting import applied, value_at, with_value
from communique.scalars import scalar_offsets
from communique.source import parse_source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from communique.checks.review import Finding, Fix
    from communique.content import EventContent
    from communique.rewriting import TextEdit
    from communique.source import Place, Source, Steps

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def mend(findings: Iterable[Finding], content: EventContent) -> dict[str, str]:
    """Return the new text of each file that the fixes of the findings change, by the name of its source."""
    wanted: dict[str, dict[Steps, set[TextEdit]]] = defaultdict(lambda: defaultdict(set))
    for fix in (each.fix for each in findings):
        if fix is not None and _is_current(fix, content.sources.get(fix.passage.file)):
            wanted[fix.passage.file][fix.passage.steps].add((fix.start, fix.end, fix.text))
    mended = {file: mended_text(content.sources[file], scalars) for file, scalars in wanted.items()}
    return {file: text for file, text in mended.items() if text != content.sources[file].text}


def mended_bytes(text: str, source: Source, former: bytes) -> bytes | None:
    """Return a mended text as its file holds it, byte order mark and all.

    None comes back when the file no longer holds the text that was checked.
    """
    mark = BYTE_ORDER_MARK if former.startswith(BYTE_ORDER_MARK) else b""
    if former != mark + source.text.encode():
        return None
    return mark + text.encode()


def mended_text(source: Source, scalars: dict[Steps, set[TextEdit]]) -> str:
    """Return the text of a source with its scalars edited, leaving out what can't be done exactly."""
    chosen = {steps: _apart(edits) for steps, edits in scalars.items()}
    done = _rewritten(source, chosen)
    if done is not None:
        return done
    held = {steps: edits for steps, edits in chosen.items() if _rewritten(source, {steps: edits}) is not None}
    return _rewritten(source, held) or source.text


def _is_current(fix: Fix, source: Source | None) -> bool:
    """Whether a fix was made for the value that stands in the source."""
    return (
        source is not None
        and fix.passage.steps in source.places
        and value_at(source.data, fix.passage.steps) == fix.passage.text
    )


def _apart(edits: set[TextEdit]) -> list[TextEdit]:
    """Return edits in order, without those that begin before the one before them ends."""
    kept: list[TextEdit] = []
    for edit in sorted(edits):
        if not kept or edit[0] >= kept[-1][1]:
            kept.append(edit)
    return kept


def _rewritten(source: Source, scalars: dict[Steps, list[TextEdit]]) -> str | None:
    """Return the text with the edits done, or None if it would not hold exactly the edited data."""
    expected = copy.deepcopy(source.data)
    written: list[TextEdit] = []
    for steps, edits in scalars.items():
        value, place = value_at(source.data, steps), source.places[steps]
        offsets = scalar_offsets(source.text[place.start : place.end], value, place.style)
        done = [(edit, found) for edit in edits if (found := _in_text(source, place, value, offsets, edit))]
        written += [found for _, found in done]
        expected = with_value(expected, steps, applied(value, [edit for edit, _ in done]))
    text = applied(source.text, written)
    parsed = parse_source(text, source.file, Report())
    return text if parsed is not None and parsed.data == expected else None


def _in_text(source: Source, place: Place, value: str, offsets: list[int], edit: TextEdit) -> TextEdit | None:
    """Return an edit of a value as an edit of the text, or None where the text isn't literally the value."""
    start, end, replacement = edit
    old, new = _quoted(value[start:end], place.style), _quoted(replacement, place.style)
    if not 0 <= start < end <= len(offsets) or old is None or new is None:
        return None
    first = place.start + offsets[start]
    return (first, first + len(old), new) if source.text.startswith(old, first, place.end) else None


def _quoted(text: str, style: str) -> str | None:
    """Return characters as a scalar of a style holds them.

    None for those that are written in several ways.
    """
    if "\n" in text or (style == '"' and "\\" in text):
        return None
    match style:
        case "'":
            return text.replace("'", "''")
        case '"':
            return text.replace('"', '\\"')
    return text
