"""Takes a plan back to its first form, for tests of the migrations."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import create_engine

from models import migrations

CHANGED = ("handoff", "dependency", "decision", "snapshot")
"""The tables that later migrations change."""
NEW = ("reviewed", "review", "sent_file", "narrative", "body")


def first_form(path: Path) -> Path:
    """Takes a plan back to its first form, with the tables as the first migration makes them."""
    empty = path.with_name("first.db")
    engine = create_engine(f"sqlite:///{empty}")
    with engine.connect() as connection, connection.begin():
        _upgrade(connection, "0001")
    engine.dispose()
    with closing(sqlite3.connect(empty)) as first, closing(sqlite3.connect(path)) as connection:
        # Other tables keep referring to a table by its name while it is put aside.
        connection.execute("PRAGMA legacy_alter_table = ON")
        for newer in NEW:
            connection.execute(f"DROP TABLE {newer}")
        for table in CHANGED:
            _take_back(connection, first, table)
        connection.execute("DROP TRIGGER edit_no_delete")
        connection.execute("DELETE FROM edit WHERE kind = 'dependency' AND field = 'state_on'")
        connection.execute("DELETE FROM edit WHERE kind IN ('narrative', 'body') OR field = 'decider'")
        for trigger in ("snapshot_row_no_delete", "snapshot_row_no_update"):
            connection.execute(f"DROP TRIGGER IF EXISTS {trigger}")
        connection.execute("DELETE FROM snapshot_row WHERE kind IN ('narrative', 'body')")
        connection.execute(
            "UPDATE snapshot_row SET fields = json_remove(fields, '$.decider') WHERE kind = 'decision'"
        )
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
        connection.commit()
    return path


def _take_back(connection: sqlite3.Connection, first: sqlite3.Connection, table: str) -> None:
    made, *indexes = first.execute(
        "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL ORDER BY type DESC", (table,)
    ).fetchall()
    columns = ", ".join(row[1] for row in first.execute(f"PRAGMA table_info({table})"))
    connection.execute(f"ALTER TABLE {table} RENAME TO newer")
    connection.execute(*made)
    connection.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM newer")
    connection.execute("DROP TABLE newer")
    for index in indexes:
        connection.execute(*index)


def _upgrade(connection: object, form: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.attributes["connection"] = connection
    command.upgrade(config, form)
