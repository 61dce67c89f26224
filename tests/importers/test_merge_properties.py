"""What holds for any edits of both sides, tried on returned workbooks whose cells are changed in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from builders import START, Office, merges, office_at
from hypothesis import given
from hypothesis import strategies as st

from exports.handoff import make_handoff
from exports.plan import write_plan
from importers import handoff
from importers.grid import Cell, Sheet
from importers.incoming import Compared, Incoming, open_incoming
from importers.plan import expect_no_difference
from importers.proposal import Choices, Proposal
from importers.rows import candidates
from models.edits import Edit, stored
from models.imports import Standing
from models.rounds import SentFile
from models.rules.merge import Verdict, alike
from models.rules.state import PlanState
from models.rules.words import Status

OWN = tuple(f"A1.{number}" for number in range(1, 6))
SHOWN = "B1.1"
"""A milestone of another division, which waits for one of ours."""
LINK = "X1"
"""The dependency between them, of which we are the providing side."""
KIND = {SHOWN: "milestone", LINK: "dependency"} | dict.fromkeys(OWN, "milestone")
OURS = ("title", "note", "forecast", "status", "weight")
"""What the office changes meanwhile; no weight stands in a hand-off."""
THEIRS = (*OURS, "confirmed")
ASKED = {"dependency": ("promised", "note")}
NOT_ASKED = {"milestone": THEIRS, "dependency": ("need_by", "what")}
FIELDS = {"title": "title_en", "what": "what_en"}
WORDS = {
    "not_started": "not started",
    "in_progress": "in progress",
    "at_risk": "at risk",
    "blocked": "blocked",
}

texts = st.text("abäö =[\n", min_size=1, max_size=6).map(str.strip).filter(bool).map(lambda text: f"x{text}")
lines = texts.map(lambda text: " ".join(text.split("\n")))
days = st.dates(START, START + timedelta(60))
by_key: dict[str, st.SearchStrategy[Any]] = {
    "title": lines,
    "what": lines,
    "note": texts,
    "forecast": days,
    "promised": days,
    "need_by": days,
    "status": st.sampled_from(sorted(WORDS)),
    "weight": st.integers(1, 13),
    "confirmed": st.just(True),
}
Place = tuple[str, str]
"""The id of a row and the key of a column."""
Side = dict[Place, Any]


def edits_of(places: list[Place], most: int = 8) -> st.SearchStrategy[Side]:
    cells = st.sampled_from(places).flatmap(lambda place: st.tuples(st.just(place), by_key[place[1]]))
    return st.lists(cells, max_size=most).map(dict)


theirs_in = edits_of(
    [*((id_, key) for id_ in OWN for key in THEIRS), *((LINK, key) for key in ASKED["dependency"])]
)
ours_in = edits_of(
    [*((id_, key) for id_ in OWN for key in OURS), *((LINK, key) for key in ASKED["dependency"])]
)
not_asked = edits_of([(id_, key) for id_ in (SHOWN, LINK) for key in NOT_ASKED[KIND[id_]]])


class Sent:
    """A workbook that went out, and the plan as it was."""

    def __init__(self, office: Office, folder: Path, kind: str) -> None:
        self.sent: SentFile | None = None
        if kind == "plan":
            path = folder / "plan.xlsx"
            self.base: PlanState = write_plan(office.plan, path, verify=expect_no_difference)
        else:
            division = office.row("division", "SOTE")
            made = make_handoff(
                office.plan,
                division,
                START + timedelta(7),
                folder,
                verify=handoff.expect_no_difference,
                language="en",
            )
            path, self.sent = made.path, made.sent
            self.base = office.plan.state(office.plan.today, at_revision=made.sent.revision)
        incoming = open_incoming(path.read_bytes(), path.name)
        # The other sheets of a plan are as good as untouched when they are missing, and cost most of the time.
        kept = ("Milestones", "Dependencies", "_base", "_meta")
        sheets = tuple(sheet for sheet in incoming.workbook.sheets if sheet.name in kept)
        self._incoming = replace(incoming, workbook=replace(incoming.workbook, sheets=sheets))
        self._places: dict[Place, tuple[str, int, int]] = {}
        for sheet in self._incoming.workbook.sheets:
            keys = {c.value: c.column for (row, _n), c in sheet.cells.items() if row == 3}
            if "id" not in keys:
                continue
            for row in range(5, 5 + len(OWN) + 1):
                id_ = sheet.at(row, keys["id"]).value
                if id_ in KIND:
                    self._places |= {(id_, key): (sheet.name, row, column) for key, column in keys.items()}

    def _there(self, side: Side) -> Side:
        """The edits for which the workbook has a cell."""
        return {place: value for place, value in side.items() if place in self._places}

    def returned(self, theirs: Side) -> Incoming:
        """The workbook with some cells changed."""
        cells = {sheet.name: dict(sheet.cells) for sheet in self._incoming.workbook.sheets}
        for place, value in self._there(theirs).items():
            name, row, column = self._places[place]
            shown = WORDS[value] if place[1] == "status" else "yes" if value is True else value
            cells[name][row, column] = Cell(row, column, shown)
        sheets: tuple[Sheet, ...] = tuple(
            replace(sheet, cells=cells[sheet.name]) for sheet in self._incoming.workbook.sheets
        )
        workbook = replace(self._incoming.workbook, sheets=sheets)
        return replace(self._incoming, workbook=workbook, found=tuple(candidates(workbook.sheets)))

    def held(self, ours: Side, state: PlanState | None = None) -> PlanState:
        """The plan with some cells changed by us."""
        state = state or self.base
        rows = dict(state.rows)
        for (id_, key), value in self._there(ours).items():
            kind, field = KIND[id_], FIELDS.get(key, key)
            new = Status(value) if key == "status" else value
            rows[kind] = tuple(row._replace(**{field: new}) if row.id == id_ else row for row in rows[kind])
        return replace(state, rows=rows)

    def look(
        self, theirs: Side, now: PlanState, brought: dict[str, dict[str, Any]] | None = None
    ) -> Proposal:
        """What importing it would do, conflicts left open."""
        decided = {"permuted-column": "theirs"}
        standing = Standing(self.base, now, {}, brought or {}, {})
        return self.returned(theirs).propose(Compared(standing, self.sent), Choices(decided=decided))

    def value(self, state: PlanState, place: Place) -> Any:
        """What a cell of the plan holds."""
        id_, key = place
        if key == "confirmed":
            return None
        return stored(getattr(state.find(KIND[id_], id_), FIELDS.get(key, key)))

    def differs(self, state: PlanState, side: Side) -> set[Place]:
        """The places in which a side says something else than the plan."""
        return {
            place for place, value in self._there(side).items() if not alike(value, self.value(state, place))
        }


def applied(state: PlanState, edits: tuple[Edit, ...]) -> PlanState:
    """The plan once some edits are written; confirmations leave its rows as they are."""
    rows = {kind: {row.uid: row for row in of_kind} for kind, of_kind in state.rows.items()}
    for edit in edits:
        if edit.kind == "confirmation":
            continue
        value = Status(str(edit.new)) if edit.field == "status" else edit.new
        row = rows[edit.kind][edit.uid]
        assert stored(getattr(row, edit.field)) == edit.old
        rows[edit.kind][edit.uid] = row._replace(**{edit.field: value})
    return replace(state, rows={kind: tuple(of_kind.values()) for kind, of_kind in rows.items()})


def memory(proposal: Proposal) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for each in proposal.brought:
        found.setdefault(each.uid, {})[each.field] = each.value
    return found


def said(proposal: Proposal, *verdicts: Verdict) -> list[Place]:
    """The places with one of some verdicts, or with any, as often as they are told."""
    return sorted(
        (str(cell.id), cell.key) for cell in proposal.cells if cell.verdict in (verdicts or Verdict)
    )


def plain(state: PlanState) -> list[Any]:
    """All that a returned workbook can change, the notes of its round left out."""
    return [*state.milestones, *state.dependencies]


@pytest.fixture(scope="module", params=["plan", "handoff"])
def sent(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sent]:
    folder = tmp_path_factory.mktemp("properties")
    office = office_at(folder / "plan.db")
    for number, id_ in enumerate(OWN):
        office.add(id_, note=f"Note {number}", forecast=START + timedelta(70 + number))
    kasko = {"division": office.uid("division", "KASKO"), "initiative": office.uid("initiative", "B1")}
    office.add(SHOWN, note="Theirs", forecast=START + timedelta(80), **kasko)
    office.link(LINK, SHOWN, OWN[0])
    yield Sent(office, folder, request.param)
    office.plan.close()


@merges
@given(theirs=theirs_in)
def test_each_difference_of_theirs_appears_exactly_once(sent: Sent, theirs: Side) -> None:
    assert said(sent.look(theirs, sent.base)) == sorted(sent.differs(sent.base, theirs))


@merges
@given(theirs=theirs_in, ours=ours_in)
def test_each_difference_of_either_side_appears_exactly_once(sent: Sent, theirs: Side, ours: Side) -> None:
    found = said(sent.look(theirs, sent.held(ours)))
    assert found == sorted(sent.differs(sent.base, theirs) | sent.differs(sent.base, ours))


@merges
@given(theirs=theirs_in, ours=ours_in)
def test_an_edit_of_ours_is_never_overwritten(sent: Sent, theirs: Side, ours: Side) -> None:
    now = sent.held(ours)
    after = applied(now, sent.look(theirs, now).edits)
    for place in sent.differs(sent.base, ours):
        assert alike(sent.value(after, place), ours[place])


@merges
@given(theirs=theirs_in, ours=ours_in)
def test_a_second_import_of_the_same_file_changes_nothing(sent: Sent, theirs: Side, ours: Side) -> None:
    now = sent.held(ours)
    first = sent.look(theirs, now)
    assert sent.look(theirs, applied(now, first.edits), memory(first)).edits == ()


@merges
@given(theirs=theirs_in, ours=ours_in, later=ours_in)
def test_what_we_change_after_an_import_stands_when_the_file_comes_again(
    sent: Sent, theirs: Side, ours: Side, later: Side
) -> None:
    now = sent.held(ours)
    first = sent.look(theirs, now)
    # Back at what was sent, an open conflict is none any more, and theirs is taken.
    later = {place: later[place] for place in sent.differs(sent.base, later)}
    after = sent.held(later, applied(now, first.edits))
    assert plain(applied(after, sent.look(theirs, after, memory(first)).edits)) == plain(after)


@merges
@given(theirs=theirs_in, more=theirs_in)
def test_a_second_return_brings_only_what_is_new(sent: Sent, theirs: Side, more: Side) -> None:
    first = sent.look(theirs, sent.base)
    after = applied(sent.base, first.edits)
    second = sent.look({**theirs, **more}, after, memory(first))
    new = {place for place in sent.differs(after, more) if place[1] != "confirmed" or place not in theirs}
    assert said(second, Verdict.THEIRS) == sorted(new)


@merges
@given(one=theirs_in, other=theirs_in)
def test_disjoint_returns_come_out_the_same_in_either_order(sent: Sent, one: Side, other: Side) -> None:
    other = {place: value for place, value in other.items() if place not in one}

    def both(first: Side, second: Side) -> PlanState:
        halfway = applied(sent.base, sent.look(first, sent.base).edits)
        return applied(halfway, sent.look(second, halfway).edits)

    assert plain(both(one, other)) == plain(both(other, one))


@merges
@given(theirs=theirs_in, ours=ours_in)
def test_disjoint_edits_of_both_sides_come_out_the_same_in_either_order(
    sent: Sent, theirs: Side, ours: Side
) -> None:
    ours = {place: value for place, value in ours.items() if place not in theirs}
    here_first = sent.held(ours)
    here_first = applied(here_first, sent.look(theirs, here_first).edits)
    there_first = sent.held(ours, applied(sent.base, sent.look(theirs, sent.base).edits))
    assert plain(here_first) == plain(there_first)


@merges
@pytest.mark.parametrize("sent", ["handoff"], indirect=True)
@given(theirs=theirs_in, wrong=not_asked)
def test_nothing_that_a_division_was_not_asked_is_ever_taken(sent: Sent, theirs: Side, wrong: Side) -> None:
    with_both, without = sent.look({**theirs, **wrong}, sent.base), sent.look(theirs, sent.base)
    assert (with_both.cells, with_both.rejects, with_both.brought) == (
        without.cells,
        without.rejects,
        without.brought,
    )
