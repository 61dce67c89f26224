"""Text: how two are compared, what goes into a workbook, and what nobody may keep."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.language import decimal_text, signed_text, speaking
from models.rules.text import (
    Problem,
    decoded,
    normalised,
    outgoing,
    problem_in,
    sentence,
    tidied,
    utf16_units,
    visible,
)

ESCAPES = ("_x0041_", "_x005F_", "_x000D_", "_x00", "41_", "_", "x005F_", "_xD83D_", "_xDE00_")
BLANKS = ("\n", "\r", "\t", " ", "\u00a0", "\u202f", "\u2000", "\u200b", "\u200d", "\ufeff")
OTHERS = ("e", "\u0301", "Å", "ä", "\u202e", "\x07", "\ud800")
PIECES = st.sampled_from((*ESCAPES, *BLANKS, *OTHERS))
TEXTS = st.one_of(st.text(), st.lists(st.one_of(PIECES, st.text(max_size=2))).map("".join))


@given(TEXTS)
def test_normalising_twice_is_normalising_once(text):
    assert normalised(normalised(text)) == normalised(text)


@given(TEXTS.filter(lambda text: problem_in(text) is None))
def test_a_text_that_went_through_a_workbook_equals_itself(text):
    assert normalised(decoded(outgoing(text))) == normalised(text)


@given(TEXTS)
def test_what_goes_out_holds_nothing_forbidden(text):
    assert problem_in(outgoing(text)) is None


@given(TEXTS)
def test_tidying_is_no_edit(text):
    assert normalised(tidied(text)) == normalised(text)


@given(TEXTS)
def test_tidying_twice_is_tidying_once(text):
    assert tidied(tidied(text)) == tidied(text)


@given(TEXTS)
def test_a_text_made_visible_holds_nothing_forbidden(text):
    assert problem_in(visible(text)) is None


@pytest.mark.parametrize(
    ("sent", "returned"),
    [
        ("Päätös", "Pa\u0308a\u0308to\u0308s"),
        ("yksi\nkaksi", "yksi\r\nkaksi"),
        ("yksi\nkaksi", "yksi\rkaksi"),
        ("yksi kaksi", "yksi\tkaksi"),
        ("85 %", "85\u00a0%"),
        ("14 699", "14\u202f699"),
        ("otsikko", "\u200bot\u2060sik\ufeffko"),
        ("otsikko", " \n otsikko \n"),
        ("eka\ntoka", "eka  \ntoka"),
        ("yksi\nkaksi", "yksi_x000D_\nkaksi"),
        ("A", "_x0041_"),
        ("😀", "_xD83D__xDE00_"),
        ("_x0041_", "_x005F_x0041_"),
    ],
)
def test_what_programs_do_to_a_text_is_no_edit(sent, returned):
    assert normalised(returned) == normalised(sent)


@pytest.mark.parametrize(
    ("one", "other"), [("a", "A"), ("a\nb", "a b"), ("a  b", "a b"), ("1,5", "1.5"), ("ä", "a")]
)
def test_what_a_person_changes_is_an_edit(one, other):
    assert normalised(one) != normalised(other)


def test_an_escape_is_decoded_once_and_no_further():
    assert decoded("_x005F_x0041_") == "_x0041_"


def test_a_text_that_looks_escaped_goes_out_escaped():
    assert outgoing("koodi _x000D_") == "koodi _x005F_x000D_"


def test_two_escapes_that_share_a_line_both_come_back():
    assert decoded(outgoing("_x0041_x0042_")) == "_x0041_x0042_"


def test_tidying_keeps_the_joiners_of_an_emoji_and_no_break_spaces():
    assert tidied(" 👩\u200d👩\u200d👧 5\u00a0% ") == "👩\u200d👩\u200d👧 5\u00a0%"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a\x07b", Problem.CONTROL),
        ("a\x1b[31m", Problem.CONTROL),
        ("a\x9b31m", Problem.CONTROL),
        ("a\x7f", Problem.CONTROL),
        ("a\uffff", Problem.CONTROL),
        ("\u202eittam", Problem.BIDI),
        ("a\u2067b", Problem.BIDI),
        ("a\ud800", Problem.SURROGATE),
        ("ä" * 32_001, Problem.LENGTH),
        ("😀" * 16_001, Problem.LENGTH),
    ],
)
def test_a_text_that_cannot_be_kept_is_told_apart(text, problem):
    assert problem_in(text) is problem


@pytest.mark.parametrize(
    "text", ["", "a\nb\r\nc\td", "ä" * 32_000, "😀" * 16_000, "👩\u200d👧", "=1+1", "שלום"]
)
def test_an_ordinary_text_has_no_problem(text):
    assert problem_in(text) is None


def test_a_shorter_limit_counts_in_utf16_units():
    assert problem_in("😀😀", max_units=3) is Problem.LENGTH


def test_an_emoji_counts_two_units():
    assert utf16_units("aä😀") == 4


@pytest.mark.parametrize("problem", Problem)
def test_every_problem_has_one_whole_sentence(problem):
    with speaking("en"):
        assert sentence(problem, 400).endswith(".")


def test_the_sentence_about_length_names_the_limit():
    with speaking("en"):
        assert "400" in sentence(Problem.LENGTH, 400)


def test_a_control_character_is_shown_by_its_code():
    assert visible("a\x1bb") == "a<U+001B>b"


def test_a_decimal_is_rounded_to_one_place() -> None:
    told = [decimal_text(number) for number in (0.0, 0.25, 11.44, 1234.96)]
    assert told == ["0.0", "0.2", "11.4", "1,235.0"]


def test_a_finnish_decimal_has_a_comma_and_its_thousands_apart() -> None:
    with speaking("fi"):
        assert decimal_text(1234.5) == "1\N{NO-BREAK SPACE}234,5"


@pytest.mark.parametrize(("number", "told"), [(3, "+3"), (-3, "\N{MINUS SIGN}3"), (0, "0")])
def test_a_number_has_its_sign(number: int, told: str) -> None:
    assert signed_text(number) == told
