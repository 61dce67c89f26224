"""The bundled sample plan in throw-away copies, and a check that a copy can be made and reckoned with."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from models.clock import Clock
from models.errors import UsageError
from models.language import _, current, date_text
from tracker.loading import empty_plan, plan_from_folder
from tracker.settings import THROW_AWAY

if TYPE_CHECKING:
    from models.rules.figures import Figures
    from screens.welcome import MadePlan

SAMPLE: Final = Path(__file__).parent / "sample"
"""The bundled sample's CSV files."""
SAMPLE_FIRST_DAY: Final = date(2018, 8, 20)
SAMPLE_DAY: Final = date(2018, 10, 19)
"""The Friday of week 9, at which a demonstration begins."""
SAMPLE_LAST_DAY: Final = date(2018, 11, 17)


@contextmanager
def sample_plan(until: date | None, person: str) -> Iterator[Path]:
    """The path of a copy of the sample that is removed in the end.

    Args:
        until: the last day that is known, at which its clock should stand; None knows all of its 90 days.

    Raises:
        UsageError: the day is not one of the sample's.
    """
    if until is not None and not SAMPLE_FIRST_DAY <= until <= SAMPLE_LAST_DAY:
        raise UsageError(
            _("The sample plan runs from {first} to {last}; {day} is not one of its days.").format(
                first=date_text(SAMPLE_FIRST_DAY), last=date_text(SAMPLE_LAST_DAY), day=date_text(until)
            )
        )
    with tempfile.TemporaryDirectory(prefix=THROW_AWAY, ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "sample.db"
        plan_from_folder(SAMPLE, path, clock=Clock(until), person=person, until=until)
        yield path


def weekly_figures(person: str) -> Iterator[Figures]:
    """The figures of the sample on each of its Fridays, reckoned anew from a copy of the whole plan."""
    from models.rules.figures import figures
    from models.snapshots import fridays
    from models.store import open_plan

    with (
        sample_plan(None, person) as path,
        open_plan(path, clock=Clock(SAMPLE_LAST_DAY), person=person) as plan,
    ):
        for friday in fridays(SAMPLE_FIRST_DAY, SAMPLE_LAST_DAY):
            yield figures(plan.state(friday))


@dataclass
class Maker:
    """Makes plans for the screens, which know no folder of CSV files; remove its throw-away copies at the end."""

    clock: Clock
    person: str
    _copies: ExitStack = field(default_factory=ExitStack)

    def sample(self) -> MadePlan:
        """A throw-away copy of the sample, known until `SAMPLE_DAY`, at which its clock stands."""
        from screens.welcome import MadePlan

        path = self._copies.enter_context(sample_plan(SAMPLE_DAY, self.person))
        return MadePlan(path, Clock(SAMPLE_DAY))

    def from_folder(self, folder: Path, target: Path) -> MadePlan:
        """A new plan at `target` from a folder of CSV files, history included."""
        from screens.welcome import MadePlan

        plan_from_folder(folder, target, clock=self.clock, person=self.person)
        return MadePlan(target)

    def empty(self, target: Path, name: str, start: date) -> MadePlan:
        """A new plan at `target` without rows, in the reader's language."""
        from screens.welcome import MadePlan

        charter = {"start": start, "language": current(), f"name_{current()}": name or None}
        empty_plan(target, charter, clock=self.clock, person=self.person)
        return MadePlan(target)

    def remove_copies(self) -> None:
        """Removes the throw-away copies."""
        self._copies.close()
