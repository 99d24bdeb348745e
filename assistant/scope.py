"""Who and when: the documents a question is about, what was assumed, why there is no answer."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Reason
from assistant.desk import Desk
from assistant.draft import Draft, refusal
from assistant.language.aliases import readings
from assistant.lookup.evidence import Finding
from assistant.lookup.facts import Facts
from assistant.lookup.strangers import is_short_for
from assistant.question import Known, Question
from assistant.wording import squeeze, terms_of
from corpus.vocabulary import lines_of
from index.segment import words as cut


def documents_of(question: Question, facts: Facts) -> frozenset[str]:
    """Return the documents whose owners the question means; all when it names none."""
    if question.owners.documents:
        return frozenset(question.owners.documents)
    return frozenset(facts.documents)


def owner_refusal(question: Question, facts: Facts) -> Draft | None:
    """Return a refusal when the question names a body that the library does not have."""
    if question.owners.status != "unknown":
        return None
    held = sorted({info.owner or f"《{info.title}》" for info in facts.documents.values()})
    lead = f"库中没有「{question.owners.unknown}」公开的文件，无法回答。"
    return refusal(Reason.DOCUMENT_ABSENT, f"{lead}现有：{'、'.join(held[:8])}。")


def year_refusal(desk: Desk) -> Draft | None:
    """Return a refusal when no figure or document of the owners tells of the years asked."""
    years = desk.question.periods.years
    if not years:
        return None
    held = desk.facts.years_of(desk.documents)
    if desk.facts.telling(desk.documents, years):
        return None
    shown = "、".join(f"{y}年" for y in held)
    asked = "、".join(f"{y}年" for y in years)
    lead = f"库中没有所问单位{asked}的文件，已有文件里也没有可以引用的{asked}数字"
    return refusal(Reason.YEAR_ABSENT, f"{lead}（现有年度：{shown or '无'}）。")


def scope_refusal(desk: Desk) -> Draft:
    """Return the refusal for a look-up that found nothing: the year, or else the item."""
    absent = year_refusal(desk)
    if absent:
        return absent
    lead = "所查文件没有公开这一项，或没有可以准确引用的数字。"
    return refusal(Reason.ITEM_NOT_DISCLOSED, lead)


def _whose(desk: Desk, finding: Finding) -> str:
    """Return the owner of a finding, or the title of a document that does not tell it."""
    return finding.value.owner or f"《{desk.facts.documents[finding.document].title}》"


def _other_years(question: Question, findings: Sequence[Finding]) -> list[str]:
    """Say so where figures are of none of the years asked for."""
    asked = question.periods.years
    found = {year for f in findings if (year := f.figure.period.year) and year not in asked}
    told = "、".join(f"{year}年" for year in sorted(found))
    return [f"文件没有所问年度的这一项，所引是{told}的数字"] if asked and told else []


def _words_missing(subject: str, finding: Finding) -> list[str]:
    """Return the words of a question that neither the figure nor what surrounds it has."""
    if any(readings(squeeze(subject))):  # a colloquial name is not expected in the document
        return []
    entry, silent = finding.candidate.entry, lines_of("wording_words.tsv")
    words = [w for w in cut(subject) if len(w) > 1 and not w.isascii() and w not in silent]
    missing = [
        w for w in words if 2 * sum(t in entry.fields for t in terms_of(w)) < len(terms_of(w))
    ]
    return [w for w in missing if not is_short_for(w, entry.around)]


def _has_own(desk: Desk, unit: str) -> bool:
    """Tell whether any figure is filed under a unit below the owner."""
    name = squeeze(unit)
    return any(entry.is_filed_under(name) for entry in desk.facts.within(desk.documents))


def scope_notes(desk: Desk, findings: Sequence[Finding]) -> list[str]:
    """Say in words what the question left open and the answer assumed."""
    question, first = desk.question, next(iter(findings), None)
    if first is None:
        return []
    notes = []
    if question.owners.entity and not _has_own(desk, question.owners.entity):
        owner = _whose(desk, first)
        notes.append(f"文件没有单独列出「{question.owners.entity}」的数字，按「{owner}」的文件回答")
    if question.owners.status == "none":
        notes.append(f"问题没有写单位，按「{_whose(desk, first)}」回答")
    if not question.periods.years and not question.period_slot.words and first.year:
        notes.append(f"问题没有写年份，按{first.year}年的文件回答")
    notes += _other_years(question, findings)
    missing = _words_missing(question.subject, first)
    if missing:
        words = "」「".join(missing)
        notes.append(f"所引数字的名称和上下文里没有「{words}」，请核对它是不是所问的一项")
    if question.owner_slot.known is Known.INHERITED:
        notes.append(f"沿用上文的单位：{_whose(desk, first)}")
    if question.period_slot.known is Known.INHERITED and first.year:
        notes.append(f"沿用上文的年份：{'、'.join(map(str, question.periods.years))}年")
    return notes
