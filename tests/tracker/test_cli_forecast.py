"""`tracker forecast`: dates, basis, refusals and the record of earlier forecasts, as text and as JSON."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from running import Run

START = date(2018, 8, 20)


@pytest.fixture
def friday(plan_path: Path) -> list[object]:
    """The options that ask the sample on the Friday of week 9."""
    return ["--plan", plan_path, "--today", "2018-10-19"]


@pytest.fixture
def end(whole_plan_path: Path) -> list[object]:
    """The options that ask the whole sample after its last day."""
    return ["--plan", whole_plan_path, "--today", "2018-11-20"]


def test_the_forecast_of_the_sample_is_told_with_its_basis_and_its_record(
    run: Run, friday: list[object]
) -> None:
    assert run("forecast", *friday).stdout.splitlines() == [
        "Helsinki's digitalisation plan",
        "A weight of 103 was done in 45 working days since 2018-08-20; 176 of 279 remain.",
        "All is done by 2019-02-28 at 85%; day 90 is 2018-11-17.",
        "By day 90, 2018-11-17, at least 136 of 279 in weight and 67 of 113 milestones are done at 85%.",
        "",
        "chance  done by     working days after day 90",
        "   50%  2019-02-12                         57",
        "   70%  2019-02-20                         63",
        "   85%  2019-02-28                         69",
        "   95%  2019-03-08                         75",
        "",
        "3 weeks ago (2018-09-28) we said 2019-05-31 at 85%. Now we say 2019-02-28.",
        "week  said on     date at 85%         at least by day 90  done then",
        "   1  2018-08-24  too little history                   –          2",
        "   2  2018-08-31  2022-05-12 (weak)                   15          3",
        "   3  2018-09-07  2020-10-02 (weak)                   28          8",
        "   4  2018-09-14  2020-04-06 (weak)                   38         14",
        "   5  2018-09-21  2019-06-24 (weak)                   79         35",
        "   6  2018-09-28  2019-05-31                          88         46",
        "   7  2018-10-05  2019-04-01                         112         68",
        "   8  2018-10-12  2019-02-26                         138         94",
        "   9  2018-10-19  2019-02-28                         136        103",
    ]


def test_the_same_stands_in_the_json(run: Run, friday: list[object]) -> None:
    told = run("forecast", "--json", *friday).json
    record = told.pop("track_record")
    assert told == {
        "date": "2018-10-19",
        "basis": {
            "workdays": 45,
            "throughput": 103,
            "remaining": 176,
            "scope": 279,
            "milestones_remaining": 63,
            "milestones": 113,
            "reduced_weeks": [],
        },
        "refusal": None,
        "is_weak": False,
        "dates": {"50": "2019-02-12", "70": "2019-02-20", "85": "2019-02-28", "95": "2019-03-08"},
        "by_end": {"date": "2018-11-17", "percent": 85, "weight": 136, "milestones": 67},
        "finished": None,
        "done_by_end": None,
    }
    assert [each["date"] for each in record] == [
        (START + timedelta(days=4 + 7 * week)).isoformat() for week in range(8)
    ]


@pytest.mark.parametrize("part", ["SOTE", "A", "A1", "T1"])
def test_every_part_of_the_plan_has_a_forecast(run: Run, friday: list[object], part: str) -> None:
    ran = run("forecast", "--for", part, *friday)
    assert (ran.status, ran.stderr, ran.stdout.split(maxsplit=1)[0]) == (0, "", part)


@pytest.mark.parametrize("as_json", [[], ["--json"]])
@pytest.mark.parametrize("number", [-20, 0, 1, 5, 13, 14, 42, 45, 61, 89, 90, 91, 400])
def test_it_can_be_asked_on_any_day(run: Run, end: list[object], number: int, as_json: list[str]) -> None:
    ran = run("forecast", "--as-of", START + timedelta(days=number - 1), *end, *as_json)
    assert (ran.status, ran.stderr, bool(ran.stdout)) == (0, "", True)


@pytest.mark.parametrize(
    ("number", "refusal", "is_weak"),
    [(-3, "no_work", False), (1, "too_little_history", False), (14, None, True), (61, None, False)],
)
def test_what_cannot_be_said_is_refused(
    run: Run, end: list[object], number: int, refusal: str | None, is_weak: bool
) -> None:
    told = run("forecast", "--json", "--as-of", START + timedelta(days=number - 1), *end).json
    assert (told["refusal"], told["is_weak"], told["dates"] is None) == (
        refusal,
        is_weak,
        refusal is not None,
    )


def test_after_the_last_day_it_tells_what_was_done_by_then(run: Run, end: list[object]) -> None:
    assert "A weight of 241 was done by day 90, 2018-11-17." in run("forecast", *end).stdout.splitlines()


def test_an_empty_plan_has_no_work(run: Run, tmp_path: Path) -> None:
    run("new", tmp_path / "p.db", "--start", "2019-01-07", "--today", "2019-01-07")
    ran = run("forecast", "--plan", tmp_path / "p.db", "--today", "2019-01-08")
    assert (ran.status, "There is no work to forecast." in ran.stdout) == (0, True)


def test_what_has_no_forecast_of_its_own_is_a_sentence(run: Run, friday: list[object]) -> None:
    ran = run("forecast", "--for", "A1.1", *friday)
    assert (ran.status, ran.stdout, "milestone" in ran.stderr) == (1, "", True)
