"""A form: fields one under another, each with what is wrong beside it, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, Label, Static

from models.errors import InvalidValue
from models.language import _
from models.rules.fields import Value
from screens.dialog import Dialog
from screens.widgets.columns import heading
from screens.widgets.form_entries import Entry
from screens.widgets.form_field import EntryField
from screens.widgets.table_lines import clean

STYLE_SHEET: Final = Path(__file__).with_suffix(".tcss").read_text(encoding="utf-8")

Values = Mapping[str, Value]
"""What a form holds, by the name of the field."""


@dataclass(frozen=True)
class FormField:
    """One field of a form."""

    name: str
    entry: Entry
    value: Value = None
    """What it begins with."""


@dataclass(frozen=True)
class Fault:
    """What stands in the way of saving a form."""

    sentence: str
    field: str = ""
    """Beside which field it is said; empty for under them all."""


class Form(Dialog[bool]):
    """Asks for some values; closes with True once they are saved."""

    DEFAULT_CSS: ClassVar[str] = STYLE_SHEET
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save_form", show=False, priority=True),
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
    ]

    def __init__(
        self,
        title: str,
        fields: Sequence[FormField],
        save: Callable[[Values], Awaitable[Fault | None]],
        *,
        preview: Callable[[Values], str] | None = None,
        suggest: Callable[[str, Values], Mapping[str, Value]] | None = None,
        verb: str = "",
    ) -> None:
        """A form of `fields`, saved by `save`.

        Args:
            preview: says in one line what the values would do.
            suggest: what other fields begin with once a field has a value; those that the person touched stay.
            verb: what the button says; empty for "Save".
        """
        super().__init__()
        self._title = title
        self._fields = {each.name: EntryField(each.entry, each.value, name=each.name) for each in fields}
        self._save = save
        self._preview = preview
        self._suggest = suggest
        self._verb = verb
        self._is_warned = False
        self._is_saving = False

    def compose(self) -> ComposeResult:
        """Title, fields, what they would do, buttons."""
        with Vertical(id="box"):
            yield Label(clean(self._title), id="title", markup=False)
            with VerticalScroll(id="fields", can_focus=False):
                for field in self._fields.values():
                    with Horizontal(classes="field"):
                        yield Label(heading(field.entry.label), markup=False)
                        yield field
            yield Static(id="form-told", markup=False)
            with Horizontal(id="buttons"):
                yield Button(self._verb or _("Save"), id="save", variant="primary", compact=True)
                yield Button(_("Cancel"), id="cancel", compact=True)
                yield Label(_("ctrl+s saves · esc cancels"), markup=False)

    def on_mount(self) -> None:
        """Begins in the first empty field."""
        first = next((each for each in self._fields.values() if not each.typed), None)
        (first or next(iter(self._fields.values()))).line.focus()
        self._show_preview()

    @property
    def values(self) -> Values:
        """The values that can be read; a field with a fault is left out."""
        found: dict[str, Value] = {}
        for name, field in self._fields.items():
            try:
                found[name] = field.read()
            except InvalidValue:
                continue
        return found

    def _show_preview(self) -> None:
        self._tell(self._preview(self.values) if self._preview else "")

    def _tell(self, sentence: str, *, is_fault: bool = False) -> None:
        told = self.query_one("#form-told", Static)
        told.update(clean(sentence))
        told.display = bool(sentence)
        told.set_class(is_fault, "-fault")

    def say(self, sentence: str) -> None:
        """Shows a sentence under the fields, such as how far the saving has come."""
        self._tell(sentence)

    @on(EntryField.Edited)
    def _follow(self, message: EntryField.Edited) -> None:
        message.stop()
        self._is_warned = False
        self._show_preview()
        if self._suggest is None or message.field.name is None:
            return
        for name, value in self._suggest(message.field.name, self.values).items():
            if not self._fields[name].is_touched:
                self._fields[name].put(value)

    @on(EntryField.Submitted)
    async def _go_on(self, message: EntryField.Submitted) -> None:
        message.stop()
        fields = list(self._fields.values())
        place = fields.index(message.field) + 1
        if place < len(fields):
            fields[place].line.focus()
        else:
            self.query_one("#save").focus()

    @on(Button.Pressed, "#save")
    async def _press_save(self) -> None:
        await self.action_save_form()

    @on(Button.Pressed, "#cancel")
    def _press_cancel(self) -> None:
        self.leave()

    def leave(self) -> None:
        """Closes the form without saving."""
        self.dismiss(None)

    async def action_save_form(self) -> None:
        """Saves what is typed, or says beside the field what is wrong."""
        if self._is_saving:
            return
        values: dict[str, Value] = {}
        for name, field in self._fields.items():
            try:
                values[name] = field.read()
            except InvalidValue as error:
                self._show_fault(Fault(error.sentence, name))
                return
        self._is_saving = True
        self._tell(_("Saving…"))
        fault = await self._save(values)
        if fault is None:
            self.dismiss(True)
            return
        self._is_saving = False
        self._show_fault(fault)

    def _show_fault(self, fault: Fault) -> None:
        field = self._fields.get(fault.field)
        if field is None:
            self._tell(fault.sentence, is_fault=True)
            return
        self._show_preview()
        field.line.focus()
        field.tell(fault.sentence, is_fault=True)
        field.scroll_visible()

    def action_close_dialog(self) -> None:
        """Closes the form; what was typed is let go at the second time only."""
        if self._is_warned or not any(field.is_touched for field in self._fields.values()):
            self.dismiss(None)
            return
        self._is_warned = True
        self._tell(_("Press esc again to let go what you typed."), is_fault=True)


class Question(Dialog[bool]):
    """Asks yes or no; esc is no."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("left,right", "app.focus_next", show=False)]

    def __init__(self, sentence: str, yes: str) -> None:
        """Asks `sentence`; `yes` is the verb that the button says."""
        super().__init__(classes="question")
        self._sentence = sentence
        self._yes = yes

    def compose(self) -> ComposeResult:
        """The question and two buttons, the careful one last."""
        with Vertical(id="box"):
            yield Static(clean(self._sentence), markup=False, id="asked")
            with Horizontal(id="buttons"):
                yield Button(self._yes, id="yes", variant="error", compact=True)
                yield Button(_("Cancel"), id="no", compact=True)

    def on_key(self, event: events.Key) -> None:
        """Takes `y` for yes and `n` for no in every language."""
        if event.character in ("y", "n"):
            event.stop()
            self.dismiss(event.character == "y")

    @on(Button.Pressed)
    def _answer(self, message: Button.Pressed) -> None:
        message.stop()
        self.dismiss(message.button.id == "yes")
