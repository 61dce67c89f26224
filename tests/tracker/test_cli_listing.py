"""`tracker list` and `tracker show`: every kind, every filter, tables and JSON."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from running import Ran, Run

from models.plan import Plan
from tracker.cli.rows import LISTED

DAY = "2018-10-19"
MILESTONE_KEYS = [
    "id",
    "initiative",
    "stream",
    "division",
    "title",
    "owner",
    "status",
    "reason",
    "baseline",
    "forecast",
    "actual",
    "weight",
    "light",
    "late_workdays",
    "is_stale",
    "is_silent_slip",
]
"""The names that the interchange format fixes, in their order."""


@pytest.fixture
def ask(run: Run, plan_path: Path) -> Run:
    """Runs a command on the sample as it stood on the Friday of week 9."""

    def asked(*arguments: object) -> Ran:
        return run("--plan", plan_path, "--as-of", DAY, *arguments)

    return asked


def ids(ran: Ran) -> list[str]:
    """The ids of a JSON list, or of the first column of a table."""
    if ran.stdout.startswith("["):
        return [row["id"] for row in ran.json]
    return [line.split()[0] for line in ran.stdout.splitlines()[1:]]


@pytest.mark.parametrize(
    ("listed", "count"),
    [
        ("initiatives", 34),
        ("milestones", 114),
        ("dependencies", 42),
        ("decisions", 13),
        ("divisions", 5),
        ("units", 4),
        ("owners", 16),
        ("streams", 5),
        ("themes", 4),
        ("questions", 6),
        ("reasons", 14),
        ("handoffs", 24),
    ],
)
def test_every_kind_is_listed_whole(ask: Run, listed: str, count: int) -> None:
    assert len(ask("list", listed, "--json").json) == count


@pytest.mark.parametrize("listed", LISTED)
def test_a_table_has_the_rows_of_the_json(ask: Run, listed: str) -> None:
    assert ids(ask("list", listed)) == ids(ask("list", listed, "--json"))


def test_the_json_of_a_milestone_has_the_agreed_names_in_their_order(ask: Run) -> None:
    row = ask("list", "milestones", "--json").json[0]
    assert list(row) == MILESTONE_KEYS


def test_the_json_of_a_milestone_holds_ids_codes_and_iso_dates(ask: Run) -> None:
    rows = {row["id"]: row for row in ask("list", "milestones", "--json", "--language", "fi").json}
    assert {name: rows["A1.2"][name] for name in MILESTONE_KEYS} == {
        "id": "A1.2",
        "initiative": "A1",
        "stream": "A",
        "division": "KESKE",
        "title": "Tietojen käytön oikeusperuste selvitetty",
        "owner": "KASKOVK",
        "status": "at_risk",
        "reason": "legal",
        "baseline": "2018-10-17",
        "forecast": "2018-10-29",
        "actual": None,
        "weight": 3,
        "light": "amber",
        "late_workdays": 0,
        "is_stale": False,
        "is_silent_slip": False,
    }


def test_done_and_dropped_milestones_have_no_light(ask: Run) -> None:
    rows = ask("list", "milestones", "--json").json
    assert {row["light"] for row in rows if row["status"] in {"done", "dropped"}} == {None}


def test_json_keeps_letters_as_they_are(ask: Run) -> None:
    assert "Tietojen käytön" in ask("list", "milestones", "--json", "--language", "fi").stdout


# Filters: what each lets through is told by the JSON of all rows.


def all_rows(ask: Run, listed: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = ask("list", listed, "--json").json
    return rows


@pytest.mark.parametrize(
    ("options", "name", "value"),
    [
        (["--stream", "B"], "stream", "B"),
        (["--division", "SOTE"], "division", "SOTE"),
        (["--division", "sote"], "division", "SOTE"),
        (["--owner", "CDO"], "owner", "CDO"),
        (["--status", "at_risk"], "status", "at_risk"),
        (["--status", "At risk"], "status", "at_risk"),
        (["--light", "amber"], "light", "amber"),
        (["--stale"], "is_stale", True),
    ],
)
def test_a_filter_of_milestones_lets_through_what_fits(
    ask: Run, options: list[str], name: str, value: object
) -> None:
    wanted = [row["id"] for row in all_rows(ask, "milestones") if row[name] == value]
    assert wanted
    assert ids(ask("list", "milestones", "--json", *options)) == wanted


def test_late_milestones_are_those_that_the_figures_count(ask: Run) -> None:
    assert ids(ask("list", "milestones", "--late", "--json")) == [
        "B2.2",
        "B3.2",
        "D1.2",
        "D2.2",
        "D6.2",
        "P8.2",
    ]


def test_a_milestone_due_on_friday_is_late_on_saturday_by_no_working_day(
    run: Run, whole_plan_path: Path
) -> None:
    options = ["--plan", whole_plan_path, "--as-of", "2018-10-20", "--json"]
    late = {row["id"]: row["late_workdays"] for row in run("list", "milestones", "--late", *options).json}
    due_on_friday = [
        row["id"] for row in run("list", "milestones", *options).json
        if row["forecast"] == "2018-10-19" and row["status"] not in {"done", "dropped"}
    ]  # fmt: skip
    assert due_on_friday
    assert {late[each] for each in due_on_friday} == {0}


def test_filters_add_up(ask: Run) -> None:
    ran = ask("list", "milestones", "--late", "--division", "KESKE", "--json")
    assert ids(ran) == ["B2.2", "D1.2", "P8.2"]


def test_initiatives_are_late_with_their_milestones(ask: Run) -> None:
    assert ids(ask("list", "initiatives", "--late", "--json")) == ["B2", "B3", "D1", "D2", "D6", "P8"]


def test_the_light_of_an_initiative_is_its_worst(ask: Run) -> None:
    rows = ask("list", "milestones", "--json").json
    for initiative in all_rows(ask, "initiatives"):
        lights = {row["light"] for row in rows if row["initiative"] == initiative["id"]}
        worst = next((each for each in ("red", "amber", "grey", "green") if each in lights), None)
        assert initiative["light"] == worst


def test_late_dependencies_are_those_that_the_figures_count(ask: Run) -> None:
    rows = [row for row in all_rows(ask, "dependencies") if row["is_overdue"]]
    assert ids(ask("list", "dependencies", "--late", "--json")) == [row["id"] for row in rows]
    assert (len(rows), sum(row["is_cross_division"] for row in rows)) == (3, 1)


def test_due_decisions_are_those_that_the_figures_count(ask: Run) -> None:
    assert ids(ask("list", "decisions", "--late", "--json")) == ["D05"]


def test_late_handoffs_are_those_that_the_figures_count(ask: Run) -> None:
    assert ids(ask("list", "handoffs", "--late", "--json")) == ["HO-07-SOTE", "HO-08-SOTE"]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("owners --late", "--late does not go with owners; they take --division."),
        ("streams --stale", "--stale does not go with streams, which take no filter."),
        ("milestones --division SOT", "There is no division “SOT”; did you mean SOTE?"),
        ("milestones --owner nobody-at-all", "There is no owner “nobody-at-all” in the plan."),
        (
            "milestones --status asleep",
            "--status: “asleep” is not on the list; choose one of not_started, in_progress, at_risk, blocked, "
            "done, dropped.",
        ),
        (
            "milestones --light blue",
            "--light: “blue” is not on the list; choose one of red, amber, grey, green.",
        ),
    ],
)
def test_a_filter_that_does_not_fit_is_a_sentence(ask: Run, line: str, sentence: str) -> None:
    ran = ask("list", *line.split())
    assert (ran.status, ran.stdout, ran.stderr) == (1, "", f"{sentence}\n")


def test_an_empty_list_says_how_to_fill_it(run: Run, tmp_path: Path) -> None:
    run("new", tmp_path / "p.db")
    ran = run("list", "milestones", "--plan", tmp_path / "p.db")
    assert ran.stdout == "The plan has none yet; tracker add milestone makes one.\n"


def test_a_list_in_which_nothing_fits_says_so(ask: Run) -> None:
    assert (
        ask("list", "milestones", "--stream", "P", "--light", "red").stdout
        == "Nothing fits what was asked for.\n"
    )


def test_an_empty_list_is_an_empty_array_in_json(ask: Run) -> None:
    assert ask("list", "milestones", "--stream", "P", "--light", "red", "--json").json == []


# Tables.


@pytest.mark.parametrize("width", [80, 100, 140])
def test_a_table_fits_the_terminal(ask: Run, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    assert max(map(len, ask("list", "milestones").stdout.splitlines())) <= width


def test_a_table_for_a_pipe_cuts_nothing(ask: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS")
    assert "…" not in ask("list", "milestones").stdout


def test_control_characters_and_line_breaks_of_a_text_are_made_harmless(run: Run, plan: Plan) -> None:
    milestone = plan.state().find("milestone", "A1.3")
    with plan._engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE milestone SET title_en = ? WHERE uid = ?", ("a\x1b[31mb\nc\u202ed", milestone.uid)
        )
    ran = run("--plan", plan.path, "--today", DAY, "list", "milestones", "--owner", "KASKOVK")
    assert "a<U+001B>[31mb ⏎ c<U+202E>d" in ran.stdout


# Show.


def test_a_milestone_is_shown_with_what_the_rules_say_of_it(ask: Run) -> None:
    lines = [" ".join(line.split()) for line in ask("show", "B2.2").stdout.splitlines()]
    assert "late 3 working days" in lines
    assert "light ▲ A amber" in lines
    assert any(line.startswith("owner DATA") for line in lines)


def test_a_milestone_is_shown_with_whom_it_waits_for(ask: Run) -> None:
    lines = ask("show", "P1.4").stdout.splitlines()
    assert lines[lines.index("Waits for") + 1].split()[0] == "P1.3"


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("A1.2", "milestone"),
        ("a1.2", "milestone"),
        ("A1", "initiative"),
        ("P", "stream"),
        ("SOTE", "division"),
        ("HKL", "unit"),
        ("CDO", "owner"),
        ("T1", "theme"),
        ("Q1", "question"),
        ("legal", "reason"),
        ("X22", "dependency"),
        ("D05", "decision"),
        ("HO-04-KUVA", "handoff"),
        ("plan", "charter"),
        ("stream:P", "stream"),
    ],
)
def test_anything_is_found_by_its_id(ask: Run, said: str, kind: str) -> None:
    assert ask("show", said, "--json").json["type"] == kind


@pytest.mark.parametrize(
    "said", ["A1.2", "A1", "P", "SOTE", "CDO", "T1", "Q1", "X22", "D05", "HO-04-KUVA", "plan"]
)
def test_everything_can_be_shown_as_text(ask: Run, said: str) -> None:
    ran = ask("show", said)
    assert (ran.status, ran.stdout.split()[0]) == (0, said)


def test_json_of_one_row_has_its_texts_in_three_languages(ask: Run) -> None:
    found = ask("show", "A1.2", "--json").json
    assert [found[f"title_{code}"] for code in ("fi", "sv", "en")] == [
        "Tietojen käytön oikeusperuste selvitetty",
        "Rättslig grund för dataanvändningen utredd",
        "Legal basis for the data use clarified",
    ]


def test_an_id_of_two_kinds_asks_which_is_meant(run: Run, plan_path: Path) -> None:
    run("--plan", plan_path, "--today", DAY, "add", "theme", "id=SOTE", "name=x")
    ran = run("--plan", plan_path, "--today", DAY, "show", "sote")
    assert (ran.status, ran.stderr) == (
        1,
        "“sote” is the id of several rows; write one of division:SOTE, theme:SOTE.\n",
    )


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("A1.22", "Nothing in the plan has the id “A1.22”; did you mean A1.2?"),
        ("§§§", "Nothing in the plan has the id “§§§”; tracker list milestones shows those of milestones."),
        ("stream:ZZZ", "There is no stream “ZZZ” in the plan."),
    ],
)
def test_an_unknown_id_is_a_sentence(ask: Run, said: str, sentence: str) -> None:
    ran = ask("show", said)
    assert (ran.status, ran.stdout, ran.stderr) == (1, "", f"{sentence}\n")


def test_an_initiative_without_an_owner_says_so(run: Run, whole_plan_path: Path) -> None:
    ran = run("--plan", whole_plan_path, "--as-of", "2018-09-21", "show", "C1")
    assert "owner missing" in ran.stdout


def test_what_was_not_known_on_a_day_is_not_found_on_it(run: Run, whole_plan_path: Path) -> None:
    options = ["--plan", whole_plan_path, "--as-of"]
    created = date.fromisoformat("2018-08-27")
    assert run(*options, created, "show", "A1.2").status == 0
    assert run(*options, "2018-08-26", "show", "A1.2").status == 1


def test_decisions_say_by_when_they_must_be_on_an_agenda(ask: Run) -> None:
    by_id = {row["id"]: row["agenda_by"] for row in ask("list", "decisions", "--json").json}
    assert (by_id["D09"], by_id["D12"]) == ("2018-10-26", None)


def test_a_decision_is_shown_with_its_meeting_and_its_agenda(ask: Run) -> None:
    lines = [line.split("  ") for line in ask("show", "D09").stdout.splitlines()]
    told = {line[0]: line[-1].strip() for line in lines}
    assert (told["body that decides"], told["meeting"], told["on the agenda by"]) == (
        "City management group",
        "2018-11-01",
        "2018-10-26",
    )


def test_a_body_is_listed_with_its_next_meeting_and_agenda(ask: Run) -> None:
    by_id = {row["id"]: row for row in ask("list", "bodies", "--json").json}
    found = [(by_id[each]["next_meeting"], by_id[each]["agenda_by"]) for each in ("BOARD", "MAYOR")]
    assert found == [("2018-10-22", "2018-10-18"), (None, None)]


def test_a_decision_goes_to_another_body(run: Run, plan_path: Path) -> None:
    run("--plan", plan_path, "--today", DAY, "set", "D09", "decider=BOARD")
    (found,) = [
        r
        for r in run("--plan", plan_path, "--today", DAY, "list", "decisions", "--json").json
        if r["id"] == "D09"
    ]
    assert (found["body"], found["agenda_by"]) == ("City Board", "2018-10-25")
