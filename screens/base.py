"""What every screen of a plan is made on: its frame, its one question, its changes, its notices.

How a screen is made (see `screens/snapshots.py` for a small one):

    class ThingsScreen(PlanScreen[Things]):
        NAME = "things"                              # its Place and its scope in screens/commands.py
        CSS_PATH = "things.tcss"
        BINDINGS = bindings("things")                # from the commands declared for that scope

        def compose_body(self) -> ComposeResult:     # what stands between tabs and footer
            yield LineTable(id="things")

        def ask(self, plan: Plan) -> Things:       # in a worker thread: ask the plan, touch no widget
            return things_of(plan.state(plan.today))

        def show(self, result: Things) -> None:      # on the screen's thread: put the answer into the widgets
            ...

        def action_rename_thing(self) -> None:       # an action of a command: makes edits, applies them
            self.apply(changes("thing", row, {"title_fi": "..."}), reason=None)

`reload()` asks the question again: call it when the screen itself wants another answer. It is called for you when the
screen is shown, and whenever the plan changed, here or by somebody else. Each question is numbered and an answer that
was overtaken is dropped. `self.answer` is the last one.

`apply(edits)` writes in a worker and tells every visible screen; `work(call)` does the same with any other call on the
plan (`work(lambda plan: plan.confirm([uid], source="screen"))`). Both take `then=`, run on the screen's thread with the
result. A TrackerError becomes a notice with its sentence; nothing else is caught.

Hooks with a harmless default: `current_row()` (for history and copying), `reveal(kind, uid)` (another screen asks to
show a row), `step_back()` (esc; True when something was closed), `retranslate()` (the language changed: set static
titles again; `show` is called after it), `check_action` as ever (False hides a command, None dims it).

Notices: `self.tell(sentence)`. Windows over it: `screens.dialog.Dialog`. Long text: `self.edit_text(text)`. Nothing
here imports the store; keep it so, the first frame is painted before it is loaded.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Literal, Protocol, TypeVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from models.errors import TrackerError
from models.language import _
from screens.commands import PLACES, bindings
from screens.editor import edited_in_editor
from screens.widgets.frame import HeaderLine, HintLine, LabelLine, PlanFrame, TabLine, hint_labels

if TYPE_CHECKING:
    from models.edits import Edit
    from models.history import Revision
    from models.plan import Plan

Answer = TypeVar("Answer")
Result = TypeVar("Result")
Severity = Literal["information", "warning", "error"]

LEAST_WIDTH, LEAST_HEIGHT = 60, 20
"""The smallest terminal in which a screen is drawn."""

BREAKPOINTS_ACROSS: list[tuple[int, str]] = [
    (0, "-cramped"),
    (LEAST_WIDTH, "-narrow"),
    (100, "-normal"),
    (160, "-wide"),
]
"""State classes by the width of the terminal, for style sheets: `&.-narrow`, `&.-normal`, `&.-wide`."""

BREAKPOINTS_DOWN: list[tuple[int, str]] = [(0, "-low"), (LEAST_HEIGHT, "-short"), (32, "-tall")]
"""State classes by its height."""


def too_small_text() -> str:
    """What stands in place of a screen in a terminal that is too small."""
    return _("This terminal is too small: the program needs {width} columns and {height} lines.").format(
        width=LEAST_WIDTH, height=LEAST_HEIGHT
    )


class SettingsLike(Protocol):
    """What the program needs of the person's settings; `tracker.settings.Settings` has it."""

    language: str | None
    theme: str | None
    """`dark`, `light` or `terminal`."""
    ascii: bool | None
    """Whether only ASCII signs are drawn; None as the terminal's encoding wants it."""
    recent: list[str]
    """Paths of the plans that were open last, the newest first."""
    columns: dict[str, Any]
    """By screen, the columns that the person chose."""
    keys: dict[str, str]
    """Keys that the person put in place of others, by command."""
    problem: str | None
    """Why the settings could not be read, in one sentence."""

    def remember(self, plan: Path) -> None:
        """Puts a plan first among the recent ones."""

    def save(self) -> None:
        """Writes the settings; raises a TrackerError that says why not."""


