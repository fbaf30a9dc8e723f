"""Golden cases: folders of files laid over the starter's records, with what they are expected to give.

An expected problem stands as a comment above its line, with its columns and its hint; `+2` says that
the line is two further down, inside a scalar, where a comment would be text. What has no line stands in
`problems.txt`. A file `NAME.tree` holds the tree of a document. `pytest --rewrite` writes all of them.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from communique.diagnostics import Report, format_short
from communique.source import parse_source
from tree_dump import dump

if TYPE_CHECKING:
    from communique.diagnostics import Diagnostic
    from folders import Folder

CASES = Path(__file__).parent / "cases"
SOURCES = Path(__file__).parents[1] / "src" / "communique"
EXPECTATION = re.compile(r"^[ \t]*(#|\{#|/\*) (error|warning)\[.*(\r?\n|\Z)", re.MULTILINE)


def cases() -> list[str]:
    return sorted(path.relative_to(CASES).as_posix() for path in CASES.glob("*/*"))


@pytest.mark.parametrize("name", cases())
def test_a_case_gives_what_stands_in_its_folder(name: str, records: Folder, rewrite: bool) -> None:
    case = CASES / name
    inputs = [path for path in case.rglob("*") if path.is_file() and path.suffix not in {".txt", ".tree"}]
    for path in inputs:
        records.write(path.relative_to(case).as_posix(), stripped(path.read_bytes()))
    found = records.diagnostics()
    given = {path: annotated(path, case, found).encode() for path in inputs if is_text(path)}
    rest = [each for each in found if not any(stands_in(each, path, case) for path in given)]
    if rest:
        given[case / "problems.txt"] = "".join(f"{format_short(each)}\n" for each in rest).encode()
    for path in sorted(case.glob("*.tree")):
        given[path] = dump(records.compose(path.stem)).encode()
    if rewrite:
        (case / "problems.txt").unlink(missing_ok=True)
        for path, content in given.items():
            path.write_bytes(content)
    expected = {path: path.read_bytes() for path in case.rglob("*") if path.is_file() and is_text(path)}
    assert {str(k.relative_to(case)): v.decode() for k, v in given.items()} == {
        str(k.relative_to(case)): v.decode() for k, v in expected.items()
    }


def is_text(path: Path) -> bool:
    try:
        path.read_bytes().decode()
    except UnicodeDecodeError:
        return False
    return True


def stripped(content: bytes) -> bytes:
    try:
        return EXPECTATION.sub("", content.decode()).encode()
    except UnicodeDecodeError:
        return content


def stands_in(diagnostic: Diagnostic, path: Path, case: Path) -> bool:
    return diagnostic.span.line > 0 and diagnostic.span.file == path.relative_to(case).as_posix()


def annotated(path: Path, case: Path, found: list[Diagnostic]) -> str:
    """Return a file's text with its problems as comments, each above its line."""
    text = stripped(path.read_bytes()).decode()
    lines = text.splitlines(keepends=True)
    inserted: list[tuple[int, str]] = []
    for each in found:
        if stands_in(each, path, case):
            above = line_for_comment(each.span.line, text) if path.suffix == ".yaml" else each.span.line
            inserted.append((above, comment(each, above, lines[min(above, len(lines)) - 1], path)))
    for line, words in reversed(inserted):
        lines.insert(line - 1, words)
    return "".join(lines)


def comment(diagnostic: Diagnostic, above: int, line: str, path: Path) -> str:
    span = diagnostic.span
    further = f" +{span.line - above}" if span.line > above else ""
    last = span.column + span.width - 1
    columns = f"{span.column}-{last}" if span.width > 1 else f"{span.column}"
    hint = f" ({diagnostic.hint})" if diagnostic.hint else ""
    words = f"{diagnostic.severity}[{diagnostic.code}]{further} {columns}: {diagnostic.message}{hint}"
    indentation = line[: len(line) - len(line.lstrip(" \t"))].replace("\t", "    ")
    end = "\r\n" if line.endswith("\r\n") else "\n"
    if path.suffix == ".css":
        return f"{indentation}/* {words} */{end}"
    in_template = path.suffix == ".jinja" and above > front_matter_end(path)
    return f"{indentation}{{# {words} #}}{end}" if in_template else f"{indentation}# {words}{end}"


def front_matter_end(path: Path) -> int:
    text = stripped(path.read_bytes()).decode()
    return text.count("\n", 0, text.find("#}")) + 1


def line_for_comment(line: int, text: str) -> int:
    """Return the line above which a comment can stand: that of the scalar that holds the line, or its own."""
    source = parse_source(text, "", Report())
    places = source.places if source else {}
    for steps, place in places.items():
        first, last = (text.count("\n", 0, at) + 1 for at in (place.start, max(place.end - 1, place.start)))
        around = any(other[: len(steps)] == steps for other in places if len(other) > len(steps))
        if first < line <= last and not around:
            return first
    return line


def emitted_codes() -> set[str]:
    """Return the codes that the core can report, as its calls name them."""
    codes: set[str] = set()
    for path in SOURCES.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in {"error", "warning", "fault", "_refuse", "_refused", "_error", "ExpressionError"}:
                    codes |= constants(node.args[0])
            elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "code":
                codes |= constants(node.value)
    return codes


def constants(node: ast.expr) -> set[str]:
    match node:
        case ast.Constant(value=str(text)):
            return {text}
        case ast.IfExp():
            return constants(node.body) | constants(node.orelse)
        case ast.JoinedStr():
            return {"unknown-person", "unknown-session"}
    return set()


def test_every_code_of_the_core_has_a_case() -> None:
    texts = [
        path.read_text(encoding="utf-8") for path in CASES.rglob("*") if path.is_file() and is_text(path)
    ]
    shown = {code for text in texts for code in re.findall(r"(?:error|warning)\[([a-z0-9-]+)\]", text)}
    tests = [path.read_text(encoding="utf-8") for path in Path(__file__).parent.rglob("test_*.py")]
    shown |= {code for text in tests for code in re.findall(r'["\[]([a-z0-9-]+)["\]]', text)}
    codes = emitted_codes()
    assert len(codes) > 40
    assert codes - shown == set()
