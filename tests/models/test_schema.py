"""The tables, the migrations and the descriptions of the kinds say the same."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from builders import Office
from sqlalchemy import create_engine

from models.migrations import HEAD
from models.rules.fields import KINDS, FieldType
from models.tables import METADATA, TABLE_OF_KIND, TABLE_OF_SET
from models.tables.base import Day, Flag, Word
from models.tables.triggers import TRIGGERS

KIND_NAMES = sorted(KINDS)


@pytest.fixture(scope="module")
def declared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file made by the tables' declarations, without any migration."""
    path = tmp_path_factory.mktemp("schema") / "declared.db"
    engine = create_engine(f"sqlite:///{path}")
    METADATA.create_all(engine)
    engine.dispose()
    return path


def pragma(path: Path, question: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(question).fetchall()


def tables(path: Path) -> list[str]:
    rows = pragma(path, "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'alembic_version'")
    return sorted(name for (name,) in rows)


def columns(path: Path, table: str) -> list[tuple[Any, ...]]:
    """Name, type, not null, default and place in the primary key, in any order."""
    return sorted(row[1:6] for row in pragma(path, f'PRAGMA table_info("{table}")'))


def foreign_keys(path: Path, table: str) -> list[tuple[Any, ...]]:
    """Table, columns and what happens on a change; and whether they wait for the end of a transaction."""
    rows = sorted(row[2:] for row in pragma(path, f'PRAGMA foreign_key_list("{table}")'))
    sql = str(pragma(path, f"SELECT sql FROM sqlite_master WHERE name = '{table}'")[0][0])
    return [*rows, (sql.upper().count("DEFERRABLE INITIALLY DEFERRED"),)]


def constraints(path: Path, table: str) -> list[str]:
    """The named constraints of a table, each as text without blanks."""
    sql = re.sub(
        r'["\s]', "", str(pragma(path, f"SELECT sql FROM sqlite_master WHERE name = '{table}'")[0][0])
    )
    return sorted(re.findall(r"CONSTRAINT\w+?(?:CHECK|UNIQUE|PRIMARYKEY)\((?:[^()]|\([^()]*\))*\)", sql))


def indexes(path: Path, table: str) -> list[tuple[str, str]]:
    rows = pragma(path, f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = '{table}'")
    return sorted((name, re.sub(r'["\s]', "", sql or "")) for name, sql in rows)


def test_the_migrations_make_the_declared_tables(office: Office, declared: Path) -> None:
    assert tables(office.path) == tables(declared)


ALL_TABLES = sorted(METADATA.tables)


@pytest.mark.parametrize("table", ALL_TABLES)
def test_the_migrations_make_the_declared_columns(office: Office, declared: Path, table: str) -> None:
    assert columns(office.path, table) == columns(declared, table)


@pytest.mark.parametrize("table", ALL_TABLES)
def test_the_migrations_make_the_declared_foreign_keys(office: Office, declared: Path, table: str) -> None:
    assert foreign_keys(office.path, table) == foreign_keys(declared, table)


@pytest.mark.parametrize("table", ALL_TABLES)
def test_the_migrations_make_the_declared_constraints(office: Office, declared: Path, table: str) -> None:
    assert constraints(office.path, table) == constraints(declared, table)


@pytest.mark.parametrize("table", ALL_TABLES)
def test_the_migrations_make_the_declared_indexes(office: Office, declared: Path, table: str) -> None:
    assert indexes(office.path, table) == indexes(declared, table)


@pytest.mark.parametrize("table", ALL_TABLES)
def test_every_table_is_strict(office: Office, table: str) -> None:
    assert pragma(office.path, f"SELECT strict FROM pragma_table_list WHERE name = '{table}'") == [(1,)]


@pytest.mark.parametrize("table", ALL_TABLES)
def test_every_constraint_has_a_name(office: Office, table: str) -> None:
    sql = str(pragma(office.path, f"SELECT sql FROM sqlite_master WHERE name = '{table}'")[0][0])
    bodies = re.findall(r"(CONSTRAINT \S+ )?(CHECK|UNIQUE|PRIMARY KEY|FOREIGN KEY)\s*\(", sql)
    assert [body for name, body in bodies if not name] == []


def test_all_triggers_are_there(office: Office) -> None:
    rows = pragma(office.path, "SELECT name FROM sqlite_master WHERE type = 'trigger'")
    assert {name for (name,) in rows} == set(TRIGGERS)


def test_a_new_plan_has_the_newest_form(office: Office) -> None:
    assert pragma(office.path, "SELECT version_num FROM alembic_version") == [(HEAD,)]


def test_the_newest_form_is_that_of_the_last_migration() -> None:
    versions = Path(__file__).parents[2] / "models" / "migrations" / "versions"
    assert max(path.name[:4] for path in versions.glob("[0-9]*.py")) == HEAD


# Kinds, tables and records.


def test_every_kind_has_its_table() -> None:
    assert sorted(TABLE_OF_KIND) == KIND_NAMES


@pytest.mark.parametrize("kind", KIND_NAMES)
def test_a_kind_has_the_columns_of_its_table(kind: str) -> None:
    fields = [field.name for field in KINDS[kind].fields]
    assert sorted(fields) == sorted(set(TABLE_OF_KIND[kind].c.keys()) - {"uid", "alive"})


@pytest.mark.parametrize("kind", KIND_NAMES)
def test_a_kind_has_the_fields_of_its_record_in_their_order(kind: str) -> None:
    described = KINDS[kind]
    ends = ["alive"] if kind == "milestone" else list(described.sets)
    assert ["uid", *(field.name for field in described.fields), *ends] == list(described.record._fields)


@pytest.mark.parametrize("kind", KIND_NAMES)
def test_what_a_kind_needs_its_table_needs_too(kind: str) -> None:
    needed = {field.name for field in KINDS[kind].fields if field.required}
    table = TABLE_OF_KIND[kind]
    assert needed == {column.name for column in table.c if not column.nullable} - {"uid", "alive"}


@pytest.mark.parametrize("kind", KIND_NAMES)
def test_a_field_is_stored_as_what_it_is(kind: str) -> None:
    stored = {FieldType.DATE: Day, FieldType.WORD: Word, FieldType.FLAG: Flag}
    wrong = [
        field.name
        for field in KINDS[kind].fields
        if field.type in stored and not isinstance(TABLE_OF_KIND[kind].c[field.name].type, stored[field.type])
    ]
    assert wrong == []


@pytest.mark.parametrize("kind", KIND_NAMES)
def test_a_word_has_the_same_closed_list_in_its_field_and_its_column(kind: str) -> None:
    words = {f.name: f.words for f in KINDS[kind].fields if f.type is FieldType.WORD}
    assert words == {name: getattr(TABLE_OF_KIND[kind].c[name].type, "words", None) for name in words}


@pytest.mark.parametrize("kind", KIND_NAMES)
def test_a_reference_points_in_the_database_to_where_its_field_says(kind: str) -> None:
    said = {f.name: f"{f.refers_to}.uid" for f in KINDS[kind].fields if f.type is FieldType.REFERENCE}
    keys = {column.name: column.foreign_keys for column in TABLE_OF_KIND[kind].c if column.foreign_keys}
    assert said == {name: next(iter(found)).target_fullname for name, found in keys.items()}


def test_a_set_holds_members_of_the_kind_that_it_says() -> None:
    said = {name: f"{kind}.uid" for each in KINDS.values() for name, kind in each.sets.items()}
    found = {name: next(iter(table.c.member.foreign_keys)) for name, table in TABLE_OF_SET.items()}
    assert said == {name: key.target_fullname for name, key in found.items()}


def test_references_point_to_kinds_before_their_own_or_to_their_own() -> None:
    order = list(KINDS)
    wrong = [
        (kind, field.name)
        for kind in order
        for field in KINDS[kind].fields
        if field.refers_to and order.index(field.refers_to) > order.index(kind)
    ]
    assert wrong == []


def test_no_field_name_holds_a_dot() -> None:
    names = [name for kind in KINDS.values() for name in (*(f.name for f in kind.fields), *kind.sets)]
    assert [name for name in names if "." in name] == []
