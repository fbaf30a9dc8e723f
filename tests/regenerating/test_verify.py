"""`verify` tells what a file is that came from elsewhere."""

from __future__ import annotations

import io
import json
import shlex
import shutil
import zipfile
from typing import TYPE_CHECKING

import pikepdf
import pytest
from docx import Document

from communique.seals import BLANK, HTML_SEAL, Identity, read_identity, sealed
from regenerating.builds import NEW, OLD, PEOPLE, QUICK

if TYPE_CHECKING:
    from pathlib import Path

    from folders import Folder


def verdicts(project: Folder, *paths: Path) -> list[str]:
    found = json.loads(project.run("verify", "--json", *map(str, paths)).stdout)
    return [each["verdict"] for each in found]


@pytest.fixture
def issued(project: Folder, tmp_path: Path) -> list[Path]:
    """The three formats of the roster, as they were sent out."""
    assert project.run("build", "roster").exit_code == 0
    shutil.copytree(project.root / "build", tmp_path / "issued")
    return [tmp_path / "issued" / f"roster.{name}" for name in ("pdf", "docx", "html")]


def test_files_that_this_content_produces_are_recognised_without_the_build(
    project: Folder, issued: list[Path]
) -> None:
    shutil.rmtree(project.root / "build")
    assert verdicts(project, *issued) == ["current"] * 3
    result = project.run("verify", str(issued[0]))
    assert result.exit_code == 0
    assert "exactly what this content produces (roster, revision " in result.stdout


def test_an_earlier_revision_is_named(project: Folder, issued: list[Path]) -> None:
    revision = json.loads(project.run("status", "roster", "--json").stdout)[0]["revision"]
    project.change(PEOPLE, OLD, NEW)
    assert verdicts(project, *issued) == ["earlier"] * 3
    result = project.run("verify", *map(str, issued))
    assert result.exit_code == 3
    assert result.stdout.count(f"revision {revision}, built here on ") == 3


