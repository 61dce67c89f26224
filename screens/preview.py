"""The preview of an import: every cell that came back changed, under its row, and what a person makes of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Final

from rich.cells import cell_len
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from models.language import _, date_text
from models.rules.merge import Verdict
from models.rules.records import text
from screens.arriving import ALONE, Opened, Pile, open_next
from screens.base import PlanScreen
from screens.choose import Choice, Chooser
from screens.commands import bindings
from screens.widgets.preview_lines import PreviewLine, PreviewLines, preview_lines, taken_text
from screens.widgets.sections import SectionTable
from screens.widgets.table import Cell, CellValue, Column, LineTable
from screens.widgets.table_lines import Spread

if TYPE_CHECKING:
    from importers.incoming import Compared
    from importers.proposal import Choices, Proposal
    from models.history import Revision
    from models.plan import Plan

WIDTHS: Final = ((160, (7, 22, 36, 46)), (100, (7, 18, 18, 28)), (0, (5, 12, 14, 14)))
"""From so many cells on: how wide the cell's address, the field, the value as sent and the one here are."""

BANNERS: Final = frozenset({"older-handoff", "already-imported"})
"""Codes of what a person should know before anything else."""


@dataclass(frozen=True)
class Looked:
    """A proposal, and its lines."""

    proposal: Proposal
    lines: PreviewLines
    source: str
    """Which hand-off it is, whose, and when it was sent and due; empty for a plan workbook."""


class PreviewScreen(PlanScreen[Looked]):
    """What one file would do to the plan. Nothing is written before it is applied."""

    NAME = "preview"
    CSS_PATH = "preview.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("preview")

    def __init__(self, opened: Opened, pile: Pile = ALONE) -> None:
        """Shows an opened file, one of a pile."""
        super().__init__()
        self._opened, self._pile = opened, pile

    def compose_body(self) -> ComposeResult:
        """What the file is, and the lines."""
        yield Static(id="source", markup=False)
        yield Static(id="banner", markup=False)
        yield Static(id="summary", markup=False)
        yield Static(id="taken", markup=False)
        yield SectionTable(id="lines")

    @property
    def table(self) -> SectionTable:
        """The table of lines."""
        return self.query_one("#lines", SectionTable)

    # The question.

    def ask(self, plan: Plan) -> Looked:
        from importers.incoming import compared_with
        from importers.wording import Wording

        opened = self._opened
        compared = opened.compared
        if compared is None or compared.standing.now.revision != plan.last_revision():
            compared = opened.compared = compared_with(plan, opened.incoming)
        proposal = opened.incoming.propose(compared, opened.choices)
        wording = Wording(compared.standing)
        titles = {(cell.kind, cell.uid): wording.title_of(cell.kind, cell.uid) for cell in proposal.cells}
        lines = preview_lines(proposal, titles, _changed_by(plan, proposal))
        return Looked(proposal, lines, _source_text(compared))

    def show(self, result: Looked) -> None:
        proposal = result.proposal
        self._say("#source", " · ".join(part for part in (self._place_text(), result.source) if part))
        self._say("#banner", "\n".join(each.message for each in proposal.warnings if each.code in BANNERS))
        self.query_one("#summary", Static).update(proposal.message)
        self.query_one("#taken", Static).update(taken_text(proposal))
        table = self.table
        table.empty_text = Text(_("The file changes nothing. Press esc to go back."))
        table.set_source(self._cells)
        table.set_spread(self._spread)
        table.set_columns(self._columns())
        table.set_groups(result.lines.groups)
        table.refresh_all()

    def _say(self, place: str, sentence: str) -> None:
        """Shows a line over the table, or none."""
        line = self.query_one(place, Static)
        line.update(sentence)
        line.display = bool(sentence)

    def _place_text(self) -> str:
        """Which of several files it is."""
        if len(self._pile.paths) < 2:
            return ""
        return _("file {number} of {count}").format(number=self._pile.place + 1, count=len(self._pile.paths))

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

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The next file is offered where there are several."""
        if action == "go_to_next_file":
            return len(self._pile.paths) > 1
        return super().check_action(action, parameters)

    def action_go_to_next_file(self) -> None:
        """Shows the next of the files that were opened together."""
        open_next(self, self._pile)

    def action_show_provenance(self) -> None:
        """Shows the edits behind our value of the cell at the cursor."""
        from screens.history import HistoryScreen

        line = self._line(self.table.cursor_item)
        if line is not None and line.row is not None:
            self.app.push_screen(HistoryScreen(line.row, line.field))

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
        if not self.is_current or proposal.decisions or proposal.rejects:
            return
        if self._pile.place + 1 < len(self._pile.paths):
            self.action_go_to_next_file()
        else:
            self.app.pop_screen()


def _source_text(compared: Compared) -> str:
    """Which hand-off a file is, whose, when it was sent and due; empty for a plan workbook."""
    if compared.sent is None:
        return ""
    now = compared.standing.now
    handoff, division = now.get("handoff", compared.sent.handoff), now.get("division", compared.sent.division)
    parts = [compared.sent.id]
    if division is not None:
        parts.append(text(division, "name"))
    if handoff is not None:
        if handoff.sent is not None:
            parts.append(_("sent {date}").format(date=date_text(handoff.sent)))
        parts.append(_("due {date}").format(date=date_text(handoff.due)))
    return " · ".join(parts)


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
