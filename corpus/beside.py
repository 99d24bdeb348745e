"""What lies beside the documents of a library: corrections by hand, and what was taken out.

Its tables are made when they are first needed, so that a library which never had a correction is
the same as before. They refer to documents by the hash of their content and outlive them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    delete,
    insert,
    inspect,
    select,
)

from corpus.corrections import NONE, Correction

KEPT_DAYS = 30  # that a document which was taken out can come back

beside = MetaData()
corrections = Table(
    "corrections",
    beside,
    Column("id", String, primary_key=True),  # of the document
    Column("owner", String),
    Column("year", Integer),
    Column("kind", String),
)
removed = Table(
    "removed",
    beside,
    Column("id", String, primary_key=True),
    Column("file_name", String, nullable=False),
    Column("removed_at", String, nullable=False),  # ISO 8601, UTC
    Column("rows", LargeBinary, nullable=False),  # of every table, as ``removal`` packs them
)


def _is_there(connection: Connection, table: Table) -> bool:
    return inspect(connection).has_table(table.name)


def corrections_in(connection: Connection) -> dict[str, Correction]:
    """Return every correction by document id."""
    if not _is_there(connection, corrections):
        return {}
    return {id: Correction(*said) for id, *said in connection.execute(select(corrections))}


def keep_correction(connection: Connection, id: str, correction: Correction) -> None:
    """Put a correction in the place of the one before; an empty one takes it away."""
    beside.create_all(connection)
    connection.execute(delete(corrections).where(corrections.c.id == id))
    if correction:
        row = {"owner": correction.owner, "year": correction.year, "kind": correction.kind}
        connection.execute(insert(corrections), {"id": id} | row)


def correction_of(connection: Connection, id: str) -> Correction:
    """Return the correction of one document, an empty one when there is none."""
    return corrections_in(connection).get(id, NONE)


def keep_removed(connection: Connection, rows: Iterable[dict[str, Any]]) -> None:
    """File what is taken out, and forget what was taken out too long ago."""
    beside.create_all(connection)
    limit = (datetime.now(UTC) - timedelta(days=KEPT_DAYS)).isoformat(timespec="seconds")
    connection.execute(delete(removed).where(removed.c.removed_at < limit))
    for row in rows:
        forget_removed(connection, row["id"])
        now = datetime.now(UTC).isoformat(timespec="seconds")
        connection.execute(insert(removed), row | {"removed_at": now})


def forget_removed(connection: Connection, id: str) -> None:
    """Drop one document that was taken out: it is back."""
    if _is_there(connection, removed):
        connection.execute(delete(removed).where(removed.c.id == id))


def removed_ids(connection: Connection) -> set[str]:
    """Return the documents whose originals are still needed to bring them back."""
    if not _is_there(connection, removed):
        return set()
    return set(connection.scalars(select(removed.c.id)))
