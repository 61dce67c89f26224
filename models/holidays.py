"""Public holidays of a country, from the holidays library, kept in the plan once they have been looked up."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from sqlalchemy import Connection, func, select

from models.errors import InvalidValue
from models.language import _
from models.tables import HOLIDAY

YEARS_BEFORE = 1
YEARS_AFTER = 20
"""Holidays are kept from the year before the plan's start to so many years after its end: whoever looks at an old plan
need not wait for the library."""


@cache
def public_holidays(country: str, years: frozenset[int]) -> dict[date, str]:
    """Public holidays and their names; raises InvalidValue for a country that the library does not know."""
    unknown = InvalidValue(
        _(
            "No public holidays are known for the country “{country}”; use its two letters, such as FI."
        ).format(country=country)
    )
    if not re.fullmatch("[A-Z]{2}", country):  # The library knows countries by several other names too.
        raise unknown
    import holidays  # Half as costly to import as the whole screen library, and seldom needed.

    try:
        found = holidays.country_holidays(country, years=years)
    except NotImplementedError:
        raise unknown from None
    return dict(found.items())


def keep_holidays(connection: Connection, country: str, first: date, last: date) -> None:
    """Writes the holidays around a plan's days into it, where they are not there yet."""
    years = frozenset(range(first.year - YEARS_BEFORE, last.year + YEARS_AFTER + 1)) - kept_years(
        connection, country
    )
    if years:
        rows = [
            {"country": country, "day": day, "name": name}
            for day, name in sorted(public_holidays(country, years).items())
        ]
        connection.execute(HOLIDAY.insert(), rows)


def kept_years(connection: Connection, country: str) -> set[int]:
    """The years whose holidays stand in the plan."""
    year = func.substr(HOLIDAY.c.day, 1, 4)
    return {
        int(found)
        for found in connection.scalars(select(year).where(HOLIDAY.c.country == country).distinct())
    }


def holidays_around(connection: Connection, country: str, first: date, last: date) -> frozenset[date]:
    """The public holidays from a year before `first` to the year of `last`; looked up anew where the plan has none."""
    kept = frozenset(connection.scalars(select(HOLIDAY.c.day).where(HOLIDAY.c.country == country)))
    missing = frozenset(range(first.year - YEARS_BEFORE, last.year + 1)) - {day.year for day in kept}
    return kept | frozenset(public_holidays(country, missing)) if missing else kept
