"""The preview of an import: every cell that came back changed, under its row, and what a person makes of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final
from weakref import WeakKeyDictionary

from rich.cells import cell_len
from rich.text import Text
from textual import on
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from models.errors import PlanFileError
from models.language import _, date_text
from models.rules.merge import Verdict
from screens.base import PlanScreen
from screens.choose import Choice, Chooser
from screens.commands import bindings
from screens.path_form import PathForm, Question
from screens.widgets.preview_lines import PreviewLine, PreviewLines, preview_lines, taken_text
from screens.widgets.sections import SectionTable
from screens.widgets.table import Cell, CellValue, Column, LineTable
from screens.widgets.table_lines import Spread

if TYPE_CHECKING:
    from importers.incoming import Incoming
    from importers.proposal import Choices, Proposal
    from models.history import Revision
    from models.imports import Standing
    from models.plan import Plan

WIDTHS: Final = ((160, (7, 22, 36, 46)), (100, (7, 18, 18, 28)), (0, (5, 12, 14, 14)))
"""From so many cells on: how wide the cell's address, the field, the value as sent and the one here are."""


class Opened:
    """A file that was opened in this run of the program, and what a person decided of it so far."""

    def __init__(self, incoming: Incoming, path: Path) -> None:
        from importers.proposal import Choices

        self.incoming, self.path = incoming, path
        self.choices: Choices = Choices()
        self.standing: Standing | None = None
        """What it was compared with last; read again when the plan changed."""


_OPENED: WeakKeyDictionary[App[Any], dict[str, Opened]] = WeakKeyDictionary()
"""By application, then by the SHA-256 of each file: leaving a preview loses no choice."""


def ask_for_workbook(screen: PlanScreen[Any]) -> None:
    """Asks for the path of a workbook, opens it and shows what it would change."""
    opened = _OPENED.setdefault(screen.app, {})
    last = next((str(each.path) for each in reversed(opened.values())), "")
    plan = screen.shell.plan

    def open_file(answers: dict[str, str]) -> Opened:
        from importers.incoming import name_of, open_incoming, read_bytes, standing_of

        if plan is None:
            raise PlanFileError(_("No plan is open."))
        path = Path(answers["path"]).expanduser()
        incoming = open_incoming(read_bytes(path), name_of(path))
        found = opened.get(incoming.sha256) or Opened(incoming, path)
        standing_of(plan, incoming)
        return found

    def show(found: Opened | None) -> None:
        if found is not None:
            opened.pop(found.incoming.sha256, None)
            opened[found.incoming.sha256] = found
            screen.app.push_screen(PreviewScreen(found))

    question = Question("path", _("The workbook that came back"), last)
    screen.app.push_screen(PathForm(_("Import a workbook"), [question], open_file), show)


@dataclass(frozen=True)
class Looked:
    """A proposal, and its lines."""

    proposal: Proposal
    lines: PreviewLines


