"""The archive bundle: one zip with the plan, its frozen weeks, hand-offs and decisions, for readers without Tracker."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from exports.archive_parts import MEDIA, Class, Missing, Piece, Retention
from exports.archive_pieces import Bundle
from exports.archive_words import README_PARTS
from exports.data import cells
from exports.files import write_atomically
from models.errors import FileRefused
from models.language import LANGUAGES, N_, NAMES, _, date_text, speaking
from models.rules.records import text
from models.store import archive_copy, open_plan
from models.whole import whole

if TYPE_CHECKING:
    from exports.handoff import Verify
    from models.plan import Plan

FORMAT: Final = "tracker90-archive"
VERSION: Final = 1
EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest moment that a zip can tell."""

Told = Callable[[str], None]
"""Called with the path of each file before it is written; may raise Cancelled."""


@dataclass(frozen=True)
class Archived:
    """A bundle that was written."""

    files: int
    size: int
    """Of what lies in it, in bytes."""
    missing: tuple[Missing, ...]
    """Files that came in and of which the plan has only the names."""


@dataclass(frozen=True)
class _Written:
    piece: Piece
    sha256: str
    size: int


def write_archive(
    plan: Plan,
    target: Path,
    *,
    verify: Verify,
    persons: bool = True,
    force: bool = False,
    progress: Told | None = None,
) -> Archived:
    """Writes the bundle of a plan as it stands at one moment, reads every file of it back and puts it in place.

    All of it is read from one copy of the plan, so that others may work on meanwhile.

    Args:
        verify: opens the workbooks of hand-offs that are made again; `importers.handoff.expect_no_difference`.
        persons: whether the database in it keeps the logins of those who worked; all other files have none.

    Raises:
        ExportFailed: something is at `target` already and `force` is false, or it cannot be written.
        PlanFileError: the plan cannot be copied.
    """
    written: list[_Written] = []
    missing: list[Missing] = []

    def build(draft: Path) -> None:
        with tempfile.TemporaryDirectory(prefix="tracker-archive-") as name:
            folder = Path(name)
            copy = archive_copy(plan.path, folder / "plan.db", persons=persons)
            with (
                open_plan(copy, clock=plan.clock, person=plan.person) as still,
                whole(still) as found,
                zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as bundle,
            ):
                zipped = _Zip(bundle, _moment(still))
                holds = Bundle(still, found, folder, verify=verify, persons=persons)
                for piece in holds.pieces():
                    if progress is not None:
                        progress(piece.path)
                    written.append(zipped.add(piece))
                missing.extend(holds.missing)
                for piece in _about(holds, written, persons=persons):
                    written.append(zipped.add(piece))

    write_atomically(build, target, lambda draft: _verify(draft, written), overwrite=force)
    return Archived(len(written), sum(each.size for each in written), tuple(missing))


class _Zip:
    """Writes files into a zip, the same bytes on every run where their contents are the same."""

    def __init__(self, bundle: zipfile.ZipFile, moment: tuple[int, int, int, int, int, int]) -> None:
        self._bundle, self._moment = bundle, moment
        self._names: set[str] = set()

    def add(self, piece: Piece) -> _Written:
        """Writes one file, a chunk at a time."""
        if piece.path.casefold() in self._names:
            raise ValueError(f"{piece.path} would stand twice in the bundle")
        self._names.add(piece.path.casefold())
        entry = zipfile.ZipInfo(piece.path, date_time=self._moment)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.create_system = 3  # Rights are told the way of Unix on every system.
        entry.external_attr = 0o644 << 16
        sha256, size = hashlib.sha256(), 0
        with self._bundle.open(entry, "w", force_zip64=True) as file:
            for chunk in piece.content():
                sha256.update(chunk)
                size += len(chunk)
                file.write(chunk)
        return _Written(piece, sha256.hexdigest(), size)


def _moment(plan: Plan) -> tuple[int, int, int, int, int, int]:
    """When the plan was last changed, which all files of the bundle are dated with."""
    told = plan.moment_of(plan.last_revision())
    at = datetime.fromisoformat(told) if told else None
    return EARLIEST if at is None else (at.year, at.month, at.day, at.hour, at.minute, at.second)


