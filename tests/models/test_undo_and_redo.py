"""Undo, redo and what stands in the history: everything comes back, and what others did is kept and named."""

from __future__ import annotations

from datetime import date

import pytest
from builders import Office, day

from models.edits import Edit, membership
from models.errors import NotFound, NothingToUndo, RuleBroken
from models.rules.records import Milestone


@pytest.fixture
def working(office: Office) -> Office:
    """The office on day 5 with the milestones A1.1 and A1.2 of day 1."""
    office.add("A1.1", weight=3)
    office.add("A1.2", weight=5)
    return office.at(day(5))


def by_others(office: Office, visible_id: str, **values: object) -> None:
    """Somebody else changes a milestone."""
    with office.somebody_else() as other:
        other.set(visible_id, **values)  # type: ignore[arg-type]


def dates(milestone: Milestone) -> tuple[date, date]:
    return milestone.updated_on, milestone.course_on


# Undo restores.


def test_a_change_is_undone(working: Office) -> None:
    before = working.plan.state().rows
    working.set("A1.1", weight=8, title_fi="Uusi", forecast=day(50))
    working.plan.undo()
    assert working.plan.state().rows == before


def test_a_change_undone_days_later_restores_the_date_of_the_last_update(working: Office) -> None:
    working.set("A1.1", forecast=day(50))
    working.at(day(9)).plan.undo()
    assert dates(working.milestone("A1.1")) == (day(1), day(1))


def test_becoming_done_is_undone_with_all_that_followed(working: Office) -> None:
    working.set("A1.1", status="blocked", reason=working.uid("reason", "funding"))
    before = working.milestone("A1.1")
    working.at(day(7)).set("A1.1", status="done")
    working.plan.undo()
    assert working.milestone("A1.1") == before


def test_a_confirmation_is_undone(working: Office) -> None:
    before = working.milestone("A1.1")
    working.plan.confirm([before.uid])
    working.plan.undo()
    assert working.milestone("A1.1") == before


def test_the_baseline_is_undone(working: Office) -> None:
    before = working.plan.state().rows
    working.plan.confirm_baseline()
    working.plan.undo()
    assert working.plan.state().rows == before


def test_a_change_of_a_set_is_undone(working: Office) -> None:
    before = working.row("initiative", "A1")
    edits = membership("initiative", before, "themes", [working.uid("theme", "T2")])
    working.plan.apply(edits, source="screen")
    working.plan.undo()
    assert working.row("initiative", "A1") == before


def test_a_removal_is_undone(working: Office) -> None:
    before = working.plan.state().rows
    working.remove("A1.1")
    working.plan.undo()
    assert working.plan.state().rows == before


def test_a_removed_initiative_comes_back_with_its_sets(working: Office) -> None:
    before = working.row("initiative", "B1")
    working.remove("B1", "initiative")
    working.plan.undo()
    assert working.row("initiative", "B1") == before


def test_a_creation_is_undone(working: Office) -> None:
    before = working.plan.state().rows
    working.add("A1.3")
    working.plan.undo()
    assert working.plan.state().rows == before


def test_a_bulk_edit_is_one_undo(working: Office) -> None:
    before = working.plan.state().rows
    working.plan.apply(working.edits("A1.1", weight=8) + working.edits("A1.2", weight=8), source="screen")
    working.plan.undo()
    assert working.plan.state().rows == before


def test_undo_goes_back_one_revision_after_the_other(working: Office) -> None:
    for weight in (7, 8, 9):
        working.set("A1.1", weight=weight)
    seen = []
    for _ in range(3):
        working.plan.undo()
        seen.append(working.milestone("A1.1").weight)
    assert seen == [8, 7, 3]


def test_redo_does_it_once_more(working: Office) -> None:
    working.set("A1.1", weight=8, forecast=day(50))
    after = working.plan.state().rows
    working.plan.undo()
    working.plan.redo()
    assert working.plan.state().rows == after


def test_redo_days_later_keeps_the_date_of_the_change(working: Office) -> None:
    working.set("A1.1", forecast=day(50))
    working.at(day(9)).plan.undo()
    working.at(day(12)).plan.redo()
    assert dates(working.milestone("A1.1")) == (day(5), day(5))


def test_a_created_row_is_redone_whole(working: Office) -> None:
    working.add("A1.3", weight=7)
    after = working.plan.state().rows
    working.plan.undo()
    working.plan.redo()
    assert working.plan.state().rows == after


def test_a_new_change_leaves_nothing_to_redo(working: Office) -> None:
    working.set("A1.1", weight=8)
    working.plan.undo()
    working.set("A1.2", weight=8)
    with pytest.raises(NothingToUndo):
        working.plan.redo()


