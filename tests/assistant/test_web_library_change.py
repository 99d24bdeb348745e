"""What a new conversation shows after the library changed under an open page."""

from __future__ import annotations

from pathlib import Path

from assistant.conversation import Assistant
from assistant.web.answers import Answers
from assistant.web.ask import AskView
from corpus.library import Library
from index.encoder import HashEncoder
from tests.assistant.library_of import CIVIL, CIVIL_2026


def test_new_conversation_shows_questions_of_new_documents(tmp_path: Path) -> None:
    """A document that was added while the page is open gives examples and answers at once."""
    home, file = tmp_path / "home", tmp_path / f"{CIVIL}2026年部门预算.txt"
    file.write_text(CIVIL_2026, encoding="utf-8")
    library = Library.open(home, create=True)
    assistant = Assistant(library, home, HashEncoder())
    view = AskView(Answers.of(assistant))
    assert CIVIL not in view.start()[1]

    library.add([file])

    assert CIVIL in view.start()[1]
    assistant.warm()
    assert assistant.ask(assistant.examples()[0]).citations
