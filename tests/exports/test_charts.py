"""Charts as text: golden pictures of the sample plan, and what holds for any rows."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from gettext import NullTranslations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.chart_burndown import burndown_chart, burnup_chart
from exports.chart_parts import cells, scale
from exports.chart_tables import burndown_table
from models import language
from models.plan import Plan
from models.rules.burndown import BurndownDay

GOLDEN = Path(__file__).parent / "golden"
START = date(2018, 8, 20)
CHARTS: dict[str, Callable[..., str]] = {"burndown": burndown_chart, "burnup": burnup_chart}
SIZES = ((60, 15), (80, 24), (120, 40))

WORDS = {
    "fi": {
        "remaining {weight}": "jäljellä {weight}",
        "ideal {weight}": "ihanne {weight}",
        "scope {weight}": "laajuus {weight}",
        "done {weight}": "valmiina {weight}",
        "added {weight}": "lisätty {weight}",
        "dropped {weight}": "poistettu {weight}",
        "{date}, day {number} of {days}": "{date}, päivä {number}/{days}",
    },
    "sv": {
        "remaining {weight}": "återstår {weight}",
        "ideal {weight}": "ideal {weight}",
        "scope {weight}": "omfattning {weight}",
        "done {weight}": "klart {weight}",
        "added {weight}": "tillagt {weight}",
        "dropped {weight}": "borttaget {weight}",
        "{date}, day {number} of {days}": "{date}, dag {number}/{days}",
    },
}
"""Words of a length that real ones have: a golden chart shall not change with a better translation."""


class _Words(NullTranslations):
    def __init__(self, code: str) -> None:
        super().__init__()
        self.words = WORDS.get(code, {})

    def gettext(self, message: str) -> str:
        return self.words.get(message, message)


@contextmanager
def reading(code: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Speaks a language with the words above."""
    with monkeypatch.context() as patched, language.speaking(code):
        patched.setattr(language, "_catalogue", _Words)
        yield


def day_row(
    day: date, remaining: int | None, ideal: int | None, scope: int | None, added: int = 0, dropped: int = 0
) -> BurndownDay:
    return BurndownDay(day, remaining, ideal, scope, added, dropped)


def falling(days: int = 90, known: int = 61, weight: int = 100) -> tuple[BurndownDay, ...]:
    """A plan whose work falls evenly, with its ideal line, evaluated on its day `known`."""
    return tuple(
        day_row(
            START + timedelta(days=n),
            weight - n // 2 if n < known else None,
            weight * (days - 1 - n) // max(days - 1, 1),
            weight if n < known else None,
        )
        for n in range(days)
    )


def day_number(number: int) -> date:
    return START + timedelta(days=number - 1)


def drawn(
    rows: Sequence[BurndownDay], width: int = 80, height: int = 24, known: int = 61, **more: object
) -> str:
    return burndown_chart(
        rows,
        width=width,
        height=height,
        day=day_number(known),
        title="",
        **more,  # type: ignore[arg-type]
    )


