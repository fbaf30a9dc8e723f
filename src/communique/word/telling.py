"""What an import did, in words: for the terminal, as JSON and as a page."""

from __future__ import annotations

from dataclasses import asdict
from html import escape
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from communique.word.conflict_places import UNKNOWN, surroundings_of
from communique.word.reasons import sentence_of
from communique.word.session import name_of
from communique.word.similarity import similarity
from communique.word.tokens import Marked, Token, hunks_of, tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from communique.review_notes import ReviewNote
    from communique.word.conflict_places import Surroundings
    from communique.word.conflicts import Conflict
    from communique.word.drafts import Left, Planned
    from communique.word.edited import Credit
    from communique.word.session import Session

WIDTH = 100  # characters in a line of the terminal
AROUND = 12  # tokens shown on either side of a change: about six words
LIKE = 0.5  # the similarity from which on two texts share most of their words
NOTHING = "(nothing)"
KINDS = {
    "words": "words",
    "structure": "structure",
    "record": "record",
    "proposal": "proposal, to be decided",
}


def excerpts(old: str, new: str) -> tuple[str, str]:
    """Return what was and what is, cut to what differs with a few words around."""
    before, after = tokens_of(Marked(old)), tokens_of(Marked(new))
    hunks = hunks_of(before, after)
    if not hunks:
        return _cut(before, [(0, len(before))]), _cut(after, [(0, len(after))])
    return (
        _cut(before, [(hunk.start, hunk.end) for hunk in hunks]),
        _cut(after, [(hunk.new_start, hunk.new_end) for hunk in hunks]),
    )


def _cut(tokens: Sequence[Token], changes: Sequence[tuple[int, int]]) -> str:
    """Return the places of changes with some words around each, and an ellipsis for what is left out."""
    windows: list[tuple[int, int]] = []
    for start, end in changes:
        first, last = max(start - AROUND, 0), min(end + AROUND, len(tokens))
        if windows and first <= windows[-1][1]:
            windows[-1] = (windows[-1][0], last)
        else:
            windows.append((first, last))
    shown = ["".join(token.text for token in tokens[first:last]).strip() for first, last in windows]
    cut_before = windows and windows[0][0] > 0
    cut_after = windows and windows[-1][1] < len(tokens)
    text = " … ".join(["", *shown] if cut_before else shown) + (" …" if cut_after else "")
    return text.replace("\n", " ⏎ ").strip()


def credits_text(given: Iterable[Credit]) -> str:
    """Return who and when, as `A rapporteur, 2030-03-06 09:30`."""
    named = []
    for credit in given:
        when = credit.date.replace("T", " ")[:16]
        named.append(", ".join(part for part in (credit.author, when) if part))
    return "; ".join(dict.fromkeys(filter(None, named)))


def planned_text(planned: Planned, place: str) -> str:
    """Return a planned change for the terminal; `place` is file and line."""
    old, new = excerpts(planned.old, planned.new)
    who = credits_text(planned.credits)
    head = f"{place}  {KINDS[planned.kind]}" + (f"  ({who})" if who else "")
    lines = [head]
    moved = planned.old == planned.new and bool(planned.moved)
    elsewhere = planned.kind == "proposal" or not is_address(planned.place)  # the address tells too little
    if planned.where and (elsewhere or moved or not planned.old):
        lines.append(f"    {planned.where[:1].upper()}{planned.where[1:]}")
    if planned.old and planned.old == planned.new:
        lines += [] if planned.looks or moved else [f"    place or style: {old}"]
    else:
        lines += [f"    was: {old}"] if planned.old else []
        lines += [f"    now: {new}"] if planned.new else ["    deleted"]
    return "\n".join([*lines, *(f"    {each}" for each in (*planned.looks, *remarks_of(planned)))])


def remarks_of(planned: Planned) -> tuple[str, ...]:
    """Return what is said about a change beside its words."""
    return (*planned.remarks, *((f"moved: {planned.moved}",) if planned.moved else ()))


def left_text(left: Left, place: str, line: int = 0) -> str:
    """Return something that has no place in content, for the terminal; `line` is that of its place."""
    old, new = excerpts(left.old, left.new)
    who = credits_text(left.credits)
    lines = [f"{place}  not taken" + (f"  ({who})" if who else "")]
    lines += [f"    {left.where[:1].upper()}{left.where[1:]}"] if left.where else []
    lines += [f"    was: {old}"] if left.old else []
    lines += [f"    now: {new}"] if left.new else []
    return "\n".join(
        [*lines, *wrap(sentence_of(left, line), WIDTH, initial_indent="    ", subsequent_indent="    ")]
    )


