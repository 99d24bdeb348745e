"""Reads what a number is about from the words before it: the item's name, code and chain.

Which words are fillers and which names say nothing by themselves is data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from corpus.clauses import DATE_MARK
from corpus.vocabulary import lines_of, rows_of

CODE = re.compile(r"^[（(]?(2\d{2}(?:\d{2}){0,2}|[35]\d{2}(?:\d{2})?)[）)]?\s*(?=[一-鿿“])")
CODE_BEHIND = re.compile(r"[（(](2\d{2}(?:\d{2}){0,2}|[35]\d{2}(?:\d{2})?)[）)]$")
LIST_MARK = re.compile(
    r"^(?:[（(]?[\d一二三四五六七八九十]{1,3}[）)、]|\d{1,2}[.．](?!\d)|[①-⑳]|[-•·*]+"
    r"|\d{1,2}(?:[.．]\d{1,2}){1,3}(?=\s*[一-鿿“（]))\s*"
)
CHAIN = re.compile(r"[“\"]?([^（()）“”]+(?:（[^类款项）]+）[^（]*)?)[（(]([类款项])[）)]")
EDGE = ' "\t\n　、，,。；;：:*×xX✕+-—/〈〉\x01'
OWN_OFFICE = re.compile(r"^(?:（本级）|部门(?!预算|决算|收入|支出|总))")
SEAT = re.compile(r"(?P<name>[^省市区县州旗]{1,4}(?:街道|[镇乡]))(?:办事处|人民政府)(?:（本级）)?$")
LEVELS = "类款项"
CLASS_SPENDING = re.compile(r"[（(]类[）)][”\"]?支出[^（(]*$")
CAUSE_LEAD = re.compile(r"^.*原因(?:主要)?(?:是|为|系|在于)(?=[一-鿿“]{2})")
JOINT = re.compile(r"(?P<first>.*?(?P<end>总计|合计|总额))[、和与及](?P<second>.+(?P=end))")
SPENT = re.compile(r"(?<=拨款)预算(?=(?:收入|支出)$)")  # 财政拨款预算支出 is 财政拨款支出
STAGED = re.compile(r"(?:(?<=拨款)|(?<=(?:公共|基金|经营)预算))(支出|收入)(?:预算|决算)数?$")
REMARK = re.compile(r"[（(](?:以[^（()）]*为准|详?见[^（()）]*|下同|按[^（()）]*)[）)]")
NUMBER_WORD = re.compile(r"(?<=经费|支出|收入|拨款)(?:数|执行)$")
SHORT = re.compile(
    r".|.[^费税]"
)  # 「本年」, 「收入」 are no names without what follows; 「水费」 is
KIND_OF = ("级", "型", "式", "类")  # 「工程级」投影仪
MAX_NAME, MAX_NOUN = 60, 12  # characters


@dataclass(frozen=True, slots=True)
class Subject:
    """The item that a head names. ``name`` is "" when it names none (see ``is_poor``)."""

    name: str
    code: str = ""
    path: tuple[str, ...] = ()
    is_poor: bool = False  # it only says 预算金额, 合计 …

    @property
    def is_own(self) -> bool:
        """Tell whether the words name an item by themselves."""
        return bool(self.name) and not self.is_poor


def subject_of(words: str, owner: str) -> Subject:
    """Return what ``words`` (a head without its dates) name; fillers, verbs and owner go."""
    before, _, last = re.sub(r"\s+", "", words).strip(EDGE).rpartition(DATE_MARK)
    if before and (subject := subject_of(last, owner)).is_own and len(subject.name) > 2:
        return subject
    text = _without_marks(f"{before}{last}".replace(DATE_MARK, ""))
    text = STAGED.sub(r"\1", REMARK.sub("", SPENT.sub("", text)))
    chain = chain_of(text)
    if chain:
        return chain
    if text in lines_of("net_words.tsv"):
        return Subject(text, is_poor=True)
    text = ACHIEVED.sub("", _without_leads(_without_giver(text), owner))
    code, text = _code_of(text)
    name = _unquoted(_without_trails(text, keep=not code))
    if not re.search(r"[一-鿿A-Za-z]", name):
        return Subject("", is_poor=bool(text))
    if name in lines_of("poor_names.tsv") or text in lines_of("poor_names.tsv"):
        return Subject(name, is_poor=True)
    return Subject(name[-MAX_NAME:], code)


def _code_of(text: str) -> tuple[str, str]:
    """Return (classification code or "", the text without it): it stands before or behind."""
    if before := CODE.match(text):
        return before[1], text[before.end() :]
    if behind := CODE_BEHIND.search(text):
        return behind[1], text[: behind.start()]
    return "", text


ACHIEVED = re.compile(r"(?:累计|实际|共)*完成(?=[^，]*(?:收入|支出|税)$)")
GIVER = re.compile(
    r"^(?:向|对|给|为)[^，]{2,}?(?:发送|预拨|拨付|发放|支付|提供|给予|进行了?)(?=[一-鿿])"
    r"|^.{2,20}?(?:局|中心|处|所|院|校|办|委)(?:共)?(?:设有|下设|内设|有)(?=[一-鿿])"
    r"|^.+且(?=[一-鿿]{2})"
    r"|^[（(][^（()）]*[）)]的?"
)


def _without_giver(text: str) -> str:
    """Take off who gives to whom and who has: 「向困难群众发放」救助金, 「中心有」编制."""
    return GIVER.sub("", CAUSE_LEAD.sub("", text), count=1)


def _unquoted(name: str) -> str:
    """Take off quotation marks that hold the whole name, or that lost their other half."""
    if name.startswith("“") and name.find("”") in (-1, len(name) - 1):
        name = name[1:]
    if name.endswith("”") and "“" not in name:
        name = name[:-1]
    return name


def heading_name(words: str, owner: str) -> str:
    """Return a heading's words without number, owner and fillers in front."""
    return _unquoted(_without_leads(_without_marks(re.sub(r"\s+", "", words)), owner))


