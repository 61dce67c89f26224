"""A plan's JSON export becomes the same plan again, or a file is refused with its place and leaves nothing."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from builders import FAR, Office, day, new_office, office_at, properties
from histories import played, steps
from hypothesis import given, settings
from hypothesis import strategies as st
from older import first_form

from exports.data_json import write_json
from models.clock import Clock
from models.doctor import doctor
from models.edits import changes, creation
from models.errors import FileRefused
from models.plan import Plan
from models.rules.figures import figures
from models.store import open_plan
from tracker.loading import plan_from_json

TODAY = date(2018, 11, 17)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A plan of one's own with two divisions, streams and initiatives, no milestones, on its first day."""
    opened = office_at(tmp_path / "plan.db")
    yield opened
    opened.plan.close()


def exported(plan: Plan, path: Path) -> Path:
    write_json(plan, path, force=True)
    return path


@contextmanager
def made_again(plan: Plan, folder: Path, *, said: bool = False) -> Iterator[Plan]:
    """The plan that is made of a plan's export.

    Args:
        said: whether its seals are expected to differ.
    """
    path = folder / "again.db"
    path.unlink(missing_ok=True)
    clock = plan.clock
    sentence = plan_from_json(exported(plan, folder / "plan.json"), path, clock=clock, person="loader")
    assert (sentence is not None) == said, sentence
    with open_plan(path, clock=clock, person="loader") as again:
        yield again


