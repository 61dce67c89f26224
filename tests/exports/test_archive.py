"""The archive bundle: whole, classed, checkable without this program, and put in place only when it reads back."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import sqlite3
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from exports import archive
from exports.archive import Archived, write_archive
from exports.archive_parts import Class, safe_name
from importers.handoff import expect_no_difference
from models.clock import Clock
from models.edits import changes, creation
from models.errors import ExportFailed
from models.plan import Plan
from models.rules.words import Publicity
from models.store import open_plan
from tracker.loading import plan_from_json

DAY = date(2018, 10, 19)
RETURNED = b"PK what came back"


def written(plan: Plan, target: Path, **more: Any) -> Archived:
    return write_archive(plan, target, verify=expect_no_difference, **more)


@pytest.fixture(scope="module")
def archived(sample_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle of the sample with a hand-off that went out, a file that came back and one secret initiative."""
    folder = tmp_path_factory.mktemp("archived")
    path = Path(shutil.copyfile(sample_template, folder / "plan.db"))
    with open_plan(path, clock=Clock(DAY), person="tester") as plan:
        state = plan.state()
        division = state.find("division", "SOTE")
        assert division is not None
        sent = plan.rounds.make(division.uid, date(2018, 10, 26), "fi")
        name = "../../../etc/Vastaus SOTE (1).xlsx"
        sha256 = plan.inbox.keep(name, RETURNED)
        plan.inbox.apply([], [], sha256=sha256, sent_file=sent.id, reason=name)
        milestone = state.find("milestone", "A1.3")
        plan.apply(changes("milestone", milestone, {"note": "ask a@example.com"}), source="command")
        written(plan, folder / "plan.zip")
    return folder / "plan.zip"


@pytest.fixture
def bundle(archived: Path) -> Iterator[zipfile.ZipFile]:
    with zipfile.ZipFile(archived) as opened:
        yield opened


def manifest(bundle: zipfile.ZipFile) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(bundle.read("manifest.json"))
    return found


def described(bundle: zipfile.ZipFile) -> dict[str, dict[str, Any]]:
    return {each["path"]: each for each in manifest(bundle)["files"]}


def test_it_holds_the_plan_its_tables_its_weeks_its_hand_offs_and_its_decisions(
    bundle: zipfile.ZipFile,
) -> None:
    names = set(bundle.namelist())
    assert {
        "README.txt",
        "plan.db",
        "plan.json",
        "schema.json",
        "csv/milestones.csv",
        "csv/confirmations.csv",
        "csv/history.csv",
        "snapshots/week-09-version-1.json",
        "decisions/decisions.json",
        "decisions/decisions.csv",
        "manifest.json",
        "manifest.csv",
        "SHA256SUMS",
    } <= names


def test_the_checksums_are_those_of_the_files(bundle: zipfile.ZipFile) -> None:
    sums = dict(reversed(line.split("  ", 1)) for line in bundle.read("SHA256SUMS").decode().splitlines())
    assert sums == {
        name: hashlib.sha256(bundle.read(name)).hexdigest()
        for name in bundle.namelist()
        if name != "SHA256SUMS"
    }


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="the system has no sha256sum")
def test_the_usual_program_checks_them(bundle: zipfile.ZipFile, tmp_path: Path) -> None:
    bundle.extractall(tmp_path)
    ran = subprocess.run(["sha256sum", "-c", "SHA256SUMS", "--quiet"], cwd=tmp_path, check=False)
    assert ran.returncode == 0


def test_the_manifest_tells_every_file_but_those_about_it(bundle: zipfile.ZipFile) -> None:
    assert set(described(bundle)) == set(bundle.namelist()) - {"manifest.json", "manifest.csv", "SHA256SUMS"}


def test_the_manifest_is_a_table_too(bundle: zipfile.ZipFile) -> None:
    rows = list(csv.DictReader(io.StringIO(bundle.read("manifest.csv").decode())))
    assert {row["path"]: row["sha256"] for row in rows} == {
        path: each["sha256"] for path, each in described(bundle).items()
    }


