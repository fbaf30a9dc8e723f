"""What a PDF says about itself: the Info dictionary, the XMP packet, identifiers and viewer preferences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, UUID, uuid5
from xml.sax.saxutils import escape

import communique
from communique.seals import pdf_seal

if TYPE_CHECKING:
    from communique.tree import Document

Pdf = Any
"""A `pydyf.PDF`, which has no types."""

XMP = """<?xpacket begin="\N{ZERO WIDTH NO-BREAK SPACE}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
  xmlns:xmp="http://ns.adobe.com/xap/1.0/"
  xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
  xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
  xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
{properties}
</rdf:Description>
{extension}
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>
"""

# PDF/A-2 (ISO 19005-2, 6.6.2.3) asks for a description of every schema that it does not know itself.
UA_EXTENSION = """<rdf:Description rdf:about=""
  xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
  xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the document conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"""


def file_identifier(document: Document) -> bytes:
    """Return the first half of the file's /ID; the second is a digest of the file, made by pydyf."""
    return _instance(document).hex.encode()


def add_metadata(pdf: Pdf, document: Document) -> None:
    """Write the Info dictionary, the XMP packet and the preferences, all from the document's own facts.

    Info and XMP carry the same values, as PDF/A asks. The packet is left uncompressed, so that archives
    and validators find it without understanding the file.
    """
    import pydyf

    meta = document.meta
    producer = pdf.info["Producer"]
    pdf.info.clear()
    values = {
        "Title": meta.title,
        "Author": meta.author,
        "Subject": meta.subject,
        "Keywords": ", ".join(meta.keywords),
        "Creator": f"Communique {communique.__version__}",
    }
    pdf.info.update({key: pydyf.String(value) for key, value in values.items() if value})
    pdf.info["Producer"] = producer
    pdf.info["CreationDate"] = pdf.info["ModDate"] = pydyf.String(_pdf_date(document))
    pdf.catalog["Lang"] = pydyf.String(document.language)
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    if document.direction == "rtl":
        pdf.catalog["ViewerPreferences"]["Direction"] = "/R2L"
    packet = _xmp_packet(document, producer.string).encode()
    stream = pydyf.Stream([packet], {"Type": "/Metadata", "Subtype": "/XML"}, compress=False)
    _replace_metadata(pdf, stream)


def embed_colour_profile(pdf: Pdf) -> None:
    """Write the colour profile as it was published; the engine writes it as Pillow's version puts it."""
    from importlib.resources import files

    intent = pdf.catalog["OutputIntents"][0]
    profile = pdf.objects[int(intent["DestOutputProfile"].split()[0])]
    profile.stream = [(files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()]


def _replace_metadata(pdf: Pdf, stream: Any) -> None:
    """Put the stream in the place of the one that the engine wrote."""
    number = int(pdf.catalog["Metadata"].split()[0])
    stream.number = number
    pdf.objects[number] = stream


def _instance(document: Document) -> UUID:
    """Return an identifier of this revision of the document."""
    return uuid5(_origin(document), document.revision)


def _origin(document: Document) -> UUID:
    """Return the identifier that all revisions share; a document that has none gets one from its name."""
    try:
        return UUID(document.identifier)
    except ValueError:
        return uuid5(NAMESPACE_URL, document.identifier or document.meta.name)


def _pdf_date(document: Document) -> str:
    """Return the date of the content as ISO 32000-1, 7.9.4 writes it; a time without zone is UTC."""
    modified = document.meta.modified
    zone = modified.strftime("%z")
    return modified.strftime("D:%Y%m%d%H%M%S") + (f"{zone[:3]}'{zone[3:5]}" if zone.strip("+-0") else "Z")


def _xmp_date(document: Document) -> str:
    modified = document.meta.modified
    zone = modified.strftime("%z")
    return modified.strftime("%Y-%m-%dT%H:%M:%S") + (f"{zone[:3]}:{zone[3:5]}" if zone.strip("+-0") else "Z")


def _xmp_packet(document: Document, producer: str) -> str:
    meta = document.meta
    date = _xmp_date(document)
    properties = [
        f"<dc:title>{_alternatives(meta.title)}</dc:title>",
        f"<dc:creator>{_items('Seq', (meta.author,))}</dc:creator>" if meta.author else "",
        f"<dc:description>{_alternatives(meta.subject)}</dc:description>" if meta.subject else "",
        f"<dc:subject>{_items('Bag', meta.keywords)}</dc:subject>" if meta.keywords else "",
        f"<dc:language>{_items('Bag', (document.language,))}</dc:language>",
        "<dc:format>application/pdf</dc:format>",
        f"<pdf:Keywords>{escape(', '.join(meta.keywords))}</pdf:Keywords>" if meta.keywords else "",
        f"<pdf:Producer>{escape(producer)}</pdf:Producer>",
        f"<xmp:CreatorTool>Communique {communique.__version__}</xmp:CreatorTool>",
        f"<xmp:CreateDate>{date}</xmp:CreateDate>",
        f"<xmp:ModifyDate>{date}</xmp:ModifyDate>",
        f"<xmp:MetadataDate>{date}</xmp:MetadataDate>",
        f"<xmpMM:DocumentID>uuid:{_origin(document)}</xmpMM:DocumentID>",
        f"<xmpMM:InstanceID>uuid:{_instance(document)}</xmpMM:InstanceID>",
        f"<xmpMM:VersionID>{pdf_seal(document.revision)}</xmpMM:VersionID>",
    ]
    return XMP.format(properties="\n".join(filter(None, properties)), extension=UA_EXTENSION)


def _alternatives(text: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt>'


def _items(container: str, values: tuple[str, ...]) -> str:
    items = "".join(f"<rdf:li>{escape(each)}</rdf:li>" for each in values)
    return f"<rdf:{container}>{items}</rdf:{container}>"
