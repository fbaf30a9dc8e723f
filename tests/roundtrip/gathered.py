"""All documents of the tests, written to Word: the example, the starter, the trees, and corners of their own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from communique.build import check
from communique.diagnostics import Report
from communique.project import open_project
from communique.starter import begin_project
from communique.tree import (
    Cell,
    Document,
    Heading,
    LineBreak,
    Link,
    ListBlock,
    ListItem,
    Note,
    NoteReference,
    Paragraph,
    Row,
    RowGroup,
    Styled,
    Table,
    Text,
)
from communique.writers.docx import write_docx
from folders import Folder
from word.sample_document import meta, sample, shipped_theme

if TYPE_CHECKING:
    from communique.theme import Theme
    from communique.tree import Block, Inline

REPOSITORY = Path(__file__).resolve().parents[2]
CASES = REPOSITORY / "tests" / "cases" / "trees"


@dataclass(frozen=True)
class Written:
    """A document as a DOCX, and the theme that it was written with."""

    content: bytes
    theme: Theme
    document: Document


@lru_cache(maxsize=1)
def gathered() -> dict[str, Written]:
    """Return every document by a name for it; they are composed once."""
    found = {f"example {each.meta.name}": _written(each, _theme()) for each in _composed(REPOSITORY)}
    with TemporaryDirectory() as name:
        folder = Path(name) / "starter"
        begin_project(folder)
        found |= {f"starter {each.meta.name}": _written(each, _theme()) for each in _composed(folder)}
        for case in sorted(CASES.iterdir()):
            found |= _case(case, Path(name) / case.name)
    corners = {
        "sample": sample(),
        "french": french(),
        "arabic": arabic(),
        "chinese": chinese(),
        "nested": nested(),
    }
    return found | {name: _written(each, shipped_theme()) for name, each in corners.items()}


def names() -> list[str]:
    """Return the names of the documents that `gathered` has, without composing them."""
    example = [f"example {path.stem}" for path in sorted((REPOSITORY / "content").glob("*.yaml"))]
    records = {"event", "people", "sessions"}
    cases = [f"{case.name} {path.stem}" for case in sorted(CASES.iterdir()) for path in case.glob("*.tree")]
    starter = [f"starter {name}" for name in ("concept-note", "roster", "summary")]
    mine = ["sample", "french", "arabic", "chinese", "nested"]
    return [each for each in example if each.partition(" ")[2] not in records] + starter + cases + mine


@lru_cache(maxsize=1)
def _theme() -> Theme:
    return open_project(REPOSITORY).theme


def _composed(folder: Path) -> list[Document]:
    report = Report()
    documents = check(open_project(folder), report)
    assert not [each for each in report.diagnostics if each.severity == "error"], report.diagnostics
    return list(documents)


def _case(case: Path, folder: Path) -> dict[str, Written]:
    """Compose the documents of a golden case, which is laid over the starter's records."""
    begin_project(folder)
    for path in (folder / "content").iterdir():
        if path.stem not in {"event", "people", "sessions"}:
            path.unlink()
    for path in case.rglob("*"):
        if path.is_file() and path.suffix not in {".txt", ".tree"}:
            Folder(folder).write(path.relative_to(case).as_posix(), path.read_bytes())
    theme = open_project(folder).theme
    trees = [path.stem for path in case.glob("*.tree")]
    return {f"{case.name} {tree}": _written(Folder(folder).compose(tree), theme) for tree in trees}


def _written(document: Document, theme: Theme) -> Written:
    return Written(write_docx(document, theme), theme, document)


# Corners


def document(*blocks: Block, notes: tuple[Note, ...] = (), language: str = "en") -> Document:
    """Return a document of a few blocks under a title."""
    title = Heading(1, (Text("Note"),), address="note.yaml: title", identifier="note")
    made = Document(meta(), language, "ltr", (title, *blocks), notes, identifier="4b1b", revision="r1")
    return replace(made, direction="rtl") if language == "ar" else made


def paragraph(*children: Inline | str, address: str = "", role: str = "body") -> Paragraph:
    """Return a paragraph; strings are text."""
    inlines = tuple(Text(each) if isinstance(each, str) else each for each in children)
    return Paragraph(inlines, role, f"note.yaml: {address}" if address else None)


def note(identifier: str, *children: Inline | str) -> Note:
    """Return a footnote."""
    return Note(
        identifier,
        (paragraph(*children, address=f"footnotes.{identifier}", role="note"),),
        0,
        f"note.yaml: footnotes.{identifier}",
    )


