"""``disclosure inspect``: what reading made of a page, as text and as a picture."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from weasyprint import HTML

from assistant.cli import main
from corpus.readers.drawing import BLUE, GREEN, LEGEND_LINE, ORANGE, PURPLE, RED, SCALE, page_png
from corpus.readers.drawing import trace_of as trace

STEM = "云洲市临江区水务局2026年部门预算"
SECOND_TABLE = 4  # its page


def pdf(body: str) -> bytes:
    """Return an A4 page; cells have rules around them."""
    style = "@page { size: A4; margin: 0 } td { border: 1pt solid black; padding: 2mm }"
    page = f"<style>{style} table {{ border-collapse: collapse }}</style>{body}"
    return bytes(HTML(string=page).write_pdf())


@pytest.fixture
def formats(samples: Path) -> Path:
    """The samples in other formats than text."""
    return samples / "formats"


@pytest.fixture
def ruled(formats: Path) -> Path:
    """A disclosure with ruled tables, as PDF."""
    return formats / "pdf" / f"{STEM}.pdf"


def test_a_page_is_shown_as_blocks_and_tables(
    ruled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every block of the page is printed, and below them what its tables were understood to be."""
    assert main(["inspect", str(ruled), "--page", str(SECOND_TABLE)]) == 0

    out = capsys.readouterr().out
    assert "部门收入总体情况表" in out
    assert "208 │ 05 │ 01 │ 行政单位离退休 │ 6.24 │ 6.24 │ 6.24" in out
    assert "表2 《部门收入总体情况表》 单位：万元；合计核对一致" in out
    assert "财政拨款（补助） / 一般公共预算" in out
    assert "部门支出总体情况表" not in out


def test_a_format_without_pages_is_shown_whole(
    formats: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A Word file is printed from its title to its last line."""
    assert main(["inspect", str(formats / "docx" / f"{STEM}.docx")]) == 0

    out = capsys.readouterr().out
    assert out.startswith(f"[0] {STEM}")
    assert "河道长效管护：对已整治河道" in out


def test_a_drawn_page_has_every_stage_and_a_legend(
    ruled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rules, cells, paragraphs and dropped lines stand on the page in their colours."""
    target = tmp_path / "page.png"

    assert main(["inspect", str(ruled), "--page", str(SECOND_TABLE), "--png", str(target)]) == 0

    image = Image.open(target).convert("RGB")
    page = trace(ruled.read_bytes(), ruled.name, SECOND_TABLE).page
    assert image.width == round(page.width * SCALE)
    assert image.height == round(page.height * SCALE) + 7 * LEGEND_LINE
    colours = {colour for _, colour in image.getcolors(1 << 20) or []}
    assert {BLUE, RED, PURPLE, ORANGE} <= colours
    assert "单元格（有框线的表）" in capsys.readouterr().out


def test_a_trace_counts_what_a_person_counts() -> None:
    """A table of two rows with a merged head, a line above it, and a page number below."""
    data = pdf(
        '<div style="margin: 40mm">Table 1<table><tr><td colspan="2">paper'
        "<tr><td>1.50<td>2.50</table></div>"
        '<div style="position: absolute; left: 100mm; bottom: 9mm">- 3 -</div>'
    )

    seen = trace(data, "a.pdf", 1)

    assert len(seen.cells) == 3
    assert seen.loose == ()
    assert [[text.text for text in group] for group in seen.paragraphs] == [["Table 1"]]
    assert [line.text for line in seen.dropped] == ["- 3 -"]


def test_columns_of_a_table_without_rules_are_drawn(formats: Path) -> None:
    """A table found by white space has a box and its columns, and no cells."""
    path = formats / "pdf-borderless" / f"{STEM}.pdf"

    seen = trace(path.read_bytes(), path.name, SECOND_TABLE)
    png, legend = page_png(path.read_bytes(), path.name, SECOND_TABLE)

    assert seen.cells == ()
    assert [len(table.edges) for table in seen.loose] == [12]
    assert "没有框线的表和它的列：1" in legend
    assert GREEN in {c for _, c in Image.open(io.BytesIO(png)).getcolors(1 << 20) or []}


def test_a_table_that_lies_on_its_side_is_drawn_upright() -> None:
    """The picture is turned as the text is, so that boxes and cells stay in one place."""
    data = pdf(
        '<div style="transform: rotate(-90deg); position: absolute; left: 30mm; top: 110mm">'
        "<table><tr><td>item<td>2025<td>2026<tr><td>paper<td>1.50<td>2.50</table></div>"
    )

    seen = trace(data, "a.pdf", 1)
    image = Image.open(io.BytesIO(page_png(data, "a.pdf", 1)[0]))

    assert seen.page.turn == 1
    assert image.width == round(seen.page.width * SCALE) > seen.page.height * SCALE
    for x0, top, x1, bottom in seen.cells:
        corner = image.getpixel((round(SCALE * x0) + 3, round(SCALE * top) + 3))
        assert corner != (255, 255, 255), (x0, top, x1, bottom)


@pytest.mark.parametrize(
    ("kind", "suffix", "options", "said"),
    [
        ("pdf", "pdf", ["--page", "80"], "第 80 页没有读到内容"),
        ("pdf", "pdf", ["--page", "80", "--png", "OUT"], "没有第 80 页：共 "),
        ("pdf", "pdf", ["--page", "2", "--png", "MISSING"], "不能写入"),
        ("docx", "docx", ["--page", "2"], "不分页"),
        ("docx", "docx", ["--png", "OUT"], "不是 PDF"),
        ("pdf", "nothing", [], "打不开"),
    ],
)
def test_what_cannot_be_shown_is_said_in_one_sentence(
    formats: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    kind: str,
    suffix: str,
    options: list[str],
    said: str,
) -> None:
    """A page that is not there, a file that is no PDF, a folder that is not there."""
    places = {"OUT": tmp_path / "page.png", "MISSING": tmp_path / "no" / "page.png"}
    named = [str(places.get(option, option)) for option in options]

    assert main(["inspect", str(formats / kind / f"{STEM}.{suffix}"), *named]) == 1
    assert said in capsys.readouterr().err
