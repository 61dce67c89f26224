"""The weekly page in words: its parts in their order, in three languages, short enough, without addresses."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from builders import Office, day, office_at

from exports.document import Bullets, Document, Figure, Lit, Paragraph, Table
from exports.document_text import text_of
from exports.report import document_of
from exports.report_json import page_json
from models.clock import Clock
from models.edits import creation
from models.language import speaking
from models.plan import Plan
from models.rules.words import Light
from models.store import open_plan

GOLDEN = Path(__file__).parent / "golden"
PARTS = [
    "narrative",
    "decisions",
    "lights",
    "results",
    "slips",
    "dependencies",
    "next",
    "coverage",
    "approvals",
    "handoffs",
]


@pytest.fixture(scope="module")
def whole(whole_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plan]:
    """The sample with its 13 weeks, to be read."""
    path = Path(shutil.copyfile(whole_template, tmp_path_factory.mktemp("report") / "whole.db"))
    with open_plan(path, clock=Clock(date(2018, 11, 16)), person="tester") as plan:
        yield plan


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A small plan on its first day."""
    opened = office_at(tmp_path / "plan.db")
    yield opened
    opened.plan.close()


def document(plan: Plan, week: int | None = None, language: str = "en", **more: Any) -> Document:
    """A page in a language."""
    page = plan.weekly.page(week, **more)
    with speaking(language):
        return document_of(page)


def said(document: Document, key: str) -> str:
    """All that a part says, as lines with tabs between the cells."""
    (section,) = (each for each in document.sections if each.key == key)
    lines: list[str] = []
    for block in section.blocks:
        match block:
            case Paragraph():
                lines.append(block.text)
            case Bullets():
                lines += block.items
            case Table() | Figure():
                table = block.table if isinstance(block, Figure) else block
                lines += ["\t".join(c.text if isinstance(c, Lit) else c for c in row) for row in table.rows]
    return "\n".join(lines)


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_the_page_of_week_9_reads_as_kept(whole: Plan, language: str) -> None:
    text = text_of(document(whole, 9, language))
    # A seal is another one for every plan that is made.
    text = re.sub(r"\b[0-9a-f]{64}\b", "0123456789abcdef…", text)
    path = GOLDEN / f"report-09-{language}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8"), f"{path.name} differs; UPDATE_GOLDEN=1 keeps it"


def test_the_parts_stand_in_their_order(whole: Plan) -> None:
    assert [section.key for section in document(whole, 9).sections] == PARTS


def test_a_plan_without_rows_has_all_parts_in_words(office: Office) -> None:
    empty = document(office.plan)
    assert [section.key for section in empty.sections if section.blocks] == PARTS


@pytest.mark.parametrize("week", [1, 9, 11, 13])
def test_the_page_is_short(whole: Plan, week: int) -> None:
    assert len(text_of(document(whole, week)).splitlines()) < 200


@pytest.mark.parametrize("week", range(1, 14))
def test_no_line_is_wider_than_the_terminal(whole: Plan, week: int) -> None:
    assert max(map(len, text_of(document(whole, week, "fi")).splitlines())) <= 80


def test_the_header_says_how_days_are_counted(whole: Plan) -> None:
    assert document(whole, 9).lead[0] == (
        "Week 9/13 (2018-W42), 2018-10-19, day 61/90 (calendar days, the first is day 1)"
    )


def test_the_header_names_the_class_and_its_grounds(whole: Plan) -> None:
    assert document(whole, 9).lead[1] == (
        "Publicity: partly secret (JulkL 24.1 § 20 kohta; JulkL 24.1 § 7 kohta)"
    )


def test_a_draft_says_that_it_is_one(office: Office) -> None:
    assert "Draft: week 1 is not frozen yet." in document(office.plan).lead


def test_a_correction_says_why(office: Office) -> None:
    office.plan.snapshots.take()
    office.plan.snapshots.take(correction="a wrong date")
    assert "Frozen, version 2; corrected: a wrong date" in document(office.plan).lead


def test_the_seal_is_printed_whole(office: Office) -> None:
    taken, _is_new = office.plan.snapshots.take()
    assert f"Seal: {taken.seal}" in document(office.plan).footer


def test_a_late_narrative_says_when_it_was_written(office: Office) -> None:
    office.plan.snapshots.take()
    text = {"week": 1, "text_en": "A calm week.\nNothing broke."}
    office.at(day(4)).plan.apply(creation("narrative", text), source="screen")  # type: ignore[arg-type]
    assert said(document(office.plan), "narrative") == (
        "A calm week.\nNothing broke.\nWritten on 2018-08-23, after the week was frozen."
    )


def test_no_narrative_is_said(office: Office) -> None:
    assert said(document(office.plan), "narrative") == "No narrative was written."


def test_what_stops_without_a_decision_is_told(office: Office) -> None:
    office.add_row("decision", id="D1", title_en="Funding", body_en="Mayor", needed=day(1), stops="All of A")
    assert said(document(office.plan), "decisions") == "D1 Funding\tMayor\t2018-08-20\tneeded today\tAll of A"


