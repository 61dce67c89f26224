"""The pane beside a list that tells everything about the current row, and how such a text is set."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, cast

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.timer import Timer
from textual.widgets import Static

from models.clock import in_zone
from models.errors import TrackerError
from models.language import LANGUAGES, N_, _, date_text, moment_text
from models.rules.fields import KINDS
from models.rules.state import PlanState
from models.telling import Names, told
from screens.widgets.columns import heading
from screens.widgets.table_lines import clean

if TYPE_CHECKING:
    from models.history import Revision
    from screens.base import Shell

WIDEST_LABEL: Final = 18
"""Most cells for the names of facts; they take as many as their longest word."""

SOURCES: Final[dict[str, str]] = {
    "screen": N_("at the screen"),
    "command": N_("from the command line"),
    "import": N_("from a file"),
    "loaded": N_("loaded"),
    "created": N_("with the new plan"),
    "undo": N_("undone"),
    "redo": N_("done again"),
}
"""Where a revision came from, in English."""

MOST_CHANGES: Final = 5
"""Revisions of a row that the pane tells; the history tells them all."""
MOST_READ: Final = 40
"""Revisions that are read for it; many hold nothing but the date of a confirmation."""


REST_SECONDS: Final = 0.08
"""How long the cursor rests on a row before everything about it is asked for; a held key asks for nothing."""

About = Callable[[str, "Sequence[Revision]"], RenderableType]
"""Tells about the row with a key, given its last revisions, the newest first."""


class DetailPane(VerticalScroll, can_focus=True):
    """Tells about one row once the cursor rests on it; scrolled by arrows and the wheel."""

    DEFAULT_CSS: ClassVar[str] = Path(__file__).with_suffix(".tcss").read_text(encoding="utf-8")

    def __init__(self, about: About, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._about = about
        self._key: str | None = None
        self._shown: str | None = None
        self._rest: Timer | None = None

    def compose(self) -> ComposeResult:
        """The text."""
        yield Static(id="about", markup=False)

    def follow(self, key: str | None, *, is_changed: bool = False) -> None:
        """Tells about the row with `key`, soon, while the pane shows.

        Args:
            is_changed: whether the row may be another than it was, so that it is told again.
        """
        if is_changed:
            self._key = None
        if not self.display or key == self._key:
            return
        is_near = self._key is None
        self._key = key
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(0.001 if is_near else REST_SECONDS, self._ask)

    def _ask(self) -> None:
        self.run_worker(self._tell(self._key), exclusive=True)

    async def _tell(self, key: str | None) -> None:
        revisions: Sequence[Revision] = ()
        if key is not None:
            # A plan that cannot be read says so where its rows are asked for.
            with suppress(TrackerError):
                revisions = await cast("Shell", self.app).read(
                    lambda plan: plan.history(uid=key, limit=MOST_READ)
                )
        if key != self._key:
            return
        self.query_one("#about", Static).update(Text() if key is None else self._about(key, revisions))
        if key != self._shown:
            self.scroll_home(animate=False)
            self._shown = key


def plain(words: str, style: str = "") -> Text:
    """A person's text as it is: never markup, and no control characters."""
    return Text("\n".join(clean(line) for line in words.split("\n")), style)


def facts(rows: Iterable[tuple[str, str | Text]]) -> RenderableType:
    """Names and values side by side; empty values are a dash."""
    rows = [(heading(label), value) for label, value in rows]
    longest = max((cell_len(word) for label, _value in rows for word in label.split()), default=1)
    table = Table.grid(padding=(0, 1, 0, 0), expand=True)
    table.add_column(width=min(max(longest, 12), WIDEST_LABEL), style="dim", overflow="fold")
    table.add_column(ratio=1, overflow="fold")
    for label, value in rows:
        words = value if isinstance(value, Text) else plain(value or "–")
        table.add_row(Text(label), words)
    return table


def section(title: str, lines: Sequence[RenderableType]) -> list[RenderableType]:
    """A heading and what stands under it; nothing where that is nothing."""
    return [Text(), Text(title, "bold"), *lines] if lines else []


def joined(parts: Iterable[RenderableType]) -> RenderableType:
    """Parts one under another."""
    return Group(*parts)


def reference(state: PlanState, kind: str, uid: str | None, *, with_id: bool = True) -> str:
    """A row behind a reference by its id and name; nothing for none."""
    row: Any = state.get(kind, uid)
    if row is None:
        return ""
    names = Names([state])
    name = names.title_of(kind, row.uid)
    return f"{row.id} {name}".strip() if with_id and KINDS[kind].has_id else name


def titles_told(row: Any) -> str:
    """The titles of a row in all languages that it has, a line each."""
    return "\n".join(f"{code}: {title}" for code in LANGUAGES if (title := getattr(row, f"title_{code}")))


def changes_told(state: PlanState, revisions: Sequence[Revision]) -> list[RenderableType]:
    """The last changes of a row by the day of the state: when, who and from where, then what, each on its own line."""
    lines: list[RenderableType] = []
    shown = 0
    names = Names([state], edits=[edit for revision in revisions for edit in revision.edits])
    for revision in revisions:
        edits = told(revision.told, names)
        if not edits or shown == MOST_CHANGES or revision.known > state.day:
            continue
        shown += 1
        source = _(SOURCES[revision.source]) if revision.source in SOURCES else revision.source
        origins = {edit.origin for edit in revision.told if edit.origin}
        where = f"{source} ({', '.join(sorted(origins)[:2])})" if origins else source
        lines.append(plain(f"{_moment(state, revision)} {revision.person} {where}", "dim"))
        created = any(edit.edit.field == "exists" for edit in edits)
        for edit in edits[:1] if created else edits:
            change = edit.new if not edit.old else f"{edit.old} → {edit.new}"
            lines.append(plain(f"  {edit.field}: {change}"))
    return lines


def _moment(state: PlanState, revision: Revision) -> str:
    """The day a loaded revision became known; of others the minute, in the plan's time zone."""
    if revision.source == "loaded":
        return date_text(revision.known)
    return moment_text(in_zone(revision.at, state.charter.zone))
