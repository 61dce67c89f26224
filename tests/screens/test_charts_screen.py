"""6 Charts, driven by keys through the real application on the sample plan."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from charting import DAY, Driven, charts, labels, press_until, screen_of, shown, until, words
from driving import check_golden, driven
from textual.widgets import Input, Static

from exports.chart_burndown import burndown_chart
from exports.chart_kinds import CHARTS, NAMES, chart
from models import language
from models.clock import Clock
from models.edits import creation
from models.plan import Plan
from models.rules.state import Scope
from models.store import create, open_plan
from screens.charts import ChartsScreen
from screens.widgets.chart import Chart
from screens.widgets.part_picker import PartPicker
from screens.widgets.save_dialog import SaveDialog
from screens.widgets.table import LineTable

CHARTER: dict[str, Any] = {"name_en": "Small plan", "start": date(2018, 8, 20), "days": 90}


@pytest.fixture(autouse=True)
def _in_a_folder_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


# The chart.


async def test_the_burndown_of_the_plan_fills_the_screen_of_any_size(plan_path: Path, plan: Plan) -> None:
    rows = plan.state().burndown()
    async with charts(plan_path) as pilot:
        for size in ((80, 24), (120, 40), (200, 60)):
            await pilot.resize_terminal(*size)
            chart = screen_of(pilot).query_one(Chart)
            await until(pilot, lambda chart=chart, size=size: chart.content_size.width > size[0] - 4)  # type: ignore[misc]
            width, height = chart.content_size
            assert height > size[1] - 10
            drawn = burndown_chart(rows, width=width, height=height, day=DAY, title="")
            await until(pilot, lambda drawn=drawn: shown(pilot) == drawn)  # type: ignore[misc]


async def test_a_sentence_above_the_chart_says_what_it_shows(plan_path: Path) -> None:
    async with charts(plan_path) as pilot:
        assert words(pilot).startswith("176 of 279 remain on 2018-10-19, 56 more than the ideal line.")


async def test_the_arrows_go_through_the_charts_round_and_round(plan_path: Path) -> None:
    async with charts(plan_path) as pilot:
        for key, kinds in (("right", (*CHARTS[1:], CHARTS[0])), ("left", CHARTS[::-1])):
            for kind in kinds:
                await press_until(pilot, key, lambda name=kind.name: is_shown(pilot, name))  # type: ignore[misc]


async def test_a_click_on_its_name_shows_a_chart(plan_path: Path) -> None:
    async with charts(plan_path) as pilot:
        await pilot.click("#kinds", offset=(15, 0))
        await until(pilot, lambda: shown(pilot).startswith("━ done"))


async def test_another_language_draws_its_dates(plan_path: Path) -> None:
    async with charts(plan_path) as pilot:
        await pilot.app.run_action("speak('fi')")
        await until(pilot, lambda: "20.8." in shown(pilot) and "19.10.2018" in words(pilot))
    language.use("en")


async def test_a_change_of_the_plan_changes_the_chart(plan_path: Path) -> None:
    async with charts(plan_path) as pilot:
        with open_plan(plan_path, clock=Clock(DAY), person="other") as other:
            initiative = other.state().initiatives[0]
            row = creation(
                "milestone",
                {
                    "id": "A1.99",
                    "initiative": initiative.uid,
                    "division": initiative.lead,
                    "title_fi": "Lisää",
                    "weight": 13,
                    "forecast": DAY,
                    "created_on": DAY,
                },
            )
            other.apply(row, source="command")
        await until(pilot, lambda: "scope 292" in shown(pilot))


# A part of the plan.


async def choose(pilot: Driven, *keys: str) -> None:
    await press_until(pilot, "f", lambda: isinstance(pilot.app.screen, PartPicker))
    await pilot.press(*keys, "enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, ChartsScreen))


async def test_a_part_found_by_typing_has_its_own_chart(plan_path: Path, plan: Plan) -> None:
    state = plan.state()
    parts = {"stream b": "stream B", "kasko": "division KASKO", "c3": "initiative C3", "t2": "theme T2"}
    async with charts(plan_path) as pilot:
        for typed, part in parts.items():
            kind, visible_id = part.split()
            remaining = state.burndown(Scope(kind, state.find(kind, visible_id).uid))[60].remaining
            begins = f"━ remaining {remaining} "
            await choose(pilot, *("space" if letter == " " else letter for letter in typed))
            await until(pilot, lambda begins=begins: shown(pilot).startswith(begins))  # type: ignore[misc]
            assert visible_id in labels(pilot)[-1]


async def test_the_arrows_choose_a_part_while_the_filter_has_the_focus(plan_path: Path, plan: Plan) -> None:
    async with charts(plan_path) as pilot:
        await choose(pilot, "down")
        await until(pilot, lambda: plan.state().streams[0].id in labels(pilot)[-1])


async def test_escape_leaves_the_part_as_it_was(plan_path: Path) -> None:
    async with charts(plan_path) as pilot:
        await press_until(pilot, "f", lambda: isinstance(pilot.app.screen, PartPicker))
        await press_until(pilot, "escape", lambda: isinstance(pilot.app.screen, ChartsScreen))
        assert labels(pilot)[-1] == "The whole plan"


async def test_a_part_that_nobody_finds_is_told_in_the_list(plan_path: Path) -> None:
    async with charts(plan_path) as pilot:
        await press_until(pilot, "f", lambda: isinstance(pilot.app.screen, PartPicker))
        await pilot.press(*"zzz", "enter")
        table = pilot.app.screen.query_one(LineTable)
        assert (table.keys, isinstance(pilot.app.screen, PartPicker)) == ((), True)


async def test_the_list_of_parts_begins_at_the_one_that_is_shown(plan_path: Path) -> None:
    async with charts(plan_path) as pilot:
        await choose(pilot, *"kasko")
        await until(pilot, lambda: "KASKO" in labels(pilot)[-1])
        await press_until(pilot, "f", lambda: isinstance(pilot.app.screen, PartPicker))
        assert (pilot.app.screen.query_one(LineTable).cursor_key or "").startswith("division ")


async def test_a_part_that_was_removed_gives_way_to_the_whole_plan(plan_path: Path, plan: Plan) -> None:
    plan.apply(creation("theme", {"id": "NEW", "name_en": "Short-lived"}), source="command")
    async with charts(plan_path) as pilot:
        await choose(pilot, *"new")
        await until(pilot, lambda: "Short-lived" in labels(pilot)[-1])
        plan.remove("theme", plan.state().find("theme", "NEW"), source="command")
        await until(pilot, lambda: labels(pilot)[-1] == "The whole plan")


async def test_a_name_that_looks_like_markup_is_shown_as_it_is(plan_path: Path, plan: Plan) -> None:
    from models.edits import changes

    initiative = plan.state().find("initiative", "C3")
    plan.apply(changes("initiative", initiative, {"title_en": "[b]x [/wip]"}), source="command")
    async with charts(plan_path) as pilot:
        await choose(pilot, *"wip")
        await until(pilot, lambda: "[b]x [/wip]" in labels(pilot)[-1])


async def test_the_long_name_of_a_part_is_cut_and_not_left_out_where_there_is_little_room(
    plan_path: Path, plan: Plan
) -> None:
    from models.edits import changes

    initiative = plan.state().find("initiative", "C3")
    plan.apply(changes("initiative", initiative, {"title_en": "word " * 50}), source="command")
    async with charts(plan_path, size=(80, 24)) as pilot:
        await choose(pilot, *"word")
        await until(pilot, lambda: "word" in labels(pilot)[-1])
        shown = str(screen_of(pilot).query_one("#more-kinds").render())
        assert ("f Initiative C3 word" in shown, len(shown)) == (True, 80)


async def test_a_part_without_work_says_which_key_chooses_another(plan_path: Path, plan: Plan) -> None:
    plan.apply(creation("theme", {"id": "TH-NEW", "name_en": "Nothing yet"}), source="command")
    async with charts(plan_path) as pilot:
        await choose(pilot, *"nothing")
        await until(pilot, lambda: screen_of(pilot).query_one("#empty").display)
        assert "Press f" in str(screen_of(pilot).query_one("#empty", Static).render())


# The table behind it.


async def test_escape_returns_from_the_table_to_the_chart(plan_path: Path) -> None:
    async with charts(plan_path) as pilot:
        chart = screen_of(pilot).query_one(Chart)
        await press_until(pilot, "t", lambda: not chart.display)
        await press_until(pilot, "escape", lambda: chart.display)


# Copying and saving.


async def test_the_chart_is_copied_as_text_with_its_title_and_sentence(plan_path: Path) -> None:
    async with charts(plan_path) as pilot:
        await press_until(pilot, "y", lambda: pilot.app.clipboard != "")
        title, sentence, _blank, legend = pilot.app.clipboard.split("\n")[:4]
        assert title == "Burndown: The whole plan – weight left at the end of each day"
        assert sentence.startswith("176 of 279 remain")
        assert legend.startswith("━ remaining 176")


async def test_the_table_is_copied_with_tabs_between_its_cells(plan_path: Path) -> None:
    async with charts(plan_path) as pilot:
        await pilot.press("t")
        await press_until(pilot, "y", lambda: pilot.app.clipboard != "")
        assert pilot.app.clipboard.split("\n")[9] == "2018-10-19\t176\t120\t279\t103\t0\t2"


async def save_as(pilot: Driven, name: str) -> None:
    await press_until(
        pilot, "s", lambda: isinstance(pilot.app.screen, SaveDialog) and bool(pilot.app.screen.query(Input))
    )
    pilot.app.screen.query_one(Input).value = name
    await pilot.pause()
    await pilot.press("enter")


def said(pilot: Driven) -> str:
    return str(pilot.app.screen.query_one("#say", Static).render())


async def test_the_chart_is_saved_under_the_suggested_name(plan_path: Path, tmp_path: Path) -> None:
    async with charts(plan_path) as pilot:
        await press_until(pilot, "s", lambda: isinstance(pilot.app.screen, SaveDialog))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChartsScreen))
    saved = (tmp_path / "burndown-plan-2018-10-19.txt").read_text(encoding="utf-8")
    assert saved.startswith(
        "Burndown: The whole plan – weight left at the end of each day\n176 of 279 remain"
    )
    assert "━ remaining 176" in saved


async def test_the_table_is_saved_when_it_is_shown(plan_path: Path, tmp_path: Path) -> None:
    async with charts(plan_path) as pilot:
        await pilot.press("t")
        await save_as(pilot, "table.txt")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChartsScreen))
    assert "2018-10-19        176    120" in (tmp_path / "table.txt").read_text(encoding="utf-8")


async def test_a_file_that_is_there_is_replaced_only_by_a_second_enter_for_that_name(
    plan_path: Path, tmp_path: Path
) -> None:
    old, older = tmp_path / "old.txt", tmp_path / "older.txt"
    for path in (old, older):
        path.write_text("old", encoding="utf-8")
    async with charts(plan_path) as pilot:
        await save_as(pilot, old.name)
        await until(pilot, lambda: said(pilot).startswith("old.txt is there already"))
        pilot.app.screen.query_one(Input).value = older.name
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: said(pilot).startswith("older.txt is there already"))
        assert (old.read_text(encoding="utf-8"), older.read_text(encoding="utf-8")) == ("old", "old")
        await press_until(pilot, "enter", lambda: isinstance(pilot.app.screen, ChartsScreen))
    assert old.read_text(encoding="utf-8") == "old"
    assert "remain" in older.read_text(encoding="utf-8")


async def test_a_place_where_nothing_can_be_written_is_told_in_a_sentence(plan_path: Path) -> None:
    async with charts(plan_path) as pilot:
        for name, begins in (("missing/folder/x.txt",) * 2, (".",) * 2, ("x\0y.txt", "x")):
            await save_as(pilot, name)
            await until(pilot, lambda begins=begins: said(pilot).startswith(begins))  # type: ignore[misc]
            await press_until(pilot, "escape", lambda: isinstance(pilot.app.screen, ChartsScreen))


async def test_a_chart_is_saved_as_a_picture_where_the_name_says_so(plan_path: Path, tmp_path: Path) -> None:
    async with charts(plan_path) as pilot:
        await press_until(pilot, "s", lambda: ".svg" in said(pilot))
        await pilot.press("escape")
        await save_as(pilot, "chart.SVG")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChartsScreen))
    saved = (tmp_path / "chart.SVG").read_text(encoding="utf-8")
    assert saved.startswith("<svg ")
    assert "176 of 279 remain" in saved


# The other charts.

KEYS = {
    "burndown": "b",
    "burnup": "p",
    "flow": "w",
    "trend": "r",
    "forecast": "o",
    "throughput": "d",
    "slips": "i",
    "lights": "c",
}


async def test_each_chart_is_behind_its_key_and_its_table_behind_another(plan_path: Path, plan: Plan) -> None:
    state = plan.state()
    async with charts(plan_path) as pilot:
        screen = screen_of(pilot)
        drawing, table = screen.query_one(Chart), screen.query_one(LineTable)
        for name in NAMES:
            kind = chart(name)
            series = kind.ask(plan, state, None)
            await press_until(pilot, KEYS[name], lambda name=name: is_shown(pilot, name))  # type: ignore[misc]
            width, height = drawing.content_size
            expected = kind.draw(series, width=width, height=height, day=DAY, title="").text()
            await until(pilot, lambda expected=expected: shown(pilot) == expected)  # type: ignore[misc]
            assert words(pilot) == kind.sentence(series, DAY)
            await press_until(pilot, "t", lambda: table.display)
            assert [tuple(screen._cells(key)) for key in table.keys] == kind.table(series)[1:]
            await press_until(pilot, "t", lambda: drawing.display)


def is_shown(pilot: Driven, name: str) -> bool:
    """Whether the series of that chart have come."""
    answer = screen_of(pilot).answer
    return answer is not None and answer.kind.name == name


async def test_the_part_stays_when_another_chart_is_shown(plan_path: Path, plan: Plan) -> None:
    kind, row = chart("slips"), plan.state().find("division", "KASKO")
    sentence = kind.sentence(kind.ask(plan, plan.state(), Scope("division", row.uid)), DAY)
    async with charts(plan_path) as pilot:
        await choose(pilot, *"kasko")
        await until(pilot, lambda: "KASKO" in labels(pilot)[-1])
        await press_until(pilot, "i", lambda: words(pilot) == sentence)


async def test_a_chart_that_cannot_be_drawn_says_why_once(tmp_path: Path) -> None:
    with create(tmp_path / "p.db", CHARTER, clock=Clock(DAY), person="tester") as made:
        made.apply(creation("stream", {"id": "A", "name_en": "A", "position": 0}), source="command")
        made.apply(creation("division", {"id": "D", "name_en": "D", "position": 0}), source="command")
        state = made.state()
        initiative = {
            "id": "A1",
            "title_en": "A1",
            "stream": state.streams[0].uid,
            "lead": state.divisions[0].uid,
        }
        made.apply(creation("initiative", initiative), source="command")
        one = {"id": "A1.1", "title_en": "x", "initiative": made.state().initiatives[0].uid}
        one |= {"division": state.divisions[0].uid, "forecast": DAY}
        made.apply(creation("milestone", one), source="command")
    async with charts(tmp_path / "p.db") as pilot:
        await press_until(pilot, "c", lambda: words(pilot).startswith("No week is frozen yet"))
        await until(pilot, lambda: shown(pilot).startswith("No week is frozen yet"))
        assert screen_of(pilot).query_one(Chart).render().plain == ""


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_the_screen_looks_as_kept(plan_path: Path, size: tuple[int, int]) -> None:
    async with driven(plan_path, day=DAY, size=size) as run:
        await run.press("6")
        for name in ("flow", "trend", "lights"):
            await run.press(KEYS[name])
            check_golden(f"charts-{name}-{size[0]}x{size[1]}", run.text())
