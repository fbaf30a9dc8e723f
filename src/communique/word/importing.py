"""Plan the import of an edited file: what its edits change in today's content, and what they can't.

    today = read_content(project)
    plan = plan_import(project, today, base, compare(base, edited).edits)
    write_all_whole({project.root / file: content for file, content in plan.files.items()})

Nothing is written here. A plan has what it would do (`planned`, of which some is better confirmed: call again
with `skip`, the numbers of edits to leave out), conflicts (keep them with `conflicts.write_conflicts`, settle
them later with `settling.plan_settling`), and what has no place in content (`unplaced`). The next file is
planned upon `plan.content`, and its `files` take the place of those of this plan.

What is planned is tried before: the changed content is composed again in a folder of its own, and each
paragraph that was edited must show the text and the emphasis that it has in Word. What does not is taken
back, and reported with both texts.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from communique.checks.mending import BYTE_ORDER_MARK
from communique.diagnostics import ContentError
from communique.word.drafting import drafts_of
from communique.word.drafts import Left, Planned
from communique.word.operations import carried_out
from communique.word.placing import Today, today_of
from communique.word.printed import others_change, times_printed
from communique.word.record_changes import RecordChanges, gathered, without_refused
from communique.word.trial import Outcome, Trial

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from communique.content import EventContent
    from communique.project import Project
    from communique.word.conflicts import Conflict
    from communique.word.drafts import Draft
    from communique.word.edits import Edit
    from communique.writers.docx_base import Base

WITH_UNWANTED = "it stands in one paragraph with a change that was not wanted"
UNWRITABLE = "could not be written into the content file"
NOT_AS_SHOWN = "the document would not show what Word shows"
BREAKS = "the content would not be valid with it"


@dataclass(frozen=True)
class Plan:
    """What an import would do. `files` has the new bytes of each file, by its name in the project."""

    planned: tuple[Planned, ...]
    conflicts: tuple[Conflict, ...]
    unplaced: tuple[Left, ...]
    files: dict[str, bytes]
    content: EventContent
    done: int = 0  # changes that the content has already, counted as `planned` would have them

    @property
    def empty(self) -> bool:
        """Whether there is nothing to do and nothing to tell."""
        return not (self.planned or self.conflicts or self.unplaced or self.files)


def plan_import(
    project: Project,
    content: EventContent,
    base: Base,
    edits: Sequence[Edit],
    skip: Collection[int] = (),
) -> Plan:
    """Return what edits of a document mean for content.

    `base` is what was sent out, `skip` the numbers of edits that are not to be made. Raises ContentError
    when today's content can't be composed, and KeyError when it has no such document.
    """
    today = today_of(project, content, base.name)
    drafts = drafts_of(today, base, edits)
    chosen = [draft for draft in drafts if not set(draft.edits) & set(skip)]
    return Planning(today, chosen, edits).plan()


class Planning:
    """The trying of drafts, until what is left of them holds.

    `texts` are those of records that were chosen, by their addresses.
    """

    def __init__(
        self,
        today: Today,
        drafts: Sequence[Draft],
        edits: Sequence[Edit],
        texts: dict[str, str] | None = None,
    ) -> None:
        self.today = today
        self.drafts = list(drafts)
        self.edits = edits
        self.texts = texts or {}
        self.left: list[Left] = []
        self.recast: list[Left] = []
        self.failed: dict[int, str] = {}

    def plan(self) -> Plan:
        while True:
            drafts = [draft for number, draft in enumerate(self.drafts) if number not in self.failed]
            records = gathered(self.today, drafts)
            records.texts.update(self.texts)
            for address in self.texts:
                records.by_draft.setdefault(address, [])
            failed = len(self.failed)
            content = self._tried(drafts, records)
            if content is not None:
                return self._outcome(drafts, records, content)
            if len(self.failed) == failed:  # a text that was chosen for a record can't be written
                self.left += [
                    Left(self.today.name, address, "", text, UNWRITABLE)
                    for address, text in self.texts.items()
                ]
                self._fail([] if self.texts else drafts, UNWRITABLE)
                self.texts = {}

    def _tried(self, drafts: Sequence[Draft], records: RecordChanges) -> EventContent | None:
        """Return the changed content, or None when a draft failed that is to be left out."""
        for draft in drafts:
            without_refused(draft, records)
        texts, undone = self._texts(drafts, records)
        if undone:
            self._fail([draft for draft in drafts if set(draft.operations) & undone], UNWRITABLE)
            return None
        with tempfile.TemporaryDirectory() as folder:
            trial = Trial(self.today, Path(folder))
            try:
                content = trial.content(texts)
                found = trial.composed(content)
            except ContentError:
                for draft, why in self._breaking(drafts, trial):
                    self._fail([draft], f"{BREAKS}: {why}")
                return None
        outcome = Outcome(self.today, found, drafts, records)
        wrong, self.recast = outcome.not_as_shown(), outcome.recast()
        self._fail(wrong, NOT_AS_SHOWN)
        return None if wrong else content

    def _texts(self, drafts: Iterable[Draft], records: RecordChanges) -> tuple[dict[str, str], set[object]]:
        operations = [each for draft in drafts for each in draft.operations]
        texts, undone = carried_out([*operations, *records.operations], self.today.content.sources)
        unwritten = {each for each in undone if each in operations}
        for each in set(undone) - unwritten:
            for address in list(records.texts):
                scalar = self.today.scalar(address)
                if scalar is not None and (scalar.file, scalar.steps) == (
                    getattr(each, "file", ""),
                    getattr(each, "steps", ()),
                ):
                    self._fail(records.by_draft[address], UNWRITABLE)
        return texts, set(unwritten) or ({None} if undone else set())

    def _breaking(self, drafts: Sequence[Draft], trial: Trial) -> list[tuple[Draft, str]]:
        """Return the drafts without which the content is valid, and what is wrong with each.

        They are as few as can be told.
        """
        kept: list[Draft] = []
        broken: list[tuple[Draft, str]] = []

        def divide(group: list[Draft]) -> None:
            problem = self._problem([*kept, *group], trial)
            if not problem:
                kept.extend(group)
            elif len(group) == 1:
                broken.append((group[0], problem))
            else:
                divide(group[: len(group) // 2])
                divide(group[len(group) // 2 :])

        divide([draft for draft in drafts if draft.writes])
        return broken or [(draft, BREAKS) for draft in drafts]

    def _problem(self, drafts: Sequence[Draft], trial: Trial) -> str:
        """Return what is wrong with the content when drafts are carried out, or nothing."""
        records = gathered(self.today, drafts)
        records.texts.update(self.texts)
        operations = [*(each for draft in drafts for each in draft.operations), *records.operations]
        texts, _ = carried_out(operations, self.today.content.sources)
        try:
            trial.composed(trial.content(texts))
        except ContentError as error:
            return next((each.message for each in error.report.in_order()), BREAKS)
        return ""

    def _fail(self, drafts: Iterable[Draft], reason: str) -> None:
        for draft in drafts:
            number = next(index for index, each in enumerate(self.drafts) if each is draft)
            self.failed.setdefault(number, reason)

    def _outcome(self, drafts: Sequence[Draft], records: RecordChanges, content: EventContent) -> Plan:
        planned = [plan for draft in drafts for plan in draft.planned]
        planned += self._counted(records)
        conflicts = [
            *(each for draft in self.drafts for each in draft.conflicts),  # of those that failed, too
            *records.conflicts,
        ]
        left = [*self.left, *(each for draft in self.drafts for each in draft.left), *records.left]
        left += self.recast
        left += [
            each for number, reason in sorted(self.failed.items()) for each in self._lost(number, reason)
        ]
        files = _files(self.today, content)
        known = {address for draft in drafts for address in draft.records_there} - set(records.texts)
        done = sum(draft.there for draft in drafts) + len(known)
        return Plan(tuple(planned), tuple(conflicts), tuple(left), files, content, done)

    def _lost(self, number: int, reason: str) -> list[Left]:
        """Return the edits of a draft that failed as what is left over."""
        draft = self.drafts[number]
        return [
            Left(each.document, each.place, each.old, each.new, reason, each.credits, each.edits)
            for each in draft.planned
        ] + [
            Left(self.today.name, each.address, each.before, each.after, reason, each.credits, draft.edits)
            for each in draft.records
        ]

    def _counted(self, records: RecordChanges) -> list[Planned]:
        """Return the changes of records, with how many other places each of them changes."""
        planned = records.planned()
        if not planned:
            return []
        printed = times_printed(self.today.project, self.today.content, [self.today])
        result = []
        for plan in planned:
            edited = sum(
                edit.address == plan.place for draft in records.by_draft[plan.place] for edit in draft.records
            )
            remark = others_change(printed[plan.place] - edited)
            result.append(replace(plan, remarks=(remark,)) if remark else plan)
        return result


def _files(today: Today, content: EventContent) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for file, source in content.sources.items():
        if source.text == today.content.sources[file].text:
            continue
        path = today.project.root / file
        mark = path.is_file() and path.read_bytes()[:3] == BYTE_ORDER_MARK
        files[file] = (BYTE_ORDER_MARK if mark else b"") + source.text.encode()
    return files
