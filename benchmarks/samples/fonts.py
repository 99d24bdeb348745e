"""Cuts a small font for one document out of the system's Chinese font.

A PDF keeps the glyph numbers of the font that it was made with, and a subset of a font with
60,000 glyphs is mostly gaps: ten times the size of the glyphs that are in it.
"""

from __future__ import annotations

import io
import subprocess

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FAMILY = "Noto Serif CJK SC"


def font_for(text: str) -> bytes:
    """Return an OpenType font with the characters of ``text`` and those of ASCII."""
    found = subprocess.run(
        ["fc-match", "-f", "%{file}\n%{index}\n%{family}", FAMILY],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\n")
    if FAMILY not in found[2]:
        raise SystemExit(f"没有字体 {FAMILY}：请安装 fonts-noto-cjk 后再生成 PDF。")
    font = TTFont(found[0], fontNumber=int(found[1]), lazy=True, recalcTimestamp=False)
    subsetter = Subsetter(Options(layout_features=[], name_IDs=[1, 2], hinting=False))
    subsetter.populate(text=text + "".join(map(chr, range(32, 127))))
    subsetter.subset(font)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
