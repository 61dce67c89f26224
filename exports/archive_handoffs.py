"""The hand-offs in an archive bundle: what went out, made again, and what came back, as it came."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from exports.archive_parts import MEDIA, Class, Missing, Piece, Retention, json_bytes, safe_name
from models.clock import Clock
from models.errors import TrackerError
from models.language import N_
from models.rules.text import visible
from models.rules.words import Publicity
from models.whole import Whole

if TYPE_CHECKING:
    from exports.handoff import Verify
    from models.plan import Plan
    from models.rounds import SentFile
    from models.rules.state import PlanState


class Handoffs:
    """The files of the hand-offs of one plan."""

    def __init__(
        self,
        plan: Plan,
        whole: Whole,
        folder: Path,
        *,
        verify: Verify,
        now: Mapping[str, tuple[Publicity, str | None]],
        ever: Class,
    ) -> None:
        """Takes what the bundle knows.

        Args:
            folder: where workbooks are written before they go into the bundle.
            now: class and legal ground of each initiative, by uid.
            ever: the strictest class that any initiative ever had.
        """
        self._plan, self._whole, self._folder, self._verify = plan, whole, folder, verify
        self._now, self._ever = now, ever
        self._names: set[str] = set()
        self.missing: list[Missing] = []

    def pieces(self) -> Iterator[Piece]:
        """What was sent, then what came back."""
        yield from self._sent()
        yield from self._returned()

    def _sent(self) -> Iterator[Piece]:
        for each in self._plan.rounds.sent_files():
            state = self._plan.state(self._plan.today, at_revision=each.revision)
            access = self._class_of_sent(state, each)
            what, name, content = self._workbook(state, each)
            yield Piece(
                f"handoffs/sent/{name}",
                what,
                MEDIA[Path(name).suffix],
                access,
                Retention.TEN_YEARS,
                lambda content=content: [content],  # type: ignore[misc]
            )

    def _workbook(self, state: PlanState, sent: SentFile) -> tuple[str, str, bytes]:
        """The workbook of a hand-off, made again of what was written down when it was sent."""
        from exports.handoff import file_name, write_handoff

        clock = self._plan.clock
        try:
            # The workbook tells the day on which it was made.
            self._plan.clock = Clock(self._plan.revision(sent.revision).known)
            name = self._free(safe_name(file_name(state, sent)))
            path = self._folder / name
            write_handoff(self._plan, sent, path, verify=self._verify, force=True)
            content = path.read_bytes()
            path.unlink()
            return N_("A hand-off, made again of what was written down when it was sent."), name, content
        except TrackerError:
            # What was sent stands in the plan all the same.
            told = {
                "id": sent.id,
                "revision": sent.revision,
                "language": sent.language,
                "rows": dict(sent.rows),
            }
            return (
                N_("What was sent as a hand-off: its rows by uid."),
                self._free(safe_name(f"{sent.id}.json")),
                json_bytes(told),
            )
        finally:
            self._plan.clock = clock

    def _free(self, name: str, mark: str = "") -> str:
        """The name, with a mark before it and a number where another file has it, whatever the case of its letters."""
        stem, dot, ending = name.rpartition(".")
        stem, number = f"{mark}-{stem}" if mark else stem, 1
        found = f"{stem}{dot}{ending}"
        while found.casefold() in self._names:
            number += 1
            found = f"{stem}-{number}{dot}{ending}"
        self._names.add(found.casefold())
        return found

    def _class_of_sent(self, state: PlanState, sent: SentFile) -> Class:
        uids = sent.rows.get("milestone", frozenset())
        initiatives = {m.initiative for m in state.milestones if m.uid in uids}
        then = [
            (each.publicity, each.secrecy_ground) for each in state.initiatives if each.uid in initiatives
        ]
        return Class.of([*then, *(self._now[uid] for uid in initiatives if uid in self._now)])

    def _returned(self) -> Iterator[Piece]:
        """Every file that came in, as it came; nobody looked into it, so it is as closed as the plan."""
        for record in self._whole.kept("inbox"):
            if not record["bytes"]:
                self.missing.append(Missing(visible(record["name"]), record["sha256"]))
                continue
            name = self._free(safe_name(record["name"]), record["sha256"][:12])
            yield Piece(
                f"handoffs/returned/{name}",
                N_("A file that came in, byte for byte."),
                MEDIA.get(Path(name).suffix.casefold(), "application/octet-stream"),
                self._ever,
                Retention.TEN_YEARS,
                lambda sha256=record["sha256"]: [self._whole.content(sha256)],  # type: ignore[misc]
            )
