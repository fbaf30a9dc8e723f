"""A file that comes from outside is opened with care: what is broken or harmful is refused, what is odd is not."""

from __future__ import annotations

import contextlib
import io
import re
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

import pytest

from communique.diagnostics import ContentError
from communique.word import package as limits
from communique.word.edited_file import read_edited
from communique.writers.docx_package import OFFICE, PACKAGE, unzipped, zipped
from roundtrip.gathered import gathered
from roundtrip.matching import matches
from roundtrip.word_saves import TEMPLATE

if TYPE_CHECKING:
    from collections.abc import Callable

    from communique.writers.ooxml import Element

DOCUMENT, RELATIONS = "word/document.xml", "word/_rels/document.xml.rels"
XML = b'<?xml version="1.0" encoding="UTF-8"?>'
RELATION_SPACE = f"{PACKAGE}/relationships"


@pytest.fixture(scope="module")
def sample() -> bytes:
    return gathered()["sample"].content


def refused(content: bytes) -> str:
    """Return the code with which a file is refused; its message and its hint are sentences without a capital."""
    with pytest.raises(ContentError) as raised:
        read_edited(content, "reviewed.docx")
    (problem,) = raised.value.report.diagnostics
    assert problem.span.file == "reviewed.docx"
    assert problem.message[:1].islower()
    assert problem.hint
    return problem.code


def reads_as_sent(content: bytes) -> bool:
    """Return whether a file reads, and says what its base says."""
    written = gathered()["sample"]
    file = read_edited(content, "reviewed.docx")
    assert file.base is not None
    return matches(file.base, file.accepted(file.base, written.theme.styles)) == []


def changed(content: bytes, part: str, old: str, new: str) -> bytes:
    """Return a package with a text in one part replaced."""
    parts = unzipped(content)
    before = parts[part].decode()
    assert old in before, f"{part} has no {old!r}"
    return zipped(parts | {part: before.replace(old, new, 1).encode()})


def related(
    content: bytes, kind: str, target: str, *, external: bool = False, part: str = RELATIONS
) -> bytes:
    """Return a package with one relationship more."""
    mode = ' TargetMode="External"' if external else ""
    kind = kind if ":" in kind else f"{OFFICE}/relationships/{kind}"
    entry = f'<Relationship Id="rIdX" Type="{kind}" Target="{target}"{mode}/>'
    parts = unzipped(content)
    if part not in parts:
        parts[part] = f'<Relationships xmlns="{RELATION_SPACE}"></Relationships>'.encode()
    text = parts[part].decode().replace("</Relationships>", f"{entry}</Relationships>")
    return zipped(parts | {part: text.encode()})


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


# Damaged


@pytest.mark.parametrize("kept", [30, 0.3, 0.9, 0.999])
def test_a_file_that_was_cut_short_is_refused(sample: bytes, kept: float) -> None:
    length = int(kept if kept > 1 else len(sample) * kept)
    assert refused(sample[:length]) == "docx-damaged"


def test_a_part_that_lost_some_bytes_is_refused(sample: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(sample)) as package:
        info = package.getinfo(DOCUMENT)
    content = bytearray(sample)
    middle = info.header_offset + 60 + info.compress_size // 2
    content[middle : middle + 40] = bytes(40)
    assert refused(bytes(content)) == "docx-damaged"


def test_a_part_whose_checksum_is_wrong_is_refused(sample: bytes) -> None:
    crc = struct.pack("<I", zlib.crc32(unzipped(sample)[DOCUMENT]))
    assert refused(sample.replace(crc, b"\x00\x01\x02\x03")) == "docx-damaged"


@pytest.mark.parametrize(
    "part", [DOCUMENT, "word/styles.xml", "word/footnotes.xml", "_rels/.rels", RELATIONS]
)
def test_a_part_that_is_not_well_formed_is_refused(sample: bytes, part: str) -> None:
    parts = unzipped(sample)
    assert refused(zipped(parts | {part: parts[part][:-20]})) == "docx-damaged"
    assert refused(zipped(parts | {part: b""})) == "docx-damaged"


def test_a_file_without_its_text_is_refused(sample: bytes) -> None:
    parts = unzipped(sample)
    del parts[DOCUMENT]
    assert refused(zipped(parts)) == "docx-damaged"
    assert refused(changed(sample, "_rels/.rels", '/officeDocument"', '/nothing"')) == "docx-damaged"
    assert refused(changed(sample, DOCUMENT, "<w:body>", "<w:wrong>").replace(b"", b"")) == "docx-damaged"


