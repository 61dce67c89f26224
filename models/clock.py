"""The only reader of the system's clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import pendulum


@dataclass(frozen=True)
class Clock:
    """Tells today's date and the moment, or stands still at a given day for replays, demos and tests."""

    fixed: date | None = None
    """The day at which the clock stands (its moment is noon of that day); None follows the system."""

    def now(self, zone: str) -> datetime:
        """The moment, aware, in the time zone `zone` (an IANA name)."""
        if self.fixed is not None:
            return pendulum.datetime(self.fixed.year, self.fixed.month, self.fixed.day, 12, tz=zone)
        return pendulum.now(zone)

    def today(self, zone: str) -> date:
        """The calendar day it is in the time zone `zone`."""
        if self.fixed is not None:
            return self.fixed
        moment = pendulum.now(zone)
        return date(moment.year, moment.month, moment.day)
