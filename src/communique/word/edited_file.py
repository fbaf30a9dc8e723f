"""A DOCX that comes back: whose document it is, the base that it carries, and its views.

`read_edited` is the way in. It opens the package with care (`package`), finds out what was sent out
(custom properties and the base), and reads the text once; each view is made of that when it is asked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from communique.diagnostics import ContentError
from communique.word.package import AGAIN, open_package
from communique.word.parsing import Parser
from communique.word.reading import view
from communique.word.story import Chars, Foreign, Story, WordComment, WordNote, WordParagraph, WordTable
from communique.word.style_names import OFF, StyleNames
from communique.word.wordml import credit_of, words_in
from communique.writers.docx_base import NAMESPACE, parsed_base, running_text
from communique.writers.docx_comments import NOBODY
from communique.writers.docx_package import PROPERTIES_SPACE
from communique.writers.ooxml import W

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.theme import StyleMap
    from communique.word.edited import EditedDocument
    from communique.word.package import Package
    from communique.word.story import Keep
    from communique.writers.docx_base import Base
    from communique.writers.ooxml import Element

Tracked = Literal["accepted", "rejected"]

PARAGRAPH_ID = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
EXTENDED = "{http://schemas.microsoft.com/office/word/2012/wordml}"
CREATED = "{http://purl.org/dc/terms/}created"
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
FROM_SCRATCH = "only a file that this project built can be imported: build the document, and edit that file"


@dataclass(frozen=True, slots=True)
class Identity:
    """What a DOCX says of itself: the document, the revision that was sent out, and the document's name."""

    document: str
    revision: str
    name: str


@dataclass(frozen=True)
class EditedFile:
    """A DOCX that came back. `base` is None where an editor dropped it; a copy kept by the build replaces it.

    `redline` is the earlier version that a redline was made against, and empty for any other file. `created`
    is the date that the build gave it, as 2030-03-06, and empty where an editor dropped that.
    """

    identity: Identity
    base: Base | None
    story: Story
    redline: str = ""
    created: str = ""

    @property
    def authors(self) -> tuple[str, ...]:
        """Who tracked changes, in the order in which they come in the text."""
        return self.story.authors

    def view(self, base: Base, roles: StyleMap, keep: Keep) -> EditedDocument:
        """Return what Word shows when the tracked changes that `keep` names are accepted."""
        return view(self.story, keep, base, roles)

    def accepted(self, base: Base, roles: StyleMap) -> EditedDocument:
        """Return the view with all tracked changes accepted."""
        return self.view(base, roles, lambda _: True)

    def rejected(self, base: Base, roles: StyleMap) -> EditedDocument:
        """Return the view with all tracked changes rejected."""
        return self.view(base, roles, lambda _: False)

    def by_author(self, base: Base, roles: StyleMap, author: str) -> EditedDocument:
        """Return the view with one author's tracked changes accepted, and the others' rejected."""
        return self.view(base, roles, lambda credit: credit.author == author)


def read_edited(content: bytes, file: str) -> EditedFile:
    """Read a DOCX that came back; `file` is its name for messages.

    Raises ContentError for a file that is damaged, could do harm, or was not made by this program.
    """
    package = open_package(content, file)
    base = _base(package)
    identity = _identity(package, base)
    redline = dict(_custom_properties(package)).get("redline", "")
    return EditedFile(identity, base, _story(package), redline, _created(package))


# Whose it is


