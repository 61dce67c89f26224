"""The weekly page as one JSON object: visible ids, codes, dates; texts in the reader's language, without addresses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from exports.data import figures_json
from exports.public import left_out_json
from exports.report_words import Teller
from models.language import _, current
from models.rules.burndown import summary_text
from models.rules.forecast import SURE_PERCENT
from models.rules.lights import LightCounts
from models.rules.records import Handoff, Milestone
from models.rules.rounds import state_of
from models.rules.slips import PastSlip
from models.rules.text import without_addresses
from models.rules.weekly import Mark, PartLights, WeeklyPage
from models.rules.words import Light

Json = dict[str, Any]


def page_json(page: WeeklyPage) -> Json:
    """The whole page, its lists not cut, in the order of its parts."""
    teller = Teller(page.state)
    calendar = page.calendar
    told: Json = {
        "plan": teller.text(page.state.charter, "name", _("name of the plan")) or None,
        "language": current(),
        "week": page.week,
        "weeks": calendar.weeks,
        "iso_week": page.iso_week,
        "date": page.day,
        "day_no": calendar.day_number(page.day),
        "days": calendar.days,
        "publicity": page.publicity,
        "grounds": [without_addresses(each) for each in page.grounds],
        "is_public": page.is_public,
        "is_frozen": page.mark is not None,
        "snapshot": None if page.mark is None else _mark(page.mark),
        "since": {"date": page.before.day, "week": page.before.week},
        "figures": figures_json(page.figures),
        "narrative": _narrative(page, teller),
        "decisions": [
            {
                "id": each.decision.id,
                "title": teller.text(each.decision, "title"),
                "body": teller.decider(each.decision) or None,
                "needed": each.decision.needed,
                "agenda_by": each.agenda_by,
                "days_overdue": each.days,
                "stops": without_addresses(each.decision.stops or "") or None,
            }
            for each in page.decisions
        ],
        "lights": _lights(page, teller),
        "results": {
            name: [_milestone(each, teller) for each in getattr(page.results, name)]
            for name in ("done", "dropped", "added", "removed")
        },
        "burndown": _burndown(page),
        "slips": [_move(each, page, teller) for each in page.slips],
        "dependencies": [
            {
                "id": each.link.id,
                "what": teller.text(each.link, "what"),
                "waiting": each.waiting.id,
                "waiting_division": teller.division(each.waiting.division),
                "provider": each.provider.id,
                "provider_division": teller.division(each.provider.division),
                "since": each.since,
                "workdays": each.workdays,
            }
            for each in page.dependencies
        ],
        "next_week": [_milestone(each, teller) for each in page.next_week],
        "coverage": [
            {
                "id": each.question.id,
                "question": teller.text(each.question, "name"),
                "initiatives": [one.id for one in each.initiatives],
                "decisions": [one.id for one in each.decisions],
                "divisions": [teller.division(uid) for uid in each.divisions],
            }
            for each in page.coverage
        ],
        "participation": None,
        "approvals": {
            "moved": [_move(each, page, teller) for each in page.approvals.moved],
            "changes": page.approvals.changes,
            "milestones": page.approvals.milestones,
            "flagged": page.approvals.flagged,
        },
        "handoffs": {
            name: _rounds(getattr(page.rounds, name), page, teller)
            for name in ("sent", "returned", "missing")
        },
        "left_out": [left_out_json(each) for each in page.left_out],
    }
    return told | {"untranslated": list(teller.untranslated)}


def _mark(mark: Mark) -> Json:
    return {
        "number": mark.number,
        "version": mark.version,
        "taken_at": mark.at,
        "revision": mark.revision,
        "reason": without_addresses(mark.reason) if mark.reason else None,
        "seal": mark.seal,
    }


def _narrative(page: WeeklyPage, teller: Teller) -> Json | None:
    if page.told is None:
        return None
    said = teller.text(page.told.narrative, "text", _("narrative"))
    return {"text": said, "written_on": page.told.written_on}


def _milestone(milestone: Milestone, teller: Teller) -> Json:
    owner = teller.state.owner_of(milestone) if milestone.alive else None
    return {
        "id": milestone.id,
        "title": teller.text(milestone, "title"),
        "division": teller.division(milestone.division),
        "owner": teller.text(owner, "role") if owner is not None else None,
        "weight": milestone.weight,
        "status": milestone.status,
        "forecast": milestone.forecast,
        "actual": milestone.actual,
        "light": teller.state.light_by_milestone.get(milestone.uid),
    }


def _move(move: PastSlip, page: WeeklyPage, teller: Teller) -> Json:
    reason = page.state.get("reason", move.reason)
    return {
        "id": move.milestone.id,
        "title": teller.text(move.milestone, "title"),
        "from": move.old,
        "to": move.new,
        "workdays": move.workdays,
        "known": move.day,
        "reason": reason.id if reason is not None else None,
        "owner": teller.owner(move.milestone),
    }


def _lights(page: WeeklyPage, teller: Teller) -> Json:
    def counts(found: LightCounts | None) -> Json | None:
        return None if found is None else {**asdict(found), "worst": found.worst}

    def part(found: PartLights) -> Json:
        return {
            "id": found.row.id,
            "name": teller.text(found.row, "name"),
            "weeks": [counts(each) for each in found.weeks],
            "worst": found.worst.row.id if found.worst is not None else None,
            "why": teller.why(found) or None,
        }

    given: list[tuple[str, Light | None, Light | None, str | None]] = [
        (each.id, each.light, computed.worst, each.light_reason) for each, computed in page.lights.given
    ]
    return {
        "weeks": [
            {"week": week.week, "date": week.day, "plan": counts(week.counts)}
            for week in page.lights.plan.weeks
        ],
        "streams": [part(each) for each in page.lights.streams],
        "themes": [part(each) for each in page.lights.themes],
        "given": [
            {
                "id": name,
                "light": light,
                "computed": computed,
                "reason": without_addresses(reason or "") or None,
            }
            for name, light, computed, reason in given
        ],
    }


def _burndown(page: WeeklyPage) -> Json:
    found = page.burndown
    return {
        "sentence": summary_text(found.summary),
        "remaining": found.summary.remaining,
        "ideal": found.summary.ideal,
        "scope": found.summary.scope,
        "forecast": found.forecast.at(SURE_PERCENT),
        "weeks": [
            {
                "week": week,
                "date": row.day,
                "remaining": row.remaining,
                "ideal": row.ideal,
                "scope": row.scope,
            }
            for week, row in found.by_week(page.calendar, page.day)
        ],
    }


def _rounds(rounds: Iterable[Handoff], page: WeeklyPage, teller: Teller) -> list[Json]:
    return [
        {
            "id": each.id,
            "division": teller.division(each.division),
            "sent": each.sent,
            "due": each.due,
            "returned": each.returned if each.returned is not None and each.returned <= page.day else None,
            "state": state_of(each, page.day),
        }
        for each in rounds
    ]
