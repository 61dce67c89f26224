"""Tells which file that went out a workbook is: by its row tokens, then by its stamps, in the order of trust."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from importers.grid import Sheet
from importers.rows import Candidate
from importers.workbook import Workbook
from models.errors import FileRefused
from models.handoff import (
    BASE_SHEET,
    CANARY_DAY,
    CUSTOM_PROPERTY,
    META_CANARY_DAY,
    META_SHEET,
    Stamp,
    stamp_in,
)
from models.language import _
from models.rules.merge import DAYS_OF_1904
from models.rules.text import normalised, visible


@dataclass(frozen=True)
class Meta:
    """What the hidden sheet `_meta` says."""

    facts: dict[str, str]
    canary_day: date | None

    @property
    def is_shifted(self) -> bool:
        """Whether its date moved by the 1,462 days of the other date system."""
        return self.canary_day is not None and abs(self.canary_day - CANARY_DAY) == DAYS_OF_1904


@dataclass(frozen=True)
class Identity:
    """Which sent file a workbook is."""

    sent_file: str
    plan: str | None
    """The uid of its plan; None where only row tokens are left."""
    revision: int | None
    """The plan's last revision when it was sent; None where only row tokens are left."""
    is_stamp_lost: bool
    meta: Meta


def read_meta(workbook: Workbook) -> Meta:
    """What `_meta` says: pairs of a name and a value in its first two columns."""
    sheet = workbook.sheet(META_SHEET)
    facts: dict[str, str] = {}
    day: date | None = None
    for (row, column), cell in (sheet.cells if sheet is not None else {}).items():
        if column != 1 or not isinstance(cell.value, str) or sheet is None:
            continue
        value = next((v for place in (2, 3) if (v := sheet.at(row, place).value) is not None), None)
        if cell.value == META_CANARY_DAY and isinstance(value, date):
            day = value.date() if isinstance(value, datetime) else value
        elif value is not None:
            facts[cell.value] = str(value)
    return Meta(facts, day)


def identify(workbook: Workbook, found: Sequence[Candidate]) -> Identity:
    """Which sent file a workbook is.

    Raises FileRefused with not-a-handoff, newer-format or contradictory-stamps.
    """
    file = one_line(workbook.name)
    in_sheets = [stamp for candidate in found for stamp in candidate.stamps]
    in_meta = _stamps_of(workbook.sheet(META_SHEET))
    in_properties = [
        stamp
        for text in (workbook.keywords, workbook.custom.get(CUSTOM_PROPERTY), *workbook.custom.values())
        if (stamp := stamp_in(text))
    ]
    stamps = [*in_sheets, *in_meta, *in_properties]
    if any(stamp.is_newer for stamp in stamps):
        raise FileRefused(
            "newer-format",
            _("{file} was made by a newer version of this program: install that version to read it.").format(
                file=file
            ),
        )
    plans = {stamp.plan for stamp in stamps}
    sent_files = {stamp.sent_file for stamp in stamps}
    if len(plans) > 1 or len(sent_files) > 1:
        raise _contradictory(file, plans if len(plans) > 1 else sent_files)
    by_tokens = Counter(token.sent_file for candidate in found for token in candidate.tokens)
    most = by_tokens.most_common(1)[0][0] if by_tokens else None
    if stamps and most is not None and most not in sent_files:
        raise _contradictory(file, {*sent_files, most})
    sent_file = most or next(iter(sent_files), None)
    if sent_file is None:
        raise FileRefused(
            "not-a-handoff",
            _(
                "{file} is a workbook, but none that this program sent: choose the file that came back, "
                "or ask for it to be filled in anew."
            ).format(file=file),
        )
    return Identity(
        sent_file,
        next(iter(plans), None),
        stamps[0].revision if stamps else None,
        not in_sheets or not in_meta,
        read_meta(workbook),
    )


def _stamps_of(sheet: Sheet | None) -> list[Stamp]:
    if sheet is None:
        return []
    return [stamp for cell in sheet.cells.values() if (stamp := stamp_in(cell.value))]


def _contradictory(file: str, named: Iterable[str]) -> FileRefused:
    return FileRefused(
        "contradictory-stamps",
        _(
            "{file} is put together of several files ({names}), so nobody can tell what it answers: "
            "ask for each file as it was sent."
        ).format(file=file, names=", ".join(sorted(map(one_line, named)))),
    )


def other_plan(file: str, theirs: str, ours: str) -> FileRefused:
    """A file of another plan."""
    return FileRefused(
        "other-plan",
        _(
            "{file} belongs to the plan {theirs}, and this is the plan {ours}: open that plan to import it."
        ).format(file=one_line(file), theirs=one_line(theirs), ours=one_line(ours)),
    )


def unknown_handoff(file: str, sent_file: str) -> FileRefused:
    """A file of this plan of whose sending it knows nothing."""
    return FileRefused(
        "unknown-handoff",
        _(
            "{file} was sent as {sent_file}, which this plan does not know; was the plan restored from a backup? "
            "Open the plan that sent it, or send the file anew."
        ).format(file=one_line(file), sent_file=one_line(sent_file)),
    )


def lost_sheets(file: str) -> FileRefused:
    """A file that is known, but of whose sheets of data none is left."""
    return FileRefused(
        "not-a-handoff",
        _("{file} has lost its sheets of data: choose the file as it was filled in.").format(
            file=one_line(file)
        ),
    )


def base_was_edited(workbook: Workbook, sent: Mapping[str, tuple[str | None, ...]]) -> bool:
    """Whether the hidden sheet `_base` reads otherwise than it was sent.

    Args:
        sent: by token, the texts that stand beside it.
    """
    sheet = workbook.sheet(BASE_SHEET)
    if sheet is None:
        return False
    for (row, column), cell in sheet.cells.items():
        if column != 1 or row == 1 or not isinstance(cell.value, str):
            continue
        texts = sent.get(cell.value)
        if texts is None:
            return True
        for place, text in enumerate(texts, 2):
            value = sheet.at(row, place).value
            if normalised(str(value) if value is not None else "") != normalised(text or ""):
                return True
    return False


def one_line(text: str) -> str:
    """A name from outside as one short line that may be shown anywhere."""
    line = " ".join(visible(text).split())
    return line if len(line) <= 120 else f"{line[:119]}…"
