"""What the words and figures of the workbook for stakeholders mean, for who reads it without the program.

The rules themselves stand in `models.rules`; the limits told here are theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from exports.tables_workbook import Column, Table, capital
from models.language import N_, _, date_text, number_text
from models.rules.dependencies import ANSWER_WORKDAYS, CONCERN_WORDS, Concern
from models.rules.figure_words import LABELS
from models.rules.lights import (
    AMBER_WHEN_UNSTARTED_WITHIN_DAYS,
    RED_AFTER_LATE_WORKDAYS,
    RED_WHEN_BLOCKED_WITHIN_DAYS,
    STALE_AFTER_DAYS,
)
from models.rules.state import PlanState
from models.rules.words import WORDS, DependencyKind, Light, Status

_TIME: Final = N_("time")
_PLAN: Final = N_("plan")
_FIGURES: Final = N_("figures")
_STATUS: Final = N_("status")
_LIGHTS: Final = N_("lights")
_CHARTS: Final = N_("charts")
_DATES: Final = N_("dates")
_DEPENDENCIES: Final = N_("dependencies")

DEFINITIONS: Final[tuple[tuple[str, str, str], ...]] = (
    (_TIME, N_("day"), N_(
        "Calendar days are counted; the first day, {start}, is day 1. Day {days} is {end}, and the last working day "
        "is {last_workday}."
    )),
    (_TIME, N_("week"), N_("Weeks begin on Monday. Week 1 is the one of the first day.")),
    (_TIME, N_("working day"), N_("Monday to Friday, public holidays left out.")),
    (_TIME, N_("snapshot"), N_(
        "The plan as it stood when its week was frozen, as a rule on Friday. It is never changed: a correction stands "
        "beside it as a further version."
    )),
    (_TIME, N_("seal"), N_(
        "A check sum of all that a snapshot holds and of the seal before it. Whoever changed anything in it later "
        "would change the seal."
    )),
    (_TIME, N_("draft"), N_("The week is not frozen yet; the figures are those of the moment of writing.")),
    (_PLAN, N_("stream"), N_("A group of initiatives that are led together.")),
    (_PLAN, N_("initiative"), N_("Work that carries a goal of the plan; it has milestones.")),
    (_PLAN, N_("milestone"), N_("A result with a date, an owner and a weight.")),
    (_PLAN, N_("weight"), N_("How much a milestone counts, from 1 to 13. Charts add up weights, not milestones.")),
    (_PLAN, N_("owner"), N_(
        "The role that answers for a milestone: its own owner, or else that of its initiative. Where neither is named, "
        "it says so."
    )),
    (_PLAN, N_("division"), N_("The part of the organisation that answers for a milestone.")),
    (_PLAN, N_("publicity"), N_(
        "Whether a row may be published. The class of this workbook is that of its strictest row."
    )),
    (_FIGURES, LABELS["in_scope"], N_("Milestones that exist and are not dropped.")),
    (_FIGURES, LABELS["done"], N_("Milestones in scope that have been met.")),
    (_FIGURES, LABELS["open"], N_("Milestones in scope that have not been met.")),
    (_FIGURES, LABELS["weight_in_scope"], N_("The weight of the milestones in scope.")),
    (_FIGURES, LABELS["weight_done"], N_("The weight of those that have been met.")),
    (_FIGURES, LABELS["weight_remaining"], N_("The weight of those that have not been met.")),
    (_FIGURES, LABELS["ideal_remaining"], N_(
        "The weight that would remain if every milestone of the baseline had been met on its baseline date."
    )),
    (_FIGURES, LABELS["overdue"], N_("Open milestones whose forecast has passed.")),
    (_FIGURES, LABELS["stale"], N_(
        "Open milestones that have been begun and of which nobody has said anything for more than {stale} days. "
        "To confirm that nothing has changed counts as saying something."
    )),
    (_FIGURES, LABELS["decisions_open"], N_("Decisions needed on or before the day that had not been made by then.")),
    (_FIGURES, LABELS["deps_overdue"], N_(
        "Dependencies of which both milestones are open and the forecast of the providing one has passed."
    )),
    (_FIGURES, LABELS["deps_overdue_cross_division"], N_(
        "Overdue dependencies whose two milestones belong to different divisions."
    )),
    (_FIGURES, LABELS["handoffs_late"], N_(
        "Requests for an update that a division has not answered by their date, and no later one either."
    )),
    (_FIGURES, LABELS["dropped_total"], N_("Milestones that have been dropped since the plan began.")),
    (_FIGURES, LABELS["added_total"], N_("Milestones that came after the baseline was confirmed.")),
    (_STATUS, WORDS[Status.NOT_STARTED], N_("Nobody works on it yet.")),
    (_STATUS, WORDS[Status.IN_PROGRESS], N_("Work has begun.")),
    (_STATUS, WORDS[Status.AT_RISK], N_("Its owner expects that the date may not hold.")),
    (_STATUS, WORDS[Status.BLOCKED], N_("Work cannot go on; the reason says what it waits for.")),
    (_STATUS, WORDS[Status.DONE], N_("It has been met; the actual date says when.")),
    (_STATUS, WORDS[Status.DROPPED], N_("It is no longer pursued, and counts in no weight.")),
    (_LIGHTS, WORDS[Light.RED], N_(
        "More than {red} working days late; or blocked, with a date that has passed or is at most {blocked} days away."
    )),
    (_LIGHTS, WORDS[Light.AMBER], N_(
        "Late by at least one working day, blocked or at risk; or not started, with a date at most {unstarted} days "
        "away."
    )),
    (_LIGHTS, WORDS[Light.GREY], N_("Neither red nor amber, but stale: nobody knows.")),
    (_LIGHTS, WORDS[Light.GREEN], N_("None of these. Done and dropped milestones have no light.")),
    (_LIGHTS, N_("light of a stream or theme"), N_("The worst light among its milestones.")),
    (_LIGHTS, N_("no data"), N_("The week was not frozen, so nothing is known of it.")),
    (_DATES, N_("baseline"), N_(
        "The date of a milestone at the moment at which the timetable was confirmed. {baseline} Milestones that came "
        "later have none."
    )),
    (_DATES, N_("forecast"), N_("The date on which a milestone is expected to be met.")),
    (_DATES, N_("actual"), N_("The date on which it was met.")),
    (_DATES, N_("last update"), N_("When it was last changed, or confirmed without a change.")),
    (_DATES, N_("variance, working days"), N_(
        "Working days from the baseline to the actual date, or to the forecast while it is open; negative is earlier."
    )),
    (_DATES, N_("late, working days"), N_("Working days since the forecast of an open milestone passed.")),
    (_DATES, N_("slip"), N_(
        "A forecast that moved later from one day to the next, after the baseline. One that is moved earlier again "
        "later on has slipped all the same."
    )),
    (_DEPENDENCIES, N_("dependency"), N_(
        "An agreement between two milestones: one waits for what the other provides. {hard}: it cannot be met before. "
        "{soft}: it would only be better."
    )),
    (_DEPENDENCIES, N_("need by"), N_(
        "When the waiting side needs it; where it has not said so, the forecast of its milestone."
    )),
    (_DEPENDENCIES, N_("promised"), N_(
        "When the providing side promises it; where it has not said so, the forecast of its milestone."
    )),
    (_DEPENDENCIES, N_("slack, working days"), N_(
        "Working days from the promised date to the one on which it is needed, weeks in which nobody works left out "
        "too; negative is too late."
    )),
    (_DEPENDENCIES, CONCERN_WORDS[Concern.OVERDUE], N_("The forecast of the providing milestone has passed.")),
    (_DEPENDENCIES, CONCERN_WORDS[Concern.BROKEN], N_("It is promised for a later day than it is needed.")),
    (_DEPENDENCIES, CONCERN_WORDS[Concern.UNANSWERED], N_(
        "It was asked for {answer} working days ago or more, and nobody has answered."
    )),
    (_DEPENDENCIES, CONCERN_WORDS[Concern.NO_PROMISE], N_("The providing side has named no date.")),
    (_CHARTS, N_("remaining"), N_("Weight in scope and not done at the end of each day.")),
    (_CHARTS, N_("ideal"), N_(
        "Weight remaining by the baseline at the end of each day. What comes or goes after the baseline does not move "
        "it."
    )),
    (_CHARTS, N_("scope"), N_("Weight of all milestones in scope at the end of each day, done ones included.")),
    (_CHARTS, N_("added, dropped"), N_("Weight that came into scope or left it on a day after the baseline.")),
    (_CHARTS, N_("bar of the roadmap"), N_(
        "From the first to the last milestone in scope, as met or expected. Its striped part goes on after the "
        "last day of its baseline."
    )),
)  # fmt: skip
"""What a word belongs to, the word, and its meaning; in English, `_()` translates each."""


def definitions_table(state: PlanState) -> Table:
    """A row for each word."""
    columns = (
        Column(capital(_("about")), 18),
        Column(capital(_("word")), 34),
        Column(capital(_("meaning")), 110),
    )
    limits = _limits(state)
    rows: list[Sequence[str]] = [
        (capital(_(group)), capital(_(word)), _(meaning).format_map(limits))
        for group, word, meaning in DEFINITIONS
    ]
    return Table("Definitions", _("What the words and figures of this workbook mean."), columns, rows)


def _limits(state: PlanState) -> dict[str, str]:
    """The days, limits and words that definitions name, as people read them."""
    calendar, baseline_on = state.calendar, state.charter.baseline_on
    confirmed = _("It was confirmed on {date}.").format(date=date_text(baseline_on))
    return {
        "start": date_text(calendar.start),
        "end": date_text(calendar.end),
        "days": number_text(calendar.days),
        "last_workday": date_text(calendar.last_workday),
        "stale": number_text(STALE_AFTER_DAYS),
        "red": number_text(RED_AFTER_LATE_WORKDAYS),
        "blocked": number_text(RED_WHEN_BLOCKED_WITHIN_DAYS),
        "unstarted": number_text(AMBER_WHEN_UNSTARTED_WITHIN_DAYS),
        "answer": number_text(ANSWER_WORKDAYS),
        "hard": capital(_(WORDS[DependencyKind.HARD])),
        "soft": capital(_(WORDS[DependencyKind.SOFT])),
        "baseline": confirmed if baseline_on is not None else _("It is not confirmed yet."),
    }
