"""Edits in words: which row, which field, from what to what, as screens, the command line and reports say it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from models.edits import Edit
from models.language import LANGUAGES, N_, _, current, date_text, number_text
from models.rules.fields import EXISTS, KINDS, Field, FieldType, Value, split_member
from models.rules.records import natural_key, text
from models.rules.state import PlanState
from models.rules.words import WORDS

if TYPE_CHECKING:
    from models.history import Reversal
    from models.plan import Plan

ARROW: Final = "→"

SET_LABELS: Final[dict[str, str]] = {
    "supporting": N_("supporting division"),
    "themes": N_("theme"),
    "questions": N_("question"),
}
"""What one member of a set is called, in English."""

NAMED_IN_FULL: Final = frozenset({"owner", "reason"})
"""Kinds whose rows people know by their name rather than by their id."""

MOST_TOLD: Final = 3
"""Edits that one sentence names before it says how many more there are."""

READ_FIRST: Final = ("charter", "initiative", "milestone", "dependency", "decision", "handoff")
"""Kinds that stand first in a comparison."""

PlainRows = Mapping[tuple[str, str], Mapping[str, Value]]
"""Rows as plain fields, by kind and uid, as snapshots keep them."""


class Names:
    """Finds the ids and titles by which people know rows, also of rows that are gone, in the places given.

    Places are asked in their order: states first, then the plain rows of snapshots, then the edits themselves, in
    which a created row tells its own.
    """

    def __init__(
        self,
        states: Iterable[PlanState] = (),
        rows: Iterable[PlainRows] = (),
        edits: Iterable[Edit] = (),
    ) -> None:
        self._states = tuple(states)
        self._rows = tuple(rows)
        self._told: dict[tuple[str, str], dict[str, Value]] = {}
        for edit in edits:
            # The oldest words that are known of a row, unless newer ones follow.
            fields = self._told.setdefault((edit.kind, edit.uid), {})
            if edit.new is not None or edit.field not in fields:
                fields[edit.field] = edit.old if edit.new is None else edit.new

    def field_of(self, kind: str, uid: str, name: str) -> Value:
        """A field of a row as the first place that knows the row has it; None where nothing is known."""
        for state in self._states:
            if kind in state.rows and (row := state.get(kind, uid)) is not None:
                value: Value = getattr(row, name)
                return value
        for rows in (*self._rows, self._told):
            if (fields := rows.get((kind, uid))) is not None and fields.get(name) is not None:
                return fields[name]
        return None

    def id_of(self, kind: str, uid: str) -> str:
        """The visible id of a row; of a closed week its Monday, of a narrative its week, else the word for the kind."""
        if kind == "closed_week" and isinstance(monday := self.field_of(kind, uid, "monday"), date):
            return date_text(monday)
        if kind == "narrative" and isinstance(week := self.field_of(kind, uid, "week"), int):
            return _("week {week}").format(week=week)
        found = self.field_of(kind, uid, "id") if KINDS[kind].has_id else None
        return str(found) if found is not None else _(KINDS[kind].label)

    def title_of(self, kind: str, uid: str) -> str:
        """The title or name of a row in the reader's language, else in the next that has it; empty for none."""
        base = KINDS[kind].named_by
        if base is None:
            return ""
        for candidate in (current(), *LANGUAGES):
            if found := self.field_of(kind, uid, f"{base}_{candidate}"):
                return str(found)
        return ""

    def reference(self, kind: str, uid: str) -> str:
        """How a reference to a row is shown: by name where people know it so, else by id."""
        title = self.title_of(kind, uid) if kind in NAMED_IN_FULL else ""
        return title or self.id_of(kind, uid)


def names_for(plan: Plan, state: PlanState, edits: Iterable[Edit]) -> Names:
    """Finds ids and titles for some edits; of rows that the state does not hold, in the plan's history."""
    edits = tuple(edits)
    unknown = {
        uid
        for edit in edits
        for kind, uid in _rows_told(edit)
        if kind in state.rows
        and (KINDS[kind].has_id or kind in {"closed_week", "narrative"})
        and state.get(kind, uid) is None
    }
    past = [edit for uid in sorted(unknown) for revision in plan.history(uid=uid) for edit in revision.edits]
    return Names([state], edits=[*edits, *reversed(past)])


def _rows_told(edit: Edit) -> Iterator[tuple[str, str]]:
    """The kinds and uids of the rows that an edit speaks of."""
    yield edit.kind, edit.uid
    described = KINDS[edit.kind].field(edit.field) if edit.kind in KINDS else None
    if (parts := split_member(edit.field)) and edit.kind in KINDS:
        yield KINDS[edit.kind].sets.get(parts[0], parts[0]), parts[1]
    elif described is not None and described.refers_to is not None:
        for value in (edit.old, edit.new):
            if value is not None:
                yield described.refers_to, str(value)


@dataclass(frozen=True)
class ToldEdit:
    """One edit in words."""

    edit: Edit
    kind: str
    """The kind of the row that it is about: of a confirmation, `milestone`."""
    uid: str
    id: str
    """The visible id of that row."""
    title: str
    field: str
    old: str
    new: str

    @property
    def sentence(self) -> str:
        """The edit on one line: `P1.2 status: in progress → done`."""
        change = (
            f"{self.old} {ARROW} {self.new}" if self.old and self.new else self.new or f"{self.old} {ARROW}"
        )
        return f"{self.id} {self.field}: {change}"


