"""What screen 5 shows: the same dependencies as a matrix, of one division, on a board, and as a chain."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from models.language import _, ngettext, number_text
from models.rules.dependencies import ALL, Wanted, board, is_live, matrix, matrix_totals, sides
from models.rules.records import Milestone
from models.rules.state import PlanState
from models.rules.text import visible
from screens.commands import find, keys_text
from screens.row_editing import RowEditing
from screens.widgets.dependency_board import BoardPane
from screens.widgets.dependency_chain import ChainPane
from screens.widgets.dependency_division import BESIDE, DivisionPane
from screens.widgets.dependency_lines import ROOMY
from screens.widgets.dependency_look import VIEW_TITLES, DependencyLook, Line, View, legend_text
from screens.widgets.dependency_matrix import MatrixPane
from screens.widgets.dependency_pane import DependencyPane, Facts
from screens.widgets.frame import Label, LabelLine
from screens.widgets.table import LineTable

if TYPE_CHECKING:
    from models.plan import Plan


class ViewLine(LabelLine):
    """The views, each with its key."""


class FilterLine(LabelLine):
    """The filters, each with its key; those in force are drawn as such."""


PANES: dict[View, type[DependencyPane]] = {
    View.MATRIX: MatrixPane,
    View.DIVISION: DivisionPane,
    View.BOARD: BoardPane,
    View.CHAIN: ChainPane,
}


class DependenciesBase(RowEditing[Facts]):
    """What the screen shows; what a person does with it is `DependenciesScreen`'s."""

    KIND: ClassVar[str] = "dependency"
    AUTO_FOCUS = "#matrix"

    def __init__(self) -> None:
        super().__init__()
        self.view = View.MATRIX
        self.wanted = ALL
        """Which dependencies show."""
        self.division: str | None = None
        """The uid of the division whose needs show; None for the first."""
        self.root: str | None = None
        """The uid of the milestone whose chain shows; None for the end of the plan's longest one."""
        self._sought: str | None = None
        """The uid of a dependency to which the cursor goes as soon as it shows."""

    def compose_body(self) -> ComposeResult:
        """The views, the filters, the view that shows, what the marks mean."""
        yield ViewLine(id="views")
        with Horizontal(id="filter-line"):
            yield FilterLine(id="filters")
            yield Static(id="count", markup=False)
        yield Static(id="nothing", markup=False)
        for view, pane in PANES.items():
            yield pane(id=f"{view}-pane")
        yield Static(id="legend", markup=False)

    def on_mount(self) -> None:
        """Shows the first view alone. Textual calls this besides the frame's own."""
        self._place_sides()
        self._show_pane(is_empty=False)

    @property
    def pane(self) -> DependencyPane:
        """The view that shows."""
        return self.query_one(f"#{self.view}-pane", DependencyPane)

    @property
    def table(self) -> LineTable:
        """The table that has the cursor."""
        return self.pane.table

    @property
    def state(self) -> PlanState:
        """The plan as the screen shows it."""
        assert self.answer is not None
        return self.answer.look.state

    # The question.

    def ask(self, plan: Plan) -> Facts:
        """What the present view shows; reckoned here, so that 3,333 dependencies hold no key up."""
        return self._facts(plan.state(plan.today))

    def _facts(self, state: PlanState) -> Facts:
        wanted = self.wanted
        if state.get("division", wanted.division) is None:
            wanted = replace(wanted, division=None)
        look = DependencyLook(state, wanted)
        facts = Facts(look, self.view)
        # Found here once for all: they are asked for at every key.
        look.lines(look.links)
        match self.view:
            case View.MATRIX:
                cells = (*matrix(state, wanted), *matrix_totals(state, wanted))
                return replace(facts, cells={(cell.waiting, cell.providing): cell for cell in cells})
            case View.DIVISION:
                found = state.get("division", self.division) or next(iter(state.divisions), None)
                some = None if found is None else sides(found.uid, state, wanted)
                return replace(facts, division=found, sides=some)
            case View.BOARD:
                return replace(facts, board=board(state, wanted))
            case _:
                return self._with_chain(facts)

    def _with_chain(self, facts: Facts) -> Facts:
        state = facts.look.state
        network = state.network
        root: Milestone | None = state.get("milestone", self.root)
        if root is None and network.longest_chain:
            root = state.get("milestone", network.longest_chain[-1])
        if root is None and facts.look.links:
            root = state.get("milestone", facts.look.links[0].waiting)
        if root is None:
            return facts
        return replace(
            facts, root=root, upstream=network.upstream(root.uid), downstream=network.downstream(root.uid)
        )

    def show(self, result: Facts) -> None:
        """Shows the view that was asked for, or a sentence where there is nothing to show."""
        if result.view is not self.view:
            return
        if self.wanted.division is not None and result.look.wanted.division is None:
            self.wanted = replace(self.wanted, division=None)
        self._show_labels(result)
        nothing = self._nothing_text(result)
        self.query_one("#nothing", Static).update(nothing)
        self.query_one("#legend", Static).update(legend_text())
        self._show_pane(is_empty=bool(nothing))
        pane = self.pane
        if not nothing:
            pane.show(result)
        is_sought = self._sought is not None and result.look.state.get("dependency", self._sought) is not None
        if is_sought and self._go_to(str(self._sought)):
            return
        if not nothing and self.is_current and (self.focused is None or self.focused not in pane.tables):
            pane.tables[0].focus()

    def _show_pane(self, *, is_empty: bool) -> None:
        for view in PANES:
            self.query_one(f"#{view}-pane").display = view is self.view and not is_empty
        self.query_one("#nothing").display = is_empty
        self.query_one("#legend").display = not is_empty

    def _nothing_text(self, result: Facts) -> str:
        """What to do where there is nothing to show; nothing where there is."""
        state, look = result.look.state, result.look
        if not state.milestones:
            if not state.initiatives:
                return _("The plan is empty. Press 3, then n for its first stream, division and initiative.")
            return _("A dependency lies between two milestones. Press 4, then n for the first.")
        if not state.dependencies:
            return _("No dependencies yet. Press {key}: who waits, for what, and by when.").format(
                key=self._key("dependencies.new")
            )
        if result.view is View.CHAIN or look.links:
            return ""
        if look.wanted == ALL:
            return _("No dependency is open any more. Press {key} to show the closed ones too.").format(
                key=self._key("dependencies.filter-closed")
            )
        return _("No dependency passes the filter. Press esc to show all of them.")

    def on_resize(self) -> None:
        """Puts the two lists of a division side by side, or under each other."""
        self._place_sides()

    def _place_sides(self) -> None:
        self.set_class(self.app.size.width >= BESIDE, "-beside")

    def retranslate(self) -> None:
        """Reads every word again."""
        if self.answer is not None:
            self.answer = self._facts(self.answer.look.state)

    # The two lines over the view.

    def _key(self, command_id: str) -> str:
        return keys_text(find(command_id), self.shell.keymap, first=True)

    def _show_labels(self, result: Facts) -> None:
        look = result.look

        def label(command_id: str, title: str, is_on: bool) -> Label:
            return Label(self._key(command_id), title, find(command_id).action, is_on)

        titles = {view: _(title) for view, title in VIEW_TITLES.items()}
        if result.division is not None:
            titles[View.DIVISION] = f"{titles[View.DIVISION]}: {visible(result.division.id)}"
        if result.root is not None:
            titles[View.CHAIN] = f"{titles[View.CHAIN]}: {visible(result.root.id)}"
        self.query_one(ViewLine).labels = tuple(
            label(f"dependencies.{view}", titles[view], view is self.view) for view in View
        )
        wanted, division = look.wanted, look.state.get("division", look.wanted.division)
        of = _("All divisions") if division is None else visible(division.id)
        self.query_one(FilterLine).labels = (
            label("dependencies.filter-division", of, division is not None),
            label("dependencies.filter-overdue", _("Overdue"), wanted.is_overdue),
            label("dependencies.filter-cross", _("Between divisions"), wanted.is_cross_division),
            label("dependencies.filter-closed", _("Closed too"), wanted.with_closed),
        )
        shown, known = len(look.links), look.known
        noun = number_text(known)
        if self.app.size.width >= ROOMY:
            noun = ngettext("{count} dependency", "{count} dependencies", known).format(count=noun)
        told = noun if shown == known else _("{shown} of {all}").format(shown=number_text(shown), all=noun)
        self.query_one("#count", Static).update(told)

    # The cursor.

    @on(LineTable.Highlighted)
    @on(LineTable.SelectionChanged)
    def _cursor_moved(self) -> None:
        self.refresh_bindings()

    @property
    def line(self) -> Line | None:
        """The dependency at the cursor."""
        return self.pane.line if self.answer is not None else None

    def row_at_cursor(self) -> object:
        """The dependency at the cursor, as a record."""
        return None if self.line is None else self.line.link

    def chosen_rows(self) -> list[object]:
        """The selected dependencies, else the one at the cursor."""
        return [line.link for line in self.pane.chosen_lines] if self.answer is not None else []

    def current_row(self) -> tuple[str, str] | None:
        """The dependency at the cursor; on a card or a heading the milestone."""
        return self.pane.row if self.answer is not None else None

    def row_as_text(self) -> str:
        """The row at the cursor."""
        return self.pane.row_text if self.answer is not None else ""

    def reveal(self, kind: str, uid: str) -> None:
        """Goes to a dependency, or shows the chain of a milestone."""
        if kind == "chain-of-milestone":
            self.view, self.root = View.CHAIN, uid
            self.reload()
        elif kind == "dependency":
            self._sought = uid
            if self.answer is not None and self.state.get("dependency", uid) is not None:
                self.show(self.answer)

    def _go_to(self, uid: str) -> bool:
        """Puts the cursor on a dependency: where it shows now, else in its cell of the matrix, out of the filter.

        True where it is there; the matrix may still have to be asked for.
        """
        if self.pane.display and self.pane.go_to(uid):
            self._sought = None
            return True
        wanted = Wanted(with_closed=not is_live(self.state.get("dependency", uid), self.state))
        if (self.view, self.wanted) == (View.MATRIX, wanted):
            self._sought = None
        else:
            self.view, self.wanted = View.MATRIX, wanted
            self.reload()
        return False

    def step_back(self) -> bool:
        """From a lower table to the upper one, then out of the filter."""
        if self.answer is None:
            return False
        if self.pane.display and self.pane.step_back():
            return True
        if self.wanted == ALL:
            return False
        self.wanted = ALL
        self.reload()
        return True
