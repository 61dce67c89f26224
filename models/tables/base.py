"""What every table shares: strict SQLite tables, named constraints, and how a day, a flag and a word are stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Final

from sqlalchemy import CheckConstraint, Column, Dialect, ForeignKey, Index, MetaData, Table, Text, text
from sqlalchemy.types import Integer, UserDefinedType

from models.damage import damaged

if TYPE_CHECKING:
    from sqlalchemy.orm import Mapped

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


@dataclass(frozen=True)
class Declared:
    """A column of a class of columns; each table that inherits it gets one of its own."""

    type: Any
    refers: str | None = None
    """The table and column that it refers to."""
    is_deferred: bool = False
    """Whether that is checked only when the transaction ends."""
    options: Mapping[str, Any] = field(default_factory=dict)

    def column(self, name: str) -> Column[Any]:
        """The column under its name."""
        parts = []
        if self.refers is not None:
            when = "DEFERRED" if self.is_deferred else None
            parts.append(ForeignKey(self.refers, deferrable=self.is_deferred or None, initially=when))
        return Column(name, self.type, *parts, **self.options)


class Base:
    """The root of all tables: a class of columns that becomes a table.

    Columns are declared and typed as SQLAlchemy's mapper has them, but no mapper is made: nobody asks for objects.
    See docs/decisions/0007-tables-without-the-mapper.md.
    """

    metadata: ClassVar = MetaData(naming_convention=NAMING)
    __tablename__: ClassVar[str]
    __table_args__: ClassVar[tuple[Any, ...]]
    """Constraints and indexes, and the options of the table last."""
    __table__: ClassVar[Table]

    def __init_subclass__(cls) -> None:
        columns = {
            name: value.column(name)
            for above in reversed(cls.__mro__)
            for name, value in vars(above).items()
            if isinstance(value, Declared)
        }
        *parts, options = cls.__table_args__
        cls.__table__ = Table(cls.__tablename__, Base.metadata, *columns.values(), *parts, **options)


def column(type_: Any, *, refers: str | None = None, is_deferred: bool = False, **options: Any) -> Any:
    """A column; `refers` is the table and column that it refers to, `options` are those of SQLAlchemy's `Column`."""
    return Declared(type_, refers, is_deferred, options)


class Row:
    """A row of the plan: a uid for ever, and whether it is alive or a tombstone."""

    uid: Mapped[str] = column(Text, primary_key=True)
    alive: Mapped[bool] = column(Flag, nullable=False, server_default=text("1"))


def line(**more: Any) -> Any:
    """A column of text that may be empty."""
    return column(Text, nullable=True, **more)


def required_line() -> Any:
    """A column of text that every row has."""
    return column(Text, nullable=False)


def day() -> Any:
    """A column for a day that may be empty."""
    return column(Day, nullable=True)


def required_day() -> Any:
    """A column for a day that every row has."""
    return column(Day, nullable=False)


def number() -> Any:
    """A column for a whole number that may be empty."""
    return column(Integer, nullable=True)


def required_number(default: int | None = None) -> Any:
    """A column for a whole number that every row has."""
    return column(Integer, nullable=False, server_default=None if default is None else text(str(default)))


def flag() -> Any:
    """A column for true or false, false unless told otherwise."""
    return column(Flag, nullable=False, server_default=text("0"))


def word(words: type[StrEnum]) -> Any:
    """A column for a member of a closed list that may be empty."""
    return column(Word(words), nullable=True)


def required_word(words: type[StrEnum]) -> Any:
    """A column for a member of a closed list that every row has."""
    return column(Word(words), nullable=False)


def reference(table: str) -> Any:
    """A column that may hold the uid of a row of `table`; checked when the transaction ends."""
    return column(Text, refers=f"{table}.uid", is_deferred=True, nullable=True)


def required_reference(table: str) -> Any:
    """A column that holds the uid of a row of `table`; checked when the transaction ends."""
    return column(Text, refers=f"{table}.uid", is_deferred=True, nullable=False)


def one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    """A check that a column holds a member of a closed list."""
    values = ", ".join(f"'{member.value}'" for member in words)
    return CheckConstraint(f"{column} IN ({values})", name=column)


def unique_id(table: str) -> Index:
    """Living rows of a table have different visible ids, whatever the case of their letters."""
    return Index(f"uq_{table}_id", text("id COLLATE NOCASE"), unique=True, sqlite_where=text("alive = 1"))
