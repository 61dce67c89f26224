"""The table as a person meets it: keys, mouse, filter, selection and what stands on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import pytest
from rich.cells import cell_len
from rich.text import Text
from textual import on
from textual.app import App, ComposeResult
from textual.events import MouseScrollDown
from textual.message import Message
from textual.pilot import Pilot
from textual.widgets import Footer

from screens.widgets.table import Cell, CellValue, Column, LineTable

COLUMNS = (
    Column("id", "Id", 6, frozen=True),
    Column("title", "Title", 20),
    Column("owner", "Owner", 12),
    Column("weight", "Weight", 6, align="right"),
)
Heard = TypeVar("Heard", bound=Message)
WIDE = (*COLUMNS, *(Column(f"note-{number}", f"Note {number}", 20) for number in range(4)))


class Example(App[None]):
    """A table whose cells are texts made of the row's key, unless `titles` has another title for it."""

    BINDINGS = [("escape", "step_back")]

    def __init__(
        self,
        rows: int = 100,
        columns: Sequence[Column] = COLUMNS,
        titles: dict[str, CellValue] | None = None,
    ) -> None:
        super().__init__()
        self.keys = [f"r{number}" for number in range(rows)]
        self.columns = columns
        self.titles = titles or {}
        self.asked: list[str] = []
        self.heard: list[Message] = []
        self.steps_back = 0

    def compose(self) -> ComposeResult:
        table = LineTable(self.columns, self.cells)
        table.empty_text = Text("No milestones yet. Press n for a new one.")
        table.set_rows(self.keys)
        yield table
        yield Footer()

    def cells(self, key: str) -> list[CellValue]:
        self.asked.append(key)
        title = self.titles.get(key, f"title of {key}")
        return [key, title, "owner", key[1:], *(f"note {number} of {key}" for number in range(4))]

    @on(LineTable.TableMessage)
    def hear(self, message: Message) -> None:
        self.heard.append(message)

    def action_step_back(self) -> None:
        self.steps_back += 1

    @property
    def table(self) -> LineTable:
        return self.query_one(LineTable)

    def heard_of(self, kind: type[Heard]) -> list[Heard]:
        return [message for message in self.heard if isinstance(message, kind)]


def lines(table: LineTable) -> list[str]:
    """The text of the table as it stands on the screen."""
    return [strip.text for strip in table.render_lines(table.size.region)]


def line_of(table: LineTable, key: str) -> str:
    """The line of a row in view."""
    return lines(table)[1 + table.keys.index(key) - table.scroll_offset.y]


async def press(pilot: Pilot[None], keys: str) -> None:
    """Presses keys written with blanks between them."""
    await pilot.press(*keys.split())
    await pilot.pause()


@pytest.mark.parametrize(
    ("keys", "row", "column"),
    [
        ("down down up", "r1", "id"),
        ("j j k", "r1", "id"),
        ("right right left", "r0", "title"),
        ("l l h", "r0", "title"),
        ("up left", "r0", "id"),
        ("end", "r99", "id"),
        ("G", "r99", "id"),
        ("G down", "r99", "id"),
        ("end home", "r0", "id"),
        ("G g", "r0", "id"),
        ("pagedown", "r22", "id"),
        ("pagedown pagedown pageup", "r22", "id"),
        ("ctrl+d", "r11", "id"),
        ("ctrl+d ctrl+d ctrl+u", "r11", "id"),
        ("shift+end", "r0", "weight"),
        ("dollar_sign circumflex_accent", "r0", "id"),
    ],
)
async def test_keys_move_the_cursor(keys: str, row: str, column: str) -> None:
    app = Example()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, keys)
        assert (app.table.cursor_key, app.table.cursor_column) == (row, column)


@pytest.mark.parametrize("keys", ["G", "pagedown pagedown", "pagedown pagedown k k k k k k k k k k k k k"])
async def test_the_current_row_is_always_in_view(keys: str) -> None:
    app = Example()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, keys)
        assert any(line.startswith("►") for line in lines(app.table)[1:])


async def test_the_cursor_is_marked_without_colour_on_its_row_alone() -> None:
    app = Example()
    async with app.run_test() as pilot:
        await press(pilot, "j")
        assert [line[0] for line in lines(app.table)[1:4]] == [" ", "►", " "]


