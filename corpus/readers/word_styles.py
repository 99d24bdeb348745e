"""What a Word file's styles say about the text: numbering, hidden text, lines of contents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from corpus.readers.word_package import W, is_on, value_at

CONTENTS_STYLE = re.compile(r"(?:toc|contents|目录)\s*\d", re.IGNORECASE)
MAX_CHAIN = 20  # styles that a style may be based on; more is a circle


@dataclass(frozen=True, slots=True)
class Numbering:
    """Which list a paragraph belongs to and how deep. list is "0" where numbering is removed."""

    list: str
    level: int | None


class Styles:
    """The styles of one file by their id."""

    def __init__(self, part: Element) -> None:
        self._styles = {s.get(W + "styleId", ""): s for s in part.iter(W + "style")}
        self._hidden: dict[str, bool] = {}  # asked for with every run
        self._default = next(
            (
                s.get(W + "styleId", "")
                for s in part.iter(W + "style")
                if s.get(W + "type") == "paragraph" and s.get(W + "default") in ("1", "true", "on")
            ),
            "",
        )

    def style_of(self, paragraph: Element) -> str:
        """Return the id of a paragraph's style."""
        return value_at(paragraph, "pPr/pStyle") or self._default

    def chain(self, style: str) -> Iterator[tuple[str, Element]]:
        """Yield (id, style), a style first, then what it is based on."""
        for _ in range(MAX_CHAIN):
            if style not in self._styles:
                return
            yield style, self._styles[style]
            style = value_at(self._styles[style], "basedOn") or ""

    def is_hidden(self, style: str) -> bool:
        """Tell whether text in this style is not printed."""
        if style not in self._hidden:
            states = (is_on(found, "rPr/vanish") for _, found in self.chain(style))
            self._hidden[style] = next((state for state in states if state is not None), False)
        return self._hidden[style]

    def is_contents(self, paragraph: Element) -> bool:
        """Tell whether a paragraph is styled as a line of a table of contents."""
        names = (value_at(found, "name") or "" for _, found in self.chain(self.style_of(paragraph)))
        return any(CONTENTS_STYLE.fullmatch(name) for name in names)
