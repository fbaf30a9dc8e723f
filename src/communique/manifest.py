"""The manifest: what the last build read and wrote, kept in the folder that it wrote to.

It saves work and protects work: an output that is not as the manifest says was changed by somebody.
Whoever loses it pays with a rebuild, for the outputs carry seals of their own (`seals`).
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from communique.dependencies import ENGINES, program_files
from communique.diagnostics import Diagnostic, Span
from communique.files import write_whole
from communique.freshness import (
    BESIDE,
    LAYOUT,
    MANIFEST,
    STATE,
    Signature,
    names_in,
    now,
    output_name,
    read_manifest,
    settled,
    signature,
    unchanged,
)
from communique.theme import shipped_layer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from communique.dependencies import Machine

BLOCKS = "blocks.json"
PENDING = "pending.json"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The state of all that a build may read, taken before it reads."""

    read: dict[str, Signature | None]
    listed: list[tuple[str, str, list[str] | None]]
    moment: int = 0

    def same_as(self, other: Snapshot) -> bool:
        """Whether nothing differs, and nothing could have changed unseen."""
        return (
            self.listed == other.listed and self.settled() == other.read and None not in other.read.values()
        )

    def changed_since(self, earlier: Snapshot) -> list[str]:
        """Return the files that are not as they were in an earlier snapshot."""
        names = dict.fromkeys((*self.read, *earlier.read))
        return [name for name in names if self.read.get(name) != earlier.read.get(name)]

    def settled(self) -> dict[str, Signature | None]:
        """Return the signatures that can be relied on later; None for the others."""
        return {name: settled(found, self.moment) for name, found in self.read.items()}


@dataclass(frozen=True)
class Entry:
    """What is known of one output: what it was made from, and the bytes that the build left.

    `machine` is how files of the computer stood that it was made from. `taken` is the digest of an edited
    file whose edits have come back into the content.
    """

    key: str
    parts: dict[str, str]
    digest: str
    revision: str
    signature: Signature | None = None
    taken: str = ""
    machine: Machine = field(default_factory=dict)


