"""Measures search beside public frameworks: the same texts, the same model, one process each.

    python -m benchmarks.frameworks [--shared FOLDER] [--only NAME ...]

Every framework gets its best known setting for Chinese: hybrid search, with jieba or pairs of
characters as words, and the prefixes that the model wants. Texts are those that our readers
extract, so that only cutting, embedding and searching are compared. A hit is a piece of the right
document that shares at least half of the evidence quote. What is not installed is left out, and
said so: none of the frameworks is a dependency (``pip install langchain-community
langchain-huggingface langchain-text-splitters llama-index-core llama-index-embeddings-huggingface
llama-index-retrievers-bm25 txtai``).
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from benchmarks._claims import at_least, cannot_run, not_run
from benchmarks.search import MEANING_OPS, SHARED, Pool, describe_machine, shows
from corpus.ingest import parse
from index.default_model import PREFIXES, default_model
from index.hybrid import PassageIndex
from index.segment import words

CHUNK, OVERLAP = 400, 50  # characters
DEPTH = 5
MISSING = 3  # exit status of a process whose framework is not installed
OURS = "ours"
Piece = tuple[str, str]  # file name, text
Row = dict[str, float]  # seconds, milliseconds, shares and megabytes of one engine


class Engine(Protocol):
    """One way to search texts."""

    def ingest(self, texts: dict[str, str]) -> None:
        """Cut, embed and index texts by file name."""

    def search(self, question: str) -> list[Piece]:
        """Return up to five pieces, best first."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with (file name, quote) pairs, any of which answers it."""

    text: str
    evidence: tuple[tuple[str, str], ...]


