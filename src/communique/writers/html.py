"""The tree as HTML: one self-contained page for the screen, and the page that the PDF is laid out from."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote

import communique
from communique.seals import html_seal, sealed
from communique.writers.css import printed_screen_rules, screen_style_sheet
from communique.writers.html_blocks import (
    BlockWriter,
    attribute_text,
    element,
    mark_identifier,
    note_identifier,
)
from communique.writers.html_labels import label
from communique.writers.structured_data import write_structured_data

if TYPE_CHECKING:
    from collections.abc import Callable

    from communique.theme import Theme
    from communique.tree import ContentsEntry, Document, Note

MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html",
}


@dataclass(frozen=True, slots=True)
class Manner:
    """How a page differs from that of a document. A redline's has a writer that sees changes.

    `legend` stands before the text and `after` behind its notes; `sheet` is added to the style sheet.
    `redline` says so in the seal.
    """

    writer: type[BlockWriter] = BlockWriter
    legend: str = ""
    after: Callable[[BlockWriter], str] | None = None
    sheet: str = ""
    redline: bool = False


def write_html(
    document: Document, theme: Theme, *, alternates: tuple[str, ...] = (), manner: Manner | None = None
) -> bytes:
    """Return the page for the screen: one UTF-8 file from which no request leaves.

    `alternates` are the file names of the same document's other formats.
    """
    manner = manner or Manner()
    writer = _block_writer(document, theme, paged=False, kind=manner.writer)
    text = manner.legend + writer.blocks(document.blocks)
    notes = _endnotes(document, writer) + (manner.after(writer) if manner.after else "")
    body = [
        element("a", {"class": "skip", "href": "#_text"}, escape(label(document, "skip"), quote=False)),
        _page_head(document, alternates),
        _contents(document),
        element("main", {"id": "_text", "tabindex": "-1"}, f"\n{text}\n{notes}"),
        _page_foot(document),
    ]
    colours = (theme.tokens.colours, theme.tokens.colours_dark)
    style_sheet = screen_style_sheet(theme) + printed_screen_rules(theme, document) + manner.sheet
    head = [
        *_metadata(document),
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f'<meta name="theme-color" content="{colours[0].ground}">',
        f'<meta name="theme-color" content="{colours[1].ground}" media="(prefers-color-scheme: dark)">',
        *_alternate_links(alternates),
        element("style", {}, "\n" + style_sheet.replace("</", r"<\/")),
        f'<script type="application/ld+json">\n{write_structured_data(document)}\n</script>',
    ]
    page = _page(document, head, list(filter(None, body)))
    seal = html_seal(document.identifier, document.revision, redline=manner.redline)
    return sealed((page + seal).encode())


def write_print_html(document: Document, theme: Theme) -> str:
    """Return the page that the PDF is laid out from; its style sheet is `print_style_sheet`."""
    writer = _block_writer(document, theme, paged=True)
    modified = document.meta.modified.isoformat()
    head = [
        *_metadata(document),
        f'<meta name="dcterms.created" content="{modified}">',
        f'<meta name="keywords" content="{escape(", ".join(document.meta.keywords))}">',
    ]
    return _page(document, head, [element("main", {}, f"\n{writer.blocks(document.blocks)}\n")])


def _page(document: Document, head: list[str], body: list[str]) -> str:
    root = attribute_text({"lang": document.language, "dir": document.direction})
    head_text, body_text = "\n".join(head), "\n".join(body)
    return f"<!doctype html>\n<html{root}>\n<head>\n{head_text}\n</head>\n<body>\n{body_text}\n</body>\n</html>\n"


def _block_writer(
    document: Document, theme: Theme, *, paged: bool, kind: type[BlockWriter] = BlockWriter
) -> BlockWriter:
    notes = {each.identifier: each for each in document.notes}
    return kind(theme.styles, notes, label(document, "note"), paged)


def _metadata(document: Document) -> list[str]:
    """Return what is said about the document in its head."""
    meta = document.meta
    named = {
        "description": meta.subject,
        "author": meta.author,
        "generator": f"Communique {communique.__version__}",
        "dcterms.modified": meta.modified.isoformat(),
    }
    return [
        '<meta charset="utf-8">',
        f"<title>{escape(meta.title, quote=False)}</title>",
        *(f'<meta name="{name}" content="{escape(value)}">' for name, value in named.items() if value),
    ]


def _alternate_links(alternates: tuple[str, ...]) -> list[str]:
    return [
        f'<link rel="alternate" type="{MEDIA_TYPES.get(PurePosixPath(name).suffix, "")}" href="{quote(name)}">'
        for name in alternates
    ]


def _page_head(document: Document, alternates: tuple[str, ...]) -> str:
    """Return the banner: the marking, and links to the other formats."""
    links = " ".join(
        element("a", {"href": quote(name)}, escape(PurePosixPath(name).suffix.lstrip(".").upper()))
        for name in alternates
    )
    lead = escape(label(document, "other-formats"), quote=False)
    formats = f'<p class="formats"><span>{lead}</span> {links}</p>' if links else ""
    parts = "\n".join(filter(None, (_marking(document), formats)))
    return element("header", {"class": "page-head"}, f"\n{parts}\n") if parts else ""


def _page_foot(document: Document) -> str:
    """Return what stands at the foot of every page: the marking, the symbol, and what paper this is."""
    meta = document.meta
    identity = " · ".join(filter(None, (meta.symbol, meta.running_event, meta.running_title)))
    parts = (_marking(document), f'<p class="identity">{escape(identity)}</p>' if identity else "")
    return element("footer", {"class": "page-foot"}, "\n" + "\n".join(filter(None, parts)) + "\n")


def _marking(document: Document) -> str:
    marking = document.meta.marking
    return f'<p class="marking">{escape(marking, quote=False)}</p>' if marking else ""


def _contents(document: Document) -> str:
    """Return the contents: folded on a narrow screen, beside the text on a wide one."""
    if not document.contents:
        return ""
    title = label(document, "contents")
    listed = _contents_list(list(document.contents))
    folded = f"<details>\n<summary>{escape(title, quote=False)}</summary>\n{listed}\n</details>"
    return element("nav", {"class": "contents", "aria-label": title}, f"\n{folded}\n")


def _contents_list(entries: list[ContentsEntry]) -> str:
    """Return entries as nested lists; an entry of a deeper level belongs to the one before it."""
    items = []
    while entries:
        entry = entries.pop(0)
        below = next((at for at, each in enumerate(entries) if each.level <= entry.level), len(entries))
        number = f'<span class="number">{escape(entry.number)}</span> ' if entry.number else ""
        link = element("a", {"href": f"#{entry.identifier}"}, number + escape(entry.text, quote=False))
        items.append(f"<li>{link}{_contents_list(entries[:below])}</li>")
        del entries[:below]
    return "<ol>\n" + "\n".join(items) + "\n</ol>" if items else ""


def _endnotes(document: Document, writer: BlockWriter) -> str:
    """Return the notes, each with a link back to every mark that cites it.

    Notes are written before their links, as a note may cite another.
    """
    if not document.notes:
        return ""
    texts = [(note, writer.blocks(note.blocks)) for note in document.notes]
    items = "\n".join(
        f'<li id="{note_identifier(note.number)}">{_with_links_back(document, writer, note, text)}</li>'
        for note, text in texts
    )
    title = f'<h2 id="_notes">{escape(label(document, "notes"), quote=False)}</h2>'
    attributes = {"class": "notes", "role": "doc-endnotes", "aria-labelledby": "_notes"}
    return element("section", attributes, f"\n{title}\n<ol>\n{items}\n</ol>\n") + "\n"


def _with_links_back(document: Document, writer: BlockWriter, note: Note, text: str) -> str:
    words = label(document, "back-to-text")
    times = writer.cited[note.identifier]
    links = "".join(
        " "
        + element(
            "a",
            {
                "class": "back",
                "role": "doc-backlink",
                "href": f"#{mark_identifier(note.number, time)}",
                "aria-label": words if times == 1 else f"{words} ({time})",
            },
            "↩\N{VARIATION SELECTOR-15}",
        )
        for time in range(1, times + 1)
    )
    if text.endswith("</p>"):
        return f"{text[:-4]}{links}</p>"
    return f"{text}<p>{links.lstrip()}</p>" if links else text
