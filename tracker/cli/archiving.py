"""`tracker export archive` and `schema`: the bundle for the archive, and what the names of the JSON export mean."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from models.language import _, ngettext, number_text
from tracker.cli.main import tell
from tracker.cli.output import write, write_json, write_line
from tracker.cli.session import Session

BUNDLES: Final = ("archive", "schema")
"""The forms of `tracker export` that are written here."""

_CLEAR_LINE: Final = "\r\x1b[K"


def export_archive(session: Session, target: Path, *, force: bool, persons: bool) -> None:
    """Writes the archive bundle of the plan; what it is at is shown where somebody looks on."""
    from exports.archive import write_archive
    from importers.handoff import expect_no_difference

    is_watched = sys.stderr.isatty()

    def progress(path: str) -> None:
        sys.stderr.write(f"{_CLEAR_LINE}{path}")
        sys.stderr.flush()

    with session.open() as plan:
        try:
            found = write_archive(
                plan,
                target,
                verify=expect_no_difference,
                persons=persons,
                force=force,
                progress=progress if is_watched else None,
            )
        finally:
            if is_watched:
                sys.stderr.write(_CLEAR_LINE)
    if session.as_json:
        write_json(
            {
                "path": str(target),
                "files": found.files,
                "bytes": found.size,
                "missing": [{"name": each.name, "sha256": each.sha256} for each in found.missing],
            }
        )
    else:
        write_line(
            _("The archive is written to {path} and read back: {count} files.").format(
                path=target, count=number_text(found.files)
            )
        )
    if found.missing:
        tell(
            ngettext(
                "Of a file that came in, only name and hash are known: {names}.",
                "Of {count} files that came in, only names and hashes are known: {names}.",
                len(found.missing),
            ).format(
                count=number_text(len(found.missing)),
                names=", ".join(each.name for each in found.missing[:3])
                + (" …" if len(found.missing) > 3 else ""),
            )
        )


def export_schema(session: Session, target: Path | None, *, force: bool) -> None:
    """Prints the schema of the JSON export, or writes it to a file."""
    from exports.schema import schema_text, write_schema

    if target is None:
        write(schema_text())
        return
    write_schema(target, force)
    if session.as_json:
        write_json({"path": str(target)})
    else:
        write_line(_("The schema is written to {path}.").format(path=target))
