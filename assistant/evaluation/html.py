"""The evaluation as one HTML page for people: what was scored, and why each miss was missed.

The page makes no request and works without its script, which only filters. Everything that
comes from documents or questions is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from importlib.resources import files
from typing import Any

from assistant.evaluation.miss_html import miss_html, named
from assistant.evaluation.scoring import percent
from assistant.evaluation.stations import Station

POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
ROWS = {"all": "全部", "expect": "应答为", "op": ""}


def report_html(report: Mapping[str, Any]) -> str:
    """Return the page of an evaluation, given as ``report.evaluation_json`` returns it."""
    script = "".join(("<script>", _resource("report.js"), "</script>"))
    title = f"评测报告：{escape(report['gold'])}"
    return "\n".join(
        (
            '<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
            f"<title>{title}</title>\n<style>{_resource('report.css')}</style>",
            '</head>\n<body>\n<a class="skip" href="#misses">跳到失分的题</a>',
            f'<header><h1>{title}</h1><p class="lead">{escape(report["headline"])}</p>',
            f"{_tiles(report)}</header>",
            f"<main>{_stations(report)}{_tables(report)}{_misses(report['misses'])}</main>",
            "<footer>每道失分的题归到第一个失误的环节："
            "读取、理解、候选、选择、计算、表述；该拒未拒的题单列。</footer>",
            f"{script}\n</body>\n</html>\n",
        )
    )


def _resource(name: str) -> str:
    return (files("assistant.evaluation") / name).read_text("utf-8")


def _tiles(report: Mapping[str, Any]) -> str:
    table, times = report["table"], report["milliseconds"]
    row = table.get("all") or dict.fromkeys(("questions", "right", "wrong", "citable", "cited"), 0)
    row = {"declined": 0} | row
    refusals = table.get("expect=refuse", {"right": 0, "questions": 0})
    tiles = (
        (percent(row["right"], row["questions"]), f"正确（{row['questions']} 题）"),
        (percent(row["wrong"], row["right"] + row["wrong"]), "作答中错误"),
        (percent(row["declined"], row["questions"]), "有答案却没答"),
        (percent(refusals["right"], refusals["questions"]), "该拒的拒了"),
        (percent(row["cited"], row["citable"]), "有出处"),
        (f"{times['p50']} / {times['p95']}", "毫秒，p50 / p95"),
    )
    items = "".join(f"<li><b>{escape(v)}</b><span>{name}</span></li>" for v, name in tiles)
    return f'<ul class="tiles">{items}</ul>'


def _stations(report: Mapping[str, Any]) -> str:
    misses = report["misses"]
    if not misses:
        return "<h2>失分的环节</h2><p>没有失分的题。</p>"
    most = max(report["stations"].values())
    bars = "".join(_bar(name, misses, most) for name in report["stations"])
    return (
        f'<h2>失分的环节</h2><p class="lead">{len(misses)} 道题失分，各归到第一个失误的环节；'
        f'红色是答错，黄色是没有答。</p><ul class="bars">{bars}</ul>'
    )


def _bar(station: str, misses: Sequence[Mapping[str, Any]], most: int) -> str:
    verdicts = [miss["verdict"] for miss in misses if miss["station"] == station]
    counts = {verdict: verdicts.count(verdict) for verdict in ("wrong", "declined")}
    parts = "".join(
        f'<span class="{verdict}" style="width:{100 * n / most:.1f}%"></span>'
        for verdict, n in counts.items()
        if n
    )
    told = f"{len(verdicts)}（错误 {counts['wrong']}，拒答 {counts['declined']}）"
    return (
        f'<li><span>{station}</span><span class="track" aria-hidden="true">{parts}</span>'
        f"<small>{told if verdicts else '0'}</small></li>"
    )


def _tables(report: Mapping[str, Any]) -> str:
    heads = ("", "题数", "正确", "错误", "拒答", "有出处")
    rows = [_score_row(name, row) for name, row in report["table"].items()]
    lost = [
        (named(op), *(str(counts.get(s.value, "")) for s in Station))
        for op, counts in report["by_operation"].items()
    ]
    times = report["milliseconds"].items()
    side = grid("用时（毫秒）", ("分位", "不超过"), ((q, t) for q, t in times))
    if lost:
        side = grid("各运算在哪个环节失分", ("运算", *(s.value for s in Station)), lost) + side
    scores = grid("各类题的得分", heads, rows)
    return f'<h2>得分</h2><div class="pair"><div>{scores}</div><div>{side}</div></div>'


def _score_row(name: str, row: Mapping[str, int]) -> tuple[str, ...]:
    kind, _, value = name.partition("=")
    shares = (percent(row[verdict], row["questions"]) for verdict in ("right", "wrong", "declined"))
    label = f"{ROWS[kind]}{named(value)}"
    return (label, str(row["questions"]), *shares, percent(row["cited"], row["citable"]))


def grid(caption: str, heads: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of plain cells, the first of each row its heading; it scrolls sideways."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    body = "".join(
        f'<tr{" class=all" if first == "全部" else ""}><th scope="row">{escape(first)}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        + "</tr>"
        for first, *cells in rows
    )
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )


def _misses(misses: Sequence[Mapping[str, Any]]) -> str:
    if not misses:
        return ""
    shown = "".join(miss_html(miss) for miss in misses)
    return f'<h2 id="misses" tabindex="-1">失分的题</h2>{_filters(misses)}{shown}'


def _filters(misses: Sequence[Mapping[str, Any]]) -> str:
    """Return the buttons that the script brings to life; hidden where there is none."""
    stations = [s.value for s in Station if any(m["station"] == s for m in misses)]
    operations = sorted({miss["op"] for miss in misses})
    rows = (
        _filter("环节", "station", stations, misses),
        _filter("运算", "op", operations, misses),
        '<div><button type="button" data-open="yes">全部展开</button>'
        '<button type="button" data-open="no">全部收起</button>'
        '<output aria-live="polite"></output></div>',
    )
    return f'<div class="filters" hidden>{"".join(rows)}</div>'


def _filter(name: str, key: str, values: Sequence[str], misses: Sequence[Mapping[str, Any]]) -> str:
    buttons = "".join(_buttons(key, values, misses))
    return (
        f'<div role="group" aria-label="按{name}筛选"><span class="name">{name}</span>'
        f"{buttons}</div>"
    )


def _buttons(key: str, values: Sequence[str], misses: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield f'<button type="button" data-key="{key}" data-value="" aria-pressed="true">全部</button>'
    for value in values:
        count = sum(miss[key] == value for miss in misses)
        yield (
            f'<button type="button" data-key="{key}" data-value="{escape(value)}"'
            f' aria-pressed="false">{escape(named(value) or value)} {count}</button>'
        )
