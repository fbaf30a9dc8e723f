"""The command line: the only place that prints, reads the environment or ends the process."""

from __future__ import annotations

import io
import os
import re
import signal
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from communique import __version__
from communique.console import FACES, Progress, counted, line_of, show_problems, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from communique.build import Written
    from communique.checks import Finding
    from communique.content import EventContent
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


class _StoppedError(KeyboardInterrupt):
    """A signal asks the process to end."""


class _Group(_Examples, click.Group):
    command_class = _Examples

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; when it is stopped, end with one line and the status that shells expect."""
        with _stoppable():
            try:
                return super().invoke(ctx)
            except KeyboardInterrupt as stop:
                number = stop.args[0] if isinstance(stop, _StoppedError) else signal.SIGINT
                click.echo("stopped", err=True)
                ctx.exit(128 + number)


@contextmanager
def _stoppable() -> Iterator[None]:
    """Let the signals that ask for an end do it as Ctrl-C does, so that nothing half-written is left."""

    def stop(number: int, frame: object) -> None:  # noqa: ARG001
        raise _StoppedError(number)

    numbers = [number for name in ("SIGTERM", "SIGHUP") if (number := getattr(signal, name, None))]
    if threading.current_thread() is not threading.main_thread():
        numbers = []
    earlier = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)


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
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # for a terminal that lacks a character


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
    type=click.Choice(FACES),
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
    from communique.checks import review
    from communique.content import read_content
    from communique.diagnostics import Report

    report = Report()

    def run(project: Project) -> int:
        content = read_content(project)
        names = chosen(documents, content)
        wanted = formats or project.settings.formats
        composed = compose_all(project, content, names, report, _epoch())
        if not report.failed:
            review(project, content, composed, report)
        written = [] if report.failed else _write(project, content, composed, wanted, report)
        if report.failed:
            return 0
        for path, each in zip(place(project, written, output), written, strict=True):
            click.echo(line_of(path, each), err=face in {"json", "github"})
        return len(written)

    _run(start, report, face, run)


@main.command(
    epilog="""
communique check
communique check --fix
communique check --report json > problems.json
"""
)
@click.option("--fix", is_flag=True, help="Mend what is safe: dashes, quotation marks, spaces.")
@_report_option
@click.pass_obj
def check(start: Path, face: str, *, fix: bool) -> None:
    """Say what is wrong with the content and the templates; build nothing."""
    from communique.build import compose_all
    from communique.checks import review
    from communique.content import read_content
    from communique.diagnostics import Report

    report = Report()

    def run(project: Project) -> int:
        content = read_content(project)
        documents = compose_all(project, content, tuple(content.documents), report, _epoch())
        if not report.failed:
            findings = review(project, content, documents, Report() if fix else report)
            if fix:
                _mend(project, content, findings)
                content = read_content(project)
                documents = compose_all(project, content, tuple(content.documents), report, _epoch())
                review(project, content, documents, report)
        if not report.diagnostics and face in {"full", "short"}:
            click.echo(f"{counted(len(documents), 'document')}, no problems")
        return len(documents)

    _run(start, report, face, run)


def _mend(project: Project, content: EventContent, findings: list[Finding]) -> None:
    """Put the safe fixes into the content files, and say which files changed."""
    from communique.checks.mending import mend, mended_bytes
    from communique.files import write_whole

    for file, text in mend(findings, content).items():
        path = project.root / file
        mended = mended_bytes(text, content.sources[file], path.read_bytes())
        if mended is not None:
            write_whole(path, mended)
            click.echo(f"mended {shown(path)}", err=True)


@main.command(
    epilog="""
communique explain unknown-key
communique explain style-range
"""
)
@click.argument("code")
def explain(code: str) -> None:
    """Explain the problem that CODE stands for: what it is, why it matters, how to mend it."""
    from communique.diagnostics import suggestion
    from communique.explain import codes, entry

    if code not in codes():
        click.echo(f"error: there is no code `{code}`; {suggestion(code, codes())}", err=True)
        sys.exit(1)
    click.echo(entry(code))


@main.command(
    epilog="""
communique schema
communique schema --output schemas
"""
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to write a file for each kind of content to; otherwise they are printed.",
)
@click.pass_obj
def schema(start: Path, output: Path | None) -> None:
    """Write the JSON Schema of the content, with which editors complete and check while typing."""
    import json

    from communique.diagnostics import Report
    from communique.schema import all_schemas, write_schemas

    def run(project: Project) -> int:
        schemas = all_schemas(project)
        if output is None:
            click.echo(json.dumps(schemas, ensure_ascii=False, indent=2))
        else:
            for path in write_schemas(schemas, output):
                click.echo(shown(path))
        return 0

    _run(start, Report(), "full", run)


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
        click.echo(shown(path))
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
    from communique.diagnostics import ContentError, Span
    from communique.project import find_root, open_project

    began = time.perf_counter()
    root = start.resolve()
    count = 0
    try:
        root = find_root(root)
        count = work(open_project(root))
    except ContentError as error:
        report.take_over(error.report)
    except OSError as error:
        place = Span(str(error.filename or root))
        report.error("unreadable-file", f"can't be used: {error.strerror or error}", place)
    show_problems(report, root, face)
    if report.failed:
        sys.exit(1)
    if count > 1 and face == "full" and sys.stdout.isatty():
        click.echo(f"{count} in {time.perf_counter() - began:.1f} s")


def _write(
    project: Project,
    content: EventContent,
    composed: list[Document],
    formats: tuple[Format, ...],
    report: Report,
) -> list[Written]:
    """Write documents in memory, and show on a terminal how far it is."""
    from communique.build import write_all

    progress = Progress(len(composed) * len(formats))
    written = [progress.step(each) for each in write_all(project, content, composed, formats, report)]
    progress.done()
    return written


def _epoch() -> int | None:
    """Return SOURCE_DATE_EPOCH, where it is set. https://reproducible-builds.org/specs/source-date-epoch/"""
    text = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not text:
        return None
    if not re.fullmatch("[0-9]{1,12}", text) or int(text) > LATEST_EPOCH:
        raise click.UsageError("SOURCE_DATE_EPOCH must be a number of seconds since 1970")
    return int(text)


def entry(*arguments: Any) -> None:
    """Run the command line; for `python -m communique`."""
    main.main(args=list(arguments) or None, prog_name="communique")
