"""Role titles in a returned hand-off that nobody in the plan has."""

from __future__ import annotations

import pytest
from returned import HandoffWorkbook, milestone, set_here

from importers.proposal import Proposal
from models.plan import Plan
from models.rules.records import Owner

TITLE = "Head of Digital Services, SOTE"
OTHER = "A2.3"
"""Another milestone of the hand-off."""


def owners(plan: Plan) -> list[Owner]:
    return list(plan.state().rows["owner"])


def new_owners(plan: Plan, before: list[Owner]) -> list[Owner]:
    known = {owner.uid for owner in before}
    return [owner for owner in owners(plan) if owner.uid not in known]


def told_of_owner(proposal: Proposal) -> list[str]:
    return [cell.shown[2] for cell in proposal.cells if cell.key == "owner"]


def test_an_unknown_role_title_is_shown_as_new_before_anything_is_written(handoff: HandoffWorkbook) -> None:
    before = owners(handoff.plan)
    handoff.put("milestone", "A2.2", "owner", TITLE)
    assert told_of_owner(handoff.look()) == [f"{TITLE} (new)"]
    assert owners(handoff.plan) == before


def test_an_unknown_role_title_that_is_taken_becomes_an_owner(handoff: HandoffWorkbook) -> None:
    before = owners(handoff.plan)
    handoff.put("milestone", "A2.2", "owner", TITLE)
    handoff.take()
    [made] = new_owners(handoff.plan, before)
    assert (made.role_en, made.role_fi, milestone(handoff.plan, "A2.2").owner) == (TITLE, None, made.uid)


def test_an_unknown_role_title_that_is_not_taken_makes_no_owner(handoff: HandoffWorkbook) -> None:
    before = owners(handoff.plan)
    set_here(handoff.plan, "milestone", "A2.2", owner=before[0].uid)
    handoff.put("milestone", "A2.2", "owner", TITLE)
    handoff.put("milestone", "A2.2", "note", "something else")
    handoff.take(accept="ours")
    assert owners(handoff.plan) == before


@pytest.mark.parametrize("second", [TITLE, f"  {TITLE.upper()} "])
def test_cells_that_write_the_same_unknown_title_mean_one_owner(
    handoff: HandoffWorkbook, second: str
) -> None:
    before = owners(handoff.plan)
    handoff.put("milestone", "A2.2", "owner", TITLE)
    handoff.put("milestone", OTHER, "owner", second)
    handoff.take()
    [made] = new_owners(handoff.plan, before)
    assert {milestone(handoff.plan, id_).owner for id_ in ("A2.2", OTHER)} == {made.uid}


def test_different_unknown_titles_become_owners_with_ids_of_their_own(handoff: HandoffWorkbook) -> None:
    before = owners(handoff.plan)
    handoff.put("milestone", "A2.2", "owner", TITLE)
    handoff.put("milestone", OTHER, "owner", "Another " + TITLE)
    handoff.take()
    made = new_owners(handoff.plan, before)
    assert len({owner.id for owner in [*made, *before]}) == len(before) + 2


def test_undoing_the_import_takes_the_owner_back_too(handoff: HandoffWorkbook) -> None:
    before = owners(handoff.plan)
    handoff.put("milestone", "A2.2", "owner", TITLE)
    handoff.take()
    handoff.plan.undo()
    assert owners(handoff.plan) == before


def test_the_same_file_a_second_time_makes_no_second_owner(handoff: HandoffWorkbook) -> None:
    before = owners(handoff.plan)
    handoff.put("milestone", "A2.2", "owner", TITLE)
    content = handoff.content()
    handoff.take(content)
    handoff.take(content)
    assert len(new_owners(handoff.plan, before)) == 1
