"""The only reader of the system's clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from models.errors import InvalidValue
from models.language import _


@dataclass(frozen=True)
class Clock:
    """Tells today's date and the moment, or stands still at a given day for replays, demos and tests."""

    fixed: date | None = None
    """The day at which the clock stands (its moment is noon of that day); None follows the system."""

    def now(self, zone: str) -> datetime:
        """The moment, aware, in the time zone `zone` (an IANA name)."""
        # Only who writes asks for the moment: the import takes 12 ms, which a look at the figures is spared.
        import pendulum

        if self.fixed is not None:
            return pendulum.datetime(self.fixed.year, self.fixed.month, self.fixed.day, 12, tz=zone)
        return pendulum.now(zone)

    def today(self, zone: str) -> date:
        """The calendar day it is in the time zone `zone`."""
        if self.fixed is not None:
            return self.fixed
        return datetime.now(ZoneInfo(zone)).date()


def check_zone(zone: str) -> None:
    """Raises InvalidValue unless `zone` is the IANA name of a time zone."""
    try:
        ZoneInfo(zone)
    except (
        ValueError,
        OSError,
        KeyError,
    ) as error:  # OSError: the name of a folder of zones, such as Europe.
        raise InvalidValue(
            _("There is no time zone “{zone}”; write one such as Europe/Helsinki.").format(zone=zone)
        ) from error


def in_zone(at: str, zone: str) -> datetime:
    """A kept moment (ISO text in UTC) by the clocks of a time zone."""
    return datetime.fromisoformat(at).astimezone(ZoneInfo(zone))
