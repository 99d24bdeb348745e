"""Reads files of questions and writes files of answers, one JSON object a line, order kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from assistant.answer import Answer
from corpus.errors import DisclosureError

Line = TypeVar("Line")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a file, with the user's earlier turns, oldest first."""

    id: str
    question: str
    history: tuple[str, ...] = ()


def asked_of(line: dict[str, Any]) -> Asked:
    """Return the question of a JSON line; ``ValueError`` or ``KeyError`` when malformed."""
    history = line.get("history") or []
    texts = [line["question"], *history] if isinstance(history, list) else [None]
    if not all(isinstance(text, str) for text in texts) or not line["question"].strip():
        raise ValueError("question 应为非空文字，history 应为文字的列表")
    return Asked(str(line["id"]), line["question"], tuple(history))


def read_lines(path: Path, read: Callable[[dict[str, Any]], Line]) -> list[Line]:
    """Return what ``read`` makes of every line; ``DisclosureError`` names the first bad line."""
    return [_read(place, line, read) for place, line in _lines(path)]


def readable_lines(
    path: Path, read: Callable[[dict[str, Any]], Line], complain: Callable[[str], None]
) -> tuple[list[Line], int]:
    """Return what ``read`` makes of every good line, and how many are bad.

    ``complain`` is told of each bad line: its number and what is wrong with it.
    """
    good: list[Line] = []
    bad = 0
    for place, line in _lines(path):
        try:
            good.append(_read(place, line, read))
        except DisclosureError as wrong:
            complain(str(wrong))
            bad += 1
    return good, bad


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (place, text) of every line that is not blank."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as wrong:
        reason = "不是 UTF-8 文本" if isinstance(wrong, UnicodeDecodeError) else wrong.strerror
        raise DisclosureError(f"{path}：无法读取（{reason}），请检查路径和编码") from wrong
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield f"{path} 第 {number} 行", line


def _read(place: str, line: str, read: Callable[[dict[str, Any]], Line]) -> Line:
    try:
        fields = json.loads(line)
        if not isinstance(fields, dict):
            raise ValueError("应为一个 JSON 对象")
        return read(fields)
    except json.JSONDecodeError as wrong:
        raise DisclosureError(
            f"{place}：不是合法的 JSON（第 {wrong.colno} 列）；请改正后重试"
        ) from wrong
    except KeyError as wrong:
        raise DisclosureError(f"{place}：缺少字段 {wrong}；请补上后重试") from wrong
    except (ValueError, TypeError, ArithmeticError, AttributeError) as wrong:
        raise DisclosureError(f"{place}：{wrong}；请改正后重试") from wrong


def answers(
    questions: Iterable[Asked], ask: Callable[[str, Sequence[str]], Answer]
) -> Iterator[tuple[Asked, Answer]]:
    """Yield every question with its answer, in order."""
    for asked in questions:
        yield asked, ask(asked.question, asked.history)


def write_answers(path: Path, answered: Iterable[tuple[Asked, Answer]]) -> int:
    """Write one line an answer as soon as it is there; return how many."""
    count = 0
    try:
        with path.open("w", encoding="utf-8") as file:
            for asked, answer in answered:
                file.write(json.dumps(answer.to_json(asked.id), ensure_ascii=False) + "\n")
                count += 1
    except OSError as wrong:
        raise DisclosureError(f"{path}：无法写入（{wrong.strerror}），请检查路径和权限") from wrong
    return count
