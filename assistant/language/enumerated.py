"""Parses a question about several items into one full question for each of them.

「甲局2024年决算里的培训费（基本支出）、会议费的基本支出各是多少」 has a shared head (whose, which
year, which stage), items that join words stand between, and words that ask. Items say their own
column, table or stage, or take over what stands before the first or behind the last of them. What
follows then answers plain questions, each about one thing. The words are rows of
``phrase_words.tsv``. Pure: the caller brings the names that may hold a join word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.language.aliases import aliases
from assistant.language.asks import asks_of
from assistant.language.classified import classified_items
from assistant.language.periods import periods_of
from assistant.language.phrases import COUNT, cue, cues_in, has_cue
from assistant.question import Operation, Question
from assistant.understand import content_of
from assistant.wording import squeeze

MOST_ITEMS = 6
HIDDEN = "\ue000"  # stands for the letters of a name, which join and hold nothing
STOPS = re.compile(r"[，,；;。？?！!：:|\n]+")
EDGES = " \u3000的，,、"
OPENING = re.compile(r"(?:[\s的，,、把]|还有|另外|在(?=\s))*")
OPENED, CLOSED = "（(“「『《[【", "）)”」』》]】"
BRACKET = re.compile(r"[（(](?P<said>[^（()）]*)[）)]")
CODE = re.compile(r"[\d\s编码代科目]*")
LISTING = "、"
ASKED = re.compile(r"\|+")
CLOSED_ASK = re.compile(r"\s*[呢啊呀吧]*\s*(?:[，,；;。？?！!]|还有|$)")
YES_NO = re.compile(r"[吗么]|是否|是不是|一致|一样|相[同等]")
PLAIN_ASK = "是多少"


class Way(StrEnum):
    """What is done with the items."""

    EACH = "each"
    SUM = "sum"
    APART = "apart"
    TIMES = "times"


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its words as said, and the full question that asks for it alone."""

    said: str
    question: str


@dataclass(frozen=True, slots=True)
class Enumerated:
    """The items that a question asks for, two or more, and what is done with them."""

    way: Way
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """One stretch between separators, hidden names shown again; ``shape``: with them hidden."""

    text: str
    shape: str
    ask: str
    said: str
    clause: int = 0
    ask_at: int = 0

    @property
    def held(self) -> re.Match[str] | None:
        """Where the whole or table ends that holds the item."""
        return next(cues_in("within", self.shape), None)

    @property
    def is_narrowed(self) -> bool:
        """Whether it says its own column, table or whole."""
        bracket = BRACKET.search(self.shape)
        narrow = bracket is not None and not CODE.fullmatch(bracket["said"])
        return narrow or self.held is not None or bool(self.end)

    @property
    def end(self) -> str:
        """What stands behind the last 的, "" for nothing or a mere stage."""
        before, of, end = self.shape.rpartition("的")
        is_item = of and not CODE.fullmatch(before.strip()) and content_of(before)
        return end if is_item and _names_something(end) else ""

    @property
    def stage(self) -> str:
        """The words with which it says its stage, "" for none."""
        lead = cue("stage_lead").search(self.shape)
        basis = periods_of(self.shape, latest=None).basis
        return lead[0] if lead else f"{basis.value}里的" if basis else ""


def enumerated_in(
    question: Question, names: Iterable[str], is_item: Callable[[str], bool] = bool
) -> Enumerated | None:
    """Return the items of a question, None when it asks for one only or is no plain list.

    names: what documents call things, squeezed; those that hold a join word are never cut.
    is_item: whether documents call something just so: 「水费和电费是多少」 asks for each without
    saying so where both are items.
    """
    if not _is_plain(question):
        return None
    body = _body(question)
    shape = _hidden(body, names)
    way = _way_of(question, shape)
    if way is None:
        return None
    unsaid = way is Way.EACH and len(question.asks) == 1 and not has_cue("each", shape)
    listed = way is not Way.EACH or unsaid or has_cue("each", shape)
    if not listed and not _each_closes(shape):
        return None
    pieces = list(_pieces(body, shape, way, listed=listed))
    items = _shared(pieces, listed=listed)
    if _has_topic(pieces) or not _is_counted(way, items):
        return None
    if unsaid and not all(is_item(squeeze(item.said)) for item in items):
        return None
    head = _head(question)
    return Enumerated(way, tuple(Item(i.said, f"{head}{i.text}{i.ask}") for i in items))


