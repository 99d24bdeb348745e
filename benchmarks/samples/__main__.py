"""Writes every form of every sample: ``make samples``. The same bytes on every run.

``.doc`` and ``.xls`` carry LibreOffice's own dates, so they are written again only where what they
are made from has changed, or where they are missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.samples import office
from benchmarks.samples.pages import STYLES, pdf_of
from benchmarks.samples.printed import Disclosure, disclosure_of
from benchmarks.samples.web import web_page
from benchmarks.samples.word import word_of
from benchmarks.samples.workbook import workbook_of

SAMPLES = Path(__file__).resolve().parents[2] / "corpus" / "samples"
FORMATS = SAMPLES / "formats"
# How the pages of different sites differ; the samples take turns.
SITES = (
    {"container": 'id="zoom" class="article"', "charset": "utf-8", "titles_in_table": False},
    {"container": 'class="TRS_Editor"', "charset": "gb2312", "titles_in_table": True},
    {"container": 'class="con_text"', "charset": "utf-8", "titles_in_table": False},
    {"container": 'class="article-content"', "charset": "utf-8", "titles_in_table": True},
    {"container": "", "charset": "utf-8", "titles_in_table": False},
)


def main() -> None:
    """Write what is new and say what it takes."""
    changed: list[Path] = []
    for index, path in enumerate(sorted(SAMPLES.glob("*.txt"))):
        for target, data in forms_of(path, index):
            if not target.exists() or target.read_bytes() != data:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)
                changed.append(target)
    for source, kind in (("docx", "doc"), ("xlsx", "xls")):
        _convert(sorted((FORMATS / source).glob("*")), FORMATS / kind, changed)
    size = sum(path.stat().st_size for path in FORMATS.rglob("*") if path.is_file())
    print(f"写了 {len(changed)} 个文件；{FORMATS.name} 共 {size / 1e6:.2f} MB")


def forms_of(path: Path, index: int) -> Iterator[tuple[Path, bytes]]:
    """Yield (file, content) of every form that Python alone can write.

    index: the place of the sample among all; it decides which site and which kind of cells.
    """
    disclosure = disclosure_of(path)
    yield _target("docx", path, "docx"), word_of(disclosure)
    yield _target("xlsx", path, "xlsx"), workbook_of(disclosure, numbers_as_text=index == 1)
    yield _target("html", path, "html"), _page(disclosure, index)
    for kind, style in STYLES.items():
        printed = disclosure_of(path, merged_totals=style.merged_totals)
        yield _target(kind, path, "pdf"), pdf_of(printed, style)


def _page(disclosure: Disclosure, index: int) -> bytes:
    site = SITES[index % len(SITES)]
    return web_page(
        disclosure,
        container=str(site["container"]),
        charset=str(site["charset"]),
        titles_in_table=bool(site["titles_in_table"]),
    )


def _target(kind: str, path: Path, suffix: str) -> Path:
    return FORMATS / kind / f"{path.stem}.{suffix}"


def _convert(sources: list[Path], target: Path, changed: list[Path]) -> None:
    stale = [
        path
        for path in sources
        if path in changed or not (target / f"{path.stem}.{target.name}").exists()
    ]
    if not stale:
        return
    if not office.is_installed():
        print(f"没有安装 LibreOffice：{target.name} 没有更新")
        return
    office.older_forms(stale, target)
    changed += stale


if __name__ == "__main__":
    main()
