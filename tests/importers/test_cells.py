"""Cells: what one says as a text, a date, a number, a word or a flag, and why it cannot be taken."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.cells import (
    Read,
    Reject,
    read_date,
    read_flag,
    read_number,
    read_text,
    read_whole,
    read_word,
    required,
    text_of,
)
from importers.grid import Cell
from models.rules.text import problem_in

WORDS = {
    "in_progress": ("in progress", "kesken", "pågår"),
    "at_risk": ("at risk", "vaarassa myöhästyä", "risk för försening"),
    "not_started": ("not started", "ei aloitettu", "inte påbörjad"),
}
READERS = {
    "text": read_text,
    "date": read_date,
    "number": lambda cell: read_number(cell, -1e9, 1e9),
    "whole": lambda cell: read_whole(cell, 1, 13),
    "word": lambda cell: read_word(cell, WORDS),
    "flag": read_flag,
}
VALUES = st.one_of(
    st.none(), st.text(), st.integers(), st.floats(), st.booleans(), st.dates(), st.datetimes(), st.times()
)


def cell(value=None, **more):
    return Cell(7, 9, value, **more)


def value_of(result):
    assert isinstance(result, Read), result
    return result.value


def why(result):
    assert isinstance(result, Reject), result
    return result.why


def test_a_cell_knows_its_address():
    assert cell().address == "I7"


def test_a_cell_far_to_the_right_knows_its_address():
    assert Cell(1, 16_384).address == "XFD1"


@pytest.mark.parametrize("kind", READERS)
@given(VALUES)
def test_every_value_is_read_or_rejected_with_a_sentence(kind, value):
    result = READERS[kind](cell(value))
    assert isinstance(result, Read) or (result.why.endswith(".") and problem_in(result.text, 10**9) is None)


@pytest.mark.parametrize("kind", READERS)
def test_an_empty_cell_is_empty_whatever_its_field(kind):
    assert value_of(READERS[kind](cell())) is None


@pytest.mark.parametrize("kind", READERS)
def test_an_error_cell_is_a_reject(kind):
    assert READERS[kind](cell(error="#N/A")).text == "#N/A"


@pytest.mark.parametrize("kind", READERS)
def test_a_formula_without_a_calculated_value_is_a_reject(kind):
    assert "formula" in why(READERS[kind](cell(formula=True)))


@pytest.mark.parametrize("kind", READERS)
def test_a_cell_under_a_merge_is_a_reject(kind):
    assert "merge" in why(READERS[kind](cell(covered=True)))


@pytest.mark.parametrize(
    ("kind", "value", "taken"),
    [
        ("text", "Tulos 2", "Tulos 2"),
        ("date", date(2018, 10, 17), date(2018, 10, 17)),
        ("number", 2, 2.0),
        ("whole", 2, 2),
        ("word", "kesken", "in_progress"),
        ("flag", True, True),
    ],
)
def test_a_formula_with_its_value_is_taken_with_a_warning(kind, value, taken):
    assert READERS[kind](cell(value, formula=True, cached=True)) == Read(taken, ("formula",))


# text


@pytest.mark.parametrize(
    "text",
    [
        "00042",
        "1/2",
        "TOSI",
        "31.12.2018",
        "=1+1",
        "@SUM(1)",
        "#N/A tarkistettu",
        "[/]",
        "[red]x",
        "{{7*7}}",
        "%0A=1",
    ],
)
def test_text_is_taken_exactly(text):
    assert value_of(read_text(cell(text))) == text


def test_text_is_tidied():
    assert value_of(read_text(cell(" eka\r\ntoka \r\nkolmas\t3 "))) == "eka\ntoka\nkolmas 3"


def test_text_of_blanks_is_empty():
    assert value_of(read_text(cell(" \u00a0\u200b\n"))) is None


@pytest.mark.parametrize(
    ("number", "text"), [(42, "42"), (42.0, "42"), (1.5, "1.5"), (0.1 + 0.2, "0.3"), (-3, "-3")]
)
def test_a_number_in_a_text_field_is_its_text_with_a_warning(number, text):
    assert read_text(cell(number)) == Read(text, ("number-in-text",))


@pytest.mark.parametrize("value", [date(2019, 1, 2), datetime(2019, 1, 2, 9), time(8, 30)])
def test_a_date_in_a_text_field_is_a_reject(value):
    assert "date" in why(read_text(cell(value)))


def test_a_logical_value_in_a_text_field_is_a_reject():
    assert read_text(cell(True)).text == "TRUE"


@pytest.mark.parametrize(
    "text", ["a\x07b", "\x1b]0;pwn\x07", "a\x9b31m", "\u202eittam", "a\ud800", "ä" * 32_001]
)
def test_a_text_that_cannot_be_kept_is_a_reject(text):
    assert isinstance(read_text(cell(text)), Reject)


def test_a_rejected_text_is_kept_whole_and_can_be_shown():
    assert read_text(cell("x" * 40_000 + "\x1b")).text == "x" * 40_000 + "<U+001B>"


def test_a_shorter_limit_holds():
    assert "400" in why(read_text(cell("x" * 401), max_units=400))


# dates


@pytest.mark.parametrize(
    "value",
    [
        date(2018, 10, 7),
        datetime(2018, 10, 7, 18, 0),
        "2018-10-07",
        "7.10.2018",
        "07.10.2018",
        " 7.10.2018 ",
        "7.\u00a010.\u00a02018",
        "7.10.18",
        "2018-10-07T00:00:00",
        "2018-10-07 18:30",
        "7.10.2018 18:30",
        "7.10.2018 18:30:15",
    ],
)
def test_a_day_is_read_however_it_is_written(value):
    assert value_of(read_date(cell(value))) == date(2018, 10, 7)


@pytest.mark.parametrize(
    "value",
    [
        "10/07/2018",
        "7/10/18",
        "31.2.2018",
        "Q4/2018",
        "ensi viikolla",
        "7.10.",
        "2018",
        "2018-10-16T21:00:00.000Z",
    ],
)
def test_what_could_be_another_day_is_a_reject(value):
    assert read_date(cell(value)).text == value


@pytest.mark.parametrize("value", [date(1999, 12, 31), date(2101, 1, 1), "31.12.1999", "2101-01-01"])
def test_a_year_outside_the_century_is_a_reject(value):
    assert "2000" in why(read_date(cell(value)))


@pytest.mark.parametrize("value", [43390, 43390.5, 12, -5, 2958466, time(8, 30), True])
def test_what_is_no_date_cell_is_no_date(value):
    assert isinstance(read_date(cell(value)), Reject)


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_every_day_of_the_century_is_read_in_all_three_forms(day):
    forms = (day, day.isoformat(), f"{day.day}.{day.month}.{day.year}")
    assert [value_of(read_date(cell(form))) for form in forms] == [day] * 3


# numbers


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (3, 3),
        (2.5, 2.5),
        ("2,5", 2.5),
        ("1 250", 1250),
        ("1\u00a0250", 1250),
        ("1\u202f250,75", 1250.75),
        ("14 699 000", 14_699_000),
        ("-3", -3),
        ("\u22123", -3),
        (" 7 ", 7),
        ("12.5", 12.5),
        ("0", 0),
    ],
)
def test_a_number_is_read_however_it_is_written(value, number):
    assert value_of(read_number(cell(value), -1e9, 1e9)) == number


@pytest.mark.parametrize("text", ["1.234", "1.234.567", "12.500", "-1.234", "1.234,5"])
def test_a_point_before_three_digits_is_refused_as_ambiguous(text):
    assert "point" in why(read_number(cell(text), -1e9, 1e9))


@pytest.mark.parametrize(
    "value",
    ["kolme", "1 25", "12 34 567", "1\n250", "3 kpl", "1e3", "5 %", "1,2,3", "٣", True, date(2018, 1, 1)],
)
def test_what_is_no_number_is_a_reject(value):
    assert isinstance(read_number(cell(value), -1e9, 1e9), Reject)


@pytest.mark.parametrize("value", [0, 14, "0", "14", 1e300, "9" * 400])
def test_a_number_out_of_range_is_a_reject_that_names_the_range(value):
    assert "13" in why(read_number(cell(value), 1, 13))


@pytest.mark.parametrize(("value", "number"), [(3, 3), (3.0, 3), ("5", 5), (2.9999999999999996, 3)])
def test_a_whole_number_is_read(value, number):
    assert value_of(read_whole(cell(value), 1, 13)) == number


@pytest.mark.parametrize("value", [2.5, "2,5"])
def test_a_weight_with_decimals_is_a_reject(value):
    assert "whole" in why(read_whole(cell(value), 1, 13))


# words and flags


@pytest.mark.parametrize(
    "text",
    [
        "at_risk",
        "AT RISK",
        "at-risk",
        " Vaarassa  myöhästyä ",
        "VAARASSA\u00a0MYÖHÄSTYÄ",
        "Risk för försening",
    ],
)
def test_a_word_is_known_in_any_case_and_language(text):
    assert value_of(read_word(cell(text), WORDS)) == "at_risk"


@pytest.mark.parametrize("value", ["Sininen", "kesken?", 3, True, date(2018, 1, 1)])
def test_a_word_outside_the_list_is_a_reject(value):
    assert "list" in why(read_word(cell(value), WORDS))


def test_a_word_with_two_meanings_is_a_reject():
    assert "more than one" in why(read_word(cell("auki"), {"open": ["auki"], "wide": ["auki"]}))


@pytest.mark.parametrize("value", ["x", "X", "kyllä", "KYLLÄ", "ja", "yes", " Yes ", "TRUE", "tosi", True])
def test_a_yes_is_a_yes_in_any_language(value):
    assert value_of(read_flag(cell(value))) is True


@pytest.mark.parametrize("value", ["ei", "Nej", "no", False])
def test_a_no_is_a_no_in_any_language(value):
    assert value_of(read_flag(cell(value))) is False


@pytest.mark.parametrize("value", ["ehkä", 1, date(2018, 1, 1)])
def test_what_is_neither_yes_nor_no_is_a_reject(value):
    assert isinstance(read_flag(cell(value)), Reject)


# required fields


def test_an_emptied_required_field_is_a_reject():
    assert "empty" in why(required(read_text(cell("  "))))


def test_a_filled_required_field_is_left_alone():
    assert required(read_text(cell(42))) == Read("42", ("number-in-text",))


def test_a_date_is_shown_in_iso_form():
    assert text_of(cell(date(2018, 10, 7))) == "2018-10-07"
