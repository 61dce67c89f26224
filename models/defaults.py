"""What a new plan begins with: the reasons that offices give for a slip, a block or a drop."""

from __future__ import annotations

from typing import Final

from models.edits import Edit, creation

REASONS: Final = (
    ("dropped", "Ei jatkoon", "Gick inte vidare", "Not taken further"),
    (
        "scope_added",
        "Lisätty perusaikataulun jälkeen",
        "Tillagd efter grundtidtabellen",
        "Added after the baseline",
    ),
    ("funding", "Odottaa rahoitusta", "Väntar på finansiering", "Waiting for funding"),
    (
        "owner_missing",
        "Odottaa vastuuhenkilön nimeämistä",
        "Väntar på att ansvarig utses",
        "Waiting for an owner to be named",
    ),
    (
        "coordination",
        "Hankkeiden yhteensovitus",
        "Samordning mellan projekt",
        "Coordination between initiatives",
    ),
    (
        "supplier",
        "Toimittajasta johtuva aikataulumuutos",
        "Tidtabellsändring på grund av leverantören",
        "Schedule change caused by a supplier",
    ),
    ("clarification", "Aikataulun tarkentuminen", "Tidtabellen preciserad", "Schedule clarified"),
    ("earlier", "Aikataulun aikaistus", "Tidigarelagd", "Brought forward"),
    ("suspended", "Keskeytetty toistaiseksi", "Avbruten tills vidare", "Suspended until further notice"),
    ("other", "Muu syy", "Annan orsak", "Other reason"),
    (
        "dependency",
        "Riippuvuus toisesta toimialasta",
        "Beroende av en annan sektor",
        "Dependency on another division",
    ),
    (
        "legal",
        "Oikeudellinen tai tietosuojaselvitys",
        "Juridisk eller dataskyddsutredning",
        "Legal or data protection clarification",
    ),
    ("resources", "Resurssipula", "Resursbrist", "Lack of resources"),
    ("decision", "Odottaa päätöstä", "Väntar på beslut", "Waiting for a decision"),
)
"""Code, Finnish, Swedish, English; the codes are those of the interchange format."""


def default_reasons() -> list[Edit]:
    """The edits that give a new plan its reasons."""
    edits: list[Edit] = []
    for code, finnish, swedish, english in REASONS:
        edits += creation("reason", {"id": code, "name_fi": finnish, "name_sv": swedish, "name_en": english})
    return edits
