"""Finnish, Swedish and English: messages, dates, numbers and weeks as the reader writes them.

Messages are gettext's: the English text is the key, `_()` translates it where it is shown. The language of the
program is one setting that can change while it runs; `speaking()` switches it for one piece of work, such as the
workbook of a division that reads Swedish.
"""

from __future__ import annotations

import gettext as _gettext
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Final, Literal

Language = Literal["fi", "sv", "en"]

LANGUAGES: Final[tuple[Language, ...]] = ("fi", "sv", "en")
"""The languages of the interface; names in the plan fall back in this order when one is missing."""

NAMES: Final[dict[Language, str]] = {"fi": "suomi", "sv": "svenska", "en": "English"}
"""What each language calls itself."""

DOMAIN: Final = "tracker"
LOCALE: Final = Path(__file__).parent / "locale"
MINUS: Final = "\N{MINUS SIGN}"
NO_BREAK_SPACE: Final = "\N{NO-BREAK SPACE}"

_program: Language = "en"
_work: ContextVar[Language | None] = ContextVar("language", default=None)


def use(language: str) -> None:
    """Makes `language` the program's language; anything but a known one is English."""
    global _program
    _program = as_language(language) or "en"


def current() -> Language:
    """The language in which messages are made now."""
    return _work.get() or _program


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Makes messages in `language` for the length of a `with` block, in this thread or task alone."""
    token = _work.set(as_language(language) or "en")
    try:
        yield
    finally:
        _work.reset(token)


def as_language(text: str | None) -> Language | None:
    """`fi`, `fi_FI.UTF-8`, `sv-FI` and the like as a language of the interface, else None."""
    start = re.split(r"[^a-z]", (text or "").strip().lower(), maxsplit=1)[0]
    return next((language for language in LANGUAGES if language == start), None)


@cache
def _catalogue(language: Language) -> _gettext.NullTranslations:
    if language == "en":
        return _gettext.NullTranslations()
    folder = LOCALE / language / "LC_MESSAGES"
    source, compiled = folder / f"{DOMAIN}.po", folder / f"{DOMAIN}.mo"
    if source.exists() and not (compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime):
        # A checkout whose text is newer than its compiled form: read the text, so that nobody sees old words.
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        memory = io.BytesIO()
        with source.open("rb") as po:
            write_mo(memory, read_po(po))
        memory.seek(0)
        return _gettext.GNUTranslations(memory)
    if not compiled.exists():
        return _gettext.NullTranslations()
    with compiled.open("rb") as mo:
        return _gettext.GNUTranslations(mo)


def _(message: str) -> str:
    """`message` in the current language; the English text itself where no translation is known."""
    return _catalogue(current()).gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """The form of a message that fits `count`."""
    return _catalogue(current()).ngettext(singular, plural, count)


def pgettext(context: str, message: str) -> str:
    """A message whose English word means different things in different places."""
    return _catalogue(current()).pgettext(context, message)


def N_(message: str) -> str:  # noqa: N802
    """Marks a message for translation where it is declared; `_()` translates it where it is shown."""
    return message


def date_text(day: date | None) -> str:
    """A date as the reader writes it: 19.10.2018 in Finnish and Swedish, 2018-10-19 in English; nothing for None."""
    if day is None:
        return ""
    return day.isoformat() if current() == "en" else f"{day.day}.{day.month}.{day.year}"


def short_date_text(day: date) -> str:
    """A date without its year, for a chart's ticks and narrow columns: 19.10. or 10-19."""
    return f"{day:%m-%d}" if current() == "en" else f"{day.day}.{day.month}."


def clock_text(moment: datetime) -> str:
    """The minute of a moment as the reader's clock has it: 14.05 in Finnish and Swedish, 14:05 in English."""
    return f"{moment:%H:%M}" if current() == "en" else f"{moment:%H.%M}"


def moment_text(moment: datetime) -> str:
    """The date of a moment and its minute, in the time zone of the moment."""
    return f"{date_text(moment.date())} {clock_text(moment)}"


def weekday_text(day: date) -> str:
    """The short name of the weekday: ma, mån, Mon."""
    from babel.dates import format_date

    return format_date(day, "ccc", locale=current()).rstrip(".")


def number_text(number: int) -> str:
    """A whole number with its thousands apart: 14 699 in Finnish and Swedish, 14,699 in English."""
    return f"{number:,}".replace(",", "," if current() == "en" else NO_BREAK_SPACE)


def decimal_text(number: float) -> str:
    """A number with one decimal: 14 699,5 in Finnish and Swedish, 14,699.5 in English."""
    whole, part = divmod(round(number * 10), 10)
    return f"{number_text(whole)}{'.' if current() == 'en' else ','}{part}"


def signed_text(number: int) -> str:
    """A whole number with its sign: +3, −3, 0."""
    return f"{number:+d}".replace("-", MINUS) if number else "0"


def percent_text(share: float) -> str:
    """A share between 0 and 1 as a percentage: 85 % in Finnish and Swedish, 85% in English."""
    return f"{share * 100:.0f}" + ("%" if current() == "en" else f"{NO_BREAK_SPACE}%")


_DATE_FORMS = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"),
    re.compile(r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4}|\d{2})"),
)


def parse_date(text: str) -> date | None:
    """The date that `text` says in ISO form (a time of day is dropped), d.m.yyyy or d.m.yy; None when it says none.

    d/m/y is not read: nobody can tell it from m/d/y. Years outside 2000-2100 are none either.
    """
    for form in _DATE_FORMS:
        if match := form.fullmatch(text.strip()):
            year = int(match["y"])
            year += 2000 if year < 100 else 0
            try:
                day = date(year, int(match["m"]), int(match["d"]))
            except ValueError:
                return None
            return day if 2000 <= day.year <= 2100 else None
    return None


def monday_of(day: date) -> date:
    """The Monday of the day's ISO week."""
    return day - timedelta(days=day.weekday())
