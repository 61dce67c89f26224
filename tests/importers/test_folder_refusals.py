"""A folder of CSV files that cannot be read: one sentence that names file, line and column."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from small_folder import FILES, loaded, refused, replace, write_small_folder

from importers.folder import read_folder
from models.errors import FileRefused, TrackerError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small plan as CSV files."""
    return write_small_folder(tmp_path / "folder")


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="There is no folder"):
        read_folder(tmp_path / "missing")


@pytest.mark.parametrize("name", ["streams", "divisions", "initiatives", "milestones", "events"])
def test_a_folder_without_a_needed_file_is_refused(folder: Path, name: str) -> None:
    (folder / f"{name}.csv").unlink()
    assert refused(folder).endswith(f"is not the folder of a plan: it lacks {name}.csv.")


def test_a_folder_without_events_does_not_say_when_it_begins(folder: Path) -> None:
    (folder / "events.csv").write_text("date,milestone_id,kind,old,new\n")
    assert refused(folder).startswith("events.csv is empty")


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_what_is_no_file_is_refused_and_not_waited_for(folder: Path, make: Callable[[Path], None]) -> None:
    (folder / "owners.csv").unlink()
    make(folder / "owners.csv")
    assert refused(folder) == "owners.csv cannot be read: it is no file."


def test_a_file_in_another_encoding_is_refused(folder: Path) -> None:
    (folder / "milestones.csv").write_bytes(FILES["milestones"].encode("latin-1"))
    assert refused(folder) == "milestones.csv is not saved as UTF-8; save it as UTF-8 and try again."


REFUSALS: list[tuple[str, str, str, str]] = [
    ("events", "E3,2018-08-22", "E3,22/8/2018", "events.csv:4, column date: “22/8/2018” is no date"),
    ("events", "E3,2018-08-22", "E3,", "events.csv:4, column date: it is empty."),
    ("events", "E3,2018-08-22", "E3,2018-02-30", "events.csv:4, column date: “2018-02-30” is no date"),
    ("events", "E1,2018-08-20", "E1,1999-08-20", "events.csv:2, column date: “1999-08-20” is no date"),
    (
        "events",
        ",A1.1,status",
        ",A9.9,status",
        "events.csv:4, column milestone_id: there is no milestone “A9.9”",
    ),
    ("events", ",A1.3,created", ",A9.9,created", "events.csv:8, column milestone_id: milestones.csv has no"),
    ("events", ",A1.3,created", ",A1.1,created", "events.csv:8, column milestone_id: “A1.1” is there twice."),
    (
        "milestones",
        "2018-10-01,no\n",
        "2018-10-01,no\nA1.4,A1,SOTE,Neljäs,1,,no\n",
        "milestones.csv:4, column id: events.csv never creates “A1.4”.",
    ),
    ("milestones", "A1.2,A1,", "a1.1,A1,", "milestones.csv:3, column id: “a1.1” is there twice."),
    ("events", "due_changed,due", "moved,due", "events.csv:5, column kind: “moved” is no event"),
    ("events", "in_progress,blocked", "in_progress,stuck", "events.csv:4: “stuck” does not fit status"),
    ("events", "2018-10-01,supplier", "soon,supplier", "events.csv:5, column new: “soon” is no date"),
    (
        "events",
        "E6,",
        "E5,2018-09-03,3,15,*,baseline_confirmed,,,,\nE6,",
        "baseline is confirmed a second time",
    ),
    ("events", ",CIO,decision", ",CXO,decision", "events.csv:9, column new: there is no owner “CXO”"),
    (
        "milestones",
        "A1.1,A1,",
        "A1.1,A9,",
        "milestones.csv:2, column initiative: there is no initiative “A9”",
    ),
    (
        "milestones",
        "A1.1,A1,SOTE",
        "A1.1,A1,XXX",
        "milestones.csv:2, column division: there is no division “XXX”",
    ),
    (
        "milestones",
        "Ensimmäinen,3",
        "Ensimmäinen,0",
        "milestones.csv:2: weight must be a whole number from 1 to 13",
    ),
    (
        "milestones",
        "Ensimmäinen,3",
        "Ensimmäinen,14",
        "milestones.csv:2: weight must be a whole number from 1 to 13",
    ),
    (
        "milestones",
        "Ensimmäinen,3",
        "Ensimmäinen,-3",
        "milestones.csv:2: weight must be a whole number from 1 to 13",
    ),
    (
        "milestones",
        "Ensimmäinen,3",
        "Ensimmäinen,2.5",
        "milestones.csv:2, column weight: “2.5” is no whole number",
    ),
    (
        "milestones",
        "Ensimmäinen",
        "a\x07b",
        "milestones.csv:2, column fi: The text holds a control character",
    ),
    (
        "milestones",
        "Ensimmäinen",
        "a\u202eb",
        "milestones.csv:2, column fi: The text holds a mark that turns",
    ),
    (
        "milestones",
        "Ensimmäinen",
        "x" * 401,
        "milestones.csv:2: title cannot be saved. The text is longer than 400",
    ),
    ("initiatives", "A2,A,", "A1,A,", "initiatives.csv:3, column id: “A1” is there twice."),
    ("initiatives", "A2,A,", "a1,A,", "initiatives.csv:3, column id: “a1” is there twice."),
    ("initiatives", "A1,A,", ",A,", "initiatives.csv:2, column id: it is empty."),
    ("initiatives", "A1,A,", "A1,Z,", "initiatives.csv:2, column stream: there is no stream “Z”."),
    (
        "initiatives",
        "joint,1",
        "joint,99",
        "initiatives.csv:2: priority must be a whole number from 1 to 9, not 99.",
    ),
    ("initiatives", "joint", "alone", "initiatives.csv:2: “alone” does not fit carried by."),
    ("initiatives", "Julkinen", "Jotain muuta", "initiatives.csv:2: “jotain_muuta” does not fit publicity."),
    (
        "dependencies",
        "A1.2,A1.1",
        "A1.2,A9.9",
        "dependencies.csv:2, column provider: events.csv never creates “A9.9”",
    ),
    ("dependencies", "hard", "firm", "dependencies.csv:2: “firm” does not fit kind."),
    ("decisions", "approved", "maybe", "decisions.csv:2: “maybe” does not fit outcome."),
    ("decisions", "D1,2018-09-01", "D1,", "decisions.csv:2, column needed: it is empty."),
    (
        "confirmations",
        "A1.2",
        "A9.9",
        "confirmations.csv:2, column milestone_id: there is no milestone “A9.9”",
    ),
    (
        "confirmations",
        "2018-09-07",
        "2018-08-01",
        "confirmations.csv:2, column milestone_id: there is no milestone",
    ),
    ("confirmations", "round", "hearsay", "confirmations.csv:2: “hearsay” does not fit source."),
    (
        "handoffs",
        "2018-09-04,2018-09-05,4",
        "2018-09-04,2018-09-05,x",
        "column rows_sent: “x” is no whole number",
    ),
    ("handoffs", "H2,3,SOTE", "H1,3,SOTE", "handoffs.csv:3, column handoff_id: “H1” is there twice."),
    ("divisions", "14 699", "many", "divisions.csv:2, column headcount: “many” is no whole number."),
]


