"""Outputs take their places, and the manifest notes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from communique.dependencies import block_digests, key_of
from communique.files import write_all_whole
from communique.freshness import signature
from communique.manifest import (
    Entry,
    Manifest,
    forget_promise,
    load_blocks,
    promise,
    save_blocks,
    save_manifest,
)
from communique.outputs import dated_copy, digest_of, refuse_link

if TYPE_CHECKING:
    from pathlib import Path

    from communique.build import Request, Target, Written
    from communique.content import EventContent
    from communique.diagnostics import Diagnostic
    from communique.manifest import Snapshot
    from communique.project import Project

BASES = ".bases"


@dataclass
class Placing:
    """The end of a build: the files take their places, and the manifest notes it."""

    project: Project
    folder: Path
    manifest: Manifest
    request: Request

    def put(self, written: list[Written]) -> tuple[Path, ...]:
        """Put outputs in their places, all of them or none, and return copies that were kept. Raises OSError."""
        refuse_link(self.project, self.folder, self.folder / BASES)
        changed = [each for each in written if _differs(each)]
        files = {each.target.path: each.output.content for each in changed}
        for each in changed:
            if each.format == "docx":
                files |= _base_of(each, self.folder)
        if not files:
            return ()
        promise(self.folder, [digest_of(each.output.content) for each in changed])
        copies = tuple(dated_copy(each.target.path) for each in changed if self._wants_copy(each.target))
        write_all_whole(files)
        return copies

    def _wants_copy(self, target: Target) -> bool:
        entry = self.manifest.outputs.get(target.path.name)
        return target.kept or (target.state == "replaceable" and entry is not None and bool(entry.taken))

    def note(
        self,
        targets: list[Target],
        written: list[Written],
        content: EventContent,
        snapshot: Snapshot,
        warnings: tuple[Diagnostic, ...],
    ) -> None:
        """Write down what was read and what was left in the folder. Raises OSError."""
        manifest = self.manifest
        current = {each.path.name for each in targets if not each.why} | {
            each.target.path.name for each in written
        }
        epoch = "" if self.request.epoch is None else str(self.request.epoch)
        if manifest.snapshot is not None and snapshot.same_as(manifest.snapshot) and manifest.epoch == epoch:
            manifest.fresh = tuple(sorted({*manifest.fresh, *current}))
            manifest.problems = tuple(dict.fromkeys((*manifest.problems, *warnings)))
        else:
            manifest.fresh, manifest.problems = tuple(sorted(current)), warnings
        manifest.snapshot, manifest.epoch = snapshot, epoch
        formats = self.project.settings.formats
        manifest.all = tuple(f"{name}.{each}" for name in content.documents for each in formats)
        for target in targets:
            entry = manifest.outputs.get(target.path.name)
            if entry is not None and target.state == "as built":
                manifest.outputs[target.path.name] = replace(entry, signature=target.signature)
        self.enter(written)

    def enter(self, written: list[Written]) -> None:
        """Write down what was left in the folder. Raises OSError."""
        manifest = self.manifest
        for each in written:
            path = each.target.path
            manifest.outputs[path.name] = Entry(
                key_of(each.target.parts),
                dict(each.target.parts),
                digest_of(each.output.content),
                each.document.revision,
                signature(str(path)),
            )
        save_manifest(self.folder, manifest)
        forget_promise(self.folder)
        blocks = load_blocks(self.folder)
        save_blocks(
            self.folder, blocks | {each.target.path.name: block_digests(each.document) for each in written}
        )


def _differs(written: Written) -> bool:
    """Whether an output is not what stands in its place already; what is there keeps its date then."""
    try:
        return written.target.path.read_bytes() != written.output.content
    except OSError:
        return True


def _base_of(written: Written, folder: Path) -> dict[Path, bytes]:
    """Return a copy of the base that a DOCX carries, by revision, for editors that drop it from the file."""
    from communique.writers.docx_base import base_xml, read_base

    base, document = read_base(written.output.content), written.document
    if base is None:
        return {}
    return {folder / BASES / f"{document.meta.name}-{document.revision}.xml": base_xml(base)}
