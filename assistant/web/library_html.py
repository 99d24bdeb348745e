"""HTML of the Library view's left side: adding, what is being read, the list of documents.

Every string of a document or a file goes through ``escape``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import PurePath

from assistant.web.intake import OPEN, Job, Stage
from assistant.web.texts import named, option, told
from corpus.beside import KEPT_DAYS
from corpus.ingest import SUFFIXES
from corpus.library import DocumentInfo
from corpus.removal import Removed

LARGEST = 200  # megabytes of one file
MINUTE = 90  # seconds from which minutes are said
SORTS = ("owner", "year", "added", "name", "figures", "warnings")


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence about what was just done; ``undo``: ids of what can be brought back."""

    key: str = ""
    values: dict[str, object] = field(default_factory=dict)
    trouble: str = ""  # in Chinese, said instead
    undo: tuple[str, ...] = ()


def add_html() -> str:
    """Return the place where files are dropped; shell for what the browser says of uploads."""
    kinds = ",".join(sorted(SUFFIXES))
    return (
        f'<section class="add" {named("aria-label", "library.add")} data-largest="{LARGEST}"'
        f' data-kinds="{kinds}"><label class="drop"><input type="file" id="library-files" multiple'
        f' accept="{kinds}"><span class="dropwords">{told("library.drop")} '
        f'<b class="choose">{told("library.choose")}</b></span>'
        f"<small>{told('library.formats', size=LARGEST)}</small></label>"
        f'<div class="sending" role="status" aria-live="polite"></div></section>'
    )


def readonly_html() -> str:
    """Return the sentence that stands where adding is not allowed."""
    return f'<section class="add"><p class="readonly">{told("library.readonly")}</p></section>'


def tools_html() -> str:
    """Return the search field and the order of the list; the browser does both."""
    orders = "".join(option(sort, f"sort.{sort}") for sort in SORTS)
    return (
        f'<div class="tools"><input type="search" id="library-search" autocomplete="off"'
        f" {named('aria-label', 'library.search')} {named('placeholder', 'library.search.hint')}>"
        f'<select id="library-sort" {named("aria-label", "library.sort")}>{orders}</select></div>'
    )


def work_html(jobs: Sequence[Job], notice: Notice | None) -> str:
    """Return what was just done and what is being read; "" when there is neither."""
    return _notice_html(notice) + _jobs_html(jobs)


def _notice_html(notice: Notice | None) -> str:
    if notice is None:
        return ""
    if notice.trouble:
        said = f"<b>{told('notice.trouble')}</b> {escape(notice.trouble)}"
    else:
        said = told(notice.key, **notice.values)
    undo = ""
    if notice.undo:
        ids = ",".join(notice.undo)
        undo = _button("restore", told("library.undo"), "act", ids=ids)
    close = (
        '<button type="button" class="close" data-do="dismiss"'
        f" {named('aria-label', 'notice.close')}>×</button>"
    )
    kind, role = ("trouble", "alert") if notice.trouble else ("", "status")
    return f'<div class="notice {kind}" role="{role}"><p>{said}</p>{undo}{close}</div>'


def _jobs_html(jobs: Sequence[Job]) -> str:
    if not jobs:
        return ""
    waiting = [job for job in jobs if job.left is not None]
    title = told("library.work" if any(job.is_open for job in jobs) else "library.work.done")
    left = waiting[-1].left if waiting else None
    about = ""
    if left is not None:
        about = told(f"library.left.{_unit(left)}", count=len(waiting), n=_amount(left))
    stop = _button("cancel", told("library.cancelall"), "act") if len(waiting) > 1 else ""
    hide = "" if waiting else _button("hide", told("library.dismiss"), "act")
    items = "".join(map(_job_html, sorted(jobs, key=_place)))
    return (
        f'<section class="work" {named("aria-label", "library.work")}><header><h3>{title}</h3>'
        f'<span class="about" aria-live="polite">{about}</span>{stop}{hide}</header>'
        f"<ul>{items}</ul></section>"
    )


def _place(job: Job) -> tuple[int, int]:
    """What is being read comes first, then what waits, then what failed, then the newest."""
    order = (Stage.READING, Stage.INDEXING, Stage.WAITING, Stage.FAILED)
    rank = order.index(job.stage) if job.stage in order else len(order)
    return rank, job.number if job.is_open else -job.number


def _job_html(job: Job) -> str:
    stop = ""
    if job.stage in (Stage.WAITING, Stage.READING):
        stop = (
            f'<button type="button" class="act" data-do="cancel" data-number="{job.number}"'
            f" {named('aria-label', 'library.cancel.of', name=job.name)}>"
            f"{told('library.cancel')}</button>"
        )
    elif job.added and job.added.document:
        stop = _button("open", told("job.open"), "act", id=job.added.document.id)
    return (
        f'<li class="job {job.stage.value}"><span class="name">{escape(job.name)}</span>'
        f'<span class="stage">{told(f"stage.{job.stage.value}")}{_left_html(job)}</span>{stop}'
        f"{_bar_html(job)}{_result_html(job)}</li>"
    )


def _left_html(job: Job) -> str:
    if job.left is None:
        return ""
    return f" · {told(f'job.left.{_unit(job.left)}', n=_amount(job.left))}"


def _bar_html(job: Job) -> str:
    return '<span class="bar" aria-hidden="true"><i></i></span>' if job.stage in OPEN else ""