def test_xml_that_goes_deeper_than_any_document_is_refused(sample: bytes) -> None:
    deep = "<w:ins>" * 4000
    assert refused(changed(sample, DOCUMENT, "<w:body>", f"<w:body>{deep}")) == "docx-damaged"


@pytest.mark.parametrize("seed", range(40))
def test_bytes_changed_at_random_are_refused_or_read(sample: bytes, seed: int) -> None:
    content = bytearray(sample)
    for turn in range(5):
        content[zlib.crc32(bytes([seed, turn])) % len(content)] = (seed * 7 + turn) % 256
    with contextlib.suppress(ContentError):
        read_edited(bytes(content), "reviewed.docx")


# Too large


def test_a_file_that_is_too_large_is_refused_before_it_is_looked_at() -> None:
    assert refused(b"PK" + bytes(limits.LARGEST_FILE)) == "docx-too-large"


def test_a_bomb_of_one_part_is_refused_before_it_is_unpacked(sample: bytes) -> None:
    assert refused(with_a_part(sample, "word/media/image1.png", 20 * 1024 * 1024)) == "docx-hostile"


def test_a_text_that_is_too_large_is_refused(sample: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LARGEST_XML", 10_000)
    assert refused(sample) == "docx-too-large"


def test_many_parts_that_are_too_large_together_are_refused(
    sample: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "LARGEST_TOTAL", 100_000)
    assert refused(sample) == "docx-too-large"


def test_too_many_parts_are_refused(sample: bytes) -> None:
    parts = {f"word/media/image{number}.png": b"" for number in range(limits.MOST_PARTS)}
    assert refused(zipped(unzipped(sample) | parts)) == "docx-too-large"


def test_a_header_that_is_named_a_thousand_times_is_read_once(
    sample: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = unzipped(sample)
    more = "".join(
        f'<Relationship Id="h{at}" Type="{OFFICE}/relationships/header" Target="{name}"/>'
        for at, name in enumerate(["header1.xml", "HEADER1.xml"] * 500)
    )
    text = parts[RELATIONS].decode().replace("</Relationships>", f"{more}</Relationships>")
    read: list[str] = []
    root = limits.Package.root

    def noted(package: limits.Package, name: str) -> Element:
        read.append(name.lower())
        return root(package, name)

    monkeypatch.setattr(limits.Package, "root", noted)
    assert reads_as_sent(zipped(parts | {RELATIONS: text.encode()}))
    assert read.count("word/header1.xml") == 1


def test_more_relationships_than_a_document_has_are_refused(sample: bytes) -> None:
    parts = unzipped(sample)
    more = "".join(
        f'<Relationship Id="h{at}" Type="{OFFICE}/relationships/hyperlink" Target="https://example.org/{at}"'
        ' TargetMode="External"/>'
        for at in range(limits.MOST_RELATIONS)
    )
    text = parts[RELATIONS].decode().replace("</Relationships>", f"{more}</Relationships>")
    assert refused(zipped(parts | {RELATIONS: text.encode()})) == "docx-too-large"


def test_parts_of_text_that_are_too_large_together_are_refused(
    sample: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "LARGEST_READING", len(unzipped(sample)[DOCUMENT]) + 10_000)
    assert refused(sample) == "docx-too-large"


def test_a_part_that_is_larger_than_it_says_is_refused(sample: bytes) -> None:
    size = len(unzipped(sample)[DOCUMENT])
    lie = sample.replace(struct.pack("<I", size), struct.pack("<I", size // 2))
    assert refused(lie) in {"docx-damaged", "docx-hostile"}


def test_a_large_picture_is_not_unpacked_and_does_no_harm(sample: bytes) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, part in unzipped(sample).items():
            package.writestr(name, part)
        package.writestr("word/media/image1.png", bytes(9 * 1024 * 1024))  # stored, as pictures are
    assert reads_as_sent(stream.getvalue())


def with_a_part(content: bytes, name: str, size: int) -> bytes:
    return zipped(unzipped(content) | {name: bytes(size)})


# Hostile


@pytest.mark.parametrize(
    "name",
    ["../evil.xml", "/etc/passwd", "word/../../evil", "C:/evil.xml", "word\\evil.xml", "word/ev\x07il"],
)
def test_a_part_named_as_a_place_outside_is_refused(sample: bytes, name: str) -> None:
    assert refused(zipped(unzipped(sample) | {name: b"<a/>"})) == "docx-hostile"


def test_two_parts_of_one_name_are_refused(sample: bytes) -> None:
    assert refused(zipped(unzipped(sample) | {"WORD/document.xml": b"<a/>"})) == "docx-hostile"


@pytest.mark.parametrize("part", [DOCUMENT, "customXml/item1.xml", "[Content_Types].xml", RELATIONS])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le"])
def test_entities_are_refused_wherever_and_however_they_stand(
    sample: bytes, part: str, encoding: str
) -> None:
    parts = unzipped(sample)
    text = parts[part].decode().partition("?>")[2]
    grammar = (
        '<!DOCTYPE a [<!ENTITY b "lol"><!ENTITY c "&b;&b;&b;&b;"><!ENTITY d SYSTEM "file:///etc/passwd">]>'
    )
    declared = f'<?xml version="1.0" encoding="{encoding[:6].rstrip("-")}"?>{grammar}{text}'
    content = zipped(parts | {part: declared.encode(encoding)})
    assert refused(content) in {"docx-hostile", "docx-damaged"}
    if encoding == "utf-8":
        assert refused(content) == "docx-hostile"


def test_an_encoding_that_no_editor_writes_is_refused(sample: bytes) -> None:
    parts = unzipped(sample)
    text = parts[DOCUMENT].decode().partition("?>")[2]
    seven = b'<?xml version="1.0" encoding="UTF-7"?>' + text.encode("utf-7")
    assert refused(zipped(parts | {DOCUMENT: seven})) == "docx-hostile"
    assert refused(zipped(parts | {DOCUMENT: text.encode("utf-32")})) == "docx-hostile"


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("image", "https://evil.example/pixel.png"),
        ("attachedTemplate", "https://evil.example/x.dotm"),
        ("attachedTemplate", "\\\\evil.example\\share\\x.dotm"),
        ("attachedTemplate", "file://evil.example/share/x.dotm"),
        ("oleObject", "file:///C:/data.xlsx"),
        ("frame", "https://evil.example/"),
        ("subDocument", "file:///C:/part.docx"),
        ("mailMergeSource", "file:///C:/data.csv"),
        ("http://schemas.microsoft.com/office/2006/relationships/unknown", "https://evil.example/"),
    ],
)
def test_what_is_fetched_from_outside_is_refused(sample: bytes, kind: str, target: str) -> None:
    assert refused(related(sample, kind, target, external=True)) == "docx-hostile"


def test_another_document_in_the_text_is_refused(sample: bytes) -> None:
    assert refused(related(sample, "aFChunk", "afchunk.htm")) == "docx-hostile"


@pytest.mark.parametrize(
    "kind",
    [
        "http://schemas.microsoft.com/office/2006/relationships/vbaProject",
        "control",
        "http://schemas.microsoft.com/office/2006/relationships/activeXControlBinary",
    ],
)
def test_macros_and_controls_are_refused(sample: bytes, kind: str) -> None:
    assert refused(related(sample, kind, "vbaProject.bin")) == "docx-macros"


@pytest.mark.parametrize("name", ["word/_RELS/document.xml.rels", "word/_rels/document.xml.RELS"])
@pytest.mark.parametrize(
    ("kind", "external", "code"),
    [
        ("vbaProject", False, "docx-macros"),
        ("VBAPROJECT", False, "docx-macros"),
        ("image", True, "docx-hostile"),
    ],
)
def test_what_could_do_harm_does_not_hide_behind_capitals(
    sample: bytes, name: str, kind: str, code: str, *, external: bool
) -> None:
    parts = unzipped(related(sample, kind, "https://example.org/a", external=external))
    parts[name] = parts.pop(RELATIONS)
    assert refused(zipped(parts)) == code


def test_what_could_do_harm_does_not_hide_behind_a_name_that_comes_twice(sample: bytes) -> None:
    content = related(sample, "image", "https://example.org/a", external=True)
    assert refused(related(content, "image", "media/a.png")) == "docx-hostile"


def test_a_document_with_macros_is_refused_by_its_type(sample: bytes) -> None:
    old = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    new = "application/vnd.ms-word.document.macroEnabled.main+xml"
    assert refused(changed(sample, "[Content_Types].xml", old, new)) == "docx-macros"


def test_what_word_itself_notes_is_not_refused(sample: bytes) -> None:
    settings = "word/_rels/settings.xml.rels"
    assert reads_as_sent(related(sample, "attachedTemplate", TEMPLATE, external=True, part=settings))
    assert reads_as_sent(related(sample, "attachedTemplate", "Normal.dotm", external=True, part=settings))
    assert reads_as_sent(related(sample, "hyperlink", "https://example.org/a?b=c", external=True))
    assert reads_as_sent(related(sample, "hyperlink", "file:///C:/notes.txt", external=True))
    assert reads_as_sent(related(sample, "image", "NULL"))


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
