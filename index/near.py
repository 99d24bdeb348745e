"""Approximate nearest neighbours for large libraries: an inverted file of FAISS with 8-bit codes.

How many of its lists a search visits is measured when it is built: as many as find ``RECALL`` of
the ten nearest rows, without a filter and with filters that let few rows through.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors
from index.rows import Compared, Rows, best, together

RECALL = 0.97  # share of the ten nearest that a search must find; the promise is 0.95
SHARES = (1.0, 0.1, 0.02)  # of the rows that a filter lets through when recall is measured
QUESTIONS = 100  # rows that play the question when recall is measured
WANTED = 10
DEPTH = 100  # candidates whose exact cosine is computed
EXAMPLES = 40  # rows a list, from which the lists are learnt
RUN = 64  # rows that pass a measured filter together, as those of a document do
SEED = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """``lists`` were learnt when ``learnt`` rows were there; the first ``covered`` rows are in.

    ``visits``: pairs (share of rows that pass, lists to visit), with the ``recall`` measured.
    """

    covered: int
    learnt: int
    lists: int
    visits: tuple[tuple[float, int], ...]
    recall: tuple[float, ...]


class Near:
    """An inverted file, mapped into memory; many threads may search."""

    def __init__(self, index: Path, plan: Path) -> None:
        """Open what ``build`` wrote."""
        import faiss

        self._faiss: Any = faiss
        faiss.omp_set_num_threads(1)
        self._index: Any = faiss.read_index(
            str(index), faiss.IO_FLAG_MMAP | faiss.IO_FLAG_READ_ONLY
        )
        self.plan = read_plan(plan)

    def search(
        self, query: Vectors, limit: int, inside: NDArray[np.bool_] | None = None
    ) -> NDArray[np.int64]:
        """Return up to ``limit`` positions near a vector (dimension,), in no useful order.

        ``inside``: for each row whether it may be found; None for all.
        """
        share = 1.0 if inside is None else float(inside.mean())
        visits = next((n for least, n in self.plan.visits if least <= share), self.plan.lists)
        parameters, _kept = _parameters(self._faiss, visits, inside)
        found = self._index.search(query[None, :], limit, params=parameters)[1][0]
        positions: NDArray[np.int64] = found[found >= 0]
        return positions


def build(rows: Rows, index: Path, plan: Path) -> None:
    """Learn lists from the rows, put all of them in, and measure."""
    import faiss

    lists = max(1, min(2 * math.isqrt(len(rows)), len(rows) // EXAMPLES))
    quantizer = faiss.IndexFlatIP(rows.dimension)
    made = faiss.IndexIVFScalarQuantizer(
        quantizer, rows.dimension, lists, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
    )
    rng = np.random.default_rng(SEED)
    chosen = np.sort(rng.choice(len(rows), min(len(rows), EXAMPLES * lists), replace=False))
    made.train(rows.take(chosen))
    _fill(made, rows, index, plan, learnt=len(rows))


def extend(rows: Rows, earlier: tuple[Path, Path], index: Path, plan: Path) -> None:
    """Put the rows that came since into a copy of an earlier index, and measure again."""
    import faiss

    made = faiss.read_index(str(earlier[0]))
    _fill(made, rows, index, plan, learnt=read_plan(earlier[1]).learnt)


def read_plan(path: Path) -> Plan:
    """Read what ``build`` wrote beside an index."""
    row = json.loads(path.read_text("utf-8"))
    row["visits"] = tuple((share, lists) for share, lists in row["visits"])
    return Plan(**row | {"recall": tuple(row["recall"])})


def _fill(made: Any, rows: Rows, index: Path, plan: Path, learnt: int) -> None:
    import faiss

    for _, block in rows.blocks(made.ntotal):
        made.add(np.ascontiguousarray(block))
    measured = [_measured(made, rows, share) for share in SHARES]
    visits = tuple((share, lists) for share, (lists, _) in zip(SHARES, measured, strict=True))
    recall = tuple(round(found, 4) for _, found in measured)
    faiss.write_index(made, str(index))
    text = json.dumps(asdict(Plan(len(rows), learnt, int(made.nlist), visits, recall)))
    plan.write_text(text, "utf-8")


def _measured(made: Any, rows: Rows, share: float) -> tuple[int, float]:
    """Return how many lists a search must visit under a filter, and the recall that it has."""
    import faiss

    rng = np.random.default_rng(SEED + 1)
    inside = np.repeat(rng.random(len(rows) // RUN + 1) < share, RUN)[: len(rows)]
    asked = np.sort(rng.choice(len(rows), QUESTIONS, replace=False))
    queries = rows.take(asked)
    inside[asked] = False  # a question must not find itself
    exact = _exact(rows, queries, inside)
    visits, recall = 4, 0.0
    while recall < RECALL and visits < made.nlist:
        visits = min(2 * visits, made.nlist)
        parameters, _kept = _parameters(faiss, visits, inside)
        found = made.search(queries, DEPTH, params=parameters)[1]
        recall = _recall(rows, queries, found, exact)
    return visits, recall


def _exact(rows: Rows, queries: Vectors, inside: NDArray[np.bool_]) -> list[set[int]]:
    held: list[Compared] = [(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32))] * len(
        queries
    )
    for start, block in rows.blocks():
        passing = np.flatnonzero(inside[start : start + len(block)])
        cosines = (block[passing] @ queries.T).T
        for number, (positions, values) in enumerate(held):
            near = best(passing + start, cosines[number], WANTED)
            held[number] = best(*together((positions, values), near), WANTED)
    return [set(positions.tolist()) for positions, _ in held]


def _recall(
    rows: Rows, queries: Vectors, found: NDArray[np.int64], exact: Sequence[set[int]]
) -> float:
    shares = []
    for query, positions, wanted in zip(queries, found, exact, strict=True):
        known = positions[positions >= 0]
        nearest, _ = best(known, rows.take(known) @ query, WANTED)
        if wanted:
            shares.append(len(wanted.intersection(nearest.tolist())) / len(wanted))
    return float(np.mean(shares)) if shares else 1.0


def _parameters(faiss: Any, visits: int, inside: NDArray[np.bool_] | None) -> tuple[Any, Any]:
    """Return FAISS's parameters of a search, and what must live as long as they do."""
    if inside is None:
        return faiss.SearchParametersIVF(nprobe=visits), None
    bits = np.packbits(inside, bitorder="little")
    selector = faiss.IDSelectorBitmap(bits)
    return faiss.SearchParametersIVF(nprobe=visits, sel=selector), (bits, selector)
