"""The traffic lights of the weekly page."""

from __future__ import annotations

from collections.abc import Sequence

from exports.document import Block, Bullets, Column, Figure, Paragraph, Table
from exports.pictures import lights_svg
from exports.report_words import Teller, light_cell
from models.language import _, date_text, number_text
from models.rules.lights import LightCounts
from models.rules.lights_by_week import LightsByWeek, lights_text
from models.rules.records import Initiative
from models.rules.text import without_addresses
from models.rules.weekly import PartLights, WeeklyPage
from models.rules.words import WORDS, Light

COUNTED = (Light.RED, Light.AMBER, Light.GREEN, Light.GREY)
"""In the order in which people read them in a table."""


def lights(page: WeeklyPage, teller: Teller) -> tuple[Block, ...]:
    """The whole plan by week, then its streams and themes with their reasons."""
    found = page.lights
    blocks: list[Block] = []
    if found.streams:
        blocks.append(
            Figure(lights_text(found.plan), lights_svg(found.plan), by_week(found.plan, _days(page)))
        )
    blocks += _parts(page, teller, found.streams, _("Light of each stream"), _("Stream"))
    blocks += _parts(page, teller, found.themes, _("Light of each theme"), _("Theme"))
    if not blocks:
        return (Paragraph(_("The plan has no streams and no themes yet, so there are no lights.")),)
    if found.given:
        blocks.append(Bullets([_given_text(teller, *each) for each in found.given]))
    return tuple(blocks)


def by_week(series: LightsByWeek, days: Sequence[str]) -> Table:
    """How many open milestones had which light, week by week."""
    rows = []
    for week, day in zip(series.weeks, days, strict=True):
        counts = week.counts
        figures = [
            _("no data") if counts is None else number_text(getattr(counts, light.value)) for light in COUNTED
        ]
        rows.append([str(week.week), day, *figures])
    return Table(
        _("Open milestones of the whole plan by their lights"),
        [
            Column(_("Week"), is_number=True),
            Column(_("Date")),
            *(Column(_(WORDS[light]), is_number=True) for light in COUNTED),
        ],
        rows,
    )


def _days(page: WeeklyPage) -> list[str]:
    return [date_text(day) if day is not None else _("not frozen") for _week, day in page.weeks]


def _parts(
    page: WeeklyPage, teller: Teller, parts: Sequence[PartLights], caption: str, title: str
) -> list[Block]:
    if not parts:
        return []
    return [
        Table(
            caption,
            [
                Column(title, gives_way=True),
                *(Column(_("week {week}").format(week=week)) for week, _day in page.weeks),
                Column(_("Why"), gives_way=True),
            ],
            [
                [
                    teller.named(part.row, "name"),
                    *(light_cell(counts) for counts in part.weeks),
                    teller.why(part),
                ]
                for part in parts
            ],
        )
    ]


def _given_text(teller: Teller, initiative: Initiative, computed: LightCounts) -> str:
    """A light that a person set, beside the computed one."""
    given = _(WORDS[initiative.light]) if initiative.light is not None else ""
    told = _("{initiative}: {given} as set by a person, {computed} as computed").format(
        initiative=teller.named(initiative), given=given, computed=light_cell(computed).text
    )
    reason = without_addresses(initiative.light_reason or "")
    return f"{told}: {reason}" if reason else told
