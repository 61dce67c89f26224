"""The workbook for stakeholders says what every other screen says, week by week, and only what may be said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import LAST_DAY
from stakeholding import Written, opened, written

from exports.tables_workbook import capital
from models.clock import Clock
from models.language import date_text
from models.plan import Plan
from models.rules.dependencies import Wanted, chosen, need_by_of, promised_of, slack
from models.rules.figure_words import LABELS
from models.rules.figures import due_decisions, figures
from models.rules.lights import WORST_FIRST
from models.rules.lights_by_week import total
from models.rules.publicity import PublicPart, public_part
from models.rules.records import text
from models.rules.roadmap import span_of
from models.rules.state import PlanState
from models.rules.words import WORDS, Light

WEEKS = (1, 5, 9, 13)


@pytest.fixture(scope="module")
def sample(whole_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plan]:
    """The sample with its 13 weeks, never changed here."""
    yield from opened(whole_template, tmp_path_factory.mktemp("stakeholders"), Clock(LAST_DAY))


@pytest.fixture(scope="module")
def weeks(sample: Plan) -> dict[int, tuple[PlanState, Written]]:
    """Some weeks as they were frozen, and their workbooks."""
    return {
        week: (
            sample.snapshots.state(sample.snapshots.of_week(week)),
            written(sample, sample.path.with_name(f"{week}.xlsx"), week=week),
        )
        for week in WEEKS
    }


@pytest.fixture(scope="module")
def public(sample: Plan) -> tuple[PublicPart, Written]:
    """Week 9 as it may be published, and its workbook."""
    state = sample.snapshots.state(sample.snapshots.of_week(9))
    part = public_part(state, sample.state())
    return part, written(sample, sample.path.with_name("public.xlsx"), week=9, public=True)


# What it says.


@pytest.mark.parametrize("week", WEEKS)
def test_the_figures_are_those_of_the_snapshot(
    sample: Plan, weeks: dict[int, tuple[PlanState, Written]], week: int
) -> None:
    kept = sample.snapshots.of_week(week).figures
    told = [getattr(kept, name) for name in LABELS]
    assert [row["Value"] for row in weeks[week][1].table("Figures")] == [
        "–" if value is None else value for value in told
    ]


@pytest.mark.parametrize("week", WEEKS)
def test_the_burndown_is_that_of_the_week(weeks: dict[int, tuple[PlanState, Written]], week: int) -> None:
    state, workbook = weeks[week]
    expected = [(row.day, row.remaining, row.ideal, row.scope) for row in state.burndown()]
    assert [row[:4] for row in workbook.rows("BurndownData")] == expected


@pytest.mark.parametrize("week", WEEKS)
def test_the_lights_by_week_are_those_of_the_snapshots(
    sample: Plan, weeks: dict[int, tuple[PlanState, Written]], week: int
) -> None:
    state, workbook = weeks[week]
    expected = {
        each.week: (each.day, *(getattr(counts, light.value) for light in WORST_FIRST))
        for each, counts in sample.series.lights(state).known
    }
    rows = workbook.rows("LightsByWeek")
    assert {row[0]: (row[1], *row[3:7]) for row in rows if row[1] is not None} == expected
    assert len(rows) == state.calendar.weeks


@pytest.mark.parametrize(("table", "name"), [("LightsByStream", "lights"), ("LightsByTheme", "theme_lights")])
@pytest.mark.parametrize("week", WEEKS)
def test_the_lights_of_the_parts_are_those_of_the_figures(
    weeks: dict[int, tuple[PlanState, Written]], week: int, table: str, name: str
) -> None:
    state, workbook = weeks[week]
    expected = {
        visible_id: (counts.red, counts.amber, counts.green, counts.grey, counts.done, counts.dropped)
        for visible_id, counts in getattr(figures(state), name).items()
    }
    assert {row[0].split()[0]: row[2:] for row in workbook.rows(table)} == expected


@pytest.mark.parametrize("week", WEEKS)
def test_every_milestone_stands_there_with_its_light(
    weeks: dict[int, tuple[PlanState, Written]], week: int
) -> None:
    state, workbook = weeks[week]
    rows = workbook.table("Milestones")
    assert [row["Id"] for row in rows] == [each.id for each in state.milestones]
    lights = Counter(row["Traffic light"] for row in rows)
    counted = total(figures(state).lights.values())
    assert [lights[capital(WORDS[light])] for light in Light] == [
        getattr(counted, light.value) for light in Light
    ]


@pytest.mark.parametrize("week", WEEKS)
def test_the_slips_are_those_of_the_chart_of_slips(
    sample: Plan, weeks: dict[int, tuple[PlanState, Written]], week: int
) -> None:
    state, workbook = weeks[week]
    expected = sorted(
        (slip.milestone.id, slip.old, slip.new, slip.workdays, group.name)
        for group in sample.series.slips(state).reasons
        for slip in group.slips
    )
    rows = [row for row in workbook.rows("Slips") if row[0] is not None]
    assert sorted((row[0], *row[5:9]) for row in rows) == expected


@pytest.mark.parametrize("week", WEEKS)
def test_the_dependencies_are_those_of_the_agreements(
    weeks: dict[int, tuple[PlanState, Written]], week: int
) -> None:
    state, workbook = weeks[week]
    expected = [
        (link.id, need_by_of(link, state), promised_of(link, state), slack(link, state))
        for link in chosen(state, Wanted(with_closed=True))
    ]
    rows = workbook.rows("Dependencies")
    assert [(row[0], *row[8:11]) for row in rows] == expected
    assert sum(row[13] == "Overdue" for row in rows) == figures(state).deps_overdue


@pytest.mark.parametrize("week", WEEKS)
def test_the_decisions_that_are_due_are_marked(
    weeks: dict[int, tuple[PlanState, Written]], week: int
) -> None:
    state, workbook = weeks[week]
    rows = workbook.table("Decisions")
    assert {row["Id"] for row in rows} == {each.id for each in state.decisions}
    assert {row["Id"] for row in rows if row["Due and not made"]} == {
        each.id for each in due_decisions(state)
    }


@pytest.mark.parametrize("week", WEEKS)
def test_a_bar_of_the_roadmap_spans_the_milestones_of_its_initiative(
    weeks: dict[int, tuple[PlanState, Written]], week: int
) -> None:
    state, workbook = weeks[week]
    _plan, *bars = workbook.rows("RoadmapData")
    spans = {each.id: span_of(state.milestones_of_initiative.get(each.uid, ())) for each in state.initiatives}
    told = {row[0].split()[0]: (row[1], row[6]) for row in bars}
    assert told == {key: tuple(span) for key, span in spans.items() if span is not None}
    assert all((row[2] or 0) + (row[3] or 0) == (row[6] - row[1]).days + 1 for row in bars)


def test_the_seal_stands_on_the_overview(sample: Plan, weeks: dict[int, tuple[PlanState, Written]]) -> None:
    assert sample.snapshots.of_week(9).seal in weeks[9][1].words()


def test_the_class_is_that_of_the_strictest_row(weeks: dict[int, tuple[PlanState, Written]]) -> None:
    assert "Publicity: partly secret (" in weeks[9][1].words()


# What may be published.


def test_a_public_workbook_has_the_figures_of_what_is_public(public: tuple[PublicPart, Written]) -> None:
    part, workbook = public
    found = figures(part.state)
    assert [row["Value"] for row in workbook.table("Figures")] == [getattr(found, name) for name in LABELS]


def test_a_public_workbook_names_nothing_that_is_not(
    sample: Plan, public: tuple[PublicPart, Written]
) -> None:
    part, workbook = public
    state = sample.snapshots.state(sample.snapshots.of_week(9))
    kept = {row.uid for row in (*part.state.initiatives, *part.state.milestones)}
    hidden = [text(row, "title") for row in (*state.initiatives, *state.milestones) if row.uid not in kept]
    words = workbook.words() + "".join(content for _name, content in workbook.parts("xl/"))
    assert hidden
    assert not [title for title in hidden if title in words]


def test_a_public_workbook_counts_only_public_lights_in_past_weeks(
    sample: Plan, public: tuple[PublicPart, Written]
) -> None:
    now = sample.state()
    rows = {row[0]: row[3:7] for row in public[1].rows("LightsByWeek")}
    for week in (3, 9):
        then = public_part(sample.snapshots.state(sample.snapshots.of_week(week)), now).state
        counts = then.light_counts(then.milestones)
        assert rows[week] == tuple(getattr(counts, light.value) for light in WORST_FIRST)


def test_a_public_workbook_says_how_much_was_left_out(public: tuple[PublicPart, Written]) -> None:
    part, workbook = public
    words = " ".join(workbook.words().split())
    assert part.left_out
    for each in part.left_out:
        assert WORDS[each.publicity] in words.casefold()
        assert (each.ground or "") in words


def test_a_workbook_tells_no_login(weeks: dict[int, tuple[PlanState, Written]]) -> None:
    assert not [name for name, content in weeks[9][1].parts("") if "tester" in content]


def test_the_day_is_told(weeks: dict[int, tuple[PlanState, Written]]) -> None:
    assert f"{date_text(weeks[9][0].day)}, day 61/90" in weeks[9][1].words()
