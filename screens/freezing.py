"""Before a week is frozen: its check-list in a window, the reason of a correction, and the narrative in the editor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from rich.table import Table
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input, Static

from models.language import LANGUAGES, Language, _, date_text, number_text
from models.rules.checklist import Checklist, Line, checklist, language_text, lines, open_text
from models.rules.narrative import narrative_of
from models.rules.weeks import check_day
from models.snapshots import newest_versions
from screens.choose import Choice, Chooser
from screens.dialog import Dialog

if TYPE_CHECKING:
    from models.plan import Plan
    from models.rules.state import PlanState
    from models.snapshots import Snapshot

WRITE: Final = "\n"
"""What the window gives back where the narrative is to be written first; no reason holds a line break."""


@dataclass(frozen=True)
class Ready:
    """What is known before a week is frozen."""

    state: PlanState
    checklist: Checklist
    lines: tuple[Line, ...]
    frozen: Snapshot | None
    """The last version of the week, where it is frozen already."""

    @property
    def week(self) -> int:
        """The plan's week of today."""
        return self.checklist.week


def ready_to_freeze(plan: Plan) -> Ready:
    """Asks the plan of the week of today, in a worker thread; raises RuleBroken for a day that cannot be frozen."""
    state = plan.state(plan.today)
    check_day(state)
    found = checklist(state)
    frozen = {each.week: each for each in newest_versions(plan.snapshots.all(), state.day)}
    return Ready(state, found, lines(found, state), frozen.get(found.week))


class FreezeDialog(Dialog[str]):
    """Shows what is open. Gives back the reason of a correction, empty for a first version; `WRITE`; None on esc."""

    CSS_PATH = "freezing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "freeze", show=False),
        Binding("E", "write_narrative", show=False),
    ]

    def __init__(self, ready: Ready, *, is_correction: bool) -> None:
        super().__init__()
        self._ready, self._is_correction = ready, is_correction

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="box"):
            yield Static(self._told(), id="told", markup=False)
            if self._is_correction:
                yield Input(placeholder=_("Why is a further version needed?"), id="reason")
            yield Static(self._keys(), id="say", markup=False)

    def on_mount(self) -> None:
        """Puts the cursor where the reason is typed, else where the arrows scroll."""
        box = self.query_one("#box")
        title = _("Correct week {week}") if self._is_correction else _("Freeze week {week}")
        box.border_title = Text(title.format(week=self._ready.week))
        (self.query_one("#reason") if self._is_correction else box).focus()

    def _told(self) -> Table:
        ready = self._ready
        table = Table(
            title=f"{date_text(ready.checklist.day)}: {open_text(ready.checklist)}",
            title_justify="left",
            title_style="",
            box=None,
            show_header=False,
            padding=(0, 2, 0, 0),
        )
        table.add_column(no_wrap=True)
        table.add_column(justify="right", no_wrap=True)
        table.add_column()
        for line in ready.lines:
            style = "bold" if line.is_open else ""
            table.add_row(Text(line.title, style), Text(number_text(line.count), style), Text(line.what))
        return table

    def _keys(self) -> str:
        if self._is_correction:
            return _("enter takes the further version · esc leaves")
        return _("enter freezes · E writes the narrative · esc leaves")

    @on(Input.Submitted, "#reason")
    def _take_reason(self, event: Input.Submitted) -> None:
        event.stop()
        if reason := " ".join(event.value.split()):
            self.dismiss(reason)
        else:
            self.query_one("#say", Static).update(_("A correction needs its reason, in a few words."))

    def action_freeze(self) -> None:
        """Freezes the week as it stands."""
        if not self._is_correction:
            self.dismiss("")

    def action_write_narrative(self) -> None:
        """Leaves, to write the narrative first."""
        if not self._is_correction:
            self.dismiss(WRITE)


def language_chooser(ready: Ready) -> Chooser:
    """Asks in which language the narrative is written; the plan's working language comes first."""
    from models.narratives import words_text

    found = narrative_of(ready.state, ready.week)
    own = ready.checklist.language
    choices = []
    for code in sorted(LANGUAGES, key=lambda code: code != own):
        kept = getattr(found, f"text_{code}") if found is not None else None
        title = f"{language_text(code)}: {words_text(kept) if kept else '–'}"
        choices.append(Choice(code, title))
    return Chooser(_("Narrative of week {week}").format(week=ready.week), choices, own)


def kept_text(ready: Ready, language: Language) -> str:
    """The narrative of the week as it stands in a language; empty for none."""
    found = narrative_of(ready.state, ready.week)
    return (getattr(found, f"text_{language}") or "") if found is not None else ""
