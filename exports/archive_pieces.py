"""What lies in an archive bundle: each file with what it is, who may see it and how long it is kept."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from exports.data import cells, plain, row_json, snapshot_json, write_rows
from exports.data_json import edit_json
from exports.data_json import pieces as json_pieces
from exports.schema import schema_text
from models.clock import Clock
from models.errors import TrackerError
from models.interchange import ROWS
from models.language import N_
from models.rules.fields import KINDS
from models.rules.publicity import public_part, publicity_of
from models.rules.records import text
from models.rules.text import visible, without_addresses
from models.rules.words import Publicity
from models.whole import Whole

if TYPE_CHECKING:
    from exports.handoff import Verify
    from models.plan import Plan
    from models.rounds import SentFile
    from models.rules.state import PlanState
    from models.snapshots import Snapshot


class Retention(StrEnum):
    """How long a record is kept unless the city's own records plan says otherwise."""

    PERMANENT = "permanent"
    TEN_YEARS = "10-years"


STRICTEST_FIRST: Final = (
    Publicity.SECRET,
    Publicity.PARTLY_SECRET,
    Publicity.NOT_PUBLIC,
    Publicity.PUBLIC,
)
CSV: Final = "text/csv; charset=utf-8; header=present"
JSON: Final = "application/json"
WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA: Final = {
    ".txt": "text/plain; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".pdf": "application/pdf",
    ".xlsx": WORKBOOK,
    ".csv": CSV,
    ".json": JSON,
}
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9.-]+")
LONGEST_NAME: Final = 80
"""Characters of the name of a file that came from elsewhere."""


@dataclass(frozen=True)
class Class:
    """Who may see a file: the strictest class of what lies in it, and the legal grounds of what is secret."""

    publicity: Publicity = Publicity.PUBLIC
    grounds: tuple[str, ...] = ()

    @classmethod
    def of(cls, found: Iterable[tuple[Publicity, str | None]]) -> Class:
        """The class of what holds rows of these classes and grounds."""
        known = list(found)
        publicity = next(
            (each for each in STRICTEST_FIRST if any(p is each for p, _g in known)), Publicity.PUBLIC
        )
        return cls(publicity, tuple(sorted({ground for _p, ground in known if ground})))

    def at_least(self, publicity: Publicity) -> Class:
        """The same, unless the other class is stricter."""
        strictest = min(self.publicity, publicity, key=STRICTEST_FIRST.index)
        return Class(strictest, self.grounds)


@dataclass(frozen=True)
class Piece:
    """One file of the bundle."""

    path: str
    what: str
    """In English; the manifest tells it in three languages."""
    media: str
    access: Class
    retention: Retention
    content: Callable[[], Iterable[bytes]]
    holds_logins: bool = False


@dataclass(frozen=True)
class Missing:
    """A file of which the plan knows only the name and the hash."""

    name: str
    sha256: str


