"""What the tests of screens share: the style sheets, read once for all programs of a run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from textual.css.stylesheet import Stylesheet


@pytest.fixture(scope="session", autouse=True)
def _style_sheets_are_read_once() -> Iterator[None]:
    """A program reads 150 style sheets at its start, which takes a third of it; Textual never changes what it read."""
    kept: dict[Any, Any] = {}
    read = Stylesheet._parse_rules

    def read_once(self: Stylesheet, *asked: Any, **more: Any) -> Any:
        key = (asked, tuple(more.items()), tuple(sorted(self._variables.items())))
        if key not in kept:
            kept[key] = read(self, *asked, **more)
        return kept[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", read_once)
        yield
