"""What follows from an edit, and what stands in its way: the dates that the program keeps, and stale edits."""

from __future__ import annotations

import pytest
from builders import Office, day

from models.edits import Edit, creation
from models.errors import InvalidValue, StaleEdit
from models.rules.fields import Value
from models.rules.words import Status


@pytest.fixture
def working(office: Office) -> Office:
    """The office on day 5 with the milestones A1.1 and A1.2."""
    office.add("A1.1", weight=3)
    office.add("A1.2", weight=5)
    return office.at(day(5))


def refused(office: Office, **values: Value) -> str:
    """The sentence with which a change of A1.1 is refused; nothing of it was saved."""
    before = office.plan.state()
    with pytest.raises(InvalidValue) as error:
        office.set("A1.1", **values)
    assert office.plan.state() == before
    return error.value.sentence


# Dates of what is done.


def test_an_actual_date_in_the_future_is_refused(working: Office) -> None:
    sentence = refused(working, status="done", actual=day(6))
    assert sentence == f"A1.1: the actual date {day(6).isoformat()} is in the future."


def test_an_actual_date_of_today_is_taken(working: Office) -> None:
    working.set("A1.1", status="done", actual=day(5))
    assert working.milestone("A1.1").actual == day(5)


def test_what_becomes_done_gets_the_day_as_its_actual_date(working: Office) -> None:
    working.set("A1.1", status="done")
    assert working.milestone("A1.1").actual == day(5)


def test_what_is_created_done_gets_the_day_as_its_actual_date(working: Office) -> None:
    assert working.add("A1.3", status="done").actual == day(5)


def test_what_becomes_done_loses_its_reason(working: Office) -> None:
    reason = working.uid("reason", "funding")
    working.set("A1.1", status="blocked", reason=reason)
    working.set("A1.1", status="done")
    assert working.milestone("A1.1").reason is None


def test_what_becomes_done_loses_even_a_reason_that_comes_with_it(working: Office) -> None:
    working.set("A1.1", status="done", reason=working.uid("reason", "funding"))
    assert working.milestone("A1.1").reason is None


def test_what_is_reopened_loses_its_actual_date(working: Office) -> None:
    working.set("A1.1", status="done")
    working.set("A1.1", status="in_progress")
    assert working.milestone("A1.1").actual is None


def test_what_is_reopened_loses_its_actual_date_even_where_another_comes_with_it(working: Office) -> None:
    working.set("A1.1", status="done")
    working.set("A1.1", status="in_progress", actual=day(2))
    assert working.milestone("A1.1").actual is None


def test_what_was_done_and_is_dropped_loses_its_actual_date(working: Office) -> None:
    working.set("A1.1", status="done")
    working.set("A1.1", status="dropped")
    assert working.milestone("A1.1").actual is None


def test_a_done_milestone_cannot_lose_its_actual_date(working: Office) -> None:
    working.set("A1.1", status="done")
    assert refused(working, actual=None).startswith("A1.1: a done milestone has an actual date")


def test_an_actual_date_can_be_moved_back(working: Office) -> None:
    working.set("A1.1", status="done")
    working.set("A1.1", actual=day(2))
    assert working.milestone("A1.1").actual == day(2)


# The program's own dates.


def test_a_change_dates_the_last_update(working: Office) -> None:
    working.set("A1.1", note="x")
    assert working.milestone("A1.1").updated_on == day(5)


def test_a_change_of_title_leaves_the_course_alone(working: Office) -> None:
    working.set("A1.1", title_en="x")
    assert working.milestone("A1.1").course_on == day(1)


@pytest.mark.parametrize("change", [{"forecast": day(50)}, {"status": Status.AT_RISK.value}])
def test_a_change_of_date_or_status_is_a_change_of_course(working: Office, change: dict[str, Value]) -> None:
    working.set("A1.1", **change)
    assert working.milestone("A1.1").course_on == day(5)


def test_a_change_of_reason_is_a_change_of_course(working: Office) -> None:
    working.set("A1.1", reason=working.uid("reason", "funding"))
    assert working.milestone("A1.1").course_on == day(5)


