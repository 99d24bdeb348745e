"""Puts the command line's own words into Chinese: headings of the help, errors of usage.

The parser speaks English and offers no catalogue, so its few fixed phrases are replaced by table.
"""

from __future__ import annotations

import re
from typing import Any

from typer import Context
from typer.core import TyperCommand, TyperGroup

PHRASES = [
    (r"\bUsage:", "用法："),
    (r"^Options:$", "选项："),
    (r"^Arguments:$", "参数："),
    (r"^Commands:$", "命令："),
    (r"\[OPTIONS\]", "[选项]"),
    (r"COMMAND \[ARGS\]\.\.\.", "命令 [参数]..."),
    (r"Show this message and exit\.", "显示这份说明。"),
    (r"\[required\]", "［必填］"),
    (r"\[default: (.*?)\]", r"［默认 \1］"),
    (r"\[env var: (.*?)\]", r"［环境变量 \1］"),
    (r"; required\]", "；必填]"),
    (r"\[env var: (.*?);", r"[环境变量 \1；"),
    (r"^Missing argument (.*?)\.$", r"缺少参数 \1"),
    (r"^Missing option (.*?)\.$", r"缺少选项 \1"),
    (r"^Missing command\.$", "缺少命令"),
    (r"^No such command (.*?)\.", r"没有这个命令：\1"),
    (r"^No such option: (\S+)", r"没有这个选项：\1"),
    (r"Possible options: (.*?)\)", r"是不是 \1)"),
    (r"Did you mean (.*?)\?", r"是不是 \1？"),
    (
        r"^Got unexpected extra argument(?:\(s\)|s)? \((.*)\)",
        r"多余的参数：\1（问题含空格时请加引号）",
    ),
    (r"^Option (.*?) requires an argument\.?", r"选项 \1 后面要有值"),
    (r"^Invalid value for (.*?): (.*)", r"\1 的值不对：\2"),
    (r"\bis not a valid (?:integer|int)\b.*", "不是整数"),
    (r"Input should be a valid integer.*", "应为整数"),
]
TABLE = [(re.compile(english, re.MULTILINE), chinese) for english, chinese in PHRASES]


def in_chinese(text: str) -> str:
    """Return the parser's text with its fixed phrases in Chinese."""
    for english, chinese in TABLE:
        text = english.sub(chinese, text)
    return text


class ChineseCommand(TyperCommand):
    """A command whose help is in Chinese."""

    def get_help(self, ctx: Context) -> str:  # type: ignore[override]
        """Return the help text."""
        return in_chinese(super().get_help(ctx))


class ChineseGroup(TyperGroup):
    """The list of commands, in Chinese, in the order of their definition."""

    def get_help(self, ctx: Context) -> str:  # type: ignore[override]
        """Return the help text."""
        return in_chinese(super().get_help(ctx))

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the commands in the order in which they were defined."""
        return list(self.commands)
