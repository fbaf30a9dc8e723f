"""`communique build --projects` and `communique status --projects`: many events, and one summary."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from communique.cli import source_date_epoch
from communique.console import FOR_PROGRAMS, Bar, counted, show_problems
from communique.executors import cluster_for, cores, local_executor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.many import Built
    from communique.project import Format

WORST = (1, 4, 3, 0)
"""Exit statuses of `status`, the worst first: errors, something edited, something stale or missing."""


def build_all(
    names: tuple[str, ...],
    formats: tuple[Format, ...] | None,
    jobs: int | None,
    address: str | None,
    face: str,
    *,
    force: bool,
    replace: bool,
) -> None:
    """Build the projects in these folders, print a table of them, and end with the status they ask for."""
    from communique.diagnostics import ContentError

    roots = _roots(names)
    began, aside = time.perf_counter(), face in FOR_PROGRAMS
    try:
        every = list(_built(list(roots), formats, jobs, address, force=force, replace=replace))
    except ContentError as error:
        show_problems(error.report, Path.cwd(), face)
        sys.exit(1)
    order = list(roots)
    every.sort(key=lambda each: order.index(each.root))

    from communique.many import all_problems

    report = all_problems({each.root: each.report for each in every}, roots)
    show_problems(report, Path.cwd(), face)
    for line in _table(every, roots):
        click.echo(line, err=aside)
    _show_untouched(every, err=aside)
    failed = sum(each.report.failed for each in every)
    took = f"{counted(len(every), 'project')} in {time.perf_counter() - began:.1f} s"
    click.echo(took + (f", {failed} with errors" if failed else ""), err=aside)
    if failed:
        sys.exit(1)


def _roots(names: tuple[str, ...]) -> dict[Path, str]:
    """Return folders of projects, with what they are called on the command line."""
    if not names:
        raise click.UsageError("--projects needs folders of projects")
    separators = f"{os.sep}{os.altsep or ''}"
    return {Path(os.path.realpath(name)): name.rstrip(separators) or os.sep for name in names}


def _built(
    roots: list[Path],
    formats: tuple[Format, ...] | None,
    jobs: int | None,
    address: str | None,
    *,
    force: bool,
    replace: bool,
) -> Iterator[Built]:
    """Build, and tell a terminal how far it is."""
    epoch = source_date_epoch()
    count = cores() if jobs is None else jobs
    local = address is None and count > 1
    with cluster_for(address) as cluster, local_executor(roots[0], count if local else 0) as workers:
        from communique.build import Request
        from communique.many import build_projects

        request = Request((), formats, None, force, replace, epoch)
        bar = Bar(len(roots))
        for number, built in enumerate(build_projects(roots, request, workers, cluster), 1):
            bar.show(number / len(roots), number)
            yield built


def _table(every: list[Built], names: dict[Path, str]) -> Iterator[str]:
    """Yield the lines of the summary."""
    width = max(len("project"), *(len(names[each.root]) for each in every))
    yield (
        f"{'project':<{width}}  {'built':>6} {'current':>8} {'edited':>7} {'warnings':>9} {'errors':>7} {'seconds':>8}"
    )
    for each in every:
        yield (
            f"{names[each.root]:<{width}}  {each.written:>6} {each.current:>8} {each.edited:>7} "
            f"{each.report.warnings:>9} {each.report.errors:>7} {each.seconds:>8.2f}"
        )


def _show_untouched(every: list[Built], *, err: bool) -> None:
    """Print a line for each file that was left alone and of which no error tells."""
    from communique.commands.build import kept_line, show_left_over

    for built in every:
        for path, state in built.kept:
            click.echo(kept_line(path, state), err=err)
        show_left_over(built.left_over, err=err)


def tell_all(names: tuple[str, ...], formats: tuple[Format, ...] | None, *, as_json: bool) -> int:
    """Print how the outputs of the projects in these folders stand, and return the worst exit status."""
    roots, epoch = _roots(names), source_date_epoch()
    from communique.build import Request
    from communique.many import all_problems
    from communique.status import STATES, stand_projects

    every = stand_projects(list(roots), Request((), formats, epoch=epoch))
    show_problems(all_problems({each.root: each.report for each in every}, roots), Path.cwd(), "full")
    if as_json:
        told = [{"project": roots[each.root], **each.as_json()} for each in every]
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        width = max(len("project"), *(len(roots[each.root]) for each in every))
        heads = [*STATES, "edited", "errors"]
        click.echo("  ".join([f"{'project':<{width}}", *(f"{head:>9}" for head in heads)]))
        for each in every:
            counts = [*each.counts.values(), each.edited, each.report.errors]
            click.echo("  ".join([f"{roots[each.root]:<{width}}", *(f"{count:>9}" for count in counts)]))
    return min((each.exit_status for each in every), key=WORST.index, default=0)
