"""A desk to edit a DOCX at as one would in Word, but for the screen: typed, tracked or not.

    desk = Desk(content)
    desk.replace("two days", "three days", "summary.yaml: overview[1]")
    with desk.tracking("Rapporteur"):
        desk.split("summary.yaml: overview[2]", before="The second")
    content = desk.saved()

A block is named by its address in the base, by its bookmark, or by the paragraph itself, as the methods
that make a new one return it. `nth` tells several blocks of one address apart, from 0.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from communique.writers.ooxml import W, w
from roundtrip import desk_runs
from roundtrip.desk_comments import Comments
from roundtrip.desk_file import STYLES
from roundtrip.desk_runs import characters, cut, new_run, parent_of, properties_of, put, remove, shown
from roundtrip.desk_words import Words

if TYPE_CHECKING:
    from communique.writers.ooxml import Element
    from roundtrip.desk_file import Block


class Desk(Words):
    """An open DOCX, and all that is done to it."""

    def split(self, block: Block, *, before: str = "", at: int | None = None, nth: int = 0) -> Element:
        """Press Enter before words, or at an offset, and return the new paragraph."""
        paragraph = self.paragraph(block, nth)
        offset = (
            at if at is not None else self.find(paragraph, before)[0] if before else len(shown(paragraph))
        )
        length = len(shown(paragraph))
        cut(paragraph, offset)
        second = w("p", deepcopy(properties_of(paragraph, "pPr")))
        second.extend(self._from(paragraph, offset, length))
        paragraph.addnext(second)
        if offset == length and self.author is None:  # what Word tracks of the other style is not known
            self._following(second)
        properties = properties_of(second, "pPr")
        for each in properties.findall(W + "rPr"):
            for mark in [*each.findall(W + "ins"), *each.findall(W + "del")]:
                each.remove(mark)
        self._mark(paragraph, "ins")
        return second

    def _from(self, paragraph: Element, offset: int, length: int) -> list[Element]:
        """Take out of a paragraph what stands from an offset on."""
        found = characters(paragraph)
        if not offset:
            kept = [each for each in paragraph if each.tag == W + "pPr"]
            if self.edges != "outside":
                kept += [each for each in paragraph if each.tag == W + "bookmarkStart"]
            return [each for each in paragraph if each not in kept]
        here = found[offset - 1].run
        while here.getparent() is not paragraph:
            parent = here.getparent()
            assert parent is not None
            here = desk_runs.divide(parent, here)
        rest = list(here.itersiblings())
        if offset == length and self.edges != "inside":
            return [each for each in rest if each.tag != W + "bookmarkEnd" and not _has_note(each)]
        return rest

    def _following(self, paragraph: Element) -> None:
        """Give an empty new paragraph the style that follows its predecessor's."""
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is None:
            return
        for each in self.roots[STYLES].iter(W + "style"):
            following = each.find(W + "next")
            if each.get(W + "styleId") == style.get(W + "val") and following is not None:
                style.set(W + "val", following.get(W + "val", ""))

    def _mark(self, paragraph: Element, tag: str) -> None:
        """Track that the mark of a paragraph was put in or taken out."""
        if self.author:
            properties = properties_of(paragraph, "pPr")
            look = properties.find(W + "rPr")
            if look is None:
                look = w("rPr")
                late = [each for each in properties if each.tag in (W + "sectPr", W + "pPrChange")]
                properties.insert(properties.index(late[0]) if late else len(properties), look)
            look.insert(0, self.author.tag(tag))

    def join(self, block: Block, nth: int = 0) -> None:
        """Press Delete at the end of a paragraph: the next one joins it."""
        paragraph = self.paragraph(block, nth)
        following = paragraph.getnext()
        assert following is not None
        assert following.tag == W + "p"
        if self.author:
            self._mark(paragraph, "del")
            return
        if not shown(paragraph) and following.find(W + "pPr") is not None:
            for each in paragraph.findall(W + "pPr"):
                paragraph.remove(each)
            paragraph.insert(0, following[0])
        paragraph.extend([each for each in following if each.tag != W + "pPr"])
        parent_of(following).remove(following)

    def insert_block(
        self, text: str, after: Block, style: str = "", nth: int = 0, *, typed: str = "after"
    ) -> Element:
        """Type a new paragraph behind another. `typed` says where Word's cursor was: `after` the end of the
        paragraph before, whose mark then is the new one, or `before` the start of the next."""
        paragraph = self.paragraph(after, nth)
        new = w("p", deepcopy(properties_of(paragraph, "pPr")))
        for each in new[0].findall(W + "rPr"):
            new[0].remove(each)
        paragraph.addnext(new)
        if style:
            properties = properties_of(new, "pPr")
            for tag in ("pStyle", "numPr"):
                for each in properties.findall(W + tag):
                    properties.remove(each)
            properties.insert(0, w("pStyle", val=self.style_id(style)))
        run = new_run(text, None)
        new.append(self.author.tag("ins", run) if self.author else run)
        self._mark(paragraph if typed == "after" else new, "ins")
        return new

    def delete_block(self, block: Block, nth: int = 0) -> None:
        """Select a paragraph with its mark, and delete it."""
        paragraph = self.paragraph(block, nth)
        for run in desk_runs.runs(paragraph):
            if not any(each.tag in desk_runs.GONE for each in run.iterancestors()):
                remove(run, self.author)
        if self.author:
            self._mark(paragraph, "del")
            return
        self._take_out(paragraph)

    def _take_out(self, paragraph: Element) -> None:
        """Remove a paragraph; bookmarks that go beyond it shrink."""
        parent = parent_of(paragraph)
        before, after = paragraph.getprevious(), paragraph.getnext()
        starts = {each.get(W + "id"): each for each in paragraph.findall(W + "bookmarkStart")}
        ends = {each.get(W + "id"): each for each in paragraph.findall(W + "bookmarkEnd")}
        alone = parent.tag == W + "tc" and len(parent.findall(W + "p")) == 1
        if alone:
            return
        for number, start in starts.items():
            if number not in ends and after is not None and after.tag == W + "p":
                after.insert(1 if len(after) and after[0].tag == W + "pPr" else 0, start)
        for number, end in ends.items():
            if number not in starts and before is not None and before.tag == W + "p":
                before.append(end)
        parent.remove(paragraph)

    def move(self, block: Block, after: Block, nth: int = 0, *, bookmarks: str = "moved") -> Element:
        """Cut a paragraph and paste it behind another. Tracked, its bookmarks are `moved` or `left`."""
        paragraph, target = self.paragraph(block, nth), self.paragraph(after)
        if self.author is None:
            target.addnext(paragraph)
            return paragraph
        new = deepcopy(paragraph)
        target.addnext(new)
        loser = paragraph if bookmarks == "moved" else new
        for each in [*loser.iter(W + "bookmarkStart"), *loser.iter(W + "bookmarkEnd")]:
            parent_of(each).remove(each)
        for run in desk_runs.runs(paragraph):
            remove(run, self.author, "moveFrom")
        for run in desk_runs.runs(new):
            holder = self.author.tag("moveTo")
            run.addprevious(holder)
            holder.append(run)
        self._mark(paragraph, "moveFrom")
        self._mark(new, "moveTo")
        return new

    # Notes, rows, comments, links

    def add_note(self, text: str, block: Block, *, after: str, nth: int = 0) -> Element:
        """Put a footnote after words, and return its paragraph."""
        root = self.stories[1]
        number = max(int(each.get(W + "id", "0")) for each in root) + 1
        mark = w("rPr", w("rStyle", val=self.style_id("footnote reference")))
        run = new_run(text, None)
        note = w(
            "p",
            w("pPr", w("pStyle", val=self.style_id("footnote text"))),
            w("r", deepcopy(mark), w("footnoteRef")),
            new_run(" ", None),
            self.author.tag("ins", run) if self.author else run,
        )
        root.append(w("footnote", note, id=number))
        paragraph = self.paragraph(block, nth)
        place = self.find(paragraph, after)[1]
        put(paragraph, place, w("r", mark, w("footnoteReference", id=number)), self.author)
        return note

    def remove_note(self, block: Block, which: int = 0, nth: int = 0) -> None:
        """Delete the mark of a footnote; Word removes the note with it."""
        marks = [
            each
            for each in self.paragraph(block, nth).iter(W + "footnoteReference")
            if not any(above.tag in desk_runs.GONE for above in each.iterancestors())
        ]
        mark = marks[which]
        remove(next(mark.iterancestors(W + "r")), self.author)
        if self.author is None:
            root = self.stories[1]
            for note in [each for each in root if each.get(W + "id") == mark.get(W + "id")]:
                root.remove(note)

    def row(self, address: str, nth: int = 0) -> Element:
        """Return the table row of a record."""
        row = [each for each in self.base.rows if each.address == address][nth]
        start = self.bookmark(row.cells[0].bookmark)
        assert start is not None, f"the row of {address} is gone"
        return next(start.iterancestors(W + "tr"))

    def insert_row(self, texts: list[str], after: str | Element, nth: int = 0) -> Element:
        """Insert a row below another, and fill its cells."""
        row = self.row(after, nth) if isinstance(after, str) else after
        new = deepcopy(row)
        for each in [*new.iter(W + "bookmarkStart"), *new.iter(W + "bookmarkEnd")]:
            parent_of(each).remove(each)
        for cell, text in zip(new.findall(W + "tc"), texts, strict=True):
            first, *others = cell.findall(W + "p")
            for each in others:
                cell.remove(each)
            for each in [each for each in first if each.tag != W + "pPr"]:
                first.remove(each)
            if text:
                run = new_run(text, None)
                first.append(self.author.tag("ins", run) if self.author else run)
        row.addnext(new)
        if self.author:
            properties_of(new, "trPr").append(self.author.tag("ins"))
        return new

    def delete_row(self, address: str | Element, nth: int = 0) -> None:
        """Delete a row."""
        row = self.row(address, nth) if isinstance(address, str) else address
        if self.author is None:
            parent_of(row).remove(row)
            return
        for run in list(row.iter(W + "r")):
            remove(run, self.author)
        properties_of(row, "trPr").append(self.author.tag("del"))

    def comment(
        self,
        text: str,
        block: Block,
        on: str,
        *,
        author: str = "Rapporteur",
        resolved: bool = False,
        nth: int = 0,
    ) -> int:
        """Comment on words, and return the number of the comment."""
        paragraph = self.paragraph(block, nth)
        covered = desk_runs.between(paragraph, *self.find(paragraph, on))
        return Comments(self.roots).add(text, covered[0], covered[-1], author, resolved=resolved)

    def reply(self, comment: int, text: str, author: str = "The Author") -> int:
        """Answer a comment."""
        return Comments(self.roots).reply(comment, text, author)


def _has_note(element: Element) -> bool:
    return any(True for _ in element.iter(W + "footnoteReference"))
