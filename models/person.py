"""Who works on a plan: the history keeps a key for each person, never the login itself."""

from __future__ import annotations

import secrets

from sqlalchemy import Connection, insert, select

from models.tables import PERSON


def person_key(connection: Connection, login: str) -> str:
    """The key that the history keeps for a person, made on first use."""
    key = connection.scalar(select(PERSON.c.key).where(PERSON.c.login == login))
    if key is None:
        key = secrets.token_hex(8)
        connection.execute(insert(PERSON), {"key": key, "login": login})
    return str(key)
