"""Rows of a returned plan workbook: new, missing, sorted, copied."""

from __future__ import annotations

from datetime import date
from typing import Any

from returned import (
    Workbook,
    asked,
    changed,
    difference,
    milestone,
    set_here,
)


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


def test_new_rows_that_refer_to_each_other_are_created_once(book: Workbook) -> None:
    stream, row = book.last("stream") + 1, book.last("initiative") + 1
    for kind, number, key, value in (
        ("stream", stream, "id", "Z"),
        ("stream", stream, "name", "Zeta"),
        ("initiative", row, "title", "First of Zeta"),
        ("initiative", row, "stream", "zeta"),
        ("initiative", row, "lead", "KASKO"),
        ("initiative", row, "themes", "T3, T1"),
    ):
        book.put(kind, number, key, value)
    new_milestone(book, book.last("milestone") + 1, initiative="First of Zeta", owner="chief digital OFFICER")
    book.take()
    proposal = book.look()
    assert (asked(proposal), difference(proposal)) == (set(), {})


def test_the_id_that_a_new_row_gets_can_be_referred_to(book: Workbook) -> None:
    row = book.last("initiative") + 1
    for key, value in (("title", "Next of A"), ("stream", "A"), ("lead", "KASKO")):
        book.put("initiative", row, key, value)
    new_milestone(book, book.last("milestone") + 1, initiative="A8")
    book.take()
    assert milestone(book.plan, "A8.1").title_en == "A new one"


def test_a_row_without_an_id_leaves_others_the_ids_they_were_given(book: Workbook) -> None:
    last = book.last("milestone")
    new_milestone(book, last + 1)
    new_milestone(book, last + 2, id="A1.4", title="Typed", forecast=date(2018, 11, 9))
    book.take()
    assert milestone(book.plan, "A1.4").title_en == "Typed"


def test_a_new_row_without_its_initiative_is_told_of_that_alone(book: Workbook) -> None:
    new_milestone(book, book.last("milestone") + 1, initiative="A99")
    assert [reject.key for reject in book.look().rejects] == ["initiative"]


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


def test_an_edited_copy_becomes_a_new_row_once(book: Workbook) -> None:
    edited_copy(book)
    book.take(decided={"duplicate-token:a1.2": "new"})
    proposal = book.look(decided={"duplicate-token:a1.2": "new"})
    assert (asked(proposal), difference(proposal)) == (set(), {})


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
