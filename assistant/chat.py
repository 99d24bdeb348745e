"""A conversation in the terminal: a question a line, earlier questions kept for follow-ups."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from assistant.answer import Answer
from assistant.terminal import complain, print_answer
from corpus.errors import DisclosureError

GREETING = "请提问（空行或 Ctrl-D 结束；有编号的选项可以直接输入编号）"


def converse(ask: Callable[[str, Sequence[str]], Answer]) -> None:
    """Ask and print until an empty line or the end of input."""
    _edit_lines()
    print(GREETING)
    history: list[str] = []
    choices: tuple[str, ...] = ()
    while line := _next_line():
        question = _picked(line, choices)
        try:
            answer = ask(question, tuple(history))
        except DisclosureError as wrong:
            complain(str(wrong))
            continue
        print_answer(answer)
        history.append(question)
        choices = answer.choices


def _edit_lines() -> None:
    """Let the arrow keys edit the line and recall earlier ones, where the system can."""
    if sys.platform != "win32":
        import readline

        readline.set_auto_history(True)


def _next_line() -> str:
    try:
        return input("\n问：").strip()
    except (EOFError, KeyboardInterrupt):
        print()
        return ""


def _picked(line: str, choices: Sequence[str]) -> str:
    """Return the choice whose number was typed, else the line itself."""
    if line.isascii() and line.isdigit() and 1 <= int(line) <= len(choices):
        return choices[int(line) - 1]
    return line
