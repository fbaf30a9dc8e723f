"""The command line: what it prints, and how it ends."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest
from click.testing import CliRunner

from communique import __version__, cli, content
from communique.cli import main
from communique.diagnostics import ContentError, Report, Span

if TYPE_CHECKING:
    from communique.content import EventContent
    from folders import Folder

COMMANDS: dict[str, click.Command] = {"communique": main}
for _name in cli.COMMANDS:
    _command = main.get_command(click.Context(main), _name)
    assert _command is not None
    COMMANDS[_name] = _command


def run(*arguments: str) -> click.testing.Result:
    return CliRunner().invoke(main, list(arguments))


def files(folder: Folder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder.root / "build").iterdir() if path.is_file()}


def test_a_build_prints_a_line_for_each_file(project: Folder) -> None:
    result = project.run("build", "--format", "html")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert [Path(line.split()[0]).name for line in lines] == [
        "concept-note.html",
        "roster.html",
        "summary.html",
    ]
    assert all(line.endswith(" s") and " KiB " in line for line in lines)
    assert result.stderr == ""


def test_a_build_of_one_document_writes_that_one(project: Folder, tmp_path: Path) -> None:
    result = project.run("build", "summary", "summary", "-f", "HTML", "-o", str(tmp_path / "drafts"))
    assert result.exit_code == 0
    assert [path.name for path in (tmp_path / "drafts").glob("[!.]*")] == ["summary.html"]
    assert not (project.root / "build" / "summary.html").exists()


def test_the_settings_say_what_is_built_and_where(project: Folder) -> None:
    project.write("communique.toml", 'output = "out/html"\nformats = ["html"]\n')
    assert project.run("build", "roster").exit_code == 0
    assert [path.name for path in (project.root / "out" / "html").glob("[!.]*")] == ["roster.html"]


def test_an_unknown_document_is_named_and_nothing_is_built(project: Folder) -> None:
    before = files(project)
    result = project.run("build", "summary", "sumary", "rooster", "-f", "html")
    assert result.exit_code == 1
    assert "there is no document `sumary`" in result.stderr
    assert "did you mean `summary`?" in result.stderr
    assert "there is no document `rooster`" in result.stderr
    assert "unknown-document" in result.stderr
    assert files(project) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "--format", "odt"],
        ["build", "--format", ","],
        ["build", "--report", "xml"],
        ["build", "--nonsense"],
        ["publish"],
        ["init"],
        ["completion", "tcsh"],
        ["-C", "/nowhere", "check"],
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_two(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Usage:" in result.stderr


def test_an_unknown_format_is_told_which_there_are(project: Folder) -> None:
    result = project.run("build", "--format", "pdf,odt")
    assert "`odt` is not a format; there are pdf, docx, html" in result.stderr


def test_check_says_that_all_is_well_and_builds_nothing(project: Folder) -> None:
    before = files(project)
    result = project.run("check")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "3 documents, no problems\n", "")
    assert files(project) == before


def test_check_shows_each_problem_with_its_line_and_a_caret(project: Folder) -> None:
    project.change("content/people.yaml", "family: Arbour", "famly: Arbour")
    result = project.run("check")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert (
        "error[unknown-key]: `famly` is not a key of `arbour`\n"
        "  --> content/people.yaml:14:3\n"
        "   |\n"
        "14 |   famly: Arbour\n"
        "   |   ^^^^^\n"
        "   = hint: did you mean `family`?\n"
    ) in result.stderr
    assert result.stderr.endswith("2 errors\n")


def test_the_short_face_is_a_line_for_each_problem(project: Folder) -> None:
    project.change("content/people.yaml", "family: Arbour", "famly: Arbour")
    assert project.run("check", "--report", "short").stderr.splitlines() == [
        "content/people.yaml:11:1: error[missing-key]: `family` is missing",
        "content/people.yaml:14:3: error[unknown-key]: `famly` is not a key of `arbour`",
    ]


@pytest.mark.parametrize("command", [["check"], ["build", "-f", "html"]], ids=["check", "build"])
def test_the_json_face_is_json_and_nothing_else(command: list[str], project: Folder) -> None:
    result = project.run(*command, "--report", "json")
    assert (result.exit_code, json.loads(result.stdout)) == (0, [])
    project.change("content/people.yaml", "family: Arbour", "famly: Arbour")
    result = project.run(*command, "--report", "json")
    assert result.exit_code == 1
    rows = json.loads(result.stdout)
    assert rows[1] == {
        "severity": "error",
        "code": "unknown-key",
        "message": "`famly` is not a key of `arbour`",
        "file": "content/people.yaml",
        "line": 14,
        "column": 3,
        "width": 5,
        "hint": "did you mean `family`?",
        "address": "people.yaml: arbour.famly",
    }


def test_a_build_that_fails_leaves_the_earlier_files_alone(project: Folder) -> None:
    assert project.run("build", "-f", "html").exit_code == 0
    before = files(project)
    project.change("content/event.yaml", "place: Geneva", "place: Bern")
    project.change("content/summary.yaml", "{{ people.arbour.short }}", "{{ people.arbour.shrot }}")
    result = project.run("build", "-f", "html")
    assert result.exit_code == 1
    assert "did you mean `short`?" in result.stderr
    assert files(project) == before


def test_a_folder_that_cannot_be_written_is_named(project: Folder, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    result = project.run("build", "-f", "html", "-o", str(tmp_path / "taken" / "below"))
    assert result.exit_code == 1
    assert result.stderr.startswith("error[not-written]: ")
    assert "taken" in result.stderr
    assert "Traceback" not in result.output


def test_a_command_outside_a_project_says_so(tmp_path: Path) -> None:
    result = run("-C", str(tmp_path), "check")
    assert result.exit_code == 1
    assert "communique init my-event" in result.stderr


def test_init_begins_a_project_that_builds(tmp_path: Path) -> None:
    result = run("init", str(tmp_path / "my-event"))
    assert result.exit_code == 0
    assert "Next: cd" in result.stdout
    assert (tmp_path / "my-event" / ".gitignore").is_file()
    assert run("-C", str(tmp_path / "my-event"), "build", "-f", "html").exit_code == 0


def test_init_refuses_to_overwrite(project: Folder) -> None:
    project.write("content/event.yaml", "mine")
    result = run("init", str(project.root))
    assert result.exit_code == 1
    assert "already; choose another folder" in result.stderr
    assert project.read("content/event.yaml") == "mine"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does_and_gives_examples(name: str) -> None:
    arguments = [] if name == "communique" else [name]
    result = run(*arguments, "--help")
    assert result.exit_code == 0
    assert COMMANDS[name].help
    examples = result.stdout.partition("Examples:\n")[2].strip().splitlines()
    assert examples
    assert all("communique" in line for line in examples)
    assert run(*arguments, "-h").stdout == result.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_a_description(name: str) -> None:
    options = [each for each in COMMANDS[name].params if isinstance(each, click.Option)]
    assert [each.name for each in options if not each.help] == []


def test_version_is_printed() -> None:
    assert run("--version").stdout == f"communique, version {__version__}\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(shell: str) -> None:
    result = run("completion", shell)
    assert result.exit_code == 0
    assert "_COMMUNIQUE_COMPLETE" in result.stdout


@pytest.mark.parametrize("value", ["yesterday", "-1", "1.5", "²", "1" * 13, "999999999999", " 1"])
@pytest.mark.parametrize("command", [["check"], ["build", "-f", "html"]], ids=["check", "build"])
def test_a_source_date_epoch_that_is_no_number_is_wrong_usage(
    value: str, command: list[str], project: Folder
) -> None:
    result = project.run(*command, SOURCE_DATE_EPOCH=value)
    assert result.exit_code == 2
    assert "SOURCE_DATE_EPOCH" in result.stderr


def test_source_date_epoch_is_the_date_in_the_metadata(project: Folder) -> None:
    project.run("build", "roster", "-f", "html", SOURCE_DATE_EPOCH="")
    plain = project.read("build/roster.html")
    assert project.run("build", "roster", "-f", "html", SOURCE_DATE_EPOCH="0").exit_code == 0
    assert "1970-01-01" in project.read("build/roster.html")
    assert "1970-01-01" not in plain


def communique(
    folder: Path, *arguments: str, stderr: int = subprocess.PIPE, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command line as a process of its own."""
    sources = str(Path(__file__).resolve().parents[1] / "src")
    inherited = {
        key: value for key, value in os.environ.items() if key not in {"NO_COLOR", "SOURCE_DATE_EPOCH"}
    }
    return subprocess.run(
        [sys.executable, "-m", "communique", *arguments],
        cwd=folder,
        env={**inherited, "PYTHONPATH": sources, **environment},
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
        check=False,
        timeout=60,
    )


