"""Run a command and print the most memory that it and its children had at one time, in bytes.

`peak.py COMMAND…`. Memory that processes share counts once (PSS). Where the system does not tell, each
process counts whole. Looking costs time: no run under this is timed.
"""

import subprocess
import sys
import time
from contextlib import suppress

import psutil

PAUSE = 0.01


def memory_of(process: psutil.Process) -> int:
    """Return the memory of a process; none when it has ended."""
    with suppress(psutil.Error):
        told = process.memory_full_info()
        return int(getattr(told, "pss", 0) or told.rss)
    return 0


def watched(command: list[str]) -> tuple[int, int]:
    """Return the peak and the command's status."""
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    root = psutil.Process(running.pid)
    peak = 0
    while running.poll() is None:
        with suppress(psutil.Error):
            peak = max(peak, sum(map(memory_of, (root, *root.children(recursive=True)))))
        time.sleep(PAUSE)
    return peak, running.returncode


if __name__ == "__main__":
    most, status = watched(sys.argv[1:])
    print(most)
    sys.exit(status)
