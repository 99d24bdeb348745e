"""Scanned pages: found, recognised where that is installed, and never taken for certain."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from corpus.document import Reading
from corpus.errors import UnreadableDocument
from corpus.readers import read_file, recognition, scan
from corpus.readers.pdf_page import Char, Page
from corpus.readers.recognition import Piece, can_recognise, recognised
from corpus.readers.scan import listed
from tests.corpus.pdf_drawings import pdf, text

TITLE = "云洲市临江区水务局2026年部门预算"
PICTURE = "q 500 0 0 750 40 40 cm BI /W 1 /H 1 /BPC 8 /CS /G /F /AHx ID 40> EI Q\n"
SEAL = "q 90 0 0 90 400 100 cm BI /W 1 /H 1 /BPC 8 /CS /G /F /AHx ID 40> EI Q\n"
OUTLINED = "".join(f"{40 + 12 * (n % 40)} {500 + 20 * (n // 40)} 8 10 re f\n" for n in range(160))
UNSEEN = text(50, 100, TITLE, extra="3 Tr")
TYPED = text(50, 100, TITLE) + text(50, 130, "2026年部门预算支出总额为9.00万元。")


def page_of(data: bytes, number: int) -> Page:
    """Return what a recogniser might have found: one sentence."""
    words = "2026年部门预算支出总额为8.00万元。"
    chars = [Char(c, 50 + 12 * n, 62 + 12 * n, 100, 112, 12) for n, c in enumerate(words)]
    return Page(number, 595, 842, tuple(chars), (), ())


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is installed that recognises letters."""
    monkeypatch.setattr(scan, "can_recognise", lambda: False)


@pytest.fixture
def with_fake(monkeypatch: pytest.MonkeyPatch) -> None:
    """A recogniser that finds the same sentence on every page."""
    monkeypatch.setattr(scan, "can_recognise", lambda: True)
    monkeypatch.setattr(scan, "recognised", page_of)


def read(*pages: str) -> Reading:
    """Read a PDF of these pages."""
    return read_file(pdf(*pages), "扫描.pdf")


@pytest.mark.usefixtures("without")
@pytest.mark.parametrize("page", [PICTURE, OUTLINED])
def test_a_scan_says_what_to_install(page: str) -> None:
    """Without the extra, a file of images is refused with the way out."""
    with pytest.raises(UnreadableDocument, match=r"《扫描\.pdf》是扫描件.*pip install") as wrong:
        read(page)
    assert "disclosure-assistant[ocr]" in str(wrong.value)


@pytest.mark.usefixtures("without")
def test_scanned_pages_are_named() -> None:
    """Without the extra, the typed pages are read, and a remark names the others."""
    reading = read(TYPED, PICTURE, TYPED, TYPED)

    assert "第 2 页是扫描图像" in reading.remarks[0]
    assert {1, 3, 4} == {block.page for block in reading.blocks}
    assert not any(block.doubtful for block in reading.blocks)


@pytest.mark.usefixtures("without")
@pytest.mark.parametrize("page", ["", SEAL, TYPED + PICTURE])
def test_not_every_picture_is_a_scan(page: str) -> None:
    """A blank page, a seal, and a picture behind typed text lack nothing."""
    assert () == read(TYPED, page).remarks


@pytest.mark.usefixtures("without")
def test_a_scanner_s_own_text_is_doubtful() -> None:
    """Text that lies unseen under a picture was recognised by the scanner."""
    reading = read(PICTURE + UNSEEN)

    assert [(TITLE, True)] == [(block.text, block.doubtful) for block in reading.blocks]
    assert ("第 1 页的文字由图像识别得到，可能有误，请核对原件。",) == reading.remarks


@pytest.mark.usefixtures("with_fake")
def test_what_is_recognised_is_doubtful() -> None:
    """Blocks of scanned pages are marked, those of typed pages are not."""
    reading = read(TYPED, PICTURE)
    doubts = {block.page: block.doubtful for block in reading.blocks}

    assert {1: False, 2: True} == doubts
    assert "第 2 页的文字由图像识别得到" in reading.remarks[0]


@pytest.mark.parametrize(
    ("numbers", "words"),
    [((4,), "第 4 页"), ((1, 2, 3, 7), "第 1–3、7 页"), ((9, 2), "第 2、9 页")],
)
def test_pages_are_listed_as_people_do(numbers: tuple[int, ...], words: str) -> None:
    """Neighbouring pages are one run."""
    assert words == listed(numbers)


