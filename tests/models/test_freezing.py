"""Which weeks can be frozen, and what happens when two people freeze one at the same moment."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier

import pytest
from builders import START, Office, calendar, day

from models.clock import Clock
from models.errors import InvalidValue, RuleBroken
from models.rules.weeks import day_to_freeze
from models.store import open_plan

OTHERS = 4


def test_of_people_who_freeze_a_week_at_the_same_moment_one_does(office: Office) -> None:
    office.add("A1.1")
    begin = Barrier(OTHERS)

    def freeze(number: int) -> bool:
        with open_plan(office.path, clock=Clock(day(5)), person=f"person {number}") as plan:
            begin.wait()
            return plan.snapshots.take()[1]

    with ThreadPoolExecutor(OTHERS) as threads:
        taken = list(threads.map(freeze, range(OTHERS)))
    assert (sorted(taken), len(office.plan.snapshots.all())) == ([False, False, False, True], 1)


def test_of_the_threads_of_one_program_one_freezes(office: Office) -> None:
    office.add("A1.1")
    with ThreadPoolExecutor(OTHERS) as threads:
        taken = list(threads.map(lambda _number: office.plan.snapshots.take()[1], range(OTHERS)))
    assert sorted(taken) == [False, False, False, True]


def test_corrections_asked_for_at_the_same_moment_are_versions_of_their_own(office: Office) -> None:
    office.plan.snapshots.take()
    with ThreadPoolExecutor(OTHERS) as threads:
        list(threads.map(lambda n: office.plan.snapshots.take(correction=f"reason {n}"), range(OTHERS)))
    assert [each.version for each in office.plan.snapshots.all()] == [1, 2, 3, 4, 5]
    assert office.plan.snapshots.verify().found == ()


def test_of_two_programs_one_freezes_and_the_other_is_told(office: Office, tmp_path: Path) -> None:
    office.plan.close()
    command = [
        sys.executable,
        "-m",
        "tracker",
        "--plan",
        office.path,
        "--today",
        "2018-08-24",
        "snapshot",
        "take",
    ]
    running = [
        subprocess.Popen(command, cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, text=True)
        for _number in range(2)
    ]
    said = sorted(each.communicate()[0].splitlines()[-1] for each in running)
    assert said == [
        "Week 1 is frozen as of 2018-08-24, version 1.",
        "Week 1 was frozen already as of 2018-08-24, version 1; --correction takes another version.",
    ]


def test_what_is_left_after_the_plans_last_week_is_frozen_week_by_week(office: Office) -> None:
    assert office.at(day(92)).plan.snapshots.take()[0].week == 14


def test_the_sunday_after_the_last_day_is_of_the_last_week(office: Office) -> None:
    assert office.at(day(91)).plan.snapshots.take()[0].week == 13


def test_a_week_that_is_not_frozen_has_nothing_to_correct(office: Office) -> None:
    with pytest.raises(RuleBroken, match="Week 1 is not frozen yet, so there is nothing to correct"):
        office.plan.snapshots.take(correction="Wrong")


@pytest.mark.parametrize("reason", ["", "  \n", "x" * 401, "\udcff", "a\x00b"])
def test_a_correction_needs_a_reason_that_can_be_kept(office: Office, reason: str) -> None:
    office.plan.snapshots.take()
    with pytest.raises(InvalidValue):
        office.plan.snapshots.take(correction=reason)


def test_the_reason_of_a_correction_is_one_line(office: Office) -> None:
    office.plan.snapshots.take()
    assert office.plan.snapshots.take(correction=" [wrong]\n=1+1 ")[0].reason == "[wrong] =1+1"


@pytest.mark.parametrize(
    ("week", "today", "frozen"),
    [(2, 9, 9), (2, 12, 12), (2, 14, 14), (2, 15, 12), (1, 40, 5), (13, 95, 89)],
)
def test_a_week_is_frozen_as_of_today_or_of_its_friday(week: int, today: int, frozen: int) -> None:
    assert day_to_freeze(calendar(), week, day(today)) == day(frozen)


def test_the_first_week_of_a_plan_from_a_saturday_is_frozen_as_of_its_first_day() -> None:
    saturday = day(6)
    assert day_to_freeze(calendar(start=saturday), 1, day(30)) == saturday


def test_the_last_week_is_frozen_as_of_the_last_day_where_that_comes_before_friday() -> None:
    assert day_to_freeze(calendar(start=START, days=2), 1, day(30)) == day(2)


@pytest.mark.parametrize(
    ("week", "sentence"),
    [
        (3, "Week 3 has not begun: its Monday is 2018-09-03."),
        (14, "The plan has no week 14: its weeks are 1 to 13."),
        (0, "The plan has no week 0: its weeks are 1 to 13."),
    ],
)
def test_a_week_that_cannot_be_frozen_is_told(week: int, sentence: str) -> None:
    with pytest.raises(RuleBroken) as error:
        day_to_freeze(calendar(), week, date(2018, 9, 2))
    assert error.value.sentence == sentence
