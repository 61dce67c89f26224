"""Lists as values: what a filter finds, how rows are ordered, and what is remembered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import language
from screens.listing import Listing, Order, Roll, alphabetical, folded, words_of

TEXTS = (
    "A1 Pilot begun SOTE late",
    "A2 Päivystys siirretty KASKO",
    "A10 Työpaja pidetty SOTE",
    "B1 [P1] x [/wip]",
)
WEIGHTS: dict[str, int | None] = {"r0": 3, "r1": None, "r2": 1, "r3": 3}


def roll(texts: Sequence[str] = TEXTS, weights: dict[str, int | None] | None = None) -> Roll:
    keys = tuple(f"r{number}" for number in range(len(texts)))
    values = WEIGHTS if weights is None else weights
    return Roll(keys, dict(zip(keys, texts, strict=True)).__getitem__, lambda _column: values.get)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ("r0", "r1", "r2", "r3")),
        ("   ", ("r0", "r1", "r2", "r3")),
        ("sote", ("r0", "r2")),
        ("SOTE late", ("r0",)),
        ("late SOTE", ("r0",)),
        ("paivystys", ("r1",)),
        ("PÄIVYSTYS", ("r1",)),
        ("tyopaja", ("r2",)),
        ("[p1]", ("r3",)),
        ("[/wip]", ("r3",)),
        (".*", ()),
        ("sote kasko", ()),
    ],
)
def test_a_filter_finds_rows_that_hold_all_its_words(typed: str, found: tuple[str, ...]) -> None:
    assert roll().arranged(Listing(filter=typed)) == found


def test_a_line_break_in_a_text_moves_no_other_text() -> None:
    assert roll(["one\ntwo", "three", "four"]).arranged(Listing(filter="four")) == ("r2",)


def test_a_list_without_rows_stays_empty() -> None:
    assert roll([]).arranged(Listing(filter="x")) == ()


@pytest.mark.parametrize(
    ("falling", "order"), [(False, ("r2", "r0", "r3", "r1")), (True, ("r0", "r3", "r2", "r1"))]
)
def test_rows_without_a_value_come_last_whichever_the_direction(
    falling: bool, order: tuple[str, ...]
) -> None:
    assert roll().arranged(Listing(order=Order("weight", falling))) == order


def test_a_filtered_list_keeps_its_order() -> None:
    assert roll().arranged(Listing(order=Order("weight"), filter="sote")) == ("r2", "r0")


def test_a_column_asked_for_again_falls_and_then_lets_go() -> None:
    listing, orders = Listing(), []
    for _again in range(3):
        listing = listing.ordered_by("weight")
        orders.append(listing.order)
    assert orders == [Order("weight"), Order("weight", falling=True), None]


def test_another_column_rises_first() -> None:
    assert Listing(order=Order("weight", falling=True)).ordered_by("title").order == Order("title")


def test_a_listing_itself_never_changes() -> None:
    listing = Listing(("id",))
    listing.filtered_by("x").ordered_by("id").showing(("title",)).selecting({"r0"})
    assert listing == Listing(("id",))


@pytest.mark.parametrize("order", [None, Order("title"), Order("title", falling=True)])
def test_columns_and_order_are_remembered(order: Order | None) -> None:
    listing = Listing(("id", "title"), order)
    assert Listing(("id",)).restored(listing.kept(), ("id", "title")) == listing


@pytest.mark.parametrize(
    "kept",
    [
        {},
        {"columns": 3, "order": 4},
        {"columns": [], "order": "gone"},
        {"columns": ["gone"], "order": "--id"},
        {"columns": [["id"]], "order": None},
    ],
)
def test_a_damaged_memory_changes_nothing(kept: dict[str, Any]) -> None:
    assert Listing(("id",)).restored(kept, ("id", "title")) == Listing(("id",))


def test_a_filter_and_a_selection_are_not_remembered() -> None:
    listing = Listing(("id",), None, "x", frozenset({"r0"}))
    assert Listing().restored(listing.kept(), ("id",)) == Listing(("id",))


@pytest.mark.parametrize(
    ("code", "order"),
    [("fi", ["Zeppelin", "Åland", "Ääni", "öljy"]), ("en", ["Ääni", "Åland", "öljy", "Zeppelin"])],
)
def test_texts_stand_in_the_order_of_the_reader_s_alphabet(code: str, order: list[str]) -> None:
    with language.speaking(code):
        assert sorted(["öljy", "Zeppelin", "Åland", "Ääni"], key=alphabetical) == order


@given(st.lists(st.text(max_size=20), max_size=12), st.text(max_size=8))
def test_a_row_is_found_just_when_every_word_stands_in_its_text(texts: list[str], typed: str) -> None:
    found = set(roll(texts).arranged(Listing(filter=typed)))
    wanted = {
        f"r{number}"
        for number, text in enumerate(texts)
        if all(word in folded(text.replace("\n", " ")) for word in words_of(typed))
    }
    assert found == wanted


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(
    st.dictionaries(st.sampled_from(["r0", "r1", "r2", "r3"]), st.one_of(st.none(), st.integers(0, 3))),
    st.booleans(),
    st.text("so e", max_size=3),
)
def test_an_order_neither_loses_nor_doubles_a_row(
    weights: dict[str, int | None], falling: bool, typed: str
) -> None:
    ordered = roll(weights=weights).arranged(Listing(order=Order("weight", falling), filter=typed))
    assert sorted(ordered) == sorted(roll(weights=weights).arranged(Listing(filter=typed)))


@given(
    st.dictionaries(st.sampled_from(["r0", "r1", "r2", "r3"]), st.integers(0, 3), min_size=4), st.booleans()
)
def test_rows_of_one_value_keep_their_own_order(weights: dict[str, int | None], falling: bool) -> None:
    ordered = roll(weights=weights).arranged(Listing(order=Order("weight", falling)))
    for value in set(weights.values()):
        same = [key for key in ordered if weights[key] == value]
        assert same == sorted(same)
