"""Reads the text of HTML elements as a browser prints it: paragraphs, lists, line breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from corpus.readers.cell_text import lines_of_text, one_line

BLOCK_TAGS = (
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav"
    " ol p section summary tbody td tfoot th thead tr ul"
)
SILENT_TAGS = (
    "script style noscript template head title iframe object select button textarea svg rt rp"
    " -comment"
)
BLOCKS, SILENT = frozenset(BLOCK_TAGS.split()), frozenset(SILENT_TAGS.split())
APART = frozenset({"br", "table", "pre", "li", "sup"})  # not inline, and no plain block
MAX_DEPTH = 150  # deeper elements are read as plain text
SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
NO_MARK = re.compile(r"list-style(?:-type)?\s*:\s*none", re.IGNORECASE)
ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))

Part = str | LexborNode  # a paragraph, or a table or preformatted element


def parts_of(node: LexborNode) -> list[Part]:
    """Return the paragraphs in an element, with its tables and <pre> elements in their places."""
    flow = _Flow()
    flow.walk(node, 0)
    flow.flush()
    return flow.parts


def lines_of(node: LexborNode) -> list[str]:
    """Return the paragraphs in an element; a table in it gives one line a cell."""
    lone = _lone_text(node)
    if lone is not None:
        return [line] if (line := _collapsed(lone)) else []
    lines: list[str] = []
    for part in parts_of(node):
        if isinstance(part, str):
            lines.append(part)
        elif part.tag == "pre":
            lines += lines_of_text(part.text())
        else:
            lines += [one_line(text) for cell in part.css("td,th") if (text := cell.text().strip())]
    return lines


def _lone_text(node: LexborNode) -> str | None:
    """The text of an element that holds nothing else, most cells do; None for all others."""
    child = node.first_child
    while child is not None and child.next is None:
        tag = child.tag or ""
        if tag == "-text":
            return child.text_content or ""
        if tag in SILENT or tag in APART:
            return None
        child = child.first_child
    return None


def text_of(node: LexborNode) -> str:
    """Return the text of an element on one line."""
    return one_line("\n".join(lines_of(node)))


def children_of(node: LexborNode) -> Iterator[LexborNode]:
    """Yield the nodes directly inside an element, texts too."""
    child = node.first_child
    while child is not None:
        yield child
        child = child.next


class _Flow:
    """Collects inline text into paragraphs while elements are walked in order."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self._raw: list[str] = []
        self._marker = ""  # of a list item, for the first text in it

    def walk(self, node: LexborNode, depth: int) -> None:
        if depth > MAX_DEPTH:
            self._raw.append(node.text())
            return
        number = _first_number(node)
        for child in children_of(node):
            tag = child.tag or ""
            if tag == "-text":
                self._raw.append(child.text_content or "")
            elif tag == "li":
                number = _number(child.attributes.get("value"), number)
                self._block(child, depth, _marker(node, number))
                number += 1
            else:
                self._visit(child, tag, depth)

    def _visit(self, child: LexborNode, tag: str, depth: int) -> None:
        if tag in SILENT:
            return
        if tag == "br":
            self.flush()
        elif tag in ("table", "pre"):
            self.flush()
            self.parts.append(child)
        elif tag == "sup":
            self._raw.append(_raised(child.text()))
        elif tag in BLOCKS:
            self._block(child, depth, "")
        else:
            self.walk(child, depth + 1)

    def _block(self, node: LexborNode, depth: int, marker: str) -> None:
        self.flush()
        self._marker = marker or self._marker
        self.walk(node, depth + 1)
        self.flush()
        if marker:
            self._marker = ""

    def flush(self) -> None:
        """End the paragraph that is being collected."""
        raw = "".join(self._raw)
        self._raw = []
        if text := _collapsed(raw):
            self.parts.append(self._marker + text)
            self._marker = ""


def _collapsed(raw: str) -> str:
    return one_line(SPACE.sub(lambda gap: _gap(gap, raw), raw))


def _gap(gap: re.Match[str], raw: str) -> str:
    """White space is one space; a line of the source that ends between Chinese is none."""
    before, after = raw[gap.start() - 1 : gap.start()], raw[gap.end() : gap.end() + 1]
    is_wrap = "\n" in gap[0] and "\xa0" not in gap[0]
    return "" if is_wrap and before > "\u2e7f" and after > "\u2e7f" else " "


def _raised(text: str) -> str:
    """A raised number may not join the number before it: 「85.35」 with a note 1 is no 85.351."""
    return text.translate(RAISED) if text.strip().isdecimal() else text


def _first_number(node: LexborNode) -> int:
    return _number(node.attributes.get("start"), 1) if node.tag == "ol" else 1


def _number(value: str | None, otherwise: int) -> int:
    return int(value) if value and re.fullmatch(r"\d{1,6}", value) else otherwise


def _marker(parent: LexborNode, number: int) -> str:
    """The number that a browser prints before an item of an <ol>."""
    if parent.tag != "ol" or NO_MARK.search(parent.attributes.get("style") or ""):
        return ""
    kind = parent.attributes.get("type") or "1"
    if kind in ("a", "A") and number <= 26:
        letter = chr(96 + number)
        return f"{letter.upper() if kind == 'A' else letter}. "
    if kind in ("i", "I") and number < 40:
        roman = _roman(number)
        return f"{roman.upper() if kind == 'I' else roman}. "
    return f"{number}. "


def _roman(number: int) -> str:
    text = ""
    for value, letters in ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text
