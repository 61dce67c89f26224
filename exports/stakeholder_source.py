"""What the workbook for stakeholders tells: one week of the plan, all of it or what is public, with its series."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Final

from models.errors import RuleBroken
from models.language import LANGUAGES, _, date_text, monday_of, number_text
from models.plan import Plan
from models.rules.burndown import BurndownDay
from models.rules.figures import Figures, figures
from models.rules.lights_by_week import LightsByWeek
from models.rules.narrative import narrative_of
from models.rules.publicity import LeftOut, public_part, publicity_of
from models.rules.records import Narrative, text
from models.rules.slips import Slips
from models.rules.state import PlanState
from models.rules.words import WORDS
from models.snapshots import Snapshot

LONGEST_NAME: Final = 80
"""Letters of a plan's name in a footer."""


@dataclass(frozen=True)
class Told:
    """One week of the plan as stakeholders are told of it."""

    state: PlanState
    """What of the plan is told: where only what is public is, every series and figure is of that part."""
    snapshot: Snapshot | None
    """None for a draft: the week is not frozen yet."""
    is_public: bool
    """Whether it holds only what may be published."""
    left_out: tuple[LeftOut, ...]
    """What may not be published."""
    narrative: str
    """What a person says of the week; else why nothing stands there."""
    lights: LightsByWeek
    slips: Slips

    @cached_property
    def figures(self) -> Figures:
        """The figures of the day."""
        return figures(self.state)

    @cached_property
    def burndown(self) -> tuple[BurndownDay, ...]:
        """One row for each day of the plan."""
        return self.state.burndown()

    @property
    def name(self) -> str:
        """What the plan is called."""
        return text(self.state.charter, "name") or _("plan")

    @property
    def week_text(self) -> str:
        """The plan and its week, for titles; says so where it is a draft."""
        return self._week_of(self.name)

    @property
    def footer(self) -> str:
        """The same for the foot of a page, where a long name would push the week off the paper."""
        name = self.name
        return self._week_of(name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…")

    def _week_of(self, name: str) -> str:
        sentence = _("{plan}, week {week}") if self.snapshot is not None else _("{plan}, week {week} (draft)")
        return sentence.format(plan=name, week=self.figures.week)


def told(plan: Plan, week: int | None, public: bool) -> Told:
    """What is told of a week of the plan (None: the week of today).

    A frozen week is told as its last version holds it, the present one as it stands while it is not frozen.

    Raises:
        RuleBroken: the week has not begun.
        NotFound: it is over and was not frozen.
    """
    now = plan.state()
    this_week = now.calendar.week_number(plan.today)
    wanted = this_week if week is None else week
    snapshot = next((each for each in reversed(plan.snapshots.all()) if each.week == wanted), None)
    if snapshot is None and wanted > this_week:
        monday = monday_of(now.calendar.start) + timedelta(weeks=wanted - 1)
        raise RuleBroken(
            _("Week {week} begins only on {date}, so there is nothing to tell of it yet.").format(
                week=wanted, date=date_text(max(monday, now.calendar.start))
            )
        )
    if snapshot is None and wanted < this_week:
        snapshot = plan.snapshots.of_week(wanted)
    state = now if snapshot is None else plan.snapshots.state(snapshot)
    if not public:
        narrative = _narrative(state, now, wanted, None)
        return Told(
            state, snapshot, False, (), narrative, plan.series.lights(state), plan.series.slips(state)
        )
    part = public_part(state, now)
    narrative = _narrative(state, now, wanted, part.state)
    lights = plan.series.public_lights(part.state, now)
    return Told(part.state, snapshot, True, part.left_out, narrative, lights, plan.series.slips(part.state))


def _narrative(state: PlanState, now: PlanState, week: int, public: PlanState | None) -> str:
    """The narrative that is frozen with the week, else one that was written since.

    Where only what is public is told: none that names anything else, then or now.
    """
    late = None
    found = narrative_of(state, week)
    if found is None:
        found = late = narrative_of(now, week)
    if found is None:
        return _("Nothing has been written.")
    if public is not None and (
        _names_hidden(found, state, public) or _names_hidden(found, now, public_part(now).state)
    ):
        return _("What was written is left out, as it names what is not public.")
    told = text(found, "text")
    return told if late is None else "\n".join((told, _("(Written after the week was frozen.)")))


def _names_hidden(narrative: Narrative, whole: PlanState, public: PlanState) -> bool:
    """Whether a narrative names a row, by its id or its title in any language, that its public part lacks."""
    texts = " ".join(str(getattr(narrative, f"text_{code}") or "") for code in LANGUAGES).casefold()
    for kind in ("initiative", "milestone", "decision"):
        kept = {row.uid for row in public.rows[kind]}
        for row in whole.rows[kind]:
            titles = [str(getattr(row, f"title_{code}") or "").casefold() for code in LANGUAGES]
            if row.uid not in kept and (
                any(title in texts for title in titles if title)
                or re.search(rf"(?<!\w){re.escape(row.id.casefold())}(?!\w|\.\w)", texts)
            ):
                return True
    return False


def publicity_line(said: Told) -> str:
    """The publicity class of the workbook: that of the strictest row in it, with its grounds."""
    found = publicity_of(said.state.initiatives)
    grounds = sorted(
        {
            each.secrecy_ground
            for each in said.state.initiatives
            if each.publicity is found and each.secrecy_ground
        }
    )
    line = _("Publicity: {publicity}").format(publicity=_(WORDS[found]))
    return f"{line} ({'; '.join(grounds)})" if grounds else line


def left_out_lines(left_out: Sequence[LeftOut]) -> list[str]:
    """How many rows were left out and on what ground; says so too where none was."""
    if not left_out:
        return [_("Only what is public is shown; nothing had to be left out.")]
    lines = [
        _("{kind} {count} ({ground})").format(
            kind=_(_KINDS[each.kind]),
            count=number_text(each.count),
            ground=", ".join(filter(None, (_(WORDS[each.publicity]), each.ground))),
        )
        for each in left_out
    ]
    return [_("Only what is public is shown. Left out: {rows}.").format(rows="; ".join(lines))]


_KINDS = {
    "initiative": "Initiatives",
    "milestone": "Milestones",
    "dependency": "Dependencies",
    "decision": "Decisions",
}
