"""What is said of a public export or page: how much was left out, and on which ground."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Final

from models.language import _, ngettext, number_text
from models.rules.publicity import LeftOut
from models.rules.text import without_addresses
from models.rules.words import WORDS, Publicity

_STRICTEST_LAST: Final = (Publicity.NOT_PUBLIC, Publicity.PARTLY_SECRET, Publicity.SECRET)

_COUNTS: Final[dict[str, Callable[[int], str]]] = {
    "initiative": lambda count: ngettext("{count} initiative", "{count} initiatives", count),
    "milestone": lambda count: ngettext("{count} milestone", "{count} milestones", count),
    "dependency": lambda count: ngettext("{count} dependency", "{count} dependencies", count),
    "decision": lambda count: ngettext("{count} decision", "{count} decisions", count),
}


def left_out_text(left_out: Sequence[LeftOut]) -> str:
    """How many rows were left out and on which grounds, as a few sentences in the current language."""
    return " ".join(left_out_sentences(left_out))


def left_out_sentences(left_out: Sequence[LeftOut]) -> tuple[str, ...]:
    """The same as sentences: the sum first, then one for each class and legal ground."""
    total = sum(each.count for each in left_out)
    if not total:
        return (_("Nothing was left out: all rows of the plan are public."),)
    first = ngettext(
        "{count} row was left out, as it is not public.",
        "{count} rows were left out, as they are not public.",
        total,
    ).format(count=number_text(total))
    return (first, *_by_ground(left_out))


def _by_ground(left_out: Sequence[LeftOut]) -> tuple[str, ...]:
    def ground(each: LeftOut) -> tuple[int, str]:
        return _STRICTEST_LAST.index(each.publicity), each.ground or ""

    sentences = []
    for _ground, rows in groupby(sorted(left_out, key=ground), key=attrgetter("publicity", "ground")):
        some = list(rows)
        counts = ", ".join(
            _COUNTS[each.kind](each.count).format(count=number_text(each.count)) for each in some
        )
        publicity, told = _(WORDS[some[0].publicity]), some[0].ground
        name = f"{publicity} ({without_addresses(told)})" if told else publicity
        sentences.append(_("{ground}: {counts}.").format(ground=name[:1].upper() + name[1:], counts=counts))
    return tuple(sentences)


def internal_text() -> str:
    """What no public export holds, whoever asks for it."""
    return _(
        "Hand-offs, confirmations, notes, weekly narratives, the history and the snapshots are internal and never part "
        "of a public export."
    )
