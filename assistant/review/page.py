"""A report as one web page that opens offline: every finding with both places, highlighted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

from assistant.answer import Citation
from assistant.review.as_json import citation
from assistant.review.catalogue import rules
from assistant.review.finding import Finding, Report, Severity
from assistant.review.sheet import LEVELS
from assistant.terminal import number_spans, place_of
from corpus.errors import DisclosureError
from corpus.figure import Source
from corpus.library import DocumentInfo

MOST_PLACES = 6  # of a finding that are shown
STYLE = """
body{font:16px/1.6 "Noto Sans CJK SC","Microsoft YaHei",sans-serif;margin:0 auto;max-width:70rem;
padding:1rem;color:#1c1c1c;background:#fff}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin:2rem 0 .5rem}
article{border:1px solid #ccc;border-left:6px solid #777;padding:.6rem 1rem;margin:.8rem 0}
article.error{border-left-color:#b00020}article.warning{border-left-color:#a15c00}
article.notice{border-left-color:#4a6572}
.places{display:grid;grid-template-columns:repeat(auto-fit,minmax(18rem,1fr));gap:.6rem}
figure{margin:0;padding:.5rem;background:#f6f6f4}figcaption{font-size:.85rem;color:#444}
blockquote{margin:.3rem 0 0;white-space:pre-wrap;overflow-wrap:anywhere}
mark{background:#ffe08a;color:#000}small{color:#555}
@media print{article{break-inside:avoid}}
"""


def report_html(report: Report) -> str:
    """Return the page; it loads nothing from anywhere."""
    infos = {info.id: info for info in report.documents}
    counts = Counter(one.severity for one in report.findings)
    summary = "，".join(f"{LEVELS[level.value]} {counts[level]} 项" for level in Severity)
    parts = [
        f"<p>共审核 {len(report.documents)} 份文件：{summary}。"
        f"已接受 {len(report.accepted)} 项。</p>",
        *_sections(report.findings, infos),
    ]
    if report.accepted:
        parts += ["<h2>已接受</h2>", *(_article(one, infos) for one in report.accepted)]
    return _page("".join(parts))


def write_html(report: Report, path: Path) -> None:
    """Write the page; raises ``DisclosureError`` when the file cannot be written."""
    try:
        path.write_text(report_html(report), "utf-8")
    except OSError as wrong:
        raise DisclosureError(f"{path}：无法写入（{wrong.strerror}），请检查路径和权限") from wrong


def _page(body: str) -> str:
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>审核报告</title><style>{STYLE}</style></head>"
        f"<body><h1>审核报告</h1>{body}</body></html>"
    )


def _sections(findings: Iterable[Finding], infos: Mapping[str, DocumentInfo]) -> list[str]:
    by_document: dict[str, list[Finding]] = {}
    for one in findings:
        by_document.setdefault(one.document, []).append(one)
    found = []
    for id, own in by_document.items():
        found.append(f"<h2>{escape(infos[id].file_name)}</h2>")
        found += [_article(one, infos) for one in own]
    return found


def _article(one: Finding, infos: Mapping[str, DocumentInfo]) -> str:
    rule = rules()[one.rule]
    places = "".join(_place(place, infos, one.masked) for place in one.places[:MOST_PLACES])
    more = len(one.places) - MOST_PLACES
    rest = f"<p><small>另有 {more} 处。</small></p>" if more > 0 else ""
    reason = f"<p><small>接受理由：{escape(one.reason)}</small></p>" if one.reason else ""
    return (
        f'<article class="{one.severity.value}" id="{one.id}">'
        f"<p><strong>{LEVELS[one.severity.value]} · {escape(rule.title)}</strong> "
        f"<small>{one.rule} · {one.id}</small></p><p>{escape(one.message)}</p>"
        f'<div class="places">{places}</div>{rest}'
        f"<p><small>建议：{escape(one.suggestion)}</small></p>{reason}</article>"
    )


def _place(source: Source, infos: Mapping[str, DocumentInfo], masked: bool) -> str:
    receipt = citation(source, infos)
    quote = escape(receipt.quote) if masked else marked(receipt, source.printed)
    return (
        f"<figure><figcaption>{escape(place_of(receipt))}</figcaption>"
        f"<blockquote>{quote}</blockquote></figure>"
    )


def marked(receipt: Citation, printed: str) -> str:
    """Return a quote as HTML with its number highlighted."""
    quote, parts, at = receipt.quote, [], 0
    for start, end in number_spans(receipt, [printed] if printed else [])[:1]:
        parts += [escape(quote[at:start]), f"<mark>{escape(quote[start:end])}</mark>"]
        at = end
    return "".join([*parts, escape(quote[at:])])
