"""The plan workbook on its way back: what people change in it comes out as exactly that."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from returned import Workbook, asked, changed, difference, office, through_office, warned

from models.edits import changes, creation
from models.errors import UsageError
from models.plan import Plan

needs_office = pytest.mark.skipif(office() is None, reason="LibreOffice is not installed")


@pytest.fixture
def book(plan: Plan, tmp_path: Path) -> Workbook:
    """The sample plan's workbook, as it went out."""
    folder = tmp_path / "out"
    folder.mkdir()
    return Workbook(plan, folder)


def set_here(plan: Plan, kind: str, id_: str, **values: Any) -> None:
    """An edit in the office meanwhile."""
    plan.apply(changes(kind, plan.state().find(kind, id_), values), source="command")


def milestone(plan: Plan, id_: str) -> Any:
    return plan.state().find("milestone", id_)


# Nothing changed.


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_an_untouched_workbook_changes_nothing(plan: Plan, tmp_path: Path, language: str) -> None:
    untouched = Workbook(plan, tmp_path, language=language)
    assert difference(untouched.look(untouched.raw)) == {}


def test_a_workbook_saved_by_openpyxl_changes_nothing(book: Workbook) -> None:
    assert difference(book.look()) == {}


def test_an_untouched_workbook_says_so(book: Workbook) -> None:
    assert book.look().message == "returned.xlsx: no changes."


def test_a_workbook_of_an_earlier_revision_changes_nothing_by_itself(book: Workbook) -> None:
    set_here(book.plan, "milestone", "A1.2", note="later")
    assert changed(book.look()) == {}


@needs_office
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_workbook_saved_by_libreoffice_changes_nothing(plan: Plan, tmp_path: Path, language: str) -> None:
    untouched = Workbook(plan, tmp_path, language=language)
    assert difference(untouched.look(through_office(untouched.raw, "xlsx"))) == {}


@needs_office
def test_edits_survive_libreoffice_exactly(book: Workbook) -> None:
    book.put("milestone", "A1.2", "title", "=SUM(A1) ei ole kaava")
    book.put("milestone", "A1.3", "forecast", date(2018, 12, 24))
    book.put("initiative", "A2", "themes", "T4 T1")
    assert changed(book.look(through_office(book.content(), "ods", "xlsx"))) == {
        ("A1.2", "title"): "=SUM(A1) ei ole kaava",
        ("A1.3", "forecast"): date(2018, 12, 24),
        ("A2", "themes"): "T1 T4",
    }


# Edits of each kind of column.


@pytest.mark.parametrize(
    ("kind", "id_", "key", "typed", "code"),
    [
        ("milestone", "A1.2", "title", "New title", "New title"),
        ("milestone", "A1.2", "title_sv", "Ny titel", "Ny titel"),
        ("milestone", "A1.2", "note", "one\ntwo", "one\ntwo"),
        ("milestone", "A1.2", "forecast", date(2018, 12, 24), date(2018, 12, 24)),
        ("milestone", "A1.2", "forecast", "24.12.2018", date(2018, 12, 24)),
        ("milestone", "A1.2", "forecast", "2018-12-24", date(2018, 12, 24)),
        ("milestone", "A1.2", "weight", 8, 8),
        ("milestone", "A1.2", "status", "BLOCKED", "blocked"),
        ("milestone", "A1.2", "trend", "x", True),
        ("milestone", "A1.2", "owner", "Mayor's adviser", None),
        ("milestone", "A1.2", "owner", "COORD", "COORD"),
        ("milestone", "A1.2", "division", "sote", "SOTE"),
        ("milestone", "A1.2", "initiative", "A2", "A2"),
        ("milestone", "A1.2", "confirmed", "yes", True),
        ("initiative", "A1", "supporting", "SOTE, KYMP", "KYMP SOTE"),
        ("initiative", "A1", "flagship", "yes", True),
        ("initiative", "A1", "questions", None, None),
        ("dependency", "X22", "promised", date(2018, 12, 3), date(2018, 12, 3)),
        ("dependency", "X22", "kind", "hard", "hard"),
        ("decision", "D09", "outcome", "noted", "noted"),
        ("division", "SOTE", "headcount", "14 700", 14700),
        ("question", "Q3a", "parent", "Q2", "Q2"),
    ],
)
def test_one_edited_cell_is_one_change(
    book: Workbook, kind: str, id_: str, key: str, typed: Any, code: Any
) -> None:
    book.put(kind, id_, key, typed)
    proposal = book.look()
    if code is None and typed is not None:
        assert [(reject.id, reject.key) for reject in proposal.rejects] == [(id_, key)]
    else:
        assert changed(proposal) == {(id_, key): code}