def test_the_plan_in_it_opens_and_is_the_plan(bundle: zipfile.ZipFile, tmp_path: Path) -> None:
    path = Path(bundle.extract("plan.db", tmp_path))
    with open_plan(path, clock=Clock(DAY), person="tester") as plan:
        assert len(plan.snapshots.all()) == 9
        assert plan.last_revision() == manifest(bundle)["revision"]


def test_the_json_in_it_makes_the_plan_again(bundle: zipfile.ZipFile, tmp_path: Path) -> None:
    path = Path(bundle.extract("plan.json", tmp_path))
    plan_from_json(path, tmp_path / "again.db", clock=Clock(DAY), person="loader")
    with open_plan(tmp_path / "again.db", clock=Clock(DAY), person="loader") as plan:
        assert plan.last_revision() >= manifest(bundle)["revision"]


def test_a_hand_off_is_made_again_and_what_came_back_is_there_byte_for_byte(bundle: zipfile.ZipFile) -> None:
    sent = [name for name in bundle.namelist() if name.startswith("handoffs/sent/")]
    (came,) = [name for name in bundle.namelist() if name.startswith("handoffs/returned/")]
    assert len(sent) == 1
    assert sent[0].endswith(".xlsx")
    assert bundle.read(sent[0]).startswith(b"PK")
    assert (bundle.read(came), came.partition("-")[2]) == (RETURNED, "Vastaus-SOTE-1.xlsx")


def test_a_file_is_as_closed_as_the_strictest_row_in_it(bundle: zipfile.ZipFile) -> None:
    found = {path: each["publicity"] for path, each in described(bundle).items()}
    names = ("csv/streams.csv", "csv/initiatives.csv", "csv/milestones.csv", "plan.db", "schema.json")
    assert [found[name] for name in names] == [
        "public",
        "partly_secret",
        "partly_secret",
        "partly_secret",
        "public",
    ]


def test_the_legal_grounds_of_what_is_secret_are_told(bundle: zipfile.ZipFile) -> None:
    assert described(bundle)["csv/initiatives.csv"]["secrecy_grounds"] == [
        "JulkL 24.1 § 20 kohta",
        "JulkL 24.1 § 7 kohta",
    ]


def test_logins_stand_in_the_database_alone_and_the_manifest_says_so(bundle: zipfile.ZipFile) -> None:
    told = [path for path, each in described(bundle).items() if each["holds_logins"]]
    found = [name for name in bundle.namelist() if b"tester" in bundle.read(name)]
    assert (told, found) == (["plan.db"], ["plan.db"])


def test_addresses_stand_in_the_database_alone(bundle: zipfile.ZipFile) -> None:
    assert [name for name in bundle.namelist() if b"a@example.com" in bundle.read(name)] == ["plan.db"]


def test_the_readme_speaks_three_languages(bundle: zipfile.ZipFile) -> None:
    text = bundle.read("README.txt").decode()
    assert [word in text for word in ("SUOMI", "SVENSKA", "ENGLISH", "19.10.2018", "2018-10-19")] == [
        True
    ] * 5
    assert text.count("manifest.csv") == 3


