"""The next free id, and which rows need others, on the sample plan."""

from __future__ import annotations

import pytest

from models.edits import changes, removal
from models.plan import Plan
from models.rules.needs import needed_by
from models.rules.numbering import next_dependency_id, next_initiative_id, next_milestone_id


@pytest.mark.parametrize(("initiative", "free"), [("A1", "A1.4"), ("P1", "P1.9"), ("C3", "C3.4")])
def test_a_new_milestone_gets_the_number_after_the_highest(plan: Plan, initiative: str, free: str) -> None:
    state = plan.state()
    assert next_milestone_id(state, state.find("initiative", initiative)) == free


def test_ids_are_compared_as_numbers(plan: Plan) -> None:
    row = plan.state().find("milestone", "A1.3")
    plan.apply(changes("milestone", row, {"id": "a1.10"}), source="command")
    state = plan.state()
    assert next_milestone_id(state, state.find("initiative", "A1")) == "A1.11"


def test_the_number_of_a_removed_milestone_is_not_used_again(plan: Plan) -> None:
    plan.apply([removal("milestone", plan.state().find("milestone", "A4.3"))], source="command")
    state = plan.state()
    assert next_milestone_id(state, state.find("initiative", "A4")) == "A4.4"


@pytest.mark.parametrize(("stream", "free"), [("A", "A8"), ("P", "P9")])
def test_a_new_initiative_gets_the_number_after_the_highest_of_its_stream(
    plan: Plan, stream: str, free: str
) -> None:
    state = plan.state()
    assert next_initiative_id(state, state.find("stream", stream)) == free


def test_a_new_dependency_gets_the_number_after_the_highest(plan: Plan) -> None:
    assert next_dependency_id(plan.state()) == "X43"


def test_the_first_dependency_of_a_plan_is_x01(plan: Plan) -> None:
    rows = plan.state().dependencies
    plan.apply([removal("dependency", row) for row in rows], source="command")
    assert next_dependency_id(plan.state()) == "X01"


def test_a_milestone_is_needed_by_the_dependencies_at_both_its_ends(plan: Plan) -> None:
    state = plan.state()
    uid = state.find("milestone", "A1.3").uid
    wanted = {link.id for link in state.dependencies if uid in (link.waiting, link.provider)}
    assert {row.id for _kind, row in needed_by(state, "milestone", [uid])} == wanted


def test_a_division_is_needed_by_members_of_sets_too(plan: Plan) -> None:
    state = plan.state()
    uid = state.find("division", "KUVA").uid
    found = {row.id for kind, row in needed_by(state, "division", [uid]) if kind == "initiative"}
    assert found == {i.id for i in state.initiatives if i.lead == uid or uid in i.supporting}


def test_rows_that_go_together_do_not_need_each_other(plan: Plan) -> None:
    state = plan.state()
    uids = [question.uid for question in state.questions]
    assert "question" not in {kind for kind, _row in needed_by(state, "question", uids)}
