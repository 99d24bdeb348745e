"""Reads the tables of this folder: invented names, codes, projects and phrases are data."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of ``benchmarks/made_up/name`` without comments, cells by tabs."""
    text = (files("benchmarks.made_up") / name).read_text("utf-8")
    lines = (line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return tuple(tuple(line.split("\t")) for line in lines)


@cache
def function_names() -> dict[str, str]:
    """Return the functional codes (3, 5 and 7 digits) with their names."""
    return {code: name for code, name in rows("codes.tsv")}


@cache
def economic_names() -> dict[str, str]:
    """Return the economic codes (3 and 5 digits) with their names."""
    items = {row[0]: row[1] for row in rows("economic.tsv")}
    return {code: name for code, name in rows("economic_classes.tsv")} | items


@cache
def rows_for(name: str, profession: str) -> tuple[tuple[str, ...], ...]:
    """Return rows whose first cell names the profession, or ``*`` for all, without that cell."""
    return tuple(row[1:] for row in rows(name) if row[0] == "*" or profession in row[0].split("|"))


@cache
def phrases(kind: str) -> tuple[str, ...]:
    """Return every wording of one kind of statement (phrases.tsv)."""
    found = tuple(row[1] for row in rows("phrases.tsv") if row[0] == kind)
    if not found:
        raise KeyError(f"phrases.tsv 中没有「{kind}」")
    return found
