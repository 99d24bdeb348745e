"""The commands that look after a library: doctor, backup, restore."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import typer

from assistant import terminal
from corpus.backup import Saved, back_up, restore
from corpus.care import Trouble, mend, troubles_of
from corpus.library import Added, Library
from index.care import trouble_of
from index.hybrid import refresh

MEGABYTE = 1_000_000


def check(home: Path, *, repair: bool, as_json: bool) -> None:
    """Say what is wrong with a library; ``repair`` mends it first. Exit status 1 when any is left.

    Raises LibraryError when there is no library.
    """
    found = _all_troubles(home)
    reread: list[Added] = []
    if repair and any(trouble.mendable for trouble in found):
        reread = mend(home)
        _refresh(home)
        found = _all_troubles(home)
    if as_json:
        told = {"troubles": [asdict(one) for one in found]}
        terminal.print_json(told | {"reread": terminal.added_json(reread)["documents"]})
    else:
        _tell(found, len(reread), repair=repair)
    if found:
        raise typer.Exit(1)


def save(home: Path, target: Path) -> None:
    """Save a library into one file, and say how much that was."""
    if target.exists():
        raise typer.BadParameter(f"{target} 已存在；请换一个文件名")
    _tell_saved("已备份", back_up(home, target), target)


def bring_back(source: Path, home: Path) -> None:
    """Make a library of a backup, with its index."""
    _tell_saved("已恢复", restore(source, home), home)
    _refresh(home)


def _tell_saved(done: str, saved: Saved, place: Path) -> None:
    typer.echo(f"{done} {saved.documents} 份文件（{saved.size / MEGABYTE:.1f} MB）：{place}")


def _refresh(home: Path) -> None:
    library = Library.open(home)
    with terminal.progress("更新索引") as show:
        refresh(library, home, progress=show)


def _all_troubles(home: Path) -> list[Trouble]:
    """Return what is wrong with the library, and, where its database is sound, with the index."""
    found = troubles_of(home)
    if all(one.kind != "database" for one in found):
        wrong = trouble_of(Library.open(home, upgrade=True), home)
        found += [Trouble("index", wrong, "按资料库重建", mendable=True)] if wrong else []
    return found


def _tell(found: list[Trouble], reread: int, *, repair: bool) -> None:
    if reread:
        typer.echo(f"重新读取了 {reread} 份文件")
    for one in found:
        typer.echo(f"- {one.message}。办法：{one.way_out}")
    if not found:
        typer.echo("资料库完好")
    elif not repair and any(one.mendable for one in found):
        typer.echo("执行 disclosure doctor --repair 来修复")
