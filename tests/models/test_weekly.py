"""The weekly page: what stands in its parts, which week it is of, and that what was said stands."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from builders import START, Office, day

from models.clock import Clock
from models.edits import creation
from models.errors import NotFound, RuleBroken
from models.frozen import differences
from models.plan import Plan
from models.rules.attention import Section, attention, why_text
from models.rules.figures import due_decisions
from models.rules.slips import slips
from models.rules.weekly import WeeklyPage
from models.rules.words import Light, Publicity
from models.store import open_plan

FRIDAY = {week: day(7 * week - 2) for week in range(1, 14)}
"""The Friday of each week of the small plans."""


def ids(rows: object) -> list[str]:
    return [row.id for row in rows]  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def whole(whole_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plan]:
    """The sample with its 13 weeks, to be read."""
    path = Path(shutil.copyfile(whole_template, tmp_path_factory.mktemp("weekly") / "whole.db"))
    with open_plan(path, clock=Clock(date(2018, 11, 16)), person="tester") as plan:
        yield plan


@pytest.fixture(scope="module")
def pages(whole: Plan) -> dict[int, WeeklyPage]:
    """The page of each week of the sample."""
    return {week: whole.weekly.page(week) for week in range(1, 14)}


@pytest.fixture
def working(office: Office) -> Office:
    """The office on the Friday of week 3: the baseline of A1.1, A1.2 and B1.1 is confirmed, week 2 is frozen."""
    office.add("A1.1", weight=3)
    office.add("A1.2", weight=5)
    office.add("B1.1", initiative=office.uid("initiative", "B1"), division=office.uid("division", "KASKO"))
    office.plan.confirm_baseline()
    office.at(FRIDAY[2]).plan.snapshots.take()
    return office.at(FRIDAY[3])


# The same figures as everywhere else, for all weeks of the sample.


@pytest.mark.parametrize("week", range(1, 14))
def test_the_figures_are_those_of_the_snapshot(whole: Plan, pages: dict[int, WeeklyPage], week: int) -> None:
    assert pages[week].figures == whole.snapshots.of_week(week).figures


@pytest.mark.parametrize("week", range(1, 14))
def test_lights_of_now_are_those_of_the_figures(pages: dict[int, WeeklyPage], week: int) -> None:
    page = pages[week]
    assert {part.row.id: part.counts for part in page.lights.streams} == page.figures.lights


@pytest.mark.parametrize("week", range(4, 14))
def test_lights_of_the_weeks_before_are_those_of_their_pages(pages: dict[int, WeeklyPage], week: int) -> None:
    found = [[part.weeks[place] for part in pages[week].lights.themes] for place in range(3)]
    assert found == [[part.counts for part in pages[week - back].lights.themes] for back in (3, 2, 1)]


def test_the_lights_of_themes_that_the_first_snapshots_did_not_keep_are_counted_again(whole: Plan) -> None:
    kept = whole.snapshots.of_week(9)
    first = replace(kept, form="", figures=replace(kept.figures, theme_lights={}, division_lights={}))
    assert whole.snapshots.lights(first)["theme_lights"] == kept.figures.theme_lights


@pytest.mark.parametrize("week", range(1, 14))
def test_the_burndown_ends_at_the_remaining_weight_of_the_figures(
    pages: dict[int, WeeklyPage], week: int
) -> None:
    summary, figures = pages[week].burndown.summary, pages[week].figures
    assert (summary.remaining, summary.scope) == (figures.weight_remaining, figures.weight_in_scope)


@pytest.mark.parametrize("week", range(1, 14))
def test_due_decisions_overdue_links_and_missing_hand_offs_are_as_many_as_the_figures_say(
    pages: dict[int, WeeklyPage], week: int
) -> None:
    page = pages[week]
    told = (
        sum(each.days >= 0 for each in page.decisions),
        len(page.dependencies),
        len(page.rounds.missing),
    )
    figures = page.figures
    assert told == (figures.decisions_open, figures.deps_overdue_cross_division, figures.handoffs_late)


@pytest.mark.parametrize("week", range(2, 14))
def test_what_is_told_as_done_is_what_the_comparison_with_the_week_before_says(
    whole: Plan, pages: dict[int, WeeklyPage], week: int
) -> None:
    then, now = (whole.snapshots.rows(whole.snapshots.of_week(each).number) for each in (week - 1, week))
    done = {e.uid for e in differences(then, now) if (e.field, e.new) == ("status", "done")}
    assert {milestone.uid for milestone in pages[week].results.done} == done


@pytest.mark.parametrize("week", range(3, 14))
def test_slips_are_those_of_the_chart_of_slips(whole: Plan, pages: dict[int, WeeklyPage], week: int) -> None:
    page = pages[week]
    state = page.state
    course = [each for each in whole.series.course_changes() if each.revision <= state.revision]
    found = slips(
        state.milestones,
        course,
        calendar=state.calendar,
        baseline_on=state.charter.baseline_on,
        day=state.day,
    )
    charted = {each.milestone.uid for each in found if each.day > page.before.day and each.milestone.in_scope}
    # The chart counts also what was moved there and back within the week.
    assert {each.milestone.uid for each in page.slips} <= charted


@pytest.mark.parametrize("week", range(1, 14))
def test_why_a_light_is_red_or_amber_stands_on_today_too(pages: dict[int, WeeklyPage], week: int) -> None:
    page = pages[week]
    told = {
        (item.section, item.row.uid, why_text(item, page.state))
        for part in page.lights.streams
        if (item := part.worst) is not None
    }
    today = {
        (item.section, item.row.uid, why_text(item, page.state))
        for items in attention(page.state).sections.values()
        for item in items
    }
    assert told <= today


def test_slips_have_their_old_date_new_date_and_reason(pages: dict[int, WeeklyPage]) -> None:
    first = pages[9].slips[0]
    reason = pages[9].state.get("reason", first.reason)
    assert (first.milestone.id, first.old, first.new, first.workdays, reason.id) == (
        "A2.2",
        date(2018, 10, 18),
        date(2018, 10, 31),
        9,
        "legal",
    )


def test_next_week_is_told_by_day(pages: dict[int, WeeklyPage]) -> None:
    days = [milestone.forecast for milestone in pages[9].next_week]
    assert (days, days[0], days[-1]) == (sorted(days), date(2018, 10, 22), date(2018, 10, 26))


def test_hand_offs_of_the_week_and_those_still_missing_are_told(pages: dict[int, WeeklyPage]) -> None:
    rounds = pages[9].rounds
    assert (len(rounds.sent), len(rounds.returned), ids(rounds.missing)) == (
        4,
        3,
        ["HO-07-SOTE", "HO-08-SOTE"],
    )


# What was said stands.


def test_the_page_of_a_frozen_week_does_not_change_with_the_plan(working: Office) -> None:
    working.plan.snapshots.take()
    before = working.plan.weekly.page(3)
    working.at(FRIDAY[4]).set("A1.1", status="done", forecast=day(70))
    working.remove("B1.1")
    working.set("A1", "initiative", publicity="secret", secrecy_ground="§ 24")
    after = working.plan.weekly.page(3)
    assert (after.figures, after.results, after.slips, after.next_week, after.publicity) == (
        before.figures,
        before.results,
        before.slips,
        before.next_week,
        before.publicity,
    )


def test_what_moves_later_on_the_day_of_the_freeze_is_not_on_its_page(working: Office) -> None:
    working.set("A1.1", trend=True, forecast=day(81))
    working.plan.snapshots.take()
    working.set("A1.1", forecast=day(82))
    working.set("A1.1", forecast=day(81), reason=working.add_row("reason", id="R", name_en="R").uid)
    page = working.plan.weekly.page(3)
    assert (page.slips[0].reason, page.approvals.changes) == (None, 1)


def test_a_later_correction_of_the_week_before_does_not_change_the_page(working: Office) -> None:
    working.plan.snapshots.take()
    before = working.plan.weekly.page(3)
    working.at(FRIDAY[2]).set("A1.1", status="blocked")
    working.plan.snapshots.take(correction="A1.1 was blocked")
    after = working.at(FRIDAY[3]).plan.weekly.page(3)
    assert (after.lights, after.results) == (before.lights, before.results)


def test_the_page_is_of_the_newest_version_and_says_why_it_was_corrected(working: Office) -> None:
    working.plan.snapshots.take()
    working.plan.snapshots.take(correction="a wrong date")
    mark = working.plan.weekly.page(3).mark
    assert mark is not None
    assert (mark.version, mark.reason) == (2, "a wrong date")


def test_an_older_version_has_a_page_of_its_own(working: Office) -> None:
    first, _is_new = working.plan.snapshots.take()
    working.plan.snapshots.take(correction="a wrong date")
    mark = working.plan.weekly.page_of(first).mark
    assert mark is not None
    assert (mark.version, mark.seal) == (1, first.seal)


# Which week.


def test_the_current_week_is_a_draft_until_it_is_frozen(working: Office) -> None:
    draft = working.plan.weekly.page()
    working.plan.snapshots.take()
    assert (draft.week, draft.mark, working.plan.weekly.page().mark is not None) == (3, None, True)


def test_a_draft_holds_what_is_known_now(working: Office) -> None:
    working.set("A1.1", status="done")
    assert ids(working.plan.weekly.page().results.done) == ["A1.1"]


def test_a_week_that_has_not_begun_says_when_it_begins(working: Office) -> None:
    with pytest.raises(RuleBroken, match="Week 4 has not begun on 2018-09-07; it begins on 2018-09-10"):
        working.plan.weekly.page(4)


def test_a_week_that_was_not_frozen_has_no_page(working: Office) -> None:
    with pytest.raises(NotFound, match="Week 1 has no snapshot"):
        working.plan.weekly.page(1)


@pytest.mark.parametrize("week", [0, 99])
def test_a_week_that_the_plan_does_not_have_is_told(working: Office, week: int) -> None:
    with pytest.raises(NotFound, match=f"There is no week {week}: the plan has the weeks 1 to 13"):
        working.plan.weekly.page(week)


def test_there_is_no_page_before_the_plan_begins(office: Office) -> None:
    with pytest.raises(RuleBroken, match="before the plan begins"):
        office.at(day(-3)).plan.weekly.page()


def test_there_is_no_page_of_a_day_on_which_nothing_was_known(office: Office) -> None:
    office.set_frame(start=day(-200), days=400)
    with pytest.raises(RuleBroken, match="Nothing of the plan was known"):
        office.plan.weekly.page(day=day(-190))


def test_after_the_end_the_last_frozen_week_is_told(working: Office) -> None:
    assert working.at(day(120)).plan.weekly.page().week == 2


def test_a_week_after_the_end_that_is_not_frozen_has_no_page(working: Office) -> None:
    with pytest.raises(NotFound, match="There is no week 14"):
        working.at(day(92)).plan.weekly.page(14)


def test_a_week_after_the_end_that_is_frozen_has_a_page(working: Office) -> None:
    working.at(day(92)).plan.snapshots.take()
    assert working.plan.weekly.page(14).week == 14


def test_after_the_end_of_a_plan_without_frozen_weeks_there_is_no_page(office: Office) -> None:
    with pytest.raises(NotFound, match="no week of it is frozen"):
        office.at(day(120)).plan.weekly.page()


def test_a_day_in_the_past_has_the_page_that_was_there_then(working: Office) -> None:
    working.plan.snapshots.take()
    assert working.plan.weekly.page(day=day(16)).mark is None


def test_a_plan_without_rows_has_a_page(office: Office) -> None:
    page = office.plan.weekly.page()
    assert (page.results.done, page.slips, page.burndown.summary.remaining) == ((), (), 0)


@pytest.mark.parametrize("number", [1, 90])
def test_the_first_and_the_last_day_have_a_page(office: Office, number: int) -> None:
    office.add("A1.1")
    page = office.at(day(number)).plan.weekly.page()
    assert page.calendar.day_number(page.day) == number


# 2 The narrative.


def say(office: Office, week: int, text: str) -> None:
    office.plan.apply(creation("narrative", {"week": week, "text_en": text}), source="screen")


def test_the_frozen_narrative_stands(working: Office) -> None:
    say(working, 3, "A calm week.")
    working.plan.snapshots.take()
    told = working.plan.weekly.page().told
    assert told is not None
    assert (told.narrative.text_en, told.written_on) == ("A calm week.", None)


def test_a_narrative_written_after_the_freeze_is_told_with_its_day(working: Office) -> None:
    working.plan.snapshots.take()
    say(working.at(day(20)), 3, "A calm week.")
    told = working.plan.weekly.page(3).told
    assert told is not None
    assert told.written_on == day(20)


def test_a_narrative_that_was_not_written_by_the_day_is_not_told(working: Office) -> None:
    working.plan.snapshots.take()
    say(working.at(day(20)), 3, "A calm week.")
    assert working.plan.weekly.page(3, day=FRIDAY[3]).told is None


def test_a_narrative_of_another_week_is_not_told(working: Office) -> None:
    say(working, 2, "A calm week.")
    assert working.plan.weekly.page().told is None


# 3 Decisions.


def test_decisions_that_are_due_come_first_and_those_far_ahead_are_left_out(working: Office) -> None:
    today = FRIDAY[3]
    for name, needed in (("D1", 5), ("D2", -3), ("D3", 14), ("D4", 15), ("D5", 0)):
        working.add_row("decision", id=name, title_en=name, needed=day(19 + needed))
    working.set("D5", "decision", made=today)
    found = working.plan.weekly.page().decisions
    assert [(each.decision.id, each.days) for each in found] == [("D2", 3), ("D1", -5), ("D3", -14)]


def test_due_decisions_are_those_of_the_figures(working: Office) -> None:
    working.add_row("decision", id="D1", title_en="D1", needed=FRIDAY[3])
    page = working.plan.weekly.page()
    assert [each.decision for each in page.decisions] == list(due_decisions(page.state))


# 4 Lights.


def test_a_week_that_is_not_frozen_has_no_data(working: Office) -> None:
    page = working.plan.weekly.page()
    assert [part.weeks[0] for part in page.lights.streams] == [None, None]


def test_the_weeks_of_the_page_are_told_with_the_days_of_their_snapshots(working: Office) -> None:
    assert working.plan.weekly.page().weeks == [(1, None), (2, FRIDAY[2]), (3, FRIDAY[3])]


def test_the_milestone_that_is_latest_says_why(working: Office) -> None:
    working.set("A1.1", forecast=day(5), status="in_progress")
    working.set("A1.2", forecast=day(3), status="in_progress")
    part = working.plan.weekly.page().lights.streams[0]
    assert part.worst is not None
    assert (part.counts.worst, part.worst.row.id, part.worst.section, part.others) == (
        Light.RED,
        "A1.2",
        Section.LATE,
        1,
    )


def test_a_blocked_milestone_is_red_for_its_block(working: Office) -> None:
    working.set("A1.1", forecast=day(18), status="blocked")
    worst = working.plan.weekly.page().lights.streams[0].worst
    assert worst is not None
    assert worst.section is Section.BLOCKED


def test_one_that_has_not_begun_is_amber_for_its_date(working: Office) -> None:
    working.set("A1.1", forecast=day(22))
    worst = working.plan.weekly.page().lights.streams[0].worst
    assert worst is not None
    assert (worst.section, worst.days) == (Section.NEXT, 3)


def test_a_stale_one_is_grey_for_its_silence(working: Office) -> None:
    working.at(day(5)).set("A1.1", status="in_progress")
    worst = working.at(FRIDAY[3]).plan.weekly.page().lights.streams[0].worst
    assert worst is not None
    assert (worst.section, worst.days) == (Section.STALE, 14)


def test_green_needs_no_reason(working: Office) -> None:
    part = working.plan.weekly.page().lights.streams[0]
    assert (part.counts.worst, part.worst) == (Light.GREEN, None)


def test_a_light_that_a_person_set_stands_beside_the_computed_one(working: Office) -> None:
    working.set("A1", "initiative", light="red", light_reason="The supplier left.")
    ((initiative, computed),) = working.plan.weekly.page().lights.given
    assert (initiative.light, computed.worst) == (Light.RED, Light.GREEN)


# 5 Results.


def test_results_are_what_changed_since_the_page_before(working: Office) -> None:
    working.set("A1.1", status="done")
    working.set("A1.2", status="dropped")
    working.remove("B1.1")
    working.add("A1.3")
    found = working.plan.weekly.page().results
    assert (ids(found.done), ids(found.dropped), ids(found.removed), ids(found.added)) == (
        ["A1.1"],
        ["A1.2"],
        ["B1.1"],
        ["A1.3"],
    )


def test_what_was_done_on_friday_after_the_freeze_is_told_the_week_after(working: Office) -> None:
    working.plan.snapshots.take()
    working.set("A1.1", status="done")
    assert ids(working.at(FRIDAY[4]).plan.weekly.page().results.done) == ["A1.1"]


def test_what_came_before_the_baseline_is_planning(office: Office) -> None:
    office.add("A1.1")
    assert office.at(FRIDAY[1]).plan.weekly.page().results.added == ()


def test_the_first_page_tells_what_came_of_its_own_week(office: Office) -> None:
    office.add("A1.1")
    office.add("A1.2")
    office.at(day(3)).set("A1.1", status="done")
    office.at(day(9)).set("A1.2", status="done")
    page = office.at(FRIDAY[2]).plan.weekly.page()
    assert (page.before.week, page.before.day, ids(page.results.done)) == (None, day(7), ["A1.2"])


def test_the_burndown_has_a_row_for_each_week(working: Office) -> None:
    page = working.plan.weekly.page()
    rows = page.burndown.by_week(page.calendar, page.day)
    assert [(week, row.day) for week, row in rows] == [
        (week, START.fromordinal(FRIDAY[week].toordinal())) for week in range(1, 14)
    ]


def test_the_row_of_this_week_is_that_of_the_day(working: Office) -> None:
    page = working.at(day(16)).plan.weekly.page()
    assert page.burndown.by_week(page.calendar, page.day)[2][1].day == day(16)


# 6 Slips and 10 approvals.


def test_a_move_there_and_back_leaves_no_trace(working: Office) -> None:
    working.at(day(16)).set("A1.1", forecast=day(85))
    working.at(day(17)).set("A1.1", forecast=day(80))
    assert working.at(FRIDAY[3]).plan.weekly.page().slips == ()


def test_two_moves_of_a_week_are_one_with_the_reason_of_the_last(working: Office) -> None:
    first, second = (working.add_row("reason", id=name, name_en=name).uid for name in ("R1", "R2"))
    working.at(day(16)).set("A1.1", forecast=day(81), reason=first)
    working.at(day(17)).set("A1.1", forecast=day(82), reason=second)
    (slip,) = working.at(FRIDAY[3]).plan.weekly.page().slips
    assert (slip.old, slip.new, slip.reason) == (day(80), day(82), second)


def test_an_earlier_date_is_no_slip(working: Office) -> None:
    working.set("A1.1", forecast=day(70))
    assert working.plan.weekly.page().slips == ()


def test_what_moved_before_the_baseline_is_no_slip(office: Office) -> None:
    office.add("A1.1")
    office.at(FRIDAY[1]).plan.snapshots.take()
    office.at(day(9)).set("A1.1", forecast=day(85))
    office.at(day(10)).plan.confirm_baseline()
    office.at(day(11)).set("A1.1", forecast=day(87))
    (slip,) = office.at(FRIDAY[2]).plan.weekly.page().slips
    assert (slip.old, slip.new) == (day(85), day(87))


def test_the_biggest_slip_comes_first(working: Office) -> None:
    working.set("A1.1", forecast=day(83))
    working.set("A1.2", forecast=day(88))
    found = working.plan.weekly.page().slips
    assert [each.milestone.id for each in found] == ["A1.2", "A1.1"]


def test_date_changes_of_flagged_milestones_need_approval_both_ways(working: Office) -> None:
    working.set("A1.1", forecast=day(70), trend=True)
    working.set("A1.2", forecast=day(85))
    found = working.plan.weekly.page().approvals
    assert ([each.milestone.id for each in found.moved], found.flagged) == (["A1.1"], 1)
    assert found.moved[0].workdays < 0


def test_date_changes_since_the_baseline_are_counted(working: Office) -> None:
    working.at(day(8)).set("A1.1", trend=True, forecast=day(81))
    working.at(day(9)).set("A1.1", forecast=day(82))
    found = working.at(FRIDAY[3]).plan.weekly.page().approvals
    assert (found.changes, found.milestones) == (2, 1)


# 7 Dependencies, 8 next week, 11 hand-offs.


def test_a_division_that_waits_for_a_late_one_of_another_is_told(working: Office) -> None:
    working.link("X1", "A1.1", "B1.1")
    working.link("X2", "A1.1", "A1.2")
    for late in ("B1.1", "A1.2"):
        working.set(late, forecast=day(16))
    (found,) = working.plan.weekly.page().dependencies
    assert (found.link.id, found.provider.id, found.since, found.workdays) == ("X1", "B1.1", day(16), 3)


def test_next_week_goes_from_monday_to_sunday(working: Office) -> None:
    for name, number in (("A1.3", 21), ("A1.4", 22), ("A1.5", 28), ("A1.6", 29)):
        working.add(name, forecast=day(number))
    assert ids(working.plan.weekly.page().next_week) == ["A1.4", "A1.5"]


def test_a_round_that_was_sent_before_the_page_before_is_not_told_again(working: Office) -> None:
    sote = working.uid("division", "SOTE")
    working.at(day(10)).add_row("handoff", id="HO-02", division=sote, week=2, sent=day(10), due=day(40))
    working.at(FRIDAY[2]).plan.snapshots.take(correction="the round")
    assert working.at(FRIDAY[3]).plan.weekly.page().rounds.all == ()


# What is public.


@pytest.fixture
def secret(working: Office) -> Office:
    """Initiative B1 is secret since week 3."""
    working.set("B1", "initiative", publicity="secret", secrecy_ground="§ 24")
    return working


def test_the_class_is_the_strictest_of_what_the_page_names(secret: Office) -> None:
    secret.set("B1.1", status="done")
    page = secret.plan.weekly.page()
    assert (page.publicity, page.grounds) == (Publicity.SECRET, ("§ 24",))


def test_a_page_that_names_only_what_is_public_is_public(secret: Office) -> None:
    assert secret.plan.weekly.page().publicity is Publicity.PUBLIC


def test_a_public_page_names_nothing_that_is_not(secret: Office) -> None:
    secret.set("B1.1", status="done")
    page = secret.plan.weekly.page(public=True)
    assert (page.publicity, page.results.done, page.figures.in_scope) == (Publicity.PUBLIC, (), 2)


def test_a_public_page_says_how_many_rows_were_left_out(secret: Office) -> None:
    assert [(each.kind, each.count) for each in secret.plan.weekly.page(public=True).left_out] == [
        ("initiative", 1),
        ("milestone", 1),
    ]


def test_the_past_of_what_is_secret_now_is_not_published(secret: Office) -> None:
    lights = secret.plan.weekly.page(public=True).lights
    assert [part.weeks[1].green for part in lights.streams if part.weeks[1] is not None] == [2, 0]


@pytest.mark.parametrize("said", ["B1.1 is done.", "initiative b1 moves on."])
def test_a_narrative_that_names_what_is_secret_is_not_published(secret: Office, said: str) -> None:
    say(secret, 3, said)
    page = secret.plan.weekly.page(public=True)
    assert (page.told, page.is_told_left_out) == (None, True)


def test_a_week_has_a_public_page_though_an_initiative_came_later(secret: Office) -> None:
    secret.plan.snapshots.take()
    home = secret.row("initiative", "A1")
    secret.add_row("initiative", id="A7", title_en="More", stream=home.stream, lead=home.lead)
    assert secret.plan.weekly.page(public=True).figures.in_scope == 2


def test_a_late_narrative_that_names_what_came_after_the_freeze_and_is_secret_is_not_published(
    secret: Office,
) -> None:
    secret.plan.snapshots.take()
    home = secret.row("initiative", "B1")
    secret.add_row(
        "initiative",
        id="B7",
        title_en="Sale of the harbour",
        stream=home.stream,
        lead=home.lead,
        publicity=home.publicity,
        secrecy_ground=home.secrecy_ground,
    )
    say(secret, 3, "The sale of the harbour goes on.")
    assert secret.plan.weekly.page(public=True).told is None


def test_a_narrative_that_names_what_is_secret_and_was_removed_is_not_published(secret: Office) -> None:
    secret.remove("B1.1")
    say(secret, 3, "B1.1 is off the list.")
    assert secret.plan.weekly.page(public=True).told is None


def test_a_narrative_that_names_what_is_public_is_published(secret: Office) -> None:
    say(secret, 3, "A1.1 is done, and XB1.10 is no id.")
    assert secret.plan.weekly.page(public=True).told is not None


def test_the_reason_of_a_correction_is_not_published(secret: Office) -> None:
    secret.plan.snapshots.take()
    secret.plan.snapshots.take(correction="B1.1 was wrong")
    mark = secret.plan.weekly.page(public=True).mark
    assert mark is not None
    assert mark.reason is None
