"""The frame around every screen: the plan's line at the top, the tabs of the screens, the hints at the bottom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple

from rich.cells import cell_len
from textual import actions
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget

from models.language import _, date_text, ngettext
from screens.commands import PLACES, Keymap, find, hints, keys_text

if TYPE_CHECKING:
    from models.plan import Plan
    from models.rules.records import Charter

STYLE_SHEET: Final = Path(__file__).with_suffix(".tcss").read_text(encoding="utf-8")


class PlanFrame(NamedTuple):
    """What the line at the top says: which plan, which day of it."""

    charter: Charter
    today: date
    day: int
    """1 on the first day of the plan; 0 and less before, more than its days after."""
    week: int
    weeks: int
    stands: bool
    """The clock stands at that day: a replay or a demonstration."""

    @classmethod
    def of(cls, plan: Plan) -> PlanFrame:
        """Asks the plan; for a worker."""
        from models.rules.calendar import WorkCalendar

        charter, today = plan.charter(), plan.today
        calendar = WorkCalendar(charter.start, charter.days)
        return cls(
            charter,
            today,
            calendar.day_number(today),
            calendar.week_number(today),
            calendar.weeks,
            plan.clock.fixed is not None,
        )

    @property
    def day_variants(self) -> tuple[str, ...]:
        """Day n of 90, the longest first; the longer ones say how days are counted."""
        days = self.charter.days
        if self.day < 1:
            return (
                ngettext("starts in {days} day", "starts in {days} days", 1 - self.day).format(
                    days=1 - self.day
                ),
            )
        if self.day > days:
            return (
                ngettext("ended {days} day ago", "ended {days} days ago", self.day - days).format(
                    days=self.day - days
                ),
            )
        return (
            _("day {day} of {days}, calendar days from {start}").format(
                day=self.day, days=days, start=date_text(self.charter.start)
            ),
            _("day {day}/{days}, calendar days").format(day=self.day, days=days),
            _("day {day}/{days}").format(day=self.day, days=days),
        )

    @property
    def week_words(self) -> str:
        """Week n of 13; nothing outside the plan."""
        if not 1 <= self.week <= self.weeks:
            return ""
        return _("week {week}/{weeks}").format(week=self.week, weeks=self.weeks)


class HeaderLine(Widget):
    """One line: the plan's name, its day, its week and the date; shorter where it would not fit."""

    DEFAULT_CSS: ClassVar[str] = STYLE_SHEET

    frame: reactive[PlanFrame | None] = reactive(None)
    """What it says; None until the plan is open."""

    def render(self) -> Content:
        if self.frame is None:
            return Content.assemble((" tracker", "bold"))
        from models.rules.records import text
        from screens.widgets.table_lines import clean

        frame, width = self.frame, self.size.width
        name = clean(text(frame.charter, "name") or _("Plan without a name"))
        banner = _(" as of {date} ").format(date=date_text(frame.today)) if frame.stands else ""
        variants = [self._facts(words) for words in frame.day_variants]
        told = next(
            (each for each in variants if cell_len(f" {name}   {each}   {banner}") <= width), variants[-1]
        )
        self.tooltip = Content(variants[0])
        room = width - cell_len(f"    {told}  {banner}")
        if cell_len(name) > room:
            name = Content(name).truncate(max(room, 1), ellipsis=True).plain
        gap = max(width - cell_len(f" {name}   {told}{banner}"), 0)
        return Content.assemble(
            " ", (name, "bold"), "   ", told, " " * gap, (banner, "bold reverse") if banner else ""
        )

    def _facts(self, day_words: str) -> str:
        frame = self.frame
        if frame is None:
            return ""
        facts = [day_words, frame.week_words, "" if frame.stands else date_text(frame.today)]
        return " · ".join(fact for fact in facts if fact)


@dataclass(frozen=True)
class Label:
    """A part of a line that can be clicked."""

    key: str
    title: str
    action: str
    is_on: bool = False
    """Drawn as the current one."""
    is_dim: bool = False
    """Drawn as out of use."""


class LabelLine(Widget):
    """A line of keys and titles, each of which can be clicked; those that do not fit are left out."""

    DEFAULT_CSS: ClassVar[str] = STYLE_SHEET

    labels: reactive[tuple[Label, ...]] = reactive(())
    """What it shows, from left to right."""

    @dataclass
    class Chosen(Message):
        """A label was clicked; the action is to be run as its key would."""

        action: str

    def _placed(self) -> list[tuple[int, Label, str]]:
        """Where each label that shows starts, and what stands there."""
        words = self._words()
        widths = [cell_len(each) for each in words]
        room = self.size.width - (widths[-1] if widths and self.keeps_last else 0)
        placed, x = [], 0
        for place, (label, each, width) in enumerate(zip(self.labels, words, widths, strict=True)):
            is_kept = self.keeps_last and place == len(widths) - 1
            if is_kept or x + width <= room:
                placed.append((x, label, each))
                x += width
        return placed

    shrinks: ClassVar[bool] = False
    """Whether titles are shortened, rather than whole labels left out, where the line is too short."""
    keeps_last: ClassVar[bool] = False
    """Whether the last label shows whatever else is left out."""

    def _words(self) -> list[str]:
        """What each label says: the current one its whole title, the others as much of theirs as fits for all."""
        words = [f" {label.key} {label.title} " for label in self.labels]
        most = max((cell_len(label.title) for label in self.labels), default=0)
        while self.shrinks and most and sum(map(cell_len, words)) > self.size.width:
            most -= 1
            words = [
                f" {label.key} {label.title if label.is_on else shortened(label.title, most)}".rstrip() + " "
                for label in self.labels
            ]
        return words

    def render(self) -> Content:
        parts = []
        for _x, label, words in self._placed():
            if label.is_on:
                parts.append(Content.assemble((words, "bold reverse")))
            elif label.is_dim:
                parts.append(Content.assemble((words, "dim")))
            else:
                key = f" {label.key}"
                parts.append(Content.assemble((key, "bold $text-primary"), words[len(key) :]))
        return Content.assemble(*parts)

    def on_click(self, event: Click) -> None:
        """Runs what stands under the pointer."""
        for x, label, words in reversed(self._placed()):
            if x <= event.x < x + cell_len(words):
                self.post_message(self.Chosen(label.action))
                return


def shortened(title: str, most: int) -> str:
    """A title in at most so many cells, with a sign where it is cut; nothing where no letter of it would be left."""
    if cell_len(title) <= most:
        return title
    return Content(title).truncate(most, ellipsis=True).plain if most > 1 else ""


class TabLine(LabelLine):
    """The screens with their digits."""

    shrinks = True

    def show(self, name: str) -> None:
        """Marks the screen called `name`."""
        self.labels = tuple(
            Label(place.digit, _(place.title), f"app.go('{place.name}')", place.name == name)
            for place in PLACES
        )


class HintLine(LabelLine):
    """The most used commands of a screen, and how to find the others."""

    keeps_last = True


def hint_labels(scope: str, keymap: Keymap, screen: Screen[Any]) -> tuple[Label, ...]:
    """The hints of a screen: its commands that are in force just now, and how to find the others."""
    labels = []
    for command in (*hints(scope), find("program.help")):
        namespace, name, parameters = actions.parse(command.action)
        # The application's own are always in force; the screen says what it takes just now.
        state = True if namespace else screen.check_action(name, parameters)
        if state is not False:
            key = keys_text(command, keymap, first=True)
            labels.append(Label(key, _(command.title), command.action, is_dim=state is None))
    return tuple(labels)
