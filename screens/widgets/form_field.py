"""One value being typed or chosen: a line, a sentence about it, and the choices under it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from models.errors import InvalidValue
from models.rules.fields import Value
from screens.widgets.form_entries import MOST_CHOICES, Choice, ChoiceEntry, Entry
from screens.widgets.table_lines import clean

STYLE_SHEET: Final = Path(__file__).with_suffix(".tcss").read_text(encoding="utf-8")


class EntryField(Vertical):
    """A value of one entry. The line keeps the focus; arrows move among the choices, a digit picks one of few.

    What was typed stays until another value is set, whatever sentence is shown.
    """

    DEFAULT_CSS: ClassVar[str] = STYLE_SHEET
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move_choice(-1)", show=False),
        Binding("down", "move_choice(1)", show=False),
        Binding("pageup", "move_choice(-5)", show=False),
        Binding("pagedown", "move_choice(5)", show=False),
    ]

    @dataclass
    class FieldMessage(Message):
        """What the messages of a field have in common."""

        field: EntryField

        @property
        def control(self) -> EntryField:
            """The field that posted the message."""
            return self.field

    @dataclass
    class Submitted(FieldMessage):
        """The person is done with the value, by enter, a digit or a click on a choice."""

        value: Value

    @dataclass
    class Edited(FieldMessage):
        """Something else is typed or chosen."""

    @dataclass
    class Refused(FieldMessage):
        """A sentence stands under the line that says what is wrong with it."""

    def __init__(
        self,
        entry: Entry,
        value: Value = None,
        *,
        is_open: bool = False,
        typed: str = "",
        name: str | None = None,
        id: str | None = None,
    ) -> None:
        """A field of `entry` that begins with `value`.

        Args:
            is_open: whether the choices show before anything is typed.
            typed: what stands in the line at first, as if the person had typed it.
        """
        super().__init__(name=name, id=id)
        self.entry = entry
        self._value = value
        self._written = entry.written(value)
        self._typed = typed
        self._is_open = is_open
        self._shown: tuple[Choice, ...] = ()
        self._is_chosen = False

    def compose(self) -> ComposeResult:
        """The line, the sentence, the choices."""
        nothing = self.entry.nothing if isinstance(self.entry, ChoiceEntry) else ""
        yield Input(clean(self._typed) or self._written, clean(nothing), compact=True)
        yield Static(classes="told", markup=False)
        choices = OptionList(compact=True, markup=False)
        choices.can_focus = False
        yield choices

    def on_mount(self) -> None:
        """Shows what can be chosen."""
        # A value that is longer than its line shows its beginning until a person goes there.
        self.line.cursor_position = 0
        self._show_choices()
        self.tell("")

    @property
    def line(self) -> Input:
        """The line in which a person types."""
        return self.query_one(Input)

    @property
    def typed(self) -> str:
        """What stands in the line."""
        return self.line.value

    @property
    def is_touched(self) -> bool:
        """Whether the person typed or chose something."""
        return self._is_chosen or self.typed != self._written

    def read(self) -> Value:
        """The value; raises InvalidValue with a sentence when the line holds none."""
        return self.entry.read(self.typed) if self.typed != self._written else self._value

    def put(self, value: Value) -> None:
        """Sets another value as if the field began with it."""
        self._value, self._written, self._is_chosen = value, self.entry.written(value), False
        if self.is_mounted:
            self.line.value = self._written
            self.line.cursor_position = 0

    def tell(self, sentence: str, *, is_fault: bool = False) -> None:
        """Shows a sentence under the line; with none, what the typed text is taken for."""
        told = self.query_one(".told", Static)
        words = sentence or self.entry.hint(self.typed)
        told.update(clean(words))
        told.display = bool(words)
        self.set_class(is_fault, "-fault")
        if is_fault:
            self.post_message(self.Refused(self))

    # The person.

    @on(Input.Changed)
    def _typed_on(self, message: Input.Changed) -> None:
        message.stop()
        if message.value != self._written and self._picked_by_digit(message.value):
            return
        self._show_choices()
        self.tell("")
        self.post_message(self.Edited(self))

    def _picked_by_digit(self, typed: str) -> bool:
        entry = self.entry
        if not (isinstance(entry, ChoiceEntry) and entry.is_short and typed.isdecimal() and len(typed) == 1):
            return False
        place = int(typed) - 1
        if not 0 <= place < len(entry.everything):
            return False
        self._choose(entry.everything[place])
        return True

    @on(Input.Submitted)
    def _submit(self, message: Input.Submitted) -> None:
        message.stop()
        place = self.query_one(OptionList).highlighted
        if self._is_list_shown and place is not None and place < len(self._shown):
            self._choose(self._shown[place])
            return
        try:
            value = self.read()
        except InvalidValue as error:
            self.tell(error.sentence, is_fault=True)
            return
        self.post_message(self.Submitted(self, value))

    @on(OptionList.OptionSelected)
    def _pick(self, message: OptionList.OptionSelected) -> None:
        message.stop()
        self._choose(self._shown[message.option_index])

    def _choose(self, choice: Choice) -> None:
        self._value, self._written = choice.value, self.entry.written(choice.value)
        self._is_chosen = True
        with self.prevent(Input.Changed):
            self.line.value = self._written
        self.line.cursor_position = len(self._written)
        self._show_choices()
        self.tell("")
        self.post_message(self.Edited(self))
        self.post_message(self.Submitted(self, choice.value))

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Leaves the line with the beginning of its value, and its choices folded."""
        self.line.cursor_position = 0
        self._show_choices(is_left=True)

    # The choices.

    @property
    def _is_list_shown(self) -> bool:
        return bool(self.query_one(OptionList).display)

    def _show_choices(self, *, is_left: bool = False, is_asked: bool = False) -> None:
        is_typed = self.typed != self._written
        choices = self.query_one(OptionList)
        shown = self.entry.choices(self.typed if is_typed else "")[:MOST_CHOICES]
        choices.display = bool(shown) and not is_left and (self._is_open or is_typed or is_asked)
        if not choices.display:
            return
        if shown != self._shown or choices.option_count != len(shown):
            numbered = isinstance(self.entry, ChoiceEntry) and self.entry.is_short and not is_typed
            choices.set_options(
                Option(f"{place} {clean(choice.text)}" if numbered else clean(choice.text))
                for place, choice in enumerate(shown, 1)
            )
            self._shown = shown
        now = next((place for place, each in enumerate(shown) if each.value == self._value), None)
        choices.highlighted = 0 if is_typed or now is None else now

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leaves the arrows to the form where nothing can be chosen."""
        if action == "move_choice":
            return bool(self.entry.choices(""))
        return super().check_action(action, parameters)

    def action_move_choice(self, places: int) -> None:
        """Moves among the choices; shows them first where they are folded."""
        if not self._is_list_shown:
            self._show_choices(is_asked=True)
            return
        choices = self.query_one(OptionList)
        choices.highlighted = max(0, min((choices.highlighted or 0) + places, len(self._shown) - 1))
