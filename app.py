"""Starts the page. The only place that reads the environment.

DISCLOSURE_HOME       the library folder; without it the platform's data folder
DISCLOSURE_HOST       the address to listen on; 127.0.0.1
DISCLOSURE_PORT       the first port to try; 7860
DISCLOSURE_AUTH_FILE  accounts, as ``disclosure user`` writes them; needed for any address that
                      others can reach, unless reading is public
DISCLOSURE_PUBLIC     1: anybody may read and ask; changing anything needs a login

``python app.py --samples`` starts with the sample disclosures when the library is empty.
"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from importlib.resources import as_file, files
from pathlib import Path

from platformdirs import user_data_path

from assistant.web.page import serve
from corpus.errors import DisclosureError
from corpus.library import AddProgress, Library


def main() -> int:
    """Serve until Ctrl+C; return the exit status."""
    parser = ArgumentParser(description="打开政府信息公开问数网页。")
    parser.add_argument("--samples", action="store_true", help="资料库为空时，先读入自带的示例材料")
    options = parser.parse_args()
    try:
        home = _home()
        if options.samples:
            add_samples(home)
        host = os.environ.get("DISCLOSURE_HOST", "127.0.0.1")
        public = os.environ.get("DISCLOSURE_PUBLIC") == "1"
        serve(home, host, _port(), _auth_file(), public=public)
    except DisclosureError as trouble:
        print(trouble, file=sys.stderr)
        return 1
    return 0


def add_samples(home: Path) -> None:
    """Read the sample disclosures into the library at ``home``, unless it holds anything."""
    library = Library.open(home, create=True)
    if library.documents():
        return
    print("资料库是空的，正在读入示例材料……", flush=True)
    with as_file(files("corpus") / "samples") as folder:
        added = library.add(sorted(folder.glob("*.txt")), progress=tell)
    for one in added:
        if one.status == "failed":
            print(f"{one.path.name}：{one.error}", file=sys.stderr)
    count = len(library.documents())
    print(f"读入了 {count} 份示例材料；接着为它们建立索引（只需一次，通常十几秒）……", flush=True)


def tell(step: AddProgress) -> None:
    """Print which file has been read."""
    print(f"  {step.done}/{step.total} {step.file_name}", flush=True)


def _home() -> Path:
    home = os.environ.get("DISCLOSURE_HOME")
    return Path(home) if home else user_data_path("disclosure-assistant")


def _port() -> int:
    port = os.environ.get("DISCLOSURE_PORT", "7860")
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise DisclosureError(f"环境变量 DISCLOSURE_PORT 的值「{port}」不是端口号（1 到 65535）。")
    return int(port)


def _auth_file() -> Path | None:
    path = os.environ.get("DISCLOSURE_AUTH_FILE")
    return Path(path) if path else None


if __name__ == "__main__":
    sys.exit(main())
