"""Turns texts into unit vectors: the seam between the index and any embedding model.

``SentenceTransformerEncoder`` loads a folder or any Sentence Transformers name; ``HashEncoder``
is tiny, deterministic and needs no model, for tests. Nothing heavy is imported until a text is
encoded.
"""

from __future__ import annotations

import unicodedata
import zlib
from collections import OrderedDict
from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.default_model import default_model

Vectors = NDArray[np.float32]
BATCH = 16  # texts; larger batches were not faster on two cores
REMEMBERED_QUERIES = 2048


class Encoder(Protocol):
    """Embeds queries and passages into one space; ``name`` tells vectors of two models apart."""

    @property
    def name(self) -> str:
        """A name that changes whenever the vectors would."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of questions, shape (n, dimension), of length one each."""

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of passages, shape (n, dimension), of length one each."""


class SentenceTransformerEncoder:
    """Any Sentence Transformers model on this machine's CPU; safe to share between threads."""

    def __init__(self, model: str) -> None:
        """``model``: a folder, or a name that Sentence Transformers can resolve."""
        self.model = model
        self._lock = Lock()
        self._known: OrderedDict[str, Vectors] = OrderedDict()

    @property
    def name(self) -> str:
        """The last part of the model's folder or name."""
        return Path(self.model).name

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self._engine.get_embedding_dimension())

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Return query vectors (n, dimension); repeated questions come from memory."""
        with self._lock:
            fresh = [text for text in dict.fromkeys(texts) if text not in self._known]
            self._known.update(zip(fresh, self._encode(fresh, "query"), strict=True))
            found = [self._known[text] for text in texts]
            for text in texts:
                self._known.move_to_end(text)
            while len(self._known) > REMEMBERED_QUERIES:
                self._known.popitem(last=False)
        return stacked(found, self.dimension)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Return passage vectors (n, dimension), in the order of ``texts``."""
        with self._lock:
            return self._encode(texts, "document")

    def _encode(self, texts: Sequence[str], role: str) -> Vectors:
        if not texts:
            return stacked([], self.dimension)
        found = self._engine.encode(
            list(texts),  # the library sorts them by length before it makes batches
            prompt=self._prefixes[role],
            batch_size=BATCH,
            show_progress_bar=False,
        )
        return unit_length(np.ascontiguousarray(found, dtype=np.float32))

    @cached_property
    def _prefixes(self) -> dict[str, str]:
        own = {role: text for role, text in self._engine.prompts.items() if text}
        e5 = {"query": "query: ", "document": "passage: "} if "e5" in self.name.lower() else {}
        return {"query": "", "document": "", **e5, **own}

    @cached_property
    def _engine(self) -> Any:
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        quiet: Any = logging
        quiet.disable_progress_bar()
        dtype = torch.bfloat16 if multiplies_bfloat16() else torch.float32
        engine = SentenceTransformer(self.model, device="cpu", model_kwargs={"dtype": dtype})
        return engine.eval()


@cache
def default_encoder() -> SentenceTransformerEncoder:
    """Return this process's encoder with the default model, set up on the first call."""
    return SentenceTransformerEncoder(default_model())


def multiplies_bfloat16() -> bool:
    """Tell whether this CPU multiplies bfloat16 in hardware: twice as fast, cosine 0.9999."""
    import torch

    told = torch.backends.cpu.get_cpu_capability()
    return told.startswith("AVX512") and torch.cpu._is_avx512_bf16_supported()


def stacked(vectors: Sequence[Vectors], dimension: int) -> Vectors:
    """Return vectors of shape (dimension,) as one matrix (n, dimension), also for none."""
    if not vectors:
        return np.zeros((0, dimension), dtype=np.float32)
    return np.stack(vectors).astype(np.float32, copy=False)


def unit_length(vectors: Vectors) -> Vectors:
    """Return vectors (n, dimension) scaled to length one, exactly; zero vectors stay zero.

    A model in bfloat16 normalises only within a per cent.
    """
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    lengths[lengths == 0] = 1
    return np.asarray(vectors / lengths, dtype=np.float32)


class HashEncoder:
    """Hashes characters and pairs of characters into a few hundred dimensions; for tests."""

    name = "hash-256"
    dimension = 256

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Return vectors (n, 256); a text has the same vector as query and as passage."""
        return self.passages(texts)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Return vectors (n, 256) of length one; texts that share characters are near."""
        return unit_length(stacked([self._vector(text) for text in texts], self.dimension))

    def _vector(self, text: str) -> Vectors:
        plain = "".join(unicodedata.normalize("NFKC", text).lower().split())
        vector = np.zeros(self.dimension, dtype=np.float32)
        for size in (1, 2):
            for start in range(len(plain) - size + 1):
                place = zlib.crc32(plain[start : start + size].encode()) % self.dimension
                vector[place] += size
        return vector