def chain_of(text: str) -> Subject | None:
    """Return the item of 「…（类）…（款）…（项）」, or None where there is no such chain."""
    names = _last_chain(re.sub(r"\s+", "", text))
    if not names:
        return None
    names[0] = _without_marks(_without_marks(names[0]).removeprefix("其中"))
    if not all(names):
        return None
    code = CODE.match(names[-1])
    name = names[-1][code.end() :] if code else names[-1]
    if CLASS_SPENDING.search(text) and not name.endswith("支出"):
        name += "支出"
    return Subject(_unquoted(name), code[1] if code else "", tuple(names[:-1]))


def _last_chain(text: str) -> list[str]:
    """Return the names of the last chain: a level as high, or a mark between, begins another."""
    names: list[str] = []
    depth = -1
    for match in CHAIN.finditer(text):
        level = LEVELS.index(match[2])
        *before, name = re.split(r"[，,。；;：:]", match[1])
        if level <= depth or any(before):
            names = []
            name = name.rpartition("、")[2] if level <= depth else name
        names.append(name.strip(EDGE))
        depth = level
    return names


def counted_noun(tail: str) -> str:
    """Return the noun right after a count (「14 名」党员), or "" when a verb or nothing follows."""
    words = re.match(r"[一-鿿“”]{2,20}", tail)
    if not words or tail.startswith(lines_of("tail_verbs.tsv")):
        return ""
    phrase = re.split(r"以及|[和与及]", words[0])[0]
    acts = any(verb in phrase for verb in lines_of("tail_verbs.tsv"))
    if len(phrase) <= MAX_NOUN and phrase.endswith(lines_of("count_nouns.tsv")) and not acts:
        return phrase.strip(EDGE)
    ends = [
        words[0].find(noun) + len(noun) for noun in lines_of("count_nouns.tsv") if noun in words[0]
    ]
    ends = [end for end in ends if words[0][end : end + 1] not in KIND_OF]
    end = min((e for e in ends if e <= MAX_NOUN), default=0)
    return words[0][:end].strip(EDGE)


@cache
def _longest_first(name: str) -> tuple[str, ...]:
    return tuple(sorted(lines_of(name), key=len, reverse=True))


def _without_marks(text: str) -> str:
    return LIST_MARK.sub("", text.strip(EDGE)).strip(EDGE)


def _without_leads(text: str, owner: str) -> str:
    while True:
        shorter = _without_owner(text.strip(EDGE), owner)
        if not shorter.startswith(lines_of("kept_starts.tsv")):
            lead = next((w for w in _longest_first("head_leads.tsv") if shorter.startswith(w)), "")
            shorter = shorter[len(lead) :].strip(EDGE)
        if shorter == text:
            return text
        text = shorter


def _without_owner(text: str, owner: str) -> str:
    """Take the discloser's name off, also where it is printed shorter than in full."""
    told = ((text.find(ending), ending) for ending in _endings(owner))
    place, ending = next(((p, e) for p, e in told if 0 <= p <= 24), (-1, ""))
    if place < 0:
        return text
    rest = text[place + len(ending) :]
    rest = OWN_OFFICE.sub("", rest.lstrip("”）)") if rest[:1] == "”" else rest)
    return rest.removeprefix("的") if len(rest) != 1 else text


def _endings(owner: str) -> Iterator[str]:
    """Yield what the discloser's name ends with: 临江街道办事处 is 临江街道, too."""
    if len(owner) >= 4:
        yield owner[-4:]
    if seat := SEAT.search(owner):
        yield seat["name"]


def _without_trails(text: str, *, keep: bool) -> str:
    while True:
        whole = NUMBER_WORD.sub("", text.strip(EDGE))
        if whole in lines_of("poor_names.tsv") or (keep and _is_kept(whole)):
            return whole
        trails = (w for w in _longest_first("head_trails.tsv") if whole.endswith(w))
        rests = ((w, whole[: len(whole) - len(w)].strip(EDGE)) for w in trails)
        text = next((rest for w, rest in rests if len(w) == 1 or not SHORT.fullmatch(rest)), whole)
        if text == whole:
            return whole


def _is_kept(text: str) -> bool:
    return JOINT.fullmatch(text) is not None or any(
        text == word or (how == "end" and text.endswith(word))
        for word, how in rows_of("kept_ends.tsv", columns=2)
    )
