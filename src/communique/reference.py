"""The Word reference document: styles, numbering, settings and page, with no text of its own.

It is built from the tokens and the style map. A designer may open it in Word, change a style and
save it as `reference.docx` in the project's templates: then that file is the authority.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from communique import reference_styles as names
from communique.diagnostics import ContentError, Report
from communique.reference_elements import GROUND, fonts, style_element, table_style
from communique.reference_file import FILE as FILE
from communique.reference_file import read_reference
from communique.reference_styles import WordStyle, style_id, word_colour
from communique.theme import points
from communique.writers import docx_package as opc
from communique.writers.ooxml import default_language, paragraph, separator_note, text_run, twips, w

if TYPE_CHECKING:
    from communique.theme import Theme
    from communique.writers.ooxml import Element

LANGUAGE = "en-GB"  # of the reference document; a writer puts that of its document in its place
FIRST_PAGE_RISE = 0.2  # of the top margin: the masthead stands higher than the text of later pages
HEADER_RULE = 5  # points: the rule under the header, and its distance
BULLET_SIGNS = ("•", "–", "·")
NUMBER_FORMATS = (("decimal", "%{}."), ("lowerLetter", "%{}."), ("lowerRoman", "%{}."))

# Families of the typefaces that Word and its relatives know, with their metric twins and their
# PANOSE numbers: what a machine without the typeface needs to find the nearest.
TYPEFACES = {
    "Cambria": ("roman", "Caladea", "02040503050406030204"),
    "Calibri": ("swiss", "Carlito", "020F0502020204030204"),
    "Georgia": ("roman", "Gelasio", "02040502050405020303"),
    "Times New Roman": ("roman", "Liberation Serif", "02020603050405020304"),
    "Arial": ("swiss", "Liberation Sans", "020B0604020202020204"),
    "SimSun": ("auto", "宋体", "02010600030101010101"),
}


def reference_bytes(theme: Theme) -> bytes:
    """Return the reference document that a theme asks for.

    A file of the project's own is taken as it is. The file that ships is taken when it was built
    from these very tokens and styles; otherwise the document is built from the project's. Raises
    ContentError for a file of the project's own that can't be used.
    """
    path = theme.find(FILE)
    if path.parent != theme.layers[-1]:
        report = Report()
        own = read_reference(path, f"templates/{FILE}", report)
        if own is None:
            raise ContentError(report)
        return own
    content = path.read_bytes()
    return (
        content if opc.custom_property(content, FINGERPRINT) == fingerprint(theme) else build_reference(theme)
    )


FINGERPRINT = "communique.theme"


def fingerprint(theme: Theme) -> str:
    """Return a hash of all that the reference document is built from."""
    values = [theme.tokens.model_dump(mode="json"), theme.styles.model_dump(mode="json")]
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]


def build_reference(theme: Theme) -> bytes:
    """Return the reference document of a theme, built from its tokens and its style map."""
    styles = names.word_styles(theme)
    parts = {
        "word/document.xml": _body(theme, styles),
        "word/styles.xml": _styles(theme, styles),
        "word/settings.xml": _settings(theme),
        "word/numbering.xml": numbering_root(theme),
        "word/footnotes.xml": footnotes_root(),
        "word/fontTable.xml": _font_table(theme),
    }
    xml = {name: opc.serialised(root) for name, root in parts.items()}
    xml["word/theme/theme1.xml"] = _office_theme(theme)
    xml["docProps/custom.xml"] = opc.custom_properties({FINGERPRINT: fingerprint(theme)})
    return opc.reference_package(xml)


def _body(theme: Theme, styles: list[WordStyle]) -> Element:
    """Make a body that shows each paragraph style by its name, for whoever designs with it."""
    shown = (each for each in styles if each.kind == "paragraph")
    body = w("body", *(paragraph(style_id(each.name), [text_run(each.name)]) for each in shown))
    body.append(_page(theme))
    return w("document", body)


def _page(theme: Theme) -> Element:
    """Make the section properties (17.6.17): the sheet, its margins, and a first page of its own.

    Word knows one top margin for all pages. It is that of the first; on later ones the header, taller
    than the margin, moves the text down to where the tokens want it.
    """
    page = theme.tokens.page
    top, bottom = points(page.margin_top), points(page.margin_bottom)
    distance = points(theme.tokens.leading) * 1.75  # a line of text away, and their own line
    return w(
        "sectPr",
        w("footnotePr", w("numFmt", val="decimal")),
        w("pgSz", w=twips(points(page.width)), h=twips(points(page.height))),
        w(
            "pgMar",
            top=twips(top * (1 - FIRST_PAGE_RISE)),
            right=twips(points(page.margin_outer)),
            bottom=twips(bottom),
            left=twips(points(page.margin_inner)),
            header=twips(max(top - distance - HEADER_RULE, 0)),
            footer=twips(max(bottom - distance, 0)),
            gutter=0,
        ),
        w("titlePg"),
    )


def _settings(theme: Theme) -> Element:
    """Make the settings (17.15.1.78): compatibility mode 15, hyphenation, and the rule above footnotes."""
    uri = "http://schemas.microsoft.com/office/word"
    compatibility = w("compat", w("compatSetting", name="compatibilityMode", uri=uri, val=15))
    for name in (
        "overrideTableStyleFontSizeAndJustification",
        "enableOpenTypeFeatures",
        "doNotFlipMirrorIndents",
    ):
        compatibility.append(w("compatSetting", name=name, uri=uri, val=1))
    return w(
        "settings",
        w("zoom", percent=100),
        w("defaultTabStop", val=twips(points(theme.tokens.spacing.indent))),
        w("autoHyphenation"),
        w("consecutiveHyphenLimit", val=2),
        w("hyphenationZone", val=twips(points(theme.tokens.spacing.indent))),
        w("doNotHyphenateCaps"),
        w("characterSpacingControl", val="doNotCompress"),
        w("footnotePr", w("footnote", id=-1), w("footnote", id=0)),
        compatibility,
        w("themeFontLang", val=LANGUAGE, eastAsia="zh-CN", bidi="ar-SA"),
        w(
            "clrSchemeMapping",
            bg1="light1",
            t1="dark1",
            bg2="light2",
            t2="dark2",
            **{f"accent{number}": f"accent{number}" for number in range(1, 7)},
            hyperlink="hyperlink",
            followedHyperlink="followedHyperlink",
        ),
        w("decimalSymbol", val="."),
        w("listSeparator", val=","),
    )


def footnotes_root() -> Element:
    """Make the root of a footnotes part with the two rules that every such part begins with."""
    return w(
        "footnotes",
        separator_note(-1, "separator", "Normal"),
        separator_note(0, "continuationSeparator", "Normal"),
    )


def _font_table(theme: Theme) -> Element:
    """Make the font table (17.8.3.11), with a twin and a family for each typeface that may be missing."""
    faces = theme.tokens.typefaces
    used = dict.fromkeys((faces.text_word, faces.display_word, faces.arabic_word, faces.chinese_word))
    table = w("fonts")
    for name in used:
        default = "swiss" if name == faces.display_word else "roman"
        family, twin, panose = TYPEFACES.get(name, (default, "", ""))
        font = w("font", name=name)
        if twin:
            font.append(w("altName", val=twin))
        if panose:
            font.append(w("panose1", val=panose))
        font.extend(
            [
                w("charset", val="86" if name == faces.chinese_word else "00"),
                w("family", val=family),
                w("pitch", val="variable"),
            ]
        )
        table.append(font)
    return table


# Numbering


def numbering_root(theme: Theme) -> Element:
    """Make the root of a numbering part with the two lists of the theme."""
    bullets = abstract_list(theme, 1, names.BULLETS)
    numbers = abstract_list(theme, 2, names.NUMBERS)
    instances = (w("num", w("abstractNumId", val=each), numId=each) for each in (1, 2))
    return w("numbering", bullets, numbers, *instances)


def abstract_list(theme: Theme, number: int, style: str) -> Element:
    """Make a list of nine levels (17.9.1); the first belongs to a named style."""
    indent = points(theme.tokens.spacing.indent)
    element = w("abstractNum", w("multiLevelType", val="multilevel"), abstractNumId=number)
    for level in range(names.LIST_LEVELS):
        if style == names.BULLETS:
            kind, text = "bullet", BULLET_SIGNS[level % len(BULLET_SIGNS)]
        else:
            kind, pattern = NUMBER_FORMATS[level % len(NUMBER_FORMATS)]
            text = pattern.format(level + 1)
        definition = w("lvl", w("start", val=1), w("numFmt", val=kind), ilvl=level)
        if level == 0:
            definition.append(w("pStyle", val=style_id(style)))
        place = w("ind", left=twips(indent * (level + 1)), hanging=twips(indent))
        definition.extend([w("lvlText", val=text), w("lvlJc", val="left"), w("pPr", place)])
        if kind == "bullet":
            definition.append(w("rPr", fonts(theme, "display")))
        element.append(definition)
    return element


# Styles


def _styles(theme: Theme, styles: list[WordStyle]) -> Element:
    root = w("styles", _defaults(theme), _latent_styles())
    root.extend(_ground_styles())
    root.append(table_style(theme))
    root.extend([style_element(each, theme) for each in styles])
    return root


def _defaults(theme: Theme) -> Element:
    """Make the document defaults: the text face, its size and leading, and the languages.

    The colour of text is not set, so that it turns light where Word's page is dark.
    """
    size = round(points(theme.tokens.sizes.text) * 2)
    run = w("rPr", fonts(theme, "text"), w("sz", val=size), w("szCs", val=size), default_language(LANGUAGE))
    leading = w("spacing", after=0, line=twips(points(theme.tokens.leading)), lineRule="atLeast")
    return w("docDefaults", w("rPrDefault", run), w("pPrDefault", w("pPr", leading)))


def _latent_styles() -> Element:
    """Hide every built-in style that is not defined here, so that the gallery shows only ours."""
    return w(
        "latentStyles",
        defLockedState=0,
        defUIPriority=99,
        defSemiHidden=1,
        defUnhideWhenUsed=0,
        defQFormat=0,
        count=376,
    )


def _ground_styles() -> list[Element]:
    """Make the four styles that every document stands on."""

    def ground(kind: str, name: str, *properties: Element) -> Element:
        element = w("style", w("name", val=name), type=kind, default=1, styleId=GROUND[name])
        element.append(w("uiPriority", val=99))
        if name != "Normal":
            element.extend([w("semiHidden"), w("unhideWhenUsed")])
        element.extend(properties)
        return element

    margins = w("tblCellMar", *(w(side, w=width, type="dxa") for side, width in TABLE_MARGINS))
    return [
        ground("paragraph", "Normal", w("pPr", w("widowControl"))),
        ground("character", "Default Paragraph Font"),
        ground("table", "Normal Table", w("tblPr", w("tblInd", w=0, type="dxa"), margins)),
        ground("numbering", "No List"),
    ]


TABLE_MARGINS = (("top", 0), ("left", 108), ("bottom", 0), ("right", 108))


def _office_theme(theme: Theme) -> bytes:
    """Return the theme part: the palette and the typefaces that Word's own menus offer."""
    from xml.sax.saxutils import quoteattr  # brings all of urllib with it

    colours, faces = theme.tokens.colours, theme.tokens.typefaces
    palette = {
        "dk1": '<a:sysClr val="windowText" lastClr="000000"/>',
        "lt1": '<a:sysClr val="window" lastClr="FFFFFF"/>',
    }
    values = {
        "dk2": colours.accent,
        "lt2": colours.ground,
        "accent1": colours.accent,
        "accent2": colours.quiet,
        "accent3": colours.rule,
        "accent4": colours.marking,
        "accent5": colours.ink,
        "accent6": colours.accent,
        "hlink": colours.accent,
        "folHlink": colours.quiet,
    }
    palette |= {name: f'<a:srgbClr val="{word_colour(value)}"/>' for name, value in values.items()}
    scheme = "".join(f"<a:{name}>{value}</a:{name}>" for name, value in palette.items())
    fonts_xml = "".join(
        f"<a:{kind}Font><a:latin typeface={quoteattr(face)}/><a:ea typeface={quoteattr(faces.chinese_word)}/>"
        f"<a:cs typeface={quoteattr(faces.arabic_word)}/></a:{kind}Font>"
        for kind, face in (("major", faces.display_word), ("minor", faces.text_word))
    )
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="6350">{fill}</a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Communique"><a:themeElements>'
        f'<a:clrScheme name="Communique">{scheme}</a:clrScheme>'
        f'<a:fontScheme name="Communique">{fonts_xml}</a:fontScheme>'
        f'<a:fmtScheme name="Communique"><a:fillStyleLst>{fill * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{line * 3}</a:lnStyleLst><a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    ).encode()