def test_no_data_no_milestones_and_all_closed_are_told_apart(office: Office) -> None:
    office.add("A1.1", status="done", actual=day(1))
    told = said(document(office.at(day(12)).plan), "lights")
    assert told.splitlines()[2:4] == ["A A\tno data\tall closed\t", "B B\tno data\tno milestones\t"]


def test_a_given_light_is_told_with_the_computed_one_and_its_reason(office: Office) -> None:
    office.add("A1.1")
    office.set("A1", "initiative", light="red", light_reason="The supplier left.")
    told = said(document(office.plan), "lights")
    assert "A1 Initiative A1: red as set by a person, green as computed: The supplier left." in told


def test_a_long_list_says_how_many_more_there_are(office: Office) -> None:
    for number in range(11):
        office.add(f"A1.{number}", forecast=day(9))
    told = said(document(office.plan), "next").splitlines()
    assert (told[0], len(told), told[-1]) == ("11 milestones, weight 11.", 8, "… and 5 more")


def test_the_five_biggest_slips_are_told(office: Office) -> None:
    for number in range(7):
        office.add(f"A1.{number}", forecast=day(20))
    office.plan.confirm_baseline()
    for number in range(7):
        office.at(day(2)).set(f"A1.{number}", forecast=day(30 + 7 * number))
    told = said(document(office.plan), "slips").splitlines()
    assert [line.split()[0] for line in told[1:]] == ["A1.6", "A1.5", "A1.4", "A1.3", "A1.2", "…"]


def test_slips_wait_for_the_baseline(office: Office) -> None:
    assert "is not confirmed yet" in said(document(office.plan), "slips")


def test_what_the_plan_does_not_record_is_said(whole: Plan) -> None:
    assert "Participation and workshops: not recorded." in said(document(whole, 9), "coverage")


def test_what_is_not_translated_is_listed_as_far_as_it_is_told(office: Office) -> None:
    office.add("A1.1", forecast=day(9))
    office.add("A1.2", forecast=day(9), title_sv="Titel")
    office.add("A1.3", forecast=day(60))
    footer = document(office.plan, language="sv").footer
    assert footer[-1].split(": ")[1].rstrip(".").split(", ")[-2:] == ["A1.1", "CDO"]


def test_a_page_in_the_language_of_all_rows_lists_nothing(office: Office) -> None:
    office.add("A1.1", forecast=day(9))
    assert document(office.plan).footer == ()


def test_no_address_leaves_the_office(office: Office) -> None:
    office.add("A1.1", title_en="Ask anna@example.fi", forecast=day(9))
    page = office.plan.weekly.page()
    assert "anna@" not in text_of(document_of(page)) + str(page_json(page))


def test_a_public_page_says_what_was_left_out_and_why(whole: Plan) -> None:
    assert document(whole, 9, public=True).footer[-3:] == (
        "Not public: 2 initiatives, 7 milestones, 1 dependency.",
        "Partly secret (JulkL 24.1 § 20 kohta): 3 initiatives, 9 milestones, 4 dependencies.",
        "Partly secret (JulkL 24.1 § 7 kohta): 3 initiatives, 9 milestones, 9 dependencies, 3 decisions.",
    )


def test_a_public_page_of_a_public_plan_says_so(office: Office) -> None:
    assert (
        document(office.plan, public=True).footer[-1]
        == "Nothing was left out: all rows of the plan are public."
    )


@pytest.mark.parametrize("hidden", ["A2", "B2", "C7", "C4"])
def test_a_public_page_names_no_row_of_what_is_not(whole: Plan, hidden: str) -> None:
    told = [text_of(document(whole, week, public=True)) for week in (5, 9, 11)]
    assert not [text for text in told if re.search(rf"\b{hidden}(\.\d)?\b", text)]


def test_the_json_of_a_page_holds_the_whole_lists(office: Office) -> None:
    for number in range(11):
        office.add(f"A1.{number}", forecast=day(9))
    assert len(page_json(office.plan.weekly.page())["next_week"]) == 11


def test_the_json_of_a_page_has_its_parts_in_their_order(whole: Plan) -> None:
    names = list(page_json(whole.weekly.page(9)))
    wanted = [{"next": "next_week"}.get(part, part) for part in PARTS]
    assert [name for name in names if name in wanted] == wanted


def test_the_json_tells_lights_by_their_codes_in_every_language(whole: Plan) -> None:
    page = whole.weekly.page(9)
    with speaking("fi"):
        found = page_json(page)["lights"]["streams"][0]
    assert [week["worst"] for week in found["weeks"]] == [Light.AMBER] * 4


def test_a_public_page_tells_of_no_hand_off(whole: Plan) -> None:
    assert "HO-" not in text_of(document(whole, 9, public=True))


def test_the_json_of_a_public_page_tells_of_no_hand_off(whole: Plan) -> None:
    told = [str(page_json(whole.weekly.page(9, public=public))) for public in (False, True)]
    assert ["HO-07-SOTE" in each for each in told] == [True, False]
