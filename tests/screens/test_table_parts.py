"""What a table is made of: fitted texts, laid-out columns and rows with a cursor."""

from __future__ import annotations

import unicodedata
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from screens.widgets.table_columns import GUTTER, LEAST_SCROLLING, Align, Column, Layout
from screens.widgets.table_lines import clean, fit
from screens.widgets.table_rows import Rows

NO_STYLE = Style.null()
TEXTS = st.text(max_size=40) | st.text("aä日本\u0301👩\u200d\ufe0f…\n\x1b ", max_size=40)


@given(st.lists(TEXTS, max_size=4), st.integers(1, 30), st.sampled_from(get_args(Align)))
def test_any_text_fills_exactly_its_cells(texts: list[str], width: int, align: Align) -> None:
    fitted = fit([(clean(text), NO_STYLE) for text in texts], width, align)
    assert sum(cell_len(text) for text, _style in fitted) == width


@given(TEXTS)
def test_a_cleaned_text_holds_nothing_that_a_terminal_obeys(text: str) -> None:
    assert {unicodedata.category(character) for character in clean(text)}.isdisjoint(
        {"Cc", "Cf", "Cs", "Zl", "Zp"}
    )


@given(st.text(st.characters(categories=["L", "N", "P"]), max_size=40))
def test_letters_digits_and_punctuation_stay_as_they_are(text: str) -> None:
    assert clean(text) == text


def test_a_wide_character_that_half_fits_leaves_a_blank() -> None:
    assert fit([("日本語", NO_STYLE)], 4, "left") == (("日… ", NO_STYLE),)


def test_a_cut_keeps_the_styles_of_what_is_left() -> None:
    bold = Style(bold=True)
    fitted = fit([("ab", NO_STYLE), ("cdef", bold)], 4, "left")
    assert [piece for piece in fitted if piece[0]] == [("ab", NO_STYLE), ("c…", bold)]


def columns(*widths: int, frozen: int = 0) -> list[Column]:
    return [Column(f"c{n}", f"C{n}", width, frozen=n < frozen) for n, width in enumerate(widths)]


@given(st.lists(st.integers(1, 30), max_size=12), st.integers(0, 4), st.integers(1, 120), st.integers(0, 200))
def test_shown_columns_never_overlap_nor_leave_the_table(
    widths: list[int], frozen: int, width: int, scroll_x: int
) -> None:
    parts = Layout(columns(*widths, frozen=frozen), width).parts(scroll_x)
    cells = [x for part in parts for x in range(part.x, part.x + part.end - part.start)]
    assert cells == sorted(set(cells) & set(range(GUTTER, max(GUTTER, width))))


@given(
    st.lists(st.integers(1, 30), min_size=1, max_size=12), st.integers(0, 4), st.integers(40, 120), st.data()
)
def test_every_column_can_be_brought_into_view_whole(
    widths: list[int], frozen: int, width: int, data: st.DataObject
) -> None:
    layout = Layout(columns(*widths, frozen=frozen), width)
    place = data.draw(st.integers(0, len(widths) - 1))
    reach = max(0, layout.reach - width)
    scroll_x = layout.scroll_to(place, layout.start_at_column(data.draw(st.integers(0, reach))))
    part = next(part for part in layout.parts(layout.start_at_column(scroll_x)) if part.column == place)
    room = width - layout.fixed
    assert scroll_x <= reach
    assert (part.start, part.end) == (0, widths[place] + 1) or widths[place] + 1 > room


def test_frozen_columns_leave_room_for_the_others() -> None:
    layout = Layout(columns(20, 20, 30, frozen=2), 50)
    assert (layout.fixed, 50 - layout.fixed >= LEAST_SCROLLING) == (GUTTER + 21, True)


def test_the_flexible_column_shrinks_to_its_width_and_no_further() -> None:
    layout = Layout([Column("a", "A", 30), Column("b", "B", 30, flexible=True)], 40)
    assert layout.widths == (30, 30)


def test_where_not_all_columns_fit_the_flexible_one_lets_the_last_that_fits_end_before_the_edge() -> None:
    layout = Layout([Column("a", "A", 10, flexible=True), Column("b", "B", 10), Column("c", "C", 30)], 40)
    assert (layout.widths, layout.right_edge(0)) == ((25, 10, 30), 40)


def test_two_flexible_columns_are_refused() -> None:
    with pytest.raises(ValueError, match="only one"):
        Layout([Column("a", "A", 3, flexible=True), Column("b", "B", 3, flexible=True)], 40)


def test_two_columns_of_one_key_are_refused() -> None:
    with pytest.raises(ValueError, match="same key"):
        Layout([Column("a", "A", 3), Column("a", "B", 3)], 40)


def test_a_column_without_width_is_refused() -> None:
    with pytest.raises(ValueError, match="no width"):
        Column("a", "A", 0)


def rows(keys: str, cursor: str | None = None) -> Rows:
    made = Rows()
    made.replace(keys)
    if cursor is not None:
        made.move(keys.index(cursor))
    return made


@pytest.mark.parametrize(
    ("after", "cursor"),
    [("abc", "c"), ("cba", "c"), ("abdef", "d"), ("fab", "f"), ("ab", "b"), ("xyz", "x"), ("", None)],
)
def test_the_cursor_stays_or_goes_to_the_nearest_row_that_remains(after: str, cursor: str | None) -> None:
    made = rows("abcdef", "c")
    made.replace(after)
    assert made.cursor == cursor


def test_two_rows_of_one_key_are_refused() -> None:
    with pytest.raises(ValueError, match="same key"):
        rows("aba")


def test_rows_refused_change_nothing() -> None:
    made = rows("abc", "b")
    with pytest.raises(ValueError, match="same key"):
        made.replace("xx")
    assert (made.keys, made.cursor) == (("a", "b", "c"), "b")


def test_an_unchanged_selection_stays_the_same_object() -> None:
    made = rows("abc")
    made.select("ab")
    before = made.selected
    made.replace("cba")
    assert made.selected is before


def test_selected_rows_come_in_the_order_of_the_list() -> None:
    made = rows("abcdef")
    made.select("fbd")
    assert made.in_order() == ("b", "d", "f")


def test_only_rows_of_the_list_can_be_selected() -> None:
    made = rows("abc")
    made.select("axb")
    assert made.selected == {"a", "b"}