def test_what_was_redone_is_undone_again(working: Office) -> None:
    working.set("A1.1", weight=8)
    working.plan.undo()
    working.plan.redo()
    working.plan.undo()
    assert working.milestone("A1.1").weight == 3


def test_an_undo_names_what_it_undid(working: Office) -> None:
    done = working.set("A1.1", weight=8)
    assert working.plan.undo().of.number == done.number


def test_an_undo_is_a_revision_of_its_own(working: Office) -> None:
    done = working.set("A1.1", weight=8)
    found = working.plan.undo().revision
    assert (found.source, found.reverses, found.number) == ("undo", done.number, done.number + 1)


def test_revisions_are_undone_in_any_order(working: Office) -> None:
    before = working.plan.state().rows
    first = working.set("A1.1", title_fi="Uusi")
    working.set("A1.1", note="x")
    working.plan.undo(first.number)
    working.plan.undo()
    assert working.plan.state().rows == before


def test_a_row_that_was_brought_back_by_hand_keeps_the_date_of_its_making(working: Office) -> None:
    uid = working.add("A1.3").uid
    working.plan.undo()
    working.at(day(7)).plan.apply([Edit("milestone", uid, "exists", False, True)], source="screen")
    working.at(day(9)).set("A1.3", status="done")
    working.plan.undo()
    assert dates(working.milestone("A1.3")) == (day(5), day(5))


# Nothing to undo.


def test_a_person_without_changes_has_nothing_to_undo(working: Office) -> None:
    with working.somebody_else() as other, pytest.raises(NothingToUndo, match="nothing of yours to undo"):
        other.plan.undo()


def test_a_person_without_undos_has_nothing_to_redo(working: Office) -> None:
    with pytest.raises(NothingToUndo, match="nothing of yours to redo"):
        working.plan.redo()


def test_a_revision_that_is_undone_is_not_undone_again(working: Office) -> None:
    number = working.set("A1.1", weight=8).number
    working.plan.undo()
    with pytest.raises(NothingToUndo, match=f"Revision {number} is undone already"):
        working.plan.undo(number)


def test_an_undo_itself_is_not_undone(working: Office) -> None:
    working.set("A1.1", weight=8)
    number = working.plan.undo().revision.number
    with pytest.raises(NothingToUndo, match="not a change made by a person"):
        working.plan.undo(number)


def test_the_making_of_the_plan_is_not_undone(working: Office) -> None:
    with pytest.raises(NothingToUndo, match="not a change made by a person"):
        working.plan.undo(1)


def test_a_revision_that_never_was_is_not_undone(working: Office) -> None:
    with pytest.raises(NotFound, match="no revision 999"):
        working.plan.undo(999)


# Others in between.


def test_what_others_changed_since_is_kept(working: Office) -> None:
    working.set("A1.1", weight=8)
    by_others(working, "A1.1", weight=9)
    working.plan.undo()
    assert working.milestone("A1.1").weight == 9


def test_what_others_changed_since_is_named(working: Office) -> None:
    working.set("A1.1", weight=8)
    by_others(working, "A1.1", weight=9)
    assert [(e.field, e.old, e.new) for e in working.plan.undo().kept] == [("weight", 8, 3)]


def test_what_others_left_alone_is_undone_all_the_same(working: Office) -> None:
    working.set("A1.1", weight=8, title_fi="Uusi")
    by_others(working, "A1.1", weight=9)
    working.plan.undo()
    assert working.milestone("A1.1").title_fi is None


def test_others_changes_of_other_rows_are_not_named(working: Office) -> None:
    working.set("A1.1", weight=8)
    by_others(working, "A1.2", weight=9)
    assert working.plan.undo().kept == ()


def test_the_last_update_of_others_stands(working: Office) -> None:
    working.set("A1.1", weight=8)
    by_others(working.at(day(7)), "A1.1", title_fi="Uusi")
    working.plan.undo()
    assert working.milestone("A1.1").updated_on == day(7)


def test_a_change_of_course_is_undone_although_others_changed_the_title(working: Office) -> None:
    working.set("A1.1", forecast=day(50))
    by_others(working.at(day(7)), "A1.1", title_fi="Uusi")
    working.plan.undo()
    assert dates(working.milestone("A1.1")) == (day(7), day(1))


def test_a_confirmation_of_others_stands_as_the_last_update(working: Office) -> None:
    working.set("A1.1", weight=8)
    with working.at(day(7)).somebody_else() as other:
        other.plan.confirm([other.uid("milestone", "A1.1")])
    working.plan.undo()
    assert working.milestone("A1.1").updated_on == day(7)


