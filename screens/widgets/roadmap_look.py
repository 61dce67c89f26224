"""A plan as the roadmap sees it: groups and their milestones, the days that they reach, and a row in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from models.language import _, date_text, ngettext, number_text, short_date_text, signed_text
from models.rules.lights import worst
from models.rules.progress import variance_workdays
from models.rules.records import Milestone, text
from models.rules.roadmap import (
    Group,
    GroupKind,
    Lane,
    Span,
    baseline_span,
    carried_over,
    groups,
    lane_of,
    milestone_lane,
    span_of,
)
from models.rules.words import SHAPES, WORDS, Light, Status
from screens.widgets.columns_initiatives import InitiativeLook, counts_text
from screens.widgets.table_lines import Cell, CellValue


@dataclass(frozen=True, eq=False)
class RoadmapLook(InitiativeLook):
    """A state as the roadmap sees it; a row is known by its kind and its record."""

    @cached_property
    def groups(self) -> dict[GroupKind, dict[str, Group]]:
        """Streams and divisions with their initiatives, by the keys of their rows."""
        kinds: tuple[GroupKind, ...] = ("stream", "division")
        return {
            kind: {key_of(kind, group.row): group for group in groups(self.state, kind)} for kind in kinds
        }

    @cached_property
    def extent(self) -> Span | None:
        """The first and the last day on which a milestone stands or stood; None without milestones."""
        days = [each.forecast for each in self.state.milestones]
        days += [each.actual for each in self.state.milestones if each.actual is not None]
        days += [each.baseline for each in self.state.milestones if each.baseline is not None]
        return Span(min(days), max(days)) if days else None

    def milestones_of(self, kind: str, row: Any) -> Sequence[Milestone]:
        """The milestones under a row; of a milestone, itself."""
        if kind == "milestone":
            return [row]
        if kind == "initiative":
            return self.facts[row.uid].milestones
        group = self.groups["stream" if kind == "stream" else "division"][key_of(kind, row)]
        return [each for initiative in group.initiatives for each in self.facts[initiative.uid].milestones]

    def light_of(self, milestones: Sequence[Milestone]) -> Light | None:
        """The worst light of some milestones."""
        return worst(self.state.light_by_milestone[each.uid] for each in milestones)

    def lane(self, kind: str, row: Any, moved: Mapping[str, date], *, has_marks: bool) -> Lane:
        """What a row draws.

        Args:
            moved: dates that are not saved yet, by the uid of their milestone.
            has_marks: whether a group shows its milestones.
        """
        if kind == "milestone":
            return milestone_lane(self.state, row, moved)
        milestones = self.milestones_of(kind, row)
        if kind == "initiative":
            return lane_of(self.state, milestones, moved, division=row.lead)
        division = row.uid if kind == "division" else None
        return lane_of(self.state, milestones, moved, division=division, has_marks=has_marks)

    def variance(self, kind: str, row: Any, lane: Lane) -> CellValue:
        """Working days from the last day of the baseline to the last day now."""
        calendar = self.state.calendar
        days: int | None = None
        if kind == "milestone":
            days = variance_workdays(row, calendar)
        elif lane.bar is not None and lane.baseline is not None:
            days = calendar.workdays(lane.baseline.last, lane.bar.last, closed_weeks=False)
        return Cell(signed_text(days), "warning" if days > 0 else "success") if days else ""

    # In words.

    def title_of(self, kind: str, row: Any) -> str:
        """Its id and its name."""
        return f"{row.id} {text(row, 'name' if kind in {'stream', 'division'} else 'title')}"

    def facts_of(self, kind: str, row: Any) -> list[str]:
        """What is known of it, the most important first."""
        told = self._milestone_facts(row) if kind == "milestone" else self._facts(kind, row)
        return [each for each in told if each]

    def _facts(self, kind: str, row: Any) -> list[str]:
        milestones = self.milestones_of(kind, row)
        told = [_span_text(span_of(milestones))]
        if (baseline := baseline_span(milestones)) is not None:
            told.append(_("baseline {dates}").format(dates=_span_text(baseline)))
        told.append(counts_text(self.state.light_counts(milestones)))
        if dropped := sum(each.status is Status.DROPPED for each in milestones):
            sentence = ngettext("{count} dropped", "{count} dropped", dropped)
            told.append(sentence.format(count=number_text(dropped)))
        if after := len(carried_over(milestones, self.state.calendar)):
            sentence = _("{count} after day {days}")
            told.append(sentence.format(count=number_text(after), days=self.state.charter.days))
        if kind == "initiative" and row.light is not None:
            told.append(_("light set: {light}").format(light=SHAPES[row.light]))
        return told

    def _milestone_facts(self, row: Milestone) -> list[str]:
        state = self.state
        day = row.actual if row.status is Status.DONE else row.forecast
        told = [f"{_(WORDS[row.status])} {date_text(day)}"]
        if row.baseline is not None:
            told.append(_("baseline {dates}").format(dates=date_text(row.baseline)))
            if days := variance_workdays(row, state.calendar):
                sentence = ngettext("{days} working day", "{days} working days", abs(days))
                told.append(sentence.format(days=signed_text(days)))
        elif state.charter.baseline_on is not None:
            told.append(_("added after the baseline"))
        if row.reason is not None and row.is_open:
            told.append(text(state.get("reason", row.reason), "name"))
        told.append(str(state.id_of("division", row.division) or ""))
        return told


def key_of(kind: str, row: Any) -> str:
    """The key of a row in the table; kinds do not share keys."""
    return f"{kind} {row.uid}"


def _span_text(span: Span | None) -> str:
    """Without its years, so that two of them have room in a line."""
    return "" if span is None else f"{short_date_text(span.first)} – {short_date_text(span.last)}"
