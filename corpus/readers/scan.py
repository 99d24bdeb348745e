"""Decides which pages of a PDF are scans, has them recognised, and says what became of them.

Whatever was read by character recognition, ours or the scanner's, is marked as doubtful. Without
the extra ``ocr`` scanned pages are left out, and a remark names them.
"""

from __future__ import annotations

from collections.abc import Sequence

from pypdfium2 import PdfiumError

from corpus.errors import UnreadableDocument
from corpus.readers.pdf_page import Page
from corpus.readers.recognition import can_recognise, image_of, recognised

FEW_LETTERS = 8  # of a page that holds but a number, or a scanner's mark
PICTURED = 0.3  # of a page: a smaller picture is a seal or an illustration
GARBLED = 0.3  # of a page's letters that the file does not tell
INK, INK_DPI, BLACK = 0.01, 36, 128  # letters drawn as outlines leave ink and no letters
MOST = 0.5  # of the pages: a file of which more cannot be read is refused
HOW_TO_READ = "请安装文字识别组件（pip install 'disclosure-assistant[ocr]'）后重新加入"
ELSEWHERE = "或先用文字识别软件转成有文字的 PDF"


class Scans:
    """The scanned pages of one PDF file, as they are met."""

    def __init__(self, data: bytes, name: str) -> None:
        """``data``: the file; ``name``: for messages."""
        self._data, self._name = data, name
        self._recognised: list[int] = []
        self._unread: list[int] = []

    @property
    def doubtful(self) -> frozenset[int]:
        """Numbers of the pages whose letters were recognised."""
        return frozenset(self._recognised)

    def seen(self, page: Page) -> Page:
        """Return a page with letters as it is, a scanned one as it was recognised."""
        if not (page.is_hidden or self._is_scan(page)):
            return page
        found = self._recognised_page(page.number)
        (self._recognised if found or page.is_hidden else self._unread).append(page.number)
        return found or page

    def check(self, pages: int) -> None:
        """Raise ``UnreadableDocument`` when most of so many pages could not be read."""
        if len(self._unread) > MOST * pages:
            raise UnreadableDocument(
                f"《{self._name}》是扫描件：{pages} 页中有 {len(self._unread)} 页"
                "只有图像，没有文字。"
                f"{HOW_TO_READ}，{ELSEWHERE}再加入。"
            )

    def remarks(self) -> tuple[str, ...]:
        """Return what the user has to know about these pages."""
        remarks = []
        if self._unread:
            remarks.append(
                f"{listed(self._unread)}是扫描图像，没有文字，没有读出；{HOW_TO_READ}，{ELSEWHERE}。"
            )
        if self._recognised:
            remarks.append(
                f"{listed(self._recognised)}的文字由图像识别得到，可能有误，请核对原件。"
            )
        return tuple(remarks)

    def _is_scan(self, page: Page) -> bool:
        if page.unreadable > GARBLED * len(page.chars):
            return True
        if len(page.chars) > FEW_LETTERS:
            return False
        return page.pictured > PICTURED or self._is_outlined(page)

    def _recognised_page(self, number: int) -> Page | None:
        """None without the extra, and for a page that cannot be drawn."""
        if not can_recognise():
            return None
        try:
            return recognised(self._data, number)
        except PdfiumError:
            return None

    def _is_outlined(self, page: Page) -> bool:
        """Whether a page without rules has ink enough for a text that was drawn."""
        if page.chars or page.horizontal or page.vertical:
            return False
        try:
            image, _ = image_of(self._data, page.number, INK_DPI)
        except PdfiumError:
            return False
        black = sum(image.histogram()[:BLACK])
        return bool(black > (INK + page.pictured) * image.width * image.height)


def listed(numbers: Sequence[int]) -> str:
    """Return page numbers as people write them: 「第 2–5、8 页」."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    written = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
    return f"第 {'、'.join(written)} 页"
