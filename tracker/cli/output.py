"""How answers are written: JSON, tables as wide as the terminal, lines; text of people is never printed raw."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from models.language import _
from models.rules.text import visible
from models.rules.words import ASCII_SHAPES, SHAPES, WORDS, Light

GAP: Final = "  "
COMFORTABLE_WIDTH: Final = 28
"""Columns leave before one that gives way gets fewer cells than this."""
_ONE_CELL_EACH: Final = re.compile("[ -~\u00a0-\u00ac\u00ae-\u02ff■▲●○–—−…→“”’⏎]*")
"""Letters of Europe and the marks of lights: no need to look up how wide each is, nor to import what does."""
LEAST_WIDTH: Final = 12
"""A column that gives way keeps so many cells."""


class Column(NamedTuple):
    """One column of a table."""

    title: str
    """Translated."""
    is_number: bool = False
    """Numbers stand at the right."""
    gives_way: bool = False
    """Whether its texts are cut where the terminal is too narrow."""
    leaves: int = 0
    """Where the terminal is too narrow, columns are left out, those of the highest number first; 0 stays."""


def write(text: str) -> None:
    """Writes text that holds nothing of people, and a line break."""
    # Not click.echo: it writes UTF-8 to a terminal that says it knows only ASCII.
    sys.stdout.write(f"{text}\n")


def write_line(text: str = "") -> None:
    """Writes one line; control characters and line breaks in it are made harmless."""
    write(one_line(text))


def write_json(value: Any) -> None:
    """Writes one object or array as UTF-8: indented for a terminal, on one line for a program."""
    from exports.data import plain

    indent = 2 if sys.stdout.isatty() else None
    text = json.dumps(value, ensure_ascii=False, indent=indent, default=plain)
    if knows_shapes():
        write(text)
    else:
        # Programs read JSON as UTF-8, whatever the terminal knows.
        sys.stdout.flush()
        sys.stdout.buffer.write(f"{text}\n".encode(errors="replace"))


def one_line(text: str) -> str:
    """A text as one line that may be shown on any terminal; its blanks at the start stay."""
    if text.isascii() and text.isprintable():
        return text
    shown = visible(text.replace("\r\n", "\n").replace("\n", " ⏎ ").replace("\t", " "))
    return shown.replace("\u2028", " ").replace("\u2029", " ")


def terminal_width() -> int | None:
    """Cells across; None where the answer goes to a file or a pipe, and nothing needs to be cut."""
    if os.environ.get("COLUMNS") or sys.stdout.isatty():
        return shutil.get_terminal_size().columns
    return None


def knows_shapes() -> bool:
    """Whether the output can show more letters than ASCII."""
    return (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "").startswith("utf")


def light_text(light: Light | None) -> str:
    """A light by shape, letter and word; nothing for none."""
    if light is None:
        return ""
    return f"{(SHAPES if knows_shapes() else ASCII_SHAPES)[light]} {_(WORDS[light])}"


def write_table(columns: Sequence[Column], rows: Iterable[Sequence[str]], empty: str) -> None:
    """Writes aligned columns, or the sentence `empty` where there is no row.

    Args:
        rows: texts as people wrote them; they are made harmless here.
    """
    body = [[one_line(cell) for cell in row] for row in rows]
    if not body:
        write_line(empty)
        return
    titles = [column.title for column in columns]
    widths = [max(map(cells, column)) for column in zip(titles, *body, strict=True)]
    kept = _kept_columns(columns, widths)
    columns, widths = [columns[n] for n in kept], [widths[n] for n in kept]
    _narrow(columns, widths)
    for row in (titles, *body):
        line = GAP.join(
            _aligned(cell, width, column.is_number)
            for cell, width, column in zip([row[n] for n in kept], widths, columns, strict=True)
        )
        write(line.rstrip())


def write_pairs(pairs: Iterable[tuple[str, str]]) -> None:
    """Writes labels and values in two columns; long values stay whole."""
    rows = [(one_line(label), one_line(value)) for label, value in pairs]
    width = max((cells(label) for label, _value in rows), default=0)
    for label, value in rows:
        write(f"{_aligned(label, width, False)}{GAP}{value}".rstrip())


def _too_wide(widths: Sequence[int]) -> bool:
    available = terminal_width()
    return available is not None and sum(widths) + len(GAP) * (len(widths) - 1) > available


def _kept_columns(columns: Sequence[Column], widths: Sequence[int]) -> list[int]:
    """The places of the columns that stay."""
    kept = list(range(len(columns)))
    while _too_wide([min(widths[n], COMFORTABLE_WIDTH) if columns[n].gives_way else widths[n] for n in kept]):
        leaving = [n for n in kept if columns[n].leaves]
        if not leaving:
            break
        kept.remove(max(leaving, key=lambda n: columns[n].leaves))
    return kept


def _narrow(columns: Sequence[Column], widths: list[int]) -> None:
    """Takes from the columns that give way, the widest first, until the table fits."""
    while _too_wide(widths):
        able = [n for n, column in enumerate(columns) if column.gives_way and widths[n] > LEAST_WIDTH]
        if not able:
            return
        widths[max(able, key=widths.__getitem__)] -= 1


def _aligned(text: str, width: int, to_right: bool) -> str:
    shown = text if cells(text) <= width else clipped(text, width)
    blanks = " " * (width - cells(shown))
    return blanks + shown if to_right else shown + blanks


def cells(text: str) -> int:
    """How many cells of a terminal a text takes."""
    if _ONE_CELL_EACH.fullmatch(text):
        return len(text)
    from exports import chart_parts

    return chart_parts.cells(text)


def clipped(text: str, width: int) -> str:
    """A text cut to so many cells, the cut shown."""
    from exports import chart_parts

    return chart_parts.clipped(text, width)
