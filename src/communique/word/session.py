"""One import of several files: what they change together, and the writing of it, whole or not at all."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from communique.content import read_content
from communique.diagnostics import ContentError, Report, Span, refusal
from communique.files import write_all_whole
from communique.manifest import note_taken
from communique.outputs import alone_in, not_written
from communique.pipeline import span_of
from communique.review_notes import FILE as NOTES_FILE
from communique.review_notes import ReviewNote, rewritten, with_comments
from communique.word.conflicts import FILE as CONFLICTS_FILE
from communique.word.conflicts import Conflict, joined_conflicts, read_conflicts, without_and_with
from communique.word.settling import plan_settling, still_open

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from communique.content import EventContent
    from communique.project import Project
    from communique.word.conflicts import Choice
    from communique.word.drafts import Left, Planned
    from communique.word.returning import Returned


@dataclass
class Session:
    """What files that came back change, one upon the other.

    `files` has the new bytes of each, by its name.
    """

    project: Project
    content: EventContent
    files: dict[str, bytes] = field(default_factory=dict)
    planned: list[Planned] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    conflicts: tuple[Conflict, ...] = ()
    found: list[Conflict] = field(default_factory=list)
    notes: tuple[ReviewNote, ...] = ()
    new_notes: list[ReviewNote] = field(default_factory=list)
    taken: dict[Path, str] = field(default_factory=dict)  # the digests that the files were read with
    done: int = 0  # changes that the content had already
    declined: int = 0  # edits that somebody did not want
    wheres: dict[tuple[str, str], str] = field(default_factory=dict)  # places in words, by document and place
    _before: EventContent | None = None
    _waiting: tuple[Conflict, ...] = ()  # the conflicts that were kept before
    _comments: list[tuple[ReviewNote, ...]] = field(default_factory=list)  # of each file

    @classmethod
    def on(cls, project: Project) -> Session:
        """Begin with the content of today. Raises ContentError."""
        content = read_content(project)
        kept = kept_conflicts(project)
        return cls(project, content, conflicts=kept, notes=content.notes, _before=content, _waiting=kept)

    def add(self, returned: Returned) -> None:
        """Take a file in, planned upon `content`."""
        plan = returned.plan
        self.content = plan.content
        self.files |= plan.files
        self.planned += plan.planned
        self.left += plan.unplaced
        self.found += plan.conflicts
        self.conflicts = self._open(joined_conflicts(self.conflicts, plan.conflicts), plan.conflicts)
        self.notes, new = with_comments(self.notes, returned.notes)
        self.new_notes += new
        self._comments.append(returned.notes)
        self.done += plan.done
        self.taken[returned.path] = returned.digest
        self.wheres |= {(returned.base.name, place): words for place, words in returned.wheres.items()}

    def _open(self, conflicts: Collection[Conflict], new: Collection[Conflict]) -> tuple[Conflict, ...]:
        """Return conflicts without the older ones whose words have come into the content since."""
        older = [each for each in conflicts if each not in new]
        still = set(still_open(self.project, self.content, older))
        return tuple(each for each in conflicts if each in new or each in still)

    def settle(self, choice: Choice, wanted: Collection[Conflict]) -> int:
        """Settle conflicts in favour of a side, and return how many are settled.

        The others stay, and are left over.
        """
        stay = [each for each in self.conflicts if each not in wanted]
        for document in dict.fromkeys(each.document for each in wanted):
            mine = [each for each in wanted if each.document == document]
            plan = plan_settling(self.project, self.content, mine, choice)
            self.content = plan.content
            self.files |= plan.files
            self.planned += plan.planned
            self.left += plan.unplaced
            stay += plan.conflicts
        before = len(self.conflicts)
        self.conflicts = tuple(each for each in self.conflicts if each in stay)
        self.found = [each for each in self.found if each in stay]
        return before - len(self.conflicts)

    def more_than_words(self, wanted: Collection[Conflict]) -> dict[Conflict, Planned]:
        """Return what settling conflicts for the file changes beside words: paragraphs, records of others."""
        found: dict[Conflict, Planned] = {}
        for document in dict.fromkeys(each.document for each in wanted):
            mine = [each for each in wanted if each.document == document]
            asked = self._confirmable(mine)
            here = {each.place for each in mine}
            known = {each.place for each in asked} <= here  # which conflict each of them belongs to
            for conflict in mine if asked else ():
                own = asked if known else self._confirmable([conflict])
                mine_alone = [each for each in own if each.place == conflict.place or not known]
                if mine_alone:
                    found[conflict] = mine_alone[0]
        return found

    def _confirmable(self, conflicts: list[Conflict]) -> list[Planned]:
        plan = plan_settling(self.project, self.content, conflicts, "theirs")
        return [each for each in plan.planned if each.confirm]

    @property
    def open_now(self) -> tuple[Conflict, ...]:
        """The conflicts of these files that are not settled, each once; others may wait from earlier."""
        return tuple({each.key: each for each in self.found}.values())

    def where(self, document: str, place: str) -> str:
        """Return in words where a conflict or a comment is."""
        return self.wheres.get((document, place), "")

    def span_of(self, document: str, place: str, *, before: bool) -> Span:
        """Return where an address is in its file, as this was before the import or is with it."""
        content = self._before if before and self._before is not None else self.content
        return span_of(place, content, document)

    @property
    def changed(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.files) or self._kept() != {}

    def write(self) -> None:
        """Write content, conflicts and notes, all of them or none. Raises ContentError."""
        self._refuse_changed()
        files = {self.project.root / name: content for name, content in (self.files | self._kept()).items()}
        try:
            write_all_whole({path: content for path, content in files.items() if content})
            for path, content in files.items():
                if not content:
                    path.unlink(missing_ok=True)
            self._note_outputs_taken()
        except OSError as error:
            raise not_written(self.project, self.project.root, error) from None
        self.conflicts = self._waiting = kept_conflicts(self.project)

    def _kept(self) -> dict[str, bytes]:
        """Return the files beside the content as they are to be, where they change; none is empty."""
        kept: dict[str, bytes] = {}
        if self.conflicts != self._waiting:
            text = conflicts_text(self.project)
            gone = set(self._waiting) - set(self.conflicts)
            wanted = without_and_with(
                text, gone, [each for each in self.conflicts if each not in self._waiting]
            )
            if wanted != text:
                kept[CONFLICTS_FILE] = wanted.encode()
        notes = rewritten(self.project.root, self._with_comments) if self.new_notes else None
        if notes is not None:
            kept[NOTES_FILE] = notes
        return kept

    def _with_comments(self, notes: tuple[ReviewNote, ...]) -> tuple[ReviewNote, ...]:
        for each in self._comments:
            notes, _ = with_comments(notes, each)
        return notes

    def _refuse_changed(self) -> None:
        """Raise ContentError when somebody changed the content since it was read."""
        today = read_content(self.project, self._before)
        report = Report()
        for file, source in today.sources.items():
            earlier = self._before.sources.get(file) if self._before else None
            if file in self.files and (earlier is None or earlier.text != source.text):
                hint = "import once more; nothing was written"
                report.error("changed-meanwhile", "changed while the import was planned", Span(file), hint)
        if report.failed:
            raise ContentError(report)

    def note_nothing_left(self) -> None:
        """Let builds know that they may replace files whose edits are all in the content, or that have none.

        Nothing is noted while something of them is left over. Raises ContentError.
        """
        if not (self.found or self.left or self.planned or self.declined):
            try:
                self._note_outputs_taken()
            except OSError as error:
                raise not_written(self.project, self.project.root, error) from None

    def _note_outputs_taken(self) -> None:
        """Let builds know that they may replace the outputs whose edits are in the content now."""
        folder = self.project.output
        inside = {
            path.name: digest
            for path, digest in self.taken.items()
            if path.resolve().parent == folder.resolve()
        }
        if inside:
            with alone_in(folder, self.project):
                note_taken(folder, inside)


def kept_conflicts(project: Project) -> tuple[Conflict, ...]:
    """Return the conflicts that earlier imports kept. Raises ContentError when their file is damaged."""
    return read_conflicts(conflicts_text(project))


def conflicts_text(project: Project) -> str:
    """Return the text of the file of conflicts. Raises ContentError when it is damaged."""
    path = project.root / CONFLICTS_FILE
    try:
        text = path.read_bytes().decode("utf-8")
        read_conflicts(text)
    except FileNotFoundError:
        return ""
    except (OSError, ValueError) as problem:
        hint = "mend it, or delete it and import the files once more"
        raise refusal("bad-conflicts", f"can't be read: {problem}", CONFLICTS_FILE, hint) from None
    return text


def name_of(conflict: Conflict) -> str:
    """Return the name by which a conflict is settled."""
    return hashlib.sha256(conflict.key.encode("utf-8", "replace")).hexdigest()[:6]
