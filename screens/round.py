"""One round in full: when it was sent and came back, what its workbook brought, and what is still open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.binding import BindingType

from models.language import _, date_text, ngettext, number_text
from models.rules.records import Handoff, text
from models.rules.rounds import days_to_answer
from screens.commands import bindings
from screens.edits_screen import EditsScreen
from screens.widgets.columns_handoffs import RoundsLook, standing_text
from screens.widgets.edits import EditLine, by_row

if TYPE_CHECKING:
    from models.imports import Return
    from models.plan import Plan
    from models.rules.state import PlanState


@dataclass(frozen=True)
class Found:
    """A round as it stands now."""

    facts: tuple[str, ...]
    lines: tuple[EditLine, ...]
    last: Return | None
    """The last file that came back and whose import stands."""


class RoundScreen(EditsScreen[Found]):
    """What came back of a hand-off."""

    NAME = "round"
    CSS_PATH = "edits_screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("round")

    def __init__(self, uid: str) -> None:
        """Shows the hand-off with that uid."""
        super().__init__()
        self._uid = uid

    def ask(self, plan: Plan) -> Found:
        from models.telling import Names, in_order, told

        state = plan.state(plan.today)
        handoff: Handoff | None = state.get("handoff", self._uid)
        if handoff is None:
            return Found((_("This hand-off is not in the plan any more."),), (), None)
        returns = plan.rounds.returns(handoff.id)
        edits = [
            edit
            for each in returns
            if each.revision is not None
            for edit in plan.revision(each.revision).told
            if edit.uid != handoff.uid
        ]
        lines = by_row(in_order(told(edits, Names([state], edits=edits), briefly=True)), notes=True)
        facts = [*_facts(state, handoff), *_files(returns, len(plan.rounds.reviews(handoff.id)))]
        return Found(tuple(facts), lines, returns[-1] if returns else None)

    def show(self, result: Found) -> None:
        self.say_heading("\n".join(result.facts))
        self.edits.note_title = _("From")
        self.edits.empty_text = Text(
            _("No file of this round has brought a change. I imports one that came back.")
        )
        self.edits.show(result.lines)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Its file is offered once one came back."""
        if action == "open_file":
            return True if self.answer is not None and self.answer.last is not None else None
        return super().check_action(action, parameters)

    def action_open_file(self) -> None:
        """Opens the last file that came back once more, out of the inbox."""
        from screens.arriving import open_kept

        if self.answer is not None and self.answer.last is not None:
            open_kept(self, self.answer.last)


def _facts(state: PlanState, handoff: Handoff) -> list[str]:
    """Three lines: what it is, when it went and came, how many rows."""
    division = text(state.get("division", handoff.division), "name")
    times = [
        _("made, not sent yet")
        if handoff.sent is None
        else _("sent {date}").format(date=date_text(handoff.sent)),
        _("due {date}").format(date=date_text(handoff.due)),
    ]
    if handoff.returned is not None:
        days = days_to_answer(handoff)
        back = _("back {date}").format(date=date_text(handoff.returned))
        if days is not None:
            back += " (" + ngettext("{days} day", "{days} days", days).format(days=days) + ")"
        times.append(back)
    if handoff.cancelled is not None:
        times.append(_("cancelled {date}").format(date=date_text(handoff.cancelled)))
    counts = (
        (_("rows sent"), handoff.rows_sent),
        (_("changed"), handoff.rows_changed),
        (_("confirmed"), handoff.rows_confirmed),
        (_("conflicts"), handoff.conflicts),
        (_("not readable"), handoff.rejects),
        (_("not decided"), handoff.undecided),
    )
    numbers = " · ".join(f"{name} {number_text(count)}" for name, count in counts if count is not None)
    standing = standing_text(RoundsLook(state), handoff)
    lines = [f"{handoff.id}  {division} · {standing}", " · ".join(times), numbers]
    return [line for line in (*lines, handoff.note or "") if line]


def _files(returns: tuple[Return, ...], waiting: int) -> list[str]:
    """The files that came back, and the cells of them that wait."""
    lines = []
    if returns:
        names = ", ".join(dict.fromkeys(each.name for each in returns))
        lines.append(_("came back as {files}").format(files=names))
    if waiting:
        told = ngettext("{count} cell waits to be mended: R", "{count} cells wait to be mended: R", waiting)
        lines.append(told.format(count=number_text(waiting)))
    return lines
