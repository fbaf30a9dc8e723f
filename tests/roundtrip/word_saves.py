"""What Word does to a file that somebody opens and saves, and nothing else, after its documentation.

A stand-in for the real thing: runs are divided between editing sessions (`w:rsidR`) and at what the proofing
tools mark, languages are noted on runs, ids of bookmarks, footnotes and relationships are given anew, parts
are renamed, styles, settings and the theme are Word's own. A seed makes each save another one.

    content = saved_by_word(content, seed=7)
"""

from __future__ import annotations

import random
import re
from copy import deepcopy
from typing import TYPE_CHECKING

from lxml import etree

from communique.writers.docx_package import OFFICE, PACKAGE, serialised, unzipped, zipped
from communique.writers.ooxml import XML_SPACE, W, w

if TYPE_CHECKING:
    from communique.writers.ooxml import Element

TYPES = f"{{{PACKAGE}/content-types}}"
RELATIONS = f"{{{PACKAGE}/relationships}}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
SPACES = {
    "w14": W14[1:-1],
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp14": "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing",
}
APP = f"{OFFICE}/relationships/extended-properties"
TEMPLATE = "file:///C:\\Users\\a.reviewer\\AppData\\Roaming\\Microsoft\\Templates\\Normal.dotm"
STORIES = (
    "word/document.xml",
    "word/footnotes.xml",
    "word/header1.xml",
    "word/footer1.xml",
    "word/footer2.xml",
)


def saved_by_word(content: bytes, seed: int = 0) -> bytes:
    """Return a DOCX as Word would save it."""
    return Save(content, seed).saved()


