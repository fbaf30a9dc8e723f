"""Measure Communique beside its peers, and put the tables into a page."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import tools
from benchmarks.machine import load, machine
from benchmarks.section import QUICK_ROUNDS, Bench, say
from benchmarks.tables import replace_part

if TYPE_CHECKING:
    from collections.abc import Sequence

SECTIONS = ("nothing", "everything", "watch", "growth", "projects")
LEAST_ROUNDS = 7
PAGE = tools.ROOT / "docs" / "benchmarks.md"
USAGE = "scripts/benchmark [SECTION…] [--rounds N] [--output FILE] [--quick]"


def main(arguments: Sequence[str]) -> None:
    """Measure the sections that are asked for."""
    wanted = parsed(arguments)
    tools.install()
    page = None if wanted.quick and not wanted.output else wanted.output or PAGE
    rounds = QUICK_ROUNDS if wanted.quick else wanted.rounds
    parts = {"machine": circumstances(rounds)}
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        for name in wanted.sections or SECTIONS:
            say(f"- {name}")
            parts[name] = measured(name, Bench(rounds, wanted.quick, Path(folder)))
            if page:
                put(page, {name: parts[name]})
            print(f"\n{parts[name]}\n", flush=True)
    print(parts["machine"])
    if page:
        put(page, {"machine": parts["machine"]})
        say(f"- the tables are in {page.name}")


def measured(name: str, bench: Bench) -> str:
    """Return the tables of a section, or why there are none."""
    section = import_module(f"benchmarks.{name}")
    try:
        return str(getattr(section, f"measure_{name}")(bench))
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace") if isinstance(error.stderr, bytes) else error.stderr
        say(f"  {said}")
        return "Not measured: a command that has to come first failed."
    except TimeoutError as error:
        return f"Not measured: {error}."


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="scripts/benchmark", usage=USAGE)
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=", ".join(SECTIONS))
    parser.add_argument("--rounds", type=int, default=LEAST_ROUNDS)
    parser.add_argument("--output", type=Path)
    parser.add_argument("--quick", action="store_true")
    wanted = parser.parse_args(arguments)
    unknown = [each for each in wanted.sections if each not in SECTIONS]
    if unknown:
        parser.error(f"there is no section `{unknown[0]}`; there are {', '.join(SECTIONS)}")
    if wanted.output and not wanted.output.is_file():
        parser.error(f"{wanted.output} is no page with places for the tables; copy docs/benchmarks.md")
    if wanted.rounds < LEAST_ROUNDS:
        parser.error(f"a median needs at least {LEAST_ROUNDS} rounds; `--quick` tries with {QUICK_ROUNDS}")
    return wanted


def circumstances(rounds: int) -> str:
    """Say when, where and with what is measured."""
    found = ", ".join(f"{name} {version}" for name, version in tools.versions().items())
    return (
        f"Measured {datetime.now(UTC):%B %Y}: {machine()}; {load():.1f} processes wanted a core when it began. "
        f"Medians of {rounds} rounds where nothing else is said.\n\n{found}."
    )


def put(page: Path, parts: dict[str, str]) -> None:
    """Replace parts of a page."""
    text = page.read_text(encoding="utf-8")
    for name, part in parts.items():
        text = replace_part(text, name, part)
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
