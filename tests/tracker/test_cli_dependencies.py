"""`tracker dependencies` and `tracker slip`: the sample on the Friday of week 9, as tables and as JSON."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from running import Ran, Run

from models.plan import Plan

DAY = "2018-10-19"


@pytest.fixture
def ask(run: Run, whole_plan_path: Path) -> Run:
    """Runs a command on the sample as it stood on the Friday of week 9."""

    def asked(*arguments: object) -> Ran:
        return run("--plan", whole_plan_path, "--as-of", DAY, *arguments)

    return asked


# The matrix.


def test_the_matrix_is_shown_unless_something_else_is_asked_for(ask: Run) -> None:
    assert ask("dependencies").stdout == ask("dependencies", "matrix").stdout


def test_the_matrix_says_how_many_with_which_light_and_what_is_wrong(ask: Run) -> None:
    line = ask("dependencies").stdout.splitlines()[-1]
    assert line.split("  ") == ["KESKE", "1 ● G", "2 ▲ A !1 ≠1", "14 ▲ A !2 ≠2"]


def test_the_matrix_in_json_has_the_agreed_names(ask: Run) -> None:
    rows = ask("dependencies", "--json").json
    assert {
        "waiting": "KESKE",
        "providing": "KYMP",
        "count": 2,
        "worst": "amber",
        "overdue": 1,
        "broken": 1,
    } in rows


def test_only_what_crosses_divisions_leaves_the_diagonal_out(ask: Run) -> None:
    rows = ask("dependencies", "--cross-division", "--json").json
    assert rows
    assert all(row["waiting"] != row["providing"] for row in rows)


def test_only_overdue_ones_are_those_of_the_status(ask: Run) -> None:
    rows = ask("dependencies", "--overdue", "--json").json
    assert sum(row["count"] for row in rows) == ask("status", "--json").json["deps_overdue"]


def test_the_matrix_of_one_division_has_it_on_a_side(ask: Run) -> None:
    rows = ask("dependencies", "--division", "KASKO", "--json").json
    assert rows
    assert all("KASKO" in (row["waiting"], row["providing"]) for row in rows)


def test_a_plan_in_which_nobody_waits_says_so(run: Run, whole_plan_path: Path) -> None:
    ran = run("--plan", whole_plan_path, "--as-of", "2018-08-19", "dependencies")
    assert ran.stdout == "No dependency with both ends open fits what was asked for.\n"


# One division.


def test_a_division_in_json_has_the_agreed_names(ask: Run) -> None:
    row = ask("dependencies", "division", "KASKO", "--json").json[0]
    assert list(row) == [
        "id",
        "waiting",
        "provider",
        "waiting_division",
        "provider_division",
        "kind",
        "what",
        "need_by",
        "promised",
        "waiting_forecast",
        "provider_forecast",
        "state",
        "slack",
        "overdue",
        "cross_division",
        "lines_up",
    ]


def test_a_division_has_its_dependencies_of_both_sides_once(ask: Run) -> None:
    rows = ask("dependencies", "division", "SOTE", "--json").json
    assert {row["id"]: (row["waiting_division"], row["provider_division"]) for row in rows} == {
        "X16": ("SOTE", "KESKE"),
        "X32": ("KESKE", "SOTE"),
    }


def test_the_planted_dates_that_do_not_line_up_are_told(ask: Run) -> None:
    rows = ask("dependencies", "division", "KESKE", "--json").json
    found = {row["id"]: (row["slack"], row["lines_up"]) for row in rows}
    assert found["X22"] == (-2, False)


def test_a_division_tells_both_sides(ask: Run) -> None:
    told = ask("dependencies", "division", "SOTE").stdout
    assert told.index("SOTE needs") < told.index("X16")
    assert told.index("X16") < told.index("The others need from SOTE") < told.index("X32")


def test_a_date_that_nobody_named_stands_in_brackets(ask: Run) -> None:
    assert "(2018-11-07)" in ask("dependencies", "division", "SOTE").stdout


# The board.


def test_the_board_has_a_card_for_each_milestone_that_waits_or_is_waited_for(ask: Run) -> None:
    cards = ask("dependencies", "board", "--json").json
    card = next(card for card in cards if card["id"] == "C2.3")
    assert card == {
        "division": "KESKE",
        "week": 11,
        "id": "C2.3",
        "title": "Roll-out order by division",
        "forecast": "2018-10-31",
        "light": "green",
        "needs": ["X27"],
        "serves": ["X34", "X29"],
        "broken": True,
    }


def test_the_board_tells_in_words_who_waits_for_whom(ask: Run) -> None:
    line = next(line for line in ask("dependencies", "board").stdout.splitlines() if " B2.3 " in line)
    assert line.split()[:6] == ["12", "B2.3", "2018-11-06", "●", "G", "green"]
    assert "B1.3" in line
    assert "dates do not line up" in line


# The chain.


def test_a_chain_tells_both_directions(ask: Run) -> None:
    found = ask("dependencies", "chain", "C2.3", "--json").json
    assert ([each["id"] for each in found["upstream"]], [each["id"] for each in found["downstream"]]) == (
        ["A4.2", "C2.2"],
        ["C5.3", "D5.3"],
    )


def test_a_chain_tells_the_slack_of_its_milestone(ask: Run) -> None:
    found = ask("dependencies", "chain", "C2.3", "--json").json
    assert (found["slack"], found["slack_to_end"]) == (3, 12)


def test_a_milestone_that_is_met_twice_is_told_once_more_without_its_branches(ask: Run) -> None:
    told = ask("dependencies", "chain", "P1.1", "--json").json["downstream"]
    repeated = [each["id"] for each in told if each["is_repeated"]]
    assert len({each["id"] for each in told}) + len(repeated) == len(told)


def test_a_milestone_alone_waits_for_nobody(ask: Run) -> None:
    told = ask("dependencies", "chain", "P2.1").stdout.splitlines()
    assert told[-3:] == ["It waits for nobody.", "", "Nobody waits for it."]


# What does not fit.


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["division"], "tracker dependencies division needs the code of a division, such as division KASKO."),
        (["chain"], "tracker dependencies chain needs the id of a milestone, such as chain A1.2."),
        (["matrix", "KASKO"], "tracker dependencies matrix does not know what to do with “KASKO”."),
        (["chain", "A1.2", "--overdue"], "A chain is shown whole; it takes none of the options that choose."),
        (["division", "KASK"], "There is no division “KASK”; did you mean KASKO?"),
        (["--division", "KASK"], "There is no division “KASK”; did you mean KASKO?"),
        (["chain", "A1.99"], "There is no milestone “A1.99”; did you mean A1.2?"),
    ],
)
def test_what_does_not_fit_is_said_in_one_sentence(ask: Run, arguments: list[str], sentence: str) -> None:
    ran = ask("dependencies", *arguments)
    assert (ran.status, ran.stdout) == (1, "")
    assert ran.stderr.startswith(sentence.split(";")[0])
    assert ran.stderr.count("\n") == 1


# Slips.


def test_a_slip_in_json_is_just_as_agreed(ask: Run) -> None:
    assert ask("slip", "A4.2", "2018-11-20", "--json").json == {
        "moved": [
            {"id": "C2.3", "from": "2018-10-31", "to": "2018-11-20", "workdays": 14, "because": "A4.2"},
            {"id": "C5.3", "from": "2018-11-12", "to": "2018-11-20", "workdays": 6, "because": "C2.3"},
        ],
        "soft": ["A5.3", "D5.3"],
    }


def test_a_slip_is_told_in_words(ask: Run) -> None:
    lines = ask("slip", "A4.2", "2018-11-20").stdout.splitlines()
    assert lines[0] == "A4.2 from 2018-11-01 to 2018-11-20, 13 working days later: pushes 2 milestones."
    assert lines[-3] == "Passed and not pushed, because they wait softly:"


def test_a_date_before_that_of_a_provider_is_told(ask: Run) -> None:
    lines = ask("slip", "C2.3", "2018-10-25").stdout.splitlines()
    assert lines[1] == "It cannot be met before A4.2, for which it waits: forecast 2018-11-01."


def test_a_slip_counts_five_working_days_from_the_present_date(ask: Run) -> None:
    assert ask("slip", "A4.2", "+5", "--json").json["moved"][0]["to"] == "2018-11-08"


def test_a_slip_saves_nothing(ask: Run, whole_plan: Plan) -> None:
    before = whole_plan.last_revision()
    ask("slip", "A4.2", "2018-11-20")
    assert whole_plan.last_revision() == before


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["P1.1", "2018-12-01"], "P1.1 is done: its date pushes nobody."),
        (
            ["A4.2", "2018-10-30"],
            "A4.2 from 2018-11-01 to 2018-10-30 is no later than now: nobody is pushed.",
        ),
        (
            ["A4.2", "2018-11-01"],
            "A4.2 from 2018-11-01 to 2018-11-01 is no later than now: nobody is pushed.",
        ),
        (
            ["P8.4", "2018-11-16"],
            "P8.4 from 2018-11-15 to 2018-11-16, 1 working day later: nobody is pushed.",
        ),
    ],
)
def test_a_slip_that_hits_nobody_says_why(ask: Run, arguments: list[str], sentence: str) -> None:
    assert ask("slip", *arguments).stdout == f"{sentence}\n"


def test_a_slip_that_hits_nobody_is_empty_in_json(ask: Run) -> None:
    assert ask("slip", "P1.1", "2018-12-01", "--json").json == {"moved": [], "soft": []}


@pytest.mark.parametrize(
    "arguments", [["A4.2", "soon"], ["A4.2", "1999-01-01"], ["A4.2", ""], ["X22", "2018-11-20"], ["A4.2"]]
)
def test_a_slip_that_makes_no_sense_is_one_sentence(ask: Run, arguments: list[str]) -> None:
    ran = ask("slip", *arguments)
    assert (ran.status, ran.stdout, ran.stderr.count("\n")) == (1, "", 1)


def test_a_slip_of_the_plan_as_it_stood_earlier_is_another(run: Run, whole_plan_path: Path) -> None:
    def moved(day: date) -> list[str]:
        ran = run("--plan", whole_plan_path, "--as-of", day, "slip", "B1.3", "2018-12-03", "--json")
        return [*ran.json["soft"]]

    assert (moved(date(2018, 10, 19)), moved(date(2018, 11, 16))) == (["B2.3"], [])