# Golden pictures.


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("code", language.LANGUAGES)
@pytest.mark.parametrize("kind", CHARTS)
def test_the_sample_plan_is_drawn_as_it_was_looked_at(
    kind: str, code: str, size: tuple[int, int], plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    width, height = size
    with reading(code, monkeypatch):
        chart = CHARTS[kind](
            plan.state().burndown(), width=width, height=height, day=plan.today, title="Pormestarin 90 päivää"
        )
    compare_golden(f"{kind}-{width}x{height}-{code}.txt", chart)


@pytest.mark.parametrize("kind", CHARTS)
def test_a_small_chart_for_today_is_drawn_as_it_was_looked_at(kind: str, plan: Plan) -> None:
    chart = CHARTS[kind](plan.state().burndown(), width=40, height=9, day=plan.today, title="")
    compare_golden(f"{kind}-40x9-en.txt", chart)


def test_a_chart_in_ascii_is_drawn_as_it_was_looked_at(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    with reading("fi", monkeypatch):
        chart = burndown_chart(
            plan.state().burndown(), width=80, height=24, day=plan.today, title="Työn määrä", ascii=True
        )
    compare_golden("burndown-80x24-fi-ascii.txt", chart)


def compare_golden(name: str, chart: str) -> None:
    """Compares with the file; TRACKER_WRITE_GOLDEN=1 writes it anew, and then it has to be looked at."""
    path = GOLDEN / name
    if os.environ.get("TRACKER_WRITE_GOLDEN"):
        path.write_text(chart + "\n", encoding="utf-8")
    assert chart + "\n" == path.read_text(encoding="utf-8")


# What a reader must find on it.


def test_the_legend_says_the_figures_of_the_day_of_evaluation(plan: Plan) -> None:
    chart = burndown_chart(plan.state().burndown(), width=120, height=24, day=plan.today, title="")
    assert chart.split("\n")[0] == (
        "━ remaining 176 · • ideal 120 · ─ scope 279 · ┊ 10-19, day 61 of 90 · ▲ added 19 · ▼ dropped 2"
    )


def test_the_first_and_the_last_day_are_beneath_the_axis() -> None:
    dates = drawn(falling()).split("\n")[-1].split()
    assert (dates[0], dates[-1]) == ("08-20", "11-17")


def test_the_last_day_stands_at_the_right_edge() -> None:
    assert len(drawn(falling()).split("\n")[-2]) == 80


@pytest.mark.parametrize("code", language.LANGUAGES)
@pytest.mark.parametrize("width", range(30, 201, 17))
@pytest.mark.parametrize("weekday", range(7))
def test_dates_never_touch_each_other(code: str, width: int, weekday: int) -> None:
    rows = [replace(row, day=row.day + timedelta(days=weekday)) for row in falling()]
    with language.speaking(code):
        form = r"\d\d-\d\d" if code == "en" else r"\d{1,2}\.\d{1,2}\."
        line = drawn(rows, width=width, height=12).split("\n")[-1]
    assert re.fullmatch(rf" *{form}( +{form})*", line)


def test_at_80_columns_dates_are_two_weeks_apart() -> None:
    with language.speaking("fi"):
        dates = drawn(falling()).split("\n")[-1].split()
    assert dates == ["20.8.", "3.9.", "17.9.", "1.10.", "15.10.", "29.10.", "17.11."]


def test_nothing_but_the_ideal_line_is_drawn_after_the_day_of_evaluation() -> None:
    rows = [day_row(row.day, 90, 50, 100) for row in falling()]
    canvas = drawn(rows, known=30).split("\n")[1:-2]
    today = next(line.index("┊") for line in canvas if "┊" in line)
    assert set("".join(line[today + 1 :] for line in canvas)) <= set(" •")


def test_the_lines_reach_the_day_of_evaluation() -> None:
    rows = [day_row(row.day, 90, 50, 100) for row in falling()]
    canvas = drawn(rows, known=30).split("\n")[1:-2]
    today = next(line.index("┊") for line in canvas if "┊" in line)
    assert {line[today] for line in canvas} == {"┊", "━", "─", "•"}


def test_without_a_baseline_there_is_no_ideal_line() -> None:
    rows = [replace(row, ideal=None) for row in falling()]
    assert "•" not in drawn(rows)
    assert "ideal" not in drawn(rows)


def test_an_ideal_line_that_falls_steeply_has_a_point_in_every_row() -> None:
    rows = [day_row(row.day, None, 100 if n < 45 else 0, None) for n, row in enumerate(falling())]
    canvas = drawn(rows).split("\n")[1:-2]
    points = [n for n, line in enumerate(canvas) if "•" in line]
    assert points == list(range(points[0], len(canvas)))


def test_the_days_on_which_weight_came_and_went_are_marked_beneath() -> None:
    rows = list(falling())
    rows[0] = replace(rows[0], added=5)
    rows[60] = replace(rows[60], dropped=2)
    axis = drawn(rows).split("\n")[-2]
    assert (axis.index("▲") - axis.index("└"), axis.count("▲"), axis.count("▼")) == (1, 1, 1)


def test_weight_that_came_and_went_on_one_day_has_both_marks() -> None:
    rows = list(falling())
    rows[30] = replace(rows[30], added=5, dropped=2)
    axis = drawn(rows).split("\n")[-2]
    assert ("▲" in axis, "▼" in axis) == (True, True)


def test_no_mark_is_drawn_that_the_legend_does_not_tell() -> None:
    rows = list(falling())
    rows[30] = replace(rows[30], added=5, dropped=2)
    small = drawn(rows, width=40, height=9)
    assert "▲" not in small


def test_an_axis_begins_at_zero(plan: Plan) -> None:
    lines = burndown_chart(plan.state().burndown(), width=80, height=24, day=plan.today, title="").split("\n")
    assert lines[-3].startswith("  0┤")


@pytest.mark.parametrize("rows", [3, 5, 9, 17, 36, 56])
@pytest.mark.parametrize("highest", [0, 1, 7, 93, 279, 1_000, 12_345, 999_999])
def test_a_scale_holds_the_highest_value_and_ends_near_it(highest: int, rows: int) -> None:
    made = scale(highest, rows)
    assert made.row(highest) <= rows - 1
    assert made.row(max(highest, 1)) >= (rows - 1) // 2


@pytest.mark.parametrize("rows", [3, 5, 9, 17, 36, 56])
@pytest.mark.parametrize("highest", [1, 7, 93, 279, 1_000, 12_345, 999_999])
def test_a_scale_is_marked_in_round_numbers(highest: int, rows: int) -> None:
    values = [value for _row, value in scale(highest, rows).ticks]
    assert values[0] == 0
    assert str(values[1]).rstrip("0") in {"1", "2", "5", "25", "3", "4", "15"}


# What holds for any rows.

figures = st.none() | st.integers(0, 20_000)
any_rows = st.lists(
    st.tuples(figures, figures, figures, st.integers(0, 9), st.integers(0, 9)), max_size=120
).map(lambda found: tuple(BurndownDay(START + timedelta(days=n), *values) for n, values in enumerate(found)))


@given(
    rows=any_rows,
    kind=st.sampled_from(sorted(CHARTS)),
    width=st.integers(1, 210),
    height=st.integers(1, 70),
    known=st.integers(-3, 130),
    ascii=st.booleans(),
    title=st.sampled_from(["", "Burndown", "都市計画 " * 30, "x\x1b[31m\ny"]),
    code=st.sampled_from(language.LANGUAGES),
)
def test_a_chart_has_its_lines_and_none_is_too_wide(
    rows: tuple[BurndownDay, ...],
    kind: str,
    width: int,
    height: int,
    known: int,
    ascii: bool,
    title: str,
    code: str,
) -> None:
    with language.speaking(code):
        text = CHARTS[kind](rows, width=width, height=height, day=day_number(known), title=title, ascii=ascii)
    lines = text.split("\n")
    assert len(lines) == height
    assert max(cells(line) for line in lines) <= width
    assert "\x1b" not in text
    assert text.isascii() or not ascii


@given(rows=any_rows, width=st.integers(1, 120), height=st.integers(1, 40), known=st.integers(1, 90))
def test_colours_change_no_character(
    rows: tuple[BurndownDay, ...], width: int, height: int, known: int
) -> None:
    coloured = drawn(rows, width, height, known, colour=True)
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == drawn(rows, width, height, known)


def test_rich_reads_the_colours() -> None:
    from rich.text import Text

    coloured = Text.from_ansi(drawn(falling(), colour=True))
    assert coloured.plain == drawn(falling())
    assert {str(span.style) for span in coloured.spans} == {"bold color(6)", "color(2)", "color(5)", "dim"}


def test_every_line_closes_its_colours() -> None:
    for line in drawn(falling(), colour=True).split("\n"):
        assert line.rfind("\x1b[0m") == line.rfind("\x1b")


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ((), "Nothing is known of the work on 2018-10-19."),
        (tuple(day_row(START + timedelta(days=n), None, None, None) for n in range(90)), "Nothing is known"),
    ],
    ids=["no day", "nothing known"],
)
def test_where_nothing_can_be_drawn_a_sentence_says_so(rows: tuple[BurndownDay, ...], sentence: str) -> None:
    assert drawn(rows).startswith(sentence)


