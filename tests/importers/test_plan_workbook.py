"""The plan workbook on its way back: what people change in it comes out as exactly that."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from clients import gnumeric, office, through_gnumeric, through_office
from returned import Workbook, changed, difference, milestone, set_here, warned

from models.edits import creation
from models.plan import Plan

needs_office = pytest.mark.skipif(office() is None, reason="LibreOffice is not installed")


# Nothing changed.


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_an_untouched_workbook_changes_nothing(plan: Plan, tmp_path: Path, language: str) -> None:
    untouched = Workbook.of(plan, tmp_path, language)
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
    untouched = Workbook.of(plan, tmp_path, language)
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
        ("decision", "D09", "decider", "board", "BOARD"),
        ("body", "BOARD", "agenda", "Wednesday", "wednesday"),
        ("body", "BOARD", "first_meeting", date(2018, 9, 3), date(2018, 9, 3)),
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
        ("body", "BOARD", "first_meeting", date(2018, 9, 4)),
        ("body", "BOARD", "every_weeks", 2),
        ("body", "MAYOR", "agenda", "Friday"),
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


# Between rows.


def test_a_file_is_applied_where_an_owner_shares_a_title_with_another(plan: Plan, tmp_path: Path) -> None:
    owner = plan.state().find("owner", "CDO")
    plan.apply(creation("owner", {"id": "CDO2", "role_en": owner.role_en}), source="command")
    twins = Workbook.of(plan, tmp_path)
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
        book.sent_file,
        None,
    )


@pytest.mark.skipif(gnumeric() is None, reason="Gnumeric is not installed")
def test_a_workbook_saved_by_gnumeric_changes_nothing(book: Workbook) -> None:
    assert difference(book.look(through_gnumeric(book.raw))) == {}


def test_a_date_in_the_format_of_its_whole_column_is_a_date(book: Workbook) -> None:
    place = book.cell("milestone", "A1.1", "actual").coordinate

    styled = re.compile(rb'(<c r="%b") s="\d+"' % place.encode())
    source, memory, found = zipfile.ZipFile(io.BytesIO(book.raw)), io.BytesIO(), 0
    with zipfile.ZipFile(memory, "w") as target:
        for name in source.namelist():
            content, count = styled.subn(rb"\1", source.read(name))
            target.writestr(name, content)
            found += count
    assert (found > 0, difference(book.look(memory.getvalue()))) == (True, {})


def test_a_date_whose_format_was_cleared_is_no_edit(book: Workbook) -> None:
    for row in range(5, book.last("milestone") + 1):
        book.cell("milestone", row, "forecast").number_format = "General"
    assert difference(book.look()) == {}


def test_another_day_without_its_format_is_a_reject(book: Workbook) -> None:
    book.put("milestone", "A1.2", "forecast", 43_420)
    book.cell("milestone", "A1.2", "forecast").number_format = "General"
    assert [reject.text for reject in book.look().rejects] == ["43420"]


def test_members_of_a_set_whose_ids_hold_blanks_are_told_apart_by_commas(
    book: Workbook, tmp_path: Path
) -> None:
    set_here(book.plan, "theme", "T1", id="T 1")
    again = Workbook.of(book.plan, tmp_path)
    again.put("initiative", "A1", "themes", "t 1, T3 T2")
    assert changed(again.look()) == {("A1", "themes"): "T2, T3, T 1"}


def with_an_address(book: Workbook, tmp_path: Path) -> Workbook:
    set_here(book.plan, "milestone", "A1.2", note="Ask first.last@example.org\nor a@b.fi, please")
    return Workbook.of(book.plan, tmp_path)


def test_no_address_stands_in_a_workbook(book: Workbook, tmp_path: Path) -> None:
    again = with_an_address(book, tmp_path)
    with zipfile.ZipFile(io.BytesIO(again.raw)) as archive:
        assert not any(b"example.org" in archive.read(name) for name in archive.namelist())


def test_an_address_that_was_left_out_comes_back_to_its_place(book: Workbook, tmp_path: Path) -> None:
    again = with_an_address(book, tmp_path)
    shown = again.cell("milestone", "A1.2", "note").value
    again.put("milestone", "A1.2", "note", f"{shown} (today)")
    again.take()
    assert milestone(book.plan, "A1.2").note == "Ask first.last@example.org\nor a@b.fi, please (today)"