@pytest.mark.parametrize(
    ("kind", "id_", "key", "typed"),
    [
        ("milestone", "A1.2", "forecast", "next week"),
        ("milestone", "A1.2", "forecast", "12/24/2018"),
        ("milestone", "A1.2", "forecast", None),
        ("milestone", "A1.2", "title", None),
        ("milestone", "A1.2", "status", None),
        ("milestone", "A1.2", "status", "nearly done"),
        ("milestone", "A1.2", "weight", 14),
        ("milestone", "A1.2", "weight", "a lot"),
        ("milestone", "A1.2", "title", date(2018, 12, 24)),
        ("milestone", "A1.2", "title", "t" * 401),
        ("milestone", "A1.2", "note", "n" * 32_001),
        ("milestone", "A1.2", "division", "NASA"),
        ("milestone", "A1.2", "initiative", None),
        ("milestone", "A1.2", "actual", date(2018, 10, 20)),
        ("milestone", "A1.2", "id", "A1.1"),
        ("initiative", "A1", "themes", "T1 T99"),
        ("initiative", "A1", "publicity", "secret"),
        ("initiative", "A1", "light", "red"),
        ("dependency", "X22", "waiting", "B1.3"),
    ],
)
def test_a_value_that_cannot_be_taken_is_a_reject(
    book: Workbook, kind: str, id_: str, key: str, typed: Any
) -> None:
    book.put(kind, id_, key, typed)
    assert [(reject.id, reject.key) for reject in book.look().rejects] == [(id_, key)]


def test_a_reject_keeps_the_whole_text_and_its_address(book: Workbook) -> None:
    book.put("milestone", "A1.2", "forecast", "next week, perhaps")
    reject = book.look().rejects[0]
    assert (reject.cell, reject.text) == (
        book.cell("milestone", "A1.2", "forecast").coordinate,
        "next week, perhaps",
    )


def test_a_rejected_cell_does_not_keep_the_others_from_being_taken(book: Workbook) -> None:
    book.put("milestone", "A1.2", "forecast", "next week")
    book.put("milestone", "A1.2", "note", "taken")
    book.take()
    assert milestone(book.plan, "A1.2").note == "taken"


def test_a_formula_without_a_value_is_a_reject(book: Workbook) -> None:
    book.cell("milestone", "A1.2", "note").value = "=1+1"
    assert [reject.key for reject in book.look().rejects] == ["note"]


def test_an_error_is_a_reject(book: Workbook) -> None:
    cell = book.cell("milestone", "A1.2", "note")
    cell.value, cell.data_type = "#N/A", "e"
    assert [reject.text for reject in book.look().rejects] == ["#N/A"]


def test_text_that_looks_like_a_formula_is_text(book: Workbook) -> None:
    book.put("milestone", "A1.2", "note", "=HYPERLINK(1)")
    assert changed(book.look()) == {("A1.2", "note"): "=HYPERLINK(1)"}


def test_cells_under_a_merge_are_rejects(book: Workbook) -> None:
    top = book.cell("milestone", "A1.1", "title").coordinate
    bottom = book.cell("milestone", "A1.3", "title").coordinate
    book.sheet("milestone").merge_cells(f"{top}:{bottom}")
    assert [reject.id for reject in book.look().rejects] == ["A1.2", "A1.3"]


def test_an_edit_of_what_is_only_shown_is_a_warning(book: Workbook) -> None:
    book.put("milestone", "A1.2", "baseline", date(2018, 12, 24))
    proposal = book.look()
    assert (changed(proposal), warned(proposal)) == ({}, {"context-edited"})


def test_a_light_that_differs_by_the_day_is_no_edit(book: Workbook) -> None:
    book.put("milestone", "A1.2", "light", "grey")
    assert warned(book.look()) == set()


