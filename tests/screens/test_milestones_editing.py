"""4 Milestones, driven by keys through the real application on the sample plan: what is changed there."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date
from pathlib import Path

import pytest
from driving import DEMO_DAY
from lists import (
    current_id,
    editor_says,
    go_to,
    listed,
    milestone,
    press,
    revised,
    screen_of,
    screen_text,
    shown_ids,
    table_of,
    told_notices,
    until,
    write,
)
from textual.app import App
from textual.widgets import Input, OptionList

from models.clock import Clock
from models.edits import changes, creation
from models.plan import Plan
from models.rules.words import Status
from models.store import create, open_plan
from screens.widgets.cell_editor import CellEditor
from screens.widgets.form import Form, Question


def told(plan: Plan) -> list[tuple[str, object, object]]:
    """What the last revision changed: field, old, new."""
    return [(edit.field, edit.old, edit.new) for edit in plan.history(limit=1)[0].told]


def change_elsewhere(path: Path, visible_id: str, **values: object) -> None:
    """Another person changes a milestone."""
    with open_plan(path, clock=Clock(DEMO_DAY), person="other") as other:
        row = other.state().find("milestone", visible_id)
        other.apply(changes("milestone", row, values), source="command")  # type: ignore[arg-type]


# Cells.


async def test_a_status_is_picked_by_its_number(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path) as pilot:
        await go_to(pilot, "A1.3", "status")
        await revised(pilot, plan, "e 2")
        assert told(plan) == [("status", "not_started", "in_progress")]
        assert plan.history(limit=1)[0].source == "screen"


async def test_a_status_is_picked_by_its_first_letters(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path) as pilot:
        await go_to(pilot, "A1.3", "status")
        await revised(pilot, plan, "enter i n enter")
        assert milestone(plan, "A1.3").status is Status.IN_PROGRESS


async def test_a_status_is_picked_with_the_arrows(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path) as pilot:
        await go_to(pilot, "A1.3")
        await revised(pilot, plan, "s down enter")
        assert milestone(plan, "A1.3").status is Status.IN_PROGRESS


async def test_two_clicks_on_a_choice_save_it_once(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path) as pilot:
        before = plan.last_revision()
        await go_to(pilot, "A1.3", "status")
        await press(pilot, "e")
        choices = pilot.app.screen.query_one(OptionList)
        choices.highlighted = 1
        choices.action_select()
        choices.action_select()
        await until(pilot, lambda: not isinstance(pilot.app.screen, CellEditor))
        await pilot.pause(0.2)
        assert (plan.last_revision(), pilot.app.screen is screen_of(pilot)) == (before + 1, True)


async def test_a_done_milestone_gets_today_as_its_actual_date(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path) as pilot:
        await go_to(pilot, "B2.3")
        await revised(pilot, plan, "s 5")
        assert milestone(plan, "B2.3").actual == DEMO_DAY


async def test_a_date_is_moved_by_working_days(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path) as pilot:
        await go_to(pilot, "A1.3", "forecast")
        await press(pilot, "e")
        await write(pilot, "-5")
        await revised(pilot, plan, "enter")
        assert told(plan) == [("forecast", date(2018, 11, 5), date(2018, 10, 29))]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2018-11-02", date(2018, 11, 2)),
        ("2.11.2018", date(2018, 11, 2)),
        ("today", DEMO_DAY),
        ("-1", date(2018, 11, 2)),
    ],
)
async def test_a_date_is_typed_as_people_write_it(plan_path: Path, plan: Plan, typed: str, day: date) -> None:
    async with listed(plan_path) as pilot:
        await go_to(pilot, "A1.3", "forecast")
        await press(pilot, "e")
        await write(pilot, typed)
        await revised(pilot, plan, "enter")
        assert milestone(plan, "A1.3").forecast == day


async def test_the_editor_stands_over_its_cell(plan_path: Path) -> None:
    async with listed(plan_path) as pilot:
        await go_to(pilot, "A1.3", "forecast")
        cell = table_of(pilot).cell_region(table_of(pilot).cursor_key or "", "forecast")
        await press(pilot, "e")
        await pilot.pause(0.1)
        assert pilot.app.screen.query_one(Input).region.offset == cell.offset


async def test_the_editor_is_over_its_cell_again_after_a_terminal_that_was_too_small(plan_path: Path) -> None:
    async with listed(plan_path) as pilot:
        await go_to(pilot, "A1.3", "forecast")
        await press(pilot, "e")
        for size in ((40, 10), (120, 40)):
            await pilot.resize_terminal(*size)
            await pilot.pause(0.1)
        cell = table_of(pilot).cell_region(table_of(pilot).cursor_key or "", "forecast")
        assert pilot.app.screen.query_one(Input).region.offset == cell.offset


async def test_a_sentence_about_a_narrow_cell_is_told_in_few_lines(plan_path: Path) -> None:
    async with listed(plan_path, size=(80, 24)) as pilot:
        await go_to(pilot, "A1.3", "forecast")
        await press(pilot, "e x enter")
        await pilot.pause(0.1)
        assert pilot.app.screen.query_one(".told").size.height <= 2


async def test_what_is_no_date_is_told_under_the_cell_and_stays_typed(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path, size=(200, 40)) as pilot:
        before = plan.last_revision()
        await go_to(pilot, "A1.3", "forecast")
        await press(pilot, "e")
        await write(pilot, "31.2.2018")
        await press(pilot, "enter")
        assert "“31.2.2018” is no date." in editor_says(pilot)
        assert pilot.app.screen.query_one(Input).value == "31.2.2018"
        assert plan.last_revision() == before


async def test_escape_leaves_a_cell_as_it_was(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path) as pilot:
        before = plan.last_revision()
        await go_to(pilot, "A1.3", "forecast")
        await press(pilot, "e plus 5 escape")
        await pilot.pause(0.1)
        assert (plan.last_revision(), table_of(pilot).has_focus) == (before, True)


async def test_a_later_date_and_the_reason_that_is_asked_are_one_change(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path) as pilot:
        before = milestone(plan, "A1.3")
        await go_to(pilot, "A1.3", "forecast")
        await press(pilot, "e plus 5 enter")
        await until(pilot, lambda: "2018-11-12: why?" in screen_text(pilot))
        await write(pilot, "lack of")
        await revised(pilot, plan, "enter")
        reason = plan.state().find("reason", "resources")
        assert told(plan) == [
            ("forecast", before.forecast, date(2018, 11, 12)),
            ("reason", None, reason.uid),
        ]


async def test_escape_at_the_question_why_saves_the_date_alone(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path) as pilot:
        await go_to(pilot, "A1.3", "forecast")
        await press(pilot, "e plus 5 enter")
        await until(pilot, lambda: "why?" in screen_text(pilot))
        await revised(pilot, plan, "escape")
        row = milestone(plan, "A1.3")
        assert (row.forecast, row.reason) == (date(2018, 11, 12), None)
        assert not isinstance(pilot.app.screen, CellEditor)


async def test_a_date_that_somebody_else_changed_while_the_reason_was_asked_is_kept_by_escape(
    plan_path: Path, plan: Plan
) -> None:
    async with listed(plan_path) as pilot:
        await go_to(pilot, "A1.3", "forecast")
        await press(pilot, "e plus 5 enter")
        await until(pilot, lambda: "why?" in screen_text(pilot))
        theirs = {"forecast": date(2018, 11, 8)}
        plan.apply(changes("milestone", milestone(plan, "A1.3"), theirs), source="screen")
        await write(pilot, "lack of")
        await press(pilot, "enter")
        await until(pilot, lambda: "Somebody else wrote “2018-11-08”" in editor_says(pilot))
        await press(pilot, "escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, CellEditor))
        assert milestone(plan, "A1.3").forecast == date(2018, 11, 8)


async def test_an_earlier_date_asks_nothing(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path) as pilot:
        await go_to(pilot, "A1.3", "forecast")
        await press(pilot, "e minus")
        await revised(pilot, plan, "5 enter")
        assert not isinstance(pilot.app.screen, CellEditor)


async def test_a_block_without_a_reason_asks_why(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path) as pilot:
        await go_to(pilot, "A1.3")
        await press(pilot, "s 4")
        await until(pilot, lambda: "blocked: why?" in screen_text(pilot))


async def test_a_day_on_which_it_was_met_makes_it_done(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path, size=(200, 60)) as pilot:
        await go_to(pilot, "B2.3", "actual")
        await press(pilot, "e")
        await write(pilot, "17.10.2018")
        await revised(pilot, plan, "enter")
        row = milestone(plan, "B2.3")
        assert (row.status, row.actual) == (Status.DONE, date(2018, 10, 17))


async def test_what_the_plan_refuses_is_told_under_the_cell_and_stays_typed(
    plan_path: Path, plan: Plan
) -> None:
    async with listed(plan_path, size=(200, 60)) as pilot:
        await go_to(pilot, "B2.3", "actual")
        await press(pilot, "e")
        await write(pilot, "24.12.2018")
        await press(pilot, "enter")
        await until(pilot, lambda: "is in the future" in editor_says(pilot))
        assert pilot.app.screen.query_one(Input).value == "24.12.2018"


async def test_an_owner_is_found_by_words_of_the_role(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path) as pilot:
        await go_to(pilot, "A1.3", "owner")
        await press(pilot, "e")
        await write(pilot, "chief digital")
        await revised(pilot, plan, "enter")
        assert milestone(plan, "A1.3").owner == plan.state().find("owner", "CDO").uid


async def test_a_milestone_goes_back_to_the_owner_of_its_initiative(plan_path: Path, plan: Plan) -> None:
    owner = plan.state().find("owner", "CDO")
    plan.apply(changes("milestone", milestone(plan, "A1.3"), {"owner": owner.uid}), source="command")
    async with listed(plan_path) as pilot:
        await go_to(pilot, "A1.3", "owner")
        await press(pilot, "e")
        await write(pilot, "the initiative")
        await revised(pilot, plan, "enter")
        assert milestone(plan, "A1.3").owner is None


async def test_a_weight_out_of_range_is_told_under_the_cell(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path, size=(200, 40)) as pilot:
        await go_to(pilot, "A1.3", "weight")
        await press(pilot, "e 9 9 enter")
        assert "from 1 to 13" in editor_says(pilot)
        await revised(pilot, plan, "ctrl+u 8 enter")
        assert milestone(plan, "A1.3").weight == 8


async def test_a_title_is_edited_in_the_language_in_which_it_shows(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path) as pilot:
        await go_to(pilot, "A1.3", "title")
        await press(pilot, "e ctrl+u")
        await write(pilot, "x [/wip] [P1]")
        await revised(pilot, plan, "enter")
        assert milestone(plan, "A1.3").title_en == "x [/wip] [P1]"
        assert "x [/wip] [P1]" in screen_text(pilot)


async def test_a_reckoned_column_says_that_it_is_not_edited(plan_path: Path) -> None:
    async with listed(plan_path) as pilot:
        await go_to(pilot, "A1.3", "late")
        await press(pilot, "e")
        assert "reckoned by the program" in told_notices(pilot)[-1]


async def test_a_double_click_edits_a_cell(plan_path: Path) -> None:
    async with listed(plan_path) as pilot:
        region = table_of(pilot).cell_region(table_of(pilot).keys[2], "status")
        await pilot.click(offset=region.offset, times=2)
        await until(pilot, lambda: isinstance(pilot.app.screen, CellEditor))


async def test_a_click_on_a_choice_takes_it(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path) as pilot:
        await go_to(pilot, "A1.3")
        await press(pilot, "s")
        await pilot.pause(0.1)
        before = plan.last_revision()
        await pilot.click("OptionList", offset=(3, 1))
        await until(pilot, lambda: plan.last_revision() > before)
        assert milestone(plan, "A1.3").status is Status.IN_PROGRESS


async def test_an_edit_is_one_undo(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path) as pilot:
        before = milestone(plan, "A1.3")
        await go_to(pilot, "A1.3")
        await revised(pilot, plan, "s 2")
        await revised(pilot, plan, "u")
        assert milestone(plan, "A1.3") == before


# Other people.


async def test_what_another_person_wrote_is_shown_and_mine_stays_typed(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path, size=(200, 60)) as pilot:
        await go_to(pilot, "A1.3", "forecast")
        await press(pilot, "e")
        await write(pilot, "2.11.2018")
        change_elsewhere(plan_path, "A1.3", forecast=date(2018, 11, 9))
        await press(pilot, "enter")
        await until(pilot, lambda: "wrote “2018-11-09”" in editor_says(pilot))
        assert pilot.app.screen.query_one(Input).value == "2.11.2018"
        assert milestone(plan, "A1.3").forecast == date(2018, 11, 9)


async def test_enter_again_saves_mine_over_theirs(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path, size=(200, 60)) as pilot:
        await go_to(pilot, "A1.3", "forecast")
        await press(pilot, "e")
        await write(pilot, "2.11.2018")
        change_elsewhere(plan_path, "A1.3", forecast=date(2018, 11, 9))
        await press(pilot, "enter")
        await until(pilot, lambda: "Somebody else" in screen_text(pilot))
        await revised(pilot, plan, "enter")
        assert told(plan) == [("forecast", date(2018, 11, 9), date(2018, 11, 2))]


async def test_a_row_that_another_person_removed_is_told(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path, size=(200, 60)) as pilot:
        await go_to(pilot, "C4.3", "weight")
        await press(pilot, "e 3")
        with open_plan(plan_path, clock=Clock(DEMO_DAY), person="other") as other:
            other.remove("milestone", other.state().find("milestone", "C4.3"), source="command")
        await press(pilot, "enter")
        await until(pilot, lambda: "removed C4.3 meanwhile" in editor_says(pilot))


# The note.


def editor_that_writes(folder: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Sets up an editor that leaves `text` in the file, with the terminal lent to it as if it were a real one."""
    script = folder / "editor.sh"
    script.write_text(f"#!/bin/sh\ncp \"$1\" '{folder}/seen.txt'\nprintf '%s\\n' '{text}' > \"$1\"\n")
    script.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(script))
    monkeypatch.setattr(App, "suspend", lambda _self: nullcontext())


