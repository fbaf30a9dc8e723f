"""The two commands of a newcomer, and the locks they install from."""

import json
import os
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())
COMMANDS = ("build", "test", "lock", "fuzz", "benchmark")
LOCKS = ("requirements.lock", "requirements-dev.lock", "tests/node/package-lock.json")


def normalized(name: str) -> str:
    """Spell a package's name as the lock does, without extras, versions and markers."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\s\[<>=!~;]", name, maxsplit=1)[0]).lower()


def locked(lock: str) -> dict[str, str]:
    """Read a lock into versions by name."""
    return dict(re.findall(r"^([\w.-]+)==([^\s;]+)", (ROOT / lock).read_text(), re.MULTILINE))


@pytest.mark.parametrize("name", COMMANDS)
def test_a_script_can_be_run_and_tells_what_it_does(name: str) -> None:
    script = ROOT / "scripts" / name
    assert os.access(script, os.X_OK)
    told = subprocess.run([script, "--help"], capture_output=True, text=True, check=True, timeout=10)
    assert told.stdout.startswith(f"Usage: scripts/{name}")


@pytest.mark.parametrize("path", [*(f"scripts/{name}" for name in COMMANDS), "scripts/setup.sh", ".ci/run"])
def test_bash_can_read_the_script(path: str) -> None:
    subprocess.run(["bash", "-n", ROOT / path], check=True, timeout=10)


def test_ci_runs_what_a_developer_runs() -> None:
    assert "./scripts/test" in (ROOT / ".ci" / "run").read_text()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in text
    assert not re.search(r"^\s*--(?!hash=)", text, re.MULTILINE)


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_locked_package_carries_its_hashes(lock: str) -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text())
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_what_communique_runs_and_builds_with_is_locked() -> None:
    asked = [*PYPROJECT["project"]["dependencies"], *PYPROJECT["build-system"]["requires"], "editables"]
    assert {normalized(name) for name in asked} <= locked("requirements.lock").keys()


def test_the_lock_for_tests_adds_to_the_other_and_changes_no_version_of_it() -> None:
    assert locked("requirements.lock").items() <= locked("requirements-dev.lock").items()


def test_what_the_tests_need_is_locked() -> None:
    asked = PYPROJECT["project"]["optional-dependencies"]["dev"]
    assert {normalized(name) for name in asked} <= locked("requirements-dev.lock").keys()


def test_the_node_packages_are_locked_at_the_versions_asked_for() -> None:
    asked = json.loads((ROOT / "tests/node/package.json").read_text())["dependencies"]
    packages = json.loads((ROOT / "tests/node/package-lock.json").read_text())["packages"]
    assert {name: packages[f"node_modules/{name}"]["version"] for name in asked} == asked