def test_a_milestone_that_names_a_new_initiative_moves_there(book: Workbook) -> None:
    below = book.last("initiative") + 1
    for key, value in {"id": "A99", "title": "New initiative", "stream": "A", "lead": "SOTE"}.items():
        book.put("initiative", below, key, value)
    book.put("milestone", "A1.2", "initiative", "A99")
    book.take()
    state = book.plan.state()
    assert state.id_of("initiative", milestone(book.plan, "A1.2").initiative) == "A99"


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
    with pytest.raises(UsageError, match="is no choice for conflict:A1.2.note"):
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
    book.take()
    assert (difference(book.look()), warned(book.look())) == ({}, {"already-imported"})


def test_the_same_file_again_leaves_what_we_changed_since(book: Workbook) -> None:
    book.put("milestone", "A1.2", "note", "N")
    book.take()
    set_here(book.plan, "milestone", "A1.2", note="ours since")
    book.take()
    assert milestone(book.plan, "A1.2").note == "ours since"


def test_after_an_undo_the_same_file_brings_the_same(book: Workbook) -> None:
    book.put("milestone", "A1.2", "note", "N")
    book.take()
    book.plan.undo()
    assert (changed(book.look()), warned(book.look())) == ({("A1.2", "note"): "N"}, set())


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


def test_a_set_that_was_brought_is_not_brought_again(book: Workbook) -> None:
    book.put("initiative", "A1", "themes", "T3 T4")
    book.take()
    assert difference(book.look()) == {}


def test_a_confirmation_is_made_once(book: Workbook) -> None:
    book.put("milestone", "A2.3", "confirmed", "x")
    book.take()
    assert difference(book.look()) == {}


def test_an_older_file_after_a_newer_one_has_a_banner(book: Workbook, tmp_path: Path) -> None:
    set_here(book.plan, "milestone", "A1.1", note="later")
    newer = Workbook(book.plan, tmp_path)
    newer.put("milestone", "A1.3", "note", "new")
    newer.take()
    book.put("milestone", "A1.2", "note", "old")
    proposal = book.look()
    assert (changed(proposal), warned(proposal)) == ({("A1.2", "note"): "old"}, {"older-handoff"})


# Rows.


def new_milestone(book: Workbook, row: int, **more: Any) -> None:
    values = {"initiative": "A1", "title": "A new one", "forecast": date(2018, 11, 5), **more}
    for key, value in values.items():
        book.put("milestone", row, key, value)


def test_a_row_below_the_others_is_a_new_row(book: Workbook) -> None:
    new_milestone(book, book.last("milestone") + 20)
    assert difference(book.look()) == {"new_rows": 1}


def test_a_row_inserted_between_others_is_a_new_row(book: Workbook) -> None:
    row = book.row("milestone", "A1.3")
    book.sheet("milestone").insert_rows(row)
    new_milestone(book, row)
    assert difference(book.look()) == {"new_rows": 1}


def test_a_new_milestone_gets_the_next_id_and_its_initiatives_division(book: Workbook) -> None:
    new_milestone(book, book.last("milestone") + 1)
    book.take()
    made = milestone(book.plan, "A1.4")
    assert (made.title_en, book.plan.state().id_of("division", made.division)) == ("A new one", "KASKO")


def test_two_new_milestones_get_different_ids(book: Workbook) -> None:
    last = book.last("milestone")
    new_milestone(book, last + 1)
    new_milestone(book, last + 2, title="Another one", forecast=date(2018, 11, 9))
    book.take()
    assert milestone(book.plan, "A1.5").title_en == "Another one"


def test_a_new_row_without_what_it_needs_is_not_created(book: Workbook) -> None:
    new_milestone(book, book.last("milestone") + 1, forecast=None)
    proposal = book.look()
    assert ([reject.key for reject in proposal.rejects], proposal.edits) == (["forecast"], ())


def test_a_reject_of_a_new_row_has_no_id(book: Workbook) -> None:
    new_milestone(book, book.last("milestone") + 1, forecast="soon")
    assert [reject.id for reject in book.look().rejects] == [None]


def test_a_new_row_is_created_once(book: Workbook) -> None:
    new_milestone(book, book.last("milestone") + 1)
    book.take()
    assert difference(book.look()) == {}


def test_a_new_row_that_was_edited_since_brings_only_the_edit(book: Workbook) -> None:
    row = book.last("milestone") + 1
    new_milestone(book, row, status="in progress", weight=3, note="first")
    book.take()
    book.put("milestone", row, "note", "second")
    proposal = book.look(decided={"lost-token": "same"})
    assert changed(proposal) == {("A1.4", "note"): "second"}


