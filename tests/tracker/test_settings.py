"""The settings of a person: kept whole, never written over while they are damaged."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from running import Run

from tracker.settings import (
    RECENT_KEPT,
    THROW_AWAY,
    Settings,
    SettingsNotSaved,
    load_settings,
    settings_path,
    to_toml,
)


@pytest.fixture
def path() -> Path:
    """Where the settings of the test lie; the folder is there."""
    found = settings_path()
    found.parent.mkdir()
    return found


def test_the_place_of_the_settings_can_be_told(tmp_path: Path) -> None:
    assert settings_path() == tmp_path / "settings" / "config.toml"


def test_the_settings_lie_in_the_person_s_own_folder_unless_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TRACKER_CONFIG")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert settings_path().name == "config.toml"
    assert settings_path().parent.name == "tracker"


def test_without_a_file_the_settings_are_the_defaults() -> None:
    found = load_settings()
    assert (found.language, found.theme, found.person, found.recent, found.problem) == (
        None,
        None,
        None,
        [],
        None,
    )


def test_what_was_saved_is_read_again() -> None:
    settings = load_settings()
    settings.language, settings.theme, settings.person = "sv", "light", 'Åsa “Å” \\ " \x7f'
    settings.columns["milestones"] = {"columns": ["id", "title"], "order": "-forecast"}
    settings.keys["plan.undo"] = "ctrl+z"
    settings.remember(Path("/plans/one.db"))
    settings.save()
    found = load_settings()
    assert (found.language, found.theme, found.person) == ("sv", "light", 'Åsa “Å” \\ " \x7f')
    assert (found.columns, found.keys) == (settings.columns, {"plan.undo": "ctrl+z"})
    assert found.last_plan == Path("/plans/one.db")


def test_what_this_version_does_not_know_stays_in_the_file(path: Path) -> None:
    path.write_text("future = 3\n[tables.later]\nwide = true\n", encoding="utf-8")
    settings = load_settings()
    settings.language = "fi"
    settings.save()
    assert tomllib.loads(path.read_text(encoding="utf-8")) == {
        "future": 3,
        "language": "fi",
        "tables": {"later": {"wide": True}},
    }


def test_two_programs_do_not_undo_each_other_s_settings() -> None:
    one, other = load_settings(), load_settings()
    one.language = "fi"
    one.save()
    other.theme = "light"
    other.save()
    found = load_settings()
    assert (found.language, found.theme) == ("fi", "light")


def test_what_is_unset_leaves_the_file() -> None:
    settings = load_settings()
    settings.language = "fi"
    settings.save()
    settings.language = None
    settings.save()
    assert load_settings().language is None


def test_saving_what_did_not_change_writes_no_file() -> None:
    load_settings().save()
    assert not settings_path().exists()


def test_the_newest_plans_are_remembered_once_each() -> None:
    settings = Settings()
    for number in [*range(RECENT_KEPT + 5), 7]:
        settings.remember(Path(f"/plans/{number}.db"))
    assert (settings.recent[0], settings.recent[1], len(set(settings.recent))) == (
        "/plans/7.db",
        f"/plans/{RECENT_KEPT + 4}.db",
        RECENT_KEPT,
    )


def test_a_throw_away_copy_is_not_remembered(tmp_path: Path) -> None:
    settings = Settings()
    settings.remember(tmp_path / f"{THROW_AWAY}abc" / "sample.db")
    assert settings.recent == []


DAMAGED = {
    "no TOML": "language = ",
    "a wrong language": 'language = "de"',
    "a wrong type": "recent = 3",
    "a wrong member": "recent = [3]",
    "a wrong key": "[keys]\nundo = 3",
    "nesting without end": "a = " + "[" * 5000,
}


@pytest.mark.parametrize("case", DAMAGED)
def test_damaged_settings_are_told_in_a_sentence_and_left_alone(run: Run, path: Path, case: str) -> None:
    path.write_text(DAMAGED[case], encoding="utf-8")
    ran = run("new", path.parent / "p.db")
    assert ran.status == 0
    assert ran.stderr.splitlines()[0].startswith(f"The settings in {path} cannot be read (")
    assert path.read_text(encoding="utf-8") == DAMAGED[case]


def test_settings_in_another_encoding_are_told_in_a_sentence(run: Run, path: Path) -> None:
    path.write_bytes('person = "Åsa"'.encode("latin-1"))
    assert run("--version").stderr.count("\n") == 1


def test_damaged_settings_are_told_once_by_a_command_that_would_save_some(
    run: Run, path: Path, tmp_path: Path
) -> None:
    path.write_text("language = ", encoding="utf-8")
    assert run("new", tmp_path / "plan.db").stderr.count("\n") == 1


def test_damaged_settings_do_not_spoil_a_completion(path: Path) -> None:
    path.write_text("language = ", encoding="utf-8")
    surroundings = dict(
        os.environ, COMP_WORDS="tracker sta", COMP_CWORD="1", _TRACKER_COMPLETE="bash_complete"
    )
    ran = subprocess.run(
        [sys.executable, "-m", "tracker"], capture_output=True, text=True, env=surroundings, check=False
    )
    assert ran.stderr == ""


@pytest.mark.parametrize("make", [os.mkfifo, lambda place: Path(place).symlink_to(os.devnull)])
def test_what_is_no_file_holds_no_settings_and_is_left_alone(
    path: Path, make: Callable[[Path], object]
) -> None:
    make(path)
    settings = load_settings(path)
    settings.theme = "dark"
    settings.save()
    assert (settings.problem, path.is_file()) == (None, False)


def test_settings_behind_a_link_are_saved_where_they_lie(path: Path, tmp_path: Path) -> None:
    path.symlink_to(tmp_path / "real.toml")
    settings = load_settings(path)
    settings.theme = "dark"
    settings.save()
    assert (path.is_symlink(), load_settings(tmp_path / "real.toml").theme) == (True, "dark")


def test_damaged_settings_cannot_be_saved(path: Path) -> None:
    path.write_text("language = ", encoding="utf-8")
    settings = load_settings()
    settings.language = "fi"
    with pytest.raises(SettingsNotSaved, match="left as it is"):
        settings.save()


def test_settings_that_were_damaged_meanwhile_cannot_be_saved(path: Path) -> None:
    settings = load_settings()
    path.write_text("language = ", encoding="utf-8")
    settings.language = "fi"
    with pytest.raises(SettingsNotSaved):
        settings.save()
    assert path.read_text(encoding="utf-8") == "language = "


def test_a_folder_in_the_place_of_the_settings_is_told_in_a_sentence(run: Run, path: Path) -> None:
    path.mkdir()
    ran = run("--version")
    assert (ran.status, ran.stderr.count("\n")) == (0, 1)


def test_settings_that_cannot_be_written_are_a_sentence(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(*_paths: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("tracker.settings.os.replace", no_room)
    settings = load_settings()
    settings.language = "fi"
    with pytest.raises(SettingsNotSaved, match=r"cannot be saved in .*: No space left on device"):
        settings.save()
    assert list(path.parent.iterdir()) == []


def test_nothing_but_the_settings_is_left_in_their_folder() -> None:
    settings = load_settings()
    settings.language = "fi"
    settings.save()
    assert [each.name for each in settings_path().parent.iterdir()] == ["config.toml"]


TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)
PLAIN = st.recursive(
    TEXTS | st.integers(-(2**60), 2**60) | st.booleans(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(content=st.dictionaries(TEXTS, PLAIN, max_size=5))
def test_any_plain_value_is_read_back_as_it_was_written_property(content: dict[str, Any]) -> None:
    assert tomllib.loads(to_toml(content)) == content


def test_a_login_that_is_no_text_does_not_stop_a_change(
    run: Run, plan_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "a\udcff")
    run("--plan", plan_path, "--today", "2018-10-19", "set", "A1.3", "weight=9")
    assert run("--plan", plan_path, "history", "--json", "--limit", 1).json[0]["person"] == "a<U+DCFF>"


def test_the_person_of_the_settings_stands_in_the_history(run: Run, path: Path, plan_path: Path) -> None:
    path.write_text('person = "coordinator"\n', encoding="utf-8")
    run("--plan", plan_path, "--today", "2018-10-19", "set", "A1.3", "weight=5")
    ran = run("--plan", plan_path, "--today", "2018-10-19", "history", "--limit", "1", "--json")
    assert ran.json[0]["person"] == "coordinator"
