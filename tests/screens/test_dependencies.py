"""Dependencies: the matrix, one division, the board, the chain, their filters, and the ways here and away."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from driving import DEMO_DAY, LARGE, NORMAL, SMALL, check_golden, driven, opened
from links import go_to_cell, go_to_line, line_of, shown_ids, told, tree

from models.edits import creation
from models.rules.dependencies import ALL
from screens.widgets.dependency_look import View
from screens.widgets.table import Cell
from tracker.settings import Settings

VIEWS = {"matrix": ["m"], "chain": ["c"], "division": ["d", "2"], "board": ["b"]}
"""The keys to each view on the screen; c on a card would show the chain of that card, so it comes earlier."""


# How it looks.


@pytest.mark.parametrize("size", [NORMAL, SMALL], ids=["120x40", "80x24"])
async def test_the_views_look_as_kept(plan_path: Path, size: tuple[int, int]) -> None:
    async with driven(plan_path, day=DEMO_DAY, size=size) as run:
        await run.press("5")
        for view, keys in VIEWS.items():
            await run.press(*keys)
            check_golden(f"dependencies-{view}-{size[0]}x{size[1]}", run.text())


async def test_a_division_on_a_large_terminal_looks_as_kept(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY, size=LARGE) as run:
        await run.press("5", "d", "2")
        check_golden("dependencies-division-200x60", run.text())


async def test_the_matrix_in_finnish_looks_as_kept(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY, size=SMALL, spoken="fi") as run:
        await run.press("5")
        check_golden("dependencies-matrix-80x24-fi", run.text())


async def test_the_sentence_of_a_cell_is_told_to_its_end_where_it_takes_two_lines(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY, size=(100, 30), spoken="fi") as run:
        await run.press("5")
        assert "täsmää, 2 ilman lupausta" in run.text()


async def test_what_is_handed_over_has_room_before_kind_and_note(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY, size=LARGE) as run:
        await run.press("5", "d", "2")
        assert "X13 Pilot needs the lega" in run.text()


async def test_ascii_signs_leave_no_other_sign_in_any_view(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY, settings=Settings(ascii=True)) as run:
        await run.press("5")
        for keys in VIEWS.values():
            await run.press(*keys)
            assert {sign for sign in run.text() if not (sign.isascii() or sign.isalpha())} == set()


async def test_every_view_speaks_another_language_at_once(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5")
        for keys in VIEWS.values():
            run.app.action_speak("en")
            await run.press(*keys)
            assert "dependencies" in run.text()
            run.app.action_speak("sv")
            await run.settle()
            assert ("25 beroenden" in run.text(), "dependencies" in run.text()) == (True, False)


# The matrix.


async def test_the_matrix_begins_where_one_division_blocks_another_most(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5")
        assert told(run, "cell").startswith(
            "KESKE waits for KYMP · 2 dependencies, worst light amber, 1 overdue"
        )


async def test_the_cell_at_the_cursor_is_told_and_enter_opens_its_list(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5")
        await go_to_cell(run, "SOTE", "KYMP")
        await run.press("enter")
        assert told(run, "cell") == "SOTE waits for KYMP: nowhere."
        assert run.screen.pane.matrix.has_focus
        await run.press("down", "right")
        assert told(run, "cell").startswith("KASKO waits for KESKE · 3 dependencies")
        await run.press("enter")
        assert (run.screen.line.link.id, shown_ids(run, "cell")) == ("X13", ["X13", "X14", "X29"])
        await run.press("escape", "shift+end")
        assert told(run, "cell").startswith("KASKO waits for every division · 3 dependencies")


# One division.


async def test_three_keys_show_what_we_need_from_kasko_and_they_from_us(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5", "d", "2")
        found = (shown_ids(run, "needs"), shown_ids(run, "serves"))
        assert found == (["X13", "X14", "X29"], [])
        assert told(run, "line").startswith(
            "X13 Pilot needs the legal basis · hard, accepted · A1.3 Two-area pilot proposal ready waits"
        )


async def test_tab_goes_from_what_we_need_to_what_they_need(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5", "d", "3")
        assert "Nobody needs anything from KUVA." in run.text()
        await run.press("d", "5", "tab")
        assert run.screen.line.link.id == "X33"


# The board.


async def test_the_board_begins_in_this_week_and_a_card_opens_its_milestone(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5", "b")
        assert run.screen.pane.board.cursor_column == "week-9"
        await run.press("enter")
        await run.until(lambda: run.scope() == "milestones")
        await run.settle()
        assert run.screen.row(run.screen.table.cursor_key).id == "D6.2"


async def test_the_arrows_of_a_card_are_told_in_words_red_where_dates_do_not_line_up(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5", "b")
        assert run.screen.pane.go_to(line_of(run, "X22").link.uid)
        await run.settle()
        assert "waits for B1.3 of KESKE, " in run.text()
        cells = run.screen.pane.arrows._source(run.screen.pane.arrows.cursor_key)
        assert [(each.text[:20], each.tone) for each in cells if isinstance(each, Cell)] == [
            ("≠", "error"),
            ("waits for B1.3 of KE", "error"),
        ]


# The chain.


async def test_the_chain_begins_with_the_longest_of_the_plan_and_enter_folds_it(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5", "c")
        assert (told(run, "chain")[:17], tree(run)) == (
            "C5.3 Project plan",
            ["└─ C2.3", "   └─ A4.2", "      └─ C2.2"],
        )
        assert "Roll-out order by division" in run.text()
        await run.press("up", "enter")
        assert "Roll-out order by division" not in run.text()


async def test_a_milestone_that_stands_twice_in_a_chain_is_told_once(plan_path: Path) -> None:
    with opened(plan_path, DEMO_DAY) as plan:
        find = plan.state().find
        values = {
            "id": "X99",
            "waiting": find("milestone", "C5.3").uid,
            "provider": find("milestone", "C2.2").uid,
            "what_en": "Twice",
        }
        plan.apply(creation("dependency", values), source="command")
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5", "c")
        assert tree(run) == ["├─ C2.3", "│  └─ A4.2", "│     └─ C2.2", "└─ C2.2 above"]
        assert "C2.2  see above" in run.text()


async def test_a_milestone_is_found_by_typing_and_its_chain_shown(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5", "slash")
        await run.type("C2.2")
        await run.press("enter")
        assert (run.screen.view, told(run, "chain")[:4]) == (View.CHAIN, "C2.2")


async def test_c_on_a_milestone_of_a_chain_shows_its_own_chain(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5", "c", "down", "c")
        assert told(run, "chain")[:4] == "A4.2"


# Filters.


async def test_filters_leave_what_passes_and_esc_shows_all_again(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5")
        for keys, counted in (
            ("v", "3 of 25 dependencies"),
            ("x", "11 of 25 dependencies"),
            ("f4", "3 of 25 dependencies"),
            ("a", " 42 dependencies"),
        ):
            await run.press(*keys)
            assert counted in run.text(), keys
            await run.press("escape")
            assert " 25 dependencies" in run.text()
        await run.pilot.click("#filters", offset=(20, 0))
        await run.settle()
        assert run.screen.wanted.is_overdue


async def test_a_filter_holds_in_the_other_views(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5", "v", "x", "b")
        assert [link.id for link in run.screen.answer.look.links] == ["X35"]


async def test_a_filter_that_leaves_nothing_says_how_to_go_on(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5", "v", "f", "1")
        assert "No dependency passes the filter. Press esc to show all of them." in run.text()


async def test_where_all_are_closed_the_key_that_shows_them_is_told(whole_plan_path: Path) -> None:
    async with driven(whole_plan_path, day=date(2018, 11, 17)) as run:
        await run.press("5")
        told = "No dependency is open any more. Press a to show the closed ones too." in run.text()
        await run.press("a")
        assert (told, " 42 dependencies" in run.line_with("All divisions")) == (True, True)


# The ways here and away.


async def test_a_dependency_is_copied_and_has_its_history(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5")
        await go_to_line(run, "X26")
        await run.press("y")
        assert "X26\t▲ A\tService levels after overlaps\tC1.2 KESKE\tC4.2 KYMP" in run.app.clipboard
        await run.press("H")
        assert "History of X26 Service levels after overlaps" in run.text()


@pytest.mark.parametrize(("column", "milestone"), [("waiting", "C1.2"), ("what", "C4.2")])
async def test_enter_opens_the_milestone_behind_a_line(plan_path: Path, column: str, milestone: str) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5")
        await go_to_line(run, "X26", column)
        await run.press("enter")
        await run.until(lambda: run.scope() == "milestones")
        await run.settle()
        assert run.screen.row(run.screen.table.cursor_key).id == milestone


async def test_an_overdue_dependency_on_today_opens_here_and_esc_leads_back(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        key = next(key for key in run.screen.table.keys if key.startswith("dependencies:"))
        run.screen.table.move_cursor(key)
        await run.press("enter")
        await run.until(lambda: run.scope() == "dependencies" and run.screen.line is not None)
        await run.settle()
        assert run.screen.line.link.uid == key.partition(":")[2]
        await run.press("escape", "escape")
        assert run.scope() == "today"


async def test_a_dependency_that_a_filter_hides_is_shown_out_of_it(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5", "v")
        await go_to_line(run, "X26")
        assert (run.screen.line.link.id, run.screen.wanted) == ("X26", ALL)


async def test_a_dependency_that_nobody_waits_for_any_more_is_shown_all_the_same(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5", "b")
        await go_to_line(run, "X38")
        assert (run.screen.line.link.id, run.screen.wanted.with_closed) == ("X38", True)


async def test_the_chain_of_a_milestone_is_opened_from_elsewhere(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        uid = run.app.plan.state().find("milestone", "A4.2").uid
        assert run.app.open_row("chain-of-milestone", uid)
        await run.until(lambda: run.scope() == "dependencies" and run.screen.answer is not None)
        await run.settle()
        assert (run.screen.view, told(run, "chain")[:4]) == (View.CHAIN, "A4.2")
