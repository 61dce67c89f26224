"""`tracker week`: weeks are closed, listed and opened again, and the forecast counts them."""

from __future__ import annotations

from datetime import date

import pytest
from running import Run


@pytest.fixture
def friday(plan_path: object) -> list[object]:
    """The options that ask the sample on the Friday of week 9."""
    return ["--plan", plan_path, "--today", "2018-10-19"]


def test_without_a_closed_week_the_list_says_how_one_is_closed(run: Run, friday: list[object]) -> None:
    assert run("week", "list", *friday).stdout == "No week is closed; tracker week close closes one.\n"


def test_any_day_closes_its_week(run: Run, friday: list[object]) -> None:
    ran = run("week", "close", "2018-10-24", "--for", "KASKO", "--name", "Syysloma", *friday)
    assert (ran.status, ran.stdout) == (0, "2018-10-22 closed week: created\n")
    assert run("week", "list", "--json", *friday).json == [
        {"monday": "2018-10-22", "division": "KASKO", "name": "Syysloma"}
    ]


def test_the_list_tells_whom_a_week_is_closed_for(run: Run, friday: list[object]) -> None:
    run("week", "close", "2018-12-24", *friday)
    run("week", "close", "2018-10-22", "--for", "KASKO", *friday)
    assert run("week", "list", *friday).stdout.splitlines() == [
        "from        until       closed for  name",
        "2018-10-22  2018-10-28  KASKO",
        "2018-12-24  2018-12-30  everybody",
    ]


def test_a_week_is_closed_once_for_each(run: Run, friday: list[object]) -> None:
    run("week", "close", "2018-10-22", *friday)
    again = run("week", "close", "2018-10-25", *friday)
    other = run("week", "close", "2018-10-25", "--for", "SOTE", *friday)
    assert (again.status, again.stderr, other.status) == (
        1,
        "The week of 2018-10-22 is closed for everybody already.\n",
        0,
    )


def test_a_closed_week_is_opened_again(run: Run, friday: list[object]) -> None:
    run("week", "close", "2018-10-22", "--for", "KASKO", *friday)
    opened = run("week", "open", "2018-10-26", "--for", "KASKO", *friday)
    assert (opened.stdout, run("week", "list", "--json", *friday).json) == (
        "2018-10-22 closed week: removed\n",
        [],
    )


def test_an_open_week_cannot_be_opened(run: Run, friday: list[object]) -> None:
    ran = run("week", "open", "2018-10-22", "--for", "KASKO", *friday)
    assert (ran.status, ran.stderr) == (1, "The week of 2018-10-22 is not closed for KASKO.\n")


def test_undo_opens_it_too(run: Run, friday: list[object]) -> None:
    run("week", "close", "2018-10-22", *friday)
    run("undo", *friday)
    assert run("week", "list", "--json", *friday).json == []


@pytest.mark.parametrize(("part", "factor"), [([], 0), (["--for", "KASKO"], 0.903)])
def test_the_forecast_counts_it_in_part(
    run: Run, friday: list[object], part: list[str], factor: float
) -> None:
    before = run("forecast", "--json", *friday).json["dates"]
    run("week", "close", "2018-10-22", *part, *friday)
    told = run("forecast", "--json", *friday).json
    assert told["basis"]["reduced_weeks"] == [{"monday": "2018-10-22", "factor": factor}]
    assert date.fromisoformat(told["dates"]["50"]) >= date.fromisoformat(before["50"])


def test_only_a_division_has_weeks_of_its_own(run: Run, friday: list[object]) -> None:
    ran = run("week", "close", "2018-10-22", "--for", "A1", *friday)
    assert (ran.status, ran.stdout, bool(ran.stderr)) == (1, "", True)
