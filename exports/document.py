"""A document before it is text, Markdown, HTML or PDF: sections of paragraphs, lists, tables and figures.

What stands in it is finished words of one language; who writes it only lays them out. So every form says the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from models.rules.words import Light


@dataclass(frozen=True)
class Lit:
    """A cell that tells a light: the word always, its shape and colour beside it where there are any."""

    light: Light | None
    """None: no light, because all is done or nothing is known; `text` says which."""
    text: str


Cell = str | Lit


@dataclass(frozen=True)
class Column:
    """One column of a table."""

    title: str
    is_number: bool = False
    """Right-aligned."""
    gives_way: bool = False
    """Long text: the first to wrap or to be cut where room is short."""


@dataclass(frozen=True)
class Paragraph:
    """Running text; line breaks in it stand."""

    text: str


@dataclass(frozen=True)
class Bullets:
    """A list of short lines."""

    items: Sequence[str]


@dataclass(frozen=True)
class Table:
    """Rows under headers; the first cell of a row is its header where `has_row_headers`."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    has_row_headers: bool = True


@dataclass(frozen=True)
class Figure:
    """A picture with the table that says the same; forms without pictures show the table alone."""

    alt: str
    """What the picture shows, in a sentence or two."""
    svg: str
    table: Table


Block = Paragraph | Bullets | Table | Figure


@dataclass(frozen=True)
class Section:
    """A part with a heading of its own."""

    key: str
    """The same in every language, such as `decisions`; an anchor in HTML."""
    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Document:
    """A whole document."""

    title: str
    language: str
    """`fi`, `sv` or `en`."""
    lead: Sequence[str]
    """Short lines under the title: week, day, publicity."""
    sections: Sequence[Section]
    footer: Sequence[str] = field(default=())
    """Lines at the end: the seal, what was left out, what is not translated."""
