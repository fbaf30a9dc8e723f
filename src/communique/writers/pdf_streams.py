"""Streams whose end can be told from what follows it."""

from __future__ import annotations

import zlib
from typing import Any

CARRIAGE_RETURN = 0x0D


def part_ends(pdf: Any) -> None:
    """See to it that no stream ends in a carriage return.

    The line feed before `endstream` would make one end of line of the two, and the stream's length would
    be one too many to a strict reader (ISO 19005-2, 6.1.7.1). Compressed data end in the checksum of what
    was compressed: a line feed more changes it. A font or a profile can't be longer than it says, and is
    written as it is.
    """
    import pydyf

    for each in pdf.objects:
        if not isinstance(each, pydyf.Stream) or not each.compress:
            continue
        content = b"\n".join(item if isinstance(item, bytes) else _bytes(item) for item in each.stream)
        each.stream = [content]
        if zlib.adler32(content) & 0xFF != CARRIAGE_RETURN:
            continue
        if each.extra.keys() & {"Length1", "N", "Subtype"} and content[-1:] != b"\r":
            each.compress = False
        else:
            each.stream.append(b"")


def _bytes(item: Any) -> bytes:
    """Return an item of a stream as pydyf writes it."""
    import pydyf

    written: bytes = pydyf._to_bytes(item)
    return written
