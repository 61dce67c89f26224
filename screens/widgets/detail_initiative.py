"""Everything about one initiative, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from models.language import N_, _, date_text
from models.rules.lights import WORST_FIRST
from models.rules.records import Initiative, Milestone, text
from models.rules.words import SHAPES, WORDS, Light
from screens.widgets.columns import word
from screens.widgets.columns_initiatives import InitiativeLook, bar_text
from screens.widgets.detail import changes_told, facts, joined, plain, reference, section, titles_told

if TYPE_CHECKING:
    from models.history import Revision


def initiative_detail(
    look: InitiativeLook, initiative: Initiative, revisions: Sequence[Revision]
) -> RenderableType:
    """The initiative's fields, both its lights, its milestones and last changes."""
    found = look.facts[initiative.uid]
    parts: list[RenderableType] = [
        plain(f"{initiative.id} {text(initiative, 'title')}", "bold"),
        Text(),
        facts(_standing(look, initiative)),
    ]
    parts += section(_("Milestones"), [_milestone(look, each) for each in found.milestones])
    parts += section(_("About it"), [facts(_facts(look, initiative))])
    parts += section(_("Last changes"), changes_told(look.state, revisions))
    return joined(parts)


def _light(light: Light | None) -> str:
    return f"{SHAPES[light]} {_(WORDS[light])}" if light else ""


def _standing(look: InitiativeLook, initiative: Initiative) -> list[tuple[str, str | Text]]:
    found = look.facts[initiative.uid]
    counts = [(_(WORDS[each]), getattr(found.counts, each.value)) for each in WORST_FIRST]
    counts += [(_("done"), found.counts.done), (_("dropped"), found.counts.dropped)]
    rows: list[tuple[str, str | Text]] = [("light", _light(found.counts.worst))]
    if initiative.light is not None:
        rows.append((N_("given light"), f"{_light(initiative.light)}: {initiative.light_reason or ''}"))
    return [
        *rows,
        ("milestones", ", ".join(f"{count} {name}" for name, count in counts if count)),
        (N_("done weight"), bar_text(found.weights)),
        (N_("next milestone"), _next(found.next)),
        ("owner", look.owner_names[initiative.owner] or _("owner missing")),
        ("phase", word(initiative.phase)),
        ("flagship", _("yes") if initiative.flagship else _("no")),
    ]


def _facts(look: InitiativeLook, initiative: Initiative) -> list[tuple[str, str | Text]]:
    state = look.state
    return [
        ("stream", reference(state, "stream", initiative.stream)),
        ("leading division", reference(state, "division", initiative.lead)),
        ("supporting divisions", _ids(look, "division", initiative.supporting)),
        ("carried by", word(initiative.mode)),
        ("priority", "" if initiative.priority is None else str(initiative.priority)),
        ("publicity", word(initiative.publicity)),
        ("legal ground of secrecy", initiative.secrecy_ground or ""),
        (N_("themes"), _ids(look, "theme", initiative.themes)),
        (N_("questions"), _ids(look, "question", initiative.questions)),
        (N_("titles"), titles_told(initiative)),
    ]


def _next(milestone: Milestone | None) -> str:
    return "" if milestone is None else f"{date_text(milestone.forecast)} {milestone.id}"


def _ids(look: InitiativeLook, kind: str, uids: frozenset[str]) -> str:
    return " ".join(row.id for row in look.state.rows[kind] if row.uid in uids)


def _milestone(look: InitiativeLook, milestone: Milestone) -> Text:
    light = SHAPES[look.state.light_by_milestone[milestone.uid]] or "   "
    return Text("\n").join(
        [
            plain(f"{light} {milestone.id} {text(milestone, 'title')}"),
            plain(f"    {date_text(milestone.actual or milestone.forecast)} {word(milestone.status)}", "dim"),
        ]
    )
