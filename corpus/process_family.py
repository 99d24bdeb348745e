"""Finds, measures and kills a process with everything that it started.

Only Linux tells; elsewhere a process is alone and its memory unknown (0), so that only limits of
time hold there.
"""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")
PARENT, GROUP, PAGES = 1, 2, 21  # fields of /proc/PID/stat behind the name


def family_of(pid: int) -> dict[int, int]:
    """Return the process, its process group and all descendants: pid -> bytes of RAM."""
    found = {pid: 0}
    stats = _stats()
    reached = -1
    while reached < len(found):
        reached = len(found)
        for other, (parent, group, memory) in stats.items():
            if other == pid or parent in found or group == pid:
                found[other] = memory
    return found


def kill_family(pid: int) -> None:
    """Kill a process, so that it cannot answer for the rest, then all that it started.

    A process that kills its own family is the last of it.
    """
    own = os.getpid()
    for member in sorted(family_of(pid), key=lambda m: (m == own, m != pid)):
        with suppress(ProcessLookupError, PermissionError):
            os.kill(member, getattr(signal, "SIGKILL", signal.SIGTERM))


def _stats() -> dict[int, tuple[int, int, int]]:
    """(parent, process group, bytes of RAM) of every process."""
    found = {}
    for entry in os.scandir(PROC) if PROC.is_dir() else ():
        if entry.name.isdecimal():
            with suppress(OSError):  # it has just ended
                stat = Path(entry.path, "stat").read_text("latin-1")
                fields = stat.rpartition(")")[2].split()
                memory = int(fields[PAGES]) * os.sysconf("SC_PAGE_SIZE")
                found[int(entry.name)] = (int(fields[PARENT]), int(fields[GROUP]), memory)
    return found
