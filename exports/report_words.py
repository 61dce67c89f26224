"""How the rows of the weekly page are named, and which of them lack the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from exports.document import Bullets, Lit
from models.language import N_, _, current, ngettext, number_text
from models.rules.agenda import decider_of, named_decider
from models.rules.attention import Item, Section, why_text
from models.rules.lights import LightCounts
from models.rules.records import Decision, text
from models.rules.state import PlanState
from models.rules.text import without_addresses
from models.rules.weekly import PartLights
from models.rules.words import WORDS, Status

MOST_ROWS: Final = 6
"""A list on the page holds so many rows; of a longer one it says how many more there are."""

MOST_IDS: Final = 60
"""So many rows that are not translated are named; of more it says how many."""

UNTRANSLATED: Final = {
    "fi": N_("Not translated into Finnish: {ids}."),
    "sv": N_("Not translated into Swedish: {ids}."),
    "en": N_("Not translated into English: {ids}."),
}


class Teller:
    """Tells rows in the reader's language, without e-mail addresses, and notes those that lack it."""

    def __init__(self, state: PlanState) -> None:
        self.state = state
        self.untranslated: dict[str, None] = {}
        """The ids of rows that were told in another language, in the order in which they were told."""

    def text(self, row: Any, base: str, name: str | None = None) -> str:
        """The text `base` of a row.

        Args:
            name: what stands for the id of a row that has none.
        """
        found = text(row, base)
        if found and not getattr(row, f"{base}_{current()}"):
            self.untranslated[name or row.id] = None
        return without_addresses(found)

    def named(self, row: Any, base: str = "title") -> str:
        """A row by its id and its name."""
        return f"{row.id} {self.text(row, base)}".rstrip()

    def owner(self, milestone: Any) -> str:
        """The role that answers for a milestone."""
        owner = self.state.owner_of(milestone)
        return self.text(owner, "role") if owner is not None else _("owner missing")

    def decider(self, decision: Decision) -> str:
        """Who decides; nothing where nobody is named."""
        return self.text(*named_decider(decision, decider_of(decision, self.state)))

    def reason(self, uid: str | None) -> str:
        """A reason from the plan's list; says so where none was given."""
        reason = self.state.get("reason", uid)
        return self.text(reason, "name") if reason is not None else _("no reason given")

    def division(self, uid: str) -> str:
        """The id of a division."""
        return self.state.id_of("division", uid) or ""

    def why(self, part: PartLights) -> str:
        """Why the light of a stream or a theme is what it is: the milestone that weighs most."""
        if part.worst is None:
            return ""
        told = f"{part.worst.row.id}: {self.item(part.worst)}"
        if part.others:
            told += " " + _("(and {count} more)").format(count=number_text(part.others))
        return told

    def item(self, item: Item) -> str:
        """What speaks against a milestone."""
        why = without_addresses(why_text(item, self.state))
        if item.section is Section.NEXT:
            return f"{_(WORDS[Status.NOT_STARTED])}, {why}"
        if item.section is Section.BLOCKED and (reason := self.state.get("reason", item.row.reason)):
            self.text(reason, "name")
        return why

    def joined(self, rows: Sequence[Any]) -> str:
        """Rows by id and title in one line, so many as a list holds."""
        told = "; ".join(self.named(row) for row in rows[:MOST_ROWS])
        return f"{told}; {more_text(len(rows))}" if len(rows) > MOST_ROWS else told

    def missing_text(self) -> str:
        """Which rows are not translated; nothing where all are."""
        if not self.untranslated:
            return ""
        told = ", ".join(list(self.untranslated)[:MOST_IDS])
        if len(self.untranslated) > MOST_IDS:
            told += f" {more_text(len(self.untranslated), MOST_IDS)}"
        return _(UNTRANSLATED[current()]).format(ids=told)


def more_text(count: int, shown: int = MOST_ROWS) -> str:
    """How many more rows there are than a list shows."""
    return _("… and {count} more").format(count=number_text(count - shown))


def more(count: int, shown: int = MOST_ROWS) -> tuple[Bullets, ...]:
    """The same as what stands under a table; nothing where it shows all."""
    return (Bullets([more_text(count, shown)]),) if count > shown else ()


def light_cell(counts: LightCounts | None) -> Lit:
    """A light with its word; where there is none, why not."""
    if counts is None:
        return Lit(None, _("no data"))
    if counts.worst is not None:
        return Lit(counts.worst, _(WORDS[counts.worst]))
    is_empty = counts == LightCounts()
    return Lit(None, _("no milestones") if is_empty else _("all closed"))


def overdue_text(days: int) -> str:
    """When something is needed, seen from the page's day.

    Args:
        days: calendar days overdue; negative while the day lies ahead.
    """
    if days > 0:
        return ngettext("{days} day overdue", "{days} days overdue", days).format(days=days)
    if days == 0:
        return _("needed today")
    return ngettext("in {days} day", "in {days} days", -days).format(days=-days)


def sentences(told: Iterable[str]) -> str:
    """Those that say anything, after one another."""
    return " ".join(each for each in told if each)
