"""`tracker handoff` as a person and a script use it: rounds made, sent, asked after, returned and called off."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from running import Ran, Run

DUE = "2018-10-26"


@pytest.fixture(autouse=True)
def _in_a_folder(plan_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_PLAN", str(plan_path))
    monkeypatch.setenv("TRACKER_TODAY", "2018-10-19")
    monkeypatch.chdir(plan_path.parent)


def new(run: Run, *more: object, due: str = DUE) -> Ran:
    return run("handoff", "new", "--due", due, "--out", "round", *more)


def sentence(ran: Ran, status: int = 1) -> str:
    """What a refused command says; it wrote nothing else and shows no inside of the program."""
    assert (ran.status, ran.stdout) == (status, ""), ran
    assert "Traceback" not in ran.stderr
    return ran.stderr


@pytest.fixture
def made(run: Run) -> dict[str, Any]:
    """A round of SOTE, as a script is told of it."""
    found: dict[str, Any] = new(run, "--division", "SOTE", "--json").json[0]
    return found


def listed(run: Run, *arguments: object) -> dict[str, Any]:
    return {each["id"]: each for each in run("handoff", "list", *arguments, "--json").json}


# New.


def test_a_round_tells_a_script_what_was_made(run: Run) -> None:
    answer = new(run, "--division", "SOTE", "--json").json
    path = str(Path("round", "Helsingin-digitalisaatiosuunnitelma_HO-09-SOTE-2_SOTE_2018-10-26.xlsx"))
    told = {"path": path, "language": "fi", "warnings": []}
    assert answer == [listed(run)["HO-09-SOTE-2"] | told]
    assert Path(path).exists()


def test_a_round_tells_a_person_where_it_is(run: Run) -> None:
    ran = new(run, "--division", "SOTE", "--language", "en")
    assert ran.status == 0
    assert ran.stdout.startswith(f"HO-09-SOTE-2: round{os.sep}Helsinki-s-digitalisation-plan_HO-09-SOTE-2_")
    rows = listed(run)["HO-09-SOTE-2"]["rows_sent"]
    assert ran.stdout.endswith(f", {rows} rows.\n")


def test_a_round_for_all_asks_every_division_with_open_milestones(run: Run) -> None:
    answer = new(run, "--all", "--json").json
    assert [each["division"] for each in answer] == ["SOTE", "KASKO", "KUVA", "KYMP"]
    assert len(list(Path("round").iterdir())) == len(answer)


def test_several_divisions_are_asked_once_each(run: Run) -> None:
    answer = new(run, "--division", "SOTE", "--division", "kasko", "--division", "SOTE", "--json").json
    assert [each["division"] for each in answer] == ["SOTE", "KASKO"]


def test_a_round_is_in_the_language_that_was_asked_for(run: Run) -> None:
    (answer,) = new(run, "--division", "SOTE", "--language", "sv", "--json").json
    assert openpyxl.load_workbook(answer["path"]).sheetnames[:3] == ["Anvisning", "Delmål", "Beroenden"]


@pytest.mark.parametrize("more", [(), ("--all", "--division", "SOTE")])
def test_whom_to_ask_must_be_said_in_one_way(run: Run, more: tuple[str, ...]) -> None:
    assert "--division CODE, or --all" in sentence(new(run, *more))


@pytest.mark.parametrize("missing", ["--due", "--out"])
def test_a_round_without_its_date_or_folder_is_refused(run: Run, missing: str) -> None:
    options = {"--due": DUE, "--out": "round"}
    del options[missing]
    given = [each for pair in options.items() for each in pair]
    assert missing in sentence(run("handoff", "new", "--all", *given))


@pytest.mark.parametrize("due", ["soon", "31.11.2018", "2018-13-01", ""])
def test_a_date_that_is_none_is_refused(run: Run, due: str) -> None:
    sentence(new(run, "--all", due=due))
    assert not Path("round").exists()


def test_a_division_that_is_not_in_the_plan_is_refused(run: Run, plan_path: Path) -> None:
    before = plan_path.read_bytes()
    assert "“NASA”" in sentence(new(run, "--division", "SOTE", "--division", "NASA"))
    assert (plan_path.read_bytes(), Path("round").exists()) == (before, False)


def test_a_row_that_is_no_division_is_refused(run: Run) -> None:
    sentence(new(run, "--division", "A1.2"), 1)


def test_a_division_without_open_milestones_is_refused(run: Run) -> None:
    run("add", "division", "id=NEW", "name=New")
    before = listed(run)
    assert "NEW has no open milestone to ask about, so nothing was made." in sentence(
        new(run, "--division", "NEW"), 1
    )
    assert (listed(run), Path("round").exists()) == (before, False)


def test_a_folder_that_may_not_be_made_is_refused(run: Run) -> None:
    Path("round").write_text("mine")
    assert "round" in sentence(new(run, "--division", "SOTE"), 1)
    assert Path("round").read_text() == "mine"


def test_a_folder_that_takes_no_file_leaves_no_round(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from exports import files

    def refuse(*_arguments: object) -> None:
        raise PermissionError(13, "Permission denied")

    before = listed(run)
    monkeypatch.setattr(files, "_flush", refuse)
    assert "Permission denied" in sentence(new(run, "--division", "SOTE"), 1)
    assert (listed(run), list(Path("round").iterdir())) == (before, [])


def test_a_name_that_is_taken_is_refused_and_the_file_stays(run: Run, made: dict[str, Any]) -> None:
    other = Path(made["path"].replace("SOTE-2", "SOTE-3"))
    other.write_text("mine")
    assert "--force" in sentence(new(run, "--division", "SOTE"), 1)
    assert other.read_text() == "mine"


def test_a_name_that_is_taken_is_replaced_when_told_to(run: Run, made: dict[str, Any]) -> None:
    other = Path(made["path"].replace("SOTE-2", "SOTE-3"))
    other.write_text("mine")
    assert new(run, "--division", "SOTE", "--force").status == 0
    assert openpyxl.load_workbook(other).sheetnames


def test_of_several_divisions_none_is_asked_where_one_has_nothing_to_answer(run: Run) -> None:
    run("add", "division", "id=NEW", "name=New")
    before = listed(run)
    sentence(new(run, "--division", "SOTE", "--division", "NEW"))
    assert (listed(run), Path("round").exists()) == (before, False)


def test_what_was_made_is_told_where_the_next_one_fails(run: Run, made: dict[str, Any]) -> None:
    Path(made["path"].replace("SOTE-2", "SOTE-3")).write_text("mine")
    ran = new(run, "--division", "KASKO", "--division", "SOTE", "--json")
    assert (ran.status, [each["id"] for each in ran.json]) == (1, ["HO-09-KASKO-2"])


@pytest.mark.parametrize(
    ("due", "warning"),
    [
        ("2018-10-12", "2018-10-12 is past already."),
        ("2018-10-22", "SOTE has 2 working days to answer, 5 are usual."),
        ("2018-11-20", "2018-11-20 is after the plan's last day, 2018-11-17."),
    ],
)
def test_a_doubtful_date_is_a_warning_and_no_refusal(run: Run, due: str, warning: str) -> None:
    ran = new(run, "--division", "SOTE", "--json", due=due)
    assert (ran.status, ran.json[0]["warnings"]) == (0, [warning])
    assert warning in ran.stderr


# List and show.


def test_the_list_has_the_shape_of_the_contract(run: Run, made: dict[str, Any]) -> None:
    assert listed(run)[made["id"]] == {
        "id": "HO-09-SOTE-2",
        "division": "SOTE",
        "state": "made",
        "week": 9,
        "sent": None,
        "due": DUE,
        "returned": None,
        "cancelled": None,
        "days_to_answer": None,
        "rows_sent": 9,
        "rows_changed": None,
        "rows_confirmed": None,
        "conflicts": None,
        "rejects": None,
        "undecided": None,
        "note": None,
    }


def test_the_open_ones_are_those_that_did_not_come_back(run: Run, made: dict[str, Any]) -> None:
    states = {each["state"] for each in listed(run, "--open").values()}
    assert states == {"made", "sent", "missing"}


def test_the_list_of_one_division(run: Run) -> None:
    assert {each["division"] for each in listed(run, "--division", "SOTE").values()} == {"SOTE"}


def test_the_list_for_people_shows_states_in_words(run: Run, made: dict[str, Any]) -> None:
    text = run("handoff", "list", "--division", "SOTE", "--open").stdout
    assert text.splitlines()[0].split() == [
        "id",
        "division",
        "state",
        "sent",
        "due",
        "returned",
        "rows",
        "changed",
        "conflicts",
    ]
    assert "HO-07-SOTE    SOTE      missing  2018-10-03  2018-10-09" in text


def test_the_list_of_a_division_that_is_not_there_is_refused(run: Run) -> None:
    sentence(run("handoff", "list", "--division", "NASA"), 1)


def test_one_hand_off_is_shown_with_what_waits(run: Run, made: dict[str, Any]) -> None:
    answer = run("handoff", "show", made["id"], "--json").json
    assert (answer["id"], answer["state"], answer["review"]) == (made["id"], "made", [])


def test_one_hand_off_is_shown_to_people(run: Run, made: dict[str, Any]) -> None:
    lines = run("handoff", "show", made["id"].lower()).stdout.splitlines()
    assert [line.split(maxsplit=1)[0] for line in lines] == [
        "hand-off",
        "division",
        "state",
        "due",
        "rows",
    ]


def test_a_hand_off_that_is_not_there_is_refused(run: Run) -> None:
    sentence(run("handoff", "show", "HO-99-SOTE"), 1)


# Sent and cancelled.


def test_a_hand_off_is_marked_as_sent_today(run: Run, made: dict[str, Any]) -> None:
    (answer,) = run("handoff", "sent", made["id"], "--json").json
    assert (answer["state"], answer["sent"]) == ("sent", "2018-10-19")


def test_several_are_marked_as_sent_on_a_day_and_undone_at_once(run: Run, made: dict[str, Any]) -> None:
    other = new(run, "--division", "KASKO", "--json").json[0]["id"]
    run("handoff", "sent", made["id"], other, "--on", "2018-10-18")
    assert [listed(run)[id_]["sent"] for id_ in (made["id"], other)] == ["2018-10-18"] * 2
    run("undo")
    assert [listed(run)[id_]["sent"] for id_ in (made["id"], other)] == [None] * 2


def test_nothing_is_sent_on_a_day_to_come(run: Run, made: dict[str, Any]) -> None:
    assert "2018-10-20 is still to come" in sentence(
        run("handoff", "sent", made["id"], "--on", "2018-10-20"), 1
    )


def test_what_was_sent_keeps_its_day(run: Run) -> None:
    assert sentence(run("handoff", "sent", "HO-09-SOTE"), 1) == "HO-09-SOTE was sent on 2018-10-17 already.\n"
    assert listed(run)["HO-09-SOTE"]["sent"] == "2018-10-17"


def test_a_day_that_is_given_corrects_the_one_that_was_said(run: Run) -> None:
    run("handoff", "sent", "HO-09-SOTE", "--on", "2018-10-18")
    assert listed(run)["HO-09-SOTE"]["sent"] == "2018-10-18"


def test_an_untouched_workbook_that_comes_back_is_noted_and_applies_nothing(
    run: Run, made: dict[str, Any]
) -> None:
    lines = run("import", made["path"]).stdout.splitlines()
    assert lines[-1].startswith("Only its return is noted, as revision ")


def test_a_hand_off_is_called_off(run: Run, made: dict[str, Any]) -> None:
    assert run("handoff", "cancel", made["id"]).stdout == f"{made['id']}: cancelled, due {DUE}.\n"
    assert made["id"] not in listed(run, "--open")


@pytest.mark.parametrize("again", ["cancel", "sent"])
def test_what_was_called_off_is_changed_no_more(run: Run, made: dict[str, Any], again: str) -> None:
    run("handoff", "cancel", made["id"])
    assert "was cancelled on 2018-10-19" in sentence(run("handoff", again, made["id"]), 1)


def test_what_came_back_cannot_be_called_off(run: Run) -> None:
    assert "what has come back cannot be called off" in sentence(run("handoff", "cancel", "HO-08-KASKO"), 1)


def test_one_wrong_id_changes_none(run: Run, made: dict[str, Any]) -> None:
    sentence(run("handoff", "sent", made["id"], "HO-99-SOTE"), 1)
    assert listed(run)[made["id"]]["state"] == "made"


# Remind.


def test_a_reminder_is_in_the_language_of_its_division(run: Run) -> None:
    answer = run("handoff", "remind", "--division", "SOTE", "--json").json
    assert [(each["division"], each["handoffs"]) for each in answer] == [
        ("SOTE", ["HO-07-SOTE", "HO-08-SOTE", "HO-09-SOTE"])
    ]
    assert answer[0]["text"].splitlines()[0] == "Sosiaali- ja terveystoimiala: suunnitelman päivitys puuttuu"


def test_a_reminder_says_how_late_each_one_is(run: Run) -> None:
    text = run("handoff", "remind", "--division", "SOTE", "--language", "en").stdout
    assert "HO-07-SOTE was sent on 2018-10-03 and was due on 2018-10-09, 10 days ago." in text
    assert "HO-09-SOTE was sent on 2018-10-17 and is due on 2018-10-23." in text


def test_nobody_is_reminded_of_what_was_not_sent_or_was_called_off(run: Run, made: dict[str, Any]) -> None:
    run("handoff", "cancel", "HO-07-SOTE")
    answer = run("handoff", "remind", "--division", "SOTE", "--json").json
    assert answer[0]["handoffs"] == ["HO-08-SOTE", "HO-09-SOTE"]


def test_everything_that_came_back_needs_no_reminder(run: Run) -> None:
    ran = run("handoff", "remind", "--division", "KESKE")
    assert (ran.status, ran.stdout) == (
        0,
        "Nobody needs a reminder: what was sent came back, or a later round did.\n",
    )


def test_without_a_command_the_commands_are_told(run: Run) -> None:
    ran = run("handoff")
    assert all(
        name in ran.stdout + ran.stderr for name in ("new", "list", "show", "sent", "remind", "cancel")
    )


# The whole way.


def edit(path: str, key: str, value: object, id_: str = "A2.2") -> str:
    """Edits a cell of a milestone in the workbook of a round."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[1]
    columns = {cell.value: cell.column for cell in sheet[3]}
    row = next(n for n in range(5, sheet.max_row + 1) if sheet.cell(n, columns["id"]).value == id_)
    sheet.cell(row, columns[key]).value = value
    book.save(path)
    return path


