"""What differs between two states, in words of three languages."""

from __future__ import annotations

import pytest
from builders import calendar, day, milestone

from models import language
from models.rules.comparison import Change, Entry, Facet, Side, Tally
from models.rules.comparison_words import CHANGE_WORDS, entry_text, facet_text, side_text
from models.rules.comparison_words import _tally_text as tally_text
from models.rules.records import Reason
from models.rules.words import Light, Status

RESOURCES = Reason("r", "resources", "Resurssipula", "Resursbrist", "Lack of resources")


def said(facet: Facet, code: str = "en", kind: str = "milestone") -> str:
    row = milestone(weight=3)
    with language.speaking(code):
        return facet_text(facet, Entry(kind, row, row, (facet,)))


def moved(**more: object) -> Facet:
    workdays = calendar().variance(day(61), day(75))
    return Facet(Change.MOVED, day(61), day(75), workdays, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("en", "moved from 2018-10-19 to 2018-11-02, 10 working days later, reason: Lack of resources"),
        ("fi", "siirtyi: 19.10.2018 → 2.11.2018, 10 työpäivää myöhemmin, syy: Resurssipula"),
        ("sv", "flyttades från 19.10.2018 till 2.11.2018, 10 arbetsdagar senare, orsak: Resursbrist"),
    ],
)
def test_a_move_is_told_with_its_dates_its_working_days_and_its_reason(code: str, sentence: str) -> None:
    assert said(moved(reason=RESOURCES), code) == sentence


@pytest.mark.parametrize(
    ("facet", "sentence"),
    [
        (moved(times=2), "moved from 2018-10-19 to 2018-11-02, 10 working days later, in 2 moves"),
        (
            Facet(Change.MOVED, day(61), day(60), -1),
            "moved from 2018-10-19 to 2018-10-18, 1 working day earlier",
        ),
        (
            Facet(Change.MOVED, day(61), day(62), 0),
            "moved from 2018-10-19 to 2018-10-20, no working day between",
        ),
        (Facet(Change.LIGHT, Light.GREEN, Light.RED), "light: worse, from green to red"),
        (Facet(Change.LIGHT, Light.GREY, Light.GREEN), "light: better, from grey to green"),
        (Facet(Change.LIGHT, None, Light.AMBER), "light: newly rated, amber"),
        (
            Facet(Change.LIGHT, Light.GREEN, Light.AMBER, passed=day(61)),
            "light: worse, from green to amber, 2018-10-19 passed and nobody moved it",
        ),
        (Facet(Change.OWNER, None, None), "owner: from owner missing to owner missing"),
        (Facet(Change.STATUS, Status.IN_PROGRESS, Status.BLOCKED), "status: from in progress to blocked"),
        (Facet(Change.ADDED, new=day(61)), "added, forecast 2018-10-19, weight 3"),
        (Facet(Change.DROPPED, reason=RESOURCES), "dropped, weight 3, reason: Lack of resources"),
        (Facet(Change.DONE, new=day(61)), "done on 2018-10-19"),
        (Facet(Change.WEIGHT, 3, 5), "weight: from 3 to 5"),
        (
            Facet(Change.GIVEN_LIGHT, None, Light.RED, said="The [supplier] is gone"),
            "light set by a person: red, none before, reason: The [supplier] is gone",
        ),
    ],
)
def test_what_differs_is_told_in_a_few_words(facet: Facet, sentence: str) -> None:
    assert said(facet) == sentence


@pytest.mark.parametrize("code", language.LANGUAGES)
def test_every_change_has_a_word(code: str) -> None:
    with language.speaking(code):
        words = [language._(CHANGE_WORDS[change]) for change in Change]
    assert len(set(words)) >= len(words) - 1  # Status and state are one word in Finnish.


def test_that_a_done_milestone_has_no_light_any_more_is_not_said_twice() -> None:
    row = milestone(status=Status.DONE)
    facets = (Facet(Change.DONE, new=day(61)), Facet(Change.LIGHT, Light.AMBER, None))
    assert entry_text(Entry("milestone", row, row, facets)) == "done on 2018-10-19"


def test_a_removed_milestone_that_was_dropped_already_says_so() -> None:
    row = milestone(status=Status.DROPPED, weight=2)
    facet = Facet(Change.REMOVED, old=row.forecast)
    assert facet_text(facet, Entry("milestone", row, None, (facet,))) == (
        "removed, weight 2, before that dropped"
    )


def test_a_version_of_a_corrected_week_is_named() -> None:
    assert side_text(Side(day(61), 9, 2)) == "week 9, 2018-10-19, version 2"


def test_how_many_counted_is_said_where_not_all_did() -> None:
    assert tally_text("added", Tally(3, 2, 7), 1) == "added 3, 2 of them in scope now (+7)"
