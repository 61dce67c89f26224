"""Brings a plan's file to the form that this version of the program knows."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from models.tables.triggers import create_triggers

HEAD: Final = "0004"
"""The newest migration; told here so that opening a plan does not import Alembic."""


def migrate(connection: Connection) -> None:
    """Runs the migrations that a plan lacks, creates its triggers anew and checks its foreign keys.

    The caller has backed the file up, switched foreign keys off and opened the transaction around it.
    """
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    create_triggers(connection)
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise RuntimeError(f"a row of {broken[0]} refers to a row of {broken[2]} that is not there")
