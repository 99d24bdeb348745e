"""Every miss of an evaluation is laid to the first station that lost it."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from assistant.evaluation.needed import Shelf, needed_of
from assistant.evaluation.report import explained, miss_json, station_lines
from assistant.evaluation.scoring import gold_of, score
from assistant.evaluation.standing import standing_of
from assistant.evaluation.stations import Miss, Station, miss_of
from assistant.evaluation.watch import WatchedAssistant
from index.encoder import HashEncoder
from tests.assistant.library_of import CIVIL, FOREST, town

CIVIL_FILE, OLD_FILE = f"{CIVIL}2026年部门预算.txt", f"{CIVIL}2024年部门预算.txt"
FOREST_FILE = f"{FOREST}2026年部门预算编制说明.txt"
THREE = "2026年“三公”经费预算12.00万元，比上年减少3.00万元，下降20.00%"
PARTS = "公务接待费2.00万元，比上年减少2.00万元，下降50.00%；公务用车运行维护费10.00万元"
ASKED = "民政局2026年三公经费预算是多少？"
DUTY = "承担养老服务机构的监督管理"

# What the gold answer wants of one question, and the station that is to blame for not giving it.
LOST: list[tuple[Station, str, dict[str, Any], tuple[str, str]]] = [
    (Station.READING, ASKED, {"answer": "987654"}, ("别处.txt", "另有98.7654万元")),
    (Station.READING, ASKED, {"answer": "987654"}, (CIVIL_FILE, "另有98.7654万元")),
    (Station.UNDERSTANDING, ASKED, {"answer": "180000"}, (OLD_FILE, "“三公”经费预算18.00万元")),
    (Station.UNDERSTANDING, ASKED, {"answer": "45000"}, (FOREST_FILE, "预算合计45,000.00元")),
    (Station.UNDERSTANDING, ASKED, {"answer": "20", "unit": "%"}, (CIVIL_FILE, THREE)),
    (Station.CHOICE, ASKED, {"answer": "20000"}, (CIVIL_FILE, PARTS)),
    (
        Station.UNDERSTANDING,
        ASKED,
        {"answer": "220000", "op": "sum", "why": "12.00+10.00=22.00"},
        (CIVIL_FILE, f"{THREE}。其中：{PARTS}"),
    ),
    (
        Station.WORDING,
        "民政局2026年三公经费比上年减少多少？",
        {"answer": "30000", "direction": "增加", "op": "change"},
        (CIVIL_FILE, THREE),
    ),
    (Station.REFUSING, ASKED, {"expect": "refuse", "op": "none"}, ("", "")),
    (Station.CHOICE, ASKED, {"expect": "clarify", "answer": "1"}, (CIVIL_FILE, THREE)),
    (
        Station.WORDING,
        "民政局2026年的主要职责有哪些？",
        {"expect": "text", "op": "passage", "mention": "没有印的话"},
        (CIVIL_FILE, DUTY),
    ),
    (
        Station.UNDERSTANDING,
        ASKED,
        {"expect": "text", "op": "passage", "mention": "养老"},
        (CIVIL_FILE, DUTY),
    ),
]


@cache
def watched() -> WatchedAssistant:
    """Return the assistant over the invented town, ready to be watched."""
    return WatchedAssistant(town().library, town()._home, HashEncoder())


def line_of(question: str, wanted: dict[str, Any], place: tuple[str, str]) -> dict[str, Any]:
    """Return a line of gold."""
    figure = {"value": wanted.get("answer"), "unit": wanted.get("unit", "元")}
    figure |= {"direction": wanted.get("direction")}
    return {
        "id": "x",
        "question": question,
        "expect": wanted.get("expect", "figure"),
        "op": wanted.get("op", "lookup"),
        "answer": [figure] if "answer" in wanted else [],
        "must_mention": [[wanted["mention"]]] if "mention" in wanted else [],
        "evidence": [{"doc": place[0], "quote": place[1]}] if place[0] else [],
        "why": wanted.get("why", ""),
    }


def missed(line: dict[str, Any]) -> Miss:
    """Answer a question and say who lost it."""
    gold = gold_of(line)
    scored = score(gold, watched().ask(gold.question, gold.history))
    trace = watched().watch(gold.question, gold.history)
    return miss_of(scored, trace, Shelf(watched().library))


@pytest.mark.parametrize(("station", "question", "wanted", "place"), LOST)
def test_the_station_that_lost_it_is_named(
    station: Station, question: str, wanted: dict[str, Any], place: tuple[str, str]
) -> None:
    """Reading, understanding, candidates, choice, computing, wording: the first that failed."""
    miss = missed(line_of(question, wanted, place))

    assert miss.station is station, miss.reason
    assert miss.reason


def test_what_kept_a_figure_out_is_named() -> None:
    """A figure of another year was kept out by the year, one of another body by the owner."""
    reasons = [missed(line_of(ASKED, w, place)).reason for _, _, w, place in LOST[2:4]]

    assert "年份" in reasons[0] and "180000" in reasons[0]
    assert "单位" in reasons[1] and "45000" in reasons[1]


def test_operands_are_the_numbers_of_the_working() -> None:
    """A computed answer needs the numbers of its quotes that its working names, each once."""
    line = line_of(*LOST[6][1:])
    needed = needed_of(gold_of(line), Shelf(watched().library))

    assert [one.printed for one in needed] == ["12.00", "10.00"]
    assert all(one.figures and one.wanted is None for one in needed)


def test_the_rank_of_the_wanted_figure_is_told() -> None:
    """The right answer stands first among the candidates of its own question, and is used."""
    line = line_of(ASKED, {"answer": "120000"}, (CIVIL_FILE, THREE))
    (needed,) = needed_of(gold_of(line), Shelf(watched().library))
    standing = standing_of(needed, watched().watch(ASKED))

    assert (standing.rank, standing.behind, standing.used) == (1, 0.0, True)


def test_half_an_answer_is_the_computings_fault() -> None:
    """Of two values that are asked, one is given: the other one was forgotten on the way."""
    line = line_of(ASKED, {"answer": "120000"}, (CIVIL_FILE, THREE))
    line |= {"expect": "figures", "answer": [*line["answer"], {"value": "20000", "unit": "元"}]}
    line["evidence"].append({"doc": CIVIL_FILE, "quote": PARTS})
    miss = missed(line)

    assert (miss.station, miss.reason) == (Station.COMPUTING, "2 个数只答了 1 个")


def test_the_turn_before_is_not_among_the_look_ups() -> None:
    """Where the turn before was answered is looked up too, but is not this question's way."""
    trace = watched().watch("那2024年呢？", [ASKED])

    assert trace.lookups
    assert all(2026 not in lookup.wanted.years for lookup in trace.lookups)


def test_a_report_counts_its_stations() -> None:
    """The summary has one line for each station that lost something, and one for each miss."""
    lines = [gold_of(line_of(question, w, place)) for _, question, w, place in LOST]
    results = [score(gold, watched().ask(gold.question)) for gold in lines]
    found = explained("题目", watched(), results, lambda _, things: iter(things))

    said = list(station_lines(found.misses))
    assert len(found.misses) == len(LOST) and len(said) == 1 + 5 + len(LOST)
    assert miss_json(found.misses[0])["needed"][0]["read"] is False
