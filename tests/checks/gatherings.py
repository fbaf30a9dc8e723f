"""People and sessions for a project in a test."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from communique.checks.catalogue import CHECKS

if TYPE_CHECKING:
    from folders import Folder

OWN = {f"communique.checks.{name}" for name in ("people", "quoted", "figures", "dates", "timetable")}
EVENT: dict[str, Any] = {
    "organisation": {"name": "International Organization for Migration", "short": "IOM"},
    "series": {"name": "Global Forum on Ports"},
    "title": "Meeting on Ports",
    "theme": "Harbours and their hinterland",
    "dates": {"start": "2018-10-08", "end": "2018-10-09"},
    "venue": "Room XVIII",
    "place": "Geneva",
}
SIX = {
    f"session_{number}": {"number": number, "title": f"Subject {number}", "kind": "thematic"}
    for number in range(1, 7)
}


def person(name: str, *parts: str, **keys: str | None) -> dict[str, Any]:
    """Return a record: `Mr. Sikander | Khan`, and parts such as `panellist` or `panellist session_1`."""
    given, _, family = name.rpartition("|")
    record: dict[str, Any] = {"given": given.strip(), "family": family.strip(), **keys}
    honorific, _, rest = record["given"].partition(" ")
    if honorific in {"Mr.", "Ms.", "M.", "Mme", "Ambassador"}:
        record |= {"honorific": honorific, "given": rest}
    words = [part.split() for part in parts]
    record["appearances"] = [
        {"role": word[0], **({"session": word[1]} if word[1:] else {})} for word in words
    ]
    return {key: value for key, value in record.items() if value}


def gather(
    folder: Folder, people: dict[str, Any], sessions: dict[str, Any] | None = None, **event: Any
) -> None:
    """Write the records of an event, for the checks on people and figures alone: the others take their time."""
    _write(folder, "event", {**EVENT, **event})
    _write(folder, "people", people)
    _write(folder, "sessions", SIX if sessions is None else sessions)
    others = [check.code for check in CHECKS if check.find.__module__ not in OWN]
    folder.write("communique.toml", "[checks]\n" + "".join(f'{code} = "off"\n' for code in others))


def _write(folder: Folder, name: str, records: dict[str, Any]) -> None:
    text = yaml.safe_dump(records, allow_unicode=True, sort_keys=False, width=1000)
    folder.write(f"content/{name}.yaml", re.sub(r"'(\d{4}-\d\d-\d\d)'", r"\1", text))