class Bundle:
    """The files of one bundle, of a copy of the plan that nobody writes to."""

    def __init__(self, plan: Plan, whole: Whole, folder: Path, *, verify: Verify, persons: bool) -> None:
        """Reads what the classes of the files follow from.

        Args:
            plan: the copy, open.
            folder: where workbooks are written before they go into the bundle.
            verify: opens the finished workbook of a hand-off; see `exports.handoff.write_handoff`.
            persons: whether the copy still holds logins.
        """
        self._plan, self._whole, self._folder, self._verify = plan, whole, folder, verify
        self._persons = persons
        self.state: PlanState = whole.state
        self._now = {each.uid: (each.publicity, each.secrecy_ground) for each in self.state.initiatives}
        ever = [(Publicity(value), None) for value in whole.values_ever("initiative", "publicity")]
        grounds = [(Publicity.PUBLIC, ground) for ground in whole.values_ever("initiative", "secrecy_ground")]
        self._ever = Class.of([*ever, *grounds])
        self._names: set[str] = set()
        self.missing: list[Missing] = []

    def pieces(self) -> Iterator[Piece]:
        """All files but those about the bundle itself."""
        yield Piece(
            "plan.db",
            N_("The plan itself: a SQLite database with rows, history, snapshots and files that came in."),
            "application/vnd.sqlite3",
            self._ever.at_least(Publicity.NOT_PUBLIC),
            Retention.PERMANENT,
            lambda: _chunks(self._plan.path),
            holds_logins=self._persons,
        )
        yield Piece(
            "plan.json",
            N_(
                "The plan with its whole history as JSON; tracker new PLAN --from plan.json makes the plan again."
            ),
            JSON,
            self._ever,
            Retention.PERMANENT,
            lambda: json_pieces(self._whole),
        )
        yield Piece(
            "schema.json",
            N_("What the names in plan.json mean: a JSON Schema."),
            "application/schema+json",
            Class(),
            Retention.PERMANENT,
            lambda: [schema_text().encode()],
        )
        yield from self._tables()
        yield from self._decisions()
        for each in self._plan.snapshots.all():
            yield from self._snapshot(each)
        yield from self._sent()
        yield from self._returned()

    # Rows and history.

    def _tables(self) -> Iterator[Piece]:
        left_out = public_part(self.state).left_out
        for kind, name in ROWS.items():
            rows = self._whole.confirmations if kind == "confirmation" else self.state.rows[kind]
            access = Class.of((each.publicity, each.ground) for each in left_out if each.kind == kind)
            if kind == "confirmation":
                access = Class.of(
                    (each.publicity, each.ground) for each in left_out if each.kind == "milestone"
                )
            yield Piece(
                f"csv/{name}.csv",
                N_("The rows of one kind as they stand at the end, a line each."),
                CSV,
                access,
                Retention.PERMANENT,
                lambda kind=kind, rows=rows: [self._csv(kind, rows)],  # type: ignore[misc]
            )
        yield Piece(
            "csv/history.csv",
            N_("Every change of the plan, a line each: when, by whose key, from where, from what to what."),
            CSV,
            self._ever,
            Retention.PERMANENT,
            self._history,
        )

    def _csv(self, kind: str, rows: Iterable[Any]) -> bytes:
        file = io.StringIO(newline="")
        write_rows(file, self.state, KINDS[kind], rows)
        return file.getvalue().encode()

    def _history(self) -> Iterator[bytes]:
        names = ("revision", "at", "known", "person", "source", "reason", "reverses")
        of_edit = ("kind", "id", "uid", "field", "old", "new", "origin")
        yield _csv_lines([[*names, *of_edit]])
        for revision in self._whole.revisions():
            head = [
                revision.number,
                revision.at,
                revision.known,
                revision.person,
                revision.source,
                revision.reason,
                revision.reverses,
            ]
            told = (edit_json(edit, self._whole.ids) for edit in revision.edits)
            lines = [[*head, *(each[name] for name in of_edit)] for each in told]
            yield _csv_lines(lines or [[*head, *(None for _name in of_edit)]])

    def _decisions(self) -> Iterator[Piece]:
        access = Class.of(self._now[d.initiative] for d in self.state.decisions if d.initiative in self._now)
        found = [self._decision(each) for each in self.state.decisions]
        what = N_("The decisions with their outcomes and the case numbers of the city's own case system.")
        yield Piece(
            "decisions/decisions.json",
            what,
            JSON,
            access,
            Retention.PERMANENT,
            lambda: [_json({"decisions": found})],
        )
        header = list(self._decision(None))
        lines = [header, *([each[name] for name in header] for each in found)]
        yield Piece(
            "decisions/decisions.csv", what, CSV, access, Retention.PERMANENT, lambda: [_csv_lines(lines)]
        )

    def _decision(self, decision: Any) -> dict[str, Any]:
        """A decision with the names of what it speaks of, and its publicity; without one, the header."""
        kind = KINDS["decision"]
        names = [field.name for field in kind.fields]
        if decision is None:
            return dict.fromkeys([*names, "decider_name", "publicity"])
        body = self.state.get("body", decision.decider) if decision.decider else None
        publicity, _ground = self._now.get(decision.initiative, (Publicity.PUBLIC, None))
        return {
            **row_json(self.state, kind, decision, all_languages=True),
            "decider_name": text(body, "name", self.state.charter.language) if body else None,
            "publicity": str(publicity),
        }

    # Frozen weeks.

    def _snapshot(self, found: Snapshot) -> Iterator[Piece]:
        name = f"week-{found.week:02d}-version-{found.version}"
        access = self._class_of_snapshot(found)
        yield Piece(
            f"snapshots/{name}.json",
            N_("A frozen week: its figures, its seal and every row as it stood."),
            JSON,
            access,
            Retention.PERMANENT,
            lambda: [
                _json(snapshot_json(found) | {"form": found.form, "day": found.day} | self._frozen(found))
            ],
        )
        for page, content in pages_of(self._plan, found):
            yield Piece(
                f"pages/{name}{page}",
                N_("The weekly page, as it follows from the frozen week."),
                MEDIA.get(Path(page).suffix, "application/octet-stream"),
                access,
                Retention.PERMANENT,
                lambda content=content: [content],  # type: ignore[misc]
            )

    def _frozen(self, found: Snapshot) -> dict[str, Any]:
        return {"rows": self._whole.frozen(found.number)["rows"]}

    def _class_of_snapshot(self, found: Snapshot) -> Class:
        """The strictest of then and now: what was made secret since is not read in an old week either."""
        rows = self._whole.frozen(found.number)["rows"].get("initiative", {})
        then = [
            (Publicity(row.get("publicity", "public")), row.get("secrecy_ground")) for row in rows.values()
        ]
        return Class.of([*then, *(self._now[uid] for uid in rows if uid in self._now)])

    # Hand-offs.

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
            name = self._free(_safe(file_name(state, sent)))
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
                self._free(_safe(f"{sent.id}.json")),
                _json(told),
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
            name = self._free(_safe(record["name"]), record["sha256"][:12])
            yield Piece(
                f"handoffs/returned/{name}",
                N_("A file that came in, byte for byte."),
                MEDIA.get(Path(name).suffix.casefold(), "application/octet-stream"),
                self._ever.at_least(publicity_of(self.state.initiatives)),
                Retention.TEN_YEARS,
                lambda sha256=record["sha256"]: [self._whole.content(sha256)],  # type: ignore[misc]
            )


