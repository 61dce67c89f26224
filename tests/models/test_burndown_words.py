"""What a burndown says in words comes from the rows that its chart is drawn of."""

from __future__ import annotations

from datetime import date, timedelta

from models import language
from models.plan import Plan
from models.rules.burndown import BurndownDay, burnup_text, summary, summary_text

START = date(2018, 8, 20)


def rows(*figures: tuple[int | None, int | None, int | None, int, int]) -> list[BurndownDay]:
    return [BurndownDay(START + timedelta(days=n), *each) for n, each in enumerate(figures)]


def told(*figures: tuple[int | None, int | None, int | None, int, int], day: int = 0) -> str:
    return summary_text(summary(rows(*figures), START + timedelta(days=day)))


def test_the_sample_is_56_above_its_ideal_line_in_week_9(plan: Plan) -> None:
    assert summary_text(summary(plan.state().burndown(), plan.today)) == (
        "176 of 279 remain on 2018-10-19, 56 more than the ideal line."
        " Since the baseline 19 was added and 2 dropped."
    )


def test_less_than_the_ideal_line_is_told_as_less() -> None:
    assert told((10, 15, 20, 0, 0)) == "10 of 20 remain on 2018-08-20, 5 less than the ideal line."


def test_as_much_as_the_ideal_line_is_told_so() -> None:
    assert told((10, 10, 20, 0, 0)) == "10 of 20 remain on 2018-08-20, just as on the ideal line."


def test_without_a_baseline_nothing_is_compared() -> None:
    assert told((10, None, 20, 0, 0)) == "10 of 20 remain on 2018-08-20."


def test_added_and_dropped_weight_is_summed_up_to_the_day() -> None:
    figures = summary(
        rows((9, 9, 9, 3, 1), (9, 9, 9, 4, 0), (None, 9, None, 0, 0)), START + timedelta(days=1)
    )
    assert (figures.added, figures.dropped) == (7, 1)


def test_after_the_last_day_the_figures_of_the_last_day_are_told() -> None:
    assert told((10, None, 20, 0, 0), (5, None, 20, 0, 0), day=40) == "5 of 20 remain on 2018-08-21."


def test_before_the_first_day_nothing_is_known() -> None:
    assert told((None, 9, None, 0, 0), day=-1) == "Nothing is known of the work on 2018-08-19."


def test_a_plan_without_days_says_nothing_is_known() -> None:
    assert summary_text(summary([], START)) == "Nothing is known of the work on 2018-08-20."


def test_a_burn_up_tells_what_is_done() -> None:
    assert burnup_text(summary(rows((12, None, 20, 0, 0)), START)) == "8 of 20 are done on 2018-08-20."


def test_a_burn_up_of_nothing_known_says_so() -> None:
    assert burnup_text(summary([], START)) == "Nothing is known of the work on 2018-08-20."


def test_figures_are_written_as_the_reader_writes_them() -> None:
    with language.speaking("fi"):
        sentence = told((12_000, None, 14_699, 0, 0))
    assert [number in sentence for number in ("12\N{NO-BREAK SPACE}000", "14\N{NO-BREAK SPACE}699")] == [
        True,
        True,
    ]
