"""JSON of which no plan can be made: each is refused with one sentence that names the place, and leaves nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from builders import day, office_at

from exports.data_json import write_json
from models.clock import Clock
from models.errors import FileRefused
from tracker.loading import plan_from_json

TODAY = date(2018, 11, 17)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A small export as it is read; copy it before you change it."""
    folder = tmp_path_factory.mktemp("told")
    office = office_at(folder / "plan.db")
    office.add("A1.1")
    office.set("A1.1", status="in_progress")
    office.at(day(5)).plan.snapshots.take()
    path = folder / "plan.json"
    write_json(office.plan, path)
    office.plan.close()
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def edit(found: Any, field: str, *, revision: int = 3) -> Any:
    """The edit of a field in a revision; the third one creates A1.1."""
    return next(each for each in found["history"][revision - 1]["edits"] if each["field"] == field)


def huge(found: Any) -> None:
    found["history"][2]["reverses"] = 10**30


def second_charter(found: Any) -> None:
    edits = found["history"][0]["edits"]
    edits += [{**each, "uid": "second"} for each in edits if each["kind"] == "charter"]


REFUSED: dict[str, tuple[Callable[[Any], object], str]] = {
    "something else": (lambda found: found.update(format="other"), "is JSON, but no plan"),
    "an earlier version": (lambda found: found.update(version=1), "an earlier version"),
    "a newer version": (lambda found: found.update(version=3), "a newer version"),
    "a public export": (lambda found: found.update(public=True), "is a public export"),
    "no history": (lambda found: found.pop("history"), "it lacks history"),
    "a revision is missing": (lambda found: found["history"].pop(1), "Revision 2 is missing"),
    "an old value that does not hold": (
        lambda found: edit(found, "status", revision=4).update(old="blocked"),
        "Revision 4: milestone A1.1: status is told to have been “blocked”, and was “not_started”.",
    ),
    "an unknown status": (
        lambda found: edit(found, "status", revision=4).update(new="asleep"),
        "Revision 4: milestone A1.1: “asleep” does not fit status.",
    ),
    "a reference to nothing": (
        lambda found: edit(found, "initiative").update(new_uid="nothing"),
        "Revision 3: milestone A1.1: its initiative does not exist any more.",
    ),
    "a reference by its id alone": (
        lambda found: edit(found, "initiative").pop("new_uid"),
        "revision 3, edit 3: milestone A1.1: “initiative” is not told as the program tells it.",
    ),
    "an unknown kind": (
        lambda found: edit(found, "id").update(kind="secret"),
        "no rows of the kind “secret”",
    ),
    "a row without a beginning": (
        lambda found: found["history"][2]["edits"].remove(edit(found, "exists")),
        "changes of a row that is not there",
    ),
    "a required field is left empty": (
        lambda found: found["history"][2]["edits"].remove(edit(found, "weight")),
        "Revision 3: milestone A1.1: weight cannot be empty.",
    ),
    "a day that is none": (
        lambda found: edit(found, "forecast").update(new="2018-02-31"),
        "“2018-02-31” does not fit forecast.",
    ),
    "a control character": (
        lambda found: edit(found, "title_en").update(new="\x1b[31m"),
        "a control character",
    ),
    "half of a character": (
        lambda found: edit(found, "title_en").update(new="\ud800"),
        "half of a character",
    ),
    "half of a character in a reason": (
        lambda found: found["history"][2].update(reason="\ud800"),
        "revision 3: “<U+D800>” does not fit reason.",
    ),
    "a uid with a dot": (
        lambda found: [each.update(uid="a.b") for each in found["history"][2]["edits"]],
        "“a.b” cannot be the uid of a new row.",
    ),
    "a uid of another row": (
        lambda found: [
            each.update(uid=found["initiatives"][0]["uid"]) for each in found["history"][2]["edits"]
        ],
        "cannot be the uid of a new row.",
    ),
    "a moment without a zone": (
        lambda found: found["history"][0].update(at="2018-08-20T12:00:00"),
        "revision 1: “2018-08-20T12:00:00” does not fit at.",
    ),
    "an unknown source": (lambda found: found["history"][0].update(source="magic"), "revision 1: “magic”"),
    "an undo of what comes later": (
        lambda found: found["history"][2].update(reverses=4),
        "Revision 3: it takes back revision 4, which does not come before it.",
    ),
    "a huge number": (huge, "is no whole number"),
    "a broken number": (lambda found: edit(found, "weight").update(new=1.5), "“1.5” is no whole number"),
    "no number at all": (
        lambda found: edit(found, "weight").update(new=float("nan")),
        "“NaN” is no whole number",
    ),
    "a row that was changed by hand": (
        lambda found: found["milestones"][0].update(weight=9),
        "milestones, row 1: weight reads “9”, by the history “1”; the history counts.",
    ),
    "a row without history": (
        lambda found: found["milestones"][0].update(uid="other"),
        "milestones, row 1: the history does not make it.",
    ),
    "a row that is missing": (
        lambda found: found["milestones"].clear(),
        "milestones: milestone A1.1 is missing, which the history makes.",
    ),
    "a snapshot of a revision that is not there": (
        lambda found: found["snapshots"][0].update(revision=99),
        "Snapshot 1: it stands out of its order, or its revision is missing.",
    ),
    "a seal that is none": (
        lambda found: found["snapshots"][0].update(seal="ab"),
        "snapshot 1: “ab” does not fit seal.",
    ),
    "a list in the place of an object": (lambda found: found["snapshots"].insert(0, []), "snapshot 1"),
    "two plans": (lambda found: second_charter(found), "plan is missing, which the history makes"),
    "an import of a revision that is not there": (
        lambda found: found["imports"].append({"sha256": "a" * 64, "sent_file": None, "revision": 99}),
        "imports, record 1: there is no revision 99.",
    ),
    "a country that nobody knows": (
        lambda found: edit(found, "country", revision=1).update(new="ZZ"),
        "ZZ",
    ),
}


