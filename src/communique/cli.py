"""The command line: with `commands/`, what alone prints, reads the environment or ends the process."""

from __future__ import annotations

import importlib
import io
import keyword
import os
import re
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from communique import __version__
from communique.console import FACES, show_problems
from communique.stopping import StoppedError, stop_behind, stoppable

if TYPE_CHECKING:
    from collections.abc import Callable

    from communique.diagnostics import Report
    from communique.project import Format, Project

FORMATS = ("pdf", "docx", "html")
LATEST_EPOCH = 253402300799  # the end of the year 9999
COMMANDS = (
    "build",
    "watch",
    "status",
    "verify",
    "import",
    "conflicts",
    "review",
    "redline",
    "changes",
    "check",
    "init",
    "explain",
    "schema",
    "completion",
)


class Command(click.Command):
    """A command whose help ends with examples."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        if self.epilog:
            with formatter.section("Examples"):
                formatter.write("\n".join(f"  {line}" for line in self.epilog.strip().splitlines()) + "\n")


class _Group(Command, click.Group):
    """The commands, each imported from its module in `commands/` when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        name = f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name
        command: click.Command = getattr(importlib.import_module(f"communique.commands.{name}"), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; when it is stopped, end with one line and the status that shells expect."""
        with stoppable():
            try:
                return super().invoke(ctx)
            except Exception as error:
                stop = stop_behind(error)
                if stop is None:
                    raise
                self._end(ctx, stop)
            except KeyboardInterrupt as stop:
                self._end(ctx, stop)

    @staticmethod
    def _end(ctx: click.Context, stop: KeyboardInterrupt) -> None:
        number = stop.args[0] if isinstance(stop, StoppedError) else signal.SIGINT
        click.echo("stopped", err=True)
        ctx.exit(128 + number)


@click.group(
    cls=_Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""
communique build                      build what has changed, in every format
communique build summary -f pdf       one document, one format
communique status                     what is current, stale or edited
communique import summary.docx        bring edits made in Word back into the content
communique redline --since v1         show colleagues what changed
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


def complete_document(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    """Complete the names of documents from the files that are there, without reading them."""
    names = (path.stem for path in Path("content").glob("*.yaml"))
    return sorted(n for n in names if n.startswith(incomplete) and n not in {"event", "people", "sessions"})


def formats_of(
    context: click.Context,  # noqa: ARG001
    parameter: click.Parameter,  # noqa: ARG001
    value: str | None,
    possible: tuple[str, ...] = FORMATS,
) -> tuple[Format, ...] | None:
    """Read a list of formats with commas."""
    if value is None:
        return None
    formats = tuple(dict.fromkeys(part.strip().lower() for part in value.split(",") if part.strip()))
    unknown = [each for each in formats if each not in FORMATS]
    if unknown or not formats:
        named = ", ".join(f"`{each}`" for each in unknown) or "nothing"
        raise click.BadParameter(f"{named} is not a format; there are {', '.join(possible)}")
    return formats  # type: ignore[return-value]


report_option = click.option(
    "--report",
    "face",
    type=click.Choice(FACES),
    default="full",
    help="How to show problems.",
)
documents_argument = click.argument("documents", nargs=-1, shell_complete=complete_document)
formats_option = click.option(
    "--format", "-f", "formats", callback=formats_of, metavar="pdf,docx,html", help="Formats, with commas."
)
output_option = click.option(
    "--output", "-o", type=click.Path(path_type=Path, file_okay=False), help="Folder to write to."
)
since_option = click.option(
    "--since",
    required=True,
    metavar="VERSION",
    help="A git revision, an issued DOCX, a folder with a copy of the project or with the files of an earlier"
    " build, or the revision of a document.",
)
jobs_option = click.option(
    "--jobs",
    "-j",
    type=click.IntRange(1, 512),
    envvar="COMMUNIQUE_JOBS",
    metavar="N",
    help="Processes that write; otherwise as many as there are processors.",
)


def _address(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:  # noqa: ARG001
    """Read the address of a cluster."""
    if value is not None and not re.fullmatch(r"dask://[^\s/]+:[0-9]{1,5}", value):
        raise click.BadParameter("it takes `dask://HOST:PORT`, the address of a Dask scheduler")
    return value


executor_option = click.option(
    "--executor", callback=_address, metavar="dask://HOST:PORT", help="Let a Dask cluster write."
)


def choice_options(ours: str, theirs: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return the two options that settle conflicts, with their help."""

    def decorated(command: Callable[..., None]) -> Callable[..., None]:
        return click.option("--ours", is_flag=True, help=ours)(
            click.option("--theirs", is_flag=True, help=theirs)(command)
        )

    return decorated


def chosen_side(*, ours: bool, theirs: bool) -> Literal["ours", "theirs"] | None:
    """Return the side that conflicts are settled for; both at once are wrong usage."""
    if ours and theirs:
        raise click.UsageError("--ours and --theirs can't both be")
    return "ours" if ours else "theirs" if theirs else None


def run_in_root(start: Path, report: Report, face: str, work: Callable[[Path], int]) -> None:
    """Do some work in the folder of the project, show its problems, and end with the status they ask for.

    The work returns how many things it made; where it is more than one, a terminal is told how long they
    took.
    """
    from communique.diagnostics import ContentError, Span
    from communique.project import find_root

    began = time.perf_counter()
    root = start.resolve()
    count = 0
    try:
        root = find_root(root)
        count = work(root)
    except ContentError as error:
        report.take_over(error.report)
    except BrokenPipeError:  # whoever reads has seen enough
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - for what is still to be flushed
        sys.exit(1)
    except OSError as error:
        place = Span(str(error.filename or root))
        report.error("unreadable-file", f"can't be used: {error.strerror or error}", place)
    show_problems(report, root, face)
    if report.failed:
        sys.exit(1)
    if count > 1 and face == "full" and sys.stdout.isatty():
        click.echo(f"{count} in {time.perf_counter() - began:.1f} s")


def run_on_project(start: Path, report: Report, face: str, work: Callable[[Project], int]) -> None:
    """Do some work on the opened project; otherwise as `run_in_root`."""

    def run(root: Path) -> int:
        from communique.project import open_project

        return work(open_project(root))

    run_in_root(start, report, face, run)


def source_date_epoch() -> int | None:
    """Return SOURCE_DATE_EPOCH, where it is set. https://reproducible-builds.org/specs/source-date-epoch/"""
    text = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not text:
        return None
    if not re.fullmatch("[0-9]{1,12}", text) or int(text) > LATEST_EPOCH:
        raise click.UsageError("SOURCE_DATE_EPOCH must be a number of seconds since 1970")
    return int(text)
