"""The tree as Typst markup: the text, the structure and the look of the PDF, for Typst to set.

Made before any clock runs. The look follows the theme's tokens, so that both set about the same pages.
"""

from __future__ import annotations

import re
from string import Template
from typing import TYPE_CHECKING

from communique.theme import points
from communique.tree import (
    BlockQuotation,
    Field,
    Heading,
    LineBreak,
    Link,
    ListBlock,
    NoteReference,
    Paragraph,
    Section,
    Styled,
    Table,
    Text,
)

if TYPE_CHECKING:
    from communique.theme import Theme
    from communique.tree import Block, Cell, Document, Inline, Row

MARKUP = re.compile(r"[\\#$*_`<>@\[\]~\"']|^[-+=/]|-(?=[-?])|\.(?=\.\.)|/(?=[/*])|(?<=\d)\.|(?<=\w):(?=//)")
"""Characters that Typst would take for markup where they stand."""

PREAMBLE = Template("""\
#set document(title: $title, author: $author, description: $subject, keywords: $keywords, date: $date)
#set text(font: $text_face, size: $text, fill: $ink, lang: $language, hyphenate: true, number-type: "lining")
#set text(top-edge: .8em, bottom-edge: -.2em)
#set smartquote(enabled: false)
#set par(leading: $gap, spacing: $gap + $paragraph)

#let small-text(body) = text(font: $display_face, size: $small, fill: $quiet, body)
#let head-matter(body) = {
  set text(font: $display_face, hyphenate: false)
  set par(spacing: $gap)
  body
}
#let masthead(body) = block(
  width: 100%, below: $leading, stroke: (bottom: .5pt + $ink), inset: (bottom: 5pt),
  head-matter({ set text(size: $small); body }),
)
#let title-block(body) = head-matter(body)
#let section(body) = body
#let body(it) = par(it)
#let list-item(it) = it
#let quotation(it) = par(it)
#let table-heading(it) = text(fill: $quiet, it)
#let table-group(it) = text(fill: $accent, weight: "bold", it)
#let table-text(it) = par(it)
#let note(it) = it
#let organisation(it) = par(text(size: $text, weight: "bold", fill: $accent, it))
#let tagline(it) = par(text(fill: $quiet, it))
#let series(it) = par(text(weight: "bold", it))
#let theme(it) = par(it)
#let event-line(it) = par(text(fill: $quiet, it))
#let lead(it) = block(sticky: true, text(weight: "bold", hyphenate: false, it))
#let aside(it) = par(small-text(it))
#let attribution(it) = block(above: $gap, small-text(it))
#let statistics(it) = par(small-text(it))
#let disclaimer(it) = block(
  width: 100%, above: $section, stroke: (top: .5pt + $rule), inset: (top: 7pt), small-text(it),
)
#let person(it) = par(hanging-indent: 7pt, text(font: $text_face, size: $text, it))
#let affiliation(it) = par(text(fill: $quiet, it))
#let quoted(it) = quote(
  block: true, block(inset: (left: $indent, right: $indent), stroke: (left: .5pt + $quiet), it),
)
#let flush-right(it) = box(width: 1fr, align(right, text(fill: $quiet, size: $small, weight: "regular", it)))

#show heading: set text(font: $display_face, weight: "bold", hyphenate: false)
#show heading: set block(sticky: true)
#show heading.where(level: 1): set text(font: $text_face, size: $size_title, weight: "regular", fill: $accent)
#show heading.where(level: 1): set block(above: $leading, below: $section + 5pt)
#show heading.where(level: 2): set text(size: $heading, fill: $accent)
#show heading.where(level: 2): set block(above: $section + $gap, below: $leading * .5 + $gap)
#show heading.where(level: 3): set text(size: $text, weight: "regular", fill: $accent)
#show heading.where(level: 3): set block(above: $leading * 1.5 + $gap, below: $gap)
#show heading.where(level: 4): set text(size: $text, weight: "regular", style: "italic")
#show link: set text(fill: $accent)
#set list(indent: $indent * .25, body-indent: $indent * .5, spacing: $gap)
#set enum(indent: $indent * .25, body-indent: $indent * .5, spacing: $gap)
#set quote(quotes: false)
#show quote.where(block: true): set block(above: $leading * .75 + $gap, below: $leading * .75 + $gap)
#show quote.where(block: true): set pad(x: 0pt)
#set table(
  inset: (x, y) => (left: 0pt, right: 9pt, top: if y == 0 { 0pt } else { 3.6pt }, bottom: 3.6pt),
  stroke: (x, y) => (bottom: .5pt + if y == 0 { $ink } else { $rule }),
)
#set table.cell(breakable: false)
#show table: set text(font: $display_face, size: $small, hyphenate: false, number-width: "tabular")
#show table: set par(leading: 2.4pt, spacing: 2.4pt)
#set footnote.entry(separator: line(length: 54pt, stroke: .5pt), clearance: $gap, gap: $gap, indent: 0pt)
#show footnote.entry: set text(size: $small)
#show footnote.entry: set par(leading: 2.4pt)

#set page(
  width: $width, height: $height,
  margin: (top: $top, bottom: $bottom, left: $inner, right: $outer),
  header-ascent: $leading, footer-descent: $leading,
  header: context if counter(page).get().first() > 1 {
    grid(
      columns: (60%, 40%), align: (left, right), stroke: (bottom: .5pt + $rule), inset: (bottom: 3pt),
      small-text[$running_event], small-text[$running_title],
    )
  },
  footer: context grid(
    columns: (60%, 40%), align: (left, right),
    text(font: $display_face, size: $small, fill: $marking_colour, weight: "bold")[$marking],
    small-text(counter(page).display("1 $of 1", both: true)),
  ),
)
""")

