"""The parts in which Word keeps comments, for the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from communique.writers.docx_package import OFFICE, PACKAGE, WORD_TYPES
from communique.writers.ooxml import W, w
from roundtrip.desk_runs import Author, new_run

if TYPE_CHECKING:
    from communique.writers.ooxml import Element

W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
EXTENDED = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
COMMENTS_PART, EXTENDED_PART = "word/comments.xml", "word/commentsExtended.xml"


class Comments:
    """The comments of an open DOCX."""

    def __init__(self, roots: dict[str, Element]) -> None:
        self._roots = roots

    def add(self, text: str, first: Element, last: Element, author: str, *, resolved: bool) -> int:
        """Comment on the runs from the first to the last."""
        number = self._write(text, author, done=resolved, parent="")
        first.addprevious(w("commentRangeStart", id=number))
        end = w("commentRangeEnd", id=number)
        last.addnext(end)
        end.addnext(w("r", w("commentReference", id=number)))
        return number

    def reply(self, comment: int, text: str, author: str) -> int:
        """Answer a comment: the answer has the same range."""
        number = self._write(text, author, done=False, parent=_paragraph_id(comment))
        for root in list(self._roots.values()):
            for tag in ("commentRangeStart", "commentRangeEnd", "commentReference"):
                for each in list(root.iter(W + tag)):
                    if each.get(W + "id") == str(comment):
                        place = next(each.iterancestors(W + "r")) if tag == "commentReference" else each
                        new = w(tag, id=number)
                        place.addnext(w("r", new) if tag == "commentReference" else new)
        return number

    def resolve(self, text: str) -> None:
        """Press Resolve on the comment with this text. Word names its paragraph then, if nobody has."""
        comments, extended = self._parts()
        comment = next(each for each in comments if "".join(map(str, each.itertext())) == text)
        last = comment.findall(W + "p")[-1]
        name = last.get(W14 + "paraId") or _paragraph_id(comments.index(comment))
        last.set(W14 + "paraId", name)
        entry = next((each for each in extended if each.get(W15 + "paraId") == name), None)
        if entry is None:
            entry = etree.SubElement(extended, W15 + "commentEx")
            entry.set(W15 + "paraId", name)
        entry.set(W15 + "done", "1")

    def _write(self, text: str, author: str, *, done: bool, parent: str) -> int:
        comments, extended = self._parts()
        number = len(comments)
        who = Author(author)
        paragraph = w("p", w("r", w("annotationRef")), new_run(text, None))
        paragraph.set(W14 + "paraId", _paragraph_id(number))
        comment = w("comment", paragraph, id=number, author=who.name, date=who.date, initials=author[:1])
        comments.append(comment)
        entry = etree.SubElement(extended, W15 + "commentEx")
        entry.set(W15 + "paraId", _paragraph_id(number))
        if parent:
            entry.set(W15 + "paraIdParent", parent)
        entry.set(W15 + "done", str(int(done)))
        return number

    def _parts(self) -> tuple[Element, Element]:
        if COMMENTS_PART not in self._roots:
            self._add(COMMENTS_PART, w("comments"), f"{OFFICE}/relationships/comments", "comments")
        if EXTENDED_PART not in self._roots:
            root = etree.Element(W15 + "commentsEx", nsmap={"w15": W15[1:-1]})
            self._add(EXTENDED_PART, root, EXTENDED, "commentsExtended")
        return self._roots[COMMENTS_PART], self._roots[EXTENDED_PART]

    def _add(self, name: str, root: Element, relation: str, kind: str) -> None:
        self._roots[name] = root
        types = self._roots["[Content_Types].xml"]
        override = etree.SubElement(types, f"{{{PACKAGE}/content-types}}Override")
        override.set("PartName", f"/{name}")
        override.set("ContentType", f"{WORD_TYPES}.{kind}+xml")
        relations = self._roots["word/_rels/document.xml.rels"]
        each = etree.SubElement(relations, f"{{{PACKAGE}/relationships}}Relationship")
        each.set("Id", f"rId{len(relations) + 500}")
        each.set("Type", relation)
        each.set("Target", name.removeprefix("word/"))


def _paragraph_id(number: int) -> str:
    return f"{0x10000000 + number:08X}"
