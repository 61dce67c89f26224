"""The plan as CSV files and as one JSON object: everything of it, nothing that must not leave."""

from __future__ import annotations

import csv
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from exports import data
from exports.data import FILES, write_csv
from exports.data_json import write_json, write_object
from importers.folder import read_folder
from models.edits import changes, creation
from models.errors import ExportFailed
from models.plan import Plan


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def rename(plan: Plan, **fields: str) -> None:
    """Changes fields of a milestone that every test may use."""
    row = plan.state().find("milestone", "A1.3")
    plan.apply(changes("milestone", row, dict(fields)), source="command")


# CSV.


def test_every_kind_has_its_file(plan: Plan, tmp_path: Path) -> None:
    write_csv(plan.state(), tmp_path / "out")
    assert {path.stem for path in (tmp_path / "out").iterdir()} == set(FILES.values())


def test_a_file_has_a_line_for_each_row(plan: Plan, tmp_path: Path) -> None:
    state = plan.state()
    write_csv(state, tmp_path / "out")
    for kind, name in FILES.items():
        rows = [state.charter] if kind == "charter" else state.rows[kind]
        assert len(read_csv(tmp_path / "out" / f"{name}.csv")) == len(rows)


def test_a_milestone_is_written_with_ids_codes_and_iso_dates(plan: Plan, tmp_path: Path) -> None:
    write_csv(plan.state(), tmp_path / "out")
    rows = {row["id"]: row for row in read_csv(tmp_path / "out" / "milestones.csv")}
    names = (
        "initiative",
        "division",
        "title_sv",
        "weight",
        "status",
        "reason",
        "forecast",
        "actual",
        "trend",
    )
    assert [rows["A1.2"][name] for name in names] == [
        "A1",
        "KESKE",
        "Rättslig grund för dataanvändningen utredd",
        "3",
        "at_risk",
        "legal",
        "2018-10-29",
        "",
        "no",
    ]


def test_members_of_a_set_are_joined_by_blanks(plan: Plan, tmp_path: Path) -> None:
    write_csv(plan.state(), tmp_path / "out")
    rows = {row["id"]: row for row in read_csv(tmp_path / "out" / "initiatives.csv")}
    assert rows["P1"]["supporting"] == "SOTE KASKO KUVA KYMP"


def test_no_uid_leaves_the_plan(plan: Plan, tmp_path: Path) -> None:
    state = plan.state()
    write_csv(state, tmp_path / "out")
    text = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir())
    assert not [row.uid for rows in state.rows.values() for row in rows if row.uid in text]


@pytest.mark.parametrize("title", ['=HYPERLINK("x")', "+1", "-1", "@sum"])
def test_a_text_that_looks_like_a_formula_is_none_for_a_spreadsheet(
    plan: Plan, tmp_path: Path, title: str
) -> None:
    rename(plan, title_en=title)
    write_csv(plan.state(), tmp_path / "out")
    rows = {row["id"]: row for row in read_csv(tmp_path / "out" / "milestones.csv")}
    assert rows["A1.3"]["title_en"] == f"'{title}"


@pytest.mark.parametrize("between", ["; ", ";", "\n", "\n "])
def test_no_formula_begins_where_a_spreadsheet_may_part_a_text(
    plan: Plan, tmp_path: Path, between: str
) -> None:
    rename(plan, note=f"one{between}=1+1")
    write_csv(plan.state(), tmp_path / "out")
    rows = {row["id"]: row for row in read_csv(tmp_path / "out" / "milestones.csv")}
    assert rows["A1.3"]["note"] == f"one{between}'=1+1"


def test_line_breaks_quotes_and_commas_of_a_text_are_kept(plan: Plan, tmp_path: Path) -> None:
    rename(plan, note='one, "two"\nthree')
    write_csv(plan.state(), tmp_path / "out")
    rows = {row["id"]: row for row in read_csv(tmp_path / "out" / "milestones.csv")}
    assert rows["A1.3"]["note"] == 'one, "two"\nthree'


def test_the_frame_that_was_written_can_be_loaded_again(
    plan: Plan, tmp_path: Path, sample_folder: Path
) -> None:
    write_csv(plan.state(), tmp_path / "out")
    again = Path(shutil.copytree(sample_folder, tmp_path / "again"))
    shutil.copy(tmp_path / "out" / "plan.csv", again)
    assert read_folder(again).charter == read_folder(sample_folder).charter


