"""The outputs of a watch: which have to be written, how each takes its place, what the next build is told."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from communique.build import Target, Written, located, output_folder, plan
from communique.diagnostics import ContentError, Diagnostic, Report
from communique.manifest import Snapshot, load_manifest
from communique.outputs import alone_in, left_over, not_written
from communique.placing import Placing, may_write

if TYPE_CHECKING:
    from pathlib import Path

    from communique.build import Request
    from communique.project import Format
    from communique.watching.known import Known
    from communique.watching.telling import Problems, Teller
    from communique.writing import Done

Key = tuple[str, "Format"]


class Outputs:
    """The outputs in the folder of a watch."""

    def __init__(self, request: Request, teller: Teller, problems: Problems) -> None:
        self._request, self._teller, self._problems = request, teller, problems
        self._found: dict[str, tuple[Diagnostic, ...]] = {}

    def owed(self, known: Known, key: Key) -> Target | None:
        """Return an output that is to be written; None for one that is current, or not ours.

        Raises ContentError.
        """
        request = replace(self._request, formats=(key[1],))
        folder = self._folder(known)
        target = plan(known.project, [known.documents[key[0]]], request, folder, load_manifest(folder))[0]
        return target if target.why and self._may_write(target, known) else None

    def place(self, known: Known, target: Target, done: Done) -> None:
        """Put an output in its place, unless somebody has been at work there meanwhile.

        Raises ContentError.
        """
        output, found, seconds = done
        problems = Report([located(each, target.document, known.content) for each in found])
        if problems.failed:
            raise ContentError(problems)
        self._found[target.path.name] = tuple(problems.diagnostics)
        folder = self._folder(known)
        with alone_in(folder, known.project):
            manifest, refused = load_manifest(folder), Report()
            placing = Placing(known.project, folder, manifest, self._request)
            placing.clear(known.content.documents)
            try:
                placed = placing.put([Written(target, output, seconds)], refused)
                self._problems.of_output(target.path.name, refused if refused.failed else None)
                for written in placed.written:
                    self._teller.wrote(written)
                manifest.fresh = ()  # until all is done
                placing.enter(placed.written)
            except OSError as error:
                raise not_written(known.project, folder, error) from None

    def note(self, known: Known, warnings: tuple[Diagnostic, ...], snapshot: Snapshot | None) -> None:
        """Say how the outputs stand.

        With a snapshot of what they come from, write it down for the next build. Raises ContentError.
        """
        folder = self._folder(known)
        manifest = load_manifest(folder)
        targets = plan(known.project, list(known.documents.values()), self._request, folder, manifest)
        if snapshot is not None:
            warnings = (*warnings, *(each for found in self._found.values() for each in found))
            with (
                suppress(OSError, ContentError),
                alone_in(folder, known.project),
            ):  # costs a closer look, no more
                placing = Placing(known.project, folder, load_manifest(folder), self._request)
                placing.note(targets, (), known.content, snapshot, tuple(dict.fromkeys(warnings)))
        self._teller.settled(
            sum(not each.why and not each.kept for each in targets),
            sum(each.kept for each in targets),
            left_over(folder, manifest, known.content.documents),
        )

    def _folder(self, known: Known) -> Path:
        return output_folder(known.project, self._request.output)

    def _may_write(self, target: Target, known: Known) -> bool:
        refused = Report()
        allowed = may_write(target, self._request, known.project, refused)
        self._problems.of_output(target.path.name, None if allowed else refused)
        return allowed
