"""Undo, redo and the plan as of a day, on random histories."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from builders import FAR, Office, day, new_office, properties
from histories import WORK, Step, Told, Write, played, steps
from hypothesis import given, settings
from hypothesis import strategies as st

from models.edits import Edit, changes

CELLS: dict[str, Any] = {
    "title_fi": "Uusi",
    "title_sv": "Ny",
    "note": "x",
    "weight": 13,
    "forecast": day(33),
    "status": "at_risk",
    "trend": True,
}
"""Fields, and the value that one revision gives each."""
COURSE = {"forecast", "status"}


def told_of(office: Office, asked: date) -> dict[str, dict[str, Any]]:
    """The living milestones as known on a day, with the fields that a list of writes holds."""
    names = ("weight", "status", "actual", "forecast")
    return {m.id: {name: getattr(m, name) for name in names} for m in office.plan.state(asked).milestones}


def alive(told: Told, asked: date) -> dict[str, dict[str, Any]]:
    names = ("weight", "status", "actual", "forecast")
    return {
        visible_id: {name: row[name] for name in names}
        for visible_id, row in told.rows(asked).items()
        if row["exists"]
    }


@properties
@given(steps(), st.lists(st.integers(-12, 120).map(day), max_size=6))
def test_the_plan_as_of_a_day_holds_what_was_written_by_then(history: list[Step], asked: list[date]) -> None:
    with new_office() as office:
        told = played(office, history)
        for when in asked:
            assert told_of(office, when) == alive(told, when)


@properties
@given(steps(backwards=True, baseline=False), st.lists(st.integers(-40, 120).map(day), max_size=6))
def test_the_plan_as_of_a_day_holds_too_where_the_clock_was_put_back(
    history: list[Step], asked: list[date]
) -> None:
    with new_office() as office:
        told = played(office, history)
        for when in asked:
            assert told_of(office, when) == alive(told, when)


def standing(office: Office) -> Told:
    """The milestones of a plan as they stand: an undo is in no list of writes."""
    state = office.plan.state(FAR)
    names = ("weight", "status", "actual", "forecast")
    writes = [
        Write(m.created_on, m.id, name, value)
        for m in (*state.milestones, *state.removed_milestones)
        for name, value in (
            ("born", m.created_on),
            ("exists", m.alive),
            *((name, getattr(m, name)) for name in names),
        )
    ]
    return Told(writes)


class Worker:
    """Plays steps, undos and redos one by one, and remembers what the plan held before and after each."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.today = day(-10)
        self.undoable: list[tuple[Any, Any]] = []
        self.redoable: list[tuple[Any, Any]] = []

    def rows(self) -> Mapping[str, tuple[Any, ...]]:
        return self.office.plan.state(FAR).rows

    def act(self, step: Step) -> None:
        before, number = self.rows(), self.office.plan.last_revision()
        played(self.office, [step], told=standing(self.office), first=self.today)
        self.today += timedelta(days=step.gap)
        if self.office.plan.last_revision() > number:
            self.undoable.append((before, self.rows()))
            self.redoable.clear()

    def undo(self) -> None:
        if self.undoable:
            before, after = self.undoable.pop()
            self.office.plan.undo()
            assert self.rows() == before
            self.redoable.append((before, after))

    def redo(self) -> None:
        if self.redoable:
            before, after = self.redoable.pop()
            self.office.plan.redo()
            assert self.rows() == after
            self.undoable.append((before, after))


moves = st.one_of(
    st.sampled_from(("undo", "redo")),
    st.builds(
        Step, st.integers(0, 6), st.sampled_from(("create", *WORK)), st.integers(0, 50), st.integers(1, 13)
    ),
)


@properties
@given(st.lists(moves, max_size=25))
def test_undo_and_redo_restore_every_row_and_every_date_whatever_happened_before(
    history: list[str | Step],
) -> None:
    with new_office() as office:
        worker = Worker(office)
        for move in history:
            if isinstance(move, Step):
                worker.act(move)
            elif move == "undo":
                worker.undo()
            else:
                worker.redo()


@properties
@given(st.lists(moves, max_size=25))
def test_every_day_is_told_later_as_it_was_recorded_at_its_end(history: list[str | Step]) -> None:
    recorded: dict[date, Any] = {}
    with new_office() as office:
        worker = Worker(office)
        for move in history:
            if isinstance(move, Step):
                worker.act(move)
            elif move == "undo":
                worker.undo()
            else:
                worker.redo()
            recorded[worker.today] = office.plan.state(worker.today).rows
        for when, rows in recorded.items():
            assert office.plan.state(when).rows == rows


@settings(properties, max_examples=properties.max_examples // 2)
@given(st.permutations(sorted(CELLS)), st.integers(0, 7), st.data())
def test_undoing_some_revisions_in_any_order_leaves_what_the_others_alone_would_have_made(
    order: list[str], count: int, data: st.DataObject
) -> None:
    undone = data.draw(st.permutations(order[:count]))
    with new_office() as office:
        before = office.add("A1.1")
        numbers = {}
        for place, name in enumerate(order):
            numbers[name] = office.at(day(3 + 2 * place)).set("A1.1", **{name: CELLS[name]}).number
        for name in undone:
            office.plan.undo(numbers[name])
        found = office.milestone("A1.1")
    standing = [name for name in order if name not in undone]
    days = {name: day(3 + 2 * order.index(name)) for name in standing if name != "trend"}
    assert found == before._replace(
        **{name: CELLS[name] for name in standing},
        updated_on=max(days.values(), default=day(1)),
        course_on=max((when for name, when in days.items() if name in COURSE), default=day(1)),
    )


cells = st.sets(st.tuples(st.sampled_from(("A1.1", "A1.2")), st.sampled_from(("note", "weight", "title_fi"))))
MINE: dict[str, Any] = {"note": "mine", "weight": 2, "title_fi": "Minun"}
THEIRS: dict[str, Any] = {"note": "theirs", "weight": 3, "title_fi": "Heidän"}


def edits_of(office: Office, chosen: set[tuple[str, str]], values: dict[str, Any]) -> list[Edit]:
    return [
        edit
        for visible_id, field in sorted(chosen)
        for edit in changes("milestone", office.milestone(visible_id), {field: values[field]})
    ]


@settings(properties, max_examples=properties.max_examples // 2)
@given(cells.filter(bool), cells)
def test_an_undo_keeps_and_names_just_the_cells_that_others_changed_since(
    mine: set[tuple[str, str]], theirs: set[tuple[str, str]]
) -> None:
    with new_office() as office:
        for visible_id in ("A1.1", "A1.2"):
            office.add(visible_id)
        before = {cell: getattr(office.milestone(cell[0]), cell[1]) for cell in mine | theirs}
        office.plan.apply(edits_of(office, mine, MINE), source="screen")
        if theirs:
            with office.somebody_else() as other:
                other.plan.apply(edits_of(other, theirs, THEIRS), source="screen")
        kept = {(edit.uid, edit.field) for edit in office.plan.undo().kept}
        after = {cell: getattr(office.milestone(cell[0]), cell[1]) for cell in before}
        named = {(office.uid("milestone", visible_id), field) for visible_id, field in mine & theirs}
    assert kept == named
    assert after == {cell: THEIRS[cell[1]] if cell in theirs else before[cell] for cell in before}
