"""The first screen without a plan: the sample, a folder of CSV files, an empty plan, or one that exists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Protocol, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from models.language import _, date_text, monday_of, parse_date
from screens.base import BREAKPOINTS_ACROSS, BREAKPOINTS_DOWN, Shell, too_small_text
from screens.commands import bindings
from screens.path_form import FormError, PathForm, Question
from screens.widgets.frame import HeaderLine, HintLine, LabelLine, hint_labels

if TYPE_CHECKING:
    from models.clock import Clock

NEW_FILE = "plan.db"
"""What a new plan's file is called unless told otherwise."""


@dataclass(frozen=True)
class MadePlan:
    """A plan's file, ready to be opened."""

    path: Path
    clock: Clock | None = None
    """A clock that stands, for a demonstration; None for the program's own."""


class PlanMaker(Protocol):
    """Makes plans; each call is slow, is run in a worker, and raises a TrackerError with its sentence."""

    def sample(self) -> MadePlan:
        """A throw-away copy of the sample plan."""

    def from_folder(self, folder: Path, target: Path) -> MadePlan:
        """A new plan at `target` from a folder of CSV files, history included."""

    def empty(self, target: Path, name: str, start: date) -> MadePlan:
        """A new plan at `target` without rows."""


class Opener(Shell, Protocol):
    """What this screen needs of the application besides."""

    def open_made(self, made: MadePlan) -> None:
        """Opens a plan in place of the one that is open."""


@dataclass(frozen=True)
class Offer:
    """One way to a plan."""

    title: str
    """In the reader's language, as is the help."""
    help: str
    take: Callable[[], None]