@pytest.mark.parametrize(("name", "old", "new", "expected"), REFUSALS, ids=[r[3][:60] for r in REFUSALS])
def test_a_cell_that_cannot_be_read_is_named(
    folder: Path, name: str, old: str, new: str, expected: str
) -> None:
    replace(folder, name, old, new)
    assert expected in refused(folder)


def test_a_refusal_of_a_file_ends_the_command_line_with_2() -> None:
    assert FileRefused.exit_status == 2


RULES: list[tuple[str, Callable[[Path], None], str]] = [
    ("no title", lambda f: replace(f, "milestones", "Ensimmäinen", ""), "A1.1: title cannot be empty."),
    (
        "no ground",
        lambda f: replace(f, "initiatives", "Julkinen", "Salassa pidettävä"),
        "A1: a secret record needs the legal ground of its secrecy.",
    ),
    (
        "itself",
        lambda f: replace(f, "dependencies", "A1.2,A1.1", "A1.2,A1.2"),
        "X1: a milestone cannot wait for itself.",
    ),
    (
        "a circle",
        lambda f: replace(f, "dependencies", "Jotain\n", "Jotain\nX2,A1.1,A1.2,hard,Muuta\n"),
        "Milestones would wait for each other in a circle",
    ),
]


@pytest.mark.parametrize(("break_it", "expected"), [r[1:] for r in RULES], ids=[r[0] for r in RULES])
def test_a_plan_that_breaks_a_rule_is_refused(
    folder: Path, break_it: Callable[[Path], None], expected: str
) -> None:
    break_it(folder)
    with pytest.raises(TrackerError) as error, loaded(folder):
        pass
    assert expected in error.value.sentence


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            "1,2018-08-24,Yksi.\n1,2018-08-25,Kaksi.\n",
            "narratives.csv:3, column week: week 1 has a narrative already.",
        ),
        (",2018-08-24,Yksi.\n", "narratives.csv:2, column week: it is empty."),
        (
            f"1,2018-08-24,{'sana ' * 101}\n",
            "narratives.csv:2, column fi: the narrative has 101 words, and at most 100 fit the page.",
        ),
    ],
)
def test_a_narrative_that_does_not_fit_is_refused(folder: Path, rows: str, sentence: str) -> None:
    (folder / "narratives.csv").write_text(f"week,date,fi\n{rows}", encoding="utf-8")
    assert refused(folder) == sentence


def test_a_body_that_no_file_lists_is_refused(folder: Path) -> None:
    replace(
        folder,
        "decisions",
        "outcome\nD1,2018-09-01,2018-09-05,Mitä,approved",
        "outcome,decider\nD1,2018-09-01,,Mitä,,KH",
    )
    assert refused(folder) == "decisions.csv:2, column decider: there is no decision-making body “KH”."


def test_a_weekday_that_is_none_is_refused(folder: Path) -> None:
    (folder / "bodies.csv").write_text("id,fi,meets\nKH,Kaupunginhallitus,someday\n", encoding="utf-8")
    assert refused(folder).startswith("bodies.csv:2: “someday” does not fit")