def test_of_two_confirmations_of_one_day_the_second_stands_when_the_first_is_undone(working: Office) -> None:
    first = working.plan.confirm([working.uid("milestone", "A1.1")])
    working.plan.confirm([working.uid("milestone", "A1.1")])
    working.plan.undo(first.number)
    assert working.milestone("A1.1").updated_on == day(5)


def test_a_row_that_others_changed_since_it_was_made_is_kept_and_named(working: Office) -> None:
    uid = working.add("A1.3").uid
    by_others(working, "A1.3", note="Mine")
    kept = working.plan.undo().kept
    assert (working.milestone("A1.3").note, kept) == (
        "Mine",
        (Edit("milestone", uid, "exists", True, False),),
    )


def test_a_row_that_others_changed_and_took_back_is_no_longer_kept(working: Office) -> None:
    working.add("A1.3")
    with working.somebody_else() as other:
        other.set("A1.3", note="Mine")
        other.plan.undo()
    working.plan.undo()
    assert working.plan.state().find("milestone", "A1.3") is None


def test_a_row_that_others_need_by_now_is_not_taken_back(working: Office) -> None:
    values = {"lead": working.uid("division", "SOTE"), "stream": working.uid("stream", "A")}
    working.add_row("initiative", id="A2", title_en="New", **values)
    with working.somebody_else() as other:
        other.add("A2.1", initiative=other.uid("initiative", "A2"))
    with pytest.raises(RuleBroken, match=r"A2 is still needed by A2\.1"):
        working.plan.undo()


def test_a_change_of_a_row_that_others_removed_is_named(working: Office) -> None:
    working.set("A1.1", weight=8)
    with working.somebody_else() as other:
        other.remove("A1.1")
    assert [edit.field for edit in working.plan.undo().kept] == ["weight"]


def test_a_person_undoes_the_own_changes_not_those_of_others(working: Office) -> None:
    working.set("A1.1", weight=8)
    by_others(working, "A1.2", weight=9)
    working.plan.undo()
    assert [working.milestone(name).weight for name in ("A1.1", "A1.2")] == [3, 9]


def test_a_revision_of_somebody_else_is_undone_by_its_number(working: Office) -> None:
    number = working.set("A1.1", weight=8).number
    with working.somebody_else() as other:
        other.plan.undo(number)
    assert working.milestone("A1.1").weight == 3


def test_what_somebody_else_undid_does_not_stand_in_the_way_of_the_next_undo(working: Office) -> None:
    working.set("A1.1", weight=8)
    number = working.set("A1.2", weight=8).number
    with working.somebody_else() as other:
        other.plan.undo(number)
    working.plan.undo()
    assert working.milestone("A1.1").weight == 3


def test_what_others_changed_since_is_kept_by_a_redo_too(working: Office) -> None:
    working.set("A1.1", weight=8)
    working.plan.undo()
    by_others(working, "A1.1", weight=9)
    kept = working.plan.redo().kept
    assert (working.milestone("A1.1").weight, [edit.field for edit in kept]) == (9, ["weight"])


# What is told.


def test_the_programs_own_dates_are_not_told(working: Office) -> None:
    assert [edit.field for edit in working.set("A1.1", forecast=day(50)).told] == ["forecast"]


def test_an_actual_date_that_followed_is_told(working: Office) -> None:
    assert {edit.field for edit in working.set("A1.1", status="done").told} == {"status", "actual"}


def test_history_comes_with_the_newest_first(working: Office) -> None:
    numbers = [revision.number for revision in working.plan.history()]
    assert numbers == sorted(numbers, reverse=True)


def test_the_history_of_a_row_holds_nothing_of_others(working: Office) -> None:
    working.plan.apply(working.edits("A1.1", weight=8) + working.edits("A1.2", weight=8), source="screen")
    uid = working.uid("milestone", "A1.1")
    assert {edit.uid for revision in working.plan.history(uid=uid) for edit in revision.edits} == {uid}


def test_the_history_of_a_field_says_who_changed_it_when_and_from_where(working: Office) -> None:
    uid = working.uid("milestone", "A1.1")
    edits = [Edit("milestone", uid, "weight", 3, 8, "Sheet!B3")]
    working.plan.apply(edits, source="import", reason="SOTE.xlsx")
    last = working.plan.history(uid=uid, field="weight", limit=1)[0]
    assert (last.person, last.known, last.source, last.reason, last.edits[0].origin) == (
        "writer",
        day(5),
        "import",
        "SOTE.xlsx",
        "Sheet!B3",
    )


def test_the_history_can_be_limited(working: Office) -> None:
    assert len(working.plan.history(limit=2)) == 2
