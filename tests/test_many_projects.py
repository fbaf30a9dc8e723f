"""Many projects in one build, and a cluster of workers that may be other computers."""

from __future__ import annotations

import json
import platform
import shlex
import shutil
import subprocess
import sys
import warnings
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from communique.build import Request
from communique.cli import main
from communique.cluster import ClusterExecutor, cluster_executor, engines, packed, unpacked
from communique.diagnostics import ContentError
from communique.many import build_project, build_projects
from communique.project import open_project
from communique.writing import write_one
from folders import Folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from click.testing import Result

TOKENS = "colours:\n  accent: '#123456'\n"


@dataclass
class Events:
    """Three projects side by side."""

    root: Path

    def folder(self, name: str) -> Folder:
        return Folder(self.root / name)

    def build(self, *arguments: str, jobs: str = "2") -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "communique", "build", "--projects", *arguments, "--jobs", jobs]
        return subprocess.run(command, cwd=self.root, capture_output=True, text=True, check=False)


@pytest.fixture
def events(project: Folder) -> Events:
    for name in ("second", "third"):
        shutil.copytree(project.root, project.root.parent / name)
    project.root.rename(project.root.parent / "first")
    return Events(project.root.parent)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / "build").iterdir()) if path.is_file()}


def test_all_events_are_built_and_told_of_in_one_table(events: Events) -> None:
    result = events.build("first", "second", "third", "-f", "pdf,html")
    assert result.returncode == 0, result.stderr
    head, *rows, last = result.stdout.splitlines()
    assert head.split() == ["project", "built", "current", "edited", "warnings", "errors", "seconds"]
    assert [row.split()[:6] for row in rows] == [
        [name, "6", "0", "0", "0", "0"] for name in ("first", "second", "third")
    ]
    assert last.startswith("3 projects in ")
    assert contents(events.root / "second") == contents(events.root / "first")
    again = events.build("first", "second", "third", "-f", "pdf,html")
    assert [row.split()[1:3] for row in again.stdout.splitlines()[1:4]] == [["0", "6"]] * 3


def told(output: str) -> dict[str, list[str]]:
    """Return the rows of a table, by project."""
    return {name: rest for name, *rest in (line.split() for line in output.splitlines()[1:]) if rest}


def test_what_somebody_edited_is_counted(events: Events) -> None:
    events.build("first", "second", "-f", "html")
    events.folder("first").write("build/summary.html", "edited")
    rows = told(events.build("first", "second", "-f", "html", jobs="1").stdout)
    assert rows["first"][:3] == ["0", "2", "1"]
    assert rows["second"][:3] == ["0", "3", "0"]
    rows = told(events.build("first", "-f", "html", "--replace", jobs="1").stdout)
    assert rows["first"][:3] == ["1", "2", "0"]


def test_what_is_left_alone_is_named_where_no_error_tells_of_it(events: Events) -> None:
    events.folder("second").write("content/annex.yaml", events.folder("second").read("content/summary.yaml"))
    events.build("first", "second", "-f", "html", jobs="1")
    events.folder("first").write("build/summary.html", "edited")
    events.folder("second").remove("content/annex.yaml")
    for jobs in ("1", "2"):
        lines = events.build("first", "second", "-f", "html", jobs=jobs).stdout.splitlines()
        assert lines[3:5] == [
            "first/build/summary.html was edited since it was built, and is left as it is",
            "second/build/annex.html is left from a document that is gone; delete it if nobody needs it",
        ]


