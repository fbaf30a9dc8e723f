"""What an output is made from, part by part, each as a digest: the same parts, the same bytes.

The parts are what a writer reads, not the files that they were read from. Content comes as the revision of
the composed document, so a comment or the order of keys in YAML is no part of it, and neither is a template
or a record that the document does not show.
"""

from __future__ import annotations

import hashlib
import sys
from dataclasses import fields as dataclass_fields
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import communique
from communique.causes import FIELD, PROPERTY, TEMPLATE, causes_beside_text, causes_in_text
from communique.freshness import names_in, now, settled, signature
from communique.reference_file import FILE
from communique.shared_libraries import library_files, library_versions
from communique.style_sheets import files_named
from communique.tree import Field, Heading, Link, Paragraph, Styled, Text, plain_text, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from communique.freshness import Signature
    from communique.project import Format
    from communique.theme import Theme
    from communique.tree import Document, Inline

Parts = dict[str, str]
Machine = dict[str, "Signature | None"]
"""Files and folders of this computer, as they stand, from which a part comes, but not the project's."""

SHEETS = {"html": ("base.css", "screen.css"), "pdf": ("base.css", "print.css"), "docx": ()}
ENGINES = {
    "html": (),
    "pdf": ("weasyprint", "pydyf", "tinycss2", "tinyhtml5", "cssselect2", "pyphen", "fonttools"),
    "docx": ("python-docx", "lxml"),
}


def parts_of(
    document: Document, theme: Theme, name: Format, formats: tuple[Format, ...]
) -> tuple[Parts, Machine]:
    """Return all that an output of one document in one format is made from. `formats` are its siblings."""
    meta = document.meta
    said = repr(meta if name == "html" else replace(meta, event=None))  # type: ignore[arg-type]
    machine: Machine = {}
    parts = {
        "text": document.revision,
        "properties": digest(f"{document.identifier}{document.language}{said}"),
        "tokens": digest(repr(theme.tokens)),
        "style map": digest(repr(theme.styles)),
        "Communique": f"{communique.__version__} {program_digest()}",
        "Python": sys.version.partition(" ")[0],
    }
    for sheet in SHEETS[name]:
        parts[sheet] = _file(theme.find(sheet))
    if ENGINES[name]:
        parts["libraries"] = " ".join(version_of(each) for each in ENGINES[name])
    if name == "html":
        parts["formats beside it"] = " ".join(formats)
    elif name == "docx":
        parts["reference document"] = _file(theme.find(FILE))
        parts["review notes"] = digest(repr(document.comments))
    else:
        if named := _named(theme):
            parts["files of the style sheets"] = named
        machine = _as_they_stand(library_files())
        parts["libraries"] += "".join(f" {each}-{found}" for each, found in library_versions().items())
        fallbacks = _fallbacks(document, theme)
        if fallbacks is not None:
            from communique.typefaces import machine_folders

            machine |= _as_they_stand(map(str, (*machine_folders(), *fallbacks)))
            parts["typefaces of this computer"] = digest(" ".join(map(_file, fallbacks)))
        parts["typefaces"] = _typefaces(theme)
    return parts, machine


def key_of(parts: Mapping[str, str]) -> str:
    """Return one digest for all parts."""
    return digest(repr(sorted(parts.items())))


def block_digests(document: Document) -> dict[str, str]:
    """Return digests of what a document says, to tell later what changed: by the names that `causes` reads.

    A value of a record is no part of the block that shows it; its digest is one for each form in which it is
    printed. The formats of a document ask one after the other, and get the same.
    """
    known = _digested[:]
    found = known[0][1] if known and known[0][0] is document else _digests_of(document)
    _digested[:] = [(document, found)]
    return dict(found)


_digested: list[tuple[Document, dict[str, str]]] = []


def _digests_of(document: Document) -> dict[str, str]:
    found: dict[str, str] = {}
    fields: dict[str, set[str]] = {}
    for block in walk((*document.blocks, *(each for note in document.notes for each in note.blocks))):
        if isinstance(block, Heading | Paragraph):
            address = block.address.partition("#")[0] if block.address else TEMPLATE
            found[address] = digest(found.get(address, "") + _typed(block.children, fields)[0])[:8]
    for source, forms in fields.items():
        found[f"{FIELD}{source}"] = " ".join(sorted(digest(each)[:8] for each in forms))
    for name, said in _said_of(document):
        found[f"{PROPERTY}{name}"] = digest(repr(said))[:8]
    return found


