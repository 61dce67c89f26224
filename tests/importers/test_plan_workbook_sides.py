"""The plan workbook against a plan that changed meanwhile: conflicts, returns that come twice, late or are undone."""

from __future__ import annotations

from pathlib import Path

import pytest
from returned import (
    Workbook,
    asked,
    changed,
    difference,
    milestone,
    set_here,
    warned,
)

from models.errors import UsageError

# Applied.


def test_an_import_is_one_revision_with_the_address_of_each_cell(book: Workbook) -> None:
    book.put("milestone", "A1.2", "note", "N")
    book.take()
    edit = next(edit for edit in book.plan.history(limit=1)[0].edits if edit.field == "note")
    assert edit.origin == f"Milestones!{book.cell('milestone', 'A1.2', 'note').coordinate}"


def test_an_import_is_undone_in_one_step(book: Workbook) -> None:
    before = book.plan.state().rows
    book.put("milestone", "A1.2", "note", "N")
    book.put("initiative", "A1", "themes", "T3")
    book.take()
    book.plan.undo()
    assert book.plan.state().rows == before


def test_a_file_that_changes_nothing_makes_no_revision(book: Workbook) -> None:
    before = book.plan.last_revision()
    book.take(book.raw)
    assert book.plan.last_revision() == before


def test_a_look_writes_nothing(book: Workbook) -> None:
    book.put("milestone", "A1.2", "note", "N")
    book.look()
    assert milestone(book.plan, "A1.2").note is None


def test_a_confirmed_milestone_counts_as_updated_today(book: Workbook) -> None:
    book.put("milestone", "A2.3", "confirmed", "x")
    book.take()
    assert milestone(book.plan, "A2.3").updated_on == book.plan.today


# Both sides changed it.


def test_a_cell_that_both_changed_is_a_conflict(book: Workbook) -> None:
    set_here(book.plan, "milestone", "A1.2", note="ours")
    book.put("milestone", "A1.2", "note", "theirs")
    proposal = book.look()
    assert (changed(proposal, "conflict"), asked(proposal), proposal.outcome) == (
        {("A1.2", "note"): "theirs"},
        {"conflict"},
        "decide",
    )


def test_ours_stands_until_somebody_decides(book: Workbook) -> None:
    set_here(book.plan, "milestone", "A1.2", note="ours")
    book.put("milestone", "A1.2", "note", "theirs")
    book.take()
    assert milestone(book.plan, "A1.2").note == "ours"


def test_theirs_is_taken_when_a_person_says_so(book: Workbook) -> None:
    set_here(book.plan, "milestone", "A1.2", note="ours")
    book.put("milestone", "A1.2", "note", "theirs")
    book.take(accept="theirs")
    assert milestone(book.plan, "A1.2").note == "theirs"


def test_one_conflict_is_decided_by_its_row_and_field(book: Workbook) -> None:
    set_here(book.plan, "milestone", "A1.2", note="ours", title_en="Ours")
    book.put("milestone", "A1.2", "note", "theirs")
    book.put("milestone", "A1.2", "title", "Theirs")
    assert book.look(decided={"conflict:a1.2.note": "theirs"}).decisions[0].name == "conflict:A1.2.title"


def test_a_conflict_decided_for_ours_is_not_asked_again(book: Workbook) -> None:
    set_here(book.plan, "milestone", "A1.2", note="ours")
    book.put("milestone", "A1.2", "note", "theirs")
    book.take(accept="ours")
    assert book.look().outcome == "preview"


def test_the_same_change_on_both_sides_is_no_conflict(book: Workbook) -> None:
    set_here(book.plan, "milestone", "A1.2", note="the same")
    book.put("milestone", "A1.2", "note", "the same ")
    assert changed(book.look(), "same") == {("A1.2", "note"): "the same"}


def test_what_only_we_changed_stays(book: Workbook) -> None:
    set_here(book.plan, "milestone", "A1.2", note="ours")
    book.put("milestone", "A1.3", "note", "theirs")
    book.take()
    assert milestone(book.plan, "A1.2").note == "ours"


def test_an_unknown_choice_is_refused_in_a_sentence(book: Workbook) -> None:
    set_here(book.plan, "milestone", "A1.2", note="ours")
    book.put("milestone", "A1.2", "note", "theirs")
    with pytest.raises(UsageError, match=r"is no choice for conflict:A1\.2\.note"):
        book.look(decided={"conflict:a1.2.note": "mine"})


def test_a_change_that_a_person_declines_is_not_made(book: Workbook) -> None:
    book.put("milestone", "A1.2", "note", "theirs")
    uid = milestone(book.plan, "A1.2").uid
    book.take(cells={(uid, "note"): "ours"})
    assert milestone(book.plan, "A1.2").note is None


def test_a_change_that_was_declined_is_not_asked_again(book: Workbook) -> None:
    book.put("milestone", "A1.2", "note", "theirs")
    uid = milestone(book.plan, "A1.2").uid
    book.take(cells={(uid, "note"): "ours"})
    assert difference(book.look()) == {}


def test_an_edit_of_a_row_that_is_removed_here_is_a_conflict(book: Workbook) -> None:
    row = book.plan.state().find("decision", "D09")
    book.plan.remove("decision", row, source="command")
    book.put("decision", "D09", "stops", "theirs")
    assert changed(book.look(), "conflict") == {("D09", "stops"): "theirs"}


