"""Options stand before and after the command; every fault is one sentence in the reader's language."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from running import Run

from models import language
from models.errors import FileRefused
from tracker import __version__
from tracker.cli import main as running_commands
from tracker.cli.commands import COMMANDS

IN_FILES = {"export", "import"}
"""Commands that have their own tests elsewhere."""


@pytest.mark.parametrize("places", ["before", "after", "both sides"])
def test_common_options_stand_before_and_after_the_command(run: Run, plan_path: Path, places: str) -> None:
    options = ["--plan", plan_path, "--as-of", "2018-10-12", "--json", "--language", "fi"]
    before, after = {
        "before": (options, []),
        "after": ([], options),
        "both sides": (options[:4], options[4:]),
    }[places]
    assert run(*before, "status", *after).json["week"] == 8


def test_an_option_after_the_command_stands_over_one_before_it(run: Run, plan_path: Path) -> None:
    ran = run("--as-of", "2018-10-12", "status", "--as-of", "2018-10-05", "--plan", plan_path, "--json")
    assert ran.json["week"] == 7


def test_the_plan_and_the_day_can_come_from_the_surroundings(
    run: Run, plan_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_PLAN", str(plan_path))
    monkeypatch.setenv("TRACKER_TODAY", "2018-10-19")
    assert run("status", "--json").json["snapshot_date"] == "2018-10-19"


def test_the_option_stands_over_the_surroundings(
    run: Run, plan_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_PLAN", "/nowhere.db")
    monkeypatch.setenv("TRACKER_TODAY", "2018-10-12")
    ran = run("status", "--json", "--plan", plan_path, "--today", "19.10.2018")
    assert ran.json["snapshot_date"] == "2018-10-19"


def test_the_plan_that_was_made_last_is_meant_where_none_is_named(run: Run, tmp_path: Path) -> None:
    run("new", tmp_path / "first.db", "--start", "2019-01-07")
    run("new", tmp_path / "second.db", "--start", "2019-02-04")
    assert run("show", "plan", "--json").json["start"] == "2019-02-04"


def test_an_empty_path_does_not_mean_the_plan_of_last_time(run: Run, tmp_path: Path) -> None:
    run("new", tmp_path / "plan.db")
    ran = run("--plan", "", "set", "plan", "name=other")
    assert (ran.status, ran.stderr) == (1, "--plan needs the path of a plan; it is empty.\n")


def test_without_any_plan_one_sentence_says_how_to_name_one(run: Run) -> None:
    ran = run("status")
    assert (ran.status, ran.stdout) == (1, "")
    assert ran.stderr == (
        "Say which plan is meant: tracker --plan PATH, or TRACKER_PLAN; tracker new PATH makes one.\n"
    )


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("statsu", "tracker has no command “statsu”; did you mean “status”?"),
        ("xyzzy", "tracker has no command “xyzzy”; see tracker --help."),
        ("plan.db", "“plan.db” is no command; to open a plan, write tracker --plan plan.db."),
        ("status --jsno", "tracker status has no option --jsno; did you mean --json?"),
        ("status --xyzzy", "tracker status has no option --xyzzy; see tracker status --help."),
        ("--xyzzy status", "tracker has no option --xyzzy; see tracker --help."),
        ("status --plan", "--plan needs a value; see tracker status --help."),
        ("status --json=1", "--json takes no value; see tracker status --help."),
        ("status extra", "tracker status does not know what to do with “extra”; see tracker status --help."),
        ("show", "tracker show needs ID; see tracker show --help."),
        ("list", "tracker list needs KIND; see tracker list --help."),
        ("list milestone", "KIND: “milestone” is not on the list; did you mean “milestones”?"),
        ("snapshot", "tracker snapshot needs to know what to do: take, check, list, show, verify, compare."),
        ("snapshot tkae", "tracker snapshot has no command “tkae”; did you mean “take”?"),
        (
            "status --as-of 32.1.2018",
            "--as-of: “32.1.2018” is no date; write it as 2018-10-19 or 19.10.2018.",
        ),
        ("status --today soon", "--today: “soon” is no date; write it as 2018-10-19 or 19.10.2018."),
        ("status --language de", "--language: “de” is not on the list; choose one of fi, sv, en."),
        ("burndown --width 0", "--width: “0” is no whole number from 1 to 1000."),
        ("burndown --width wide", "--width: “wide” is no whole number from 1 to 1000."),
        ("history --limit -1", "--limit: “-1” is no whole number from 1 to 1000000."),
        ("new", "tracker new needs the path of the file to make; see tracker new --help."),
        (
            "new p.db --until 2018-10-19",
            "--until goes with --from, the folder whose later rows are left out.",
        ),
    ],
)
def test_a_wrong_command_line_is_one_sentence(run: Run, line: str, sentence: str) -> None:
    ran = run(*line.split())
    assert (ran.status, ran.stdout, ran.stderr) == (1, "", f"{sentence}\n")


def test_a_wrong_day_in_the_surroundings_is_one_sentence(
    run: Run, plan_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_TODAY", "soon")
    ran = run("status", "--plan", plan_path)
    assert ran.stderr == "TRACKER_TODAY: “soon” is no date; write it as 2018-10-19 or 19.10.2018.\n"


@pytest.mark.parametrize(
    "line",
    [
        "set A1.3 weight=2",
        "add stream id=Z name=z",
        "remove A1.3",
        "confirm A1.3",
        "baseline confirm",
        "snapshot take",
        "undo",
        "redo",
        "backup",
        "new x.db",
    ],
)
def test_a_command_that_writes_refuses_as_of(run: Run, plan_path: Path, line: str) -> None:
    ran = run("--plan", plan_path, "--as-of", "2018-10-01", *line.split())
    assert (ran.status, ran.stderr) == (
        1,
        "--as-of asks how the plan stood, and changes nothing; --today dates what is written.\n",
    )


def test_the_version_is_told(run: Run) -> None:
    assert run("--version").stdout == f"tracker {__version__}\n"


@pytest.mark.parametrize("command", ["", *sorted(set(COMMANDS) - IN_FILES)])
def test_every_command_has_help_without_a_plan(run: Run, command: str) -> None:
    ran = run(*command.split(), "--help")
    assert (ran.status, ran.stderr) == (0, "")
    assert ran.stdout.startswith(f"tracker {command}".strip())


@pytest.mark.parametrize("command", sorted(set(COMMANDS) - IN_FILES))
def test_the_help_of_a_command_begins_with_its_summary(run: Run, command: str) -> None:
    paragraphs = run(command, "--help").stdout.split("\n\n")
    assert " ".join(paragraphs[1].split()) == COMMANDS[command].summary


@pytest.mark.parametrize("width", [30, 40, 60, 80])
def test_the_help_never_breaks_the_name_of_an_option(
    run: Run, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    lines = [line for each in COMMANDS for line in run(each, "--help").stdout.splitlines()]
    assert [line for line in lines if line.endswith("-")] == []


@pytest.mark.parametrize("command", ["redo", "snapshot list", "week list"])
def test_a_command_without_more_to_say_does_not_show_its_docstring(run: Run, command: str) -> None:
    blocks = run(*command.split(), "--help").stdout.split("\n\n")
    assert blocks[2].startswith("Options of every command:")


def test_the_help_fits_a_narrow_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    lines = run("list", "--help").stdout.split("Examples:")[0].splitlines()
    assert max(map(len, lines)) <= 60


# Languages.


@pytest.mark.parametrize(
    ("surroundings", "options", "spoken"),
    [
        ({}, [], "en"),
        ({"LANG": "fi_FI.UTF-8"}, [], "fi"),
        ({"LANG": "fi_FI.UTF-8", "LC_MESSAGES": "sv_SE.UTF-8"}, [], "sv"),
        ({"LANG": "fi_FI.UTF-8", "LC_ALL": "C"}, [], "en"),
        ({"LANG": "fi_FI.UTF-8", "TRACKER_LANGUAGE": "sv"}, [], "sv"),
        ({"LANG": "fi_FI.UTF-8", "TRACKER_LANGUAGE": "sv"}, ["--language", "en"], "en"),
        ({"TRACKER_LANGUAGE": "sv"}, ["--language=fi"], "fi"),
    ],
)
def test_the_language_is_the_first_that_is_asked_for(
    run: Run,
    plan_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    surroundings: dict[str, str],
    options: list[str],
    spoken: str,
) -> None:
    for name, value in surroundings.items():
        monkeypatch.setenv(name, value)
    title = run("--plan", plan_path, "show", "A1.1", *options).stdout.splitlines()[0]
    titles = {
        "fi": "Palvelupolku kuvattu huoltajan näkökulmasta",
        "sv": "Servicestigen beskriven ur vårdnadshavarens synvinkel",
        "en": "Service path described from the guardian's view",
    }
    assert titles[spoken] in title


def test_the_language_of_the_settings_stands_over_the_locale(
    run: Run, plan_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "sv_FI.UTF-8")
    settings = Path(os.environ["TRACKER_CONFIG"])
    settings.parent.mkdir()
    settings.write_text('language = "fi"\n', encoding="utf-8")
    assert "19.10.2018" in run("--plan", plan_path, "status", "--as-of", "2018-10-19").stdout


def test_dates_follow_the_language_and_json_does_not(run: Run, plan_path: Path) -> None:
    options = ["--plan", plan_path, "--as-of", "2018-10-19", "--language", "fi"]
    text, found = run("status", *options).stdout, run("status", *options, "--json").json
    assert ("19.10.2018:" in text, found["snapshot_date"]) == (True, "2018-10-19")


# What nobody foresaw.


def test_a_fault_of_the_program_is_one_sentence_and_leaves_its_details_in_a_file(
    run: Run, plan_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise ZeroDivisionError("a fault of the test")

    monkeypatch.setattr("tracker.cli.status.figures", fail, raising=False)
    ran = run("status", "--plan", plan_path)
    log = tmp_path / "state" / "tracker" / "log" / "tracker-errors.log"
    assert (ran.status, ran.stdout) == (70, "")
    assert ran.stderr == (
        f"The program failed, which is a fault of its own (ZeroDivisionError); the details are in {log}.\n"
    )
    assert "a fault of the test" in log.read_text(encoding="utf-8")


def test_a_refused_file_ends_with_status_2(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> int:
        raise FileRefused("damaged", "The file is refused.")

    monkeypatch.setattr(running_commands, "_run", refuse)
    ran = run("status")
    assert (ran.status, ran.stderr) == (2, "The file is refused.\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
@pytest.mark.parametrize("line", ["status", "list milestones --json", "--help"])
def test_an_answer_that_finds_no_room_is_one_sentence(plan_path: Path, line: str) -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "tracker", "--plan", str(plan_path), *line.split()],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (
        1,
        "The answer could not be written: No space left on device.\n",
    )


@pytest.mark.parametrize("line", ["status", "status --json", "burndown"])
def test_a_command_whose_output_was_closed_does_its_work_in_silence(plan_path: Path, line: str) -> None:
    command = f'exec "{sys.executable}" -m tracker --plan "{plan_path}" {line} >&-'
    ran = subprocess.run(["sh", "-c", command], stderr=subprocess.PIPE, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_a_path_that_the_system_cannot_look_up_is_one_sentence(run: Run) -> None:
    path = "a" * 5000
    ran = run("--plan", path, "backup", "--restore", path)
    assert (ran.status, ran.stderr) == (1, f"{path} cannot be used: File name too long.\n")


def test_an_interrupt_while_the_program_is_imported_says_nothing() -> None:
    script = (
        "import sys\n"
        "class Interrupted:\n"
        "    def find_spec(self, *_arguments):\n"
        "        raise KeyboardInterrupt\n"
        "from tracker.__main__ import main\n"
        "sys.meta_path.insert(0, Interrupted())\n"
        "sys.exit(main())"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, "", "")


def test_an_interrupted_command_says_nothing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_arguments: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(running_commands, "_run", interrupt)
    ran = run("status")
    assert (ran.status, ran.stdout, ran.stderr) == (130, "", "")


def test_a_closed_pipe_ends_a_long_answer_without_a_word(plan_path: Path) -> None:
    command = [sys.executable, "-m", "tracker", "--plan", str(plan_path), "history", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""


def test_a_terminal_that_lacks_letters_shows_a_mark_in_their_places(plan_path: Path) -> None:
    surroundings = dict(os.environ, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    ran = subprocess.run(
        [sys.executable, "-m", "tracker", "--plan", str(plan_path), "show", "A1.1", "--language", "fi"],
        capture_output=True, env=surroundings, check=False,
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert b"n?k?kulmasta" in ran.stdout


def test_json_is_utf_8_where_the_output_has_other_letters(plan_path: Path) -> None:
    surroundings = dict(os.environ, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    ran = subprocess.run(
        [sys.executable, "-m", "tracker", "--plan", str(plan_path), "show", "A1.1", "--language", "fi", "--json"],
        capture_output=True, env=surroundings, check=False,
    )  # fmt: skip
    assert json.loads(ran.stdout.decode("utf-8"))["title"] == "Palvelupolku kuvattu huoltajan näkökulmasta"


def test_lights_are_told_in_ascii_where_the_output_has_no_other_letters(plan_path: Path) -> None:
    surroundings = dict(os.environ, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    ran = subprocess.run(
        [sys.executable, "-m", "tracker", "--plan", str(plan_path), "status", "--as-of", "2018-10-19"],
        capture_output=True, env=surroundings, check=False,
    )  # fmt: skip
    assert b"^ A amber" in ran.stdout


def test_the_screens_are_not_opened_without_a_terminal(run: Run) -> None:
    ran = run()
    assert (ran.status, ran.stderr) == (
        1,
        "The screens need a terminal; tracker --help lists the commands that need none.\n",
    )


def test_the_program_s_language_is_untouched_after_a_command(run: Run, plan_path: Path) -> None:
    run("--plan", plan_path, "status", "--language", "fi")
    assert language.current() == "en"
