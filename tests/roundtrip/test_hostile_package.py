"""A file that could do harm is refused, wherever the harm hides."""

from __future__ import annotations

import pytest

from communique.writers.docx_package import unzipped, zipped
from roundtrip.packages import DOCUMENT, RELATIONS, changed, reads_as_sent, refused, related
from roundtrip.word_saves import TEMPLATE


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
