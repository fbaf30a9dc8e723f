"""The package around the parts: relationships, content types, properties, and a zip that never varies.

ECMA-376, part 2 (Open Packaging Conventions).
"""

from __future__ import annotations

import io
import uuid
import zipfile
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from communique.writers.ooxml import Element

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DOCUMENT_TYPES = "application/vnd.openxmlformats-officedocument"
WORD_TYPES = f"{DOCUMENT_TYPES}.wordprocessingml"

# Kinds of relationship
FOOTNOTES = f"{OFFICE}/relationships/footnotes"
NUMBERING = f"{OFFICE}/relationships/numbering"
COMMENTS = f"{OFFICE}/relationships/comments"
HEADER = f"{OFFICE}/relationships/header"
FOOTER = f"{OFFICE}/relationships/footer"
HYPERLINK = f"{OFFICE}/relationships/hyperlink"
CUSTOM_XML = f"{OFFICE}/relationships/customXml"
CUSTOM_XML_PROPERTIES = f"{OFFICE}/relationships/customXmlProps"
CUSTOM_PROPERTIES = f"{OFFICE}/relationships/custom-properties"
CORE_PROPERTIES = (  # LibreOffice writes the second
    f"{PACKAGE}/relationships/metadata/core-properties",
    "http://schemas.openxmlformats.org/officedocument/2006/relationships/metadata/core-properties",
)

XML_TYPE = "application/xml"
CONTENT_TYPES = {
    FOOTNOTES: f"{WORD_TYPES}.footnotes+xml",
    COMMENTS: f"{WORD_TYPES}.comments+xml",
    NUMBERING: f"{WORD_TYPES}.numbering+xml",
    HEADER: f"{WORD_TYPES}.header+xml",
    FOOTER: f"{WORD_TYPES}.footer+xml",
    CUSTOM_XML: XML_TYPE,
    CUSTOM_XML_PROPERTIES: f"{DOCUMENT_TYPES}.customXmlProperties+xml",
    CUSTOM_PROPERTIES: f"{DOCUMENT_TYPES}.custom-properties+xml",
}

PROPERTIES_SPACE = f"{OFFICE}/custom-properties"
VARIANT_TYPES = f"{OFFICE}/docPropsVTypes"
ITEM_SPACE = f"{OFFICE}/customXml"
PROPERTY_SET = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the one that all custom properties belong to

ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the first that a zip can hold

REFERENCE_PARTS = {
    "word/document.xml": ("officeDocument", f"{WORD_TYPES}.document.main+xml"),
    "docProps/custom.xml": ("custom-properties", CONTENT_TYPES[CUSTOM_PROPERTIES]),
    "word/styles.xml": ("styles", f"{WORD_TYPES}.styles+xml"),
    "word/settings.xml": ("settings", f"{WORD_TYPES}.settings+xml"),
    "word/numbering.xml": ("numbering", CONTENT_TYPES[NUMBERING]),
    "word/footnotes.xml": ("footnotes", CONTENT_TYPES[FOOTNOTES]),
    "word/fontTable.xml": ("fontTable", f"{WORD_TYPES}.fontTable+xml"),
    "word/theme/theme1.xml": ("theme", f"{DOCUMENT_TYPES}.theme+xml"),
}


def serialised(root: Element) -> bytes:
    """Return a part's XML as Word writes it: UTF-8, standalone."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def in_space(space: str, tag: str, **prefixes: str) -> Element:
    """Make a root element whose namespace is the default one of its part."""
    return etree.Element(f"{{{space}}}{tag}", nsmap={None: space, **prefixes})  # type: ignore[dict-item]


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return a zip of the parts in their order, the same bytes whenever it is made."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0  # the same on every system
            package.writestr(info, content)
    return stream.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    """Return the parts of a package written here."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {info.filename: package.read(info) for info in package.infolist()}


def reference_package(xml: Mapping[str, bytes]) -> bytes:
    """Return a package of the parts of a reference document."""
    top = {name: REFERENCE_PARTS[name] for name in ("word/document.xml", "docProps/custom.xml")}
    below = {name: part for name, part in REFERENCE_PARTS.items() if name not in top}
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships({name: kind for name, (kind, _) in top.items()}),
        "word/_rels/document.xml.rels": _relationships(
            {name.removeprefix("word/"): kind for name, (kind, _) in below.items()}
        ),
    }
    return zipped(parts | {name: xml[name] for name in REFERENCE_PARTS})


def _content_types() -> bytes:
    space = f"{PACKAGE}/content-types"
    root = in_space(space, "Types")
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    for extension, kind in (("rels", relations), ("xml", XML_TYPE)):
        etree.SubElement(root, f"{{{space}}}Default", Extension=extension, ContentType=kind)
    for name, (_, kind) in REFERENCE_PARTS.items():
        etree.SubElement(root, f"{{{space}}}Override", PartName=f"/{name}", ContentType=kind)
    return serialised(root)


def _relationships(targets: Mapping[str, str]) -> bytes:
    space = f"{PACKAGE}/relationships"
    root = in_space(space, "Relationships")
    for number, (target, kind) in enumerate(targets.items(), start=1):
        address = f"{OFFICE}/relationships/{kind}"
        etree.SubElement(root, f"{{{space}}}Relationship", Id=f"rId{number}", Type=address, Target=target)
    return serialised(root)


def custom_properties(values: Mapping[str, str]) -> bytes:
    """Return the part that holds custom properties, all of them text."""
    root = in_space(PROPERTIES_SPACE, "Properties", vt=VARIANT_TYPES)
    for number, (name, value) in enumerate(values.items(), start=2):  # 0 and 1 are reserved
        entry = etree.SubElement(
            root, f"{{{PROPERTIES_SPACE}}}property", fmtid=PROPERTY_SET, pid=str(number), name=name
        )
        etree.SubElement(entry, f"{{{VARIANT_TYPES}}}lpwstr").text = value
    return serialised(root)


def custom_property(content: bytes, name: str) -> str | None:
    """Read a custom property of a DOCX written here."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        if "docProps/custom.xml" not in package.namelist():
            return None
        part = package.read("docProps/custom.xml")
    for entry in etree.fromstring(part).iterfind(f"{{{PROPERTIES_SPACE}}}property"):
        if entry.get("name") == name:
            return "".join(str(text) for text in entry.itertext())
    return None


def item_guid(identifier: str) -> str:
    """Return the GUID of a document's custom XML item: the same in all its revisions."""
    name = f"urn:communique:base:1:{identifier}"
    return "{" + str(uuid.uuid5(uuid.NAMESPACE_URL, name)).upper() + "}"


def item_properties(identifier: str, schema: str) -> bytes:
    """Return the properties part of a custom XML item in the namespace `schema`."""
    space = f"{{{ITEM_SPACE}}}"
    root = etree.Element(space + "datastoreItem", nsmap={"ds": ITEM_SPACE})
    root.set(space + "itemID", item_guid(identifier))
    references = etree.SubElement(root, space + "schemaRefs")
    etree.SubElement(references, space + "schemaRef").set(space + "uri", schema)
    return serialised(root)
