"""Every code, command and module has its place in the documentation, and what it links and names is there."""

from __future__ import annotations

import ast
import re
from functools import cache
from typing import TYPE_CHECKING

import click
import pytest

from communique.checks.catalogue import CHECKS
from communique.cli import COMMANDS, main
from pages import DIAGNOSTICS, PAGES, ROOT, SOURCE, headings, without_code

if TYPE_CHECKING:
    from collections.abc import Iterator


@cache
def codes() -> frozenset[str]:
    """Return the codes in the source; one that is put together ends with what can be referred to."""
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for value in _values_of_codes(node):
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    found.add(value.value)
                elif isinstance(value, ast.JoinedStr) and isinstance(value.values[0], ast.Constant):
                    found |= {str(value.values[0].value) + kind for kind in ("person", "session")}
    found |= {check.code for check in CHECKS}
    return frozenset(each for each in found if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", each))


def _values_of_codes(node: ast.AST) -> Iterator[ast.expr]:
    """Yield what a node uses as a code: an argument, something assigned to `code`, or a pair's first."""
    match node:
        case ast.Call(
            func=ast.Attribute(attr="error" | "warning" | "fault" | "_refuse" | "_refused" | "refuse"),
            args=[first, _, *_],
        ):
            yield first
        case ast.Call(
            func=ast.Name(id="ExpressionError" | "add" | "_error" | "_refused" | "refusal"),
            args=[first, _, *_],
        ):
            yield first
        case ast.Assign(targets=[ast.Name(id="code")], value=ast.IfExp(body=body, orelse=otherwise)):
            yield from (body, otherwise)
        case ast.Assign(targets=[ast.Name(id="code")], value=value):
            yield value
        case ast.FunctionDef(name="missing_glyph", body=[*_, ast.Return(value=ast.Tuple(elts=[first, *_]))]):
            yield first


def test_every_code_in_the_source_is_explained_and_no_other() -> None:
    explained = re.findall(r"^### `([a-z0-9-]+)`$", DIAGNOSTICS, re.MULTILINE)
    assert len(explained) == len(set(explained))
    assert set(explained) == codes()


@pytest.mark.parametrize("page", PAGES)
def test_links_to_files_and_headings_lead_somewhere(page: str) -> None:
    text = re.sub(r"`[^`\n]*`", "", without_code(PAGES[page]))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"https?:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (ROOT / page).parent / path if path else ROOT / page
        assert file.exists(), f"{page}: {target}"
        if anchor:
            assert anchor in headings(file.read_text(encoding="utf-8")), f"{page}: {target}"


@pytest.mark.parametrize("page", PAGES)
def test_commands_and_options_that_are_named_exist(page: str) -> None:
    group = main.make_context("communique", [], resilient_parsing=True)
    code = re.findall(r"^```console\n(.*?)^```|`([^`\n]+)`", PAGES[page], re.MULTILINE | re.DOTALL)
    for line in "\n".join("".join(each) for each in code).split("\n"):
        found = re.match(r"(?:[A-Z_]+=\S+ )?communique (\w\S*)(.*)", line.partition("#")[0].strip())
        if found:
            command = main.get_command(group, found[1])
            assert command is not None, line
            options = {option for each in command.params for option in each.opts}
            assert set(re.findall(r"(?<!\S)--?[a-z-]+", found[2])) <= options | {"--help"}, line


@pytest.mark.parametrize("page", PAGES)
def test_files_that_are_named_are_there(page: str) -> None:
    text = PAGES[page]
    scripts = re.findall(r"(?:\./)?(scripts/[\w-]+)", text)
    modules = re.findall(r"`(\w+\.py)`", text)
    names = {path.name for path in SOURCE.rglob("*.py")}
    assert [each for each in scripts if not (ROOT / each).is_file()] == []
    assert [each for each in modules if each not in names] == []


def test_every_command_is_in_the_documentation() -> None:
    assert isinstance(main, click.Group)
    text = "\n".join(PAGES.values())
    assert [name for name in COMMANDS if f"communique {name}" not in text] == []


def test_every_module_stands_in_the_page_of_the_stages() -> None:
    text = PAGES["docs/stages.md"]
    modules = {path.name for path in SOURCE.rglob("*.py") if path.parent.name != "commands"}
    modules -= {"__init__.py", "__main__.py"}
    assert sorted(name for name in modules if f"`{name}`" not in text) == []
