"""The network of dependencies between milestones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable


def find_cycle(links: Iterable[tuple[str, str]]) -> tuple[str, ...] | None:
    """A loop in who waits for whom, its first member repeated at the end; None where there is none.

    Args:
        links: pairs of (waiting, provider).
    """
    providers: defaultdict[str, list[str]] = defaultdict(list)
    for waiting, provider in links:
        providers[waiting].append(provider)
    finished: set[str] = set()
    for root in list(providers):
        if root in finished:
            continue
        path = [root]
        on_path = {root}
        pending = [iter(providers[root])]
        while path:
            step = next(pending[-1], None)
            if step is None:
                pending.pop()
                finished.add(path[-1])
                on_path.discard(path.pop())
            elif step in on_path:
                return (*path[path.index(step) :], step)
            elif step not in finished:
                path.append(step)
                on_path.add(step)
                pending.append(iter(providers.get(step, ())))
    return None
