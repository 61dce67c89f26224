"""A chart as a picture: one SVG that fetches nothing, says what it shows, and holds the same signs."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.chart_kinds import CHARTS, NAMES, ChartKind
from exports.chart_parts import Drawing, Piece
from exports.chart_svg import COLOURS, LINE, PAPER, chart_svg
from models.plan import Plan

SVG = "{http://www.w3.org/2000/svg}"


def picture(kind: ChartKind, plan: Plan) -> str:
    state = plan.state()
    series = kind.ask(plan, state, None)
    drawn = kind.draw(series, width=100, height=24, day=state.day, title="")
    return chart_svg(drawn, kind.heading("Sample"), kind.sentence(series, state.day))


def texts(svg: str) -> list[str]:
    return [each.text or "" for each in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("kind", CHARTS, ids=NAMES)
def test_every_chart_is_a_picture_that_says_what_it_shows(kind: ChartKind, plan: Plan) -> None:
    root = ElementTree.fromstring(picture(kind, plan))
    title, said = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert said is not None
    assert (title.text, said.text) == (
        kind.heading("Sample"),
        kind.sentence(kind.ask(plan, plan.state(), None), plan.today),
    )


@pytest.mark.parametrize("kind", CHARTS, ids=NAMES)
def test_a_picture_fetches_nothing(kind: ChartKind, plan: Plan) -> None:
    svg = picture(kind, plan).replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not any(word in svg for word in ("http", "url(", "href", "<script", "<style", "@"))


def test_blocks_are_areas_without_gaps() -> None:
    svg = chart_svg(Drawing(((Piece("██  ██", "done"),), (Piece("▒", "work"),))), "t", "s")
    areas = [each for each in ElementTree.fromstring(svg).iter(f"{SVG}rect") if each.get("fill") != PAPER]
    assert [(each.get("height"), each.get("fill-opacity")) for each in areas] == [
        (str(LINE), "1.0"),
        (str(LINE), "1.0"),
        (str(LINE), "0.5"),
    ]


def test_what_looks_like_markup_is_text() -> None:
    svg = chart_svg(Drawing(((Piece("a <b> & c"),),)), "<title>", "x & y")
    assert "a <b> & c" in texts(svg)


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_makes_a_picture_that_can_be_read(title: str, line: str) -> None:
    ElementTree.fromstring(chart_svg(Drawing(((Piece(line),),)), title, line))


@pytest.mark.parametrize("colour", sorted(set(COLOURS.values())))
def test_every_colour_stands_out_from_the_paper(colour: str) -> None:
    """Contrast of 4.5 to 1 at least, as WCAG reckons it; the fan is an area and needs 3 to 1."""

    def luminance(hexadecimal: str) -> float:
        parts = [int(hexadecimal[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    assert (luminance(PAPER) + 0.05) / (luminance(colour) + 0.05) >= 4.5
