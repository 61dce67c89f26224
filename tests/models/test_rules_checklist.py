"""The check-list before a week is frozen: what is open, as Today has it, the narrative, and missing translations."""

from __future__ import annotations

from datetime import date

import pytest
from builders import Office, day

from models.language import speaking
from models.plan import Plan
from models.rules.attention import Section, attention
from models.rules.checklist import Checklist, checklist, lines, open_text
from models.rules.figures import figures


@pytest.fixture
def working(office: Office) -> Office:
    """Two milestones in English alone, on the Friday of week 3."""
    office.add("A1.1", status="in_progress")
    office.add("A1.2", forecast=day(3))
    return office.at(day(19))


def found(office: Office) -> Checklist:
    return checklist(office.plan.state())


@pytest.mark.parametrize("when", [date(2018, 8, 20), date(2018, 10, 19), date(2018, 11, 17)])
def test_it_counts_what_the_figures_of_the_day_count(whole_plan: Plan, when: date) -> None:
    state = whole_plan.state(when)
    open_, counted = checklist(state).open, figures(state)
    assert [len(open_[each]) for each in (Section.STALE, Section.HANDOFFS, Section.DECISIONS)] == [
        counted.stale,
        counted.handoffs_late,
        counted.decisions_open,
    ]


def test_it_holds_what_today_holds_in_the_same_order(whole_plan: Plan) -> None:
    state = whole_plan.state(date(2018, 10, 19))
    today = attention(state).sections
    assert dict(checklist(state).open) == {section: today[section] for section in checklist(state).open}


def test_a_week_without_a_narrative_needs_one_in_the_working_language(working: Office) -> None:
    told = found(working)
    assert (told.is_narrative_missing, told.without_narrative) == (True, ("fi", "sv", "en"))


def test_a_narrative_in_the_working_language_is_enough(working: Office) -> None:
    before = found(working).open_count
    working.plan.apply(narrative(working, "Said."), source="screen")
    told = found(working)
    assert (told.is_narrative_missing, told.without_narrative) == (False, ("fi", "sv"))
    assert told.open_count == before - 1


def test_a_narrative_in_another_language_is_not_enough(working: Office) -> None:
    working.plan.apply(narrative(working, "Sanottu.", "fi"), source="screen")
    assert found(working).is_narrative_missing


def test_the_narrative_of_another_week_does_not_count(working: Office) -> None:
    working.plan.apply(narrative(working, "Said.", week=2), source="screen")
    assert found(working).is_narrative_missing


def narrative(office: Office, text: str, language: str = "en", week: int = 3) -> list[object]:
    from models.narratives import narrative_edits

    return narrative_edits(office.plan.state(), week, language, text, today=office.plan.today)  # type: ignore[arg-type, return-value]


def test_rows_that_lack_a_language_are_listed_and_hinder_nothing(working: Office) -> None:
    working.set("A1.1", title_fi="Nimi")
    before = found(working).open_count
    working.set("A1.1", title_fi="Nimi", title_sv="Namn")
    assert found(working).open_count == before
    working.set("A1.1", title_sv=None)
    told = {each.row.id: each.languages for each in found(working).untranslated if each.kind == "milestone"}
    assert (told, found(working).open_count) == ({"A1.1": ("sv",), "A1.2": ("fi", "sv")}, before)


def test_a_row_in_all_languages_and_a_dropped_one_are_not_listed(working: Office) -> None:
    working.set("A1.1", title_fi="Nimi", title_sv="Namn")
    working.set("A1.2", status="dropped")
    assert not [each for each in found(working).untranslated if each.kind == "milestone"]


def test_a_line_names_the_worst_and_says_how_many_more(working: Office) -> None:
    for number in range(3, 9):
        working.add(f"A1.{number}", forecast=day(17 + number))
    state = working.at(day(30)).plan.state()
    silent = next(line for line in lines(checklist(state), state, most=3) if line.title == "Silent slips")
    assert (silent.count, silent.what) == (7, "A1.2, A1.3, A1.4 and 4 more")


def test_an_empty_plan_lacks_its_narrative_alone(office: Office) -> None:
    assert open_text(found(office)) == "1 thing is open in week 1."


def test_it_speaks_the_readers_language(working: Office) -> None:
    state = working.plan.state()
    with speaking("sv"):
        assert "Lägesbeskrivning saknas" in [line.title for line in lines(checklist(state), state)]