SECTIONS = ("masthead", "title-block")
ROLES = frozenset(re.findall(r"#let ([a-z-]+)\(", PREAMBLE.template))
INLINES = {
    "emphasis": "emph",
    "quotation": "emph",
    "foreign": "emph",
    "strong": "strong",
    "family-name": "smallcaps",
    "small-caps": "smallcaps",
    "flush-right": "flush-right",
}


def typst_source(document: Document, theme: Theme) -> str:
    """Return the source of a document, with the theme's look in it."""
    return PREAMBLE.substitute(_values(document, theme)) + "\n" + _Writer(document).blocks(document.blocks)


def _values(document: Document, theme: Theme) -> dict[str, str]:
    """Return what the preamble leaves open, as Typst expressions."""
    meta, tokens = document.meta, theme.tokens
    page, sizes, spacing = tokens.page, tokens.sizes, tokens.spacing
    day = meta.modified
    return {
        "title": _string(meta.title),
        "author": _string(meta.author),
        "subject": _string(meta.subject),
        "keywords": "(" + "".join(f"{_string(each)}, " for each in meta.keywords) + ")",
        "date": f"datetime(year: {day.year}, month: {day.month}, day: {day.day})",
        "language": _string(document.language.partition("-")[0]),
        "running_event": _text(meta.running_event),
        "running_title": _text(meta.running_title),
        "marking": _text(meta.marking),
        "of": meta.labels["of"],
        "text_face": _string(tokens.typefaces.text[0]),
        "display_face": _string(tokens.typefaces.display[0]),
        "text": sizes.text,
        "small": sizes.small,
        "heading": sizes.heading,
        "size_title": sizes.title,
        "leading": tokens.leading,
        "gap": f"{points(tokens.leading) - points(sizes.text):g}pt",
        "paragraph": spacing.paragraph,
        "section": spacing.section,
        "indent": spacing.indent,
        "width": page.width,
        "height": page.height,
        "top": page.margin_top,
        "bottom": page.margin_bottom,
        "inner": page.margin_inner,
        "outer": page.margin_outer,
        **{name: f'rgb("{getattr(tokens.colours, name)}")' for name in ("ink", "quiet", "accent", "rule")},
        "marking_colour": f'rgb("{tokens.colours.marking}")',
    }


def _string(text: str) -> str:
    """Return a string literal."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _text(text: str) -> str:
    """Return text that Typst takes for nothing but text."""
    return MARKUP.sub(r"\\\g<0>", text)


class _Writer:
    """Writes blocks, with each footnote at its first mark."""

    def __init__(self, document: Document) -> None:
        self._notes = {note.identifier: note for note in document.notes}
        self._cited: set[str] = set()

    def blocks(self, blocks: tuple[Block, ...]) -> str:
        """Return blocks, each on lines of its own."""
        return "\n".join(self.block(each) for each in blocks)

    def block(self, block: Block) -> str:
        """Return one block."""
        match block:
            case Paragraph():
                role = block.role if block.role in ROLES else "body"
                return f"#{role}[{self.inlines(block.children)}]"
            case Heading():
                number = f"{_text(block.number)} " if block.number else ""
                return f"#heading(level: {block.level})[{number}{self.inlines(block.children)}]"
            case BlockQuotation():
                return f"#quoted[{self.blocks(block.blocks)}]"
            case ListBlock():
                items = ", ".join(f"[{self.blocks(item.blocks)}]" for item in block.items)
                return f"#enum(start: {block.start}, {items})" if block.ordered else f"#list({items})"
            case Table():
                return self.table(block)
            case Section():
                role = block.role if block.role in SECTIONS else "section"
                return f"#{role}[{self.blocks(block.blocks)}]"

    def table(self, table: Table) -> str:
        """Return a table: its head is repeated, and the heading of a group is a head of the second level."""
        columns = ", ".join(f"{width * 100:g}fr" for width in table.columns)
        head = ", ".join(self.row(each) for each in table.head)
        parts = [f"#table(columns: ({columns},), table.header(repeat: true, {head})"]
        for group in table.groups:
            if group.heading:
                parts.append(f"table.header(level: 2, repeat: false, {self.row(group.heading)})")
            parts += [self.row(row) for row in group.rows]
        return ",\n".join(parts) + ")"

    def row(self, row: Row) -> str:
        """Return the cells of a row."""
        return ", ".join(self.cell(each) for each in row.cells)

    def cell(self, cell: Cell) -> str:
        """Return a cell."""
        written = f"[{self.blocks(cell.blocks)}]"
        return f"table.cell(colspan: {cell.span}){written}" if cell.span > 1 else written

    def inlines(self, children: tuple[Inline, ...]) -> str:
        """Return inlines, one after the other."""
        return "".join(self.inline(each) for each in children)

    def inline(self, inline: Inline) -> str:
        """Return one inline."""
        match inline:
            case Text():
                return _text(inline.text)
            case Styled():
                name = INLINES.get(inline.role)
                written = self.inlines(inline.children)
                return f"#{name}[{written}]" if name else written
            case Link():
                return f"#link({_string(inline.target)})[{self.inlines(inline.children)}]"
            case Field():
                return self.inlines(inline.children)
            case NoteReference():
                return self.note(inline)
            case LineBreak():
                return "\\ "

    def note(self, reference: NoteReference) -> str:
        """Return a footnote at its first mark, and a reference to it at the others."""
        label = f"<note-{reference.number}>"
        if reference.note in self._cited:
            return f"#footnote({label})"
        self._cited.add(reference.note)
        return f"#footnote[{self.blocks(self._notes[reference.note].blocks)}]{label}"
