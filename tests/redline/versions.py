"""Documents told in a few lines, two versions of them, and edits that make the one of the other.

A document is a list of blocks, each a tuple: `("p", text)`, `("h", level, text)`, `("n", level, text)` for a numbered
heading, `("ul", [item, …])`, `("ol", [item, …])`, `("q", [text, …])`, `("table", [[cell, …], …])`. In texts `*…*` is
emphasis, `**…**` strong, `_…_` a family name, `<…>` flush right, `[text](target)` a link, `{name}` the mark of a
footnote, and `{ar:…}` and `{zh:…}` are passages in Arabic and Chinese. Paragraphs of an item are apart by `||`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from communique.diagnostics import Report, Span
from communique.redline.compare import compare
from communique.redline.docx import write_redline_docx
from communique.resolve import resolve
from communique.tree import (
    Block,
    BlockQuotation,
    Cell,
    Document,
    Heading,
    Inline,
    LineBreak,
    Link,
    ListBlock,
    ListItem,
    Note,
    NoteReference,
    Paragraph,
    Row,
    RowGroup,
    Section,
    Styled,
    Table,
    Text,
)
from word.sample_document import meta, shipped_theme

if TYPE_CHECKING:
    from random import Random

THEME = shipped_theme()
Told = tuple[Any, ...]
MARKUP = re.compile(
    r"\*\*(?P<strong>.+?)\*\*|\*(?P<emphasis>.+?)\*|_(?P<family>.+?)_|<(?P<flush>.+?)>"
    r"|\[(?P<text>.+?)\]\((?P<target>.+?)\)|\{(?P<language>ar|zh):(?P<passage>.+?)\}|\{(?P<note>[^:}]+?)\}|(?P<break>\n)"
)


def redlined(old: Document | None, new: Document) -> bytes:
    """Return the redline of two versions."""
    date = datetime(2018, 10, 16, 12, tzinfo=UTC)
    return write_redline_docx(compare(old, new), THEME, author="Secretariat", date=date, since="1a2b3c4")


def inlines(text: str) -> tuple[Inline, ...]:
    """Read the little markup."""
    made: list[Inline] = []
    at = 0
    for found in MARKUP.finditer(text):
        if found.start() > at:
            made.append(Text(text[at : found.start()]))
        made.append(_inline(found.groupdict()))
        at = found.end()
    if at < len(text):
        made.append(Text(text[at:]))
    return tuple(made)


def _inline(found: dict[str, str | None]) -> Inline:
    for name, role in (
        ("strong", "strong"),
        ("emphasis", "emphasis"),
        ("family", "family-name"),
        ("flush", "flush-right"),
    ):
        if found[name]:
            return Styled(role, inlines(found[name] or ""))
    if found["target"]:
        return Link(found["target"], inlines(found["text"] or ""))
    if found["language"]:
        right = found["language"] == "ar"
        return Styled("passage", (Text(found["passage"] or ""),), found["language"], "rtl" if right else None)
    return NoteReference(found["note"]) if found["note"] else LineBreak()


def document(blocks: list[Told], notes: dict[str, str] | None = None, **changes: Any) -> Document:
    """Return a document of blocks that are told, with footnotes by their names."""
    made: list[Block] = [Heading(1, (Text("Summary"),), address="d: title")]
    made += [block(each, f"d: body[{at}]") for at, each in enumerate(blocks)]
    texts = [_note(name, text) for name, text in (notes or {}).items()]
    told = Document(meta(), "en", "ltr", tuple(made), tuple(texts), identifier="0b5f4bd6")
    told = replace(told, **changes)
    cited = dict.fromkeys(_cited(blocks))
    known = {each.identifier: each for each in told.notes}
    told = replace(told, notes=tuple(known.get(name) or _note(name, "See above.") for name in cited))
    report = Report()
    told = resolve(told, report, lambda _: Span("d"))
    assert report.diagnostics == [], report.diagnostics
    return told


def _note(name: str, text: str) -> Note:
    paragraphs = tuple(Paragraph(inlines(part), "note") for part in text.split("||"))
    return Note(name, paragraphs, address=f"d: footnotes.{name}")


def _cited(told: Any) -> list[str]:
    if isinstance(told, str):
        return re.findall(r"\{([^:{}]+)\}", told)
    return [name for each in told for name in _cited(each)] if isinstance(told, list | tuple) else []


def block(told: Told, address: str) -> Block:
    """Return a block that is told."""
    match told:
        case ("p", text):
            return Paragraph(inlines(text), address=address)
        case ("p", text, role):
            return Paragraph(inlines(text), role, address)
        case ("h" | "n" as kind, level, text):
            return Heading(level, inlines(text), "numbered" if kind == "n" else "heading", address)
        case ("ul" | "ol" as kind, items):
            return ListBlock(
                tuple(_item(each, f"{address}[{at}]") for at, each in enumerate(items)), kind == "ol"
            )
        case ("q", texts):
            return BlockQuotation(
                tuple(
                    Paragraph(inlines(each), "quotation", f"{address}#{at}") for at, each in enumerate(texts)
                )
            )
        case ("section", role, inner):
            return Section(tuple(block(each, f"{address}.{at}") for at, each in enumerate(inner)), role)
        case ("table", rows, *rest):
            return _table(rows, *rest)
    raise ValueError(told)


def _item(told: Any, address: str) -> ListItem:
    if isinstance(told, tuple):
        first = tuple(Paragraph(inlines(told[0]), "list-item", address) for _ in "1")
        return ListItem((*first, *(block(each, f"{address}.b") for each in told[1:])))
    return ListItem(tuple(Paragraph(inlines(each), "list-item", address) for each in told.split("||")))


def _table(rows: list[Any], caption: str = "") -> Table:
    head, groups, columns = rows[0], [RowGroup(())], len(rows[0])
    for at, told in enumerate(rows[1:]):
        if isinstance(told, str):
            cell = Cell((Paragraph(inlines(told), "table-group"),), "rowgroup", columns)
            groups.append(RowGroup((), Row((cell,))))
        else:
            cells = tuple(
                Cell(tuple(Paragraph(inlines(part), "table-text") for part in each.split("||") if part))
                for each in told
            )
            groups[-1] = replace(groups[-1], rows=(*groups[-1].rows, Row(cells, f"people: {at}")))
    heads = tuple(Cell((Paragraph(inlines(each), "table-heading"),), "col") for each in head)
    used = tuple(each for each in groups if each.rows or each.heading)
    return Table((1 / columns,) * columns, (Row(heads),), used, caption=inlines(caption))


# Edits by chance

WORDS = [
    "the",
    "a",
    "of",
    "and",
    "to",
    "in",
    "for",
    "migration",
    "capacity",
    "States",
    "partners",
    "dialogue",
    "shared",
    "borders",
    "rights",
    "local",
    "authorities",
    "support",
    "funding",
    "session",
    "speakers",
    "agreed",
    "noted",
    "that",
    "should",
    "be",
    "strengthened",
    "by",
    "means",
    "measured",
    "results",
    "journey",
    "Compact",
    "Network",
    "2018",
    "3.5",
    "follow-up",
    "don’t",
    "café",
    "naïve",
    "coopération",
    "المشاركون",
    "الهجرة",
    "移徙",
    "对话",
    "🙂",
    "état",
]


def sentence(random: Random, shortest: int = 3, longest: int = 18) -> str:
    words = [random.choice(WORDS) for _ in range(random.randint(shortest, longest))]
    return " ".join(words).capitalize() + random.choice("...;?")


def text(random: Random, notes: list[str]) -> str:
    """Return a paragraph's text, some of it marked, and calling notes for which it adds names."""
    parts = []
    for _ in range(random.randint(1, 4)):
        parts.append(_marked(random, sentence(random)))
        if random.random() < 0.15:
            notes.append(f"note{len(notes)}")
            parts[-1] += f"{{{notes[-1]}}}"
    return " ".join(parts)


