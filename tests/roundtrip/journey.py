"""The way of a document to an editor and back: content, a DOCX, edits, an import, content again.

journey = sent_out(folder, "summary")
desk = Desk(journey.issued)
desk.replace("two days", "three days", "summary.yaml: overview[1]")
arrival = journey.imported(desk.saved())
assert arrival.says == arrival.seen
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from communique.content import read_content
from communique.diagnostics import Report
from communique.files import write_all_whole
from communique.pipeline import compose
from communique.project import open_project
from communique.word.edited_file import read_edited
from communique.word.returning import Manner, Returned, read_returned
from communique.writers.docx import read_base, write_docx
from roundtrip.paper import paper_of
from roundtrip.scripts import expected
from roundtrip.shown import shown

if TYPE_CHECKING:
    from pathlib import Path

    from communique.content import EventContent
    from communique.project import Project
    from communique.theme import Theme
    from communique.word.importing import Plan
    from communique.writers.docx_base import Base
    from folders import Folder
    from roundtrip.shown import Shown

PLAIN = Manner()


@dataclass(frozen=True)
class Arrival:
    """What an import did.

    `issued` is what the document showed when it was sent out, `seen` what the editor saw in the end, `said` what the
    content made of it by then, and `says` what the document shows when it is built anew.
    """

    returned: Returned
    before: EventContent
    after: EventContent
    issued: Shown
    seen: Shown
    said: Shown
    says: Shown

    @property
    def plan(self) -> Plan:
        return self.returned.plan

    @property
    def reported(self) -> list[tuple[str, str, str]]:
        """What is reported as not done: the place, what was or is, and what came back."""
        plan = self.plan
        return [
            *(
                (each.place, f"{each.base} {each.ours}\n{each.around}", each.theirs)
                for each in plan.conflicts
            ),
            *((each.place, each.old, each.new) for each in plan.unplaced),
            *((each.place, each.old, each.new) for each in plan.planned if each.kind == "proposal"),
        ]

    @property
    def changed(self) -> dict[str, tuple[str, str]]:
        """The content files that are not as they were: each as it was, and as it is."""
        pairs = {
            name: (self.before.sources[name].text, each.text) for name, each in self.after.sources.items()
        }
        return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


@dataclass(frozen=True)
class Journey:
    """A document of a project as it was sent out, and the content of that day."""

    folder: Folder
    name: str
    project: Project
    content: EventContent
    issued: bytes
    base: Base
    shows: Shown = field(repr=False)

    def imported(self, edited: bytes, manner: Manner = PLAIN, path: Path | None = None) -> Arrival:
        """Import an edited file, and build the document anew. `path` is where the file is laid for it."""
        path = path or self.folder.root / f"{self.name}.docx"
        path.write_bytes(edited)
        before = read_content(self.project, self.content)
        returned = read_returned(self.project, before, path, manner)
        files = {self.folder.root / file: text for file, text in returned.plan.files.items()}
        write_all_whole(files)
        after = read_content(self.project, before)
        same = before.sources == self.content.sources
        said = self.shows if same else built(self.project, before, self.name)[1]
        says = built(self.project, after, self.name)[1] if files else said
        return Arrival(returned, before, after, self.shows, seen_in(edited, self.project.theme), said, says)


def sent_out(folder: Folder, name: str) -> Journey:
    """Build a document of a project as a DOCX."""
    project = open_project(folder.root)
    content = read_content(project)
    issued, shows = built(project, content, name)
    base = read_base(issued)
    assert base is not None
    return Journey(folder, name, project, content, issued, base, shows)


def built(project: Project, content: EventContent, name: str) -> tuple[bytes, Shown]:
    """Return a document as a DOCX, and what Word shows of it, after the base that it carries.

    That its base says what the file says, read from its text, is what the tests of untouched files hold.
    """
    issued = write_docx(compose(project, content, name, Report()), project.theme)
    base = read_base(issued)
    assert base is not None
    return issued, expected(paper_of(base))


def seen_in(content: bytes, theme: Theme) -> Shown:
    """Return what Word shows of a file of ours when all its tracked changes are accepted."""
    file = read_edited(content, "edited.docx")
    assert file.base is not None
    return shown(file.accepted(file.base, theme.styles))