def refusal(path: Path, place: Path) -> str:
    """The sentence with which a file is refused; nothing is left in its place."""
    place.mkdir()
    with pytest.raises(FileRefused) as caught:
        plan_from_json(path, place / "p.db", clock=Clock(TODAY), person="loader")
    assert list(place.iterdir()) == []
    return caught.value.sentence


@pytest.mark.parametrize("case", REFUSED)
def test_what_does_not_fit_is_refused_with_its_place(told: Any, tmp_path: Path, case: str) -> None:
    spoil, words = REFUSED[case]
    found = json.loads(json.dumps(told))
    spoil(found)
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(found), encoding="utf-8")
    assert words in refusal(path, tmp_path / "place")


TEXTS: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "plan.json is empty"),
    "no JSON": (b"dear reader", "line 1: it does not begin with an object."),
    "a list": (b"[1, 2]", "line 1: it does not begin with an object."),
    "not in UTF-8": (b'{"a": "\xe4"}', "is not saved as UTF-8."),
    "cut off": (b'{"format": "tracker90",\n"history": [{"a"', "line 2: its end is missing."),
    "a name twice": (b'{"format": 1,\n"format": 2}', "line 2: the name “format” stands twice."),
    "a name twice inside": (b'{"plan": {"uid": 1, "uid": 2}}', "line 1: the name “uid” stands twice."),
    "nested deeply": (b'{"plan": ' + b"[" * 200_000, "it is nested too deeply"),
    "something after its end": (b"{}\n{}", "line 2: something follows after its end."),
    "a comma too many": (b'{"snapshots": [1,]}', "line 1: a comma is too many."),
    "infinity": (b'{"version": Infinity}', "“Infinity” is no whole number."),
}


@pytest.mark.parametrize("case", TEXTS)
def test_what_is_no_sound_json_is_refused_with_its_line(tmp_path: Path, case: str) -> None:
    content, words = TEXTS[case]
    path = tmp_path / "plan.json"
    path.write_bytes(content)
    assert words in refusal(path, tmp_path / "place")


@pytest.mark.parametrize("part", [0.2, 0.6, 0.99])
def test_a_file_that_was_cut_off_is_refused(told: Any, tmp_path: Path, part: float) -> None:
    text = json.dumps(told)
    path = tmp_path / "plan.json"
    path.write_text(text[: int(len(text) * part)], encoding="utf-8")
    assert "its end is missing" in refusal(path, tmp_path / "place")


def test_the_order_of_its_parts_does_not_matter(told: Any, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(told, sort_keys=True, indent=4), encoding="utf-8")
    assert plan_from_json(path, tmp_path / "p.db", clock=Clock(TODAY), person="loader") is None