async def test_a_note_is_written_in_ones_own_editor(
    plan_path: Path, plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor_that_writes(tmp_path, monkeypatch, "two [lines]\nof note")
    async with listed(plan_path) as pilot:
        await go_to(pilot, "A1.3")
        await revised(pilot, plan, "E")
        assert milestone(plan, "A1.3").note == "two [lines]\nof note"


async def test_an_emptied_note_is_told_as_removed(
    plan_path: Path, plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan.apply(changes("milestone", milestone(plan, "A1.3"), {"note": "old"}), source="screen")
    editor_that_writes(tmp_path, monkeypatch, "")
    async with listed(plan_path) as pilot:
        await go_to(pilot, "A1.3")
        await revised(pilot, plan, "E")
        assert milestone(plan, "A1.3").note is None
        assert told_notices(pilot)[-1] == "The note of A1.3 is removed; u brings it back."


async def test_a_note_that_another_person_changed_is_asked_about(
    plan_path: Path, plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor_that_writes(tmp_path, monkeypatch, "mine")
    async with listed(plan_path) as pilot:
        await go_to(pilot, "A1.3")
        screen = screen_of(pilot)
        edit_text = screen.edit_text

        def slow_person(text: str) -> str | None:
            change_elsewhere(plan_path, "A1.3", note="theirs")
            return edit_text(text)

        monkeypatch.setattr(screen, "edit_text", slow_person)
        await press(pilot, "E")
        await until(pilot, lambda: isinstance(pilot.app.screen, Question))
        assert "theirs" in screen_text(pilot)
        await revised(pilot, plan, "y")
        assert milestone(plan, "A1.3").note == "mine"


async def test_a_note_that_cannot_be_saved_is_there_again(
    plan_path: Path, plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor_that_writes(tmp_path, monkeypatch, "bad \a bell")
    async with listed(plan_path) as pilot:
        await go_to(pilot, "A1.3")
        await press(pilot, "E")
        await until(pilot, lambda: any("control character" in each for each in told_notices(pilot)))
        await press(pilot, "E")
        await until(pilot, lambda: (tmp_path / "seen.txt").read_text() == "bad \a bell\n")


# Dropping, removing, confirming.


async def test_a_milestone_is_dropped_with_a_reason(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path) as pilot:
        await go_to(pilot, "A1.3")
        await press(pilot, "x")
        await write(pilot, "lack of")
        await revised(pilot, plan, "enter")
        row = milestone(plan, "A1.3")
        assert (row.status, plan.state().id_of("reason", row.reason)) == (Status.DROPPED, "resources")


async def test_several_milestones_are_dropped_as_one_change(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path) as pilot:
        await go_to(pilot, "A2.2")
        await revised(pilot, plan, "space space x enter")
        assert {edit.uid for edit in plan.history(limit=1)[0].told} == {
            milestone(plan, "A2.2").uid,
            milestone(plan, "A2.3").uid,
        }


async def test_a_milestone_is_removed_after_a_question(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path) as pilot:
        await go_to(pilot, "C4.3")
        await press(pilot, "delete")
        await until(pilot, lambda: "Remove C4.3?" in screen_text(pilot))
        await revised(pilot, plan, "y")
        assert (milestone(plan, "C4.3"), "C4.3" in shown_ids(pilot)) == (None, False)


async def test_a_question_answered_with_no_removes_nothing(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path) as pilot:
        await go_to(pilot, "C4.3")
        await press(pilot, "delete escape")
        await pilot.pause(0.1)
        assert milestone(plan, "C4.3") is not None


async def test_what_still_needs_a_milestone_is_told_instead_of_asking(plan_path: Path, plan: Plan) -> None:
    link = plan.state().dependencies[0]
    needed = plan.state().get("milestone", link.provider)
    async with listed(plan_path) as pilot:
        await go_to(pilot, needed.id)
        await press(pilot, "delete")
        assert link.id in told_notices(pilot)[-1]
        assert not isinstance(pilot.app.screen, Question)


async def test_no_change_is_confirmed_for_the_selected_ones(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path) as pilot:
        await go_to(pilot, "A2.2")
        await revised(pilot, plan, "space space c")
        assert {milestone(plan, each).updated_on for each in ("A2.2", "A2.3")} == {DEMO_DAY}


# Several at once.


async def test_the_form_says_what_it_will_do(plan_path: Path) -> None:
    async with listed(plan_path) as pilot:
        await go_to(pilot, "A2.2")
        await press(pilot, "space space space b 4")
        assert "3 milestones: status → blocked" in screen_text(pilot)


async def test_all_selected_ones_change_as_one_revision(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path) as pilot:
        await go_to(pilot, "A2.2")
        await press(pilot, "space space b 3")
        await revised(pilot, plan, "ctrl+s")
        assert {milestone(plan, each).status for each in ("A2.2", "A2.3")} == {Status.AT_RISK}
        assert table_of(pilot).selected_keys == ()


async def test_a_change_of_many_is_one_undo(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path) as pilot:
        before = plan.state().milestones
        await go_to(pilot, "A2.2")
        await revised(pilot, plan, "space space b 3 ctrl+s")
        await revised(pilot, plan, "u")
        assert plan.state().milestones == before


async def test_a_shift_moves_open_milestones_by_working_days_and_no_others(
    plan_path: Path, plan: Plan
) -> None:
    async with listed(plan_path) as pilot:
        await go_to(pilot, "A2.1")
        done, open_one = milestone(plan, "A2.1"), milestone(plan, "A2.2")
        await press(pilot, "space space b tab plus 3")
        assert "not of 1 done or dropped" in " ".join(screen_text(pilot).split())
        await revised(pilot, plan, "ctrl+s")
        assert milestone(plan, "A2.1") == done
        assert milestone(plan, "A2.2").forecast == plan.state().calendar.add_workdays(open_one.forecast, 3)


async def test_owner_and_reason_of_many_are_set_together(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path) as pilot:
        await go_to(pilot, "A2.2")
        await press(pilot, "space space b tab tab")
        await write(pilot, "chief digital")
        await press(pilot, "enter")
        await write(pilot, "waiting for funding")
        await press(pilot, "enter")
        await revised(pilot, plan, "ctrl+s")
        owner, reason = plan.state().find("owner", "CDO").uid, plan.state().find("reason", "funding").uid
        rows = [milestone(plan, each) for each in ("A2.2", "A2.3")]
        assert {(row.owner, row.reason) for row in rows} == {(owner, reason)}


async def test_a_fault_in_a_change_of_many_is_told_and_saves_nothing(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path) as pilot:
        before = plan.last_revision()
        await press(pilot, "space b tab x y tab ctrl+s")
        assert "“xy” is no number of working days" in " ".join(screen_text(pilot).split())
        assert plan.last_revision() == before


# A new one.


async def test_a_new_milestone_has_the_next_free_id_and_the_leading_division(
    plan_path: Path, plan: Plan
) -> None:
    async with listed(plan_path) as pilot:
        await go_to(pilot, "A1.2")
        await press(pilot, "n")
        values = [each.value for each in pilot.app.screen.query(Input)]
        assert values == [
            "A1  Proactive preschool place",
            "A1.4",
            "",
            "",
            "1",
            "KASKO  Education Division",
            "",
        ]


async def test_a_new_milestone_is_added_and_the_cursor_stands_on_it(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path) as pilot:
        await go_to(pilot, "A1.2")
        await press(pilot, "n")
        await write(pilot, "Parents asked")
        await press(pilot, "enter")
        await write(pilot, "2018-11-08")
        await revised(pilot, plan, "ctrl+s")
        row = milestone(plan, "A1.4")
        assert (row.title_fi, row.forecast, row.weight) == ("Parents asked", date(2018, 11, 8), 1)
        assert current_id(pilot) == "A1.4"


async def test_another_initiative_suggests_its_own_id_and_division(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path) as pilot:
        await press(pilot, "n shift+tab shift+tab")
        await write(pilot, "B1 ")
        await press(pilot, "enter")
        lead = plan.state().get("division", plan.state().find("initiative", "B1").lead)
        values = [each.value for each in pilot.app.screen.query(Input)]
        assert (values[1], values[5]) == ("B1.4", f"{lead.id}  {lead.name_en}")


async def test_an_id_that_is_taken_is_told_beside_its_field_and_nothing_is_lost(
    plan_path: Path, plan: Plan
) -> None:
    async with listed(plan_path) as pilot:
        await go_to(pilot, "A1.2")
        await press(pilot, "n")
        await write(pilot, "Parents asked")
        await press(pilot, "enter")
        await write(pilot, "2018-11-08")
        await press(pilot, "shift+tab shift+tab ctrl+u")
        await write(pilot, "a1.1")
        await press(pilot, "ctrl+s")
        lines = screen_text(pilot).split("\n")
        at = next(place for place, line in enumerate(lines) if " a1.1 " in line)
        assert "“a1.1” is taken already." in lines[at + 1]
        assert [each.value for each in pilot.app.screen.query(Input)][2:4] == ["Parents asked", "2018-11-08"]


async def test_an_empty_title_is_told_beside_its_field(plan_path: Path) -> None:
    async with listed(plan_path) as pilot:
        await press(pilot, "n tab")
        await write(pilot, "2018-11-08")
        await press(pilot, "ctrl+s")
        lines = screen_text(pilot).split("\n")
        at = next(place for place, line in enumerate(lines) if " Title " in line and "Status" not in line)
        assert "cannot be empty" in lines[at + 1]


async def test_escape_lets_a_filled_form_go_at_the_second_time_only(plan_path: Path) -> None:
    async with listed(plan_path) as pilot:
        await press(pilot, "n x escape")
        assert "Press esc again" in screen_text(pilot)
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, Form)


# The baseline.


async def test_the_baseline_is_confirmed_once_after_asking(tmp_path: Path) -> None:
    path = tmp_path / "young.db"
    with create(path, {"start": DEMO_DAY}, clock=Clock(DEMO_DAY), person="tester") as young:
        rows = creation("stream", {"id": "S", "name_en": "s"}, uid="s")
        rows += creation("division", {"id": "D", "name_en": "d"}, uid="d")
        rows += creation("initiative", {"id": "S1", "title_en": "i", "stream": "s", "lead": "d"}, uid="i")
        values = {"id": "S1.1", "title_en": "m", "initiative": "i", "division": "d", "forecast": DEMO_DAY}
        young.apply([*rows, *creation("milestone", values)], source="command")
    async with listed(path) as pilot:
        await press(pilot, "B y")
        await until(pilot, lambda: told_notices(pilot)[-1:] == ["The baseline is confirmed."])
    with open_plan(path, clock=Clock(DEMO_DAY), person="tester") as young:
        assert (young.charter().baseline_on, milestone(young, "S1.1").baseline) == (DEMO_DAY, DEMO_DAY)


async def test_a_confirmed_baseline_is_not_offered_again(plan_path: Path) -> None:
    async with listed(plan_path) as pilot:
        await press(pilot, "B")
        assert not isinstance(pilot.app.screen, Question)


async def test_a_cell_that_was_closed_is_not_placed_again(plan_path: Path) -> None:
    async with listed(plan_path) as pilot:
        await go_to(pilot, "A1.3", "status")
        await pilot.press("e")
        await until(pilot, lambda: isinstance(pilot.app.screen, CellEditor))
        editor = pilot.app.screen
        assert isinstance(editor, CellEditor)
        await pilot.press("escape")
        await until(pilot, lambda: not editor.is_attached)
        editor._place()
