"""Each rule of the lint finds what it is for in a good file that was spoiled."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from communique.docx_lint import RULES, lint
from communique.writers.docx_package import unzipped, zipped

if TYPE_CHECKING:
    from collections.abc import Callable

BODY, NOTES, STYLES, SETTINGS = (
    f"word/{name}.xml" for name in ("document", "footnotes", "styles", "settings")
)
CORE = "docProps/core.xml"

SPOILED = [
    ("bookmark-id", "is used 2 times", BODY, '<w:bookmarkStart w:id="2"', '<w:bookmarkStart w:id="1"'),
    ("bookmark-id", "not a number up to 32767", BODY, '<w:bookmarkStart w:id="2"', '<w:bookmarkStart w:id="40000"'),
    ("bookmark-pair", "has no end", BODY, '<w:bookmarkEnd w:id="2"/>', ""),
    ("bookmark-pair", "has no start before it", BODY, "<w:sectPr", '<w:bookmarkEnd w:id="900"/><w:sectPr'),
    ("unanchored", "the block", BODY, 'w:name="_cb', 'w:name="_x'),
    ("unanchored", "the cell", BODY, 'w:name="_cc', 'w:name="_x'),
    ("unanchored", "the footnote", NOTES, 'w:name="_cn', 'w:name="_x'),
    ("separator", "no continuationSeparator", NOTES, 'w:type="continuationSeparator"', 'w:type="separator"'),
    ("separator", "do not name", SETTINGS, '<w:footnote w:id="0"/>', ""),
    ("footnote", "mark of footnote 9 has no note", BODY, '<w:footnoteReference w:id="1"/>', '<w:footnoteReference w:id="9"/>'),
    ("footnote", "footnote 1 has no mark", BODY, '<w:footnoteReference w:id="1"/>', ""),
    ("empty-paragraph", "is empty", BODY, "<w:sectPr", "<w:p/><w:sectPr"),
    ("direct-formatting", "sz is direct", BODY, "<w:r><w:t", '<w:r><w:rPr><w:sz w:val="40"/></w:rPr><w:t'),
    ("direct-formatting", "without a style", BODY, "<w:r><w:t", "<w:r><w:rPr><w:b/></w:rPr><w:t"),
    ("direct-formatting", "jc is direct", BODY, '<w:pStyle w:val="BodyText"/>', '<w:pStyle w:val="BodyText"/><w:jc w:val="center"/>'),
    ("undefined-style", "Comic is used", BODY, '<w:pStyle w:val="BodyText"/>', '<w:pStyle w:val="Comic"/>'),
    ("undefined-style", "Comic, which is not defined", STYLES, '<w:basedOn w:val="Normal"/>', '<w:basedOn w:val="Comic"/>'),
    ("language", "no language", STYLES, "<w:lang ", "<w:noProof "),
    ("property", "no title", CORE, "Summary of conclusions", ""),
    ("property", "no language", CORE, "en-GB", ""),
    ("compatibility", "is not 15", SETTINGS, 'w:val="15"', 'w:val="14"'),
    ("ignorable", "names w16, which", SETTINGS, "<w:settings ",
     '<w:settings xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w16" '),
    ("table", "row can split", BODY, "<w:cantSplit/>", ""),
    ("table", "does not repeat", BODY, "<w:tblHeader/>", ""),
    ("table", "alternative text (tblCaption)", BODY, "<w:tblCaption w:val", "<w:tblCaption w:no"),
    ("table", "alternative text (tblDescription)", BODY, "<w:tblDescription w:val", "<w:tblDescription w:no"),
    ("page-field", "no NUMPAGES", "word/footer2.xml", "NUMPAGES", "DATE"),
    ("page-field", "no PAGE", "word/footer1.xml", " PAGE ", " DATE "),
    ("heading-level", "skips a level", BODY, '<w:pStyle w:val="Heading1"/>', '<w:pStyle w:val="Heading2"/>'),
    ("revision", "nobody is named for a change (ins)", BODY, "<w:r><w:t", '<w:ins w:id="900"><w:r/></w:ins><w:r><w:t'),
    ("revision", "the id 1 is used 2 times", BODY, "<w:r><w:t", '<w:del w:id="1" w:author="A" w:date="2030-03-06T09:30:00Z"><w:r/></w:del><w:r><w:t'),
    ("date", "'6 March' is no date", BODY, "<w:r><w:t", '<w:ins w:id="900" w:author="A" w:date="6 March"><w:r/></w:ins><w:r><w:t'),
    ("revision", "a delText is not in what was deleted", BODY, "<w:r><w:t", "<w:r><w:delText/></w:r><w:r><w:t"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "complaint", "part", "good", "bad"), SPOILED)
def test_a_spoiled_file_is_found_out(
    content: bytes, code: str, complaint: str, part: str, good: str, bad: str
) -> None:
    parts = unzipped(content)
    text = parts[part].decode()
    assert good in text
    spoiled = zipped(parts | {part: text.replace(good, bad, 1).encode()})
    assert any(each.startswith(f"{code}: ") and complaint in each for each in lint(spoiled)), lint(spoiled)


def test_a_second_custom_xml_item_is_found_out(content: bytes) -> None:
    parts = unzipped(content)
    found = lint(zipped(parts | {"customXml/item2.xml": parts["customXml/item1.xml"]}))
    assert found == ["custom-xml: there are 2 custom XML items and not one"]


def test_a_file_written_with_the_time_of_day_is_found_out(content: bytes) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, part in unzipped(content).items():
            package.writestr(zipfile.ZipInfo(name, (2026, 11, 3, 12, 0, 0)), part)
    found = lint(stream.getvalue())
    assert found
    assert all(each.startswith("zip-time: ") for each in found)


def test_a_file_without_a_footer_is_found_out(
    content: bytes, subtract: Callable[[bytes, str], bytes]
) -> None:
    assert "page-field: there is no footer" in lint(subtract(content, "word/footer"))


@pytest.fixture
def subtract() -> Callable[[bytes, str], bytes]:
    def without(content: bytes, prefix: str) -> bytes:
        return zipped({name: part for name, part in unzipped(content).items() if not name.startswith(prefix)})

    return without


def test_every_rule_has_its_true_positive() -> None:
    tested = {code for code, *_ in SPOILED} | {"custom-xml", "zip-time"}
    assert tested == set(RULES)
