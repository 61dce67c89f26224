"""Merges one returned sheet with what was sent and with the plan as it is now, cell by cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from importers.cells import Read
from importers.cells import Reject as Unreadable
from importers.draft import Draft
from importers.grid import Cell, column_letters
from importers.proposal import CellChange, Choices, Reject, Side
from importers.reading import Reader
from importers.rows import DataRow, FoundSheet
from importers.wording import Wording
from models.imports import Standing
from models.language import _
from models.presenting import Presenter
from models.rules.fields import FieldType
from models.rules.merge import NOT_RETURNED, Verdict, alike, looks_sorted, verdict
from models.sheets import CellValue, Column, Form, Shows

Values = tuple[CellValue, ...]
MayEdit = Callable[[str, Column], bool]
"""Whether an edit of a row's column is a change: by the row's uid."""


class Sides:
    """One kind of rows as they were sent, as earlier imports left them, and as they are now."""

    def __init__(self, form: Form, standing: Standing, uids: Iterable[str] | None = None) -> None:
        """Words are those of the language that is current: the workbook's.

        Args:
            uids: the rows that were sent; None for all of the kind.
        """
        self.form, self.standing = form, standing
        presenter = Presenter(standing.base, form)
        chosen = frozenset(uids) if uids is not None else None
        records = [row for row in standing.base.rows[form.kind] if chosen is None or row.uid in chosen]
        self.sent: dict[str, Values] = {row.uid: presenter.values(row) for row in records}
        self.shown: dict[str, tuple[Any, ...]] = {
            uid: presenter.shown(values) for uid, values in self.sent.items()
        }
        self._records = {row.uid: row for row in records}
        self._is_still = standing.base is standing.now
        self._now = presenter if self._is_still else Presenter(standing.now, form)
        self.brought_rows: dict[str, tuple[Any, ...]] = {}
        """What stood in rows that earlier imports of the file brought in, by uid."""
        for uid, kind in standing.kinds.items():
            if kind == form.kind and uid not in self.sent:
                values = self._overlaid(uid, (None,) * len(form.columns))
                self.sent[uid] = values
                self.shown[uid] = self.brought_rows[uid] = self._now.shown(values)

    def base(self, uid: str) -> Values:
        """What a return is compared with: what the file last brought in, else what was sent."""
        if uid in self.standing.brought:
            return self._overlaid(uid, self.sent[uid])
        return self.sent[uid]

    def ours(self, uid: str) -> Values | None:
        """The row as it is now; None for a removed one."""
        if self._is_still and uid in self._records:
            return self.sent[uid]
        record = self.standing.now.get(self.form.kind, uid)
        return self._now.values(record) if record is not None else None

    def _overlaid(self, uid: str, values: Values) -> Values:
        found = list(values)
        for name, value in self.standing.brought[uid].items():
            set_name, dot, member = name.partition(".")
            place = self.form.place_of_field.get(set_name)
            if place is None:
                continue
            if dot:
                members = found[place] or frozenset()
                found[place] = members | {member} if value else members - {member}
            else:
                found[place] = value
        return tuple(found)


class SheetMerge:
    """Merges the rows of one sheet into a draft."""

    def __init__(
        self,
        draft: Draft,
        found: FoundSheet,
        sides: Sides,
        reader: Reader,
        wording: Wording,
        may_edit: MayEdit | None = None,
        held_dates: str | None = None,
    ) -> None:
        """`held_dates` names the decision without which no date is taken."""
        self._held_dates = held_dates
        self._draft, self._found, self._sides = draft, found, sides
        self._reader, self._wording, self._may_edit = reader, wording, may_edit
        self._columns = sides.form.columns
        self._numbers = [
            found.columns.get(column.key) if not column.volatile else None for column in self._columns
        ]
        self._cells = found.sheet.cells
        self._changed: defaultdict[int, list[CellChange]] = defaultdict(list)
        self._labels = [column.header for column in self._columns]

    def merge(self, row: DataRow, uid: str, held: str | None) -> None:
        """Merges one row; `held` names the decision without which nothing of it is taken."""
        sent, shown = self._sides.sent[uid], self._sides.shown[uid]
        base, ours = self._sides.base(uid), self._sides.ours(uid)
        is_new = uid in self._sides.brought_rows
        number, cells = row.number, self._cells
        unchanged = 0
        for place, column_number in enumerate(self._numbers):
            if column_number is None:
                continue
            cell = cells.get((number, column_number))
            value = cell.value if cell is not None else None
            if value == shown[place] and (
                value is not None or cell is None or not (cell.covered or cell.error or cell.formula)
            ):
                theirs = sent[place]
                if ours is not None and theirs is base[place] and ours[place] == theirs:
                    unchanged += self._columns[place].editable
                    continue
            else:
                theirs = self._read(row, place, uid, cell, sent[place])
                if theirs is NOT_RETURNED:
                    continue
            column = self._columns[place]
            if not column.editable or (self._may_edit is not None and not self._may_edit(uid, column)):
                if not alike(theirs, sent[place]):
                    self._draft.warn("context-edited", self._origin(number, place))
            elif is_new and _says_nothing(theirs) and _says_nothing(base[place]):
                unchanged += 1
            else:
                unchanged += self._judge(number, place, uid, base[place], ours, theirs, held)
        self._draft.unchanged += unchanged

    def _read(self, row: DataRow, place: int, uid: str, cell: Cell | None, expected: CellValue) -> Any:
        """The value of a cell that is not as it was sent; NOT_RETURNED for one that was rejected."""
        column, number = self._columns[place], row.number
        cell = cell or Cell(number, self._numbers[place] or 0)
        if not column.editable and column.field is None:
            # A computed text: nothing but its words can be compared.
            return cell.value if cell.value is not None else cell.error
        found = self._reader.read(column, cell, expected)
        editable = column.editable and (self._may_edit is None or self._may_edit(uid, column))
        if isinstance(found, Read):
            if editable and not alike(found.value, expected):
                for code in found.warnings:
                    self._draft.warn(code, self._origin(number, place))
            return found.value
        if not editable:
            self._draft.warn("context-edited", self._origin(number, place))
            return NOT_RETURNED
        self._draft.rejects.append(self._reject(cell, place, uid, found))
        return NOT_RETURNED

    def _reject(self, cell: Cell, place: int, uid: str, found: Unreadable) -> Reject:
        column = self._columns[place]
        return Reject(
            sheet=self._found.name,
            cell=cell.address,
            kind=self._sides.form.kind,
            uid=uid,
            id=self._wording.id_of(self._sides.form.kind, uid),
            key=column.key,
            field=column.field.name if column.field is not None else None,
            label=self._labels[place],
            text=found.text,
            why=found.why,
        )

    def _judge(
        self,
        number: int,
        place: int,
        uid: str,
        base: CellValue,
        ours: Values | None,
        theirs: CellValue,
        held: str | None,
    ) -> int:
        """Notes a cell unless it is unchanged; returns how many unchanged cells it is."""
        column, kind = self._columns[place], self._sides.form.kind
        if column.shows is Shows.CONFIRMED and (base or not theirs):
            # A confirmation is made once, and not taken back: the plan holds no value that it could be compared with.
            return 1
        if ours is None:
            # Removed here: an edit there is a conflict, whatever it is.
            if alike(theirs, base):
                return 0
            said, now = Verdict.CONFLICT, None
        else:
            now = ours[place]
            said = verdict(base, now, theirs)
            if said is Verdict.UNCHANGED:
                return 1
        address = f"{column_letters(self._numbers[place] or 0)}{number}"
        wording = self._wording
        change = CellChange(
            sheet=self._found.name,
            cell=address,
            kind=kind,
            uid=uid,
            id=wording.id_of(kind, uid),
            key=column.key,
            field=column.field.name if column.field is not None else None,
            label=self._labels[place],
            base=base,
            ours=now,
            theirs=theirs,
            codes=(wording.code(column, base), wording.code(column, now), wording.code(column, theirs)),
            shown=(wording.words(column, base), wording.words(column, now), wording.words(column, theirs)),
            verdict=said,
            held=held or (self._held_dates if column.type is FieldType.DATE else None),
        )
        self._changed[place].append(replace(change, chosen=chosen_side(change, self._draft.choices)))
        return 0

    def finish(self) -> None:
        """Looks at whole columns once every row is merged, and puts the cells into the draft, row by row."""
        for place, changes in self._changed.items():
            column = self._columns[place]
            moved = [(c.base, c.theirs) for c in changes if c.verdict in (Verdict.THEIRS, Verdict.CONFLICT)]
            if looks_sorted(column.type, moved):
                self._ask_sorted(place, changes)
        found = [change for changes in self._changed.values() for change in changes]
        order = {column.key: place for place, column in enumerate(self._columns)}
        rows: Mapping[str, int] = {c.cell: int("".join(filter(str.isdigit, c.cell))) for c in found}
        self._draft.cells += sorted(found, key=lambda change: (rows[change.cell], order[change.key]))

    def _ask_sorted(self, place: int, changes: list[CellChange]) -> None:
        """Asks about a column whose changed cells hold each other's values."""
        column = self._columns[place]
        name = f"{self._found.kind}.{column.key}"
        chosen = self._draft.decide(
            "permuted-column",
            name,
            _(
                "The changed cells of {column} on {sheet} hold each other's values, as if that column alone "
                "had been sorted: say whether they are meant so."
            ).format(column=self._labels[place], sheet=self._found.name),
            ("theirs", "ours"),
        )
        side: Side | None = "theirs" if chosen == "theirs" else "ours" if chosen == "ours" else None
        for at, change in enumerate(changes):
            if change.verdict not in (Verdict.THEIRS, Verdict.CONFLICT):
                continue
            if (change.uid, change.key) in self._draft.choices.cells:
                continue
            if side is None:
                changes[at] = replace(change, held=change.held or f"permuted-column:{name}")
            elif side == "ours" or change.verdict is Verdict.THEIRS:
                changes[at] = replace(change, chosen=change.chosen or side)

    def _origin(self, number: int, place: int) -> str:
        return f"{self._found.name}!{column_letters(self._numbers[place] or 0)}{number}"


def _says_nothing(value: CellValue) -> bool:
    """Whether a cell of a new row leaves its field to what a row is created with."""
    return value is None or value is False or value == frozenset()


def chosen_side(change: CellChange, choices: Choices) -> Side | None:
    """Whose value a person chose for a cell; None where the verdict says it."""
    if (one := choices.cells.get((change.uid, change.key))) is not None:
        return one
    if change.verdict is not Verdict.CONFLICT:
        return None
    decided = choices.of("conflict", f"{change.id}.{change.key}", str(change.id))
    if decided is not None:
        # Anything else is refused with a sentence where the conflict is asked.
        return "theirs" if decided == "theirs" else "ours" if decided == "ours" else None
    return choices.accept
