"""What one person chose, in force on the screen: colours, language, keys; and how notices are shown."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Final, TypeVar

from textual.app import App
from textual.filter import LineFilter
from textual.worker import WorkerFailed

from models import language
from models.errors import TrackerError
from models.language import N_, _
from screens.base import SettingsLike, Severity
from screens.commands import keymap_problems
from screens.widgets.ascii_signs import AsciiSigns

Result = TypeVar("Result")

THEMES: Final[dict[str, tuple[str, str]]] = {
    "dark": ("textual-dark", N_("Dark colours.")),
    "light": ("textual-light", N_("Light colours.")),
    "terminal": ("ansi-dark", N_("The terminal's own colours.")),
}
"""The theme of each setting, and what the notice says of it."""


class PersonalApp(App[int]):
    """An application that keeps a person's settings and follows them."""

    def __init__(self, settings: SettingsLike, *, is_ascii: bool = False) -> None:
        super().__init__()
        self.settings = settings
        self.is_ascii = bool(settings.ascii) or is_ascii
        """Whether only ASCII signs are drawn."""
        self._ascii_signs = AsciiSigns()
        self.version = 0
        """Grows whenever the plan, the day or the language changed."""
        self.keymap: dict[str, str] = settings.keys
        self.set_keymap(self.keymap)
        self.theme = THEMES.get(str(settings.theme), THEMES["dark"])[0]

    def aside(self, call: Callable[[], Result]) -> Awaitable[Result]:
        """Runs slow work that needs no plan in a worker thread."""
        raise NotImplementedError

    def tell(self, sentence: str, severity: Severity = "information") -> None:
        """Shows a notice; user text in it is never markup."""
        self.notify(sentence, severity=severity, markup=False, timeout=10 if severity == "error" else 5)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: Severity = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Shows a notice, in place of those that warn of nothing: they would pile up over what a person works on."""
        self.hush()
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=markup)

    def hush(self) -> None:
        """Takes the notices away that warn of nothing."""
        for notice in list(self._notifications):
            if notice.severity == "information":
                self._unnotify(notice, refresh=False)
        self._refresh_notifications()

    def tell_problems(self) -> None:
        """Says what is wrong with the settings."""
        for sentence in (self.settings.problem, *keymap_problems(self.keymap)):
            if sentence:
                self.tell(sentence, "warning")

    def action_next_theme(self) -> None:
        """Changes the colours: dark, light, or the terminal's own."""
        names = list(THEMES)
        now = str(self.settings.theme)
        name = names[(names.index(now) + 1) % len(names)] if now in names else names[1]
        self.theme, sentence = THEMES[name]
        self.tell(_(sentence))
        self.settings.theme = name
        self.save_settings()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What is done to every line that is drawn: Textual's own, and ASCII signs where they are wanted."""
        filters = super().get_line_filters()
        return [*filters, self._ascii_signs] if self.is_ascii else filters

    def action_toggle_ascii(self) -> None:
        """Draws with ASCII signs alone, or with all signs again."""
        self.is_ascii = not self.is_ascii
        for screen in self.screen_stack:
            screen.refresh()
            for widget in screen.query("*"):
                widget.refresh()
        self.tell(_("ASCII signs alone.") if self.is_ascii else _("All signs."))
        self.settings.ascii = self.is_ascii
        self.save_settings()

    def action_speak(self, code: str) -> None:
        """Speaks another language from now on."""
        language.use(code)
        self.version += 1
        for screen in self.screen_stack:
            if callable(speak := getattr(screen, "speak", None)):
                speak()
        self.settings.language = code
        self.save_settings()

    @property
    def fault(self) -> Exception | None:
        """The exception that ended the program; None while nothing did."""
        error = self._exception
        return (
            error.error if isinstance(error, WorkerFailed) and isinstance(error.error, Exception) else error
        )

    def _fatal_error(self) -> None:
        """Ends without a traceback over the terminal: whoever runs the application says what happened."""
        self._close_messages_no_wait()

    def save_settings(self) -> None:
        """Writes the settings in a worker."""
        self.run_worker(self._save_settings(), group="settings")

    async def _save_settings(self) -> None:
        if self.settings.problem:
            return  # Told at the beginning; the file is left as it is.
        try:
            await self.aside(self.settings.save)
        except TrackerError as error:
            self.tell(error.sentence, "warning")

    def action_help_quit(self) -> None:
        """Says how the program is ended, for whoever presses ctrl+c."""
        self.tell(_("Press q or ctrl+q to end the program; every change is saved already."))
