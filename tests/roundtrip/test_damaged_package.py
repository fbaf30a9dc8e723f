"""A file that is broken, or larger than any document, is refused before it does harm."""

from __future__ import annotations

import contextlib
import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

import pytest

from communique.diagnostics import ContentError
from communique.word import package as limits
from communique.word.edited_file import read_edited
from communique.writers.docx_package import OFFICE, unzipped, zipped
from roundtrip.packages import DOCUMENT, RELATIONS, changed, reads_as_sent, refused

if TYPE_CHECKING:
    from communique.writers.ooxml import Element


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


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2], ids=["LZMA", "bzip2"])
def test_a_part_that_is_packed_as_no_editor_does_and_lost_bytes_is_refused(
    sample: bytes, method: int
) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as package:
        for name, part in unzipped(sample).items():
            package.writestr(name, part)
        info = package.getinfo(DOCUMENT)
    content = bytearray(stream.getvalue())
    start = info.header_offset + 60
    content[start : start + info.compress_size // 2] = bytes(info.compress_size // 2)
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