async def test_the_current_cell_looks_different_from_its_row() -> None:
    app = Example()
    async with app.run_test() as pilot:
        await press(pilot, "l")
        strip = app.table.render_lines(app.table.size.region)[1]
        title, owner = strip.crop(10, 12), strip.crop(31, 33)
        assert [segment.style for segment in title] != [segment.style for segment in owner]


async def test_the_current_cell_is_reversed_where_colours_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = Example()
    async with app.run_test():
        strip = app.table.render_lines(app.table.size.region)[1]
        assert [segment.text.strip() for segment in strip if segment.style and segment.style.reverse] == [
            "r0"
        ]


async def test_moving_tells_the_row_and_column() -> None:
    app = Example()
    async with app.run_test() as pilot:
        await press(pilot, "j l")
        told = [(message.key, message.column) for message in app.heard_of(LineTable.Highlighted)]
        assert told == [("r0", "id"), ("r1", "id"), ("r1", "title")]


async def test_a_key_that_does_not_move_the_cursor_tells_nothing() -> None:
    app = Example()
    async with app.run_test() as pilot:
        await pilot.pause()
        app.heard.clear()
        await press(pilot, "up left")
        assert app.heard == []


async def test_space_selects_the_row_and_goes_down() -> None:
    app = Example()
    async with app.run_test() as pilot:
        await press(pilot, "space space k space")
        assert (app.table.selected_keys, app.table.cursor_key) == (("r0",), "r2")


async def test_selected_rows_have_a_tick_in_the_gutter() -> None:
    app = Example()
    async with app.run_test() as pilot:
        await press(pilot, "j space k")
        assert [line[:2] for line in lines(app.table)[1:4]] == ["  ", "►✓", "  "]


@pytest.mark.parametrize("key", ["asterisk", "ctrl+a"])
async def test_a_key_selects_all_rows_of_the_list(key: str) -> None:
    app = Example(rows=30)
    async with app.run_test() as pilot:
        await press(pilot, key)
        assert app.table.selected_keys == tuple(app.keys)


async def test_a_changed_selection_is_told_with_its_keys() -> None:
    app = Example()
    async with app.run_test() as pilot:
        await press(pilot, "space space")
        told = [message.keys for message in app.heard_of(LineTable.SelectionChanged)]
        assert told == [{"r0"}, {"r0", "r1"}]


async def test_escape_clears_the_selection_and_goes_no_further() -> None:
    app = Example()
    async with app.run_test() as pilot:
        await press(pilot, "space escape")
        assert (app.table.selected_keys, app.steps_back) == ((), 0)


async def test_escape_passes_on_when_nothing_is_selected() -> None:
    app = Example()
    async with app.run_test() as pilot:
        await press(pilot, "space escape escape")
        assert app.steps_back == 1


async def test_a_filter_keeps_the_cursor_on_its_row() -> None:
    app = Example()
    async with app.run_test() as pilot:
        await press(pilot, "j j j j")
        app.table.set_rows(app.keys[::2])
        await pilot.pause()
        assert (app.table.cursor_key, line_of(app.table, "r4")[0]) == ("r4", "►")


async def test_a_filter_that_takes_the_current_row_moves_on_to_the_next() -> None:
    app = Example()
    async with app.run_test() as pilot:
        await press(pilot, "j j j")
        app.table.set_rows(app.keys[::2])
        await pilot.pause()
        assert app.heard_of(LineTable.Highlighted)[-1].key == "r4"


async def test_a_filter_that_finds_nothing_for_a_moment_loses_no_cursor() -> None:
    app = Example()
    async with app.run_test() as pilot:
        await press(pilot, "j j j")
        app.table.set_rows([])
        app.table.set_rows(app.keys)
        assert app.table.cursor_key == "r3"


async def test_a_filter_keeps_the_current_row_on_its_line() -> None:
    app = Example()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "G k k k k k k")
        before = app.table.cell_region("r93", "title")
        app.table.set_rows(app.keys[50:])
        await pilot.pause()
        assert app.table.cell_region("r93", "title") == before


async def test_a_filter_keeps_the_rows_at_the_top_when_the_cursor_is_out_of_view() -> None:
    app = Example()
    async with app.run_test(size=(80, 24)) as pilot:
        app.table.scroll_to(y=50, animate=False)
        app.table.set_rows(app.keys[40:])
        await pilot.pause()
        assert lines(app.table)[1].split()[0] == "r50"