def conflict_text(conflict: Conflict, place: str, around: Surroundings = UNKNOWN) -> str:
    """Return a conflict for the terminal, with what was sent out, what content says and what came back."""
    who = ", ".join(part for part in (conflict.author, conflict.date.replace("T", " ")[:16]) if part)
    told = [f"{around.where[:1].upper()}{around.where[1:]}"] if around.where else []
    if around.before or around.after:
        told.append(f"{around.before}[{conflict.ours}]{around.after}".replace("\n", " ⏎ "))
    if around.record:
        told.append("; theirs ".join(filter(None, (around.record, around.along))))
    return "\n".join(
        [
            f"{name_of(conflict)}  {place}  conflict" + (f"  ({who})" if who else ""),
            *(f"    {each}" for each in told),
            f"    sent out: {conflict.base or NOTHING}",
            f"    ours:     {conflict.ours or NOTHING}",
            f"    theirs:   {conflict.theirs or NOTHING}",
            *(f"              with {each}" for each in conflict.looks),
        ]
    )


def note_text(note: ReviewNote, place: str, proposed: tuple[str, str] = ("", "")) -> str:
    """Return a comment for the terminal; one that proposes other words with what these change alone."""
    who = ", ".join(part for part in (note.author, note.date.replace("T", " ")[:16]) if part)
    what = "comment" if note.status == "open" else f"comment {note.status}"
    lines = [f"{place}  {what}" + (f"  ({who})" if who else "")]
    lines += [f"    “{note.quoted}”"] if note.quoted else []
    old, new = proposed
    text = note.text
    if old and new and similarity(old, new, LIKE) >= LIKE:
        text = "Proposes: {1}\n(now: {0})".format(*excerpts(old, new))
    return "\n".join([*lines, *(f"    {line}" for line in text.splitlines())])


def as_json(session: Session, *, dry_run: bool = False) -> dict[str, Any]:
    """Return what was done, or would be, as plain data. Lines are those of the files as they are then."""

    def entry(each: Planned | Left | Conflict | ReviewNote, **more: object) -> dict[str, Any]:
        span = session.span_of(each.document, each.place, before=dry_run)
        found = {"file": span.file, "line": span.line, "column": span.column}
        words = getattr(each, "where", "") or session.where(each.document, each.place)
        return {**asdict(each), **found, "where": words, **more}

    def conflict(each: Conflict) -> dict[str, Any]:
        known = around.get(each, UNKNOWN)
        told = entry(each, conflict=name_of(each), record=known.record, other_places=known.others)
        return told | {"where": told["where"] or known.where}

    def line(each: Left) -> int:
        return session.span_of(each.document, each.place, before=dry_run).line

    around = surroundings_of(session.project, session.content, session.open_now)
    written = sorted(session.files)
    return {
        "dry_run": dry_run,
        "files": [path.as_posix() for path in session.taken],
        "changes": [entry(each) for each in session.planned],
        "conflicts": [conflict(each) for each in session.open_now],
        "not_taken": [entry(each, why=sentence_of(each, line(each))) for each in session.left],
        "notes": [entry(each) for each in session.new_notes],
        "already_there": session.done,
        "written": [] if dry_run else written,
        "would_write": written if dry_run else [],
    }


def as_page(session: Session, *, dry_run: bool = False) -> str:
    """Return what was done, or would be, as a page that needs nothing else."""
    nothing = "Nothing would be changed." if dry_run else "Nothing was changed."
    around = surroundings_of(session.project, session.content, session.open_now)

    def line(each: Left) -> int:
        return session.span_of(each.document, each.place, before=dry_run).line

    parts = [
        _section("Changes", [_change(each) for each in session.planned], nothing),
        _section("Conflicts", [_conflict(each, around.get(each, UNKNOWN)) for each in session.open_now]),
        _section("Not taken", [_left(each, line(each)) for each in session.left]),
        _section("Comments", [_note(each) for each in session.new_notes]),
        _already(session.done),
    ]
    files = ", ".join(escape(path.name) for path in session.taken)
    title = f"What an import of {files} would do" if dry_run else f"What came back from {files}"
    return PAGE.format(title=title, body="".join(filter(None, parts)))


def _already(count: int) -> str:
    return f"<p>Already in the content: {count} edit{'s' if count != 1 else ''}.</p>" if count else ""


def _section(title: str, entries: list[str], empty: str = "") -> str:
    if not entries and not empty:
        return ""
    inner = "".join(f"<li>{entry}</li>" for entry in entries)
    return f"<h2>{title} ({len(entries)})</h2>" + (f"<ol>{inner}</ol>" if entries else f"<p>{empty}</p>")