class Shell(Protocol):
    """What screens need of the application; `tracker.app.TrackerApp` has it."""

    @property
    def plan(self) -> Plan | None:
        """The open plan; None before it is open."""

    frame: PlanFrame | None
    """What the line at the top says."""
    version: int
    """Grows whenever the plan, the day or the language changed."""
    settings: SettingsLike
    """What the person chose; after a change, `save_settings()`."""
    keymap: dict[str, str]
    """Keys that the person put in place of others, by command."""

    def read(self, call: Callable[[Plan], Result]) -> Awaitable[Result]:
        """Runs a question in a worker thread."""

    def write(self, call: Callable[[Plan], Result]) -> Awaitable[Result]:
        """Runs a change in the one thread that writes, after those asked for before it."""

    def aside(self, call: Callable[[], Result]) -> Awaitable[Result]:
        """Runs other slow work, such as saving the settings, in a worker thread."""

    def save_settings(self) -> None:
        """Writes the settings in a worker."""

    def hush(self) -> None:
        """Takes the notices away that warn of nothing."""

    def open_row(self, kind: str, uid: str) -> bool:
        """Goes to the screen of that kind of row and shows it there; False where no screen has it."""

    def return_from_row(self) -> bool:
        """Goes back to the screen from which `open_row` came; False when it came from none."""


class Changed(Message):
    """The plan changed; posted by the screen that changed it, or by the application for changes of others."""


FREE_DIGITS: list[BindingType] = [
    Binding(digit, f"tell_places('{digit}')", show=False)
    for digit in "0123456789"
    if digit not in {place.digit for place in PLACES}
]
"""The digits that open no screen."""


