"""Measures precedents on made-up disclosures whose families of wordings are known.

    python -m benchmarks.precedents [--documents 2000] [--drafts 300] [--home FOLDER]
    python -m benchmarks.precedents --scale 100000

Prints how well families are found (pairwise F1), how often a new paraphrase finds its family among
the first five (against the search for passages alone, in the same run), whether a body's own
earlier wording goes first, and how long a search takes. ``--home`` keeps the library.
``--scale``: documents made without reading files, passages embedded without the model; the model's
time for each draft is still counted.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from assistant.precedents.filters import Filters
from assistant.precedents.search import Precedents
from benchmarks._wording_shelf import SECTIONS, WordingShelf
from benchmarks.made_up.wordings import STRONG, Sample, Worded, paraphrase, samples, worded
from benchmarks.search import describe_machine
from corpus.library import Library
from index.encoder import Encoder, HashEncoder, Vectors, default_encoder
from index.hybrid import PassageIndex

SEED = 20_261_123
FIRST = 5
STRANGER = "岚澧市汀浦区综合服务中心"
NEXT_YEAR = 2027
BEGUN = 2  # sentences of a draft before it is paraphrased


class TimedEncoder(HashEncoder):
    """Embeds without the model, but lets the model embed each draft for the time it takes."""

    def __init__(self) -> None:
        """Load the model."""
        self._model = default_encoder()

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Embed twice."""
        self._model.queries(texts)
        return super().queries(texts)


@dataclass(frozen=True)
class Draft:
    """A paraphrase that no document holds, and the family that it is of."""

    text: str
    family: int
    owner: str


