"""Review notes: kept in a file, shown by a command, and in the margin of the next DOCX until they are resolved."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from communique.diagnostics import Report
from communique.docx_lint import lint
from communique.project import open_project
from communique.review_notes import FILE, ReviewNote, notes_file, read_notes, rewritten, with_comments
from communique.word.returning import Manner, read_returned
from communique.word.session import Session
from roundtrip.desk import Desk

if TYPE_CHECKING:
    from folders import Folder

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NOTE = ReviewNote(
    "summary",
    "summary.yaml: conclusions[0].lead",
    "Who says so?\nPlease check.",
    "a sentence",
    "A rapporteur",
    "2030-03-06T09:30:00Z",
)


def commented(project: Folder, name: str = "summary") -> dict[str, str]:
    """Build a DOCX, and return the text that each of its comments is about."""
    assert project.run("build", name, "-f", "docx").exit_code == 0
    path = project.root / "build" / f"{name}.docx"
    assert lint(path.read_bytes()) == []
    with zipfile.ZipFile(path) as package:
        body = etree.fromstring(package.read("word/document.xml"))
        if "word/comments.xml" not in package.namelist():
            return {}
        root = etree.fromstring(package.read("word/comments.xml"))
    words = {
        each.get(f"{W}id", ""): "\n".join("".join(map(str, p.itertext())) for p in each.iter(f"{W}p"))
        for each in root
    }
    about: dict[str, str] = {}
    opened: set[str] = set()
    for element in body.iter():
        number = element.get(f"{W}id", "")
        if element.tag == f"{W}commentRangeStart":
            opened.add(number)
            about[words[number]] = ""
        elif element.tag == f"{W}commentRangeEnd":
            opened.discard(number)
        elif element.tag == f"{W}t":
            for each in opened:
                about[words[each]] += element.text or ""
    assert not opened
    return about


def test_notes_come_back_from_their_file_as_they_were(project: Folder) -> None:
    notes = (NOTE, ReviewNote("roster", "_cb0123456789ab", "说明 – “so”: #1", status="resolved"))
    project.write(FILE, notes_file(notes))
    report = Report()
    assert read_notes(project.root, report) == notes
    assert report.diagnostics == []


def test_an_open_note_stands_in_the_margin_at_its_words(project: Folder) -> None:
    project.write(FILE, notes_file([NOTE]))
    assert commented(project) == {NOTE.text: "a sentence"}
    assert commented(project, "roster") == {}


@pytest.mark.parametrize(
    "quoted", ["The conclusion in a sentence that can be read by itself.", "", "gone since"]
)
def test_a_note_without_its_words_is_about_the_whole_paragraph(quoted: str, project: Folder) -> None:
    project.write(FILE, notes_file([ReviewNote("summary", NOTE.place, "Why?", quoted)]))
    assert commented(project) == {"Why?": "The conclusion in a sentence that can be read by itself."}


def test_a_note_follows_its_words_to_another_place(project: Folder) -> None:
    project.write(FILE, notes_file([NOTE]))
    conclusion = "  - topic: First of all\n    lead: New.\n    paragraphs:\n      - New too.\n"
    project.change("content/summary.yaml", "conclusions:\n", f"conclusions:\n{conclusion}")
    assert commented(project) == {NOTE.text: "a sentence"}


def test_notes_in_footnotes_and_at_places_that_are_gone_stand_at_the_title(project: Folder) -> None:
    notes = [ReviewNote("concept-note", "concept-note.yaml: footnotes.example", "One?", "A footnote")]
    notes.append(ReviewNote("concept-note", "concept-note.yaml: body[99]", "Two?"))
    project.write(FILE, notes_file(notes))
    assert set(commented(project, "concept-note")) == {"One?", "Two?"}


def test_a_note_changes_the_docx_and_nothing_else(project: Folder) -> None:
    project.run("build", "-f", "docx,html")
    project.write(FILE, notes_file([NOTE]))
    lines = project.run("build", "-f", "docx,html", "--explain").stdout.splitlines()
    assert [line.partition(": built")[0].rpartition("/")[2] for line in lines if ": built" in line] == [
        "summary.docx"
    ]
    assert any("review notes changed" in line for line in lines)


def test_review_shows_place_words_and_author(project: Folder) -> None:
    project.write(FILE, notes_file([NOTE]))
    shown = project.run("review").stdout
    assert "content/summary.yaml:" in shown
    assert "“a sentence”" in shown
    assert "Please check." in shown
    assert "– A rapporteur, 2030-03-06 09:30:00" in shown
    assert project.run("review", "roster").stdout == "no notes\n"


@pytest.mark.parametrize(
    "note",
    [
        replace(NOTE, author=""),
        replace(NOTE, date=""),
        replace(NOTE, date="2030-03-06"),
        replace(NOTE, date="2030-03-06 09:30:00+02:00"),
        replace(NOTE, text="a tab\there, a non\u2011breaking\u00a0line\n\n  an indented  one\n\nNo.\nNo."),
    ],
)
def test_a_note_that_went_out_and_came_back_is_no_new_one(note: ReviewNote, project: Folder) -> None:
    project.write(FILE, notes_file([note]))
    assert len(commented(project)) == 1
    result = project.run("import", str(project.root / "build" / "summary.docx"), "--yes")
    assert result.exit_code == 0, result.output
    assert project.read(FILE) == notes_file([note]).decode()


def test_a_resolved_note_is_kept_and_not_shown(project: Folder) -> None:
    project.write(FILE, notes_file([NOTE]))
    assert project.run("review", "--resolve", NOTE.identifier).exit_code == 0
    assert project.run("review").stdout == "no open notes; 1 resolved: `communique review --all` shows it\n"
    assert project.run("review", "roster").stdout == "no notes\n"
    assert commented(project) == {}
    (entry,) = json.loads(project.run("review", "--all", "--json").stdout)
    assert (entry["note"], entry["status"]) == (NOTE.identifier, "resolved")
    project.run("review", "--reopen", NOTE.identifier)
    assert NOTE.identifier in project.run("review").stdout


def test_an_unknown_note_changes_nothing(project: Folder) -> None:
    project.write(FILE, notes_file([NOTE]))
    result = project.run("review", "--resolve", "nothing", "--resolve", NOTE.identifier)
    assert result.exit_code == 1
    assert "error[unknown-review-note]" in result.stderr
    assert NOTE.identifier in project.run("review").stdout


@pytest.mark.parametrize(
    "text",
    [
        "- document: summary\n",
        "notes: 3\n",
        "- [1]\n",
        "- {document: a, place: b, text: c, status: maybe}\n",
        "- {document: a, place: b, text: c, date: 6 March}\n",
    ],
)
def test_what_is_no_note_is_reported_with_its_place(text: str, project: Folder) -> None:
    project.write(FILE, text)
    assert project.codes() == ["bad-review-note"]


def test_a_comment_that_comes_back_is_no_new_note() -> None:
    resolved = replace(NOTE, status="resolved")
    other = ReviewNote("summary", NOTE.place, "Another.")
    assert with_comments((NOTE,), [NOTE]) == ((NOTE,), ())
    assert with_comments((NOTE,), [other]) == ((NOTE, other), (other,))
    assert with_comments((NOTE,), [resolved]) == ((resolved,), (resolved,))
    assert with_comments((resolved,), [NOTE]) == ((resolved,), ())


def test_the_same_comment_on_two_places_is_two_notes(project: Folder) -> None:
    other = replace(NOTE, place="summary.yaml: overview[0]", quoted="another")
    notes, new = with_comments((), [NOTE, other])
    assert (notes, new) == ((NOTE, other), (NOTE, other))
    assert with_comments(notes, [other, NOTE]) == (notes, ())
    assert with_comments((NOTE,), [other, NOTE]) == (notes, (other,))
    resolved = replace(other, status="resolved")
    assert with_comments(notes, [resolved, NOTE]) == ((NOTE, resolved), (resolved,))
    project.write(FILE, notes_file(notes))
    listed = json.loads(project.run("review", "--json").stdout)
    assert [each["place"] for each in listed] == [NOTE.place, other.place]
    assert project.run("review", "--resolve", listed[1]["note"]).exit_code == 0
    assert read_notes(project.root, Report()) == (NOTE, resolved)
    assert listed[1]["note"] in project.run("review", "--all").stdout


def test_a_note_that_moved_and_was_shortened_is_no_new_one() -> None:
    elsewhere = replace(NOTE, place="summary.yaml: conclusions[7].lead", quoted="sentence")
    assert with_comments((NOTE,), [elsewhere]) == ((NOTE,), ())


MENDED = """# Ours to discuss.