def _marked(random: Random, said: str) -> str:
    words = said.split(" ")
    if random.random() < 0.4:
        at = random.randrange(len(words))
        form = random.choice(
            [
                "*{}*",
                "**{}**",
                "_{}_",
                "[{}](https://example.org/a)",
                "{{ar:{}}}",
                "{{zh:{}}}",
                "[{}](#summary)",
            ]
        )
        words[at] = form.format(words[at].strip(".;?") or "word")
    return " ".join(words)


def some_block(random: Random, notes: list[str]) -> Told:
    """Return a block of some kind."""
    match random.randrange(12):
        case 0:
            return ("h", 2, sentence(random, 1, 4)[:-1])
        case 1:
            return ("n", 2, sentence(random, 1, 4)[:-1])
        case 2:
            return ("ul", [text(random, notes) for _ in range(random.randint(1, 4))])
        case 3:
            return ("ol", [sentence(random) for _ in range(random.randint(1, 4))])
        case 4:
            return ("q", [text(random, notes) for _ in range(random.randint(1, 2))])
        case 5:
            rows = [[sentence(random, 1, 3) for _ in range(3)] for _ in range(random.randint(2, 5))]
            return ("table", rows, random.choice(["", sentence(random, 2, 4)]))
        case _:
            return ("p", text(random, notes))