def _result_html(job: Job) -> str:
    info = job.added.document if job.added else None
    if job.error:
        return f'<p class="result">{escape(job.error)}</p>'
    if info is None:
        return ""
    if job.stage is Stage.KNOWN:
        return f'<p class="result">{told("job.known", name=info.file_name)}</p>'
    counts = {"sections": info.sections, "tables": info.tables, "figures": f"{info.figures:,}"}
    parts = [told("job.read", **counts), sums_html(info)]
    if job.added and job.added.status == "replaced":
        parts.append(told("job.replaced"))
    if info.warnings:
        parts.append(told("job.warnings", n=len(info.warnings)))
    return f'<p class="result">{" · ".join(parts)}</p>'


def sums_html(info: DocumentInfo) -> str:
    """Return how many of the tables that print sums add up."""
    if not info.checked_tables:
        return told("sums.none")
    return told("sums.held", held=info.reconciled_tables, checked=info.checked_tables)


def _unit(seconds: float) -> str:
    return "seconds" if seconds < MINUTE else "minutes"


def _amount(seconds: float) -> int:
    return max(1, math.ceil(seconds if seconds < MINUTE else seconds / 60))


def empty_html(samples: int, *, may_change: bool) -> str:
    """Return what an empty library offers: the samples with one click."""
    offer = _button("samples", told("library.samples", n=samples), "primary") if may_change else ""
    return (
        f'<section class="emptylibrary"><h3>{told("library.empty")}</h3>'
        f"<p>{told('library.empty.how')}</p>{offer}</section>"
    )


def list_html(
    infos: Sequence[DocumentInfo], opened: str, removed: Sequence[Removed], *, may_change: bool
) -> str:
    """Return every document as a line, the open one marked, and what can be brought back."""
    counts = {
        "documents": len(infos),
        "tables": f"{sum(info.tables for info in infos):,}",
        "figures": f"{sum(info.figures for info in infos):,}",
    }
    items = "".join(_line_html(info, opened, may_change=may_change) for info in infos)
    pick = ""
    if may_change:
        pick = (
            '<label class="all"><input type="checkbox" data-all'
            f" {named('aria-label', 'library.selectall')}></label>"
            '<button type="button" class="act" data-do="remove" data-selected disabled>'
            f"{told('library.remove.selected')}</button>"
        )
    return (
        f'<div class="counts">{pick}<span class="sum">{told("library.count", **counts)}</span>'
        f'<span class="shown" role="status" aria-live="polite"></span></div>'
        f'<ul class="documents" {named("aria-label", "library.list")}>{items}</ul>'
        f'<p class="nohit" hidden>{told("library.nohit")}</p>'
        f"{_bin_html(removed, may_change=may_change)}"
    )


def _line_html(info: DocumentInfo, opened: str, *, may_change: bool) -> str:
    year = f"{info.fiscal_year}年" if info.fiscal_year else ""
    words = escape(" ".join((info.title, info.file_name, info.owner, year, info.kind)).lower())
    keys = {
        "owner": info.owner,
        "year": str(info.fiscal_year or 0),
        "added": info.added_at,
        "name": info.file_name,
        "figures": str(info.figures),
        "warnings": str(len(info.warnings)),
    }
    data = "".join(f' data-{key}="{escape(value)}"' for key, value in keys.items())
    current = ' aria-current="true"' if info.id == opened else ""
    pick = ""
    if may_change:
        pick = (
            f'<input type="checkbox" value="{info.id}"'
            f" {named('aria-label', 'library.select', name=info.file_name)}>"
        )
    return (
        f'<li data-words="{words}"{data}>{pick}<button type="button" class="line" data-do="open"'
        f' data-id="{info.id}"{current}><span class="title">{escape(info.title)}</span>'
        f'<span class="facts">{_facts_html(info)}</span></button></li>'
    )


def _facts_html(info: DocumentInfo) -> str:
    year = f"{info.fiscal_year}年" if info.fiscal_year else ""
    facts = [
        escape(info.owner) if info.owner else told("doc.noowner"),
        escape(year) if year else told("doc.noyear"),
        escape(info.kind) if info.kind else told("doc.nokind"),
        told("doc.tables", n=info.tables),
        told("doc.figures", n=f"{info.figures:,}"),
        escape(PurePath(info.file_name).suffix.removeprefix(".").upper()),
    ]
    if info.warnings:
        facts.append(f'<em class="warn">{told("job.warnings", n=len(info.warnings))}</em>')
    if info.correction:
        facts.append(f'<em class="byhand">{told("doc.byhand")}</em>')
    return " · ".join(f"<span>{fact}</span>" for fact in facts if fact)


def _bin_html(removed: Sequence[Removed], *, may_change: bool) -> str:
    if not (removed and may_change):
        return ""
    items = "".join(
        f"<li><span>{escape(one.file_name)}</span>"
        f'<button type="button" class="act" data-do="restore" data-ids="{one.id}"'
        f" {named('aria-label', 'library.restore.of', name=one.file_name)}>"
        f"{told('library.restore')}</button></li>"
        for one in removed
    )
    return (
        f'<details class="bin"><summary>{told("library.bin", n=len(removed))}</summary>'
        f"<p>{told('library.bin.kept', days=KEPT_DAYS)}</p><ul>{items}</ul></details>"
    )


def _button(do: str, words: str, kind: str, **data: str) -> str:
    shown = "".join(f' data-{name}="{escape(value)}"' for name, value in data.items())
    return f'<button type="button" class="{kind}" data-do="{do}"{shown}>{words}</button>'