def _base(package: Package) -> Base | None:
    """Return the base, from whichever part it is in now."""
    for name in package.names():
        if not name.lower().endswith(".xml") or name.lower().startswith("word/"):
            continue
        content = package.read(name)
        ours = any(NAMESPACE.encode(encoding) in content for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
        if not ours or package.root(name).tag != f"{{{NAMESPACE}}}base":
            continue
        try:
            return parsed_base(content, name)
        except ValueError as problem:
            package.refuse("docx-damaged", f"the record of what was sent out is damaged: {problem}", AGAIN)
    return None


def _identity(package: Package, base: Base | None) -> Identity:
    if base is not None:
        return Identity(base.document, base.revision, base.name)
    found = dict(_custom_properties(package))
    if not found.get("document") or not found.get("revision") or not found.get("name"):
        package.refuse("docx-not-ours", "the file was not made by this program", FROM_SCRATCH)
    return Identity(found["document"], found["revision"], found["name"])


def _custom_properties(package: Package) -> Iterator[tuple[str, str]]:
    """Yield the custom properties that are ours, without the prefix of their names."""
    kinds = ("custom-properties", "customProperties")
    for part in (name for kind in kinds for name in package.related("", kind)):
        for each in package.root(part).iterfind(f"{{{PROPERTIES_SPACE}}}property"):
            owner, _, key = each.get("name", "").partition(".")
            if owner == "communique":
                yield key, "".join(str(text) for text in each.itertext()).strip()


def _created(package: Package) -> str:
    """Return the day on which the file says that it was made; editors leave that as it is."""
    try:
        roots = [package.root(part) for part in package.related("", "core-properties")]
    except ContentError:  # a date is worth no refusal
        return ""
    days = (str(each.text).strip()[:10] for root in roots for each in root.iterfind(CREATED))
    return next((day for day in days if DAY.fullmatch(day)), "")


# The text


def _story(package: Package) -> Story:
    main = package.main
    styles = StyleNames(_root(package, main, "styles"), _root(package, main, "numbering"))
    body = package.root(main).find(W + "body")
    if body is None:
        package.refuse("docx-damaged", "the file has no text", AGAIN)
    parser = Parser(styles, package.relations(main), dict(_endnotes(package)))
    content = parser.content(body)
    authors = dict(parser.authors)
    notes: list[WordNote] = []
    for part in package.related(main, "footnotes")[:1]:
        reader = Parser(styles, package.relations(part))
        ours = (each for each in package.root(part) if each.get(W + "type", "normal") == "normal")
        notes += [WordNote(each.get(W + "id", ""), reader.content(each)) for each in ours]
        authors |= reader.authors
    return Story(
        styles,
        content,
        tuple(notes),
        tuple(_comments(package)),
        tuple(
            running_text(package.root(part))
            for kind in ("header", "footer")
            for part in dict.fromkeys(
                map(str.lower, package.related(main, kind))
            )  # each once, if often named
        ),
        tuple(authors),
    )


def _root(package: Package, part: str, kind: str) -> Element | None:
    found = package.related(part, kind)
    return package.root(found[0]) if found else None


def _endnotes(package: Package) -> Iterator[tuple[str, str]]:
    root = _root(package, package.main, "endnotes")
    for element in root.iterfind(W + "endnote") if root is not None else ():
        yield element.get(W + "id", ""), words_in(element)


def _comments(package: Package) -> Iterator[WordComment]:
    root = _root(package, package.main, "comments")
    if root is None:
        return
    resolved, parents = _threads(_root(package, package.main, "commentsExtended"))
    keys = {_last_paragraph(each): each.get(W + "id", "") for each in root.iterfind(W + "comment")}
    reader = Parser(StyleNames(None, None), package.relations(package.related(package.main, "comments")[0]))
    for element in root.iterfind(W + "comment"):
        paragraph = _last_paragraph(element)
        credit = credit_of(element)
        yield WordComment(
            element.get(W + "id", ""),
            "\n".join(_lines(reader.content(element))).strip(),
            replace(credit, author="") if credit.author == NOBODY else credit,
            resolved=paragraph in resolved,
            parent=keys.get(parents.get(paragraph, ""), ""),
        )


def _lines(content: tuple[WordParagraph | WordTable, ...]) -> Iterator[str]:
    """Yield the paragraphs of a comment as Word shows them, with changes tracked in them accepted."""
    for block in content:
        if isinstance(block, WordParagraph):
            shown = (each for each in block.pieces if isinstance(each, Chars | Foreign))
            yield "".join(
                each.text
                for each in shown
                if each.track.stands(lambda _: True)
                and not (isinstance(each, Foreign) and each.what == "hidden text")
            )
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from _lines(cell.content)


def _last_paragraph(comment: Element) -> str:
    """Return the id of a comment's last paragraph, by which Word ties comments together."""
    paragraphs = comment.findall(W + "p")
    return paragraphs[-1].get(PARAGRAPH_ID, "") if paragraphs else ""


def _threads(root: Element | None) -> tuple[set[str], dict[str, str]]:
    """Return which comments are resolved, and which answer which, by the ids of paragraphs."""
    resolved: set[str] = set()
    parents: dict[str, str] = {}
    for element in root.iterfind(EXTENDED + "commentEx") if root is not None else ():
        paragraph = element.get(EXTENDED + "paraId", "")
        if element.get(EXTENDED + "done", "0") not in OFF:
            resolved.add(paragraph)
        if element.get(EXTENDED + "paraIdParent"):
            parents[paragraph] = element.get(EXTENDED + "paraIdParent", "")
    return resolved, parents