class Save:
    """One save."""

    def __init__(self, content: bytes, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - no secret
        self.parts = unzipped(content)
        self.roots = {
            name: etree.fromstring(part)
            for name, part in self.parts.items()
            if name.endswith((".xml", ".rels")) and not name.startswith("customXml/item")
        }
        self.rsids = [f"00{self.chance.randrange(16**6):06X}" for _ in range(6)]

    def saved(self) -> bytes:
        """Do all that Word does, and return the file."""
        stories = [self.roots[name] for name in STORIES if name in self.roots]
        for story in stories:
            self._divide_runs(story)
            self._mark_sessions(story)
            self._note_languages(story)
            self._renumber_bookmarks(story)
        self._mark_proofing()
        self._mark_last_place()
        self._renumber_notes()
        self._restyle()
        self._settings()
        self._theme()
        self._rename_parts()
        self._relate_anew()
        for name in [*STORIES, "word/styles.xml"]:
            if name in self.roots:
                self.roots[name] = _with_word_spaces(self.roots[name])
        return self._zipped()

    # The text

    def _divide_runs(self, story: Element) -> None:
        """Divide runs where one session's typing meets another's, where a page breaks, where spelling is doubted."""
        for run in list(story.iter(W + "r")):
            text = run.find(W + "t")
            if text is None or len(text.text or "") < 2 or self.chance.random() < 0.4:
                continue
            words = text.text or ""
            at = self.chance.randrange(1, len(words))
            second = w("r")
            if run.find(W + "rPr") is not None:
                second.append(deepcopy(run[0]))
            rest = deepcopy(text)
            text.text, rest.text = words[:at], words[at:]
            for each in (text, rest):
                # Word writes the attribute only where it is needed.
                if XML_SPACE in each.attrib:
                    del each.attrib[XML_SPACE]
                if (each.text or "") != (each.text or "").strip(" "):
                    each.set(XML_SPACE, "preserve")
            if self.chance.random() < 0.1:
                second.append(w("lastRenderedPageBreak"))
            second.append(rest)
            second.extend(list(text.itersiblings()))
            run.addnext(second)

    def _mark_sessions(self, story: Element) -> None:
        for run in story.iter(W + "r"):
            if self.chance.random() < 0.5:
                run.set(W + self.chance.choice(("rsidR", "rsidRPr")), self.chance.choice(self.rsids))
        for number, paragraph in enumerate(story.iter(W + "p")):
            for name in ("rsidR", "rsidRDefault", "rsidP"):
                paragraph.set(W + name, self.chance.choice(self.rsids))
            paragraph.set(W14 + "paraId", f"{self.chance.randrange(1, 0x7FFFFFFF) ^ number:08X}")
            paragraph.set(W14 + "textId", "77777777")
        for row in story.iter(W + "tr"):
            row.set(W + "rsidR", self.chance.choice(self.rsids))
            row.set(W14 + "paraId", f"{self.chance.randrange(1, 0x7FFFFFFF):08X}")

    def _note_languages(self, story: Element) -> None:
        """Note the language of the keyboard on runs, beside the one that a passage has."""
        tag = self.chance.choice(("en-US", "en-GB", "fr-CH"))
        for run in story.iter(W + "r"):
            if self.chance.random() < 0.5:
                continue
            properties = run.find(W + "rPr")
            if properties is None:
                properties = w("rPr")
                run.insert(0, properties)
            language = properties.find(W + "lang")
            if language is None:
                language = w("lang")
                properties.append(language)
            if language.get(W + "val") is None:
                language.set(W + "val", tag)

    def _mark_proofing(self) -> None:
        for paragraph in self.roots["word/document.xml"].iter(W + "p"):
            runs = paragraph.findall(W + "r")
            if runs and self.chance.random() < 0.3:
                kind = self.chance.choice(("spell", "gram"))
                run = self.chance.choice(runs)
                run.addprevious(w("proofErr", type=f"{kind}Start"))
                run.addnext(w("proofErr", type=f"{kind}End"))

    def _mark_last_place(self) -> None:
        """Word notes where the cursor was last, as a bookmark of its own."""
        paragraphs = [
            each for each in self.roots["word/document.xml"].iter(W + "p") if each.find(W + "r") is not None
        ]
        run = self.chance.choice(self.chance.choice(paragraphs).findall(W + "r"))
        number = 1 + max(
            int(each.get(W + "id", "0")) for each in self.roots["word/document.xml"].iter(W + "bookmarkEnd")
        )
        run.addnext(w("bookmarkEnd", id=number))
        run.addnext(w("bookmarkStart", id=number, name="_GoBack"))

    def _renumber_bookmarks(self, story: Element) -> None:
        """Give bookmarks the numbers of their order, from 0."""
        numbers: dict[str, str] = {}
        for each in story.iter(W + "bookmarkStart", W + "bookmarkEnd"):
            each.set(W + "id", numbers.setdefault(each.get(W + "id", ""), str(len(numbers))))

    def _renumber_notes(self) -> None:
        """Give footnotes the numbers of the order of their marks, from 1, behind the separators -1 and 0.

        A note whose mark is gone goes, too.
        """
        notes, body = self.roots["word/footnotes.xml"], self.roots["word/document.xml"]
        numbers: dict[str, str] = {}
        first = self.chance.choice((1, 1, 3))  # a note that was deleted leaves its number free
        for each in body.iter(W + "footnoteReference"):
            each.set(W + "id", numbers.setdefault(each.get(W + "id", ""), str(len(numbers) + first)))
        separators = {"separator": "-1", "continuationSeparator": "0"}
        for note in list(notes):
            number = separators.get(note.get(W + "type", "")) or numbers.get(note.get(W + "id", ""))
            if number is None:
                notes.remove(note)
            else:
                note.set(W + "id", number)

    # What is around it

    def _restyle(self) -> None:
        """Grow the styles: latent ones, linked ones, ids of the user's language, another order."""
        root = self.roots["word/styles.xml"]
        styles = root.findall(W + "style")
        ids = {each.get(W + "styleId", ""): each.get(W + "styleId", "") for each in styles}
        if self.chance.random() < 0.5:
            localised = {
                "Emphasis": "Hervorhebung",
                "Strong": "Fett",
                "Heading1": "berschrift1",
                "Heading2": "berschrift2",
            }
            localised |= {
                "FootnoteReference": "Funotenzeichen",
                "FootnoteText": "Funotentext",
                "Quote": "Zitat",
            }
            localised |= {
                "BodyText": "Textkrper",
                "Title": "Titel",
                "ListBullet": "Aufzhlungszeichen",
                "a": "a0",
            }
            ids |= {name: other for name, other in localised.items() if name in ids}
        inside = (root for name, root in self.roots.items() if name.startswith("word/"))
        for each in (element for root in inside for element in root.iter()):
            if each.tag in _STYLE_USERS:
                each.set(W + "val", ids.get(each.get(W + "val", ""), each.get(W + "val", "")))
        for style in styles:
            style.set(W + "styleId", ids[style.get(W + "styleId", "")])
        heads = [each for each in styles if each.get(W + "default")]
        rest = [each for each in styles if not each.get(W + "default")]
        self.chance.shuffle(rest)
        for style in (*heads, *rest):
            root.append(style)
        latent = root.find(W + "latentStyles")
        for name in ("Normal", "heading 1", "Emphasis", "Grid Table 1 Light", "Smart Link"):
            if latent is not None:
                latent.append(w("lsdException", name=name, qFormat=1))
        for name in ("Heading 1 Char", "Body Text Char", "Unresolved Mention", "FollowedHyperlink"):
            identifier = re.sub(r"\W", "", name)
            style = w(
                "style", w("name", val=name), w("basedOn", val="DefaultParagraphFont"), type="character"
            )
            style.set(W + "customStyle", "1")
            style.set(W + "styleId", identifier)
            root.append(style)

    def _settings(self) -> None:
        root = self.roots["word/settings.xml"]
        zoom = root.find(W + "zoom")
        if zoom is not None:
            zoom.set(W + "percent", "120")
            template = w("attachedTemplate")
            template.set(f"{{{OFFICE}/relationships}}id", "rId1")
            zoom.addnext(template)
            zoom.addnext(w("proofState", spelling="clean", grammar="clean"))
        compat = root.find(W + "compat")
        if compat is not None:
            compat.append(_setting("differentiateMultirowTableHeaders", "1"))
            compat.append(_setting("useWord2013TrackBottomHyphenation", "0"))
            compat.addnext(
                w("rsids", w("rsidRoot", val=self.rsids[0]), *(w("rsid", val=each) for each in self.rsids))
            )
        relations = etree.Element(RELATIONS + "Relationships", nsmap={None: RELATIONS[1:-1]})  # type: ignore[dict-item]
        etree.SubElement(
            relations,
            RELATIONS + "Relationship",
            Id="rId1",
            Type=f"{OFFICE}/relationships/attachedTemplate",
            Target=TEMPLATE,
            TargetMode="External",
        )
        self.roots["word/_rels/settings.xml.rels"] = relations

    def _theme(self) -> None:
        theme = self.roots.get("word/theme/theme1.xml")
        if theme is not None:
            theme.set("name", "Office Theme")
        self._add(
            "docProps/app.xml",
            f'<Properties xmlns="{OFFICE}/extended-properties"><Template>Normal.dotm</Template><Pages>4</Pages>'
            "<Application>Microsoft Office Word</Application><AppVersion>16.0000</AppVersion></Properties>",
            "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        )
        top = self.roots["_rels/.rels"]
        etree.SubElement(top, RELATIONS + "Relationship", Id="rId40", Type=APP, Target="docProps/app.xml")
        self._add(
            "word/webSettings.xml",
            f'<w:webSettings xmlns:w="{W[1:-1]}"><w:optimizeForBrowser/></w:webSettings>',
            "application/vnd.openxmlformats-officedocument.wordprocessingml.webSettings+xml",
        )
        etree.SubElement(
            self.roots["word/_rels/document.xml.rels"],
            RELATIONS + "Relationship",
            Id="rId400",
            Type=f"{OFFICE}/relationships/webSettings",
            Target="webSettings.xml",
        )

    def _add(self, name: str, xml: str, kind: str) -> None:
        self.roots[name] = etree.fromstring(xml.encode())
        types = self.roots["[Content_Types].xml"]
        etree.SubElement(types, TYPES + "Override", PartName=f"/{name}", ContentType=kind)

    def _rename_parts(self) -> None:
        """Name the custom XML item anew, and turn the headers and footers over."""
        number = self.chance.randrange(1, 4)
        names = {
            "customXml/item1.xml": f"customXml/item{number}.xml",
            "customXml/itemProps1.xml": f"customXml/itemProps{number}.xml",
            "customXml/_rels/item1.xml.rels": f"customXml/_rels/item{number}.xml.rels",
            "word/footer1.xml": "word/footer2.xml",
            "word/footer2.xml": "word/footer1.xml",
        }
        self.parts = {names.get(name, name): part for name, part in self.parts.items()}
        self.roots = {names.get(name, name): root for name, root in self.roots.items()}
        targets = {old.rpartition("/")[2]: new.rpartition("/")[2] for old, new in names.items()}
        for name, root in self.roots.items():
            for each in root.iter(RELATIONS + "Relationship") if name.endswith(".rels") else ():
                folder, slash, last = each.get("Target", "").rpartition("/")
                each.set("Target", folder + slash + targets.get(last, last))
        for each in self.roots["[Content_Types].xml"]:
            part = each.get("PartName", "")
            if part[1:] in names:
                each.set("PartName", f"/{names[part[1:]]}")

    def _relate_anew(self) -> None:
        """Give the relationships of the document other ids, in another order."""
        root = self.roots["word/_rels/document.xml.rels"]
        relations = list(root)
        self.chance.shuffle(relations)
        ids = {each.get("Id", ""): f"rId{number}" for number, each in enumerate(relations, start=1)}
        for each in relations:
            root.append(each)
            each.set("Id", ids[each.get("Id", "")])
        space = f"{{{OFFICE}/relationships}}"
        for element in self.roots["word/document.xml"].iter():
            for name in (f"{space}id", f"{space}embed"):
                if element.get(name) in ids:
                    element.set(name, ids[str(element.get(name))])

    def _zipped(self) -> bytes:
        parts = self.parts | {name: serialised(root) for name, root in self.roots.items()}
        first = ["[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/_rels/document.xml.rels"]
        rest = [name for name in parts if name not in first]
        self.chance.shuffle(rest)
        return zipped({name: parts[name] for name in (*first, *rest)})


_STYLE_USERS = frozenset(W + tag for tag in ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link"))


def _setting(name: str, value: str) -> Element:
    return w("compatSetting", name=name, uri="http://schemas.microsoft.com/office/word", val=value)


def _with_word_spaces(root: Element) -> Element:
    """Return a root that declares the namespaces that Word declares, and names those that may be ignored."""
    made = etree.Element(
        root.tag, nsmap={**SPACES, **{key: value for key, value in root.nsmap.items() if key}}
    )
    for name, value in root.attrib.items():
        made.set(name, value)
    made.set(f"{{{SPACES['mc']}}}Ignorable", "w14 w15 wp14")
    made.extend(list(root))
    return made
