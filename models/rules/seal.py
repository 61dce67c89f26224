"""The seal of a snapshot: a hash of all it holds and of the seal before it, so that none can be changed unseen.

Anyone can make it again without this program; docs/seal.md has the command.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Final

SEALED: Final = (
    "previous",
    "number",
    "week",
    "iso_week",
    "version",
    "day",
    "revision",
    "at",
    "person",
    "reason",
    "figures",
    "form",
)
"""What a seal covers of a snapshot besides its rows, in this order; the day is ISO text, the figures are JSON text."""


def seal(snapshot: Mapping[str, object], rows: Iterable[tuple[str, str, str]]) -> str:
    """The SHA-256 of a snapshot, in 64 hexadecimal digits.

    It is taken of lines of UTF-8: the columns of `SEALED` as one JSON object, then kind, uid and fields of each row
    with tabs between them, by kind and uid in the order of their bytes.

    Args:
        snapshot: at least the columns of `SEALED`.
        rows: kind, uid and fields as JSON text; sorted here.
    """
    head = {name: snapshot[name] for name in SEALED}
    lines = [json.dumps(head, ensure_ascii=False, separators=(",", ":"))]
    lines += ["\t".join(row) for row in sorted(rows)]
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


SHORT: Final = 8
"""Digits of a seal that a list shows."""


def short_seal(whole: str) -> str:
    """The first digits of a seal, enough to tell it from others at a glance."""
    return whole[:SHORT]
