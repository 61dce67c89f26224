"""Watermelons: called green while the date moves away, a need is broken, or nothing really changed."""

from __future__ import annotations

from datetime import date

import pytest
from builders import Office, day

from models.language import speaking
from models.plan import Plan
from models.rules.attention import Section, attention, why_text
from models.rules.watermelon import Watermelon, reasons_text, watermelons

NOW = 22
"""The Monday of week 4; three Fridays are frozen before it."""


def freeze(office: Office, *weeks: int) -> None:
    for week in weeks:
        office.at(day(7 * week - 2)).plan.snapshots.take()


def found(office: Office, number: int = NOW) -> list[Watermelon]:
    plan = office.at(day(number)).plan
    return list(watermelons(plan.state(), plan.snapshots.last_dates(plan.today)))


def told(office: Office, number: int = NOW) -> list[tuple[str, str]]:
    return [(one.milestone.id, reasons_text(one)) for one in found(office, number)]


@pytest.mark.parametrize(("to", "is_one"), [(66, False), (67, True), (50, False)])
def test_a_green_one_that_moved_away_by_five_working_days_is_one(
    office: Office, to: int, is_one: bool
) -> None:
    office.add("A1.1", forecast=day(60))
    freeze(office, 1, 2, 3)
    office.at(day(NOW)).set("A1.1", forecast=day(to))
    assert told(office) == ([("A1.1", "5 working days later")] if is_one else [])


def test_small_steps_add_up_over_three_snapshots(office: Office) -> None:
    office.add("A1.1", forecast=day(60))
    freeze(office, 1)
    for week, to in ((2, 61), (3, 64)):
        office.at(day(7 * week - 4)).set("A1.1", forecast=day(to))
        freeze(office, week)
    office.at(day(NOW)).set("A1.1", forecast=day(67))
    assert told(office) == [("A1.1", "5 working days later")]


def test_what_moved_before_the_last_three_snapshots_is_forgotten(office: Office) -> None:
    office.add("A1.1", forecast=day(60))
    freeze(office, 1)
    office.at(day(8)).set("A1.1", forecast=day(75))
    freeze(office, 2, 3, 4)
    assert told(office, 29) == []


def test_a_younger_one_counts_from_the_first_snapshot_that_holds_it(office: Office) -> None:
    freeze(office, 1)
    office.at(day(8)).add("A1.1", forecast=day(60))
    freeze(office, 2, 3)
    office.at(day(NOW)).set("A1.1", forecast=day(70))
    assert [one.moved_workdays for one in found(office)] == [6]


def test_without_a_snapshot_nothing_has_moved(office: Office) -> None:
    office.add("A1.1", forecast=day(60))
    office.at(day(NOW)).set("A1.1", forecast=day(80))
    assert told(office) == []


def test_an_amber_one_that_moved_away_is_none(office: Office) -> None:
    office.add("A1.1", forecast=day(60), status="at_risk")
    freeze(office, 1, 2, 3)
    office.at(day(NOW)).set("A1.1", forecast=day(80))
    assert told(office) == []


def test_a_done_one_is_none(office: Office) -> None:
    office.add("A1.1", forecast=day(60))
    freeze(office, 1, 2, 3)
    office.at(day(NOW)).set("A1.1", forecast=day(80), status="done")
    assert told(office) == []


def test_a_green_that_a_person_gave_the_initiative_covers_an_amber_one(office: Office) -> None:
    office.add("A1.1", forecast=day(60), status="at_risk")
    freeze(office, 1, 2, 3)
    office.at(day(NOW)).set("A1.1", forecast=day(80))
    office.set("A1", "initiative", light="green", light_reason="Under control")
    assert told(office) == [("A1.1", "14 working days later")]


def test_both_ends_of_dates_that_do_not_line_up_are_watermelons(office: Office) -> None:
    office.add("A1.1", forecast=day(60))
    office.add("A1.2", forecast=day(50))
    office.link("X1", "A1.2", "A1.1", need_by=day(50), promised=day(55))
    assert told(office) == [("A1.1", "X1 does not line up"), ("A1.2", "X1 does not line up")]


