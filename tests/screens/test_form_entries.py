"""What people type and choose for values, without a screen."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import language
from models.errors import InvalidValue
from models.plan import Plan
from models.rules.calendar import WorkCalendar
from models.rules.fields import KINDS, Value
from models.rules.words import Status
from screens.widgets.form_entries import Choice, ChoiceEntry, DateEntry, ShiftEntry, entry_for
from screens.widgets.form_milestones import bulk_edits, bulk_preview, edit_values, wants_reason

TODAY = date(2018, 10, 19)
CALENDAR = WorkCalendar(date(2018, 8, 20), 90, holidays=frozenset({date(2018, 11, 1)}))
DATES = st.dates(date(2001, 1, 1), date(2099, 12, 31))


def dates(base: date | None = None, *, required: bool = False) -> DateEntry:
    return DateEntry("forecast", CALENDAR, TODAY, base, required)


@given(DATES, st.sampled_from(language.LANGUAGES))
def test_a_date_is_read_as_it_is_written(day: date, code: str) -> None:
    with language.speaking(code):
        assert dates().read(dates().written(day)) == day


@given(st.integers(1, 60), DATES)
def test_a_step_forward_counts_working_days(count: int, base: date) -> None:
    day = dates(base).read(f"+{count}")
    assert day is not None
    assert (CALENDAR.workdays(base, day), CALENDAR.is_workday(day)) == (count, True)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("+1", date(2018, 10, 22)),
        ("-1", date(2018, 10, 18)),
        ("−1", date(2018, 10, 18)),
        (" + 9 ", date(2018, 11, 2)),
        ("TODAY", TODAY),
        ("", None),
    ],
)
def test_short_forms_of_a_date(typed: str, day: date | None) -> None:
    assert dates().read(typed) == day


@pytest.mark.parametrize("typed", ["tomorrow", "+", "5", "+99999", "1/2/2018", "[P1]"])
def test_what_is_no_date_is_quoted_in_the_sentence(typed: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        dates().read(typed)
    assert f"“{typed}”" in caught.value.sentence


def test_a_date_that_is_needed_cannot_be_empty() -> None:
    with pytest.raises(InvalidValue):
        dates(required=True).read(" ")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("+5", "Mon 2018-10-29 · +5 working days"),
        ("2018-12-24", "outside the plan"),
        ("nonsense", "A date, today, or +5"),
    ],
)
def test_a_hint_says_what_a_date_is_taken_for(typed: str, told: str) -> None:
    assert told in dates(date(2018, 10, 22)).hint(typed)


@pytest.mark.parametrize(
    ("typed", "days"), [("+5", 5), ("5", 5), ("-2", -2), ("−2", -2), ("", None), ("0", None)]
)
def test_a_shift_is_a_number_of_working_days(typed: str, days: int | None) -> None:
    assert ShiftEntry("forecast").read(typed) == days


OWNERS = ChoiceEntry(
    "owner",
    (
        Choice("a", "Head of Data", "CDO KESKE"),
        Choice("b", "Head of IT", "IT SOTE"),
        Choice("c", "Päällikkö"),
    ),
    "nobody",
)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("head of data", "a"),
        ("sote", "b"),
        ("data head", "a"),
        ("paallikko", "c"),
        ("", None),
        ("nobody", None),
    ],
)
def test_a_choice_is_found_by_words_of_it(typed: str, value: str | None) -> None:
    assert OWNERS.read(typed) == value


@pytest.mark.parametrize("typed", ["head", "director", "[/]"])
def test_what_fits_several_choices_or_none_is_no_choice(typed: str) -> None:
    with pytest.raises(InvalidValue):
        OWNERS.read(typed)


def test_a_choice_whose_words_begin_as_typed_comes_first() -> None:
    entry = ChoiceEntry("x", (Choice(1, "unit"), Choice(2, "it")))
    assert [choice.value for choice in entry.choices("it")] == [2, 1]


@pytest.mark.parametrize("field", [f.name for f in KINDS["milestone"].fields if not f.by_program])
def test_every_field_of_a_milestone_reads_what_it_writes(plan: Plan, field: str) -> None:
    state = plan.state()
    entry = entry_for(state, "milestone", field)
    for row in state.milestones[:20]:
        value = getattr(row, field)
        value = str(value) if isinstance(value, str) else value
        if value is not None and field != "note":
            assert entry.read(entry.written(value)) == value


# What the forms of milestones make of the values.


def test_a_change_of_many_touches_nothing_where_nothing_is_chosen(plan: Plan) -> None:
    state = plan.state()
    assert bulk_edits(state, state.milestones, {"status": None, "shift": None}) == []


def test_an_owner_of_many_can_be_taken_away(plan: Plan) -> None:
    state = plan.state()
    edits = bulk_edits(state, [state.milestones[0]._replace(owner="someone")], {"owner": ""})
    assert [(edit.field, edit.new) for edit in edits] == [("owner", None)]


def test_the_preview_says_in_one_line_what_will_change(plan: Plan) -> None:
    state = plan.state()
    rows = [row for row in state.milestones if row.is_open][:2]
    values: dict[str, Value] = {"status": "blocked", "shift": 3, "owner": "", "reason": state.reasons[0].uid}
    assert bulk_preview(state, rows, values) == (
        "2 milestones: status → blocked, owner → none, reason → Schedule clarified, forecast +3 working days"
    )


def test_a_day_on_which_it_was_met_makes_an_open_milestone_done(plan: Plan) -> None:
    row = plan.state().find("milestone", "A1.3")
    assert edit_values(row, "actual", TODAY) == {"actual": TODAY, "status": "done"}


def test_another_day_of_a_done_milestone_changes_the_day_alone(plan: Plan) -> None:
    row = plan.state().find("milestone", "A1.1")
    assert edit_values(row, "actual", TODAY) == {"actual": TODAY}


@pytest.mark.parametrize(
    ("reason", "values", "asked"),
    [
        (None, {"forecast": date(2018, 11, 6)}, True),
        ("r", {"forecast": date(2018, 11, 6)}, True),
        (None, {"forecast": date(2018, 11, 5)}, False),
        (None, {"forecast": date(2018, 11, 2)}, False),
        (None, {"status": Status.BLOCKED.value}, True),
        ("r", {"status": Status.BLOCKED.value}, False),
        (None, {"status": Status.DROPPED.value}, True),
        (None, {"status": Status.AT_RISK.value}, False),
    ],
)
def test_a_slip_a_block_and_a_drop_ask_why(
    plan: Plan, reason: str | None, values: dict[str, date | str], asked: bool
) -> None:
    row = plan.state().find("milestone", "A1.3")._replace(forecast=date(2018, 11, 5), reason=reason)
    assert wants_reason(row, values) is asked
