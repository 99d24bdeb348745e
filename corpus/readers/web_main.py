"""Finds what a saved page is about: its article without what the site prints around it, its title.

What content systems call these parts is data: ``web_page.tsv``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from corpus.grids import squeezed
from corpus.readers.cell_text import one_line
from corpus.readers.web_text import children_of, text_of
from corpus.vocabulary import rows_of

MUCH_TEXT = 400  # characters of a noise element that is kept
FEW_CELLS = 12
NEAR = 0.9  # a smaller container that holds this share of a larger one is the article
ENOUGH = 0.3  # of the page's text, for a container to be the article
DOMINANT = 0.6  # of an element's text, for one child to be followed down
SAID = re.compile(r"[。；，]")
MIN_SENTENCE, MIN_TITLE, MAX_TITLE = 20, 4, 100  # characters
TITLE_PARTS = re.compile(r"\s*(?:[_|｜>»]|\s[-–—]+\s|[-–—]{2,}|-(?=[^-]*$))\s*")
CONTENT_TAGS = frozenset({"p", "table", "h1", "h2", "h3", "h4", "pre", "ol"})


@cache
def words(kind: str) -> tuple[str, ...]:
    """Return the selectors, names or forms of one kind in ``web_page.tsv``."""
    return tuple(word for own, word in rows_of("web_page.tsv", columns=2) if own == kind)


@cache
def forms(kind: str) -> re.Pattern[str]:
    """Return one regular expression for all lines of a kind."""
    return re.compile("|".join(f"(?:{form})" for form in words(kind)), re.IGNORECASE)


def is_noise(line: str) -> bool:
    """Tell whether a line is what sites print around articles."""
    return bool(forms("noise-line").fullmatch(squeezed(line)))


def clean_page(tree: LexborHTMLParser) -> None:
    """Remove from a page what is never read: scripts, hidden elements, navigation."""
    for node in tree.css(",".join(words("gone"))):
        node.decompose()
    if is_office(tree):
        return
    articles = {node.mem_id for node in tree.css(",".join((*words("main"), "body", "html")))}
    for node in tree.css(",".join(words("noise"))):
        if node.mem_id not in articles and not _holds_content(node):
            node.decompose()


def is_office(tree: LexborHTMLParser) -> bool:
    """Tell whether an office program wrote the page: then all of it is the document."""
    return tree.css_first(",".join(words("office"))) is not None


def _holds_content(node: LexborNode) -> bool:
    return len(node.css("td")) >= FEW_CELLS or weight(node) >= MUCH_TEXT


def weight(node: LexborNode) -> int:
    """How much text outside of links an element holds, in characters; tables count in full."""
    text = len(squeezed(node.text()))
    links = sum(len(squeezed(a.text())) for a in node.css("a[href]"))
    in_tables = sum(len(squeezed(a.text())) for a in node.css("td a[href]"))
    return text - links + in_tables


def main_nodes(tree: LexborHTMLParser) -> list[LexborNode]:
    """Return the elements that hold the article, in printed order."""
    body = tree.body
    if body is None:
        return []
    if is_office(tree):
        return [body]
    whole = weight(body)
    known = _known_containers(tree)
    largest = max((sum(map(weight, nodes)) for nodes in known), default=0)
    if largest < ENOUGH * whole or not largest:
        return [_densest(body)]
    near = [nodes for nodes in known if sum(map(weight, nodes)) >= NEAR * largest]
    return min(near, key=lambda nodes: sum(len(node.text()) for node in nodes))


def _known_containers(tree: LexborHTMLParser) -> list[list[LexborNode]]:
    return [nodes for selector in words("main") if (nodes := _outermost(tree.css(selector)))]


def _outermost(nodes: Sequence[LexborNode]) -> list[LexborNode]:
    ids = {node.mem_id for node in nodes}
    return [node for node in nodes if not any(up.mem_id in ids for up in _ancestors(node))]


def _ancestors(node: LexborNode) -> Iterator[LexborNode]:
    parent = node.parent
    while parent is not None:
        yield parent
        parent = parent.parent


def _densest(body: LexborNode) -> LexborNode:
    """Follow the heaviest child down until its neighbours hold content as well."""
    node, own = body, weight(body)
    while True:
        children = [child for child in children_of(node) if child.is_element_node]
        weights = [weight(child) for child in children]
        best = max(range(len(children)), key=weights.__getitem__, default=None)
        if best is None or not own or weights[best] < DOMINANT * own:
            return node
        if children[best].tag in CONTENT_TAGS:
            return node
        if any(_is_content(child) for n, child in enumerate(children) if n != best):
            return node
        node, own = children[best], weights[best]


def _is_content(node: LexborNode) -> bool:
    """Sentences, headings or tables: what belongs to an article, not to a site."""
    if node.css_first("td") is not None:
        return len(node.css("td")) >= FEW_CELLS
    text = one_line(node.text())
    if node.tag in CONTENT_TAGS:
        return bool(text) and not is_noise(text)
    return len(text) >= MIN_SENTENCE and bool(SAID.search(text)) and not is_noise(text)


def title_of(tree: LexborHTMLParser) -> str:
    """Return the article's title: from a meta tag, as printed in the page, or the window's."""
    if is_office(tree):
        return ""
    if named := _named_title(tree):
        return named
    window = _window_title(tree)
    printed = _printed_titles(tree)
    inside = (text for text in printed if squeezed(text) in squeezed(window))
    return next(inside, "") or next(iter(printed), "") or _first_part(window)


def _named_title(tree: LexborHTMLParser) -> str:
    """What a meta tag says, the first kind of tag first; "" for none."""
    said = {
        (meta.attributes.get("name") or meta.attributes.get("property") or "").lower(): text
        for meta in tree.css("meta")
        if (text := one_line(meta.attributes.get("content") or ""))
    }
    return next((said[name] for name in words("meta-title") if name in said), "")


def _window_title(tree: LexborHTMLParser) -> str:
    node = tree.css_first("title")
    return one_line(node.text()) if node is not None else ""


def _printed_titles(tree: LexborHTMLParser) -> list[str]:
    texts = (text_of(node) for selector in words("title") for node in tree.css(selector))
    return [t for t in texts if MIN_TITLE <= len(t) <= MAX_TITLE and not is_noise(t)]


def _first_part(window: str) -> str:
    """「标题_栏目_网站」 without column and site."""
    parts = (part for part in TITLE_PARTS.split(window) if len(part) >= MIN_TITLE)
    return next(parts, "")
