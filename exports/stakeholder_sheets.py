"""The rows of the plan in the workbook for stakeholders: milestones, slips, dependencies, decisions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from exports.report_words import Teller
from exports.stakeholder_source import Told
from exports.tables_workbook import Column, Look, Table, TablesBook, Value, capital, write_table_sheet
from models.language import N_, _, ngettext, number_text
from models.rules.agenda import agenda_by
from models.rules.dependencies import (
    CONCERN_WORDS,
    Wanted,
    chosen,
    concern,
    ends,
    is_cross_division,
    need_by_of,
    promised_of,
    slack,
)
from models.rules.fields import KINDS
from models.rules.figures import due_decisions, is_made
from models.rules.progress import variance_workdays
from models.rules.records import Decision, Dependency, Milestone, natural_key
from models.rules.slips import PastSlip, slips_text
from models.rules.words import WORDS, Light, light_word

OVERVIEW, MILESTONES, SLIPS = N_("Overview"), N_("Milestones"), N_("Slips")
DEPENDENCIES, DECISIONS = N_("Dependencies"), N_("Decisions")
DEFINITIONS, CHART_DATA = N_("Definitions"), N_("Chart data")
SHEETS: Final = (OVERVIEW, MILESTONES, SLIPS, DEPENDENCIES, DECISIONS, DEFINITIONS, CHART_DATA)
"""The names of the sheets in their order; `_()` translates them."""


def _column(words: str, width: float, look: Look = Look.TEXT) -> Column:
    return Column(capital(_(words)), width, look)


def _field(kind: str, name: str, width: float, look: Look = Look.TEXT) -> Column:
    """A column that is called as the plan's field is."""
    field = KINDS[kind].field(name) or KINDS[kind].field(f"{name}_en")
    if field is None:
        raise KeyError(name)
    return _column(field.label, width, look)


def add_table(book: TablesBook, said: Told, sheet: str, table: Table, lines: Iterable[str]) -> None:
    """A sheet with one table, under the name of the plan and its week."""
    title = _("{sheet}: {plan}").format(sheet=_(sheet), plan=said.week_text)
    write_table_sheet(book, _(sheet), said.footer, title, lines, table)


def add_rows(book: TablesBook, said: Told) -> None:
    """The four sheets."""
    for sheet, table, lines in (
        (MILESTONES, milestones_table(said), [_milestones_line(said)]),
        (SLIPS, slips_table(said), [slips_text(said.slips)]),
        (DEPENDENCIES, dependencies_table(said), [_dependencies_line(said)]),
        (DECISIONS, decisions_table(said), [_decisions_line(said)]),
    ):
        add_table(book, said, sheet, table, lines)


# Milestones.


def milestones_table(said: Told) -> Table:
    """A row for each milestone, done and dropped ones included."""
    state = said.state
    columns = (
        _field("milestone", "id", 8),
        _field("milestone", "title", 38),
        _field("milestone", "initiative", 30),
        _field("milestone", "division", 9),
        _field("milestone", "owner", 28),
        _field("milestone", "status", 13),
        _column("traffic light", 10, Look.LIGHT),
        _field("milestone", "reason", 22),
        _field("milestone", "weight", 8, Look.WHOLE),
        _field("milestone", "baseline", 12, Look.DATE),
        _field("milestone", "forecast", 12, Look.DATE),
        _field("milestone", "actual", 12, Look.DATE),
        _column(N_("variance, working days"), 11, Look.WHOLE),
        _column(N_("late, working days"), 11, Look.WHOLE),
        _field("milestone", "updated_on", 12, Look.DATE),
    )
    rows = [_milestone_row(each, said.teller) for each in state.milestones]
    about = _("Every milestone of the plan with its dates, its status and its light.")
    return Table("Milestones", about, columns, rows)


def _milestone_row(milestone: Milestone, teller: Teller) -> Sequence[Value]:
    state = teller.state
    initiative = state.get("initiative", milestone.initiative)
    light = state.light_by_milestone[milestone.uid]
    return (
        milestone.id,
        teller.text(milestone, "title"),
        teller.named(initiative),
        state.id_of("division", milestone.division),
        teller.owner(milestone),
        capital(_(WORDS[milestone.status])),
        light_value(light),
        teller.reason(milestone.reason) if milestone.reason is not None else None,
        milestone.weight,
        milestone.baseline,
        milestone.forecast,
        milestone.actual,
        variance_workdays(milestone, state.calendar),
        state.late_workdays(milestone) or None,
        milestone.updated_on,
    )


def light_value(light: Light | None) -> str | None:
    """A light as a cell holds it; nothing where there is none."""
    return capital(light_word(light)) or None


def _milestones_line(said: Told) -> str:
    found = said.figures
    return _(
        "{count} milestones in scope: {done} done, {open} open, {late} of these late. Dropped: {dropped}."
    ).format(
        count=number_text(found.in_scope),
        done=number_text(found.done),
        open=number_text(found.open),
        late=number_text(found.overdue),
        dropped=number_text(found.dropped_total),
    )


# Slips.