def _entry(head: str, who: str, *paragraphs: str) -> str:
    by = f' <span class="who">{escape(who)}</span>' if who else ""
    return f'<p class="place">{escape(head)}{by}</p>' + "".join(
        f"<p>{each}</p>" for each in paragraphs if each
    )


def _change(planned: Planned) -> str:
    remarks = " ".join(remarks_of(planned))
    looks = "; ".join(planned.looks)
    return _entry(
        _head(planned.place, planned.where, KINDS[planned.kind]),
        credits_text(planned.credits),
        marked_up(planned.old, planned.new),
        escape(looks),
        escape(remarks),
    )


def _left(left: Left, line: int) -> str:
    who, why = credits_text(left.credits), escape(sentence_of(left, line))
    return _entry(_head(left.place, left.where), who, marked_up(left.old, left.new), why)


def _head(place: str, *more: str) -> str:
    """Return what stands above an entry: its address in the content where it has one, and more."""
    return " · ".join(filter(None, (place if is_address(place) else "", *more)))


def is_address(place: str) -> bool:
    """Whether a place is one in the content: what the template makes has no more than a bookmark."""
    return ": " in place


def _conflict(conflict: Conflict, around: Surroundings) -> str:
    rows = (("sent out", conflict.base), ("ours", conflict.ours), ("theirs", conflict.theirs))
    who = ", ".join(part for part in (conflict.author, conflict.date[:10]) if part)
    beside = f"{escape(around.before)}<mark>{escape(conflict.ours)}</mark>{escape(around.after)}"
    told = [beside.replace("\n", " ⏎ ") if around.before or around.after else ""]
    told += [escape("; theirs ".join(filter(None, (around.record, around.along))))]
    told += [f"<b>{label}</b> {escape(text) or '–'}" for label, text in rows]
    told += [f"with {escape(each)}" for each in conflict.looks]
    return _entry(_head(conflict.place, around.where, name_of(conflict)), who, *told)


def _note(note: ReviewNote) -> str:
    quoted = f"“{escape(note.quoted)}”" if note.quoted else ""
    who = ", ".join(part for part in (note.author, note.date[:10]) if part)
    return _entry(_head(note.place, note.identifier), who, quoted, escape(note.text).replace("\n", "<br>"))


def marked_up(old: str, new: str) -> str:
    """Return two texts as one, what went and what came marked as such."""
    before, after = tokens_of(Marked(old)), tokens_of(Marked(new))
    made: list[str] = []
    at = 0
    for hunk in hunks_of(before, after):
        made.append(_plain(before[at : hunk.start]))
        gone, come = _marked(before[hunk.start : hunk.end]), _marked(after[hunk.new_start : hunk.new_end])
        made += [f"<del>{gone.removesuffix('<br>')}</del>"] if gone else []
        made += [f"<ins>{come}</ins>"] if come else []
        at = hunk.end
    return "".join([*made, _plain(before[at:])])


def _plain(tokens: Sequence[Token]) -> str:
    return escape("".join(token.text for token in tokens)).replace("\n", "<br>")


def _marked(tokens: Sequence[Token]) -> str:
    """Return words that go or come, with a sign where a paragraph ends: a line break is nothing to strike."""
    return _plain(tokens).replace("<br>", "¶<br>")


PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<style>
:root {{ color-scheme: light dark; --ink: #1a1f26; --soft: #55606d; --ground: #fff; --in: #0b5c2e; --out: #9b1c1c; }}
@media (prefers-color-scheme: dark) {{
  :root {{ --ink: #e8eaed; --soft: #a7b0bb; --ground: #15181c; --in: #7fd6a1; --out: #f2a3a3; }}
}}
body {{ margin: 0 auto; max-width: 44rem; padding: 2rem 1rem; color: var(--ink); background: var(--ground);
  font: 1rem/1.5 "Gentium Book Plus", Georgia, serif; overflow-wrap: break-word; }}
h1 {{ font-size: 1.6rem; line-height: 1.2; }}
h2 {{ font-size: 1.15rem; margin-top: 2rem; }}
ol {{ padding-left: 1.6rem; }}
li {{ margin-bottom: 1rem; }}
p {{ margin: 0.15rem 0; }}
.place {{ color: var(--soft); font: 0.85rem/1.4 "Source Sans 3", "Segoe UI", sans-serif; }}
.who {{ font-style: italic; }}
ins {{ color: var(--in); text-decoration: underline; text-underline-offset: 0.15em; }}
del {{ color: var(--out); text-decoration: line-through; }}
del + ins {{ margin-left: 0.2em; }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
{body}
</main>
</body>
</html>
"""