class WelcomeScreen(Screen[None]):
    """Offers ways to a plan; never changes one."""

    NAME = "welcome"
    CSS_PATH = "welcome.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("welcome")
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS_ACROSS
    VERTICAL_BREAKPOINTS = BREAKPOINTS_DOWN

    def __init__(self, maker: PlanMaker | None, recent: Sequence[Path], today: date) -> None:
        """Offers what `maker` makes (nothing new without one) and the plans that were open before.

        Args:
            today: a new plan begins on the next Monday unless told otherwise, or today where that is one.
        """
        super().__init__()
        self._maker = maker
        self._recent = tuple(recent)
        self._today = today
        self._sentence = ""
        self._offers: list[Offer] = []

    @property
    def shell(self) -> Opener:
        """The application, as this screen sees it."""
        return cast(Opener, self.app)

    def compose(self) -> ComposeResult:
        yield HeaderLine(id="header")
        with Vertical(id="middle"):
            yield Static(id="greeting", markup=False)
            yield Static(id="sentence", markup=False)
            yield OptionList(id="offers")
        yield Static(id="too-small", markup=False)
        yield HintLine(id="hints")

    def on_mount(self) -> None:
        """Says everything for the first time."""
        self.speak()
        self.query_one(OptionList).focus()

    def say(self, sentence: str) -> None:
        """Says why no plan is open; an empty sentence says nothing."""
        self._sentence = sentence
        if self.is_mounted:
            self.speak()

    def know(self, recent: Sequence[Path]) -> None:
        """Offers these plans beside new ones."""
        self._recent = tuple(recent)
        if self.is_mounted:
            self.speak()

    def speak(self) -> None:
        """Says everything again in the language that holds now."""
        greeting = _("Run a 90-day plan: milestones, owners, dependencies.")
        self.query_one("#greeting", Static).update(greeting)
        sentence = self.query_one("#sentence", Static)
        sentence.update(self._sentence)
        sentence.display = bool(self._sentence)
        self.query_one("#too-small", Static).update(too_small_text())
        self.query_one(HintLine).labels = hint_labels(self.NAME, self.shell.keymap, self)
        self._offers = self._all_offers()
        options = self.query_one(OptionList)
        place = options.highlighted or 0
        options.clear_options()
        options.add_options(Option(_line(n, offer)) for n, offer in enumerate(self._offers))
        options.highlighted = min(place, len(self._offers) - 1)

    def _all_offers(self) -> list[Offer]:
        offers = []
        if self._maker is not None:
            offers = [
                Offer(
                    _("Look at the sample plan"),
                    _("Helsinki in autumn 2018, day 61 of 90; a copy that is thrown away."),
                    self._open_sample,
                ),
                Offer(
                    _("Import a folder of CSV files"),
                    _("A new plan from milestones, events and the rest, with its history."),
                    self._ask_folder,
                ),
                Offer(
                    _("Begin an empty plan"),
                    _("A name and a first day; the rest comes later."),
                    self._ask_new,
                ),
            ]
        offers.append(Offer(_("Open another plan"), _("The path of a plan's file."), self._ask_path))
        offers += [
            Offer(path.name, str(path.parent), lambda path=path: self._open(path))  # type: ignore[misc]
            for path in self._recent
        ]
        return offers

    # What is chosen.

    def on_key(self, event: Key) -> None:
        """Takes a digit as the choice."""
        place = "123456789".find(event.character or "-")
        if 0 <= place < len(self._offers):
            event.stop()
            self._offers[place].take()

    @on(OptionList.OptionSelected)
    def _take(self, event: OptionList.OptionSelected) -> None:
        self._offers[event.option_index].take()

    @on(LabelLine.Chosen)
    async def _run_label(self, message: LabelLine.Chosen) -> None:
        message.stop()
        await self.run_action(message.action)

    def _open(self, path: Path) -> None:
        self.say("")
        self.shell.open_made(MadePlan(path))

    def _opened(self, made: MadePlan | None) -> None:
        if made is not None:
            self.say("")
            self.shell.open_made(made)

    def _open_sample(self) -> None:
        maker = self._maker
        if maker is not None:
            form = PathForm[MadePlan](_("The sample plan"), (), lambda _answers: maker.sample())
            self.app.push_screen(form, self._opened)

    def _ask_folder(self) -> None:
        maker = self._maker
        if maker is not None:
            questions = (
                Question("folder", _("Folder with the CSV files")),
                Question("target", _("File of the new plan"), NEW_FILE),
            )

            def make(answers: dict[str, str]) -> MadePlan:
                return maker.from_folder(_path(answers["folder"]), _path(answers["target"]))

            self.app.push_screen(
                PathForm[MadePlan](_("Import a folder of CSV files"), questions, make), self._opened
            )

    def _ask_new(self) -> None:
        maker = self._maker
        if maker is not None:
            monday = monday_of(self._today + timedelta(days=6))
            questions = (
                Question("name", _("Name of the plan")),
                Question("start", _("First day"), date_text(monday)),
                Question("target", _("File of the new plan"), NEW_FILE),
            )

            def make(answers: dict[str, str]) -> MadePlan:
                start = parse_date(answers["start"])
                if start is None:
                    raise FormError(
                        _("“{text}” is no date; write it like {example}.").format(
                            text=answers["start"], example=date_text(monday)
                        )
                    )
                return maker.empty(_path(answers["target"]), answers["name"], start)

            self.app.push_screen(PathForm[MadePlan](_("Begin an empty plan"), questions, make), self._opened)

    def _ask_path(self) -> None:
        def make(answers: dict[str, str]) -> MadePlan:
            from models.engine import check_file

            path = _path(answers["path"])
            check_file(path)
            return MadePlan(path)

        questions = (Question("path", _("File of the plan")),)
        self.app.push_screen(PathForm[MadePlan](_("Open another plan"), questions, make), self._opened)

    async def action_return_to_plan(self) -> None:
        """Goes back to the plan that is open; stays where none is."""
        if self.shell.plan is not None:
            await self.run_action("app.go('today')")


def _line(place: int, offer: Offer) -> Content:
    digit = str(place + 1) if place < 9 else " "
    return Content.assemble(
        (f" {digit}  {offer.title}", "bold"),
        "\n    ",
        offer.help,
    )


def _path(text: str) -> Path:
    if not text:
        raise FormError(_("A path is missing."))
    return Path(text).expanduser()
