"""What a workbook that went out is known by when it comes back: the stamp of the file, and a token for each row."""

from __future__ import annotations

import re
import secrets
import zlib
from dataclasses import dataclass
from datetime import date
from typing import Final

FORMAT: Final = 1
"""The form of workbook that this program writes, and the newest that it reads."""

PLAN_FILE: Final = "PLAN-"
"""How the id of a plan workbook begins; the revision follows at which it was written, and a mark of its own."""

CUSTOM_PROPERTY: Final = "tracker"
"""The custom property of a workbook that holds its stamp."""

LISTS_SHEET: Final = "_lists"
BASE_SHEET: Final = "_base"
META_SHEET: Final = "_meta"
HIDDEN_SHEETS: Final = frozenset({LISTS_SHEET, BASE_SHEET, META_SHEET})
"""Sheets of a workbook that are not localised and hold no data of a person."""

KIND_MARK: Final = "sheet:"
"""What the hidden column of a data sheet says of its kind, above the machine keys."""

META_LANGUAGE: Final = "language"
META_PLAN_NAME: Final = "plan"
META_MOMENT: Final = "revision at"
META_CANARY_DAY: Final = "canary day"
"""Names of facts on the hidden sheet `_meta`."""

CANARY_DAY: Final = date(2018, 10, 17)
CANARY_TEXT: Final = "äö\nåÅ – 1/2"
CANARY_NUMBER: Final = 1234.5
"""Values that come back as they were sent, unless a program changed all of their like."""

MAX_CELLS: Final = 400_000
"""More cells than this no workbook may hold, going out or coming in."""

_STAMP: Final = re.compile(
    r"TRACKER(?P<format>\d{1,6})\|(?P<plan>[^|]*)\|(?P<sent_file>[^|]*)\|(?P<revision>[^|]*)\|(?P<check>[^|]*)"
)
_PLAN_FILE: Final = re.compile(re.escape(PLAN_FILE) + "([0-9]{1,9})(?:-[0-9a-z]+)?")


def check_of(text: str) -> str:
    """The crc32 of a text as eight lower-case hex digits."""
    return f"{zlib.crc32(text.encode()):08x}"


@dataclass(frozen=True)
class Stamp:
    """Which plan and which of its sent files a workbook is."""

    plan: str
    """The uid of the plan."""
    sent_file: str
    """The id under which the file was sent: of a hand-off, or `plan_file`."""
    revision: int
    """The plan's last revision when it was sent."""
    format: int = FORMAT

    def __str__(self) -> str:
        text = f"TRACKER{self.format}|{self.plan}|{self.sent_file}|{self.revision}"
        return f"{text}|{check_of(text)}"

    @property
    def is_newer(self) -> bool:
        """Whether only a newer version of the program can read the workbook."""
        return self.format > FORMAT


def stamp_in(text: object) -> Stamp | None:
    """The stamp that a text is; None for anything else, and for one whose checksum is wrong."""
    found = _STAMP.fullmatch(text.strip()) if isinstance(text, str) else None
    if found is None or not re.fullmatch("[0-9]{1,9}", found["revision"]):
        return None
    stamp = Stamp(found["plan"], found["sent_file"], int(found["revision"]), int(found["format"]))
    return stamp if str(stamp) == found[0] else None


@dataclass(frozen=True)
class Token:
    """Which row of which sent file a row of a workbook is."""

    uid: str
    sent_file: str

    def __str__(self) -> str:
        return token(self.uid, self.sent_file)


def token(uid: str, sent_file: str) -> str:
    """The token of a row; neither a uid nor the id of a sent file holds a dot."""
    text = f"{uid}.{sent_file}"
    return f"{text}.{check_of(text)[-4:]}"


def token_in(text: str) -> Token | None:
    """The token that a text is; None for a damaged one."""
    uid, dot, rest = text.strip().partition(".")
    sent_file, second, check = rest.rpartition(".")
    if not (uid and dot and sent_file and second):
        return None
    found = Token(uid, sent_file)
    return found if check_of(f"{uid}.{sent_file}")[-4:] == check.lower() else None


def plan_file(revision: int) -> str:
    """A new id for a plan workbook written at a revision.

    Two workbooks of one revision differ in it: what one of them brings is no base for what the other says.
    """
    return f"{PLAN_FILE}{revision}-{secrets.token_hex(4)}"


def plan_file_revision(sent_file: str) -> int | None:
    """The revision at which a plan workbook was written; None for the id of anything else."""
    found = _PLAN_FILE.fullmatch(sent_file)
    return int(found[1]) if found else None
