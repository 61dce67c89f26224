"""The application as a whole: opening, going from screen to screen, undo, others' changes, languages, colours."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from driving import DEMO_DAY, SMALL, check_golden, driven, opened

from models.clock import Clock
from models.edits import changes
from models.plan import Plan
from screens.opening import OpeningScreen
from screens.today import TodayScreen
from tracker.app import TrackerApp, run_app
from tracker.settings import Settings, load_settings


def retitle(plan: Plan, visible_id: str, title: str) -> None:
    """Gives a milestone another English title."""
    milestone = plan.state().find("milestone", visible_id)
    plan.apply(changes("milestone", milestone, {"title_en": title}), source="command")


async def test_the_first_frame_shows_the_tabs_before_the_plan_is_open(plan_path: Path) -> None:
    app = TrackerApp(plan_path, Clock(DEMO_DAY), Settings(), "tester")
    async with app.run_test(size=(120, 40)):
        assert isinstance(app.screen, OpeningScreen)
        assert app.plan is None


async def test_a_plan_opens_on_today(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        assert run.scope() == "today"


async def test_the_top_line_says_the_day_and_how_it_is_counted(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        assert "day 61 of 90, calendar days from 2018-08-20 · week 9/13" in run.lines()[0]


async def test_the_top_line_is_shorter_in_a_narrow_terminal(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY, size=SMALL) as run:
        assert "day 61/90 · week 9/13" in run.lines()[0]


async def test_a_clock_that_stands_is_told_in_a_banner(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY, size=SMALL) as run:
        assert "as of 2018-10-19" in run.lines()[0]


async def test_a_terminal_that_is_too_small_gets_one_sentence(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY, size=(50, 12)) as run:
        told = " ".join(" ".join(run.lines()).split())
        assert told == "This terminal is too small: the program needs 60 columns and 20 lines."


async def test_a_terminal_that_grows_again_shows_the_screen(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY, size=(50, 12)) as run:
        await run.pilot.resize_terminal(80, 24)
        await run.settle()
        assert run.lines()[1].startswith(" 1 Today")


async def test_a_digit_goes_to_its_screen(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("8")
        assert run.scope() == "snapshots"


@pytest.mark.parametrize("keys", [["4", "H", "4"], ["4", "H", "1", "4"]])
async def test_a_digit_goes_to_its_screen_out_of_a_history_over_it(plan_path: Path, keys: list[str]) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press(*keys)
        assert run.scope() == "milestones"


@pytest.mark.parametrize("digit", ["9", "0"])
async def test_a_digit_without_a_screen_says_which_screens_there_are(plan_path: Path, digit: str) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("4", digit)
        expected = f"No screen has the digit {digit}; the screens are 1 Today, 2 Roadmap, 3 Initiatives, 4 Milestones"
        assert (run.scope(), run.notices()[-1][: len(expected)]) == ("milestones", expected)


async def test_a_click_on_a_tab_goes_to_its_screen(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.pilot.click("#tabs", offset=(run.lines()[1].index("Snapshots"), 0))
        await run.settle()
        assert run.scope() == "snapshots"


async def test_a_click_on_a_hint_does_what_its_key_does(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.pilot.click("#hints", offset=(run.lines()[-1].index("Keys"), 0))
        await run.settle()
        assert run.scope() == "HelpScreen"


async def test_the_footer_has_six_hints_at_most_and_the_key_of_the_help(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY, size=(200, 60)) as run:
        labels = run.screen.query_one("#hints").labels
        assert len(labels) <= 7
        assert labels[-1].key == "?"


async def test_escape_never_leaves_the_program(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("8", "escape", "escape", "escape")
        assert run.scope() == "snapshots"


async def test_undo_names_what_it_took_back(plan_path: Path) -> None:
    with opened(plan_path, DEMO_DAY, "tester") as plan:
        retitle(plan, "P1.1", "Contacts found")
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("u")
        expected = "Undone: P1.1 title (en): Division contact persons named → Contacts found."
        assert run.notices()[-1] == expected


async def test_undo_names_what_it_kept(plan_path: Path) -> None:
    with opened(plan_path, DEMO_DAY, "tester") as mine, opened(plan_path, DEMO_DAY) as theirs:
        milestone = mine.state().find("milestone", "P1.1")
        mine.apply(changes("milestone", milestone, {"title_en": "Mine", "weight": 8}), source="screen")
        retitle(theirs, "P1.1", "Theirs")
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("u")
        assert "Kept, because it was changed since: P1.1 title (en)" in run.notices()[-1]


async def test_redo_names_what_it_did_again(plan_path: Path) -> None:
    with opened(plan_path, DEMO_DAY, "tester") as plan:
        retitle(plan, "P1.1", "Contacts found")
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("u", "ctrl+r")
        assert run.notices()[-1].startswith("Done again: P1.1 title (en)")


async def test_undo_with_nothing_to_undo_says_so(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("u")
        assert run.notices()[-1] == "There is nothing of yours to undo."


async def test_a_change_of_somebody_else_shows_by_itself(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        with opened(plan_path, DEMO_DAY) as plan:
            retitle(plan, "D1.2", "Changed by somebody")
        await run.until(lambda: "Changed by somebody" in run.text())


async def test_a_change_of_somebody_else_is_told(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        with opened(plan_path, DEMO_DAY) as plan:
            retitle(plan, "D1.2", "Changed by somebody")
        await run.until(run.notices)
        assert run.notices() == ["Somebody else changed the plan; what you see is new."]


async def test_a_change_of_ones_own_is_not_told_as_somebody_elses(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("c")
        for _round in range(10):
            await run.pilot.pause(0.02)
        assert run.notices() == ["Confirmed without change: D1.2."]


async def test_a_plan_whose_file_is_gone_stays_on_the_screen(plan_path: Path, tmp_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        plan_path.rename(tmp_path / "elsewhere.db")
        await run.until(lambda: any("not at" in notice for notice in run.notices()))
        await run.press("4")
        assert (run.scope(), "A1.2" in run.text()) == ("milestones", True)


async def test_nothing_is_saved_while_the_plans_file_is_gone(plan_path: Path, tmp_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        plan_path.rename(tmp_path / "elsewhere.db")
        await run.press("c")
        assert any("so nothing was saved" in notice for notice in run.notices())


async def test_a_plan_whose_file_was_replaced_is_opened_again(plan_path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with sqlite3.connect(plan_path) as source, sqlite3.connect(other) as target:
        source.backup(target)
    with opened(other, DEMO_DAY) as plan:
        retitle(plan, "D1.2", "From the other file")
    async with driven(plan_path, day=DEMO_DAY) as run:
        other.replace(plan_path)
        await run.until(lambda: "From the other file" in run.text())


async def test_a_file_that_is_no_plan_is_told_on_the_welcome_screen(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_text("not a plan")
    async with driven(path) as run:
        assert "it is no SQLite file." in run.text()


async def test_a_missing_plan_is_told_on_the_welcome_screen(tmp_path: Path) -> None:
    async with driven(tmp_path / "missing.db") as run:
        await run.until(lambda: "There is no plan at" in run.text())


async def test_another_language_redraws_the_visible_screen(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        run.app.action_speak("fi")
        await run.settle()
        assert "Helsingin digitalisaatiosuunnitelma" in run.lines()[0]


async def test_a_screen_that_was_hidden_speaks_the_new_language_when_it_is_shown(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("8")
        run.app.action_speak("fi")
        await run.press("1")
        assert "15.10.2018" in run.text()


async def test_the_language_is_remembered(plan_path: Path, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    async with driven(plan_path, day=DEMO_DAY, settings=load_settings(file)) as run:
        run.app.action_speak("sv")
        await run.settle()
    assert load_settings(file).language == "sv"


async def test_the_colours_go_round(plan_path: Path) -> None:
    settings = Settings(theme="dark")
    async with driven(plan_path, day=DEMO_DAY, settings=settings) as run:
        seen = []
        for _press in range(3):
            await run.press("ctrl+t")
            seen.append(settings.theme)
        assert seen == ["light", "terminal", "dark"]


async def test_settings_that_cannot_be_read_are_told_once(plan_path: Path, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("theme = ")
    async with driven(plan_path, day=DEMO_DAY, settings=load_settings(file)) as run:
        assert len([notice for notice in run.notices() if "cannot be read" in notice]) == 1


async def test_a_key_can_be_put_in_place_of_another(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY, settings=Settings(keys={"plan.snapshots": "z"})) as run:
        await run.press("z")
        assert run.scope() == "snapshots"


async def test_a_plan_that_was_opened_is_remembered(plan_path: Path, tmp_path: Path) -> None:
    settings = load_settings(tmp_path / "config.toml")
    async with driven(plan_path, day=DEMO_DAY, settings=settings):
        pass
    assert settings.recent == [str(plan_path)]


async def test_a_row_in_markup_is_shown_as_it_is(plan_path: Path) -> None:
    with opened(plan_path, DEMO_DAY) as plan:
        retitle(plan, "D1.2", "x [/wip] [P1] \\[b]")
    async with driven(plan_path, day=DEMO_DAY) as run:
        assert "x [/wip] [P1] \\[b]" in run.line_with("D1.2")


async def test_q_ends_the_program(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.pilot.press("q")
        await run.pilot.pause()
        assert run.app._exit


def test_a_fault_of_the_program_is_raised_and_leaves_no_traceback_on_the_terminal(
    plan_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(_plan: object) -> None:
        raise ZeroDivisionError("a fault of the test")

    monkeypatch.setattr("screens.today.Facts.of", fail)
    monkeypatch.setattr("textual.constants.DRIVER", "textual.drivers.headless_driver:HeadlessDriver")
    with pytest.raises(ZeroDivisionError, match="a fault of the test"):
        run_app(plan_path, Clock(DEMO_DAY), Settings(), "tester")
    assert capfd.readouterr().err == ""


async def test_a_newer_notice_takes_the_place_of_one_that_warns_of_nothing(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("c", "u")
        assert run.notices() == ["Undone: D1.2 confirmation: no change."]


async def test_a_warning_stays_beside_a_newer_notice(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("u", "c")
        assert run.notices() == ["There is nothing of yours to undo.", "Confirmed without change: D1.2."]


async def test_no_passing_notice_covers_a_form(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY, size=SMALL) as run:
        await run.press("c", "4", "n")
        assert run.notices() == []


async def test_a_change_that_arrives_while_the_widgets_are_taken_down_is_passed_over(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.screen.remove_children()
        run.app._renew()
        await run.settle()
        assert run.app.fault is None


# Questions.


@pytest.fixture
def questions(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows by one whenever the first screen asks its question."""
    asked: list[int] = []
    reload = TodayScreen.reload

    def counted(screen: TodayScreen) -> None:
        asked.append(screen.shell.version)
        reload(screen)

    monkeypatch.setattr(TodayScreen, "reload", counted)
    return asked


