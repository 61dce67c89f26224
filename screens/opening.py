"""What is painted first, before the store and the first real screen are imported: the frame alone."""

from __future__ import annotations

from screens.base import PlanScreen


class OpeningScreen(PlanScreen[None]):
    """Stands in for Today until the plan is open."""

    NAME = "today"

    def reload(self) -> None:
        """Asks nothing: another plan may still be open."""
