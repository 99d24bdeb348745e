"""Reads plain text: decides the charset, then tells paragraphs from tables by tabs.

Nothing is repaired here: digits, spaces inside numbers and punctuation stay as printed (only
Unicode NFC), because a receipt has to show what the file says.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata

import chardet

from corpus.cells import is_amount
from corpus.document import Block, Reading
from corpus.errors import UnreadableDocument
from corpus.grids import line_kind
from corpus.readers.html_tables import TABLE, rows_of_html
from corpus.readers.merged import realigned
from corpus.readers.spaced import spaced_tables
from corpus.readers.vertical import vertical_tables

MAX_BYTES = 200 * 1024 * 1024
MAX_LINE = 1_000_000  # characters
PROBE_BYTES = 200_000
MAX_LABEL = 25  # characters of a row's label
NOT_LABELS = ("表", "。", "；", ";", "：", ":", "，", ",", "、")
MIN_CHAIN = 3  # rows with a blank line after each
MAX_CONTROL_SHARE = 0.01
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Whatever else is guessed (gb2312, gbk, …) is read as GB18030, the superset of its older names.
PLAUSIBLE = ("big5", "utf", "hz")
LINE_END = re.compile(r"\r\n|[\n\r\f\v\u2028\u2029\x85]")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
PIPE_RULE_READ = "\0"
PIPE_ROW = re.compile(r"\s*\|(.*)\|\s*$")
PIPE_RULE = re.compile(r"[\s|:\-]+$")
PAGE = re.compile(r"\d{1,3}")
INVISIBLE = re.compile(r"[\ufeff\u200b\u200c\u200d\u2060]")


def read_text(data: bytes, name: str) -> Reading:
    """Return paragraphs and tables of a text file in printed order.

    Raises ``UnreadableDocument`` for empty, binary, oversized or undecodable files.
    """
    return Reading(tuple(blocks_of(lines_in(data, name))))


def read_csv(data: bytes, name: str) -> Reading:
    """Return one table holding every record of a comma-separated file."""
    text = "\n".join(lines_in(data, name))
    delimiter = max(",;\t", key=text.count)
    rows = [[_cell(c) for c in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
    grid = rectangular([row for row in rows if any(row)])
    return Reading((Block(rows=grid),) if grid else ())


def lines_in(data: bytes, name: str) -> list[str]:
    """Return the decoded, NFC-normalised lines of a text file."""
    if len(data) > MAX_BYTES:
        raise UnreadableDocument(
            f"《{name}》有 {len(data) // 1024 // 1024} MB，超过 200 MB 的上限。请拆分成较小的文件。"
        )
    text = INVISIBLE.sub("", unicodedata.normalize("NFC", decode(data, name)))
    if not text.strip():
        raise UnreadableDocument(f"《{name}》是空文件，没有可读的文字。请检查文件是否保存完整。")
    lines = LINE_END.split(text)
    if max(map(len, lines)) > MAX_LINE:
        raise UnreadableDocument(
            f"《{name}》中有一行超过一百万字，不像公开文本。请检查文件，或另存为分行的文本。"
        )
    return lines


def decode(data: bytes, name: str) -> str:
    """Return the text of ``data``: byte order mark, then strict UTF-8, then detection."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _decoded_as(encoding, data, name)
    if b"\x00" in data[:PROBE_BYTES]:
        raise _binary(name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _decoded_as(_detected(data[:PROBE_BYTES]), data, name)
    return _checked(text, name)


def _detected(probe: bytes) -> str:
    """A few bytes are easily taken for Japanese: only Chinese and Unicode guesses count."""
    found = str(chardet.detect(probe)["encoding"] or "").lower()
    return found if found.startswith(PLAUSIBLE) else "gb18030"


def _decoded_as(encoding: str, data: bytes, name: str) -> str:
    try:
        return _checked(data.decode(encoding), name)
    except (UnicodeDecodeError, LookupError) as wrong:
        raise _binary(name) from wrong


def _checked(text: str, name: str) -> str:
    if len(CONTROL.findall(text)) > MAX_CONTROL_SHARE * len(text):
        raise _binary(name)
    return CONTROL.sub("", text)


def _binary(name: str) -> UnreadableDocument:
    return UnreadableDocument(
        f"《{name}》不是文本文件，或编码无法识别。请用原来的格式加入，或另存为 UTF-8 文本。"
    )


def blocks_of(lines: list[str]) -> list[Block]:
    """Return the blocks of decoded lines: HTML, vertical and tab tables, paragraphs."""
    text = "\n".join(lines)
    blocks: list[Block] = []
    start = 0
    for match in TABLE.finditer(text):
        blocks += _blocks_of_text(text[start : match.start()].split("\n"))
        blocks += (
            [Block(rows=grid)] if (grid := rectangular(realigned(rows_of_html(match[0])))) else []
        )
        start = match.end()
    return blocks + _blocks_of_text(text[start:].split("\n"))


def _blocks_of_text(lines: list[str]) -> list[Block]:
    blocks: list[Block] = []
    start = 0
    for first, last, rows in vertical_tables(lines):
        blocks += _lined_up(lines[start:first])
        blocks.append(Block(rows=rectangular(rows)))
        start = last
    return blocks + _lined_up(lines[start:])


def _lined_up(lines: list[str]) -> list[Block]:
    blocks: list[Block] = []
    start = 0
    for first, last, rows in spaced_tables(lines):
        blocks += _horizontal(lines[start:first])
        blocks.append(Block(rows=rows))
        start = last
    return blocks + _horizontal(lines[start:])


def _horizontal(lines: list[str]) -> list[Block]:
    blocks: list[Block] = []
    run: list[str] = []
    lines = _close_rows([_from_pipes(line) for line in lines])
    for i, line in enumerate([*lines, ""]):
        if line == PIPE_RULE_READ or (run and "\t" in line and not line.strip()):
            continue
        if ("\t" in line and line.strip()) or (run and _is_bare_row(lines, i)):
            run.append(line)
            continue
        blocks += _blocks_of_run(run)
        run = []
        if line.strip():
            blocks.append(Block(text=line.strip()))
    return blocks


def _is_bare_row(lines: list[str], i: int) -> bool:
    """A row whose blank cells lost their tabs: its label alone, with rows of amounts around it."""
    label = lines[i].strip() if 0 < i < len(lines) - 1 else ""
    if not label or len(label) > MAX_LABEL or label.endswith(NOT_LABELS) or line_kind(label)[0]:
        return False
    following = next((line for line in lines[i + 1 :] if "\t" in line or not line.strip()), "")
    first, *rest = following.split("\t")
    return bool(first.strip()) and any(map(is_amount, rest))


def _close_rows(lines: list[str]) -> list[str]:
    """Drop the blank lines of a table that prints one after every row."""
    rows = [i for i, line in enumerate(lines) if "\t" in line and line.strip()]
    dropped: set[int] = set()
    chain: list[int] = []
    for row in [*rows, len(lines)]:
        apart = bool(chain) and row > chain[-1] + 1 and row < len(lines)
        if apart and not any(line.strip() for line in lines[chain[-1] + 1 : row]):
            chain.append(row)
            continue
        if len(chain) >= MIN_CHAIN:
            dropped |= set(range(chain[0], chain[-1])) - set(chain)
        chain = [] if chain and row == chain[-1] + 1 else [row]
    return [line for i, line in enumerate(lines) if i not in dropped]


def _from_pipes(line: str) -> str:
    """A row of a Markdown table, as tabs; its rule of dashes says nothing."""
    match = PIPE_ROW.match(line)
    if not match:
        return line
    if "-" in line and PIPE_RULE.match(line):
        return PIPE_RULE_READ
    return "\t".join(cell.replace("**", "").strip() for cell in match[1].split("|"))


def _blocks_of_run(run: list[str]) -> list[Block]:
    """Lines with tabs are a table unless all are indented paragraphs, or lines of contents."""
    rows = [[_cell(cell) for cell in line.split("\t")] for line in run]
    if _is_contents(rows) or not any(_looks_tabular(row) for row in rows):
        return [Block(text=line.strip()) for line in run]
    return [Block(rows=rectangular(realigned(_without_margin(rows))))]


def _without_margin(rows: list[list[str]]) -> list[list[str]]:
    """Rows without the columns on the left that are blank in all of them."""
    first = min((i for row in rows for i, cell in enumerate(row) if cell), default=0)
    return [row[first:] for row in rows]


def _is_contents(rows: list[list[str]]) -> bool:
    """Titles with page numbers that never fall, from the first line on."""
    filled = [[cell for cell in row if cell] for row in rows]
    if len(rows) < 3 or not all(len(r) == 2 and PAGE.fullmatch(r[1]) for r in filled):
        return False
    pages = [int(row[1]) for row in filled]
    return pages == sorted(pages) and not any(PAGE.fullmatch(row[0]) for row in filled)


def _looks_tabular(row: list[str]) -> bool:
    filled = [cell for cell in row if cell]
    return len(filled) > 1 or (len(row) > 2 and len(filled) == 1)


def _cell(text: str) -> str:
    return re.sub(r"\s*[\t\r\n]+\s*", " ", text).strip()


def rectangular(rows: list[list[str]]) -> tuple[tuple[str, ...], ...]:
    """Return rows padded to one width, without trailing columns that are blank everywhere."""
    width = max((i + 1 for row in rows for i, cell in enumerate(row) if cell), default=0)
    return tuple(tuple((row + [""] * width)[:width]) for row in rows if width)