class PlanScreen(Screen[None], Generic[Answer]):
    """A screen of an open plan. See the top of this module."""

    NAME: ClassVar[str] = ""
    """The name of its place, which is the scope of its commands."""

    DEFAULT_CSS: ClassVar[str] = Path(__file__).with_suffix(".tcss").read_text(encoding="utf-8")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("plan"), *FREE_DIGITS]
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS_ACROSS
    VERTICAL_BREAKPOINTS = BREAKPOINTS_DOWN

    answer: Answer | None = None
    """The last answer to its question; None before the first."""

    _asked = 0
    _asked_version = -1

    # What a screen fills in.

    def compose_body(self) -> ComposeResult:
        """What stands between the tabs and the footer."""
        yield from ()

    def ask(self, plan: Plan) -> Answer:
        """Asks the plan, in a worker thread; touches no widget."""
        raise NotImplementedError

    def show(self, result: Answer) -> None:
        """Puts the answer into the widgets."""

    def current_row(self) -> tuple[str, str] | None:
        """Kind and uid of the row at the cursor."""
        return None

    def row_as_text(self) -> str:
        """What copying takes: the row at the cursor as one line, tabs between the cells."""
        return ""

    def reveal(self, kind: str, uid: str) -> None:
        """Shows a row: called when another screen opens it here. Rows may not be loaded yet; keep it for `show`."""

    def step_back(self) -> bool:
        """Closes one thing that is open on the screen, such as a filter; False when nothing is."""
        return False

    def retranslate(self) -> None:
        """Sets titles that `show` does not set, in the new language."""

    # The frame.

    def compose(self) -> ComposeResult:
        """The frame, with the body in it."""
        # Before the widgets are there: a class of the screen that changes later styles all of them anew.
        self.set_class(self.answer is None, "-waiting")
        yield HeaderLine(id="header")
        yield TabLine(id="tabs")
        with Vertical(id="body"):
            yield from self.compose_body()
        yield Static(id="waiting", markup=False)
        yield Static(id="too-small", markup=False)
        yield HintLine(id="hints")

    @property
    def shell(self) -> Shell:
        """The application, as screens see it."""
        return cast(Shell, self.app)

    def on_mount(self) -> None:
        """Draws the frame at once; the question is asked when the screen is shown."""
        self.bindings_updated_signal.subscribe(self, lambda _screen: self._show_hints())
        self._draw_frame()

    def on_screen_resume(self) -> None:
        """Asks again when the plan changed while another screen was shown."""
        self.catch_up()

    def catch_up(self) -> None:
        """Draws the frame, and asks the question again where the plan changed since it was asked.

        The application calls it for visible screens.
        """
        if self._is_alive:
            self._draw_frame()
            if self._asked_version != self.shell.version:
                self.reload()

    def speak(self) -> None:
        """Says everything again in the language that holds now."""
        self._draw_frame()
        self.retranslate()
        if self.answer is not None:
            self.show(self.answer)

    def _draw_frame(self) -> None:
        self.query_one(HeaderLine).frame = self.shell.frame
        self.query_one(HeaderLine).refresh()
        names = {place.name for place in PLACES}
        self.query_one(TabLine).show(self.NAME if self.NAME in names else self.app.current_mode)
        waiting = _("Opening the plan…") if self.shell.plan is None else _("Reading the plan…")
        self.query_one("#waiting", Static).update(waiting)
        self.query_one("#too-small", Static).update(too_small_text())
        self._show_hints()

    def _show_hints(self) -> None:
        if self._is_alive:
            self.query_one(HintLine).labels = hint_labels(self.NAME, self.shell.keymap, self)

    @on(LabelLine.Chosen)
    async def _run_label(self, message: LabelLine.Chosen) -> None:
        message.stop()
        await self.run_action(message.action)

    # The question.

    def reload(self) -> None:
        """Asks the question again; the answer goes to `show` unless a newer question overtakes it."""
        if self.shell.plan is None:
            return
        self._asked += 1
        self._asked_version = self.shell.version
        self.run_worker(self._ask(self._asked), group="question")

    @property
    def _is_alive(self) -> bool:
        """Whether its widgets are still there: answers and others' changes may come while the program ends."""
        has_frame = any(isinstance(child, HintLine) for child in self.children)
        return has_frame and self.is_attached and self.app.is_running

    async def _ask(self, number: int) -> None:
        def answered(plan: Plan) -> tuple[Answer] | None:
            # A burst of questions leaves only the last one to be asked.
            return (self.ask(plan),) if number == self._asked else None

        try:
            found = await self.shell.read(answered)
        except TrackerError as error:
            self.tell_error(error)
            return
        if found is not None and number == self._asked and self._is_alive:
            self.answer = found[0]
            self.remove_class("-waiting")
            self.show(found[0])
            self.refresh_bindings()

    # Changes.

    def apply(
        self,
        edits: Sequence[Edit],
        reason: str | None = None,
        *,
        source: str = "screen",
        then: Callable[[Revision], None] | None = None,
    ) -> None:
        """Applies edits as one revision, which is one undo; no edits, no revision.

        Args:
            reason: what the person says of it.
            source: `screen`, or `import` for a file that came in.
            then: called with the revision when it is written.
        """
        if edits:
            self.work(lambda plan: plan.apply(edits, source=source, reason=reason), then=then)

    def work(self, call: Callable[[Plan], Result], *, then: Callable[[Result], None] | None = None) -> None:
        """Runs a call that changes the plan; changes are made one after another, in the order they were asked for."""
        self.run_worker(self._work(call, then), group="change")

    async def _work(self, call: Callable[[Plan], Result], then: Callable[[Result], None] | None) -> None:
        try:
            result = await self.shell.write(call)
        except TrackerError as error:
            self.tell_error(error)
            return
        if then is not None and self._is_alive:
            then(result)
        self.post_message(Changed())

    # Notices.

    def tell(self, sentence: str, severity: Severity = "information") -> None:
        """Shows a notice; user text in it is never markup."""
        self.notify(sentence, severity=severity, markup=False, timeout=10 if severity == "error" else 5)

    def tell_error(self, error: TrackerError) -> None:
        """Shows what went wrong in its own sentence."""
        self.tell(error.sentence, "error")

    def tell_no_screen(self) -> None:
        """Says that a row cannot be opened."""
        self.tell(_("This kind of row has no screen of its own yet."))

    # Actions of every screen.

    def action_tell_places(self, digit: str) -> None:
        """Says which screens there are, to whoever presses the digit of none."""
        screens = ", ".join(f"{place.digit} {_(place.title)}" for place in PLACES)
        self.tell(
            _("No screen has the digit {digit}; the screens are {screens}.").format(
                digit=digit, screens=screens
            )
        )

    def action_reload(self) -> None:
        """Reads the plan again."""
        self.reload()

    def action_step_back(self) -> None:
        """Closes what is open here, else returns to where the person came from; never further."""
        if not self.step_back():
            self.shell.return_from_row()

    def action_show_history(self) -> None:
        """Shows the history of the row at the cursor, or of the plan."""
        from screens.history import HistoryScreen

        self.app.push_screen(HistoryScreen(self.current_row()))

    def action_import_workbook(self) -> None:
        """Asks for a workbook that came back, and shows what it would change."""
        from screens.arriving import ask_for_workbook

        ask_for_workbook(self)

    def action_show_weekly_page(self) -> None:
        """Shows the weekly page of the current week."""
        from screens.page import PageScreen

        self.app.push_screen(PageScreen())

    def action_show_reviews(self) -> None:
        """Shows the returned cells that could not be read."""
        from screens.review import ReviewScreen

        self.app.push_screen(ReviewScreen())

    def action_copy_row(self) -> None:
        """Copies the row at the cursor to the clipboard, by the terminal (OSC 52)."""
        if line := self.row_as_text():
            self.app.copy_to_clipboard(line)
            self.tell(_("Copied: {text}").format(text=line.replace("\t", " · ")))

    def edit_text(self, text: str) -> str | None:
        """Opens a long text in the person's editor and waits; None when nothing came of it."""
        try:
            edited = edited_in_editor(self.app, text)
        except TrackerError as error:
            self.tell_error(error)
            return None
        return edited if edited != text else None
