"""What the plan notes of a round as its workbook comes back: once, twice, late, undone, or from elsewhere."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from returned import HandoffWorkbook, changed, difference, milestone, set_here, warned

from importers.proposal import Proposal
from models.edits import changes
from models.handoff import Stamp
from models.plan import Plan
from models.rules.rounds import state_of
from models.rules.words import HandoffState


def state(book: HandoffWorkbook) -> HandoffState:
    return state_of(book.round, book.plan.today)


def unreadable(book: HandoffWorkbook) -> None:
    book.put("milestone", "A2.2", "forecast", "next week")


# What is noted.


def test_an_untouched_file_that_came_back_is_merged_and_says_nothing(handoff: HandoffWorkbook) -> None:
    handoff.take(handoff.raw)
    noted = handoff.round
    assert (state(handoff), noted.returned, noted.rows_changed, noted.rows_confirmed) == (
        HandoffState.MERGED,
        handoff.plan.today,
        0,
        0,
    )


def test_changed_rows_are_counted_by_row(handoff: HandoffWorkbook) -> None:
    handoff.put("milestone", "A2.2", "note", "N")
    handoff.put("milestone", "A2.2", "title", "T")
    handoff.put("dependency", "X15", "note", "N")
    handoff.take()
    assert handoff.round.rows_changed == 2


def test_confirmed_rows_are_counted_apart_from_changed_ones(handoff: HandoffWorkbook) -> None:
    handoff.put("milestone", "A2.2", "confirmed", "yes")
    handoff.put("milestone", "A2.3", "note", "N")
    handoff.take()
    assert (handoff.round.rows_confirmed, handoff.round.rows_changed) == (1, 1)


def test_a_tick_that_is_missing_from_a_later_return_still_counts_once(handoff: HandoffWorkbook) -> None:
    handoff.put("milestone", "A2.2", "confirmed", "yes")
    handoff.take()
    handoff.put("milestone", "A2.2", "confirmed", None)
    handoff.take()
    assert (handoff.round.rows_confirmed, handoff.round.rows_changed) == (1, 0)


def test_a_confirmation_counts_as_an_update_and_silence_does_not(handoff: HandoffWorkbook) -> None:
    silent = milestone(handoff.plan, "A2.3").updated_on
    handoff.put("milestone", "A2.2", "confirmed", "yes")
    handoff.take()
    assert milestone(handoff.plan, "A2.2").updated_on == handoff.plan.today
    assert milestone(handoff.plan, "A2.3").updated_on == silent


def test_a_conflict_leaves_the_round_returned_in_part(handoff: HandoffWorkbook) -> None:
    set_here(handoff.plan, "milestone", "A2.2", note="ours")
    handoff.put("milestone", "A2.2", "note", "theirs")
    handoff.take()
    assert (state(handoff), handoff.round.conflicts, handoff.round.undecided) == (HandoffState.RETURNED, 1, 1)


def test_a_decided_conflict_makes_it_merged_and_stays_counted(handoff: HandoffWorkbook) -> None:
    set_here(handoff.plan, "milestone", "A2.2", note="ours")
    handoff.put("milestone", "A2.2", "note", "theirs")
    handoff.take()
    handoff.take(accept="ours")
    assert (state(handoff), handoff.round.conflicts) == (HandoffState.MERGED, 1)


def test_an_unreadable_cell_leaves_the_round_returned_in_part(handoff: HandoffWorkbook) -> None:
    unreadable(handoff)
    handoff.take()
    assert (state(handoff), handoff.round.rejects) == (HandoffState.RETURNED, 1)


def test_a_round_stays_returned_on_the_day_of_its_first_return(handoff: HandoffWorkbook) -> None:
    from models.clock import Clock

    handoff.take(handoff.raw)
    handoff.plan.clock = Clock(date(2018, 10, 22))
    handoff.put("milestone", "A2.2", "note", "N")
    handoff.take()
    assert handoff.round.returned == date(2018, 10, 19)


def test_a_file_that_comes_back_to_a_cancelled_round_is_still_merged(handoff: HandoffWorkbook) -> None:
    plan = handoff.plan
    plan.apply(changes("handoff", handoff.round, {"cancelled": plan.today}), source="command")
    handoff.put("milestone", "A2.2", "note", "N")
    handoff.take()
    assert (milestone(plan, "A2.2").note, state(handoff)) == ("N", HandoffState.CANCELLED)


# The review list.


def test_an_unreadable_cell_waits_on_the_review_list(handoff: HandoffWorkbook) -> None:
    unreadable(handoff)
    handoff.take()
    waiting = handoff.plan.rounds.reviews()
    assert [(each.sent_file, each.cell.key, each.cell.text) for each in waiting] == [
        (handoff.id, "forecast", "next week")
    ]


def test_the_same_unreadable_text_does_not_wait_twice(handoff: HandoffWorkbook) -> None:
    unreadable(handoff)
    handoff.take()
    handoff.put("milestone", "A2.3", "note", "N")
    handoff.take()
    assert len(handoff.plan.rounds.reviews()) == 1


def test_a_mended_cell_is_not_asked_about_when_the_same_text_comes_back(handoff: HandoffWorkbook) -> None:
    unreadable(handoff)
    handoff.take()
    mend(handoff)
    handoff.put("milestone", "A2.3", "note", "N")
    handoff.take()
    assert (handoff.plan.rounds.reviews(), milestone(handoff.plan, "A2.2").forecast) == (
        (),
        date(2018, 11, 12),
    )


def mend(book: HandoffWorkbook) -> None:
    plan = book.plan
    edits = changes("milestone", milestone(plan, "A2.2"), {"forecast": date(2018, 11, 12)})
    plan.rounds.mend(plan.rounds.reviews()[0].number, edits)


def test_mending_the_last_cell_makes_the_round_merged(handoff: HandoffWorkbook) -> None:
    unreadable(handoff)
    handoff.take()
    mend(handoff)
    assert state(handoff) is HandoffState.MERGED


def test_setting_the_last_cell_aside_makes_the_round_merged(handoff: HandoffWorkbook) -> None:
    unreadable(handoff)
    handoff.take()
    handoff.plan.rounds.set_aside([handoff.plan.rounds.reviews()[0].number])
    assert state(handoff) is HandoffState.MERGED


def test_a_round_whose_cells_are_mended_stays_merged_when_the_file_comes_again(
    handoff: HandoffWorkbook,
) -> None:
    unreadable(handoff)
    handoff.take()
    mend(handoff)
    handoff.put("milestone", "A2.3", "note", "N")
    handoff.take()
    assert state(handoff) is HandoffState.MERGED


def test_undoing_an_import_takes_its_cells_off_the_list(handoff: HandoffWorkbook) -> None:
    unreadable(handoff)
    handoff.take()
    handoff.plan.undo()
    assert handoff.plan.rounds.reviews() == ()


# Twice, undone, late.


def test_the_same_file_twice_changes_nothing_the_second_time(handoff: HandoffWorkbook) -> None:
    handoff.put("milestone", "A2.2", "note", "N")
    unreadable(handoff)
    set_here(handoff.plan, "milestone", "A2.3", note="ours")
    handoff.put("milestone", "A2.3", "note", "theirs")
    content = handoff.content()
    handoff.take(content)
    before = handoff.plan.last_revision()
    again = handoff.take(content)
    assert (again.edits, handoff.plan.last_revision(), warned(again)) == ((), before, {"already-imported"})


def test_what_stayed_open_is_shown_again(handoff: HandoffWorkbook) -> None:
    set_here(handoff.plan, "milestone", "A2.3", note="ours")
    handoff.put("milestone", "A2.3", "note", "theirs")
    handoff.take()
    assert changed(handoff.look(), "conflict") == {("A2.3", "note"): "theirs"}


def test_the_whole_import_is_undone_with_what_it_noted(handoff: HandoffWorkbook) -> None:
    before = handoff.plan.state().rows
    handoff.put("milestone", "A2.2", "note", "N")
    handoff.put("milestone", "A2.3", "confirmed", "yes")
    unreadable(handoff)
    handoff.take()
    handoff.plan.undo()
    assert (handoff.plan.state().rows, state(handoff)) == (before, HandoffState.SENT)


def test_after_an_undo_the_same_file_brings_the_same(handoff: HandoffWorkbook) -> None:
    handoff.put("milestone", "A2.2", "note", "N")
    content = handoff.content()
    handoff.take(content)
    handoff.plan.undo()
    proposal = handoff.look(content)
    assert (changed(proposal), warned(proposal)) == ({("A2.2", "note"): "N"}, set())


def test_a_second_return_brings_only_what_is_new(handoff: HandoffWorkbook) -> None:
    handoff.put("milestone", "A2.2", "note", "first")
    handoff.take()
    set_here(handoff.plan, "milestone", "A2.2", note="ours since")
    handoff.put("milestone", "A2.3", "note", "second")
    proposal = handoff.look()
    assert (changed(proposal), changed(proposal, "conflict")) == ({("A2.3", "note"): "second"}, {})


def test_an_older_round_is_compared_with_its_own_base_and_has_a_banner(
    handoff: HandoffWorkbook, tmp_path: Path
) -> None:
    set_here(handoff.plan, "milestone", "A2.3", note="between the rounds")
    newer = HandoffWorkbook.made(handoff.plan, "SOTE", tmp_path)
    newer.take(newer.raw)
    handoff.put("milestone", "A2.2", "note", "old")
    proposal = handoff.look()
    assert (changed(proposal), changed(proposal, "ours"), warned(proposal)) == (
        {("A2.2", "note"): "old"},
        {("A2.3", "note"): None},
        {"older-handoff"},
    )


def test_a_later_round_that_did_not_come_back_makes_no_banner(
    handoff: HandoffWorkbook, tmp_path: Path
) -> None:
    HandoffWorkbook.made(handoff.plan, "SOTE", tmp_path)
    assert warned(handoff.look()) == set()


def test_a_later_round_of_another_division_makes_no_banner(handoff: HandoffWorkbook, tmp_path: Path) -> None:
    other = HandoffWorkbook.made(handoff.plan, "KASKO", tmp_path)
    other.take(other.raw)
    assert warned(handoff.look()) == set()


def test_an_undone_return_of_a_later_round_makes_no_banner(handoff: HandoffWorkbook, tmp_path: Path) -> None:
    newer = HandoffWorkbook.made(handoff.plan, "SOTE", tmp_path)
    newer.take(newer.raw)
    handoff.plan.undo()
    assert warned(handoff.look()) == set()


# From elsewhere.


def code(proposal: Proposal) -> tuple[str, str | None]:
    return proposal.outcome, proposal.code


def test_a_file_of_another_plan_is_refused(handoff: HandoffWorkbook, office_plan: Plan) -> None:
    handoff.plan = office_plan
    assert code(handoff.look()) == ("refuse", "other-plan")


def test_a_file_that_a_backup_does_not_know_is_refused(handoff: HandoffWorkbook, plan: Plan) -> None:
    handoff.plan = plan
    assert code(handoff.look()) == ("refuse", "unknown-handoff")


def test_a_file_of_another_round_with_the_same_id_is_refused(
    handoff: HandoffWorkbook, plan: Plan, tmp_path: Path
) -> None:
    set_here(plan, "milestone", "A2.2", note="a plan restored from a backup goes another way")
    twin = HandoffWorkbook.made(plan, "SOTE", tmp_path)
    handoff.plan = plan
    assert (twin.id, code(handoff.look())) == (handoff.id, ("refuse", "unknown-handoff"))


def test_stamps_that_name_two_handoffs_are_contradictory(handoff: HandoffWorkbook, tmp_path: Path) -> None:
    other = HandoffWorkbook.made(handoff.plan, "KASKO", tmp_path)
    handoff.sheet("dependency")["A1"] = other.sheet("milestone")["A1"].value
    assert code(handoff.look()) == ("refuse", "contradictory-stamps")


@pytest.mark.parametrize("place", ["sheets", "meta", "properties"])
def test_a_stamp_of_a_newer_version_is_refused(handoff: HandoffWorkbook, place: str) -> None:
    newer = str(Stamp(handoff.plan.charter().uid, handoff.id, 1, format=2))
    if place == "sheets":
        handoff.sheet("milestone")["A1"] = newer
    elif place == "meta":
        handoff.book["_meta"]["B1"] = newer
    else:
        handoff.book.properties.keywords = newer
    assert code(handoff.look()) == ("refuse", "newer-format")


def test_a_stamp_with_a_wrong_checksum_is_ignored(handoff: HandoffWorkbook) -> None:
    sheet = handoff.sheet("milestone")
    sheet["A1"] = str(sheet["A1"].value).replace("TRACKER1", "TRACKER9")
    assert difference(handoff.look()) == {}


def test_the_marks_of_the_rows_alone_tell_which_handoff_it_is(handoff: HandoffWorkbook) -> None:
    for kind in ("milestone", "dependency"):
        handoff.sheet(kind)["A1"] = None
    del handoff.book["_meta"]
    handoff.book.properties.keywords = None
    del handoff.book.custom_doc_props[handoff.book.custom_doc_props.names[0]]
    proposal = handoff.look()
    assert (difference(proposal), proposal.sent_file, warned(proposal)) == ({}, handoff.id, {"stamp-lost"})


def test_an_edited_base_sheet_is_told_and_does_not_count(handoff: HandoffWorkbook) -> None:
    handoff.book["_base"]["C2"] = "Another title"
    proposal = handoff.look()
    assert (difference(proposal), warned(proposal)) == ({}, {"base-edited"})


@pytest.fixture
def office_plan(whole_template: Path, tmp_path: Path) -> Plan:
    """Another plan, with uids of its own."""
    from models.clock import Clock
    from models.store import open_plan

    return open_plan(shutil.copyfile(whole_template, tmp_path / "other.db"), clock=Clock(), person="tester")