def test_a_new_row_whose_import_was_undone_is_new_again(book: Workbook) -> None:
    new_milestone(book, book.last("milestone") + 1)
    book.take()
    book.plan.undo()
    assert difference(book.look()) == {"new_rows": 1}


def test_a_new_row_that_is_skipped_is_not_created(book: Workbook) -> None:
    row = book.last("milestone") + 1
    new_milestone(book, row)
    book.take(skipped=frozenset([("Milestones", row)]))
    assert milestone(book.plan, "A1.4") is None


def test_a_deleted_row_is_a_proposed_removal(book: Workbook) -> None:
    book.sheet("milestone").delete_rows(book.row("milestone", "A1.2"))
    proposal = book.look()
    assert ([row.id for row in proposal.missing_rows], proposal.edits) == (["A1.2"], ())


def test_a_row_whose_cells_were_cleared_is_a_proposed_removal(book: Workbook) -> None:
    row = book.row("milestone", "A1.2")
    for column in range(2, len(book.columns("milestone")) + 1):
        book.sheet("milestone").cell(row, column).value = None
    assert difference(book.look()) == {"missing_rows": 1}


def test_a_ticked_removal_removes(book: Workbook) -> None:
    book.sheet("decision").delete_rows(book.row("decision", "D09"))
    book.take(decided={"missing-row:d09": "remove"})
    assert book.plan.state().find("decision", "D09") is None


def test_a_missing_row_says_that_we_changed_it(book: Workbook) -> None:
    set_here(book.plan, "milestone", "A1.2", note="ours")
    book.sheet("milestone").delete_rows(book.row("milestone", "A1.2"))
    assert [row.edited_here for row in book.look().missing_rows] == [True]


def test_a_third_of_the_rows_missing_is_asked_about(book: Workbook) -> None:
    book.sheet("decision").delete_rows(5, 5)
    proposal = book.look()
    assert (len(proposal.missing_rows), asked(proposal)) == (5, {"mass-removal"})


def test_sorted_rows_change_nothing(book: Workbook) -> None:
    sheet, last = book.sheet("milestone"), book.last("milestone")
    lines = [[cell.value for cell in sheet[row]] for row in range(5, last + 1)]
    lines.sort(key=lambda line: str(line[2]), reverse=True)
    for row, line in enumerate(lines, 5):
        for column, value in enumerate(line, 1):
            sheet.cell(row, column).value = value
    assert difference(book.look()) == {}


def test_one_column_sorted_alone_is_asked_about(book: Workbook) -> None:
    titles = [book.cell("milestone", row, "title").value for row in range(5, 15)]
    for row, title in enumerate(reversed(titles), 5):
        book.put("milestone", row, "title", title)
    proposal = book.look()
    assert (asked(proposal), proposal.edits) == ({"permuted-column"}, ())


def test_a_column_sorted_on_purpose_is_taken_when_a_person_says_so(book: Workbook) -> None:
    first, second = (book.cell("milestone", row, "title").value for row in (5, 6))
    book.put("milestone", 5, "title", second)
    book.put("milestone", 6, "title", first)
    book.take(decided={"permuted-column:milestone.title": "theirs"})
    assert milestone(book.plan, "A1.1").title_en == second


def test_an_identical_copy_is_ignored(book: Workbook) -> None:
    book.copy("milestone", book.row("milestone", "A1.2"), book.last("milestone") + 1)
    assert difference(book.look()) == {}


def edited_copy(book: Workbook) -> None:
    below = book.last("milestone") + 1
    book.copy("milestone", book.row("milestone", "A1.2"), below)
    book.put("milestone", below, "title", "Copied and changed")


def test_an_edited_copy_is_a_proposed_new_row(book: Workbook) -> None:
    edited_copy(book)
    proposal = book.look()
    assert (difference(proposal), asked(proposal), proposal.edits) == (
        {"new_rows": 1},
        {"duplicate-token"},
        (),
    )


def test_an_edited_copy_becomes_a_new_row_with_an_id_of_its_own(book: Workbook) -> None:
    edited_copy(book)
    book.take(decided={"duplicate-token:a1.2": "new"})
    assert milestone(book.plan, "A1.4").title_en == "Copied and changed"


