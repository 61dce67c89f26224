"""What every table shares: strict SQLite tables, named constraints, and how a day, a flag and a word are stored."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import CheckConstraint, Dialect, ForeignKey, Index, MetaData, Text, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import Integer, UserDefinedType

from models.damage import damaged

STRICT: Final = {"sqlite_strict": True}

NAMING: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class _DayMemo(dict[str | None, date | None]):
    """Parses each distinct day once: a plan of 10,000 rows has few hundred of them."""

    def __missing__(self, stored: str | None) -> date | None:
        try:
            day = None if stored is None else date.fromisoformat(stored)
        except ValueError:
            raise damaged(stored) from None
        self[stored] = day
        return day


class _Known(dict[Any, Any]):
    """What each stored value means; any other is damage."""

    def __missing__(self, stored: object) -> Any:
        raise damaged(stored)


class Day(UserDefinedType[date]):
    """A calendar day, stored as ISO text."""

    cache_ok = True

    def get_col_spec(self, **kw: Any) -> str:
        """TEXT, as strict tables know no DATE."""
        return "TEXT"

    def bind_processor(self, dialect: Dialect) -> Callable[[date | None], str | None]:
        """Writes ISO text."""
        return lambda day: None if day is None else day.isoformat()

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], date | None]:
        """Reads ISO text."""
        return _DayMemo().__getitem__


class Word(UserDefinedType[StrEnum]):
    """A member of a closed list, stored by its value."""

    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        self.words = words

    def get_col_spec(self, **kw: Any) -> str:
        """TEXT; a check constraint of the table lists the values."""
        return "TEXT"

    def bind_processor(self, dialect: Dialect) -> Callable[[StrEnum | str | None], str | None]:
        """Writes the value."""
        return lambda word: None if word is None else str(word)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], StrEnum | None]:
        """Reads the member."""
        return _Known({None: None} | {member.value: member for member in self.words}).__getitem__


class Flag(UserDefinedType[bool]):
    """True or false, stored as 1 or 0."""

    cache_ok = True

    def get_col_spec(self, **kw: Any) -> str:
        """INTEGER."""
        return "INTEGER"

    def bind_processor(self, dialect: Dialect) -> Callable[[bool | None], int | None]:
        """Writes 1 or 0."""
        return lambda flag: None if flag is None else int(flag)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], bool | None]:
        """Reads 1 or 0."""
        return _Known({0: False, 1: True, None: None}).__getitem__


class Base(DeclarativeBase):
    """The root of all tables."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {str: Text}


class Row:
    """A row of the plan: a uid for ever, and whether it is alive or a tombstone."""

    uid: Mapped[str] = mapped_column(Text, primary_key=True, sort_order=-2)
    alive: Mapped[bool] = mapped_column(Flag, nullable=False, server_default=text("1"), sort_order=-1)


def line(**more: Any) -> Mapped[str | None]:
    """A column of text that may be empty."""
    return mapped_column(Text, nullable=True, **more)


def required_line() -> Mapped[str]:
    """A column of text that every row has."""
    return mapped_column(Text, nullable=False)


def day() -> Mapped[date | None]:
    """A column for a day that may be empty."""
    return mapped_column(Day, nullable=True)


def required_day() -> Mapped[date]:
    """A column for a day that every row has."""
    return mapped_column(Day, nullable=False)


def number() -> Mapped[int | None]:
    """A column for a whole number that may be empty."""
    return mapped_column(Integer, nullable=True)


def required_number(default: int | None = None) -> Mapped[int]:
    """A column for a whole number that every row has."""
    return mapped_column(
        Integer, nullable=False, server_default=None if default is None else text(str(default))
    )


def flag() -> Mapped[bool]:
    """A column for true or false, false unless told otherwise."""
    return mapped_column(Flag, nullable=False, server_default=text("0"))


def word(words: type[StrEnum]) -> Mapped[Any]:
    """A column for a member of a closed list that may be empty."""
    return mapped_column(Word(words), nullable=True)


def required_word(words: type[StrEnum]) -> Mapped[Any]:
    """A column for a member of a closed list that every row has."""
    return mapped_column(Word(words), nullable=False)


def reference(table: str) -> Mapped[str | None]:
    """A column that may hold the uid of a row of `table`; checked when the transaction ends."""
    return mapped_column(
        Text, ForeignKey(f"{table}.uid", deferrable=True, initially="DEFERRED"), nullable=True
    )


def required_reference(table: str) -> Mapped[str]:
    """A column that holds the uid of a row of `table`; checked when the transaction ends."""
    return mapped_column(
        Text, ForeignKey(f"{table}.uid", deferrable=True, initially="DEFERRED"), nullable=False
    )


def one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    """A check that a column holds a member of a closed list."""
    values = ", ".join(f"'{member.value}'" for member in words)
    return CheckConstraint(f"{column} IN ({values})", name=column)


def unique_id(table: str) -> Index:
    """Living rows of a table have different visible ids, whatever the case of their letters."""
    return Index(f"uq_{table}_id", text("id COLLATE NOCASE"), unique=True, sqlite_where=text("alive = 1"))
