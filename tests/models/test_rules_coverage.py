"""Coverage: which question has evidence, of which kind, from which divisions."""

from __future__ import annotations

import pytest
from builders import Office, day

from models.edits import creation
from models.rules.coverage import QuestionCoverage, coverage


def found(office: Office) -> dict[str, QuestionCoverage]:
    """The coverage of today, by the id of the question."""
    return {each.question.id: each for each in coverage(office.plan.state())}


@pytest.fixture
def asking(office: Office) -> Office:
    """Three questions; an initiative of SOTE that KASKO supports works on Q2."""
    questions = {name: creation("question", {"id": name, "name_en": name}) for name in ("Q1", "Q2", "Q3")}
    edits = [edit for group in questions.values() for edit in group]
    edits += creation(
        "initiative",
        {
            "id": "A2",
            "title_en": "A2",
            "stream": office.uid("stream", "A"),
            "lead": office.uid("division", "SOTE"),
        },
        members={"questions": [questions["Q2"][0].uid], "supporting": [office.uid("division", "KASKO")]},
    )
    office.plan.apply(edits, source="screen")
    return office


def test_those_that_lead_and_those_that_support_give_evidence(asking: Office) -> None:
    divisions = {row.uid: row.id for row in asking.plan.state().divisions}
    assert [divisions[uid] for uid in found(asking)["Q2"].divisions] == ["SOTE", "KASKO"]


def test_a_question_without_evidence_comes_first_then_that_of_one_division(asking: Office) -> None:
    asking.add_row(
        "decision",
        id="D1",
        title_en="D1",
        needed=day(1),
        made=day(1),
        question=asking.uid("question", "Q3"),
        initiative=asking.uid("initiative", "A1"),
    )
    assert list(found(asking)) == ["Q1", "Q3", "Q2"]


def test_a_decision_that_is_not_made_answers_nothing(asking: Office) -> None:
    asking.add_row("decision", id="D1", title_en="D1", needed=day(9), question=asking.uid("question", "Q1"))
    assert found(asking)["Q1"].is_bare


def test_a_decision_of_no_initiative_is_evidence_of_no_division(asking: Office) -> None:
    asking.add_row(
        "decision", id="D1", title_en="D1", needed=day(1), made=day(1), question=asking.uid("question", "Q1")
    )
    q1 = found(asking)["Q1"]
    assert (q1.is_bare, q1.is_one_sided, q1.divisions) == (False, False, ())


def test_evidence_for_a_part_is_evidence_for_the_whole(asking: Office) -> None:
    asking.set("Q2", "question", parent=asking.uid("question", "Q1"))
    assert [each.id for each in found(asking)["Q1"].initiatives] == ["A2"]
