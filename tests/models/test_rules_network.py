"""The network of dependencies against slower rules that look at every path, and its answers at the borders."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from builders import calendar, day, dependency, milestone, properties
from hypothesis import given
from hypothesis import strategies as st

from models.rules.network import Branch, Moved, Network, Slip
from models.rules.records import Dependency, Milestone
from models.rules.words import DependencyKind, DependencyState, Status

HOLIDAYS = frozenset({day(18), day(33)})
CLOSED = frozenset({day(57)})
WORK = calendar(holidays=HOLIDAYS, closed_mondays=CLOSED)


@st.composite
def networks(draw: st.DrawFn) -> tuple[list[Milestone], list[Dependency]]:
    """Milestones in any order, and dependencies without a circle among them."""
    count = draw(st.integers(1, 9))
    made = [
        milestone(
            uid=f"m{number}",
            forecast=day(draw(st.integers(1, 40))),
            status=draw(st.sampled_from([Status.IN_PROGRESS] * 5 + list(Status))),
        )
        for number in range(count)
    ]
    pairs = [(one, other) for one in range(count) for other in range(one)]
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=20)) if pairs else []
    links = [
        dependency(
            uid=f"x{number}",
            waiting=f"m{one}",
            provider=f"m{other}",
            kind=draw(st.sampled_from([DependencyKind.HARD, DependencyKind.HARD, DependencyKind.SOFT])),
            state=draw(st.sampled_from([DependencyState.ACCEPTED] * 5 + list(DependencyState))),
        )
        for number, (one, other) in enumerate(chosen)
    ]
    return draw(st.permutations(made)), links


def network(parts: tuple[list[Milestone], list[Dependency]]) -> Network:
    return Network(*parts, WORK)


def standing(parts: tuple[list[Milestone], list[Dependency]]) -> list[Dependency]:
    """Links that somebody open still waits for, from somebody open."""
    is_open = {one.uid for one in parts[0] if one.status.value not in ("done", "dropped")}
    return [
        link
        for link in parts[1]
        if link.state.value in ("asked", "accepted") and {link.waiting, link.provider} <= is_open
    ]


def pushed(parts: tuple[list[Milestone], list[Dependency]], uid: str, to: date) -> dict[str, date]:
    """The new date of everybody, found by applying the rule until nothing changes."""
    dates = {one.uid: one.forecast for one in parts[0]}
    new = {uid: to}
    changed = True
    while changed:
        changed = False
        for link in standing(parts):
            promised = new.get(link.provider)
            now = new.get(link.waiting, dates[link.waiting])
            if link.kind is DependencyKind.HARD and promised is not None and promised > now:
                new[link.waiting] = promised
                changed = True
    return new


def paths(links: list[Dependency], uid: str) -> Iterator[tuple[str, ...]]:
    """Every chain of who waits that begins with a milestone."""
    yield (uid,)
    for link in links:
        if link.provider == uid:
            for rest in paths(links, link.waiting):
                yield (uid, *rest)


# Order.


@properties
@given(networks())
def test_every_provider_stands_before_those_who_wait_for_it(
    parts: tuple[list[Milestone], list[Dependency]],
) -> None:
    place = {uid: number for number, uid in enumerate(network(parts).order)}
    assert all(place[link.provider] < place[link.waiting] for link in parts[1])


@properties
@given(networks())
def test_the_order_holds_every_milestone_once(parts: tuple[list[Milestone], list[Dependency]]) -> None:
    assert sorted(network(parts).order) == sorted(one.uid for one in parts[0])


def test_without_dependencies_the_order_is_that_of_the_plan() -> None:
    assert network(([milestone(uid=uid) for uid in "cab"], [])).order == ("c", "a", "b")


def test_who_waits_comes_as_soon_as_what_it_waits_for_is_there() -> None:
    found = network(([milestone(uid=uid) for uid in "abc"], [dependency(waiting="a", provider="b")]))
    assert found.order == ("b", "a", "c")


def test_a_circle_in_a_damaged_plan_comes_last() -> None:
    links = [dependency(waiting="a", provider="b"), dependency(waiting="b", provider="a")]
    assert network(([milestone(uid=uid) for uid in "abc"], links)).order == ("c", "a", "b")


def test_an_empty_plan_has_an_empty_network() -> None:
    found = network(([], []))
    assert (found.order, found.longest_chain) == ((), ())


# The longest chain.


@properties
@given(networks())
def test_no_path_has_more_open_hard_links_than_the_longest_chain(
    parts: tuple[list[Milestone], list[Dependency]],
) -> None:
    hard = [link for link in standing(parts) if link.kind is DependencyKind.HARD]
    longest = max(len(path) - 1 for one in parts[0] for path in paths(hard, one.uid))
    assert max(len(network(parts).longest_chain) - 1, 0) == longest


@properties
@given(networks())
def test_each_of_the_longest_chain_waits_hard_for_the_one_before_it(
    parts: tuple[list[Milestone], list[Dependency]],
) -> None:
    hard = {(link.provider, link.waiting) for link in standing(parts) if link.kind is DependencyKind.HARD}
    chain = network(parts).longest_chain
    assert all(step in hard for step in pairwise(chain))


def test_milestones_without_open_hard_links_make_no_chain() -> None:
    soft = dependency(kind=DependencyKind.SOFT)
    assert network(([milestone(uid="a"), milestone(uid="b")], [soft])).longest_chain == ()


# Slack.


@properties
@given(networks())
def test_slack_is_counted_to_the_earliest_of_those_who_still_wait(
    parts: tuple[list[Milestone], list[Dependency]],
) -> None:
    found = network(parts)
    by_uid = {one.uid: one for one in parts[0]}
    for one in parts[0]:
        waits = [
            by_uid[link.waiting].forecast
            for link in parts[1]
            if link.provider == one.uid
            and link.state.value in ("asked", "accepted")
            and by_uid[link.waiting].status.value not in ("done", "dropped")
        ]
        expected = WORK.workdays(one.forecast, min(waits)) if waits else None
        assert found.slack(one.uid) == expected


@properties
@given(networks())
def test_slack_to_the_end_is_counted_to_the_last_day_of_the_plan(
    parts: tuple[list[Milestone], list[Dependency]],
) -> None:
    found = network(parts)
    assert all(found.slack_to_end(one.uid) == WORK.workdays(one.forecast, day(90)) for one in parts[0])


def test_slack_is_negative_where_somebody_wants_to_be_met_earlier() -> None:
    waiting, provider = milestone(uid="a", forecast=day(1)), milestone(uid="b", forecast=day(4))
    assert network(([waiting, provider], [dependency()])).slack("b") == -3


def test_a_milestone_after_day_90_has_negative_slack_to_the_end() -> None:
    assert network(([milestone(uid="a", forecast=day(92))], [])).slack_to_end("a") == -1


# Slips.


@properties
@given(networks(), st.integers(1, 60), st.data())
def test_a_slip_pushes_just_those_whom_the_rule_pushes(
    parts: tuple[list[Milestone], list[Dependency]], number: int, data: st.DataObject
) -> None:
    one = data.draw(st.sampled_from(parts[0]))
    slip = network(parts).slip(one.uid, day(number))
    expected = {}
    if one.status.value not in ("done", "dropped") and day(number) > one.forecast:
        expected = pushed(parts, one.uid, day(number))
        del expected[one.uid]
    assert {each.uid: each.end for each in slip.moved} == expected


@properties
@given(networks(), st.integers(41, 60))
def test_who_waits_softly_and_is_passed_keeps_the_date_and_is_reported(
    parts: tuple[list[Milestone], list[Dependency]], number: int
) -> None:
    one = parts[0][0]
    slip = network(parts).slip(one.uid, day(number))
    new = pushed(parts, one.uid, day(number)) if one.is_open else {}
    dates = {each.uid: each.forecast for each in parts[0]}
    expected = {
        link.waiting
        for link in standing(parts)
        if link.kind is DependencyKind.SOFT
        and link.provider in new
        and new[link.provider] > new.get(link.waiting, dates[link.waiting])
    }
    assert (set(slip.soft), len(slip.soft)) == (expected, len(expected))


@properties
@given(networks(), st.integers(41, 60))
def test_whoever_pushes_is_a_provider_that_has_that_new_date(
    parts: tuple[list[Milestone], list[Dependency]], number: int
) -> None:
    uid = parts[0][0].uid
    slip = network(parts).slip(uid, day(number))
    new = {uid: day(number)}
    hard = {(link.waiting, link.provider) for link in standing(parts) if link.kind is DependencyKind.HARD}
    for each in slip.moved:
        assert (each.uid, each.because) in hard
        assert new[each.because] == each.end
        new[each.uid] = each.end


@properties
@given(networks(), st.integers(41, 60))
def test_a_push_is_told_in_working_days_from_the_date_of_now(
    parts: tuple[list[Milestone], list[Dependency]], number: int
) -> None:
    dates = {each.uid: each.forecast for each in parts[0]}
    for each in network(parts).slip(parts[0][0].uid, day(number)).moved:
        assert (each.start, each.workdays) == (dates[each.uid], WORK.workdays(dates[each.uid], each.end))


def two(waiting_on: int, provider_on: int, **link: object) -> Network:
    """`a`, which waits for `b`."""
    ends = [milestone(uid="a", forecast=day(waiting_on)), milestone(uid="b", forecast=day(provider_on))]
    return network((ends, [dependency(**link)]))


def test_no_gap_is_kept() -> None:
    assert two(20, 10).slip("b", day(20)).moved == ()


def test_one_day_after_the_waiting_date_pushes_by_that_day() -> None:
    assert two(22, 10).slip("b", day(23)).moved == (Moved("a", day(22), day(23), 1, "b"),)


def test_a_push_over_a_weekend_is_one_of_no_working_day() -> None:
    assert two(5, 1).slip("b", day(7)).moved == (Moved("a", day(5), day(7), 0, "b"),)


def test_a_slip_to_an_earlier_day_moves_nothing() -> None:
    assert two(5, 20).slip("b", day(19)) == Slip("b", day(19))


def test_the_date_that_stands_is_no_slip() -> None:
    assert two(5, 20).slip("b", day(20)) == Slip("b", day(20))


def test_a_done_milestone_does_not_slip() -> None:
    ends = [milestone(uid="a"), milestone(uid="b", status=Status.DONE, forecast=day(10))]
    assert network((ends, [dependency()])).slip("b", day(95)) == Slip("b", day(95))


def test_a_delivered_dependency_no_longer_pushes() -> None:
    assert two(20, 10, state=DependencyState.DELIVERED).slip("b", day(30)).moved == ()


def test_a_declined_dependency_does_not_push() -> None:
    assert two(20, 10, state=DependencyState.DECLINED).slip("b", day(30)).moved == ()


def test_one_that_is_asked_for_pushes() -> None:
    assert [each.uid for each in two(20, 10, state=DependencyState.ASKED).slip("b", day(30)).moved] == ["a"]


@properties
@given(networks(), st.integers(1, 60))
def test_a_milestone_is_held_by_the_latest_open_provider_that_comes_after_the_day(
    parts: tuple[list[Milestone], list[Dependency]], number: int
) -> None:
    one = parts[0][0]
    dates = {each.uid: each.forecast for each in parts[0]}
    later = [
        dates[link.provider]
        for link in standing(parts)
        if link.waiting == one.uid and link.kind is DependencyKind.HARD and dates[link.provider] > day(number)
    ]
    held = network(parts).held_by(one.uid, day(number))
    assert (None if held is None else dates[held]) == max(later, default=None)


def test_on_the_day_of_its_provider_nothing_holds_a_milestone() -> None:
    assert (two(30, 20).held_by("a", day(20)), two(30, 20).held_by("a", day(19))) == (None, "b")


def test_who_is_pushed_hard_by_another_is_not_reported_as_soft() -> None:
    ends = [milestone(uid=uid, forecast=day(10)) for uid in "abc"]
    links = [
        dependency(waiting="b", provider="a"),
        dependency(waiting="c", provider="b"),
        dependency(waiting="c", provider="a", kind=DependencyKind.SOFT),
    ]
    slip = network((ends, links)).slip("a", day(11))
    assert ([each.uid for each in slip.moved], slip.soft) == (["b", "c"], ())


# Trees.


@properties
@given(networks())
def test_a_tree_expands_each_milestone_of_the_chain_once(
    parts: tuple[list[Milestone], list[Dependency]],
) -> None:
    root = parts[0][0].uid
    told = [branch.uid for _depth, branch in network(parts).downstream(root).walk() if not branch.is_repeated]
    assert (set(told), len(told)) == ({path[-1] for path in paths(parts[1], root)}, len(set(told)))


@properties
@given(networks())
def test_what_is_repeated_stands_further_up_and_has_no_branches(
    parts: tuple[list[Milestone], list[Dependency]],
) -> None:
    told: set[str] = set()
    for _depth, branch in network(parts).upstream(parts[0][0].uid).walk():
        assert branch.is_repeated == (branch.uid in told)
        assert not (branch.is_repeated and branch.branches)
        told.add(branch.uid)


def shape(branch: Branch) -> list[str]:
    return ["." * depth + each.uid + ("*" if each.is_repeated else "") for depth, each in branch.walk()]


def test_a_shared_milestone_is_told_where_it_is_met_first() -> None:
    links = [
        dependency(waiting=waiting, provider=provider)
        for waiting, provider in (("a", "b"), ("a", "c"), ("b", "d"), ("c", "d"), ("d", "e"))
    ]
    found = network(([milestone(uid=uid) for uid in "abcde"], links))
    assert shape(found.upstream("a")) == ["a", ".b", "..d", "...e", ".c", "..d*"]


def test_a_branch_names_the_dependency_that_leads_to_it() -> None:
    root = two(20, 10).upstream("a")
    assert (root.link, root.branches[0].link) == (None, dependency())


def test_a_chain_longer_than_the_stack_of_python_is_told() -> None:
    links = [dependency(waiting=f"m{n + 1}", provider=f"m{n}") for n in range(5_000)]
    found = network(([milestone(uid=f"m{n}") for n in range(5_001)], links))
    assert sum(1 for _each in found.downstream("m0").walk()) == 5_001


# Neighbours.


def test_a_milestone_knows_what_it_waits_for_and_whom_it_serves() -> None:
    found = two(20, 10)
    assert [found.needs("a"), found.serves("b"), found.needs("b")] == [(dependency(),), (dependency(),), ()]


def test_a_slip_carries_over_the_end_what_lay_within_it() -> None:
    ends = [milestone(uid="a", forecast=day(88)), milestone(uid="b", forecast=day(80))]
    found = network((ends, [dependency()])).slip("b", day(95))
    assert [moved.uid for moved in found.carried_over(day(90))] == ["a"]


def test_a_slip_that_ends_in_time_carries_nothing_over() -> None:
    ends = [milestone(uid="a", forecast=day(82)), milestone(uid="b", forecast=day(80))]
    assert network((ends, [dependency()])).slip("b", day(90)).carried_over(day(90)) == ()