def test_what_came_back_is_applied_and_noted(run: Run, made: dict[str, Any]) -> None:
    run("handoff", "sent", made["id"], "--on", "2018-10-17")
    answer = run("import", edit(made["path"], "note", "N"), "--json").json
    assert (answer["kind"], answer["handoff"], answer["division"], answer["outcome"]) == (
        "handoff",
        made["id"],
        "SOTE",
        "preview",
    )
    shown = run("handoff", "show", made["id"], "--json").json
    assert (shown["state"], shown["rows_changed"], shown["days_to_answer"]) == ("merged", 1, 2)


def test_a_dry_run_leaves_the_plan_as_it_was(run: Run, made: dict[str, Any], plan_path: Path) -> None:
    before = plan_path.read_bytes()
    assert run("import", edit(made["path"], "note", "N"), "--dry-run", "--json").status == 0
    assert plan_path.read_bytes() == before


def test_a_folder_of_returned_files_is_imported_in_one_go(run: Run) -> None:
    for each in new(run, "--all", "--json").json:
        assert Path(each["path"]).exists()
    answers = run("import", "round", "--json").json
    assert [each["outcome"] for each in answers] == ["preview"] * 4


def test_a_cancelled_round_that_came_back_stays_cancelled(run: Run, made: dict[str, Any]) -> None:
    run("handoff", "cancel", made["id"])
    run("import", edit(made["path"], "note", "N"))
    shown = run("handoff", "show", made["id"], "--json").json
    assert (shown["state"], shown["returned"]) == ("cancelled", "2018-10-19")
