"""A process that is killed at any instant leaves the library as before or as after."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import ROOT


@pytest.mark.timeout(300)
def test_nothing_is_lost_when_a_writer_is_killed() -> None:
    """A dozen random kills lose nothing; ``make check-full`` makes five hundred."""
    command = [sys.executable, "-m", "benchmarks.crash", "12"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("12 kills")
