"""What a folder tells beside its events: dependencies, decisions, hand-offs and the like, and when each came."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from importers.folder_frame import Files
from importers.folder_known import Known
from importers.folder_milestones import Milestones
from importers.tables import CsvRow
from models.edits import Edit, creation
from models.language import LANGUAGES, _
from models.rules.calendar import WorkCalendar
from models.rules.fields import Value
from models.rules.narrative import MAX_WORDS, word_count

Dated = tuple[date, Callable[[], list[Edit]]]
"""A day on which something became known, and what makes its edits once everything before it is read."""


class Agreements:
    """Reads the files beside the events, each row as what became known of it on which days."""

    def __init__(self, files: Files, known: Known, milestones: Milestones, start: date) -> None:
        self._files, self._known, self._milestones, self._start = files, known, milestones, start
        self._weeks: set[int | None] = set()
        """The weeks of which a narrative was read."""

    def dated(self) -> Iterator[Dated]:
        """Everything that the files tell, in their order."""
        for name, read in (
            ("dependencies", self._dependency),
            ("confirmations", self._confirmation),
            ("decisions", self._decision),
            ("handoffs", self._handoff),
            ("narratives", self._narrative),
        ):
            for row in self._files.get(name, ()):
                yield from read(row)

    def _dependency(self, row: CsvRow) -> Iterable[Dated]:
        """Known as soon as both of its milestones are."""
        days = [self._milestones.creation_day(row, column) for column in ("waiting", "provider")]

        def create() -> list[Edit]:
            values = self._known.names(row, "what") | {
                "waiting": self._known.uid("milestone", row, "waiting"),
                "provider": self._known.uid("milestone", row, "provider"),
                "kind": row.text("kind") or "hard",
                "need_by": row.day("need_by"),
                "promised": row.day("promised"),
                "state": row.text("state") or "accepted",
            }
            return self._known.create("dependency", row, "id", values)

        yield max(days), create

    def _confirmation(self, row: CsvRow) -> Iterable[Dated]:
        day = row.needed_day("date")

        def create() -> list[Edit]:
            values: dict[str, Value] = {
                "milestone": self._known.uid("milestone", row, "milestone_id"),
                "day": day,
                "source": row.text("source") or "office",
                "reference": row.text("reference"),
            }
            return creation(
                "confirmation", self._known.fitting("confirmation", values, row), origin=row.place
            )

        yield day, create

    def _decision(self, row: CsvRow) -> Iterable[Dated]:
        """Needed from the start; made, with its outcome, on its own day."""
        made = row.day("made")

        def create() -> list[Edit]:
            values = self._known.names(row, "title") | self._known.names(row, "body", "body_")
            return self._known.create(
                "decision",
                row,
                "id",
                values
                | {
                    "needed": row.needed_day("needed"),
                    "question": self._known.uid_or_none("question", row, "question"),
                    "initiative": self._known.uid_or_none("initiative", row, "initiative"),
                    "decider": self._decider(row),
                },
            )

        yield min(self._start, made or self._start), create
        if made is not None:
            outcome = row.text("outcome") or "approved"
            yield made, lambda: self._known.later("decision", row, "id", {"made": made, "outcome": outcome})

    def _decider(self, row: CsvRow) -> str | None:
        """The body named in the column `decider`, else the one whose name stands in the decision's text."""
        if row.text("decider"):
            return self._known.uid("body", row, "decider")
        for code in LANGUAGES:
            name = row.text(f"body_{code}")
            found = self._known.named("body", f"name_{code}", name) if name else None
            if found is not None:
                return found
        return None

    def _handoff(self, row: CsvRow) -> Iterable[Dated]:
        """Known when it is sent; what came back, on the day it did."""
        sent, due, returned = row.needed_day("sent"), row.needed_day("due"), row.day("returned")
        week = row.number("week")

        def create() -> list[Edit]:
            return self._known.create(
                "handoff",
                row,
                "handoff_id",
                {
                    "division": self._known.uid("division", row, "division"),
                    "week": WorkCalendar(self._start, 90).week_number(sent) if week is None else week,
                    "sent": sent,
                    "due": due,
                    "rows_sent": row.number("rows_sent"),
                },
            )

        yield sent, create
        outcome: dict[str, Value] = {
            "rows_changed": row.number("rows_changed"),
            "conflicts": row.number("conflicts"),
            "note": row.text("note"),
        }
        if returned is not None:
            outcome["returned"] = returned
            yield returned, lambda: self._known.later("handoff", row, "handoff_id", outcome)
        elif row.text("note"):
            yield due, lambda: self._known.later("handoff", row, "handoff_id", {"note": row.text("note")})

    def _narrative(self, row: CsvRow) -> Iterable[Dated]:
        """What was said of a week, known on the day on which it was written."""
        row.needed("week")
        texts = self._known.names(row, "text")
        for code in LANGUAGES:
            if (count := word_count(texts[f"text_{code}"])) > MAX_WORDS:
                raise row.refusal(
                    code,
                    _("the narrative has {count} words, and at most {most} fit the page.").format(
                        count=count, most=MAX_WORDS
                    ),
                )

        def create() -> list[Edit]:
            week = row.number("week")
            if week in self._weeks:
                raise row.refusal("week", _("week {week} has a narrative already.").format(week=week))
            self._weeks.add(week)
            values = self._known.fitting("narrative", texts | {"week": week}, row)
            return creation("narrative", values, origin=row.place)

        yield row.needed_day("date"), create
