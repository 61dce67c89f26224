"""Draws everything with ASCII signs alone, whatever a widget draws: for fonts and terminals that lack the others."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from models.rules.signs import with_ascii_signs


class AsciiSigns(LineFilter):
    """Puts the stand-ins into every line that is drawn; each takes the one cell of its sign."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments with other signs, in the same styles."""
        return [Segment(with_ascii_signs(text), style, control) for text, style, control in segments]