def edited_text(random: Random, told: str, notes: list[str]) -> str:
    """Return a text with some of its words changed."""
    words = told.split(" ")
    for _ in range(random.randint(1, 4)):
        at = random.randrange(len(words))
        match random.randrange(6):
            case 0:
                words[at:at] = [random.choice(WORDS)]
            case 1 if len(words) > 1:
                del words[at]
            case 2 if not set(words[at]) & set("*_[]{}()"):
                words[at] = "*" + words[at] + "*"
            case 3:
                words[at : at + 1] = [each.strip("*_") or "word" for each in words[at : at + 1]]
            case 4:
                notes.append(f"note{len(notes)}")
                words[at] += f"{{{notes[-1]}}}"
            case _:
                words[at] = random.choice(WORDS)
    return _mended(" ".join(words))


def _mended(told: str) -> str:
    """Return a text whose markup is whole after an edit; halves of it are gone."""
    kept = [(found.start(), found.end()) for found in MARKUP.finditer(told)]
    inside = {at for start, end in kept for at in range(start, end)}
    bare = "".join(char for at, char in enumerate(told) if at in inside or char not in "*_[]{}<>()")
    return bare.strip() or "word"


def edited(random: Random, blocks: list[Told], notes: list[str]) -> list[Told]:
    """Return blocks after an edit."""
    blocks = list(blocks)
    at = random.randrange(len(blocks))
    told = blocks[at]
    match random.randrange(9):
        case 0:
            blocks.insert(random.randint(0, len(blocks)), some_block(random, notes))
        case 1 if len(blocks) > 1:
            del blocks[at]
        case 2:
            blocks.insert(random.randint(0, len(blocks) - 1), blocks.pop(at))
        case 3 if told[0] == "p" and told[1].count(" ") > 3:
            words = told[1].split(" ")
            cut = random.randrange(1, len(words))
            blocks[at : at + 1] = [
                ("p", _mended(" ".join(words[:cut]))),
                ("p", _mended(" ".join(words[cut:]))),
            ]
        case 4 if at + 1 < len(blocks) and told[0] == blocks[at + 1][0] == "p":
            blocks[at : at + 2] = [("p", f"{told[1]} {blocks[at + 1][1]}")]
        case 5 if told[0] == "p":
            blocks[at] = random.choice([("h", 2, told[1]), ("q", [told[1]]), ("ul", [told[1]])])
        case _:
            blocks[at] = _edited_block(random, told, notes)
    return blocks


def _edited_block(random: Random, told: Told, notes: list[str]) -> Told:
    match told:
        case ("p", said):
            return ("p", edited_text(random, said, notes))
        case ("h" | "n" as kind, level, said):
            return (kind, level, without_notes(edited_text(random, said, [])))
        case ("ul" | "ol" | "q" as kind, [*items]):
            return (kind, _edited_row(random, items, notes))
        case ("table", [head, *rows], caption):
            at = random.randrange(len(rows))
            match random.randrange(4):
                case 0:
                    rows.insert(at, [sentence(random, 1, 3) for _ in head])
                case 1 if len(rows) > 1:
                    del rows[at]
                case 2:
                    return ("table", [head, *rows], sentence(random, 2, 4))
                case _:
                    rows[at] = [edited_text(random, each, notes) for each in rows[at]]
            return ("table", [head, *rows], caption)
    return told


def _edited_row(random: Random, items: list[str], notes: list[str]) -> list[str]:
    at = random.randrange(len(items))
    match random.randrange(4):
        case 0:
            items.insert(at, text(random, notes))
        case 1 if len(items) > 1:
            del items[at]
        case 2 if at + 1 < len(items):
            items[at : at + 2] = [f"{items[at]} {items[at + 1]}"]
        case _:
            items[at] = edited_text(random, items[at], notes)
    return items


def pair_by_chance(random: Random) -> tuple[Document, Document]:
    """Return two versions of a document."""
    names: list[str] = []
    before = [some_block(random, names) for _ in range(random.randint(1, 9))]
    notes = {name: without_notes(text(random, [])) for name in names}
    after = before
    more = list(names)
    for _ in range(random.randint(0, 6)):
        after = edited(random, after, more)
    changed = {
        name: without_notes(edited_text(random, said, [])) if random.random() < 0.3 else said
        for name, said in notes.items()
    }
    changed |= {name: sentence(random) for name in more if name not in notes}
    return document(_parted(before), notes), document(_parted(after), changed)


def _parted(blocks: list[Told]) -> list[Told]:
    """Put a paragraph between two tables, which would be one table in Word."""
    parted: list[Told] = []
    for told in blocks:
        if parted and told[0] == parted[-1][0] == "table":
            parted.append(("p", "And then:"))
        parted.append(told)
    return parted


def without_notes(told: str) -> str:
    return re.sub(r"\{note\d+\}", "", told)
