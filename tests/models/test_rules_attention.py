"""What needs attention: the sections hold just what the figures count, worst first, told in words."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from builders import START, Office, day

from models.clock import Clock
from models.language import speaking
from models.plan import Plan
from models.rules.attention import NEXT_DAYS, Section, attention, id_text, what_text, who_text, why_text
from models.rules.figures import figures
from models.rules.words import Light
from models.store import open_plan

MONDAY = day(15)


def found(office: Office, section: Section) -> list[str]:
    """The ids in a section, in their order."""
    return [item.row.id for item in attention(office.plan.state()).sections[section]]


def only(office: Office, section: Section) -> str:
    """Why the only row of a section is there."""
    state = office.plan.state()
    (item,) = attention(state).sections[section]
    return why_text(item, state)


@pytest.mark.parametrize("week", range(13))
def test_sections_hold_what_the_figures_count(whole_plan_path: Path, week: int) -> None:
    friday = date(2018, 8, 24) + timedelta(weeks=week)
    with open_plan(whole_plan_path, clock=Clock(friday), person="tester") as plan:
        state = plan.state()
    counts, sections = figures(state), attention(state).sections
    told = {name: len(items) for name, items in sections.items()}
    assert (
        told[Section.LATE],
        told[Section.BLOCKED],
        told[Section.STALE],
        told[Section.DECISIONS],
        told[Section.DEPENDENCIES],
        told[Section.HANDOFFS],
    ) == (
        counts.overdue,
        counts.blocked + counts.at_risk,
        counts.stale,
        counts.decisions_open,
        counts.deps_overdue,
        counts.handoffs_late,
    )


def test_a_plan_without_rows_needs_no_attention(office: Office) -> None:
    assert attention(office.plan.state()).is_empty


def test_what_is_late_longest_comes_first(office: Office) -> None:
    for visible_id, due in (("A1.1", day(10)), ("A1.2", day(4)), ("A1.3", day(8))):
        office.add(visible_id, forecast=due)
    assert found(office.at(MONDAY), Section.LATE) == ["A1.2", "A1.3", "A1.1"]


def test_equally_late_ones_stand_by_id(office: Office) -> None:
    for visible_id in ("A1.10", "A1.2"):
        office.add(visible_id, forecast=day(4))
    assert found(office.at(MONDAY), Section.LATE) == ["A1.2", "A1.10"]


def test_a_late_one_says_its_working_days(office: Office) -> None:
    office.add("A1.1", forecast=day(11))
    assert only(office.at(MONDAY), Section.LATE) == "2 working days late"


def test_one_working_day_is_singular(office: Office) -> None:
    office.add("A1.1", forecast=day(12))
    assert only(office.at(MONDAY), Section.LATE) == "1 working day late"


def test_on_a_saturday_nothing_is_a_working_day_late_since_friday(office: Office) -> None:
    office.add("A1.1", forecast=day(5))
    assert only(office.at(day(6)), Section.LATE) == "no working day late yet"


def test_a_late_one_of_which_nothing_was_said_slips_silently(office: Office) -> None:
    office.add("A1.1", forecast=day(4))
    assert only(office.at(MONDAY), Section.SILENT) == "silent since 2018-08-20"


def test_one_that_was_spoken_of_since_does_not_slip_silently(office: Office) -> None:
    office.add("A1.1", forecast=day(4))
    office.at(day(8)).set("A1.1", status="in_progress")
    assert found(office.at(MONDAY), Section.SILENT) == []


def test_a_done_milestone_is_in_no_section(office: Office) -> None:
    office.add("A1.1", forecast=day(4), status="done", actual=START)
    assert attention(office.at(MONDAY).plan.state()).is_empty


def test_a_dropped_milestone_is_in_no_section(office: Office) -> None:
    office.add("A1.1", forecast=day(4))
    office.set("A1.1", status="dropped")
    assert attention(office.at(MONDAY).plan.state()).is_empty


def test_a_blocked_one_says_its_reason(office: Office) -> None:
    reason = office.add_row("reason", id="R9", name_en="Waiting for rain")
    office.add("A1.1", status="blocked", reason=reason.uid)
    assert only(office, Section.BLOCKED) == "blocked: Waiting for rain"


def test_one_at_risk_without_a_reason_says_its_status(office: Office) -> None:
    office.add("A1.1", status="at_risk")
    assert only(office, Section.BLOCKED) == "at risk"


def test_a_stale_one_says_for_how_long(office: Office) -> None:
    office.add("A1.1", status="in_progress")
    assert only(office.at(day(12)), Section.STALE) == "11 days without an update"


def test_the_soonest_of_the_next_comes_first(office: Office) -> None:
    office.add("A1.1", forecast=day(5))
    office.add("A1.2", forecast=day(3))
    assert found(office, Section.NEXT) == ["A1.2", "A1.1"]


@pytest.mark.parametrize(("days", "is_next"), [(0, True), (NEXT_DAYS, True), (NEXT_DAYS + 1, False)])
def test_the_next_ones_are_due_within_seven_days(office: Office, days: int, is_next: bool) -> None:
    office.add("A1.1", forecast=START + timedelta(days=days))
    assert found(office, Section.NEXT) == (["A1.1"] if is_next else [])


@pytest.mark.parametrize(("days", "words"), [(0, "today"), (1, "in 1 day"), (3, "in 3 days")])
def test_a_next_one_says_when(office: Office, days: int, words: str) -> None:
    office.add("A1.1", forecast=START + timedelta(days=days))
    assert only(office, Section.NEXT) == words


def test_an_overdue_dependency_says_who_waits_for_whom(office: Office) -> None:
    office.add("A1.1", forecast=day(40))
    office.add("A1.2", forecast=day(4))
    office.link("X1", "A1.1", "A1.2")
    state = office.at(MONDAY).plan.state()
    (item,) = attention(state).sections[Section.DEPENDENCIES]
    assert what_text(item, state) == "A1.1 waits for A1.2: Something"


def test_an_overdue_dependency_leads_to_the_providing_milestone(office: Office) -> None:
    office.add("A1.1", forecast=day(40))
    provider = office.add("A1.2", forecast=day(4))
    office.link("X1", "A1.1", "A1.2")
    (item,) = attention(office.at(MONDAY).plan.state()).sections[Section.DEPENDENCIES]
    assert item.milestone is not None
    assert item.milestone.uid == provider.uid


def agreed(office: Office, **values: object) -> Office:
    """A1.1, due on day 40, waits for A1.2, due on day 30."""
    office.add("A1.1", forecast=day(40))
    office.add("A1.2", forecast=day(30))
    fields: dict[str, object] = {"state": "accepted", "promised": day(31)}
    office.link("X1", "A1.1", "A1.2", **(fields | values))  # type: ignore[arg-type]
    return office


DEPENDENCY_SECTIONS = (Section.DEPENDENCIES, Section.MISALIGNED, Section.UNANSWERED, Section.UNPROMISED)


def places(office: Office) -> list[Section]:
    """The sections in which X1 stands."""
    sections = attention(office.plan.state()).sections
    return [section for section in DEPENDENCY_SECTIONS if sections[section]]


def test_a_dependency_in_order_needs_no_attention(office: Office) -> None:
    assert places(agreed(office)) == []


def test_dates_that_do_not_line_up_say_by_how_much(office: Office) -> None:
    agreed(office, need_by=day(29), promised=day(31))
    assert only(office, Section.MISALIGNED) == "2 working days too late"


def test_dates_that_do_not_line_up_over_a_weekend_are_told_too(office: Office) -> None:
    agreed(office, need_by=day(26), promised=day(27))
    assert only(office, Section.MISALIGNED) == "promised a day off too late"


def test_a_missing_promise_says_when_it_is_needed(office: Office) -> None:
    agreed(office, promised=None)
    assert only(office, Section.UNPROMISED) == "needed in 39 days"


def test_a_missing_promise_may_have_been_needed_already(office: Office) -> None:
    agreed(office, promised=None)
    office.set("A1.2", forecast=day(20))
    office.set("A1.1", forecast=day(20))
    assert only(office.at(day(20)), Section.UNPROMISED) == "needed today"


def test_what_was_asked_for_says_how_long_it_waits_for_an_answer(office: Office) -> None:
    agreed(office, state="asked")
    assert only(office.at(day(8)), Section.UNANSWERED) == "asked 5 working days ago"


def test_an_overdue_dependency_stands_only_there(office: Office) -> None:
    agreed(office, state="asked", promised=None, need_by=day(29))
    assert places(office.at(day(31))) == [Section.DEPENDENCIES]


def test_dates_that_do_not_line_up_come_before_a_missing_answer(office: Office) -> None:
    agreed(office, state="asked", promised=None, need_by=day(29))
    assert places(office.at(day(20))) == [Section.MISALIGNED]


def test_a_missing_answer_comes_before_a_missing_promise(office: Office) -> None:
    agreed(office, state="asked", promised=None)
    assert places(office.at(day(20))) == [Section.UNANSWERED]


def test_the_planted_dates_of_the_sample_are_found_until_the_waiting_side_moves_its_own(
    whole_plan: Plan,
) -> None:
    """X22: its provider B1.3 is due on 8 November, B2.3 that waits for it on the 6th, from 1 November on the 20th."""
    found = [
        number
        for number in range(1, 91)
        if "X22"
        in [item.row.id for item in attention(whole_plan.state(day(number))).sections[Section.MISALIGNED]]
    ]
    assert (found[0], found[-1], len(found)) == (9, 73, 65)


def test_a_decision_is_due_on_its_day(office: Office) -> None:
    office.add_row("decision", id="D1", title_en="Money", needed=START)
    assert only(office, Section.DECISIONS) == "needed today"


def test_a_decision_says_for_how_long_it_is_due(office: Office) -> None:
    office.add_row("decision", id="D1", title_en="Money", needed=START)
    assert only(office.at(day(3)), Section.DECISIONS) == "due 2 days ago"


def test_a_decision_is_answered_for_by_its_body(office: Office) -> None:
    office.add_row("decision", id="D1", title_en="Money", body_en="City Board", needed=START)
    (item,) = attention(office.plan.state()).sections[Section.DECISIONS]
    assert who_text(item) == "City Board"


def test_a_hand_off_is_known_by_its_division(office: Office) -> None:
    sote = office.uid("division", "SOTE")
    office.add_row("handoff", id="HO-1-SOTE", division=sote, week=1, sent=START, due=day(3))
    state = office.at(day(5)).plan.state()
    (item,) = attention(state).sections[Section.HANDOFFS]
    assert (id_text(item, state), what_text(item, state)) == ("SOTE", "Sote")


def test_a_milestone_without_an_owner_says_that_one_is_missing(office: Office) -> None:
    office.set("A1", "initiative", owner=None)
    office.add("A1.1", forecast=START)
    (item,) = attention(office.plan.state()).sections[Section.NEXT]
    assert who_text(item) == "owner missing"


def test_a_milestone_carries_its_light(office: Office) -> None:
    office.add("A1.1", forecast=START)
    (item,) = attention(office.plan.state()).sections[Section.NEXT]
    assert item.light is Light.AMBER


def test_dates_are_told_in_the_readers_form(office: Office) -> None:
    office.add("A1.1", forecast=day(4))
    with speaking("fi"):
        assert "20.8.2018" in only(office.at(MONDAY), Section.SILENT)


def for_the_agenda(office: Office, today: date) -> Office:
    """A decision of the City Board, needed on Wednesday 24 October: its agenda closes on Thursday 18 October."""
    board = office.add_row("body", id="BOARD", name_en="City Board", meets="monday", agenda="thursday")
    needed = date(2018, 10, 24)
    office.add_row("decision", id="D1", title_en="Money", body_en="x", needed=needed, decider=board.uid)
    return office.at(today)


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2018, 10, 16), "agenda closes in 2 days"),
        (date(2018, 10, 18), "agenda closes today"),
        (date(2018, 10, 19), "agenda closed 1 day ago"),
    ],
)
def test_a_matter_for_an_agenda_says_when_that_closes(office: Office, today: date, words: str) -> None:
    assert only(for_the_agenda(office, today), Section.AGENDA) == words


def test_a_matter_for_an_agenda_is_answered_for_by_the_body_that_decides(office: Office) -> None:
    sections = attention(for_the_agenda(office, date(2018, 10, 16)).plan.state()).sections
    (item,) = sections[Section.AGENDA]
    assert (item.when, who_text(item)) == (date(2018, 10, 18), "City Board")


def test_a_decision_that_is_due_is_no_longer_for_an_agenda(office: Office) -> None:
    sections = attention(for_the_agenda(office, date(2018, 10, 24)).plan.state()).sections
    assert [section for section, items in sections.items() if items] == [Section.DECISIONS]
