"""Family 6: form and text: blanks in sentences, template text, repeats, damage, numbering."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from assistant.review.finding import Finding
from assistant.review.paper import Paper
from corpus.document import Paragraph, Span
from corpus.figure import AbsenceKind, Source
from corpus.numerals import decimal_of
from corpus.vocabulary import lines_of, rows_of

REPEATED = re.compile(r"([\u4e00-\u9fff]{4,20})\1")
QUESTION = re.compile(r"(?<=[\u4e00-\u9fff])[?？](?=[\u4e00-\u9fff])")
DAMAGED = re.compile(r"[\ufffd\ue000-\uf8ff]|锟斤拷|烫烫烫|</?(?:p|br|div|span)\b[^>]*>")
SENTENCE = re.compile(r"[^。！!；;\n]*[。！!；;]?")
SHORT = 60  # characters that a quote shows around a place


def blanks(paper: Paper) -> Iterator[Finding]:
    """Yield sentences in which a number was left out."""
    for absence in paper.absences:
        if absence.kind is AbsenceKind.BLANK and absence.source.cell is None:
            yield paper.finding(
                "blank",
                f"「{absence.item.name}」的数字漏填。",
                [absence.source],
            )
    known = [a.source.span for a in paper.absences if a.kind is AbsenceKind.BLANK]
    for paragraph, text in paper.paragraphs:
        paper.count("blank")
        for match in _left_out().finditer(text):
            start = paragraph.span.start + match.start()
            if not any(span.start <= start < span.end for span in known):
                yield _at(paper, "blank", paragraph, match, "这里的数字漏填")


@cache
def _left_out() -> re.Pattern[str]:
    """「预算支出万元」: a word that wants a number, a unit, and nothing between them."""
    words = "|".join(map(re.escape, lines_of("review_number_words.tsv")))
    return re.compile(rf"(?:{words})[ 　]*(?:万元|亿元)(?=[，。；,;、与比较])")


def templates(paper: Paper) -> Iterator[Finding]:
    """Yield text of the template that should have been chosen from or filled in."""
    forms = [(re.compile(form), why) for form, why in rows_of("review_templates.tsv", columns=2)]
    for why in dict.fromkeys(why for _, why in forms):
        own = [form for form, reason in forms if reason == why]
        found = [at for paragraph in paper.paragraphs for at in _matches(paper, paragraph, own)]
        paper.count("template")
        if found:
            shown = "、".join(dict.fromkeys(f"「{one.printed}」" for one in found))
            message = f"{why}，共 {len(found)} 处：{shown}。"
            yield paper.finding("template", message, found, found=found[0].printed)


def _matches(
    paper: Paper, line: tuple[Paragraph, str], forms: Sequence[re.Pattern[str]]
) -> Iterator[Source]:
    paragraph, text = line
    for form in forms:
        for match in form.finditer(text):
            start, end = _around(text, match)
            at = paragraph.span.start
            yield paper.stretch(at + start, at + end, printed=match[0])


def repeats(paper: Paper) -> Iterator[Finding]:
    """Yield words that stand twice in a row, and sentences that do."""
    for paragraph, text in paper.paragraphs:
        paper.count("repeated")
        for match in REPEATED.finditer(text):
            yield _at(paper, "repeated", paragraph, match, f"「{match[1]}」重复")


def damage(paper: Paper) -> Iterator[Finding]:
    """Yield characters that a conversion lost, and tags that it left."""
    for paragraph, text in paper.paragraphs:
        paper.count("damaged")
        for match in QUESTION.finditer(text):
            if not _asks(text, match.start()):
                yield _at(paper, "damaged", paragraph, match, "问号处的文字可能在转换时丢失")
        for match in DAMAGED.finditer(text):
            yield _at(paper, "damaged", paragraph, match, "这里有乱码或网页标记")
    for table in paper.document.tables:
        for row in table.rows:
            text = paper.document.quote(row.span)
            if found := DAMAGED.search(text):
                start = row.span.start + found.start()
                source = paper.stretch(start, min(row.span.end, start + SHORT))
                yield paper.finding("damaged", "表格里有乱码或网页标记。", [source])


def _asks(text: str, at: int) -> bool:
    """Tell whether the sentence before a question mark is a question."""
    before = re.split(r"[。；;！!?？]", text[:at])[-1]
    return any(word in before for word in lines_of("review_question_words.tsv"))


def _at(paper: Paper, rule: str, paragraph: Paragraph, match: re.Match[str], why: str) -> Finding:
    start = paragraph.span.start
    text = paper.document.quote(paragraph.span)
    from_, to = _around(text, match)
    source = paper.stretch(start + from_, start + to, printed=match[0])
    return paper.finding(rule, f"{why}：「{source.quote.strip()}」。", [source], found=match[0])


def _around(text: str, match: re.Match[str]) -> tuple[int, int]:
    """Return the sentence of a match, or what is near it in a long one."""
    for sentence in SENTENCE.finditer(text):
        if sentence.start() <= match.start() < sentence.end():
            start = max(sentence.start(), match.start() - SHORT)
            return start, min(max(sentence.end(), match.end()), match.end() + SHORT)
    return match.span()


HAN = re.compile(r"\s*([一二三四五六七八九十]{1,3})[、．.]")
ARABIC = re.compile(r"\s*(\d{1,2})[、．.](?!\d)")


def numbering(paper: Paper) -> Iterator[Finding]:
    """Yield headings of the first level whose number has another form, or was skipped."""
    lines = list(paper.document.paragraphs)
    tops = [(n, number) for n, line in enumerate(lines) if (number := _top(paper, line))]
    for (n, number), (m, following) in pairwise(tops):
        paper.count("numbering")
        missing = list(range(number + 1, following))
        if not missing or following <= number:
            continue
        stand_ins = _arabic(paper, lines[n + 1 : m], missing)
        if stand_ins:
            places = [paper.stretch(s.start, s.end) for s in stand_ins]
            shown = "、".join(one.quote.strip()[:16] for one in places)
            yield paper.finding(
                "numbering",
                f"第 {number} 节和第 {following} 节之间的标题编号形式不一致：{shown}。",
                places,
            )


def _top(paper: Paper, line: Paragraph) -> int:
    if line.in_contents or not line.is_heading:
        return 0
    match = HAN.match(paper.document.quote(line.span))
    return int(decimal_of(match[1])) if match else 0


def _arabic(paper: Paper, lines: Sequence[Paragraph], missing: Sequence[int]) -> list[Span]:
    """Return the lines that carry exactly the missing numbers, in order, in other digits."""
    found: list[Span] = []
    for line in lines:
        match = ARABIC.match(paper.document.quote(line.span))
        if match and len(found) < len(missing) and int(match[1]) == missing[len(found)]:
            found.append(line.span)
    return found if len(found) == len(missing) else []
