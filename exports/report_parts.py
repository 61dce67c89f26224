"""The parts of the weekly page as paragraphs, lists and tables; the traffic lights stand in a file of their own."""

from __future__ import annotations

from collections.abc import Sequence

from exports.document import Block, Bullets, Column, Figure, Lit, Paragraph, Table
from exports.pictures import burndown_svg
from exports.report_words import MOST_ROWS, Teller, more, overdue_text, sentences
from models.language import _, date_text, ngettext, number_text, signed_text
from models.rules.burndown import BurndownDay, has_work, nothing_text, summary_text
from models.rules.coverage import QuestionCoverage
from models.rules.forecast_words import summary_text as forecast_text
from models.rules.progress import weights
from models.rules.records import Handoff
from models.rules.rounds import state_of
from models.rules.slips import PastSlip
from models.rules.text import without_addresses
from models.rules.weekly import BIGGEST_SLIPS, DECISIONS_WITHIN_DAYS, WeeklyPage
from models.rules.words import WORDS

Blocks = Sequence[Block]


# 2 The narrative.


def narrative(page: WeeklyPage, teller: Teller) -> tuple[Paragraph, ...]:
    """What a person says of the week."""
    if page.is_told_left_out:
        return (Paragraph(_("The narrative names what is not public, and is left out.")),)
    if page.told is None:
        return (Paragraph(_("No narrative was written.")),)
    said = Paragraph(teller.text(page.told.narrative, "text", _("narrative")))
    if page.told.written_on is None:
        return (said,)
    when = _("Written on {date}, after the week was frozen.").format(date=date_text(page.told.written_on))
    return (said, Paragraph(when))


# 3 Decisions.


def decisions(page: WeeklyPage, teller: Teller) -> Blocks:
    """What must be decided, by whom and by when, and what stops without it."""
    found = page.decisions
    if not found:
        return (
            Paragraph(
                _("No decision is due, and none is needed in the next {days} days.").format(
                    days=DECISIONS_WITHIN_DAYS
                )
            ),
        )
    shown = [each.decision for each in found[:MOST_ROWS]]
    columns = [
        Column(_("Decision"), gives_way=True),
        Column(_("Decided by"), gives_way=True),
        Column(_("Needed by")),
        Column(_("When")),
    ]
    rows = [
        [
            teller.named(each.decision),
            teller.decider(each.decision) or "–",
            date_text(each.decision.needed),
            overdue_text(each.days),
        ]
        for each in found[:MOST_ROWS]
    ]
    if any(each.agenda_by for each in found[:MOST_ROWS]):
        columns.insert(3, Column(_("On the agenda by")))
        for row, one in zip(rows, found[:MOST_ROWS], strict=True):
            row.insert(3, "–" if one.agenda_by is None else date_text(one.agenda_by))
    notes: list[Block] = [*more(len(found))]
    if any(each.stops for each in shown):
        columns.append(Column(_("What stops without it"), gives_way=True))
        for row, each in zip(rows, shown, strict=True):
            row.append(without_addresses(each.stops or "") or "–")
    else:
        notes.append(Paragraph(_("What stops without them is not recorded.")))
    return (Table(_("Decisions that are due or needed soon"), columns, rows), *notes)


# 5 Results, and the burndown in words.


def results(page: WeeklyPage, teller: Teller) -> Blocks:
    """What was done, dropped, added and removed since the page before, and how much work is left."""
    found = page.results
    told = [
        _(label).format(count=number_text(len(rows)), rows=teller.joined(rows))
        for label, rows in (
            (_("Done ({count}): {rows}"), found.done),
            (_("Dropped ({count}): {rows}"), found.dropped),
            (_("Added ({count}): {rows}"), found.added),
            (_("Removed ({count}): {rows}"), found.removed),
        )
        if rows
    ]
    since = since_text(page)
    blocks: list[Block] = [Paragraph(since)]
    if told:
        blocks.append(Bullets(told))
    else:
        unchanged = _("What is done and what is in scope did not change.")
        blocks[0] = Paragraph(sentences((f"{since.removesuffix(':')}.", unchanged)))
    return (*blocks, *_burndown(page))


def since_text(page: WeeklyPage) -> str:
    """Since when the page tells of results, slips and hand-offs."""
    if page.before.week is None:
        return _("Since the week began:")
    return _("Since the page of week {week}, {date}:").format(
        week=page.before.week, date=date_text(page.before.day)
    )


