"""Broken and hostile input ends in a message with its place, never in a traceback, a hang or half a file.

What can be shown as files stands in `cases/bad-input`; here is what needs links, pipes, signals, sizes.
"""

from __future__ import annotations

import errno
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.cli import main
from communique.content import read_content
from communique.diagnostics import MOST_ERRORS, ContentError, Report, Span, format_short, suggestion
from communique.files import write_whole
from communique.languages import read_language
from communique.model import Person
from communique.project import open_project
from communique.records import Content
from communique.source import LONGEST_LINE
from communique.starter import begin_project
from folders import Folder
from fuzzing import TARGETS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

REPOSITORY = Path(__file__).resolve().parents[1]
LETTER = "template: letter\ntitle: Letter\nsubject: A letter.\nbody: "


@pytest.fixture
def letter(records: Folder) -> Folder:
    """A project with one short document of a kind of its own."""
    records.letter("All is well.")
    return records


def outputs(folder: Folder) -> dict[str, bytes]:
    """Return all that is in the output folder, hidden files as well."""
    build = folder.root / "build"
    return {str(path.relative_to(build)): path.read_bytes() for path in build.rglob("*") if path.is_file()}


def refused(folder: Folder, formats: str = "html") -> str:
    """Build, which must fail without a trace in the output folder; return what is said."""
    before = outputs(folder)
    result = folder.run("build", "--format", formats, "--report", "short")
    assert result.exit_code == 1, result.output
    assert isinstance(result.exception, SystemExit)
    assert outputs(folder) == before
    return result.stderr


# Files that are no files, links that lead out, folders in the way


def moved_out(root: Path, name: str) -> None:
    """Put a link in the place of a file or folder, to where it was moved: beside the project."""
    outside = root.parent / f"outside-{Path(name).name}"
    shutil.move(root / name, outside)
    (root / name).symlink_to(outside)


def loop(root: Path, name: str) -> None:
    """Put a link to itself in the place of a file."""
    (root / name).unlink()
    (root / name).symlink_to(Path(name).name)


def pipe(root: Path, name: str) -> None:
    """Put a pipe in the place of a file: who opens it waits for ever."""
    (root / name).unlink(missing_ok=True)
    (root / name).parent.mkdir(exist_ok=True)
    os.mkfifo(root / name)


def folder(root: Path, name: str) -> None:
    """Put a folder in the place of a file."""
    (root / name).unlink(missing_ok=True)
    (root / name).mkdir(parents=True)


def device(root: Path, name: str) -> None:
    """Put a link to a file without end in the place of a file."""
    (root / name).unlink()
    (root / name).symlink_to("/dev/zero")


@pytest.mark.parametrize(
    ("change", "name", "message"),
    [
        (moved_out, "content", "content: error[outside-project]"),
        (moved_out, "content/letter.yaml", "content/letter.yaml: error[outside-project]"),
        (moved_out, "templates/letter.html.jinja", "templates/letter.html.jinja: error[outside-project]"),
        (moved_out, "communique.toml", "communique.toml: error[outside-project]"),
        (device, "content/people.yaml", "content/people.yaml: error[outside-project]"),
        (loop, "content/letter.yaml", "content/letter.yaml: error[unreadable-file]"),
        (loop, "content/event.yaml", "error[no-project]"),
        (pipe, "content/letter.yaml", "content/letter.yaml: error[unreadable-file]"),
        (pipe, "content/people.yaml", "content/people.yaml: error[unreadable-file]"),
        (pipe, "content/event.yaml", "error[no-project]"),
        (pipe, "templates/base.css", "templates/base.css: error[unreadable-file]"),
        (pipe, "templates/tokens.yaml", "templates/tokens.yaml: error[unreadable-file]"),
        (pipe, "templates/letter.html.jinja", "templates/letter.html.jinja: error[unreadable-file]"),
        (pipe, "templates/fonts/some.ttf", "templates/fonts/some.ttf: error[unreadable-file]"),
        (pipe, "communique.toml", "communique.toml: error[unreadable-file]"),
        (folder, "content/people.yaml", "content/people.yaml: error[unreadable-file]"),
        (folder, "content/event.yaml", "error[no-project]"),
        (folder, "communique.toml", "communique.toml: error[unreadable-file]"),
        (folder, "build/letter.html", "build/letter.html: error[not-written]"),
    ],
)
def test_what_is_no_ordinary_file_of_the_project_is_not_opened(
    change: Callable[[Path, str], None], name: str, message: str, letter: Folder
) -> None:
    change(letter.root, name)
    assert message in refused(letter)


