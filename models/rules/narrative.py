"""What a person says of a week: a few sentences at the head of the weekly page."""

from __future__ import annotations

from typing import Any, Final

from models.rules.records import Narrative
from models.rules.state import PlanState

MAX_WORDS: Final = 100
"""More words than this are refused, in each language."""


def word_count(text: Any) -> int:
    """Words as people count them: what stands between blanks."""
    return len(str(text or "").split())


def narrative_of(state: PlanState, week: int) -> Narrative | None:
    """What was said of a week of the plan; None where nobody has said anything."""
    found: tuple[Narrative, ...] = state.rows["narrative"]
    return next((each for each in found if each.week == week), None)
