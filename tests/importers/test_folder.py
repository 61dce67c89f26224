"""A folder of CSV files becomes a plan: what was known when, and one sentence for every file that cannot be read."""

from __future__ import annotations

import csv
import random
import shutil
from datetime import date
from pathlib import Path

import pytest
from small_folder import loaded, milestone, replace, write_small_folder

from importers.folder import read_folder
from models.rules.figures import figures


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small plan as CSV files."""
    return write_small_folder(tmp_path / "folder")


# What was known when.


def test_the_first_day_follows_from_the_day_numbers_of_the_events(folder: Path) -> None:
    assert read_folder(folder).charter["start"] == date(2018, 8, 20)


def test_day_numbers_before_the_start_are_zero_and_less(folder: Path) -> None:
    replace(folder, "events", "E1,2018-08-20,1,1,", "E1,2018-08-17,0,-2,")
    assert read_folder(folder).charter["start"] == date(2018, 8, 20)


def test_without_day_numbers_the_first_event_is_on_the_first_day(folder: Path) -> None:
    replace(folder, "events", "day_no", "other")
    replace(folder, "events", "E1,2018-08-20", "E1,2018-08-17")
    assert read_folder(folder).charter["start"] == date(2018, 8, 17)


def test_a_first_day_that_is_given_comes_first(folder: Path) -> None:
    assert read_folder(folder, start=date(2018, 8, 1)).charter["start"] == date(2018, 8, 1)


def test_a_folder_can_say_the_frame_of_its_plan(folder: Path) -> None:
    (folder / "plan.csv").write_text("name_fi,start,days,country\nSuunnitelma,2018-08-13,100,SE\n")
    charter = read_folder(folder).charter
    assert (charter["name_fi"], charter["start"], charter["days"], charter["country"]) == (
        "Suunnitelma",
        date(2018, 8, 13),
        100,
        "SE",
    )


def test_a_plan_without_a_name_is_called_as_its_folder(folder: Path) -> None:
    assert read_folder(folder).charter["name_en"] == "folder"


def test_before_the_first_event_of_status_its_old_value_stood(folder: Path) -> None:
    with loaded(folder) as plan:
        assert milestone(plan, "A1.1", date(2018, 8, 21)).status == "in_progress"


def test_before_the_first_event_of_an_owner_its_old_value_stood(folder: Path) -> None:
    with loaded(folder) as plan:
        owners = [plan.state(date(2018, 9, day)).find("initiative", "A2").owner for day in (9, 10)]
    assert [owner is None for owner in owners] == [True, False]


def test_the_reason_is_the_last_one_given(folder: Path) -> None:
    with loaded(folder) as plan:
        state = plan.state(date(2018, 8, 25))
        reasons = [state.id_of("reason", milestone(plan, m, state.day).reason) for m in ("A1.1", "A1.2")]
    assert reasons == ["funding", "supplier"]


def test_the_reason_is_gone_when_a_milestone_is_done(folder: Path) -> None:
    with loaded(folder) as plan:
        assert milestone(plan, "A1.1").reason is None


def test_a_reason_that_comes_after_a_milestone_is_done_is_gone_too(folder: Path) -> None:
    later = "E9,2018-09-04,3,16,A1.1,due_changed,due,2018-09-14,2018-09-20,other\n"
    replace(folder, "events", "E7", later + later.replace("20,other", "21,funding") + "E7")
    with loaded(folder) as plan:
        assert (milestone(plan, "A1.1").reason, milestone(plan, "A1.1").forecast) == (None, date(2018, 9, 21))


def test_an_event_that_tells_what_was_known_already_is_an_update(folder: Path) -> None:
    replace(folder, "events", "E5", "E9,2018-08-28,2,9,A1.2,due_changed,due,2018-10-01,2018-10-01,\nE5")
    with loaded(folder) as plan:
        assert milestone(plan, "A1.2", date(2018, 8, 29)).updated_on == date(2018, 8, 28)


def test_an_event_that_tells_what_was_known_already_changes_no_course(folder: Path) -> None:
    replace(folder, "events", "E5", "E9,2018-08-28,2,9,A1.2,due_changed,due,2018-10-01,2018-10-01,\nE5")
    with loaded(folder) as plan:
        assert milestone(plan, "A1.2", date(2018, 8, 29)).course_on == date(2018, 8, 24)


def test_a_done_milestone_was_done_on_the_day_of_its_event(folder: Path) -> None:
    with loaded(folder) as plan:
        assert milestone(plan, "A1.1").actual == date(2018, 9, 4)


def test_a_reopened_milestone_has_no_actual_date(folder: Path) -> None:
    replace(folder, "events", "E7", "E9,2018-09-05,3,17,A1.1,status,status,done,in_progress,\nE7")
    with loaded(folder) as plan:
        assert milestone(plan, "A1.1").actual is None


def test_the_baseline_is_what_the_folder_says(folder: Path) -> None:
    with loaded(folder) as plan:
        baselines = [milestone(plan, name).baseline for name in ("A1.1", "A1.2", "A1.3")]
    assert baselines == [date(2018, 9, 14), date(2018, 10, 1), None]


def test_a_folder_that_does_not_tell_its_baseline_has_the_forecasts_of_its_confirmation(folder: Path) -> None:
    replace(folder, "milestones", "baseline_due,added_to_scope", "other,more")
    with loaded(folder) as plan:
        baselines = [milestone(plan, name).baseline for name in ("A1.1", "A1.2", "A1.3")]
    assert baselines == [date(2018, 9, 14), date(2018, 10, 1), None]


def test_a_milestone_without_a_baseline_date_does_not_belong_to_the_baseline(folder: Path) -> None:
    replace(folder, "milestones", "2018-10-01,no", ",no")
    with loaded(folder) as plan:
        assert milestone(plan, "A1.2").baseline is None


CREATION = "E2,2018-08-20,1,1,A1.2,created,due,,2018-09-21,\n"


def test_a_milestone_that_no_event_creates_came_when_its_own_row_says(folder: Path) -> None:
    replace(folder, "events", CREATION, "")
    replace(folder, "milestones", "added_to_scope\n", "added_to_scope,created\n")
    replace(folder, "milestones", "2018-10-01,no", "2018-10-01,no,2018-08-21")
    with loaded(folder) as plan:
        days = [milestone(plan, "A1.2", date(2018, 8, day)) for day in (20, 21)]
    assert [row and row.forecast for row in days] == [None, date(2018, 9, 21)]


def test_before_its_confirmation_there_is_no_baseline(folder: Path) -> None:
    with loaded(folder) as plan:
        assert milestone(plan, "A1.1", date(2018, 8, 30)).baseline is None


def test_a_milestone_that_came_later_is_not_known_before(folder: Path) -> None:
    with loaded(folder) as plan:
        assert milestone(plan, "A1.3", date(2018, 9, 5)) is None


def test_a_confirmation_is_the_last_update(folder: Path) -> None:
    with loaded(folder) as plan:
        assert milestone(plan, "A1.2").updated_on == date(2018, 9, 7)


def test_a_decision_is_open_until_it_is_made(folder: Path) -> None:
    with loaded(folder) as plan:
        outcomes = [plan.state(date(2018, 9, day)).decisions[0].outcome for day in (4, 5)]
    assert outcomes == ["open", "approved"]


def test_what_a_hand_off_brought_is_known_when_it_comes_back(folder: Path) -> None:
    with loaded(folder) as plan:
        rows = [plan.state(date(2018, 9, day)).find("handoff", "H1") for day in (4, 5)]
    assert [(row.returned, row.rows_changed, row.note) for row in rows] == [
        (None, None, None),
        (date(2018, 9, 5), 2, "late"),
    ]


def test_a_dependency_is_accepted(folder: Path) -> None:
    with loaded(folder) as plan:
        assert plan.state().dependencies[0].state == "accepted"


def test_publicity_is_read_in_finnish(folder: Path) -> None:
    with loaded(folder) as plan:
        assert [i.publicity for i in plan.state().initiatives] == ["public", "not_public"]


def test_the_headcount_may_have_a_blank_between_its_thousands(folder: Path) -> None:
    with loaded(folder) as plan:
        assert plan.state().find("division", "SOTE").headcount == 14_699


def test_a_milestone_without_a_weight_weighs_one(folder: Path) -> None:
    replace(folder, "milestones", "Ensimmäinen,3,", "Ensimmäinen,,")
    with loaded(folder) as plan:
        assert milestone(plan, "A1.1").weight == 1


def test_a_reason_that_no_file_lists_is_named_by_its_code(folder: Path) -> None:
    with loaded(folder) as plan:
        assert plan.state().find("reason", "funding").name_en == "funding"


def test_every_edit_says_from_which_line_it_came(folder: Path) -> None:
    with loaded(folder) as plan:
        edits = plan.history(uid=milestone(plan, "A1.1").uid, field="status")[0].edits
    assert [edit.origin for edit in edits] == ["events.csv:7"]


def test_nothing_later_than_until_is_loaded(folder: Path) -> None:
    with loaded(folder, until=date(2018, 9, 4)) as plan:
        assert max(revision.known for revision in plan.history()) == date(2018, 9, 4)


def test_a_snapshot_is_taken_for_each_friday_up_to_until(folder: Path) -> None:
    with loaded(folder, until=date(2018, 9, 6)) as plan:
        assert [snapshot.day for snapshot in plan.snapshots.all()] == [date(2018, 8, 24), date(2018, 8, 31)]


def test_quiet_weeks_up_to_until_have_their_snapshots_too(folder: Path) -> None:
    with loaded(folder, until=date(2018, 9, 28)) as plan:
        assert [snapshot.day.day for snapshot in plan.snapshots.all()[-3:]] == [14, 21, 28]


def test_the_week_of_the_last_event_has_its_snapshot(folder: Path) -> None:
    with loaded(folder) as plan:
        assert plan.snapshots.all()[-1].day == date(2018, 9, 14)


def test_files_that_a_plan_does_not_need_are_left_alone(folder: Path) -> None:
    (folder / "snapshots.csv").write_bytes(b"\xff\x00 not even text")
    with loaded(folder) as plan:
        assert len(plan.state().milestones) == 3


@pytest.mark.parametrize("name", ["owners", "dependencies", "decisions", "confirmations", "handoffs"])
def test_a_file_that_a_plan_can_do_without_may_be_missing(folder: Path, name: str) -> None:
    (folder / f"{name}.csv").unlink()
    replace(folder, "initiatives", "KESKE,CDO", "KESKE,")
    replace(folder, "initiatives", ",CIO,", ",,")
    replace(folder, "events", "E8,2018-09-10,4,22,A2,owner_changed,owner,,CIO,decision D04\n", "")
    with loaded(folder) as plan:
        assert len(plan.state().milestones) == 3


@pytest.mark.parametrize("seed", range(2))
def test_the_order_of_the_rows_in_the_file_of_events_does_not_matter(
    sample_folder: Path, tmp_path: Path, seed: int
) -> None:
    folder = Path(shutil.copytree(sample_folder, tmp_path / "folder"))
    with (folder / "events.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    random.Random(seed).shuffle(rows)
    with (folder / "events.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    asked = [date(2018, 8, 24), date(2018, 9, 20), date(2018, 10, 19)]
    with loaded(folder) as shuffled, loaded(sample_folder_copy(sample_folder, tmp_path)) as sample:
        for day in asked:
            assert figures(shuffled.state(day)) == figures(sample.state(day))


SAME_DAY = (
    "{0},2018-08-27,2,8,A1.2,status,status,not_started,in_progress,\n"
    "{1},2018-08-27,2,8,A1.2,status,status,in_progress,at_risk,\n"
)


@pytest.mark.parametrize(
    ("ids", "status"),
    [
        (("E100", "E101"), "at_risk"),
        (("E101", "E100"), "in_progress"),
        (("E20", "E101"), "at_risk"),
        (("E100", "E100"), "at_risk"),
        (("", ""), "at_risk"),
        (("f3", "E100"), "at_risk"),
    ],
)
def test_within_a_day_numbered_ids_tell_the_order_else_the_file_does(
    folder: Path, ids: tuple[str, str], status: str
) -> None:
    replace(folder, "events", "E5,", SAME_DAY.format(*ids) + "E5,")
    with loaded(folder) as plan:
        assert milestone(plan, "A1.2").status == status


def test_a_milestone_is_created_before_anything_else_happens_on_its_day(folder: Path) -> None:
    started = ",2018-09-06,3,18,A1.3,status,status,not_started,in_progress,\n"
    replace(folder, "events", "E7,", started + "E7,")
    with loaded(folder) as plan:
        assert milestone(plan, "A1.3", date(2018, 9, 6)).status == "in_progress"


def sample_folder_copy(sample_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample_folder, tmp_path / "sample"))


# How a file may be written.


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_file_may_be_written_in_several_ways(folder: Path, encoding: str, delimiter: str) -> None:
    for path in folder.glob("*.csv"):
        text = path.read_text(encoding="utf-8").replace(",", delimiter).replace("\n", "\r\n")
        path.write_bytes(text.encode(encoding))
    with loaded(folder) as plan:
        assert milestone(plan, "A1.1").title_fi == "Ensimmäinen"


def test_a_cell_may_hold_commas_quotes_and_line_ends(folder: Path) -> None:
    replace(folder, "milestones", "Ensimmäinen", '"Eka, ""toka""\nja kolmas"')
    with loaded(folder) as plan:
        assert milestone(plan, "A1.1").title_fi == 'Eka, "toka" ja kolmas'


@pytest.mark.parametrize("text", ["[/wip] x", "=1+1", "<b>", "{place}", "../x"])
def test_text_that_looks_like_something_else_is_kept_literally(folder: Path, text: str) -> None:
    replace(folder, "milestones", "Ensimmäinen", text)
    with loaded(folder) as plan:
        assert milestone(plan, "A1.1").title_fi == text


def test_a_narrative_is_known_on_the_day_on_which_it_was_written(folder: Path) -> None:
    (folder / "narratives.csv").write_text("week,date,fi\n1,2018-08-24,Työ alkoi.\n", encoding="utf-8")
    with loaded(folder) as plan:
        told = [plan.state(date(2018, 8, day)).rows["narrative"] for day in (23, 24)]
    assert [[each.text_fi for each in rows] for rows in told] == [[], ["Työ alkoi."]]


# Bodies.

BODIES = "id,fi,en,meets,every_weeks,first_meeting,agenda\n"
BODIES += "KH,Kaupunginhallitus,City Board,Monday,2,2018-09-03,thursday\n"
DECISIONS = "id,needed,fi,body_fi,body_en,decider\n"


def decider(folder: Path, decision: str) -> str | None:
    """The id of the body that a folder's only decision names."""
    (folder / "bodies.csv").write_text(BODIES, encoding="utf-8")
    (folder / "decisions.csv").write_text(DECISIONS + decision, encoding="utf-8")
    with loaded(folder) as plan:
        state = plan.state()
        return state.id_of("body", state.decisions[0].decider)


def test_a_body_comes_with_its_rhythm(folder: Path) -> None:
    (folder / "bodies.csv").write_text(BODIES, encoding="utf-8")
    with loaded(folder) as plan:
        (found,) = plan.state().rows["body"]
    assert (found.id, found.name_fi, found.meets, found.every_weeks, found.first_meeting, found.agenda) == (
        "KH",
        "Kaupunginhallitus",
        "monday",
        2,
        date(2018, 9, 3),
        "thursday",
    )


def test_a_decision_names_its_body_by_id(folder: Path) -> None:
    assert decider(folder, "D1,2018-10-01,Raha,,,kh\n") == "KH"


def test_a_decision_without_an_id_of_a_body_is_known_by_the_bodys_name(folder: Path) -> None:
    assert decider(folder, "D1,2018-10-01,Raha,,city board,\n") == "KH"


def test_a_decision_of_somebody_else_names_no_body(folder: Path) -> None:
    assert decider(folder, "D1,2018-10-01,Raha,Pormestari,,\n") is None
