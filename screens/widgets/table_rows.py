"""Which rows a table has, where its cursor stands and which are selected, however the list is filtered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class Rows:
    """The keys of a table's rows in order, the cursor and the selection.

    Moving the cursor costs the same whatever the number of rows; only `replace` and the work on a selection
    grow with it.
    """

    def __init__(self) -> None:
        self.keys: tuple[str, ...] = ()
        self.places: dict[str, int] = {}
        """The place of each key, from 0."""
        self.cursor: str | None = None
        """The key of the current row; None while there are no rows."""
        self.selected: frozenset[str] = frozenset()
        self._left_at: str | None = None

    @property
    def place(self) -> int:
        """The place of the current row, 0 while there are no rows."""
        return 0 if self.cursor is None else self.places[self.cursor]

    def replace(self, keys: Sequence[str]) -> None:
        """Takes other rows, and keeps the cursor and the selection on the rows that are still there.

        Where the cursor's row is gone, the next one that is still there becomes the current row, else the one
        before; a list that was empty in between finds its cursor again. Raises ValueError for a key given
        twice.
        """
        keys = tuple(keys)
        places = dict(zip(keys, range(len(keys)), strict=True))
        if len(places) < len(keys):
            raise ValueError("two rows have the same key")
        cursor = self._find_cursor(places)
        if cursor is None and keys:
            cursor = keys[0]
        elif cursor is None and self.cursor is not None:
            self._left_at = self.cursor
        self.keys, self.places, self.cursor = keys, places, cursor
        if not self.selected <= places.keys():
            self.selected = self.selected & places.keys()

    def _find_cursor(self, places: dict[str, int]) -> str | None:
        if self.cursor is None:
            return self._left_at if self._left_at in places else None
        at = self.places[self.cursor]
        for place in range(at, len(self.keys)):
            if self.keys[place] in places:
                return self.keys[place]
        for place in range(at - 1, -1, -1):
            if self.keys[place] in places:
                return self.keys[place]
        return None

    def move(self, place: int) -> bool:
        """Sets the cursor to a place, at the nearest end where there is none; says whether it moved."""
        if not self.keys:
            return False
        key = self.keys[max(0, min(place, len(self.keys) - 1))]
        moved = key != self.cursor
        self.cursor = key
        return moved

    def select(self, keys: Iterable[str]) -> bool:
        """Selects these rows and no other, keys of no row left out; says whether that changed anything."""
        selected = frozenset(keys) & self.places.keys()
        if selected == self.selected:
            return False
        self.selected = selected
        return True

    def toggle(self, key: str) -> None:
        """Selects a row, or takes it out of the selection."""
        self.selected = self.selected ^ {key}

    def in_order(self) -> tuple[str, ...]:
        """The selected keys in the order of the rows."""
        return tuple(sorted(self.selected, key=self.places.__getitem__))