def test_the_program_builds_from_a_folder_within_the_project(project: Folder) -> None:
    done = communique(project.root / "content", "build", "summary", "-f", "html")
    assert (done.returncode, done.stderr) == (0, "")
    assert "summary.html" in done.stdout
    assert (project.root / "build" / "summary.html").is_file()


@pytest.mark.parametrize(
    ("no_colour", "coloured"), [({}, True), ({"NO_COLOR": ""}, True), ({"NO_COLOR": "1"}, False)]
)
def test_problems_are_coloured_on_a_terminal_unless_no_color_is_set(
    no_colour: dict[str, str], coloured: bool, project: Folder
) -> None:
    project.change("content/people.yaml", "family: Arbour", "famly: Arbour")
    ours, theirs = pty.openpty()
    try:
        done = communique(project.root, "check", stderr=theirs, **no_colour)
        os.close(theirs)
        shown = os.read(ours, 100_000).decode()
    finally:
        os.close(ours)
    assert done.returncode == 1
    assert ("\x1b[1;31merror[unknown-key]" in shown) is coloured
    assert "unknown-key" in shown


def test_a_stop_that_a_library_hides_behind_an_error_is_still_a_stop(
    project: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def complaining(*_: object) -> None:
        try:
            raise KeyboardInterrupt
        finally:
            raise ValueError("there is an open handle")

    monkeypatch.setattr("communique.content.read_content", complaining)
    result = project.run("check")
    assert result.exit_code == 130
    assert "stopped" in result.stderr


def test_a_stop_that_a_library_keeps_to_itself_is_still_a_stop(
    project: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a validator does that takes the exception of its pattern for a pattern that does not match."""

    def swallowing(*_: object) -> None:
        with suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGTERM)
        report = Report()
        report.error("bad-value", "`end` is not written as it should be", Span("content/sessions.yaml"))
        raise ContentError(report)

    monkeypatch.setattr("communique.content.read_content", swallowing)
    result = project.run("check")
    assert result.exit_code == 128 + signal.SIGTERM
    assert result.stderr == "stopped\n"
    monkeypatch.undo()
    assert project.run("check").exit_code == 0


def test_a_signal_that_is_ignored_stays_so(project: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    read = content.read_content

    def hanging_up(*arguments: Any) -> EventContent:
        signal.raise_signal(signal.SIGHUP)
        return read(*arguments)

    monkeypatch.setattr("communique.content.read_content", hanging_up)
    earlier = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        assert project.run("check").exit_code == 0
    finally:
        signal.signal(signal.SIGHUP, earlier)
