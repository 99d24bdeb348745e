"""Saves Word files and workbooks in the formats of 1997, by LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

OLDER = {".docx": ("doc", "doc:MS Word 97"), ".xlsx": ("xls", "xls:MS Excel 97")}
PATIENCE = 120  # seconds


def is_installed() -> bool:
    """Whether LibreOffice can be called."""
    return shutil.which("soffice") is not None


def older_forms(sources: list[Path], target: Path) -> None:
    """Convert files of one suffix into ``target``, with a profile of their own."""
    suffix, form = OLDER[sources[0].suffix]
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation={Path(profile).as_uri()}",
                "--headless",
                "--convert-to",
                form,
                "--outdir",
                str(target),
                *map(str, sources),
            ],
            check=True,
            timeout=PATIENCE,
            stdout=subprocess.DEVNULL,
        )
    missing = [path for path in sources if not (target / f"{path.stem}.{suffix}").exists()]
    if missing:
        raise SystemExit(f"LibreOffice 没有转换：{'、'.join(path.name for path in missing)}")
