"""The review list: what came back unreadable waits, until it is mended, set aside, or overtaken by a later return."""

from __future__ import annotations

from typing import Any

import pytest
from builders import Office, day

from models.edits import changes
from models.errors import NotFound
from models.imports import Brought
from models.review import Unread

FILE = "HO-01-SOTE"


@pytest.fixture
def working(office: Office) -> Office:
    """A1.1 of SOTE, and a hand-off of which nothing came back."""
    office.add("A1.1")
    office.plan.rounds.make(office.uid("division", "SOTE"), day(7), "en")
    return office


def unread(office: Office, text: str = "soon", **more: Any) -> Unread:
    values: dict[str, Any] = {
        "sheet": "Milestones",
        "cell": "I5",
        "kind": "milestone",
        "uid": office.uid("milestone", "A1.1"),
        "key": "forecast",
        "field": "forecast",
        "text": text,
        "why": "no date",
    }
    return Unread(**values | more)


def comes_back(office: Office, *cells: Unread, brought: tuple[Brought, ...] = (), undecided: int = 0) -> None:
    """A return with unreadable cells."""
    edits = changes("handoff", office.row("handoff", FILE), {"returned": day(1), "undecided": undecided})
    office.plan.inbox.apply(
        edits, brought, sha256="s", sent_file=FILE, reason="a file", file="a.xlsx", unread=cells
    )


def texts(office: Office) -> list[str]:
    return [each.cell.text for each in office.plan.rounds.reviews()]


def first(office: Office) -> int:
    return office.plan.rounds.reviews()[0].number


def forecast(office: Office) -> Any:
    return office.milestone("A1.1").forecast


def mend(office: Office, number: int) -> None:
    office.plan.rounds.mend(number, office.edits("A1.1", forecast=day(70)))


def test_an_unreadable_cell_is_kept_with_all_that_is_known_of_it(working: Office) -> None:
    comes_back(working, unread(working))
    kept = working.plan.rounds.reviews()[0]
    assert (kept.file, kept.sent_file, kept.cell, kept.can_be_mended) == (
        "a.xlsx",
        FILE,
        unread(working),
        True,
    )


def test_a_cell_of_a_new_row_cannot_be_mended_here(working: Office) -> None:
    comes_back(working, unread(working, uid=None))
    assert not working.plan.rounds.reviews()[0].can_be_mended


def test_cells_are_kept_of_a_file_that_changes_nothing_else(working: Office) -> None:
    working.plan.inbox.apply(
        [], [], sha256="s", sent_file=FILE, reason="a file", file="a.xlsx", unread=[unread(working)]
    )
    assert texts(working) == ["soon"]


def test_the_same_text_of_the_same_cell_is_kept_once(working: Office) -> None:
    comes_back(working, unread(working))
    comes_back(working, unread(working, cell="I9"), undecided=1)
    assert texts(working) == ["soon"]


def test_another_text_of_the_same_cell_takes_the_place_of_the_first(working: Office) -> None:
    comes_back(working, unread(working))
    comes_back(working, unread(working, "later"), undecided=1)
    assert texts(working) == ["later"]


def test_a_text_that_comes_back_after_another_one_is_kept_again(working: Office) -> None:
    for number, text in enumerate(("soon", "later", "soon")):
        comes_back(working, unread(working, text), undecided=number)
    assert texts(working) == ["soon"]


def test_a_cell_that_came_back_readable_waits_no_more(working: Office) -> None:
    comes_back(working, unread(working))
    comes_back(working, brought=(Brought(working.uid("milestone", "A1.1"), "forecast", day(70)),))
    assert texts(working) == []


def test_another_cell_that_came_back_readable_changes_nothing(working: Office) -> None:
    comes_back(working, unread(working))
    comes_back(working, brought=(Brought(working.uid("milestone", "A1.1"), "note", "N"),))
    assert texts(working) == ["soon"]


def test_a_text_that_comes_back_after_a_readable_one_is_kept_again(working: Office) -> None:
    comes_back(working, unread(working))
    comes_back(working, brought=(Brought(working.uid("milestone", "A1.1"), "forecast", day(70)),))
    comes_back(working, unread(working), undecided=1)
    assert texts(working) == ["soon"]