def test_an_edited_copy_becomes_a_change_of_the_row(book: Workbook) -> None:
    edited_copy(book)
    book.take(decided={"duplicate-token:a1.2": "change"})
    assert milestone(book.plan, "A1.2").title_en == "Copied and changed"


def test_two_edited_copies_are_for_a_person(book: Workbook) -> None:
    edited_copy(book)
    book.put("milestone", "A1.2", "title", "Changed too")
    proposal = book.look()
    assert (difference(proposal), asked(proposal)) == ({}, {"duplicate-token"})


def test_the_chosen_one_of_two_edited_copies_counts(book: Workbook) -> None:
    edited_copy(book)
    row = book.row("milestone", "A1.2")
    book.put("milestone", row, "title", "Changed too")
    assert changed(book.look(decided={"duplicate-token": f"row{row}"})) == {("A1.2", "title"): "Changed too"}


# Tokens and stamps.


@pytest.mark.parametrize("token", [None, "abc.PLAN-1.0000"])
def test_a_row_without_its_token_is_known_by_its_content_and_asked_about(book: Workbook, token: Any) -> None:
    book.cell("milestone", "A1.2", "id").offset(0, -1).value = token
    book.put("milestone", "A1.2", "note", "N")
    proposal = book.look()
    assert (changed(proposal), asked(proposal), proposal.edits) == (
        {("A1.2", "note"): "N"},
        {"lost-token"} if token is None else {"damaged-token"},
        (),
    )


def test_a_row_that_is_confirmed_to_be_the_one_is_taken(book: Workbook) -> None:
    book.cell("milestone", "A1.2", "id").offset(0, -1).value = None
    book.put("milestone", "A1.2", "note", "N")
    book.take(decided={"lost-token:a1.2": "same"})
    assert milestone(book.plan, "A1.2").note == "N"


def test_all_tokens_lost_is_never_all_rows_new(book: Workbook) -> None:
    book.sheet("milestone").delete_cols(1)
    proposal = book.look()
    assert (difference(proposal), asked(proposal)) == ({}, {"lost-token"})


def test_a_row_of_another_file_is_set_aside(book: Workbook, tmp_path: Path) -> None:
    set_here(book.plan, "milestone", "A1.1", note="later")
    other = Workbook(book.plan, tmp_path)
    below = book.last("milestone") + 1
    for column in range(1, len(book.columns("milestone")) + 1):
        value = other.sheet("milestone").cell(other.row("milestone", "A1.2"), column).value
        book.sheet("milestone").cell(below, column).value = value
    assert asked(book.look()) == {"foreign-row"}


def lose_stamps(book: Workbook) -> None:
    del book.book["_meta"]
    book.book.custom_doc_props.props.clear()
    book.book.properties.keywords = None


def test_the_tokens_and_a1_are_enough(book: Workbook) -> None:
    book.put("milestone", "A1.2", "note", "N")
    lose_stamps(book)
    proposal = book.look()
    assert (changed(proposal), warned(proposal)) == ({("A1.2", "note"): "N"}, {"stamp-lost"})


def test_the_language_is_known_without_the_hidden_sheet(plan: Plan, tmp_path: Path) -> None:
    swedish = Workbook(plan, tmp_path, language="sv")
    swedish.put("milestone", "A1.2", "title", "Ny titel")
    lose_stamps(swedish)
    swedish.take()
    assert milestone(plan, "A1.2").title_sv == "Ny titel"


def restamped(book: Workbook, old: str, new: str) -> bytes:
    """Every stamp with one of its parts exchanged, and a checksum that fits."""
    from models.handoff import check_of, stamp_in

    def exchange(text: object) -> str | None:
        if stamp_in(text) is None:
            return None
        body = str(text).rpartition("|")[0].replace(old, new)
        return f"{body}|{check_of(body)}"

    for sheet in book.book.worksheets:
        for line in sheet.iter_rows(max_row=10, max_col=3):
            for cell in line:
                if stamp := exchange(cell.value):
                    cell.value = stamp
    book.book.properties.keywords = exchange(book.book.properties.keywords)
    for prop in book.book.custom_doc_props.props:
        prop.value = exchange(prop.value) or prop.value
    return book.content()


def test_a_file_of_another_plan_is_refused(book: Workbook) -> None:
    uid = book.plan.charter().uid
    assert book.look(restamped(book, uid, "another-plan")).code == "other-plan"


