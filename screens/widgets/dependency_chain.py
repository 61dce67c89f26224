"""The chain of one milestone: all that it waits for and all that wait for it, as two trees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rich.text import Text
from textual.app import ComposeResult
from textual.widgets import Static

from models.language import _, date_text, ngettext, number_text, signed_text
from models.rules.lights import is_late
from models.rules.network import Branch
from models.rules.records import Milestone, text
from models.rules.words import DependencyKind
from screens.widgets.columns import light_cell, word
from screens.widgets.columns_milestones import STATUS_TONES
from screens.widgets.dependency_lines import ROOMY, SPACIOUS, day_text
from screens.widgets.dependency_look import DependencyLook, Line
from screens.widgets.dependency_pane import DependencyPane, Facts
from screens.widgets.dependency_words import trouble_text
from screens.widgets.sections import Group, SectionTable
from screens.widgets.table import Cell, CellValue, Column

UPSTREAM, DOWNSTREAM = "#upstream", "#downstream"
"""The keys of the two headings."""

DEEPEST: Final = 12
"""Steps of a tree that are drawn; of one further away, the number of steps stands in place of them."""


@dataclass(frozen=True, eq=False)
class Node:
    """One row of a tree."""

    branch: Branch
    depth: int
    """Steps from the milestone whose chain it is, 1 for its neighbours."""
    parent: Node | None
    is_last: bool
    """Whether it is the last of those that hang from the same row."""

    @property
    def twig(self) -> str:
        """The lines of the tree before it."""
        if self.depth > DEEPEST:
            return f"…{self.depth} "
        told, node = "└─ " if self.is_last else "├─ ", self.parent
        while node is not None and node.depth:
            told, node = ("   " if node.is_last else "│  ") + told, node.parent
        return told


def nodes_of(tree: Branch) -> list[Node]:
    """The rows of a tree from top to bottom, its root left out."""
    nodes: list[Node] = []
    path: list[Node] = []
    for depth, branch in tree.walk():
        del path[depth:]
        parent = path[-1] if path else None
        is_last = parent is None or parent.branch.branches[-1] is branch
        path.append(Node(branch, depth, parent, is_last))
        nodes.append(path[-1])
    return nodes[1:]


class ChainPane(DependencyPane):
    """Upstream and downstream of a milestone; what stands twice is told once and then refers to above."""

    _rows_of_tree: Mapping[str, Node] = {}

    def compose(self) -> ComposeResult:
        """The milestone, and the two trees."""
        yield Static(id="chain-told", classes="told", markup=False)
        yield SectionTable(id="chain")

    @property
    def chain(self) -> SectionTable:
        """The trees."""
        return self.query_one("#chain", SectionTable)

    @property
    def _look(self) -> DependencyLook:
        assert self.facts is not None
        return self.facts.look

    def show(self, facts: Facts) -> None:
        is_same = self.facts is not None and self.facts.root is not None and facts.root is not None
        is_same = is_same and self.facts.root.uid == facts.root.uid  # type: ignore[union-attr]
        self.facts = facts
        root = facts.root
        if root is None or facts.upstream is None or facts.downstream is None:
            return
        up, down = nodes_of(facts.upstream), nodes_of(facts.downstream)
        self._rows_of_tree = {
            f"{key}:{n}": node for key, nodes in (("up", up), ("down", down)) for n, node in enumerate(nodes)
        }
        self._lay_out()
        self.chain.set_source(self._cells)
        groups = [
            self._group(UPSTREAM, _("{id} waits for").format(id=root.id), "up", up),
            self._group(DOWNSTREAM, _("Wait for {id}").format(id=root.id), "down", down),
        ]
        if not is_same:
            self.chain.set_groups(())
        self.chain.set_groups(groups)
        self.chain.refresh_all()
        self.query_one("#chain-told", Static).update(self._about(root))

    def _group(self, key: str, title: str, prefix: str, nodes: list[Node]) -> Group:
        count = len({node.branch.uid for node in nodes})
        told = number_text(count) if count else _("nobody") if key == DOWNSTREAM else _("nothing")
        return Group(key, title, tuple(f"{prefix}:{n}" for n in range(len(nodes))), told)

    def on_resize(self) -> None:
        """Lays the columns out for the new size."""
        self._lay_out()

    def _lay_out(self) -> None:
        room = self.app.size.width
        ids = max((len(each.id) for each in self._look.state.divisions), default=4) if self.facts else 4
        links = max((len(each.id) for each in self._look.state.dependencies), default=3) if self.facts else 3
        self.chain.set_columns(
            [
                Column("tree", _("Milestone"), 24, flexible=True),
                Column("light", "", 3),
                Column(
                    "division",
                    _("Division") if room >= ROOMY else "",
                    max(min(ids, 12), 8 if room >= ROOMY else 4),
                ),
                Column("forecast", _("Forecast"), 10 if room >= ROOMY else 6),
                *([Column("status", _("Status"), 12)] if room >= ROOMY else []),
                Column("link", _("Id"), min(links, 12)),
                *(
                    [Column("kind", _("Kind"), max(len(word(each)) for each in DependencyKind))]
                    if room >= ROOMY
                    else []
                ),
                Column("slack", _("Slack"), 5, align="right"),
                Column("marks", "", 3),
                *([Column("trouble", _("What is wrong"), 36)] if room >= SPACIOUS else []),
            ]
        )

    def _cells(self, key: str) -> list[CellValue]:
        node = self._rows_of_tree.get(key)
        if node is None or node.branch.link is None:
            return []
        look, room = self._look, self.app.size.width
        milestone = look.state.get("milestone", node.branch.uid)
        line = look.line(node.branch.link.uid)
        is_quiet = not milestone.is_open or line.link.uid not in look.shown
        title = _("see above") if node.branch.is_repeated else text(milestone, "title")
        tree = Text()
        tree.append(node.twig, style="dim")
        tree.append(milestone.id, style="dim" if is_quiet else "bold")
        tree.append(f"  {title}", style="dim" if is_quiet or node.branch.is_repeated else "")
        told: dict[str, CellValue] = {
            "tree": tree,
            "light": light_cell(look.state.light_by_milestone[milestone.uid]),
            "division": look.division_of(milestone),
            "forecast": Cell(
                day_text(milestone.forecast, room),
                "error" if is_late(milestone, look.state.day) else "" if milestone.is_open else "dim",
            ),
            "status": Cell(word(milestone.status), STATUS_TONES[milestone.status]),
            "link": Cell(line.link.id, "dim" if not line.is_active else ""),
            "kind": Cell(word(line.link.kind), "dim"),
            "slack": ""
            if not line.is_active
            else Cell(signed_text(line.slack), "error" if line.slack < 0 else ""),
            "marks": Cell(line.marks, line.tone),
            "trouble": Cell(trouble_text(look, line), line.tone),
        }
        return [told[column.key] for column in self.chain.columns]

    def _about(self, root: Milestone) -> str:
        """The milestone, how much room it has, and whether the plan's longest chain goes through it."""
        network, look = self._look.state.network, self._look
        facts = [
            look.division_of(root),
            word(root.status),
            _("forecast {date}").format(date=date_text(root.forecast)),
        ]
        if root.is_open:
            slack, to_end = network.slack(root.uid), network.slack_to_end(root.uid)
            if slack is not None:
                facts.append(_("slack to who waits first {days}").format(days=signed_text(slack)))
            facts.append(_("to the end {days}").format(days=signed_text(to_end)))
        if root.uid in network.longest_chain:
            links = len(network.longest_chain) - 1
            facts.append(
                ngettext(
                    "longest chain, {count} link",
                    "longest chain, {count} links",
                    links,
                ).format(count=number_text(links))
            )
        return f"{root.id} {text(root, 'title')} · {' · '.join(facts)}"

    # What the screen asks.

    @property
    def node(self) -> Node | None:
        """The row at the cursor."""
        return self._rows_of_tree.get(self.chain.cursor_item or "")

    @property
    def line(self) -> Line | None:
        """The dependency that leads to the row at the cursor."""
        node = self.node
        return None if node is None or node.branch.link is None else self._look.line(node.branch.link.uid)

    @property
    def milestone(self) -> str | None:
        """That of the row; the one whose chain it is on a heading."""
        if self.node is not None:
            return self.node.branch.uid
        return None if self.facts is None or self.facts.root is None else self.facts.root.uid

    @property
    def row(self) -> tuple[str, str] | None:
        return (
            super().row
            if self.line is not None
            else None
            if self.milestone is None
            else ("milestone", self.milestone)
        )

    def open_here(self) -> bool:
        """Folds a heading."""
        key = self.chain.cursor_key
        if key not in (UPSTREAM, DOWNSTREAM):
            return False
        self.chain.fold(key)
        return True

    def go_to(self, uid: str) -> bool:
        for key, node in self._rows_of_tree.items():
            if node.branch.link is not None and node.branch.link.uid == uid and self.chain.move_cursor(key):
                self.chain.focus()
                return True
        return False
