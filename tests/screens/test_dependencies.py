"""Dependencies: the matrix, one division, the board, the chain; filters, changes, and the ways here and away."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from driving import DEMO_DAY, LARGE, NORMAL, SMALL, Driven, check_golden, driven, opened
from textual.widgets import Static

from models.clock import Clock
from models.edits import changes, creation
from models.rules.dependencies import ALL
from models.rules.records import Dependency
from models.rules.words import DependencyState
from models.store import create
from screens.widgets.dependency_look import Line, View
from screens.widgets.table import Cell
from tracker.settings import Settings

VIEWS = {"matrix": ["5"], "division": ["5", "d", "2"], "board": ["5", "b"], "chain": ["5", "c"]}
"""The keys to each view."""


def dependency(path: Path, id_: str) -> Dependency:
    with opened(path, DEMO_DAY) as plan:
        found: Dependency = plan.state().find("dependency", id_)
        return found


def change(path: Path, id_: str, **values: Any) -> None:
    """Changes a dependency from outside the program."""
    with opened(path, DEMO_DAY) as plan:
        plan.apply(changes("dependency", plan.state().find("dependency", id_), values), source="command")


def told(run: Driven, name: str) -> str:
    """The sentence in a line of the screen."""
    return str(run.screen.query_one(f"#{name}-told", Static).render())


def shown_ids(run: Driven, table: str) -> list[str]:
    """The ids of the dependencies in a table."""
    lines = run.screen.query_one(f"#{table}")._lines.values()
    return [line.link.id for line in lines]


def tree(run: Driven) -> list[str]:
    """The tree of a chain as ids behind their twigs; what stands twice says so."""
    pane = run.screen.pane
    return [
        node.twig + run.screen.state.id_of("milestone", node.branch.uid) + " above" * node.branch.is_repeated
        for node in pane._rows_of_tree.values()
    ]


async def go_to_cell(run: Driven, waiting: str, provider: str) -> None:
    """Puts the cursor of the matrix on a cell."""
    state = run.screen.state
    ends = (state.find("division", each).uid for each in (waiting, provider))
    assert run.screen.pane.matrix.move_cursor(*ends)
    await run.settle()


async def go_to_line(run: Driven, id_: str, column: str | None = None) -> None:
    """Puts the cursor on a dependency, as another screen would."""
    run.screen.reveal("dependency", run.screen.state.find("dependency", id_).uid)
    await run.settle()
    if column is not None:
        assert run.screen.table.move_cursor(column=column)
        await run.settle()


def line_of(run: Driven, id_: str) -> Line:
    look = run.screen.answer.look
    found: Line = look.line(look.state.find("dependency", id_).uid)
    return found


# How it looks.


@pytest.mark.parametrize("size", [NORMAL, SMALL], ids=["120x40", "80x24"])
@pytest.mark.parametrize("view", VIEWS)
async def test_a_view_looks_as_kept(plan_path: Path, view: str, size: tuple[int, int]) -> None:
    async with driven(plan_path, day=DEMO_DAY, size=size) as run:
        await run.press(*VIEWS[view])
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


@pytest.mark.parametrize("view", VIEWS)
async def test_ascii_signs_leave_no_other_sign_in_a_view(plan_path: Path, view: str) -> None:
    async with driven(plan_path, day=DEMO_DAY, settings=Settings(ascii=True)) as run:
        await run.press(*VIEWS[view])
        assert {sign for sign in run.text() if not (sign.isascii() or sign.isalpha())} == set()


@pytest.mark.parametrize("view", VIEWS)
async def test_a_view_speaks_another_language_at_once(plan_path: Path, view: str) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press(*VIEWS[view])
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


async def test_the_arrows_move_from_cell_to_cell(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5")
        await go_to_cell(run, "SOTE", "KYMP")
        await run.press("down", "right")
        assert told(run, "cell").startswith("KASKO waits for KESKE · 3 dependencies")


async def test_enter_opens_the_list_of_a_cell(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5")
        await go_to_cell(run, "KASKO", "KESKE")
        await run.press("enter")
        assert (run.screen.line.link.id, shown_ids(run, "cell")) == ("X13", ["X13", "X14", "X29"])


async def test_a_cell_without_dependencies_says_so_and_keeps_the_cursor(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5")
        await go_to_cell(run, "SOTE", "KYMP")
        await run.press("enter")
        assert (run.screen.pane.matrix.has_focus, told(run, "cell")) == (
            True,
            "SOTE waits for KYMP: nowhere.",
        )


async def test_the_total_of_a_division_lists_all_that_it_waits_for(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5")
        await go_to_cell(run, "KASKO", "KESKE")
        await run.press("shift+end")
        assert told(run, "cell").startswith("KASKO waits for every division · 3 dependencies")


async def test_esc_goes_from_the_list_of_a_cell_back_to_the_matrix(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5", "enter", "escape")
        assert run.screen.pane.matrix.has_focus


# One division.


async def test_three_keys_show_what_we_need_from_kasko_and_they_from_us(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5", "d", "2")
        found = (shown_ids(run, "needs"), shown_ids(run, "serves"))
        assert found == (["X13", "X14", "X29"], [])


async def test_the_line_at_the_cursor_is_told_in_full(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5", "d", "2")
        assert told(run, "line").startswith(
            "X13 Pilot needs the legal basis · hard, accepted · A1.3 Two-area pilot proposal ready waits"
        )


async def test_tab_goes_from_what_we_need_to_what_they_need(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5", "d", "5", "tab")
        assert run.screen.line.link.id == "X33"


async def test_a_division_of_which_nobody_needs_anything_says_so(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5", "d", "3")
        assert "Nobody needs anything from KUVA." in run.text()


# The board.


async def test_the_board_begins_in_this_week(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5", "b")
        assert run.screen.pane.board.cursor_column == "week-9"


async def test_the_arrows_of_a_card_are_told_in_words(plan_path: Path) -> None:
    change(plan_path, "X26", need_by=date(2018, 11, 7), promised=date(2018, 11, 12))
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5", "b")
        assert run.screen.pane.go_to(line_of(run, "X26").link.uid)
        await run.settle()
        assert "waits for C4.2 of KYMP, promised 11-12, 3 working days after needed" in run.text()


async def test_x22_is_red_on_the_board_for_its_dates_do_not_line_up(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5", "b")
        assert run.screen.pane.go_to(line_of(run, "X22").link.uid)
        await run.settle()
        cells = run.screen.pane.arrows._source(run.screen.pane.arrows.cursor_key)
        assert [(each.text[:20], each.tone) for each in cells if isinstance(each, Cell)] == [
            ("≠", "error"),
            ("waits for B1.3 of KE", "error"),
        ]


async def test_a_card_opens_its_milestone(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5", "b", "enter")
        await run.until(lambda: run.scope() == "milestones")
        await run.settle()
        assert run.screen.row(run.screen.table.cursor_key).id == "D6.2"


# The chain.


async def test_the_chain_begins_with_the_longest_of_the_plan(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5", "c")
        assert (told(run, "chain")[:17], tree(run)) == (
            "C5.3 Project plan",
            ["└─ C2.3", "   └─ A4.2", "      └─ C2.2"],
        )


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


async def test_enter_folds_what_a_milestone_waits_for(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5", "c", "up", "enter")
        assert "Roll-out order by division" not in run.text()


# Filters.


async def test_v_leaves_what_is_overdue(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5", "v")
        assert "3 of 25 dependencies" in run.text()


async def test_x_leaves_what_lies_between_divisions(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5", "x")
        assert "11 of 25 dependencies" in run.text()


async def test_f_leaves_the_dependencies_of_a_division(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5", "f", "4")
        assert "3 of 25 dependencies" in run.text()


async def test_a_shows_what_nobody_waits_for_any_more_too(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5", "a")
        assert " 42 dependencies" in run.line_with("All divisions")


async def test_esc_shows_all_again(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5", "v", "x", "escape")
        assert " 25 dependencies" in run.line_with("All divisions")


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


# Changing.


async def test_s_sets_the_state_and_u_takes_it_back(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5")
        await go_to_line(run, "X26")
        await run.press("s", "3")
        declined = dependency(plan_path, "X26").state
        await run.press("u")
        assert (declined, dependency(plan_path, "X26").state) == (
            DependencyState.DECLINED,
            DependencyState.ACCEPTED,
        )


async def test_s_sets_the_state_of_all_that_are_selected(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5")
        await go_to_line(run, "X35")
        await run.press("space", "space", "s", "4")
        found = {dependency(plan_path, each).state for each in ("X26", "X35")}
        assert found == {DependencyState.DELIVERED}


@pytest.mark.parametrize(
    ("column", "typed", "field", "value"),
    [
        ("need_by", "2018-11-07", "need_by", date(2018, 11, 7)),
        ("promised", "2018-11-12", "promised", date(2018, 11, 12)),
        ("what", "Service levels", "what_en", "Service levels"),
    ],
)
async def test_e_edits_the_cell_at_the_cursor(
    plan_path: Path, column: str, typed: str, field: str, value: object
) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5")
        await go_to_line(run, "X26", column)
        await run.press("e")
        await run.paste(typed)
        await run.press("enter")
    assert getattr(dependency(plan_path, "X26"), field) == value


async def test_e_beside_the_cells_that_can_be_edited_opens_a_form_of_all_of_it(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5")
        await go_to_line(run, "X26", "id")
        await run.press("e")
        run.screen._fields["note"].line.value = "agreed by phone"
        run.screen._fields["promised"].line.value = "2018-10-23"
        await run.settle()
        await run.press("ctrl+s")
    changed = dependency(plan_path, "X26")
    assert (changed.note, changed.promised) == ("agreed by phone", date(2018, 10, 23))


async def fill_new(run: Driven, waiting: str, provider: str) -> None:
    """Fills the form of a new dependency and saves it."""
    await run.press("n")
    await run.type(waiting)
    await run.press("enter")
    await run.type(provider)
    await run.press("enter")
    await run.type("A list")
    await run.press("ctrl+s")


async def test_n_adds_a_dependency_and_goes_to_it(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5")
        await fill_new(run, "D3.3", "C2.2")
        added = dependency(plan_path, "X43")
        assert (run.screen.line.link.id, added.state, added.what_fi) == (
            "X43",
            DependencyState.ASKED,
            "A list",
        )


async def test_a_new_dependency_is_needed_by_the_forecast_of_whoever_waits(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5")
        await fill_new(run, "D3.3", "C2.2")
        forecast = run.screen.state.find("milestone", "D3.3").forecast
    assert dependency(plan_path, "X43").need_by == forecast


async def test_a_circle_is_refused_by_its_name_and_what_was_typed_stays(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5")
        await fill_new(run, "C2.2", "C5.3")
        said = " ".join(line.strip(" │") for line in run.lines())
        assert ("C2.2 → C5.3 → C2.3 → A4.2 → C2.2" in said, run.screen._fields["what_fi"].typed) == (
            True,
            "A list",
        )


async def test_delete_removes_a_dependency_after_asking(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5")
        await go_to_line(run, "X26")
        await run.press("delete", "y")
    assert dependency(plan_path, "X26") is None


async def test_a_change_of_somebody_else_shows(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5")
        await go_to_line(run, "X26")
        change(plan_path, "X26", state="declined")
        await run.until(lambda: "declined" in run.line_with("X26"))


# The ways here and away.


async def test_h_shows_the_history_of_a_dependency(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5")
        await go_to_line(run, "X26")
        await run.press("H")
        assert "History of X26 Service levels after overlaps" in run.text()


async def test_y_copies_a_dependency(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5")
        await go_to_line(run, "X26")
        await run.press("y")
        assert "X26\t▲ A\tService levels after overlaps\tC1.2 KESKE\tC4.2 KYMP" in run.app.clipboard


@pytest.mark.parametrize(
    ("column", "milestone"), [("waiting", "C1.2"), ("provider", "C4.2"), ("what", "C4.2")]
)
async def test_enter_opens_the_milestone_behind_a_line(plan_path: Path, column: str, milestone: str) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5")
        await go_to_line(run, "X26", column)
        await run.press("enter")
        await run.until(lambda: run.scope() == "milestones")
        await run.settle()
        assert run.screen.row(run.screen.table.cursor_key).id == milestone


async def test_an_overdue_dependency_on_today_opens_here(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        key = next(key for key in run.screen.table.keys if key.startswith("dependencies:"))
        run.screen.table.move_cursor(key)
        await run.press("enter")
        await run.until(lambda: run.scope() == "dependencies" and run.screen.line is not None)
        await run.settle()
        assert run.screen.line.link.uid == key.partition(":")[2]


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


async def test_esc_leads_back_to_where_a_dependency_was_opened_from(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        key = next(key for key in run.screen.table.keys if key.startswith("dependencies:"))
        run.screen.table.move_cursor(key)
        await run.press("enter")
        await run.until(lambda: run.scope() == "dependencies" and run.screen.line is not None)
        await run.press("escape", "escape")
        assert run.scope() == "today"


async def test_a_click_on_a_filter_puts_it_in_force(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5")
        await run.pilot.click("#filters", offset=(20, 0))
        await run.settle()
        assert run.screen.wanted.is_overdue


# Plans with little in them.


def small_plan(path: Path, *divisions: str, milestones: int = 0) -> None:
    """Makes a plan with some divisions and milestones of the first, and no dependencies."""
    with create(path, {"start": DEMO_DAY}, clock=Clock(DEMO_DAY), person="tester") as plan:
        edits = [edit for each in divisions for edit in creation("division", {"id": each, "name_en": each})]
        if milestones:
            stream = creation("stream", {"id": "S", "name_en": "Stream"})
            initiative = creation(
                "initiative", {"id": "S1", "title_en": "Work", "stream": stream[0].uid, "lead": edits[0].uid}
            )
            edits += [*stream, *initiative]
            for number in range(milestones):
                values = {
                    "id": f"S1.{number + 1}",
                    "title_en": f"Step {number + 1}",
                    "initiative": initiative[0].uid,
                    "division": edits[0].uid,
                    "forecast": DEMO_DAY,
                }
                edits += creation("milestone", values)
        if edits:
            plan.apply(edits, source="command")


@pytest.mark.parametrize(
    ("divisions", "milestones", "sentence"),
    [
        ((), 0, "The plan is empty. Press 3, then n"),
        (("X", "Y"), 2, "No dependencies yet. Press n: who waits, for what, and by when."),
    ],
    ids=["empty plan", "no dependencies"],
)
@pytest.mark.parametrize("view", ["m", "b", "c"])
async def test_a_plan_without_dependencies_says_what_to_do(
    tmp_path: Path, divisions: tuple[str, ...], milestones: int, sentence: str, view: str
) -> None:
    small_plan(tmp_path / "small.db", *divisions, milestones=milestones)
    async with driven(tmp_path / "small.db", day=DEMO_DAY) as run:
        await run.press("5", view)
        assert sentence in run.text()


async def test_one_division_waits_for_itself(tmp_path: Path) -> None:
    small_plan(tmp_path / "small.db", "X", milestones=2)
    async with driven(tmp_path / "small.db", day=DEMO_DAY) as run:
        await run.press("5")
        await fill_new(run, "S1.2", "S1.1")
        assert told(run, "cell").startswith("X waits for itself · 1 dependency")


async def test_of_one_division_is_said_that_there_is_no_other(tmp_path: Path) -> None:
    small_plan(tmp_path / "small.db", "X", milestones=2)
    async with driven(tmp_path / "small.db", day=DEMO_DAY) as run:
        await run.press("5")
        await fill_new(run, "S1.2", "S1.1")
        await run.press("d")
        assert "X is the only division. Press 3, then D for another." in run.text()
