"""Where things are: the repository, its samples, and real documents beside it when present."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]
settings.register_profile("full", max_examples=10_000, deadline=None)


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of this repository."""
    return ROOT


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of the invented disclosures that ship with the product."""
    return ROOT / "corpus" / "samples"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real documents and gold questions, which are not part of this repository."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("没有 ../shared：真实文件不属于本仓库")
    return folder
