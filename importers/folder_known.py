"""The rows of a folder as far as they are read: which uid each id has, and what each field holds by then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from importers.tables import CsvRow
from models.edits import Edit, checked, creation
from models.errors import FileRefused, InvalidValue
from models.language import LANGUAGES, _
from models.rules.fields import KINDS, Value


class Known:
    """What the plan holds by a moment of its history; every method refuses the file where a row does not fit."""

    def __init__(self) -> None:
        self.uids: defaultdict[str, dict[str, str]] = defaultdict(dict)
        """By kind: the uid behind each id of the files, in small letters."""
        self.values: dict[tuple[str, str], Value] = {}
        """What a field of a row holds, by uid and field."""

    def create(
        self, kind: str, row: CsvRow, column: str, values: dict[str, Value], **members: Iterable[str]
    ) -> list[Edit]:
        """The edits that create the row whose id stands in `column`."""
        visible_id = row.needed(column)
        folded = visible_id.casefold()
        if folded in self.uids[kind]:
            raise row.refusal(column, _("“{id}” is there twice.").format(id=visible_id))
        fitting = self.fitting(kind, {"id": visible_id, **values}, row)
        edits = creation(kind, fitting, members=members, origin=row.place)
        self.uids[kind][folded] = edits[0].uid
        self.values |= {(edit.uid, edit.field): edit.new for edit in edits}
        return edits

    def fitting(self, kind: str, values: dict[str, Value], row: CsvRow) -> dict[str, Value]:
        """The values as their fields take them; refuses the file where one does not fit."""
        found: dict[str, Value] = {}
        for name, value in values.items():
            described = KINDS[kind].field(name)
            if described is not None and value is not None:
                try:
                    found[name] = checked(described, value, row.place)
                except InvalidValue as error:
                    raise FileRefused("damaged", error.sentence) from error
        return found

    def uid(self, kind: str, row: CsvRow, column: str, visible_id: str | None = None) -> str:
        """The uid behind an id: that in a column, or the given one."""
        wanted = visible_id or row.needed(column)
        uid = self.uids[kind].get(wanted.casefold())
        if uid is None:
            raise row.refusal(
                column, _("there is no {kind} “{id}”.").format(kind=_(KINDS[kind].label), id=wanted)
            )
        return uid

    def uid_or_none(self, kind: str, row: CsvRow, column: str) -> str | None:
        """The same; None where the column is empty."""
        return self.uid(kind, row, column) if row.text(column) else None

    def named(self, kind: str, field: str, name: str) -> str | None:
        """The uid of the row of a kind whose name is `name`, in any case of letters; None where there is none."""
        folded = name.casefold()
        return next(
            (
                uid
                for uid in self.uids[kind].values()
                if str(self.values.get((uid, field)) or "").casefold() == folded
            ),
            None,
        )

    def members(self, kind: str, row: CsvRow, column: str) -> list[str]:
        """The uids behind the ids in a column, blanks between them."""
        return [self.uid(kind, row, column, each) for each in (row.text(column) or "").split()]

    def names(self, row: CsvRow, base: str, prefix: str = "") -> dict[str, Value]:
        """A text in three languages: the fields `base_fi` and so on from the columns `prefix` and `fi`."""
        return {f"{base}_{code}": row.text(f"{prefix}{code}") for code in LANGUAGES}

    def changes(self, kind: str, uid: str, values: dict[str, Value], row: CsvRow) -> list[Edit]:
        """The edits that give a row of the plan these values, as far as it holds others by then."""
        edits = []
        for name, value in {**values, **self.fitting(kind, values, row)}.items():
            old = self.values.get((uid, name))
            if old != value:
                edits.append(Edit(kind, uid, name, old, value, row.place))
                self.values[uid, name] = value
        return edits

    def later(self, kind: str, row: CsvRow, column: str, values: dict[str, Value]) -> list[Edit]:
        """The same for the row whose id stands in a column."""
        return self.changes(kind, self.uid(kind, row, column), values, row)