async def test_the_first_screen_is_asked_once_when_the_program_starts(
    plan_path: Path, questions: list[int]
) -> None:
    async with driven(plan_path, day=DEMO_DAY):
        assert len(questions) == 1


async def test_a_change_asks_the_screen_once_though_the_line_at_the_top_changes_too(
    plan_path: Path, questions: list[int]
) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        run.app.frame = None
        await run.press("c")
        assert (len(questions), run.app.frame is not None) == (2, True)


# ASCII signs.


async def test_a_command_draws_with_ascii_signs_and_the_settings_keep_it(plan_path: Path) -> None:
    settings = Settings()
    async with driven(plan_path, day=DEMO_DAY, settings=settings) as run:
        await run.press("ctrl+p")
        await run.type("ascii")
        await run.press("enter")
        assert ("^ A D1.2" in run.text(), settings.ascii) == (True, True)


@pytest.mark.parametrize(
    "keys", [["1"], ["3"], ["4", "space", "b"], ["4", "o"], ["6"], ["8"], ["H"], ["question_mark"]]
)
async def test_ascii_signs_leave_no_other_sign_on_a_screen(plan_path: Path, keys: list[str]) -> None:
    async with driven(plan_path, day=DEMO_DAY, settings=Settings(ascii=True)) as run:
        await run.press(*keys)
        assert {sign for sign in run.text() if not (sign.isascii() or sign.isalpha())} == set()


async def test_the_command_brings_all_signs_back(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY, settings=Settings(ascii=True)) as run:
        assert "^ A D1.2" in run.text()
        await run.pilot.app.run_action("toggle_ascii")
        await run.settle()
        assert "▲ A D1.2" in run.text()


async def test_letters_stay_where_signs_are_ascii(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY, settings=Settings(ascii=True), spoken="fi") as run:
        assert "Tänään" in run.lines()[1]


async def test_today_with_ascii_signs_is_as_it_was_looked_at(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY, size=SMALL, settings=Settings(ascii=True)) as run:
        await run.until(lambda: "ideal 120" in run.text())
        check_golden("today-80x24-ascii", run.text())
