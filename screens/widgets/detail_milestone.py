"""Everything about one milestone, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from models.language import N_, _, date_text, ngettext, signed_text
from models.rules.dependencies import is_cross_division, is_overdue
from models.rules.lights import is_late, is_silent_slip, is_stale
from models.rules.progress import variance_workdays
from models.rules.records import Dependency, Milestone, text
from models.rules.words import SHAPES, WORDS
from screens.widgets.columns import Look, word
from screens.widgets.detail import changes_told, facts, joined, plain, reference, section, titles_told

if TYPE_CHECKING:
    from models.history import Revision


def milestone_detail(look: Look, milestone: Milestone, revisions: Sequence[Revision]) -> RenderableType:
    """The milestone's fields, note, dependencies and last changes."""
    state = look.state
    parts: list[RenderableType] = [
        plain(f"{milestone.id} {text(milestone, 'title')}", "bold"),
        plain(_standing(look, milestone)),
        Text(),
        facts(_facts(look, milestone)),
    ]
    if milestone.note:
        parts += section(_("Note"), [plain(milestone.note)])
    waits_for = [link for link in state.dependencies if link.waiting == milestone.uid]
    waited_for = [link for link in state.dependencies if link.provider == milestone.uid]
    parts += section(_("Waits for"), [_link(look, link, link.provider) for link in waits_for])
    parts += section(_("Is waited for by"), [_link(look, link, link.waiting) for link in waited_for])
    parts += section(_("Last changes"), changes_told(state, revisions))
    return joined(parts)


def _standing(look: Look, milestone: Milestone) -> str:
    """Light by shape, letter and word, the status, and what is wrong."""
    state = look.state
    light = state.light_by_milestone[milestone.uid]
    told = [f"{SHAPES[light]} {_(WORDS[light])}"] if light else []
    told.append(word(milestone.status))
    if is_late(milestone, state.day):
        days = state.late_workdays(milestone)
        told.append(ngettext("{days} working day late", "{days} working days late", days).format(days=days))
    if is_silent_slip(milestone, state.day):
        told.append(_("slipping silently"))
    if is_stale(milestone, state.day):
        told.append(_("stale"))
    return " · ".join(told)


def _facts(look: Look, milestone: Milestone) -> list[tuple[str, str | Text]]:
    state = look.state
    initiative = state.get("initiative", milestone.initiative)
    variance = variance_workdays(milestone, state.calendar)
    moved = ""
    if variance:
        moved = " " + _("({days} working days from the baseline)").format(days=signed_text(variance))
    reached = milestone.actual is not None
    return [
        ("initiative", reference(state, "initiative", milestone.initiative)),
        ("stream", reference(state, "stream", initiative.stream)),
        ("division", reference(state, "division", milestone.division)),
        ("owner", _owner(look, milestone)),
        ("weight", str(milestone.weight)),
        ("baseline", date_text(milestone.baseline)),
        ("forecast", date_text(milestone.forecast) + ("" if reached else moved)),
        ("actual", date_text(milestone.actual) + (moved if reached else "")),
        ("reason", reference(state, "reason", milestone.reason, with_id=False)),
        ("last update", _updated(look, milestone)),
        ("in the trend chart", _("yes") if milestone.trend else _("no")),
        ("created on", date_text(milestone.created_on)),
        (N_("titles"), titles_told(milestone)),
    ]


def _owner(look: Look, milestone: Milestone) -> str:
    owner = look.state.owner_of(milestone)
    if owner is None:
        return _("owner missing")
    name = look.owner_names[owner.uid]
    return name if milestone.owner else _("{owner} (the initiative's)").format(owner=name)


def _updated(look: Look, milestone: Milestone) -> str:
    days = (look.state.day - milestone.updated_on).days
    if days <= 0:
        return _("{date} (today)").format(date=date_text(milestone.updated_on))
    ago = ngettext("{date} ({days} day ago)", "{date} ({days} days ago)", days)
    return ago.format(date=date_text(milestone.updated_on), days=days)


def _link(look: Look, link: Dependency, other_uid: str) -> Text:
    """A dependency from one end: the milestone at the other, what is handed over, dates and state."""
    state = look.state
    other: Milestone = state.get("milestone", other_uid)
    light = SHAPES[state.light_by_milestone[other.uid]] or word(other.status)
    told = [f"{light} {other.id} {text(other, 'title')} ({look.division_ids[other.division]})"]
    if what := text(link, "what"):
        told.append(what)
    dates = [_("forecast {date}").format(date=date_text(other.forecast))]
    if link.need_by is not None:
        dates.append(_("needed by {date}").format(date=date_text(link.need_by)))
    if link.promised is not None:
        dates.append(_("promised for {date}").format(date=date_text(link.promised)))
    told.append(", ".join(dates))
    words = [word(link.kind), word(link.state)]
    if is_cross_division(link, state):
        words.append(_("between divisions"))
    if is_overdue(link, state):
        words.append(_("overdue"))
    told.append(", ".join(words))
    first, *rest = told
    return Text("\n").join([plain(first), *(plain(f"  {line}", "dim") for line in rest)])
