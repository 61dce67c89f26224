"""The roadmap: rows folded and unfolded, weeks and days, streams and divisions, and what it says in words."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from driving import DEMO_DAY, LARGE, LAST_DAY, NORMAL, SMALL, Driven, check_golden, driven, opened
from textual.widgets import Static

from models.clock import Clock
from models.edits import creation
from models.plan import Plan
from models.store import create
from tracker.settings import Settings

START = date(2018, 8, 20)


def words(run: Driven, name: str) -> str:
    return str(run.screen.query_one(f"#{name}", Static).render())


def shown(run: Driven) -> list[str]:
    """Kind and id of every row that is not folded away."""
    found = [run.screen.row_of(key) for key in run.screen.table.keys]
    return [f"{kind} {row.id}" for kind, row in found]


def at(run: Driven) -> str:
    kind, row = run.screen.row_of(run.screen.table.cursor_key)
    return f"{kind} {row.id}"


async def go_to(run: Driven, kind: str, visible_id: str) -> None:
    """Puts the cursor on a row, as another screen would."""
    run.screen.reveal(kind, run.screen.answer.state.find(kind, visible_id).uid)
    await run.settle()


@pytest.mark.parametrize("size", [NORMAL, SMALL, LARGE], ids=["120x40", "80x24", "200x60"])
async def test_the_roadmap_looks_as_kept(whole_plan_path: Path, size: tuple[int, int]) -> None:
    async with driven(whole_plan_path, day=LAST_DAY, size=size) as run:
        await run.press("2")
        check_golden(f"roadmap-{size[0]}x{size[1]}", run.text())


@pytest.mark.parametrize("size", [NORMAL, SMALL], ids=["120x40", "80x24"])
async def test_days_look_as_kept(plan_path: Path, size: tuple[int, int]) -> None:
    async with driven(plan_path, day=DEMO_DAY, size=size) as run:
        await run.press("2", "z")
        check_golden(f"roadmap-days-{size[0]}x{size[1]}", run.text())


async def test_divisions_in_finnish_look_as_kept(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY, size=SMALL, spoken="fi") as run:
        await run.press("2", "d")
        check_golden("roadmap-divisions-80x24-fi", run.text())


async def test_in_ascii_it_looks_as_kept(whole_plan_path: Path) -> None:
    async with driven(whole_plan_path, day=LAST_DAY, size=SMALL, settings=Settings(ascii=True)) as run:
        await run.press("2", "f")
        check_golden("roadmap-80x24-ascii", run.text())


# Folding.


async def test_enter_folds_a_stream_to_the_marks_of_its_milestones_and_space_unfolds_it(
    plan_path: Path,
) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("2")
        unfolded, marks = shown(run), run.line_with("90-day plan work").count("✓")
        await run.press("enter")
        assert (marks, run.line_with("90-day plan work").count("✓") > 5) == (0, True)
        assert shown(run)[:3] == ["stream P", "stream A", "initiative A1"]
        await run.press("space")
        assert (unfolded[:3], shown(run)) == (["stream P", "initiative P1", "initiative P2"], unfolded)


async def test_enter_on_an_initiative_shows_its_milestones_by_their_days(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("2")
        await go_to(run, "initiative", "A3")
        await run.press("enter")
        place = shown(run).index("initiative A3")
        expected = ["milestone A3.1", "milestone A3.2", "milestone A3.3", "initiative A4"]
        assert shown(run)[place + 1 : place + 5] == expected


async def test_space_on_a_milestone_folds_its_initiative(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("2")
        await go_to(run, "milestone", "A3.2")
        await run.press("space")
        assert (at(run), "milestone A3.2" in shown(run)) == ("initiative A3", False)


async def test_f_folds_all_streams_and_again_unfolds_them(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("2")
        before = shown(run)
        await run.press("f")
        folded = shown(run)
        await run.press("f")
        expected = ["stream P", "stream A", "stream B", "stream C", "stream D"]
        assert (folded, shown(run)) == (expected, before)


async def test_what_is_folded_stays_folded_when_the_plan_changes(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("2", "enter")
        with opened(plan_path, DEMO_DAY) as plan:
            plan.confirm([plan.state().find("milestone", "A3.2").uid])
        await run.until(lambda: len(run.notices()) > 0)
        await run.settle()
        assert shown(run)[:2] == ["stream P", "stream A"]


# Streams and divisions.


async def test_d_groups_by_the_divisions_that_lead_and_keeps_the_cursor(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("2")
        by_stream = sorted(each for each in shown(run) if each.startswith("initiative"))
        await go_to(run, "initiative", "A2")
        await run.press("d")
        assert (shown(run)[:2], at(run)) == (["division SOTE", "initiative A2"], "initiative A2")
        assert sorted(each for each in shown(run) if each.startswith("initiative")) == by_stream


# Weeks and days.


async def test_weeks_have_the_numbers_of_the_plan_and_the_arrows_move_nothing(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY, size=SMALL) as run:
        await run.press("2")
        expected = ["Stream,", "initiative", *map(str, range(1, 14)), "║", "+1", "+2", "+3"]
        before = run.lines()
        assert run.line_with("Stream, initiative").split() == expected
        await run.press("right", "left", "left")
        assert run.lines() == before


async def test_a_plan_that_begins_on_a_thursday_has_fourteen_weeks(tmp_path: Path) -> None:
    path = small_plan(tmp_path / "thursday.db", start=START + timedelta(days=3))
    async with driven(path, day=DEMO_DAY, size=SMALL) as run:
        await run.press("2")
        assert run.line_with("Stream, initiative").split()[2:16] == list(map(str, range(1, 15)))


async def test_weeks_go_on_over_new_year(tmp_path: Path) -> None:
    path = small_plan(tmp_path / "winter.db", start=date(2020, 12, 7))
    async with driven(path, day=date(2020, 12, 30)) as run:
        await run.press("2")
        lines = run.lines()
        assert ("12-28" in lines[2] or "12-21" in lines[2], lines[3].split()[2:6]) == (True, list("1234"))


async def test_z_shows_days_along_which_the_arrows_move(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("2", "z")
        before = run.lines()
        assert " 18 19 20 " in before[3]
        await run.press("right")
        assert before[2].index("week 10") - run.lines()[2].index("week 10") == 21
        await run.press("right", "t")
        assert run.lines() == before
        await run.pilot.press(*["left"] * 20)
        await run.settle()
        assert run.lines()[2].split()[2:5] == ["week", "1", "08-20"]
        await run.pilot.press(*["right"] * 20)
        await run.settle()
        assert "16 17 ║" in run.line_with("Stream, initiative")
        await run.press("escape")
        assert run.line_with("Stream, initiative").split()[2:5] == ["1", "2", "3"]


# In words, and on to other screens.


async def test_the_row_at_the_cursor_is_told_in_words(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY, size=LARGE) as run:
        await run.press("2")
        await go_to(run, "milestone", "A4.2")
        expected = (
            "A4.2 Integration requirements to divisions  blocked 2018-11-01 · baseline 2018-10-23 · "
            "+7 working days · Dependency on another division · KESKE"
        )
        assert words(run, "about") == expected


async def test_a_group_tells_what_goes_on_after_the_last_day(whole_plan_path: Path) -> None:
    with opened(whole_plan_path, LAST_DAY) as plan:
        state = plan.state()
        uids = {each.uid for each in state.initiatives if state.id_of("stream", each.stream) == "A"}
        after = sum(
            m.is_open and m.forecast > date(2018, 11, 17) and m.initiative in uids for m in state.milestones
        )
    async with driven(whole_plan_path, day=LAST_DAY) as run:
        await run.press("2")
        await go_to(run, "stream", "A")
        assert f"{after} after day 90" in words(run, "about")


async def test_enter_on_a_milestone_goes_to_its_own_screen_and_escape_back(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("2")
        await go_to(run, "milestone", "A4.2")
        await run.press("enter")
        there = run.scope(), run.screen.current_row()[1]
        await run.press("escape")
        assert (there, run.scope()) == (
            ("milestones", run.screen.answer.state.find("milestone", "A4.2").uid),
            "roadmap",
        )


@pytest.mark.parametrize(
    ("kind", "visible_id", "scope"), [("initiative", "A4", "initiatives"), ("stream", "A", "milestones")]
)
async def test_o_goes_to_a_rows_own_screen(plan_path: Path, kind: str, visible_id: str, scope: str) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("2")
        await go_to(run, kind, visible_id)
        await run.press("o")
        assert run.scope() == scope


async def test_w_shows_where_a_forecast_comes_from(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("2")
        await go_to(run, "milestone", "A4.2")
        await run.press("w")
        assert "Where forecast of A4.2 Integration requirements to divisions comes from" in run.text()


async def test_a_stream_in_a_history_opens_on_the_roadmap(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        run.app.open_row("stream", run.app.plan.state().find("stream", "C").uid)
        await run.until(lambda: run.scope() == "roadmap" and run.screen.answer is not None)
        await run.settle()
        assert at(run) == "stream C"


async def test_another_language_is_spoken_at_once(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("2", "ctrl+p")
        await run.type("finnish")
        await run.press("enter")
        assert "Kokonaisuus, hanke" in run.lines()[3]


# Small and odd plans.


def small_plan(path: Path, *, start: date = START, days: int = 90, forecasts: tuple[date, ...] = ()) -> Path:
    """A plan of one stream, one division and one initiative, made on its first day."""
    with create(path, {"start": start, "days": days}, clock=Clock(start), person="tester") as plan:
        add_initiative(plan, forecasts)
    return path


def add_initiative(plan: Plan, forecasts: tuple[date, ...]) -> None:
    edits = creation("stream", {"id": "A", "name_en": "Services", "position": 1}, uid="s")
    edits += creation(
        "division", {"id": "SOTE", "name_en": "Health", "position": 1, "central": False}, uid="d"
    )
    edits += creation("initiative", {"id": "A1", "stream": "s", "lead": "d", "title_en": "Chat"}, uid="i")
    for number, forecast in enumerate(forecasts, 1):
        fields = {
            "id": f"A1.{number}",
            "initiative": "i",
            "division": "d",
            "title_en": "Step",
            "forecast": forecast,
        }
        edits += creation("milestone", fields)
    plan.apply(edits, source="screen")


async def test_an_empty_plan_says_which_key_leads_on(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    create(path, {"start": START}, clock=Clock(START), person="tester").close()
    async with driven(path, day=START) as run:
        await run.press("2")
        assert "The plan is empty. Press 3, then n" in run.text()


async def test_an_initiative_without_milestones_has_an_empty_row(tmp_path: Path) -> None:
    path = small_plan(tmp_path / "small.db")
    async with driven(path, day=START, size=SMALL) as run:
        await run.press("2")
        assert run.line_with("A1 Chat").split()[:4] == ["A1", "Chat", "┊", "║"]


async def test_a_plan_without_a_baseline_has_no_ghost(tmp_path: Path) -> None:
    path = small_plan(
        tmp_path / "small.db", forecasts=(START + timedelta(days=7), START + timedelta(days=21))
    )
    async with driven(path, day=START, size=SMALL) as run:
        await run.press("2")
        assert "  ▲═════●  " in run.line_with("A1 Chat")


async def test_a_plan_of_one_day_shows_its_day_and_its_wall(tmp_path: Path) -> None:
    path = small_plan(tmp_path / "day.db", days=1, forecasts=(START, START + timedelta(days=14)))
    async with driven(path, day=START, size=SMALL) as run:
        await run.press("2")
        assert " ▲═║═" in run.line_with("A1 Chat")


async def test_what_lies_before_day_one_is_told_at_the_left_edge(tmp_path: Path) -> None:
    path = small_plan(
        tmp_path / "before.db", forecasts=(START - timedelta(days=30), START + timedelta(days=30))
    )
    async with driven(path, day=START, size=SMALL) as run:
        await run.press("2")
        assert "◂" in run.line_with("A1 Chat")


async def test_what_lies_far_after_the_last_day_is_told_at_the_right_edge(tmp_path: Path) -> None:
    path = small_plan(tmp_path / "after.db", forecasts=(START, START + timedelta(days=400)))
    async with driven(path, day=START, size=SMALL) as run:
        await run.press("2")
        assert run.line_with("A1 Chat").endswith("▸")


async def test_closed_weeks_of_a_division_are_shaded_in_its_rows(tmp_path: Path) -> None:
    path = small_plan(tmp_path / "closed.db", forecasts=(START,))
    with opened(path, START) as plan:
        week = {"division": "d", "monday": START + timedelta(days=56), "name_en": "Autumn holiday"}
        plan.apply(creation("closed_week", week), source="screen")
    async with driven(path, day=START, size=SMALL) as run:
        await run.press("2")
        assert "▒▒▒" in run.line_with("A1 Chat")


async def test_two_hundred_initiatives_are_moved_through_on_24_lines(tmp_path: Path) -> None:
    path = small_plan(tmp_path / "many.db", forecasts=(START,))
    with opened(path, START) as plan:
        edits = []
        for number in range(2, 201):
            values = {"id": f"A{number}", "stream": "s", "lead": "d", "title_en": f"Number {number}"}
            edits += creation("initiative", values)
        plan.apply(edits, source="screen")
    async with driven(path, day=START, size=SMALL) as run:
        await run.press("2", "end")
        assert (at(run), "A200 Number 200" in run.text()) == ("initiative A200", True)
