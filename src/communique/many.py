"""Build many projects, each as one task of an executor; what goes wrong in one does not stop the others."""

from __future__ import annotations

import time
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from communique.diagnostics import ContentError, Report, Span
from communique.files import as_typed
from communique.stopping import stop_behind
from communique.workers import no_workers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from concurrent.futures import Executor, Future
    from pathlib import Path

    from communique.build import Request
    from communique.outputs import State

AT_ONCE = 4
"""Projects that are composed here at the same time while a cluster writes the outputs of others."""


@dataclass
class Built:
    """What became of one project: numbers of outputs, problems, and the time that it took.

    `edited` counts the outputs that were left as somebody else edits them, or has edited them. No error
    tells of those `kept`, as the content asks for no other. `left_over` are files of documents that are gone.
    """

    root: Path
    written: int = 0
    current: int = 0
    edited: int = 0
    kept: tuple[tuple[Path, State], ...] = ()
    left_over: tuple[Path, ...] = ()
    report: Report = field(default_factory=Report)
    seconds: float = 0.0


def build_projects(
    roots: Sequence[Path], request: Request, workers: Executor | None, cluster: Executor | None
) -> Iterator[Built]:
    """Build projects, and yield what became of each as soon as that is known.

    A project is a folder of this computer. So workers of this computer build whole projects; of a cluster,
    they write the outputs of projects that are composed here.
    """
    if cluster is not None:
        with ThreadPoolExecutor(AT_ONCE) as threads:
            yield from _built(
                {threads.submit(build_project, root, request, cluster): root for root in roots}, request
            )
    elif workers is not None and len(roots) > 1:
        yield from _built({workers.submit(build_project, root, request): root for root in roots}, request)
    else:
        for root in roots:
            yield build_project(root, request, workers)


def _built(futures: dict[Future[Built], Path], request: Request) -> Iterator[Built]:
    for future in as_completed(futures):
        try:
            yield future.result()
        except no_workers():
            yield build_project(futures[future], request)
        except BrokenExecutor as error:
            built = Built(futures[future])
            hint = "the computer may have run out of memory: build with fewer `--jobs`"
            built.report.error("worker-ended", f"not built: {error}", Span("content"), hint)
            yield built
        except Exception as error:  # noqa: BLE001 what can't be sent back
            built = Built(futures[future])
            _report_fault(error, built.report)
            yield built


def build_project(root: Path, request: Request, executor: Executor | None = None) -> Built:
    """Build one project. Its problems are in what is returned; nothing that is wrong with it is raised."""
    began, built = time.perf_counter(), Built(root)
    with all_reported(root, built.report):
        _build(built, request, executor)
    built.seconds = time.perf_counter() - began
    return built


@contextmanager
def all_reported(root: Path, report: Report) -> Iterator[None]:
    """Report what goes wrong with a project, so that it stops no other."""
    try:
        yield
    except ContentError as error:
        report.take_over(error.report)
    except OSError as error:
        place = Span(str(error.filename or root))
        report.error("unreadable-file", f"can't be used: {error.strerror or error}", place)
    except Exception as error:  # noqa: BLE001 what nobody has reckoned with
        _report_fault(error, report)


def _report_fault(error: Exception, report: Report) -> None:
    """Report what nobody has reckoned with, so that the other projects are built. A stop is raised again."""
    if stop_behind(error) is not None:
        raise error
    hint = "build this project by itself to see where, and tell those who make this program"
    report.error("unexpected", f"not built: {type(error).__name__}: {error}", Span("content"), hint)


def _build(built: Built, request: Request, executor: Executor | None) -> None:
    from communique.build import build
    from communique.manifest import known_current, take_snapshot
    from communique.project import open_project

    root, report = built.root, built.report
    if not is_project(root, report):
        return
    if not (request.force or request.replace):
        current = known_current(root, request.documents, request.formats, None, request.epoch)
        if current is not None:
            report.diagnostics.extend(current.problems)
            built.current = current.count
            return
    snapshot = take_snapshot(root)
    result = build(open_project(root), request, report, snapshot, executor=executor)
    built.written = len(result.written)
    built.current = sum(not each.why and not each.kept for each in result.targets)
    written = {each.target.path for each in result.written}
    left = [each for each in result.targets if each.kept and each.path not in written]
    built.edited = len(left)
    built.kept = tuple((each.path, each.state) for each in left if not each.why)
    built.left_over = result.left_over


def is_project(root: Path, report: Report) -> bool:
    """Whether a folder is that of a project; if not, that is reported."""
    if (root / "content" / "event.yaml").is_file():
        return True
    hint = "name folders of projects, or begin one with `communique init my-event`"
    report.error("no-project", "there is no content/event.yaml in this folder", Span("."), hint)
    return False


def all_problems(found: Mapping[Path, Report], name_of: Mapping[Path, str]) -> Report:
    """Return the problems of all projects, each with the name of the project before that of the file.

    A command in a hint is made one that can be given from where the projects are named.
    """
    report = Report()
    for root, problems in found.items():
        for each in problems.diagnostics:
            file = f"{name_of[root]}/{each.span.file}" if each.span.file != "." else name_of[root]
            import_there = f"communique -C {as_typed(name_of[root])} import {as_typed(file)}`"
            hint = each.hint.replace(f"communique import {as_typed(each.span.file)}`", import_there)
            report.take_over(Report([replace(each, span=replace(each.span, file=file), hint=hint)]))
    return report
