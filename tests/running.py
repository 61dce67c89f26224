"""What a command line did, for tests that run one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    status: int
    stdout: str
    stderr: str

    @property
    def json(self) -> Any:
        """What it wrote, read as JSON."""
        return json.loads(self.stdout)


class Run(Protocol):
    """Runs the command line in this process; arguments that are no text are made one."""

    def __call__(self, *arguments: object) -> Ran:
        """Runs `tracker` with these arguments."""
