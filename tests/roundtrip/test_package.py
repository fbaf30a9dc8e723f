"""A file that comes from outside is known by what it is: another's is refused, an odd one is read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from communique.diagnostics import ContentError
from communique.word.edited_file import read_edited
from communique.writers.docx_package import OFFICE, unzipped, zipped
from roundtrip.gathered import gathered
from roundtrip.packages import DOCUMENT, RELATIONS, changed, reads_as_sent, refused

if TYPE_CHECKING:
    from collections.abc import Callable


# No Word document


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Dear colleague,",
        b"%PDF-1.7\n",
        b"{\\rtf1 Dear colleague}",
        b"<!DOCTYPE html><html><body>Dear colleague</body></html>",
        b"\xef\xbb\xbf<html/>",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
        zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}),
        zipped({"letter.txt": b"Dear colleague"}),
    ],
    ids=["empty", "text", "pdf", "rtf", "html", "html with a mark", "doc", "odt", "zip"],
)
def test_a_file_in_another_format_is_refused_by_its_name(content: bytes) -> None:
    assert refused(content) == "docx-format"


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        (b"%PDF-1.7\n", "edits in a PDF can't be brought back: make them in the DOCX that the build wrote"),
        (
            b"<html/>",
            "edits in such a page can't be brought back: make them in the DOCX that the build wrote",
        ),
        (
            zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}),
            "comes back only if it was made of that one, and the editor kept its bookmarks",
        ),
    ],
    ids=["pdf", "html", "odt"],
)
def test_nobody_is_sent_to_save_as_a_word_document_what_never_was_one(content: bytes, hint: str) -> None:
    with pytest.raises(ContentError) as caught:
        read_edited(content, "returned.docx")
    [problem] = caught.value.report.in_order()
    assert hint in problem.hint


def test_a_file_with_a_password_is_refused_with_the_way_to_take_it_off() -> None:
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)
    assert refused(header + "EncryptedPackage".encode("utf-16-le") + bytes(500)) == "docx-encrypted"


def test_a_zip_with_encrypted_parts_is_refused(sample: bytes) -> None:
    content = bytearray(sample)
    place = content.index(b"PK\x01\x02")
    while place >= 0:
        content[place + 8] |= 1
        place = content.find(b"PK\x01\x02", place + 4)
    assert refused(bytes(content)) == "docx-encrypted"


# Not ours


def test_a_word_document_of_somebody_else_is_refused_with_the_way_to_begin(sample: bytes) -> None:
    parts = {name: part for name, part in unzipped(sample).items() if not name.startswith("customXml")}
    parts["docProps/custom.xml"] = parts["docProps/custom.xml"].replace(b"communique.", b"other.")
    assert refused(zipped(parts)) == "docx-not-ours"


def test_a_file_that_lost_its_base_still_tells_whose_it_is(sample: bytes) -> None:
    parts = {name: part for name, part in unzipped(sample).items() if not name.startswith("customXml")}
    file = read_edited(zipped(parts), "reviewed.docx")
    written = gathered()["sample"].document
    assert file.base is None
    assert file.identity.document == written.identifier
    assert (file.identity.revision, file.identity.name) == (written.revision, "summary")


def test_a_base_under_another_name_is_found(sample: bytes) -> None:
    parts = unzipped(sample)
    parts["customXml/item7.xml"] = parts.pop("customXml/item1.xml")
    text = parts[RELATIONS].decode().replace("customXml/item1.xml", "customXml/item7.xml")
    assert reads_as_sent(zipped(parts | {RELATIONS: text.encode()}))


def test_a_base_that_is_damaged_is_refused(sample: bytes) -> None:
    assert refused(changed(sample, "customXml/item1.xml", 'from="0"', 'from="zero"')) == "docx-damaged"
    assert refused(changed(sample, "customXml/item1.xml", 'kind="style"', 'kind="magic"')) == "docx-damaged"


@pytest.mark.parametrize(
    ("pattern", "forged"),
    [
        (r'from="\d+"', 'from="99999"'),
        (r'to="\d+"', 'to="-5"'),
        (r'kind="paragraph"', 'kind="nothing"'),
        (r'kind="heading"([^>]*)level="\d+"', r'kind="heading"\1level="0"'),
        (r'kind="item"(?![^>]*level)', 'kind="item" level="1000000"'),
        (r'<cell ([^>]*)blocks="\w+', r'<cell \1blocks="_cbffffffffffff'),
        (r'<note ([^>]*)blocks="\w+', r'<note \1blocks="_cbffffffffffff'),
        (r"<cell [^>]*/>", ""),
        (r'span="1"', 'span="1000000000"'),
        (r'kind="note"([^>]*)value="[^"]*"', r'kind="note"\1value="nobody"'),
    ],
)
def test_a_base_that_contradicts_itself_is_refused(sample: bytes, pattern: str, forged: str) -> None:
    parts = unzipped(sample)
    text = parts["customXml/item1.xml"].decode()
    changed_text = re.sub(pattern, forged, text)
    assert changed_text != text
    assert refused(zipped(parts | {"customXml/item1.xml": changed_text.encode()})) == "docx-damaged"


# Other ways to say the same


def test_the_text_may_be_in_a_part_of_any_name(sample: bytes) -> None:
    parts = unzipped(sample)
    parts["word/document2.xml"] = parts.pop(DOCUMENT)
    parts["word/_rels/document2.xml.rels"] = parts.pop(RELATIONS)
    content = changed(zipped(parts), "_rels/.rels", "word/document.xml", "/word/document2.xml")
    assert reads_as_sent(changed(content, "[Content_Types].xml", "word/document.xml", "word/document2.xml"))


def test_the_strict_variant_of_the_format_reads_the_same(sample: bytes) -> None:
    strict = "http://purl.oclc.org/ooxml"
    spaces = {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main": f"{strict}/wordprocessingml/main",
        f"{OFFICE}/relationships": f"{strict}/officeDocument/relationships",
        f"{OFFICE}/custom-properties": f"{strict}/officeDocument/customProperties",
        f"{OFFICE}/docPropsVTypes": f"{strict}/officeDocument/docPropsVTypes",
    }
    parts = unzipped(sample)
    for old, new in spaces.items():
        parts = {name: part.replace(old.encode(), new.encode()) for name, part in parts.items()}
    assert reads_as_sent(zipped(parts))
    without = {name: part for name, part in parts.items() if not name.startswith("customXml")}
    assert read_edited(zipped(without), "reviewed.docx").identity.name == "summary"


def in_utf_16(text: str) -> bytes:
    return text.replace("UTF-8", "UTF-16").encode("utf-16")


@pytest.mark.parametrize(
    "rewritten", [in_utf_16, lambda text: text.replace("w:", "word:").replace("xmlns:w=", "xmlns:word=")]
)
def test_other_encodings_and_prefixes_read_the_same(
    sample: bytes, rewritten: Callable[[str], str | bytes]
) -> None:
    parts = unzipped(sample)
    made = rewritten(parts["word/footnotes.xml"].decode())
    assert reads_as_sent(
        zipped(parts | {"word/footnotes.xml": made if isinstance(made, bytes) else made.encode()})
    )