- document: summary   # the first
  place: 'summary.yaml: conclusions[0].lead'
  text: Who says so?
  status: "open"
# see the minutes
- {document: summary, place: 'summary.yaml: title', text: Why?}
  # done by Monday
- document: summary
  place: 'summary.yaml: title'
  text: |
    Two
    lines.

# the end
"""


def test_what_people_wrote_beside_the_notes_stays(project: Folder) -> None:
    project.write(FILE, MENDED)
    names = [each["note"] for each in json.loads(project.run("review", "--json").stdout)]
    assert project.run("review", *(f"--resolve={name}" for name in names)).exit_code == 0
    text = project.read(FILE)
    assert [each.status for each in read_notes(project.root, Report())] == ["resolved"] * 3
    for line in MENDED.splitlines():
        assert line.removeprefix("- ").removeprefix("{").replace('"open"', "resolved") in text
    project.run("review", *(f"--reopen={name}" for name in names))
    assert project.read(FILE) == text.replace("resolved", "open")


@pytest.mark.parametrize(
    "before", ["# Nothing yet.", MENDED, "  - document: summary\n    place: 'a'\n    text: b  # why\n"]
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_new_note_comes_behind_those_that_are_there(project: Folder, before: str, line_end: str) -> None:
    project.write(FILE, before.replace("\n", line_end).encode())
    earlier = read_notes(project.root, Report())
    written = rewritten(project.root, lambda notes: (*notes, NOTE))
    assert written is not None
    assert written.decode().startswith(before.replace("\n", line_end))
    project.write(FILE, written)
    assert read_notes(project.root, Report()) == (*earlier, NOTE)


def test_a_file_that_is_written_in_one_line_takes_a_new_note_all_the_same(project: Folder) -> None:
    project.write(FILE, "[{document: summary, place: a, text: b}]\n")
    written = rewritten(project.root, lambda notes: (*notes, NOTE))
    assert written == notes_file([ReviewNote("summary", "a", "b"), NOTE])


def test_a_note_that_is_written_while_an_import_asks_stays(project: Folder) -> None:
    assert project.run("build", "summary", "-f", "docx").exit_code == 0
    desk = Desk((project.root / "build" / "summary.docx").read_bytes())
    desk.comment("From Word.", NOTE.place, "a sentence")
    returned = project.root.parent / "returned.docx"
    returned.write_bytes(desk.saved())
    session = Session.on(open_project(project.root))
    session.add(read_returned(session.project, session.content, returned, Manner()))
    project.write(FILE, b"# Typed meanwhile.\n" + notes_file([NOTE]))
    session.write()
    assert project.read(FILE).startswith("# Typed meanwhile.\n")
    assert [each.text for each in read_notes(project.root, Report())] == [NOTE.text, "From Word."]
