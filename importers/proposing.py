"""Makes the proposal of a returned workbook: sheets, columns, rows and cells, each compared with what was sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from importers import settling, stamps, validating
from importers.arrivals import Arrivals
from importers.draft import Draft
from importers.grid import column_letters
from importers.merging import MayEdit, SheetMerge, Sides
from importers.proposal import Choices, MissingRow, Outcome, Proposal
from importers.reading import Reader
from importers.rows import FoundSheet
from importers.sorting import Sorted, Sorter, ask_for_missing
from importers.stamps import Identity
from importers.wording import Wording
from importers.workbook import Workbook
from models.handoff import CANARY_DAY
from models.imports import Brought, Standing
from models.language import _, ngettext, speaking
from models.rules.fields import KINDS, FieldType
from models.rules.merge import DAYS_OF_1904, Verdict, looks_shifted
from models.sheets import TOKEN_KEY, Form


@dataclass(frozen=True)
class Sent:
    """What a file was when it was sent, and who may change what in it."""

    kind: str
    """`plan` or `handoff`."""
    forms: Mapping[str, Form]
    """Its sheets, by kind of row."""
    language: str
    """The language of its words."""
    confirmed_by: str
    """The source of its confirmations."""
    base_texts: Mapping[str, tuple[str | None, ...]]
    """What `_base` said of each row, by token."""
    division: str | None = None
    uids: Mapping[str, frozenset[str]] | None = None
    """By kind, the rows that were sent; None for all of the plan."""
    may_edit: MayEdit | None = None
    newer: tuple[str, ...] = ()
    """Ids of later files that were imported already."""


class Proposing:
    """Makes one proposal."""

    def __init__(
        self,
        workbook: Workbook,
        identity: Identity,
        standing: Standing,
        choices: Choices,
        sent: Sent,
    ) -> None:
        self._workbook, self._identity, self._standing = workbook, identity, standing
        self._sent, self._forms = sent, sent.forms
        self._draft, self._wording = Draft(choices), Wording(standing)
        self._sides: dict[str, Sides] = {}

    def proposal(self, sheets: Sequence[FoundSheet], sha256: str) -> Proposal:
        """The proposal, made from the sheets of data."""
        draft, standing = self._draft, self._standing
        self._warn_of_file(sha256)
        chosen = self._one_of_each(sheets)
        with speaking(self._sent.language):
            for kind in self._forms:
                if kind in chosen:
                    uids = self._sent.uids.get(kind, frozenset()) if self._sent.uids is not None else None
                    self._sides[kind] = Sides(self._forms[kind], standing, uids)
        shift, held = self._date_shift(chosen)
        reader = Reader(standing, shift=shift, date1904=self._workbook.date1904)
        arrivals = Arrivals(draft, reader, self._wording, standing)
        chosen = {kind: self._columns(sheet) for kind, sheet in chosen.items()}
        parted = {kind: self._sort(sheet, reader) for kind, sheet in chosen.items()}
        for kind, rows in parted.items():
            for row, _held in rows.new:
                arrivals.announce(chosen[kind], self._forms[kind], row)
        # Kinds stand in the order of what they refer to: a new initiative is known before its milestones.
        for kind in KINDS:
            if kind in parted:
                for row, waits in parted[kind].new:
                    arrivals.read(chosen[kind], self._forms[kind], row, waits)
        for kind in self._forms:
            if kind in parted:
                self._merge(chosen[kind], parted[kind], reader, held)
        validating.validate(draft, standing, self._forms)
        edits, brought = settling.settle(
            draft,
            standing,
            self._forms,
            sent_file=self._identity.sent_file,
            confirmed_by=self._sent.confirmed_by,
        )
        self._ask_conflicts()
        brought += tuple(Brought(sha256, name, choice) for name, choice in draft.made.items())
        outcome: Outcome = "decide" if draft.decisions else "preview"
        proposal = Proposal(
            name=self._workbook.name,
            sha256=sha256,
            outcome=outcome,
            code=None,
            message="",
            kind=self._sent.kind,
            sent_file=self._identity.sent_file,
            division=self._sent.division,
            unchanged=draft.unchanged,
            cells=tuple(draft.cells),
            rejects=tuple(draft.rejects),
            new_rows=tuple(draft.new_rows),
            missing_rows=tuple(draft.missing_rows),
            warnings=draft.warnings,
            decisions=tuple(draft.decisions),
            asked=frozenset(draft.asked),
            edits=edits,
            brought=brought,
        )
        return replace(proposal, message=summary(proposal))

    def _warn_of_file(self, sha256: str) -> None:
        draft, standing = self._draft, self._standing
        if stamps.base_was_edited(self._workbook, self._sent.base_texts):
            draft.warn("base-edited")
        if self._workbook.has_macros:
            draft.warn("macro")
        if self._identity.is_stamp_lost:
            draft.warn("stamp-lost")
        if standing.was_imported(sha256):
            draft.warn("already-imported")
        if self._sent.newer:
            draft.warn("older-handoff", *self._sent.newer)

    # Sheets and columns.

    def _one_of_each(self, sheets: Sequence[FoundSheet]) -> dict[str, FoundSheet]:
        """One sheet for each kind; where two differ, the one that a person chose."""
        by_kind: defaultdict[str, list[FoundSheet]] = defaultdict(list)
        for sheet in sheets:
            by_kind[sheet.kind].append(sheet)
        chosen = {}
        for kind, same in by_kind.items():
            names = tuple(sheet.name for sheet in same)
            if all(_content(sheet) == _content(same[0]) for sheet in same[1:]):
                chosen[kind] = same[0]
                continue
            told = self._draft.decide(
                "two-sheets",
                kind,
                _("Several sheets hold the same rows and differ ({sheets}): say which one counts.").format(
                    sheets=", ".join(names)
                ),
                names,
            )
            if told is not None:
                chosen[kind] = same[names.index(told)]
        absent = [
            form.name
            for kind, form in self._forms.items()
            if kind not in by_kind and form.is_editable and self._sent_count(kind)
        ]
        if absent:
            self._draft.warn("missing-column", *absent)
        return chosen

    def _sent_count(self, kind: str) -> int:
        """How many rows of a kind were sent."""
        uids = self._sent.uids
        return len(self._standing.base.rows[kind] if uids is None else uids.get(kind, ()))

    def _columns(self, found: FoundSheet) -> FoundSheet:
        """The sheet with the columns that a person chose of those that claim one key."""
        columns, draft = dict(found.columns), self._draft
        for key, places in found.twice.items():
            if key == TOKEN_KEY:
                columns[key] = places[0]
                continue
            letters = tuple(column_letters(place) for place in places)
            told = draft.decide(
                "duplicate-column",
                f"{found.kind}.{key}",
                _(
                    "Several columns of {sheet} claim to be the same ({columns}): say which one counts."
                ).format(sheet=found.name, columns=", ".join(letters)),
                (*letters, "none"),
            )
            if told not in (None, "none"):
                columns[key] = places[letters.index(str(told))]
        form = self._forms[found.kind]
        missing = [c.header for c in form.columns if c.key not in columns and c.key not in found.twice]
        if missing:
            draft.warn("missing-column", *(f"{found.name} {header}" for header in missing))
        if not found.by_keys:
            draft.warn("key-row", found.name)
        if found.renamed:
            draft.warn("header", *(f"{found.name}!{address}" for address in found.renamed))
        if found.extra:
            draft.warn("extra-column", *(f"{found.name} {header}" for header in found.extra))
        return replace(found, columns=columns)

    def _date_shift(self, sheets: Mapping[str, FoundSheet]) -> tuple[timedelta, str | None]:
        """By how much the dates are moved back, and the decision that this waits for."""
        moved = [
            pair
            for kind, found in sheets.items()
            for column in self._forms[kind].columns
            if column.type is FieldType.DATE
            for pair in _moved_dates(found, column.key, self._sides[kind])
        ]
        by_canary = self._identity.meta.canary_day
        if not self._identity.meta.is_shifted and not looks_shifted(moved):
            return timedelta(), None
        forward = sum(theirs > base for base, theirs in moved) * 2 >= len(moved)
        if by_canary is not None and self._identity.meta.is_shifted:
            forward = by_canary > CANARY_DAY
        told = self._draft.decide(
            "date-shift",
            "dates",
            _(
                "The dates are 1,462 days off, as when a workbook changes to the date system of 1904 or back: "
                "say whether to move them back or to keep them as they stand."
            ),
            ("shift", "keep"),
        )
        if told == "keep":
            return timedelta(), None
        return (DAYS_OF_1904 if forward else -DAYS_OF_1904), None if told else "date-shift:dates"

    # Rows.

    def _sort(self, found: FoundSheet, reader: Reader) -> Sorted:
        form, sides = self._forms[found.kind], self._sides[found.kind]
        sent = {uid: look for uid, look in sides.shown.items() if uid not in sides.brought_rows}
        parted = Sorter(
            self._draft,
            found,
            form,
            self._identity.sent_file,
            sent,
            {uid: (look, sides.sent[uid]) for uid, look in sides.brought_rows.items()},
            reader.value,
            lambda uid: self._wording.id_of(form.kind, uid) or uid,
        ).sort()
        gone = [uid for uid in parted.missing if self._standing.now.get(form.kind, uid) is not None]
        told = ask_for_missing(self._draft, found, gone, len(sent))
        for uid in gone:
            name = str(self._wording.id_of(form.kind, uid))
            self._draft.asked.add(f"missing-row:{name}")
            one = self._draft.choices.of(f"missing-row:{name}")
            ticked = uid in self._draft.choices.removals or told == "remove" or one == "remove"
            self._draft.missing_rows.append(
                MissingRow(
                    sheet=found.name,
                    kind=form.kind,
                    uid=uid,
                    id=name,
                    title=self._wording.title_of(form.kind, uid),
                    is_removed=ticked,
                    edited_here=sides.ours(uid) != sides.base(uid),
                )
            )
        return parted

    def _merge(self, found: FoundSheet, parted: Sorted, reader: Reader, held_dates: str | None) -> None:
        merge = SheetMerge(
            self._draft,
            found,
            self._sides[found.kind],
            reader,
            self._wording,
            may_edit=self._sent.may_edit,
            held_dates=held_dates,
        )
        for row, uid, held in sorted(parted.known, key=lambda known: known[0].number):
            merge.merge(row, uid, held)
        merge.finish()

    def _ask_conflicts(self) -> None:
        for cell in self._draft.cells:
            if cell.verdict is Verdict.CONFLICT:
                self._draft.asked |= {f"conflict:{cell.id}", f"conflict:{cell.id}.{cell.key}"}
            if cell.verdict is Verdict.CONFLICT and cell.held is None and cell.chosen is None:
                self._draft.decide(
                    "conflict",
                    f"{cell.id}.{cell.key}",
                    _("{id} {field}: it was {base}, here it is {ours}, there it is {theirs}.").format(
                        id=cell.id,
                        field=cell.label,
                        base=_quoted(cell.shown[0]),
                        ours=_quoted(cell.shown[1]) if cell.ours is not None else _("empty or removed"),
                        theirs=_quoted(cell.shown[2]),
                    ),
                    ("theirs", "ours"),
                    also=str(cell.id),
                )


def _quoted(shown: str) -> str:
    return f"“{shown}”" if shown else _("empty")


def _content(found: FoundSheet) -> object:
    return {place: (cell.value, cell.error) for place, cell in found.sheet.cells.items() if not cell.is_empty}


def _moved_dates(found: FoundSheet, key: str, sides: Sides) -> list[tuple[date, date]]:
    """Base and returned value of every date that came back as another one."""
    column, place = found.columns.get(key), sides.form.places[key]
    if column is None:
        return []
    moved = []
    for row in found.rows:
        base = sides.sent[row.token.uid][place] if row.token and row.token.uid in sides.sent else None
        cell = found.sheet.cells.get((row.number, column))
        value = cell.value if cell is not None else None
        if isinstance(value, datetime):
            value = value.date()
        if isinstance(base, date) and isinstance(value, date) and value != base:
            moved.append((base, value))
    return moved


def summary(proposal: Proposal) -> str:
    """What a proposal would do, in one line."""
    counts, file = proposal.counts, stamps.one_line(proposal.name)
    parts = []
    for count, told in (
        (n := counts["theirs"], ngettext("{count} change", "{count} changes", n)),
        (n := counts["conflict"], ngettext("{count} conflict", "{count} conflicts", n)),
        (n := counts["reject"], ngettext("{count} unreadable cell", "{count} unreadable cells", n)),
        (n := counts["new_rows"], ngettext("{count} new row", "{count} new rows", n)),
        (n := counts["missing_rows"], ngettext("{count} missing row", "{count} missing rows", n)),
    ):
        if count:
            parts.append(told.format(count=count))
    if not parts:
        return _("{file}: no changes.").format(file=file)
    sentence = _("{file}: {parts}.")
    if proposal.decisions:
        sentence = ngettext(
            "{file}: {parts}; {open} decision is open.",
            "{file}: {parts}; {open} decisions are open.",
            len(proposal.decisions),
        )
    return sentence.format(file=file, parts=", ".join(parts), open=len(proposal.decisions))