def told(edits: Iterable[Edit], names: Names, *, briefly: bool = False) -> tuple[ToldEdit, ...]:
    """Edits in words, in their order; a confirmation is one line about its milestone.

    Args:
        briefly: leave out the first values of a row that they create.
    """
    edits = tuple(edits)
    if briefly:
        created = {edit.uid for edit in edits if edit.field == EXISTS and edit.old is None}
        edits = tuple(
            e for e in edits if e.uid not in created or e.field == EXISTS or e.kind == "confirmation"
        )
    confirmed = {e.uid: str(e.new) for e in edits if e.kind == "confirmation" and e.field == "milestone"}
    lines = []
    for edit in edits:
        if edit.kind != "confirmation":
            lines.append(_told(edit, names))
        elif edit.field == EXISTS:
            milestone = confirmed.get(edit.uid) or str(names.field_of("confirmation", edit.uid, "milestone"))
            lines.append(
                ToldEdit(
                    edit,
                    "milestone",
                    milestone,
                    names.id_of("milestone", milestone),
                    names.title_of("milestone", milestone),
                    _("confirmation"),
                    "",
                    _("no change") if edit.new else _("taken back"),
                )
            )
    return tuple(lines)


def _told(edit: Edit, names: Names) -> ToldEdit:
    return ToldEdit(
        edit,
        edit.kind,
        edit.uid,
        names.id_of(edit.kind, edit.uid) if edit.kind in KINDS else edit.kind,
        names.title_of(edit.kind, edit.uid) if edit.kind in KINDS else "",
        field_text(edit.kind, edit.field, names),
        "" if edit.field == EXISTS else value_text(edit.kind, edit.field, edit.old, names),
        _existence(edit) if edit.field == EXISTS else value_text(edit.kind, edit.field, edit.new, names),
    )


def _existence(edit: Edit) -> str:
    if not edit.new:
        return _("removed")
    return _("created") if edit.old is None else _("brought back")


def in_order(edits: Iterable[ToldEdit]) -> tuple[ToldEdit, ...]:
    """Edits in the order in which people read a comparison: what the plan is about first, by id, fields as in forms."""
    return tuple(sorted(edits, key=_place))


def _place(each: ToldEdit) -> tuple[Any, ...]:
    kind, name = each.kind, each.edit.field
    kinds = (*READ_FIRST, *(other for other in KINDS if other not in READ_FIRST))
    fields = [EXISTS, *(field.name for field in KINDS[kind].fields)] if kind in KINDS else []
    return (
        kinds.index(kind) if kind in kinds else len(kinds),
        natural_key(each.id),
        each.title,
        fields.index(name) if name in fields else len(fields),
        name,
    )


def field_text(kind: str, name: str, names: Names) -> str:
    """What a field is called; a text in one language with its code, a member of a set with its id.

    A field that the program no longer knows keeps its own name.
    """
    if name == EXISTS:
        return _(KINDS[kind].label)
    if parts := split_member(name):
        set_name, member = parts
        member_kind = KINDS[kind].sets.get(set_name)
        label = _(SET_LABELS[set_name]) if set_name in SET_LABELS else set_name
        return f"{label} {names.reference(member_kind, member)}" if member_kind else label
    field = KINDS[kind].field(name) if kind in KINDS else None
    if field is None:
        return name
    return f"{_(field.label)} ({field.language})" if field.language else _(field.label)


def value_text(kind: str, name: str, value: Value, names: Names) -> str:
    """A value in words and dates of the reader's language; empty for None."""
    if split_member(name):
        return _("yes") if value else _("no")
    if value is None:
        return ""
    field = KINDS[kind].field(name) if kind in KINDS else None
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return date_text(value)
    if isinstance(value, int):
        return number_text(value)
    if field is None:
        return str(value)
    return _text_of(field, value, names)


def _text_of(field: Field, value: str, names: Names) -> str:
    if field.type is FieldType.WORD and field.words is not None:
        try:
            return _(WORDS[field.words(value)])
        except ValueError:
            return str(value)
    if field.type is FieldType.REFERENCE and field.refers_to is not None:
        return names.reference(field.refers_to, value)
    return str(value)


def edits_text(edits: Sequence[ToldEdit]) -> str:
    """Some edits as one line: the first three, and how many more."""
    line = "; ".join(edit.sentence for edit in edits[:MOST_TOLD])
    if len(edits) > MOST_TOLD:
        return _("{edits} and {count} more").format(edits=line, count=number_text(len(edits) - MOST_TOLD))
    return line


def reversal_text(reversal: Reversal, names: Names) -> str:
    """What an undo or a redo did, and what it left alone, in one or two sentences.

    Args:
        names: knows the rows of the revision that was undone or redone.
    """
    is_undo = reversal.revision.source == "undo"
    if not reversal.of.edits:
        # An import that only remembered whose value stands.
        return (
            _("Undone: what was decided of a file.")
            if is_undo
            else _("Done again: what was decided of a file.")
        )
    overtaken = {(edit.kind, edit.uid, edit.field) for edit in reversal.kept}
    kept = [e for e in reversal.of.told if (e.kind, e.uid, e.field) in overtaken]
    done = [e for e in reversal.of.told if (e.kind, e.uid, e.field) not in overtaken]
    if not reversal.revision.edits:
        sentence = _("Nothing was undone, because somebody changed it since: {edits}.")
        if not is_undo:
            sentence = _("Nothing was done again, because somebody changed it since: {edits}.")
        return sentence.format(edits=edits_text(told(kept, names, briefly=True)))
    sentence = _("Undone: {edits}.") if is_undo else _("Done again: {edits}.")
    sentence = sentence.format(edits=edits_text(told(done, names, briefly=True)))
    if kept:
        sentence += " " + _("Kept, because it was changed since: {edits}.").format(
            edits=edits_text(told(kept, names, briefly=True))
        )
    return sentence


def row_text(kind: str, row: Any) -> str:
    """A row by its id and title on one line."""
    base = KINDS[kind].named_by
    title = text(row, base) if base else ""
    return f"{row.id} {title}".strip() if KINDS[kind].has_id else title
