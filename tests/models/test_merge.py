"""The merge of a returned workbook: verdicts, matching by content, copies, and what looks like an accident."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.fields import FieldType
from models.rules.merge import (
    DAYS_OF_1904,
    NOT_RETURNED,
    Copies,
    Verdict,
    alike,
    judge_copies,
    likeness,
    looks_like_accident,
    looks_shifted,
    looks_sorted,
    match_by_content,
    merge_row,
    taken,
    verdict,
)

DAY = date(2018, 10, 19)

values = st.one_of(st.none(), st.text(max_size=4), st.integers(0, 3), st.dates(DAY, DAY + timedelta(3)))
rows = st.integers(1, 6).flatmap(
    lambda width: st.tuples(*(st.lists(values, min_size=width, max_size=width) for _side in range(3)))
)


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected"),
    [
        ("a", "a", "a", Verdict.UNCHANGED),
        ("a", "a", "b", Verdict.THEIRS),
        ("a", "b", "a", Verdict.OURS),
        ("a", "b", "b", Verdict.SAME),
        ("a", "b", "c", Verdict.CONFLICT),
        (None, None, "", Verdict.UNCHANGED),
        ("a", "a", None, Verdict.THEIRS),
        ("a b", "a b", "a\u00a0b ", Verdict.UNCHANGED),
    ],
)
def test_a_cell_is_judged_by_who_changed_it(base: Any, ours: Any, theirs: Any, expected: Verdict) -> None:
    assert verdict(base, ours, theirs) is expected


def test_a_column_that_was_not_returned_has_no_verdict() -> None:
    assert merge_row(["a", "b"], ["a", "b"], ["c", NOT_RETURNED]) == [(0, Verdict.THEIRS)]


@given(rows)
def test_an_edit_of_ours_is_never_overwritten(sides: tuple[list[Any], list[Any], list[Any]]) -> None:
    base, ours, theirs = sides
    after = taken(base, ours, theirs)
    assert all(
        after[place] == ours[place] for place in range(len(base)) if not alike(ours[place], base[place])
    )


@given(rows)
def test_each_difference_of_theirs_appears_exactly_once(
    sides: tuple[list[Any], list[Any], list[Any]],
) -> None:
    base, ours, theirs = sides
    told = [
        place
        for place, found in merge_row(base, ours, theirs)
        if found not in (Verdict.UNCHANGED, Verdict.OURS)
    ]
    assert told == [place for place in range(len(base)) if not alike(theirs[place], base[place])]


@given(rows)
def test_a_second_return_of_the_same_brings_nothing(sides: tuple[list[Any], list[Any], list[Any]]) -> None:
    base, ours, theirs = sides
    after = taken(base, ours, theirs, conflicts=Verdict.THEIRS)
    assert all(found is not Verdict.THEIRS for _place, found in merge_row(theirs, after, theirs))


@given(rows, st.data())
def test_disjoint_edits_come_out_the_same_in_either_order(
    sides: tuple[list[Any], list[Any], list[Any]], data: st.DataObject
) -> None:
    base, first, second = sides
    whose = data.draw(st.lists(st.booleans(), min_size=len(base), max_size=len(base)))
    one = [first[n] if mine else base[n] for n, mine in enumerate(whose)]
    other = [base[n] if mine else second[n] for n, mine in enumerate(whose)]
    forth, back = taken(base, taken(base, base, one), other), taken(base, taken(base, base, other), one)
    assert all(alike(a, b) for a, b in zip(forth, back, strict=True))


# Columns and sheets.


def test_two_titles_that_changed_places_look_sorted() -> None:
    assert looks_sorted(FieldType.LINE, [("a", "b"), ("b", "a")])


def test_two_words_that_changed_places_do_not_look_sorted() -> None:
    assert not looks_sorted(FieldType.WORD, [("at_risk", "blocked"), ("blocked", "at_risk")])


def test_two_owners_that_changed_places_do_not_look_sorted() -> None:
    assert not looks_sorted(FieldType.REFERENCE, [("a", "b"), ("b", "a")])


def test_three_owners_that_changed_places_look_sorted() -> None:
    assert looks_sorted(FieldType.REFERENCE, [("a", "b"), ("b", "c"), ("c", "a")])


def test_one_changed_cell_does_not_look_sorted() -> None:
    assert not looks_sorted(FieldType.LINE, [("a", "a ")])


def test_new_texts_do_not_look_sorted() -> None:
    assert not looks_sorted(FieldType.LINE, [("a", "b"), ("b", "c")])


@pytest.mark.parametrize(
    ("sent", "missing", "expected"),
    [(10, 3, True), (10, 2, False), (11, 3, False), (3, 3, True), (2, 2, False)],
)
def test_a_third_of_the_rows_and_at_least_three_look_like_an_accident(
    sent: int, missing: int, expected: bool
) -> None:
    assert looks_like_accident(sent, missing) is expected


def test_dates_moved_by_1462_days_look_shifted() -> None:
    assert looks_shifted([(DAY, DAY + DAYS_OF_1904), (DAY + timedelta(1), DAY + timedelta(1) + DAYS_OF_1904)])


def test_dates_moved_back_by_1462_days_look_shifted() -> None:
    assert looks_shifted([(DAY, DAY - DAYS_OF_1904)] * 2)


def test_one_date_moved_by_1462_days_does_not_look_shifted() -> None:
    assert not looks_shifted([(DAY, DAY + DAYS_OF_1904)])


def test_a_few_shifted_dates_among_many_changed_ones_do_not_look_shifted() -> None:
    assert not looks_shifted([(DAY, DAY + DAYS_OF_1904)] * 2 + [(DAY, DAY + timedelta(7))] * 2)


# Rows without a token.

SENT = {
    "u1": ["A1.1", "Dig the well", "KASKO", DAY, None],
    "u2": ["A1.2", "Fill the well", "KASKO", DAY, "soon"],
}


def test_likeness_is_the_share_of_the_sent_cells_that_is_found() -> None:
    assert likeness(SENT["u1"], ["A1.1", "Dig a hole", "KASKO", DAY, None]) == 0.75


def test_likeness_leaves_out_columns_that_were_not_returned() -> None:
    assert likeness(SENT["u1"], ["A1.1", NOT_RETURNED, "KASKO", NOT_RETURNED, NOT_RETURNED]) == 1


def test_a_row_is_known_by_sixty_percent_of_its_cells() -> None:
    assert match_by_content([["A1.2", "Fill it", "KASKO", DAY, "later"]], SENT) == {0: ("u2", 0.6)}


def test_a_row_with_less_in_common_is_none_of_the_sent_ones() -> None:
    assert match_by_content([["A1.9", "Cover the well", "KASKO", DAY, None]], SENT) == {}


def test_each_sent_row_is_matched_once_and_with_the_row_most_like_it() -> None:
    found = [["A1.1", "Dig the wells", "KASKO", DAY, None], SENT["u1"]]
    assert match_by_content(found, SENT) == {1: ("u1", 1.0)}


@given(st.permutations(sorted(SENT)))
def test_whole_rows_are_found_in_any_order(order: list[str]) -> None:
    matched = match_by_content([SENT[uid] for uid in order], SENT)
    assert [matched[place][0] for place in range(len(order))] == list(order)


# Several rows with one token.


def test_identical_copies_count_once() -> None:
    assert judge_copies(["a", "b"], [["x", "b"], ["x", "b "]]) == (Copies.IDENTICAL, 0)


def test_beside_an_untouched_copy_the_other_is_the_edited_one() -> None:
    assert judge_copies(["a", "b"], [["x", "b"], ["a", "b"]]) == (Copies.ONE_EDITED, 1)


def test_two_edited_copies_are_for_a_person() -> None:
    assert judge_copies(["a", "b"], [["x", "b"], ["y", "b"]])[0] is Copies.SEVERAL_EDITED


def test_two_different_edits_beside_an_untouched_copy_are_for_a_person() -> None:
    assert judge_copies(["a", "b"], [["a", "b"], ["x", "b"], ["y", "b"]])[0] is Copies.SEVERAL_EDITED
