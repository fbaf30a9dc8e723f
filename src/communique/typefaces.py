"""Typefaces: where their files are, what they cover, and how the layout engine is told of them.

Files come from the dependency `rendercv_fonts` and from a `fonts` folder of the theme's layers, never
from what the machine has installed. Only for characters that none of them has (Arabic, Hebrew, …) is a
typeface of the machine looked for, and it is used for those characters alone.
"""

from __future__ import annotations

import os
import sys
import tempfile
import unicodedata
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from communique.theme import Theme

SUFFIXES = {".ttf", ".otf", ".ttc"}

NO_GLYPH_NEEDED = {"Cc", "Cf", "Cs", "Co", "Zs", "Zl", "Zp"}
"""Unicode categories whose characters are invisible, or are shaped from a space."""

VARIATION_SELECTORS = range(0xFE00, 0xFE10)

STAND_INS = {"\N{NON-BREAKING HYPHEN}": "\N{HYPHEN}"}
"""What the shaper uses for a character that a typeface lacks."""

PREFERRED_FALLBACKS = ("Noto", "Amiri", "DejaVuSans", "Liberation", "Arial", "Segoe", "Geeza")
"""How names of the machine's typefaces begin that are tried before all others."""

STYLED = ("bold", "italic", "oblique", "light", "thin", "black", "medium", "condensed", "mono", "emoji")


def typeface_folders(theme: Theme) -> tuple[Path, ...]:
    """Return the folders with the typefaces that the theme names, and the theme's own `fonts` folders."""
    import rendercv_fonts

    named = dict.fromkeys((*theme.tokens.typefaces.text, *theme.tokens.typefaces.display))
    shipped = Path(rendercv_fonts.package_folder_path)
    own = [layer / "fonts" for layer in theme.layers if (layer / "fonts").is_dir()]
    found = [path.parent for family in named for path in sorted(shipped.glob(f"*/{_stem(family)}-*"))]
    return tuple(dict.fromkeys((*own, *found)))


def typeface_files(theme: Theme) -> tuple[Path, ...]:
    """Return the upright files of normal weight: those of the families that the theme names first."""
    named = [_stem(family) for family in (*theme.tokens.typefaces.text, *theme.tokens.typefaces.display)]
    files = [path for folder in typeface_folders(theme) for path in _upright_files(folder)]

    def rank(path: Path) -> int:
        name = path.stem.partition("-")[0]
        return named.index(name) if name in named else len(named)

    return tuple(sorted(dict.fromkeys(files), key=lambda path: (rank(path), path.name)))


def _stem(family: str) -> str:
    """Return how the names of a family's files begin: `GentiumBookPlus`."""
    return family.replace(" ", "")


def _upright_files(folder: Path) -> list[Path]:
    """Return the fonts under a folder by name, without bold and italic ones if there are others."""
    try:
        files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    except OSError:
        return []
    return [path for path in files if not any(word in path.stem.lower() for word in STYLED)] or files


def uncovered(characters: Iterable[str], files: Iterable[Path]) -> set[str]:
    """Return those characters for which no file has a glyph. Files are opened only as far as is needed."""
    left = {each for each in characters if _needs_glyph(each)}
    for path in files:
        if not left:
            break
        left -= {each for each in left if _covers(path, each)}
    return left


def _needs_glyph(character: str) -> bool:
    return not (
        character.isascii()
        or ord(character) in VARIATION_SELECTORS
        or unicodedata.category(character) in NO_GLYPH_NEEDED
    )


def _covers(path: Path, character: str) -> bool:
    """Whether a font shows a character, be it from its parts or from a stand-in."""
    points = coverage(path)
    candidates = (character, STAND_INS.get(character, character), unicodedata.normalize("NFD", character))
    return any(all(ord(part) in points for part in each) for each in candidates)


