"""Kills the program at random instants while it writes, and looks for what was lost.

    python -m benchmarks.crash [KILLS] [SEED]

A child process adds, replaces and removes documents, brings the index up, compacts it, and
upgrades a library of the schema before, over and over; it is killed with SIGKILL after a random
time. Then another process opens what is left and checks that every document is wholly as it was
or wholly as it was to become, with all its figures and its original, and that the search finds
exactly the documents that are there. Exit status 1 when anything is lost or half visible.
"""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import signal
import sys
import tempfile
from collections import Counter
from multiprocessing import get_context
from pathlib import Path

from sqlalchemy import text

from corpus.library import Library
from corpus.store import Store
from index import build, rewriting
from index.encoder import HashEncoder
from index.hybrid import PassageIndex, refresh

KILLS, SEED = 500, 20261122
NAMES = [f"预算{number:02}.txt" for number in range(6)]
LONGEST = 0.6  # seconds until a child is killed
ADDED_IN_2 = ("parser", "checked_count", "reconciled_count", "page_starts")
INTENT = "intent.json"

State = dict[str, str]  # file name -> digest of the content in the library


class Lost(Exception):
    """Something is not as before and not as after."""


def content(name: str, version: int) -> str:
    """Return a disclosure of an invented bureau with one table that adds up."""
    total = 100 + version
    return (
        f"青禾市临江区{name[:4]}局2026年部门预算公开\n\n"
        f"第一部分 部门概况\n负责第{version}号水库。\n\n"
        f"第二部分 预算情况说明\n2026年部门预算支出总额为{total}.50万元。\n\n"
        f"表1 部门支出总表\n单位：万元\n项目\t金额\n基本支出\t{total}.00\n项目支出\t0.50\n"
        f"合计\t{total}.50\n"
    )


def state_of(home: Path) -> State:
    """Return what is in a library now."""
    if not (home / "library.sqlite").is_file():
        return {}
    library = Library.open(home, create=True)
    return {info.file_name: info.id for info in library.documents()}


def write_for_ever(home: Path, seed: int) -> None:
    """Change the library until killed; what comes next is noted before it begins."""
    build.SMALL, rewriting.FEW = 0, 0  # segments are linked, and compacted, as in a large library
    dice = random.Random(seed)
    while True:
        state = state_of(home)
        choice = dice.choices((_add, _remove, _upgrade), (6, 2, 1))[0]
        choice(home, dice, state)
        refresh(Library.open(home, create=True), home, encoder=HashEncoder())
        rewriting.rewrite(home)


def _note(doing: str, home: Path, before: State, after: State) -> None:
    draft = home.with_name(INTENT + ".new")
    draft.write_text(json.dumps([doing, before, after]), "utf-8")
    draft.replace(home.with_name(INTENT))


def _add(home: Path, dice: random.Random, state: State) -> None:
    folder = home.with_name("in")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    after = dict(state)
    for name in dice.sample(NAMES, dice.randint(1, 3)):
        data = content(name, dice.randint(0, 10**6)).encode()
        (folder / name).write_bytes(data)
        after[name] = hashlib.sha256(data).hexdigest()
    _note("add", home, state, after)
    Library.open(home, create=True).add([folder])


def _remove(home: Path, dice: random.Random, state: State) -> None:
    gone = dice.sample(sorted(state), min(len(state), 2))
    _note("remove", home, state, {name: id for name, id in state.items() if name not in gone})
    Library.open(home, create=True).remove(gone)


def _upgrade(home: Path, dice: random.Random, state: State) -> None:
    """Take the schema back to the one before, and upgrade that."""
    _note("upgrade", home, state, state)
    store = Store(home, create=True)
    with store.write() as connection:
        for name in ADDED_IN_2:
            connection.execute(text(f"ALTER TABLE documents DROP COLUMN {name}"))
        connection.execute(text("ALTER TABLE figures DROP COLUMN doubtful"))
        connection.execute(text("UPDATE meta SET value = 1 WHERE name = 'schema'"))
    store.engine.dispose()
    Library.open(home, upgrade=True).reread()


def check(home: Path) -> None:
    """Raise Lost unless the library is whole, and as before or as after what was under way."""
    _, before, after = json.loads(home.with_name(INTENT).read_text("utf-8"))
    found = state_of(home)
    for name in sorted(before | after | found):
        if found.get(name) not in (before.get(name), after.get(name)):
            raise Lost(f"{name}: {found.get(name)}")
    if not found:
        return
    library = Library.open(home, upgrade=True)
    library.reread()
    for info in library.documents():
        if len(library.figures(documents=[info.id])) != info.figures or not info.figures:
            raise Lost(f"{info.file_name}: figures")
        if hashlib.sha256(library.original(info.id).read_bytes()).hexdigest() != info.id:
            raise Lost(f"{info.file_name}: original")
    index = PassageIndex.open(library, home, HashEncoder())
    hits = index.search("部门预算支出总额", limit=1000)
    seen = {passage.document for hit in hits for passage in (hit.passage, *hit.twins)}
    if seen != set(found.values()):
        raise Lost("index")


def run(home: Path, kills: int, seed: int) -> Counter[str]:
    """Kill ``kills`` children; count what they were at, and after how many all was whole."""
    dice, fork = random.Random(seed), get_context("fork")
    counts: Counter[str] = Counter()
    _note("nothing", home, {}, {})
    for number in range(kills):
        writer = fork.Process(target=write_for_ever, args=(home, seed + number))
        writer.start()
        writer.join(dice.uniform(0, LONGEST))
        writer.kill()
        writer.join()
        counts["killed"] += writer.exitcode == -signal.SIGKILL
        counts[json.loads(home.with_name(INTENT).read_text("utf-8"))[0]] += 1
        checker = fork.Process(target=check, args=(home,))
        checker.start()
        checker.join()
        counts["whole"] += checker.exitcode == 0
    return counts


def main() -> int:
    """Run and print the figures; return the exit status."""
    kills, seed = [int(word) for word in sys.argv[1:3]] + [KILLS, SEED][len(sys.argv) - 1 :]
    with tempfile.TemporaryDirectory() as folder:
        counts = run(Path(folder) / "home", kills, seed)
    lost = counts["killed"] - counts["whole"]
    at = ", ".join(f"{name} {counts[name]}" for name in ("add", "remove", "upgrade"))
    print(f"{counts['killed']} kills (last begun: {at}, each with its index and its compaction):")
    print(f"{lost} libraries with a lost or half-visible document")
    return int(counts["killed"] != kills or lost > 0)


if __name__ == "__main__":
    sys.exit(main())