def test_a_file_whose_tokens_are_all_of_another_plan_is_refused(book: Workbook, tmp_path: Path) -> None:
    sheet = book.sheet("milestone")
    from models.handoff import plan_file, token

    for other in list(book.book.worksheets):
        if other is not sheet:
            book.book.remove(other)
    lose = plan_file(book.plan.last_revision())
    for row in range(5, book.last("milestone") + 1):
        sheet.cell(row, 1).value = token(f"stranger{row}", lose)
    sheet.cell(1, 1).value = None
    book.book.properties.keywords = None
    book.book.custom_doc_props.props.clear()
    assert book.look().code == "other-plan"


def test_a_file_of_a_newer_form_is_refused(book: Workbook) -> None:
    assert book.look(restamped(book, "TRACKER1", "TRACKER99")).code == "newer-format"


def test_a_file_that_this_plan_did_not_send_is_refused(book: Workbook) -> None:
    from models.handoff import token, token_in

    unknown = "PLAN-9999"
    for sheet in book.book.worksheets:
        for row in range(5, sheet.max_row + 1):
            if found := token_in(str(sheet.cell(row, 1).value)):
                sheet.cell(row, 1).value = token(found.uid, unknown)
    own = f"PLAN-{book.plan.last_revision()}"
    assert book.look(restamped(book, own, unknown)).code == "unknown-handoff"


def test_a_file_put_together_of_two_is_refused(book: Workbook) -> None:
    from models.handoff import Stamp

    book.book.properties.keywords = str(Stamp(book.plan.charter().uid, "PLAN-1", 1))
    assert book.look().code == "contradictory-stamps"


def test_a_workbook_of_somebody_else_is_no_handoff(book: Workbook) -> None:
    import io

    import openpyxl

    memory = io.BytesIO()
    strange = openpyxl.Workbook()
    strange.worksheets[0].append(["id", "title", "owner", "status"])
    strange.save(memory)
    assert book.look(memory.getvalue()).code == "not-a-handoff"


def test_text_is_no_workbook(book: Workbook) -> None:
    assert book.look(b"hello").code == "not-a-workbook"


# Sheets and columns.


def marked(book: Workbook) -> None:
    book.put("milestone", "A1.2", "note", "N")


MARKED = {("A1.2", "note"): "N"}


def test_a_deleted_column_is_not_returned(book: Workbook) -> None:
    marked(book)
    book.sheet("milestone").delete_cols(book.columns("milestone")["forecast"])
    proposal = book.look()
    assert (changed(proposal), warned(proposal)) == (MARKED, {"missing-column"})


def test_a_deleted_sheet_is_not_returned(book: Workbook) -> None:
    marked(book)
    book.book.remove(book.sheet("dependency"))
    proposal = book.look()
    assert (changed(proposal), difference(proposal)) == (MARKED, {"theirs": 1})


def test_a_column_of_their_own_is_listed_and_ignored(book: Workbook) -> None:
    marked(book)
    sheet = book.sheet("milestone")
    sheet.insert_cols(4)
    sheet.cell(4, 4).value, sheet.cell(7, 4).value = "Ours", "x"
    book_columns = {str(cell.value): cell.column for cell in sheet[3] if cell.value}
    assert "note" in book_columns
    proposal = book.look()
    assert (changed(proposal), warned(proposal)) == (MARKED, {"extra-column"})


def test_a_renamed_header_is_a_warning(book: Workbook) -> None:
    marked(book)
    book.sheet("milestone").cell(4, book.columns("milestone")["owner"]).value = "Who?"
    proposal = book.look()
    assert (changed(proposal), warned(proposal)) == (MARKED, {"header"})


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_without_the_row_of_keys_the_headers_tell_the_columns(
    plan: Plan, tmp_path: Path, language: str
) -> None:
    spoken = Workbook(plan, tmp_path, language=language)
    marked(spoken)
    for sheet in spoken.book.worksheets:
        if str(sheet.cell(2, 1).value).startswith("sheet:"):
            sheet.delete_rows(3)
    proposal = spoken.look()
    assert (changed(proposal), warned(proposal)) == (MARKED, {"key-row"})


def test_rows_above_everything_do_no_harm(book: Workbook) -> None:
    marked(book)
    book.sheet("milestone").insert_rows(1, 3)
    assert changed(book.look()) == MARKED


