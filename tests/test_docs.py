"""The documents of the project say what is there."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import typer

READMES = ("README.md", "README.zh-CN.md")
TEXT = {".md", ".py", ".toml", ".txt", ".tsv", ".css", ".yml", ".yaml", ".sh", "", ".jsonl"}
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|home|Users|root|mnt|tmp)/\w+")
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")


def commands() -> list[str]:
    """Return every command that ``disclosure --help`` lists."""
    from assistant.cli import app

    return sorted(typer.main.get_command(app).commands)


def tracked(root: Path) -> list[Path]:
    """Return the files that belong to the repository, or every file outside hidden folders."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0:
        return [root / line for line in listed.stdout.splitlines()]
    visible = (path for path in root.rglob("*") if ".venv" not in path.parts)
    return [path for path in visible if path.is_file()]


@pytest.mark.parametrize("readme", READMES)
def test_every_command_is_in_the_readme(root: Path, readme: str) -> None:
    """A command that nobody can read about does not exist for the user."""
    text = (root / readme).read_text("utf-8")

    assert [name for name in commands() if f"disclosure {name}" not in text] == []


@pytest.mark.parametrize("readme", READMES)
@pytest.mark.parametrize("command", ["make run", "make test"])
def test_the_two_commands_are_in_the_readme(root: Path, readme: str, command: str) -> None:
    """A newcomer finds how to start and how to test."""
    assert command in (root / readme).read_text("utf-8")


def test_links_between_documents_lead_somewhere(root: Path) -> None:
    """Every relative link of a Markdown file names a file that is there."""
    pages = [*root.glob("*.md"), *(root / "docs").glob("*.md")]
    dead = [
        f"{page.name}: {target}"
        for page in pages
        for target in LINK.findall(page.read_text("utf-8"))
        if not (page.parent / target).exists()
    ]

    assert dead == []


def test_no_file_names_a_folder_of_one_machine(root: Path) -> None:
    """The repository works wherever it is cloned."""
    found = [
        f"{path.relative_to(root)}: {match[0]}"
        for path in tracked(root)
        if path.is_file() and path.suffix in TEXT
        for match in MACHINE_PATH.finditer(path.read_text("utf-8", errors="ignore"))
    ]

    assert found == []


EXAMPLES = [("临江区水务局2026年三公经费比上年减少多少？", "减少 0.70 万元")]


@pytest.mark.parametrize(("question", "words"), EXAMPLES)
def test_the_worked_question_has_the_answer_that_is_shown(
    root: Path, samples: Path, tmp_path: Path, question: str, words: str
) -> None:
    """What the READMEs show is what the product answers."""
    from assistant.conversation import Assistant
    from corpus.library import Library
    from index.encoder import HashEncoder

    Library.open(tmp_path, create=True).add(sorted(samples.glob("*.txt")))
    answer = Assistant.open(tmp_path, HashEncoder()).ask(question)

    assert words in answer.text
    for readme in READMES:
        text = (root / readme).read_text("utf-8")
        assert question in text
        assert words in text