async def test_a_filter_keeps_the_selected_rows_that_remain() -> None:
    app = Example()
    async with app.run_test() as pilot:
        await press(pilot, "space space space")
        app.table.set_rows(app.keys[1:])
        await pilot.pause()
        assert app.heard_of(LineTable.SelectionChanged)[-1].keys == {"r1", "r2"}


async def test_a_shorter_list_leaves_no_old_lines_on_the_screen() -> None:
    app = Example()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "G")
        app.table.set_rows(app.keys[:2])
        await pilot.pause()
        assert [line.split()[:1] for line in lines(app.table)[1:5]] == [["r0"], ["►"], [], []]


@pytest.mark.parametrize(
    "title", ["x [/wip]", "[P1]", "[bold]loud[/bold]", "[@click=app.quit]go[/]", "{name} %s"]
)
@pytest.mark.parametrize("kind", [str, Text, Cell])
async def test_text_that_looks_like_markup_is_shown_as_it_is(kind: type, title: str) -> None:
    app = Example(columns=(Column("id", "Id", 6), Column("title", "Title", 40)), titles={"r1": kind(title)})
    async with app.run_test():
        assert line_of(app.table, "r1").split(maxsplit=1)[1].strip() == title


async def test_breaks_are_blanks_and_control_characters_dots() -> None:
    app = Example(titles={"r0": "one\ntwo\tthree\x1b[31m"})
    async with app.run_test():
        assert "one two three·[31m" in line_of(app.table, "r0")


@pytest.mark.parametrize(
    "title", ["日本語のタイトルが長い場合の表示について", "x" * 300, "e\u0301" * 300, "👨‍👩‍👧 ❤️ family"]
)
async def test_wide_and_long_texts_leave_the_next_columns_in_place(title: str) -> None:
    app = Example(titles={"r0": title})
    async with app.run_test():
        before_owner = [cell_len(line_of(app.table, key).split("owner")[0]) for key in ("r0", "r1")]
        assert before_owner[0] == before_owner[1]


async def test_a_text_that_does_not_fit_ends_in_an_ellipsis() -> None:
    app = Example(titles={"r0": "a title of more than twenty cells"})
    async with app.run_test():
        assert "a title of more tha… owner" in line_of(app.table, "r0")


async def test_numbers_stand_at_the_right_of_their_column() -> None:
    app = Example()
    async with app.run_test():
        header, first = lines(app.table)[:2]
        assert header.index("Weight") + len("Weight") == first.rindex("0") + 1


async def test_an_empty_list_says_what_fills_it() -> None:
    app = Example(rows=0)
    async with app.run_test(size=(80, 24)):
        table = app.table
        assert "No milestones yet. Press n for a new one." in lines(table)[table.size.height // 2]


async def test_keys_on_an_empty_list_do_nothing() -> None:
    app = Example(rows=0)
    async with app.run_test() as pilot:
        await press(pilot, "j l G pagedown space enter asterisk")
        assert app.heard_of(LineTable.Activated) + app.heard_of(LineTable.SelectionChanged) == []


async def test_a_list_that_became_empty_tells_that_no_row_is_current() -> None:
    app = Example()
    async with app.run_test() as pilot:
        app.table.set_rows([])
        await pilot.pause()
        assert app.heard_of(LineTable.Highlighted)[-1].key is None


async def test_enter_opens_the_current_row() -> None:
    app = Example()
    async with app.run_test() as pilot:
        await press(pilot, "j l enter")
        assert [(m.key, m.column) for m in app.heard_of(LineTable.Activated)] == [("r1", "title")]


async def test_a_click_moves_the_cursor() -> None:
    app = Example()
    async with app.run_test() as pilot:
        await pilot.click(LineTable, offset=(12, 5))
        assert (app.table.cursor_key, app.table.cursor_column) == ("r4", "title")


async def test_a_click_does_not_open_the_row() -> None:
    app = Example()
    async with app.run_test() as pilot:
        await pilot.click(LineTable, offset=(12, 5))
        assert app.heard_of(LineTable.Activated) == []


async def test_a_double_click_opens_the_row() -> None:
    app = Example()
    async with app.run_test() as pilot:
        await pilot.double_click(LineTable, offset=(12, 5))
        await pilot.pause()
        assert [(m.key, m.column) for m in app.heard_of(LineTable.Activated)] == [("r4", "title")]


async def test_a_click_in_the_gutter_selects_the_row() -> None:
    app = Example()
    async with app.run_test() as pilot:
        await pilot.click(LineTable, offset=(1, 5))
        assert app.table.selected_keys == ("r4",)


async def test_a_click_below_the_last_row_leaves_the_cursor() -> None:
    app = Example(rows=3)
    async with app.run_test() as pilot:
        await pilot.click(LineTable, offset=(12, 9))
        assert app.table.cursor_key == "r0"


async def test_a_click_on_a_title_tells_its_column() -> None:
    app = Example()
    async with app.run_test() as pilot:
        await pilot.click(LineTable, offset=(32, 0))
        await pilot.pause()
        assert [message.column for message in app.heard_of(LineTable.HeaderClicked)] == ["owner"]


async def test_the_wheel_scrolls_and_leaves_the_cursor() -> None:
    app = Example()
    async with app.run_test() as pilot:
        app.table.post_message(MouseScrollDown(app.table, 5, 5, 0, 1, 0, False, False, False))
        await pilot.pause()
        assert (app.table.scroll_offset.y > 0, app.table.cursor_key) == (True, "r0")


@pytest.mark.parametrize(("falling", "title"), [(False, "Title ▲"), (True, "Title ▼")])
async def test_the_sorted_column_shows_an_arrow(falling: bool, title: str) -> None:
    app = Example()
    async with app.run_test():
        app.table.set_sort("title", falling=falling)
        assert title in lines(app.table)[0]


async def test_a_title_that_fills_its_column_makes_room_for_the_arrow() -> None:
    app = Example()
    async with app.run_test():
        app.table.set_sort("weight")
        assert lines(app.table)[0].split()[-1] == "Weig…▲"


async def test_the_header_stays_when_the_rows_scroll() -> None:
    app = Example()
    async with app.run_test() as pilot:
        await press(pilot, "G")
        assert lines(app.table)[0].split() == ["Id", "Title", "Owner", "Weight"]


async def test_frozen_columns_stay_when_the_others_scroll() -> None:
    app = Example(columns=WIDE)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "j shift+end")
        assert line_of(app.table, "r1").split()[:2] == ["►", "r1"]