def everything(path: Path) -> dict[str, list[Any]]:
    """All rows of all tables but the names of persons, and the numbers of edits in which nothing lies."""
    with closing(sqlite3.connect(path)) as file:
        names = [name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {
            name: file.execute(f'SELECT * FROM "{name}"').fetchall() for name in names if name != "inbox"
        }
        found["edit"] = file.execute(
            "SELECT revision, kind, uid, field, old, new, known, origin FROM edit ORDER BY revision, number"
        ).fetchall()
        found["person"] = file.execute("SELECT key FROM person ORDER BY key").fetchall()
    return {name: rows if name == "edit" else sorted(rows, key=repr) for name, rows in found.items()}


def same(plan: Plan, again: Plan) -> bool:
    return everything(plan.path) == everything(again.path)


# The same plan.


def test_the_sample_comes_back_as_it_was_to_the_last_cell_and_seal(whole_plan: Plan, tmp_path: Path) -> None:
    with made_again(whole_plan, tmp_path) as again:
        assert same(whole_plan, again)
        assert doctor(again.path) == []


def test_a_second_export_is_the_first_one_byte_for_byte(whole_plan: Plan, tmp_path: Path) -> None:
    with made_again(whole_plan, tmp_path) as again:
        second = exported(again, tmp_path / "second.json").read_bytes()
    assert second == (tmp_path / "plan.json").read_bytes()


@settings(properties, max_examples=max(12, properties.max_examples // 5))
@given(steps(backwards=True), st.sets(st.integers(1, 90), max_size=4), st.booleans())
def test_a_random_history_comes_back_with_its_states_and_its_seals(
    history: Any, frozen: set[int], corrects: bool
) -> None:
    with new_office() as office:
        played(office, history)
        for number in sorted(frozen):
            office.plan.snapshots.take(day(number))
        if frozen and corrects:
            office.plan.snapshots.take(day(min(frozen)), correction="Something was missing")
        with made_again(office.plan, office.path.parent) as again:
            assert same(office.plan, again)
            for asked in (day(1), day(30), day(90), FAR):
                assert figures(again.state(asked)) == figures(office.plan.state(asked))


def test_sets_removed_rows_and_undone_changes_come_back(office: Office, tmp_path: Path) -> None:
    plan = office.plan
    office.add("A1.1", note="[red] =1+1 <script>")
    office.add("A1.2")
    office.link("X1", "A1.2", "A1.1")
    office.remove("X1", "dependency")
    plan.undo()
    office.remove("X1", "dependency")
    plan.confirm([office.uid("milestone", "A1.1")])
    plan.undo()
    with made_again(plan, tmp_path) as again:
        assert same(plan, again)


def test_a_change_can_be_undone_in_the_new_plan(office: Office, tmp_path: Path) -> None:
    office.add("A1.1", weight=2)
    changed = office.set("A1.1", weight=5)
    with made_again(office.plan, tmp_path) as again:
        again.undo(changed.number)
        found = again.state().find("milestone", "A1.1")
        assert found is not None
        assert found.weight == 2


def test_persons_come_back_as_keys_without_names(office: Office, tmp_path: Path) -> None:
    office.add("A1.1")
    with made_again(office.plan, tmp_path) as again:
        assert {revision.person for revision in again.history()} == {"–"}
    assert "writer" not in (tmp_path / "plan.json").read_text(encoding="utf-8")


def test_an_empty_plan_comes_back(tmp_path: Path) -> None:
    office = office_at(tmp_path / "empty.db")
    with made_again(office.plan, tmp_path) as again:
        assert same(office.plan, again)
    office.plan.close()


def test_hand_offs_go_on_where_they_were(plan: Plan, tmp_path: Path) -> None:
    division = plan.state().find("division", "SOTE")
    assert division is not None
    sent = plan.rounds.make(division.uid, date(2018, 10, 26), "fi")
    sha256 = plan.inbox.keep("back.xlsx", b"PK what came back")
    plan.inbox.apply([], [], sha256=sha256, sent_file=sent.id, reason="back.xlsx")
    with made_again(plan, tmp_path) as again:
        assert again.rounds.sent_file(sent.id) == sent
        assert [each.name for each in again.rounds.returns(sent.id)] == ["back.xlsx"]
        again.inbox.keep("back.xlsx", b"PK what came back")
        assert again.rounds.content_of(again.rounds.returns(sent.id)[0]) == b"PK what came back"


# Seals.


def test_a_snapshot_of_an_earlier_form_comes_back_as_it_was_frozen(
    whole_plan_path: Path, tmp_path: Path
) -> None:
    first_form(whole_plan_path)
    with (
        open_plan(whole_plan_path, clock=Clock(TODAY), person="tester") as plan,
        made_again(plan, tmp_path) as again,
    ):
        assert [each.seal for each in again.snapshots.all()] == [each.seal for each in plan.snapshots.all()]


def test_an_address_that_was_left_out_changes_the_seal_and_the_history_says_so(
    office: Office, tmp_path: Path
) -> None:
    office.add("A1.1", note="ask a@example.com")
    taken, _new = office.at(day(5)).plan.snapshots.take()
    with made_again(office.plan, tmp_path, said=True) as again:
        last = again.history()[0]
        (found,) = again.snapshots.all()
        assert (last.source, last.edits) == ("loaded", ())
        assert taken.seal in str(last.reason)
        assert found.seal in str(last.reason)
        assert found.seal != taken.seal


def changed(plan: Plan, path: Path, change: Callable[[Any], object]) -> Path:
    """An export of which something was changed by hand."""
    found = json.loads(exported(plan, path).read_text(encoding="utf-8"))
    change(found)
    path.write_text(json.dumps(found), encoding="utf-8")
    return path


def test_a_seal_that_the_history_does_not_give_is_told_and_kept(office: Office, tmp_path: Path) -> None:
    office.at(day(5)).plan.snapshots.take()
    office.at(day(12)).plan.snapshots.take()
    path = changed(
        office.plan, tmp_path / "plan.json", lambda found: found["snapshots"][0].update(seal="a" * 64)
    )
    sentence = plan_from_json(path, tmp_path / "again.db", clock=office.plan.clock, person="loader")
    assert sentence == (
        "2 snapshots have other seals here than in the file (week 1, week 2): the history in the file does not give "
        "what was frozen; the history keeps both seals."
    )
    with open_plan(tmp_path / "again.db", clock=office.plan.clock, person="loader") as again:
        assert "a" * 64 in str(again.history()[0].reason)


def test_a_figure_that_is_not_what_was_sealed_is_refused(office: Office, tmp_path: Path) -> None:
    office.at(day(5)).plan.snapshots.take()
    path = changed(office.plan, tmp_path / "plan.json", lambda found: found["snapshots"][0].update(done=99))
    with pytest.raises(FileRefused, match="Snapshot 1: done is not what was sealed; the seal counts"):
        plan_from_json(path, tmp_path / "again.db", clock=office.plan.clock, person="loader")


# Files that are refused.


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A small export as it is read; copy it before you change it."""
    folder = tmp_path_factory.mktemp("told")
    office = office_at(folder / "plan.db")
    office.add("A1.1")
    office.set("A1.1", status="in_progress")
    office.at(day(5)).plan.snapshots.take()
    path = exported(office.plan, folder / "plan.json")
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


def test_a_plan_that_changed_its_days_comes_back(office: Office, tmp_path: Path) -> None:
    office.add("A1.1")
    office.set_frame(start=day(8), days=60)
    office.at(day(12)).plan.snapshots.take()
    office.plan.apply(
        creation("closed_week", {"monday": day(15), "name_en": "Autumn"}), source="screen", reason="closed"
    )
    office.at(day(20) + timedelta(days=1)).plan.snapshots.take()
    with made_again(office.plan, tmp_path) as again:
        assert same(office.plan, again)


def test_a_text_that_grew_beyond_its_limit_comes_back(office: Office, tmp_path: Path) -> None:
    row = office.add("A1.1")
    long = " ".join(["a@b.fi"] * 57)
    office.plan.apply(changes("milestone", row, {"title_en": long}), source="screen")
    with made_again(office.plan, tmp_path) as again:
        found = again.state().find("milestone", "A1.1")
        assert found is not None
        assert str(found.title_en).count("[e-mail address left out]") == 57