def main() -> None:
    """Print one line for each engine and set of documents."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--shared", type=Path, default=SHARED)
    arguments.add_argument("--only", nargs="*", default=sorted(ENGINES))
    arguments.add_argument("--run", nargs=2, metavar=("ENGINE", "SET"), help=argparse.SUPPRESS)
    chosen = arguments.parse_args()
    if chosen.run:
        print(json.dumps(measured(*chosen.run, chosen.shared)))
        return
    if not chosen.shared.is_dir():
        why = f"{chosen.shared}: no such folder; its documents are not part of this repository"
        cannot_run("public frameworks", why)
    describe_machine()
    print(f"{'':12}{'':10} ingest s  p50 ms  p95 ms  hit@1  hit@5  peak MB")
    for name in ("seeds", "shanghai"):
        rows = {engine: _printed(engine, name, chosen.shared) for engine in chosen.only}
        for engine in chosen.only:
            if engine != OURS:
                _compare(f"{name}, {engine}", rows.get(OURS), rows[engine])


def _compare(what: str, ours: Row | None, theirs: Row | None) -> None:
    """Print how we stand beside one framework; costs as how many times ours theirs is."""
    if ours is None or theirs is None:
        not_run(f"{what} against ours", "not installed, or it failed")
        return
    for cost in ("ingest", "p50", "p95", "peak"):
        at_least(f"{what}: {cost}, theirs over ours", theirs[cost] / ours[cost], 1, " ×")
    for hits in ("hit1", "hit5"):
        at_least(f"{what}: {hits}, ours", ours[hits], theirs[hits])


def _printed(engine: str, name: str, shared: Path) -> Row | None:
    """Print and return what an engine does with a set, None where it cannot run."""
    command = [sys.executable, "-m", "benchmarks.frameworks", "--run", engine, name]
    done = subprocess.run(
        [*command, "--shared", str(shared)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        why = "not installed" if done.returncode == MISSING else done.stderr.strip()[-300:]
        print(f"{engine:12}{name:10} {why}", flush=True)
        return None
    row: Row = json.loads(done.stdout.strip().splitlines()[-1])
    print(
        f"{engine:12}{name:10} {row['ingest']:8.1f} {row['p50']:7.1f} {row['p95']:7.1f}"
        f" {row['hit1']:6.3f} {row['hit5']:6.3f} {row['peak']:8.0f}",
        flush=True,
    )
    return row


def measured(engine: str, name: str, shared: Path) -> Row:
    """Return what one engine does with one set, in this process."""
    texts, asked = _texts(name, shared), _asked(name, shared)
    try:
        tried = ENGINES[engine]()
    except ImportError as missing:
        print(missing, file=sys.stderr)
        raise SystemExit(MISSING) from missing
    started = time.perf_counter()
    tried.ingest(texts)
    ingested = time.perf_counter() - started
    tried.search("预算")
    times, places = [], []
    for one in asked:
        started = time.perf_counter()
        found = tried.search(one.text)
        times.append(1000 * (time.perf_counter() - started))
        places.append(_place(found[:DEPTH], one))
    middle, late = np.percentile(times, [50, 95])
    return {
        "ingest": ingested,
        "p50": float(middle),
        "p95": float(late),
        "hit1": float(np.mean([place == 1 for place in places])),
        "hit5": float(np.mean([place > 0 for place in places])),
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


@cache
def whole_numbers() -> str:
    """Return a folder with our model in float32, in which CPUs run what others load."""
    from sentence_transformers import SentenceTransformer

    folder = Path(tempfile.mkdtemp()) / "e5-float32"
    SentenceTransformer(str(default_model()), device="cpu").float().save(str(folder))
    return str(folder)


def _folder(name: str, shared: Path) -> Path:
    return next(p for p in (shared / name, shared / "disclosures" / name) if p.is_dir())


def _texts(name: str, shared: Path) -> dict[str, str]:
    files = sorted(path for path in _folder(name, shared).iterdir() if path.is_file())
    return {f.name: parse(f.read_bytes(), f.name).document.text for f in files}


def _asked(name: str, shared: Path) -> list[Asked]:
    lines = (shared / f"gold/{name}-dev.jsonl").read_text("utf-8").splitlines()
    golds = [g for g in map(json.loads, lines) if g["op"] in MEANING_OPS or g["op"] == "lookup"]
    return [
        Asked(
            " ".join([*gold["history"][-1:], gold["question"]]),
            tuple((e["doc"], e["quote"]) for e in gold["evidence"]),
        )
        for gold in golds
        if gold["evidence"]
    ]


def _place(found: Sequence[Piece], asked: Asked) -> int:
    """Return the rank of the first piece that shows a piece of evidence, 0 when none does."""
    for rank, (name, text) in enumerate(found, 1):
        if any(name == document and shows(text, quote) for document, quote in asked.evidence):
            return rank
    return 0


class Ours:
    """Our passages and fusion, without anything that a question tells of body or year."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()

    def ingest(self, texts: dict[str, str]) -> None:
        """Parse, cut, embed and index."""
        pool = Pool([parse(text.encode(), name).document for name, text in texts.items()])
        self._names = {document.id: document.file_name for document in pool.shelf}
        self._index = PassageIndex.open(pool, Path(self._folder.name))

    def search(self, question: str) -> list[Piece]:
        """Search by meaning and words."""
        hits = self._index.search(question, limit=DEPTH)
        return [(self._names[hit.passage.document], hit.passage.text) for hit in hits]


class LangChain:
    """Recursive splitter, FAISS and BM25 over jieba words, fused by an ensemble."""

    def __init__(self) -> None:
        from langchain_community.retrievers import BM25Retriever
        from langchain_community.vectorstores import FAISS
        from langchain_huggingface import HuggingFaceEmbeddings
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        self._bm25, self._faiss = BM25Retriever, FAISS
        self._embeddings = HuggingFaceEmbeddings(
            model_name=whole_numbers(),
            encode_kwargs={"prompt": PREFIXES["document"], "normalize_embeddings": True},
            query_encode_kwargs={"prompt": PREFIXES["query"], "normalize_embeddings": True},
        )
        self._splitter = RecursiveCharacterTextSplitter(
            separators=["\n\n", "\n", "。", "；", "，", ""],
            chunk_size=CHUNK,
            chunk_overlap=OVERLAP,
        )

    def ingest(self, texts: dict[str, str]) -> None:
        """Split, embed and index."""
        names = [{"name": name} for name in texts]
        chunks = self._splitter.create_documents(list(texts.values()), names)
        self._dense = self._faiss.from_documents(chunks, self._embeddings)
        self._lexical = self._bm25.from_documents(chunks, preprocess_func=words)
        self._lexical.k = 20

    def search(self, question: str) -> list[Piece]:
        """Fuse by reciprocal ranks, as its ensemble retriever does."""
        ranks: dict[Piece, float] = {}
        for found in (
            self._dense.similarity_search(question, k=20),
            self._lexical.invoke(question),
        ):
            for rank, chunk in enumerate(found, 1):
                piece = (chunk.metadata["name"], chunk.page_content)
                ranks[piece] = ranks.get(piece, 0.0) + 1 / (60 + rank)
        return sorted(ranks, key=lambda piece: -ranks[piece])[:DEPTH]


