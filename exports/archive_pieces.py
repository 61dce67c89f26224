"""What lies in an archive bundle: each file with what it is, who may see it and how long it is kept."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exports.archive_handoffs import Handoffs
from exports.archive_parts import CSV, JSON, MEDIA, Class, Missing, Piece, Retention, json_bytes
from exports.data import cells, row_json, snapshot_json, write_rows
from exports.data_json import edit_json
from exports.data_json import pieces as json_pieces
from exports.schema import schema_text
from models.interchange import ROWS
from models.language import LANGUAGES, N_, speaking
from models.rules.fields import KINDS
from models.rules.publicity import public_part
from models.rules.records import text
from models.rules.words import Publicity
from models.whole import Whole

if TYPE_CHECKING:
    from exports.handoff import Verify
    from models.plan import Plan
    from models.rules.state import PlanState
    from models.snapshots import Snapshot


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
        self._plan, self._whole = plan, whole
        self._persons = persons
        self.state: PlanState = whole.state
        self._now = {each.uid: (each.publicity, each.secrecy_ground) for each in self.state.initiatives}
        ever = [(Publicity(value), None) for value in whole.values_ever("initiative", "publicity")]
        grounds = [(Publicity.PUBLIC, ground) for ground in whole.values_ever("initiative", "secrecy_ground")]
        self._ever = Class.of([*ever, *grounds])
        self._handoffs = Handoffs(plan, whole, folder, verify=verify, now=self._now, ever=self._ever)

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
        yield from self._handoffs.pieces()

    @property
    def missing(self) -> list[Missing]:
        """Files of which the plan knows only the name and the hash; whole once all pieces were taken."""
        return self._handoffs.missing

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
            lambda: [json_bytes({"decisions": found})],
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
                json_bytes(
                    snapshot_json(found) | {"form": found.form, "day": found.day} | self._frozen(found)
                )
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


def pages_of(plan: Plan, snapshot: Snapshot) -> Iterable[tuple[str, bytes]]:
    """The weekly pages of a frozen week: bytes, and what follows the week in the file's name, such as `.fi.html`."""
    from exports.document_html import html_of
    from exports.document_text import text_of
    from exports.report import document_of

    page = plan.weekly.page_of(snapshot)
    for language in LANGUAGES:
        with speaking(language):
            document = document_of(page)
            made = (text_of(document), html_of(document))
        yield f".{language}.txt", made[0].encode()
        yield f".{language}.html", made[1].encode()


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            yield chunk


def _csv_lines(lines: Iterable[Iterable[Any]]) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerows(list(cells(line)) for line in lines)
    return file.getvalue().encode()