def test_a_row_that_is_removed_here_comes_back_where_theirs_is_chosen(book: Workbook) -> None:
    row = book.plan.state().find("decision", "D09")
    book.plan.remove("decision", row, source="command")
    book.put("decision", "D09", "stops", "theirs")
    book.take(accept="theirs")
    assert book.plan.state().find("decision", "D09").stops == "theirs"


# Twice, late, undone.


def test_the_same_file_twice_changes_nothing_the_second_time(book: Workbook) -> None:
    book.put("milestone", "A1.2", "note", "N")
    content = book.content()
    book.take(content)
    proposal = book.look(content)
    assert (difference(proposal), warned(proposal)) == ({}, {"already-imported"})


def test_the_same_file_again_leaves_what_we_changed_since(book: Workbook) -> None:
    book.put("milestone", "A1.2", "note", "N")
    book.take()
    set_here(book.plan, "milestone", "A1.2", note="ours since")
    book.take()
    assert milestone(book.plan, "A1.2").note == "ours since"


def test_after_an_undo_the_same_file_brings_the_same(book: Workbook) -> None:
    book.put("milestone", "A1.2", "note", "N")
    content = book.content()
    book.take(content)
    book.plan.undo()
    proposal = book.look(content)
    assert (changed(proposal), warned(proposal)) == ({("A1.2", "note"): "N"}, set())


def test_after_a_redo_the_same_file_brings_nothing(book: Workbook) -> None:
    book.put("milestone", "A1.2", "note", "N")
    book.take()
    book.plan.undo()
    book.plan.redo()
    assert difference(book.look()) == {}


def test_an_undo_makes_an_open_decision_open_again(book: Workbook) -> None:
    set_here(book.plan, "milestone", "A1.2", note="ours")
    book.put("milestone", "A1.2", "note", "theirs")
    book.take(accept="ours")
    book.plan.undo()
    assert asked(book.look()) == {"conflict"}


def test_what_was_decided_of_a_file_is_not_asked_again(book: Workbook) -> None:
    book.put("milestone", "A1.2", "token", None)
    book.put("milestone", "A1.2", "note", "N")
    content = book.content()
    book.take(content, decided={"lost-token": "same"})
    proposal = book.look(content)
    assert (asked(proposal), difference(proposal)) == (set(), {})


def test_what_was_decided_is_asked_again_after_an_undo(book: Workbook) -> None:
    book.put("milestone", "A1.2", "token", None)
    content = book.content()
    book.take(content, decided={"lost-token": "same"})
    book.plan.undo()
    assert asked(book.look(content)) == {"lost-token"}


def test_what_was_decided_of_a_file_is_asked_of_the_next_one(book: Workbook) -> None:
    book.put("milestone", "A1.2", "token", None)
    book.take(decided={"lost-token": "same"})
    book.put("milestone", "A1.3", "note", "N")
    assert asked(book.look()) == {"lost-token"}


def test_what_was_decided_can_be_decided_anew(book: Workbook) -> None:
    book.put("milestone", "A1.2", "token", None)
    book.put("milestone", "A1.2", "note", "N")
    content = book.content()
    book.take(content, decided={"lost-token": "none"})
    assert changed(book.look(content, decided={"lost-token": "same"})) == {("A1.2", "note"): "N"}


def test_a_set_that_was_brought_is_not_brought_again(book: Workbook) -> None:
    book.put("initiative", "A1", "themes", "T3 T4")
    book.take()
    assert difference(book.look()) == {}


def test_a_confirmation_is_made_once(book: Workbook) -> None:
    book.put("milestone", "A2.3", "confirmed", "x")
    book.take()
    assert difference(book.look()) == {}


def test_a_confirmation_that_was_brought_is_no_difference(book: Workbook) -> None:
    book.put("milestone", "A2.3", "confirmed", "x")
    book.take()
    assert book.look().cells == ()


def test_a_confirmation_is_not_taken_back_by_an_empty_cell(book: Workbook) -> None:
    book.put("milestone", "A2.3", "confirmed", "x")
    book.take()
    book.put("milestone", "A2.3", "confirmed", None)
    assert book.look().cells == ()


def test_another_workbook_of_the_same_revision_takes_nothing_back(book: Workbook, tmp_path: Path) -> None:
    other = Workbook.of(book.plan, tmp_path)
    book.put("milestone", "A1.2", "note", "brought by one of two")
    book.take()
    assert difference(other.look()) == {}


def test_the_owner_of_an_initiative_is_not_cleared_in_a_milestone(book: Workbook) -> None:
    book.put("milestone", "A1.2", "owner", None)
    proposal = book.look()
    assert ([(r.id, r.key) for r in proposal.rejects], proposal.cells) == ([("A1.2", "owner")], ())


def test_an_older_file_after_a_newer_one_has_a_banner(book: Workbook, tmp_path: Path) -> None:
    set_here(book.plan, "milestone", "A1.1", note="later")
    newer = Workbook.of(book.plan, tmp_path)
    newer.put("milestone", "A1.3", "note", "new")
    newer.take()
    book.put("milestone", "A1.2", "note", "old")
    proposal = book.look()
    assert (changed(proposal), warned(proposal)) == ({("A1.2", "note"): "old"}, {"older-handoff"})
