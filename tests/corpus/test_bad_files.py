"""Files that are damaged, disguised or hostile: a clear message each, and the others are added."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from assistant import cli
from assistant.cli import main
from corpus import workers
from corpus.library import Added, Library
from corpus.readers.kinds import SUFFIXES
from tests.corpus.disclosures import text_of
from tests.corpus.hostile_files import (
    BOMB,
    HTML,
    WORD,
    claimed,
    docx_file,
    locked_xls,
    pdf_bomb,
    pdf_file,
    xlsx_file,
)
from tests.corpus.packed_files import ole_file, zip_file

PATIENCE = 10.0  # seconds for a file
MEMORY = 800 * 1024**2  # bytes
FOUR_GB = 0xFFFFFFF0  # the most that a plain directory of a zip can claim
ZEROS = bytes(40 * 1024**2)
NUMBER = '<c r="A1" t="inlineStr"><is><t>水务局2026年预算</t></is></c><c r="B1"><v>9</v></c>'
FORMULA = '<c r="A1"><f>SUM(B1:C1)</f></c><c r="B1"><f>1+1</f></c>'
LOCKED = {"EncryptionInfo": b"", "EncryptedPackage": b""}
Make = Callable[[], bytes]

# name -> content, and what the message says (any of several)
BAD: dict[str, tuple[Make, str]] = {
    "加密.pdf": (lambda: pdf_file(1, encrypted=True), "密码"),
    "截断.pdf": (lambda: pdf_file(3)[:150], "重新下载"),
    "零页.pdf": (lambda: pdf_file(0), "一页也没有|不是完整"),
    "千页.pdf": (lambda: pdf_file(1000), "1000 页"),
    "空白.pdf": (lambda: pdf_file(2), "没有文字"),
    "图片.pdf": (lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "是图片"),
    "压缩包.docx": (lambda: zip_file({"预算.docx": docx_file()}), "解压"),
    "炸弹.docx": (lambda: docx_file(extra={"word/media/a.bin": ZEROS}), "过大"),
    "虚报.docx": (lambda: claimed(docx_file(), FOUR_GB), "过大"),
    "炸弹.xlsx": (lambda: xlsx_file(NUMBER, extra={"xl/media/a.bin": ZEROS}), "过大"),
    "虚报.xlsx": (lambda: claimed(xlsx_file(NUMBER), FOUR_GB), "过大"),
    "实体.docx": (
        lambda: docx_file(f"{BOMB}<w:document xmlns:w='{WORD}'>&e9;</w:document>"),
        "DTD",
    ),
    "实体.xlsx": (lambda: xlsx_file("<c><v>&e9;</v></c>", BOMB), "DTD"),
    "公式.xlsx": (lambda: xlsx_file(FORMULA), "公式"),
    "密码.xls": (locked_xls, "密码"),
    "密码.xlsx": (lambda: ole_file(LOCKED), "密码"),
    "密码.docx": (lambda: ole_file(LOCKED), "密码"),
    "展开.pdf": (pdf_bomb, "内存"),
    "展开.csv": (lambda: b"," * 100_000 + b"x" + b"\n1,2" * 50_000, "内存"),
    "残缺.doc": (lambda: ole_file({"WordDocument": b""})[:1500], "残缺.doc"),
    "残缺.docx": (lambda: docx_file()[:200], "重新下载|另存"),
    "残缺.xlsx": (lambda: xlsx_file(NUMBER)[:400], "重新下载|另存"),
    "残缺.xls": (lambda: ole_file({"Workbook": b""}), "残缺.xls"),
}
GOOD: dict[str, Make] = {
    "文本.pdf": lambda: text_of("5.00").encode(),
    "文档.pdf": docx_file,
    "网页.xls": HTML.encode,
    "嵌套.docx": lambda: docx_file(extra={"word/embeddings/a.zip": zip_file({"a": ZEROS})}),
    "正常.txt": lambda: text_of("6.00").encode(),
    "正常.xlsx": lambda: xlsx_file(NUMBER),
}
UNREAD = {".doc", ".rtf", ".wps"}  # LibreOffice is asked what they are


def add(folder: Path, files: dict[str, bytes]) -> tuple[dict[str, Added], list[float]]:
    """Add files of one folder; return what became of each, and the seconds that each took."""
    for name, data in files.items():
        (folder / name).write_bytes(data)
    library = Library.open(folder / "home", create=True)
    times = [time.monotonic()]
    paths = [folder / name for name in files]
    results = library.add(paths, progress=lambda _: times.append(time.monotonic()))
    seconds = [after - before for before, after in pairwise(times)]
    return {one.path.name: one for one in results}, seconds


def test_a_batch_of_bad_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each bad file has its message within seconds, in bounded memory; the good ones go in."""
    monkeypatch.setattr(workers, "MEMORY_LIMIT", MEMORY)
    files = {name: make() for name, (make, _) in BAD.items()}
    files |= {name: make() for name, make in GOOD.items()}
    results, seconds = add(tmp_path, files)
    told = {name: results[name].error or "" for name in BAD}

    assert {name: "added" for name in GOOD} == {name: results[name].status for name in GOOD}
    assert [] == [n for n in BAD if results[n].status != "failed" or n not in told[n]]
    assert {} == {
        name: told[name]
        for name, (_, words) in BAD.items()
        if not any(word in told[name] for word in words.split("|"))
    }
    assert [] == [f"{n} {s:.1f}" for n, s in zip(files, seconds, strict=True) if s > PATIENCE]


