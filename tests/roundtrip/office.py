"""LibreOffice as an editor: one that is started once, opens a file, takes steps in it, and saves it.

    def test_…(office: Office, tmp_path: Path) -> None:
        office.edit(issued, edited, ("track", True), ("replace", "two days", "three days"))

The steps are the methods of `uno_driver.Editing`: `accept_all`, `replace`, `split_before`, … The driver runs
under the Python that has `uno`, which is the system's or LibreOffice's own, and seldom that of the tests.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import tempfile
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

DRIVER = Path(__file__).with_name("uno_driver.py")
Step = tuple[Any, ...]


class Office:
    """A LibreOffice without windows, with a profile of its own. Use it as a context."""

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory(prefix="office-", ignore_cleanup_errors=True)
        profile = f"-env:UserInstallation={(Path(self._folder.name) / 'profile').as_uri()}"
        pipe = f"communique-{uuid.uuid4().hex}"
        program = shutil.which("soffice")
        assert program, "soffice is missing: ./scripts/test installs it"
        options = ["--headless", "--invisible", "--norestore", "--nologo", "--nodefault"]
        self._soffice = subprocess.Popen(
            [program, profile, *options, f"--accept=pipe,name={pipe};urp"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._driver = subprocess.Popen(
            [python_with_uno(), str(DRIVER), pipe],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            self._driver.communicate('{"end": true}\n', timeout=30)
        self._driver.kill()
        self._driver.wait()
        try:
            self._soffice.wait(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(self._soffice.pid, signal.SIGKILL)  # the group that it began
            self._soffice.wait()
        self._folder.cleanup()

    def edit(self, source: Path, target: Path, *steps: Step) -> list[Any]:
        """Open a file, take steps in it, save it as DOCX elsewhere, and return what each step says."""
        return self.take(source, *steps, ("save", target.as_uri()))[:-1]

    def accepted(self, source: Path, target: Path) -> None:
        """Accept every tracked change of a file, and save it elsewhere."""
        self.edit(source, target, ("accept_all",))

    def rejected(self, source: Path, target: Path) -> None:
        """Reject every tracked change of a file, and save it elsewhere."""
        self.edit(source, target, ("reject_all",))

    def take(self, source: Path, *steps: Step) -> list[Any]:
        """Open a file, take steps in it without saving it, and return what each step says."""
        assert self._driver.stdin is not None
        assert self._driver.stdout is not None
        request = {"open": source.resolve().as_uri(), "steps": steps}
        self._driver.stdin.write(json.dumps(request) + "\n")
        self._driver.stdin.flush()
        line = self._driver.stdout.readline()
        assert line, "LibreOffice or its driver ended"
        answer = json.loads(line)
        assert "failed" not in answer, f"{source.name}: {answer.get('failed')}"
        return list(answer["answers"])


def python_with_uno() -> str:
    """Return a Python that can import `uno`: LibreOffice's own, or that of the system."""
    soffice = shutil.which("soffice")
    beside = [Path(soffice).resolve().with_name("python")] if soffice else []
    candidates = [*map(str, beside), "/usr/bin/python3", *filter(None, [shutil.which("python3")])]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    for candidate in candidates:
        with contextlib.suppress(OSError):
            command = [candidate, "-c", "import uno"]
            if subprocess.run(command, capture_output=True, check=False, env=environment).returncode == 0:
                return candidate
    raise AssertionError("no Python here has uno: ./scripts/test installs python3-uno")
