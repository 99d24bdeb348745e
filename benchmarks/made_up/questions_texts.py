"""Questions that sentences answer: reasons, definitions, duties, lists, stated absences."""

from __future__ import annotations

import re
from dataclasses import replace

from benchmarks.made_up.questions_data import choices
from benchmarks.made_up.questions_draft import Asker, Draft, Words
from benchmarks.made_up.questions_names import owner_said, year_said
from benchmarks.made_up.questions_printed import BASES, DOWN, FALLS, UP
from benchmarks.made_up.questions_shelf import Shelf, family, plain
from benchmarks.made_up.truth import Absent, Fact, MadeUp

CLAUSE = re.compile(r"[，。；、：:\n]|\s{2,}")
LEADS = re.compile(
    r"^(?:主要)?(?:原因)?(?:是|为|用于|指|由于|因为?|负责|承担|根据|按照|\d+[.．、]|[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十]+、)+"
)
CAUSE = re.compile(r"(?:主要)?原因(?:是|为|系)?[:：]?|主要(?:是|系|由于|因)|由于|因(?=.{2})")
LISTS = frozenset({"机构设置", "预算单位构成"})  # sentences that list names after a lead-in
LONGEST_SAID = 24
SHORTEST_SAID = 4
STATED = ("未安排", "没有安排", "没有使用", "无", "空表", "没有", "未使用", "不存在", "不涉及", "0")


def clauses(text: str) -> list[str]:
    """Return the clauses of a text that say something, without numbers and lead-ins."""
    parts = (LEADS.sub("", part.strip()) for part in CLAUSE.split(text))
    return [p for p in parts if SHORTEST_SAID <= len(p) <= LONGEST_SAID]


def cause_of(text: str) -> str:
    """Return the part of a sentence that says why, "" where it says none."""
    found = CAUSE.split(text, maxsplit=1)
    return re.split(r"[。；\n]", found[1])[0] if len(found) > 1 else ""


def passage(asker: Asker) -> Draft | None:
    """A reason, a definition, a duty: whatever passages the disclosures keep."""
    made_up = asker.random.choice(asker.shelf.disclosures)
    if not made_up.passages:
        return None
    topic, text = asker.random.choice(made_up.passages)
    kind, _, about = topic.partition("：")
    if kind == "增减原因":
        return reason(asker, made_up, about, text)
    if kind == "定义":
        return definition(asker, made_up, about, text)
    return told(asker, made_up, kind, about, text)


def text_draft(made_up: MadeUp, text: str, said: list[str], op: str) -> Draft:
    """Return the draft of a question whose answer has to say ``said``."""
    quotes = [
        line for line in text.splitlines() if any(s in line for s in said)
    ] or text.splitlines()
    return Draft(
        "",
        "text",
        op,
        f"{made_up.name}：{text[:60]}",
        must_mention=tuple((s,) for s in said),
        evidence=tuple((made_up.name, quote) for quote in quotes),
        tags=(op,),
    )


def head(asker: Asker, made_up: MadeUp) -> Words:
    """Return the slots of owner and year of a disclosure."""
    owner = owner_said(asker.shelf, made_up.facts[0], asker.random)
    return Words({"o": owner.words, "y": year_said(made_up.year, asker.random)}, owner.tags)


def reason(asker: Asker, made_up: MadeUp, item: str, text: str) -> Draft | None:
    """Why something grew or shrank."""
    moved = [
        f
        for f in made_up.facts
        if f.measure == "change" and f.item == item and (text in f.quote or f.quote in text)
    ]
    said = clauses(cause_of(text))
    if (
        len(moved) != 1
        or not said
        or moved[0].direction not in {"增加", "减少"}
        or moved[0].base not in {"", *BASES}
    ):
        return None
    if (
        len(
            {
                t
                for m in twins(asker.shelf, made_up)
                for n, t in m.passages
                if n == f"增减原因：{item}"
            }
        )
        > 1
    ):
        return None
    words = head(asker, made_up)
    way = (DOWN if moved[0].direction == FALLS else UP)[:2]
    slots = {
        **words.slots,
        "w": item,
        "c": asker.random.choice(way),
        "base": asker.piece(BASES[moved[0].base or "上年"], {}),
    }
    return asker.draft(
        "reason", Words(slots, words.tags), text_draft(made_up, text, said[:2], "passage")
    )


def twins(shelf: Shelf, made_up: MadeUp) -> list[MadeUp]:
    """Return the disclosures of the same owner and year, itself included."""
    own = family(made_up.owner)
    return [m for m in shelf.disclosures if family(m.owner) == own and m.year == made_up.year]


