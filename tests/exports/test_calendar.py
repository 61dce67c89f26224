"""The plan's dates as a calendar: read back by its own library, stable, and growing where something changed."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from builders import START, Office, day, office_at
from icalendar import Calendar

from exports.calendar import write_calendar
from exports.public import public_plan
from models.plan import Plan
from models.rules.state import Scope
from models.rules.words import Outcome, Status


@pytest.fixture
def office(tmp_path: Path) -> Any:
    """A small plan with the milestone A1.1, due on day 80."""
    opened = office_at(tmp_path / "plan.db")
    opened.add("A1.1")
    yield opened
    opened.plan.close()


def content(plan: Plan, folder: Path, **options: Any) -> bytes:
    """The calendar as it is written."""
    path = folder / "out.ics"
    write_calendar(plan, path, force=True, **{"language": "en"} | options)
    return path.read_bytes()


def entries(office: Office, **options: Any) -> dict[str, Any]:
    """The entries by their first words: `A1.1`, `Decision: D1`, `For the agenda: D1`, `Hand-off due: SOTE`."""
    calendar = Calendar.from_ical(content(office.plan, office.path.parent, **options))
    found = {}
    for event in calendar.walk("VEVENT"):
        head, colon, rest = str(event["SUMMARY"]).rpartition(": ")
        found[f"{head}{colon}{rest.split()[0]}"] = event
    return found


def decide(office: Office, **fields: Any) -> Any:
    """Decision D1, needed on day 60, of a City Board that meets on Mondays with an agenda on Thursdays."""
    board = office.add_row("body", id="BOARD", name_en="City Board", meets="monday", agenda="thursday")
    return office.add_row(
        "decision", id="D1", title_en="Money", **{"needed": day(60), "decider": board.uid} | fields
    )


# One entry.


def test_a_milestone_is_a_whole_day_that_ends_before_the_next(office: Office) -> None:
    event = entries(office)["A1.1"]
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (day(80), day(81))


def test_an_entry_takes_nobodys_time(office: Office) -> None:
    assert entries(office)["A1.1"]["TRANSP"] == "TRANSPARENT"


def test_an_entry_says_status_owner_and_initiative(office: Office) -> None:
    assert str(entries(office)["A1.1"]["DESCRIPTION"]).splitlines() == [
        "Status: not started",
        "Owner: CDO",
        "Division: Sote",
        "Initiative: A1 Initiative A1",
    ]


def test_an_entry_says_in_which_language_it_speaks(office: Office) -> None:
    event = entries(office, language="sv")["A1.1"]
    assert (event["SUMMARY"].params["LANGUAGE"], "Ansvarig: CDO" in event["DESCRIPTION"]) == ("sv", True)


def test_the_day_of_an_entrys_edition_is_that_of_its_last_change(office: Office) -> None:
    office.at(day(3)).set("A1.1", forecast=day(70))
    event = entries(office.at(day(9)))["A1.1"]
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt
    assert event["DTSTAMP"].dt.date() == day(3)


def test_a_done_milestone_stands_on_the_day_it_was_met_and_says_so(office: Office) -> None:
    office.at(day(9)).set("A1.1", status=Status.DONE, actual=day(8))
    event = entries(office)["A1.1"]
    assert (event["DTSTART"].dt, event["SUMMARY"]) == (day(8), "A1.1 Title of A1.1 (done)")


def test_a_dropped_milestone_is_cancelled(office: Office) -> None:
    office.set("A1.1", status=Status.DROPPED)
    assert entries(office)["A1.1"]["STATUS"] == "CANCELLED"


def test_a_removed_milestone_is_cancelled(office: Office) -> None:
    office.remove("A1.1")
    assert entries(office)["A1.1"]["STATUS"] == "CANCELLED"


@pytest.mark.parametrize(
    "title", ["one, two; three", "back\\slash", "[b]bold[/b]", "=1+1", "<script>", "å" * 200]
)
def test_a_title_comes_back_as_it_was(office: Office, title: str) -> None:
    office.set("A1.1", title_en=title)
    assert str(entries(office)["A1.1"]["SUMMARY"]) == f"A1.1 {title}"


@pytest.mark.parametrize(("publicity", "told"), [("public", "PUBLIC"), ("not_public", "PRIVATE")])
def test_an_entry_is_as_public_as_its_initiative(office: Office, publicity: str, told: str) -> None:
    office.set("A1", "initiative", publicity=publicity)
    assert entries(office)["A1.1"]["CLASS"] == told


# Decisions and hand-offs.


def test_a_decision_stands_on_its_day_and_its_agenda_on_another(office: Office) -> None:
    decide(office, needed=date(2018, 10, 24))
    found = entries(office)
    days = [found[name]["DTSTART"].dt for name in ("Decision: D1", "For the agenda: D1")]
    assert days == [date(2018, 10, 24), date(2018, 10, 18)]


def test_a_decision_without_a_rhythm_has_no_agenda(office: Office) -> None:
    decide(office, decider=None)
    assert "For the agenda: D1" not in entries(office)


def test_a_decision_says_who_decides(office: Office) -> None:
    decide(office)
    assert "Decided by: City Board" in entries(office)["Decision: D1"]["DESCRIPTION"]


def test_a_decision_that_was_made_stands_on_that_day_and_needs_no_agenda(office: Office) -> None:
    decide(office)
    office.at(day(9)).set("D1", "decision", outcome=Outcome.APPROVED)
    found = entries(office)
    made, agenda = found["Decision: D1"], found["For the agenda: D1"]
    assert (made["DTSTART"].dt, made["SUMMARY"]) == (day(9), "Decision: D1 Money (approved)")
    assert agenda["STATUS"] == "CANCELLED"


def test_an_agenda_that_is_no_more_is_called_off(office: Office) -> None:
    decide(office)
    office.set("D1", "decision", decider=None)
    assert entries(office)["For the agenda: D1"]["STATUS"] == "CANCELLED"


def test_a_removed_decision_is_cancelled(office: Office) -> None:
    decide(office)
    office.remove("D1", "decision")
    assert {event["STATUS"] for name, event in entries(office).items() if "D1" in name} == {"CANCELLED"}


def hand_off(office: Office, **fields: Any) -> None:
    sote = office.uid("division", "SOTE")
    office.add_row("handoff", id="HO-1", division=sote, week=1, sent=START, due=day(5), **fields)


def test_an_open_hand_off_stands_on_its_due_day_and_is_private(office: Office) -> None:
    hand_off(office)
    event = entries(office)["Hand-off due: SOTE"]
    assert (event["DTSTART"].dt, event["CLASS"], event["STATUS"]) == (day(5), "PRIVATE", "CONFIRMED")


def test_a_hand_off_that_came_back_is_called_off(office: Office) -> None:
    hand_off(office, returned=START)
    assert entries(office)["Hand-off due: SOTE"]["STATUS"] == "CANCELLED"


# A second import.


def test_the_same_plan_is_the_same_bytes(office: Office) -> None:
    decide(office)
    hand_off(office)
    first = content(office.plan, office.path.parent)
    assert content(office.at(day(4)).plan, office.path.parent) == first


@pytest.mark.parametrize("change", [{"forecast": day(70)}, {"title_en": "Other"}, {"status": Status.AT_RISK}])
def test_a_change_makes_a_new_edition_of_the_same_entry(office: Office, change: dict[str, Any]) -> None:
    before = entries(office)["A1.1"]
    office.set("A1.1", **change)
    after = entries(office)["A1.1"]
    assert (after["UID"], after["SEQUENCE"] > before["SEQUENCE"]) == (before["UID"], True)


def test_what_no_entry_shows_makes_no_new_edition(office: Office) -> None:
    before = content(office.plan, office.path.parent)
    office.set("A1.1", note="x")
    office.plan.confirm([office.uid("milestone", "A1.1")])
    assert content(office.plan, office.path.parent) == before


def test_an_undone_change_is_a_new_edition_too(office: Office) -> None:
    changed = office.set("A1.1", forecast=day(70))
    before = entries(office)["A1.1"]["SEQUENCE"]
    office.plan.undo(changed.number)
    assert entries(office)["A1.1"]["SEQUENCE"] > before


def test_another_rhythm_of_the_body_is_a_new_edition_of_the_agenda(office: Office) -> None:
    decide(office)
    before = entries(office)["For the agenda: D1"]["SEQUENCE"]
    office.set("BOARD", "body", meets="tuesday")
    assert entries(office)["For the agenda: D1"]["SEQUENCE"] > before


@pytest.mark.parametrize(
    ("row", "kind", "change", "entry"),
    [
        ("D1", "decision", {"stops": "The pilot stops."}, "Decision: D1"),
        ("D1", "decision", {"case_number": "HEL 2018-1"}, "Decision: D1"),
        ("BOARD", "body", {"name_en": "Board of the City"}, "Decision: D1"),
        ("CDO", "owner", {"role_en": "Chief Digital Officer"}, "A1.1"),
        ("SOTE", "division", {"name_en": "Social services and health"}, "A1.1"),
    ],
)
def test_whatever_an_entry_tells_beside_its_title_makes_a_new_edition(
    office: Office, row: str, kind: str, change: dict[str, str], entry: str
) -> None:
    decide(office)
    before = entries(office)[entry]
    office.set(row, kind, **change)
    after = entries(office)[entry]
    assert after["DESCRIPTION"] != before["DESCRIPTION"]
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_the_number_of_an_edition_never_falls_when_another_body_decides(office: Office) -> None:
    decide(office)
    office.set("BOARD", "body", meets="tuesday")
    before = entries(office)["For the agenda: D1"]["SEQUENCE"]
    council = office.add_row("body", id="COUNCIL", name_en="City Council", meets="wednesday")
    office.set("D1", "decision", decider=council.uid)
    assert entries(office)["For the agenda: D1"]["SEQUENCE"] > before


def test_every_entry_has_an_id_of_its_own(whole_plan: Plan, tmp_path: Path) -> None:
    uids = [str(each["UID"]) for each in Calendar.from_ical(content(whole_plan, tmp_path)).walk("VEVENT")]
    assert len(set(uids)) == len(uids) > 150
    assert all(uid.endswith("@tracker90") for uid in uids)


# The whole file.


def test_lines_end_and_are_folded_as_the_standard_says(whole_plan: Plan, tmp_path: Path) -> None:
    lines = content(whole_plan, tmp_path).split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line for line in lines)


def test_the_calendar_has_the_plans_name(office: Office) -> None:
    found = Calendar.from_ical(content(office.plan, office.path.parent))
    assert (str(found["X-WR-CALNAME"]), found["VERSION"]) == ("Plan of the tests", "2.0")


@pytest.mark.parametrize(
    ("kind", "visible_id"), [("division", "SOTE"), ("stream", "A"), ("initiative", "A1")]
)
def test_a_part_of_the_plan_has_a_calendar_of_its_own(office: Office, kind: str, visible_id: str) -> None:
    other = {"initiative": office.uid("initiative", "B1"), "division": office.uid("division", "KASKO")}
    office.add("B1.1", **other)
    decide(office, initiative=other["initiative"])
    assert set(entries(office, scope=Scope(kind, office.uid(kind, visible_id)))) == {"A1.1"}


def test_a_part_has_the_decisions_of_its_initiatives(office: Office) -> None:
    decide(office, initiative=office.uid("initiative", "A1"))
    assert "Decision: D1" in entries(office, scope=Scope("stream", office.uid("stream", "A")))


def test_a_public_calendar_has_no_hand_offs_and_nothing_hidden(office: Office) -> None:
    hand_off(office)
    office.add("B1.1", initiative=office.uid("initiative", "B1"))
    decide(office, initiative=office.uid("initiative", "B1"))
    office.set("B1", "initiative", publicity="not_public")
    assert set(entries(office, public=public_plan(office.plan, START))) == {"A1.1"}


def test_a_removed_decision_of_a_hidden_initiative_is_not_told_of(office: Office) -> None:
    decide(office, initiative=office.uid("initiative", "B1"))
    office.set("B1", "initiative", publicity="not_public")
    office.remove("D1", "decision")
    assert set(entries(office, public=public_plan(office.plan, START))) == {"A1.1"}


def test_moments_are_in_utc(office: Office) -> None:
    assert b"\r\nDTSTAMP:20180820T" in content(office.plan, office.path.parent)
    assert entries(office)["A1.1"]["DTSTAMP"].dt.utcoffset() == timedelta(0)