def test_a_disguised_file_is_said_to_be_one(tmp_path: Path) -> None:
    """What a file really is stands in its warnings."""
    results, _ = add(
        tmp_path, {name: GOOD[name]() for name in ("文本.pdf", "文档.pdf", "网页.xls")}
    )
    warnings = [(one.document.warnings if one.document else ("",))[0] for one in results.values()]

    assert ["纯文本", "Word 文档（docx）", "网页"] == [
        warning.removesuffix("读取。").split("已按")[-1].strip() for warning in warnings
    ]


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
def test_empty_files(suffix: str, tmp_path: Path) -> None:
    """A file without content is refused by name, whatever it is called."""
    results, _ = add(tmp_path, {f"空{suffix}": b""})

    assert "空文件" in (results[f"空{suffix}"].error or "")


@pytest.mark.parametrize("size", [7, 300, 70_000])
def test_random_bytes(tmp_path: Path, size: int) -> None:
    """Noise is refused by name under every suffix, or read as the few words that it spells."""
    noise = random.Random(size)
    files = {f"噪声{suffix}": b"\0\1" + noise.randbytes(size) for suffix in SUFFIXES}
    results, _ = add(tmp_path, files)

    assert [] == [name for name in files if name not in (results[name].error or "")]


@pytest.mark.parametrize("start", [b"%PDF-1.4\n", b"PK\x03\x04", b"{\\rtf1 ", b"<html>"])
def test_noise_behind_a_signature(tmp_path: Path, start: bytes) -> None:
    """A file that begins like a document and goes on as noise never takes the batch down."""
    noise = random.Random(4).randbytes(5000)
    files = {f"噪声{suffix}": start + noise for suffix in (".pdf", ".docx", ".xls", ".html")}
    results, seconds = add(tmp_path, files | {"正常.txt": text_of().encode()})

    assert "added" == results["正常.txt"].status
    assert all("意外" not in (one.error or "") for one in results.values())
    assert max(seconds) < PATIENCE


def test_the_command_tells_of_failures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """``disclosure add`` ends with 1 when a file failed; the others are in."""
    monkeypatch.setattr(cli, "refresh", lambda library: None)
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "坏.pdf").write_bytes(b"%PDF-1.4\n")
    (folder / "好.txt").write_text(text_of(), "utf-8")
    status = main(["add", str(folder), "--home", str(tmp_path / "home")])

    assert 1 == status
    assert "坏.pdf" in capsys.readouterr().err
    assert ["好.txt"] == [d.file_name for d in Library.open(tmp_path / "home").documents()]
