"""Carry out what office.py asks of LibreOffice. Runs under whichever Python has `uno`, and knows nothing of this project.

    python uno_driver.py PIPE

A request is a line of JSON on standard input, `{"open": URL, "steps": [[name, argument…], …]}`; the answer
is a line of JSON on standard output, `{"answers": [one for each step]}` or `{"failed": why}`.
Text is found where it first stands, in the body, a table or a footnote.
"""

from __future__ import annotations

import json
import sys
import time
import traceback
from typing import Any

import uno  # type: ignore[import-not-found]
from com.sun.star.awt import FontWeight  # type: ignore[import-not-found]
from com.sun.star.awt.FontSlant import ITALIC, NONE  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]
from com.sun.star.connection import NoConnectException  # type: ignore[import-not-found]
from com.sun.star.text.ControlCharacter import (  # type: ignore[import-not-found]
    LINE_BREAK,
    PARAGRAPH_BREAK,
)

PATIENCE = 120  # seconds until LibreOffice has started


def values(**named: Any) -> tuple[Any, ...]:
    """Return named values as UNO wants them."""
    return tuple(PropertyValue(name, 0, value, 0) for name, value in named.items())


class Editing:
    """One document that is open in LibreOffice."""

    def __init__(self, context: Any, document: Any) -> None:
        self.context = context
        self.document = document
        services = context.ServiceManager
        self.dispatcher = services.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
        self.frame = document.CurrentController.Frame

    # The file

    def save(self, url: str, name: str = "MS Word 2007 XML") -> None:
        self.document.storeToURL(url, values(FilterName=name, Overwrite=True))

    def pdf(self, url: str) -> None:
        self.save(url, "writer_pdf_Export")

    # Tracked changes

    def track(self, on: bool) -> None:
        self.document.RecordChanges = on

    def show_changes(self, on: bool) -> None:
        self.document.ShowChanges = on

    def accept_all(self) -> None:
        self.dispatch(".uno:AcceptAllTrackedChanges")

    def reject_all(self) -> None:
        self.dispatch(".uno:RejectAllTrackedChanges")

    def changes(self) -> list[list[str]]:
        """Return the kind and the author of each tracked change."""
        redlines = self.document.Redlines.createEnumeration()
        found = []
        while redlines.hasMoreElements():
            redline = redlines.nextElement()
            found.append([redline.RedlineType, redline.RedlineAuthor])
        return found

    def author(self, given: str, family: str = "") -> None:
        """Set who makes the changes and the comments that follow."""
        provider = self.context.ServiceManager.createInstanceWithContext(
            "com.sun.star.configuration.ConfigurationProvider", self.context
        )
        access = provider.createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationUpdateAccess",
            values(nodepath="/org.openoffice.UserProfile/Data"),
        )
        access.setPropertyValue("givenname", given)
        access.setPropertyValue("sn", family)
        access.commitChanges()

    # Words

    def replace(self, old: str, new: str) -> None:
        """Type over words; the new ones look like the first of the old."""
        self._find(old).setString(new)

    def insert_after(self, words: str, new: str) -> None:
        """Type behind words."""
        cursor = self._cursor(words)
        cursor.collapseToEnd()
        cursor.Text.insertString(cursor, new, False)

    def insert_before(self, words: str, new: str) -> None:
        """Type in front of words."""
        cursor = self._cursor(words)
        cursor.collapseToStart()
        cursor.Text.insertString(cursor, new, False)

    def delete(self, words: str) -> None:
        self._find(words).setString("")

    def line_break_after(self, words: str) -> None:
        cursor = self._cursor(words)
        cursor.collapseToEnd()
        cursor.Text.insertControlCharacter(cursor, LINE_BREAK, False)

    def bold(self, words: str, on: bool = True) -> None:
        self._find(words).CharWeight = FontWeight.BOLD if on else FontWeight.NORMAL

    def italic(self, words: str, on: bool = True) -> None:
        self._find(words).CharPosture = ITALIC if on else NONE

    def character_style(self, words: str, style: str) -> None:
        self._find(words).CharStyleName = style

    def link(self, words: str, url: str) -> None:
        self._find(words).HyperLinkURL = url

    # Paragraphs

    def split_before(self, words: str) -> None:
        """Press Enter in front of words."""
        cursor = self._cursor(words)
        cursor.collapseToStart()
        cursor.Text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)

    def join_with_next(self, words: str) -> None:
        """Press Delete at the end of the paragraph that holds words."""
        cursor = self._cursor(words)
        cursor.gotoEndOfParagraph(False)
        cursor.goRight(1, True)
        cursor.setString("")

    def paragraph_after(self, words: str, text: str) -> None:
        """Press Enter at the end of the paragraph that holds words, and type."""
        cursor = self._cursor(words)
        cursor.gotoEndOfParagraph(False)
        cursor.Text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
        cursor.Text.insertString(cursor, text, False)

    def delete_paragraph(self, words: str) -> None:
        """Select the paragraph that holds words, and press Delete till it is gone."""
        cursor = self._cursor(words)
        cursor.gotoStartOfParagraph(False)
        cursor.gotoEndOfParagraph(True)
        if not cursor.goRight(1, True):  # the last of its story goes with the mark before it
            cursor.gotoStartOfParagraph(False)
            cursor.goLeft(1, False)
            cursor.gotoNextParagraph(True)
            cursor.gotoEndOfParagraph(True)
        cursor.setString("")

    def move_paragraph_after(self, words: str, place: str) -> None:
        """Cut the paragraph that holds words, and paste it behind the one that holds `place`."""
        cursor = self._cursor(words)
        cursor.gotoStartOfParagraph(False)
        cursor.gotoEndOfParagraph(True)
        cursor.goRight(1, True)
        self.document.CurrentController.select(cursor)
        self.dispatch(".uno:Cut")
        target = self._cursor(place)
        if target.gotoNextParagraph(False):
            self._put_view(target)
        else:
            target.gotoEndOfParagraph(False)
            target.Text.insertControlCharacter(target, PARAGRAPH_BREAK, False)
            self._put_view(target)
        self.dispatch(".uno:Paste")

    def paragraph_style(self, words: str, style: str) -> None:
        """Give the paragraph that holds words a style, by the name that Word shows."""
        self._find(words).ParaStyleName = style

    # Footnotes, comments, tables

    def footnote_after(self, words: str, text: str) -> None:
        cursor = self._cursor(words)
        cursor.collapseToEnd()
        note = self.document.createInstance("com.sun.star.text.Footnote")
        cursor.Text.insertTextContent(cursor, note, False)
        note.setString(text)

    def delete_footnote(self, number: int) -> None:
        """Delete the mark of a footnote, counted from 1, and the note with it."""
        anchor = self.document.Footnotes.getByIndex(number - 1).Anchor
        anchor.setString("")

    def comment(self, words: str, text: str, author: str) -> None:
        note = self.document.createInstance("com.sun.star.text.textfield.Annotation")
        note.Content, note.Author = text, author
        found = self._find(words)
        found.Text.insertTextContent(found, note, True)

    def insert_row_below(self, words: str) -> None:
        self._put_view(self._find(words).Start)
        self.dispatch(".uno:InsertRowsAfter")

    def delete_row(self, words: str) -> None:
        self._put_view(self._find(words).Start)
        self.dispatch(".uno:DeleteRows")

    def set_cell(self, table: int, cell: str, text: str) -> None:
        """Type into a cell, named as LibreOffice does (`B3`), of a table counted from 0."""
        self.document.TextTables.getByIndex(table).getCellByName(cell).setString(text)

    # Looking

    def paragraphs(self) -> list[str]:
        """Return the text of the body's paragraphs; a table is one entry, its cells apart by tabs."""
        found = []
        for part in self._each(self.document.Text):
            if part.supportsService("com.sun.star.text.TextTable"):
                found.append("\t".join(part.getCellByName(each).String for each in part.CellNames))
            else:
                found.append(part.String)
        return found

    def footnotes(self) -> list[str]:
        notes = self.document.Footnotes
        return [notes.getByIndex(place).String for place in range(notes.Count)]

    def story(self) -> list[Any]:
        """Return what is shown: a paragraph is its style and its pieces, a table its cells by name.

        A piece is its text and its look, links to other files included; a footnote is the word `note` and its
        paragraphs.
        """
        return self._story(self.document.Text)

    def _story(self, text: Any) -> list[Any]:
        shown: list[Any] = []
        for part in self._each(text):
            if part.supportsService("com.sun.star.text.TextTable"):
                shown.append([[name, self._story(part.getCellByName(name))] for name in part.CellNames])
            else:
                shown.append([part.ParaStyleName, part.ListLabelString, self._pieces(part)])
        return shown

    def _pieces(self, paragraph: Any) -> list[Any]:
        pieces: list[Any] = []
        for part in self._each(paragraph):
            if part.TextPortionType == "Footnote":
                pieces.append(["note", self._story(part.Footnote)])
                continue
            if part.TextPortionType not in ("Text", "TextField"):
                continue
            slanted, bold = part.CharPosture.value != "NONE", part.CharWeight > 100
            link = part.HyperLinkURL if "://" in (part.HyperLinkURL or "") else ""
            look = [slanted, bold, part.CharStyleName, link]
            text = part.String.replace("\u200d", "")
            if text and pieces and pieces[-1][0] != "note" and pieces[-1][1] == look:
                pieces[-1][0] += text
            elif text:
                pieces.append([text, look])
        return pieces

    # Whatever else

    def dispatch(self, command: str, arguments: dict[str, Any] | None = None) -> None:
        """Run a command of the menus, such as `.uno:SelectAll`."""
        self.dispatcher.executeDispatch(self.frame, command, "", 0, values(**(arguments or {})))

    @staticmethod
    def _each(text: Any) -> Any:
        parts = text.createEnumeration()
        while parts.hasMoreElements():
            yield parts.nextElement()

    def _find(self, words: str) -> Any:
        search = self.document.createSearchDescriptor()
        search.SearchString, search.SearchCaseSensitive = words, True
        found = self.document.findFirst(search)
        if found is None:
            raise LookupError(f"{words!r} is not in the document")
        return found

    def _cursor(self, words: str) -> Any:
        found = self._find(words)
        return found.Text.createTextCursorByRange(found)

    def _put_view(self, place: Any) -> None:
        self.document.CurrentController.ViewCursor.gotoRange(place, False)


def connected(pipe: str) -> Any:
    """Return the context of the LibreOffice that listens on a pipe, as soon as it does."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def carried_out(context: Any, desktop: Any, request: dict[str, Any]) -> list[Any]:
    """Open a document, take the steps, close it, and return what each step says."""
    document = desktop.loadComponentFromURL(request["open"], "_blank", 0, values(Hidden=True))
    if document is None:
        raise LookupError(f"LibreOffice can't open {request['open']}")
    try:
        editing = Editing(context, document)
        return [getattr(editing, name)(*arguments) for name, *arguments in request["steps"]]
    finally:
        document.close(True)


def main() -> None:
    context = connected(sys.argv[1])
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    for line in sys.stdin:
        request = json.loads(line)
        if "end" in request:
            desktop.terminate()
            return
        try:
            answer: dict[str, Any] = {"answers": carried_out(context, desktop, request)}
        except Exception:  # noqa: BLE001 - whatever UNO raises is the test's to see
            answer = {"failed": traceback.format_exc(limit=-3)}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
