"""``disclosure inspect``: what reading made of a file, page by page, as text or as a picture.

For whoever finds a wrong figure and wants to know which stage is to blame: the blocks are what the
format's reader handed over, the tables below them what was understood.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.document import Block, Document, RowKind, Table
from corpus.errors import DisclosureError, UnreadableDocument
from corpus.ingest import parse
from corpus.readers import read_file
from corpus.readers.kinds import kind_of

ROW_KINDS = {
    RowKind.HEADER: "表头",
    RowKind.DETAIL: "明细",
    RowKind.PARENT: "上级",
    RowKind.TOTAL: "合计",
    RowKind.OF_WHICH: "其中",
    RowKind.TEXT: "文字",
}
CHECKED = {True: "合计核对一致", False: "合计核对不一致", None: "没有可核对的合计"}


def page_as_text(path: Path, number: int | None) -> Iterator[str]:
    """Yield the lines that show the blocks of a page, or of the whole file, and their tables.

    Raises ``UnreadableDocument`` when the file cannot be read or has no such page.
    """
    data = _bytes_of(path)
    reading = read_file(data, path.name)
    shown = [(i, b) for i, b in enumerate(reading.blocks) if number in (None, b.page)]
    if not shown:
        raise UnreadableDocument(_no_such_page(path.name, reading.blocks, number))
    yield from (f"说明：{remark}" for remark in reading.remarks)
    page: int | None = None
    for index, block in shown:
        if block.page != page:
            yield f"── 第 {block.page} 页 ──"
        page = block.page
        yield from _block_lines(index, block)
    yield from _table_lines(parse(data, path.name).document, number)


def draw_page(path: Path, number: int, target: Path) -> Sequence[str]:
    """Write the picture of a PDF page; return its legend. Pages count from 1."""
    data = _bytes_of(path)
    if kind_of(data, path.name) != "pdf":
        raise UnreadableDocument(
            f"《{path.name}》不是 PDF，不能画成图。去掉 --png 可以查看读出的文字和表格。"
        )
    from corpus.readers.drawing import page_png

    png, legend = page_png(data, path.name, number)
    try:
        target.write_bytes(png)
    except OSError as wrong:
        raise DisclosureError(f"不能写入 {target}：请检查文件夹是否存在、可写。") from wrong
    return legend


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as wrong:
        raise DisclosureError(f"打不开 {path}：请检查文件是否存在、可读。") from wrong


def _no_such_page(name: str, blocks: Sequence[Block], number: int | None) -> str:
    pages = [block.page for block in blocks if block.page]
    if not pages:
        return f"《{name}》不分页。去掉 --page 可以查看全部内容。"
    return f"《{name}》的第 {number} 页没有读到内容：有内容的是第 {min(pages)} 至 {max(pages)} 页。"


def _block_lines(index: int, block: Block) -> Iterator[str]:
    doubt = "，文字识别" if block.doubtful else ""
    if not block.is_table:
        yield f"[{index}{doubt}] {block.text}"
        return
    size = f"{len(block.rows)} 行 × {len(block.rows[0])} 列"
    goes_on = "，接上一张表" if block.continues else ""
    others = f"，另有 {len(block.readings)} 种读法" if block.readings else ""
    yield f"[{index}{doubt}] 表格 {size}{goes_on}{others}"
    for row in block.rows:
        yield f"    {' │ '.join(row)}"


def _table_lines(document: Document, number: int | None) -> Iterator[str]:
    """Yield what was understood of the tables that begin on the page."""
    tables = [table for table in document.tables if number in (None, table.page)]
    if tables:
        yield "── 从这里开始的表 ──"
    for table in tables:
        yield from _understood(table)


def _understood(table: Table) -> Iterator[str]:
    kinds = Counter(row.kind for row in table.rows)
    rows = "，".join(f"{name} {kinds[kind]}" for kind, name in ROW_KINDS.items() if kinds[kind])
    number = f"表{table.number} " if table.number else ""
    yield f"{number}《{table.caption}》 单位：{table.unit or '没有印'}；{CHECKED[table.reconciled]}"
    yield f"    列：{'；'.join(' / '.join(path) or '（无表头）' for path in table.headers)}"
    yield f"    行：{rows}"