def _is_counted(way: Way, items: Sequence[_Piece]) -> bool:
    """Tell whether there are as many items as can be asked for, each another one."""
    if any(COUNT.search(item.shape) for item in items) or len({i.text for i in items}) < len(items):
        return False
    return len(items) == 2 if way in (Way.APART, Way.TIMES) else 1 < len(items) <= MOST_ITEMS


def _each_closes(shape: str) -> bool:
    """Tell whether all that is asked stands at the ends of clauses: 「甲多少，乙多少」."""
    _, asked = asks_of(shape)
    return all(CLOSED_ASK.match(asked, run.end()) for run in ASKED.finditer(asked))


def _has_topic(pieces: Sequence[_Piece]) -> bool:
    """Tell whether a clause says what a list behind it is of: 「政府采购，货物和服务各多少」."""
    counts = Counter(piece.clause for piece in pieces)
    first = pieces[0].clause if pieces else 0
    behind = [p for p in pieces if p.clause != first]
    is_column = bool(behind) and cue("column").search(behind[0].shape) is not None
    asked = bool(behind) and behind[0].ask_at != pieces[0].ask_at
    listed = any(counts[piece.clause] > 1 for piece in behind)
    return counts[first] == 1 and listed and not is_column and not asked


def _is_plain(question: Question) -> bool:
    """Tell whether one body's items of one year are asked, not how they changed."""
    periods = question.periods
    one = len(question.owners.owners) < 2 and len(periods.years) < 2
    compared = periods.against_previous or periods.against or question.claims
    return one and not compared


def _head(question: Question) -> str:
    owners, years = question.owners.mentions, question.periods.years
    owner = owners[0].text if owners and question.owners.owners else ""
    return owner + (f"{years[0]}年" if years else "")


def _body(question: Question) -> str:
    """Return the question without its owner and its years, and without an idle opening."""
    text = question.corrected
    for mention in (*question.owners.mentions, *question.periods.mentions):
        text = text.replace(mention.text, " ")
    for role in ("sum_count", "times_asked"):
        text = cue(role).sub(" ", text)
    opening, gap, rest = text.partition(" ")
    return rest if gap and not content_of(opening) else text


def _hidden(body: str, names: Iterable[str]) -> str:
    """Return a text of the same length in which no name holds a join word or 的 or 里."""
    known = {name for pair in aliases() for name in pair} | classified_items().keys()
    inside = [n for n in (*known, *names) if n in body and joins(n)]
    for name in sorted(inside, key=len, reverse=True):
        body = body.replace(name, HIDDEN * len(name))
    return body


def joins(name: str) -> bool:
    """Tell whether a name holds a word that would join two names: 办公设备购置和维护费."""
    roles = ("join", "within", "total", "against", "over")
    return len(name) > 2 and ("的" in name or any(cue(role).search(name) for role in roles))


def _way_of(question: Question, shape: str) -> Way | None:
    operation = question.operation
    if operation is Operation.SUM:
        return Way.SUM
    if operation is Operation.RATIO:
        return Way.TIMES if next(cues_in("over", shape), None) else None
    if operation not in (Operation.LOOKUP, Operation.COMPARE):
        return None
    if _apart_at(asks_of(shape)[1]):
        return None if YES_NO.search(shape) else Way.APART
    if operation is not Operation.LOOKUP or any(ask.measures for ask in question.asks):
        return None
    return Way.EACH if question.asks or has_cue("each", shape) else None


def _apart_at(plain: str) -> tuple[int, int] | None:
    """Return where two sides are parted, or where their list ends."""
    found = [m for role in ("against", "apart") for m in cues_in(role, plain)]
    return found[0].span() if found else None


def _pieces(body: str, shape: str, way: Way, *, listed: bool) -> Iterator[_Piece]:
    """Yield the stretches that name something, with the words that ask for them."""
    if way is Way.SUM:
        totals = [m.start() for m in cues_in("total", shape)]
        shape = shape[: totals[0]] if totals else shape
    _, asked = asks_of(shape)
    plain = cue("each").sub(_blank, asked)
    cuts = _cuts(plain, way, listed=listed)
    for at, (end, _) in enumerate(cuts):
        start = cuts[at - 1][1] if at else 0
        if not _names_something(plain[start:end]) and not cue("column").search(plain[start:end]):
            continue
        run = ASKED.search(asked, end) if way is Way.EACH else None
        ask, ask_at = (body[run.start() : run.end()], run.start()) if run else (PLAIN_ASK, -1)
        clause = len(STOPS.findall(plain[:start]))
        text, form = _trimmed(body, plain, start, end)
        yield _Piece(text, form, ask, text, clause, ask_at)


