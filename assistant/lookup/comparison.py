"""What a change is counted from: the year before, or the plan of the same year.

「比上年减少」 and 「比年初预算减少」 are different changes, and so are those against last year's
budget and against last year's outturn: the one never answers for the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.language.periods import CARRIED, PeriodMatch
from assistant.wording import place_of
from corpus.figure import Basis, Figure, Measure
from corpus.vocabulary import rows_of

CHANGES = frozenset({Measure.CHANGE, Measure.GROWTH})
DONE = frozenset({Basis.FINAL, Basis.EXECUTED, Basis.ACTUAL})  # what was spent in the end
EARLIER, PLAN = "earlier", "plan"
SAME_PERIOD = re.compile(r"同比")


@dataclass(frozen=True, slots=True)
class Base:
    """What a change is counted from. which: EARLIER or PLAN; stage: None where none is said.

    crosses: the question holds one stage against another; a change has to say that it does so too.
    """

    which: str
    stage: Basis | None
    crosses: bool = False

    def excludes(self, other: Base | None) -> bool:
        """Tell whether a change that is counted from ``other`` is not the one asked."""
        if other is None or other.stage is None:
            return self.crosses or (other is not None and self.contradicts(other))
        return self.contradicts(other)

    def contradicts(self, other: Base) -> bool:
        """Tell whether the two cannot be the same change."""
        if self.which != other.which:
            return True
        return bool(self.stage and other.stage and not is_like(self.stage, other.stage))


def base_in(text: str, year: int | None = None) -> Base | None:
    """Return the last base that a text names, None without one. year: of what has changed."""
    return next(iter(reversed(list(_bases(text, year)))), None)


def base_asked(text: str, periods: PeriodMatch, years: Sequence[int]) -> Base | None:
    """Return the base that a question names: 「比2024年支出决算」 has its stage behind the item."""
    year, stage = periods.against or (None, None)
    if year is None or stage is None or year in years:
        return base_in(text, next(iter(years), None))
    crosses = periods.basis is not None and not is_like(periods.basis, stage)
    return Base(EARLIER, stage, crosses)


def base_of(figure: Figure) -> Base | None:
    """Return what a change is counted from, as its columns or the words before it say."""
    if figure.measure not in CHANGES:
        return None
    year = figure.period.year
    if figure.source.cell is not None:
        return base_in(" ".join((*figure.slice, figure.source.column)), year)
    texts = (figure.context, figure.source.quote)
    places = ((text, place_of(figure.source.printed, text)) for text in texts)
    bases = (base_in(text[:at], year) for text, at in places if at >= 0)
    return next(filter(None, bases), None)


def is_like(one: Basis, other: Basis) -> bool:
    """Tell whether amounts of two stages may be set against each other."""
    return one is other or {one, other} <= DONE


def _bases(text: str, year: int | None) -> Iterator[Base]:
    for match in _pattern().finditer(text):
        which, stage = _meaning(match["word"] or match["earlier"] or "")
        behind = _meaning(match["stage"] or "")[1]
        if match["year"]:
            planned = int(match["year"][:4]) == year and behind not in DONE
            which = PLAN if planned and behind else EARLIER
        if SAME_PERIOD.match(match.group()):
            which = EARLIER
        if which in (EARLIER, PLAN):
            yield Base(which, behind or stage)


def _meaning(word: str) -> tuple[str, Basis | None]:
    return _words().get(word, ("", None))


@cache
def _words() -> dict[str, tuple[str, Basis | None]]:
    rows = rows_of("comparison_words.tsv", columns=3)
    return {word: (which, Basis(stage) if stage else None) for word, which, stage in rows}


@cache
def _pattern() -> re.Pattern[str]:
    """Match 比, or 与 before an earlier year, with what follows and the stage behind it."""
    words = _any_of(_words())
    earlier = _any_of(word for word, (which, _) in _words().items() if which == EARLIER)
    stages = _any_of(word for word, (_, stage) in _words().items() if stage)
    year = r"(?P<year>(?:19|20)\d\d年)度?"
    named = rf"(?:相?比(?:于|起)?|较|对比)\s*(?:{year}|(?P<word>{words}){CARRIED})"
    joined = rf"(?:与|跟|同|和)\s*(?P<earlier>{earlier})"
    stage = rf"[的末底]?\s*(?P<stage>{stages})?(?!单位(?![交缴])|法)"
    return re.compile(rf"同比|(?:{named}|{joined}){stage}")


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))
