"""The chart's widget: drawn in a thread, once for equal series, in the colours of its roles."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from charting import DAY, charts, screen_of, shown, until

from exports.chart_burndown import burndown_drawing
from exports.chart_parts import Drawing, Piece
from models.rules.burndown import BurndownDay
from screens.widgets.chart import Chart, Picture


class Counting:
    """A drawing function that counts how often it was called."""

    def __init__(self) -> None:
        self.sizes: list[tuple[int, int]] = []

    def __call__(self, *_arguments: object, width: int, height: int, **_more: object) -> Drawing:
        self.sizes.append((width, height))
        return Drawing(((Piece(f"{width} by {height}"),),))


def some_rows(remaining: int = 5) -> tuple[BurndownDay, ...]:
    return tuple(BurndownDay(DAY + timedelta(days=n), remaining, None, 9, 0, 0) for n in range(9))


async def test_equal_series_are_drawn_once(plan_path: Path) -> None:
    async with charts(plan_path) as pilot:
        chart, draw = screen_of(pilot).query_one(Chart), Counting()
        for _turn in range(3):
            chart.show(Picture(draw, some_rows(), DAY))
            await pilot.pause(0.05)
        await until(pilot, lambda: " by " in shown(pilot))
        assert len(draw.sizes) == 1


async def test_other_series_are_drawn_again(plan_path: Path) -> None:
    async with charts(plan_path) as pilot:
        chart, draw = screen_of(pilot).query_one(Chart), Counting()
        for remaining in (5, 6):
            chart.show(Picture(draw, some_rows(remaining), DAY))
            await until(pilot, lambda wanted=remaining - 4: len(draw.sizes) == wanted)  # type: ignore[misc]


async def test_a_drawing_that_was_overtaken_is_dropped(plan_path: Path) -> None:
    async with charts(plan_path) as pilot:
        chart = screen_of(pilot).query_one(Chart)
        late = Chart.Drawn(chart, chart._number - 1, Drawing(((Piece("late"),),)))
        chart.post_message(late)
        await pilot.pause(0.1)
        assert shown(pilot) != "late"


async def test_a_drawing_is_coloured_by_its_roles(plan_path: Path) -> None:
    async with charts(plan_path) as pilot:
        chart = screen_of(pilot).query_one(Chart)
        colours = {
            role: chart.get_visual_style(f"chart--{role}").foreground
            for role in ("text", "remaining", "ideal", "scope", "axis")
        }
        assert len(set(colours.values())) == 5


def test_a_picture_draws_in_its_own_language() -> None:
    picture = Picture(burndown_drawing, some_rows(), DAY, language="sv")
    assert "19.10." in picture.drawn(80, 24).text()
