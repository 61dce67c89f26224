"""The columns of the list of initiatives, and what its filter looks at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple

from models.language import N_, _
from models.rules.lights import WORST_FIRST, LightCounts
from models.rules.progress import Weights, next_milestone, weights
from models.rules.records import Initiative, Milestone, natural_key, text
from models.rules.words import SHAPES, WORDS, Light, Phase, Publicity
from screens.listing import Roll, alphabetical
from screens.widgets.columns import ListColumn, Look, day_cell, light_cell, word, yes
from screens.widgets.table_lines import Cell, CellValue

BAR: Final = 8
"""Cells of the bar of done weight."""


class Facts(NamedTuple):
    """What an initiative's milestones come to."""

    milestones: Sequence[Milestone]
    counts: LightCounts
    weights: Weights
    next: Milestone | None


@dataclass(frozen=True, eq=False)
class InitiativeLook(Look):
    """A state as the list of initiatives sees it."""

    @cached_property
    def facts(self) -> dict[str, Facts]:
        """What each initiative's milestones come to, by its uid."""
        found = {}
        for initiative in self.state.initiatives:
            milestones = self.state.milestones_of_initiative.get(initiative.uid, ())
            found[initiative.uid] = Facts(
                milestones,
                self.state.light_counts(milestones),
                weights(milestones),
                next_milestone(milestones),
            )
        return found

    def worst(self, initiative: Initiative) -> Light | None:
        """The worst light of its milestones."""
        return self.facts[initiative.uid].counts.worst


def counts_text(counts: LightCounts) -> str:
    """How many milestones have each light and how many are done: `■2 ▲1 ●5 ✓3`, nothing where none."""
    shown = [(SHAPES[light][0], getattr(counts, light.value)) for light in WORST_FIRST]
    shown.append(("✓", counts.done))
    return " ".join(f"{shape}{count}" for shape, count in shown if count)


def bar_text(done: Weights) -> str:
    """Done weight of the whole as a bar and in numbers."""
    filled = round(done.share * BAR)
    return f"{'█' * filled}{'░' * (BAR - filled)} {done.done}/{done.scope}"


def _owner(look: InitiativeLook, initiative: Initiative) -> CellValue:
    if initiative.owner is None:
        return Cell(_("owner missing"), "warning")
    return look.owner_names[initiative.owner]


def _owner_order(look: InitiativeLook, initiative: Initiative) -> str | None:
    return None if initiative.owner is None else alphabetical(look.owner_names[initiative.owner])


def _worst_order(look: InitiativeLook, initiative: Initiative) -> tuple[int, int] | None:
    worst = look.worst(initiative)
    if worst is None:
        return None
    # Among equals the one with more of that light is worse.
    return WORST_FIRST.index(worst), -getattr(look.facts[initiative.uid].counts, worst.value)


def _counts_order(look: InitiativeLook, initiative: Initiative) -> tuple[int, ...]:
    counts = look.facts[initiative.uid].counts
    return tuple(-getattr(counts, light.value) for light in WORST_FIRST)


def _next_day(look: InitiativeLook, initiative: Initiative) -> Any:
    found = look.facts[initiative.uid].next
    return None if found is None else found.forecast


def _next_cell(look: InitiativeLook, initiative: Initiative) -> CellValue:
    day = _next_day(look, initiative)
    return day_cell(day, "error" if day is not None and day < look.state.day else "")


_PHASE_ORDER: Final = {each: place for place, each in enumerate(Phase)}

_Column = ListColumn[InitiativeLook, Initiative]

INITIATIVE_COLUMNS: Final[tuple[_Column, ...]] = (
    _Column(
        "light",
        N_("light"),
        3,
        lambda look, i: light_cell(look.worst(i)),
        _worst_order,
        "light",
        frozen=True,
    ),
    _Column(
        "given",
        N_("given"),
        3,
        lambda look, i: light_cell(i.light),
        lambda look, i: None if i.light is None else WORST_FIRST.index(i.light),
        "light",
        is_shown_empty=False,
    ),
    _Column("id", N_("Id"), 4, lambda look, i: i.id, lambda look, i: natural_key(i.id), "id", frozen=True),
    _Column(
        "title",
        N_("title"),
        26,
        lambda look, i: text(i, "title"),
        lambda look, i: alphabetical(text(i, "title")),
        "title",
        flexible=True,
    ),
    _Column(
        "counts",
        N_("milestones"),
        14,
        lambda look, i: counts_text(look.facts[i.uid].counts),
        _counts_order,
    ),
    _Column(
        "done",
        N_("done"),
        14,
        lambda look, i: bar_text(look.facts[i.uid].weights),
        lambda look, i: look.facts[i.uid].weights.share,
    ),
    _Column("next", N_("next"), 10, _next_cell, _next_day),
    _Column(
        "lead",
        N_("lead"),
        6,
        lambda look, i: look.division_ids[i.lead],
        lambda look, i: natural_key(look.division_ids[i.lead]),
        "lead",
    ),
    _Column("owner", N_("owner"), 22, _owner, _owner_order, "owner"),
    _Column(
        "phase",
        N_("phase"),
        11,
        lambda look, i: word(i.phase),
        lambda look, i: _PHASE_ORDER[i.phase],
        "phase",
        words=Phase,
    ),
    _Column(
        "flagship",
        N_("flagship"),
        4,
        lambda look, i: yes(i.flagship),
        lambda look, i: not i.flagship,
        "flagship",
    ),
    _Column(
        "stream",
        N_("stream"),
        20,
        lambda look, i: look.stream_names[i.stream],
        lambda look, i: natural_key(look.stream_names[i.stream]),
        "stream",
    ),
    _Column(
        "publicity",
        N_("publicity"),
        13,
        lambda look, i: word(i.publicity),
        lambda look, i: i.publicity.value,
        words=Publicity,
        is_usual=False,
    ),
    _Column(
        "supporting",
        N_("supporting divisions"),
        20,
        lambda look, i: " ".join(sorted(look.division_ids[uid] for uid in i.supporting)),
        lambda look, i: -len(i.supporting),
        is_usual=False,
    ),
)
"""Every column that the list can show, in their usual order."""


def initiative_roll(look: InitiativeLook, initiatives: Sequence[Initiative]) -> Roll:
    """The initiatives as rows to search and order."""
    by_uid = {initiative.uid: initiative for initiative in initiatives}
    columns = {column.key: column for column in INITIATIVE_COLUMNS}
    flagship, missing = _("flagship"), _("owner missing")

    def text_of(key: str) -> str:
        initiative = by_uid[key]
        worst = look.worst(initiative)
        return " ".join(
            (
                initiative.id,
                text(initiative, "title"),
                look.stream_names[initiative.stream],
                look.division_ids[initiative.lead],
                look.owner_names[initiative.owner] or missing,
                word(initiative.phase),
                *(f"{_(WORDS[light])} {SHAPES[light]}" for light in {worst, initiative.light} if light),
                flagship if initiative.flagship else "",
            )
        )

    def order_of(column: str) -> Callable[[str], Any]:
        value_of = columns[column].order
        return lambda key: value_of(look, by_uid[key])

    return Roll(tuple(by_uid), text_of, order_of)
