"""Rows of a returned hand-off: new, missing, sorted, copied, and known by marks that are lost or of another file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from returned import DUE, HandoffWorkbook, asked, changed, difference, milestone, warned

from models.handoff import token
from models.plan import Plan


def new_milestone(book: HandoffWorkbook, row: int, **more: Any) -> None:
    values = {"initiative": "A1", "title": "A new one", "forecast": date(2018, 11, 5), **more}
    for key, value in values.items():
        book.put("milestone", row, key, value)


def new_dependency(book: HandoffWorkbook, row: int, **more: Any) -> None:
    values = {"waiting": "A2.3", "provider": "B1.2", "what": "Data", "state": "asked", **more}
    for key, value in values.items():
        book.put("dependency", row, key, value)


def drop(book: HandoffWorkbook, kind: str, *ids: str) -> None:
    for id_ in ids:
        book.sheet(kind).delete_rows(book.row(kind, id_))


# New.


def test_a_row_in_the_spare_rows_is_a_new_row(handoff: HandoffWorkbook) -> None:
    new_milestone(handoff, handoff.last("milestone") + 30)
    assert difference(handoff.look()) == {"new_rows": 1}


def test_a_new_milestone_is_of_the_division_that_sent_it_back(handoff: HandoffWorkbook) -> None:
    new_milestone(handoff, handoff.last("milestone") + 1)
    handoff.take()
    state = handoff.plan.state()
    made = state.find("milestone", "A1.4")
    lead = state.find("initiative", "A1").lead
    assert (state.id_of("division", made.division), state.id_of("division", lead)) == ("SOTE", "KASKO")


def test_a_new_milestone_without_its_initiative_is_not_created(handoff: HandoffWorkbook) -> None:
    new_milestone(handoff, handoff.last("milestone") + 1, initiative=None)
    proposal = handoff.look()
    assert ([reject.key for reject in proposal.rejects], proposal.new_rows[0].is_taken) == (
        ["initiative"],
        False,
    )


def test_a_reject_of_a_new_row_has_no_id(handoff: HandoffWorkbook) -> None:
    new_milestone(handoff, handoff.last("milestone") + 1, forecast="soon")
    assert [reject.id for reject in handoff.look().rejects] == [None]


def test_a_new_row_is_created_once(handoff: HandoffWorkbook) -> None:
    new_milestone(handoff, handoff.last("milestone") + 1)
    handoff.take()
    assert difference(handoff.look()) == {}


def test_a_new_row_that_was_edited_since_brings_only_the_edit(handoff: HandoffWorkbook) -> None:
    row = handoff.last("milestone") + 1
    new_milestone(handoff, row, status="in progress", note="first")
    handoff.take()
    handoff.put("milestone", row, "note", "second")
    assert changed(handoff.look(decided={"lost-token": "same"})) == {("A1.4", "note"): "second"}


def test_a_new_dependency_gets_the_next_id(handoff: HandoffWorkbook) -> None:
    new_dependency(handoff, handoff.last("dependency") + 1)
    handoff.take()
    made = max(handoff.plan.state().dependencies, key=lambda link: int(link.id[1:]))
    assert (made.what_en, made.state.value) == ("Data", "asked")


def test_a_new_dependency_of_a_new_milestone_is_created_with_it(handoff: HandoffWorkbook) -> None:
    new_milestone(handoff, handoff.last("milestone") + 1, id="A1.7")
    new_dependency(handoff, handoff.last("dependency") + 1, waiting="A1.7")
    handoff.take()
    made = max(handoff.plan.state().dependencies, key=lambda link: int(link.id[1:]))
    assert handoff.plan.state().id_of("milestone", made.waiting) == "A1.7"


def test_a_new_dependency_without_what_it_is_about_is_not_created(handoff: HandoffWorkbook) -> None:
    new_dependency(handoff, handoff.last("dependency") + 1, what=None)
    assert [reject.key for reject in handoff.look().rejects] == ["what"]


# Missing.


def test_a_missing_row_is_a_proposed_removal_that_nobody_ticked(handoff: HandoffWorkbook) -> None:
    drop(handoff, "milestone", "A2.2")
    proposal = handoff.take()
    assert [row.id for row in proposal.missing_rows] == ["A2.2"]
    assert milestone(handoff.plan, "A2.2") is not None


def test_a_ticked_removal_removes_the_row(handoff: HandoffWorkbook) -> None:
    drop(handoff, "dependency", "X15")
    handoff.take(decided={"missing-row:x15": "remove"})
    assert handoff.plan.state().find("dependency", "X15") is None


def test_a_third_of_the_rows_missing_is_asked_about(handoff: HandoffWorkbook) -> None:
    drop(handoff, "milestone", "A2.2", "A2.3", "A6.2")
    proposal = handoff.look()
    assert (len(proposal.missing_rows), asked(proposal)) == (3, {"mass-removal"})


def test_a_few_rows_missing_are_no_accident(handoff: HandoffWorkbook) -> None:
    drop(handoff, "milestone", "A2.2", "A2.3")
    proposal = handoff.look()
    assert (len(proposal.missing_rows), asked(proposal)) == (2, set())


# Sorted, copied.


def test_sorted_rows_change_nothing(handoff: HandoffWorkbook) -> None:
    sheet, last = handoff.sheet("milestone"), handoff.last("milestone")
    lines = [[cell.value for cell in sheet[row]] for row in range(5, last + 1)]
    for row, line in enumerate(reversed(lines), 5):
        for column, value in enumerate(line, 1):
            sheet.cell(row, column).value = value
    assert difference(handoff.look()) == {}


def test_an_identical_copy_of_a_row_is_ignored(handoff: HandoffWorkbook) -> None:
    handoff.copy("milestone", handoff.row("milestone", "A2.2"), handoff.last("milestone") + 1)
    assert difference(handoff.look()) == {}


def edited_copy(book: HandoffWorkbook) -> int:
    below = book.last("milestone") + 1
    book.copy("milestone", book.row("milestone", "A2.2"), below)
    book.put("milestone", below, "title", "Copied and changed")
    return below


def test_an_edited_copy_beside_the_untouched_row_is_a_proposed_new_row(handoff: HandoffWorkbook) -> None:
    edited_copy(handoff)
    proposal = handoff.look()
    assert (difference(proposal), asked(proposal)) == ({"new_rows": 1}, {"duplicate-token"})


def test_an_edited_copy_becomes_a_new_row_with_an_id_of_its_own(handoff: HandoffWorkbook) -> None:
    edited_copy(handoff)
    handoff.take(decided={"duplicate-token:a2.2": "new"})
    assert milestone(handoff.plan, "A2.4").title_en == "Copied and changed"


def test_an_untouched_row_whose_dates_became_text_is_still_untouched(handoff: HandoffWorkbook) -> None:
    below = edited_copy(handoff)
    for row in (handoff.row("milestone", "A2.2"), below):
        for key in ("baseline", "forecast"):
            cell = handoff.cell("milestone", row, key)
            cell.value = f"{cell.value:%d.%m.%Y}"
    assert difference(handoff.look()) == {"new_rows": 1}


def test_two_edited_copies_are_for_a_person(handoff: HandoffWorkbook) -> None:
    below = edited_copy(handoff)
    handoff.put("milestone", "A2.2", "title", "Changed too")
    proposal = handoff.look()
    assert (difference(proposal), asked(proposal)) == ({}, {"duplicate-token"})
    chosen = handoff.look(decided={"duplicate-token": f"row{below}"})
    assert changed(chosen) == {("A2.2", "title"): "Copied and changed"}


# Marks that are lost, damaged or of another file.


def test_a_row_that_lost_its_mark_is_known_by_its_content_and_asked_about(handoff: HandoffWorkbook) -> None:
    row = handoff.row("milestone", "A2.2")
    handoff.sheet("milestone").cell(row, 1).value = None
    handoff.put("milestone", row, "note", "N")
    proposal = handoff.look()
    assert (difference(proposal), asked(proposal)) == ({"theirs": 1}, {"lost-token"})
    assert changed(handoff.look(decided={"lost-token:a2.2": "same"})) == {("A2.2", "note"): "N"}


def test_nothing_of_a_row_that_lost_its_mark_is_taken_before_it_is_confirmed(
    handoff: HandoffWorkbook,
) -> None:
    row = handoff.row("milestone", "A2.2")
    handoff.sheet("milestone").cell(row, 1).value = None
    handoff.put("milestone", row, "note", "N")
    handoff.take()
    assert milestone(handoff.plan, "A2.2").note is None


def test_a_damaged_mark_is_asked_about(handoff: HandoffWorkbook) -> None:
    cell = handoff.sheet("milestone").cell(handoff.row("milestone", "A2.2"), 1)
    cell.value = f"{cell.value[:-1]}{'0' if cell.value[-1] != '0' else '1'}"
    proposal = handoff.look()
    assert (difference(proposal), asked(proposal)) == ({}, {"damaged-token"})


def test_a_row_of_another_handoff_is_set_aside(handoff: HandoffWorkbook, tmp_path: Path) -> None:
    other = HandoffWorkbook.made(handoff.plan, "KASKO", tmp_path)
    below = handoff.last("milestone") + 1
    for column in range(1, len(handoff.columns("milestone")) + 1):
        handoff.sheet("milestone").cell(below, column).value = other.sheet("milestone").cell(5, column).value
    proposal = handoff.look()
    assert (difference(proposal), asked(proposal)) == ({}, {"foreign-row"})


def test_a_row_of_an_older_round_of_the_same_division_is_set_aside(
    handoff: HandoffWorkbook, tmp_path: Path
) -> None:
    newer = HandoffWorkbook.made(handoff.plan, "SOTE", tmp_path)
    row = newer.row("milestone", "A2.2")
    newer.sheet("milestone").cell(row, 1).value = token(milestone(handoff.plan, "A2.2").uid, handoff.id)
    newer.put("milestone", row, "note", "from the older file")
    proposal = newer.look()
    assert (asked(proposal), changed(proposal)) == ({"foreign-row"}, {})


def test_marks_in_small_letters_and_among_blanks_are_known(handoff: HandoffWorkbook) -> None:
    sheet = handoff.sheet("milestone")
    for row in range(5, handoff.last("milestone") + 1):
        text = str(sheet.cell(row, 1).value)
        sheet.cell(row, 1).value = f" {text[:-4]}{text[-4:].upper()} "
    assert difference(handoff.look()) == {}


def test_a_sheet_that_was_copied_into_a_new_workbook_is_known(handoff: HandoffWorkbook) -> None:
    import io

    import openpyxl

    book = openpyxl.Workbook()
    target = book.active
    assert target is not None
    for line in handoff.sheet("milestone").iter_rows(values_only=True):
        target.append(line)
    handoff.put("milestone", "A2.2", "note", "N")
    target.cell(handoff.row("milestone", "A2.2"), handoff.columns("milestone")["note"]).value = "N"
    memory = io.BytesIO()
    book.save(memory)
    proposal = handoff.look(memory.getvalue())
    assert (changed(proposal), warned(proposal)) == (
        {("A2.2", "note"): "N"},
        {"stamp-lost", "missing-column"},
    )


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_without_the_row_of_keys_the_headers_tell_the_columns(
    plan: Plan, tmp_path: Path, language: str
) -> None:
    book = HandoffWorkbook.made(plan, "SOTE", tmp_path, language, DUE)
    place = book.cell("milestone", "A2.2", "note").coordinate
    for kind in ("milestone", "dependency"):
        for cell in book.sheet(kind)[3]:
            cell.value = None
    book.book[book.book.sheetnames[1]][place] = "N"
    proposal = book.look()
    assert (changed(proposal), warned(proposal)) == ({("A2.2", "note"): "N"}, {"key-row"})
