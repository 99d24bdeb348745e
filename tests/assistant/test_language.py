"""What people say and what it means: one row of ``language.tsv``, one question.

The questions are over the invented bodies of ``corpus/samples``; the head of the file says what
its second column may hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.language.aliases import readings
from assistant.question import Ask, Question
from assistant.wording import squeeze
from tests.assistant.library_of import samples

ROWS = Path(__file__).with_name("language.tsv")


def _cases() -> Iterator[tuple[str, str]]:
    for line in ROWS.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            question, expected = line.split("\t")
            yield question, expected


def _ask(ask: Ask) -> str:
    unit = f":{ask.unit}" if ask.unit else ""
    measures = "/".join(("", *(m.value for m in ask.measures)))
    return f"{ask.kind.value if ask.kind else 'any'}{unit}{measures}"


def _claim(question: Question) -> str:
    claims = (
        f"{c.relation} {'none' if c.value is None else format(c.value.normalize(), 'f')}"
        f" {c.unit} {c.direction}".rstrip()
        for c in question.claims
    )
    return "|".join(claims)


def _against(question: Question) -> str:
    return "previous" if question.periods.against_previous else str(question.periods.against)


EXACT: dict[str, Callable[[Question], str]] = {
    "op": lambda q: q.operation.value,
    "years": lambda q: ",".join(map(str, q.periods.years)),
    "basis": lambda q: q.periods.basis.value if q.periods.basis else "",
    "against": _against,
    "status": lambda q: q.owners.status,
    "unknown": lambda q: q.owners.unknown,
    "ask": lambda q: "|".join(map(_ask, q.asks)),
    "unit": lambda q: q.wanted_unit,
    "claim": _claim,
    "fund": lambda q: q.fund,
    "carry": lambda q: q.carry,
}
HELD: dict[str, Callable[[Question], str]] = {
    "about": lambda q: q.about,
    "said": lambda q: q.corrected,
    "as": lambda q: "|".join(name for _, name in readings(squeeze(q.about))),
    "note": lambda q: "；".join(q.notes),
}
ABSENT = {"without": HELD["about"], "not-as": HELD["as"]}


@pytest.mark.parametrize(("turns", "expected"), list(_cases()))
def test_what_is_said_is_understood(turns: str, expected: str) -> None:
    """Every row of the list is understood as it says."""
    *history, text = turns.split("／")
    question = samples().understood(text, history)

    for condition in filter(None, expected.split("; ")):
        name, _, wanted = condition.partition("=")
        if name in EXACT:
            assert wanted.strip() == EXACT[name](question)
        elif name == "owner":
            ends = wanted.split(",")
            assert len(ends) == len(question.owners.owners)
            assert all(o.endswith(e) for o, e in zip(question.owners.owners, ends, strict=True))
        elif name in ABSENT:
            assert wanted not in ABSENT[name](question).split("|")
        elif name == "note" and not wanted:
            assert question.notes == ()
        else:
            assert wanted in HELD[name](question)


def test_the_list_is_long() -> None:
    """The list holds more than 150 ways of asking, none of them twice."""
    questions = [question for question, _ in _cases()]

    assert len(questions) > 150
    assert len(questions) == len(set(questions))