def test_an_existing_folder_is_left_alone(plan: Plan, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with pytest.raises(ExportFailed, match="is there already"):
        write_csv(plan.state(), tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_force_replaces_files_of_the_same_names_and_no_others(plan: Plan, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "milestones.csv").write_text("old", encoding="utf-8")
    (folder / "letter.txt").write_text("precious", encoding="utf-8")
    write_csv(plan.state(), folder, force=True)
    assert len(read_csv(folder / "milestones.csv")) == len(plan.state().milestones)
    assert (folder / "letter.txt").read_text(encoding="utf-8") == "precious"


@pytest.mark.parametrize("force", [False, True])
def test_a_file_in_the_place_of_the_folder_is_left_alone(plan: Plan, tmp_path: Path, force: bool) -> None:
    (tmp_path / "out").write_text("precious", encoding="utf-8")
    with pytest.raises(ExportFailed, match="is a file"):
        write_csv(plan.state(), tmp_path / "out", force=force)
    assert (tmp_path / "out").read_text(encoding="utf-8") == "precious"


def test_a_folder_in_a_missing_folder_is_a_sentence(plan: Plan, tmp_path: Path) -> None:
    with pytest.raises(ExportFailed, match="its folder is missing"):
        write_csv(plan.state(), tmp_path / "none" / "out")


def test_a_full_disk_leaves_nothing_behind(
    plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "place"
    place.mkdir()

    def no_room(_handle: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(data.os, "fsync", no_room)
    with pytest.raises(ExportFailed, match="No space left"):
        write_csv(plan.state(), place / "out")
    assert list(place.iterdir()) == []


# JSON.


def test_json_holds_every_row_by_its_kind(plan: Plan, tmp_path: Path) -> None:
    state = plan.state()
    write_json(plan, tmp_path / "plan.json")
    found = read_json(tmp_path / "plan.json")
    wanted = {name: len(state.rows[kind]) for kind, name in FILES.items() if kind != "charter"}
    assert {name: len(found[name]) for name in wanted} == wanted


def test_json_says_what_it_is_and_of_which_day(plan: Plan, tmp_path: Path) -> None:
    write_json(plan, tmp_path / "plan.json")
    found = read_json(tmp_path / "plan.json")
    assert (found["format"], found["version"], found["day"], found["plan"]["start"]) == (
        "tracker90",
        2,
        "2018-10-19",
        "2018-08-20",
    )


def test_json_holds_the_snapshots_and_the_history_from_the_first_change_on(
    plan: Plan, tmp_path: Path
) -> None:
    write_json(plan, tmp_path / "plan.json")
    found = read_json(tmp_path / "plan.json")
    assert [each["week"] for each in found["snapshots"]] == list(range(1, 10))
    assert [each["revision"] for each in found["history"]] == list(range(1, plan.last_revision() + 1))


def test_json_names_removed_rows_of_the_history_by_their_ids(plan: Plan, tmp_path: Path) -> None:
    plan.remove("dependency", plan.state().find("dependency", "X22"), source="command")
    write_json(plan, tmp_path / "plan.json")
    last = read_json(tmp_path / "plan.json")["history"][-1]["edits"][0]
    assert (last["kind"], last["id"], last["field"], last["new"]) == ("dependency", "X22", "exists", False)


def test_json_names_nobody(plan: Plan, tmp_path: Path) -> None:
    rename(plan, note="x")
    write_json(plan, tmp_path / "plan.json")
    assert "tester" not in (tmp_path / "plan.json").read_text(encoding="utf-8")


def test_json_keeps_letters_as_they_are(plan: Plan, tmp_path: Path) -> None:
    write_json(plan, tmp_path / "plan.json")
    assert "Tietojen käytön oikeusperuste" in (tmp_path / "plan.json").read_text(encoding="utf-8")


def test_an_existing_file_is_left_alone_unless_forced(plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text("precious", encoding="utf-8")
    with pytest.raises(ExportFailed, match="is there already"):
        write_json(plan, path)
    assert path.read_text(encoding="utf-8") == "precious"
    write_json(plan, path, force=True)
    assert read_json(path)["format"] == "tracker90"


# Addresses.

WITH_ADDRESS = "Ask anna.aalto+plan@hel.fi, <b@example.com> or ÅSA@exämple.fi; not @home or 3 @ 4"
LEFT_OUT = "[e-mail address left out]"
WITHOUT_ADDRESS = f"Ask {LEFT_OUT}, <{LEFT_OUT}> or {LEFT_OUT}; not @home or 3 @ 4"


def test_no_address_stands_in_a_csv_file(plan: Plan, tmp_path: Path) -> None:
    rename(plan, note=WITH_ADDRESS)
    write_csv(plan.state(), tmp_path / "out")
    rows = {row["id"]: row for row in read_csv(tmp_path / "out" / "milestones.csv")}
    assert rows["A1.3"]["note"] == WITHOUT_ADDRESS


def test_no_address_stands_in_json_not_even_in_its_history(plan: Plan, tmp_path: Path) -> None:
    rename(plan, note=WITH_ADDRESS)
    plan.apply(
        creation("owner", {"id": "X", "role_en": "call c@example.com"}),
        source="command",
        reason="from d@example.com",
    )
    write_json(plan, tmp_path / "plan.json")
    text = (tmp_path / "plan.json").read_text(encoding="utf-8")
    assert "example" not in text
    assert text.count(LEFT_OUT) >= 9


def test_any_object_is_written_with_a_line_for_each_element(tmp_path: Path) -> None:
    content = {"a": 1, "empty": [], "rows": [{"x": "b@example.com"}, {"x": "y"}]}
    write_object(content, tmp_path / "o.json")
    text = (tmp_path / "o.json").read_text(encoding="utf-8")
    assert json.loads(text) == content | {"rows": [{"x": LEFT_OUT}, {"x": "y"}]}
    assert len(text.splitlines()) == 9