@cache
def coverage(path: Path) -> frozenset[int]:
    """Return the code points for which a font has a glyph; none when the file can't be read."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(path, lazy=True, fontNumber=0) as font:
            return frozenset(font.getBestCmap() or ())
    except (OSError, TTLibError, AssertionError, ValueError, KeyError):
        return frozenset()


def fallback_files(characters: Iterable[str], theme: Theme) -> dict[Path, set[str]]:
    """Return fonts of the machine for characters that the theme's typefaces lack, with what each is for.

    Families that the theme names come first, then well known ones, then the rest by name.
    """
    left = set(characters)
    if not left:
        return {}
    named = tuple(_stem(each) for each in (*theme.tokens.typefaces.text, *theme.tokens.typefaces.display))
    order = (*named, *PREFERRED_FALLBACKS)

    def rank(path: Path) -> tuple[int, str]:
        return next(
            (at for at, name in enumerate(order) if path.stem.startswith(name)), len(order)
        ), path.name

    chosen: dict[Path, set[str]] = {}
    for path in sorted(_machine_files(), key=rank):
        found = {each for each in left if _covers(path, each)}
        if found:
            chosen[path] = found
            left -= found
        if not left:
            break
    return chosen


def _machine_files() -> list[Path]:
    return [path for folder in _machine_folders() for path in _upright_files(folder)]


def machine_folders() -> list[Path]:
    """Return the folders in which a typeface of this computer may come or go, be they there or not."""
    return [each for folder in _machine_folders() for each in (folder, *_folders_below(folder))]


def _folders_below(folder: Path) -> list[Path]:
    return [Path(parent, name) for parent, names, _ in os.walk(folder) for name in sorted(names)]


def _machine_folders() -> list[Path]:
    """Return the folders in which this platform keeps installed fonts."""
    home = Path.home()
    if sys.platform == "win32":
        windows, local = os.environ.get("WINDIR", r"C:\Windows"), os.environ.get("LOCALAPPDATA")
        users = [Path(local) / "Microsoft" / "Windows" / "Fonts"] if local else []
        return [Path(windows) / "Fonts", *users]
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library" / "Fonts"]
    users_data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    shared = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    return [*(Path(each) / "fonts" for each in shared.split(":")), users_data / "fonts", home / ".fonts"]


FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
{folders}
  <cachedir>{cache}</cachedir>
  <config><rescan><int>0</int></rescan></config>
</fontconfig>
"""


def fontconfig_file(folders: tuple[Path, ...]) -> Path:
    """Write a fontconfig file that knows these folders and nothing else, and return its path.

    It stands in the user's cache folder beside fontconfig's own cache, so that fonts are scanned
    once; where that can't be written, in the temporary folder.
    """
    lines = "\n".join(f"  <dir>{escape(str(folder))}</dir>" for folder in folders)
    for base in (_cache_folder(), Path(tempfile.gettempdir()) / f"communique-{_user()}"):
        text = FONTCONFIG.format(folders=lines, cache=escape(str(base / "fontconfig")))
        path = base / f"fonts-{sha256(text.encode()).hexdigest()[:16]}.conf"
        with suppress(OSError):
            _write_whole(path, text)
            return path
    raise OSError("no folder can be written for the fontconfig file")


def _write_whole(path: Path, text: str) -> None:
    """Write a file unless it is there already, whole or not at all."""
    (path.parent / "fontconfig").mkdir(parents=True, exist_ok=True)
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:
        file.write(text)
    Path(file.name).replace(path)


def _cache_folder() -> Path:
    """Return the folder for this program's caches, by the custom of the platform."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
        return base / "communique" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "communique"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "communique"


def _user() -> str:
    return str(os.getuid()) if sys.platform != "win32" else "user"


@contextmanager
def only_these_typefaces(folders: tuple[Path, ...]) -> Iterator[None]:
    """Let fontconfig see only these folders for as long as the context lasts.

    Fontconfig takes the name of its file from the environment of the process, and reads it when WeasyPrint
    is imported, whenever a `FontConfiguration` is made, and once for a default of its own. The variable is
    put back afterwards. What stays in a process that uses fontconfig for something else is that default, if
    it had none before; and other threads that start using fontconfig in between see the same folders.
    """
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(fontconfig_file(folders))
    try:
        yield
    finally:
        if before is None:
            del os.environ["FONTCONFIG_FILE"]
        else:
            os.environ["FONTCONFIG_FILE"] = before
