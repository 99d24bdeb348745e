"""Takes documents out of a library and brings them back exactly as they were.

Everything that was read from a document is packed in the transaction that deletes it: from that
moment it answers nothing, and bringing it back puts the same rows in place, not a new reading.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select

from corpus.beside import forget_removed, keep_removed, removed, removed_ids
from corpus.errors import LibraryError
from corpus.store import Store, absences, count_change, documents, figures

TABLES = {
    "documents": documents.c.id,
    "figures": figures.c.document,
    "absences": absences.c.document,
}


@dataclass(frozen=True, slots=True)
class Removed:
    """A document that was taken out and can come back."""

    id: str
    file_name: str
    removed_at: str  # ISO 8601, UTC


def take_out(store: Store, ids: Sequence[str]) -> list[Removed]:
    """Delete documents so that ``put_back`` can restore them; unknown ids are passed over."""
    with store.write() as connection:
        packed = [row for id in ids if (row := _packed(connection, id))]
        keep_removed(connection, packed)
        gone = [row["id"] for row in packed]
        connection.execute(delete(documents).where(documents.c.id.in_(gone)))
        if gone:
            count_change(connection)
    return [one for one in taken_out(store) if one.id in gone]


def put_back(store: Store, id: str) -> None:
    """Bring a document back as it was; ``LibraryError`` when it cannot come back any more."""
    with store.write() as connection:
        kept = id in removed_ids(connection)
        query = select(removed.c.file_name, removed.c.rows).where(removed.c.id == id)
        found = connection.execute(query).first() if kept else None
        if found is None:
            raise LibraryError("这份文件已经不能恢复：它已被恢复过，或移除得太久。请重新添加原文件")
        name, packed = found
        same = (documents.c.id == id) | (documents.c.file_name == name)
        if connection.scalar(select(documents.c.id).where(same)):
            raise LibraryError(f"资料库里已有《{name}》，没有恢复；请先移除现有的那一份")
        for table, rows in json.loads(zlib.decompress(packed)).items():
            _insert(connection, TABLES[table].table, rows)
        forget_removed(connection, id)
        count_change(connection)


def taken_out(store: Store) -> list[Removed]:
    """Return what can come back, newest first."""
    with store.read() as connection:
        if not removed_ids(connection):
            return []
        query = select(removed.c.id, removed.c.file_name, removed.c.removed_at)
        query = query.order_by(removed.c.removed_at.desc())
        return [Removed(*row) for row in connection.execute(query)]


def _packed(connection: Connection, id: str) -> dict[str, Any] | None:
    rows = {
        name: [dict(row) for row in connection.execute(_all_of(key, id)).mappings()]
        for name, key in TABLES.items()
    }
    if not rows["documents"]:
        return None
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    name = rows["documents"][0]["file_name"]
    return {"id": id, "file_name": name, "rows": zlib.compress(text.encode())}


def _all_of(key: Any, id: str) -> Any:
    return select(key.table).where(key == id)


def _insert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)
