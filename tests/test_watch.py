"""`communique watch` follows what is saved, and leaves alone what is not its own."""

from __future__ import annotations

import gc
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from communique.build import Request
from communique.stopping import StoppedError, stoppable
from communique.watching import Watch
from own_typefaces import FILE, set_in, special
from watched import Watched, is_group_gone, watching

if TYPE_CHECKING:
    from collections.abc import Callable

    from communique.diagnostics import Diagnostic, Report
    from communique.project import Format
    from communique.watching import Teller
    from folders import Folder

SUMMARY = "content/summary.yaml"
SAID = "How the second topic was discussed."
MESSAGE = "One message that deserves to be remembered."
TOKENS = "colours:\n  accent: '#123456'\n"


def test_a_saved_change_is_in_the_new_files_and_other_documents_stay_as_they_are(project: Folder) -> None:
    with watching(project, "-f", "html,docx") as watched:
        roster = (project.root / "build" / "roster.html").stat()
        before = watched.output("summary.docx")
        project.change(SUMMARY, MESSAGE, "Another message.")
        watched.wait_for_text("Another message.")
        watched.wait_until(lambda: watched.output("summary.docx") != before)
        watched.settle()
        assert "content/summary.yaml changed" in watched.said()
        assert "summary: the text changed: summary.yaml: key_message" in watched.said()
        assert (project.root / "build" / "roster.html").stat() == roster


def test_a_title_that_changes_is_in_every_document_that_prints_it(project: Folder) -> None:
    with watching(project, "-f", "html") as watched:
        project.change("content/people.yaml", "title: Director General", "title: Head of the house")
        watched.wait_for_text("Head of the house", "summary.html")
        watched.wait_for_text("Head of the house", "roster.html")


def test_the_reasons_of_each_document_are_said_once_after_each_change(project: Folder) -> None:
    title, other = "title: Director General", "title: Head of the house"
    with watching(project, "summary", "roster", "-f", "html,docx") as watched:
        for number, (old, new) in enumerate(((title, other), (other, title)), 1):
            project.change("content/people.yaml", old, new)
            watched.wait_for("files current", times=number + 1)
            assert watched.said().count("roster: the title of people.") == number
            assert watched.said().count("summary: the title of people.") == number


def test_a_change_of_a_comment_writes_nothing(project: Folder) -> None:
    with watching(project, "-f", "html") as watched:
        project.write(SUMMARY, "# A remark.\n" + project.read(SUMMARY))
        watched.wait_for("content/summary.yaml changed")
        watched.settle()
        assert watched.said().count("build/summary.html") == 1


def test_a_burst_of_changes_ends_with_the_last_one(project: Folder) -> None:
    with watching(project, "-f", "html") as watched:
        text = project.read(SUMMARY)
        for number in range(100):
            project.write(SUMMARY, text.replace(MESSAGE, f"Message {number}."))
        watched.wait_for_text("Message 99.")
        watched.settle()
        assert watched.said().count("build/summary.html") < 50
        assert b"Message 99." in watched.output("summary.html")


def test_an_error_leaves_the_last_good_files_and_is_mended(project: Folder) -> None:
    with watching(project, "-f", "html") as watched:
        good = watched.output("summary.html")
        project.change(SUMMARY, "key_message:", "key_massage:")
        watched.wait_for("error[unknown-key]")
        assert watched.output("summary.html") == good
        project.change(SUMMARY, "key_massage:", "key_message:")
        watched.wait_for("mended")
        project.change(SUMMARY, MESSAGE, "Well again.")
        watched.wait_for_text("Well again.")


def test_a_change_that_leaves_an_error_says_that_the_last_good_files_stay(project: Folder) -> None:
    with watching(project, "-f", "html") as watched:
        project.change(SUMMARY, "key_message:", "key_massage:")
        watched.wait_for("error[unknown-key]")
        project.change("content/people.yaml", "title: Director General", "title: Head of the house")
        watched.wait_for("content/people.yaml changed\nstill 1 error; the last good files stay")
        project.change("content/event.yaml", "venue:", "venu:")
        watched.wait_for("errors in all; the last good files stay")
        assert watched.said().count("error[unknown-key]: `key_massage`") == 1
        assert b"Head of the house" not in watched.output("roster.html")


def test_what_is_wrong_at_the_start_is_said_and_followed_until_it_is_mended(project: Folder) -> None:
    project.change(SUMMARY, "key_message:", "key_massage:")
    log = project.root.parent / "watch.log"
    with watching(project, "-f", "html", started="error[unknown-key]") as watched:
        assert not watched.output("summary.html"), log.read_text()
        project.change(SUMMARY, "key_massage:", "key_message:")
        watched.wait_for("mended")
        watched.wait_for_text(MESSAGE)


def test_a_file_that_is_emptied_and_then_written_is_no_error(project: Folder) -> None:
    with watching(project, "-f", "html") as watched:
        text = project.read(SUMMARY).replace(MESSAGE, "Written in two steps.")
        with (project.root / SUMMARY).open("w") as file:
            file.flush()
            time.sleep(0.05)
            file.write(text[:200])
            file.flush()
            time.sleep(0.05)
            file.write(text[200:])
        watched.wait_for_text("Written in two steps.")
        assert "error" not in watched.said()


