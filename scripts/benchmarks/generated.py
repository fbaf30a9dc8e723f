"""Projects of any size: the summary with its conclusions over and over, and a roster of numbered participants."""

from __future__ import annotations

import re
import shutil
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import yaml

from benchmarks import tools

if TYPE_CHECKING:
    from pathlib import Path

CONCLUSIONS = {10: 6, 50: 51, 200: 220}
"""How many conclusions make about that many pages."""

GIVEN_ONCE = re.compile(r"\[\^[\w-]+\]| \([^(){}]*\)")
"""Footnotes, and what stands in parentheses: acronyms are spelled out once."""

ROWS_IN_A_GROUP = 20
TITLES = (
    "Head of the Division for Agreed Indicators",
    "Deputy Director General, Department of Planning and of Cooperation between Regions",
    "Adviser",
    "Permanent Representative to the international organizations and Chair of the Committee on Procedure",
    "Director for Capacity Development",
    "First Secretary, Department of Multilateral Cooperation",
)


def summary_project(folder: Path, conclusions: int) -> Path:
    """Write a project whose summary has so many conclusions, each with a topic of its own."""
    root = _copied(folder, "event", "people", "sessions")
    summary = _read("summary")
    given = summary["conclusions"]
    summary["conclusions"] = [
        repeated(given[number % len(given)], number // len(given)) for number in range(conclusions)
    ]
    cited = set(re.findall(r"\[\^([\w-]+)\]", str(summary["conclusions"]) + str(summary["opening"])))
    summary["footnotes"] = {name: text for name, text in summary["footnotes"].items() if name in cited}
    _write(root, "summary", summary)
    return root


def repeated(conclusion: dict[str, Any], time: int) -> dict[str, Any]:
    """Return a conclusion as it stands at a later time: nobody is introduced again, no acronym spelled out."""
    if not time:
        return conclusion
    shortened = (re.sub(r"\.introduced\b", ".short", text) for text in conclusion["paragraphs"])
    return {
        **conclusion,
        "topic": f"{conclusion['topic']}, part {time + 1}",
        "paragraphs": [re.sub(GIVEN_ONCE, "", text) for text in shortened],
    }


def roster_project(folder: Path, rows: int) -> Path:
    """Write a project whose roster has so many rows, in groups of twenty."""
    root = _copied(folder, "event")
    _write(root, "sessions", sessions(rows))
    _write(root, "people", people(rows))
    roster = _read("roster")
    _write(root, "roster", {**roster, "closing": "The roster names {{ people | count }} persons."})
    return root


def sessions(rows: int) -> dict[str, Any]:
    """Return as many sessions as the rows need."""
    return {
        f"session_{number}": {
            "number": number,
            "title": f"Subject {number} of the agenda",
            "kind": "thematic",
        }
        for number in range(1, -(-rows // ROWS_IN_A_GROUP) + 1)
    }


def people(rows: int) -> dict[str, Any]:
    """Return participants who have numbers for names, each unlike the others, as names are."""
    return {
        f"participant_{number}": {
            "given": f"Participant {number}",
            "family": f"No. {sha256(str(number).encode()).hexdigest()[:8]}",
            "title": TITLES[number % len(TITLES)],
            "organisation": f"Delegation {number % 190 + 1}",
            "appearances": [appearance(number - 1)],
        }
        for number in range(1, rows + 1)
    }


def appearance(place: int) -> dict[str, str]:
    """Return the part of the participant at a place: the first of each group moderates."""
    group, within = divmod(place, ROWS_IN_A_GROUP)
    return {"session": f"session_{group + 1}", "role": "panellist" if within else "moderator"}


def _copied(folder: Path, *names: str) -> Path:
    content = folder / "content"
    content.mkdir(parents=True)
    for name in names:
        shutil.copy(tools.ROOT / "content" / f"{name}.yaml", content)
    return folder


def _read(name: str) -> Any:
    text = (tools.ROOT / "content" / f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)


def _write(root: Path, name: str, value: Any) -> None:
    text = yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=120)
    (root / "content" / f"{name}.yaml").write_text(text, encoding="utf-8")