def test_dates_that_line_up_are_none(office: Office) -> None:
    office.add("A1.1", forecast=day(60))
    office.add("A1.2", forecast=day(60))
    office.link("X1", "A1.2", "A1.1", need_by=day(50), promised=day(50))
    assert told(office) == []


def test_a_need_of_something_done_is_not_broken(office: Office) -> None:
    office.add("A1.1", forecast=day(60))
    office.add("A1.2", forecast=day(50))
    office.link("X1", "A1.2", "A1.1", need_by=day(50), promised=day(55))
    office.set("A1.1", status="done")
    assert told(office) == []


@pytest.mark.parametrize(("number", "is_one"), [(11, False), (12, True)])
def test_one_that_was_only_confirmed_for_eleven_days_is_one(
    office: Office, number: int, is_one: bool
) -> None:
    row = office.add("A1.1", forecast=day(60), status="in_progress")
    office.at(day(9)).plan.confirm([row.uid])
    assert told(office, number) == ([("A1.1", "unchanged for 11 days")] if is_one else [])


def test_one_that_has_not_begun_may_stay_unchanged(office: Office) -> None:
    office.add("A1.1", forecast=day(60))
    assert told(office) == []


def test_one_without_an_update_is_stale_and_no_watermelon(office: Office) -> None:
    office.add("A1.1", forecast=day(60), status="in_progress")
    assert told(office, 12) == []


def test_all_reasons_are_told_the_heaviest_first(office: Office) -> None:
    row = office.add("A1.1", forecast=day(40), status="in_progress")
    office.add("A1.2", forecast=day(41), status="at_risk")
    freeze(office, 1)
    office.at(day(8)).set("A1.1", forecast=day(48))
    office.link("X1", "A1.2", "A1.1")
    office.link("X2", "A1.2", "A1.1", need_by=day(30))
    office.at(day(17)).plan.confirm([row.uid])
    assert told(office, 19) == [
        ("A1.1", "5 working days later; X1, X2 do not line up; unchanged for 11 days")
    ]


def test_reasons_are_told_in_the_language_of_the_reader(office: Office) -> None:
    row = office.add("A1.1", forecast=day(60), status="in_progress")
    office.at(day(9)).plan.confirm([row.uid])
    (one,) = found(office, 12)
    with speaking("fi"):
        assert reasons_text(one) == "ennallaan 11 päivää"


def test_today_lists_them_those_that_moved_furthest_first(office: Office) -> None:
    for visible_id in ("A1.1", "A1.2"):
        office.add(visible_id, forecast=day(60))
    freeze(office, 1)
    office.at(day(8)).set("A1.1", forecast=day(67))
    office.set("A1.2", forecast=day(74))
    plan = office.at(day(9)).plan
    state = plan.state()
    items = attention(state, plan.snapshots.last_dates(plan.today)).sections[Section.WATERMELONS]
    assert [(item.row.id, why_text(item, state)) for item in items] == [
        ("A1.2", "10 working days later"),
        ("A1.1", "5 working days later"),
    ]


def test_the_sample_has_the_planted_dates_that_do_not_line_up(plan: Plan) -> None:
    melons = watermelons(plan.state(), plan.snapshots.last_dates(plan.today))
    ends = {one.milestone.id for one in melons if any(link.id == "X22" for link in one.broken)}
    assert ends == {"B1.3", "B2.3"}


def test_dates_of_the_last_snapshots_are_those_of_the_plan_then(whole_plan: Plan) -> None:
    last = whole_plan.snapshots.last_dates(date(2018, 10, 19))
    assert [(each.day, each.forecasts) for each in last] == [
        (friday, {m.uid: m.forecast for m in whole_plan.state(friday).milestones})
        for friday in (date(2018, 10, 5), date(2018, 10, 12), date(2018, 10, 19))
    ]
