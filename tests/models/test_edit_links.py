"""Ids that are taken, references to what is gone, removals of what is needed, and circles of waiting."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from builders import START, Office, properties
from hypothesis import given
from hypothesis import strategies as st

from models.edits import Edit, changes, creation, membership, removal
from models.errors import InvalidValue, RuleBroken, StaleEdit
from models.rules.network import find_cycle


@pytest.fixture
def working(office: Office) -> Office:
    """The office with the milestones A1.1, A1.2 and B3.1."""
    for visible_id in ("A1.1", "A1.2", "B3.1"):
        office.add(visible_id)
    return office


def refused(office: Office, act: Callable[[], object]) -> str:
    """The sentence with which something is refused; nothing of it was saved."""
    before = (office.plan.state(), office.plan.last_revision())
    with pytest.raises((RuleBroken, InvalidValue)) as error:
        act()
    assert (office.plan.state(), office.plan.last_revision()) == before
    return error.value.sentence


# Ids.


def test_an_id_that_is_taken_is_refused(working: Office) -> None:
    assert refused(working, lambda: working.add("A1.1")) == (
        "There is already a milestone with the id “A1.1”."
    )


@pytest.mark.parametrize("other", ["a1.1", " A1.1 "])
def test_an_id_that_differs_only_in_case_or_blanks_is_taken(working: Office, other: str) -> None:
    assert "already a milestone" in refused(working, lambda: working.add(other))


def test_letters_outside_ascii_are_compared_without_case_too(working: Office) -> None:
    working.add("Ä1")
    assert "already a milestone" in refused(working, lambda: working.add("ä1"))


def test_an_id_cannot_be_changed_to_one_that_is_taken(working: Office) -> None:
    assert "“A1.2”" in refused(working, lambda: working.set("A1.1", id="A1.2"))


def test_an_id_is_taken_also_by_a_row_that_is_changed_along_with_it(working: Office) -> None:
    edits = working.edits("A1.1", note="x") + working.edits("A1.2", id="A1.1")
    assert "“A1.1”" in refused(working, lambda: working.plan.apply(edits, source="screen"))


def test_two_new_rows_of_one_revision_cannot_share_an_id(working: Office) -> None:
    edits = working.milestone_edits("A1.9") + working.milestone_edits("a1.9")
    assert "“a1.9”" in refused(working, lambda: working.plan.apply(edits, source="screen"))


def test_questions_cannot_be_parts_of_each_other_in_a_circle(working: Office) -> None:
    working.add_row("question", id="Q7", name_en="First")
    working.add_row("question", id="Q8", name_en="Second", parent=working.uid("question", "Q7"))
    working.add_row("question", id="Q9", name_en="Third", parent=working.uid("question", "Q8"))
    third = working.uid("question", "Q9")
    sentence = refused(working, lambda: working.set("Q7", "question", parent=third))
    assert sentence == "Questions would be parts of each other in a circle: Q7 → Q9 → Q8 → Q7."


def test_rows_of_different_kinds_can_share_an_id(working: Office) -> None:
    assert working.add_row("owner", id="A1.1", role_en="Somebody").id == "A1.1"


def test_the_case_of_an_id_can_be_changed(working: Office) -> None:
    working.set("A1.1", id="a1.1")
    assert working.milestone("A1.1").id == "a1.1"


def test_two_ids_are_swapped_in_one_revision(working: Office) -> None:
    first, second = working.uid("milestone", "A1.1"), working.uid("milestone", "A1.2")
    working.plan.apply(working.edits("A1.1", id="A1.2") + working.edits("A1.2", id="A1.1"), source="screen")
    assert (working.uid("milestone", "A1.1"), working.uid("milestone", "A1.2")) == (second, first)


def test_a_swap_of_ids_is_undone(working: Office) -> None:
    before = working.plan.state()
    working.plan.apply(working.edits("A1.1", id="A1.2") + working.edits("A1.2", id="A1.1"), source="screen")
    working.plan.undo()
    assert working.plan.state().rows == before.rows


def test_an_id_moves_on_in_a_chain(working: Office) -> None:
    edits = working.edits("A1.1", id="A1.2") + working.edits("A1.2", id="A1.3")
    working.plan.apply(edits, source="screen")
    assert [m.id for m in working.plan.state().milestones] == ["A1.2", "A1.3", "B3.1"]


def test_the_id_of_a_removed_row_is_free(working: Office) -> None:
    working.remove("A1.1")
    assert working.add("A1.1").title_en == "Title of A1.1"


def test_a_row_is_removed_and_another_made_with_its_id_in_one_revision(working: Office) -> None:
    gone = working.milestone("A1.1")
    working.plan.apply([removal("milestone", gone), *working.milestone_edits("A1.1")], source="screen")
    assert working.uid("milestone", "A1.1") != gone.uid


def test_a_row_is_removed_and_another_renamed_to_its_id_in_one_revision(working: Office) -> None:
    edits = [*working.edits("A1.2", id="A1.1"), removal("milestone", working.milestone("A1.1"))]
    working.plan.apply(edits, source="screen")
    assert [m.id for m in working.plan.state().milestones] == ["A1.1", "B3.1"]


def test_a_removed_row_does_not_come_back_while_its_id_is_taken(working: Office) -> None:
    working.remove("A1.1")
    with working.somebody_else() as other:
        other.add("A1.1")
    assert "“A1.1”" in refused(working, working.plan.undo)


# References.


def test_a_reference_to_a_removed_row_is_refused(working: Office) -> None:
    gone = working.uid("owner", "CIO")
    working.remove("CIO", "owner")
    sentence = refused(working, lambda: working.set("A1.1", owner=gone))
    assert sentence == "A1.1: its owner does not exist any more."


def test_a_reference_to_what_never_was_is_refused(working: Office) -> None:
    assert "its division does not exist" in refused(working, lambda: working.set("A1.1", division="nobody"))


def test_a_reference_to_a_row_of_another_kind_is_refused(working: Office) -> None:
    stream = working.uid("stream", "A")
    assert "its division does not exist" in refused(working, lambda: working.set("A1.1", division=stream))


def test_a_member_that_was_removed_is_refused(working: Office) -> None:
    gone = working.uid("theme", "T2")
    working.remove("T2", "theme")
    edits = membership("initiative", working.row("initiative", "A1"), "themes", [gone])
    assert "A1: its theme" in refused(working, lambda: working.plan.apply(edits, source="screen"))


def test_a_row_and_what_refers_to_it_are_made_in_one_revision(working: Office) -> None:
    owner = creation("owner", {"id": "NEW", "role_en": "New"})
    working.plan.apply([*working.edits("A1.1", owner=owner[0].uid), *owner], source="screen")
    assert working.milestone("A1.1").owner == working.uid("owner", "NEW")


def test_a_confirmation_of_a_removed_milestone_is_refused(working: Office) -> None:
    gone = working.uid("milestone", "A1.1")
    working.remove("A1.1")
    assert "does not exist" in refused(working, lambda: working.plan.confirm([gone]))


# Removals.


def test_an_initiative_with_milestones_cannot_be_removed(working: Office) -> None:
    sentence = refused(working, lambda: working.remove("A1", "initiative"))
    assert sentence == "A1 is still needed by A1.1, A1.2, B3.1, so it cannot be removed."


def test_more_than_three_users_are_not_all_named(working: Office) -> None:
    working.add("A1.4")
    assert "A1.1, A1.2, A1.4 …" in refused(working, lambda: working.remove("A1", "initiative"))


def test_a_milestone_with_a_dependency_cannot_be_removed(working: Office) -> None:
    working.link("X1", "A1.2", "A1.1")
    sentence = refused(working, lambda: working.remove("A1.1"))
    assert sentence == "A1.1 is still needed by X1, so it cannot be removed."


def test_a_theme_of_an_initiative_cannot_be_removed(working: Office) -> None:
    assert "needed by A1, B1" in refused(working, lambda: working.remove("T1", "theme"))


def test_a_question_with_a_part_cannot_be_removed(working: Office) -> None:
    whole = working.add_row("question", id="Q1", name_en="What?")
    working.add_row("question", id="Q2", name_en="And what?", parent=whole.uid)
    assert "needed by Q2" in refused(working, lambda: working.remove("Q1", "question"))


def test_a_division_with_a_closed_week_cannot_be_removed_and_no_uid_is_shown(working: Office) -> None:
    division = working.add_row("division", id="NEW", name_en="New")
    working.plan.apply(creation("closed_week", {"monday": START, "division": division.uid}), source="screen")
    sentence = refused(working, lambda: working.remove("NEW", "division"))
    assert sentence == "NEW is still needed by closed week, so it cannot be removed."


def test_a_milestone_goes_together_with_its_dependency(working: Office) -> None:
    link = working.link("X1", "A1.2", "A1.1")
    edits = [removal("milestone", working.milestone("A1.1")), removal("dependency", link)]
    working.plan.apply(edits, source="screen")
    assert working.plan.state().find("milestone", "A1.1") is None


def test_a_confirmed_milestone_can_be_removed(working: Office) -> None:
    working.plan.confirm([working.uid("milestone", "A1.1")])
    working.remove("A1.1")
    assert working.plan.state().find("milestone", "A1.1") is None


def test_what_only_removed_rows_need_can_be_removed(working: Office) -> None:
    working.set("A1.1", owner=working.uid("owner", "CIO"))
    working.remove("A1.1")
    working.remove("CIO", "owner")
    assert working.plan.state().find("owner", "CIO") is None


def test_a_removed_milestone_does_not_come_back_without_its_owner(working: Office) -> None:
    working.set("A1.1", owner=working.uid("owner", "CIO"))
    number = working.remove("A1.1").number
    working.remove("CIO", "owner")
    assert "A1.1: its owner does not exist" in refused(working, lambda: working.plan.undo(number))


def test_a_removed_row_cannot_be_removed_again(working: Office) -> None:
    gone = working.milestone("A1.1")
    working.remove("A1.1")
    with pytest.raises(StaleEdit):
        working.plan.apply([removal("milestone", gone)], source="screen")


# Circles.


def test_a_milestone_cannot_wait_for_itself(working: Office) -> None:
    assert refused(working, lambda: working.link("X1", "A1.1", "A1.1")) == (
        "X1: a milestone cannot wait for itself."
    )


def test_two_milestones_cannot_wait_for_each_other(working: Office) -> None:
    working.link("X1", "A1.2", "B3.1")
    assert refused(working, lambda: working.link("X2", "B3.1", "A1.2")) == (
        "Milestones would wait for each other in a circle: B3.1 → A1.2 → B3.1."
    )


def test_a_circle_of_three_is_refused(working: Office) -> None:
    working.link("X1", "A1.1", "A1.2")
    working.link("X2", "A1.2", "B3.1")
    sentence = refused(working, lambda: working.link("X3", "B3.1", "A1.1"))
    assert all(visible_id in sentence for visible_id in ("A1.1", "A1.2", "B3.1"))


def test_an_end_that_is_moved_can_close_a_circle(working: Office) -> None:
    working.link("X1", "A1.1", "A1.2")
    link = working.link("X2", "B3.1", "A1.1")
    edits = changes("dependency", link, {"waiting": working.uid("milestone", "A1.2")})
    assert "in a circle" in refused(working, lambda: working.plan.apply(edits, source="screen"))


def test_soft_dependencies_wait_in_circles_neither(working: Office) -> None:
    working.link("X1", "A1.2", "B3.1", kind="soft")
    assert "in a circle" in refused(working, lambda: working.link("X2", "B3.1", "A1.2", kind="soft"))


def test_a_removed_dependency_closes_no_circle(working: Office) -> None:
    working.link("X1", "A1.2", "B3.1")
    working.remove("X1", "dependency")
    assert working.link("X2", "B3.1", "A1.2").id == "X2"


def test_bringing_back_a_dependency_can_close_a_circle(working: Office) -> None:
    gone = working.link("X1", "A1.2", "B3.1")
    working.remove("X1", "dependency")
    working.link("X2", "B3.1", "A1.2")
    back = Edit("dependency", gone.uid, "exists", False, True)
    assert "in a circle" in refused(working, lambda: working.plan.apply([back], source="screen"))


def test_nobody_can_wait_for_a_dropped_milestone(working: Office) -> None:
    working.set("A1.2", status="dropped")
    assert refused(working, lambda: working.link("X1", "A1.1", "A1.2")) == (
        "X1: A1.2 is dropped, so nobody can wait for it."
    )


def test_a_dropped_milestone_waits_for_nothing(working: Office) -> None:
    working.set("A1.1", status="dropped")
    assert refused(working, lambda: working.link("X1", "A1.1", "A1.2")) == (
        "X1: A1.1 is dropped, so it waits for nothing any more."
    )


def test_an_end_cannot_be_moved_to_a_dropped_milestone(working: Office) -> None:
    working.link("X1", "A1.1", "A1.2")
    working.set("B3.1", status="dropped")
    wanted = working.edits("X1", "dependency", provider=working.uid("milestone", "B3.1"))
    assert "B3.1 is dropped" in refused(working, lambda: working.plan.apply(wanted, source="screen"))


def test_a_milestone_of_a_dependency_can_be_dropped_and_the_dependency_changed(working: Office) -> None:
    working.link("X1", "A1.1", "A1.2")
    working.set("A1.2", status="dropped")
    working.set("X1", "dependency", state="declined")
    assert working.row("dependency", "X1").state == "declined"


def test_an_undo_brings_a_dependency_back_though_its_milestone_was_dropped_since(working: Office) -> None:
    working.link("X1", "A1.1", "A1.2")
    number = working.remove("X1", "dependency").number
    working.set("A1.2", status="dropped")
    working.plan.undo(number)
    assert working.row("dependency", "X1").id == "X1"


def test_a_dependency_is_turned_round_in_one_revision(working: Office) -> None:
    link = working.link("X1", "A1.2", "B3.1")
    ends = {"waiting": link.provider, "provider": link.waiting}
    working.plan.apply(changes("dependency", link, ends), source="screen")
    assert working.row("dependency", "X1").waiting == link.provider


def test_two_ways_to_the_same_provider_are_no_circle(working: Office) -> None:
    working.link("X1", "A1.1", "A1.2")
    working.link("X2", "A1.1", "B3.1")
    assert working.link("X3", "A1.2", "B3.1").id == "X3"


links = st.lists(st.tuples(st.sampled_from("ABCDEFGH"), st.sampled_from("ABCDEFGH")), max_size=14)


def reaches(pairs: list[tuple[str, str]], start: str) -> set[str]:
    """Everything that can be reached from a milestone by following its providers, one link or more."""
    found: set[str] = set()
    front = {start}
    while front:
        front = {provider for waiting, provider in pairs if waiting in front} - found
        found |= front
    return found


@properties
@given(links)
def test_property_a_circle_is_found_just_where_a_milestone_reaches_itself(
    pairs: list[tuple[str, str]],
) -> None:
    has_one = any(name in reaches(pairs, name) for name in "ABCDEFGH")
    assert (find_cycle(pairs) is not None) == has_one


@properties
@given(links)
def test_property_a_circle_that_is_found_is_made_of_links(pairs: list[tuple[str, str]]) -> None:
    loop = find_cycle(pairs)
    assert loop is None or (loop[0] == loop[-1] and all(step in pairs for step in pairwise(loop)))


def test_a_chain_of_ten_thousand_is_no_circle() -> None:
    assert find_cycle((str(n), str(n + 1)) for n in range(10_000)) is None
