"""``disclosure eval``: the score table, the stations, and the reports that it writes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from assistant import cli
from assistant.cli import main
from assistant.evaluation.html import report_html
from assistant.evaluation.report import Evaluation, evaluation_json
from assistant.evaluation.watch import WatchedAssistant
from index.encoder import HashEncoder
from tests.assistant.library_of import CIVIL, town

QUOTE = "2026年“三公”经费预算12.00万元，比上年减少3.00万元，下降20.00%"
QUESTION = "民政局2026年三公经费预算是多少？"
LINE: dict[str, Any] = {
    "id": "right",
    "question": QUESTION,
    "expect": "figure",
    "op": "lookup",
    "answer": [{"value": "120000", "unit": "元"}],
    "evidence": [{"doc": "民政局2026.txt", "quote": QUOTE}],
}
UNREAD = {"answer": [{"value": "987654", "unit": "元"}], "id": "<b>错</b>"}
UNREAD |= {"evidence": [{"doc": "没有.txt", "quote": "另有98.7654万元"}]}


@pytest.fixture
def gold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A gold file with one question that is answered rightly and one that cannot be."""
    over = WatchedAssistant(town().library, town()._home, HashEncoder())
    monkeypatch.setattr(cli, "open_watched", lambda home: over)
    path = tmp_path / "题目.jsonl"
    lines = (json.dumps(line, ensure_ascii=False) for line in (LINE, LINE | UNREAD))
    path.write_text("\n".join(lines), "utf-8")
    return path


def test_eval_ends_with_stations_and_a_headline(
    gold: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Questions are scored by operation; every miss has its station; the last line sums up."""
    assert main(["eval", str(gold), "--show", "wrong"]) == 0

    out = capsys.readouterr().out
    assert "op=lookup" in out and "wrong <b>错</b>" in out and "wrong right" not in out
    assert "读取  1（错误 1，拒答 0）" in out and "资料库里没有《没有.txt》" in out
    assert out.strip().splitlines()[-1].startswith("正确 50.0%，作答中错误 50.0%")


def test_the_json_report_explains_every_miss(gold: Path, tmp_path: Path) -> None:
    """The breakdown and each miss with understanding, needed figures and candidates are there."""
    target = tmp_path / "报告.json"
    assert main(["eval", str(gold), "--json", str(target)]) == 0

    report = json.loads(target.read_text("utf-8"))
    assert report["stations"]["读取"] == 1 and report["table"]["all"]["questions"] == 2
    (miss,) = report["misses"]
    assert miss["station"] == "读取" and miss["understood"]["owners"] == [CIVIL]
    best = miss["lookups"][0]["top"][0]
    assert best["printed"] == "12.00万元" and best["features"]["name"][1] > 0


@pytest.fixture
def page(gold: Path, tmp_path: Path) -> str:
    """The HTML report of the gold file."""
    target = tmp_path / "报告.html"
    assert main(["eval", str(gold), "--html", str(target)]) == 0
    return target.read_text("utf-8")


def test_the_page_needs_nothing_else(page: str) -> None:
    """One file: no request leaves it, and a policy forbids any."""
    assert '<html lang="zh-CN">' in page and "default-src 'none'" in page
    assert re.findall(r'(?:src|href)="(?!#)[^"]*"|url\(|@import|https?://', page) == []


def test_what_a_question_says_is_only_text(page: str) -> None:
    """Markup in a gold file is shown, not obeyed."""
    assert "&lt;b&gt;错&lt;/b&gt;" in page and "<b>错</b>" not in page


def test_the_page_tells_the_way_of_a_miss(page: str) -> None:
    """Wanted, got, what was understood and the best candidates with their features are there."""
    for part in ("987654 元", "12.00万元", "理解：单位", CIVIL, "特征值 × 权重", "另有98.7654万元"):
        assert part in page
    assert page.count('class="miss"') == 1


def test_misses_can_be_filtered_by_station_and_operation(page: str) -> None:
    """Every filter is a real button that says whether it is pressed."""
    buttons = re.findall(r"<button[^>]*>", page)
    assert buttons and all('type="button"' in button for button in buttons)
    assert 'data-key="station" data-value="读取" aria-pressed="false"' in page
    assert 'data-key="op" data-value="lookup"' in page and 'data-station="读取"' in page


def test_an_evaluation_without_misses_says_so() -> None:
    """A page about nothing has no filters, and no list."""
    shown = report_html(evaluation_json(Evaluation("空", (), ())))

    assert "没有失分的题" in shown and "<button" not in shown


def test_a_report_that_cannot_be_written_is_named(
    gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The folder that is not there is said, with the way out."""
    target = tmp_path / "没有" / "报告"
    for option in ("--json", "--html"):
        assert main(["eval", str(gold), option, str(target)]) == 1
        assert f"{target}：无法写入" in capsys.readouterr().err
