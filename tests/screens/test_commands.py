"""Commands: declared once, their keys apart from one another, told in help, palette and README."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from driving import DEMO_DAY, NORMAL, SMALL, check_golden, driven
from textual.binding import Binding
from textual.widgets import OptionList

from screens.commands import (
    COMMANDS,
    PLACES,
    SCOPES,
    bindings,
    commands_of,
    find,
    hints,
    in_force,
    keymap_problems,
    keys_text,
    markdown_table,
)
from screens.palette import PAGE
from screens.widgets.table_keys import BINDINGS as TABLE_BINDINGS
from tracker.settings import Settings

OF_SCREENS = [scope for scope in SCOPES if scope not in {"plan", "program"}]
WITH_A_TABLE = [scope for scope in OF_SCREENS if scope not in {"welcome", "charts", "roadmap", "page"}]
"""In Charts the arrows go from part to part; its table takes them while it has the focus. On the roadmap they go along
the days, and space folds: its table has no columns to go to and selects nothing. The weekly page is text."""
OPENED_BY_ENTER = {
    "today.open",
    "comparison.open",
    "history.open",
    "handoffs.open",
    "round.open",
    "review.open",
    "dependencies.open",
}
"""Their enter is the table's own, which opens the row."""


def keys_of_table() -> set[str]:
    return {
        key
        for binding in TABLE_BINDINGS
        if isinstance(binding, Binding) and binding.id != "table.clear"
        for key in binding.key.split(",")
    }


def test_no_two_commands_have_the_same_id() -> None:
    assert [name for name, count in Counter(c.id for c in COMMANDS).items() if count > 1] == []


@pytest.mark.parametrize("scope", OF_SCREENS)
def test_no_two_commands_of_a_screen_share_a_key(scope: str) -> None:
    keys = Counter(key for command in in_force(scope) for key in command.keys.split(",") if key)
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize("scope", WITH_A_TABLE)
def test_no_command_takes_a_key_of_the_table(scope: str) -> None:
    commands = [command for command in in_force(scope) if command.id not in OPENED_BY_ENTER]
    taken = {key for command in commands for key in command.keys.split(",")} & keys_of_table()
    assert taken == set()


@pytest.mark.parametrize("scope", OF_SCREENS)
def test_a_footer_has_six_hints_at_most(scope: str) -> None:
    assert len(hints(scope)) <= 6


def test_every_command_has_a_scope_with_a_heading() -> None:
    assert {command.scope for command in COMMANDS} <= SCOPES.keys()


def test_every_help_is_one_sentence() -> None:
    assert [command.id for command in COMMANDS if not command.help.endswith(".")] == []


def test_every_digit_opens_its_own_screen() -> None:
    digits = [place.digit for place in PLACES]
    assert (digits, len(set(digits))) == (sorted(digits), len(PLACES))


def test_bindings_carry_the_ids_under_which_keys_are_set() -> None:
    ids = [binding.id for binding in bindings("snapshots") if isinstance(binding, Binding)]
    assert ids == [command.id for command in commands_of("snapshots")]
    assert "snapshots.take" in ids


def test_a_key_of_the_settings_is_told_in_place_of_the_usual_one() -> None:
    assert keys_text(find("plan.undo"), {"plan.undo": "ctrl+z"}) == "ctrl+z"


def test_a_key_for_a_command_that_is_none_is_told() -> None:
    expected = "The settings give a key to “plan.fly”, which is no command."
    assert keymap_problems({"plan.fly": "f9"}) == [expected]


def test_a_key_that_two_commands_would_share_is_told() -> None:
    (sentence,) = keymap_problems({"snapshots.take": "u"})
    assert sentence == "The settings give the key u to two commands: Take and Undo."


def test_keys_of_tables_can_be_set_too() -> None:
    assert keymap_problems({"table.up": "up,i"}) == []


def test_the_readme_table_has_a_row_for_each_command() -> None:
    assert len(markdown_table().splitlines()) == len(COMMANDS) + 2


@pytest.mark.parametrize("size", [NORMAL, SMALL], ids=["120x40", "80x24"])
async def test_the_help_looks_as_kept(plan_path: Path, size: tuple[int, int]) -> None:
    async with driven(plan_path, day=DEMO_DAY, size=size) as run:
        await run.press("8", "question_mark")
        check_golden(f"help-{size[0]}x{size[1]}", run.text())


async def test_the_help_tells_the_keys_of_the_screen_it_was_asked_on(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("8", "question_mark")
        assert "Shows what is open and freezes this week" in run.text()


async def test_the_help_leaves_out_the_keys_of_other_screens(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("1", "question_mark")
        assert "Shows what is open and freezes this week" not in run.text()


async def test_the_help_tells_a_key_of_the_settings(plan_path: Path) -> None:
    settings = Settings(keys={"snapshots.take": "f9"})
    async with driven(plan_path, day=DEMO_DAY, settings=settings) as run:
        await run.press("8", "question_mark")
        assert "f9" in run.line_with("Shows what is open and freezes this week")


async def test_escape_closes_the_help(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("question_mark", "escape")
        assert run.scope() == "today"


@pytest.mark.parametrize("size", [NORMAL, SMALL], ids=["120x40", "80x24"])
async def test_the_palette_looks_as_kept(plan_path: Path, size: tuple[int, int]) -> None:
    async with driven(plan_path, day=DEMO_DAY, size=size) as run:
        await run.press("8", "ctrl+p")
        check_golden(f"palette-{size[0]}x{size[1]}", run.text())


async def test_the_palette_finds_a_command_by_a_few_letters(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("ctrl+p")
        await run.type("snap")
        await run.press("enter")
        assert run.scope() == "snapshots"


async def test_the_palette_shows_the_key_of_a_command(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("ctrl+p")
        await run.type("redo")
        assert "ctrl+r" in run.line_with("Redo")


async def test_the_palette_runs_a_command_without_a_key(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("ctrl+p")
        await run.type("finnish")
        await run.press("enter")
        assert "Helsingin digitalisaatiosuunnitelma" in run.lines()[0]


async def test_the_palette_says_when_nothing_is_called_so(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("ctrl+p")
        await run.type("zzzz")
        assert "No command is called so." in run.text()


async def test_escape_closes_the_palette_and_runs_nothing(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("ctrl+p", "escape")
        assert run.scope() == "today"


async def test_every_command_of_every_screen_has_its_action(plan_path: Path) -> None:
    from textual import actions

    missing = []
    async with driven(plan_path, day=DEMO_DAY) as run:
        for place in PLACES:
            await run.press(place.digit)
            for command in in_force(place.name):
                namespace, name, _parameters = actions.parse(command.action)
                owner = run.app if namespace == "app" else run.screen
                if not hasattr(owner, f"action_{name}"):
                    missing.append(command.id)
    assert missing == []


async def test_the_palette_pages_through_what_was_just_narrowed(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("ctrl+p")
        # Without a pause between them: the new list is not laid out yet when the page is turned.
        options = run.screen.query_one(OptionList)
        run.screen._offer("s")
        run.screen.action_move(PAGE)
        run.screen._offer("no such command")
        run.screen.action_move(PAGE)
        assert options.highlighted is None
