"""What was left out of what is published, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Final

from models.language import _, ngettext, number_text
from models.rules.publicity import LeftOut
from models.rules.text import without_addresses
from models.rules.words import WORDS, Publicity

_COUNTED: Final[dict[str, Callable[[int], str]]] = {
    "initiative": lambda count: ngettext("{count} initiative", "{count} initiatives", count),
    "milestone": lambda count: ngettext("{count} milestone", "{count} milestones", count),
    "dependency": lambda count: ngettext("{count} dependency", "{count} dependencies", count),
    "decision": lambda count: ngettext("{count} decision", "{count} decisions", count),
}
_LAX_FIRST: Final = tuple(Publicity)


def left_out_text(left_out: Iterable[LeftOut]) -> tuple[str, ...]:
    """A sentence for each ground on which rows were left out, the strictest first; none where nothing was."""

    def ground(one: LeftOut) -> tuple[int, str]:
        return -_LAX_FIRST.index(one.publicity), one.ground or ""

    told = []
    for (_place, why), group in groupby(sorted(left_out, key=ground), key=ground):
        rows = list(group)
        counts = ", ".join(_COUNTED[row.kind](row.count).format(count=number_text(row.count)) for row in rows)
        word = _(WORDS[rows[0].publicity])
        told.append(
            _("Left out as {publicity} ({ground}): {rows}.").format(
                publicity=word, ground=without_addresses(why), rows=counts
            )
            if why
            else _("Left out as {publicity}: {rows}.").format(publicity=word, rows=counts)
        )
    return tuple(told)
