"""A chart in text, drawn in a worker thread and drawn again only when its series or its size changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, get_args

from textual import events, on
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.worker import get_current_worker

from exports.chart_parts import Drawing, Role
from models.language import Language, current, speaking

if TYPE_CHECKING:
    from datetime import date

PREFIX: Final = "chart--"


@dataclass(frozen=True)
class Picture:
    """What a chart shows; two that are equal are drawn once."""

    draw: Callable[..., Drawing]
    """`burndown_drawing` or another of the charts in exports."""
    series: Any
    """What it draws: frozen, and equal to another of the same figures."""
    day: date
    """The day of evaluation."""
    title: str = ""
    language: Language | None = None
    """None for the one that holds when the chart is shown."""

    def drawn(self, width: int, height: int) -> Drawing:
        """Draws it; takes some milliseconds, and 200 more for the first of all charts."""
        with speaking(self.language or current()):
            return self.draw(self.series, width=width, height=height, day=self.day, title=self.title)


class Chart(Widget):
    """Shows a picture in the colours of the theme, at the size that it has."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {PREFIX + role for role in get_args(Role)}
    DEFAULT_CSS: ClassVar[str] = Path(__file__).with_suffix(".tcss").read_text(encoding="utf-8")

    @dataclass
    class Drawn(Message):
        """A worker has drawn the picture of that number."""

        chart: Chart
        number: int
        drawing: Drawing

    drawing: Drawing | None = None
    """What it shows; None before the first."""
    words: bool = True
    """Whether it shows the sentence that stands for a chart without room or figures."""

    _picture: Picture | None = None
    _asked_for: tuple[Picture, int, int] | None = None
    _number = 0

    def show(self, picture: Picture) -> None:
        """Shows this picture from now on; what is shown stays until it is drawn."""
        if picture.language is None:
            picture = replace(picture, language=current())
        self._picture = picture
        self._draw()

    def on_resize(self, _event: events.Resize) -> None:
        """Draws the picture at the new size."""
        self._draw()

    def _draw(self) -> None:
        width, height = self.content_size
        if self._picture is None or not width or not height:
            return
        wanted = (self._picture, width, height)
        if wanted == self._asked_for:
            return
        self._asked_for = wanted
        self._number += 1
        self.run_worker(
            partial(self._work, self._number, *wanted), thread=True, group="chart", exclusive=True
        )

    def _work(self, number: int, picture: Picture, width: int, height: int) -> None:
        """Runs in a thread; only posts a message."""
        if number != self._number:
            return
        drawing = picture.drawn(width, height)
        if not get_current_worker().is_cancelled:
            self.post_message(self.Drawn(self, number, drawing))

    @on(Drawn)
    def _show_drawn(self, message: Drawn) -> None:
        """Shows the drawing unless a newer one was asked for meanwhile."""
        if message.number == self._number:
            self.drawing = message.drawing
            self.refresh()

    def render(self) -> Content:
        """The drawing, each piece in the colour of its role."""
        if self.drawing is None or (self.drawing.is_words and not self.words):
            return Content("")
        styles = {role: self.get_visual_style(PREFIX + role) for role in get_args(Role)}
        lines = [
            Content.assemble(*((piece.text, styles[piece.role]) for piece in line))
            for line in self.drawing.lines
        ]
        return Content("\n").join(lines)