def test_a_file_that_an_editor_replaces_goes_on_being_followed(project: Folder) -> None:
    with watching(project, "-f", "html") as watched:
        for word in ("First", "Second"):
            text = project.read(SUMMARY)
            project.write("content/.summary.yaml.swp", text.replace("  One message", f"  {word} message"))
            (project.root / "content/.summary.yaml.swp").replace(project.root / SUMMARY)
            watched.wait_for_text(f"{word} message")
            project.change(SUMMARY, f"  {word} message", "  One message")
            watched.wait_for_text("One message")


def test_a_new_document_is_built_and_a_deleted_one_is_let_go(project: Folder) -> None:
    with watching(project, "-f", "html") as watched:
        project.write("content/annex.yaml", project.read(SUMMARY).replace(MESSAGE, "An annex."))
        watched.wait_for_text("An annex.", "annex.html")
        watched.settle()
        project.remove("content/annex.yaml")
        watched.wait_for("content/annex.yaml deleted")
        project.change(SUMMARY, MESSAGE, "After the annex.")
        watched.wait_for_text("After the annex.")
        assert b"An annex." in watched.output("annex.html")
        watched.wait_for("build/annex.html is left from a document that is gone")


def test_an_edited_output_is_said_once_and_does_not_hide_that_content_is_mended(project: Folder) -> None:
    with watching(project, "-f", "html") as watched:
        page = project.root / "build" / "summary.html"
        page.write_text(page.read_text() + "<!-- by hand -->")
        project.change(SUMMARY, MESSAGE, "Another message.")
        watched.wait_for("error[edited-output]")
        watched.wait_for("1 left as it is")
        project.change(SUMMARY, "key_message:", "key_massage:")
        watched.wait_for("error[unknown-key]")
        project.change(SUMMARY, "key_massage:", "key_message:")
        watched.wait_for("mended")
        watched.wait_for("1 left as it is", times=2)
        assert watched.said().count("error[edited-output]") == 1


def test_a_folder_of_the_theme_that_is_made_later_is_followed(project: Folder) -> None:
    (project.root / "templates" / "README.md").unlink()
    (project.root / "templates").rmdir()
    with watching(project, "-f", "html") as watched:
        project.write("templates/tokens.yaml", TOKENS)
        watched.wait_for_text("#123456")
        project.change("templates/tokens.yaml", "#123456", "#654321")
        watched.wait_for_text("#654321", "roster.html")


def test_an_output_that_somebody_edits_is_left_alone(project: Folder) -> None:
    with watching(project, "-f", "html") as watched:
        edited = project.root / "build" / "summary.html"
        edited.write_bytes(edited.read_bytes().replace(b"remembered", b"edited here"))
        project.change(SUMMARY, MESSAGE, "Not over this.")
        watched.wait_for("error[edited-output]")
        project.change("content/people.yaml", "title: Director General", "title: Head of the house")
        watched.wait_for_text("Head of the house", "roster.html")
        assert b"edited here" in watched.output("summary.html")


class _EndedError(Exception):
    pass


@dataclass
class _Mender:
    """Is told what happens, and mends at the first problem what is wrong; the watch ends when all is current."""

    mend: Callable[[], object]
    shown: list[Diagnostic] = field(default_factory=list)

    def __getattr__(self, name: str) -> Callable[..., None]:
        def told(*arguments: Any) -> None:
            if name == "settled" and arguments[0] == 3:
                raise _EndedError

        return told

    def problems(self, report: Report) -> None:
        self.shown += report.diagnostics
        self.mend()


@dataclass
class _Editor:
    """Changes some words each time that all is current, and notes something then, until it has done so often."""

    project: Folder
    times: int
    words: str = SAID
    look: Callable[[], int] = int
    noted: list[int] = field(default_factory=list)

    def __getattr__(self, name: str) -> Callable[..., None]:
        def told(*_: Any) -> None:
            if name == "settled":
                self._edit()

        return told

    def _edit(self) -> None:
        self.noted.append(self.look())
        if len(self.noted) > self.times:
            raise _EndedError
        text = self.project.read(SUMMARY)
        self.project.write(SUMMARY, text.replace(self.words, f"{self.words}, {len(self.noted)}"))


def noted_by(editor: _Editor, *formats: Format) -> list[int]:
    """Watch while somebody edits, and return what was noted."""
    request = Request(("summary",), formats)
    with pytest.raises(_EndedError):
        Watch(editor.project.root, request, None, cast("Teller", editor), poll=True).run()
    return editor.noted


def test_change_after_change_leaves_no_more_garbage_behind(example_project: Folder) -> None:
    left = []
    for times in (1, 8):
        noted_by(_Editor(example_project, times, "calls for many actors"), "docx")
        gc.unfreeze()
        left.append(gc.collect())
    assert left[1] < left[0] + 1000