def _verify(draft: Path, written: Iterable[_Written]) -> None:
    """Reads every file of the finished zip back; raises FileRefused for one that is not as it was written."""
    wanted = {each.piece.path: each for each in written}
    try:
        with zipfile.ZipFile(draft) as bundle:
            if sorted(bundle.namelist()) != sorted(wanted):
                raise FileRefused("damaged", _("it does not hold the files that were written"))
            for path, each in wanted.items():
                sha256 = hashlib.sha256()
                with bundle.open(path) as file:
                    while chunk := file.read(1 << 20):
                        sha256.update(chunk)
                if sha256.hexdigest() != each.sha256:
                    raise FileRefused("damaged", _("{path} does not read back").format(path=path))
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise FileRefused("damaged", _("it does not read back as it was written")) from error


# What tells of the bundle itself.


def _about(holds: Bundle, written: list[_Written], *, persons: bool) -> Iterator[Piece]:
    files = [_described(each) for each in written]
    yield _own(
        "README.txt", N_("What lies in the bundle, in three languages."), _readme(holds, persons).encode()
    )
    files.append(_described(written[-1]))
    yield _own(
        "manifest.json",
        N_("Every file with its class, retention, size and SHA-256."),
        (json.dumps(_manifest(holds, files, persons), ensure_ascii=False, indent=1) + "\n").encode(),
    )
    yield _own("manifest.csv", N_("The same as a table."), _table(files))
    sums = "".join(f"{each.sha256}  {each.piece.path}\n" for each in written)
    yield _own(
        "SHA256SUMS", N_("For sha256sum -c SHA256SUMS, in the unpacked folder."), sums.encode(), "text/plain"
    )


def _own(path: str, what: str, content: bytes, media: str = "") -> Piece:
    return Piece(
        path, what, media or MEDIA[Path(path).suffix], Class(), Retention.PERMANENT, lambda: [content]
    )


def _described(each: _Written) -> dict[str, Any]:
    piece = each.piece
    what = {}
    for language in LANGUAGES:
        with speaking(language):
            what[language] = _(piece.what)
    return {
        "path": piece.path,
        "what": what,
        "media_type": piece.media,
        "publicity": str(piece.access.publicity),
        "secrecy_grounds": list(piece.access.grounds),
        "retention": str(piece.retention),
        "holds_logins": piece.holds_logins,
        "bytes": each.size,
        "sha256": each.sha256,
    }


def _manifest(holds: Bundle, files: list[dict[str, Any]], persons: bool) -> dict[str, Any]:
    charter = holds.state.charter
    return {
        "format": FORMAT,
        "version": VERSION,
        "plan": charter.uid,
        "name": {code: getattr(charter, f"name_{code}") for code in LANGUAGES},
        "start": charter.start.isoformat(),
        "day": holds.state.day.isoformat(),
        "revision": holds.state.revision,
        "retention_is_a_proposal": True,
        "logins": "plan.db" if persons else None,
        "missing": [{"name": each.name, "sha256": each.sha256} for each in holds.missing],
        "files": files,
    }


def _table(files: list[dict[str, Any]]) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    names = (
        "path",
        "media_type",
        "publicity",
        "secrecy_grounds",
        "retention",
        "holds_logins",
        "bytes",
        "sha256",
    )
    writer.writerow([*names, *(f"what_{code}" for code in LANGUAGES)])
    for each in files:
        facts = [each[name] for name in names] + [each["what"][code] for code in LANGUAGES]
        facts[names.index("secrecy_grounds")] = "; ".join(each["secrecy_grounds"])
        writer.writerow(list(cells(facts)))
    return file.getvalue().encode()


def _readme(holds: Bundle, persons: bool) -> str:
    """What is what, in three languages one after the other."""
    parts = []
    for language in LANGUAGES:
        with speaking(language):
            title = text(holds.state.charter, "name", language)
            lines = [
                f"{NAMES[language].upper()}",
                "",
                _("{plan}: the archive of a plan, as it stood on {date}").format(
                    plan=title, date=date_text(holds.state.day)
                ),
                "",
            ]
            lines += [_(part) if part else "" for part in README_PARTS]
            lines.append(
                _("Logins of those who worked on the plan stand in plan.db alone.")
                if persons
                else _("The logins of those who worked on the plan were taken out of plan.db.")
            )
            if holds.missing:
                lines.append(
                    _(
                        "Of some files that came in, only name and hash are known: see missing in manifest.json."
                    )
                )
            parts.append("\n".join(lines))
    return "\n\n\n".join(parts) + "\n"
