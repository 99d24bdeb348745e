"""Family 3: counts that are nearly one number, of a whole and of a part that is larger."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from assistant.answer import plain
from assistant.review.finding import Finding
from assistant.review.paper import Paper
from assistant.wording import squeeze
from corpus.figure import Figure, Measure
from corpus.vocabulary import lines_of

LEAST = 1000  # smaller counts come near each other by chance
NEAR = Decimal("0.001")
SHARED = 2  # pairs of characters that both names have


def nearly_equal(paper: Paper) -> Iterator[Finding]:
    """Yield a count of everything of a kind that a part of it exceeds by a hair."""
    counts = [f for f in paper.prose if f.measure is Measure.COUNT and f.quantity.in_base >= LEAST]
    for one, other in combinations(counts, 2):
        if one.period != other.period or not _alike(one, other):
            continue
        paper.count("subset")
        whole, part = (one, other) if _is_all(one) else (other, one)
        gap = part.quantity.in_base - whole.quantity.in_base
        if _is_all(whole) and not _is_all(part) and 0 < gap <= NEAR * part.quantity.in_base:
            yield paper.finding(
                "subset",
                f"「{part.item.name}」{part.quantity.printed} 多于它所属的"
                f"「{whole.item.name}」{whole.quantity.printed}。",
                [part.source, whole.source],
                expected=plain(whole.quantity.in_base),
                found=plain(part.quantity.in_base),
                difference=plain(gap),
                unit=part.quantity.unit.base,
            )


def _is_all(figure: Figure) -> bool:
    return any(word in figure.item.name for word in lines_of("review_all_words.tsv"))


def _alike(one: Figure, other: Figure) -> bool:
    return len(_pairs(one.item.name) & _pairs(other.item.name)) >= SHARED


def _pairs(name: str) -> set[str]:
    text = squeeze(name)
    return {text[i : i + 2] for i in range(len(text) - 1)}
