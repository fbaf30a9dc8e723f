"""The machine and the versions, without names of hosts, people or folders."""

from __future__ import annotations

import os
import platform
import re
from pathlib import Path

UNKNOWN = "unknown"


def machine() -> str:
    """Describe the machine in one line."""
    cores = os.cpu_count() or 1
    return ", ".join(
        (
            processor(),
            f"{cores} core{'s' if cores > 1 else ''}",
            memory(),
            system(),
            f"Python {platform.python_version()}",
        )
    )


def processor(text: str | None = None) -> str:
    """Return the model of the processor."""
    found = re.search(r"^model name\s*:\s*(.+)$", text or _read("/proc/cpuinfo"), re.MULTILINE)
    return found[1].strip() if found else platform.processor() or platform.machine() or UNKNOWN


def memory(text: str | None = None) -> str:
    """Return the size of the memory."""
    found = re.search(r"^MemTotal:\s*(\d+) kB", text or _read("/proc/meminfo"), re.MULTILINE)
    return f"{round(int(found[1]) / 2**20)} GiB" if found else "memory unknown"


def system(text: str | None = None) -> str:
    """Return the name of the system."""
    found = re.search(r'^PRETTY_NAME="?([^"\n]+)', text or _read("/etc/os-release"), re.MULTILINE)
    return found[1] if found else f"{platform.system()} {platform.release()}"


def load() -> float:
    """Return how many processes wanted a core in the last minute."""
    return os.getloadavg()[0]


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError:
        return ""
