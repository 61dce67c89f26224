"""`tracker dependencies`: who waits for whom, as a matrix, of one division, on a board by weeks, as a chain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import click

from models.edits import stored
from models.errors import UsageError
from models.language import N_, _, date_text, number_text
from models.rules import dependencies as rules
from models.rules.dependencies import CONCERN_WORDS, Card, Concern, Wanted
from models.rules.network import Branch
from models.rules.records import Dependency, Milestone, text
from models.rules.state import PlanState
from models.rules.words import ASCII_SHAPES, SHAPES, WORDS, Light
from tracker.cli.grammar import Command, OneOf
from tracker.cli.output import Column, knows_shapes, light_text, write_json, write_line, write_table
from tracker.cli.rows import find
from tracker.cli.session import Session

VIEWS: Final = ("matrix", "division", "board", "chain")


@click.command(
    cls=Command,
    help=N_(
        "Dependencies with both ends open, as a matrix of divisions unless told otherwise: “division CODE” is what a "
        "division needs and what the others need from it, “board” the divisions by weeks, “chain ID” all that a "
        "milestone waits for and all that wait for it, closed ones too. A date in brackets is a forecast that stands "
        "for a date that nobody named. Slack is in working days, from the promised date to that of the need."
    ),
    examples=(
        "tracker dependencies",
        "tracker dependencies division KASKO",
        "tracker dependencies board --overdue --json",
        "tracker dependencies chain A1.2",
    ),
)
@click.argument("view", metavar="[matrix|division|board|chain]", type=OneOf(VIEWS), default="matrix")
@click.argument("said", metavar="[CODE|ID]", required=False)
@click.option("--division", metavar="CODE", help=N_("Those of that division, on either side."))
@click.option("--overdue", is_flag=True, help=N_("Only those whose provider is late."))
@click.option("--cross-division", is_flag=True, help=N_("Only those between two divisions."))
@click.pass_obj
def dependencies(
    session: Session, view: str, said: str | None, division: str | None, overdue: bool, cross_division: bool
) -> None:
    """Writes one of the views."""
    _check_words(view, said, is_filtered=division is not None or overdue or cross_division)
    with session.reading() as (_plan, state):
        uid = find(state, division, ["division"]).row.uid if division is not None else None
        wanted = Wanted(uid, overdue, cross_division)
        if view == "division":
            _write_division(session, state, find(state, str(said), ["division"]).row, wanted)
        elif view == "chain":
            _write_chain(session, state, find(state, str(said), ["milestone"]).row)
        else:
            (_write_matrix if view == "matrix" else _write_board)(session, state, wanted)


def _check_words(view: str, said: str | None, *, is_filtered: bool) -> None:
    if view in {"matrix", "board"} and said is not None:
        raise UsageError(
            _("tracker dependencies {view} does not know what to do with “{text}”.").format(
                view=view, text=said
            )
        )
    if view == "division" and said is None:
        raise UsageError(
            _("tracker dependencies division needs the code of a division, such as division KASKO.")
        )
    if view == "chain" and said is None:
        raise UsageError(_("tracker dependencies chain needs the id of a milestone, such as chain A1.2."))
    if view == "chain" and is_filtered:
        raise UsageError(_("A chain is shown whole; it takes none of the options that choose."))


def _empty() -> str:
    return _("No dependency with both ends open fits what was asked for.")


# The matrix.


def _write_matrix(session: Session, state: PlanState, wanted: Wanted) -> None:
    cells = rules.matrix(state, wanted)
    if session.as_json:
        write_json(
            [
                {
                    "waiting": state.id_of("division", cell.waiting),
                    "providing": state.id_of("division", cell.providing),
                    "count": cell.count,
                    "worst": stored(cell.worst),
                    "overdue": cell.overdue,
                    "broken": cell.broken,
                }
                for cell in cells
            ]
        )
        return
    by_ends = {(cell.waiting, cell.providing): cell for cell in cells}
    waiting = [each for each in state.divisions if any(cell.waiting == each.uid for cell in cells)]
    providing = [each for each in state.divisions if any(cell.providing == each.uid for cell in cells)]
    if not cells:
        write_line(_empty())
        return
    write_line(_("Rows wait for columns: how many, the worst light of what they wait for."))
    if any(cell.overdue or cell.broken for cell in cells):
        write_line(_("!2 says that 2 are overdue, ≠2 that the dates of 2 do not line up."))
    write_line()
    write_table(
        [Column(_("waits")), *(Column(each.id) for each in providing)],
        [
            [row.id, *(_cell_text(by_ends.get((row.uid, column.uid))) for column in providing)]
            for row in waiting
        ],
        "",
    )


def _cell_text(cell: rules.MatrixCell | None) -> str:
    if cell is None:
        return "·"
    told = [number_text(cell.count), _shape(cell.worst)]
    told += [f"!{cell.overdue}"] if cell.overdue else []
    told += [f"≠{cell.broken}"] if cell.broken else []
    return " ".join(told)


def _shape(light: Light | None) -> str:
    return (SHAPES if knows_shapes() else ASCII_SHAPES)[light]


# Lists.


def dependency_json(link: Dependency, state: PlanState) -> dict[str, Any]:
    """A dependency with what the rules say of it; `need_by` and `promised` are null where nobody named them."""
    waiting, provider = rules.ends(link, state)
    return {
        "id": link.id,
        "waiting": waiting.id,
        "provider": provider.id,
        "waiting_division": state.id_of("division", waiting.division),
        "provider_division": state.id_of("division", provider.division),
        "kind": stored(link.kind),
        "what": text(link, "what") or None,
        "need_by": link.need_by,
        "promised": link.promised,
        "waiting_forecast": waiting.forecast,
        "provider_forecast": provider.forecast,
        "state": stored(link.state),
        "slack": rules.slack(link, state),
        "overdue": rules.is_overdue(link, state),
        "cross_division": rules.is_cross_division(link, state),
        "lines_up": rules.does_line_up(link, state),
    }


def _write_division(session: Session, state: PlanState, division: Any, wanted: Wanted) -> None:
    found = rules.sides(division.uid, state, wanted)
    if session.as_json:
        write_json([dependency_json(link, state) for link in (*found.needs, *found.serves)])
        return
    for title, links, empty in (
        (_("{division} needs"), found.needs, _("{division} needs nothing.")),
        (_("The others need from {division}"), found.serves, _("Nobody needs anything from {division}.")),
    ):
        name = {"division": division.id}
        if links is found.serves:
            write_line()
        if links:
            write_line(title.format(**name))
        _write_links(links, state, empty.format(**name), own=division.uid)


def _write_links(links: Sequence[Dependency], state: PlanState, empty: str, *, own: str) -> None:
    rows = []
    for link in links:
        waiting, provider = rules.ends(link, state)
        other = waiting if waiting.division != own else provider
        worst = rules.concern(link, state)
        rows.append(
            [
                link.id,
                waiting.id,
                provider.id,
                state.id_of("division", other.division) or "",
                _date(link.need_by, waiting),
                _date(link.promised, provider),
                number_text(rules.slack(link, state)),
                _(WORDS[link.state]),
                _(CONCERN_WORDS[worst]) if worst is not None else "",
                text(link, "what"),
            ]
        )
    write_table(
        [
            Column(_("id")),
            Column(_("waits")),
            Column(_("provides")),
            Column(_("division")),
            Column(_("need by")),
            Column(_("promised")),
            Column(_("slack"), is_number=True),
            Column(_("state"), leaves=2),
            Column(_("what is wrong"), gives_way=True),
            Column(_("what is handed over"), gives_way=True, leaves=3),
        ],
        rows,
        empty,
    )


def _date(named: Any, end: Milestone) -> str:
    return date_text(named) if named is not None else f"({date_text(end.forecast)})"


# The board.


def _write_board(session: Session, state: PlanState, wanted: Wanted) -> None:
    board = rules.board(state, wanted)
    if session.as_json:
        write_json(
            [
                _card_json(state, division, week, card)
                for division, weeks in board.rows
                for week, cards in weeks.items()
                for card in cards
            ]
        )
        return
    if not board.rows:
        write_line(_empty())
    for place, (division, weeks) in enumerate(board.rows):
        if place:
            write_line()
        row = state.get("division", division)
        write_line(f"{row.id}  {text(row, 'name')}")
        write_table(
            [
                Column(_("week"), is_number=True),
                Column(_("id")),
                Column(_("forecast")),
                Column(_("light")),
                Column(_("waits for")),
                Column(_("is waited for by")),
                Column(_("what is wrong")),
                Column(_("title"), gives_way=True, leaves=1),
            ],
            [_card_texts(state, week, card) for week, cards in weeks.items() for card in cards],
            "",
        )


def _card_json(state: PlanState, division: str, week: int, card: Card) -> dict[str, Any]:
    return {
        "division": state.id_of("division", division),
        "week": week,
        "id": card.milestone.id,
        "title": text(card.milestone, "title"),
        "forecast": card.milestone.forecast,
        "light": stored(state.light_by_milestone[card.milestone.uid]),
        "needs": [link.id for link in card.needs],
        "serves": [link.id for link in card.serves],
        "broken": card.is_broken,
    }


def _card_texts(state: PlanState, week: int, card: Card) -> list[str]:
    return [
        _week_text(week, state),
        card.milestone.id,
        date_text(card.milestone.forecast),
        light_text(state.light_by_milestone[card.milestone.uid]),
        ", ".join(state.id_of("milestone", link.provider) or "" for link in card.needs),
        ", ".join(state.id_of("milestone", link.waiting) or "" for link in card.serves),
        ", ".join(_card_concerns(card)),
        text(card.milestone, "title"),
    ]


def _card_concerns(card: Card) -> list[str]:
    found = {Concern.OVERDUE: card.is_overdue, Concern.BROKEN: card.is_broken}
    return [_(CONCERN_WORDS[each]) for each, holds in found.items() if holds]


def _week_text(week: int, state: PlanState) -> str:
    if week < 1:
        return _("before")
    return number_text(week) if week <= state.calendar.weeks else _("after")


# The chain.


def _write_chain(session: Session, state: PlanState, milestone: Milestone) -> None:
    network = state.network
    up, down = network.upstream(milestone.uid), network.downstream(milestone.uid)
    if session.as_json:
        write_json(
            {
                "id": milestone.id,
                "slack": network.slack(milestone.uid),
                "slack_to_end": network.slack_to_end(milestone.uid),
                "upstream": _branches_json(up, state),
                "downstream": _branches_json(down, state),
            }
        )
        return
    write_line(f"{milestone.id}  {text(milestone, 'title')}  {date_text(milestone.forecast)}")
    slack, to_end = network.slack(milestone.uid), network.slack_to_end(milestone.uid)
    if slack is not None:
        write_line(_("Working days to the first who waits for it: {days}").format(days=number_text(slack)))
    write_line(_("Working days to the plan's last day: {days}").format(days=number_text(to_end)))
    for title, tree, nobody in (
        (_("Waits for"), up, _("It waits for nobody.")),
        (_("Is waited for by"), down, _("Nobody waits for it.")),
    ):
        write_line()
        write_line(title if tree.branches else nobody)
        for depth, branch in tree.walk():
            if branch.link is not None:
                write_line("  " * depth + _branch_text(branch, state))


def _branches_json(tree: Branch, state: PlanState) -> list[dict[str, Any]]:
    """The branches from top to bottom, each with its depth: nested objects would be too deep for a long chain."""
    found = []
    for depth, branch in tree.walk():
        if branch.link is not None:
            milestone = state.get("milestone", branch.uid)
            found.append(
                {
                    "depth": depth,
                    "id": milestone.id,
                    "title": text(milestone, "title"),
                    "forecast": milestone.forecast,
                    "status": stored(milestone.status),
                    "light": stored(state.light_by_milestone[branch.uid]),
                    "is_repeated": branch.is_repeated,
                    "dependency": dependency_json(branch.link, state),
                }
            )
    return found


def _branch_text(branch: Branch, state: PlanState) -> str:
    milestone, link = state.get("milestone", branch.uid), branch.link
    assert link is not None
    light = state.light_by_milestone[branch.uid]
    told = [
        _(WORDS[link.kind]),
        _(WORDS[link.state]),
        light_text(light) if light is not None else _(WORDS[milestone.status]),
    ]
    worst = rules.concern(link, state)
    if worst is not None:
        told.append(_(CONCERN_WORDS[worst]))
    line = f"{milestone.id}  {text(milestone, 'title')}  {date_text(milestone.forecast)}"
    line += f"  ({link.id}, {', '.join(told)})"
    return line + "  " + _("see above") if branch.is_repeated else line