def definition(asker: Asker, made_up: MadeUp, term: str, text: str) -> Draft | None:
    """What a term means; bodies define terms alike, so the words need not name one."""
    texts = {t for m in asker.shelf.disclosures for n, t in m.passages if n == f"定义：{term}"}
    body = re.split(r"[：:]|是指|指", text, maxsplit=1)[-1]
    said = clauses(body)[:1]
    if not said or (any(said[0] not in other for other in texts) and len(texts) > 1):
        return None
    words = head(asker, made_up)
    slots = {**words.slots, "w": term}
    draft = text_draft(made_up, text, said, "definition")
    everywhere = tuple(
        (m.name, t) for m in asker.shelf.disclosures for n, t in m.passages if n == f"定义：{term}"
    )
    return asker.draft("definition", Words(slots, words.tags), replace(draft, evidence=everywhere))


def topic_of(kind: str, about: str) -> str:
    """Return a topic as passages are filed under it."""
    return f"{kind}：{about}" if about else kind


def told(asker: Asker, made_up: MadeUp, kind: str, about: str, text: str) -> Draft | None:
    """What a body does, what a project is for."""
    key = f"topic_{kind}"
    said = clauses(text)
    if key not in choices("questions_fragments.tsv") or len(said) < 1:
        return None
    if (
        len(
            {
                t
                for m in twins(asker.shelf, made_up)
                for n, t in m.passages
                if n.split("：")[0] == kind and n.partition("：")[2] == about
            }
        )
        > 1
    ):
        return None
    words = head(asker, made_up)
    slots = {**words.slots, "topic_ask": asker.piece(key, {"i": about})}
    said = said[1:4] if kind in LISTS else said[:1]
    if not said:
        return None
    draft = text_draft(made_up, text, said, "list" if len(said) > 1 else "passage")
    also = [
        m.name for m in twins(asker.shelf, made_up) if (topic_of(kind, about), text) in m.passages
    ]
    evidence = tuple((name, quote) for name in also for _, quote in draft.evidence)
    draft = replace(draft, evidence=evidence)
    return asker.draft("passage", Words(slots, (*words.tags, f"topic-{kind}")), draft)


def stated_absence(asker: Asker) -> Draft | None:
    """Money that the disclosure says it has not: the answer says so."""
    absences = [a for m in asker.shelf.disclosures for a in m.absences if a.how != "blank"]
    if not absences:
        return None
    absence = asker.random.choice(absences)
    figures = figures_of(asker.shelf, absence)
    if any(f.value for f in figures):
        return None
    words = absent_words(asker, absence)
    figures += zero_totals(asker.shelf, absence)
    places = [(a.document, a.quote) for a in same_lack(asker.shelf, absence)]
    places += [(f.document, f.quote) for f in figures]
    draft = Draft(
        "",
        "text",
        "lookup",
        f"{absence.document}：{absence.quote}",
        must_mention=(STATED,),
        evidence=tuple(dict.fromkeys(places)),
        tags=("absence", absence.how),
    )
    return asker.draft("lookup", words, draft)


def zero_totals(shelf: Shelf, absence: Absent) -> list[Fact]:
    """Return totals of nothing that say the same: the column of a fund in a total row."""
    facts = shelf.by_document[absence.document].facts
    fund = plain(absence.item)[:4]
    sums = [f for f in facts if not f.value and plain(f.item).endswith("计")]
    return [f for f in sums if any(fund in plain(column) for column in f.columns)]


def same_lack(shelf: Shelf, absence: Absent) -> list[Absent]:
    """Return every place that says the same lack of that owner and year, the given one first."""
    alike = twins(shelf, shelf.by_document[absence.document])
    others = [a for made_up in alike for a in made_up.absences if a.how != "blank"]
    return [absence, *(a for a in others if a.item[:4] == absence.item[:4])]


def figures_of(shelf: Shelf, absence: Absent) -> list[Fact]:
    """Return figures that the words for an absence could mean too."""
    return [
        f
        for f in shelf.by_document[absence.document].facts
        if f.year == absence.document_year
        and (f.item == absence.item or (absence.key and f.key == absence.key))
    ]


def absent_words(asker: Asker, absence: Absent) -> Words:
    """Return the slots of a question for something absent."""
    fact = asker.shelf.by_document[absence.document].facts[0]
    owner = owner_said(asker.shelf, fact, asker.random)
    column = absence.columns[-1] if absence.columns else ""
    what = asker.piece("with_slice", {"i": absence.item, "s": column}) if column else absence.item
    slots = {
        "o": owner.words,
        "y": year_said(absence.document_year, asker.random),
        "w": what,
        "ask": asker.piece("amount_ask", {}),
    }
    return Words(slots, owner.tags)
