"""The looks of the theme as style elements of WordprocessingML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique import reference_styles as names
from communique.reference_styles import CharacterLook, Face, ParagraphLook, WordStyle, style_id, word_colour
from communique.theme import points
from communique.writers.ooxml import W, twips, w

if TYPE_CHECKING:
    from communique.theme import Theme
    from communique.writers.ooxml import Element

HAIRLINE = 4  # eighths of a point

GROUND = {
    "Normal": "Normal",
    "Default Paragraph Font": "DefaultParagraphFont",
    "Normal Table": "TableNormal",
    "No List": "NoList",
}


def _line(side: str, colour: str, space: int = 0, width: int = HAIRLINE) -> Element:
    """Make a line on a side of a paragraph, a cell or a table; where two meet the wider one shows."""
    return w(side, val="single", sz=width, space=space, color=colour)


def table_style(theme: Theme) -> Element:
    """Make the table style: hairlines between rows, a stronger one under the head, no boxes."""
    rule = word_colour(theme.tokens.colours.rule)

    gap = twips(points(theme.tokens.spacing.paragraph))
    padding = gap // 3
    borders = w("tblBorders", _line("bottom", rule), _line("insideH", rule))
    margins = w(
        "tblCellMar",
        w("top", w=padding, type="dxa"),
        w("left", w=0, type="dxa"),
        w("bottom", w=padding, type="dxa"),
        w("right", w=gap, type="dxa"),
    )
    head = w("tcBorders", w("top", val="nil"), _line("bottom", "auto", width=HAIRLINE + 2))
    return w(
        "style",
        w("name", val=names.TABLE),
        w("basedOn", val=GROUND["Normal Table"]),
        w("uiPriority", val=40),
        w("qFormat"),
        w("tblPr", w("tblInd", w=0, type="dxa"), borders, margins),
        w("tblStylePr", w("tcPr", head), type="firstRow"),
        w("tblStylePr", w("tcPr", w("tcMar", w("right", w=0, type="dxa"))), type="lastCol"),
        type="table",
        customStyle=1,
        styleId=style_id(names.TABLE),
    )


def character_properties(look: CharacterLook, theme: Theme) -> list[Element]:
    """Make the children of `w:rPr` in the order of the schema."""
    parts: list[Element] = []
    if look.face:
        parts.append(fonts(theme, look.face))
    for tag, on in (("b", look.bold), ("i", look.italic)):
        if on is not None:
            parts += [w(tag), w(f"{tag}Cs")] if on else [w(tag, val=0), w(f"{tag}Cs", val=0)]
    if look.small_caps:
        parts.append(w("smallCaps"))
    if look.unproofed:
        parts.append(w("noProof"))
    if look.colour:
        parts.append(w("color", val=look.colour))
    if look.spaced:
        parts.append(w("spacing", val=twips(look.spaced)))
    if look.size:
        parts += [w("sz", val=round(look.size * 2)), w("szCs", val=round(look.size * 2))]
    if look.raised:
        parts.append(w("vertAlign", val="superscript"))
    return parts


def fonts(theme: Theme, face: Face) -> Element:
    """Make `w:rFonts` for one of the two faces, with its partners for other scripts."""
    faces = theme.tokens.typefaces
    latin = faces.text_word if face == "text" else faces.display_word
    return w("rFonts", ascii=latin, hAnsi=latin, eastAsia=faces.chinese_word, cs=faces.arabic_word)


def paragraph_properties(look: ParagraphLook, theme: Theme) -> list[Element]:
    """Make the children of `w:pPr` in the order of the schema."""
    parts: list[Element] = []
    if look.keep_next:
        parts.append(w("keepNext"))
    if look.keep_lines:
        parts.append(w("keepLines"))
    if look.numbering:
        parts.append(w("numPr", w("ilvl", val=look.numbering[1]), w("numId", val=look.numbering[0])))
    if look.border:
        parts.append(w("pBdr", _line(look.border, look.border_colour or "auto", look.border_space)))
    if look.flush_right:
        parts.append(w("tabs", w("tab", val="right", pos=twips(names.text_width(theme)))))
    if not look.hyphenated:
        parts.append(w("suppressAutoHyphens"))
    parts += _spacing(look)
    if look.left:
        sides = {"left": look.left, "right": look.right, "hanging": look.hanging}
        parts.append(w("ind", **{side: twips(length) for side, length in sides.items() if length}))
    if look.contextual:
        parts.append(w("contextualSpacing"))
    if look.outline is not None:
        parts.append(w("outlineLvl", val=look.outline))
    return parts


def _spacing(look: ParagraphLook) -> list[Element]:
    values: dict[str, str | int] = {}
    if look.before is not None:
        values["before"] = twips(look.before)
    if look.after is not None:
        values["after"] = twips(look.after)
    if look.line is not None:
        values |= {"line": twips(look.line), "lineRule": "atLeast"}
    return [w("spacing", **values)] if values else []


def style_element(style: WordStyle, theme: Theme) -> Element:
    """Make `w:style` (17.7.4.17)."""
    element = w("style", type=style.kind, styleId=style_id(style.name))
    if style.name not in names.BUILT_IN:
        element.set(W + "customStyle", "1")
    element.append(w("name", val=style.name))
    below = "Default Paragraph Font" if style.kind == "character" else "Normal"
    element.append(w("basedOn", val=style_id(style.based or below)))
    if style.following:
        element.append(w("next", val=style_id(style.following)))
    element.append(w("uiPriority", val=style.priority))
    element.append(w("unhideWhenUsed") if style.quiet else w("qFormat"))
    properties = paragraph_properties(style.look, theme) if style.kind == "paragraph" else []
    if properties:
        element.append(w("pPr", *properties))
    characters = character_properties(style.look.characters, theme)
    if characters:
        element.append(w("rPr", *characters))
    return element
