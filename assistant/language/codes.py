"""Writes classification codes as the documents do: 213-03-06 and 213类03款06项 are 2130306."""

from __future__ import annotations

import re

JOINT = r"\s*[-—－.·\s类款]\s*"
PARTED = re.compile(
    rf"(?<![\d.,-])([235]\d\d){JOINT}(\d\d)(?:{JOINT}(\d\d))?项?(?![\d.]|-\d|\s*[元万亿%％年月日人个])"
)


def with_whole_codes(text: str) -> str:
    """Return the text with every parted code of the classification in one piece."""
    return PARTED.sub(lambda match: "".join(filter(None, match.groups())), text)