def test_a_file_that_was_changed_by_one_letter_is_told_apart(project: Folder, issued: list[Path]) -> None:
    pdf, docx, html = issued
    html.write_bytes(html.read_bytes().replace(b"Director", b"director", 1))
    with zipfile.ZipFile(docx) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"Director", b"director", 1)
    with zipfile.ZipFile(docx, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    pdf.write_bytes(pdf.read_bytes().replace(b"/Type", b"/type", 1))
    assert verdicts(project, *issued) == ["changed"] * 3
    assert project.run("verify", str(docx)).exit_code == 4


def saved(docx: Path, old: str = "", new: str = "", comment: str = "") -> Path:
    """Save a DOCX as other software does, with other words perhaps, or a comment."""
    opened = Document(str(docx))
    for run in (run for table in opened.tables for cell in table._cells for run in cell.paragraphs[0].runs):
        if old and old in run.text:
            run.text = run.text.replace(old, new)
        elif comment and run.text.strip():
            opened.add_comment(run, comment, "A reviewer", "R")
            comment = ""
    opened.core_properties.last_modified_by = "A reviewer"
    opened.save(str(docx))
    return docx


def test_a_docx_that_was_only_saved_is_told_to_have_the_same_words(
    project: Folder, issued: list[Path]
) -> None:
    said = project.run("verify", str(saved(issued[1]))).stdout
    assert said.endswith("; other software saved it, with no words changed\n")
    (found,) = json.loads(project.run("verify", "--json", *map(str, issued[1:2])).stdout)
    assert (found["verdict"], found["edits"], found["comments"]) == ("changed", 0, 0)
    saved(issued[1], comment="Is that so?")
    said = project.run("verify", str(issued[1])).stdout
    assert said.endswith("; other software saved it, with no words changed, and 1 comment in it\n")


def test_a_command_in_a_hint_can_be_given_as_it_stands_whatever_the_file_is_called(
    project: Folder, issued: list[Path]
) -> None:
    docx = saved(issued[1], "Director General", "Director-General")
    named = docx.rename(docx.with_name("summary of the chair.docx"))
    said = project.run("verify", str(named)).stdout
    command = said.rpartition(": see `")[2].rstrip("`\n")
    assert shlex.split(command) == ["communique", "import", "--dry-run", str(named)]


def test_a_docx_that_somebody_edited_is_told_with_the_number_of_edits(
    project: Folder, issued: list[Path]
) -> None:
    docx = saved(issued[1], "Director General", "Director-General")
    said = project.run("verify", str(docx)).stdout
    assert said.endswith(f"; it has 1 edit: see `communique import --dry-run {docx}`\n")
    assert [
        each["edits"] for each in json.loads(project.run("verify", "--json", *map(str, issued)).stdout)
    ] == [
        None,
        1,
        None,
    ]


def repacked(docx: Path, old: str, new: str, *parts: str) -> Path:
    """Change words in parts of a DOCX, of which the names begin so, and leave the rest as it is."""
    with zipfile.ZipFile(docx) as package:
        contents = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(docx, "w") as package:
        for name, content in contents.items():
            changed = content.replace(old.encode(), new.encode()) if name.startswith(parts) else content
            package.writestr(name, changed)
    return docx


def test_words_that_were_changed_together_with_the_base_in_the_file_are_told(
    project: Folder, issued: list[Path]
) -> None:
    docx = repacked(issued[1], "Director General", "Director-General", "word/document", "customXml/item")
    said = project.run("verify", str(docx)).stdout
    assert said.endswith(f"; it has 1 edit: see `communique import --dry-run {docx}`\n")
    shutil.rmtree(project.root / "build")
    said = project.run("verify", str(docx)).stdout
    assert said.endswith(
        "; other software saved it, with no words changed, by the record in the file itself\n"
    )


def test_edits_that_no_import_takes_are_counted_apart(project: Folder, issued: list[Path]) -> None:
    docx = repacked(issued[1], "Draft", "Final", "word/footer", "word/header")
    said = project.run("verify", str(docx)).stdout
    assert said.endswith("; it has 1 edit in headers and footers, which no import takes\n")
    saved(docx, "Director General", "Director-General")
    said = project.run("verify", str(docx)).stdout
    see = f"see `communique import --dry-run {docx}`"
    assert said.endswith(f"; it has 1 edit and 1 in headers and footers: {see}\n")
    saved(docx, comment="Is that so?")
    said = project.run("verify", str(docx)).stdout
    assert said.endswith(f"; it has 1 edit, 1 in headers and footers and 1 comment: {see}\n")
    (found,) = json.loads(project.run("verify", "--json", str(docx)).stdout)
    assert (found["edits"], found["edits_in_headers_and_footers"], found["comments"]) == (1, 1, 1)


def test_a_redline_that_somebody_edited_is_told_as_a_redline(project: Folder, issued: list[Path]) -> None:
    project.change(PEOPLE, OLD, NEW)
    assert project.run("redline", "roster", "--since", str(issued[1])).exit_code == 0
    folder = project.root / "build" / "redlines"
    page, docx = folder / "roster.html", saved(folder / "roster.docx", "Louise", "Luise")
    page.write_bytes(page.read_bytes().replace(b"Louise", b"Luise"))
    for path in (page, docx):
        said = project.run("verify", str(path)).stdout
        assert "changed since it was built: it claims to be a redline of roster, revision " in said
    found = json.loads(project.run("verify", "--json", str(page), str(docx), str(issued[1])).stdout)
    assert [(each["verdict"], each["redline"]) for each in found] == [
        ("changed", True),
        ("changed", True),
        ("earlier", False),
    ]


@pytest.mark.parametrize("more", [b"<script>more()</script>\n", b"\0" * 100_000])
def test_what_is_written_behind_a_file_breaks_its_seal(
    project: Folder, issued: list[Path], more: bytes
) -> None:
    for path in issued:
        path.write_bytes(path.read_bytes() + more)
    assert verdicts(project, *issued) == ["changed"] * 3
    result = project.run("verify", str(issued[2]))
    assert result.exit_code == 4
    assert "changed since it was built: it claims to be roster, revision " in result.stdout


def test_two_pages_in_one_file_are_told_as_changed(project: Folder, issued: list[Path]) -> None:
    page = issued[2]
    page.write_bytes(page.read_bytes() * 2)
    assert verdicts(project, page) == ["changed"]


def test_a_docx_that_was_only_packed_anew_is_unchanged(project: Folder, issued: list[Path]) -> None:
    with zipfile.ZipFile(issued[1]) as package:
        parts = {name: package.read(name) for name in reversed(package.namelist())}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    identity = read_identity(stream.getvalue())
    assert identity is not None
    assert identity.intact


def test_a_pdf_with_an_annotation_has_a_broken_seal(issued: list[Path]) -> None:
    with pikepdf.open(issued[0]) as pdf:
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9])
        pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(note)]))
        pdf.save(issued[0].with_name("noted.pdf"))
    identity = read_identity(issued[0].with_name("noted.pdf").read_bytes())
    assert isinstance(identity, Identity)
    assert not identity.intact


