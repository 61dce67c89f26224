"""Cells of a returned hand-off that nobody can read, when the file comes a second time."""

from __future__ import annotations

from datetime import date

from returned import HandoffWorkbook, milestone

from importers.proposal import Proposal
from models.edits import changes


def rejected(proposal: Proposal) -> list[tuple[str | None, str]]:
    return [(each.id, each.key) for each in proposal.rejects]


def unreadable_twice(handoff: HandoffWorkbook) -> bytes:
    """A return with a date that is none, imported once."""
    handoff.put("milestone", "A2.2", "forecast", "some day")
    content = handoff.content()
    handoff.take(content)
    return content


def test_a_cell_that_waits_is_a_reject_of_the_second_return_too(handoff: HandoffWorkbook) -> None:
    content = unreadable_twice(handoff)
    assert rejected(handoff.look(content)) == [("A2.2", "forecast")]


def test_a_cell_that_was_set_aside_is_no_reject_of_the_second_return(handoff: HandoffWorkbook) -> None:
    content = unreadable_twice(handoff)
    handoff.plan.rounds.set_aside([review.number for review in handoff.plan.rounds.reviews()])
    assert rejected(handoff.look(content)) == []


def test_a_mended_cell_is_no_reject_of_the_second_return(handoff: HandoffWorkbook) -> None:
    content = unreadable_twice(handoff)
    [review] = handoff.plan.rounds.reviews()
    edits = changes("milestone", milestone(handoff.plan, "A2.2"), {"forecast": date(2018, 11, 12)})
    handoff.plan.rounds.mend(review.number, edits)
    assert rejected(handoff.look(content)) == []


def test_another_text_in_a_cell_that_was_set_aside_is_a_reject_again(handoff: HandoffWorkbook) -> None:
    unreadable_twice(handoff)
    handoff.plan.rounds.set_aside([review.number for review in handoff.plan.rounds.reviews()])
    handoff.put("milestone", "A2.2", "forecast", "another day")
    assert rejected(handoff.look()) == [("A2.2", "forecast")]
