"""Screen 8 beside comparing: the check-list before freezing, corrections, the narrative, verifying."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from driving import DEMO_DAY, LARGE, NORMAL, SMALL, Driven, check_golden, driven, opened

from models.clock import Clock
from models.rules.narrative import narrative_of
from models.snapshots import Snapshots
from models.store import create
from screens.base import PlanScreen
from screens.verifying import VerifyDialog

MONDAY = DEMO_DAY + timedelta(days=3)


@pytest.fixture
def writes(monkeypatch: pytest.MonkeyPatch) -> Callable[[str | None], list[str]]:
    """Puts a text in place of what the person writes in the editor; answers with what the editor was opened with."""

    def says(text: str | None) -> list[str]:
        given: list[str] = []

        def edited(_screen: object, kept: str) -> str | None:
            given.append(kept)
            return text

        monkeypatch.setattr(PlanScreen, "edit_text", edited)
        return given

    return says


def narrative(run: Driven, language: str = "fi", week: int = 10) -> str | None:
    assert run.app.plan is not None
    found = narrative_of(run.app.plan.state(), week)
    return getattr(found, f"text_{language}") if found is not None else None


def weeks(run: Driven) -> list[tuple[int, int, str | None]]:
    assert run.app.plan is not None
    return [(each.week, each.version, each.reason) for each in run.app.plan.snapshots.all()[8:]]


@pytest.mark.parametrize("size", [NORMAL, SMALL], ids=["120x40", "80x24"])
async def test_the_check_list_looks_as_kept(plan_path: Path, size: tuple[int, int]) -> None:
    async with driven(plan_path, day=MONDAY, size=size) as run:
        await run.press("8", "t")
        check_golden(f"freezing-{size[0]}x{size[1]}", run.text())


async def test_the_check_list_looks_as_kept_in_finnish(plan_path: Path) -> None:
    async with driven(plan_path, day=MONDAY, size=SMALL, spoken="fi") as run:
        await run.press("8", "t")
        check_golden("freezing-80x24-fi", run.text())


async def test_escape_leaves_the_week_as_it_is(plan_path: Path) -> None:
    async with driven(plan_path, day=MONDAY) as run:
        await run.press("8", "t", "escape")
        assert weeks(run) == [(9, 1, None)]


async def test_two_presses_of_enter_freeze_the_week_once(plan_path: Path) -> None:
    async with driven(plan_path, day=MONDAY) as run:
        await run.press("8", "t")
        await run.pilot.press("enter", "enter")
        await run.settle()
        assert weeks(run) == [(9, 1, None), (10, 1, None)]


async def test_the_cursor_goes_to_the_week_just_frozen(plan_path: Path) -> None:
    async with driven(plan_path, day=MONDAY) as run:
        await run.press("8", "t", "enter")
        assert "2018-10-22" in run.line_with("►")


async def test_an_empty_list_says_that_nothing_can_be_compared_yet(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    create(path, {"start": MONDAY}, clock=Clock(MONDAY), person="tester").close()
    async with driven(path, day=MONDAY) as run:
        await run.press("8", "d")
        assert run.notices()[-1].startswith("No week is frozen yet.")


async def test_somebody_who_froze_the_week_while_the_list_was_read_is_told_of(plan_path: Path) -> None:
    async with driven(plan_path, day=MONDAY) as run:
        await run.press("8", "t")
        with opened(plan_path, MONDAY) as other:
            other.snapshots.take()
        await run.press("enter")
        assert run.notices()[-1].startswith("Week 10 was frozen already")


async def test_a_day_before_the_plan_is_told_and_no_window_opens(whole_plan_path: Path) -> None:
    async with driven(whole_plan_path, day=DEMO_DAY - timedelta(days=90)) as run:
        await run.press("8", "t")
        assert "so there is nothing to freeze" in run.notices()[-1]
        assert run.scope() == "snapshots"


async def test_c_takes_a_further_version_with_its_reason(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("8", "c")
        await run.type("wrong [date]")
        await run.press("enter")
        assert weeks(run) == [(9, 1, None), (9, 2, "wrong [date]")]
        assert run.notices()[-1] == "Week 9 has the further version 2; the one before it stays."


async def test_a_correction_without_a_reason_is_not_taken(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("8", "c", "enter")
        assert "A correction needs its reason, in a few words." in run.text()
        assert weeks(run) == [(9, 1, None)]


async def test_a_week_that_is_not_frozen_is_not_corrected(plan_path: Path) -> None:
    async with driven(plan_path, day=MONDAY) as run:
        await run.press("8", "c")
        assert run.notices()[-1] == "Week 10 is not frozen yet: t freezes it."


async def test_both_versions_say_what_they_are(plan_path: Path) -> None:
    with opened(plan_path, DEMO_DAY) as plan:
        plan.snapshots.take(correction="D1.2 was wrong")
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("8")
        newer = run.text()
        await run.press("down")
        assert "Correction: D1.2 was wrong" in newer
        assert "corrected by version 2" in run.text()


async def test_a_very_wide_list_shows_the_seals(plan_path: Path) -> None:
    with opened(plan_path, DEMO_DAY) as plan:
        seal = plan.snapshots.of_week(9).seal
    async with driven(plan_path, day=DEMO_DAY, size=LARGE) as run:
        await run.press("8")
        assert seal[:8] in run.line_with("2018-10-19  ")


# The narrative.


async def test_the_narrative_is_written_before_the_week_is_frozen(
    plan_path: Path, writes: Callable[[str], list[str]]
) -> None:
    writes("Kaksi kokeilua.")
    async with driven(plan_path, day=MONDAY) as run:
        await run.press("8", "t", "E")
        assert run.line_with("Narrative missing").split()[3] == "0"
        await run.press("enter")
        assert (narrative(run), weeks(run)[-1]) == ("Kaksi kokeilua.", (10, 1, None))


async def test_an_editor_that_was_left_leads_back_to_the_check_list(
    plan_path: Path, writes: Callable[[None], list[str]]
) -> None:
    writes(None)
    async with driven(plan_path, day=MONDAY) as run:
        await run.press("8", "t", "E")
        assert "Freeze week 10" in run.text()


async def test_n_writes_the_narrative_in_the_language_that_is_chosen(
    plan_path: Path, writes: Callable[[str], list[str]]
) -> None:
    writes("Två försök.")
    async with driven(plan_path, day=MONDAY) as run:
        await run.press("8", "n", "2")
        assert narrative(run, "sv") == "Två försök."
        assert run.notices()[-1] == "The narrative of week 10 is written (Swedish, 2 of 100 words)."


async def test_the_working_language_is_offered_first(
    plan_path: Path, writes: Callable[[str], list[str]]
) -> None:
    writes("Sanottu.")
    async with driven(plan_path, day=MONDAY) as run:
        await run.press("8", "n", "enter", "n")
        assert "1  Finnish: 1 of 100 words" in run.text()


async def test_a_narrative_that_is_too_long_is_there_again_the_next_time(
    plan_path: Path, writes: Callable[[str], list[str]]
) -> None:
    text = "word " * 101
    given = writes(text)
    async with driven(plan_path, day=MONDAY) as run:
        await run.press("8", "n", "1")
        assert "at most 100 fit the page. n opens your text again." in run.notices()[-1]
        await run.press("n", "1")
    assert given == ["", text]


async def test_undo_takes_the_narrative_back(plan_path: Path, writes: Callable[[str], list[str]]) -> None:
    writes("Sanottu.")
    async with driven(plan_path, day=MONDAY) as run:
        await run.press("8", "n", "1", "u")
        assert narrative(run) is None


# Verifying.


async def test_v_says_that_all_is_as_it_was_taken(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("8", "v")
        assert run.notices()[-1] == "9 snapshots are as they were taken."


async def test_v_shows_what_differs(plan_path: Path) -> None:
    with closing(sqlite3.connect(plan_path)) as connection:
        connection.execute("DROP TRIGGER snapshot_no_update")
        connection.execute("UPDATE snapshot SET reason = '[red]lie' WHERE number = 4")
        connection.commit()
    async with driven(plan_path, day=DEMO_DAY, size=NORMAL) as run:
        await run.press("8", "v")
        assert "1 fault was found in the snapshots" in run.text()
        assert "Week 4, version 1: the seal does not fit" in run.text()


async def test_esc_ends_the_verifying(plan_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = Event()
    verify = Snapshots.verify

    def slowly(self: Snapshots, week: int | None = None, *, progress: Callable[[int, int], None]) -> object:
        def told(done: int, count: int) -> None:
            if done == 1:
                assert go_on.wait(10)
            progress(done, count)

        return verify(self, week, progress=told)

    monkeypatch.setattr(Snapshots, "verify", slowly)
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("8")
        await run.pilot.press("v")
        await run.until(lambda: "0 of 9" in run.text())
        await run.pilot.press("escape")
        assert isinstance(run.screen, VerifyDialog)
        go_on.set()
        await run.settle()
        assert (run.scope(), run.notices()) == ("snapshots", [])
