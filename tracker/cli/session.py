"""What one run of the command line is about: which plan, which day, which language, which form of answer."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from models.clock import Clock
from models.errors import UsageError
from models.language import _, parse_date
from models.rules.text import visible
from tracker.settings import Settings

if TYPE_CHECKING:
    from models.plan import Plan
    from models.rules.state import PlanState

MAX_NAME: Final = 80
"""Characters of a person's login that the history keeps."""


@dataclass
class Session:
    """The options that every command takes, and what follows from them."""

    settings: Settings = field(default_factory=Settings)
    plan: str | None = None
    """`--plan` as given."""
    today: date | None = None
    """`--today`: the day at which the clock stands."""
    as_of: date | None = None
    """`--as-of`: the day of evaluation."""
    language: str | None = None
    """`--language` as given; it is in force before any command runs."""
    as_json: bool = False
    """`--json`: one object or array, with codes and ISO dates."""
    only_ascii: bool = False
    """`--ascii`: screens and charts are drawn with ASCII signs alone."""
    opened: Path | None = None
    """The plan's file that was opened, for the sentence about a damaged one."""

    @cached_property
    def clock(self) -> Clock:
        """Today's date for this run; raises UsageError when TRACKER_TODAY is no date."""
        if self.today is not None:
            return Clock(self.today)
        told = os.environ.get("TRACKER_TODAY")
        if not told:
            return Clock()
        return Clock(day_from(told, "TRACKER_TODAY"))

    @property
    def person(self) -> str:
        """Who works, for the history: as the settings say, else the login of the system."""
        try:
            name = self.settings.person or getpass.getuser()
        except (KeyError, OSError):  # A user that the system has no name for.
            name = ""
        return " ".join(visible(name).split())[:MAX_NAME] or "-"

    def known_path(self) -> Path | None:
        """The plan's file: `--plan`, TRACKER_PLAN, or the last one opened; None where none is known.

        Raises UsageError for an empty `--plan`.
        """
        if self.plan == "":  # An empty variable of a script must not mean the plan of yesterday.
            raise UsageError(_("--plan needs the path of a plan; it is empty."))
        told = self.plan or os.environ.get("TRACKER_PLAN")
        return Path(told).expanduser() if told else self.settings.last_plan

    def path(self) -> Path:
        """The plan's file; raises UsageError where none is known."""
        found = self.known_path()
        if found is None:
            raise UsageError(
                _(
                    "Say which plan is meant: tracker --plan PATH, or TRACKER_PLAN; tracker new PATH makes one."
                )
            )
        return found

    def open(self) -> Plan:
        """Opens the plan; raises PlanFileError when it cannot be opened."""
        from models.store import open_plan

        path = self.path()
        self.opened = path
        return open_plan(path, clock=self.clock, person=self.person)

    def day(self, plan: Plan) -> date:
        """The day of evaluation: `--as-of`, else today."""
        return self.as_of or plan.today

    @contextmanager
    def reading(self) -> Iterator[tuple[Plan, PlanState]]:
        """The plan, and what was known of it on the day of evaluation."""
        with self.open() as plan:
            yield plan, plan.state(self.day(plan))

    @contextmanager
    def writing(self) -> Iterator[Plan]:
        """The plan, for a command that changes it; raises UsageError with `--as-of`."""
        self.refuse_as_of()
        with self.open() as plan:
            yield plan

    def refuse_as_of(self) -> None:
        """Raises UsageError where `--as-of` was given to a command that writes."""
        if self.as_of is not None:
            raise UsageError(
                _("--as-of asks how the plan stood, and changes nothing; --today dates what is written.")
            )

    def remember(self, path: Path) -> None:
        """Makes a plan the one that is meant next time; raises SettingsNotSaved."""
        self.settings.remember(path)
        self.settings.save()


def day_from(text: str, where: str) -> date:
    """The day that a text says; raises UsageError that names `where` it was given."""
    day = parse_date(text)
    if day is None:
        raise UsageError(
            _("{where}: “{text}” is no date; write it as 2018-10-19 or 19.10.2018.").format(
                where=where, text=text
            )
        )
    return day
