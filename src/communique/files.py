"""Write files whole, or not at all, and tell where links lead."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


PART = ".part"  # how the name of a file ends that has not taken its place yet


def write_whole(path: Path, content: bytes, *, lasting: bool = True) -> None:
    """Write a file beside its place and put it there in one step; the old one stays until then.

    One that is not `lasting`, as its loss costs nobody anything, is not waited for to be on the disk.
    Raises OSError; nothing is left behind then.
    """
    write_all_whole({path: content}, lasting=lasting)


def write_all_whole(files: Mapping[Path, bytes], *, lasting: bool = True) -> None:
    """Write files beside their places, and put them there when all are written.

    Raises OSError when one can't be written; the old ones stay then, and nothing is left behind.
    """
    with written_beside(files, lasting=lasting) as beside:
        beside.put(files)


@dataclass(frozen=True, slots=True)
class Beside:
    """Files that are written, each under another name beside its place."""

    parts: dict[Path, str]

    def put(self, paths: Iterable[Path]) -> None:
        """Put files in their places. Raises OSError."""
        for path in paths:
            os.replace(self.parts[path], path)  # noqa: PTH105 - a link in this place is replaced, not followed
            del self.parts[path]


@contextmanager
def written_beside(files: Mapping[Path, bytes], *, lasting: bool = True) -> Iterator[Beside]:
    """Write files beside their places, for the context to put there those that are still wanted.

    Raises OSError when one can't be written. Nothing is left behind of what was not put in its place.
    """
    beside = Beside({})
    try:
        for path, content in files.items():
            if path.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
            beside.parts[path] = _part(path, content, lasting=lasting)
        yield beside
    finally:
        for part in beside.parts.values():
            _remove(part)


def _part(path: Path, content: bytes, *, lasting: bool = True) -> str:
    """Write a file's content under another name beside it, and return that name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=PART, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            if lasting:
                stream.flush()
                os.fsync(stream.fileno())
        os.chmod(temporary, _ordinary_mode())  # noqa: PTH101 - a name, not a path
    except BaseException:
        _remove(temporary)
        raise
    return temporary


def _remove(name: str) -> None:
    with contextlib.suppress(OSError):
        os.unlink(name)  # noqa: PTH108


def _ordinary_mode() -> int:
    """Return the mode of a new file: mkstemp makes them private."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def real(path: Path) -> Path:
    """Return a path with its links followed; one that goes round in circles as far as it leads."""
    return Path(os.path.realpath(path))


def leads_out(path: Path, folder: Path) -> bool:
    """Whether a path, its links followed, is not in a folder."""
    return not real(path).is_relative_to(real(folder))
