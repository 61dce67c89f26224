"""What a person says of a week: written, changed, taken away, undone; one for each week and not too long."""

from __future__ import annotations

import pytest
from builders import Office, day

from models.edits import changes, creation
from models.errors import InvalidValue, RuleBroken, StaleEdit
from models.language import Language
from models.narratives import frozen_text, narrative_edits
from models.rules.narrative import narrative_of


@pytest.fixture
def friday(office: Office) -> Office:
    """The office on the Friday of week 2."""
    return office.at(day(12))


def write(office: Office, text: str, language: Language = "en", week: int = 2) -> None:
    edits = narrative_edits(office.plan.state(), week, language, text, today=office.plan.today)
    office.plan.apply(edits, source="screen")


def kept(office: Office, language: Language = "en", week: int = 2) -> str | None:
    found = narrative_of(office.plan.state(), week)
    return getattr(found, f"text_{language}") if found is not None else None


def test_a_narrative_is_written(friday: Office) -> None:
    write(friday, "  Two pilots.\nOne waits. ")
    assert kept(friday) == "Two pilots.\nOne waits."


def test_written_again_it_is_changed(friday: Office) -> None:
    write(friday, "One.")
    write(friday, "Another.")
    assert kept(friday) == "Another."


def test_the_same_text_is_no_change(friday: Office) -> None:
    write(friday, "One.")
    assert narrative_edits(friday.plan.state(), 2, "en", "One.\n", today=day(12)) == []


def test_languages_stand_beside_each_other(friday: Office) -> None:
    write(friday, "One.")
    write(friday, "Yksi.", "fi")
    assert (kept(friday), kept(friday, "fi")) == ("One.", "Yksi.")


def test_an_empty_text_takes_one_language_away(friday: Office) -> None:
    write(friday, "One.")
    write(friday, "Yksi.", "fi")
    write(friday, " \n", "fi")
    assert (kept(friday), kept(friday, "fi")) == ("One.", None)


def test_the_last_language_takes_the_row_with_it(friday: Office) -> None:
    write(friday, "One.")
    write(friday, "")
    assert friday.plan.state().rows["narrative"] == ()


def test_nothing_is_taken_away_where_nothing_is(friday: Office) -> None:
    assert narrative_edits(friday.plan.state(), 2, "en", "", today=day(12)) == []


def test_undo_brings_back_what_was_taken_away(friday: Office) -> None:
    write(friday, "One.")
    write(friday, "")
    friday.plan.undo()
    assert kept(friday) == "One."


def test_undo_of_what_was_taken_away_is_refused_once_another_was_written(friday: Office) -> None:
    write(friday, "One.")
    write(friday, "")
    taken_away = friday.plan.last_revision()
    write(friday, "Another.")
    with pytest.raises(RuleBroken, match="Week 2 has a narrative already"):
        friday.plan.undo(taken_away)
    assert kept(friday) == "Another."


@pytest.mark.parametrize("how", ["created", "moved", "together"])
def test_a_week_has_one_narrative(friday: Office, how: str) -> None:
    write(friday, "One.")
    write(friday, "One of week 1.", week=1)
    other = narrative_of(friday.plan.state(), 1)
    edits = {
        "created": creation("narrative", {"week": 2, "text_en": "Two."}),
        "moved": changes("narrative", other, {"week": 2}),
        "together": [
            edit for _number in range(2) for edit in creation("narrative", {"week": 3, "text_en": "Three."})
        ],
    }[how]
    with pytest.raises(RuleBroken, match="has a narrative already, and a week has only one; change that one"):
        friday.plan.apply(edits, source="screen")


def test_narratives_that_would_change_their_weeks_with_each_other_stay(friday: Office) -> None:
    write(friday, "Of week 2.")
    write(friday, "Of week 1.", week=1)
    rows = [narrative_of(friday.plan.state(), week) for week in (1, 2)]
    edits = [
        edit
        for row, week in zip(rows, (2, 1), strict=True)
        for edit in changes("narrative", row, {"week": week})
    ]
    with pytest.raises(RuleBroken):
        friday.plan.apply(edits, source="screen")
    assert kept(friday) == "Of week 2."


@pytest.mark.parametrize(("words", "is_kept"), [(100, True), (101, False)])
def test_it_has_a_hundred_words_at_most(friday: Office, words: int, is_kept: bool) -> None:
    text = " ".join(["word"] * words)
    if is_kept:
        write(friday, text)
    else:
        with pytest.raises(InvalidValue, match="has 101 words, and at most 100 fit the page"):
            write(friday, text)
    assert (kept(friday) is not None) is is_kept


@pytest.mark.parametrize(
    ("week", "sentence"),
    [
        (3, "Week 3 has not begun: its Monday is 2018-09-03."),
        (0, "The plan has no week 0: its weeks are 1 to 13."),
        (14, "The plan has no week 14: its weeks are 1 to 13."),
    ],
)
def test_a_week_of_which_there_is_nothing_to_say_is_refused(friday: Office, week: int, sentence: str) -> None:
    with pytest.raises(RuleBroken) as error:
        write(friday, "Said.", week=week)
    assert error.value.sentence == sentence


def test_what_somebody_else_wrote_meanwhile_is_not_lost(friday: Office) -> None:
    write(friday, "One.")
    seen = friday.plan.state()
    with friday.somebody_else() as other:
        write(other, "Theirs.")
    with pytest.raises(StaleEdit):
        friday.plan.apply(narrative_edits(seen, 2, "en", "Mine.", today=day(12)), source="screen")


def test_what_was_frozen_before_it_is_told(friday: Office) -> None:
    friday.plan.snapshots.take()
    assert frozen_text(friday.plan, 2) == (
        "Week 2 is frozen as of 2018-08-31: the snapshot keeps what it holds, and the page shows a later narrative "
        "with its date. A correction of the snapshot takes it in."
    )


def test_a_week_that_is_over_takes_no_correction(friday: Office) -> None:
    friday.plan.snapshots.take()
    assert "correction" not in frozen_text(friday.at(day(15)).plan, 2)


def test_nothing_is_told_of_a_week_that_is_not_frozen(friday: Office) -> None:
    assert frozen_text(friday.plan, 2) == ""


def test_a_narrative_that_was_frozen_stays_on_the_page(friday: Office) -> None:
    plan = friday.plan
    plan.apply(narrative_edits(plan.state(), 2, "en", "Good.", today=plan.today), source="command")
    plan.snapshots.take()
    assert "with its narrative, and its page keeps that one" in frozen_text(plan, 2)