def _burndown(page: WeeklyPage) -> Blocks:
    found = page.burndown
    if not has_work(found.days):
        return (Paragraph(nothing_text()),)
    said = summary_text(found.summary)
    rows = found.by_week(page.calendar, page.day)
    return (
        Paragraph(sentences((_("In weight:"), said, forecast_text(found.forecast)))),
        Figure(said, burndown_svg(found.days, day=page.day, calendar=page.calendar), _burndown_table(rows)),
    )


def _burndown_table(rows: Sequence[tuple[int, BurndownDay]]) -> Table:
    def figure(value: int | None) -> str:
        return "–" if value is None else number_text(value)

    return Table(
        _("Burndown by week, in weight"),
        [
            Column(_("Week"), is_number=True),
            Column(_("Date")),
            *(Column(title, is_number=True) for title in (_("Remaining"), _("Ideal line"), _("Scope"))),
        ],
        [
            [str(week), date_text(row.day), figure(row.remaining), figure(row.ideal), figure(row.scope)]
            for week, row in rows
        ],
    )


# 6 Slips and 10 date changes.


def slips(page: WeeklyPage, teller: Teller) -> Blocks:
    """The biggest slips of the week."""
    if page.state.charter.baseline_on is None:
        return (Paragraph(_("Slips are counted from the baseline on, and it is not confirmed yet.")),)
    found = page.slips
    if not found:
        return (Paragraph(_("None this week.")),)
    said = ngettext(
        "{count} milestone moved later, by {workdays} working days.",
        "{count} milestones moved later, by {workdays} working days together.",
        len(found),
    ).format(count=number_text(len(found)), workdays=number_text(sum(each.workdays for each in found)))
    table = _moves_table(_("The biggest slips of the week"), found[:BIGGEST_SLIPS], teller)
    return (Paragraph(said), table, *more(len(found), BIGGEST_SLIPS))


def approvals(page: WeeklyPage, teller: Teller) -> Blocks:
    """Date changes of flagged milestones after the baseline."""
    found = page.approvals
    if page.state.charter.baseline_on is None:
        return (Paragraph(_("The baseline is not confirmed yet, so no date change needs approval.")),)
    if not found.flagged:
        return (
            Paragraph(_("No milestone is flagged for the trend chart, so no date change needs approval.")),
        )
    said = ngettext(
        "Since the baseline there was {count} date change of flagged milestones ({milestones}).",
        "Since the baseline there were {count} date changes of flagged milestones ({milestones}).",
        found.changes,
    ).format(
        count=number_text(found.changes),
        milestones=_("{some} of {all}").format(
            some=number_text(found.milestones), all=number_text(found.flagged)
        ),
    )
    if not found.moved:
        return (Paragraph(sentences((_("None this week."), said))),)
    table = _moves_table(_("Date changes of the week that need approval"), found.moved[:MOST_ROWS], teller)
    return (Paragraph(said), table, *more(len(found.moved)))


def _moves_table(caption: str, moves: Sequence[PastSlip], teller: Teller) -> Table:
    return Table(
        caption,
        [
            Column(_("Milestone"), gives_way=True),
            Column(_("Old date")),
            Column(_("New date")),
            Column(_("Working days"), is_number=True),
            Column(_("Reason"), gives_way=True),
            Column(_("Owner"), gives_way=True),
        ],
        [
            [
                teller.named(each.milestone),
                date_text(each.old),
                date_text(each.new),
                signed_text(each.workdays),
                teller.reason(each.reason),
                teller.owner(each.milestone),
            ]
            for each in moves
        ],
    )


# 7 Dependencies, 8 next week.


def dependencies(page: WeeklyPage, teller: Teller) -> Blocks:
    """Which division waits for which, for what and since when."""
    found = page.dependencies
    if not found:
        return (Paragraph(_("No division waits for another one's late milestone.")),)
    rows = [
        [
            f"{teller.division(each.waiting.division)} {each.waiting.id}",
            f"{teller.division(each.provider.division)} {each.provider.id}",
            teller.named(each.link, "what"),
            date_text(each.since),
            number_text(each.workdays),
        ]
        for each in found[:MOST_ROWS]
    ]
    columns = [
        Column(_("Who waits")),
        Column(_("For whom")),
        Column(_("For what"), gives_way=True),
        Column(_("Since")),
        Column(_("Working days"), is_number=True),
    ]
    return (Table(_("Overdue dependencies between divisions"), columns, rows), *more(len(found)))


