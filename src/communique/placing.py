"""Outputs take their places, and the manifest notes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from communique.bases import BASES, base_file
from communique.dependencies import block_digests, key_of
from communique.diagnostics import Report, Span
from communique.files import as_typed, clear_parts, written_beside
from communique.freshness import MANIFEST, STATE, signature
from communique.manifest import (
    BLOCKS,
    PENDING,
    Entry,
    Manifest,
    forget_promises,
    load_blocks,
    promise,
    save_blocks,
    save_manifest,
)
from communique.outputs import dated_copy, digest_of, refuse_link, state_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from communique.build import Request, Target, Written
    from communique.content import EventContent
    from communique.diagnostics import Diagnostic
    from communique.freshness import Signature
    from communique.manifest import Snapshot
    from communique.project import Project


@dataclass(frozen=True, slots=True)
class Placed:
    """Outputs in their places now, copies that were kept, and outputs left as somebody else left them."""

    written: tuple[Written, ...]
    copies: tuple[Path, ...] = ()
    kept: tuple[Target, ...] = ()


@dataclass
class Placing:
    """The end of a build: the files take their places, and the manifest notes it."""

    project: Project
    folder: Path
    manifest: Manifest
    request: Request

    def clear(self, documents: Iterable[str]) -> None:
        """Delete what killed builds have left beside the outputs of documents, and of their own notes."""
        known = {name.rpartition(".")[0] for name in self.manifest.outputs}.union(documents)
        clear_parts(self.folder, [f"{each}." for each in known])
        clear_parts(self.folder / BASES, [f"{each}-" for each in known])
        clear_parts(self.folder / STATE, (MANIFEST, BLOCKS, PENDING))

    def put(self, written: list[Written], report: Report) -> Placed:
        """Put outputs in their places, all of them or none. Raises OSError.

        Writing took its time, so each place is looked at once more, after all that takes long; an output in
        whose place somebody has been at work meanwhile is left out, and reported.
        """
        refuse_link(self.project, self.folder, self.folder / BASES)
        files = {each.target.path: _files_of(each, self.folder) for each in written if _differs(each)}
        if not files:
            return Placed(tuple(written))
        differing = [each for each in written if each.target.path in files]
        digests = {each.target.path.name: digest_of(each.output.content) for each in differing}
        promise(self.folder, self.manifest, digests)
        with written_beside(
            {path: content for each in files.values() for path, content in each.items()}
        ) as beside:
            now = [self._as_it_stands(each.target) for each in differing]
            mine = [each for each in now if may_write(each, self.request, self.project, report)]
            copies = tuple(dated_copy(each.path) for each in mine if self._wants_copy(each))
            beside.put([path for each in mine for path in files[each.path]])
        kept = tuple(each for each in now if each not in mine)
        left = {each.path for each in kept}
        return Placed(tuple(each for each in written if each.target.path not in left), copies, kept)

    def _as_it_stands(self, target: Target) -> Target:
        seen = signature(str(target.path))
        return replace(target, state=state_of(target.path, self.manifest, seen), signature=seen)

    def _wants_copy(self, target: Target) -> bool:
        entry = self.manifest.outputs.get(target.path.name)
        return target.kept or (target.state == "replaceable" and entry is not None and bool(entry.taken))

    def note(
        self,
        targets: list[Target],
        written: tuple[Written, ...],
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
                manifest.outputs[target.path.name] = replace(
                    entry, signature=target.signature, machine=target.machine
                )
        self.enter(written)

    def enter(self, written: tuple[Written, ...]) -> None:
        """Write down what was left in the folder. Raises OSError."""
        manifest = self.manifest
        for each in written:
            path = each.target.path
            manifest.outputs[path.name] = Entry(
                key_of(each.target.parts),
                dict(each.target.parts),
                digest_of(each.output.content),
                each.document.revision,
                _signature_of(each),
                machine=each.target.machine,
            )
        save_manifest(self.folder, manifest)
        forget_promises(self.folder, manifest, [each.target.path.name for each in written])
        blocks = load_blocks(self.folder)
        save_blocks(
            self.folder, blocks | {each.target.path.name: block_digests(each.document) for each in written}
        )


def may_write(target: Target, request: Request, project: Project, report: Report) -> bool:
    """Whether an output may be written; somebody else's work in its place is reported."""
    if not target.kept or request.replace:
        return True
    name = project.file(target.path)
    typed = as_typed(name)
    bring_in = f"bring the edits in with `communique import {typed}`, or " if target.format == "docx" else ""
    keep = f"{bring_in}build with `--replace`, which keeps a dated copy of it"
    if target.state == "edited":
        report.error("edited-output", "edited since it was built, and left as it is", Span(name), keep)
    else:
        hint = f"save and close it there; then {keep}"
        report.error("open-output", "open in an editor, and left as it is", Span(name), hint)
    return False


def _signature_of(written: Written) -> Signature | None:
    """Return the signature of an output in its place; None when somebody has changed the file since."""
    found = signature(str(written.target.path))
    return None if _differs(written) else found


def _differs(written: Written) -> bool:
    """Whether an output is not what stands in its place already; what is there keeps its date then."""
    try:
        return written.target.path.read_bytes() != written.output.content
    except OSError:
        return True


def _files_of(written: Written, folder: Path) -> dict[Path, bytes]:
    """Return the file of an output.

    With a DOCX comes a copy of its base, for editors that drop it from the file.
    """
    files = {written.target.path: written.output.content}
    return files | _base_of(written, folder) if written.format == "docx" else files


def _base_of(written: Written, folder: Path) -> dict[Path, bytes]:
    """Return a copy of the base that a DOCX carries, by revision."""
    from communique.writers.docx_base import base_xml, read_base

    base, document = read_base(written.output.content), written.document
    if base is None:
        return {}
    return {base_file(folder, document.meta.name, document.revision): base_xml(base)}