def test_rules_are_found_in_pixels() -> None:
    """Long thin dark runs are rules; letters, blocks of colour and specks are not."""
    numpy = pytest.importorskip("numpy")
    from corpus.readers.scan_rules import rules_in

    image = numpy.full((400, 600), 230, numpy.uint8)
    image[100:102, 50:550] = 40
    image[300:302, 50:550] = 40
    image[101, 200:203] = 230  # a speck
    image[100:302, 50:52] = 60
    image[100:302, 548:550] = 60
    image[150:190, 100:300] = 90  # a block
    image[220:230, 100:112] = 20  # a letter
    horizontal, vertical = rules_in(image, 2.0)

    assert pytest.approx([50.5, 150.5], abs=0.3) == [rule.at for rule in horizontal]
    assert pytest.approx([25.5, 274.5], abs=0.3) == [rule.at for rule in vertical]
    assert [(25, 275)] * 2 == [(round(rule.start), round(rule.end)) for rule in horizontal]


def piece(letters: str, x: float, y: float, *, slope: float = 0.0, sure: float = 1.0) -> Piece:
    """Return a recognised line of letters 20 pixels wide, in a box 30 high."""
    placed = tuple((c, x + 20 * n, x + 20 * n + 18) for n, c in enumerate(letters))
    return Piece(placed, y + 15, 30, slope, sure)


def recognise(monkeypatch: pytest.MonkeyPatch, found: dict[int, list[Piece]]) -> Page:
    """Recognise a page on which the pieces depend on how often it was turned."""
    looks: list[int] = []

    def pieces(image: object) -> list[Piece]:
        looks.append(len(looks))
        return found[min(looks[-1], max(found))]

    monkeypatch.setattr(recognition, "_pieces", pieces)
    return recognised(pdf(""), 1)


def test_letters_get_places_in_points(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line's letters touch; its size comes from their pitch, not from the box around them."""
    pytest.importorskip("numpy")
    page = recognise(monkeypatch, {0: [piece("部门预算", 200, 100)]})
    first, second = page.chars[:2]

    assert "部门预算" == "".join(char.text for char in page.chars)
    assert pytest.approx(72.0) == first.x0
    assert pytest.approx(second.x0) == first.x1
    assert pytest.approx(7.2) == first.size
    assert pytest.approx((100 + 15) * 0.36) == first.middle[1]


def test_columns_in_one_line_stay_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters far apart, or with a space between, keep their gap."""
    pytest.importorskip("numpy")
    letters = (("类", 100, 118), ("款", 200, 218), (" ", 218, 220), ("项", 230, 248))
    apart = Piece(letters, 25, 30, 0, 1)
    page = recognise(monkeypatch, {0: [apart]})

    assert page.chars[0].x1 < page.chars[1].x0
    assert [False, False, True] == [char.after_space for char in page.chars]


def test_a_page_on_its_side_is_turned(monkeypatch: pytest.MonkeyPatch) -> None:
    """The turn in which most letters are sure is the page's."""
    pytest.importorskip("numpy")
    upright = [piece("部门预算表", 200, 100)]
    lying = [replace(piece("部门预算表", 200, 100), height=300.0)]
    page = recognise(monkeypatch, {0: lying, 1: upright})

    assert (842, 595) == (round(page.width), round(page.height))


def test_a_slanted_page_is_straightened(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines that fall to the right stand level once the page is straight."""
    pytest.importorskip("numpy")
    fallen = [piece("收入", 200, 500, slope=1.0), piece("支出", 1200, 517.45, slope=1.0)]
    page = recognise(monkeypatch, {0: fallen})

    assert pytest.approx(page.chars[0].top, abs=0.1) == page.chars[2].top


def test_an_empty_page_has_no_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing recognised is nothing said."""
    pytest.importorskip("numpy")
    assert () == recognise(monkeypatch, {0: []}).chars


@pytest.mark.skipif(not can_recognise(), reason="没有安装文字识别组件（ocr）")
def test_a_drawn_table_is_recognised() -> None:
    """From pixels to cells, with the models themselves."""
    from PIL import Image, ImageDraw, ImageFont

    rows = [["301", "9,653,200.00"], ["302", "1,234.56"], ["303", "590.00"]]
    image = Image.new("L", (1240, 1754), 255)
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(size=34)
    for n, row in enumerate(rows):
        for x, cell in zip((120, 420), row, strict=True):
            draw.text((x, 315 + 70 * n), cell, fill=20, font=font)
    for y in range(300, 300 + 70 * 4, 70):
        draw.line((100, y, 900, y), fill=0, width=2)
    for x in (100, 400, 900):
        draw.line((x, 300, x, 510), fill=0, width=2)
    out = io.BytesIO()
    image.save(out, "PDF", resolution=150)
    reading = read_file(out.getvalue(), "扫描.pdf")

    assert [tuple(map(tuple, rows))] == [block.rows for block in reading.blocks]
    assert all(block.doubtful for block in reading.blocks)
