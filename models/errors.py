"""What people can cause to go wrong: one family, each with a sentence for the person who reads it.

A sentence says what happened, where, and what to do next. It is made in the reader's language where it is raised;
the screen shows it as a notice, the command line prints it on standard error and ends with `exit_status`.
"""

from __future__ import annotations

from dataclasses import dataclass


class TrackerError(Exception):
    """A fault that a person can understand and mend."""

    exit_status = 1
    """What the command line ends with: 1 for a fault of the person, 2 for a refused file."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class PlanFileError(TrackerError):
    """The plan's file is missing, foreign, newer, damaged, locked or cannot be written."""


class NotFound(TrackerError):
    """Nothing in the plan has that id."""


class InvalidValue(TrackerError):
    """A value that its field cannot take."""


class RuleBroken(TrackerError):
    """Edits that would leave the plan in a state its rules forbid, such as a cycle of dependencies."""


class NothingToUndo(TrackerError):
    """No revision is left to undo or to redo."""


@dataclass(frozen=True)
class StaleCell:
    """A cell that somebody changed since the edit was prepared."""

    kind: str
    id: str
    field: str
    expected: object
    found: object


class StaleEdit(TrackerError):
    """An edit's `old` no longer holds; nothing was applied."""

    def __init__(self, sentence: str, cells: tuple[StaleCell, ...]) -> None:
        super().__init__(sentence)
        self.cells = cells


class UsageError(TrackerError):
    """An option or an argument that the command line cannot take."""


class FileRefused(TrackerError):
    """A file that came in and cannot be taken; nothing of it was applied.

    `code` is one of the refusal codes of an import's answer.
    """

    exit_status = 2

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


class ExportFailed(TrackerError):
    """A file could not be written; what stood at its place stands there still."""


class Cancelled(TrackerError):
    """Long work that the person ended before its time; nothing was changed."""