def test_files_of_others_are_refused(project: Folder, issued: list[Path], tmp_path: Path) -> None:
    strange = [tmp_path / name for name in ("strange.pdf", "strange.docx", "strange.html", "bomb.docx")]
    strange[0].write_bytes(b"%PDF-1.7\n%%EOF\n")
    with zipfile.ZipFile(strange[1], "w") as package:
        package.writestr("word/document.xml", b"<document/>")
    strange[2].write_bytes(b"<!doctype html>")
    with zipfile.ZipFile(strange[3], "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("docProps/custom.xml", b" " * 50_000_000)
    assert verdicts(project, *strange) == ["foreign"] * 4
    assert project.run("verify", *map(str, strange)).exit_code == 5
    project.change("content/event.yaml", "id: ", "id: another-")
    assert verdicts(project, *issued) == ["foreign"] * 3


def test_a_file_that_was_cut_short_is_told_as_damaged_and_not_as_of_others(
    project: Folder, issued: list[Path]
) -> None:
    for each in issued:
        content = each.read_bytes()
        for share in (3, 2):
            each.write_bytes(content[: len(content) // share])
            assert verdicts(project, each) == ["damaged"], f"1/{share} of {each.name}"
        each.write_bytes(content[: len(content) - 300])
        assert set(verdicts(project, each)) <= {"damaged", "changed"}, each.name
        each.write_bytes(b"")
        assert verdicts(project, each) == ["damaged"]
    result = project.run("verify", str(issued[1]))
    assert result.exit_code == 5
    assert result.stdout.endswith("roster.docx: damaged or cut short: it can't be told what it was\n")


@pytest.mark.parametrize("revision", ["../../../other", "**", "\x1b[2Jnothing"])
def test_a_docx_that_claims_what_no_build_writes_is_of_others(
    project: Folder, issued: list[Path], revision: str
) -> None:
    known = json.loads(project.run("status", "roster", "--json").stdout)[0]["revision"]
    docx = repacked(issued[1], known, revision, "docProps/custom.xml")
    assert verdicts(project, docx) == ["foreign"]


@pytest.mark.parametrize("damage", [b"\xff\xff\xff", b"\0\0\0"])
@pytest.mark.parametrize(
    ("part", "verdict"), [("word/document.xml", "changed"), ("docProps/custom.xml", "damaged")]
)
def test_a_docx_with_a_part_that_can_not_be_unpacked_is_told_by_what_can(
    project: Folder, issued: list[Path], part: str, verdict: str, damage: bytes
) -> None:
    docx = issued[1]
    with zipfile.ZipFile(docx) as package:
        info = package.getinfo(part)
    content = bytearray(docx.read_bytes())
    middle = info.header_offset + 30 + len(part) + info.compress_size // 2
    content[middle : middle + len(damage)] = damage
    docx.write_bytes(content)
    assert verdicts(project, docx) == [verdict]


def test_a_file_whose_document_is_gone_is_told_as_of_this_project(project: Folder, tmp_path: Path) -> None:
    project.write("content/annex.yaml", project.read("content/summary.yaml"))
    assert project.run("build", "annex", *QUICK).exit_code == 0
    project.remove("content/annex.yaml")
    left = project.root / "build" / "annex.html"
    sent = tmp_path / "as sent.docx"
    shutil.copy(left.with_suffix(".docx"), sent)
    assert verdicts(project, left, sent) == ["gone", "gone"]
    result = project.run("verify", str(left), str(sent))
    assert result.exit_code == 3
    assert result.stdout.count("of a document that this content no longer has (annex, revision ") == 2
    left.write_bytes(left.read_bytes() + b"more")
    assert verdicts(project, left) == ["changed"]
    assert project.run("verify", str(left)).stdout.endswith("; this content no longer has that document\n")
    shutil.rmtree(project.root / "build")
    shutil.copy(sent, tmp_path / "annex.docx")
    assert verdicts(project, sent, tmp_path / "annex.docx") == ["foreign", "gone"]


def test_another_theme_with_the_same_words_is_told(project: Folder, issued: list[Path]) -> None:
    project.write("templates/base.css", "/* mine */\n")
    project.write("templates/tokens.yaml", "sizes: {text: 11pt}\n")
    assert verdicts(project, *issued) == ["differs"] * 3


def _forged(issued: Path) -> Path:
    """Change a word of a web page, and seal it anew."""
    page = issued.read_bytes().replace(b"Director General", b"Secretary-General")
    seal = HTML_SEAL.search(page)
    assert seal is not None
    start, end = seal.span("seal")
    forged = issued.with_name("forged.html")
    forged.write_bytes(sealed(page[:start] + BLANK.encode() + page[end:]))
    return forged


def test_a_file_that_was_changed_and_sealed_anew_is_not_taken_for_what_it_claims_to_be(
    project: Folder, issued: list[Path]
) -> None:
    forged = _forged(issued[2])
    result = project.run("verify", str(forged))
    assert result.exit_code == 3
    assert "claims to be today's (roster, revision " in result.stdout
    assert "or somebody changed it and its seal" in result.stdout
    project.change(PEOPLE, OLD, NEW)
    result = project.run("verify", str(forged))
    assert result.exit_code == 3
    assert "claims to be of another revision (roster, revision " in result.stdout
