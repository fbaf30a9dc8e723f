"""No stream ends in a carriage return, whatever is in it."""

from __future__ import annotations

import zlib

import pydyf

from communique.writers.pdf_streams import part_ends

ENDING = next(text for n in range(5000) if zlib.adler32(text := b"BT %d Tf ET" % n) & 0xFF == 0x0D)


def written(**extra: object) -> tuple[bytes, pydyf.Stream]:
    pdf = pydyf.PDF()
    stream = pydyf.Stream([ENDING], extra, compress=True)
    assert stream.data.endswith(b"\r\nendstream")
    pdf.add_object(stream)
    part_ends(pdf)
    return stream.data, stream


def test_a_page_gets_a_line_feed_more() -> None:
    data, stream = written()
    assert not data.endswith(b"\r\nendstream")
    assert stream.stream == [ENDING, b""]


def test_a_font_is_written_as_it_is() -> None:
    data, _ = written(Length1=len(ENDING))
    assert ENDING in data
    assert b"FlateDecode" not in data


def test_other_streams_stay_compressed_as_they_were() -> None:
    pdf = pydyf.PDF()
    stream = pydyf.Stream([ENDING + b" "], compress=True)
    before = stream.data
    pdf.add_object(stream)
    part_ends(pdf)
    assert stream.data == before
