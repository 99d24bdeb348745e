"""What several tests of the index need."""

from __future__ import annotations

import pytest

from index import build, rewriting


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a few passages count as a large library: nothing is written anew on the way."""
    monkeypatch.setattr(build, "SMALL", 0)
    monkeypatch.setattr(rewriting, "FEW", 0)
