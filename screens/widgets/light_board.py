"""The lights of every stream: a line each, by shape and letter with their counts, the worst of all streams in view."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from models.language import _, number_text
from models.rules.lights import LightCounts
from models.rules.records import Stream, text
from models.rules.words import SHAPES, WORDS, Light, Status
from screens.widgets.table_lines import clean

ORDER: Final = (Light.RED, Light.AMBER, Light.GREY, Light.GREEN)
"""Worst first."""

LEAST_NAME: Final = 14
"""Where fewer cells would be left for the names of the streams, the words stand in one line over all columns."""

COLOURS: Final[dict[Light, str]] = {
    Light.RED: "$text-error",
    Light.AMBER: "$text-warning",
    Light.GREY: "$text-muted",
    Light.GREEN: "$text-success",
}


@dataclass(frozen=True)
class StreamLights:
    """One stream and its milestones by light."""

    stream: Stream
    counts: LightCounts


class LightBoard(Widget):
    """Scrolls by the mouse where there are more streams than lines."""

    DEFAULT_CSS: ClassVar[str] = Path(__file__).with_suffix(".tcss").read_text(encoding="utf-8")

    lights: reactive[tuple[StreamLights, ...]] = reactive(())
    """What it shows, in the order of the streams."""

    def show(self, lights: Sequence[StreamLights]) -> None:
        """Shows these streams from now on."""
        self.lights = tuple(lights)

    def render(self) -> Content:
        words = [_(WORDS[light]) for light in ORDER] + [_(WORDS[Status.DONE])]
        digits = max((cell_len(number_text(n)) for each in self.lights for n in _numbers(each)), default=1)
        widths = [max(cell_len(word), 4 + digits) for word in words[:-1]]
        widths.append(max(cell_len(words[-1]), digits))
        room = self.content_size.width - sum(widths) - len(widths)
        heading = " " * room + "".join(
            f" {word}{' ' * (width - cell_len(word))}" for word, width in zip(words, widths, strict=True)
        )
        if room < LEAST_NAME:
            widths = [4 + digits] * len(ORDER) + [digits]
            room = max(self.content_size.width - sum(widths) - len(widths), 1)
            heading = self._legend(words)
        return Content("\n").join(
            [Content.assemble((heading, "$text-muted")), *(_line(each, room, widths) for each in self.lights)]
        )

    def _legend(self, words: Sequence[str]) -> str:
        """The shapes with their words, and the last word at the right edge; nothing where that does not fit."""
        lights = " ".join(f"{SHAPES[light][0]} {word}" for light, word in zip(ORDER, words, strict=False))
        free = self.content_size.width - cell_len(lights) - cell_len(words[-1])
        return f"{lights}{' ' * free}{words[-1]}" if free > 0 else ""


def _numbers(each: StreamLights) -> tuple[int, ...]:
    return (*(getattr(each.counts, light.value) for light in ORDER), each.counts.done)


def _line(each: StreamLights, room: int, widths: Sequence[int]) -> Content:
    name = clean(f"{each.stream.id} {text(each.stream, 'name')}")
    parts: list[Content | tuple[str, str]] = [Content(name).truncate(room, ellipsis=True, pad=True)]
    *counts, done = _numbers(each)
    for light, count, width in zip(ORDER, counts, widths, strict=False):
        style = f"bold {COLOURS[light]}" if count else "$text-muted"
        parts.append((f" {SHAPES[light]} {number_text(count).ljust(width - 4)}", style))
    parts.append((" " + number_text(done).ljust(widths[-1]), "$text-muted"))
    return Content.assemble(*parts)
