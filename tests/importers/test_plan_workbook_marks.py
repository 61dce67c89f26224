"""Marks of a returned plan workbook that are lost, damaged or contradictory; sheets and columns that moved."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

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

from models.plan import Plan

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
    other = Workbook.of(book.plan, tmp_path)
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
    swedish = Workbook.of(plan, tmp_path, "sv")
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
    assert book.look(restamped(book, book.sent_file, unknown)).code == "unknown-handoff"


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
    spoken = Workbook.of(plan, tmp_path, language)
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
