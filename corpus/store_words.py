"""What is said when the folder of a library cannot be used: what is wrong, and the way out."""

from __future__ import annotations

from pathlib import Path


def unusable(home: Path, wrong: Exception) -> str:
    """Return what to say about a library that cannot be opened or read."""
    return (
        f"资料库 {home} 无法打开（{_first_line(wrong)}）。"
        "请确认文件夹可读写、磁盘未满；若文件已损坏，请换一个文件夹重新执行 disclosure add"
    )


def unwritable(home: Path, wrong: Exception) -> str:
    """Return what to say about a library that cannot be written."""
    return (
        f"资料库 {home} 写入失败（{_first_line(wrong)}）。"
        "可能另一个程序正在写入，或磁盘已满、文件夹只读；处理后重新执行同一命令即可"
    )


def _first_line(wrong: Exception) -> str:
    cause = getattr(wrong, "orig", None) or wrong
    return str(cause).splitlines()[0] if str(cause) else type(cause).__name__
