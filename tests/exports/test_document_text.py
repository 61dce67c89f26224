"""A document as plain text: aligned, within its width, nothing lost, nothing that a terminal would obey."""

from __future__ import annotations

import pytest

from exports.document import Bullets, Cell, Column, Document, Figure, Lit, Paragraph, Section, Table
from exports.document_text import text_of
from models.rules.words import Light

LONG = "Rahoituspäätösvalmisteluaikataulusuunnitelma"


def made(*blocks: object, title: str = "Part") -> Document:
    return Document("Plan", "en", ["lead"], [Section("key", title, blocks)], ["foot"])  # type: ignore[arg-type]


def table(*rows: list[Cell], columns: list[Column] | None = None, caption: str = "Caption") -> Table:
    return Table(caption, columns or [Column("Name", gives_way=True), Column("Days", is_number=True)], rows)


def body(document: Document, width: int = 40) -> list[str]:
    """The lines of the only part."""
    lines = text_of(document, width).splitlines()
    return lines[6 : lines.index("-" * width) - 1]


def test_the_whole_stands_in_its_order() -> None:
    assert text_of(made(Paragraph("said")), 20) == (
        "Plan\n====\nlead\n\nPart\n----\nsaid\n\n--------------------\nfoot\n"
    )


def test_numbers_stand_at_the_right() -> None:
    assert body(made(table(["a", "7"], ["b", "12"]))) == [
        "Name  Days",
        "----  ----",
        "a        7",
        "b       12",
    ]


def test_two_tables_are_told_apart_by_their_captions() -> None:
    two = table(["a", "7"], caption="One"), table(["b", "8"], caption="Two")
    assert [line for line in body(made(*two)) if line in ("One", "Two")] == ["One", "Two"]


def test_a_long_cell_goes_on_below() -> None:
    assert body(made(table(["one two three four five six", "7"])), 20)[2:] == [
        "one two three      7",
        "four five six",
    ]


def test_a_table_for_which_there_is_no_room_becomes_a_list() -> None:
    columns = [Column(name) for name in ("First", "Second", "Third")]
    rows = table(["alpha beta gamma", "delta epsilon", "zeta eta theta"], columns=columns)
    assert body(made(rows), 30) == [
        "• alpha beta gamma",
        "  Second: delta epsilon ·",
        "  Third: zeta eta theta",
    ]


@pytest.mark.parametrize("width", [20, 33, 80])
def test_no_line_is_wider_than_asked(width: int) -> None:
    everything = made(
        Paragraph(LONG * 3),
        Bullets([LONG, "short"]),
        table([LONG, "1"], ["東京 " * 20, "2"]),
        title=LONG * 2,
    )
    from exports.chart_parts import cells

    assert max(map(cells, text_of(everything, width).splitlines())) <= width


@pytest.mark.parametrize("width", [20, 33, 80])
def test_no_letter_of_a_cell_is_lost(width: int) -> None:
    told = text_of(made(table([f"{LONG} abc def", "1"])), width)
    assert "".join(told.split()).count("".join(f"{LONG}abcdef".split())[-6:]) == 1


def test_a_light_has_its_shape_and_its_word() -> None:
    assert body(made(table([Lit(Light.RED, "red"), "1"], [Lit(None, "no data"), "2"])))[2:] == [
        "■ red       1",
        "no data     2",
    ]


def test_only_ascii_where_it_is_asked_for() -> None:
    told = text_of(made(table([Lit(Light.RED, "röd"), "–"]), Bullets(["ä"])), 40, ascii=True)
    assert told.isascii()
    assert "# rod" in told


def test_a_figure_shows_its_table() -> None:
    assert body(made(Figure("picture", "<svg/>", table(["a", "7"]))))[-1] == "a        7"


def test_line_breaks_of_a_paragraph_stand() -> None:
    assert body(made(Paragraph("one\ntwo"))) == ["one", "two"]


@pytest.mark.parametrize("evil", ["\x1b[31mred", "a\rb", "\u202eabc"])
def test_nothing_in_a_cell_moves_the_cursor(evil: str) -> None:
    told = text_of(made(table([evil, "1"]), Bullets([evil]), Paragraph(evil)), 40)
    assert not set("\x1b\r\u202e") & set(told)


def test_a_cell_stands_on_one_line_whatever_is_in_it() -> None:
    assert body(made(table(["a\nb", "1"])))[-1] == "a b      1"


@pytest.mark.parametrize("looks", ["[bold]x[/bold]", "=1+1", "<script>x</script>"])
def test_text_that_looks_like_markup_stays(looks: str) -> None:
    assert looks in text_of(made(table([looks, "1"])), 60)
