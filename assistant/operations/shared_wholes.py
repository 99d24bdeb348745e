"""Of what whole a document prints a share: 「占政府采购支出总额的60%」, 「其中：…，占11%」."""

from __future__ import annotations

import re

from assistant.language.funds import fund_of
from assistant.lookup.named import whole_totals
from assistant.wording import squeeze, term_set
from corpus.figure import Figure

SAID = re.compile(r"占(?P<whole>[^，,。；;：:占]{2,30}?)的?(?:比例|比重)?(?:为|是|达)?$")
SHARED = 1 / 3  # share of the shorter name's terms from which two names may be one whole


def is_of_other_whole(share: Figure, whole: str) -> bool:
    """Tell whether a printed share is of another whole than the one asked, "" for none.

    A whole that only stands above the number in the text has to be of the same fund; one that is
    said with the number has to share words too, unless both total all of a body's money.
    """
    asked, said = squeeze(whole), squeeze(_said_with(share))
    printed = said or squeeze("".join(share.item.path[-1:]))
    if not asked or not printed or printed in asked or asked in printed:
        return bool(asked and printed) and _are_of_other_funds(asked, printed)
    return _are_of_other_funds(asked, printed) or (bool(said) and not _may_be_one(asked, said))


def _said_with(share: Figure) -> str:
    """Return the whole that the sentence says in front of the number, "" for none."""
    at = share.context.rfind(share.source.printed) if share.source.printed else -1
    found = SAID.search(share.context[:at]) if at >= 0 else None
    return found["whole"] if found else ""


def _are_of_other_funds(asked: str, printed: str) -> bool:
    fund = fund_of(printed)
    return bool(fund) and fund != fund_of(asked)


def _may_be_one(asked: str, said: str) -> bool:
    if asked in whole_totals() and said in whole_totals():
        return True
    one, other = term_set(asked), term_set(said)
    return len(one & other) >= SHARED * min(len(one), len(other))