class PreviewScreen(PlanScreen[Looked]):
    """What one file would do to the plan. Nothing is written before it is applied."""

    NAME = "preview"
    CSS_PATH = "preview.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("preview")

    def __init__(self, opened: Opened) -> None:
        super().__init__()
        self._opened = opened

    def compose_body(self) -> ComposeResult:
        """What the file is, and the lines."""
        yield Static(id="summary", markup=False)
        yield Static(id="taken", markup=False)
        yield SectionTable(id="lines")

    @property
    def table(self) -> SectionTable:
        """The table of lines."""
        return self.query_one("#lines", SectionTable)

    # The question.

    def ask(self, plan: Plan) -> Looked:
        from importers.incoming import standing_of
        from importers.wording import Wording

        opened = self._opened
        standing = opened.standing
        if standing is None or standing.now.revision != plan.last_revision():
            standing = opened.standing = standing_of(plan, opened.incoming)
        proposal = opened.incoming.propose(standing, opened.choices)
        wording = Wording(standing)
        titles = {(cell.kind, cell.uid): wording.title_of(cell.kind, cell.uid) for cell in proposal.cells}
        return Looked(proposal, preview_lines(proposal, titles, _changed_by(plan, proposal)))

    def show(self, result: Looked) -> None:
        proposal = result.proposal
        self.query_one("#summary", Static).update(proposal.message)
        self.query_one("#taken", Static).update(taken_text(proposal))
        table = self.table
        table.empty_text = Text(_("The file changes nothing. Press esc to go back."))
        table.set_source(self._cells)
        table.set_spread(self._spread)
        table.set_columns(self._columns())
        table.set_groups(result.lines.groups)
        table.refresh_all()

    def _columns(self) -> list[Column]:
        room = self.app.size.width
        cell, field, base, ours = next(widths for least, widths in WIDTHS if room >= least)
        lines = self.answer.lines.lines.values() if self.answer is not None else ()
        state = max(cell_len(text) for text in (_("Stands"), *(line.state for line in lines)))
        return [
            Column("cell", _("Cell"), cell),
            Column("field", _("Field"), field),
            Column("base", _("As sent"), base),
            Column("ours", _("Here"), ours),
            Column("theirs", _("There"), 12, flexible=True),
            Column("state", _("Stands"), state),
        ]

    def _cells(self, key: str) -> list[CellValue]:
        line = self._line(key)
        if line is None:
            return []
        ours = f"{line.ours} ({line.by})" if line.by else line.ours
        return [
            Cell(line.where, "dim"),
            line.name,
            Cell(line.base or "–", "dim"),
            ours or "–",
            line.theirs or "–",
            Cell(line.state, line.tone),
        ]

    def _spread(self, key: str) -> Spread | None:
        """What is not a changed cell needs the room of all columns for its words."""
        line = self._line(key)
        if line is None or line.is_cell:
            return None
        return Spread(Cell(line.where, "dim"), line.told, Cell(line.state, line.tone))

    def _line(self, key: str | None) -> PreviewLine | None:
        return self.answer.lines.lines.get(key or "") if self.answer is not None else None

    def on_resize(self) -> None:
        """Lays the list out for the new width."""
        self.table.set_columns(self._columns())
        self.table.refresh_all()

    # What a person can do.

    def current_row(self) -> tuple[str, str] | None:
        line = self._line(self.table.cursor_item)
        return line.row if line is not None else None

    def row_as_text(self) -> str:
        line = self._line(self.table.cursor_item)
        return (
            "\t".join((line.where, line.name, line.base, line.ours, line.theirs)) if line is not None else ""
        )

    def step_back(self) -> bool:
        """Leaves; what was chosen is kept while the program runs."""
        self.app.pop_screen()
        return True

    def action_choose_side(self, side: str) -> None:
        """Takes theirs or ours in the marked lines, else in the current one or in all under its heading."""
        if self.answer is None:
            return
        lines = self.answer.lines
        keys = self.table.selected_items or (self.table.cursor_key,)
        targets = [line for key in keys for line in lines.under(key) if line.target is not None]
        choices = self._opened.choices
        for line in targets:
            choices = _chosen(choices, line, side)
        if choices == self._opened.choices:
            self.tell(_("There is nothing to choose here."))
            return
        self.table.select(())
        self._decide(choices)

    def _decide(self, choices: Choices) -> None:
        self._opened.choices = choices
        self.reload()

    @on(LineTable.Activated, "#lines")
    def _open(self, message: LineTable.Activated) -> None:
        line = self._line(message.key)
        if line is None:
            return
        message.stop()
        if line.target is not None and line.target[0] == "decision":
            self._ask_decision(line)
        else:
            from screens.preview_detail import PreviewDetail

            self.app.push_screen(PreviewDetail(line), self._take_side)

    def _take_side(self, side: str | None) -> None:
        if side is not None:
            self.action_choose_side(side)

    def _ask_decision(self, line: PreviewLine) -> None:
        name = line.target[1] if line.target is not None else ""

        def take(choice: str | None) -> None:
            if choice is not None:
                decided = {**self._opened.choices.decided, name.casefold(): choice}
                self._decide(replace(self._opened.choices, decided=decided))

        self.app.push_screen(
            Chooser(line.why, [Choice(each, _choice_text(each)) for each in line.choices]), take
        )

    def action_go_to_open(self) -> None:
        """Goes to the next line that a person must decide."""
        if self.answer is None:
            return
        keys = list(self.table.keys)
        here = keys.index(self.table.cursor_key) if self.table.cursor_key in keys else -1
        for key in (*keys[here + 1 :], *keys[: here + 1]):
            line = self._line(key)
            if line is not None and line.is_open:
                self.table.move_cursor(key)
                return
        self.tell(_("Nothing is left to decide."))

    def action_go_section(self, step: int) -> None:
        """Goes to the next row or section, or the one before."""
        self.table.go_to_group(step)

    def action_apply_proposal(self) -> None:
        """Writes what is taken; what is not decided stays open."""
        if self.answer is None:
            return
        proposal = self.answer.proposal
        if not proposal.edits and not proposal.brought:
            self.tell(_("There is nothing to apply yet."))
            return
        incoming = self._opened.incoming

        def write(plan: Plan) -> Revision | None:
            from importers.incoming import keep_and_apply

            return keep_and_apply(plan, incoming, proposal)

        self.work(write, then=self._tell_applied)

    def _tell_applied(self, revision: Revision | None) -> None:
        if revision is None or self.answer is None:
            return
        proposal = self.answer.proposal
        self.tell(_("Applied as revision {number}; u takes it back.").format(number=revision.number))
        if not proposal.decisions and not proposal.rejects and self.is_current:
            self.app.pop_screen()


def _chosen(choices: Choices, line: PreviewLine, side: str) -> Choices:
    """The choices with one more."""
    match line.target:
        case ("cell", uid, key):
            cells: Any = {**choices.cells, (uid, key): side}
            return replace(choices, cells=cells)
        case ("missing", uid):
            removals = choices.removals | {uid} if side == "theirs" else choices.removals - {uid}
            return replace(choices, removals=removals)
        case ("new", sheet, row):
            place = {(sheet, int(row))}
            skipped = choices.skipped - place if side == "theirs" else choices.skipped | place
            return replace(choices, skipped=skipped)
        case ("decision", name) if side in line.choices:
            return replace(choices, decided={**choices.decided, name.casefold(): side})
    return choices


def _changed_by(plan: Plan, proposal: Proposal) -> dict[tuple[str, str], str]:
    """Who gave our value of each cell in conflict, and when."""
    from importers.incoming import last_change

    found = {}
    for cell in proposal.cells:
        if cell.verdict is Verdict.CONFLICT and (revision := last_change(plan, cell)) is not None:
            found[cell.uid, cell.key] = f"{revision.person}, {date_text(revision.known)}"
    return found


def _choice_text(choice: str) -> str:
    """A choice of a decision in words; names of sheets, columns and rows as they are."""
    words = {
        "theirs": _("Theirs: take what came back"),
        "ours": _("Ours: leave the plan as it is"),
        "new": _("A new row"),
        "change": _("A change of the row"),
        "same": _("Yes, it is that row"),
        "none": _("Nothing: leave it out"),
        "keep": _("Keep as it is"),
        "remove": _("Remove the missing rows"),
        "shift": _("Move the dates back"),
    }
    return words.get(choice, choice)
