"""A page of HTML as a PDF that screen readers can follow, by weasyprint where it is installed."""

from __future__ import annotations

import io
from contextlib import redirect_stdout
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from models.errors import ExportFailed, FileRefused
from models.language import N_, _
from models.rules.text import visible

VARIANT: Final = "pdf/ua-1"
"""Tagged, with its title and language, as PDF/UA (ISO 14289-1) asks."""

_NOT_INSTALLED: Final = N_(
    "No PDF was written, as {library} is not installed: install it with pipx install “tracker90[pdf]”, or write HTML"
    " and print that from a browser."
)
_LACKS_LIBRARY: Final = N_(
    "No PDF was written, as weasyprint does not find a library of the system ({reason}): install Pango, or write HTML"
    " and print that from a browser."
)
_NO_LAYOUT: Final = N_(
    "No PDF was written, as the page cannot be laid out ({reason}): write HTML and print that from a browser."
)
_MOST_OF_A_REASON: Final = 200


def write_pdf(html: str, path: Path) -> None:
    """Writes a page as a PDF; the same page gives the same bytes with the same library and fonts.

    Nothing is fetched, whatever the page asks for. Title and language of the PDF are those of the page.

    Raises:
        ExportFailed: weasyprint or a library of the system that it needs is missing, or cannot lay this page out.
        OSError: the file cannot be written.
    """
    weasyprint = _library("weasyprint")
    # What stands in the page itself, such as a picture in a person's own template, is no file and no network.
    fetcher = _library("weasyprint.urls").URLFetcher(allowed_protocols=("data",))
    try:
        page = weasyprint.HTML(string=html, url_fetcher=fetcher)
        content = page.write_pdf(pdf_variant=VARIANT, pdf_identifier=False)
    except Exception as error:
        # A template of a person's own may hold styles that weasyprint cannot cope with, in ways of every kind.
        reason = f"{type(error).__name__}: {error}"
        raise ExportFailed(_(_NO_LAYOUT).format(reason=_short(reason))) from error
    path.write_bytes(content)


def check_pdf(path: Path) -> None:
    """Raises FileRefused where a file is no whole PDF."""
    content = path.read_bytes()
    if not content.startswith(b"%PDF-") or not content.rstrip().endswith(b"%%EOF"):
        raise FileRefused("unreadable", _("it is no whole PDF"))


def _library(name: str) -> Any:
    """A module of weasyprint; what it prints where a part of it is missing is not for the reader."""
    try:
        with redirect_stdout(io.StringIO()):
            return import_module(name)
    except ImportError as error:
        raise ExportFailed(_(_NOT_INSTALLED).format(library=_short(error.name or name))) from error
    except OSError as error:
        raise ExportFailed(_(_LACKS_LIBRARY).format(reason=_short(str(error)))) from error


def _short(reason: str) -> str:
    return visible(" ".join(reason.split()))[:_MOST_OF_A_REASON]
