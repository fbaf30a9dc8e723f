"""Writing outputs, in this process or by the workers of an executor."""

from __future__ import annotations

import time
from concurrent.futures import as_completed
from typing import TYPE_CHECKING

from communique.diagnostics import Diagnostic, Report
from communique.pipeline import Output, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Executor

    from communique.build import Target
    from communique.project import Format, Project
    from communique.theme import Theme
    from communique.tree import Document

Done = tuple[Output, list[Diagnostic], float]


def write_one(document: Document, theme: Theme, name: Format, formats: tuple[Format, ...]) -> Done:
    """Write a document in one format; return it with the problems found and the seconds taken."""
    start, found = time.perf_counter(), Report()
    output = write(document, theme, name, found, formats)
    return output, found.diagnostics, time.perf_counter() - start


def work_of(document: Document, name: Format) -> float:
    """Return about how much work an output is: milliseconds on a machine of 2020, which only count as shares."""
    size = len(document.blocks) + sum(len(each.blocks) for each in document.notes)
    return {"pdf": 60 + 6 * size, "docx": 20 + size, "html": 4 + size / 5}[name]


def write_outputs(
    targets: Iterable[Target], project: Project, executor: Executor | None = None
) -> Iterator[tuple[Target, Output, list[Diagnostic], float]]:
    """Write outputs, and yield each as soon as it is written: in order, or as the workers get done."""
    theme, formats = project.theme, project.settings.formats
    if executor is None:
        for target in targets:
            yield (target, *write_one(target.document, theme, target.format, formats))
        return
    futures = {
        executor.submit(write_one, target.document, theme, target.format, formats): target
        for target in targets
    }
    for future in as_completed(futures):
        yield (futures[future], *future.result())
