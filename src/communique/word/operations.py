"""What is to be done to content files, in terms of their values, and its doing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from communique.diagnostics import Report
from communique.rewriting import applied, value_at
from communique.source import parse_source
from communique.word.entries import Entry, GoneEntry, rearranged
from communique.word.patch import replaced

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from communique.source import Source, Steps


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters of a scalar's value, and what is to stand there. `turn` is the number of its edit."""

    file: str
    steps: Steps
    start: int
    end: int
    text: str
    turn: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Rearrangement:
    """An entry put into a file, or taken out. `turn` is the number of its edit."""

    file: str
    entry: Entry
    turn: int = field(default=0, compare=False)


Operation = Stretch | Rearrangement


def carried_out(
    operations: Iterable[Operation], sources: Mapping[str, Source]
) -> tuple[dict[str, str], list[Operation]]:
    """Return the new texts of the files that operations change, and the operations that could not be done.

    What is put in at one place comes to stand there in the order of the edits.
    """
    stretches: dict[str, dict[Steps, list[Stretch]]] = defaultdict(lambda: defaultdict(list))
    entries: dict[str, list[Rearrangement]] = defaultdict(list)
    for operation in dict.fromkeys(sorted(operations, key=lambda each: each.turn)):
        if isinstance(operation, Stretch):
            stretches[operation.file][operation.steps].append(operation)
        else:
            entries[operation.file].append(operation)
    undone: list[Operation] = []
    texts: dict[str, str] = {}
    for file in dict.fromkeys([*stretches, *entries]):
        source, failed = _stretched(sources[file], stretches.get(file, {}))
        undone += failed
        text, left = rearranged(source, _whole(source, [each.entry for each in entries.get(file, [])]))
        undone += [each for each in entries.get(file, []) if each.entry in left]
        if text != sources[file].text:
            texts[file] = text
    return texts, undone


def _stretched(source: Source, scalars: Mapping[Steps, Sequence[Stretch]]) -> tuple[Source, list[Operation]]:
    """Return a source with stretches of its scalars changed, and those that could not be."""
    undone: list[Operation] = []
    values: dict[Steps, str] = {}
    for steps, wanted in scalars.items():
        done: list[Stretch] = []
        for each in sorted(wanted, key=lambda stretch: (stretch.start, stretch.end)):
            if done and each.start < done[-1].end:
                undone.append(each)
            else:
                done.append(each)
        value = value_at(source.data, steps)
        values[steps] = applied(value, [(each.start, each.end, each.text) for each in done])
    text, failed = replaced(source, values)
    undone += [each for steps in failed for each in scalars[steps]]
    if text == source.text:
        return source, undone
    return parse_source(text, source.file, Report()) or source, undone


def _whole(source: Source, entries: list[Entry]) -> list[Entry]:
    """Return entries, those of a list or mapping that loses all it has as one that goes itself."""
    result = list(entries)
    for outer in {each.steps[:-1] for each in entries if isinstance(each, GoneEntry)}:
        holder = value_at(source.data, outer)
        gone = [each for each in entries if isinstance(each, GoneEntry) and each.steps[:-1] == outer]
        come = any(each.steps[:-1] == outer and not isinstance(each, GoneEntry) for each in entries)
        if (
            outer
            and len(gone) == len(holder)
            and not come
            and all(isinstance(each, str) for each in _in(holder))
        ):
            result = [each for each in result if each not in gone] + [GoneEntry(outer)]
    return result


def _in(holder: object) -> list[object]:
    return (
        list(holder.values())
        if isinstance(holder, dict)
        else list(holder)
        if isinstance(holder, list)
        else []
    )
