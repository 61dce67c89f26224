"""The XML of a workbook's parts, read as a stream: no tree is built, so a part costs what is kept of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final
from xml.parsers import expat

from importers import refusals

MAX_DEPTH: Final = 100
"""Elements inside each other; workbooks stay under 20."""

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT: Final = "http://purl.oclc.org/ooxml/"


class Damaged(Exception):
    """A part that no reader can make sense of."""


Start = Callable[[str, dict[str, str]], None]
"""Called with an element's name (`namespace name`, or `name` without one) and its attributes."""
End = Callable[[str], None]
Text = Callable[[str], None]


def parser(start: Start, end: End, text: Text, file: str, part: str) -> expat.XMLParserType:
    """A parser that calls back with names of the form `namespace local`, and refuses a document type.

    The gate has looked for document types already; this one sees those that an odd encoding hid from it.
    """
    made = expat.ParserCreate(namespace_separator=" ")
    made.buffer_text = True
    made.StartElementHandler = start
    made.EndElementHandler = end
    made.CharacterDataHandler = text

    def refuse(*_declaration: object) -> None:
        raise refusals.unsafe_xml(file, part)

    made.StartDoctypeDeclHandler = refuse
    made.EntityDeclHandler = refuse
    return made


class _Elements:
    """Collects finished elements, each with its path, its attributes and the text directly inside it."""

    def __init__(self) -> None:
        self.done: list[tuple[str, dict[str, str], str]] = []
        self._open: list[tuple[str, dict[str, str], list[str]]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        path = f"{self._open[-1][0]}/{local}" if self._open else local
        if len(self._open) >= MAX_DEPTH:
            raise Damaged
        self._open.append((path, attributes, []))

    def text(self, data: str) -> None:
        self._open[-1][2].append(data)

    def end(self, _name: str) -> None:
        path, attributes, texts = self._open.pop()
        self.done.append((path, attributes, "".join(texts)))


def elements(chunks: Iterable[bytes], file: str, part: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """Each element of a part at its end: its path of local names, its attributes and its own text.

    A path is such as `styleSheet/cellXfs/xf`; attributes of a namespace are named `namespace name`. Raises
    ExpatError or Damaged where the XML is broken.
    """
    found = _Elements()
    reader = parser(found.start, found.end, found.text, file, part)
    for chunk in chunks:
        reader.Parse(chunk, False)
        yield from found.done
        found.done.clear()
    reader.Parse(b"", True)
    yield from found.done
