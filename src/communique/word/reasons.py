"""Why an edit can't be made, and what to do instead, in sentences for those who work with the document.

The reasons themselves are short, and stand where they are found; each has its sentence here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.word import arranging, block_edits, drafting, importing, prose_fields, redrafting, table_edits
from communique.word.compare import NOT_OURS
from communique.word.edits import RowDeletion, RowInsertion
from communique.word.prose_writing import NOT_PROSE
from communique.word.running import HEADER_OR_FOOTER
from communique.word.situation import IN_A_CELL

if TYPE_CHECKING:
    from communique.word.drafts import Left

BY_HAND = "Make the change by hand in {file}"
OF_THE_TEMPLATE = (
    "These words come from the template, and are the same in every document of the kind. Leave them, or ask"
    " whoever looks after the templates to change them there or in the language file."
)
OF_A_RECORD = (
    "This comes from the template or from a record, and can’t be taken out, divided or moved from Word. Change"
    " the record: {records}."
)
COLUMNS = "Columns and cells of a table belong to the template. Ask whoever looks after the templates."
RECORDS = (
    "people stand in content/people.yaml, sessions in content/sessions.yaml, the event in content/event.yaml"
)

SENTENCES = {
    block_edits.TEMPLATE: OF_THE_TEMPLATE,
    prose_fields.TEMPLATE: OF_THE_TEMPLATE,
    prose_fields.COMPUTED: (
        "This is counted or worked out from the records, and would contradict them if it were typed. Correct what"
        " it is worked out from: {records}."
    ),
    prose_fields.MARKS_INSIDE: (
        "Emphasis can’t stand on a part of what comes from a record. Put it on all of it, or on none."
    ),
    NOT_PROSE: (
        "The content has emphasis, strong and links, and no other looks. The words are in; use one of these if the"
        " look says something."
    ),
    arranging.NO_PLACE: (
        "The template has no place for a paragraph here. Add the text to a paragraph nearby, or enter it in {file}"
        " under the key where it belongs."
    ),
    arranging.NO_HEADING: (
        "A heading can’t be made of a paragraph, nor a paragraph of a heading: each has a key of its own. Enter it"
        " in {file}, with the text that belongs under it."
    ),
    arranging.NO_ROLE_HERE: (
        "What a paragraph is here, text, lead, quotation or heading, is decided by the template, and it stays that."
        " To have it otherwise, move it in {file} to a key of that kind."
    ),
    arranging.REST: f"Without this paragraph, what is left of its text would read as something else. {BY_HAND}.",
    redrafting.FROM_RECORD: OF_A_RECORD,
    redrafting.ONE_PARAGRAPH: (
        "This is a line of its own in the content, and can’t be two paragraphs. Put the rest into the text below it."
    ),
    IN_A_CELL: (
        "Each row of this table shows a record, and has no place for more paragraphs. Change the record: {records}."
    ),
    drafting.UNREADABLE: (
        f"It can’t be told which words of the content this paragraph is made of. {BY_HAND}."
    ),
    drafting.NO_MARK: (
        "The mark of the footnote stands where the content has no place for one. Put it into a sentence nearby, and"
        " import the file again."
    ),
    drafting.NOTE_CHANGED: (
        "The footnote was deleted in Word, and changed in the content meanwhile. Delete it in {file}, mark and all,"
        " if it is still to go."
    ),
    importing.WITH_UNWANTED: (
        f"It stands in one paragraph with the change that you did not want. {BY_HAND}, or import the file again and"
        " take both."
    ),
    importing.UNWRITABLE: f"These words can’t be written into {{file}} without changing something else. {BY_HAND}.",
    importing.NOT_AS_SHOWN: (
        "With this change the document would not show what Word shows, so it was taken back."
        f" {BY_HAND}, and look at the document."
    ),
    block_edits.MOVED_TABLE: (
        "A table stands where the template puts it. Ask whoever looks after the templates to move it."
    ),
    table_edits.SORTED: (
        "The program sorts the rows of its tables, so that a row that was moved would go back. Change what they are"
        " sorted by: {records}."
    ),
    table_edits.NEW_TABLE: (
        "A table can’t be made from Word. Enter what it says in {file} as text or as a list, or ask whoever looks"
        " after the templates for a table."
    ),
    table_edits.NEW_COLUMN: COLUMNS,
    table_edits.LOST_COLUMN: COLUMNS,
    table_edits.CHANGED_CELLS: COLUMNS,
}

STATED = "This is stated in {}: change it there, and all documents say it."
STATED_IN_RUNNING = "The headers and footers of all pages say what stands at {}: change it there."
FIGURES = "event.yaml: figures."
LOOKS = "The words are in, without this look. Use emphasis (italics) or strong (bold) if it says something."
THINGS = {
    HEADER_OR_FOOTER: (
        "Headers and footers are made of the title, the marking and the symbol of the document, and of the event’s."
        " Change these in {file} or content/event.yaml, or ask whoever looks after the templates."
    ),
    "text box": "Documents have no text boxes. Type its words into a paragraph, and import the file again.",
    "picture": "Documents have no place for pictures. Ask whoever looks after the templates.",
    "equation": "Documents have no equations. Type it in words and signs, and import the file again.",
    "endnote": "Documents have no endnotes. Make it a footnote, and import the file again.",
    "link to a bookmark": "A link inside the document can lead to a heading only. Its words are in, without the link.",
    "not bold": "Headings and other bold text can’t be made plain in parts. The words are in.",
    **dict.fromkeys(
        (
            "underlined",
            "struck through",
            "highlighted",
            "in capitals",
            "in small capitals",
            "raised",
            "lowered",
        ),
        LOOKS,
    ),
}
OTHER_THINGS = (
    "Documents have no place for this. Put what it says into a paragraph in words, and import the file again."
)


def sentence_of(left: Left, line: int = 0) -> str:
    """Return why something can't be done, and what to do instead; `line` is that of its place."""
    if left.reason == prose_fields.COMPUTED and left.place.startswith(FIGURES):
        return STATED.format("content/event.yaml" + (f", line {line}" if line else ""))
    head, _, rest = left.reason.partition(": ")
    if head == NOT_OURS and rest == HEADER_OR_FOOTER and left.place:
        file, _, key = left.place.partition(": ")
        text = STATED_IN_RUNNING.format(f"`{key}` in content/{file}" + (f", line {line}" if line else ""))
    elif head == NOT_OURS:
        text = f"{rest[:1].upper()}{rest[1:]}: {THINGS.get(rest, OTHER_THINGS)}"
    elif head == importing.BREAKS:
        text = f"With this change the content would not be valid any more: {rest}. {BY_HAND}, with what it needs."
    elif head == block_edits.NO_ROLE:
        style = f" “{rest}”" if rest else ""
        text = f"The style{style} means nothing to the templates. Choose one of those that the document uses."
    else:
        text = SENTENCES.get(left.reason) or _sentence(left.reason)
    return text.replace("{file}", f"content/{left.document}.yaml").replace("{records}", RECORDS)


def _sentence(reason: str) -> str:
    return f"{reason[:1].upper()}{reason[1:]}".rstrip(".") + "."


def proposed(edit: RowInsertion | RowDeletion) -> str:
    """Return what is to be decided about a row, and where it is done."""
    record = (edit.after if isinstance(edit, RowInsertion) else edit.address) or ""
    name, _, key = record.partition(": ")
    file = f"content/{name}" if key else "the content"
    if isinstance(edit, RowDeletion):
        what = next(filter(None, edit.before), "the row").split("\n")[0]
        entry = f"the record `{key}`" if key else "its record"
        return f"To be decided: if “{what}” is to go, delete {entry} in {file}, and what names it elsewhere."
    texts = (block.content.text for cell in edit.cells for block in cell)
    what = next(filter(None, texts), "the row")
    return f"To be decided: if “{what}” is to come, enter it as a record of its own in {file}."