def slips_table(said: Told) -> Table:
    """A row for each time that a date moved later after the baseline, most working days first."""
    columns = (
        _field("decision", "id", 8),
        _field("milestone", "title", 42),
        _field("milestone", "division", 11),
        _field("milestone", "owner", 30),
        _column(N_("known on"), 12, Look.DATE),
        _column(N_("old date"), 12, Look.DATE),
        _column(N_("new date"), 12, Look.DATE),
        _column(N_("working days"), 11, Look.WHOLE),
        _field("milestone", "reason", 32),
        _field("milestone", "status", 13),
    )
    rows = []
    for slip, reason in _worst_first(said):
        milestone = slip.milestone
        rows.append(
            (
                milestone.id,
                said.teller.text(milestone, "title"),
                said.state.id_of("division", milestone.division),
                said.teller.owner(milestone),
                slip.day,
                slip.old,
                slip.new,
                slip.workdays,
                reason,
                capital(_(WORDS[milestone.status])),
            )
        )
    about = _("Every date that moved later after the baseline, most working days first.")
    return Table("Slips", about, columns, rows)


def _worst_first(said: Told) -> list[tuple[PastSlip, str]]:
    found = [(slip, group.name) for group in said.slips.reasons for slip in group.slips]
    return sorted(found, key=lambda each: (-each[0].workdays, each[0].day, natural_key(each[0].milestone.id)))


# Dependencies.


def dependencies_table(said: Told) -> Table:
    """A row for each dependency, overdue ones first and those that nobody waits for any more last."""
    state = said.state
    columns = (
        _field("dependency", "id", 8),
        _field("dependency", "waiting", 34),
        _column("waiting division", 11),
        _field("dependency", "provider", 34),
        _column("providing division", 11),
        _field("dependency", "what", 38),
        _field("dependency", "kind", 8),
        _field("dependency", "state", 12),
        _field("dependency", "need_by", 12, Look.DATE),
        _field("dependency", "promised", 12, Look.DATE),
        _column(N_("slack, working days"), 10, Look.WHOLE),
        _column(N_("provider's forecast"), 12, Look.DATE),
        _column(N_("provider's light"), 10, Look.LIGHT),
        _column(N_("needs attention"), 20),
        _column(N_("between divisions"), 10),
    )
    rows = [_dependency_row(link, said.teller) for link in chosen(state, Wanted(with_closed=True))]
    about = _("Every dependency between two milestones: who waits for whom, and whether the dates hold.")
    return Table("Dependencies", about, columns, rows)


def _dependency_row(link: Dependency, teller: Teller) -> Sequence[Value]:
    state = teller.state
    waiting, provider = ends(link, state)
    worst = concern(link, state)
    return (
        link.id,
        teller.named(waiting),
        state.id_of("division", waiting.division),
        teller.named(provider),
        state.id_of("division", provider.division),
        teller.text(link, "what"),
        capital(_(WORDS[link.kind])),
        capital(_(WORDS[link.state])),
        need_by_of(link, state),
        promised_of(link, state),
        slack(link, state),
        provider.forecast,
        light_value(state.light_by_milestone[provider.uid]),
        None if worst is None else capital(_(CONCERN_WORDS[worst])),
        capital(_("yes") if is_cross_division(link, state) else _("no")),
    )


def _dependencies_line(said: Told) -> str:
    found = said.figures
    return ngettext(
        "{count} dependency is overdue, {between} of them between divisions.",
        "{count} dependencies are overdue, {between} of them between divisions.",
        found.deps_overdue,
    ).format(count=number_text(found.deps_overdue), between=number_text(found.deps_overdue_cross_division))


# Decisions.


def decisions_table(said: Told) -> Table:
    """A row for each decision: those that are not made first, by the day on which they are needed."""
    state = said.state
    columns = (
        _field("decision", "id", 8),
        _field("decision", "title", 44),
        _field("decision", "body", 30),
        _field("decision", "needed", 12, Look.DATE),
        Column(_("On the agenda by"), 12, Look.DATE),
        _column(N_("due and not made"), 10),
        _field("decision", "made", 12, Look.DATE),
        _field("decision", "outcome", 13),
        _field("decision", "stops", 44),
        _field("decision", "initiative", 34),
        _field("decision", "case_number", 20),
    )
    due = {each.uid for each in due_decisions(state)}
    ordered = sorted(state.decisions, key=lambda each: (is_made(each, state.day), each.needed))
    rows = [_decision_row(each, said.teller, each.uid in due) for each in ordered]
    about = _("Every decision that the plan needs: who decides, by when, and what stops without it.")
    return Table("Decisions", about, columns, rows)


def _decision_row(decision: Decision, teller: Teller, is_due: bool) -> Sequence[Value]:
    state = teller.state
    initiative = state.get("initiative", decision.initiative)
    return (
        decision.id,
        teller.text(decision, "title"),
        teller.decider(decision),
        decision.needed,
        None if is_made(decision, state.day) else agenda_by(decision, state),
        capital(_("yes")) if is_due else None,
        decision.made,
        capital(_(WORDS[decision.outcome])),
        decision.stops,
        None if initiative is None else teller.named(initiative),
        decision.case_number,
    )


def _decisions_line(said: Told) -> str:
    count = said.figures.decisions_open
    return ngettext(
        "{count} decision is due and not made.", "{count} decisions are due and not made.", count
    ).format(count=number_text(count))
