"""The command line: the only place that prints, reads the environment or ends the process."""

from __future__ import annotations

import os
import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from communique import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

    from communique.build import Written
    from communique.diagnostics import Report
    from communique.project import Format, Project
    from communique.tree import Document

FORMATS = ("pdf", "docx", "html")
SHELLS = ("bash", "zsh", "fish")
LATEST_EPOCH = 253402300799  # the end of the year 9999


class _Examples(click.Command):
    """A command whose help ends with examples."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        if self.epilog:
            with formatter.section("Examples"):
                formatter.write("\n".join(f"  {line}" for line in self.epilog.strip().splitlines()) + "\n")


class _Group(_Examples, click.Group):
    command_class = _Examples


@click.group(
    cls=_Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""
communique build                      build every document in every format
communique build summary -f pdf       one document, one format
communique check                      say what is wrong, build nothing
communique init my-event              begin a project
""",
)
@click.version_option(__version__, prog_name="communique")
@click.option(
    "--project",
    "-C",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path(),
    help="Folder of the project; otherwise the nearest one from here upwards.",
)
@click.pass_context
def main(context: click.Context, project: Path) -> None:
    """Official conference documents as PDF, Word and HTML from one source."""
    context.obj = project


def _complete_document(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    """Complete the names of documents from the files that are there, without reading them."""
    names = (path.stem for path in Path("content").glob("*.yaml"))
    return sorted(n for n in names if n.startswith(incomplete) and n not in {"event", "people", "sessions"})


def _formats(context: click.Context, parameter: click.Parameter, value: str | None) -> tuple[str, ...] | None:  # noqa: ARG001
    if value is None:
        return None
    formats = tuple(dict.fromkeys(part.strip().lower() for part in value.split(",") if part.strip()))
    unknown = [each for each in formats if each not in FORMATS]
    if unknown or not formats:
        named = ", ".join(f"`{each}`" for each in unknown) or "nothing"
        raise click.BadParameter(f"{named} is not a format; there are {', '.join(FORMATS)}")
    return formats


_report_option = click.option(
    "--report",
    "face",
    type=click.Choice(["full", "short", "json"]),
    default="full",
    help="How to show problems.",
)


@main.command(
    epilog="""
communique build
communique build summary roster
communique build concept-note --format pdf,docx --output /tmp/drafts
"""
)
@click.argument("documents", nargs=-1, shell_complete=_complete_document)
@click.option(
    "--format", "-f", "formats", callback=_formats, metavar="pdf,docx,html", help="Formats, with commas."
)
@click.option("--output", "-o", type=click.Path(path_type=Path, file_okay=False), help="Folder to write to.")
@_report_option
@click.pass_obj
def build(
    start: Path,
    documents: tuple[str, ...],
    formats: tuple[Format, ...] | None,
    output: Path | None,
    face: str,
) -> None:
    """Build DOCUMENTS, or all of them, and print a line for each file."""
    from communique.build import chosen, compose_all, place
    from communique.content import read_content
    from communique.diagnostics import Report

    report = Report()

    def run(project: Project) -> int:
        content = read_content(project)
        names = chosen(documents, content)
        wanted = formats or project.settings.formats
        composed = compose_all(project, content, names, report, _epoch())
        written = [] if report.failed else _write(project, composed, wanted, report)
        if report.failed:
            return 0
        for each in written:
            path = place(each, output or project.output)
            click.echo(_line(path, each), err=face == "json")
        return len(written)

    _run(start, report, face, run)


@main.command(
    epilog="""
communique check
communique check --report short
communique check --report json > problems.json
"""
)
@_report_option
@click.pass_obj
def check(start: Path, face: str) -> None:
    """Say what is wrong with the content and the templates; build nothing."""
    from communique.build import check as check_project
    from communique.diagnostics import Report

    report = Report()

    def run(project: Project) -> int:
        documents = check_project(project, report, _epoch())
        if not report.diagnostics and face != "json":
            click.echo(f"{len(documents)} documents, no problems")
        return len(documents)

    _run(start, report, face, run)


@main.command(
    epilog="""
communique init my-event
cd my-event && communique build
"""
)
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
def init(directory: Path) -> None:
    """Begin a project in DIRECTORY with a small starter event."""
    from communique.starter import begin_project

    try:
        files = begin_project(directory)
    except FileExistsError as error:
        click.echo(f"error: {directory} has {error} already; choose another folder", err=True)
        sys.exit(1)
    except OSError as error:
        click.echo(f"error: {directory} can't be written: {error.strerror}", err=True)
        sys.exit(1)
    for path in files:
        click.echo(_shown(path))
    click.echo(f"\nNext: cd {directory} && communique build")


@main.command(
    epilog="""
communique completion bash >> ~/.bashrc
communique completion fish > ~/.config/fish/completions/communique.fish
"""
)
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print the script that completes commands and documents in SHELL."""
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    if found is not None:
        click.echo(found(main, {}, "communique", "_COMMUNIQUE_COMPLETE").source())


def _run(start: Path, report: Report, face: str, work: Callable[[Project], int]) -> None:
    """Do some work on the project, show its problems, and end with the status that they ask for."""
    from communique.diagnostics import ContentError
    from communique.project import find_root, open_project

    began = time.perf_counter()
    root = start.resolve()
    count = 0
    try:
        root = find_root(root)
        count = work(open_project(root))
    except ContentError as error:
        for diagnostic in error.report.diagnostics:
            report.add(diagnostic)
    except OSError as error:
        named = f": {error.filename}" if error.filename else ""
        click.echo(f"error: {error.strerror or error}{named}", err=True)
        sys.exit(1)
    _show(report, root, face)
    if report.failed:
        sys.exit(1)
    if count > 1 and face == "full" and sys.stdout.isatty():
        click.echo(f"{count} in {time.perf_counter() - began:.1f} s")


def _show(report: Report, root: Path, face: str) -> None:
    """Print the problems: as JSON on standard output, otherwise on standard error."""
    from communique.diagnostics import format_full, format_json, format_short

    found = report.in_order()
    if face == "json":
        click.echo(format_json(found))
        return
    colour = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
    for diagnostic in found:
        shown = (
            format_short(diagnostic)
            if face == "short"
            else format_full(diagnostic, root, colour=colour) + "\n"
        )
        click.echo(shown, err=True, color=colour)
    if found and face == "full":
        errors = sum(each.severity == "error" for each in found)
        parts = [_counted(errors, "error"), _counted(len(found) - errors, "warning")]
        click.echo(" and ".join(part for part in parts if part), err=True)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' if number != 1 else ''}" if number else ""


def _write(
    project: Project, composed: list[Document], formats: tuple[Format, ...], report: Report
) -> list[Written]:
    """Write documents in memory, and show on a terminal how far it is."""
    from communique.build import write_all

    progress = _Progress(len(composed) * len(formats))
    written = [progress.step(each) for each in write_all(project, composed, formats, report)]
    progress.done()
    return written


class _Progress:
    """On a terminal, how far the build is."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.count = 0
        self.live = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._bar()

    def step(self, written: Written) -> Written:
        """Count one more, and hand it on."""
        self.count += 1
        self._bar()
        return written

    def done(self) -> None:
        """Take the bar away."""
        if self.live:
            click.echo("\r\x1b[2K", nl=False, err=True)

    def _bar(self) -> None:
        if self.live:
            filled = 24 * self.count // max(self.total, 1)
            bar = f"{'━' * filled}{'─' * (24 - filled)}"
            click.echo(f"\r\x1b[2K{bar} {self.count} of {self.total}", nl=False, err=True)


def _line(path: Path, written: Written) -> str:
    """Return the line of a file: name, pages, size and time."""
    pages, size = written.output.pages, len(written.output.content)
    shown = _counted(pages, "page") if pages else ""
    return f"{_shown(path):<34} {shown:>9} {_size(size):>9} {written.seconds:>7.2f} s"


def _epoch() -> int | None:
    """Return SOURCE_DATE_EPOCH, where it is set. https://reproducible-builds.org/specs/source-date-epoch/"""
    text = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not text:
        return None
    if not re.fullmatch("[0-9]{1,12}", text) or int(text) > LATEST_EPOCH:
        raise click.UsageError("SOURCE_DATE_EPOCH must be a number of seconds since 1970")
    return int(text)


def _shown(path: Path) -> str:
    """Return a path as seen from here, where it is below."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _size(size: int) -> str:
    return f"{size / 1024:.0f} KiB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MiB"


def entry(*arguments: Any) -> None:
    """Run the command line; for `python -m communique`."""
    main.main(args=list(arguments) or None, prog_name="communique")
