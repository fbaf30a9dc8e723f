"""Write files whole, or not at all, and tell where links lead."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping


PART = ".part"  # how the name of a file ends that has not taken its place yet
SHOWN = 40  # characters of its later name that it has, between a dot and the random part
NOT_PLAIN = re.compile(r"[\s&|<>^%()!;,=']")  # what the shells of Windows take for more than a letter
_NAME = re.compile(rf"\.(?P<later>.+)\.[a-z0-9_]{{8}}~?{re.escape(PART)}")


def as_typed(name: object) -> str:
    """Return how a file is named in a command: in quotes where the shell of this computer wants them."""
    typed = f".{os.sep}{name}" if str(name).startswith("-") else str(name)
    if os.name == "nt":
        return f'"{typed}"' if NOT_PLAIN.search(typed) else typed
    from shlex import quote

    return quote(typed)


def write_whole(path: Path, content: bytes, *, lasting: bool = True) -> None:
    """Write a file beside its place and put it there in one step; the old one stays until then.

    One that is not `lasting`, as its loss costs nobody anything, is not waited for to be on the disk.
    Raises OSError, which names the file; nothing is left behind then.
    """
    write_all_whole({path: content}, lasting=lasting)


def write_all_whole(files: Mapping[Path, bytes], *, lasting: bool = True) -> None:
    """Write files beside their places, and put them there when all are written.

    Raises OSError when one can't be written or put there; the old ones stay then, and nothing is left behind.
    """
    with written_beside(files, lasting=lasting) as beside:
        beside.put(files)


@dataclass(frozen=True, slots=True)
class Beside:
    """Files that are written, each under another name beside its place."""

    parts: dict[Path, str]

    def put(self, paths: Collection[Path]) -> None:
        """Put files in their places, all of them or none. Raises OSError; the old ones stay then."""
        done: list[Path] = []
        earlier: dict[Path, str] = {}
        try:
            for path in list(paths)[:-1]:  # when the last is in its place, nothing can fail any more
                with _named(path):
                    earlier[path] = _kept(path, self.parts[path])
            for path in paths:
                with _named(path):
                    os.replace(self.parts[path], path)  # noqa: PTH105 - a link there is replaced, not followed
                del self.parts[path]
                done.append(path)
        except BaseException:
            for path in reversed(done):
                _put_back(path, earlier.pop(path))
            raise
        finally:
            for kept in earlier.values():
                _remove(kept)


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
            with _named(path):
                beside.parts[path] = _part(path, content, lasting=lasting)
        yield beside
    finally:
        for part in beside.parts.values():
            _remove(part)


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Let an OSError name the file that is to be written, and not the one beside it, which nobody knows."""
    try:
        yield
    except OSError as error:
        if error.filename is None or str(error.filename).endswith(PART):
            error.filename = str(path)
        if error.filename2 is not None:  # where it was to be put, which is the same file
            del error.filename2
        raise


def _part(path: Path, content: bytes, *, lasting: bool = True) -> str:
    """Write a file's content under another name beside it, and return that name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = str(path.with_name(f".{path.name[:SHOWN]}.{os.urandom(4).hex()}{PART}"))
    stream = open(temporary, "xb")  # noqa: PTH123, SIM115 - a name, closed below
    try:
        with stream:
            with contextlib.suppress(FileNotFoundError):  # a new file is as readable as any other
                os.chmod(temporary, stat.S_IMODE(path.stat().st_mode))  # noqa: PTH101
            stream.write(content)
            if lasting:
                stream.flush()
                os.fsync(stream.fileno())
    except BaseException:
        _remove(temporary)
        raise
    return temporary


def clear_parts(folder: Path, beginnings: Iterable[str]) -> None:
    """Delete what was left in a folder of files that never took their places, whose names begin so."""
    shown = tuple(each[:SHOWN] for each in beginnings)
    for part in folder.glob(f".*{PART}"):
        name = _NAME.fullmatch(part.name)
        if name and name["later"].startswith(shown):
            _remove(str(part))


def _kept(path: Path, part: str) -> str:
    """Give what stands in a place a second name beside it, and return that; an empty one for nothing."""
    if not os.path.lexists(path):
        return ""
    kept = f"{part.removesuffix(PART)}~{PART}"
    try:
        os.link(path, kept, follow_symlinks=False)
    except (OSError, NotImplementedError):  # as on memory sticks
        import shutil

        shutil.copy2(path, kept, follow_symlinks=False)
    return kept


def _put_back(path: Path, kept: str) -> None:
    """Put what was kept in its place again, as far as that can be done."""
    with contextlib.suppress(OSError):
        os.replace(kept, path) if kept else path.unlink()  # noqa: PTH105


def _remove(name: str) -> None:
    with contextlib.suppress(OSError):
        os.unlink(name)  # noqa: PTH108


def real(path: Path) -> Path:
    """Return a path with its links followed; one that goes round in circles as far as it leads."""
    return Path(os.path.realpath(path))


def leads_out(path: Path, folder: Path) -> bool:
    """Whether a path, its links followed, is not in a folder."""
    return not real(path).is_relative_to(real(folder))