def french() -> Document:
    """Return a French document: spaces that don't break, quotation marks, an English passage."""
    return document(
        Heading(2, (Text("Première partie"),), "numbered", "note.yaml: h", "premiere", "1."),
        paragraph(
            "Le 8\u00a0octobre, M.\u00a0Vitorino a dit\u00a0: «\u00a0",
            Styled("emphasis", (Text("L’eau"),)),
            "\u202f; c’est la vie\u00a0», puis\u202f: ",
            Styled("foreign", (Text("rule of law"),), "en"),
            ".",
            NoteReference("a", 1),
            address="a",
        ),
        paragraph("Voir ", Link("#premiere", (Text("la première partie"),)), ".", address="b"),
        notes=(note("a", "Une note, «\u00a0brève\u00a0»."),),
        language="fr",
    )


def arabic() -> Document:
    """Return an Arabic document: right to left, vowel signs, an English name and digits in it."""
    return document(
        paragraph(
            "افتتح الجلسة السيد ",
            Styled("family-name", (Text("فيتورينو"),)),
            " في ٨ أكتوبر، وقال: «",
            Styled("emphasis", (Text("العَدْلُ"),)),
            "» (",
            Styled("passage", (Text("IOM 2018"),), "en", "ltr"),
            ").",
            NoteReference("a", 1),
            address="a",
        ),
        ListBlock((ListItem((paragraph("أولاً", address="l[0]", role="list-item"),)),), ordered=True),
        notes=(note("a", "حاشية فيها ", Link("https://example.org/", (Text("رابط"),)), "."),),
        language="ar",
    )


def chinese() -> Document:
    """Return a Chinese document: no spaces, wide punctuation, rare characters, an emoji of several parts."""
    return document(
        paragraph(
            "主席指出：“",
            Styled("emphasis", (Text("移徙"),)),
            "是一个过程”，而不是一次决定。\U00020bb7野家 👩\u200d👩\u200d👧 ",
            Styled("strong", (Text("两天"),)),
            "会议。",
            NoteReference("a", 1),
            address="a",
        ),
        notes=(note("a", "见第1段。"),),
        language="zh",
    )


def nested() -> Document:
    """Return marks nested as Word can't nest them, blanks in odd places, and notes cited twice."""
    strong, emphasis = Styled("strong", (Text("a "),)), Styled("emphasis", (Text(" b"),))
    return document(
        paragraph(
            strong, emphasis, "  c", Styled("strong", (Styled("emphasis", (Text("d"),)),)), address="a"
        ),
        paragraph(
            Styled("emphasis", (Text("one "), Styled("strong", (Text("two"),)), Text(" three"))),
            Styled("emphasis", (Text("four"),)),
            NoteReference("a", 1),
            " and ",
            Styled("quotation", (Text("“She, "), Styled("family-name", (Text("Ngozi"),)), Text(",”"))),
            LineBreak(),
            "again",
            NoteReference("a", 1),
            NoteReference("b", 2),
            address="b",
        ),
        paragraph(
            Link("https://example.org", (Styled("emphasis", (Text("bare"),)), Text(" host"))),
            Styled("quotation", (Link("https://example.org/a%20b", (Text("inside"),)),)),
            Styled("passage", (Styled("passage", (Text("deux"),), "fr"), Text(" tres")), "es"),
            Styled("label", (Text("soft\u00adhyphen, non\u2011breaking, 1\u00a0000"),)),
            address="c",
        ),
        Paragraph((Styled("strong", (Text("bold"),)), Text(" in bold")), "lead", "note.yaml: lead"),
        Heading(2, (Text("Slanted"),), address="note.yaml: h2", identifier="slanted"),
        Heading(3, (Text("Below"),), address="note.yaml: h3", identifier="below"),
        Heading(
            4, (Text("An "), Styled("emphasis", (Text("upright"),)), Text(" word")), address="note.yaml: h4"
        ),
        Paragraph((), "body", "note.yaml: empty"),
        Table(
            (0.5, 0.5),
            (Row(tuple(Cell((paragraph(word, role="table-heading"),), "col") for word in "AB")),),
            (
                RowGroup(
                    (
                        Row(
                            (
                                Cell((ListBlock((ListItem((paragraph("item", role="list-item"),)),)),)),
                                Cell((paragraph("x", role="table-text"), paragraph("y", role="table-text"))),
                            ),
                            "people.yaml: x",
                        ),
                        Row((Cell((paragraph("wide", role="table-text"),), span=2),)),
                    )
                ),
            ),
            caption=(Text("A "), Styled("emphasis", (Text("caption"),))),
        ),
        notes=(note("a", "First ", Styled("emphasis", (Text("note"),))), note("b", "Second")),
    )
