"""A disclosure as parsed: blocks in, sections and tables out, one canonical text.

The canonical text is built once, from the blocks, tables row by row with tabs between cells,
so that every ``Span`` of every later value resolves: ``document.text[span.start:span.end]``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of characters (code points) of ``Document.text``."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"span {self.start}:{self.end} is not a range")


@dataclass(frozen=True, slots=True)
class CellRef:
    """One cell of one table: indices into ``Document.tables`` and ``Table.rows``/``Row.cells``."""

    table: int
    row: int
    column: int


Rows = tuple[tuple[str, ...], ...]  # a grid of cells, every row of one width


@dataclass(frozen=True, slots=True)
class Block:
    """What a reader hands over: a paragraph (one line of prose) or a grid of cells.

    ``rows`` is rectangular when it is not empty; a merged cell repeats its text in header rows
    and is blank in body rows. ``page`` counts from 1, None where the format has no pages.
    ``continues``: the reader saw that the table block before it goes on here, over a page break.
    ``readings``: other ways to read the same table, best first, for when ``rows`` do not add up.
    """

    text: str = ""
    rows: Rows = ()
    page: int | None = None
    continues: bool = False
    doubtful: bool = False  # read by character recognition: never certain
    readings: tuple[Rows, ...] = ()

    @property
    def is_table(self) -> bool:
        """Whether this is a grid of cells."""
        return bool(self.rows)


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a file gave: its blocks in printed order, and what was left out.

    ``remarks`` are Chinese sentences for the user: a hidden sheet skipped, a page without text.
    """

    blocks: tuple[Block, ...]
    remarks: tuple[str, ...] = ()


class RowKind(StrEnum):
    """How a table row may be used in arithmetic: only ``DETAIL`` rows add up."""

    HEADER = "header"  # also headers repeated in mid-table
    DETAIL = "detail"  # a leaf: nothing in this table is a part of it
    PARENT = "parent"  # 类/款 or any row whose parts are also printed
    TOTAL = "total"  # 合计, 总计, 小计
    OF_WHICH = "of-which"  # 其中
    TEXT = "text"  # a row without values: notes, free text


@dataclass(frozen=True, slots=True)
class Row:
    """One printed row. ``cells`` has the table's width; ``span`` covers the row in the text."""

    cells: tuple[str, ...]
    span: Span
    kind: RowKind
    label: str = ""  # what the row is about: 科目名称, 项目名称, 三级指标
    code: str = ""  # joined 类款项 without spaces: "2101501"
    path: tuple[str, ...] = ()  # labels of the rows above that contain it, outermost first


@dataclass(frozen=True, slots=True)
class Panel:
    """One logical table of a printed table: two or three may stand side by side.

    ``columns`` are indices of printed columns that belong to the panel; ``label_columns`` hold
    names and codes, ``value_columns`` the values. ``rows`` has one ``Row`` per printed body row
    with this panel's own label, code, path and kind, in printed order.
    """

    columns: tuple[int, ...]
    label_columns: tuple[int, ...]
    value_columns: tuple[int, ...]
    rows: tuple[Row, ...] = ()


class TableKind(StrEnum):
    """What the rows of a table are."""

    BUDGET = "budget"  # items × columns of amounts
    INDICATORS = "indicators"  # 绩效目标表: one indicator a row
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Table:
    """A printed table with its caption, unit and resolved header.

    ``headers[c]`` is the path of header texts over printed column ``c``, outermost first,
    repeats removed: ``("财政拨款", "一般公共预算")``. ``rows`` holds all rows, the header's too.
    """

    index: int
    caption: str
    number: int | None
    unit: str  # as in units.tsv ("万元"); "" when the document prints none
    prepared_by: str  # 编制部门, as printed
    headers: tuple[tuple[str, ...], ...]
    rows: tuple[Row, ...]
    panels: tuple[Panel, ...]
    kind: TableKind
    span: Span
    section: int  # index into Document.sections
    page: int | None = None
    notes: tuple[str, ...] = ()  # 「本表为空表」 and the like, as printed
    is_blank: bool = False  # no value cell is filled, or a note says so
    reconciled: bool | None = None  # its printed sums hold; None when it prints none to check
    doubtful: bool = False  # read by character recognition


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with everything under it up to the next heading of its level or above.

    ``path`` ends with the section's own title; the root section 0 has the document's title and
    an empty path. ``span`` covers heading, body and subsections; ``body`` starts after the heading.
    """

    index: int
    number: str  # as printed: "（一）", "3."
    title: str  # without the number
    level: int
    path: tuple[str, ...]
    span: Span
    body: Span
    parent: int | None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of prose: its span, and the innermost section that it stands in."""

    span: Span
    section: int
    page: int | None = None
    is_heading: bool = False
    in_contents: bool = False  # a line of a table of contents: never evidence
    doubtful: bool = False  # read by character recognition


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file. ``id`` is the sha256 of the file's bytes, in hex."""

    id: str
    file_name: str
    title: str
    owner: str  # full name of the body that discloses, as printed
    region: str  # "" when the owner's name carries none
    fiscal_year: int | None
    kind: str  # 部门预算, 单位预算, 部门决算, 项目文本, 绩效目标, or "" when unknown
    text: str
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    paragraphs: tuple[Paragraph, ...]
    warnings: tuple[str, ...] = field(default=())
    page_starts: tuple[int, ...] = ()  # where each page's text begins; () without pages

    def page_at(self, offset: int) -> int | None:
        """Return the page of a character, counting from 1; None where the format has no pages."""
        return bisect_right(self.page_starts, offset) or None

    def quote(self, span: Span) -> str:
        """Return the verbatim text of a span."""
        return self.text[span.start : span.end]

    def prose(self) -> Iterator[tuple[Paragraph, str]]:
        """Yield every paragraph that may be evidence, with its text."""
        for paragraph in self.paragraphs:
            if not paragraph.in_contents:
                yield paragraph, self.quote(paragraph.span)
