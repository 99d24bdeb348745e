"""What users find wrong, filed beside the library for review; nothing is sent anywhere.

One JSON line a report: when, the question with what was asked before it, the answer as it was
given, the user's own words, and which state of which program and library gave it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from threading import Lock

from assistant.answer import Answer
from corpus.errors import LibraryError
from corpus.ingest import PARSER
from corpus.library import Library

FILE = "reports.jsonl"
LONGEST_NOTE = 1000  # characters
LARGEST = 20 * 1024**2  # bytes: a page that anybody reaches must not fill the disk
_WRITING = Lock()


def file_report(
    library: Library, question: str, history: Sequence[str], answer: Answer, note: str
) -> Path:
    """Append a report and return its file; ``LibraryError`` when it cannot be written."""
    path = library.home / FILE
    body = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "question": question,
        "history": list(history),
        "note": note[:LONGEST_NOTE],
        "answer": answer.to_json(),
        "library": {"revision": library.revision, "parser": PARSER},
        "program": version("disclosure-assistant"),
    }
    line = json.dumps(body, ensure_ascii=False)
    try:
        with _WRITING, path.open("a", encoding="utf-8") as file:
            if file.tell() > LARGEST:
                raise LibraryError(f"{path} 已经很大，请先查看并移走，再记录新的问题")
            file.write(f"{line}\n")
    except OSError as wrong:
        raise LibraryError(f"{path} 写不进去（{wrong.strerror}），没有记录") from wrong
    return path
