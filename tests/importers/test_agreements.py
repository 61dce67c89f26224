"""Dependencies in a returned plan workbook that lead in a circle, to themselves or to what is dropped."""

from __future__ import annotations

from itertools import pairwise

from builders import calendar, day, dependency, milestone, properties
from hypothesis import given
from hypothesis import strategies as st
from returned import Workbook, changed, set_here

from importers.agreements import circles
from importers.draft import Draft
from importers.proposal import Choices, NewRow, Proposal
from models.edits import creation
from models.imports import Standing
from models.rules.network import find_cycle
from models.rules.records import Charter
from models.rules.state import PlanState
from models.rules.words import LanguageCode


def add_links(book: Workbook, *links: tuple[str, str]) -> None:
    """Types new dependencies below the others, each as (waiting, provider)."""
    below = book.last("dependency")
    for number, (waiting, provider) in enumerate(links, start=1):
        values = {"waiting": waiting, "provider": provider, "what": f"{waiting} of {provider}"}
        for key, value in values.items():
            book.put("dependency", below + number, key, value)


def whys(proposal: Proposal) -> list[str]:
    return [reject.why for reject in proposal.rejects]


def made(book: Workbook) -> set[tuple[str | None, str | None]]:
    """The ends of all dependencies of the plan."""
    state = book.plan.state()
    return {
        (state.id_of("milestone", link.waiting), state.id_of("milestone", link.provider))
        for link in state.dependencies
    }


def test_a_row_that_closes_a_circle_is_a_reject_that_names_the_loop(book: Workbook) -> None:
    add_links(book, ("A1.2", "A1.3"))
    proposal = book.look()
    assert (whys(proposal), proposal.edits) == (
        ["Milestones would wait for each other in a circle: A1.2 → A1.3 → A1.2."],
        (),
    )


def test_the_other_rows_go_in(book: Workbook) -> None:
    add_links(book, ("A1.2", "P2.1"), ("A1.2", "A1.3"), ("P2.2", "A1.2"))
    book.take()
    assert made(book) >= {("A1.2", "P2.1"), ("P2.2", "A1.2")}
    assert ("A1.2", "A1.3") not in made(book)


def test_of_rows_that_make_a_circle_together_the_last_is_refused(book: Workbook) -> None:
    add_links(book, ("P2.1", "P2.2"), ("P2.2", "P2.3"), ("P2.3", "P2.1"))
    assert whys(book.look()) == [
        "Milestones would wait for each other in a circle: P2.3 → P2.1 → P2.2 → P2.3."
    ]


def test_an_end_that_is_moved_into_a_circle_is_a_reject(book: Workbook) -> None:
    book.put("dependency", "X12", "provider", "A1.3")
    book.put("dependency", "X12", "waiting", "A1.2")
    proposal = book.look()
    assert {reject.key for reject in proposal.rejects} == {"waiting", "provider"}
    assert set(whys(proposal)) == {"Milestones would wait for each other in a circle: A1.2 → A1.3 → A1.2."}


def test_what_the_plan_has_of_a_refused_link_still_counts(book: Workbook) -> None:
    """X12 stays P4.4 → P4.3, so that nothing may lead the other way."""
    book.put("dependency", "X12", "provider", "A1.3")
    book.put("dependency", "X12", "waiting", "A1.2")
    add_links(book, ("P4.3", "P4.4"))
    assert "Milestones would wait for each other in a circle: P4.3 → P4.4 → P4.3." in whys(book.look())


def test_a_dependency_is_turned_round(book: Workbook) -> None:
    book.put("dependency", "X12", "waiting", "P4.3")
    book.put("dependency", "X12", "provider", "P4.4")
    book.take()
    assert ("P4.3", "P4.4") in made(book)


def test_a_milestone_that_would_wait_for_itself_is_a_reject(book: Workbook) -> None:
    add_links(book, ("P2.1", "P2.1"), ("P2.1", "P2.2"))
    proposal = book.look()
    assert [why.partition(": ")[2] for why in whys(proposal)] == ["a milestone cannot wait for itself."]
    assert len([row for row in proposal.new_rows if row.is_taken]) == 1