async def test_the_current_column_is_scrolled_into_view() -> None:
    app = Example(columns=WIDE)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "shift+end")
        assert "note 3 of r0" in line_of(app.table, "r0")


async def test_columns_scrolled_to_the_left_are_gone_whole() -> None:
    app = Example(columns=WIDE)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "shift+end")
        assert lines(app.table)[0].split() == ["◂", "Id", "Note", "1", "Note", "2", "Note", "3"]


async def test_arrows_say_where_more_columns_are() -> None:
    app = Example(columns=WIDE)
    async with app.run_test(size=(80, 24)) as pilot:
        before = lines(app.table)[0].strip()
        await press(pilot, "shift+end")
        assert (before[0], before[-1], lines(app.table)[0].strip()[0]) == ("I", "▸", "◂")


async def test_a_click_on_an_arrow_goes_to_the_next_column_that_is_hidden() -> None:
    app = Example(columns=WIDE)
    async with app.run_test(size=(60, 24)) as pilot:
        columns = []
        for x in (app.table.scrollable_content_region.width - 1, 0):
            await press(pilot, "shift+end" if x == 0 else "shift+home")
            await pilot.click(LineTable, offset=(x, 0))
            await pilot.pause()
            columns.append(app.table.cursor_column)
        assert columns == ["note-0", "note-1"]


async def test_a_column_cut_at_the_right_edge_shows_that_it_is_cut() -> None:
    app = Example(columns=WIDE)
    async with app.run_test(size=(60, 24)):
        assert line_of(app.table, "r0").rstrip().endswith(" 0 note 0 …")


async def test_a_click_finds_the_column_that_was_scrolled_there() -> None:
    app = Example(columns=WIDE)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "shift+end")
        await pilot.click(LineTable, offset=(12, 0))
        await pilot.pause()
        assert app.heard_of(LineTable.HeaderClicked)[-1].column == "note-1"


async def test_the_flexible_column_takes_what_is_left() -> None:
    columns = (
        Column("id", "Id", 6),
        Column("title", "Title", 10, flexible=True),
        Column("owner", "Owner", 8),
    )
    app = Example(columns=columns)
    async with app.run_test(size=(80, 24)):
        assert lines(app.table)[0].rstrip().index("Owner") == 80 - 1 - 8


