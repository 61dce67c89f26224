"""Pictures of a page: told apart without colours, named, in the reader's language, and readable whatever the plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import papers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.picture_parts import PLOT, SIZE, TALL, WIDE, Box, text_width
from exports.pictures import burndown_svg, lights_svg
from models.language import LANGUAGES, speaking
from models.rules.burndown import BurndownDay, summary, summary_text
from models.rules.calendar import WorkCalendar
from models.rules.lights import LightCounts
from models.rules.lights_by_week import LightsByWeek, LightsWeek, lights_text

SVG = "{http://www.w3.org/2000/svg}"


def burndown(day: date = papers.FRIDAY, **more: int) -> str:
    return burndown_svg(papers.weight_by_day(day, **more), day=day, calendar=papers.CALENDAR)


def read(svg: str) -> Element:
    return ElementTree.fromstring(svg)


def words(svg: str) -> list[str]:
    return [each.text or "" for each in read(svg).iter(f"{SVG}text")]


def boxes(svg: str) -> Iterator[tuple[str, Box]]:
    """Where each text stands."""
    for each in read(svg).iter(f"{SVG}text"):
        wide = text_width(each.text or "")
        x = (
            float(each.get("x", ""))
            - {"start": 0, "middle": wide / 2, "end": wide}[each.get("text-anchor", "")]
        )
        y = float(each.get("y", ""))
        yield each.text or "", Box(x, y - SIZE * 0.7, x + wide, y)


# Both.


@pytest.mark.parametrize("svg", [burndown(), lights_svg(papers.lights())], ids=["burndown", "lights"])
def test_a_picture_is_one_to_screen_readers_and_has_a_name(svg: str) -> None:
    root = read(svg)
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title")


def test_a_picture_says_in_words_what_it_shows() -> None:
    said = read(burndown()).findtext(f"{SVG}desc")
    assert said == summary_text(summary(papers.weight_by_day(), papers.FRIDAY))
    assert read(lights_svg(papers.lights())).findtext(f"{SVG}desc") == lights_text(papers.lights())


@pytest.mark.parametrize("svg", [burndown(), lights_svg(papers.lights())], ids=["burndown", "lights"])
def test_a_picture_holds_no_ids_and_fetches_nothing(svg: str) -> None:
    svg = svg.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not any(word in svg for word in (" id=", "url(", "http", "href", "<style", "<script"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("missing", [None, 4])
def test_no_two_texts_of_the_lights_touch(language: str, missing: int | None) -> None:
    with speaking(language):
        found = [box for _text, box in boxes(lights_svg(papers.lights(missing=missing)))]
    assert not [pair for pair in combinations(found, 2) if pair[0].meets(pair[1])]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "day", [papers.START, date(2018, 9, 7), papers.FRIDAY, date(2018, 11, 17), date(2018, 12, 24)]
)
def test_no_two_texts_of_a_burndown_touch(language: str, day: date) -> None:
    with speaking(language):
        found = [box for _text, box in boxes(burndown(day))]
    assert not [pair for pair in combinations(found, 2) if pair[0].meets(pair[1])]


@given(
    st.integers(1, 400),
    st.sampled_from([0, 1, 7, 300, 12_000]),
    st.sampled_from([None, 0, 1, 300, 12_000]),
    st.integers(-5, 410),
)
@settings(max_examples=40)
def test_whatever_the_figures_no_text_leaves_the_picture_property(
    length: int, scope: int, ideal: int | None, known: int
) -> None:
    days = [
        BurndownDay(
            papers.START + timedelta(days=n),
            scope - scope * n // length if n <= known else None,
            ideal,
            scope if n <= known else None,
            0,
            0,
        )
        for n in range(length)
    ]
    day = papers.START + timedelta(days=known)
    svg = burndown_svg(days, day=day, calendar=WorkCalendar(papers.START, length))
    # Nothing to draw is no picture.
    found = list(boxes(svg)) if svg else []
    assert not [
        text
        for text, box in found
        if box.left < -1 or box.right > WIDE + 1 or box.top < 0 or box.bottom > TALL
    ]


# Burndown.


def test_each_line_of_a_burndown_has_a_dash_of_its_own() -> None:
    lines = [
        each for each in read(burndown()).iter(f"{SVG}polyline") if float(each.get("stroke-width", "")) > 1
    ]
    assert [each.get("stroke-dasharray") for each in lines] == ["9 3", "2 3", None]


def test_each_line_is_named_beside_it_with_its_weight() -> None:
    assert words(burndown())[-3:] == ["remaining 59", "ideal 38", "scope 120"]


def test_lines_are_named_in_the_language_of_the_reader() -> None:
    with speaking("fi"):
        assert words(burndown())[-3:] == ["jäljellä 59", "ihanne 38", "laajuus 120"]


def test_weeks_are_numbered() -> None:
    assert [text for text in words(burndown()) if text.isdigit()][-13:] == [str(n) for n in range(1, 14)]


def test_the_weeks_of_a_long_plan_are_numbered_with_gaps() -> None:
    days = [BurndownDay(papers.START + timedelta(days=n), 1, 1, 1, 0, 0) for n in range(365)]
    svg = burndown_svg(days, day=papers.FRIDAY, calendar=WorkCalendar(papers.START, 365))
    weeks = [text for text, box in boxes(svg) if text.isdigit() and box.top > PLOT.bottom]
    assert weeks == [str(n) for n in range(1, 54, 4)]


def test_the_first_and_the_last_day_stand_below() -> None:
    assert {"2018-08-20", "2018-11-17"} <= set(words(burndown()))


def test_today_has_a_line_with_its_date() -> None:
    assert "today 10-19" in words(burndown())


def test_after_the_plan_there_is_no_line_of_today() -> None:
    assert not [text for text in words(burndown(date(2018, 12, 24))) if text.startswith("today")]


def test_what_is_not_known_yet_is_not_drawn() -> None:
    *_more, remaining = (
        each for each in read(burndown()).iter(f"{SVG}polyline") if float(each.get("stroke-width", "")) > 1
    )
    last = float(remaining.get("points", "").split()[-1].split(",")[0])
    assert last == pytest.approx(PLOT.left + 61 / 90 * (PLOT.right - PLOT.left), abs=0.1)


def test_a_burndown_without_a_baseline_has_no_ideal_line() -> None:
    days = [replace(each, ideal=None) for each in papers.weight_by_day()]
    svg = burndown_svg(days, day=papers.FRIDAY, calendar=papers.CALENDAR)
    assert words(svg)[-2:] == ["remaining 59", "scope 120"]


def test_a_plan_without_work_has_no_burndown() -> None:
    assert burndown(scope=0) == ""


def test_a_plan_without_days_has_no_burndown() -> None:
    assert burndown_svg((), day=papers.FRIDAY, calendar=papers.CALENDAR) == ""


# Lights.


def test_the_legend_names_each_light_with_its_shape() -> None:
    shown = words(lights_svg(papers.lights(missing=None)))
    assert [text for text in shown if not text.isdigit()][:4] == [
        "■\u2002red",
        "▲\u2002amber",
        "○\u2002grey",
        "●\u2002green",
    ]


def areas(counts: LightCounts) -> list[Element]:
    """The areas of a bar, the legend and the counts left out."""
    svg = lights_svg(LightsByWeek((LightsWeek(1, papers.FRIDAY, counts),), 13))
    return [each for each in read(svg).iter(f"{SVG}rect") if each.get("stroke")][4:]


def test_the_areas_of_a_bar_lie_on_each_other_and_are_as_tall_as_their_counts() -> None:
    tall = [float(each.get("height", "")) for each in areas(LightCounts(red=1, amber=2, green=4, grey=2))]
    assert [round(each / tall[0]) for each in tall] == [1, 2, 2, 4]


def test_a_light_that_nobody_has_takes_no_room() -> None:
    assert len(areas(LightCounts(red=1, green=4))) == 2


def test_lights_are_told_apart_without_their_colours() -> None:
    """Red is full; the others have lines across, none, or upright ones."""

    def lines(counts: LightCounts) -> set[str]:
        svg = lights_svg(LightsByWeek((LightsWeek(1, papers.FRIDAY, counts),), 13))
        bare = lights_svg(LightsByWeek((LightsWeek(1, papers.FRIDAY, LightCounts(grey=9)),), 13))
        found = []
        for each in read(svg).iter(f"{SVG}polyline"):
            (x, y), (x2, y2) = (map(float, point.split(",")) for point in each.get("points", "").split())
            found.append(
                (svg.count(each.get("points", "")) > bare.count(each.get("points", "")), x == x2, y == y2)
            )
        return {"upright" if upright else "level" for is_new, upright, _level in found if is_new}

    told = [lines(LightCounts(**{name: 9})) for name in ("amber", "grey", "green")]
    assert told == [{"level"}, set(), {"upright"}]
    assert areas(LightCounts(red=9))[0].get("fill") == areas(LightCounts(red=9))[0].get("stroke")


def test_a_week_without_data_has_a_question_mark_and_the_legend_says_why() -> None:
    shown = words(lights_svg(papers.lights(missing=4)))
    assert ("? no data" in shown, shown.count("?")) == (True, 1)


def test_a_week_that_is_to_come_has_neither_a_bar_nor_a_question_mark() -> None:
    shown = words(lights_svg(papers.lights(2, missing=None)))
    assert "?" not in " ".join(shown)


def test_a_piece_out_of_the_middle_has_its_own_weeks_alone() -> None:
    shown = boxes(lights_svg(replace(papers.lights(), weeks=papers.lights().weeks[5:])))
    assert [text for text, box in shown if text.isdigit() and box.top > PLOT.bottom] == ["6", "7", "8", "9"]


def test_a_count_stands_in_its_area_where_there_is_room() -> None:
    assert "34" in words(lights_svg(papers.lights(missing=None)))


def test_without_a_frozen_week_there_is_no_picture_of_lights() -> None:
    assert lights_svg(LightsByWeek((LightsWeek(1, None, None),), 13)) == ""


def test_weeks_in_which_all_is_done_are_drawn_without_a_bar() -> None:
    svg = lights_svg(LightsByWeek((LightsWeek(1, papers.FRIDAY, LightCounts(done=9)),), 13))
    assert "13" in words(svg)
