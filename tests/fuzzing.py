"""Throw random input at what reads other people's text; `scripts/fuzz` runs it.

Each reader takes a text and may report whatever it likes, but must neither raise nor hang. Hypothesis
makes the inputs, of pieces that mean something to the reader and of any other characters, and reduces
one that raises to the smallest that does. A seed makes a run repeatable.

`roundtrip` is no reader: scripts of edits in Word files, which must keep the laws of the round trip.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import hypothesis
from hypothesis import HealthCheck, Phase
from hypothesis import strategies as st

from communique import model
from communique.diagnostics import ContentError, Report
from communique.exposed import ProseText
from communique.languages import read_language
from communique.markup import read_markup
from communique.project import open_project
from communique.prose import ProseReader
from communique.records import Content
from communique.semantics import TreeBuilder
from communique.source import Source, parse_source, read_text
from communique.validation import validate
from roundtrip.law_runs import Runs
from roundtrip.law_scripts import Script

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

REPOSITORY = Path(__file__).resolve().parents[1]
BATCH = 5000
PART = 50  # scripts of edits that a process runs before it tells of them
SLOWEST = 2.0
"""Seconds of the processor for one input, which is seldom longer than a thousand characters."""

YAML = [
    "a",
    "b: ",
    "- ",
    "\n",
    "  ",
    "\t",
    ": ",
    "#",
    " #",
    '"',
    "'",
    "|\n",
    ">-\n",
    "{",
    "}",
    "[",
    "]",
    ",",
    "&x ",
    "*x",
    "!t ",
    "---\n",
    "...\n",
    "\\u0041",
    "\\x0",
    "é",
    "中",
    "\u202e",
    "\ufeff",
    "\x00",
    "\ud800",
    "\r\n",
    "\r",
    "\x85",
    "\u2028",
    "<<: ",
    "~",
    "null",
    "2018-02-30",
    "%YAML 9\n",
    "? ",
    "\\",
]
PROSE = [
    "*",
    "**",
    "_",
    "`",
    "[",
    "]",
    "(",
    ")",
    "](",
    "[^a]",
    "[^zz]",
    "{{",
    "}}",
    "{{ event.days }}",
    "{{ people.vitorino.introduced }}",
    "{{ x | y }}",
    "{{ ''.__class__ }}",
    "> ",
    "- ",
    "1. ",
    "99999999999. ",
    "\n",
    "\n\n",
    "    ",
    "# ",
    "<b>",
    "&amp;",
    "&#0;",
    "\\",
    "http://x",
    "javascript:x",
    "é",
    "中",
    "\u202e",
    "\x01",
    "|",
    "~~~",
    "!",
    "word ",
]
HTML = [
    "<p>",
    "</p>",
    "<h1>",
    "</h1>",
    "<h2 id='a'>",
    "<table data-columns='1 2'>",
    "<thead>",
    "<tbody>",
    "<tr>",
    "<th scope='rowgroup' colspan='3'>",
    "<td colspan='-1'>",
    "</table>",
    "<ul>",
    "<ol start='9'>",
    "<li>",
    "<aside id='note-a'>",
    "<a href='#x'>",
    "<a class='note-mark' href='#note-a'></a>",
    "<data value='x'>",
    "</data>",
    "<span lang='ar' dir='rtl'>",
    "<br>",
    "<script>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?x",
    "&amp;",
    "&#xD800;",
    "&#0;",
    "<p class='lead'",
    " data-at='t:1'",
    ">",
    "<",
    "text ",
    "\x00",
    "é",
    "<em>",
    "</em>",
]


def loader() -> Callable[[str], None]:
    """Return the reading of YAML, and its holding against the model."""

    def read(text: str) -> None:
        source = parse_source(text, "content/event.yaml", Report())
        if source is not None:
            validate(model.Event, source, Report())
            validate(model.People, source, Report(), ("people",))

    return read


def prose() -> Callable[[str], None]:
    """Return the reading of prose, with the names of the example."""
    project = open_project(REPOSITORY)
    language = read_language("en", project.theme)
    sources = {
        name: source
        for name in ("event", "people", "sessions")
        if (
            source := parse_source(
                read_text(project.content / f"{name}.yaml", name, Report()) or "", name, Report()
            )
        )
    }
    event = validate(model.Event, sources["event"], Report())
    people = validate(model.People, sources["people"], Report(), ("people",))
    sessions = validate(model.Sessions, sources["sessions"], Report(), ("sessions",))
    assert event is not None
    assert people is not None
    assert sessions is not None
    scope = Content(event, people.people, sessions.sessions, language).scope()

    def read(text: str) -> None:
        source = Source("content/x.yaml", text)
        reader = ProseReader(scope, language, {"content/x.yaml": source}, Report(), frozenset({"a"}))
        for inline in (True, False):
            reader.blocks(ProseText(text, "content/x.yaml", ("x", str(inline)), inline=inline))

    return read


def markup() -> Callable[[str], None]:
    """Return the strict reading of HTML, and the building of the tree."""
    styles = open_project(REPOSITORY).theme.styles

    def read(text: str) -> None:
        report = Report()
        root = read_markup(text, "x", report)
        if not report.failed:
            TreeBuilder(styles, report).blocks(root)

    return read


READERS = {"loader": (loader, YAML), "prose": (prose, PROSE), "markup": (markup, HTML)}


def texts(pieces: list[str]) -> SearchStrategy[str]:
    """Return how inputs are made: pieces and characters in a row, some of it over and over."""
    piece = st.sampled_from(pieces) | st.text(max_size=4)
    repeated = st.tuples(piece, st.integers(2, 60)).map(lambda pair: pair[0] * pair[1])
    return st.lists(piece | piece | piece | repeated, min_size=1, max_size=40).map("".join)


def fuzz(name: str, count: int, seed: int) -> Counter[str]:
    """Throw `count` inputs at a target, and return how many were read or not; print the first that raises.

    They come in batches, each with a seed of its own: Hypothesis remembers all that it made in one.
    """
    make, pieces = READERS[name]
    read = make()
    ended: Counter[str] = Counter()

    def throw(text: str) -> None:
        seconds = _time_of(read, text, ended)
        # The garbage of thousands of inputs may be collected in the middle of one: a second time tells.
        assert seconds < SLOWEST or _time_of(read, text, Counter()) < SLOWEST, f"took {seconds:.1f} s"

    for batch, start in enumerate(range(0, count, BATCH)):
        settings = hypothesis.settings(
            max_examples=min(BATCH, count - start),
            database=None,
            deadline=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        )
        try:
            hypothesis.seed(seed * 1000 + batch)(settings(hypothesis.given(texts(pieces))(throw)))()
        except Exception:  # noqa: BLE001 - this is what is looked for
            ended["raised"] += 1
            print(f"{name}: {traceback.format_exc(limit=-4)}", file=sys.stderr)  # noqa: T201
    return ended


def _time_of(read: Callable[[str], None], text: str, ended: Counter[str]) -> float:
    """Read a text, count how that ended, and return the seconds of the processor that it took."""
    start = time.process_time()
    try:
        read(text)
        ended["read"] += 1
    except ContentError:  # a report that is full, or elements nested too deeply
        ended["refused"] += 1
    return time.process_time() - start


def round_trips(count: int, seed: int) -> Counter[str]:
    """Run `count` scripts of edits on all cores, and return how they ended; print those that break a law."""
    cores = len(os.sched_getaffinity(0))
    first = (seed - 1) * count
    parts = [
        range(first + start, min(first + start + PART, first + count)) for start in range(0, count, PART)
    ]
    ended: Counter[str] = Counter()
    with ProcessPoolExecutor(cores, get_context("spawn")) as pool:
        for broken, counted in pool.map(_round_trips, parts):
            ended += counted
            if broken:
                print(broken, file=sys.stderr)  # noqa: T201
    ended["raised"] = ended.pop("broke a law", 0)
    return ended


def _round_trips(seeds: range) -> tuple[str, Counter[str]]:
    with TemporaryDirectory() as folder:
        runs = Runs(Path(folder) / "meeting")
        return runs.broken(map(Script, seeds)), runs.ended


TARGETS: dict[str, Callable[[int, int], Counter[str]]] = {
    **{name: partial(fuzz, name) for name in READERS},
    "roundtrip": round_trips,
}


def main() -> int:
    """Fuzz as the arguments say, and return 1 when anything raised or hung."""
    parser = argparse.ArgumentParser(prog="scripts/fuzz", description="Throw random input at the readers.")
    parser.add_argument(
        "targets", nargs="*", metavar="target", help=", ".join(TARGETS) + "; the readers unless named"
    )
    parser.add_argument("--count", type=int, default=100_000, help="inputs for each target")
    parser.add_argument("--seed", type=int, default=1, help="another seed makes other inputs")
    options = parser.parse_args()
    if unknown := set(options.targets) - TARGETS.keys():
        parser.error(f"there is no target {', '.join(sorted(unknown))}")
    raised = 0
    for name in options.targets or list(READERS):
        start = time.perf_counter()
        ended = TARGETS[name](options.count, options.seed)
        raised += ended["raised"]
        counts = ", ".join(f"{number} {what}" for what, number in sorted(ended.items()) if number)
        print(f"{name}: {counts}; seed {options.seed}, {time.perf_counter() - start:.0f} s")  # noqa: T201
    return int(raised > 0)


if __name__ == "__main__":
    sys.exit(main())
