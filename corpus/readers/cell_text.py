"""Makes one line of a cell or paragraph that its author broke over several lines."""

from __future__ import annotations

import re
import unicodedata

LINE_BREAK = re.compile(r"\s*[\r\n\v\f\u2028\u2029]+\s*")
INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufeff\u200b\u200c\u200d\u2060]")


def lines_of_text(text: str) -> list[str]:
    """Return the non-blank lines of a text, normalised to NFC, without spaces at their ends."""
    plain = INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return [line for part in LINE_BREAK.split(plain) if (line := part.strip())]


def one_line(text: str) -> str:
    """Return a text without line breaks.

    Chinese is joined without a space. Letters and digits keep one between them: two numbers on
    two lines of a cell are two numbers.
    """
    if text.isprintable() and unicodedata.is_normalized("NFC", text):
        return text.strip()  # nearly all cells
    lines = lines_of_text(text)
    joined = lines[0] if lines else ""
    for line in lines[1:]:
        apart = _is_ascii_word(joined[-1]) and _is_ascii_word(line[0])
        joined += f" {line}" if apart else line
    return re.sub(r"\s*\t\s*", " ", joined)


def _is_ascii_word(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()
