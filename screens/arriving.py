"""Files that come in on the screen: asked for by path, opened one after another, with what a person chose of each."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

from textual.app import App

from models.errors import FileRefused, PlanFileError
from models.language import _
from screens.base import PlanScreen
from screens.path_form import PathForm, Question

if TYPE_CHECKING:
    from importers.incoming import Compared, Incoming
    from importers.proposal import Choices
    from models.imports import Return
    from models.plan import Plan


class Opened:
    """A file that was opened in this run of the program, and what a person decided of it so far."""

    def __init__(self, incoming: Incoming, path: Path | None) -> None:
        """`path` is where it was; None for one out of the inbox."""
        from importers.proposal import Choices

        self.incoming, self.path = incoming, path
        self.choices: Choices = Choices()
        self.compared: Compared | None = None
        """What it was compared with last; read again when the plan changed."""


@dataclass(frozen=True)
class Pile:
    """Files that were given together."""

    paths: tuple[Path, ...]
    place: int = 0
    """Which of them is open, from 0."""


ALONE: Final = Pile(())
"""Where a file was not given together with others."""


@dataclass(frozen=True)
class Arrived:
    """What came of opening a pile at a place."""

    opened: Opened | None
    """None where none of the files could be opened."""
    pile: Pile
    refused: tuple[str, ...] = ()
    """Why files were passed over, a sentence each."""


_OPENED: WeakKeyDictionary[App[Any], dict[str, Opened]] = WeakKeyDictionary()
"""By application, then by the SHA-256 of each file: leaving a preview loses no choice."""


def paths_in(typed: str) -> list[Path]:
    """The files that a person named: a path, a folder's workbooks, or several with blanks between them.

    Raises UsageError for a folder without a workbook.
    """
    from importers.arriving import workbooks_at

    whole = Path(typed).expanduser()
    names = [typed]
    if not whole.exists():
        try:
            # As terminals paste files that are dropped on them: in quotes, or with blanks escaped.
            names = shlex.split(typed) or [typed]
        except ValueError:
            names = [typed]
    found = [Path(name).expanduser() for name in names]
    if len(found) > 1 and not all(path.exists() for path in found):
        found = [whole]
    return [path for each in found for path in workbooks_at(each)]


def ask_for_workbook(screen: PlanScreen[Any]) -> None:
    """Asks for a workbook, several or a folder; opens the first and shows what it would change."""
    known = _OPENED.setdefault(screen.app, {})
    last = next((str(each.path) for each in reversed(known.values()) if each.path is not None), "")
    plan = screen.shell.plan

    def open_first(answers: dict[str, str]) -> Arrived:
        paths = tuple(paths_in(answers["path"]))
        if len(paths) == 1:
            return Arrived(_open(plan, known, paths[0]), Pile(paths))
        return _open_from(plan, known, Pile(paths), 0)

    question = Question("path", _("The workbook that came back, or a folder of them"), last)
    screen.app.push_screen(
        PathForm(_("Import a workbook"), [question], open_first), lambda found: _show(screen, found)
    )


def open_next(screen: PlanScreen[Any], pile: Pile) -> None:
    """Shows the next file of a pile in place of the one that is shown; after the last comes the first."""
    known = _OPENED.setdefault(screen.app, {})
    plan = screen.shell.plan

    def show(found: Arrived | None) -> None:
        _show(screen, found, replaces=True)

    form = PathForm(
        _("Opening the next file"), [], lambda _answers: _open_from(plan, known, pile, pile.place + 1)
    )
    screen.app.push_screen(form, show)


def open_kept(screen: PlanScreen[Any], returned: Return) -> None:
    """Opens a file out of the inbox once more."""
    known = _OPENED.setdefault(screen.app, {})
    plan = screen.shell.plan

    def open_it(_answers: dict[str, str]) -> Arrived:
        if plan is None:
            raise PlanFileError(_("No plan is open."))
        content = plan.rounds.content_of(returned)
        return Arrived(_opened(plan, known, content, returned.name, None), ALONE)

    screen.app.push_screen(PathForm(returned.name, [], open_it), lambda found: _show(screen, found))


def _open_from(plan: Plan | None, known: dict[str, Opened], pile: Pile, start: int) -> Arrived:
    """Opens the first file from a place on that can be opened, going round."""
    refused: list[str] = []
    count = len(pile.paths)
    for place in [n % count for n in range(start, start + count)]:
        try:
            return Arrived(_open(plan, known, pile.paths[place]), Pile(pile.paths, place), tuple(refused))
        except FileRefused as error:
            refused.append(error.sentence)
    return Arrived(None, pile, tuple(refused))


def _open(plan: Plan | None, known: dict[str, Opened], path: Path) -> Opened:
    from importers.incoming import name_of, read_bytes

    if plan is None:
        raise PlanFileError(_("No plan is open."))
    return _opened(plan, known, read_bytes(path), name_of(path), path)


def _opened(plan: Plan, known: dict[str, Opened], content: bytes, name: str, path: Path | None) -> Opened:
    """Opens a file; one that was open before comes back with its choices."""
    from importers.incoming import compared_with, open_incoming
    from models.imports import sha256_of

    found = known.get(sha256_of(content)) or Opened(open_incoming(content, name), path)
    compared_with(plan, found.incoming)
    return found


def _show(screen: PlanScreen[Any], found: Arrived | None, *, replaces: bool = False) -> None:
    from screens.preview import PreviewScreen

    if found is None:
        return
    for sentence in found.refused:
        screen.tell(sentence, "error")
    if found.opened is None:
        return
    known = _OPENED.setdefault(screen.app, {})
    known.pop(found.opened.incoming.sha256, None)
    known[found.opened.incoming.sha256] = found.opened
    shown = PreviewScreen(found.opened, found.pile)
    if replaces:
        screen.app.switch_screen(shown)
    else:
        screen.app.push_screen(shown)
