"""Holds the dependencies that a file brings against the network: which of its rows and cells cannot go in, and why."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from importers.draft import Draft
from importers.proposal import CellChange
from models.imports import Standing
from models.rules.dependencies import dropped_text
from models.rules.network import begun_with, circle_text, find_cycle
from models.rules.words import Status

Refused = tuple[dict[str, str], dict[int, str]]
"""Why new rows cannot be created, by uid; and why cells cannot be taken, by the `id()` of the change."""
ENDS = ("waiting", "provider")


def dropped_ends(draft: Draft, standing: Standing) -> Refused:
    """New dependencies, and moved ends, that would lead to a milestone that is dropped, or that the file drops."""
    statuses = {
        c.uid: c.theirs for c in draft.cells if c.is_taken and (c.kind, c.key) == ("milestone", "status")
    }

    def why(end: str, uid: str) -> str | None:
        milestone = standing.now.get("milestone", uid)
        if milestone is None or statuses.get(uid, milestone.status) != Status.DROPPED:
            return None
        return dropped_text(end, milestone.id)

    rows: dict[str, str] = {}
    for row in draft.new_rows:
        if row.kind == "dependency" and row.is_taken:
            for end in ENDS:
                if fault := why(end, row.values[end]):
                    rows.setdefault(row.uid, fault)
    cells = {
        id(change): fault
        for change in _moved_ends(draft)
        if (fault := why(change.key, change.theirs)) is not None
    }
    return rows, cells


def circles(draft: Draft, standing: Standing) -> Refused:
    """Dependencies that close a circle: the last of a loop in the order of the file, so that all the others go in."""
    gone = {row.uid for row in draft.missing_rows if row.is_removed}
    links = {d.uid: (d.waiting, d.provider) for d in standing.now.dependencies if d.uid not in gone}
    before = dict(links)
    cells = _cells_of_links(draft, standing, links)
    rows = {row.uid: row for row in draft.new_rows if row.kind == "dependency" and row.is_taken}
    for uid, row in rows.items():
        links[uid] = (row.values["waiting"], row.values["provider"])
    brought = [*cells, *rows]

    def take_out(uid: str) -> tuple[str, str]:
        """What the plan has of a link stays when the file's is refused."""
        link = links.pop(uid)
        if uid in before:
            links[uid] = before[uid]
        return link

    taken_out: dict[str, tuple[str, str]] = {}
    while brought and (loop := find_cycle(links.values())):
        steps = set(pairwise(loop))
        last = next((uid for uid in reversed(brought) if uid not in taken_out and links[uid] in steps), None)
        if last is None:
            break
        taken_out[last] = take_out(last)
    refused: dict[str, str] = {}
    # A link of two loops may have been taken out before the other loop fell apart without it.
    for uid in [uid for uid in brought if uid in taken_out]:
        links[uid] = taken_out[uid]
        if loop := find_cycle(links.values()):
            refused[uid] = circle_text(_ids(begun_with(loop, [take_out(uid)]), draft, standing))
    return (
        {uid: why for uid, why in refused.items() if uid in rows},
        {id(change): why for uid, why in refused.items() for change in cells.get(uid, ())},
    )


def _moved_ends(draft: Draft) -> list[CellChange]:
    return [c for c in draft.cells if c.is_taken and c.kind == "dependency" and c.key in ENDS]


def _cells_of_links(
    draft: Draft, standing: Standing, links: dict[str, tuple[str, str]]
) -> dict[str, list[CellChange]]:
    """Puts the links as the file's cells make them into `links`; returns the cells that are to blame for each."""
    found: defaultdict[str, list[CellChange]] = defaultdict(list)
    for change in draft.cells:
        if change.kind != "dependency" or not change.is_taken:
            continue
        if change.uid not in links:
            # A removed row comes back with whatever cell of it is taken.
            row = standing.row("dependency", change.uid)
            if row is None:
                continue
            links[change.uid] = (row.waiting, row.provider)
        if change.key in ENDS or standing.now.get("dependency", change.uid) is None:
            found[change.uid].append(change)
        waiting, provider = links[change.uid]
        if change.key == "waiting":
            links[change.uid] = (change.theirs, provider)
        elif change.key == "provider":
            links[change.uid] = (waiting, change.theirs)
    return found


def _ids(uids: tuple[str, ...], draft: Draft, standing: Standing) -> list[str]:
    """Visible ids, those of milestones that the file brings included."""
    new = {row.uid: str(row.codes.get("id", "")) for row in draft.new_rows}
    return [standing.now.id_of("milestone", uid) or new.get(uid, "") for uid in uids]