def test_the_hint_to_import_an_edited_file_works_from_where_the_events_are_named(events: Events) -> None:
    (events.root / "second").rename(events.root / "the second")
    folder = events.folder("the second")
    events.build("first", "the second", "-f", "docx")
    path = folder.root / "build" / "summary.docx"
    path.write_bytes(path.read_bytes() + b"edited")
    folder.change("content/summary.yaml", "One message", "Another message")
    said = " ".join(events.build("first", "the second", "-f", "docx").stderr.split())
    hinted = said.partition("bring the edits in with `")[2].partition("`")[0]
    assert hinted == "communique -C 'the second' import 'the second/build/summary.docx'"
    command = [sys.executable, "-m", *shlex.split(hinted), "--dry-run"]
    done = subprocess.run(command, cwd=events.root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def status(events: Events, *names: str) -> Result:
    paths = [str(events.root / name) if name[0] != "-" else name for name in names]
    return CliRunner().invoke(main, ["status", "--projects", *paths, "-f", "html"])


def test_status_tells_of_all_events_in_one_table_and_ends_with_the_worst_of_them(events: Events) -> None:
    events.build("first", "second", "-f", "html", jobs="1")
    assert status(events, "first", "second").exit_code == 0
    events.folder("first").remove("build/roster.html")
    assert status(events, "first", "second").exit_code == 3
    events.folder("second").write("build/summary.html", "edited")
    result = status(events, "first", "second", "third")
    assert result.exit_code == 4
    assert (
        " ".join(result.stdout.splitlines()[0].split())
        == "project current stale missing left over edited errors"
    )
    rows = told(result.stdout)
    assert rows[str(events.root / "first")] == ["2", "0", "1", "0", "0", "0"]
    assert rows[str(events.root / "second")] == ["3", "0", "0", "0", "1", "0"]
    assert rows[str(events.root / "third")] == ["0", "0", "3", "0", "0", "0"]


def test_status_of_an_event_that_fails_stops_no_other(events: Events) -> None:
    events.folder("first").change("content/summary.yaml", "key_message:", "key_massage:")
    result = status(events, "first", "nowhere", "second", "--json")
    assert result.exit_code == 1
    assert "/first/content/summary.yaml:" in result.stderr
    assert "error[no-project]" in result.stderr
    found = json.loads(result.stdout)
    assert [each["project"].rpartition("/")[2] for each in found] == ["first", "nowhere", "second"]
    assert [each["errors"] > 0 for each in found] == [True, True, False]
    assert [each["state"] for each in found[2]["files"]] == ["missing"] * 3


@pytest.mark.parametrize("arguments", [[], ["first", "--output", "there"]])
def test_status_of_many_that_cannot_be_is_wrong_usage(arguments: list[str]) -> None:
    assert CliRunner().invoke(main, ["status", "--projects", *arguments]).exit_code == 2


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_event_that_fails_stops_no_other(events: Events, jobs: str) -> None:
    events.folder("second").change("content/summary.yaml", "key_message:", "key_massage:")
    result = events.build("first", "second", "third", "nowhere", "-f", "html", jobs=jobs)
    assert result.returncode == 1
    assert "error[unknown-key]" in result.stderr
    assert "--> second/content/summary.yaml:" in result.stderr
    assert "key_massage:" in result.stderr
    assert "error[no-project]" in result.stderr
    assert "--> nowhere" in result.stderr
    assert "4 projects" in result.stdout
    assert "2 with errors" in result.stdout
    assert (events.root / "first" / "build" / "summary.html").exists()
    assert (events.root / "third" / "build" / "summary.html").exists()
    assert not (events.root / "second" / "build" / "summary.html").exists()


@pytest.mark.parametrize("together", [True, False])
def test_a_fault_of_the_program_in_one_event_stops_no_other(
    events: Events, monkeypatch: pytest.MonkeyPatch, together: bool
) -> None:
    roots = [events.root / name for name in ("first", "second", "third")]

    def faulty(root: Path) -> Any:
        if root.name == "second":
            raise RecursionError("it goes on and on")
        return open_project(root)

    monkeypatch.setattr("communique.project.open_project", faulty)
    with ThreadPoolExecutor(1) as workers:
        every = list(build_projects(roots, Request(formats=("html",)), workers if together else None, None))
    assert sorted((each.root.name, each.written, each.report.errors) for each in every) == [
        ("first", 3, 0),
        ("second", 0, 1),
        ("third", 3, 0),
    ]
    (problem,) = [each for built in every for each in built.report.diagnostics]
    assert (problem.code, problem.message) == (
        "unexpected",
        "not built: RecursionError: it goes on and on",
    )


def test_a_stop_is_no_fault_of_an_event(events: Events, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(root: Path) -> None:
        try:
            raise KeyboardInterrupt
        finally:
            raise ValueError("a library complains of being stopped")

    monkeypatch.setattr("communique.project.open_project", stopped)
    with pytest.raises(ValueError, match="being stopped"):
        build_project(events.root / "first", Request())


def test_a_stop_that_an_executor_complains_of_is_no_fault_of_an_event(events: Events) -> None:
    class Stopped(Executor):
        def submit(self, *_: object, **__: object) -> Future[Any]:
            future: Future[Any] = Future()
            error = ValueError("a library complains of being stopped")
            error.__context__ = KeyboardInterrupt()
            future.set_exception(error)
            return future

    roots = [events.root / "first", events.root / "second"]
    with pytest.raises(ValueError, match="being stopped"):
        list(build_projects(roots, Request((), ("html",), None), Stopped(), None))


def test_problems_of_all_events_come_as_json(events: Events) -> None:
    for name in ("first", "third"):
        events.folder(name).change("content/summary.yaml", "key_message:", "key_massage:")
    result = events.build("first", "second", "third", "-f", "html", "--report", "json")
    found = json.loads(result.stdout)
    assert {each["file"] for each in found} == {f"{name}/content/summary.yaml" for name in ("first", "third")}


def test_an_edited_output_fails_its_event_alone(events: Events) -> None:
    events.build("first", "second", "-f", "html")
    edited = events.root / "first" / "build" / "summary.html"
    edited.write_text("by hand")
    for name in ("first", "second"):
        events.folder(name).change("content/summary.yaml", "One message", "Another message")
    result = events.build("first", "second", "-f", "html")
    assert result.returncode == 1
    assert "error[edited-output]" in result.stderr
    assert "--> first/build/summary.html" in result.stderr
    assert edited.read_text() == "by hand"
    assert "Another message" in (events.root / "second" / "build" / "summary.html").read_text()


def test_projects_without_folders_or_with_one_place_for_all_are_refused(events: Events) -> None:
    assert events.build().returncode == 2
    assert events.build("first", "-o", "out").returncode == 2


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Dask cluster with two workers in processes of their own."""
    import dask
    import distributed

    start: Any = distributed.LocalCluster
    scratch = tmp_path_factory.mktemp("dask")  # that of the system is shared, and one locks the other
    settings: Any = dask.config.set(
        {
            "distributed.scheduler.allowed-failures": 0,
            "distributed.comm.timeouts.connect": "120s",
            "temporary-directory": str(scratch),
        }
    )
    with settings:
        with warnings.catch_warnings():
            # Dask warns after a second: on a busy computer its cluster would fail to start, as warnings are errors.
            warnings.filterwarnings("ignore", "Creating scratch directories", UserWarning)
            started = start(
                n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
            )
        with started as workers:
            yield workers.scheduler_address.removeprefix("tcp://")


def test_a_cluster_writes_the_same_bytes(cluster: str, project: Folder) -> None:
    project.write("templates/tokens.yaml", TOKENS)
    arguments = ("build", "summary", "roster")
    assert project.run(*arguments, "--executor", f"dask://{cluster}").exit_code == 0
    written = contents(project.root)
    assert project.run(*arguments, "--force").exit_code == 0
    assert contents(project.root) == written


def test_a_theme_of_the_projects_own_travels_to_the_cluster(cluster: str, project: Folder) -> None:
    project.write("templates/print.css", "h1 { color: #abcdef }\n")
    document, theme = project.compose("summary"), open_project(project.root).theme
    with cluster_executor(cluster) as executor:
        future = executor.submit(write_one, document, theme, "pdf", ("pdf",))
        assert future.result()[0] == write_one(document, theme, "pdf", ("pdf",))[0]


def test_an_error_on_the_cluster_comes_back_whole(cluster: str) -> None:
    from test_workers import refuse

    with cluster_executor(cluster) as executor, pytest.raises(ContentError) as raised:
        executor.submit(refuse).result()
    assert [each.code for each in raised.value.report.diagnostics] == ["yaml-syntax"]


def test_a_worker_of_a_cluster_that_is_killed_is_a_problem_and_no_traceback(
    cluster: str, events: Events, monkeypatch: pytest.MonkeyPatch
) -> None:
    from test_workers import end_at_once

    monkeypatch.setattr("communique.cluster.call_unpacked", lambda *_: end_at_once())
    with cluster_executor(cluster) as executor:
        every = list(build_projects([events.root / "first"], Request(("roster",), ("pdf",)), None, executor))
    (problem,) = every[0].report.diagnostics
    assert (problem.code, problem.span.file) == ("worker-ended", "build/roster.pdf")


def test_what_a_cluster_gives_up_is_said_and_what_nobody_needs_is_given_up_there() -> None:
    theirs: list[Future[int]] = []

    class Inner(Executor):
        def submit(self, *_: Any, **__: Any) -> Any:
            theirs.append(Future())
            return theirs[-1]

    executor = ClusterExecutor(Inner())
    given_up, unwanted, done = (executor.submit(abs, -3) for _ in range(3))
    theirs[0].cancel()
    assert isinstance(given_up.exception(), BrokenExecutor)
    unwanted.cancel()
    assert theirs[1].cancelled()
    theirs[2].set_result(3)
    assert done.result() == 3


def test_a_cluster_builds_many_events(cluster: str, events: Events) -> None:
    roots = [events.root / name for name in ("first", "second")]
    request = Request(("summary",), ("pdf",))
    with cluster_executor(cluster) as executor:
        every = list(build_projects(roots, request, None, executor))
    assert sorted((each.root.name, each.written, each.report.errors) for each in every) == [
        ("first", 1, 0),
        ("second", 1, 0),
    ]
    alone = contents(roots[0])
    assert build_project(roots[0], Request(("summary",), ("pdf",), force=True)).written == 1
    assert contents(roots[0]) == alone


def test_a_packed_theme_is_unpacked_with_its_own_files(project: Folder) -> None:
    project.write("templates/print.css", "h1 { color: #abcdef }\n")
    theme = open_project(project.root).theme
    other = unpacked(packed(theme))
    assert other.layers[0] != theme.layers[0]
    assert other.read("print.css") == theme.read("print.css")
    assert other.read("base.css") == theme.read("base.css")
    assert unpacked(packed(theme)) == other


def test_a_cluster_that_does_not_answer_is_said(project: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("communique.cluster.PATIENCE", 0.5)
    result = project.run("build", "--executor", "dask://127.0.0.1:9")
    assert result.exit_code == 1
    assert "error[no-cluster]" in result.stderr
    assert project.run("build", "--executor", "elsewhere").exit_code == 2


def test_a_cluster_with_other_versions_is_refused(
    cluster: str, project: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = engines()
    monkeypatch.setattr("communique.cluster.own_versions", lambda: ours | {"weasyprint": "weasyprint-99"})
    result = project.run("build", "--executor", f"dask://{cluster}")
    assert result.exit_code == 1
    assert "error[cluster-differs]" in result.stderr
    assert "weasyprint-99" in result.stderr


def test_a_cluster_has_to_have_the_same_python_and_the_same_libraries_of_the_system() -> None:
    ours = engines()
    assert ours["Python"] == platform.python_version()
    assert all(ours[name][0].isdigit() for name in ("Pango", "HarfBuzz"))


def test_without_the_library_it_is_said_what_to_install(
    project: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    result = project.run("build", "--executor", "dask://127.0.0.1:8786")
    assert result.exit_code == 1
    assert "error[no-dask]" in result.stderr
    assert "pip install 'communique[dask]'" in result.stderr
