"""When bodies meet, and by when a matter must be on an agenda: Helsinki's practice, the edges, what always holds."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from builders import START, Office, calendar, properties
from hypothesis import given
from hypothesis import strategies as st

from models.language import speaking
from models.rules import agenda
from models.rules.agenda import agenda_day, meeting_by, meetings, next_meeting
from models.rules.records import Body, Decision
from models.rules.words import Outcome, Weekday

FINNISH = frozenset({date(2018, 11, 3), date(2018, 12, 6), *(date(2018, 12, n) for n in (24, 25, 26))})
"""The public holidays at the end of 2018; 6 December is a Thursday, 24 December a Monday."""
CALENDAR = calendar(holidays=FINNISH)


def body(**fields: Any) -> Body:
    """The City Board: it meets on Mondays and its agenda closes on the Thursday before."""
    values: dict[str, Any] = {
        "uid": "b",
        "id": "BOARD",
        "name_fi": "Kaupunginhallitus",
        "name_sv": None,
        "name_en": "City Board",
        "meets": Weekday.MONDAY,
        "every_weeks": 1,
        "first_meeting": None,
        "agenda": Weekday.THURSDAY,
    }
    return Body(**values | fields)


def closes(needed: date, **fields: Any) -> date | None:
    """By when a matter must be on the agenda of a body to be decided by a day."""
    found = body(**fields)
    meeting = meeting_by(found, needed, CALENDAR)
    return None if meeting is None else agenda_day(found, meeting, CALENDAR)


# Examples.


@pytest.mark.parametrize(
    ("needed", "expected"),
    [
        (date(2018, 10, 24), date(2018, 10, 18)),  # A Wednesday: Monday's meeting, the Thursday before it.
        (date(2018, 10, 22), date(2018, 10, 18)),  # The meeting day itself.
        (date(2018, 10, 21), date(2018, 10, 11)),  # The Sunday before: the meeting of last week.
    ],
)
def test_the_city_board_needs_a_matter_the_thursday_before_its_monday(needed: date, expected: date) -> None:
    assert closes(needed) == expected


def test_a_meeting_on_a_public_holiday_is_not_held_and_the_one_before_counts() -> None:
    assert closes(date(2018, 12, 6), meets=Weekday.THURSDAY, agenda=None) == date(2018, 11, 29)


def test_an_agenda_that_would_close_on_a_public_holiday_closes_the_working_day_before() -> None:
    assert closes(date(2018, 12, 10)) == date(2018, 12, 5)


def test_an_agenda_that_would_close_among_holidays_closes_before_all_of_them() -> None:
    assert closes(date(2018, 12, 27), meets=Weekday.THURSDAY, agenda=Weekday.WEDNESDAY) == date(2018, 12, 21)


def test_an_agenda_may_close_on_a_weekend() -> None:
    assert closes(date(2018, 10, 22), agenda=Weekday.SUNDAY) == date(2018, 10, 21)


def test_an_agenda_of_the_same_weekday_closes_a_week_before() -> None:
    assert closes(date(2018, 10, 22), agenda=Weekday.MONDAY) == date(2018, 10, 15)


def test_without_an_agenda_weekday_the_day_of_the_meeting_counts() -> None:
    assert closes(date(2018, 10, 24), agenda=None) == date(2018, 10, 22)


@pytest.mark.parametrize("fields", [{"meets": None}, {"every_weeks": 2}])
def test_without_a_rhythm_there_is_no_day(fields: dict[str, Any]) -> None:
    assert closes(date(2018, 10, 24), **fields) is None


def test_every_second_week_is_counted_from_a_day_on_which_it_meets() -> None:
    found = body(every_weeks=2, first_meeting=date(2018, 9, 3))
    assert list(meetings(found, date(2018, 9, 3), date(2018, 10, 2), CALENDAR)) == [
        date(2018, 9, 3),
        date(2018, 9, 17),
        date(2018, 10, 1),
    ]


def test_the_rhythm_is_counted_backwards_too() -> None:
    later = body(every_weeks=2, first_meeting=date(2018, 11, 26))
    assert meeting_by(later, date(2018, 10, 26), CALENDAR) == date(2018, 10, 15)


def test_two_weeks_stay_two_weeks_over_week_53() -> None:
    found = body(
        every_weeks=2, first_meeting=date(2020, 12, 21)
    )  # Monday of ISO week 52; 28 December is week 53.
    assert next_meeting(found, date(2020, 12, 22), CALENDAR) == date(2021, 1, 4)


def test_the_agenda_of_the_years_first_meeting_closes_in_the_old_year() -> None:
    assert closes(date(2019, 1, 1), meets=Weekday.TUESDAY, agenda=Weekday.FRIDAY) == date(2018, 12, 28)


def test_a_body_meets_in_a_week_closed_for_the_plan() -> None:
    closed = calendar(closed_mondays=frozenset({date(2018, 10, 15)}))
    assert meeting_by(body(), date(2018, 10, 19), closed) == date(2018, 10, 15)


def test_the_next_meeting_may_be_today() -> None:
    assert next_meeting(body(), date(2018, 10, 22), CALENDAR) == date(2018, 10, 22)


def test_the_next_meeting_skips_a_holiday() -> None:
    assert next_meeting(body(), date(2018, 12, 18), CALENDAR) == date(2018, 12, 31)


# What always holds.

DAYS = st.dates(date(2017, 1, 1), date(2022, 12, 31))
WEEKDAYS = st.sampled_from(Weekday)
CALENDARS = st.builds(
    lambda free, closed: calendar(
        holidays=frozenset(free), closed_mondays=frozenset(d - timedelta(days=d.weekday()) for d in closed)
    ),
    st.lists(DAYS, max_size=40),
    st.lists(DAYS, max_size=3),
)


@st.composite
def bodies(draw: st.DrawFn) -> Body:
    first = draw(st.none() | DAYS)
    meets = draw(WEEKDAYS) if first is None else list(Weekday)[first.weekday()]
    weeks = 1 if first is None else draw(st.integers(1, 6))
    return body(meets=meets, every_weeks=weeks, first_meeting=first, agenda=draw(st.none() | WEEKDAYS))


@properties
@given(bodies(), DAYS, CALENDARS)
def test_property_the_meeting_is_the_last_held_on_or_before_the_day(
    found: Body, day: date, known: Any
) -> None:
    meeting = meeting_by(found, day, known)
    assert meeting is not None
    assert meeting <= day
    assert list(meetings(found, meeting, day, known)) == [meeting]


@properties
@given(bodies(), DAYS, CALENDARS)
def test_property_meetings_fall_on_their_weekday_and_never_on_a_holiday(
    found: Body, day: date, known: Any
) -> None:
    held = list(meetings(found, day, day + timedelta(days=200), known))
    assert all(found.meets is not None and each.weekday() == found.meets.number for each in held)
    assert not known.holidays & set(held)


@properties
@given(bodies(), DAYS, CALENDARS)
def test_property_meetings_lie_whole_rhythms_apart(found: Body, day: date, known: Any) -> None:
    held = list(meetings(found, day, day + timedelta(days=200), known))
    assert all((each - held[0]).days % (7 * found.every_weeks) == 0 for each in held)


@properties
@given(bodies(), DAYS, CALENDARS)
def test_property_an_agenda_closes_before_its_meeting(found: Body, day: date, known: Any) -> None:
    meeting = meeting_by(found, day, known)
    assert meeting is not None
    closing = agenda_day(found, meeting, known)
    assert closing == meeting if found.agenda is None else closing < meeting
    assert closing not in known.holidays


@properties
@given(bodies(), DAYS, DAYS, CALENDARS)
def test_property_what_is_needed_later_need_not_be_on_an_earlier_agenda(
    found: Body, one: date, other: date, known: Any
) -> None:
    first, last = (meeting_by(found, day, known) for day in sorted((one, other)))
    assert first is not None
    assert last is not None
    assert agenda_day(found, first, known) <= agenda_day(found, last, known)


@properties
@given(bodies(), DAYS, CALENDARS)
def test_property_the_next_meeting_is_the_first_of_those_to_come(found: Body, day: date, known: Any) -> None:
    coming = next_meeting(found, day, known)
    assert coming is not None
    assert coming == next(meetings(found, day, coming, known))


# In a plan.


def decision(office: Office, **fields: Any) -> Decision:
    row: Decision = office.add_row("decision", id="D1", title_en="Money", **{"needed": START} | fields)
    return row


def board(office: Office, **fields: Any) -> str:
    row = office.add_row(
        "body",
        id="BOARD",
        **{"name_en": "City Board", "name_fi": "Kaupunginhallitus", "meets": "monday", "agenda": "thursday"}
        | fields,
    )
    return str(row.uid)


def test_the_name_of_the_body_stands_before_the_text(office: Office) -> None:
    row = decision(office, body_en="some board", decider=board(office))
    assert agenda.decider_text(row, office.plan.state()) == "City Board"


def test_without_a_body_the_text_stands(office: Office) -> None:
    row = decision(office, body_en="some board")
    assert agenda.decider_text(row, office.plan.state()) == "some board"


def test_the_body_is_named_in_the_language_asked_for(office: Office) -> None:
    row = decision(office, decider=board(office))
    assert agenda.decider_text(row, office.plan.state(), "fi") == "Kaupunginhallitus"


def test_the_body_is_named_in_the_readers_language(office: Office) -> None:
    row = decision(office, decider=board(office))
    with speaking("fi"):
        assert agenda.decider_text(row, office.plan.state()) == "Kaupunginhallitus"


def test_a_decision_knows_its_agenda_day(office: Office) -> None:
    row = decision(office, needed=date(2018, 10, 24), decider=board(office))
    assert agenda.agenda_by(row, office.plan.state()) == date(2018, 10, 18)


def test_a_decision_of_nobodys_has_no_agenda_day(office: Office) -> None:
    assert agenda.agenda_by(decision(office), office.plan.state()) is None


@pytest.mark.parametrize(
    ("today", "is_told"),
    [
        (date(2018, 10, 10), False),
        (date(2018, 10, 11), True),
        (date(2018, 10, 18), True),
        (date(2018, 10, 23), True),  # Closed, and the decision is still ahead.
        (date(2018, 10, 24), False),  # Needed today: it is due.
    ],
)
def test_a_matter_is_for_the_agenda_from_seven_days_before_until_it_is_due(
    office: Office, today: date, is_told: bool
) -> None:
    decision(office, needed=date(2018, 10, 24), decider=board(office))
    assert bool(agenda.agenda_matters(office.at(today).plan.state(), 7)) is is_told


def test_a_decision_that_was_made_is_not_for_the_agenda(office: Office) -> None:
    decision(office, needed=date(2018, 10, 24), decider=board(office), outcome=Outcome.APPROVED, made=START)
    assert agenda.agenda_matters(office.at(date(2018, 10, 17)).plan.state(), 7) == ()
