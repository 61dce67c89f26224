"""A proposal while it is being made: what was found so far, and what a person decided of it."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from importers.proposal import CellChange, Choices, Decision, MissingRow, NewRow, Reject, Warned
from models.errors import UsageError
from models.language import N_, _

MOST_NAMED: Final = 8
"""So many cells one warning names before it says how many more there are."""

_WARNINGS: Final = {
    "macro": N_("The file holds macros; they were neither run nor kept."),
    "formula": N_("Formulas were read by the values that stand in the file: {cells}."),
    "number-in-text": N_("Numbers were taken as text: {cells}."),
    "header": N_("Headers read otherwise than they were sent; the hidden keys counted: {cells}."),
    "key-row": N_("The hidden row of keys is missing; the columns were known by their headers: {cells}."),
    "missing-column": N_("Columns or whole sheets are missing; their values stay as they are: {cells}."),
    "extra-column": N_("Columns that are no part of the plan were left aside: {cells}."),
    "context-edited": N_("Cells that are only shown there were changed; they stay as they are: {cells}."),
    "base-edited": N_("The hidden sheet of values as sent was changed; the plan's own memory counts."),
    "stamp-lost": N_("Some marks of the file are lost; it was known by those that are left."),
    "older-handoff": N_(
        "A newer file than this one ({cells}) was imported already; this one is compared with its own base."
    ),
    "already-imported": N_("The same file was imported already; only what is still open is shown."),
}


class Draft:
    """Collects what a proposal says."""

    def __init__(self, choices: Choices) -> None:
        self.choices = choices
        self.unchanged = 0
        self.cells: list[CellChange] = []
        self.rejects: list[Reject] = []
        self.new_rows: list[NewRow] = []
        self.missing_rows: list[MissingRow] = []
        self.decisions: list[Decision] = []
        self.asked: set[str] = set()
        """Names of all decisions, those that were made included."""
        self.made: dict[str, str] = {}
        """Choices to be remembered, by the names of their decisions; that of a conflict is in the base of its cell."""
        self._noted: defaultdict[str, dict[str, None]] = defaultdict(dict)

    def warn(self, code: str, *where: str) -> None:
        """Notes a warning, and the places it is about."""
        self._noted[code].update(dict.fromkeys(where))

    @property
    def warnings(self) -> tuple[Warned, ...]:
        """One warning of each code."""
        return tuple(
            Warned(code, _(_WARNINGS[code]).format(cells=listed(places)))
            for code, places in self._noted.items()
        )

    def decide(
        self, code: str, id_: str, message: str, choices: tuple[str, ...], *, also: str = ""
    ) -> str | None:
        """What was decided of something; None where a person must still decide, which is noted then.

        `also` is another id under which it can be decided together with others.
        Raises UsageError for a choice that there is not.
        """
        decision = Decision(code, id_, message, choices)
        self.asked.add(decision.name)
        chosen = self.choices.of(code, id_, *([also] if also else []))
        if chosen is None:
            before = self.choices.remembered.get(decision.name)
            if before in choices:
                return before
            self.decisions.append(decision)
            return None
        found = next((choice for choice in choices if choice.casefold() == chosen.casefold()), None)
        if found is not None and code != "conflict":
            self.made[decision.name] = found
        if found is None:
            raise UsageError(
                _("“{choice}” is no choice for {decision}: choose one of {choices}.").format(
                    choice=chosen, decision=decision.name, choices=", ".join(choices)
                )
            )
        return found


def listed(places: dict[str, None] | list[str]) -> str:
    """Some places on one line: the first ones, and how many more there are."""
    names = list(places)
    text = ", ".join(names[:MOST_NAMED])
    if len(names) > MOST_NAMED:
        return _("{places} and {count} more").format(places=text, count=len(names) - MOST_NAMED)
    return text