def next_week(page: WeeklyPage, teller: Teller) -> Blocks:
    """The open milestones of the next ISO week, by day."""
    found = page.next_week
    if not found:
        return (Paragraph(_("No open milestone has its date in the next week.")),)
    lit = page.state.light_by_milestone
    rows: list[list[str | Lit]] = []
    for each in found[:MOST_ROWS]:
        light = lit[each.uid]
        rows.append(
            [
                date_text(each.forecast),
                teller.named(each),
                teller.owner(each),
                Lit(light, _(WORDS[light]) if light is not None else ""),
            ]
        )
    columns = [
        Column(_("Date")),
        Column(_("Milestone"), gives_way=True),
        Column(_("Owner"), gives_way=True),
        Column(_("Light")),
    ]
    table = Table(_("Open milestones with their dates in the next week"), columns, rows, False)
    said = ngettext("{count} milestone, weight {weight}", "{count} milestones, weight {weight}", len(found))
    return (
        Paragraph(said.format(count=number_text(len(found)), weight=number_text(weights(found).scope)) + "."),
        table,
        *more(len(found)),
    )


# 9 Coverage and participation.


def coverage(page: WeeklyPage, teller: Teller) -> Blocks:
    """Which questions have evidence, those without any first; participation is not recorded yet."""
    unknown = Paragraph(_("Participation and workshops: not recorded."))
    if not page.coverage:
        return (Paragraph(_("The plan has no questions yet.")), unknown)
    columns = [
        Column(_("Question"), gives_way=True),
        Column(_("Initiatives"), is_number=True),
        Column(_("Decisions"), is_number=True),
        Column(_("Divisions"), gives_way=True),
        Column(_("To note")),
    ]
    rows = [
        [
            teller.named(each.question, "name"),
            number_text(len(each.initiatives)),
            number_text(len(each.decisions)),
            _divisions(each, page, teller),
            _note(each),
        ]
        for each in page.coverage[:MOST_ROWS]
    ]
    table = Table(_("Evidence for the questions of the plan"), columns, rows)
    return (table, *more(len(page.coverage)), unknown)


def _divisions(found: QuestionCoverage, page: WeeklyPage, teller: Teller) -> str:
    if not found.divisions:
        return "–"
    if len(found.divisions) == len(page.state.divisions) > 1:
        return _("all {count}").format(count=number_text(len(found.divisions)))
    return " ".join(map(teller.division, found.divisions))


def _note(found: QuestionCoverage) -> str:
    if found.is_bare:
        return _("no evidence")
    return _("one division only") if found.is_one_sided else ""


# 11 Hand-offs.


def handoffs(page: WeeklyPage, teller: Teller) -> Blocks:
    """What was sent and came back since the page before, and what is missing."""
    found = page.rounds
    if page.is_public:
        return (Paragraph(_("Hand-offs are internal, and left out of a page for the public.")),)
    if not found.all:
        return (Paragraph(_("No hand-off was sent or came back, and none is missing.")),)
    said = _("{since} {sent} sent, {returned} returned. Missing: {missing}.").format(
        since=since_text(page),
        sent=number_text(len(found.sent)),
        returned=number_text(len(found.returned)),
        missing=number_text(len(found.missing)),
    )
    columns = [
        Column(_("Hand-off")),
        Column(_("Sent")),
        Column(_("Due")),
        Column(_("Returned")),
        Column(_("State"), gives_way=True),
    ]
    rows = [
        [
            each.id,
            date_text(each.sent),
            date_text(each.due),
            _returned(each, page),
            _(WORDS[state_of(each, page.day)]),
        ]
        for each in found.all[: 2 * MOST_ROWS]
    ]
    table = Table(_("Hand-offs sent, returned and missing"), columns, rows)
    return (Paragraph(said), table, *more(len(found.all), 2 * MOST_ROWS))


def _returned(handoff: Handoff, page: WeeklyPage) -> str:
    known = handoff.returned is not None and handoff.returned <= page.day
    return date_text(handoff.returned) if known else "–"