def test_decisions_come_with_case_numbers_and_publicity(plan: Plan, tmp_path: Path) -> None:
    plan.apply(
        creation("decision", {"id": "D99", "title_en": "X", "needed": DAY, "case_number": "HEL 2018-001234"}),
        source="command",
    )
    written(plan, tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as bundle:
        found = {
            each["id"]: each for each in json.loads(bundle.read("decisions/decisions.json"))["decisions"]
        }
    assert (found["D99"]["case_number"], found["D99"]["publicity"]) == ("HEL 2018-001234", "public")


def test_a_correction_stands_beside_what_it_corrects(plan: Plan, tmp_path: Path) -> None:
    plan.snapshots.take(correction="Something was missing")
    written(plan, tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as bundle:
        names = [name for name in bundle.namelist() if "week-09" in name]
    assert [name for name in names if name.startswith("snapshots/")] == [
        "snapshots/week-09-version-1.json",
        "snapshots/week-09-version-2.json",
    ]


def test_the_page_of_each_version_is_there_in_three_languages(plan: Plan, tmp_path: Path) -> None:
    written(plan, tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as bundle:
        names = [Path(name).name for name in bundle.namelist() if name.startswith("pages/week-09")]
    assert sorted(names) == sorted(
        f"week-09-version-1.{code}.{form}" for code in ("fi", "sv", "en") for form in ("txt", "html")
    )


def test_two_bundles_of_one_plan_are_the_same_bytes(plan: Plan, tmp_path: Path) -> None:
    written(plan, tmp_path / "a.zip")
    written(plan, tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_without_persons_no_file_holds_a_login(plan: Plan, tmp_path: Path) -> None:
    written(plan, tmp_path / "a.zip", persons=False)
    with zipfile.ZipFile(tmp_path / "a.zip") as bundle:
        assert not any(b"tester" in bundle.read(name) for name in bundle.namelist())
        assert not any(each["holds_logins"] for each in described(bundle).values())
        path = Path(bundle.extract("plan.db", tmp_path / "out"))
    with closing(sqlite3.connect(path)) as copy:
        assert copy.execute("SELECT login FROM person").fetchall() == [(None,)]


def test_a_file_of_which_only_the_name_is_known_is_told(plan: Plan, tmp_path: Path) -> None:
    plan.inbox.keep("back.xlsx", b"")
    told = written(plan, tmp_path / "a.zip").missing
    with zipfile.ZipFile(tmp_path / "a.zip") as bundle:
        assert [each["name"] for each in manifest(bundle)["missing"]] == ["back.xlsx"]
        assert "missing" in bundle.read("README.txt").decode()
    assert [each.name for each in told] == ["back.xlsx"]


# What goes wrong.


def test_an_existing_file_is_left_alone_unless_forced(plan: Plan, tmp_path: Path) -> None:
    target = tmp_path / "a.zip"
    target.write_text("precious", encoding="utf-8")
    with pytest.raises(ExportFailed, match="is there already"):
        written(plan, target)
    assert target.read_text(encoding="utf-8") == "precious"
    written(plan, target, force=True)
    assert zipfile.is_zipfile(target)


def test_a_full_disk_leaves_nothing_behind(
    plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "place"
    place.mkdir()

    def no_room(*_arguments: object, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive.zipfile.ZipFile, "open", no_room)
    with pytest.raises(ExportFailed, match="No space left"):
        written(plan, place / "a.zip")
    assert list(place.iterdir()) == []


def test_a_missing_folder_is_a_sentence(plan: Plan, tmp_path: Path) -> None:
    with pytest.raises(ExportFailed, match="its folder is missing"):
        written(plan, tmp_path / "none" / "a.zip")


def test_a_bundle_that_does_not_read_back_is_not_put_in_place(
    plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "place"
    place.mkdir()
    write = archive.write_atomically

    def damaging(build: Any, target: Path, verify: Any, overwrite: bool) -> None:
        def spoilt(draft: Path) -> None:
            build(draft)
            content = bytearray(draft.read_bytes())
            content[200] ^= 0xFF
            draft.write_bytes(content)

        write(spoilt, target, verify, overwrite)

    monkeypatch.setattr(archive, "write_atomically", damaging)
    with pytest.raises(ExportFailed, match="its check failed"):
        written(plan, place / "a.zip")
    assert list(place.iterdir()) == []


# Parts.


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd.bin"),
        ("C:\\temp\\a b.XLSX", "a-b.XLSX"),
        ("=1+1.xlsx", "1-1.xlsx"),
        ("vastaus.tar.gz", "vastaus.tar.gz"),
        ("...", "file.bin"),
        ("\x1b[31m", "31m.bin"),
        ("x" * 300 + ".xlsx", "x" * 80 + ".xlsx"),
    ],
)
def test_a_name_from_elsewhere_leads_nowhere_else(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_the_strictest_class_counts() -> None:
    found = Class.of([(Publicity.PUBLIC, None), (Publicity.SECRET, "b"), (Publicity.NOT_PUBLIC, None)])
    assert found == Class(Publicity.SECRET, ("b",))
