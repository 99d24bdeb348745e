"""One miss of the report as HTML: question, wanted, got, evidence, and the way between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

VERDICTS = {"wrong": "错误", "declined": "拒答"}
OUTCOMES = {
    "figure": "一个数",
    "figures": "几个数",
    "text": "原文",
    "refuse": "拒答",
    "clarify": "反问",
}
OPERATIONS = {
    "lookup": "查数",
    "change": "增减",
    "growth": "增幅",
    "compare": "比较",
    "share": "占比",
    "difference": "差额",
    "sum": "合计",
    "ratio": "比率",
    "rank": "排名",
    "trend": "趋势",
    "count": "计数",
    "list": "列举",
    "definition": "定义",
    "passage": "原文",
    "opinion": "评价",
    "none": "无须计算",
}
ROLES = {"answer": "答案", "operand": "参加运算"}
SMALLEST = 0.005  # a feature that adds less is not shown
Json = Mapping[str, Any]


def miss_html(miss: Json) -> str:
    """Return one miss, closed; its summary says what was asked and who lost it."""
    verdict = miss["verdict"]
    summary = (
        f'<span class="chip">{escape(miss["station"])}</span>'
        f'<span class="chip {verdict}">{VERDICTS[verdict]}</span>'
        f'<span class="id">{escape(miss["id"])}</span><br><b>{escape(miss["question"])}</b>'
        f'<span class="reason">{escape(miss["reason"])}</span>'
    )
    data = f'data-station="{escape(miss["station"])}" data-op="{escape(miss["op"])}"'
    body = (_facts(miss), _needed(miss["needed"]), *map(_lookup, _numbered(miss)))
    return (
        f'<details class="miss" {data}><summary>{summary}</summary><div>{"".join(body)}</div>'
        "</details>"
    )


def _facts(miss: Json) -> str:
    got = miss["got"]
    rows = (
        ("前面的话", _list(miss["history"])),
        (
            "应为",
            _list(miss["wanted"]) + escape(f"（{_outcome(miss['expect'])}，{named(miss['op'])}）"),
        ),
        ("算法", escape(miss["why"])),
        ("得到", _got(got)),
        ("标准出处", _quotes(miss["evidence"])),
        ("所引出处", _quotes(got["citations"])),
        *_understood(miss["understood"]),
    )
    return (
        f"<dl>{''.join(f'<dt>{name}</dt><dd>{value}</dd>' for name, value in rows if value)}</dl>"
    )


def named(value: str) -> str:
    """Return what people call an outcome or an operation, with its name in the gold file."""
    name = (OUTCOMES | OPERATIONS).get(value, "")
    return f"{name} {value}".strip() if value else ""


def _outcome(name: str) -> str:
    return OUTCOMES.get(name, name)


def _got(got: Json) -> str:
    reason = f"（{got['reason']}）" if got["reason"] else ""
    said = "" if got["figures"] else f"<p>{escape(got['text'])}</p>"
    return (
        escape(_outcome(got["outcome"]) + reason)
        + _list(got["figures"])
        + said
        + _list(got["choices"])
    )


def _understood(understood: Json) -> Iterator[tuple[str, str]]:
    """Yield what the question was understood as, part by part."""
    unknown = f"「{understood['unknown']}」" if understood["unknown"] else ""
    owners = "、".join(understood["owners"]) or unknown
    status = f"（{understood['owner_status']}，{understood['documents']} 个文件）"
    years = "、".join(map(str, understood["years"])) or "没有写"
    against = f"；对比 {understood['against']}" if understood["against"] else ""
    bases = f"；{'、'.join(understood['bases'])}" if understood["bases"] else ""
    steps = " → ".join(understood["plan"])
    yield "理解：单位", escape(owners + status)
    yield "理解：年份", escape(years + against + bases)
    yield "理解：主题", escape(understood["subject"])
    yield "承接上文", escape(understood["inherited"])
    yield "理解：运算", escape(f"{named(understood['operation'])}；步骤 {steps}")
    yield "理解：所问", _list(_ask(ask) for ask in understood["asks"])


def _ask(ask: Json) -> str:
    kinds = " ".join(filter(None, (ask["kind"], ask["unit"], *ask["measures"])))
    return f"「{' '.join(ask['words'].replace('|', ' ').split())}」 {kinds}"


def _list(texts: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(text)}</li>" for text in texts)
    return f"<ul>{items}</ul>" if items else ""


def _quotes(quotes: Sequence[Json]) -> str:
    return "".join(
        f'<span class="id">{escape(quote["doc"])}</span>'
        f"<blockquote>{escape(quote['quote'].strip())}</blockquote>"
        for quote in quotes
    )


def _needed(needed: Sequence[Json]) -> str:
    """Return the table of what the gold answer rests on, and how far each number came."""
    if not needed:
        return ""
    rows = "".join(
        f"<tr><th scope=row>{escape(one['printed'])}</th><td class=text>{ROLES[one['role']]}</td>"
        f"<td class=text>{_how_far(one)}</td>"
        f'<td class="text features">{_features_of(one["candidate"])}</td></tr>'
        for one in needed
    )
    heads = _heads(("数", "作用", "走到哪里", "特征值 × 权重"), numbers=())
    return f"<h3>所需的数</h3>{_table('所需的数', heads, rows)}"


def _heads(names: Sequence[str], *, numbers: Sequence[str]) -> str:
    return "".join(
        f"<th scope=col{'' if name in numbers else ' class=text'}>{name}</th>" for name in names
    )


def _features_of(candidate: Json | None) -> str:
    return _features(candidate["features"]) if candidate else ""


def _how_far(needed: Json) -> str:
    if not needed["read"]:
        return '<span class="bad">没有读出</span>'
    used = "，用在回答里" if needed["used"] else ""
    if needed["rank"]:
        return escape(f"排在第 {needed['rank']}，低 {needed['behind']:.2f} 分{used}")
    if needed["excluded"]:
        return f'<span class="bad">被{escape("、".join(needed["excluded"]))}排除</span>'
    return f"已读出{used}"


def _numbered(miss: Json) -> Iterator[tuple[int, Json, frozenset[str]]]:
    sought = frozenset(
        _key(one["candidate"]) for one in miss["needed"] if one["candidate"] is not None
    )
    for number, lookup in enumerate(miss["lookups"], start=1):
        yield number, lookup, sought


def _key(finding: Json) -> str:
    return f"{finding['called']} {finding['printed']} {finding['context']}"


def _lookup(numbered: tuple[int, Json, frozenset[str]]) -> str:
    """Return one look-up: what it wanted and its best candidates with their features."""
    number, lookup, sought = numbered
    years = "、".join(map(str, lookup["years"])) or "不限"
    lead = (
        f"「{lookup['said'].replace('|', ' ').strip()}」，年份{years}，"
        f"在 {lookup['documents']} 个文件里找到 {lookup['found']} 个数"
    )
    names = ("名称", "数", "得分", "位置", "特征值 × 权重")
    columns = _heads(names, numbers=("数", "得分"))
    rows = "".join(_candidate(finding, sought) for finding in lookup["top"])
    absences = _list(
        f"没有数：{a['called']}（{a['worded']}）{' '.join(a['quote'].split())[:80]}"
        for a in lookup["absences"]
    )
    table = _table(f"查找 {number} 的候选", columns, rows) if rows else ""
    return f"<h3>查找 {number}</h3><p>{escape(lead)}</p>{table}{absences}"


def _candidate(finding: Json, sought: frozenset[str]) -> str:
    is_sought = _key(finding) in sought
    mark = "（应选）" if is_sought else ""
    where = f"{finding['year'] or ''} {finding['basis']} {finding['place']}"
    return (
        f"<tr{' class=sought' if is_sought else ''}>"
        f"<th scope=row>{escape(finding['called'])}{mark}</th>"
        f"<td>{escape(_with_unit(finding))}</td><td>{finding['score']:.2f}</td>"
        f"<td class=text>{escape(where)}</td>"
        f'<td class="text features">{_features(finding["features"])}</td></tr>'
    )


def _with_unit(finding: Json) -> str:
    printed, unit = finding["printed"], finding["unit"]
    return str(printed if unit[:1] in printed else f"{printed} {unit}")


def _features(features: Mapping[str, Sequence[float]]) -> str:
    """Return features by what they add to the score, the greatest first."""
    adding = sorted(features.items(), key=lambda f: -abs(f[1][0] * f[1][1]))
    return "".join(
        f"<span>{escape(name)} {value:.2f}×{weight:g}</span>"
        for name, (value, weight) in adding
        if abs(value * weight) >= SMALLEST
    )


def _table(label: str, heads: str, rows: str) -> str:
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(label)}"><table>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
