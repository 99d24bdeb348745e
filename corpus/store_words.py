"""What users are told when the library folder cannot be used: what happened, and the way out."""

from __future__ import annotations

from pathlib import Path


def nothing_yet(home: Path) -> str:
    """Return what to say about a folder without documents."""
    return f"资料库 {home} 里还没有文件。请先执行：disclosure add 文件或文件夹"


def database_gone(home: Path) -> str:
    """Return what to say about originals without a database."""
    return (
        f"资料库 {home} 的数据库不在了，原文件还在。请执行 disclosure doctor --repair，用它们重建"
    )


def unusable(home: Path, wrong: Exception) -> str:
    """Return what to say when the database cannot be opened."""
    return (
        f"资料库 {home} 无法打开（{_first_line(wrong)}）。"
        "请确认文件夹可读写、磁盘未满；若文件已损坏，请执行 disclosure doctor --repair"
    )


def unwritable(home: Path, wrong: Exception) -> str:
    """Return what to say when a change was not committed."""
    return (
        f"资料库 {home} 写入失败（{_first_line(wrong)}）。"
        "可能另一个程序正在写入，或磁盘已满、文件夹只读；处理后重新执行同一命令即可"
    )


def _first_line(wrong: Exception) -> str:
    cause = getattr(wrong, "orig", None) or wrong
    return str(cause).splitlines()[0] if str(cause) else type(cause).__name__
