"""All eight charts: golden pictures of the sample plan, and what holds on any day, for any part and in any size."""

from __future__ import annotations

import os
import re
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.chart_kinds import CHARTS, NAMES, ChartKind, chart
from exports.chart_parts import cells
from models import language
from models.clock import Clock
from models.plan import Plan
from models.rules.state import Scope
from models.store import create, open_plan

GOLDEN = Path(__file__).parent / "golden"
START = date(2018, 8, 20)
LEGEND: dict[str, str] = {
    "burndown": "━",
    "burnup": "━",
    "flow": "░",
    "trend": "═",
    "forecast": "━",
    "throughput": "█",
    "slips": "█",
    "lights": "■",
}
"""With which sign the legend of each chart begins."""
NEW = ("flow", "trend", "forecast", "throughput", "slips", "lights")
"""The charts whose golden pictures stand here; the others have theirs in test_charts.py."""


def day(number: int) -> date:
    return START + timedelta(days=number - 1)


def page(kind: ChartKind, plan: Plan, asked: date, width: int, height: int, **more: Any) -> str:
    state = plan.state(asked)
    series = kind.ask(plan, state, more.pop("scope", None))
    return kind.page(series, "Sample", width=width, height=height, day=state.day, **more).text()


# Golden pictures.


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", NEW)
def test_the_sample_is_drawn_as_it_was_looked_at(name: str, size: tuple[int, int], plan: Plan) -> None:
    compare_golden(f"{name}-{size[0]}x{size[1]}.txt", page(chart(name), plan, plan.today, *size))


@pytest.mark.parametrize("name", NEW)
def test_the_last_day_of_the_sample_is_drawn_as_it_was_looked_at(name: str, whole_plan: Plan) -> None:
    compare_golden(f"{name}-day-90.txt", page(chart(name), whole_plan, day(90), 80, 24))


@pytest.mark.parametrize("name", NEW)
def test_charts_in_ascii_are_drawn_as_they_were_looked_at(name: str, plan: Plan) -> None:
    compare_golden(f"{name}-ascii.txt", page(chart(name), plan, plan.today, 80, 24, ascii=True))


def compare_golden(name: str, text: str) -> None:
    """Compares with the file; TRACKER_WRITE_GOLDEN=1 writes it anew, and then it has to be looked at."""
    path = GOLDEN / name
    if os.environ.get("TRACKER_WRITE_GOLDEN"):
        path.write_text(text + "\n", encoding="utf-8")
    assert text + "\n" == path.read_text(encoding="utf-8")


# What a reader must find.


@pytest.mark.parametrize("kind", CHARTS, ids=NAMES)
def test_title_and_unit_come_first_then_a_sentence_and_the_legend(kind: ChartKind, plan: Plan) -> None:
    heading, sentence, legend = page(kind, plan, plan.today, 200, 40).split("\n")[:3]
    assert heading == f"{kind.title}: Sample – {kind.unit}"
    assert sentence == kind.sentence(kind.ask(plan, plan.state(), None), plan.today)
    assert legend.startswith(LEGEND[kind.name])


@pytest.mark.parametrize("kind", CHARTS, ids=NAMES)
@pytest.mark.parametrize("code", ["fi", "sv"])
def test_dates_are_in_the_readers_form(kind: ChartKind, code: str, plan: Plan) -> None:
    with language.speaking(code):
        text = page(kind, plan, plan.today, 120, 30)
    assert not re.search(r"\b\d\d-\d\d\b|\b2018-", text)


@pytest.mark.parametrize("kind", CHARTS, ids=NAMES)
def test_a_plan_without_work_gets_a_sentence_and_no_frame(kind: ChartKind, tmp_path: Path) -> None:
    with create(
        tmp_path / "p.db", {"name_en": "x", "start": START, "days": 90}, clock=Clock(day(30)), person="x"
    ) as plan:
        lines = page(kind, plan, day(30), 100, 24).rstrip("\n").split("\n")
    assert len(lines) == 2
    assert lines[1].endswith(".")


def test_the_heading_of_a_plan_without_a_name_leaves_no_gap_for_it() -> None:
    assert chart("burndown").heading("") == "Burndown – weight left at the end of each day"


def test_a_forecast_that_is_refused_says_why_in_place_of_the_chart(whole_plan: Plan) -> None:
    lines = page(chart("forecast"), whole_plan, day(8), 100, 24).rstrip("\n").split("\n")
    assert lines[1:] == ["6 working days are too little history for a forecast; it takes 10."]


def test_the_chart_of_a_forecast_has_the_four_dates_and_the_wall(plan: Plan) -> None:
    text = page(chart("forecast"), plan, plan.today, 120, 40)
    dates = plan.state().forecast().dates
    assert all(f"{percent}% {when}" in text for percent, when in dates)
    assert "│ day 90, 11-17" in text


def test_the_legend_of_the_lights_counts_those_of_the_last_frozen_week(plan: Plan) -> None:
    assert "■ R red 0 · ▲ A amber 18 · ○ – grey 1 · ● G green 44" in page(
        chart("lights"), plan, plan.today, 100, 24
    )


def test_a_single_red_milestone_is_seen_among_a_hundred(whole_plan: Plan) -> None:
    # Week 5 has one red, one amber and 86 green ones.
    canvas = page(chart("lights"), whole_plan, day(35), 100, 12).split("\n")[3:-2]
    assert "■" in canvas[-1]


