"""Reads saved web pages: the article's paragraphs and tables, without what the site prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from corpus.cells import is_amount
from corpus.document import Block, Reading
from corpus.errors import UnreadableDocument
from corpus.grids import squeezed
from corpus.readers.cell_text import lines_of_text
from corpus.readers.html_tables import cells_of, sheet_of
from corpus.readers.merged import Cell
from corpus.readers.sheet_layout import blocks_of_sheet
from corpus.readers.text import blocks_of
from corpus.readers.web_main import clean_page, forms, is_noise, is_office, main_nodes, title_of
from corpus.readers.web_source import LOST, pages_of
from corpus.readers.web_text import children_of, parts_of, text_of

LITTLE_TEXT = 200  # characters of an article that may be an error page
LINKED, MIN_LINKS = 0.8, 5  # share of link text, and links, of a page that only lists others
LINES_OF_TITLE, LINES_OF_HEAD = 12, 15  # lines of an article that may print its title, its source
LAYOUT_SHARE, LONG = 0.6, 40  # of a table's text in one cell; characters of a paragraph in it
PARAGRAPHS = 3  # in one cell of a table that only arranges a page
MAX_NESTED = 20  # tables in tables


def read_web(data: bytes, name: str) -> Reading:
    """Return the blocks of a saved page (.html, .htm, .mht); raises ``UnreadableDocument``."""
    pages = pages_of(data, name)
    trees = [LexborHTMLParser(page) for page in pages]
    framed = trees[0].css_first("frameset") is not None and len(trees) > 1
    pictures = len(trees[0].css("img"))
    blocks: list[Block] = []
    for tree in trees[1:] if framed else trees[:1]:
        blocks += _blocks_of_page(tree, name)
    if not blocks:
        raise UnreadableDocument(_nothing_in(trees[0], pictures, name))
    lost = sum(page.count(LOST) for page in pages)
    remarks = [f"《{name}》有 {lost} 处文字无法按网页的编码识别，显示为“{LOST}”。"] if lost else []
    if not any(block.is_table for block in blocks) and _length(blocks) < LITTLE_TEXT:
        remarks.append(
            f"《{name}》的正文只有 {_length(blocks)} 个字，内容可能在附件或图片中；"
            "请下载原文件（PDF、Word 或 Excel）加入。"
        )
    return Reading(tuple(blocks), tuple(remarks))


def _length(blocks: Sequence[Block]) -> int:
    return sum(len(block.text) for block in blocks)


def _blocks_of_page(tree: LexborHTMLParser, name: str) -> list[Block]:
    wants_login = tree.css_first('input[type="password" i]') is not None
    title = title_of(tree)
    clean_page(tree)
    nodes = main_nodes(tree)
    blocks = [block for node in nodes for block in _blocks(node, 0)]
    if is_office(tree):
        return blocks
    blocks = _trimmed(blocks)
    _check_article(blocks, nodes, name, wants_login=wants_login)
    return _titled(blocks, title) if blocks else []


def _blocks(node: LexborNode, nested: int) -> list[Block]:
    blocks: list[Block] = []
    for part in parts_of(node):
        if isinstance(part, str):
            blocks.append(Block(text=part))
        elif part.tag == "pre":
            blocks += blocks_of(part.text().replace("\r", "").split("\n"))
        else:
            blocks += _blocks_of_table(part, nested)
    return blocks


def _blocks_of_table(table: LexborNode, nested: int) -> list[Block]:
    captions = [child for child in children_of(table) if child.tag == "caption"]
    titles = [Block(text=text) for caption in captions if (text := text_of(caption))]
    rows = cells_of(table)
    if nested < MAX_NESTED and _is_layout(table, rows):
        inner = (_blocks(cell, nested + 1) for cell in _cells(table))
        return [*titles, *(block for blocks in inner for block in blocks)]
    return [*titles, *blocks_of_sheet(sheet_of(rows))]


def _cells(table: LexborNode) -> Iterator[LexborNode]:
    """The cells of a table in printed order, without those of tables in them."""
    for child in children_of(table):
        if child.tag in ("td", "th"):
            yield child
        elif child.tag in ("thead", "tbody", "tfoot", "tr"):
            yield from _cells(child)


def _is_layout(table: LexborNode, rows: Sequence[Sequence[Cell]]) -> bool:
    """A table that only arranges a page: around other tables, or around paragraphs."""
    texts = [cell.text for row in rows for cell in row if cell.text]
    inner = [other for other in table.css("table") if other.mem_id != table.mem_id]
    if inner:
        return len(texts) == 1 or _surrounds(table, inner)
    if len(texts) == 1:
        return True
    longest = max(texts, key=len, default="")
    lines = lines_of_text(longest)
    is_prose = len(lines) >= PARAGRAPHS and max(map(len, lines)) >= LONG
    share = len(longest) / (sum(map(len, texts)) or 1)
    return is_prose and share >= LAYOUT_SHARE and not any(map(is_amount, texts))


def _surrounds(table: LexborNode, inner: Sequence[LexborNode]) -> bool:
    """The tables inside hold more than the table's own cells, and those hold no amounts."""
    own = [text_of(cell) for cell in _cells(table) if cell.css_first("table") is None]
    if any(map(is_amount, own)):
        return False
    within = sum(len(squeezed(other.text())) for other in inner)
    more_cells = sum(len(other.css("td,th")) for other in inner) >= len(own)
    return more_cells or 2 * within >= len(squeezed(table.text()))


