"""What a watch says, to whom, and each thing once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from communique.diagnostics import Report

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from communique.build import Written
    from communique.diagnostics import Diagnostic

Key = tuple[str, str, str]


class Teller(Protocol):
    """Who is told what happens."""

    def changed(self, files: list[str], gone: list[str]) -> None:
        """Say which files changed or are new, and which were deleted."""

    def reasons(self, name: str, why: tuple[str, ...]) -> None:
        """Say why outputs of a document are written."""

    def wrote(self, written: Written) -> None:
        """Say that an output is in its place."""

    def problems(self, report: Report) -> None:
        """Show problems that were not there before."""

    def persist(self, errors: int, *, more: bool) -> None:
        """Say how many errors keep the last good outputs; with more, some of them were not there before."""

    def mended(self) -> None:
        """Say that there are no errors in the content any more."""

    def settled(self, current: int, kept: int, left_over: tuple[Path, ...]) -> None:
        """Say that all is done: how many outputs are current, how many kept, and which have no document."""

    def polls(self) -> None:
        """Say that the operating system does not tell of changes, and that files are looked at instead."""


class Problems:
    """What is wrong now with the content, and with each output; what was said already is not said again."""

    def __init__(self, teller: Teller) -> None:
        self._teller = teller
        self._content: frozenset[Key] = frozenset()
        self._outputs: dict[str, frozenset[Key]] = {}
        self._wrong = False

    def of_content(self, report: Report, *, refused: bool = False) -> None:
        """Take all that is wrong with the content, in the place of what was wrong before.

        Of content that is refused, it is said that errors known before are there still.
        """
        before = self._content
        self._content = self._said(report.diagnostics)
        errors = {_key(each) for each in report.diagnostics if each.severity == "error"}
        if refused and errors & before:
            self._teller.persist(len(errors), more=not errors <= before)
        if self._wrong and not report.failed:
            self._teller.mended()
        self._wrong = report.failed

    def of_output(self, name: str, report: Report | None = None) -> None:
        """Take all that is wrong with an output; nothing is without a report."""
        if report is None:
            self._outputs.pop(name, None)
        else:
            self._outputs[name] = self._said(report.diagnostics)

    def _said(self, found: Iterable[Diagnostic]) -> frozenset[Key]:
        known = self._content.union(*self._outputs.values())
        keys = {_key(each): each for each in found}
        new = [each for key, each in keys.items() if key not in known]
        if new:
            self._teller.problems(Report(new))
        return frozenset(keys)


def _key(found: Diagnostic) -> Key:
    return found.code, found.message, found.address or found.span.file
