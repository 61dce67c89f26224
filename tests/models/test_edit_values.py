"""What a field can take, and what follows from a change: every refusal is a sentence and leaves the plan as it was."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from builders import Office, day

from models.edits import Edit, changes, creation
from models.errors import InvalidValue, RuleBroken
from models.rules.fields import MAX_ID, MAX_LINE, MAX_TEXT, Value


@pytest.fixture
def working(office: Office) -> Office:
    """The office on day 5 with the milestones A1.1 and A1.2."""
    office.add("A1.1", weight=3)
    office.add("A1.2", weight=5)
    return office.at(day(5))


def refused(office: Office, **values: Value) -> str:
    """The sentence with which a change of A1.1 is refused; nothing of it was saved."""
    before = office.plan.state()
    with pytest.raises(InvalidValue) as error:
        office.set("A1.1", **values)
    assert office.plan.state() == before
    return error.value.sentence


@pytest.mark.parametrize("field", ["initiative", "division", "forecast", "status", "weight", "id"])
def test_what_a_milestone_needs_cannot_be_emptied(working: Office, field: str) -> None:
    assert refused(working, **{field: None}).endswith("cannot be empty.")


def test_the_only_title_cannot_be_emptied(working: Office) -> None:
    assert refused(working, title_en=None) == "A1.1: title cannot be empty."


def test_one_title_of_two_can_be_emptied(working: Office) -> None:
    working.set("A1.1", title_fi="Jotain")
    working.set("A1.1", title_en=None)
    assert working.milestone("A1.1").title_en is None


@pytest.mark.parametrize("blank", ["", "   ", "\n\t", "\u00a0", "\u200b", "\ufeff \u2060"])
def test_a_title_of_nothing_that_can_be_seen_is_empty(working: Office, blank: str) -> None:
    assert refused(working, title_en=blank) == "A1.1: title cannot be empty."


@pytest.mark.parametrize("blank", ["", " ", "\u200b"])
def test_an_id_of_nothing_that_can_be_seen_is_empty(working: Office, blank: str) -> None:
    assert refused(working, id=blank) == "A1.1: id cannot be empty."


def test_a_note_of_nothing_that_can_be_seen_is_no_note(working: Office) -> None:
    working.set("A1.1", note="x")
    working.set("A1.1", note="\u200b")
    assert working.milestone("A1.1").note is None


@pytest.mark.parametrize("bad", ["a\x07b", "a\x1bb", "a\x00b", "a\x9fb", "a\uffffb"])
def test_a_control_character_is_refused(working: Office, bad: str) -> None:
    assert "control character" in refused(working, note=bad)


@pytest.mark.parametrize("bad", ["a\u202eb", "a\u2066b", "\u2069"])
def test_a_mark_that_turns_the_direction_of_writing_is_refused(working: Office, bad: str) -> None:
    assert "direction of writing" in refused(working, title_en=bad)


def test_half_of_a_character_is_refused(working: Office) -> None:
    assert "half of a character" in refused(working, note="a\ud83db")


def test_the_sentence_names_the_row_and_the_field(working: Office) -> None:
    assert refused(working, note="\x07").startswith("A1.1: note cannot be saved.")


def test_32_000_units_are_kept(working: Office) -> None:
    working.set("A1.1", note="x" * MAX_TEXT)
    assert working.milestone("A1.1").note == "x" * MAX_TEXT


def test_32_001_units_are_refused(working: Office) -> None:
    assert "longer than 32,000 characters" in refused(working, note="x" * (MAX_TEXT + 1))


def test_16_000_characters_of_two_units_are_kept(working: Office) -> None:
    working.set("A1.1", note="😀" * (MAX_TEXT // 2))
    assert working.milestone("A1.1").note == "😀" * (MAX_TEXT // 2)


def test_one_character_of_two_units_more_is_refused(working: Office) -> None:
    assert "longer than 32,000 characters" in refused(working, note="😀" * (MAX_TEXT // 2) + "x")


def test_a_line_is_no_longer_than_a_line(working: Office) -> None:
    assert f"longer than {MAX_LINE}" in refused(working, title_en="x" * (MAX_LINE + 1))


def test_an_id_is_no_longer_than_an_id(working: Office) -> None:
    assert f"longer than {MAX_ID}" in refused(working, id="x" * (MAX_ID + 1))


def test_a_line_holds_no_line_ends(working: Office) -> None:
    working.set("A1.1", title_en="two\r\nlines")
    assert working.milestone("A1.1").title_en == "two lines"


def test_a_note_keeps_its_line_ends_as_line_feeds(working: Office) -> None:
    working.set("A1.1", note="two\r\nlines")
    assert working.milestone("A1.1").note == "two\nlines"


@pytest.mark.parametrize(
    "text",
    ["[/wip] [bold]x[/]", "=1+1", "@SUM(A1)", "<b>&amp;</b>", "../../etc", "{where}", "%s %(x)s", "'; DROP"],
)
def test_text_that_looks_like_markup_a_formula_or_a_path_is_kept_literally(
    working: Office, text: str
) -> None:
    working.set("A1.1", title_en=text)
    assert working.milestone("A1.1").title_en == text


@pytest.mark.parametrize("bad", [0, 14, -1])
def test_a_weight_outside_1_to_13_is_refused(working: Office, bad: int) -> None:
    assert refused(working, weight=bad) == f"A1.1: weight must be a whole number from 1 to 13, not {bad}."


@pytest.mark.parametrize("good", [1, 13])
def test_weights_1_and_13_are_taken(working: Office, good: int) -> None:
    working.set("A1.1", weight=good)
    assert working.milestone("A1.1").weight == good


@pytest.mark.parametrize("bad", ["5", True, date(2018, 10, 1)])
def test_a_weight_that_is_no_number_is_refused(working: Office, bad: Value) -> None:
    assert "does not fit weight" in refused(working, weight=bad)


@pytest.mark.parametrize("year", [1999, 2101])
def test_a_year_outside_2000_to_2100_is_refused(working: Office, year: int) -> None:
    assert "outside the years 2000 to 2100" in refused(working, forecast=date(year, 6, 1))


@pytest.mark.parametrize("good", [date(2000, 1, 1), date(2100, 12, 31)])
def test_the_first_and_the_last_day_of_those_years_are_taken(working: Office, good: date) -> None:
    working.set("A1.1", forecast=good)
    assert working.milestone("A1.1").forecast == good


@pytest.mark.parametrize("bad", ["2018-10-19", 43392, True])
def test_what_is_no_date_is_refused_as_one(working: Office, bad: Value) -> None:
    assert "does not fit forecast" in refused(working, forecast=bad)


def test_a_moment_is_refused_as_a_date(working: Office) -> None:
    assert "does not fit forecast" in refused(working, forecast=datetime(2018, 10, 19, 8, 30))


def test_a_status_that_nobody_knows_is_refused(working: Office) -> None:
    assert "“finished” does not fit status" in refused(working, status="finished")


def test_a_flag_that_is_neither_true_nor_false_is_refused(working: Office) -> None:
    assert "does not fit" in refused(working, trend="yes")


def test_a_field_that_nobody_knows_is_refused(working: Office) -> None:
    uid = working.uid("milestone", "A1.1")
    with pytest.raises(InvalidValue, match="there is no field “colour”"):
        working.plan.apply([Edit("milestone", uid, "colour", None, "red")], source="screen")


def test_a_set_that_the_kind_does_not_have_is_refused(working: Office) -> None:
    edit = Edit("milestone", working.uid("milestone", "A1.1"), "themes.abc", None, True)
    with pytest.raises(InvalidValue, match="there is no field"):
        working.plan.apply([edit], source="screen")


def test_a_kind_that_nobody_knows_is_refused(working: Office) -> None:
    with pytest.raises(InvalidValue, match="no rows of the kind “risk”"):
        working.plan.apply([Edit("risk", "abc", "exists", None, True)], source="screen")


# Frames, initiatives and hand-offs.


def frame_refused(office: Office, **values: Value) -> str:
    with pytest.raises(InvalidValue) as error:
        office.plan.apply(changes("charter", office.plan.charter(), values), source="screen")
    return error.value.sentence


def test_a_time_zone_that_nobody_knows_is_refused(office: Office) -> None:
    assert "Nowhere/City" in frame_refused(office, zone="Nowhere/City")


def test_a_country_without_known_holidays_is_refused(office: Office) -> None:
    assert "“XX”" in frame_refused(office, country="XX")


@pytest.mark.parametrize("days", [0, 1001])
def test_a_plan_of_no_days_or_of_more_than_1000_is_refused(office: Office, days: int) -> None:
    assert "from 1 to 1000" in frame_refused(office, days=days)


def test_the_frame_of_a_plan_cannot_be_removed(office: Office) -> None:
    with pytest.raises(RuleBroken):
        office.plan.remove("charter", office.plan.charter(), source="screen")


def test_a_plan_gets_no_second_frame(office: Office) -> None:
    with pytest.raises(RuleBroken):
        office.plan.apply(creation("charter", {"start": day(1)}), source="screen")


def test_a_closed_week_begins_on_a_monday(office: Office) -> None:
    with pytest.raises(InvalidValue, match="2018-08-22"):
        office.plan.apply(creation("closed_week", {"monday": day(3)}), source="screen")


def test_a_closed_week_of_everybody_is_not_worked(office: Office) -> None:
    office.plan.apply(creation("closed_week", {"monday": day(8)}), source="screen")
    assert not office.plan.state().calendar.is_workday(day(9))


def test_a_closed_week_of_one_division_is_worked(office: Office) -> None:
    values: dict[str, Value] = {"monday": day(8), "division": office.uid("division", "SOTE")}
    office.plan.apply(creation("closed_week", values), source="screen")
    assert office.plan.state().calendar.is_workday(day(9))


@pytest.mark.parametrize("publicity", ["secret", "partly_secret"])
def test_what_is_secret_needs_its_ground(office: Office, publicity: str) -> None:
    with pytest.raises(InvalidValue, match="legal ground"):
        office.set("A1", "initiative", publicity=publicity)


def test_what_is_secret_with_its_ground_is_taken(office: Office) -> None:
    office.set("A1", "initiative", publicity="secret", secrecy_ground="24 § 1 mom. 20")
    assert office.row("initiative", "A1").publicity == "secret"


def test_the_ground_of_what_is_secret_cannot_be_emptied(office: Office) -> None:
    office.set("A1", "initiative", publicity="secret", secrecy_ground="24 §")
    with pytest.raises(InvalidValue, match="legal ground"):
        office.set("A1", "initiative", secrecy_ground=None)


def test_a_light_set_by_a_person_needs_a_reason(office: Office) -> None:
    with pytest.raises(InvalidValue, match="reason of one sentence"):
        office.set("A1", "initiative", light="green")


def test_a_hand_off_is_not_due_before_it_is_sent(office: Office) -> None:
    values: dict[str, Value] = {"division": office.uid("division", "SOTE"), "week": 2}
    values |= {"id": "H1", "sent": day(10), "due": day(9)}
    with pytest.raises(InvalidValue, match="before it was sent"):
        office.plan.apply(creation("handoff", values), source="screen")


def refused_body(office: Office, **values: Value) -> str:
    """The sentence with which a new body is refused."""
    with pytest.raises(InvalidValue) as error:
        office.add_row("body", id="BOARD", name_en="City Board", **values)
    return error.value.sentence


@pytest.mark.parametrize(
    "values", [{"agenda": "thursday"}, {"first_meeting": date(2018, 9, 3)}, {"every_weeks": 2}]
)
def test_a_rhythm_needs_the_weekday_of_the_meetings(office: Office, values: dict[str, Value]) -> None:
    assert refused_body(office, **values).startswith("BOARD: say on which weekday it meets")


def test_a_body_meets_on_its_weekday(office: Office) -> None:
    sentence = refused_body(office, meets="monday", first_meeting=date(2018, 9, 4))
    assert sentence == "BOARD: 2018-09-04 is no Monday, on which it meets."


def test_a_body_that_does_not_meet_every_week_says_in_which(office: Office) -> None:
    assert "name a day on which it meets" in refused_body(office, meets="monday", every_weeks=2)


def test_a_body_that_decides_something_cannot_be_removed(office: Office) -> None:
    board = office.add_row("body", id="BOARD", name_en="City Board")
    office.add_row("decision", id="D1", title_en="Money", needed=day(9), decider=board.uid)
    with pytest.raises(RuleBroken, match=r"^BOARD is still needed by D1, so it cannot be removed\.$"):
        office.remove("BOARD", "body")