class LlamaIndex:
    """Sentence splitter, its vector index and BM25 over jieba words, fused by ranks."""

    def __init__(self) -> None:
        from llama_index.core import Document, VectorStoreIndex
        from llama_index.core.node_parser import SentenceSplitter
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding
        from rank_bm25 import BM25Okapi

        self._document, self._vectors, self._bm25 = Document, VectorStoreIndex, BM25Okapi
        self._embedding = HuggingFaceEmbedding(
            whole_numbers(),
            query_instruction=PREFIXES["query"],
            text_instruction=PREFIXES["document"],
        )
        self._splitter = SentenceSplitter(
            chunk_size=CHUNK,
            chunk_overlap=OVERLAP,
            tokenizer=list,
            secondary_chunking_regex="[^。；！？]+[。；！？]?",
        )

    def ingest(self, texts: dict[str, str]) -> None:
        """Split, embed and index."""
        documents = [
            self._document(text=text, metadata={"name": name}) for name, text in texts.items()
        ]
        for document in documents:
            document.excluded_embed_metadata_keys = ["name"]
        nodes = self._splitter.get_nodes_from_documents(documents)
        index = self._vectors(nodes, embed_model=self._embedding)
        self._dense = index.as_retriever(similarity_top_k=20)
        self._pieces = [(node.metadata["name"], node.get_content()) for node in nodes]
        self._lexical = self._bm25([words(text) for _, text in self._pieces])

    def search(self, question: str) -> list[Piece]:
        """Fuse by reciprocal ranks."""
        near = [(n.metadata["name"], n.get_content()) for n in self._dense.retrieve(question)]
        scores = self._lexical.get_scores(words(question))
        said = [self._pieces[at] for at in np.argsort(-scores, kind="stable")[:20]]
        ranks: dict[Piece, float] = {}
        for found in (near, said):
            for rank, piece in enumerate(found, 1):
                ranks[piece] = ranks.get(piece, 0.0) + 1 / (60 + rank)
        return sorted(ranks, key=lambda piece: -ranks[piece])[:DEPTH]


class Txtai:
    """Its hybrid index, with pairs of characters as words; pieces as LangChain cuts them."""

    def __init__(self) -> None:
        from langchain_text_splitters import RecursiveCharacterTextSplitter
        from txtai import Embeddings

        self._splitter = RecursiveCharacterTextSplitter(
            separators=["\n\n", "\n", "。", "；", "，", ""],
            chunk_size=CHUNK,
            chunk_overlap=OVERLAP,
        )
        self._embeddings = Embeddings(
            path=whole_numbers(),
            method="sentence-transformers",
            instructions={"query": PREFIXES["query"], "data": PREFIXES["document"]},
            hybrid=True,
            scoring={"method": "bm25", "terms": True, "tokenizer": {"ngrams": 2}},
        )

    def ingest(self, texts: dict[str, str]) -> None:
        """Split, embed and index."""
        self._pieces = [
            (name, piece)
            for name, text in texts.items()
            for piece in self._splitter.split_text(text)
        ]
        self._embeddings.index([(at, text, None) for at, (_, text) in enumerate(self._pieces)])

    def search(self, question: str) -> list[Piece]:
        """Search by meaning and words."""
        return [self._pieces[at] for at, _ in self._embeddings.search(question, DEPTH)]


ENGINES: dict[str, Callable[[], Any]] = {
    OURS: Ours,
    "langchain": LangChain,
    "llamaindex": LlamaIndex,
    "txtai": Txtai,
}


if __name__ == "__main__":
    main()