def test_the_flag_for_the_trend_chart_is_no_update(working: Office) -> None:
    working.set("A1.1", trend=True)
    assert working.milestone("A1.1").updated_on == day(1)


def test_the_baseline_is_no_update(working: Office) -> None:
    working.plan.confirm_baseline()
    assert working.milestone("A1.1").updated_on == day(1)


def test_a_confirmation_is_an_update(working: Office) -> None:
    working.plan.confirm([working.uid("milestone", "A1.1")])
    assert working.milestone("A1.1").updated_on == day(5)


def test_a_confirmation_changes_no_course(working: Office) -> None:
    working.plan.confirm([working.uid("milestone", "A1.1")])
    assert working.milestone("A1.1").course_on == day(1)


def test_several_milestones_are_confirmed_in_one_revision(working: Office) -> None:
    working.plan.confirm([working.uid("milestone", name) for name in ("A1.1", "A1.2")])
    assert [working.milestone(name).updated_on for name in ("A1.1", "A1.2")] == [day(5), day(5)]


# Stale edits.


def test_an_edit_whose_old_value_does_not_stand_is_refused_with_its_cell(working: Office) -> None:
    mine = working.edits("A1.1", weight=8)
    working.set("A1.1", weight=2)
    with pytest.raises(StaleEdit) as error:
        working.plan.apply(mine, source="screen")
    cells = [(cell.id, cell.field, cell.expected, cell.found) for cell in error.value.cells]
    assert cells == [("A1.1", "weight", 3, 2)]


def test_a_stale_edit_takes_the_others_of_its_revision_with_it(working: Office) -> None:
    mine = working.edits("A1.2", weight=8) + working.edits("A1.1", weight=8)
    working.set("A1.1", weight=2)
    before = working.plan.state()
    with pytest.raises(StaleEdit):
        working.plan.apply(mine, source="screen")
    assert working.plan.state() == before


def test_a_stale_edit_leaves_no_revision(working: Office) -> None:
    mine = working.edits("A1.1", weight=8)
    working.set("A1.1", weight=2)
    number = working.plan.last_revision()
    with pytest.raises(StaleEdit):
        working.plan.apply(mine, source="screen")
    assert working.plan.last_revision() == number


def test_another_cell_of_the_same_row_is_not_stale(working: Office) -> None:
    mine = working.edits("A1.1", weight=8)
    working.set("A1.1", note="x")
    working.plan.apply(mine, source="screen")
    assert working.milestone("A1.1").weight == 8


def test_an_edit_of_a_removed_row_is_stale(working: Office) -> None:
    mine = working.edits("A1.1", weight=8)
    working.remove("A1.1")
    with pytest.raises(StaleEdit):
        working.plan.apply(mine, source="screen")


def test_an_edit_of_a_row_that_never_was_is_stale(working: Office) -> None:
    with pytest.raises(StaleEdit):
        working.plan.apply([Edit("milestone", "nobody", "weight", 1, 2)], source="screen")


def test_a_uid_is_never_used_again(working: Office) -> None:
    gone = working.milestone("A1.1")
    working.remove("A1.1")
    with pytest.raises(StaleEdit):
        working.plan.apply(creation("milestone", {}, uid=gone.uid), source="screen")


# Decisions.


@pytest.fixture
def deciding(office: Office) -> Office:
    """The office on day 5 with the decision D1, needed on day 3."""
    office.add_row("decision", id="D1", title_en="Budget", needed=day(3))
    return office.at(day(5))


def test_a_decision_that_gets_an_outcome_was_made_that_day(deciding: Office) -> None:
    deciding.set("D1", "decision", outcome="approved")
    assert deciding.row("decision", "D1").made == day(5)


def test_the_day_that_is_given_with_an_outcome_stands(deciding: Office) -> None:
    deciding.set("D1", "decision", outcome="approved", made=day(4))
    assert deciding.row("decision", "D1").made == day(4)


def test_a_decision_that_is_open_again_was_not_made(deciding: Office) -> None:
    deciding.set("D1", "decision", outcome="approved")
    deciding.set("D1", "decision", outcome="open")
    assert deciding.row("decision", "D1").made is None
