"""The application: paints its frame, opens the plan behind it, holds the screens and tells them what changed."""

from __future__ import annotations

import gc
import importlib
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeVar, cast

from textual import on
from textual.binding import BindingType
from textual.message import Message
from textual.screen import Screen

from models.errors import TrackerError
from models.language import _
from screens.base import Changed, PlanScreen, SettingsLike
from screens.commands import PLACES, Place, bindings
from screens.opening import OpeningScreen
from screens.widgets.frame import PlanFrame
from tracker import garbage
from tracker.desk import POLL_SECONDS, Desk, Seen
from tracker.personal import PersonalApp

if TYPE_CHECKING:
    from models.clock import Clock
    from models.history import Reversal
    from models.plan import Plan
    from screens.welcome import MadePlan, PlanMaker, WelcomeScreen

Result = TypeVar("Result")

_SOME_ZONE: Final = "Europe/Helsinki"
"""Where it is decided which day a new plan offers as its first, before it has a zone of its own."""


class TrackerApp(PersonalApp):
    """The program on the screen: one plan, and a screen for each digit."""

    TITLE = "tracker"
    DEFAULT_MODE: ClassVar[str] = "opening"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = bindings("program")

    @dataclass
    class FileSeen(Message):
        """The watching thread saw something."""

        seen: Seen

    def __init__(
        self,
        plan_path: Path | None,
        clock: Clock,
        settings: SettingsLike,
        person: str,
        *,
        maker: PlanMaker | None = None,
        is_ascii: bool = False,
        poll_seconds: float = POLL_SECONDS,
    ) -> None:
        """Shows the plan at `plan_path`; without one, the welcome screen.

        Args:
            maker: makes plans for the welcome screen.
            is_ascii: draws with ASCII signs alone in this run, whatever the settings say.
            poll_seconds: how often the file is asked for changes of others.
        """
        super().__init__(settings, is_ascii=is_ascii)
        self.plan_path = plan_path
        self.clock = clock
        self.person = person
        self.frame: PlanFrame | None = None
        self._maker = maker
        self._desk = Desk(lambda seen: self.post_message(self.FileSeen(seen)), poll_seconds=poll_seconds)
        self._came_from: str | None = None
        for place in PLACES:
            self.add_mode(place.name, partial(_screen_of, place))
        self.add_mode("welcome", self._new_welcome)
        self.add_mode("opening", OpeningScreen)

    @property
    def plan(self) -> Plan | None:
        """The open plan."""
        return self._desk.plan

    def read(self, call: Callable[[Plan], Result]) -> Awaitable[Result]:
        """Runs a question in a worker thread."""
        return self._desk.read(call)

    def write(self, call: Callable[[Plan], Result]) -> Awaitable[Result]:
        """Runs a change in the one thread that writes, after those asked for before it."""
        return self._desk.write(call)

    def aside(self, call: Callable[[], Result]) -> Awaitable[Result]:
        return self._desk.aside(call)

    # Opening.

    def on_mount(self) -> None:
        """Begins to open the plan once the first frame is painted."""
        self.call_after_refresh(self._begin)

    async def _begin(self) -> None:
        self.tell_problems()
        if self.plan_path is None:
            await self._show_welcome()
        else:
            self.run_worker(self.open_plan(self.plan_path), group="open")

    async def on_unmount(self) -> None:
        """Waits for what is being written."""
        await self._desk.close()
        gc.unfreeze()

    async def open_plan(self, path: Path, clock: Clock | None = None) -> None:
        """Opens a plan in place of the one that is open; when it cannot be, the welcome screen says why.

        Args:
            clock: a clock that stands, for a demonstration; None for the one the program began with.
        """
        try:
            await self._desk.open(path, clock or self.clock, self.person)
            self.version += 1
            self.frame = await self._desk.read(PlanFrame.of)
        except TrackerError as error:
            await self._show_welcome(error.sentence)
            return
        if path != self.plan_path:
            await self._forget_screens()
        self.plan_path = path
        self.settings.remember(path)
        self.save_settings()
        self._came_from = None
        if self.current_mode in {"opening", "welcome"}:
            # Importing a screen takes as long as a few frames; the person may be typing a digit already.
            await self._desk.aside(lambda: importlib.import_module("screens.today"))
            if self.current_mode in {"opening", "welcome"}:
                await self.switch_mode("today")
        self._catch_up()
        self.run_worker(self._settle_memory(), group="open")

    async def _settle_memory(self) -> None:
        """Takes what is loaded by now out of the garbage collector's sight: it stays, and a search takes 0.3 s."""
        with suppress(TrackerError):
            await self._desk.read(lambda plan: plan.state())
            garbage.resume()

    async def _forget_screens(self) -> None:
        """Takes down the screens of the plan that was open before; each is made anew when it is shown."""
        for place in PLACES:
            if place.name != self.current_mode:
                await self.remove_mode(place.name)
                self.add_mode(place.name, partial(_screen_of, place))

    async def _show_welcome(self, sentence: str = "") -> None:
        garbage.resume()
        await self._desk.aside(lambda: importlib.import_module("screens.welcome"))
        await self.switch_mode("welcome")
        welcome = cast("WelcomeScreen", self.screen_stack[0])
        welcome.know(self._recent_paths())
        welcome.say(sentence)

    def _new_welcome(self) -> WelcomeScreen:
        from screens.welcome import WelcomeScreen

        return WelcomeScreen(self._maker, self._recent_paths(), self.clock.today(_SOME_ZONE))

    def _recent_paths(self) -> list[Path]:
        return [Path(each) for each in self.settings.recent]

    def open_made(self, made: MadePlan) -> None:
        """Opens a plan that the welcome screen found or made; the frame alone stands until it is open."""

        async def opened() -> None:
            await self.switch_mode("opening")
            await self.open_plan(made.path, made.clock)

        self.run_worker(opened(), group="open")

    # What changed.

    @on(Changed)
    def _plan_changed(self) -> None:
        self._renew()
        self.run_worker(self._ask_frame(), group="frame")

    @on(FileSeen)
    def _file_seen(self, message: FileSeen) -> None:
        seen = message.seen
        if seen.what == "gone":
            self.tell(
                _(
                    "The plan's file is not at {path} any more: you see what was read last, "
                    "and nothing can be saved until it is back."
                ).format(path=self.plan_path),
                "warning",
            )
            return
        if seen.what == "back":
            self.tell(_("The plan's file is back."))
        if seen.what == "replaced":
            self.tell(_("The plan's file was replaced, so it was opened again."), "warning")
            if self.plan_path is not None:
                self.run_worker(self.open_plan(self.plan_path), group="open")
            return
        if seen.what == "others":
            self.tell(_("Somebody else changed the plan; what you see is new."))
        self._plan_changed()

    async def _ask_frame(self) -> None:
        try:
            frame = await self._desk.read(PlanFrame.of)
        except TrackerError:
            return
        if frame != self.frame:
            self.frame = frame
            self._catch_up()

    def _renew(self) -> None:
        """Makes every visible screen ask its question again; the others do when they are shown."""
        self.version += 1
        self._catch_up()

    def _catch_up(self) -> None:
        for screen in self._visible_screens():
            screen.catch_up()

    def _visible_screens(self) -> list[PlanScreen[Any]]:
        return [each for each in self.screen_stack if isinstance(each, PlanScreen) and each.is_mounted]

    # Going from screen to screen.

    async def action_go(self, name: str) -> None:
        """Goes to a screen by the name of its place, out of what was opened over it."""
        self._came_from = None
        await self.switch_mode(name)
        await self._leave_what_covers()

    async def _leave_what_covers(self) -> None:
        """Closes a history or a comparison that stands over the screen of a place."""
        while len(self.screen_stack) > 1:
            await self.pop_screen()

    def open_row(self, kind: str, uid: str) -> bool:
        """Goes to the screen of that kind of row and shows it there; False where no screen has it."""
        place = next((place for place in PLACES if kind in place.kinds), None)
        if place is None:
            return False
        self.run_worker(self._open_row(place, kind, uid), group="open-row")
        return True

    async def _open_row(self, place: Place, kind: str, uid: str) -> None:
        came_from = self.current_mode
        await self.switch_mode(place.name)
        await self._leave_what_covers()
        self._came_from = came_from if came_from != place.name else None
        if isinstance(self.screen, PlanScreen):
            self.screen.reveal(kind, uid)

    def return_from_row(self) -> bool:
        """Goes back to the screen from which `open_row` came; False when it came from none."""
        came_from, self._came_from = self._came_from, None
        if came_from is None:
            return False
        self.switch_mode(came_from)
        return True

    async def action_show_welcome(self) -> None:
        """Offers other plans."""
        await self._show_welcome()

    def action_show_help(self) -> None:
        """Shows the keys of the current screen."""
        from screens.help import HelpScreen

        self.push_screen(HelpScreen(_scope_of(self.screen), self.keymap))

    def action_show_palette(self) -> None:
        """Finds any command by its name."""
        from screens.palette import Palette

        screen = self.screen

        async def run(action: str | None) -> None:
            if action is not None:
                await screen.run_action(action)

        self.push_screen(Palette(screen, _scope_of(screen), self.keymap), run)

    # Undo.

    def action_undo(self) -> None:
        """Takes back the person's last change and says which it was."""
        self.run_worker(self._reverse(lambda plan: plan.undo()), group="change")

    def action_redo(self) -> None:
        """Does again what the person undid last."""
        self.run_worker(self._reverse(lambda plan: plan.redo()), group="change")

    async def _reverse(self, call: Callable[[Plan], Reversal]) -> None:
        def reversed_and_told(plan: Plan) -> str:
            from models.telling import names_for, reversal_text

            reversal = call(plan)
            names = names_for(plan, plan.state(), (*reversal.of.told, *reversal.kept))
            return reversal_text(reversal, names)

        try:
            sentence = await self._desk.write(reversed_and_told)
        except TrackerError as error:
            self.tell(error.sentence, "warning")
            return
        self.tell(sentence)
        self.post_message(Changed())


def _screen_of(place: Place) -> Screen[None]:
    module, _colon, name = place.target.partition(":")
    made: Screen[None] = getattr(importlib.import_module(module), name)()
    return made


def _scope_of(screen: Screen[Any]) -> str:
    return screen.NAME if isinstance(screen, PlanScreen) else "welcome"


def run_app(
    plan_path: Path | None,
    clock: Clock,
    settings: SettingsLike,
    person: str,
    *,
    maker: PlanMaker | None = None,
    is_ascii: bool = False,
) -> int:
    """Runs the program on this terminal until the person ends it; returns the exit status.

    A fault of the program is raised here once the terminal is whole again.
    """
    app = TrackerApp(plan_path, clock, settings, person, maker=maker, is_ascii=is_ascii)
    app.run()
    if app.fault is not None:
        raise app.fault
    return app.return_code or 0
