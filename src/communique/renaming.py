"""Derive from a name that is refused one that is not."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 60  # characters of a name that somebody would want to read


def valid_name(name: str, pattern: str, *, joint: str, kind: str = "") -> str:
    """Return a name that matches a pattern as it is; of another one what is left in small letters and digits.

    Joints stand for the rest. `kind` is put before what begins with a digit and may not. The result is empty
    where nothing is left that would be taken.
    """
    if re.fullmatch(pattern, name):
        return name
    bare = "".join(each for each in unicodedata.normalize("NFKD", name) if not unicodedata.combining(each))
    found = re.sub(r"[^a-z0-9]+", joint, bare.lower()).strip(joint)
    if kind and found[:1].isdigit() and not re.fullmatch(pattern, found):
        found = f"{kind}{joint}{found}"
    return found if len(found) <= LONGEST and re.fullmatch(pattern, found) else ""
