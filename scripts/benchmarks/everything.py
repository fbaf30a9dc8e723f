"""Everything from nothing: three documents in three formats, beside the chains that others would build."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

from benchmarks.peers import one_after_the_other, prepare_peers, side_by_side, two_at_a_time
from benchmarks.rounds import Runner, measure, plain_environment, timed
from benchmarks.section import DOCUMENTS, failures, say
from benchmarks.tables import Table, milliseconds, times, verdict, write_table

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.peers import Command, Peers
    from benchmarks.rounds import Times
    from benchmarks.section import Bench

OURS = "Communique"
IN_TURN = "Typst and pandoc, one after the other"
IN_PAIRS = "Typst and pandoc, two at a time"
IN_TWO = "Typst and pandoc, one process of each"
CHAINS = (IN_TURN, IN_PAIRS)
FORMATS = ("pdf", "docx", "html")
TARGET = 1.0
HEAVY_FIRST = ("summary", "roster", "concept-note")

OURS_IN = {"pdf": "Communique, PDF", "docx": "Communique, DOCX", "html": "Communique, HTML"}
PEERS_IN = {
    "pdf": ("Typst", "LibreOffice, from DOCX", "Chromium, from HTML"),
    "docx": ("pandoc, DOCX", "docxtpl"),
    "html": ("pandoc, HTML",),
}


def measure_everything(bench: Bench) -> str:
    """Return the tables of cold builds: all nine files, each format, and the pages that came out."""
    project = bench.project("everything")
    peers = prepare_peers(project, bench.folder / "everything-peers", DOCUMENTS)
    given = _built_beforehand(bench, project)
    found = measure(
        (*_chains(bench, project, peers), *_formats(bench, project, peers, given)), bench.rounds, say
    )
    parts = (_nine(found), _by_format(found), write_table(_pages(given, peers)), failures(found))
    return "\n\n".join(part for part in parts if part)


def _built_beforehand(bench: Bench, project: Path) -> Path:
    """Build the DOCX and HTML that LibreOffice and Chromium begin with."""
    folder = bench.folder / "everything-given"
    timed(bench.cold("given", project, *DOCUMENTS))
    return shutil.copytree(project / "build", folder, dirs_exist_ok=True)


def _chains(bench: Bench, project: Path, peers: Peers) -> list[Runner]:
    files = tuple(f"{name}.{suffix}" for name in DOCUMENTS for suffix in FORMATS)
    written = [
        command for name in HEAVY_FIRST for command in (peers.pandoc_docx(name), peers.pandoc_html(name))
    ]
    all_at_once = [peers.typst(*DOCUMENTS), *written]
    pairs = two_at_a_time(all_at_once, bench.folder / "jobs.txt")
    both = side_by_side(peers.typst(*DOCUMENTS), peers.pandoc_in_one())
    return [
        bench.cold(OURS, project, *DOCUMENTS, outputs=files),
        _peer(IN_TURN, one_after_the_other(all_at_once), peers, *FORMATS),
        _peer(IN_PAIRS, pairs, peers, *FORMATS),
        _peer(IN_TWO, both, peers, *FORMATS),
    ]


def _formats(bench: Bench, project: Path, peers: Peers, given: Path) -> list[Runner]:
    """Return what makes one format of the three documents."""
    theirs: dict[str, tuple[Command | None, str]] = {
        "Typst": (peers.typst(*DOCUMENTS), "pdf"),
        "LibreOffice, from DOCX": (peers.libre_office(given), "pdf"),
        "Chromium, from HTML": (peers.chromium(given), "pdf"),
        "pandoc, DOCX": (one_after_the_other([peers.pandoc_docx(name) for name in DOCUMENTS]), "docx"),
        "docxtpl": (peers.docxtpl(), "docx"),
        "pandoc, HTML": (one_after_the_other([peers.pandoc_html(name) for name in DOCUMENTS]), "html"),
    }
    runners = []
    for suffix in FORMATS:
        files = tuple(f"{name}.{suffix}" for name in DOCUMENTS)
        runners.append(bench.cold(OURS_IN[suffix], project, *DOCUMENTS, "--format", suffix, outputs=files))
        for name in PEERS_IN[suffix]:
            command, written = theirs[name]
            if command:
                runners.append(_peer(name, command, peers, written))
    return runners


def _peer(name: str, command: Command, peers: Peers, *suffixes: str) -> Runner:
    return Runner(name, tuple(command), peers.sources, peers.empty, peers.files(*suffixes))


def _nine(found: Times) -> str:
    """Return the table of the nine files; the target is held against the faster of the chains."""
    medians = {name: found.median(name) for name in CHAINS}
    fastest = min((name for name in CHAINS if medians[name]), key=lambda name: medians[name] or 0, default="")
    rows = []
    for name in (OURS, *CHAINS, IN_TWO):
        ratio = found.ratio(OURS, name)
        target = (times(TARGET), verdict(ratio, TARGET)) if name == fastest else ("", "")
        figures = (found.median(name), found.median_of_cores(name))
        rows.append((name, *map(milliseconds, figures), times(ratio), *target))
    head = ("nine files", "ms", "ms of cores", "ours ÷ this", "at most", "")
    return write_table(Table(head, tuple(rows)))


def _by_format(found: Times) -> str:
    rows = []
    for suffix in FORMATS:
        ours = OURS_IN[suffix]
        rows.append((ours, milliseconds(found.median(ours)), times(1.0)))
        rows += [
            (name, milliseconds(found.median(name)), times(found.ratio(ours, name)))
            for name in PEERS_IN[suffix]
            if name in found.seconds
        ]
    return write_table(Table(("three files", "ms", "ours ÷ this"), tuple(rows)))


def _pages(given: Path, peers: Peers) -> Table:
    """Return how many pages each made of the documents: whoever sets other pages does another job."""
    folders = {OURS: given}
    commands = {
        "Typst": peers.typst(*DOCUMENTS),
        "LibreOffice": peers.libre_office(given),
        "Chromium": peers.chromium(given),
    }
    for name, command in commands.items():
        if command:
            peers.empty()
            subprocess.run(
                command, cwd=peers.sources, env=plain_environment(), capture_output=True, check=True
            )
            folders[name] = shutil.copytree(peers.output, peers.sources / f"pages-{name}", dirs_exist_ok=True)
    rows = tuple(
        (name, *(str(pages(folder / f"{document}.pdf")) for document in DOCUMENTS))
        for name, folder in folders.items()
    )
    return Table(("pages", *DOCUMENTS), rows)


def pages(file: Path) -> int:
    """Return the number of pages of a PDF."""
    import pikepdf

    with pikepdf.open(file) as pdf:
        return len(pdf.pages)