def main() -> None:
    """Print what was measured as Markdown."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--documents", type=int, default=2000)
    arguments.add_argument("--drafts", type=int, default=300)
    arguments.add_argument("--home", type=Path)
    arguments.add_argument("--scale", type=int, help="how many passages; times only")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if chosen.scale:
            measure_scale(chosen.home or Path(folder), chosen.scale, chosen.drafts)
            return
        measure(chosen.home or Path(folder), chosen.documents, chosen.drafts, default_encoder())


def measure(home: Path, documents: int, drafts: int, encoder: Encoder) -> None:
    """Build the library of ``home`` if there is none, and print all figures."""
    made = worded(SEED, documents)
    library = library_of(home, made)
    start = time.perf_counter()
    passages = PassageIndex.open(library, library.home, encoder)
    indexed = time.perf_counter() - start
    precedents = Precedents(library, library.home, passages)
    start = time.perf_counter()
    precedents.refresh()
    grouped = time.perf_counter() - start
    describe_machine()
    print(f"\n{documents} documents, {len(passages.passages)} passages")
    print(f"index {indexed:.0f} s, families {grouped:.0f} s")
    print_families(precedents, made)
    for name, begun in (("paraphrased", False), ("only begun", True)):
        print(f"\nDrafts that are {name}:")
        print_drafts(precedents, passages, made, drafts_of(made, drafts, begun=begun))


def measure_scale(home: Path, passages: int, drafts: int) -> None:
    """Print how long a search takes among many passages, and what one more document costs."""
    shelf = WordingShelf(SEED, passages // SECTIONS)
    index = PassageIndex.open(shelf, home, TimedEncoder())
    precedents = Precedents(shelf, home, index)
    start = time.perf_counter()
    precedents.refresh()
    print(f"{len(index.passages)} passages, families {time.perf_counter() - start:.0f} s")
    rng, families = Random(SEED), samples(SEED)
    texts = [paraphrase(rng, rng.choice(families), STRANGER, NEXT_YEAR) for _ in range(drafts)]
    print(_times(precedents, texts))
    more = WordingShelf(SEED, passages // SECTIONS + 1)
    start = time.perf_counter()
    Precedents(more, home).refresh()
    print(f"one document more: {time.perf_counter() - start:.2f} s")


def _times(precedents: Precedents, texts: Sequence[str]) -> str:
    times: list[float] = []
    busy: list[float] = []
    for text in texts:
        start, begun = time.perf_counter(), time.process_time()
        precedents.find(text, limit=FIRST)
        times.append(time.perf_counter() - start)
        busy.append(time.process_time() - begun)
    return (
        f"a search takes {_percentiles(times)} (p50 / p95), the draft's embedding included\n"
        f"the processor is busy with it {_percentiles(busy)}"
    )


def library_of(home: Path, made: Sequence[Worded]) -> Library:
    """Return the library of ``home`` with all documents."""
    files = home / "files"
    files.mkdir(parents=True, exist_ok=True)
    for one in made:
        (files / one.name).write_text(one.text, "utf-8")
    library = Library.open(home / "library", create=True)
    library.add([files])
    return library


def drafts_of(made: Sequence[Worded], count: int, *, begun: bool) -> list[Draft]:
    """Return strong paraphrases, by a body unknown to the library, of families that it has.

    ``begun``: only one or two sentences of the family stand in the draft, beside others.
    """
    rng = Random(SEED)
    known = {sample.number: sample for sample in samples(SEED)}
    sources = [(one, family) for one in made for family in one.families.values()]
    chosen = rng.sample(sources, min(count, len(sources)))
    return [Draft(_draft(rng, known[family], begun), family, one.owner) for one, family in chosen]


def _draft(rng: Random, sample: Sample, begun: bool) -> str:
    sentences = rng.sample(sample.sentences, BEGUN) if begun else sample.sentences
    left = replace(sample, sentences=tuple(sentences))
    return paraphrase(rng, left, STRANGER, NEXT_YEAR, STRONG)


def print_families(precedents: Precedents, made: Sequence[Worded]) -> None:
    """Print precision, recall and F1 over all pairs of wordings."""
    gold = {(one.name, text): family for one in made for text, family in one.families.items()}
    query = "SELECT d.file_name, w.text, f.family FROM wordings w"
    query += " JOIN documents d ON d.id = w.document JOIN forms f ON f.id = w.form"
    with precedents.kept.reading() as file:
        found = [(gold.get((name, text)), family) for name, text, family in file.execute(query)]
    both = [(family, group) for family, group in found if family is not None]
    together = _pairs(Counter(both))
    precision = together / _pairs(Counter(group for _, group in both))
    recall = together / _pairs(Counter(family for family, _ in both))
    f1 = 2 * precision * recall / (precision + recall)
    print(f"{len(both)} of {len(gold)} wordings read; {len(set(found))} groups")
    print(f"families: precision {precision:.3f}, recall {recall:.3f}, pairwise F1 {f1:.3f}")


def _pairs(counts: Counter[object] | Counter[int] | Counter[tuple[int, int]]) -> int:
    return sum(count * (count - 1) // 2 for count in counts.values())


def print_drafts(
    precedents: Precedents,
    passages: PassageIndex,
    made: Sequence[Worded],
    drafts: Sequence[Draft],
) -> None:
    """Print how often the family is found, both ways, and the own bureau's place."""
    family_of = {(one.name, text): family for one in made for text, family in one.families.items()}
    by_text = {text: family for (_, text), family in family_of.items()}
    ours, plain, own = Counter[int](), Counter[int](), Counter[bool]()
    for draft in drafts:
        found = precedents.find(draft.text, limit=FIRST)
        shown = [by_text.get(family.wording) for family in found]
        hits = passages.search(draft.text, limit=FIRST)
        searched = [_family_at(hit.passage.text, by_text) for hit in hits]
        for counts, families in ((ours, shown), (plain, searched)):
            counts.update(at for at in (1, FIRST) if draft.family in families[:at])
        own[_is_own_first(precedents, draft)] += 1
    print(f"\n| {len(drafts)} drafts | recall@1 | recall@{FIRST} |\n|---|---:|---:|")
    for name, counts in (("families", ours), ("search for passages alone", plain)):
        print(f"| {name} | {counts[1] / len(drafts):.3f} | {counts[FIRST] / len(drafts):.3f} |")
    print(f"\nown wording first: {own[True]} of {len(drafts)}")


def _percentiles(seconds: Sequence[float]) -> str:
    ordered = sorted(seconds)
    return " / ".join(f"{ordered[int(p * (len(ordered) - 1))] * 1000:.0f} ms" for p in (0.5, 0.95))


def _family_at(passage: str, by_text: dict[str, int]) -> int | None:
    """Return the family of the wording that a passage holds."""
    return by_text.get(passage.strip())


def _is_own_first(precedents: Precedents, draft: Draft) -> bool:
    """Tell whether the body's own wording of the family goes first when the body is named."""
    found = precedents.find(draft.text, Filters(own=draft.owner), limit=1)
    return bool(found) and found[0].members[0].owner == draft.owner


if __name__ == "__main__":
    main()