class _StopsWhenItGoes:
    def __init__(self) -> None:
        self.itself = self

    def __del__(self) -> None:
        signal.raise_signal(signal.SIGINT)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_stop_that_comes_during_the_search_for_garbage_is_heeded(project: Folder) -> None:
    def leave_garbage() -> int:
        _StopsWhenItGoes()
        return 0

    editor = _Editor(project, 1, look=leave_garbage)
    watch = Watch(project.root, Request(("summary",), ("html",)), None, cast("Teller", editor), poll=True)
    with stoppable(), pytest.raises(StoppedError):
        watch.run()


def test_a_pdf_is_not_laid_out_anew_from_its_beginning_to_its_end(
    project: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    from weasyprint.layout import page

    pages: list[int] = []
    remake: Callable[..., Any] = page.remake_page

    def counting(index: int, *arguments: Any) -> Any:
        pages.append(index)
        return remake(index, *arguments)

    more = "".join(f"      - >-\n        {number}. {f'{MESSAGE} ' * 9}\n" for number in range(40))
    monkeypatch.setattr(page, "remake_page", counting)
    project.change(SUMMARY, f"{SAID}\n", f"{SAID}\n{more}")
    first, second = noted_by(_Editor(project, 1, look=lambda: len(pages)), "pdf")
    assert 0 < second - first < first


def test_a_file_that_cannot_be_read_is_said_and_its_outputs_are_built_after_the_next_change(
    project: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.run("build", "-f", "html")
    before = contents(project)
    project.write("templates/screen.css", "/* mine */")
    read = Path.read_bytes

    def refused(path: Path) -> bytes:
        if path.name == "screen.css":
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    def mend() -> None:
        monkeypatch.undo()
        project.write(SUMMARY, project.read(SUMMARY) + "# a remark\n")

    monkeypatch.setattr(Path, "read_bytes", refused)
    teller = _Mender(mend)
    with pytest.raises(_EndedError):
        Watch(project.root, Request(formats=("html",)), None, cast("Teller", teller), poll=True).run()
    assert [(each.code, each.span.file[-21:]) for each in teller.shown] == [
        ("unreadable-file", "/templates/screen.css")
    ]
    assert {name for name, content in contents(project).items() if content != before[name]} == set(before)


def test_a_typeface_that_changes_is_in_the_pdf_where_no_worker_writes_it(project: Folder) -> None:
    set_in(project, "Lato")
    with watching(project, "summary", "-f", "pdf", "--jobs", "1") as watched:
        before = watched.output("summary.pdf")
        project.write(FILE, special("Roboto"))
        watched.wait_until(lambda: watched.output("summary.pdf") != before)
        watched.settle()
        watched.end(signal.SIGINT)
    assert project.run("build", "summary", "-f", "pdf", "-o", str(project.root / "afresh")).exit_code == 0
    assert (project.root / "afresh" / "summary.pdf").read_bytes() == watched.output("summary.pdf")


def contents(project: Folder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (project.root / "build").glob("*.html")}


def test_files_are_looked_at_where_the_system_tells_of_no_changes(project: Folder) -> None:
    with watching(project, "-f", "html", "--poll") as watched:
        project.change(SUMMARY, MESSAGE, "Looked at.")
        watched.wait_for_text("Looked at.")


def test_the_last_of_many_changes_is_in_the_pdf(project: Folder) -> None:
    with watching(project, "summary", "--jobs", "2") as watched:
        text = project.read(SUMMARY)
        for number in range(6):
            project.write(SUMMARY, text.replace(MESSAGE, f"Message {number}."))
            watched.wait_for_text(f"Message {number}.")
        watched.settle()
        watched.end(signal.SIGINT)
    built = {name: watched.output(f"summary.{name}") for name in ("pdf", "docx", "html")}
    assert project.run("build", "summary").output.startswith("nothing to do")
    project.run("build", "summary", "--force")
    assert {name: watched.output(f"summary.{name}") for name in built} == built


def test_a_build_after_a_watch_has_nothing_to_do(project: Folder) -> None:
    with watching(project, "-f", "html") as watched:
        project.change(SUMMARY, MESSAGE, "All done.")
        watched.wait_for_text("All done.")
        watched.settle()
        watched.end(signal.SIGINT)
    assert "nothing to do" in project.run("build", "-f", "html").output


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_it_ends_when_it_is_told_and_leaves_no_process(
    project: Folder, number: signal.Signals, status: int
) -> None:
    with watching(project, "summary", "--jobs", "2") as watched:
        project.change(SUMMARY, MESSAGE, "On its way.")
        watched.wait_for_text("On its way.")
        assert watched.end(number) == status
        assert is_group_gone(watched.process.pid)
        assert watched.said().endswith("stopped\n")


def test_no_worker_outlives_a_watch_that_is_killed(project: Folder) -> None:
    with watching(project, "summary", "--jobs", "2") as watched:
        watched.process.kill()
        watched.process.wait()
        _wait_until_gone(watched)


def _wait_until_gone(watched: Watched) -> None:
    until = time.monotonic() + 60
    while not is_group_gone(watched.process.pid):
        assert time.monotonic() < until, "workers are left"
        time.sleep(0.05)