def test_two_columns_with_one_key_are_asked_about(book: Workbook) -> None:
    columns, sheet = book.columns("milestone"), book.sheet("milestone")
    sheet.cell(3, columns["actual"]).value = "owner"
    proposal = book.look()
    assert (asked(proposal), proposal.edits) == ({"duplicate-column"}, ())


def test_two_sheets_of_the_same_rows_are_asked_about(book: Workbook) -> None:
    copy = book.book.copy_worksheet(book.sheet("milestone"))
    copy.cell(7, book.columns("milestone")["note"]).value = "only in the copy"
    proposal = book.look()
    assert (asked(proposal), proposal.edits) == ({"two-sheets"}, ())


def test_the_chosen_one_of_two_sheets_counts(book: Workbook) -> None:
    copy = book.book.copy_worksheet(book.sheet("milestone"))
    copy.cell(7, book.columns("milestone")["note"]).value = "only in the copy"
    proposal = book.look(decided={"two-sheets:milestone": copy.title})
    assert changed(proposal) == {("A1.3", "note"): "only in the copy"}


def test_dates_of_the_other_date_system_are_asked_about(book: Workbook) -> None:
    for row in range(5, book.last("milestone") + 1):
        for key in ("forecast", "baseline", "actual"):
            cell = book.cell("milestone", row, key)
            if cell.value is not None:
                cell.value += timedelta(1462)
    proposal = book.look()
    assert (difference(proposal), asked(proposal)) == ({}, {"date-shift"})


def test_an_edited_base_sheet_is_a_warning(book: Workbook) -> None:
    marked(book)
    book.book["_base"].cell(7, 3).value = "tampered"
    proposal = book.look()
    assert (changed(proposal), warned(proposal)) == (MARKED, {"base-edited"})


def test_a_deleted_base_sheet_does_no_harm(book: Workbook) -> None:
    marked(book)
    del book.book["_base"]
    assert changed(book.look()) == MARKED


# Between rows.


def test_a_circle_of_dependencies_is_a_reject(book: Workbook) -> None:
    first = book.plan.state().find("dependency", "X22")
    state = book.plan.state()
    below = book.last("dependency") + 1
    values = {
        "waiting": state.id_of("milestone", first.provider),
        "provider": state.id_of("milestone", first.waiting),
        "what": "the way round",
    }
    for key, value in values.items():
        book.put("dependency", below, key, value)
    proposal = book.look()
    assert ([reject.why for reject in proposal.rejects], proposal.edits) == (
        ["Milestones would wait for each other in a circle."],
        (),
    )


def test_a_file_is_applied_where_an_owner_shares_a_title_with_another(plan: Plan, tmp_path: Path) -> None:
    owner = plan.state().find("owner", "CDO")
    plan.apply(creation("owner", {"id": "CDO2", "role_en": owner.role_en}), source="command")
    twins = Workbook(plan, tmp_path)
    twins.put("milestone", "A1.2", "owner", owner.role_en)
    assert [reject.key for reject in twins.look().rejects] == ["owner"]


# What a script reads.


def test_the_answer_has_the_keys_of_the_contract(book: Workbook) -> None:
    assert list(book.look().as_json()) == [
        "outcome",
        "code",
        "message",
        "kind",
        "handoff",
        "division",
        "counts",
        "cells",
        "rejects",
        "new_rows",
        "missing_rows",
        "warnings",
        "decisions",
    ]


def test_a_changed_cell_is_told_in_codes_and_iso_dates(book: Workbook) -> None:
    book.put("milestone", "A1.2", "forecast", date(2018, 12, 24))
    cell = book.cell("milestone", "A1.2", "forecast")
    assert book.look().as_json()["cells"] == [
        {
            "sheet": "Milestones",
            "cell": cell.coordinate,
            "kind": "milestone",
            "id": "A1.2",
            "field": "forecast",
            "base": "2018-10-29",
            "ours": "2018-10-29",
            "theirs": "2018-12-24",
            "verdict": "theirs",
        }
    ]


def test_the_answer_names_the_sent_file(book: Workbook) -> None:
    answer = book.look().as_json()
    assert (answer["kind"], answer["handoff"], answer["division"]) == (
        "plan",
        f"PLAN-{book.plan.last_revision()}",
        None,
    )