def test_a_dropped_milestone_is_nothing_to_wait_for(book: Workbook) -> None:
    set_here(book.plan, "milestone", "P2.2", status="dropped")
    add_links(book, ("P2.1", "P2.2"), ("P2.1", "P2.3"))
    book.take()
    assert whys(book.look()) == ["P2.2 is dropped, so nobody can wait for it."]
    assert ("P2.1", "P2.3") in made(book)


def test_a_dropped_milestone_waits_for_nothing(book: Workbook) -> None:
    set_here(book.plan, "milestone", "P2.2", status="dropped")
    add_links(book, ("P2.2", "P2.1"))
    assert whys(book.look()) == ["P2.2 is dropped, so it waits for nothing any more."]


def test_an_end_that_is_moved_to_a_dropped_milestone_is_a_reject(book: Workbook) -> None:
    set_here(book.plan, "milestone", "P2.2", status="dropped")
    book.put("dependency", "X12", "provider", "P2.2")
    book.put("dependency", "X12", "note", "changed too")
    proposal = book.look()
    assert (whys(proposal), list(changed(proposal))) == (
        ["P2.2 is dropped, so nobody can wait for it."],
        [("X12", "note")],
    )


def test_a_milestone_that_the_same_file_drops_is_nothing_to_wait_for(book: Workbook) -> None:
    book.put("milestone", "P2.2", "status", "dropped")
    add_links(book, ("P2.1", "P2.2"))
    proposal = book.take()
    assert whys(proposal) == ["P2.2 is dropped, so nobody can wait for it."]


def test_a_dependency_whose_milestone_is_dropped_can_still_be_changed(book: Workbook) -> None:
    set_here(book.plan, "milestone", "P4.3", status="dropped")
    book.put("dependency", "X12", "note", "P4.3 is gone")
    assert whys(book.look()) == []


# Against every order of rows.

NAMES = "abcdef"
pairs = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda pair: pair[0] != pair[1]),
    max_size=9,
)


def standing_with(links: list[tuple[str, str]]) -> Standing:
    charter = Charter("c", None, None, "Plan", day(1), 90, "FI", "UTC", LanguageCode.EN, None)
    rows = {
        "milestone": tuple(milestone(uid=name, id=name.upper()) for name in NAMES),
        "dependency": tuple(
            dependency(uid=f"x{number}", waiting=waiting, provider=provider)
            for number, (waiting, provider) in enumerate(links)
        ),
    }
    return Standing.still(PlanState(day(1), 1, charter, calendar(), rows))


def draft_with(links: list[tuple[str, str]]) -> Draft:
    draft = Draft(Choices())
    for number, (waiting, provider) in enumerate(links):
        values = {"waiting": waiting, "provider": provider}
        edits = tuple(creation("dependency", values, uid=f"n{number}"))
        draft.new_rows.append(NewRow("Sheet", number, "dependency", f"n{number}", values, {}, {}, edits))
    return draft


@properties
@given(pairs, pairs)
def test_property_what_goes_in_makes_no_circle_and_what_is_refused_would(
    there: list[tuple[str, str]], new: list[tuple[str, str]]
) -> None:
    kept: list[tuple[str, str]] = []
    for pair in there:
        if find_cycle([*kept, pair]) is None:
            kept.append(pair)
    refused, _cells = circles(draft_with(new), standing_with(kept))
    taken = [pair for number, pair in enumerate(new) if f"n{number}" not in refused]
    assert find_cycle([*kept, *taken]) is None
    for number, pair in enumerate(new):
        if f"n{number}" in refused:
            assert find_cycle([*kept, *taken, pair]) is not None


@properties
@given(pairs, pairs)
def test_property_the_loop_that_is_named_goes_through_the_refused_row(
    there: list[tuple[str, str]], new: list[tuple[str, str]]
) -> None:
    kept: list[tuple[str, str]] = []
    for pair in there:
        if find_cycle([*kept, pair]) is None:
            kept.append(pair)
    refused, _cells = circles(draft_with(new), standing_with(kept))
    for number, pair in enumerate(new):
        if why := refused.get(f"n{number}"):
            loop = why.partition(": ")[2].rstrip(".").lower().split(" → ")
            assert (loop[0], loop[1]) == pair
            assert loop[0] == loop[-1]
            assert set(pairwise(loop)) <= {*kept, *new}