def test_a_week_that_was_not_frozen_has_no_data_on_the_chart(tmp_path: Path, plan: Plan) -> None:
    plan.clock = Clock(day(75))
    plan.snapshots.take()
    text = page(chart("lights"), plan, day(75), 100, 24)
    assert "? no data" in text.split("\n")[2]
    assert text.split("\n")[-3].count("?") == 1


@pytest.mark.parametrize("milestone", ["C3.3", "D4.3", "B5.3", "D2.3"])
def test_the_silent_slips_of_the_sample_stand_on_the_trend(milestone: str, whole_plan: Plan) -> None:
    text = page(chart("trend"), whole_plan, day(90), 120, 40)
    assert milestone in text.split("\n")[1]
    assert any(milestone in line for line in text.split("\n")[3:])


def test_the_most_costly_reason_stands_on_top_with_its_days_and_milestones(whole_plan: Plan) -> None:
    lines = page(chart("slips"), whole_plan, day(90), 120, 24).split("\n")
    first = next(line for line in lines[3:] if "┤" in line)
    assert first.strip().startswith("Dependency on another division┤")
    assert first.endswith("115 (14)")


def test_reasons_that_have_no_room_are_summed_in_the_last_bar(whole_plan: Plan) -> None:
    text = page(chart("slips"), whole_plan, day(90), 90, 12)
    days = [int(found) for found in re.findall(r"(\d+) \(\d+\)$", text, re.MULTILINE)]
    assert "other reasons┤" in text
    assert sum(days) == 292


def test_the_bars_of_throughput_carry_their_figures(whole_plan: Plan) -> None:
    text = page(chart("throughput"), whole_plan, day(90), 120, 40)
    done = [week.done for week in whole_plan.state(day(90)).throughput().weeks]
    assert all(re.search(rf"\b{figure}\b", text) for figure in done)


def test_the_pace_that_is_needed_stands_above_the_one_so_far(plan: Plan) -> None:
    canvas = page(chart("throughput"), plan, plan.today, 100, 30).split("\n")[3:]
    needed = next(place for place, line in enumerate(canvas) if "───" in line)
    so_far = next(place for place, line in enumerate(canvas) if "•••" in line)
    assert needed < so_far


# What holds for any of them.


@cache
def sample(path: Path) -> Plan:
    return open_plan(path, clock=Clock(day(200)), person="reader")


@pytest.fixture(scope="module")
def reading_plan(whole_template: Path) -> Plan:
    return sample(whole_template)


def scopes(plan: Plan) -> list[Scope | None]:
    state = plan.state(day(90))
    kinds = ("stream", "division", "theme", "initiative")
    return [None, *(Scope(kind, state.rows[kind][0].uid) for kind in kinds)]


@pytest.mark.parametrize("kind", CHARTS, ids=NAMES)
@settings(max_examples=20)
@given(
    asked=st.sampled_from([-5, 1, 5, 12, 30, 61, 89, 90, 91, 200]),
    width=st.integers(1, 210),
    height=st.integers(1, 70),
    ascii=st.booleans(),
    code=st.sampled_from(language.LANGUAGES),
    part=st.integers(0, 4),
)
def test_a_page_has_its_lines_and_none_is_too_wide(
    kind: ChartKind,
    asked: int,
    width: int,
    height: int,
    ascii: bool,
    code: str,
    part: int,
    reading_plan: Plan,
) -> None:
    with language.speaking(code):
        scope = scopes(reading_plan)[part]
        text = page(kind, reading_plan, day(asked), width, height, ascii=ascii, scope=scope)
    lines = text.split("\n")
    assert len(lines) == height
    assert max(map(cells, lines)) <= width
    assert "\x1b" not in text
    assert text.isascii() or not ascii


@pytest.mark.parametrize("kind", CHARTS, ids=NAMES)
def test_each_row_of_a_table_has_a_cell_for_each_header(kind: ChartKind, reading_plan: Plan) -> None:
    for number in (1, 61, 90):
        headers, *rows = kind.table(kind.ask(reading_plan, reading_plan.state(day(number)), None))
        assert {len(row) for row in rows} <= {len(headers)}


@pytest.mark.parametrize("kind", CHARTS, ids=NAMES)
def test_equal_questions_give_equal_series(kind: ChartKind, reading_plan: Plan) -> None:
    """A screen draws again only what changed."""
    state = reading_plan.state(day(61))
    assert kind.ask(reading_plan, state, None) == kind.ask(reading_plan, state, None)


@pytest.mark.parametrize("code", ["en", "fi", "sv"])
@pytest.mark.parametrize("kind", CHARTS, ids=NAMES)
def test_the_heading_of_the_whole_plan_is_not_cut_at_80_columns(kind: ChartKind, code: str) -> None:
    with language.speaking(code):
        assert cells(kind.heading(language._("The whole plan"))) <= 78


def test_a_count_of_lights_is_not_read_with_the_signs_beside_it_in_ascii(whole_plan: Plan) -> None:
    kind, state = chart("lights"), whole_plan.state(date(2018, 10, 19))
    series = kind.ask(whole_plan, state, None)
    drawn = kind.page(series, "", width=80, height=24, ascii=True, day=state.day).text()
    assert (" 101 " in drawn, re.findall(r"o\d|\do", drawn)) == (True, [])
