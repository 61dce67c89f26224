"""Stamps and row tokens: what a workbook is known by when it comes back."""

from __future__ import annotations

import zlib

from hypothesis import given
from hypothesis import strategies as st

from importers.gate import MAX_CELLS as GATE_CELLS
from models.handoff import (
    MAX_CELLS,
    Stamp,
    Token,
    plan_file,
    plan_file_revision,
    stamp_in,
    token,
    token_in,
)

names = st.from_regex(r"[A-Za-z0-9-]{1,12}", fullmatch=True)


@given(names, names, st.integers(0, 10**6))
def test_a_stamp_reads_back(plan: str, sent_file: str, revision: int) -> None:
    stamp = Stamp(plan, sent_file, revision)
    assert stamp_in(str(stamp)) == stamp


def test_a_stamp_ends_in_the_crc_of_what_stands_before_the_last_bar() -> None:
    text, _bar, check = str(Stamp("p", "HO-09-KASKO", 7)).rpartition("|")
    assert (text, check) == ("TRACKER1|p|HO-09-KASKO|7", f"{zlib.crc32(text.encode()):08x}")


def test_a_stamp_with_a_wrong_checksum_is_none() -> None:
    good = str(Stamp("p", "PLAN-7", 7))
    assert stamp_in(good[:-1] + ("0" if good[-1] != "0" else "1")) is None


def test_blanks_around_a_stamp_do_no_harm() -> None:
    assert stamp_in(f" {Stamp('p', 'PLAN-7', 7)}\n") == Stamp("p", "PLAN-7", 7)


def test_a_stamp_of_a_newer_form_says_so() -> None:
    stamp = stamp_in(str(Stamp("p", "PLAN-7", 7, format=99)))
    assert stamp is not None
    assert stamp.is_newer


def test_no_number_is_a_stamp() -> None:
    assert stamp_in(42) is None


@given(names, names)
def test_a_token_reads_back(uid: str, sent_file: str) -> None:
    assert token_in(token(uid, sent_file)) == Token(uid, sent_file)


def test_a_token_ends_in_the_last_four_digits_of_the_crc() -> None:
    digits = f"{zlib.crc32(b'abc.HO-09-KASKO'):08x}"
    assert token("abc", "HO-09-KASKO") == f"abc.HO-09-KASKO.{digits[-4:]}"


def test_a_token_of_another_row_with_this_check_is_damaged() -> None:
    check = token("abc", "PLAN-7").rpartition(".")[2]
    assert token_in(f"abd.PLAN-7.{check}") is None


def test_words_are_no_token() -> None:
    assert token_in("not a token at all") is None


def test_the_file_of_a_plan_is_known_by_its_revision() -> None:
    assert plan_file_revision(plan_file(64)) == 64


def test_the_id_of_a_handoff_is_no_plan_file() -> None:
    assert plan_file_revision("HO-09-KASKO") is None


def test_what_goes_out_is_as_small_as_what_may_come_in() -> None:
    assert MAX_CELLS == GATE_CELLS
