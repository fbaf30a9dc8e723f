"""Checks: what a careful reviser finds in content that is well formed.

Each check is a function from a review to its findings, listed here with its code and its severity.
A project changes the severity under `[checks]` of its settings, and a comment in the content,
`# communique: allow CODE`, on the line of the place or of its key or on the line above, silences it there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.checks.catalogue import CHECKS
from communique.checks.review import Finding, Review, is_allowed, make_review
from communique.diagnostics import suggestion
from communique.project import setting_span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from communique.content import EventContent
    from communique.diagnostics import Report
    from communique.project import Project
    from communique.tree import Document

__all__ = ["Finding", "Review", "find", "review"]


def find(review: Review, severities: Mapping[str, str]) -> list[tuple[str, Finding]]:
    """Return the findings that are not silenced, each with its severity, in no particular order."""
    found = []
    for check in CHECKS:
        severity = severities.get(check.code, check.severity)
        if severity == "off":
            continue
        found += [
            (severity, finding)
            for finding in check.find(review)
            if not is_allowed(check.code, finding, review)
        ]
    return found


def review(
    project: Project, content: EventContent, documents: list[Document], report: Report
) -> list[Finding]:
    """Run all checks over composed documents.

    What they find goes to the report, and comes back for mending.
    """
    known = {check.code for check in CHECKS}
    for code in project.settings.checks.keys() - known:
        span = setting_span(project.root, code)
        report.error("unknown-setting", f"`{code}` is not a check", span, suggestion(code, known))
    found = find(make_review(project, content, documents), project.settings.checks)
    for severity, finding in found:
        add = report.error if severity == "error" else report.warning
        add(finding.code, finding.message, finding.span, finding.hint, finding.address)
    return [finding for _, finding in found]
