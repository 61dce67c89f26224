"""What holds for any edits of both sides, tried on a returned workbook whose cells are changed in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from builders import START, Office, office_at, properties
from hypothesis import given
from hypothesis import strategies as st

from exports.plan import write_plan
from importers.grid import Cell, Sheet
from importers.incoming import Incoming, open_incoming
from importers.plan import expect_no_difference
from importers.proposal import Choices, Proposal
from models.edits import Edit, stored
from models.imports import Standing
from models.rules.merge import Verdict, alike
from models.rules.state import PlanState
from models.rules.words import Status

IDS = tuple(f"A1.{number}" for number in range(1, 6))
KEYS = ("title", "note", "forecast", "status", "weight")
FIELDS = {"title": "title_en"}
WORDS = {
    "not_started": "not started",
    "in_progress": "in progress",
    "at_risk": "at risk",
    "blocked": "blocked",
}

texts = st.text("abäö =[\n", min_size=1, max_size=6).map(str.strip).filter(bool).map(lambda text: f"x{text}")
lines = texts.map(lambda text: " ".join(text.split("\n")))
by_key: dict[str, st.SearchStrategy[Any]] = {
    "title": lines,
    "note": texts,
    "forecast": st.dates(START, START + timedelta(60)),
    "status": st.sampled_from(sorted(WORDS)),
    "weight": st.integers(1, 13),
}
Side = dict[tuple[str, str], Any]
cells = st.tuples(st.sampled_from(IDS), st.sampled_from(KEYS)).flatmap(
    lambda place: st.tuples(st.just(place), by_key[place[1]])
)
sides = st.lists(cells, max_size=8).map(dict)


class Sent:
    """A workbook that went out, and the plan as it was."""

    def __init__(self, office: Office, path: Path) -> None:
        self.base: PlanState = write_plan(office.plan, path, verify=expect_no_difference)
        self._incoming = open_incoming(path.read_bytes(), path.name)
        self._sheet = self._incoming.workbook.sheets[1]
        self._columns = {cell.value: cell.column for cell in self._row(3)}
        self._rows = {self._sheet.at(n, self._columns["id"]).value: n for n in range(5, 5 + len(IDS))}

    def _row(self, number: int) -> Iterator[Cell]:
        return (cell for (row, _column), cell in self._sheet.cells.items() if row == number)

    def returned(self, theirs: Side) -> Incoming:
        """The workbook with some cells changed."""
        changed = dict(self._sheet.cells)
        for (id_, key), value in theirs.items():
            place = (self._rows[id_], self._columns[key])
            changed[place] = Cell(*place, WORDS[value] if key == "status" else value)
        sheet: Sheet = replace(self._sheet, cells=changed)
        first, _old, *others = self._incoming.workbook.sheets
        workbook = replace(self._incoming.workbook, sheets=(first, sheet, *others))
        from importers.rows import candidates

        return replace(self._incoming, workbook=workbook, found=tuple(candidates(workbook.sheets)))

    def held(self, ours: Side) -> PlanState:
        """The plan with some cells changed by us."""
        rows = []
        for milestone in self.base.milestones:
            values = {FIELDS.get(k, k): v for (id_, k), v in ours.items() if id_ == milestone.id}
            if "status" in values:
                values["status"] = Status(values["status"])
            rows.append(milestone._replace(**values))
        return replace(self.base, rows={**self.base.rows, "milestone": tuple(rows)})

    def look(
        self, theirs: Side, now: PlanState, brought: dict[str, dict[str, Any]] | None = None
    ) -> Proposal:
        """What importing it would do, conflicts left open."""
        decided = {"permuted-column": "theirs"}
        standing = Standing(self.base, now, {}, brought or {}, {})
        return self.returned(theirs).propose(standing, Choices(decided=decided))

    def value(self, state: PlanState, place: tuple[str, str]) -> Any:
        """What a cell of the plan holds."""
        id_, key = place
        return stored(getattr(state.find("milestone", id_), FIELDS.get(key, key)))


def applied(state: PlanState, edits: tuple[Edit, ...]) -> PlanState:
    """The plan once some edits of milestones are written."""
    rows = {row.uid: row for row in state.milestones}
    for edit in edits:
        value = Status(str(edit.new)) if edit.field == "status" else edit.new
        assert stored(getattr(rows[edit.uid], edit.field)) == edit.old
        rows[edit.uid] = rows[edit.uid]._replace(**{edit.field: value})
    return replace(state, rows={**state.rows, "milestone": tuple(rows.values())})


def memory(proposal: Proposal) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for each in proposal.brought:
        found.setdefault(each.uid, {})[each.field] = each.value
    return found


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sent]:
    folder = tmp_path_factory.mktemp("properties")
    office = office_at(folder / "plan.db")
    for number, id_ in enumerate(IDS):
        office.add(id_, note=f"Note {number}", forecast=START + timedelta(70 + number))
    yield Sent(office, folder / "plan.xlsx")
    office.plan.close()


@properties
@given(theirs=sides)
def test_each_difference_of_theirs_appears_exactly_once(sent: Sent, theirs: Side) -> None:
    proposal = sent.look(theirs, sent.base)
    told = sorted((str(cell.id), cell.key) for cell in proposal.cells)
    assert told == sorted(place for place, v in theirs.items() if not alike(v, sent.value(sent.base, place)))


@properties
@given(theirs=sides, ours=sides)
def test_an_edit_of_ours_is_never_overwritten(sent: Sent, theirs: Side, ours: Side) -> None:
    now = sent.held(ours)
    after = applied(now, sent.look(theirs, now).edits)
    for place in ours:
        if not alike(ours[place], sent.value(sent.base, place)):
            assert alike(sent.value(after, place), ours[place])


@properties
@given(theirs=sides, ours=sides)
def test_a_second_import_of_the_same_file_changes_nothing(sent: Sent, theirs: Side, ours: Side) -> None:
    now = sent.held(ours)
    first = sent.look(theirs, now)
    assert sent.look(theirs, applied(now, first.edits), memory(first)).edits == ()


@properties
@given(theirs=sides, more=sides)
def test_a_second_return_brings_only_what_is_new(sent: Sent, theirs: Side, more: Side) -> None:
    first = sent.look(theirs, sent.base)
    after = applied(sent.base, first.edits)
    second = sent.look({**theirs, **more}, after, memory(first))
    changed = {(str(cell.id), cell.key) for cell in second.cells if cell.verdict is Verdict.THEIRS}
    assert changed == {place for place, value in more.items() if not alike(value, sent.value(after, place))}


@properties
@given(one=sides, other=sides)
def test_disjoint_returns_come_out_the_same_in_either_order(sent: Sent, one: Side, other: Side) -> None:
    other = {place: value for place, value in other.items() if place not in one}

    def both(first: Side, second: Side) -> PlanState:
        halfway = applied(sent.base, sent.look(first, sent.base).edits)
        return applied(halfway, sent.look(second, halfway).edits)

    assert both(one, other).milestones == both(other, one).milestones
