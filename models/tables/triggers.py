"""Triggers that keep history and snapshots as they were written.

They are created anew after every migration, because a migration that copies a table drops the triggers on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection

_NEVER: Final = {
    "revision": ("UPDATE", "DELETE"),
    "edit": ("UPDATE", "DELETE"),
    "snapshot": ("UPDATE", "DELETE"),
    "snapshot_row": ("UPDATE", "DELETE"),
    "inbox": ("UPDATE",),
}
"""What may never be done to the rows of a table."""

_SAME_ROW: Final = {
    "revision": "number = NEW.number",
    "edit": "number = NEW.number",
    "snapshot": "number = NEW.number OR (week = NEW.week AND version = NEW.version)",
}
"""Where a new row never takes the place of an old one: REPLACE deletes the old one without asking its triggers."""


def _declared() -> Iterator[tuple[str, str]]:
    for table, actions in _NEVER.items():
        for action in actions:
            name = f"{table}_no_{action.lower()}"
            yield (
                name,
                f"CREATE TRIGGER {name} BEFORE {action} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{table} rows stand as they were written'); END",
            )
    for table, same in _SAME_ROW.items():
        name = f"{table}_no_replace"
        yield (
            name,
            f"CREATE TRIGGER {name} BEFORE INSERT ON {table}"
            f" WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"
            f" BEGIN SELECT RAISE(ABORT, '{table} rows stand as they were written'); END",
        )
    # A snapshot's rows are written before its own row, which closes it: from then on none can come in late.
    yield (
        "snapshot_row_no_late_insert",
        "CREATE TRIGGER snapshot_row_no_late_insert BEFORE INSERT ON snapshot_row"
        " WHEN EXISTS (SELECT 1 FROM snapshot WHERE number = NEW.snapshot)"
        " BEGIN SELECT RAISE(ABORT, 'a snapshot is closed once it is taken'); END",
    )


TRIGGERS: Final = dict(_declared())
"""The triggers of a plan by their names; `doctor` looks for them."""


def create_triggers(connection: Connection) -> None:
    """Drops and creates every trigger of the plan."""
    for name, sql in TRIGGERS.items():
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        connection.exec_driver_sql(sql)


@contextmanager
def many_edits(connection: Connection) -> Iterator[None]:
    """Lets a transaction write a whole history: asking of each edit whether its number is free doubles the time."""
    connection.exec_driver_sql("DROP TRIGGER IF EXISTS edit_no_replace")
    yield
    create_triggers(connection)
