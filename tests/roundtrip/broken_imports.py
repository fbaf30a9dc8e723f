"""Imports that go wrong on purpose, without a word: what the laws must notice, whatever else is reported."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from communique.content import read_content
from communique.files import write_all_whole
from roundtrip.journey import built
from roundtrip.law_report import MARK, Told, bookmarks_of
from roundtrip.laws import pieces
from roundtrip.shown import ShownBlock, ShownNote, ShownTable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from roundtrip.journey import Arrival, Journey
    from roundtrip.shown import Look


def nothing_done(arrival: Arrival) -> Arrival:
    """Return what there is when the import says that it did what it should, and did nothing."""
    return replace(arrival, says=arrival.said, after=arrival.before)


def one_forgotten(arrival: Arrival, journey: Journey, chance: Random) -> Arrival | None:
    """Return what there is when one of the edits, with those that go with it, is not made."""
    known = Told(arrival)
    edits = arrival.returned.edits
    silent: list[int] = []
    for plan in arrival.plan.planned:
        names = {name for number in plan.edits for name in bookmarks_of(edits[number])}
        texts = [block.text for block in journey.base.blocks if block.bookmark in names]
        if plan.kind in ("words", "structure") and texts and not any(map(known.of, texts)):
            silent += plan.edits
    if not silent:
        return None
    forgotten = arrival.returned.again(journey.project, arrival.before, {chance.choice(silent)}).plan
    root = journey.folder.root
    write_all_whole({root / file: source.text.encode() for file, source in arrival.before.sources.items()})
    write_all_whole({root / file: text for file, text in forgotten.files.items()})
    after = read_content(journey.project, arrival.before)
    return replace(arrival, after=after, says=built(journey.project, after, journey.name)[1])


def two_swapped(arrival: Arrival, chance: Random) -> Arrival | None:
    """Return what there is when two paragraphs have changed places that nothing is reported of."""
    places = _untold(arrival)
    if len(places) < 2:
        return None
    one, other = chance.sample(places, 2)
    says = list(arrival.says)
    says[one], says[other] = says[other], says[one]
    return replace(arrival, says=says)


def one_recast(arrival: Arrival, chance: Random) -> Arrival | None:
    """Return what there is when a paragraph has become something else."""
    seen = {each.text for each in pieces(arrival.seen)}
    places = [number for number in _untold(arrival) if _text(arrival.says[number]) in seen]
    if not places:
        return None
    place = chance.choice(places)
    says = list(arrival.says)
    says[place] = ShownBlock(("heading", 9), _letters(says[place]))
    return replace(arrival, says=says)


def one_word_gone(arrival: Arrival, words: Sequence[str], chance: Random) -> Arrival | None:
    """Return what there is when one of some words is nowhere any more."""
    text = "\n".join(each.text for each in pieces(arrival.says))
    there = [
        (number, word)
        for number in _untold(arrival)
        for word in words
        if word in _text(arrival.says[number]) and text.count(word) == 1
    ]
    if not there:
        return None
    number, word = chance.choice(there)
    letters, start = _letters(arrival.says[number]), _text(arrival.says[number]).index(word)
    says = list(arrival.says)
    says[number] = ShownBlock(("paragraph", "body"), (*letters[:start], *letters[start + len(word) :]))
    return replace(arrival, says=says)


def one_line_more(arrival: Arrival, chance: Random) -> Arrival:
    """Return what there is when a line has been written that nobody asked for: in the settings of the event."""
    name = "content/event.yaml"
    source = arrival.after.sources[name]
    lines = source.text.split("\n")
    lines[chance.randrange(1, len(lines) - 1)] += "  # written again"
    sources = {**arrival.after.sources, name: replace(source, text="\n".join(lines))}
    return replace(arrival, after=replace(arrival.after, sources=sources))


def _untold(arrival: Arrival) -> list[int]:
    """Return the paragraphs of the text that nothing is reported of, and that are there once."""
    told = Told(arrival)
    texts = [_text(each) for each in arrival.says]
    return [
        number
        for number, each in enumerate(arrival.says)
        if isinstance(each, ShownBlock)
        and texts.count(texts[number]) == 1
        and not told.of_style(texts[number])
    ]


def _letters(part: ShownBlock | ShownTable) -> tuple[tuple[str, Look] | ShownNote, ...]:
    return part.letters if isinstance(part, ShownBlock) else ()


def _text(part: ShownBlock | ShownTable) -> str:
    return "".join(MARK if isinstance(each, ShownNote) else each[0] for each in _letters(part))
