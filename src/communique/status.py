"""How the outputs stand: current, stale, missing, edited since they were built, or left over."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, cast

from communique.build import chosen, compose_all, output_folder, plan
from communique.content import read_content
from communique.diagnostics import Report
from communique.freshness import signature
from communique.manifest import load_manifest
from communique.many import all_reported, is_project
from communique.outputs import left_over, state_of
from communique.project import open_project

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from communique.build import Request, Target
    from communique.manifest import Manifest
    from communique.project import Format, Project

Freshness = Literal["current", "stale", "missing", "left over"]
STATES: tuple[Freshness, ...] = ("current", "stale", "missing", "left over")
STALE, EDITED = 3, 4  # exit statuses


@dataclass(frozen=True, slots=True)
class Standing:
    """How one output stands. `edited` and `open` say what somebody else does with it, whatever its state."""

    document: str
    format: Format
    path: Path
    state: Freshness
    edited: bool
    open: bool
    revision: str
    reasons: tuple[str, ...]

    @property
    def words(self) -> str:
        """The state in words."""
        more = ["edited since it was built"] if self.edited else ["open in an editor"] if self.open else []
        return ", ".join([self.state, *more])

    def as_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "document": self.document,
            "format": self.format,
            "file": self.path.as_posix(),
            "state": self.state,
            "edited": self.edited,
            "open": self.open,
            "revision": self.revision,
            "reasons": list(self.reasons),
        }


@dataclass
class Stood:
    """How the outputs of one project of many stand, and what is wrong with the project."""

    root: Path
    standings: list[Standing] = field(default_factory=list)
    report: Report = field(default_factory=Report)

    @property
    def counts(self) -> dict[Freshness, int]:
        """How many outputs there are in each state."""
        return {state: sum(each.state == state for each in self.standings) for state in STATES}

    @property
    def edited(self) -> int:
        """How many outputs somebody has edited, whatever their state."""
        return sum(each.edited for each in self.standings)

    @property
    def exit_status(self) -> int:
        """What `status` ends with."""
        return 1 if self.report.failed else exit_status(self.standings)

    def as_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        files = [each.as_json() for each in self.standings]
        return {"errors": self.report.errors, "warnings": self.report.warnings, "files": files}


def exit_status(found: Iterable[Standing]) -> int:
    """Return what `status` ends with: whether something was edited, or is stale or missing."""
    found = list(found)
    if any(each.edited for each in found):
        return EDITED
    return STALE if any(each.state in {"stale", "missing"} for each in found) else 0


def stand_projects(roots: Iterable[Path], request: Request) -> list[Stood]:
    """Say of many projects how their outputs stand; what is wrong with one does not stop the others."""
    every = []
    for root in roots:
        stood = Stood(root)
        with all_reported(root, stood.report):
            if is_project(root, stood.report):
                stood.standings = standings(open_project(root), request, stood.report)
        every.append(stood)
    return every


def standings(project: Project, request: Request, report: Report) -> list[Standing]:
    """Compare the content with the outputs; nothing is written. Problems of the content go to the report."""
    folder = output_folder(project, request.output)
    content = read_content(project)
    composed = compose_all(project, content, chosen(request.documents, content), report, request.epoch)
    if report.failed:
        return []
    manifest = load_manifest(folder)
    found = [_standing(target) for target in plan(project, composed, request, folder, manifest)]
    if not request.documents:
        found += [_left_over(path, manifest) for path in left_over(folder, manifest, content.documents)]
    return found


def left_over_words(path: Path) -> str:
    """Say of a file whose document is gone what is to be done with it, as somebody may have worked on it."""
    standing = _left_over(path, load_manifest(path.parent))
    left = "is left from a document that is gone"
    if standing.edited:
        return f"{left}, and was edited since it was built; read it before you delete it"
    if standing.open:
        return f"{left}, and is open in an editor; save it before you delete it"
    return f"{left}; delete it if nobody needs it"


def _left_over(path: Path, manifest: Manifest) -> Standing:
    state = state_of(path, manifest, signature(str(path)))
    return Standing(
        path.stem,
        cast("Format", path.suffix[1:]),
        path,
        "left over",
        edited=state == "edited",
        open=state == "open",
        revision="",
        reasons=("its document is gone from the content",),
    )


def _standing(target: Target) -> Standing:
    state: Freshness = "missing" if target.state == "missing" else "stale" if target.why else "current"
    return Standing(
        target.document.meta.name,
        target.format,
        target.path,
        state,
        edited=target.state == "edited",
        open=target.state == "open",
        revision=target.document.revision,
        reasons=target.why,
    )