# Mended.


def test_a_mended_cell_is_a_change_of_the_plan_and_off_the_list(working: Office) -> None:
    comes_back(working, unread(working), undecided=1)
    mend(working, first(working))
    assert (forecast(working), texts(working)) == (day(70), [])


def test_mending_says_where_the_text_stood(working: Office) -> None:
    comes_back(working, unread(working))
    mend(working, first(working))
    assert working.plan.history(limit=1)[0].reason == "mended: a.xlsx, Milestones!I5"


def test_undoing_it_brings_the_value_and_the_cell_back(working: Office) -> None:
    comes_back(working, unread(working), undecided=1)
    mend(working, first(working))
    working.plan.undo()
    assert (forecast(working), texts(working)) == (day(80), ["soon"])


def test_doing_it_again_takes_it_off_the_list_again(working: Office) -> None:
    comes_back(working, unread(working))
    mend(working, first(working))
    working.plan.undo()
    working.plan.redo()
    assert (forecast(working), texts(working)) == (day(70), [])


def test_a_mended_text_that_comes_back_is_not_asked_about_again(working: Office) -> None:
    comes_back(working, unread(working), undecided=1)
    mend(working, first(working))
    comes_back(working, unread(working), undecided=0)
    assert texts(working) == []


def test_a_cell_whose_value_stands_already_is_mended_without_an_edit(working: Office) -> None:
    comes_back(working, unread(working))
    assert working.plan.rounds.mend(first(working), []) is None
    assert texts(working) == []


def test_what_is_mended_is_not_found_again(working: Office) -> None:
    comes_back(working, unread(working))
    number = first(working)
    mend(working, number)
    with pytest.raises(NotFound, match=f"Nothing under review has the number {number}"):
        mend(working, number)


def test_a_round_waits_for_one_thing_less(working: Office) -> None:
    comes_back(working, unread(working), undecided=2)
    mend(working, first(working))
    assert working.row("handoff", FILE).undecided == 1


# Set aside.


def test_a_cell_that_is_set_aside_is_off_the_list_and_changes_no_milestone(working: Office) -> None:
    comes_back(working, unread(working), undecided=1)
    working.plan.rounds.set_aside([first(working)])
    assert (forecast(working), texts(working), working.row("handoff", FILE).undecided) == (day(80), [], 0)


def test_a_cell_that_was_set_aside_is_not_asked_about_again(working: Office) -> None:
    comes_back(working, unread(working), undecided=1)
    working.plan.rounds.set_aside([first(working)])
    comes_back(working, unread(working))
    assert texts(working) == []


def test_undo_brings_back_what_was_set_aside(working: Office) -> None:
    comes_back(working, unread(working), undecided=1)
    working.plan.rounds.set_aside([first(working)])
    working.plan.undo()
    assert texts(working) == ["soon"]


def test_a_number_that_is_not_on_the_list_cannot_be_set_aside(working: Office) -> None:
    with pytest.raises(NotFound):
        working.plan.rounds.set_aside([7])


# The import undone.


def test_undoing_the_import_takes_its_cells_off_the_list(working: Office) -> None:
    comes_back(working, unread(working))
    working.plan.undo()
    assert texts(working) == []


def test_undoing_the_import_that_overtook_a_cell_brings_it_back(working: Office) -> None:
    comes_back(working, unread(working))
    comes_back(working, unread(working, "later"), undecided=1)
    working.plan.undo()
    assert texts(working) == ["soon"]


def test_cells_that_are_set_aside_together_are_one_undo(working: Office) -> None:
    comes_back(working, unread(working), unread(working, "later", key="actual", field="actual"), undecided=2)
    working.plan.rounds.set_aside([each.number for each in working.plan.rounds.reviews()])
    assert (texts(working), working.row("handoff", FILE).undecided) == ([], 0)
    working.plan.undo()
    assert (texts(working), working.row("handoff", FILE).undecided) == (["soon", "later"], 2)
