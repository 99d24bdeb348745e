"""Measures questions about figures over a library of very many disclosures.

    python -m benchmarks.figures [--documents N] [--base N] [--home FOLDER]

``--base`` disclosures are made and read; the rest of the library are copies of what was read from
them, each about bodies of other invented places of equally long names, so that every receipt still
resolves. Only the structured layer grows: names and passages are indexed for the base alone. What
is derived from a document (counts of its wordings, outlines of its facts) is copied with it.
Printed are the size of the library, the time and memory of opening it, and the times of questions
about one body and of rankings over all bodies of a year.
"""

from __future__ import annotations

import argparse
import re
import resource
import shutil
import sqlite3
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import TypeVar

import numpy as np

from assistant.conversation import Assistant
from assistant.evaluation.scoring import Gold, Verdict, gold_of, score
from assistant.lookup.facts import Facts
from assistant.lookup.summary import path_of
from benchmarks._claims import at_most
from benchmarks.made_up.data import rows
from benchmarks.made_up.questions import questions_of
from benchmarks.made_up.truth import MadeUp
from benchmarks.made_up.world import disclosures
from corpus.library import Library
from corpus.store import FILE
from index.encoder import HashEncoder
from index.figure_names import FigureNames
from index.hybrid import PassageIndex, refresh

Result = TypeVar("Result")
SEED = 77
QUESTIONS = 300
RANKINGS = 20
FIRST_OTHER = 0x6C10  # characters from here on begin the names of the copies' places
COPIED = ("documents", "figures", "absences")
TEXTS = ("TEXT", "VARCHAR")


def main() -> None:
    """Build the library where it is not there yet, and print what questions cost."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--documents", type=int, default=10_000)
    arguments.add_argument("--base", type=int, default=200)
    arguments.add_argument("--home", type=Path, help="keeps the library between two runs")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="figures-") as folder:
        measure(chosen.home or Path(folder), chosen.base, chosen.documents)


def measure(home: Path, base: int, documents: int) -> None:
    """Print the figures of one library; ``home`` holds the base and the library."""
    made = list(disclosures(SEED, base))
    small, large = home / "base", home / "library"
    if not large.exists():
        _timed("读取原本", lambda: _read(small, made))
        _timed("复制", lambda: _copied(small, large, made, documents))
        _timed("复制词句", lambda: _derived(small, large, made, documents))
    library = Library.open(large)
    print(f"文件 {len(library.documents()):,} 份，数字 {_count(large, 'figures'):,} 个")
    assistant = _timed("首次打开", lambda: FiguresOnly(library, large, small))
    assistant = _timed("再次打开", lambda: FiguresOnly(library, large, small))
    lines = map(gold_of, questions_of(made, SEED, QUESTIONS))
    questions = [one for one in lines if one.expect != "text"]  # the copies have no passages
    copies = max(1, -(-documents // base) - 1)  # the base is one of the sets
    asked = [_of_copy(one, _places(made), 1 + at % copies) for at, one in enumerate(questions)]
    _report("一个单位的问题", assistant, asked)
    _report_rankings(assistant, list(_rankings(made)))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"内存至多 {memory:,.0f} MB")


class FiguresOnly(Assistant):
    """An assistant whose names and passages are those of the base."""

    def __init__(self, library: Library, home: Path, base: Path) -> None:
        self._base = base
        super().__init__(library, home, HashEncoder())

    def _indexes(self) -> tuple[FigureNames, PassageIndex]:
        base = Library.open(self._base)
        return (
            FigureNames.open(base, self._base, self._encoder),
            PassageIndex.open(base, self._base, self._encoder),
        )


def _read(home: Path, made: Sequence[MadeUp]) -> None:
    files = home / "files"
    files.mkdir(parents=True, exist_ok=True)
    for document in made:
        (files / document.name).write_text(document.text, "utf-8")
    library = Library.open(home, create=True)
    library.add([files], jobs=2)
    refresh(library, home, encoder=HashEncoder())


def _copied(small: Path, large: Path, made: Sequence[MadeUp], documents: int) -> None:
    """Copy what was read, once for each set of places, straight in the database."""
    large.mkdir(parents=True)
    with sqlite3.connect(small / FILE) as source, sqlite3.connect(large / FILE) as target:
        source.backup(target)
    places = _places(made)
    with sqlite3.connect(large / FILE) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        indexes = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        made_later = connection.execute(indexes).fetchall()
        for name, _ in made_later:
            connection.execute(f"DROP INDEX {name}")
        ids = [id for (id,) in connection.execute("SELECT id FROM documents")]
        for copy in range(1, -(-documents // len(ids))):
            renaming = _renaming(places, copy)
            connection.create_function("renamed", 1, renaming, deterministic=True)
            for table in COPIED:
                connection.execute(_copying(connection, table, copy))
            connection.commit()
        for _, statement in made_later:
            connection.execute(statement)


def _copying(connection: sqlite3.Connection, table: str, copy: int) -> str:
    """Return the statement that copies a table's first documents under other names."""
    key = "id" if table == "documents" else "document"
    kinds = {row[1]: row[2] for row in connection.execute(f"PRAGMA table_info({table})")}
    values = {c: f"renamed({c})" if kind in TEXTS else c for c, kind in kinds.items()}
    values[key] = f"'{copy:03d}' || {key}"
    if table == "documents":
        values["file_name"] = f"'{copy}-' || file_name"
    original = f"length({key}) = (SELECT min(length({key})) FROM {table})"
    chosen = f"SELECT {', '.join(values.values())} FROM {table} WHERE {original}"
    return f"INSERT INTO {table} ({', '.join(values)}) {chosen}"


