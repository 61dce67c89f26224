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