def pages_of(plan: Plan, snapshot: Snapshot) -> Iterable[tuple[str, bytes]]:
    """The weekly pages of a frozen week: bytes, and what follows the week in the file's name, such as `.fi.html`."""
    return ()


def _safe(name: str) -> str:
    """A name from elsewhere as one that every system takes, and that leads nowhere else; it has an ending."""
    stem, dot, ending = name.replace("\\", "/").rpartition("/")[2].rpartition(".")
    stem, ending = (_UNSAFE.sub("-", part).strip("-.") for part in (stem or ending, ending if dot else ""))
    return f"{stem[:LONGEST_NAME] or 'file'}.{ending[:10] or 'bin'}"


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            yield chunk


def _json(value: Any) -> bytes:
    """A JSON file for readers: without addresses."""
    return (json.dumps(_without(value), ensure_ascii=False, indent=1, default=plain) + "\n").encode()


def _without(value: Any) -> Any:
    if isinstance(value, str):
        return without_addresses(value)
    if isinstance(value, dict):
        return {name: _without(each) for name, each in value.items()}
    return [_without(each) for each in value] if isinstance(value, (list, tuple)) else value


def _csv_lines(lines: Iterable[Iterable[Any]]) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerows(list(cells(line)) for line in lines)
    return file.getvalue().encode()
