"""Values in a plan's file that no version of the program writes: to a person they are a damaged file like any other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from sqlite3 import DatabaseError


def damaged(stored: object) -> DatabaseError:
    """The error for such a value; whoever opened the file turns it into a sentence."""
    return DatabaseError(f"malformed value {stored!r:.60}")


@contextmanager
def read_from_file(stored: object) -> Iterator[None]:
    """Says of whatever goes wrong with a stored value that the file is damaged."""
    try:
        yield
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise damaged(stored) from error