def test_a_plan_of_one_day_is_drawn() -> None:
    assert any("┤━" in line or "│━" in line for line in drawn(falling(days=1, known=1), known=1).split("\n"))


def test_a_plan_without_work_is_drawn_at_zero() -> None:
    rows = [day_row(row.day, 0, 0, 0) for row in falling()]
    assert drawn(rows).split("\n")[-3].startswith("0┤━━━")


def test_a_value_that_is_no_number_never_reaches_plotext() -> None:
    broken = replace(falling()[5], remaining=float("nan"), scope=float("inf"))  # type: ignore[arg-type]
    rows = [*falling()[:5], broken, *falling()[6:]]
    assert "nan" not in drawn(rows)


def test_in_a_very_small_space_a_sentence_gives_the_figures() -> None:
    text = drawn(falling(), width=20, height=5)
    assert " ".join(text.split()) == "70 of 100 remain on 2018-10-19, 38 more than the ideal line."


def test_a_persons_title_is_no_control_sequence() -> None:
    chart = burndown_chart(falling(), width=80, height=24, day=day_number(61), title="a\x1b[31mb\nc")
    assert chart.split("\n")[0] == "a<U+001B>[31mb c"


def test_charts_drawn_at_once_in_many_threads_are_those_drawn_alone() -> None:
    sizes = [(40 + n * 3, 9 + n) for n in range(16)]
    alone = [drawn(falling(), *size) for size in sizes]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(lambda size: drawn(falling(), *size), sizes)) == alone


def test_a_chart_leaves_nothing_in_plotexts_figure() -> None:
    before = drawn(falling())
    burnup_chart(falling(days=30), width=120, height=40, day=day_number(9), title="other")
    assert drawn(falling()) == before


# The table behind.


def test_the_table_has_fridays_the_day_of_evaluation_and_the_last_day() -> None:
    table = burndown_table(falling(known=59))
    assert [row[0] for row in table[-7:]] == [
        "2018-10-17",
        "2018-10-19",
        "2018-10-26",
        "2018-11-02",
        "2018-11-09",
        "2018-11-16",
        "2018-11-17",
    ]


def test_the_tables_added_weight_is_that_since_the_row_above() -> None:
    rows = list(falling())
    rows[5], rows[8], rows[9] = (replace(rows[n], added=n) for n in (5, 8, 9))
    assert [row[5] for row in burndown_table(rows)[1:4]] == ["0", "22", "0"]


def test_the_table_leaves_empty_what_is_not_known_yet() -> None:
    assert burndown_table(falling())[-1] == ("2018-11-17", "", "0", "", "", "", "")


def test_the_tables_dates_are_in_the_readers_language() -> None:
    with language.speaking("sv"):
        assert burndown_table(falling())[1][0] == "24.8.2018"


def test_a_table_of_no_days_has_its_headers_alone() -> None:
    assert len(burndown_table(())) == 1