def _blank(match: re.Match[str]) -> str:
    return "|" * len(match[0])


def _trimmed(body: str, plain: str, start: int, end: int) -> tuple[str, str]:
    """Return a stretch of both texts without what joins it to others."""
    opening = OPENING.match(body, start, end)
    start = opening.end() if opening else start
    while start < end and body[end - 1] in EDGES:
        end -= 1
    return body[start:end], plain[start:end]


def _cuts(plain: str, way: Way, *, listed: bool) -> list[tuple[int, int]]:
    """Return where one piece ends and the next begins, in order, the end of the text last."""
    joins = [m.span() for m in cues_in("join", plain)] if listed else []
    last = max((a for a, b in joins if plain[a:b] == LISTING), default=-1)
    spans = [(a, b) for a, b in joins if plain[a:b] == LISTING or a > last]
    over = [m.span() for m in cues_in("over", plain)][:1] if way is Way.TIMES else []
    parted = _apart_at(plain) if way is Way.APART else None
    spans += [*over, *([parted] if parted else []), *(m.span() for m in STOPS.finditer(plain))]
    free = [(a, b) for a, b in sorted(spans) if _depth(plain[:a]) <= 0]
    return [*free, (len(plain), len(plain))]


def _depth(before: str) -> int:
    return sum(map(before.count, OPENED)) - sum(map(before.count, CLOSED))


def _names_something(shape: str) -> bool:
    """Tell whether a stretch holds more than a stage or words without meaning of their own."""
    content = content_of(cue("stage_lead").sub(" ", shape))
    said = squeeze(content.replace("|", "")) if HIDDEN not in content else content
    return bool(said) and not cue("evidence").fullmatch(said) and not cue("head").fullmatch(said)


# -- what items take over from each other ----------------------------------------------------


def _shared(pieces: list[_Piece], *, listed: bool) -> list[_Piece]:
    """Give every item the column, the whole and the stage that are said once for all."""
    items = _with_columns(pieces)
    if len(items) > 1 and listed:
        items = _with_whole(_with_end(items))
    return _with_stages(items)


def _with_columns(pieces: Sequence[_Piece]) -> list[_Piece]:
    """「甲、乙，基本支出这一栏」: a column is of all that have none, else of the one before it."""
    items: list[_Piece] = []
    for piece in pieces:
        said = cue("column").search(piece.shape)
        name = piece.shape[: said.start()] if said else ""
        if said is None or not items or not name:
            items.append(piece)
            continue
        column = f"的{piece.text.replace(said[0], '')}"
        whose = [i for i in items if not i.is_narrowed] if piece is pieces[-1] else items[-1:]
        items = [_extended(i, column) if i in whose else i for i in items]
    return items


def _extended(item: _Piece, end: str) -> _Piece:
    return replace(item, text=item.text + end, shape=item.shape + end)


def _with_end(items: list[_Piece]) -> list[_Piece]:
    """「甲、乙的基本支出」: what stands behind the last 的 belongs to all."""
    *firsts, last = items
    if not last.end or last.held or any(item.is_narrowed for item in firsts):
        return items
    end = last.text[len(last.text) - len(last.end) - 1 :]
    return [*(_extended(item, end) for item in firsts), last]


def _with_whole(items: list[_Piece]) -> list[_Piece]:
    """「甲里的乙、丙」: what holds the first holds all."""
    first, *others = items
    shape = cue("stage_lead").sub("", first.shape)
    offset = len(first.shape) - len(shape)
    held = next(cues_in("within", shape), None)
    if held is None or any(item.is_narrowed for item in others):
        return items
    end = offset + held.end()
    end += first.shape.startswith("的", end)
    whole, lead = first.text[:end], first.shape[:end]
    return [first, *(replace(o, text=whole + o.text, shape=lead + o.shape) for o in others)]


def _with_stages(items: list[_Piece]) -> list[_Piece]:
    """Give an item without a stage that of the one before it, else of the next that has one."""
    stages = [item.stage for item in items]
    found: list[_Piece] = []
    for at, item in enumerate(items):
        donors = [s for s in (*reversed(stages[:at]), *stages[at:]) if s]
        lead = "" if stages[at] or not donors else donors[0]
        found.append(replace(item, text=lead + item.text, shape=lead + item.shape))
    return found
