"""Causes: what changed in a document since its last build, in words.

Both are told by what was noted of it then and what is now: digests by name, which is the address of a block,
`field ` and the address of a value that a record has, or `property ` and what is said about a document rather
than in it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    Noted = Mapping[str, str]

FIELD, PROPERTY = "field ", "property "
TEMPLATE = "template"
"""The name of what has no address, as it was typed in a template."""
SHOWN = 3  # places, or records, that are named where there are several more

OWN = {
    "subject": "the subject",
    "marking": "the marking",
    "symbol": "the symbol",
    "modified": "the date",
    "labels": "the words of its language",
}
DERIVED = {
    "title": "the title",
    "author": "the organization",
    "running_event": "the header",
    "running_title": "the header",
    "keywords": "the keywords",
}
"""What comes from texts and records, whose changes are told where the document shows them."""
KEYS = {
    "given": "given name",
    "family": "family name",
    "short": "short name",
    "organisation": "organization",
    "organisation_short": "short name of the organization",
}
"""Keys of records, and facts of the event, whose names in the model are no words for people."""
APPEARANCE = re.compile(r"appearances\[(\d+)\]\.(.+)")


def causes_in_text(old: Noted | None, new: Noted | None) -> list[str]:
    """Return what changed in the text; nothing where that is not known."""
    if old is None or new is None or not any(each.startswith(PROPERTY) for each in old):
        return []  # a version that noted less
    different = _different(old, new)
    records, places = _sorted_out(different, old, new)
    told = [_told(record, names, old, new) for record, names in records.items()]
    if len(told) > SHOWN + 1:
        told = [*told[:SHOWN], f"{len(told) - SHOWN} more records changed"]
    if places:
        told.append(f"the text changed: {_some(places)}")
    if not told and TEMPLATE in different:
        told.append("what its template writes changed")
    return told


def _sorted_out(different: list[str], old: Noted, new: Noted) -> tuple[dict[str, list[str]], list[str]]:
    """Return the fields that differ, by their records, and the places that are told by themselves.

    Prose of a record is a place. Where a field of its record differs too, it is one more field.
    """
    records: dict[str, list[str]] = {}
    for name in different:
        if name.startswith(FIELD) and _is_another(old.get(name), new.get(name)):
            records.setdefault(_record_of(name.removeprefix(FIELD)), []).append(name)
    places = []
    for name in different:
        if name.startswith((FIELD, PROPERTY)) or name == TEMPLATE:
            continue
        record, field = _record_of(name), f"{FIELD}{name}"
        if record not in records:
            places.append(name)
        elif field not in old and field not in new:
            records[record].append(field)
    return records, places


def causes_beside_text(old: Noted | None, new: Noted | None, *, event: bool, text_told: bool) -> list[str]:
    """Return what changed beside the text. `event` when the facts of the event count.

    What follows from a change of the text is left out where that is told.
    """
    if old is None or new is None:
        return []
    changed = [name.removeprefix(PROPERTY) for name in _different(old, new) if name.startswith(PROPERTY)]
    words = [OWN[each] for each in changed if each in OWN]
    if not text_told:
        words += [DERIVED[each] for each in changed if each in DERIVED]
        words += [_fact(each) for each in changed if event and each not in OWN and each not in DERIVED]
    return [f"{' and '.join(dict.fromkeys(words))} changed"] if words else []


def _different(old: Noted, new: Noted) -> list[str]:
    return [name for name in (*new, *(old.keys() - new.keys())) if old.get(name) != new.get(name)]


def _is_another(old: str | None, new: str | None) -> bool:
    """Whether a value is another one now, and not only printed in one form more or less."""
    if old is None or new is None:
        return True
    before, after = set(old.split()), set(new.split())
    return not (before <= after or after <= before)


def _record_of(address: str) -> str:
    """Return the address of a record, `people.yaml: thompson`.

    Of the event and of a figure it is the whole.
    """
    file, colon, path = address.partition(".yaml: ")
    return f"{file}{colon}{path.partition('.')[0]}" if file in {"people", "sessions"} else address


def _told(record: str, names: list[str], old: Noted, new: Noted) -> str:
    """Say what became of a record, of which fields differ."""
    file, colon, path = record.partition(".yaml: ")
    if not colon:
        return f"the figure {{{{ {record.removeprefix('= ')} }}}} changed"
    place = f"(content/{file}.yaml)"
    if file not in {"people", "sessions"}:
        return f"{_called(path)} of the {file} changed {place}"
    called = f"{file}.{path}"
    start = f"{FIELD}{record}."
    if not any(each.startswith(start) for each in old):
        return f"{called} is shown now {place}"
    if not any(each.startswith(start) for each in new):
        return f"{called} is shown no longer {place}"
    keys = dict.fromkeys(_called(each.removeprefix(start)) for each in sorted(names))
    return f"{' and '.join(keys)} of {called} changed {place}"


def _called(path: str) -> str:
    """Return what a value of a record is called: `organisation.short` is the short name of the organization.

    What was noted of an appearance does not say in which session it is.
    """
    if path.startswith("figures."):
        return f"the figure {path.removeprefix('figures.')}"
    appearance = APPEARANCE.fullmatch(path)
    if appearance:
        from communique.redline.places import ordinal

        return f"{_called(appearance[2])} in the {ordinal(int(appearance[1]) + 1)} appearance"
    keys = [step.partition("[")[0] for step in reversed(path.split("."))]
    return " of ".join(f"the {KEYS.get(key, key)}" for key in keys)


def _fact(name: str) -> str:
    """Return a fact of the event in words: of `event.venue`, or `people.yaml: arbour` for somebody named."""
    file, colon, record = name.partition(".yaml: ")
    return f"what is said of {file}.{record}" if colon else f"{_called(name.partition('.')[2])} of the event"


def _some(places: list[str]) -> str:
    more = f" and {len(places) - SHOWN} more places" if len(places) > SHOWN + 1 else ""
    return f"{', '.join(places[:SHOWN] if more else places)}{more}"
