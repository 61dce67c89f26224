"""The hand-off of a division on its way back: every outcome of the merge, and who may edit what."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from returned import HandoffWorkbook, asked, changed, difference, milestone, set_here, warned

from models.plan import Plan

# Nothing changed.


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_an_untouched_handoff_changes_nothing(plan: Plan, tmp_path: Path, language: str) -> None:
    untouched = HandoffWorkbook.made(plan, "KASKO", tmp_path, language)
    assert difference(untouched.look(untouched.raw)) == {}


def test_a_handoff_saved_by_openpyxl_changes_nothing(handoff: HandoffWorkbook) -> None:
    assert difference(handoff.look()) == {}


def test_a_handoff_is_told_by_its_id_and_division(handoff: HandoffWorkbook) -> None:
    answer = handoff.look().as_json()
    assert (answer["kind"], answer["handoff"], answer["division"]) == ("handoff", handoff.id, "SOTE")


# Only they changed it.


@pytest.mark.parametrize(
    ("kind", "id_", "key", "typed", "code"),
    [
        ("milestone", "A2.2", "title", "Parempi otsikko", "Parempi otsikko"),
        ("milestone", "A2.2", "owner", "Mayor's adviser", None),
        ("milestone", "A2.2", "owner", "Development Manager, KUVA", None),
        ("milestone", "A2.2", "status", "KESKEN", "in_progress"),
        ("milestone", "A2.2", "status", "pågår", "in_progress"),
        ("milestone", "A2.2", "reason", "Waiting for funding", None),
        ("milestone", "A2.2", "reason", None, None),
        ("milestone", "A2.2", "forecast", date(2018, 11, 12), date(2018, 11, 12)),
        ("milestone", "A2.2", "forecast", "12.11.2018", date(2018, 11, 12)),
        ("milestone", "A2.2", "note", "one\ntwo", "one\ntwo"),
        ("milestone", "A2.2", "confirmed", "x", True),
        ("milestone", "A2.2", "confirmed", "KYLLÄ", True),
        ("dependency", "X15", "need_by", date(2018, 11, 1), date(2018, 11, 1)),
        ("dependency", "X15", "what", "The assessment", "The assessment"),
        ("dependency", "X15", "note", "Waiting", "Waiting"),
        ("dependency", "X32", "promised", date(2018, 11, 2), date(2018, 11, 2)),
        ("dependency", "X32", "state", "delivered", "delivered"),
        ("dependency", "X32", "note", "Promised", "Promised"),
    ],
)
def test_one_edited_cell_is_one_change_or_one_reject(
    handoff: HandoffWorkbook, kind: str, id_: str, key: str, typed: Any, code: Any
) -> None:
    handoff.put(kind, id_, key, typed)
    proposal = handoff.look()
    found = [(cell.id, cell.key) for cell in proposal.cells] + [(r.id, r.key) for r in proposal.rejects]
    assert found == [(id_, key)]
    if code is not None:
        assert changed(proposal) == {(id_, key): code}


def test_an_actual_date_makes_a_milestone_done(handoff: HandoffWorkbook) -> None:
    handoff.put("milestone", "A2.2", "actual", date(2018, 10, 18))
    handoff.put("milestone", "A2.2", "status", "done")
    handoff.take()
    found = milestone(handoff.plan, "A2.2")
    assert (found.status.value, found.actual) == ("done", date(2018, 10, 18))


def test_what_came_back_is_written_with_the_address_of_its_cell(handoff: HandoffWorkbook) -> None:
    handoff.put("milestone", "A2.2", "note", "N")
    handoff.take()
    edit = next(edit for edit in handoff.plan.history(limit=1)[0].edits if edit.field == "note")
    assert edit.origin == f"Milestones!{handoff.cell('milestone', 'A2.2', 'note').coordinate}"


def test_a_text_goes_to_the_language_of_the_workbook(plan: Plan, tmp_path: Path) -> None:
    swedish = HandoffWorkbook.made(plan, "KASKO", tmp_path, "sv")
    before = milestone(plan, "A1.3").title_en
    swedish.put("milestone", "A1.3", "title", "Ny rubrik")
    swedish.take()
    assert (milestone(plan, "A1.3").title_sv, milestone(plan, "A1.3").title_en) == ("Ny rubrik", before)


def test_a_text_that_stands_in_for_a_missing_one_is_no_change(plan: Plan, tmp_path: Path) -> None:
    set_here(plan, "milestone", "A1.3", title_sv=None)
    swedish = HandoffWorkbook.made(plan, "KASKO", tmp_path, "sv")
    shown = swedish.cell("milestone", "A1.3", "title").value
    swedish.take(swedish.raw)
    assert (shown, milestone(plan, "A1.3").title_sv) == (milestone(plan, "A1.3").title_fi, None)


# Both changed it.


def test_a_cell_that_both_changed_is_a_conflict_that_somebody_decides(handoff: HandoffWorkbook) -> None:
    set_here(handoff.plan, "milestone", "A2.2", note="ours")
    handoff.put("milestone", "A2.2", "note", "theirs")
    proposal = handoff.look()
    assert (changed(proposal, "conflict"), asked(proposal), proposal.outcome) == (
        {("A2.2", "note"): "theirs"},
        {"conflict"},
        "decide",
    )


def test_ours_stands_while_nobody_decides(handoff: HandoffWorkbook) -> None:
    set_here(handoff.plan, "milestone", "A2.2", note="ours")
    handoff.put("milestone", "A2.2", "note", "theirs")
    handoff.take()
    assert milestone(handoff.plan, "A2.2").note == "ours"


def test_a_conflict_that_stayed_open_is_decided_by_the_same_file(handoff: HandoffWorkbook) -> None:
    set_here(handoff.plan, "milestone", "A2.2", note="ours")
    handoff.put("milestone", "A2.2", "note", "theirs")
    content = handoff.content()
    handoff.take(content)
    handoff.take(content, accept="theirs")
    assert milestone(handoff.plan, "A2.2").note == "theirs"


def test_the_same_change_on_both_sides_is_the_same(handoff: HandoffWorkbook) -> None:
    set_here(handoff.plan, "milestone", "A2.2", note="the same")
    handoff.put("milestone", "A2.2", "note", "the same ")
    assert changed(handoff.look(), "same") == {("A2.2", "note"): "the same"}


def test_what_only_we_changed_is_told_and_stays(handoff: HandoffWorkbook) -> None:
    set_here(handoff.plan, "milestone", "A2.2", note="ours")
    proposal = handoff.take()
    assert changed(proposal, "ours") == {("A2.2", "note"): None}
    assert milestone(handoff.plan, "A2.2").note == "ours"


def test_an_edit_of_a_row_that_was_removed_here_is_a_conflict(handoff: HandoffWorkbook) -> None:
    row = handoff.plan.state().find("dependency", "X15")
    handoff.plan.remove("dependency", row, source="command")
    handoff.put("dependency", "X15", "note", "theirs")
    assert changed(handoff.look(), "conflict") == {("X15", "note"): "theirs"}


# Who may edit what.


@pytest.mark.parametrize(
    ("kind", "id_", "key", "typed"),
    [
        ("milestone", "A2.2", "id", "A2.9"),
        ("milestone", "A2.2", "initiative", "A1"),
        ("milestone", "A2.2", "baseline", date(2018, 12, 24)),
        ("milestone", "A2.2", "baseline", "soon"),
        ("milestone", "A2.2", "id", None),
        ("milestone", "D2.3", "title", "Not theirs"),
        ("milestone", "D2.3", "status", "done"),
        ("milestone", "D2.3", "status", "nearly"),
        ("milestone", "D2.3", "forecast", date(2018, 12, 24)),
        ("milestone", "D2.3", "forecast", None),
        ("milestone", "D2.3", "owner", "Nobody"),
        ("milestone", "D2.3", "note", "Not theirs"),
        ("milestone", "D2.3", "confirmed", "yes"),
        ("dependency", "X15", "id", "X99"),
        ("dependency", "X15", "waiting", "A2.3"),
        ("dependency", "X15", "provider", "C7.2"),
        ("dependency", "X15", "waiting_division", "KASKO"),
        ("dependency", "X15", "promised", date(2018, 12, 24)),
        ("dependency", "X15", "state", "declined"),
        ("dependency", "X32", "need_by", date(2018, 12, 24)),
        ("dependency", "X32", "what", "Something else"),
        ("dependency", "X32", "what", None),
    ],
)
def test_an_edit_of_what_is_only_shown_is_a_warning_and_no_change(
    handoff: HandoffWorkbook, kind: str, id_: str, key: str, typed: Any
) -> None:
    handoff.put(kind, id_, key, typed)
    proposal = handoff.look()
    assert (difference(proposal), warned(proposal)) == ({}, {"context-edited"})


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("need_by", date(2018, 11, 1)),
        ("what", "Data"),
        ("promised", date(2018, 11, 2)),
        ("state", "asked"),
        ("note", "Both"),
    ],
)
def test_a_division_on_both_sides_of_a_dependency_edits_both(
    plan: Plan, tmp_path: Path, key: str, typed: Any
) -> None:
    both = HandoffWorkbook.made(plan, "KASKO", tmp_path)
    both.put("dependency", "X24", key, typed)
    assert changed(both.look()) == {("X24", key): typed}


def test_who_may_edit_is_told_by_the_day_on_which_it_was_sent(handoff: HandoffWorkbook) -> None:
    plan = handoff.plan
    set_here(plan, "milestone", "A2.2", division=plan.state().find("division", "KASKO").uid)
    handoff.put("milestone", "A2.2", "note", "still ours to answer")
    assert changed(handoff.look()) == {("A2.2", "note"): "still ours to answer"}


def test_the_light_is_never_looked_at(handoff: HandoffWorkbook) -> None:
    handoff.put("milestone", "A2.2", "light", "whatever")
    assert warned(handoff.look()) == set()


# What cannot be taken.


@pytest.mark.parametrize(
    ("kind", "id_", "key", "typed"),
    [
        ("milestone", "A2.2", "title", None),
        ("milestone", "A2.2", "status", None),
        ("milestone", "A2.2", "forecast", None),
        ("milestone", "A2.2", "forecast", "next week"),
        ("milestone", "A2.2", "forecast", "12/24/2018"),
        ("milestone", "A2.2", "status", "nearly done"),
        ("milestone", "A2.2", "confirmed", "perhaps"),
        ("milestone", "A2.2", "title", date(2018, 12, 24)),
        ("milestone", "A2.2", "actual", date(2018, 12, 24)),
        ("dependency", "X15", "what", None),
        ("dependency", "X32", "state", None),
        ("dependency", "X32", "state", "perhaps"),
    ],
)
def test_a_value_that_cannot_be_taken_is_a_reject(
    handoff: HandoffWorkbook, kind: str, id_: str, key: str, typed: Any
) -> None:
    handoff.put(kind, id_, key, typed)
    proposal = handoff.look()
    assert ([(reject.id, reject.key) for reject in proposal.rejects], proposal.cells) == ([(id_, key)], ())


def test_a_missing_column_is_not_returned(handoff: HandoffWorkbook) -> None:
    handoff.sheet("milestone").delete_cols(handoff.columns("milestone")["forecast"])
    proposal = handoff.look()
    assert (difference(proposal), warned(proposal)) == ({}, {"missing-column"})


def test_a_missing_sheet_is_not_returned(handoff: HandoffWorkbook) -> None:
    handoff.book.remove(handoff.sheet("dependency"))
    proposal = handoff.look()
    assert (difference(proposal), warned(proposal)) == ({}, {"missing-column"})


def test_a_column_that_was_added_is_named_and_left_aside(handoff: HandoffWorkbook) -> None:
    sheet = handoff.sheet("milestone")
    sheet.cell(4, 20).value = "Our own"
    sheet.cell(5, 20).value = "remark"
    proposal = handoff.look()
    assert (difference(proposal), warned(proposal)) == ({}, {"extra-column"})


def test_a_column_alone_that_was_sorted_is_asked_about(handoff: HandoffWorkbook) -> None:
    last = handoff.last("milestone") - 1
    titles = [handoff.cell("milestone", row, "title").value for row in range(5, last + 1)]
    for row, title in enumerate(reversed(titles), 5):
        handoff.put("milestone", row, "title", title)
    proposal = handoff.look()
    assert (asked(proposal), proposal.counts["conflict"]) == ({"permuted-column"}, 0)


def test_dates_of_the_other_date_system_are_asked_about(handoff: HandoffWorkbook) -> None:
    from datetime import timedelta

    for row in range(5, 11):
        cell = handoff.cell("milestone", row, "forecast")
        cell.value = cell.value + timedelta(1462)
    proposal = handoff.look()
    assert asked(proposal) == {"date-shift"}
    assert difference(handoff.look(decided={"date-shift:dates": "shift"})) == {}