def _derived(small: Path, large: Path, made: Sequence[MadeUp], documents: int) -> None:
    """Copy what is kept of the wordings of each document; their sum is made at the opening."""
    Facts.of(Library.open(small), small)
    path = path_of(large)
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path_of(small), path)
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("DELETE FROM shares WHERE document = ''")
        shares = file.execute("SELECT document, stamp, data FROM shares").fetchall()
        ids = [id for id, _, _ in shares]
        for copy in range(1, -(-documents // len(ids))):
            renamed = _renaming(_places(made), copy)
            rows = [_share(copy, share, renamed) for share in shares]
            file.executemany("INSERT INTO shares VALUES (?, ?, ?)", rows)
            copies = [(f"{copy:03d}{id}", id) for id in ids]
            same = "INSERT INTO papers SELECT ?, facts FROM papers WHERE document = ?"
            file.executemany(same, copies)


def _share(
    copy: int, share: tuple[str, str, bytes], renamed: Callable[[str | None], str | None]
) -> tuple[str, str, bytes]:
    """Return the row of a copy: under its own id and file name, about its own places."""
    id, stamp, data = share
    reading, _, name = stamp.rpartition(" ")
    told = renamed(zlib.decompress(data).decode()) or ""
    own = f"{copy:03d}{id}"
    return own, f"{reading} {copy}-{name}", zlib.compress(told.replace(id, own).encode(), level=1)


def _places(made: Sequence[MadeUp]) -> list[str]:
    """Return the invented places that the documents are about: two characters each."""
    first, second = ("".join(row[0].split()) for row in rows("syllables.tsv"))
    place = re.compile(f"[{first}][{second}]")
    return sorted({name for d in made for name in place.findall(d.owner + d.region)})


def _renaming(places: Sequence[str], copy: int) -> Callable[[str | None], str | None]:
    """Return what turns the places of a text into others of the same length."""
    firsts = sorted({name[0] for name in places})
    other = {c: chr(FIRST_OTHER + copy * len(firsts) + at) for at, c in enumerate(firsts)}
    place = re.compile("|".join(places))

    def renamed(text: str | None) -> str | None:
        return place.sub(lambda m: other[m[0][0]] + m[0][1], text) if text else text

    return renamed


def _of_copy(gold: Gold, places: Sequence[str], copy: int) -> Gold:
    renamed = _renaming(places, copy)
    return replace(
        gold,
        question=renamed(gold.question) or "",
        history=tuple(renamed(turn) or "" for turn in gold.history),
        mentions=tuple(tuple(renamed(said) or "" for said in group) for group in gold.mentions),
    )


def _rankings(made: Sequence[MadeUp]) -> Iterator[str]:
    """Yield questions over all bodies of one year; their answers are not checked."""
    years = sorted({d.year for d in made})
    random = Random(SEED)
    for item in ("公务接待费", "培训费", "办公费", "住房公积金", "三公经费") * (RANKINGS // 5):
        year = random.choice(years)
        yield f"{year}年{item}预算最多的是哪个单位，多少？"


def _report_rankings(assistant: Assistant, questions: Sequence[str]) -> None:
    times = [assistant.ask(question).elapsed_ms for question in questions]
    _print_times("全部单位排名", times)
    at_most("a ranking over all owners of a year, p95", float(np.percentile(times, 95)), 300, " ms")


def _report(what: str, assistant: Assistant, questions: Sequence[Gold]) -> None:
    assistant.warm()
    scored = [score(one, assistant.ask(one.question, one.history)) for one in questions]
    right = sum(one.verdict is Verdict.RIGHT for one in scored)
    known = f"，正确 {100 * right / len(scored):.1f}%"
    times = [one.answer.elapsed_ms for one in scored]
    _print_times(what, times, known)
    at_most("a figure question, p95", float(np.percentile(times, 95)), 100, " ms")


def _print_times(what: str, times: Sequence[float], known: str = "") -> None:
    middle, late = np.percentile(times, [50, 95])
    print(f"{what}：{len(times)} 题，p50 {middle:.0f} ms，p95 {late:.0f} ms{known}", flush=True)


def _count(home: Path, table: str) -> int:
    with sqlite3.connect(home / FILE) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def _timed(what: str, run: Callable[[], Result]) -> Result:
    started = time.perf_counter()
    result = run()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{what}：{time.perf_counter() - started:.1f} 秒，内存至多 {memory:,.0f} MB", flush=True)
    return result


if __name__ == "__main__":
    main()
