"""`tracker add`, `set`, `remove`, `confirm` and `baseline`: what people type becomes edits, or a sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from running import Ran, Run

from models.plan import Plan
from models.rules.text import problem_in, tidied

DAY = "2018-10-19"


@pytest.fixture
def do(run: Run, plan_path: Path) -> Run:
    """Runs a command on a copy of the sample, on the Friday of week 9."""

    def done(*arguments: object) -> Ran:
        return run("--plan", plan_path, "--today", DAY, *arguments)

    return done


def row(do: Run, said: str) -> dict[str, Any]:
    found: dict[str, Any] = do("show", said, "--json").json
    return found


# Set.


@pytest.mark.parametrize(
    ("assignment", "name", "value"),
    [
        ("forecast=2018-11-01", "forecast", "2018-11-01"),
        ("forecast=1.11.2018", "forecast", "2018-11-01"),
        ("forecast=today", "forecast", "2018-10-19"),
        ("forecast=+5", "forecast", "2018-11-12"),
        ("forecast=-1", "forecast", "2018-11-02"),
        ("status=blocked", "status", "blocked"),
        ("status=In progress", "status", "in_progress"),
        ("status=AT-RISK", "status", "at_risk"),
        ("weight=5", "weight", 5),
        ("owner=CDO", "owner", "CDO"),
        ("owner=cdo", "owner", "CDO"),
        ("division=SOTE", "division", "SOTE"),
        ("reason=legal", "reason", "legal"),
        ("trend=yes", "trend", True),
        ("trend=kyllä", "trend", True),
        ("note=one\ntwo", "note", "one\ntwo"),
        ("title=Uusi nimi", "title_fi", "Uusi nimi"),
        ("title_sv=Nytt namn", "title_sv", "Nytt namn"),
        ("title_en=[P1] x [/wip]", "title_en", "[P1] x [/wip]"),
        ("title_en==1+1", "title_en", "=1+1"),
        ("id=A1.33", "id", "A1.33"),
    ],
)
def test_a_field_takes_what_people_type(do: Run, assignment: str, name: str, value: object) -> None:
    said = "A1.33" if name == "id" else "A1.3"
    assert do("set", "A1.3", assignment).status == 0
    assert row(do, said)[name] == value


def test_several_fields_are_one_change(do: Run) -> None:
    ran = do("set", "A1.3", "status=blocked", "reason=legal", "forecast=2018-11-12", "--json")
    assert {(edit["field"], edit["old"], edit["new"]) for edit in ran.json["edits"]} == {
        ("status", "not_started", "blocked"),
        ("reason", None, "legal"),
        ("forecast", "2018-11-05", "2018-11-12"),
    }


def test_a_change_is_told_in_words(do: Run) -> None:
    assert do("set", "A1.3", "status=at_risk").stdout == "A1.3 status: not started → at risk\n"


def test_an_empty_value_clears_a_field(do: Run) -> None:
    do("set", "A1", "owner=")
    assert row(do, "A1")["owner"] is None


def test_a_set_holds_just_what_it_is_given(do: Run) -> None:
    do("set", "A1", "themes=T3,T4", "supporting=SOTE KUVA")
    assert (row(do, "A1")["themes"], row(do, "A1")["supporting"]) == (["T3", "T4"], ["SOTE", "KUVA"])


def test_an_empty_set_has_no_members(do: Run) -> None:
    do("set", "A1", "themes=")
    assert row(do, "A1")["themes"] == []


def test_a_milestone_that_becomes_done_gets_today_as_its_actual_date(do: Run) -> None:
    do("set", "A1.3", "status=done")
    assert row(do, "A1.3")["actual"] == DAY


def test_the_frame_of_the_plan_is_set_by_its_name(do: Run) -> None:
    do("set", "plan", "name_en=Another name", "language=sv")
    do("set", "A1.3", "title=Nytt namn")
    assert (row(do, "plan")["name_en"], row(do, "A1.3")["title_sv"]) == ("Another name", "Nytt namn")


def test_the_reason_of_a_change_stands_in_the_history(do: Run) -> None:
    do("set", "A1.3", "weight=5", "--note", "supplier is late")
    newest = do("history", "--limit", "1", "--json").json[0]
    assert (newest["reason"], newest["source"], newest["known"]) == ("supplier is late", "command", DAY)


def test_what_is_so_already_writes_no_revision(do: Run) -> None:
    before = do("history", "--json").json[0]["revision"]
    ran = do("set", "A1.3", "weight=3")
    assert ran.stdout == "A1.3 is so already, so nothing was changed.\n"
    assert do("history", "--json").json[0]["revision"] == before


REFUSED = [
    ("set A1.3", "Say what to change: field=value, such as forecast=2018-10-19."),
    ("set ZZ9 weight=2", "Nothing in the plan has the id “ZZ9”"),
    ("set A1.3 weight", "“weight” changes nothing; write field=value, such as forecast=2018-10-19."),
    ("set A1.3 =2", "“=2” changes nothing; write field=value, such as forecast=2018-10-19."),
    ("set A1.3 wieght=2", "milestone: there is no field “wieght”; did you mean weight?"),
    ("set A1.3 weight=2 weight=3", "A1.3: weight is given twice."),
    ("set A1.3 title=a title_fi=b", "A1.3: title_fi is given twice."),
    ("set A1.3 baseline=2018-10-19", "The program keeps baseline itself; nobody sets it."),
    ("set A1.3 updated_on=today", "The program keeps updated_on itself; nobody sets it."),
    ("set A1.3 weight=0", "A1.3: weight must be a whole number from 1 to 13, not 0."),
    ("set A1.3 weight=many", "A1.3 weight: “many” is no whole number."),
    ("set A1.3 weight=", "A1.3: weight cannot be empty."),
    (
        "set A1.3 status=asleep",
        "A1.3 status: “asleep” is not on the list; choose one of not_started, in_progress, at_risk, blocked, done, "
        "dropped.",
    ),
    ("set A1.3 forecast=31.2.2018", "A1.3 forecast: “31.2.2018” is no date."),
    ("set A1.3 forecast=10/19/2018", "A1.3 forecast: “10/19/2018” is no date."),
    ("set A1.3 forecast=1999-01-01", "A1.3 forecast: “1999-01-01” is no date."),
    ("set A1.3 forecast=", "A1.3: forecast cannot be empty."),
    ("set A1.3 trend=perhaps", "A1.3 trend: “perhaps” is neither yes nor no."),
    ("set A1.3 owner=CDOO", "There is no owner “CDOO”; did you mean CDO?"),
    ("set A1.3 reason=§§§", "There is no reason “§§§” in the plan."),
    ("set A1 themes=T1,T99", "There is no theme “T99”"),
    ("set A1.3 title_fi= title_sv= title_en=", "A1.3: title cannot be empty."),
    ("set A1.3 id=A1.2", "There is already a milestone with the id “A1.2”."),
    ("set A1.3 actual=2018-10-22", "A1.3: the actual date 2018-10-22 is in the future."),
    ("set A1 publicity=secret", "A1: a secret record needs the legal ground of its secrecy."),
    ("set A1 light=green", "A1: a light that a person sets needs a reason of one sentence."),
    ("set plan zone=Mars/Base", "There is no time zone “Mars/Base”; write one such as Europe/Helsinki."),
    ("set plan days=0", "plan: length in days must be a whole number from 1 to 1000, not 0."),
    ("add", "tracker add needs KIND; see tracker add --help."),
    ("add milestones", "KIND: “milestones” is not on the list; did you mean “milestone”?"),
    ("add milestone", "new milestone: initiative cannot be empty."),
    ("add initiative title=x", "new initiative: stream cannot be empty."),
    ("set Q1 parent=Q1", "Questions would be parts of each other in a circle: Q1 → Q1."),
    ("set plan country=Finland", "No public holidays are known for the country “Finland”"),
    ("add milestone initiative=A1 forecast=2018-11-01", "A1.4: title cannot be empty."),
    ("add milestone initiative=A1 title=x", "A1.4: forecast cannot be empty."),
    ("add milestone initiative=Z9 title=x", "There is no initiative “Z9”"),
    (
        "add milestone id=A1.3 initiative=A1 title=x forecast=today",
        "There is already a milestone with the id “A1.3”.",
    ),
    (
        "add dependency id=X90 waiting=A1.2 provider=A1.3",
        "Milestones would wait for each other in a circle: ",
    ),
    ("add dependency id=X90 waiting=A1.1 provider=A1.1", "X90: a milestone cannot wait for itself."),
    ("remove ZZ9", "Nothing in the plan has the id “ZZ9”"),
    ("remove A1", "A1 is still needed by A1.1, A1.2, A1.3, so it cannot be removed."),
    ("remove plan", "The plan itself cannot be removed; delete its file."),
    ("confirm A1.1", "A1.1 is done; only open milestones can be confirmed."),
    ("confirm A1", "“A1” is another kind of thing (initiative); asked for here: milestone."),
    ("baseline confirm", "The baseline was confirmed on 2018-08-31 already."),
]


@pytest.mark.parametrize(("line", "sentence"), REFUSED, ids=[line for line, _sentence in REFUSED])
def test_what_cannot_be_is_one_sentence_and_changes_nothing(do: Run, line: str, sentence: str) -> None:
    before = do("history", "--json").stdout
    ran = do(*line.split(" "))
    assert (ran.status, ran.stdout, ran.stderr.count("\n")) == (1, "", 1)
    assert ran.stderr.startswith(sentence)
    assert do("history", "--json").stdout == before


@pytest.mark.parametrize("text", ["a\x1b[31m", "a\x00b", "\u202eabc", "x" * 500])
def test_text_that_no_plan_can_hold_is_refused_and_not_printed_raw(do: Run, text: str) -> None:
    ran = do("set", "A1.3", f"title={text}")
    assert (ran.status, ran.stderr.count("\n")) == (1, 1)
    assert ran.stderr.startswith("A1.3: title cannot be saved.")
    assert not {"\x1b", "\x00", "\u202e"} & set(ran.stderr)


@pytest.mark.parametrize("value", ["2018-08-19", "2018-11-18"])
def test_a_date_outside_the_plan_is_saved_with_a_warning(do: Run, value: str) -> None:
    ran = do("set", "A1.3", f"forecast={value}")
    assert ran.status == 0
    assert ran.stderr == (
        f"A1.3: forecast {value} lies outside the plan, which runs from 2018-08-20 to 2018-11-17; it was saved.\n"
    )


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("set A1.3 actual=2018-08-19", "A1.3: actual 2018-08-19"),
        ("set X22 promised=2018-11-18", "X22: promised 2018-11-18"),
        ("set D09 made=2018-11-18", "D09: made on 2018-11-18"),
    ],
)
def test_every_date_that_belongs_into_the_plan_is_warned_of(do: Run, line: str, told: str) -> None:
    assert do(*line.split()).stderr.startswith(f"{told} lies outside the plan")


def test_a_date_within_the_plan_is_saved_without_a_word(do: Run) -> None:
    assert do("set", "A1.3", "forecast=2018-11-17").stderr == ""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(text=st.text(min_size=1, max_size=60))
def test_any_title_is_kept_as_typed_or_refused_property(do: Run, text: str) -> None:
    ran = do("set", "A1.3", f"title_en={text}")
    tidy = " ".join(tidied(text).split("\n"))
    if problem_in(tidy, 400) is not None:
        assert ran.status == 1
    else:
        assert row(do, "A1.3")["title_en"] == (tidy or None)


def test_a_change_dated_before_another_of_the_same_field_still_stands_as_the_last(do: Run) -> None:
    do("set", "A1.3", "weight=5")
    assert do("set", "A1.3", "weight=7", "--today", "2018-10-18").status == 0
    assert row(do, "A1.3")["weight"] == 7


# Add.


def test_a_new_milestone_gets_the_next_id_and_the_division_of_its_initiative(do: Run) -> None:
    do("add", "milestone", "initiative=A1", "title=Uusi", "forecast=2018-11-05", "weight=2")
    found = row(do, "A1.4")
    assert (found["division"], found["title_fi"], found["weight"], found["status"], found["baseline"]) == (
        "KASKO",
        "Uusi",
        2,
        "not_started",
        None,
    )


def test_a_new_initiative_gets_the_next_id_of_its_stream(do: Run) -> None:
    do("add", "initiative", "stream=B", "lead=SOTE", "title=Uusi", "themes=T1,T2")
    assert row(do, "B7")["themes"] == ["T1", "T2"]


def test_a_new_stream_and_division_come_last(do: Run) -> None:
    do("add", "stream", "id=AA", "name=Uusi")
    do("add", "division", "id=AAA", "name=Uusi", "headcount=14 699")
    assert do("list", "streams", "--json").json[-1]["id"] == "AA"
    assert do("list", "divisions", "--json").json[-1] == {
        "id": "AAA",
        "name": "Uusi",
        "headcount": 14699,
        "central": False,
        "language": None,
        "valid_from": None,
        "valid_to": None,
        "light": None,
        "milestones": {"red": 0, "amber": 0, "green": 0, "grey": 0, "done": 0, "dropped": 0},
    }


@pytest.mark.parametrize(
    ("line", "said", "name", "value"),
    [
        ("owner id=BOSS role=Johtaja division=SOTE", "BOSS", "role_fi", "Johtaja"),
        ("theme id=T9 name=Teema short=T", "T9", "short_fi", "T"),
        ("question id=Q9 name=Kysymys parent=Q1", "Q9", "parent", "Q1"),
        (
            "dependency id=X90 waiting=A1.3 provider=A2.1 need_by=5.11.2018 kind=soft",
            "X90",
            "need_by",
            "2018-11-05",
        ),
        ("decision id=D90 title=Linjaus needed=today initiative=A1", "D90", "needed", DAY),
        ("unit id=U9 name=Yksikkö division=SOTE", "U9", "division", "SOTE"),
        ("reason id=weather name=Sää", "weather", "name_fi", "Sää"),
    ],
)
def test_every_other_kind_can_be_added(do: Run, line: str, said: str, name: str, value: object) -> None:
    assert do("add", *line.split()).status == 0
    assert row(do, said)[name] == value


def test_a_new_dependency_is_asked_for(do: Run) -> None:
    do("add", "dependency", "id=X90", "waiting=A1.3", "provider=A2.1")
    assert row(do, "X90")["state"] == "asked"


# Remove, confirm, baseline.


def test_a_removed_row_is_gone_and_comes_back(do: Run) -> None:
    do("remove", "X22")
    assert do("show", "X22").status == 1
    do("undo")
    assert do("show", "X22").status == 0


def test_several_rows_are_removed_by_one_change(do: Run) -> None:
    do("remove", "X21", "X22", "x22")
    do("undo")
    assert len(do("list", "dependencies", "--json").json) == 42


def test_a_confirmed_milestone_is_not_stale(do: Run) -> None:
    stale = [each["id"] for each in do("list", "milestones", "--stale", "--json").json]
    ran = do("confirm", *stale, "--note", "phone")
    assert ran.stdout == f"Confirmed without change: {', '.join(stale)}.\n"
    assert do("list", "milestones", "--stale", "--json").json == []


def test_the_baseline_is_shown(do: Run) -> None:
    assert do("baseline").stdout == "The baseline was confirmed on 2018-08-31: 105 milestones, weight 262.\n"


def test_the_baseline_was_not_confirmed_before_its_day(run: Run, plan_path: Path) -> None:
    ran = run("--plan", plan_path, "--as-of", "2018-08-30", "baseline", "--json")
    assert ran.json == {"baseline_on": None, "milestones": 0, "weight": 0}


def test_a_baseline_is_confirmed_once_and_undone(run: Run, tmp_path: Path) -> None:
    def do(*arguments: object) -> Ran:
        return run("--plan", tmp_path / "p.db", "--today", "2019-01-07", *arguments)

    do("new", "--start", "2019-01-07")
    do("add", "stream", "id=A", "name=a")
    do("add", "division", "id=D", "name=d")
    do("add", "initiative", "stream=A", "lead=D", "title=t")
    do("add", "milestone", "initiative=A1", "title=t", "forecast=2019-02-01", "weight=3")
    assert do("baseline", "confirm").stdout == (
        "The baseline was confirmed on 2019-01-07: 1 milestone, weight 3.\n"
    )
    assert row(do, "A1.1")["baseline"] == "2019-02-01"
    do("undo")
    assert row(do, "A1.1")["baseline"] is None


def test_another_reader_sees_the_change_at_once(do: Run, plan: Plan) -> None:
    do("set", "A1.3", "weight=13")
    assert plan.state().find("milestone", "A1.3").weight == 13
