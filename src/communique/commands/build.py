"""`communique build`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from communique.cli import (
    Command,
    documents_argument,
    executor_option,
    formats_option,
    jobs_option,
    output_option,
    report_option,
    run_in_root,
    source_date_epoch,
)
from communique.console import FOR_PROGRAMS, Progress, counted, line_of, shown
from communique.executors import executor_for

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from pathlib import Path

    from communique.build import Result, Target
    from communique.outputs import State
    from communique.project import Format

WORK = {"edited": "was edited since it was built", "open": "is open in an editor"}


@click.command(
    cls=Command,
    short_help="Build what is no longer current.",
    epilog="""
communique build
communique build summary roster
communique build --explain
communique build concept-note --format pdf,docx --output /tmp/drafts
communique build --projects events/*
""",
)
@documents_argument
@formats_option
@output_option
@click.option("--force", is_flag=True, help="Build what is current, too.")
@click.option("--replace", is_flag=True, help="Build what somebody has edited, too; a dated copy is kept.")
@click.option("--explain", is_flag=True, help="Say for each file why it was built, or was not.")
@click.option(
    "--projects", is_flag=True, help="Take DOCUMENTS for folders of projects, and build all of each."
)
@jobs_option
@executor_option
@report_option
@click.pass_obj
def build(
    start: Path,
    documents: tuple[str, ...],
    formats: tuple[Format, ...] | None,
    output: Path | None,
    jobs: int | None,
    executor: str | None,
    face: str,
    *,
    force: bool,
    replace: bool,
    explain: bool,
    projects: bool,
) -> None:
    """Build DOCUMENTS, or all of them, as far as they have changed, and print a line for each file."""
    if projects:
        from communique.commands.projects import build_all

        if output or explain:
            raise click.UsageError("--projects goes with neither --output nor --explain")
        build_all(documents, formats, jobs, executor, face, force=force, replace=replace)
        return
    from communique.diagnostics import Report

    report, epoch, aside = Report(), source_date_epoch(), face in FOR_PROGRAMS

    def run(root: Path) -> int:
        with executor_for(root, executor, jobs, formats) as workers:
            return work(root, workers)

    def work(root: Path, workers: Executor | None) -> int:
        from communique.manifest import known_current, take_snapshot

        if not (force or replace or explain):
            current = known_current(root, documents, formats, output, epoch)
            if current is not None:
                report.diagnostics.extend(current.problems)
                click.echo(_nothing_to_do(current.count), err=aside)
                return 0
        snapshot = take_snapshot(root)

        from communique.build import Request
        from communique.build import build as build_outputs
        from communique.project import open_project

        request = Request(documents, formats, output, force, replace, epoch)
        result = build_outputs(open_project(root), request, report, snapshot, Progress, workers)
        _show(result, explain=explain, failed=report.failed, err=aside)
        if (root / "conflicts.yaml").exists():
            click.echo("conflicts of an import wait to be settled: `communique conflicts`", err=True)
        return len(result.written)

    run_in_root(start, report, face, run)


def _show(result: Result, *, explain: bool, failed: bool, err: bool) -> None:
    """Print a line for each file that was written, and what is to be said of the others.

    Where something `failed`, there is something to do.
    """
    written = {each.target.path for each in result.written}
    for each in result.written:
        click.echo(line_of(each), err=err)
    for copy in result.copies:
        click.echo(f"{shown(copy)} keeps what was there", err=err)
    left = [each for each in result.targets if each.path not in written]
    for target in left:
        if target.kept and not target.why:
            click.echo(kept_line(target.path, target.state), err=err)
    show_left_over(result.left_over, err=err)
    current = sum(not each.why and not each.kept for each in left)
    if explain:
        for target in result.targets:
            click.echo(_explained(target, built=target.path in written), err=err)
    elif current < len(result.targets):
        if current:
            click.echo(f"{counted(current, 'file')} current", err=err)
    elif current and not failed:
        click.echo(_nothing_to_do(current), err=err)


def kept_line(path: Path, state: State) -> str:
    """Return the line of a file that somebody else has at hand, and that is not to be built anyway."""
    return f"{shown(path)} {WORK[state]}, and is left as it is"


def show_left_over(paths: tuple[Path, ...], *, err: bool) -> None:
    """Print a line for each of these files, whose documents are gone."""
    if paths:
        from communique.status import left_over_words

        for path in paths:
            click.echo(f"{shown(path)} {left_over_words(path)}", err=err)


def _nothing_to_do(count: int) -> str:
    return f"nothing to do: {counted(count, 'file')} current"


def _explained(target: Target, *, built: bool) -> str:
    """Return what was done with an output, and why."""
    name, reasons = shown(target.path), "; ".join(target.why) or "nothing that it is made from has changed"
    if built:
        also = f" (it {WORK[target.state]}; a copy is kept)" if target.kept else ""
        return f"{name}: built{also}, since {reasons}"
    if target.kept:
        else_built = f"else it would have been built, since {reasons}" if target.why else reasons
        return f"{name}: kept, since it {WORK[target.state]}; {else_built}"
    if target.why:
        return f"{name}: not built, as something stood in the way; it is to be, since {reasons}"
    return f"{name}: left: {reasons}"