async def test_columns_are_laid_out_anew_when_the_terminal_grows() -> None:
    columns = (
        Column("id", "Id", 6),
        Column("title", "Title", 10, flexible=True),
        Column("owner", "Owner", 8),
    )
    app = Example(columns=columns)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.resize_terminal(120, 30)
        await pilot.pause()
        assert lines(app.table)[0].rstrip().index("Owner") == 120 - 1 - 8


async def test_a_smaller_terminal_keeps_the_current_row_in_view() -> None:
    app = Example()
    async with app.run_test(size=(80, 40)) as pilot:
        await press(pilot, "pagedown")
        await pilot.resize_terminal(80, 12)
        await pilot.pause()
        assert any(line.startswith("►") for line in lines(app.table))


async def test_other_columns_keep_the_current_column() -> None:
    app = Example(columns=WIDE)
    async with app.run_test() as pilot:
        await press(pilot, "l l")
        app.table.set_columns((WIDE[0], WIDE[2], WIDE[1]))
        await pilot.pause()
        assert app.table.cursor_column == "owner"


async def test_a_cell_region_is_where_the_text_stands() -> None:
    app = Example()
    async with app.run_test() as pilot:
        await press(pilot, "pagedown pagedown")
        key = app.table.cursor_key
        assert key is not None
        region = app.table.cell_region(key, "title")
        shown = lines(app.table)[region.y - app.table.region.y][region.x : region.right]
        assert (shown.strip(), region.width) == (f"title of {key}", 20)


async def test_a_cell_out_of_view_has_no_region() -> None:
    app = Example()
    async with app.run_test():
        assert not app.table.cell_region("r80", "title")


async def test_a_row_can_be_scrolled_to_without_moving_the_cursor() -> None:
    app = Example()
    async with app.run_test():
        app.table.scroll_to_key("r80")
        assert (bool(app.table.cell_region("r80", "title")), app.table.cursor_key) == (True, "r0")


async def test_a_refreshed_row_shows_its_new_text() -> None:
    app = Example()
    async with app.run_test() as pilot:
        app.titles["r2"] = "renamed"
        app.table.refresh_rows(["r2"])
        await pilot.pause()
        assert "renamed" in line_of(app.table, "r2")


async def test_a_refreshed_row_asks_for_no_other_row() -> None:
    app = Example()
    async with app.run_test() as pilot:
        app.asked.clear()
        app.table.refresh_rows(["r2", "r90"])
        await pilot.pause()
        assert app.asked == ["r2"]


async def test_fifty_thousand_rows_are_asked_only_for_the_lines_in_view() -> None:
    app = Example(rows=50_000)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "G")
        assert len(app.asked) == len(set(app.asked)) == 2 * app.table.page_rows


async def test_moving_within_the_view_asks_for_no_row_again() -> None:
    app = Example()
    async with app.run_test() as pilot:
        await pilot.pause()
        app.asked.clear()
        await press(pilot, "j j l space k")
        assert app.asked == []


async def test_a_theme_changes_the_colours_of_rows_already_drawn() -> None:
    app = Example(titles={"r0": Cell("late", "error")})
    async with app.run_test() as pilot:
        colours = set()
        for theme in ("textual-dark", "textual-light"):
            app.theme = theme
            await pilot.pause()
            strip = app.table.render_lines(app.table.size.region)[1]
            colours |= {segment.style.color for segment in strip if "late" in segment.text and segment.style}
        assert len(colours) == 2


async def test_a_table_without_focus_shows_its_cursor_less_strongly() -> None:
    app = Example()
    async with app.run_test() as pilot:
        focused = app.table.render_lines(app.table.size.region)[1]
        app.set_focus(None)
        await pilot.pause()
        assert list(app.table.render_lines(app.table.size.region)[1]) != list(focused)


async def test_a_key_of_the_table_can_be_put_elsewhere() -> None:
    app = Example()
    async with app.run_test() as pilot:
        app.set_keymap({"table.down": "n"})
        await press(pilot, "n j")
        assert app.table.cursor_key == "r1"


async def test_a_table_can_be_filled_and_moved_before_it_is_on_the_screen() -> None:
    table = LineTable()

    class Early(App[None]):
        def compose(self) -> ComposeResult:
            table.set_columns(COLUMNS)
            table.set_source(lambda key: [key])
            table.set_rows([f"r{number}" for number in range(100)])
            table.select(["r70"])
            table.move_cursor("r71", "owner")
            yield table

    async with Early().run_test(size=(80, 24)):
        assert [line_of(table, key)[:6] for key in ("r70", "r71")] == [" ✓ r70", "►  r71"]
