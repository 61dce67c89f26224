"""What the README of an archive bundle says, one line each, for whoever opens it without this program."""

from __future__ import annotations

from typing import Final

from models.language import N_

README_PARTS: Final = (
    N_("plan.db – the whole plan: a SQLite database, to be opened with any SQLite program."),
    N_("plan.json – the whole plan with its history as text; schema.json says what its names mean."),
    N_("csv/ – the rows of each kind as tables, and every change in history.csv; UTF-8, commas."),
    N_("snapshots/ – each frozen week with its figures, rows and seal; a correction is a further version."),
    N_("pages/ – the weekly pages, where they could be made."),
    N_(
        "handoffs/sent/ – what the divisions were asked, made again of what was written down when it was sent."
    ),
    N_("handoffs/returned/ – what came back, byte for byte."),
    N_(
        "decisions/ – the decisions; the records themselves are in the city's case system under their case numbers."
    ),
    N_("manifest.csv, manifest.json – every file: what it is, its publicity, retention, size and SHA-256."),
    N_("SHA256SUMS – checks that nothing changed: sha256sum -c SHA256SUMS"),
    "",
    N_(
        "Publicity of a file is the strictest class of what lies in it: public, not_public, partly_secret, secret."
    ),
    N_("Retention (permanent, 10-years) is a proposal: check it against the city's own records plan first."),
    N_(
        "Persons stand in the history as keys. E-mail addresses were left out of all files but plan.db and returns."
    ),
)
"""Lines in English; `_()` translates them."""