@dataclass
class Manifest:
    """What the last build left in a folder.

    `all` are the outputs of a plain build, `fresh` those that were current when the snapshot was taken, and
    `pending` has, by name, digests of outputs that builds were about to leave when they ended too early.
    """

    outputs: dict[str, Entry] = field(default_factory=dict)
    snapshot: Snapshot | None = None
    epoch: str = ""
    all: tuple[str, ...] = ()
    fresh: tuple[str, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    pending: dict[str, list[str]] = field(default_factory=dict)
    known: bool = False


def take_snapshot(root: Path) -> Snapshot:
    """Look at everything that a build of a project may read: its own files, the theme's, the program's."""
    moment = now()
    shipped = shipped_layer()
    folders = [(root / "content", ""), (shipped, ""), *_folders(shipped), *_folders(root / "templates")]
    if os.path.lexists(root / "templates"):
        folders.append((root / "templates", ""))
    listed: list[tuple[str, str, list[str] | None]] = []
    read: dict[str, Signature | None] = {}
    for folder, suffix in folders:
        names = names_in(str(folder), suffix)
        listed.append((_relative(folder, root), suffix, names))
        for name in names or ():
            path = folder / name
            if not path.is_dir():
                read[_relative(path, root)] = signature(str(path))
    for path in (*program_files(), *(root / name for name in BESIDE)):
        if path.exists():
            read[_relative(path, root)] = signature(str(path))
    listed += [(folder, ".dist-info", names) for folder in sys.path if (names := _libraries(folder))]
    listed += [("", name, names_in(str(root), name)) for name in BESIDE]
    return Snapshot(read, listed, moment)


def _folders(folder: Path) -> list[tuple[Path, str]]:
    return [(path, "") for path in sorted(folder.rglob("*")) if path.is_dir()]


def _libraries(folder: str) -> list[str] | None:
    """Return the installed libraries in a folder of Python's path, if the engines are among them."""
    names = names_in(folder, ".dist-info") if folder else None
    return names if names and any(each.startswith(ENGINES["pdf"][0]) for each in names) else None


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


@dataclass(frozen=True, slots=True)
class Current:
    """What is known to be current, and the warnings of the build that made it."""

    count: int
    problems: tuple[Diagnostic, ...]


def known_current(
    root: Path,
    documents: tuple[str, ...],
    formats: tuple[str, ...] | None,
    output: Path | None,
    epoch: int | None,
) -> Current | None:
    """Return what a build would find current, told by the state of the files alone.

    None when it can't be told.
    """
    folder = output or root / output_name(str(root))
    table = read_manifest(str(folder))
    if table is None:
        return None
    known = [name.rpartition(".") for name in table.get("all", ())]
    names = documents or tuple(dict.fromkeys(name for name, _, _ in known))
    wanted = [
        f"{name}.{each}" for name in names for each in formats or dict.fromkeys(each[2] for each in known)
    ]
    stated = "" if epoch is None else str(epoch)
    manifest = _manifest(table) if unchanged(table, str(root), str(folder), stated, wanted) else None
    return Current(len(wanted), manifest.problems) if manifest is not None and wanted else None


def load_manifest(folder: Path) -> Manifest:
    """Read the manifest of a folder of outputs; a damaged one, or none, gives an empty one."""
    table = read_manifest(str(folder))
    manifest = (_manifest(table) if table is not None else None) or Manifest()
    pending = _read_json(folder / STATE / PENDING)
    if isinstance(pending, dict):
        manifest.pending = {name: each for name, each in pending.items() if isinstance(each, list)}
    return manifest


def _manifest(table: dict[str, Any]) -> Manifest | None:
    try:
        return Manifest(
            outputs={str(name): Entry(**entry) for name, entry in table["outputs"].items()},
            snapshot=Snapshot(
                table["read"], [(folder, suffix, names) for folder, suffix, names in table["listed"]]
            ),
            epoch=table["epoch"],
            all=tuple(table["all"]),
            fresh=tuple(table["fresh"]),
            problems=tuple(_problem(each) for each in table["problems"]),
            known=True,
        )
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _problem(table: dict[str, Any]) -> Diagnostic:
    return Diagnostic(**(table | {"span": Span(*table["span"])}))


def save_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest, whole. Raises OSError."""
    snapshot = manifest.snapshot or Snapshot({}, [])
    table = {
        "layout": LAYOUT,
        "python": sys.version,
        "epoch": manifest.epoch,
        "all": manifest.all,
        "fresh": manifest.fresh,
        "problems": [
            _slots(each) | {"span": [each.span.file, each.span.line, each.span.column, each.span.width]}
            for each in manifest.problems
        ],
        "outputs": {name: asdict(entry) for name, entry in sorted(manifest.outputs.items())},
        "listed": snapshot.listed,
        "read": snapshot.settled() if snapshot.moment else snapshot.read,
    }
    write_whole(
        folder / STATE / MANIFEST,
        json.dumps(table, ensure_ascii=False, separators=(",", ":")).encode(),
        lasting=False,
    )


def note_taken(folder: Path, taken: Mapping[str, str]) -> None:
    """Let builds replace outputs whose edits have come back, by name, as long as they have these digests.

    Raises OSError.
    """
    manifest = load_manifest(folder)
    known = {name: digest for name, digest in taken.items() if name in manifest.outputs}
    for name, digest in known.items():
        manifest.outputs[name] = replace(manifest.outputs[name], taken=digest, signature=None)
    if known:
        save_manifest(folder, manifest)


def _slots(diagnostic: Diagnostic) -> dict[str, Any]:
    return {name: getattr(diagnostic, name) for name in ("severity", "code", "message", "hint", "address")}


def promise(folder: Path, manifest: Manifest, digests: Mapping[str, str]) -> None:
    """Note the outputs that are about to be put in place, for a build that is killed on the way.

    Raises OSError. What earlier builds have promised, and did not live to enter, stays noted.
    """
    for name, digest in digests.items():
        manifest.pending[name] = [*manifest.pending.get(name, ()), digest]
    _save_promises(folder, manifest)


def forget_promises(folder: Path, manifest: Manifest, names: Iterable[str]) -> None:
    """Take back what was promised of these outputs, once the manifest says what they are. Raises OSError."""
    for name in names:
        manifest.pending.pop(name, None)
    _save_promises(folder, manifest)


def _save_promises(folder: Path, manifest: Manifest) -> None:
    path = folder / STATE / PENDING
    if manifest.pending:
        write_whole(path, json.dumps(manifest.pending).encode(), lasting=False)
    else:
        path.unlink(missing_ok=True)


def load_blocks(folder: Path) -> dict[str, dict[str, str]]:
    """Return the digests of blocks, by output and address, as of the last build of each output."""
    path = folder / STATE / BLOCKS
    return dict(_blocks(path, tuple(signature(str(path)) or ())))


@lru_cache(maxsize=1)
def _blocks(path: Path, _as_it_stands: tuple[int, ...]) -> dict[str, dict[str, str]]:
    table = _read_json(path)
    return table if isinstance(table, dict) and all(isinstance(each, dict) for each in table.values()) else {}


def save_blocks(folder: Path, blocks: Mapping[str, Mapping[str, str]]) -> None:
    """Write the digests of blocks. Raises OSError."""
    write_whole(
        folder / STATE / BLOCKS,
        json.dumps(blocks, ensure_ascii=False, separators=(",", ":")).encode(),
        lasting=False,
    )


def _read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