def test_a_file_in_the_place_of_a_folder_is_named(letter: Folder) -> None:
    shutil.rmtree(letter.root / "templates")
    letter.write("templates", "a file")
    assert "templates: error[unreadable-file]: this is not a folder" in refused(letter)
    letter.remove("templates")
    shutil.rmtree(letter.root / "content")
    letter.write("content", "a file")
    assert "error[no-project]" in refused(letter)


def test_a_folder_that_cannot_be_listed_is_named(letter: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(path: Path) -> Any:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr(Path, "iterdir", closed)
    result = letter.run("check", "--report", "short")
    assert (result.exit_code, result.stderr) == (
        1,
        "content: error[unreadable-file]: can't be read: Permission denied\n",
    )


def test_a_folder_that_cannot_be_entered_is_named_in_json_as_well(
    letter: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(path: Path) -> bool:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr(Path, "is_file", closed)
    result = letter.run("check", "--report", "json")
    assert result.exit_code == 1
    assert [row["code"] for row in json.loads(result.stdout)] == ["unreadable-file"]


def test_a_folder_of_templates_may_be_a_link_that_whoever_builds_has_made(letter: Folder) -> None:
    moved_out(letter.root, "templates")
    assert letter.run("build", "-f", "html").exit_code == 0


def test_an_output_folder_that_is_a_link_leads_nowhere(letter: Folder, tmp_path: Path) -> None:
    shutil.rmtree(letter.root / "build")
    (tmp_path / "elsewhere").mkdir()
    (letter.root / "build").symlink_to(tmp_path / "elsewhere")
    assert "build: error[outside-project]" in refused(letter)
    assert letter.run("build", "-f", "html", "-o", str(tmp_path / "elsewhere")).exit_code == 0


def test_a_hidden_folder_that_is_a_link_leads_nowhere(letter: Folder, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (letter.root / "build" / ".bases").symlink_to(tmp_path / "elsewhere")
    assert "build/.bases: error[outside-project]" in refused(letter, "docx")
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_link_in_the_place_of_an_output_is_replaced_and_not_followed(
    letter: Folder, tmp_path: Path
) -> None:
    (tmp_path / "theirs").write_text("theirs")
    (letter.root / "build" / "letter.html").symlink_to(tmp_path / "theirs")
    assert letter.run("build", "-f", "html").exit_code == 0
    assert (tmp_path / "theirs").read_text() == "theirs"
    assert not (letter.root / "build" / "letter.html").is_symlink()


@pytest.mark.parametrize("name", [b"a\nb::error::c.yaml", b"\xff\xfe.yaml", b"\x1b[31mred.yaml", b"a b.yaml"])
def test_a_file_name_is_shown_without_what_a_terminal_obeys(name: bytes, letter: Folder) -> None:
    (letter.root / "content" / os.fsdecode(name)).write_text("x: 1")
    said = refused(letter)
    assert said.count("\n") == 1
    assert "error[file-name]" in said
    assert "\x1b" not in said


def test_a_name_as_long_as_a_system_takes_is_written(letter: Folder) -> None:
    letter.write(f"content/{'a' * 250}.yaml", letter.read("content/letter.yaml"))
    assert letter.run("build", "-f", "html").exit_code == 0
    assert (letter.root / "build" / f"{'a' * 250}.html").is_file()


def test_a_project_may_stand_under_any_name(letter: Folder) -> None:
    odd = letter.root.parent / "été %41 'q\"; #x?&<b> ☃"
    letter.root.rename(odd)
    (odd / "templates" / "print.css").write_text(
        (REPOSITORY / "templates" / "print.css").read_text() + "p { background: url(a%20b.svg) }\n"
    )
    (odd / "templates" / "a b.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
    )
    result = Folder(odd).run("build")
    assert (result.exit_code, result.stderr) == (0, "")


# Sizes


@pytest.mark.parametrize(
    "body",
    ["word " * 600_000, "x" * 3_000_000, "**a *b **c " * 20_000, "[" * 50_000, "(" * 50_000, "[^a]" * 100_000,
     "{{" * 50_000, "> " * 50_000, "`" * 50_000, "<!--" * 50_000, "line \\\n" * 30_000],
    ids=lambda body: body[:8],
)  # fmt: skip
def test_a_gigantic_paragraph_is_refused_where_it_stands(body: str, records: Folder) -> None:
    records.letter("x")
    records.write("content/letter.yaml", LETTER + json.dumps(body))
    (problem,) = records.diagnostics()
    assert (problem.code, problem.span.file, problem.span.line) == ("text-too-long", "content/letter.yaml", 4)


def test_the_longest_paragraph_is_set(records: Folder) -> None:
    records.letter("word " * (LONGEST_LINE // 5))
    assert records.problems() == []
    records.letter("word " * (LONGEST_LINE // 5) + "another")
    assert records.codes() == ["text-too-long"]


def test_lines_that_make_up_a_gigantic_paragraph_are_refused_as_well(records: Folder) -> None:
    records.letter("a line\n" * 5000)
    assert records.problems() == [
        "content/letter.yaml:5:3: error[text-too-long]: this is longer than 20,000 characters without a break"
    ]


def test_a_file_that_never_ends_is_read_no_further_than_its_limit(
    letter: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter.write("content/people.yaml", b"# \n" * 2_000_000)
    assert "error[file-too-large]: file is larger than 4 MiB" in refused(letter)


def test_after_a_thousand_errors_no_more_are_looked_for(records: Folder) -> None:
    records.letter("[^a] and `b`\n\n" * 3000)
    assert len(records.problems()) == MOST_ERRORS


def test_a_full_report_ends_the_work_and_takes_no_more() -> None:
    report = Report()
    for number in range(MOST_ERRORS - 1):
        report.error("bad-value", str(number), Span("a"))
        report.warning("bad-value", str(number), Span("a"))
    with pytest.raises(ContentError):
        report.error("bad-value", "one more", Span("a"))
    report.error("bad-value", "and another", Span("a"))
    assert sum(each.severity == "error" for each in report.diagnostics) == MOST_ERRORS


def test_what_a_message_quotes_is_short_and_visible() -> None:
    report = Report()
    report.error("bad-value", "x" * 100_000, Span("a\n::b\udcff"), "\x1b[2J\u202e")
    (line,) = map(format_short, report.diagnostics)
    assert len(line) < 500
    assert line.isprintable()
    assert report.diagnostics[0].hint.isprintable()


def test_a_gigantic_word_has_no_near_one() -> None:
    assert suggestion("a" * 1_000_000, ["a" * 1_000_000, "b"]).startswith("known here")
    assert suggestion("person_51", (f"person_{number}" for number in range(100_000))) != ""


def test_an_excerpt_is_shown_without_what_a_terminal_obeys(letter: Folder) -> None:
    letter.write("content/letter.yaml", f"{LETTER}\x1b]0;title\x07 \x1b[2J {'x' * 500}\n")
    result = letter.run("check")
    assert result.exit_code == 1
    assert "yaml-character" in result.stderr
    assert re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f]", result.stderr) == []


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_a_terminal_may_lack_characters(encoding: str, letter: Folder) -> None:
    letter.change("content/letter.yaml", "All is well.", "{{ “漢字” }}")
    runner = CliRunner(charset=encoding)
    for face in ("full", "short", "github"):
        result = runner.invoke(main, ["-C", str(letter.root), "check", "--report", face])
        assert result.exit_code == 1
        assert isinstance(result.exception, SystemExit)


# The work that grows with the input


def seconds(call: Callable[[], object]) -> float:
    """Return the processor time of a call, the least of three."""
    times = []
    for _ in range(3):
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    return min(times)


@pytest.mark.parametrize(
    ("target", "piece", "count"),
    [
        ("prose", "[^", 4000),
        ("prose", "{{", 400),
        ("prose", "{{ x ", 400),
        ("prose", "{{ event.title }} ", 500),
        ("prose", "[", 4000),
        ("prose", "[](", 2500),
        ("prose", "![", 4000),
        ("prose", "a `b ", 2000),
        ("prose", "<a ", 3000),
        ("prose", "&", 9000),
        ("prose", "a *b* c\n", 1200),
        ("prose", "- a\n", 3000),
        ("prose", "1. a\n\nb\n\n", 1000),
        ("prose", "word\n\n", 4000),
        ("prose", "`a`\n\n", 400),
        ("prose", "> a\n", 3000),
        ("loader", "k#: v\n", 3000),
        ("loader", "- [a, {b: c}]\n", 2000),
        ("loader", "- |-\n  a\n", 3000),
        ("loader", "a" * 100 + "\n  ", 2000),
        ("markup", "<p>a</p>\n", 3000),
        ("markup", "<p>a <em>b</em> &amp; c</p>", 1500),
        ("markup", "<ul><li>a</li></ul>", 1500),
        ("markup", "</p>", 400),
    ],
)  # fmt: skip
def test_twice_the_input_takes_about_twice_the_time(target: str, piece: str, count: int) -> None:
    read = TARGETS[target][0]()

    def reading(times: int) -> Callable[[], None]:
        text = "".join(piece.replace("#", str(number)) for number in range(times))

        def call() -> None:
            with suppress(ContentError):  # a report that is full
                read(text)

        return call

    reading(10)()
    once, twice = seconds(reading(count)), seconds(reading(2 * count))
    assert twice < 3 * max(once, 0.005)


def test_people_are_found_without_going_through_all_of_them(project: Folder) -> None:
    def content(people: int) -> Content:
        record = {"family": "F", "appearances": [{"role": "floor"}]}
        named = {f"p{number}": Person.model_validate(record) for number in range(people)}
        return Content(event, named, {}, language)

    opened = open_project(project.root)
    event, language = read_content(opened).event, read_language("en", opened.theme)

    def reading(of: Content) -> Callable[[], object]:
        return lambda: [person.get("appearances") for person in of.all_people]

    assert seconds(reading(content(4000))) < 8 * max(seconds(reading(content(1000))), 0.005)


def test_the_style_sheets_never_look_at_all_paragraphs_for_each(
    records: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cssselect2 import ElementWrapper  # type: ignore[import-untyped]

    looks: list[int] = []
    iterate = ElementWrapper.iter_next_siblings

    def counting(element: Any) -> Any:
        looks.append(1)
        return iterate(element)

    monkeypatch.setattr(ElementWrapper, "iter_next_siblings", counting)
    records.letter("A paragraph.\n\n" * 200)
    assert records.run("build", "-f", "pdf").exit_code == 0
    assert len(looks) < 10


# Anything at all


@pytest.fixture(scope="module")
def open_letter(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A project with a document whose content a property replaces."""
    root = tmp_path_factory.mktemp("property") / "event"
    begin_project(root)
    for path in (root / "content").glob("*.yaml"):
        if path.name not in {"event.yaml", "people.yaml", "sessions.yaml"}:
            path.unlink()
    opened = Folder(root)
    opened.letter("x")
    return opened


ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "latin-1", "gbk", "cp1252")


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=200)
    | st.tuples(st.text(max_size=100), st.sampled_from(ENCODINGS)).map(
        lambda pair: (LETTER + pair[0]).encode(pair[1], "replace")
    )
)
def test_any_bytes_are_content_or_named_with_their_place(open_letter: Folder, content: bytes) -> None:
    open_letter.write("content/letter.yaml", content)
    for problem in open_letter.diagnostics():
        assert problem.span.file in {"content/letter.yaml", "templates/letter.html.jinja"}
        assert problem.message


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=60), st.sampled_from("pfj"))
def test_any_text_stays_text_in_html(open_letter: Folder, text: str, where: str) -> None:
    hostile = f"<script>alert(1)</script><img src=x>{text}"
    value = json.dumps(hostile, ensure_ascii=True)
    keys = {"p": f"subject: {value}\nbody: x\n", "f": f"subject: x\nsymbol: {value}\nbody: x\n"}
    keys["j"] = f"subject: x\nbody: {value}\n"
    open_letter.write("content/letter.yaml", f"template: letter\ntitle: Letter\n{keys[where]}")
    result = open_letter.run("build", "-f", "html")
    assert isinstance(result.exception, SystemExit | None)
    if result.exit_code == 0:
        page = open_letter.read("build/letter.html")
        assert "<img" not in page
        assert page.count("<script") == 1
        assert '<script type="application/ld+json">' in page


def test_a_label_of_a_language_stays_text(letter: Folder) -> None:
    english = (REPOSITORY / "templates/languages/en.yaml").read_text()
    names = re.findall(r"(?m)^  ([a-z-]+):", english.split("labels:")[1])
    labels = "".join(f"  {name}: '<script>alert(1)</script>'\n" for name in {*names, "skip", "other-formats"})
    letter.write("templates/languages/en.yaml", f"locale: en\nlabels:\n{labels}")
    assert letter.run("build", "-f", "html").exit_code == 0, letter.problems()
    assert "<script>alert" not in letter.read("build/letter.html")


# The Word reference document

SHIPPED = (REPOSITORY / "templates" / "reference.docx").read_bytes()
RELATIONS = "word/_rels/document.xml.rels"
EXTERNAL = (
    '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}"'
    ' Target="{}" TargetMode="{}"/></Relationships>'
)


def parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(SHIPPED)) as package:
        return {info.filename: package.read(info) for info in package.infolist()}


def zipped(named: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in named.items():
            package.writestr(name, content)
    return stream.getvalue()


def replaced(name: str, old: str, new: str) -> bytes:
    """Return the document with a pattern replaced in one part."""
    changed = parts()
    text = re.sub(old, lambda _: new, changed[name].decode(), count=1, flags=re.DOTALL)
    assert text.encode() != changed[name]
    return zipped(changed | {name: text.encode()})


def without(name: str) -> bytes:
    return zipped({key: content for key, content in parts().items() if key != name})


def related(kind: str, target: str, mode: str = "External") -> bytes:
    return replaced(RELATIONS, "</Relationships>", EXTERNAL.format(kind, target, mode))


def lying_about_its_size() -> bytes:
    """Return a document whose directory says that a part of 300 MB has a hundred bytes."""
    content = bytearray(zipped(parts() | {"word/media/x.bin": bytes(300_000_000)}))
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = (100).to_bytes(4, "little")
    return bytes(content)


DOCTYPE = '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:'


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (lambda: b"", "this is not a Word document"),
        (lambda: b"PK\x03\x04 and no more", "this is not a Word document"),
        (lambda: SHIPPED[:5000], "this is not a Word document"),
        (lambda: zipped(parts() | {"word/media/x.bin": bytes(80_000_000)}), "larger than 64 MiB"),
        (lambda: zipped({f"{number}.xml": b"<x/>" for number in range(1500)}), "larger than 64 MiB"),
        (lying_about_its_size, "this is not a Word document"),
        (lambda: zipped(parts() | {"word/Document.xml": b"<x/>"}), "two parts of one name"),
        (lambda: without("word/document.xml"), "`word/document.xml`, which is missing"),
        (lambda: without("_rels/.rels"), "no document part"),
        (lambda: without("[Content_Types].xml"), "not as Word writes them"),
        (lambda: without("word/styles.xml"), "`styles.xml`, which is missing"),
        (lambda: replaced("word/styles.xml", "<w:", DOCTYPE), "declares entities"),
        (lambda: replaced("word/document.xml", "</w:document>", ""), "not well formed"),
        (lambda: replaced("word/document.xml", "<w:body>", "<w:body>" + "<w:p>" * 9999), "not well formed"),
        (lambda: related("attachedTemplate", "https://example.org/a.dotm"), "makes Word fetch"),
        (lambda: related("image", "file://server/share/a.png"), "makes Word fetch"),
        (lambda: related("image", "../../../etc/passwd", "Internal"), "which is missing"),
        (lambda: zipped(parts() | {"word/vbaProject.bin": b"x"}), "macros or an embedded object"),
        (lambda: zipped(parts() | {"word/embeddings/a.bin": b"x"}), "macros or an embedded object"),
        (lambda: replaced("[Content_Types].xml", r"document\.main", "document.macroEnabled.main"), "macros"),
        (lambda: replaced("[Content_Types].xml", "wordprocessingml.document", "x"), "not as Word writes them"),
        (lambda: replaced("word/document.xml", "<w:sectPr.*</w:sectPr>", ""), "no page"),
        (lambda: replaced("word/document.xml", r'w:w="\d+"', 'w:w="wide"'), "no page"),
        (lambda: replaced("word/styles.xml", "<w:docDefaults>.*</w:docDefaults>", ""), "not as Word writes"),
        (lambda: replaced("word/numbering.xml", r'w:numId="\d+"', 'w:numId="x"'), "not as Word writes"),
    ],
)  # fmt: skip
def test_a_reference_document_that_is_broken_or_hostile_is_refused(
    content: Callable[[], bytes], says: str, letter: Folder
) -> None:
    letter.write("templates/reference.docx", content())
    said = refused(letter, "docx,html")
    assert said.startswith("templates/reference.docx: error[bad-reference]: ")
    assert says in said


def test_links_of_a_reference_document_are_left_behind_with_its_text(letter: Folder) -> None:
    letter.write("templates/reference.docx", related("hyperlink", "https://example.org/private"))
    assert letter.run("build", "-f", "docx").exit_code == 0
    with zipfile.ZipFile(letter.root / "build" / "letter.docx") as package:
        assert b"example.org" not in package.read(RELATIONS)


# Writing that ends early


def changed_after_a_build(project: Folder) -> dict[str, bytes]:
    """Build, change the content so that every document differs, and return the files as they are."""
    assert project.run("build", "--format", "html,docx").exit_code == 0
    project.change("content/event.yaml", "place: Geneva", "place: Bern")
    return outputs(project)


@pytest.mark.parametrize("last", [1, 2, 5, 9])
def test_a_full_disk_leaves_every_earlier_file_as_it_was(
    last: int, project: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = changed_after_a_build(project)
    calls: list[int] = []

    def full(handle: int) -> None:
        calls.append(handle)
        if len(calls) == last:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    assert "error[not-written]: can't be written: No space left on device" in refused(project, "html,docx")
    assert outputs(project) == before


PROGRAM = """
import os, resource, signal, sys, time
from communique.cli import entry
{before}
entry("build", "--format", "html,docx")
"""
PAUSE = """
def pause(handle, calls=[]):
    calls.append(handle)
    if len(calls) == 3:
        print("writing", flush=True)
        time.sleep(60)
os.fsync = pause
"""
SMALL_DISK = """
import tempfile
made = tempfile.mkstemp
def make(*arguments, **options):
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
    return made(*arguments, **options)
tempfile.mkstemp = make
"""


def started(project: Folder, before: str) -> subprocess.Popen[str]:
    program = [sys.executable, "-c", PROGRAM.format(before=before)]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY / "src")}
    kind = subprocess.PIPE
    return subprocess.Popen(program, cwd=project.root, env=environment, stdout=kind, stderr=kind, text=True)


def test_a_limit_of_the_system_on_files_is_said_and_kept(project: Folder) -> None:
    before = changed_after_a_build(project)
    program = started(project, SMALL_DISK)
    _, said = program.communicate(timeout=60)
    assert program.returncode == 1
    assert "error[not-written]: can't be written: File too large" in said
    assert outputs(project) == before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_build_that_is_stopped_says_so_and_leaves_nothing_half_written(
    number: signal.Signals, project: Folder
) -> None:
    before = changed_after_a_build(project)
    program = started(project, PAUSE)
    assert program.stdout is not None
    assert program.stdout.readline() == "writing\n"
    program.send_signal(number)
    _, said = program.communicate(timeout=60)
    assert (program.returncode, said) == (128 + number, "stopped\n")
    assert outputs(project) == before


def test_a_build_that_is_killed_leaves_every_earlier_file_whole(project: Folder) -> None:
    before = changed_after_a_build(project)
    program = started(project, PAUSE)
    assert program.stdout is not None
    assert program.stdout.readline() == "writing\n"
    program.kill()
    program.communicate(timeout=60)
    after = outputs(project)
    assert {name: content for name, content in after.items() if not name.endswith(".part")} == before
    assert project.run("build", "--format", "html,docx").exit_code == 0


def test_two_builds_at_once_leave_whole_files(project: Folder) -> None:
    assert project.run("build", "--format", "html,docx").exit_code == 0
    before = outputs(project)
    for program in [started(project, "") for _ in range(3)]:
        _, said = program.communicate(timeout=120)
        assert (program.returncode, said) == (0, "")
    assert outputs(project) == before


def test_a_file_in_a_folder_without_permission_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(*_: Any, **__: Any) -> Any:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr("tempfile.mkstemp", closed)
    with pytest.raises(PermissionError):
        write_whole(tmp_path / "file", b"new")
    assert list(tmp_path.iterdir()) == []
