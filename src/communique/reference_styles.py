"""The Word styles of the theme: each role of the style map drawn from the tokens.

A role that this file has no drawing for (one that a project added) looks like body text, or like
its surroundings, until a designer gives it a look in a reference document of the project.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from communique.theme import points

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.theme import Theme

Face = Literal["text", "display"]
Side = Literal["left", "top", "bottom"]

TABLE = "Communique Table"
CAPTION = "caption"
HEADER = "header"
FOOTER = "footer"
MARKING = "Marking"
HYPERLINK = "Hyperlink"
FOOTNOTE_REFERENCE = "footnote reference"
HEADING_NUMBER = "Heading Number"
BULLETS = "List Bullet"
NUMBERS = "List Number"
CONTINUED = ("List Continue", "List Continue 2", "List Continue 3")
LIST_LEVELS = 9
NOTE_INDENT = 12  # points
SMALL_CAPS_SPACING = 0.3  # points


def style_id(name: str) -> str:
    """Return the id of a style: that of Word for built-in names, and the same manner for others."""
    words = re.findall(r"\w+", name)
    return "".join(word[:1].upper() + word[1:] for word in words) or "Style"


@dataclass(frozen=True, slots=True)
class CharacterLook:
    """How characters look; what is None or zero comes from the style below."""

    face: Face | None = None
    size: float = 0
    bold: bool | None = None
    italic: bool | None = None
    small_caps: bool = False
    colour: str | None = None
    raised: bool = False
    unproofed: bool = False
    spaced: float = 0


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """How a paragraph stands; lengths in points, None comes from the style below."""

    characters: CharacterLook = CharacterLook()
    before: float | None = None
    after: float | None = None
    line: float | None = None
    left: float = 0
    right: float = 0
    hanging: float = 0
    border: Side | None = None
    border_space: int = 0
    border_colour: str | None = None
    contextual: bool = False  # no distance between neighbours of the style
    keep_next: bool = False
    keep_lines: bool = False
    flush_right: bool = False
    hyphenated: bool = True
    outline: int | None = None
    numbering: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class WordStyle:
    """A named style. `priority` is its place in the gallery; a quiet one does not appear there."""

    name: str
    kind: Literal["paragraph", "character"]
    look: ParagraphLook
    based: str = ""
    following: str = ""
    priority: int = 99
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class _Measures:
    """The lengths, in points, and the colours that the looks are made of."""

    small: float
    text: float
    heading: float
    title: float
    leading: float
    gap: float
    indent: float
    section: float
    quiet: str
    accent: str
    rule: str
    marking: str

    @property
    def close(self) -> float:
        """The leading of small type: four lines on three of the text."""
        return self.leading * 0.75


def _measures(theme: Theme) -> _Measures:
    sizes, spacing, colours = theme.tokens.sizes, theme.tokens.spacing, theme.tokens.colours
    return _Measures(
        small=points(sizes.small),
        text=points(sizes.text),
        heading=points(sizes.heading),
        title=points(sizes.title),
        leading=points(theme.tokens.leading),
        gap=points(spacing.paragraph),
        indent=points(spacing.indent),
        section=points(spacing.section),
        quiet=word_colour(colours.quiet),
        accent=word_colour(colours.accent),
        rule=word_colour(colours.rule),
        marking=word_colour(colours.marking),
    )


def word_colour(colour: str) -> str:
    """Return a colour token as Word writes it."""
    return colour.lstrip("#").upper()


def text_width(theme: Theme) -> float:
    """Return the width of the text column in points."""
    page = theme.tokens.page
    return points(page.width) - points(page.margin_inner) - points(page.margin_outer)


def paragraph_looks(theme: Theme) -> dict[str, ParagraphLook]:
    """Return the look of each paragraph role that the theme knows."""
    d = _measures(theme)
    sans = CharacterLook("display", d.text)
    small = CharacterLook("display", d.small, colour=d.quiet)
    # Neighbours with the same border are framed together: the rule comes below the last of them.
    masthead = ParagraphLook(border="bottom", border_space=4, flush_right=True, hyphenated=False)
    titles = ParagraphLook(sans, flush_right=True, keep_next=True, hyphenated=False)
    quotation = ParagraphLook(
        left=d.indent, right=d.indent, border="left", border_space=12, border_colour=d.quiet
    )
    closing = ParagraphLook(small, after=d.gap, line=d.close, flush_right=True, keep_lines=True)
    # A little lower, down to the line of the larger face of a name beside it.
    cell = ParagraphLook(
        CharacterLook("display", d.small), before=d.leading * 0.05, line=d.close, hyphenated=False
    )
    return {
        "body": ParagraphLook(after=d.gap),
        "organisation": replace(masthead, characters=replace(sans, bold=True, colour=d.accent)),
        "tagline": replace(masthead, characters=small),
        "series": replace(titles, characters=replace(sans, bold=True), before=d.leading),
        "theme": titles,
        "event-line": replace(titles, characters=replace(sans, colour=d.quiet)),
        "lead": ParagraphLook(
            CharacterLook(bold=True), after=d.gap, keep_next=True, keep_lines=True, hyphenated=False
        ),
        "aside": replace(closing, keep_lines=False),
        "attribution": replace(quotation, characters=small, after=d.close, line=d.close, hyphenated=False),
        "statistics": replace(closing, before=d.gap),
        "disclaimer": replace(closing, before=d.section, border="top", border_space=8, border_colour=d.rule),
        "person": ParagraphLook(
            CharacterLook("text", d.text), line=d.close, left=d.gap, hanging=d.gap, hyphenated=False
        ),
        "affiliation": replace(cell, characters=small),
        "quotation": replace(quotation, before=d.close, after=d.gap, keep_lines=True),
        "list-item": ParagraphLook(after=d.gap, contextual=True),
        "table-heading": replace(cell, characters=small, keep_next=True),
        "table-group": replace(
            cell,
            characters=replace(small, bold=True, colour=d.accent),
            before=d.leading * 0.6,
            keep_next=True,
        ),
        "table-text": cell,
        "note": ParagraphLook(
            CharacterLook(size=d.small), line=d.close, left=NOTE_INDENT, hanging=NOTE_INDENT
        ),
    }


def heading_looks(theme: Theme) -> dict[int, ParagraphLook]:
    """Return the look of each level of heading; level 1 is the title.

    The title is no part of the outline, so that the headings below it begin with level 1.
    """
    d = _measures(theme)
    sans = CharacterLook("display", d.text)
    common = ParagraphLook(sans, keep_next=True, keep_lines=True, hyphenated=False)
    return {
        1: replace(
            common,
            characters=CharacterLook("text", d.title, colour=d.accent),
            before=d.gap,
            after=d.section,
            line=d.leading * 2,
        ),
        2: replace(
            common,
            characters=CharacterLook("display", d.heading, bold=True, colour=d.accent),
            before=d.section,
            after=d.gap,
            line=d.leading * 1.25,
            outline=0,
        ),
        3: replace(
            common,
            characters=replace(sans, colour=d.accent),  # the lead below it is the strong line of the two
            before=d.leading * 1.5,
            outline=1,
        ),
        4: replace(common, characters=replace(sans, italic=True), before=d.leading, outline=2),
    }


def character_looks(theme: Theme) -> dict[str, CharacterLook]:
    """Return the look of each inline role that the theme knows."""
    d = _measures(theme)
    return {
        "emphasis": CharacterLook(italic=True),
        "strong": CharacterLook(bold=True),
        "quotation": CharacterLook(italic=True),
        "family-name": CharacterLook(small_caps=True, unproofed=True, spaced=SMALL_CAPS_SPACING),
        "small-caps": CharacterLook(small_caps=True, spaced=SMALL_CAPS_SPACING),
        "foreign": CharacterLook(italic=True),
        "flush-right": CharacterLook("display", d.small, bold=False, colour=d.quiet),
        "label": CharacterLook(colour=d.quiet),
    }


def _fixed_styles(theme: Theme) -> Iterator[WordStyle]:
    """Yield the styles that no role names: running matter, lists, links and marks."""
    d = _measures(theme)
    small = CharacterLook("display", d.small, colour=d.quiet)
    running = ParagraphLook(characters=small, line=d.close, flush_right=True, hyphenated=False)
    item = theme.styles.paragraphs["list-item"].word
    for abstract, name in enumerate((BULLETS, NUMBERS), start=1):
        look = ParagraphLook(numbering=(abstract, 0))
        yield WordStyle(name, "paragraph", look, based=item, priority=30 + abstract)
    for level, name in enumerate(CONTINUED):
        look = ParagraphLook(left=d.indent * (level + 1))
        yield WordStyle(name, "paragraph", look, based=item, priority=33, quiet=level > 0)
    caption = ParagraphLook(
        CharacterLook("display", d.small, bold=True),
        before=d.gap,
        after=d.gap / 2,
        line=d.close,
        keep_next=True,
        hyphenated=False,
    )
    yield WordStyle(CAPTION, "paragraph", caption, priority=41)
    # With the space after it the header moves the text of later pages down to the top margin.
    header = replace(running, after=d.leading, border="bottom", border_space=4, border_colour=d.rule)
    yield WordStyle(HEADER, "paragraph", header, priority=90, quiet=True)
    yield WordStyle(FOOTER, "paragraph", running, priority=91, quiet=True)
    characters = {
        MARKING: CharacterLook("display", d.small, bold=True, colour=d.marking, spaced=0.4),
        HYPERLINK: CharacterLook(colour=d.accent),
        FOOTNOTE_REFERENCE: CharacterLook(raised=True),
        HEADING_NUMBER: CharacterLook(),
    }
    for priority, (name, look_) in enumerate(characters.items(), start=70):
        yield WordStyle(name, "character", ParagraphLook(look_), priority=priority, quiet=name != MARKING)


def word_styles(theme: Theme) -> list[WordStyle]:
    """Return the paragraph and character styles of a theme, in the order of the gallery."""
    body = theme.styles.paragraphs["body"].word
    styles: dict[str, WordStyle] = {}

    def add(style: WordStyle) -> None:
        styles.setdefault(style.name, style)

    headings = heading_looks(theme)
    for level, entry in sorted(theme.styles.headings.items()):
        look = headings.get(level, headings[max(headings)])
        add(WordStyle(entry.word, "paragraph", look, following=body, priority=level))
    looks = paragraph_looks(theme)
    for place, (role, block) in enumerate(theme.styles.paragraphs.items()):
        add(
            WordStyle(
                block.word,
                "paragraph",
                looks.get(role, ParagraphLook()),
                based="" if role in looks else body,
                following={"lead": body, "list-item": ""}.get(role, ""),
                priority=10 + place if role in ("body", "lead", "quotation", "attribution") else 40 + place,
                quiet=role in ("note", "list-item"),
            )
        )
    marks = character_looks(theme)
    for place, (role, inline) in enumerate(theme.styles.inlines.items()):
        if inline.word:
            add(
                WordStyle(
                    inline.word,
                    "character",
                    ParagraphLook(marks.get(role, CharacterLook())),
                    priority=60 + place,
                )
            )
    for style in _fixed_styles(theme):
        add(style)
    return sorted(styles.values(), key=lambda style: (style.kind == "character", style.priority, style.name))


BUILT_IN = frozenset(
    {"Title", "Body Text", "Quote", "List Paragraph", "Strong", "Emphasis", "footnote text"}
    | {CAPTION, HEADER, FOOTER, HYPERLINK, FOOTNOTE_REFERENCE, BULLETS, NUMBERS, *CONTINUED}
    | {f"heading {level}" for level in range(1, 10)}
)