def _typed(children: tuple[Inline, ...], fields: dict[str, set[str]]) -> tuple[str, bool]:
    """Return inlines as a text without the values of fields, and whether there are any.

    The fields are added to `fields`.
    """
    parts: list[str] = []
    held = False
    for child in children:
        if isinstance(child, Field):
            inner, nested = _typed(child.children, fields)
            if not nested:
                fields.setdefault(child.source, set()).add(plain_text(child.children))
            parts.append(f"{child.source}[{inner if nested else ''}]")
            held = True
        elif isinstance(child, Styled | Link):
            inner, nested = _typed(child.children, fields)
            what = (
                child.target
                if isinstance(child, Link)
                else f"{child.role} {child.language} {child.direction}"
            )
            parts.append(f"{what}[{inner}]")
            held = held or nested
        else:
            parts.append(child.text if isinstance(child, Text) else repr(child))
    return "".join(parts), held


def _said_of(document: Document) -> Iterator[tuple[str, object]]:
    """Yield what is said about a document, with the facts of the event and each whom it names by itself."""
    for each in dataclass_fields(document.meta):
        if each.name != "event":
            yield each.name, getattr(document.meta, each.name)
    event = document.meta.event
    for each in dataclass_fields(event):
        if each.name != "participants":
            yield f"event.{each.name}", getattr(event, each.name)
    for person in event.participants:
        yield person.address, person


def reasons(
    old: Mapping[str, str] | None,
    new: Mapping[str, str],
    old_blocks: Mapping[str, str] | None = None,
    new_blocks: Mapping[str, str] | None = None,
) -> list[str]:
    """Return why an output is no longer what it was, in words."""
    if old is None:
        return ["nothing is known of an earlier build"]
    changed = [part for part in (*new, *(old.keys() - new.keys())) if old.get(part) != new.get(part)]
    text = causes_in_text(old_blocks, new_blocks) if "text" in changed else []
    beside = causes_beside_text(
        old_blocks, new_blocks, event="formats beside it" in new, text_told=bool(text)
    )
    said = [*text, *beside] if {"text", "properties"} & {*changed} else []
    told = {"text", "properties"} if said else set()
    return [*said, *(_changed(part, old, new) for part in changed if part not in told)]


def _changed(part: str, old: Mapping[str, str], new: Mapping[str, str]) -> str:
    if part == "libraries":
        before, after = old.get(part, "").split(), new.get(part, "").split()
        return f"libraries changed ({', '.join(each for each in after if each not in before)})"
    if part == "Python":
        return f"Python changed from {old.get(part)} to {new.get(part)}"
    return f"the {part} changed" if part in {"text", "properties"} else f"{part} changed"


def digest(text: str | bytes) -> str:
    """Return a digest of a text."""
    content = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return hashlib.sha256(content).hexdigest()[:32]


def _named(theme: Theme) -> str:
    """Return a digest of the files that the theme's style sheets for paper name, empty if they name none."""
    base = theme.layers[0]  # from which they are named
    files = {base / unquote(each) for sheet in SHEETS["pdf"] for each in files_named(theme.read(sheet))}
    return digest(" ".join(_file(each) for each in sorted(files) if each.is_file())) if files else ""


def _typefaces(theme: Theme) -> str:
    own = [path for layer in theme.layers for path in sorted((layer / "fonts").rglob("*")) if path.is_file()]
    return f"{version_of('rendercv-fonts')} {digest(' '.join(map(_file, own)))}"


def _fallbacks(document: Document, theme: Theme) -> list[Path] | None:
    """Return the typefaces of this computer that a document needs besides the theme's.

    None if it needs none.
    """
    from communique.typefaces import fallback_files, typeface_files, uncovered
    from communique.writers.pdf_coverage import characters_of

    lacking = uncovered(characters_of(document), typeface_files(theme))
    return sorted(fallback_files(lacking, theme)) if lacking else None


def _as_they_stand(paths: Iterable[str]) -> Machine:
    moment = now()
    return {path: settled(signature(path), moment) for path in paths}


def _file(path: Path) -> str:
    found = path.stat()
    return _content(str(path), found.st_size, found.st_mtime_ns, found.st_ctime_ns)


@cache
def _content(path: str, *_: int) -> str:
    """Return a digest of a file's bytes, read once for each state of the file."""
    return digest(Path(path).read_bytes())


@cache
def program_digest() -> str:
    """Return a digest of the program itself: who changes it wants its outputs anew."""
    return digest(b"".join(path.read_bytes() for path in program_files()))[:12]


def program_files() -> Iterable[Path]:
    """Return the program's own source files, in order."""
    return sorted(Path(communique.__file__).parent.rglob("*.py"))


@cache
def version_of(distribution: str) -> str:
    """Return name and version of a library as folders tell them: to ask Python takes ten times as long."""
    stem = distribution.replace("-", "_")
    for folder in sys.path:
        for name in _installed(folder):
            if name.lower().startswith(f"{stem}-"):
                return name.removesuffix(".dist-info")
    from importlib import metadata

    try:
        return f"{distribution}-{metadata.version(distribution)}"
    except metadata.PackageNotFoundError:
        return f"{distribution}-unknown"


@cache
def _installed(folder: str) -> list[str]:
    return names_in(folder, ".dist-info") or []