def _trimmed(blocks: list[Block]) -> list[Block]:
    """The article without the lines that the site prints above and below it."""
    last = len(blocks)
    while last and not blocks[last - 1].is_table and is_noise(blocks[last - 1].text):
        last -= 1
    head = [block for block in blocks[: min(last, LINES_OF_HEAD)] if not _is_from_site(block)]
    return head + blocks[LINES_OF_HEAD:last]


def _is_from_site(block: Block) -> bool:
    """A line around the article, or the table of its metadata."""
    if not block.is_table:
        return is_noise(block.text)
    cells = (squeezed(cell) for row in block.rows for cell in row)
    return any(forms("noise-cell").fullmatch(cell) for cell in cells)


def _titled(blocks: list[Block], title: str) -> list[Block]:
    """The article under its title, unless its first lines print it."""
    top = "".join(block.text for block in blocks[:LINES_OF_TITLE])
    if not title or squeezed(title) in squeezed(top):
        return blocks
    return [Block(text=title), *blocks]


def _check_article(
    blocks: Sequence[Block], nodes: Sequence[LexborNode], name: str, *, wants_login: bool
) -> None:
    """Raise ``UnreadableDocument`` for pages that hold no document: errors, logins, lists."""
    if any(block.is_table for block in blocks):
        return
    is_error = any(forms("error-line").fullmatch(squeezed(block.text)) for block in blocks)
    if _length(blocks) < LITTLE_TEXT and (is_error or wants_login):
        raise UnreadableDocument(
            f"《{name}》保存的是登录页或出错页，没有公开内容。请重新打开原网页，确认能看到正文后另存。"
        )
    links = [len(squeezed(a.text())) for node in nodes for a in node.css("a[href]")]
    text = sum(len(squeezed(node.text())) for node in nodes)
    if len(links) >= MIN_LINKS and sum(links) >= LINKED * text:
        raise UnreadableDocument(
            f"《{name}》只有 {len(links)} 个链接，是目录页，没有正文。"
            "请打开其中的公开文件，另存后再加入。"
        )


def _nothing_in(tree: LexborHTMLParser, pictures: int, name: str) -> str:
    if tree.css_first("frameset,frame") is not None:
        return (
            f"《{name}》是分框网页，正文在另外的文件里。"
            "请在浏览器中打开，另存为单个文件（.mht）后再加入。"
        )
    if pictures:
        return (
            f"《{name}》的正文是 {pictures} 张图片，没有可读的文字。"
            "请下载原文件（PDF、Word 或 Excel）加入。"
        )
    return f"《{name}》没有正文，可能没有保存完整。请重新打开原网页，另存后再加入。"
