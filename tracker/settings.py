"""What one person chose for the program, kept in a TOML file: language, theme, recent plans, columns, keys."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from models.errors import TrackerError
from models.language import LANGUAGES, _

RECENT_KEPT: Final = 10
"""How many plans are remembered."""
THROW_AWAY: Final = "tracker-demo-"
"""How the folders begin in which copies of the sample lie; such a copy is never remembered."""
THEMES: Final = ("dark", "light", "terminal")


class SettingsNotSaved(TrackerError):
    """The settings' file cannot be written, or is damaged and left as it is."""


@dataclass
class Settings:
    """The settings of one person. What this version does not know stays in the file as it is."""

    language: str | None = None
    """`fi`, `sv` or `en`; None follows the locale."""
    theme: str | None = None
    """A name of `THEMES`; None for the program's own choice."""
    ascii: bool | None = None
    """Whether screens are drawn with ASCII signs alone; None where the terminal cannot show others."""
    person: str | None = None
    """Who works, for the history; None for the login of the system."""
    recent: list[str] = field(default_factory=list)
    """Absolute paths of the plans that were open last, the newest first."""
    columns: dict[str, Any] = field(default_factory=dict)
    """By table, what the person chose to see."""
    keys: dict[str, str] = field(default_factory=dict)
    """Keys that the person put in place of others, by command."""
    path: Path | None = None
    """The file; None keeps the settings in memory alone."""
    problem: str | None = None
    """Why the file could not be read, in one sentence; it is then never written."""
    _kept: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)
    """What the file said when it was read."""

    @property
    def last_plan(self) -> Path | None:
        """The plan that was open last."""
        return Path(self.recent[0]) if self.recent else None

    def remember(self, plan: Path) -> None:
        """Puts a plan first among the recent ones; `save` keeps it."""
        path = str(plan.absolute())
        if not path.isprintable() or plan.parent.name.startswith(THROW_AWAY):
            return  # A name that is no text cannot stand in the file, and the copy is gone tomorrow.
        self.recent = [path, *(other for other in self.recent if other != path)][:RECENT_KEPT]

    def save(self) -> None:
        """Writes what changed since the settings were read, beside what another program wrote meanwhile.

        Raises:
            SettingsNotSaved: the file is damaged or cannot be written; it stands as it stood.
        """
        if self.path is None:
            return
        if self.problem is not None:
            raise SettingsNotSaved(self.problem)
        now = self._plain()
        changed = {name: value for name, value in now.items() if value != self._kept.get(name)}
        gone = [name for name in self._kept if name in _FIELDS and name not in now]
        if not changed and not gone:
            return
        newest = load_settings(self.path)
        if newest.problem is not None:
            raise SettingsNotSaved(newest.problem)
        content = newest._kept | changed
        for name in gone:
            content.pop(name, None)
        _write(self.path, content)
        self._kept = deepcopy(content)

    def _plain(self) -> dict[str, Any]:
        found = {name: deepcopy(getattr(self, name)) for name in _FIELDS}
        return {name: value for name, value in found.items() if value not in (None, [], {})}


_FIELDS: Final[dict[str, type]] = {
    "language": str,
    "theme": str,
    "ascii": bool,
    "person": str,
    "recent": list,
    "columns": dict,
    "keys": dict,
}


def settings_path() -> Path:
    """Where the settings lie: TRACKER_CONFIG, else the system's folder for a person's settings."""
    if told := os.environ.get("TRACKER_CONFIG"):
        return Path(told).expanduser()
    from platformdirs import user_config_path

    return user_config_path("tracker", appauthor=False) / "config.toml"


def load_settings(path: Path | None = None) -> Settings:
    """Reads the settings; without a file they are the defaults, with a damaged one too, and `problem` says why.

    Args:
        path: the file; None for the person's own.
    """
    path = path or settings_path()
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            return Settings()  # A device such as /dev/null holds no settings, and a pipe would be waited for.
        raw = path.read_bytes()
    except FileNotFoundError:
        return Settings(path=path)
    except OSError as error:
        detail = os.strerror(error.errno or 0)
        return Settings(path=path, problem=_unreadable(path, detail))
    # Here, as most people have no such file and the reader takes 13 ms to import.
    import tomllib

    try:
        content = tomllib.loads(raw.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        return Settings(path=path, problem=_unreadable(path, str(error)))
    for name, wanted in _FIELDS.items():
        if name in content and not _fits(name, content[name], wanted):
            detail = _("“{name}” has a value that does not fit").format(name=name)
            return Settings(path=path, problem=_unreadable(path, detail))
    return Settings(
        **{name: deepcopy(content[name]) for name in _FIELDS if name in content}, path=path, _kept=content
    )


def _fits(name: str, value: Any, wanted: type) -> bool:
    fits = isinstance(value, wanted)
    if name == "language":
        fits = fits and value in LANGUAGES
    elif name == "recent":
        fits = fits and all(isinstance(each, str) and each for each in value)
    elif name == "keys":
        fits = fits and all(isinstance(each, str) for each in value.values())
    return fits


def _unreadable(path: Path, detail: str) -> str:
    return _(
        "The settings in {path} cannot be read ({detail}), so the defaults are used and the file is left as it is."
    ).format(path=path, detail=detail.rstrip("."))


def _write(path: Path, content: Mapping[str, Any]) -> None:
    path = Path(os.path.realpath(path))  # A link keeps pointing where it pointed.
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(to_toml(content), encoding="utf-8", newline="\n")
        os.replace(part, path)
    except OSError as error:
        raise SettingsNotSaved(
            _("The settings cannot be saved in {path}: {detail}.").format(
                path=path, detail=os.strerror(error.errno or 0)
            )
        ) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def to_toml(content: Mapping[str, Any], table: str = "") -> str:
    """Plain values and tables of them as TOML; None is left out.

    Args:
        table: the dotted name of the table that `content` is; empty for the whole file.
    """
    lines = [f"[{table}]"] if table else []
    lines += [
        f"{_name(name)} = {_value(value)}"
        for name, value in content.items()
        if value is not None and not isinstance(value, Mapping)
    ]
    blocks = ["\n".join(lines) + "\n"] if lines else []
    for name, value in content.items():
        if isinstance(value, Mapping):
            blocks.append(to_toml(value, f"{table}.{_name(name)}" if table else _name(name)))
    return "\n".join(blocks)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_value(each) for each in value) + "]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_name(name)} = {_value(each)}" for name, each in value.items()) + "}"
    return value.isoformat() if hasattr(value, "isoformat") else _quoted(str(value))


def _name(text: str) -> str:
    return text if _BARE.fullmatch(text) else _quoted(text)


def _quoted(text: str) -> str:
    # JSON's strings are TOML's, but for DEL.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
